"""Symbol tables of a.out files: NetBSD's headers with a machine id, older ones, and those of SunOS 2 to 4.

Facts: NetBSD sys/sys/exec_aout.h, sys/sys/aout_mids.h, lib/libc/gen/nlist_aout.c, sys/compat/sunos/sunos_exec.h; SunOS
a.out(5). C identifiers carry a leading underscore in such files; a look-up finds them with and without it, while
`AoutSymbol.name` is the spelling of the file, for those who must compare literally.
"""

from __future__ import annotations

import struct

from ..datamodel import MODELS
from ..errors import NamelistError
from ..namelist import Symbol
from .table import BytesSource, SymbolTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from ..datamodel import DataModel
    from ..source import ByteSource

OMAGIC, NMAGIC, ZMAGIC, QMAGIC = 0o407, 0o410, 0o413, 0o314
_MAGICS = {OMAGIC: "OMAGIC", NMAGIC: "NMAGIC", ZMAGIC: "ZMAGIC", QMAGIC: "QMAGIC"}

_HEADER = 32
_ENTRY = 12
N_EXT, N_TYPE, N_STAB, N_FN = 0x01, 0x1E, 0xE0, 0x1E
_GLOBAL = bytes(type & N_EXT for type in range(256))
_STABS = bytes(1 if type & N_STAB else 0 for type in range(256))

# Machine ids -> (ELF e_machine, byte order, page size that Z/QMAGIC files are rounded to). e_machine 0: not known.
_MIDS = {
    0x064: (3, "little", 4096),  # PC386
    0x086: (3, "little", 4096),  # I386
    0x087: (4, "big", 8192),  # M68K, 8 KiB pages
    0x088: (4, "big", 8192),  # M68K4K
    0x089: (97, "little", 4096),  # NS32532
    0x08A: (2, "big", 8192),  # SPARC
    0x08B: (8, "little", 4096),  # PMAX
    0x08C: (75, "little", 4096),  # VAX1K
    0x08E: (8, "big", 4096),  # MIPS
    0x08F: (40, "little", 4096),  # ARM6
    0x090: (4, "big", 2048),  # M680002K
    0x095: (20, "big", 4096),  # POWERPC
    0x096: (75, "little", 4096),  # VAX
    0x0C8: (4, "big", 8192),  # HP200
    0x12C: (4, "big", 8192),  # HP300
}
# SunOS machtype -> e_machine: old sun2, 68010, 68020, SPARC.
_SUN = {0: 4, 1: 4, 2: 4, 3: 2}
_SHN_ABS = 0xFFF1
_SECTIONS = {2: _SHN_ABS, 4: 1, 6: 2, 8: 3}  # N_ABS, N_TEXT, N_DATA, N_BSS
_TYPES = {4: 2, 6: 1, 8: 1}


class AoutSymbol(Symbol):
    """A symbol of an a.out file: what `Symbol` has, and the fields of ``struct nlist`` as the file has them."""

    n_type: int
    n_other: int
    n_desc: int


class AoutNamelist(SymbolTable):
    """The symbols of an a.out file, debugger symbols left out; a stripped file has none, which is no error.

    Reads what it needs when it is made and keeps nothing open. Raises `NamelistError` for damage.

    Attributes:
        kind: ``OMAGIC``, ``NMAGIC``, ``ZMAGIC`` or ``QMAGIC``.
        flavour: ``netbsd`` for headers with a machine id, ``sunos``, or ``old`` for those with nothing but the magic.
        mid: the machine id, or SunOS's machine type.
        entry: the address where the program starts.
    """

    def __init__(self, path: str, source: ByteSource | bytes) -> None:
        super().__init__()
        self.path = path
        file = BytesSource(source) if isinstance(source, bytes) else source
        raw = file.read(0, _HEADER)
        found = _identify(raw)
        if found is None:
            raise NamelistError(path, "is not an a.out file", offset=0)
        magic, self.flavour, self.mid, self.machine, self.byteorder, page = found
        if len(raw) < _HEADER:
            raise NamelistError(path, "the a.out header is cut off", offset=len(raw))
        self.kind = _MAGICS[magic]
        self.bits = 32
        self._order = "<" if self.byteorder == "little" else ">"
        text, data, _, syms, self.entry, trsize, drsize = struct.unpack_from(self._order + "7I", raw, 4)
        start = self._text_offset(magic, page) + text
        if self.flavour != "sunos" and magic in (ZMAGIC, QMAGIC):
            start = -(-start // page) * page
        self._read(file, start + data + trsize + drsize, syms)

    @property
    def model(self) -> DataModel | None:
        """The data model of the machine; None where the header does not tell it."""
        for model in MODELS.values():
            if (model.elf_machine, model.bits, model.byteorder) == (self.machine, self.bits, self.byteorder):
                return model
        return None

    @property
    def lowest(self) -> int:
        """The lowest address of the program that the file tells: where it starts, or of a symbol that is an address."""
        types = self._symtab[4::_ENTRY]
        values = [
            value
            for value, kind in zip(self._values(), types, strict=True)
            if kind & N_TYPE in _TYPES and value
        ]
        if self.entry:
            values.append(self.entry)
        return min(values, default=0)

    def _text_offset(self, magic: int, page: int) -> int:
        if magic == ZMAGIC:
            return page if self.flavour == "old" else 0
        return 0 if magic == QMAGIC and self.flavour == "netbsd" else _HEADER

    def _read(self, file: ByteSource, where: int, size: int) -> None:
        self._entry = _ENTRY
        if not size:
            return
        if size % _ENTRY:
            raise NamelistError(self.path, f"a symbol table of {size} bytes", offset=16)
        if where + size + 4 > file.size:
            raise NamelistError(self.path, "the symbol table lies outside the file", offset=where)
        strings = where + size
        length = struct.unpack(self._order + "I", file.read(strings, 4))[0]
        if length < 4 or strings + length > file.size:
            reason = f"the table of strings has {length} bytes, the file {file.size - strings} at that place"
            raise NamelistError(self.path, reason, offset=strings)
        symtab, self._strtab = file.read(where, size), file.read(strings, length)
        # Debugger symbols may be most of the table: they are taken out once.
        self._symtab = _without_stabs(symtab)
        self._count = len(self._symtab) // _ENTRY
        # The length stands where a name would: no symbol may have a name from there.
        self._strtab = bytes(4) + self._strtab[4:] + b"\0"

    def _name_offsets(self) -> array[int]:
        return self._column("I", 0, 3)

    def _values(self) -> array[int]:
        return self._column("I", 2, 3)

    def _symbol(self, index: int, name: str | None = None) -> AoutSymbol:
        row = struct.unpack_from(self._order + "IBbhI", self._symtab, index * _ENTRY)
        offset, n_type, n_other, n_desc, value = row
        kind = n_type & N_TYPE
        symbol = AoutSymbol(
            self._string(offset) if name is None else name,
            value,
            0,
            4 if n_type == N_FN else _TYPES.get(kind, 0),
            n_type & N_EXT,
            _SECTIONS.get(kind, 0),
        )
        symbol.n_type, symbol.n_other, symbol.n_desc = n_type, n_other, n_desc
        return symbol

    def literal(self, name: str) -> AoutSymbol | None:
        """Return the first symbol of the file that is spelled exactly so: the one that nlist(3) finds."""
        row = min(self._rows(name), default=-1)
        return self._symbol(row, name) if row >= 0 else None

    def _rising(self) -> Sequence[int] | None:
        marks = self._symtab[4::_ENTRY].translate(_GLOBAL)
        return sorted(range(self._count - 1, -1, -1), key=marks.__getitem__)

    def _best(self, rows: list[int]) -> int:
        return max(rows, key=lambda row: (self._symtab[row * _ENTRY + 4] & N_EXT, -row), default=-1)

    def _spellings(self, name: str) -> tuple[str, ...]:
        return name, "_" + name


def is_aout(start: bytes) -> bool:
    """Return whether a file that begins with these (at least four) bytes has the header of an a.out file."""
    return _identify(start) is not None


def is_aout_file(path: str) -> bool:
    """Tell whether a file can be read and has the header of an a.out file."""
    try:
        with open(path, "rb", buffering=0) as file:
            return is_aout(file.read(4))
    except (OSError, ValueError):
        return False


def _identify(start: bytes) -> tuple[int, str, int, int, str, int] | None:
    """Return (magic, flavour, machine id, ELF e_machine, byte order, page size); None for what is no a.out file."""
    if len(start) < 4:
        return None
    magic = int.from_bytes(start[2:4], "big")
    if magic in _MAGICS:
        first, second = start[0], start[1]
        mid = (first & 3) << 8 | second
        if not first and not second:
            return magic, "old", 0, 0, "big", 8192
        if second in _SUN and magic != QMAGIC:
            return magic, "sunos", second, _SUN[second], "big", 8192
        if mid in _MIDS:
            machine, order, page = _MIDS[mid]
            return magic, "netbsd", mid, machine, order, page
        return None
    magic = int.from_bytes(start[:2], "little")
    if magic in _MAGICS and start[2:4] == b"\0\0":
        return magic, "old", 0, 0, "little", 4096
    return None


def _without_stabs(symtab: bytes) -> bytes:
    marks = symtab[4::_ENTRY].translate(_STABS)
    if 1 not in marks:
        return symtab
    parts, at = [], 0
    while 0 <= at < len(marks):
        # From one that stays to the next that goes, in one piece.
        first = marks.find(0, at)
        if first < 0:
            break
        at = marks.find(1, first)
        parts.append(symtab[first * _ENTRY : at * _ENTRY if at >= 0 else len(symtab)])
    return b"".join(parts)
