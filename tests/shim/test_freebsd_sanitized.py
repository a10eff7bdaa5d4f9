"""The C sources of the BSD flavours under the sanitizers, with a good engine and with one that lies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..dialects import test_freebsd_golden as golden
from .c_facade import CFacade, symbols_of
from .conftest import Replay, environment
from .test_freebsd import ENTRIES
from .test_freebsd_programs import CASE
from .test_sanitized import CHECKS, CORE, SHIM

pytestmark = pytest.mark.shim

SOURCES = [
    *CORE,
    *(SHIM / f"flavours/bsd/{name}.c" for name in ("bsd", "faults", "running", "sysctl")),
    *(SHIM / f"flavours/freebsd/{name}.c" for name in ("counts", "shim", "tables", "userland")),
]
CASES = {64: ("amd64-v3-current", "amd64-full-current", "aarch64-4k-v3"), 32: ("i386-pae-v2", "amd64-v2-12")}


@pytest.fixture(scope="session")
def sanitized(freebsd, tmp_path_factory):
    """Return build(source, bits): a program with the library's own sources in it, all checked."""
    scratch = tmp_path_factory.mktemp("freebsd-sanitized")
    package = Path(freebsd.flavour().library).parents[3]
    (scratch / "libkvm.where").write_text(f"{scratch}/none\n{package}\n{sys.executable}\n")
    built = {}

    def build(source, bits=64):
        if (source, bits) not in built:
            target = scratch / f"{Path(source).stem}-{bits}"
            command = ["cc", *CHECKS, "-std=gnu11", "-D_FILE_OFFSET_BITS=64", *freebsd.flavour(bits).cflags]
            command += [
                "-I",
                SHIM / "core",
                "-I",
                SHIM / "flavours/bsd",
                Path(__file__).parent / source,
                *SOURCES,
            ]
            command += ["-o", target, "-lpthread", "-ldl"]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            built[source, bits] = target
        return built[source, bits]

    return build


@pytest.mark.parametrize(
    "test", ["negative", "buffers", "arrays", "without-memory", "resolving", "userland", "threads"]
)
def test_rule(sanitized, golden_freebsd, test):
    folder = golden_freebsd.folder(CASE[64])
    command = [sanitized("freebsd_rules.c"), test, folder / "kernel", folder / "vmcore"]
    env = environment(ASAN_OPTIONS="detect_leaks=1")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env, timeout=200)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


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
def test_golden(sanitized, golden_freebsd, bits, monkeypatch, tmp_path, capsys):
    """Every recorded call of a few images once more; single reads are a quarter of them."""
    replay = Replay(sanitized("freebsd_replay.c", bits))
    facade = CFacade(replay, tmp_path, bits)
    monkeypatch.setattr(golden, "kvm", facade)
    done = 0
    for number, each in enumerate(ENTRIES):
        case, library, entry = each.values
        reads = entry["call"] in ("kvm_read2", "kvm_walk_pages")
        if (
            case not in CASES[bits]
            or (entry["call"] == "kvm_read2" and number % 4)
            or (bits == 32 and not reads)
        ):
            continue
        folder = golden_freebsd.folder(case)
        monkeypatch.chdir(folder)
        if bits == 32:
            resolver = golden.first_symbol(golden.kernel_symbols())
            facade.kvm_open2 = lambda execfile, corefile, flags, errbuf, _, resolver=resolver, **caller: (
                CFacade.kvm_open2(facade, execfile, corefile, flags, errbuf, resolver)
            )
        golden.check(case, library, entry, folder, tmp_path, capsys)
        done += 1
    assert done > 10
    replay.close()


@pytest.mark.slow
@pytest.mark.parametrize("bits", [64, 32])
def test_an_engine_that_lies(freebsd, sanitized, golden_freebsd, tmp_path, bits, monkeypatch):
    """The library does not trust its engine: whatever comes back, nothing is read or written out of place."""
    folder = golden_freebsd.folder(CASE[bits])
    monkeypatch.chdir(folder)
    liar = tmp_path / "python"
    script = Path(__file__).parent / "liar.py"
    liar.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    liar.chmod(0o755)
    symbols = symbols_of("kernel")
    (tmp_path / "symbols").write_text("".join(f"{name} {value:x}\n" for name, value in symbols))
    bulk = next(hex(value) for name, value in symbols if name == "bulk")
    calls = [("nlist", "_allproc", "nosuch"), ("nlist2", "_bulk", "_foo", "_bar"), ("read2", bulk, 100)]
    calls += [
        ("read", bulk, 20000),
        ("read2", "0x10", 64),
        ("getprocs", 0, 0),
        ("argv", 0, 0),
        ("envv", 9, 1),
    ]
    calls += [
        ("getprocs", 1, 1),
        ("loadavg", 3),
        ("swapinfo", 8, 2),
        ("cptime",),
        ("pcpu", 0, 64),
        ("maxcpu",),
        ("ncpus",),
    ]
    calls += [
        ("counter", "0x10"),
        ("setcpu", 1),
        ("zread", "0x10", 8, 1),
        ("walk", tmp_path / "walk"),
        ("geterr", "kd"),
    ]
    opened = 0
    for seed in range(12):
        env = {
            "SUNKVM_PYTHON": str(liar),
            "LIAR": str(seed),
            "LIAR_PACKAGE": str(Path(freebsd.flavour().library).parents[3]),
            "SUNKVM_DEAD_ARGS": "1",
            "SUNKVM_TRANSCODE": str(seed % 2),
        }
        replay = Replay(sanitized("freebsd_replay.c", bits), **env)
        replay("chdir", folder)
        replay("symbols", tmp_path / "symbols")
        if replay("open2", "kernel", "vmcore", 0, seed % 3 // 2)[0] == "ok":
            opened += 1
            for call in calls:
                replay(*call)
        replay.close()
    assert opened > 2
