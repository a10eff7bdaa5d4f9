"""The emulated live DragonFly kernel: what it shows of this host, what changes, and what stays readable."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import struct
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.compat import dragonfly as kvm
from sunkvm.corefile import HOLE, KVA, PHYS
from sunkvm.emulate import host, live
from sunkvm.emulate.live_dragonfly import LiveDragonfly
from sunkvm.emulate.world import WorldProcess
from sunkvm.errors import Fault, ReadOnlyError, UnsupportedError
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

from .bsd_kits import Reader
from .dragonfly_kit import MODEL, Kernel, layouts

SLEEP = "import time; print(flush=True); time.sleep(600)"
THREADS = (
    "import threading, time; [threading.Thread(target=time.sleep, args=(600,)).start() for _ in range(3)]; "
)
own = pytest.mark.skipif(datamodel.host() is not MODEL, reason="no kernel of this host's own kind")


def open_live(read_world=None):
    core = (
        live("dragonfly", MODEL)
        if read_world is None
        else LiveDragonfly(MODEL, layouts, "sunkvm-test", read_world)
    )
    names = ElfNamelist("kernel", core.namelist())
    symbols = {name: int(names[name]) for name in names}
    return core, Kernel(Reader(core), symbols)


@pytest.fixture
def staged(kit):
    """A live kernel of a world that the test changes: set ``stage.world``, then ``stage.look()``."""
    stage = SimpleNamespace(world=kit.example())
    stage.core, stage.kernel = open_live(lambda: stage.world)
    stage.core.processes_age = 0
    stage.look = stage.core.refresh
    yield stage
    stage.core.close()


@contextlib.contextmanager
def child(*arguments, script=SLEEP, **more):
    process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, **more)
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def kd():
    descriptor = kvm.kvm_open(None, None, None, os.O_RDONLY, None, model=MODEL)
    assert descriptor is not None
    descriptor.image.corefile.processes_age = 0
    yield descriptor
    kvm.kvm_close(descriptor)


# Against /proc


def test_this_process():
    core, kernel = open_live()
    try:
        found = kernel.by_pid()
        proc = found[os.getpid()]
        assert kernel.get("proc", kernel.get("proc", proc, "p_pptr"), "p_pid") == os.getppid()
        cred = kernel.get("proc", proc, "p_ucred")
        assert kernel.get("ucred", cred, "cr_uid") == os.geteuid()
        raw = Path("/proc/self/cmdline").read_bytes()
        assert kernel.argv(proc) == raw[:-1].split(b"\0")
        assert kernel.text("proc", proc, "p_comm") == Path("/proc/self/comm").read_bytes().strip()[:16]
        assert kernel.get("pgrp", kernel.get("proc", proc, "p_pgrp"), "pg_id") == os.getpgid(0)
        table = kernel.get("proc", proc, "p_fd")
        path = kernel.path(
            kernel.get("filedesc", table, "fd_ncdir.ncp"), kernel.get("filedesc", table, "fd_ncdir.mount")
        )
        assert os.fsdecode(path) == os.getcwd()
    finally:
        core.close()


def test_all_processes(kd):
    with child() as process:
        there = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        found = {each["kp_pid"]: each for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)}
        assert process.pid in found
        still = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        assert there & still <= found.keys()
        record = found[process.pid]
        assert (record["kp_ppid"], record["kp_uid"], record["kp_stat"]) == (os.getpid(), os.geteuid(), 2)
        assert record["kp_lwp"]["kl_stat"] == 3
        assert record["kp_vm_rssize"] > 0
        began = host.read_process(process.pid).start / 1e9 + host.read_world().boot_time
        assert abs(record["kp_start"]["tv_sec"] - began) <= 1


def test_every_lwp(kd):
    with child(script=THREADS + SLEEP) as process:
        flags = kvm.KERN_PROC_PID | kvm.KERN_PROC_FLAG_LWP
        found = kvm.kvm_getprocs(kd, flags, process.pid)
        assert sorted(each["kp_lwp"]["kl_tid"] for each in found) == [1, 2, 3, 4]
        assert {each["kp_nthreads"] for each in found} == {4}
        assert len(kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)) == 1


def test_selections(kd):
    with child(start_new_session=True) as process:
        for op in (kvm.KERN_PROC_PGRP, kvm.KERN_PROC_SESSION):
            assert [each["kp_pid"] for each in kvm.kvm_getprocs(kd, op, process.pid)] == [process.pid]
        assert process.pid in {
            each["kp_pid"] for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_UID, os.geteuid())
        }
        assert process.pid in {
            each["kp_pid"] for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_RUID, os.getuid())
        }
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid) is None
    assert kd.cnt == 0


@own
def test_arguments_and_environment(kd):
    with child("an argument", "", env={"A": "1", "B": "two words"}) as process:
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)[0]
        argv = [sys.executable, "-c", SLEEP, "an argument", ""]
        assert kvm.kvm_getargv(kd, record) == argv
        assert kvm.kvm_getargv(kd, record, len(sys.executable) + 1) == [sys.executable]
        assert kvm.kvm_getenvv(kd, record) == ["A=1", "B=two words"]
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid) is None
    assert kvm.kvm_getargv(kd, record) is None
    assert kvm.kvm_getenvv(kd, record) is None


def test_arguments_are_those_of_the_number(kd):
    """A record that was listed long ago leads to its own process, wherever that has been planted since."""
    with child("the one") as process:
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)[0]
        for number in range(3):
            with child(f"another {number}"):
                assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)
                assert kvm.kvm_getargv(kd, record)[-1] == "the one"


def test_arguments_by_address_alone(kd):
    """The library for C programs knows of a record only where its process was, when it was listed last."""
    with child("the one") as process:
        record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, process.pid)[0]
        known = {"kp_paddr": record["kp_paddr"], "kp_stat": 0}
        with child("another"):
            assert kvm.kvm_getargv(kd, known)[-1] == "the one"
        assert kvm.kvm_getargv(kd, {"kp_paddr": known["kp_paddr"] + 1, "kp_stat": 0}) is None
    assert kvm.kvm_getargv(kd, known) is None


@own
def test_the_library_answers_about_the_live_kernel():
    errbuf = kvm.Errbuf()
    kd = kvm.kvm_openfiles(None, None, None, os.O_RDONLY, errbuf, library="5")
    assert kd is not None, str(errbuf)
    record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]
    assert kvm.kvm_getargv(kd, record)
    assert len(kvm.kvm_getloadavg(kd, 3)) == 3
    text = ctypes.create_string_buffer(b"here it is")
    assert kvm.kvm_uread(kd, os.getpid(), ctypes.addressof(text), 10) == b"here it is"
    kvm.kvm_close(kd)


@own
def test_user_memory_is_the_process(kd):
    text = ctypes.create_string_buffer(b"here it is")
    assert kvm.kvm_uread(kd, os.getpid(), ctypes.addressof(text), 10) == b"here it is"
    text.value = b"changed it"
    assert kvm.kvm_uread(kd, os.getpid(), ctypes.addressof(text), 10) == b"changed it"
    assert kvm.kvm_uread(kd, os.getpid(), 0, 8) == b""
    assert kvm.kvm_geterr(kd) == f"invalid address (0) in /proc/{os.getpid()}/mem"
    with child() as process:
        pass
    assert kvm.kvm_uread(kd, process.pid, ctypes.addressof(text), 8) == b""
    assert kvm.kvm_geterr(kd) == f"cannot open /proc/{process.pid}/mem"


def stranger():
    """Look at the parent of this process as a user who may not look into it."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    kd = kvm.kvm_open(None, None, None, os.O_RDONLY, None, model=MODEL)
    record = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getppid())[0]
    assert kvm.kvm_getargv(kd, record)
    assert kvm.kvm_getenvv(kd, record) is None
    assert kvm.kvm_geterr(kd) == ""
    assert kvm.kvm_uread(kd, os.getppid(), 0x400000, 8) == b""
    assert kvm.kvm_geterr(kd) == f"cannot open /proc/{os.getppid()}/mem"


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
    names = (
        "_averunnable",
        "_boottime",
        "_hz",
        "_ticks",
        "_ncpus",
        "_version",
        "_fscale",
        "_hostname",
        "_vmstats",
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
    assert number("_ncpus") == os.sysconf("SC_NPROCESSORS_ONLN")
    assert number("_fscale") == 2048
    for ours, theirs in zip(kvm.kvm_getloadavg(kd, 3), os.getloadavg(), strict=True):
        assert abs(ours - theirs) < 1
    assert abs(number("_ticks") / number("_hz") - (time.time() - boot)) < 2
    assert kvm.kvm_readstr(kd, at["_version"])[0].startswith(b"DragonFly 5.9")
    assert kvm.kvm_readstr(kd, at["_hostname"])[0].decode() == os.uname().nodename
    size, count, free = struct.unpack("<I4xq112xq", kvm.kvm_read(kd, at["_vmstats"], 136))
    amounts = host.memory()
    assert size == 4096
    assert count == amounts.physical // 4096
    assert abs(free - amounts.free // 4096) < 1 << 16
    swaps = Path("/proc/swaps").read_text().splitlines()[1:]
    rows = kvm.kvm_getswapinfo(kd, 64)
    assert len(rows) == len(swaps) + 1
    assert rows[len(swaps)]["ksw_total"] == sum(int(line.split()[-3]) // 4 for line in swaps)


def test_processor_times():
    with sunkvm.open(os="dragonfly", model=MODEL) as image:
        times = image.cpu_times()
        total = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:8]]
        assert times.hz == 10**6
        ticks = [
            value // 10_000 for value in (times.user, times.nice, times.system, times.idle, times.interrupt)
        ]
        assert 0 <= total[0] - ticks[0] < 500
        assert 0 <= total[1] - ticks[1] < 500
        assert 0 <= total[2] - ticks[2] < 500
        assert abs(total[3] + total[4] - ticks[3]) < 500
        assert abs(total[5] + total[6] - ticks[4]) < 500
        each = image.personality.cpu_times_each()
        assert len(each) == os.sysconf("SC_NPROCESSORS_ONLN")
        assert sum(cpu.idle for cpu in each) == pytest.approx(times.idle, abs=10**7)


# Time


def test_it_moves(kd):
    entries = [kvm.Nlist("_ticks"), kvm.Nlist("_cputime_percpu")]
    kvm.kvm_nlist(kd, entries)
    ticks, clocks = (entry.n_value for entry in entries)

    def look():
        return (
            int.from_bytes(kvm.kvm_read(kd, ticks, 4), sys.byteorder),
            sum(struct.unpack("<5Q", kvm.kvm_read(kd, clocks, 40))),
        )

    first = look()
    time.sleep(0.35)
    moved = [now - before for now, before in zip(look(), first, strict=True)]
    assert 20 <= moved[0] < 500
    assert moved[1] >= 100_000


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
    lwp = kernel.lwps(proc)[0]
    thread = kernel.get("lwp", lwp, "lwp_thread")
    assert kernel.get("lwp", lwp, "lwp_stat") == 1
    assert kernel.get("thread", thread, "td_uticks") == 77_000_000
    assert kernel.get("globaldata", kernel.get("thread", thread, "td_gd"), "gd_cpuid") == 1
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
    kernel, all_of = staged.kernel, staged.world.processes
    staged.world = replace(staged.world, processes=(*all_of, WorldProcess(77, 1, b"new", start=80)))
    assert kernel.symbol("nprocs") == len(all_of) + 2
    # The walk begins with the first list of all.
    staged.world = replace(staged.world, processes=(*all_of, WorldProcess(256, 1, b"newer", start=81)))
    first = kernel.pointer(kernel.symbols["procglob"] + 32)
    assert kernel.get("proc", first, "p_pid") == 256
    assert kernel.symbol("nprocs") == len(all_of) + 2


def test_a_walk_sees_one_moment(staged):
    """What comes up between two lists of procglob is not shown: the lists belong together."""
    kernel, all_of = staged.kernel, staged.world.processes
    kernel.pointer(kernel.symbols["procglob"] + 32)
    staged.world = replace(staged.world, processes=(*all_of, WorldProcess(77, 1, b"new", start=80)))
    assert kernel.pointer(kernel.symbols["procglob"] + 64 * 77 + 32) == 0
    assert 77 in kernel.by_pid()


def test_messages_are_renewed(kit):
    stage = SimpleNamespace(world=replace(kit.example(), messages=((6, b"one"),)))
    core, kernel = open_live(lambda: stage.world)
    core.processes_age = 0
    stage.world = replace(stage.world, messages=((6, b"one"), (3, b"two")))
    core.refresh()
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    count = kernel.get("msgbuf", buffer, "msg_bufx")
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
        array = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)
        assert array is not None, kvm.kvm_geterr(kd)
        pids = [record["kp_pid"] for record in array]
        assert len(pids) == len(set(pids))
        assert os.getpid() in pids
        polls += 1
    assert process.wait() == 0
    assert kvm.kvm_geterr(kd) == ""


def test_memory_does_not_grow(kit):
    """The two generations take turns: after thousands of new plantings there is as much as after the first few."""
    stage = SimpleNamespace(world=kit.example())
    core, kernel = open_live(lambda: stage.world)
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
    look(1000)
    assert list(core.ranges(KVA)) == before[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[1] < 8192  # KiB
    core.close()


def test_a_processor_goes_and_comes(staged):
    """Of one that is off nothing is shown, and the others move up."""
    kernel = staged.kernel
    off = tuple(replace(cpu, online=cpu.id == 2) for cpu in staged.world.cpus)
    process = WorldProcess(77, 1, b"new", start=80, cpu=2)
    staged.world = replace(staged.world, cpus=off, processes=(process,))
    staged.look()
    assert kernel.symbol("ncpus") == 1
    places = [kernel.pointer(kernel.symbols["CPU_prvspace"] + 8 * number) for number in range(3)]
    assert [bool(each) for each in places] == [True, False, False]
    thread = kernel.get("lwp", kernel.lwps(kernel.by_pid()[77])[0], "lwp_thread")
    assert kernel.get("thread", thread, "td_gd") == places[0]
    assert kernel.get("kinfo_cputime", kernel.symbols["cputime_percpu"], "cp_user") == 5_000_000
    assert kernel.get("kinfo_cputime", kernel.symbols["cputime_percpu"] + 104, "cp_user") == 0


# Spaces


def test_user_memory_of_a_stranger_is_a_stack(staged):
    core, kernel = staged.core, staged.kernel
    space = kernel.get("proc", kernel.by_pid()[1000], "p_vmspace")
    root = core.physical(KVA, kernel.get("pmap", kernel.at("vmspace", space, "vm_pmap"), "pm_pml4"))
    user = AddressSpace(core, root)
    data, fault = user.read_some(0x1000, 8)
    assert data == b""
    assert fault.kind == Fault.NOT_DUMPED
    top = kernel.get("vm_map", kernel.at("vmspace", space, "vm_map"), "max_addr")
    assert user.read(top - 32, 8) != bytes(8)


def test_physical_memory(staged):
    core, kernel = staged.core, staged.kernel
    for kva in (kernel.symbols["proc0"], kernel.by_pid()[1000]):
        pa = core.physical(KVA, kva)
        assert AddressSpace(core, PHYS).read(pa, 64) == kernel.bytes(kva, 64)
    assert core.physical(KVA, 0x1000) is None
    assert core.page(PHYS, 1) == HOLE


def test_writes_are_refused(kd, staged):
    assert kvm.kvm_write(kd, 0, b"") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write: Bad file descriptor"
    with pytest.raises(ReadOnlyError):
        AddressSpace(staged.core, KVA).write(staged.kernel.symbols["hz"], b"x")
    writable = kvm.kvm_openfiles(None, None, None, os.O_RDWR, model=MODEL)
    assert kvm.kvm_write(writable, 0, b"x") == -1
    assert kvm.kvm_geterr(writable) == "kvm_write: Read-only file system"
    kvm.kvm_close(writable)


def test_reads(kd):
    """Unmapped memory is an error in the words that the library has of a live kernel; pieces go across pages."""
    entry = kvm.Nlist("_procglob")
    kvm.kvm_nlist(kd, [entry])
    assert len(kvm.kvm_read(kd, entry.n_value, 256 * 64)) == 256 * 64
    assert kvm.kvm_read(kd, 0x1000, 8) == -1
    assert kvm.kvm_geterr(kd) == "invalid address (1000)"
    assert kvm.kvm_readstr(kd, 0x1000) == (None, None)


def test_leaves_for_c_callers(staged):
    """What a C caller maps and reads itself is what the corefile reads."""
    core, kernel = staged.core, staged.kernel
    share = core.share()
    assert share is not None
    with open(share.path, "rb") as file:
        for name in ("proc0", "hz", "hostname"):
            kva = kernel.symbols[name]
            where = core.leaf(KVA, kva >> 21)[kva >> 12 & 511]
            assert where != HOLE
            file.seek(where + (kva & 4095))
            assert file.read(4) == kernel.bytes(kva, 4)
    assert 0 <= core.renew(True)[0] <= core.numbers_age


@own
def test_open_by_name():
    with sunkvm.open(os="dragonfly") as image:
        assert image.corefile.live
        assert (image.info.system, image.info.node) == ("DragonFly", os.uname().nodename)
        assert not image.warnings
        assert os.getpid() in {process.pid for process in image.processes()}
        messages = host.messages()
        shown = [message.text for message in image.messages()]
        if messages:
            assert shown[-1] == messages[-1][1].decode("utf-8", "replace")
        else:
            assert not shown


def test_other_machines():
    with pytest.raises(UnsupportedError, match="no dragonfly kernel of the data model i386 can be emulated"):
        live("dragonfly", datamodel.I386)
    errbuf = kvm.Errbuf()
    assert kvm.kvm_openfiles(None, None, None, os.O_RDONLY, errbuf, model="i386") is None
    assert "can be emulated" in str(errbuf)


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
        if os.minor(number) < 256:  # other numbers do not fit into the old form
            assert record["kp_tdev"] == number
            both = kvm.kvm_getprocs(kd, kvm.KERN_PROC_TTY, number)
            assert [each["kp_pid"] for each in both] == [pid]
        assert record["kp_tpgid"] == record["kp_pgid"] == record["kp_sid"] == record["kp_tsid"] == pid
        assert record["kp_auxflags"] & 3 == 3  # has a terminal, leads the session
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(handle)
