"""SUNKVM_SANDBOX=1: the engine is a process that can read the files of the image, and nothing else."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import environment

pytestmark = pytest.mark.shim
BITS = {
    64: ("amd64", "0xffffff0000000000", "0000000000eb83b5"),
    32: ("i386", "0xd0000000", "00000010d1846cb7"),
}

TRIES = """
import os, socket, sys
from sunkvm._sandbox import confine
allowed, other = sys.argv[1:]
confine([allowed], [])
assert open(allowed).read() == "allowed"
def refused(what, *arguments):
    try:
        what(*arguments)
    except PermissionError:
        return
    print("not refused:", what.__name__, arguments)
refused(open, other)
refused(open, allowed, "w")
refused(open, other + ".new", "w")
refused(os.listdir, os.path.dirname(other))
refused(os.unlink, other)
refused(os.truncate, other, 0)
refused(os.chmod, other, 0o600)
refused(os.symlink, other, other + ".link")
refused(socket.socket)
refused(os.execv, sys.executable, [sys.executable])
refused(os.kill, os.getppid(), 0)
refused(open, "/proc/1/cmdline")
import decimal, sqlite3, sunkvm.personalities.freebsd  # code can still be imported
print("done")
"""


def test_what_is_refused(tmp_path):
    for name in ("allowed", "other"):
        (tmp_path / name).write_text(name)
    done = subprocess.run(
        [sys.executable, "-c", TRIES, tmp_path / "allowed", tmp_path / "other"],
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")
    assert (tmp_path / "other").read_text() == "other"


def program(tools, bits, folder, test, core="vmcore.0"):
    _, address, word = BITS[bits]
    return [
        str(tools.build("robust.c", bits)),
        test,
        str(folder / "unix.0"),
        str(folder / core),
        address,
        word,
    ]


@pytest.mark.parametrize("core", ["vmcore.0", "vmdump.0", "vmdump.1"])
@pytest.mark.parametrize("bits", BITS)
def test_images_read_as_ever(tools, golden_solaris, bits, core):
    folder = golden_solaris.folder(BITS[bits][0])
    done = subprocess.run(
        program(tools, bits, folder, "plain", core),
        env=environment(SUNKVM_SANDBOX="1"),
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("ok\n", "")


PACKED = """
import sys, sunkvm
from sunkvm._sandbox import confine
from sunkvm.sources import spill
spill.in_memory = True
confine(sys.argv[1:])
with sunkvm.open(*sys.argv[1:]) as image:
    print(len(list(image.processes())))
"""


def test_packed_images_take_memory_and_no_file(golden_solaris, tmp_path):
    folder = golden_solaris.folder("amd64")
    packed = tmp_path / "vmcore.0.gz"
    packed.write_bytes(gzip.compress((folder / "vmcore.0").read_bytes()))
    done = subprocess.run(
        [sys.executable, "-c", PACKED, folder / "unix.0", packed], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("9\n", "")


def confined_helpers():
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if b"_helper" in (status.parent / "cmdline").read_bytes() and "Seccomp:\t2" in status.read_text():
                found.add(status.parent.name)
        except OSError:
            pass
    return found


@pytest.mark.parametrize("bits", BITS)
def test_the_engine_is_confined(tools, golden_solaris, bits):
    before = confined_helpers()
    folder = golden_solaris.folder(BITS[bits][0])
    command = program(tools, bits, folder, "crash")
    with subprocess.Popen(
        command, env=environment(SUNKVM_SANDBOX="1"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline().strip() == str(process.pid)
        assert len(confined_helpers() - before) >= 1
        process.kill()
    end = time.monotonic() + 20
    while confined_helpers() - before and time.monotonic() < end:
        time.sleep(0.1)


def test_in_this_process_is_not_confined(tools, golden_solaris):
    folder = golden_solaris.folder("amd64")
    done = subprocess.run(
        program(tools, 64, folder, "plain"),
        env=environment(SUNKVM_SANDBOX="1", SUNKVM_ENGINE="inprocess"),
        capture_output=True,
        text=True,
    )
    assert done.returncode and "the engine cannot run in this process" in done.stderr
