"""Completion in shells: the scripts that are installed, and what they ask for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent.parent / "completions"


def run(**environment):
    done = subprocess.run(
        [sys.executable, "-c", "from sunkvm.cli import main; main()"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("shell", "name"), [("bash", "sunkvm"), ("zsh", "_sunkvm"), ("fish", "sunkvm.fish")])
def test_scripts_are_those_of_the_command(shell, name):
    made = run(_SUNKVM_COMPLETE=f"{shell}_source")
    assert (SCRIPTS / name).read_text().split() == made.split()


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        ("sunkvm tri", 1, "plain,triage"),
        ("sunkvm ps --c", 2, "plain,--csv"),
        ("sunkvm --na", 1, "plain,--namelist"),
    ],
)
def test_answers(words, at, expected):
    assert (
        expected in run(_SUNKVM_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(at)).splitlines()
    )


def test_bash_completes(tmp_path):
    """In bash itself, with the script as it is installed."""
    command = tmp_path / "sunkvm"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from sunkvm.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    script = (
        f"source {SCRIPTS / 'sunkvm'}; COMP_WORDS=(sunkvm snap); COMP_CWORD=1; "
        '_sunkvm_completion sunkvm; echo "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True)
    assert done.stdout == "snapshot\n", done.stderr
