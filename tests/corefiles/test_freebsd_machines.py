"""Minidumps of the machines that no golden image exists of, laid by hand."""

from __future__ import annotations

import itertools
import struct

import pytest

import sunkvm
from sunkvm.corefile import HOLE, KVA, PHYS, open_corefile
from sunkvm.errors import FormatError, NamelistError, NotDumpedError, NotMappedError
from sunkvm.space import AddressSpace


def space(path, key=KVA):
    core = open_corefile(path)
    for start, _ in core.ranges(KVA):  # whatever can be read can be explained
        told = core.translate(KVA, start)
        assert told.why_not is None
        assert told.physical == core.physical(KVA, start)
        assert core.leaf(KVA, start >> core.page_shift + 9)[start >> core.page_shift & 511] != HOLE
    return AddressSpace(core, key)


@pytest.fixture
def arm(freebsd):
    """(memory, L2 entries) of an ARM kernel: a small page, a large page of 64 KiB, nothing, a page that is not there."""
    memory = freebsd.Memory()
    memory.put(0x4020_0000, b"small page".ljust(4096, b"."))
    for number in range(16):
        memory.put(0x4031_0000 + number * 4096, b"large %2d" % number)
    entries = [0x4020_0002 | 0x10]
    entries += [0] * 15
    entries += [0x4031_0001] * 16
    entries += [0x4FFF_F003]
    return memory, struct.pack(f"<{len(entries)}I", *entries)


@pytest.mark.parametrize("padding", [True, False], ids=["padded", "packed"])
@pytest.mark.parametrize("version", [1, 2])
def test_arm_table_may_be_unpadded(freebsd, arm, write, version, padding):
    """armv7 kernels of 15.1 put the pages right behind the page-table area; the original misses them all."""
    memory, table = arm
    tail = [0xC000_0000, 7, 2] + (["avail"] if version == 2 else [])
    avail = [(0x4000_0000, 0x4800_0000)] if version == 2 else None
    data = freebsd.minidump(
        "arm", version, memory, table, tail, avail=avail, avail_word=4, bitmap_word=4, round_table=padding
    )
    kernel = space(write(data))
    assert kernel.read(0xC000_0000, 10) == b"small page"
    assert kernel.read(0xC001_0000, 8) == b"large  0"
    assert kernel.read(0xC001_F000, 8) == b"large 15"
    assert kernel.kvatop(0xC001_F123) == 0x4031_F123
    with pytest.raises(NotMappedError):
        kernel.read(0xC000_1000, 1)
    with pytest.raises(NotDumpedError):
        kernel.read(0xC002_0000, 1)


def test_arm_ranges_of_memory_are_32_bits_wide(freebsd, arm, write):
    """The kernel's own dump_avail; read as 64-bit words it makes one huge range and misses all pages."""
    memory, table = arm
    memory.put(0x1000, b"low")
    data = freebsd.minidump(
        "arm", 2, memory, table, [0xC000_0000, 7, 2, "avail"], avail_word=4, bitmap_word=4,
        avail=[(0x1000, 0x9000), (0x4000_0000, 0x4800_0000)], round_table=False,
    )  # fmt: skip
    core = open_corefile(write(data))
    assert AddressSpace(core, PHYS).read(0x1000, 3) == b"low"
    assert AddressSpace(core, KVA).read(0xC000_0000, 5) == b"small"


def test_arm_v4_has_no_tiny_pages(freebsd, arm, write):
    memory, _ = arm
    table = struct.pack("<3I", 0x4020_0002, 0x4020_0003, 0x4031_0001)
    kernel = space(write(freebsd.minidump("arm", 1, memory, table, [0xC000_0000, 4, 1], bitmap_word=4)))
    assert kernel.read(0xC000_0000, 10) == b"small page"
    with pytest.raises(NotMappedError):
        kernel.read(0xC000_1000, 1)


@pytest.mark.parametrize("version", [1, 2])
def test_riscv(freebsd, write, version):
    memory = freebsd.Memory()
    memory.put(0x8020_0000, b"kernel")
    memory.put(0x8020_5000, b"direct")
    table = struct.pack("<4Q", 0x8020_0000 >> 2 | 0xCF, 0x8020_5000 >> 2 | 0x1, 0, 0x9000_0000 >> 2 | 0x3)
    tail = [0xFFFF_FFC0_0000_0000, 0x8000_0000, 0xFFFF_FFD0_0000_0000, 0xFFFF_FFF0_0000_0000]
    avail = None
    if version == 2:
        tail += ["avail", 0]
        avail = [(0x8000_0000, 0x8800_0000)]
    kernel = space(write(freebsd.minidump("riscv", version, memory, table, tail, avail=avail)))
    assert kernel.read(0xFFFF_FFC0_0000_0000, 6) == b"kernel"
    assert kernel.read(0xFFFF_FFD0_0020_5000, 6) == b"direct"  # the direct map begins at dmapphys
    assert kernel.kvatop(0xFFFF_FFD0_0020_5001) == 0x8020_5001
    with pytest.raises(NotMappedError):  # valid without any right is a pointer, not a page
        kernel.read(0xFFFF_FFC0_0000_1000, 1)
    with pytest.raises(NotMappedError):
        kernel.read(0xFFFF_FFC0_0000_2000, 1)
    with pytest.raises(NotDumpedError):
        kernel.read(0xFFFF_FFC0_0000_3000, 1)
    assert kernel.corefile.model.name == "riscv64"


@pytest.mark.parametrize("mode, form", [(0, "riscv-sv39"), (1, "riscv-sv48")])
def test_riscv_processes_have_as_many_levels_as_a_variable_says(freebsd, write, mode, form):
    base = 0xFFFF_FFC0_0000_0000
    memory = freebsd.Memory()
    memory.i(0x8020_0100, mode)
    memory.put(0x8020_5000, b"of a process")
    tables = [0x8021_0000, 0x8021_1000, 0x8021_2000, 0x8021_3000][: 3 + mode]
    for table, following in itertools.pairwise(tables):
        memory.q(table, following >> 2 | 1)
    memory.q(tables[-1] + 8 * 7, 0x8020_5000 >> 2 | 0x1F)
    tail = [base, 0x8000_0000, 0xFFFF_FFD0_0000_0000, 0xFFFF_FFF0_0000_0000]
    data = freebsd.minidump("riscv", 1, memory, struct.pack("<Q", 0x8020_0000 >> 2 | 0xCF), tail)
    with sunkvm.open(
        write(freebsd.namelist("riscv", {"pmap_mode": base + 0x100}), "kernel"), write(data)
    ) as image:
        assert image.corefile.walker.form.name == form
        assert AddressSpace(image.corefile, tables[0]).read(0x7000, 12) == b"of a process"


def test_namelist_of_another_machine(freebsd, write):
    memory = freebsd.Memory()
    memory.put(0x10_0000, b"x")
    data = write(freebsd.minidump("amd64", 2, memory, b"", [0xFFFF_FE00 << 32, 1 << 63, 1 << 63]))
    for machine in ("arm64", "riscv"):
        with pytest.raises(NamelistError, match=r"of another machine .*the kernel is of amd64"):
            sunkvm.open(write(freebsd.namelist(machine, {"version": 1}), "kernel"), data)


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
def test_mips64(freebsd, write, order):
    memory = freebsd.Memory(order=order)
    memory.put(0x20_0000, b"mapped")
    memory.put(0x50_0000, b"unmapped segment")
    base = 0xFFFF_FFFF_C000_0000
    table = struct.pack(f"{order}2Q", 0x200 << 6 | 0x2, 0x200 << 6)
    tail = [base, 0x9800_0000_0000_0000, 0x9800_0100_0000_0000]
    data = freebsd.minidump("mips", 1, memory, table, tail, order=order, bitmap_word=4)
    kernel = space(write(data))
    assert kernel.corefile.model.name == ("mips64el" if order == "<" else "mips64")
    assert kernel.read(base, 6) == b"mapped"
    for start in (0xFFFF_FFFF_8000_0000, 0xFFFF_FFFF_A000_0000, 0x9800_0000_0000_0000, 0x9000_0000_0000_0000):
        assert kernel.read(start + 0x50_0000, 16) == b"unmapped segment"
    with pytest.raises(NotMappedError):
        kernel.read(base + 4096, 1)
    # One of the many views of memory is listed, not all.
    assert len([start for start, _ in kernel.ranges()]) == 3


KERNEL, DIRECT, VM = 0x10_0100, 0xC000_0000_0000_0000, 0xC008_0000_0000_0000
MOVED = DIRECT + 0x50_0100
POWERPC_TAIL = [VM, VM + 0x7_FFFF_FFFF, DIRECT, DIRECT + 0x7_FFFF_FFFF_FFFF]


def hashed_entry(va, pa, *, large=False, secondary=False):
    """An entry of the hashed table and the number of the group that it belongs into, of 2048."""
    esid = va >> 28
    vsid = ((esid << 8 | esid >> 28) * 0x13BB & 0xF_FFFF_FFFF) | 0x10_0000_0000
    page = (va & 0xFFF_FFFF) >> (24 if large else 12)
    hashed = (vsid & 0x7F_FFFF_FFFF) ^ page
    if secondary:
        hashed = ~hashed & 0x7F_FFFF_FFFF
    api = (page << 1 if large else page >> 11) << 7
    high = vsid << 12 | api | 1 | (2 if secondary else 0) | (4 if large else 0)
    return hashed & 2047, struct.pack(">2Q", high, pa | 2)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("mmu", [b"mmu_g5", b"mmu_phyp"])
def test_powerpc64_hashed(freebsd, write, mmu, version):
    memory = freebsd.Memory(order=">")
    memory.put(0x50_0000, bytes(0x100) + b"start of the kernel")
    memory.put(0x60_0000, b"found by the first hash")
    memory.put(0x60_1000, b"found by the second")
    table = bytearray(2048 * 128)
    used = {}
    for va, pa, secondary in ((VM + 0x5000, 0x60_0000, False), (VM + 0x1234_5000, 0x60_1000, True)):
        group, entry = hashed_entry(va, pa, secondary=secondary)
        at = group * 128 + used.setdefault(group, 0) * 16
        used[group] += 1
        table[at : at + 16] = entry
    tail = [*POWERPC_TAIL, 0, MOVED, MOVED + 0xFFFF] + (["avail"] if version == 2 else [])
    avail = [(0, 0x100_0000)] if version == 2 else None
    data = freebsd.minidump("powerpc64", version, memory, bytes(table), tail, mmu=mmu, avail=avail)
    kernel = space(write(data))
    assert kernel.read(DIRECT + 0x60_0000, 5) == b"found"
    assert kernel.read(VM + 0x5000, 23) == b"found by the first hash"
    assert kernel.read(VM + 0x1234_5000, 19) == b"found by the second"
    # Addresses of the namelist are those before the kernel was moved.
    assert kernel.corefile.displacement == 0xC000_0000_0040_0000
    assert kernel.read(KERNEL, 19) == b"start of the kernel"
    with pytest.raises(NotMappedError):
        kernel.read(VM + 0x6000, 1)
    assert [start for start, _ in kernel.ranges()] == [
        DIRECT + 0x50_0000, DIRECT + 0x60_0000, VM + 0x5000, VM + 0x1234_5000,
    ]  # fmt: skip


def test_powerpc64_kernel_that_was_left_out_is_a_fault(freebsd, write):
    """Kernels started without firmware omit their own image; the original answers with other bytes."""
    memory = freebsd.Memory(order=">")
    memory.put(0x60_0000, b"other")
    tail = [*POWERPC_TAIL, 1, MOVED, MOVED + 0xFFFF, "avail"]
    data = freebsd.minidump("powerpc64", 2, memory, b"", tail, mmu=b"mmu_radix", avail=[(0, 0x100_0000)])
    kernel = space(write(data))
    with pytest.raises(NotDumpedError):
        kernel.read(KERNEL, 8)
    assert kernel.read(DIRECT + 0x60_0000, 5) == b"other"


def test_powerpc64_radix(freebsd, write):
    """A radix dump has no copy of the page tables: they are walked in memory, from the kernel's process table."""
    memory = freebsd.Memory(order=">")
    valid, leaf = 1 << 63, 1 << 62
    memory.q(0x50_0000 + 0x200, DIRECT + 0x70_0000)  # isa3_proctab
    memory.q(0x70_0000, 0x80_0000 | 0x4000_0000_0000_00A0 | 13, 0)  # the root, with its size and geometry
    first = (VM & (1 << 52) - 1) >> 39
    memory.q(0x80_0000 + 8 * first, 0x81_0000 | valid | 9)
    memory.q(0x81_0000, 0x82_0000 | valid | 9)
    memory.q(0x82_0000, 0x83_0000 | valid | 9, 0x20_0000 | valid | leaf | 6)
    memory.q(0x83_0000 + 8 * 3, 0x90_0000 | valid | leaf | 6)
    memory.put(0x90_0000, b"by the tree")
    memory.put(0x20_1000, b"in a large page")
    tail = [*POWERPC_TAIL, 1, MOVED, MOVED + 0xFFFF, "avail"]
    data = freebsd.minidump("powerpc64", 2, memory, b"", tail, mmu=b"mmu_radix", avail=[(0, 0x100_0000)])
    symbols = write(freebsd.namelist("powerpc64", {"isa3_proctab": 0x10_0200}, order=">"), "kernel")
    with sunkvm.open(symbols, write(data)) as image:
        assert image.read(VM + 0x3000, 11) == b"by the tree"
        assert image.read(VM + 0x20_1000, 15) == b"in a large page"
        with pytest.raises(NotMappedError):
            image.read(VM + 0x4000, 1)
        assert image.corefile.leaf(KVA, VM >> 21)[3] == image.corefile.page(KVA, (VM >> 12) + 3) != HOLE
        assert (VM + 0x3000, 0x1000) in list(image.ranges())
    # Without the symbol there is no root: not dumped, as far as one can tell.
    with pytest.raises(NotDumpedError):
        space(write(data)).read(VM + 0x3000, 1)


def test_powerpc64_unknown_mmu(freebsd, write):
    memory = freebsd.Memory(order=">")
    memory.put(0, b"x")
    data = freebsd.minidump("powerpc64", 1, memory, b"", [*POWERPC_TAIL, 0, MOVED, MOVED], mmu=b"mmu_new")
    with pytest.raises(FormatError, match="unsupported MMU 'mmu_new'"):
        open_corefile(write(data))


def test_amd64_five_levels(freebsd, write):
    """With five levels the direct map begins lower: it is taken from the header, and processes' tables have five too."""
    memory = freebsd.Memory()
    memory.put(0x10_0000, b"direct")
    memory.put(0x11_0000, b"of a process")
    for table, index, entry in (
        (0x20_0000, 0, 0x20_1000), (0x20_1000, 0, 0x20_2000), (0x20_2000, 0, 0x20_3000),
        (0x20_3000, 0, 0x20_4000), (0x20_4000, 4, 0x11_0000),
    ):  # fmt: skip
        memory.q(table + 8 * index, entry | 7)
    low, high = 0xFF01_0000_0000_0000, 0xFF81_0000_0000_0000
    kernbase = 0xFF92_0000_0000_0000
    table = struct.pack("<512Q", 0x10_0000 | 0x80 | 3, *[0] * 511)
    data = freebsd.minidump(
        "amd64", 3, memory, table, [kernbase, low, high, "avail"], avail=[(0, 0x100_0000)]
    )
    core = open_corefile(write(data))
    kernel = AddressSpace(core, KVA)
    assert kernel.read(low + 0x10_0000, 6) == b"direct"
    assert AddressSpace(core, 0x20_0000).read(0x4000, 12) == b"of a process"
    assert core.walker.form.name == "amd64-la57"


def test_amd64_page_table_that_was_not_dumped(freebsd, write):
    memory = freebsd.Memory()
    memory.put(0x10_0000, b"x")
    table = struct.pack("<512Q", 0x30_0003, *[0] * 511)
    kernbase = 0xFFFF_FE00_0000_0000
    data = freebsd.minidump("amd64", 2, memory, table, [kernbase, 1 << 63, 1 << 63])
    kernel = space(write(data))
    with pytest.raises(NotDumpedError, match="behind a page table at 0x300000 that was not dumped"):
        kernel.read(kernbase, 1)


@pytest.mark.parametrize("flag", [2, 3])
def test_aarch64_unknown_page_size(freebsd, write, flag):
    memory = freebsd.Memory()
    memory.put(0, b"x")
    data = freebsd.minidump(
        "arm64", 3, memory, b"", [0xFFFF << 48, 0, 0, 0, "avail", flag], avail=[(0, 4096)]
    )
    with pytest.raises(FormatError, match=f"unknown page size flag {flag:#x}"):
        open_corefile(write(data))


def test_aarch64_16k_frames_have_no_low_bits(freebsd, write):
    """Bits 12 and 13 of an entry are no part of the frame; the original leaves them in."""
    memory = freebsd.Memory(page=16384)
    memory.put(0x4001_0000, b"page of 16 KiB")
    base = 0xFFFF_0000_0000_0000
    table = struct.pack("<Q", 0x4001_0000 | 0x3000 | 3)
    data = freebsd.minidump(
        "arm64", 3, memory, table, [base, 0, 0, 0, "avail", 1], avail=[(1 << 30, 3 << 29)]
    )
    kernel = space(write(data))
    assert kernel.read(base, 14) == b"page of 16 KiB"
    assert kernel.kvatop(base) == 0x4001_0000


def test_dump_without_any_page_opens(freebsd, write):
    """The original fails on it, as it maps nothing."""
    memory = freebsd.Memory()
    memory.put(0, b"x")
    data = bytearray(freebsd.minidump("amd64", 2, memory, b"", [0xFFFF_FE00 << 32, 1 << 63, 1 << 63]))
    data[2 * 4096 : 2 * 4096 + 1] = b"\0"  # the only bit
    kernel = space(write(bytes(data)))
    assert list(kernel.ranges()) == []
    assert kernel.corefile.facts["pages"] == 0


@pytest.mark.parametrize("machine, version", [("amd64", 9), ("riscv", 3), ("i386", 0)])
def test_unknown_version(freebsd, write, machine, version):
    head = struct.pack("<24s4I", f"minidump FreeBSD/{machine}".encode(), version, 0, 0, 0) + bytes(4096)
    with pytest.raises(FormatError, match=f"version {version} of {machine} is not known"):
        open_corefile(write(head))


def test_unknown_machine(write):
    with pytest.raises(FormatError, match="'pdp11', which is not known"):
        open_corefile(write(b"minidump FreeBSD/pdp11".ljust(4096, b"\0")))
