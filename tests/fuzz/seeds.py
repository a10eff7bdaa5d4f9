"""Which cases to begin with: picked from files that the tests of the project wrote, or made here."""

from __future__ import annotations

import contextlib
import gzip
import json
import lzma
import os
import random
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path

from case import Case

from sunkvm import cachedir
from sunkvm.corefile import KVA, PHYS, Match, formats, open_corefile, probe
from sunkvm.corefiles.solaris_vmdump import SolarisVmdump
from sunkvm.errors import SunkvmError
from sunkvm.source import ByteSource, open_source
from sunkvm.space import AddressSpace

TESTS = Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS.parent))  # what the tests lay by hand is imported as tests.…

_LARGEST = 6 << 20  # of a file that is taken as a seed
_SMALL = 1 << 18


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


Pick = Callable[[Found], Iterable[tuple[str, Case]]]


def kept(folder: Path, pick: Pick, harvest: Path) -> Iterator[tuple[str, Case]]:
    """Yield what is picked, which is also written into a folder, to be read from there the next time."""
    if folder.exists() and folder.stat().st_mtime > Path(__file__).stat().st_mtime:
        for case in sorted(folder.iterdir()):
            name = (case / ".name").read_text()
            yield name, {part.name: part.read_bytes() for part in case.iterdir() if part.name != ".name"}
        return
    shutil.rmtree(folder, ignore_errors=True)
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    rows = list(pick(Found(harvest if harvest.exists() else None)))
    _content.cache_clear()
    for number, (name, case) in enumerate(rows):
        place = unfinished / f"{number:03}"
        place.mkdir()
        (place / ".name").write_text(name)
        for part, data in case.items():
            (place / part).write_bytes(data)
    unfinished.rename(folder)
    yield from rows


@cache
def kernel_in_memory(name: str, release: str, arch: str):
    module = import_module(f"tests.personalities.{name}_kernel")
    kernel = module.full_kernel() if name == "dragonfly" else module.full_kernel(int(release), arch)
    return kernel[0] if isinstance(kernel, tuple) else kernel


_KERNELS = (
    "freebsd at 11 amd64", "freebsd at 12 i386", "freebsd at 15 amd64", "freebsd at 12 aarch64", "netbsd at 10 amd64",
    "netbsd at 10 sparc", "netbsd at 6 i386", "netbsd at 6 sparc64", "dragonfly at 5 amd64",
)  # fmt: skip


def memory(found: Found) -> Iterator[tuple[str, Case]]:
    for which in _KERNELS:
        name, _, release, arch = which.split()
        kernel = kernel_in_memory(name, release, arch)
        yield which, {"which": which.encode(), "memory": bytes(kernel.core.bytes)}


def _small(found: Found, format: str) -> list[tuple[str, Case]]:
    """Return the corefiles of a format that are quickly looked at: those of less than 256 KiB, if there are any."""
    rows = [*_by_hand(format), *found.corefiles()[format]]
    return [row for row in rows if len(row[1]["core"]) <= _SMALL] or rows[:4]


def corefile(format: str, most: int = 60, large: int = 3) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    """Return what picks corefiles of a format: small ones, and a few large ones."""

    def seeds(found: Found) -> Iterable[tuple[str, Case]]:
        small = _small(found, format)
        big = [row for row in found.corefiles()[format] if len(row[1]["core"]) > _SMALL and row not in small]
        small = small[:: max(1, len(small) // most)]
        return [*small, *(big[:: max(1, len(big) // large)][:large] if large else ())]

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


def facade(*wanted: str) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    """Return what picks images with symbols."""

    def seeds(found: Found) -> Iterator[tuple[str, Case]]:
        for format in wanted:
            rows = [row for row in _small(found, format) if "namelist" in row[1] or "solaris" in format]
            if not rows:
                rows = [row for row in found.corefiles()[format] if "namelist" in row[1]][:6]
            yield from rows[:: max(1, len(rows) // 20)]

    return seeds


def session(found: Found) -> Iterator[tuple[str, Case]]:
    for rows in found.corefiles().values():
        rows = [row for row in rows if "namelist" in row[1]] or rows
        small = [row for row in rows if len(row[1]["core"]) <= _SMALL] or rows[:2]
        yield from small[:: max(1, len(small) // 10)]


def full_solaris(found: Found) -> Iterator[tuple[str, Case]]:
    """Kernels with something of everything, laid by the tests."""
    import tempfile

    module = import_module("tests.personalities.kernel")
    for model in ("amd64", "i386", "sparc", "sparcv9"):
        full = module.FullKernel(model)
        full.panic()
        with tempfile.TemporaryDirectory() as folder:
            yield model, {"core": full.kernel.pack(Path(folder) / "core").read_bytes()}


def namelist(kind: str) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    """Return what picks namelists of a kind."""
    from sunkvm.namelists.aout import is_aout
    from sunkvm.namelists.kallsyms import is_kallsyms

    def is_elf(data: bytes) -> bool:
        return data[:4] == b"\x7fELF" and data[16:18] not in (b"\x04\0", b"\0\x04")

    tests: dict[str, Callable[[bytes], bool]] = {
        "elf": is_elf,
        "aout": lambda data: is_aout(data[:4]),
        "kallsyms": lambda data: is_kallsyms(data[:32]),
    }

    def seeds(found: Found) -> Iterable[tuple[str, Case]]:
        rows = found.like(lambda data: len(data) < 400_000 and tests[kind](data))
        return rows[:: max(1, len(rows) // 60)]

    return seeds


def source(kind: str) -> Callable[[Found], Iterable[tuple[str, Case]]]:
    """Return what makes and picks packed files of a kind."""
    return {"gzip": _gzip, "zstd": _zstd}[kind]


def _contents() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(1)
    yield (
        "text",
        b"".join(b"line %d of a text that repeats itself\n" % (number % 77) for number in range(6_000)),
    )
    yield "mixed", b"".join(chance.randbytes(500) + bytes(9_000) for _ in range(30))
    yield "small", b"short"


def _gzip(found: Found) -> Iterator[tuple[str, Case]]:
    for name, data in _contents():
        yield f"gzip {name}", {"file": gzip.compress(data, 6, mtime=1)}
        half = len(data) // 2
        members = gzip.compress(data[:half], 1, mtime=1) + gzip.compress(data[half:], 9, mtime=1)
        yield f"gzip members {name}", {"file": members}
    yield from found.like(lambda data: len(data) < 5_000 and data[:2] == b"\x1f\x8b")[:12]


def _zstd(found: Found) -> Iterator[tuple[str, Case]]:
    import zstandard

    for name, data in _contents():
        yield f"zstd {name}", {"file": zstandard.ZstdCompressor(level=3, write_checksum=True).compress(data)}
        parts = [data[at : at + 20_000] for at in range(0, len(data), 20_000)]
        frames = [
            zstandard.ZstdCompressor(write_content_size=number % 2 == 0).compress(part)
            for number, part in enumerate(parts)
        ]
        whole = b"".join(frames)
        yield f"zstd frames {name}", {"file": whole}
        # With the table of frames that the seekable form has at its end.
        rows = b"".join(
            struct.pack("<2I", len(frame), len(part)) for frame, part in zip(frames, parts, strict=True)
        )
        table = (
            struct.pack("<2I", 0x184D2A5E, len(rows) + 9)
            + rows
            + struct.pack("<IBI", len(frames), 0, 0x8F92EAB1)
        )
        yield f"zstd seekable {name}", {"file": whole + table}
    yield from found.like(lambda data: data[:4] == b"\x28\xb5\x2f\xfd" and len(data) < 5_000)[:12]


def ctf(found: Found) -> Iterator[tuple[str, Case]]:
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


def btf(found: Found) -> Iterator[tuple[str, Case]]:
    module = import_module("tests.layouts.btf_by_hand")
    for order in "<>":
        hand = module.Hand(order)
        number = hand.integer("int", 4)
        inner = hand.struct("inner", 8, ("a", number, 0), ("b", number, 32))
        hand.struct("proc", 24, ("p_a", number, 0), ("p_in", inner, 64), ("p_b", number, 128))
        hand.struct("both", 8, ("x", number, 0), ("y", inner, 0), kind=5)
        yield f"btf {order}", {"file": hand.data()}
    yield from found.like(lambda data: data[:2] in (b"\x9f\xeb", b"\xeb\x9f") and len(data) < 200_000)[:20]


def isf(found: Found) -> Iterator[tuple[str, Case]]:
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


def dwarf(found: Found) -> Iterable[tuple[str, Case]]:
    rows = found.like(
        lambda data: (
            data[:4] == b"\x7fELF"
            and (b".debug_info" in data or b".zdebug_info" in data)
            and len(data) < 200_000
        )
    )
    return rows[:: max(1, len(rows) // 30)]


def _kept(rows: list[tuple[str, Case]], look: Callable[[Path], object]) -> Iterator[tuple[str, Case]]:
    """Yield packed files, each with the index that is kept of it once somebody has looked at it."""
    from sunkvm.sources import gzip as gz
    from sunkvm.sources import zstd

    kept: list[bytes] = []
    plain = cachedir.store
    cachedir.store = lambda key, parts: kept.append(b"".join(bytes(part) for part in parts))
    before = gz._KEEP_FROM, gz._SPAN, zstd._KEEP_FROM, zstd._SPAN, SolarisVmdump.worth_keeping
    gz._KEEP_FROM, gz._SPAN, zstd._KEEP_FROM, zstd._SPAN, SolarisVmdump.worth_keeping = (
        1,
        1 << 16,
        1,
        1 << 16,
        0,
    )
    try:
        for name, case in rows:
            del kept[:]
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "core"
                path.write_bytes(case["core"])
                os.environ["SUNKVM_CACHE"] = folder
                look(path)
                os.environ["SUNKVM_CACHE"] = ""
            for number, payload in enumerate(kept):
                head = cachedir._MAGIC + bytes(32) + bytes(16)
                yield f"{name} {number}", {**case, "index": head + payload}
    finally:
        cachedir.store = plain
        gz._KEEP_FROM, gz._SPAN, zstd._KEEP_FROM, zstd._SPAN, SolarisVmdump.worth_keeping = before


def _read_whole(path: Path) -> None:
    with open_source(path) as source:
        for at in range(0, source.size, 50_000):
            source.read(at, 50_000)


def _lines() -> bytes:
    return b"".join(b"line %d of a text\n" % (number * 7919 % 100_003) for number in range(17_000))


def kept_gzip(found: Found) -> Iterator[tuple[str, Case]]:
    rows = [(f"gzip {level}", {"core": gzip.compress(_lines(), level, mtime=1)}) for level in (1, 6)]
    return _kept(rows, _read_whole)


def kept_zstd(found: Found) -> Iterator[tuple[str, Case]]:
    import zstandard

    chance, rows = random.Random(2), []
    content = b"".join(_lines()[at : at + 4000] + chance.randbytes(400) for at in range(0, 300_000, 4000)) * 4
    for level in (1, 3, 9):
        form = zstandard.ZstdCompressionParameters.from_level(level, window_log=16)
        packer = zstandard.ZstdCompressor(compression_params=form).compressobj()
        rows.append((f"zstd {level}", {"core": packer.compress(content) + packer.flush()}))
    return _kept(rows, _read_whole)


def kept_vmdump(found: Found) -> Iterator[tuple[str, Case]]:
    def look(path: Path) -> None:
        try:
            with contextlib.closing(open_corefile(str(path))) as core:
                for space in (PHYS, KVA):
                    for start, _ in islice(core.ranges(space), 3):
                        AddressSpace(core, space).read_some(start, 100)
        except SunkvmError:
            pass

    return _kept(_small(found, "solaris_vmdump")[:12], look)


def solaris_calls(found: Found) -> Iterator[tuple[str, Case]]:
    yield from full_solaris(found)
    yield from facade("solaris", "solaris_vmdump")(found)


def sections(found: Found) -> Iterator[tuple[str, Case]]:
    """Dumps whose pages lie in several files: each has a hash of its own, which lacks some of them."""
    form = import_module("tests.corefiles.test_solaris_sections")
    for name, case in full_solaris(found):
        raw = case["core"]
        order, wide = form.order(name), name in ("amd64", "sparcv9")
        (start,) = struct.unpack_from(order + "q", raw, 40)
        (mask,) = struct.unpack_from(order + ("q" if wide else "i"), raw, 1824 if wide else 1812)
        parts = []
        for kept in range(3):  # every third bucket in each file
            data = bytearray(raw)
            for bucket in range(mask + 1):
                if bucket % 3 != kept:
                    struct.pack_into(order + "q", data, start + bucket * (40 if wide else 32), 0)
            parts.append(bytes(data))
        page = 8192 if name == "sparcv9" else 4096
        siblings = {"vmcore-a.0": parts[1], "vmcore-b.0": parts[2]}
        yield (
            f"{name} parts",
            {"core": form.with_table(parts[0], name, list(siblings), page=page), **siblings},
        )
        packed = {"vmcore-a.0": parts[1], "vmcore-z.0": gzip.compress(parts[2], mtime=1)}
        yield f"{name} packed", {"core": form.with_table(parts[0], name, list(packed), page=page), **packed}
        lost = form.with_table(raw, name, ["vmcore-a.0", "vmcore-gone.0"], page=page)
        yield f"{name} without one", {"core": lost, "vmcore-a.0": raw}


def to_elf(found: Found) -> Iterator[tuple[str, Case]]:
    """Images of every kind that are quickly written."""
    yield from full_solaris(found)
    yield from list(sections(found))[::4]
    for format in formats():
        rows = _small(found, format)
        rows = [row for row in rows if "namelist" in row[1]] or rows
        yield from [row for row in rows[:: max(1, len(rows) // 8)] if len(row[1]["core"]) < _SMALL][:8]


def sunos4(found: Found) -> Iterator[tuple[str, Case]]:
    by_hand = import_module("tests.dialects.sunos4_kernel")
    for model, (machine, base, *_) in by_hand.MACHINES.items():
        memory = bytes(by_hand.memory(model, base))
        names = by_hand.aout(machine, base, by_hand.SYMBOLS)
        yield model, {"core": memory, "namelist": names}
        if model == "m68k":
            yield f"{model} core", {"core": bytes(by_hand.sun3_core(memory)), "namelist": names}


def gdbserver(found: Found) -> Iterator[tuple[str, Case]]:
    """What debuggers say."""
    packets = (
        "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;xmlRegisters=i386", "vMustReplyEmpty", "!", "Hg0",
        "QStartNoAckMode", "qXfer:features:read:target.xml:0,1000", "qXfer:threads:read::0,1000", "?", "qC",
        "qXfer:exec-file:read:1:0,1000", "qAttached:1", "Hg1", "g", "p10", "mffffffff80200000,40", "T1", "qfThreadInfo",
        "qsThreadInfo", "qThreadExtraInfo,1", "vFile:setfs:0", "vFile:open:6b65726e656c,0,0", "vFile:pread:5,1000,0",
        "vFile:fstat:5", "vFile:close:5", "M0,4:01020304", "X0,4:abcd", "mffff,10000", "Hc-1", "vCont?", "D;1", "k",
    )  # fmt: skip
    rows = [text.encode() for text in packets]
    yield "all", {"said": b"\n".join(rows)}
    for number in range(0, len(rows), 4):
        yield f"from {number}", {"said": b"\n".join(rows[number : number + 8])}
