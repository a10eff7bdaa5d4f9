"""Compressed dumps that are cut, bent or hostile: what was there before the damage is read, and nothing hangs."""

from __future__ import annotations

import bz2
import random
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm.corefile import HOLE, PHYS
from sunkvm.corefiles.solaris_vmdump import SolarisVmdump, probe
from sunkvm.errors import Fault, FormatError, OpenError
from sunkvm.source import ByteSource
from sunkvm.space import AddressSpace

SPACE = 0xC0001000
BASE = 0xB0000000
LEVELS = range(3)
ABIS = ("i386", "amd64", "sparc", "sparcv9")
relaxed = settings(deadline=None, max_examples=120)


class Memory(ByteSource):
    """A file that is only bytes."""

    def __init__(self, data):
        self.path = "memory"
        self.buffer = bytes(data)
        self.size = len(data)

    def read(self, offset, count):
        return self.buffer[offset : offset + count]

    def close(self):
        pass


def open_bytes(data):
    return probe(Memory(data)).open()


def encoded(dump, level, **more):
    runs = [(0, 13), (13, 13), (26, len(dump.pages) - 26)]
    data = [dump.serial, lambda: dump.lzjb_streams(runs), lambda: dump.bzip2_streams(runs)][level]()
    return dump.vmdump(data, streams=2 if level else 0, level=level, **more)


def data_offset(dump, data):
    return struct.unpack_from(f"{dump.order}q", data, 48)[0]


def survey(core, dump):
    """Read all pages in all ways; return the numbers of those that are right, wrong and at fault, and the faults."""
    right, wrong, lost, faults = [], [], [], []
    physical, virtual = AddressSpace(core, PHYS), AddressSpace(core, SPACE)
    for number, (frame, page) in enumerate(dump.pages):
        data, fault = physical.read_some(frame * dump.page, dump.page)
        again, other = virtual.read_some(BASE + number * dump.page, dump.page)
        assert again == data and (fault is None) == (other is None)
        if fault is not None:
            assert len(data) < dump.page
            assert fault.address == frame * dump.page + len(data)
            lost.append(number)
            faults.append(fault)
            with pytest.raises(type(fault.error())):
                physical.read(frame * dump.page, dump.page)
        else:
            (right if data == page else wrong).append(number)
    return right, wrong, lost, faults


@pytest.fixture(scope="module")
def dumps():
    """Handmade dumps and their files, by data model and level."""
    return {}


def made(handmade, dumps, abi, level):
    if (abi, level) not in dumps:
        dump = handmade(abi)
        dumps[abi, level] = dump, encoded(dump, level)
    return dumps[abi, level]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("abi", ABIS)
def test_cut_off(handmade, dumps, abi, level):
    """The file ends somewhere: what lies before is right, what lies behind is at fault, nothing is wrong."""
    dump, data = made(handmade, dumps, abi, level)
    start = data_offset(dump, data)
    end = len(data) - 65536

    @relaxed
    @given(st.integers(start - 100, end))
    def check(size):
        try:
            core = open_bytes(data[:size])
        except FormatError:
            assert size < start
            return
        right, wrong, lost, faults = survey(core, dump)
        assert not wrong
        assert any("terminal header" in warning for warning in core.warnings)
        if level == 0:
            assert right == list(range(len(right)))
        for fault in faults:
            assert fault.kind == Fault.CORRUPT
            assert fault.path == "memory"
            assert start <= fault.offset <= size
        if lost:
            assert core.pages().damages

    check()


@pytest.mark.parametrize("level", LEVELS)
def test_the_longer_the_file_the_more_pages(handmade, dumps, level):
    dump, data = made(handmade, dumps, "amd64", level)
    start = data_offset(dump, data)
    counts = [
        len(survey(open_bytes(data[:size]), dump)[0]) for size in range(start, len(data) - 65536 + 1, 4099)
    ]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 40)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("abi", ABIS)
def test_flipped_bits_in_the_data(handmade, dumps, abi, level):
    """Any byte of the data section is another one. bzip2 has checksums, so there nothing can be wrong unnoticed."""
    dump, data = made(handmade, dumps, abi, level)
    start = data_offset(dump, data)
    used = len(data[: len(data) - 65536].rstrip(b"\0")) - start

    @relaxed
    @given(st.lists(st.tuples(st.integers(0, used), st.integers(1, 255)), min_size=1, max_size=3))
    def check(changes):
        bent = bytearray(data)
        for at, bits in changes:
            bent[start + at] ^= bits
        core = open_bytes(bent)
        _, wrong, _, faults = survey(core, dump)
        if level == 2:
            assert not wrong
        assert {fault.kind for fault in faults} <= {Fault.CORRUPT}
        assert all(start <= fault.offset <= len(bent) for fault in faults)

    check()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("abi", ABIS)
def test_flipped_bits_in_the_header_and_tables(handmade, dumps, abi, level):
    dump, data = made(handmade, dumps, abi, level)
    start = data_offset(dump, data)

    @relaxed
    @given(
        st.lists(st.tuples(st.integers(0, start), st.integers(1, 255)), min_size=1, max_size=3), st.booleans()
    )
    def check(changes, tail):
        bent = bytearray(data if tail else data[:-65536])
        for at, bits in changes:
            bent[at] ^= bits
        try:
            match = probe(Memory(bent))
            if isinstance(match, str):
                return
            core = match.open()
        except OpenError:
            return
        space = AddressSpace(core, PHYS)
        try:
            for frame, _ in dump.pages:
                space.read_some(frame * dump.page, dump.page)
                AddressSpace(core, SPACE).read_some(BASE, dump.page)
        except FormatError:
            pass

    check()


def test_serial_page_of_an_impossible_size(handmade):
    dump = handmade()
    data = dump.serial(range(10)) + dump.pack("I", 4097) + dump.serial(range(10, 40))
    core = open_bytes(dump.vmdump(data))
    right, wrong, lost, faults = survey(core, dump)
    assert (len(right), wrong, len(lost)) == (10, [], 30)
    assert {fault.offset for fault in faults} == {
        data_offset(dump, core.buffer) + len(dump.serial(range(10)))
    }
    with pytest.raises(FormatError, match="a page of 4097 bytes") as caught:
        AddressSpace(core, PHYS).read(dump.pages[10][0] * 4096, 1)
    assert caught.value.path == "memory"


def test_page_that_does_not_decode(handmade):
    """Its beginning is there, its rest is at fault, and the pages behind it are not affected."""
    dump = handmade()
    records = [dump.record(bytes([0]) + b"startpag" + b"\x01\x03\xff")]
    core = open_bytes(dump.vmdump(records[0] + dump.serial(range(1, 40))))
    right, wrong, lost, _ = survey(core, dump)
    assert (len(right), wrong, lost) == (39, [], [0])
    data, fault = AddressSpace(core, PHYS).read_some(dump.pages[0][0] * 4096, 100)
    assert data == b"startpag"
    assert (fault.kind, fault.offset) == (Fault.CORRUPT, data_offset(dump, core.buffer) + 4)


@pytest.mark.parametrize("level", (1, 2))
def test_a_broken_stream_does_not_break_the_others(handmade, level):
    dump = handmade(count=60)
    if level == 1:
        bad = dump.lzjb_text(0, 10) + b"\xff" * 8 + dump.serial(range(10, 20))
        bad = bad[:8] + dump.pack("2Q", 0, 20) + bad[24:]
        good = dump.lzjb_text(20, 40)
    else:
        text = dump.bzip2_text(0, 20) + b"no header"
        bad = bz2.compress(text, 1)
        bad = bad[:-300] + bytes(300)
        good = bz2.compress(dump.bzip2_text(20, 40), 1)
    core = open_bytes(dump.vmdump(dump.record(bad, 1) + dump.record(good, 2), streams=2, level=level))
    right, wrong, lost, faults = survey(core, dump)
    assert (wrong, lost) == ([], list(range(10 if level == 1 else 0, 20)))
    assert right == [number for number in range(60) if number not in lost]
    assert {fault.kind for fault in faults} == {Fault.CORRUPT}
    assert all("stream 1" in fault.detail for fault in faults)


def test_stream_header_outside_the_dump(handmade):
    dump = handmade()
    for first, count in ((30, 11), (1 << 40, 1), (0, 1 << 62)):
        header = dump.stream_header(first, count)
        for data in (header + dump.lzjb_text(0, 3)[24:], bz2.compress(header + bytes(9000), 1)):
            core = open_bytes(dump.vmdump(dump.record(data, 1), streams=1))
            assert survey(core, dump)[0] == []
            assert core.pages().damages[0].reason == "no stream header in stream 1"


def test_empty_runs(handmade):
    """A stream may be nothing but headers of no pages."""
    dump = handmade()
    empty = dump.stream_header(0, 0) * 5000
    for data in (empty, bz2.compress(empty, 1)):
        core = open_bytes(dump.vmdump(dump.record(data, 1) + dump.record(dump.lzjb_text(0, 40), 2)))
        assert len(survey(core, dump)[0]) == 40


def test_more_pages_than_announced(handmade):
    dump = handmade()
    data = dump.lzjb_streams([(0, 40)]) + dump.serial() * 2
    core = open_bytes(dump.vmdump(data))
    assert len(survey(core, dump)[0]) == 40


@pytest.mark.parametrize("level", LEVELS)
def test_data_section_ends_early(handmade, level):
    """An end mark before the last page, in a dump that says it is complete."""
    dump = handmade()
    data = [dump.serial(range(7)), dump.lzjb_streams([(0, 7)]), dump.bzip2_streams([(0, 7)])][level]
    core = open_bytes(dump.vmdump(data, level=level, streams=2))
    right, wrong, lost, faults = survey(core, dump)
    assert (right, wrong, lost) == (list(range(7)), [], list(range(7, 40)))
    assert faults[0].detail == "the data section ends before page 7"
    assert core.pages().lost() == 33
    assert core.page(PHYS, dump.pages[7][0]) == HOLE


# --- bombs ------------------------------------------------------------------------------------------


def quickly(started, seconds=10):
    assert time.perf_counter() - started < seconds


def test_bzip2_bomb(handmade):
    """Gigabytes of zeros behind a header, and without one."""
    dump = handmade()
    started = time.perf_counter()
    for text in (bytes(100 << 20), dump.bzip2_text(0, 40) + bytes(100 << 20)):
        bomb = bz2.compress(text, 9)
        assert len(bomb) < 40_000
        core = open_bytes(dump.vmdump(dump.record(bomb, 1), streams=1, level=2))
        right, wrong, _, _ = survey(core, dump)
        assert not wrong and len(right) in (0, 40)
        assert core.pages().damages
    quickly(started, 30)


def test_bzip2_marks_and_nothing_else(handmade):
    dump = handmade()
    mark = (0x314159265359).to_bytes(6, "big")
    started = time.perf_counter()
    data = b"".join(dump.record(mark * 21_000, 1) for _ in range(40))
    for first in (b"BZh1", b"BZh9", b"BZhx", b""):
        core = open_bytes(dump.vmdump(dump.record(first + mark, 1) + data, streams=1, level=2))
        assert survey(core, dump)[0] == []
    quickly(started)


def test_bzip2_without_any_mark(handmade):
    dump = handmade()
    started = time.perf_counter()
    rng = random.Random(4)
    data = dump.record(b"BZh9" + (0x314159265359).to_bytes(6, "big"), 1)
    data += b"".join(dump.record(rng.randbytes(131_000), 1) for _ in range(200))
    core = open_bytes(dump.vmdump(data, streams=1, level=2))
    assert survey(core, dump)[0] == []
    quickly(started)


def test_header_claims_a_huge_dump(handmade):
    """The tables of which lie in the file, as in a sparse one, but cannot be held."""

    class Sparse(Memory):
        def __init__(self, data):
            super().__init__(data)
            self.size = 1 << 50

    dump = handmade()
    for member, at in (("npages", 1840), ("nvtop", 1832)):
        data = bytearray(dump.vmdump(dump.serial(), tail=False))
        struct.pack_into("<Q", data, at, 1 << 40)
        core = probe(Sparse(data)).open()
        assert isinstance(core, SolarisVmdump)
        with pytest.raises(FormatError, match="too many"):
            (core.pages if member == "npages" else core.translations)()


def test_one_hash_bucket_for_all(handmade):
    """Translations that all hash alike make look-ups slow, but not endless."""
    dump = handmade(count=3)
    started = time.perf_counter()
    dump.translations = [(SPACE - number * 8, BASE + number * 4096, 0x100) for number in range(20_000)]
    core = open_bytes(dump.vmdump(dump.serial()))
    assert core.physical(SPACE, BASE) == 0x100 << 12
    assert core.physical(SPACE, BASE + (1 << 40)) is None
    quickly(started)


def test_symbol_table_bomb(handmade):
    dump = handmade()
    dump.members["ksyms_size"] = 1 << 40
    core = open_bytes(dump.vmdump(dump.serial()))
    with pytest.raises(FormatError, match="symbol table of"):
        core.namelist()
