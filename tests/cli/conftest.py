"""Running the command line inside the test process."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from sunkvm.cli import main


@dataclass
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def sunkvm(monkeypatch, capsys):
    """Return a function that runs ``sunkvm ARGS...`` and gives exit code, stdout and stderr."""

    def run(*args):
        monkeypatch.setattr(sys, "argv", ["sunkvm", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return Result(caught.value.code, out, err)

    return run


@pytest.fixture
def images(golden_solaris, monkeypatch):
    """Go to the folder of the unpacked golden Solaris images."""
    for case in ("amd64", "i386", "sparc", "sparcv9", "amd64-damaged", "amd64-zerotail"):
        golden_solaris.folder(case)
    monkeypatch.chdir(golden_solaris.scratch)
    return golden_solaris.scratch
