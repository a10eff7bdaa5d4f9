"""Live kernels for a long time beside /proc: what they show of this host is what it says of itself at the same moment.

A look takes a moment, and so there is one at /proc before and one behind each. ``make soak`` lasts a minute for each system.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import personalities

pytestmark = pytest.mark.live
SOAK = os.environ.get("SUNKVM_SOAK") == "1"
SECONDS = 60 if SOAK else 1.5
LOOKS = 10_000 if SOAK else 40
PAGE = os.sysconf("SC_PAGE_SIZE")
HZ = os.sysconf("SC_CLK_TCK")
SYSTEMS = [*personalities(), "sunos4"]


@dataclass
class Told:
    """What /proc tells at one moment; times in seconds, amounts in bytes."""

    load: tuple[float, ...]
    free: int
    physical: int
    swap: int
    busy: float
    idle: float
    boot: int
    pids: set[int]


def look() -> Told:
    with open("/proc/stat") as file:
        lines = {line.split()[0]: line.split()[1:] for line in file}
    with open("/proc/meminfo") as file:
        memory = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
    with open("/proc/swaps") as file:
        swap = sum(int(line.split()[2]) * 1024 for line in list(file)[1:])
    user, nice, system, idle, wait, interrupt, softirq, *_ = (int(ticks) / HZ for ticks in lines["cpu"])
    return Told(
        os.getloadavg(),
        memory["MemFree"],
        memory["MemTotal"],
        swap,
        user + nice + system + interrupt + softirq,
        idle + wait,
        int(lines["btime"][0]),
        {int(name) for name in os.listdir("/proc") if name.isdigit()},
    )


def between(value: float, before: float, after: float, slack: float) -> bool:
    low, high = sorted((before, after))
    return low - slack <= value <= high + slack


def age(image) -> None:
    """Let all that is shown be too old."""
    image.corefile.processes_age = image.corefile.numbers_age = 0.0
    image.corefile.refresh()
    image.corefile.processes_age = image.corefile.numbers_age = 1e9


def check(image, before: Told, shown: dict[int, object], after: Told) -> None:
    load, info = image.load_average(), image.info
    averages = (load.one, load.five, load.fifteen)
    for number, average in enumerate(averages):
        assert between(average, before.load[number], after.load[number], 0.011)
    assert before.pids & after.pids <= shown.keys() | {0}
    assert abs(info.boot_time - before.boot) <= 1
    if info.memory.physical is not None:
        assert info.memory.physical == before.physical // PAGE * PAGE
    if info.memory.free is not None:
        assert between(info.memory.free, before.free, after.free, 256 << 20)
    sizes = [device.size for device in image.swap()]
    if None not in sizes:
        assert abs(sum(sizes) - before.swap) <= PAGE * max(len(sizes), 1)
    try:
        times = image.cpu_times()
    except sunkvm.SunkvmError:
        return
    if times is not None:
        ticks = times.user + (times.nice or 0) + times.system + (times.interrupt or 0) + times.idle
        rate = ticks / (before.busy + before.idle)
        # Where the rate of a kernel's own clock is told, and there is one (SunOS 4: profhz, FreeBSD: stathz), it is that.
        rates = (100, 128, 1_000_000) if times.hz is None else (times.hz,)
        assert min(abs(rate - hz) / hz for hz in rates) < 0.01, rate
    me = shown[os.getpid()]
    assert (me.ppid, me.comm) == (os.getppid(), Path("/proc/self/comm").read_text().rstrip("\n"))


@pytest.mark.parametrize("system", SYSTEMS)
def test_beside_proc(system):
    """As long as is asked for; processes come and go."""
    draw = random.Random(7)
    children: list[subprocess.Popen[bytes]] = []
    looks = 0
    with sunkvm.open(os=system, model=datamodel.host()) as image:
        until = time.monotonic() + SECONDS
        try:
            while time.monotonic() < until:
                children.append(subprocess.Popen(["sleep", "600"]))
                if len(children) > 10:
                    child = children.pop(draw.randrange(len(children)))
                    child.kill()
                    child.wait()
                before = look()
                age(image)
                after = look()
                check(image, before, {process.pid: process for process in image.processes()}, after)
                looks += 1
                time.sleep(0.05)
        finally:
            for child in children:
                child.kill()
            for child in children:
                child.wait()
    assert looks >= SECONDS // 3
    print(f"{system}: {looks} looks")


@pytest.mark.parametrize("system", SYSTEMS)
def test_looks_do_not_grow(system):
    """Ten thousand looks, with a process that ends and one that starts between them."""

    def resident() -> int:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * PAGE

    with sunkvm.open(os=system, model=datamodel.host()) as image:
        begun = files = most = 0
        child = None
        for number in range(LOOKS):
            if number % 5 == 0:
                if child is not None:
                    child.kill()
                    child.wait()
                child = subprocess.Popen(["sleep", "600"])
            age(image)
            if number % 50 == 0:
                shown = {process.pid for process in image.processes()}
                assert child.pid in shown
                most = max(most, len(shown))
            if number == LOOKS // 4:
                begun, files = resident(), len(os.listdir("/proc/self/fd"))
        child.kill()
        child.wait()
        grown = resident() - begun
        print(f"{system}: {grown / 1024:.0f} KiB in {LOOKS} looks")
        # Where the host has more to show for a while, or says something new, all is planted anew beside what there was.
        assert grown < (4 << 20) + most * (64 << 10)
        assert len(os.listdir("/proc/self/fd")) <= files + 8
