"""Processor time of each thread of a running emulated kernel: in its memory, and through the calls of the systems."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from dataclasses import replace
from importlib import import_module

import pytest

from sunkvm import datamodel
from sunkvm.compat import dragonfly, freebsd, netbsd
from sunkvm.emulate import host, watch

pytestmark = pytest.mark.skipif(
    datamodel.host() is not datamodel.AMD64, reason="offsets are those of one machine"
)
SECOND = 10**9
PROG = 31234  # has three threads
TIMES = (5 * SECOND // 2, SECOND // 4), (3 * SECOND // 4, 0), (10 * SECOND, 3 * SECOND // 2)
IDS = PROG, 40000, 40007
TOTAL = 14 * SECOND, 9 * SECOND // 4  # others have ended, which had 0.75 and 0.5 s


class Stage:
    """A kernel of a world whose processes the test changes, and a descriptor of it."""

    def __init__(self, system, world, monkeypatch) -> None:
        self.processes = {each.pid: each for each in world.processes}
        self.spend(TOTAL, TIMES)
        numbers = host.read_world(processes=())
        monkeypatch.setattr(watch.Watch, "processes", lambda _: list(self.processes.values()))
        monkeypatch.setattr(
            host, "read_world", lambda *, processes, **_: replace(numbers, processes=processes)
        )
        monkeypatch.setattr(host, "messages", lambda: None)
        self.facade = import_module(f"sunkvm.compat.{system}")
        self.kd = self.facade.kvm_openfiles(None, None, None, 0)

    def spend(self, total, times) -> None:
        user, system = total
        prog = self.processes[PROG]
        self.processes[PROG] = replace(
            prog, user_time=user, system_time=system, thread_times=times, thread_ids=IDS
        )

    def look(self) -> None:
        core = self.kd._kernel.image.corefile
        core.processes_age = 0.0
        core.refresh()
        core.processes_age = 1e9


@pytest.fixture
def stage(kit, monkeypatch):
    stages = []

    def begin(system):
        stages.append(Stage(system, kit.example(), monkeypatch))
        return stages[-1]

    yield begin
    for each in stages:
        each.facade.kvm_close(each.kd)


def micro(*times):
    return [tuple(part // 1000 for part in time) for time in times]


def dragonfly_lwps(kd, pid):
    """Return user and system time of each lwp in microseconds, that of those which have ended, and the processes."""
    found = dragonfly.kvm_getprocs(kd, dragonfly.KERN_PROC_PID | dragonfly.KERN_PROC_FLAG_LWP, pid)
    data = bytes(found)
    size = len(data) // len(found)
    rows = {}
    for at in range(0, len(data), size):
        (tid,) = struct.unpack_from("<i", data, at + 664 + 4)  # kp_lwp, kl_tid
        rows[tid] = struct.unpack_from("<2Q", data, at + 664 + 40)  # kl_uticks, kl_sticks
    user, user_part, system, system_part = struct.unpack_from("<4q", data, 368)  # kp_ru
    return (
        [rows[tid] for tid in sorted(rows)],
        (user * 10**6 + user_part, system * 10**6 + system_part),
        found,
    )


def test_dragonfly(stage):
    stage = stage("dragonfly")
    lwps, ended, found = dragonfly_lwps(stage.kd, PROG)
    assert lwps == [(2_500_000, 250_000), (750_000, 0), (10_000_000, 1_500_000)]
    assert ended == (750_000, 500_000)
    proc = found[0]["kp_paddr"]
    assert struct.unpack("<4q", dragonfly.kvm_read(stage.kd, proc + 624, 32)) == (0, 750_000, 0, 500_000)

    def word(kva):
        return struct.unpack("<Q", dragonfly.kvm_read(stage.kd, kva, 8))[0]

    thread = word(word(proc + 1064) + 424)  # the lwp in the middle is the root of their tree
    assert (word(thread + 272), word(thread + 280), word(thread + 288)) == (750_000, 0, 0)
    # A change of times alone is written where they lie.
    later = (TIMES[0], (4 * SECOND, SECOND), TIMES[2])
    stage.spend((18 * SECOND, 4 * SECOND), later)
    stage.look()
    assert (word(thread + 272), word(thread + 280)) == (4_000_000, 1_000_000)
    lwps, ended, found = dragonfly_lwps(stage.kd, PROG)
    assert (lwps, ended) == (micro(*later), (1_500_000, 1_250_000))
    assert found[0]["kp_paddr"] == proc
    # Where nobody can tell whose it was, all of it is in one place, and in no other.
    stage.spend((18 * SECOND, 4 * SECOND), ())
    stage.look()
    assert dragonfly_lwps(stage.kd, PROG)[:2] == ([(0, 0)] * 3, (18_000_000, 4_000_000))


def freebsd_threads(kd, pid):
    """Return (ki_runtime, user, system) of each thread in microseconds, the same of the process, and the threads."""
    rows = []
    threads = freebsd.kvm_getprocs(kd, freebsd.KERN_PROC_PID | freebsd.KERN_PROC_INC_THREAD, pid)
    (one,) = freebsd.kvm_getprocs(kd, freebsd.KERN_PROC_PID, pid)
    for each in (*threads, one):
        usage = each["ki_rusage"]
        times = [usage[name]["tv_sec"] * 10**6 + usage[name]["tv_usec"] for name in ("ru_utime", "ru_stime")]
        rows.append((each["ki_runtime"], *times))
    return rows[:-1], rows[-1], threads


def test_freebsd(stage):
    stage = stage("freebsd")
    rows, whole, threads = freebsd_threads(stage.kd, PROG)
    assert rows == [
        (2_750_000, 2_500_000, 250_000),
        (750_000, 750_000, 0),
        (11_500_000, 10_000_000, 1_500_000),
    ]
    assert whole == (16_250_000, 14_000_000, 2_250_000)
    assert [each["ki_tid"] for each in threads] == list(IDS)
    proc = threads[0]["ki_paddr"]
    layout = stage.kd._kernel.image.layout  # what leads to the threads; where their times are stands here
    at = layout("proc").offset("p_threads.tqh_first")
    (thread,) = struct.unpack("<Q", freebsd.kvm_read(stage.kd, proc + at, 8))
    assert layout("thread").offset("td_rux") == 576
    assert struct.unpack("<7Q", freebsd.kvm_read(stage.kd, thread + 576, 56)) == (
        2_750_000_000, 250, 25, 0, 2_500_000, 250_000, 2_750_000,
    )  # fmt: skip
    stage.spend((18 * SECOND, 4 * SECOND), (*TIMES[:2], (12 * SECOND, 2 * SECOND)))
    stage.look()
    rows, whole, threads = freebsd_threads(stage.kd, PROG)
    assert [row[0] for row in rows] == [2_750_000, 750_000, 14_000_000]
    assert whole[0] == 22_000_000 and threads[0]["ki_paddr"] == proc


def netbsd_lwps(kd, pid):
    """Return l_rtime of all lwps, ascending, and p_rtime of the process, in microseconds."""
    (one,) = netbsd.kvm_getproc2(kd, netbsd.KERN_PROC_PID, pid)
    lwps = netbsd.kvm_getlwps(kd, pid, 0)
    spent = sorted(each["l_rtime_sec"] * 10**6 + each["l_rtime_usec"] for each in lwps)
    return spent, one["p_rtime_sec"] * 10**6 + one["p_rtime_usec"], one["p_paddr"]


def test_netbsd(stage):
    stage = stage("netbsd")
    *found, proc = netbsd_lwps(stage.kd, PROG)
    assert found == [[750_000, 2_750_000, 11_500_000], 16_250_000]
    assert sorted(each["l_lid"] for each in netbsd.kvm_getlwps(stage.kd, PROG, 0)) == list(IDS)
    at = stage.kd._kernel.image.layout("proc").offset("p_rtime")
    assert struct.unpack("<qQ", netbsd.kvm_read(stage.kd, proc + at, 16)) == (
        1,
        1 << 62,
    )  # of those that have ended
    stage.spend((18 * SECOND, 4 * SECOND), (*TIMES[:2], (12 * SECOND, 2 * SECOND)))
    stage.look()
    assert netbsd_lwps(stage.kd, PROG) == ([750_000, 2_750_000, 14_000_000], 22_000_000, proc)


BURN = """
import threading, time
def burn(seconds):
    while time.thread_time() < seconds:
        pass
def work(seconds):
    burn(seconds)
    done.release()
    time.sleep(600)
done = threading.Semaphore(0)
for seconds in (.3, .15):
    threading.Thread(target=work, args=(seconds,), daemon=True).start()
ended = threading.Thread(target=burn, args=(.2,))
ended.start()
ended.join()
done.acquire()
done.acquire()
print(flush=True)
time.sleep(600)
"""


def told(pid):
    """Return what Linux tells, in ticks: of each thread, and of all that ever were."""

    def times(path):
        with open(path) as file:
            fields = file.read().rpartition(")")[2].split()
        return int(fields[11]), int(fields[12])

    threads = [
        times(f"/proc/{pid}/task/{tid}/stat") for tid in sorted(os.listdir(f"/proc/{pid}/task"), key=int)
    ]
    return threads, times(f"/proc/{pid}/stat")


@pytest.fixture
def busy():
    process = subprocess.Popen([sys.executable, "-c", BURN], stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        yield process.pid
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def shown(system, pid):
    """Return what a system shows, in microseconds: of each thread, and of all that ever were."""
    facade = import_module(f"sunkvm.compat.{system}")
    kd = facade.kvm_openfiles(None, None, None, 0)
    try:
        if system == "dragonfly":
            lwps, ended, _ = dragonfly_lwps(kd, pid)
            return sorted(map(sum, lwps)), sum(map(sum, lwps)) + sum(ended)
        if system == "freebsd":
            rows, whole, _ = freebsd_threads(kd, pid)
            return sorted(row[0] for row in rows), whole[0]
        return netbsd_lwps(kd, pid)[:2]
    finally:
        facade.kvm_close(kd)


@pytest.mark.live
@pytest.mark.parametrize("system", ["dragonfly", "freebsd", "netbsd"])
def test_threads_that_have_worked(system, busy):
    tick = 10**6 // os.sysconf("SC_CLK_TCK")
    before, all_before = told(busy)
    threads, whole = shown(system, busy)
    after, all_after = told(busy)
    assert len(threads) == len(before) == len(after) == 3
    # NetBSD adds parts of a second that are no whole numbers, and cuts the sum.
    for low, value, high in zip(sorted(map(sum, before)), threads, sorted(map(sum, after)), strict=True):
        assert low * tick - 1 <= value <= high * tick
    assert sum(all_before) * tick - 4 <= whole <= sum(all_after) * tick
    assert threads[2] > 200_000 and threads[1] > 100_000
    assert whole - sum(threads) > 120_000  # of the one that has ended


@pytest.mark.live
def test_a_thread_that_works_on_is_noticed():
    """Also if it is not the first one, of which nothing changes."""
    script = "import threading, time\ndef work():\n    while True: pass\n"
    script += "threading.Thread(target=work, daemon=True).start(); print(flush=True); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        eyes = watch.Watch()

        def times():
            return next(each for each in eyes.processes() if each.pid == process.pid).thread_times

        first, end = times(), time.monotonic() + 60
        while sum(times()[1]) < sum(first[1]) + 3 * host.TICK:
            assert time.monotonic() < end
            time.sleep(0.02)  # it may have to wait for a processor
        low = host.read_process(process.pid).thread_times
        found = times()
        high = host.read_process(process.pid).thread_times
        assert len(low) == len(found) == len(high) == 2
        assert sum(low[1]) - 2 * host.TICK <= sum(found[1]) <= sum(high[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
