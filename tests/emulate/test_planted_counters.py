"""What vmstat-like programs ask for: counters and kinds of memory, in kernels of worlds and of this host."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sunkvm import datamodel
from sunkvm.emulate import host
from sunkvm.emulate.world import WorldCounters, WorldInterrupt, WorldMemory

from . import dragonfly_kit, freebsd_kit, netbsd_kit

MEMORY = WorldMemory(
    8 << 30, 9 << 30, 1 << 30, 3 << 30, 16 << 20, 2 << 30, inactive=1 << 28, anonymous=1 << 26, file=1 << 27
)
COUNTERS = WorldCounters(
    switches=5_000_000_000, interrupts=7, forks=8, faults=9, major_faults=1 << 32 | 11, swapped_in=81920,
    swapped_out=16384, soft_interrupts=12,
)  # fmt: skip


@pytest.fixture
def world(kit):
    return replace(kit.example(), memory=MEMORY, counters=COUNTERS)


@pytest.mark.parametrize("model", netbsd_kit.MODELS, ids=lambda model: model.name)
def test_netbsd(model, world):
    """struct uvmexp is of ints, on every machine alike (uvm/uvm_extern.h of 10.99.12)."""
    memory = netbsd_kit.plant_example(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = netbsd_kit.Kernel(model.name, netbsd_kit.Direct(memory), symbols)
    page = kernel.page
    wanted = {48: (1 << 26) // page, 52: (1 << 27) // page, 108: 5_000_000_000 % (1 << 32), 112: 12, 120: 11}
    assert {at: kernel.number(symbols["uvmexp"] + at, 4) for at in wanted} == wanted


# The counters of struct vmmeter by their number (sys/vmmeter.h of 12.1 and 15); all others are 0.
FREEBSD = {0: 5_000_000_000, 3: 7, 4: 12, 5: 9, 6: 1 << 32 | 11, 13: 20, 14: 4, 27: 8, 35: (16 << 20) // 4096}


@pytest.mark.parametrize("model", freebsd_kit.MODELS, ids=lambda model: model.name)
def test_freebsd(model, world):
    """Each member of vm_cnt leads to 8 bytes for each processor, 4096 bytes apart; on amd64 from __pcpu on."""
    memory = freebsd_kit.plant_example(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = freebsd_kit.Kernel(model.name, freebsd_kit.Direct(memory), symbols)
    word, mask = kernel.word, (1 << 8 * kernel.word) - 1
    base = kernel.pointer(symbols["__pcpu"]) if model.name == "amd64" else 0
    number = 36 if model.name == "i386" else 37
    places = [kernel.pointer(symbols["vm_cnt"] + word * each) + base & mask for each in range(number)]
    assert len(set(places)) == number
    room = max(cpu.id for cpu in world.cpus) + 1
    assert room > 1
    sums = [sum(kernel.number(kva + 4096 * cpu, 8) for cpu in range(room)) for kva in places]
    assert sums == [FREEBSD.get(each, 0) for each in range(number)]
    pages = symbols["vm_cnt"] + word * number
    assert [kernel.number(pages + 4 * each, 4) for each in range(9)] == [4096, (8 << 30) // 4096, *[0] * 7]
    assert kernel.bytes(symbols["nchstats"], 8 * word) == bytes(8 * word)


@pytest.mark.parametrize("model", freebsd_kit.MODELS, ids=lambda model: model.name)
def test_freebsd_lists(model, world):
    """One struct vm_domain, where its layout is known: i386 of 12.1, where a line of the cache has 64 bytes."""
    memory = freebsd_kit.plant_example(model, world)
    symbols = {symbol.name: symbol for symbol in memory.symbols}
    if model.name != "i386":
        assert symbols.keys().isdisjoint({"vm_dom", "vm_ndomains"})
        return
    kernel = freebsd_kit.Kernel(model.name, freebsd_kit.Direct(memory), symbols)
    assert (kernel.symbol("vm_ndomains"), symbols["vm_dom"].size) == (1, 1152)
    # The count of a queue at 28 of its 64 bytes: inactive, active, laundry, unswappable; then pages and free ones.
    wanted = {28: 1 << 28, 92: 2 << 30, 156: 0, 220: 0, 408: 8 << 30, 448: 1 << 30}
    words = {at: kernel.number(symbols["vm_dom"] + at, 4) for at in range(0, 1152, 4)}
    assert {at: word * 4096 for at, word in words.items() if word or at in wanted} == wanted


def test_freebsd_of_nothing_known(kit):
    """Who counts nothing has no vm_cnt, rather than one of zeros."""
    world = replace(kit.example(), counters=WorldCounters(), memory=WorldMemory())
    memory = freebsd_kit.plant_example(freebsd_kit.MODELS[0], world)
    names = {symbol.name for symbol in memory.symbols}
    assert names.isdisjoint({"vm_cnt", "intrcnt", "nintrcnt", "device_statq", "devstat_num_devs"})
    memory = freebsd_kit.plant_example(datamodel.I386, world)
    assert {"vm_dom", "vm_ndomains"}.isdisjoint({symbol.name for symbol in memory.symbols})


def test_freebsd_of_many_processors(world):
    """With more than MAXCPU processors there is no room for a page of counters each, and no vm_cnt."""
    for count, there in ((1024, True), (2000, False)):
        memory = freebsd_kit.plant_example(freebsd_kit.MODELS[0], replace(world, max_cpus=count))
        assert ("vm_cnt" in {symbol.name for symbol in memory.symbols}) is there


@pytest.mark.parametrize("model", freebsd_kit.MODELS, ids=lambda model: model.name)
def test_freebsd_interrupts(model, world):
    """Arrays behind pointers, names of MAXCOMLEN + 1 bytes with blanks (kern/subr_intr.c, x86/x86/intr_machdep.c)."""
    found = (WorldInterrupt(1, b"i8042", 12), WorldInterrupt(16, b"ahci[0000:00:1f.2], i801", 1 << 32 | 5))
    memory = freebsd_kit.plant_example(model, replace(world, interrupts=found))
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = freebsd_kit.Kernel(model.name, freebsd_kit.Direct(memory), symbols)
    word, at = kernel.word, symbols
    assert kernel.symbol("nintrcnt") == 2
    assert (kernel.pointer(at["sintrcnt"]), kernel.pointer(at["sintrnames"])) == (2 * word, 40)
    counts = kernel.pointer(at["intrcnt"])
    wanted = [12, (1 << 32 | 5) & (1 << 8 * word) - 1]
    assert [kernel.pointer(counts + word * each) for each in range(2)] == wanted
    names = kernel.bytes(kernel.pointer(at["intrnames"]), 40)
    assert names == b"irq1: i8042        \0" + b"irq16: ahci[0000:00\0"


def test_dragonfly(world):
    """struct vmmeter in struct globaldata at 164 (sys/vmmeter.h of 5.9): the sum over processors is the host's."""
    memory = dragonfly_kit.plant_example(world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = dragonfly_kit.Kernel(dragonfly_kit.Direct(memory), symbols)
    first = symbols["CPU_prvspace"]
    places = [kernel.pointer(first + 8 * number) for number in range(64)]
    wanted = {0: 5_000_000_000 % (1 << 32), 12: 7, 24: 12, 28: 9, 56: 20, 60: 4, 108: 8}
    sums = {at: sum(kernel.number(kva + 164 + at, 4) for kva in places if kva) for at in wanted}
    assert sums == wanted
    assert kernel.number(symbols["vmstats"] + 160, 8) == (1 << 28) // 4096


def test_solaris(kit, model):
    memory = kit.plant(model, replace(kit.example(), max_processes=30000))
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = kit.Kernel(model.name, kit.Direct(memory), symbols["kas"], symbols)
    names = ("hz", "msec_per_tick", "usec_per_tick", "nsec_per_tick", "max_nprocs")
    assert [kernel.number(symbols[name], 4) for name in names] == [100, 10, 10_000, 10_000_000, 30000]


def _lines(path):
    rows = [line.split()[:2] for line in Path(path).read_text().splitlines()]
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


def test_of_this_host():
    """Between two looks at /proc there lies what is shown."""
    before = _lines("/proc/stat")
    found = host.counters()
    after = _lines("/proc/stat")
    assert before["softirq"] <= found.soft_interrupts <= after["softirq"]
    memory = host.memory()
    told = _lines("/proc/meminfo")
    for mine, name in (
        (memory.anonymous, "AnonPages:"),
        (memory.file, "Cached:"),
        (memory.inactive, "Inactive:"),
    ):
        assert abs(mine - told[name] * 1024) < max(1 << 30, mine // 2), name
    assert memory.locked is None or memory.locked % 1024 == 0
