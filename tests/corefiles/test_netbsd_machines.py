"""NetBSD cores of machines that have no golden image, written by hand from what their kernels write."""

from __future__ import annotations

import struct

import pytest

from sunkvm.corefile import KVA, PHYS, open_corefile
from sunkvm.errors import FormatError
from sunkvm.space import AddressSpace

MEGABYTE = 1 << 20


def opened(tmp_path, data):
    path = tmp_path / "netbsd.0.core"
    path.write_bytes(data)
    return open_corefile(str(path))


def read(core, va, count=8, space=KVA):
    return AddressSpace(core, space).read(va, count)


def both(netbsd, tmp_path, port, cpu, memory):
    """The core in both forms; each must be read alike."""
    core = opened(tmp_path, netbsd.saved(port, cpu, memory.data()))
    other = tmp_path / "device"
    other.write_bytes(netbsd.device(port, cpu, memory.data()))
    raw = open_corefile(str(other))
    assert not raw.container.saved
    assert core.container.saved
    assert core.segments != raw.segments
    assert core.warnings == raw.warnings == []
    assert list(core.ranges(PHYS)) == list(raw.ranges(PHYS))
    assert list(core.ranges(KVA)) == list(raw.ranges(KVA))
    for start, size in core.ranges(KVA):
        count = min(size, 3 * core.page_size)
        assert read(core, start, count) == read(raw, start, count)
    return core


# aarch64

SIZES = {12: 0x8000_0000, 14: 0x4000_0000, 16: 0xC000_0000}
LOW_SIZES = {12: 0, 14: 2 << 14, 16: 1 << 14}


@pytest.mark.parametrize(
    ("granule", "bits"), [(12, 48), (12, 39), (12, 42), (14, 47), (14, 48), (14, 36), (16, 42), (16, 48)]
)
def test_aarch64(netbsd, tmp_path, granule, bits):
    """Pages and blocks by the steps of the walk in the fact sheet, written out here once more."""
    memory = netbsd.Memory("<", (0x4000_0000, 4 * MEGABYTE), (0x1_0000_0000, 4 * MEGABYTE))
    step = granule - 3
    levels = -(-(bits - granule) // step)
    tcr = SIZES[granule] | 64 - bits << 16 | LOW_SIZES[granule] | 64 - bits
    next_table = [0x4001_0000]

    def table():
        at = next_table[0]
        next_table[0] += 0x1_0000
        return at

    def put(root, va, pa, last):
        """Map the page, or the block of the level `last` counted from the pages."""
        va &= (1 << bits) - 1
        at = root
        for level in range(levels - 1, last, -1):
            slot = at + 8 * (va >> granule + level * step & (1 << step) - 1)
            entry = struct.unpack("<Q", bytes(memory.segments[0][1][slot - 0x4000_0000 :][:8]))[0]
            if not entry:
                entry = table() | 3
                memory.q(slot, entry)
            at = entry & 0xFFFF_FFFF_FFFF & ~((1 << granule) - 1)
        kind = 3 if last == 0 else 1
        memory.q(at + 8 * (va >> granule + last * step & (1 << step) - 1), pa | kind | 0x0060_0000_0000_0700)

    kernel, user = table(), table()
    top = (1 << 64) - (1 << bits)
    page, block = 1 << granule, 1 << granule + step
    put(kernel, top + 0x1234 * page, 0x1_0001_0000, 0)
    put(kernel, top + 3 * block, 0x4000_0000 // block * block, 1)
    put(user, 0x40_0000 // page * page, 0x1_0002_0000, 0)
    memory.put(0x1_0001_0000, b"kernel page")
    memory.put(0x1_0002_0000, b"process page")
    cpu = struct.pack("<3Q", tcr, kernel | 1, 2) + memory.listed() + bytes(16)  # bit 0 of TTBR1: CnP
    core = both(netbsd, tmp_path, "aarch64", cpu, memory)
    assert core.machine == "aarch64"
    assert core.page_size == page
    assert read(core, top + 0x1234 * page, 11) == b"kernel page"
    inside = 0x4001_0000 % block
    assert core.physical(KVA, top + 3 * block + inside) == 0x4001_0000
    assert core.page(KVA, (top + 0x1235 * page) >> granule) == (1 << 64) - 1
    assert core.physical(KVA, 0x1234 * page) is None  # the low half is of processes
    assert read(core, 0x40_0000 // page * page, 12, space=user) == b"process page"
    assert core.physical(user, top + 0x1234 * page) is None
    assert (top + 0x1234 * page, page) in list(core.ranges(KVA))
    assert list(core.ranges(user)) == [(0x40_0000 // page * page, page)]


@pytest.mark.parametrize(
    ("tcr", "words"),
    [
        (0x0000_0000 | 16 << 16, "tells no size of pages"),
        (0x8000_0000 | 63 << 16, "no tables of aarch64 for 1 bits"),
        (0x8000_0000, "no tables of aarch64 for 64 bits"),
        (0xFFFF_FF80_0000_0000, "OpenBSD"),
    ],
)
def test_aarch64_forms_that_are_none(netbsd, tmp_path, tcr, words):
    cpu = struct.pack("<5Q", tcr, 0x4000_0000, 1, 0x4000_0000, 4096) + bytes(16)
    with pytest.raises(FormatError, match=words) as caught:
        opened(tmp_path, netbsd.saved("aarch64", cpu, bytes(4096)))
    assert caught.value.offset == 32


# arm


def test_arm(netbsd, tmp_path):
    memory = netbsd.Memory("<", (0x8000_0000, MEGABYTE), (0xA000_0000, MEGABYTE))
    kernel, user, coarse = 0x8000_4000, 0x8000_8000, 0x8000_C000
    memory.i(kernel + 4 * (0xC00), 0x8000_0C0E)  # a section
    memory.i(kernel + 4 * (0xC01), coarse | 1)
    memory.i(coarse + 4 * 1, 0xA000_0000 | 0x13)  # an extended small page: the type is 3
    memory.i(coarse + 4 * 2, 0xA000_2000 | 0x12)
    for number in range(16):
        memory.i(coarse + 4 * (16 + number), 0xA001_0000 | 0x11)  # a large page
    memory.i(user + 4 * 1, 0xA000_0C0E)
    memory.put(0xA000_0000, b"extended small page")
    memory.put(0xA000_2FF8, b"the end.")
    memory.put(0xA001_3000, b"in the large page")
    cpu = struct.pack("<4IH2x2I", 1, 0, kernel, user, 0, 2, 32).ljust(32, b"\0") + memory.listed()
    core = both(netbsd, tmp_path, "arm", cpu, memory)
    assert core.machine == "arm"
    assert read(core, 0xC010_1000, 19) == b"extended small page"
    assert read(core, 0xC010_2FF8) == b"the end."
    assert read(core, 0xC011_3000, 17) == b"in the large page"
    assert core.physical(KVA, 0xC000_C004) == coarse + 4
    assert core.physical(KVA, 0x0010_0004) is None
    assert core.physical(user, 0x0010_0004) == 0xA000_0004
    # With a size the user's table is that of the low addresses.
    shared = struct.pack("<4IH2x2I", 1, 0, kernel, user, 0x1000, 2, 32).ljust(32, b"\0") + memory.listed()
    core = opened(tmp_path, netbsd.saved("arm", shared, memory.data()))
    assert core.physical(KVA, 0x0010_0004) == 0xA000_0004
    assert core.physical(KVA, 0xC000_C004) == coarse + 4
    for at, value, words in ((0, 2, "version 2"), (4, 1, "flags 0x1")):
        bad = bytearray(cpu)
        bad[at] = value
        with pytest.raises(FormatError, match=words) as caught:
            opened(tmp_path, netbsd.saved("arm", bytes(bad), memory.data()))
        assert caught.value.offset == 24 + at


# alpha


def test_alpha(netbsd, tmp_path):
    memory = netbsd.Memory("<", (0x2000, 64 * 8192))
    root, second, third = 0x4000, 0x6000, 0x8000
    va = 0xFFFF_FE00_0123_4000
    for table, shift, pa in ((root, 33, second), (second, 23, third), (third, 13, 0x1_0000)):
        memory.q(table + 8 * (va >> shift & 0x3FF), pa >> 13 << 32 | 0x1101)
    memory.put(0x1_0000, b"behind three tables")
    cpu = struct.pack("<3Q", root, 8192, 1) + memory.listed()
    core = both(netbsd, tmp_path, "alpha", cpu, memory)
    assert core.page_size == 8192
    assert read(core, va, 19) == b"behind three tables"
    assert read(core, 0xFFFF_FC00_0001_0000, 6) == b"behind"  # K0SEG
    assert core.physical(KVA, 0xFFFF_FC00_0001_0003) == 0x1_0003
    assert core.physical(KVA, va + 8192) is None
    assert core.physical(KVA, 0xFFFF_FC00_0000_0000) is None  # no memory there
    assert list(core.ranges(KVA)) == [(0xFFFF_FC00_0000_2000, 64 * 8192), (va, 8192)]
    bad = struct.pack("<3Q", root, 4096, 1) + memory.listed()
    with pytest.raises(FormatError, match="pages of 4096 bytes, not 8192"):
        opened(tmp_path, netbsd.saved("alpha", bad, memory.data()))


# mips


@pytest.mark.parametrize("port", ["mips", "mipsel"])
@pytest.mark.parametrize("header", ["until 2020", "since"])
@pytest.mark.parametrize(("shift", "frame", "valid"), [(6, 0x3FFF_FFC0, 2), (12, 0xFFFF_F000, 0x200)])
def test_mips(netbsd, tmp_path, port, header, shift, frame, valid):
    order = netbsd.PORTS[port][1]
    memory = netbsd.Memory(order, (0, MEGABYTE))
    memory.i(0x4000, 0, 0x2_0000 >> 12 << shift | valid | 1, 0x2_1000 >> 12 << shift)
    memory.put(0x2_0000, b"in KSEG2")
    common = (3, 3, shift, frame, valid, 1)
    if header == "until 2020":
        cpu = struct.pack(f"{order}7I4x", 0x4000, *common) + memory.listed()
    else:
        cpu = struct.pack(f"{order}Q6I", 0x4000, *common) + memory.listed()
    core = both(netbsd, tmp_path, port, cpu, memory)
    assert core.model.name == port
    assert read(core, 0xC000_1000) == b"in KSEG2"
    assert read(core, 0x8002_0000) == read(core, 0xA002_0000) == b"in KSEG2"
    assert core.physical(KVA, 0xC000_2000) is None  # not valid
    assert core.physical(KVA, 0xC000_3000) is None  # behind the table
    assert core.physical(KVA, 0x1000) is None
    assert list(core.ranges(KVA)) == [
        (0x8000_0000, MEGABYTE), (0xA000_0000, MEGABYTE), (0xC000_1000, 4096)
    ]  # fmt: skip


def test_mips_without_a_linear_table(netbsd, tmp_path):
    """Kernels since 2020 tell another table and a size of 0: nothing of KSEG2 is known, and nothing is made up."""
    memory = netbsd.Memory("<", (0, MEGABYTE))
    cpu = struct.pack("<Q6I", 0x4000, 0, 3, 6, 0x3FFF_FFC0, 2, 1) + memory.listed()
    core = both(netbsd, tmp_path, "mipsel", cpu, memory)
    assert core.physical(KVA, 0xC000_0000) is None
    assert core.physical(KVA, 0x8000_0010) == 0x10
    with pytest.raises(FormatError, match="neither"):
        opened(tmp_path, netbsd.saved("mipsel", bytes(64), memory.data()))


# powerpc


def test_powerpc(netbsd, tmp_path):
    memory = netbsd.Memory(">", (0, 2 * MEGABYTE))
    origin, mask = 0x10_0000, 0
    vsids = [0x11_1111 * number & 0xFF_FFFF for number in range(16)]
    vsids[13] = 0xABCDEF

    def put(va, pa, secondary, slot):
        vsid, page = vsids[va >> 28], va >> 12 & 0xFFFF
        hashed = (vsid & 0x7FFFF) ^ page
        if secondary:
            hashed ^= 0x7FFFF
        group = origin + (hashed & 0x3FF) * 64
        upper = 0x8000_0000 | vsid << 7 | (0x40 if secondary else 0) | page >> 10
        memory.i(group + 8 * slot, upper, pa | 0x12)

    put(0xD012_3000, 0x2_0000, False, 5)
    put(0xD765_4000, 0x2_1000, True, 0)
    put(0x3000_0000, 0x2_2000, False, 7)
    memory.put(0x2_0000, b"by the first hash")
    memory.put(0x2_1000, b"by the second hash")
    memory.put(0x2_2FFC, b"end.")
    upper = [
        0x8000_0000 | 0x0C | 2,
        0x9000_0000,
        0,
        0,
        0,
        0,
        0,
        0,
    ]  # 512 KiB; the second is not for the kernel
    lower = [0x0, 0x10_0000, 0, 0, 0, 0, 0, 0]
    cpu = struct.pack(">52I", 0, 0x8_0200, origin | mask, *vsids, *lower, *upper, *[0] * 17) + memory.listed()
    core = both(netbsd, tmp_path, "powerpc", cpu + bytes(16), memory)
    assert read(core, 0xD012_3000, 17) == b"by the first hash"
    assert read(core, 0xD765_4000, 18) == b"by the second hash"
    assert read(core, 0x3000_0FFC, 4) == b"end."
    assert core.physical(KVA, 0x8002_0004) == 0x2_0004
    assert core.physical(KVA, 0x8008_0000) is None
    assert core.physical(KVA, 0x9000_0000) is None
    assert core.physical(KVA, 0xD012_4000) is None
    assert list(core.ranges(KVA)) == [
        (0x3000_0000, 4096), (0x8000_0000, 512 * 1024), (0xD012_3000, 4096), (0xD765_4000, 4096)
    ]  # fmt: skip
    told = core.translate(KVA, 0xD012_3010)
    assert told.physical == 0x2_0010
    assert [step.link for step in told.steps] == [0x2_0012]


def test_powerpc_segments_of_memory_lie_one_after_the_other(netbsd, tmp_path):
    """The original adds the size of the wrong segment from the second one on."""
    memory = netbsd.Memory(">", (0, 0x1000), (0x10_0000, 0x3000), (0x20_0000, 0x2000))
    for number, (start, _) in enumerate(memory.segments):
        memory.put(start, b"segment %d" % number)
    cpu = struct.pack(">52I", *[0] * 52) + memory.listed() + bytes(16)
    core = both(netbsd, tmp_path, "powerpc", cpu, memory)
    for number, (start, _) in enumerate(memory.segments):
        assert read(core, start, 9, space=PHYS) == b"segment %d" % number


# sparc


def sparc_cpu(memory, cputype, segments, pmegs=b"", npmeg=0, kernbase=0xF000_0000):
    """segments: (sg_pte, sg_pmeg, sg_npte) by number."""
    count = 1024
    at = 32 + 16 * len(memory.segments)
    table = b"".join(
        struct.pack(">QIHBb", 0, *segments.get(number, (0, npmeg - 1 & 0xFFFF, 0)), 0)
        for number in range(count)
    )
    header = struct.pack(
        ">8I", cputype, kernbase, len(memory.segments), 32, count, at, npmeg, at + 16 * count
    )
    return header + memory.listed() + table + pmegs


@pytest.mark.parametrize(("cputype", "machine"), [(2, "sun4m"), (4, "sun4d")])
@pytest.mark.parametrize("npte", [0, 64])
def test_sun4m_and_sun4d(netbsd, tmp_path, cputype, machine, npte):
    """Real kernels leave the number of entries at 0, which the original takes for none; it refuses sun4d."""
    memory = netbsd.Memory(">", (0, MEGABYTE), (0x1_2000_0000, MEGABYTE))
    memory.i(0x2_0000 + 4 * 5, 0x1_2000_3000 >> 4 | 0x1E)
    memory.i(0x2_0000 + 4 * 6, 0x1_2000_4000 >> 4 | 0x1D)  # a pointer, at the last level
    memory.put(0x1_2000_3000, b"above four gigabytes")
    cpu = sparc_cpu(memory, cputype, {3: (0xF002_0000, 0, npte), 4: (0xF0FF_0000, 0, npte)})
    core = both(netbsd, tmp_path, "sparc", cpu, memory)
    assert core.machine == machine
    va = 0xF000_0000 + (3 << 18) + (5 << 12)
    assert read(core, va, 20) == b"above four gigabytes"
    assert core.physical(KVA, va + 4096) is None
    assert core.physical(KVA, va - 4096) is None
    assert core.physical(KVA, 0xEFFF_F000) is None
    assert list(core.ranges(KVA)) == [(va, 4096)]
    lost = core.fault(KVA, 0xF000_0000 + (4 << 18))
    assert "page table at 0xff0000 that was not dumped" in str(lost.error())


def test_sparc_process_by_its_region_table(netbsd, tmp_path):
    memory = netbsd.Memory(">", (0, MEGABYTE))
    one, two, three = 0x1000, 0x1400, 0x1500
    memory.i(one + 4 * 0x12, two >> 4 | 1)
    memory.i(two + 4 * 0x0D, three >> 4 | 1)
    memory.i(three + 4 * 0x05, 0x8000 >> 4 | 0x0A)
    memory.i(one + 4 * 0x13, 0 >> 4 | 0x02)  # a region as one page
    memory.put(0x8000, b"a page of a process")
    core = both(netbsd, tmp_path, "sparc", sparc_cpu(memory, 2, {}), memory)
    va = 0x12 << 24 | 0x0D << 18 | 0x05 << 12
    assert read(core, va, 19, space=one) == b"a page of a process"
    assert core.physical(one, 0x1300_8003) == 0x8003
    assert core.physical(one, va + 4096) is None


@pytest.mark.parametrize(("cputype", "machine", "shift"), [(0, "sun4", 13), (1, "sun4c", 12)])
def test_sun4_and_sun4c(netbsd, tmp_path, cputype, machine, shift):
    size = 1 << 18 - shift
    memory = netbsd.Memory(">", (0, MEGABYTE))
    pmegs = [0] * (4 * size)
    pmegs[2 * size + 1] = 0x8000_0000 | 0x4_0000 >> shift
    pmegs[2 * size + 2] = 0x8C00_0000 | 0x4_0000 >> shift  # a device
    pmegs[2 * size + 3] = 0x4_0000 >> shift  # not valid
    pmegs[3 * size + 1] = 0x8000_0000 | 0x4_0000 >> shift  # in the group that is invalid everywhere
    memory.put(0x4_0000, b"in a group of entries")
    packed = struct.pack(f">{len(pmegs)}I", *pmegs)
    segments = {7: (0, 2, 1), 8: (0, 3, 1), 9: (0, 2, 0), 10: (0, 99, 1)}
    core = both(netbsd, tmp_path, "sparc", sparc_cpu(memory, cputype, segments, packed, 4), memory)
    assert (core.machine, core.page_size) == (machine, 1 << shift)
    base = 0xF000_0000 + (7 << 18)
    assert read(core, base + (1 << shift), 21) == b"in a group of entries"
    assert list(core.ranges(KVA)) == [(base + (1 << shift), 1 << shift)]


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (0, 3, "cputype 3"),
        (0, 5, "cputype 5"),
        (4, 0xF000_1000, "kernbase 0xf0001000"),
        (4, 0, "kernbase 0x0"),
        (8, 0, "lists no segment"),
        (8, 0xFFFF_FFFF, "segments of memory"),
        (12, 0x7FFF_0000, "lies outside the CPU data"),
        (20, 0x7FFF_0000, "lies outside the CPU data"),
        (24, 0x7FFF_0000, "lies outside the CPU data"),
        (28, 0x7FFF_0000, "lies outside the CPU data"),
    ],
)
def test_sparc_headers_that_are_damaged(netbsd, tmp_path, at, value, words):
    memory = netbsd.Memory(">", (0, MEGABYTE))
    cpu = bytearray(sparc_cpu(memory, 1, {}, bytes(256), 1))
    struct.pack_into(">I", cpu, at, value)
    with pytest.raises(FormatError, match=words) as caught:
        opened(tmp_path, netbsd.saved("sparc", bytes(cpu), memory.data()))
    assert caught.value.path.endswith("netbsd.0.core")


# m68k

MOTOROLA = {
    "sg_v": 2, "sg_frame": 0xFFFF_F000, "sg_ishift": 22, "sg_pmask": 0x003F_F000, "sg40_shift1": 25,
    "sg40_mask2": 0x01FC_0000, "sg40_shift2": 18, "sg40_mask3": 0x0003_F000, "sg40_shift3": 12,
    "sg40_addr1": 0xFFFF_FE00, "sg40_addr2": 0xFFFF_FF00, "pg_v": 1, "pg_frame": 0xFFFF_F000,
}  # fmt: skip


def motorola(memory, kind, root, *, reloc=0, relocend=0, packed=False, page=4096, **changed):
    values = {**MOTOROLA, **changed}
    head = b"hp300".ljust(16, b"\0") + struct.pack(">2Ii", page, 0, kind)
    head += struct.pack(">13I", *values.values()) + struct.pack(">3I", root, reloc, relocend)
    assert len(head) == 92
    return (head + (b"" if packed else bytes(4)) + memory.listed()).ljust(548 if packed else 552, b"\0")


@pytest.mark.parametrize("packed", [False, True])
def test_m68030_early_termination_and_indirect_entries(netbsd, tmp_path, packed):
    memory = netbsd.Memory(">", (0xFF00_0000, MEGABYTE))
    root, table, other = 0xFF00_1000, 0xFF00_2000, 0xFF00_3000
    memory.i(root + 4 * 2, table | 2)
    memory.i(root + 4 * 3, 0xFF00_0000 & 0xFFC0_0000 | 1)  # early termination: 4 MiB
    memory.i(table + 4 * 5, 0xFF01_0000 | 1)
    memory.i(table + 4 * 6, other + 0x10 | 2)  # an entry elsewhere
    memory.i(other + 0x10, 0xFF02_0000 | 1)
    memory.i(table + 4 * 7, other + 0x14 | 2)  # an entry elsewhere that is invalid
    memory.put(0xFF01_0000, b"a page")
    memory.put(0xFF02_0000, b"an indirect page")
    core = both(netbsd, tmp_path, "m68k", motorola(memory, -1, root, packed=packed), memory)
    assert core.machine == "m68030"
    assert read(core, 0x80_5000, 6) == b"a page"
    assert read(core, 0x80_6000, 16) == b"an indirect page"
    assert core.physical(KVA, 0x80_7000) is None
    assert read(core, 0xC1_0000, 6) == b"a page"
    assert list(core.ranges(KVA)) == [(0x80_5000, 0x2000), (0xC0_0000, MEGABYTE)]
    # HP's own MMU knows neither.
    plain = both(netbsd, tmp_path, "m68k", motorola(memory, 0, root, packed=packed), memory)
    assert list(plain.ranges(KVA)) == [(0x80_5000, 0x1000)]


@pytest.mark.parametrize("kind", [-2, -3])
def test_m68040(netbsd, tmp_path, kind):
    memory = netbsd.Memory(">", (0, MEGABYTE))
    root, second, third = 0x1000, 0x1200, 0x1400
    va = 0x1234_5000
    memory.i(root + 4 * (va >> 25), second | 2)
    memory.i(second + 4 * (va >> 18 & 0x7F), third | 3)
    memory.i(third + 4 * (va >> 12 & 0x3F), 0x8000 | 3)  # resident is 1 or 3
    memory.i(third + 4 * ((va >> 12 & 0x3F) + 1), 0x3000 | 2)
    memory.i(0x3000, 0x9000 | 1)
    memory.put(0x8000, b"three levels")
    memory.put(0x9000, b"and a fourth")
    core = both(netbsd, tmp_path, "m68k", motorola(memory, kind, root, reloc=0x4000, relocend=0x2000), memory)
    assert core.machine == "m68040"
    assert read(core, va, 12) == b"three levels"
    assert read(core, va + 4096, 12) == b"and a fourth"
    assert core.physical(KVA, 0x1FFF) == 0x5FFF
    assert core.physical(KVA, 0x2000) is None
    assert list(core.ranges(KVA)) == [(0, 0x2000), (va, 0x2000)]


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"page": 4095}, -1, "pages of 4095 bytes"),
        ({"page": 0}, -1, "pages of 0 bytes"),
        ({"sg_ishift": 12}, -1, "segments of 2\\^12 bytes"),
        ({"sg_ishift": 32}, -1, "segments of 2\\^32 bytes"),
        ({"sg_pmask": 0}, -1, "sg_pmask 0x0"),
        ({"sg40_shift1": 40}, -2, "begin at bits"),
        ({"sg40_shift3": 13}, -2, "begin at bits"),
        ({"sg40_mask2": 1}, -3, "sg40_mask2 0x1"),
        ({"sg40_mask3": 1}, -3, "sg40_mask3 0x1"),
    ],
)
def test_m68k_headers_that_are_damaged(netbsd, tmp_path, changes, kind, words):
    memory = netbsd.Memory(">", (0, MEGABYTE))
    with pytest.raises(FormatError, match=words):
        opened(tmp_path, netbsd.saved("m68k", motorola(memory, kind, 0, **changes), memory.data()))


def sun(name, page, base, segshift, frame, segments, count):
    chosen = bytearray(b"\xff" * count)
    for number, pmeg in segments.items():
        chosen[number] = pmeg
    return (
        name.ljust(16, b"\0") + struct.pack(">5I", page, base, segshift, frame, 0x8000_0000) + bytes(chosen)
    )


def pmegs(**groups):
    table = [0] * (256 * 16)
    for name, entries in groups.items():
        first = 16 * int(name[1:])
        for number, entry in entries.items():
            table[first + number] = entry
    return struct.pack(">4096I", *table)


def test_sun3(netbsd, tmp_path):
    memory = bytearray(MEGABYTE)
    memory[0x4_0000:0x4_0007] = b"mapped."
    table = pmegs(_9={0: 0x8000_0000 | 0x20, 15: 0x8000_0000 | 0x20, 1: 0x8400_0000 | 0x20, 2: 0x20})
    cpu = sun(b"sun3", 8192, 0x0E00_0000, 17, 0x7FFFF, {3: 9}, 256).ljust(8192 - 8, b"\0") + table
    core = opened(tmp_path, netbsd.saved("m68k", cpu, bytes(memory)))
    base = 0x0E00_0000 + (3 << 17)
    assert read(core, base, 7) == read(core, base + 15 * 8192, 7) == b"mapped."
    assert list(core.ranges(KVA)) == [(base, 8192), (base + 15 * 8192, 8192)]  # 1 is a device, 2 not valid
    assert list(core.ranges(PHYS)) == [(0, MEGABYTE)]
    for va in (0, 0x0DFF_FFFF, 0x1000_0000, 0xFFFF_FFF8):  # the original reads behind its table there
        assert core.physical(KVA, va) is None
    # On the device nothing but a variable of the kernel says where memory ends.
    memory[0x4_0010:0x4_0014] = (MEGABYTE // 8192).to_bytes(4, "big")
    raw = tmp_path / "device"
    raw.write_bytes(netbsd.device("m68k", cpu, bytes(memory), 8192) + b"something else" * 1000)
    core = open_corefile(str(raw))
    assert read(core, base, 7) == b"mapped."
    assert next(core.ranges(PHYS))[1] > MEGABYTE
    core.attach(Symbols(_dumpsize=base + 0x10))
    assert list(core.ranges(PHYS)) == [(0, MEGABYTE)]
    assert read(core, base, 7) == b"mapped."
    assert core.physical(PHYS, MEGABYTE) is None


@pytest.mark.parametrize("port", ["sun2", "m68k"])
def test_sun2_counts_three_pages_of_eight(netbsd, tmp_path, port):
    """Kernels write eight pages of entries and count three: five of them stand in front of the memory."""
    memory = bytearray(MEGABYTE)
    memory[0x4_0000:0x4_0007] = b"mapped."
    table = pmegs(_9={5: 0x8000_0000 | 0x80}, _250={5: 0x8000_0000 | 0x80})
    base = 0x6000
    header = sun(b"sun2", 2048, base, 15, 0xFFF, {3: 9, 4: 250}, 512).ljust(2048 - 8, b"\0")
    counted, rest = 3 * 2048, table[3 * 2048 :]
    first, second = (0x6000 + (number << 15) for number in (3, 4))
    whole = opened(tmp_path, netbsd.saved(port, header + table, bytes(memory)))
    short = opened(tmp_path, netbsd.saved(port, header + table[:counted], bytes(memory), between=rest))
    raw = tmp_path / "device"
    raw.write_bytes(
        netbsd.midmag(1, netbsd.PORTS[port][0], 0x8FCA)
        + struct.pack(">I", 4 * 2048 - 8) + header + table + bytes(memory)
    )  # fmt: skip
    placed = open_corefile(str(raw))
    expected = list(whole.ranges(KVA))
    assert len(expected) == 2
    for core in (whole, short, placed):
        assert core.machine == "sun2"
        assert list(core.ranges(KVA)) == expected
        for start, _ in expected:
            assert read(core, start, 7) == b"mapped."
    # Entries are counted from the border of a segment of the MMU, segments from the kernel's first address.
    assert [start >> 11 & 15 for start, _ in expected] == [5, 5]
    assert first <= expected[0][0] < second <= expected[1][0]


def test_sun3x_table_is_read_by_its_own_address(netbsd, tmp_path):
    memory = netbsd.Memory(">", (0, 0x4_0000), (0x100_0000, 0x4_0000))
    memory.i(0x2_0000 + 4 * 0x205, 0x100_2000 | 0x41)
    memory.put(0x100_2000, b"beyond the contiguous part")
    header = b"sun3x".ljust(16, b"\0") + struct.pack(
        ">6I", 8192, 0xF800_0000, 0xFFFF_FF00, 1, 0xF804_0000, 0xF802_0000
    )
    core = both(netbsd, tmp_path, "m68k", (header + memory.listed()).ljust(552, b"\0"), memory)
    assert core.machine == "sun3x"
    va = 0xF800_0000 + 0x205 * 8192
    assert read(core, va, 26) == b"beyond the contiguous part"
    assert core.physical(KVA, 0xF803_FFFF) == 0x3_FFFF
    assert core.physical(KVA, 0xF804_0000) is None
    assert core.physical(KVA, 0xF7FF_FFFF) is None
    for at, value, words in ((32, 0, "contig_end"), (36, 0, "kernCbase")):
        bad = bytearray((header + memory.listed()).ljust(552, b"\0"))
        struct.pack_into(">I", bad, at, value)
        with pytest.raises(FormatError, match=words):
            opened(tmp_path, netbsd.saved("m68k", bytes(bad), memory.data()))


# x86: what the golden images do not have


def test_i386_pae_process_by_its_four_tables(netbsd, tmp_path):
    memory = netbsd.Memory("<", (0, MEGABYTE))
    roots, directory, table = 0x1028, 0x3000, 0x4000  # pm_pdirpa lies anywhere in its pmap
    memory.q(roots, 0x2000, directory, 0, 0)
    va = 0x4060_5000
    memory.q(directory + 8 * (va >> 21 & 0x1FF), table | 7)
    memory.q(table + 8 * (va >> 12 & 0x1FF), 0x8000 | 7)
    memory.put(0x8000, b"of a process")
    cpu = struct.pack("<2I", 0x5000 | 0x200 | 0x67, 1) + memory.listed()
    core = both(netbsd, tmp_path, "i386", cpu, memory)
    assert core.machine == "i386-pae"
    assert read(core, va, 12, space=roots) == b"of a process"
    assert core.physical(roots, 0x8000_0000) is None
    assert list(core.ranges(roots)) == [(va, 4096)]
    told = core.translate(roots, va)
    assert [step.what for step in told.steps] == ["pdpe", "pde", "pte"]


def test_many_segments_of_one_page(netbsd, tmp_path):
    """A sparse dump: nothing else tells it from a full one."""
    pages = 3000
    memory = netbsd.Memory("<", *[(0x10_0000 + 0x2000 * number, 0x1000) for number in range(pages)])
    for start, block in memory.segments:
        block[:8] = start.to_bytes(8, "little")
    cpu = struct.pack("<2Q", 0x10_0000, pages) + memory.listed()
    core = both(netbsd, tmp_path, "amd64", cpu, memory)
    for start, _ in memory.segments:
        assert read(core, start, space=PHYS) == start.to_bytes(8, "little")
        assert core.physical(PHYS, start + 0x1000) is None
    assert core.facts["pages"] == pages
    # The kernel's own variable says that pages were left out, the number of segments does not.
    assert "content" not in core.facts


class Symbols:
    """A namelist of a few symbols."""

    def __init__(self, **symbols):
        self.symbols = symbols

    def find(self, names):
        return {name: self.symbols[name] for name in names if name in self.symbols}


def amd64_with(netbsd, tmp_path, **strings):
    """A kernel whose first page is at the base of the kernel, with a string at each offset."""
    memory = netbsd.Memory("<", (0x10_0000, MEGABYTE))
    va = 0xFFFF_FFFF_8000_0000
    for table, shift, entry in (
        (0x10_0000, 39, 0x10_1003),
        (0x10_1000, 30, 0x10_2003),
        (0x10_2000, 21, 0x10_3003),
    ):
        memory.q(table + 8 * (va >> shift & 0x1FF), entry)
    memory.q(0x10_3000, 0x10_4003)
    symbols = {}
    for number, (name, data) in enumerate(strings.items()):
        memory.put(0x10_4000 + 32 * number, data)
        symbols[name] = va + 32 * number
    cpu = struct.pack("<2Q", 0x10_0000, 1) + memory.listed()
    core = opened(tmp_path, netbsd.saved("amd64", cpu, memory.data()))
    core.attach(Symbols(**symbols))
    return core


def test_kernel_says_what_it_dumped(netbsd, tmp_path):
    assert amd64_with(netbsd, tmp_path, sparse_dump=b"\1\0\0\0").facts["content"] == "kernel pages"
    assert amd64_with(netbsd, tmp_path, sparse_dump=b"\0\0\0\0").facts["content"] == "all pages"
    assert "content" not in amd64_with(netbsd, tmp_path).facts


def test_core_of_openbsd(netbsd, tmp_path):
    """Its container and its header of amd64 are the same; what runs on it is not."""
    core = amd64_with(netbsd, tmp_path, ostype=b"OpenBSD\0")
    assert core.facts["system"] == "OpenBSD"
    assert "OpenBSD" in core.warnings[0]
    core = amd64_with(netbsd, tmp_path, ostype=b"NetBSD\0")
    assert (core.facts["system"], core.warnings) == ("NetBSD", [])


def sparc64_cpu(memory, *, text=(0, 0, 0), data=(0, 0, 0), cpus=0, large=(), newer=True, old_size=96):
    """Both headers; the older one ends at kdatasz."""
    head = struct.pack(">2i", 3, len(memory.segments))
    size = 160 + 16 * len(large) if newer else old_size
    head += struct.pack(">Qi4xQ", size, 1024, 0x2000)
    head += struct.pack(">2Q", 0x100_0000, 0xE001_8000) + struct.pack(">6Q", *text, *data)
    if newer:
        head += struct.pack(">Q", 0x3AFE_C01E)
        head += struct.pack(">6Q", len(large), 160, cpus, 0x1_0000, 1, 0x4_0000) + bytes(8)
        for pair in large:
            head += struct.pack(">2Q", *pair)
    return head.ljust(size, b"\0") + memory.listed()


def test_sparc64_older_header_ends_early(netbsd, tmp_path):
    """As OpenBSD has it: the segments of memory follow at once."""
    memory = netbsd.Memory(">", (0, MEGABYTE))
    memory.put(0x8_0000, b"the first byte of the text")
    cpu = sparc64_cpu(memory, text=(0x100_0000, 0x8_0000, 0x3000), newer=False)
    core = both(netbsd, tmp_path, "sparc64", cpu, memory)
    assert "newmagic" not in core.header
    assert read(core, 0x100_0000, 26) == b"the first byte of the text"
    assert core.physical(KVA, 0x100_3FFF) == 0x8_3FFF  # to the end of the page
    assert core.physical(KVA, 0x100_4000) is None
    assert list(core.ranges(KVA)) == [(0x100_0000, 0x4000)]


def test_sparc64_regions_in_their_order(netbsd, tmp_path):
    memory = netbsd.Memory(">", (0, MEGABYTE))
    va = 0x100_0000
    memory.q(0x2000 + 8 * (va >> 33 & 0x3FF), 0x4000)
    for number in range(4):
        memory.q(0x4000 + 8 * ((va >> 23 & 0x3FF) + number), 0x6000)
    memory.q(0x6000, *[0x8000_0000_0000_0042 | 0xA000] * 1024)
    cpu = sparc64_cpu(memory, cpus=2, large=[(va + 0x40_0000, 0)])
    core = both(netbsd, tmp_path, "sparc64", cpu, memory)
    assert core.physical(KVA, va + 5) == 0xA005
    assert core.physical(KVA, va + 0x40_0005) == 5  # the large page comes before the tables
    assert core.physical(KVA, va + 0x80_0005) == 0xA005
    assert core.physical(KVA, 0xE001_0005) == 0x5_0005
    assert core.physical(KVA, va - 8) is None
    assert core.fault(KVA, 1 << 63).kind == core.fault(KVA, 0).kind
    assert core.walker.form.name == "sparc64"
    assert core.physical(0x2000, va + 5) == 0xA005
