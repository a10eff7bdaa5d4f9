"""Files compressed as a whole: every byte of them in any order, damage, memory, and the kept index."""

from __future__ import annotations

import gzip
import os
import random
import struct
import subprocess
import sys
import zlib

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm import cachedir
from sunkvm.corefile import open_corefile
from sunkvm.errors import AddressError, FormatError, ReadOnlyError, UnknownFormatError
from sunkvm.source import open_source
from sunkvm.sources import gzip as gzip_source
from sunkvm.sources import libz
from sunkvm.sources import zstd as zstd_source


def content(size, seed=1):
    """Pages as in memory: some zero, some text, some noise."""
    chance = random.Random(seed)
    parts = []
    for number in range(-(-size // 4096)):
        kind = chance.randrange(4)
        if kind == 0:
            parts.append(bytes(4096))
        elif kind == 1:
            parts.append(b"%016d" % number * 256)
        else:
            parts.append(chance.randbytes(4096))
    return b"".join(parts)[:size]


CONTENT = content(6 << 20)


def zstd(data, level=1, **options):
    return zstandard.ZstdCompressor(level=level, **options).compress(data)


def zstd_stream(data):
    """As a kernel writes it: one frame that does not say how much is in it."""
    compressor = zstandard.ZstdCompressor(level=1).compressobj()
    return compressor.compress(data) + compressor.flush()


def in_pieces(function, data, size):
    return b"".join(function(data[at : at + size]) for at in range(0, len(data), size))


def seekable(data, size=1 << 20):
    """The seekable form: frames, and a table of them in a frame to be skipped."""
    frames, table = [], b""
    for at in range(0, len(data), size):
        frame = zstd_stream(data[at : at + size])
        frames.append(frame)
        table += struct.pack("<2I", len(frame), len(data[at : at + size]))
    table += struct.pack("<IBI", len(frames), 0, 0x8F92EAB1)
    return b"".join(frames) + struct.pack("<2I", 0x184D2A5E, len(table)) + table


def with_header_fields(data):
    """A gzip member with all that its header can have."""
    body = zlib.compressobj(1, zlib.DEFLATED, -15)
    stream = body.compress(data) + body.flush()
    head = b"\x1f\x8b\x08\x1e" + bytes(6) + struct.pack("<H", 5) + b"extra" + b"name\0" + b"comment\0"
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    return head + stream + struct.pack("<2I", zlib.crc32(data), len(data) & 0xFFFFFFFF)


FORMS = {
    "gzip-1": lambda data: gzip.compress(data, 1),
    "gzip-9": lambda data: gzip.compress(data, 9),
    "gzip-stored": lambda data: gzip.compress(data, 0),
    "gzip-members": lambda data: in_pieces(gzip.compress, data, 1 << 20),
    "gzip-padded": lambda data: gzip.compress(data, 1) + bytes(5000),
    "gzip-fields": with_header_fields,
    "zstd": zstd,
    "zstd-unsized": zstd_stream,
    "zstd-checksum": lambda data: zstd(data, write_checksum=True),
    "zstd-frames": lambda data: in_pieces(zstd, data, 1 << 20),
    "zstd-unsized-frames": lambda data: in_pieces(zstd_stream, data, 1 << 20),
    "zstd-skippable": lambda data: struct.pack("<2I", 0x184D2A50, 3) + b"abc" + zstd(data),
    "zstd-seekable": seekable,
}
GZIP = [name for name in FORMS if name.startswith("gzip")]
every = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The path of the content in a form."""
    folder = tmp_path_factory.mktemp("packed")

    def make(form):
        path = folder / form
        if not path.exists():
            path.write_bytes(FORMS[form](CONTENT))
        return str(path)

    return make


@pytest.fixture(autouse=True)
def no_cache(monkeypatch):
    monkeypatch.setenv("SUNKVM_CACHE", "")


@pytest.fixture(params=["libz", "python"])
def either_way(request, monkeypatch):
    """With zlib reached directly, and where that cannot be."""
    if request.param == "python":
        monkeypatch.setattr(libz, "load", lambda: None)
    return request.param


def check_anywhere(source, data, count=60, seed=2):
    chance = random.Random(seed)
    for _ in range(count):
        offset, size = chance.randrange(len(data) + 5000), chance.choice([1, 8, 4096, 70_000, 600_000])
        assert source.read(offset, size) == data[offset : offset + size]


@every
def test_any_bytes_in_any_order(packed, form):
    with open_source(packed(form)) as source:
        assert source.buffer is None
        check_anywhere(source, CONTENT)
        assert source.size == len(CONTENT)
        check_anywhere(source, CONTENT, 10, 3)
        assert source.trouble is None
        assert source.expand()[:] == CONTENT
        with pytest.raises(ReadOnlyError):
            source.write(0, b"x")
        with pytest.raises(ValueError, match="negative"):
            source.read(-1, 1)


@pytest.mark.parametrize("form", GZIP)
def test_gzip_without_the_library(packed, form, either_way):
    with open_source(packed(form)) as source:
        check_anywhere(source, CONTENT, 10)
        assert source.size == len(CONTENT)
        assert source.trouble is None
        assert source.expand()[:] == CONTENT


@every
def test_size_first(packed, form):
    with open_source(packed(form)) as source:
        assert source.size == len(CONTENT)
        check_anywhere(source, CONTENT, 10)


@pytest.mark.parametrize("form", ["gzip-1", "zstd", "zstd-frames"])
def test_only_what_is_needed_is_unpacked(packed, form):
    path = packed(form)
    told = []
    with open_source(path) as source:
        source.progress = lambda done, total: told.append((done, total))
        source.read(0, 4096)
        assert told[-1][0] < 1_200_000
        assert told[-1][1] == os.stat(path).st_size


@pytest.mark.parametrize("form", ["zstd", "zstd-unsized"])
def test_what_lies_behind_is_not_looked_at(packed, form):
    """Nor are the blocks of the frame counted, which are spread over all of the file."""
    with open_source(packed(form)) as source:
        below, furthest = source._packed, []
        total = below.size
        read = below.read
        below.read = lambda offset, count: furthest.append(offset) or read(offset, count)
        assert source.read(0, 4096) == CONTENT[:4096]
        assert max(furthest) < total // 2
        assert source.size == len(CONTENT)


def test_later_frames_do_not_need_the_earlier_ones(packed):
    told = []
    with open_source(packed("zstd-frames")) as source:
        source.progress = lambda done, total: told.append(done)
        assert source.read(5 << 20, 4096) == CONTENT[5 << 20 : (5 << 20) + 4096]
        assert min(told) > 2_000_000


@every
def test_empty(tmp_path, form):
    path = tmp_path / "empty"
    path.write_bytes(FORMS[form](b""))
    with open_source(path) as source:
        assert source.size == 0
        assert source.read(0, 10) == b""
        assert source.expand()[:] == b""


@every
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_cut_anywhere(tmp_path, form, data):
    """What is in front of the cut can be read, all else is no bytes; and it is told."""
    small = CONTENT[: 1 << 18]
    whole = FORMS[form](small)
    end = data.draw(st.integers(20, len(whole) - 1))
    path = tmp_path / "cut"
    path.write_bytes(whole[:end])
    with open_source(path) as source:
        got = source.read(0, len(small) + 1)
        assert small.startswith(got)
        assert source.size == len(got)
        padding = form in ("gzip-padded", "zstd-seekable") or (len(got) == len(small) and "zstd" in form)
        assert source.trouble is not None or padding or "members" in form or "frames" in form


@every
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_anywhere(tmp_path, form, data):
    """Wrong bytes make wrong content or an early end, never an error or an endless loop."""
    small = CONTENT[: 1 << 18]
    whole = bytearray(FORMS[form](small))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "odd"
    path.write_bytes(whole)
    with open_source(path) as source:
        got = source.read(0, 1 << 22)
        assert source.read(1000, 3000) == got[1000:4000]


def test_checksum_of_gzip_is_looked_at(tmp_path):
    whole = bytearray(gzip.compress(CONTENT[:100_000], 1))
    whole[-8] ^= 1
    path = tmp_path / "odd.gz"
    path.write_bytes(whole)
    with open_source(path) as source:
        assert source.read(0, 100_000) == CONTENT[:100_000]
        assert source.size == 100_000
        assert "checksum" in source.trouble[1]


# The kept index


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SUNKVM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(gzip_source, "_KEEP_FROM", 1 << 20)
    return tmp_path / "cache"


def test_index_is_kept(packed, cache):
    path = packed("gzip-1")
    with open_source(path) as source:
        assert source.size == len(CONTENT)
    assert len(list(cache.iterdir())) == 1
    with open_source(path) as source:
        told = []
        source.progress = lambda done, total: told.append(done)
        assert source.size == len(CONTENT)
        assert not told
        assert source.read(5 << 20, 100) == CONTENT[5 << 20 :][:100]
        assert len(told) <= 6  # from the place before, not from the beginning
        check_anywhere(source, CONTENT)


def test_index_of_what_was_read_is_kept_at_the_end(packed, cache):
    path = packed("gzip-9")
    with open_source(path) as source:
        source.read(3 << 20, 1)
    with open_source(path) as source:
        told = []
        source.progress = lambda done, total: told.append(done)
        source.read(3 << 20, 1)
        assert len(told) <= 6
        assert source.size == len(CONTENT)


def test_damaged_index_is_made_anew(packed, cache):
    path = packed("gzip-1")
    with open_source(path) as source:
        assert source.size
    (file,) = cache.iterdir()
    raw = bytearray(file.read_bytes())
    for at in range(100, len(raw), 997):
        raw[at] ^= 0x55
    file.write_bytes(raw)
    with open_source(path) as source:
        check_anywhere(source, CONTENT, 10)


def test_index_is_of_one_file_only(tmp_path, cache):
    path = tmp_path / "a.gz"
    for seed in (1, 2):
        data = content(3 << 20, seed)
        path.write_bytes(gzip.compress(data, 1))
        os.utime(path, ns=(seed, seed))
        with open_source(path) as source:
            assert source.size == len(data)
            check_anywhere(source, data, 10)


def test_index_is_thinned_out(packed, monkeypatch):
    monkeypatch.setattr(gzip_source, "_SPAN", 1 << 14)
    monkeypatch.setattr(gzip_source, "_MAX_WINDOWS", 1 << 20)
    with open_source(packed("gzip-1")) as source:
        assert source.size == len(CONTENT)
        assert sum(len(point.window) for point in source._points) <= 1 << 20
        assert len(source._points) < 100
        check_anywhere(source, CONTENT)


# The places inside of frames of zstd


@pytest.fixture
def dense(monkeypatch):
    """Places every MiB, which smaller content has too."""
    monkeypatch.setattr(zstd_source, "_SPAN", 1 << 20)
    monkeypatch.setattr(zstd_source, "_RETRY", 1 << 16)
    monkeypatch.setattr(zstd_source, "_KEEP_FROM", 1 << 20)


def records(size):
    """Content as of structures: much that repeats at short and long distances, runs of zeros, some noise."""
    chance = random.Random(size)
    base = chance.randbytes(3000)
    out = bytearray()
    while len(out) < size:
        kind = chance.randrange(6)
        at = chance.randrange(2900)
        if kind == 0:
            out += bytes(chance.choice((100, 4096, 300_000)))
        elif kind == 1:
            out += chance.randbytes(chance.randrange(1, 3000))
        elif kind == 2 and len(out) > 100_000:
            back = chance.randrange(1, len(out))
            out += out[-back : len(out) - back + 5000]
        else:
            for number in range(chance.randrange(1, 200)):
                out += (
                    struct.pack("<QI", 0xFFFF_F800_0000_0000 + number * 64, chance.randrange(9))
                    + base[at : at + 20]
                )
    return bytes(out[:size])


RECORDS = records(7 << 20)


@pytest.mark.parametrize("level", [-5, 1, 3, 5, 9, 13, 17])
@pytest.mark.parametrize("checksum", [False, True], ids=["plain", "checksum"])
def test_decoding_begins_inside_of_frames(tmp_path, cache, dense, level, checksum):
    path = tmp_path / "vmcore.zst"
    options = zstandard.ZstdCompressionParameters.from_level(level, window_log=19, write_checksum=checksum)
    packer = zstandard.ZstdCompressor(compression_params=options).compressobj()
    path.write_bytes(packer.compress(RECORDS) + packer.flush())
    with open_source(str(path)) as source:
        assert source.size == len(RECORDS)
        pieces = len(source._pieces)
        assert pieces > 1
        check_anywhere(source, RECORDS)
        assert source.trouble is None
    (kept,) = cache.iterdir()
    assert kept.stat().st_size < pieces * (1 << 19)
    with open_source(str(path)) as source:
        told = []
        source.progress = lambda done, total: told.append(done)
        assert len(source._pieces) == pieces
        assert source.size == len(RECORDS)
        assert not told
        for piece in source._pieces[:0:-1]:  # each of them as the first that is decoded
            assert source.read(piece.start, 5000) == RECORDS[piece.start : piece.start + 5000]
        check_anywhere(source, RECORDS)
        assert source.expand()[:] == RECORDS
        assert source.trouble is None


def test_the_end_is_read_from_the_last_place(tmp_path, cache, dense):
    path = tmp_path / "vmcore.zst"
    path.write_bytes(zstd_stream(RECORDS))
    with open_source(str(path)) as source:
        assert source.read(len(RECORDS) - 10, 20) == RECORDS[-10:]
    with open_source(str(path)) as source:
        below, least = source._packed, []
        last = source._pieces[-1]
        read = below.read
        below.read = lambda offset, count: least.append(offset) or read(offset, count)
        assert source.read(len(RECORDS) - 10, 20) == RECORDS[-10:]
        assert min(least) >= last.place > below.size // 2


def test_an_index_grows_with_what_is_read(tmp_path, cache, dense):
    path = tmp_path / "vmcore.zst"
    path.write_bytes(zstd_stream(RECORDS) + zstd_stream(RECORDS[: 2 << 20]))
    found = []
    for end in (3 << 20, 6 << 20, 8 << 20, 9 << 20):
        with open_source(str(path)) as source:
            assert source.read(end - 100, 100) == (RECORDS + RECORDS)[end - 100 : end]
        with open_source(str(path)) as source:
            found.append(len(source._pieces))
    assert found == sorted(found) and found[0] < found[1] < found[-1]
    with open_source(str(path)) as source:
        assert source.size == 9 << 20
        check_anywhere(source, RECORDS + RECORDS[: 2 << 20])


def test_a_kept_index_that_does_not_fit_is_left(tmp_path, cache, dense, monkeypatch):
    """Whatever the cache says: the content is that of the file."""
    path = tmp_path / "vmcore.zst"
    path.write_bytes(zstd_stream(RECORDS))
    with open_source(str(path)) as source:
        assert source.size == len(RECORDS)
        key, pieces = source._key, len(source._pieces)
    whole = cachedir.load(key)
    chance = random.Random(4)
    for number in range(72):
        odd = bytearray(whole)
        if number >= 60:  # cut a little behind a whole number of pieces
            del odd[16 + 88 * (number - 59) - chance.randrange(1, 16) :]
            odd[:8] = (number - 59).to_bytes(8, "little")
        elif number % 3 == 0:
            odd[chance.randrange(16 + pieces * 88)] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:
            word = 16 + 8 * chance.randrange(pieces * 11)
            odd[word : word + 8] = chance.choice((-1, 0, 1 << 62, len(RECORDS), 77777)).to_bytes(
                8, "little", signed=True
            )
        else:
            del odd[chance.randrange(len(odd)) :]
        cachedir.store(key, [bytes(odd)])
        with open_source(str(path)) as source:
            got = source.read(0, 1 << 30) if number % 2 else source.expand()[:]
            assert len(got) <= source.size


def test_an_index_of_other_content_is_left(tmp_path, cache, dense):
    one, other = tmp_path / "one.zst", tmp_path / "other.zst"
    one.write_bytes(zstd_stream(RECORDS))
    other.write_bytes(zstd_stream(RECORDS[1 << 20 :] + RECORDS))
    with open_source(str(one)) as source, open_source(str(other)) as another:
        assert source.size == len(RECORDS)
        keys = source._key, another._key
    cachedir.store(keys[1], [cachedir.load(keys[0])])
    with open_source(str(other)) as source:
        assert len(source._pieces) > 1
        assert source.read(5 << 20, 1 << 20) == (RECORDS[1 << 20 :] + RECORDS)[5 << 20 : 6 << 20]
        assert source.trouble is None


def test_what_a_place_needs_is_gathered_anew_after_a_pause(tmp_path, cache, dense, monkeypatch):
    """Between the tries no content is kept: what was kept before is no neighbour of what comes after."""
    path = tmp_path / "vmcore.zst"
    options = zstandard.ZstdCompressionParameters.from_level(3, window_log=17)
    packer = zstandard.ZstdCompressor(compression_params=options).compressobj()
    path.write_bytes(packer.compress(RECORDS) + packer.flush())
    found, tries = zstd_source.Reader.distances, []

    def distances(reader, limit):
        tries.append(reader.position)
        return None if len(tries) % 2 else found(reader, 1 << 20)

    monkeypatch.setattr(zstd_source.Reader, "distances", distances)
    monkeypatch.setattr(zstd_source, "_SPAN", 1 << 17)
    monkeypatch.setattr(zstd_source, "_RETRY", 1 << 20)
    with open_source(str(path)) as source:
        assert source.size == len(RECORDS)
        assert len(source._pieces) > 2
        for piece in source._pieces[1:]:
            window = zstandard.ZstdDecompressor().decompress(piece.window)
            assert window == RECORDS[piece.start - (1 << 17) : piece.start]
    with open_source(str(path)) as source:
        check_anywhere(source, RECORDS)


def test_places_are_thinned_out(tmp_path, cache, dense, monkeypatch):
    monkeypatch.setattr(zstd_source, "_SPAN", 1 << 18)
    monkeypatch.setattr(zstd_source, "_MAX_WINDOWS", 30_000)
    path = tmp_path / "vmcore.zst"
    path.write_bytes(zstd_stream(RECORDS))
    with open_source(str(path)) as source:
        check_anywhere(source, RECORDS, 5)
        assert source.size == len(RECORDS)
        assert 1 < len(source._pieces) < 6
        assert source._span > 1 << 18
        check_anywhere(source, RECORDS)
    with open_source(str(path)) as source:
        check_anywhere(source, RECORDS)
        assert source.expand()[:] == RECORDS


def test_wide_windows_have_no_places(tmp_path, cache, dense):
    path = tmp_path / "long.zst"
    options = zstandard.ZstdCompressionParameters.from_level(3, window_log=25)
    packer = zstandard.ZstdCompressor(compression_params=options).compressobj()
    path.write_bytes(packer.compress(RECORDS) + packer.flush())
    with open_source(str(path)) as source:
        assert source.size == len(RECORDS)
        assert len(source._pieces) == 1
        check_anywhere(source, RECORDS, 10)


# Images in them


@pytest.mark.parametrize("pack", ["gzip-1", "zstd", "zstd-unsized", "zstd-frames"])
@pytest.mark.parametrize("case", ["amd64-v3-current", "aarch64-16k-v3", "amd64-full-current"])
def test_freebsd_images(golden_freebsd, tmp_path, case, pack):
    folder = golden_freebsd.folder(case)
    path = tmp_path / "vmcore.packed"
    path.write_bytes(FORMS[pack]((folder / "vmcore").read_bytes()))
    with (
        sunkvm.open(folder / "kernel", folder / "vmcore") as plain,
        sunkvm.open(folder / "kernel", path) as image,
    ):
        ranges = list(plain.ranges())
        assert list(image.ranges()) == ranges
        for start, size in ranges[:40]:
            size = min(size, 1 << 18)
            assert image.read(start, size) == plain.read(start, size)
        assert image.read_some(0x10, 1)[1].kind == plain.read_some(0x10, 1)[1].kind


@pytest.mark.parametrize("pack", ["gzip-1", "zstd"])
@pytest.mark.parametrize("name", ["vmcore.0", "vmdump.0"])
def test_solaris_images(golden_solaris, tmp_path, pack, name):
    folder = golden_solaris.folder("amd64")
    path = tmp_path / name
    path.write_bytes(FORMS[pack]((folder / name).read_bytes()))
    with (
        sunkvm.open(folder / "unix.0", folder / name) as plain,
        sunkvm.open(folder / "unix.0", path) as image,
    ):
        assert [process.pid for process in image.processes()] == [
            process.pid for process in plain.processes()
        ]
        for start, size in list(plain.ranges())[:10]:
            assert image.read(start, size) == plain.read(start, size)


def test_image_that_was_cut_off(golden_freebsd, tmp_path):
    folder = golden_freebsd.folder("amd64-v3-current")
    whole = gzip.compress((folder / "vmcore").read_bytes(), 1)
    path = tmp_path / "vmcore.gz"
    path.write_bytes(whole[: len(whole) // 2])
    said = set()
    with (
        sunkvm.open(folder / "kernel", folder / "vmcore") as plain,
        sunkvm.open(folder / "kernel", path) as image,
    ):
        for start, size in plain.ranges():
            try:
                assert image.read(start, size) == plain.read(start, size)
            except (AddressError, FormatError) as error:
                said.add(str(error).partition(": ")[2])
    assert any(text.startswith("was cut off") for text in said), said


def test_pages_are_not_unpacked_again_for_each_read(golden_freebsd, tmp_path):
    """Walks come back to the same tables: a page of a compressed dump is kept, and what comes from it is right."""
    folder = golden_freebsd.folder("amd64-v3-current")
    path = tmp_path / "vmcore.zst"
    path.write_bytes(zstd_stream((folder / "vmcore").read_bytes()))
    with (
        sunkvm.open(folder / "kernel", path) as image,
        sunkvm.open(folder / "kernel", folder / "vmcore") as plain,
    ):
        source, reads = image.corefile.source, []
        read = source.read
        source.read = lambda offset, count: reads.append(offset) or read(offset, count)
        address = int(image.symbols["version"])
        for number in range(100):
            assert image.read(address + number, 8) == plain.read(address + number, 8)
        tables = len(image.translate(address).steps) + 1
        assert (
            len(reads) <= 100 + tables + 1
        )  # of the entries that stand in front of the pages, and the bitmap


def test_what_is_no_image(tmp_path):
    path = tmp_path / "text.gz"
    path.write_bytes(gzip.compress(b"hello"))
    with pytest.raises(UnknownFormatError):
        open_corefile(str(path))


@pytest.mark.parametrize("form", ["gzip", "zstd"])
def test_bomb_takes_little_memory(tmp_path, form):
    """1 GiB of zeros in some kilobytes: a look at its end takes time, but neither memory nor room."""
    path = tmp_path / "bomb"
    if form == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        path.write_bytes(b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush())
    else:
        packer = zstandard.ZstdCompressor().compressobj()
        path.write_bytes(b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush())
    program = (
        "import sys\n"
        "from sunkvm.source import open_source\n"
        "source = open_source(sys.argv[1])\n"
        "assert source.read((1 << 30) - 8, 100) == bytes(8)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    environment = {**os.environ, "SUNKVM_CACHE": ""}
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert int(done.stdout) < 160_000  # KiB


@pytest.mark.parametrize("entry", [(0, 77), (7, 77), (0, 0)])
def test_a_table_of_impossible_frames_is_not_believed(entry, tmp_path):
    """Frames that take no room: with such a table a small file would be one of millions of frames."""
    data = bytes(range(256)) * 64
    whole = seekable(data, 4096)
    table = whole.rindex(struct.pack("<I", 0x184D2A5E)) + 8
    entries = whole[table:-9]
    number, flags, magic = struct.unpack("<IBI", whole[-9:])
    frames = whole[: table - 8]
    if entry[0]:  # it is the last frame that is said to be so short
        stored, size = struct.unpack("<2I", entries[-8:])
        entries = entries[:-8] + struct.pack("<2I", stored - entry[0], size)
    entries += struct.pack("<2I", *entry)
    made = entries + struct.pack("<IBI", number + 1, flags, magic)
    path = tmp_path / "file.zst"
    path.write_bytes(frames + struct.pack("<2I", 0x184D2A5E, len(made)) + made)
    with open_source(path) as source:
        assert source.size == len(data)
        assert source.read(0, len(data) + 100) == data
