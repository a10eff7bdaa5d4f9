"""What the NetBSD kernels of one data model have in common: where they put things, and the numbers that change.

Facts: sys/arch/*/include/vmparam.h and sys/sys/param.h of NetBSD 10.99.12; sun3: sys/arch/sun3/include of 6.99.16.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .bsd import BsdKernel, clamp, processor_ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...datamodel import DataModel
    from ..world import WorldCounters, WorldCpu, WorldMemory

HZ = 100
FSHIFT = 11
FSCALE = 1 << FSHIFT
CCPU = 1948  # exp(-1/20) * FSCALE, kern/kern_synch.c
CP_TIMES = ".cp_times"
_RELEASE, _NUMBER = "10.99.12", 1099001200
_NOWHERE = 1 << 64


@dataclass(frozen=True, slots=True)
class NetbsdKernel(BsdKernel):
    """The shape of one data model's kernels of NetBSD.

    Keys of address spaces are numbers from ``roots_pa``, where there is no memory: nothing planted needs page tables of
    processes, as their maps lead to their pages.

    Attributes:
        live_tops: where memory of the host's own processes ends, whose ps_strings lie below it.
        users_pa: in a snapshot, the physical address of the first page of a process.
        bare: whether there are no layouts for it, and nothing is planted that needs any.
    """

    live_tops: Mapping[int, int] | None = None
    users_pa: int = 0x1_0000_0000
    bare: bool = False

    @property
    def roots_each(self) -> int:
        return 1 << 18


def _kernel(
    machine: str,
    processor: str,
    image: int,
    text: int,
    data: int,
    heaps: tuple[tuple[int, int], tuple[int, int]],
    tops: Mapping[int, int],
    *,
    size: int = 1 << 24,
    page_size: int = 4096,
    image_pa: int = 0,
    heaps_pa: tuple[int, int] = (0x1_0000_0000, 0x2_0000_0000),
    live_tops: Mapping[int, int] | None = None,
    users_pa: int = 0x1_0000_0000,
    bare: bool = False,
) -> NetbsdKernel:
    wide = 64 in tops
    return NetbsdKernel(
        machine=machine,
        processor=processor,
        release=_RELEASE,
        release_number=_NUMBER,
        page_size=page_size,
        image=image,
        text=text,
        data=data,
        data_end=data + size,
        image_pa=image_pa,
        heaps=heaps,
        heaps_pa=heaps_pa,
        roots=_NOWHERE,
        roots_pa=1 << 56,
        tops=tops,
        cpus=1,
        abi={64: b"linux", 32: b"linux32"} if wide else {32: b"linux"},
        live_tops=live_tops,
        users_pa=users_pa,
        bare=bare,
    )


_GIB = 1 << 30
KERNELS = {
    "amd64": _kernel(
        "amd64",
        "x86_64",
        0xFFFFFFFF80000000,
        0xFFFFFFFF80200000,
        0xFFFFFFFF81000000,
        ((0xFFFF800000000000, 0xFFFF800080000000), (0xFFFF800080000000, 0xFFFF800100000000)),
        {64: 0x7F7FFFFFF000, 32: 0xFFFFF000},
        live_tops={64: 0x800000000000, 32: 0xFFFFF000},
    ),
    "aarch64": _kernel(
        "evbarm",
        "aarch64",
        0xFFFFC00000000000,
        0xFFFFC00000001000,
        0xFFFFC00001000000,
        ((0xFFFFC00040000000, 0xFFFFC000C0000000), (0xFFFFC000C0000000, 0xFFFFC00140000000)),
        {64: 0xFFFFFFFFF000, 32: 0xFFFFF000},
        image_pa=0x40000000,
        live_tops={64: 0x1000000000000, 32: 0xFFFFF000},
    ),
    "i386": _kernel(
        "i386",
        "i386",
        0xC0000000,
        0xC0100000,
        0xC1000000,
        ((0xC4000000, 0xD8000000), (0xD8000000, 0xEC000000)),
        {32: 0xBFC00000},
        heaps_pa=(0x20000000, 0x40000000),
        users_pa=0x20000000,
    ),
    # A sun4m: the tables of its kernel lie in the image of the kernel, behind the data.
    "sparc": _kernel(
        "sparc",
        "sparc",
        0xF0000000,
        0xF0004000,
        0xF0400000,
        ((0xF2000000, 0xF8000000), (0xF8000000, 0xFE000000)),
        {32: 0xF0000000},
        heaps_pa=(0x10000000, 0x20000000),
        users_pa=0x10000000,
    ),
    "sparcv9": _kernel(
        "sparc64",
        "sparc64",
        0x1000000,
        0x1000000,
        0x1800000,
        ((0x100000000, 0x180000000), (0x180000000, 0x200000000)),
        {64: 0xFFFFFFFFFFFFE000, 32: 0xFFFFE000},
        page_size=8192,
        image_pa=0x4000000,
    ),
    # A sun3: 32 MiB of addresses, and no more memory than that.
    "m68k": _kernel(
        "sun3",
        "m68k",
        0x0E000000,
        0x0E004000,
        0x0E100000,
        ((0x0E800000, 0x0E800000), (0x0E800000, 0x0E800000)),
        {32: 0x0E000000},
        size=0x400000,
        page_size=8192,
        heaps_pa=(0x800000, 0x800000),
        bare=True,
    ),
}


def clockwork(
    model: DataModel,
    load: tuple[float, ...] | None,
    memory: WorldMemory,
    now: float,
    boot_time: int | None,
    cpus: Mapping[int, WorldCpu],
) -> dict[str, bytes]:
    """Return the bytes behind the symbols that change all the time, for those whose values are known.

    Behind `CP_TIMES` stand five clocks, as of cp_time, for each processor up to the highest number. Clocks have 64 bits
    everywhere, times too.
    """
    order, bits, word = model.order, model.bits, "q" if model.bits == 64 else "i"
    page = KERNELS[model.name].page_size
    found = {"time_second": struct.pack(order + "q", int(now))}
    if boot_time is not None:
        uptime = max(now - boot_time, 0)
        found["time_uptime"] = struct.pack(order + "q", int(uptime))
        found["hardclock_ticks"] = struct.pack(order + "I", int(uptime * HZ) & 0xFFFF_FFFF)
    if load is not None:
        averages = [min(int(average * FSCALE), 0xFFFF_FFFF) for average in load]
        gap = "4x" if bits == 64 else ""
        found["averunnable"] = struct.pack(f"{order}3I{gap}{word}", *averages, FSCALE)
    if memory.physical is not None:
        found["physmem"] = struct.pack(order + word, clamp(memory.physical // page, bits))
    rows = [[0] * 5 for _ in range(max(cpus, default=-1) + 1)]
    for number, cpu in cpus.items():
        rows[number] = processor_ticks(cpu, HZ) or rows[number]
    if rows:
        five = struct.Struct(f"{order}5Q")
        found[CP_TIMES] = b"".join([five.pack(*row) for row in rows])
        found["cp_time"] = five.pack(*(sum(column) for column in zip(*rows, strict=True)))
    return found


def usage(
    memory: WorldMemory, counters: WorldCounters, swap: Sequence[tuple[int, int]], page: int
) -> dict[str, int]:
    """Return the members of ``struct uvmexp`` whose values are known; ``swap`` has (pages, pages in use).

    They are ints, and counters that run over begin anew.
    """
    total, used = (sum(column) for column in zip(*swap, strict=True)) if swap else (0, 0)
    found: dict[str, int | None] = {
        "nswapdev": len(swap),
        "swpages": total,
        "swpgavail": total,
        "swpginuse": used,
        "intrs": counters.interrupts,
        "swtch": counters.switches,
        "forks": counters.forks,
        "faults": counters.faults,
        "softs": counters.soft_interrupts,
        "pageins": counters.major_faults,  # each is one that had to wait for a pager
    }
    for name, amount in (
        ("npages", memory.physical),
        ("free", memory.free),
        ("wired", memory.locked),
        ("anonpages", memory.anonymous),
        ("filepages", memory.file),
        ("pgswapin", counters.swapped_in),
        ("pgswapout", counters.swapped_out),
    ):
        found[name] = None if amount is None else amount // page
    limited = {"npages", "free", "wired", "anonpages", "filepages", "swpages", "swpgavail", "swpginuse"}
    values = {}
    for name, value in found.items():
        if value is not None:
            value = clamp(value, 32) if name in limited else value & 0xFFFF_FFFF
            values[name] = value - (1 << 32) if value >> 31 else value
    return values
