"""The C sources of the DragonFly flavour under the sanitizers, with a good engine and with one that lies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..dialects import test_dragonfly_golden as golden
from .conftest import Replay, environment
from .dragonfly_dump import STRINGS
from .dragonfly_facade import DragonflyFacade
from .test_sanitized import CHECKS, CORE, SHIM

pytestmark = pytest.mark.shim

SOURCES = [
    *CORE,
    *(SHIM / f"flavours/bsd/{name}.c" for name in ("bsd", "faults", "running", "sysctl")),
    *(SHIM / f"flavours/dragonfly/{name}.c" for name in ("counts", "host", "shim", "userland")),
]


@pytest.fixture(scope="session")
def sanitized(dragonfly_flavour, tmp_path_factory):
    """Return build(source): a program with the library's own sources in it, all checked."""
    scratch = tmp_path_factory.mktemp("dragonfly-sanitized")
    package = Path(dragonfly_flavour.flavour().library).parents[3]
    (scratch / "libkvm.where").write_text(f"{scratch}/none\n{package}\n{sys.executable}\n")
    built = {}

    def build(source):
        if source not in built:
            target = scratch / Path(source).stem
            command = [
                "cc",
                *CHECKS,
                "-std=gnu11",
                "-D_FILE_OFFSET_BITS=64",
                *dragonfly_flavour.flavour().cflags,
            ]
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
            built[source] = target
        return built[source]

    return build


@pytest.mark.parametrize("test", ["negative", "strings", "arrays", "maps", "userland", "threads"])
def test_rule(sanitized, dragonfly_kernel, test):
    words = [sanitized("dragonfly_rules.c"), test, dragonfly_kernel / "kernel", dragonfly_kernel / "vmcore"]
    env = environment(ASAN_OPTIONS="detect_leaks=1")
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=env, timeout=200)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


@pytest.mark.live
@pytest.mark.parametrize("opened", [("open", 2000), (20,)])
def test_asking(sanitized, opened):
    """Names, numbers, lengths and addresses that programs get wrong, by rule and at random."""
    words = [sanitized("bsd_names.c"), *opened, 1]
    env = environment(ASAN_OPTIONS="detect_leaks=1")
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=env, timeout=200)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


def test_golden(sanitized, golden_dragonfly, monkeypatch, tmp_path, capsys):
    """Every recorded call once more; single reads are a quarter of them."""
    replay = Replay(sanitized("dragonfly_replay.c"))
    monkeypatch.setattr(golden, "kvm", DragonflyFacade(replay, tmp_path))
    done = 0
    for number, each in enumerate(golden.params()):
        case, entry = each.values
        if entry["call"] == "kvm_read" and number % 4:
            continue
        folder = golden.prepare(golden_dragonfly, case)
        monkeypatch.chdir(folder)
        golden.check(case, entry, folder, golden_dragonfly, capsys)
        done += 1
    assert done > 150
    replay.close()


def test_strings(sanitized, dragonfly_kernel, tmp_path):
    """Buffers of every size from nothing to more than the string: not a byte beside them is written."""
    replay = Replay(sanitized("dragonfly_replay.c"))
    c = DragonflyFacade(replay, tmp_path)
    kd = c.kvm_openfiles(str(dragonfly_kernel / "kernel"), str(dragonfly_kernel / "vmcore"), None, 0)
    for where, text in STRINGS.values():
        found, needed = c.kvm_readstr(kd, where)
        assert (found, needed) == ((text, len(text) + 1) if text is not None else (None, None))
        for size in range(80):
            found, needed = c.kvm_readstr(kd, where, size)
            if text is None:
                assert (found, needed) == (None, None)
            else:
                assert (found, needed) == (text if size > len(text) else None, len(text) + 1)
    replay.close()


def test_engine_that_lies(sanitized, dragonfly_flavour, dragonfly_kernel, tmp_path):
    """Answers that are cut off, longer, changed or missing: a wrong result at worst."""
    liar = tmp_path / "liar"
    script = Path(__file__).parent / "liar.py"
    liar.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P "{script}"\n')
    liar.chmod(0o755)
    calls = [
        ("nlist", "_version", "nosuch", "_mountlist"),
        ("getprocs", 0, 0),
        ("getprocs", 16, 0),
        ("argv", 0, 100),
        ("envv", 10, 101),
        ("getfiles", 0, 0),
        ("loadavg", 3),
        ("swapinfo", 8, 3),
        ("write", "0x10", "00ff"),
        ("uread", "0x10", 5000, 101),
        *(("read", hex(where), count) for where, _ in STRINGS.values() for count in (8, 100)),
        *(("readstr", hex(where), size) for where, _ in STRINGS.values() for size in (None, 4, 700)),
        ("geterr", "kd"),
    ]
    opened = 0
    for seed in range(12):
        env = {
            "SUNKVM_PYTHON": str(liar),
            "LIAR": str(seed),
            "LIAR_PACKAGE": str(Path(dragonfly_flavour.flavour().library).parents[3]),
            "SUNKVM_DEAD_ARGS": "1",
            "SUNKVM_TRANSCODE": str(seed % 2),
        }
        replay = Replay(sanitized("dragonfly_replay.c"), **env)
        replay("chdir", dragonfly_kernel)
        if replay("openfiles", "kernel", "vmcore", 0)[0] == "ok":
            opened += 1
            for call in calls:
                replay(*call)
        replay.close()
    assert opened > 2
