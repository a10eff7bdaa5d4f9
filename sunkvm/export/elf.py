"""Any image as an ELF core, which gdb, lldb, drgn, readelf and Volatility open.

Every page of the image is stored once, however often it is mapped: segments of several addresses share the bytes of the
file. A segment has the kernel's address of its pages and the physical one. Pages that the kernel has not mapped stand at
their physical address in both, as FreeBSD's own full dumps have them, where that is no address of the kernel. What the
image does not have is in no segment; pages of zeros take no room.

Facts: System V ABI, chapters 4 and 5 (program headers, notes, extended numbering); Linux binfmt_elf for NT_PRSTATUS.
"""

from __future__ import annotations

import errno
import os
import struct
from array import array
from bisect import bisect_right

from ..corefile import HOLE, LEAF_PAGES, PHYS, SLOW
from ..datamodel import AMD64
from ..drafts import write_at, write_files
from ..errors import FileCutError, UnsupportedError
from ..schema.flat import pack
from ..schema.formats import elf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..corefile import Corefile
    from ..image import Image
    from ..space import AddressSpace

    Progress = Callable[[int, int], None]

EXTENDED = 0xFFFF
"""The number of program headers from which on it stands in the first section header (PN_XNUM)."""

_ET_CORE, _PT_NOTE, _NT_PRSTATUS = 4, 4, 1
_CHUNK = 1 << 20
_ZEROS = bytes(1 << 16)
# struct elf_prstatus of amd64: what stands where, and the order of its registers.
_PRSTATUS_SIZE, _PRSTATUS_PID, _PRSTATUS_REGISTERS = 336, 32, 112
_AMD64_REGISTERS = (
    "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi", "rdi",
    "orig_rax", "rip", "cs", "rflags", "rsp", "ss", "fsbase", "gsbase", "ds", "es", "fs", "gs",
)  # fmt: skip


class Summary:
    """What was written: ``path``, ``segments``, ``size`` (of the file) and ``pages`` (of memory in it)."""

    __slots__ = ("pages", "path", "segments", "size")

    def __init__(self, path: str, segments: int, size: int, pages: int) -> None:
        self.path = path
        self.segments = segments
        self.size = size
        self.pages = pages


def write_elf(
    image: Image,
    path: str | os.PathLike[str],
    *,
    physical: bool = True,
    pids: Sequence[int] = (),
    progress: Progress | None = None,
) -> Summary:
    """Write an image as an ELF core; return what was written.

    Without ``physical`` only what the kernel has mapped is written. The address spaces of the processes ``pids`` are
    added to the kernel's; where two of them have an address, the first one's page stands there. ``progress`` is called
    with bytes done and to be done.

    The file appears under its name complete, or not at all. Raises FileExistsError where the name is taken, any other
    OSError as it comes, `AddressError` for a process whose memory cannot be found, `UnsupportedError` where there is no
    such process, where a live image changes too fast, or where the image is empty; nothing is left behind then.
    """
    work = _Export(image, physical, pids, progress)
    name = os.fspath(path)
    write_files({name: work.write})
    return Summary(name, len(work.segments), work.end, sum(run.count for run in work.runs if run.offset >= 0))


class _Run:
    """Pages that lie one behind the other, in memory and in the corefile.

    ``start`` is the address of the first, ``where`` what `Corefile.page` answers for it, ``step`` what that grows by.
    ``offset`` is their place in the written file, -1 while they have none; ``used`` are the (first page, end) that a
    segment with a virtual address shows. ``core`` is who answered: the image's corefile, or a process's view of it.
    """

    __slots__ = ("core", "count", "offset", "start", "step", "used", "where")

    def __init__(self, core: Corefile, start: int, where: int, step: int, count: int) -> None:
        self.core = core
        self.start = start
        self.where = where
        self.step = step
        self.count = count
        self.offset = -1
        self.used: list[tuple[int, int]] = []


class _Export:
    """One image on its way into a file."""

    def __init__(self, image: Image, physical: bool, pids: Sequence[int], progress: Progress | None) -> None:
        self.image = image
        self.core: Corefile = image.corefile
        self.progress = progress
        self.page_size = self.core.page_size
        self.runs: list[_Run] = []
        self.segments: list[tuple[int, int | None, int, int]] = []  # va, pa, offset, bytes
        self.notes = _notes(image)
        self.end = 0
        self._frames: list[_Run] = []
        self._starts: list[int] = []
        self._whole = _file_of(self.core)
        self._plan(physical, pids)

    # What goes where

    def _plan(self, physical: bool, pids: Sequence[int]) -> None:
        if PHYS in self.core.serves:
            self._frames = sorted(self._runs(self.image.physical), key=lambda run: run.where)
            self._starts = [run.where for run in self._frames]
        mapped: list[tuple[int, _Run, int, int]] = []  # va, run, first page of it, pages
        taken = _Intervals()
        for space in self._spaces(pids):
            for run in self._runs(space):
                for va, first, count in taken.add(run.start, run.count * self.page_size, self.page_size):
                    mapped += self._pieces(
                        _Run(run.core, va, run.where + first * run.step, run.step, count)
                        if first or count < run.count
                        else run
                    )
        for _, run, first, count in mapped:
            if run.offset < 0:
                run.offset = 0
                self.runs.append(run)
            run.used.append((first, first + count))
        if physical:
            self.runs += (run for run in self._frames if run.offset < 0)
        self.runs.sort(key=lambda run: run.start)
        if not self.runs:
            raise UnsupportedError(f"{self.core.path}: has no page that could be written")
        bare = [
            (pa, run, first, count)
            for run in (self._frames if physical else ())
            for first, count in _unused(run)
            for pa, first, count in taken.free(
                run.start + first * self.page_size, first, count, self.page_size
            )
        ]
        offset = 0
        for run in self.runs:
            run.offset = offset
            offset += run.count * self.page_size
        frames = set(map(id, self._frames))
        size = self.page_size
        pieces = [
            (
                va,
                run.start + first * size if id(run) in frames else None,
                run.offset + first * size,
                count * size,
            )
            for va, run, first, count in sorted([*mapped, *bare], key=lambda piece: piece[0])
        ]
        self.segments = _merged(pieces)
        start = self._data_start()
        self.segments = [(va, pa, start + at, length) for va, pa, at, length in self.segments]
        for run in self.runs:
            run.offset += start
        self.end = start + offset

    def _spaces(self, pids: Sequence[int]) -> Iterator[AddressSpace]:
        yield self.image.kernel
        wanted = dict.fromkeys(pids)
        if wanted:
            found = {process.pid: process for process in self.image.processes() if process.pid in wanted}
            for pid in wanted:
                if pid not in found:
                    raise UnsupportedError(f"{self.core.path}: has no process {pid}")
                yield self.image.user(found[pid])

    def _runs(self, space: AddressSpace) -> Iterator[_Run]:
        """Yield the pages of a space in runs."""
        core, key = space.corefile, space.key
        size, shift = self.page_size, self.core.page_shift
        steps = (size, 1)
        for start, length in core.ranges(key):
            page, end = start >> shift, start + length >> shift
            run: _Run | None = None
            while page < end:
                leaf = core.leaf(key, page // LEAF_PAGES)
                low = page % LEAF_PAGES
                high = min(LEAF_PAGES, low + end - page)
                part = leaf[low:high]
                page += high - low
                if (
                    run is not None
                    and run.step
                    and part[0] == run.where + run.count * run.step
                    and _even(part, run.step)
                ):
                    run.count += len(part)
                    continue
                for number, where in enumerate(part, page - len(part)):
                    if run is not None:
                        if not run.step and where - run.where in steps and not (where ^ run.where) & SLOW:
                            run.step = where - run.where
                        if run.step and where == run.where + run.count * run.step and where != HOLE:
                            run.count += 1
                            continue
                        yield run
                        run = None
                    if where != HOLE:
                        run = _Run(core, number << shift, where, 0, 1)
            if run is not None:
                yield run

    def _pieces(self, run: _Run) -> Iterator[tuple[int, _Run, int, int]]:
        """Yield (address, run, first page, pages): a run of mapped pages as parts of runs of page frames."""
        va, where, left = run.start, run.where, run.count
        while left:
            at = bisect_right(self._starts, where) - 1
            frames = self._frames[at] if at >= 0 else None
            if frames is not None:
                step = frames.step or 1
                first, odd = divmod(where - frames.where, step)
                if not odd and first < frames.count and (where ^ frames.where) & SLOW == 0:
                    count = min(left, frames.count - first)
                    if run.step not in (0, frames.step):
                        count = 1
                    yield va, frames, first, count
                    va += count * self.page_size
                    where += count * run.step
                    left -= count
                    continue
            # A page that is at no physical address (of sections, an overlay, or a format without such addresses).
            yield va, _Run(run.core, va, where, run.step, left), 0, left
            return

    # The file

    def _data_start(self) -> int:
        model = self.core.model
        count = len(self.segments) + bool(self.notes)
        size = elf.ehdr(model).size + elf.phdr(model).size * count + len(self.notes)
        if count >= EXTENDED:
            size += elf.shdr(model).size
        return -(-size // self.page_size) * self.page_size

    def head(self) -> bytes:
        """Return everything before the data: header, program headers, the section header of many, notes."""
        model = self.core.model
        header, program, section = elf.ehdr(model), elf.phdr(model), elf.shdr(model)
        count = len(self.segments) + bool(self.notes)
        many = count >= EXTENDED
        sections_at = header.size + count * program.size if many else 0
        members: dict[str, object] = {
            "e_ident": b"\x7fELF"
            + bytes((model.elf_class, 1 if model.byteorder == "little" else 2, elf.EV_CURRENT)),
            "e_type": _ET_CORE,
            "e_machine": model.elf_machine,
            "e_version": elf.EV_CURRENT,
            "e_phoff": header.size,
            "e_shoff": sections_at,
            "e_ehsize": header.size,
            "e_phentsize": program.size,
            "e_phnum": min(count, EXTENDED),
            "e_shentsize": section.size if many else 0,
            "e_shnum": int(many),
        }
        parts = [pack(header, members)]
        if self.notes:
            at = header.size + count * program.size + (section.size if many else 0)
            parts.append(
                pack(
                    program,
                    {"p_type": _PT_NOTE, "p_offset": at, "p_filesz": len(self.notes), "p_align": 4},
                )
            )
        unknown = model.mask
        for va, pa, offset, length in self.segments:
            parts.append(
                pack(
                    program,
                    {
                        "p_type": elf.PT_LOAD,
                        "p_flags": elf.PF_R | elf.PF_W | elf.PF_X,
                        "p_offset": offset,
                        "p_vaddr": va,
                        "p_paddr": unknown if pa is None else pa,
                        "p_filesz": length,
                        "p_memsz": length,
                        "p_align": self.page_size,
                    },
                )
            )
        if many:
            parts.append(pack(section, {"sh_info": count}))
        return b"".join([*parts, self.notes])

    def write(self, file: int) -> None:
        """Write the file."""
        if self.core.model.bits == 32 and self.end >> 32:
            raise UnsupportedError(f"{self.core.path}: {self.end} bytes are too many for a 32-bit ELF file")
        write_at(file, self.head(), 0)
        os.ftruncate(file, self.end)
        total = sum(run.count for run in self.runs) * self.page_size
        done = 0
        for run in self.runs:
            for count in self._copy(file, run):
                done += count
                if self.progress is not None:
                    self.progress(done, total)

    def _copy(self, file: int, run: _Run) -> Iterator[int]:
        """Copy the pages of a run; yield how many bytes were done, time and again."""
        size = self.page_size
        if not run.where & SLOW and run.step in (0, size):
            start, end, offset = run.where, run.where + run.count * size, run.offset
            if self._whole is not None and end - start >= _CHUNK:
                for count in _copy_range(self._whole, start, end, file, offset):
                    start += count
                    offset += count
                    yield count
            while start < end:
                part = self._plain(start, min(end - start, _CHUNK))
                _put_sparse(file, part, offset)
                start += _CHUNK
                offset += _CHUNK
                yield len(part)
            return
        for number in range(run.count):
            where = run.where + number * run.step
            if where & SLOW:
                page = run.core.read_slow(where ^ SLOW, 0, size)
            else:
                page = self._plain(where, size)
            _put_sparse(file, page, run.offset + number * size)
            yield size

    def _plain(self, where: int, count: int) -> bytes:
        data = self.core.plain(where, count)
        if len(data) < count and self.core.lost:
            raise FileCutError(self.core.path, "was cut off since it was opened", offset=where + len(data))
        return data


def _even(part: array[int], step: int) -> bool:
    """Tell whether numbers grow by the same step; the common case costs no loop in Python."""
    first, count = part[0], len(part)
    if part[-1] != first + (count - 1) * step:
        return False
    return part == array("Q", range(first, first + count * step, step))


class _Intervals:
    """Addresses that are taken already."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, length: int, page: int) -> list[tuple[int, int, int]]:
        """Take a run of pages; return (address, first page, pages) of those that were free."""
        free = list(self.free(start, 0, length // page, page))
        for at, _, count in free:
            self._insert(at, at + count * page)
        return free

    def free(self, start: int, first: int, count: int, page: int) -> Iterator[tuple[int, int, int]]:
        """Yield (address, page, pages) of the free parts of a run whose first page has number ``first``."""
        end = start + count * page
        at = start
        number = max(bisect_right(self._starts, start) - 1, 0)
        while at < end:
            while number < len(self._starts) and self._ends[number] <= at:
                number += 1
            if number == len(self._starts) or self._starts[number] >= end:
                yield at, first + (at - start) // page, (end - at) // page
                return
            low, high = self._starts[number], self._ends[number]
            if low > at:
                yield at, first + (at - start) // page, (low - at) // page
            at = high

    def _insert(self, start: int, end: int) -> None:
        at = bisect_right(self._starts, start)
        if at and self._ends[at - 1] == start:
            self._ends[at - 1] = end
            return
        self._starts.insert(at, start)
        self._ends.insert(at, end)


def _unused(run: _Run) -> Iterator[tuple[int, int]]:
    """Yield (first page, pages) of what no segment shows yet."""
    at = 0
    for first, end in sorted(run.used):
        if first > at:
            yield at, first - at
        at = max(at, end)
    if at < run.count:
        yield at, run.count - at


def _merged(
    pieces: Iterable[tuple[int, int | None, int, int]],
) -> list[tuple[int, int | None, int, int]]:
    """Join what follows on in all its addresses and in the file."""
    found: list[tuple[int, int | None, int, int]] = []
    for va, pa, offset, length in pieces:
        if found:
            last_va, last_pa, last_offset, last = found[-1]
            follows = pa is None if last_pa is None else pa == last_pa + last
            if va == last_va + last and offset == last_offset + last and follows:
                found[-1] = last_va, last_pa, last_offset, last + length
                continue
        found.append((va, pa, offset, length))
    return found


def _file_of(core: Corefile) -> int | None:
    """Return the descriptor of the file that plain offsets point into, None where there is none, or it may lie."""
    from ..sources.file import file_behind

    file = file_behind(core.source, core.buffer)
    return None if file is None or file.lost or core.writable else file.fileno()


def _copy_range(source: int, start: int, end: int, target: int, offset: int) -> Iterator[int]:
    """Let the kernel copy bytes from file to file, holes left out; yield how many are done, in pieces.

    Ends early where the file systems cannot do that; whoever called goes on by itself.
    """
    try:
        while start < end:
            data = min(os.lseek(source, start, os.SEEK_DATA), end)
            if data > start:
                yield data - start
                offset += data - start
                start = data
                continue
            hole = min(os.lseek(source, start, os.SEEK_HOLE), end)
            count = os.copy_file_range(source, target, min(hole - start, 64 * _CHUNK), start, offset)
            if not count:
                return
            yield count
            start += count
            offset += count
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            raise
        if error.errno == errno.ENXIO:  # nothing but a hole up to the end of the file
            yield end - start


def _put_sparse(file: int, data: bytes, offset: int) -> None:
    """Write what is not zero; the rest stays a hole."""
    step = len(_ZEROS)
    start = None
    for at in range(0, len(data), step):
        part = data[at : at + step]
        if part == (_ZEROS if len(part) == step else _ZEROS[: len(part)]):
            if start is not None:
                write_at(file, data[start:at], offset + start)
                start = None
        elif start is None:
            start = at
    if start is not None:
        write_at(file, data[start:] if start else data, offset + start)


# Notes


def _notes(image: Image) -> bytes:
    """Return the notes: those that came with the corefile, else one of the processor that panicked, if that is known."""
    own = getattr(image.corefile, "notes", None)
    if own:
        return b"".join(_note(image, name, kind, data) for name, kind, data in own)
    if image.corefile.model is not AMD64 or image.corefile.live:
        return b""
    from ..errors import SunkvmError

    try:
        panic = image.panic()
    except SunkvmError:
        return b""
    registers = dict(panic.registers) if panic is not None else {}
    if not registers:
        return b""
    status = bytearray(_PRSTATUS_SIZE)
    struct.pack_into("<i", status, _PRSTATUS_PID, 1)
    for number, name in enumerate(_AMD64_REGISTERS):
        value = registers.get(name, registers.get(f"r_{name}", 0))
        struct.pack_into("<Q", status, _PRSTATUS_REGISTERS + 8 * number, value & image.model.mask)
    return _note(image, b"CORE", _NT_PRSTATUS, bytes(status))


def _note(image: Image, name: bytes, kind: int, data: bytes) -> bytes:
    text = name + b"\0"
    return b"".join(
        (
            struct.pack(f"{image.model.order}3I", len(text), len(data), kind),
            text.ljust(len(text) + 3 & ~3, b"\0"),
            data.ljust(len(data) + 3 & ~3, b"\0"),
        )
    )
