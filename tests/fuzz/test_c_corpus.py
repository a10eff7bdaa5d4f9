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


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_corpus(name, tmp_path):
    if shutil.which("cc") is None:
        assert not os.environ.get("CI"), "CI must have a C compiler"
        pytest.skip("needs a C compiler")
    spec = importlib.util.spec_from_file_location("fuzz_c_run", HERE / "c" / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    program = run.build(name, tmp_path, fuzzer=False)
    cases = sorted(map(str, (CORPUS / name).iterdir()))
    assert cases
    done = subprocess.run([program, *cases], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, f"{len(cases)} cases\n"), done.stderr[-4000:]
