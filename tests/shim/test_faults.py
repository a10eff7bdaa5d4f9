"""What the C libraries of the BSDs say of unreadable addresses, from memory or asked for anew: the façades' words."""

from __future__ import annotations

import random
import subprocess
import sys
from importlib import import_module

import pytest

from sunkvm import datamodel
from sunkvm.compat import bsd_faults

from ..conftest import GOLDEN
from .conftest import environment

pytestmark = pytest.mark.shim

CALLER = datamodel.AMD64
PREFIX = "prefix"
TOOLS = {"freebsd": "freebsd", "netbsd": "netbsd", "dragonfly": "dragonfly_flavour"}


def cases():
    for system in TOOLS:
        for folder in sorted((GOLDEN / system).iterdir()):
            if (folder / "kernel").exists() and folder.name != "amd64-full-current-nodelta":
                yield pytest.param(system, folder.name, id=f"{system}-{folder.name}")


def addresses(image, chance):
    """Return addresses of all sorts: beside what is mapped, in its holes, in tables that are not there, nowhere."""
    bits, page = image.model.bits, image.corefile.page_size
    top = (1 << bits) - 1
    borders = [0, page, top & -page, top - 7, 1 << bits // 2, 1 << bits - 1, 0xFFFF_8000_0000_0000 & top]
    header = getattr(image.corefile, "header", {})
    borders += [
        value for name in ("kernbase", "dmapbase", "dmapend") if 0 < (value := header.get(name, 0)) <= top
    ]
    ranges = list(image.corefile.ranges(image.kernel.key))
    for start, count in chance.sample(ranges, min(len(ranges), 12)):
        borders += [start, start + count]
    found = []
    for border in borders:
        for shift in (3, 12, 14, 21, 22, 30, 39):
            found.append(border + chance.randrange(-1 << shift, 1 << shift) & top)
        found += [border, border - 8 & top, border - page + 4 & top]
    found += [chance.randrange(1 << chance.randrange(12, bits)) for _ in range(40)]
    return [address for address in found if address <= (1 << 64) - 8]


def answers(done):
    """Return (count, text, printed) of each address, after seeing that both times were alike."""
    lines = done.stdout.splitlines()
    printed = done.stderr.split(".\n")[:-1]
    assert lines[::2] == lines[1::2]
    found = []
    for line, text in zip(lines[::2], printed, strict=True):
        half = text[: len(text) // 2]
        assert half * 2 == text
        count, _, said = line.partition(" ")
        found.append((int(count), said, half))
    return found


@pytest.mark.parametrize("prefix", ["-", PREFIX])
@pytest.mark.parametrize(("system", "case"), list(cases()))
def test_words(system, case, prefix, request, capsys):
    folder = request.getfixturevalue(f"golden_{system}").folder(case)
    core = next(path for path in (folder / "vmcore", folder / "netbsd.core") if path.exists())
    facade = import_module(f"sunkvm.compat.{system}")
    names = str(folder / "kernel"), str(core)
    if prefix == "-":
        kd = facade.kvm_openfiles(*names, None, 0, facade.Errbuf(), model=CALLER)
    else:
        kd = facade.kvm_open(*names, None, 0, prefix, model=CALLER)
    assert kd is not None
    chance = random.Random(case)
    asked = addresses(kd.image, chance)
    asked += chance.choices(asked, k=100)
    program = request.getfixturevalue(TOOLS[system]).build("faults.c", 64)
    done = subprocess.run(
        [program, *names, prefix],
        input="".join(f"{address:x}\n" for address in asked),
        env=environment(SUNKVM_TRANSCODE="1"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    capsys.readouterr()
    seen = set()
    for address, (count, said, printed) in zip(asked, answers(done), strict=True):
        got = facade.kvm_read(kd, address, 8)
        words = "" if not isinstance(got, int) and len(got) == 8 else facade.kvm_geterr(kd)
        wanted = (got if isinstance(got, int) else len(got)), words, capsys.readouterr().err
        assert (count, said, printed) == wanted, hex(address)
        seen.add(count)
    assert -1 in seen
    facade.kvm_close(kd)


COUNTING = """
import sys
from sunkvm import _helper, _shim

real, out = _shim.Server.call, open(sys.argv[1], "w")

def call(self, op, handle, request):
    print(request.split(b"\\0")[0].decode() if op == 14 else op, file=out, flush=True)
    return real(self, op, handle, request)

_shim.Server.call = call
_helper.main()
"""


@pytest.mark.parametrize(("system", "case"), [("freebsd", "amd64-v2-12"), ("dragonfly", "v2")])
def test_told_once_for_many(system, case, request, tmp_path):
    """In a hole of 64 MiB the engine is asked where its pages are, and twice what is said of it."""
    folder = request.getfixturevalue(f"golden_{system}").folder(case)
    program = request.getfixturevalue(TOOLS[system]).build("faults.c", 64)
    chance = random.Random(1)
    asked = [chance.randrange(1 << 26) for _ in range(2000)]
    script, python, calls = tmp_path / "count.py", tmp_path / "python", tmp_path / "calls"
    script.write_text(COUNTING)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -B "{script}" "{calls}"\n')
    python.chmod(0o755)
    done = subprocess.run(
        [program, folder / "kernel", folder / "vmcore", "-"],
        input="".join(f"{address:x}\n" for address in asked),
        env=environment(SUNKVM_ENGINE="helper", SUNKVM_PYTHON=str(python)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made = calls.read_text().split()
    assert made.count("read") == made.count("fault") <= 2
    assert made.count("3") <= 33


def said(text):
    return lambda address: text(address).encode()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (lambda at: "pte not valid", True),
        (lambda at: f"invalid address ({at:#x})", True),
        (lambda at: f"invalid address ({at & -4096:x})", True),
        (lambda at: f"physical address {at - (0xFFFF << 48) + 0x1000:#x} not in minidump at {at:x}", True),
        (lambda at: f"entry {at // 512}", False),
        (lambda at: "high" if at >> 48 == 0xFFFF and at & 1 << 30 else "low", False),
        (lambda at: f"{at:#x}" if at & 4095 else "page", False),
    ],
)
def test_template(text, marked):
    low, last = 0xFFFF << 48, (0xFFFF << 48) + (1 << 31) - 1
    made = bsd_faults.template(said(text), low + 0x5123, low, last, 4096)
    assert (made is not None) == marked
    for address in (low, low + 1, low + 0x7FF_F008, last):
        if made is not None:
            assert bsd_faults.filled(made, address, low, 4096) == text(address).encode()


def test_template_of_a_number_that_wraps():
    made = bsd_faults.template(said(lambda at: f"({at - 64 & (1 << 64) - 1:x})"), 32, 0, 4095, 4096)
    assert made is not None
    assert bsd_faults.filled(made, 0, 0, 4096) == b"(ffffffffffffffc0)"
