"""The C sources of the NetBSD flavour under the sanitizers, with a good engine and with one that lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..dialects import test_netbsd_golden as golden
from .conftest import Replay, environment
from .netbsd_facade import NetbsdFacade
from .test_netbsd import ENTRIES, NATIVE, few
from .test_sanitized import CHECKS, CORE, SHIM

pytestmark = pytest.mark.shim

SOURCES = [
    *CORE,
    *(SHIM / f"flavours/bsd/{name}.c" for name in ("bsd", "faults", "running", "sysctl")),
    *(
        SHIM / f"flavours/netbsd/{name}.c"
        for name in ("counts", "ipc", "procs", "procs10", "shim", "userland")
    ),
]


@pytest.fixture(scope="session")
def sanitized(netbsd, tmp_path_factory):
    """Return build(source, bits): a program with the library's own sources in it, all checked."""
    scratch = tmp_path_factory.mktemp("netbsd-sanitized")
    package = Path(netbsd.flavour().library).parents[3]
    (scratch / "libkvm.where").write_text(f"{scratch}/none\n{package}\n{sys.executable}\n")
    built = {}

    def build(source, bits=64):
        if (source, bits) not in built:
            target = scratch / f"{Path(source).stem}-{bits}"
            command = ["cc", *CHECKS, "-std=gnu11", "-D_FILE_OFFSET_BITS=64", *netbsd.flavour(bits).cflags]
            for directory in ("core", "flavours/bsd", "flavours/netbsd"):
                command += ["-I", SHIM / directory]
            command += [Path(__file__).parent / source, *SOURCES, "-o", target, "-lpthread", "-ldl"]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            built[source, bits] = target
        return built[source, bits]

    return build


@pytest.mark.parametrize("rule", ["negative", "buffers", "arrays", "userland", "threads", "writes", "dumps"])
def test_rule(sanitized, golden_netbsd, rule):
    folder = golden_netbsd.folder("amd64")
    command = [sanitized("netbsd_rules.c"), rule, folder / "kernel", folder / "netbsd.core"]
    env = environment(ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env, timeout=200)
    said = [line for line in done.stderr.splitlines() if "allocation-size-too-big" not in line]
    assert (done.returncode, done.stdout) == (0, "ok\n"), said


@pytest.mark.live
@pytest.mark.parametrize("opened", [("open", 2000), (20,)])
@pytest.mark.parametrize("bits", [64, 32])
def test_asking(sanitized, bits, opened):
    """Names, numbers, lengths and addresses that programs get wrong, by rule and at random."""
    words = [sanitized("bsd_names.c", bits), *opened, bits]
    env = environment(ASAN_OPTIONS="detect_leaks=1")
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=env, timeout=200)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


@pytest.mark.parametrize("bits", [64, 32])
def test_golden(sanitized, golden_netbsd, bits, monkeypatch, tmp_path, capsys):
    """Every recorded call of the images of a width once more; single reads are an eighth of them."""
    replay = Replay(sanitized("netbsd_replay.c", bits))
    monkeypatch.setattr(golden, "kvm", NetbsdFacade(replay, tmp_path, bits))
    done = 0
    for number, (_, case, _, entry) in enumerate(ENTRIES):
        if case in NATIVE[bits] and few(number, entry):
            folder = golden_netbsd.folder(case)
            monkeypatch.chdir(folder)
            golden.check(case, "6", entry, folder, tmp_path, capsys)
            done += 1
    assert done > 20
    replay.close()


@pytest.mark.slow
@pytest.mark.parametrize("bits", [64, 32])
def test_an_engine_that_lies(netbsd, sanitized, golden_netbsd, tmp_path, bits, monkeypatch):
    """The library does not trust its engine: whatever comes back, nothing is read or written out of place."""
    folder = golden_netbsd.folder("amd64")
    monkeypatch.chdir(folder)
    liar = tmp_path / "python"
    script = Path(__file__).parent / "liar.py"
    liar.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    liar.chmod(0o755)
    calls = [
        ("nlist", "_nprocs", "nosuch", "_allproc"), ("read", "0xffffffff80100000", 20000), ("read", "0x10", 64),
        ("getproc2", 0, 0, 680), ("getproc2", 0, 0, 100), ("getproc2", 0, 0, 900), ("getlwps", 1, "0x10", 128),
        ("argv2", 0, 1), ("envv2", 20, 1), ("getprocs", 0, 0), ("argv", 0, 1), ("envv", 9, 1), ("files",),
        ("loadavg", 3), ("kernelname",), ("kernelname",), ("mkheader", 8192), ("wrtheader", 4096, tmp_path / "header"),
        ("header", 4096, 3), ("inval",), ("write", "0xffffffff80100000", "00112233"), ("geterr", "kd"),
    ]  # fmt: skip
    opened = 0
    for seed in range(12):
        env = {
            "SUNKVM_PYTHON": str(liar),
            "LIAR": str(seed),
            "LIAR_PACKAGE": str(Path(netbsd.flavour().library).parents[3]),
            "SUNKVM_TRANSCODE": str(int(bits == 32 or seed % 2)),
        }
        replay = Replay(sanitized("netbsd_replay.c", bits), **env)
        replay("chdir", folder)
        if replay("openfiles", "kernel", "netbsd.core", "-", os.O_RDONLY)[0] == "ok":
            opened += 1
            for call in calls:
                replay(*call)
        replay.close()
    assert opened > 2
