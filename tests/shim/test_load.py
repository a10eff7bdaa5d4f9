"""Many threads, opens and children, no memory, and a sudden end. ``make soak`` runs the same with the full numbers."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import SLOW

from .conftest import environment
from .test_bad_device import IMAGES as GOLDEN

pytestmark = pytest.mark.shim
SOAK = os.environ.get("SUNKVM_SOAK") == "1"
IMAGES = GOLDEN | {("dragonfly", 64): None}  # that one is laid by hand
WAYS = [(name, 64, "inprocess") for name in ("solaris", "freebsd", "netbsd", "dragonfly")]
WAYS += [(name, bits, "helper") for name, bits in IMAGES]
ways = pytest.mark.parametrize(
    ("name", "bits", "engine"), WAYS, ids=["-".join(map(str, way)) for way in WAYS]
)
PAGE = 4096


def good_place(namelist, corefile):
    """Return the address of three pages of the kernel, and where each of the first two lies in the corefile."""
    with sunkvm.open(namelist, corefile) as image:
        space = image.kernel
        for start, size in space.ranges():
            for at in range(-(-start // PAGE) * PAGE, start + size - 3 * PAGE, PAGE):
                places = [image.corefile.page(space.key, at // PAGE + number) for number in range(2)]
                if any(space.read(at, 8)) and not any(place & SLOW for place in places):
                    return at, space.read(at, 8).hex(), places
    raise AssertionError("no such pages")


@pytest.fixture
def files(request):
    """Return take(flavour, bits): its tools, namelist and corefile."""

    def take(name, bits):
        fixture = {"solaris": "tools", "dragonfly": "dragonfly_flavour"}.get(name, name)
        tools = request.getfixturevalue(fixture)
        if name == "dragonfly":
            folder = request.getfixturevalue("dragonfly_kernel")
        else:
            folder = request.getfixturevalue(f"golden_{name}").folder(IMAGES[name, bits])
        namelist = folder / ("unix.0" if name == "solaris" else "kernel")
        core = folder / {"solaris": "vmcore.0", "netbsd": "netbsd.core"}.get(name, "vmcore")
        program = tools.build("load.c", bits, *(["-DSOLARIS"] if name == "solaris" else []))
        return program, namelist, core

    return take


@pytest.fixture
def load(files):
    def run(name, bits, engine, what, count):
        program, namelist, core = files(name, bits)
        address, word, _ = good_place(namelist, core)
        done = subprocess.run(
            [program, namelist, core, hex(address), word, what, str(count)],
            env=environment(SUNKVM_ENGINE=engine),
            capture_output=True,
            text=True,
            timeout=3000,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout

    return run


@ways
def test_threads_on_one_descriptor(load, name, bits, engine):
    count = 1_000_000 if SOAK else 100_000 if name == "solaris" else 20_000
    assert load(name, bits, engine, "threads", count) == "0 bad\n"


@ways
def test_threads_on_a_descriptor_each(load, name, bits, engine):
    assert load(name, bits, engine, "descriptors", 1_000_000 if SOAK else 20_000) == "0 bad\n"


@ways
def test_opens_leave_nothing(load, name, bits, engine):
    count = (10_000 if SOAK else 400) if engine == "inprocess" else (2_000 if SOAK else 30)
    more, bad = load(name, bits, engine, "opens", count).splitlines()
    assert bad == "0 bad"
    assert int(re.match(r"(-?\d+) KiB more", more)[1]) < 2048


@ways
def test_a_storm_of_forks(load, name, bits, engine):
    """Sixteen children at a time, while two threads read from the descriptor that all of them have."""
    count = (8_000 if SOAK else 160) if engine == "inprocess" else (800 if SOAK else 16)
    assert load(name, bits, engine, "forks", count) == "0 bad\n"


WRITERS = [way for way in WAYS if way[0] in ("solaris", "netbsd")]
AREA = 2 * PAGE
LONGEST = 97  # of one write, in bytes


@pytest.mark.parametrize(
    ("name", "bits", "engine"), WRITERS, ids=["-".join(map(str, way)) for way in WRITERS]
)
def test_killed_between_the_bytes_it_writes(files, tmp_path, name, bits, engine):
    """What was written before is there, what comes next is not, and nothing else has changed.

    NetBSD's library writes into a copy of what it has mapped: there the file never changes.
    """
    program, namelist, core = files(name, bits)
    address, word, places = good_place(namelist, core)
    original = core.read_bytes()
    copy, progress = tmp_path / "core", tmp_path / "progress"
    if name == "netbsd":
        places = []
    before = b"".join(original[place : place + PAGE] for place in places)
    versions = before, bytes(255 - byte for byte in before)
    chosen = random.Random(f"{name} {bits} {engine}")
    ends = set()
    for _ in range(100 if SOAK else 6):
        copy.write_bytes(original)
        progress.write_bytes(bytes(8))
        process = subprocess.Popen(
            [program, namelist, copy, hex(address), word, "writes", "0", progress],
            env=environment(SUNKVM_ENGINE=engine),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wanted = chosen.randrange(1, 10 * AREA)
        deadline = time.monotonic() + 60
        while int.from_bytes(progress.read_bytes(), "little") < wanted:
            assert process.poll() is None and time.monotonic() < deadline
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        while alive(process.pid):  # the helper
            assert time.monotonic() < deadline
        turns, at = divmod(int.from_bytes(progress.read_bytes(), "little"), AREA)
        ends.add((turns, at))
        found = copy.read_bytes()
        assert without(found, places) == without(original, places)
        if places:
            written = b"".join(found[place : place + PAGE] for place in places)
            old, new = versions[turns % 2], versions[1 - turns % 2]
            assert written[:at] == new[:at]
            assert written[at + LONGEST :] == old[at + LONGEST :]
            # Of the one write that may have been under way, all or a part.
            for number in range(at, min(at + LONGEST, AREA)):
                assert written[number] in (old[number], new[number])
    assert len(ends) > 1


def without(data, places):
    """Return the content without these pages."""
    data = bytearray(data)
    for place in places:
        data[place : place + PAGE] = bytes(PAGE)
    return data


def alive(group):
    """Tell whether a group of processes has one that has not ended, be it that nobody has asked yet how it did."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_bytes().rpartition(b")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state not in (b"Z", b"X"):
            return True
    return False


@pytest.mark.parametrize(("bits", "address"), [(64, "0xffffff0000000000"), (32, "0xd0000000")])
def test_every_allocation_can_fail(tools, golden_solaris, bits, address, tmp_path):
    folder = golden_solaris.folder(IMAGES["solaris", bits])
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
