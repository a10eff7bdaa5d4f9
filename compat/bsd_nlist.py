"""nlist(3) of the BSDs' libcs on ELF files: how symbols become the ``n_type`` and ``n_value`` of a.out.

Facts: FreeBSD lib/libc/gen/nlist.c (``__fdnlist``, ``elf_sym_to_nlist``), include/nlist.h; NetBSD lib/libc/gen/nlist.c
and nlist_elf32.c.
"""

from __future__ import annotations

import struct
from array import array

from ..errors import NamelistError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..source import ByteSource

N_UNDF, N_ABS, N_TEXT, N_DATA, N_BSS, N_FN, N_EXT = 0, 2, 4, 6, 8, 0x1E, 1

_SHT_PROGBITS, _SHT_SYMTAB, _SHT_NOBITS = 1, 2, 8
_SHF_WRITE = 1
_SHN_UNDEF, _SHN_ABS, _SHN_COMMON, _SHN_XINDEX = 0, 0xFFF1, 0xFFF2, 0xFFFF
_STT_FILE = 4
_STT_TYPES = {1: N_DATA, 2: N_TEXT, 4: N_FN, 5: N_DATA}  # OBJECT, FUNC, FILE, COMMON
_MAX_SECTIONS = 1 << 20


class ElfSymbols:
    """The symbol table of an ELF file, searched by name without an index of all symbols.

    Raises `NamelistError` for a file that is no ELF file or is damaged.

    Attributes:
        machine: its ``e_machine``.
        has_table: whether there is a table; a stripped file has none.
    """

    last_table = False
    """Whether of several tables the last counts, not the first."""

    def __init__(self, source: ByteSource) -> None:
        self.machine = 0
        self.has_table = False
        ident = source.read(0, 16)
        if ident[:4] != b"\x7fELF" or len(ident) < 16 or ident[4] not in (1, 2) or ident[5] not in (1, 2):
            raise NamelistError(source.path, "is not an ELF file")
        self._wide = ident[4] == 2
        order = "<" if ident[5] == 1 else ">"
        self._entry = struct.Struct(order + ("IBBHQQ" if self._wide else "IIIBBH"))
        self._offset = struct.Struct(order + "I")
        self._kinds: list[tuple[int, int]] = []
        self._symtab = self._strtab = self._names = b""
        self._found: dict[bytes, list[int]] = {}
        self._read(source, order)

    def _read(self, source: ByteSource, order: str) -> None:
        header = struct.Struct(order + ("HHIQQQIHHHHHH" if self._wide else "HHIIIIIHHHHHH"))
        raw = source.read(16, header.size)
        if len(raw) < header.size:
            raise NamelistError(source.path, "the ELF header is cut off")
        fields = header.unpack(raw)
        self.machine = fields[1]
        start, step, count = fields[5], fields[10], fields[11]
        section = struct.Struct(order + ("IIQQQQIIQQ" if self._wide else "IIIIIIIIII"))
        if not start or step < section.size:
            return
        if not count:
            first = source.read(start, section.size)
            count = section.unpack(first)[5] if len(first) == section.size else 0
        raw = source.read(start, min(count, _MAX_SECTIONS) * step)
        rows = [section.unpack_from(raw, at) for at in range(0, len(raw) - section.size + 1, step)]
        self._kinds = [(row[1], row[2]) for row in rows]
        for row in reversed(rows) if self.last_table else rows:
            if row[1] == _SHT_SYMTAB and row[6] < len(rows):
                strings = rows[row[6]]
                self._symtab = source.read(row[4], row[5])
                self._strtab = source.read(strings[4], strings[5])
                self.has_table = True
                return

    def numbers(self, name: str) -> list[int]:
        """Return the numbers of the symbols of a name, ascending."""
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        found = self._found.get(wanted)
        if found is None:
            found = self._found[wanted] = sorted(self._search(wanted)) if len(wanted) > 1 else []
        return found

    def _search(self, wanted: bytes) -> list[int]:
        """Look for the name in the strings, then for the places found in the symbols: two substring searches."""
        numbers: list[int] = []
        if not self._names:
            step = self._entry.size
            words = array("I", self._symtab[: len(self._symtab) // step * step])
            self._names = words[:: step // 4].tobytes()  # st_name stands first, 4 bytes in every ELF file
        names = self._names
        at = self._strtab.find(wanted)
        while at >= 0:
            # A match inside a longer name counts too: linkers let names share their tails.
            pattern = self._offset.pack(at)
            place = names.find(pattern)
            while place >= 0:
                if not place & 3:
                    numbers.append(place >> 2)
                place = names.find(pattern, place + 1)
            at = self._strtab.find(wanted, at + 1)
        return numbers

    def symbol(self, number: int) -> tuple[int, int]:
        """Return (n_type, n_value) of a symbol."""
        row = self._entry.unpack_from(self._symtab, number * self._entry.size)
        if self._wide:
            _, info, _, section, value, _ = row
        else:
            _, value, _, info, _, section = row
        return self._type(info, section), value

    def _type(self, info: int, section: int) -> int:
        raise NotImplementedError

    def pick(self, numbers: Sequence[Sequence[int]]) -> list[tuple[int, int] | None]:
        """Return (n_type, n_value) for each entry, given the numbers of the symbols that it could get, ascending.

        Of several symbols of one name the originals take the last that they meet before they have found everything
        they were asked for; so does this, but it counts what is found by name: the originals count symbols, so that two
        of one name make them stop before another name was found.
        """
        end = max((each[0] for each in numbers if each), default=0)
        complete = all(numbers)
        found: list[tuple[int, int] | None] = []
        for each in numbers:
            met = [number for number in each if number <= end] if complete else each
            found.append(self.symbol(met[-1]) if met else None)
        return found


class AoutSymbols(ElfSymbols):
    """The first SHT_SYMTAB of an ELF file, seen as FreeBSD sees it; a stripped file has no symbols."""

    def _type(self, info: int, section: int) -> int:
        found = N_UNDF
        if section == _SHN_ABS:
            found = N_FN if info & 15 == _STT_FILE else N_ABS
        elif section not in (_SHN_UNDEF, _SHN_COMMON) and section < len(self._kinds):
            kind, flags = self._kinds[section]
            if kind == _SHT_PROGBITS:
                found = N_DATA if flags & _SHF_WRITE else N_TEXT
            elif kind == _SHT_NOBITS:
                found = N_BSS
        return found | (N_EXT if info >> 4 in (1, 2) else 0)

    def lookup(self, names: Sequence[str]) -> list[tuple[int, int] | None]:
        """Return (n_type, n_value) for each name, None for those that there are not.

        A leading underscore of a name is optional.
        """
        return self.pick(
            [
                sorted({*self.numbers(name), *(self.numbers(name[1:]) if name.startswith("_") else ())})
                for name in names
            ]
        )


class NetbsdSymbols(ElfSymbols):
    """The last SHT_SYMTAB of an ELF file, seen as NetBSD sees it: types by those of ELF, not by sections."""

    last_table = True

    def _type(self, info: int, section: int) -> int:
        return _STT_TYPES.get(info & 15, N_UNDF) | (N_EXT if info >> 4 else 0)

    def lookup(self, names: Sequence[str]) -> list[tuple[int, int] | None]:
        """Return (n_type, n_value) for each name, None for those that there are not.

        One leading underscore is dropped from every name, and a symbol serves the first name only that then is its own:
        of ``_nprocs`` and ``nprocs`` the second is not found.
        """
        seen: set[str] = set()
        numbers: list[list[int]] = []
        for name in names:
            bare = name.removeprefix("_")
            numbers.append([] if bare in seen else self.numbers(bare))
            seen.add(bare)
        return self.pick(numbers)
