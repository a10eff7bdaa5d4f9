"""The lzjb codec: by hand, round and round, damaged; and the Python one against the C one."""

from __future__ import annotations

import ctypes
import random
import shutil
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sunkvm.corefiles import lzjb

CORE = Path(__file__).parent.parent.parent / "shim" / "core"
GUARD = b"\xa5" * 64


@pytest.fixture(scope="module")
def compiler():
    found = shutil.which("cc") or shutil.which("gcc")
    if found is None:
        pytest.skip("no C compiler")
    return found


@pytest.fixture(scope="module")
def library(compiler, tmp_path_factory):
    """The C codec, called with guarded buffers."""
    path = tmp_path_factory.mktemp("lzjb") / "lzjb.so"
    flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", path, CORE / "lzjb.c"], check=True)
    c = ctypes.CDLL(str(path))
    c.lzjb_decompress.restype = c.lzjb_compress.restype = ctypes.c_size_t
    c.lzjb_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t]
    c.lzjb_compress.argtypes = [ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t]

    def guarded(function, size):
        out = ctypes.create_string_buffer(GUARD + bytes(size) + GUARD, len(GUARD) * 2 + size)
        made = function(ctypes.addressof(out) + len(GUARD))
        assert made <= size
        assert out.raw[: len(GUARD)] == GUARD == out.raw[len(GUARD) + size :]
        return out.raw[len(GUARD) : len(GUARD) + made]

    class Library:
        @staticmethod
        def decompress(data, size):
            return guarded(lambda out: c.lzjb_decompress(data, len(data), out, size), size)

        @staticmethod
        def compress(data):
            return guarded(lambda out: c.lzjb_compress(data, out, len(data)), len(data))

    return Library


BY_HAND = {
    "nothing": (b"", 0, b""),
    "no input": (b"", 9, b""),
    "stored": (b"abcdef", 6, b"abcdef"),
    "stored, longer than wanted": (b"abcdef", 4, b"abcd"),
    "literals": (b"\x00abcdefgh\x00ij", 20, b"abcdefghij"),
    "the lowest bit is the first item": (b"\x02a\x00\x01b", 20, b"aaaab"),
    "overlap repeats": (b"\x04ab\x0c\x02", 20, b"abababab"),
    "shortest and longest match": (b"\x06a\x00\x01\xfc\x01", 80, b"a" * 70),
    "match is cut at the wanted length": (b"\x02a\xfc\x01", 20, b"a" * 20),
    "farthest match": (
        b"".join(b"\x00" + b"abcdefgh" for _ in range(128)) + b"\x01\x03\xff",
        1200,
        b"abcdefgh" * 128 + b"bcd",
    ),
    "a map byte at the end": (b"\x00abcdefgh\x00", 20, b"abcdefgh"),
    "half a copy item": (b"\x02a\xfc", 20, b"a"),
    "a match before the start": (b"\x02a\x00\x02b", 20, b"a"),
    "a match first of all": (b"\x01\x00\x01", 20, b""),
    "a match of itself": (b"\x02a\x00\x00b", 20, b"a"),
    "damage behind the wanted length": (b"\x06a\xfc\x01\x03\xff", 20, b"a" * 20),
    "damage behind the wanted length, in a whole group": (
        b"\x06a\xfc\x01\x03\xff" + b"\xff" * 12,
        20,
        b"a" * 20,
    ),
}


@pytest.mark.parametrize(("data", "size", "text"), BY_HAND.values(), ids=BY_HAND)
def test_by_hand(library, data, size, text):
    assert lzjb.python_decompress(data, size) == text
    assert library.decompress(data, size) == text


kernel_like = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.integers(0, 900).map(bytes),
        st.integers(0, 1 << 20).map(lambda n: (0xFFFFFF0000000000 + n).to_bytes(8, "little") * 3),
        st.text("abc ", max_size=90).map(str.encode),
    ),
    max_size=40,
).map(b"".join)


@given(kernel_like)
@example(bytes(131072))
@example(bytes(17))
@example(bytes(84))
def test_round_trip(library, text):
    packed = lzjb.python_compress(text)
    assert len(packed) <= len(text)
    assert packed == library.compress(text)
    assert lzjb.python_decompress(packed, len(text)) == text == library.decompress(packed, len(text))


@given(kernel_like, st.integers(0, 1 << 30), st.integers(0, 6000))
@settings(max_examples=400)
def test_damaged_input_gives_the_same(library, text, seed, size):
    rng = random.Random(seed)
    packed = bytearray(lzjb.python_compress(text)[: rng.randrange(len(text) + 1)])
    for _ in range(rng.randrange(4)):
        if packed:
            packed[rng.randrange(len(packed))] = rng.randrange(256)
    assert lzjb.python_decompress(bytes(packed), size) == library.decompress(bytes(packed), size)


@given(st.binary(max_size=400), st.integers(0, 9000))
@settings(max_examples=400)
def test_any_input_gives_the_same(library, data, size):
    made = lzjb.python_decompress(data, size)
    assert len(made) <= size
    assert made == library.decompress(data, size)


def test_stored_if_it_does_not_become_shorter():
    text = random.Random(1).randbytes(4096)
    assert lzjb.compress(text) == text
    assert lzjb.decompress(text, 4096) == text


@pytest.mark.parametrize("kind", (bytes, bytearray, memoryview))
def test_buffers(kind):
    text = b"abc" * 1000
    packed = lzjb.python_compress(text)
    made = lzjb.python_decompress(kind(packed), len(text))
    assert made == text
    assert type(made) is bytes


def test_compiled_codec_is_used_where_it_is(monkeypatch, library):
    """The compiled one has the interface of a cffi module: ``lib`` and ``ffi``."""
    calls = []

    class Lib:
        @staticmethod
        def lzjb_decompress(data, size, out, wanted):
            calls.append("decompress")
            made = library.decompress(bytes(data), wanted)
            out[: len(made)] = made
            return len(made)

        @staticmethod
        def lzjb_compress(data, out, size):
            calls.append("compress")
            made = library.compress(bytes(data))
            out[: len(made)] = made
            return len(made)

    module = types.SimpleNamespace(lib=Lib, ffi=types.SimpleNamespace(from_buffer=memoryview))
    monkeypatch.setitem(sys.modules, "sunkvm._kcore", module)
    monkeypatch.setattr(lzjb, "_codec", None)
    text = b"abc" * 100
    packed = lzjb.compress(text)
    assert lzjb.decompress(packed, 300) == text
    assert lzjb.decompress(packed, 1000) == text
    assert lzjb.compress(b"xyz") == b"xyz"
    assert calls == ["compress", "decompress", "decompress", "compress"]


def test_without_the_compiled_codec(monkeypatch):
    monkeypatch.setitem(sys.modules, "sunkvm._kcore", None)
    monkeypatch.setattr(lzjb, "_codec", None)
    assert lzjb.decompress(lzjb.compress(bytes(999)), 999) == bytes(999)
    assert lzjb._codec == (lzjb.python_decompress, lzjb.python_compress)


def test_bounded_time():
    """The worst that some bytes can ask for is 33 times as much output."""
    started = time.perf_counter()
    data = b"\x02a\xfc\x01" + b"\x00aaaaaaaa" + b"\xff" + b"\xfc\x01" * 8
    made = lzjb.python_decompress(data + (b"\xff" + b"\xfc\x01" * 8) * 60_000, 1 << 30)
    assert len(made) < 34 * 17 * 60_000
    assert time.perf_counter() - started < 20
