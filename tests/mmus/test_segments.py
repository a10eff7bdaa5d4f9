"""Maps of segments, the hashed table of powerpc and the forms that dumps describe, against slow obvious models."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm.corefiles.kernel_regions import Direct, Regions, Tree
from sunkvm.mmu import EXECUTE, LEAF_PAGES, NOWHERE, READ, WRITE, Walker
from sunkvm.mmus import find
from sunkvm.mmus.aarch64 import FORMS, sized
from sunkvm.mmus.hpt32 import HashedTable32
from sunkvm.mmus.m68k import linear, three_levels, two_levels
from sunkvm.mmus.segments import SegmentMap, segment_form

GEOMETRY = [(18, 12, 0xF000_0000), (18, 13, 0xF000_0000), (17, 13, 0x0E00_0000), (15, 11, 0x6000)]


@pytest.mark.parametrize(("segment_shift", "page_shift", "base"), GEOMETRY)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_segments_are_what_the_groups_say(segment_shift, page_shift, base, data):
    pages = 1 << segment_shift - page_shift
    count = 24
    groups = data.draw(
        st.dictionaries(
            st.integers(0, count - 1),
            st.dictionaries(st.integers(0, pages - 1), st.integers(0, 0x3FFF), max_size=6),
            max_size=8,
        )
    )
    lost = data.draw(st.sets(st.integers(0, count - 1), max_size=3))

    def group(number):
        if number in lost:
            return None, 0x1000 * number
        if number not in groups:
            return None, None
        entries = [7] * pages  # not valid
        for page, frame in groups[number].items():
            entries[page] = 0x8000_0000 | frame
        return entries, 0x10_0000 + 4 * pages * number

    form = segment_form(
        "test",
        segment_shift,
        page_shift,
        (0x8000_0000, 0x8000_0000, 0x7FFFF, page_shift),
        frame_shift=page_shift,
    )
    map = SegmentMap(form, base, count, group)
    expected = {}
    for number, entries in groups.items():
        if number not in lost:
            for page, frame in entries.items():
                expected[base + (number << segment_shift) + (page << page_shift)] = frame << page_shift
    end = base + (count << segment_shift)
    for va in range(base - (4 << page_shift), end + (4 << page_shift), 1 << page_shift):
        pa = expected.get(va)
        assert map.find(va + 5) == (-1 if pa is None else pa + 5)
        found = map.walk(va + 5)
        assert found.pa == (None if pa is None else pa + 5)
        number = va - base >> segment_shift
        if not base <= va < end:
            assert found.why == "range"
        elif number in lost:
            assert (found.why, found.table) == ("absent", 0x1000 * number)
        elif pa is None:
            assert found.why == "invalid"
        else:
            page = va - base >> page_shift & pages - 1
            assert found.table == 0x10_0000 + 4 * pages * number + 4 * page
            assert found.steps == ((1, found.table, found.entry),)
    first = (base >> page_shift) // LEAF_PAGES
    for index in range(first, (end >> page_shift) // LEAF_PAGES + 1):
        leaf = map.leaf(index)
        for number in range(LEAF_PAGES):
            assert leaf[number] == expected.get(index * LEAF_PAGES + number << page_shift, NOWHERE)
    assert [(va, pa) for va, pa, _, _ in map.mappings(0, 1 << 32)] == sorted(expected.items())
    low, high = base + (3 << page_shift), end - (5 << page_shift)
    assert [(va, pa) for va, pa, _, _ in map.mappings(low, high)] == sorted(
        (va, pa) for va, pa in expected.items() if low <= va < high
    )


class Table:
    """A hashed table, filled by the rules of the manual one entry after the other."""

    def __init__(self, size_bits):
        self.mask = (1 << 10 + size_bits) - 1
        self.origin = 0x40_0000
        self.data = bytearray((self.mask + 1) * 64)
        self.sdr1 = self.origin | (1 << size_bits) - 1

    def put(self, vsid, page, frame):
        for secondary, hashed in ((0, (vsid & 0x7FFFF) ^ page), (0x40, ~((vsid & 0x7FFFF) ^ page))):
            group = (hashed & self.mask) * 64
            for slot in range(8):
                at = group + 8 * slot
                if not self.data[at] & 0x80:
                    struct.pack_into(
                        ">2I", self.data, at, 1 << 31 | vsid << 7 | secondary | page >> 10, frame << 12 | 2
                    )
                    return True
        return False

    def read(self, pa, count):
        at = pa - self.origin
        return bytes(self.data[at : at + count]) if at >= 0 else b""


@settings(max_examples=25, deadline=None)
@given(
    vsids=st.lists(st.integers(0, 0xFFFFFF), min_size=16, max_size=16, unique=True),
    pages=st.dictionaries(
        st.tuples(st.integers(0, 15), st.integers(0, 0xFFFF)), st.integers(0, 0xFFFFF), max_size=40
    ),
    size_bits=st.integers(0, 2),
    crowd=st.booleans(),
)
def test_hashed_table(vsids, pages, size_bits, crowd):
    table = Table(size_bits)
    expected = {}
    if crowd:  # more pages with one hash than a group has room for
        pages = {**pages, **{(3, 0x55 | number << 10): number for number in range(0, 64, 4)}}
    for (segment, page), frame in pages.items():
        if table.put(vsids[segment], page, frame):
            expected[segment << 28 | page << 12] = frame << 12
    made = HashedTable32(table.sdr1, [vsid | 0x2000_0000 for vsid in vsids], table.read)
    for va, pa in expected.items():
        assert made.find(va + 7) == pa + 7
        found = made.walk(va)
        assert (found.pa, found.span) == (pa, 4096)
        assert table.read(found.table + 4, 4) == found.entry.to_bytes(4, "big")
    for va in (0, 0x1000, 0xFFFF_F000, 0x3005_5000):
        if va not in expected:
            assert made.walk(va).why == "invalid"
    assert [(va, pa) for va, pa, _, _ in made.mappings(0, 1 << 32)] == sorted(expected.items())


def test_hashed_table_that_was_not_dumped():
    made = HashedTable32(0x40_0000, [0] * 16, lambda pa, count: b"")
    found = made.walk(0x1000_0000)
    assert (found.pa, found.why) == (None, "absent")
    assert list(made.mappings(0, 1 << 32)) == []


def test_forms_that_dumps_describe_are_those_with_a_name():
    """What NetBSD's headers say of pages of 4 KiB, and of 8 KiB as other kernels have them."""
    for made, name in (
        (two_levels("x", 22, 12, (2, 0xFFFF_F000), (1, 0xFFFF_F000)), "m68030"),
        (three_levels("x", (25, 18, 12), 2, (0xFFFF_FE00, 0xFFFF_FF00), (1, 0xFFFF_F000)), "m68040"),
    ):
        form = find(name)
        assert [(level.shift, level.bits, level.kinds) for level in made.levels] == [
            (level.shift, level.bits, level.kinds) for level in form.levels
        ]
    wide = three_levels("x", (25, 18, 13), 2, (0xFFFF_FE00, 0xFFFF_FF80), (1, 0xFFFF_E000))
    assert [level.bits for level in wide.levels] == [7, 7, 5, 0]
    assert linear("x", 13, (1, 0xFFFF_FF00)).levels[0].kinds == ((1, 1, 0xFFFF_E000, 13),)
    assert len(two_levels("x", 22, 12, (3, 0xFFFF_F000), (1, 0xFFFF_F000)).levels[0].kinds) == 2


@pytest.mark.parametrize("granule", [12, 14, 16])
@pytest.mark.parametrize("bits", range(25, 49))
def test_aarch64_of_any_size_has_as_many_levels_as_it_takes(granule, bits):
    form = sized(granule, bits)
    step = granule - 3
    assert len(form.levels) == -(-(bits - granule) // step)
    assert form.levels[0].shift + form.levels[0].bits == bits
    assert form.levels[-1].shift == granule
    assert all(level.bits == step for level in form.levels[1:])
    assert form.reaches((1 << 64) - (1 << bits))
    assert not form.reaches((1 << 64) - (1 << bits) - 1)
    if bits == 48:
        assert form in FORMS.values()


@pytest.mark.parametrize(("granule", "bits"), [(12, 24), (12, 49), (13, 48), (12, 0), (16, 64)])
def test_aarch64_of_no_size(granule, bits):
    with pytest.raises(ValueError, match="no tables of aarch64"):
        sized(granule, bits)


@pytest.mark.parametrize(
    ("name", "level", "entry", "pa"),
    [
        ("sparc-srmmu", 2, 0x0012_345E, 0x12_3450 << 4 & ~0xFFF | 0x678),
        ("sparc-srmmu", 2, 0xF012_341E, 0xF_0123_4000 & ~0xFFF | 0x678),
        ("sparc-srmmu", 2, 0x0012_345D, None),  # a pointer, at the last level
        ("sparc-srmmu", 1, 0x0040_001E, 0x0400_0000 + 0x5678),
        ("sparc-srmmu", 0, 0x0100_001E, 0x1000_0000 + 0x34_5678),
        ("sparc64", 2, 0x8000_0000_1234_6042, 0x1234_6000 + 0x1678),
        ("sparc64", 2, 0xE000_07FF_FFFF_E000, 0x7FF_FFFF_E000 + 0x1678),
        ("sparc64", 2, 0x0000_0000_1234_6042, None),
        ("alpha", 2, 0x0000_1234_0000_1101, 0x1234 << 13 | 0x1678),
        ("alpha", 2, 0x0000_1234_0000_1100, None),
        ("m68030", 1, 0x0012_3019, 0x12_3678),
        ("m68030", 0, 0x0040_0001, 0x40_0000 + 0x34_5678),
        ("m68040", 2, 0x0012_30A3, 0x12_3678),
        ("m68040", 0, 0x0040_0001, None),
        ("i386-pae-joined", 0, 0x4000_00E3, 0x4000_0000 + 0x14_5678),
    ],
)
def test_entry(name, level, entry, pa):
    found = Walker(find(name), lambda pa, count: b"").follow(level, entry, 0x1234_5678)
    assert found.pa == pa


@pytest.mark.parametrize(
    ("name", "entry", "rights"),
    [
        ("sparc-srmmu", 0x02, READ),
        ("sparc-srmmu", 0x06, READ | WRITE),
        ("sparc-srmmu", 0x0A, READ | EXECUTE),
        ("sparc-srmmu", 0x0E, READ | WRITE | EXECUTE),
        ("sparc-srmmu", 0x12, EXECUTE),
        ("sparc-srmmu", 0x16, READ | WRITE),
        ("sparc-srmmu", 0x1A, READ | EXECUTE),
        ("sparc-srmmu", 0x1E, READ | WRITE | EXECUTE),
        ("sparc64", 1 << 63 | 2, READ | WRITE | EXECUTE),
        ("sparc64", 1 << 63, READ | EXECUTE),
        ("alpha", 0x1101, READ | WRITE | EXECUTE),
        ("alpha", 0x110D, READ),
        ("m68030", 0x5, READ | EXECUTE),
        ("m68040", 0x1, READ | WRITE | EXECUTE),
    ],
)
def test_rights(name, entry, rights):
    assert find(name).prot(entry) == rights


bounds = st.integers(0, 40)


@settings(max_examples=60, deadline=None)
@given(wishes=st.lists(st.tuples(bounds, bounds, st.integers(0, 1 << 20)), max_size=7))
def test_first_region_counts(wishes):
    """Direct regions over a tree that maps nothing, in any order and overlap."""
    step = 1 << 19  # so that leaves begin inside of regions as well
    regions = [
        Direct(low * step, max(low, high) * step, pa << 12, 4096) for low, high, pa in wishes if low != high
    ]
    tree = Tree(0, 1 << 32, Walker(find("i386"), lambda pa, count: b""), 0)
    made = Regions([*regions, tree], 12)
    assert all(one[1] <= two[0] for one, two in zip(made.pieces, made.pieces[1:], strict=False))

    def slow(va):
        for region in regions:
            if region.low <= va < region.high:
                return va - region.low + region.pa
        return -1

    for border in range(42):
        for va in (border * step, border * step + step - 1, border * step + step // 2):
            assert made.find(va) == slow(va)
            assert made.walk(va).pa == (None if slow(va) < 0 else slow(va))
    for index in range(12):
        leaf = made.leaf(index)
        for number in range(0, LEAF_PAGES, 64):
            pa = slow(index * LEAF_PAGES + number << 12)
            assert leaf[number] == (NOWHERE if pa < 0 else pa)
    listed = {}
    for va, pa, size, _ in made.mappings(1 << 10):
        listed.update({va + inside: pa + inside for inside in range(0, size, step)})
    assert listed == {va: slow(va) for va in range(0, 42 * step, step) if slow(va) >= 0}
