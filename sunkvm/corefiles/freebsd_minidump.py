"""FreeBSD minidumps: the kernel's pages, a bitmap that says which they are, and what translates the kernel's addresses.

Facts: sys/*/include/minidump.h, sys/kern/kern_dump.c and lib/libkvm/kvm_minidump_*.c of FreeBSD 10 to 15. Versions 1 to 3.
"""

from __future__ import annotations

import struct
from array import array

from ..corefile import HOLE, KVA, LEAF_PAGES, SLOW, Match
from ..errors import FormatError, NamelistError
from ..mmu import NOWHERE, Walk, Walker
from ..schema.formats import freebsd_dump as dump
from .bitmap import PageBitmap, in_order
from .freebsd_header import SIZE as header_size
from .freebsd_header import parse as parse_header
from .freebsd_header import tell
from .freebsd_machines import (
    ALIAS,
    DIRECT,
    HASHED,
    MACHINES,
    TABLE,
    TREE,
    BadHeader,
    Machine,
    Region,
)
from .paged import PagedCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from ..mmu import PagingForm
    from ..namelist import Namelist
    from ..records import Step
    from ..source import ByteSource

_MAX_BITMAP = 1 << 29  # 16 TiB in pages of 4 KiB
_MAX_RANGES = 1 << 16
_MAX_FILE = 1 << 62
_SHARED = ("amd64", "i386")  # whose version 1 DragonFly writes too, with the same magic
_SYSTEMS = {"freebsd": "FreeBSD", "dragonfly": "DragonFly"}


def read_header(
    source: ByteSource, magic: bytes, machines: Mapping[bytes, Machine]
) -> tuple[Machine, DataModel, Layout, dict[str, Any]] | str:
    """Read a minidump's header; return (machine, model, layout, members), or why there is none.

    ``magic`` is what comes before the machine's name. Raises `FormatError` where there is one, but damaged, of an
    unknown machine or version.
    """
    start = source.read(0, 72)
    if not start.startswith(magic):
        return f"does not begin with {magic.decode()!r}"
    name = start[len(magic) : 32].split(b"\0", 1)[0]
    machine = machines.get(name)
    if machine is None:
        text = name.decode("ascii", "replace")
        raise FormatError(source.path, f"is a minidump of {text!r}, which is not known", offset=len(magic))
    if len(start) < 72:
        raise FormatError(source.path, "the minidump header is cut off", offset=len(start))
    headers = dict(machine.headers)
    version_at = machine.headers[0][1](machine.models[0]).offset("version")
    version = 0
    for model in machine.models:
        version = int.from_bytes(start[version_at : version_at + 4], model.byteorder)
        if version in headers:
            break
    else:
        model = machine.models[0]
        version = int.from_bytes(start[version_at : version_at + 4], model.byteorder)
        known = ", ".join(str(number) for number in sorted(headers))
        raise FormatError(
            source.path,
            f"minidump version {version} of {machine.name} is not known ({known})",
            offset=version_at,
        )
    layout = headers[version](model)
    raw = source.read(0, layout.size)
    if len(raw) < layout.size:
        raise FormatError(source.path, "the minidump header is cut off", offset=len(raw))
    names = tuple(layout.fields)
    header: dict[str, Any] = dict(zip(names, layout.reader(*names)(raw), strict=True))
    header["byteorder"] = model.byteorder
    return machine, model, layout, header


def probe(source: ByteSource) -> Match | str:
    """Claim files that begin with a minidump's header."""
    return claim(source, dump.MAGIC, MACHINES, Minidump)


def claim(
    source: ByteSource, magic: bytes, machines: Mapping[bytes, Machine], kind: type[Minidump]
) -> Match | str:
    """Claim files that begin with a magic and the name of one of the machines."""
    found = read_header(source, magic, machines)
    if isinstance(found, str):
        return found
    machine, model, layout, header = found
    core = kind(source, machine, model, layout, header)
    why = f"begins with '{magic.decode()}{machine.name}', version {header['version']}"
    return Match(kind.format, model, core.page_size, why, core.opened)


class Minidump(PagedCorefile):
    """A minidump. The kernel's addresses lead through the page tables in it, through its direct map, or nowhere.

    Attributes:
        header: the members of the header by name.
        machine: what is particular to the machine.
    """

    format = "freebsd_minidump"
    personality = "freebsd"

    def __init__(
        self, source: ByteSource, machine: Machine, model: DataModel, layout: Layout, header: dict[str, Any]
    ) -> None:
        super().__init__(source)
        self.machine = machine
        self.model = model
        self.header = header
        self._layout = layout
        if self.personality == "freebsd" and header["version"] == 1 and machine.name in _SHARED:
            self.personality = ""
        try:
            self.page_shift = machine.page_shift(header)
            self.page_size = 1 << self.page_shift
            self._lay_out()
        except BadHeader as error:
            raise FormatError(self.path, str(error), offset=layout.offset(error.member)) from None

    def _lay_out(self) -> None:
        """Find the sections and the regions of addresses."""
        from ..mmus import find

        header, machine, size = self.header, self.machine, self.page_size

        def rounded(count: int) -> int:
            return -(-count // size) * size

        self._msgbuf = size
        self._avail = self._msgbuf + rounded(header["msgbufsize"])
        self._bitmap_at = self._avail + rounded(header.get("dumpavailsize", 0))
        self._table = self._bitmap_at + rounded(header["bitmapsize"])
        self._table_size: int = header[machine.table_size]
        self._pages_at = self._table + rounded(self._table_size)
        self._check("bitmapsize", self._bitmap_at, header["bitmapsize"])
        self._check(machine.table_size, self._table, self._table_size)
        if header["bitmapsize"] > _MAX_BITMAP:
            raise BadHeader("bitmapsize", f"a bitmap of {header['bitmapsize']:#x} bytes is too large")

        form, level = machine.entries(header)
        self._entry_form: PagingForm = find(form) if isinstance(form, str) else form
        self._level = level % len(self._entry_form.levels)
        here = self._entry_form.levels[self._level]
        self._entry_size, self._entry_shift = here.size, here.shift
        skipped = min(machine.first_entry(header) * here.size, self._table_size)
        self._table += skipped
        self._table_size -= skipped
        count = self._table_size // here.size
        if header["kernbase"] & (1 << here.shift) - 1:
            raise BadHeader("kernbase", f"kernbase {header['kernbase']:#x} is not on the border of a page")
        self._regions = machine.regions(header, count << here.shift)
        tree = machine.form(header)
        self.walker = None if tree is None else Walker(find(tree), self.read_physical)
        self._entries = Walker(self._entry_form, self.read_physical)
        self._root: int | None = None
        self._hashed = None
        if any(region.kind == HASHED for region in self._regions):
            from ..mmus.hpt import HashedTable

            self._hashed = HashedTable(self._table_size, self._read_table)
        for region in self._regions:
            if region.kind == ALIAS:
                self.displacement = region.base
            elif region.kind == DIRECT and region.base + region.high - region.low > 1 << 64:
                raise BadHeader("dmapphys", f"no direct map can begin at physical address {region.base:#x}")
        self._made: PageBitmap | None = None
        self._end_unseen = True

    def _check(self, member: str, offset: int, count: int) -> None:
        """See that a section is in the file, where its size is known without reading all of it."""
        if self.source.buffer is None:  # of what is compressed only this is known: no file is as long
            if offset + count > _MAX_FILE:
                raise BadHeader(member, f"{member} {count:#x} at offset {offset:#x} lies outside of any file")
        elif offset + count > self.source.size:
            raise BadHeader(
                member,
                f"{member} {count:#x} at offset {offset:#x} lies outside the file of {self.source.size:#x} bytes",
            )

    def opened(self) -> Minidump:
        """See that the bitmap is there, and return the corefile."""
        assert self._bitmap.size >= 0
        return self

    # What is only known when all pages are counted is looked at when somebody asks: that bitmap is long.

    @property
    def warnings(self) -> list[str]:
        if self._end_unseen:
            self._see_the_end()
        return self._warnings

    @warnings.setter
    def warnings(self, lines: list[str]) -> None:
        self._warnings = lines

    def _see_the_end(self) -> None:
        """Count the pages: is the file as long as its bitmap says, and is there a header behind the last of them?"""
        self._end_unseen = False
        if self.source.buffer is not None:
            end = self._pages_at + self._bitmap.count * self.page_size
            if end > self.source.size:
                missing = end - self.source.size
                self._warnings.append(
                    f"the file is {missing} bytes shorter than its bitmap says; it was cut off"
                )
            elif self.source.size - end >= header_size:  # live dumps end with it
                header = parse_header(self.source.read(end, header_size))
                if header is not None:
                    tell(self, header)

    @property
    def _bitmap(self) -> PageBitmap:
        if self._made is None:
            count = self.header["bitmapsize"]
            if count and len(self.source.read(self._bitmap_at + count - 1, 1)) < 1:
                there = len(self.source.read(self._bitmap_at, count))
                raise FormatError(
                    self.path, f"the bitmap of {count:#x} bytes is cut off", offset=self._bitmap_at + there
                )
            whole = count
            if self.model.byteorder != "little":
                whole -= count % self.machine.bitmap_word
            self._made = PageBitmap(self._read_bitmap, self._read_avail(), whole)
            self._find_pages()
        return self._made

    def _read_bitmap(self, offset: int, count: int) -> bytes:
        count = min(count, self.header["bitmapsize"] - offset)
        data = self.source.read(self._bitmap_at + offset, count)
        return in_order(data.ljust(count, b"\0"), self.machine.bitmap_word, self.model.byteorder)

    def _find_pages(self) -> None:
        """Decide whether the pages follow the page-table area at once, or on the next border of a page."""
        packed = self._table + self._table_size
        if self.machine.rounded_table or packed == self._pages_at or self._made is None:
            return
        size = self.source.size if self.source.buffer is not None else 0
        if self._pages_at + self._made.count * self.page_size != size:
            self._pages_at = packed

    def _read_avail(self) -> list[tuple[int, int, int]] | None:
        """Return (first page, pages, first bit) of the ranges of memory; None where each page has its bit."""
        size = self.header.get("dumpavailsize", 0)
        if not size:
            return None
        word, shift = self.machine.avail_word, self.page_shift
        if size > _MAX_RANGES * word:
            raise FormatError(
                self.path,
                f"dump_avail of {size:#x} bytes is too large",
                offset=self._layout.offset("dumpavailsize"),
            )
        data = self.source.read(self._avail, size)
        numbers = struct.unpack(
            f"{self.model.order}{len(data) // word}{'I' if word == 4 else 'Q'}",
            data[: len(data) // word * word],
        )
        spans: list[tuple[int, int, int]] = []
        bit = 0
        for number in range(0, len(numbers) - 1, 2):
            start, end = numbers[number], numbers[number + 1]
            if not end:
                break
            first = start >> shift
            pages = -(-end >> shift) - first
            if pages < 0 or (spans and first < spans[-1][0] + spans[-1][1]):
                raise FormatError(
                    self.path,
                    f"dump_avail is not in order: {start:#x} to {end:#x}",
                    offset=self._avail + number * word,
                )
            spans.append((first, pages, bit))
            bit += pages
        return spans

    # Frames

    def frame(self, number: int) -> int:
        rank = self._bitmap.rank(number)
        return HOLE if rank < 0 else self._at(self._pages_at + (rank << self.page_shift))

    def place(self, frames: array[int]) -> array[int]:
        from ..lanes import runs

        shift, base = self.page_shift, self._pages_at + self._base
        last = self._plain_end - self.page_size
        pieces = runs(frames, shift)
        if pieces is not None:
            return self._place_runs(pieces, len(frames))
        ranks = self._bitmap.ranks([pa >> shift for pa in frames])
        out = array("Q", [HOLE if rank < 0 else base + (rank << shift) for rank in ranks])
        if last < base or base + (max(ranks, default=0) << shift) > last:
            for number, where in enumerate(out):
                if where != HOLE and where > last:
                    out[number] = where | SLOW
        return out

    def _place_runs(self, pieces: list[tuple[int, int, int]], count: int) -> array[int]:
        """Do what `place` does for (position, physical address or -1, pages)."""
        out = array("Q", [HOLE]) * count
        shift, base, size = self.page_shift, self._pages_at + self._base, self.page_size
        end = self._plain_end
        for position, pa, pages in pieces:
            if pa < 0:
                continue
            first = pa >> shift
            for page, length, rank in self._bitmap.runs(first, first + pages):
                at, where = position + page - first, base + (rank << shift)
                plain = max(0, min(length, end - where >> shift))
                out[at : at + plain] = array("Q", range(where, where + plain * size, size))
                for number in range(plain, length):
                    out[at + number] = where + (number << shift) | SLOW
        return out

    def frame_runs(self, low: int, high: int | None = None) -> Iterator[tuple[int, int]]:
        last = (
            None
            if self._plain_end < 0
            else -(-(self._plain_end - self._base - self._pages_at) >> self.page_shift)
        )
        for first, count, rank in self._bitmap.runs(low, high):
            if last is not None and rank + count > last:  # the file was cut off
                count = last - rank
            if count > 0:
                yield first, count

    def frame_leaf(self, index: int) -> array[int]:
        return self._place_runs([(0, index * LEAF_PAGES << self.page_shift, LEAF_PAGES)], LEAF_PAGES)

    def _is_memory(self, pa: int) -> bool:
        return self._bitmap.has_bit(pa >> self.page_shift)

    def _table_limit(self) -> int:
        return min(super()._table_limit(), 256 + 8 * self._bitmap.count)

    # The kernel's addresses

    def attach(self, namelist: Namelist) -> None:
        """Learn where the kernel's own tree of page tables begins, if the dump has no copy of it, and what form it has."""
        if namelist.machine and namelist.machine != self.model.elf_machine:
            raise NamelistError(
                namelist.path,
                f"is for ELF machine {namelist.machine}, so not of this {self.model.name} kernel",
            )
        if not self.personality:
            from .kernel_roots import identify

            self.personality = identify(self, namelist) or "freebsd"
        if self.machine.name == "riscv":
            self._learn_mode(namelist)
        if not any(region.kind == TREE for region in self._regions):
            return
        found = namelist.find(("isa3_proctab",)).get("isa3_proctab")
        if found is None:
            return
        pointer = self._peek(int(found))
        # The first entry of the process table is the kernel's; its low bits are the size of the root.
        entry = None if pointer is None else self._peek(pointer)
        if entry is not None:
            self._root = entry & 0x0FFF_FFFF_FFFF_FF00

    def _learn_mode(self, namelist: Namelist) -> None:
        """See how many levels the tables of processes have: riscv says so in a variable only (pmap_mode)."""
        variable = namelist.find(("pmap_mode",)).get("pmap_mode")
        pa = None if variable is None else self.kernel_walk(int(variable)).pa
        if pa is not None and self.read_physical(pa, 4) == b"\1\0\0\0":
            from ..mmus import find

            self.walker = Walker(find("riscv-sv48"), self.read_physical)

    def _peek(self, va: int) -> int | None:
        pa = self.kernel_walk(va).pa
        data = b"" if pa is None else self.read_physical(pa, 8)
        return int.from_bytes(data, self.model.byteorder) if len(data) == 8 else None

    def _read_table(self, offset: int, count: int) -> bytes:
        if offset >= self._table_size:
            return b""
        return self.source.read(self._table + offset, min(count, self._table_size - offset))

    def _region(self, va: int) -> Region | None:
        for region in self._regions:
            if region.low <= va < region.high:
                return region
        return None

    def alike(self, va: int) -> tuple[int, int]:
        here = self._region(va)
        low, high = 0, 1 << self.model.bits
        if here is not None and here.kind == TABLE:
            low, high = self._entry_alike(self._entry_form, self.kernel_walk, va, here.low, here.high)
        elif va >= high or (here is not None and here.kind != DIRECT):
            return super().alike(va)
        for region in self._regions:
            for border in (region.low, region.high):
                if low < border <= va:
                    low = border
                elif va < border < high:
                    high = border
        return low, high

    def kernel_walk(self, va: int) -> Walk:
        region = self._region(va)
        if region is not None and region.kind == ALIAS:
            va = va + region.base & self.model.mask
            region = self._region(va)
        if region is None or region.kind == ALIAS:
            return Walk(None, 0, -1, 0, None, "range")
        if region.kind == DIRECT:
            return Walk(va - region.low + region.base, self.page_size, -1, 0, None, None)
        if region.kind == TABLE:
            number = (va - region.low) >> self._entry_shift
            raw = self._read_table(number * self._entry_size, self._entry_size)
            if len(raw) < self._entry_size:
                return Walk(None, 0, self._level, 0, None, "absent")
            entry = int.from_bytes(raw, self._entry_form.byteorder)  # type: ignore[arg-type]
            return self._entries.follow(self._level, entry, va)
        if region.kind == TREE:
            if self._root is None or self.walker is None:
                return Walk(None, 0, 0, 0, 0, "absent")
            return self.walker.walk(self._root, va - region.low + (region.low & (1 << 52) - 1))
        assert self._hashed is not None
        found = self._hashed.find(va)
        if found is None:
            return Walk(None, 0, 0, 0, None, "invalid")
        pa, size, entry = found
        return Walk(pa, size, 0, entry, None, None)

    def _step(self, level: int, table: int | None, entry: int, va: int) -> Step:
        region = self._region(va)
        if table is not None or region is None or region.kind != TABLE:
            return super()._step(level, table, entry, va)
        from ..records import Step

        number = (va - region.low) >> self._entry_shift
        name = self._entry_form.levels[level].name
        return Step(name, self._table + number * self._entry_size, number, link=entry)

    def mapped(self, space: Space, address: int) -> int:
        if space == KVA:
            for region in self._regions:
                if region.low <= address < region.high:
                    if region.kind == TABLE:
                        at = ((address - region.low) >> self._entry_shift) * self._entry_size
                        raw = self.source.read(self._table + at, self._entry_size)
                        if len(raw) < self._entry_size:
                            return -1
                        entry = int.from_bytes(raw, self._entry_form.byteorder)  # type: ignore[arg-type]
                        return self._entries.find_from(self._level, entry, address)
                    if region.kind == DIRECT:
                        return address - region.low + region.base
                    break
        return super().mapped(space, address)

    def kernel_frames(self, index: int) -> array[int]:
        out = array("Q", [NOWHERE]) * LEAF_PAGES
        shift = self.page_shift
        low = index * LEAF_PAGES << shift
        high = low + (LEAF_PAGES << shift)
        for region in reversed(self._regions):
            first, last = max(low, region.low), min(high, region.high)
            if first >= last:
                continue
            at, count = (first - low) >> shift, -(-(last - first) >> shift)
            if region.kind == DIRECT:
                pa = first - region.low + region.base
                out[at : at + count] = array("Q", range(pa, pa + (count << shift), 1 << shift))
            elif region.kind == TABLE:
                part = array("Q", [NOWHERE]) * count
                begin = (first - region.low) >> self._entry_shift
                end = (last - 1 - region.low) >> self._entry_shift
                raw = self._read_table(begin * self._entry_size, (end - begin + 1) * self._entry_size)
                entries = self._entries.entries(raw, self._entry_size)
                self._entries.fill(self._level, entries, first, part, 0)
                out[at : at + count] = part
            else:
                for number in range(count):
                    pa_or_none = self.kernel_walk(first + (number << shift)).pa
                    out[at + number] = NOWHERE if pa_or_none is None else pa_or_none
        return out

    def kernel_mappings(self) -> Iterator[tuple[int, int, int, int | None]]:
        done = 0
        for region in sorted(self._regions, key=lambda region: region.low):
            low = max(region.low, done)
            if not region.listed or low >= region.high:
                continue
            done = region.high
            if region.kind == DIRECT:
                first = low - region.low + region.base >> self.page_shift
                last = region.high - region.low + region.base >> self.page_shift
                for frame, count in self.frame_runs(first, last):
                    pa = frame << self.page_shift
                    yield pa - region.base + region.low, pa, count << self.page_shift, None
            else:
                yield from self._region_mappings(region, low)

    def _region_mappings(self, region: Region, low: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the mappings of a region that is not direct, from ``low``."""
        if region.kind == TABLE:
            yield from self.table_mappings(region, low)
        elif region.kind == HASHED and self._hashed is not None:
            yield from self._hashed.mappings(low, region.high)
        elif region.kind == TREE and self._root is not None and self.walker is not None:
            cut = (1 << 52) - 1
            above = region.low & ~cut
            for va, pa, size, entry in self.walker.mappings(
                self._root, low & cut, (region.high - 1 & cut) + 1, self._table_limit()
            ):
                yield va | above, pa, size, entry

    def table_mappings(
        self, region: Region | None = None, low: int = 0
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield (address, physical address, bytes, entry) behind the stored entries, ascending; nothing where none are."""
        if region is None:
            for region in self._regions:
                if region.kind == TABLE:
                    break
            else:
                return
        budget = [self._table_limit()]
        chunk = 4096 * self._entry_size
        for start in range(0, self._table_size // self._entry_size * self._entry_size, chunk):
            raw = self._read_table(start, chunk)
            va = region.low + (start // self._entry_size << self._entry_shift)
            if va >= region.high:
                return
            entries = self._entries.entries(raw, self._entry_size)
            if not any(entries):
                continue
            yield from self._entries.entry_mappings(
                self._level, entries, va, max(low, region.low), region.high, budget
            )

    def prot(self, entry: int) -> int:
        """Return what an entry of the kernel's page table allows: read 1, write 2, execute 4."""
        if self._hashed is not None:
            return 1 | (2 if entry & 3 == 2 else 0) | (0 if entry & 4 else 4)
        return self._entry_form.prot(entry)

    def direct_address(self, pa: int) -> int | None:
        """Return the address of physical memory in the direct map, None where there is none or it ends below."""
        for region in self._regions:
            if region.kind == DIRECT and region.listed:
                va = pa - region.base + region.low
                return va if region.low <= va < region.high else None
        return None

    # Beside memory

    def message_buffer(self) -> bytes:
        """Return the copy of the kernel's message buffer that the dump has in front of the pages, not put in order."""
        return self.source.read(self._msgbuf, self.header["msgbufsize"])

    @property
    def facts(self) -> Mapping[str, object]:
        warnings = self.warnings  # first, as looking for them finds what is told
        return {
            "system": _SYSTEMS.get(self.personality),
            "machine": self.model.name,
            "content": "kernel pages",
            "dump_version": self.header["version"],
            "pages": self._bitmap.count,
            "complete": not warnings,
            **self.told,
        }
