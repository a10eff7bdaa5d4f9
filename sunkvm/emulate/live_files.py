"""Open files of the processes of an emulated live kernel: memory that is made when somebody reads it.

Looking at the descriptors of all processes takes long, and few programs ask for them. So each process's table has its
address, and what lies there is looked up at a read, once in `FILES_AGE`.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress

from ..namelist import Symbol
from ..schema.formats.elf import SHN_ABS, STB_GLOBAL, STB_LOCAL, STT_OBJECT
from .host_files import read_files
from .live_maps import MapTables, TwoArenas
from .memory import Arena

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Protocol

    from ..datamodel import DataModel
    from .world import WorldFile, WorldProcess

    class Files(Protocol):
        """What a system plants tables of descriptors with."""

        all_files: list[int]

        def plant_table(self, table: int, process: WorldProcess, files: Sequence[WorldFile]) -> None: ...
        def plant_vnodes(self) -> None: ...


FILES_AGE = 5.0
"""Seconds for which open files stay as they are."""
_HEADER = 64  # bytes in front of the tables: the number of files, and the head of their list
_MOST = 1 << 28  # bytes of either half
_LITTLE = 1 << 20  # bytes of tables of processes that have gone


class FileTables:
    """The tables of descriptors, and behind them what they point at, in two halves by turns.

    So what was pointed at stays readable until files are looked at twice more.

    ``base`` and ``end`` are the addresses there are; ``make`` returns what plants into an arena; ``look`` the processes
    there are now; ``size`` how many bytes the table of a process has; ``names`` are those of variables that lie here.
    Processes for whose tables or files there is no room have none.

    Attributes:
        end: the first address behind it.
        maps: where maps lie, in a kernel that has them.
    """

    def __init__(
        self,
        base: int,
        end: int,
        model: DataModel,
        make: Callable[[Arena], Files],
        look: Callable[[], Iterable[WorldProcess]],
        size: Callable[[WorldProcess], int],
        names: Sequence[str] = (),
    ) -> None:
        self.base = base
        self.maps: MapTables | None = None
        self.age = FILES_AGE
        self._model = model
        self._make = make
        self._look = look
        self._names = names
        self._size = size
        room = min((end - base) // 4, _MOST) & -65536
        half = min((end - base - room) // 2, _MOST) & -65536  # whole pages of any machine
        self._tables = Arena(base, base + room)
        self._tables.allocate(_HEADER)
        self._halves = [(base + room, base + room + half), (base + room + half, base + room + 2 * half)]
        self._bodies = [Arena(*bounds) for bounds in self._halves]
        self._turn = 0
        self.end = self._halves[1][1]
        self._places: dict[tuple[int, int | None, int], int] = {}
        self._free: dict[int, deque[int]] = {}
        self._room = self._room_before = 0  # of all tables, and of those that were kept
        self._until = 0.0

    def symbols(self) -> Mapping[str, Symbol]:
        """Return the variables that lie here, by their names."""
        each = {
            "nfiles": Symbol("nfiles", self.base, 4, STT_OBJECT, STB_LOCAL, SHN_ABS),
            "filehead": Symbol("filehead", self.base + 16, self._model.word, STT_OBJECT, STB_GLOBAL, SHN_ABS),
        }
        return {name: each[name] for name in self._names}

    # Places

    def table(self, world: WorldProcess) -> int:
        """Return the address of a process's table, the same one as long as it has the same size; 0 for want of room."""
        key = self._key(world)
        kva = self._places.get(key)
        if kva is None:
            free = self._free.get(key[2])
            if free:
                kva = free.popleft()
            else:
                try:
                    kva = self._tables.allocate(key[2], 64)
                except ValueError:
                    return 0
            self._places[key] = kva
            self._room += key[2]
        return kva

    def _key(self, world: WorldProcess) -> tuple[int, int | None, int]:
        return world.pid, world.start, self._size(world)

    def keep(self, worlds: Iterable[WorldProcess]) -> None:
        """Forget the tables of all but these processes; their places are given to others."""
        here = {self._key(world) for world in worlds}
        for key in [key for key in self._places if key not in here]:
            kva = self._places.pop(key)
            self._tables.put(kva, bytes(key[2]))
            self._free.setdefault(key[2], deque()).append(kva)
            self._room -= key[2]
        self._room_before = self._room

    @property
    def grown(self) -> bool:
        """Whether tables take so much more room than those kept last that it is worth seeing which processes have gone."""
        return self._room > 2 * self._room_before + _LITTLE

    @property
    def count(self) -> int:
        """How many processes have a table, those that have gone too."""
        return len(self._places)

    # Reading

    def read(self, address: int, count: int) -> bytes:
        """Return up to ``count`` bytes at an address, looking at files anew where what there is is too old."""
        if time.monotonic() >= self._until:
            self._renew()
            self._until = time.monotonic() + self.age
        for arena in (self._tables, *self._bodies):
            at = address - arena.base
            if 0 <= at < len(arena.data):
                return bytes(arena.data[at : at + count])
        return b""

    def _renew(self) -> None:
        self._turn ^= 1
        body = self._bodies[self._turn] = Arena(*self._halves[self._turn])
        files = self._make(TwoArenas(self._tables, body))
        worlds = list(self._look())
        self.keep(worlds)
        for world in worlds:
            key = self._key(world)
            kva = self._places.get(key)
            if kva is None:
                continue
            self._tables.put(kva, bytes(key[2]))
            found = read_files(world)
            if found is not None:
                with suppress(ValueError):  # no room for more
                    files.plant_table(kva, world, found)
        with suppress(ValueError):
            files.plant_vnodes()
        order = self._model.byteorder
        self._tables.put(self.base, len(files.all_files).to_bytes(4, order))
        chain = getattr(files, "chain_files", None)
        first = chain(self.base + 16) if chain is not None else 0
        self._tables.put(self.base + 16, first.to_bytes(self._model.word, order))
