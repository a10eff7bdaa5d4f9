"""Maps of segments: each segment of addresses has a group of page table entries, wherever those are kept.

So are the kernels of Sun's own MMUs mapped (sun2, sun3, sun4, sun4c: groups called PMEGs in the MMU's own memory), and so
does NetBSD tell the kernel's addresses of a sun4m. There is no root and no tree: whoever has the groups gives them.
"""

from __future__ import annotations

from array import array

from ..mmu import LEAF_PAGES, NOWHERE, Level, PagingForm, Walk, Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..mmu import Kind

    Group = tuple[Sequence[int] | None, int | None]


def segment_form(
    name: str, segment_shift: int, page_shift: int, kind: Kind, *, frame_shift: int = 0, frame_drop: int = 0
) -> PagingForm:
    """Return the form of 32-bit big-endian entries of one kind: level 0 is the segment, level 1 its pages."""
    return PagingForm(
        name,
        (
            Level("segment", segment_shift, 32 - segment_shift, 4, ()),
            Level("pte", page_shift, segment_shift - page_shift, 4, (kind,)),
        ),
        byteorder="big",
        frame_shift=frame_shift,
        frame_drop=frame_drop,
        width=32,
    )


class SegmentMap:
    """Finds pages by segment. The methods are those of `Walker`, without a root.

    ``base`` is the address at which the first of ``count`` segments begins. ``group(number)`` returns the entries of a
    segment in the order of its addresses, and the physical address of the first one, None where it is not in memory; no
    entries at no address for a segment that has none, at an address for one whose entries cannot be read.
    ``place(number, page)`` returns where in the file the entry of a page is, for entries that are not in memory.
    """

    __slots__ = ("_count", "_group", "_pages", "_place", "_walker", "base", "form")

    def __init__(
        self,
        form: PagingForm,
        base: int,
        count: int,
        group: Callable[[int], Group],
        place: Callable[[int, int], int] | None = None,
    ) -> None:
        self.form = form
        self.base = base
        self._count = count
        self._group = group
        self._place = place
        self._walker = Walker(form, lambda pa, count: b"")
        self._pages = 1 << form.levels[1].bits

    def _locate(self, va: int) -> tuple[int, int]:
        """Return (segment, page in it) of an address."""
        inside = va - self.base
        return inside >> self.form.levels[0].shift, inside >> self.form.page_shift & self._pages - 1

    def walk(self, va: int) -> Walk:
        """Look one address up."""
        segment, page = self._locate(va)
        if not 0 <= segment < self._count:
            return Walk(None, 0, 0, 0, None, "range")
        entries, table = self._group(segment)
        if entries is None:
            return Walk(None, 0, 0, 0, table, "invalid" if table is None else "absent")
        return self._walker.follow(1, entries[page], va, None if table is None else table + 4 * page)

    def entry(self, va: int) -> tuple[int, int | None]:
        """Return which page of its segment an address is in, and where in the file its entry is if not in memory."""
        segment, page = self._locate(va)
        return page, None if self._place is None else self._place(segment, page)

    def find(self, va: int) -> int:
        """Return the physical address behind an address, -1 where nothing is mapped."""
        segment, page = self._locate(va)
        if not 0 <= segment < self._count:
            return -1
        entries, _ = self._group(segment)
        return -1 if entries is None else self._walker.find_from(1, entries[page], va)

    def leaf(self, index: int) -> array[int]:
        """Return the physical addresses of the 512 pages from page ``index * 512``, `NOWHERE` for what is not mapped."""
        shift = self.form.page_shift
        out = array("Q", [NOWHERE]) * LEAF_PAGES
        at = 0
        while at < LEAF_PAGES:
            va = index * LEAF_PAGES + at << shift
            segment, page = self._locate(va)
            if 0 <= segment < self._count:
                entries, _ = self._group(segment)
                if entries is not None:
                    self._walker.fill(1, entries[page:], va, out, at)
            at += self._pages - page
        return out

    def mappings(self, low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (address, physical address, bytes, entry) of each page from low to high, ascending."""
        shift = self.form.levels[0].shift
        first = max(0, self._locate(low)[0])
        for segment in range(first, min(self._count, self._locate(high - 1)[0] + 1)):
            entries, _ = self._group(segment)
            if entries is not None:
                va = self.base + (segment << shift)
                for found in self._walker.entry_mappings(1, entries, va, low, high, [0]):
                    if low <= found[0] < high:
                        yield found
