"""VMSAv7 short descriptors: a first level of 16 KiB, sections of 1 MiB, pages of 4 and 64 KiB (Arm ARM v7, chapter B3)."""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

FORMS = {
    "arm": PagingForm(
        "arm",
        (
            Level(
                "l1",
                20,
                12,
                4,
                (
                    (0x0000_0003, 1, 0xFFFF_FC00, TABLE),
                    (
                        0x0004_0002,
                        0x0004_0002,
                        0xFF00_0000,
                        24,
                    ),  # a supersection; all of its sixteen entries say so
                    (0x0000_0002, 0x0000_0002, 0xFFF0_0000, 20),
                ),
            ),
            Level("l2", 12, 8, 4, ((0x3, 1, 0xFFFF_0000, 16), (0x2, 0x2, 0xFFFF_F000, 12))),
        ),
        width=32,
        # AP[2] and XN are those of a small page.
        rights=((0, 0, READ), (0x200, 0, WRITE), (0x1, 0, EXECUTE)),
        root_mask=0xFFFF_C000,
    ),
}
