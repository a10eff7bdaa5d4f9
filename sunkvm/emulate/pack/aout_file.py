"""Kernel files of old machines: an a.out file with the symbols of its variables, and nothing else.

Facts: sys/sys/exec_aout.h and include/nlist.h of NetBSD 6.99.16.
"""

from __future__ import annotations

import struct

from ...schema.formats.elf import STB_LOCAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..memory import Memory

_OMAGIC = 0o407
_MID_M68K = 0x087
_N_ABS, _N_BSS, _N_EXT = 0x02, 0x08, 0x01


def aout_image(memory: Memory) -> bytes:
    """Return the kernel file of planted memory; parts whose names begin with a dot stay out.

    The names of C have an underscore in front, as a.out files have them. What the file does not hold is its bss.
    """
    order = memory.model.order
    (text, _), (data, size) = memory.text, memory.data
    entries, strings, length = [], [], 4
    for symbol in memory.symbols:
        if symbol.name.startswith("."):
            continue
        name = b"_" + symbol.name.encode("utf-8", "surrogateescape") + b"\0"
        kind = _N_BSS if data <= int(symbol) < data + size else _N_ABS
        if symbol.binding != STB_LOCAL:
            kind |= _N_EXT
        entries.append(struct.pack(order + "IBbhI", length, kind, 0, 0, int(symbol)))
        strings.append(name)
        length += len(name)
    table = b"".join(entries)
    # The machine id stands in big-endian order on every machine.
    header = (_MID_M68K << 16 | _OMAGIC).to_bytes(4, "big")
    header += struct.pack(order + "7I", 0, 0, size, len(table), text, 0, 0)
    return header + table + struct.pack(order + "I", length) + b"".join(strings)
