"""Raw dump devices: found by their headers, read as they are, with what savecore leaves behind on them."""

from __future__ import annotations

import struct
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm.corefile import PHYS, Match, formats, open_corefile, probe
from sunkvm.corefiles.solaris_device import SolarisDevice, checksum32
from sunkvm.errors import Fault, FormatError, OpenError, UnknownFormatError
from sunkvm.source import ByteSource
from sunkvm.space import AddressSpace

ABIS = ("i386", "amd64", "sparc", "sparcv9")
SPACE, BASE = 0xC0001000, 0xB0000000
SIZE = 12 << 20
TAIL = SIZE - 65536
LOG = TAIL - (2 << 20)
EREPORTS = LOG - 3_932_160
SUMMARY = EREPORTS - 65536


class Memory(ByteSource):
    """A device that is only bytes."""

    def __init__(self, data):
        self.path = "memory"
        self.buffer = bytes(data)
        self.size = len(data)

    def read(self, offset, count):
        return self.buffer[offset : offset + count]

    def close(self):
        pass


def open_bytes(data):
    core = probe(Memory(data)).open()
    assert isinstance(core, SolarisDevice)
    return core


def claimants(data):
    answers = {name: import_module(f"sunkvm.corefiles.{name}").probe(Memory(data)) for name in formats()}
    return [name for name, answer in answers.items() if isinstance(answer, Match)]


def check(core, dump):
    for number, (frame, page) in enumerate(dump.pages):
        assert AddressSpace(core, PHYS).read(frame * dump.page, dump.page) == page
        assert AddressSpace(core, SPACE).read(BASE + number * dump.page, dump.page) == page


@pytest.mark.parametrize("abi", ABIS)
@pytest.mark.parametrize("swap", (False, True), ids=("dedicated", "swap"))
@pytest.mark.parametrize("version", (9, 10))
def test_read(handmade, abi, swap, version):
    dump = handmade(abi, version=version)
    data = dump.device(dump.serial(), swap=swap)
    core = open_bytes(data)
    check(core, dump)
    assert core.warnings == []
    assert core.namelist() == dump.symbols
    assert core.facts["saved"] is False
    assert core.facts["panic_string"] == "oops!"
    assert core.header["dump_start"] == (65536 if not swap else 39 * 65536)
    assert claimants(data) == ["solaris_device"]


@pytest.mark.parametrize("level", range(3))
def test_encodings(handmade, level):
    dump = handmade()
    runs = [(0, 20), (20, 20)]
    records = [dump.serial, lambda: dump.lzjb_streams(runs), lambda: dump.bzip2_streams(runs)][level]()
    core = open_bytes(dump.device(records, streams=2, level=level))
    check(core, dump)
    assert core.facts["compression"] == ("lzjb", "parallel lzjb", "parallel bzip2")[level]


@pytest.mark.parametrize("extra", (1, 512, 65535))
def test_size_is_rounded_down(handmade, extra):
    """The kernel uses whole 64 KiB of a device only."""
    dump = handmade()
    data = dump.device(dump.serial(), size=SIZE + extra, messages=dump.message(7, b"hello\0"))
    core = open_bytes(data)
    check(core, dump)
    assert core.messages() == [(7, "hello")]
    assert claimants(data) == ["solaris_device"]


def test_by_path(handmade, write):
    dump = handmade()
    path = write(dump.device(dump.serial()))
    core = open_corefile(path)
    assert core.format == "solaris_device"
    check(core, dump)
    core.close()


def test_saved_already(handmade):
    """savecore clears DF_VALID in the terminal header; the dump is still there."""
    dump = handmade()
    data = bytearray(dump.device(dump.serial()))
    data[TAIL + 8] &= ~1
    core = open_bytes(data)
    check(core, dump)
    assert core.facts["saved"] is True
    assert core.warnings == []


def test_old_device_without_a_data_header(handmade):
    """Before 2009 there was neither that nor DF_COMPRESSED."""
    dump = handmade(version=9, flags=1 | 2 | 0x10000)
    data = bytearray(dump.device(dump.serial()))
    data[TAIL + dump.header_size :] = bytes(len(data) - TAIL - dump.header_size)
    core = open_bytes(data)
    check(core, dump)
    assert "compression" not in core.facts


# --- headers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("swap", (False, True), ids=("dedicated", "swap"))
def test_without_the_terminal_header(handmade, swap):
    dump = handmade()
    data = bytearray(dump.device(dump.serial(), swap=swap))
    data[TAIL:] = bytes(65536)
    core = open_bytes(data)
    check(core, dump)
    assert len(core.warnings) == 1 and "terminal header is damaged or missing" in core.warnings[0]
    assert claimants(data) == ["solaris_device"]


def test_image_cut_off(handmade):
    dump = handmade()
    data = dump.device(dump.serial())[: 3 << 20]
    core = open_bytes(data)
    check(core, dump)
    assert core.messages() == [] and core.ereports() == [] and core.summary() is None


def test_without_the_initial_header(handmade):
    dump = handmade()
    data = bytearray(dump.device(dump.serial()))
    data[65536 : 65536 + 4] = bytes(4)
    core = open_bytes(data)
    check(core, dump)
    assert len(core.warnings) == 1 and "initial header at 0x10000 is damaged or missing" in core.warnings[0]


def test_headers_that_differ(handmade):
    dump = handmade()
    data = bytearray(dump.device(dump.serial()))
    data[65536 + 1598] ^= 1
    core = open_bytes(data)
    check(core, dump)
    assert core.facts["panic_string"] == "oops!"
    assert core.warnings == [
        f"the headers at 0x10000 and {TAIL:#x} differ in dump_panicstring; the one at {TAIL:#x} is used"
    ]
    data = bytearray(dump.device(dump.serial()))
    data[TAIL + 38] = 0xFF  # dump_pfn
    core = open_bytes(data)
    check(core, dump)
    assert core.warnings == [
        f"the headers at 0x10000 and {TAIL:#x} differ in dump_pfn; the one at 0x10000 is used"
    ]


def test_neither_header(handmade):
    dump = handmade()
    data = bytearray(dump.device(dump.serial()))
    data[TAIL : TAIL + 4] = data[65536 : 65536 + 4] = bytes(4)
    with pytest.raises(UnknownFormatError):
        open_bytes(data)


@pytest.mark.parametrize("at", (TAIL, 65536))
def test_unknown_version(handmade, at):
    """Oracle's later versions are not public; they are refused by name."""
    dump = handmade()
    data = bytearray(dump.device(dump.serial()))
    data[TAIL : TAIL + 4] = data[65536 : 65536 + 4] = bytes(4)
    data[at : at + 8] = struct.pack("<II", 0xDEFEC8ED, 11)
    with pytest.raises(FormatError, match="dump version 11") as caught:
        open_bytes(data)
    assert caught.value.offset == at + 4


def test_vmdump_and_vmcore_are_no_devices(golden_solaris):
    for name in ("vmcore.0", "vmdump.0"):
        data = (golden_solaris.folder("amd64") / name).read_bytes()
        assert "solaris_device" not in claimants(data)
        # and with something else in front, as when the first block was overwritten
        assert claimants(bytes(4096) + data[4096:]) == (["solaris_vmdump"] if name == "vmdump.0" else [])


@pytest.mark.parametrize("size", (0, 1, 100, 65535, 65536, 65540, 131072, 200_000))
def test_small_files(size):
    with pytest.raises(UnknownFormatError):
        open_bytes(bytes(size))


# --- the areas at the end ---------------------------------------------------------------------------


def test_checksum():
    """Rotate right by one, add the byte (illumos uts/common/os: checksum32)."""
    assert checksum32(b"") == 0
    assert checksum32(b"\x01") == 1
    assert checksum32(b"\x01\x01") == 0x80000001
    assert checksum32(b"\x03\x00\x00") == 0xC0000000
    assert checksum32(b"\xff" * 3) == 0x400001BE


@pytest.mark.parametrize("abi", ABIS)
def test_messages(handmade, abi):
    dump = handmade(abi)
    texts = [b"\rpanic[cpu0]/thread=ffffff0001: \0", b"BAD TRAP: type=e\n\0", "naïve\0".encode(), b"no end"]
    area = b"".join(dump.message(1_600_000_000 + at, text) for at, text in enumerate(texts))
    core = open_bytes(dump.device(dump.serial(), messages=area + bytes(16)))
    assert core.messages() == [
        (1_600_000_000, "panic[cpu0]/thread=ffffff0001: "),
        (1_600_000_001, "BAD TRAP: type=e"),
        (1_600_000_002, "naïve"),
        (1_600_000_003, "no end"),
    ]
    assert core.warnings == []
    assert core.messages() == core.messages()


def test_damaged_messages(handmade):
    dump = handmade()
    area = dump.message(1, b"first\0")
    second = area + dump.message(2, b"second\0", text_sum=5)
    third = second + dump.message(3, b"third\0", control_sum=5)
    fourth = third + dump.message(4, b"fourth\0")
    data = dump.device(dump.serial(), messages=fourth + b"\xff" * 100)
    core = open_bytes(data)
    assert core.messages() == [(1, "first"), (4, "fourth")]
    assert core.warnings == [
        f"the message at {LOG + len(part):#x} of the dump device is damaged"
        for part in (area, second, fourth)
    ]
    core.messages()
    assert len(core.warnings) == 3


def test_message_longer_than_the_area(handmade):
    dump = handmade()
    huge = struct.pack("<4I", 0xF00D4109, 0xFFFFFFF0, 0, 0)
    core = open_bytes(dump.device(dump.serial(), messages=dump.message(1, b"first\0") + huge))
    assert core.messages() == [(1, "first")]
    assert len(core.warnings) == 1


def test_message_area_filled_to_the_end(handmade):
    dump = handmade()
    one = dump.message(1, bytes(8152).replace(b"\0", b"x"))
    assert (2 << 20) % len(one) == 0
    core = open_bytes(dump.device(dump.serial(), messages=one * ((2 << 20) // len(one))))
    assert len(core.messages()) == (2 << 20) // len(one)
    assert core.warnings == []


@pytest.mark.parametrize("abi", ABIS)
def test_ereports(handmade, abi):
    dump = handmade(abi)
    parts = [dump.ereport(100, b"nvlist one"), dump.ereport(200, b"nvlist two", checksum=9)]
    core = open_bytes(dump.device(dump.serial(), ereports=b"".join(parts) + bytes(48)))
    one, two = core.ereports()
    assert (one.offset, one.seconds, one.data, one.intact) == (EREPORTS, 100, b"nvlist one", True)
    assert (two.offset, two.seconds, two.checksum, two.intact) == (EREPORTS + len(parts[0]), 200, 9, False)
    assert "damaged" in repr(two) and "damaged" not in repr(one)


def test_ereport_longer_than_the_area(handmade):
    dump = handmade()
    huge = struct.pack("<4IqqQQ", 0xF00D4EDD, 0, 3_932_160, 0, 0, 0, 0, 0)
    core = open_bytes(dump.device(dump.serial(), ereports=dump.ereport(1, b"x") + huge))
    assert len(core.ereports()) == 1


@pytest.mark.parametrize("abi", ABIS)
def test_summary(handmade, abi):
    dump = handmade(abi)
    text = b"genunix:die+c8 ()\ngenunix:trap+13b9 ()\n"
    assert open_bytes(dump.device(dump.serial(), summary=dump.summary(text))).summary() == text.decode()
    assert open_bytes(dump.device(dump.serial(), summary=dump.summary(text, checksum=1))).summary() is None
    assert open_bytes(dump.device(dump.serial())).summary() is None


def test_nothing_but_the_dump(handmade):
    """As after a live dump: the areas were never written."""
    dump = handmade(flags=1 | 2 | 4 | 8 | 0x10000)
    core = open_bytes(dump.device(dump.serial()))
    assert (core.messages(), core.ereports(), core.summary()) == ([], [], None)
    assert core.facts["live_dump"] is True


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(st.integers(0, SIZE - SUMMARY - 1), st.integers(1, 255)), min_size=1, max_size=6))
def test_flipped_bits_in_the_areas(handmade, changes):
    dump = handmade(count=5)
    data = bytearray(
        dump.device(
            dump.serial(),
            messages=b"".join(dump.message(at, b"message %d\0" % at) for at in range(30)),
            ereports=dump.ereport(1, bytes(100)) * 10,
            summary=dump.summary(b"stack"),
        )
    )
    # Where something stands, that is what gets bent most of the time.
    for at, bits in changes:
        place = (SUMMARY, EREPORTS, LOG, TAIL)[at % 4] + at % 1500
        data[place] ^= bits
    try:
        core = open_bytes(data)
        core.messages(), core.ereports(), core.summary()
        for frame, _ in dump.pages:
            fault = AddressSpace(core, PHYS).read_some(frame << 12, 4096)[1]
            assert fault is None or fault.kind in (Fault.CORRUPT, Fault.NOT_DUMPED)
    except OpenError:
        pass


@pytest.mark.parametrize("case", ("amd64", "sparc"))
def test_golden_dump_on_a_device(golden_solaris, write, case):
    """The records of a golden vmdump, laid out as on a device: the same processes."""
    folder = golden_solaris.folder(case)
    data = (folder / "vmdump.1").read_bytes()
    order, wide = ("<", True) if case == "amd64" else (">", False)
    ksyms, pfn, vtop, start = struct.unpack_from(order + "4q", data, 24)
    counts = struct.unpack_from(order + ("4Q" if wide else "4I"), data, 1832 if wide else 1816)
    nvtop, npages, size, _ = counts
    word, page = (8, 4096) if wide else (4, 8192)
    tail = data[-65536:]
    header_size = 1912 if wide else 1880
    parts = [
        data[ksyms : ksyms + size],
        data[vtop : vtop + nvtop * 3 * word],
        data[pfn : pfn + npages * word],
    ]
    device = bytearray(16 << 20)
    position, offsets = 65536 + page, []
    for part in [*parts, data[start : len(data) - 131072]]:
        offsets.append(position)
        device[position : position + len(part)] = part
        position += -(-len(part) // page) * page
    header = bytearray(tail[: header_size + 32])
    struct.pack_into(order + "5q", header, 16, 65536, offsets[0], offsets[2], offsets[1], offsets[3])
    device[65536 : 65536 + header_size] = header[:header_size]
    device[-65536 : -65536 + len(header)] = header
    path = write(device)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as core, sunkvm.open(corefile=path) as image:
        assert image.info.format == "solaris_device"
        assert image.warnings == []
        assert list(image.processes()) == list(core.processes())
