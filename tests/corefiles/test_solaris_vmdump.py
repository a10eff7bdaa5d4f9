"""Compressed dumps read as they are: the same bytes as in their vmcore, whatever the encoding."""

from __future__ import annotations

import bz2
import os
import struct
from itertools import pairwise
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import HOLE, PHYS, SLOW, formats, open_corefile
from sunkvm.corefiles import bzip2
from sunkvm.corefiles.bzip2 import Bzip2Stream
from sunkvm.corefiles.solaris_pages import Cache, DataSection
from sunkvm.corefiles.solaris_vtop import Translations
from sunkvm.errors import Fault, FormatError, OpenError, ReadOnlyError, UnknownFormatError
from sunkvm.source import open_source
from sunkvm.space import AddressSpace

CASES = ("amd64", "i386", "sparc", "sparcv9", "amd64-zerotail")
LEVELS = ("vmdump.0", "vmdump.1", "vmdump.2")
ABIS = ("i386", "amd64", "sparc", "sparcv9")
SPACE, OTHER = 0xC0001000, 0xC0002000
BASE = 0xB0000000

every_case = pytest.mark.parametrize("case", CASES)
every_level = pytest.mark.parametrize("level", LEVELS)
every_abi = pytest.mark.parametrize("abi", ABIS)


def claimants(path):
    """The formats that claim a file."""
    from importlib import import_module

    from sunkvm.corefile import Match

    names = []
    with open_source(path) as source:
        for name in formats():
            try:
                if isinstance(import_module(f"sunkvm.corefiles.{name}").probe(source), Match):
                    names.append(name)
            except FormatError:
                names.append(f"{name}, damaged")
    return names


def read_all(core, space=PHYS):
    """All bytes of a space by page address."""
    found = AddressSpace(core, space)
    return {
        address: found.read(address, core.page_size)
        for start, size in core.ranges(space)
        for address in range(start, start + size, core.page_size)
    }


def contents(dump):
    """What a handmade dump holds, by physical address."""
    return {frame * dump.page: page for frame, page in dump.pages}


def thirds(count):
    """Three runs of pages that make up a dump."""
    third = count // 3
    return [(0, third), (third, third), (2 * third, count - 2 * third)]


def encoded(dump, level, **more):
    """The vmdump of a handmade dump at a compression level."""
    runs = thirds(len(dump.pages))
    data = [dump.serial, lambda: dump.lzjb_streams(runs), lambda: dump.bzip2_streams(runs)][level]()
    return dump.vmdump(data, streams=2 if level else 0, level=level, **more)


# --- the golden images ------------------------------------------------------------------------------


@every_level
@every_case
def test_same_bytes_as_the_vmcore(golden_solaris, case, level):
    folder = golden_solaris.folder(case)
    core, packed = open_corefile(str(folder / "vmcore.0")), open_corefile(str(folder / level))
    try:
        spaces = {PHYS} | {space for space, _, _ in core.records()}
        assert len(spaces) > 5
        assert packed.translated_spaces() == core.translated_spaces()
        for space in spaces:
            assert list(packed.ranges(space)) == list(core.ranges(space))
            assert read_all(packed, space) == read_all(core, space)
            for start, _ in core.ranges(space):
                assert packed.physical(space, start + 9) == core.physical(space, start + 9)
                assert packed.physical(space, start - 1) == core.physical(space, start - 1)
        assert packed.namelist() == core.namelist() == (folder / "unix.0").read_bytes()
        assert packed.warnings == []
    finally:
        core.close()
        packed.close()


@every_level
@every_case
def test_same_facts_as_the_vmcore(golden_solaris, case, level):
    folder = golden_solaris.folder(case)
    core, packed = open_corefile(str(folder / "vmcore.0")), open_corefile(str(folder / level))
    facts = dict(packed.facts)
    number = int(level[-1])
    assert facts.pop("compression") == ("lzjb", "parallel lzjb", "parallel bzip2")[number]
    assert facts.pop("flags") & ~9 == core.facts["flags"]
    assert facts == {name: value for name, value in core.facts.items() if name != "flags"}
    assert (packed.model, packed.page_size, packed.personality) == (core.model, core.page_size, "solaris")
    core.close()
    packed.close()


@every_level
@pytest.mark.parametrize("case", CASES[:4])
def test_same_processes_as_the_vmcore(golden_solaris, case, level):
    folder = golden_solaris.folder(case)
    with (
        sunkvm.open(folder / "unix.0", folder / "vmcore.0") as core,
        sunkvm.open(corefile=folder / level) as packed,
    ):
        assert packed.info.format == "solaris_vmdump"
        expected = list(core.processes())
        assert len(expected) > 5
        assert list(packed.processes()) == expected


@every_case
@pytest.mark.parametrize("name", ("vmcore.0", *LEVELS))
def test_one_format_claims_it(golden_solaris, case, name):
    path = golden_solaris.folder(case) / name
    assert claimants(str(path)) == ["solaris" if name == "vmcore.0" else "solaris_vmdump"]


@every_level
def test_header_and_symbols_need_no_index(golden_solaris, monkeypatch, level):
    def never(*_):
        raise AssertionError("an index was made")

    monkeypatch.setattr(DataSection, "build", never)
    monkeypatch.setattr(Translations, "build", never)
    core = open_corefile(str(golden_solaris.folder("amd64") / level))
    assert core.facts["pages"] == 275
    assert core.namelist()
    assert sum(size for _, size in core.ranges(PHYS)) == 275 * 4096
    core.close()


def test_stored_pages_are_read_where_they_lie(golden_solaris):
    """Pages that did not become shorter stand in the file as they are; the others are slow."""
    core = open_corefile(str(golden_solaris.folder("amd64") / "vmdump.0"))
    places = [core.page(PHYS, pfn) for pfn in core.pfns()]
    plain = [place for place in places if not place & SLOW]
    assert 50 < len(plain) < len(places)
    for place, pfn in zip(places, core.pfns(), strict=True):
        if not place & SLOW:
            assert core.buffer[place : place + 4096] == core.pages().page(core.number_of(pfn))
    assert core.leaf(PHYS, 0)[0] == HOLE
    assert core.leaf(PHYS, core.pfns()[0] // 512)[core.pfns()[0] % 512] == places[0]
    core.close()


def test_read_only(golden_solaris):
    with sunkvm.open(corefile=golden_solaris.folder("amd64") / "vmdump.0", writable=True) as image:
        kva = int(image.symbols["practive"])
        with pytest.raises(ReadOnlyError):
            image.write(kva, b"x")


# --- by hand ----------------------------------------------------------------------------------------


@every_abi
@pytest.mark.parametrize("level", range(3))
@pytest.mark.parametrize("version", (9, 10))
def test_handmade(handmade, write, abi, level, version):
    dump = handmade(abi, version=version)
    core = open_corefile(write(encoded(dump, level)))
    assert read_all(core) == contents(dump)
    by_frame = dict(dump.pages)
    assert read_all(core, SPACE) == {va: by_frame[frame] for _, va, frame in dump.translations}
    assert core.namelist() == dump.symbols
    assert core.facts["dump_version"] == version
    assert core.facts["panic_string"] == "oops!"
    assert core.warnings == []
    core.close()


def test_records_decide_and_not_the_header(handmade, write):
    """A serial dump may announce streams, and a header may tell of none."""
    dump = handmade()
    serial = dump.vmdump(dump.serial(), streams=7, level=2)
    assert read_all(open_corefile(write(serial))) == contents(dump)
    streams = dump.vmdump(dump.lzjb_streams(thirds(40)), streams=0, level=0)
    assert read_all(open_corefile(write(streams))) == contents(dump)


def test_pages_behind_the_streams_come_last(handmade, write):
    dump = handmade()
    for data in (dump.lzjb_streams([(0, 12), (12, 20)]), dump.bzip2_streams([(0, 12), (12, 20)])):
        tail = dump.serial(range(32, 40))
        core = open_corefile(write(dump.vmdump(data + tail, streams=2, level=1)))
        assert read_all(core) == contents(dump)
        core.close()


def test_lzjb_and_bzip2_streams_mixed(handmade, write):
    dump = handmade()
    data = dump.lzjb_streams([(0, 20)], streams=1)
    data += dump.record(bz2.compress(dump.bzip2_text(20, 20)), 2)
    assert read_all(open_corefile(write(dump.vmdump(data)))) == contents(dump)


def test_old_serial_dump_has_no_end_mark(handmade, write):
    dump = handmade(version=9)
    data = dump.vmdump(dump.serial() + b"\xff" * 64, end=False)
    core = open_corefile(write(data))
    assert read_all(core) == contents(dump)
    assert core.pages().damages == []


@pytest.mark.parametrize("block", (30, 1000, 131068))
def test_bzip2_stream_cut_anywhere(handmade, write, block):
    dump = handmade()
    data = dump.bzip2_streams(thirds(40), streams=2, block=block)
    core = open_corefile(write(dump.vmdump(data, streams=2, level=2)))
    assert read_all(core) == contents(dump)


def test_bzip2_streams_one_after_another(handmade, write):
    """At the end of a stream the decoder starts anew, also in the middle of a page, and at another level."""
    dump = handmade(count=90)
    text = dump.bzip2_text(0, 50) + dump.bzip2_text(50, 40)
    cuts = [0, 1, 20, 5000, 5001, 200_000, 205_000, len(text)]
    data = b"".join(bz2.compress(text[a:b], 1 + turn % 9) for turn, (a, b) in enumerate(pairwise(cuts)))
    core = open_corefile(write(dump.vmdump(dump.record(data, 5), streams=5, level=2)))
    assert read_all(core) == contents(dump)


def test_bzip2_pages_in_any_order(handmade, write):
    dump = handmade(count=200)
    core = open_corefile(write(encoded(dump, 2)))
    core.pages()._cache, core.pages()._blocks = Cache(8192), Cache(8192)
    space = AddressSpace(core, PHYS)
    for number in range(0, 200 * 77, 77):
        frame, page = dump.pages[number % 200]
        assert space.read(frame * 4096 + 100, 500) == page[100:600]


def bzip2_stream(data):
    stream = Bzip2Stream(data)
    stream.add(0, len(data))
    return stream


def test_block_mark_by_chance(monkeypatch):
    """48 bits inside a block can look like the start of one."""
    text = os.urandom(450_000)
    data = bz2.compress(text, 1)
    true = list(bzip2_stream(data)._marks())
    assert len(true) == 5
    false = sorted([*true, true[1] + 1000, true[1] + 90_001, true[2] + 5, true[4] + 77])
    monkeypatch.setattr(Bzip2Stream, "_marks", lambda _: iter(false))
    stream = bzip2_stream(data)
    assert b"".join(part for _, part in stream.decode_all()) == text
    assert not stream.broken
    assert stream.read(299_999, 3, Cache(1 << 20)) == text[299_999:300_002]


@pytest.mark.parametrize("shift", range(8))
def test_block_marks_at_every_bit(shift):
    mark = 0x314159265359
    bits = 800 + shift
    data = (mark << 8000 - bits).to_bytes(1006, "big")
    assert list(bzip2_stream(data)._marks()) == [bits - 48 + 48]


def test_marks_across_windows(monkeypatch):
    text = os.urandom(300_000)
    data = bz2.compress(text, 1)
    expected = list(bzip2_stream(data)._marks())
    for window in (7, 64, 1001):
        monkeypatch.setattr(bzip2, "_WINDOW", window)
        assert list(bzip2_stream(data)._marks()) == expected


def test_translations(handmade, write):
    """The last of several translations counts, as in savecore's hash; those to frames that are not there do not."""
    dump = handmade(count=20)
    frames = [frame for frame, _ in dump.pages]
    dump.translations = [
        (SPACE, BASE, frames[1]),
        (OTHER, BASE, frames[2]),
        (SPACE, BASE, frames[3]),
        (SPACE, BASE, 0x99999),
        (SPACE, BASE + 4096, 0x99999),
        (SPACE, BASE + 8192, frames[4]),
        (SPACE, 0xFFFFFFFFFFFFF000, frames[5]),
    ]
    core = open_corefile(write(encoded(dump, 0)))
    assert core.physical(SPACE, BASE + 5) == frames[3] * 4096 + 5
    assert core.physical(OTHER, BASE) == frames[2] * 4096
    assert core.physical(SPACE, BASE + 4096) is None
    assert core.page(SPACE, (BASE >> 12) + 1) == HOLE
    assert core.page("kernel", BASE >> 12) == HOLE
    assert list(core.ranges(SPACE)) == [(BASE, 4096), (BASE + 8192, 4096), (0xFFFFFFFFFFFFF000, 4096)]
    assert core.translated_spaces() == {SPACE, OTHER}
    assert core.fault(SPACE, BASE + 4096).kind == Fault.UNMAPPED
    assert core.fault(PHYS, 0).kind == Fault.NOT_DUMPED


@pytest.mark.parametrize("count", (0, 1, 2, 3))
def test_few_translations(handmade, write, count):
    dump = handmade(count=5)
    del dump.translations[count:]
    core = open_corefile(write(encoded(dump, 0)))
    found = [core.physical(SPACE, BASE + number * 4096) is not None for number in range(5)]
    assert found == [number < count for number in range(5)]


def test_how_an_address_is_found(handmade, write):
    dump = handmade(count=20)
    data = encoded(dump, 0)
    core = open_corefile(write(data))
    vtop, pfns = struct.unpack_from("<qq", data, 40)[0], struct.unpack_from("<q", data, 32)[0]
    found = core.translate(SPACE, BASE + 3 * 4096 + 7)
    assert (found.index, found.frame, found.inside) == (3, dump.pages[3][0], 7)
    assert [(step.what, step.offset) for step in found.steps] == [
        ("record", vtop + 3 * 24),
        ("pfn", pfns + 3 * 8),
    ]
    assert found.offset is None and found.why_not is None  # compressed
    found = core.translate(PHYS, dump.pages[4][0] * 4096 + 7)
    assert data[found.offset : found.offset + 9] == dump.pages[4][1][7:16]  # stored
    assert core.translate(SPACE, 0).why_not


def test_no_pages(handmade, write):
    dump = handmade(count=0)
    for level in (0, 1):
        core = open_corefile(write(dump.vmdump(b"", streams=level, level=level)))
        assert list(core.ranges(PHYS)) == []
        assert core.page(PHYS, 0x100) == HOLE
        core.close()


# --- which header counts ----------------------------------------------------------------------------


def test_without_the_tail(handmade, write):
    dump = handmade()
    for level in range(3):
        path = write(encoded(dump, level, tail=False))
        core = open_corefile(path)
        assert read_all(core) == contents(dump)
        assert len(core.warnings) == 1 and "terminal header is damaged or missing" in core.warnings[0]
        assert claimants(path) == ["solaris_vmdump"]
        core.close()


@pytest.mark.parametrize(
    "damage",
    (
        (0, bytes(4096)),
        (4, b"\x63"),  # the version
        (12, b"\x21"),  # the word size
    ),
    ids=("gone", "version", "wordsize"),
)
def test_without_the_first_header(handmade, write, damage):
    dump = handmade()
    data = bytearray(encoded(dump, 1))
    at, new = damage
    data[at : at + len(new)] = new
    path = write(data)
    assert claimants(path) == ["solaris_vmdump"]
    core = open_corefile(path)
    assert read_all(core) == contents(dump)
    assert core.facts["compression"] == "parallel lzjb"
    assert len(core.warnings) == 1 and "offset 0 is damaged or missing" in core.warnings[0]


def test_headers_that_differ(handmade, write):
    """As savecore does, the last one is believed; unless it makes no sense and the first one does."""
    dump = handmade()
    good = encoded(dump, 0)
    tail = len(good) - 65536
    data = bytearray(good)
    data[1598] ^= 1
    core = open_corefile(write(data))
    assert core.facts["panic_string"] == "oops!"
    assert core.warnings == [
        f"the headers at offsets 0 and {tail:#x} differ in dump_panicstring; the one at {tail:#x} is used"
    ]
    core.close()
    data = bytearray(good)
    data[tail + 38] = 0xFF  # dump_pfn
    core = open_corefile(write(data))
    assert read_all(core) == contents(dump)
    assert core.warnings == [
        f"the headers at offsets 0 and {tail:#x} differ in dump_pfn; the one at 0x0 is used"
    ]


def test_saved_or_not_is_no_difference(handmade, write):
    dump = handmade()
    data = bytearray(encoded(dump, 0))
    data[8] &= ~1
    assert open_corefile(write(data)).warnings == []


def test_neither_header(handmade, write):
    data = bytearray(encoded(handmade(), 0))
    tail = len(data) - 65536
    data[:4] = data[tail : tail + 4] = bytes(4)
    path = write(data)
    assert claimants(path) == []
    with pytest.raises(UnknownFormatError):
        open_corefile(path)
    data[:4] = b"\xed\xc8\xfe\xde"
    data[4] = 99
    with pytest.raises(FormatError, match="dump version 99"):
        open_corefile(write(data))


def test_not_complete(handmade, write):
    dump = handmade(flags=1 | 8 | 0x10000)
    core = open_corefile(write(dump.vmdump(dump.serial(range(30)))))
    assert core.warnings == ["the dump is not complete"]
    assert read_all_or_fault(core, dump)[1] == {Fault.NOT_DUMPED: 10}


def read_all_or_fault(core, dump):
    """Read every page; return how many were right and the kinds of the faults, and fail on wrong bytes."""
    right, faults = 0, {}
    space = AddressSpace(core, PHYS)
    for frame, page in dump.pages:
        data, fault = space.read_some(frame * dump.page, dump.page)
        if fault is None:
            assert data == page
            right += 1
        else:
            faults[fault.kind] = faults.get(fault.kind, 0) + 1
    return right, faults


@pytest.mark.parametrize("member", ("pfn", "map", "data", "ksyms"))
def test_section_outside_the_file(handmade, write, member):
    dump = handmade()
    data = bytearray(encoded(dump, 0, tail=False))
    struct.pack_into("<q", data, {"ksyms": 24, "pfn": 32, "map": 40, "data": 48}[member], 1 << 50)
    path = write(data)
    if member == "ksyms":
        core = open_corefile(path)
        assert read_all(core) == contents(dump)
        with pytest.raises(FormatError, match="lies outside"):
            core.namelist()
    else:
        with pytest.raises(FormatError, match=f"dump_{member}"):
            open_corefile(path)


# --- order and memory -------------------------------------------------------------------------------


def test_cache_is_bounded():
    cache = Cache(100)
    for number in range(50):
        cache.put(number, bytes(10))
        if number >= 5:
            assert cache.get(number - 4) is not None
    assert sum(cache.get(number) is not None for number in range(50)) == 10
    cache.put("large", bytes(1000))
    assert cache.get("large") is not None and cache.get(49) is None
    cache.put("small", b"x")
    assert cache.get("large") is None


def test_cache_forgets_the_least_recently_used():
    cache = Cache(3)
    for key in "abc":
        cache.put(key, b"x")
    cache.get("a")
    cache.put("d", b"x")
    assert [key for key in "abcd" if cache.get(key)] == ["a", "c", "d"]


@every_level
def test_progress(golden_solaris, level):
    core = open_corefile(str(golden_solaris.folder("amd64") / level))
    calls = []
    core.progress = lambda done, total: calls.append((done, total))
    core.pages()
    assert calls
    assert all(0 <= done <= total for done, total in calls)
    assert calls[-1][0] == calls[-1][1]
    calls.clear()
    core.translations()
    assert calls[-1][0] == calls[-1][1] > 0
    calls.clear()
    core.page(PHYS, 0x400)
    assert calls == []


def test_progress_can_interrupt(golden_solaris):
    """What the callback raises gets out, and the next read starts over."""
    core = open_corefile(str(golden_solaris.folder("amd64") / "vmdump.2"))

    def interrupt(done, total):
        raise KeyboardInterrupt

    core.progress = interrupt
    with pytest.raises(KeyboardInterrupt):
        core.page(PHYS, core.pfns()[0])
    core.progress = None
    assert len(read_all(core)) == 275


def test_close(golden_solaris):
    core = open_corefile(str(golden_solaris.folder("amd64") / "vmdump.2"))
    buffer = core.buffer
    read_all(core)
    core.close()
    core.close()
    assert buffer.closed


def test_nothing_stays_open_after_a_failure(golden_solaris, write):
    data = bytearray((golden_solaris.folder("amd64") / "vmdump.0").read_bytes()[:20000])
    path = write(data)
    before = len(os.listdir("/proc/self/fd"))
    struct.pack_into("<q", data, 32, 1 << 50)
    Path(path).write_bytes(data)
    with pytest.raises(OpenError):
        open_corefile(path)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_page_that_unpacks_to_more_than_a_page_is_damaged(golden_solaris, tmp_path):
    """lzjb has no checksum, but input that is left over is a sign."""
    import struct

    from sunkvm.corefile import PHYS, open_corefile
    from sunkvm.errors import FormatError
    from sunkvm.space import AddressSpace

    raw = bytearray((golden_solaris.folder("amd64") / "vmdump.0").read_bytes())
    first = struct.unpack_from("<q", raw, 48)[0]  # dump_data: the first record is that of the first page
    size = struct.unpack_from("<I", raw, first)[0]
    assert 8 < size < 4096
    # Eight literals become eight copies: far more output than a page.
    raw[first + 4] = 0
    at = first + 5
    raw[at : at + 8] = b"\0" * 8
    for place in range(at + 8, first + 4 + size - 17, 17):
        raw[place : place + 17] = b"\xff" + b"\xfc\x01" * 8
    path = tmp_path / "vmdump.0"
    path.write_bytes(raw)
    core = open_corefile(str(path))
    pfn = core.pfns()[0]
    with pytest.raises(FormatError, match="damaged"):
        AddressSpace(core, PHYS).read(pfn << 12, 4096)
    core.close()
