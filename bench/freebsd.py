"""The FreeBSD flavour: kvm_read2 of a minidump against a map of the file and against pread, as the original reads."""

from __future__ import annotations

import lzma
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "tests" / "golden" / "freebsd" / "amd64-v3-current"


def measure():
    """Yield (what, value, unit, target)."""
    from sunkvm._config import find
    from sunkvm.errors import UnsupportedError

    try:
        flavour = find("freebsd")
    except UnsupportedError as error:
        yield (f"left out: {error}", 0.0, "", "")
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "vmcore").write_bytes(lzma.decompress((GOLDEN / "vmcore.xz").read_bytes()))
        program = scratch / "freebsd"
        command = [
            "cc",
            "-O2",
            str(HERE / "c" / "freebsd.c"),
            *flavour.cflags,
            *flavour.libs,
            "-o",
            str(program),
        ]
        subprocess.run(command, check=True)
        kernel = GOLDEN / "kernel"
        if not kernel.exists():
            kernel = scratch / "kernel"
            kernel.write_bytes(lzma.decompress((GOLDEN / "kernel.xz").read_bytes()))
        words = [program, kernel, scratch / "vmcore", "_big2m", str(1 << 21)]
        lines = subprocess.run(
            list(map(str, words)), check=True, capture_output=True, text=True
        ).stdout.splitlines()
    ns = {tuple(line.split()[:2]): float(line.split()[2]) for line in lines}
    for test, what, unit, scale, over_map in (
        ("random", "kvm_read2, 8 bytes anywhere in 2 MiB", "ns", 1, "<= 1.1"),
        ("sequential", "kvm_read2, 1 MiB at a time", "us/MiB", 1000, "<= 1.05"),
    ):
        for reader in ("libkvm", "map", "pread"):
            yield f"{what}: {reader}", ns[test, reader] / scale, unit, ""
        yield (
            "  libkvm / map",
            ns[test, "libkvm"] / ns[test, "map"],
            "x",
            over_map if test == "sequential" else "",
        )
        yield (
            "  pread / libkvm",
            ns[test, "pread"] / ns[test, "libkvm"],
            "x",
            ">= 5" if test == "random" else "",
        )
