"""Kernels that are nothing but symbols."""

from __future__ import annotations

import struct


def namelist(wanted: dict[str, int], count: int, base: int) -> bytes:
    """Return an ELF file with ``count`` symbols from ``base`` on, those that are wanted among them."""
    symbols = {
        f"kernel_symbol_number_{number}": base + number * 16 for number in range(count - len(wanted))
    } | wanted
    strings, table = bytearray(b"\0"), bytearray(24)
    for name, value in symbols.items():
        table += struct.pack("<IBBHQQ", len(strings), 0x11, 0, 0xFFF1, value, 8)
        strings += name.encode() + b"\0"
    names = b"\0.symtab\0.strtab\0.shstrtab\0"
    at = 64 + 4 * 64
    sections = [(0,) * 10]
    for name, kind, data, link, size in ((1, 2, table, 2, 24), (9, 3, strings, 0, 0), (17, 3, names, 0, 0)):
        sections.append((name, kind, 0, 0, at, len(data), link, 1, 8, size))
        at += len(data)
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    head = ident + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, 64, 0, 64, 56, 0, 64, 4, 3)
    rows = b"".join(struct.pack("<IIQQQQIIQQ", *section) for section in sections)
    return head + rows + bytes(table) + bytes(strings) + names
