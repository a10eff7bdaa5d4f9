"""Planted memory: what a plant fills and a pack writes; runs of pages in address spaces, and the symbols."""

from __future__ import annotations

from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..corefile import Writings
    from ..datamodel import DataModel
    from ..namelist import Symbol


class Segment:
    """A run of pages: ``data`` lies at the page-aligned address ``base`` and is a whole number of pages long."""

    __slots__ = ("base", "data")

    def __init__(self, base: int, data: bytes | bytearray | memoryview) -> None:
        self.base = base
        self.data = data

    @property
    def end(self) -> int:
        """The first address behind it."""
        return self.base + len(self.data)


class Arena:
    """A range of addresses that is handed out from its start, and the bytes that are put there.

    Raises ValueError where the range is too small for all that is wanted.

    Attributes:
        followers: who is told where bytes have changed.
    """

    __slots__ = ("_end", "base", "data", "followers")

    def __init__(self, base: int, end: int) -> None:
        self.base = base
        self.data: Any = bytearray()
        self.followers: Sequence[Writings] = ()
        self._end = end

    def allocate(self, size: int, align: int = 16) -> int:
        """Return the address of ``size`` fresh bytes, all zero."""
        start = -(-len(self.data) // align) * align
        if self.base + start + size > self._end:
            raise ValueError(
                f"{self._end - self.base:#x} bytes at {self.base:#x} do not hold all that was to be planted"
            )
        self.data.extend(bytes(start + size - len(self.data)))
        return self.base + start

    def put(self, address: int, data: bytes) -> None:
        """Fill allocated bytes."""
        start = address - self.base
        end = start + len(data)
        if self.followers and bytes(self.data[start:end]) != data:
            for follower in self.followers:
                follower.note(address, address + len(data))
        self.data[start:end] = data

    def string(self, text: bytes) -> int:
        """Plant a NUL-terminated string; return its address."""
        address = self.allocate(len(text) + 1, 1)
        self.put(address, text)
        return address

    def segment(self, page_size: int) -> Segment:
        """Return all as whole pages."""
        self.data.extend(bytes(-len(self.data) % page_size))
        return Segment(self.base, self.data)


class ReusedArena(Arena):
    """An arena that grows until it is settled in memory given to it, and from then on hands out again what was released.

    Attributes:
        log: where what is allocated is noted down, as (address, bytes); None for nowhere.
    """

    __slots__ = ("_pools", "_settled", "_used", "log")

    def __init__(self, base: int, end: int) -> None:
        super().__init__(base, end)
        self.log: list[tuple[int, int]] | None = None
        self._pools: dict[int, deque[int]] = {}
        self._settled = False
        self._used = 0

    def settle(self, data: memoryview | bytearray) -> None:
        """Go on in other memory, which holds what this one does, and zeros behind."""
        if not self._settled:
            self._used, self._settled = len(self.data), True
        self.data = data

    def allocate(self, size: int, align: int = 16) -> int:
        size, align = (
            -(-size // 16) * 16,
            max(align, 16),
        )  # so that pieces of like size can take each other's place
        kva = self._take(size, align) if self._settled else super().allocate(size, align)
        if self.log is not None:
            self.log.append((kva, size))
        return kva

    def _take(self, size: int, align: int) -> int:
        pool = self._pools.get(size)
        if pool and align == 16:
            kva = pool.popleft()
            self.put(kva, bytes(size))
            return kva
        start = -(-self._used // align) * align
        if start + size > len(self.data):
            raise ValueError(f"{len(self.data):#x} bytes at {self.base:#x} are full")
        self._used = start + size
        return self.base + start

    def release(self, address: int, size: int) -> None:
        """Take back what `allocate` has given."""
        self._pools.setdefault(-(-size // 16) * 16, deque()).append(address)


class RoomyArena(Arena):
    """A range of addresses over memory that is there already, all zero; what is released is handed out again."""

    __slots__ = ("_pools", "used")

    def __init__(self, base: int, data: memoryview) -> None:
        super().__init__(base, base + len(data))
        self.data = data
        self.used = 0
        self._pools: dict[int, deque[int]] = {}

    def allocate(self, size: int, align: int = 16) -> int:
        size = -(-size // 16) * 16
        pool = self._pools.get(size)
        if pool and align <= 16:
            kva = pool.popleft()
            self.put(kva, bytes(size))
            return kva
        start = -(-self.used // align) * align
        if start + size > len(self.data):
            raise ValueError(
                f"{len(self.data):#x} bytes at {self.base:#x} do not hold all that was to be planted"
            )
        self.used = start + size
        return self.base + start

    def release(self, address: int, size: int) -> None:
        """Take back what `allocate` has given."""
        self._pools.setdefault(-(-size // 16) * 16, deque()).append(address)

    def segment(self, page_size: int) -> Segment:
        """Return all that was ever handed out as whole pages."""
        return Segment(self.base, self.data[: -(-self.used // page_size) * page_size])


class Memory:
    """The memory of one kernel and its processes.

    Attributes:
        model, page_size: of the kernel.
        kernel: the key of the kernel's own address space (Solaris: the address of kas).
        spaces: the segments of every address space, by its key, the kernel's first; a space may have none.
        owners: for each address space of a process, the process's pid.
        symbols: the locals, then the globals.
        text, data: (address, size) of the kernel's fixed parts, for the program headers of its symbol file.
        facts: what the kernel says of itself: system, node, release, version, machine, platform.
    """

    def __init__(self, model: DataModel, page_size: int, kernel: int, segments: list[Segment]) -> None:
        self.model = model
        self.page_size = page_size
        self.kernel = kernel
        self.spaces: dict[int, list[Segment]] = {kernel: segments}
        self.owners: dict[int, int] = {}
        self.symbols: list[Symbol] = []
        self.text = (0, 0)
        self.data = (0, 0)
        self.facts: Mapping[str, str] = {}
