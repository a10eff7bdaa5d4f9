"""Stores and codecs against slow, obvious models: an overlay, packed files, lists of symbols, blocks of bzip2."""

from __future__ import annotations

import bz2
import gzip
import random
from itertools import islice

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm.corefiles.bzip2 import Bzip2Stream
from sunkvm.corefiles.solaris_pages import Cache
from sunkvm.namelist import open_namelist
from sunkvm.source import open_source
from sunkvm.sources import gzip as packed

RELAXED = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# An overlay is a dict of bytes over the file's


@pytest.fixture(scope="module")
def canvas(solaris_kernel, tmp_path_factory):
    k = solaris_kernel("amd64")
    k.pointer("practive", k.process(0, "sched", system=True))
    k.new_page()
    k.variable("canvas", bytes(range(256)) * 60)
    return k.pack(tmp_path_factory.mktemp("canvas") / "vmcore.0")


@RELAXED
@given(
    writes=st.lists(
        st.tuples(st.integers(0, 15_000), st.binary(min_size=1, max_size=5000), st.booleans()), max_size=8
    ),
    reads=st.lists(st.tuples(st.integers(0, 15_000), st.integers(0, 9000)), max_size=8),
)
def test_overlay(canvas, writes, reads):
    model = bytearray(bytes(range(256)) * 60)
    with sunkvm.open(None, canvas, overlay=True) as image:
        start = int(image.symbols["canvas"])
        for at, data, physical in writes:
            data = data[: len(model) - at]
            if physical:  # a page at a time, for frames lie apart
                data = data[: 4096 - (start + at) % 4096]
                image.physical.write(image.kvatop(start + at), data)
            else:
                image.write(start + at, data)
            model[at : at + len(data)] = data
        for at, count in reads:
            count = min(count, len(model) - at)
            assert image.read(start + at, count) == model[at : at + count]


# A packed file is its content, wherever one looks first


CONTENT = b"".join(
    random.Random(4).randbytes(3000) + bytes([number]) * 30_000 + b"text %d " % number * 900
    for number in range(60)
)


@pytest.fixture(scope="module", params=["gzip", "gzip members", "zstd", "zstd frames"])
def packed_file(request, tmp_path_factory):
    folder, compressor = tmp_path_factory.mktemp("packed"), zstandard.ZstdCompressor(level=3)
    half = len(CONTENT) // 2
    data = {
        "gzip": lambda: gzip.compress(CONTENT, 6),
        "gzip members": lambda: gzip.compress(CONTENT[:half], 1) + gzip.compress(CONTENT[half:], 9),
        "zstd": lambda: compressor.compress(CONTENT),
        "zstd frames": lambda: compressor.compress(CONTENT[:half]) + compressor.compress(CONTENT[half:]),
    }[request.param]()
    path = folder / "file"
    path.write_bytes(data)
    return path


@RELAXED
@given(
    span=st.sampled_from([1, 40_000, 1 << 20]),
    reads=st.lists(st.tuples(st.integers(0, len(CONTENT) + 1000), st.integers(0, 400_000)), max_size=6),
)
def test_packed_files(packed_file, monkeypatch, span, reads):
    monkeypatch.setattr(packed, "_SPAN", span)
    with open_source(packed_file) as source:
        for at, count in reads:
            assert source.read(at, count) == CONTENT[at : at + count]
        assert source.size == len(CONTENT)


def test_kept_index_that_does_not_fit_is_dropped(tmp_path, monkeypatch):
    """Whatever words are changed in it: the content is the content, or what is read ends."""
    from array import array

    from sunkvm import cachedir

    path = tmp_path / "file"
    path.write_bytes(gzip.compress(CONTENT, 1))
    kept = []
    monkeypatch.setattr(packed, "_KEEP_FROM", 1)
    monkeypatch.setattr(packed, "_SPAN", 100_000)
    monkeypatch.setattr(cachedir, "store", lambda key, parts: kept.append(b"".join(map(bytes, parts))))
    with open_source(path) as source:
        assert source.size == len(CONTENT)
    whole = kept[-1]
    points = int.from_bytes(whole[16:24], "little")
    chance = random.Random(5)
    for number in range(300):
        words = array("Q", whole[: 24 + points * 32])
        at = chance.randrange(len(words))
        words[at] = chance.choice([0, 1, words[at] + 1, words[at] ^ 1 << 40, (1 << 64) - 1, words[at] // 2])
        changed = words.tobytes() + whole[24 + points * 32 :]
        if number % 3 == 0:  # or a window that is none
            place = chance.randrange(24 + points * 32, len(whole))
            changed = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        monkeypatch.setattr(cachedir, "load", lambda key, changed=changed: changed)
        with open_source(path) as source:
            for _ in range(3):
                place = chance.randrange(len(CONTENT))
                assert len(source.read(place, 100)) <= 100


# A block of bzip2 is what the library makes of the stream


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_bzip2_blocks(data):
    parts = data.draw(
        st.lists(
            st.one_of(
                st.binary(max_size=3000),
                st.tuples(st.integers(0, 255), st.integers(1, 150_000)).map(
                    lambda row: bytes([row[0]]) * row[1]
                ),
                st.integers(0, 1 << 30).map(lambda seed: random.Random(seed).randbytes(60_000)),
            ),
            max_size=8,
        )
    )
    text = b"".join(parts)
    raw = bz2.compress(text, 1)
    before = data.draw(st.binary(max_size=9))
    cut = data.draw(st.integers(0, len(raw)))
    stream = Bzip2Stream(before + raw[:cut] + b"between" + raw[cut:])
    for offset, size in ((len(before), cut), (len(before) + cut + 7, len(raw) - cut)):
        if size:
            stream.add(offset, size)
    found = bytearray()
    for start, part in stream.decode_all():
        assert start == len(found)
        found += part
    assert bytes(found) == text
    cache = Cache(1 << 20)
    for _ in range(5):
        at = data.draw(st.integers(0, len(text)))
        count = data.draw(st.integers(0, 5000))
        assert stream.read(at, count, cache) == text[at : at + count]


# A list of symbols is a list of rows

NAMES = st.sampled_from(["a", "b", "main", "x.1", "café", "t", "_long_name_of_a_function"])
ROWS = st.lists(
    st.tuples(
        st.integers(0x1000, (1 << 64) - 1),
        st.sampled_from("TtDdBbRr"),
        NAMES,
        st.sampled_from(["", "", "ext4", "zfs"]),
    ),
    min_size=1,
    max_size=30,
)


@RELAXED
@given(ROWS)
def test_kallsyms(tmp_path, rows):
    """A global before a local, the kernel's own before a module's, then the last."""
    text = "".join(
        f"{value:016x} {letter} {name}" + (f"\t[{module}]" if module else "") + "\n"
        for value, letter, name, module in rows
    )
    path = tmp_path / "kallsyms"
    path.write_text(text)
    model = {}
    for number, (value, letter, name, module) in enumerate(rows):
        rank = letter.isupper(), not module, number
        if name not in model or rank >= model[name][0]:
            model[name] = rank, value
    namelist = open_namelist(str(path))
    assert {name: int(symbol) for name, symbol in namelist.items()} == {
        name: value for name, (_, value) in model.items()
    }
    again = open_namelist(str(path))  # without the index
    for name, (_, value) in islice(model.items(), 4):
        assert int(again.find((name,))[name]) == value
