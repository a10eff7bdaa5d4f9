"""DragonFly dumps, laid by hand with `struct` alone: an independent writer for the tests."""

from __future__ import annotations

import struct

KERNBASE = 0xFFFF_F800_4000_0000
DMAP = 0xFFFF_B800_0000_0000
DMAP_END = 0xFFFF_F800_0000_0000
TEXT = 0xFFFF_FFFF_8000_0000
VALID, LARGE = 1, 0x80


def padded(data, size=4096):
    return data + bytes(-len(data) % size)


def header(version, msgbuf, bitmap, table, *, kernbase=KERNBASE, dmap=DMAP, dmap_end=DMAP_END):
    """Return a header of version 1 or 2 with the given sizes."""
    if version == 2:
        return struct.pack(
            "<24sII6Q", b"minidump DFlyBSD/x86-64", 2, 0, msgbuf, bitmap, table, kernbase, dmap, dmap_end
        )
    return struct.pack(
        "<24s4I3Q", b"minidump FreeBSD/amd64", version, msgbuf, bitmap, table, kernbase, dmap, dmap_end
    )


def bitmap_of(pages):
    """Return a bit for each page number, in whole pages."""
    bits = bytearray(-(-(max(pages) + 1) // 32768) * 4096)
    for number in pages:
        bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def minidump(version, memory, table, *, msgbuf=b"the message buffer", **members):
    """Return a minidump. ``memory.pages`` is a dict from page number to bytes; ``table`` the stored entries."""
    bitmap = bitmap_of(memory.pages)
    head = header(version, len(msgbuf), len(bitmap), len(table), **members)
    pages = b"".join(bytes(memory.pages[number]) for number in sorted(memory.pages))
    return padded(head) + padded(msgbuf) + bitmap + padded(table) + pages


def top_table(entries):
    """Return the page-table area of version 2 from {first address of a GiB: entry}: one entry a GiB of 48 bits."""
    table = bytearray(8 << 18)
    for va, entry in entries.items():
        struct.pack_into("<Q", table, (va >> 30 & 0x3FFFF) * 8, entry)
    return bytes(table)


def dump_header(
    length, *, magic=b"DragonFly Kern Dump", version=b"DragonFly v5.9.0-DEVELOPMENT", when=1_600_000_000
):
    """Return a kerneldumpheader with its parity right."""
    raw = struct.pack(
        ">20s12s2I2QI64s192s192s",
        magic, b"x86_64", 1, 2, length, when, 512, b"leaf.example", version, b"from debugger",
    )  # fmt: skip
    parity = 0
    for word in struct.unpack(">127I", raw):
        parity ^= word
    return raw + struct.pack(">I", parity)


def device(data, **members):
    """Return a dump device: 64 KiB that no dump uses, and the dump at the end between its headers."""
    head = dump_header(len(data), **members)
    return bytes(1 << 16) + head + data + bytes(-len(data) % 512) + head
