"""Dumps that are larger than files may be: the error names the file, and nothing half-written stays."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

SCRIPT = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from sunkvm.cli import main
main()
"""


def limited(limit, *words):
    """Run the command line with files of at most ``limit`` bytes (Python ignores SIGXFSZ, and would cut a .pyc as well)."""
    return subprocess.run(
        [sys.executable, "-B", "-c", SCRIPT, str(limit), *map(str, words)], capture_output=True, text=True
    )


def check(done, path):
    assert done.returncode == 74 and done.stdout == ""
    assert done.stderr == f"sunkvm: {path}: {os.strerror(errno.EFBIG)}\n"


@pytest.mark.live
@pytest.mark.parametrize(
    ("limit", "options", "name"),
    [
        (1000, [], "unix.3"),
        (60_000, [], "vmcore.3"),
        (60_000, ["--split"], "vmcore.3"),
        (20_000, ["--compress", "lzjb"], "vmdump.3"),
        (20_000, ["--compress", "bzip2"], "vmdump.3"),
    ],
    ids=["namelist", "corefile", "split", "lzjb", "bzip2"],
)
def test_snapshot(limit, options, name, tmp_path):
    check(limited(limit, "snapshot", "-o", tmp_path, "-n", "3", *options), tmp_path / name)
    assert os.listdir(tmp_path) == []


@pytest.mark.live
def test_expand(tmp_path):
    from sunkvm import datamodel
    from sunkvm.emulate import snapshot

    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    _, dump = snapshot(source, "solaris", datamodel.AMD64, 3, compression="lzjb")
    check(limited(60_000, "expand", dump, "-o", target), target / "vmcore.3")
    assert os.listdir(target) == []
