"""The bytes of a file, however they are stored: the contract and the way to open one.

Compression of whole files and splitting are unwrapped here, below probing; page-level compression belongs to its format.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import struct
    from collections.abc import Callable
    from mmap import mmap
    from typing import Any


class ByteSource:
    """Random access to the bytes of one file.

    Attributes:
        path: the name it was opened by, for messages.
        size: bytes.
        buffer: the whole content, if it can be addressed at once: slicing it gives ``bytes``. None otherwise.
        base: where in ``buffer`` the first byte is.
        window: what can be sliced like ``buffer`` and fetches the slice, where the content lies elsewhere; see `unpacker`.
        writable: whether `write` can succeed.
        lost: true when the file became shorter than it was, or cannot be read any more: what ``buffer`` then gives may be
            zeros instead, so whoever has read from it looks here, and asks `reread`.
        trouble: (offset in the file, what is wrong) where a compressed file is damaged; its content ends there.
        progress: called with (done, to be done), in bytes of the file, while a compressed one is unpacked.
        changing: whether the running kernel makes the content up, so that it may be another one at the next read.
        identity: what changes when the file is another one or was changed: a key for caches. None if unknown.
    """

    path: str
    size: int
    buffer: mmap | bytes | None = None
    base: int = 0
    window: Any = None
    lost: Any = False
    writable: bool = False
    changing: bool = False
    identity: tuple[int, ...] | None = None
    trouble: tuple[int, str] | None = None
    progress: Callable[[int, int], None] | None = None

    def read(self, offset: int, count: int) -> bytes:
        """Return ``count`` bytes from ``offset``; fewer where the file ends, none behind its end."""
        raise NotImplementedError

    def reread(self, where: int, count: int) -> bytes:
        """Return bytes from ``where`` in ``buffer``, as the file has them now: fewer where it ends or cannot be read."""
        return self.read(where - self.base, count)

    def write(self, offset: int, data: bytes) -> int:
        """Write into the existing bytes of the file; return how many were written. Raise `ReadOnlyError`."""
        raise NotImplementedError

    def expand(self) -> mmap | bytes:
        """Return the whole content as one buffer, unpacked into a temporary file if need be. Raises `OpenError`."""
        return self.read(0, self.size) if self.buffer is None else self.buffer

    def close(self) -> None:
        """Close what is open. Closing twice is allowed."""
        raise NotImplementedError

    def __enter__(self) -> ByteSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_source(path: str | os.PathLike[str], *, writable: bool = False) -> ByteSource:
    """Open a file for random access. Raises `OpenError` with the system's ``errno``.

    The file is opened read-only unless ``writable`` is set; nothing is created. A file that is compressed as a whole is
    shown as what it contains.
    """
    name = os.fspath(path)
    if "://" in name:
        from .errors import ReadOnlyError
        from .sources.remote import RemoteSource, is_remote

        if is_remote(name) and not os.path.exists(name):
            if writable:
                raise ReadOnlyError(name, "is a remote file, which cannot be written")
            return unpacked(RemoteSource(name))
    from .sources.file import FileSource

    return unpacked(FileSource(name, writable=writable))


def unpacker(shape: struct.Struct, buffer: Any) -> Callable[[Any, int], tuple[Any, ...]]:
    """Return ``unpack_from`` of a struct for a buffer, also for a `ByteSource.window`."""
    try:
        memoryview(buffer).release()
    except TypeError:
        return sliced(shape)
    return shape.unpack_from


def sliced(shape: struct.Struct) -> Callable[[Any, int], tuple[Any, ...]]:
    """Return ``unpack_from`` of a struct for what can only be sliced."""
    unpack, size = shape.unpack, shape.size
    return lambda window, offset: unpack(window[offset : offset + size])


def unmapped(source: ByteSource) -> Any:
    """Return what can be sliced like the buffer of a source whose mapping is lost, and reads each slice from the file.

    Slices raise `FileError` for what cannot be read, `FileCutError` for what is gone.
    """
    from .sources.file import Unmapped

    return Unmapped(source)


def unpacked(source: ByteSource) -> ByteSource:
    """Return a source of the content where a source is compressed as a whole (gzip, zstd); itself where it is not."""
    start = source.read(0, 4)
    if start[:3] == b"\x1f\x8b\x08":
        from .sources.gzip import GzipSource

        return GzipSource(source)
    if start[1:] in (b"\xb5\x2f\xfd", b"\x2a\x4d\x18"):
        from .sources.zstd import ZstdSource, is_zstd

        if is_zstd(start):
            return ZstdSource(source)
    return source
