"""Set-id programs of each flavour: the environment does not count, and no Python starts but that of the installation."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

import sunkvm

from .conftest import environment, need

pytestmark = pytest.mark.shim
FLAVOURS = {
    "freebsd": ("amd64-v3-current", "kernel", "vmcore"),
    "netbsd": ("amd64", "kernel", "netbsd.core"),
    "dragonfly": ("", "kernel", "vmcore"),
    "solaris": ("amd64", "unix.0", "vmcore.0"),
}


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("name", FLAVOURS)
def test_environment(request, tmp_path, name, engine):
    """The same variables stop or change an ordinary program, so that they would be noticed."""
    need(os.geteuid() == 0, "root, to make a set-id program")
    case, kernel, core = FLAVOURS[name]
    tools = request.getfixturevalue({"solaris": "tools", "dragonfly": "dragonfly_flavour"}.get(name, name))
    if name == "dragonfly":
        folder = request.getfixturevalue("dragonfly_kernel")
    else:
        folder = request.getfixturevalue(f"golden_{name}").folder(case)
    with sunkvm.open(folder / kernel, folder / core) as image:
        address = next(image.kernel.ranges())[0]
    program = tools.build("bad_device.c", 64, *(["-DSOLARIS"] if name == "solaris" else []))
    command = [program, folder / kernel, folder / core, hex(address), "4096"]
    expected = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert expected.returncode == 0 and expected.stdout.startswith("4096 "), expected.stderr
    copy = program.with_name(f"{program.name}-setgid-{engine}")
    shutil.copy(program, copy)
    os.chown(copy, 0, 12345)
    copy.chmod(0o2755)
    started = tmp_path / "started"
    foreign = tmp_path / "python"
    foreign.write_text(f"#!/bin/sh\ntouch {started}\nexit 1\n")
    foreign.chmod(0o755)
    hostile = environment(SUNKVM_PYTHON=str(foreign), SUNKVM_ENGINE="helper")
    if engine == "inprocess":
        hostile = environment(SUNKVM_ENGINE="nonsense", SUNKVM_PYTHON=str(foreign), SUNKVM_SANDBOX="1")
    plain = subprocess.run(command, env=hostile, capture_output=True, text=True)
    assert plain.returncode == 1 and started.exists()
    started.unlink()
    done = subprocess.run([copy, *command[1:]], env=hostile, capture_output=True, text=True)
    if done.returncode == 127 or "error while loading shared libraries" in done.stderr:
        pytest.skip("the dynamic linker does not take the library of a set-id program from there")
    assert (done.returncode, done.stdout, done.stderr) == (0, expected.stdout, "")
    assert not started.exists()
