"""Sv39, Sv48 and Sv57 (RISC-V privileged architecture, chapter 10): the larger ones put levels on top."""

from __future__ import annotations

from ..mmu import EXECUTE, INVALID, READ, TABLE, WRITE, Level, PagingForm

_PPN = 0x003F_FFFF_FFFF_FC00
_RIGHTS = ((0x2, 0x2, READ), (0x4, 0x4, WRITE), (0x8, 0x8, EXECUTE))


def _level(number: int) -> Level:
    shift = 12 + 9 * number
    frame = _PPN >> (shift - 2) << (shift - 2)
    # Valid without any right is a pointer; at the last level there is nothing to point to.
    pointer = (0xF, 0x1, _PPN, TABLE if number else INVALID)
    return Level(f"l{number}", shift, 9, 8, (pointer, (0x1, 0x1, frame, shift)))


def _form(name: str, count: int) -> PagingForm:
    levels = tuple(_level(number) for number in range(count - 1, -1, -1))
    return PagingForm(name, levels, frame_shift=2, half_bits=11 + 9 * count, rights=_RIGHTS)


FORMS = {
    "riscv-sv39": _form("riscv-sv39", 3),
    "riscv-sv48": _form("riscv-sv48", 4),
    "riscv-sv57": _form("riscv-sv57", 5),
}
