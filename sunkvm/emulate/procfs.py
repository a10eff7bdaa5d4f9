"""Files in which Linux tells of itself, and whether a number is still that of the same process (proc(5))."""

from __future__ import annotations

import os

TICK = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
"""Nanoseconds of the unit that times of processes are told in."""


def read_file(path: str, directory: int | None = None) -> bytes | None:
    """Return a file's bytes, or None where it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=directory)
    except OSError:
        return None
    try:
        parts = []
        while part := os.read(handle, 65536):  # a short read of such a file need not be its end
            parts.append(part)
        return b"".join(parts)
    except OSError:
        return None
    finally:
        os.close(handle)


def start_of(pid: int) -> int | None:
    """Return a process's `WorldProcess.start`; None where there is none of this number."""
    stat = read_file(f"/proc/{pid}/stat")
    try:
        return int(stat[stat.rindex(b")") + 2 :].split()[19]) * TICK if stat else None
    except (ValueError, IndexError):
        return None


def is_there(pid: int, start: int | None = None) -> bool:
    """Return whether there is a process of this number, and if ``start`` is given, still the same one."""
    now = start_of(pid)
    return now is not None and start in (None, now)
