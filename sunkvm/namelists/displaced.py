"""A namelist of a kernel that was loaded elsewhere than its file says: every address is moved by one distance."""

from __future__ import annotations

from ..namelist import Namelist, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..source import ByteSource


class Displaced(Namelist):
    """The symbols of another namelist, those from address ``low`` on moved by ``distance``.

    Below are numbers that are no addresses, such as offsets into the area of a processor.
    """

    def __init__(self, namelist: Namelist, distance: int, low: int) -> None:
        self.namelist = namelist
        self.distance = distance
        self._low = low
        self.path = namelist.path
        self.bits, self.byteorder, self.machine = namelist.bits, namelist.byteorder, namelist.machine

    def _moved(self, symbol: Symbol) -> Symbol:
        if int(symbol) < self._low:
            return symbol
        value = (int(symbol) + self.distance) & ((1 << self.bits) - 1)
        moved = Symbol(symbol.name, value, symbol.size, symbol.type, symbol.binding, symbol.section)
        moved.module = symbol.module
        return moved

    def find(self, names: Iterable[str]) -> dict[str, Symbol]:
        return {name: self._moved(symbol) for name, symbol in self.namelist.find(names).items()}

    def at(self, address: int) -> tuple[Symbol, int] | None:
        if address < self._low:
            return self.namelist.at(address)
        found = self.namelist.at(address - self.distance)
        return None if found is None else (self._moved(found[0]), found[1])

    def __getitem__(self, name: str) -> Symbol:
        return self._moved(self.namelist[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.namelist)

    def __len__(self) -> int:
        return len(self.namelist)

    def file(self) -> ByteSource | None:
        return self.namelist.file()

    @property
    def sections(self) -> Mapping[str, tuple[int, int]]:
        return self.namelist.sections

    def section(self, name: str) -> bytes | None:
        return self.namelist.section(name)

    def close(self) -> None:
        self.namelist.close()
