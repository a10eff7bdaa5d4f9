"""Structs that NetBSD has made public to libkvm's callers: kinfo_proc2, kinfo_lwp, kinfo_file, kinfo_proc, nlist.

``kinfo_proc2``, ``kinfo_lwp`` and ``kinfo_file`` are the same on every machine and in every release (sys/sys/sysctl.h of
6.99.16 and 10.99.12). ``kinfo_proc`` holds the kernel's own proc and vmspace: `kinfo_proc` takes their layouts.
"""

from __future__ import annotations

from ...layout import Layout
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
    from ...layout import Field
    from ..base import Member

KI_NOCPU = (1 << 64) - 1
EPROC_CTTY, EPROC_SLEADER = 1, 2
WMESGLEN = 8
_CACHE_LINE = 64


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
def ki_sigset(model: DataModel) -> Layout:
    """``ki_sigset_t`` (sys/sysctl.h)."""
    return cstruct(model, "ki_sigset_t", array(u32("__bits"), 4))


def _sigset(name: str) -> Member:
    def member(model: DataModel) -> tuple[Field, int, Layout | None]:
        field, align, layout = nested(name, ki_sigset)(model)
        field.type = "ki_sigset_t"
        return field, align, layout

    return member


_ADDRESSES = (
    "p_forw", "p_back", "p_paddr", "p_addr", "p_fd", "p_cwdi", "p_stats", "p_limit", "p_vmspace", "p_sigacts", "p_sess",
    "p_tsess", "p_ru",
)  # fmt: skip
_USAGE = (
    "p_uru_maxrss", "p_uru_ixrss", "p_uru_idrss", "p_uru_isrss", "p_uru_minflt", "p_uru_majflt", "p_uru_nswap",
    "p_uru_inblock", "p_uru_oublock", "p_uru_msgsnd", "p_uru_msgrcv", "p_uru_nsignals", "p_uru_nvcsw", "p_uru_nivcsw",
)  # fmt: skip


@schema
def kinfo_proc2(model: DataModel) -> Layout:
    """``struct kinfo_proc2``: 680 bytes. All that is not text stands on a multiple of its own size."""
    return cstruct(
        model,
        "kinfo_proc2",
        *(u64(name) for name in _ADDRESSES),
        *(s32(name) for name in ("p_eflag", "p_exitsig", "p_flag")),
        *(s32(name) for name in ("p_pid", "p_ppid", "p_sid", "p__pgid", "p_tpgid")),
        *(u32(name) for name in ("p_uid", "p_ruid", "p_gid", "p_rgid")),
        array(u32("p_groups"), 16),
        s16("p_ngroups"),
        s16("p_jobc"),
        *(u32(name) for name in ("p_tdev", "p_estcpu", "p_rtime_sec", "p_rtime_usec")),
        s32("p_cpticks"),
        *(u32(name) for name in ("p_pctcpu", "p_swtime", "p_slptime")),
        s32("p_schedflags"),
        *(u64(name) for name in ("p_uticks", "p_sticks", "p_iticks", "p_tracep")),
        s32("p_traceflag"),
        s32("p_holdcnt"),
        *(_sigset(name) for name in ("p_siglist", "p_sigmask", "p_sigignore", "p_sigcatch")),
        s8("p_stat"),
        *(u8(name) for name in ("p_priority", "p_usrpri", "p_nice")),
        u16("p_xstat"),
        u16("p_acflag"),
        char("p_comm", 24),
        char("p_wmesg", 8),
        u64("p_wchan"),
        char("p_login", 24),
        *(s32(name) for name in ("p_vm_rssize", "p_vm_tsize", "p_vm_dsize", "p_vm_ssize")),
        s64("p_uvalid"),
        *(
            u32(name)
            for name in (
                "p_ustart_sec",
                "p_ustart_usec",
                "p_uutime_sec",
                "p_uutime_usec",
                "p_ustime_sec",
                "p_ustime_usec",
            )
        ),
        *(u64(name) for name in _USAGE),
        u32("p_uctime_sec"),
        u32("p_uctime_usec"),
        *(u64(name) for name in ("p_cpuid", "p_realflag", "p_nlwps", "p_nrlwps", "p_realstat")),
        u32("p_svuid"),
        u32("p_svgid"),
        char("p_ename", 16),
        s64("p_vm_vsize"),
        s64("p_vm_msize"),
    )


@schema
def kinfo_lwp(model: DataModel) -> Layout:
    """``struct kinfo_lwp``: 128 bytes."""
    return cstruct(
        model,
        "kinfo_lwp",
        *(u64(name) for name in ("l_forw", "l_back", "l_laddr", "l_addr")),
        s32("l_lid"),
        s32("l_flag"),
        u32("l_swtime"),
        u32("l_slptime"),
        s32("l_schedflags"),
        s32("l_holdcnt"),
        u8("l_priority"),
        u8("l_usrpri"),
        s8("l_stat"),
        s8("l_pad1"),
        s32("l_pad2"),
        char("l_wmesg", WMESGLEN),
        u64("l_wchan"),
        u64("l_cpuid"),
        *(u32(name) for name in ("l_rtime_sec", "l_rtime_usec", "l_cpticks", "l_pctcpu", "l_pid")),
        char("l_name", 20),
    )


@schema
def kinfo_file(model: DataModel) -> Layout:
    """``struct kinfo_file``: 120 bytes; what sysctl's KERN_FILE2 gives, not `kvm_getfiles`."""
    return cstruct(
        model,
        "kinfo_file",
        u64("ki_fileaddr"),
        *(
            u32(name)
            for name in ("ki_flag", "ki_iflags", "ki_ftype", "ki_count", "ki_msgcount", "ki_usecount")
        ),
        u64("ki_fucred"),
        u32("ki_fuid"),
        u32("ki_fgid"),
        *(u64(name) for name in ("ki_fops", "ki_foffset", "ki_fdata", "ki_vun", "ki_vsize")),
        u32("ki_vtype"),
        u32("ki_vtag"),
        u64("ki_vdata"),
        u32("ki_pid"),
        s32("ki_fd"),
        u32("ki_ofileflags"),
        u32("_ki_padto64bits"),
    )


@schema
def ki_pcred(model: DataModel) -> Layout:
    """``struct ki_pcred`` (sys/sysctl.h): the credentials of a process as they once were."""
    return cstruct(
        model,
        "ki_pcred",
        ptr("p_pad"),
        u32("p_ruid", "uid_t"),
        u32("p_svuid", "uid_t"),
        u32("p_rgid", "gid_t"),
        u32("p_svgid", "gid_t"),
        s32("p_refcnt"),
    )


@schema
def ki_ucred(model: DataModel) -> Layout:
    """``struct ki_ucred`` (sys/sysctl.h)."""
    return cstruct(
        model,
        "ki_ucred",
        u32("cr_ref"),
        u32("cr_uid", "uid_t"),
        u32("cr_gid", "gid_t"),
        u32("cr_ngroups"),
        array(u32("cr_groups", "gid_t"), 16),
    )


def eproc(vmspace: Layout) -> Layout:
    """Return ``struct eproc`` (sys/sysctl.h) around a kernel's own struct vmspace."""
    model = vmspace.model
    # It holds 8-byte integers everywhere; tables do not tell alignments.
    space = Layout(
        "vmspace", model, vmspace.size, vmspace, align=vmspace.align or model.align(8), source=vmspace.source
    )
    return cstruct(
        model,
        "eproc",
        ptr("e_paddr", "struct proc"),
        ptr("e_sess", "struct session"),
        nested("e_pcred", ki_pcred),
        nested("e_ucred", ki_ucred),
        nested("e_vm", lambda model: space),
        s32("e_ppid", "pid_t"),
        s32("e_pgid", "pid_t"),
        s16("e_jobc"),
        u32("e_tdev"),
        s32("e_tpgid", "pid_t"),
        ptr("e_tsess", "struct session"),
        char("e_wmesg", WMESGLEN),
        s32("e_xsize", "segsz_t"),
        *(s16(name) for name in ("e_xrssize", "e_xccount", "e_xswrss")),
        long_t("e_flag"),
        char("e_login", 16),
        s32("e_sid", "pid_t"),
        array(long_t("e_spare"), 3),
        source=vmspace.source,
    )


def kinfo_proc(proc: Layout, vmspace: Layout) -> Layout:
    """Return ``struct kinfo_proc``: kp_proc, the kernel's own struct proc, then kp_eproc."""
    model = proc.model
    # Tables do not tell alignments: in the releases that have p_xexit struct proc stands on cache lines.
    align = proc.align or (_CACHE_LINE if "p_xexit" in proc else model.align(8))
    whole = Layout("proc", model, proc.size, proc, align=align, source=proc.source)
    return cstruct(
        model,
        "kinfo_proc",
        nested("kp_proc", lambda model: whole),
        nested("kp_eproc", lambda model: eproc(vmspace)),
        source=proc.source,
    )


@schema
def loadavg(model: DataModel) -> Layout:
    """``struct loadavg`` (sys/resource.h)."""
    return cstruct(model, "loadavg", array(u32("ldavg", "fixpt_t"), 3), long_t("fscale"))
