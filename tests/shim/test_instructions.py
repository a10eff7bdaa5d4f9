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
from importlib import import_module
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


FLAVOURS = {
    "solaris": ("tools", "amd64", ("unix.0", "vmcore.0")),
    "freebsd": ("freebsd", "amd64-v2-12", ("kernel", "vmcore")),
    "netbsd": ("netbsd", "amd64", ("kernel", "netbsd.core")),
    "dragonfly": ("dragonfly_flavour", "v2", ("kernel", "vmcore")),
}


def files_of(request, flavour):
    """Return namelist and corefile of a flavour's image."""
    _, case, names = FLAVOURS[flavour]
    folder = request.getfixturevalue(f"golden_{flavour}").folder(case)
    return [str(folder / name) for name in names]


def some_pages(names):
    """Return address and number of pages that follow one another, a power of two of at most 64."""
    with sunkvm.open(*names) as image:
        ranges = list(image.corefile.ranges(image.kernel.key))
    start, count = max(ranges, key=lambda each: min(each[1], 64 << 12))
    return start, 1 << (min(count >> 12, 64)).bit_length() - 1


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_c_library(flavour, request, tmp_path):
    need(shutil.which("valgrind"), "valgrind")
    tools = request.getfixturevalue(FLAVOURS[flavour][0])
    program = tools.build("count.c", 64, f"-D{flavour.upper()}")
    names = files_of(request, flavour)
    address, pages = (0xFFFFFF0000000000, 64) if flavour == "solaris" else some_pages(names)
    counts = {}
    for name in OPERATIONS:
        out = tmp_path / name
        command = ["valgrind", "--tool=callgrind", f"--toggle-collect={name}", f"--callgrind-out-file={out}"]
        command += [program, *names, hex(address), pages]
        done = subprocess.run(
            list(map(str, command)), env=environment(SUNKVM_ENGINE="helper"), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        counts[name] = int(re.search(r"^summary: (\d+)$", out.read_text(), re.M)[1])
    compare("c" if flavour == "solaris" else f"c-{flavour}", counts)


def opcodes(function, *arguments):
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
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def list_all(image):
    return list(image.processes())


def test_engine(request):
    counts = {}
    for flavour in FLAVOURS:
        names = files_of(request, flavour)
        with sunkvm.open(*names) as image:
            list_all(image)
            counts[f"{flavour}: processes"] = opcodes(list_all, image)
            first, _ = some_pages(names)
            leaf = (0xFFFFFF0000000000 if flavour == "solaris" else first) >> 21
            image.corefile.leaf(image.kernel.key, leaf)
            counts[f"{flavour}: one leaf"] = opcodes(image.corefile.leaf, image.kernel.key, leaf)
        if flavour == "solaris":
            kd = kvm.kvm_open(*names, None, os.O_RDONLY, "count")
            kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8)
            counts["solaris: kvm_kread"] = opcodes(kvm.kvm_kread, kd, 0xFFFFFF0000000000, 8)
            kvm.kvm_close(kd)
            continue
        facade = import_module(f"sunkvm.compat.{flavour}")
        kd = facade.kvm_open(*names, None, os.O_RDONLY, "count")
        facade.kvm_read(kd, first, 8)
        counts[f"{flavour}: kvm_read"] = opcodes(facade.kvm_read, kd, first, 8)
        listed = "kvm_getproc2" if flavour == "netbsd" else "kvm_getprocs"
        getattr(facade, listed)(kd, 0, 0)
        counts[f"{flavour}: {listed}"] = opcodes(getattr(facade, listed), kd, 0, 0)
        facade.kvm_close(kd)
    compare(f"python{sys.version_info.major}.{sys.version_info.minor}", counts)


def test_the_comparison_can_fail(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules[__name__], "RECORDED", tmp_path / "counts.json")
    monkeypatch.setattr(sys.modules[__name__], "RECORD", False)
    (tmp_path / "counts.json").write_text('{"c": {"one": 100}}')
    compare("c", {"one": 110})
    with pytest.raises(AssertionError, match="more than before"):
        compare("c", {"one": 111})
