"""What iostat-like programs ask for: disks, in kernels of worlds and of this host. Offsets are of the systems' headers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sunkvm.emulate import host, host_devices
from sunkvm.emulate.plant.freebsd_counters import split_name
from sunkvm.emulate.world import WorldDisk

from . import freebsd_kit, netbsd_kit

GIB = 1 << 30
DISKS = (
    WorldDisk(
        b"sda", (8, 0), 512, reads=1000, writes=2000, discards=30, flushes=4, read_bytes=5 * GIB, written_bytes=7 * GIB,
        discarded_bytes=11 * GIB, read_time=1_500_000_000, write_time=2_250_000_000, discard_time=125_000_000,
        flush_time=500_000_000, busy_time=3_750_000_000, queue_time=4_375_000_000, under_way=3,
    ),
    WorldDisk(b"sr0", (11, 0), 2048, reads=1),
    WorldDisk(b"nvme0n12", (259, 0), None, reads=1 << 33, writes=1, read_bytes=1 << 44),
)  # fmt: skip


@pytest.fixture
def world(kit):
    return replace(kit.example(), disks=DISKS)


# struct devstat (sys/devicestat.h, version 6): LP64, and i386, where time_t is a word and numbers of 8 bytes lie at 4.
WIDE = {
    "links": 32, "number": 40, "name": 44, "unit": 60, "bytes": 64, "operations": 96, "duration": 128, "busy": 192,
    "created": 208, "block": 224, "flags": 256, "type": 260, "priority": 264,
}  # fmt: skip
NARROW = {
    "links": 28, "number": 32, "name": 36, "unit": 52, "bytes": 56, "operations": 88, "duration": 120, "busy": 168,
    "created": 180, "block": 192, "flags": 220, "type": 224, "priority": 228,
}  # fmt: skip


def bintime(kernel, kva):
    return kernel.pointer(kva) + kernel.number(kva + kernel.word, 8) / (1 << 64)


def freebsd(model, world):
    memory = freebsd_kit.plant_example(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return freebsd_kit.Kernel(model.name, freebsd_kit.Direct(memory), symbols)


@pytest.mark.parametrize("model", freebsd_kit.MODELS, ids=lambda model: model.name)
def test_freebsd(model, world):
    kernel = freebsd(model, world)
    at, word = (NARROW if model.name == "i386" else WIDE), kernel.word
    first, last = (kernel.pointer(kernel.symbols["device_statq"] + word * each) for each in range(2))
    chain = []
    while first:
        chain.append(first)
        first = kernel.pointer(first + at["links"])
    assert last == chain[-1] + at["links"]
    assert kernel.symbol("devstat_num_devs") == len(chain) == 3
    assert kernel.symbol("devstat_version") == 6
    assert kernel.pointer(kernel.symbols["devstat_generation"]) > 0

    def tell(kva):
        name = kernel.bytes(kva + at["name"], 16).split(b"\0")[0]
        numbers = [
            kernel.number(kva + at[each], 4) for each in ("unit", "block", "flags", "type", "priority")
        ]
        return name, *numbers

    # Those of the highest priority come first.
    assert [tell(kva) for kva in chain] == [
        (b"sda", 0, 512, 2, 0x10, 0x110),
        (b"nvme0n", 12, 0, 6, 0x40, 0x110),
        (b"sr", 0, 2048, 2, 0x15, 0x90),
    ]
    assert [kernel.number(kva + at["number"], 4) for kva in chain] == [0, 1, 2]
    for kva, disk in zip(chain, (DISKS[0], DISKS[2]), strict=False):
        moved = [kernel.number(kva + at["bytes"] + 8 * each, 8) for each in range(4)]
        assert moved == [0, disk.read_bytes, disk.written_bytes, disk.discarded_bytes]
        done = [kernel.number(kva + at["operations"] + 8 * each, 8) for each in range(4)]
        assert done == [disk.flushes, disk.reads, disk.writes, disk.discards]
        started, ended = kernel.number(kva + 8, 4), kernel.number(kva + 12, 4)
        assert ended == sum(done) % (1 << 32)
        assert started - ended == disk.under_way
    step = word + 8
    spent = [bintime(kernel, chain[0] + at["duration"] + step * each) for each in range(4)]
    assert spent == [0.5, 1.5, 2.25, 0.125]
    assert bintime(kernel, chain[0] + at["busy"]) == 3.75


@pytest.mark.parametrize("model", freebsd_kit.MODELS, ids=lambda model: model.name)
def test_freebsd_without_disks(model, world):
    """An empty list ends at its own head."""
    kernel = freebsd(model, replace(world, disks=()))
    head, word = kernel.symbols["device_statq"], kernel.word
    assert [kernel.pointer(head + word * each) for each in range(2)] == [0, head]
    assert kernel.symbol("devstat_num_devs") == 0


def test_names():
    names = {b"sda": (b"sda", 0), b"nvme0n1": (b"nvme0n", 1), b"dm-12": (b"dm-", 12), b"42": (b"42", 0)}
    assert {name: split_name(name) for name in names} == names
    assert split_name(b"x99999999999") == (b"x99999999999", 0)


# The host

INTERRUPTS = b"""\
            CPU0       CPU1
  8:          0          0   IO-APIC   8-edge      rtc0
 11:          5          6     GICv3  27 Level     arch_timer
 16:          0          1  IR-IO-APIC   16-fasteoi   i801_smbus, idma64.0
 17:          1          1  IO-APIC   3-edge
LOC:          1          2   Local timer interrupts
ERR:          0
"""


def test_names_of_interrupts():
    names = {8: b"rtc0", 11: b"arch_timer", 16: b"i801_smbus, idma64.0"}
    assert host_devices.parse_names(INTERRUPTS) == names
    assert host_devices.parse_names(b"") is None


def test_interrupts(monkeypatch):
    monkeypatch.setattr(host_devices, "_names", lambda moment: {0: b"timer", 2: b"eth0", 9: b"gone"})
    stat = b"cpu 1 2\nintr 100 44 0 11\nctxt 5\n"
    found = host_devices.read_interrupts(stat)
    assert [(each.number, each.name, each.count) for each in found] == [(0, b"timer", 44), (2, b"eth0", 11)]
    assert host_devices.read_interrupts(b"cpu 1 2\n") is None


def test_disks(monkeypatch):
    """Partitions, and what is neither hardware nor ever used, are left out; old kernels tell fewer numbers."""
    files = {
        "/proc/diskstats": (
            b"   7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n"
            b" 253 0 dm-0 5 0 16 7 0 0 0 0 0 8 9 0 0 0 0 0 0\n"
            b"   8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n"
            b"   8 1 sda1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n"
            b" 104 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11\n"
        ),
        "/sys/block/loop0/dev": b"", "/sys/block/dm-0/dev": b"", "/sys/block/sda/dev": b"",
        "/sys/block/cciss!c0d0/dev": b"", "/sys/block/sda/device/uevent": b"", "/sys/block/cciss!c0d0/device/uevent": b"",
        "/sys/block/sda/queue/logical_block_size": b"4096\n",
    }  # fmt: skip
    monkeypatch.setattr(host_devices, "read_file", files.get)
    monkeypatch.setattr(host_devices, "_about", host_devices._about.__wrapped__)
    found = host_devices.read_disks()
    assert [disk.name for disk in found] == [b"sda", b"cciss/c0d0", b"dm-0"]
    ms = 1_000_000
    assert found[0] == WorldDisk(
        b"sda", (8, 0), 4096, reads=1, read_bytes=3 * 512, read_time=4 * ms, writes=5, written_bytes=7 * 512,
        write_time=8 * ms, under_way=9, busy_time=10 * ms, queue_time=11 * ms, discards=12, discarded_bytes=14 * 512,
        discard_time=15 * ms, flushes=16, flush_time=17 * ms,
    )  # fmt: skip
    assert (found[1].block_size, found[1].discards, found[1].flushes) == (None, 0, 0)
    monkeypatch.setattr(host_devices, "read_file", lambda path: None)
    assert host_devices.read_disks() is None


def test_of_this_host():
    """What is read lies between two looks at the same file."""
    before = {disk.name: disk for disk in host_devices.read_disks() or ()}
    now = host.read_numbers().disks
    after = {disk.name: disk for disk in host_devices.read_disks() or ()}
    for disk in now or ():
        if disk.name in before and disk.name in after:
            for member in ("reads", "writes", "read_bytes", "written_bytes", "busy_time"):
                low, high = getattr(before[disk.name], member), getattr(after[disk.name], member)
                assert low <= getattr(disk, member) <= high, (disk.name, member)


@pytest.mark.parametrize(
    "model", [each for each in netbsd_kit.MODELS if each.name != "m68k"], ids=lambda model: model.name
)
def test_netbsd(model, world):
    """struct io_stats (sys/iostat.h of 10.99.12): numbers of 8 bytes lie at multiples of 8, on i386 of 4."""
    memory = netbsd_kit.plant_example(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = netbsd_kit.Kernel(model.name, netbsd_kit.Direct(memory), symbols)
    word = kernel.word
    # name[16], parent, type, busy, wait, and then the numbers; a timeval is 8 and 4 bytes, and what the machine puts behind.
    numbers, step = {"i386": (32, 12), "sparc": (32, 16)}.get(model.name, (40, 16))
    stamps = numbers + 40
    first, last = (kernel.pointer(symbols["iostatlist"] + word * each) for each in range(2))
    previous, found = symbols["iostatlist"], []
    while first:
        link = first + stamps + 8 * step
        assert kernel.pointer(link + word) == previous
        found.append(first)
        previous, first = link, kernel.pointer(link)
    assert previous == last
    assert kernel.number(symbols["iostat_count"], 4) == len(found) == 3
    assert [kernel.bytes(kva, 16).split(b"\0")[0] for kva in found] == [disk.name for disk in DISKS]
    for kva, disk in zip(found, DISKS, strict=True):
        told = [kernel.number(kva + numbers + 8 * each, 8) for each in range(5)]
        assert told == [disk.reads, disk.writes, 0, disk.read_bytes, disk.written_bytes]
        assert kernel.number(kva + 16 + word, 4) == 0
        assert kernel.number(kva + 20 + word, 4) == disk.under_way
    sums = [kernel.number(found[0] + stamps + step * each, 8) for each in range(8)]
    parts = [kernel.number(found[0] + stamps + step * each + 8, 4) for each in range(8)]
    assert (sums, parts) == ([0, 0, 0, 0, 4, 0, 3, 0], [0, 0, 0, 0, 375_000, 0, 750_000, 0])


def test_netbsd_without_disks(world):
    memory = netbsd_kit.plant_example(netbsd_kit.MODELS[0], replace(world, disks=()))
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = netbsd_kit.Kernel("amd64", netbsd_kit.Direct(memory), symbols)
    head = symbols["iostatlist"]
    assert [kernel.pointer(head), kernel.pointer(head + 8), kernel.number(symbols["iostat_count"], 4)] == [
        0,
        head,
        0,
    ]
    without = {
        symbol.name
        for symbol in netbsd_kit.plant_example(netbsd_kit.MODELS[0], replace(world, disks=None)).symbols
    }
    assert without.isdisjoint({"iostatlist", "iostat_count"})


@pytest.mark.live
@pytest.mark.parametrize("model", [netbsd_kit.MODELS[0]], ids=lambda model: model.name)
def test_live(model, monkeypatch):
    """What a running kernel shows of its disks moves in place; when a disk comes the list is another one."""
    from sunkvm.corefile import KVA
    from sunkvm.emulate.live_netbsd import LiveNetbsd
    from sunkvm.namelists.elf import ElfNamelist
    from sunkvm.space import AddressSpace

    now = [DISKS[:1]]
    monkeypatch.setattr(host, "read_disks", lambda: now[0])
    core = LiveNetbsd(model, netbsd_kit.layouts(model), "sunkvm-test")
    core.numbers_age = core.processes_age = 0.0
    try:
        names = ElfNamelist("netbsd", core.namelist())
        space = AddressSpace(core, KVA)

        def number(kva, size):
            return int.from_bytes(space.read(kva, size), "little")

        assert number(int(names["iostat_count"]), 4) == 1
        first = number(int(names["iostatlist"]), 8)
        assert number(first + 40, 8) == 1000
        now[0] = (replace(DISKS[0], reads=1234),)
        assert number(first + 40, 8) == number(number(int(names["iostatlist"]), 8) + 40, 8) == 1234
        now[0] = DISKS[:2]
        core.refresh()
        assert number(int(names["iostat_count"]), 4) == 2
        second = number(number(int(names["iostatlist"]), 8) + 40 + 40 + 8 * 16, 8)
        assert space.read(second, 4) == b"sr0\0"
    finally:
        core.close()
