"""The bytes of a file, however they are stored: the contract and the way to open one.

Compression of whole files and splitting are unwrapped here, below probing; page-level compression belongs to its format.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap


class ByteSource:
    """Random access to the bytes of one file.

    Attributes:
        path: the name it was opened by, for messages.
        size: bytes.
        buffer: the whole content, if it can be addressed at once: slicing it gives ``bytes``. None otherwise.
        base: where in ``buffer`` the first byte is.
        writable: whether `write` can succeed.
        identity: what changes when the file is another one or was changed: a key for caches. None if unknown.
    """

    path: str
    size: int
    buffer: mmap | bytes | None = None
    base: int = 0
    writable: bool = False
    identity: tuple[int, ...] | None = None

    def read(self, offset: int, count: int) -> bytes:
        """Return ``count`` bytes from ``offset``; fewer where the file ends, none behind its end."""
        raise NotImplementedError

    def write(self, offset: int, data: bytes) -> int:
        """Write into the existing bytes of the file; return how many were written. Raise `ReadOnlyError`."""
        raise NotImplementedError

    def close(self) -> None:
        """Close what is open. Closing twice is allowed."""
        raise NotImplementedError

    def __enter__(self) -> ByteSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_source(path: str | os.PathLike[str], *, writable: bool = False) -> ByteSource:
    """Open a file for random access. Raises `OpenError` with the system's ``errno``.

    The file is opened read-only unless ``writable`` is set; nothing is created.
    """
    from .sources.file import FileSource

    return FileSource(os.fspath(path), writable=writable)
