"""NetBSD cores that are damaged: each member of each header, files cut anywhere, bytes that only look like a core."""

from __future__ import annotations

import gzip
import struct
from array import array
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm.corefile import HOLE, KVA, PHYS, Match, formats, open_as, open_corefile
from sunkvm.corefiles.netbsd_kcore import read_container
from sunkvm.errors import FormatError, NotDumpedError, SunkvmError, UnknownFormatError
from sunkvm.mmu import LEAF_PAGES, NOWHERE
from sunkvm.source import ByteSource, open_source
from sunkvm.space import AddressSpace

CASES = (
    "amd64", "i386", "i386pae", "sun4", "sun4c", "sun4m", "sparc64", "sparc64old", "sun2", "sun3", "sun3x", "hp300",
    "hp040",
)  # fmt: skip
every = pytest.mark.parametrize("case", CASES)


class Bytes(ByteSource):
    """A file in memory."""

    path = "bytes"

    def __init__(self, data):
        self.buffer = data
        self.size = len(data)

    def read(self, offset, count):
        return self.buffer[offset : offset + count]

    def close(self):
        pass


def core_of(golden, case):
    return (golden.folder(case) / "netbsd.core").read_bytes()


def mapped(golden, case):
    facts = golden.expected(case)["facts"]
    return [int(mapping["va"], 16) for mapping in facts.get("mapped", ())] or [int(facts["heap_2m"], 16)]


def opened(data):
    return import_module("sunkvm.corefiles.netbsd_kcore").probe(Bytes(data)).open()


@every
def test_exactly_one_probe_claims_a_core(golden_netbsd, case):
    data = core_of(golden_netbsd, case)
    answers = {name: import_module(f"sunkvm.corefiles.{name}").probe(Bytes(data)) for name in formats()}
    assert [name for name, answer in answers.items() if isinstance(answer, Match)] == ["netbsd_kcore"]
    match = answers["netbsd_kcore"]
    assert "kcore magic" in match.why
    assert "saved core" in match.why


def test_exactly_one_probe_claims_a_device(golden_netbsd):
    data = (golden_netbsd.folder("amd64") / "dumpdev").read_bytes()
    answers = {name: import_module(f"sunkvm.corefiles.{name}").probe(Bytes(data)) for name in formats()}
    assert [name for name, answer in answers.items() if isinstance(answer, Match)] == ["netbsd_kcore"]
    assert "device at offset 0x2000" in answers["netbsd_kcore"].why


MEMBERS = [  # offset in the header, bytes, what is said, where
    (4, b"\x00\x00", "a kcore header of 0 bytes", 4),
    (6, b"\x00\x00", "segment headers of 0 bytes", 6),
    (8, b"\x03\x00\x00\x00", "3 segments, not 2", 8),
    (16, b"\x04\x00\x8f\xca", "no header of a segment of CPU", 16),
    (16, b"\x08\x00\x8f\xac", "no header of a segment of CPU", 16),
    (20, b"\x00\x00\x00\x00", "CPU data of 0x0 bytes", 20),
    (20, b"\xff\xff\xff\xff", "CPU data of 0xffffffff bytes", 20),
    (20, b"\x38\x00\x00\x00", "no header of a segment of memory", 80),
    (72, b"\x04\x00\x8f\xac", "no header of a segment of memory", 72),
    (32, b"\x00" * 8, "lists no segment of memory", 40),
    (32, b"\x03\x00\x00\x00", "list of 3 segments of memory", 72),
    (32, b"\xff" * 8, "segments of memory", 72),
    (40, b"\xff" * 8, "has no end in 64 bits", 40),
    (0, b"\x03\xff\x8f\xca", "machine id 0x3ff, which cannot be read", 0),
    (0, b"\x00\xb9\x8f\xca", r"machine id 0xb9 \(riscv\), which cannot be read", 0),
]


@pytest.mark.parametrize(
    ("at", "value", "words", "where"), MEMBERS, ids=[f"{member[0]}-{member[2]}" for member in MEMBERS]
)
def test_member_of_amd64(golden_netbsd, at, value, words, where):
    data = bytearray(core_of(golden_netbsd, "amd64")[:65536])
    data[at : at + len(value)] = value
    with pytest.raises(FormatError, match=words) as caught:
        opened(bytes(data))
    assert (caught.value.path, caught.value.offset) == ("bytes", where)


def test_what_is_no_core(golden_netbsd):
    data = core_of(golden_netbsd, "amd64")
    for other in (
        b"",
        b"\0",
        data[:3],
        b"\x04\x9d\x8f\xac" + data[4:8192],
        b"\x08" + data[1:8192],
        bytes(4096),
    ):
        assert isinstance(import_module("sunkvm.corefiles.netbsd_kcore").probe(Bytes(other)), str)


@every
def test_header_cut_anywhere(golden_netbsd, case):
    """Up to the memory there is nothing to open; a typed error says where the file ends."""
    data = core_of(golden_netbsd, case)
    box = read_container(Bytes(data))
    end = box.cpu_offset + box.cpu_size
    for count in {4, 5, 11, 12, 15, 16, 23, box.cpu_offset, end - 1, end, end + 7}:
        with pytest.raises(FormatError) as caught:
            opened(data[:count])
        assert caught.value.path == "bytes"


@every
def test_memory_cut(golden_netbsd, case):
    """What is left is read, the rest is said to be behind the end of the file; nothing is made up."""
    data = core_of(golden_netbsd, case)
    whole = opened(data)
    for count in (whole.container.data_offset + 5, len(data) // 2, len(data) // 2 + 100, len(data) - 1):
        core = opened(data[:count])
        if whole.segments[-1][1] == core.segments[-1][1]:
            assert "bytes shorter than its segments" in core.warnings[0]
        for start, size, offset in whole.segments:
            space = AddressSpace(core, PHYS)
            got, fault = space.read_some(start, size)
            assert len(got) == min(size, max(0, count - offset))
            assert got == data[offset : offset + len(got)]
            assert (fault is None) == (len(got) == size)
            if fault is not None:
                assert isinstance(fault.error(), SunkvmError)
        for va in mapped(golden_netbsd, case):
            got, fault = AddressSpace(core, KVA).read_some(va, 100)
            expected = AddressSpace(whole, KVA).read(va, 100)
            assert got == expected[: len(got)]
            assert (fault is None) == (len(got) == 100)
        list(core.ranges(KVA))


@every
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_of_the_header(golden_netbsd, case, data):
    """Whatever the header says: a typed error, or a core whose every answer comes to an end."""
    raw = core_of(golden_netbsd, case)
    box = read_container(Bytes(raw))
    head = bytearray(raw[: box.data_offset + 4 * 65536])
    reach = min(box.data_offset, 700)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, reach - 1))
        value = data.draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255))
        head[at] = value
    try:
        core = opened(bytes(head))
    except FormatError as error:
        assert 0 <= error.offset <= 1 << 33
        return
    for va in mapped(golden_netbsd, case):
        space = AddressSpace(core, KVA)
        space.read_some(va, 100)
        index = va >> core.page_shift
        leaf = core.leaf(KVA, index // LEAF_PAGES)
        assert leaf[index % LEAF_PAGES] == core.page(KVA, index)
        core.translate(KVA, va)
    count = 0
    try:
        for _ in core.ranges(KVA):
            count += 1
            if count > 2000:
                break
    except SunkvmError:
        pass


def test_faults(golden_netbsd):
    """Not mapped, mapped to what is no memory, and lost are told apart."""
    core = open_corefile(str(golden_netbsd.folder("amd64") / "netbsd.core"))
    space = AddressSpace(core, KVA)
    with pytest.raises(sunkvm.NotMappedError):
        space.read(0xFFFF_A000_0000_0000, 8)
    with pytest.raises(NotDumpedError, match="physical address 0x9f000, which was not dumped"):
        space.read(0xFFFF_9000_4009_F000, 8)
    with pytest.raises(sunkvm.NotMappedError, match="is no memory"):
        AddressSpace(core, PHYS).read(0x9F000, 8)
    # A read that leaves a segment of memory ends there, with what was read so far.
    data, fault = space.read_some(0xFFFF_9000_4009_EFF8, 16)
    assert len(data) == 8
    assert fault.address == 0xFFFF_9000_4009_F000


def test_compressed_and_damaged(golden_netbsd, tmp_path):
    data = core_of(golden_netbsd, "i386")[: 1 << 20]
    packed = gzip.compress(data, 1)
    path = tmp_path / "netbsd.0.core.gz"
    path.write_bytes(packed[: len(packed) // 2])
    core = open_corefile(str(path))
    got, fault = AddressSpace(core, PHYS).read_some(0, 0x9F000)
    assert 0 < len(got) < 0x9F000
    assert got == data[core.container.data_offset :][: len(got)]
    assert fault is not None


def test_device_with_bytes_that_look_like_a_dump(golden_netbsd, tmp_path):
    """The magic alone makes no dump: the search goes on."""
    dump = (golden_netbsd.folder("amd64") / "dumpdev").read_bytes()
    dump = dump[8192:]
    fake = bytearray(16384)
    fake[1024:1028] = b"\x04\x9d\x8f\xca"  # CPU data of no bytes
    fake[2048:2052] = b"\x04\x01\x8f\xca"  # a machine that is not known
    fake[3074:3078] = b"\x04\x9d\x8f\xca"  # not at the border of a sector
    fake[4096:4104] = b"\x04\x9d\x8f\xca\xf8\x01\x00\x00"  # no segments of memory
    path = tmp_path / "device"
    path.write_bytes(bytes(fake) + dump)
    core = open_corefile(str(path))
    assert core.container.offset == len(fake)
    assert core.warnings == []
    assert AddressSpace(core, KVA).read(0xFFFF_FFFF_8021_0070, 6) == b"NetBSD"
    path.write_bytes(bytes(fake))
    with pytest.raises(UnknownFormatError):
        open_corefile(str(path))
    for name, words in (("x", "no NetBSD core at an offset"), ("-1", "begins before the file")):
        with pytest.raises(SunkvmError, match=words):
            open_as(open_source(str(path)), f"netbsd_kcore@{name}", None)


def test_device_in_either_size_of_data(golden_netbsd):
    """The size in a device's header is that of the CPU's data up to the memory, in the byte order of the machine."""
    data = bytearray((golden_netbsd.folder("amd64") / "dumpdev").read_bytes()[8192 : 8192 + 65536])
    struct.pack_into("<I", data, 4, 0)
    with pytest.raises(FormatError, match="CPU data of 0x0 bytes") as caught:
        opened(bytes(data))
    assert caught.value.offset == 4


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_leaves_are_what_pages_are(netbsd, data):
    """Pages in any order, over segments of any size, in a file that ends anywhere."""
    sizes = data.draw(st.lists(st.integers(1, 6 * 4096), min_size=1, max_size=5))
    starts = data.draw(st.permutations([number << 16 for number in range(len(sizes))]))
    memory = netbsd.Memory("<", *zip(starts, sizes, strict=True))
    raw = netbsd.saved("amd64", struct.pack("<2Q", 0, len(sizes)) + memory.listed(), memory.data())
    core = opened(raw[: len(raw) - data.draw(st.integers(0, 9000))] if sum(sizes) > 9000 else raw)
    frames = data.draw(
        st.lists(st.one_of(st.just(NOWHERE), st.integers(0, len(sizes) << 16)), min_size=1, max_size=60)
    )
    near = [
        frame & ~4095 if frame != NOWHERE and number % 3 else frame for number, frame in enumerate(frames)
    ]
    near += [frame + 4096 for frame in near if frame != NOWHERE]
    slow = [HOLE if pa == NOWHERE else core.frame(pa >> 12) for pa in near]
    assert list(core.place(array("Q", near))) == slow
