"""The SunOS 4 sub-tree: the oldest programs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sunkvm._config import find

from .conftest import environment

pytestmark = pytest.mark.shim


def test_a_program_of_its_time(tools, golden_solaris, tmp_path):
    tools.flavour()
    flavour = find(sunos4=True)
    program = tmp_path / "old"
    command = [
        "cc",
        "-std=gnu89",
        *flavour.cflags,
        str(Path(__file__).parent / "sunos4.c"),
        *flavour.libs,
        "-o",
        str(program),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    folder = golden_solaris.folder("amd64")
    done = subprocess.run(
        [program, folder / "unix.0", folder / "vmcore.0"], capture_output=True, text=True, env=environment()
    )
    lines = done.stdout.splitlines()
    assert lines[:6] == [
        "missing 1 type 1",
        "0.50 1.00 2.00",
        "0 0 1 1 sched",
        "1 0 1 0 init </sbin/init>",
        "100 101 1 0 prog <prog> <-a> <two words> <>",
        "101 102 1 0 ilp32prog <ilp32prog> <-x> <y>",
    ]
    assert done.returncode == 0
    done = subprocess.run([program, "none", "none"], capture_output=True, text=True, env=environment())
    assert done.stderr == f"{program}: cannot stat none\nOperation not permitted\n"


@pytest.mark.parametrize("mode", ["gnu89", "c99", "gnu17", "c++17"])
def test_each_header_alone(tools, tmp_path, mode):
    tools.flavour()
    flavour = find(sunos4=True)
    top = Path(flavour.includes[0])
    names = sorted(str(path.relative_to(top)) for path in top.rglob("*.h"))
    assert "kvm.h" in names
    source = tmp_path / f"one.{'cc' if '++' in mode else 'c'}"
    compiler = "g++" if "++" in mode else "gcc"
    for text in [
        *(f"#include <{name}>\n" for name in names),
        "".join(f"#include <{name}>\n" for name in reversed(names)),
    ]:
        source.write_text(text)
        done = subprocess.run(
            [compiler, f"-std={mode}", "-fsyntax-only", *flavour.cflags, str(source)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{text}{done.stderr}"


def build(tools, name, bits):
    tools.flavour(bits)
    flavour = find(bits=bits, sunos4=True)
    program = tools.scratch / f"{Path(name).stem}-sunos4-{bits}"
    if not program.exists():
        source = Path(__file__).parent / name
        command = [
            "cc",
            "-std=gnu89" if name == "aout.c" else "-std=gnu17",
            "-w",
            *flavour.cflags,
            source,
            *flavour.libs,
            "-o",
            program,
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return program


@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("model", ["m68k", "sparc", "sun3"])
def test_namelist_in_aout(tools, tmp_path, model, bits):
    """Kernels of the other byte order: refused, until the caller says that it knows."""
    from ..dialects import sunos4_kernel as old

    program = build(tools, "aout.c", bits)
    machine, base, *_ = old.MACHINES["m68k" if model == "sun3" else model]
    data = old.memory("m68k" if model == "sun3" else model, base)
    (tmp_path / "vmunix").write_bytes(old.aout(machine, base, old.SYMBOLS))
    (tmp_path / "vmcore").write_bytes(old.sun3_core(data) if model == "sun3" else data)

    def run(*words, **variables):
        command = [program, tmp_path / "vmunix", tmp_path / "vmcore", *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment(**variables))

    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith(f"aout: {tmp_path}/vmcore is not a kernel core file (bad magic number ")
    done = run(SUNKVM_TRANSCODE="1")
    assert done.stdout.splitlines() == [
        "missing 1 types 7 7 0",
        f"{base + old.AVENRUN:x} 1",
        "12 00 00 01 80 00 00 00 40 00 00 03 00",
        "-1 -1",
        *(
            f"{stat} {uid} {pid} {ppid} {flag} {text} 500 {0x29000000} <{command.decode()}> -1"
            for _, stat, uid, pid, ppid, flag, text, command in old.PROCESSES
        ),
        "1",
        "0",
    ], done.stderr
    assert done.returncode == 0
    if model != "sun3":
        assert run("write", SUNKVM_TRANSCODE="1").stdout.splitlines()[3] == "-1 1"
        assert (tmp_path / "vmcore").read_bytes()[old.AVENRUN] == 1


def test_the_running_host_in_32_bits(tools):
    """A process display of the time as a 32-bit program, whose longs have four bytes."""
    program = build(tools, "top4.c", 32)
    done = subprocess.run([program, "1", "argument"], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == ["missing", "0"]
    assert lines[-1][:3] == ["self", program.name, "1"]
    assert lines[-1][4:] == ["22", "memory", "of", "the", "process", "-1", "-1"]
