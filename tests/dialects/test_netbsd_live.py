"""What NetBSD's calls tell of a running kernel: kernels laid by hand, answers counted from fill_proc2 and fill_lwp."""

from __future__ import annotations

import pytest

from sunkvm.compat import netbsd as kvm

from .netbsd_kernel import full_kernel
from .test_netbsd import descriptor


@pytest.fixture(params=["amd64", "i386", "sparc", "sparcv9", "aarch64"])
def live(request):
    """The kernel of 10, and a descriptor of it as a running one."""
    kernel = full_kernel(10, request.param)
    kernel.core.live = True
    kernel.core.refresh = lambda: None
    kd = descriptor(kernel)
    kd.state = 1
    return kernel, kd


def shown(kd, pid):
    (found,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, pid)
    return found


@pytest.mark.parametrize(
    ("member", "value", "flag"),
    [
        ("p_flag", 0x1, 0x1),  # ADVLOCK
        ("p_flag", 0x100, 0x100),  # SUGID
        ("p_flag", 0x4000, 0x4000),  # EXEC
        ("p_flag", 0x20000, 0x20000),  # NOCLDWAIT
        ("p_flag", 0x40000, 0x40000),  # 32
        ("p_flag", 0x80000, 0x80000),  # CLDSIGIGN
        ("p_flag", 0x2 | 0x4 | 0x200, 0),  # PK_SYSTEM, PK_SYSVSEM and PK_KMEM are the kernel's own
        ("p_sflag", 0x8, 0x8),  # NOCLDSTOP
        ("p_sflag", 0x2000, 0x2000),  # WEXIT
        ("p_sflag", 0x3800000, 0x3800000),  # STOPFORK STOPEXEC STOPEXIT
        ("p_sflag", 0x1000, 0),  # PS_WCORE
        ("p_slflag", 0x40, 0x800),  # TRACED
        ("p_slflag", 0x100, 0x400000),  # CHTRACED
        ("p_slflag", 0x200, 0x4000000),  # SYSCALL
        ("p_slflag", 0x1, 0),  # PSL_TRACEFORK
        ("p_lflag", 0x1, 0x2),  # CONTROLT
        ("p_lflag", 0x2, 0x10),  # PPWAIT
        ("p_stflag", 0x20, 0x20),  # PROFIL
    ],
)
def test_flags_of_processes(live, member, value, flag):
    kernel, kd = live
    kernel.set("proc", kernel.procs[300], p_flag=0, p_lflag=0)
    kernel.set("proc", kernel.procs[300], **{member: value})
    found = shown(kd, 300)
    assert found.p_realflag == 0x4 | flag  # L_INMEM
    assert found.p_flag == 0x4 | 0x80 | flag  # L_SINTR of its lwp


def test_flags_of_lwps(live):
    kernel, kd = live
    first = kernel.value("proc", kernel.procs[300], "p_lwps.lh_first")
    kernel.set("lwp", first, l_flag=0x200 | 0x1 | 0x2000000, l_prflag=0x800000 | 0x80)
    (lwp,) = kvm.kvm_getlwps(kd, 300, 0)
    assert lwp.l_flag == 0x4 | 0x200 | 0x800000
    assert shown(kd, 300).p_flag & 0x284 == 0x204


def lwps_of(kernel, pid):
    first = kernel.value("proc", kernel.procs[pid], "p_lwps.lh_first")
    return first, kernel.value("lwp", first, "l_sibling.le_next")


@pytest.mark.parametrize(
    ("states", "ticks", "active"),
    [
        ((3, 2), (9, 0), 1),  # one that could run before one that sleeps
        ((2, 7), (0, 0), 1),  # one on a processor before all
        ((7, 2), (0, 9), 0),
        ((4, 8), (0, 0), 0),  # stopped before suspended
        ((8, 1), (0, 0), 0),  # suspended before one that is being made
        ((5, 6), (0, 0), 1),
        ((3, 3), (5, 6), 1),  # else the one with more ticks
        ((3, 3), (6, 5), 0),
        ((3, 3), (5, 5), 0),  # else the first
    ],
)
def test_the_most_active_lwp_is_shown(live, states, ticks, active):
    kernel, kd = live
    both = lwps_of(kernel, 200)
    cpus = [kernel.make("cpu_info", ci_data__cpu_index=number) for number in (5, 6)]
    for number, where in enumerate(both):
        kernel.set(
            "lwp",
            where,
            l_stat=states[number],
            l_cpticks=ticks[number],
            l_priority=40 + number,
            l_cpu=cpus[number],
            l_estcpu=3,
        )
    found = shown(kd, 200)
    assert (found.p_stat, found.p_priority, found.p_cpuid) == (states[active], 40 + active, 5 + active)
    assert (found.p_forw, found.p_back) == (0, 0)
    assert found.p_cpticks == sum(ticks)
    assert found.p_estcpu == 6
    assert found.p_pctcpu == 44 + 6 + 6  # of the process, and of both
    assert found.p_realstat == 2
    assert [lwp.l_cpuid for lwp in kvm.kvm_getlwps(kd, 200, 0)] == [5, 6]


def test_times_are_those_of_all_lwps(live):
    """8.25 s of the process, 72.5 s and 71.5 s of its lwps."""
    _, kd = live
    found = shown(kd, 200)
    assert (found.p_rtime_sec, found.p_rtime_usec) == (152, 250_000)
    assert [(lwp.l_rtime_sec, lwp.l_rtime_usec) for lwp in kvm.kvm_getlwps(kd, 200, 0)] == [
        (72, 500_000),
        (71, 500_000),
    ]


def test_what_they_wait_for(live):
    """The text of a wait counts as long as there is a channel."""
    kernel, kd = live
    first = kernel.value("proc", kernel.procs[300], "p_lwps.lh_first")
    assert shown(kd, 300).p_wmesg.split(b"\0")[0] == b"wait1"
    kernel.set("lwp", first, l_wchan=0)
    assert not any(shown(kd, 300).p_wmesg)
    (lwp,) = kvm.kvm_getlwps(kd, 300, 0)
    assert (any(lwp.l_wmesg), lwp.l_wchan) == (False, 0)
    assert (lwp.l_pid, lwp.l_cpuid) == (300, (1 << 64) - 1)


def test_emulation_and_memory(live):
    kernel, kd = live
    emul = kernel.make("emul", e_name=kernel.text("a name of more than sixteen"))
    kernel.set("proc", kernel.procs[300], p_emul=emul)
    space = kernel.value("proc", kernel.procs[300], "p_vmspace")
    kernel.set("vmspace", space, vm_rssize=77)
    found = shown(kd, 300)
    assert found.p_ename == b"a name of more t"
    assert found.p_vm_rssize == 77
    assert not any(shown(kd, 200).p_ename)


def test_zombies_show_nothing_that_is_gone(live):
    kernel, kd = live
    lwp = kernel.lwp(1, l_stat=5)
    space = kernel.make("vmspace", vm_map__size=0x9000, vm_rssize=5, vm_tsize=5)
    kernel.set("proc", kernel.procs[400], p_lwps__lh_first=lwp, p_nlwps=1, p_nrlwps=1, p_vmspace=space)
    found = shown(kd, 400)
    assert (found.p_stat, found.p_realstat, found.p_uvalid, found.p_nlwps, found.p_nrlwps) == (5, 5, 0, 1, 0)
    assert (found.p_vm_vsize, found.p_vm_rssize, found.p_vm_tsize, found.p_cpuid) == (0, 0, 0, 0)
    assert (found.p_rtime_sec, found.p_rtime_usec, found.p_flag & 0x80) == (0, 0, 0)


def test_lwps_that_run_into_themselves(live):
    kernel, kd = live
    first, second = lwps_of(kernel, 200)
    kernel.set("lwp", second, l_sibling__le_next=first)
    assert shown(kd, 200).p_pid == 200
    assert len(kvm.kvm_getlwps(kd, 200, 0)) == 2


def test_an_lwp_that_cannot_be_read(live):
    kernel, kd = live
    kernel.set("proc", kernel.procs[300], p_lwps__lh_first=0x10)
    found = shown(kd, 300)
    assert (found.p_pid, found.p_cpuid) == (300, (1 << 64) - 1)
    assert kvm.kvm_geterr(kd).startswith("kvm_getlwps() failed on process 300")
    assert kvm.kvm_getlwps(kd, 300, 0) is None
