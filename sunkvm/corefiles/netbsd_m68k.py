"""How the kernels of NetBSD's m68k family are mapped, as their cores tell it: sun2, sun3, sun3x, and Motorola's MMUs.

Facts: sys/arch/m68k/include/kcore.h, kvm_m68k_cmn.c, kvm_sun2.c, kvm_sun3.c and kvm_sun3x.c of NetBSD 6.99.16.
"""

from __future__ import annotations

import struct
from array import array

from ..mmu import Walker
from ..mmus.m68k import linear, three_levels, two_levels
from ..mmus.segments import SegmentMap, segment_form
from ..schema.formats import netbsd_kcore as kcore
from .kernel_regions import Segmented, Tree
from .netbsd_cpu import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..mmu import ReadPhysical
    from .kernel_regions import Region
    from .netbsd_cpu import CpuData

_PMEGS, _PMEG = 256, 16
_DEVICE_HEADER = 8
# What is no memory but a device has other bits here.
_TYPE = {"sun2": 0x00C0_0000, "sun3": 0x0C00_0000}
_MMU_68030, _MMU_68851, _MMU_68040, _MMU_68060 = -1, 1, -2, -3


def m68k(cpu: CpuData) -> Found:
    """Read the header of any machine with a 680x0."""
    common = cpu.members(kcore.m68k)
    size = common["page_size"]
    if size < 256 or size & size - 1 or size > 1 << 16:
        raise cpu.bad(16, f"pages of {size} bytes")
    if common["kernbase"] & size - 1:
        raise cpu.bad(20, f"kernbase {common['kernbase']:#x} is not on the border of a page")
    shift = size.bit_length() - 1
    name = common["name"].split(b"\0", 1)[0]
    if name in (b"sun2", b"sun3"):
        return _pmegs(cpu, name.decode(), shift)
    if name == b"sun3x":
        return _sun3x(cpu, shift)
    return _motorola(cpu, shift)


def _pmegs(cpu: CpuData, machine: str, shift: int) -> Found:
    header = cpu.members(kcore.sun2 if machine == "sun2" else kcore.sun3)
    if header["segshift"] != shift + 4:
        raise cpu.bad(24, f"segments of 2^{header['segshift']} bytes are not {_PMEG} pages of 2^{shift}")
    if not header["pg_valid"]:
        raise cpu.bad(32, "no bit says that an entry is valid")
    base = header["kernbase"]
    # The table is what follows the first page on the device, where the segment's header counts.
    at = (1 << shift) - _DEVICE_HEADER
    count = 4 * _PMEGS * _PMEG
    # Kernels of sun2 write eight pages and count three: the rest is in front of the memory.
    skip = max(0, at + count - cpu.size) if machine == "sun2" else 0
    raw = cpu.read(at, count - skip, "the table of page table entries")
    if skip:
        raw += cpu.source.read(cpu.after, skip)
        if len(raw) < count:
            raise cpu.bad(cpu.size, "the table of page table entries is cut off")
    entries = array("I", struct.unpack(f">{_PMEGS * _PMEG}I", raw))
    chosen = header["ksegmap"]
    # Segments are counted from the first address of the kernel, entries from the border of a segment.
    turn = base >> shift & _PMEG - 1

    def group(number: int) -> tuple[Sequence[int], None]:
        first = chosen[number] * _PMEG
        return entries[first + turn : first + _PMEG] + entries[first : first + turn], None

    def place(number: int, page: int) -> int:
        inside: int = at + 4 * (chosen[number] * _PMEG + (page + turn & _PMEG - 1))
        return cpu.offset + inside if inside < cpu.size else cpu.after + inside - cpu.size

    valid = header["pg_valid"]
    kind = (valid | _TYPE[machine], valid, header["pg_frame"], shift)
    form = segment_form(machine, header["segshift"], shift, kind, frame_shift=shift)

    def regions(read: ReadPhysical) -> list[Region]:
        end = min(base + (len(chosen) << header["segshift"]), 1 << 32)
        return [Segmented(base, end, SegmentMap(form, base, len(chosen), group, place))]

    return Found(machine, shift, None, header, regions, skip=skip)


def _sun3x(cpu: CpuData, shift: int) -> Found:
    header = cpu.members(kcore.sun3x)
    base, end, table = header["kernbase"], header["contig_end"], header["kernCbase"]
    if end < base:
        raise cpu.bad(32, f"contig_end {end:#x} is below kernbase {base:#x}")
    if table < base:
        raise cpu.bad(36, f"kernCbase {table:#x} is below kernbase {base:#x}")
    form = linear("sun3x", shift, (header["pg_valid"], header["pg_frame"]))

    contiguous = cpu.direct(32, base, end - base, 0, 1 << shift)

    def regions(read: ReadPhysical) -> list[Region]:
        return [contiguous, Tree(contiguous.high, 1 << 32, Walker(form, read), table - base, base)]

    return Found("sun3x", shift, cpu.ram_until_empty(40, 4), header, regions)


def _motorola(cpu: CpuData, shift: int) -> Found:
    header = cpu.members(kcore.m68k_motorola)
    kind = header["mmutype"]
    page = (header["pg_v"], header["pg_frame"])
    if kind in (_MMU_68040, _MMU_68060):
        shifts = (header["sg40_shift1"], header["sg40_shift2"], header["sg40_shift3"])
        if not shift == shifts[2] < shifts[1] < shifts[0] < 32:
            raise cpu.bad(44, f"tables that begin at bits {shifts} with pages of 2^{shift} bytes")
        for at, name, above, below in ((48, "sg40_mask2", 0, 1), (56, "sg40_mask3", 1, 2)):
            if header[name] != (1 << shifts[above]) - (1 << shifts[below]):
                raise cpu.bad(at, f"{name} {header[name]:#x} is not what lies between two levels")
        frames = (header["sg40_addr1"], header["sg40_addr2"])
        machine = "m68040"
        form = three_levels(machine, shifts, header["sg_v"], frames, page)
    else:
        segment = header["sg_ishift"]
        if not shift < segment < 32:
            raise cpu.bad(36, f"segments of 2^{segment} bytes with pages of 2^{shift}")
        if header["sg_pmask"] != (1 << segment) - (1 << shift):
            raise cpu.bad(40, f"sg_pmask {header['sg_pmask']:#x} is not what lies between the two levels")
        machine = "m68030"
        form = two_levels(
            machine,
            segment,
            shift,
            (header["sg_v"], header["sg_frame"]),
            page,
            hardware=kind in (_MMU_68030, _MMU_68851),
        )
    base, end = header["kernbase"], header["relocend"]
    # Compilers that align nothing to more than 2 put the list at 92; the high half of a size is 0 on these machines.
    packed = cpu.size >= 108 and cpu.word(104) != 0
    ram = cpu.ram_until_empty(92 if packed else 96, 8)

    moved = cpu.direct(84, base, max(0, end - base), header["reloc"], 1 << shift)

    def regions(read: ReadPhysical) -> list[Region]:
        return [moved, Tree(moved.high, 1 << 32, Walker(form, read), header["sysseg_pa"])]

    return Found(machine, shift, ram, header, regions, form)
