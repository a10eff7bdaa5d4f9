"""The hashed page table of 64-bit PowerPC: segments of 256 MiB, pages of 4 KiB and 16 MiB (Power ISA 2.07, book III, 5.7).

A table is no tree: there is one for the whole machine, and it is searched by a hash of the virtual page.
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTRY = 16
GROUP = 8
_VALID, _SECONDARY, _LARGE = 1, 2, 4
_SEGMENT_SIZE = 3 << 62
_HASH = (1 << 39) - 1
_SEGMENT_SHIFT = 28
_SMALL_SHIFT, _LARGE_SHIFT = 12, 24
_KERNEL = 1 << 36
_INVERSE = pow(0x13BB, -1, _KERNEL)
_pair = struct.Struct(">2Q")


def kernel_vsid(esid: int) -> int:
    """Return the virtual segment of an effective segment of the kernel (FreeBSD sys/powerpc/include/slb.h)."""
    return (esid << 8 | esid >> 28) * 0x13BB & _KERNEL - 1 | _KERNEL


def kernel_esid(vsid: int) -> int:
    """Return the effective segment of a virtual segment of the kernel: `kernel_vsid` turned round."""
    turned = vsid * _INVERSE & _KERNEL - 1
    return turned >> 8 | (turned & 0xFF) << 28


class HashedTable:
    """Searches a table of ``size`` bytes, which ``read(offset, count)`` gives."""

    __slots__ = ("_groups", "_read", "size")

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        self.size = size
        self._read = read
        self._groups = size // (ENTRY * GROUP)

    def find(self, va: int, *, large: bool = False) -> tuple[int, int, int] | None:
        """Return (physical address, bytes of the page, low word of the entry) for a kernel address, or None."""
        if not self._groups:
            return None
        base = _LARGE_SHIFT if large else _SMALL_SHIFT
        vsid = kernel_vsid(va >> _SEGMENT_SHIFT)
        page = (va & (1 << _SEGMENT_SHIFT) - 1) >> base
        # The entry has the highest five bits of the page's number; of a large page, which has four, one is undefined.
        wanted = vsid << 5 | (page << 1 if large else page >> 11)
        ignored = 1 if large else 0
        for secondary in (0, _SECONDARY):
            group = self._group(vsid, page, secondary)
            data = self._read(group * ENTRY * GROUP, ENTRY * GROUP)
            for high, low in _pair.iter_unpack(data[: len(data) // ENTRY * ENTRY]):
                if high & (_VALID | _SECONDARY | _SEGMENT_SIZE) != _VALID | secondary:
                    continue
                if bool(high & _LARGE) != large or ((high & ~_SEGMENT_SIZE) >> 7 ^ wanted) & ~ignored:
                    continue
                return self._page(low, va, large)
        return None

    def _group(self, vsid: int, page: int, secondary: int) -> int:
        """Return the group in which an entry is looked for."""
        hashed = (vsid ^ page) & _HASH
        if secondary:
            hashed ^= _HASH
        return hashed % self._groups

    @staticmethod
    def _page(low: int, va: int, large: bool) -> tuple[int, int, int]:
        if large:
            size = 1 << _LARGE_SHIFT
            return (low & 0x0FFF_FFFF_FF00_0000) + (va & size - 1), size, low
        size = 1 << _SMALL_SHIFT
        return (low & 0x0FFF_FFFF_FFFF_F000) + (va & size - 1), size, low

    def entries(self) -> Iterator[tuple[int, int, int]]:
        """Yield (number, high word, low word) of the valid entries."""
        chunk = ENTRY * GROUP * 512
        for start in range(0, self.size // ENTRY * ENTRY, chunk):
            data = self._read(start, min(chunk, self.size - start))
            number = start // ENTRY
            for high, low in _pair.iter_unpack(data[: len(data) // ENTRY * ENTRY]):
                if high & _VALID:
                    yield number, high, low
                number += 1

    def mappings(self, low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (address, physical address, bytes, low word) of the kernel's small pages from low to high, ascending.

        An entry does not say which address it maps, only its segment and the hash: both are turned round. Entries that a
        search does not come to, because another one is before them or they are in the wrong group, map nothing.
        """
        found: dict[int, tuple[int, int, int]] = {}
        mask = self._groups - 1
        for number, upper, lower in self.entries():
            vsid = (upper & ~_SEGMENT_SIZE) >> 12
            if vsid >> 36 != 1 or upper & _LARGE or upper & _SEGMENT_SIZE:
                continue
            esid = kernel_esid(vsid)
            group = number // GROUP
            hashed = ~group if upper & _SECONDARY else group
            page = (hashed ^ vsid) & mask & 0x7FF | (upper >> 7 & 0x1F) << 11
            va = esid << _SEGMENT_SHIFT | page << _SMALL_SHIFT
            secondary = upper & _SECONDARY
            if low <= va < high and self._group(vsid, page, secondary) == group:
                place = (secondary, number, lower)
                found[va] = min(place, found.get(va, place))
        for va in sorted(found):
            lower = found[va][2]
            yield va, lower & 0x0FFF_FFFF_FFFF_F000, 1 << _SMALL_SHIFT, lower
