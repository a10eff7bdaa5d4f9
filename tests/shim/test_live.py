"""Programs that open the running host once and watch it: what they see against /proc, and what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import sunkvm
from sunkvm._config import find
from sunkvm.schema.kernels import sunos4

from .conftest import environment

pytestmark = [pytest.mark.shim, pytest.mark.live]
HERE = Path(__file__).parent
PAGE = os.sysconf("SC_PAGE_SIZE")


def run(program, *arguments, timeout=120, **more):
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(**more),
    )
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def old(tools):
    """Build a program for SunOS 4."""
    made = {}

    def build(name):
        if name not in made:
            tools.flavour()
            flavour = find(sunos4=True)
            made[name] = tools.scratch / f"{Path(name).stem}-sunos4"
            command = ["cc", "-O1", "-D_GNU_SOURCE", *flavour.cflags, str(HERE / name), *flavour.libs]
            done = subprocess.run([*command, "-o", made[name]], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        return made[name]

    return build


class Proc:
    """What /proc says, from now until the end of a block."""

    def __enter__(self):
        self.before = self.look()
        return self

    def __exit__(self, *failure):
        self.after = self.look()

    def look(self):
        with open("/proc/stat") as file:
            user, nice, system, idle, wait, interrupts, softirq, *_ = map(int, file.readline().split()[1:])
        with open("/proc/meminfo") as file:
            memory = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
        pids = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        ticks = user, nice, system + interrupts + softirq, idle + wait
        return os.getloadavg(), ticks, memory, pids

    def between(self, value, which, slack):
        """Tell whether a value lies between before and after, or not far beside."""
        low, high = sorted((which(self.before), which(self.after)))
        return low - slack <= value <= high + slack


# Load meters


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("flavour", ["sunos4", "solaris"])
def test_load_meter(old, tools, flavour, engine):
    """Its long averages: from the SunOS 4 library without names, from that of Solaris with the names of SunOS 4."""
    program = old("xload.c") if flavour == "sunos4" else tools.build("xload.c")
    with Proc() as proc:
        printed = run(program, "-" if flavour == "sunos4" else "/vmunix", 12, SUNKVM_ENGINE=engine)
    lines = [tuple(map(float, line.split())) for line in printed.splitlines()]
    assert len(lines) == 12
    for line in lines:
        for number in range(3):
            assert proc.between(line[number], lambda look, number=number: look[0][number], 0.02)


def test_load_meter_is_told_by_the_environment(tools):
    program = tools.build("xload.c")
    with Proc() as proc:
        line = run(program, "-", 1, SUNKVM_EMULATE="sunos4").split()
    assert proc.between(float(line[0]), lambda look: look[0][0], 0.02)
    done = subprocess.run([program, "-", "1"], env=environment(), capture_output=True)
    assert done.returncode == 2  # Solaris has no _avenrun


def test_load_meter_of_32_bits(tools):
    program = tools.build("xload.c", 32)
    with Proc() as proc:
        line = run(program, "/vmunix", 1).split()
    assert proc.between(float(line[2]), lambda look: look[0][2], 0.02)


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_variables_that_the_program_sets_itself(tools, golden_solaris, engine):
    """They count from the next kvm_open on, also where the engine has been running for a while."""
    core = golden_solaris.folder("amd64") / "vmcore.0"
    with sunkvm.open(None, core) as image:
        where = hex(image.symbols["bulkdata"])
    assert run(tools.build("late.c"), core, SUNKVM_ENGINE=engine).split() == ["0", where, "0"]


# A process display of SunOS 4


def test_layout_is_that_of_the_compiler(old):
    from sunkvm import datamodel

    told = {}
    for line in run(old("top4.c"), "layout").splitlines():
        _, struct, member, value = line.split()
        told.setdefault(struct, {})[member] = int(value)
    assert set(told) == {"proc", "user", "vmtotal", "vmmeter", "anoninfo", "page"}
    for struct, members in told.items():
        layout = getattr(sunos4, struct)(datamodel.host())
        assert members.pop("size") == layout.size
        assert members == {name: layout.offset(name) for name in members}


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_process_display(old, engine):
    sleeper = subprocess.Popen(["sleep", "600"])
    try:
        with Proc() as proc:
            printed = run(old("top4.c"), 3, "argument", SUNKVM_ENGINE=engine)
    finally:
        sleeper.kill()
        sleeper.wait()
    lines = [line.split() for line in printed.splitlines()]
    assert lines[0] == ["missing", "0"]
    systems = [[int(word) for word in line[1:]] for line in lines if line[0] == "system"]
    assert len(systems) == 3
    for user, nice, system, idle, free, boot, pages, free_pages, locked in systems:
        for number, ticks in enumerate((user, nice, system, idle)):
            assert proc.between(ticks, lambda look, number=number: look[1][number], 30)
        assert proc.between(free * PAGE, lambda look: look[2]["MemFree"], 512 << 20)
        assert abs(free_pages - free) <= (512 << 20) // PAGE
        assert pages == os.sysconf("SC_PHYS_PAGES")
        assert proc.between(locked * PAGE, lambda look: look[2]["Unevictable"], 1 << 20)
        with open("/proc/stat") as file:
            assert boot == next(int(line.split()[1]) for line in file if line.startswith("btime"))
    assert sum(systems[-1][:4]) > sum(systems[0][:4])  # it moves
    last = lines[max(number for number, line in enumerate(lines) if line[0] == "system") :]
    shown = {int(line[1]): line[2:] for line in last if line[0] == "process"}
    always = proc.before[3] & proc.after[3] | {sleeper.pid}
    assert always <= set(shown)
    ppid, uid, state, system, size, _ = map(int, shown[sleeper.pid])
    assert (ppid, uid, state, system) == (os.getpid(), os.getuid(), 1, 0)
    assert 50 < size < 10000
    counts = next(line for line in last if line[0] == "processes")
    assert int(counts[1]) == len(shown) and abs(int(counts[2]) - len(shown)) < 50
    mine = lines[-1]
    assert mine[:3] == ["self", "top4-sunos4", "3"] and "=" in mine[3]
    assert " ".join(mine[4:]) == "22 memory of the process -1 -1"


# A watcher of Solaris


def test_polls(tools):
    """Ticks move, and a read in between costs no call."""
    printed = run(tools.build("watch.c"), 12, 200_000).splitlines()
    first, last, count, _, _, _ = map(float, printed[0].split())
    assert 200 <= last - first <= 2000 and count > 1
    assert float(printed[1]) < 500  # nanoseconds; 20 where nothing else runs


def test_polls_do_not_grow(tools):
    printed = run(tools.build("watch.c"), 10_000).splitlines()
    *_, grown = map(float, printed[0].split())
    assert grown < 2048  # kilobytes


def test_poll_of_many(tools):
    """500 processes: less than 15 ms where the machine is at rest; looked at anew twice a second."""
    sleepers = [subprocess.Popen(["sleep", "600"]) for _ in range(450)]
    try:
        printed = run(tools.build("watch.c"), 10, 550_000).splitlines()
    finally:
        for process in sleepers:
            process.kill()
        for process in sleepers:
            process.wait()
    _, _, count, mean, _, _ = map(float, printed[0].split())
    assert count >= 450
    assert mean < 40  # milliseconds of work; caches and cores may be shared with others


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_processes_come_and_go(tools, engine):
    """A thousand of them while they are watched: no list breaks, nothing grows."""
    stop = threading.Event()
    started = []

    def churn():
        while not stop.is_set():
            batch = [subprocess.Popen([sys.executable, "-S", "-c", ""]) for _ in range(10)]
            started.extend(process.pid for process in batch)
            for process in batch:
                process.wait()

    thread = threading.Thread(target=churn)
    thread.start()
    grown = []
    try:
        deadline = time.monotonic() + 60
        while len(started) < 1000 and time.monotonic() < deadline:
            printed = run(tools.build("watch.c"), 400, 10_000, SUNKVM_ENGINE=engine).splitlines()
            _, _, most, _, _, more = map(float, printed[0].split())
            grown.append(more - 20 * most)  # kilobytes, beside what the most processes took
    finally:
        stop.set()
        thread.join()
    assert len(started) >= 1000 and max(grown) < 8192


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_fork(tools, engine):
    """Parent and child both go on, each with an engine of its own."""
    assert run(tools.build("watch.c"), "fork", SUNKVM_ENGINE=engine) == "0 1\n"


def test_writes(tools):
    """Into memory of a process where it was opened for that, and never into the kernel's."""
    assert run(tools.build("watch.c"), "write") == "1 6 after! 4 -1\n"


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_limit_on_file_sizes(tools, engine):
    """Then nothing is shared, every read is a call, and no signal kills the program."""
    program = tools.build("watch.c")
    command = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", str(program), "5", "100000"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(SUNKVM_ENGINE=engine))
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.splitlines()[1]) > 300  # nanoseconds


DENIED = r"""
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	kvm_t *kd = kvm_open(NULL, NULL, NULL, O_RDONLY, argv[0]);
	char buf[8], **arg, **env;
	struct proc *proc;
	struct user *user;

	if (!kd || setgid(atoi(argv[3])) != 0 || setuid(atoi(argv[3])) != 0)
		return 1;
	if (!(proc = kvm_getproc(kd, atoi(argv[1]))) || !(user = kvm_getu(kd, proc)))
		return 2;
	printf("%s %d", user->u_comm, kvm_read(kd, strtoul(argv[2], NULL, 0), buf, sizeof buf));
	printf(" %d", kvm_getcmd(kd, proc, user, &arg, NULL));
	printf(" %d\n", kvm_getcmd(kd, proc, user, NULL, &env));
	return kvm_close(kd);
}
"""


def test_memory_that_may_not_be_read(tools, tmp_path):
    """The host denies it, and the call fails as the original's does; arguments are for everybody."""
    if os.geteuid() != 0:
        pytest.skip("needs root to become somebody else")
    tools.flavour()
    flavour = find(sunos4=True)
    source, program = tmp_path / "denied.c", tmp_path / "denied"
    source.write_text(DENIED)
    subprocess.run(["cc", "-w", *flavour.cflags, source, *flavour.libs, "-o", program], check=True)
    sleeper = subprocess.Popen(["sleep", "600"])
    try:
        time.sleep(0.2)
        with open(f"/proc/{sleeper.pid}/maps") as file:
            address = "0x" + file.read().split("-")[0]
        assert run(program, sleeper.pid, address, 0) == "sleep 8 0 0\n"
        assert run(program, sleeper.pid, address, 65534) == "sleep -1 0 -1\n"
    finally:
        sleeper.kill()
        sleeper.wait()
