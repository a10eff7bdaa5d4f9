"""Answers of an engine that once did harm, given to the C libraries again, under the sanitizers."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.shim
HERE = Path(__file__).parent
CORPUS = HERE / "corpus" / "c"


_SPEC = importlib.util.spec_from_file_location("fuzz_c_run", HERE / "c" / "run.py")
run = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(run)


def test_whose_corpus():
    assert {path.name for path in CORPUS.iterdir()} <= run.TARGETS.keys()
    assert all(any(folder.iterdir()) for folder in CORPUS.iterdir())


@pytest.mark.parametrize("name", sorted(run.TARGETS))
def test_corpus(name, tmp_path):
    """Every target can be built, and takes what did harm, and plain bytes."""
    if shutil.which("cc") is None:
        assert not os.environ.get("CI"), "CI must have a C compiler"
        pytest.skip("needs a C compiler")
    program = run.build(name, tmp_path, fuzzer=False)
    (tmp_path / "plain").write_bytes(bytes(range(256)) * 8)
    cases = [*sorted(map(str, (CORPUS / name).glob("*"))), str(tmp_path / "plain")]
    done = subprocess.run([program, *cases], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, f"{len(cases)} cases\n"), done.stderr[-4000:]
