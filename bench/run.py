"""``make bench``: run every benchmark of this folder and print one table; NAMEs choose some (``make bench ARGS=engine``).

A benchmark is a module with ``measure()``, which yields (what, value, unit, target).
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent


def load(path: Path):
    """Import a benchmark by its file."""
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Run the benchmarks that the command line names, or all."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if path.name != "run.py")
    for name in names:
        module = load(HERE / f"{name}.py")
        print(f"\n{name}: {module.__doc__.splitlines()[0]}", flush=True)
        for what, value, unit, target in module.measure():
            print(
                f"  {what:<58} {value:12.3f} {unit:<6} {target and f'target {target}'}".rstrip(), flush=True
            )


if __name__ == "__main__":
    main()
