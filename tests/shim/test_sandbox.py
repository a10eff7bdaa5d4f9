"""SUNKVM_SANDBOX=1: the engine is a process that can read the files of the image, and nothing else."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import Replay, environment

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


@pytest.mark.parametrize("bits", BITS)
def test_the_namelist_inside_a_dump(tools, golden_solaris, bits):
    """No file can be made for it: the program gets the name of one that the helper holds."""
    folder = golden_solaris.folder(BITS[bits][0])
    plain = Replay(tools.build("replay.c", bits), SUNKVM_ENGINE="helper")
    confined = Replay(tools.build("replay.c", bits), SUNKVM_SANDBOX="1")
    content = []
    for replay in (plain, confined):
        assert replay("open", "-", folder / "vmcore.0", 0, "sandbox")[0] == "ok"
        (name,) = replay("namelist")
        content.append(Path(name).read_bytes())
        assert name.startswith("/tmp/.libkvm" if replay is plain else "/proc/")
    assert content[0] == content[1] and content[0][:4] == b"\x7fELF"
    plain.close()
    confined.close()
    end = time.monotonic() + 20
    while Path(name).exists():  # it goes with the helper
        assert time.monotonic() < end
        time.sleep(0.05)


def test_swap_files(netbsd, golden_netbsd, tmp_path):
    """A swap file that is named is one of the image's files; another that is not can not be read."""
    folder = golden_netbsd.folder("amd64")
    swap = tmp_path / "swap"
    swap.write_bytes(bytes(8192))
    replay = Replay(netbsd.build("netbsd_replay.c"), SUNKVM_SANDBOX="1")
    assert replay("openfiles", folder / "kernel", folder / "netbsd.core", swap, 0)[0] == "ok"
    assert int(replay("nlist", "_nprocs")[0]) == 0
    second = tmp_path / "second"
    second.write_bytes(bytes(8192))
    done = subprocess.run(
        [sys.executable, "-c", SWAP, folder / "kernel", folder / "netbsd.core", swap, second],
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("opened\nPermission denied\n", "")
    replay.close()


SWAP = """
import os, sys, sunkvm
from sunkvm._sandbox import confine
from sunkvm.sources import spill
spill.in_memory = True
kernel, core, swap, second = sys.argv[1:]
confine([kernel, core, swap])
for name in (swap, second):
    try:
        sunkvm.open(kernel, core, swapfile=name).close()
        print("opened")
    except sunkvm.errors.OpenError as error:
        print(error.reason)
"""


def test_sections_that_lead_elsewhere_stay_closed(tmp_path):
    """Only names without a folder are taken from a dump, and only those that a confined process has read there."""
    from sunkvm._sandbox import ask_confined

    secret = tmp_path / "secret"
    secret.write_text("secret")
    assert ask_confined([str(tmp_path / "other")], lambda: secret.read_text()) == ""
    assert ask_confined([str(secret)], lambda: secret.read_text()) == "secret"
    assert len(ask_confined([str(secret)], lambda: "x" * 1_000_000)) < 1 << 16


def test_a_folder_opens_nothing(tmp_path):
    """Names of sections come from the dump: ``..`` among them would be a right to all that lies there."""
    from sunkvm._sandbox import ask_confined

    secret = tmp_path / "dumps" / "secret"
    secret.parent.mkdir()
    secret.write_text("secret")
    for folder in (tmp_path, secret.parent, secret.parent / ".."):
        assert ask_confined([str(folder)], lambda: secret.read_text()) == ""
    assert ask_confined([str(tmp_path), str(secret)], lambda: secret.read_text()) == "secret"
