"""The prompt: helpers, completion of symbols and members, and nothing left behind."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

import pytest

import sunkvm as package
from sunkvm.cli.shell import namespace


@pytest.fixture
def image(golden_solaris):
    folder = golden_solaris.folder("amd64")
    with package.open(folder / "unix.0", folder / "vmcore.0") as image:
        yield image


def test_helpers(image, capsys):
    names = namespace(image)
    symbols, struct = names["symbols"], names["struct"]
    assert symbols.avenrun == symbols["avenrun"] == image.symbols["avenrun"]
    with pytest.raises(AttributeError, match="no symbol 'nosuch'"):
        _ = symbols.nosuch
    process = names["ps"](100)
    assert process.pid == 100 and names["ps"](99999) is None
    assert (
        struct("proc", process.kva).p_stat
        == image.read(process.kva + image.layout("proc").offset("p_stat"), 1)[0]
    )
    assert names["word"](symbols.practive) == image.read_word(symbols.practive)
    names["dump"](symbols.avenrun, 16)
    assert capsys.readouterr().out.startswith("0xfffffffffb800670  80 00 00 00 00 01 00 00")
    table = names["ps"]()
    assert repr(table).splitlines()[0].split() == ["pid", "ppid", "uid", "state", "threads", "command"]
    assert len(table) == len(list(image.processes())) == len(repr(table).splitlines()) - 1


def test_completion(image):
    import rlcompleter

    complete = rlcompleter.Completer(namespace(image)).complete
    assert complete("symbols.avenr", 0) == "symbols.avenrun"
    names = namespace(image)
    names["p"] = names["struct"]("proc", names["ps"](100).kva)
    assert rlcompleter.Completer(names).complete("p.p_sta", 0) == "p.p_stat"


def test_notebooks(image):
    process = next(image.processes())
    assert f"<td>pid</td><td>{process.pid}</td>" in process._repr_html_()
    assert "<script>" not in package.records.LoadAverage(1.0, "<script>", 3.0)._repr_html_()
    html = image.layout("proc")._repr_html_()
    assert "p_stat" in html and html.count("<tr>") == 1 + len(list(image.layout("proc")))
    assert "and 1 more" in __import__("sunkvm.display").display.Table([process] * 1001)._repr_html_()


def test_one_command(sunkvm, golden_solaris):
    folder = golden_solaris.folder("amd64")
    done = sunkvm(
        "shell", folder / "unix.0", folder / "vmcore.0", "-c", "print(len(ps()), symbols.practive > 0)"
    )
    assert (done.code, done.err) == (0, "") and done.out.split()[1] == "True"


def run_prompt(words, lines):
    """Type each line when the prompt is there; return what the terminal showed."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "INPUTRC": "/dev/null"}
    shown = b""
    with subprocess.Popen(
        [sys.executable, "-m", "sunkvm", "shell", *words],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
    ) as process:
        os.close(slave)
        end = time.monotonic() + 30
        typed = 0
        while time.monotonic() < end:
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                data = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            shown += data
            if typed < len(lines) and shown.count(b"sunkvm> ") > typed:
                os.write(master, lines[typed])
                typed += 1
        if process.poll() is None and time.monotonic() >= end:
            process.kill()
        assert process.wait(10) == 0
    os.close(master)
    return shown.decode(errors="replace")


def test_prompt(golden_solaris):
    folder = golden_solaris.folder("amd64")
    lines = [b"hex(symbols.avenrun)\n", b"ps(100).pid + 1\n", b"\x04"]
    shown = run_prompt(["--plain", str(folder / "unix.0"), str(folder / "vmcore.0")], lines)
    assert "0xfffffffffb800670" in shown and "101" in shown and "Names of symbols" in shown
