"""Headers of NetBSD cores, against sizes and offsets that compilers computed from the systems' own headers."""

import pytest

from sunkvm.datamodel import MODELS
from sunkvm.schema.formats import netbsd_kcore

# schema, data model, size, offsets. Those of m68k end where the segments of memory begin (or the union does).
COMPILED = [
    ("kcore_hdr", "amd64", 12, {"c_midmag": 0, "c_hdrsize": 4, "c_seghdrsize": 6, "c_nseg": 8}),
    ("kcore_hdr", "sparc", 12, {"c_midmag": 0, "c_hdrsize": 4, "c_seghdrsize": 6, "c_nseg": 8}),
    ("kcore_seg", "i386", 8, {"c_midmag": 0, "c_size": 4}),
    ("kcore_seg", "sparcv9", 8, {"c_midmag": 0, "c_size": 4}),
    ("amd64", "amd64", 16, {"ptdpaddr": 0, "nmemsegs": 8}),
    ("i386", "i386", 8, {"pdppaddr": 0, "nmemsegs": 4}),
    (
        "sparc",
        "sparc",
        32,
        {
            "cputype": 0,
            "kernbase": 4,
            "nmemseg": 8,
            "memsegoffset": 12,
            "nsegmap": 16,
            "segmapoffset": 20,
            "npmeg": 24,
            "pmegoffset": 28,
        },
    ),
    ("segmap", "sparc", 16, {"sg_wiremap": 0, "sg_pte": 8, "sg_pmeg": 12, "sg_npte": 14, "sg_nwired": 15}),
    (
        "sparc64_v2",
        "sparcv9",
        152,
        {
            "cputype": 0,
            "nmemseg": 4,
            "memsegoffset": 8,
            "nsegmap": 16,
            "segmapoffset": 24,
            "kernbase": 32,
            "cpubase": 40,
            "ktextbase": 48,
            "ktextp": 56,
            "ktextsz": 64,
            "kdatabase": 72,
            "kdatap": 80,
            "kdatasz": 88,
            "newmagic": 96,
            "num4mbsegs": 104,
            "off4mbsegs": 112,
            "numcpuinfos": 120,
            "percpusz": 128,
            "thiscpu": 136,
            "cpusp": 144,
        },
    ),
    ("aarch64", "aarch64", 24, {"kh_tcr1": 0, "kh_ttbr1": 8, "kh_nramsegs": 16}),
    (
        "arm",
        "arm",
        28,
        {
            "version": 0,
            "flags": 4,
            "PAKernelL1Table": 8,
            "PAUserL1Table": 12,
            "UserL1TableSize": 16,
            "nmemsegs": 20,
            "omemsegs": 24,
        },
    ),
    ("alpha", "alpha", 24, {"lev1map_pa": 0, "page_size": 8, "nmemsegs": 16}),
    (
        "mips_v1",
        "mips",
        28,
        {
            "sysmappa": 0,
            "sysmapsize": 4,
            "archlevel": 8,
            "pg_shift": 12,
            "pg_frame": 16,
            "pg_v": 20,
            "nmemsegs": 24,
        },
    ),
    (
        "mips_v2",
        "mips",
        32,
        {
            "sysmappa": 0,
            "sysmapsize": 8,
            "archlevel": 12,
            "pg_shift": 16,
            "pg_frame": 20,
            "pg_v": 24,
            "nmemsegs": 28,
        },
    ),
    (
        "powerpc",
        "powerpc",
        208,
        {
            "pad": 0,
            "pvr": 4,
            "sdr1": 8,
            "sr": 12,
            "dbatl": 76,
            "dbatu": 108,
            "ibatl": 140,
            "ibatu": 172,
            "pad_reg": 204,
        },
    ),
    (
        "m68k_motorola",
        "m68k",
        92,
        {
            "name": 0,
            "page_size": 16,
            "kernbase": 20,
            "mmutype": 24,
            "sg_v": 28,
            "sg_frame": 32,
            "sg_ishift": 36,
            "sg_pmask": 40,
            "sg40_shift1": 44,
            "sg40_mask2": 48,
            "sg40_shift2": 52,
            "sg40_mask3": 56,
            "sg40_shift3": 60,
            "sg40_addr1": 64,
            "sg40_addr2": 68,
            "pg_v": 72,
            "pg_frame": 76,
            "sysseg_pa": 80,
            "reloc": 84,
            "relocend": 88,
        },
    ),
    (
        "sun2",
        "m68k",
        548,
        {
            "name": 0,
            "page_size": 16,
            "kernbase": 20,
            "segshift": 24,
            "pg_frame": 28,
            "pg_valid": 32,
            "ksegmap": 36,
        },
    ),
    (
        "sun3",
        "m68k",
        292,
        {
            "name": 0,
            "page_size": 16,
            "kernbase": 20,
            "segshift": 24,
            "pg_frame": 28,
            "pg_valid": 32,
            "ksegmap": 36,
        },
    ),
    (
        "sun3x",
        "m68k",
        40,
        {
            "name": 0,
            "page_size": 16,
            "kernbase": 20,
            "pg_frame": 24,
            "pg_valid": 28,
            "contig_end": 32,
            "kernCbase": 36,
        },
    ),
]


@pytest.mark.parametrize(
    ("name", "model", "size", "offsets"), COMPILED, ids=[f"{row[0]}-{row[1]}" for row in COMPILED]
)
def test_layout(name, model, size, offsets):
    layout = getattr(netbsd_kcore, name)(MODELS[model])
    assert {field: layout.offset(field) for field in layout.fields} == offsets
    assert layout.size == size


def test_older_header_of_sparc64_is_the_beginning_of_the_newer():
    model = MODELS["sparcv9"]
    older, newer = netbsd_kcore.sparc64_v1(model), netbsd_kcore.sparc64_v2(model)
    assert older.size == newer.offset("newmagic") == 96
    assert all(older.offset(name) == newer.offset(name) for name in older.fields)


def test_headers_of_the_m68k_family_begin_alike():
    model = MODELS["m68k"]
    common = netbsd_kcore.m68k(model)
    for schema in (netbsd_kcore.m68k_motorola, netbsd_kcore.sun2, netbsd_kcore.sun3, netbsd_kcore.sun3x):
        assert [schema(model).offset(name) for name in common.fields] == [0, 16, 20]
