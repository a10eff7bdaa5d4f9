"""The radix tree of Power ISA 3.0 (book III, chapter 6.7), in the geometry that kernels use: 13, 9, 9 and 9 bits.

Addresses lie in four quadrants; the top two bits choose the tree and are cut off, which is the business of whoever has
the root.
"""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_VALID, _LEAF = 1 << 63, 1 << 62
_NEXT = 0x0FFF_FFFF_FFFF_FF00
_RPN = 0x01FF_FFFF_FFFF_F000
_TABLE = (_VALID | _LEAF, _VALID, _NEXT, TABLE)


def _leaf(shift: int) -> tuple[int, int, int, int]:
    return (_VALID | _LEAF, _VALID | _LEAF, _RPN >> shift << shift, shift)


FORMS = {
    "powerpc-radix": PagingForm(
        "powerpc-radix",
        (
            Level("l1", 39, 13, 8, (_TABLE,)),
            Level("l2", 30, 9, 8, (_leaf(30), _TABLE)),
            Level("l3", 21, 9, 8, (_leaf(21), _TABLE)),
            Level("l4", 12, 9, 8, (_leaf(12),)),
        ),
        byteorder="big",
        rights=((0x4, 0x4, READ), (0x2, 0x2, WRITE), (0x1, 0x1, EXECUTE)),
        root_mask=_NEXT,
    ),
}
