"""FreeBSD dumps that are damaged or cut: the right bytes, a fault or an error, in bounded time, never anything else."""

from __future__ import annotations

import itertools
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunkvm.corefile import HOLE, KVA, LEAF_PAGES, PHYS, open_corefile
from sunkvm.errors import BrokenListError, FormatError, NamelistError, OpenError, UnknownFormatError
from sunkvm.namelist import open_namelist
from sunkvm.space import AddressSpace

CASES = ("amd64-v1-12", "amd64-v2-12", "amd64-v3-current", "i386-pae-v2", "aarch64-4k-v3", "aarch64-16k-v3")
every = pytest.mark.parametrize("case", CASES)
quick = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def use_all(path, addresses):
    """Ask everything of a corefile; only errors of the package may come out."""
    try:
        core = open_corefile(str(path))
    except OpenError:
        return
    spaces = [AddressSpace(core, KVA), AddressSpace(core, PHYS), AddressSpace(core, 0x1000)]
    for space in spaces:
        for address in addresses:
            data, fault = space.read_some(address, 5000)
            assert len(data) == 5000 or fault is not None
            if fault is not None:
                assert str(fault.error())
            assert len(core.leaf(space.key, address >> core.page_shift + 9)) == LEAF_PAGES
            core.translate(space.key, address)
            space.kvatop(address)
        try:
            for _ in itertools.islice(space.ranges(), 2000):
                pass
        except BrokenListError:
            pass
    assert core.facts
    core.message_buffer()
    core.close()


@pytest.fixture(scope="module")
def head(golden_freebsd):
    """The first part of a golden image, with all that is not pages in it."""
    made = {}

    def make(case):
        if case not in made:
            whole = (golden_freebsd.folder(case) / "vmcore").read_bytes()
            made[case] = whole[: 9 << 20 if "amd64-v1" not in case and "amd64" in case else 1 << 20]
        return made[case]

    return make


@pytest.fixture
def patched(head, tmp_path):
    """Use a file with some bytes replaced; it is mended afterwards, as writing all of it takes long."""
    path = tmp_path / "vmcore"

    def use(case, patches):
        raw = head(case)
        if not path.exists():
            path.write_bytes(raw)
        with path.open("r+b", buffering=0) as file:
            for at, piece in patches:
                file.seek(at)
                file.write(piece)
            try:
                use_all(path, places(case))
            finally:
                for at, piece in patches:
                    file.seek(at)
                    file.write(raw[at : at + len(piece)])

    return use


def places(case):
    if case.startswith("amd64"):
        return [0xFFFF_FE00_8000_0000, 0xFFFF_F800_0010_0000, 0xFFFF_FFFF_8020_0000, 0, (1 << 64) - 4096]
    if case.startswith("i386"):
        return [0xD000_0000, 0xC040_0000, 0xFFFF_F000, 0]
    return [0xFFFF_0000_0000_0000, 0xFFFF_A000_4100_0000, 0x1000, (1 << 64) - 16384]


numbers = st.integers(0, (1 << 32) - 1) | st.sampled_from([0, 0xFFFFFFFF, 1 << 31])
members = st.tuples(
    st.integers(6, 22).map(lambda word: word * 4), numbers.map(lambda value: value.to_bytes(4, "little"))
)
pieces = st.tuples(st.integers(4096, 100_000), st.binary(min_size=1, max_size=32))


@every
@quick
@given(patches=st.lists(members, min_size=1, max_size=3))
def test_header_damaged(patched, case, patches):
    patched(case, patches)


@every
@quick
@given(patches=st.lists(pieces, min_size=1, max_size=6))
def test_tables_damaged(patched, case, patches):
    """Bitmap, ranges of memory, page tables: anything may stand there."""
    patched(case, patches)


@every
@quick
@given(data=st.data())
def test_cut_anywhere(head, tmp_path, case, data):
    raw = head(case)
    path = tmp_path / "vmcore"
    if not path.exists() or path.stat().st_size < len(raw):
        path.write_bytes(raw)
    end = data.draw(st.integers(0, 200) | st.integers(0, 50_000) | st.integers(0, len(raw)))
    with path.open("r+b") as file:
        file.truncate(end)
    use_all(path, places(case))


@every
def test_what_is_there_of_a_cut_file_is_right(golden_freebsd, tmp_path, case):
    whole = (golden_freebsd.folder(case) / "vmcore").read_bytes()
    path = tmp_path / "vmcore"
    path.write_bytes(whole[: len(whole) * 9 // 10 + 100])
    full, cut = open_corefile(str(golden_freebsd.folder(case) / "vmcore")), open_corefile(str(path))
    assert "was cut off" in cut.warnings[0]
    right, some = AddressSpace(full, PHYS), AddressSpace(cut, PHYS)
    lost = 0
    for start, size in right.ranges():
        data, fault = some.read_some(start, size)
        assert right.read(start, size).startswith(data)
        if fault is not None:
            lost += 1
            assert fault.kind == "truncated"
    assert lost


@quick
@given(data=st.data())
def test_full_dump_damaged(golden_freebsd, tmp_path, data):
    folder = golden_freebsd.folder("amd64-full-current")
    raw = bytearray((folder / "vmcore").read_bytes()[: 1 << 16])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(16, 300))
        raw[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "vmcore"
    path.write_bytes(raw)
    try:
        core = open_corefile(str(path))
    except OpenError:
        return
    try:
        core.attach(open_namelist(str(folder / "kernel")))
    except NamelistError:
        pass
    for key in (PHYS, KVA):
        space = AddressSpace(core, key)
        for address in (0, 0x1000, 0x9F000, 0x10_0000, 0xFFFF_FE00_8000_0000, (1 << 64) - 1):
            got, fault = space.read_some(address, 5000)
            assert len(got) == 5000 or fault is not None
            core.leaf(key, address >> 21)
        for _ in itertools.islice(space.ranges(), 1000):
            pass


def test_page_tables_that_run_into_themselves(freebsd, write):
    """Every directory entry leads to one table, and that to itself: a long list, but it ends."""
    memory = freebsd.Memory()
    memory.q(0x1000, *[0x1003] * 512)
    table = struct.pack("<512Q", *[0x1003] * 512) * 16
    data = freebsd.minidump("amd64", 2, memory, table, [0xFFFF_FE00 << 32, 1 << 63, 1 << 63])
    core = open_corefile(write(data))
    for space in (KVA, 0x1000):
        with pytest.raises(BrokenListError):
            list(core.ranges(space))


def test_sections_outside_of_the_file(head, write):
    for at, member in ((32, "bitmapsize"), (36, "pmapsize")):
        raw = bytearray(head("amd64-v2-12"))
        raw[at : at + 4] = b"\xff\xff\xff\x7f"
        with pytest.raises(
            FormatError, match=f"{member} 0x7fffffff at offset .* lies outside the file"
        ) as caught:
            open_corefile(write(bytes(raw)))
        assert caught.value.offset == at


def test_ranges_of_memory_out_of_order(freebsd, write):
    memory = freebsd.Memory()
    memory.put(0x1000, b"x")
    data = freebsd.minidump(
        "amd64", 3, memory, b"", [0xFFFF_FE00 << 32, 1 << 63, 1 << 63, "avail"],
        avail=[(0x1000, 0x9000), (0x10_0000, 0x20_0000)],
    )  # fmt: skip
    odd = bytearray(data)
    odd[8192 + 16 : 8192 + 24] = (0x2000).to_bytes(8, "little")
    with pytest.raises(FormatError, match="dump_avail is not in order"):
        open_corefile(write(bytes(odd)))


@pytest.mark.parametrize(
    "data", [b"", b"minidump", b"minidump FreeBSD/", b"\x7fELF", b"x" * 5000, bytes(70000)]
)
def test_what_is_no_dump(write, data):
    with pytest.raises((UnknownFormatError, FormatError)):
        open_corefile(write(data))


def test_direct_map_beyond_all_memory(head, write):
    raw = bytearray(head("aarch64-4k-v3"))
    raw[48:56] = b"\x00\xf0" + b"\xff" * 6
    with pytest.raises(FormatError, match="no direct map can begin at physical address"):
        open_corefile(write(bytes(raw)))


def test_holes_are_holes(head, write):
    core = open_corefile(write(head("amd64-v2-12")))
    assert core.page(KVA, 1) == HOLE
    assert core.page(PHYS, 1 << 40) == HOLE
