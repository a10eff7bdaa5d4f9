"""Arithmetic on many addresses at once: an array of 64-bit numbers taken for one long integer, in lanes of 64 bits.

A page table has 512 entries, and decoding them one by one makes a thousand integers. An operation on the long integer
costs as much as on ten of them. No carry may leave its lane, which is what all the conditions here are for.
"""

from __future__ import annotations

import sys
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Kind = tuple[int, int, int, int]

MOST = 512
_ONES = int.from_bytes((b"\1" + bytes(7)) * MOST, "little")
_LANE = (1 << 64) - 1
_TOP = 1 << 63
_ABSENT = 1 << 62  # no physical address is so high
_PROGRESS: dict[int, int] = {}  # by page shift: lane n holds n pages
_SPREAD: dict[int, int] = {}


def _spread(value: int, count: int) -> int:
    """Return a number in each lane."""
    found = _SPREAD.get(value)
    if found is None:
        if len(_SPREAD) >= 64:  # constants of paging forms, and distances of segments
            _SPREAD.clear()
        found = _SPREAD[value] = value * _ONES
    return found if count == MOST else found & (1 << 64 * count) - 1


def _lanes(numbers: Sequence[int]) -> int:
    if not isinstance(numbers, array) or numbers.itemsize != 8:
        numbers = array("Q", numbers)
    if sys.byteorder != "little":
        numbers = numbers[:]
        numbers.byteswap()
    return int.from_bytes(numbers, "little")


def _array(lanes: int, count: int) -> array[int]:
    found = array("Q", lanes.to_bytes(8 * count, "little"))
    if sys.byteorder != "little":
        found.byteswap()
    return found


def decode(entries: Sequence[int], kinds: Sequence[Kind], shift: int, span: int) -> array[int] | None:
    """Return the physical addresses that entries of page tables hold, all ones for those that map nothing.

    ``kinds`` are those of a `Level`, ``shift`` is how far the masked frame is shifted left (below 0: right). None where that
    cannot be done: an entry may map something else than pages of ``1 << span`` bytes, or there are too many.
    """
    count = len(entries)
    if not 0 < count <= MOST:
        return None
    lanes = _lanes(entries)
    left = _spread(1, count)
    found = present = 0
    for mask, value, frame, maps in kinds:
        if shift < 0:
            frame &= -1 << -shift
        if maps not in (span, -1) or not 0 <= mask <= _LANE or frame << max(shift, 0) >> 64:
            return None
        # What differs from the value reaches the highest bit of its lane.
        differs = lanes & _spread(mask, count) ^ _spread(value, count)
        if mask & _TOP:
            differs |= (differs & _spread(_TOP - 1, count)) + _spread(_TOP - 1, count)
        else:
            differs += _spread(_TOP - 1, count)
        match = left & ~(differs >> 63)
        left ^= match
        if maps == span:
            whole = (match << 64) - match
            part = lanes & _spread(frame, count) & whole
            found |= part << shift if shift >= 0 else part >> -shift
            present |= whole
    return _array(found | _spread(_LANE, count) ^ present, count)


def _split(lanes: int, count: int) -> int:
    """Return all ones in those lanes that have their highest bit."""
    tops = lanes >> 63 & _spread(1, count)
    return (tops << 64) - tops


def moved(addresses: array[int], low: int, last: int, distance: int, align: int) -> array[int] | None:
    """Return the addresses with ``distance`` added; all ones stay as they are.

    None unless all others lie from ``low`` to ``last``, on multiples of ``align``.
    """
    count = len(addresses)
    if not 0 < count <= MOST or not 0 <= low <= last < _ABSENT or not -low <= distance < _ABSENT:
        return None
    lanes = _lanes(addresses)
    absent = _split(lanes, count)
    if lanes & absent != absent:
        return None
    lanes = lanes & ~absent | _spread(low, count) & absent
    tops = _spread(_TOP, count)
    if lanes & _spread(align - 1, count) & ~absent or lanes & tops:
        return None
    # At most as high as `last`, then at least as high as `low`: the highest bit stays where the difference is not below 0.
    if (_spread(_TOP + last, count) - lanes) & (lanes + _spread(_TOP - low, count)) & tops != tops:
        return None
    lanes = lanes + _spread(distance, count) if distance >= 0 else lanes - _spread(-distance, count)
    return _array(lanes | absent, count)


def runs(addresses: array[int], shift: int, most: int = 48) -> list[tuple[int, int, int]] | None:
    """Return (position, address, pages) of the runs of pages that follow one another; the address is -1 for all ones.

    None where there are more than ``most``, or addresses that no page has.
    """
    count = len(addresses)
    if not 0 < count <= MOST:
        return None
    progress = _PROGRESS.get(shift)
    if progress is None:
        progress = _PROGRESS[shift] = _lanes(range(0, MOST << shift, 1 << shift))
    if count < MOST:
        progress &= (1 << 64 * count) - 1
    lanes = _lanes(addresses)
    absent = _split(lanes, count)
    if lanes & absent != absent or lanes & ~absent & _spread(_ABSENT, count):
        return None
    lanes &= ~absent
    # What is absent is made a run as well, up where no address is.
    lanes |= (progress + _spread(_ABSENT, count)) & absent
    breaks = (lanes + _spread(1 << shift, count) ^ lanes >> 64) & (1 << 64 * (count - 1)) - 1
    found: list[tuple[int, int, int]] = []
    begin = 0
    while True:
        length = ((breaks & -breaks).bit_length() - 1 >> 6) + 1 if breaks else count - begin
        address = addresses[begin]
        found.append((begin, -1 if address == _LANE else address, length))
        begin += length
        if begin >= count:
            return found
        if len(found) >= most:
            return None
        breaks >>= 64 * length
