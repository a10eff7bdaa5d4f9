"""The README's C program compiles as it says, and lists the processes of a dump."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent.parent / "README.md").read_text()


@pytest.mark.shim
def test_the_program(golden_solaris, tmp_path):
    probe = subprocess.run(
        ["sunkvm", "config", "--flavour", "solaris", "--libs"], capture_output=True, text=True
    )
    if probe.returncode:
        if os.environ.get("CI"):
            pytest.fail(probe.stderr)
        pytest.skip(probe.stderr)
    (program,) = re.findall(r"^```c\n(.*?)^```$", README, re.M | re.S)
    (commands,) = re.findall(r"^```sh\n(cc .*?)^```$", README, re.M | re.S)
    (tmp_path / "list.c").write_text(program)
    for name in ("unix.0", "vmcore.0"):
        shutil.copyfile(golden_solaris.folder("amd64") / name, tmp_path / name)
    done = subprocess.run(
        ["bash", "-e", "-c", commands], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == ["sched", "init", "prog"]
