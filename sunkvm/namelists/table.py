"""Symbol tables in memory, of any object format: names and addresses indexed in bulk from the raw bytes."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from itertools import accumulate

from ..errors import SymbolNotFoundError
from ..namelist import Namelist
from ..source import ByteSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..namelist import Symbol

_FEW = 16  # names that are searched for; for more the index of all symbols is cheaper


class BytesSource(ByteSource):
    """Bytes in memory as a source."""

    path = "(memory)"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, count: int) -> bytes:
        return self._data[offset : offset + count]

    def close(self) -> None:
        pass


class SymbolTable(Namelist):
    """A namelist whose symbols are rows of equal length, with their names in one table of strings.

    Who derives from it sets ``_symtab``, ``_strtab``, ``_entry`` (bytes of a row) and ``_count``, and says with the
    methods below where in a row the name and the value stand, and which row counts where several have one name.
    """

    _symtab: bytes = b""
    _strtab: bytes = b""
    _entry = 1
    _count = 0

    def __init__(self) -> None:
        self._index: dict[str, int] | None = None
        self._sorted: tuple[list[int], list[int]] | None = None
        self._columns: dict[tuple[str, int, int], array[int]] = {}
        self._packed: tuple[bytes, int] | None = None

    # What the formats know

    def _name_offsets(self) -> array[int]:
        """Return where in the strings the name of each symbol begins; 0 for those that have none."""
        raise NotImplementedError

    def _values(self) -> array[int]:
        """Return the value of each symbol."""
        raise NotImplementedError

    def _symbol(self, index: int, name: str | None = None) -> Symbol:
        """Return the symbol of a row."""
        raise NotImplementedError

    def _rising(self) -> Sequence[int] | None:
        """Return the rows in rising order of rank: of several of one name the last one counts. None: as they stand."""
        return None

    def _spellings(self, name: str) -> tuple[str, ...]:
        """Return the spellings that a name may have in the table, the best first."""
        return (name,)

    # What is the same for all

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

    def _string(self, offset: int) -> str:
        end = self._strtab.find(b"\0", offset)
        return _text(self._strtab[offset : end if end >= 0 else len(self._strtab)])

    def _names(self) -> dict[str, int]:
        if self._index is None:
            # One split of the whole string table; only names that share their tail with another need a second look.
            pieces = self._strtab.decode("latin-1").split("\0")
            starts = accumulate((len(piece) + 1 for piece in pieces), initial=0)
            known = dict(zip(starts, pieces, strict=False))
            offsets = self._name_offsets()
            names = list(map(known.get, offsets))
            if None in names or not self._strtab.isascii():
                names = [
                    name if name is not None and name.isascii() else self._string(offsets[at])
                    for at, name in enumerate(names)
                ]
            rows = self._rising()
            if rows is None:
                self._index = dict(zip(names, range(len(names)), strict=True))  # type: ignore[arg-type]
            else:
                self._index = {names[row]: row for row in rows}  # type: ignore[misc]
            self._index.pop("", None)
        return self._index

    def find(self, names: Iterable[str]) -> dict[str, Symbol]:
        names = list(names)
        if len(names) > _FEW:
            self._names()
        found: dict[str, Symbol] = {}
        for name in names:
            for spelling in self._spellings(name):
                if self._index is not None:
                    index = self._index.get(spelling, -1)
                else:
                    index = self._best(self._rows(spelling))
                if index >= 0:
                    found[name] = self._symbol(index, spelling)
                    break
        return found

    def _rows(self, name: str) -> list[int]:
        """Return the numbers of the symbols of a name, by two substring searches."""
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        if wanted == b"\0":
            return []
        if self._packed is None:
            offsets = self._name_offsets()
            self._packed = offsets.tobytes(), offsets.itemsize
        packed, size = self._packed
        rows = []
        at = self._strtab.find(wanted)
        while at >= 0:
            # A match inside a longer name counts too: linkers let names share their tails.
            needle = at.to_bytes(size, sys.byteorder)
            place = packed.find(needle)
            while place >= 0:
                number, inside = divmod(place, size)
                if not inside:
                    rows.append(number)
                place = packed.find(needle, place + 1)
            at = self._strtab.find(wanted, at + 1)
        return rows

    def _best(self, rows: list[int]) -> int:
        """Return which of some rows counts, -1 for none of none; agrees with `_rising`."""
        return max(rows, default=-1)

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
        index = self._names()
        for spelling in self._spellings(name):
            row = index.get(spelling)
            if row is not None:
                return self._symbol(row, spelling)
        raise SymbolNotFoundError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
