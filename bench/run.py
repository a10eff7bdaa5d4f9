"""``make bench``: run every benchmark of this folder and print one table; NAMEs choose some (``make bench ARGS=engine``).

A benchmark is a module with ``measure()``, which yields (what, value, unit, target). A target is "<= number" or
">= number"; behind it stands whether it is met. SUNKVM_BENCH_SMALL=1 makes everything tiny, to see that it runs.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent
_NO_BENCHMARKS = ("run", "common")


def names() -> list[str]:
    """Return the names of all benchmarks."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in _NO_BENCHMARKS)


def load(name: str):
    """Import a benchmark."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verdict(value: float, target: str) -> str:
    """Return what to print of a target."""
    if not target:
        return ""
    sign, _, limit = target.partition(" ")
    met = {"<=": value <= float(limit), "<": value < float(limit), ">=": value >= float(limit)}[sign]
    return f"{target:<9} {'met' if met else 'MISSED'}"


def main() -> None:
    """Run the benchmarks that the command line names, or all."""
    for name in sys.argv[1:] or names():
        module = load(name)
        print(f"\n{name}: {module.__doc__.splitlines()[0]}", flush=True)
        for what, value, unit, target in module.measure():
            print(f"  {what:<88} {value:12.4g} {unit:<6} {verdict(value, target)}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
