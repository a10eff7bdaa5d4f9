"""Planted kernels against offsets that a compiler gave, read by a reader of the tests' own."""

from __future__ import annotations

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunkvm import datamodel
from sunkvm.emulate.plant.stack import build_stack
from sunkvm.emulate.world import World, WorldProcess

PAGE = {"i386": 4096, "amd64": 4096, "sparc": 8192, "sparcv9": 8192}
TOPS = {
    ("i386", 32): 0x8048000,
    ("amd64", 32): 0x8048000,
    ("amd64", 64): 0xFFFFFD7FFFE00000,
    ("sparc", 32): 0xFFC00000,
    ("sparcv9", 32): 0xFFC00000,
    ("sparcv9", 64): 0xFFFFFFFF80000000,
}
THREADS = {"S": 1, "R": 2, "T": 0x10}

# Offsets as the fact sheet prints them: member -> i386, amd64, sparcv9.
OFFSETS = {
    "p_as": (4, 8, 8),
    "p_cred": (20, 32, 32),
    "p_stat": (28, 44, 44),
    "p_ppid": (36, 52, 52),
    "p_parent": (44, 64, 64),
    "p_next": (68, 112, 112),
    "p_prev": (72, 120, 120),
    "p_sessp": (96, 168, 168),
    "p_pidp": (100, 176, 176),
    "p_pgidp": (104, 184, 184),
    "p_flag": (120, 204, 204),
    "p_lwpcnt": (232, 368, 368),
    "p_tlist": (256, 392, 392),
    "p_usrstack": (896, 1240, 1200),
    "p_model": (908, 1256, 1216),
    "p_zone": (1096, 1568, 1528),
    "p_user": (1140, 1632, 1592),
}
USER_OFFSETS = {
    "u_start": (180, 360, 328),
    "u_ticks": (188, 376, 344),
    "u_comm": (192, 384, 352),
    "u_psargs": (209, 401, 369),
    "u_argc": (292, 484, 452),
    "u_argv": (296, 488, 456),
    "u_envp": (300, 496, 464),
}


@pytest.mark.parametrize(("column", "name"), [(0, "i386"), (1, "amd64"), (2, "sparcv9")])
def test_offsets_of_the_tests_are_those_of_the_fact_sheet(column, name, kit):
    kernel = kit.Kernel(name, None, 0, {})
    for member, offsets in OFFSETS.items():
        assert kernel.structs["proc"][member][0] == offsets[column]
    for member, offsets in USER_OFFSETS.items():
        assert kernel.structs["user"][member][0] == offsets[column]


def check(kernel, world, model_name):
    """Compare every process of a planted kernel with the world it came from."""
    expected = sorted(world.processes, key=lambda p: (p.start or 0, p.pid), reverse=True)
    procs = kernel.practive()
    assert len(procs) == len(expected) + 1
    assert procs[-1] == kernel.symbols["p0"] == kernel.number(kernel.symbols["proc_sched"], kernel.word)
    by_pid = {}
    for kva, process in zip(procs, expected, strict=False):
        by_pid[process.pid] = kva
        assert kernel.pid(kernel.proc(kva, "p_pidp")) == process.pid
        assert kernel.proc(kva, "p_ppid") == process.ppid
        assert kernel.pid(kernel.proc(kva, "p_pgidp")) == process.pgid
        session = kernel.proc(kva, "p_sessp")
        assert kernel.pid(kernel.member("sess", session, "s_sidp")) == process.sid
        cred = kernel.proc(kva, "p_cred")
        names = ("cr_uid", "cr_gid", "cr_ruid", "cr_rgid", "cr_suid", "cr_sgid")
        ids = (process.uid, process.gid, process.ruid, process.rgid, process.suid, process.sgid)
        assert tuple(kernel.member("cred", cred, name) for name in names) == ids
        assert kernel.user(kva, "u_comm").rstrip(b"\0") == process.comm[:16]
        system = kernel.proc(kva, "p_flag") & 1
        assert system == process.system
        assert (kernel.proc(kva, "p_as") == kernel.kas) == (process.system or process.zombie)
        assert kernel.proc(kva, "p_stat") == (3 if process.zombie else 2)
        threads = kernel.threads(kva)
        assert len(threads) == kernel.proc(kva, "p_lwpcnt") == len(process.threads)
        assert [kernel.member("_kthread", t, "t_state") for t in threads] == [
            THREADS[s] for s in process.threads
        ]
        assert {kernel.member("_kthread", t, "t_pri") for t in threads} <= {0}  # Linux has other scales
        bits = process.bits if (model_name, process.bits) in TOPS else kernel.word * 8
        assert kernel.proc(kva, "p_model") == {32: 0x100000, 64: 0x200000}[bits]
        psargs = b"" if process.argv is None else b" ".join(process.argv)
        if process.system:
            psargs = process.comm[:16]
        assert kernel.user(kva, "u_psargs") == psargs[:79].ljust(80, b"\0")
        if process.system or process.zombie or process.argv is None:
            assert kernel.command(kva) is None
            assert kernel.user(kva, "u_argv") == 0
        elif process.env is None:
            assert kernel.command(kva) == (list(process.argv), [])
            assert kernel.auxiliary(kva)[-2:] == [(0x534B564D, 1), (0, 0)]
        else:
            assert kernel.command(kva) == (list(process.argv), list(process.env))
            assert 0x534B564D not in dict(kernel.auxiliary(kva))
            assert kernel.proc(kva, "p_usrstack") == TOPS[model_name, bits]
        if process.start is not None and world.boot_time is not None:
            start = kernel.user(kva, "u_start")
            seconds, nanoseconds = struct.unpack(kernel.order + ("2q" if kernel.word == 8 else "2i"), start)
            assert seconds * 10**9 + nanoseconds == world.boot_time * 10**9 + process.start
    # The list runs both ways, and each link to a parent has one back to the child.
    previous = 0
    for kva in procs:
        assert kernel.proc(kva, "p_prev") == previous
        previous = kva
    for process in expected:
        kva = by_pid[process.pid]
        parent = by_pid.get(process.ppid, procs[-1] if process.ppid == 0 else 0)
        assert kernel.proc(kva, "p_parent") == parent
        if parent and parent != kva:
            children, child = [], kernel.proc(parent, "p_child")
            while child:
                assert child not in children
                children.append(child)
                child = kernel.proc(child, "p_sibling")
            assert kva in children
            elder = kernel.proc(kva, "p_psibling")
            assert (kernel.proc(elder, "p_sibling") if elder else kernel.proc(parent, "p_child")) == kva
        members, member = [], kernel.member("pid", kernel.proc(kva, "p_pgidp"), "pid_pglink")
        while member:
            assert member not in members
            members.append(member)
            member = kernel.proc(member, "p_pglink")
        assert kva in members


def test_processes(planted, kit, model):
    check(planted[1], kit.example(), model.name)


def test_newest_process_comes_first_and_sched_last(planted):
    _, kernel = planted
    pids = [kernel.pid(kernel.proc(kva, "p_pidp")) for kva in kernel.practive()]
    assert pids == [4194303, 31301, 31300, 31236, 31235, 31234, 1000, 33, 2, 1, 0]
    last = kernel.practive()[-1]
    assert kernel.user(last, "u_comm").rstrip(b"\0") == b"sched"
    assert kernel.number(kernel.symbols["proc_init"], kernel.word) == kernel.practive()[-2]


def test_all_threads_are_in_one_ring(planted):
    _, kernel = planted
    first = thread = kernel.number(kernel.symbols["allthreads"], kernel.word)
    ring = []
    while True:
        ring.append(thread)
        thread = kernel.member("_kthread", thread, "t_next")
        if thread == first:
            break
    every = [thread for kva in kernel.practive() for thread in kernel.threads(kva)]
    assert sorted(ring) == sorted(every)
    assert first == kernel.symbols["t0"]


def test_slots_of_pids_are_distinct_bit_fields(planted, model):
    _, kernel = planted
    slots = []
    for kva in kernel.practive():
        unit = kernel.number(kernel.proc(kva, "p_pidp"), 4)
        slots.append(unit >> 8 if model.byteorder == "little" else unit & 0xFFFFFF)
        flags = unit & 0xFF if model.byteorder == "little" else unit >> 24
        assert flags == 0
    assert len(set(slots)) == len(slots)


def test_a_process_group_without_a_process_has_its_number(planted):
    """Session and group 5 have no member of that number."""
    _, kernel = planted
    lost = kernel.practive()[0]
    group = kernel.proc(lost, "p_pgidp")
    assert kernel.pid(group) == 5
    assert kernel.member("pid", group, "pid_pglink") == lost


def test_identity(planted, model):
    _, kernel = planted
    raw = kernel.bytes(kernel.symbols["utsname"], 5 * 257)
    machine = "i86pc" if model.name in ("i386", "amd64") else "sun4u"
    texts = [raw[at : at + 257].split(b"\0")[0].decode() for at in range(0, 5 * 257, 257)]
    assert texts == ["SunOS", "testhost", "5.11", "sunkvm-test", machine]
    zone = kernel.number(kernel.symbols["global_zone"], kernel.word)
    assert zone == kernel.symbols["zone0"]
    assert kernel.member("zone", zone, "zone_id") == 0
    assert kernel.string(kernel.member("zone", zone, "zone_name")) == b"global"
    assert kernel.string(kernel.member("zone", zone, "zone_nodename")) == b"testhost"
    assert kernel.proc(kernel.practive()[0], "p_zone") == zone
    assert kernel.string(kernel.symbols["srpc_domain"]) == b"example.org"
    assert kernel.number(kernel.symbols["panicstr"], kernel.word) == 0
    assert "maxusers" not in kernel.symbols and "modules" not in kernel.symbols


def test_numbers(planted, model):
    _, kernel = planted
    page = PAGE[model.name]
    word = kernel.word
    for name, value in (
        ("physmem", 8 << 30),
        ("physinstalled", 9 << 30),
        ("freemem", 1 << 30),
        ("availrmem", 3 << 30),
    ):
        assert kernel.number(kernel.symbols[name], word) == value // page
    averages = struct.unpack(kernel.order + "3i", kernel.bytes(kernel.symbols["avenrun"], 12))
    assert averages == (384, 64, 770)
    precise = struct.unpack(kernel.order + "3Q", kernel.bytes(kernel.symbols["hp_avenrun"], 24))
    assert precise == (98304, 16384, 197120)
    assert kernel.number(kernel.symbols["boot_time"], word) == 1_700_000_000
    for name, value in (("ncpus", 3), ("ncpus_online", 2), ("max_ncpus", 4), ("nproc", 11), ("hz", 100)):
        assert kernel.number(kernel.symbols[name], 4) == value
    assert kernel.number(kernel.symbols["v"] + 8, 4) == 32768
    assert kernel.number(kernel.symbols["hrestime"], word) == 1_700_000_123
    assert kernel.number(kernel.symbols["hrestime"] + word, word) == 250_000_000


def test_processors(planted, model):
    _, kernel = planted
    first = cpu = kernel.number(kernel.symbols["cpu_list"], kernel.word)
    ring = []
    while True:
        ring.append(cpu)
        cpu = kernel.member("cpu", cpu, "cpu_next")
        if cpu == first:
            break
    assert [kernel.member("cpu", each, "cpu_id") for each in ring] == [0, 1, 2]
    assert [kernel.member("cpu", each, "cpu_flags") for each in ring] == [0x1B, 0x28, 0x1B]
    slots = [kernel.number(kernel.symbols["cpu"] + kernel.word * number, kernel.word) for number in range(4)]
    assert slots == [*ring, 0]
    assert kernel.string(kernel.member("cpu", first, "cpu_brandstr")) == b"Wonder 3000"
    assert kernel.member("cpu", first, "cpu_curr_clock") == 2_400_000_000
    assert struct.unpack(kernel.order + "3q", kernel.member("cpu", first, "cpu_acct")) == (
        10**10,
        4 * 10**9,
        101 * 10**9,
    )


def test_swap(planted, model):
    _, kernel = planted
    page = PAGE[model.name]
    area = kernel.number(kernel.symbols["swapinfo"], kernel.word)
    found = []
    while area:
        name = kernel.string(kernel.member("swapinfo", area, "si_pname"))
        pages, free = (kernel.member("swapinfo", area, member) for member in ("si_npgs", "si_nfpgs"))
        start, end = (kernel.member("swapinfo", area, member) for member in ("si_soff", "si_eoff"))
        assert end - start == pages * page
        found.append((name, pages * page, free * page))
        area = kernel.member("swapinfo", area, "si_next")
    assert found == [(b"/dev/sda2", 2 << 30, 1 << 30), (b"/swap file", 16 << 20, 16 << 20)]


def test_details_of_a_process(planted, model):
    _, kernel = planted
    init = kernel.number(kernel.symbols["proc_init"], kernel.word)
    assert kernel.proc(init, "p_utime") == 150 and kernel.proc(init, "p_stime") == 2
    assert kernel.user(init, "u_cmask") == 0o22
    assert kernel.proc(init, "p_flag") == 0x4000
    space = kernel.proc(init, "p_as")
    assert kernel.member("as", space, "a_resvsize") == 10 << 20
    assert kernel.member("as", space, "a_proc") == init
    vnode = kernel.proc(init, "p_exec")
    assert kernel.string(kernel.member("vnode", vnode, "v_path")) == b"/usr/lib/systemd/systemd"
    assert kernel.string(kernel.user(init, "u_cwd") + 8) == b"/"
    shell = next(kva for kva in kernel.practive() if kernel.user(kva, "u_comm").startswith(b"sh\0"))
    device = kernel.member("sess", kernel.proc(shell, "p_sessp"), "s_dev")
    assert device == (136 << 32 | 3 if kernel.word == 8 else 136 << 18 | 3)
    nodev = (1 << 8 * kernel.word) - 1
    assert kernel.member("sess", kernel.proc(init, "p_sessp"), "s_dev") == nodev
    groups = kernel.member("cred", kernel.proc(shell, "p_cred"), "cr_grps")
    assert struct.unpack(kernel.order + "2I", kernel.bytes(groups + 8, 8)) == (100, 24)


def test_auxiliary_vector_is_on_the_stack_and_in_the_user_area(planted, kit, model):
    """A 32-bit process of a 64-bit kernel is read with the help of both."""
    _, kernel = planted
    word = 4 if kernel.word == 4 else 8
    shell = next(kva for kva in kernel.practive() if kernel.user(kva, "u_comm").startswith(b"sh\0"))
    stack_word = 8 if kernel.proc(shell, "p_model") == 0x200000 else 4
    at = kernel.user(shell, "u_envp") + stack_word * 5
    space = kernel.proc(shell, "p_as")
    pairs = []
    while not pairs or pairs[-1][0]:
        raw = kernel.reader.read(space, at, 2 * stack_word)
        pairs.append(struct.unpack(kernel.order + ("2Q" if stack_word == 8 else "2I"), raw))
        at += 2 * stack_word
    known = {2014: None, 6: PAGE[model.name], 0: 0}
    assert [kind for kind, _ in pairs] == list(known)
    path = kernel.reader.read(space, pairs[0][1], 10)
    assert path == b"/bin/dash\0"
    assert pairs[1][1] == PAGE[model.name]
    raw = kernel.user(shell, "u_auxv")
    size = 16 if word == 8 else 8
    kept = [
        (
            int.from_bytes(raw[n : n + 4], kernel.byteorder),
            int.from_bytes(raw[n + size - word : n + size], kernel.byteorder),
        )
        for n in range(0, 3 * size, size)
    ]
    assert kept == pairs


def test_symbols_keep_their_addresses(kit, model):
    world = kit.example()
    before = kit.plant(model, world)
    from dataclasses import replace

    grown = replace(
        world, processes=world.processes[:2], cpus=world.cpus[:1], max_cpus=500, load=None, swap=()
    )
    after = kit.plant(model, grown, heap=1, before=before)
    assert after.symbols == before.symbols and after.data == before.data
    symbols = {symbol.name: int(symbol) for symbol in after.symbols}
    check(kit.Kernel(model.name, kit.Direct(after), after.kernel, symbols), grown, model.name)
    low = min(segment.base for segment in before.spaces[before.kernel][1:])
    assert after.spaces[after.kernel][1].base > low
    assert before.spaces[before.kernel][1].end <= after.spaces[after.kernel][1].base


def test_unknown_has_no_symbol(kit, model):
    memory = kit.plant(model, World(node="n", now=1.0))
    names = {symbol.name for symbol in memory.symbols}
    absent = {
        "avenrun",
        "hp_avenrun",
        "physmem",
        "freemem",
        "ncpus",
        "max_ncpus",
        "boot_time",
        "v",
        "srpc_domain",
    }
    assert not names & absent
    assert {
        "kas",
        "practive",
        "p0",
        "utsname",
        "nproc",
        "zone0",
        "cpu_list",
        "swapinfo",
        "s_data",
        "e_data",
    } <= names


def test_more_than_fits_is_refused(kit):
    many = tuple(WorldProcess(n, 1, b"x", start=n) for n in range(1, 200_000))
    with pytest.raises(ValueError, match="do not hold"):
        kit.plant(datamodel.SPARC, World(node="n", now=1.0, processes=many))


def test_many_processes_are_quick(kit, model):
    import time
    from dataclasses import replace

    one = kit.example().processes[3]
    world = World(node="n", now=1.0, processes=tuple(replace(one, pid=n, start=n) for n in range(2, 10_002)))
    start = time.process_time()
    kit.plant(model, world)
    assert time.process_time() - start < 6


@pytest.mark.parametrize("bits", [32, 64])
def test_stack_that_does_not_fit_is_refused(bits):
    with pytest.raises(ValueError, match="do not fit"):
        build_stack("<", bits, 4096, 0x10000, [b"x" * 0x10000], [])
    with pytest.raises(ValueError, match="do not fit"):
        build_stack("<", bits, 4096, 0x10000, [b"x" * 0x10000], None)


# Odd worlds

strings = st.binary(max_size=40).map(lambda raw: raw.replace(b"\0", b"."))
long_strings = st.integers(0, 20_000).map(lambda count: b"l" * count)
vectors = st.lists(strings | long_strings, max_size=6).map(tuple)
ids = st.integers(0, 2**32 - 2)


@st.composite
def processes(draw, pid):
    kind = draw(st.sampled_from(["user", "user", "user", "system", "zombie", "closed", "hidden"]))
    state = "Z" if kind == "zombie" else draw(st.sampled_from("RST"))
    threads = "" if kind == "zombie" else state + draw(st.text("RST", max_size=5))
    shown = kind in ("user", "closed")
    return WorldProcess(
        pid=pid,
        ppid=draw(st.integers(0, 40) | st.just(pid)),
        comm=draw(strings),
        pgid=draw(st.integers(0, 40)),
        sid=draw(st.integers(0, 40)),
        uid=draw(ids),
        gid=draw(ids),
        ruid=draw(ids),
        rgid=draw(ids),
        suid=draw(ids),
        sgid=draw(ids),
        groups=draw(st.none() | st.lists(ids, max_size=20).map(tuple)),
        argv=draw(vectors) if shown else None,
        env=draw(vectors) if kind == "user" else None,
        start=draw(st.integers(0, 10**16)),
        state=state,
        threads=threads,
        system=kind == "system",
        executed=draw(st.none() | st.booleans()),
        bits=draw(st.sampled_from([None, 32, 64])),
        tty=draw(st.none() | st.tuples(st.integers(0, 4095), st.integers(0, 2**20 - 1))),
        size=draw(st.none() | st.integers(0, 2**47)),
        user_time=draw(st.integers(0, 2**62)),
        system_time=draw(st.integers(0, 2**62)),
        cwd=draw(st.none() | strings),
        program=draw(st.none() | strings),
    )


@st.composite
def worlds(draw):
    pids = draw(st.lists(st.integers(1, 40) | st.integers(30_000, 4_194_304), max_size=12, unique=True))
    return World(
        node=draw(st.text(max_size=300).filter(lambda text: "\0" not in text)),
        now=draw(st.floats(0, 2**31 - 1)),
        boot_time=draw(st.integers(0, 2**30)),
        load=draw(st.none() | st.tuples(*[st.floats(0, 1e12)] * 3)),
        processes=tuple(draw(processes(pid)) for pid in pids),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds())
def test_any_world(world, kit, model):
    memory = kit.plant(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    check(kit.Kernel(model.name, kit.Direct(memory), symbols["kas"], symbols), world, model.name)
    for segments in memory.spaces.values():
        for segment in segments:
            assert segment.base % memory.page_size == 0 and len(segment.data) % memory.page_size == 0
            assert segment.end <= 1 << model.bits
