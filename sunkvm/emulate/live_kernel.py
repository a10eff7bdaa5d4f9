"""What the emulated live kernels of all systems do alike: age, being shared with callers in C, and memory of processes."""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict

from ..corefile import HOLE, KVA, LEAF_PAGES, Corefile
from ..errors import ReadOnlyError
from . import host, process_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..corefile import Share, Space
    from ..datamodel import DataModel
    from .shared import SharedMemory
    from .world import World

NUMBERS_AGE = 0.1
"""Seconds for which load average, memory, clocks, and the counters of processors and swap stay as they are."""
PROCESSES_AGE = 0.5
"""Seconds for which processes stay as they are."""
_OPEN_MEMORIES = 8

Runner = tuple[int, "int | None"]  # number and start of a process of this host


class LiveKernel(Corefile):
    """The running host as a live kernel.

    Whatever is read is at most `NUMBERS_AGE` old, or `PROCESSES_AGE` where it has to do with processes: these are looked
    at when a caller asks for their list (`refresh`) or reads what leads to them. Symbols never move.

    The kernel's memory lies in a `SharedMemory`, where callers in C read it. What does not change by itself has plain
    offsets into it; the rest is read through `read_slow`, which brings it up to date. After a fork the child goes on with
    memory of its own. Only memory of processes can be written, where this user may, and only with ``process_writes``.
    `close` it.

    Attributes:
        processes_age, numbers_age: `PROCESSES_AGE` and `NUMBERS_AGE`.
        roots: (address, bytes) of what leads to processes.
    """

    format = "emulated"
    live = True
    roots: tuple[int, int]
    _shared: SharedMemory
    _kernel: Space = KVA

    def __init__(
        self, model: DataModel, page_size: int, version: str, read_world: Callable[[], World]
    ) -> None:
        self.processes_age, self.numbers_age = PROCESSES_AGE, NUMBERS_AGE
        self.model = model
        self.path = f"the emulated {model.name} kernel"
        self.page_size = page_size
        self.page_shift = page_size.bit_length() - 1
        self.warnings = []
        self._version = version
        self._read_world = read_world
        self._memories: OrderedDict[int, process_memory.ProcessMemory] = OrderedDict()
        self._closed = False
        self._ended: list[bool] = []  # true once closed: what tests this takes no call
        self._image: bytes | None = None

    # What a system has of its own

    def _show(self, world: World) -> None:
        """Show processes and numbers as they are now."""
        raise NotImplementedError

    def _show_numbers(self, now: World) -> None:
        """Show what `host.read_numbers` tells."""
        raise NotImplementedError

    def _show_anew(self, world: World) -> None:
        """Show all of a world; nothing that is in memory already is what it was."""
        raise NotImplementedError

    def _used_parts(self) -> Sequence[int]:
        """Return how many bytes of each part of shared memory are in use."""
        raise NotImplementedError

    def _shown_parts(self) -> Iterator[tuple[int, int, int]]:
        """Yield (address, end, offset in shared memory) of what callers in C see of the kernel's memory.

        Of a part that grows that are whole leaves: behind what is in use there are zeros, and so a leaf never changes.
        """
        raise NotImplementedError

    def _runner(self, space: Space) -> Runner | None:
        """Return the process of this host whose own memory is an address space; None where there is none."""
        raise NotImplementedError

    def _make_namelist(self) -> bytes:
        """Return the kernel's symbol file."""
        raise NotImplementedError

    def _known_facts(self) -> Mapping[str, object]:
        """Return what the kernel says of itself."""
        raise NotImplementedError

    # Time

    def refresh(self) -> None:
        self._renew_old_processes()

    def _renew_old_processes(self) -> None:
        if not self._closed:
            self._leave_parent()
            if time.monotonic() - self._processes_at >= self.processes_age:
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
        self._show(self._read_world())
        self._shown_now()

    def _shown_now(self) -> None:
        """Note that all that is shown is as old as this moment."""
        self._numbers_at = self._processes_at = time.monotonic()

    def _renew_numbers(self) -> None:
        """Show load average, memory, clocks and counters anew, where they are too old."""
        now = time.monotonic()
        if now - self._numbers_at >= self.numbers_age:
            self._leave_parent()
            self._numbers_at = now
            numbers = host.read_numbers()
            with self._shared.changing:
                self._show_numbers(numbers)

    def _renew_before(self, kva: int, count: int) -> None:
        """Bring up to date what is about to be read from the part that the roots are in."""
        first, size = self.roots
        if kva < first + size and kva + count > first:
            self._renew_old_processes()
        self._renew_numbers()

    def _leave_parent(self) -> None:
        """After a fork: what the parent shares with its callers is its own, this process goes on with a copy."""
        if not self._shared.ours and self._shared.leave_parent(self._used_parts()):
            while self._memories:
                self._memories.popitem()[1].leave_parent()
            self._show_anew(self._read_world())
            self._shown_now()

    # For callers in C

    def share(self) -> Share | None:
        self._leave_parent()
        return self._shared.share(self._kernel, self.roots)

    def leaf(self, space: Space, index: int) -> array[int]:
        if self._shared.identity is None or self._closed or space != self._kernel:
            return super().leaf(space, index)
        va = index * LEAF_PAGES << self.page_shift
        for base, end, offset in self._shown_parts():
            if base <= va < end:
                start = offset + va - base
                pages = min(LEAF_PAGES, (end - va) >> self.page_shift)
                leaf = array("Q", [HOLE]) * LEAF_PAGES
                leaf[:pages] = array("Q", range(start, start + (pages << self.page_shift), self.page_size))
                return leaf
        return super().leaf(space, index)

    def leaf_stays(self, space: Space, index: int) -> bool:
        if self._closed or space != self._kernel:
            return False
        va = index * LEAF_PAGES << self.page_shift
        return any(base <= va < end for base, end, _ in self._shown_parts())

    def _lend_buffer(self) -> None:
        """Let readers in Python look into shared memory; without a file they ask for each read, as those in C do."""
        if self._shared.identity is not None:
            self.buffer = self._shared.map

    @property
    def lost(self) -> list[bool]:
        return self._ended

    def plain(self, where: int, count: int) -> bytes:
        return b"" if self._closed else self.buffer[where : where + count]

    # Memory of processes

    def _memory(self, space: int) -> process_memory.ProcessMemory | None:
        """Return the memory of a running process; the last few are kept open."""
        memory = self._memories.get(space)
        if memory is None:
            runner = self._runner(space)
            if runner is None:
                return None
            try:
                memory = process_memory.ProcessMemory(*runner)
            except OSError:
                return None
            self._memories[space] = memory
            if len(self._memories) > _OPEN_MEMORIES:
                self._memories.popitem(last=False)[1].close()
        else:
            self._memories.move_to_end(space)
        return memory

    def _let_go(self, spaces: list[int]) -> None:
        """Close memory of processes that are not shown any more."""
        for space in spaces:
            memory = self._memories.pop(space, None)
            if memory is not None:
                memory.close()

    def write(self, space: Space, address: int, data: bytes) -> int:
        runner = None if self._closed else self._runner(space)
        if runner is None:
            raise ReadOnlyError(self.path, "cannot be written: it shows the running host")
        if not self.process_writes:
            raise ReadOnlyError(self.path, "is not open for writing")
        return process_memory.write_memory(*runner, address, data)

    # The rest

    def namelist(self) -> bytes:
        if self._image is None:
            self._image = self._make_namelist()
        return self._image

    @property
    def facts(self) -> Mapping[str, object]:
        return {"content": "emulated", "complete": True, "live_dump": True, **self._known_facts()}

    def close(self) -> None:
        self._closed = True
        self._ended.append(True)
        self._let_go(list(self._memories))
        self._shared.close()
