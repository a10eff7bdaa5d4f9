"""Memory of this host's running processes: what of it this user may read and write.

Facts: proc(5); fs/exec.c of Linux, which lays out the stack of a new program.
"""

from __future__ import annotations

import os
import sys

from ..handles import above_stdio
from .procfs import is_there, read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .world import WorldProcess

HOST_BITS = 64 if os.uname().machine.endswith("64") or os.uname().machine in ("s390x", "alpha") else 32
"""The width of the host's own pointers; its processes may have narrower ones."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


class ProcessMemory:
    """Memory of one running process, open for reading; it never becomes that of another process of the same number.

    ``start`` is the process's `WorldProcess.start`. Raises OSError where there is no such process (any more), or where
    this user may not read it. `close` it.
    """

    __slots__ = ("_handle", "_path")

    def __init__(self, pid: int, start: int | None = None) -> None:
        self._path = f"/proc/{pid}/mem"
        self._handle = above_stdio(os.open(self._path, os.O_RDONLY | os.O_CLOEXEC))
        # The handle keeps the memory that it was opened on, so it is enough to look once, afterwards.
        if not is_there(pid, start):
            self.close()
            raise ProcessLookupError(pid)

    def read(self, address: int, count: int) -> bytes:
        """Return up to ``count`` bytes; fewer, or none, where the process has nothing mapped."""
        if self._handle < 0 or not 0 <= address < 1 << 63:
            return b""
        parts = []
        try:
            while count > 0 and address < 1 << 63:
                part = os.pread(self._handle, min(count, 1 << 20), address)
                if not part:
                    break
                parts.append(part)
                address += len(part)
                count -= len(part)
        except OSError:
            pass
        return b"".join(parts)

    def close(self) -> None:
        """Close it. Closing twice is allowed."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def leave_parent(self) -> None:
        """Close it in the child of a fork, unless the child has closed it and the handle is that of another file by now."""
        try:
            if os.readlink(f"/proc/self/fd/{self._handle}") != self._path:
                self._handle = -1
        except OSError:
            self._handle = -1
        self.close()


def read_memory(pid: int, address: int, count: int, start: int | None = None) -> bytes:
    """Return up to ``count`` bytes of a process's memory; b"" where it is gone or denies it."""
    try:
        memory = ProcessMemory(pid, start)
    except OSError:
        return b""
    try:
        return memory.read(address, count)
    finally:
        memory.close()


def read_stack(process: WorldProcess) -> tuple[int, int, int, int] | None:
    """Return (argument count, address of argv, of envp, end of the stack) of a running process.

    None where they may not be read, or where the process has changed its stack so that it does not add up.
    """
    start, env_end = process.stack_start, process.env_end
    if start is None or env_end is None or process.bits is None or not start < env_end < start + (64 << 20):
        return None
    word = process.bits // 8
    try:
        memory = ProcessMemory(process.pid, process.start)
    except OSError:
        return None
    try:
        argc = int.from_bytes(memory.read(start, word), sys.byteorder)
        envp = start + word * (argc + 2)
        if not envp < env_end:
            return None
        end = memory.read(envp - word, word)
        # Behind the environment stand the file name of execve and a zero word of the kernel's, then the stack ends
        # (fs/exec.c).
        name = memory.read(env_end, 8192)
    finally:
        memory.close()
    length = name.find(b"\0")
    top = env_end + length + 1 + HOST_BITS // 8
    if end != bytes(word) or length < 0 or top % _PAGE or top >= 1 << process.bits:
        return None
    return argc, start + word, envp, top


def write_memory(pid: int, start: int | None, address: int, data: bytes) -> int:
    """Write into a process's memory; return the number of bytes, 0 where it is gone or denies it."""
    try:
        handle = os.open(f"/proc/{pid}/mem", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return 0
    try:
        return os.pwrite(handle, data, address) if is_there(pid, start) and 0 <= address < 1 << 63 else 0
    except OSError:
        return 0
    finally:
        os.close(handle)


def mapped_ranges(pid: int, start: int | None = None) -> list[tuple[int, int]]:
    """Return (address, bytes) of what a process has mapped, ascending; empty where that may not be known."""
    maps = read_file(f"/proc/{pid}/maps")
    if maps is None or not is_there(pid, start):
        return []
    ranges: list[tuple[int, int]] = []
    for line in maps.splitlines():
        try:
            first, last = (int(number, 16) for number in line.split(b" ", 1)[0].split(b"-"))
        except ValueError:
            continue
        if last >= 1 << 63:
            continue  # [vsyscall], which is not read as memory
        if ranges and sum(ranges[-1]) == first:
            ranges[-1] = ranges[-1][0], last - ranges[-1][0]
        else:
            ranges.append((first, last - first))
    return ranges
