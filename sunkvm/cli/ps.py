"""``sunkvm ps``: the processes of an image."""

from __future__ import annotations

import sys

import click

from ..errors import SunkvmError
from .image import image_command
from .output import complain, plain, show_csv, show_json, show_table, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..image import Image
    from ..records import Process

NUMBERS = (
    "pid",
    "ppid",
    "pgid",
    "sid",
    "uid",
    "gid",
    "ruid",
    "rgid",
    "threads",
    "bits",
    "size",
    "project",
    "task",
)
COLUMNS = (*NUMBERS, "state", "tty", "zone", "start", "comm", "psargs", "args", "env", "addr", "as")
DEFAULT = "uid,pid,ppid,state,threads,start,args"


@image_command(name="ps", short_help="List the processes, with full command lines.")
@click.option(
    "-o", "--columns", default=DEFAULT, show_default=True, help="Columns: " + ", ".join(COLUMNS) + "."
)
@click.option("-p", "--pid", "pids", multiple=True, type=int, help="Only this process; may be given again.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line for each process, with everything."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print the columns as CSV.")
def command(image: Image, columns: str, pids: tuple[int, ...], as_json: bool, as_csv: bool) -> int:
    """List the processes, newest first as the kernel has them.

    A command line in brackets is the kernel's own short copy (psargs) or name, where the process's memory is not in
    the image. Exits with 1 where the list broke off or a process was not found.

    Next: ``sunkvm threads``, ``sunkvm files`` and ``sunkvm map`` say more of one PID.
    """
    names = chosen(columns)
    broken: list[str] = []
    processes = until_broken(image, broken)
    if pids:
        processes = (process for process in processes if process.pid in pids)
    found: set[int | None] = set()

    def counted() -> Iterator[Process]:
        for process in processes:
            found.add(process.pid)
            yield process

    if as_json:
        for process in counted():
            show_json({**plain(process), "command": process.command}, indent=None)
    elif as_csv:
        show_csv(names, ([_value(process, name) for name in names] for process in counted()))
    else:
        show_table(*table(image, names, counted()))
    sys.stdout.flush()
    for pid in pids:
        if pid not in found:
            broken.append(f"no process {pid}")
    for line in broken:
        complain(line)
    return 1 if broken else 0


def chosen(columns: str) -> list[str]:
    """Return the names of the columns that an option asks for."""
    names = [name.strip() for name in columns.split(",")]
    for name in names:
        if name not in COLUMNS:
            raise click.UsageError(f"no column {name!r}; there are: {', '.join(COLUMNS)}")
    return names


def table(
    image: Image, names: list[str], processes: Iterable[Process]
) -> tuple[list[str], list[list[str]], list[str]]:
    """Return header, rows and the columns that are aligned to the right, as `show_table` takes them."""
    rows = [[_text(image, process, name) for name in names] for process in processes]
    return [name.upper() for name in names], rows, [name.upper() for name in NUMBERS]


def until_broken(image: Image, broken: list[str]) -> Iterator[Process]:
    """Yield the processes until their list ends or breaks off; then say so in ``broken``."""
    try:
        yield from image.processes()
    except SunkvmError as error:
        broken.append(f"the process list breaks off: {error}")


def _value(process: Process, name: str) -> object:
    if name == "args":
        return process.command if process.argv else f"[{process.command}]"
    if name == "env":
        return None if process.env is None else " ".join(process.env)
    if name == "start":
        return process.start_time
    if name == "tty":
        return None if process.tty is None else ",".join(map(str, process.tty))
    if name in ("addr", "as"):
        return process.kva if name == "addr" else process.as_kva
    return getattr(process, name)


def _text(image: Image, process: Process, name: str) -> str:
    value = _value(process, name)
    if value is None:
        return "-"
    if name == "start":
        return (time_text(process.start_time) or "-").removesuffix(" UTC")
    if name in ("addr", "as"):
        return image.model.hex(int(value))  # type: ignore[call-overload]
    if name == "size":
        return f"{int(value) // 1024}K"  # type: ignore[call-overload]
    return str(value)
