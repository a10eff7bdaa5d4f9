"""Symbol tables of ELF files of either width and byte order, indexed in bulk from the raw section bytes.

Facts: System V ABI, chapters 4 (ELF header, sections, symbol table); ``nlist`` of illumos libelf for which table counts.
"""

from __future__ import annotations

import struct

from ..errors import NamelistError
from ..namelist import Symbol
from .table import BytesSource, SymbolTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from ..source import ByteSource

_SHT_SYMTAB = 2
_SHT_NOBITS = 8
_MAX_SECTIONS = 1 << 20
_BINDING = bytes(16) + bytes([1]) * 240  # of st_info: whether a symbol is more than local


class ElfNamelist(SymbolTable):
    """The first SHT_SYMTAB of an ELF file; a stripped file has no symbols, which is no error.

    Reads what it needs when it is made and keeps nothing open. Raises `NamelistError` for damage. With ``underscored``
    names are found without the ``_`` that compilers of the system put in front, too.
    """

    def __init__(self, path: str, source: ByteSource | bytes, *, underscored: bool = False) -> None:
        super().__init__()
        self._underscored = underscored
        self.path = path
        file = BytesSource(source) if isinstance(source, bytes) else source
        ident = file.read(0, 16)
        if ident[:4] != b"\x7fELF" or len(ident) < 16:
            raise NamelistError(path, "is not an ELF file", offset=0)
        if ident[4] not in (1, 2) or ident[5] not in (1, 2):
            raise NamelistError(
                path, f"is an ELF file of unknown class {ident[4]} or byte order {ident[5]}", offset=4
            )
        self.bits = 32 * ident[4]
        self.byteorder = "little" if ident[5] == 1 else "big"
        self._order = "<" if ident[5] == 1 else ">"
        self._section_headers = 0, 0, 0
        self._beside = 0  # sections that are not about symbols: a ksyms image has none
        self._symtab, self._strtab = self._sections(file)
        self._data = source if isinstance(source, bytes) and self._beside else None
        self._places: dict[str, tuple[int, int]] | None = None
        self._entry = 24 if self.bits == 64 else 16
        self._count = len(self._symtab) // self._entry

    def _spellings(self, name: str) -> tuple[str, ...]:
        return (name, "_" + name) if self._underscored else (name,)

    def _sections(self, file: ByteSource) -> tuple[bytes, bytes]:
        wide = self.bits == 64
        header = struct.Struct(self._order + ("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"))
        raw = file.read(16, header.size)
        if len(raw) < header.size:
            raise NamelistError(self.path, "the ELF header is cut off", offset=file.size)
        _, self.machine, _, _, _, shoff, _, _, _, _, shentsize, shnum, names = header.unpack(raw)
        if not shoff:
            return b"", b""
        section = struct.Struct(self._order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII"))
        if shentsize < section.size:
            raise NamelistError(self.path, f"section headers of {shentsize} bytes", offset=58 if wide else 46)

        def read_section(number: int) -> tuple[int, ...]:
            raw = file.read(shoff + number * shentsize, section.size)
            if len(raw) < section.size:
                raise NamelistError(
                    self.path,
                    f"section header {number} lies outside the file",
                    offset=shoff + number * shentsize,
                )
            return section.unpack(raw)

        if not shnum:  # more than 65,279 sections: the count stands in the first one
            shnum = read_section(0)[5]
        self._section_headers = shoff, shentsize, min(shnum, _MAX_SECTIONS)
        self._beside = shnum
        for number in range(min(shnum, _MAX_SECTIONS)):
            _, kind, _, _, offset, size, link, _, _, _ = read_section(number)
            if kind != _SHT_SYMTAB:
                continue
            if link >= shnum:
                reason = f"the symbol table names section {link} of {shnum} for its strings"
                raise NamelistError(self.path, reason, offset=shoff + number * shentsize)
            self._beside = shnum - len({0, number, link, names})
            _, _, _, _, str_offset, str_size, _, _, _, _ = read_section(link)
            if offset + size > file.size or str_offset + str_size > file.size:
                raise NamelistError(
                    self.path, "the symbol table lies outside the file", offset=shoff + number * shentsize
                )
            return file.read(offset, size), file.read(str_offset, str_size)
        return b"", b""

    def file(self) -> ByteSource:
        if self._data is not None:
            return BytesSource(self._data)
        from ..source import open_source

        return open_source(self.path)

    @property
    def sections(self) -> Mapping[str, tuple[int, int]]:
        if self._places is None:
            self._places = {}
            if self._beside > 0:
                with self.file() as file:
                    self._places = self._find_sections(file)
        return self._places

    def _find_sections(self, file: ByteSource) -> dict[str, tuple[int, int]]:
        start, step, count = self._section_headers
        wide = self.bits == 64
        header = struct.Struct(self._order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII"))
        raw = file.read(start, count * step)
        if len(raw) < count * step:
            raise NamelistError(self.path, "the section headers lie outside the file", offset=start)
        rows = [header.unpack_from(raw, number * step) for number in range(count)]
        at = 62 if wide else 50
        number = struct.unpack(self._order + "H", file.read(at, 2))[0]
        if number == 0xFFFF:  # the number stands in the first section header
            number = rows[0][6]
        if number >= count:
            return {}
        _, _, _, _, offset, size, _, _, _, _ = rows[number]
        names = file.read(offset, min(size, _MAX_SECTIONS * 64))
        found: dict[str, tuple[int, int]] = {}
        for at, kind, _, _, offset, size, _, _, _, _ in rows:
            if kind and kind != _SHT_NOBITS:
                found.setdefault(
                    names[at : names.find(b"\0", at)].decode("utf-8", "surrogateescape"), (offset, size)
                )
        return found

    def section(self, name: str) -> bytes | None:
        place = self.sections.get(name)
        if place is None:
            return None
        offset, size = place
        with self.file() as file:
            if offset + size > file.size:
                raise NamelistError(self.path, f"section {name} lies outside the file", offset=offset)
            return file.read(offset, size)

    def _name_offsets(self) -> array[int]:
        return self._column("I", 0, 6 if self.bits == 64 else 4)

    def _values(self) -> array[int]:
        return self._column("Q", 1, 3) if self.bits == 64 else self._column("I", 1, 4)

    def _symbol(self, index: int, name: str | None = None) -> Symbol:
        raw = self._symtab[index * self._entry : (index + 1) * self._entry]
        if self.bits == 64:
            offset, info, _, section, value, size = struct.unpack(self._order + "IBBHQQ", raw)
        else:
            offset, value, size, info, _, section = struct.unpack(self._order + "IIIBBH", raw)
        return Symbol(
            self._string(offset) if name is None else name, value, size, info & 15, info >> 4, section
        )

    def _globals(self) -> bytes:
        """Return a byte for each symbol: 0 for local ones, 1 for the others."""
        infos = self._symtab[4 if self.bits == 64 else 12 : self._count * self._entry : self._entry]
        return infos.translate(_BINDING)

    def _rising(self) -> Sequence[int] | None:
        # The tables that NetBSD's savecore writes are sorted by address: locals stand among the globals there.
        marks = self._globals()
        first = marks.find(1)
        if first < 0 or marks.find(0, first) < 0:
            return None
        return sorted(range(self._count), key=marks.__getitem__)

    def _best(self, rows: list[int]) -> int:
        if len(rows) < 2:
            return rows[0] if rows else -1
        at = 4 if self.bits == 64 else 12
        return max(rows, key=lambda row: (self._symtab[row * self._entry + at] > 15, row))
