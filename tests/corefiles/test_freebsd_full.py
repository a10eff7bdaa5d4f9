"""Full dumps, dump devices and raw images laid by hand: what real kernels do and the golden images do not have."""

from __future__ import annotations

import gzip
import struct

import pytest
import zstandard

import sunkvm
from sunkvm.corefile import KVA, PHYS, open_corefile
from sunkvm.corefiles.physical import PhysicalCorefile
from sunkvm.errors import (
    FormatError,
    NamelistError,
    NotDumpedError,
    NotMappedError,
    OpenError,
    SunkvmError,
    UnknownFormatError,
)
from sunkvm.export.elf import write_elf
from sunkvm.space import AddressSpace

BASE = 0xFFFF_FFFF_8000_0000
TEXT = BASE + 0x20_0000


def amd64_tables(memory, where, load, top):
    """Map 2 MiB of kernel from TEXT to ``load``, through tables from ``where``; return the top level table."""
    memory.q(where + 8 * 511, where + 0x1003)
    memory.q(where + 0x1000 + 8 * 510, where + 0x2003)
    memory.q(where + 0x2000 + 8 * 1, load | 0x83)
    if top == 5:
        memory.q(where + 0x3000 + 8 * 511, where + 3)
        return where + 0x3000
    return where


def amd64(freebsd, load=0x20_0000, levels=4):
    memory = freebsd.Memory()
    top = amd64_tables(memory, 0x80_0000, load, levels)
    if levels == 5:  # the tables of four levels from early in the boot are left over, and lead nowhere
        memory.q(load + 0x1000, 0x90_0000, top)
    else:
        memory.q(load + 0x1000, top, 0)
    memory.put(load + 0x2000, b"FreeBSD\0")
    memory.put(load + 0x3000, b"right bytes")
    return memory


SYMBOLS = {"kernbase": BASE, "KPML4phys": TEXT + 0x1000, "KPML5phys": TEXT + 0x1008, "ostype": TEXT + 0x2000}


def image_of(memory):
    size = 0x100_0000
    data = bytearray(size)
    for number, page in memory.pages.items():
        data[number * 4096 : (number + 1) * 4096] = page
    return bytes(data)


def open_full(freebsd, write, machine, data, symbols, order="<", **more):
    return sunkvm.open(write(freebsd.namelist(machine, symbols, order=order), "kernel"), write(data), **more)


@pytest.mark.parametrize("levels", [4, 5])
def test_amd64_with_delta(freebsd, write, levels):
    memory = amd64(freebsd, 0x60_0000, levels)
    data = freebsd.core("amd64", [(0, image_of(memory))], delta=(BASE, 0x60_0000, 0x20_0000))
    with open_full(freebsd, write, "amd64", data, SYMBOLS) as image:
        assert image.read(TEXT + 0x3000, 11) == b"right bytes"
        assert image.corefile.walker.form.name == ("amd64-la57" if levels == 5 else "amd64")
        assert image.corefile.personality == "freebsd"


def test_amd64_loaded_elsewhere_and_nothing_says_where(freebsd, write):
    """Kernels 13.1 to 14.x: no delta, and no library reads them. The tables are found, as they map themselves."""
    data = freebsd.core("amd64", [(0, image_of(amd64(freebsd, 0x60_0000)))])
    for symbols in (SYMBOLS, {**SYMBOLS, "kernphys": TEXT + 0x1800}, {"KPML4phys": TEXT + 0x1000}):
        with open_full(freebsd, write, "amd64", data, symbols) as image:
            assert image.read(TEXT + 0x3000, 11) == b"right bytes"


def test_namelist_of_another_kernel_is_refused(freebsd, write):
    data = freebsd.core("amd64", [(0, image_of(amd64(freebsd)))])
    for symbols in ({**SYMBOLS, "KPML4phys": TEXT + 0x1800}, {"kernbase": BASE}):
        with pytest.raises(NamelistError, match="does not lead to the kernel's page tables"):
            open_full(freebsd, write, "amd64", data, symbols)
    with pytest.raises(NamelistError):
        open_full(freebsd, write, "arm64", data, SYMBOLS)


def test_large_page_ends_where_its_segment_ends(freebsd, write):
    """The original goes on with the next bytes of the file, which are of another segment."""
    memory = amd64(freebsd)
    whole = image_of(memory)
    segments = [(0, whole[:0x20_4800]), (0x80_0000, whole[0x80_0000:])]
    with open_full(freebsd, write, "amd64", freebsd.core("amd64", segments), SYMBOLS) as image:
        data, fault = image.read_some(TEXT + 0x4000, 4096)
        assert len(data) == 0x800
        assert fault is not None and fault.address == TEXT + 0x4800
        with pytest.raises(NotDumpedError):
            image.read(TEXT + 0x5000, 1)


def test_overlapping_segments_the_first_counts(freebsd, write):
    data = freebsd.core("amd64", [(0x3000, b"a" * 4096), (0x1000, b"b" * 0x4000), (0x4000, b"c" * 4096)])
    physical = AddressSpace(open_corefile(write(data)), PHYS)
    assert physical.read(0x1000, 0x4000) == b"b" * 0x2000 + b"a" * 4096 + b"b" * 4096
    assert list(physical.ranges()) == [(0x1000, 0x4000)]


def cpu_note(cr0=0x8000_0033, cr3=0, cr4=0xA0):
    registers = bytes(8 + 18 * 8 + 10 * 24) + struct.pack("<5Q", cr0, 0, 0, cr3, cr4)
    return struct.pack("<3I", 5, len(registers), 0) + b"QEMU\0\0\0\0" + registers


def test_dump_of_a_hypervisor(freebsd, write):
    """The processors' own page tables serve, if they map the kernel: the first one here is in a process's half."""
    memory = amd64(freebsd)
    memory.drop(0x20_1000)
    notes = cpu_note(cr3=0x70_0000) + cpu_note(cr3=0x80_0000)
    data = freebsd.core("amd64", [(0, image_of(memory))], osabi=0, notes=notes)
    with open_full(freebsd, write, "amd64", data, {"btext": TEXT, "ostype": TEXT + 0x2000}) as image:
        assert image.read(TEXT + 0x3000, 11) == b"right bytes"
        assert image.match.why == "an ELF core with a note of QEMU"
        assert image.corefile.personality == "freebsd"


@pytest.mark.parametrize("pae", [True, False])
def test_wide_dump_of_a_narrow_machine(freebsd, write, pae):
    """With more than 4 GiB, a hypervisor writes ELF64 for i386 too; the control registers tell of PAE."""
    memory = freebsd.Memory()
    memory.put(0x80_3000, b"right bytes")
    memory.i(0x91_0000 + 4 * 2, 0x80_0083)
    memory.q(0x90_0020, 0x90_1001)
    memory.q(0x90_1000 + 8 * 4, 0x80_0083)
    notes = cpu_note(cr3=0x90_0020 if pae else 0x91_0000, cr4=0x20 if pae else 0)
    data = bytearray(freebsd.core("amd64", [(0, image_of(memory))], osabi=0, notes=notes))
    data[18] = 3
    with open_full(freebsd, write, "i386", bytes(data), {"btext": 0x80_0000}) as image:
        assert image.read(0x80_3000, 11) == b"right bytes"
        assert image.model.name == "i386"
        assert image.corefile.walker.form.name == ("i386-pae" if pae else "i386")


def test_core_of_a_process_is_not_claimed(freebsd, write):
    data = bytearray(freebsd.core("amd64", [(0, b"x" * 4096)], osabi=0))
    with pytest.raises(UnknownFormatError) as caught:
        open_corefile(write(bytes(data)))
    assert "of a process" in caught.value.declined["elf_full"]


@pytest.mark.parametrize("pae", [True, False])
def test_i386_split_kernel(freebsd, write, pae):
    """15.1: kernbase is 0x800000, addresses of the image are physical ones, and the variables of both forms exist."""
    memory = freebsd.Memory()
    memory.i(0x80_1000, 0x90_0000, 0x91_0000, int(pae))
    memory.put(0x80_3000, b"right bytes")
    memory.i(0x91_0000 + 4 * 2, 0x80_0083)  # 4 MiB from 0x800000
    memory.q(0x90_0000, 0x90_1001)
    memory.q(0x90_1000 + 8 * 4, 0x80_0083)
    symbols = {
        "kernbase": 0x80_0000, "IdlePDPT": 0x80_1000, "IdlePTD_nopae": 0x80_1004, "pae_mode": 0x80_1008,
    }  # fmt: skip
    data = freebsd.core("i386", [(0, image_of(memory))])
    with open_full(freebsd, write, "i386", data, symbols) as image:
        assert image.read(0x80_3000, 11) == b"right bytes"
        assert image.corefile.walker.form.name == ("i386-pae" if pae else "i386")
        with pytest.raises(NotMappedError):
            image.read(0xC000_0000, 1)


@pytest.mark.parametrize("variable", ["kernel_l1pa", None])
def test_armv7(freebsd, write, variable):
    """The original fails with "cannot read l1pt"."""
    memory = freebsd.Memory()
    load, table = 0x20_0000, 0x40_4000
    memory.i(table + 4 * 0xC00, load | 0x2)  # a section
    memory.i(table + 4 * 0xC01, 0x40_0401)  # a table of pages
    memory.i(0x40_0400 + 4 * 3, 0x50_0002)
    memory.i(load + 0x1000, (table + 0x4000_0000 | 0x6A) if variable else 0)
    memory.put(load + 0x3000, b"right bytes")
    memory.put(0x50_0000, b"a page")
    for at in (table + 4 * 0xC00, table + 4 * 0xC01, 0x40_0400 + 12):
        word = struct.unpack("<I", memory.pages[at // 4096][at % 4096 : at % 4096 + 4])[0]
        memory.i(at, word + 0x4000_0000)
    whole = image_of(memory)
    data = freebsd.core("arm", [(0x4000_0000, whole)], delta=(0xC000_0000, 0x4000_0000 + load, 4096))
    symbols = {"kernbase": 0xC000_0000, "btext": 0xC000_0100}
    if variable:
        symbols[variable] = 0xC000_1000
    with open_full(freebsd, write, "arm", data, symbols) as image:
        assert image.read(0xC000_3000, 11) == b"right bytes"
        assert image.read(0xC010_3000, 6) == b"a page"


def test_powerpc64_full(freebsd, write):
    """Physical addresses stand where the virtual ones should; the kernel was moved, and nothing says by how much."""
    memory = freebsd.Memory(order=">")
    memory.put(0x50_2000, b"FreeBSD\0")
    memory.put(0x50_3000, b"right bytes")
    data = freebsd.core("powerpc64", [(0, image_of(memory))], order=">", all_ones=True)
    with open_full(freebsd, write, "powerpc64", data, {"ostype": 0x10_2000}, order=">") as image:
        assert image.read(0x10_3000, 11) == b"right bytes"
        assert image.read(0xC000_0000_0050_3000, 11) == b"right bytes"
        assert image.corefile.displacement == 0xC000_0000_0040_0000
        assert image.corefile.personality == "freebsd"


@pytest.mark.parametrize("granule", [12, 14])
def test_aarch64_dump_of_a_hypervisor(freebsd, write, granule):
    """There is no note of the page tables: the kernel's own table is a symbol, and maps itself."""
    memory = freebsd.Memory()
    low, load = 0xFFFF_0000_0000_0000, 0x4020_0000
    tables = [load + 0x1_0000 * number for number in range(1, 5)]
    shifts = (39, 30, 21, 12) if granule == 12 else (47, 36, 25, 14)
    va = low + (tables[0] - load)
    for shift, table, following in zip(shifts, tables, [*tables[1:], None], strict=True):
        if following is not None:
            index = (va & (1 << 48) - 1) >> shift & ((1 << (granule - 3)) - 1)
            memory.q(table + 8 * index, following | 3)
    for number in range(32):
        memory.q(tables[3] + 8 * number, load + (number << granule) | 3)
    memory.put(load + 0x9000, b"right bytes")
    image_bytes = bytearray(0x10_0000)
    for number, page in memory.pages.items():
        at = number * 4096 - 0x4000_0000 - 0x20_0000
        image_bytes[at : at + 4096] = page
    data = freebsd.core("arm64", [(load, bytes(image_bytes))], osabi=0)
    with open_full(freebsd, write, "arm64", data, {"pagetable_l0_ttbr1": va}) as image:
        assert image.corefile.page_size == 1 << granule
        assert image.read(low + 0x9000, 11) == b"right bytes"
        assert (
            AddressSpace(image.corefile, tables[0]).read_some(low + 0x9000, 1)[1] is not None
        )  # not of a process
        with pytest.raises(NotMappedError):
            image.read(0x9000, 1)


@pytest.mark.parametrize("machine, symbol", [("arm64", "pagetable_l0_ttbr1"), ("arm", "btext")])
def test_tables_are_looked_for_in_the_file_only(freebsd, write, machine, symbol, monkeypatch):
    """A segment may claim to have as much as there are addresses."""
    data = bytearray(freebsd.core(machine, [(0x4020_0000, bytes(0x10_0000))]))
    wide = machine == "arm64"
    size = bytes(6) + b"\x10\0" if wide else b"\0\0\0\x80"
    for place in (96, 104) if wide else (68, 72):  # p_filesz and p_memsz of the first program header
        assert int.from_bytes(data[place : place + len(size)], "little") == 0x10_0000
        data[place : place + len(size)] = size
    reads = []
    plain = PhysicalCorefile.read_physical
    monkeypatch.setattr(PhysicalCorefile, "read_physical", lambda *args: reads.append(1) or plain(*args))
    symbols = {symbol: 0xFFFF_0000_0001_0000 if wide else 0xC001_0000, "kernbase": 0xC000_0000, "physaddr": 0}
    with pytest.raises(NamelistError, match="page tables"):
        open_full(freebsd, write, machine, bytes(data), symbols)
    assert 0 < len(reads) < 2000


@pytest.mark.parametrize("packed", [False, True])
def test_ranges_end_where_the_file_ends(freebsd, write, packed):
    """Whoever walks the ranges, such as to-elf, would else walk through all addresses there are."""
    data = bytearray(freebsd.core("amd64", [(0, image_of(amd64(freebsd, 0x60_0000)))]))
    held = len(data) - 4096
    for claim in (1 << 40, 1 << 52):
        for place in (96, 104):
            data[place : place + 8] = claim.to_bytes(8, "little")
        content = gzip.compress(data, 1) if packed else bytes(data)
        with open_full(freebsd, write, "amd64", content, {"KPML4phys": TEXT + 0x1000}) as image:
            assert list(image.ranges("physical")) == [(0, held)]
            assert image.read(TEXT + 0x3000, 11) == b"right bytes"
            with pytest.raises(SunkvmError):
                AddressSpace(image.corefile, PHYS).read(held + 4096, 1)
            assert write_elf(image, f"{image.corefile.path}.elf{claim:x}").pages == held // 4096


# Dump devices


def small_minidump(freebsd):
    memory = freebsd.Memory()
    memory.put(0x10_0000, b"direct")
    return freebsd.minidump(
        "amd64", 2, memory, b"", [0xFFFF_FE00 << 32, 0xFFFF_F800 << 32, 0xFFFF_FC00 << 32]
    )


def device(freebsd, data, *, sector=512, extent=None, space=1 << 17, **header):
    extent = len(data) if extent is None else extent
    extent += -extent % sector
    head = freebsd.dump_header(len(data), extent=extent, block=sector, **header).ljust(sector, b"\0")
    return bytes(space) + head + data.ljust(extent, b"\0") + head


@pytest.mark.parametrize("sector", [512, 4096])
@pytest.mark.parametrize("version", [1, 4])
def test_dump_device(freebsd, write, version, sector):
    path = write(device(freebsd, small_minidump(freebsd), version=version, sector=sector))
    core = open_corefile(path)
    assert AddressSpace(core, KVA).read(0xFFFF_F800_0010_0000, 6) == b"direct"
    facts = core.facts
    assert facts["panic_string"] == "page fault while in kernel mode"
    assert facts["node"] == "host.example"
    assert facts["release"] == "15.1-RELEASE-p1"
    assert facts["machine"] == "amd64"
    assert facts["crash_time"] == 1_700_000_000
    assert not core.warnings


@pytest.mark.parametrize("compression", [1, 2], ids=["gzip", "zstd"])
def test_compressed_dump_device(freebsd, write, compression):
    """The first header is found by the extent, the dump has the length."""
    plain = small_minidump(freebsd)
    packed = gzip.compress(plain) if compression == 1 else zstandard.ZstdCompressor().compress(plain)
    path = write(device(freebsd, packed, extent=len(plain), compression=compression))
    assert AddressSpace(open_corefile(path), KVA).read(0xFFFF_F800_0010_0000, 6) == b"direct"


def test_header_in_front(freebsd, write):
    data = small_minidump(freebsd)
    core = open_corefile(write(freebsd.dump_header(len(data)) + data))
    assert AddressSpace(core, KVA).read(0xFFFF_F800_0010_0000, 6) == b"direct"


def test_live_dump_begins_at_once(freebsd, write):
    data = small_minidump(freebsd)
    core = open_corefile(write(data))
    assert "panic_string" not in core.facts
    core = open_corefile(write(data + freebsd.dump_header(len(data))))  # and may end with the header
    assert core.format == "freebsd_minidump"
    assert core.facts["node"] == "host.example"
    assert AddressSpace(core, KVA).read(0xFFFF_F800_0010_0000, 6) == b"direct"


def test_device_with_damaged_headers(freebsd, write):
    whole = device(freebsd, small_minidump(freebsd))
    odd = bytearray(whole)
    odd[-100] ^= 1  # in the text of the header: its parity is wrong
    assert open_corefile(write(bytes(odd))).warnings == ["the parity of the kernel dump header is wrong"]
    no_first = bytearray(whole)
    no_first[1 << 17 : (1 << 17) + 512] = bytes(512)
    with pytest.raises(FormatError, match="no header in front of it"):
        open_corefile(write(bytes(no_first)))
    nothing = device(freebsd, b"nothing".ljust(4096, b"."))
    with pytest.raises(FormatError, match="a dump of no known format"):
        open_corefile(write(nothing))
    with pytest.raises(FormatError, match="encrypted"):
        open_corefile(write(device(freebsd, small_minidump(freebsd), key=0)[:-512] + freebsd.dump_header(
            len(small_minidump(freebsd)), key=512, extent=len(small_minidump(freebsd)) - 512
        )))  # fmt: skip


def test_exactly_one_probe_claims_each(freebsd, write, golden_solaris):
    from importlib import import_module

    from sunkvm.corefile import _FORMATS, Match
    from sunkvm.source import open_source

    mini = small_minidump(freebsd)
    whole = image_of(amd64(freebsd))
    solaris = golden_solaris.folder("amd64")
    files = {
        "freebsd_minidump": [mini, mini + freebsd.dump_header(len(mini)), gzip.compress(mini)],
        "freebsd_device": [device(freebsd, mini), freebsd.dump_header(len(mini)) + mini],
        "elf_full": [freebsd.core("amd64", [(0, whole)]), freebsd.core("arm", [(1 << 30, whole)])],
        "solaris": [(solaris / "vmcore.0").read_bytes()],
        "solaris_vmdump": [(solaris / "vmdump.0").read_bytes()],
    }
    for format, examples in files.items():
        for data in examples:
            with open_source(write(data)) as source:
                answers = [
                    import_module(f"sunkvm.corefiles.{name}").probe(source) for name in _FORMATS.values()
                ]
                assert [answer.format for answer in answers if isinstance(answer, Match)] == [format]


# Raw images


@pytest.mark.parametrize("start", [0, 0x1000_0000])
def test_raw(freebsd, write, start):
    memory = amd64(freebsd)
    whole = image_of(memory)
    kernel = write(freebsd.namelist("amd64", SYMBOLS), "kernel")
    path = write(whole)
    with pytest.raises(UnknownFormatError):
        sunkvm.open(kernel, path)
    with pytest.raises(OpenError, match="data model must be named"):
        sunkvm.open(kernel, path, format="raw")
    if not start:
        with sunkvm.open(kernel, path, format="raw", model="amd64") as image:
            assert image.read(TEXT + 0x3000, 11) == b"right bytes"
    else:
        with pytest.raises(NamelistError):  # the page tables of this image are for memory from 0
            sunkvm.open(kernel, path, format=f"raw@{start:#x}", model="amd64")
    with pytest.raises(OpenError, match="no raw image at a physical address"):
        sunkvm.open(kernel, path, format="raw@here", model="amd64")
    with pytest.raises(UnknownFormatError, match="no format that sunkvm knows"):
        sunkvm.open(kernel, path, format="cooked", model="amd64")
