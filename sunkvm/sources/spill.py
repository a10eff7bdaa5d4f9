"""Unpacked bytes in an unnamed temporary file: memory stays small, and what was unpacked once is there at once."""

from __future__ import annotations

import mmap
import os

from ..cachedir import privileged
from ..errors import OpenError
from ..handles import above_stdio

_CHUNK = 1 << 16
_ZEROS = bytes(_CHUNK)
_ROOM = 16 << 20

in_memory = False
"""Set where no file may be made: what is unpacked takes memory then."""


def directory() -> str:
    """Return where temporary files go: ``$TMPDIR``, or else ``/var/tmp``, as ``/tmp`` is memory on many systems."""
    chosen = "" if privileged() else os.environ.get("TMPDIR", "")
    for folder in (chosen, "/var/tmp", "/tmp"):
        if folder and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return "."


def make_named(prefix: str, content: bytes, more: str = "") -> tuple[int, str]:
    """Make a file in /tmp for its owner only; return its descriptor, to be kept as long as it is used, and its path.

    The descriptor has a lock, which ends with the process whatever becomes of that: files of this prefix that nobody has
    locked were left behind by processes that were killed, and are removed.
    """
    import fcntl
    from tempfile import mkstemp

    for name in os.listdir("/tmp"):
        if name.startswith(prefix):
            _remove_left(f"/tmp/{name}")
    while True:
        handle, path = mkstemp(prefix=prefix + more, dir="/tmp")
        handle = above_stdio(handle)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:  # else it was taken for one that was left behind
            break
        os.close(handle)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
    except OSError:
        os.unlink(path)
        os.close(handle)
        raise
    return handle, path


def _remove_left(path: str) -> None:
    """Remove a file of ours that nobody has locked."""
    import fcntl
    import stat

    try:
        handle = above_stdio(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))
    except OSError:
        return
    try:
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(status, os.lstat(path)):
                os.unlink(path)
    except OSError:
        pass
    finally:
        os.close(handle)


class Spill:
    """A file without a name that goes away with the process. Bytes never written read as zeros and take no room."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1
        self._map: mmap.mmap | None = None
        self._reserved: set[int] = set()

    def _open(self) -> int:
        if self._fd < 0 and in_memory:
            self._fd = above_stdio(os.memfd_create("sunkvm", os.MFD_CLOEXEC))
        if self._fd < 0:
            folder = directory()
            flags = os.O_RDWR | os.O_CLOEXEC
            try:
                self._fd = above_stdio(os.open(folder, flags | os.O_TMPFILE, 0o600))
            except OSError:
                from tempfile import mkstemp

                try:
                    fd, name = mkstemp(prefix="sunkvm-", dir=folder)
                    os.unlink(name)
                    self._fd = above_stdio(fd)
                except OSError as error:
                    raise self._trouble(error) from error
        return self._fd

    def _trouble(self, error: OSError) -> OpenError:
        return OpenError(
            self._path,
            f"cannot be unpacked into {directory()}: {error.strerror}; set TMPDIR to a place with room",
            errno=error.errno,
        )

    def write(self, offset: int, data: bytes) -> None:
        """Keep bytes; long runs of zeros are left out. Raises `OpenError` where there is no room."""
        view = memoryview(data)
        begin = -1  # of the bytes that are to be written
        for start in range(0, len(data), _CHUNK):
            if data.startswith(_ZEROS if start + _CHUNK <= len(data) else _ZEROS[: len(data) - start], start):
                if begin >= 0:
                    self._put(offset + begin, view[begin:start])
                begin = -1
            elif begin < 0:
                begin = start
        if begin >= 0:
            self._put(offset + begin, view[begin:])

    def _put(self, offset: int, data: memoryview) -> None:
        fd = self._open()
        self._reserve(offset, offset + len(data))
        try:
            while data:
                done = os.pwrite(fd, data, offset)
                data = data[done:]
                offset += done
        except OSError as error:
            raise self._trouble(error) from error

    def _reserve(self, start: int, end: int) -> None:
        """Ask for room in large pieces: writing into it is several times faster than growing the file bit by bit."""
        for number in range(start // _ROOM, (end - 1) // _ROOM + 1):
            if number not in self._reserved:
                self._reserved.add(number)
                try:
                    os.posix_fallocate(self._open(), number * _ROOM, _ROOM)
                except OSError:
                    pass  # there may be room for what is written nevertheless

    def read(self, offset: int, count: int) -> bytes:
        """Return bytes that were written, or left out as zeros."""
        data = os.pread(self._open(), count, offset)
        return data.ljust(count, b"\0") if len(data) < count else data

    def map(self, size: int) -> mmap.mmap | bytes:
        """Return the first ``size`` bytes as one buffer."""
        if not size:
            return b""
        if self._map is None:
            try:
                os.ftruncate(self._open(), size)
                self._map = mmap.mmap(self._fd, size, access=mmap.ACCESS_READ)
            except OSError as error:
                raise self._trouble(error) from error
        return self._map

    def close(self) -> None:
        """Give the room back."""
        if self._map is not None:
            self._map.close()
            self._map = None
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
