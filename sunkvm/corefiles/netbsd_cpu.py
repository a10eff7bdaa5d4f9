"""What the kernel wrote of its machine in front of the memory of a NetBSD core: how it is read, and what it tells."""

from __future__ import annotations

import struct

from ..errors import FormatError
from .kernel_regions import Direct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..datamodel import DataModel
    from ..layout import Layout
    from ..mmu import PagingForm, ReadPhysical
    from ..source import ByteSource
    from .kernel_regions import Region

    Ram = list[tuple[int, int]]

_SEGMENT = 16


class CpuData:
    """The bytes that a kernel wrote of its machine: ``size`` of them at ``offset`` in the file, memory ``after`` them."""

    __slots__ = ("after", "model", "offset", "size", "source")

    def __init__(self, source: ByteSource, model: DataModel, offset: int, size: int, after: int) -> None:
        self.after = after
        self.source = source
        self.model = model
        self.offset = offset
        self.size = size

    def bad(self, at: int, reason: str) -> FormatError:
        """Return the error for what stands at an offset of the data."""
        return FormatError(self.source.path, reason, offset=self.offset + at)

    def read(self, at: int, count: int, what: str) -> bytes:
        """Return bytes at an offset of the data. Raises `FormatError` where there are fewer."""
        if at + count > self.size:
            raise self.bad(
                self.size, f"{what} of {count:#x} bytes at {at:#x} lies outside the CPU data ({self.size:#x})"
            )
        data = self.source.read(self.offset + at, count)
        if len(data) < count:
            raise self.bad(at + len(data), f"{what} is cut off")
        return data

    def members(self, schema: Callable[[DataModel], Layout]) -> dict[str, Any]:
        """Return the members of the header by name."""
        layout = schema(self.model)
        raw = self.read(0, layout.size, "the header of the CPU")
        names = tuple(layout.fields)
        return dict(zip(names, layout.reader(*names)(raw), strict=True))

    def word(self, at: int) -> int:
        """Return the 32-bit integer at an offset of the data."""
        return int.from_bytes(self.read(at, 4, "the header of the CPU"), self.model.byteorder)

    def ram(self, at: int, count: int) -> Ram:
        """Return (physical address, bytes) of ``count`` segments of memory that are listed at an offset of the data."""
        if not count:
            raise self.bad(at, "lists no segment of memory")
        raw = self.read(at, count * _SEGMENT, f"the list of {count} segments of memory")
        found = list(struct.iter_unpack(f"{self.model.order}2Q", raw))
        self._check(found, at)
        return found

    def ram_until_empty(self, at: int, most: int | None = None) -> Ram:
        """Return segments of memory from an offset of the data up to one of no bytes, or the end of the data."""
        count = (self.size - at) // _SEGMENT
        if most is not None:
            count = min(count, most)
        found: Ram = []
        raw = self.read(at, max(0, count) * _SEGMENT, "the list of segments of memory")
        for start, size in struct.iter_unpack(f"{self.model.order}2Q", raw):
            if not size:
                break
            found.append((start, size))
        if not found:
            raise self.bad(at, "lists no segment of memory")
        self._check(found, at)
        return found

    def direct(self, at: int, low: int, size: int, pa: int, page: int) -> Direct:
        """Return a region mapped to one piece of memory, as it is told at an offset of the data, in whole pages."""
        if (low | pa) & page - 1:
            raise self.bad(at, f"maps {low:#x} to {pa:#x}, not from the border of a page of {page} bytes")
        high = low + -(-size // page) * page
        if low < 0 or high > 1 << self.model.bits or pa + high - low > 1 << 64:
            raise self.bad(at, f"maps {size:#x} bytes from {low:#x} to {pa:#x}, which are no addresses")
        return Direct(low, high, pa, page)

    def _check(self, ram: Ram, at: int) -> None:
        for number, (start, size) in enumerate(ram):
            if start + size > 1 << 64:
                raise self.bad(
                    at + number * _SEGMENT, f"memory of {size:#x} bytes at {start:#x} has no end in 64 bits"
                )


class Found:
    """What the header of a machine tells.

    Attributes:
        machine: the kind of machine, where one port has several (``sun4c``); also chooses the messages of the original.
        page_shift: the binary logarithm of the page.
        ram: (physical address, bytes) as stored one after the other; None for memory from address 0 to the end of the
            file.
        regions: makes the regions of the kernel's addresses, given what reads physical memory.
        form: the paging form of processes: what a root leads to that is not the kernel's. None where the core cannot
            show them.
        low_processes: whether processes have the low half of addresses only.
        skip: bytes in front of memory that belong to something else.
        header: the members by name.
    """

    __slots__ = ("form", "header", "low_processes", "machine", "page_shift", "ram", "regions", "skip")

    def __init__(
        self,
        machine: str,
        page_shift: int,
        ram: Ram | None,
        header: dict[str, Any],
        regions: Callable[[ReadPhysical], list[Region]],
        form: PagingForm | None = None,
        *,
        low_processes: bool = False,
        skip: int = 0,
    ) -> None:
        self.machine = machine
        self.page_shift = page_shift
        self.ram = ram
        self.header = header
        self.regions = regions
        self.form = form
        self.low_processes = low_processes
        self.skip = skip


class Port:
    """A port of NetBSD, known by its machine id.

    Attributes:
        name: of the port, for messages.
        models: the data models that its kernels can have.
        unit: what its ALIGN rounds to.
        read: the function that reads the header of the CPU.
    """

    __slots__ = ("models", "name", "read", "unit")

    def __init__(
        self, name: str, models: tuple[DataModel, ...], unit: int, read: Callable[[CpuData], Found]
    ) -> None:
        self.name = name
        self.models = models
        self.unit = unit
        self.read = read

    def align(self, count: int) -> int:
        """Return what the port's ALIGN makes of a count of bytes."""
        return -(-count // self.unit) * self.unit
