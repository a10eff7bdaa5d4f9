"""Worlds in the memory of NetBSD kernels, read back with a compiler's offsets."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from sunkvm import datamodel
from sunkvm.emulate.plant.netbsd_kernels import KERNELS
from sunkvm.emulate.world import World, WorldCounters, WorldIpc, WorldIpcLimits, WorldMemory, WorldProcess

from . import netbsd_kit
from .netbsd_kit import Direct, Kernel, plant_example

SECOND = 1_000_000_000


@pytest.fixture(params=netbsd_kit.MODELS, ids=lambda model: model.name)
def bsd(request):
    return request.param


@pytest.fixture
def world(kit):
    messages = ((6, b"NetBSD is not here"), (11, b"fault of a daemon"))
    counters = WorldCounters(
        switches=5_000_000_000, interrupts=7, forks=8, faults=9, swapped_in=81920, swapped_out=16384
    )
    return replace(kit.example(), messages=messages, counters=counters)


def read_back(model, world, **more):
    memory = plant_example(model, world, **more)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, Kernel(model.name, Direct(memory), symbols)


@pytest.fixture
def planted(bsd, world):
    return read_back(bsd, world)


def test_lists(planted, world):
    """Newest first, process 0 last; zombies on a list of their own."""
    _, kernel = planted
    living = [kernel.get("proc", proc, "p_pid") for proc in kernel.listed("allproc")]
    assert living[0] == 4194303
    assert living[-1] == 0
    assert set(living) == {process.pid for process in world.processes if not process.zombie} | {0}
    assert [kernel.get("proc", proc, "p_pid") for proc in kernel.listed("zombproc")] == [31235]
    assert kernel.symbol("nprocs") == len(world.processes) + 1
    for name in ("allproc", "zombproc"):
        previous = kernel.symbols[name]
        for proc in kernel.listed(name):
            assert kernel.get("proc", proc, "p_list.le_prev") == previous
            previous = kernel.at("proc", proc, "p_list.le_next")
    assert kernel.symbols["proc0"] == kernel.by_pid()[0]
    assert kernel.pointer(kernel.symbols["initproc"]) == kernel.by_pid()[1]


def test_who_and_what(planted, world):
    _, kernel = planted
    found = kernel.by_pid()
    for process in world.processes:
        proc = found[process.pid]
        assert kernel.text("proc", proc, "p_comm") == process.comm[:16]
        assert kernel.get("proc", proc, "p_ppid") == process.ppid
        cred = kernel.get("proc", proc, "p_cred")
        ids = [
            kernel.get("kauth_cred", cred, f"cr_{name}")
            for name in ("euid", "uid", "svuid", "egid", "gid", "svgid")
        ]
        assert ids == [process.uid, process.ruid, process.suid, process.gid, process.rgid, process.sgid]
        count = kernel.get("kauth_cred", cred, "cr_ngroups")
        where = kernel.at("kauth_cred", cred, "cr_groups")
        assert tuple(kernel.number(where + 4 * at, 4) for at in range(count)) == process.groups
        group = kernel.get("proc", proc, "p_pgrp")
        assert kernel.get("pgrp", group, "pg_id") == process.pgid
        session = kernel.get("pgrp", group, "pg_session")
        assert kernel.get("session", session, "s_sid") == process.sid
        stats = kernel.get("proc", proc, "p_stats")
        start = kernel.at("pstats", stats, "p_start")
        absolute = 1_700_000_000 * SECOND + process.start
        assert kernel.get("timeval", start, "tv_sec") == absolute // SECOND
        assert kernel.get("timeval", start, "tv_usec") == absolute % SECOND // 1000
        flag = kernel.get("proc", proc, "p_flag")
        assert bool(flag & 0x2) == process.system
        assert bool(flag & 0x4000) == bool(process.executed)
        assert kernel.get("proc", proc, "p_stat") == {"Z": 5, "T": 4}.get(process.state, 2)
        assert kernel.get("proc", proc, "p_nice") == 20
        assert kernel.get("proc", proc, "p_lflag") == (1 if process.tty else 0)


def test_nice_values(bsd, world):
    nice = dict(zip((1, 1000, 31234), (-20, 19, 5), strict=True))
    processes = tuple(replace(each, nice=nice.get(each.pid)) for each in world.processes)
    _, kernel = read_back(bsd, replace(world, processes=processes))
    found = kernel.by_pid()
    assert [kernel.get("proc", found[pid], "p_nice") for pid in nice] == [0, 39, 25]


def test_widths(planted, bsd):
    """A process of 32 bits is marked so on a kernel of 64; what runs it is what NetBSD calls Linux's programs."""
    _, kernel = planted
    found = kernel.by_pid()
    wide = bsd.bits == 64
    assert bool(kernel.get("proc", found[31234], "p_flag") & 0x40000) == wide
    assert not kernel.get("proc", found[1], "p_flag") & 0x40000

    def emulation(pid):
        return kernel.string(kernel.get("emul", kernel.get("proc", found[pid], "p_emul"), "e_name"))

    assert emulation(1) == b"linux"
    assert emulation(31234) == (b"linux32" if wide else b"linux")
    assert emulation(2) == emulation(0) == b"netbsd"


def test_family(planted):
    _, kernel = planted
    found = kernel.by_pid()
    children = kernel.chain(
        kernel.get("proc", found[31234], "p_children.lh_first"), "proc", "p_sibling.le_next"
    )
    assert {kernel.get("proc", child, "p_pid") for child in children} == {31235, 31236}
    assert all(kernel.get("proc", child, "p_pptr") == found[31234] for child in children)
    group = kernel.get("proc", found[31234], "p_pgrp")
    members = kernel.chain(kernel.get("pgrp", group, "pg_members.lh_first"), "proc", "p_pglist.le_next")
    assert {kernel.get("proc", member, "p_pid") for member in members} == {31234, 31235, 31236, 31300, 31301}
    assert kernel.get("proc", found[4194303], "p_pptr") == 0  # its parent is not in the world


def test_terminal(planted):
    """One session has one terminal, also where some of its processes have given it up."""
    _, kernel = planted
    found = kernel.by_pid()
    sessions = {
        kernel.get("pgrp", kernel.get("proc", found[pid], "p_pgrp"), "pg_session")
        for pid in (1000, 31234, 31301)
    }
    assert len(sessions) == 1
    session = sessions.pop()
    assert kernel.get("session", session, "s_leader") == found[1000]
    tty = kernel.get("session", session, "s_ttyp")
    assert kernel.get("tty", tty, "t_dev") == 136 << 8 | 3
    assert kernel.get("tty", tty, "t_session") == session
    vnode = kernel.get("session", session, "s_ttyvp")
    assert kernel.get("vnode", vnode, "v_type") == 4
    assert kernel.get("specnode", kernel.get("vnode", vnode, "v_un.vu_specnode"), "sn_rdev") == 136 << 8 | 3
    assert kernel.symbol("tty_count") == 1
    assert kernel.chain(kernel.pointer(kernel.symbols["ttylist"]), "tty", "tty_link.tqe_next") == [tty]
    last = kernel.pointer(kernel.symbols["ttylist"] + kernel.word)
    assert last == kernel.at("tty", tty, "tty_link.tqe_next")
    assert kernel.get("tty", tty, "tty_link.tqe_prev") == kernel.symbols["ttylist"]


def test_lwps(planted):
    """Newest first; the first one of a process has the process's number."""
    _, kernel = planted
    proc = kernel.by_pid()[31234]
    lwps = kernel.lwps(proc)
    assert len(lwps) == kernel.get("proc", proc, "p_nlwps") == 3
    assert kernel.get("proc", proc, "p_nrlwps") == 2
    assert [(kernel.get("lwp", each, "l_stat"), kernel.get("lwp", each, "l_flag")) for each in lwps] == [
        (4, 0), (2, 0), (3, 0x80),
    ]  # fmt: skip
    assert [kernel.get("lwp", each, "l_lid") for each in lwps] == [0, 0, 31234]
    assert all(kernel.get("lwp", each, "l_proc") == proc for each in lwps)
    previous = kernel.at("proc", proc, "p_lwps.lh_first")
    for each in lwps:
        assert kernel.get("lwp", each, "l_sibling.le_prev") == previous
        assert kernel.pointer(previous) == each
        previous = kernel.at("lwp", each, "l_sibling.le_next")
        assert kernel.pointer(kernel.get("lwp", each, "l_runq.tqe_prev")) == 0
    dead = kernel.by_pid()[31235]
    assert [kernel.get("lwp", each, "l_stat") for each in kernel.lwps(dead)] == [5]
    system = kernel.lwps(kernel.by_pid()[2])[0]
    assert kernel.get("lwp", system, "l_flag") == 0x280
    swapper = kernel.symbols["lwp0"]
    assert kernel.lwps(kernel.symbols["proc0"]) == [swapper]
    assert kernel.string(kernel.get("lwp", swapper, "l_name")) == b"swapper"


def test_list_of_all_lwps(planted):
    _, kernel = planted
    every = kernel.chain(kernel.pointer(kernel.symbols["alllwp"]), "lwp", "l_list.le_next")
    assert set(every) == {lwp for proc in kernel.by_pid().values() for lwp in kernel.lwps(proc)}
    previous = kernel.symbols["alllwp"]
    for each in every:
        assert kernel.get("lwp", each, "l_list.le_prev") == previous
        previous = kernel.at("lwp", each, "l_list.le_next")


def test_times_and_sizes(planted, world, bsd):
    _, kernel = planted
    proc = kernel.by_pid()[1]
    rtime = kernel.at("proc", proc, "p_rtime")
    assert kernel.get("bintime", rtime, "sec") == 1
    assert abs(kernel.get("bintime", rtime, "frac") / 2**64 - 0.52) < 1e-12
    assert (kernel.get("proc", proc, "p_uticks"), kernel.get("proc", proc, "p_sticks")) == (150, 2)
    usage = kernel.at("pstats", kernel.get("proc", proc, "p_stats"), "p_ru")
    user, system = (kernel.at("rusage", usage, name) for name in ("ru_utime", "ru_stime"))
    assert (kernel.get("timeval", user, "tv_sec"), kernel.get("timeval", user, "tv_usec")) == (1, 500_000)
    assert (kernel.get("timeval", system, "tv_sec"), kernel.get("timeval", system, "tv_usec")) == (0, 20_000)
    space = kernel.get("proc", proc, "p_vmspace")
    assert kernel.get("vm_map", kernel.at("vmspace", space, "vm_map"), "size") == 10 << 20
    processes = tuple(replace(each, resident=81920, text=40960) for each in world.processes)
    _, other = read_back(bsd, replace(world, processes=processes))
    space = other.get("proc", other.by_pid()[1], "p_vmspace")
    assert other.get("vmspace", space, "vm_rssize") == 81920 // other.page
    assert other.get("vmspace", space, "vm_tsize") == 40960 // other.page


def test_time_of_lwps(bsd, world):
    """Each has its own; a process of a dump all, which nobody adds them to."""
    busy = replace(
        world.processes[0], threads="SRT", user_time=5 * 10**9, system_time=10**9 // 4,
        thread_times=((2 * 10**9, 10**9 // 4), (10**9 // 2, 0), (0, 0)),
    )  # fmt: skip
    _, kernel = read_back(bsd, replace(world, processes=(busy,)))
    proc = kernel.by_pid()[1]

    # Where a compiler has put l_rtime:
    at = {"amd64": 88, "aarch64": 192, "i386": 56, "sparc": 48, "sparcv9": 80}[bsd.name]
    found = [kernel.bytes(lwp + at, 16) for lwp in kernel.lwps(proc)]
    order = ">qQ" if bsd.name in netbsd_kit.BIG else "<qQ"
    assert {struct.unpack(order, each) for each in found} == {(2, 1 << 62), (0, 1 << 63), (0, 0)}
    whole = kernel.bytes(kernel.at("proc", proc, "p_rtime"), 16)
    assert struct.unpack(order, whole) == (5, 1 << 62)


def test_arguments(planted, world):
    """ps_strings, through map, amap, anon, page and frame."""
    _, kernel = planted
    found = kernel.by_pid()
    for process in world.processes:
        if process.system or process.zombie:
            assert kernel.get("proc", found[process.pid], "p_vmspace") == kernel.get(
                "proc", found[0], "p_vmspace"
            )
            assert not kernel.get("proc", found[process.pid], "p_psstrp")
            continue
        expected = None
        if process.argv is not None:
            expected = list(process.argv), None if process.env is None else list(process.env)
        assert kernel.command(found[process.pid]) == expected


def test_amaps(planted):
    _, kernel = planted
    space = kernel.get("proc", kernel.by_pid()[31301], "p_vmspace")
    entry_map = kernel.at("vmspace", space, "vm_map")
    header = kernel.at("vm_map", entry_map, "header")
    entry = kernel.get("vm_map_entry", header, "next")
    assert kernel.get("vm_map_entry", header, "prev") == entry
    assert kernel.get("vm_map_entry", entry, "next") == kernel.get("vm_map_entry", entry, "prev") == header
    assert kernel.get("vm_map", entry_map, "nentries") == 1
    start, end = (kernel.get("vm_map_entry", entry, name) for name in ("start", "end"))
    assert kernel.get("vmspace", space, "vm_maxsaddr") == start
    assert kernel.get("vmspace", space, "vm_minsaddr") == end
    amap = kernel.get("vm_aref", kernel.at("vm_map_entry", entry, "aref"), "ar_amap")
    count = (end - start) // kernel.page
    assert count > 9
    assert kernel.get("vm_amap", amap, "am_nslot") == kernel.get("vm_amap", amap, "am_nused") == count
    for name in ("am_slots", "am_bckptr"):
        where = kernel.get("vm_amap", amap, name)
        assert [kernel.number(where + 4 * at, 4) for at in range(count)] == list(range(count))


def test_processors(planted, bsd):
    _, kernel = planted
    table = kernel.pointer(kernel.symbols["cpu_infos"])
    places = [kernel.pointer(table + at * kernel.word) for at in range(3)]
    assert places[2] == 0
    assert places[0] != places[1]
    assert (kernel.symbol("ncpu"), kernel.symbol("ncpuonline")) == (3, 2)
    at = netbsd_kit.OFFSETS[bsd.name]["schedstate_percpu"]["spc_cp_time"][0]
    rows = []
    for number, kva in enumerate(places[:2]):
        assert kernel.get("cpu_info", kva, "ci_data.cpu_index") == number
        where = kernel.at("cpu_info", kva, "ci_data.cpu_schedstate") + at
        rows.append(struct.unpack(bsd.order + "5Q", kernel.bytes(where, 40)))
    assert rows == [(1000, 0, 400, 0, 10100), (500, 0, 100, 0, 12000)]
    assert struct.unpack(bsd.order + "5Q", kernel.bytes(kernel.symbols["cp_time"], 40)) == (
        1500,
        0,
        500,
        0,
        22100,
    )
    first = {"sparcv9": "cpus", "amd64": "cpu_info_list", "i386": "cpu_info_list"}.get(bsd.name)
    if first is not None:
        assert kernel.pointer(kernel.symbols[first]) == places[0]
        assert kernel.chain(places[0], "cpu_info", "ci_next") == places[:2]
    assert kernel.get("cpu_info", places[1], "ci_cpuid") == 2  # as the host counts
    processes = (WorldProcess(5, 1, b"x", start=1, cpu=2), WorldProcess(6, 1, b"y", start=1, cpu=1))
    _, other = read_back(bsd, World("n", 1.0, cpus=_cpus(), processes=processes))
    found = other.by_pid()
    table = other.pointer(other.symbols["cpu_infos"])
    assert other.get("lwp", other.lwps(found[5])[0], "l_cpu") == other.pointer(table + other.word)
    assert other.get("lwp", other.lwps(found[6])[0], "l_cpu") == 0  # one that is not online


def _cpus():
    from sunkvm.emulate.world import WorldCpu

    return WorldCpu(0, True), WorldCpu(1, False), WorldCpu(2, True)


def test_numbers(planted, bsd):
    _, kernel = planted
    word = "q" if bsd.bits == 64 else "i"
    layout = netbsd_kit.OFFSETS[bsd.name]["loadavg"]
    raw = kernel.bytes(kernel.symbols["averunnable"], layout[""])
    assert struct.unpack_from(bsd.order + "3I", raw) == (3072, 512, 6160)
    assert struct.unpack_from(bsd.order + word, raw, layout["fscale"][0]) == (2048,)
    assert kernel.symbol("fscale") == 2048
    assert (kernel.symbol("hz"), kernel.symbol("stathz"), kernel.symbol("tick")) == (100, 100, 10000)
    boot = kernel.symbols["boottime"]
    assert (kernel.get("timespec", boot, "tv_sec"), kernel.get("timespec", boot, "tv_nsec")) == (
        1_700_000_000,
        0,
    )
    assert kernel.get("bintime", kernel.symbols["timebasebin"], "sec") == 1_700_000_000
    assert kernel.symbol("time_second", 8) == 1_700_000_123
    assert kernel.symbol("time_uptime", 8) == 123
    assert kernel.symbol("hardclock_ticks") == 12325
    assert kernel.symbol("physmem", kernel.word) == (8 << 30) // kernel.page
    assert kernel.symbol("maxproc") == 32768
    assert kernel.pointer(kernel.symbols["panicstr"]) == 0
    assert kernel.symbol("dumpmag") == 0x8FCA0101
    assert ("sparse_dump" in kernel.symbols) == (bsd.name in ("amd64", "i386"))


def test_texts(planted, bsd):
    _, kernel = planted
    assert kernel.string(kernel.symbols["version"]) == b"NetBSD 10.99.12 (SUNKVM) sunkvm-test\n"
    assert kernel.string(kernel.symbols["osrelease"]) == b"10.99.12"
    assert kernel.string(kernel.symbols["ostype"]) == b"NetBSD"
    assert kernel.string(kernel.symbols["hostname"]) == b"testhost"
    assert kernel.string(kernel.symbols["domainname"]) == b"example.org"
    machines = {
        "amd64": b"amd64",
        "aarch64": b"evbarm",
        "i386": b"i386",
        "sparc": b"sparc",
        "sparcv9": b"sparc64",
    }
    assert kernel.string(kernel.symbols["machine"]) == machines[bsd.name]
    assert kernel.string(kernel.symbols["cpu_model"]) == b"Wonder 3000"


def test_uvmexp(planted):
    _, kernel = planted
    where, page = kernel.symbols["uvmexp"], kernel.page
    expected = {
        "pagesize": page,
        "pagemask": page - 1,
        "pageshift": page.bit_length() - 1,
        "npages": (8 << 30) // page,
        "free": (1 << 30) // page,
        "wired": 0,
        "swpages": ((2 << 30) + (16 << 20)) // page,
        "swpginuse": (1 << 30) // page,
        "nswapdev": 2,
        "swtch": 5_000_000_000 % (1 << 32),
        "intrs": 7,
        "forks": 8,
        "faults": 9,
        "pgswapin": 81920 // page,
        "pgswapout": 16384 // page,
    }
    assert {name: kernel.get("uvmexp", where, name) for name in expected} == expected


def test_files(planted):
    _, kernel = planted
    found = kernel.by_pid()
    folder = kernel.get("proc", found[1], "p_cwdi")
    assert kernel.get("cwdinfo", folder, "cwdi_cmask") == 0o22
    assert kernel.get("vnode", kernel.get("cwdinfo", folder, "cwdi_cdir"), "v_type") == 2
    assert kernel.get("vnode", kernel.get("proc", found[1], "p_textvp"), "v_type") == 1
    assert kernel.string(kernel.get("proc", found[1], "p_path")) == b"/usr/lib/systemd/systemd"
    # Two processes that run the same file have the same vnode.
    assert kernel.get("proc", found[1000], "p_textvp") == kernel.get("proc", found[31301], "p_textvp")
    assert not kernel.get("proc", found[2], "p_cwdi")


def test_messages(planted, bsd, world):
    _, kernel = planted
    assert kernel.messages() == b"<6>NetBSD is not here\n<11>fault of a daemon\n"
    long = tuple((6, b"%06d " % number + b"x" * 100) for number in range(1000))
    _, kernel = read_back(bsd, replace(world, messages=long))
    data = kernel.messages()
    assert data.endswith(b"<6>000999 " + b"x" * 100 + b"\n")
    assert len(data) == 65536
    lines = data.split(b"\n")[1:-1]
    assert [line[3:9] for line in lines] == [b"%06d" % number for number in range(1000 - len(lines), 1000)]


def test_what_is_not_known_is_absent(bsd):
    memory, kernel = read_back(bsd, World("bare", 1000.0, processes=(WorldProcess(7, 1, b"lost"),)))
    absent = {
        "msgbufp",
        "averunnable",
        "boottime",
        "timebasebin",
        "time_uptime",
        "ncpu",
        "cpu_model",
        "physmem",
    }
    assert not absent & kernel.symbols.keys()
    assert (
        not {"cp_time", "maxproc", "domainname", "hardclock_ticks", "swap_priority"} & kernel.symbols.keys()
    )
    assert kernel.symbol("time_second", 8) == 1000
    proc = kernel.by_pid()[7]
    # Ids that nobody knows are those of nobody: what libkvm cannot do without.
    assert kernel.get("kauth_cred", kernel.get("proc", proc, "p_cred"), "cr_euid") == 0xFFFFFFFF
    group = kernel.get("proc", proc, "p_pgrp")
    assert kernel.get("pgrp", group, "pg_id", signed=True) == -1
    session = kernel.get("pgrp", group, "pg_session")
    assert kernel.get("session", session, "s_sid", signed=True) == -1
    assert kernel.command(proc) is None
    assert set(memory.owners.values()) == {7}
    assert not kernel.get("uvmexp", kernel.symbols["uvmexp"], "npages")


def test_symbols_do_not_move(bsd, world):
    first, _ = read_back(bsd, world)
    fewer = replace(world, processes=world.processes[:3], messages=None, load=None, max_processes=None)
    second, kernel = read_back(bsd, fewer, heap=1, before=first)
    assert [(symbol.name, int(symbol)) for symbol in second.symbols] == [
        (symbol.name, int(symbol)) for symbol in first.symbols
    ]
    assert set(kernel.by_pid()) == {0, 1, 2, 33}
    assert second.spaces[second.kernel][1].base != first.spaces[first.kernel][1].base


def test_too_much_is_refused(world, monkeypatch):
    small = replace(KERNELS["sparc"], heaps=((0xF2000000, 0xF2002000), (0xF2002000, 0xF2004000)))
    monkeypatch.setitem(KERNELS, "sparc", small)
    with pytest.raises(ValueError, match="0x2000 bytes at 0xf2000000 do not hold all"):
        plant_example(datamodel.SPARC, world)


def test_memory_is_told_in_pages_of_the_machine(bsd, world):
    _, kernel = read_back(bsd, replace(world, memory=WorldMemory(physical=16384, free=8192, locked=8192)))
    where = kernel.symbols["uvmexp"]
    assert [kernel.get("uvmexp", where, name) * kernel.page for name in ("npages", "free", "wired")] == [
        16384, 8192, 8192,
    ]  # fmt: skip


# Where members lie in kmsq_t, semid_ds and shmid_ds (sys/msg.h, sys/sem.h, sys/shm.h): the bytes of the whole, then of
# members (offset, bytes). A number of 64 bits has its place at any word of i386, at even ones of sparc.
IPC = {
    "lp64": {
        "msqs": (128, {"mode": (16, 4), "seq": (20, 2), "key": (24, 8), "qnum": (32, 8), "qbytes": (40, 8),
                       "lspid": (48, 4), "lrpid": (52, 4), "stime": (56, 8), "ctime": (72, 8), "cbytes": (96, 8)}),
        "sema": (64, {"mode": (16, 4), "nsems": (32, 2), "otime": (40, 8), "ctime": (48, 8)}),
        "shmsegs": (88, {"mode": (16, 4), "seq": (20, 2), "segsz": (32, 8), "lpid": (40, 4), "cpid": (44, 4),
                         "nattch": (48, 4), "atime": (56, 8), "ctime": (72, 8)}),
    },
    "i386": {
        "msqs": (92, {"mode": (16, 4), "seq": (20, 2), "key": (24, 4), "qnum": (28, 4), "qbytes": (32, 4),
                      "lspid": (36, 4), "lrpid": (40, 4), "stime": (44, 8), "ctime": (60, 8), "cbytes": (76, 4)}),
        "sema": (52, {"mode": (16, 4), "nsems": (28, 2), "otime": (32, 8), "ctime": (40, 8)}),
        "shmsegs": (72, {"mode": (16, 4), "seq": (20, 2), "segsz": (28, 4), "lpid": (32, 4), "cpid": (36, 4),
                         "nattch": (40, 4), "atime": (44, 8), "ctime": (60, 8)}),
    },
    "sparc": {
        "msqs": (104, {"mode": (16, 4), "seq": (20, 2), "key": (24, 4), "qnum": (28, 4), "qbytes": (32, 4),
                       "lspid": (36, 4), "lrpid": (40, 4), "stime": (48, 8), "ctime": (64, 8), "cbytes": (80, 4)}),
        "sema": (56, {"mode": (16, 4), "nsems": (28, 2), "otime": (32, 8), "ctime": (40, 8)}),
        "shmsegs": (80, {"mode": (16, 4), "seq": (20, 2), "segsz": (28, 4), "lpid": (32, 4), "cpid": (36, 4),
                         "nattch": (40, 4), "atime": (48, 8), "ctime": (64, 8)}),
    },
}  # fmt: skip


def test_system_v_tables(bsd, kit):
    """An object's number is its sequence and its place in the table; the tables grow where a place is far behind."""
    objects = (
        WorldIpc("msg", 3 << 16 | 2, -1, 0o640, 1000, 100, 0, 5, 12, 2, (77, 0), (1700000000, 0, 1600000000)),
        WorldIpc("sem", 1, 119, 0o600, 0, 0, 0, 0, 3, 0, (), (0, 1600000001)),
        WorldIpc(
            "shm", 7 << 16 | 300, 85, 0o1666, 1, 2, 3, 4, 8192, 1, (10, 11), (1600000002, 0, 1600000003)
        ),
    )
    limits = WorldIpcLimits(8192, 16384, (1 << 64) - 4096, 1 << 40, 32000, 1024000000, 500)
    _, kernel = read_back(bsd, replace(kit.example(), ipc=objects, ipc_limits=limits))
    places = IPC.get("lp64" if kernel.word == 8 else bsd.name.removesuffix("pae"))
    if places is None:
        pytest.skip("its alignment is another")

    def entry(name, index):
        size, members = places[name]
        table = kernel.pointer(kernel.symbols[name]) + index * size
        ids = [kernel.number(table + at, 4) for at in (0, 4, 8, 12)]
        return ids, {each: kernel.number(table + at, width) for each, (at, width) in members.items()}

    assert entry("msqs", 2) == (
        [1000, 100, 0, 5],
        {"mode": 0o640, "seq": 3, "key": (1 << 8 * kernel.word) - 1, "qnum": 2, "qbytes": 16384, "lspid": 77, "lrpid": 0,
         "stime": 1700000000, "ctime": 1600000000, "cbytes": 12},
    )  # fmt: skip
    assert entry("sema", 1)[1] == {"mode": 0o1600, "nsems": 3, "otime": 0, "ctime": 1600000001}
    ids, piece = entry("shmsegs", 300)
    assert ids == [1, 2, 3, 4]
    assert piece == {
        "mode": 0x800 | 0x400 | 0o666, "seq": 7, "segsz": 8192, "lpid": 11, "cpid": 10, "nattch": 1,
        "atime": 1600000002, "ctime": 1600000003,
    }  # fmt: skip
    for name, index in (("msqs", 0), ("msqs", 39), ("sema", 9), ("shmsegs", 299)):
        ids, members = entry(name, index)
        assert not any((*ids, *members.values())), (name, index)

    def numbers(name, count, start=0):
        return [kernel.number(kernel.symbols[name] + start + n * 4, 4) for n in range(count)]

    assert numbers("msginfo", 6) == [8192, 40, 16384, 40, 8, 2048]
    undo = 104 if kernel.word == 8 else 92
    assert numbers("seminfo", 10) == [30, 10, 1024000000, 30, 32000, 500, 10, undo, 32767, 16384]
    assert kernel.number(kernel.symbols["shminfo"], 8) == (1 << 64) - 4096
    assert numbers("shminfo", 4, 8) == [1, 301, 128, 0x7FFFFFFF]
