"""Compressed Solaris dumps made by hand from the description of the format, sharing no code with sunkvm."""

from __future__ import annotations

import bz2
import struct
from dataclasses import dataclass, field

MAGIC = 0xDEFEC8ED
VALID, COMPLETE, LIVE, COMPRESSED, KERNEL = 1, 2, 4, 8, 0x10000
STREAM_MAGIC = b"StrmHdr\0"


def up(size, to):
    return -(-size // to) * to


def runs_of_one_byte(page):
    """Compress a page of one and the same byte with lzjb: a literal, then copies from one byte back."""
    left, out, items = len(page) - 1, bytearray(), [page[:1]]
    while left > 2:
        length = min(66, left)
        items.append(bytes([(length - 3) << 2, 1]))
        left -= length
    items += [page[:1]] * left
    for at in range(0, len(items), 8):
        group = items[at : at + 8]
        out.append(sum((len(item) - 1) << bit for bit, item in enumerate(group)))
        out += b"".join(group)
    return bytes(out)


def lzjb(page):
    """Compress what is easy, store the rest as it is."""
    return runs_of_one_byte(page) if len(set(page)) == 1 else page


def checksum32(data):
    total = 0
    for byte in data:
        total = (((total >> 1) + ((total & 1) << 31)) + byte) % (1 << 32)
    return total


@dataclass
class Handmade:
    """A small dump: ``pages`` are (frame, bytes), ascending; ``translations`` (space, address, frame)."""

    bits: int = 64
    order: str = "<"
    align8: int = 8
    page: int = 4096
    version: int = 10
    pages: list = field(default_factory=list)
    translations: list = field(default_factory=list)
    symbols: bytes = b"\x7fELF symbols"
    flags: int = VALID | COMPLETE | COMPRESSED | KERNEL
    members: dict = field(default_factory=dict)

    @property
    def word(self):
        return "Q" if self.bits == 64 else "I"

    @property
    def word_size(self):
        return self.bits // 8

    @property
    def header_size(self):
        end = 1912 if self.bits == 64 else 1876 if self.align8 == 4 else 1880
        return end if self.version == 10 else 1864 if self.bits == 64 else 1832

    def pack(self, codes, *values):
        return struct.pack(self.order + codes, *values)

    def header(self, **members):
        values = {
            "flags": self.flags,
            "start": 0,
            "nvtop": len(self.translations),
            "npages": len(self.pages),
            "ksyms_size": len(self.symbols),
            "ksyms_csize": len(self.symbols),
            "hashmask": 0,
            **self.members,
            **members,
        }
        raw = bytearray(self.header_size)
        raw[:16] = self.pack("4I", MAGIC, self.version, values["flags"], self.bits)
        sections = (values["start"], *(values[name] for name in ("ksyms", "pfn", "map", "data")))
        raw[16:56] = self.pack("5q", *sections)
        for index, text in enumerate((b"SunOS", b"beech", b"5.11", b"handmade", b"i86pc")):
            raw[56 + 257 * index : 56 + 257 * index + len(text)] = text
        raw[1341:1346] = b"i86pc"
        raw[1598:1603] = b"oops!"
        shift = self.page.bit_length() - 1
        words = (1_600_000_000, shift, self.page, values["hashmask"], values["nvtop"], values["npages"])
        words += (values["ksyms_size"], values["ksyms_csize"])
        raw[1800 : 1800 + 8 * self.word_size] = self.pack(f"8{self.word}", *words)
        if self.version == 10:
            end = 1800 + 8 * self.word_size
            raw[end + 4 : end + 40] = b"01234567-89ab-cdef-0123-456789abcdef"
        return bytes(raw)

    def data_header(self, size=0, streams=0, level=0):
        return self.pack("IIQIIHHI", 0x64686472, 1, size, 131072, (4 << 20) // self.page, streams, level, 0)

    def record(self, data, tag=0):
        return self.pack("I", tag << 20 | len(data)) + data

    def stream_header(self, first, count):
        return STREAM_MAGIC + self.pack(f"2{self.word}", first, count)

    def serial(self, numbers=None):
        """Return the records of a serial dump."""
        pages = self.pages if numbers is None else [self.pages[number] for number in numbers]
        return b"".join(self.record(lzjb(page)) for _, page in pages)

    def lzjb_text(self, first, count):
        """Return a run of pages as an lzjb stream has it."""
        pages = b"".join(self.record(lzjb(page)) for _, page in self.pages[first : first + count])
        return self.stream_header(first, count) + pages

    def bzip2_text(self, first, count):
        """Return the plain text of a run of pages in a bzip2 stream."""
        pages = b"".join(page for _, page in self.pages[first : first + count])
        return self.stream_header(first, count) + pages

    def lzjb_streams(self, runs, streams=2, block=131068):
        """Return records of interleaved streams that take turns at runs of pages: (first, count)."""
        records = []
        for turn, (first, count) in enumerate(runs):
            objects = [self.stream_header(first, count)]
            objects += [self.record(lzjb(page)) for _, page in self.pages[first : first + count]]
            data = b""
            for each in objects:
                if len(data) + len(each) > block:
                    records.append(self.record(data, turn % streams + 1))
                    data = b""
                data += each
            records.append(self.record(data, turn % streams + 1))
        return b"".join(records)

    def bzip2_streams(self, runs, streams=2, block=131068):
        """Return records of interleaved streams, each one bzip2 stream."""
        texts = [b""] * streams
        for turn, (first, count) in enumerate(runs):
            texts[turn % streams] += self.bzip2_text(first, count)
        pieces = []
        for tag, text in enumerate(texts, 1):
            data = bz2.compress(text, 1) if text else b""
            pieces += [(at, self.record(data[at : at + block], tag)) for at in range(0, len(data), block)]
        return b"".join(record for _, record in sorted(pieces, key=lambda piece: piece[0]))

    def sections(self, start, at):
        """Return the header's offsets, and the pfn table and the translations as bytes; ``at`` says their order."""
        pfns = self.pack(f"{len(self.pages)}{self.word}", *(frame for frame, _ in self.pages))
        vtop = b"".join(self.pack(f"3{self.word}", *row) for row in self.translations)
        parts = {"ksyms": self.symbols, "pfn": pfns, "map": vtop, "data": b""}
        offsets, position, body = {}, start + self.page, []
        for name in at:
            offsets[name] = position
            body.append((position, parts[name]))
            position = up(position + len(parts[name]), self.page)
        return offsets, body

    def vmdump(self, data, streams=0, level=0, tail=True, end=True):
        """Return a vmdump file with these records as its data section."""
        offsets, body = self.sections(0, ("ksyms", "pfn", "map", "data"))
        data += self.pack("I", 0) if end else b""
        size = up(offsets["data"] + len(data) + 1, 65536)
        file = bytearray(size)
        for position, part in [*body, (offsets["data"], data)]:
            file[position : position + len(part)] = part
        header = self.header(**offsets)
        file[: len(header)] = header
        if tail:
            file += (header + self.data_header(up(len(data), self.page), streams, level)).ljust(65536, b"\0")
        return bytes(file)

    def device(
        self, data, size=12 << 20, swap=False, streams=0, level=0, messages=b"", ereports=b"", summary=b""
    ):
        """Return a dump device of some size with these records as its data section."""
        rounded = size & -65536
        start = up(rounded // 5, 65536) if swap else 65536
        offsets, body = self.sections(start, ("ksyms", "map", "pfn", "data"))
        data += self.pack("I", 0)
        header = self.header(start=start, **offsets)
        end = rounded - 65536
        file = bytearray(size)
        file[:512] = b"disk label".ljust(512, b"\xee")
        parts = [
            (end - (2 << 20) - 3_932_160 - 65536, summary),
            (end - (2 << 20) - 3_932_160, ereports),
            (end - (2 << 20), messages),
            (end, header + self.data_header(up(len(data), self.page), streams, level)),
            (start, header),
            *body,
            (offsets["data"], data),
        ]
        for position, part in parts:
            file[position : position + len(part)] = part
        return bytes(file)

    def message(self, seconds, text, control_sum=None, text_sum=None):
        control = self.pack("hhbxhiiii", 1, 2, 3, 4, 5, seconds, 6, 7)
        sums = [
            checksum32(part) if given is None else given
            for part, given in ((control, control_sum), (text, text_sum))
        ]
        return self.pack("4I", 0xF00D4109, len(text), *sums) + control + text

    def ereport(self, seconds, data, checksum=None):
        total = checksum32(data) if checksum is None else checksum
        return self.pack("4IqqQQ", 0xF00D4EDD, total, len(data), 0, 5, 6, seconds, 7) + data

    def summary(self, text, checksum=None):
        stack = text.ljust(2048, b"\0")
        return self.pack("II", 0xDEAD0D8A, checksum32(stack) if checksum is None else checksum) + stack


ABIS = {
    "i386": (32, "<", 4, 4096),
    "amd64": (64, "<", 8, 4096),
    "sparc": (32, ">", 8, 8192),
    "sparcv9": (64, ">", 8, 8192),
}
SPACE, OTHER = 0xC0001000, 0xC0002000


def fill(abi="amd64", count=40, **more):
    """Return a dump of some pages: every third is of one byte, every fourth of these zero; frames have gaps."""
    bits, order, align8, page = ABIS[abi]
    dump = Handmade(bits, order, align8, page, **more)
    for number in range(count):
        if number % 3:
            row = b"page %06d of the dump, at line " % number
            text = b"".join(row + b"%04d\n" % line for line in range(page // 36 + 1))[:page]
            content = bytes(byte ^ number * 37 & 255 for byte in text)
        else:
            content = bytes([number * 5 % 256 if number % 12 else 0]) * page
        dump.pages.append((0x100 + number + number // 7, content))
    dump.translations = [
        (SPACE, 0xB0000000 + number * page, frame) for number, (frame, _) in enumerate(dump.pages)
    ]
    return dump
