"""The benchmarks run, at tiny sizes: nothing is said about their figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "bench"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in ("run", "common"))


def run(*names: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", FOLDER / "run.py", *names],
        env={**os.environ, "SUNKVM_BENCH_SMALL": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.shim
@pytest.mark.parametrize("name", NAMES)
def test_runs(name):
    if shutil.which("cc") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a C compiler")
        pytest.skip("needs a C compiler")
    lines = run(name).splitlines()
    assert lines[1].startswith(f"{name}: ")
    assert len(lines) > 4
    assert not any("left out" in line for line in lines)


def test_verdicts(monkeypatch):
    sys.path.insert(0, str(FOLDER))
    try:
        import run as bench
    finally:
        sys.path.remove(str(FOLDER))
    assert bench.verdict(1.0, "") == ""
    assert bench.verdict(1.0, "<= 1.5").split() == ["<=", "1.5", "met"]
    assert bench.verdict(1.6, "<= 1.5").split() == ["<=", "1.5", "MISSED"]
    assert bench.verdict(8.0, ">= 8").split()[-1] == "met"
    assert bench.names() == NAMES
