"""The emulated live kernel: a corefile whose memory is made from the running host, and brought up to date as it is read.

Kernel memory and the stacks of processes are planted. Only where a process's own memory can be shown as it is, in a
kernel of this host's architecture that runs processes of that width, its address space is the process itself.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import OrderedDict

from .. import datamodel
from ..corefile import HOLE, LEAF_PAGES, PHYS, SLOW, Corefile, Share, space_name
from ..errors import Fault, ReadOnlyError, UnsupportedError
from . import host
from .memory import Memory
from .pack.ksyms import ksyms_image
from .plant.solaris import plant
from .plant.solaris_kernels import KERNELS
from .plant.solaris_update import changes, renew_numbers, update
from .plant.stack import Stack
from .shared import SharedMemory
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Mapping

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from .memory import Segment
    from .world import World

NUMBERS_AGE = 0.1
"""Seconds for which load average, memory, clock, and the counters of processors and swap stay as they are."""
PROCESSES_AGE = 0.5
"""Seconds for which processes stay as they are."""
_OPEN_MEMORIES = 8
_MOST_HEAP = 1 << 30

# The key of a slow page: the number of a part of memory, and the low bits of the page's number in it. A key stands for
# an address, not for a moment: as long as a generation's heap is in use, it leads to what lies there now.
_NUCLEUS, _HEAP, _FIRST_SPACE = 0, 1, 4
_INDEX_BITS = 40
_INDEX_MASK = (1 << _INDEX_BITS) - 1

_NUCLEUS_FRAME, _HEAP_FRAME, _FRAMES = 0x400, 0x10000, 1 << 22
_LENT_FRAME, _LENT_FRAMES = _HEAP_FRAME + 2 * _FRAMES, 1 << 16
_USER_END = 1 << 47  # of processes of this host that are shown as they are


class _Generation:
    """The world at one moment: what was planted of it, and which of its processes show their own memory."""

    def __init__(
        self, memory: Memory, world: World, number: int, space_size: int, starts: Mapping[int, int | None]
    ) -> None:
        self.memory = memory
        self.world = world
        self.number = number
        self.heap = memory.spaces[memory.kernel][1]
        self._space_size = space_size
        # Processes that are shown as they are: (pid, start) by address space.
        self.running = {space: (pid, starts[pid]) for space, pid in memory.owners.items() if pid in starts}
        self._runs: tuple[list[int], list[tuple[int, Segment]]] | None = None
        self._places: dict[int, list[tuple[int, Segment]]] = {}

    def number_of(self, space: int) -> int:
        """Return the number of an address space, which follows from its address alone."""
        return (space - self.heap.base) // self._space_size

    def space(self, number: int) -> int:
        """Return the address space of a number, as it would be if there were that many."""
        return self.heap.base + number * self._space_size

    def find(self, space: int, address: int) -> Segment | None:
        """Return the planted segment of a process that holds an address."""
        for segment in self.memory.spaces.get(space, ()):
            if segment.base <= address < segment.end:
                return segment
        return None

    def runs(self) -> tuple[list[int], list[tuple[int, Segment]]]:
        """Return the first frames of this generation's segments, ascending, and the segments with their spaces."""
        if self._runs is None:
            frame, frames, runs = _HEAP_FRAME + self.number * _FRAMES, [], []
            kernel = self.memory.kernel
            for space, segments in self.memory.spaces.items():
                for segment in segments[1:] if space == kernel else segments:
                    frames.append(frame)
                    runs.append((space, segment))
                    self._places.setdefault(space, []).append((frame, segment))
                    frame += len(segment.data) // self.memory.page_size
            self._runs = frames, runs
        return self._runs

    def places(self, space: int) -> list[tuple[int, Segment]]:
        """Return the segments of a space with their first frames."""
        self.runs()
        return self._places.get(space, [])


class LiveSolaris(Corefile):
    """The running host as a live Solaris kernel of any data model.

    Whatever is read is at most `NUMBERS_AGE` old, or `PROCESSES_AGE` where it has to do with processes: these are looked
    at when a caller rewinds (`refresh`) or reads what leads to them. As long as the same processes run the same programs,
    what has changed of them changes where it lies. Otherwise all are planted anew, and what was pointed at before stays
    readable until they are planted once more; the two generations take turns with two heaps, so memory does not grow.
    Symbols never move.

    Raises `UnsupportedError` where the host has more to show than fits into the addresses of such a kernel. Only memory
    of processes can be written, where this user may, and only with ``process_writes``. `close` it.
    """

    format = "emulated"
    personality = "solaris"
    kernel_symbol = "kas"
    serves = frozenset({PHYS, "as"})
    live = True

    def __init__(
        self,
        model: DataModel,
        layout: Callable[[str], Layout],
        version: str,
        read_world: Callable[[], World] | None = None,
    ) -> None:
        kernel = KERNELS[model.name]
        self.processes_age, self.numbers_age = PROCESSES_AGE, NUMBERS_AGE
        self.model = model
        self.path = f"the emulated {model.name} kernel"
        self.page_size = kernel.page_size
        self.page_shift = kernel.page_size.bit_length() - 1
        self.warnings = []
        self._layout = layout
        self._version = version
        self._read_world = read_world or Watch().read_world
        # The widths of those processes of this host that a kernel can point into: it must run such processes itself.
        here = KERNELS.get(datamodel.host().name)
        native = here is not None and here.architectures[1] == kernel.architectures[1]
        self._widths = frozenset(kernel.tops if native else ())
        self._heaps = kernel.heaps
        self._space_size = -(-layout("as").size // 16) * 16
        self._generations: list[_Generation | None] = [None, None]
        room = [min(end - base, _MOST_HEAP) for base, end in kernel.heaps]
        self._shared = SharedMemory(kernel.data_end - kernel.data, *room)
        self._memories: OrderedDict[int, host.ProcessMemory] = OrderedDict()
        self._lent: dict[int, tuple[int, int]] = {}
        self._borrowed: dict[tuple[int, int], int] = {}
        self._next_lent = _LENT_FRAME
        self._closed = False
        self._facts: dict[str, object] = {}
        self._first: Memory | None = None
        self._show(self._plant(self._read_world(), 0))
        first = self._now.memory
        self._kas = first.kernel
        # Of the first planting only the symbols are needed later, not the memory.
        self._first = Memory(model, kernel.page_size, first.kernel, [])
        self._first.symbols, self._first.text, self._first.data = first.symbols, first.text, first.data
        self.roots: tuple[int, int] = first.planting.roots
        self._image: bytes | None = None

    # Time

    def refresh(self) -> None:
        self._renew_old_processes()

    def _renew_old_processes(self) -> None:
        if not self._closed and time.monotonic() - self._processes_at >= self.processes_age:
            self._renew_processes()

    def renew(self, roots: bool) -> tuple[float, float]:
        if self._closed:
            return 1e9, 1e9
        if roots:
            self._renew_old_processes()
        self._renew_numbers()
        now = time.monotonic()
        return (
            max(self._numbers_at + self.numbers_age - now, 0.0),
            max(self._processes_at + self.processes_age - now, 0.0),
        )

    def _renew_processes(self) -> None:
        self._leave_parent()
        world = self._read_world()
        planting = self._now.memory.planting
        found = changes(planting, world.processes)
        same = (self._now.world.node, self._now.world.cpus.__len__(), [a.path for a in self._now.world.swap])
        if found is None or same != (world.node, len(world.cpus), [area.path for area in world.swap]):
            self._show(self._plant(world, 1 - self._now.number))
        else:
            update(planting, found)
            self._now.world = world
            cpus = {cpu.id: cpu for cpu in world.cpus}
            renew_numbers(planting, world.load, world.memory, world.now, world.uptime, cpus, world.swap)
            self._numbers_at = self._processes_at = time.monotonic()

    def _plant(self, world: World, number: int) -> _Generation:
        stacks: dict[int, Stack] = {}
        starts: dict[int, int | None] = {}
        for process in world.processes:
            found = host.read_stack(process) if process.bits in self._widths else None
            if found is not None:
                argc, argv, envp, top = found
                stacks[process.pid] = Stack(argc, argv, envp, top, [])
                starts[process.pid] = process.start
        try:
            memory = plant(
                world,
                self.model,
                self._layout,
                version=self._version,
                heap=number,
                before=self._first,
                stacks=stacks,
            )
            nucleus, heap = memory.spaces[memory.kernel]
            # Whole leaves, so that C callers may keep them.
            memory.planting.heap.data = heap.data = self._shared.place(
                1 + number, heap.data, LEAF_PAGES * self.page_size
            )
            memory.planting.nucleus.arena.data = nucleus.data = self._shared.place(0, nucleus.data)
        except ValueError as error:
            raise UnsupportedError(
                f"this host does not fit into a {self.model.name} kernel: {error}"
            ) from error
        self._facts = {**memory.facts, "uuid": world.boot_id}
        return _Generation(memory, world, number, self._space_size, starts)

    def _show(self, generation: _Generation) -> None:
        """Make a generation the present one; the one before the last, whose heap it uses, is gone then."""
        low, high = self._heaps[generation.number]
        for space in [space for space in self._memories if low <= space < high]:
            self._memories.pop(space).close()
        for frame in [frame for frame, (space, _) in self._lent.items() if low <= space < high]:
            del self._borrowed[self._lent.pop(frame)]
        self._generations[generation.number] = generation
        self._now = generation
        self._nucleus = generation.memory.spaces[generation.memory.kernel][0]
        self._numbers_at = self._processes_at = time.monotonic()

    def _renew_numbers(self) -> None:
        """Write load average, memory, clock and counters anew, where they are too old."""
        now = time.monotonic()
        if now - self._numbers_at < self.numbers_age:
            return
        self._leave_parent()
        self._numbers_at = now
        renew_numbers(
            self._now.memory.planting,
            host.load_average(),
            host.memory(),
            time.time(),
            host.uptime(),
            host.cpu_times(),
            tuple(host.read_swap()),
        )

    def _leave_parent(self) -> None:
        """After a fork: what the parent shares with its callers is its own, this process goes on with a copy."""
        if self._shared.identity is None or self._shared.ours:
            return
        for generation in self._generations:
            if generation is not None:
                heap = generation.heap
                generation.memory.planting.heap.data = heap.data = bytearray(heap.data)
        self._now.memory.planting.nucleus.arena.data = self._nucleus.data = bytearray(self._nucleus.data)
        self._shared.close()

    # Memory

    def page(self, space: Space, index: int) -> int:
        if self._closed or index < 0:
            return HOLE
        if space == PHYS:
            return self._frame(index)
        va = index << self.page_shift
        if space == self._kas:
            nucleus = self._nucleus
            if nucleus.base <= va < nucleus.end:
                return SLOW | _NUCLEUS << _INDEX_BITS | (va - nucleus.base) >> self.page_shift
            generation = self._generation(va)
            if generation is not None and va < generation.heap.end:
                part = _HEAP + generation.number
                return SLOW | part << _INDEX_BITS | (va - generation.heap.base) >> self.page_shift
            return HOLE
        generation = self._generation(space)
        if generation is None or space not in generation.memory.owners:
            return HOLE
        # Of a running process nobody knows what it has mapped before trying.
        there = va < _USER_END if space in generation.running else generation.find(space, va) is not None
        if not there:
            return HOLE
        part = _FIRST_SPACE + 2 * generation.number_of(space) + generation.number
        return SLOW | part << _INDEX_BITS | index & _INDEX_MASK

    def _generation(self, kva: Space) -> _Generation | None:
        """Return the generation in whose heap a kernel address lies."""
        for (low, high), generation in zip(self._heaps, self._generations, strict=True):
            if isinstance(kva, int) and low <= kva < high:
                return generation
        return None

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        if self._closed:
            return b""
        part, index = key >> _INDEX_BITS, key & _INDEX_MASK
        at = (index << self.page_shift) + offset
        if part == _NUCLEUS:
            first, size = self.roots
            if self._nucleus.base + at < first + size and self._nucleus.base + at + count > first:
                self._renew_old_processes()
            self._renew_numbers()
            return bytes(self._nucleus.data[at : at + count])
        if part < _FIRST_SPACE:
            generation = self._generations[part - _HEAP]
            return b"" if generation is None else bytes(generation.heap.data[at : at + count])
        number, which = divmod(part - _FIRST_SPACE, 2)
        generation = self._generations[which]
        if generation is None:
            return b""
        space = generation.space(number)
        if space in generation.running:
            memory = self._memory(generation, space)
            return b"" if memory is None else memory.read(at, count)
        for segment in generation.memory.spaces.get(space, ()):
            page = (index - (segment.base >> self.page_shift)) & _INDEX_MASK
            start = (page << self.page_shift) + offset
            if start < len(segment.data):
                return bytes(segment.data[start : start + count])
        return b""

    def _memory(self, generation: _Generation, space: int) -> host.ProcessMemory | None:
        """Return a running process's memory; the last few are kept open."""
        memory = self._memories.get(space)
        if memory is None:
            try:
                memory = host.ProcessMemory(*generation.running[space])
            except OSError:
                return None
            self._memories[space] = memory
            if len(self._memories) > _OPEN_MEMORIES:
                self._memories.popitem(last=False)[1].close()
        else:
            self._memories.move_to_end(space)
        return memory

    def write(self, space: Space, address: int, data: bytes) -> int:
        generation = self._generation(space)
        if self._closed or generation is None or space not in generation.running:
            raise ReadOnlyError(self.path, "cannot be written: it shows the running host")
        if not self.process_writes:
            raise ReadOnlyError(self.path, "is not open for writing")
        return host.write_memory(*generation.running[space], address, data)

    # For C callers

    def share(self) -> Share | None:
        self._leave_parent()
        identity = self._shared.identity
        return None if identity is None else Share(self._shared.path, identity, self._kas, self.roots)

    def leaf(self, space: Space, index: int) -> array[int]:
        shared = self._shared
        if shared.identity is None or self._closed or space != self._kas:
            return super().leaf(space, index)
        from array import array

        leaf = array("Q", [HOLE]) * LEAF_PAGES
        va = index * LEAF_PAGES << self.page_shift
        parts = [(self._nucleus, 0), *((each.heap, 1 + each.number) for each in self._generations if each)]
        for segment, part in parts:
            if segment.base <= va < segment.end:
                start = shared.offsets[part] + va - segment.base
                pages = min(LEAF_PAGES, (segment.end - va) >> self.page_shift)
                leaf[:pages] = array("Q", range(start, start + (pages << self.page_shift), self.page_size))
        return leaf

    def leaf_stays(self, space: Space, index: int) -> bool:
        if space != self._kas:
            return False
        va = index * LEAF_PAGES << self.page_shift
        parts = [self._nucleus, *(each.heap for each in self._generations if each)]
        return any(segment.base <= va < segment.end for segment in parts)

    def fault(self, space: Space, address: int) -> Fault:
        name = space_name(space)
        generation = self._generation(space)
        if generation is None or space == self._kas:
            return Fault(Fault.UNMAPPED, name, address)
        if space not in generation.memory.owners:
            return Fault(Fault.UNMAPPED, name, address, "belongs to no process (any more)")
        assert isinstance(space, int)
        if space not in generation.running:
            return Fault(
                Fault.NOT_DUMPED, name, address, "is not known: the emulated process has only a stack"
            )
        if self._memory(generation, space) is None or not host.is_there(*generation.running[space]):
            return Fault(Fault.UNMAPPED, name, address, "belongs to a process that has ended or denies it")
        return Fault(Fault.UNMAPPED, name, address)

    # Physical memory: every planted page has a frame, those of running processes get one when somebody asks for it.

    def _frame(self, frame: int) -> int:
        if frame >= _LENT_FRAME:
            owner = self._lent.get(frame)
            return HOLE if owner is None else self.page(*owner)
        if frame < _HEAP_FRAME:
            pages = len(self._nucleus.data) >> self.page_shift
            index = frame - _NUCLEUS_FRAME
            return SLOW | _NUCLEUS << _INDEX_BITS | index if 0 <= index < pages else HOLE
        generation = self._generations[(frame - _HEAP_FRAME) // _FRAMES]
        if generation is None:
            return HOLE
        frames, runs = generation.runs()
        run = bisect_right(frames, frame) - 1
        if run < 0:
            return HOLE
        space, segment = runs[run]
        va = segment.base + ((frame - frames[run]) << self.page_shift)
        return self.page(space, va >> self.page_shift) if va < segment.end else HOLE

    def physical(self, space: Space, address: int) -> int | None:
        index, inside = address >> self.page_shift, address & (self.page_size - 1)
        if self.page(space, index) == HOLE:
            return None
        if space == PHYS:
            return address
        assert isinstance(space, int)
        frame = self._frame_of(space, index)
        return None if frame is None else (frame << self.page_shift) + inside

    def _frame_of(self, space: int, index: int) -> int | None:
        va = index << self.page_shift
        if space == self._kas and self._nucleus.base <= va < self._nucleus.end:
            return _NUCLEUS_FRAME + ((va - self._nucleus.base) >> self.page_shift)
        generation = self._generation(va if space == self._kas else space)
        if generation is None:
            return None
        if space in generation.running:
            return self._lend(generation, space, index)
        for frame, segment in generation.places(space):
            if segment.base <= va < segment.end:
                return frame + ((va - segment.base) >> self.page_shift)
        return None

    def _lend(self, generation: _Generation, space: int, index: int) -> int | None:
        """Give a page of a running process a frame, if the process has that page."""
        memory = self._memory(generation, space)
        if memory is None or not memory.read(index << self.page_shift, 1):
            return None
        frame = self._borrowed.get((space, index))
        if frame is None:
            frame = self._next_lent
            self._next_lent = _LENT_FRAME + (frame + 1 - _LENT_FRAME) % _LENT_FRAMES
            if frame in self._lent:  # all are lent, this one the longest ago
                del self._borrowed[self._lent.pop(frame)]
            self._lent[frame] = space, index
            self._borrowed[space, index] = frame
        return frame

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        if self._closed:
            return
        present = [generation for generation in self._generations if generation is not None]
        size = self.page_size
        found: list[tuple[int, int]] = []
        if space == PHYS:
            found = [(_NUCLEUS_FRAME * size, len(self._nucleus.data))]
            for generation in present:
                found += [
                    (f * size, len(segment.data)) for f, (_, segment) in zip(*generation.runs(), strict=True)
                ]
            found += [(frame * size, size) for frame in self._lent]
        elif space == self._kas:
            found = [
                (part.base, len(part.data)) for part in (self._nucleus, *(each.heap for each in present))
            ]
        else:
            owner = self._generation(space)
            if owner is not None and space in owner.running:
                found = host.mapped_ranges(*owner.running[space])
            elif owner is not None and isinstance(space, int) and space in owner.memory.owners:
                found = [(part.base, len(part.data)) for part in owner.memory.spaces[space]]
        yield from _merged(found)

    # The rest

    def namelist(self) -> bytes:
        if self._image is None:
            assert self._first is not None
            self._image = ksyms_image(self._first)
        return self._image

    @property
    def facts(self) -> Mapping[str, object]:
        return {"content": "emulated", "complete": True, "live_dump": True, **self._facts}

    def close(self) -> None:
        self._closed = True
        while self._memories:
            self._memories.popitem()[1].close()
        self._generations = [None, None]
        self._shared.close()


def _merged(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for address, count in sorted(ranges):
        if address != end:
            if end > start:
                yield start, end - start
            start = address
        end = address + count
    if end > start:
        yield start, end - start
