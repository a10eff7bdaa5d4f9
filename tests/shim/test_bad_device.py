"""Corefiles on a device with a bad spot, through the C libraries: the original's count and message, EIO in errno."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import SLOW

from .conftest import environment

pytestmark = pytest.mark.shim
TESTS = Path(__file__).parent.parent
PAGE = 4096
EIO = errno.EIO


def bad_page(namelist, corefile):
    """Return (address, file offset) of a page of the kernel that has two pages before and behind it, and is no table.

    The offset is that of a page of the device which has the end of the page in it: dumps need not be aligned.
    """
    with sunkvm.open(namelist, corefile) as image:
        space = image.kernel
        for start, size in space.ranges():
            for at in range(start + 2 * PAGE, start + size - 2 * PAGE, PAGE):
                where = image.corefile.page(space.key, at // PAGE)
                if not where & SLOW and where > os.path.getsize(corefile) // 3:
                    return at, -(-where // PAGE) * PAGE
    raise AssertionError("no such page")


@pytest.fixture
def fuse(tmp_path):
    """Return mount(file, offset): the path of the same file on a device that has a bad page there."""
    started = []

    def mount(file, offset):
        folder = tmp_path / f"mounted{len(started)}"
        folder.mkdir()
        command = [sys.executable, TESTS / "fuse_eio.py", file, folder, hex(offset), hex(PAGE)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        if process.stdout.readline() != "mounted\n":
            pytest.skip(f"no file system can be mounted here: {process.stderr.read().strip()[-200:]}")
        return folder / "core"

    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("needs /dev/fuse")
    yield mount
    for process in started:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()


def preloaded(bad_device, file, offset, tmp_path):
    """Return the environment of a program, and of its helper, for which a file has a bad page."""
    wrapper = tmp_path / "python"
    spot = f"{file}:{offset}:{PAGE}"
    wrapper.write_text(f'#!/bin/sh\nLD_PRELOAD="{bad_device}" EIO="{spot}" exec "{sys.executable}" "$@"\n')
    wrapper.chmod(0o755)
    return {"LD_PRELOAD": str(bad_device), "EIO": spot, "SUNKVM_PYTHON": str(wrapper)}


def run(program, namelist, corefile, words, env):
    done = subprocess.run(
        [str(program), str(namelist), str(corefile), *words],
        capture_output=True,
        text=True,
        env=env,
        timeout=100,
    )
    assert done.returncode == 0 and not done.stderr, (done.returncode, done.stderr)
    return [line.rstrip() for line in done.stdout.splitlines()]


def check(before, after, failed):
    """Of reads of what is in front, the bad page, what is behind, all of it, and a few bytes of each."""
    assert len(before) == len(after) == 7
    for number in (0, 2, 4, 6):
        assert after[number].split()[:3] == before[number].split()[:3]
    count, message = failed
    for number in (1, 5):
        assert after[number].split(" ", 3)[:2] == [str(count), str(EIO)]
        assert after[number].split(" ", 3)[3:] == ([message] if message else [])
    partial = after[3].split(" ", 3)
    assert partial[:3] == [str(2 * PAGE), str(EIO), after[0].split()[2]]
    assert partial[3:] == ([message] if message else [])


def reads(at):
    words = [hex(at - 2 * PAGE), str(2 * PAGE), hex(at), str(PAGE), hex(at + 2 * PAGE), str(PAGE)]
    words += [hex(at - 2 * PAGE), str(4 * PAGE)]
    for start in (-1, 1, 3):  # the ends of the page in front, of the bad one, of the next but one
        words += [hex(at + start * PAGE - 8), "8"]
    return words


FAILED = {"solaris": (-1, "")} | dict.fromkeys(
    ("freebsd", "netbsd", "dragonfly"), (0, "kvm_read: Input/output error")
)
IMAGES = {
    ("solaris", 64): "amd64",
    ("solaris", 32): "i386",
    ("freebsd", 64): "amd64-v3-current",
    ("freebsd", 32): "i386-pae-v2",
    ("netbsd", 64): "amd64",
    ("netbsd", 32): "i386",
}


@pytest.fixture
def flavour(request, tmp_path):
    """Return take(name, bits): program, namelist and a copy of the corefile."""

    def take(name, bits=64):
        fixture = {"solaris": "tools", "dragonfly": "dragonfly_flavour"}.get(name, name)
        tools = request.getfixturevalue(fixture)
        program = tools.build("bad_device.c", bits, *(["-DSOLARIS"] if name == "solaris" else []))
        if name == "dragonfly":
            folder = request.getfixturevalue("dragonfly_kernel")
        else:
            folder = request.getfixturevalue(f"golden_{name}").folder(IMAGES[name, bits])
        namelist = folder / ("unix.0" if name == "solaris" else "kernel")
        core = folder / {"solaris": "vmcore.0", "netbsd": "netbsd.core"}.get(name, "vmcore")
        copy = tmp_path / "core"
        shutil.copyfile(core, copy)
        return program, namelist, copy

    return take


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("name", FAILED)
def test_mapped_page_and_pread(flavour, bad_device, tmp_path, name, engine):
    program, namelist, core = flavour(name)
    at, offset = bad_page(namelist, core)
    before = run(program, namelist, core, reads(at), environment(SUNKVM_ENGINE=engine))
    env = environment(SUNKVM_ENGINE=engine, **preloaded(bad_device, core, offset, tmp_path))
    check(before, run(program, namelist, core, reads(at), env), FAILED[name])


@pytest.mark.parametrize(
    ("name", "bits", "engine"),
    [(name, 64, engine) for name in FAILED for engine in ("inprocess", "helper")]
    + [("solaris", 32, "helper"), ("netbsd", 32, "helper"), ("freebsd", 32, "helper")],
)
def test_file_system(flavour, fuse, name, bits, engine):
    program, namelist, core = flavour(name, bits)
    at, offset = bad_page(namelist, core)
    env = environment(SUNKVM_ENGINE=engine)
    before = run(program, namelist, core, reads(at), env)
    check(before, run(program, namelist, fuse(core, offset), reads(at), env), FAILED[name])


@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("case", ["vmdump.0", "vmdump.1"])
def test_packed_pages(tools, golden_solaris, fuse, tmp_path, case, bits):
    """Pages around the bad spot are there, those in it are not, and nothing is made up."""
    program = tools.build("bad_device.c", bits, "-DSOLARIS")
    folder = golden_solaris.folder(IMAGES["solaris", bits])
    core = tmp_path / "core"
    shutil.copyfile(folder / case, core)
    with sunkvm.open(folder / "unix.0", core) as image:
        pages = [at for start, size in image.kernel.ranges() for at in range(start, start + size, PAGE)]
        data = image.corefile.header["dump_data"]
    words = [word for at in pages for word in (hex(at), str(PAGE))]
    env = environment(SUNKVM_ENGINE="helper")
    before = run(program, folder / "unix.0", core, words, env)
    after = run(program, folder / "unix.0", fuse(core, (data & -PAGE) + 2 * PAGE), words, env)
    same = [one == other for one, other in zip(before, after, strict=True)]
    assert True in same and False in same
    for line, right in zip(after, same, strict=True):
        assert right or int(line.split()[0]) < PAGE, line


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_writes(flavour, bad_device, tmp_path, engine):
    """What cannot be written is -1 and EIO; everything else can, and nothing beside it changes."""
    program, namelist, core = flavour("solaris")
    at, offset = bad_page(namelist, core)
    plain = core.read_bytes()
    env = environment(SUNKVM_ENGINE=engine, **preloaded(bad_device, core, offset, tmp_path))
    words = [hex(at), "write", hex(at + PAGE), "write"]
    bad, good = run(program, namelist, core, words, env)
    assert bad.split()[:2] == ["-1", str(EIO)] and good.split()[0] == "8"
    changed = core.read_bytes()
    where = changed.index(b"8 bytes.")
    assert changed[:where] + plain[where : where + 8] + changed[where + 8 :] == plain


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("name", FAILED)
def test_namelist(flavour, bad_device, tmp_path, name, engine):
    """The image is not opened, or without symbols, and the message names the error."""
    program, namelist, core = flavour(name)
    copy = tmp_path / "namelist"
    shutil.copyfile(namelist, copy)
    env = environment(SUNKVM_ENGINE=engine, **preloaded(bad_device, copy, 0, tmp_path))
    done = subprocess.run(
        [str(program), str(copy), str(core)], capture_output=True, text=True, env=env, timeout=100
    )
    assert done.returncode in (0, 1)
    assert done.returncode == 0 or "nput/output error" in done.stderr, done.stderr
