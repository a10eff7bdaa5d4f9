"""The translations of an unexpanded Solaris dump: an unsorted array of mem_vtop, and a hash over it made in one pass."""

from __future__ import annotations

import struct
import sys
from array import array

from ..errors import FormatError
from ..schema.formats import solaris_dump as dump
from ..source import unpacker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from mmap import mmap
    from typing import Any

    from ..datamodel import DataModel

    Progress = Callable[[int, int], None]

_CHUNK = 8192  # records
_MAX_RECORDS = 1 << 31


class Translations:
    """What page frame each (address space, page) is in.

    Beside the records, which stay in the file, this takes 4 bytes a record and 4 to 8 for the hash. The hash is that of
    savecore, newest first, so that where a page is mapped twice the same translation wins as in an expanded dump.
    """

    def __init__(
        self, path: str, buffer: mmap | bytes, offset: int, count: int, model: DataModel, page_shift: int
    ) -> None:
        self._path = path
        self._buffer = buffer
        self._offset = offset
        self._count = count
        self._shift = page_shift
        self._code = "Q" if model.bits == 64 else "I"
        self._swap = model.byteorder != sys.byteorder
        self._size = dump.mem_vtop(model).size
        self._shape = struct.Struct(f"{model.order}3{self._code}")
        self._record: Callable[[Any, int], tuple[Any, ...]] = self._shape.unpack_from
        self._mask = (1 << max(count - 1, 0).bit_length()) - 1
        # Record numbers from 1: heads by bucket, followers by record.
        self._heads: Any = None
        self._next: Any = None

    def move(self, buffer: Any) -> None:
        """Read the records from another copy of the file from now on, which may be one that can only be sliced."""
        self._buffer = buffer
        self._record = unpacker(self._shape, buffer)

    def forget(self) -> None:
        """Drop what `build` found."""
        self._heads = self._next = None

    def __len__(self) -> int:
        return self._count

    @property
    def ready(self) -> bool:
        """Whether the hash is there; `find` needs it."""
        return self._heads is not None

    def records(self) -> Iterator[tuple[int, Any, Any, Any]]:
        """Yield the records in chunks: (number of the first, address spaces, page addresses, frames)."""
        for first in range(0, self._count, _CHUNK):
            end = min(first + _CHUNK, self._count)
            words = array(self._code)
            words.frombytes(self._buffer[self._offset + first * self._size : self._offset + end * self._size])
            if self._swap:
                words.byteswap()
            yield first, words[0::3], words[1::3], words[2::3]

    def build(self, progress: Progress | None = None) -> None:
        """Make the hash. Raises `FormatError` where the dump claims more records than can be held."""
        if self._count > _MAX_RECORDS:
            raise FormatError(self._path, f"{self._count} translations are too many", offset=self._offset)
        try:
            heads = memoryview(bytearray(4 * (self._mask + 1))).cast("I")
            following = memoryview(bytearray(4 * self._count)).cast("I")
        except MemoryError:
            reason = f"no memory for {self._count} translations"
            raise FormatError(self._path, reason, offset=self._offset) from None
        mask, shift = self._mask, self._shift
        total = self._count * self._size
        for first, spaces, pages, _ in self.records():
            for number, (space, va) in enumerate(zip(spaces, pages, strict=True), first):
                bucket = ((space >> 3) + (va >> shift)) & mask
                following[number] = heads[bucket]
                heads[bucket] = number + 1
            if progress is not None:
                progress(min((first + _CHUNK) * self._size, total), total)
        self._heads, self._next = heads, following

    def dump(self) -> list[Any]:
        """Return the hash as buffers, for `load`."""
        return [self._heads, self._next]

    def load(self, data: bytes) -> bool:
        """Take the hash that `dump` gave; tell whether it fits."""
        split = 4 * (self._mask + 1)
        if len(data) != split + 4 * self._count:
            return False
        view = memoryview(data)
        self._heads, self._next = view[:split].cast("I"), view[split:].cast("I")
        return True

    def find(self, space: int, index: int) -> Iterator[tuple[int, int]]:
        """Yield (frame, file offset of the record) of the translations of a page, newest first."""
        va = index << self._shift
        number = self._heads[((space >> 3) + index) & self._mask]
        record, buffer, base, size = self._record, self._buffer, self._offset, self._size
        while (
            0 < number <= self._count
        ):  # links go to older records; what comes from a cache file may say otherwise
            offset = base + (number - 1) * size
            space_here, va_here, pfn = record(buffer, offset)
            if va_here == va and space_here == space:
                yield pfn, offset
            following = self._next[number - 1]
            if following >= number:
                return
            number = following

    def pages(self, space: int) -> Iterator[tuple[int, int]]:
        """Yield (page address, frame) of every translation of a space, as they stand in the file."""
        for _, spaces, pages, frames in self.records():
            if space in spaces:
                for owner, va, pfn in zip(spaces, pages, frames, strict=True):
                    if owner == space:
                        yield va, pfn

    def spaces(self) -> set[int]:
        """Return the address spaces that have translations."""
        found: set[int] = set()
        for _, spaces, _, _ in self.records():
            found.update(spaces)
        return found

    def close(self) -> None:
        """Let go of the file. Nothing can be found afterwards."""
        self._buffer = b""
        self._heads = self._next = None
