"""Planted memory as finished DragonFly crash dumps: ``kern.N`` and ``vmcore.N``, minidumps and full dumps.

Facts: sys/platform/pc64/x86_64/minidump_machdep.c, sys/cpu/x86_64/include/minidump.h and sbin/savecore of DragonFly 5.9.
"""

from __future__ import annotations

import os
from itertools import chain

from ...drafts import write_all, write_files
from ...errors import UnsupportedError
from ...schema import flat
from ...schema.formats import dragonfly_dump, freebsd_dump
from ..plant.dragonfly_kernels import KERNEL_MIN, KERNELS
from .bsd_machine import Machine, bitmap_of, full_dump, message_bytes
from .chunks import filled, write_chunks
from .compress import SUFFIXES, compressor
from .kernel_file import kernel_image
from .page_tables import PAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..memory import Memory
    from .chunks import Chunk

FORMATS = ("minidump", "full")
VERSIONS = (1, 2)
_GIB = 1 << 30
_TABLE = 8 << 18  # an entry for each GiB of 48 bits
_DIRECTORY = 0x63  # P RW A D, as of every table


def pack(
    memory: Memory,
    directory: str | os.PathLike[str],
    number: int,
    *,
    format: str = "minidump",
    version: int | None = None,
    compression: str | None = None,
) -> tuple[str, str]:
    """Write a kernel's memory as ``kern.N`` and ``vmcore.N``, the files of savecore; return both paths.

    A minidump has what the kernel has mapped, a ``full`` dump all of memory with that of processes. ``version`` is that of
    the minidump's header, 2 unless it is given. With a ``compression`` (gzip, zstd) both names have ``.gz`` or ``.zst``
    behind, as savecore -z compresses both.

    The files appear under their names complete, or not at all, and can be read by their owner only. Raises
    `UnsupportedError` for what does not exist, FileExistsError where one of the names is taken, and any other OSError as it
    comes; nothing is left behind then.
    """
    if format not in FORMATS:
        raise UnsupportedError(f"format {format!r} is none of {', '.join(FORMATS)}")
    if format == "full" and version is not None:
        raise UnsupportedError("full dumps have no versions")
    if version is not None and version not in VERSIONS:
        known = ", ".join(map(str, VERSIONS))
        raise UnsupportedError(f"minidumps of DragonFly have no version {version}; there are {known}")
    squeeze = None if compression is None else compressor(compression)
    machine = Machine(memory, KERNELS[memory.model.name], memory.model.name)
    chunks = full_dump(machine) if format == "full" else _minidump(machine, version or VERSIONS[-1])
    folder = os.fspath(directory)
    suffix = "" if compression is None else SUFFIXES[compression]
    names = (
        os.path.join(folder, f"kern.{number}{suffix}"),
        os.path.join(folder, f"vmcore.{number}{suffix}"),
    )
    kernel = kernel_image(memory)
    if squeeze is None:
        write_files(
            {
                names[0]: lambda file: write_all(file, kernel),
                names[1]: lambda file: write_chunks(file, chunks),
            }
        )
    else:
        write_files(
            {
                names[0]: lambda file: squeeze(file, [kernel]),
                names[1]: lambda file: squeeze(file, filled(chunks)),
            }
        )
    return names


def _minidump(machine: Machine, version: int) -> Iterable[Chunk]:
    memory, kernel = machine.memory, machine.kernel
    messages = message_bytes(memory)
    dumped = {pa for _, pa in machine.mapped}
    # The tables of the kernel's own addresses: of the last level, and in the newer form of the one above, too.
    levels = (3,) if version == 1 else (2, 3)
    for kva, _ in machine.mapped:
        for level in levels:
            pa = machine.tables.find(memory.kernel, kva, level)
            assert pa is not None
            dumped.add(pa)
    places = sorted(dumped)
    bitmap = bitmap_of(places, None)
    if version == 1:
        first, table = kernel.roots, _entries(machine, kernel.roots)
        schema = freebsd_dump.amd64_v2  # FreeBSD's form, of versions 1 and 2
        magic = freebsd_dump.MAGIC + b"amd64"
    else:
        whole = _directories(machine)
        first, table = KERNEL_MIN, [whole[at : at + PAGE] for at in range(0, _TABLE, PAGE)]
        schema = dragonfly_dump.x86_64_v2
        magic = dragonfly_dump.MAGIC + b"x86-64"
    size = sum(each if isinstance(each, int) else len(each) for each in table)
    members = {
        "magic": magic,
        "version": version,
        "msgbufsize": len(messages),
        "bitmapsize": len(bitmap),
        "pmapsize" if version == 1 else "ptesize": size,
        "kernbase": first,
        "dmapbase": kernel.direct,
        "dmapend": kernel.direct_end,
    }
    header = flat.pack(schema(memory.model), members).ljust(PAGE, b"\0")
    return chain([header, messages, -len(messages) % PAGE, bitmap], table, _frames(machine, places))


def _frames(machine: Machine, places: list[int]) -> Iterator[bytes]:
    for pa in places:
        yield bytes(machine.frames[pa]).ljust(PAGE, b"\0")


def _entries(machine: Machine, first: int) -> list[Chunk]:
    """Return the last entries of all pages from an address to the end of what the kernel has mapped."""
    end = max(kva for kva, _ in machine.mapped) + PAGE
    return [machine.table(va, 3) or PAGE for va in range(first, end, PAGE * PAGE // 8)]


def _directories(machine: Machine) -> bytes:
    """Return an entry for each GiB of the address space; there are those of the kernel's own addresses."""
    table = bytearray(_TABLE)
    for va in sorted({kva & -_GIB for kva, _ in machine.mapped}):
        pa = machine.tables.find(machine.memory.kernel, va, 2)
        assert pa is not None
        at = (va >> 30 & 0x3FFFF) * 8
        table[at : at + 8] = (pa | _DIRECTORY).to_bytes(8, "little")
    return bytes(table)
