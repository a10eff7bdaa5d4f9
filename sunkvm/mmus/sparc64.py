"""The tables that NetBSD keeps for the UltraSPARC, whose MMU has none: three levels, pages of 8 KiB.

Entries of the upper levels are plain physical addresses; those of the last are TTE data (sys/arch/sparc64/include/pte.h).
"""

from __future__ import annotations

from ..mmu import EXECUTE, INVALID, READ, TABLE, WRITE, Level, PagingForm

_TABLE = ((-1, 0, 0, INVALID), (0, 0, (1 << 64) - 0x2000, TABLE))

FORMS = {
    "sparc64": PagingForm(
        "sparc64",
        (
            Level("segment", 33, 10, 8, _TABLE),
            Level("directory", 23, 10, 8, _TABLE),
            Level("tte", 13, 10, 8, ((1 << 63, 1 << 63, 0x7FF_FFFF_E000, 13),)),
        ),
        byteorder="big",
        half_bits=42,
        rights=((0, 0, READ), (0x2, 0x2, WRITE), (0, 0, EXECUTE)),
    ),
}
