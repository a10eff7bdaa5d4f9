"""The emulated live kernel: what changes, what stays, and what happens to processes that do not stay."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import subprocess
import sys
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from sunkvm import datamodel
from sunkvm.corefile import HOLE, PHYS, SLOW
from sunkvm.emulate import host, live, live_solaris, personalities, procfs, snapshot
from sunkvm.emulate.live_solaris import LiveSolaris
from sunkvm.emulate.world import World, WorldMemory, WorldProcess
from sunkvm.errors import Fault, ReadOnlyError, UnsupportedError
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

SLEEP = "import time; print(flush=True); time.sleep(600)"
NATIVE = datamodel.host()


class Spaces:
    """A live corefile, read through address spaces, for the reader of the tests."""

    def __init__(self, core) -> None:
        self.core = core

    def read(self, space, va, count):
        data, fault = AddressSpace(self.core, space).read_some(va, count)
        return data if fault is None else None


def open_live(kit, model, read_world=None):
    core = (
        live("solaris", model)
        if read_world is None
        else LiveSolaris(model, BuiltinTables("solaris", model).layout, "sunkvm-test", read_world)
    )
    core.processes_age = 1e9  # processes are looked at when a test says so
    core.refresh = core._renew_processes
    names = ElfNamelist("ksyms", core.namelist())
    symbols = {name: int(names[name]) for name in names}
    return core, kit.Kernel(model.name, Spaces(core), symbols["kas"], symbols)


@pytest.fixture
def running(kit, model):
    """The live kernel of this host."""
    core, kernel = open_live(kit, model)
    yield core, kernel
    core.close()


@pytest.fixture
def staged(kit, model):
    """A live kernel of a world that the test changes: set ``stage.world``."""
    stage = SimpleNamespace(world=kit.example())
    stage.core, stage.kernel = open_live(kit, model, lambda: stage.world)
    yield stage
    stage.core.close()


@contextlib.contextmanager
def child(arguments, **more):
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, **more)
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def find(kernel, pid):
    for kva in kernel.practive():
        if kernel.pid(kernel.proc(kva, "p_pidp")) == pid:
            return kva
    return None


def pids(kernel):
    return [kernel.pid(kernel.proc(kva, "p_pidp")) for kva in kernel.practive()]


# This host


@pytest.mark.live
def test_own_process(running):
    core, kernel = running
    assert core.live and core.format == "emulated" and core.personality == "solaris"
    me = find(kernel, os.getpid())
    assert kernel.proc(me, "p_ppid") == os.getppid()
    argv, env = kernel.command(me)
    with open("/proc/self/cmdline", "rb") as file:
        assert argv == file.read().split(b"\0")[:-1]
    with open("/proc/self/environ", "rb") as file:
        assert env == [entry for entry in file.read().split(b"\0") if entry]


@pytest.mark.live
def test_new_process_appears_at_the_next_refresh(running):
    core, kernel = running
    with child([sys.executable, "-c", SLEEP, "", "x y", b"\xff"], env={"ONE": "1", "TWO": ""}) as process:
        assert find(kernel, process.pid) is None
        core.refresh()
        argv, env = kernel.command(find(kernel, process.pid))
        assert argv == [os.fsencode(sys.executable), b"-c", SLEEP.encode(), b"", b"x y", b"\xff"]
        assert {b"ONE=1", b"TWO="} <= set(env)
    core.refresh()
    assert find(kernel, process.pid) is None


@pytest.mark.live
def test_load_average_is_that_of_the_host(running):
    _, kernel = running
    averages = struct.unpack(kernel.order + "3i", kernel.bytes(kernel.symbols["avenrun"], 12))
    assert averages == pytest.approx([256 * average for average in os.getloadavg()], abs=300)


@pytest.mark.live
def test_a_process_is_shown_as_it_is(kit):
    """In a kernel of the host's own data model, user addresses are those of the process."""
    if NATIVE.bits != 64:
        pytest.skip("of 64-bit processes")
    core, kernel = open_live(kit, NATIVE)
    try:
        space = kernel.proc(find(kernel, os.getpid()), "p_as")
        text = ctypes.create_string_buffer(b"first", 64)
        address = ctypes.addressof(text)
        mine = AddressSpace(core, space)
        assert mine.read(address, 5) == b"first"
        text.value = b"other"
        assert mine.read(address, 5) == b"other"  # no refresh, no cache
        data, fault = mine.read_some(0x10, 8)
        assert data == b"" and fault.kind == Fault.UNMAPPED
        assert any(first <= address < first + count for first, count in mine.ranges())
        pa = mine.kvatop(address)
        assert AddressSpace(core, PHYS).read(pa, 5) == b"other"
        assert mine.kvatop(address) == pa and mine.kvatop(0x10) is None
        assert mine.kvatop(1 << 50) is None
        assert mine.read_some(1 << 50, 4)[0] == b""
    finally:
        core.close()


@pytest.mark.live
def test_memory_of_a_process_that_has_ended(kit, model):
    with child([sys.executable, "-c", SLEEP]) as process:
        core, kernel = open_live(kit, model)
        kva = find(kernel, process.pid)
        space = AddressSpace(core, kernel.proc(kva, "p_as"))
        argv, top = kernel.user(kva, "u_argv"), kernel.proc(kva, "p_usrstack")
        assert len(space.read(argv, top - argv)) == top - argv
    try:
        # It was planted, or it was the process's own and is gone; the rest of the kernel stays readable.
        data, fault = space.read_some(argv, top - argv)
        if model is NATIVE and model.bits == 64:
            assert data == b"" and "ended" in fault.detail
        else:
            assert len(data) == top - argv
        assert kernel.proc(kva, "p_as") == space.key
        core.refresh()
        core.refresh()
        assert find(kernel, process.pid) is None
    finally:
        core.close()


@pytest.mark.live
def test_another_process_of_the_same_number(kit, monkeypatch):
    """The number has gone to another process, which must not be shown as the one before."""
    if NATIVE.bits != 64:
        pytest.skip("of 64-bit processes")
    world = host.read_world()
    core, kernel = open_live(kit, NATIVE, lambda: world)
    try:
        kva = find(kernel, os.getpid())
        space = AddressSpace(core, kernel.proc(kva, "p_as"))
        argv = kernel.user(kva, "u_argv")
        monkeypatch.setattr(procfs, "start_of", lambda pid: 1)
        assert space.read_some(argv, 8)[0] == b""
        monkeypatch.undo()
        assert len(space.read_some(argv, 8)[0]) == 8
    finally:
        core.close()


# Generations


def test_what_is_gone_stays_readable_for_a_while(staged):
    core, kernel = staged.core, staged.kernel
    before, stays = find(kernel, 31234), find(kernel, 33)
    space = kernel.proc(before, "p_as")
    command = kernel.command(before)
    symbols = core.namelist()
    staged.world = replace(staged.world, processes=staged.world.processes[:3])
    for _ in range(2):
        core.refresh()
        assert pids(kernel) == [33, 2, 1, 0]
        assert kernel.user(before, "u_comm").startswith(b"prog\0")
        assert kernel.proc(before, "p_as") == space and kernel.command(before) == command
        assert core.namelist() == symbols and find(kernel, 33) == stays
    core.refresh()
    assert kernel.reader.read(space, kernel.word, 1) is None
    # Its room is used again, the longest free first.
    staged.world = replace(
        staged.world, processes=(*staged.world.processes, WorldProcess(40000, 1, b"new", start=10**15))
    )
    places = set()
    for number in range(40):
        last = WorldProcess(40000 + number, 1, b"new", start=10**15 + number)
        staged.world = replace(staged.world, processes=(*staged.world.processes[:3], last))
        core.refresh()
        assert pids(kernel) == [40000 + number, 33, 2, 1, 0]
        places.add(find(kernel, 40000 + number))
    assert before in places and find(kernel, 33) == stays


def test_what_changes_changes_where_it_lies(staged):
    """Times, states, names and parents; a process of another number or shape leaves the rest alone."""
    core, kernel = staged.core, staged.kernel
    kva = find(kernel, 1000)
    process = next(each for each in staged.world.processes if each.pid == 1000)
    others = tuple(each for each in staged.world.processes if each.pid != 1000)
    cred = kernel.proc(kva, "p_cred")
    changed = replace(process, comm=b"renamed", user_time=7 * 10**9, system_time=0, uid=77)
    staged.world = replace(staged.world, processes=(changed, *others))
    core.refresh()
    assert find(kernel, 1000) == kva and kernel.user(kva, "u_comm").startswith(b"renamed\0")
    assert kernel.proc(kva, "p_utime") == 700 and kernel.proc(kva, "p_cred") != cred
    staged.world = replace(staged.world, processes=(replace(changed, threads="SS"), *others))
    core.refresh()
    assert find(kernel, 1000) != kva and kernel.proc(find(kernel, 1000), "p_lwpcnt") == 2


def test_memory_of_a_kernel_that_is_brought_up_to_date_is_that_of_a_new_one(kit, model):
    """After many changes every process, and every list, says what a planting from the start says."""
    import random

    draw = random.Random(5)
    base = kit.example()
    pool = [replace(each, start=(each.start or 0) + 1) for each in base.processes]
    pool += [
        WorldProcess(
            50000 + number, 1, b"p%d" % number, 50000 + number % 5, 50000 + number % 3, start=10**12 + number,
            uid=number % 4, gid=1, ruid=2, rgid=3, suid=4, sgid=5, groups=(1, 2) if number % 2 else (),
            argv=(b"a" * number,), env=(), cwd=b"/d%d" % (number % 6), threads="S" * (1 + number % 3),
            user_time=0, system_time=0,
        )
        for number in range(30)
    ]  # fmt: skip
    stage = SimpleNamespace(world=base)
    core, kernel = open_live(kit, model, lambda: stage.world)

    def told(kernel):
        return [
            (
                kernel.pid(kernel.proc(kva, "p_pidp")),
                kernel.user(kva, "u_comm"),
                kernel.command(kva),
                kernel.proc(kva, "p_lwpcnt"),
                kernel.proc(kva, "p_utime"),
                kernel.number(kernel.proc(kva, "p_cred") + 4, 4) if kernel.proc(kva, "p_cred") else None,
                kernel.proc(kva, "p_pgidp") and kernel.pid(kernel.proc(kva, "p_pgidp")),
                kernel.proc(kva, "p_parent")
                and kernel.pid(kernel.proc(kernel.proc(kva, "p_parent"), "p_pidp")),
                kernel.proc(kva, "p_child")
                and kernel.pid(kernel.proc(kernel.proc(kva, "p_child"), "p_pidp")),
            )
            for kva in kernel.practive()
        ]

    try:
        for _ in range(40):
            some = draw.sample(pool, draw.randrange(1, len(pool)))
            some = [replace(each, user_time=draw.randrange(10**12), system_time=0) for each in some]
            stage.world = replace(base, processes=tuple(some))
            core.refresh()
            fresh, other = open_live(kit, model, lambda: stage.world)
            assert told(kernel) == told(other)
            assert kernel.number(kernel.symbols["nproc"], 4) == len(some) + 1
            fresh.close()
    finally:
        core.close()


def test_memory_does_not_grow(staged, model):
    core, kernel = staged.core, staged.kernel
    sizes = set()
    for number in range(300):
        extra = WorldProcess(
            2000 + number, 1, b"extra", 1, 1, argv=(b"x" * (number % 7),), env=(), start=10**12, uid=0
        )
        staged.world = replace(staged.world, processes=(*staged.world.processes[:10], extra))
        core.refresh()
        if number > 1:
            sizes.add(sum(count for _, count in core.ranges(PHYS)))
        assert pids(kernel)[0] == 2000 + number
    assert max(sizes) - min(sizes) <= 4 * core.page_size
    low = min(first for first, _ in core.ranges(kernel.kas))
    assert (
        low >= min(base for base, _ in live_solaris.KERNELS[model.name].heaps)
        or low == kernel.symbols["s_data"]
    )


@pytest.mark.live
def test_descriptors_and_memory_over_many_refreshes(kit):
    import tracemalloc

    core, kernel = open_live(kit, NATIVE)
    try:
        descriptors = len(os.listdir("/proc/self/fd"))
        sizes = []
        tracemalloc.start()
        for number in range(30):
            core.refresh()
            for kva in kernel.practive():
                space = kernel.proc(kva, "p_as")
                if space != kernel.kas and (argv := kernel.user(kva, "u_argv")):
                    AddressSpace(core, space).read_some(argv, 16)
            if number >= 10:
                sizes.append(tracemalloc.get_traced_memory()[0])
            assert len(os.listdir("/proc/self/fd")) <= descriptors + 8
        tracemalloc.stop()
        assert sizes[-1] < 1.5 * sizes[0] + (1 << 20)
    finally:
        core.close()
    assert len(os.listdir("/proc/self/fd")) <= descriptors


def test_symbols_that_come_up_later_are_not_invented(staged):
    """The symbol table is fixed at the beginning."""
    staged.world = World(node="other", now=2.0)
    staged.core.refresh()
    kernel = staged.kernel
    assert pids(kernel) == [0]
    assert kernel.string(kernel.symbols["utsname"] + 257) == b"other"
    assert staged.core.facts["node"] == "other"


# Numbers


def test_numbers_are_renewed_after_100_ms(staged, monkeypatch):
    core, kernel = staged.core, staged.kernel
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    core.refresh()
    load = (7.0, 8.0, 9.0)
    monkeypatch.setattr(host, "load_average", lambda: load)
    monkeypatch.setattr(host, "memory", lambda: WorldMemory(8 << 30, None, 5 << 20, 6 << 20))

    def numbers():
        averages = struct.unpack(kernel.order + "3i", kernel.bytes(kernel.symbols["avenrun"], 12))
        return averages, kernel.number(kernel.symbols["freemem"], kernel.word) * core.page_size

    assert numbers() == ((384, 64, 770), 1 << 30)
    clock += 0.09
    assert numbers() == ((384, 64, 770), 1 << 30)
    clock += 0.02
    assert numbers() == ((1792, 2048, 2304), 5 << 20)
    load = (1.0, 1.0, 1.0)
    assert numbers()[0] == (1792, 2048, 2304)
    clock += 0.2
    assert numbers()[0] == (256, 256, 256)
    page = kernel.number(kernel.symbols["physinstalled"], kernel.word)
    assert page * core.page_size == 9 << 30  # not asked for again, not lost either


def test_load_average_is_not_renewed_for_every_read(staged, monkeypatch):
    calls = []
    monkeypatch.setattr(host, "load_average", lambda: calls.append(1))
    for _ in range(500):
        staged.kernel.number(staged.kernel.symbols["nproc"], 4)
    assert len(calls) <= 3


# The corefile's contract


def test_contract(staged, model):
    core, kernel = staged.core, staged.kernel
    shift = core.page_shift
    nucleus = core.page(kernel.kas, kernel.symbols["kas"] >> shift)
    assert nucleus != HOLE and nucleus & SLOW and nucleus < 1 << 64
    assert core.page(kernel.kas, 0) == core.page(PHYS, 0) == core.page(0x1234560, 5) == HOLE
    assert core.page(kernel.kas, -1) == HOLE
    assert core.fault(kernel.kas, 0).kind == Fault.UNMAPPED
    leaf = core.leaf(kernel.kas, kernel.symbols["kas"] >> shift + 9)
    assert HOLE in leaf and leaf[0] == 0 and core.leaf_stays(kernel.kas, kernel.symbols["kas"] >> shift + 9)
    assert set(core.leaf(kernel.kas, 0)) == {HOLE} and not core.leaf_stays(kernel.kas, 0)
    heap = core.leaf(kernel.kas, kernel.practive()[0] >> shift + 9)
    assert HOLE not in heap and heap[1] - heap[0] == core.page_size
    with pytest.raises(ReadOnlyError):
        core.write(kernel.kas, kernel.symbols["kas"], b"x")
    space = kernel.proc(find(kernel, 1000), "p_as")
    stack = kernel.user(find(kernel, 1000), "u_argv")
    key = core.page(space, stack >> shift)
    assert key & SLOW and key < 1 << 64 and key != nucleus
    fault = core.fault(space, 0x1000)
    assert fault.kind == Fault.NOT_DUMPED
    assert core.fault(space + 8, 0x1000).kind == Fault.UNMAPPED
    assert core.page(space + 8, stack >> shift) == HOLE
    zombie = kernel.proc(find(kernel, 31235), "p_as")
    assert zombie == kernel.kas


def test_physical(staged):
    """Every page has a frame of its own, and reads the same through it."""
    core, kernel = staged.core, staged.kernel
    staged.world = replace(staged.world, processes=staged.world.processes[1:])
    core.refresh()
    spaces = [kernel.kas, *(kernel.proc(kva, "p_as") for kva in kernel.practive())]
    physical = AddressSpace(core, PHYS)
    frames = {}
    for key in dict.fromkeys(spaces):
        space = AddressSpace(core, key)
        for first, count in space.ranges():
            for va in range(first, first + count, core.page_size):
                pa = space.kvatop(va + 24)
                assert pa % core.page_size == 24
                assert frames.setdefault(pa, (key, va)) == (key, va)
                if not kernel.symbols["s_data"] <= va < kernel.symbols["e_data"]:
                    assert physical.read(pa, 16) == space.read(va + 24, 16)
                assert physical.kvatop(pa) == pa
    total = sum(count for _, count in core.ranges(PHYS)) // core.page_size
    assert total > len(frames)  # the generation before has frames too
    covered = [(first, first + count) for first, count in core.ranges(PHYS)]
    assert all(any(low <= pa < high for low, high in covered) for pa in frames)
    assert physical.kvatop(max(high for _, high in covered)) is None


def test_closed(staged):
    core, kernel = staged.core, staged.kernel
    space = kernel.proc(find(kernel, 1000), "p_as")
    key = core.page(kernel.kas, kernel.symbols["kas"] >> core.page_shift)
    core.close()
    core.close()
    assert core.page(kernel.kas, kernel.symbols["kas"] >> core.page_shift) == HOLE
    assert core.read_slow(key ^ SLOW, 0, 8) == b""
    assert core.page(space, 0) == HOLE and list(core.ranges(PHYS)) == [] and core.physical(space, 0) is None
    core.refresh()
    assert core.fault(space, 0).kind == Fault.UNMAPPED


def test_keys_of_a_generation_that_is_gone_give_nothing_of_another(staged):
    core, kernel = staged.core, staged.kernel
    kva = find(kernel, 31301)
    space, argv = kernel.proc(kva, "p_as"), kernel.user(kva, "u_argv")
    key = core.page(space, argv >> core.page_shift)
    for name in ("empty", "other", "third"):
        staged.world = World(node=name, now=1.0)
        core.refresh()
    assert core.read_slow(key ^ SLOW, 0, 64) == b""


def test_refused(model):
    for personality in ("plan9", ""):
        with pytest.raises(UnsupportedError):
            live(personality, model)
        with pytest.raises(UnsupportedError):
            snapshot("/nonexistent", personality, model)
    assert "solaris" in personalities()
    with pytest.raises(UnsupportedError):  # whose dumps nobody knows
        snapshot("/nonexistent", "sunos4", model)


@pytest.mark.parametrize(
    "name", sorted(set(datamodel.MODELS) - {each.name for each in datamodel.SOLARIS_MODELS})
)
def test_no_solaris_runs_there(name, tmp_path):
    with pytest.raises(UnsupportedError, match=name):
        live("solaris", datamodel.MODELS[name])
    with pytest.raises(UnsupportedError, match=name):
        snapshot(tmp_path, "solaris", datamodel.MODELS[name])
    assert os.listdir(tmp_path) == []


def test_host_that_does_not_fit(kit):
    many = World(
        node="n", now=1.0, processes=tuple(WorldProcess(n, 1, b"x", start=n) for n in range(1, 90_000))
    )
    with pytest.raises(UnsupportedError, match="does not fit"):
        open_live(kit, datamodel.SPARC, lambda: many)


# Snapshots of this host


@pytest.mark.live
def test_snapshot(kit, model, tmp_path):
    with child([sys.executable, "-c", SLEEP, "", "x y"], env={"ONE": "1"}) as process:
        unix, vmcore = snapshot(tmp_path, "solaris", model)
    assert (unix, vmcore) == (str(tmp_path / "unix.0"), str(tmp_path / "vmcore.0"))
    with open(unix, "rb") as file:
        names = ElfNamelist(unix, file.read())
    symbols = {name: int(names[name]) for name in names}
    slow = kit.SlowDump(vmcore, model.name)
    kernel = kit.Kernel(model.name, slow, symbols["kas"], symbols)
    argv, env = kernel.command(find(kernel, process.pid))
    assert argv == [os.fsencode(sys.executable), b"-c", SLEEP.encode(), b"", b"x y"] and b"ONE=1" in env
    assert abs(slow.crashtime - time.time()) < 60
    assert slow.nodename == os.uname().nodename and slow.machine_version.startswith("sunkvm-")
    with open("/proc/sys/kernel/random/boot_id") as file:
        assert slow.uuid == file.read().strip()


@pytest.mark.live
def test_numbers_of_snapshots(tmp_path):
    assert snapshot(tmp_path, "solaris", NATIVE, None)[1].endswith("vmcore.0")
    assert snapshot(tmp_path, "solaris", NATIVE, None)[1].endswith("vmcore.1")
    (tmp_path / "vmdump.41").write_text("")
    (tmp_path / "unix.x").write_text("")
    (tmp_path / "unix.²").write_text("")
    assert snapshot(tmp_path, "solaris", NATIVE, None)[0].endswith("unix.42")
    with pytest.raises(FileExistsError):
        snapshot(tmp_path, "solaris", NATIVE)
    with pytest.raises(FileNotFoundError):
        snapshot(tmp_path / "none", "solaris", NATIVE, None)


@pytest.mark.live
def test_processor_times(model):
    """They are those of /proc/stat, waiting with idling and interrupts with the system, in nanoseconds."""
    import sunkvm

    def told():
        with open("/proc/stat") as file:
            user, nice, system, idle, wait, interrupts, soft, *_ = map(int, file.readline().split()[1:])
        return user + nice, system + interrupts + soft, idle + wait

    with sunkvm.open(model=model) as image:
        time.sleep(0.2)  # numbers are renewed after 0.1 s
        before = told()
        times = image.cpu_times()
        after = told()
    assert (times.nice, times.interrupt, times.hz) == (None, None, 1_000_000_000)
    # Linux rounds the sum of all processors and each of them for itself.
    slack = os.cpu_count() + 1
    tick = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    for low, spent, high in zip(before, (times.user, times.system, times.idle), after, strict=True):
        assert low - slack <= spent / tick <= high + slack


@pytest.mark.live
def test_opened_by_the_engine(model, tmp_path):
    import sunkvm

    with sunkvm.open(model=model) as image:
        assert os.getpid() in {process.pid for process in image.processes()}
        assert image.info.live and image.load_average() is not None
    with sunkvm.open(*snapshot(tmp_path, "solaris", model)) as image:
        mine = next(process for process in image.processes() if process.pid == os.getpid())
        with open("/proc/self/cmdline", "rb") as file:
            assert mine.argv == tuple(os.fsdecode(each) for each in file.read().split(b"\0")[:-1])
        assert image.warnings == []


@pytest.mark.live
@pytest.mark.parametrize("way", ["live", "snapshot"])
def test_projects(model, way, tmp_path):
    import sunkvm

    names = snapshot(tmp_path, "solaris", model) if way == "snapshot" else ()
    with sunkvm.open(*names, model=model) as image:
        (project,) = image.projects()
        assert (project.id, project.zone_id) == (0, 0)
        assert project.processes >= len(list(image.processes())) - 100 > -100
        (zone,) = image.zones()
        assert zone.id == 0


@pytest.mark.live
def test_construct_is_not_needed():
    """It takes longer to import than everything else here."""
    script = (
        "import sys, sunkvm; sunkvm.open(model='amd64').close(); "
        "assert 'construct' not in sys.modules and 'elftools' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


# Ages


def test_many_rewinds_look_once(kit, model, monkeypatch):
    """`kvm_getproc` for each of many processes does not read the host each time; nor does whoever walks by himself."""
    from sunkvm.kvm import Nlist, kvm_close, kvm_getproc, kvm_kread, kvm_nlist, kvm_open, kvm_setproc

    clock, looks = time.monotonic(), []
    world = kit.example()
    monkeypatch.setattr(LiveSolaris.__init__, "__defaults__", (lambda: looks.append(1) or world,))
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    kd = kvm_open(None, None, None, os.O_RDONLY, "test", model=model)
    entries = [Nlist("practive"), Nlist("avenrun")]
    assert kvm_nlist(kd, entries) == 0 and len(looks) == 1
    for process in world.processes * 20:
        assert kvm_getproc(kd, process.pid) is not None
    assert len(looks) == 1
    clock += 0.6
    kvm_kread(kd, entries[1].n_value, 12)
    assert len(looks) == 1  # it leads to no process
    kvm_kread(kd, entries[0].n_value, model.word)
    kvm_setproc(kd)
    assert len(looks) == 2
    clock += 0.6
    kvm_setproc(kd)
    assert len(looks) == 3
    kvm_close(kd)


@pytest.mark.live
def test_writing(model):
    """Memory of a process that is shown as it is, where it was opened for that; never the kernel's."""
    from sunkvm import kvm

    buffer = ctypes.create_string_buffer(b"before", 16)
    address = ctypes.addressof(buffer)
    for flag in (os.O_RDONLY, os.O_RDWR):
        kd = kvm.kvm_open(None, None, None, flag, "test", model=model)
        assert kvm.kvm_getproc(kd, os.getpid()) is not None
        allowed = flag == os.O_RDWR and model is NATIVE
        assert kvm.kvm_uwrite(kd, address, b"after!") == (6 if allowed else -1)
        assert buffer.value == (b"after!" if allowed else b"before")
        assert kvm.kvm_uwrite(kd, 8, b"x") == -1
        entries = [kvm.Nlist("avenrun")]
        kvm.kvm_nlist(kd, entries)
        assert kvm.kvm_kwrite(kd, entries[0].n_value, b"x") == -1
        kvm.kvm_close(kd)
