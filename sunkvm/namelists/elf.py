"""Symbol tables of ELF files of either width and byte order, indexed in bulk from the raw section bytes.

Facts: System V ABI, chapters 4 (ELF header, sections, symbol table); ``nlist`` of illumos libelf for which table counts.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from itertools import accumulate

from ..errors import NamelistError, SymbolNotFoundError
from ..namelist import Namelist, Symbol
from ..source import ByteSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SHT_SYMTAB = 2
_SHT_NOBITS = 8
_MAX_SECTIONS = 1 << 20
_FEW = 16  # names that are searched for; for more the index of all symbols is cheaper


class _Bytes(ByteSource):
    """Bytes in memory as a source."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, count: int) -> bytes:
        return self._data[offset : offset + count]

    def close(self) -> None:
        pass


class ElfNamelist(Namelist):
    """The first SHT_SYMTAB of an ELF file; a stripped file has no symbols, which is no error.

    Reads what it needs when it is made and keeps nothing open. Raises `NamelistError` for damage.
    """

    def __init__(self, path: str, source: ByteSource | bytes) -> None:
        self.path = path
        file = _Bytes(source) if isinstance(source, bytes) else source
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
        self._index: dict[str, int] | None = None
        self._sorted: tuple[list[int], list[int]] | None = None
        self._columns: dict[tuple[str, int, int], array[int]] = {}

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
            return _Bytes(self._data)
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
                found.setdefault(_text(names[at : names.find(b"\0", at)]), (offset, size))
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

    def _column(self, code: str, first: int, step: int) -> array[int]:
        """Return every ``step``-th integer of the symbol table, read as integers of type ``code``."""
        key = (code, first, step)
        if key not in self._columns:
            whole = array(code, self._symtab[: self._count * self._entry])
            part = whole[first::step]
            if sys.byteorder != self.byteorder:
                part.byteswap()
            self._columns[key] = part
        return self._columns[key]

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

    def _string(self, offset: int) -> str:
        end = self._strtab.find(b"\0", offset)
        return _text(self._strtab[offset : end if end >= 0 else len(self._strtab)])

    def _names(self) -> dict[str, int]:
        if self._index is None:
            # One split of the whole string table; only names that share their tail with another need a second look.
            pieces = self._strtab.decode("latin-1").split("\0")
            starts = accumulate((len(piece) + 1 for piece in pieces), initial=0)
            known = dict(zip(starts, pieces, strict=False))
            names = list(map(known.get, self._name_offsets()))
            if None in names or not self._strtab.isascii():
                offsets = self._name_offsets()
                names = [
                    name if name is not None and name.isascii() else self._string(offsets[at])
                    for at, name in enumerate(names)
                ]
            self._index = dict(zip(names, range(len(names)), strict=True))  # type: ignore[arg-type]
            self._index.pop("", None)
        return self._index

    def find(self, names: Iterable[str]) -> dict[str, Symbol]:
        names = list(names)
        if len(names) > _FEW:
            self._names()
        found: dict[str, Symbol] = {}
        for name in names:
            index = self._index.get(name, -1) if self._index is not None else self._search(name)
            if index >= 0:
                found[name] = self._symbol(index, name)
        return found

    def _search(self, name: str) -> int:
        """Return the number of the last symbol of a name, or -1, by two substring searches."""
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        if wanted == b"\0":
            return -1
        best, offsets = -1, self._name_offsets()
        at = self._strtab.find(wanted)
        while at >= 0:
            # A match inside a longer name counts too: linkers let names share their tails.
            number = -1
            try:
                while True:
                    number = offsets.index(at, number + 1)
                    best = max(best, number)
            except ValueError:
                at = self._strtab.find(wanted, at + 1)
        return best

    def at(self, address: int) -> tuple[Symbol, int] | None:
        if self._sorted is None:
            values = self._values()
            named = self._name_offsets()
            order = sorted((at for at in range(self._count) if named[at]), key=values.__getitem__)
            self._sorted = [values[at] for at in order], order
        addresses, order = self._sorted
        position = bisect_right(addresses, address) - 1
        if position < 0:
            return None
        # Among symbols of one address prefer the one that has a type and a size, then the global one.
        last = position
        while position > 0 and addresses[position - 1] == addresses[last]:
            position -= 1
        candidates = [self._symbol(order[number]) for number in range(position, last + 1)]
        best = max(
            candidates, key=lambda symbol: (symbol.type in (1, 2), symbol.size > 0, symbol.binding == 1)
        )
        return best, address - int(best)

    def __getitem__(self, name: str) -> Symbol:
        index = self._names().get(name)
        if index is None:
            raise SymbolNotFoundError(name)
        return self._symbol(index, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
