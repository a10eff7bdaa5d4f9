"""ELF cores of kernel addresses, laid by hand with `struct` alone: an independent writer for the tests.

Facts: Linux fs/proc/kcore.c (order of headers and notes, -1 for areas that have no one physical address).
"""

from __future__ import annotations

import struct

NOWHERE = -1
MACHINES = {
    # data model -> (bits, order, e_machine)
    "amd64": (64, "<", 62),
    "aarch64": (64, "<", 183),
    "i386": (32, "<", 3),
    "powerpc64": (64, ">", 21),
    "powerpc": (32, ">", 20),
    "sparcv9": (64, ">", 43),
}


def note(order, name, kind, data):
    text = name + b"\0"
    return (
        struct.pack(f"{order}3I", len(text), len(data), kind)
        + text
        + bytes(-len(text) % 4)
        + data
        + bytes(-len(data) % 4)
    )


def kcore(model, segments, notes=(), *, osabi=0, type=4, align=4096):
    """Return the bytes of a core; segments are (kernel address, physical address or -1, data)."""
    bits, order, machine = MACHINES[model]
    wide = bits == 64
    ident = b"\x7fELF" + bytes([bits // 32, 1 if order == "<" else 2, 1, osabi]) + bytes(8)
    size, entry = (64, 56) if wide else (52, 32)
    described = b"".join(note(order, *each) for each in notes)
    count = len(segments) + 1
    header = ident + struct.pack(
        f"{order}2HI3{'Q' if wide else 'I'}I6H", type, machine, 1, 0, size, 0, 0, size, entry, count, 0, 0, 0
    )
    at = size + entry * count
    rows = [(4, 0, at, 0, 0, len(described))]
    at += len(described)
    body = described
    for va, pa, data in segments:
        padding = -at % align
        body += bytes(padding) + data
        at += padding
        rows.append((1, 7, at, va, pa & (1 << bits) - 1, len(data)))
        at += len(data)
    table = b""
    for kind, flags, offset, va, pa, length in rows:
        if wide:
            table += struct.pack(f"{order}2I6Q", kind, flags, offset, va, pa, length, length, align)
        else:
            table += struct.pack(f"{order}8I", kind, offset, va, pa, length, length, flags, align)
    return header + table + body


def vmcoreinfo(**lines):
    """Return a note VMCOREINFO: ``vmcoreinfo(OSRELEASE="6.1", _stext=0xffffffff81000000)``; lower case are symbols."""
    text = "".join(
        f"{name}={value}\n" if name.isupper() else f"SYMBOL({name})={value:x}\n"
        for name, value in lines.items()
    )
    return b"VMCOREINFO", 0, text.encode()
