"""Fuzz the C side with libFuzzer, under the address and undefined-behaviour sanitizers: run.py [--seconds N] [--target NAME]

What is found lies in build/fuzz/c afterwards, one file a finding; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
SHIM = ROOT / "shim"
WORK = ROOT / "build" / "fuzz" / "c"
FLAGS = (
    "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1", "-std=gnu11", "-D_GNU_SOURCE",
    "-D_FILE_OFFSET_BITS=64", "-Wall", "-Wextra", "-Wno-unused-parameter",
)  # fmt: skip
CORE = [path for path in sorted((SHIM / "core").glob("*.c")) if path.stem not in ("helper", "lzjb")]
BSD = sorted((SHIM / "flavours/bsd").glob("*.c"))
STUB = [HERE / "stub.c", HERE / "input.c"]  # in the place of the engine


def of_bsd(flavour: str) -> list[Path]:
    """Return the sources of a BSD flavour."""
    return [*BSD, *sorted((SHIM / "flavours" / flavour).glob("*.c"))]


# flavour -> its sources, and whose headers it needs
FLAVOURS = {
    "solaris": ([SHIM / "flavours/solaris/shim.c"], "solaris"),
    "sunos4": ([SHIM / "flavours/solaris/sunos4/sunos4.c"], "solaris"),
    "freebsd": (of_bsd("freebsd"), "freebsd"),
    "netbsd": (of_bsd("netbsd"), "netbsd"),
    "dragonfly": (of_bsd("dragonfly"), "dragonfly"),
}


# target -> its sources beside its own, and the flavour whose headers it needs
TARGETS = {
    "lzjb": ([SHIM / "core/lzjb.c"], None),
    "protocol": ([*CORE, SHIM / "core/helper.c"], None),
    "memo": (
        [path for path in CORE if path.stem != "memo"] + [SHIM / "core/helper.c", HERE / "input.c"],
        None,
    ),
    "kcore": ([SHIM / "core/kcore.c", SHIM / "core/reply.c", SHIM / "core/guard.c", HERE / "input.c"], None),
    **{name: ([*CORE, *sources, *STUB], of) for name, (sources, of) in FLAVOURS.items()},
}


def headers(flavour: str, work: Path) -> Path:
    """Make the headers of a flavour's structs; return where they are."""
    folder = work / "include" / flavour / "sunkvm" / "struct"
    if not folder.exists():
        folder.mkdir(parents=True)
        script = SHIM / "make_structs.py"
        subprocess.run([sys.executable, script, ROOT, flavour, folder], check=True)
    return work / "include" / flavour


def compiled(command: list[object], sources: list[Path], flavour: str | None, program: Path) -> Path:
    """Compile a program with the sanitizers."""
    program.parent.mkdir(parents=True, exist_ok=True)
    command += [*FLAGS, "-I", SHIM / "core", "-I", HERE]
    if flavour is not None:
        command += ["-isystem", SHIM / "flavours" / flavour / "include"]
        command += ["-isystem", headers(flavour, program.parent)]
        if flavour != "solaris":
            command += ["-I", SHIM / "flavours/bsd", "-isystem", SHIM / "flavours/bsd/include"]
    command += [*sources, "-o", program, "-lpthread", "-ldl"]
    subprocess.run([str(part) for part in command], check=True)
    return program


def build(name: str, work: Path = WORK, *, fuzzer: bool = True) -> Path:
    """Compile a target; return the program, which runs the files that it is given where it has no fuzzer."""
    sources, flavour = TARGETS[name]
    command: list[object] = ["clang", "-fsanitize=fuzzer"] if fuzzer else ["cc", HERE / "replay.c"]
    return compiled(command, [HERE / f"{name}.c", *sources], flavour, work / name)


def build_library(name: str, where: tuple[Path, Path, str], work: Path = WORK) -> Path:
    """Compile a flavour into a program that opens images with the engine ``where``: module, package, interpreter."""
    sources, flavour = FLAVOURS[name]
    own = [HERE / "library.c", HERE / f"library_{name}.c", SHIM / "core/helper.c"]
    program = compiled(["cc"], [*own, *CORE, *sources], flavour, work / f"library-{name}")
    (program.parent / "libkvm.where").write_text("".join(f"{part}\n" for part in where))
    return program


def fuzz(name: str, seconds: float) -> tuple[int, bool]:
    """Run a target for some seconds; return how many cases it ran, and whether it found something."""
    program = build(name)
    corpus, findings = WORK / f"{name}.corpus", WORK / f"{name}.findings"
    corpus.mkdir(exist_ok=True)
    findings.mkdir(exist_ok=True)
    kept = HERE.parent / "corpus" / "c" / name
    command = [
        program,
        f"-max_total_time={max(1, int(seconds))}",
        f"-artifact_prefix={findings}/",
        "-max_len=2048",
    ]
    command += [
        "-timeout=2",
        "-rss_limit_mb=512",
        "-malloc_limit_mb=257",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    command += [corpus, *([kept] if kept.is_dir() else [])]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, errors="replace", cwd=WORK
    )
    found = re.search(r"stat::number_of_executed_units: (\d+)", done.stderr)
    count = int(found.group(1)) if found else 0
    print(
        f"c:{name:28} {count:9} executions {count / max(seconds, 1):8.0f}/s {int(done.returncode != 0)} findings",
        flush=True,
    )
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-60:]))
    return count, done.returncode != 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    options = parser.parse_args()
    if shutil.which("clang") is None:
        print("no clang: the C side is not fuzzed")
        return 0
    os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=1")
    names = options.target or list(TARGETS)
    results = [fuzz(name, options.seconds / len(names)) for name in names]
    return int(any(found for _, found in results))


if __name__ == "__main__":
    sys.exit(main())
