"""Processes of this host that are hard to show, as each system's kernel shows them, against /proc."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import personalities, snapshot

pytestmark = pytest.mark.live
KERNELS = [
    (system, model.name, way)
    for system in personalities()
    for model in (datamodel.host(), datamodel.MODELS["i386"])
    for way in ("live", "snapshot")
]


@pytest.fixture(scope="module")
def processes():
    script = Path(__file__).with_name("hostile.py")
    command = [sys.executable, script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        yield json.loads(program.stdout.readline())


def told(pid):
    """Return name, state, arguments and number of living threads as /proc has them."""
    folder = Path(f"/proc/{pid}")
    stat = (folder / "stat").read_bytes()
    raw = (folder / "cmdline").read_bytes()
    states = [
        (task / "stat").read_bytes().rpartition(b")")[2].split()[0] for task in (folder / "task").iterdir()
    ]
    argv = tuple(os.fsdecode(each) for each in raw[:-1].split(b"\0")) if raw else None
    name = os.fsdecode(stat[stat.index(b"(") + 1 : stat.rindex(b")")])
    return name, stat.rpartition(b")")[2].split()[0].decode(), argv, sum(state != b"Z" for state in states)


@pytest.mark.parametrize(("system", "model", "way"), [*KERNELS, ("sunos4", datamodel.host().name, "live")])
def test_shown_as_they_are(processes, system, model, way, tmp_path):
    with ExitStack() as stack:
        names = ()
        try:
            if way == "snapshot":
                names = snapshot(tmp_path, system, datamodel.MODELS[model])
            image = stack.enter_context(
                sunkvm.open(*names) if names else sunkvm.open(os=system, model=datamodel.MODELS[model])
            )
        except sunkvm.UnsupportedError as error:
            pytest.skip(str(error))
        shown = {process.pid: process for process in image.processes()}
        for what, pid in processes.items():
            name, state, argv, threads = told(pid)
            process = shown[pid]
            assert process.comm == name, what
            assert process.ppid == shown[pid].ppid and process.uid in (os.getuid(), None), what
            if what == "zombie":
                assert process.state == "Z"
                continue
            assert process.state != "Z", what
            assert (process.state == "T") == (state == "T"), what
            if system != "sunos4":
                assert len(list(image.threads(process))) == threads, what
            if what == "title":  # its own memory tells how many there were
                assert process.argv[0] == "title: busy" and not any(process.argv[1:])
            elif what == "first thread ended":  # the host tells nothing of it any more
                assert process.argv in (None, (), argv)
            elif process.argv is not None or (system, way) == ("solaris", "snapshot"):
                assert process.argv == argv, what
            else:
                assert model != datamodel.host().name or system == "sunos4", what


@pytest.mark.parametrize("system", [*personalities(), "sunos4"])
def test_printed(processes, system):
    """On lines of their own, whatever is in them."""
    done = subprocess.run(
        [sys.executable, "-m", "sunkvm", "ps", "--os", system, "-o", "pid,args"],
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().splitlines()
    assert done.stderr == b""
    for what, pid in processes.items():
        assert sum(line.split()[:1] == [str(pid)] for line in lines) == 1, what
