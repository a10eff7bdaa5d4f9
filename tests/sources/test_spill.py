"""Temporary files: for their owner only, and gone with the process, also when it is killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm
from sunkvm import kvm
from sunkvm.sources import spill

SPILL = """
import os, sys
from sunkvm.sources.spill import Spill
file = Spill("packed")
file.write(0, b"content")
fd = file._fd
status = os.fstat(fd)
print(oct(status.st_mode), status.st_nlink, os.readlink(f"/proc/self/fd/{fd}"), flush=True)
sys.stdin.read()
"""
OLD = "import os; os.O_TMPFILE = os.O_DIRECTORY | (1 << 30)\n"  # what a file system without unnamed files refuses

NAMELIST = """
import sunkvm, sys
from sunkvm import kvm
kd = kvm.kvm_open("nosuchfile", sys.argv[1], None, 0, "prog", model=sunkvm.AMD64)
print(kvm.kvm_namelist(kd), flush=True)
sys.stdin.read()
"""


def started(code, *words, **more):
    """Start Python with a umask that takes nothing away; return the process and the line that it says."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        umask=0,
        env={**os.environ, **more},
    )
    return process, process.stdout.readline().rstrip("\n")


def kill(process):
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.stdin.close()
    process.stdout.close()


@pytest.mark.parametrize("old", ["", OLD], ids=["unnamed", "named-first"])
def test_unpacked_content(tmp_path, old):
    process, line = started(old + SPILL, TMPDIR=str(tmp_path))
    mode, links, path = line.split(" ", 2)
    assert (mode, links) == ("0o100600", "0")
    assert path.startswith(f"{tmp_path}/") and path.endswith(" (deleted)")
    kill(process)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_for_what_is_not_packed(golden_solaris, tmp_path, monkeypatch):
    monkeypatch.setattr(spill, "directory", lambda: pytest.fail("a temporary file"))
    folder = golden_solaris.folder("amd64")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        assert len(list(image.processes())) > 4


def test_the_namelist_of_a_dump(golden_solaris):
    """It has a name, as programs open it by that. Who is killed cannot remove it: the next one does."""
    vmcore = golden_solaris.folder("amd64") / "vmcore.0"
    process, name = started(NAMELIST, vmcore)
    path = Path(name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other, its_name = started(NAMELIST, vmcore)
    assert its_name != name and path.exists()  # that of a process that lives stays
    kill(process)
    assert path.exists()
    kd = kvm.kvm_open("nosuchfile", vmcore, None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    mine = Path(kvm.kvm_namelist(kd))
    assert not path.exists() and Path(its_name).exists()
    assert mine.read_bytes() == Path(its_name).read_bytes() != b""
    kvm.kvm_close(kd)
    assert not mine.exists()
    other.stdin.close()
    assert other.wait() == 0
    other.stdout.close()
    assert not Path(its_name).exists()


def test_files_of_others_are_left_alone(tmp_path):
    """Neither what a link leads to nor what is no file is removed."""
    precious = tmp_path / "precious"
    precious.write_text("x")
    names = [Path(f"/tmp/.sunkvm-test-{os.getpid()}-{number}") for number in range(2)]
    try:
        names[0].symlink_to(precious)
        names[1].mkdir()
        handle, path = spill.make_named(f".sunkvm-test-{os.getpid()}-", b"content")
        assert Path(path).read_bytes() == b"content"
        os.unlink(path)
        os.close(handle)
        assert precious.exists() and names[0].is_symlink() and names[1].is_dir()
    finally:
        names[0].unlink()
        names[1].rmdir()
