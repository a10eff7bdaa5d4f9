"""The BSD flavours without memory, and read by many threads under the thread sanitizer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import environment
from .test_sanitized import CORE, SHIM

pytestmark = pytest.mark.shim

HERE = Path(__file__).parent
# Flavour -> symbol of an int; sources beside those that all have.
FLAVOURS = {
    "freebsd": ("_mp_maxcpus", ("counts", "shim", "tables", "userland")),
    "netbsd": ("_nprocs", ("counts", "ipc", "procs", "procs10", "shim", "userland")),
    "dragonfly": ("_ncpus", ("counts", "host", "shim", "userland")),
}


@pytest.fixture
def flavour(request):
    """Return take(name): its tools, and the arguments of a program: kernel, corefile and symbol."""

    def take(name):
        tools = request.getfixturevalue("dragonfly_flavour" if name == "dragonfly" else name)
        if name == "dragonfly":
            folder, core = request.getfixturevalue("dragonfly_kernel"), "vmcore"
        elif name == "freebsd":
            folder, core = request.getfixturevalue("golden_freebsd").folder("amd64-v3-current"), "vmcore"
        else:
            folder, core = request.getfixturevalue("golden_netbsd").folder("amd64"), "netbsd.core"
        return tools, [str(folder / "kernel"), str(folder / core), FLAVOURS[name][0]]

    return take


@pytest.mark.parametrize("name", FLAVOURS)
def test_every_allocation_can_fail(flavour, name, tmp_path):
    tools, words = flavour(name)
    starve = tmp_path / "starve.so"
    command = [
        "cc",
        "-O1",
        "-fno-builtin",
        "-shared",
        "-fPIC",
        "-D_GNU_SOURCE",
        "-o",
        starve,
        HERE / "starve.c",
        "-ldl",
    ]
    subprocess.run(command, check=True)
    done = subprocess.run(
        [tools.build("starved_bsd.c", 64, f"-D{name.upper()}"), *words],
        env=environment(SUNKVM_ENGINE="helper", SUNKVM_DEAD_ARGS="1", LD_PRELOAD=str(starve)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.returncode}: {done.stdout}{done.stderr}"
    count, harmless = map(int, re.fullmatch(r"(\d+) allocations, (\d+) harmless\n", done.stdout).groups())
    assert count > 8 and harmless < count


@pytest.mark.parametrize("name", FLAVOURS)
def test_thread_sanitizer(flavour, name, tmp_path):
    """Reads of one descriptor by many threads; opens, closes and sysctl beside one another."""
    tools, words = flavour(name)
    package = Path(tools.flavour().library).parents[3]
    (tmp_path / "libkvm.where").write_text(f"{tmp_path}/none\n{package}\n{sys.executable}\n")
    sources = [SHIM / f"flavours/bsd/{each}.c" for each in ("bsd", "faults", "running", "sysctl")]
    sources += [SHIM / f"flavours/{name}/{each}.c" for each in FLAVOURS[name][1]]
    program = tmp_path / "shared"
    command = ["cc", "-fsanitize=thread", "-g", "-O1", "-std=gnu11", "-D_FILE_OFFSET_BITS=64"]
    command += [*tools.flavour().cflags]
    for folder in ("core", "flavours/bsd", f"flavours/{name}"):
        command += ["-I", SHIM / folder]
    command += [HERE / "shared_bsd.c", *sources, *CORE, "-o", program, "-lpthread", "-ldl"]
    built = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    before = ["setarch", "-R"] if os.access("/usr/bin/setarch", os.X_OK) else []
    # What becomes the helper is a copy of the process, whose threads stay behind and whose memory is its own.
    options = f"suppressions={HERE}/tsan.supp:report_thread_leaks=0"
    done = subprocess.run(
        [*before, str(program), *words, "together"],
        capture_output=True,
        text=True,
        env=environment(TSAN_OPTIONS=options),
        timeout=280,
    )
    assert (done.returncode, done.stdout, done.stderr[:4000]) == (0, "0 bad\n", "")


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("name", FLAVOURS)
def test_sysctl_while_others_close(flavour, name, engine):
    """sysctl asks whichever image is open, which may be closed by another thread at any moment."""
    tools, words = flavour(name)
    done = subprocess.run(
        [tools.build("shared_bsd.c"), *words, "together"],
        capture_output=True,
        text=True,
        env=environment(SUNKVM_ENGINE=engine),
        timeout=200,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 bad\n", "")
