"""Processes that tests look at: they say that they are there, and sleep."""

from __future__ import annotations

import contextlib
import subprocess
import sys

SLEEP = "import time; print(flush=True); time.sleep(600)"


@contextlib.contextmanager
def child(*arguments, **more):
    """A sleeping process of this interpreter with these arguments."""
    process = subprocess.Popen([sys.executable, "-c", SLEEP, *arguments], stdout=subprocess.PIPE, **more)
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
