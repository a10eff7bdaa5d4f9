"""A C library with the engine in its process, under the sanitizers, as something to be fuzzed."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import resource
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sunkvm

HERE = Path(__file__).resolve().parent
_SECONDS = 2.0  # of processor time, for a case of less than a megabyte
_PATIENCE = 60.0  # seconds in which there must be an answer
_MEMORY = 400 << 10  # KiB that the process may grow by: the sanitizer keeps what was freed for a while


def available() -> bool:
    """Tell whether this installation has an engine for C programs, and there is a compiler."""
    return (Path(sunkvm.__file__).parent / "_engine.so").exists() and shutil.which("cc") is not None


class Died(Exception):
    """The program has ended, or been ended."""


class Library:
    """The program of one flavour: it runs until a case ends it, and is started once more then."""

    def __init__(self, flavour: str) -> None:
        self.flavour = flavour
        self._child: subprocess.Popen[str] | None = None
        self._program: Path | None = None
        self._lowest = self._memory = 0

    def prepare(self) -> None:
        """Build and start the program."""
        if self._program is None:
            spec = importlib.util.spec_from_file_location("fuzz_c_run", HERE / "c" / "run.py")
            run = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(run)
            package = Path(sunkvm.__file__).parent
            where = package / "_engine.so", package.parent, sys.executable
            self._program = run.build_library(self.flavour, where, run.WORK)
        if self._child is None:
            self._start()

    def _start(self) -> None:
        env = {
            **os.environ,
            "ASAN_OPTIONS": "detect_leaks=0:quarantine_size_mb=16",
            "SUNKVM_ENGINE": "inprocess",
            "SUNKVM_TRANSCODE": "1",
            "SUNKVM_DEAD_ARGS": "1",
        }
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the child
        self._child = subprocess.Popen(
            [str(self._program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            env=env,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2),
        )
        self._lowest = self._memory = 0

    def stop(self) -> None:
        """End the program, if it runs."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            child.stdin.close()
            child.stdout.close()
            self._said.close()

    def run(self, folder: Path) -> str:
        """Let the program look at the files in a folder; return a digest of the answers."""
        if self._child is None:
            self._start()
        child = self._child
        assert child is not None
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(f"{folder}\n")
            child.stdin.flush()
        ready = select.select([child.stdout], [], [], _PATIENCE)[0]
        answer = child.stdout.readline() if ready else ""
        if not answer:
            child.kill()
            code = child.wait()
            self._said.seek(0)
            text = self._said.read()[-6000:]
            self.stop()
            raise Died(f"no answer within {_PATIENCE} s" if not ready else f"ended with {code}\n{text}")
        digest, spent, memory, lowest = answer.split()
        if not self._memory:
            self._memory, self._lowest = int(memory), int(lowest)
            return digest  # the first one pays for the start of the engine
        size = sum(entry.stat().st_size for entry in os.scandir(folder))
        assert int(spent) <= 1000 * _SECONDS * max(1.0, size / (1 << 20)), f"it took {spent} ms"
        if int(lowest) != self._lowest:
            self.stop()
            raise AssertionError("a descriptor was left open")
        if int(memory) > self._memory + _MEMORY:
            grown = int(memory) - self._memory
            self.stop()
            raise AssertionError(f"the program has grown by {grown} KiB")
        return digest
