"""What is fuzzed: for each kind of file, what is done with a case, and where its cases come from."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable
from pathlib import Path

import seeds
from library import Library, available
from session import (
    FACADES,
    Answers,
    ask_corefile,
    ask_image,
    ask_layouts,
    ask_namelist,
    chance_of,
)

import sunkvm
from sunkvm import cachedir, datamodel
from sunkvm.corefile import formats, open_corefile
from sunkvm.corefiles.solaris_vmdump import SolarisVmdump
from sunkvm.errors import SunkvmError
from sunkvm.namelist import open_namelist
from sunkvm.source import open_source

_MOST_WRITTEN = 16 << 20


class Target:
    """One kind of file.

    ``seeds(found)`` picks cases from files that the tests of the project wrote, or makes them; ``run(folder)`` opens the
    files of a case, which lie in the folder, and returns a digest of the answers. A ``library`` is prepared before.
    """

    def __init__(
        self,
        name: str,
        seeds: seeds.Pick,
        run: Callable[[Path], str],
        library: Library | None = None,
    ) -> None:
        self.name = name
        self.seeds = seeds
        self.run = run
        self.library = library


def _chance(path: Path) -> random.Random:
    """Return a source of chance that is the same for the same file."""
    with open(path, "rb", 0) as file:
        return chance_of(file.read(4096))


def _namelist(folder: Path) -> str | None:
    path = folder / "namelist"
    return str(path) if path.exists() else None


def run_corefile(folder: Path) -> str:
    """Open a corefile without its symbols, with its sections beside it."""
    answers = Answers()
    try:
        with contextlib.ExitStack() as stack:
            core = stack.enter_context(contextlib.closing(open_corefile(f"{folder}/core")))
            whole = stack.enter_context(contextlib.closing(core.gather(partial=True)))
            ask_corefile(whole, answers, _chance(folder / "core"))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_session(folder: Path) -> str:
    """Open an image and ask everything."""
    answers = Answers()
    try:
        with sunkvm.open(_namelist(folder), f"{folder}/core", partial=True) as image:
            ask_image(image, answers, _chance(folder / "core"))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


class _Enough(Exception):
    """More is written than is waited for."""


def _stop(done: int, _: int) -> None:
    if done > _MOST_WRITTEN:
        raise _Enough


def run_elf(folder: Path) -> str:
    """Write an image as an ELF core, and look into that."""
    from sunkvm.export.elf import write_elf

    answers, chance = Answers(), _chance(folder / "core")
    path = folder / "elf"
    try:
        with sunkvm.open(_namelist(folder), f"{folder}/core", partial=True) as image:
            processes = answers.all(image.processes, most=3) if chance.random() < 0.5 else []
            pids = [process.pid for process in processes if process.pid is not None]
            physical = chance.random() < 0.7
            found = answers.ask(
                lambda: write_elf(image, path, physical=physical, pids=pids, progress=_stop).segments
            )
            if found is not None:
                with contextlib.closing(open_corefile(str(path))) as written:
                    ask_corefile(written, answers, chance)
    except SunkvmError as error:
        answers.add(str(error))
    except _Enough:
        answers.add("enough")
    finally:
        path.unlink(missing_ok=True)
    return answers.digest()


def run_expand(folder: Path) -> str:
    """Expand a compressed dump into files."""
    from sunkvm.export.savecore import expand

    answers = Answers()
    before = set(os.listdir(folder))
    try:
        for path in answers.ask(lambda: expand(f"{folder}/core", folder, 7, partial=True)) or ():
            with open(path, "rb") as file:
                answers.add(file.read(1 << 20))
    finally:
        for name in ("unix.7", "vmcore.7"):
            (folder / name).unlink(missing_ok=True)
    assert set(os.listdir(folder)) == before, "a file was left behind"
    return answers.digest()


def run_facade(system: str) -> Callable[[Path], str]:
    """Return what makes the calls of a system's library."""

    def run(folder: Path) -> str:
        answers = Answers()
        FACADES[system](_namelist(folder), f"{folder}/core", answers)
        return answers.digest()

    return run


def run_namelist(folder: Path) -> str:
    """Open a namelist."""
    answers = Answers()
    try:
        with contextlib.closing(open_namelist(f"{folder}/file")) as namelist:
            ask_namelist(namelist, answers, _chance(folder / "file"))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_source(folder: Path) -> str:
    """Read a packed file here and there, then all of it."""
    answers, chance = Answers(), _chance(folder / "file")
    try:
        with open_source(folder / "file") as source:
            for _ in range(6):
                answers.add(source.read(chance.randrange(1 << 21), 5000))
            size = source.size
            answers.add(size)
            if size <= 64 << 20:
                whole = bytes(source.expand())
                size = source.size if source.trouble else size  # damage may show only when it is unpacked
                assert len(whole) == size, f"{len(whole)} bytes, not {size}"
                for _ in range(0 if source.trouble else 4):
                    at = chance.randrange(size + 1)
                    assert source.read(at, 3000) == whole[at : at + 3000], f"other bytes at {at:#x}"
                answers.add(whole)
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_layouts(kind: str) -> Callable[[Path], str]:
    """Return what opens a file of struct layouts."""

    def run(folder: Path) -> str:
        answers = Answers()
        path = folder / "file"
        try:
            for name in ("amd64", "sparc"):
                model = datamodel.MODELS[name]
                if kind == "ctf":
                    from sunkvm.layouts.ctf import CtfContainer

                    ask_layouts(CtfContainer(path.read_bytes(), model, path="file"), answers)
                elif kind == "dwarf":
                    from sunkvm.layouts.dwarf import open_dwarf

                    with contextlib.closing(open_namelist(path)) as namelist:
                        source = open_dwarf(namelist, model)
                        if source is not None:
                            ask_layouts(source, answers)
                            if hasattr(source, "close"):
                                source.close()
                else:
                    from sunkvm.layouts.found import open_layouts

                    ask_layouts(open_layouts(path, model), answers)
        except SunkvmError as error:
            answers.add(str(error))
        return answers.digest()

    return run


def run_cache(folder: Path) -> str:
    """Open a packed file with an index that somebody kept."""
    with open(folder / "core", "rb", 0) as file:
        packed = file.read(2) in (b"\x1f\x8b", b"\x28\xb5")
    os.environ["SUNKVM_CACHE"] = f"{folder}/cache"
    (folder / "cache").mkdir()
    plain_load, plain_store, worth = cachedir.load, cachedir.store, SolarisVmdump.worth_keeping

    def load(key: bytes) -> bytes | None:
        path, digest = cachedir._place(key)
        data = (folder / "index").read_bytes()
        with open(path, "wb") as file:
            file.write(data[:32] + digest + data[64:])
        return plain_load(key)

    cachedir.load, cachedir.store, SolarisVmdump.worth_keeping = load, lambda key, parts: None, 0
    try:
        return (_some_bytes if packed else run_corefile)(folder)
    finally:
        cachedir.load, cachedir.store, SolarisVmdump.worth_keeping = plain_load, plain_store, worth
        os.environ["SUNKVM_CACHE"] = ""
        for path in (folder / "cache").iterdir():
            path.unlink()
        (folder / "cache").rmdir()


def _some_bytes(folder: Path) -> str:
    answers = Answers()
    try:
        with open_source(folder / "core") as source:
            for at in (300_000, 10, 150_000, 222_222):
                answers.add(source.read(at, 5000))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_memory(folder: Path) -> str:
    """Ask a kernel that is memory only, laid by the tests; ``which`` says whose."""
    name, _, release, arch = (folder / "which").read_text().split()
    answers = Answers()
    kernel = seeds.kernel_in_memory(name, release, arch)
    memory = kernel.core.bytes
    data = (folder / "memory").read_bytes()
    memory[:] = data[: len(memory)].ljust(len(memory), b"\0")
    try:
        with contextlib.closing(kernel.open()) as image:
            image.corefile.closed = False
            ask_image(image, answers, chance_of(data))
    except SunkvmError as error:
        answers.add(str(error))
    finally:
        kernel.core.closed = False
    return answers.digest()


class _Typed:
    """A connection on which all was typed before."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.sent: list[bytes] = []

    def setsockopt(self, *_: object) -> None:
        pass

    def recv(self, count: int) -> bytes:
        part, self._data = self._data[:count], self._data[count:]
        return part

    def sendall(self, data: bytes) -> None:
        self.sent.append(data)


def run_gdbserver(folder: Path) -> str:
    """Let a debugger say anything to the server of its protocol: a packet a line, whose sums are right."""
    from sunkvm.integrations.gdbserver import _Session

    answers = Answers()
    with contextlib.closing(seeds.kernel_in_memory("freebsd", "15", "amd64").open()) as image:
        image.corefile.closed = False
        said = (folder / "said").read_bytes()
        packets = [b"$%s#%02x" % (line, sum(line) & 255) for line in said.split(b"\n")]
        connection = _Typed(b"+".join(packets) + said)  # then what is no packet
        with contextlib.suppress(ConnectionError):
            _Session(image, connection).run()
        answers.add(b"".join(connection.sent))
        image.corefile.closed = False
    return answers.digest()


def _of_library(flavour: str, picked: seeds.Pick) -> Target:
    library = Library(flavour)
    return Target(f"library:{flavour}", picked, library.run, library)


_LIBRARIES = {
    "solaris": seeds.solaris_calls,
    "sunos4": seeds.sunos4,
    "freebsd": seeds.facade("freebsd_minidump", "elf_full"),
    "netbsd": seeds.facade("netbsd_kcore"),
    "dragonfly": seeds.facade("dragonfly_minidump", "elf_full"),
}

TARGETS = {
    target.name: target
    for target in (
        *(Target(f"corefile:{format}", seeds.corefile(format), run_corefile) for format in formats()),
        Target("sections", seeds.sections, run_corefile),
        Target("session:planted", seeds.full_solaris, run_session),
        Target("session:sections", seeds.sections, run_session),
        Target("session:files", seeds.session, run_session),
        Target("session:memory", seeds.memory, run_memory),
        Target("to-elf", seeds.to_elf, run_elf),
        Target("expand", seeds.corefile("solaris_vmdump", 40, 0), run_expand),
        Target("facade:solaris", seeds.solaris_calls, run_facade("solaris")),
        Target("facade:sunos4", seeds.sunos4, run_facade("sunos4")),
        Target("facade:freebsd", seeds.facade("freebsd_minidump", "elf_full"), run_facade("freebsd")),
        Target("facade:netbsd", seeds.facade("netbsd_kcore"), run_facade("netbsd")),
        Target("facade:dragonfly", seeds.facade("dragonfly_minidump", "elf_full"), run_facade("dragonfly")),
        Target("namelist:elf", seeds.namelist("elf"), run_namelist),
        Target("namelist:aout", seeds.namelist("aout"), run_namelist),
        Target("namelist:kallsyms", seeds.namelist("kallsyms"), run_namelist),
        Target("source:gzip", seeds.source("gzip"), run_source),
        Target("source:zstd", seeds.source("zstd"), run_source),
        Target("index:gzip", seeds.kept_gzip, run_cache),
        Target("index:zstd", seeds.kept_zstd, run_cache),
        Target("index:vmdump", seeds.kept_vmdump, run_cache),
        Target("layouts:ctf", seeds.ctf, run_layouts("ctf")),
        Target("layouts:dwarf", seeds.dwarf, run_layouts("dwarf")),
        Target("layouts:btf", seeds.btf, run_layouts("btf")),
        Target("layouts:isf", seeds.isf, run_layouts("isf")),
        Target("gdbserver", seeds.gdbserver, run_gdbserver),
        *(_of_library(*row) for row in _LIBRARIES.items() if available()),
    )
}  # fmt: skip
