"""Which pages a sparse dump holds, and the how-manieth of them a page is: a bitmap with a rank index."""

from __future__ import annotations

from array import array
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHIFT = 10
_BITS = 1 << _SHIFT  # between two entries of the index
_CHUNK = _BITS // 8


class PageBitmap:
    """A bit a page, bit ``n`` in byte ``n // 8``, counted from the lowest.

    ``spans`` gives (first page, pages, first bit) of the ranges of pages that have bits, ascending; without it, bit
    ``n`` is that of page ``n``.
    """

    __slots__ = ("_bits", "_ranks", "_spans", "_starts", "count", "size")

    def __init__(self, bits: bytes, spans: Sequence[tuple[int, int, int]] | None = None) -> None:
        self._bits = bits
        self.size = len(bits) * 8
        self._spans = list(spans) if spans is not None else [(0, self.size, 0)]
        self._starts = [first for first, _, _ in self._spans]
        ranks = array("Q")
        append, total, from_bytes = ranks.append, 0, int.from_bytes
        for at in range(0, len(bits), _CHUNK):
            append(total)
            total += from_bytes(bits[at : at + _CHUNK], "little").bit_count()
        self._ranks = ranks
        self.count = total

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
        at = bit >> 3
        bits = self._bits
        if not bits[at] >> (bit & 7) & 1:
            return -1
        chunk = bit >> _SHIFT
        before = int.from_bytes(bits[chunk * _CHUNK : at + 1], "little") & ((1 << (bit & _BITS - 1)) - 1)
        return self._ranks[chunk] + before.bit_count()

    def ranks(self, pages: Iterable[int]) -> list[int]:
        """Return `rank` of many pages, quicker than one by one."""
        bits, table, size = self._bits, self._ranks, self.size
        from_bytes = int.from_bytes
        out: list[int] = []
        append = out.append
        low = high = delta = 0
        last = rank = -2
        for page in pages:
            if not low <= page < high:
                number = bisect_right(self._starts, page) - 1
                first, count, bit = self._spans[number] if number >= 0 else (0, 0, 0)
                low, high, delta = first, min(first + count, first + size - bit), bit - first
                if not low <= page < high:
                    append(-1)
                    continue
            bit = page + delta
            at = bit >> 3
            if not bits[at] >> (bit & 7) & 1:
                append(-1)
                continue
            if bit == last + 1:
                rank += 1
            else:
                chunk = bit >> _SHIFT
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
        bits, ranks = self._bits, self._ranks
        begin, rank = -1, 0  # of the run that is open
        while bit < stop:
            chunk = bit >> _SHIFT
            base = chunk << _SHIFT
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
    """Return a bitmap of integers of ``word`` bytes with bit ``n`` in byte ``n // 8``."""
    if byteorder == "little":
        return data
    words = array("I" if word == 4 else "Q", data[: len(data) // word * word])
    words.byteswap()
    return words.tobytes()
