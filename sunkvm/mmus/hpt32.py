"""The hashed page table of 32-bit PowerPC: sixteen segments, pages of 4 KiB (The Programming Environments, chapter 7).

A table is no tree: there is one for the whole machine, and it is searched by a hash of the virtual page.
"""

from __future__ import annotations

import struct

from ..mmu import EXECUTE, READ, WRITE, Level, PagingForm, Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..mmu import ReadPhysical

_GROUP = 64
_VALID, _SECONDARY = 0x8000_0000, 0x40
_VSID = 0x00FF_FFFF
_HASH = 0x7_FFFF
_FRAME = 0xFFFF_F000
_pair = struct.Struct(">2I")

# Of an entry: its second word, which has the frame and the rights.
FORM = PagingForm(
    "powerpc-hashed",
    (Level("pte", 12, 20, 4, ((0, 0, _FRAME, 12),)),),
    byteorder="big",
    width=32,
    # PP as it is where the key of the segment is 0, which is the kernel's.
    rights=((0, 0, READ), (0x3, 0x0, WRITE), (0x3, 0x1, WRITE), (0x3, 0x2, WRITE), (0, 0, EXECUTE)),
)


class HashedTable32:
    """Searches the table that SDR1 tells, for the segments of the segment registers ``sr``."""

    __slots__ = ("_mask", "_origin", "_read", "_vsids")

    form = FORM

    def __init__(self, sdr1: int, sr: Sequence[int], read: ReadPhysical) -> None:
        self._origin = sdr1 & 0xFFFF_0000
        self._mask = (sdr1 & 0x1FF) << 10 | 0x3FF
        self._vsids = [value & _VSID for value in sr]
        self._read = read

    def walk(self, va: int) -> Walk:
        """Look one address up."""
        vsid = self._vsids[va >> 28]
        page = va >> 12 & 0xFFFF
        wanted = _VALID | vsid << 7 | page >> 10
        first = (vsid & _HASH) ^ page
        absent = None
        for secondary, hashed in ((0, first), (_SECONDARY, ~first)):
            group = self._origin | (hashed & self._mask) * _GROUP
            data = self._read(group, _GROUP)
            if len(data) < _GROUP:
                absent = group
                continue
            for number, (high, low) in enumerate(_pair.iter_unpack(data)):
                if high == wanted | secondary:
                    at = group + 8 * number
                    return Walk((low & _FRAME) | va & 0xFFF, 4096, 0, low, at, None, ((0, at, low),))
        return Walk(None, 0, 0, 0, absent, "invalid" if absent is None else "absent")

    def find(self, va: int) -> int:
        """Return the physical address behind an address, -1 where nothing is mapped."""
        pa = self.walk(va).pa
        return -1 if pa is None else pa

    def mappings(self, low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (address, physical address, bytes, entry) of the pages from low to high, ascending.

        An entry does not say which address it maps, only its segment and the hash: both are turned round.
        """
        segments: dict[int, list[int]] = {}
        for number, vsid in enumerate(self._vsids):
            segments.setdefault(vsid, []).append(number)
        found: dict[int, tuple[int, int, int, int]] = {}
        for group in range(self._mask + 1):
            data = self._read(self._origin | group * _GROUP, _GROUP)
            if not any(data):
                continue
            for upper, lower in _pair.iter_unpack(data[: len(data) // 8 * 8]):
                if not upper & _VALID:
                    continue
                vsid = upper >> 7 & _VSID
                hashed = ~group if upper & _SECONDARY else group
                page = (hashed ^ vsid) & 0x3FF | (upper & 0x3F) << 10
                for number in segments.get(vsid, ()):
                    va = number << 28 | page << 12
                    if low <= va < high and va not in found and self.find(va) == lower & _FRAME:
                        found[va] = (va, lower & _FRAME, 4096, lower)
        for va in sorted(found):
            yield found[va]
