"""The C library: reads of 1 GiB against a hash-chain reader and pread (compiled here), process walks, start-up."""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent / "c"
BASE, SIZE = 0xFFFFFF0000000000, 1 << 30
REPEATS = 21
STARTS = 40

LINKED = "#include <kvm.h>\nint main(int argc, char **argv) { return argc > 99 ? kvm_open(0, 0, 0, 0, *argv) != 0 : 0; }\n"
OPENS = """#include <kvm.h>
int main(int argc, char **argv)
{
	struct nlist nl[] = {{"kas"}, {"kernel_symbol_number_14000"}, {0}};
	kvm_t *kd = kvm_open(argv[1], argv[2], 0, O_RDONLY, argv[0]);

	return !kd || kvm_nlist(kd, nl) || !nl[1].n_value || argc < 3;
}
"""


def measure():
    """Yield (what, value, unit, target)."""
    from sunkvm._config import find
    from sunkvm.errors import UnsupportedError

    try:
        flavour = find()
    except UnsupportedError as error:
        yield (f"left out: {error}", 0.0, "", "")
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        _load("image").make(scratch, SIZE // 4096)
        yield from _reads(scratch, flavour)
        yield from _starts(scratch, flavour)


def _load(name: str):
    spec = importlib.util.spec_from_file_location(f"bench_c_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compile(scratch: Path, name: str, *arguments: str) -> Path:
    target = scratch / name
    subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", *arguments, "-o", str(target)], check=True)
    return target


def _reads(scratch: Path, flavour):
    # The readers to compare with are a library too, so that a call costs the same.
    _compile(scratch, "libbaseline.so", "-shared", "-fPIC", str(HERE / "baseline.c"))
    link = [f"-L{scratch}", f"-Wl,-rpath,{scratch}", "-lbaseline", *flavour.libs]
    program = _compile(scratch, "bench", str(HERE / "bench.c"), *flavour.cflags, *link)
    first = (scratch / "chase").read_text()
    command = [
        program,
        scratch / "unix.0",
        scratch / "vmcore.0",
        hex(BASE),
        str(SIZE),
        hex(BASE + 64),
        first,
        str(REPEATS),
    ]
    lines = subprocess.run(
        list(map(str, command)), check=True, capture_output=True, text=True
    ).stdout.splitlines()
    ns = {tuple(line.split()[:2]): float(line.split()[2]) for line in lines}
    for test, what, unit, scale, below, beyond in (
        ("hot", "kvm_kread, 8 bytes of one page", "ns", 1, 0.7, None),
        ("random", "kvm_kread, 8 bytes anywhere in 1 GiB", "ns", 1, 0.85, 8),
        ("chase", "kvm_kread, 10,000 nodes of a list", "ns", 1, 0.9, None),
        ("sequential", "kvm_kread, 1 MiB at a time", "us/MiB", 1000, 1.0, None),
    ):
        for reader in ("libkvm", "chain", "pread"):
            yield f"{what}: {reader}", ns[test, reader] / scale, unit, ""
        yield "  libkvm / chain", ns[test, "libkvm/chain"], "x", f"<= {below}"
        yield (
            "  pread / libkvm",
            ns[test, "pread/libkvm"],
            "x",
            f">= {beyond}" if beyond else "",
        )
    yield "kvm_nextproc, one process of 10,000", ns["nextproc", "libkvm"] / 1000, "us", "<= 0.5"


def _starts(scratch: Path, flavour):
    (scratch / "none.c").write_text("int main(void) { return 0; }\n")
    (scratch / "linked.c").write_text(LINKED)
    (scratch / "opens.c").write_text(OPENS)
    programs = {
        "none": [_compile(scratch, "none", str(scratch / "none.c"))],
        "linked": [_compile(scratch, "linked", str(scratch / "linked.c"), *flavour.cflags, *flavour.libs)],
        "opens": [
            _compile(scratch, "opens", str(scratch / "opens.c"), *flavour.cflags, *flavour.libs),
            scratch / "unix.0",
            scratch / "vmcore.0",
        ],
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(STARTS):
        for name, command in programs.items():
            times[name].append(_run(list(map(str, command))))
    ms = {name: statistics.median(each) * 1e3 for name, each in times.items()}
    yield "a program that does nothing", ms["none"], "ms", ""
    yield "  what linking with libkvm adds", ms["linked"] - ms["none"], "ms", "<= 0.3"
    yield "a program that opens 15,000 symbols and looks one up", ms["opens"], "ms", "<= 25"
    yield "  the fastest", min(times["opens"]) * 1e3, "ms", ""


def _run(command: list[str]) -> float:
    before = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    status = os.waitpid(child, 0)[1]
    after = time.perf_counter()
    assert status == 0
    return after - before
