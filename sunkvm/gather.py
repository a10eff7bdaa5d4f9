"""Reading from many addresses at once, with numpy: one look-up a leaf of pages instead of one an address."""

from __future__ import annotations

import numpy

from .corefile import HOLE, LEAF_PAGES, SLOW

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .corefile import Corefile, Space

    Array = numpy.ndarray[Any, Any]

_SPREAD = 1 << 20  # leaves between the lowest and the highest address for which a table pays
_KEPT = 1 << 12  # leaves kept for the next time, of 4 KiB each


class Gatherer:
    """What one address space remembers of where its pages are."""

    def __init__(self, corefile: Corefile, key: Space) -> None:
        self.corefile = corefile
        self.key = key
        self._leaves: dict[int, Array] = {}

    def gather(self, addresses: Any, size: int) -> tuple[bytearray, list[int]] | None:
        """Return the bytes at all addresses, one after another, and the positions of those that were left out.

        Left out are addresses without a page that lies plainly in the file, and those whose bytes cross into another page.
        None where the addresses are too far apart for this to pay.
        """
        core = self.corefile
        kvas = numpy.asarray(addresses, dtype=numpy.uint64)
        if not len(kvas) or len(core.buffer) < size:
            return None
        pages = kvas >> numpy.uint64(core.page_shift)
        leaves = pages >> numpy.uint64(LEAF_PAGES.bit_length() - 1)
        low, high = int(leaves.min()), int(leaves.max())
        if high - low >= _SPREAD:
            return None
        relative = (leaves - numpy.uint64(low)).astype(numpy.intp)
        used = numpy.zeros(high - low + 1, dtype=bool)
        used[relative] = True
        wanted = numpy.flatnonzero(used)
        slots = numpy.zeros(high - low + 1, dtype=numpy.intp)
        slots[wanted] = numpy.arange(len(wanted))
        table = numpy.stack([self._leaf(low + int(number)) for number in wanted])
        where = table[slots[relative], (pages & numpy.uint64(LEAF_PAGES - 1)).astype(numpy.intp)]
        inside = kvas & numpy.uint64(core.page_size - 1)
        plain = (where < numpy.uint64(SLOW)) & (inside <= numpy.uint64(core.page_size - size))
        offsets = numpy.where(plain, where + inside, 0).astype(numpy.intp)
        # A view of all runs of `size` bytes, whatever their alignment; it must not outlive this call, or the file could
        # not be unmapped.
        whole = numpy.ndarray(
            (len(core.buffer) - size + 1,), dtype=f"V{size}", buffer=core.buffer, strides=(1,)
        )
        found = bytearray(whole[offsets].tobytes())
        return found, numpy.flatnonzero(~plain).tolist()

    def _leaf(self, number: int) -> Array:
        leaf = self._leaves.get(number)
        if leaf is None:
            leaf = numpy.array(self.corefile.leaf(self.key, number), dtype=numpy.uint64)
            if not self.corefile.live:
                if len(self._leaves) >= _KEPT:
                    self._leaves.clear()
                self._leaves[number] = leaf
        return leaf


assert HOLE & SLOW  # a hole is left out like a page that has to be made
