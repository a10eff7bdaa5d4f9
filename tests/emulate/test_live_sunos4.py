"""The emulated SunOS 4 kernel, read with offsets that are counted by hand, and by its personality."""

from __future__ import annotations

import ctypes
import math
import os
import struct
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.corefile import KVA
from sunkvm.emulate.live_sunos4 import LiveSunos4
from sunkvm.emulate.world import WorldCounters, WorldCpu, WorldDisk, WorldMemory, WorldProcess, WorldSwap
from sunkvm.errors import ReadOnlyError, UnsupportedError
from sunkvm.kvm import (
    Nlist,
    kvm_close,
    kvm_getcmd,
    kvm_getproc,
    kvm_getu,
    kvm_kread,
    kvm_nextproc,
    kvm_nlist,
    kvm_open,
    kvm_read,
    kvm_setproc,
    kvm_uread,
)
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

SECOND = 1_000_000_000
# struct proc of both widths: size, then p_as, p_uarea, p_stat, p_nice, p_time, p_uid, p_pid, p_ppid, p_flag, p_pctcpu,
# p_tsize, p_dsize, p_rssize; and of struct user the size and u_ru.
SHAPES = {
    4: (76, 12, 16, 20, 22, 24, 28, 40, 44, 48, 56, 60, 64, 72, 108, 24),
    8: (120, 24, 32, 40, 42, 44, 48, 60, 64, 68, 80, 88, 96, 112, 192, 24),
}


class Reader:
    """The kernel as a program of the time looks at it."""

    def __init__(self, core) -> None:
        self.core = core
        self.space = AddressSpace(core, KVA)
        names = ElfNamelist("ksyms", core.namelist())
        self.symbols = {name: int(names[name]) for name in names}
        self.word = core.model.word
        self.order = core.model.order
        self.code = "q" if self.word == 8 else "i"

    def longs(self, name, count):
        raw = self.space.read(self.symbols[name], count * self.word)
        return struct.unpack(f"{self.order}{count}{self.code}", raw)

    def ints(self, name, count=1):
        return struct.unpack(f"{self.order}{count}i", self.space.read(self.symbols[name], 4 * count))

    def long(self, raw, at):
        return struct.unpack_from(self.order + self.code, raw, at)[0] & self.core.model.mask

    def number(self, raw, at):
        return struct.unpack_from(self.order + "i", raw, at)[0]

    def processes(self):
        """Read the table as top does: all of it at once."""
        size, as_, area, stat, nice, resident, uid, pid, ppid, flag, share, text, data, rss, user, _ = SHAPES[
            self.word
        ]
        (table,) = self.longs("_proc", 1)
        (slots,) = self.ints("_nproc")
        table &= self.core.model.mask
        raw = self.space.read(table, slots * size)
        found = {}
        for number in range(slots):
            one = raw[number * size : (number + 1) * size]
            if one[stat]:
                found[self.number(one, pid)] = SimpleNamespace(
                    kva=table + number * size,
                    stat=one[stat],
                    nice=one[nice],
                    time=one[resident],
                    uid=self.number(one, uid),
                    ppid=self.number(one, ppid),
                    flag=self.number(one, flag),
                    share=self.long(one, share),
                    pages=tuple(self.long(one, at) for at in (text, data, rss)),
                    as_=self.long(one, as_),
                    user=self.space.read(self.long(one, area), user),
                )
        return found


@pytest.fixture
def staged(kit, model):
    base = kit.example()
    world = replace(
        base,
        now=base.boot_time + 200.0,
        load=(1.5, 0.25, 3.0),
        cpus=(
            WorldCpu(
                0, True, user=30 * SECOND, nice=10 * SECOND, system=5 * SECOND, idle=50 * SECOND, wait=SECOND
            ),
            WorldCpu(1, True, user=SECOND, nice=0, system=SECOND, idle=98 * SECOND, wait=0),
        ),
        memory=WorldMemory(1 << 30, None, 1 << 28, 1 << 29, 1 << 20, 1 << 27),
        swap=(WorldSwap(b"/dev/sda2", 1 << 24, 1 << 23),),
        counters=WorldCounters(1000, 2000, 30, 4000, 50, 1 << 20, 1 << 21, 1 << 14, 0, 3, 1, 4242),
    )
    stage = SimpleNamespace(world=world)
    stage.core = LiveSunos4(model, "sunkvm-test", lambda: stage.world)
    stage.core.numbers_age = stage.core.processes_age = 1e9
    stage.reader = Reader(stage.core)
    yield stage
    stage.core.close()


def test_numbers(staged, model):
    reader, page = staged.reader, staged.core.page_size
    assert reader.longs("_avenrun", 3) == (384, 64, 768)
    assert reader.longs("_cp_time", 4) == (2100, 1000, 600, 14900)
    assert reader.longs("_boottime", 2) == (staged.world.boot_time, 0)
    assert reader.longs("_ccpu", 1) == (int(256 * math.exp(-1 / 20)),)
    assert reader.longs("_fscale", 1) == (256,)
    assert (reader.ints("_hz"), reader.ints("_ncpu"), reader.ints("_mpid")) == ((100,), (2,), (4242,))
    assert reader.ints("_physmem") == ((1 << 30) // page,) and reader.ints("_freemem") == ((1 << 28) // page,)
    assert reader.ints("_anoninfo", 3) == ((1 << 24) // page, (1 << 23) // page, (1 << 23) // page)
    total = reader.space.read(reader.symbols["_total"], 48)
    assert struct.unpack_from(model.order + "5h", total) == (3, 1, 0, 8, 0)
    assert struct.unpack_from(model.order + "i", total, 44) == ((1 << 28) // page,)
    sums = struct.unpack(model.order + "30I", reader.space.read(reader.symbols["_sum"], 120))
    assert (sums[0], sums[3], sums[7], sums[22]) == (1000, 2000, 50, 4000)
    assert (sums[9], sums[10], sums[5]) == ((1 << 20) // page, (1 << 21) // page, (1 << 14) // page)


def test_pages(staged, model):
    reader, page = staged.reader, staged.core.page_size
    (first,), (end,) = reader.longs("_pages", 1), reader.longs("_epages", 1)
    raw = reader.space.read(first & model.mask, end - first)
    structs = [raw[at : at + 4] for at in range(0, len(raw), 4)]
    lock, free = (1, 4) if model.byteorder == "little" else (0x80, 0x20)
    assert len(structs) == (1 << 30) // page
    assert sum(each[0] == free for each in structs) == (1 << 28) // page
    assert sum(each[0] == lock for each in structs) == (1 << 20) // page
    assert reader.space.read_some(end & model.mask, page)[1] is not None or len(raw) % page


def test_processes(staged, model):
    reader = staged.reader
    found = reader.processes()
    assert set(found) == {each.pid for each in staged.world.processes}
    states = {1: 1, 31234: 1, 31235: 5, 31300: 6}
    assert {pid: found[pid].stat for pid in states} == states
    assert found[2].flag == 3 and found[1].flag == 1 and found[2].as_ == 0 and found[1].as_
    assert (found[1000].uid, found[1000].ppid, found[1000].nice) == (1000, 1, 20)
    assert sum(found[1000].pages[:2]) == (5 << 20) // staged.core.page_size
    user = found[1].user
    at = SHAPES[model.word][-1]
    assert user[:17] == b"init".ljust(17, b"\0")
    assert struct.unpack_from(f"{model.order}4{reader.code}", user, at) == (1, 500_000, 0, 20_000)
    # 1.52 seconds in 199 seconds of life, evenly: less than a 256th.
    assert found[1].share == int(256 * 1.52 / 199 * (1 - math.exp(-199 / 20))) and found[1].time == 127


def test_slots_stay(staged):
    reader = staged.reader
    before = reader.processes()
    new = WorldProcess(77, 1, b"new", start=99 * SECOND, state="R")
    staged.world = replace(staged.world, processes=(*staged.world.processes[1:], new))
    staged.core._renew_processes()
    after = reader.processes()
    assert 1 not in after and after[77].stat == 3
    assert all(after[pid].kva == before[pid].kva for pid in after if pid != 77)
    assert after[77].kva not in {each.kva for each in before.values()}


def test_share_of_the_processor(staged, monkeypatch):
    """It decays as the kernel's own would: 95 % of what was is gone after a minute."""
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    busy = WorldProcess(77, 1, b"busy", start=199 * SECOND, user_time=0, system_time=0)
    staged.world = replace(staged.world, processes=(busy,))
    staged.core._renew_processes()
    for second in range(1, 61):
        clock += 1
        busy = replace(busy, user_time=second * SECOND)
        staged.world = replace(staged.world, processes=(busy,))
        staged.core._renew_processes()
    assert staged.reader.processes()[77].share in (242, 243)  # 256 * 0.95
    clock += 60
    staged.core._renew_processes()
    assert staged.reader.processes()[77].share in (11, 12, 13)


def test_rates(staged, monkeypatch):
    from sunkvm.emulate import host

    reader, core = staged.reader, staged.core
    assert reader.space.read(reader.symbols["_rate"], 120) == bytes(120)
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    monkeypatch.setattr(
        host, "counters", lambda stat: replace(staged.world.counters, switches=21000, faults=4500)
    )
    core._counters = (clock, staged.world.counters)
    core.numbers_age = 0.0
    clock += 10
    rate = struct.unpack(core.model.order + "30I", reader.space.read(reader.symbols["_rate"], 120))
    assert (rate[0], rate[22]) == (2000, 50) and sum(rate) == 2050


def test_disks(staged, model):
    """Arrays of DK_NDRIVE longs, in ticks and in words of 64 bytes (sys/dk.h of 4.1.3); a long runs over."""
    disks = (
        WorldDisk(
            b"sda", (8, 0), 512, reads=5, writes=7, read_bytes=6400, written_bytes=1 << 39, busy_time=1_250_000_000,
            under_way=0,
        ),
        WorldDisk(b"sdb", (8, 16), 512, reads=1, under_way=2),
    )  # fmt: skip
    core = LiveSunos4(model, "sunkvm-test", lambda: replace(staged.world, disks=disks))
    core.numbers_age = core.processes_age = 1e9
    try:
        reader = Reader(core)
        mask = (1 << 8 * model.word) - 1
        arrays = {name: reader.longs(f"_dk_{name}", 32) for name in ("xfer", "read", "time", "wds")}
        assert all(not any(array[2:]) for array in arrays.values())
        words = 100 + (1 << 33) & mask
        assert {name: array[:2] for name, array in arrays.items()} == {
            "xfer": (12, 1), "read": (5, 1), "time": (125, 0), "wds": (words, 0),
        }  # fmt: skip
        assert (reader.ints("_dk_busy"), reader.ints("_dk_ndrive")) == ((2,), (2,))
        assert not {"_dk_seek", "_dk_bps", "_tk_nin"} & set(reader.symbols)
    finally:
        core.close()


def test_what_is_not_known_has_no_symbol(model):
    from sunkvm.emulate.world import World

    core = LiveSunos4(model, "sunkvm-test", lambda: World(node="bare", now=1.0))
    try:
        reader = Reader(core)
        assert reader.processes() == {}
        absent = {
            "_avenrun",
            "_cp_time",
            "_boottime",
            "_physmem",
            "_freemem",
            "_mpid",
            "_pages",
            "_ncpu",
            "_dk_xfer",
        }
        assert not absent & set(reader.symbols)
    finally:
        core.close()


def test_table_is_full(kit, model):
    many = tuple(WorldProcess(pid, 1, b"x", start=pid) for pid in range(1, 401))
    stage = SimpleNamespace(world=replace(kit.example(), processes=many))
    core = LiveSunos4(model, "sunkvm-test", lambda: stage.world)
    try:
        stage.world = replace(
            stage.world, processes=tuple(WorldProcess(pid, 1, b"x", start=pid) for pid in range(1, 2001))
        )
        core._renew_processes()
        core.processes_age = 1e9
        assert len(Reader(core).processes()) == 1024
        for number in range(20):  # all of them others each time
            first = 3000 * (number + 1)
            pids = range(first, first + 900)
            stage.world = replace(
                stage.world, processes=tuple(WorldProcess(pid, 1, b"x", start=pid) for pid in pids)
            )
            core._renew_processes()
            assert set(Reader(core).processes()) == set(pids)
    finally:
        core.close()


def test_writes(staged):
    core = staged.core
    for key in (KVA, staged.reader.processes()[1000].as_):
        with pytest.raises(ReadOnlyError):
            core.write(key, 0x1000, b"x")


@pytest.mark.live
def test_this_host():
    with sunkvm.open(os="sunos4") as image:
        found = {process.pid: process for process in image.processes()}
        mine = found[os.getpid()]
        assert (mine.ppid, mine.ruid, mine.uid, mine.state) == (os.getppid(), os.getuid(), None, "R")
        with open("/proc/self/cmdline", "rb") as file:
            assert mine.argv == tuple(os.fsdecode(each) for each in file.read().split(b"\0")[:-1])
        assert image.load_average().one == pytest.approx(os.getloadavg()[0], abs=0.5)
        info = image.info
        assert info.live and info.personality == "sunos4" and info.processes >= len(found) - 50
        assert info.memory.physical == pytest.approx(
            os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), rel=0.01
        )
        times = image.cpu_times() if hasattr(image, "cpu_times") else image.personality.cpu_times()
        assert times.hz == 100 and times.idle > 0
        # A process's own memory, through its address space.
        here = b"only here " + str(os.getpid()).encode()
        buffer = ctypes.create_string_buffer(here)
        space = AddressSpace(image.corefile, mine.as_kva)
        assert space.read(ctypes.addressof(buffer), len(here)) == here
    done = subprocess.run(
        [sys.executable, "-m", "sunkvm", "ps", "--os", "sunos4"],
        capture_output=True,
        text=True,
        env={**os.environ},
    )
    assert str(os.getpid()) in done.stdout, done.stderr


@pytest.mark.live
def test_solaris_calls_over_it(model):
    """A program with the calls of Solaris and the names and types of SunOS 4."""
    kd = kvm_open("/vmunix", "/dev/mem", "/dev/drum", os.O_RDONLY, "test", model=model)
    entries = [Nlist("_avenrun"), Nlist("avenrun"), Nlist("_nosuch")]
    assert kvm_nlist(kd, entries) == 0
    assert entries[0].n_value == entries[1].n_value != 0 and entries[2].n_value == 0
    raw = kvm_kread(kd, entries[0].n_value, 3 * model.word)
    load = struct.unpack(f"{model.order}3{'q' if model.bits == 64 else 'i'}", raw)[0] / 256
    assert load == pytest.approx(os.getloadavg()[0], abs=0.5)
    mine = kvm_getproc(kd, os.getpid())
    assert (mine.p_ppid, mine.p_uid, len(mine)) == (os.getppid(), os.getuid(), SHAPES[model.word][0])
    user = kvm_getu(kd, mine)
    assert user.u_comm.split(b"\0")[0] == Path("/proc/self/comm").read_bytes().strip()
    arguments, _ = kvm_getcmd(kd, mine, user, env=False)
    assert os.fsencode("\0".join(arguments)) == Path("/proc/self/cmdline").read_bytes().rstrip(b"\0")
    here = ctypes.create_string_buffer(b"only here")
    if model.bits == 64:  # addresses of a 64-bit process
        assert (
            kvm_read(kd, ctypes.addressof(here), 9)
            == kvm_uread(kd, ctypes.addressof(here), 9)
            == b"only here"
        )
    assert kvm_setproc(kd) == 0
    found = set()
    while (proc := kvm_nextproc(kd)) is not None:
        found.add(proc.p_pid)
    assert {os.getpid(), os.getppid()} <= found
    assert kvm_close(kd) == 0


def test_not_for_other_machines():
    with pytest.raises(UnsupportedError, match="aarch64"):
        LiveSunos4(datamodel.MODELS["aarch64"], "sunkvm-test")
