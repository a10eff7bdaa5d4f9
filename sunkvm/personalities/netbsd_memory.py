"""Memory of NetBSD processes: vm_map, amap, anon, page or swap slot; pages of objects; the page tables where they are known.

Facts: NetBSD sys/uvm/uvm_map.h, uvm_amap.h, uvm_anon.h, uvm_object.h, uvm_page.h, common/lib/libc/gen/radixtree.c,
lib/libkvm/kvm_proc.c. What is right here and wrong in libkvm: the slot of an amap counts from ar_pageoff, pages are
found by their physical address, and the low bits of phys_addr, which are something else since 9.99, are left out.
"""

from __future__ import annotations

from bisect import bisect_right

from ..corefile import HOLE, PHYS, SLOW, Corefile
from ..errors import AddressError, Fault, LayoutError, SunkvmError, UnsupportedError
from ..space import AddressSpace
from .netbsd_map import addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..corefile import Space
    from .bsd_reader import BsdReader

_SWAPPED = 1 << 61  # marks keys of `read_slow` that are slots of the swap device
_MAX_OBJECT_PAGES = 1 << 20
_CHUNK = 1 << 14  # slots of an amap that are read at a time
_MAX_HEIGHT = 16
_ET_SUBMAP = 2
_NODE = 16  # pointers in a node of a radix tree; their two lowest bits are tags
_ENTRY = ("start", "end", "aref.ar_pageoff", "aref.ar_amap", "object.uvm_obj", "offset", "etype")


def page_root(reader: BsdReader, vmspace: int) -> int:
    """Return how a corefile names the address space of a vmspace: by the physical address of its root page table.

    With PAE the tables of the highest level are named in an array inside the pmap; its address serves. Raises
    `AddressError`, `LayoutError` or `UnsupportedError` where there is no way to know.
    """
    (pmap,) = reader.members("vmspace", vmspace, "vm_map.pmap")
    roots, low, top = reader.members("pmap", pmap, "pm_pdirpa", "pm_l0table_pa", "pm_physaddr")
    if isinstance(roots, tuple):
        if len(roots) == 1:
            return int(roots[0])
        found = reader.image.kernel.kvatop(pmap + reader.offset("pmap", "pm_pdirpa"))
        if found is None:
            raise AddressError("kernel", pmap, "is a pmap that was not dumped")
        return found
    for value in (low, top):
        if value:
            return int(value)
    raise UnsupportedError(f"no root page table is known of a pmap of {reader.image.model.name}")


def user_space(reader: BsdReader, vmspace: int) -> AddressSpace:
    """Return the memory of a vmspace as an address space. Raises `LayoutError`, `UnsupportedError`."""
    if not vmspace:
        raise UnsupportedError("a process without an address space")
    core = reader.image.corefile
    shown = core.process_space(vmspace)
    if shown is not None:
        return AddressSpace(core, shown, f"address space {vmspace:#x}")
    return AddressSpace(UserMemory(reader, vmspace), vmspace, f"address space {vmspace:#x}")


class UserMemory(Corefile):
    """The memory of one process as a view of the image's corefile, and of its swap device if there is one.

    It has one space, named by the address of the vmspace. What the kernel's lists say of it is read when it is first
    needed, and once.
    """

    serves = frozenset({"as"})

    def __init__(self, reader: BsdReader, vmspace: int) -> None:
        core = reader.image.corefile
        self.reader = reader
        self.vmspace = vmspace
        self.core = core
        self.swap = reader.image.swapfile
        self.format = core.format
        self.path = core.path
        self.model = core.model
        self.page_size, self.page_shift = core.page_size, core.page_shift
        self.live = core.live
        self.buffer = core.buffer
        self.warnings = []
        self._vm_map = vmspace + reader.offset("vmspace", "vm_map")
        self._entries: list[tuple[int, ...]] | None = None
        self._starts: list[int] = []
        self._broken: SunkvmError | None = None
        self._objects: dict[int, dict[int, int]] = {}
        self._root: int | None = None
        try:
            self._root = page_root(reader, vmspace) or None
        except SunkvmError:
            pass  # the lists say more

    # Where pages are

    def _entry(self, va: int) -> tuple[int, ...] | None:
        if self._entries is None:
            rows = []
            try:
                for kva in addresses(self.reader, self._vm_map):
                    rows.append(self.reader.members("vm_map_entry", kva, *_ENTRY))
            except SunkvmError as error:
                self._broken = error  # what came before serves
            self._entries = sorted(rows, key=lambda row: row[0])
            self._starts = [row[0] for row in self._entries]
        at = bisect_right(self._starts, va) - 1
        if at < 0:
            return None
        entry = self._entries[at]
        return entry if va < entry[1] else None

    def _place(self, va: int) -> tuple[int | None, int]:
        """Return (physical address, swap slot) of the page at an address: None and 0 where there is no page.

        Raises `AddressError` where what leads to it was not dumped.
        """
        entry = self._entry(va)
        if entry is not None:
            start, _, first, amap, target, offset, etype = entry
            if amap:
                found = self._anon(amap, (va - start >> self.page_shift) + first)
                if found is not None:
                    return found
            if target and not etype & _ET_SUBMAP:
                page = self._object_page(target, offset + va - start)
                if page:
                    return self._frame(page), 0
        if self._root is not None:
            try:
                pa = self.core.physical(self._root, va)
            except SunkvmError:
                pa = None
            if pa is not None:
                return pa & -self.page_size, 0
        if entry is None and self._broken is not None:
            raise self._broken
        return None, 0

    def _anon(self, amap: int, slot: int) -> tuple[int | None, int] | None:
        """Return what `_place` does of a slot of an amap; None for an empty one."""
        reader, word = self.reader, self.model.word
        count, anons = reader.members("vm_amap", amap, "am_nslot", "am_anon")
        if not 0 <= slot < count or not anons:
            return None
        anon = int.from_bytes(reader.image.kernel.read(anons + slot * word, word), self.model.byteorder)
        if not anon:
            return None
        page, swapped = reader.members("vm_anon", anon, "an_page", "an_swslot")
        if page:
            return self._frame(page), 0
        return (None, swapped) if swapped and swapped > 0 else None

    def _frame(self, page: int) -> int:
        (pa,) = self.reader.members("vm_page", page, "phys_addr")
        return int(pa) & -self.page_size

    def _object_page(self, target: int, offset: int) -> int:
        """Return the vm_page of an object at an offset; 0 where it is not in memory."""
        reader = self.reader
        if reader.has("uvm_object", "uo_pages.t_root"):
            root, height = reader.members("uvm_object", target, "uo_pages.t_root", "uo_pages.t_height")
            return self._radix(root, height, offset >> self.page_shift)
        return self._listed(target).get(offset & -self.page_size, 0)

    def _listed(self, target: int) -> dict[int, int]:
        """Return the vm_pages on an object's list by their offsets."""
        reader = self.reader
        pages = self._objects.get(target)
        if pages is None:
            pages = self._objects[target] = {}
            (first,) = reader.members("uvm_object", target, "memq.tqh_first")
            chain = reader.chain(
                "pages", "vm_page", first, "listq.queue.tqe_next", "offset", limit=_MAX_OBJECT_PAGES
            )
            try:
                for kva, (place,) in chain:
                    pages[place] = kva
            except SunkvmError:
                pass  # what came before serves
        return pages

    def _radix(self, entry: int, height: int, index: int) -> int:
        """Look a page up in the radix tree of an object."""
        if not 0 <= height <= _MAX_HEIGHT or index >> 4 * height:
            return 0
        for level in range(height - 1, -1, -1):
            node = entry & ~3
            if not node:
                return 0
            place = node + (index >> 4 * level) % _NODE * self.model.word
            entry = self.reader.image.read_word(place)
        return entry & ~3

    # The contract of a corefile

    def page(self, space: Space, index: int) -> int:
        try:
            pa, slot = self._place(index << self.page_shift)
        except (AddressError, LayoutError):
            return HOLE
        if pa is not None:
            return self.core.page(PHYS, pa >> self.page_shift)
        if slot and self.swap is not None:
            return SLOW | _SWAPPED | slot
        return HOLE

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        if not key & _SWAPPED or self.swap is None:
            return self.core.read_slow(key, offset, count)
        return self.swap.read(((key ^ _SWAPPED) << self.page_shift) + offset, count)

    def write(self, space: Space, address: int, data: bytes) -> int:
        pa = self.physical(space, address)
        return 0 if pa is None else self.core.write(PHYS, pa, data)

    def physical(self, space: Space, address: int) -> int | None:
        try:
            pa, _ = self._place(address & -self.page_size)
        except (AddressError, LayoutError):
            return None
        return None if pa is None else pa + address % self.page_size

    def fault(self, space: Space, address: int) -> Fault:
        name = f"address space {self.vmspace:#x}"
        try:
            pa, slot = self._place(address & -self.page_size)
        except AddressError as error:
            return Fault(Fault.NOT_DUMPED, name, address, f"cannot be found: {error}")
        except LayoutError as error:
            return Fault(Fault.UNMAPPED, name, address, f"cannot be found: {error}")
        if pa is not None:
            content = self.core.facts.get("content")
            kernel_only = (
                "was not dumped: the dump holds kernel pages only" if content == "kernel pages" else None
            )
            return Fault(Fault.NOT_DUMPED, name, address, kernel_only)
        if slot:
            if self.swap is None:
                return Fault(Fault.SWAPPED_OUT, name, address)
            return Fault(
                Fault.TRUNCATED, name, address, "lies behind the end of the swap file", self.swap.path, slot
            )
        if self._entry(address) is not None:
            return Fault(Fault.NOT_DUMPED, name, address, "is in no page of memory")
        return Fault(Fault.UNMAPPED, name, address)

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        """Yield what can be read: pages of amaps and of objects, by address."""
        self._entry(0)
        first = last = 0
        for entry in self._entries or ():
            for va in sorted({*self._filled(entry), *self._resident(entry)}):
                if va < last or self.page(space, va >> self.page_shift) == HOLE:
                    continue
                if va > last:
                    if last > first:
                        yield first, last - first
                    first = va
                last = va + self.page_size
        if last > first:
            yield first, last - first

    def _filled(self, entry: tuple[int, ...]) -> Iterator[int]:
        """Yield the addresses of the slots of an entry's amap that are not empty."""
        start, end, first, amap, *_ = entry
        count, anons = self.reader.some_members("vm_amap", amap, "am_nslot", "am_anon")
        if not count or not anons or first < 0:
            return
        word, chunk = self.model.word, _CHUNK
        left = min(end - start >> self.page_shift, count - first)
        for at in range(0, left, chunk):
            size = min(chunk, left - at) * word
            raw, fault = self.reader.read_some(anons + (first + at) * word, size)
            for place in range(0, len(raw) - word + 1, word):
                if any(raw[place : place + word]):
                    yield start + (at + place // word << self.page_shift)
            if fault is not None:
                return

    def _resident(self, entry: tuple[int, ...]) -> Iterator[int]:
        """Yield the addresses at which pages of an entry's object are in memory."""
        start, end, _, _, target, offset, etype = entry
        if not target or etype & _ET_SUBMAP:
            return
        try:
            for place in self._object_offsets(target):
                if offset <= place < offset + end - start:
                    yield start + place - offset
        except SunkvmError:
            pass  # what came before serves

    def _object_offsets(self, target: int) -> Iterator[int]:
        """Yield the offsets of the pages of an object that are in memory."""
        reader = self.reader
        if not reader.has("uvm_object", "uo_pages.t_root"):
            yield from self._listed(target)
            return
        root, height, count = reader.members(
            "uvm_object", target, "uo_pages.t_root", "uo_pages.t_height", "uo_npages"
        )
        if not root or not 0 <= height <= _MAX_HEIGHT:
            return
        limit = min(_MAX_OBJECT_PAGES, count) * (height + 1)
        word = self.model.word_struct(_NODE)
        stack, looked = [(root & ~3, height, 0)], 0
        while stack:
            node, level, index = stack.pop()
            looked += 1
            if looked > limit:
                return
            if not level:
                yield index << self.page_shift
                continue
            raw, fault = reader.read_some(node, word.size)
            if fault is None:
                for number, entry in enumerate(word.unpack(raw)):
                    if entry & ~3:
                        stack.append((entry & ~3, level - 1, index << 4 | number))

    @property
    def facts(self) -> dict[str, object]:
        return dict(self.core.facts)
