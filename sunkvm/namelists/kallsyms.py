"""Symbols of a Linux kernel as text: ``/proc/kallsyms``, a copy of it, or ``System.map``.

Facts: Linux kernel/kallsyms.c (s_show), scripts/kallsyms.c; nm(1) of binutils for the letters.
"""

from __future__ import annotations

import errno
import re
from bisect import bisect_right

from ..errors import NamelistError, SymbolNotFoundError
from ..namelist import Namelist, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..source import ByteSource

_MAX = 1 << 28  # bytes; a kernel with thousands of modules has a tenth of this
_FEW = 16  # names that are searched for; for more the index of all symbols is cheaper
_ABSOLUTE = 0xFFF1
_START = re.compile(rb"([0-9a-fA-F]{8}|[0-9a-fA-F]{16}) [A-Za-z?-] \S")
_LINE = re.compile(rb"^([0-9a-fA-F]{8,16}) ([A-Za-z?-]) (\S+)(?:[ \t]+\[(\S+)\])?[ \t]*$", re.MULTILINE)
_NOT_ZERO = re.compile(rb"^0*[1-9a-fA-F]", re.MULTILINE)
# The ELF type and binding behind each letter; weak symbols tell no type, except V of data.
_FUNCTIONS, _OBJECTS = "tTiI", "bBcCdDgGrRsSuvV"
_WEAK = "wWvV"


def is_kallsyms(start: bytes) -> bool:
    """Tell whether a file that begins so lists symbols as text."""
    return _START.match(start) is not None


class Kallsyms(Namelist):
    """Symbols of lines "address letter name [module]".

    Of several symbols of one name a global counts before a local, then one of the kernel before one of a module, then the
    last. The text does not tell the byte order: ``byteorder`` is empty. Raises `NamelistError` for a line that is none,
    and where the kernel hides the addresses.
    """

    byteorder = ""

    def __init__(self, path: str, source: ByteSource | bytes) -> None:
        self.path = path
        if isinstance(source, bytes):
            data = source
        else:
            if source.size > _MAX:
                raise NamelistError(path, f"has {source.size} bytes, more than any list of symbols")
            data = source.read(0, source.size)
        if not is_kallsyms(data[:32]):
            raise NamelistError(path, "is no list of symbols", offset=0)
        self.bits = 64 if data.index(b" ") == 16 else 32
        if _NOT_ZERO.search(data) is None:
            hidden = NamelistError(
                path,
                "hides the addresses, all are 0: read it as root, with the sysctl kernel.kptr_restrict at 0 or 1",
            )
            hidden.errno = errno.EPERM
            raise hidden
        self._data = data if data.endswith(b"\n") else data + b"\n"
        self._parsed: tuple[list[str], list[int], str, list[bytes]] | None = None
        self._index: dict[str, int] | None = None
        self._sorted: tuple[list[int], list[int]] | None = None

    def _rows(self) -> tuple[list[str], list[int], str, list[bytes]]:
        """Return names, addresses, letters and modules of all lines."""
        if self._parsed is None:
            rows = _LINE.findall(self._data)
            if len(rows) != self._data.count(b"\n"):
                self._complain()
            addresses, letters, names, modules = zip(*rows, strict=True)
            text = b"\n".join(names).decode("utf-8", "surrogateescape").split("\n")
            values = [int(address, 16) for address in addresses]
            self._parsed = text, values, b"".join(letters).decode("ascii"), list(modules)
        return self._parsed

    def _complain(self) -> None:
        """Raise the error for the first line that is none."""
        at = 0
        for line in self._data.split(b"\n")[:-1]:
            if _LINE.fullmatch(line) is None:
                raise NamelistError(self.path, f"{line[:80]!r} is no symbol", offset=at)
            at += len(line) + 1

    def _names(self) -> dict[str, int]:
        if self._index is None:
            names, _, letters, modules = self._rows()
            index = dict(zip(names, range(len(names)), strict=True))
            if len(index) < len(names):
                ranks = [
                    2 * (letter <= "Z" or letter == "u") + (not module)
                    for letter, module in zip(letters, modules, strict=True)
                ]
                order = sorted(range(len(names)), key=ranks.__getitem__)
                index = {names[row]: row for row in order}
            self._index = index
        return self._index

    def _row(self, row: int) -> Symbol:
        names, values, letters, modules = self._rows()
        return _symbol(names[row], values[row], letters[row], modules[row])

    def find(self, names: Iterable[str]) -> dict[str, Symbol]:
        names = list(names)
        if self._index is None and len(names) <= _FEW:
            found = {name: symbol for name in names if (symbol := self._search(name)) is not None}
        else:
            index = self._names()
            found = {name: self._row(index[name]) for name in names if name in index}
        return found

    def _search(self, name: str) -> Symbol | None:
        """Return what the index would, by looking for the name in the text."""
        wanted, data = b" " + name.encode("utf-8", "surrogateescape"), self._data
        if not name or any(mark in wanted[1:] for mark in b" \t\n"):
            return None
        best: Symbol | None = None
        best_rank = -1
        at = data.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if data[end : end + 1] in (b"\n", b"\t", b" "):
                start = data.rfind(b"\n", 0, at) + 1
                stop = data.index(b"\n", end)
                match = _LINE.fullmatch(data, start, stop)
                if match is None:
                    raise NamelistError(self.path, f"{data[start:stop][:80]!r} is no symbol", offset=start)
                letter = match[2].decode("ascii")
                rank = 2 * (letter <= "Z" or letter == "u") + (not match[4])
                if match.start(3) == at + 1 and rank >= best_rank:
                    best_rank = rank
                    best = _symbol(name, int(match[1], 16), letter, match[4] or b"")
            at = data.find(wanted, end)
        return best

    def at(self, address: int) -> tuple[Symbol, int] | None:
        if self._sorted is None:
            _, values, letters, _ = self._rows()
            # Offsets into the area of a processor, and other plain numbers, are no addresses.
            order = [
                row
                for row, letter in enumerate(letters)
                if letter not in "aA" or values[row] >> (self.bits - 1)
            ]
            order.sort(key=values.__getitem__)
            self._sorted = [values[row] for row in order], order
        addresses, order = self._sorted
        position = bisect_right(addresses, address)
        if not position:
            return None
        first = position - 1
        while first and addresses[first - 1] == addresses[position - 1]:
            first -= 1
        symbols = [self._row(row) for row in order[first:position]]
        best = max(symbols, key=lambda symbol: (symbol.type in (1, 2), symbol.binding == 1))
        return best, address - int(best)

    def __getitem__(self, name: str) -> Symbol:
        row = self._names().get(name)
        if row is None:
            raise SymbolNotFoundError(name)
        return self._row(row)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())


def _symbol(name: str, value: int, letter: str, module: bytes) -> Symbol:
    kind = 2 if letter in _FUNCTIONS else 1 if letter in _OBJECTS else 0
    binding = 2 if letter in _WEAK else int(letter <= "Z" or letter == "u")
    symbol = Symbol(name, value, 0, kind, binding, _ABSOLUTE)
    symbol.module = module.decode("utf-8", "surrogateescape")
    return symbol
