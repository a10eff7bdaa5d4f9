"""The C sources under the address, undefined-behaviour and thread sanitizers, the engine being a process beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Replay, environment
from .test_golden import check as check_entry
from .test_golden import load
from .test_robust import IMAGES

pytestmark = pytest.mark.shim

REPOSITORY = Path(__file__).parent.parent.parent
SHIM = REPOSITORY / "shim"
CORE = [
    SHIM / "core" / f"{name}.c"
    for name in ("clash", "guard", "helper", "image", "kcore", "kept", "link", "memo", "place", "reply")
]
CHECKS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1")


@pytest.fixture(scope="session")
def sanitized(tools, tmp_path_factory):
    """Return build(source, bits): a program with the library's own sources in it, all checked."""
    scratch = tmp_path_factory.mktemp("sanitized")
    package = Path(tools.flavour().library).parents[3]
    (scratch / "libkvm.where").write_text(f"{scratch}/none\n{package}\n{sys.executable}\n")
    built = {}

    def build(source, bits=64):
        if (source, bits) not in built:
            flavour = tools.flavour(bits)
            target = scratch / f"{Path(source).stem}-{bits}"
            command = [
                "cc",
                *CHECKS,
                "-std=gnu11",
                "-D_GNU_SOURCE",
                "-D_FILE_OFFSET_BITS=64",
                *flavour.cflags,
            ]
            command += [
                "-I",
                SHIM / "core",
                Path(__file__).parent / source,
                SHIM / "flavours/solaris/shim.c",
                *CORE,
            ]
            command += ["-o", target, "-lpthread", "-ldl"]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            built[source, bits] = target
        return built[source, bits]

    return build


@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("test", ["plain", "handles", "threads", "shared"])
def test_situation(sanitized, golden_solaris, bits, test):
    model, address, word = IMAGES[bits]
    folder = golden_solaris.folder(model)
    command = [sanitized("robust.c", bits), test, folder / "unix.0", folder / "vmcore.0", address, word]
    leaks = "0" if test == "handles" else "1"  # that one leaves a descriptor open
    env = environment(ASAN_OPTIONS=f"detect_leaks={leaks}")
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env, timeout=200)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


@pytest.mark.parametrize("bits", [64, 32])
def test_golden(sanitized, golden_solaris, bits):
    """Every recorded call once more."""
    model = IMAGES[bits][0]
    replay = Replay(sanitized("replay.c", bits))
    golden_solaris.folder("amd64")
    for case in (model, *(("amd64-damaged", "amd64-zerotail") if bits == 64 else ())):
        replay("chdir", golden_solaris.folder(case))
        for entry in load(case)["entries"]:
            if (
                entry["call"] in ("kvm_kwrite", "file_difference")
                or entry["args"].get("corefile") == "the written copy"
            ):
                continue
            check_entry(replay, case, entry)
    replay.close()


@pytest.mark.parametrize("kind", ["address,undefined", "thread"])
@pytest.mark.parametrize("bits", [64, 32])
def test_core(tools, tmp_path, bits, kind):
    """The reader by itself, its misses answered by the test."""
    if kind == "thread" and bits == 32:
        kind = "undefined"  # there is no thread sanitizer for 32-bit programs
    target = tmp_path / "core"
    command = [
        "cc",
        f"-fsanitize={kind}",
        "-fno-sanitize-recover=all",
        "-g",
        "-O2",
        "-std=gnu11",
        "-D_GNU_SOURCE",
    ]
    command += [
        "-D_FILE_OFFSET_BITS=64",
        "-Wall",
        "-Wextra",
        *tools.flavour(bits).cflags,
        "-I",
        SHIM / "core",
    ]
    command += [
        Path(__file__).parent / "core.c",
        SHIM / "core/guard.c",
        SHIM / "core/kcore.c",
        SHIM / "core/kept.c",
        SHIM / "core/reply.c",
        "-o",
        target,
        "-lpthread",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    before = ["setarch", "-R"] if kind == "thread" and os.access("/usr/bin/setarch", os.X_OK) else []
    done = subprocess.run(
        [*before, str(target), str(tmp_path / "file")], capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr[:4000]


@pytest.mark.parametrize("test", ["threads", "shared"])
def test_thread_sanitizer(tools, golden_solaris, tmp_path, test):
    """Threads with a descriptor each, opened and closed again and again, and threads on one."""
    model, address, word = IMAGES[64]
    folder = golden_solaris.folder(model)
    package = Path(tools.flavour().library).parents[3]
    (tmp_path / "libkvm.where").write_text(f"{tmp_path}/none\n{package}\n{sys.executable}\n")
    program = tmp_path / "robust"
    command = [
        "cc",
        "-fsanitize=thread",
        "-g",
        "-O1",
        "-std=gnu11",
        "-D_GNU_SOURCE",
        "-D_FILE_OFFSET_BITS=64",
    ]
    command += [*tools.flavour().cflags, "-I", SHIM / "core", Path(__file__).parent / "robust.c"]
    command += [SHIM / "flavours/solaris/shim.c", *CORE, "-o", program, "-lpthread", "-ldl"]
    built = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    before = ["setarch", "-R"] if os.access("/usr/bin/setarch", os.X_OK) else []
    done = subprocess.run(
        [*before, program, test, folder / "unix.0", folder / "vmcore.0", address, word],
        capture_output=True,
        text=True,
        env=environment(TSAN_OPTIONS=f"suppressions={Path(__file__).parent}/tsan.supp:report_thread_leaks=0"),
        timeout=300,
    )
    assert (done.returncode, done.stdout, done.stderr[:4000]) == (0, "ok\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("bits", [64, 32])
def test_an_engine_that_lies(tools, sanitized, golden_solaris, tmp_path, bits):
    """The library does not trust its engine: whatever comes back, nothing is read or written out of place."""
    model = IMAGES[bits][0]
    folder = golden_solaris.folder(model)
    liar = tmp_path / "python"
    script = Path(__file__).parent / "liar.py"
    liar.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    liar.chmod(0o755)
    package = str(Path(tools.flavour().library).parents[3])
    kas = json.loads((folder / "facts.json").read_text())["kas"]
    calls = [("open", "unix.0", "vmcore.0", 0, "liar"), ("nlist", "kas", "practive", "nosuch"), ("namelist",)]
    calls += [("read", "k", kas, 100), ("read", "k", IMAGES[bits][1], 20000), ("read", "p", "0x43b000", 64)]
    calls += [
        ("nextproc",),
        ("nextproc",),
        ("getproc", 100),
        ("getcmd", 1, 1),
        ("physaddr", kas, kas),
        ("getproc", 102),
    ]
    calls += [("getcmd", 1, 1), ("read", "u", "0x8047f84", 64), ("setproc",), ("nextproc",), ("close",)]
    opened = 0
    for seed in range(40):
        env = {"SUNKVM_PYTHON": str(liar), "LIAR": str(seed), "LIAR_PACKAGE": package}
        replay = Replay(sanitized("replay.c", bits), SUNKVM_TRANSCODE=str(seed % 2), **env)
        replay("chdir", folder)
        if replay(*calls[0])[0] == "ok":
            opened += 1
            found = True
            for call in calls[1:]:
                answer = replay(*call) if found or call[0] != "getcmd" else ["-"]
                found = call[0] != "getproc" or answer != ["-"]
        replay.close()
    assert opened > 10
