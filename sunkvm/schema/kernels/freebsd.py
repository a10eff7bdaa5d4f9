"""Structs that FreeBSD has made public to libkvm's callers: kinfo_proc, nlist, kvm_swap, kvm_page.

``kinfo_proc`` changed between releases without changing its size; `kinfo_proc` takes the release. Kernel structs
(proc, thread, vmspace ...) have no schema: the image, or a table of a release in `sunkvm.layouts`, tells their layouts.
"""

from __future__ import annotations

from ..base import (
    array,
    char,
    cstruct,
    long_t,
    nested,
    ptr,
    s8,
    s16,
    s32,
    s64,
    schema,
    u8,
    u16,
    u32,
    u64,
    ulong_t,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Field, Layout
    from ..base import Member


@schema
def nlist(model: DataModel) -> Layout:
    """``struct nlist`` (include/nlist.h): the a.out order, value last."""
    return cstruct(
        model,
        "nlist",
        ptr("n_name", "const char"),
        u8("n_type", "unsigned char"),
        s8("n_other"),
        s16("n_desc"),
        ulong_t("n_value", "unsigned long"),
    )


@schema
def kvm_nlist(model: DataModel) -> Layout:
    """``struct kvm_nlist`` (lib/libkvm/kvm.h): what `kvm_nlist2` fills; the value has 64 bits everywhere."""
    return cstruct(
        model,
        "kvm_nlist",
        ptr("n_name", "const char"),
        u8("n_type", "unsigned char"),
        u64("n_value", "kvaddr_t"),
    )


@schema
def kvm_swap(model: DataModel) -> Layout:
    """``struct kvm_swap`` (lib/libkvm/kvm.h): sizes in pages; 52 bytes everywhere."""
    return cstruct(
        model,
        "kvm_swap",
        char("ksw_devname", 32),
        u32("ksw_used", "u_int"),
        u32("ksw_total", "u_int"),
        s32("ksw_flags"),
        u32("ksw_reserved1", "u_int"),
        u32("ksw_reserved2", "u_int"),
    )


@schema
def kvm_page(model: DataModel) -> Layout:
    """``struct kvm_page`` (lib/libkvm/kvm.h, LIBKVM_WALK_PAGES_VERSION 2): what the callback of `kvm_walk_pages` gets."""
    return cstruct(
        model,
        "kvm_page",
        u32("kp_version", "u_int"),
        u64("kp_paddr", "kpaddr_t"),
        u64("kp_kmap_vaddr", "kvaddr_t"),
        u64("kp_dmap_vaddr", "kvaddr_t"),
        u8("kp_prot", "vm_prot_t"),
        s64("kp_offset", "off_t"),
        ulong_t("kp_len", "size_t"),
    )


@schema
def ttyinq(model: DataModel) -> Layout:
    """``struct ttyinq`` (sys/ttyqueue.h): the input queue of a terminal, part of struct tty."""
    block = "struct ttyinq_block"
    return cstruct(
        model,
        "ttyinq",
        *(ptr(name, block) for name in ("ti_firstblock", "ti_startblock", "ti_reprintblock", "ti_lastblock")),
        *(
            u32(name)
            for name in ("ti_begin", "ti_linestart", "ti_reprint", "ti_end", "ti_nblocks", "ti_quota")
        ),
    )


@schema
def ttyoutq(model: DataModel) -> Layout:
    """``struct ttyoutq`` (sys/ttyqueue.h): the output queue of a terminal."""
    return cstruct(
        model,
        "ttyoutq",
        *(ptr(name, "struct ttyoutq_block") for name in ("to_firstblock", "to_lastblock")),
        *(u32(name) for name in ("to_begin", "to_end", "to_nblocks", "to_quota")),
    )


def _time_t(name: str) -> Member:
    """``time_t`` (sys/_types.h): 32 bits on i386 only."""
    return lambda model: (s32 if model.name == "i386" else s64)(name, "time_t")(model)


@schema
def timeval(model: DataModel) -> Layout:
    """``struct timeval`` (sys/_timeval.h)."""
    return cstruct(model, "timeval", _time_t("tv_sec"), long_t("tv_usec", "suseconds_t"))


@schema
def priority(model: DataModel) -> Layout:
    """``struct priority`` (sys/priority.h)."""
    return cstruct(
        model,
        "priority",
        *(u8(name, "u_char") for name in ("pri_class", "pri_level", "pri_native", "pri_user")),
    )


_RUSAGE = (
    "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock",
    "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw",
)  # fmt: skip


@schema
def rusage(model: DataModel) -> Layout:
    """``struct rusage`` (sys/resource.h)."""
    return cstruct(
        model,
        "rusage",
        nested("ru_utime", timeval),
        nested("ru_stime", timeval),
        *(long_t(name) for name in _RUSAGE),
    )


@schema
def sigset(model: DataModel) -> Layout:
    """``sigset_t`` (sys/_sigset.h)."""
    return cstruct(model, "sigset", array(u32("__bits", "__uint32_t"), 4))


def sigset_member(name: str) -> Member:
    def member(model: DataModel) -> tuple[Field, int, Layout | None]:
        field, align, layout = nested(name, sigset)(model)
        field.type = "sigset_t"
        return field, align, layout

    return member


def kinfo_proc(model: DataModel, release: int) -> Layout:
    """Return ``struct kinfo_proc`` (sys/user.h) of FreeBSD 11, 12 or 15: 1088 bytes LP64, 768 on i386, 816 on other ILP32.

    12 moved ki_tdev and made it 64 bits wide; 14 added ki_reaper and ki_reapsubtree, ki_pd, and 15 ki_uerrmsg.
    """
    if release < 12:
        return _kinfo_proc_11(model)
    return _kinfo_proc_12(model) if release < 15 else _kinfo_proc_15(model)


@schema
def _kinfo_proc_11(model: DataModel) -> Layout:
    return _kinfo(model, 11)


@schema
def _kinfo_proc_12(model: DataModel) -> Layout:
    return _kinfo(model, 12)


@schema
def _kinfo_proc_15(model: DataModel) -> Layout:
    return _kinfo(model, 15)


def _kinfo(model: DataModel, release: int) -> Layout:
    old, new = release < 12, release >= 15
    pointers = 2 if new else 0
    return cstruct(
        model,
        "kinfo_proc",
        s32("ki_structsize"),
        s32("ki_layout"),
        ptr("ki_args", "struct pargs"),
        ptr("ki_paddr", "struct proc"),
        ptr("ki_addr", "struct user"),
        ptr("ki_tracep", "struct vnode"),
        ptr("ki_textvp", "struct vnode"),
        ptr("ki_fd", "struct filedesc"),
        ptr("ki_vmspace", "struct vmspace"),
        ptr("ki_wchan", "const void" if new else "void"),
        *(s32(name, "pid_t") for name in ("ki_pid", "ki_ppid", "ki_pgid", "ki_tpgid", "ki_sid", "ki_tsid")),
        s16("ki_jobc"),
        s16("ki_spare_short1"),
        u32("ki_tdev" if old else "ki_tdev_freebsd11", "dev_t" if old else "uint32_t"),
        *(sigset_member(name) for name in ("ki_siglist", "ki_sigmask", "ki_sigignore", "ki_sigcatch")),
        *(u32(name, "uid_t") for name in ("ki_uid", "ki_ruid", "ki_svuid")),
        *(u32(name, "gid_t") for name in ("ki_rgid", "ki_svgid")),
        s16("ki_ngroups"),
        s16("ki_spare_short2"),
        array(u32("ki_groups", "gid_t"), 16),
        ulong_t("ki_size", "vm_size_t"),
        *(long_t(name, "segsz_t") for name in ("ki_rssize", "ki_swrss", "ki_tsize", "ki_dsize", "ki_ssize")),
        u16("ki_xstat", "u_short"),
        u16("ki_acflag", "u_short"),
        u32("ki_pctcpu", "fixpt_t"),
        *(u32(name, "u_int") for name in ("ki_estcpu", "ki_slptime", "ki_swtime", "ki_cow")),
        u64("ki_runtime", "u_int64_t"),
        nested("ki_start", timeval),
        nested("ki_childtime", timeval),
        long_t("ki_flag"),
        long_t("ki_kiflag"),
        s32("ki_traceflag"),
        s8("ki_stat"),
        s8("ki_nice", "signed char"),
        s8("ki_lock"),
        s8("ki_rqindex"),
        u8("ki_oncpu_old", "u_char"),
        u8("ki_lastcpu_old", "u_char"),
        char("ki_tdname", 17),
        char("ki_wmesg", 9),
        char("ki_login", 18),
        char("ki_lockname", 9),
        char("ki_comm", 20),
        char("ki_emul", 17),
        char("ki_loginclass", 18),
        *(() if old else (char("ki_moretdname", 4),)),
        char("ki_sparestrings", 50 if old else 38 if new else 46),
        array(s32("ki_spareints"), 4 if old else 2),
        *((s32("ki_reaper", "pid_t"), s32("ki_reapsubtree", "pid_t")) if new else ()),
        *(() if old else (u64("ki_tdev", "uint64_t"),)),
        *(s32(name) for name in ("ki_oncpu", "ki_lastcpu", "ki_tracer", "ki_flag2", "ki_fibnum")),
        u32("ki_cr_flags", "u_int"),
        s32("ki_jid"),
        s32("ki_numthreads"),
        s32("ki_tid", "lwpid_t"),
        nested("ki_pri", priority),
        nested("ki_rusage", rusage),
        nested("ki_rusage_ch", rusage),
        ptr("ki_pcb", "struct pcb"),
        ptr("ki_kstack"),
        ptr("ki_udata"),
        ptr("ki_tdaddr", "struct thread"),
        *((ptr("ki_pd", "struct pwddesc"), ptr("ki_uerrmsg")) if new else ()),
        array(ptr("ki_spareptrs"), 6 - pointers),
        array(long_t("ki_sparelongs"), 12),
        long_t("ki_sflag"),
        long_t("ki_tdflags"),
        source=f"schema, FreeBSD {release}",
    )
