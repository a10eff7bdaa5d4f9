"""A helper that has too little memory, at whatever moment: the program is told ENOMEM, or all is well."""

from __future__ import annotations

import errno
import subprocess

import pytest

from .conftest import environment

pytestmark = pytest.mark.shim
IMAGES = {64: ("amd64", "0xffffff0000000000"), 32: ("i386", "0xd0000000")}


@pytest.mark.parametrize("bits", IMAGES)
def test_every_limit(tools, golden_solaris, bits):
    model, address = IMAGES[bits]
    folder = golden_solaris.folder(model)
    program = tools.build("memory.c", bits)
    seen = set()
    for mib in (10, 14, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 40, 48, 64, 400):
        done = subprocess.run(
            [program, folder / "unix.0", folder / "vmdump.0", str(mib), "40", address],
            env=environment(SUNKVM_ENGINE="helper", SUNKVM_CACHE=""),
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.returncode == 0, (mib, done.returncode, done.stderr)
        how, _, number = done.stdout.strip().partition(" ")
        assert how == "ok" or int(number) == errno.ENOMEM, (mib, done.stdout, done.stderr)
        seen.add(how)
    assert {"ok", "open"} <= seen
