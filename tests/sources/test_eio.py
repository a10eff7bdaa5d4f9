"""Devices with a bad spot: what is there is read, what is not is an error that names file and offset; never zeros."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm

pytest.importorskip("sunkvm._guard", reason="this build has no C parts")

HERE = Path(__file__).parent
SOLARIS = [
    ("amd64", "vmcore.0"),
    ("i386", "vmcore.0"),
    ("amd64", "vmdump.0"),
    ("amd64", "vmdump.1"),
    ("amd64", "vmdump.2"),
]
FREEBSD = ["amd64-v3-current", "amd64-full-current", "i386-pae-v2"]
NETBSD = ["amd64", "sparc64"]


def read_all(bad_device, namelist, corefile, tmp_path, count):
    """Return what reading with each of ``count`` bad spots gives: open, or (pages as they were, faults)."""
    copy = tmp_path / corefile.name
    shutil.copyfile(corefile, copy)
    done = subprocess.run(
        [sys.executable, HERE / "eio_reads.py", namelist, corefile, copy, str(count)],
        env={**os.environ, "LD_PRELOAD": str(bad_device), "SUNKVM_CACHE": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.split()[1:] for line in done.stdout.splitlines()]
    assert len(lines) == count
    return ["open" if line == ["open"] else tuple(map(int, line)) for line in lines]


def check(found):
    """Bad spots among the pages make faults, most of them few; bad spots elsewhere may keep the image closed."""
    read = [each for each in found if each != "open"]
    assert any(faults for _, faults in read), found
    assert any(right for right, faults in read)


@pytest.mark.parametrize(("case", "name"), SOLARIS)
def test_solaris(bad_device, golden_solaris, tmp_path, case, name):
    folder = golden_solaris.folder(case)
    check(read_all(bad_device, folder / "unix.0", folder / name, tmp_path, 24))


@pytest.mark.parametrize("case", FREEBSD)
def test_freebsd(bad_device, golden_freebsd, tmp_path, case):
    folder = golden_freebsd.folder(case)
    check(read_all(bad_device, folder / "kernel", folder / "vmcore", tmp_path, 24))


@pytest.mark.parametrize("case", NETBSD)
def test_netbsd(bad_device, golden_netbsd, tmp_path, case):
    folder = golden_netbsd.folder(case)
    check(read_all(bad_device, folder / "kernel", folder / "netbsd.core", tmp_path, 24))


PACKED = """
import ctypes, errno, os, sys
from sunkvm.errors import FileError
from sunkvm.source import open_source
copy, plain = sys.argv[1], open(sys.argv[2], "rb").read()
eio_set = ctypes.CDLL(None).eio_set
eio_set.argtypes = ctypes.c_char_p, ctypes.c_longlong, ctypes.c_longlong
size = os.path.getsize(copy)
seen = set()
for spot in [size * number // 8 & -4096 for number in range(1, 8)]:
    eio_set(os.fsencode(copy), spot, 4096)
    with open_source(copy) as source:
        at = 0
        while at < len(plain):
            try:
                data = source.read(at, 60000)
            except FileError as error:
                assert (error.path, error.errno) == (copy, errno.EIO) and spot <= error.offset < spot + 4096, error
                seen.add("error")
                break
            assert data and data == plain[at : at + len(data)], (spot, at, len(data))
            at += len(data)
            seen.add("data")
        assert at < len(plain)
        eio_set(os.fsencode(copy), size * 2, 1)  # the device is well again: what was lost is there
        whole = b"".join(source.read(at, 60000) for at in range(0, len(plain), 60000))
        assert whole == plain and source.trouble is None
print(*sorted(seen))
"""


@pytest.mark.parametrize("packer", ["gzip", "zstd"])
def test_packed(bad_device, tmp_path, packer):
    import gzip
    import random

    chance = random.Random(5)
    plain = b"".join(bytes([chance.randrange(256)]) * chance.randrange(1, 9) for _ in range(300_000))
    (tmp_path / "plain").write_bytes(plain)
    packed = tmp_path / "packed"
    if packer == "gzip":
        packed.write_bytes(gzip.compress(plain, 1))
    else:
        zstandard = pytest.importorskip("zstandard")
        packed.write_bytes(zstandard.ZstdCompressor(level=1).compress(plain))
    done = subprocess.run(
        [sys.executable, "-c", PACKED, packed, tmp_path / "plain"],
        env={**os.environ, "LD_PRELOAD": str(bad_device), "SUNKVM_CACHE": ""},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "data error\n", done.stderr


WRITES = """
import errno, sys, sunkvm
from sunkvm.errors import FileError
with sunkvm.open(sys.argv[1], sys.argv[2], writable=True) as image:
    at = int(sys.argv[3])
    image.write(at - 8, b"in front")
    done, fault = image.kernel.write_some(at - 4, b"overhere")
    assert done == 4 and isinstance(fault.error(), FileError)
    try:
        image.write(at, b"here")
    except FileError as error:
        assert error.errno == errno.EIO and error.path == sys.argv[2], error
        print(error.offset)
"""


def test_writes(bad_device, golden_solaris, tmp_path):
    """Bytes in front of the bad spot are written, the first that is not is told; nothing else changes."""
    folder = golden_solaris.folder("amd64")
    core = tmp_path / "vmcore.0"
    shutil.copyfile(folder / "vmcore.0", core)
    with sunkvm.open(folder / "unix.0", core) as image:
        start = next(start for start, size in image.kernel.ranges() if size >= 8192)
        where = image.corefile.page(image.kernel.key, (start >> 12) + 1)
    before = core.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", WRITES, folder / "unix.0", core, str(start + 4096)],
        env={**os.environ, "LD_PRELOAD": str(bad_device), "EIO": f"{core}:{where}:4096"},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == (f"{where}\n", "")
    after = core.read_bytes()
    changed = [at for at in range(len(before)) if before[at] != after[at]]
    assert 0 < len(changed) <= 8
    assert after[where : where + 4096] == before[where : where + 4096]


@pytest.mark.parametrize("tool", ["expand", "to-elf"])
def test_export(bad_device, golden_solaris, tmp_path, tool):
    """A dump that cannot be read to its end leaves no file; the message says which file, and where."""
    folder = golden_solaris.folder("amd64")
    name = "vmdump.0" if tool == "expand" else "vmcore.0"
    core = tmp_path / name
    shutil.copyfile(folder / name, core)
    with sunkvm.open(folder / "unix.0", core) as image:
        spot = image.corefile.header["dump_data"] + 2 * 4096 & -4096
    out = tmp_path / "out"
    out.mkdir()
    command = (
        ["expand", core, "-o", out]
        if tool == "expand"
        else ["to-elf", folder / "unix.0", core, "-o", out / "elf"]
    )
    done = subprocess.run(
        [sys.executable, "-m", "sunkvm", *command],
        env={**os.environ, "LD_PRELOAD": str(bad_device), "EIO": f"{core}:{spot}:4096", "SUNKVM_CACHE": ""},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode and str(core) in done.stderr and "nput/output error" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and os.listdir(out) == []
