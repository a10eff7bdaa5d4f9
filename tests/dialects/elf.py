"""A small ELF file with a symbol table, written by hand."""

import struct


def elf_file(symbols, bits, order):
    """Return an ELF file with sections text, data, bss and notes.

    ``symbols`` are (name, value, binding, section), with a type behind where they are no objects.
    """
    wide = bits == 64
    strings = b"\0" + b"".join(name.encode() + b"\0" for name, *_ in symbols)
    entries = [b"\0" * (24 if wide else 16)]
    at = 1
    for name, value, binding, section, *kind in symbols:
        info = binding << 4 | (kind[0] if kind else 1)
        if wide:
            entries.append(struct.pack(order + "IBBHQQ", at, info, 0, section, value, 0))
        else:
            entries.append(struct.pack(order + "IIIBBH", at, value, 0, info, 0, section))
        at += len(name) + 1
    table = b"".join(entries)
    head = 64 if wide else 52
    sections = [
        (0, 0, 0, 0, 0),
        (1, 6, 0, 0, 0),  # PROGBITS, ALLOC and EXECINSTR
        (1, 3, 0, 0, 0),  # PROGBITS, WRITE and ALLOC
        (8, 3, 0, 0, 0),  # NOBITS
        (7, 0, 0, 0, 0),  # NOTE
        (2, 0, head, len(table), 6),
        (3, 0, head + len(table), len(strings), 0),
    ]
    rows = b""
    for kind, flags, offset, size, link in sections:
        code = "IIQQQQIIQQ" if wide else "IIIIIIIIII"
        rows += struct.pack(order + code, 0, kind, flags, 0, offset, size, link, 0, 1, 0)
    start = head + len(table) + len(strings)
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1 if order == "<" else 2, 1)) + bytes(9)
    code = "HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"
    step = 64 if wide else 40
    header = struct.pack(order + code, 2, 62, 1, 0, 0, start, 0, head, 0, 0, step, len(sections), 0)
    return ident + header + table + strings + rows
