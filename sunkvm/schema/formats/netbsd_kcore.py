"""Headers of NetBSD kernel cores: the container (sys/sys/kcore.h, core.h) and what each port's kernel says of itself.

The headers of ports are ``cpu_kcore_hdr_t`` of sys/arch/*/include/kcore.h, NetBSD 6 to 10.
"""

from __future__ import annotations

from ..base import array, char, cstruct, s8, s32, schema, u8, u16, u32, u64, ulong_t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

KCORE_MAGIC = 0x8FCA
KCORESEG_MAGIC = 0x8FAC
CORE_CPU, CORE_DATA = 1, 2
I386_PAE = 0x200
"""Bit of pdppaddr: the page tables are those of PAE."""
SPARC64_MAGIC = 0x3AFE_C01E


@schema
def kcore_hdr(model: DataModel) -> Layout:
    """``kcore_hdr_t``: begins a saved core. c_midmag is big-endian on every machine."""
    return cstruct(
        model, "kcore_hdr_t", u32("c_midmag"), u16("c_hdrsize"), u16("c_seghdrsize"), u32("c_nseg")
    )


@schema
def kcore_seg(model: DataModel) -> Layout:
    """``kcore_seg_t``: before each part of a saved core, and at the start of a dump on its device."""
    return cstruct(model, "kcore_seg_t", u32("c_midmag"), u32("c_size"))


@schema
def amd64(model: DataModel) -> Layout:
    """Lay out the header of amd64 (also OpenBSD's)."""
    return cstruct(model, "cpu_kcore_hdr_t", u64("ptdpaddr"), u64("nmemsegs"))


@schema
def i386(model: DataModel) -> Layout:
    """Lay out the header of i386, with and without PAE."""
    return cstruct(model, "cpu_kcore_hdr_t", u32("pdppaddr"), u32("nmemsegs"))


@schema
def aarch64(model: DataModel) -> Layout:
    """Lay out the header of aarch64 (evbarm of NetBSD 9 and later)."""
    return cstruct(model, "cpu_kcore_hdr_t", u64("kh_tcr1"), u64("kh_ttbr1"), u64("kh_nramsegs"))


@schema
def arm(model: DataModel) -> Layout:
    """Lay out the header of arm, version 1."""
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        u32("version"),
        u32("flags"),
        u32("PAKernelL1Table"),
        u32("PAUserL1Table"),
        u16("UserL1TableSize"),
        u32("nmemsegs"),
        u32("omemsegs"),
    )


@schema
def alpha(model: DataModel) -> Layout:
    """Lay out the header of alpha."""
    return cstruct(model, "cpu_kcore_hdr_t", u64("lev1map_pa"), u64("page_size"), u64("nmemsegs"))


def _mips(model: DataModel, table: object) -> Layout:
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        table,  # type: ignore[arg-type]
        u32("sysmapsize"),
        u32("archlevel"),
        u32("pg_shift"),
        u32("pg_frame"),
        u32("pg_v"),
        u32("nmemsegs"),
    )


@schema
def mips_v1(model: DataModel) -> Layout:
    """Lay out the header of mips as it was until 2020."""
    return _mips(model, u32("sysmappa"))


@schema
def mips_v2(model: DataModel) -> Layout:
    """Lay out the header of mips as it is since 2020."""
    return _mips(model, u64("sysmappa"))


@schema
def powerpc(model: DataModel) -> Layout:
    """Lay out the header of powerpc (OEA processors)."""
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        u32("pad"),
        u32("pvr"),
        ulong_t("sdr1"),
        array(ulong_t("sr"), 16),
        array(ulong_t("dbatl"), 8),
        array(ulong_t("dbatu"), 8),
        array(ulong_t("ibatl"), 8),
        array(ulong_t("ibatu"), 8),
        ulong_t("pad_reg"),
    )


@schema
def sparc(model: DataModel) -> Layout:
    """Lay out the header of sparc: sun4, sun4c, sun4m and sun4d. The offsets count from its start."""
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        s32("cputype"),
        u32("kernbase"),
        u32("nmemseg"),
        u32("memsegoffset"),
        u32("nsegmap"),
        u32("segmapoffset"),
        u32("npmeg"),
        u32("pmegoffset"),
    )


@schema
def segmap(model: DataModel) -> Layout:
    """Lay out ``struct segmap`` of sparc: one segment of the kernel."""
    return cstruct(
        model,
        "segmap",
        u64("sg_wiremap"),
        u32("sg_pte"),
        u16("sg_pmeg"),
        u8("sg_npte"),
        s8("sg_nwired"),
    )


def _sparc64(model: DataModel, *more: object) -> Layout:
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        s32("cputype"),
        s32("nmemseg"),
        u64("memsegoffset"),
        s32("nsegmap"),
        u64("segmapoffset"),
        u64("kernbase"),
        u64("cpubase"),
        u64("ktextbase"),
        u64("ktextp"),
        u64("ktextsz"),
        u64("kdatabase"),
        u64("kdatap"),
        u64("kdatasz"),
        *more,  # type: ignore[arg-type]
    )


@schema
def sparc64_v1(model: DataModel) -> Layout:
    """Lay out the header of sparc64 as it was before the list of 4 MiB pages (also OpenBSD's)."""
    return _sparc64(model)


@schema
def sparc64_v2(model: DataModel) -> Layout:
    """Lay out the header of sparc64 with the list of 4 MiB pages and the areas of processors."""
    return _sparc64(
        model,
        u64("newmagic"),
        u64("num4mbsegs"),
        u64("off4mbsegs"),
        u64("numcpuinfos"),
        u64("percpusz"),
        u64("thiscpu"),
        u64("cpusp"),
    )


@schema
def m68k(model: DataModel) -> Layout:
    """Lay out what the headers of the m68k family begin with; the name chooses what follows."""
    return cstruct(model, "cpu_kcore_hdr_t", char("name", 16), u32("page_size"), u32("kernbase"))


@schema
def m68k_motorola(model: DataModel) -> Layout:
    """Lay out the header of machines with a Motorola MMU, up to the segments of memory.

    Those are at 96 in kernels that align them to 8, at 92 in those that align nothing to more than 2.
    """
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        char("name", 16),
        u32("page_size"),
        u32("kernbase"),
        s32("mmutype"),
        u32("sg_v"),
        u32("sg_frame"),
        u32("sg_ishift"),
        u32("sg_pmask"),
        u32("sg40_shift1"),
        u32("sg40_mask2"),
        u32("sg40_shift2"),
        u32("sg40_mask3"),
        u32("sg40_shift3"),
        u32("sg40_addr1"),
        u32("sg40_addr2"),
        u32("pg_v"),
        u32("pg_frame"),
        u32("sysseg_pa"),
        u32("reloc"),
        u32("relocend"),
    )


def _sun(model: DataModel, segments: int) -> Layout:
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        char("name", 16),
        u32("page_size"),
        u32("kernbase"),
        u32("segshift"),
        u32("pg_frame"),
        u32("pg_valid"),
        char("ksegmap", segments),
    )


@schema
def sun2(model: DataModel) -> Layout:
    """Lay out the header of sun2."""
    return _sun(model, 512)


@schema
def sun3(model: DataModel) -> Layout:
    """Lay out the header of sun3."""
    return _sun(model, 256)


@schema
def sun3x(model: DataModel) -> Layout:
    """Lay out the header of sun3x, up to the four segments of memory at 40."""
    return cstruct(
        model,
        "cpu_kcore_hdr_t",
        char("name", 16),
        u32("page_size"),
        u32("kernbase"),
        u32("pg_frame"),
        u32("pg_valid"),
        u32("contig_end"),
        u32("kernCbase"),
    )
