"""Planted memory of a BSD kernel in a machine: frames, page tables, and what minidumps and full dumps have of it."""

from __future__ import annotations

from ...schema import flat
from ...schema.formats import elf
from .chunks import memory_chunks, pages, scattered
from .page_tables import FORMS, PAGE, PageTables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..memory import Memory
    from ..plant.bsd import BsdKernel
    from .chunks import Chunk

_OSABI_STANDALONE = 255
_ET_CORE = 4
_LARGE = 1 << 21
_LOW_END, _HIGH_START = 0x9F000, 0x100000  # below and above the hole for video memory and BIOS of a PC


class Machine:
    """The machine that the memory is in: what lies in which frame, and the page tables.

    Attributes:
        frames: the bytes of a page by its physical address.
        mapped: (address, physical address) of what the kernel has mapped, but for the direct map.
        ranges: (first, end) of physical memory.
    """

    def __init__(self, memory: Memory, kernel: BsdKernel, form: str) -> None:
        self.memory = memory
        self.pae = form == "i386-pae"
        self.kernel = kernel
        nucleus, *rest = memory.spaces[memory.kernel]
        self.frames: dict[int, bytes | bytearray | memoryview] = {}
        self.mapped: list[tuple[int, int]] = []
        roots = [memory.kernel, *(key for key in memory.spaces if key != memory.kernel)]
        last_root = max(roots)
        self._next = last_root + PAGE
        size = sum(len(part.data) for each in memory.spaces.values() for part in each) - len(nucleus.data)
        moved, self._next = scattered(self._next, size // PAGE, PAGE)
        self.tables = PageTables(FORMS[form], memory.model.order, self._allocate)
        for root in roots:
            self.tables.root(root)
        for kva, data in pages(nucleus.base, nucleus.data):
            self._map(kva, kernel.image_address(kva), data)
        for part in rest:
            for kva, data in pages(part.base, part.data):
                self._map(kva, next(moved), data)
        for root in range(memory.kernel, last_root + PAGE, PAGE):
            self._map(root - kernel.roots_pa + kernel.roots, root, b"")
        if FORMS[form].large is not None:
            # Room for the tables of the direct map itself.
            for pa in range(0, self._next + 16 * PAGE, _LARGE):
                self.tables.map_large(memory.kernel, kernel.direct + pa, pa)
        for root, parts in memory.spaces.items():
            if root == memory.kernel:
                continue
            for part in parts:
                for uva, data in pages(part.base, part.data):
                    pa = next(moved)
                    self.frames[pa] = data
                    self.tables.map(root, uva, pa, user=True)
            if memory.model.name == "amd64":  # all processes have the kernel in the upper half
                self.tables.pages[root][PAGE // 2 :] = self.tables.pages[memory.kernel][PAGE // 2 :]
        self.frames.update(self.tables.pages)
        end = -(-self._next // _LARGE) * _LARGE
        start = kernel.direct_pa
        self.ranges = [(start, end)] if start else [(PAGE, _LOW_END), (_HIGH_START, end)]

    def _allocate(self) -> int:
        pa = self._next
        self._next += PAGE
        return pa

    def _map(self, kva: int, pa: int, data: bytes | bytearray | memoryview) -> None:
        self.frames[pa] = data
        self.mapped.append((kva, pa))
        self.tables.map(self.memory.kernel, kva, pa)

    def table(self, va: int, level: int) -> bytes | bytearray | None:
        """Return the kernel's page table of a level that an address leads to."""
        pa = self.tables.find(self.memory.kernel, va, level)
        return None if pa is None else self.tables.pages[pa]


def message_bytes(memory: Memory) -> bytes:
    """Return the bytes of the message buffer as they lie in memory."""
    symbols = {symbol.name: symbol for symbol in memory.symbols}
    text = symbols.get(".text")
    if text is None:
        return b""
    nucleus = memory.spaces[memory.kernel][0]
    at = int(text) - nucleus.base
    return bytes(nucleus.data[at : at + text.size])


def bitmap_of(places: list[int], ranges: list[tuple[int, int]] | None) -> bytes:
    """Return the bitmap: a bit for each page of the ranges, or for each up to the last one."""
    if ranges is None:
        ranges = [(0, places[-1] + PAGE)]
    bits = sum(-(-end // PAGE) - start // PAGE for start, end in ranges)
    found = bytearray(-(-bits // 8 // PAGE) * PAGE or PAGE)
    starts, first = [], 0
    for start, end in ranges:
        starts.append((start, end, first - start // PAGE))
        first += -(-end // PAGE) - start // PAGE
    for pa in places:
        for start, end, base in starts:
            if start <= pa < end:
                bit = base + pa // PAGE
                found[bit // 8] |= 1 << bit % 8
                break
        else:
            raise AssertionError(f"no memory at {pa:#x}")
    return bytes(found)


def full_dump(machine: Machine, more: Sequence[Mapping[str, int]] = ()) -> Iterator[Chunk]:
    """Yield an ELF core of all memory, with ``more`` program headers of nothing behind those of memory."""
    model = machine.memory.model
    header, program = elf.ehdr(model), elf.phdr(model)
    count = len(machine.ranges) + len(more)
    offset = -(-(header.size + count * program.size) // PAGE) * PAGE
    ident = b"\x7fELF" + bytes((model.elf_class, 1, elf.EV_CURRENT, _OSABI_STANDALONE))
    parts = [
        flat.pack(
            header,
            {
                "e_ident": ident,
                "e_type": _ET_CORE,
                "e_machine": model.elf_machine,
                "e_phoff": header.size,
                "e_ehsize": header.size,
                "e_phentsize": program.size,
                "e_phnum": count,
                "e_shentsize": elf.shdr(model).size,
            },
        )
    ]
    at = offset
    for start, end in machine.ranges:
        size = end - start
        members = {
            "p_type": elf.PT_LOAD,
            "p_flags": elf.PF_R,
            "p_offset": at,
            "p_vaddr": start,
            "p_paddr": start,
        }
        members |= {"p_filesz": size, "p_memsz": size, "p_align": PAGE}
        parts.append(flat.pack(program, members))
        at += size
    for extra in more:
        parts.append(flat.pack(program, {"p_flags": elf.PF_R, "p_offset": at, **extra}))
    yield b"".join(parts).ljust(offset, b"\0")
    yield from memory_chunks(machine.frames, machine.ranges, PAGE)
