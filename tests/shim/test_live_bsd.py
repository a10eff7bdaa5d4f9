"""Programs of BSD systems that open the running host once and watch it, while processes come and go."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from .conftest import environment

pytestmark = [pytest.mark.shim, pytest.mark.live]
SOAK = os.environ.get("SUNKVM_SOAK") == "1"
SYSTEMS = {"freebsd": "freebsd", "netbsd": "netbsd", "dragonfly": "dragonfly_flavour"}


@pytest.fixture(params=SYSTEMS)
def watch(request):
    """Run the watcher of a system; return what it prints, as numbers."""
    tools = request.getfixturevalue(SYSTEMS[request.param])

    def watch(*arguments, **more):
        program = tools.build("bsd_watch.c", 64, f"-D{request.param.upper()}")
        done = subprocess.run(
            [program, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=3000,
            env=environment(**more),
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return [float(word) for word in done.stdout.split()]

    return watch


class Churn:
    """Starts processes and lets them end, ten at a time, until there were enough or somebody says so."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.started = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._stop.is_set() and self.started < self.wanted:
            batch = [subprocess.Popen([sys.executable, "-S", "-c", ""]) for _ in range(10)]
            self.started += len(batch)
            for process in batch:
                process.wait()

    @property
    def going(self) -> bool:
        return self._thread.is_alive()

    def __enter__(self) -> Churn:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join()


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_processes_come_and_go(watch, engine):
    """A thousand of them while they are watched: nobody is listed twice or missed, and nothing grows."""
    deadline = time.monotonic() + 60
    wanted = 1000 if engine == "inprocess" or SOAK else 200
    with Churn(wanted) as churn:
        while churn.going and time.monotonic() < deadline:
            most, _, grown, files = watch(150, 20_000, SUNKVM_ENGINE=engine)
            # Others on this host may start hundreds of processes just now: one takes up to 60 KiB, once. Memory of processes
            # stays open for a while.
            assert grown < 8192 + 64 * most and files <= 8
        assert churn.started >= wanted


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_fork(watch, engine):
    """Parent and child both go on while processes come and go: each sees all, and itself once."""
    with Churn(100_000):
        assert watch("fork", SUNKVM_ENGINE=engine) == [24, 0]


def test_polls_do_not_grow(watch):
    """Ten thousand of them with a new process in each when there is time for that."""
    most, _, grown, files = watch(10_000 if SOAK else 300, 510_000 // 50 if SOAK else 0)
    # Kilobytes; where the host has something new to say, all is planted anew beside what there was.
    assert grown < 4096 + 64 * most
    assert files <= 8


@pytest.mark.parametrize(
    ("system", "denied"),
    [
        ("freebsd", "Read-only file system"),
        ("netbsd", "Operation not permitted"),
        ("dragonfly", "Read-only file system"),
    ],
)
def test_writing_is_refused(system, denied, request):
    """The number in errno is that of the message, as where write(2) has failed."""
    program = request.getfixturevalue(SYSTEMS[system]).build("refused.c", 64)
    done = subprocess.run([program], capture_output=True, text=True, timeout=120, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"-1|{why}|kvm_write: {why}" for why in ("Bad file descriptor", denied)
    ]
