"""Finished Solaris and illumos crash dumps, ``vmcore.N`` (illumos sys/dumphdr.h and savecore; versions 9 and 10).

The dump brings its own translations: a hash from (address space, page) to file offset, and a table of the page frames.
"""

from __future__ import annotations

import struct
from array import array

from ..corefile import HOLE, LEAF_PAGES, PHYS, SLOW, Corefile, Match, space_name
from ..datamodel import find
from ..errors import Fault, FormatError, ReadOnlyError
from ..schema.formats import solaris_dump as dump
from ..source import unmapped, unpacker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from ..records import Step, Translation
    from ..source import ByteSource

_MAGIC = {struct.pack("<I", dump.DUMP_MAGIC): "little", struct.pack(">I", dump.DUMP_MAGIC): "big"}
_SAVECORE_BLOCK = 128 * 1024
_UNKNOWN = HOLE - 1
_CONTENT = {
    dump.DF_KERNEL: "kernel pages",
    dump.DF_ALL: "all pages",
    dump.DF_CURPROC: "kernel and current process",
}
# What a dump of some pages only is said to hold.
_ONLY = {dump.DF_KERNEL: "kernel pages", dump.DF_CURPROC: "kernel pages and those of one process"}
_TEXTS = {
    "system": "dump_utsname.sysname",
    "node": "dump_utsname.nodename",
    "release": "dump_utsname.release",
    "version": "dump_utsname.version",
    "machine": "dump_utsname.machine",
    "platform": "dump_platform",
    "panic_string": "dump_panicstring",
    "uuid": "dump_uuid",
}


def read_header(source: ByteSource, offset: int = 0) -> tuple[DataModel, Layout, dict[str, Any]] | str:
    """Read a dumphdr; return (model, layout, members), or in a few words why there is none at ``offset``.

    Raises `FormatError` where there is one, but damaged or of an unknown version.
    """
    start = source.read(offset, 16)
    byteorder = _MAGIC.get(start[:4])
    if byteorder is None:
        return f"no dump header: {start[:4].hex(' ') or 'nothing'} at offset {offset:#x}, not ed c8 fe de or de fe c8 ed"
    if len(start) < 16:
        raise FormatError(source.path, "the dump header is cut off", offset=offset + len(start))
    version, _, wordsize = struct.unpack("<3I" if byteorder == "little" else ">3I", start[4:])
    if wordsize not in (32, 64):
        raise FormatError(source.path, f"the dump header tells a word size of {wordsize}", offset=offset + 12)
    if version not in (9, 10):
        raise FormatError(
            source.path, f"dump version {version} is not known (9 and 10 are)", offset=offset + 4
        )
    model = find(wordsize, byteorder)
    layout = (dump.dumphdr if version == 10 else dump.dumphdr_v9)(model)
    raw = source.read(offset, layout.size)
    if len(raw) < layout.size:
        raise FormatError(source.path, "the dump header is cut off", offset=offset + len(raw))
    names = tuple(layout.fields)
    return model, layout, dict(zip(names, layout.reader(*names)(raw), strict=True))


def probe(source: ByteSource) -> Match | str:
    """Claim files that begin with a dump header and are not compressed."""
    try:
        found = read_header(source)
    except FormatError:
        from .solaris_vmdump import is_vmdump_tail

        if is_vmdump_tail(source):  # which has the same header once more
            return "a compressed dump (vmdump) whose first header is damaged"
        raise
    if isinstance(found, str):
        return found
    model, layout, header = found
    if header["dump_flags"] & dump.DF_COMPRESSED:
        return "a compressed dump (vmdump), not an expanded one"
    why = (
        f"dump header magic {dump.DUMP_MAGIC:#x}, {model.byteorder}-endian, version {header['dump_version']}"
    )
    return Match(
        "solaris", model, header["dump_pagesize"], why, lambda: SolarisCorefile(source, model, layout, header)
    )


class SolarisHeader(Corefile):
    """What vmcore, vmdump and dump devices share: the header's facts and its sections.

    Keeps the source open until `close`.
    """

    personality = "solaris"
    kernel_symbol = "kas"
    serves = frozenset({PHYS, "as"})
    source: ByteSource

    def __init__(
        self, source: ByteSource, model: DataModel, layout: Layout, header: dict[str, Any], base: int = 0
    ) -> None:
        self.source = source
        self.path = source.path
        self.model = model
        self.header = header
        self.warnings = []
        self._layout = layout
        self.base = base
        self.namelist_offset = header["dump_ksyms"]
        self.page_size = header["dump_pagesize"]
        self.page_shift = header["dump_pageshift"]
        if self.page_size not in (1 << shift for shift in range(9, 23)):
            raise self._damaged(
                "dump_pagesize", f"page size {self.page_size} is not a power of two from 512 to 4 MiB"
            )
        if self.page_shift != self.page_size.bit_length() - 1:
            raise self._damaged(
                "dump_pageshift", f"page shift {self.page_shift} is not that of {self.page_size}"
            )

    def _damaged(self, member: str, reason: str) -> FormatError:
        return FormatError(self.path, reason, offset=self.base + self._layout.offset(member))

    def _section(self, member: str, size: int) -> int:
        """Return a section's offset after checking that ``size`` bytes of it are in the file."""
        offset: int = self.header[member]
        if offset < 0 or size < 0 or offset + size > self.source.size:
            end = f"{offset:#x} + {size:#x} bytes"
            raise self._damaged(
                member, f"{member} ({end}) lies outside the file of {self.source.size:#x} bytes"
            )
        return offset

    def gather(self, *, partial: bool = False) -> Corefile:
        from .solaris_sections import gather

        return gather(self, partial=partial)

    def namelist(self) -> bytes | None:
        size, stored = self.header["dump_ksyms_size"], self.header["dump_ksyms_csize"]
        if not size or not stored:
            return None
        offset = self._section("dump_ksyms", stored)
        if size > stored * 64:  # lzjb makes at most 66 bytes of 2, so more is a bomb or damage
            raise self._damaged("dump_ksyms_size", f"symbol table of {size:#x} bytes in {stored:#x}")
        data = self.source.read(offset, stored)
        if size == stored:
            return data
        from .lzjb import decompress

        plain = decompress(data, size)
        if len(plain) < size:
            raise FormatError(self.path, "the compressed symbol table is damaged", offset=offset)
        return plain

    def translated_spaces(self) -> frozenset[int]:
        """Return the address spaces of which the dump has pages."""
        raise NotImplementedError

    def _absent(self, space: Space, address: int) -> Fault:
        """Say why there is no page: the space has none there, or the dump was made without such pages."""
        content = self.header["dump_flags"] & dump.DF_CONTENT
        only = _ONLY.get(content)
        if only is not None and (space == PHYS or self._left_out(space, content)):
            return Fault(
                Fault.NOT_DUMPED, space_name(space), address, f"was not dumped: the dump holds {only} only"
            )
        return Fault(Fault.NOT_DUMPED if space == PHYS else Fault.UNMAPPED, space_name(space), address)

    def _left_out(self, space: Space, content: int) -> bool:
        """Tell whether a dump of this content has nothing of an address space; that of the kernel is in all."""
        if self.kernel_space is None or space == self.kernel_space:
            return False
        return content == dump.DF_KERNEL or space not in self.translated_spaces()

    @property
    def facts(self) -> Mapping[str, object]:
        header = self.header
        flags = header["dump_flags"]
        facts: dict[str, object] = {
            "crash_time": header["dump_crashtime"] or None,
            "flags": flags,
            "content": _CONTENT.get(flags & dump.DF_CONTENT, f"unknown ({flags & dump.DF_CONTENT:#x})"),
            "complete": bool(flags & dump.DF_COMPLETE),
            "live_dump": bool(flags & dump.DF_LIVE),
            "pages": header["dump_npages"],
            "translations": header["dump_nvtop"],
            "dump_version": header["dump_version"],
        }
        for name, member in _TEXTS.items():
            if member in header:
                facts[name] = header[member].split(b"\0", 1)[0].decode("utf-8", "replace")
        return facts

    def close(self) -> None:
        self.buffer = b""
        self.source.close()


class _PfnTable:
    """The page frame numbers of the dump's pages, ascending; read from the file where they are needed."""

    def __init__(self, data: Any, offset: int, count: int, model: DataModel) -> None:
        self._data = data
        self._offset = offset
        self._model = model
        self._word = model.word
        self._unpack = unpacker(model.word_struct(), data)
        self._count = count

    def elsewhere(self, data: Any) -> _PfnTable:
        """Return the same table in another copy of the file."""
        return _PfnTable(data, self._offset, self._count, self._model)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> int:
        value: int = self._unpack(self._data, self._offset + index * self._word)[0]
        return value


class SolarisCorefile(SolarisHeader):
    """An expanded dump. Spaces: `PHYS`, and each dumped address space by the kernel address of its ``struct as``."""

    format = "solaris"

    def __init__(self, source: ByteSource, model: DataModel, layout: Layout, header: dict[str, Any]) -> None:
        super().__init__(source, model, layout, header)
        # The hash is followed from place to place: a compressed file is unpacked for it.
        self.buffer = source.expand() if source.window is None else source.window
        self.writable = source.writable
        mask, pages = header["dump_hashmask"], header["dump_npages"]
        if mask < 0 or mask & (mask + 1):
            raise self._damaged("dump_hashmask", f"hash mask {mask:#x} is not a power of two less one")
        record = dump.dump_map(model)
        self._mask: int = mask
        self._record_size = record.size
        self._take_tables(self.buffer)
        self._heads = struct.Struct(f"{model.order}q{record.size - 8}x").iter_unpack
        self._map = self._section("dump_map", (mask + 1) * record.size)
        self._map_end = self._map + (mask + 1) * record.size
        self._pfns = _PfnTable(self.buffer, self._section("dump_pfn", pages * model.word), pages, model)
        self._mapped = self.buffer is source.buffer
        self._data: int = header["dump_data"]
        if self._data < 0:
            raise self._damaged("dump_data", f"dump_data is {self._data}")
        self._data_end = self._data + pages * self.page_size
        self._last_whole = source.size - self.page_size
        self._zero_tail = self._ends_in_zero_pages()
        self._spaces: frozenset[int] | None = None
        if self._data_end > source.size:
            missing = self._data_end - max(source.size, self._data)
            self.warnings.append(
                f"the file is {missing} bytes shorter than its page table says; "
                + (
                    "the pages behind its end read as zeros, as savecore leaves them"
                    if self._zero_tail
                    else "it was cut off"
                )
            )
        if not header["dump_flags"] & dump.DF_COMPLETE:
            self.warnings.append("the dump is not complete")

    def _ends_in_zero_pages(self) -> bool:
        """Tell a file that savecore ended early, because only zero pages were left, from one that was cut off.

        savecore writes blocks of 128 KiB (or a larger power of two) that begin with a page that is not zero, and never
        extends the file (illumos cmd/savecore/savecore.c). So the end lies on a block's border, and the last block
        holds something.
        """
        size = self.source.size
        return (
            self._data <= size < self._data_end
            and not size % _SAVECORE_BLOCK
            and bool(self.header["dump_flags"] & dump.DF_COMPLETE)
            and any(self.source.read(max(self._data, size - _SAVECORE_BLOCK), _SAVECORE_BLOCK))
        )

    def _take_tables(self, tables: Any) -> None:
        """Look pages up in what can be sliced."""
        order = self.model.order
        self._tables = tables
        self._record = unpacker(
            struct.Struct(f"{order}8x2q{'2Q' if self.model.bits == 64 else '2I'}"), tables
        )
        self._head = unpacker(struct.Struct(f"{order}q"), tables)

    def leave_mapping(self) -> bool:
        """Tell whether what was just found must be looked for again: it comes from a mapping that is lost."""
        if not (self._mapped and self.source.lost):
            return False
        self._mapped = False
        tables = unmapped(self.source)
        self._take_tables(tables)
        self._pfns = self._pfns.elsewhere(tables)
        return True

    def page(self, space: Space, index: int) -> int:
        where = self._page(space, index)
        return self._page(space, index) if self._mapped and self.leave_mapping() else where

    def _page(self, space: Space, index: int) -> int:
        where = self._find_frame(index) if space == PHYS else self._find_record(space, index)  # type: ignore[arg-type]
        if 0 <= where <= self._last_whole:
            return where
        return HOLE if where < 0 or where == HOLE else SLOW | where

    def leaf(self, space: Space, index: int) -> array[int]:
        found = self._leaf(space, index)
        return self._leaf(space, index) if self._mapped and self.leave_mapping() else found

    def _leaf(self, space: Space, index: int) -> array[int]:
        first, page = index * LEAF_PAGES, self._page
        if (
            not isinstance(space, int)
            or self._mask < LEAF_PAGES
            or first + LEAF_PAGES > 1 << 64 - self.page_shift
        ):
            return array("Q", [page(space, first + number) for number in range(LEAF_PAGES)])
        # Consecutive pages hash to consecutive buckets, so their heads are read at once. Short chains without a fault
        # are followed here; `page` judges all others.
        size, shift, base, end = self._record_size, self.page_shift, self._map, self._map_end
        bucket = ((space >> 3) + first) & self._mask
        heads = self._heads(
            self._tables[base + bucket * size : base + min(bucket + LEAF_PAGES, self._mask + 1) * size]
        )
        links = [link for (link,) in heads]
        if len(links) < LEAF_PAGES:
            links += [
                link for (link,) in self._heads(self._tables[base : base + (LEAF_PAGES - len(links)) * size])
            ]
        buffer, record = self._tables, self._record
        low, high, inside = self._data, min(self._data_end, self._last_whole + 1), self.page_size - 1
        found = array("Q", [_UNKNOWN]) * LEAF_PAGES
        va, mask, last = first << shift, self._mask, end - size
        for number, link in enumerate(links):
            steps = 8
            while link:
                if not base <= link <= last or link & 7 or not steps:
                    break
                link, data, owner, mapped = record(buffer, link)
                if mapped == va and owner == space:
                    if low <= data < high and not data - low & inside:
                        found[number] = data
                    break
                if (owner >> 3) + (mapped >> shift) - bucket - number & mask:
                    break
                steps -= 1
            else:
                found[number] = HOLE
            if found[number] == _UNKNOWN:
                found[number] = page(space, first + number)
            va += self.page_size
        return found

    def _find_frame(self, pfn: int) -> int:
        low, high, pfns = 0, len(self._pfns), self._pfns
        while low < high:
            middle = (low + high) >> 1
            if pfns[middle] < pfn:
                low = middle + 1
            else:
                high = middle
        if low == len(pfns) or pfns[low] != pfn:
            return HOLE
        return self._data + (low << self.page_shift)

    def _find_record(self, space: int, index: int) -> int:
        """Follow a hash chain; return the page's file offset, HOLE, or ``~offset`` of a corrupt link."""
        va = index << self.page_shift
        mask, base, size = self._mask, self._map, self._record_size
        bucket = ((space >> 3) + index) & mask
        link: int = self._head(self._tables, base + bucket * size)[0]
        if not link:
            return HOLE
        buffer, record, end, shift = self._tables, self._record, self._map_end, self.page_shift
        came_from = base + bucket * size
        mark, steps, limit = link, 0, 2  # Brent's loop detection: the original would go round for ever
        while link:
            if link < base or link + size > end or link & 7:
                return ~came_from
            following, data, space_here, va_here = record(buffer, link)
            if ((space_here >> 3) + (va_here >> shift)) & mask != bucket:
                return ~link
            if va_here == va and space_here == space:
                if data < self._data or data >= self._data_end or (data - self._data) & (self.page_size - 1):
                    return ~link
                return data  # type: ignore[no-any-return]
            came_from, link = link, following
            if link == mark:
                return ~came_from
            steps += 1
            if steps == limit:
                mark, steps, limit = link, 0, limit * 2
        return HOLE

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        data = self.source.read(key + offset, count)
        return data.ljust(count, b"\0") if self._zero_tail else data

    def write(self, space: Space, address: int, data: bytes) -> int:
        if not self.writable:
            raise ReadOnlyError(self.path)
        where = self.page(space, address >> self.page_shift)
        if where == HOLE:
            return 0
        inside = address & (self.page_size - 1)
        if where & SLOW:
            if self._zero_tail:
                raise ReadOnlyError(
                    self.path,
                    "has no room for this page: it lies behind the end, where savecore left zeros out",
                )
            return 0
        return self.source.write(where + inside, data)

    def fault(self, space: Space, address: int) -> Fault:
        self.leave_mapping()
        name = space_name(space)
        index = address >> self.page_shift
        if space == PHYS:
            if self._find_frame(index) != HOLE:
                return Fault(
                    Fault.TRUNCATED, name, address, "lies behind the end of the file, which was cut off"
                )
            return self._absent(space, address)
        where = self._find_record(space, index)  # type: ignore[arg-type]
        if where == HOLE:
            return self._absent(space, address)
        if where < 0:
            return Fault(Fault.CORRUPT, name, address, "dump map corrupt", self.path, ~where)
        return Fault(Fault.TRUNCATED, name, address, "lies behind the end of the file, which was cut off")

    def physical(self, space: Space, address: int) -> int | None:
        self.leave_mapping()
        index, inside = address >> self.page_shift, address & (self.page_size - 1)
        if space == PHYS:
            return None if self._find_frame(index) == HOLE else address
        where = self._find_record(space, index)  # type: ignore[arg-type]
        if where == HOLE or where < 0:
            return None
        return (self._pfns[(where - self._data) >> self.page_shift] << self.page_shift) + inside

    def steps(self, space: Space, address: int) -> tuple[list[int], int | None]:
        """Return how the original looks an address up, and the file offset that it finds.

        The steps are indexes into the pfn table, or file offsets of the chain's records; the answer is the offset of the
        address itself, 0 where it finds nothing and None where it meets a corrupt link.
        """
        index, inside = address >> self.page_shift, address & (self.page_size - 1)
        steps: list[int] = []
        if space == PHYS:
            first, last = 0, len(self._pfns) - 1
            while last >= first:
                middle = (first + last) // 2
                steps.append(middle)
                pfn = self._pfns[middle]
                if pfn == index:
                    return steps, self._data + (middle << self.page_shift) + inside
                first, last = (middle + 1, last) if pfn < index else (first, middle - 1)
            return steps, 0
        assert isinstance(space, int)
        bucket = ((space >> 3) + index) & self._mask
        link = self._head(self._tables, self._map + bucket * self._record_size)[0]
        seen: set[int] = set()
        while link:
            steps.append(link)
            if link < self._map or link + self._record_size > self._map_end or link & 7 or link in seen:
                return steps, None
            seen.add(link)
            following, data, space_here, va_here = self._record(self._tables, link)
            if ((space_here >> 3) + (va_here >> self.page_shift)) & self._mask != bucket:
                return steps, None
            if va_here == index << self.page_shift and space_here == space:
                return steps, data + inside
            link = following
        return steps, 0

    def translate(self, space: Space, address: int) -> Translation:
        from ..records import Translation

        self.leave_mapping()
        page, inside = address >> self.page_shift, address & (self.page_size - 1)
        steps = tuple(self._frame_steps(page) if space == PHYS else self._record_steps(space, page))  # type: ignore[arg-type]
        where = self._find_frame(page) if space == PHYS else self._find_record(space, page)  # type: ignore[arg-type]
        if where == HOLE or where < 0:
            why = str(self.fault(space, address).error())
            return Translation(space, address, address - inside, inside, steps, None, None, None, None, why)
        index = (where - self._data) >> self.page_shift
        frame = self._pfns[index]
        why_not = None
        if where > self._last_whole and not self._zero_tail and where + inside >= self.source.size:
            why_not = str(self.fault(space, address).error())
        return Translation(
            space,
            address,
            address - inside,
            inside,
            steps,
            index,
            frame,
            (frame << self.page_shift) + inside,
            where + inside,
            why_not,
        )

    def _frame_steps(self, pfn: int) -> Iterator[Step]:
        """Yield what the original's search of the frame table looks at."""
        from ..records import Step

        base = self.header["dump_pfn"]
        for number in self.steps(PHYS, pfn << self.page_shift)[0]:
            yield Step("pfn", base + number * self.model.word, number, frame=self._pfns[number])

    def _record_steps(self, space: int, page: int) -> Iterator[Step]:
        """Yield the bucket and the records that the original goes through; a corrupt link leads outside the map."""
        from ..records import Step

        bucket = ((space >> 3) + page) & self._mask
        head = self._map + bucket * self._record_size
        yield Step("bucket", head, bucket, link=self._head(self._tables, head)[0])
        for offset in self.steps(space, page << self.page_shift)[0]:
            if offset < self._map or offset + self._record_size > self._map_end:
                yield Step("record", offset)
                return
            link, data, owner, va = self._record(self._tables, offset)
            yield Step("record", offset, space=owner, address=va, link=link, data=data)

    def translated_spaces(self) -> frozenset[int]:
        if self._spaces is None:
            self._spaces = frozenset(space for space, _, _ in self.records())
        return self._spaces

    def records(self) -> Iterator[tuple[int, int, int]]:
        """Yield (address space, page address, file offset) of every translation, in the order of the file."""
        unpack = struct.Struct(f"{self.model.order}16xq{'2Q' if self.model.bits == 64 else '2I'}").iter_unpack
        chunk = self._record_size * 4096
        for start in range(self._map, self._map_end, chunk):
            for data, space, va in unpack(self.source.read(start, min(chunk, self._map_end - start))):
                if data:
                    yield space, va, data

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        if space == PHYS:
            pages: Iterator[int] = (self._pfns[index] << self.page_shift for index in range(len(self._pfns)))
        else:
            # Records of addresses inside of a page are never found.
            inside = self.page_size - 1
            pages = iter(
                sorted({va for owner, va, _ in self.records() if owner == space and not va & inside})
            )
        start = end = -1
        for address in pages:
            if (
                address < end or address >> 64
            ):  # a table of frames that is out of order, so that searches miss them
                continue
            if address != end:
                if end > start:
                    yield start, end - start
                start = address
            end = address + self.page_size
        if end > start:
            yield start, end - start

    def close(self) -> None:
        self._tables = b""
        super().close()
