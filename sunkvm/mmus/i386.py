"""The protected mode of x86, without and with PAE (Intel SDM volume 3, chapter 4)."""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_FRAME = 0x000F_FFFF_FFFF_F000

FORMS = {
    "i386": PagingForm(
        "i386",
        (
            Level("pde", 22, 10, 4, ((0x81, 0x81, 0xFFC0_0000, 22), (0x01, 0x01, 0xFFFF_F000, TABLE))),
            Level("pte", 12, 10, 4, ((0x01, 0x01, 0xFFFF_F000, 12),)),
        ),
        width=32,
        rights=((0, 0, READ), (0x2, 0x2, WRITE), (0, 0, EXECUTE)),
        root_mask=0xFFFF_F000,
    ),
    # The root is a table of four entries, aligned to 32 bytes.
    "i386-pae": PagingForm(
        "i386-pae",
        (
            Level("pdpe", 30, 2, 8, ((0x01, 0x01, _FRAME, TABLE),)),
            Level("pde", 21, 9, 8, ((0x81, 0x81, 0x000F_FFFF_FFE0_0000, 21), (0x01, 0x01, _FRAME, TABLE))),
            Level("pte", 12, 9, 8, ((0x01, 0x01, _FRAME, 12),)),
        ),
        width=32,
        rights=((0, 0, READ), (0x2, 0x2, WRITE), (1 << 63, 0, EXECUTE)),
        root_mask=0xFFFF_FFE0,
    ),
}
