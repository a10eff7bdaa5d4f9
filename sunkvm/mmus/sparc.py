"""The SPARC reference MMU, as sun4m and sun4d have it (SPARC Architecture Manual version 8, appendix H).

A root is the physical address of a table of the first level, which in memory is an entry of the context table.
Physical addresses have 36 bits; entries hold them shifted right by four.
"""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_POINTER = (3, 1, 0xFFFF_FFFC, TABLE)


def _page(shift: int) -> tuple[int, int, int, int]:
    return (3, 2, 0xFFFF_FF00 >> shift - 4 << shift - 4, shift)


# The access field, bits 4 to 2, as the supervisor has it.
RIGHTS = (
    (0x10, 0x00, READ),
    (0x1C, 0x14, READ),
    (0x18, 0x18, READ),
    (0x04, 0x04, WRITE),
    (0x08, 0x08, EXECUTE),
    (0x1C, 0x10, EXECUTE),
)

FORMS = {
    "sparc-srmmu": PagingForm(
        "sparc-srmmu",
        (
            Level("l1", 24, 8, 4, (_page(24), _POINTER)),
            Level("l2", 18, 6, 4, (_page(18), _POINTER)),
            Level("l3", 12, 6, 4, (_page(12),)),
        ),
        byteorder="big",
        frame_shift=4,
        width=32,
        rights=RIGHTS,
    ),
}
