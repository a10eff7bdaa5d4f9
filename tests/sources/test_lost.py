"""Files that are cut, or vanish, while they are open: a fault that says so, never SIGBUS, never zeros."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

import sunkvm
from sunkvm.errors import AddressError
from sunkvm.source import open_source

guard = pytest.importorskip("sunkvm._guard", reason="this build has no C parts")


def copies(golden, case, tmp_path, *names):
    paths = []
    for name in names:
        shutil.copyfile(golden.folder(case) / name, tmp_path / name)
        paths.append(tmp_path / name)
    return paths


def test_source(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 40960)
    with open_source(path) as source:
        assert source.read(0, 4) == b"xxxx" and not source.lost
        os.truncate(path, 8192)
        assert source.read(40000, 100) == b"" and source.lost
        assert source.read(8000, 4096) == b"x" * 192
        assert source.read(0, 4096) == b"x" * 4096
        path.write_bytes(b"y" * 40960)  # it grows again: what is there now is told
        assert source.read(40000, 4) == b"yyyy"


@pytest.mark.parametrize("overlay", [False, True])
@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_solaris(golden_solaris, tmp_path, part, overlay):
    unix, core = copies(golden_solaris, "amd64", tmp_path, "unix.0", "vmcore.0")
    size = core.stat().st_size
    with sunkvm.open(unix, core, overlay=overlay) as image:
        pages = [at for start, length in image.kernel.ranges() for at in range(start, start + length, 4096)]
        before = {at: image.read(at, 4096) for at in pages}
        os.truncate(core, size * part // 4 // 4096 * 4096)
        lost = 0
        for at in pages:
            data, fault = image.read_some(at, 4096)
            assert data == before[at][: len(data)]  # true, or not there
            if fault is not None:
                lost += 1
                with pytest.raises(AddressError):
                    raise fault.error()
            else:
                assert len(data) == 4096
        assert lost


@pytest.mark.parametrize("case", ["amd64-v2-12", "amd64-full-current", "i386-pae-v2"])
def test_freebsd(golden_freebsd, tmp_path, case):
    kernel, core = copies(golden_freebsd, case, tmp_path, "kernel", "vmcore")
    with sunkvm.open(kernel, core) as image:
        pages = [at for start, length in image.kernel.ranges() for at in range(start, start + length, 4096)]
        before = {at: image.read(at, 4096) for at in pages}
        os.truncate(core, core.stat().st_size // 3)
        for at in reversed(pages):
            data, fault = image.read_some(at, 4096)
            assert data == before[at][: len(data)] and (fault is not None or len(data) == 4096)


def test_walks_end_with_typed_errors(golden_solaris, tmp_path):
    unix, core = copies(golden_solaris, "amd64", tmp_path, "unix.0", "vmcore.0")
    with sunkvm.open(unix, core) as image:
        before = list(image.processes())
        os.truncate(core, 0)
        try:
            after = list(image.processes())
        except AddressError:
            after = []
        assert all(process in before for process in after)


def test_a_file_that_vanishes_or_is_replaced_stays_what_it_was(golden_solaris, tmp_path):
    unix, core = copies(golden_solaris, "amd64", tmp_path, "unix.0", "vmcore.0")
    with sunkvm.open(unix, core) as image:
        before = list(image.processes())
        core.unlink()
        core.write_bytes(b"another")
        assert list(image.processes()) == before


def test_other_mappings_still_get_the_signal(tmp_path):
    script = (
        "import mmap, os, sys, sunkvm\n"
        "from sunkvm.source import open_source\n"
        "mine, other = sys.argv[1:]\n"
        "source = open_source(mine)\n"
        "file = open(other, 'r+b'); theirs = mmap.mmap(file.fileno(), 0)\n"
        "os.truncate(mine, 0); assert source.read(0, 1) == b''\n"
        "os.truncate(other, 0); theirs[0]\n"
    )
    for name in ("mine", "other"):
        (tmp_path / name).write_bytes(b"x" * 8192)
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "mine", tmp_path / "other"])
    assert done.returncode == -7  # SIGBUS


def test_closing_forgets(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 8192)
    for _ in range(1000):
        open_source(path).close()
    source = open_source(path)
    os.truncate(path, 0)
    assert source.read(0, 1) == b""
    source.close()
