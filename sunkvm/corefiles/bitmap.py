"""Which pages a sparse dump holds, and the how-manieth of them a page is: a bitmap, counted as far as is needed."""

from __future__ import annotations

from array import array
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SHIFT = 10
_BITS = 1 << _SHIFT  # between two entries of a block's index
_CHUNK = _BITS // 8
_BLOCK_SHIFT = 19
_BLOCK_BITS = 1 << _BLOCK_SHIFT
_BLOCK = _BLOCK_BITS // 8  # bytes that are read and indexed at once
_NONE, _ALL = bytes(_BLOCK), b"\xff" * _BLOCK
_KEPT_BLOCKS = 128


class PageBitmap:
    """A bit a page, bit ``n`` in byte ``n // 8``, counted from the lowest.

    ``bits`` are the bytes, or a function that returns some of them, given offset and number; then ``length`` says how
    many there are, and memory stays small, however long the bitmap is. ``spans`` gives (first page, pages, first bit) of
    the ranges of pages that have bits, ascending; without it, bit ``n`` is that of page ``n``.
    """

    __slots__ = ("_blocks", "_read", "_spans", "_starts", "_totals", "size")

    def __init__(
        self,
        bits: bytes | Callable[[int, int], bytes],
        spans: Sequence[tuple[int, int, int]] | None = None,
        length: int = 0,
    ) -> None:
        self._read: Callable[[int, int], bytes]
        if isinstance(bits, bytes):
            data, length = bits, len(bits)
            self._read = lambda offset, count: data[offset : offset + count]
        else:
            self._read = bits
        self.size = length * 8
        self._spans = list(spans) if spans is not None else [(0, self.size, 0)]
        self._starts = [first for first, _, _ in self._spans]
        # Of ones before each block, as far as they were counted, and before each chunk of the blocks used last.
        self._totals = array("Q", [0])
        self._blocks: dict[int, tuple[bytes, array[int]]] = {}

    @property
    def count(self) -> int:
        """How many pages there are; it takes looking at all of the bitmap once."""
        return self._before(-(-self.size // _BLOCK_BITS))

    def _before(self, block: int) -> int:
        """Return how many ones come before a block."""
        totals, read = self._totals, self._read
        while len(totals) <= block:
            data = read((len(totals) - 1) * _BLOCK, _BLOCK)
            if data == _NONE:
                ones = 0
            elif data == _ALL:
                ones = _BLOCK_BITS
            else:
                ones = int.from_bytes(data, "little").bit_count()
            totals.append(totals[-1] + ones)
        return totals[block]

    def _block(self, number: int) -> tuple[bytes, array[int]]:
        """Return the bytes of a block, and how many ones come before each of its chunks."""
        found = self._blocks.get(number)
        if found is None:
            total = self._before(number)
            bits = self._read(number * _BLOCK, _BLOCK)
            ranks = array("Q")
            append, from_bytes = ranks.append, int.from_bytes
            for at in range(0, len(bits), _CHUNK):
                append(total)
                total += from_bytes(bits[at : at + _CHUNK], "little").bit_count()
            if len(self._blocks) >= _KEPT_BLOCKS:
                self._blocks.clear()
            found = self._blocks[number] = bits, ranks
        return found

    def has_bit(self, page: int) -> bool:
        """Tell whether a page lies in a range that has bits."""
        return self._bit(page) >= 0

    def _bit(self, page: int) -> int:
        number = bisect_right(self._starts, page) - 1
        if number < 0:
            return -1
        first, pages, bit = self._spans[number]
        page -= first
        if page >= pages:
            return -1
        bit += page
        return bit if bit < self.size else -1

    def rank(self, page: int) -> int:
        """Return how many pages come before a page in the dump; -1 if it is not there."""
        bit = self._bit(page)
        if bit < 0:
            return -1
        bits, ranks = self._blocks.get(bit >> _BLOCK_SHIFT) or self._block(bit >> _BLOCK_SHIFT)
        bit &= _BLOCK_BITS - 1
        at = bit >> 3
        if not bits[at] >> (bit & 7) & 1:
            return -1
        chunk = bit >> _SHIFT
        before = int.from_bytes(bits[chunk * _CHUNK : at + 1], "little") & ((1 << (bit & _BITS - 1)) - 1)
        return ranks[chunk] + before.bit_count()

    def ranks(self, pages: Iterable[int]) -> list[int]:
        """Return `rank` of many pages, quicker than one by one."""
        size = self.size
        from_bytes = int.from_bytes
        out: list[int] = []
        append = out.append
        low = high = delta = 0
        last = rank = block = -2
        bits, table = b"", array("Q")
        for page in pages:
            if not low <= page < high:
                number = bisect_right(self._starts, page) - 1
                first, count, bit = self._spans[number] if number >= 0 else (0, 0, 0)
                low, high, delta = first, min(first + count, first + size - bit), bit - first
                if not low <= page < high:
                    append(-1)
                    continue
            bit = page + delta
            if bit >> _BLOCK_SHIFT != block:
                block = bit >> _BLOCK_SHIFT
                bits, table = self._block(block)
            inside = bit & _BLOCK_BITS - 1
            at = inside >> 3
            if not bits[at] >> (bit & 7) & 1:
                append(-1)
                continue
            if bit == last + 1:
                rank += 1
            else:
                chunk = inside >> _SHIFT
                before = from_bytes(bits[chunk * _CHUNK : at + 1], "little") & ((1 << (bit & _BITS - 1)) - 1)
                rank = table[chunk] + before.bit_count()
            last = bit
            append(rank)
        return out

    def runs(self, low: int = 0, high: int | None = None) -> Iterator[tuple[int, int, int]]:
        """Yield (first page, pages, rank of the first) of what is there among the pages from low to high, ascending."""
        for first, pages, bit in self._spans:
            start = max(first, low)
            stop = min(first + pages, first + self.size - bit)
            if high is not None:
                stop = min(stop, high)
            if start < stop:
                shift = first - bit
                for one, count, rank in self._bit_runs(start - shift, stop - shift):
                    yield one + shift, count, rank

    def _bit_runs(self, bit: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield (first bit, bits, rank) of the runs of ones."""
        begin, rank = -1, 0  # of the run that is open
        while bit < stop:
            block = bit >> _BLOCK_SHIFT
            first = block << _BLOCK_SHIFT
            if self._before(block) == self._before(block + 1):
                if begin >= 0:
                    yield begin, bit - begin, rank
                    begin = -1
                bit = first + _BLOCK_BITS
                continue
            bits, ranks = self._block(block)
            chunk = bit - first >> _SHIFT
            base = first + (chunk << _SHIFT)
            word = int.from_bytes(bits[chunk * _CHUNK : (chunk + 1) * _CHUNK], "little")
            end = min(stop, base + _BITS)
            if end < base + _BITS:
                word &= (1 << end - base) - 1
            skip = bit - base
            here = word >> skip
            width = end - bit
            if not here:
                if begin >= 0:
                    yield begin, bit - begin, rank
                    begin = -1
            elif here == (1 << width) - 1:
                if begin < 0:
                    begin, rank = bit, ranks[chunk] + (word & (1 << skip) - 1).bit_count()
            else:
                at = 0
                while at < width:
                    if begin < 0:
                        rest = here >> at
                        if not rest:
                            break
                        at += (rest & -rest).bit_length() - 1
                        begin = bit + at
                        rank = ranks[chunk] + (word & (1 << skip + at) - 1).bit_count()
                    rest = ~(here >> at)
                    length = (rest & -rest).bit_length() - 1
                    if length >= width - at:
                        break  # the run goes on in the next chunk
                    at += length
                    yield begin, bit + at - begin, rank
                    begin = -1
            bit = end
        if begin >= 0:
            yield begin, stop - begin, rank


def in_order(data: bytes, word: int, byteorder: str) -> bytes:
    """Return a bitmap of integers of ``word`` bytes with bit ``n`` in byte ``n // 8``; a rest of fewer bytes is left out."""
    if byteorder == "little":
        return data
    words = array("I" if word == 4 else "Q", data[: len(data) // word * word])
    words.byteswap()
    return words.tobytes()
