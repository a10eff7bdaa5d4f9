"""Address spaces of the processes of an emulated live BSD kernel: maps that are made when somebody walks one.

What a process's vmspace leads to (the first entry, the last one, the root of the tree) has its address for as long as
the process lives; what lies there is looked up when it is read, of that process alone, once in `MAPS_AGE`.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import deque
from contextlib import suppress

from .host_files import read_mappings
from .memory import Arena

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from .world import WorldMapping, WorldProcess

    # Plants the map of a process into an arena, its fixed entries at an address; returns how many there are.
    Plant = Callable[[Arena, WorldProcess, Sequence[WorldMapping], int], int]

MAPS_AGE = 5.0
"""Seconds for which a process's map stays as it is."""
_MOST = 1 << 28  # bytes of either half


class TwoArenas(Arena):
    """Tables and what they point at as one: what is allocated comes from the second."""

    __slots__ = ("_body", "_tables")

    def __init__(self, tables: Arena, body: Arena) -> None:
        self._tables, self._body = tables, body

    def allocate(self, size: int, align: int = 16) -> int:
        return self._body.allocate(size, align)

    def put(self, address: int, data: bytes) -> None:
        tables = self._tables
        inside = tables.base <= address < tables.base + len(tables.data)
        (tables if inside else self._body).put(address, data)


class MapTables:
    """The fixed entries of the maps, and behind them all others, in two halves by turns.

    A half is used for `MAPS_AGE`, and what lies in it stays readable for as long again. ``base`` and ``end`` are the
    addresses there are, ``size`` the bytes of a process's fixed entries; ``plant`` makes a map; ``tell`` is called with a
    process and how many entries it has. Processes for which there is no room have no map.
    """

    def __init__(
        self, base: int, end: int, size: int, plant: Plant, tell: Callable[[WorldProcess, int], None]
    ) -> None:
        self.base = base
        self.age = MAPS_AGE
        self._plant = plant
        self._tell = tell
        self._size = -(-size // 64) * 64
        room = min((end - base) // 4, _MOST) & -65536
        half = min((end - base - room) // 2, _MOST) & -65536  # whole pages of any machine
        self._tables = Arena(base, base + room)
        self._halves = [(base + room, base + room + half), (base + room + half, base + room + 2 * half)]
        self._bodies = [Arena(*bounds) for bounds in self._halves]
        self.end = self._halves[1][1]
        self._turn, self._turned = 0, time.monotonic()
        self._places: dict[tuple[int, int | None], int] = {}
        self._owners: dict[int, WorldProcess] = {}
        self._starts: list[int] = []
        self._made: dict[int, tuple[float, int]] = {}
        self._free: deque[int] = deque()

    # Places

    def table(self, world: WorldProcess) -> tuple[int, int]:
        """Return the address of a process's fixed entries, and how many its map had in all; (0, 0) for want of room."""
        key = world.pid, world.start
        kva = self._places.get(key)
        if kva is None:
            if self._free:
                kva = self._free.popleft()
            else:
                try:
                    kva = self._tables.allocate(self._size, 64)
                except ValueError:
                    return 0, 0
                self._starts.append(kva)
            self._places[key] = kva
            self._made.pop(kva, None)
        self._owners[kva] = world
        return kva, self._made.get(kva, (0.0, 0))[1]

    @property
    def count(self) -> int:
        """How many processes have a map, those that have gone too."""
        return len(self._places)

    def keep(self, worlds: Iterable[WorldProcess]) -> None:
        """Forget the maps of all but these processes; their places are given to others."""
        here = {(world.pid, world.start) for world in worlds}
        for key in [key for key in self._places if key not in here]:
            kva = self._places.pop(key)
            self._owners.pop(kva, None)
            self._made.pop(kva, None)
            self._tables.put(kva, bytes(self._size))
            self._free.append(kva)

    # Reading

    def read(self, address: int, count: int) -> bytes:
        """Return up to ``count`` bytes at an address, looking at a process anew where what there is is too old."""
        if self._tables.base <= address < self._tables.base + len(self._tables.data):
            at = max(bisect_right(self._starts, address) - 1, 0)
            while at < len(self._starts) and self._starts[at] < address + count:
                self._renew(self._starts[at])
                at += 1
        for arena in (self._tables, *self._bodies):
            at = address - arena.base
            if 0 <= at < len(arena.data):
                return bytes(arena.data[at : at + count])
        return b""

    def _renew(self, kva: int) -> None:
        now = time.monotonic()
        world = self._owners.get(kva)
        made = self._made.get(kva)
        if world is None or (made is not None and now - made[0] < self.age):
            return
        if now - self._turned >= self.age:
            self._turn ^= 1
            self._turned = now
            self._bodies[self._turn] = Arena(*self._halves[self._turn])
        self._tables.put(kva, bytes(self._size))
        found: Any = read_mappings(world)
        entries = 0
        with suppress(ValueError):  # no room for more
            entries = self._plant(TwoArenas(self._tables, self._bodies[self._turn]), world, found or (), kva)
        self._made[kva] = now, entries
        if made is None or made[1] != entries:
            self._tell(world, entries)
