"""A plain file or block device, mapped into memory; files of the kernel's own file systems are read as they can be."""

from __future__ import annotations

import errno
import mmap
import os
import stat

from ..errors import FileCutError, FileError, OpenError, ReadOnlyError
from ..handles import above_stdio
from ..source import ByteSource

try:
    from .._guard import Guard
except ImportError:  # without a C compiler a file that is cut while it is open ends the process with SIGBUS
    Guard = None

_ADDRESSES = 1 << 46  # bytes that a process could map
# The file is open for reading, so it is not this that the kernel refuses.
_UNMAPPABLE = (errno.ENODEV, errno.EACCES, errno.EPERM)
_MAX_TEXT = 1 << 28  # of a file whose size the system does not tell; /proc/kallsyms is 15 MB


class FileSource(ByteSource):
    """A regular file or block device; ``buffer`` is a shared read-only mapping, so writes show at once.

    Files of procfs and sysfs may have no size, and are read whole then, or cannot be mapped: those have no ``buffer``, and
    what they cannot give now is missing from what `read` returns.
    """

    def __init__(self, path: str, *, writable: bool = False) -> None:
        self.path = path
        self.writable = writable
        self._fd = -1
        try:
            # O_NONBLOCK: a FIFO named by mistake must not hang the caller.
            flags = (os.O_RDWR if writable else os.O_RDONLY) | os.O_NONBLOCK | os.O_CLOEXEC
            self._fd = above_stdio(os.open(path, flags))
            status = os.fstat(self._fd)
            if stat.S_ISREG(status.st_mode):
                self.size = status.st_size
            elif stat.S_ISBLK(status.st_mode):
                self.size = os.lseek(self._fd, 0, os.SEEK_END)
            else:
                what = "a directory" if stat.S_ISDIR(status.st_mode) else "neither a file nor a block device"
                raise OpenError(path, f"is {what}")
            self.identity = (status.st_dev, status.st_ino, self.size, status.st_mtime_ns)
            self._map()
        except OSError as error:
            self.close()
            raise OpenError(path, error.strerror or str(error), errno=error.errno) from error
        except (OpenError, OverflowError, ValueError) as error:
            self.close()
            if isinstance(error, OpenError):
                raise
            raise OpenError(path, str(error)) from error

    def _map(self) -> None:
        if not self.size:
            self.buffer = self._read_whole()
            self.size = len(self.buffer)
            return
        try:
            self.buffer = mmap.mmap(self._fd, self.size, access=mmap.ACCESS_READ)
            if Guard is not None:
                self.lost = Guard(self.buffer)
        except (OSError, OverflowError) as error:
            # What the kernel makes up while it is read cannot be mapped, or is larger than all addresses. Other files
            # cannot be mapped where memory is short.
            endless = self.size > _ADDRESSES and not os.fstat(self._fd).st_blocks
            if getattr(error, "errno", None) not in _UNMAPPABLE and not endless:
                raise
            os.pread(self._fd, 1, 0)
            self.changing = True
            self.identity = None

    def _read_whole(self) -> bytes:
        parts: list[bytes] = []
        room = _MAX_TEXT
        while room > 0:
            part = os.read(self._fd, min(room, 1 << 20))
            if not part:
                return b"".join(parts)
            parts.append(part)
            room -= len(part)
        raise OpenError(self.path, f"has no size and gives more than {_MAX_TEXT} bytes")

    def fileno(self) -> int:
        """Return the descriptor of the file, for as long as it is open."""
        return self._fd

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        if self.buffer is not None:
            data = self.buffer[offset : offset + count]
            if not self.lost:
                return data
        return self.reread(offset, count)

    def reread(self, where: int, count: int) -> bytes:
        offset = where
        parts: list[bytes] = []
        while count:
            try:
                part = os.pread(self._fd, count, offset)
            except OverflowError:
                break
            except OSError as error:
                if self.changing:  # there was memory here a moment ago
                    break
                raise self._failure("read", offset, error) from error
            if not part:
                break
            parts.append(part)
            offset += len(part)
            count -= len(part)
        return b"".join(parts)

    def write(self, offset: int, data: bytes) -> int:
        if not self.writable:
            raise ReadOnlyError(self.path)
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError("write outside the file")
        done = 0
        try:
            while done < len(data):
                done += os.pwrite(self._fd, data[done:] if done else data, offset + done)
        except OSError as error:
            if not done:
                raise self._failure("written", offset, error) from error
        return done

    def _failure(self, what: str, offset: int, error: OSError) -> FileError:
        return FileError(self.path, f"cannot be {what}: {error.strerror}", offset=offset, errno=error.errno)

    def close(self) -> None:
        if self.lost is not False:
            self.lost.close()
        if isinstance(self.buffer, mmap.mmap):
            self.buffer.close()
        self.buffer = b""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Unmapped:
    """The content of a source whose mapping is lost, to be sliced like the mapping: each slice is read from the file.

    Raises `FileError` for what cannot be read, `FileCutError` for what is gone.
    """

    __slots__ = ("_size", "_source")

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._size = source.base + source.size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        data = self._source.reread(start, max(0, stop - start))
        if len(data) < stop - start:
            raise FileCutError(self._source.path, "was cut off since it was opened", offset=start + len(data))
        return data


def file_behind(source: ByteSource | None, buffer: object) -> FileSource | None:
    """Return the file that offsets into a buffer are offsets of: the source, or the whole that it is a part of.

    None where the buffer is something else, such as unpacked content.
    """
    if source is None or buffer is not source.buffer:
        return None
    while source is not None and not isinstance(source, FileSource):
        source = getattr(source, "whole", None)  # of a part, whose buffer is that of the whole
    return source
