"""A helper that is killed in the middle of each call of each flavour: another one gives the same answer."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest

from .conftest import Replay

pytestmark = [pytest.mark.shim, pytest.mark.slow]
HERE = Path(__file__).parent

CALLS = {
    "solaris": [
        ("open", "unix.0", "vmcore.0", 0, "mortal"), ("nlist", "kas", "practive", "nosuch"), ("namelist",),
        ("read", "k", "0xffffff0000000000", 20000), ("read", "p", "0x43b000", 64), ("nextproc",), ("nextproc",),
        ("getproc", 100), ("getcmd", 1, 1), ("read", "u", "0x8047f84", 64), ("setproc",), ("nextproc",), ("close",),
    ],
    "freebsd": [
        ("open2", "kernel", "vmcore", 0, 0), ("nlist", "_allproc", "nosuch"), ("nlist2", "_bulk", "_foo"),
        ("read2", "0x10", 64), ("geterr", "kd"), ("getprocs", 0, 0), ("argv", 0, 0), ("loadavg", 3),
        ("swapinfo", 8, 2), ("cptime",), ("pcpu", 0, 64), ("maxcpu",), ("ncpus",), ("counter", "0x10"),
        ("walk", "/dev/null"), ("setcpu", 0), ("close", "kd"),
    ],
    "netbsd": [
        ("openfiles", "kernel", "netbsd.core", "-", os.O_RDONLY), ("nlist", "_nprocs", "nosuch"),
        ("read", "0xffffffff80100000", 20000), ("read", "0x10", 64), ("geterr", "kd"), ("getproc2", 0, 0, 680),
        ("argv2", 0, 1), ("getlwps", 1, "0x10", 128), ("getprocs", 0, 0), ("files",), ("loadavg", 3), ("kernelname",),
        ("kernelname",), ("header", 4096, 3), ("close", "kd"),
    ],
    "dragonfly": [
        ("openfiles", "kernel", "vmcore", 0), ("nlist", "_version", "nosuch"), ("read", "0x10", 8), ("geterr", "kd"),
        ("getprocs", 0, 0), ("argv", 0, 100), ("envv", 10, 101), ("getfiles", 0, 0), ("loadavg", 3),
        ("swapinfo", 8, 0), ("readstr", "0xfffff80090000000", None), ("close", "kd"),
    ],
}  # fmt: skip
SOURCES = {name: f"{name}_replay.c" for name in CALLS} | {"solaris": "replay.c"}


def answers(replay, calls):
    """Make the calls; where the Solaris library has its struct is no part of an answer."""
    found = [replay(*call) for call in calls]
    return [each[1:] if each[0].startswith("0x") else each for each in found]


@pytest.fixture
def mortal(request, tmp_path):
    """Return (replay(), its file): a program of a flavour whose helper dies as the file says."""
    started = []

    def start(flavour):
        fixture = {"solaris": "tools", "dragonfly": "dragonfly_flavour"}.get(flavour, flavour)
        tools = request.getfixturevalue(fixture)
        python = tmp_path / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -B "{HERE / "mortal.py"}"\n')
        python.chmod(0o755)
        package = str(Path(tools.flavour().library).parents[3])
        env = {"SUNKVM_PYTHON": str(python), "LIAR_PACKAGE": package, "MORTAL": str(tmp_path / "fate")}
        if flavour == "dragonfly":
            folder = request.getfixturevalue("dragonfly_kernel")
        else:
            case = {"solaris": "amd64", "freebsd": "amd64-v3-current", "netbsd": "amd64"}[flavour]
            folder = request.getfixturevalue(f"golden_{flavour}").folder(case)
        replay = Replay(tools.build(SOURCES[flavour]), SUNKVM_ENGINE="helper", **env)
        started.append(replay)
        replay("chdir", folder)
        return replay, tmp_path / "fate"

    yield start
    for replay in started:
        replay.close()


@pytest.mark.parametrize("flavour", CALLS)
def test_each_call(mortal, flavour):
    replay, fate = mortal(flavour)
    calls = CALLS[flavour]
    fate.write_text("-1 0 1")
    expected = answers(replay, calls)
    assert expected[0][0] == "ok"
    for number in itertools.count(1):
        fate.write_text(f"{number} {number % 2} 1")
        assert answers(replay, calls) == expected, number
        # One more process than there are calls to the engine: the file was read, and nobody had to die.
        if number > 60 or number >= len(calls) * 2:
            break


@pytest.mark.parametrize("flavour", CALLS)
@pytest.mark.parametrize("half", [0, 1])
def test_one_helper_after_another(mortal, flavour, half):
    """Two die in the same call, which fails; what comes next finds a third."""
    replay, fate = mortal(flavour)
    calls = CALLS[flavour]
    expected = answers(replay, calls)
    fate.write_text(f"1 {half} 2")
    found = answers(replay, calls)
    assert found[0] == expected[0]
    differ = [at for at, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1]]
    assert differ and differ[-1] <= 6, differ


def test_what_was_written_is_not_forgotten(mortal):
    """NetBSD's writes go to a copy that the helper has: where it is gone there is an error, not the old bytes."""
    replay, fate = mortal("netbsd")
    fate.write_text("5 0 1")
    assert replay("openfiles", "kernel", "netbsd.core", "-", os.O_RDWR)[0] == "ok"
    address = replay("nlist", "_nprocs")[1].split(",")[-1]
    assert replay("write", address, "0badcafe") == ["4"]
    read = "read", address, 4
    found = [replay(*read) for _ in range(6)]
    assert found[0] == ["4", "0badcafea5"] and found[-1][0] == "-1"
    assert {each[1] for each in found} == {"0badcafea5", "a5a5a5a5a5"}
    assert bytes.fromhex(replay("geterr", "kd")[0]) == b"Stale file handle"
