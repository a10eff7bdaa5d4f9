"""The SunOS 4 sub-tree: the oldest programs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sunkvm._config import find

from .conftest import environment

pytestmark = pytest.mark.shim


def test_a_program_of_its_time(tools, golden_solaris, tmp_path):
    tools.flavour()
    flavour = find(sunos4=True)
    program = tmp_path / "old"
    command = [
        "cc",
        "-std=gnu89",
        *flavour.cflags,
        str(Path(__file__).parent / "sunos4.c"),
        *flavour.libs,
        "-o",
        str(program),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    folder = golden_solaris.folder("amd64")
    done = subprocess.run(
        [program, folder / "unix.0", folder / "vmcore.0"], capture_output=True, text=True, env=environment()
    )
    lines = done.stdout.splitlines()
    assert lines[:6] == [
        "missing 1 type 1",
        "0.50 1.00 2.00",
        "0 0 1 1 sched",
        "1 0 1 0 init </sbin/init>",
        "100 101 1 0 prog <prog> <-a> <two words> <>",
        "101 102 1 0 ilp32prog <ilp32prog> <-x> <y>",
    ]
    assert done.returncode == 0
    done = subprocess.run([program, "none", "none"], capture_output=True, text=True, env=environment())
    assert done.stderr == f"{program}: cannot stat none\nOperation not permitted\n"


@pytest.mark.parametrize("mode", ["gnu89", "c99", "gnu17", "c++17"])
def test_each_header_alone(tools, tmp_path, mode):
    tools.flavour()
    flavour = find(sunos4=True)
    top = Path(flavour.includes[0])
    names = sorted(str(path.relative_to(top)) for path in top.rglob("*.h"))
    assert "kvm.h" in names
    source = tmp_path / f"one.{'cc' if '++' in mode else 'c'}"
    compiler = "g++" if "++" in mode else "gcc"
    for text in [
        *(f"#include <{name}>\n" for name in names),
        "".join(f"#include <{name}>\n" for name in reversed(names)),
    ]:
        source.write_text(text)
        done = subprocess.run(
            [compiler, f"-std={mode}", "-fsyntax-only", *flavour.cflags, str(source)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{text}{done.stderr}"
