"""FreeBSD dumps of any machine, laid by hand with `struct` alone: an independent writer for the tests.

Memory is a dict from physical page number to bytes. Page tables are written entry by entry with literal masks.
"""

from __future__ import annotations

import struct

HEADERS = {
    ("amd64", 1): ("<24s4I3Q", "pmapsize"),
    ("amd64", 2): ("<24s4I3Q", "pmapsize"),
    ("amd64", 3): ("<24s4I3QI4x", "pmapsize"),
    ("i386", 1): ("<24s4I2I", "ptesize"),
    ("i386", 2): ("<24s4I2II", "ptesize"),
    ("arm", 1): ("<24s4I3I", "ptesize"),
    ("arm", 2): ("<24s4I3II", "ptesize"),
    ("arm64", 1): ("<24s4I4Q", "ptesize"),
    ("arm64", 2): ("<24s4I4QII", "ptesize"),
    ("arm64", 3): ("<24s4I4QII", "ptesize"),
    ("riscv", 1): ("<24s4I4Q", "ptesize"),
    ("riscv", 2): ("<24s4I4QII", "ptesize"),
    ("mips", 1): ("24s4I3Q", "ptesize"),
    ("powerpc64", 1): (">32s32s4I4QI4x2Q", "pmapsize"),
    ("powerpc64", 2): (">32s32s4I4QI4x2QI4x", "pmapsize"),
}


def padded(data, size=4096):
    return data + bytes(-len(data) % size)


class Memory:
    """Physical memory that tables and data are put into."""

    def __init__(self, page=4096, order="<"):
        self.page = page
        self.order = order
        self.pages = {}

    def put(self, pa, data):
        while data:
            number, inside = divmod(pa, self.page)
            part = data[: self.page - inside]
            page = self.pages.setdefault(number, bytearray(self.page))
            page[inside : inside + len(part)] = part
            pa += len(part)
            data = data[len(part) :]

    def q(self, pa, *values):
        self.put(pa, struct.pack(f"{self.order}{len(values)}Q", *values))

    def i(self, pa, *values):
        self.put(pa, struct.pack(f"{self.order}{len(values)}I", *values))

    def drop(self, pa):
        self.pages.pop(pa // self.page, None)


def minidump(
    machine,
    version,
    memory,
    table,
    tail,
    *,
    avail=None,
    avail_word=8,
    bitmap_word=8,
    mmu=None,
    order=None,
    round_table=True,
    msgbuf=b"the message buffer",
):
    """Return the file. ``tail`` are the members behind the sizes; a version with dump_avail gets its size put among them."""
    page = memory.page
    form, _ = HEADERS[machine, version]
    if order:
        form = order + form
    order = form[0]
    if avail is None:
        bits = {number: number for number in memory.pages}
        size = max(bits) + 1
        ranges = b""
    else:
        words, bits, base = [], {}, 0
        for start, end in avail:
            words += [start, end]
            first, last = start // page, -(-end // page)
            for number in range(first, last):
                bits[number] = base + number - first
            base += last - first
        size = base
        words += [0, 0]
        ranges = padded(struct.pack(f"{order}{len(words)}{'Q' if avail_word == 8 else 'I'}", *words), page)
    bitmap = bytearray(-(-size // (8 * page)) * page)
    for number in memory.pages:
        bit = bits[number]
        bitmap[bit >> 3] |= 1 << (bit & 7)
    if order == ">":
        words = struct.unpack(f"<{len(bitmap) // bitmap_word}{'Q' if bitmap_word == 8 else 'I'}", bitmap)
        bitmap = struct.pack(f">{len(words)}{'Q' if bitmap_word == 8 else 'I'}", *words)
    sizes = (version, len(msgbuf), len(bitmap), len(table))
    tail = [len(ranges) if value == "avail" else value for value in tail]
    magic = f"minidump FreeBSD/{machine}".encode()
    head = struct.pack(form, magic, *([mmu] if mmu else []), *sizes, *tail)
    data = padded(head, page) + padded(msgbuf, page) + ranges + bytes(bitmap)
    data += padded(table, page) if round_table else table
    return data + b"".join(bytes(memory.pages[number]) for number in sorted(memory.pages))


MACHINES = {"amd64": 62, "i386": 3, "arm": 40, "arm64": 183, "riscv": 243, "powerpc64": 21, "powerpc": 20}
NARROW = ("i386", "arm", "powerpc")


def core(machine, segments, *, order="<", osabi=255, notes=b"", delta=None, all_ones=False):
    """Return an ELF core of (physical address, bytes) segments, with a PT_DUMP_DELTA of (vaddr, paddr, align)."""
    wide = machine not in NARROW
    header_size, entry = (64, 56) if wide else (52, 32)
    headers = [(1, pa, len(data), data) for pa, data in segments]
    count = len(headers) + bool(notes) + bool(delta)
    offset = len(padded(bytes(header_size + count * entry)))
    table, body = b"", b""

    def program(kind, offset, va, pa, size, memory, align):
        if wide:
            return struct.pack(f"{order}2I6Q", kind, 4, offset, va, pa, size, memory, align)
        return struct.pack(f"{order}8I", kind, offset, va, pa, size, memory, 4, align)

    if notes:
        table += program(4, offset, 0, 0, len(notes), len(notes), 4)
        body += padded(notes)
    for _, pa, size, data in headers:
        unknown = (1 << (64 if wide else 32)) - 1
        table += program(
            1, offset + len(body), 0 if osabi == 0 else pa, unknown if all_ones else pa, size, size, 4096
        )
        body += data
    if delta:
        table += program(0x6FB5D000, 0, delta[0], delta[1], 0, 0, delta[2])
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1 if order == "<" else 2, 1, osabi)) + bytes(8)
    form = "HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"
    head = ident + struct.pack(
        order + form, 4, MACHINES[machine], 1, 0, header_size, 0, 0, header_size, entry, count, 0, 0, 0
    )
    return padded(head + table) + body


def namelist(machine, symbols, *, order="<"):
    """Return an ELF file with a symbol table of (name: value)."""
    wide = machine not in NARROW
    strings, entries = b"\0", struct.pack(f"{order}IBBHQQ" if wide else f"{order}IIIBBH", 0, 0, 0, 0, 0, 0)
    for name, value in symbols.items():
        info = 1 << 4 | 1
        if wide:
            entries += struct.pack(f"{order}IBBHQQ", len(strings), info, 0, 1, value, 8)
        else:
            entries += struct.pack(f"{order}IIIBBH", len(strings), value, 4, info, 0, 1)
        strings += name.encode() + b"\0"
    header_size = 64 if wide else 52
    size = 64 if wide else 40
    at = header_size
    form = f"{order}IIQQQQIIQQ" if wide else f"{order}10I"
    entry = 24 if wide else 16
    sections = struct.pack(form, *[0] * 10)
    sections += struct.pack(form, 0, 2, 0, 0, at, len(entries), 2, 1, 8, entry)
    sections += struct.pack(form, 0, 3, 0, 0, at + len(entries), len(strings), 0, 0, 1, 0)
    table = at + len(entries) + len(strings)
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1 if order == "<" else 2, 1, 9)) + bytes(8)
    elf = "HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"
    head = ident + struct.pack(
        order + elf, 2, MACHINES[machine], 1, 0, 0, table, 0, header_size, 0, 0, size, 3, 0
    )
    return head + entries + strings + sections


def dump_header(
    length,
    *,
    version=4,
    extent=None,
    compression=0,
    architecture=b"amd64",
    key=0,
    block=512,
    when=1_700_000_000,
):
    """Return a kerneldumpheader with its parity right."""
    magic, panic = b"FreeBSD Kernel Dump\0", b"page fault while in kernel mode"
    text = b"FreeBSD 15.1-RELEASE-p1 GENERIC\n"
    if version == 1:
        raw = struct.pack(
            ">20s12s2I2QI64s192s192s",
            magic,
            architecture,
            1,
            2,
            length,
            when,
            block,
            b"host.example",
            text,
            panic,
        )
    else:
        raw = struct.pack(
            ">20s12s2I2Q2I64s192s175sBQ4s",
            magic, architecture, version, 2, length, when, key, block, b"host.example", text, panic, compression,
            length if extent is None else extent, b"",
        )  # fmt: skip
    parity = 0
    for word in struct.unpack(">127I", raw):
        parity ^= word
    return raw + struct.pack(">I", parity)
