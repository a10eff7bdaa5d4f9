"""Worlds in the memory of FreeBSD kernels, read back with a compiler's offsets."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from sunkvm.emulate.world import World, WorldIpc, WorldIpcLimits, WorldProcess

from . import freebsd_kit
from .freebsd_kit import Direct, Kernel, plant_example

SECOND = 1_000_000_000


@pytest.fixture(params=freebsd_kit.MODELS, ids=lambda model: model.name)
def bsd(request):
    return request.param


@pytest.fixture
def world(kit):
    messages = ((6, b"Linux version 6"), (11, b"fault of a daemon"))
    return replace(kit.example(), messages=messages)


def read_back(model, world, **more):
    memory = plant_example(model, world, **more)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, Kernel(model.name, Direct(memory), symbols)


@pytest.fixture
def planted(bsd, world):
    return read_back(bsd, world)


def test_list_is_complete(planted, world, bsd):
    _, kernel = planted
    listed = [kernel.get("proc", proc, "p_pid") for proc in kernel.allproc()]
    living = {process.pid for process in world.processes if not process.zombie}
    assert listed[-1] == 0
    assert set(listed) == living | {0}
    assert set(kernel.by_pid()) == {process.pid for process in world.processes} | {0}
    assert kernel.symbol("nprocs") == len(world.processes) + 1
    # Newest first, as fork puts them there.
    assert listed[0] == 4194303
    # Zombies are on a list of their own up to 12, and only in the hash later.
    if bsd.name == "i386":
        dead = kernel.pointer(kernel.symbols["zombproc"])
        assert kernel.get("proc", dead, "p_pid") == 31235
        assert not kernel.get("proc", dead, "p_list.le_next")
    else:
        assert "zombproc" not in kernel.symbols


def test_backward_links(planted):
    _, kernel = planted
    previous = kernel.symbols["allproc"]
    for proc in kernel.allproc():
        assert kernel.get("proc", proc, "p_list.le_prev") == previous
        assert kernel.pointer(previous) == proc
        previous = kernel.at("proc", proc, "p_list.le_next")


def test_who_and_what(planted, world):
    _, kernel = planted
    found = kernel.by_pid()
    for process in world.processes:
        proc = found[process.pid]
        assert kernel.text("proc", proc, "p_comm") == process.comm[:19]
        assert kernel.get("proc", proc, "p_oppid") == process.ppid
        cred = kernel.get("proc", proc, "p_ucred")
        ids = [kernel.get("ucred", cred, f"cr_{name}") for name in ("uid", "ruid", "svuid", "rgid", "svgid")]
        assert ids == [process.uid, process.ruid, process.suid, process.rgid, process.sgid]
        assert kernel.groups(cred) == [process.gid, *process.groups]
        assert kernel.get("ucred", cred, "cr_prison") == kernel.symbols["prison0"]
        argv = kernel.argv(proc)
        assert argv == (list(process.argv) if process.argv else None)
        group = kernel.get("proc", proc, "p_pgrp")
        assert kernel.get("pgrp", group, "pg_id") == process.pgid
        session = kernel.get("pgrp", group, "pg_session")
        assert kernel.get("session", session, "s_sid") == process.sid
        started = kernel.at("pstats", kernel.get("proc", proc, "p_stats"), "p_start")
        assert kernel.get("timeval", started, "tv_sec") == process.start // SECOND
        assert kernel.get("timeval", started, "tv_usec") == process.start % SECOND // 1000
        assert bool(kernel.get("proc", proc, "p_flag") & 0x200) == process.system
        assert kernel.get("proc", proc, "p_state") == (2 if process.zombie else 1)


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
    assert kernel.get("proc", found[1000], "p_reaper") == found[1]
    assert kernel.pointer(kernel.symbols["initproc"]) == found[1]


def test_threads(planted):
    _, kernel = planted
    proc = kernel.by_pid()[31234]
    threads = kernel.chain(kernel.get("proc", proc, "p_threads.tqh_first"), "thread", "td_plist.tqe_next")
    assert len(threads) == kernel.get("proc", proc, "p_numthreads") == 3
    rows = [
        tuple(kernel.get("thread", each, name) for name in ("td_state", "td_inhibitors", "td_flags"))
        for each in threads
    ]
    assert rows == [(1, 2, 8), (3, 0, 0), (1, 1, 0)]  # sleeping, can be interrupted; runnable; stopped
    assert all(kernel.get("thread", each, "td_proc") == proc for each in threads)
    assert kernel.get("thread", threads[0], "td_tid") == 31234
    assert kernel.get("thread", threads[0], "td_oncpu", signed=True) == -1
    dead = kernel.by_pid()[31235]
    assert kernel.get("proc", dead, "p_numthreads") == 1  # the last one stays until somebody has waited


def test_times_and_sizes(planted, world, bsd):
    _, kernel = planted
    process = next(each for each in world.processes if each.pid == 1)
    proc = kernel.by_pid()[1]
    rux = kernel.at("proc", proc, "p_rux")
    frequency = kernel.symbol("cpu_tick_frequency", 8)
    spent = process.user_time + process.system_time
    assert kernel.get("rusage_ext", rux, "rux_runtime") * SECOND // frequency == spent
    assert kernel.get("rusage_ext", rux, "rux_uu") == 1_500_000
    assert kernel.get("rusage_ext", rux, "rux_su") == 20_000
    assert kernel.get("rusage_ext", rux, "rux_uticks") == 1.5 * kernel.symbol("stathz")
    space = kernel.get("proc", proc, "p_vmspace")
    assert kernel.get("vm_map", kernel.at("vmspace", space, "vm_map"), "size") == process.size
    # Its only thread has spent all of it. Where a compiler has put td_rux in the thread:
    thread = kernel.get("proc", proc, "p_threads.tqh_first")
    own = kernel.bytes(thread + {"amd64": 576, "aarch64": 576, "i386": 316}[bsd.name], 56)
    assert own == kernel.bytes(rux, 56) and any(own)


def test_terminal(bsd, world):
    processes = tuple(replace(each, tty_group=31234) if each.tty else each for each in world.processes)
    _, kernel = read_back(bsd, replace(world, processes=processes))
    found = kernel.by_pid()
    group = kernel.get("proc", found[1000], "p_pgrp")
    session = kernel.get("pgrp", group, "pg_session")
    tty = kernel.get("session", session, "s_ttyp")
    cdev = kernel.get("tty", tty, "t_dev")
    assert kernel.text("cdev", cdev, "si_name") == b"pts/3"
    # Behind the cdev: an entry of a list, then the number, here that of this host's makedev(136, 3).
    number = kernel.number(cdev + kernel.structs["cdev"][""] + 2 * kernel.word, 4)
    assert number == 0x8803
    assert kernel.get("tty", tty, "t_session") == session
    assert kernel.get("pgrp", kernel.get("tty", tty, "t_pgrp"), "pg_id") == 31234
    assert kernel.get("session", session, "s_leader") == found[1000]
    vnode = kernel.get("session", session, "s_ttyvp")
    assert kernel.get("vnode", vnode, "v_type") == 4
    assert kernel.get("vnode", vnode, "v_rdev") == cdev
    assert kernel.get("proc", found[1000], "p_flag") & 2
    assert not kernel.get("proc", found[1], "p_flag") & 2
    assert kernel.pointer(kernel.symbols["tty_list"]) == tty


def test_stack(planted, bsd, world):
    memory, kernel = planted
    for pid, bits in ((1000, 64), (31234, 32)):
        bits = min(bits, bsd.bits)
        process = next(each for each in world.processes if each.pid == pid)
        proc = kernel.by_pid()[pid]
        sysent = kernel.get("proc", proc, "p_sysent")
        assert kernel.get("sysentvec", sysent, "sv_flags") == {64: 0x203, 32: 0x103}[bits]
        where = kernel.get("sysentvec", sysent, "sv_psstrings")
        space = kernel.get("proc", proc, "p_vmspace")
        if kernel.has("vmspace", "vm_stacktop"):
            top = kernel.get("vmspace", space, "vm_stacktop")
            assert where == top - kernel.get("sysentvec", sysent, "sv_psstringssz")
        pmap = kernel.at("vmspace", space, "vm_pmap")
        if bsd.name == "i386":
            root = kernel.get("pmap", pmap, "pm_pdir") - 0x10000000 + 0x2000000
        else:
            root = kernel.get("pmap", pmap, "pm_cr3" if bsd.name == "amd64" else "pm_l0_paddr")
        assert memory.owners[root] == pid
        user = Kernel(bsd.name, Direct(memory, root), {})
        user.word = bits // 8
        form = "<QI4xQI4x" if bits == 64 else "<4I"
        argv, argc, envp, envc = struct.unpack(form, user.bytes(where, struct.calcsize(form)))
        assert (argc, envc) == (len(process.argv), len(process.env))
        for start, strings in ((argv, process.argv), (envp, process.env)):
            read = [user.string(user.pointer(start + n * user.word)) for n in range(len(strings))]
            assert read == list(strings)
            assert user.pointer(start + len(strings) * user.word) == 0


def test_unknown_environment_is_null(planted, bsd):
    memory, kernel = planted
    root = next(key for key, pid in memory.owners.items() if pid == 31236)
    segment = memory.spaces[root][0]
    size = 32 if bsd.bits == 64 else 16
    form = "<QI4xQI4x" if bsd.bits == 64 else "<4I"
    _, argc, envp, envc = struct.unpack(form, bytes(segment.data[-size:]))
    assert (argc, envp, envc) == (3, 0, 0)
    assert kernel.argv(kernel.by_pid()[31236])[0] == b"secret"


def test_numbers(planted, world, bsd):
    _, kernel = planted
    assert [kernel.number(kernel.symbols["averunnable"] + 4 * n, 4) / 2048 for n in range(3)] == list(
        world.load
    )
    scale_at = 16 if bsd.bits == 64 else 12
    assert kernel.number(kernel.symbols["averunnable"] + scale_at, kernel.word) == 2048
    assert kernel.symbol("fscale") == 2048
    assert kernel.symbol("hz") == 100
    assert kernel.symbol("ticks") == 12325
    assert kernel.symbol("time_second", kernel.word) == 1_700_000_123
    assert kernel.symbol("time_uptime", kernel.word) == 123
    assert kernel.symbol("boottime", kernel.word) == 1_700_000_000
    assert kernel.symbol("physmem", kernel.word) == (8 << 30) // 4096
    assert kernel.symbol("realmem", kernel.word) == (9 << 30) // 4096
    assert kernel.symbol("maxproc") == 32768
    assert kernel.symbol("osreldate") == (1201000 if bsd.name == "i386" else 1501502)
    assert kernel.string(kernel.symbols["ostype"]) == b"FreeBSD"
    assert kernel.string(kernel.symbols["version"]).endswith(b" sunkvm-test\n")
    prison = kernel.symbols["prison0"]
    assert kernel.text("prison", prison, "pr_hostname") == b"testhost"
    assert kernel.text("prison", prison, "pr_domainname") == b"example.org"
    assert kernel.pointer(kernel.symbols["panicstr"]) == kernel.symbol("dumptid") == 0


def test_processors(planted, world):
    _, kernel = planted
    count = kernel.symbol("mp_maxcpus")
    assert kernel.symbol("mp_ncpus") == 2
    assert kernel.symbol("mp_maxid") == 2
    places = [kernel.pointer(kernel.symbols["cpuid_to_pcpu"] + n * kernel.word) for n in range(count)]
    assert [bool(kva) for kva in places[:4]] == [True, False, True, False]  # the second is off
    assert not any(places[4:])
    for number in (0, 2):
        assert kernel.get("pcpu", places[number], "pc_cpuid") == number
        start = kernel.at("pcpu", places[number], "pc_cp_time")
        clocks = [kernel.number(start + n * kernel.word, kernel.word) for n in range(5)]
        cpu = world.cpus[number]
        assert clocks == [cpu.user // 10**7, 0, cpu.system // 10**7, 0, (cpu.idle + cpu.wait) // 10**7]
    assert kernel.get("pcpu", places[0], "pc_allcpu.stqe_next") == places[2]
    if kernel.word == 8 and "__pcpu" in kernel.symbols:  # amd64, as libkvm of 15 wants it
        assert kernel.pointer(kernel.symbols["__pcpu"]) == places[0]
    assert ("__pcpu" in kernel.symbols) == ("KPML4phys" in kernel.symbols)
    together = [kernel.number(kernel.symbols["cp_time"] + n * kernel.word, kernel.word) for n in range(5)]
    assert together == [1500, 0, 500, 0, 22100]


def test_nice_and_interrupts_are_told_apart(bsd, kit):
    cpu = replace(kit.example().cpus[0], nice=3 * SECOND, interrupt=SECOND)
    _, kernel = read_back(bsd, replace(kit.example(), cpus=(cpu,)))
    together = [kernel.number(kernel.symbols["cp_time"] + n * kernel.word, kernel.word) for n in range(5)]
    assert together == [700, 300, 300, 100, 10100]


def test_swap(planted):
    _, kernel = planted
    devices = kernel.chain(kernel.pointer(kernel.symbols["swtailq"]), "swdevt", "sw_list.tqe_next")
    sizes = [
        (kernel.get("swdevt", each, "sw_nblks"), kernel.get("swdevt", each, "sw_used")) for each in devices
    ]
    assert sizes == [(524288, 262144), (4096, 0)]
    vnode = kernel.get("swdevt", devices[0], "sw_vp")
    assert kernel.text("cdev", kernel.get("vnode", vnode, "v_rdev"), "si_name") == b"sda2"
    assert kernel.get("vnode", kernel.get("swdevt", devices[1], "sw_vp"), "v_type") == 1
    assert kernel.get("swdevt", devices[1], "sw_dev") == (1 << 64) - 1
    assert kernel.symbol("nswdev") == 2
    assert kernel.symbol("swap_pager_avail") == 524288 - 262144 + 4096


def test_kernel_file(planted):
    _, kernel = planted
    first = kernel.pointer(kernel.symbols["linker_files"])
    assert kernel.string(kernel.get("linker_file", first, "filename")) == b"kernel"
    assert not kernel.get("linker_file", first, "link.tqe_next")


def test_messages(planted):
    _, kernel = planted
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    assert kernel.get("msgbuf", buffer, "msg_magic") == 0x063062
    text = b"<6>Linux version 6\n<11>fault of a daemon\n"
    assert kernel.get("msgbuf", buffer, "msg_wseq") == len(text)
    assert kernel.bytes(kernel.get("msgbuf", buffer, "msg_ptr"), len(text)) == text


def test_messages_go_round(bsd, kit):
    lines = tuple((6, b"line %d" % number) for number in range(9000))
    _, kernel = read_back(bsd, replace(kit.example(), messages=lines))
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    size, at = kernel.get("msgbuf", buffer, "msg_size"), kernel.get("msgbuf", buffer, "msg_wseq")
    data = kernel.bytes(kernel.get("msgbuf", buffer, "msg_ptr"), size)
    whole = b"".join(b"<6>%s\n" % line for _, line in lines)
    assert len(whole) > size
    assert data[at % size :] + data[: at % size] == whole[-size:]


# Where members lie in msqid_kernel, semid_kernel and shmid_kernel (sys/msg.h, sys/sem.h, sys/shm.h), by the bytes of a word:
# the bytes of the whole, then (offset, bytes) of members.
IPC = {
    8: {
        "msqids": (120, {"mode": (16, 2), "seq": (18, 2), "key": (24, 8), "cbytes": (48, 8), "qnum": (56, 8),
                         "qbytes": (64, 8), "lspid": (72, 4), "lrpid": (76, 4), "stime": (80, 8), "ctime": (96, 8)}),
        "sema": (80, {"mode": (16, 2), "nsems": (40, 2), "otime": (48, 8), "ctime": (56, 8)}),
        "shmsegs": (104, {"mode": (16, 2), "seq": (18, 2), "segsz": (32, 8), "lpid": (40, 4), "cpid": (44, 4),
                          "nattch": (48, 4), "atime": (56, 8), "ctime": (72, 8)}),
    },
    4: {
        "msqids": (72, {"mode": (16, 2), "seq": (18, 2), "key": (20, 4), "cbytes": (32, 4), "qnum": (36, 4),
                        "qbytes": (40, 4), "lspid": (44, 4), "lrpid": (48, 4), "stime": (52, 4), "ctime": (60, 4)}),
        "sema": (48, {"mode": (16, 2), "nsems": (28, 2), "otime": (32, 4), "ctime": (36, 4)}),
        "shmsegs": (64, {"mode": (16, 2), "seq": (18, 2), "segsz": (24, 4), "lpid": (28, 4), "cpid": (32, 4),
                         "nattch": (36, 4), "atime": (40, 4), "ctime": (48, 4)}),
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
    world = replace(kit.example(), ipc=objects, ipc_limits=limits, open_files=1040, max_files=1 << 40)
    _, kernel = read_back(bsd, world)

    def entry(name, index):
        size, members = IPC[kernel.word][name]
        table = kernel.pointer(kernel.symbols[name]) + index * size
        ids = [kernel.number(table + at, 4) for at in (0, 4, 8, 12)]
        return ids, {each: kernel.number(table + at, width) for each, (at, width) in members.items()}

    assert entry("msqids", 2) == (
        [0, 5, 1000, 100],
        {"mode": 0o640, "seq": 3, "key": (1 << 8 * kernel.word) - 1, "cbytes": 12, "qnum": 2, "qbytes": 16384,
         "lspid": 77, "lrpid": 0, "stime": 1700000000, "ctime": 1600000000},
    )  # fmt: skip
    assert entry("sema", 1)[1] == {"mode": 0o1600, "nsems": 3, "otime": 0, "ctime": 1600000001}
    ids, piece = entry("shmsegs", 300)
    assert ids == [3, 4, 1, 2]
    assert piece == {
        "mode": 0x800 | 0x400 | 0o666, "seq": 7, "segsz": 8192, "lpid": 11, "cpid": 10, "nattch": 1,
        "atime": 1600000002, "ctime": 1600000003,
    }  # fmt: skip
    for name, index in (("msqids", 0), ("msqids", 39), ("sema", 49), ("shmsegs", 299)):
        ids, members = entry(name, index)
        assert not any((*ids, *members.values())), (name, index)

    def numbers(name, count, width):
        return [kernel.number(kernel.symbols[name] + n * width, width) for n in range(count)]

    assert numbers("msginfo", 6, 4) == [8192, 40, 16384, 40, 8, 2048]
    undo = 624 if kernel.word == 8 else 612
    assert numbers("seminfo", 9, 4) == [50, 1024000000, 150, 32000, 500, 50, undo, 32767, 16384]
    most = (1 << 64) - 4096 if kernel.word == 8 else 0xFFFFFFFF
    pages = 1 << 40 if kernel.word == 8 else 0xFFFFFFFF
    assert numbers("shminfo", 5, kernel.word) == [most, 1, 301, 128, pages]
    assert kernel.symbol("openfiles") == 1040
    assert kernel.symbol("maxfiles") == 0x7FFFFFFF
    assert kernel.pointer(kernel.symbols["constty"]) == 0


def test_unknown_is_absent(bsd):
    """A world that knows next to nothing is planted without a value of its own."""
    world = World("host", 1000.0, processes=(WorldProcess(5, 1, b"x"),))
    _, kernel = read_back(bsd, world)
    for name in (
        "averunnable",
        "boottime",
        "ticks",
        "physmem",
        "mp_ncpus",
        "msgbufp",
        "cp_time",
        "maxproc",
        "tsc_freq",
        "maxfiles",
        "openfiles",
        "msginfo",
        "sema",
    ):
        assert name not in kernel.symbols
    proc = kernel.by_pid()[5]
    for member in ("p_ucred", "p_pgrp", "p_args", "p_textvp"):
        assert kernel.get("proc", proc, member) == 0


def test_symbols_stay_in_the_second_planting(bsd, world):
    first = plant_example(bsd, world)
    less = replace(world, processes=world.processes[:3], swap=(), messages=())
    second = plant_example(bsd, less, heap=1, before=first)
    symbols = {symbol.name: int(symbol) for symbol in first.symbols}
    kernel = Kernel(bsd.name, Direct(second), symbols)
    assert set(kernel.by_pid()) == {0, 1, 2, 33}
    assert second.symbols == first.symbols
    assert kernel.symbol("nswdev") == 0
    assert len(second.spaces[second.kernel][0].data) == len(first.spaces[first.kernel][0].data)
    ranges = [
        (memory.spaces[memory.kernel][1].base, memory.spaces[memory.kernel][1].end)
        for memory in (first, second)
    ]
    assert ranges[0][1] <= ranges[1][0]


def test_narrow_kernel_keeps_what_fits(world):
    """On i386 there is no 64-bit program, and sizes end where addresses do."""
    model = freebsd_kit.MODELS[2]
    huge = replace(world.processes[0], size=1 << 40)
    _, kernel = read_back(model, replace(world, processes=(huge,)))
    space = kernel.get("proc", kernel.by_pid()[1], "p_vmspace")
    assert kernel.get("vm_map", kernel.at("vmspace", space, "vm_map"), "size") == 0xFFFFF000
