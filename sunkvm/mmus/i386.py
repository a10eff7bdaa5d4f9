"""The protected mode of x86, without and with PAE (Intel SDM volume 3, chapter 4)."""

from __future__ import annotations

from ..mmu import EXECUTE, INVALID, READ, TABLE, WRITE, Level, PagingForm

_FRAME = 0x000F_FFFF_FFFF_F000
_PAE_PDE = Level("pde", 21, 9, 8, ((0x81, 0x81, 0x000F_FFFF_FFE0_0000, 21), (0x01, 0x01, _FRAME, TABLE)))
_PAE_PDE_JOINED = Level("pde", 21, 11, 8, _PAE_PDE.kinds)
_PAE_PTE = Level("pte", 12, 9, 8, ((0x01, 0x01, _FRAME, 12),))
_PAE_RIGHTS = ((0, 0, READ), (0x2, 0x2, WRITE), (1 << 63, 0, EXECUTE))

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
            _PAE_PDE,
            _PAE_PTE,
        ),
        width=32,
        rights=_PAE_RIGHTS,
        root_mask=0xFFFF_FFE0,
    ),
    # As NetBSD's dumps tell the kernel's: the four tables of the second level one after the other.
    "i386-pae-joined": PagingForm(
        "i386-pae-joined",
        (_PAE_PDE_JOINED, _PAE_PTE),
        width=32,
        rights=_PAE_RIGHTS,
        root_mask=0xFFFF_F000,
    ),
    # As NetBSD keeps them of a process (pm_pdirpa): four addresses of tables, without any flags.
    "i386-pae-roots": PagingForm(
        "i386-pae-roots",
        (Level("pdpe", 30, 2, 8, ((-1, 0, 0, INVALID), (0, 0, _FRAME, TABLE))), _PAE_PDE, _PAE_PTE),
        width=32,
        rights=_PAE_RIGHTS,
    ),
}
