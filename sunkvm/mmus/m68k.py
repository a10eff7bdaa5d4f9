"""The tables of Motorola's 68851, 68030, 68040 and 68060 (MC68030 manual, chapter 9; MC68040 manual, chapter 3).

How many levels there are and where a page begins is the kernel's choice, so dumps tell it: `two_levels` and
`three_levels` make forms of what they say. The forms with a name are those that NetBSD uses with pages of 4 KiB.
"""

from __future__ import annotations

from ..mmu import EXECUTE, READ, TABLE, WRITE, Level, PagingForm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..mmu import Kind

_WHOLE = 0xFFFF_FFFF
_INDIRECT: Kind = (3, 2, 0xFFFF_FFFC, TABLE)
_RIGHTS = ((0, 0, READ), (0x4, 0, WRITE), (0, 0, EXECUTE))


def _bits(valid: int) -> list[int]:
    """Return the single bits of a mask: an entry is valid if it has any of them."""
    return [1 << number for number in range(32) if valid >> number & 1]


def _pages(shift: int, bits: int, valid: int, frame: int, indirect: bool) -> tuple[Level, ...]:
    """Return the last level, whose entries may lead to an entry elsewhere."""
    page = tuple((bit, bit, frame >> shift << shift, shift) for bit in _bits(valid))
    if not indirect:
        return (Level("pte", shift, bits, 4, page),)
    return (Level("pte", shift, bits, 4, (_INDIRECT, *page)), Level("indirect", shift, 0, 4, page))


def _form(name: str, levels: tuple[Level, ...]) -> PagingForm:
    return PagingForm(name, levels, byteorder="big", width=32, rights=_RIGHTS)


def two_levels(
    name: str,
    segment_shift: int,
    page_shift: int,
    segment: tuple[int, int],
    page: tuple[int, int],
    *,
    hardware: bool = True,
) -> PagingForm:
    """Return a form of two levels, given (valid, frame mask) of the entries for segments and for pages.

    With ``hardware`` what the processors know beside is read as well: a segment that is one large page (early
    termination), and entries of pages that lead to an entry elsewhere (indirect descriptors).
    """
    kinds: tuple[Kind, ...] = tuple((bit, bit, segment[1], TABLE) for bit in _bits(segment[0]))
    if hardware and segment[0] == 2:
        kinds = ((3, 1, _WHOLE >> segment_shift << segment_shift, segment_shift), *kinds)
    last = _pages(page_shift, segment_shift - page_shift, page[0], page[1], hardware and page[0] == 1)
    return _form(name, (Level("ste", segment_shift, 32 - segment_shift, 4, kinds), *last))


def three_levels(
    name: str,
    shifts: tuple[int, int, int],
    valid: int,
    frames: tuple[int, int],
    page: tuple[int, int],
) -> PagingForm:
    """Return a form of three levels, given the shifts of all and the frame masks of the first two."""
    first, second, third = shifts
    last = _pages(third, second - third, page[0], page[1], page[0] == 1)
    return _form(
        name,
        (
            Level("l1", first, 32 - first, 4, tuple((bit, bit, frames[0], TABLE) for bit in _bits(valid))),
            Level(
                "l2", second, first - second, 4, tuple((bit, bit, frames[1], TABLE) for bit in _bits(valid))
            ),
            *last,
        ),
    )


def linear(name: str, page_shift: int, page: tuple[int, int]) -> PagingForm:
    """Return a form of one long table, as sun3x kernels have one of all their addresses."""
    return _form(name, _pages(page_shift, 32 - page_shift, page[0], page[1], False))


FORMS = {
    "m68030": two_levels("m68030", 22, 12, (2, 0xFFFF_F000), (1, 0xFFFF_F000)),
    "m68040": three_levels("m68040", (25, 18, 12), 2, (0xFFFF_FE00, 0xFFFF_FF00), (1, 0xFFFF_F000)),
}
