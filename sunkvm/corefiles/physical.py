"""Corefiles of physical memory only: full dumps and raw images. The kernel's symbols tell where its page tables begin."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from ..corefile import HOLE, KVA, LEAF_PAGES, SLOW
from ..errors import NamelistError
from ..mmu import NOWHERE, Walk, Walker
from .paged import PagedCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..namelist import Namelist
    from ..source import ByteSource

    Segment = tuple[int, int, int]


class PhysicalCorefile(PagedCorefile):
    """Segments of physical memory. The kernel's addresses can be read after `attach`.

    Attributes:
        segments: (physical address, bytes, file offset), ascending; no two overlap.
        deltas: (kernel address, physical address) pairs that the file gives for where the kernel was loaded.
        cpu_roots: (paging form, root) as the processors had them, if the file tells.
        virtual: (address, bytes, physical address) of kernel addresses that the file itself maps.
    """

    page_size = 4096
    page_shift = 12

    def __init__(self, source: ByteSource, model: DataModel, segments: list[Segment]) -> None:
        super().__init__(source)
        self.model = model
        self.segments = _disjoint(segments)
        self.deltas: list[tuple[int, int]] = []
        self.cpu_roots: list[tuple[str, int]] = []
        self.virtual: list[tuple[int, int, int]] = []
        self._starts = [start for start, _, _ in self.segments]
        self._files = sorted((offset, offset + count) for _, count, offset in self.segments)
        self._root: int | None = None
        self._high_only = False
        self._low_processes = False

    # Frames

    def frame(self, number: int) -> int:
        pa = number << self.page_shift
        at = bisect_right(self._starts, pa) - 1
        if at < 0:
            return HOLE
        start, count, offset = self.segments[at]
        inside = pa - start
        if inside >= count:
            return HOLE
        where = self._at(offset + inside)
        # Of the page that the segment ends in, only what belongs to it: the file goes on with another one.
        return where if inside + self.page_size <= count else where | SLOW

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        place = key - self._base
        at = bisect_right(self._files, (place, 1 << 64)) - 1
        while at >= 0:
            first, end = self._files[at]
            if first <= place < end:
                if place + self.page_size <= end:
                    return super().read_slow(key, offset, count)
                return self.source.read(place + offset, max(0, min(count, end - place - offset)))
            at -= 1  # segments may share bytes of the file
        return b""

    def place(self, frames: array[int]) -> array[int]:
        shift, mask, size = self.page_shift, self.page_size - 1, self.page_size
        whole = self._place_at_once(frames)
        if whole is not None:
            return whole
        out = array("Q")
        low, last, distance = (
            1,
            0,
            0,
        )  # the whole pages of a segment, and how far behind them they are in the buffer
        for pa in frames:
            if low <= pa <= last and not pa & mask:
                out.append(pa + distance)
                continue
            where = HOLE if pa == NOWHERE else self.frame(pa >> shift)
            out.append(where)
            if not where & SLOW:
                start, count, _ = self.segments[bisect_right(self._starts, pa) - 1]
                low, distance = start, where - (pa & ~mask)
                last = min(start + count, self._plain_end - distance) - size
        return out

    def _place_at_once(self, frames: array[int]) -> array[int] | None:
        """Do what `place` does where all frames are whole pages of one segment; None where they are not."""
        from ..lanes import moved

        pa = next((pa for pa in frames if pa != NOWHERE), NOWHERE)
        at = bisect_right(self._starts, pa) - 1
        if pa == NOWHERE or at < 0:
            return frames if pa == NOWHERE else None
        start, count, offset = self.segments[at]
        distance = offset + self._base - start
        last = min(start + count, self._plain_end - distance) - self.page_size
        return moved(frames, start, last, distance, self.page_size)

    def frame_runs(self, low: int, high: int | None = None) -> Iterator[tuple[int, int]]:
        shift, file_end = self.page_shift, self._file_end(self.segments)
        for start, count, offset in self.segments:
            count = min(count, file_end - offset)
            first = max(low, -(-start >> shift))
            last = -(-(start + count) >> shift)
            if high is not None:
                last = min(last, high)
            if first < last:
                yield first, last - first

    def frame_leaf(self, index: int) -> array[int]:
        first = index * LEAF_PAGES
        at = bisect_right(self._starts, first << self.page_shift) - 1
        if at >= 0:
            start, count, offset = self.segments[at]
            begin = (first << self.page_shift) - start
            size = LEAF_PAGES << self.page_shift
            where = offset + begin + self._base
            if begin + size <= count and where + size <= self._plain_end:
                return array("Q", range(where, where + size, self.page_size))
        return super().frame_leaf(index)

    def _is_memory(self, pa: int) -> bool:
        return self.frame(pa >> self.page_shift) != HOLE

    def _table_limit(self) -> int:
        held = sum(count for _, count, _ in self.segments)
        return min(super()._table_limit(), 256 + 8 * (held >> self.page_shift))

    # The kernel's addresses

    def attach(self, namelist: Namelist) -> None:
        """Find the kernel's page tables. Raises `NamelistError` where the symbols do not lead to any."""
        if namelist.machine and namelist.machine != self.model.elf_machine:
            raise NamelistError(
                namelist.path,
                f"is for ELF machine {namelist.machine}, so not of this {self.model.name} kernel",
            )
        from .kernel_roots import identify, locate

        found = locate(self, namelist)
        if found is None:
            raise NamelistError(namelist.path, "does not lead to the kernel's page tables in this corefile")
        self.displacement = found.displacement
        if found.form is not None:
            self.use(found.form, found.root)
        self.virtual = found.virtual
        if not self.personality:
            self.personality = identify(self, namelist) or found.personality

    def use(self, form: str, root: int) -> None:
        """Take a paging form, and a root page table for the kernel's addresses."""
        from ..mmus import find

        self.walker = Walker(find(form), self.read_physical)
        self._root = root
        self.page_shift = self.walker.form.page_shift
        self.page_size = 1 << self.page_shift
        self._kept.clear()  # those of another size
        # Where the two halves of the addresses have one tree each, or one tree that a process shares.
        self._high_only = self.walker.form.half_bits > 0
        self._low_processes = form.startswith("aarch64")

    def _is_process_address(self, va: int) -> bool:
        return not self._low_processes or not va >> 63

    def kernel_walk(self, va: int) -> Walk:
        for low, count, pa in self.virtual:
            if low <= va < low + count:
                return Walk(va - low + pa, self.page_size, -1, 0, None, None)
        if self.walker is None or self._root is None:
            return Walk(None, 0, -1, 0, None, "range")
        if self._high_only and not va >> 63:
            return Walk(None, 0, 0, 0, None, "range")
        return self.walker.walk(self._root, va)

    def alike(self, va: int) -> tuple[int, int]:
        if self.virtual or self.walker is None:
            return super().alike(va)
        if self._high_only and not va >> 63:
            return 0, 1 << 63
        return self._entry_alike(self.walker.form, self.kernel_walk, va, 0, 1 << self.walker.form.width)

    def mapped(self, space: Space, address: int) -> int:
        if space == KVA and not self.virtual and self.walker is not None and self._root is not None:
            return -1 if self._high_only and not address >> 63 else self.walker.find(self._root, address)
        return super().mapped(space, address)

    def kernel_frames(self, index: int) -> array[int]:
        shift = self.page_shift
        low = index * LEAF_PAGES << shift
        if not self.virtual and self.walker is not None and self._root is not None:
            if self._high_only and not low >> 63:
                return array("Q", [NOWHERE]) * LEAF_PAGES
            return self.walker.leaf(self._root, index)
        out = array("Q", [NOWHERE]) * LEAF_PAGES
        for number in range(LEAF_PAGES):
            pa = self.kernel_walk(low + (number << shift)).pa
            if pa is not None:
                out[number] = pa
        return out

    def kernel_mappings(self) -> Iterator[tuple[int, int, int, int | None]]:
        for low, count, pa in sorted(self.virtual):
            yield low, pa, count, None
        if self.walker is not None and self._root is not None:
            low = 1 << 63 if self._high_only else 0
            yield from self.walker.mappings(self._root, low, limit=self._table_limit())

    def prot(self, entry: int) -> int:
        """Return what an entry of the kernel's page table allows: read 1, write 2, execute 4."""
        return 7 if self.walker is None else self.walker.form.prot(entry)


def _disjoint(segments: list[Segment]) -> list[Segment]:
    """Return the segments in ascending order; where they overlap, the one that comes first in the list counts."""
    ordered = sorted(segments)
    if all(one[0] + one[1] <= ordered[at][0] for at, one in enumerate(ordered[:-1], 1)):
        return ordered
    # From left to right, with those that reach over the place at hand in the order of the list.
    from heapq import heappop, heappush

    starts = sorted((start, number) for number, (start, _, _) in enumerate(segments))
    kept: list[Segment] = []
    here: list[tuple[int, int]] = []  # (number in the list, end)
    at, last, position = 0, -1, 0
    while at < len(starts) or here:
        if not here:
            position = max(position, starts[at][0])
        while at < len(starts) and starts[at][0] <= position:
            number = starts[at][1]
            heappush(here, (number, segments[number][0] + segments[number][1]))
            at += 1
        number, end = here[0]
        if end <= position:
            heappop(here)
            continue
        stop = min(end, starts[at][0]) if at < len(starts) else end
        start, _, offset = segments[number]
        if number == last and kept[-1][0] + kept[-1][1] == position:
            kept[-1] = kept[-1][0], stop - kept[-1][0], kept[-1][2]
        else:
            kept.append((position, stop - position, offset + position - start))
        last, position = number, stop
    return kept
