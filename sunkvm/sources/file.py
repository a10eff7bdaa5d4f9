"""A plain file or block device, mapped into memory."""

from __future__ import annotations

import mmap
import os
import stat

from ..errors import OpenError, ReadOnlyError
from ..source import ByteSource


class FileSource(ByteSource):
    """A regular file or block device; ``buffer`` is a shared read-only mapping, so writes show at once."""

    def __init__(self, path: str, *, writable: bool = False) -> None:
        self.path = path
        self.writable = writable
        self._fd = -1
        try:
            # O_NONBLOCK: a FIFO named by mistake must not hang the caller.
            self._fd = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | os.O_NONBLOCK | os.O_CLOEXEC)
            status = os.fstat(self._fd)
            if stat.S_ISREG(status.st_mode):
                self.size = status.st_size
            elif stat.S_ISBLK(status.st_mode):
                self.size = os.lseek(self._fd, 0, os.SEEK_END)
            else:
                what = "a directory" if stat.S_ISDIR(status.st_mode) else "neither a file nor a block device"
                raise OpenError(path, f"is {what}")
            self.identity = (status.st_dev, status.st_ino, self.size, status.st_mtime_ns)
            self.buffer = mmap.mmap(self._fd, self.size, access=mmap.ACCESS_READ) if self.size else b""
        except OSError as error:
            self.close()
            raise OpenError(path, error.strerror or str(error), errno=error.errno) from error
        except (OpenError, OverflowError, ValueError) as error:
            self.close()
            if isinstance(error, OpenError):
                raise
            raise OpenError(path, str(error)) from error

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        assert self.buffer is not None
        return self.buffer[offset : offset + count]

    def write(self, offset: int, data: bytes) -> int:
        if not self.writable:
            raise ReadOnlyError(self.path)
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError("write outside the file")
        return os.pwrite(self._fd, data, offset)

    def close(self) -> None:
        if isinstance(self.buffer, mmap.mmap):
            self.buffer.close()
        self.buffer = b""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
