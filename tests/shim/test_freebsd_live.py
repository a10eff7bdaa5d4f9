"""A C program of FreeBSD that opens the running host once and watches it, against /proc."""

from __future__ import annotations

import itertools
import os
import subprocess
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
        timeout=120,
        env={**keep, "MARK": "it-is-me"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def values(rows, name):
    return [row[1] for row in rows if row[0] == name]


@pytest.mark.parametrize("core", ["", "/dev/null"])
def test_watch(freebsd, core):
    """NULL is the running host, and /dev/null the same without memory: what ps and w open."""
    rows = watch(freebsd, core, 3)
    assert values(rows, "nlist") == ["0"]
    assert all(abs(float(load) - os.getloadavg()[0]) < 1.5 for load in values(rows, "load"))
    assert len(values(rows, "load")) == 3
    idle = [int(value) for value in values(rows, "idle")]
    assert idle == sorted(idle)
    there = sum(name.isdigit() for name in os.listdir("/proc"))
    assert all(there // 2 < int(count) < there * 2 + 50 for count in values(rows, "processes"))
    mine = [row for row in rows if row[0] == "parent"]
    assert len(mine) == 3
    assert all(int(row[1]) == os.getpid() and "MARK=it-is-me" in row for row in mine)
    assert rows[-1] == ["write", "-1", "kvm_write:", "Bad", "file", "descriptor"]
    ticks = [int(row[3]) for row in rows if row[0] == "read"]
    if core:
        assert values(rows, "read") == ["-1"] * 3
        return
    assert values(rows, "read") == ["4"] * 3
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    assert all(20 <= step < 300 for step in steps), steps
    boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
    uptime = os.stat("/proc/self").st_mtime - int(boot.split()[1])
    assert abs(ticks[-1] / 100 - uptime) < 5
