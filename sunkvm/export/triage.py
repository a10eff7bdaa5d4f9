"""Many dumps at a glance: one row a dump, made by as many processes as there are processors, or by a cluster."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, fields

from ..corefile import open_corefile
from ..engine import open as open_image
from ..errors import SunkvmError, UnknownFormatError, UnsupportedError
from ..pairs import partner_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..image import Image
    from ..records import Panic

_TOP = 32
_SMALLEST = 512
# What differs from boot to boot of the same machine: addresses, numbers.
_CHANGING = re.compile(r"0x[0-9a-fA-F]+|\b[0-9a-fA-F]{8,}\b|\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """One dump. What it does not tell, or what cannot be read without its namelist, is None.

    Attributes:
        corefile, namelist: the files; ``size`` is that of the corefile in bytes.
        format, system, release, version, machine, node: as in `Info`.
        panic: the text of the panic; process and pid: who panicked; crash_time: seconds since 1970; uptime: seconds.
        processes: how many there are.
        messages: a hash of the first messages without their numbers: alike for the same machine and kernel.
        error: why the dump could not be read (further).
    """

    corefile: str
    namelist: str | None = None
    size: int | None = None
    format: str | None = None
    system: str | None = None
    release: str | None = None
    version: str | None = None
    machine: str | None = None
    node: str | None = None
    panic: str | None = None
    process: str | None = None
    pid: int | None = None
    crash_time: int | None = None
    uptime: int | None = None
    processes: int | None = None
    messages: str | None = None
    error: str | None = None


COLUMNS = tuple(field.name for field in fields(Row))


def find(places: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield the corefiles in folders and below them, in the order of their names; files that are named as they are.

    A file in a folder is a corefile where a format knows it; those that are damaged are, too. Raises OSError for a
    folder that cannot be read.
    """
    for place in places:
        name = os.fspath(place)
        if "://" in name or not os.path.isdir(name):
            yield name
            continue
        for folder, folders, files in os.walk(name, onerror=_refuse):
            folders.sort()
            for file in sorted(files):
                path = os.path.join(folder, file)
                if not file.startswith(".") and os.path.isfile(path) and _is_corefile(path):
                    yield path


def _refuse(error: OSError) -> None:
    raise error


def _is_corefile(path: str) -> bool:
    try:
        if os.path.getsize(path) < _SMALLEST:
            return False
        open_corefile(path).close()
    except (UnknownFormatError, OSError):
        return False
    except SunkvmError:
        return True  # it is one, and the row says what is wrong
    return True


def examine(path: str, namelist: str | None = None) -> Row:
    """Return the row of one dump; what goes wrong stands in it. The namelist is the one beside it, unless it is named."""
    row: dict[str, object] = {"corefile": path}
    try:
        if "://" not in path and os.path.exists(path):
            row["size"] = os.path.getsize(path)
        row["namelist"] = namelist = namelist or partner_of(path)
        try:
            image = open_image(namelist, path, partial=True)
        except SunkvmError as error:
            row["error"] = str(error)
            _take_facts(row, path)
        else:
            with image:
                _take_image(row, image)
    except (SunkvmError, OSError) as error:
        row.setdefault("error", str(error))
    except (MemoryError, RecursionError) as error:
        row["error"] = f"{path}: {type(error).__name__}"
    return Row(**row)  # type: ignore[arg-type]


def _take_facts(row: dict[str, object], path: str) -> None:
    """Take what the dump's header tells: all there is without a namelist."""
    core = open_corefile(path)
    try:
        facts = core.facts
        row.update(
            {
                name: facts[name]
                for name in ("system", "release", "version", "machine", "node")
                if facts.get(name)
            }
        )
        row.update(format=core.format, panic=facts.get("panic_string"), crash_time=facts.get("crash_time"))
    finally:
        core.close()


def _take_image(row: dict[str, object], image: Image) -> None:
    info = image.info
    names = ("format", "system", "release", "version", "machine", "node", "crash_time", "uptime")
    row.update({name: getattr(info, name) for name in names})
    row["panic"] = info.panic_string

    def take_panic() -> None:
        panic = image.panic()
        if panic is not None:
            row["panic"] = panic.message or row["panic"]
            row["process"], row["pid"] = _who(image, panic)

    def count() -> None:
        row["processes"] = sum(1 for _ in image.processes())

    def take_messages() -> None:
        row["messages"] = _hash(message.text for message in image.messages())

    for step in (take_panic, count, take_messages):
        try:
            step()
        except SunkvmError as error:
            row.setdefault("error", str(error))


def _who(image: Image, panic: Panic) -> tuple[str | None, int | None]:
    """Return the program and the pid of the process that panicked."""
    if panic.thread:
        for process in image.processes():
            if any(thread.kva == panic.thread for thread in image.threads(process)):
                return process.command, process.pid
    return None, None


def _hash(texts: Iterable[str]) -> str | None:
    digest, count = hashlib.sha256(), 0
    for text in texts:
        digest.update(_CHANGING.sub("#", text).encode("utf-8", "surrogateescape") + b"\n")
        count += 1
        if count == _TOP:
            break
    return digest.hexdigest()[:16] if count else None


def triage(
    places: Sequence[str | os.PathLike[str]],
    *,
    jobs: int | None = None,
    dask: str | None = None,
    ray: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Row]:
    """Yield the rows of all dumps in files and folders, in the order of `find`.

    ``jobs`` processes work at once, by default one a processor of this machine. With the address of a Dask scheduler or of
    a Ray cluster the work is done there: the dumps must have the same names on its machines. Raises `UnsupportedError`
    where the package for that is not installed.
    """
    if dask is not None and ray is not None:
        raise ValueError("dask and ray exclude one another")
    paths = list(find(places))
    run = _run_dask if dask is not None else _run_ray if ray is not None else _run_here
    address = dask if dask is not None else ray
    for done, row in enumerate(run(paths, jobs, address), 1):
        if progress is not None:
            progress(done, len(paths))
        yield row


def _run_here(paths: list[str], jobs: int | None, _: str | None) -> Iterator[Row]:
    jobs = min(jobs or len(os.sched_getaffinity(0)), len(paths))
    if jobs <= 1:
        yield from map(examine, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, get_context("forkserver")) as pool:
        futures = [pool.submit(examine, path) for path in paths]
        for path, future in zip(paths, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Row(path, error=f"{path}: the process that read it, or another one, was killed")


def _run_dask(paths: list[str], jobs: int | None, address: str | None) -> Iterator[Row]:
    try:
        from distributed import Client
    except ImportError as error:
        raise UnsupportedError(
            "a Dask scheduler needs the package distributed: pip install distributed"
        ) from error
    with Client(address) as client:  # type: ignore[no-untyped-call]
        for future in client.map(examine, paths, pure=False):
            yield future.result()


def _run_ray(paths: list[str], jobs: int | None, address: str | None) -> Iterator[Row]:
    try:
        import ray
    except ImportError as error:
        raise UnsupportedError("a Ray cluster needs the package ray: pip install ray") from error
    with ray.init(address=address, log_to_driver=False):
        task = ray.remote(examine)
        for reference in [task.remote(path) for path in paths]:
            yield ray.get(reference)
