"""DragonFly dumps: every answer recorded about the golden images, and what those do not have, laid by hand."""

from __future__ import annotations

import gzip
import hashlib
import struct
from importlib import import_module

import pytest
import zstandard

import sunkvm
from sunkvm.corefile import _FORMATS, KVA, PHYS, Match, open_corefile
from sunkvm.errors import Fault, FormatError, OpenError
from sunkvm.source import open_source
from sunkvm.space import AddressSpace

CASES = ("v1", "v2", "full")
every = pytest.mark.parametrize("case", CASES)
FORMATS = {"v1": "freebsd_minidump", "v2": "dragonfly_minidump", "full": "elf_full"}


def open_case(golden, case):
    folder = golden.folder(case)
    return sunkvm.open(folder / "kernel", folder / "vmcore")


# The golden images


@every
def test_whose_it_is(golden_dragonfly, case):
    with open_case(golden_dragonfly, case) as image:
        assert image.corefile.format == FORMATS[case]
        assert image.corefile.personality == "dragonfly"
        assert image.corefile.model.name == "amd64"
        assert not image.warnings


@every
def test_reads(golden_dragonfly, case):
    with open_case(golden_dragonfly, case) as image, open_case(golden_dragonfly, "v2") as v2:
        seen = 0
        for entry in golden_dragonfly.expected(case)["entries"]:
            if entry["call"] != "kvm_read":
                continue
            args = entry["args"]
            answer = entry["right"] if entry.get("original_is_wrong") else entry
            data, fault = image.kernel.read_some(int(args["addr"], 16), args["len"])
            seen += 1
            if answer["return"] == -1:
                assert fault is not None, entry
                continue
            assert fault is None, entry
            if answer.get("note") == "the bytes as in case v2":
                assert data == v2.kernel.read(int(args["addr"], 16), args["len"])
            elif "hex" in answer:
                assert data.hex() == answer["hex"], entry
            elif "sha256" in answer:
                assert hashlib.sha256(data).hexdigest() == answer["sha256"], entry
        assert seen == 51


@every
def test_leaves_agree_with_pages(golden_dragonfly, case):
    """What crosses into C a leaf at a time is what single pages are."""
    with open_case(golden_dragonfly, case) as image:
        core = image.corefile
        for va in (
            0xFFFF_FFFF_8020_0000,
            0xFFFF_F800_C000_0000,
            0xFFFF_F801_0000_0000,
            0xFFFF_B800_0280_0000,
        ):
            first = va >> 12 & ~511
            leaf = core.leaf(KVA, first // 512)
            assert list(leaf) == [core.page(KVA, first + number) for number in range(512)]


@every
def test_ranges_are_what_can_be_read(golden_dragonfly, case):
    with open_case(golden_dragonfly, case) as image:
        ranges = list(image.corefile.ranges(KVA))
        assert ranges == sorted(ranges)
        for start, size in ranges:
            assert len(image.kernel.read(start, 8)) == len(image.kernel.read(start + size - 8, 8)) == 8


# By hand


def small(freebsd, by_hand):
    """Memory with a page of each size behind a v2 table; return (memory, table)."""
    memory = freebsd.Memory()
    memory.put(0x5000, b"small page")
    memory.put(0x20_0000, b"in two MiB")
    memory.put(0x4000_1000, b"in one GiB")
    memory.put(0x10_0000, b"frame that a table points to")
    # KERNBASE: a page directory at 0x1000 with a page table at 0x2000; entry 1 a large page; entry 2 not valid.
    memory.q(0x1000, 0x2000 | 3, 0x20_0000 | 1 << 63 | 0x83, 0x2000)
    memory.q(0x2000, 0x5000 | 1 << 63 | 3, 0x7000 | 3, 0x9000)
    nx = 1 << 63
    table = by_hand.top_table(
        {
            by_hand.KERNBASE: 0x1000 | 3,
            by_hand.KERNBASE + (1 << 30): 0x4000_0000 | nx | 0x83,
            by_hand.KERNBASE + (2 << 30): 0xB000 | 3,  # a page directory that was not dumped
            by_hand.KERNBASE + (3 << 30): 0x1000,  # not valid
        }
    )
    return memory, table


def test_every_size_of_page(freebsd, dragonfly, write):
    core = open_corefile(write(dragonfly.minidump(2, *small(freebsd, dragonfly))))
    space, base = AddressSpace(core, KVA), dragonfly.KERNBASE
    assert space.read(base, 10) == b"small page"
    assert space.read(base + 0x20_0000, 10) == b"in two MiB"  # with the bit that forbids execution
    assert space.read(base + (1 << 30) + 0x1000, 10) == b"in one GiB"
    assert space.read(dragonfly.DMAP + 0x4000_1000, 10) == b"in one GiB"
    assert AddressSpace(core, PHYS).read(0x10_0000, 5) == b"frame"


@pytest.mark.parametrize(
    ("offset", "kind"),
    [
        (0x1000, Fault.NOT_DUMPED),  # mapped, and the frame left out
        (0x2000, Fault.UNMAPPED),  # the last entry is not valid: the original does not look
        (0x40_0000, Fault.UNMAPPED),
        (1 << 30, Fault.NOT_DUMPED),
        (2 << 30, Fault.NOT_DUMPED),
        (3 << 30, Fault.UNMAPPED),
        (4 << 30, Fault.UNMAPPED),
        (-0x1000, Fault.UNMAPPED),  # between the direct map and kernbase
    ],
)
def test_what_is_not_there(freebsd, dragonfly, write, offset, kind):
    core = open_corefile(write(dragonfly.minidump(2, *small(freebsd, dragonfly))))
    data, fault = AddressSpace(core, KVA).read_some(dragonfly.KERNBASE + offset, 8)
    assert (data, fault.kind) == (b"", kind)


def test_low_addresses_are_no_kernel(freebsd, dragonfly, write):
    """The table has entries for the lower half too; kernels leave them empty, and nothing is read through them."""
    memory, _ = small(freebsd, dragonfly)
    table = dragonfly.top_table({0: 0x1000 | 3, dragonfly.KERNBASE: 0x1000 | 3})
    space = AddressSpace(open_corefile(write(dragonfly.minidump(2, memory, table))), KVA)
    assert space.read(dragonfly.KERNBASE, 5) == b"small"
    assert space.read_some(0, 5)[1].kind == Fault.UNMAPPED


def test_direct_map_beyond_4_gib(dragonfly, tmp_path):
    """Five GiB of pages, most of them holes of the file: offsets have more than 32 bits."""
    pages = 5 << 18
    bitmap = b"\xff" * (pages // 8)
    table = dragonfly.top_table({dragonfly.KERNBASE: (4 << 30) | 0x83})
    head = dragonfly.header(2, 0, len(bitmap), len(table))
    start = 4096 + len(bitmap) + len(table)
    path = tmp_path / "vmcore"
    with path.open("wb") as file:
        file.write(dragonfly.padded(head) + bitmap + table)
        for pa, text in (
            (0x1000, b"low"),
            ((4 << 30) + 0x5000, b"behind four GiB"),
            ((5 << 30) - 4096, b"last"),
        ):
            file.seek(start + pa)
            file.write(text)
        file.truncate(start + (5 << 30))
    core = open_corefile(str(path))
    space = AddressSpace(core, KVA)
    assert not core.warnings
    assert space.read(dragonfly.DMAP + 0x1000, 4) == b"low\0"
    assert space.read(dragonfly.DMAP + (4 << 30) + 0x5000, 15) == b"behind four GiB"
    assert space.read(dragonfly.DMAP + (5 << 30) - 4096, 4) == b"last"
    assert space.read(dragonfly.KERNBASE + 0x5000, 15) == b"behind four GiB"
    assert space.read_some(dragonfly.DMAP + (5 << 30), 1)[1] is not None


def test_version_1(freebsd, dragonfly, write):
    """Its entries are those of 4 KiB pages from kernbase; the size of none of its sections is forgotten."""
    memory = freebsd.Memory()
    memory.put(0x7000, b"in version one")
    table = struct.pack("<2Q", 0x5000, 0x7000 | 1 << 63 | 3)
    data = dragonfly.minidump(1, memory, table, msgbuf=b"m" * 5000, kernbase=dragonfly.TEXT)
    core = open_corefile(write(data))
    assert AddressSpace(core, KVA).read(dragonfly.TEXT + 0x1000, 14) == b"in version one"
    assert AddressSpace(core, KVA).read(dragonfly.DMAP + 0x7000, 14) == b"in version one"
    assert AddressSpace(core, KVA).read_some((1 << 64) - 1, 1)[1].kind == Fault.UNMAPPED
    assert core.message_buffer() == b"m" * 5000


@pytest.mark.parametrize(
    ("symbols", "own_name", "system"),
    [
        ({"allproc_hsize": 8}, b"", "dragonfly"),
        ({"ostype": 16}, b"DragonFly", "dragonfly"),
        ({"ostype": 16, "allproc_hsize": 8}, b"FreeBSD", "freebsd"),  # what the kernel says counts most
        ({"allproc": 8}, b"", "freebsd"),
    ],
)
@pytest.mark.parametrize("machine", ["amd64", "i386"])
def test_the_kernel_tells_whose_version_1_is(freebsd, write, machine, symbols, own_name, system):
    memory = freebsd.Memory()
    memory.put(0x7010, own_name or bytes(1))
    wide = machine == "amd64"
    base = 0xFFFF_FFFF_8000_0000 if wide else 0xC000_0000
    table = (0x7003).to_bytes(8 if wide else 4, "little")
    tail = [base, 0xFFFF_F800_0000_0000, 0xFFFF_F900_0000_0000] if wide else [base, 0]
    path = write(freebsd.minidump(machine, 1, memory, table, tail, bitmap_word=8 if wide else 4))
    assert open_corefile(path).personality == ""
    kernel = write(freebsd.namelist(machine, {name: base + at for name, at in symbols.items()}), "kernel")
    with sunkvm.open(kernel, path) as image:
        assert image.corefile.personality == system
        assert image.corefile.facts["system"].lower() == system
    with sunkvm.open(kernel, path, os=system):
        pass
    with pytest.raises(OpenError, match=f"is of a {system} kernel"):
        sunkvm.open(kernel, path, os="freebsd" if system == "dragonfly" else "dragonfly")


# Damage


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kernbase": 0xFFFF_F800_4000_1000}, "kernbase 0xfffff80040001000 is not on the border"),
        ({"bitmap": 1 << 40}, "bitmapsize 0x10000000000 at offset 0x1000 lies outside the file"),
        ({"table": 1 << 62}, "ptesize 0x4000000000000000"),
        ({"msgbuf": 1 << 63}, "lies outside the file"),
    ],
)
def test_damaged_headers(dragonfly, write, change, message):
    sizes = {"msgbuf": 0, "bitmap": 4096, "table": 4096} | change
    path = write(dragonfly.padded(dragonfly.header(2, **sizes), 4 << 12))
    with pytest.raises(FormatError, match=message):
        open_corefile(path)


@pytest.mark.parametrize("size", [20, 24, 71, 79])
def test_cut_header(dragonfly, write, size):
    with pytest.raises(FormatError):
        open_corefile(write(dragonfly.header(2, 0, 4096, 4096)[:size]))


def test_unknown_version_and_machine(dragonfly, write):
    head = bytearray(dragonfly.padded(dragonfly.header(2, 0, 4096, 4096), 1 << 14))
    head[24] = 3
    with pytest.raises(FormatError, match="minidump version 3 of x86-64 is not known"):
        open_corefile(write(bytes(head)))
    head[17:19] = b"y8"
    with pytest.raises(FormatError, match="minidump of 'y86-64', which is not known"):
        open_corefile(write(bytes(head)))


def test_table_that_ends_early(freebsd, dragonfly, write):
    """The original does not compare its index with the size of the table."""
    memory, table = small(freebsd, dragonfly)
    first = dragonfly.KERNBASE >> 30 & 0x3FFFF
    core = open_corefile(write(dragonfly.minidump(2, memory, table[: (first + 1) * 8])))
    space = AddressSpace(core, KVA)
    assert space.read(dragonfly.KERNBASE, 5) == b"small"
    assert space.read_some(dragonfly.KERNBASE + (1 << 30), 1)[1].kind == Fault.UNMAPPED
    assert space.read_some((1 << 64) - 1, 1)[1].kind == Fault.UNMAPPED
    none = open_corefile(write(dragonfly.minidump(2, memory, table[:4096])))
    assert AddressSpace(none, KVA).read_some(dragonfly.KERNBASE, 1)[1].kind == Fault.UNMAPPED
    assert AddressSpace(none, KVA).read(dragonfly.DMAP + 0x5000, 5) == b"small"


def test_cut_page_tables(freebsd, dragonfly, write):
    """What a packed file has is known only when it is read."""
    data = dragonfly.minidump(2, *small(freebsd, dragonfly))
    at = 4096 + 4096 + 36864 + (dragonfly.KERNBASE >> 30 & 0x3FFFF) * 8
    core = open_corefile(write(gzip.compress(data[: at + 8])))
    data, fault = AddressSpace(core, KVA).read_some(dragonfly.KERNBASE + (1 << 30), 8)
    assert (data, fault.kind) == (b"", Fault.TRUNCATED)
    assert "page table entry behind the end of the file" in str(fault.error())


def test_cut_file(freebsd, dragonfly, write):
    data = dragonfly.minidump(2, *small(freebsd, dragonfly))
    core = open_corefile(write(data[: len(data) - 4096 - 100]))
    assert core.warnings == ["the file is 4196 bytes shorter than its bitmap says; it was cut off"]
    data, fault = AddressSpace(core, KVA).read_some(dragonfly.KERNBASE + (1 << 30) + 0x1000, 8)
    assert (data, fault.kind) == (b"", Fault.TRUNCATED)


# Dump devices and packed files


@pytest.mark.parametrize("version", [1, 2])
def test_dump_device(freebsd, dragonfly, write, version):
    memory, table = small(freebsd, dragonfly)
    core = open_corefile(write(dragonfly.device(dragonfly.minidump(version, memory, table))))
    assert core.personality == "dragonfly"  # also where the dump's own magic is FreeBSD's
    assert AddressSpace(core, KVA).read(dragonfly.DMAP + 0x5000, 5) == b"small"
    assert core.facts["node"] == "leaf.example"
    assert (core.facts["system"], core.facts["release"]) == ("DragonFly", "v5.9.0-DEVELOPMENT")
    assert core.facts["panic_string"] == "from debugger"
    assert core.facts["crash_time"] == 1_600_000_000


def test_device_that_was_saved(freebsd, dragonfly, write):
    mini = dragonfly.minidump(2, *small(freebsd, dragonfly))
    core = open_corefile(write(dragonfly.device(mini, magic=b"Cleared Kernel Dump")))
    assert (core.format, core.personality) == ("dragonfly_minidump", "dragonfly")
    assert core.warnings == ["the dump was saved already: its header is marked as cleared"]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_packed_file(freebsd, dragonfly, write, pack):
    core = open_corefile(write(pack(dragonfly.minidump(2, *small(freebsd, dragonfly)))))
    assert AddressSpace(core, KVA).read(dragonfly.KERNBASE, 10) == b"small page"


def test_exactly_one_probe_claims_each(freebsd, dragonfly, golden_dragonfly, write):
    mini = dragonfly.minidump(2, *small(freebsd, dragonfly))
    old = dragonfly.minidump(1, *small(freebsd, dragonfly))
    files = {
        "dragonfly_minidump": [mini, gzip.compress(mini)],
        "dragonfly_device": [
            dragonfly.device(mini),
            dragonfly.device(old),
            dragonfly.device(mini, magic=b"Cleared Kernel Dump"),
        ],
        "freebsd_minidump": [old],
    }
    paths = [
        (format, write(data, f"{format}{at}"))
        for format, rows in files.items()
        for at, data in enumerate(rows)
    ]
    paths += [(FORMATS[case], golden_dragonfly.folder(case) / "vmcore") for case in CASES]
    for format, path in paths:
        with open_source(str(path)) as source:
            answers = [import_module(f"sunkvm.corefiles.{name}").probe(source) for name in _FORMATS.values()]
            assert [answer.format for answer in answers if isinstance(answer, Match)] == [format]


def test_text_dump_device(dragonfly, write):
    with pytest.raises(OpenError, match="no kernel corefile"):
        open_corefile(write(dragonfly.device(b"text".ljust(512), magic=b"DragonFly Text Dump")))
