"""What the plantings of BSD kernels do in the same way: process lists, families, groups, stacks; and how they keep up.

A planting shows other processes than before, where it lies: what stays keeps its place, and is written anew only where
something has changed; what goes stays readable for a while, then its room is used again.
"""

from __future__ import annotations

import struct
from collections import deque

from ..memory import ReusedArena
from .bsd import build_stack, changes, clamp, shape, structs_of
from .bsd_files import BsdFiles
from .parts import Nucleus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, Protocol

    from ...datamodel import DataModel
    from ...layout import Layout
    from ...namelist import Symbol
    from ..memory import Memory, Segment
    from ..world import World, WorldProcess, WorldSwap
    from .bsd import BsdKernel, Structs
    from .parts import Shared

    class Maps(Protocol):
        """Where the maps of a live kernel lie."""

        @property
        def count(self) -> int: ...
        def table(self, world: WorldProcess) -> tuple[int, int]: ...
        def keep(self, worlds: Sequence[WorldProcess]) -> None: ...

    class Tables(Protocol):
        """Where the tables of descriptors of a live kernel lie; ``maps``: where its maps do."""

        @property
        def maps(self) -> Maps | None: ...

        @property
        def count(self) -> int: ...
        @property
        def grown(self) -> bool: ...
        def table(self, world: WorldProcess) -> int: ...
        def keep(self, worlds: Sequence[WorldProcess]) -> None: ...
        def symbols(self) -> Mapping[str, Symbol]: ...


_GRACE = 2  # how many times processes are looked at before what has gone is used again
_RESTING = 4096  # numbers of root page tables that rest before one is used again, while there are fresh ones


def _parts(process: WorldProcess) -> tuple[object, ...]:
    """Return what decides which parts a process has, and how long they are."""
    return (
        process.zombie, process.system, len(process.threads), process.bits, process.argv, process.program,
        process.cwd is None and process.umask is None,
    )  # fmt: skip


def uncount(keys: Sequence[tuple[Shared, Any]]) -> None:
    """Take back what `Shared.place` has counted."""
    for shared, key in keys:
        shared.counts[key] -= 1


class PlantedProcess:
    """A process of the world, with the addresses of its parts.

    Attributes:
        links: members that point at other processes.
        entries: the two words of its entries in lists, by their offsets: the next process, and what points at this one.
        beside: where the list of all threads goes on behind its own, and what points at its newest one.
        number: of its root page table.
        name: the address of what else is its own (a path, a table of files); 0 without.
        parts: (address, bytes) of all that was allocated for it.
        keys: the shared objects that it points at.
        written: what its bytes were made from.
    """

    __slots__ = (
        "args", "beside", "entries", "keys", "links", "lwps", "name", "number", "parts", "proc", "stats", "threads",
        "vmspace", "world", "written",
    )  # fmt: skip

    def __init__(self, world: WorldProcess, number: int) -> None:
        self.world = world
        self.number = number
        self.proc = self.vmspace = self.stats = self.args = self.name = 0
        self.threads: list[int] = []
        self.lwps: list[int] = []
        self.beside = 0, 0
        self.links: dict[str, int] = {}
        self.entries: dict[int, tuple[int, int]] = {}
        self.parts: list[tuple[int, int]] = []
        self.keys: list[tuple[Shared, Any]] = []
        self.written: tuple[object, ...] = ()


class BsdPlanting(BsdFiles):
    """One planting, from addresses to bytes: everything gets its place before anything is pointed at.

    Attributes:
        processes: newest first, as fork puts them into the list; process 0 is the last one.
        first_root: the number of the root page table in front of those that this planting uses.
        members: the first process of each group, by the group's number.
        sids: the address of each group's session, by the group's number.
        terminals: the terminal of each session that has one, by the session's number.
        tty_of: (session, foreground group) of each terminal.
        filled: what the shared objects' bytes were made from, by their addresses.
        tables: where the tables of descriptors lie, if they are not planted.
        buried: the keys of address spaces of processes that have gone and are still found; ``released``: of those that
            nobody finds any more since the last `update`.
    """

    released: Sequence[int] = ()
    buried: Collection[int] = ()
    first_root: int
    in_place = False  # whether `update` can show other processes than those that were planted

    world: World
    model: DataModel
    structs: Structs
    kernel: BsdKernel
    nucleus: Nucleus
    heap: ReusedArena
    memory: Memory
    worlds: dict[int, WorldProcess]
    facts: dict[str, str]
    processes: list[PlantedProcess]
    p0: PlantedProcess
    by_pid: dict[int, PlantedProcess]
    groups: Shared
    sessions: Shared
    ttys: Shared
    members: dict[int | None, int]
    sids: dict[int | None, int]
    terminals: dict[int | None, tuple[int, int]]
    tty_of: dict[tuple[int, int], tuple[int, int | None]]

    # What a system has of its own

    def place_process(self, process: PlantedProcess) -> None:
        """Allocate the parts of a process."""
        raise NotImplementedError

    def plant_process(self, process: PlantedProcess, stacks: bool) -> None:
        """Write a process with all its parts."""
        raise NotImplementedError

    def move_process(self, process: PlantedProcess) -> None:
        """Write what changes of a process while it runs one program."""
        raise NotImplementedError

    def plant_shared(self) -> None:
        """Write what processes share."""
        raise NotImplementedError

    def plant_lists(self) -> None:
        """Tie the lists of processes; their own entries are written with them."""
        raise NotImplementedError

    def shared(self) -> tuple[Shared, ...]:
        """Return all kinds of shared objects."""
        raise NotImplementedError

    def begin(
        self,
        world: World,
        model: DataModel,
        layout: Callable[[str], Layout],
        kernel: BsdKernel,
        heap: int,
        before: Memory | None,
        system: str,
        version: str,
        tables: Tables | None = None,
    ) -> None:
        """Set what a planting works with; ``version`` is what the kernel calls itself besides its system and release.

        ``tables`` are those of descriptors of a live kernel; without it they are planted with the processes.
        """
        self.tables = tables
        self.maps = None if tables is None else tables.maps
        self.world = world
        self.model = model
        self.structs = structs_of(layout)
        self.kernel = kernel
        self.nucleus = Nucleus(kernel.data, kernel.data_end, before)
        self.heap = ReusedArena(*kernel.heaps[heap])
        self.first_root = heap * kernel.roots_each
        self.device_names, self.all_files = {}, []
        self.facts = {
            "system": system,
            "node": world.node,
            "release": kernel.release,
            "version": f"{system} {kernel.release} {version}",
            "machine": kernel.machine,
            "platform": kernel.processor,
        }

    # Small things

    def words(self, *values: int) -> bytes:
        return self.model.word_struct(len(values)).pack(*(value & self.model.mask for value in values))

    def ints(self, *values: int) -> bytes:
        return struct.pack(f"{self.model.order}{len(values)}i", *(clamp(value, 32) for value in values))

    def bits(self, process: WorldProcess) -> int:
        """Return the width of a process here, the kernel's own if it is not known."""
        bits = process.bits or self.model.bits
        return bits if bits in self.kernel.tops else self.model.bits

    def text(self, fact: str) -> bytes:
        return self.facts[fact].encode("utf-8", "surrogateescape")

    def pages(self, area: WorldSwap) -> int:
        """Return the pages of a swap device."""
        return clamp(area.size // self.kernel.page_size, 32)

    def used(self, area: WorldSwap) -> int:
        """Return the pages of a swap device that are in use."""
        return max(self.pages(area) - area.free // self.kernel.page_size, 0)

    # Processes

    def line_up(self, zero: WorldProcess, processes: Sequence[WorldProcess]) -> None:
        """Set ``processes``, ``p0``, ``by_pid`` and ``terminals``."""
        order = sorted(processes, key=lambda process: (process.start or 0, process.pid), reverse=True)
        if len(order) + 1 > self.kernel.roots_each:
            raise ValueError(f"{len(order)} processes are more than there are page tables for")
        self.processes = [PlantedProcess(each, number) for number, each in enumerate((*order, zero), 1)]
        self.p0 = self.processes[-1]
        self.by_pid = {process.world.pid: process for process in self.processes}
        self.find_terminals(order)

    def find_terminals(self, order: Sequence[WorldProcess]) -> None:
        """Set ``terminals``; ``order`` has the newest process first."""
        self.terminals = {}
        for each in order:  # one that has given its terminal up still belongs to the session
            if each.tty is not None and each.pgid is not None and each.sid is not None:
                self.terminals.setdefault(each.sid, each.tty)

    def link_processes(self) -> None:
        """Tie parents, children, siblings and groups; the newest child comes first."""
        last_child: dict[int, PlantedProcess] = {}
        last_member: dict[int, PlantedProcess] = {}
        self.members = {}
        for process in self.processes:
            world = process.world
            parent = self.by_pid.get(world.ppid)
            if parent is not None and process is not self.p0:
                process.links["p_pptr"] = parent.proc
                elder = last_child.get(world.ppid)
                if elder is None:
                    parent.links["p_children.lh_first"] = process.proc
                else:
                    elder.links["p_sibling.le_next"] = process.proc
                last_child[world.ppid] = process
            if world.pgid is not None:
                member = last_member.get(world.pgid)
                if member is None:
                    self.members[world.pgid] = process.proc
                else:
                    member.links["p_pglist.le_next"] = process.proc
                last_member[world.pgid] = process

    def group(self, world: WorldProcess) -> int:
        """Return the address of a process's group, which leads to its session and that to its terminal."""
        kva = self.groups.place(world.pgid)
        if world.sid is not None and world.pgid not in self.sids:
            self.sids[world.pgid] = self.sessions.place((world.sid, self.terminals.get(world.sid)))
        # A group that was looked at while it changed may seem to be in two sessions.
        if world.tty is not None and self.sessions.counts.get((world.sid, world.tty)):
            self.ttys.place(world.tty)
            self.tty_of.setdefault(world.tty, (world.sid or 0, world.tty_group))
        return kva

    def _count_group(self, world: WorldProcess, known: set[tuple[object, ...]]) -> None:
        """Do what `group` does, once for each group that has no terminal: for the rest of its members count one more."""
        key = world.pgid, world.sid
        if world.tty is None and key in known:
            self.groups.counts[world.pgid] += 1
        else:
            known.add(key)
            self.group(world)

    def stack(self, world: WorldProcess) -> Segment | None:
        """Return the stack of a process whose arguments are known."""
        if world.argv is None:
            return None
        bits, page = self.bits(world), self.kernel.page_size
        return build_stack(self.model, bits, page, self.kernel.tops[bits], world.argv, world.env)

    # Keeping up

    def place_processes(self) -> None:
        """Allocate the parts of all processes."""
        self.turn = 0
        self.filled: dict[int, tuple[object, ...]] = {}
        self.graves: deque[tuple[int, list[tuple[int, int]], list[int]]] = deque()
        self.fresh_number, self.numbers = len(self.processes) + 1, deque[int]()
        self.fixed_keys: list[tuple[Shared, Any]] = []
        self.passing: list[tuple[Shared, Any]] = []
        for process in self.processes:
            self.place(process)

    def _number(self) -> int:
        """Return the number of a root page table that no process has."""
        if len(self.numbers) > _RESTING or self.fresh_number >= self.kernel.roots_each:
            return self.numbers.popleft()
        self.fresh_number += 1
        return self.fresh_number - 1

    def place(self, process: PlantedProcess) -> None:
        process.parts = self.heap.log = []
        self.place_process(process)
        self.heap.log = None

    def fix(self) -> None:
        """Note what else than processes uses shared objects: ``fixed_keys`` is told from now on."""
        for shared in self.shared():
            shared.journal = self.fixed_keys

    def unfix(self) -> None:
        for shared in self.shared():
            shared.journal = None
        for shared in self.own_shared():
            shared.journal = self.passing

    def own_shared(self) -> tuple[Shared, ...]:
        """Return the kinds whose pointers are counted for good: a process's keys stay as long as its bytes.

        What others place is in ``passing``, and is placed anew at each `update`.
        """
        others = self.groups, self.sessions, self.ttys
        return tuple([shared for shared in self.shared() if shared not in others])

    def plant_processes(self, stacks: bool = False) -> None:
        """Write the processes that are not as they should be."""
        own = self.own_shared()
        if self.tables is not None and self.tables.count > 2 * len(self.processes):
            self.tables.keep([process.world for process in self.processes])
        if self.maps is not None and self.maps.count > 2 * len(self.processes):
            self.maps.keep([process.world for process in self.processes])
        grouped: set[tuple[object, ...]] = set()
        for process in self.processes:
            written, world = process.written, process.world
            if (
                written
                and (written[0] is world or written[1] == shape(world))
                and written[2] == process.links
                and written[3] == process.entries
                and written[4] == process.beside
            ):
                if written[0] is not world:
                    self.move_process(process)
                    process.written = world, *written[1:]
                if world.pgid is not None:
                    self._count_group(world, grouped)
                continue
            uncount(process.keys)
            process.keys = []
            for shared in own:
                shared.journal = process.keys
            self.plant_process(process, stacks)
            process.written = world, shape(world), process.links, process.entries, process.beside
        for shared in own:
            shared.journal = self.passing

    def table_of(self, world: WorldProcess) -> dict[str, int]:
        """Return the members of a ``struct proc`` that lead to its open files: none where these are not known."""
        if self.tables is not None:
            if world.cwd is None:  # who may not see its directory may not see its files
                return {}
            table = self.tables.table(world)
            return self.holders(table) if table else {}
        if world.files is None:
            return {}
        table = self.heap.allocate(self.table_size)
        self.plant_table(table, world, world.files)
        return self.holders(table)

    def live_map(self, world: WorldProcess) -> dict[str, int]:
        """Return the members of a vmspace of a live kernel that lead to its map; none where it may not be seen."""
        own = world.bits == self.model.bits and world.stack_start is not None
        if self.maps is None or not own or world.system or world.zombie:
            return {}
        table, count = self.maps.table(world)
        return self.leads(table, count) if table else {}

    def leads(self, table: int, count: int) -> dict[str, int]:
        """Return the members of a vmspace that lead to the fixed entries of a map with so many."""
        raise NotImplementedError

    def put_proc(self, process: PlantedProcess, data: bytes) -> None:
        """Write a process's struct with its entries in lists."""
        arena: Any = self.nucleus.arena if process is self.p0 else self.heap
        whole = bytearray(data)
        for at, words in process.entries.items():
            self.model.word_struct(2).pack_into(whole, at, *words)
        arena.put(process.proc, whole)

    def fill(
        self,
        kva: int,
        name: str,
        values: Mapping[str, Any],
        maybe: Mapping[str, Any] | None = None,
        more: tuple[tuple[int, bytes], ...] = (),
    ) -> None:
        """Write a shared object, if it is not as it should be; ``more`` are bytes at offsets, also behind its struct."""
        state = values, maybe, more
        if self.filled.get(kva) == state:
            return
        self.filled[kva] = state
        data = bytearray(self.structs.build(name, values, maybe))
        for at, each in more:
            data[at : at + len(each)] = each
        self.heap.put(kva, bytes(data))

    def bury(self, places: list[tuple[int, int]], spaces: Sequence[int] = ()) -> None:
        """Let go of what is not used any more, in a while."""
        if places:
            self.graves.append((self.turn + _GRACE, places, list(spaces)))
            self.buried = {*self.buried, *spaces}

    def _exhume(self) -> None:
        while self.graves and self.graves[0][0] <= self.turn:
            _, places, spaces = self.graves.popleft()
            self.forget(places)
            for kva, size in places:
                self.heap.release(kva, size)
            self.buried = set(self.buried).difference(spaces)
            for space in spaces:
                if self.worlds.pop(space, None) is not None:
                    self.memory.spaces.pop(space, None)
                    self.memory.owners.pop(space, None)
                    self.released = [*self.released, space]
                self.numbers.append((space - self.kernel.roots_pa) // self.kernel.page_size - self.first_root)

    def forget(self, places: Sequence[tuple[int, int]]) -> None:
        """Let go of what is known of objects whose room is used again."""
        for kva, _ in places:
            self.filled.pop(kva, None)

    def space_of(self, process: PlantedProcess) -> int:
        """Return the key of a process's address space."""
        return self.kernel.root_address(self.first_root + process.number)

    def update(self, processes: Sequence[WorldProcess]) -> bool:
        """Show processes as they are now; False where only a new planting can show them.

        Then what lies here is as it was, or partly so already; all of it stays readable.
        """
        self.released = []
        found = changes(self.by_pid, processes)
        if found is not None:
            for process, world in found:
                process.world = world
                process.written = world, *process.written[1:]
                self.move_process(process)
                space = self.space_of(process)
                if space in self.worlds:
                    self.worlds[space] = world
            return True
        if not self.in_place:
            return False
        try:
            self._rearrange(processes)
        except (ValueError, IndexError):  # no room
            self.heap.log = None
            return False
        return True

    def _rearrange(self, processes: Sequence[WorldProcess]) -> None:
        self.turn += 1
        self._exhume()
        own = self.own_shared()
        known = {(each.world.pid, each.world.start): each for each in self.processes if each is not self.p0}
        order = sorted(processes, key=lambda process: (process.start or 0, process.pid), reverse=True)
        now: list[PlantedProcess] = []
        for world in order:
            process = known.get((world.pid, world.start))
            if process is not None and (process.world is world or _parts(process.world) == _parts(world)):
                del known[world.pid, world.start]
                if process.world is not world:
                    process.world = world
                    space = self.space_of(process)
                    if space in self.worlds:
                        self.worlds[space] = world
            else:
                process = PlantedProcess(world, self._number())
                self.place(process)
            process.links, process.entries = {}, {}
            now.append(process)
        for gone in known.values():
            self.bury(gone.parts, [self.space_of(gone)])
            uncount(gone.keys)
        self.p0.links, self.p0.entries = {}, {}
        self.processes = [*now, self.p0]
        self.by_pid = {process.world.pid: process for process in self.processes}
        self.find_terminals(order)
        self.link_processes()
        self.plant_lists()
        self.sids, self.tty_of = {}, {}
        uncount(self.passing)
        self.passing.clear()
        for shared in (self.groups, self.sessions, self.ttys):
            shared.recount()
        for shared, key in self.fixed_keys:
            if shared not in own:
                shared.counts[key] += 1
        self.plant_processes()
        self.plant_shared()
        self.plant_vnodes()
        for shared in self.shared():
            self.bury(shared.sweep())

    def tie_terminals(
        self, head: str, link: str, more: Callable[[tuple[int, int], int], dict[str, int]]
    ) -> None:
        """Build the terminals and their list behind a symbol; ``more`` gives members by a terminal's numbers and address."""
        entry = self.structs.offset("tty", f"{link}.tqe_next")
        previous = int(self.nucleus.symbols[head])
        places = sorted(self.ttys.used())
        chain = [*(kva for _, kva in places), 0]
        for (tty, kva), after in zip(places, chain[1:], strict=True):
            sid, foreground = self.tty_of[tty]
            values = {
                f"{link}.tqe_next": after,
                f"{link}.tqe_prev": previous,
                "t_session": self.sessions.places[sid, tty],
                **more(tty, kva),
            }
            if foreground is not None and self.groups.counts.get(foreground):
                values["t_pgrp"] = self.groups.places[foreground]
            self.fill(kva, "tty", values)
            previous = kva + entry
        self.nucleus.fill(head, self.words(chain[0], previous))

    # Lists

    def tie(self, head: str, chain: Sequence[PlantedProcess], link: str) -> None:
        """Make a list of processes behind a symbol."""
        if head not in self.nucleus.symbols:
            return
        self.nucleus.fill(head, self.words(chain[0].proc if chain else 0))
        self.chain(int(self.nucleus.symbols[head]), chain, self.link_at(link))

    def link_at(self, link: str) -> int:
        """Return where in a process its entry in a list is."""
        return self.structs.offset("proc", f"{link}.le_next")

    @staticmethod
    def chain(head: int, chain: Sequence[PlantedProcess], at: int) -> None:
        """Set the entries of a list: the next one, and where the one before points at this one."""
        before: PlantedProcess | None = None
        for process in chain:
            if before is not None:
                before.entries[at] = process.proc, head
                head = before.proc + at
            before = process
        if before is not None:
            before.entries[at] = 0, head
