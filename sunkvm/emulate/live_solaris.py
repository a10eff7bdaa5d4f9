"""The emulated live kernel: a corefile whose memory is made from the running host, and brought up to date as it is read.

Kernel memory and the stacks of processes are planted. Only where a process's own memory can be shown as it is, in a
kernel of this host's architecture that runs processes of that width, its address space is the process itself.
"""

from __future__ import annotations

import mmap
import time
from bisect import bisect_right
from collections import OrderedDict

from .. import datamodel
from ..corefile import HOLE, LEAF_PAGES, PHYS, SLOW, Corefile, Share, space_name
from ..errors import Fault, ReadOnlyError, UnsupportedError
from . import host
from .pack.ksyms import ksyms_image
from .plant.solaris_kernels import KERNELS
from .plant.solaris_live import LivePlanting
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
    from .world import World, WorldProcess

NUMBERS_AGE = 0.1
"""Seconds for which load average, memory, clock, and the counters of processors and swap stay as they are."""
PROCESSES_AGE = 0.5
"""Seconds for which processes stay as they are."""
_OPEN_MEMORIES = 8
_MOST_HEAP = 1 << 28

# The key of a slow page: the number of a part of memory, and the low bits of the page's number in it. A key stands for
# an address, not for a moment.
_NUCLEUS, _HEAP, _FIRST_SPACE = 0, 1, 4
_INDEX_BITS = 37
_INDEX_MASK = (1 << _INDEX_BITS) - 1
_STEP = 16  # bytes of heap to which the number of an address space belongs

_NUCLEUS_FRAME, _HEAP_FRAME, _FRAMES = 0x400, 0x10000, 1 << 22
_LENT_FRAME, _LENT_FRAMES = _HEAP_FRAME + 2 * _FRAMES, 1 << 16
_USER_END = 1 << 47  # of processes of this host that are shown as they are


class LiveSolaris(Corefile):
    """The running host as a live Solaris kernel of any data model.

    Whatever is read is at most `NUMBERS_AGE` old, or `PROCESSES_AGE` where it has to do with processes: these are looked
    at when a caller rewinds (`refresh`) or reads what leads to them. What has changed changes where it lies, and what is
    gone stays readable until processes were looked at twice more; then its room is used again, so memory does not grow
    beyond what the most processes ever took. Symbols never move.

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
        self._read_world = read_world or Watch().read_world
        # The widths of those processes of this host that a kernel can point into: it must run such processes itself.
        here = KERNELS.get(datamodel.host().name)
        native = here is not None and here.architectures[1] == kernel.architectures[1]
        self._widths = frozenset(kernel.tops if native else ())
        self._memories: OrderedDict[int, host.ProcessMemory] = OrderedDict()
        self._lent: dict[int, tuple[int, int]] = {}
        self._borrowed: dict[tuple[int, int], int] = {}
        self._next_lent = _LENT_FRAME
        self._closed = False
        low, high = kernel.heaps[0]
        try:
            self._shared = SharedMemory(kernel.data_end - kernel.data, min(high - low, _MOST_HEAP))
            nucleus, heap = self._shared.parts
            self._planting = LivePlanting(
                self._read_world(), model, layout, version, nucleus, heap, self._find_stack
            )
        except ValueError as error:
            raise UnsupportedError(f"this host does not fit into a {model.name} kernel: {error}") from error
        self._kas = self._planting.kas
        self.roots: tuple[int, int] = self._planting.roots
        self._image: bytes | None = None
        self._take()

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
        cpus = {cpu.id: cpu for cpu in world.cpus}
        with self._shared.changing:
            try:
                self._planting.renew_processes(world)
            except ValueError as error:
                raise UnsupportedError(
                    f"this host does not fit into a {self.model.name} kernel any more: {error}"
                ) from error
            self._planting.renew_numbers(world.load, world.memory, world.now, world.uptime, cpus, world.swap)
        self._take()

    def _take(self) -> None:
        """Make what was planted the present state."""
        planting = self._planting
        self._nucleus, self._heap = planting.memory.spaces[self._kas][:2]
        self._running = planting.running()
        self._runs: tuple[list[int], list[tuple[int, Segment]]] | None = None
        self._places: dict[int, list[tuple[int, Segment]]] = {}
        for space in [space for space in self._memories if space not in self._running]:
            self._memories.pop(space).close()
        for frame in [frame for frame, (space, _) in self._lent.items() if space not in self._running]:
            del self._borrowed[self._lent.pop(frame)]
        self._numbers_at = self._processes_at = time.monotonic()

    def _find_stack(self, process: WorldProcess) -> Stack | None:
        """Return the stack of a process that can be shown as it is."""
        found = host.read_stack(process) if process.bits in self._widths else None
        if found is None:
            return None
        argc, argv, envp, top = found
        return Stack(argc, argv, envp, top, [])

    def _renew_numbers(self) -> None:
        """Write load average, memory, clock and counters anew, where they are too old."""
        now = time.monotonic()
        if now - self._numbers_at < self.numbers_age:
            return
        self._leave_parent()
        self._numbers_at = now
        swap = tuple(host.read_swap())
        numbers = host.load_average(), host.memory(), time.time(), host.uptime(), host.cpu_times(), swap
        with self._shared.changing:
            self._planting.renew_numbers(*numbers)

    def _leave_parent(self) -> None:
        """After a fork: what the parent shares with its callers is its own, this process goes on with a copy."""
        if self._shared.ours:
            return
        planting = self._planting
        planting.move(lambda size: memoryview(mmap.mmap(-1, size)))
        self._shared.close()
        planting.show_parts()

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
            heap = self._heap
            if heap.base <= va < heap.end:
                return SLOW | _HEAP << _INDEX_BITS | (va - heap.base) >> self.page_shift
            return HOLE
        if space not in self._planting.memory.owners:
            return HOLE
        assert isinstance(space, int)
        # Of a running process nobody knows what it has mapped before trying.
        there = va < _USER_END if space in self._running else self._find(space, va) is not None
        if not there:
            return HOLE
        part = _FIRST_SPACE + (space - self._heap.base) // _STEP
        return SLOW | part << _INDEX_BITS | index & _INDEX_MASK

    def _find(self, space: int, address: int) -> Segment | None:
        """Return the planted segment of a process that holds an address."""
        for segment in self._planting.memory.spaces.get(space, ()):
            if segment.base <= address < segment.end:
                return segment
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
            return bytes(self._heap.data[at : at + count])
        space = self._heap.base + (part - _FIRST_SPACE) * _STEP
        if space in self._running:
            memory = self._memory(space)
            return b"" if memory is None else memory.read(at, count)
        for segment in self._planting.memory.spaces.get(space, ()):
            page = (index - (segment.base >> self.page_shift)) & _INDEX_MASK
            start = (page << self.page_shift) + offset
            if start < len(segment.data):
                return bytes(segment.data[start : start + count])
        return b""

    def _memory(self, space: int) -> host.ProcessMemory | None:
        """Return a running process's memory; the last few are kept open."""
        memory = self._memories.get(space)
        if memory is None:
            try:
                memory = host.ProcessMemory(*self._running[space])
            except OSError:
                return None
            self._memories[space] = memory
            if len(self._memories) > _OPEN_MEMORIES:
                self._memories.popitem(last=False)[1].close()
        else:
            self._memories.move_to_end(space)
        return memory

    def write(self, space: Space, address: int, data: bytes) -> int:
        if self._closed or not isinstance(space, int) or space not in self._running:
            raise ReadOnlyError(self.path, "cannot be written: it shows the running host")
        if not self.process_writes:
            raise ReadOnlyError(self.path, "is not open for writing")
        return host.write_memory(*self._running[space], address, data)

    # For C callers

    def share(self) -> Share | None:
        self._leave_parent()
        return self._shared.share(self._kas, self.roots)

    def leaf(self, space: Space, index: int) -> array[int]:
        shared = self._shared
        if shared.identity is None or self._closed or space != self._kas:
            return super().leaf(space, index)
        from array import array

        leaf = array("Q", [HOLE]) * LEAF_PAGES
        va = index * LEAF_PAGES << self.page_shift
        size = self.page_size
        for segment, part, end in self._shown_parts():
            if segment.base <= va < end:
                start = shared.offsets[part] + va - segment.base
                pages = min(LEAF_PAGES, -(-(end - va) // size))
                leaf[:pages] = array("Q", range(start, start + pages * size, size))
        return leaf

    def leaf_stays(self, space: Space, index: int) -> bool:
        va = index * LEAF_PAGES << self.page_shift
        return space == self._kas and any(segment.base <= va < end for segment, _, end in self._shown_parts())

    def _shown_parts(self) -> tuple[tuple[Segment, int, int], ...]:
        """Return the kernel's parts, their numbers in shared memory, and where what C callers see of them ends.

        Of the heap that are whole leaves: behind what is in use there are zeros, and so a leaf never changes.
        """
        whole = LEAF_PAGES * self.page_size
        end = self._heap.base + -(-len(self._heap.data) // whole) * whole
        return (self._nucleus, 0, self._nucleus.end), (self._heap, 1, end)

    def fault(self, space: Space, address: int) -> Fault:
        name = space_name(space)
        if self._closed or not isinstance(space, int) or space == self._kas:
            return Fault(Fault.UNMAPPED, name, address)
        if space not in self._planting.memory.owners:
            return Fault(Fault.UNMAPPED, name, address, "belongs to no process (any more)")
        if space not in self._running:
            return Fault(
                Fault.NOT_DUMPED, name, address, "is not known: the emulated process has only a stack"
            )
        if self._memory(space) is None or not host.is_there(*self._running[space]):
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
        frames, runs = self._frame_runs()
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
        if space in self._running:
            return self._lend(space, index)
        self._frame_runs()
        for frame, segment in self._places.get(space, ()):
            if segment.base <= va < segment.end:
                return frame + ((va - segment.base) >> self.page_shift)
        return None

    def _frame_runs(self) -> tuple[list[int], list[tuple[int, Segment]]]:
        """Return the first frames of the segments, ascending, and the segments with their spaces."""
        if self._runs is None:
            frame, frames, runs = _HEAP_FRAME, [], []
            for space, segments in self._planting.memory.spaces.items():
                for segment in segments[1:] if space == self._kas else segments:
                    frames.append(frame)
                    runs.append((space, segment))
                    self._places.setdefault(space, []).append((frame, segment))
                    frame += len(segment.data) // self.page_size
            self._runs = frames, runs
        return self._runs

    def _lend(self, space: int, index: int) -> int | None:
        """Give a page of a running process a frame, if the process has that page."""
        memory = self._memory(space)
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
        size = self.page_size
        found: list[tuple[int, int]] = []
        if space == PHYS:
            found = [(_NUCLEUS_FRAME * size, len(self._nucleus.data))]
            found += [
                (f * size, len(segment.data)) for f, (_, segment) in zip(*self._frame_runs(), strict=True)
            ]
            found += [(frame * size, size) for frame in self._lent]
        elif space == self._kas:
            found = [(part.base, len(part.data)) for part in (self._nucleus, self._heap)]
        elif isinstance(space, int) and space in self._running:
            found = host.mapped_ranges(*self._running[space])
        elif isinstance(space, int) and space in self._planting.memory.owners:
            found = [(part.base, len(part.data)) for part in self._planting.memory.spaces[space]]
        yield from _merged(found)

    # The rest

    def namelist(self) -> bytes:
        if self._image is None:
            self._image = ksyms_image(self._planting.memory)
        return self._image

    @property
    def facts(self) -> Mapping[str, object]:
        memory, world = self._planting.memory, self._planting.world
        uuid = {"uuid": world.boot_id}
        return {"content": "emulated", "complete": True, "live_dump": True, **memory.facts, **uuid}

    def close(self) -> None:
        self._closed = True
        while self._memories:
            self._memories.popitem()[1].close()
        self._running = {}
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
