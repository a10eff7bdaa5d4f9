"""The walker and the tables of the paging forms, against a slow obvious model and against entries written by hand."""

from __future__ import annotations

import itertools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm import mmus
from sunkvm.errors import BrokenListError
from sunkvm.mmu import EXECUTE, LEAF_PAGES, NOWHERE, READ, WRITE, Walker

FORMS = mmus.forms()
every = pytest.mark.parametrize("name", FORMS)

BIG_ENDIAN = ("powerpc", "sparc", "m68")
TOP = {
    "i386": 32, "i386-pae": 32, "i386-pae-joined": 32, "i386-pae-roots": 32, "arm": 32, "powerpc-radix": 52,
    "amd64-la57": 57, "riscv-sv39": 39, "riscv-sv57": 57, "sparc-srmmu": 32, "sparc64": 43, "m68030": 32,
    "m68040": 32, "alpha": 43,
}  # fmt: skip


class Machine:
    """Physical memory, and the obvious way to map into it: one address after the other, by the architectures' manuals.

    What it knows of entries is written here a second time, with the bits' own numbers.
    """

    def __init__(self, name):
        self.name = name
        self.form = mmus.find(name)
        self.memory = {}
        self.next = 0x10_0000
        self.tables = []
        self.order = ">" if name.startswith(BIG_ENDIAN) else "<"
        self.endian = "big" if self.order == ">" else "little"
        self.split = {
            "amd64": (39, 30, 21, 12),
            "amd64-la57": (48, 39, 30, 21, 12),
            "i386": (22, 12),
            "i386-pae": (30, 21, 12),
            "aarch64-4k": (39, 30, 21, 12),
            "aarch64-16k": (47, 36, 25, 14),
            "aarch64-64k": (42, 29, 16),
            "arm": (20, 12),
            "riscv-sv39": (30, 21, 12),
            "riscv-sv48": (39, 30, 21, 12),
            "riscv-sv57": (48, 39, 30, 21, 12),
            "powerpc-radix": (39, 30, 21, 12),
            "i386-pae-joined": (21, 12),
            "i386-pae-roots": (30, 21, 12),
            "sparc-srmmu": (24, 18, 12),
            "sparc64": (33, 23, 13),
            "m68030": (22, 12),
            "m68040": (25, 18, 12),
            "alpha": (33, 23, 13),
        }[name]
        self.size = 4 if name in ("i386", "arm", "sparc-srmmu", "m68030", "m68040") else 8
        self.top = TOP.get(name, 48)
        self.large = {
            "amd64": (30, 21), "amd64-la57": (30, 21), "i386": (22,), "i386-pae": (21,), "aarch64-4k": (30, 21),
            "aarch64-16k": (25,), "aarch64-64k": (29,), "arm": (20,), "riscv-sv39": (30, 21),
            "riscv-sv48": (39, 30, 21), "riscv-sv57": (48, 39, 30, 21), "powerpc-radix": (30, 21),
            "i386-pae-joined": (21,), "i386-pae-roots": (21,), "sparc-srmmu": (24, 18), "m68030": (22,),
        }.get(name, ())  # fmt: skip
        self.root = self.table(0)

    def table(self, level):
        above = self.top if level == 0 else self.split[level - 1]
        size = self.size << (above - self.split[level])
        align = max(size, 4096)
        self.next = -(-self.next // align) * align
        at = self.next
        self.next += size
        for page in range(at // 4096, (at + size - 1) // 4096 + 1):
            self.memory.setdefault(page, bytearray(4096))
        self.tables.append(at)
        return at

    def get(self, at):
        return int.from_bytes(self.memory[at // 4096][at % 4096 :][: self.size], self.endian)

    def set(self, at, entry):
        self.memory[at // 4096][at % 4096 : at % 4096 + self.size] = entry.to_bytes(self.size, self.endian)

    def pointer(self, pa, level=1):
        if self.name == "sparc64" or (self.name == "i386-pae-roots" and level == 0):
            return pa
        if self.name == "sparc-srmmu":
            return pa >> 4 | 0x1
        if self.name.startswith("m68"):
            return pa | 0x2
        if self.name == "alpha":
            return pa >> 13 << 32 | 0x1
        if self.name.startswith(("amd64", "i386")):
            return pa | 0x1
        if self.name.startswith("aarch64"):
            return pa | 0x3
        if self.name == "arm":
            return pa | 0x1
        if self.name.startswith("riscv"):
            return pa >> 2 | 0x1
        return pa | 1 << 63 | 9

    def page(self, pa, last):
        if self.name == "sparc-srmmu":
            return pa >> 4 | 0x1E
        if self.name == "sparc64":
            return pa | 1 << 63 | 0x42
        if self.name.startswith("m68"):
            return pa | 0x19
        if self.name == "alpha":
            return pa >> 13 << 32 | 0x1101
        if self.name.startswith(("amd64", "i386")):
            return pa | 0x3 | (0 if last else 0x80)
        if self.name.startswith("aarch64"):
            return pa | (0x3 if last else 0x1)
        if self.name == "arm":
            return pa | 0x2
        if self.name.startswith("riscv"):
            return pa >> 2 | 0xF
        return pa | 1 << 63 | 1 << 62 | 0x7

    def map(self, va, pa, shift):
        """Map the page of 2^shift bytes at va to pa, unless something is mapped there; return whether it is done."""
        table = self.root
        for level, here in enumerate(self.split):
            above = self.top if level == 0 else self.split[level - 1]
            at = table + self.size * ((va & (1 << above) - 1) >> here)
            if here == shift:
                if self.get(at):
                    return False
                self.set(at, self.page(pa, here == self.split[-1]))
                return True
            if not self.get(at):
                self.set(at, self.pointer(self.table(level + 1), level))
            following = self.follow(self.get(at))
            if following is None:
                return False
            table = following
        raise AssertionError(shift)

    def follow(self, entry):
        """The table behind an entry that was made by `pointer`, None for a page."""
        for table in self.tables:
            if entry in (self.pointer(table, 0), self.pointer(table)):
                return table
        return None

    def find(self, va):
        """Look an address up, entry by entry."""
        table = self.root
        for level, here in enumerate(self.split):
            above = self.top if level == 0 else self.split[level - 1]
            entry = self.get(table + self.size * ((va & (1 << above) - 1) >> here))
            if not entry:
                return None
            for candidate in self.pages:
                start, pa, shift = candidate
                if shift == here and start == va >> shift << shift:
                    return pa + va - start
            table = self.follow(entry)
        return None

    def read(self, pa, count):
        count = min(count, 4096 - pa % 4096)
        page = self.memory.get(pa // 4096)
        return b"" if page is None else bytes(page[pa % 4096 : pa % 4096 + count])


def canonical(name, va):
    bits = TOP.get(name, 48)
    if bits == 32 or name == "powerpc-radix":
        return va & (1 << bits) - 1
    va &= (1 << bits) - 1
    return va | (1 << 64) - (1 << bits) if name.startswith("aarch64") or va >> bits - 1 else va


def build(name, wishes):
    """Map (page number, frame number, which size) wishes; return the machine with the list of what was mapped."""
    machine = Machine(name)
    machine.pages = []
    shifts = (machine.split[-1], *machine.large)
    for address, frame, size in wishes:
        shift = shifts[size % len(shifts)]
        va = canonical(name, address) >> shift << shift
        pa = (frame << shift) & (1 << (32 if machine.size == 4 else 44)) - 1
        if machine.map(va, pa, shift):
            machine.pages.append((va, pa, shift))
    return machine


addresses = st.one_of(
    st.integers(0, (1 << 64) - 1),
    st.builds(
        lambda high, low: high << 30 | low, st.sampled_from([0, 1, 3, 1 << 33]), st.integers(0, 1 << 24)
    ),
)
wishes = st.lists(st.tuples(addresses, st.integers(0, 1 << 20), st.integers(0, 3)), min_size=1, max_size=8)


@every
@settings(max_examples=15, deadline=None)
@given(wishes=wishes, data=st.data())
def test_walk_is_the_obvious_one(name, wishes, data):
    machine = build(name, wishes)
    walker = Walker(machine.form, machine.read)
    for start, pa, shift in machine.pages:
        for inside in {0, 1, (1 << shift) - 1, data.draw(st.integers(0, (1 << shift) - 1))}:
            found = walker.walk(machine.root, start + inside)
            assert found.pa == pa + inside
            assert found.span == 1 << shift
            assert found.why is None
            assert walker.find(machine.root, start + inside) == pa + inside
    for address in data.draw(st.lists(addresses, max_size=8)):
        va = canonical(name, address)
        expected = machine.find(va)
        assert walker.walk(machine.root, va).pa == expected
        assert walker.find(machine.root, va) == (-1 if expected is None else expected)


@every
@settings(max_examples=15, deadline=None)
@given(wishes=wishes)
def test_leaves_and_ranges_are_what_walks_find(name, wishes):
    machine = build(name, wishes)
    walker = Walker(machine.form, machine.read)
    page = machine.form.page_shift
    # On aarch64 a root is that of one half, and the walker is not told which.
    ranges = list(walker.ranges(machine.root, 1 << 63 if name.startswith("aarch64") else 0))
    covered = 0
    for start, pa, shift in machine.pages:
        if not any(
            one[0] <= start and start + (1 << shift) <= one[0] + (1 << one[2])
            for one in machine.pages
            if one != (start, pa, shift)
        ):
            covered += 1 << shift
        assert any(low <= start and start + (1 << shift) <= low + size for low, size in ranges)
        for first in {start >> page, start + (1 << shift) - 1 >> page}:
            leaf = walker.leaf(machine.root, first // LEAF_PAGES)
            base = first // LEAF_PAGES * LEAF_PAGES
            for number in (first - base, 0, LEAF_PAGES - 1):
                found = walker.walk(machine.root, base + number << page).pa
                assert leaf[number] == (NOWHERE if found is None else found)
    assert covered == sum(size for _, size in ranges)
    assert ranges == sorted(ranges)
    assert all(low + size < after for (low, size), (after, _) in itertools.pairwise(ranges))


@every
def test_nothing_is_mapped_where_no_table_is(name):
    walker = Walker(mmus.find(name), lambda pa, count: b"")
    va = canonical(name, 0x1234_5000)
    assert walker.walk(0x10_0000, va).why == "absent"
    assert set(walker.leaf(0x10_0000, va >> walker.form.page_shift + 9)) == {NOWHERE}
    assert list(walker.ranges(0x10_0000)) == []


@every
def test_address_that_the_form_does_not_reach(name):
    walker = Walker(mmus.find(name), lambda pa, count: b"\xff" * count)
    for va in (-1, 1 << 64, 1 << walker.form.width, 1 << 62):
        found = walker.walk(0, va)
        assert (found.pa, found.why) == (None, "range")
        assert walker.find(0, va) == -1


@every
def test_tables_that_run_into_themselves_end(name):
    """A damaged tree: every entry leads to the root again."""
    machine = Machine(name)
    entry = machine.pointer(0)
    code = "I" if machine.size == 4 else "Q"
    page = struct.pack(f"{machine.order}{4096 // machine.size}{code}", *[entry] * (4096 // machine.size))
    walker = Walker(machine.form, lambda pa, count: page[: min(count, 4096 - pa % 4096)])
    count = 0
    try:
        for _ in walker.ranges(0, limit=60):
            count += 1
            if count > 5000:
                break
    except BrokenListError as error:
        assert "leads into more tables than there can be" in str(error)


# Entries as the manuals give them


def one_entry(name, level, entry):
    return Walker(mmus.find(name), lambda pa, count: b"").follow(level, entry, 0x1234_5678)


@pytest.mark.parametrize(
    "name, level, entry, pa",
    [
        (
            "amd64",
            3,
            0x8000_0000_1234_5063,
            0x1234_5678,
        ),  # NX and the available bits are no part of the frame
        ("amd64", 3, 0x1234_5062, None),
        ("amd64", 2, 0x8000_0000_4000_01E3, 0x4000_0000 + 0x14_5678),
        ("amd64", 2, 0x8000_0000_4000_11E3, 0x4000_0000 + 0x14_5678),  # PAT of a large page
        ("amd64", 1, 0x8000_0001_4000_01E3, 0x1_4000_0000 + 0x1234_5678),
        ("i386", 0, 0x40_01E3, 0x40_0000 + 0x34_5678),
        ("i386-pae", 2, 0x000F_FFFF_FFFF_F063, 0x000F_FFFF_FFFF_F678),
        ("aarch64-4k", 3, 0x00E8_0000_4123_4703, 0x4123_4678),
        ("aarch64-4k", 3, 0x4123_4701, None),  # a block is not allowed at the last level
        ("aarch64-4k", 2, 0x0060_0000_4020_0701, 0x4020_0000 + 0x14_5678),
        ("aarch64-4k", 1, 0x4000_0701, 0x4000_0000 + 0x1234_5678),
        ("aarch64-16k", 3, 0x0000_0000_4123_7703, 0x4123_4000 + 0x1678),
        ("aarch64-16k", 2, 0x4200_0701, 0x4200_0000 + 0x34_5678),
        ("aarch64-64k", 2, 0x4123_F703, 0x4123_0000 + 0x5678),
        ("arm", 0, 0xC010_0C0E, 0xC010_0000 + 0x4_5678),
        ("arm", 0, 0x4104_0C0E, 0x4100_0000 + 0x34_5678),  # a supersection
        ("arm", 0, 0x0, None),
        ("arm", 1, 0x4001_0011, 0x4001_0000 + 0x5678),
        ("arm", 1, 0x4001_0013, 0x4001_0678),
        ("riscv-sv39", 2, 0x8020_0000 >> 2 | 0xCB, 0x8020_0678),
        ("riscv-sv39", 2, 0x8020_0000 >> 2 | 0x1, None),  # a pointer, at the last level
        ("riscv-sv39", 1, 0x8020_0000 >> 2 | 0xCF, 0x8020_0000 + 0x14_5678),
        ("powerpc-radix", 3, 0xC000_0000_0123_4187, 0x0123_4678),
        ("powerpc-radix", 3, 0x8000_0000_0123_4187, None),
        ("powerpc-radix", 2, 0xC000_0000_0020_0187, 0x20_0000 + 0x14_5678),
    ],
)
def test_entry(name, level, entry, pa):
    assert one_entry(name, level, entry).pa == pa


@pytest.mark.parametrize(
    "name, entry, rights",
    [
        ("amd64", 0x3, READ | WRITE | EXECUTE),
        ("amd64", 1 << 63 | 1, READ),
        ("i386", 0x1, READ | EXECUTE),
        ("aarch64-4k", 1 << 53 | 1 << 54 | 3, READ | WRITE),
        ("aarch64-4k", 1 << 7 | 3, READ | EXECUTE),
        ("arm", 0x13, READ | WRITE),
        ("arm", 0x212, READ | EXECUTE),
        ("riscv-sv39", 0x7, READ | WRITE),
        ("powerpc-radix", 0x5, READ | EXECUTE),
    ],
)
def test_rights(name, entry, rights):
    assert mmus.find(name).prot(entry) == rights


def test_unknown_form():
    with pytest.raises(KeyError):
        mmus.find("vax")
