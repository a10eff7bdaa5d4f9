"""Emulated live kernels of BSD systems: corefiles whose memory is made from the running host, and kept up to date.

What a system has of its own (where things lie, what is planted) comes from its module; see `LiveBsd`.
"""

from __future__ import annotations

import time

from .. import datamodel
from ..corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, Writings, space_name
from ..errors import Fault, UnsupportedError
from . import host, process_memory
from .live_files import FileTables
from .live_kernel import LiveKernel, Runner
from .live_maps import MapTables
from .memory import Arena, Memory, Segment
from .pack.kernel_file import kernel_image
from .plant.bsd import ps_strings, structs_of
from .plant.bsd_maps import Piece, pieces
from .procfs import is_there
from .shared import SharedMemory
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from .plant.bsd import BsdKernel
    from .world import World, WorldMapping, WorldProcess

    class Planting(Protocol):
        """What a system's plant makes. Its arenas' bytes may be moved elsewhere once it is made."""

        memory: Memory
        nucleus: Any
        heap: Any
        roots: tuple[int, int]
        in_place: bool
        released: Sequence[int]
        buried: Collection[int]

        @property
        def worlds(self) -> Mapping[int, WorldProcess]: ...
        @property
        def processes(self) -> Sequence[Any]: ...
        def stack(self, world: WorldProcess) -> Segment | None: ...
        def update(self, processes: Sequence[WorldProcess]) -> bool: ...
        def renew(self, now: World) -> None: ...


MESSAGES_AGE = 5.0
"""Seconds for which the message buffer stays as it is."""
_MOST_HEAP = 1 << 30
_MOST_FILES = 1 << 29  # addresses for open files, behind the heaps
_MAX_VECTOR = 1 << 19  # bytes of pointers to environment strings

# The key of a slow page: which part of memory, and the page's number in it.
_NUCLEUS, _HEAP, _FILES, _FIRST_ROOT = 0, 1, 3, 4
_INDEX_BITS = 40
_INDEX_MASK = (1 << _INDEX_BITS) - 1
_INDEX_SIGN = 1 << _INDEX_BITS - 1  # set in the numbers of pages at the upper end of all addresses


class _Generation:
    """The world at one moment, planted."""

    def __init__(self, planting: Planting, world: World, number: int) -> None:
        self.planting = planting
        self.world = world
        self.number = number
        self.nucleus, self.heap = planting.memory.spaces[planting.memory.kernel]
        self.stacks: dict[int, Segment | None] = {}


class LiveBsd(LiveKernel):
    """The running host as a live kernel of a BSD system.

    As long as the same processes run the same programs, what has changed of them changes where it lies. Otherwise all are
    planted anew, and what was pointed at before stays readable until they are planted once more; the two generations take
    turns with two heaps, so memory does not grow.

    A process of this host's own width has its own memory, and behind the end of its stack the ``struct ps_strings`` that
    the system's exec would have put there. Of others there is a stack with what is known of their arguments.

    A subclass names the system. Raises `UnsupportedError` where the host has more to show than fits into the addresses of
    such a kernel.

    Attributes:
        kernels: the shapes of the system's kernels, by data model.
        planting: what plants a world: the class that the system's ``plant`` uses.
        os_abi: the system's number in the header of its kernel file.
        loose_files: what plants open files apart from processes; file_names: the variables that belong to them;
            loose_maps: what plants maps in this way.
    """

    serves = frozenset({PHYS, KVA, "as"})
    kernels: Mapping[str, BsdKernel] = {}
    planting: Callable[..., Planting]
    os_abi = 0
    loose_files: Callable[..., Any] | None = None
    loose_maps: Callable[..., Any] | None = None
    file_names: Sequence[str] = ()

    def __init__(
        self,
        model: DataModel,
        layout: Callable[[str], Layout],
        version: str,
        read_world: Callable[[], World] | None = None,
    ) -> None:
        self.kernel = kernel = self.kernels[model.name]
        super().__init__(
            model, kernel.page_size, version, read_world or _Messages(Watch().read_world).read_world
        )
        self._layout = layout
        self._native = datamodel.host() is model
        self._generations: list[_Generation | None] = [None, None]
        room = [min(end - base, _MOST_HEAP) for base, end in kernel.heaps]
        self._shared = SharedMemory(kernel.data_end - kernel.data, *room)
        self._used = [0, 0, 0]
        self._facts: dict[str, object] = {}
        self._followers: list[Writings] = []
        self._first: Memory | None = None
        self.files = self._place_files()
        self._take(self._plant(self._read_world(), 0))
        first = self._now.planting.memory
        # Of the first planting only the symbols are needed later, not the memory.
        self._first = Memory(model, kernel.page_size, first.kernel, [])
        self._first.symbols, self._first.text, self._first.data = first.symbols, first.text, first.data
        self._lend_buffer()

    def _place_files(self) -> FileTables | None:
        """Return where open files lie, behind the heaps; None for a kernel that has none."""
        make, kernel, model = type(self).loose_files, self.kernel, self.model
        base = kernel.heaps[1][1]
        if make is None or kernel.heaps[1][0] == base:
            return None
        structs = structs_of(self._layout)
        size = -(-make(model, structs, Arena(base, base + (1 << 20))).table_size // 64) * 64
        end = min(base + _MOST_FILES, model.mask & -kernel.page_size)
        middle = base + ((end - base) // 2 & -(LEAF_PAGES * kernel.page_size))
        files = FileTables(
            base,
            middle,
            model,
            lambda arena: make(model, structs, arena),
            lambda: [process.world for process in self._now.planting.processes],
            lambda process: size,
            self.file_names,
        )
        loose: Any = type(self).loose_maps
        room = len(loose.fixed) * structs.size("vm_map_entry")
        files.maps = MapTables(middle, end, room, self._plant_map, self._tell_map)
        return files

    def _plant_map(
        self, arena: Arena, world: WorldProcess, mappings: Sequence[WorldMapping], table: int
    ) -> int:
        """Plant the map of a process; return how many entries it has, 0 for one that has gone."""
        planting: Any = self._now.planting
        process = planting.by_pid.get(world.pid)
        make: Any = type(self).loose_maps
        if process is None or process.world.start != world.start:
            return 0
        found = pieces(mappings, self._user_end(world), None) or []
        maps = make(self.model, planting.structs, arena)
        # Who is led to fixed entries of a map that turns out to have fewer, or none, meets some without any addresses.
        some = [Piece(0, 0, 0, False)] * max(len(maps.fixed) - len(found), 0) + found
        if hasattr(maps, "operations"):
            maps.operations = int(planting.nucleus.symbols["uvm_vnodeops"])
        maps.plant_map(process.vmspace, some, table)
        maps.plant_objects()
        maps.plant_vnodes()
        return len(found)

    def _user_end(self, world: WorldProcess) -> int:
        """Return where the memory of a process of this host ends in such a kernel."""
        tops = getattr(self.kernel, "live_tops", None) or self.kernel.tops
        return int(tops[self.model.bits])

    def _tell_map(self, world: WorldProcess, count: int) -> None:
        """Show how many entries the map of a process has."""
        planting: Any = self._now.planting
        process = planting.by_pid.get(world.pid)
        if process is None or process.world.start != world.start:
            return
        leads = {} if count else planting.plant_map(process.vmspace, ())
        with self._shared.changing:
            values = {"vm_map.nentries": count, **leads}
            planting.structs.patch(planting.heap, process.vmspace, "vmspace", values)

    # Time

    def _show(self, world: World) -> None:
        now = self._now
        with self._shared.changing:
            updated = self._outside(now.world) == self._outside(world) and now.planting.update(
                world.processes
            )
            if updated:
                now.planting.renew(world)
        if not updated:
            self._take(self._plant(world, 1 - now.number))
            return
        now.world = world
        buried = now.planting.buried  # whose memory has gone, too
        now.stacks = {space: stack for space, stack in now.stacks.items() if space in buried}
        self._let_go(list(now.planting.released))

    def _show_numbers(self, now: World) -> None:
        self._now.planting.renew(now)

    def _show_anew(self, world: World) -> None:
        self._take(self._plant(world, 1 - self._now.number))

    def _used_parts(self) -> Sequence[int]:
        return self._used

    @staticmethod
    def _outside(world: World) -> tuple[object, ...]:
        """Return what besides processes must be the same for memory to be brought up to date in place."""
        return (
            world.node, world.domain, world.boot_time, world.max_processes, world.memory.installed,
            [(cpu.id, cpu.online, cpu.brand) for cpu in world.cpus],
            [(area.path, area.size) for area in world.swap], world.messages, world.max_files, world.ipc, world.ipc_limits,
            [(disk.name, disk.block_size) for disk in world.disks or ()],
            [(each.number, each.name) for each in world.interrupts or ()],
        )  # fmt: skip

    def _plant(self, world: World, number: int) -> _Generation:
        # First of all: also where this fails, a child of a fork has memory that its parent has written since.
        for follower in self._followers:
            follower.note_all()
        try:
            planting = type(self).planting(
                world,
                self.model,
                self._layout,
                version=self._version,
                heap=number,
                before=self._first,
                stacks=False,
                tables=self.files,
            )
            nucleus, heap = planting.memory.spaces[planting.memory.kernel]
            # Whole leaves, so that C callers may keep them.
            leaf = LEAF_PAGES * self.page_size
            room = heap.data if not planting.in_place else bytes(heap.data) + bytes(len(heap.data) // 4)
            with self._shared.changing:
                planting.nucleus.arena.data = nucleus.data = self._place(0, nucleus.data, self.page_size)
                heap.data = self._place(1 + number, room, leaf)
            planting.heap.settle(heap.data)
            planting.nucleus.arena.followers = planting.heap.followers = self._followers
        except ValueError as error:
            raise UnsupportedError(
                f"this host does not fit into a {self.model.name} kernel: {error}"
            ) from error
        self._facts = {**planting.memory.facts, "uuid": world.boot_id}
        return _Generation(planting, world, number)

    def _place(self, part: int, data: Any, step: int) -> Any:
        """Put planted bytes where C callers may map them, with zeros behind; never fewer than were there before."""
        size = max(-(-len(data) // step) * step, self._used[part])
        room = self._shared.parts[part] if self._shared.parts else memoryview(bytearray(size))
        if size > len(room):
            raise ValueError(f"{len(room):#x} bytes do not hold all that was to be planted")
        room[: len(data)] = data
        if self._used[part] > len(data):
            room[len(data) : self._used[part]] = bytes(self._used[part] - len(data))
        self._used[part] = size
        return room[:size]

    def _take(self, generation: _Generation) -> None:
        """Make a generation the present one; the one before the last, whose heap it uses, is gone then."""
        gone = self._generations[generation.number]
        if gone is not None:
            self._let_go([space for space in self._memories if space in gone.planting.worlds])
        self._generations[generation.number] = generation
        self._now = generation
        self._root = generation.planting.memory.kernel
        offsets, plain = self._shared.offsets, self._shared.identity is not None
        self._bounds = [
            (segment.base, segment.end, SLOW | part << _INDEX_BITS, offsets[part] if plain and part else -1)
            for segment, part in self._parts()
        ]
        self._shown_now()
        self.roots = generation.planting.roots

    def follow(self) -> Writings:
        found = Writings(((self.kernel.data, self.kernel.data_end), *self.kernel.heaps))
        self._followers.append(found)
        return found

    # Memory

    def page(self, space: Space, index: int) -> int:
        if self._closed or index < 0:
            return HOLE
        va = index << self.page_shift
        if space == KVA or space == self._root:
            for base, end, key, offset in self._bounds:
                if base <= va < end:
                    return offset + va - base if offset >= 0 else key + ((va - base) >> self.page_shift)
            files = self.files
            if files is not None and (  # what is there is known when it is read
                files.base <= va < files.end or (files.maps and files.maps.base <= va < files.maps.end)
            ):
                return SLOW | _FILES << _INDEX_BITS | (va - files.base) >> self.page_shift
            return HOLE
        if space == PHYS:
            return self._frame(va)
        generation = self._owner(space)
        if generation is None or not isinstance(space, int):
            return HOLE
        part = _FIRST_ROOT + (space - self.kernel.roots_pa) // self.page_size
        if self._is_own(generation, space):
            there = va < self._top(generation, space)
        else:
            stack = self._stack(generation, space)
            there = stack is not None and stack.base <= va < stack.end
        return SLOW | part << _INDEX_BITS | index & _INDEX_MASK if there else HOLE

    def _parts(self) -> Iterator[tuple[Segment, int]]:
        yield self._now.nucleus, _NUCLEUS
        for generation in self._generations:
            if generation is not None:
                yield generation.heap, _HEAP + generation.number

    def _owner(self, space: Space) -> _Generation | None:
        """Return the generation whose process has an address space."""
        for generation in self._generations:
            if generation is not None and space in generation.planting.worlds:
                return generation
        return None

    def _is_own(self, generation: _Generation, space: int) -> bool:
        """Tell whether a process shows its own memory: one of this host's width, that this user may look into."""
        world = generation.planting.worlds[space]
        return self._native and world.bits == self.model.bits and world.stack_start is not None

    def _top(self, generation: _Generation, space: int) -> int:
        return self.kernel.tops[generation.planting.worlds[space].bits or self.model.bits]

    def _stack(self, generation: _Generation, space: int) -> Segment | None:
        """Return a process's planted stack, or the page with its ps_strings; made when somebody looks at it."""
        if space not in generation.stacks:
            world = generation.planting.worlds[space]
            found = None
            if self._is_own(generation, space):
                found = self._strings(world, self._top(generation, space))
            if found is None:
                try:
                    found = generation.planting.stack(world)
                except ValueError:  # more than there is room for
                    pass
            generation.stacks[space] = found
        return generation.stacks[space]

    def _strings(self, world: WorldProcess, top: int) -> Segment | None:
        """Return the page with a process's ps_strings, which point into its own stack."""
        found = process_memory.read_stack(world)
        if found is None:
            return None
        argc, argv, envp, _ = found
        bits = self.model.bits
        vector = process_memory.read_memory(world.pid, envp, _MAX_VECTOR, world.start)
        count = 0
        for (pointer,) in self.model.word_struct().iter_unpack(vector[: len(vector) & -self.model.word]):
            if not pointer:
                break
            count += 1
        data = bytearray(self.page_size)
        strings = ps_strings(self.model, bits, argv, argc, envp, count)
        data[-len(strings) :] = strings
        return Segment(top - self.page_size, data)

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        if self._closed:
            return b""
        part = key >> _INDEX_BITS
        index = (key & _INDEX_MASK ^ _INDEX_SIGN) - _INDEX_SIGN
        at = (index << self.page_shift & self.model.mask) + offset
        if part == _FILES:
            files = self.files
            if files is None:
                return b""
            at += files.base
            if files.maps is not None and at >= files.maps.base:
                return files.maps.read(at, count)
            return files.read(at, count)
        if _NUCLEUS < part < _FIRST_ROOT:
            generation = self._generations[part - _HEAP]
            return b"" if generation is None else bytes(generation.heap.data[at : at + count])
        if part == _NUCLEUS:
            self._renew_before(self.kernel.data + at, count)
            return bytes(self._now.nucleus.data[at : at + count])
        space = self.kernel.root_address(part - _FIRST_ROOT)
        generation = self._owner(space)
        if generation is None:
            return b""
        own = self._is_own(generation, space)
        if not own or at >= self._top(generation, space) - self.page_size:
            segment = self._stack(generation, space)
            if segment is not None and segment.base <= at < segment.end:
                return bytes(segment.data[at - segment.base : at - segment.base + count])
        memory = self._memory(space) if own else None
        return b"" if memory is None else memory.read(at, count)

    def _runner(self, space: Space) -> Runner | None:
        generation = self._owner(space)
        if generation is None or not isinstance(space, int) or not self._is_own(generation, space):
            return None
        world = generation.planting.worlds[space]
        return world.pid, world.start

    def fault(self, space: Space, address: int) -> Fault:
        name = space_name(space)
        if space in (PHYS, KVA, self._root) or not isinstance(space, int):
            return Fault(Fault.UNMAPPED, name, address)
        generation = self._owner(space)
        if generation is None:
            return Fault(Fault.UNMAPPED, name, address, "belongs to no process (any more)")
        if not self._is_own(generation, space):
            return Fault(
                Fault.NOT_DUMPED, name, address, "is not known: the emulated process has only a stack"
            )
        world = generation.planting.worlds[space]
        if self._memory(space) is None or not is_there(world.pid, world.start):
            return Fault(Fault.UNMAPPED, name, address, "belongs to a process that has ended or denies it")
        return Fault(Fault.UNMAPPED, name, address)

    def _shown_parts(self) -> Iterator[tuple[int, int, int]]:
        for segment, part in self._parts():
            yield segment.base, segment.end, self._shared.offsets[part]

    # Physical memory: what the kernel has of its own lies there in one piece each; that of processes is not shown.

    def _runs(self) -> Iterator[tuple[int, Segment, int]]:
        """Yield (physical address, segment, part) of all that has one."""
        for segment, part in self._parts():
            pa = self.kernel.image_address(segment.base)
            if part:
                pa = self.kernel.heaps_pa[part - _HEAP]
            yield pa, segment, part

    def _frame(self, pa: int) -> int:
        for start, segment, part in self._runs():
            if start <= pa < start + len(segment.data):
                return SLOW | part << _INDEX_BITS | (pa - start) >> self.page_shift
        return HOLE

    def physical(self, space: Space, address: int) -> int | None:
        if self._closed:
            return None
        if space == PHYS:
            return None if self._frame(address) == HOLE else address
        if space not in (KVA, self._root):
            return None
        for pa, segment, _ in self._runs():
            if segment.base <= address < segment.end:
                return pa + address - segment.base
        distance = address - self.kernel.roots
        number = distance // self.page_size
        if (
            0 <= number < 2 * self.kernel.roots_each
        ):  # what is in these tables nobody knows, only where they are
            return self.kernel.roots_pa + distance
        return None

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        if self._closed:
            return
        if space == PHYS:
            yield from sorted((pa, len(segment.data)) for pa, segment, _ in self._runs())
        elif space in (KVA, self._root):
            yield from sorted((segment.base, len(segment.data)) for segment, _ in self._parts())
        else:
            generation = self._owner(space)
            if generation is None or not isinstance(space, int):
                return
            world = generation.planting.worlds[space]
            if self._is_own(generation, space):
                yield from process_memory.mapped_ranges(world.pid, world.start)
            segment = self._stack(generation, space)
            if segment is not None:
                yield segment.base, len(segment.data)

    # The rest

    def _make_namelist(self) -> bytes:
        assert self._first is not None
        return kernel_image(self._first, os_abi=self.os_abi)

    def _known_facts(self) -> Mapping[str, object]:
        return self._facts

    def close(self) -> None:
        super().close()
        self._generations = [None, None]


class _Messages:
    """Worlds with the kernel's messages, which are read again when they are `MESSAGES_AGE` old."""

    def __init__(self, read_world: Callable[[], World]) -> None:
        self._read_world = read_world
        self._messages: tuple[tuple[int, bytes], ...] | None = None
        self._until = 0.0

    def read_world(self) -> World:
        """Return the world now."""
        from dataclasses import replace

        now = time.monotonic()
        if now >= self._until:
            self._until = now + MESSAGES_AGE
            self._messages = host.messages()
        return replace(self._read_world(), messages=self._messages)
