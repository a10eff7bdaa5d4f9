"""Compressed Solaris and illumos crash dumps, ``vmdump.N``, as savecore copies them from the dump device.

They need no expanding: translations are looked up in the dump's unsorted table, pages are decoded where they are read.
(illumos sys/dumphdr.h, uts/common/os/dumpsubr.c and cmd/savecore; versions 9 and 10.)
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left

from ..corefile import HOLE, PHYS, SLOW, Match, space_name
from ..errors import Fault, FormatError
from ..schema.formats import solaris_dump as dump
from ..source import unmapped
from .solaris import SolarisHeader, read_header
from .solaris_pages import DataSection, StaleIndex
from .solaris_vtop import Translations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from ..records import Translation
    from ..source import ByteSource

    Progress = Callable[[int, int], None]
    Header = tuple[DataModel, Layout, dict[str, Any]]

_CACHE_VERSION = "1"
_WORTH_KEEPING = 4 << 20


def terminal_offset(size: int) -> int:
    """Return where the terminal header lies in a vmdump or device of ``size`` bytes; -1 if that is too small for two."""
    return max((size - dump.DUMP_OFFSET) & -dump.DUMP_OFFSET, 0) or -1


def try_header(source: ByteSource, offset: int) -> Header | FormatError | str:
    """Do as `read_header`, but return the error."""
    if offset < 0:
        return "the file is too short"
    try:
        return read_header(source, offset)
    except FormatError as error:
        return error


def is_vmdump_tail(source: ByteSource) -> bool:
    """Tell whether the file ends as a vmdump does, whatever its beginning is."""
    last = try_header(source, terminal_offset(source.size))
    return isinstance(last, tuple) and _of_vmdump(last[2])


def _of_vmdump(header: Mapping[str, Any]) -> bool:
    return bool(header["dump_flags"] & dump.DF_COMPRESSED) and header["dump_start"] == 0


def usable(source: ByteSource, found: Header | FormatError | str) -> bool:
    """Tell whether a header makes sense for this file: page size, and sections that lie inside."""
    if not isinstance(found, tuple):
        return False
    model, _, header = found
    size, shift = header["dump_pagesize"], header["dump_pageshift"]
    sections = (
        (header["dump_ksyms"], header["dump_ksyms_csize"]),
        (header["dump_pfn"], header["dump_npages"] * model.word),
        (header["dump_map"], header["dump_nvtop"] * dump.mem_vtop(model).size),
        (header["dump_data"], 0),
    )
    return (
        9 <= shift < 23
        and size == 1 << shift
        and all(offset >= 0 and count >= 0 and offset + count <= source.size for offset, count in sections)
    )


def differences(one: Header, other: Header) -> list[str]:
    """Return the names of the members that two headers disagree about, whether the dump was saved apart."""
    names = [name for name in one[2] if "." not in name and one[2][name] != other[2].get(name)]
    if (one[2]["dump_flags"] ^ other[2]["dump_flags"]) & ~dump.DF_VALID == 0:
        names = [name for name in names if name != "dump_flags"]
    return names


def probe(source: ByteSource) -> Match | str:
    """Claim files that begin with the header of a compressed dump, or end as a vmdump does."""
    first = try_header(source, 0)
    if isinstance(first, tuple) and not first[2]["dump_flags"] & dump.DF_COMPRESSED:
        return "an expanded dump (vmcore), not a compressed one"
    at = terminal_offset(source.size)
    last = try_header(source, at)
    if isinstance(last, tuple) and not _of_vmdump(last[2]):
        last = f"the header at {at:#x} is not that of a vmdump"
    warnings = []
    if not isinstance(first, tuple):
        if not isinstance(last, tuple):
            return str(first)
        warnings.append(f"the header at offset 0 is damaged or missing ({first}); the one at {at:#x} is used")
        chosen, base = last, at
    elif not isinstance(last, tuple):
        warnings.append(f"the terminal header is damaged or missing ({last}); the one at offset 0 is used")
        chosen, base = first, 0
    else:
        # Where both stand savecore believes the last.
        chosen, base = last, at
        names = differences(first, last) if first[1] is last[1] else ["dump_version"]
        if names:
            if usable(source, first) and not usable(source, last):
                chosen, base = first, 0
            warnings.append(
                f"the headers at offsets 0 and {at:#x} differ in {', '.join(names)}; the one at {base:#x} is used"
            )
    model, layout, header = chosen
    why = f"compressed dump header at {base:#x}, {model.byteorder}-endian, version {header['dump_version']}"

    def open() -> SolarisVmdump:
        return SolarisVmdump(source, model, layout, header, base, warnings)

    return Match("solaris_vmdump", model, header["dump_pagesize"], why, open)


class CompressedDump(SolarisHeader):
    """What a vmdump and a dump device share: unsorted translations, and pages that are compressed.

    Nothing of the sections is read before the first page is asked for; then there is one pass over the records of the data
    section, and one over the translations at the first virtual address. What they find is kept for later in
    `sunkvm.cachedir`. Where pages are lost, everything else stays readable.

    Attributes:
        progress: called with bytes done and bytes in all during those passes.
        data_header: the members of the dumpdatahdr behind the terminal header; empty where there is none.
        raw_translations: the translations as they stand in the file.
    """

    progress: Progress | None = None
    worth_keeping = _WORTH_KEEPING
    _distrust = False

    def __init__(
        self,
        source: ByteSource,
        model: DataModel,
        layout: Layout,
        header: dict[str, Any],
        base: int,
        warnings: list[str],
        terminal: int | None = None,
    ) -> None:
        super().__init__(source, model, layout, header, base)
        self.buffer = source.expand()
        self.warnings += warnings
        self.data_header = self._read_data_header(terminal)
        count: int = header["dump_nvtop"]
        pages: int = header["dump_npages"]
        vtop = self._section("dump_map", count * dump.mem_vtop(model).size)
        self.header_layout = layout
        self.raw_translations = Translations(self.path, self.buffer, vtop, count, model, self.page_shift)
        self._pfn_section = self._section("dump_pfn", pages * model.word)
        self._data = self._section("dump_data", 0)
        self._section_of_pages = DataSection(self.path, self.buffer, self._data, pages, self.page_size, model)
        self._mapped = self.buffer is source.buffer
        self._tables: Any = self.buffer
        self._pfns: array[int] | None = None
        self._spaces: frozenset[int] | None = None
        if not header["dump_flags"] & dump.DF_COMPLETE:
            self.warnings.append("the dump is not complete")

    def _read_data_header(self, terminal: int | None) -> dict[str, Any]:
        if terminal is None:
            return {}
        layout = dump.dumpdatahdr(self.model)
        raw = self.source.read(terminal + self._layout.size, layout.size)
        if len(raw) < layout.size:
            return {}
        names = tuple(layout.fields)
        found = dict(zip(names, layout.reader(*names)(raw), strict=True))
        return found if found["dump_datahdr_magic"] == dump.DATA_HEADER_MAGIC else {}

    @property
    def facts(self) -> Mapping[str, object]:
        facts = dict(super().facts)
        level = self.data_header.get("dump_clevel", -1)
        if 0 <= level < len(dump.COMPRESSIONS):
            facts["compression"] = dump.COMPRESSIONS[level]
        return facts

    def raw_header(self) -> bytes:
        """Return the bytes of the header that is used; `header_layout` is their layout."""
        return self.source.read(self.base, self._layout.size)

    def _cache_key(self, kind: str) -> bytes | None:
        if self.source.identity is None:
            return None
        from .. import cachedir

        return cachedir.key_of(
            f"{kind} {_CACHE_VERSION} {self.base} ".encode() + self.raw_header(), self.source
        )

    def pages(self) -> DataSection:
        """Return the data section after finding its pages. Raises `FormatError` if the header claims the impossible."""
        section = self._section_of_pages
        if not section.ready:
            self._obtain(section, "pages", self.source.size - self._data)
        return section

    def translations(self) -> Translations:
        """Return the translations with the hash over them. Raises `FormatError` if the header claims the impossible."""
        translations = self.raw_translations
        if not translations.ready:
            self._obtain(translations, "translations", len(translations) * dump.mem_vtop(self.model).size)
        return translations

    def _obtain(self, index: DataSection | Translations, kind: str, cost: int) -> None:
        """Load an index, or make and keep it."""
        from .. import cachedir

        key = self._cache_key(kind) if cost >= self.worth_keeping else None
        if key is not None:
            kept = cachedir.load(key)
            if kept is not None and not self._distrust and index.load(kept):
                return
        index.build(self.progress)
        if self.leave_mapping():
            index.forget()
            index.build(self.progress)
        if key is not None and not self.source.lost:
            cachedir.store(key, index.dump())

    def leave_mapping(self) -> bool:
        """Tell whether what was just found must be looked for again: it comes from a mapping that is lost."""
        if not (self._mapped and self.source.lost):
            return False
        self._mapped = False
        self._tables = unmapped(self.source)
        self._section_of_pages.move(self._tables)
        self.raw_translations.move(self._tables)
        self._pfns = None
        return True

    def pfns(self) -> array[int]:
        """Return the frame numbers of the dump's pages, ascending."""
        if self._pfns is None:
            pfns = array("Q" if self.model.bits == 64 else "I")
            start = self._pfn_section
            pfns.frombytes(self._tables[start : start + self.header["dump_npages"] * self.model.word])
            if self.leave_mapping():
                return self.pfns()
            if self.model.byteorder != sys.byteorder:
                pfns.byteswap()
            self._pfns = pfns
        return self._pfns

    def number_of(self, pfn: int) -> int:
        """Return the number of a frame's page, or -1 if the frame is not in the dump."""
        pfns = self._pfns if self._pfns is not None else self.pfns()
        number = bisect_left(pfns, pfn)
        return number if number < len(pfns) and pfns[number] == pfn else -1

    def _number(self, space: Space, index: int) -> int:
        """Return the number of a space's page, or -1."""
        if not isinstance(space, int):
            return self.number_of(index) if space == PHYS else -1
        for pfn, _ in self.translations().find(space, index):
            number = self.number_of(pfn)
            if number >= 0:  # savecore leaves translations to frames that were not dumped out
                return number
        return -1

    def page(self, space: Space, index: int) -> int:
        where = self._page(space, index)
        return self._page(space, index) if self._mapped and self.leave_mapping() else where

    def _page(self, space: Space, index: int) -> int:
        number = self._number(space, index)
        if number < 0:
            return HOLE
        place = self.place(number)
        if place == SLOW:
            return SLOW | number
        return HOLE if place < 0 else place

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        page = self._decoded(key)
        if self._mapped and self.leave_mapping():
            page = self._decoded(key)
        return page[offset : offset + count]

    def _decoded(self, number: int) -> bytes:
        try:
            return self.pages().page(number)
        except StaleIndex:
            return self._without_kept().page(number)

    def place(self, number: int) -> int:
        """Return where a page of a number is; see `DataSection.place`."""
        try:
            return self.pages().place(number)
        except StaleIndex:
            return self._without_kept().place(number)

    def _without_kept(self) -> DataSection:
        """Find the pages anew: an index that was kept says what is not so."""
        self._distrust = True
        self._section_of_pages.forget()
        return self.pages()

    def fault(self, space: Space, address: int) -> Fault:
        self.leave_mapping()
        name = space_name(space)
        number = self._number(space, address >> self.page_shift)
        if number < 0:
            return self._absent(space, address)
        section = self.pages()
        if (
            not section.damages
            and not self.header["dump_flags"] & dump.DF_COMPLETE
            and not self._decoded(number)
        ):
            return Fault(Fault.NOT_DUMPED, name, address, "was not dumped: the dump is incomplete")
        damage = section.damage(number)
        return Fault(Fault.CORRUPT, name, address, damage.reason, self.path, damage.offset)

    def physical(self, space: Space, address: int) -> int | None:
        self.leave_mapping()
        number = self._number(space, address >> self.page_shift)
        if number < 0:
            return None
        return (self.pfns()[number] << self.page_shift) + (address & (self.page_size - 1))

    def translate(self, space: Space, address: int) -> Translation:
        from ..records import Step, Translation

        page, inside = address >> self.page_shift, address & (self.page_size - 1)
        steps = []
        number, frames = -1, iter([page])
        if isinstance(space, int):
            found = list(self.translations().find(space, page))
            steps = [
                Step("record", offset, space=space, address=address - inside, frame=pfn)
                for pfn, offset in found
            ]
            frames = (pfn for pfn, _ in found)
        for pfn in frames:
            number = self.number_of(pfn)
            if number >= 0:
                steps.append(Step("pfn", self._pfn_section + number * self.model.word, number, frame=pfn))
                break
        if number < 0:
            why = str(self.fault(space, address).error())
            return Translation(
                space, address, address - inside, inside, tuple(steps), None, None, None, None, why
            )
        place = self.place(number)
        lost = place < 0 or len(self._decoded(number)) <= inside
        return Translation(
            space,
            address,
            address - inside,
            inside,
            tuple(steps),
            number,
            pfn,
            (pfn << self.page_shift) + inside,
            None if place < 0 or place == SLOW else place + inside,
            str(self.fault(space, address).error()) if lost else None,
        )

    def translated_spaces(self) -> frozenset[int]:
        if self._spaces is None:
            self._spaces = frozenset(self.raw_translations.spaces())
        return self._spaces

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        shift, size = self.page_shift, self.page_size
        if isinstance(space, int):
            found = {va for va, pfn in self.raw_translations.pages(space) if self.number_of(pfn) >= 0}
            addresses = iter(sorted(found))
        else:
            addresses = (pfn << shift for pfn in (self.pfns() if space == PHYS else ()))
        start = end = -1
        for address in addresses:
            if (
                address < end or address >> 64
            ):  # a table of frames that is out of order, so that searches miss them
                continue
            if address != end:
                if end > start:
                    yield start, end - start
                start = address
            end = address + size
        if end > start:
            yield start, end - start

    def close(self) -> None:
        # Views of the mapping would keep it from being closed.
        self._tables = b""
        self._section_of_pages.close()
        self.raw_translations.close()
        super().close()


class SolarisVmdump(CompressedDump):
    """A compressed dump. Spaces: `PHYS`, and each dumped address space by the kernel address of its ``struct as``."""

    format = "solaris_vmdump"

    def __init__(
        self,
        source: ByteSource,
        model: DataModel,
        layout: Layout,
        header: dict[str, Any],
        base: int,
        warnings: list[str],
    ) -> None:
        at = terminal_offset(source.size)
        super().__init__(source, model, layout, header, base, warnings, at if at > 0 else None)
