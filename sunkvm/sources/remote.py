"""Files somewhere else (``https://…``, ``s3://…``): read in blocks as they are needed, through fsspec.

What is fetched is kept in memory up to `KEPT` bytes; nothing is stored on disk unless a format needs the whole file.
"""

from __future__ import annotations

import errno
import hashlib

from ..cachedir import privileged
from ..errors import OpenError
from ..source import ByteSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any

BLOCK = 1 << 17
KEPT = 1 << 26
_CHUNK = 1 << 22


def is_remote(path: str) -> bool:
    """Tell whether a name is that of a file somewhere else, and no local path."""
    scheme, separator, _ = path.partition("://")
    return bool(separator) and scheme.isascii() and scheme.replace("+", "").isalnum() and len(scheme) > 1


class RemoteSource(ByteSource):
    """A file behind a URL. ``window`` is what formats take that jump about in the file; `expand` fetches all of it.

    Raises `OpenError` where fsspec or its part for the protocol is not installed, where the file cannot be had, and where
    its server cannot give parts of files. A process with raised privileges fetches nothing.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: Any = None
        self._whole: Any = None
        if privileged():
            raise OpenError(path, "is not fetched by a program with raised privileges", errno=errno.EPERM)
        try:
            import fsspec
        except ImportError as error:
            raise OpenError(path, "is a remote file; to read such: pip install 'sunkvm[remote]'") from error
        try:
            files, name = fsspec.core.url_to_fs(path)
            options = {"maxblocks": KEPT // BLOCK}
            self._file = files.open(
                name, "rb", block_size=BLOCK, cache_type="blockcache", cache_options=options
            )
            size = getattr(self._file, "size", None)
            self.identity = _identity(files, name)
        except Exception as error:  # each protocol has errors of its own
            self.close()
            code = getattr(error, "errno", None)
            if isinstance(error, FileNotFoundError):
                code = errno.ENOENT
            raise OpenError(path, _reason(error), errno=code) from error
        if size is None or not self._file.seekable():
            self.close()
            raise OpenError(
                path, "cannot be read in parts: its server knows no byte ranges", errno=errno.ESPIPE
            )
        self.size = int(size)
        self.window = Window(self)

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        count = max(0, min(count, self.size - offset))
        if not count:
            return b""
        if self._file is None:
            raise ValueError("the file is closed")
        try:
            self._file.seek(offset)
            data: bytes = self._file.read(count)
        except Exception as error:
            code = getattr(error, "errno", None) or errno.EIO
            raise OpenError(self.path, f"{_reason(error)} at offset {offset:#x}", errno=code) from error
        return data

    def expand(self) -> mmap | bytes:
        from .spill import Spill

        if self._whole is None:
            self._whole = Spill(self.path)
        for offset in range(0, self.size, _CHUNK):
            self._whole.write(offset, self.read(offset, _CHUNK))
            if self.progress is not None:
                self.progress(min(offset + _CHUNK, self.size), self.size)
        found: mmap | bytes = self._whole.map(self.size)
        return found

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._whole is not None:
            self._whole.close()
            self._whole = None


class Window:
    """The content of a source as if it were a buffer: a slice is fetched. It does not support the buffer protocol."""

    __slots__ = ("_source",)

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def __len__(self) -> int:
        return self._source.size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, step = part.indices(self._source.size)
        if step != 1:
            raise ValueError("only whole slices")
        return self._source.read(start, max(0, stop - start))


def _identity(files: Any, name: str) -> tuple[int, ...] | None:
    """Return what changes with the file's content, None where the protocol does not tell."""
    try:
        text = str(files.ukey(name))
    except Exception:
        return None
    return (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"),)


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return f"cannot be fetched: {text or type(error).__name__}"
