"""What common operations cost in instructions, which repeats from run to run: none may grow by more than a tenth.

``instructions.json`` holds the counts. To take down new ones after a change that is worth it, run with
``SUNKVM_RECORD=1``: the file is written, and its difference belongs into the commit.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm
from sunkvm import kvm

from .conftest import environment, need

pytestmark = pytest.mark.shim
RECORDED = Path(__file__).parent / "instructions.json"
GROWTH = 1.10
OPERATIONS = ("read_hot", "read_pages", "read_long", "read_hole", "walk")
RECORD = os.environ.get("SUNKVM_RECORD") == "1"


def compare(kind, counts):
    """Hold counts against those that were taken down, or take them down."""
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    if RECORD:
        recorded[kind] = counts
        RECORDED.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
        return
    known = recorded.get(kind)
    if known is None:
        return  # of a Python that nobody has taken down
    grown = {name: (known[name], count) for name, count in counts.items() if count > known[name] * GROWTH}
    assert not grown, f"more than before: {grown}"
    assert counts.keys() == known.keys()


def test_c_library(tools, golden_solaris, tmp_path):
    need(shutil.which("valgrind"), "valgrind")
    folder = golden_solaris.folder("amd64")
    program = tools.build("count.c", 64)
    counts = {}
    for name in OPERATIONS:
        out = tmp_path / name
        command = ["valgrind", "--tool=callgrind", f"--toggle-collect={name}", f"--callgrind-out-file={out}"]
        command += [program, folder / "unix.0", folder / "vmcore.0", "0xffffff0000000000"]
        done = subprocess.run(
            list(map(str, command)), env=environment(SUNKVM_ENGINE="helper"), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        counts[name] = int(re.search(r"^summary: (\d+)$", out.read_text(), re.M)[1])
    compare("c", counts)


def opcodes(function):
    """Return how many instructions of Python's machine a call takes."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def test_engine(golden_solaris, golden_freebsd):
    folder = golden_solaris.folder("amd64")
    unix, vmcore = str(folder / "unix.0"), str(folder / "vmcore.0")
    counts = {}
    with sunkvm.open(unix, vmcore) as image:
        list(image.processes())
        counts["solaris: processes"] = opcodes(lambda: list(image.processes()))
        counts["solaris: one leaf"] = opcodes(
            lambda: image.corefile.leaf(image.kernel.key, 0xFFFFFF0000000 >> 9)
        )
    kd = kvm.kvm_open(unix, vmcore, None, os.O_RDONLY, "count")
    kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8)
    counts["solaris: kvm_kread"] = opcodes(lambda: kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8))
    kvm.kvm_close(kd)
    folder = golden_freebsd.folder("amd64-v2-12")
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        list(image.processes())
        counts["freebsd: processes"] = opcodes(lambda: list(image.processes()))
    compare(f"python{sys.version_info.major}.{sys.version_info.minor}", counts)


def test_the_comparison_can_fail(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules[__name__], "RECORDED", tmp_path / "counts.json")
    monkeypatch.setattr(sys.modules[__name__], "RECORD", False)
    (tmp_path / "counts.json").write_text('{"c": {"one": 100}}')
    compare("c", {"one": 110})
    with pytest.raises(AssertionError, match="more than before"):
        compare("c", {"one": 111})
