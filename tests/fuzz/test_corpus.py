"""Cases that once found something, and edges of each kind of file, run again; and the judge itself."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.tar.xz"))


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SUNKVM_CACHE": ""}
    command = [sys.executable, "-B", str(HERE / "run.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=200)


def test_corpus():
    assert CORPUS
    done = script("--replay")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{len(CORPUS)} cases, 0 findings"


def test_corpus_is_small():
    assert sum(path.stat().st_size for path in (HERE / "corpus").rglob("*") if path.is_file()) < 300_000


@pytest.fixture(scope="module")
def run():
    """The module, in this process only to look at how it judges."""
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("fuzz_run", HERE / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before


class Bad:
    """A target that does what none may do."""

    name = "bad"

    def __init__(self, run) -> None:
        self.run = run


@pytest.fixture
def judge(run):
    import signal

    def judge(body, twice=False):
        before = signal.getsignal(signal.SIGPROF)
        try:
            with tempfile.TemporaryDirectory() as folder:
                return run.Runner(Bad(body), Path(folder)).run({"file": b"x"}, twice=twice)
        finally:
            signal.signal(signal.SIGPROF, before)

    return judge


def test_what_is_well_is_no_finding(judge):
    assert judge(lambda folder: (folder / "file").read_text() and "answer", twice=True) is None


def test_foreign_errors_are_findings(judge):
    finding = judge(lambda folder: {}["missing"])
    assert finding.sign.startswith("KeyError test_corpus.py:")


def test_time_is_a_finding(judge, run, monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 0.1)

    def forever(folder):
        while True:
            pass

    assert judge(forever).sign.startswith("TooSlow")


def test_open_files_are_findings(judge):
    assert judge(lambda folder: str(os.open("/dev/null", os.O_RDONLY))).sign == "descriptor"


def test_other_answers_are_findings(judge):
    answers = iter(("one", "two"))
    assert judge(lambda folder: next(answers), twice=True).sign == "answers"


def test_memory_is_a_finding(tmp_path):
    """In a process of its own, for it stays bounded."""
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); import run; run.bound_memory(); bytearray(400 << 20)"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "MemoryError"
