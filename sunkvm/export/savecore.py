"""Compressed dumps and dump devices, expanded to ``unix.N`` and ``vmcore.N`` as savecore does it.

Facts: illumos cmd/savecore/savecore.c. For the same dump the files are the same, byte for byte and hole for hole.
"""

from __future__ import annotations

import os
import struct
from array import array

from ..corefile import open_corefile
from ..corefiles.lzjb import decompress
from ..corefiles.solaris_vmdump import CompressedDump
from ..drafts import refuse_taken, write_at, write_files
from ..errors import FileError, FormatError, UnsupportedError
from ..schema.formats import solaris_dump as dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Progress = Callable[[int, int], None]

_BLOCK = 128 * 1024
_CHUNK = 4096  # hash entries a write
_MOST = 1 << 31
_TICK = 1024  # pages between two calls of the progress callback


def expand(
    path: str | os.PathLike[str],
    directory: str | os.PathLike[str],
    number: int,
    progress: Progress | None = None,
    *,
    partial: bool = False,
) -> tuple[str, str]:
    """Write a vmdump or a dump device as ``unix.N`` and ``vmcore.N``; return both paths.

    ``progress`` is called with what is done and what is to be done, in several passes of different units. A dump that is
    damaged or not complete raises `FormatError`, unless ``partial`` is set: then what is lost is left out, and reads as
    zeros later.

    The files appear under their names complete, or not at all, and can be read by their owner only. Raises FileExistsError
    where one of the names is taken, any other OSError as it comes, `OpenError` for the dump, and `UnsupportedError` where
    it is none that needs expanding; nothing is left behind then.
    """
    folder = os.fspath(directory)
    names = [os.path.join(folder, f"{kind}.{number}") for kind in ("unix", "vmcore")]
    core = open_corefile(os.fspath(path))
    try:
        if not isinstance(core, CompressedDump):
            raise UnsupportedError(f"{core.path}: is not a compressed dump, so there is nothing to expand")
        refuse_taken(names)
        core.progress = progress
        work = _Expansion(core, partial, progress)
        write_files({names[0]: work.write_symbols, names[1]: work.write_core})
    finally:
        core.close()
    return names[0], names[1]


class _Expansion:
    """One dump on its way into two files."""

    def __init__(self, core: CompressedDump, partial: bool, progress: Progress | None) -> None:
        self.core = core
        self.partial = partial
        self.progress = progress
        header = core.header
        self.page_size = core.page_size
        self.pages: int = header["dump_npages"]
        self.translations: int = header["dump_nvtop"]
        self.mask = (1 << max(self.translations - 1, 0).bit_length()) - 1
        self.record = struct.Struct(f"{core.model.order}3q2{'Q' if core.model.bits == 64 else 'I'}")
        # The sections in savecore's order.
        self.ksyms = self.page_size
        self.pfns = self.ksyms + self.round(header["dump_ksyms_size"])
        self.map = self.pfns + self.round(self.pages * core.model.word)
        self.data = self.map + self.round((self.mask + 1) * self.record.size)

    def round(self, size: int) -> int:
        return -(-size // self.page_size) * self.page_size

    def stored_symbols(self) -> bytes:
        """Return the symbol table as the dump has it, which may be compressed."""
        size, stored = self.core.header["dump_ksyms_size"], self.core.header["dump_ksyms_csize"]
        start = self.core.header["dump_ksyms"]
        if not 0 <= start <= start + stored <= self.core.source.size or size > 64 * stored:
            raise FormatError(
                self.core.path, f"a symbol table of {size:#x} bytes in {stored:#x}", offset=max(start, 0)
            )
        return self.core.source.read(start, stored)

    def write_symbols(self, file: int) -> None:
        size = self.core.header["dump_ksyms_size"]
        plain = decompress(self.stored_symbols(), size)
        if len(plain) < size and not self.partial:
            reason = f"the compressed symbol table is damaged after {len(plain)} of {size} bytes"
            raise FormatError(self.core.path, reason, offset=self.core.header["dump_ksyms"])
        write_at(file, plain, 0)
        os.ftruncate(file, size)

    def write_core(self, file: int) -> None:
        self._write_core(file)
        if self.core.leave_mapping():  # some of it came from a mapping that is lost
            self._write_core(file)

    def _write_core(self, file: int) -> None:
        self.check()
        write_at(file, self.stored_symbols(), self.ksyms)
        start = self.core.header["dump_pfn"]
        write_at(file, self.core.source.read(start, self.pages * self.core.model.word), self.pfns)
        self.write_map(file)
        self.write_pages(file)
        write_at(file, self.header(), 0)

    def check(self) -> None:
        """Raise `FormatError` if not everything is there and nothing less was asked for."""
        section = self.core.pages()
        if self.partial or not (section.damages or section.lost()):
            return
        lost = next((number for number in range(self.pages) if self.core.place(number) < 0), self.pages)
        damage = section.damage(lost) if lost < self.pages else section.damages[0]
        reason = f"{damage.reason}; {section.lost()} of {self.pages} pages are lost"
        raise FormatError(self.core.path, reason, offset=damage.offset)

    def header(self) -> bytes:
        core = self.core
        raw = bytearray(core.raw_header())
        members = {
            "dump_flags": core.header["dump_flags"] & ~(dump.DF_VALID | dump.DF_COMPRESSED),
            "dump_ksyms": self.ksyms,
            "dump_pfn": self.pfns,
            "dump_map": self.map,
            "dump_data": self.data,
            "dump_hashmask": self.mask,
        }
        for name, value in members.items():
            field = core.header_layout[name]
            struct.pack_into(core.model.order + field.format(core.model), raw, field.offset, value)
        return bytes(raw)

    def write_map(self, file: int) -> None:
        """Write the hash: entry i holds the head of bucket i, and beside it translation i; the newest comes first."""
        core, shift, mask = self.core, self.core.page_shift, self.mask
        size, base = self.record.size, self.map
        # Numbers from 1, as 0 ends a chain: of the record by bucket, of the next record and of the page by record.
        if self.translations > _MOST:
            raise FormatError(core.path, f"{self.translations} translations are too many", offset=0)
        heads = array("I", [0]) * (mask + 1)
        following = array("I", [0]) * self.translations
        numbers = array("I", [0]) * self.translations
        vtop = core.raw_translations
        for first, spaces, addresses, pfns in vtop.records():
            for at, (space, va, pfn) in enumerate(zip(spaces, addresses, pfns, strict=True), first):
                number = core.number_of(pfn) + 1
                if number:
                    numbers[at] = number
                    bucket = ((space >> 3) + (va >> shift)) & mask
                    following[at] = heads[bucket]
                    heads[bucket] = at + 1
        pack = self.record.pack_into
        records = self.each_translation()
        for start in range(0, mask + 1, _CHUNK):
            end = min(start + _CHUNK, mask + 1)
            chunk = bytearray((end - start) * size)
            for at in range(start, end):
                link = heads[at] and base + (heads[at] - 1) * size
                space = va = data = later = 0
                if at < self.translations:
                    space, va = next(records)
                    if numbers[at]:
                        data = self.data + (numbers[at] - 1) * self.page_size
                        later = following[at] and base + (following[at] - 1) * size
                    else:
                        space = va = 0
                pack(chunk, (at - start) * size, link, later, data, space, va)
            write_at(file, chunk, base + start * size)

    def each_translation(self) -> Iterator[tuple[int, int]]:
        for _, spaces, addresses, _ in self.core.raw_translations.records():
            yield from zip(spaces, addresses, strict=True)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield (first page, count) of what savecore saves without a break."""
        ranges = self.core.pages().ranges
        yield from sorted(ranges)
        streamed = sum(count for _, count in ranges)
        if streamed < self.pages:
            yield streamed, self.pages - streamed

    def write_pages(self, file: int) -> None:
        """Write the pages. As savecore does, gather them up to the next block; a gather begins with no zero page."""
        size = self.page_size
        zero = bytes(size)
        done = 0
        for first, count in self.runs():
            gathered: list[bytes] = []
            for number in range(first, first + count):
                page = self.page(number)
                if len(page) < size:
                    self.lose(number)
                    page = page.ljust(size, b"\0")
                if gathered or page != zero:
                    gathered.append(page)
                end = self.data + (number + 1) * size
                if gathered and (not end % _BLOCK or number + 1 == first + count):
                    write_at(file, b"".join(gathered), end - len(gathered) * size)
                    gathered = []
                done += 1
                if self.progress is not None and not done % _TICK:
                    self.progress(done, self.pages)
        if self.progress is not None:
            self.progress(self.pages, self.pages)

    def page(self, number: int) -> bytes:
        """Return a page; with ``partial`` nothing of one that the system cannot read."""
        try:
            return self.core.read_slow(number, 0, self.page_size)
        except FileError:
            if not self.partial:
                raise
            return b""

    def lose(self, number: int) -> None:
        """Raise `FormatError` for a page that cannot be decoded, unless such are to be left out."""
        if not self.partial:
            damage: Any = self.core.pages().damage(number)
            reason = f"{damage.reason}: bad data in page {number} of {self.pages}"
            raise FormatError(self.core.path, reason, offset=damage.offset)
