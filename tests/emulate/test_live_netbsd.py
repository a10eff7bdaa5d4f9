"""The emulated live NetBSD kernel: what it shows of this host, what changes, and what stays readable."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.compat import netbsd as kvm
from sunkvm.corefile import HOLE, KVA, PHYS, SLOW
from sunkvm.emulate import host, live
from sunkvm.emulate.live_netbsd import LiveNetbsd
from sunkvm.emulate.world import WorldCounters, WorldProcess
from sunkvm.errors import Fault, ReadOnlyError
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

from .bsd_kits import Reader
from .children import SLEEP, child
from .netbsd_kit import ALL, MODELS, OFFSETS, Kernel, layouts

NATIVE = datamodel.host()
own_kind = pytest.mark.skipif(
    NATIVE.name not in ("amd64", "aarch64"), reason="no kernel of this host's own kind"
)


def open_live(model, read_world=None):
    core = (
        live("netbsd", model)
        if read_world is None
        else LiveNetbsd(model, layouts(model), "sunkvm-test", read_world)
    )
    names = ElfNamelist("kernel", core.namelist())
    return core, Kernel(model.name, Reader(core), {name: int(names[name]) for name in names})


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def bsd(request):
    return request.param


@pytest.fixture
def staged(bsd, kit):
    """A live kernel of a world that the test changes: set ``stage.world``, then ``stage.look()``."""
    stage = SimpleNamespace(world=kit.example())
    stage.core, stage.kernel = open_live(bsd, lambda: stage.world)
    stage.core.processes_age = 0
    stage.look = stage.core.refresh
    yield stage
    stage.core.close()


@pytest.fixture
def kd():
    descriptor = kvm.kvm_open(None, None, None, os.O_RDONLY, None)
    assert descriptor is not None
    descriptor.image.corefile.processes_age = 0
    yield descriptor
    kvm.kvm_close(descriptor)


# Against /proc


def test_this_process(bsd):
    core, kernel = open_live(bsd)
    try:
        proc = kernel.by_pid()[os.getpid()]
        assert kernel.get("proc", kernel.get("proc", proc, "p_pptr"), "p_pid") == os.getppid()
        assert kernel.get("kauth_cred", kernel.get("proc", proc, "p_cred"), "cr_euid") == os.geteuid()
        assert kernel.text("proc", proc, "p_comm") == Path("/proc/self/comm").read_bytes().strip()[:16]
        assert kernel.get("pgrp", kernel.get("proc", proc, "p_pgrp"), "pg_id") == os.getpgid(0)
    finally:
        core.close()


def test_all_processes(kd):
    with child() as process:
        there = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        found = {each["p_pid"]: each for each in kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)}
        assert kd.cnt == len(found)
        assert process.pid in found
        still = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        assert there & still <= found.keys()
        record = found[process.pid]
        assert (record["p_ppid"], record["p_uid"]) == (os.getpid(), os.geteuid())
        assert record["p_vm_rssize"] > 0
        assert {each["kp_proc.p_pid"] for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)} >= {
            process.pid,
            1,
            0,
        }
        (old,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)
        assert old["kp_eproc.e_ppid"] == os.getpid()


def test_arguments_and_environment(kd):
    with child("an argument", "", env={"A": "1", "B": "two words"}) as process:
        (record,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, process.pid)
        argv = [sys.executable, "-c", SLEEP, "an argument", ""]
        assert kvm.kvm_getargv2(kd, record) == argv
        assert kvm.kvm_getargv2(kd, record, 12) == [sys.executable[:11]]
        assert kvm.kvm_getenvv2(kd, record) == ["A=1", "B=two words"]
        (old,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)
        assert kvm.kvm_getargv(kd, old) == argv
        assert kvm.kvm_getenvv(kd, old) == ["A=1", "B=two words"]
    assert len(kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, process.pid)) == 0
    assert kvm.kvm_getargv2(kd, record) is None
    assert kvm.kvm_getenvv2(kd, record) is None


def test_without_files(kd):
    """ps opens without files, and asks for processes, lwps and arguments alone."""
    bare = kvm.kvm_open(None, None, None, kvm.KVM_NO_FILES, None)
    with child("x") as process:
        (record,) = kvm.kvm_getproc2(bare, kvm.KERN_PROC_PID, process.pid)
        assert kvm.kvm_getargv2(bare, record)[-1] == "x"
        assert [lwp["l_pid"] for lwp in kvm.kvm_getlwps(bare, process.pid, 0)] == [process.pid]
    assert kvm.kvm_read(bare, 0, 1) == -1
    assert kvm.kvm_geterr(bare) == "kvm_open called with KVM_NO_FILES, can't use kvm_read"
    kvm.kvm_close(bare)


@pytest.mark.parametrize("library", ["6", "10"])
def test_libraries_answer_about_the_live_kernel(library):
    errbuf = kvm.Errbuf()
    kd = kvm.kvm_openfiles(None, None, None, os.O_RDONLY, errbuf, library=library)
    assert kd is not None, str(errbuf)
    (record,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, os.getpid())
    assert kvm.kvm_getargv2(kd, record)
    assert len(kvm.kvm_getloadavg(kd, 3)) == 3
    kvm.kvm_close(kd)


def stranger():
    """Look at the parent of this process as a user who may not look into it."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None)
    (record,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, os.getppid())
    assert kvm.kvm_getargv2(kd, record)
    assert kvm.kvm_getenvv2(kd, record) is None
    assert kvm.kvm_geterr(kd) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_what_the_host_denies_is_a_failure():
    """What the kernel of this host does not let a user read is the original's failure, and no exception."""
    pid = os.fork()
    if not pid:
        try:
            stranger()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_numbers_are_this_host(kd):
    names = ("_averunnable", "_boottime", "_hz", "_ncpuonline", "_version", "_ccpu", "_fscale", "_cp_time", "_uvmexp",
             "_physmem")  # fmt: skip
    entries = [kvm.Nlist(name) for name in names]
    assert kvm.kvm_nlist(kd, entries) == 0
    at = {entry.n_name: entry.n_value for entry in entries}

    def number(name, size=4, inside=0):
        return int.from_bytes(kvm.kvm_read(kd, at[name] + inside, size), sys.byteorder)

    lines = Path("/proc/stat").read_text().splitlines()
    facts = {line.split()[0]: [int(each) for each in line.split()[1:]] for line in lines}
    assert abs(number("_boottime", 8) - facts["btime"][0]) <= 1
    assert number("_ncpuonline") == os.sysconf("SC_NPROCESSORS_ONLN")
    assert (number("_hz"), number("_fscale"), number("_ccpu")) == (100, 2048, 1948)
    assert kvm.kvm_read(kd, at["_version"], 256).startswith(b"NetBSD 10.99.12 ")
    for ours, theirs in zip(kvm.kvm_getloadavg(kd, 3), os.getloadavg(), strict=True):
        assert abs(ours - theirs) < 1
    user, nice, system, interrupt, idle = (number("_cp_time", 8, 8 * place) for place in range(5))
    total = facts["cpu"]
    assert 0 <= total[0] - user < 500
    assert 0 <= total[1] - nice < 500
    assert 0 <= total[2] - system < 500
    assert abs(total[3] + total[4] - idle) < 500
    assert abs(total[5] + total[6] - interrupt) < 500
    members = OFFSETS[NATIVE.name]["uvmexp"]
    assert 0 <= facts["ctxt"][0] % (1 << 32) - number("_uvmexp", 4, members["swtch"][0]) < 100_000
    assert 0 <= facts["processes"][0] - number("_uvmexp", 4, members["forks"][0]) < 1000
    page = os.sysconf("SC_PAGE_SIZE")
    assert number("_physmem", NATIVE.word) == number("_uvmexp", 4, members["npages"][0])
    free = number("_uvmexp", 4, members["free"][0]) * page
    told = int(Path("/proc/meminfo").read_text().split("MemFree:")[1].split()[0]) * 1024
    assert abs(free - told) < 2 << 30


# What sysctl tells of a running kernel


@pytest.fixture
def shown(staged, bsd):
    """The façade over the staged kernel."""
    import sunkvm.engine as engine
    from sunkvm.compat.netbsd_descriptor import FILES, own_symbols
    from sunkvm.image import Image
    from sunkvm.namelists.elf import ElfNamelist

    core = staged.core
    namelist = ElfNamelist("kernel", core.namelist())
    core.kernel_space = KVA
    space = AddressSpace(core, KVA, "kernel")
    kd = kvm.kvm_t(None, None, bsd)
    kd.state = FILES
    kd.image = Image(core, namelist, space, engine.layouts_for(core, space, namelist))
    kd.symbols = own_symbols(kd.image, None)
    return kd


def text(member):
    return member.split(b"\0")[0]


def test_order_is_that_of_sysctl(shown):
    """Zombies first."""
    pids = [each["p_pid"] for each in kvm.kvm_getproc2(shown, kvm.KERN_PROC_ALL, 0)]
    assert pids[0] == 31235
    assert pids[1] == 4194303
    assert pids[-1] == 0


def test_mapped_flags(shown, bsd):
    """P_* of sys/sysctl.h, not the kernel's own bits: L_INMEM 4, CONTROLT 2, SINTR 0x80, SYSTEM 0x200, EXEC 0x4000."""
    found = {each["p_pid"]: each for each in kvm.kvm_getproc2(shown, kvm.KERN_PROC_ALL, 0)}
    wide = 0x40000 if bsd.bits == 64 else 0
    assert found[1]["p_flag"] == 0x4 | 0x80 | 0x4000
    assert found[1]["p_realflag"] == 0x4 | 0x4000
    assert found[2]["p_flag"] == 0x4 | 0x80 | 0x200
    assert found[1000]["p_flag"] == 0x4 | 0x2 | 0x80 | 0x4000
    assert found[31234]["p_flag"] == 0x4 | 0x2 | 0x4000 | wide  # its active lwp runs
    assert found[31235]["p_flag"] == 0x4


def test_what_only_a_running_kernel_tells(staged, shown, bsd):
    processes = tuple(
        replace(each, cpu=2, resident=81920, text=16384) if each.pid == 31234 else each
        for each in staged.world.processes
    )
    staged.world = replace(staged.world, processes=processes)
    found = {each["p_pid"]: each for each in kvm.kvm_getproc2(shown, kvm.KERN_PROC_ALL, 0)}
    prog = found[31234]
    assert (prog["p_stat"], prog["p_realstat"], prog["p_nlwps"], prog["p_nrlwps"]) == (2, 2, 3, 2)
    assert text(prog["p_ename"]) == (b"linux32" if bsd.bits == 64 else b"linux")
    assert (prog["p_forw"], prog["p_back"], text(prog["p_wmesg"]), prog["p_wchan"]) == (0, 0, b"", 0)
    assert prog["p_vm_rssize"] == 81920 // staged.kernel.page
    assert prog["p_vm_tsize"] == 16384 // staged.kernel.page
    assert prog["p_tdev"] == 136 << 8 | 3
    assert text(found[2]["p_ename"]) == b"netbsd"
    assert (found[2]["p_tdev"], found[2]["p_tpgid"]) == (0xFFFFFFFF, -1)
    assert found[1]["p_rtime_sec"] == 1
    assert found[1]["p_rtime_usec"] in (519_999, 520_000)
    assert (found[1]["p_uutime_sec"], found[1]["p_uutime_usec"]) == (1, 500_000)
    zombie = found[31235]
    assert (zombie["p_stat"], zombie["p_uvalid"], zombie["p_vm_vsize"], zombie["p_nrlwps"]) == (5, 0, 0, 0)
    # The first lwp of 31234 was on the host's third processor, the second one here; it is not the active one.
    assert prog["p_cpuid"] == (1 << 64) - 1
    lwps = {lwp["l_lid"]: lwp for lwp in kvm.kvm_getlwps(shown, 31234, 0)}
    assert lwps[31234]["l_cpuid"] == 1
    assert (lwps[31234]["l_stat"], lwps[31234]["l_flag"], lwps[31234]["l_pid"]) == (3, 0x4 | 0x80, 31234)
    assert [text(lwp["l_name"]) for lwp in kvm.kvm_getlwps(shown, 0, 0)] == [b"swapper"]
    assert kvm.kvm_geterr(shown) == ""


# Time


def test_it_moves(kd):
    entries = [kvm.Nlist("_hardclock_ticks"), kvm.Nlist("_cp_time")]
    assert kvm.kvm_nlist(kd, entries) == 0
    ticks, clocks = (entry.n_value for entry in entries)

    def number(where):
        return int.from_bytes(kvm.kvm_read(kd, where, 4), sys.byteorder)

    first, idle = number(ticks), [number(clocks + 8 * at) for at in range(5)]
    time.sleep(0.35)
    assert 20 <= number(ticks) - first < 200
    assert sum(number(clocks + 8 * at) for at in range(5)) > sum(idle)


def test_changes_in_place(staged):
    """As long as the same processes run the same programs, they stay where they are."""
    kernel, before = staged.kernel, staged.kernel.by_pid()
    processes = tuple(
        replace(each, threads="R", state="R", user_time=77 * 10**9, resident=8192 * 5, nice=7, cpu=2)
        if each.pid == 1
        else each
        for each in staged.world.processes
    )
    staged.world = replace(staged.world, processes=processes)
    staged.look()
    assert kernel.by_pid() == before
    proc = before[1]
    assert kernel.get("proc", proc, "p_nice") == 27
    assert kernel.get("proc", proc, "p_uticks") == 7700
    usage = kernel.at("pstats", kernel.get("proc", proc, "p_stats"), "p_ru")
    assert kernel.get("timeval", kernel.at("rusage", usage, "ru_utime"), "tv_sec") == 77
    (lwp,) = kernel.lwps(proc)
    assert kernel.get("lwp", lwp, "l_stat") == 2
    assert kernel.get("cpu_info", kernel.get("lwp", lwp, "l_cpu"), "ci_data.cpu_index") == 1
    space = kernel.get("proc", proc, "p_vmspace")
    assert kernel.get("vmspace", space, "vm_rssize") == 8192 * 5 // kernel.page


def test_old_pointers_stay_readable(staged):
    kernel, before = staged.kernel, staged.kernel.by_pid()
    gone = before[31236]
    space = kernel.get("proc", gone, "p_vmspace")
    staged.world = replace(
        staged.world, processes=tuple(each for each in staged.world.processes if each.pid != 31236)
    )
    staged.look()
    now = kernel.by_pid()
    assert 31236 not in now
    assert kernel.get("proc", gone, "p_pid") == 31236
    assert staged.core.process_space(space) is not None
    assert all(before[pid] == proc for pid, proc in now.items())
    staged.world = replace(staged.world, processes=staged.world.processes[1:])
    staged.look()
    assert set(kernel.by_pid()) == {0, *(each.pid for each in staged.world.processes)}


def test_what_leads_to_processes_is_looked_at_when_it_is_read(staged):
    kernel = staged.kernel
    staged.world = replace(
        staged.world, processes=(*staged.world.processes, WorldProcess(77, 1, b"new", start=80))
    )
    assert 77 in {kernel.get("proc", proc, "p_pid") for proc in kernel.listed("allproc")}
    staged.world = replace(staged.world, processes=staged.world.processes[:-1])
    assert kernel.symbol("nprocs") == len(staged.world.processes) + 1
    assert 77 not in kernel.by_pid()


def test_messages_are_renewed(any_live, kit):
    stage = SimpleNamespace(world=replace(kit.example(), messages=((6, b"one"),)))
    core, kernel = open_live(any_live, lambda: stage.world)
    core.processes_age = 0
    assert kernel.messages() == b"<6>one\n"
    stage.world = replace(stage.world, messages=((6, b"one"), (3, b"two")))
    core.refresh()
    assert kernel.messages() == b"<6>one\n<3>two\n"
    core.close()


@pytest.fixture(params=ALL, ids=lambda model: model.name)
def any_live(request):
    return request.param


def test_numbers_are_renewed(any_live, kit, monkeypatch):
    core, kernel = open_live(any_live, lambda: kit.example())
    core.numbers_age = 0
    monkeypatch.setattr(host, "load_average", lambda: (8.0, 4.0, 2.0))
    monkeypatch.setattr(host, "counters", lambda stat: WorldCounters(forks=4711))
    assert kernel.symbol("averunnable") == 8 * 2048
    if any_live.name != "m68k":
        assert kernel.get("uvmexp", kernel.symbols["uvmexp"], "forks") == 4711
    core.close()


def test_thousand_short_lives(kd):
    """Processes that start and end while they are looked at: every answer is whole."""
    script = (
        "import os\nfor n in range(1000):\n pid = os.fork()\n if not pid: os._exit(0)\n os.waitpid(pid, 0)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    polls = 0
    while process.poll() is None or polls < 5:
        array = kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)
        assert array is not None, kvm.kvm_geterr(kd)
        pids = [record["p_pid"] for record in array]
        assert len(pids) == len(set(pids))
        assert os.getpid() in pids
        polls += 1
    assert process.wait() == 0
    assert kvm.kvm_geterr(kd) == ""


def test_memory_does_not_grow(bsd, kit):
    """The two generations take turns: after thousands of new plantings there is as much as after the first few."""
    stage = SimpleNamespace(world=kit.example())
    core, kernel = open_live(bsd, lambda: stage.world)
    core.processes_age = 0
    several = stage.world.processes

    def look(times):
        for number in range(times):
            extra = WorldProcess(40000 + number % 100, 1, b"x", start=number, argv=(b"x",))
            stage.world = replace(stage.world, processes=(*several, extra))
            core.refresh()
            assert kernel.symbol("nprocs") == len(several) + 2

    look(200)
    before = [list(core.ranges(KVA)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
    handles = len(os.listdir("/proc/self/fd"))
    look(1000)
    assert list(core.ranges(KVA)) == before[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[1] < 8192  # KiB
    assert len(os.listdir("/proc/self/fd")) <= handles  # others may go while this looks
    core.close()


# Spaces


def test_user_memory_of_a_stranger_is_a_stack(staged):
    core, kernel = staged.core, staged.kernel
    proc = kernel.by_pid()[1000]
    key = core.process_space(kernel.get("proc", proc, "p_vmspace"))
    user = AddressSpace(core, key)
    data, fault = user.read_some(0x10000, 8)
    assert data == b""
    assert fault.kind == Fault.NOT_DUMPED
    assert user.read(kernel.get("proc", proc, "p_psstrp"), 8) != bytes(8)
    assert [start + size for start, size in core.ranges(key)] == [
        kernel.get("proc", proc, "p_psstrp") + (32 if kernel.word == 8 else 16)
    ]
    data, fault = AddressSpace(core, key + kernel.page * 5000).read_some(0x10000, 8)
    assert fault.kind == Fault.UNMAPPED
    assert "belongs to no process" in str(fault.error())
    assert core.process_space(0x1234) is None


@own_kind
def test_user_memory_is_the_process(kd):
    (record,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())
    text = ctypes.create_string_buffer(b"here it is")
    assert kvm.kvm_uread(kd, record["kp_proc"], ctypes.addressof(text), 10) == b"here it is"
    text.value = b"changed it"
    assert kvm.kvm_uread(kd, record["kp_proc"], ctypes.addressof(text), 10) == b"changed it"
    assert kvm.kvm_uread(kd, record["kp_proc"], 0, 8) == b""


def test_physical_memory(staged):
    core, kernel = staged.core, staged.kernel
    for kva in (kernel.symbols["proc0"], kernel.by_pid()[1000]):
        pa = core.physical(KVA, kva)
        assert AddressSpace(core, PHYS).read(pa, 64) == kernel.bytes(kva, 64)
        assert any(first <= pa < first + size for first, size in core.ranges(PHYS))
    assert core.physical(KVA, 0x1000) is None
    assert core.page(PHYS, 1) == HOLE
    assert core.page(KVA, kernel.symbols["proc0"] // kernel.page) & SLOW


def test_writes_are_refused(kd, staged):
    assert kvm.kvm_write(kd, 0, b"x") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write: Bad file descriptor"
    with pytest.raises(ReadOnlyError):
        AddressSpace(staged.core, KVA).write(staged.kernel.symbols["hz"], b"x")
    writable = kvm.kvm_openfiles(None, None, None, os.O_RDWR)
    assert kvm.kvm_write(writable, 0, b"x") == -1
    assert kvm.kvm_geterr(writable) == "kvm_write: Operation not permitted"
    kvm.kvm_close(writable)


def test_leaves_for_c_callers(staged):
    """What a C caller maps and reads itself is what the corefile reads."""
    core, kernel = staged.core, staged.kernel
    share = core.share()
    assert share is not None
    assert share.space == KVA
    shift = kernel.page.bit_length() - 1
    with open(share.path, "rb") as file:
        for name in ("proc0", "hz", "uvmexp"):
            kva = kernel.symbols[name]
            where = core.leaf(KVA, kva >> shift >> 9)[kva >> shift & 511]
            assert where != HOLE
            file.seek(where + (kva & kernel.page - 1))
            assert file.read(4) == kernel.bytes(kva, 4)
            assert core.leaf_stays(KVA, kva >> shift >> 9)
    assert 0 <= core.renew(True)[0] <= core.numbers_age


def test_after_close(staged):
    staged.core.close()
    staged.core.close()
    assert staged.core.page(KVA, staged.kernel.symbols["hz"] // staged.kernel.page) == HOLE
    assert list(staged.core.ranges(KVA)) == []


def test_open_by_name(any_live):
    with sunkvm.open(os="netbsd", model=any_live) as image:
        assert image.corefile.live
        assert (image.info.system, image.info.release) == ("NetBSD", "10.99.12")
        assert image.info.node == os.uname().nodename
        assert not image.warnings
        messages = host.messages()
        shown = [message.text for message in image.messages()]
        if messages:
            assert shown[-1] == messages[-1][1].decode("utf-8", "replace")
        else:
            assert not shown
        if any_live.name == "m68k":
            return
        me = {process.pid: process for process in image.processes()}[os.getpid()]
        raw = Path("/proc/self/cmdline").read_bytes()
        assert [os.fsencode(text) for text in me.argv] == raw[:-1].split(b"\0")
        assert me.env is not None


@pytest.mark.parametrize("overlay", [False, True])
def test_overlays_show_processes_too(overlay):
    with sunkvm.open(os="netbsd", overlay=overlay) as image:
        me = {process.pid: process for process in image.processes()}[os.getpid()]
        assert me.argv
        assert me.env is not None


# Names of the running kernel


@pytest.mark.parametrize(
    "names",
    [
        ("/netbsd", "/dev/mem", "/dev/drum"),
        ("/netbsd", None, None),
        ("/vmunix", "/dev/kmem", None),
        ("/dev/ksyms", "/dev/mem", None),
        (None, "/dev/mem", "/dev/drum"),
    ],
)
def test_old_names_stand_for_it(names):
    if names[0] in ("/netbsd", "/vmunix") and Path(names[0]).exists():
        pytest.skip("this host has such a file")
    kd = kvm.kvm_open(*names, os.O_RDONLY, None)
    assert kd is not None
    assert kvm.kvm_getkernelname(kd) == (names[0] or "/dev/ksyms")
    assert os.getpid() in {each["p_pid"] for each in kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)}
    kvm.kvm_close(kd)


def test_the_environment_names_files(kit, tmp_path, monkeypatch):
    from sunkvm.emulate.pack.netbsd import pack

    from .netbsd_kit import plant_example

    files = pack(plant_example(NATIVE, kit.example()), tmp_path, 0)
    monkeypatch.setenv("SUNKVM_NAMELIST", files[0])
    monkeypatch.setenv("SUNKVM_COREFILE", files[1])
    for names in ((None, None, None), ("/netbsd", "/dev/mem", None)):
        kd = kvm.kvm_openfiles(*names, os.O_RDONLY)
        (record,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 1000)
        assert kvm.kvm_getargv2(kd, record) == ["-sh"]
        assert kvm.kvm_write(kd, 0, b"x") == -1
        assert kvm.kvm_geterr(kd) == "kvm_write not implemented for dead kernels"
        kvm.kvm_close(kd)
