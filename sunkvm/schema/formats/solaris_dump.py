"""Structs of Solaris crash dumps (illumos uts/common/sys/dumphdr.h, versions 9 and 10)."""

from __future__ import annotations

from ..base import (
    char,
    cstruct,
    long_t,
    nested,
    offset_t,
    ptr,
    s64,
    schema,
    u16,
    u32,
    u64,
    ulong_t,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

DUMP_MAGIC = 0xDEFEC8ED
DF_VALID = 0x1
DF_COMPLETE = 0x2
DF_LIVE = 0x4
DF_COMPRESSED = 0x8
DF_KERNEL = 0x10000
DF_ALL = 0x20000
DF_CURPROC = 0x40000
DF_CONTENT = 0xFFFF0000

DUMP_OFFSET = 64 * 1024
"""A dump starts this far into its device, and its terminal header has this much at the end to itself."""
DATA_HEADER_MAGIC = 0x64686472
STREAM_MAGIC = b"StrmHdr\0"
CBUF_SIZE = 128 * 1024
"""The longest block of a stream, its word included."""
CBUF_MAPSIZE = 4 << 20
"""Bytes of physical memory that make up a run of pages of a stream."""
COMPRESSIONS = ("lzjb", "parallel lzjb", "parallel bzip2")
"""By dump_clevel."""

SYS_NMLN = 257
DUMP_PANICSIZE = 200


@schema
def utsname(model: DataModel) -> Layout:
    """``struct utsname``: five strings of 257 characters (sys/utsname.h)."""
    names = ("sysname", "nodename", "release", "version", "machine")
    return cstruct(model, "utsname", *(char(name, SYS_NMLN) for name in names))


def _dumphdr_v9() -> list:  # type: ignore[type-arg]
    return [
        u32("dump_magic"),
        u32("dump_version"),
        u32("dump_flags"),
        u32("dump_wordsize"),
        offset_t("dump_start"),
        offset_t("dump_ksyms"),
        offset_t("dump_pfn"),
        offset_t("dump_map"),
        offset_t("dump_data"),
        nested("dump_utsname", utsname),
        char("dump_platform", SYS_NMLN),
        char("dump_panicstring", DUMP_PANICSIZE),
        long_t("dump_crashtime", "time_t"),
        long_t("dump_pageshift"),
        long_t("dump_pagesize"),
        long_t("dump_hashmask"),
        long_t("dump_nvtop"),
        ulong_t("dump_npages", "pgcnt_t"),
        ulong_t("dump_ksyms_size", "size_t"),
        ulong_t("dump_ksyms_csize", "size_t"),
    ]


@schema
def dumphdr_v9(model: DataModel) -> Layout:
    """``struct dumphdr`` of DUMP_VERSION 9: ends with dump_ksyms_csize."""
    return cstruct(model, "dumphdr", *_dumphdr_v9())


@schema
def dumphdr(model: DataModel) -> Layout:
    """``struct dumphdr`` of DUMP_VERSION 10; all members of version 9 lie where they were."""
    return cstruct(model, "dumphdr", *_dumphdr_v9(), u32("dump_fm_panic"), char("dump_uuid", 37))


@schema
def dump_map(model: DataModel) -> Layout:
    """``dump_map_t``: bucket head and translation record of the page hash of a finished vmcore."""
    return cstruct(
        model,
        "dump_map",
        offset_t("dm_first"),
        offset_t("dm_next"),
        offset_t("dm_data"),
        ptr("dm_as", "struct as"),
        ulong_t("dm_va", "uintptr_t"),
    )


@schema
def mem_vtop(model: DataModel) -> Layout:
    """``mem_vtop_t``: one unhashed translation, as a dump device and a vmdump hold them."""
    return cstruct(model, "mem_vtop", ptr("m_as", "struct as"), ptr("m_va"), ulong_t("m_pfn", "pfn_t"))


@schema
def dumpdatahdr(model: DataModel) -> Layout:
    """``dumpdatahdr_t``: follows the terminal header of a device or vmdump."""
    return cstruct(
        model,
        "dumpdatahdr",
        u32("dump_datahdr_magic"),
        u32("dump_datahdr_version"),
        u64("dump_data_csize"),
        u32("dump_maxcsize"),
        u32("dump_maxrange"),
        u16("dump_nstreams"),
        u16("dump_clevel"),
        u32("dump_metrics"),
    )


@schema
def dumpstreamhdr(model: DataModel) -> Layout:
    """``dumpstreamhdr_t``: heads a run of pages inside a stream."""
    return cstruct(
        model,
        "dumpstreamhdr",
        char("stream_magic", 8),
        ulong_t("stream_pagenum", "pgcnt_t"),
        ulong_t("stream_npages", "pgcnt_t"),
    )


@schema
def log_dump(model: DataModel) -> Layout:
    """``log_dump_t``: heads one undelivered message on a dump device; log_ctl and the text follow."""
    return cstruct(model, "log_dump", u32("ld_magic"), u32("ld_msgsize"), u32("ld_csum"), u32("ld_msum"))


@schema
def _ereport_time(model: DataModel) -> Layout:
    return cstruct(model, "ed_tod_base", u64("sec"), u64("nsec"))


@schema
def erpt_dump(model: DataModel) -> Layout:
    """``erpt_dump_t`` (sys/fm/util.h): heads one error report on a dump device; ed_size bytes of packed nvlist follow."""
    return cstruct(
        model,
        "erpt_dump",
        u32("ed_magic"),
        u32("ed_chksum"),
        u32("ed_size"),
        u32("ed_pad"),
        s64("ed_hrt_nsec"),
        s64("ed_hrt_base"),
        nested("ed_tod_base", _ereport_time),
    )


@schema
def summary_dump(model: DataModel) -> Layout:
    """``summary_dump_t`` (sys/panic.h): heads the text of the panic stack on a dump device."""
    return cstruct(model, "summary_dump", u32("sd_magic"), u32("sd_ssum"))
