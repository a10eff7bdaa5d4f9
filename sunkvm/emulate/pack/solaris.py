"""Planted memory as a finished Solaris crash dump: ``unix.N`` and ``vmcore.N`` as savecore leaves them.

Facts: illumos sys/dumphdr.h (version 10), cmd/savecore/savecore.c, uts/common/os/dumpsubr.c.
"""

from __future__ import annotations

import errno
import os
import secrets
import struct
from bisect import bisect_right
from math import gcd

from ...schema import flat
from ...schema.formats import solaris_dump as dump
from .ksyms import ksyms_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..memory import Memory, Segment

_FIRST_FRAME = 0x400
_GAP_EVERY, _GAP = 96, 5  # frames that belong to something else
_GATHER = 128  # pages a write


def pack(
    memory: Memory,
    directory: str | os.PathLike[str],
    number: int,
    *,
    facts: Mapping[str, object],
    split: bool = False,
) -> tuple[str, str]:
    """Write a kernel's memory as ``unix.N`` and ``vmcore.N`` of a live dump; return both paths.

    ``facts``, by the names of `Corefile.facts`, say what the memory does not: crash_time (seconds since 1970) and uuid,
    and of a dump that was no live one panic_string. With ``split`` the memory of processes goes to a section of its own,
    ``vmcore-proc.N``.

    The files appear under their names complete, or not at all, and can be read by their owner only. Raises
    FileExistsError where one of the names is taken, and any other OSError as it comes; nothing is left behind then.
    """
    folder = os.fspath(directory)
    kinds = ("unix", "vmcore", "vmcore-proc") if split else ("unix", "vmcore")
    names = [os.path.join(folder, f"{kind}.{number}") for kind in kinds]
    for name in names:
        if os.path.lexists(name):
            raise FileExistsError(errno.EEXIST, "a dump of this number is there already", name)
    symbols = ksyms_image(memory)
    drafts = [_Draft(name) for name in names]
    kernel = {memory.kernel: memory.spaces[memory.kernel]}
    main = _Vmcore(memory, symbols, facts, kernel if split else memory.spaces)
    writers = [lambda file: _write(file, symbols), main.write]
    if split:
        main.sections = [os.path.basename(names[2])]
        users = {key: segments for key, segments in memory.spaces.items() if key != memory.kernel}
        writers.append(_Vmcore(memory, b"", facts, users, main.next_frame).write)
    try:
        for draft, writer in zip(drafts, writers, strict=True):
            draft.write(writer)
        for draft in drafts:
            draft.publish()
        for draft in drafts:
            draft.discard()
    except BaseException:
        for draft in drafts:
            draft.withdraw()
            draft.discard()
        raise
    return names[0], names[1]


class _Draft:
    """A file that is written under a name of its own, beside the one it will get."""

    def __init__(self, name: str) -> None:
        folder, last = os.path.split(name)
        self.name = name
        self.path = os.path.join(folder, f".{last}.{secrets.token_hex(8)}")
        self.identity: tuple[int, int] | None = None

    def write(self, write: Callable[[int], None]) -> None:
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            status = os.fstat(file)
            self.identity = status.st_dev, status.st_ino
            write(file)
        finally:
            os.close(file)

    def publish(self) -> None:
        """Give it its name, without ever replacing another file."""
        try:
            os.link(self.path, self.name)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links: here is a moment in which another one could take the name.
            if os.path.lexists(self.name):
                raise FileExistsError(
                    errno.EEXIST, "a dump of this number is there already", self.name
                ) from None
            os.rename(self.path, self.name)

    def withdraw(self) -> None:
        """Remove the name again, if it is this file's."""
        try:
            status = os.lstat(self.name)
            if (status.st_dev, status.st_ino) == self.identity:
                os.unlink(self.name)
        except OSError:
            pass

    def discard(self) -> None:
        """Remove the draft, if it is there."""
        try:
            os.unlink(self.path)
        except OSError:
            pass


def _write(file: int, data: bytes | bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


class _Vmcore:
    """The parts of one vmcore, in the order in which savecore lays them: header, ksyms, pfn table, hash, pages."""

    def __init__(
        self,
        memory: Memory,
        symbols: bytes,
        facts: Mapping[str, object],
        spaces: Mapping[int, list[Segment]],
        first_frame: int = _FIRST_FRAME,
    ) -> None:
        self.memory = memory
        self.symbols = symbols
        self.facts = facts
        self.sections: list[str] = []
        self.first_frame = first_frame
        self.page = memory.page_size
        self.shift = self.page.bit_length() - 1
        # Every (address space, segment, number of its first page), the kernel's first as dumpsys walks them.
        self.runs = []
        self.pages = 0
        for space, segments in spaces.items():
            for segment in segments:
                self.runs.append((space, segment, self.pages))
                self.pages += len(segment.data) >> self.shift
        # Which page lies in which frame: scattered, as in a machine that has been up for a while, and always the same.
        self.stride = max(int(self.pages * 0.618), 1)
        while gcd(self.stride, self.pages) != 1:
            self.stride += 1
        self.ksyms = self.page
        self.pfns = self.ksyms + self.round(len(symbols))
        self.map = self.pfns + self.round(self.pages * memory.model.word)
        self.mask = (1 << max(self.pages - 1, 0).bit_length()) - 1
        self.data = self.map + self.round((self.mask + 1) * dump.dump_map(memory.model).size)
        self.size = self.data + self.pages * self.page

    def round(self, size: int) -> int:
        return -(-size // self.page) * self.page

    @property
    def next_frame(self) -> int:
        """The first frame number behind those of this file."""
        return self.first_frame + self.pages + self.pages // _GAP_EVERY * _GAP

    def frame(self, page: int) -> int:
        """Return the place in the pfn table of a page's frame."""
        return page * self.stride % self.pages

    def write(self, file: int) -> None:
        os.ftruncate(file, self.size)
        _write(file, self.header())
        os.lseek(file, self.ksyms, os.SEEK_SET)
        _write(file, self.symbols)
        os.lseek(file, self.pfns, os.SEEK_SET)
        _write(file, self.frames())
        os.lseek(file, self.map, os.SEEK_SET)
        _write(file, self.translations())
        self.write_pages(file)
        if self.sections:
            self.write_sections(file)

    def write_sections(self, file: int) -> None:
        """Name the files with the rest of the dump: a table behind the pages, and the slot that leads there."""
        slot, entry = dump.section_slot(self.memory.model), dump.section_entry(self.memory.model)
        os.lseek(file, self.size, os.SEEK_SET)
        for name in self.sections:
            _write(file, flat.pack(entry, {"se_name": os.fsencode(name)}))
        os.lseek(file, self.page - dump.SECTION_SLOT, os.SEEK_SET)
        members = {
            "ss_magic": dump.SECTION_MAGIC,
            "ss_version": dump.SECTION_VERSION,
            "ss_count": len(self.sections),
            "ss_offset": self.size,
        }
        _write(file, flat.pack(slot, members))

    def header(self) -> bytes:
        memory, facts = self.memory, {**self.memory.facts, **self.facts}

        def text(name: str, size: int) -> bytes:
            return str(facts.get(name) or "").encode("utf-8", "surrogateescape")[: size - 1]

        panic = text("panic_string", dump.DUMP_PANICSIZE)
        members = {
            "sysname": "system",
            "nodename": "node",
            "release": "release",
            "version": "version",
            "machine": "machine",
        }
        name = {member: text(fact, dump.SYS_NMLN) for member, fact in members.items()}
        crash_time = facts.get("crash_time") or 0
        assert isinstance(crash_time, (int, float))
        return flat.pack(
            dump.dumphdr(memory.model),
            {
                "dump_magic": dump.DUMP_MAGIC,
                "dump_version": 10,
                "dump_flags": dump.DF_COMPLETE | dump.DF_ALL | (0 if panic else dump.DF_LIVE),
                "dump_wordsize": memory.model.bits,
                "dump_ksyms": self.ksyms,
                "dump_pfn": self.pfns,
                "dump_map": self.map,
                "dump_data": self.data,
                "dump_utsname": flat.pack(dump.utsname(memory.model), name),
                "dump_platform": text("platform", dump.SYS_NMLN),
                "dump_panicstring": panic,
                "dump_crashtime": int(crash_time),
                "dump_pageshift": self.shift,
                "dump_pagesize": self.page,
                "dump_hashmask": self.mask,
                "dump_nvtop": self.pages,
                "dump_npages": self.pages,
                "dump_ksyms_size": len(self.symbols),
                "dump_ksyms_csize": len(self.symbols),
                "dump_uuid": text("uuid", 37),
            },
        )

    def frames(self) -> bytes:
        """Return the table of page frame numbers, ascending."""
        words = self.memory.model.word_struct(self.pages)
        return words.pack(
            *(self.first_frame + index + index // _GAP_EVERY * _GAP for index in range(self.pages))
        )

    def translations(self) -> bytearray:
        """Return the hash. Entry i holds the head of bucket i, and beside it translation i; the newest comes first."""
        layout = dump.dump_map(self.memory.model)
        size, model = layout.size, self.memory.model
        head = struct.Struct(model.order + layout["dm_first"].format(model))
        members = [layout[name] for name in ("dm_next", "dm_data", "dm_as", "dm_va")]
        record = struct.Struct(model.order + "".join(member.format(model) for member in members))
        record_at, head_at = members[0].offset, layout.offset("dm_first")
        table = bytearray((self.mask + 1) * size)
        first = [0] * (self.mask + 1)
        for space, segment, page in self.runs:
            for va in range(segment.base, segment.end, self.page):
                bucket = ((space >> 3) + (va >> self.shift)) & self.mask
                data = self.data + self.frame(page) * self.page
                record.pack_into(table, page * size + record_at, first[bucket], data, space, va)
                first[bucket] = self.map + page * size
                page += 1
        for bucket, link in enumerate(first):
            head.pack_into(table, bucket * size + head_at, link)
        return table

    def write_pages(self, file: int) -> None:
        """Write the pages in the order of their frames; zero pages stay holes of the file."""
        starts = [page for _, _, page in self.runs]
        views = [memoryview(segment.data) for _, segment, _ in self.runs]
        back = pow(self.stride, -1, self.pages) if self.pages > 1 else 0
        zero, size = bytes(self.page), self.page
        gathered: list[memoryview] = []
        for frame in range(self.pages + 1):
            content: memoryview | None = None
            if frame < self.pages:
                page = frame * back % self.pages
                run = bisect_right(starts, page) - 1
                at = (page - starts[run]) * size
                content = views[run][at : at + size]
                if content == zero:
                    content = None
            if content is not None:
                gathered.append(content)
            if gathered and (content is None or len(gathered) == _GATHER):
                end = frame if content is None else frame + 1
                os.lseek(file, self.data + (end - len(gathered)) * size, os.SEEK_SET)
                _write(file, b"".join(gathered))
                gathered.clear()
