"""Dumps in several files through libkvm.so.1: the sections come by themselves, KVM_NSRCH does without."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import pytest

from .conftest import environment

HERE = Path(__file__).parent
BULK = {"amd64": 0xFFFFFF0000041000, "i386": 0xD0041000}


@pytest.mark.parametrize("sandbox", ["0", "1"])
@pytest.mark.parametrize(("bits", "model"), [(64, "amd64"), (32, "i386")])
def test_sections(tools, bits, model, golden_solaris, tmp_path, sandbox):
    program = tools.build(HERE / "nsrch.c", bits)
    raw = (golden_solaris.folder(model) / "vmcore.0").read_bytes()
    # The main file lacks the bulk page's bucket and names the whole dump as its section (docs/formats.md).
    data = bytearray(raw)
    kas = int(golden_solaris.expected(model)["facts"]["kas"], 16)
    mask = struct.unpack_from("<q" if bits == 64 else "<i", raw, 1824 if bits == 64 else 1812)[0]
    bucket = ((kas >> 3) + (BULK[model] >> 12)) & mask
    struct.pack_into(
        "<q", data, struct.unpack_from("<q", raw, 40)[0] + bucket * (40 if bits == 64 else 32), 0
    )
    struct.pack_into("<8sIIq", data, 4096 - 64, b"SUNKSECT", 1, 1, len(raw))
    (tmp_path / "vmcore.0").write_bytes(bytes(data) + b"vmcore-rest.0".ljust(256, b"\0"))

    def run(*words):
        return subprocess.run(
            [program, "vmcore.0", hex(BULK[model]), *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=environment(SUNKVM_SANDBOX=sandbox),
        )

    missing = run()
    assert (missing.returncode, missing.stderr) == (1, "nsrch: failed to locate file ./vmcore-rest.0\n")
    partial = run("partial")
    assert (partial.returncode, partial.stdout) == (0, "-1 00000000\n")
    (tmp_path / "vmcore-rest.0").write_bytes(raw)
    page = raw.find(f"{BULK[model]:016x}".encode())
    assert page > 0
    whole = run()
    assert (whole.returncode, whole.stdout) == (0, f"4 {raw[page : page + 4].hex()}\n"), whole.stderr
