"""Open files and mappings of this host's processes: what of them this user may see.

Facts: proc(5); Documentation/filesystems/proc.rst of Linux, sections 3.8 (fdinfo) and 1.1 (maps).
"""

from __future__ import annotations

import os
from dataclasses import replace

from .host_kind import kind_of
from .procfs import is_there, read_file
from .world import WorldFile, WorldMapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .world import WorldProcess

MOST_FILES = 1 << 16
"""Descriptors of a process from this number on are left out."""
MOST_MAPPINGS = 1 << 16
"""Pieces of an address space behind so many are left out."""
_FIRST_LINES = 256  # bytes, of which position and flags take fewer than 60
_ANONYMOUS = {
    b"[eventpoll]": "epoll",
    b"[eventfd]": "eventfd",
    b"[timerfd]": "timerfd",
    b"[signalfd]": "signalfd",
    b"inotify": "inotify",
    b"[pidfd]": "process",
}
_ACCESS = {os.O_RDONLY: "r", os.O_WRONLY: "w", os.O_RDWR: "rw"}
_FLAGS = (
    ("append", os.O_APPEND),
    ("nonblock", os.O_NONBLOCK),
    ("async", os.O_ASYNC),
    ("direct", os.O_DIRECT),
)


def read_files(process: WorldProcess) -> tuple[WorldFile, ...] | None:
    """Return the open files of a process by descriptor; None where there is no such process or it may not be looked into.

    What goes while it is looked at is left out. No file server is asked.
    """
    if process.system or process.zombie or process.cwd is None:
        return None
    try:
        directory = os.open(f"/proc/{process.pid}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        if not is_there(process.pid, process.start):
            return None
        names = os.listdir(f"/proc/self/fd/{directory}/fd")
        found = []
        for fd in sorted(int(name) for name in names if name.isdigit()):
            if fd >= MOST_FILES:
                break
            own = fd == directory and process.pid == os.getpid()  # which is open for this look only
            file = None if own else _read_file(fd, directory)
            if file is not None:
                found.append(file)
        return tuple(found)
    except OSError:
        return None
    finally:
        os.close(directory)


def _read_file(fd: int, directory: int) -> WorldFile | None:
    try:
        target = os.fsencode(os.readlink(f"fd/{fd}", dir_fd=directory))
    except OSError:
        return None
    found = kind_of(f"fd/{fd}", directory)
    if found is None:
        return None
    kind, device = found
    position, flags = None, None
    for line in _read_start(f"fdinfo/{fd}", directory).splitlines():
        name, _, value = line.partition(b":")
        if name == b"pos" and value.strip().isdigit():
            position = int(value)
        elif name == b"flags":
            flags = int(value, 8)
    path: bytes | None = target
    if not target.startswith(b"/"):
        path = None
        start, _, rest = target.partition(b":")
        if start == b"anon_inode":
            kind = _ANONYMOUS.get(rest, "other")
        elif start == b"pipe":
            kind = "pipe"
    if flags is None:
        return WorldFile(fd, kind, path, None, None, (), None, device)
    names = [name for name, bit in _FLAGS if flags & bit]
    if flags & os.O_SYNC == os.O_SYNC:
        names.append("sync")
    elif flags & os.O_DSYNC:
        names.append("dsync")
    access = "" if flags & os.O_PATH else _ACCESS.get(flags & os.O_ACCMODE, "")
    return WorldFile(fd, kind, path, access, position, tuple(names), bool(flags & os.O_CLOEXEC), device)


def _read_start(name: str, directory: int) -> bytes:
    """Return the first lines of a file in /proc: of some files a line follows for each other file that they watch."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=directory)
    except OSError:
        return b""
    try:
        return os.read(handle, _FIRST_LINES)
    except OSError:
        return b""
    finally:
        os.close(handle)


def read_mappings(process: WorldProcess) -> tuple[WorldMapping, ...] | None:
    """Return what a process has mapped, ascending; None where there is no such process or it may not be looked into."""
    if process.system or process.zombie:
        return None
    maps = read_file(f"/proc/{process.pid}/maps")
    if not maps or not is_there(process.pid, process.start):
        return None
    found = []
    for line in maps.splitlines()[:MOST_MAPPINGS]:
        try:
            bounds, rights, offset, device, inode, *rest = line.split(None, 5)
            start, end = (int(edge, 16) for edge in bounds.split(b"-"))
            major, minor = (int(number, 16) for number in device.split(b":"))
        except ValueError:
            continue
        if end >= 1 << 63:
            continue  # [vsyscall], which belongs to the kernel
        name = rest[0] if rest else b""
        file = name.startswith(b"/") and int(inode) != 0
        found.append(
            WorldMapping(
                start,
                end,
                rights[:3].decode("ascii"),
                rights[3:4] == b"s",
                int(offset, 16) if file else None,
                name.replace(b"\\012", b"\n") if file else None,
                None if file else name or None,
                (major, minor) if file else None,
                int(inode) if file else None,
            )
        )
    return tuple(found)


def with_details(processes: Iterable[WorldProcess]) -> tuple[WorldProcess, ...]:
    """Return the processes with their open files and mappings, as far as these may be seen."""
    return tuple(
        replace(process, files=read_files(process), mappings=read_mappings(process)) for process in processes
    )
