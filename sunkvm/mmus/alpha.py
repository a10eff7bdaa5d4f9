"""The page tables of Alpha: three levels, pages of 8 KiB (Alpha Architecture Reference Manual, OSF/1 part, chapter 3)."""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

_PFN = 0xFFFF_FFFF_0000_0000
_FAULT_ON_WRITE, _FAULT_ON_EXECUTE, _KERNEL_READ, _KERNEL_WRITE = 0x4, 0x8, 0x100, 0x1000

FORMS = {
    "alpha": PagingForm(
        "alpha",
        (
            Level("l1", 33, 10, 8, ((1, 1, _PFN, TABLE),)),
            Level("l2", 23, 10, 8, ((1, 1, _PFN, TABLE),)),
            Level("l3", 13, 10, 8, ((1, 1, _PFN, 13),)),
        ),
        frame_drop=32 - 13,
        half_bits=42,
        rights=(
            (_KERNEL_READ, _KERNEL_READ, READ),
            (_KERNEL_WRITE | _FAULT_ON_WRITE, _KERNEL_WRITE, WRITE),
            (_KERNEL_READ | _FAULT_ON_EXECUTE, _KERNEL_READ, EXECUTE),
        ),
    ),
}
