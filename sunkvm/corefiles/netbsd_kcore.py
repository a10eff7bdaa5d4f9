"""NetBSD kernel cores, as savecore writes them and as they lie on the dump device: what the CPU says, then memory.

Facts: sys/sys/kcore.h, sys/sys/core.h, lib/libkvm/kvm.c and sbin/savecore of NetBSD 6.99.16.
"""

from __future__ import annotations

import struct
from array import array

from ..corefile import KVA, Match
from ..errors import FormatError, OpenError, UnknownFormatError
from ..mmu import Walk, Walker
from ..schema.formats import netbsd_kcore as kcore
from .kernel_regions import Direct, Regions, Segmented, Tree
from .netbsd_cpu import CpuData
from .physical import PhysicalCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..namelist import Namelist
    from ..records import Step
    from ..source import ByteSource
    from .netbsd_cpu import Port

NAME = "netbsd_kcore"
_SECTOR = 512
_SEARCHED = 1 << 20
_MAX_CPU_DATA = 1 << 26
_MAX_OFFSET = 1 << 62  # of a file; what is above marks pages that lie elsewhere
_MAX_MEMORY = 1 << 32
_SEG_SIZE = 8


class Container:
    """Where the parts of a core are.

    Attributes:
        port, model: of the machine id.
        saved: whether savecore wrote it; else it is as on the dump device.
        offset: where the core begins.
        cpu_offset, cpu_size: what the CPU says.
        data_offset: memory.
        data_size: bytes of memory modulo 2^32; 0 where the file does not tell.
    """

    __slots__ = (
        "cpu_offset",
        "cpu_size",
        "data_offset",
        "data_size",
        "mid",
        "model",
        "offset",
        "port",
        "saved",
    )

    def __init__(
        self,
        port: Port,
        mid: int,
        model: DataModel,
        saved: bool,
        offset: int,
        cpu: tuple[int, int],
        data: tuple[int, int],
    ) -> None:
        self.port = port
        self.mid = mid
        self.model = model
        self.saved = saved
        self.offset = offset
        self.cpu_offset, self.cpu_size = cpu
        self.data_offset, self.data_size = data


def _parts(midmag: int) -> tuple[int, int, int]:
    """Return (flag, machine id, magic) of a c_midmag."""
    return midmag >> 26, midmag >> 16 & 0x3FF, midmag & 0xFFFF


def read_container(source: ByteSource, offset: int = 0) -> Container | str:
    """Read the headers of a core that begins at an offset; return why there is none.

    Raises `FormatError` where there is one, but damaged, or of a machine that is not known.
    """
    raw = source.read(offset, 12)
    if len(raw) < 4:
        return "is too short for a kcore header"
    flag, mid, magic = _parts(int.from_bytes(raw[:4], "big"))
    if magic != kcore.KCORE_MAGIC or flag not in (0, kcore.CORE_CPU):
        return "does not begin with a kcore header"
    from .netbsd_machines import PORTS

    port = PORTS.get(mid)
    if port is None:
        from .netbsd_machines import NAMES

        name = f" ({NAMES[mid]})" if mid in NAMES else ""
        raise FormatError(
            source.path, f"is a NetBSD core of machine id {mid:#x}{name}, which cannot be read", offset=offset
        )
    if len(raw) < 12:
        raise FormatError(source.path, "the kcore header is cut off", offset=offset + len(raw))
    return (_read_saved if flag == 0 else _read_device)(source, port, mid, raw, offset)


def _read_saved(source: ByteSource, port: Port, mid: int, raw: bytes, offset: int) -> Container:
    for model in port.models:
        header, segment, count = struct.unpack(f"{model.order}2HI", raw[4:])
        if count == 2:
            break
    else:
        raise FormatError(source.path, f"a kcore header of {count} segments, not 2", offset=offset + 8)
    if header < 12:
        raise FormatError(source.path, f"a kcore header of {header} bytes", offset=offset + 4)
    if segment < _SEG_SIZE:
        raise FormatError(source.path, f"kcore segment headers of {segment} bytes", offset=offset + 6)
    cpu_size = _segment(source, model, offset + header, kcore.CORE_CPU)
    cpu = offset + header + segment
    _check_size(source, cpu_size, offset + header + 4, cpu)
    data_size = _segment(source, model, cpu + cpu_size, kcore.CORE_DATA)
    return Container(port, mid, model, True, offset, (cpu, cpu_size), (cpu + cpu_size + segment, data_size))


def _read_device(source: ByteSource, port: Port, mid: int, raw: bytes, offset: int) -> Container:
    for model in port.models:
        (size,) = struct.unpack(f"{model.order}I", raw[4:8])
        if size <= _MAX_CPU_DATA:
            break
    cpu = offset + port.align(_SEG_SIZE)
    _check_size(source, size, offset + 4, cpu)
    return Container(port, mid, model, False, offset, (cpu, size), (cpu + size, 0))


def _segment(source: ByteSource, model: DataModel, at: int, wanted: int) -> int:
    """Return the size that a segment header tells."""
    raw = source.read(at, _SEG_SIZE)
    what = "CPU" if wanted == kcore.CORE_CPU else "memory"
    if len(raw) < _SEG_SIZE:
        raise FormatError(
            source.path, f"the header of the segment of {what} is cut off", offset=at + len(raw)
        )
    flag, _, magic = _parts(int.from_bytes(raw[:4], "big"))
    if magic != kcore.KCORESEG_MAGIC or flag != wanted:
        raise FormatError(source.path, f"no header of a segment of {what} ({raw[:4].hex(' ')})", offset=at)
    return int.from_bytes(raw[4:], model.byteorder)


def _check_size(source: ByteSource, size: int, at: int, cpu: int) -> None:
    if not 0 < size <= _MAX_CPU_DATA or (source.buffer is not None and cpu + size > source.size):
        raise FormatError(source.path, f"CPU data of {size:#x} bytes", offset=at)


def probe(source: ByteSource) -> Match | str:
    """Claim cores, and devices with a core near their start."""
    found = read_container(source)
    if isinstance(found, str):
        nearby = _search(source)
        if nearby is None:
            return found
        core = nearby
    else:
        core = NetbsdKcore(source, found)
    return _match(core)


def _match(core: NetbsdKcore) -> Match:
    box = core.container
    place = "a saved core" if box.saved else "a dump on its device"
    where = f" at offset {box.offset:#x}" if box.offset else ""
    why = f"{place}{where}: kcore magic, machine id {box.mid:#x} ({box.port.name}); the CPU data are of {core.machine}"
    return Match(NAME, core.model, core.page_size, why, lambda: core)


def _search(source: ByteSource) -> NetbsdKcore | None:
    """Look for a dump at the borders of sectors near the start of a device: nothing there says where it begins."""
    data = source.read(0, _SEARCHED)
    at = data.find(b"\x8f\xca", _SECTOR)
    while at >= 0:
        if at % _SECTOR == 2:
            try:
                found = read_container(source, at - 2)
                if isinstance(found, Container) and not found.saved:
                    return NetbsdKcore(source, found)
            except FormatError:
                pass  # bytes that look like one
        at = data.find(b"\x8f\xca", at + 1)
    return None


def open_placed(source: ByteSource, format: str) -> NetbsdKcore:
    """Open a core that begins where the name of the format says: ``netbsd_kcore@0x2000``. Raises `OpenError`."""
    try:
        offset = int(format.partition("@")[2], 0)
    except ValueError:
        raise OpenError(source.path, f"{format} is no NetBSD core at an offset") from None
    found = read_container(source, offset) if offset >= 0 else "begins before the file"
    if isinstance(found, str):
        raise UnknownFormatError(source.path, f"holds no NetBSD core at offset {offset:#x}: {found}")
    return NetbsdKcore(source, found)


class NetbsdKcore(PhysicalCorefile):
    """A NetBSD core. The kernel's addresses can be read at once: the header says how they are mapped.

    The address space of a process is named by the physical address of what its pmap has as root: the table of the
    highest level; with PAE the array pm_pdirpa of the four tables' addresses.

    Attributes:
        container: where the parts of the file are.
        machine: the kind of machine, where a port has several.
        header: the members of the CPU's header by name.
        system: whose kernel it is, as far as it says.
    """

    system = "NetBSD"
    format = NAME
    personality = "netbsd"

    def __init__(self, source: ByteSource, container: Container) -> None:
        self.container = container
        cpu = CpuData(
            source, container.model, container.cpu_offset, container.cpu_size, container.data_offset
        )
        found = container.port.read(cpu)
        at = container.data_offset + found.skip
        ram = found.ram
        # On a device behind memory that is not listed anything may follow.
        self._endless = ram is None and not container.saved
        if ram is None:
            size = container.data_size or _MAX_MEMORY
            if source.buffer is not None and not container.data_size:
                size = max(0, source.size - at)
            ram = [(0, size)]
        segments = []
        for start, size in ram:
            segments.append((start, size, at))
            at += size
        if at > _MAX_OFFSET:
            raise FormatError(
                source.path, f"segments of memory of {at:#x} bytes in all", offset=container.cpu_offset
            )
        super().__init__(source, container.model, [segment for segment in segments if segment[1]])
        self.machine = found.machine
        self.header = found.header
        self.page_shift = found.page_shift
        self.page_size = 1 << found.page_shift
        self._content: str | None = None
        self._low_processes = found.low_processes
        if found.form is not None:
            self.walker = Walker(found.form, self.read_physical)
        self.regions = Regions(found.regions(self.read_physical), found.page_shift)
        if source.buffer is not None and at > source.size:
            self.warnings.append(
                f"the file is {at - source.size} bytes shorter than its segments; it was cut off"
            )

    def attach(self, namelist: Namelist) -> None:
        """Learn from variables which system it is, whether all pages were dumped, and how many if the file does not tell."""
        # Each name that is not there takes a look at all others; a.out files have an underscore in front.
        symbols = namelist.find(("ostype", "sparse_dump", *(("dumpsize",) if self._endless else ())))
        if "ostype" not in symbols:
            symbols.update(namelist.find(("_ostype", *(("_dumpsize",) if self._endless else ()))))
        data = self._peek(symbols.get("sparse_dump"), 4)
        if len(data) == 4:
            self._content = "kernel pages" if any(data) else "all pages"
        name = self._peek(symbols.get("ostype", symbols.get("_ostype")), 8).split(b"\0", 1)[0]
        if name == b"OpenBSD":  # its cores are the same on some machines
            self.system = "OpenBSD"
            self.warnings.append("the kernel is OpenBSD's, of which only memory and symbols can be read")

        if (
            getattr(namelist, "flavour", "") == "sunos"
            and len(namelist.find(("proc", "nproc"))) == 2
            and "allproc" not in namelist
        ):
            # Sun's own kernel, in a container that tells how its MMU maps it.
            self.personality = "sunos4"
            self.system = "SunOS"

        pages = int.from_bytes(
            self._peek(symbols.get("dumpsize", symbols.get("_dumpsize")), 4), self.model.byteorder
        )
        if self._endless and pages:
            start, size, at = self.segments[0]
            size = min(size, pages << self.page_shift)
            self.segments = [(start, size, at)]
            self._files = [(at, at + size)]

    def _peek(self, variable: int | None, count: int) -> bytes:
        """Return up to ``count`` bytes of a variable of the kernel, none where it is not there."""
        pa = -1 if variable is None else self.regions.find(int(variable))
        return self.read_physical(pa, count) if pa >= 0 else b""

    def alike(self, va: int) -> tuple[int, int]:
        for low, high, region in self.regions.pieces:
            if low <= va < high:
                if isinstance(region, Direct):
                    return low, high
                if isinstance(region, Tree) and not region.base:
                    return self._entry_alike(region.form, region.walk, va, low, high)
        return va & -self.page_size, (va | self.page_size - 1) + 1

    def kernel_walk(self, va: int) -> Walk:
        return self.regions.walk(va)

    def mapped(self, space: Space, address: int) -> int:
        if space == KVA:
            return self.regions.find(address)
        return super().mapped(space, address)

    def kernel_frames(self, index: int) -> array[int]:
        return self.regions.leaf(index)

    def kernel_mappings(self) -> Iterator[tuple[int, int, int, int | None]]:
        shift = self.page_shift
        for va, pa, size, entry in self.regions.mappings(self._table_limit()):
            if entry is not None:
                yield va, pa, size, entry
                continue
            # What is mapped directly may be far more than there is memory.
            for frame, count in self.frame_runs(pa >> shift, -(-(pa + size) >> shift)):
                first = frame << shift
                yield va + first - pa, first, min(count << shift, pa + size - first), None

    def _steps(self, space: Space, address: int, found: Walk) -> Iterator[Step]:
        from ..records import Step

        if space != KVA:
            yield from super()._steps(space, address, found)
            return
        region = self.regions.at(address)
        form = None if region is None else region.form
        if form is None:
            return
        for level, table, entry in found.steps:
            step = self._story(form.levels[level], table, entry)
            if table is None and isinstance(region, Segmented):
                number, place = region.map.entry(address)
                step = Step(step.what, step.offset if place is None else place, number, link=entry)
            yield step

    def prot(self, entry: int) -> int:
        """Return what an entry of the kernel's page table allows: read 1, write 2, execute 4."""
        for _, _, region in self.regions.pieces:
            if region.form is not None:
                return region.form.prot(entry)
        return 7

    @property
    def facts(self) -> Mapping[str, object]:
        facts: dict[str, object] = {
            "system": self.system,
            "machine": self.machine,
            "pages": sum(count for _, count, _ in self.segments) >> self.page_shift,
            "complete": not self.warnings,
            **self.told,
        }
        if self._content is not None:
            facts["content"] = self._content
        return facts
