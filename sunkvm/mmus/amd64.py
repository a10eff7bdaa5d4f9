"""The long mode of x86: four or five levels, pages of 4 KiB, 2 MiB and 1 GiB (Intel SDM volume 3, chapter 4)."""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_FRAME = 0x000F_FFFF_FFFF_F000
_TABLE = (0x01, 0x01, _FRAME, TABLE)

_RIGHTS = ((0, 0, READ), (0x2, 0x2, WRITE), (1 << 63, 0, EXECUTE))

_LEVELS = (
    Level("pml4e", 39, 9, 8, (_TABLE,)),
    Level("pdpe", 30, 9, 8, ((0x81, 0x81, 0x000F_FFFF_C000_0000, 30), _TABLE)),
    Level("pde", 21, 9, 8, ((0x81, 0x81, 0x000F_FFFF_FFE0_0000, 21), _TABLE)),
    Level("pte", 12, 9, 8, ((0x01, 0x01, _FRAME, 12),)),
)

FORMS = {
    "amd64": PagingForm("amd64", _LEVELS, half_bits=47, rights=_RIGHTS, root_mask=_FRAME),
    "amd64-la57": PagingForm(
        "amd64-la57",
        (Level("pml5e", 48, 9, 8, (_TABLE,)), *_LEVELS),
        half_bits=56,
        rights=_RIGHTS,
        root_mask=_FRAME,
    ),
}
