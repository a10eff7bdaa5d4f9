"""How the kernels of NetBSD/sparc (sun4, sun4c, sun4m, sun4d) and NetBSD/sparc64 are mapped, as their cores tell it.

Facts: sys/arch/sparc/include/kcore.h, sys/arch/sparc64/include/kcore.h, kvm_sparc.c and kvm_sparc64.c of NetBSD 6.99.16.
"""

from __future__ import annotations

import struct
from array import array

from ..mmu import Walker
from ..mmus import find
from ..mmus.segments import SegmentMap, segment_form
from ..schema.formats import netbsd_kcore as kcore
from .kernel_regions import Direct, Segmented, Tree
from .netbsd_cpu import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..mmu import ReadPhysical
    from .kernel_regions import Region
    from .netbsd_cpu import CpuData

_REGION_SHIFT, _SEGMENT_SHIFT = 24, 18
_MACHINES = {0: ("sun4", 13), 1: ("sun4c", 12), 2: ("sun4m", 12), 4: ("sun4d", 12)}
_VALID, _FRAME = 0x8000_0000, 0x0007_FFFF
_TYPE = 0x0C00_0000  # what is no memory but a device has other bits here
_SRMMU_PAGE = (3, 2, 0xFFFF_FF00, 12)


def sparc(cpu: CpuData) -> Found:
    """Read the header of a sun4, sun4c, sun4m or sun4d."""
    header = cpu.members(kcore.sparc)
    if header["cputype"] not in _MACHINES:
        raise cpu.bad(0, f"cputype {header['cputype']} is none of sparc (sun4 0, sun4c 1, sun4m 2, sun4d 4)")
    machine, page_shift = _MACHINES[header["cputype"]]
    base = header["kernbase"]
    if not base or base & (1 << _REGION_SHIFT) - 1:
        raise cpu.bad(4, f"kernbase {base:#x} is not on the border of a region")
    ram = cpu.ram(header["memsegoffset"], header["nmemseg"])
    count = min(header["nsegmap"], (1 << 32) - base >> _SEGMENT_SHIFT)
    layout = kcore.segmap(cpu.model)
    raw = cpu.read(header["segmapoffset"], layout.size * count, f"the map of {count} segments")
    segment = layout.reader("sg_pte", "sg_pmeg", "sg_npte")
    segments = [segment(raw, at) for at in range(0, len(raw), layout.size)]
    if machine in ("sun4", "sun4c"):
        pmegs = _pmegs(cpu, header["pmegoffset"], header["npmeg"], 1 << _SEGMENT_SHIFT - page_shift)
        form = segment_form(
            machine,
            _SEGMENT_SHIFT,
            page_shift,
            (_VALID | _TYPE, _VALID, _FRAME, page_shift),
            frame_shift=page_shift,
        )

        def pmeg(number: int) -> tuple[Sequence[int] | None, int | None]:
            _, chosen, entries = segments[number]
            # The last group is the one that is invalid everywhere.
            return (pmegs[chosen], None) if entries and chosen < len(pmegs) - 1 else (None, None)

        def place(number: int, page: int) -> int:
            first = segments[number][1] << _SEGMENT_SHIFT - page_shift
            at: int = header["pmegoffset"] + 4 * (first + page)
            return cpu.offset + at

        def beside(read: ReadPhysical) -> list[Region]:
            return [Segmented(base, 1 << 32, SegmentMap(form, base, count, pmeg, place))]

        return Found(machine, page_shift, ram, header, beside)

    form = segment_form(machine, _SEGMENT_SHIFT, page_shift, _SRMMU_PAGE, frame_shift=4)

    def in_memory(read: ReadPhysical) -> list[Region]:
        def table(number: int) -> tuple[Sequence[int] | None, int | None]:
            # Real kernels leave sg_npte at 0 here, so it says nothing.
            pointer = segments[number][0]
            if not pointer:
                return None, None
            at = (
                pointer - base
            )  # the tables lie in the image of the kernel, which begins at physical address 0
            entries = _entries(read, at, 1 << _SEGMENT_SHIFT - page_shift)
            return entries, at

        return [Segmented(base, 1 << 32, SegmentMap(form, base, count, table))]

    return Found(machine, page_shift, ram, header, in_memory, find("sparc-srmmu"))


def _pmegs(cpu: CpuData, at: int, count: int, size: int) -> list[array[int]]:
    """Return the groups of page table entries."""
    raw = cpu.read(at, count * size * 4, f"{count} groups of page table entries")
    entries = array("I", struct.unpack(f">{count * size}I", raw))
    return [entries[number * size : (number + 1) * size] for number in range(count)]


def _entries(read: ReadPhysical, pa: int, count: int) -> tuple[int, ...] | None:
    """Return the entries of a table in memory; None where it is not there as a whole."""
    data = b""
    while len(data) < 4 * count:
        part = read(pa + len(data), 4 * count - len(data)) if pa >= 0 else b""
        if not part:
            return None
        data += part
    return struct.unpack(f">{count}I", data)


_LARGE = 1 << 22
_CPU_INFO = 32768


def sparc64(cpu: CpuData) -> Found:
    """Read the header of an UltraSPARC, in the older form or the newer one."""
    header = cpu.members(kcore.sparc64_v1)
    form = find("sparc64")
    page = 1 << form.page_shift
    if header["nmemseg"] < 0:
        raise cpu.bad(4, f"lists {header['nmemseg']} segments of memory")
    ram = cpu.ram(header["memsegoffset"], header["nmemseg"])
    newer = kcore.sparc64_v2(cpu.model)
    low = header["kernbase"]
    if low & page - 1:
        raise cpu.bad(32, f"kernbase {low:#x} is not on the border of a page")
    direct: list[Direct] = []
    if header["memsegoffset"] > newer.size:
        more = cpu.members(kcore.sparc64_v2)
        if more["newmagic"] == kcore.SPARC64_MAGIC:
            header = more
    if "newmagic" in header:
        count = header["num4mbsegs"]
        raw = cpu.read(header["off4mbsegs"], 16 * count, f"the list of {count} pages of 4 MiB")
        for va, pa in struct.iter_unpack(">2Q", raw):
            direct.append(cpu.direct(header["off4mbsegs"], va, _LARGE, pa, page))
        if header["numcpuinfos"]:
            base = header["cpubase"] - _CPU_INFO
            size = header["percpusz"]
            pa = header["cpusp"] + header["thiscpu"] * size
            direct.append(cpu.direct(40, base, size, pa, page))
    else:
        for at, part in ((48, "ktext"), (72, "kdata")):
            start, pa, size = (header[part + what] for what in ("base", "p", "sz"))
            direct.append(cpu.direct(at, start, size, pa, page))

    def regions(read: ReadPhysical) -> list[Region]:
        kept: list[Region] = []
        for region in direct:
            if region.high > low:
                start = max(region.low, low)
                kept.append(Direct(start, region.high, region.find(start), page))
        return [*kept, Tree(low, 1 << 64, Walker(form, read), header["segmapoffset"])]

    return Found("sparc64", form.page_shift, ram, header, regions, form)
