"""A part of another source, such as the dump on a dump device."""

from __future__ import annotations

from ..errors import ReadOnlyError
from ..source import ByteSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PartSource(ByteSource):
    """``size`` bytes of a source from ``offset``; its buffer is that of the whole. Closing it closes the whole."""

    def __init__(self, whole: ByteSource, offset: int, size: int) -> None:
        self.whole = whole
        self.path = whole.path
        self.offset = offset
        self.size = max(0, min(size, whole.size - offset))
        self.buffer = whole.buffer
        self.base = whole.base + offset
        self.writable = whole.writable
        self.identity = None if whole.identity is None else (*whole.identity, offset, self.size)

    @property
    def lost(self) -> Any:
        return self.whole.lost

    def reread(self, where: int, count: int) -> bytes:
        return self.whole.reread(where, count)

    def read(self, offset: int, count: int) -> bytes:
        return self.whole.read(self.offset + offset, max(0, min(count, self.size - offset)))

    def write(self, offset: int, data: bytes) -> int:
        if not self.writable:
            raise ReadOnlyError(self.path)
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError("write outside the file")
        return self.whole.write(self.offset + offset, data)

    def close(self) -> None:
        self.buffer = None
        self.whole.close()
