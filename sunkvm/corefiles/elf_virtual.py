"""Kernel memory by its virtual addresses: ``/proc/kcore`` of the running Linux, copies of it, and cores shaped like it.

Each segment of such an ELF core says at which kernel address it lies, and where the kernel knows it also at which
physical one. Nothing is kept of a file that changes while it is open: every read is one of the file, and the segments
are read again when a caller asks for a new state.

Facts: Linux fs/proc/kcore.c, kernel/vmcore_info.c, arch/x86/kernel/vmcore_info_64.c (the note VMCOREINFO).
"""

from __future__ import annotations

from bisect import bisect_right

from ..corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, Match
from ..errors import Fault, FormatError, NamelistError, ReadOnlyError, SunkvmError
from ..mmu import Walk, Walker
from . import elf_core
from .paged import PagedCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping

    from ..corefile import Space
    from ..namelist import Namelist
    from ..source import ByteSource
    from .elf_core import ElfCore

    Segment = tuple[int, int, int]  # address, bytes, file offset

_VMCOREINFO = b"VMCOREINFO"
_LINE = rb"(?m)^([A-Z]+)(?:\(([^)\n]*)\))?=(.*)$"
_HEX = frozenset("0123456789abcdef")
_PAGE_SIZES = (4096, 8192, 16384, 65536)
_PHYSICAL = 1 << 61  # of a key: the page is one of physical memory
# Symbols of the note that are compared with the namelist. Others (mem_section) are there with what they point to.
_CHECKED = ("_stext", "init_uts_ns", "prb", "init_top_pgt", "node_online_map")
_SYSTEMS = {b"FreeBSD": "freebsd", b"DragonFly": "dragonfly", b"NetBSD": "netbsd", b"SunOS": "solaris"}
_BANNER, _BANNER_START = "linux_banner", b"Linux version "


def probe(source: ByteSource) -> Match | str:
    """Claim ELF cores of a kernel's virtual addresses."""
    core = elf_core.examine(source)
    if isinstance(core, str):
        return core
    if core.addresses != "virtual":
        return f"is an ELF core of {core.addresses} addresses" + (
            ", of a process" if core.addresses == "process" else ""
        )
    if not core.loads:
        raise FormatError(source.path, "has no segment of memory", offset=32)
    note = core.note(_VMCOREINFO)
    why = "an ELF core of kernel addresses" + (" with a note VMCOREINFO" if note else "")
    return Match("elf_virtual", core.model, _page_size(_values(note)), why, lambda: VirtualCore(source, core))


def _values(notes: list[bytes]) -> dict[str, str]:
    """Return the lines of VMCOREINFO: ``OSRELEASE``, ``SYMBOL(_stext)``, ``NUMBER(phys_base)`` and the like."""
    import re  # slow to import, and every probe comes by this module

    found: dict[str, str] = {}
    for note in notes:
        for key, of, value in re.findall(_LINE, note):
            name = key + (b"(" + of + b")" if of else b"")
            found[name.decode("latin-1")] = value.rstrip(b"\0").decode("latin-1")
    return found


def _is_hex(text: str) -> bool:
    """Tell whether a text is a number as the note has them: hexadecimal, of 64 bits at most."""
    return 1 <= len(text) <= 16 and _HEX.issuperset(text)


def _page_size(values: Mapping[str, str]) -> int:
    size = values.get("PAGESIZE", "")
    return int(size) if size.isdigit() and int(size) in _PAGE_SIZES else 4096


class VirtualCore(PagedCorefile):
    """A core of kernel addresses.

    Physical memory can be read as far as the segments tell where it lies, and processes' memory where the paging form is
    known as well.

    Attributes:
        notes: (name, type, description) of the notes.
        vmcoreinfo: the lines of the note VMCOREINFO.
        segments: (kernel address, bytes, file offset), ascending; no two overlap. memory: the same by physical address.
    """

    format = "elf_virtual"

    def __init__(self, source: ByteSource, core: ElfCore) -> None:
        super().__init__(source)
        self.model = core.model
        self.writable = source.writable and source.buffer is not None
        self.live = source.changing
        self.notes = core.notes
        self.vmcoreinfo = _values(core.note(_VMCOREINFO))
        self.page_size = _page_size(self.vmcoreinfo)
        self.page_shift = self.page_size.bit_length() - 1
        self._take(core)
        if source.buffer is not None:
            end = max((offset + count for _, count, offset in self.segments), default=0)
            if end > source.size:
                self.warnings.append(
                    f"the file is {end - source.size} bytes shorter than its segments; it was cut off"
                )
        form = self._form()
        if form is not None:
            from ..mmus import find

            self.walker = Walker(find(form), self.read_physical)

    def _take(self, core: ElfCore) -> None:
        """Take the segments as the headers have them now."""
        mask = self.model.mask
        loads = [
            (load["p_vaddr"], load["p_paddr"], min(load["p_filesz"], load["p_memsz"]), load["p_offset"])
            for load in core.loads
        ]
        loads = [load for load in loads if load[2] and load[0] + load[2] <= mask + 1]
        # An old kernel tells no physical addresses: all are 0. A new one says -1 where there is no one address.
        told = any(pa not in (0, mask) for _, pa, _, _ in loads)
        top = self.model.bits - 1
        mixed = any(va >> top for va, _, _, _ in loads)
        # Pages whose kernel address nobody tells stand at their physical one, beside those in the upper half.
        mapped = [load for load in loads if load[0] >> top or load[0] != load[1] or not mixed]
        self.segments = _disjoint([(va, count, offset) for va, _, count, offset in mapped])
        self.memory = _disjoint(
            [(pa, count, offset) for _, pa, count, offset in loads if told and pa != mask]
        )
        self._placed = _disjoint([(va, count, pa) for va, pa, count, _ in mapped if told and pa != mask])
        self._starts = [start for start, _, _ in self.segments]
        self._frames = [start for start, _, _ in self.memory]
        self._places = [start for start, _, _ in self._placed]

    def _form(self) -> str | None:
        if self.model.name == "amd64" and self.memory:
            return "amd64-la57" if self.vmcoreinfo.get("NUMBER(pgtable_l5_enabled)") == "1" else "amd64"
        return None

    def refresh(self) -> None:
        """Read the segments again: modules and other areas of a running kernel come and go."""
        if not self.live or self.closed:
            return
        core = elf_core.examine(self.source)
        if not isinstance(core, str) and core.addresses == "virtual" and core.model is self.model:
            self._take(core)

    # Pages

    def _find(self, starts: list[int], segments: list[Segment], index: int, mark: int) -> int:
        """Return what `page` answers for a page of the kernel's or of physical memory."""
        low = index << self.page_shift
        at = bisect_right(starts, low) - 1
        if at >= 0:
            start, count, offset = segments[at]
            inside = low - start
            if inside + self.page_size <= count:
                where = offset + inside + self._base
                return where if where + self.page_size <= self._plain_end else index | mark | SLOW
            if inside < count:
                return index | mark | SLOW
        # A segment may also begin inside the page.
        if at + 1 < len(starts) and starts[at + 1] < low + self.page_size:
            return index | mark | SLOW
        return HOLE

    def page(self, space: Space, index: int) -> int:
        if space == KVA:
            return self._find(self._starts, self.segments, index, 0)
        return super().page(space, index)

    def leaf(self, space: Space, index: int) -> array[int]:
        if space != KVA:
            return super().leaf(space, index)
        from array import array

        first = index * LEAF_PAGES
        return array("Q", [self.page(KVA, first + number) for number in range(LEAF_PAGES)])

    def frame(self, number: int) -> int:
        return self._find(self._frames, self.memory, number, _PHYSICAL)

    def frame_runs(self, low: int, high: int | None = None) -> Iterator[tuple[int, int]]:
        shift, file_end = self.page_shift, self._file_end(self.memory)
        for start, count, offset in self.memory:
            count = min(count, file_end - offset)
            first = max(low, start >> shift)
            last = -(-(start + count) >> shift)
            if high is not None:
                last = min(last, high)
            if first < last:
                yield first, last - first
                low = last

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        index = key & ~_PHYSICAL
        starts, segments = (self._frames, self.memory) if key & _PHYSICAL else (self._starts, self.segments)
        address = (index << self.page_shift) + offset
        parts: list[bytes] = []
        while count > 0:
            at = bisect_right(starts, address) - 1
            if at < 0:
                break
            start, length, place = segments[at]
            inside = address - start
            if inside >= length:
                break
            wanted = min(count, length - inside)
            part = self.source.read(place + inside, wanted)
            parts.append(part)
            if len(part) < wanted:
                break
            address += wanted
            count -= wanted
        return b"".join(parts)

    # Addresses

    def kernel_walk(self, va: int) -> Walk:
        at = bisect_right(self._places, va) - 1
        if at >= 0:
            start, count, pa = self._placed[at]
            if va - start < count:
                return Walk(pa + va - start, self.page_size, -1, 0, None, None)
        return Walk(None, 0, -1, 0, None, "range")

    def kernel_mappings(self) -> Iterator[tuple[int, int, int, int | None]]:
        for va, count, pa in self._placed:
            yield va, pa, count, None

    def _is_process_address(self, va: int) -> bool:
        return not va >> (self.model.bits - 1)

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        if space != KVA:
            yield from super().ranges(space)
            return
        first = end = -1
        file_end = self._file_end(self.segments)
        for start, count, offset in self.segments:
            count = min(count, file_end - offset)
            if count <= 0:
                continue
            if start != end:
                if end > first:
                    yield first, end - first
                first = start
            end = start + count
        if end > first:
            yield first, end - first

    def fault(self, space: Space, address: int) -> Fault:
        if space == KVA:
            held = self.page(KVA, address >> self.page_shift) != HOLE and any(
                start <= address < start + count for start, count, _ in self.segments
            )
            if not held:
                return Fault(Fault.UNMAPPED, "kernel", address)
        elif space == PHYS:
            if self.frame(address >> self.page_shift) == HOLE:
                return Fault(Fault.UNMAPPED, "physical", address, "is no memory that the file tells of")
            held = True
        else:
            return super().fault(space, address)
        if self.live:
            return Fault(Fault.UNMAPPED, str(space), address, "cannot be read now")
        return Fault(
            Fault.TRUNCATED, str(space), address, "lies behind the end of the file, which was cut off"
        )

    def write(self, space: Space, address: int, data: bytes) -> int:
        if self.live:
            raise ReadOnlyError(self.path, "is the running kernel, which is only read")
        return super().write(space, address, data)

    # The kernel

    def attach(self, namelist: Namelist) -> None:
        """Learn how far from the addresses of the namelist the kernel was loaded, and which kernel it is."""
        if namelist.machine and namelist.machine != self.model.elf_machine:
            raise NamelistError(
                namelist.path,
                f"is for ELF machine {namelist.machine}, so not of this {self.model.name} kernel",
            )
        self.symbol_distance = self._distance(namelist)
        if not self.personality:
            self.personality = self._identify(namelist)

    def _distance(self, namelist: Namelist) -> int:
        told = {
            name: int(value, 16)
            for name in _CHECKED
            if _is_hex(value := self.vmcoreinfo.get(f"SYMBOL({name})", ""))
        }
        found = namelist.find(told)
        distances = {(told[name] - int(symbol)) & self.model.mask for name, symbol in found.items()}
        if len(distances) > 1:
            name = next(name for name, symbol in found.items() if told[name] != int(symbol))
            raise NamelistError(
                namelist.path,
                f"is of another kernel ({name} at {int(found[name]):#x}, in the corefile at {told[name]:#x})",
            )
        offset = self.vmcoreinfo.get("KERNELOFFSET", "")
        moved = int(offset, 16) if _is_hex(offset) else 0
        if distances:
            (distance,) = distances
            if offset and distance not in (0, moved):
                reason = (
                    f"is of another kernel: its symbols are {distance:#x} away from those of the corefile"
                )
                raise NamelistError(namelist.path, reason)
            return distance
        # The note has no symbol that the namelist has: the banner must tell.
        banner = namelist.find((_BANNER,)).get(_BANNER)
        if banner is None or not moved or self._text(int(banner)) == _BANNER_START:
            return 0
        return moved if self._text(int(banner) + moved & self.model.mask) == _BANNER_START else 0

    def _text(self, kva: int) -> bytes:
        return self.read_kernel(kva, len(_BANNER_START))

    def read_kernel(self, kva: int, count: int) -> bytes:
        """Return up to ``count`` bytes of the kernel, at most to the end of the page."""
        inside = kva & (self.page_size - 1)
        count = min(count, self.page_size - inside)
        where = self.page(KVA, kva >> self.page_shift)
        if where == HOLE:
            return b""
        if where & SLOW:
            return self.read_slow(where ^ SLOW, inside, count)
        return self.plain(where + inside, count)

    def _identify(self, namelist: Namelist) -> str:
        """Return the personality of the kernel: what it says itself, or what only Linux writes."""
        if "OSRELEASE" in self.vmcoreinfo:
            return "linux"
        names = (_BANNER, "ostype", "utsname")
        for name, symbol in namelist.find(names).items():
            try:
                start = self.read_kernel(int(symbol) + self.symbol_distance & self.model.mask, 16)
            except SunkvmError:
                continue
            if name == _BANNER and start.startswith(_BANNER_START):
                return "linux"
            if start.split(b"\0", 1)[0] in _SYSTEMS:
                return _SYSTEMS[start.split(b"\0", 1)[0]]
        return ""

    @property
    def facts(self) -> Mapping[str, object]:
        found: dict[str, object] = {"machine": self.model.name, **self.told}
        told = self.vmcoreinfo
        if "OSRELEASE" in told:
            found.update(system="Linux", release=told["OSRELEASE"])
        if told.get("CRASHTIME", "").isdigit() and not self.live:
            found["crash_time"] = int(told["CRASHTIME"])
        if not self.live:
            found["content"] = "kernel addresses"
            found["complete"] = not self.warnings
        return found


def _disjoint(segments: list[Segment]) -> list[Segment]:
    """Return segments in ascending order; of two that overlap the one that begins later loses what both have."""
    kept: list[Segment] = []
    end = 0
    for start, count, place in sorted(segments):
        cut = max(0, end - start)
        if cut < count:
            kept.append((start + cut, count - cut, place + cut))
            end = start + count
    return kept
