"""A planted Solaris kernel that is brought up to date in place: everything stays where it is as long as it is there.

What is no longer there stays readable until the processes were looked at twice more; then its room is used again.
"""

from __future__ import annotations

import struct
from collections import deque

from ..memory import Arena, RoomyArena
from .parts import Shared
from .solaris import PlantedProcess, Planting
from .solaris_files import room_of
from .solaris_kernels import clockwork

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..world import World, WorldProcess
    from .bsd_planting import Tables
    from .stack import Stack

    Key = tuple["_Shared", Any]

_GRACE = 2


class _Shared(Shared):
    """Shared objects that note who points at them; ``held`` counts for each how many processes do."""

    log: list[Key] | None = None

    def __init__(self, arena: Arena, size: int) -> None:
        super().__init__(arena, size)
        self.held: dict[Any, int] = {}

    def place(self, key: Any, more: int = 0) -> int:
        if _Shared.log is not None:
            _Shared.log.append((self, key))
        return super().place(key, more)


class _Alive(PlantedProcess):
    """A process with what is needed to tell whether its structs must be written anew.

    ``running`` is its stack's address space being the process itself; ``keys`` are the shared objects it points at.
    """

    __slots__ = ("keys", "running", "written")

    def __init__(self, world: WorldProcess) -> None:
        super().__init__(world)
        self.keys: list[Key] = []
        self.written: tuple[object, ...] = ()
        self.running = False


class LivePlanting(Planting):
    """The planting of a live kernel.

    ``nucleus``, ``heap``: writable memory for the two parts of the kernel, all zero. ``tables`` is where the lists of
    descriptors lie. ``find_stack`` gives the stack of a
    process that is shown as it is. Raises ValueError where there is no room.
    """

    def __init__(
        self,
        world: World,
        model: DataModel,
        layout: Callable[[str], Layout],
        version: str,
        nucleus: memoryview,
        heap: memoryview,
        tables: Tables,
        find_stack: Callable[[WorldProcess], Stack | None],
    ) -> None:
        self._parts = nucleus, heap
        self._find_stack = find_stack
        self._tables = tables
        self._graves: deque[tuple[int, list[tuple[int, int]], int]] = deque()
        self._turn = 0
        self._counted: dict[_Shared, dict[Any, object]] = {}
        super().__init__(world, model, layout, version, 0, None, {})
        self.nucleus.seal()
        self._shapes = self._machine_shape()

    def use_arenas(self) -> None:
        self.nucleus.arena = self._fixed = RoomyArena(self.nucleus.arena.base, self._parts[0])
        self.heap = self._roomy = RoomyArena(self.heap.base, self._parts[1])

    def place_shared(self, kind: type[Shared]) -> None:
        super().place_shared(_Shared)

    def table_of(self, world: WorldProcess) -> tuple[int, int] | None:
        if world.cwd is None or not world.table:  # who may not see its directory may not see its files
            return None
        table = self._tables.table(world)
        return (table, room_of(world)) if table else None

    # Processes

    def make_process(self, world: WorldProcess) -> PlantedProcess:
        return _Alive(world)

    def place_process(self, process: PlantedProcess, stack: Stack | None) -> None:
        assert isinstance(process, _Alive)
        stack = self._find_stack(process.world)
        process.running = stack is not None
        super().place_process(process, stack)

    def plant_processes(self) -> None:
        self.ring_threads()
        for process in self.processes:
            self._write(process)
        self.plant_heads()

    def _write(self, process: PlantedProcess) -> None:
        """Write the structs of a process, if they are not as they should be."""
        assert isinstance(process, _Alive)
        written = process.written
        if (
            written
            and written[0] is process.world
            and written[1] == process.links
            and written[2] == process.rings
            and written[3] == process.as_
        ):
            return
        process.written = process.world, process.links, process.rings, process.as_
        self._let_go(process)
        process.keys = _Shared.log = []
        self.plant_process(process)
        _Shared.log = None
        for shared, key in process.keys:
            shared.held[key] = shared.held.get(key, 0) + 1

    @staticmethod
    def _let_go(process: PlantedProcess) -> None:
        """Take back what the structs of a process point at."""
        assert isinstance(process, _Alive)
        for shared, key in process.keys:
            shared.held[key] -= 1
        process.keys = []

    def plant_shared(self) -> None:
        kinds = self.kinds()
        for shared, _ in kinds:
            assert isinstance(shared, _Shared)
            shared.counts = {**dict.fromkeys(shared.places, 0), **shared.held}
        for groups in [key[6] for key, count in self.creds.counts.items() if count and key[6]]:
            self.credgrps.counts[groups] = self.credgrps.counts.get(groups, 0) + 1
        for sid in [key[0] for key, count in self.sessions.counts.items() if count]:
            self.pids.counts[sid] = self.pids.counts.get(sid, 0) + 1
        for shared, fill in kinds:
            assert isinstance(shared, _Shared)
            before, now = self._counted.get(shared, {}), {}
            for key, kva in list(shared.places.items()):
                count = shared.counts[key]
                if not count:
                    self._bury([(kva, shared.sizes.pop(key))])
                    del shared.places[key], shared.counts[key]
                    shared.held.pop(key, None)
                    continue
                state: object = count
                if shared is self.pids:
                    state = count, self.groups.get(key), key in self.by_pid
                now[key] = state
                if before.get(key) != state:
                    fill(key, kva, (kva - self.heap.base) >> 4)
                    shared.counts[key] = count  # filling it may have counted others, which are counted above
            self._counted[shared] = now

    def _bury(self, places: list[tuple[int, int]], space: int = 0) -> None:
        self._graves.append((self._turn + _GRACE, places, space))

    def write_anew(self) -> None:
        """Believe nothing of what was written: the next `renew_processes` writes all."""
        for process in self.processes:
            assert isinstance(process, _Alive)
            process.written = ()
        self._counted = {}
        self._shapes = ()

    def renew_processes(self, world: World) -> None:
        """Show these processes. Raises ValueError where there is no room; then some may be missing."""
        self._turn += 1
        while self._graves and self._graves[0][0] <= self._turn:
            _, places, space = self._graves.popleft()
            self.memory.spaces.pop(space, None)
            self.memory.owners.pop(space, None)
            for kva, size in places:
                self._roomy.release(kva, size)
        self.world = world
        known = {(each.world.pid, each.world.start): each for each in self.processes if each is not self.p0}
        order = sorted(world.processes, key=lambda process: (process.start or 0, process.pid), reverse=True)
        self.processes = []
        for process in order:
            planted = known.pop((process.pid, process.start), None)
            if planted is not None and self._moved(planted.world, process):
                self._drop(planted)
                planted = None
            if planted is None:
                planted = self.make_process(process)
                self.place_process(planted, None)
            planted.world = process
            planted.links = {}
            self.processes.append(planted)
        for gone in known.values():
            self._drop(gone)
        self.p0.links = {}
        self.processes.append(self.p0)
        self.by_pid = {process.world.pid: process for process in self.processes}
        if self._tables.grown or self._tables.count > 2 * len(self.processes):
            self._tables.keep([process.world for process in self.processes])
        self.link_processes()
        self.plant_processes()
        self.plant_shared()
        self.plant_zone()
        self.memory.facts = self.facts = {**self.facts, "node": world.node}
        shapes = self._machine_shape()
        if shapes != self._shapes:
            self._shapes = shapes
            self.plant_cpus()
            self.plant_swap()
            self.plant_numbers()
        self.show_parts()

    def _moved(self, was: WorldProcess, now: WorldProcess) -> bool:
        """Tell whether a process has other parts than before: another program, another number of threads, an end."""
        return was is not now and (
            was.stack_start != now.stack_start
            or was.env_end != now.env_end
            or was.zombie != now.zombie
            or was.system != now.system
            or len(was.threads) != len(now.threads)
            or was.argv != now.argv
            or was.env != now.env
            or was.bits != now.bits
            or was.program != now.program
        )

    def _drop(self, process: PlantedProcess) -> None:
        self._let_go(process)
        places = [(process.proc, self.size["proc"])]
        places += [(thread, self.size["_kthread"]) for thread in process.threads]
        own = process.as_ if process.as_ != self.kas else 0
        if own:
            places.append((own, self.size["as"]))
        self._bury(places, own)

    def used(self) -> tuple[int, int]:
        """Return how many bytes of the two parts were ever handed out."""
        return self._fixed.used, self._roomy.used

    def show_parts(self) -> None:
        """Let the memory's segments hold all that is in use by now."""
        nucleus, heap = self.memory.spaces[self.kas][:2]
        page = self.kernel.page_size
        nucleus.data, heap.data = self.nucleus.arena.segment(page).data, self.heap.segment(page).data

    def running(self) -> dict[int, tuple[int, int | None]]:
        """Return (pid, start) of the processes that are shown as they are, by their address spaces."""
        return {
            process.as_: (process.world.pid, process.world.start)
            for process in self.processes
            if isinstance(process, _Alive) and process.running and process.as_ != self.kas
        }

    # The machine

    def _machine_shape(self) -> tuple[object, ...]:
        world = self.world
        cpus = [(cpu.id, cpu.online, cpu.brand) for cpu in world.cpus]
        return world.node, world.domain, cpus, [(area.path, area.size) for area in world.swap]

    def renew(self, now: World) -> None:
        """Write load average, memory, clock, and the counters of processors and swap anew."""
        model, nucleus, heap = self.model, self.nucleus, self.heap
        cpus, swap = {cpu.id: cpu for cpu in now.cpus}, now.swap
        for name, data in clockwork(model, now.load, now.memory, now.now, now.uptime, swap).items():
            nucleus.fill(name, data)
        layout = self.layout("cpu")
        stats = layout.offset("cpu_stats") + self.layout("cpu_stats").offset("sys")
        acct = layout.offset("cpu_acct")
        for number, kva in self.cpu_places.items():
            cpu = cpus.get(number)
            spent = None if cpu is None else self.cpu_ticks(cpu)
            if spent is not None:
                ticks, times = spent
                heap.put(kva + stats, self.build("cpu_sys_stats", ticks))
                heap.put(kva + acct, struct.pack(f"{model.order}{len(times)}Q", *times))
        if [(area.path, area.size) for area in swap] != [(area.path, area.size) for area in self.world.swap]:
            return  # when the processes are looked at the next time
        free = self.layout("swapinfo")["si_nfpgs"]
        for area, kva in zip(swap, self.swap_places, strict=True):
            pages = min(area.free, area.size) // self.kernel.page_size
            heap.put(kva + free.offset, struct.pack(model.order + free.format(model), pages))
        nucleus.fill("k_anoninfo", self.anoninfo(swap))
