"""What corefiles of physical memory have in common: frames, the kernel's map, and page tables walked over the frames."""

from __future__ import annotations

from array import array

from ..corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, Corefile, space_name
from ..errors import Fault, ReadOnlyError
from ..mmu import NOWHERE, Walk, Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..corefile import Space
    from ..mmu import Level, PagingForm
    from ..records import Step, Translation
    from ..source import ByteSource

_CLAIM = 1 << 32  # bytes
_KEPT_PAGES = 1024


class PagedCorefile(Corefile):
    """A corefile that holds page frames. A subclass says where they are, and how the kernel's addresses are mapped.

    Besides `PHYS` and `KVA` a space can be the physical address of a root page table: the space that it maps.

    Attributes:
        walker: follows page tables of this machine; None where nothing tells their form.
        displacement: what was added to the addresses of the namelist when the kernel was loaded.
        source: the file.
        told: facts from outside of the dump itself, such as the header on its device.
    """

    serves = frozenset({PHYS, KVA, "as"})
    walker: Walker | None = None
    displacement: int = 0
    source: ByteSource

    def __init__(self, source: ByteSource) -> None:
        self.source = source
        self.path = source.path
        self.warnings = []
        self.writable = source.writable
        self.told: dict[str, object] = {}
        self._kept: dict[int, bytes] = {}
        buffer = source.buffer
        self._base = source.base if buffer is not None else 0
        self.buffer = b"" if buffer is None else buffer
        # Pages of a file that is not in memory are all made by `read_slow`; the key is their place in the file.
        self._plain_end = len(buffer) if buffer is not None else -1

    def _at(self, offset: int) -> int:
        """Return what `page` answers for a page at a file offset."""
        where = offset + self._base
        return where if where + self.page_size <= self._plain_end else where | SLOW

    def _file_end(self, segments: list[tuple[int, int, int]]) -> int:
        """Return where the file ends that has segments of (address, bytes, offset): they may claim more than there is.

        A compressed file is unpacked for that only if they claim more than could be walked in a moment.
        """
        if self._plain_end >= 0:
            return self._plain_end - self._base
        if sum(count for _, count, _ in segments) > _CLAIM and not self.live:
            return self.source.size
        return max((offset + count for _, count, offset in segments), default=0)

    # What a subclass knows

    def frame(self, number: int) -> int:
        """Return where a page frame lies, in the terms of `page`."""
        raise NotImplementedError

    def frame_runs(self, low: int, high: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield (first frame, frames) of what the corefile has among the frames from low to high, ascending."""
        raise NotImplementedError

    def kernel_walk(self, va: int) -> Walk:
        """Return how an address of the kernel is mapped."""
        raise NotImplementedError

    def kernel_frames(self, index: int) -> array[int]:
        """Return the physical addresses of the 512 pages of the kernel from page ``index * 512``."""
        raise NotImplementedError

    def kernel_mappings(self) -> Iterator[tuple[int, int, int, int | None]]:
        """Yield (address, physical address, bytes, entry) of what the kernel has mapped, ascending.

        The direct map has no entries.
        """
        raise NotImplementedError

    # The contract

    def read_physical(self, pa: int, count: int) -> bytes:
        """Return up to ``count`` bytes of physical memory, at most to the end of the page; none where it is absent."""
        inside = pa & (self.page_size - 1)
        count = min(count, self.page_size - inside)
        where = self.frame(pa >> self.page_shift)
        if where == HOLE:
            return b""
        if where & SLOW:
            return self.read_slow(where ^ SLOW, inside, count)
        return self.plain(where + inside, count)

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        place = key - self._base
        if self._plain_end >= 0 or self.writable:
            return self.source.read(place + offset, count)
        # The file is compressed: what is asked for next is likely to lie on the same few pages, tables above all.
        page = self._kept.get(place)
        if page is None:
            page = self.source.read(place, self.page_size)
            if self.source.trouble is None:
                if len(self._kept) >= _KEPT_PAGES:
                    self._kept.clear()
                self._kept[place] = page
        return page[offset : offset + count]

    def walk(self, space: Space, address: int) -> Walk:
        """Return how an address is mapped, whether or not its frame is in the corefile.

        The level is -1 where no page table was needed.
        """
        if space == PHYS:
            return Walk(address, self.page_size, -1, 0, None, None)
        if space == KVA:
            return self.kernel_walk(address)
        assert isinstance(space, int)
        if self.walker is None or not self._is_process_address(address):
            return Walk(None, 0, 0, 0, None, "range")
        return self.walker.walk(space, address)

    def mapped(self, space: Space, address: int) -> int:
        """Return the physical address behind an address of a space with page tables, -1 where nothing is mapped."""
        if space == KVA:
            pa = self.kernel_walk(address).pa
            return -1 if pa is None else pa
        assert isinstance(space, int)
        if self.walker is None or not self._is_process_address(address):
            return -1
        return self.walker.find(space, address)

    def _is_process_address(self, va: int) -> bool:
        """Tell whether a root that is not the kernel's maps an address at all."""
        return True

    def page(self, space: Space, index: int) -> int:
        if space == PHYS:
            return self.frame(index)
        pa = self.mapped(space, index << self.page_shift)
        return HOLE if pa < 0 else self.frame(pa >> self.page_shift)

    def leaf(self, space: Space, index: int) -> array[int]:
        if space == PHYS:
            return self.frame_leaf(index)
        if space == KVA:
            frames = self.kernel_frames(index)
        else:
            assert isinstance(space, int)
            if self.walker is None or not self._is_process_address(index * LEAF_PAGES << self.page_shift):
                return array("Q", [HOLE]) * LEAF_PAGES
            frames = self.walker.leaf(space, index)
        return self.place(frames)

    def place(self, frames: array[int]) -> array[int]:
        """Return `frame` for the physical addresses of pages; `NOWHERE` becomes a hole."""
        frame, shift = self.frame, self.page_shift
        return array("Q", [HOLE if pa == NOWHERE else frame(pa >> shift) for pa in frames])

    def frame_leaf(self, index: int) -> array[int]:
        """Return `frame` of the 512 frames from ``index * 512``."""
        first, frame = index * LEAF_PAGES, self.frame
        return array("Q", [frame(first + number) for number in range(LEAF_PAGES)])

    def alike(self, va: int) -> tuple[int, int]:
        """Return (first, behind the last) of the kernel's addresses around an unreadable one that share its reason.

        It is one page at least, and whole pages. Pages in between may be readable.
        """
        return va & -self.page_size, (va | self.page_size - 1) + 1

    def _entry_alike(
        self, form: PagingForm, walk: Callable[[int], Walk], va: int, low: int, high: int
    ) -> tuple[int, int]:
        """Return `alike` among the addresses from low to high that ``walk`` knows.

        They are those that lead to the entry where a walk ends, and to the same entries beside it in its table.
        """
        found = walk(va)
        if found.why not in ("invalid", "absent") or not 0 <= found.level < len(form.levels):
            return PagedCorefile.alike(self, va)
        here = form.levels[found.level]
        span = max(1 << here.shift, self.page_size)
        first, last = va & -span, (va | span - 1) + 1
        if found.why == "invalid":

            def same(address: int) -> bool:
                if (
                    not low <= address < high
                    or address >> here.shift + here.bits != va >> here.shift + here.bits
                ):
                    return False
                other = walk(address)
                return other.why == "invalid" and other.level == found.level and other.entry == found.entry

            while same(first - span):
                first -= span
            while same(last):
                last += span
        return max(first, low), min(last, high)

    def physical(self, space: Space, address: int) -> int | None:
        pa = self.walk(space, address).pa
        if pa is None or self.frame(pa >> self.page_shift) == HOLE:
            return None
        return pa

    def fault(self, space: Space, address: int) -> Fault:
        name = space_name(space)
        found = self.walk(space, address)
        if found.pa is None:
            if found.why == "absent" and found.table is None:
                cut = "has its page table entry behind the end of the file, which was cut off"
                return Fault(Fault.TRUNCATED, name, address, cut)
            if found.why == "absent":
                table = f"is behind a page table at {found.table:#x} that was not dumped"
                return Fault(Fault.NOT_DUMPED, name, address, table)
            return Fault(Fault.UNMAPPED, name, address)
        if self.frame(found.pa >> self.page_shift) != HOLE:
            if self.source.trouble is not None:
                offset, reason = self.source.trouble
                return Fault(Fault.CORRUPT, name, address, reason, self.path, offset)
            return Fault(Fault.TRUNCATED, name, address, "lies behind the end of the file, which was cut off")
        if space == PHYS:
            if not self._is_memory(found.pa):
                return Fault(Fault.UNMAPPED, name, address, "is no memory")
            return Fault(Fault.NOT_DUMPED, name, address)
        return Fault(
            Fault.NOT_DUMPED, name, address, f"is physical address {found.pa:#x}, which was not dumped"
        )

    def _is_memory(self, pa: int) -> bool:
        """Tell whether the machine has memory at a physical address, as far as the corefile knows."""
        return True

    def mappings(self, space: Space) -> Iterator[tuple[int, int, int, int | None]]:
        """Yield (address, physical address, bytes, entry) of what a space has mapped, ascending."""
        if space == KVA:
            yield from self.kernel_mappings()
        elif isinstance(space, int) and self.walker is not None:
            for mapping in self.walker.mappings(space, limit=self._table_limit()):
                if self._is_process_address(mapping[0]):
                    yield mapping

    def _table_limit(self) -> int:
        """Return how many page tables there can be: a damaged tree must not be followed for ever."""
        if self.source.buffer is None:
            return 1 << 22
        return 256 + 8 * (self.source.size >> self.page_shift)

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        shift = self.page_shift
        start = end = -1
        for address, length in (
            ((first << shift, count << shift) for first, count in self.frame_runs(0))
            if space == PHYS
            else self._held(space)
        ):
            if address != end:
                if end > start:
                    yield start, end - start
                start = address
            end = address + length
        if end > start:
            yield start, end - start

    def _held(self, space: Space) -> Iterator[tuple[int, int]]:
        """Yield (address, bytes) of what is mapped and in the corefile."""
        shift, size = self.page_shift, self.page_size
        for va, pa, length, _ in self.mappings(space):
            if length == size:
                if self.frame(pa >> shift) != HOLE:
                    yield va, size
                continue
            low = pa >> shift
            for first, count in self.frame_runs(low, low + (length >> shift)):
                yield va + (first - low << shift), count << shift

    def translate(self, space: Space, address: int) -> Translation:
        from ..records import Translation

        found = self.walk(space, address)
        inside = address & (self.page_size - 1)
        where = HOLE if found.pa is None else self.frame(found.pa >> self.page_shift)
        return Translation(
            space,
            address,
            address - inside,
            inside,
            tuple(self._steps(space, address, found)),
            None,
            None if found.pa is None else found.pa >> self.page_shift,
            found.pa,
            None if where & SLOW else where + inside,  # HOLE has the bit too
            str(self.fault(space, address).error()) if where == HOLE else None,
        )

    def _steps(self, space: Space, address: int, found: Walk) -> Iterator[Step]:
        """Yield the story of a walk, entry by entry."""
        for level, table, entry in found.steps:
            yield self._step(level, table, entry, address)

    def _step(self, level: int, table: int | None, entry: int, va: int) -> Step:
        """Return the story of one entry; ``table`` is its physical address, None for those stored beside the memory."""
        assert self.walker is not None
        return self._story(self.walker.form.levels[level], table, entry)

    def _story(self, here: Level, table: int | None, entry: int) -> Step:
        """Return the story of one entry of a level."""
        from ..records import Step

        offset, number = 0, None
        if table is not None:
            where = self.frame(table >> self.page_shift)
            offset = 0 if where & SLOW else where + (table & (self.page_size - 1))
            number = (table // here.size) & ((1 << here.bits) - 1)
        return Step(here.name, offset, number, address=table, link=entry)

    def write(self, space: Space, address: int, data: bytes) -> int:
        if not self.writable:
            raise ReadOnlyError(self.path)
        where = self.page(space, address >> self.page_shift)
        if where & SLOW:  # HOLE has the bit too; the end of a segment is not written
            return 0
        return self.source.write(where - self._base + (address & (self.page_size - 1)), data)

    def close(self) -> None:
        self.buffer = b""
        self._kept.clear()
        self.source.close()
