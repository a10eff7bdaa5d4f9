"""Planted memory as finished NetBSD crash dumps: ``netbsd.N`` and ``netbsd.N.core``, as savecore leaves them.

Facts: sys/sys/kcore.h, sys/arch/*/include/kcore.h, sbin/savecore and lib/libkvm/kvm.c of NetBSD 6.99.16 and 10.99.12.
"""

from __future__ import annotations

import os
from itertools import chain

from ...drafts import write_all, write_files
from ...errors import UnsupportedError
from ...schema import flat
from ...schema.formats import netbsd_kcore as kcore
from .chunks import filled, memory_chunks, write_chunks
from .compress import SUFFIXES, compressor
from .kernel_file import kernel_image
from .netbsd_machines import MACHINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..memory import Memory
    from .chunks import Chunk
    from .netbsd_machines import Machine

_SECTOR = 512
_KCORE_HDR, _KCORE_SEG = 12, 8


def pack(
    memory: Memory,
    directory: str | os.PathLike[str],
    number: int,
    *,
    compression: str | None = None,
) -> tuple[str, str]:
    """Write a kernel's memory as ``netbsd.N`` and ``netbsd.N.core``; return both paths.

    With ``compression`` (gzip) both are compressed, as by savecore -z, and their names end in ``.gz``. The namelist is an
    ELF file, of sun3 an a.out file.

    The files appear under their names complete, or not at all, and can be read by their owner only. Raises
    `UnsupportedError` for a kernel that no core can be of, FileExistsError where one of the names is taken, and any other
    OSError as it comes; nothing is left behind then.
    """
    make = MACHINES.get(memory.model.name)
    if make is None:
        raise UnsupportedError(f"no NetBSD core of {memory.model.name} can be written")
    machine = make(memory)
    squeeze = None if compression is None else compressor(compression)
    suffix = "" if compression is None else SUFFIXES[compression]
    folder = os.fspath(directory)
    names = (
        os.path.join(folder, f"netbsd.{number}{suffix}"),
        os.path.join(folder, f"netbsd.{number}.core{suffix}"),
    )
    kernel = _namelist(memory)
    if squeeze is None:
        write_files(
            {
                names[0]: lambda file: write_all(file, kernel),
                names[1]: lambda file: write_chunks(file, _core(machine)),
            }
        )
    else:
        write_files(
            {
                names[0]: lambda file: squeeze(file, [kernel]),
                names[1]: lambda file: squeeze(file, filled(_core(machine))),
            }
        )
    return names


def _namelist(memory: Memory) -> bytes:
    if memory.model.name == "m68k":
        from .aout_file import aout_image

        return aout_image(memory)
    return kernel_image(memory)


def _core(machine: Machine) -> Iterator[Chunk]:
    """Yield the file: header, what the CPU says, memory, each part with a header of its own."""
    model, unit = machine.memory.model, machine.unit

    def align(count: int) -> int:
        return -(-count // unit) * unit

    cpu = machine.cpu_data()
    # The kernel fills its sectors on the dump device, where the header of this part stands in front of it.
    size = machine.cpu_size or -(-(align(_KCORE_SEG) + len(cpu)) // _SECTOR) * _SECTOR - align(_KCORE_SEG)

    def segment(flag: int, count: int) -> bytes:
        head = kcore.kcore_seg(model)
        midmag = _midmag(flag, 0, kcore.KCORESEG_MAGIC)
        return (midmag + flat.pack(head, {"c_size": count & 0xFFFF_FFFF})[4:]).ljust(align(_KCORE_SEG), b"\0")

    values = {"c_hdrsize": align(_KCORE_HDR), "c_seghdrsize": align(_KCORE_SEG), "c_nseg": 2}
    header = _midmag(0, machine.mid, kcore.KCORE_MAGIC) + flat.pack(kcore.kcore_hdr(model), values)[4:]
    amount = sum(end - start for start, end in machine.ranges)
    front = (
        header.ljust(align(_KCORE_HDR), b"\0")
        + segment(kcore.CORE_CPU, size)
        + cpu.ljust(size, b"\0")
        + segment(kcore.CORE_DATA, amount)
    )
    return chain([front], memory_chunks(machine.frames, machine.ranges, machine.page))


def _midmag(flag: int, mid: int, magic: int) -> bytes:
    """Return c_midmag, which is big-endian on every machine."""
    return (flag << 26 | mid << 16 | magic).to_bytes(4, "big")
