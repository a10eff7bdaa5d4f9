"""Reads and writes that are larger than a message between library and engine: the whole count, or the original's failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import environment

pytestmark = pytest.mark.shim
CASES = {"freebsd": ("amd64-v3-current", "vmcore"), "netbsd": ("amd64", "netbsd.core")}


@pytest.mark.parametrize("name", CASES)
def test_more_than_a_message_holds(request, tmp_path, name):
    tools = request.getfixturevalue(name)
    case, core = CASES[name]
    folder = request.getfixturevalue(f"golden_{name}").folder(case)
    engine = tmp_path / "python"
    engine.write_text(f'#!/bin/sh\nexec "{sys.executable}" -B "{Path(__file__).parent / "bigger.py"}"\n')
    engine.chmod(0o755)
    package = str(Path(tools.flavour().library).parents[3])
    done = subprocess.run(
        [tools.build("sizes.c", 64, f"-D{name.upper()}"), folder / "kernel", folder / core],
        env=environment(SUNKVM_ENGINE="helper", SUNKVM_PYTHON=str(engine), LIAR_PACKAGE=package),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stdout + done.stderr
