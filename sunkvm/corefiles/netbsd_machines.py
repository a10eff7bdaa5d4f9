"""The ports of NetBSD by machine id, and how the kernels of x86, arm, alpha, mips and powerpc are mapped.

Facts: sys/arch/*/include/kcore.h, sys/sys/aout_mids.h and lib/libkvm/kvm_*.c of NetBSD 6.99.16 and 10.99.12.
"""

from __future__ import annotations

from ..datamodel import (
    AARCH64,
    ALPHA,
    AMD64,
    ARM,
    I386,
    M68K,
    MIPS,
    MIPSEL,
    POWERPC,
    SPARC,
    SPARCV9,
)
from ..mmu import Level, PagingForm, Walker
from ..mmus import find
from ..schema.formats import netbsd_kcore as kcore
from .kernel_regions import Direct, Tree
from .netbsd_cpu import CpuData, Found, Port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..mmu import ReadPhysical
    from .kernel_regions import Region

_PAGE = 4096


def _tree(form: PagingForm, root: int) -> Callable[[ReadPhysical], list[Region]]:
    """Return what makes one tree of all addresses."""
    return lambda read: [Tree(0, 1 << form.width, Walker(form, read), root)]


def _amd64(cpu: CpuData) -> Found:
    header = cpu.members(kcore.amd64)
    form = find("amd64")
    return Found("amd64", 12, cpu.ram(16, header["nmemsegs"]), header, _tree(form, header["ptdpaddr"]), form)


def _i386(cpu: CpuData) -> Found:
    header = cpu.members(kcore.i386)
    ram = cpu.ram(8, header["nmemsegs"])
    root = header["pdppaddr"]
    if root & kcore.I386_PAE:
        # The four tables of the second level lie one after the other for the kernel only.
        kernel = _tree(find("i386-pae-joined"), root)
        return Found("i386-pae", 12, ram, header, kernel, find("i386-pae-roots"))
    form = find("i386")
    return Found("i386", 12, ram, header, _tree(form, root), form)


_GRANULES = {1: 14, 2: 12, 3: 16}
_GRANULES_LOW = {0: 12, 1: 16, 2: 14}


def _aarch64(cpu: CpuData) -> Found:
    from ..mmus.aarch64 import sized

    header = cpu.members(kcore.aarch64)
    tcr = header["kh_tcr1"]
    if tcr >> 63:
        raise cpu.bad(0, "begins like OpenBSD's header of arm64, which does not tell the form of the tables")
    granule = _GRANULES.get(tcr >> 30 & 3)
    bits = 64 - (tcr >> 16 & 63)
    if granule is None:
        raise cpu.bad(0, f"kh_tcr1 {tcr:#x} tells no size of pages")
    try:
        form = sized(granule, bits)
    except ValueError as error:
        raise cpu.bad(0, f"kh_tcr1 {tcr:#x}: {error}") from None
    try:
        low = sized(_GRANULES_LOW.get(tcr >> 14 & 3, 0), 64 - (tcr & 63))
    except (
        ValueError
    ):  # nothing says how processes are mapped, which is no reason to refuse the kernel's addresses
        low = None
    if low is not None and low.page_shift != granule:
        low = None

    def regions(read: ReadPhysical) -> list[Region]:
        return [Tree((1 << 64) - (1 << bits), 1 << 64, Walker(form, read), header["kh_ttbr1"])]

    return Found("aarch64", granule, cpu.ram_until_empty(24), header, regions, low, low_processes=True)


def _arm(cpu: CpuData) -> Found:
    header = cpu.members(kcore.arm)
    if header["version"] != 1:
        raise cpu.bad(0, f"version {header['version']} of arm's header is not known (1)")
    if header["flags"]:
        raise cpu.bad(4, f"flags {header['flags']:#x} of arm's header are not known")
    form = find("arm")
    border = header["UserL1TableSize"] << 17

    def regions(read: ReadPhysical) -> list[Region]:
        walker = Walker(form, read)
        return [
            Tree(0, min(border, 1 << 32), walker, header["PAUserL1Table"]),
            Tree(0, 1 << 32, walker, header["PAKernelL1Table"]),
        ]

    return Found("arm", 12, cpu.ram(header["omemsegs"], header["nmemsegs"]), header, regions, form)


_K0SEG, _K1SEG = 0xFFFF_FC00_0000_0000, 0xFFFF_FE00_0000_0000


def _alpha(cpu: CpuData) -> Found:
    header = cpu.members(kcore.alpha)
    form = find("alpha")
    size = 1 << form.page_shift
    if header["page_size"] != size:
        raise cpu.bad(8, f"pages of {header['page_size']} bytes, not {size}")

    def regions(read: ReadPhysical) -> list[Region]:
        return [
            Direct(_K0SEG, _K1SEG, 0, size),
            Tree(_K1SEG, 1 << 64, Walker(form, read), header["lev1map_pa"]),
        ]

    return Found("alpha", form.page_shift, cpu.ram(24, header["nmemsegs"]), header, regions, form)


_KSEG0, _KSEG1, _KSEG2 = 0x8000_0000, 0xA000_0000, 0xC000_0000
_MIPS_SHIFTS = (6, 8, 10, 12)


def _mips(cpu: CpuData) -> Found:
    # Nothing says which of the two headers it is: a shift is a small number, and the mask behind it is not.
    for schema in (kcore.mips_v1, kcore.mips_v2):
        header = cpu.members(schema)
        if header["pg_shift"] in _MIPS_SHIFTS and header["pg_frame"] >> 20 and header["pg_v"]:
            break
    else:
        raise cpu.bad(0, "is neither the header of mips until 2020 nor that since")
    ram = cpu.ram(32, header["nmemsegs"])
    shift = header["pg_shift"]
    valid = header["pg_v"]
    form = PagingForm(
        "mips-linear",
        (Level("pte", 12, 18, 4, ((valid, valid, header["pg_frame"] >> shift << shift, 12),)),),
        byteorder=cpu.model.byteorder,
        frame_shift=12 - shift,
        width=32,
    )
    # Since 2020 the kernel tells the table of its segments instead, and a size of 0.
    end = min(_KSEG2 + header["sysmapsize"] * _PAGE, 1 << 32)

    def regions(read: ReadPhysical) -> list[Region]:
        return [
            Direct(_KSEG0, _KSEG1, 0, _PAGE),
            Direct(_KSEG1, _KSEG2, 0, _PAGE),
            Tree(_KSEG2, end, Walker(form, read), header["sysmappa"], _KSEG2),
        ]

    return Found("mips", 12, ram, header, regions)


def _powerpc(cpu: CpuData) -> Found:
    from ..mmus.hpt32 import HashedTable32
    from .kernel_regions import Hashed

    header = cpu.members(kcore.powerpc)
    ram = cpu.ram_until_empty(208)

    def regions(read: ReadPhysical) -> list[Region]:
        blocks: list[Region] = []
        for lower, upper in zip(header["dbatl"], header["dbatu"], strict=True):
            if upper & 2:
                inside = (upper & 0x1FFC) << 15 | 0x1_FFFF
                va = upper & 0xFFFE_0000 & ~inside
                blocks.append(Direct(va, va + inside + 1, lower & 0xFFFE_0000 & ~inside, _PAGE))
        return [*blocks, Hashed(HashedTable32(header["sdr1"], header["sr"], read))]

    return Found("powerpc", 12, ram, header, regions)


def _sparc(cpu: CpuData) -> Found:
    from .netbsd_sparc import sparc

    return sparc(cpu)


def _sparc64(cpu: CpuData) -> Found:
    from .netbsd_sparc import sparc64

    return sparc64(cpu)


def _m68k(cpu: CpuData) -> Found:
    from .netbsd_m68k import m68k

    return m68k(cpu)


PORTS = {
    0x086: Port("i386", (I386,), 4, _i386),
    0x087: Port("m68k", (M68K,), 4, _m68k),
    0x08A: Port("sparc", (SPARC,), 8, _sparc),
    0x08B: Port("mipsel", (MIPSEL,), 8, _mips),
    0x08D: Port("alpha", (ALPHA,), 8, _alpha),
    0x08E: Port("mips", (MIPS,), 8, _mips),
    0x08F: Port("arm", (ARM,), 8, _arm),
    0x090: Port("sun2", (M68K,), 4, _m68k),
    0x095: Port("powerpc", (POWERPC,), 8, _powerpc),
    0x09C: Port("sparc64", (SPARCV9,), 16, _sparc64),
    0x09D: Port("amd64", (AMD64,), 8, _amd64),
    0x0B7: Port("aarch64", (AARCH64,), 16, _aarch64),
}

# Ports whose header tells too little, or was never finished.
NAMES = {
    0x091: "sh3",
    0x094: "powerpc64",
    0x096: "vax",
    0x09A: "hppa",
    0x09F: "ia64",
    0x0B8: "or1k",
    0x0B9: "riscv",
}
