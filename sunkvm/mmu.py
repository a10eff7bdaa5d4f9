"""Page tables: how a paging form is described, and the walker that follows any of them.

A paging form is a table of levels; each level says which bits of the address index it and what its entries can be. The
walker reads physical memory through a function it is given; it knows no files and no symbols.
"""

from __future__ import annotations

import sys
from array import array

from .errors import BrokenListError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    ReadPhysical = Callable[[int, int], bytes]
    Kind = tuple[int, int, int, int]

LEAF_PAGES = 512
NOWHERE = (1 << 64) - 1
"""Instead of a physical address: nothing is mapped."""

TABLE = 0
INVALID = -1

READ, WRITE, EXECUTE = 1, 2, 4

_CODES = {4: "I", 8: "Q"}


class Level:
    """One level of a paging form.

    Attributes:
        name: what the architecture's manual calls an entry of this level.
        shift: the lowest bit of the address that indexes this level.
        bits: how many bits index it.
        size: bytes of an entry.
        kinds: what an entry can be, (mask, value, frame mask, span): the first whose ``entry & mask == value`` counts.
            The span is the binary logarithm of the bytes that the entry maps, `TABLE` for the address of a table of
            the next level, `INVALID` for what maps nothing; so is what matches no kind.
    """

    __slots__ = ("bits", "kinds", "name", "shift", "size")

    def __init__(self, name: str, shift: int, bits: int, size: int, kinds: tuple[Kind, ...]) -> None:
        self.name = name
        self.shift = shift
        self.bits = bits
        self.size = size
        self.kinds = kinds


class PagingForm:
    """How one kind of MMU finds a page.

    Attributes:
        name: as on the command line.
        levels: from the root to the pages.
        page_shift: the binary logarithm of the smallest page.
        byteorder: of the entries.
        frame_shift: how far the masked frame is shifted left to become a physical address, and frame_drop how far it is
            shifted right after that.
        va_bits: how many bits of an address are looked at.
        half_bits: how many bits tell addresses of one half apart, where there is a low and a high half: all bits above
            those must be equal. 0 where there are no halves.
        rights: (mask, value, right): an entry of a page gives the right if ``entry & mask == value``.
        root_mask: which bits of a root are its physical address.
    """

    __slots__ = (
        "byteorder",
        "frame_drop",
        "frame_shift",
        "half_bits",
        "levels",
        "name",
        "page_shift",
        "rights",
        "root_mask",
        "va_bits",
        "width",
    )

    def __init__(
        self,
        name: str,
        levels: tuple[Level, ...],
        *,
        byteorder: str = "little",
        frame_shift: int = 0,
        frame_drop: int = 0,
        width: int = 64,
        half_bits: int = 0,
        rights: tuple[tuple[int, int, int], ...] = (),
        root_mask: int = -1,
    ) -> None:
        self.name = name
        self.levels = levels
        self.byteorder = byteorder
        self.frame_shift = frame_shift
        self.frame_drop = frame_drop
        self.page_shift = levels[-1].shift
        self.va_bits = levels[0].shift + levels[0].bits
        self.width = width
        self.half_bits = half_bits
        self.rights = rights
        self.root_mask = root_mask

    def __repr__(self) -> str:
        return f"PagingForm({self.name!r})"

    def reaches(self, va: int) -> bool:
        """Tell whether an address can be mapped at all."""
        if not 0 <= va < 1 << self.width:
            return False
        if not self.half_bits:
            return not va >> self.va_bits
        return va >> self.half_bits in (0, (1 << self.width - self.half_bits) - 1)

    def prot(self, entry: int) -> int:
        """Return what the entry of a page allows: `READ`, `WRITE` and `EXECUTE`."""
        rights = 0
        for mask, value, right in self.rights:
            if entry & mask == value:
                rights |= right
        return rights


class Walk:
    """Where a walk ended.

    Attributes:
        pa: the physical address behind the address, None where there is none.
        span: bytes that the last entry maps; 0 without a page.
        level: number of the level where the walk ended, counted from the root.
        entry: the last entry that was read; table: the physical address where it stands, None for the walker's caller's.
        why: None for success, ``"invalid"`` for an entry that maps nothing, ``"absent"`` for a table that cannot be
            read, ``"range"`` for an address that the form does not reach.
        steps: (level, table's entry address, entry) of all levels.
    """

    __slots__ = ("entry", "level", "pa", "span", "steps", "table", "why")

    def __init__(
        self,
        pa: int | None,
        span: int,
        level: int,
        entry: int,
        table: int | None,
        why: str | None,
        steps: tuple[tuple[int, int | None, int], ...] = (),
    ) -> None:
        self.pa = pa
        self.span = span
        self.level = level
        self.entry = entry
        self.table = table
        self.why = why
        self.steps = steps

    def __repr__(self) -> str:
        return f"Walk(pa={self.pa}, level={self.level}, entry={self.entry:#x}, why={self.why!r})"


class Walker:
    """Follows page tables of one form.

    ``read`` takes a physical address and a number of bytes within one page and returns them, or fewer where the page
    is not there. ``root`` is the physical address of the table of the first level, everywhere.
    """

    __slots__ = ("_swap", "form", "read")

    def __init__(self, form: PagingForm, read: ReadPhysical) -> None:
        self.form = form
        self.read = read
        self._swap = form.byteorder != sys.byteorder

    def entries(self, data: bytes, size: int) -> array[int]:
        """Return the entries of ``size`` bytes that ``data`` consists of."""
        found = array(_CODES[size], data[: len(data) // size * size])
        if self._swap:
            found.byteswap()
        return found

    def _table(self, at: int, count: int, size: int) -> array[int] | None:
        """Return a part of a table; None if any of it cannot be read."""
        data = self.read(at, count * size)
        if len(data) == count * size:
            return self.entries(data, size)
        # A table may be larger than a page of the dump (arm's first level), or cross into one that is not there.
        if not data:
            return None
        parts = [data]
        done = len(data)
        while done < count * size:
            data = self.read(at + done, count * size - done)
            if not data:
                return None
            parts.append(data)
            done += len(data)
        return self.entries(b"".join(parts), size)

    def walk(self, root: int, va: int) -> Walk:
        """Look one address up."""
        form = self.form
        if not form.reaches(va):
            return Walk(None, 0, 0, 0, None, "range")
        return self._descend(root & form.root_mask, 0, va, ())

    def find(self, root: int, va: int) -> int:
        """Return the physical address behind an address, -1 where nothing is mapped: `walk` without the story."""
        form = self.form
        if not form.reaches(va):
            return -1
        here = form.levels[0]
        at = (root & form.root_mask) + ((va >> here.shift) & (1 << here.bits) - 1) * here.size
        data = self.read(at, here.size)
        if len(data) < here.size:
            return -1
        return self.find_from(0, int.from_bytes(data, form.byteorder), va)  # type: ignore[arg-type]

    def find_from(self, level: int, entry: int, va: int) -> int:
        """Do what `find` does, given the entry of some level that the address leads through."""
        form = self.form
        levels, byteorder, read = form.levels, form.byteorder, self.read
        while True:
            for kind in levels[level].kinds:
                if entry & kind[0] == kind[1]:
                    break
            else:
                return -1
            _, _, frame, span = kind
            base = (entry & frame) << form.frame_shift >> form.frame_drop
            if span > 0:
                return base + (va & (1 << span) - 1)
            if span < 0:
                return -1
            level += 1
            here = levels[level]
            size = here.size
            data = read(base + ((va >> here.shift) & (1 << here.bits) - 1) * size, size)
            if len(data) < size:
                return -1
            entry = int.from_bytes(data, byteorder)  # type: ignore[arg-type]

    def follow(self, level: int, entry: int, va: int, at: int | None = None) -> Walk:
        """Look one address up, given the entry of some level that it leads through, and where in memory it stands."""
        return self._use(level, at, entry, va, ())

    def _descend(
        self, table: int, level: int, va: int, steps: tuple[tuple[int, int | None, int], ...]
    ) -> Walk:
        here = self.form.levels[level]
        at = table + ((va >> here.shift) & (1 << here.bits) - 1) * here.size
        data = self.read(at, here.size)
        if len(data) < here.size:
            return Walk(None, 0, level, 0, at, "absent", steps)
        return self._use(level, at, int.from_bytes(data, self.form.byteorder), va, steps)  # type: ignore[arg-type]

    def _use(
        self, level: int, at: int | None, entry: int, va: int, steps: tuple[tuple[int, int | None, int], ...]
    ) -> Walk:
        form = self.form
        steps = (*steps, (level, at, entry))
        for mask, value, frame, span in form.levels[level].kinds:
            if entry & mask == value:
                base = (entry & frame) << form.frame_shift >> form.frame_drop
                if span > 0:
                    pa = base + (va & (1 << span) - 1)
                    return Walk(pa, 1 << span, level, entry, at, None, steps)
                if span == TABLE:
                    return self._descend(base, level + 1, va, steps)
                break
        return Walk(None, 0, level, entry, at, "invalid", steps)

    def leaf(self, root: int, index: int) -> array[int]:
        """Return the physical addresses of the 512 pages from page ``index * 512``, `NOWHERE` for what is not mapped."""
        form = self.form
        first = index * LEAF_PAGES << form.page_shift
        out = array("Q", [NOWHERE]) * LEAF_PAGES
        if form.reaches(first):
            self._fill(root & form.root_mask, 0, first, LEAF_PAGES, out, 0)
        return out

    def fill(
        self, level: int, entries: Sequence[int], va: int, out: array[int], at: int, count: int | None = None
    ) -> None:
        """Write the physical addresses of the pages behind entries of one level, that of ``va`` first, from ``out[at]``.

        Entries that lead behind ``count`` pages, or the end of ``out``, are cut.
        """
        form = self.form
        here = form.levels[level]
        page_shift = form.page_shift
        if count is None:
            count = len(out) - at
        if here.shift == page_shift:
            from .lanes import decode

            if len(entries) > count:
                entries = entries[:count]
            found = decode(entries, here.kinds, form.frame_shift - form.frame_drop, page_shift)
            if found is not None:
                out[at : at + len(found)] = found
                return
        pages = 1 << here.shift - page_shift
        inside = va >> page_shift & pages - 1
        for entry in entries:
            length = min(pages - inside, count)
            if length <= 0:
                return
            self._place(level, entry, va, length, out, at)
            va += length << page_shift
            at += length
            count -= length
            inside = 0

    def _fill(self, table: int, level: int, va: int, count: int, out: array[int], at: int) -> None:
        """Write ``count`` pages from ``va`` that one table maps, or several that come one after the other."""
        here = self.form.levels[level]
        page_shift = self.form.page_shift
        pages = 1 << here.shift - page_shift
        number = (va >> here.shift) & (1 << here.bits) - 1
        inside = (va >> page_shift) & pages - 1
        wanted = min(-(-(inside + count) // pages), (1 << here.bits) - number)
        entries = self._table(table + number * here.size, wanted, here.size)
        if entries is not None:
            self.fill(level, entries, va, out, at, count)

    def _place(self, level: int, entry: int, va: int, count: int, out: array[int], at: int) -> None:
        """Write ``count`` pages from ``va`` that one entry maps."""
        form = self.form
        for mask, value, frame, span in form.levels[level].kinds:
            if entry & mask == value:
                base = (entry & frame) << form.frame_shift >> form.frame_drop
                if span > 0:
                    base += va & (1 << span) - 1
                    step = 1 << form.page_shift
                    out[at : at + count] = array("Q", range(base, base + count * step, step))
                elif span == TABLE:
                    self._fill(base, level + 1, va, count, out, at)
                return

    def mappings(
        self, root: int, low: int = 0, high: int | None = None, limit: int = 1 << 22
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield (address, physical address, bytes, entry) of each entry that maps pages, ascending, from low to high.

        ``limit`` bounds the number of tables that are read, as damaged ones can run into themselves: `BrokenListError`
        is raised then. ``high`` is the first address that is not wanted any more.
        """
        form = self.form
        if high is None:
            high = 1 << form.width
        budget = [limit]
        root &= form.root_mask
        if form.half_bits:
            middle = 1 << form.half_bits
            top = (1 << form.width) - middle
            if low < middle:
                yield from self._mappings(root, 0, 0, low, min(high, middle), budget)
            if high > top:
                # The high half is indexed by the same bits: its addresses less what stands above them.
                above = (1 << form.width) - (1 << form.va_bits)
                yield from self._mappings(root, 0, above, max(low, top), high, budget)
        else:
            yield from self._mappings(root, 0, 0, low, min(high, 1 << form.va_bits), budget)

    def _mappings(
        self, table: int, level: int, base: int, low: int, high: int, budget: list[int]
    ) -> Iterator[tuple[int, int, int, int]]:
        form = self.form
        here = form.levels[level]
        first = max(0, (low - base) >> here.shift)
        last = min((1 << here.bits) - 1, (high - 1 - base) >> here.shift)
        if last < first:
            return
        budget[0] -= 1
        if budget[0] < 0:
            raise BrokenListError("page table", table, "leads into more tables than there can be")
        entries = self._table(table + first * here.size, last - first + 1, here.size)
        if entries is None:
            return
        yield from self.entry_mappings(level, entries, base + (first << here.shift), low, high, budget)

    def entry_mappings(
        self, level: int, entries: Sequence[int], va: int, low: int, high: int, budget: list[int]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield `mappings` behind entries of one level, the first of which is that of ``va``."""
        form = self.form
        here = form.levels[level]
        step = 1 << here.shift
        for entry in entries:
            for mask, value, frame, span in here.kinds:
                if entry & mask == value:
                    pa = (entry & frame) << form.frame_shift >> form.frame_drop
                    if span > 0:
                        # An entry may be one of several that describe one large page together (arm).
                        yield va, pa + (va & (1 << span) - 1), min(1 << span, step), entry
                    elif span == TABLE:
                        yield from self._mappings(pa, level + 1, va, low, high, budget)
                    break
            va += step

    def ranges(
        self, root: int, low: int = 0, high: int | None = None, limit: int = 1 << 22
    ) -> Iterator[tuple[int, int]]:
        """Yield (first address, bytes) of what is mapped, ascending and merged."""
        start = end = -1
        for va, _, size, _ in self.mappings(root, low, high, limit):
            if va != end:
                if end > start:
                    yield start, end - start
                start = va
            end = va + size
        if end > start:
            yield start, end - start
