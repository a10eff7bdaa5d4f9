"""The emulated live FreeBSD kernel: what it shows of this host, what changes, and what stays readable."""

from __future__ import annotations

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
from sunkvm.compat import freebsd as kvm
from sunkvm.corefile import HOLE, KVA, PHYS, SLOW
from sunkvm.emulate import host, live
from sunkvm.emulate.live_freebsd import LiveFreebsd
from sunkvm.emulate.world import WorldMemory, WorldProcess
from sunkvm.errors import Fault, ReadOnlyError
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

from .children import SLEEP, child
from .freebsd_kit import MODELS, Kernel, layouts

NATIVE = datamodel.host()


class Reader:
    def __init__(self, core, space=KVA) -> None:
        self.space = AddressSpace(core, space)

    def read(self, va, count):
        data, fault = self.space.read_some(va, count)
        return data if fault is None else None


def open_live(model, read_world=None):
    core = (
        live("freebsd", model)
        if read_world is None
        else LiveFreebsd(model, layouts(model), "sunkvm-test", read_world)
    )
    names = ElfNamelist("kernel", core.namelist())
    symbols = {name: int(names[name]) for name in names}
    return core, Kernel(model.name, Reader(core), symbols)


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
        found = kernel.by_pid()
        proc = found[os.getpid()]
        assert kernel.get("proc", kernel.get("proc", proc, "p_pptr"), "p_pid") == os.getppid()
        cred = kernel.get("proc", proc, "p_ucred")
        assert kernel.get("ucred", cred, "cr_uid") == os.geteuid()
        raw = Path("/proc/self/cmdline").read_bytes()
        assert kernel.argv(proc) == raw[:-1].split(b"\0")
        assert kernel.text("proc", proc, "p_comm") == Path("/proc/self/comm").read_bytes().strip()[:19]
        assert kernel.get("pgrp", kernel.get("proc", proc, "p_pgrp"), "pg_id") == os.getpgid(0)
    finally:
        core.close()


def test_all_processes(kd):
    with child() as process:
        there = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        found = {each["ki_pid"]: each for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)}
        assert process.pid in found
        still = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        assert there & still <= found.keys()
        record = found[process.pid]
        assert (record["ki_ppid"], record["ki_uid"], record["ki_stat"]) == (os.getpid(), os.geteuid(), 3)
        assert record["ki_rssize"] > 0


@pytest.mark.parametrize("library", [None, "12"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_start_and_times(model, library):
    """What the original asks a running kernel for: when a process started, and what it spent of the processors."""
    import psutil

    with child() as process:
        kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None, library=library, model=model)
        try:
            for pid in (process.pid, os.getpid()):
                told = psutil.Process(pid)
                before = told.cpu_times()
                kd.image.corefile.processes_age = 0
                record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, pid)[0]
                after = told.cpu_times()
                start = record["ki_start"]
                # To the boot time, which psutil adds, Linux gives whole seconds.
                assert abs(start["tv_sec"] + start["tv_usec"] / 1e6 - told.create_time()) <= 1.01
                for name, low, high in (
                    ("ru_utime", before.user, after.user),
                    ("ru_stime", before.system, after.system),
                ):
                    spent = record["ki_rusage"][name]
                    assert low - 0.02 <= spent["tv_sec"] + spent["tv_usec"] / 1e6 <= high + 0.02
                start_code, end_code = (
                    int(word)
                    for word in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[23:25]
                )
                assert record["ki_tsize"] == -(-(end_code - start_code) // 4096)
        finally:
            kvm.kvm_close(kd)


def test_start_after_2038(monkeypatch):
    """Seconds that a kernel of 32 bits has no room for lose their high bits, and nothing fails."""
    from sunkvm.personalities.freebsd import FreebsdPersonality

    kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None, model=datamodel.I386)
    boot = kd.image.personality.boot_time()
    try:
        right = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]["ki_start"]["tv_sec"]
    finally:
        kvm.kvm_close(kd)
    monkeypatch.setattr(FreebsdPersonality, "boot_time", lambda self: boot + (3 << 31))
    kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None, model=datamodel.I386)
    try:
        late = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]["ki_start"]["tv_sec"]
    finally:
        kvm.kvm_close(kd)
    assert (late - right) % (1 << 32) == 1 << 31


def test_arguments_and_environment(kd):
    with child("an argument", "", env={"A": "1", "B": "two words"}) as process:
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)[0]
        argv = [sys.executable, "-c", SLEEP, "an argument", ""]
        assert kvm.kvm_getargv(kd, record) == argv
        assert kvm.kvm_getargv(kd, record, 12) == [sys.executable[:11]]
        assert kvm.kvm_getenvv(kd, record) == ["A=1", "B=two words"]
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid) is None
    assert kvm.kvm_getargv(kd, record) is None
    assert kvm.kvm_getenvv(kd, record) is None


def test_arguments_by_address_alone(kd):
    """The library for C programs knows of a record only where its process was, when it was listed last."""
    with child("the one") as process:
        where = next(
            each["ki_paddr"]
            for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)
            if each["ki_pid"] == process.pid
        )
        with child("another"):
            assert kvm.kvm_getargv(kd, {"ki_paddr": where})[-1] == "the one"
        assert kvm.kvm_getargv(kd, {"ki_paddr": where + 1}) is None
    assert kvm.kvm_getargv(kd, {"ki_paddr": where}) is None


def test_arguments_are_those_of_the_number(kd):
    """A record that was listed long ago leads to its own process, wherever that has been planted since."""
    with child("the one") as process:
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)[0]
        for number in range(3):
            with child(f"another {number}"):
                assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)
                assert kvm.kvm_getargv(kd, record)[-1] == "the one"


@pytest.mark.parametrize("library", ["11", "12", "cur"])
def test_libraries_answer_about_the_live_kernel(library):
    errbuf = kvm.Errbuf()
    kd = kvm.kvm_openfiles(None, None, None, os.O_RDONLY, errbuf, library=library)
    assert kd is not None, str(errbuf)
    record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]
    assert record["ki_pid"] == os.getpid()
    assert kvm.kvm_getargv(kd, record)
    assert len(kvm.kvm_getloadavg(kd, 3)) == 3
    kvm.kvm_close(kd)


def stranger():
    """Look at the parent of this process as a user who may not look into it."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None)
    record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getppid())[0]
    assert kvm.kvm_getargv(kd, record)
    assert kvm.kvm_getenvv(kd, record) is None
    assert kvm.kvm_geterr(kd) == ""
    assert kvm.kvm_uread(kd, record, record["ki_paddr"], 8) == -1


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


def test_after_a_fork(staged):
    """The child of a process goes on with a copy: what its parent shows does not change."""
    core, kernel = staged.core, staged.kernel
    first = kernel.symbol("nprocs")
    pid = os.fork()
    if not pid:
        try:
            staged.world = replace(staged.world, processes=staged.world.processes[:2])
            core.refresh()
            assert kernel.symbol("nprocs") == 3
            assert set(kernel.by_pid()) == {0, 1, 2}
        except BaseException:
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert kernel.symbol("nprocs") == first


def test_numbers_are_this_host(kd):
    names = (
        "_averunnable",
        "_boottime",
        "_hz",
        "_ticks",
        "_mp_ncpus",
        "_mp_maxcpus",
        "_version",
        "_ccpu",
        "_fscale",
    )
    entries = [kvm.Nlist(name) for name in names]
    assert kvm.kvm_nlist(kd, entries) == 0
    at = {entry.n_name: entry.n_value for entry in entries}

    def number(name, size=4):
        return int.from_bytes(kvm.kvm_read(kd, at[name], size), sys.byteorder)

    boot = next(
        int(line.split()[1])
        for line in Path("/proc/stat").read_text().splitlines()
        if line.startswith("btime")
    )
    assert abs(number("_boottime", 8) - boot) <= 1
    assert number("_mp_ncpus") == os.sysconf("SC_NPROCESSORS_ONLN")
    assert kvm.kvm_getncpus(kd) == number("_mp_ncpus")
    assert kvm.kvm_getmaxcpu(kd) == number("_mp_maxcpus") >= number("_mp_ncpus")
    assert number("_fscale") == 2048
    assert number("_ccpu") == 1948
    for ours, theirs in zip(kvm.kvm_getloadavg(kd, 3), os.getloadavg(), strict=True):
        assert abs(ours - theirs) < 1
    assert abs(number("_ticks") / number("_hz") - (time.time() - boot)) < 2
    assert kvm.kvm_read(kd, at["_version"], 256).startswith(b"FreeBSD ")
    total = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:8]]
    user, nice, system, interrupt, idle = kvm.kvm_getcptime(kd)
    assert 0 <= total[0] - user < 500
    assert 0 <= total[1] - nice < 500
    assert 0 <= total[2] - system < 500
    assert abs(total[3] + total[4] - idle) < 500
    assert abs(total[5] + total[6] - interrupt) < 500
    swaps = Path("/proc/swaps").read_text().splitlines()[1:]
    rows = kvm.kvm_getswapinfo(kd, 64)
    assert len(rows) == len(swaps) + 1
    assert rows[len(swaps)]["ksw_total"] == sum(int(line.split()[-3]) // 4 for line in swaps)


def test_processor_records(kd):
    clocks = host.cpu_times()
    layout = layouts(NATIVE)("pcpu")
    data = kvm.kvm_getpcpu(kd, min(clocks))
    (number, times) = layout.reader("pc_cpuid", "pc_cp_time")(data)
    assert number == min(clocks)
    assert abs(times[4] - (clocks[number].idle + clocks[number].wait) // 10**7) < 200
    assert kvm.kvm_getpcpu(kd, kvm.kvm_getmaxcpu(kd)) is None


# Time


def test_it_moves(kd):
    def number(name):
        entries = [kvm.Nlist(name)]
        kvm.kvm_nlist(kd, entries)
        return int.from_bytes(kvm.kvm_read(kd, entries[0].n_value, 4), sys.byteorder)

    hz, began = number("_hz"), time.monotonic()
    first, clocks = number("_ticks"), kvm.kvm_getcptime(kd)
    time.sleep(0.35)
    moved = number("_ticks") - first
    assert 0.2 * hz <= moved <= (time.monotonic() - began + 0.2) * hz
    assert sum(kvm.kvm_getcptime(kd)) > sum(clocks)


def test_changes_in_place(staged):
    """As long as the same processes run the same programs, they stay where they are."""
    kernel, before = staged.kernel, staged.kernel.by_pid()
    processes = tuple(
        replace(each, threads="R", state="R", user_time=77 * 10**9, resident=4096 * 5, nice=7, cpu=2)
        if each.pid == 1
        else each
        for each in staged.world.processes
    )
    staged.world = replace(staged.world, processes=processes)
    staged.look()
    assert kernel.by_pid() == before
    proc = before[1]
    assert kernel.get("proc", proc, "p_nice") == 7
    assert kernel.get("rusage_ext", kernel.at("proc", proc, "p_rux"), "rux_uu") == 77_000_000
    thread = kernel.get("proc", proc, "p_threads.tqh_first")
    assert kernel.get("thread", thread, "td_state") == 3
    assert kernel.get("thread", thread, "td_lastcpu") == 2
    space = kernel.get("proc", proc, "p_vmspace")
    assert kernel.get("pmap", kernel.at("vmspace", space, "vm_pmap"), "pm_stats.resident_count") == 5


def test_old_pointers_stay_readable(staged):
    kernel, before = staged.kernel, staged.kernel.by_pid()
    gone = before[31236]
    staged.world = replace(
        staged.world, processes=tuple(each for each in staged.world.processes if each.pid != 31236)
    )
    staged.look()
    now = kernel.by_pid()
    assert 31236 not in now
    assert kernel.get("proc", gone, "p_pid") == 31236
    assert kernel.argv(gone)[0] == b"secret"
    assert all(before[pid] == proc for pid, proc in now.items())
    staged.world = replace(staged.world, processes=staged.world.processes[1:])
    staged.look()
    assert set(kernel.by_pid()) == {0, *(each.pid for each in staged.world.processes)}


def test_what_leads_to_processes_is_looked_at_when_it_is_read(staged):
    kernel = staged.kernel
    staged.world = replace(
        staged.world, processes=(*staged.world.processes, WorldProcess(77, 1, b"new", start=80))
    )
    assert 77 in {kernel.get("proc", proc, "p_pid") for proc in kernel.allproc()}
    assert 77 in kernel.by_pid()
    staged.world = replace(staged.world, processes=staged.world.processes[:-1])
    assert kernel.symbol("nprocs") == len(staged.world.processes) + 1
    assert 77 not in kernel.by_pid()


def test_messages_are_renewed(bsd, kit):
    stage = SimpleNamespace(world=replace(kit.example(), messages=((6, b"one"),)))
    core, kernel = open_live(bsd, lambda: stage.world)
    core.processes_age = 0
    stage.world = replace(stage.world, messages=((6, b"one"), (3, b"two")))
    core.refresh()
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    count = kernel.get("msgbuf", buffer, "msg_wseq")
    assert kernel.bytes(kernel.get("msgbuf", buffer, "msg_ptr"), count) == b"<6>one\n<3>two\n"
    core.close()


def test_thousand_short_lives(kd):
    """Processes that start and end while they are looked at: every answer is whole."""
    script = (
        "import os\nfor n in range(1000):\n pid = os.fork()\n if not pid: os._exit(0)\n os.waitpid(pid, 0)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    polls = 0
    while process.poll() is None or polls < 5:
        array = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)
        assert array is not None, kvm.kvm_geterr(kd)
        pids = [record["ki_pid"] for record in array]
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
    look(2000)
    assert list(core.ranges(KVA)) == before[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[1] < 8192  # KiB
    assert len(os.listdir("/proc/self/fd")) <= handles  # others may go while this looks
    core.close()


def test_free_memory_is_that_of_now(kit):
    """The count of free pages stands at 448 of i386's struct vm_domain, that of inactive ones at 28."""
    stage = SimpleNamespace(world=replace(kit.example(), memory=WorldMemory(physical=1 << 30, free=1 << 20)))
    core, kernel = open_live(datamodel.I386, lambda: stage.world)
    core.processes_age = 0
    try:
        assert kernel.number(kernel.symbols["vm_dom"] + 448, 4) == 256
        stage.world = replace(stage.world, memory=WorldMemory(physical=1 << 30, free=3 << 20, inactive=8192))
        core.refresh()
        at = kernel.symbols["vm_dom"]
        assert [kernel.number(at + offset, 4) for offset in (28, 448)] == [2, 768]
    finally:
        core.close()


# Spaces


def test_user_memory_of_a_stranger_is_a_stack(bsd, staged):
    core, kernel = staged.core, staged.kernel
    proc = kernel.by_pid()[1000]
    pmap = kernel.at("vmspace", kernel.get("proc", proc, "p_vmspace"), "vm_pmap")
    if bsd.name == "i386":
        root = core.physical(KVA, kernel.get("pmap", pmap, "pm_pdir"))
    else:
        root = kernel.get("pmap", pmap, "pm_cr3" if bsd.name == "amd64" else "pm_l0_paddr")
    user = AddressSpace(core, root)
    data, fault = user.read_some(0x1000, 8)
    assert data == b""
    assert fault.kind == Fault.NOT_DUMPED
    sysent = kernel.get("proc", proc, "p_sysent")
    assert user.read(kernel.get("sysentvec", sysent, "sv_psstrings"), 8) != bytes(8)
    data, fault = AddressSpace(core, root + 0x1000 * 5000).read_some(0x1000, 8)
    assert fault.kind == Fault.UNMAPPED
    assert "belongs to no process" in str(fault.error())


@pytest.mark.skipif(NATIVE.name not in ("amd64", "aarch64"), reason="no kernel of this host's own kind")
def test_user_memory_is_the_process(kd):
    record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]
    import ctypes

    text = ctypes.create_string_buffer(b"here it is")
    assert kvm.kvm_uread(kd, record, ctypes.addressof(text), 10) == b"here it is"
    text.value = b"changed it"
    assert kvm.kvm_uread(kd, record, ctypes.addressof(text), 10) == b"changed it"
    assert kvm.kvm_uread(kd, record, 0, 8) == -1


def test_physical_memory(staged):
    core, kernel = staged.core, staged.kernel
    for kva in (kernel.symbols["proc0"], kernel.by_pid()[1000]):
        pa = core.physical(KVA, kva)
        assert AddressSpace(core, PHYS).read(pa, 64) == kernel.bytes(kva, 64)
        assert any(first <= pa < first + size for first, size in core.ranges(PHYS))
    assert core.physical(KVA, 0x1000) is None
    assert core.page(PHYS, 1) == HOLE
    assert core.page(KVA, kernel.symbols["proc0"] >> 12) & SLOW


def test_writes_are_refused(kd, staged):
    assert kvm.kvm_write(kd, 0, b"") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write: Bad file descriptor"
    with pytest.raises(ReadOnlyError):
        AddressSpace(staged.core, KVA).write(staged.kernel.symbols["hz"], b"x")
    writable = kvm.kvm_openfiles(None, None, None, os.O_RDWR)
    assert kvm.kvm_write(writable, 0, b"x") == -1
    assert kvm.kvm_geterr(writable) == "kvm_write: Read-only file system"
    kvm.kvm_close(writable)


def test_leaves_for_c_callers(staged):
    """What a C caller maps and reads itself is what the corefile reads."""
    core, kernel = staged.core, staged.kernel
    share = core.share()
    assert share is not None
    assert share.space == KVA
    with open(share.path, "rb") as file:
        for name in ("proc0", "hz", "prison0"):
            kva = kernel.symbols[name]
            where = core.leaf(KVA, kva >> 21)[kva >> 12 & 511]
            assert where != HOLE
            file.seek(where + (kva & 4095))
            assert file.read(4) == kernel.bytes(kva, 4)
            assert core.leaf_stays(KVA, kva >> 21)
    assert 0 <= core.renew(True)[0] <= core.numbers_age


def test_after_close(staged):
    staged.core.close()
    staged.core.close()
    assert staged.core.page(KVA, staged.kernel.symbols["hz"] >> 12) == HOLE
    assert list(staged.core.ranges(KVA)) == []


def test_open_by_name():
    with sunkvm.open(os="freebsd") as image:
        assert image.corefile.live
        assert image.info.system == "FreeBSD"
        assert image.info.node == os.uname().nodename
        assert not image.warnings
        assert os.getpid() in {process.pid for process in image.processes()}
        messages = host.messages()
        shown = [message.text for message in image.messages()]
        if messages:
            assert shown[-1] == messages[-1][1].decode("utf-8", "replace")
        else:
            assert not shown


def test_terminal_and_its_foreground(kd):
    """A program on a terminal of its own: the number is that of this host, the group the one in front."""
    import pty

    pid, handle = pty.fork()
    if not pid:
        os.execv(sys.executable, [sys.executable, "-c", SLEEP])
    try:
        assert os.read(handle, 100)
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, pid)[0]
        number = os.stat(os.readlink(f"/proc/{pid}/fd/0")).st_rdev
        assert record["ki_tdev"] == number
        process = next(each for each in kd.image.processes() if each.pid == pid)
        assert process.tty == (os.major(number), os.minor(number))
        assert record["ki_tpgid"] == record["ki_pgid"] == record["ki_sid"] == pid
        assert record["ki_kiflag"] & 3 == 3  # has a terminal, leads the session
        both = kvm.kvm_getprocs(kd, kvm.KERN_PROC_TTY, number)
        assert [each["ki_pid"] for each in both] == [pid]
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(handle)
