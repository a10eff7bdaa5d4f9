"""The machines that NetBSD cores are of: which page is in which frame, the kernel's tables, and what the CPU says.

Facts: sys/arch/{amd64,i386,sparc,sparc64,m68k,aarch64}/include/kcore.h, the pmaps that write them, kvm_*.c of libkvm.
"""

from __future__ import annotations

import struct

from ...schema import flat
from ...schema.formats import netbsd_kcore as kcore
from ..plant.netbsd_kernels import KERNELS
from .chunks import pages, scattered
from .page_tables import FORMS, PageTables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..memory import Memory

_TCR_EL1 = 2 << 30 | 16 << 16 | 16  # 48 bits on both sides, pages of 4 KiB
_SUN3_VALID, _SUN3_WRITE, _SUN3_SYSTEM, _SUN3_FRAME = 0x8000_0000, 0x4000_0000, 0x2000_0000, 0x0007_FFFF
_SUN3_PMEGS, _PMEG = 256, 16
_SRMMU_PTE, _SRMMU_CACHED, _SRMMU_SUPERVISOR = (
    0x2,
    0x80,
    0x1C,
)  # ACC 7: all for the supervisor, nothing for users


class Machine:
    """One machine with a kernel's memory in it.

    Attributes:
        mid: the machine id.
        unit: what the port's ALIGN rounds to.
        frames: the bytes of a page by its physical address.
        ranges: (first, end) of physical memory, ascending.
        cpu_size: bytes of the CPU data where they are always the same, 0 where they fill sectors.
    """

    mid: int
    unit: int
    form = ""
    cpu_size = 0

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.kernel = kernel = KERNELS[memory.model.name]
        self.page = page = kernel.page_size
        self.frames: dict[int, bytes | bytearray | memoryview] = {}
        nucleus, heap = memory.spaces[memory.kernel]
        self.first = kernel.image_address(nucleus.base)
        self.next = kernel.image_address(nucleus.end)
        self.prepare()
        for kva, data in pages(nucleus.base, nucleus.data, page):
            self._place(kva, kernel.image_address(kva), data)
        places, self.next = scattered(self.next, len(heap.data) // page, page)
        for kva, data in pages(heap.base, heap.data, page):
            self._place(kva, next(places), data)
        self.finish()
        self.ranges = [(self.first, self.next)]
        users = []
        for key, segments in memory.spaces.items():
            for segment in segments if key != memory.kernel else ():
                for pa, data in pages(key, segment.data, page):
                    self.frames[pa] = data
                users.append(key + len(segment.data))
        if users:
            self.ranges.append((kernel.users_pa, max(users)))

    def _place(self, kva: int, pa: int, data: memoryview) -> None:
        self.frames[pa] = data
        self.map(kva, pa)

    def allocate(self) -> int:
        """Return a fresh frame."""
        pa = self.next
        self.next += self.page
        return pa

    def prepare(self) -> None:
        """Get ready to map pages."""

    def map(self, kva: int, pa: int) -> None:
        """Map a page of the kernel."""
        raise NotImplementedError

    def finish(self) -> None:
        """Put tables into memory."""

    def cpu_data(self) -> bytes:
        """Return what the kernel writes of its machine: the header, and what follows it."""
        raise NotImplementedError

    def ram(self) -> bytes:
        """Return the list of the segments of memory."""
        words = [word for start, end in self.ranges for word in (start, end - start)]
        return struct.pack(f"{self.memory.model.order}{len(words)}Q", *words)


class _Trees(Machine):
    """A machine with a tree of page tables for all addresses of the kernel."""

    def prepare(self) -> None:
        self.root = self.allocate()
        self.tables = PageTables(FORMS[self.form], self.memory.model.order, self.allocate)
        self.tables.root(self.root)

    def map(self, kva: int, pa: int) -> None:
        self.tables.map(self.root, kva, pa)

    def finish(self) -> None:
        self.frames.update(self.tables.pages)


class Amd64(_Trees):
    mid, unit, form = 0x09D, 8, "amd64"

    def cpu_data(self) -> bytes:
        values = {"ptdpaddr": self.root, "nmemsegs": len(self.ranges)}
        return flat.pack(kcore.amd64(self.memory.model), values) + self.ram()


class I386(_Trees):
    mid, unit, form = 0x086, 4, "i386"

    def cpu_data(self) -> bytes:
        values = {"pdppaddr": self.root, "nmemsegs": len(self.ranges)}
        return flat.pack(kcore.i386(self.memory.model), values) + self.ram()


class Aarch64(_Trees):
    mid, unit, form = 0x0B7, 16, "aarch64"

    def cpu_data(self) -> bytes:
        values = {"kh_tcr1": _TCR_EL1, "kh_ttbr1": self.root, "kh_nramsegs": len(self.ranges)}
        return flat.pack(kcore.aarch64(self.memory.model), values) + self.ram()


class Sparc64(_Trees):
    """An UltraSPARC: the kernel's data in pages of 4 MiB that the header lists, the rest in tables."""

    mid, unit, form = 0x09C, 16, "sparc64"
    _LARGE = 1 << 22

    def prepare(self) -> None:
        data = self.memory.spaces[self.memory.kernel][0]
        start, end = data.base, -(-data.end // self._LARGE) * self._LARGE
        self.large = [(kva, self.kernel.image_address(kva)) for kva in range(start, end, self._LARGE)]
        self.next = self.kernel.image_address(end)
        super().prepare()

    def map(self, kva: int, pa: int) -> None:
        if not any(base <= kva < base + self._LARGE for base, _ in self.large):
            super().map(kva, pa)

    def cpu_data(self) -> bytes:
        kernel, data = self.kernel, self.memory.spaces[self.memory.kernel][0]
        schema = kcore.sparc64_v2(self.memory.model)
        listed = -(-schema.size // self.unit) * self.unit
        values = {
            "cputype": 3,  # CPU_SUN4U
            "nmemseg": len(self.ranges),
            "memsegoffset": listed + 16 * len(self.large),
            "nsegmap": 1024,
            "segmapoffset": self.root,
            "kernbase": kernel.image,
            "cpubase": 0xE0018000,
            "ktextbase": kernel.text,
            "ktextp": kernel.image_address(kernel.text),
            "kdatabase": data.base,
            "kdatap": kernel.image_address(data.base),
            "kdatasz": len(data.data),
            "newmagic": kcore.SPARC64_MAGIC,
            "num4mbsegs": len(self.large),
            "off4mbsegs": listed,
            "percpusz": 1 << 16,
        }
        mapped = b"".join([struct.pack(">2Q", kva, pa) for kva, pa in self.large])
        return flat.pack(schema, values).ljust(listed, b"\0") + mapped + self.ram()


class Sparc(Machine):
    """A sun4m: a map of the kernel's segments, whose tables lie in the kernel's image."""

    mid, unit = 0x08A, 8
    _SEGMENT, _ENTRIES = 18, 64

    def prepare(self) -> None:
        self.tables: dict[int, list[int]] = {}
        # A table of 256 bytes for each segment that the nucleus or the heap touches.
        touched = sum(
            (part.end - 1 >> self._SEGMENT) - (part.base >> self._SEGMENT) + 1
            for part in self.memory.spaces[self.memory.kernel]
            if part.data
        )
        self.tables_pa = self.next
        self.next += -(-touched * 4 * self._ENTRIES // self.page) * self.page

    def map(self, kva: int, pa: int) -> None:
        number = kva - self.kernel.image >> self._SEGMENT
        table = self.tables.setdefault(number, [0] * self._ENTRIES)
        entry = pa >> 4 | _SRMMU_PTE | _SRMMU_CACHED | _SRMMU_SUPERVISOR
        table[kva >> 12 & self._ENTRIES - 1] = entry

    def finish(self) -> None:
        raw = b"".join([struct.pack(">64I", *table) for table in self.tables.values()])
        for pa, data in pages(self.tables_pa, raw.ljust(-(-len(raw) // self.page) * self.page, b"\0")):
            self.frames[pa] = data

    def cpu_data(self) -> bytes:
        model, base = self.memory.model, self.kernel.image
        schema, segment = kcore.sparc(model), kcore.segmap(model)
        count = (1 << 32) - base >> self._SEGMENT
        segments = bytearray(count * segment.size)
        for place, (number, table) in enumerate(self.tables.items()):
            values = {
                "sg_pte": base + self.tables_pa + place * 4 * self._ENTRIES,
                "sg_npte": sum(entry != 0 for entry in table),
            }
            segments[number * segment.size : (number + 1) * segment.size] = flat.pack(segment, values)
        ram = self.ram()
        header = {
            "cputype": 2,  # CPU_SUN4M
            "kernbase": base,
            "nmemseg": len(self.ranges),
            "memsegoffset": schema.size,
            "nsegmap": count,
            "segmapoffset": schema.size + len(ram),
            "pmegoffset": schema.size + len(ram) + len(segments),
        }
        return flat.pack(schema, header) + ram + segments


class Sun3(Machine):
    """A sun3: groups of page table entries in the MMU, written beside the header; memory from address 0."""

    mid, unit = 0x087, 4
    _SEGMENT = 17

    def prepare(self) -> None:
        self.first = 0  # there is no list of segments: an address in memory is one in the file
        self.cpu_size = 3 * self.page - 8
        self.segments = bytearray([_SUN3_PMEGS - 1]) * _SUN3_PMEGS  # the last group maps nothing
        self.groups = [[0] * _PMEG for _ in range(_SUN3_PMEGS)]
        self.used = 0

    def map(self, kva: int, pa: int) -> None:
        number = kva - self.kernel.image >> self._SEGMENT
        if self.segments[number] == _SUN3_PMEGS - 1:
            # Groups are handed out from the end, so that none has the number of its segment.
            self.used += 1
            self.segments[number] = _SUN3_PMEGS - 1 - self.used
        entry = _SUN3_VALID | _SUN3_WRITE | _SUN3_SYSTEM | pa // self.page & _SUN3_FRAME
        self.groups[self.segments[number]][kva // self.page % _PMEG] = entry

    def cpu_data(self) -> bytes:
        values = {
            "name": b"sun3",
            "page_size": self.page,
            "kernbase": self.kernel.image,
            "segshift": self._SEGMENT,
            "pg_frame": _SUN3_FRAME,
            "pg_valid": _SUN3_VALID,
            "ksegmap": bytes(self.segments),
        }
        header = flat.pack(kcore.sun3(self.memory.model), values)
        entries = [entry for group in self.groups for entry in group]
        # On the device the segment's header fills the page together with this one, and the entries follow.
        return header.ljust(self.page - 8, b"\0") + struct.pack(f">{len(entries)}I", *entries)


MACHINES: dict[str, Callable[[Memory], Machine]] = {
    "amd64": Amd64,
    "i386": I386,
    "aarch64": Aarch64,
    "sparc": Sparc,
    "sparcv9": Sparc64,
    "m68k": Sun3,
}
