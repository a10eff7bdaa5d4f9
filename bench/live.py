"""Polls of the running host as each system's kernel, with 500 processes of which one ends and one starts at each poll.

What counts is processor time, of the process alone: the machine may have other work. Behind it stands how many times as long
it is as reading /proc/*/stat of the same processes, which is the least that there is to be done, in Python and in C.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from common import C, compile_c, flavours, median, size

SYSTEMS = {"solaris": "SOLARIS", "freebsd": "FREEBSD", "netbsd": "NETBSD", "dragonfly": "DRAGONFLY"}
CHURN = """
import os, sys
def start():
    return os.posix_spawn(sys.argv[2], ["sleep", "600"], os.environ)
children = [start() for _ in range(int(sys.argv[1]))]
print(flush=True)
for _ in sys.stdin:
    first = children.pop(0)
    os.kill(first, 9)
    os.waitpid(first, 0)
    children.append(start())
    print(flush=True)
for child in children:
    os.kill(child, 9)
    os.waitpid(child, 0)
"""


class Host:
    """As many processes as are wanted; `change` lets one end and starts another."""

    def __enter__(self) -> Host:
        here = sum(name.isdigit() for name in os.listdir("/proc"))
        command = [sys.executable, "-S", "-c", CHURN, str(max(size(500, 20) - here, 5)), "/bin/sleep"]
        self._program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._program.stdout.readline()
        return self

    def change(self) -> None:
        self._program.stdin.write(b"\n")
        self._program.stdin.flush()
        self._program.stdout.readline()

    def __exit__(self, *failure: object) -> None:
        self._program.communicate()


def plain() -> None:
    """Read what every display of processes reads."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                handle = os.open(f"/proc/{name}/stat", os.O_RDONLY)
            except OSError:
                continue
            try:
                os.read(handle, 4096)
            except OSError:
                pass
            finally:
                os.close(handle)


def spent(function) -> float:
    """Return the milliseconds of processor time that a call takes."""
    before = time.process_time()
    function()
    return (time.process_time() - before) * 1e3


def in_python(system: str, host: Host):
    """Yield (changing, milliseconds of a poll, of reading plainly) of the engine itself."""
    from sunkvm import datamodel
    from sunkvm.emulate import live

    core = live(system, datamodel.host())
    core.processes_age = 0.0
    for changing in (False, True):
        times = []
        for number in range(size(60, 4)):
            if changing:
                host.change()
            time.sleep(0.02)
            pair = spent(core.refresh), spent(plain)
            if number > 1:  # the first ones follow what has changed since it was opened
                times.append(pair)
        yield changing, times
    core.close()


def told(name: str, times):
    """Yield the lines of a series of pairs."""
    polls = sorted(poll for poll, _ in times)
    yield name, median(polls), "ms", "<= 10"
    yield "  nine in ten take at most", polls[len(polls) * 9 // 10], "ms", "<= 15"
    yield "  poll / reading /proc/*/stat", median(poll / read for poll, read in times), "x", ""


def in_c(system: str, flavour, scratch: Path, host: Host):
    """Yield the pairs of a program in C: its own poll of all processes, and its own reading of /proc/*/stat."""
    program = compile_c(
        scratch / system, f"-D{SYSTEMS[system]}", *flavour.cflags, C / "poll.c", *flavour.libs
    )
    polls = size(30, 3)
    command = [program, str(polls)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as running:
        times = []
        for line in running.stdout:
            words = line.split()
            if len(words) == 2:  # the first line only says that it is open
                times.append(tuple(map(float, words)))
            host.change()
            try:
                running.stdin.write(b"\n")
            except BrokenPipeError:  # that was the last one
                break
    return times[1:]


def measure():
    """Yield (what, value, unit, target)."""
    with Host() as host:
        for system in (*SYSTEMS, "sunos4"):
            for changing, times in in_python(system, host):
                kind = "one ends and one starts" if changing else "the same processes"
                yield from told(f"{system}: a poll in Python, {kind}", times)
        with tempfile.TemporaryDirectory() as scratch:
            for system in SYSTEMS:
                for flavour in flavours(system):
                    yield from told(
                        f"{system}: a poll through the C library, one ends and one starts",
                        in_c(system, flavour, Path(scratch), host),
                    )
