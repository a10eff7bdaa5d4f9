"""What the benchmarks share: programs in C, runs in turns, small sizes for the tests. No benchmark itself."""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import time
from pathlib import Path

C = Path(__file__).parent / "c"
SMALL = os.environ.get("SUNKVM_BENCH_SMALL") == "1"
"""Whether only to see that everything runs: sizes are tiny then, and no figure means anything."""


def size(large: int, small: int) -> int:
    """Return one of two sizes."""
    return small if SMALL else large


def load(name: str):
    """Import a module of `C`."""
    spec = importlib.util.spec_from_file_location(f"bench_c_{name}", C / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compile_c(target: Path, *arguments: object) -> Path:
    """Compile a program."""
    command = ["cc", "-O2", "-D_GNU_SOURCE", *map(str, arguments), "-o", str(target)]
    subprocess.run(command, check=True)
    return target


def flavours(*names: str):
    """Yield the installed flavours of these names."""
    from sunkvm._config import find
    from sunkvm.errors import UnsupportedError

    for name in names:
        try:
            yield find(name)
        except UnsupportedError:
            continue


def run(command, **environment: str) -> float:
    """Run a whole process; return the seconds it took."""
    words = [str(word) for word in command]
    before = time.perf_counter()
    child = os.posix_spawn(words[0], words, {**os.environ, **environment})
    status = os.waitpid(child, 0)[1]
    after = time.perf_counter()
    assert status == 0, f"{words}: status {status:#x}"
    return after - before


def in_turns(functions, repeats: int) -> list[list[float]]:
    """Call functions in turns, so that other load of the machine hits all; return the results of each."""
    found: list[list[float]] = [[] for _ in functions]
    for _ in range(repeats):
        for number, function in enumerate(functions):
            found[number].append(function())
    return found


def timed(function) -> float:
    """Return the seconds that a call takes."""
    before = time.perf_counter()
    function()
    return time.perf_counter() - before


def worked(function) -> float:
    """Return the seconds of processor time that a call takes, of all threads: other load of the machine is not in it."""
    before = time.process_time()
    function()
    return time.process_time() - before


def least_work(function, repeat: int = 5) -> float:
    """Return the least processor time of some calls in seconds."""
    return min(worked(function) for _ in range(1 if SMALL else repeat))


def best(function, repeat: int = 5) -> float:
    """Return the shortest time of some calls in seconds."""
    return min(timed(function) for _ in range(1 if SMALL else repeat))


median = statistics.median
