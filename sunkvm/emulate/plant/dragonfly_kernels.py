"""What emulated DragonFly kernels have in common: where they put things, and the numbers that change.

Facts: sys/cpu/x86_64/include/pmap.h, sys/platform/pc64/include/vmparam.h, sys/kern/kern_clock.c, sys/sys/kinfo.h and
sys/vm/vm_page.h (``struct vmstats``) of DragonFly 5.9.
"""

from __future__ import annotations

import struct

from .bsd import BsdKernel, clamp, processor_ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...datamodel import DataModel
    from ..world import WorldCounters, WorldCpu, WorldMemory

HZ = 100
FSCALE = 1 << 11
CCPU = 1948  # exp(-1/20) * FSCALE, kern/kern_synch.c
CPUTIME = 104  # bytes of struct kinfo_cputime, whose five clocks come first
MICROSECONDS = 1_000_000
KERNEL_MIN = 0xFFFFF80040000000  # VM_MIN_KERNEL_ADDRESS

KERNELS = {
    "amd64": BsdKernel(
        machine="x86_64",
        processor="x86_64",
        release="5.9-DEVELOPMENT",
        release_number=500901,
        page_size=4096,
        image=0xFFFFFFFF80000000,
        text=0xFFFFFFFF80200000,
        data=0xFFFFFFFF81000000,
        data_end=0xFFFFFFFF82000000,
        image_pa=0,
        # Anywhere in the kernel's map; so near to its image that the tables of old minidumps reach them as well.
        heaps=((0xFFFFFFFE00000000, 0xFFFFFFFE80000000), (0xFFFFFFFE80000000, 0xFFFFFFFF00000000)),
        heaps_pa=(0x100000000, 0x200000000),
        roots=0xFFFFFFFDC0000000,
        roots_pa=0x2000000,
        tops={
            64: 0x800000000000
        },  # above the highest stack of this host, which DragonFly's own end 2 MiB below
        cpus=256,
        abi={},
        direct=0xFFFFB80000000000,
        direct_end=0xFFFFF80000000000,
    ),
}


def clockwork(
    model: DataModel, load: tuple[float, ...] | None, memory: WorldMemory, now: float, boot_time: int | None
) -> dict[str, bytes]:
    """Return the bytes behind the symbols that change all the time, for those whose values are known."""
    order = model.order
    page = KERNELS[model.name].page_size
    found = {"time_second": struct.pack(order + "q", int(now))}
    if boot_time is not None:
        uptime = max(now - boot_time, 0)
        found["time_uptime"] = struct.pack(order + "q", int(uptime))
        found["ticks"] = struct.pack(order + "I", int(uptime * HZ) & 0xFFFF_FFFF)
    if load is not None:
        found["averunnable"] = struct.pack(
            order + "3Qq", *(int(average * FSCALE) for average in load), FSCALE
        )
    if memory.installed is not None:
        found["physmem"] = struct.pack(order + "q", memory.installed // page)
    return found


def vmstats(memory: WorldMemory, page: int) -> dict[str, int]:
    """Return the members of ``struct vmstats`` that are known, in pages."""
    amounts = {
        "v_page_count": memory.physical,
        "v_free_count": memory.free,
        "v_wire_count": memory.locked,
        "v_active_count": memory.active,
        "v_inactive_count": memory.inactive,
    }
    found = {name: amount // page for name, amount in amounts.items() if amount is not None}
    return {"v_page_size": page, **found} if found else {}


def vmmeter(counters: WorldCounters, page: int) -> dict[str, int]:
    """Return the members of ``struct vmmeter`` that are known; they are ints, and run over."""
    amounts = {
        "v_swtch": counters.switches,
        "v_intr": counters.interrupts,
        "v_soft": counters.soft_interrupts,
        "v_vm_faults": counters.faults,
        "v_swappgsin": None if counters.swapped_in is None else counters.swapped_in // page,
        "v_swappgsout": None if counters.swapped_out is None else counters.swapped_out // page,
        "v_forks": counters.forks,
    }
    return {name: amount & 0xFFFF_FFFF for name, amount in amounts.items() if amount is not None}


def clocks(order: str, cpus: Mapping[int, WorldCpu], numbers: Sequence[int]) -> dict[int, bytes]:
    """Return what each processor has done with its time, in microseconds, by its place among ``numbers``."""
    found = {}
    for place, number in enumerate(numbers):
        times = processor_ticks(cpus[number], MICROSECONDS) if number in cpus else None
        if times is not None:
            found[place] = struct.pack(order + "5Q", *(clamp(each, 64) for each in times))
    return found
