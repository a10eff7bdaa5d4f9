"""What is fuzzed: for each kind of file, which cases to begin with, and what is done with a case."""

from __future__ import annotations

import contextlib
import gzip
import json
import lzma
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from case import Case
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
from sunkvm.corefile import Match, formats, open_corefile, probe
from sunkvm.corefiles.solaris_vmdump import SolarisVmdump
from sunkvm.errors import SunkvmError
from sunkvm.namelist import open_namelist
from sunkvm.source import ByteSource, open_source

TESTS = Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS.parent))  # what the tests lay by hand is imported as tests.…

_LARGEST = 6 << 20  # of a file that is taken as a seed
_SMALL = 1 << 20


class Target:
    """One kind of file.

    ``seeds(found)`` picks cases from files that the tests of the project wrote, or makes them; ``run(folder, case)`` opens
    the files of a case, which lie in the folder, and returns a digest of the answers.
    """

    def __init__(
        self,
        name: str,
        seeds: Callable[[Found], Iterable[tuple[str, Case]]],
        run: Callable[[Path, Case], str],
    ) -> None:
        self.name = name
        self.seeds = seeds
        self.run = run


class Found:
    """Files that the tests wrote, sorted by what they are."""

    def __init__(self, folder: Path | None) -> None:
        self.files = sorted(folder.rglob("*")) if folder is not None else []
        self.files = [path for path in self.files if path.is_file() and 0 < path.stat().st_size <= _LARGEST]
        for system in ("solaris", "freebsd", "netbsd", "dragonfly"):
            self.files += sorted((TESTS / "golden" / system).glob("*/*"))

    @cache  # noqa: B019 - there is one of these
    def corefiles(self) -> dict[str, list[tuple[str, Case]]]:
        """Return the corefiles by format, each with a namelist that lay beside it."""
        sorted_: dict[str, list[tuple[str, Case]]] = {name: [] for name in formats()}
        seen = set()
        for path in self.files:
            data = _content(path)
            if data is None or hash(data) in seen:
                continue
            seen.add(hash(data))
            format = _format(data)
            if format is None:
                continue
            case = {"core": data}
            for other in sorted(path.parent.iterdir()):
                text = _content(other) if other != path and other.is_file() else None
                named = other.name.startswith(("kernel", "unix", "netbsd", "namelist", "System"))
                if text is not None and named and _format(text) is None:
                    case["namelist"] = text
                    break
            sorted_[format].append((f"{path.parent.name}/{path.name}", case))
        for rows in sorted_.values():
            rows.sort(key=lambda row: (len(row[1]["core"]), row[0]))
        return sorted_

    def like(self, test: Callable[[bytes], bool]) -> list[tuple[str, Case]]:
        """Return the files whose contents pass a test."""
        found, seen = [], set()
        for path in self.files:
            data = _content(path)
            if data is not None and test(data) and hash(data) not in seen:
                seen.add(hash(data))
                found.append((f"{path.parent.name}/{path.name}", {"file": data}))
        return found


@cache
def _content(path: Path) -> bytes | None:
    if path.name.endswith((".json", ".txt.xz", ".bin.xz", ".md", ".c")) or path.stat().st_size > _LARGEST:
        return None
    data = path.read_bytes()
    if path.suffix == ".xz" and path.is_relative_to(TESTS):
        unpacker = lzma.LZMADecompressor()
        data = unpacker.decompress(data, _LARGEST + 1)
        if len(data) > _LARGEST:
            return None
    return data


class _Bytes(ByteSource):
    path = "bytes"

    def __init__(self, data: bytes) -> None:
        self.buffer, self.size = data, len(data)

    def read(self, offset: int, count: int) -> bytes:
        return self.buffer[offset : offset + count]

    def close(self) -> None:
        pass


def _format(data: bytes) -> str | None:
    try:
        match = probe(_Bytes(data))
    except SunkvmError:
        return None
    return match.format if isinstance(match, Match) else None


def forget() -> None:
    """Let go of the files that seeds were picked from."""
    _content.cache_clear()


# What is done with a case


def run_corefile(folder: Path, case: Case) -> str:
    """Open a corefile without its symbols."""
    answers = Answers()
    try:
        with contextlib.ExitStack() as stack:
            core = stack.enter_context(contextlib.closing(open_corefile(str(folder / "core"))))
            whole = stack.enter_context(contextlib.closing(core.gather(partial=True)))
            ask_corefile(whole, answers, chance_of(case["core"]))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_session(folder: Path, case: Case) -> str:
    """Open an image and ask everything; then write it as an ELF core and as a savecore would."""
    answers = Answers()
    namelist = str(folder / "namelist") if "namelist" in case else None
    try:
        with sunkvm.open(namelist, str(folder / "core"), partial=True) as image:
            ask_image(image, answers, chance_of(case["core"]))
            if sum(count for _, count in image.ranges("physical")) < 8 << 20:
                from sunkvm.export.elf import write_elf

                answers.ask(lambda: write_elf(image, folder / "elf").segments)
    except SunkvmError as error:
        answers.add(str(error))
    finally:
        (folder / "elf").unlink(missing_ok=True)
    return answers.digest()


def run_expand(folder: Path, case: Case) -> str:
    """Expand a compressed dump into files."""
    from sunkvm.export.savecore import expand

    answers = Answers()
    try:
        for path in answers.ask(lambda: expand(str(folder / "core"), folder, 7, partial=True)) or ():
            with open(path, "rb") as file:
                answers.add(file.read(1 << 20))
    finally:
        for name in ("unix.7", "vmcore.7"):
            (folder / name).unlink(missing_ok=True)
    assert sorted(path.name for path in folder.iterdir()) == sorted(case), "a file was left behind"
    return answers.digest()


def run_facade(system: str) -> Callable[[Path, Case], str]:
    """Return what makes the calls of a system's library."""

    def run(folder: Path, case: Case) -> str:
        answers = Answers()
        namelist = str(folder / "namelist") if "namelist" in case else None
        FACADES[system](namelist, str(folder / "core"), answers)
        return answers.digest()

    return run


def run_namelist(folder: Path, case: Case) -> str:
    """Open a namelist."""
    answers = Answers()
    try:
        with contextlib.closing(open_namelist(str(folder / "file"))) as namelist:
            ask_namelist(namelist, answers, chance_of(case["file"]))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_source(folder: Path, case: Case) -> str:
    """Read a packed file here and there, then all of it."""
    answers, chance = Answers(), chance_of(case["file"])
    try:
        with open_source(folder / "file") as source:
            for _ in range(6):
                answers.add(source.read(chance.randrange(1 << 21), 5000))
            size = source.size
            answers.add(size)
            if size <= 64 << 20:
                whole = bytes(source.expand())
                assert len(whole) == size, f"{len(whole)} bytes, not {size}"
                for _ in range(0 if source.trouble else 4):
                    at = chance.randrange(size + 1)
                    assert source.read(at, 3000) == whole[at : at + 3000], f"other bytes at {at:#x}"
                answers.add(whole)
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_layouts(kind: str) -> Callable[[Path, Case], str]:
    """Return what opens a file of struct layouts."""

    def run(folder: Path, case: Case) -> str:
        answers = Answers()
        data = case["file"]
        try:
            for name in ("amd64", "sparc"):
                model = datamodel.MODELS[name]
                if kind == "ctf":
                    from sunkvm.layouts.ctf import CtfContainer

                    ask_layouts(CtfContainer(data, model, path="file"), answers)
                elif kind == "dwarf":
                    from sunkvm.layouts.dwarf import open_dwarf

                    with contextlib.closing(open_namelist(str(folder / "file"))) as namelist:
                        source = open_dwarf(namelist, model)
                        if source is not None:
                            ask_layouts(source, answers)
                            if hasattr(source, "close"):
                                source.close()
                else:
                    from sunkvm.layouts.found import open_layouts

                    ask_layouts(open_layouts(folder / "file", model), answers)
        except SunkvmError as error:
            answers.add(str(error))
        return answers.digest()

    return run


def run_cache(folder: Path, case: Case) -> str:
    """Open a packed file with an index that somebody kept."""
    import os

    look = (
        (lambda: _some_bytes(folder))
        if case["core"][:2] == b"\x1f\x8b"
        else (lambda: run_corefile(folder, case))
    )
    os.environ["SUNKVM_CACHE"] = str(folder / "cache")
    (folder / "cache").mkdir()
    plain_load, plain_store, worth = cachedir.load, cachedir.store, SolarisVmdump.worth_keeping

    def load(key: bytes) -> bytes | None:
        path, digest = cachedir._place(key)
        data = case["index"]
        Path(path).write_bytes(data[:32] + digest + data[64:])
        return plain_load(key)

    cachedir.load, cachedir.store, SolarisVmdump.worth_keeping = load, lambda key, parts: None, 0
    try:
        return look()
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
            for at in (3_000_000, 10, 1_500_000, 2_222_222):
                answers.add(source.read(at, 5000))
    except SunkvmError as error:
        answers.add(str(error))
    return answers.digest()


def run_memory(folder: Path, case: Case) -> str:
    """Ask a kernel that is memory only, laid by the tests; the first part of the name says whose."""
    name, _, release, arch = case["which"].decode().split()
    answers = Answers()
    kernel = _kernel(name, release, arch)
    memory = kernel.core.bytes
    memory[:] = case["memory"][: len(memory)].ljust(len(memory), b"\0")
    try:
        with contextlib.closing(kernel.open()) as image:
            image.corefile.closed = False
            ask_image(image, answers, chance_of(case["memory"]))
    except SunkvmError as error:
        answers.add(str(error))
    finally:
        kernel.core.closed = False
    return answers.digest()


@cache
def _kernel(name: str, release: str, arch: str):
    module = import_module(f"tests.personalities.{name}_kernel")
    kernel = module.full_kernel() if name == "dragonfly" else module.full_kernel(int(release), arch)
    return kernel[0] if isinstance(kernel, tuple) else kernel


# Where cases come from

_KERNELS = (
    "freebsd at 11 amd64", "freebsd at 12 i386", "freebsd at 15 amd64", "freebsd at 12 aarch64", "netbsd at 10 amd64",
    "netbsd at 10 sparc", "netbsd at 6 i386", "netbsd at 6 sparc64", "dragonfly at 5 amd64",
)  # fmt: skip


def seeds_memory(found: Found) -> Iterator[tuple[str, Case]]:
    for which in _KERNELS:
        name, _, release, arch = which.split()
        kernel = _kernel(name, release, arch)
        yield which, {"which": which.encode(), "memory": bytes(kernel.core.bytes)}


def seeds_corefile(
    format: str, most: int = 60, large: int = 6
) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    """Return what picks corefiles of a format: small ones, and a few large ones."""

    def seeds(found: Found) -> Iterable[tuple[str, Case]]:
        rows, made = found.corefiles()[format], list(_by_hand(format))
        small = [row for row in rows if len(row[1]["core"]) <= _SMALL]
        step = max(1, len(small) // most)
        big = [row for row in rows if len(row[1]["core"]) > _SMALL]
        return [*made, *small[::step], *(big[:: max(1, len(big) // large)] if large else ())]

    return seeds


def _by_hand(format: str) -> Iterator[tuple[str, Case]]:
    """Compressed dumps in all their forms."""
    module = import_module("tests.corefiles.vmdump_by_hand")
    for abi in ("amd64", "sparc") if format in ("solaris_vmdump", "solaris_device") else ():
        dump = module.fill(abi, 12)
        runs = [(0, 5), (5, 4), (9, 3)]
        for kind, data, streams, level in (
            ("serial", dump.serial(), 0, 0),
            ("lzjb", dump.lzjb_streams(runs), 2, 1),
            ("bzip2", dump.bzip2_streams(runs), 2, 2),
        ):
            if format == "solaris_vmdump":
                yield f"{abi} {kind}", {"core": dump.vmdump(data, streams, level)}
            else:
                core = dump.device(
                    data, 7 << 20, False, streams, level, dump.message(5, b"hello"), dump.ereport(6, b"data")
                )
                yield f"{abi} {kind}", {"core": core}


def seeds_facade(*wanted: str) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    def seeds(found: Found) -> Iterator[tuple[str, Case]]:
        for format in wanted:
            rows = [row for row in found.corefiles()[format] if "namelist" in row[1] or "solaris" in format]
            yield from rows[:: max(1, len(rows) // 25)]

    return seeds


def seeds_session(found: Found) -> Iterator[tuple[str, Case]]:
    for rows in found.corefiles().values():
        rows = [row for row in rows if "namelist" in row[1]] or rows
        yield from rows[:: max(1, len(rows) // 12)]


def seeds_full_solaris(found: Found) -> Iterator[tuple[str, Case]]:
    """Kernels with something of everything, laid by the tests."""
    import tempfile

    module = import_module("tests.personalities.kernel")
    for model in ("amd64", "i386", "sparc", "sparcv9"):
        full = module.FullKernel(model)
        full.panic()
        with tempfile.TemporaryDirectory() as folder:
            yield model, {"core": full.kernel.pack(Path(folder) / "core").read_bytes()}


def seeds_namelist(found: Found) -> Iterable[tuple[str, Case]]:
    from sunkvm.namelists.aout import is_aout
    from sunkvm.namelists.kallsyms import is_kallsyms

    def is_namelist(data: bytes) -> bool:
        if len(data) > 400_000:
            return False
        elf = data[:4] == b"\x7fELF" and data[16:18] not in (b"\x04\0", b"\0\x04")
        return elf or is_aout(data[:4]) or is_kallsyms(data[:32])

    rows = found.like(is_namelist)
    elves = [row for row in rows if row[1]["file"][:4] == b"\x7fELF"]
    return [row for row in rows if row not in elves][:80] + elves[:: max(1, len(elves) // 60)]


def seeds_source(found: Found) -> Iterator[tuple[str, Case]]:
    import random

    import zstandard

    chance = random.Random(1)
    content = {
        "text": b"".join(
            b"line %d of a text that repeats itself\n" % (number % 77) for number in range(60_000)
        ),
        "mixed": b"".join(chance.randbytes(5000) + bytes(20_000) for _ in range(60)),
        "small": b"short",
    }
    for name, data in content.items():
        yield f"gzip {name}", {"file": gzip.compress(data, 6, mtime=1)}
        half = len(data) // 2
        yield (
            f"gzip members {name}",
            {"file": gzip.compress(data[:half], 1, mtime=1) + gzip.compress(data[half:], 9, mtime=1)},
        )
        yield f"zstd {name}", {"file": zstandard.ZstdCompressor(level=3, write_checksum=True).compress(data)}
        whole = b"".join(
            zstandard.ZstdCompressor(write_content_size=number % 2 == 0).compress(data[at : at + 100_000])
            for number, at in enumerate(range(0, len(data), 100_000))
        )
        yield f"zstd frames {name}", {"file": whole}
    yield from found.like(
        lambda data: (len(data) < 300_000 and data[:2] == b"\x1f\x8b") or data[:4] == b"\x28\xb5\x2f\xfd"
    )[:40]


def seeds_ctf(found: Found) -> Iterator[tuple[str, Case]]:
    layouts = import_module("tests.layouts.conftest")
    for order in "<>":
        for version in (1, 2, 3):
            for packed in (False, True):
                writer = layouts.CtfWriter(order, version)
                number = writer.integer("int", 4, signed=True)
                struct = writer.new()
                pointer, array = writer.pointer(struct), writer.array(number, number, 5)
                inner = writer.aggregate(writer.new(), 7, "both", 8, [("a", number, 0), ("b", pointer, 0)])
                members = [
                    ("p_a", number, 0),
                    ("p_next", pointer, 64),
                    ("p_many", array, 128),
                    ("p_in", inner, 320),
                ]
                writer.aggregate(struct, 6, "proc", 48, members)
                writer.enum(writer.new(), "state", 4, [("ON", 1), ("OFF", -1)])
                writer.function(number, (number, pointer, number))
                yield f"small {order} {version} {packed}", {"file": writer.build(packed=packed)}
    for model, order in (("amd64", "<"), ("sparc", ">")):
        structs = json.loads((TESTS / "data" / "illumos_structs" / f"{model}.json").read_text())["structs"]
        writer = layouts.CtfWriter(order, 2)
        layouts.FromOracle(structs, writer, order == "<")
        yield f"kernel {model}", {"file": writer.build()}


def seeds_btf(found: Found) -> Iterator[tuple[str, Case]]:
    module = import_module("tests.layouts.btf_by_hand")
    for order in "<>":
        hand = module.Hand(order)
        number = hand.integer("int", 4)
        inner = hand.struct("inner", 8, ("a", number, 0), ("b", number, 32))
        hand.struct("proc", 24, ("p_a", number, 0), ("p_in", inner, 64), ("p_b", number, 128))
        hand.struct("both", 8, ("x", number, 0), ("y", inner, 0), kind=5)
        yield f"btf {order}", {"file": hand.data()}
    yield from found.like(lambda data: data[:2] in (b"\x9f\xeb", b"\xeb\x9f") and len(data) < 200_000)[:20]


def seeds_isf(found: Found) -> Iterator[tuple[str, Case]]:
    base = {"kind": "base", "name": "int"}
    bits = {"kind": "bitfield", "bit_position": 3, "bit_length": 5, "type": base}
    integer = {"size": 4, "signed": True, "kind": "int", "endian": "little"}
    data = {
        "metadata": {"format": "6.2.0"},
        "base_types": {"int": integer, "pointer": {**integer, "size": 8, "kind": "void", "signed": False}},
        "enums": {"state": {"size": 4, "base": "int", "constants": {"ON": 1}}},
        "symbols": {"practive": {"address": 4096}},
        "user_types": {
            "proc": {
                "kind": "struct",
                "size": 40,
                "fields": {
                    "p_pid": {"offset": 0, "type": base},
                    "p_next": {"offset": 8, "type": {"kind": "pointer", "subtype": {"kind": "struct", "name": "proc"}}},
                    "p_many": {"offset": 16, "type": {"kind": "array", "count": 4, "subtype": base}},
                    "p_bits": {"offset": 32, "type": bits},
                    "p_state": {"offset": 36, "type": {"kind": "enum", "name": "state"}},
                },
            }
        },
    }  # fmt: skip
    text = json.dumps(data).encode()
    yield "isf", {"file": text}
    yield "isf gzip", {"file": gzip.compress(text, mtime=1)}
    yield "isf xz", {"file": lzma.compress(text)}
    yield from found.like(
        lambda data: data[:1] == b"{" and b"user_types" in data[:4000] and len(data) < 100_000
    )[:5]


def seeds_dwarf(found: Found) -> Iterable[tuple[str, Case]]:
    rows = found.like(
        lambda data: (
            data[:4] == b"\x7fELF"
            and (b".debug_info" in data or b".zdebug_info" in data)
            and len(data) < 200_000
        )
    )
    return rows[:: max(1, len(rows) // 30)]


def seeds_cache(found: Found) -> Iterator[tuple[str, Case]]:
    """Packed files with the index that was kept of each."""
    import os
    import tempfile

    from sunkvm.sources import gzip as packed

    content = b"".join(b"line %d of a text\n" % (number * 7919 % 100_003) for number in range(250_000))
    rows = [(f"gzip {level}", gzip.compress(content, level, mtime=1)) for level in (1, 6)]
    rows += [
        (name, case["core"])
        for name, case in found.corefiles()["solaris_vmdump"]
        if len(case["core"]) < _SMALL
    ][:12]
    kept: list[bytes] = []
    plain = cachedir.store
    cachedir.store = lambda key, parts: kept.append(b"".join(bytes(part) for part in parts))
    before = packed._KEEP_FROM, packed._SPAN
    packed._KEEP_FROM, packed._SPAN = 1, 1 << 18
    worth, SolarisVmdump.worth_keeping = SolarisVmdump.worth_keeping, 0
    try:
        for name, data in rows:
            del kept[:]
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "core"
                path.write_bytes(data)
                os.environ["SUNKVM_CACHE"] = folder
                if name.startswith("gzip"):
                    with open_source(path) as source:
                        assert source.size == len(content)
                else:
                    run_corefile(Path(folder), {"core": data})
                os.environ["SUNKVM_CACHE"] = ""
            for number, payload in enumerate(kept):
                head = cachedir._MAGIC + bytes(32) + bytes(16)
                yield f"{name} {number}", {"core": data, "index": head + payload}
    finally:
        cachedir.store = plain
        packed._KEEP_FROM, packed._SPAN = before
        SolarisVmdump.worth_keeping = worth


def seeds_solaris_calls(found: Found) -> Iterator[tuple[str, Case]]:
    yield from seeds_full_solaris(found)
    yield from seeds_facade("solaris", "solaris_vmdump")(found)


TARGETS = {
    target.name: target
    for target in (
        *(Target(f"corefile:{format}", seeds_corefile(format), run_corefile) for format in formats()),
        Target("session:planted", seeds_full_solaris, run_session),
        Target("session:files", seeds_session, run_session),
        Target("session:memory", seeds_memory, run_memory),
        Target("expand", seeds_corefile("solaris_vmdump", 40, 0), run_expand),
        Target("facade:solaris", seeds_solaris_calls, run_facade("solaris")),
        Target("facade:freebsd", seeds_facade("freebsd_minidump", "elf_full"), run_facade("freebsd")),
        Target("facade:netbsd", seeds_facade("netbsd_kcore"), run_facade("netbsd")),
        Target("facade:dragonfly", seeds_facade("dragonfly_minidump", "elf_full"), run_facade("dragonfly")),
        Target("namelist", seeds_namelist, run_namelist),
        Target("source", seeds_source, run_source),
        Target("index", seeds_cache, run_cache),
        Target("layouts:ctf", seeds_ctf, run_layouts("ctf")),
        Target("layouts:dwarf", seeds_dwarf, run_layouts("dwarf")),
        Target("layouts:btf", seeds_btf, run_layouts("btf")),
        Target("layouts:isf", seeds_isf, run_layouts("isf")),
    )
}  # fmt: skip
