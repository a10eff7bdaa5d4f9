"""Starts processes that are hard to show, prints their numbers by name as JSON, and ends them with its input."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time

LIBC = ctypes.CDLL(None)
PR_SET_NAME = 15
WAIT = [b"-S", b"-E", b"-c", b"import time; time.sleep(600)"]
folder = os.fsencode(tempfile.mkdtemp())
started: dict[str, int] = {}


def start(name, argv=None, *, program=None, env=None, cwd=None, before=None):
    """Start a process that runs a program, or does no more than ``before``."""
    pid = os.fork()
    if not pid:
        try:
            if cwd is not None:
                os.chdir(cwd)
            if before is not None:
                before()
            if argv is not None:
                os.execve(program or sys.executable, argv, {b"A": b"1"} if env is None else env)
            time.sleep(600)
        finally:
            os._exit(9)
    started[name] = pid


def named(name):
    return lambda: LIBC.prctl(PR_SET_NAME, ctypes.c_char_p(name), 0, 0, 0)


def many_threads():
    for _ in range(320):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


def titled():
    """Write over the arguments, as setproctitle does."""
    with open("/proc/self/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    first, end = int(fields[45]), int(fields[46])
    ctypes.memmove(first, b"title: busy\0".ljust(end - first, b"\0"), end - first)


def without_arguments():
    """Run a program that has not even a name, and reads what nobody writes."""
    first, second = os.pipe()
    os.dup2(first, 0)
    os.set_inheritable(second, True)
    nothing = (ctypes.c_char_p * 1)(None)
    LIBC.execve(odd, nothing, nothing)


def without_first_thread():
    threading.Thread(target=time.sleep, args=(600,)).start()
    LIBC.pthread_exit(None)


odd = shutil.copy(shutil.which("cat"), folder + b"/a) R 1 (\n\xff")
goner, gone = shutil.copy(shutil.which("sleep"), folder + b"/goner"), folder + b"/gone"
os.mkdir(gone)
start("newline", [b"pyt\nhon", *WAIT])
start("not utf-8", [b"p\xff\xfe\x80", *WAIT, b"\xc3"], env={b"X\xff": b"\xfe\n"})
start("long", [b"python", *WAIT, b"x" * (127 << 10)])
start("many", [b"python", *WAIT, *[b"a"] * 20000])
start("empty ones", [b"python", *WAIT, b"", b"", b""])
start("no argument", before=without_arguments)
start("odd name", before=named(b") Z 1 (\n\xff"))
start("no name", before=named(b""))
start("deleted", [b"goner", b"600"], program=goner, cwd=gone)
start("threads", before=many_threads)
start("title", before=titled)
start("first thread ended", before=without_first_thread)
start("stopped", before=lambda: os.kill(os.getpid(), signal.SIGSTOP))
start("zombie", before=lambda: os._exit(0))
deadline = time.monotonic() + 30
while len(os.listdir(f"/proc/{started['threads']}/task")) < 321 and time.monotonic() < deadline:
    time.sleep(0.1)
time.sleep(0.5)
os.rmdir(gone)
os.unlink(goner)
print(json.dumps(started), flush=True)
sys.stdin.read()
for pid in started.values():
    os.kill(pid, signal.SIGKILL)
for pid in started.values():
    os.waitpid(pid, 0)
shutil.rmtree(folder)
