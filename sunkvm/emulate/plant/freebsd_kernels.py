"""What the FreeBSD kernels of one data model have in common: where they put things, and the numbers that change.

Facts: sys/*/include/vmparam.h and sys/sys/param.h of FreeBSD 12.1 (i386) and 15 (amd64, arm64).
"""

from __future__ import annotations

import struct

from .bsd import SECOND, BsdKernel, clamp, processor_ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...datamodel import DataModel
    from ..world import WorldCpu, WorldMemory

HZ = 100  # kern.hz of a virtual machine, and the rate in which Linux tells processor times
FSHIFT = 11
FSCALE = 1 << FSHIFT
CCPU = 1948  # exp(-1/20) * FSCALE, kern/sched_4bsd.c
CP_TIMES = ".cp_times"

KERNELS = {
    "amd64": BsdKernel(
        machine="amd64",
        processor="amd64",
        release="15.1-STABLE",
        release_number=1501502,
        page_size=4096,
        image=0xFFFFFFFF80000000,
        text=0xFFFFFFFF80200000,
        data=0xFFFFFFFF81000000,
        data_end=0xFFFFFFFF82000000,
        image_pa=0,
        heaps=((0xFFFFFFFE00000000, 0xFFFFFFFE80000000), (0xFFFFFFFE80000000, 0xFFFFFFFF00000000)),
        heaps_pa=(0x100000000, 0x200000000),
        roots=0xFFFFFFFDC0000000,
        roots_pa=0x2000000,
        tops={64: 0x800000000000, 32: 0xFFFFE000},
        cpus=1024,
        abi={64: b"Linux ELF64", 32: b"Linux ELF32"},
        direct=0xFFFFF80000000000,
        direct_end=0xFFFFFC0000000000,
    ),
    "aarch64": BsdKernel(
        machine="arm64",
        processor="aarch64",
        release="15.1-STABLE",
        release_number=1501502,
        page_size=4096,
        image=0xFFFF000000000000,
        text=0xFFFF000000000000,
        data=0xFFFF000001000000,
        data_end=0xFFFF000002000000,
        image_pa=0x40000000,
        heaps=((0xFFFF000040000000, 0xFFFF0000C0000000), (0xFFFF0000C0000000, 0xFFFF000140000000)),
        heaps_pa=(0x100000000, 0x200000000),
        roots=0xFFFF000010000000,
        roots_pa=0x42000000,
        tops={64: 0x1000000000000, 32: 0xFFFFE000},
        cpus=1024,
        abi={64: b"Linux ELF64", 32: b"Linux ELF32"},
        direct=0xFFFFA00000000000,
        direct_end=0xFFFFFF0000000000,
        direct_pa=0x40000000,
    ),
    # Kernel and processes have 4 GiB each since 12; the kernel's image lies where it lies in physical memory.
    "i386": BsdKernel(
        machine="i386",
        processor="i386",
        release="12.1-RELEASE",
        release_number=1201000,
        page_size=4096,
        image=0x800000,
        text=0x800000,
        data=0x1000000,
        data_end=0x2000000,
        image_pa=0x800000,
        heaps=((0x20000000, 0x40000000), (0x40000000, 0x60000000)),
        heaps_pa=(0x40000000, 0x60000000),
        roots=0x10000000,
        roots_pa=0x2000000,
        tops={32: 0xFFBFE000},
        cpus=32,
        abi={32: b"Linux ELF"},
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

    Behind `CP_TIMES` stand five clocks, as of cp_time, for each processor up to the highest number.
    """
    order, bits, word = model.order, model.bits, "q" if model.bits == 64 else "i"
    page = KERNELS[model.name].page_size
    found = {"time_second": struct.pack(order + word, clamp(int(now), bits))}
    if boot_time is not None:
        uptime = max(now - boot_time, 0)
        ticks = int(uptime * HZ)
        found["time_uptime"] = struct.pack(order + word, clamp(int(uptime), bits))
        found["ticks"] = struct.pack(order + "I", ticks & 0xFFFF_FFFF)
        found["ticksl"] = struct.pack(order + word, clamp(ticks, bits))
    if load is not None:
        averages = [min(int(average * FSCALE), 0xFFFF_FFFF) for average in load]
        gap = "4x" if bits == 64 else ""
        found["averunnable"] = struct.pack(f"{order}3I{gap}{word}", *averages, FSCALE)
    for name, amount in (("physmem", memory.physical), ("realmem", memory.installed)):
        if amount is not None:
            found[name] = struct.pack(order + word, clamp(amount // page, bits))
    rows = [[0] * 5 for _ in range(max(cpus, default=-1) + 1)]
    for number, cpu in cpus.items():
        rows[number] = processor_ticks(cpu, HZ) or rows[number]
    if rows:
        five = struct.Struct(f"{order}5{word}")
        found[CP_TIMES] = b"".join([five.pack(*(clamp(each, bits) for each in row)) for row in rows])
        found["cp_time"] = five.pack(*(clamp(sum(column), bits) for column in zip(*rows, strict=True)))
    return found


def timeval(nanoseconds: int, bits: int) -> tuple[int, int]:
    """Return seconds and microseconds, as a kernel of a width has them."""
    seconds, rest = divmod(nanoseconds, SECOND)
    return clamp(seconds, bits), rest // 1000
