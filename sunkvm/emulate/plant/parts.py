"""What the plantings of all systems are made of: the kernel's variables, objects that others share, and the end."""

from __future__ import annotations

from ...corefile import LINE_SHIFT
from ...namelist import Symbol
from ...schema.formats.elf import SHN_ABS, STB_GLOBAL, STB_LOCAL, STT_NOTYPE, STT_OBJECT
from ..memory import Arena

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..memory import Memory


class Nucleus:
    """The kernel's fixed part: one symbol behind the other, at the same address in every planting."""

    def __init__(self, base: int, end: int, before: Memory | None) -> None:
        self.arena = Arena(base, end)
        self.symbols: dict[str, Symbol] = {}
        self._known: dict[str, Symbol] | None = None
        if before is not None:
            self._known = {symbol.name: symbol for symbol in before.symbols}
            self.arena.allocate(before.data[1])

    def reserve(self, name: str, size: int, *, local: bool = False) -> int:
        """Give a symbol its address. One that only comes up after the first planting stays out: 0."""
        if self._known is None:
            kva = self.arena.allocate(size)
            binding = STB_LOCAL if local else STB_GLOBAL
            self.symbols[name] = Symbol(name, kva, size, STT_OBJECT, binding, SHN_ABS)
        elif name in self._known:
            self.symbols[name] = self._known[name]
        else:
            return 0
        return int(self.symbols[name])

    def seal(self) -> None:
        """Let the table of symbols be as it is now, for ever."""
        self._known = dict(self.symbols)

    def fill(self, name: str, data: bytes) -> None:
        """Set the bytes of a symbol that has an address, as far as they fit."""
        symbol = self.symbols.get(name)
        if symbol is not None:
            self.arena.put(int(symbol), data[: symbol.size])

    def put(self, name: str, data: bytes, *, local: bool = False) -> int:
        """Reserve and fill a symbol."""
        kva = self.reserve(name, len(data), local=local)
        self.fill(name, data)
        return kva

    def alias(self, name: str, of: str, size: int) -> None:
        """Give the first bytes of a symbol a second name."""
        symbol = self.symbols.get(of)
        if symbol is not None:
            self.symbols[name] = Symbol(name, int(symbol), size, STT_OBJECT, symbol.binding, SHN_ABS)


def moving_place(nucleus: Nucleus, heap: Arena, name: str, size: int, room: int) -> int:
    """Return where to put ``size`` bytes that change all the time: a part of the nucleus with ``room`` for more later.

    What lies there is brought up to date before each read. What has grown beyond it lies in the heap, in lines of its own,
    and is brought up to date when anything of the nucleus is read.
    """
    kva, symbol = nucleus.reserve(name, max(size, room)), nucleus.symbols.get(name)
    if symbol is not None and symbol.size >= size:
        return kva
    line = 1 << LINE_SHIFT
    return heap.allocate(max(-(-size // line), 1) * line, line)


def put_moving(nucleus: Nucleus, heap: Arena, kva: int, data: bytes) -> None:
    """Write what lies at a `moving_place`."""
    arena = nucleus.arena
    (arena if arena.base <= kva < arena.base + len(arena.data) else heap).put(kva, data)


class Shared:
    """Objects that several others point at, one for each key: placed at first mention, counted, and built at the end.

    Attributes:
        journal: where the keys that are placed are noted down; None for nowhere.
    """

    def __init__(self, arena: Arena, size: int) -> None:
        self._arena = arena
        self._size = size
        self.places: dict[Any, int] = {}
        self.counts: dict[Any, int] = {}
        self.sizes: dict[Any, int] = {}
        self.journal: list[tuple[Shared, Any]] | None = None

    def place(self, key: Any, more: int = 0) -> int:
        """Return the address of a key's object, which is ``more`` bytes longer than usual, and count one more pointer."""
        kva = self.places.get(key)
        if kva is None:
            kva = self.places[key] = self._arena.allocate(self._size + more)
            self.sizes[key] = self._size + more
            self.counts[key] = 0
        self.counts[key] += 1
        if self.journal is not None:
            self.journal.append((self, key))
        return kva

    def used(self) -> list[tuple[Any, int]]:
        """Return (key, address) of what somebody points at."""
        return [(key, kva) for key, kva in self.places.items() if self.counts[key]]

    def recount(self) -> None:
        """Begin to count anew: all that is wanted is placed once more, then comes `sweep`."""
        self.counts = dict.fromkeys(self.places, 0)

    def sweep(self) -> list[tuple[int, int]]:
        """Forget what nobody points at any more; return the (address, bytes) of it."""
        gone = []
        for key in [key for key, count in self.counts.items() if not count]:
            gone.append((self.places.pop(key), self.sizes.pop(key)))
            del self.counts[key]
        return gone


def finish(
    memory: Memory,
    nucleus: Nucleus,
    heap: Arena,
    text: int,
    facts: dict[str, str],
    marks: Mapping[str, int],
    end: str,
    before: Memory | None,
) -> None:
    """Make arenas that are filled the kernel's own memory, with symbols: those of ``before``, or the nucleus's.

    ``text`` is the address of the kernel's code; ``marks`` are symbols that have an address and no size, and ``end`` is the
    name of another one, where the nucleus ends.
    """
    segments = [nucleus.arena.segment(memory.page_size), heap.segment(memory.page_size)]
    memory.spaces[memory.kernel] = segments
    memory.text = text, 0  # there is no code in this kernel
    memory.data = nucleus.arena.base, len(segments[0].data)
    memory.facts = facts
    if before is not None:
        memory.symbols = before.symbols
        return
    each = {**marks, end: segments[0].end}
    symbols = list(nucleus.symbols.values())
    symbols += [Symbol(name, kva, 0, STT_NOTYPE, STB_GLOBAL, SHN_ABS) for name, kva in each.items()]
    memory.symbols = sorted(symbols, key=lambda symbol: symbol.binding)  # locals come first


def as_ring(text: bytes, size: int) -> bytes:
    """Return what a message buffer of ``size`` bytes holds: of more text its end, which begins where the next byte goes."""
    if len(text) <= size:
        return text.ljust(size, b"\0")
    at = len(text) % size
    text = text[-size:]
    return text[size - at :] + text[: size - at]
