"""What the Solaris kernels of one data model have in common: where they put things, and their constants."""

from __future__ import annotations

import struct
from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...datamodel import DataModel
    from ..world import WorldMemory, WorldSwap

RELEASE = "5.11"
HZ = 100
FSHIFT = 8  # sys/param.h: load averages in avenrun are in units of 1/256
NANOSECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Kernel:
    """The shape of one data model's kernels.

    Attributes:
        machine, platform: as uname -m and -i tell; the platform of a SPARC depends on the machine and is not known.
        page_size: bytes.
        text, data, data_end: where the kernel's fixed parts lie.
        heaps: two (address, end) for everything else.
        tops: where user stacks end, by the width of the process.
        cpus: the length of the array ``cpu`` (NCPU).
        architectures: the values of ``architecture`` and ``architecture_32``.
    """

    machine: str
    platform: str
    page_size: int
    text: int
    data: int
    data_end: int
    heaps: tuple[tuple[int, int], tuple[int, int]]
    tops: Mapping[int, int]
    cpus: int
    architectures: tuple[str, str]


KERNELS = {
    "i386": Kernel(
        machine="i86pc",
        platform="i86pc",
        page_size=4096,
        text=0xFE800000,
        data=0xFEC00000,
        data_end=0xFF000000,
        heaps=((0xD0000000, 0xE7000000), (0xE7000000, 0xFE000000)),
        tops={32: 0x8048000},
        cpus=32,
        architectures=("i386", "i386"),
    ),
    "amd64": Kernel(
        machine="i86pc",
        platform="i86pc",
        page_size=4096,
        text=0xFFFFFFFFFB800000,
        data=0xFFFFFFFFFBC00000,
        data_end=0xFFFFFFFFFC000000,
        heaps=((0xFFFFFF0100000000, 0xFFFFFF0200000000), (0xFFFFFF0200000000, 0xFFFFFF0300000000)),
        tops={64: 0xFFFFFD7FFFE00000, 32: 0x8048000},
        cpus=256,
        architectures=("amd64", "i386"),
    ),
    "sparc": Kernel(
        machine="sun4u",
        platform="",
        page_size=8192,
        text=0xF0000000,
        data=0xF0400000,
        data_end=0xF0800000,
        heaps=((0xD0000000, 0xE0000000), (0xE0000000, 0xF0000000)),
        tops={32: 0xFFC00000},
        cpus=32,
        architectures=("sparc", "sparc"),
    ),
    "sparcv9": Kernel(
        machine="sun4u",
        platform="",
        page_size=8192,
        text=0x1000000,
        data=0x1800000,
        data_end=0x1C00000,
        heaps=((0x30000000000, 0x30100000000), (0x30100000000, 0x30200000000)),
        tops={64: 0xFFFFFFFF80000000, 32: 0xFFC00000},
        cpus=32,
        architectures=("sparcv9", "sparc"),
    ),
}


def clockwork(
    model: DataModel,
    load: tuple[float, ...] | None,
    memory: WorldMemory,
    now: float,
    uptime: float | None = None,
    swap: Sequence[WorldSwap] = (),
) -> dict[str, bytes]:
    """Return the bytes behind the symbols that change all the time, for those whose values are known."""
    order, word = model.order, "q" if model.bits == 64 else "i"
    most = model.mask >> 1
    page = KERNELS[model.name].page_size
    found = {"hrestime": struct.pack(f"{order}2{word}", min(int(now), most), int(now % 1 * NANOSECOND))}
    if load is not None:
        precise = [min(int(average * (1 << 16)), (1 << 63) - 1) for average in load]
        found["hp_avenrun"] = struct.pack(f"{order}3Q", *precise)
        found["avenrun"] = struct.pack(
            f"{order}3i", *(min(average >> (16 - FSHIFT), 0x7FFFFFFF) for average in precise)
        )
    if uptime is not None:
        # Gone from kernels since 2009, but older programs ask for them.
        ticks = int(uptime * HZ)
        found["lbolt"] = struct.pack(order + word, min(ticks, most))
        found["lbolt64"] = struct.pack(order + "q", ticks)
    room = sum(area.free for area in swap)
    total, free = (
        (sum(sizes) // page for sizes in zip(*((area.size, area.free) for area in swap), strict=True))
        if swap
        else (0, 0)
    )
    # As they were in Solaris 2: struct anoninfo {max, free, resv}.
    found["anoninfo"] = struct.pack(
        f"{order}3{word}", *(min(each, most) for each in (total, free, total - free))
    )
    for name, amount in (
        ("physmem", memory.physical),
        ("maxmem", memory.physical),
        ("total_pages", memory.physical),
        ("physinstalled", memory.installed),
        ("freemem", memory.free),
        ("availrmem", memory.available),
        ("availsmem", None if memory.available is None else memory.available + room),
    ):
        if amount is not None:
            found[name] = struct.pack(order + word, min(amount // page, most))
    return found
