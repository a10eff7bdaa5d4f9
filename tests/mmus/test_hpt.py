"""The hash of PowerPC's page table, turned round."""

from __future__ import annotations

import struct
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm.mmus.hpt import HashedTable, kernel_esid, kernel_vsid


@given(st.integers(0, (1 << 36) - 1))
def test_segments(esid):
    assert kernel_esid(kernel_vsid(esid)) == esid


def test_all_addresses():
    """A range of all addresses takes as long as there are entries, not as there are segments."""
    va = 0xC000_0000_0123_4000
    vsid = kernel_vsid(va >> 28)
    page = (va >> 12) & 0xFFFF
    group = (vsid ^ page) & 0x7FF
    table = bytearray(0x800 * 128)
    struct.pack_into(">2Q", table, group * 128 + 16, vsid << 12 | (page >> 11) << 7 | 1, 0x7000 | 2)
    hashed = HashedTable(len(table), lambda offset, count: bytes(table[offset : offset + count]))
    started = time.process_time()
    assert list(hashed.mappings(0, 1 << 64)) == [(va, 0x7000, 4096, 0x7002)]
    assert hashed.find(va)[0] == 0x7000
    assert time.process_time() - started < 2


class Table:
    """A table of 2,048 groups, filled by the rules of the manual one entry after the other."""

    def __init__(self):
        self.data = bytearray(0x800 * 128)
        self.entries = {}

    def put(self, va, frame):
        """Map a small page in the first free place; tell whether there was one."""
        vsid, page = kernel_vsid(va >> 28), va >> 12 & 0xFFFF
        first = (vsid & (1 << 39) - 1) ^ page
        for secondary, hashed in ((0, first), (2, ~first)):
            group = hashed & 0x7FF
            for slot in range(8):
                at = group * 128 + 16 * slot
                if not self.data[at + 7] & 1:
                    low = frame << 12 | 2
                    struct.pack_into(">2Q", self.data, at, vsid << 12 | page >> 11 << 7 | secondary | 1, low)
                    self.entries[va] = (frame << 12, low)
                    return True
        return False


@settings(max_examples=40, deadline=None)
@given(
    pages=st.dictionaries(
        st.tuples(st.integers(0, (1 << 36) - 1), st.integers(0, 0xFFFF)),
        st.integers(0, (1 << 40) - 1),
        max_size=30,
    ),
    segment=st.integers(0, (1 << 36) - 1),
    crowd=st.integers(0, 24),
    bounds=st.tuples(st.integers(0, (1 << 64) - 1), st.integers(0, (1 << 64) - 1)),
)
def test_small_pages(pages, segment, crowd, bounds):
    """``crowd`` pages have one hash: the groups have room for sixteen."""
    table = Table()
    wanted = {esid << 28 | page << 12: frame for (esid, page), frame in pages.items()}
    wanted.update({segment << 28 | (0x155 | number << 11) << 12: number for number in range(crowd)})
    for va, frame in wanted.items():
        table.put(va, frame)
    hashed = HashedTable(len(table.data), lambda offset, count: bytes(table.data[offset : offset + count]))
    for va in wanted:
        found = hashed.find(va + 0x123)
        if va in table.entries:
            pa, low = table.entries[va]
            assert found == (pa + 0x123, 4096, low)
        else:
            assert found is None
    low, high = sorted(bounds)
    for start, end in ((0, 1 << 64), (low, high)):
        assert list(hashed.mappings(start, end)) == [
            (va, pa, 4096, entry) for va, (pa, entry) in sorted(table.entries.items()) if start <= va < end
        ]


@settings(max_examples=20, deadline=None)
@given(
    entries=st.lists(
        st.tuples(
            st.sampled_from([0, 1, 5]),  # segments
            st.sampled_from([0x155, 0x955, 0x156, 0x2D55]),  # pages, of which some have one hash
            st.booleans(),
            st.integers(0, 7),
            st.integers(-1, 1),  # groups beside the right one
        ),
        max_size=24,
    ),
    groups=st.sampled_from([0x400, 0x800, 0x1000]),
)
def test_what_is_listed_is_what_is_found(entries, groups):
    """Entries twice, in the wrong group, in tables of the wrong size."""
    data = bytearray(groups * 128)
    pages = set()
    for number, (esid, page, secondary, slot, beside) in enumerate(entries):
        vsid = kernel_vsid(esid)
        hashed = (vsid & (1 << 39) - 1) ^ page
        group = ((~hashed if secondary else hashed) + beside) % groups
        high = vsid << 12 | page >> 11 << 7 | (2 if secondary else 0) | 1
        struct.pack_into(">2Q", data, group * 128 + 16 * slot, high, number << 12 | 2)
        pages |= {esid << 28 | (page & 0xF800 | low) << 12 for low in range(0x800)}
    hashed = HashedTable(len(data), lambda offset, count: bytes(data[offset : offset + count]))
    listed = {va: (pa, size, entry) for va, pa, size, entry in hashed.mappings(0, 1 << 64)}
    assert list(listed) == sorted(listed)
    found = {va: hashed.find(va) for va in pages}
    assert listed == {va: answer for va, answer in found.items() if answer is not None} or groups < 0x800
    assert all(found[va] == answer for va, answer in listed.items())
