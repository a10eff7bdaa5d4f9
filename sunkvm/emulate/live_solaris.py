"""The emulated live kernel: a corefile whose memory is made from the running host, and brought up to date as it is read.

Kernel memory and the stacks of processes are planted. Only where a process's own memory can be shown as it is, in a
kernel of this host's architecture that runs processes of that width, its address space is the process itself.
"""

from __future__ import annotations

from bisect import bisect_right

from .. import datamodel
from ..corefile import HOLE, LEAF_PAGES, PHYS, SLOW, space_name
from ..errors import Fault, UnsupportedError
from . import process_memory
from .live_files import FileTables
from .live_kernel import LiveKernel, Runner
from .pack.ksyms import ksyms_image
from .plant.solaris_files import SolarisLooseFiles, room_of
from .plant.solaris_kernels import KERNELS
from .plant.solaris_live import LivePlanting
from .plant.stack import Stack
from .procfs import is_there
from .shared import SharedMemory
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from .memory import Segment
    from .world import World, WorldProcess

_MOST_HEAP = 1 << 28

# The key of a slow page: the number of a part of memory, and the low bits of the page's number in it. A key stands for
# an address, not for a moment.
_NUCLEUS, _HEAP, _FILES, _FIRST_SPACE = 0, 1, 2, 4
_INDEX_BITS = 37
_INDEX_MASK = (1 << _INDEX_BITS) - 1
_STEP = 16  # bytes of heap to which the number of an address space belongs

_NUCLEUS_FRAME, _HEAP_FRAME, _FRAMES = 0x400, 0x10000, 1 << 22
_LENT_FRAME, _LENT_FRAMES = _HEAP_FRAME + 2 * _FRAMES, 1 << 16
_USER_END = 1 << 47  # of processes of this host that are shown as they are


class LiveSolaris(LiveKernel):
    """The running host as a live Solaris kernel of any data model.

    What has changed changes where it lies, and what is gone stays readable until processes were looked at twice more; then
    its room is used again, so memory does not grow beyond what the most processes ever took.

    Raises `UnsupportedError` where the host has more to show than fits into the addresses of such a kernel.
    """

    personality = "solaris"
    kernel_symbol = "kas"
    serves = frozenset({PHYS, "as"})

    def __init__(
        self,
        model: DataModel,
        layout: Callable[[str], Layout],
        version: str,
        read_world: Callable[[], World] | None = None,
    ) -> None:
        kernel = KERNELS[model.name]
        super().__init__(model, kernel.page_size, version, read_world or Watch().read_world)
        # The widths of those processes of this host that a kernel can point into: it must run such processes itself.
        here = KERNELS.get(datamodel.host().name)
        native = here is not None and here.architectures[1] == kernel.architectures[1]
        self._widths = frozenset(kernel.tops if native else ())
        self._lent: dict[int, tuple[int, int]] = {}
        self._borrowed: dict[tuple[int, int], int] = {}
        self._next_lent = _LENT_FRAME
        entry = layout("uf_entry").size
        self.files = FileTables(
            *kernel.heaps[1],
            model,
            lambda arena: SolarisLooseFiles(model, layout, arena),
            lambda: [process.world for process in self._planting.processes],
            lambda process: room_of(process) * entry,
        )
        low, high = kernel.heaps[0]
        try:
            self._shared = SharedMemory(kernel.data_end - kernel.data, min(high - low, _MOST_HEAP))
            nucleus, heap = self._shared.parts
            self._planting = LivePlanting(
                self._read_world(), model, layout, version, nucleus, heap, self.files, self._find_stack
            )
        except ValueError as error:
            raise UnsupportedError(f"this host does not fit into a {model.name} kernel: {error}") from error
        self._kas = self._kernel = self._planting.kas
        self.roots = self._planting.roots
        self._take()
        self._shown_now()
        self._lend_buffer()

    # Time

    def _show(self, world: World) -> None:
        with self._shared.changing:
            try:
                self._planting.renew_processes(world)
            except ValueError as error:
                raise UnsupportedError(
                    f"this host does not fit into a {self.model.name} kernel any more: {error}"
                ) from error
            self._planting.renew(world)
        self._take()

    def _show_numbers(self, now: World) -> None:
        self._planting.renew(now)

    def _show_anew(self, world: World) -> None:
        self._planting.write_anew()
        self._show(world)

    def _used_parts(self) -> Sequence[int]:
        return self._planting.used()

    def _take(self) -> None:
        """Make what was planted the present state."""
        planting = self._planting
        self._nucleus, self._heap = planting.memory.spaces[self._kas][:2]
        self._running = planting.running()
        self._runs: tuple[list[int], list[tuple[int, Segment]]] | None = None
        self._places: dict[int, list[tuple[int, Segment]]] = {}
        self._let_go([space for space in self._memories if space not in self._running])
        for frame in [frame for frame, (space, _) in self._lent.items() if space not in self._running]:
            del self._borrowed[self._lent.pop(frame)]

    def _find_stack(self, process: WorldProcess) -> Stack | None:
        """Return the stack of a process that can be shown as it is."""
        found = process_memory.read_stack(process) if process.bits in self._widths else None
        if found is None:
            return None
        argc, argv, envp, top = found
        return Stack(argc, argv, envp, top, [])

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
                if self.buffer:
                    return self._shared.offsets[1] + va - heap.base
                return SLOW | _HEAP << _INDEX_BITS | (va - heap.base) >> self.page_shift
            if self.files.base <= va < self.files.end:  # what is there is known when it is read
                return SLOW | _FILES << _INDEX_BITS | (va - self.files.base) >> self.page_shift
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
            self._renew_before(self._nucleus.base + at, count)
            return bytes(self._nucleus.data[at : at + count])
        if part == _FILES:
            return self.files.read(self.files.base + at, count)
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

    def _runner(self, space: Space) -> Runner | None:
        return self._running.get(space) if isinstance(space, int) else None

    def _shown_parts(self) -> Iterator[tuple[int, int, int]]:
        whole, offsets = LEAF_PAGES * self.page_size, self._shared.offsets
        yield self._nucleus.base, self._nucleus.end, offsets[0]
        yield self._heap.base, self._heap.base + -(-len(self._heap.data) // whole) * whole, offsets[1]

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
        if self._memory(space) is None or not is_there(*self._running[space]):
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
            found = process_memory.mapped_ranges(*self._running[space])
        elif isinstance(space, int) and space in self._planting.memory.owners:
            found = [(part.base, len(part.data)) for part in self._planting.memory.spaces[space]]
        yield from _merged(found)

    # The rest

    def _make_namelist(self) -> bytes:
        return ksyms_image(self._planting.memory)

    def _known_facts(self) -> Mapping[str, object]:
        return {**self._planting.memory.facts, "uuid": self._planting.world.boot_id}

    def close(self) -> None:
        super().close()
        self._running = {}


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
