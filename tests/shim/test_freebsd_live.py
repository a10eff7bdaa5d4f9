"""A C program of FreeBSD that opens the running host once and watches it, against /proc."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import threading
from pathlib import Path

import pytest

pytestmark = [pytest.mark.shim, pytest.mark.live]


def watch(freebsd, core, looks):
    program = freebsd.build("freebsd_live.c")
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [program, core, str(looks)],
        capture_output=True,
        text=True,
        errors="surrogateescape",  # processes of this host have any bytes in their arguments
        timeout=120,
        env={**keep, "MARK": "it-is-me"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def host():
    """Return load average, number of processes and uptime of this host."""
    processes = sum(name.isdigit() for name in os.listdir("/proc"))
    return os.getloadavg()[0], processes, float(Path("/proc/uptime").read_text().split()[0])


@contextlib.contextmanager
def watched():
    """Yield the looks at the host that are taken all the time, the last one after the block: other tests run beside."""
    looks, over = [host()], threading.Event()

    def look():
        while not over.wait(0.02):
            looks.append(host())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looks
    finally:
        over.set()
        thread.join()
        looks.append(host())


def values(rows, name):
    return [row[1] for row in rows if row[0] == name]


@pytest.mark.parametrize("core", ["", "/dev/null"])
def test_watch(freebsd, core):
    """NULL is the running host, and /dev/null the same without memory: what ps and w open."""
    with watched() as looks:
        rows = watch(freebsd, core, 3)
    loadavg, count, uptime = zip(*looks, strict=True)
    assert values(rows, "nlist") == ["0"]
    loads = [float(load) for load in values(rows, "load")]
    assert len(loads) == 3
    assert all(min(loadavg) - 0.1 < load < max(loadavg) + 0.1 for load in loads)
    idle = [int(value) for value in values(rows, "idle")]
    assert idle == sorted(idle)
    assert all(min(count) - 20 < int(shown) < max(count) + 20 for shown in values(rows, "processes"))
    mine = [row for row in rows if row[0] == "parent"]
    assert len(mine) == 3
    assert all(int(row[1]) == os.getpid() and "MARK=it-is-me" in row for row in mine)
    assert rows[-1] == ["write", "-1", "kvm_write:", "Bad", "file", "descriptor"]
    ticks = [int(row[3]) for row in rows if row[0] == "read"]
    if core:
        assert values(rows, "read") == ["-1"] * 3
        return
    assert values(rows, "read") == ["4"] * 3
    assert all(later - earlier >= 20 for earlier, later in itertools.pairwise(ticks)), ticks
    assert all(uptime[0] - 2 < tick / 100 < uptime[-1] + 2 for tick in ticks)
