"""Random access to a bzip2 stream that lies in pieces in a file.

A bzip2 stream can be decoded from the start of any of its blocks, although those start at any bit: each begins with the
same 48 bits, holds its own CRC and needs nothing of the others. So a block is found by its mark, shifted, and decoded as a
whole stream of its own. One pass over all blocks gives their sizes; from then on any part of the text costs no more than
the blocks it lies in.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from mmap import mmap
    from typing import Any

    from .solaris_pages import Cache

_BLOCK = 0x314159265359
_END = 0x177245385090
_MARK_BITS = 48
_MARK = (1 << _MARK_BITS) - 1
_END_BITS = 80  # the mark and the stream's CRC, then up to 7 bits to the next byte
_WINDOW = 1 << 20
_MERGES = 3
_MAX_WORKERS = 8
_MOST_TEXT = 900_000 * 52  # of a block: five bytes of its run-length code stand for 259 at most

# Of a mark at bit k of a byte, these whole bytes lie inside: k -> (distance to the first of them, the bytes).
_NEEDLES = [
    (0, _BLOCK.to_bytes(6, "big")) if not shift else (1, (_BLOCK << 8 - shift).to_bytes(7, "big")[1:6])
    for shift in range(8)
]


class Bzip2Stream:
    """The text of one stream, or of several that follow one another.

    Attributes:
        size: bytes of the stream; ``done``: how many of them were decoded.
        broken: whether decoding stopped before the end.
        text_size: bytes of text that can be read.
    """

    COUNTS = 3

    def __init__(self, buffer: mmap | bytes) -> None:
        self._buffer: Any = buffer
        # Pieces: where each lies in the file, and where in the stream.
        self._offsets = array("Q")
        self._starts = array("Q")
        self.size = 0
        # Blocks: first and last bit in the stream, level, and first byte in the text; one more text for the end.
        self._begins: Any = array("Q")
        self._ends: Any = array("Q")
        self._levels: Any = array("Q")
        self._texts: Any = array("Q", [0])
        self.done = 0
        self.broken = False

    def move(self, buffer: Any) -> None:
        """Read from another copy of the file from now on."""
        self._buffer = buffer

    def add(self, offset: int, size: int) -> None:
        """Append a piece of the file."""
        self._offsets.append(offset)
        self._starts.append(self.size)
        self.size += size

    @property
    def text_size(self) -> int:
        return self._texts[-1]  # type: ignore[no-any-return]

    @property
    def broken_at(self) -> int:
        """The file offset of what could not be decoded, or of the end."""
        return self._file_offset(self.done)

    def file_offset(self, text: int) -> int:
        """Return the file offset of the block that a byte of the text is in."""
        block = min(bisect_right(self._texts, text), len(self._begins)) - 1
        return self._file_offset(self._begins[block] >> 3 if block >= 0 else 0)

    def _file_offset(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        return self._offsets[piece] + position - self._starts[piece] if piece >= 0 else 0

    def _bytes(self, position: int, count: int) -> bytes:
        """Return bytes of the stream; fewer at its end."""
        count = min(count, self.size - position)
        parts = []
        piece = bisect_right(self._starts, position) - 1
        while count > 0:
            inside = position - self._starts[piece]
            piece += 1
            end = self._starts[piece] if piece < len(self._starts) else self.size
            length = min(count, end - position)
            offset = self._offsets[piece - 1] + inside
            parts.append(self._buffer[offset : offset + length])
            position += length
            count -= length
        return b"".join(parts)

    def _bits(self, position: int, count: int) -> int:
        """Return ``count`` bits of the stream as a number."""
        last = position + count
        data = self._bytes(position >> 3, (last + 7 >> 3) - (position >> 3))
        return int.from_bytes(data, "big") >> (-last & 7) & ((1 << count) - 1)

    def _marks(self) -> Iterator[int]:
        """Yield the bit positions of all block marks, ascending."""
        for window in range(0, self.size, _WINDOW):
            data = self._bytes(window, _WINDOW + 7)
            found = []
            for shift, (inside, needle) in enumerate(_NEEDLES):
                at = data.find(needle)
                while at >= 0:
                    start = at - inside
                    if 0 <= start < _WINDOW:
                        whole = int.from_bytes(data[start : start + 7].ljust(7, b"\0"), "big")
                        if whole >> 8 - shift & _MARK == _BLOCK:
                            found.append((window + start << 3) + shift)
                    at = data.find(needle, at + 1)
            yield from sorted(found)

    def _end_before(self, bit: int) -> int | None:
        """Return where the end mark of a stream begins that is over at ``bit``, the edge of a byte."""
        for padding in range(8):
            end = bit - padding - _END_BITS
            if end >= 0 and self._bits(end, _MARK_BITS) == _END:
                return end
        return None

    def _level(self, bit: int) -> int | None:
        """Return the level of the stream whose first block is at ``bit``; None if no stream begins there."""
        if bit & 7 or bit < 32:
            return None
        header = self._bytes((bit >> 3) - 4, 4)
        return header[3] - 0x30 if header[:3] == b"BZh" and 0x31 <= header[3] <= 0x39 else None

    def _blocks(self) -> Iterator[tuple[int, int, int]]:
        """Yield (first bit, bit behind the last, level) of every block."""
        begin, level = -1, 0
        for mark in self._marks():
            if begin < 0:
                level = self._level(mark) or 0
                if mark != 32 or not level:
                    return
                begin = mark
                continue
            following = self._level(mark)
            end = mark if following is None else self._end_before(mark - 32)
            yield begin, mark if end is None else end, level
            begin, level = mark, following or level
        if begin >= 0:
            bits = self.size << 3
            end = self._end_before(bits)
            yield begin, bits if end is None else end, level

    def _decode(self, begin: int, end: int, level: int) -> bytes | None:
        """Decode one block; None if it is damaged."""
        from bz2 import BZ2Decompressor

        count = end - begin
        # No symbol takes more than 20 bits, and there are not more symbols than bytes in a block.
        if not 80 < count < level * 100_000 * 20 + (1 << 19):
            return None
        block = self._bits(begin, count)
        crc = block >> count - 80 & 0xFFFFFFFF
        count += _END_BITS
        whole = (block << _END_BITS | _END << 32 | crc) << (-count & 7)
        stream = b"BZh%d" % level + whole.to_bytes(count + 7 >> 3, "big")
        decoder = BZ2Decompressor()
        try:
            text = decoder.decompress(stream)
        except (OSError, ValueError):
            return None
        return text if decoder.eof else None

    def decode_all(self) -> Iterator[tuple[int, bytes]]:
        """Decode the stream once, all of it; yield pieces of text with their offsets in it. Afterwards `read` works."""
        from collections import deque

        submit, finish = _workers()
        jobs: deque[tuple[int, int, int, Future[bytes | None]]] = deque()
        blocks = self._blocks()
        ahead = 4
        try:
            while True:
                while len(jobs) < ahead:
                    block = next(blocks, None)
                    if block is None:
                        break
                    jobs.append((*block, submit(self._decode, *block)))
                if not jobs:
                    self.broken = not self._begins
                    return
                begin, end, level, future = jobs.popleft()
                text = future.result()
                if text is None:
                    text, end = self._merge(begin, level, jobs)
                if text is None:
                    self.broken = True
                    return
                start = self.text_size
                self._begins.append(begin)
                self._ends.append(end)
                self._levels.append(level)
                self._texts.append(start + len(text))
                self.done = end + 7 >> 3
                yield start, text
        finally:
            finish()

    def _merge(
        self, begin: int, level: int, jobs: deque[tuple[int, int, int, Future[bytes | None]]]
    ) -> tuple[bytes | None, int]:
        """Decode a block again whose data may contain the mark by chance, so that it really ends later."""
        for number in range(min(_MERGES, len(jobs))):
            end = jobs[number][1]
            text = self._decode(begin, end, level)
            if text is not None:
                for _ in range(number + 1):
                    jobs.popleft()
                return text, end
        return None, 0

    def read(self, start: int, count: int, cache: Cache) -> bytes:
        """Return text from an offset; less where the stream is damaged. Decoded blocks go into the cache."""
        parts = []
        block = bisect_right(self._texts, start) - 1
        while count > 0 and block < len(self._begins):
            key = self, block
            text = cache.get(key)
            if text is None:
                text = self._decode(self._begins[block], self._ends[block], self._levels[block])
                if text is None:
                    break
                cache.put(key, text)
            inside = start - self._texts[block]
            part = text[inside : inside + count]
            parts.append(part)
            start += len(part)
            count -= len(part)
            block += 1
        return b"".join(parts)

    @property
    def counts(self) -> list[int]:
        """What `load` must know of what `dump` gives."""
        return [len(self._offsets), len(self._begins), self.size]

    def dump(self) -> list[Any]:
        """Return what is known of the stream as buffers of 64-bit words."""
        return [self._offsets, self._starts, self._begins, self._ends, self._levels, self._texts]

    def load(self, words: Any, counts: list[int]) -> int:
        """Take what `dump` gave; return how many words that was. Raises ValueError if there are not enough."""
        pieces, blocks, self.size = counts
        at = 0
        taken = []
        for count in (pieces, pieces, blocks, blocks, blocks, blocks + 1):
            taken.append(words[at : at + count])
            at += count
        if at > len(words):
            raise ValueError("too short")
        if self.size > len(self._buffer) or not _fits(taken, self.size):
            raise ValueError("not of this stream")
        self._offsets, self._starts, self._begins, self._ends, self._levels, self._texts = taken
        return at


def _fits(taken: list[Any], size: int) -> bool:
    """Tell whether what was kept can be blocks of a stream of ``size`` bytes."""
    _, starts, begins, ends, levels, texts = (part.tolist() for part in taken)
    end = text = start = 0
    for number, begin in enumerate(begins):
        room = texts[number + 1] - texts[number]
        if (
            not end <= begin < ends[number] <= size << 3
            or not 1 <= levels[number] <= 9
            or texts[number] != text
        ):
            return False
        if not 0 < room <= _MOST_TEXT:
            return False
        end, text = ends[number], text + room
    for each in starts:
        if not start <= each <= size:
            return False
        start = each
    return True


def _workers() -> tuple[Callable[..., Future[bytes | None]], Callable[[], None]]:
    """Return how to run something beside and how to end that: bz2 lets other threads run meanwhile."""
    import os
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(min(_MAX_WORKERS, len(os.sched_getaffinity(0))))

    def finish() -> None:
        pool.shutdown(cancel_futures=True)

    return pool.submit, finish
