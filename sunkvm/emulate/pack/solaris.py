"""Planted memory as a finished Solaris crash dump: ``unix.N`` and ``vmcore.N`` as savecore leaves them.

Facts: illumos sys/dumphdr.h (version 10), cmd/savecore/savecore.c, uts/common/os/dumpsubr.c.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_right
from math import gcd

from ...drafts import write_all, write_files
from ...schema import flat
from ...schema.formats import solaris_dump as dump
from ...schema.formats import solaris_sections as form
from .ksyms import ksyms_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    symbols = ksyms_image(memory)
    kernel = {memory.kernel: memory.spaces[memory.kernel]}
    main = _Vmcore(memory, symbols, facts, kernel if split else memory.spaces)
    writers = {names[0]: lambda file: write_all(file, symbols), names[1]: main.write}
    if split:
        main.sections = [os.path.basename(names[2])]
        users = {key: segments for key, segments in memory.spaces.items() if key != memory.kernel}
        writers[names[2]] = _Vmcore(memory, b"", facts, users, main.next_frame).write
    write_files(writers)
    return names[0], names[1]


class Plan:
    """What is in a dump of planted memory, whatever its form: which page is in which frame, the header, the tables."""

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
        self.mask = (1 << max(self.pages - 1, 0).bit_length()) - 1

    def round(self, size: int) -> int:
        """Return a size as whole pages."""
        return -(-size // self.page) * self.page

    @property
    def flags(self) -> int:
        """The header's flags, those of a finished dump."""
        live = 0 if self.facts.get("panic_string") else dump.DF_LIVE
        return dump.DF_COMPLETE | dump.DF_ALL | live

    @property
    def next_frame(self) -> int:
        """The first frame number behind those of this file."""
        return self.first_frame + self.pages + self.pages // _GAP_EVERY * _GAP

    def frame(self, page: int) -> int:
        """Return the place in the pfn table of a page's frame."""
        return page * self.stride % self.pages

    def header(self, **members: int) -> bytes:
        """Return the dump header; ``members`` are the sections' offsets, and what else differs from a finished dump."""
        memory, facts = self.memory, {**self.memory.facts, **self.facts}

        def text(name: str, size: int) -> bytes:
            return str(facts.get(name) or "").encode("utf-8", "surrogateescape")[: size - 1]

        names = {
            "sysname": "system",
            "nodename": "node",
            "release": "release",
            "version": "version",
            "machine": "machine",
        }
        name = {member: text(fact, dump.SYS_NMLN) for member, fact in names.items()}
        crash_time = facts.get("crash_time") or 0
        assert isinstance(crash_time, (int, float))
        return flat.pack(
            dump.dumphdr(memory.model),
            {
                "dump_magic": dump.DUMP_MAGIC,
                "dump_version": 10,
                "dump_flags": self.flags,
                "dump_wordsize": memory.model.bits,
                "dump_utsname": flat.pack(dump.utsname(memory.model), name),
                "dump_platform": text("platform", dump.SYS_NMLN),
                "dump_panicstring": text("panic_string", dump.DUMP_PANICSIZE),
                "dump_crashtime": int(crash_time),
                "dump_pageshift": self.shift,
                "dump_pagesize": self.page,
                "dump_hashmask": self.mask,
                "dump_nvtop": self.pages,
                "dump_npages": self.pages,
                "dump_ksyms_size": len(self.symbols),
                "dump_ksyms_csize": len(self.symbols),
                "dump_uuid": text("uuid", 37),
                **members,
            },
        )

    def frame_numbers(self) -> list[int]:
        """Return the page frame numbers, ascending."""
        return [self.first_frame + index + index // _GAP_EVERY * _GAP for index in range(self.pages)]

    def frames(self) -> bytes:
        """Return the table of page frame numbers."""
        return self.memory.model.word_struct(self.pages).pack(*self.frame_numbers())

    def contents(self, first: int = 0, count: int | None = None) -> Iterator[memoryview]:
        """Yield pages in the order of their frames: all, or some from the place ``first`` in the pfn table."""
        starts = [page for _, _, page in self.runs]
        views = [memoryview(segment.data) for _, segment, _ in self.runs]
        back = pow(self.stride, -1, self.pages) if self.pages > 1 else 0
        for frame in range(first, self.pages if count is None else first + count):
            page = frame * back % self.pages
            run = bisect_right(starts, page) - 1
            at = (page - starts[run]) * self.page
            yield views[run][at : at + self.page]


class _Vmcore(Plan):
    """The parts of one vmcore, in the order in which savecore lays them: header, ksyms, pfn table, hash, pages."""

    def __init__(
        self,
        memory: Memory,
        symbols: bytes,
        facts: Mapping[str, object],
        spaces: Mapping[int, list[Segment]],
        first_frame: int = _FIRST_FRAME,
    ) -> None:
        super().__init__(memory, symbols, facts, spaces, first_frame)
        self.sections: list[str] = []
        self.ksyms = self.page
        self.pfns = self.ksyms + self.round(len(symbols))
        self.map = self.pfns + self.round(self.pages * memory.model.word)
        self.data = self.map + self.round((self.mask + 1) * dump.dump_map(memory.model).size)
        self.size = self.data + self.pages * self.page

    def write(self, file: int) -> None:
        os.ftruncate(file, self.size)
        write_all(
            file,
            self.header(dump_ksyms=self.ksyms, dump_pfn=self.pfns, dump_map=self.map, dump_data=self.data),
        )
        os.lseek(file, self.ksyms, os.SEEK_SET)
        write_all(file, self.symbols)
        os.lseek(file, self.pfns, os.SEEK_SET)
        write_all(file, self.frames())
        os.lseek(file, self.map, os.SEEK_SET)
        write_all(file, self.translations())
        self.write_pages(file)
        if self.sections:
            self.write_sections(file)

    def write_sections(self, file: int) -> None:
        """Name the files with the rest of the dump: a table behind the pages, and the slot that leads there."""
        slot, entry = form.section_slot(self.memory.model), form.section_entry(self.memory.model)
        os.lseek(file, self.size, os.SEEK_SET)
        for name in self.sections:
            write_all(file, flat.pack(entry, {"se_name": os.fsencode(name)}))
        os.lseek(file, self.page - form.SLOT, os.SEEK_SET)
        members = {
            "ss_magic": form.MAGIC,
            "ss_version": form.VERSION,
            "ss_count": len(self.sections),
            "ss_offset": self.size,
        }
        write_all(file, flat.pack(slot, members))

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
        zero, size = bytes(self.page), self.page
        gathered: list[memoryview] = []
        for end, content in enumerate((*self.contents(), None)):
            if content is None or content == zero:
                done = end
            else:
                gathered.append(content)
                done = end + 1
            if gathered and (done == end or len(gathered) == _GATHER):
                os.lseek(file, self.data + (done - len(gathered)) * size, os.SEEK_SET)
                write_all(file, b"".join(gathered))
                gathered.clear()
