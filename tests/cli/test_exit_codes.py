"""Every exit code of the manual page, as the shell sees it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
# Code → a command for bash in the folder of the golden images; $sunkvm is the command, $tmp a folder to write to.
WAYS = {
    0: "$sunkvm info amd64/vmcore.0",
    1: "$sunkvm nm amd64/vmcore.0 avenrun nosuch",
    64: "$sunkvm ps amd64/vmcore.0 --nosuch",
    65: "$sunkvm info amd64-damaged/badmagic",
    66: "$sunkvm info amd64/vmcore.77",
    69: "$sunkvm ps --os plan9",
    73: "$sunkvm to-elf amd64/vmcore.0 -o amd64/unix.0",
    74: "$sunkvm nm amd64/vmcore.0 > /dev/full",
    77: "$sunkvm write amd64/vmcore.0 avenrun 00",
    130: "timeout --preserve-status -s INT 2 $sunkvm gdbserver amd64/vmcore.0",
    141: "$sunkvm nm amd64/vmcore.0 | (exec <&-); exit ${PIPESTATUS[0]}",
}


def told():
    """Return the codes of sunkvm.1 and of docs/json.md, with their names."""
    page = (DOCS / "man" / "sunkvm.1").read_text()
    status = page[page.index(".Sh EXIT STATUS") : page.index(".Sh EXAMPLES")]
    manual = {}
    for entry in re.split(r"^\.It ", status, flags=re.M)[1:]:
        name = re.search(r"EX_\w+", entry)
        manual[int(entry.split()[0])] = name[0] if name else ""
    table = {
        int(code): name
        for code, name in re.findall(r"^\| (\d+) \| (\w*) ?\|", (DOCS / "json.md").read_text(), re.M)
    }
    return manual, table


def test_all_pages_tell_the_same():
    from sunkvm import cli

    manual, table = told()
    assert manual == table
    assert {name: code for code, name in manual.items() if name} == {
        name: value for name, value in vars(cli).items() if name.startswith("EX_")
    }
    assert set(manual) == {*WAYS, 70}


@pytest.mark.parametrize("code", WAYS)
def test_code(code, images, tmp_path):
    before = {path: path.read_bytes() for path in (images / "amd64").iterdir()}
    done = subprocess.run(
        ["bash", "-c", WAYS[code].replace("$sunkvm", f"{sys.executable} -m sunkvm")],
        cwd=images,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = 0 if code in (0, 130, 141) else 1
    assert done.stderr.count("\n") == lines, done.stderr
    assert before == {path: path.read_bytes() for path in (images / "amd64").iterdir()}


def test_internal_errors(sunkvm, monkeypatch, images):
    from sunkvm import engine

    def fails(*words, **options):
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(engine, "open", fails)
    done = sunkvm("info", "amd64/vmcore.0")
    assert done.code == 70
    assert done.err.startswith("sunkvm: internal error: ZeroDivisionError: by hand")
