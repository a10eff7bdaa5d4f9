"""Finished Solaris dumps: what the reader does with good, damaged, truncated and hostile files."""

from __future__ import annotations

import os
import struct
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm.corefile import HOLE, LEAF_PAGES, PHYS, SLOW, formats, open_corefile, probe
from sunkvm.errors import Fault, FormatError, NotDumpedError, OpenError, UnknownFormatError
from sunkvm.source import open_source
from sunkvm.space import AddressSpace

MODELS = ("amd64", "i386", "sparc", "sparcv9")
# Offsets of header members that are the same in all four ABIs (sys/dumphdr.h).
KSYMS, PFN, MAP, DATA = 24, 32, 40, 48


def slow_map(raw, model):
    """Read the whole dump map in the most obvious way: (as, va) -> file offset."""
    order = "<" if model in ("amd64", "i386") else ">"
    wide = model in ("amd64", "sparcv9")
    (start,) = struct.unpack_from(order + "q", raw, MAP)
    (hashmask,) = struct.unpack_from(order + ("q" if wide else "i"), raw, 1824 if wide else 1812)
    entry = struct.Struct(order + ("qqqQQ" if wide else "qqqII"))
    shift = struct.unpack_from(order + ("q" if wide else "i"), raw, 1808 if wide else 1804)[0]
    found = {}
    for bucket in range(hashmask + 1):
        link = entry.unpack_from(raw, start + bucket * entry.size)[0]
        while link:
            _, following, data, owner, va = entry.unpack_from(raw, link)
            assert ((owner >> 3) + (va >> shift)) & hashmask == bucket
            found.setdefault((owner, va), data)
            link = following
    return found, 1 << shift


@pytest.mark.parametrize("model", MODELS)
def test_every_translation(model, golden_solaris):
    path = golden_solaris.folder(model) / "vmcore.0"
    raw = path.read_bytes()
    expected, page_size = slow_map(raw, model)
    core = open_corefile(str(path))
    assert core.page_size == page_size
    for (owner, va), data in expected.items():
        assert core.page(owner, va // page_size) == data
        space = AddressSpace(core, owner)
        assert space.read(va, page_size) == raw[data : data + page_size]
        pa = space.kvatop(va + 17)
        assert AddressSpace(core, PHYS).read(pa, 1) == raw[data + 17 : data + 18]
    owners = {owner for owner, _ in expected}
    for owner in owners:
        pages = {va for first, size in core.ranges(owner) for va in range(first, first + size, page_size)}
        assert pages == {va for holder, va in expected if holder == owner}
    assert core.page(0x123456, 7) == HOLE
    core.close()


@pytest.mark.parametrize("model", MODELS)
def test_leaf_is_512_pages(model, golden_solaris):
    core = open_corefile(str(golden_solaris.folder(model) / "vmcore.0"))
    expected, page_size = slow_map((golden_solaris.folder(model) / "vmcore.0").read_bytes(), model)
    owner, va = next(iter(expected))
    index = va // page_size // LEAF_PAGES
    leaf = core.leaf(owner, index)
    assert len(leaf) == LEAF_PAGES
    for number, where in enumerate(leaf):
        assert where == expected.get((owner, (index * LEAF_PAGES + number) * page_size), HOLE)
    core.close()


def test_exactly_one_probe_claims_each_fixture(golden_solaris):
    for model in MODELS:
        with open_source(golden_solaris.folder(model) / "vmcore.0") as source:
            match = probe(source)
            assert match.format == "solaris"
            assert match.model.name == model
            assert "defec8ed" in match.why
    assert "solaris" in formats()


def changed(tmp_path, raw, *changes):
    """Write a copy of a dump with (offset, bytes) changes; return its path."""
    data = bytearray(raw)
    for offset, patch in changes:
        data[offset : offset + len(patch)] = patch
    path = tmp_path / "vmcore.9"
    path.write_bytes(data)
    return path


@pytest.fixture
def amd64(golden_solaris):
    return (golden_solaris.folder("amd64") / "vmcore.0").read_bytes()


HEADER_DAMAGE = {
    "version": (4, struct.pack("<I", 11), 4, "version 11"),
    "wordsize": (12, struct.pack("<I", 48), 12, "word size of 48"),
    "ksyms-outside": (KSYMS, struct.pack("<q", 1 << 40), KSYMS, "outside the file"),
    "pfn-outside": (PFN, struct.pack("<q", 1 << 40), PFN, "outside the file"),
    "pfn-negative": (PFN, struct.pack("<q", -8), PFN, "outside the file"),
    "map-outside": (MAP, struct.pack("<q", 1 << 62), MAP, "outside the file"),
    "data-negative": (DATA, struct.pack("<q", -4096), DATA, "dump_data"),
    "pageshift": (1808, struct.pack("<q", 13), 1808, "page shift"),
    "pagesize": (1816, struct.pack("<q", 4095), 1816, "power of two"),
    "pagesize-0": (1816, struct.pack("<q", 0), 1816, "power of two"),
    "hashmask": (1824, struct.pack("<q", 0x1FE), 1824, "hash mask"),
    "hashmask-huge": (1824, struct.pack("<q", (1 << 62) - 1), MAP, "outside the file"),
    "npages-huge": (1840, struct.pack("<Q", 1 << 60), PFN, "outside the file"),
}


@pytest.mark.parametrize("name", HEADER_DAMAGE)
def test_damaged_header(name, amd64, tmp_path):
    offset, patch, where, words = HEADER_DAMAGE[name]
    path = changed(tmp_path, amd64, (offset, patch))
    with pytest.raises(FormatError, match=words) as caught:
        sunkvm.open(corefile=path).close()
    assert caught.value.path == str(path)
    assert caught.value.offset == where
    assert f"{where:#x}" in str(caught.value)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 15, 16, 100, 1911])
def test_truncated_header(size, amd64, tmp_path):
    path = tmp_path / "short"
    path.write_bytes(amd64[:size])
    error = UnknownFormatError if size < 4 else FormatError
    with pytest.raises(error, match="short"):
        open_corefile(str(path))


@pytest.mark.parametrize("what", ["missing", "directory", "random", "text", "fifo"])
def test_no_dump_at_all(what, tmp_path):
    path = tmp_path / "core"
    if what == "directory":
        path.mkdir()
    elif what == "random":
        path.write_bytes(
            os.urandom(100_000).replace(b"\xed\xc8\xfe\xde", b"").replace(b"\xde\xfe\xc8\xed", b"")
        )
    elif what == "text":
        path.write_text("no dump\n" * 1000)
    elif what == "fifo":
        os.mkfifo(path)
    started = time.monotonic()
    with pytest.raises(OpenError) as caught:
        open_corefile(str(path))
    assert caught.value.path == str(path)
    assert str(path) in str(caught.value)
    assert time.monotonic() - started < 5
    if what == "missing":
        assert caught.value.errno == 2


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def test_failures_leave_nothing_open(amd64, tmp_path, golden_solaris):
    bad = changed(tmp_path, amd64, (MAP, struct.pack("<q", 1 << 40)))
    unix = golden_solaris.folder("amd64") / "unix.0"
    before = descriptors()
    for names in (
        (unix, bad),
        (unix, tmp_path / "nothing"),
        (bad, golden_solaris.folder("amd64") / "vmcore.0"),
    ):
        with pytest.raises(OpenError):
            sunkvm.open(*names)
    assert sunkvm.kvm.kvm_open(unix, bad, None, os.O_RDONLY, None) is None
    assert descriptors() == before


def test_closing_leaves_nothing_open(golden_solaris):
    folder = golden_solaris.folder("amd64")
    before = descriptors()
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        assert list(image.processes())
        assert descriptors() > before
    assert descriptors() == before
    image.close()
    kd = sunkvm.kvm.kvm_open(folder / "unix.0", folder / "vmcore.0", None, os.O_RDONLY, None)
    assert sunkvm.kvm.kvm_close(kd) == 0
    assert descriptors() == before


def looped(raw):
    """Make the record that maps the first bulk page its own successor; return (changes, its as, its va)."""
    found, _ = slow_map(raw, "amd64")
    start = struct.unpack_from("<q", raw, MAP)[0]
    # A record that does not match the address that is asked for, with a link to itself.
    for at in range(start, start + 512 * 40, 40):
        _, following, data, owner, va = struct.unpack_from("<qqqQQ", raw, at)
        if data and following:
            bucket = (owner >> 3) + (va >> 12) & 0x1FF
            missing = next(
                page
                for page in range(1 << 12)
                if (owner >> 3) + page & 0x1FF == bucket and (owner, page << 12) not in found
            )
            return at, owner, missing << 12
    raise AssertionError("no chain of two in the fixture")


def test_chain_that_loops_is_an_error_not_a_hang(amd64, tmp_path):
    at, owner, va = looped(amd64)
    path = changed(tmp_path, amd64, (at + 8, struct.pack("<q", at)))
    core = open_corefile(str(path))
    space = AddressSpace(core, owner)
    data, fault = space.read_some(va, 8)
    assert data == b""
    assert fault.kind == Fault.CORRUPT
    with pytest.raises(FormatError) as caught:
        space.read(va, 8)
    assert caught.value.offset == at
    steps, found = core.steps(owner, va)
    assert found is None
    assert len(steps) < 600
    core.close()


@pytest.mark.parametrize("target", [0x28, 1 << 40, -8, 4003])
def test_data_outside_the_data_section_is_corrupt(target, amd64, tmp_path):
    start = struct.unpack_from("<q", amd64, MAP)[0]
    for at in range(start, start + 512 * 40, 40):
        _, _, data, owner, va = struct.unpack_from("<qqqQQ", amd64, at)
        if data:
            break
    path = changed(tmp_path, amd64, (at + 16, struct.pack("<q", target)))
    core = open_corefile(str(path))
    with pytest.raises(FormatError, match="dump map corrupt"):
        AddressSpace(core, owner).read(va, 8)
    core.close()


def test_cut_file_is_not_read_as_zeros(golden_solaris):
    folder = golden_solaris.folder("amd64-damaged")
    core = open_corefile(str(folder / "trunc"))
    assert any("cut off" in line for line in core.warnings)
    assert core.page(PHYS, 0x43B) & SLOW
    with pytest.raises(NotDumpedError, match="cut off"):
        AddressSpace(core, PHYS).read(0x43B000, 8)
    core.close()
    core = open_corefile(str(folder / "trunc-mid"))
    data, fault = AddressSpace(core, PHYS).read_some(0x434C10, 16)
    assert len(data) == 8
    assert fault.kind == Fault.TRUNCATED
    assert fault.address == 0x434C18
    core.close()


def test_tail_of_zero_pages_reads_as_zeros(golden_solaris):
    core = open_corefile(str(golden_solaris.folder("amd64-zerotail") / "vmcore.0"))
    assert any("zeros" in line for line in core.warnings)
    assert AddressSpace(core, PHYS).read(0x49F000, 4096) == bytes(4096)
    core.close()


def test_a_cut_at_a_block_border_after_an_empty_block_is_a_cut(golden_solaris, tmp_path):
    """savecore would have left that block out, so nobody but a failed copy made this file."""
    raw = (golden_solaris.folder("amd64-zerotail") / "vmcore.0").read_bytes()
    path = tmp_path / "vmcore.0"
    path.write_bytes(raw[:-131072] + bytes(131072))
    core = open_corefile(str(path))
    with pytest.raises(NotDumpedError):
        AddressSpace(core, PHYS).read(0x49F000, 4096)
    core.close()


def version_9(raw, model):
    """Make a version 9 dump of a version 10 one: the tail of the header belongs to nobody."""
    size = 1864 if model in ("amd64", "sparcv9") else 1832
    order = "<" if model in ("amd64", "i386") else ">"
    data = bytearray(raw)
    data[4:8] = struct.pack(order + "I", 9)
    data[size:4096] = b"\xff" * (4096 - size)
    return bytes(data)


@pytest.mark.parametrize("model", MODELS)
def test_version_9(model, golden_solaris, tmp_path):
    folder = golden_solaris.folder(model)
    path = tmp_path / "vmcore.0"
    path.write_bytes(version_9((folder / "vmcore.0").read_bytes(), model))
    with (
        sunkvm.open(folder / "unix.0", path) as old,
        sunkvm.open(folder / "unix.0", folder / "vmcore.0") as new,
    ):
        assert list(old.processes()) == list(new.processes())
        assert old.info.uuid is None
        assert new.info.uuid == "01234567-89ab-cdef-0123-456789abcdef"
        assert old.info.panic_string == new.info.panic_string == "synthetic panic"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bits_give_typed_errors(data, golden_solaris, tmp_path):
    """Whatever bit of the header, table or hash is wrong: an answer or a typed error, quickly."""
    model = data.draw(st.sampled_from(MODELS))
    folder = golden_solaris.folder(model)
    raw = bytearray((folder / "vmcore.0").read_bytes())
    order = "<" if model in ("amd64", "i386") else ">"
    meta = struct.unpack_from(order + "q", raw, DATA)[0]
    for _ in range(data.draw(st.integers(1, 4))):
        bit = data.draw(st.one_of(st.integers(0, 1912 * 8 - 1), st.integers(0, meta * 8 - 1)))
        raw[bit // 8] ^= 1 << bit % 8
    path = tmp_path / "flipped"
    path.write_bytes(raw)
    started = time.monotonic()
    try:
        with sunkvm.open(corefile=path) as image:
            for _ in zip(image.processes(), range(1000), strict=False):
                pass
            assert image.info.model in MODELS
            image.read_some(int(image.symbols["kas"]), 4096)
    except sunkvm.errors.SunkvmError as error:
        assert str(error)
    assert time.monotonic() - started < 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(0, 1_159_168))
def test_truncated_anywhere(size, golden_solaris, tmp_path):
    raw = (golden_solaris.folder("amd64") / "vmcore.0").read_bytes()[:size]
    path = tmp_path / "cut"
    path.write_bytes(raw)
    try:
        with sunkvm.open(corefile=path) as image:
            for _ in image.processes():
                pass
    except sunkvm.errors.SunkvmError as error:
        assert str(path) in str(error) or "address" in str(error)


def test_huge_sparse_dump_opens_without_reading_it(golden_solaris, tmp_path):
    """A page table of 16 million entries is looked into, not loaded."""
    raw = (golden_solaris.folder("amd64") / "vmcore.0").read_bytes()
    data = bytearray(raw[: struct.unpack_from("<q", raw, DATA)[0]])
    pages = 1 << 24
    table = (len(raw) + 4095) // 4096 * 4096
    first = table + pages * 8
    tail = first + (pages - 275) * 4096  # the true pages come last, after frames numbered 0
    path = tmp_path / "huge"
    start = struct.unpack_from("<q", raw, MAP)[0]
    old = struct.unpack_from("<q", raw, DATA)[0]
    for at in range(start, start + 512 * 40, 40):
        where = struct.unpack_from("<q", data, at + 16)[0]
        if where:
            struct.pack_into("<q", data, at + 16, where - old + tail)
    struct.pack_into("<q", data, PFN, table)
    struct.pack_into("<q", data, DATA, first)
    struct.pack_into("<Q", data, 1840, pages)
    with path.open("wb") as file:
        file.write(data)
        file.seek(first - 275 * 8)
        file.write(
            struct.pack("<275Q", *struct.unpack_from("<275Q", raw, struct.unpack_from("<q", raw, PFN)[0]))
        )
        file.seek(tail)
        file.write(raw[old:])
    assert path.stat().st_size > 64 << 30
    with sunkvm.open(corefile=path) as image:
        assert [process.pid for process in image.processes()] == [0, 1, 100, 101, 107, 102, 103, 104, 108]
        assert image.physical.read(0x3F2000, 16).hex() == "0000000000eb83b5a8e053facbb83fa7"


def test_a_closed_image_says_so(golden_solaris):
    folder = golden_solaris.folder("amd64")
    image = sunkvm.open(folder / "unix.0", folder / "vmcore.0")
    kva = int(image.symbols["avenrun"])
    assert len(image.read(kva, 12)) == 12
    image.close()
    for call in (
        lambda: image.read(kva, 12),
        lambda: image.read(0xFFFFFF0000000000, 8),
        lambda: list(image.processes()),
    ):
        with pytest.raises(ValueError, match="closed"):
            call()


def test_unknown_data_models_are_named(golden_solaris):
    with pytest.raises(sunkvm.UnsupportedError, match=r"vax.*amd64"):
        sunkvm.open(model="vax")


def test_damaged_symbols_inside_the_dump_are_named_with_their_offset(amd64, tmp_path):
    path = changed(tmp_path, amd64, (4096, bytes(64)))
    with pytest.raises(FormatError, match="symbol file inside the dump: is not an ELF file") as caught:
        sunkvm.open(corefile=path)
    assert caught.value.offset == 4096


def test_formats_of_other_packages(tmp_path, monkeypatch):
    """An installed package offers a format by an entry point."""
    package = tmp_path / "site"
    info = package / "toyformat-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toyformat\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[sunkvm.corefiles]\ntoy = toyformat\n")
    (package / "toyformat.py").write_text(
        "from sunkvm.corefile import Match\n"
        "def probe(source):\n"
        "    if source.read(0, 4) != b'TOY!':\n"
        "        return 'not a toy'\n"
        "    return Match('toy', None, 4096, 'begins with TOY!', lambda: None)\n"
    )
    monkeypatch.syspath_prepend(package)
    path = tmp_path / "core"
    path.write_bytes(b"TOY!")
    with open_source(path) as source:
        assert probe(source).format == "toy"
        monkeypatch.setenv("SUNKVM_DISABLE_PLUGINS", "1")
        with pytest.raises(UnknownFormatError):
            probe(source)
        monkeypatch.delenv("SUNKVM_DISABLE_PLUGINS")
        path.write_bytes(b"BOY!")
    with open_source(path) as source, pytest.raises(UnknownFormatError) as caught:
        probe(source)
    assert caught.value.declined["toy"] == "not a toy"
    assert "42 4f 59 21 at offset 0x0" in str(caught.value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_leaf_of_a_damaged_map_is_what_its_pages_are(data, golden_solaris, tmp_path):
    model = data.draw(st.sampled_from(MODELS))
    raw = bytearray((golden_solaris.folder(model) / "vmcore.0").read_bytes())
    order, wide = "<" if model in ("amd64", "i386") else ">", model in ("amd64", "sparcv9")
    start = struct.unpack_from(order + "q", raw, MAP)[0]
    expected, page_size = slow_map(bytes(raw), model)
    entries = list(expected)
    for _ in range(data.draw(st.integers(0, 12))):
        entry = start + data.draw(st.integers(0, 511)) * (40 if wide else 32)
        offset = data.draw(st.sampled_from((0, 8, 16)))
        link = data.draw(
            st.one_of(
                st.integers(-8, 1 << 41), st.integers(0, 511).map(lambda n: start + n * (40 if wide else 32))
            )
        )
        struct.pack_into(order + "q", raw, entry + offset, link)
    path = tmp_path / "damaged"
    path.write_bytes(raw)
    core = open_corefile(str(path))
    for owner, va in entries[:: max(len(entries) // 6, 1)]:
        index = va // page_size // LEAF_PAGES
        pages = [core.page(owner, index * LEAF_PAGES + number) for number in range(LEAF_PAGES)]
        assert list(core.leaf(owner, index)) == pages
    core.close()
