"""Structs of the emulated SunOS 4 kernel. Its headers were never published, so the layouts are sunkvm's own.

The names of members are those that programs of the time use; ``sunkvm/sunos4.h`` of the C flavour declares the same. Numbers
of processes and users are wider than they were, so that those of this host have room.
"""

from __future__ import annotations

from ..base import char, cstruct, long_t, nested, ptr, s8, s16, s32, schema, u8, u16, u32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout


@schema
def timeval(model: DataModel) -> Layout:
    """``struct timeval``."""
    return cstruct(model, "timeval", long_t("tv_sec"), long_t("tv_usec"))


@schema
def rusage(model: DataModel) -> Layout:
    """``struct rusage``."""
    return cstruct(
        model,
        "rusage",
        nested("ru_utime", timeval),
        nested("ru_stime", timeval),
        *(
            long_t(f"ru_{name}")
            for name in (
                "maxrss",
                "ixrss",
                "idrss",
                "isrss",
                "minflt",
                "majflt",
                "nswap",
                "inblock",
                "oublock",
                "msgsnd",
                "msgrcv",
                "nsignals",
                "nvcsw",
                "nivcsw",
            )
        ),
    )


@schema
def proc(model: DataModel) -> Layout:
    """``struct proc``: a slot of the table ``proc``; one that is free has ``p_stat`` 0."""
    return cstruct(
        model,
        "proc",
        ptr("p_link", "struct proc"),
        ptr("p_rlink", "struct proc"),
        ptr("p_nxt", "struct proc"),
        ptr("p_as", "struct as"),
        ptr("p_uarea", "struct user"),
        s8("p_stat"),
        s8("p_pri"),
        s8("p_nice"),
        s8("p_cpu"),
        s8("p_time"),
        s32("p_uid"),
        s32("p_suid"),
        s32("p_pgrp"),
        s32("p_pid"),
        s32("p_ppid"),
        s32("p_flag"),
        s32("p_cpticks"),
        long_t("p_pctcpu"),
        long_t("p_tsize"),
        long_t("p_dsize"),
        long_t("p_ssize"),
        long_t("p_rssize"),
    )


@schema
def user(model: DataModel) -> Layout:
    """``struct user``: what `kvm_getu` gives."""
    return cstruct(
        model,
        "user",
        char("u_comm", 17),
        char("u_pad", 7),
        nested("u_ru", rusage),
        ptr("u_procp", "struct proc"),
        nested("u_start", timeval),
    )


@schema
def vmtotal(model: DataModel) -> Layout:
    """``struct vmtotal``: how many processes there are of a kind, and pages of memory."""
    words = ("vm", "avm", "rm", "arm", "vmtxt", "avmtxt", "rmtxt", "armtxt", "free")
    return cstruct(
        model,
        "vmtotal",
        *(s16(f"t_{name}") for name in ("rq", "dw", "pw", "sl", "sw")),
        *(s32(f"t_{name}") for name in words),
    )


VMMETER = (
    "swtch",
    "trap",
    "syscall",
    "intr",
    "pdma",
    "pswpin",
    "pswpout",
    "pgin",
    "pgout",
    "pgpgin",
    "pgpgout",
    "intrans",
    "pgrec",
    "xsfrec",
    "xifrec",
    "exfod",
    "zfod",
    "vrfod",
    "nexfod",
    "nzfod",
    "nvrfod",
    "pgfrec",
    "faults",
    "scan",
    "rev",
    "seqfree",
    "dfree",
    "fastpgrec",
    "swpin",
    "swpout",
)


@schema
def vmmeter(model: DataModel) -> Layout:
    """``struct vmmeter``: counters of virtual memory."""
    return cstruct(model, "vmmeter", *(u32(f"v_{name}", "unsigned int") for name in VMMETER))


@schema
def anoninfo(model: DataModel) -> Layout:
    """``struct anoninfo``: pages of swap, and how many of them are free and reserved."""
    return cstruct(
        model, "anoninfo", *(u32(f"ani_{name}", "unsigned int") for name in ("max", "free", "resv"))
    )


@schema
def page(model: DataModel) -> Layout:
    """``struct page``: a page of main memory; of the bit-fields in ``p_bits`` p_lock is the first, p_free the third."""
    return cstruct(model, "page", u8("p_bits"), u8("p_pad"), u16("p_keepcnt", "unsigned short"))
