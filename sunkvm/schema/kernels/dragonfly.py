"""Structs that DragonFly has made public to libkvm's callers: kinfo_proc, kinfo_lwp, kinfo_file, kvm_swap, nchstats.

``nlist``, ``rusage``, ``timeval`` and ``sigset_t`` are FreeBSD's. Kernel structs (proc, lwp, thread ...) have no schema.
"""

from __future__ import annotations

from ..base import array, char, cstruct, nested, ptr, s16, s32, s64, schema, u16, u32, u64, ulong_t
from .freebsd import nlist, rusage, sigset_member, timeval

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

__all__ = ["kinfo_file", "kinfo_lwp", "kinfo_proc", "kvm_swap", "nchstats", "nlist", "rtprio"]


@schema
def rtprio(model: DataModel) -> Layout:
    """``struct rtprio`` (sys/rtprio.h)."""
    return cstruct(model, "rtprio", u16("type", "u_short"), u16("prio", "u_short"))


@schema
def kinfo_lwp(model: DataModel) -> Layout:
    """``struct kinfo_lwp`` (sys/kinfo.h): 312 bytes."""
    return cstruct(
        model,
        "kinfo_lwp",
        s32("kl_pid", "pid_t"),
        s32("kl_tid", "lwpid_t"),
        s32("kl_flags"),
        u32("kl_stat", "enum lwpstat"),
        *(s32(name) for name in ("kl_lock", "kl_tdflags", "kl_mpcount", "kl_prio", "kl_tdprio")),
        nested("kl_rtprio", rtprio),
        *(u64(name) for name in ("kl_uticks", "kl_sticks", "kl_iticks", "kl_cpticks")),
        u32("kl_pctcpu", "u_int"),
        u32("kl_slptime", "u_int"),
        *(s32(name) for name in ("kl_origcpu", "kl_estcpu", "kl_cpuid")),
        nested("kl_ru", rusage),
        sigset_member("kl_siglist"),
        sigset_member("kl_sigmask"),
        ulong_t("kl_wchan", "uintptr_t"),
        char("kl_wmesg", 9),
        char("kl_comm", 17),
    )


@schema
def kinfo_proc(model: DataModel) -> Layout:
    """``struct kinfo_proc`` (sys/kinfo.h): 992 bytes, one of the process's lwps in it."""
    return cstruct(
        model,
        "kinfo_proc",
        ulong_t("kp_paddr", "uintptr_t"),
        s32("kp_flags"),
        u32("kp_stat", "enum procstat"),
        *(s32(name) for name in ("kp_lock", "kp_acflag", "kp_traceflag")),
        ulong_t("kp_fd", "uintptr_t"),
        *(sigset_member(name) for name in ("kp_siglist", "kp_sigignore", "kp_sigcatch")),
        s32("kp_sigflag"),
        nested("kp_start", timeval),
        char("kp_comm", 17),
        u32("kp_uid", "uid_t"),
        s16("kp_ngroups"),
        array(u32("kp_groups", "gid_t"), 16),
        *(u32(name, "uid_t") for name in ("kp_ruid", "kp_svuid")),
        *(u32(name, "gid_t") for name in ("kp_rgid", "kp_svgid")),
        *(s32(name, "pid_t") for name in ("kp_pid", "kp_ppid", "kp_pgid")),
        s32("kp_jobc"),
        s32("kp_sid", "pid_t"),
        char("kp_login", 40),
        u32("kp_tdev", "dev_t"),
        *(s32(name, "pid_t") for name in ("kp_tpgid", "kp_tsid")),
        u16("kp_exitstat", "u_short"),
        s32("kp_nthreads"),
        s32("kp_nice"),
        u32("kp_swtime", "unsigned int"),
        ulong_t("kp_vm_map_size", "size_t"),
        *(
            s64(name, "segsz_t")
            for name in ("kp_vm_rssize", "kp_vm_swrss", "kp_vm_tsize", "kp_vm_dsize", "kp_vm_ssize")
        ),
        u32("kp_vm_prssize", "u_int"),
        s32("kp_jailid"),
        nested("kp_ru", rusage),
        nested("kp_cru", rusage),
        s32("kp_auxflags"),
        nested("kp_lwp", kinfo_lwp),
        ulong_t("kp_ktaddr", "uintptr_t"),
        array(s32("kp_spare"), 2),
    )


@schema
def kinfo_file(model: DataModel) -> Layout:
    """``struct kinfo_file`` (sys/kinfo.h): 72 bytes; ``f_file`` and ``f_data`` are addresses of the kernel."""
    return cstruct(
        model,
        "kinfo_file",
        ulong_t("f_size", "size_t"),
        s32("f_pid", "pid_t"),
        u32("f_uid", "uid_t"),
        s32("f_fd"),
        ptr("f_file"),
        s16("f_type"),
        s32("f_count"),
        s32("f_msgcount"),
        s64("f_offset", "off_t"),
        ptr("f_data"),
        u32("f_flag", "u_int"),
    )


@schema
def kvm_swap(model: DataModel) -> Layout:
    """``struct kvm_swap`` (lib/libkvm/kvm.h): sizes in pages; 84 bytes."""
    return cstruct(
        model,
        "kvm_swap",
        char("ksw_devname", 64),
        u32("ksw_used", "u_int"),
        u32("ksw_total", "u_int"),
        s32("ksw_flags"),
        u32("ksw_reserved1", "u_int"),
        u32("ksw_reserved2", "u_int"),
    )


@schema
def nchstats(model: DataModel) -> Layout:
    """``struct nchstats`` (sys/nchstats.h): eight counters of the cache of names, 64 bytes."""
    names = ("goodhits", "neghits", "badhits", "falsehits", "miss", "longhits", "longmiss", "unused")
    return cstruct(model, "nchstats", *(ulong_t(f"ncs_{name}", "unsigned long") for name in names))
