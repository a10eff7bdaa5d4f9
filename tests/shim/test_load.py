"""Many threads, many opens, and no memory. ``make soak`` runs the same with the full numbers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import environment

pytestmark = pytest.mark.shim
SOAK = os.environ.get("SUNKVM_SOAK") == "1"
IMAGES = {
    64: ("amd64", "0xffffff0000000000", "0000000000eb83b5"),
    32: ("i386", "0xd0000000", "00000010d1846cb7"),
}
WAYS = [(64, "inprocess"), (64, "helper"), (32, "helper")]
ways = pytest.mark.parametrize(("bits", "engine"), WAYS, ids=[f"{bits}-{engine}" for bits, engine in WAYS])


@pytest.fixture
def load(tools, golden_solaris):
    def run(bits, engine, what, count):
        model, address, word = IMAGES[bits]
        folder = golden_solaris.folder(model)
        command = [
            tools.build("load.c", bits),
            folder / "unix.0",
            folder / "vmcore.0",
            address,
            word,
            what,
            count,
        ]
        done = subprocess.run(
            list(map(str, command)),
            env=environment(SUNKVM_ENGINE=engine),
            capture_output=True,
            text=True,
            timeout=3000,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@ways
def test_threads_on_one_descriptor(load, bits, engine):
    assert load(bits, engine, "threads", 1_000_000 if SOAK else 100_000) == "0 bad\n"


@ways
def test_threads_on_a_descriptor_each(load, bits, engine):
    assert load(bits, engine, "descriptors", 1_000_000 if SOAK else 20_000) == "0 bad\n"


@ways
def test_opens_leave_nothing(load, bits, engine):
    count = (10_000 if SOAK else 400) if engine == "inprocess" else (2_000 if SOAK else 30)
    more, bad = load(bits, engine, "opens", count).splitlines()
    assert bad == "0 bad"
    assert int(re.match(r"(-?\d+) KiB more", more)[1]) < 2048


@pytest.mark.parametrize("bits", IMAGES)
def test_every_allocation_can_fail(tools, golden_solaris, bits, tmp_path):
    model, address, _ = IMAGES[bits]
    folder = golden_solaris.folder(model)
    program = tools.build("starved.c", bits)
    starve = tmp_path / "starve.so"
    width = ["-m32"] if bits == 32 else []
    source = Path(__file__).parent / "starve.c"
    command = [
        "cc",
        *width,
        "-O1",
        "-fno-builtin",
        "-shared",
        "-fPIC",
        "-D_GNU_SOURCE",
        "-o",
        starve,
        source,
        "-ldl",
    ]
    if bits == 32:
        command += ["-idirafter", "/usr/include/x86_64-linux-gnu"]
    subprocess.run(command, check=True)
    done = subprocess.run(
        [program, folder / "unix.0", folder / "vmcore.0", address, "100"],
        env=environment(SUNKVM_ENGINE="helper", LD_PRELOAD=str(starve)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.returncode}: {done.stdout}{done.stderr}"
    count, harmless = map(int, re.fullmatch(r"(\d+) allocations, (\d+) harmless\n", done.stdout).groups())
    assert count > 5 and harmless < count


THREADS = """
import sys, threading, sunkvm
unix, vmcore, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def reads(image, expected, at, bad):
    for number in range(count):
        if image.read(at + number % 4000, 8) != expected[number % 4000 : number % 4000 + 8]:
            bad.append(number)
shared = sunkvm.open(unix, vmcore)
at = next(shared.kernel.ranges())[0]
expected, bad = shared.read(at, 4096), []
own = [sunkvm.open(unix, vmcore) for _ in range(32)]
threads = [threading.Thread(target=reads, args=(image, expected, at, bad)) for image in [shared] * 32 + own]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(bad))
"""


def test_threads_in_python(golden_solaris):
    """Reads only: they may share an image; all else belongs to one thread at a time."""
    folder = golden_solaris.folder("amd64")
    count = 100_000 if SOAK else 3_000
    done = subprocess.run(
        [sys.executable, "-c", THREADS, folder / "unix.0", folder / "vmcore.0", str(count)],
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


OPENS = """
import os, sys, sunkvm
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4
for number in range(int(sys.argv[3])):
    with sunkvm.open(sys.argv[1], sys.argv[2]) as image:
        sum(1 for _ in image.processes())
    if number == int(sys.argv[3]) // 10:
        before = len(os.listdir("/proc/self/fd")), resident()
print(len(os.listdir("/proc/self/fd")) - before[0], resident() - before[1])
"""


def test_opens_in_python_leave_nothing(golden_solaris):
    folder = golden_solaris.folder("amd64")
    count = 10_000 if SOAK else 300
    done = subprocess.run(
        [sys.executable, "-c", OPENS, folder / "unix.0", folder / "vmcore.0", str(count)],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    files, kib = map(int, done.stdout.split())
    assert files == 0 and kib < 4096
