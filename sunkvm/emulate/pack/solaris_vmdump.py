"""Planted memory as a compressed Solaris crash dump: ``vmdump.N``, as savecore copies it from the dump device.

Facts: illumos sys/dumphdr.h (version 10), uts/common/os/dumpsubr.c (the records), cmd/savecore/savecore.c (the file).
"""

from __future__ import annotations

import os

from ...corefiles.lzjb import compress
from ...drafts import write_all, write_files
from ...schema import flat
from ...schema.formats import solaris_dump as dump
from .ksyms import ksyms_image
from .solaris import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..memory import Memory

COMPRESSIONS = ("lzjb", "plzjb", "bzip2")
"""By dump_clevel: page by page; in streams of lzjb, as helper processors write them; in streams of bzip2."""

_TAIL = dump.DUMP_OFFSET
_BLOCK_DATA = dump.CBUF_SIZE - 4
_RANGE = dump.CBUF_MAPSIZE  # what a helper gets at a time
_GATHER = 1 << 20  # bytes a write


def pack(
    memory: Memory,
    directory: str | os.PathLike[str],
    number: int,
    *,
    facts: Mapping[str, object],
    compression: str = "lzjb",
    streams: int = 3,
) -> str:
    """Write a kernel's memory as ``vmdump.N`` of a live dump; return its path.

    ``facts`` are those of `pack.solaris.pack`. ``compression`` is one of `COMPRESSIONS`; the latter two make so many
    ``streams``, or fewer where there are not enough pages. What savecore (or `export.savecore`) makes of the file is what
    `pack.solaris.pack` writes of the same memory.

    The file appears under its name complete, or not at all, and can be read by its owner only. Raises FileExistsError where
    the name is taken, and any other OSError as it comes; nothing is left behind then. ValueError for other compressions.
    """
    if compression not in COMPRESSIONS:
        raise ValueError(f"compression {compression!r} is none of {', '.join(COMPRESSIONS)}")
    if not 1 <= streams <= 4095:
        raise ValueError(f"{streams} streams: from 1 to 4095 are possible")
    path = os.path.join(os.fspath(directory), f"vmdump.{number}")
    write_files({path: _Vmdump(memory, facts, COMPRESSIONS.index(compression), streams).write})
    return path


class _Vmdump(Plan):
    """The parts of one vmdump, in the order in which savecore lays them: header, ksyms, pfn table, translations, records."""

    def __init__(self, memory: Memory, facts: Mapping[str, object], level: int, streams: int) -> None:
        super().__init__(memory, ksyms_image(memory), facts, memory.spaces)
        self.level = level
        self.ksyms = self.page
        self.pfns = self.ksyms + self.round(len(self.symbols))
        self.map = self.pfns + self.round(self.pages * memory.model.word)
        self.data = self.map + self.round(self.pages * dump.mem_vtop(memory.model).size)
        self.runs_of_pages = list(self.ranges())
        self.streams = min(streams, len(self.runs_of_pages)) if level else 0

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Yield (first page, count) of the pages whose frames lie in the same 4 MiB."""
        first, window = 0, -1
        for number, frame in enumerate((*self.frame_numbers(), None)):
            here = -1 if frame is None else frame * self.page // _RANGE
            if here != window:
                if number > first:
                    yield first, number - first
                first, window = number, here

    def write(self, file: int) -> None:
        header = self.header(
            dump_flags=self.flags | dump.DF_VALID | dump.DF_COMPRESSED,
            dump_ksyms=self.ksyms,
            dump_pfn=self.pfns,
            dump_map=self.map,
            dump_data=self.data,
        )
        os.lseek(file, self.ksyms, os.SEEK_SET)
        write_all(file, self.symbols)
        os.lseek(file, self.pfns, os.SEEK_SET)
        write_all(file, self.frames())
        os.lseek(file, self.map, os.SEEK_SET)
        write_all(file, self.translations())
        os.lseek(file, self.data, os.SEEK_SET)
        size = self.write_records(file)
        # The terminal header has 64 KiB to itself, from the next multiple of 64 KiB that lies behind the data.
        terminal = (self.data + size) // _TAIL * _TAIL + _TAIL
        os.lseek(file, terminal, os.SEEK_SET)
        write_all(file, header + self.data_header(size))
        os.ftruncate(file, terminal + _TAIL)
        os.lseek(file, 0, os.SEEK_SET)
        write_all(file, header)

    def data_header(self, size: int) -> bytes:
        members = {
            "dump_datahdr_magic": dump.DATA_HEADER_MAGIC,
            "dump_datahdr_version": 1,
            "dump_data_csize": size,
            "dump_maxcsize": dump.CBUF_SIZE,
            "dump_maxrange": _RANGE // self.page,
            "dump_nstreams": self.streams,
            "dump_clevel": self.level,
        }
        return flat.pack(dump.dumpdatahdr(self.memory.model), members)

    def translations(self) -> bytes:
        """Return the translations, unsorted."""
        words = self.memory.model.word_struct(3)
        frames = self.frame_numbers()
        rows = []
        for space, segment, page in self.runs:
            for va in range(segment.base, segment.end, self.page):
                rows.append(words.pack(space, va, frames[self.frame(page)]))
                page += 1
        return b"".join(rows)

    def write_records(self, file: int) -> int:
        """Write the data section; return its size in whole pages."""
        kinds: tuple[Callable[[], Iterator[bytes]], ...] = (self.serial, self.parallel, self.parallel)
        size = 0
        gathered = bytearray()
        for record in kinds[self.level]():
            gathered += record
            if len(gathered) >= _GATHER:
                write_all(file, gathered)
                size += len(gathered)
                gathered.clear()
        gathered += self.record(b"")
        write_all(file, gathered)
        return self.round(size + len(gathered))

    def record(self, data: bytes, tag: int = 0) -> bytes:
        """Return a record: its tag and size in one word, then the data. Without both it is the end mark."""
        return (tag << 20 | len(data)).to_bytes(4, self.memory.model.byteorder) + data

    def serial(self) -> Iterator[bytes]:
        for page in self.contents():
            yield self.record(compress(page.tobytes()))

    def parallel(self) -> Iterator[bytes]:
        """Yield the blocks of all streams, which their helpers get done at the same pace."""
        blocks = self.lzjb_blocks if self.level == 1 else self.bzip2_blocks
        streams = [
            (tag, blocks(self.runs_of_pages[tag - 1 :: self.streams])) for tag in range(1, self.streams + 1)
        ]
        while streams:
            for stream in tuple(streams):
                tag, helper = stream
                block = next(helper, None)
                if block is None:
                    streams.remove(stream)
                else:
                    yield self.record(block, tag)

    def stream_header(self, first: int, count: int) -> bytes:
        members = {"stream_magic": dump.STREAM_MAGIC, "stream_pagenum": first, "stream_npages": count}
        return flat.pack(dump.dumpstreamhdr(self.memory.model), members)

    def lzjb_blocks(self, ranges: list[tuple[int, int]]) -> Iterator[bytes]:
        """Yield one stream's blocks, each of which holds whole objects: stream headers, and pages with their sizes."""
        block = bytearray()
        for first, count in ranges:
            pages = (self.record(compress(page.tobytes())) for page in self.contents(first, count))
            for each in (self.stream_header(first, count), *pages):
                if len(block) + len(each) > _BLOCK_DATA:
                    yield bytes(block)
                    block.clear()
                block += each
        if block:
            yield bytes(block)

    def bzip2_blocks(self, ranges: list[tuple[int, int]]) -> Iterator[bytes]:
        """Yield one stream's blocks: one bzip2 stream of level 1, cut wherever a block is full."""
        from bz2 import BZ2Compressor

        compressor = BZ2Compressor(1)
        made = bytearray()
        for first, count in ranges:
            made += compressor.compress(self.stream_header(first, count))
            for page in self.contents(first, count):
                made += compressor.compress(page)
                while len(made) >= _BLOCK_DATA:
                    yield bytes(made[:_BLOCK_DATA])
                    del made[:_BLOCK_DATA]
        made += compressor.flush()
        for at in range(0, len(made), _BLOCK_DATA):
            yield bytes(made[at : at + _BLOCK_DATA])
