"""The kernel's addresses as a list of regions, each with its own way to physical memory; the first one in the list counts.

A machine may map one part of its kernel directly, another by page tables, a third by a table of segments beside memory.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

from ..mmu import LEAF_PAGES, NOWHERE, Walk, Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..mmu import PagingForm
    from ..mmus.hpt32 import HashedTable32
    from ..mmus.segments import SegmentMap


class Region:
    """Addresses from ``low``, below ``high``."""

    __slots__ = ("high", "low")

    @property
    def form(self) -> PagingForm | None:
        """The form of the page tables, where there are any."""
        return None

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def walk(self, va: int) -> Walk:
        """Return how an address is mapped."""
        raise NotImplementedError

    def find(self, va: int) -> int:
        """Return the physical address behind an address, -1 where nothing is mapped."""
        raise NotImplementedError

    def leaf(self, index: int) -> array[int] | None:
        """Return the physical addresses of the 512 pages from page ``index * 512``, None if they are asked for one by one.

        Pages outside of the region may have any value.
        """
        return None

    def mappings(self, low: int, high: int, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        """Yield (address, physical address, bytes, entry) of what is mapped from low to high, ascending."""
        raise NotImplementedError


class Direct(Region):
    """A region that is mapped to one piece of physical memory."""

    __slots__ = ("pa", "page_size")

    def __init__(self, low: int, high: int, pa: int, page_size: int) -> None:
        super().__init__(low, high)
        self.pa = pa
        self.page_size = page_size

    def walk(self, va: int) -> Walk:
        return Walk(va - self.low + self.pa, self.page_size, -1, 0, None, None)

    def find(self, va: int) -> int:
        return va - self.low + self.pa

    def mappings(self, low: int, high: int, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        yield low, low - self.low + self.pa, high - low, None


class Tree(Region):
    """A region with page tables; ``base`` is the address that their first entry maps."""

    __slots__ = ("base", "root", "walker")

    def __init__(self, low: int, high: int, walker: Walker, root: int, base: int = 0) -> None:
        super().__init__(low, high)
        self.walker = walker
        self.root = root
        self.base = base

    @property
    def form(self) -> PagingForm:
        return self.walker.form

    def walk(self, va: int) -> Walk:
        return self.walker.walk(self.root, va - self.base)

    def find(self, va: int) -> int:
        return self.walker.find(self.root, va - self.base)

    def leaf(self, index: int) -> array[int] | None:
        first, rest = divmod(self.base >> self.walker.form.page_shift, LEAF_PAGES)
        if rest or index < first:
            return None
        return self.walker.leaf(self.root, index - first)

    def mappings(self, low: int, high: int, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        base = self.base
        for va, pa, size, entry in self.walker.mappings(self.root, low - base, high - base, limit):
            va += base
            if va < low:  # the entry begins in front of what is wanted
                pa, size, va = pa + low - va, size - (low - va), low
            size = min(size, high - va)
            if size > 0:
                yield va, pa, size, entry


class Segmented(Region):
    """A region whose segments have their page table entries beside memory, or anywhere in it."""

    __slots__ = ("map",)

    def __init__(self, low: int, high: int, map: SegmentMap) -> None:
        super().__init__(low, high)
        self.map = map

    @property
    def form(self) -> PagingForm:
        return self.map.form

    def walk(self, va: int) -> Walk:
        return self.map.walk(va)

    def find(self, va: int) -> int:
        return self.map.find(va)

    def leaf(self, index: int) -> array[int] | None:
        return self.map.leaf(index)

    def mappings(self, low: int, high: int, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        yield from self.map.mappings(low, high)


class Hashed(Region):
    """All addresses of a machine whose page table is searched by a hash."""

    __slots__ = ("table",)

    def __init__(self, table: HashedTable32) -> None:
        super().__init__(0, 1 << 32)
        self.table = table

    @property
    def form(self) -> PagingForm:
        return self.table.form

    def walk(self, va: int) -> Walk:
        return self.table.walk(va)

    def find(self, va: int) -> int:
        return self.table.find(va)

    def mappings(self, low: int, high: int, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        yield from self.table.mappings(low, high)


class Regions:
    """Regions, of which the first that has an address counts.

    Attributes:
        pieces: (low, high, region), ascending; no two overlap.
    """

    __slots__ = ("_lows", "page_shift", "pieces")

    def __init__(self, regions: Iterable[Region], page_shift: int) -> None:
        self.page_shift = page_shift
        self.pieces: list[tuple[int, int, Region]] = []
        for region in regions:
            low = region.low
            more = []
            for start, end, _ in self.pieces:
                if end <= low or start >= region.high:
                    continue
                if low < start:
                    more.append((low, start, region))
                low = max(low, end)
            if low < region.high:
                more.append((low, region.high, region))
            self.pieces = sorted(self.pieces + more, key=lambda piece: piece[0])
        self._lows = [low for low, _, _ in self.pieces]

    def at(self, va: int) -> Region | None:
        """Return the region of an address."""
        number = bisect_right(self._lows, va) - 1
        if number >= 0:
            _, high, region = self.pieces[number]
            if va < high:
                return region
        return None

    def walk(self, va: int) -> Walk:
        """Return how an address is mapped."""
        region = self.at(va)
        return Walk(None, 0, -1, 0, None, "range") if region is None else region.walk(va)

    def find(self, va: int) -> int:
        """Return the physical address behind an address, -1 where nothing is mapped."""
        region = self.at(va)
        return -1 if region is None else region.find(va)

    def leaf(self, index: int) -> array[int]:
        """Return the physical addresses of the 512 pages from page ``index * 512``."""
        shift = self.page_shift
        low = index * LEAF_PAGES << shift
        high = low + (LEAF_PAGES << shift)
        out = array("Q", [NOWHERE]) * LEAF_PAGES
        for start, end, region in self.pieces:
            first, last = max(low, start), min(high, end)
            if first >= last:
                continue
            at, count = (first - low) >> shift, -(-(last - first) >> shift)
            if isinstance(region, Direct):
                pa = region.find(first)
                out[at : at + count] = array("Q", range(pa, pa + (count << shift), 1 << shift))
                continue
            pages = region.leaf(index)
            if pages is not None:
                out[at : at + count] = pages[at : at + count]
                continue
            for number in range(at, at + count):
                pa = region.find(low + (number << shift))
                if pa >= 0:
                    out[number] = pa
        return out

    def mappings(self, limit: int) -> Iterator[tuple[int, int, int, int | None]]:
        """Yield (address, physical address, bytes, entry) of all that is mapped, ascending."""
        for low, high, region in self.pieces:
            yield from region.mappings(low, high, limit)
