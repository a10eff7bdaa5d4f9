"""Planted memory as finished FreeBSD crash dumps: ``kernel.N``, ``vmcore.N`` and ``info.N``, or a dump device.

Facts: sys/*/*/minidump_machdep.c, sys/kern/kern_dump.c, sys/sys/kerneldump.h and savecore(8) of FreeBSD 11 to 15.
"""

from __future__ import annotations

import os
import struct
import time
from array import array

from ...datamodel import POWERPC64
from ...drafts import write_all, write_files
from ...errors import UnsupportedError
from ...schema import flat
from ...schema.formats import freebsd_dump as dump
from ..plant.freebsd_kernels import KERNELS
from .bsd_machine import Machine, bitmap_of, full_dump, message_bytes
from .chunks import filled, write_chunks
from .compress import SUFFIXES, compressor
from .kernel_file import kernel_image
from .page_tables import PAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Memory
    from .chunks import Chunk

FORMATS = ("minidump", "full", "device")
_OSABI_FREEBSD = 9
_PT_DUMP_DELTA = 0x6FB5D000
_LOAD = 0x200000  # amd64: where the kernel was linked to be loaded
_ARCH = {"amd64": (b"amd64", 2), "i386": (b"i386", 2), "aarch64": (b"aarch64", 1)}
# (data model, version) -> the header, and whether there is a dump_avail.
_HEADERS: dict[tuple[str, int], tuple[Callable[[DataModel], Layout], bool]] = {
    ("amd64", 1): (dump.amd64_v2, False),
    ("amd64", 2): (dump.amd64_v2, False),
    ("amd64", 3): (dump.amd64_v3, True),
    ("i386", 1): (dump.i386_v1, False),
    ("i386", 2): (dump.i386_v2, True),
    ("aarch64", 1): (dump.arm64_v1, False),
    ("aarch64", 2): (dump.arm64_v2, True),
    ("aarch64", 3): (dump.arm64_v2, True),
}
_SECTOR = 512
_UNUSED = (
    1 << 16
)  # bytes at the start of a dump device that are left alone: a partition's label may lie there
_OWN_VERSION = {"amd64": 3, "i386": 1, "aarch64": 3}  # what the release of the emulated kernel writes


def versions(model: DataModel) -> tuple[int, ...]:
    """Return the versions of minidumps that can be written of a data model."""
    return tuple(version for name, version in _HEADERS if name == model.name)


def pack(
    memory: Memory,
    directory: str | os.PathLike[str],
    number: int,
    *,
    facts: Mapping[str, object],
    format: str = "minidump",
    version: int | None = None,
    pae: bool = False,
    compression: str | None = None,
) -> tuple[str, str]:
    """Write a kernel's memory as ``kernel.N`` and ``vmcore.N`` of a live dump; return both paths.

    ``facts`` has crash_time (seconds since 1970). A minidump has what the kernel has mapped, a ``full`` dump all of memory
    with that of processes. ``version`` is that of the minidump's header, by default what such a kernel writes. With a
    ``compression`` the second file is ``vmcore.N.gz`` or ``vmcore.N.zst``, as savecore leaves it. Beside it comes
    ``info.N``, the text in which savecore tells of the header.

    A ``device`` is ``dumpdev.N``, with a minidump as the kernel leaves it for savecore: between two headers at the end.

    The files appear under their names complete, or not at all, and can be read by their owner only. Raises
    `UnsupportedError` for what does not exist, FileExistsError where one of the names is taken, and any other OSError as it
    comes; nothing is left behind then.
    """
    name = memory.model.name
    if format not in FORMATS:
        raise UnsupportedError(f"format {format!r} is none of {', '.join(FORMATS)}")
    if format == "full":
        if version is not None:
            raise UnsupportedError("full dumps have no versions")
        if name == "aarch64":
            raise UnsupportedError("no FreeBSD writes full dumps of arm64")
    elif version is not None and (name, version) not in _HEADERS:
        known = ", ".join(str(each) for each in versions(memory.model))
        raise UnsupportedError(f"minidumps of {name} have no version {version}; there are {known}")
    if format == "device" and compression is not None:
        raise UnsupportedError("a dump device cannot be compressed")
    squeeze = None if compression is None else compressor(compression)
    machine = Machine(memory, KERNELS[name], "i386-pae" if pae else name)
    if format == "full":
        dumped = _Dump(memory, facts, _full(machine))
        chunks: Iterator[Chunk] = dumped.chunks()
    else:
        dumped = _Dump(memory, facts, _minidump(machine, version or _OWN_VERSION[name]))
        chunks = dumped.on_device() if format == "device" else dumped.live()
    folder = os.fspath(directory)
    suffix = "" if compression is None else SUFFIXES[compression]
    core = f"dumpdev.{number}" if format == "device" else f"vmcore.{number}{suffix}"
    names = os.path.join(folder, f"kernel.{number}"), os.path.join(folder, core)
    kernel = kernel_image(memory, os_abi=_OSABI_FREEBSD)
    writers: dict[str, Callable[[int], None]] = {
        names[0]: lambda file: write_all(file, kernel),
        names[1]: (lambda file: write_chunks(file, chunks))
        if squeeze is None
        else lambda file: squeeze(file, filled(chunks)),
    }
    if format != "device":
        about = os.path.join(folder, f"info.{number}")
        writers[about] = lambda file: write_all(file, dumped.info(core, number, KERNELS[name].release_number))
    write_files(writers)
    return names


class _Dump:
    """A dump on its way into a file; its header can be made when its length is known, which is when it is written."""

    def __init__(self, memory: Memory, facts: Mapping[str, object], chunks: Iterator[Chunk]) -> None:
        self.memory = memory
        self.facts = facts
        self._chunks = chunks
        self.length = 0

    def chunks(self) -> Iterator[Chunk]:
        """Yield the dump itself."""
        for chunk in self._chunks:
            self.length += chunk if isinstance(chunk, int) else len(chunk)
            yield chunk

    def header(self) -> bytes:
        return _dump_header(self.memory, self.length, self.facts)

    def live(self) -> Iterator[Chunk]:
        """Yield what a running kernel writes: behind the dump stands what stands around others on their device."""
        yield from self.chunks()
        yield self.header()

    def on_device(self) -> Iterator[Chunk]:
        """Yield a device: the dump at its end, in whole sectors, between two headers."""
        whole = list(self.chunks())
        yield _UNUSED
        yield self.header()
        yield from whole
        yield -self.length % _SECTOR
        yield self.header()

    def info(self, core: str, number: int, release: int) -> bytes:
        """Return the text of ``info.N``; the device is the file that the dump lies in."""
        header = self.header()
        layout = dump.kerneldumpheader_v4(POWERPC64)
        row = dict(zip(layout.fields, layout.reader(*layout.fields)(header), strict=True))
        made = time.localtime(row["dumptime"])
        lines = {
            "Architecture": _text(row["architecture"]),
            "Architecture Version": str(row["architectureversion"]),
            "Dump Length": str(row["dumplength"]),
            "Blocksize": str(row["blocksize"]),
            "Compression": "none",  # by the kernel: what savecore compresses is no concern of the header's
            "Dumptime": time.strftime("%F %T %z", made) if release >= 1300000 else time.asctime(made),
            "Hostname": _text(row["hostname"]),
            "Magic": _text(row["magic"]),
            "Version String": _text(row["versionstring"]).removesuffix("\n"),
            "Panic String": _text(row["panicstring"]),
            # As it stands there, in the order of the machine: little-endian, all of those here.
            "Dump Parity": str(int.from_bytes(header[-4:], "little")),
            "Bounds": str(number),
            "Dump Status": "good",
        }
        told = [f"Dump header from device: {core}", *(f"  {name}: {value}" for name, value in lines.items())]
        return "".join([line + "\n" for line in told]).encode("utf-8", "surrogateescape")


def _text(value: bytes) -> str:
    return value.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


# Minidumps


def _minidump(machine: Machine, version: int) -> Iterator[Chunk]:
    memory, kernel = machine.memory, machine.kernel
    model = memory.model
    messages = message_bytes(memory)
    schema, with_ranges = _HEADERS[model.name, version]
    avail = (
        struct.pack(
            f"{model.order}{2 * len(machine.ranges) + 2}Q",
            *(edge for pair in machine.ranges for edge in pair),
            0,
            0,
        )
        if with_ranges
        else b""
    )
    avail = avail.ljust(-(-len(avail) // PAGE) * PAGE, b"\0")
    dumped = {pa for _, pa in machine.mapped}
    if model.name == "amd64":
        # Each page of the kernel's tables of the last level: its entries are found through the directories.
        for kva, _ in machine.mapped:
            pa = machine.tables.find(memory.kernel, kva, 3)
            if pa is not None:
                dumped.add(pa)
    places = sorted(dumped)
    bitmap = bitmap_of(places, machine.ranges if with_ranges else None)
    start, chunks = _table(machine, version)
    table = list(chunks)
    size = sum(each if isinstance(each, int) else len(each) for each in table)
    members: dict[str, object] = {
        "magic": dump.MAGIC + (b"arm64" if model.name == "aarch64" else model.name.encode()),
        "version": version,
        "msgbufsize": len(messages),
        "bitmapsize": len(bitmap),
        "pmapsize" if model.name == "amd64" else "ptesize": size,
        "kernbase": start,
    }
    if with_ranges:
        members["dumpavailsize"] = len(avail)
    if model.name == "i386":
        members["paemode"] = int(machine.pae)
    else:
        members |= {"dmapbase": kernel.direct, "dmapend": kernel.direct_end}
    if model.name == "aarch64":
        members["dmapphys"] = kernel.direct_pa
    header = flat.pack(schema(model), members)
    yield header.ljust(PAGE, b"\0")
    yield messages.ljust(-(-len(messages) // PAGE) * PAGE, b"\0")
    yield avail
    yield bitmap
    yield from table
    for pa in places:
        yield bytes(machine.frames[pa]).ljust(PAGE, b"\0")


def _table(machine: Machine, version: int) -> tuple[int, Iterator[Chunk]]:
    """Return the first address of the page-table area, and its content."""
    memory, kernel = machine.memory, machine.kernel
    end = max(kva for kva, _ in machine.mapped) + PAGE
    levels = machine.tables.form.levels
    level = len(levels) - 1
    if memory.model.name == "amd64":
        start = kernel.roots
        if version > 1:
            start, level = 0xFFFFFE0000000000, 2  # directories, a page for each GiB
    else:
        start = kernel.image
    shift, bits = levels[level]
    span = 1 << shift + bits

    def chunks() -> Iterator[Chunk]:
        for va in range(start & -span, end, span):
            yield machine.table(va, level) or PAGE

    return start, chunks()


def _dump_header(memory: Memory, length: int, facts: Mapping[str, object]) -> bytes:
    """Return ``struct kerneldumpheader``: big-endian on every machine, the XOR of its words is 0."""
    name, version = _ARCH[memory.model.name]
    about = {key: str(value).encode("utf-8", "surrogateescape") for key, value in memory.facts.items()}
    crash_time = facts.get("crash_time")
    header = bytearray(
        flat.pack(
            dump.kerneldumpheader_v4(POWERPC64),
            {
                "magic": dump.KERNEL_DUMP_MAGIC,
                "architecture": name,
                "version": 4,
                "architectureversion": version,
                "dumplength": length,
                "dumptime": crash_time if isinstance(crash_time, int) else 0,
                "blocksize": _SECTOR,
                "hostname": about["node"][:63],
                "versionstring": (about["version"] + b"\n")[:191],
                "dumpextent": length,
            },
        )
    )
    parity = 0
    for word in array("I", bytes(header)):
        parity ^= word
    header[-4:] = array("I", [parity]).tobytes()
    return bytes(header)


# Full dumps


def _full(machine: Machine) -> Iterator[Chunk]:
    kernel = machine.kernel
    more = []
    if machine.memory.model.name == "amd64":
        delta = {"p_type": _PT_DUMP_DELTA, "p_vaddr": kernel.image, "p_paddr": kernel.image_pa + _LOAD}
        more.append({**delta, "p_align": _LOAD})
    return full_dump(machine, more)
