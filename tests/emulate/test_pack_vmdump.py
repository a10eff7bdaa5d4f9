"""Packed vmdumps record by record: a slow decoder of the format, and what becomes of them when they are expanded."""

from __future__ import annotations

import bz2
import os
import random
import struct
from itertools import pairwise
from pathlib import Path

import pytest

from sunkvm.corefile import PHYS, open_corefile
from sunkvm.emulate.memory import Memory, Segment
from sunkvm.emulate.pack import solaris, solaris_vmdump
from sunkvm.emulate.pack.solaris_vmdump import COMPRESSIONS, pack
from sunkvm.export.savecore import expand

FACTS = {"crash_time": 1_700_000_123, "uuid": "01234567-89ab-cdef-0123-456789abcdef"}

every_compression = pytest.mark.parametrize("compression", COMPRESSIONS)


def lzjb(data, size):
    """Decode lzjb one item after the other."""
    if len(data) >= size:
        return data[:size]
    out, at = [], 0
    while at < len(data) and len(out) < size:
        bits, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if bits & 1 << bit:
                length, back = (data[at] >> 2) + 3, (data[at] & 3) * 256 + data[at + 1]
                at += 2
                for _ in range(length):
                    out.append(out[-back])
            else:
                out.append(data[at])
                at += 1
    return bytes(out)


class SlowVmdump:
    """A vmdump decoded as savecore does: streams gathered whole, then taken apart."""

    def __init__(self, path, shape):
        self.data = data = Path(path).read_bytes()
        self.order, self.word, tail, _, _, self.size = shape
        _, self.version, self.flags, self.bits = self.unpack("4I", 0)
        self.start, self.ksyms, self.pfn, self.map, self.at = self.unpack("5q", 16)
        letter = "Q" if self.word == 8 else "I"
        values = [self.unpack(letter, offset)[0] for offset in tail]
        _, _, self.page, self.mask, self.nvtop, self.npages, self.ksyms_size, self.ksyms_csize = values
        self.pfns = self.unpack(f"{self.npages}{letter}", self.pfn)
        self.vtop = [
            self.unpack(f"3{letter}", self.map + number * 3 * self.word) for number in range(self.nvtop)
        ]
        terminal = len(data) - 65536
        self.terminal = data[terminal : terminal + self.size]
        names = ("magic", "version", "csize", "maxcsize", "maxrange", "nstreams", "clevel", "metrics")
        self.datahdr = dict(zip(names, self.unpack("IIQIIHHI", terminal + self.size), strict=True))
        self.records = list(self.walk())

    def unpack(self, codes, offset):
        return struct.unpack_from(self.order + codes, self.data, offset)

    def walk(self):
        at = self.at
        while True:
            (word,) = self.unpack("I", at)
            self.end = at + 4
            if not word:
                return
            size = word & 0xFFFFF
            yield word >> 20, self.data[at + 4 : at + 4 + size]
            at += 4 + size

    def stream_header(self, text, at):
        assert text[at : at + 8] == b"StrmHdr\0"
        first, count = struct.unpack_from(self.order + ("2Q" if self.word == 8 else "2I"), text, at + 8)
        assert count <= self.datahdr["maxrange"]
        return at + 8 + 2 * self.word, first, count

    def pages(self):
        found = {}
        if self.datahdr["clevel"] == 0:
            assert all(tag == 0 and len(data) <= self.page for tag, data in self.records)
            return [lzjb(data, self.page) for _, data in self.records]
        streams = {}
        for tag, data in self.records:
            assert 1 <= tag <= self.datahdr["nstreams"] and len(data) <= self.datahdr["maxcsize"] - 4
            streams.setdefault(tag, []).append(data)
        for blocks in streams.values():
            text = b"".join(blocks)
            if self.datahdr["clevel"] == 2:
                assert text[:4] == b"BZh1"
                text = bz2.decompress(text)
            ends, total = [], 0
            for block in blocks:
                total += len(block)
                ends.append(total)
            at = 0
            while at < len(text):
                starts = [at]
                at, first, count = self.stream_header(text, at)
                for number in range(first, first + count):
                    starts.append(at)
                    assert number not in found
                    if self.datahdr["clevel"] == 2:
                        found[number] = text[at : at + self.page]
                        at += self.page
                    else:
                        (size,) = struct.unpack_from(self.order + "I", text, at)
                        found[number] = lzjb(text[at + 4 : at + 4 + size], self.page)
                        at += 4 + size
                if self.datahdr["clevel"] == 1:  # no object goes over the end of a block
                    starts.append(at)
                    for a, b in pairwise(starts):
                        assert not any(a < end < b for end in ends)
        return [found[number] for number in range(self.npages)]


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    """Let runs of pages be shorter than they are, so that less memory makes as many."""
    monkeypatch.setattr(solaris_vmdump, "_RANGE", 1 << 18)


@pytest.fixture
def memory(kit, model):
    memory = kit.plant(model)
    # More than one run of pages for the streams, zero pages, and pages that do not become shorter.
    segments = memory.spaces[memory.kernel]
    base = max(segment.end for segment in segments) + (1 << 20)
    noise = random.Random(1).randbytes(1_500_000)
    filling = noise + bytes(400_000) + b"some text, again and again; " * 20_000
    segments.append(Segment(base, filling.ljust(-(-len(filling) // 8192) * 8192, b"\0")))
    return memory


@every_compression
def test_record_by_record(memory, model, tmp_path, kit, compression):
    path = pack(memory, tmp_path, 4, facts=FACTS, compression=compression)
    assert path == str(tmp_path / "vmdump.4")
    assert os.stat(path).st_mode & 0o777 == 0o600
    slow = SlowVmdump(path, kit.SHAPES[model.name])
    level = COMPRESSIONS.index(compression)
    assert slow.flags == 0x2000F  # DF_ALL | DF_COMPRESSED | DF_LIVE | DF_COMPLETE | DF_VALID
    assert (slow.version, slow.bits, slow.start) == (10, model.bits, 0)
    assert slow.datahdr == {
        "magic": 0x64686472,
        "version": 1,
        "csize": -(-(slow.end - slow.at) // slow.page) * slow.page,
        "maxcsize": 131072,
        "maxrange": (1 << 18) // slow.page,
        "nstreams": 3 if level else 0,
        "clevel": level,
        "metrics": 0,
    }
    # The sections follow one another, page by page.
    page = slow.page
    assert slow.ksyms == page
    assert slow.pfn == page + -(-slow.ksyms_size // page) * page
    assert slow.map == slow.pfn + -(-slow.npages * slow.word // page) * page
    assert slow.at == slow.map + -(-slow.nvtop * 3 * slow.word // page) * page
    assert slow.terminal == slow.data[: slow.size]
    rounded = slow.at + slow.datahdr["csize"]
    assert len(slow.data) == rounded // 65536 * 65536 + 131072
    assert not any(slow.data[slow.end : len(slow.data) - 65536])
    assert not any(slow.data[len(slow.data) - 65536 + slow.size + 32 :])
    # Every page of every space is where the translations say.
    pages = slow.pages()
    assert list(slow.pfns) == sorted(set(slow.pfns))
    place = {pfn: number for number, pfn in enumerate(slow.pfns)}
    expected = [
        (space, segment.base + at, bytes(segment.data[at : at + page]))
        for space, segments in memory.spaces.items()
        for segment in segments
        for at in range(0, len(segment.data), page)
    ]
    assert [(space, va, pages[place[pfn]]) for space, va, pfn in slow.vtop] == expected
    assert slow.vtop[0][0] == memory.kernel


@every_compression
def test_expands_to_the_vmcore_of_the_same_memory(memory, tmp_path, compression):
    unix, vmcore = solaris.pack(memory, tmp_path, 0, facts=FACTS)
    expanded = tmp_path / "expanded"
    expanded.mkdir()
    mine = expand(pack(memory, tmp_path, 0, facts=FACTS, compression=compression), expanded, 0)
    assert Path(mine[0]).read_bytes() == Path(unix).read_bytes()
    whole, short = Path(vmcore).read_bytes(), Path(mine[1]).read_bytes()
    assert whole == short.ljust(len(whole), b"\0")[: len(whole)]
    assert not any(short[len(whole) :])


@every_compression
def test_reads_as_it_is(memory, tmp_path, compression):
    _, vmcore = solaris.pack(memory, tmp_path, 0, facts=FACTS)
    core, packed = (
        open_corefile(vmcore),
        open_corefile(pack(memory, tmp_path, 0, facts=FACTS, compression=compression)),
    )
    assert packed.warnings == []
    assert packed.translated_spaces() == core.translated_spaces()
    for space in (PHYS, *core.translated_spaces()):
        assert list(core.ranges(space)) == list(packed.ranges(space))
    for pfn in packed.pfns():
        where, other = core.page(PHYS, pfn), packed.page(PHYS, pfn)
        assert core.buffer[where : where + core.page_size] == packed.pages().page(packed.number_of(pfn)), hex(
            other
        )
    core.close()
    packed.close()


@pytest.mark.parametrize("streams", (1, 2, 50))
@pytest.mark.parametrize("compression", COMPRESSIONS[1:])
def test_streams(memory, model, tmp_path, kit, compression, streams):
    path = pack(memory, tmp_path, 0, facts=FACTS, compression=compression, streams=streams)
    slow = SlowVmdump(path, kit.SHAPES[model.name])
    tags = [tag for tag, _ in slow.records]
    assert set(tags) == set(range(1, slow.datahdr["nstreams"] + 1))
    assert slow.datahdr["nstreams"] == min(
        streams, len(list(solaris_vmdump._Vmdump(memory, FACTS, 1, 1).ranges()))
    )
    if streams > 1:
        assert tags != sorted(tags)  # they are interleaved
    assert open_corefile(path).pages().lost() == 0


@every_compression
def test_no_memory(model, tmp_path, compression):
    memory = Memory(model, 4096, 0x1000, [])
    path = pack(memory, tmp_path, 0, facts={}, compression=compression)
    core = open_corefile(path)
    assert list(core.ranges(PHYS)) == []
    assert core.warnings == []


@pytest.mark.parametrize("wrong", ({"compression": "gzip"}, {"streams": 0}, {"streams": 4096}))
def test_impossible_requests(kit, model, tmp_path, wrong):
    with pytest.raises(ValueError, match=r"gzip|streams"):
        pack(kit.plant(model), tmp_path, 0, facts=FACTS, **wrong)
    assert os.listdir(tmp_path) == []


def test_overwrites_nothing(kit, model, tmp_path):
    (tmp_path / "vmdump.0").write_text("mine")
    with pytest.raises(FileExistsError):
        pack(kit.plant(model), tmp_path, 0, facts=FACTS)
    assert os.listdir(tmp_path) == ["vmdump.0"]
    assert (tmp_path / "vmdump.0").read_text() == "mine"


def test_interrupted(kit, model, tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(solaris_vmdump, "compress", interrupt)
    with pytest.raises(KeyboardInterrupt):
        pack(kit.plant(model), tmp_path, 0, facts=FACTS)
    assert os.listdir(tmp_path) == []
