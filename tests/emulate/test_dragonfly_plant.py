"""Worlds in the memory of a DragonFly kernel, read back with a compiler's offsets."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from sunkvm.emulate.world import World, WorldMemory, WorldProcess

from .dragonfly_kit import Direct, Kernel, plant_example

SECOND = 1_000_000_000


@pytest.fixture
def world(kit):
    messages = ((6, b"Linux version 6"), (11, b"fault of a daemon"))
    return replace(kit.example(), messages=messages)


def read_back(world, **more):
    memory = plant_example(world, **more)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, Kernel(Direct(memory), symbols)


@pytest.fixture
def planted(world):
    return read_back(world)


def test_lists_are_complete(planted, world):
    _, kernel = planted
    found = kernel.by_pid()
    assert set(found) == {process.pid for process in world.processes} | {0}
    assert found[0] == kernel.symbols["proc0"]
    assert kernel.symbol("nprocs") == len(found)
    assert kernel.pointer(kernel.symbols["initproc"]) == found[1]
    groups = kernel.lists("allpgrp", "pgrp", "pg_list")
    known = {kernel.get("pgrp", each, "pg_id") for chain in groups.values() for each in chain}
    assert known == {process.pgid for process in world.processes} | {0}
    for number, chain in groups.items():
        assert all(kernel.get("pgrp", each, "pg_id") & 255 == number for each in chain)
    for number, chain in kernel.lists("allsess", "session", "s_list").items():
        for session in chain:
            assert kernel.get("session", session, "s_sid") & 255 == number
            assert kernel.get("session", session, "s_prg") == kernel.symbols["procglob"] + number * 64


def test_lists_of_several(kit):
    """More processes than lists: each list has two or three."""
    world = kit.example()
    many = tuple(replace(world.processes[0], pid=pid, pgid=pid, sid=pid) for pid in range(1, 700))
    _, kernel = read_back(replace(world, processes=many))
    assert set(kernel.by_pid()) == set(range(700))
    lengths = {len(chain) for chain in kernel.lists("allproc", "proc", "p_list").values()}
    assert lengths == {2, 3}
    assert sum(map(len, kernel.lists("allpgrp", "pgrp", "pg_list").values())) == 700
    assert sum(map(len, kernel.lists("allsess", "session", "s_list").values())) == 700


def test_members(planted, world):
    _, kernel = planted
    found = kernel.by_pid()
    for process in world.processes:
        proc = found[process.pid]
        assert kernel.get("proc", proc, "p_ppid") == process.ppid
        assert kernel.text("proc", proc, "p_comm") == process.comm[:16]
        cred = kernel.get("proc", proc, "p_ucred")
        ids = [kernel.get("ucred", cred, f"cr_{name}") for name in ("uid", "ruid", "svuid", "rgid", "svgid")]
        assert ids == [process.uid, process.ruid, process.suid, process.rgid, process.sgid]
        count = kernel.get("ucred", cred, "cr_ngroups")
        groups = struct.unpack_from("<16I", kernel.bytes(kernel.at("ucred", cred, "cr_groups"), 64))
        assert list(groups[:count]) == [process.gid, *process.groups]
        assert not any(groups[count:])
        assert kernel.get("ucred", cred, "cr_prison") == 0
        assert kernel.get("pgrp", kernel.get("proc", proc, "p_pgrp"), "pg_id") == process.pgid
        start = struct.unpack("<2q", kernel.bytes(kernel.at("proc", proc, "p_start"), 16))
        since = world.boot_time * SECOND + process.start
        assert start == (since // SECOND, since % SECOND // 1000)
        assert kernel.argv(proc) == (list(process.argv) if process.argv else None)
        assert kernel.get("proc", proc, "p_stat") == {"Z": 4, "T": 3}.get(process.state, 2)
        flags = kernel.get("proc", proc, "p_flags")
        assert bool(flags & 0x200) == process.system
        assert bool(flags & 2) == (process.tty is not None)
        assert kernel.get("proc", proc, "p_rtprio") & 0xFFFF == 1
    assert kernel.text("proc", found[0], "p_comm") == b"swapper"


def test_credentials_are_shared(planted):
    _, kernel = planted
    found = kernel.by_pid()
    cred = kernel.get("proc", found[31234], "p_ucred")
    assert cred == kernel.get("proc", found[1000], "p_ucred")
    assert kernel.get("ucred", cred, "cr_ref") == 7


def test_more_groups_than_there_is_room_for(kit):
    world = kit.example()
    many = replace(world.processes[0], groups=tuple(range(100, 140)))
    _, kernel = read_back(replace(world, processes=(many,)))
    cred = kernel.get("proc", kernel.by_pid()[1], "p_ucred")
    assert kernel.get("ucred", cred, "cr_ngroups") == 16
    assert kernel.number(kernel.at("ucred", cred, "cr_groups") + 60, 4) == 114
    assert kernel.get("ucred", cred, "cr_prison") == 0


def test_family(planted):
    _, kernel = planted
    found = kernel.by_pid()
    children = kernel.chain(kernel.get("proc", found[31234], "p_children"), "proc", "p_sibling.le_next")
    assert {kernel.get("proc", child, "p_pid") for child in children} == {31235, 31236}
    assert all(kernel.get("proc", child, "p_pptr") == found[31234] for child in children)
    assert kernel.get("proc", found[31235], "p_oppid") == 0
    group = kernel.get("proc", found[31234], "p_pgrp")
    members = kernel.chain(kernel.get("pgrp", group, "pg_members"), "proc", "p_pglist.le_next")
    assert {kernel.get("proc", member, "p_pid") for member in members} == {31234, 31235, 31236, 31300, 31301}
    lost = found[4194303]  # its parent is not in the world
    assert (kernel.get("proc", lost, "p_pptr"), kernel.get("proc", lost, "p_oppid")) == (0, 777)


def test_lwps(planted):
    _, kernel = planted
    proc = kernel.by_pid()[31234]
    lwps = kernel.lwps(proc)
    assert [kernel.get("lwp", each, "lwp_tid") for each in lwps] == [1, 2, 3]
    assert kernel.get("proc", proc, "p_nthreads") == kernel.get("proc", proc, "p_lasttid") == 3
    rows = []
    for lwp in lwps:
        thread = kernel.get("lwp", lwp, "lwp_thread")
        assert kernel.get("lwp", lwp, "lwp_proc") == kernel.get("thread", thread, "td_proc") == proc
        assert kernel.get("thread", thread, "td_lwp") == lwp
        assert kernel.get("lwp", lwp, "lwp_vmspace") == kernel.get("proc", proc, "p_vmspace")
        flags = kernel.get("lwp", lwp, "lwp_flags"), kernel.get("thread", thread, "td_flags")
        rows.append((kernel.get("lwp", lwp, "lwp_stat"), *flags))
    assert rows == [(3, 8, 0x40), (1, 0, 2), (2, 0, 0)]  # sleeping, can be interrupted; runnable; stopped
    dead = kernel.by_pid()[31235]
    assert len(kernel.lwps(dead)) == 1  # the last one stays until somebody has waited
    assert kernel.get("proc", dead, "p_nthreads") == 0
    # So does its address space, in which nothing is left.
    space = kernel.get("proc", dead, "p_vmspace")
    assert space != kernel.get("proc", proc, "p_vmspace")
    vm_map = kernel.at("vmspace", space, "vm_map")
    assert kernel.get("vm_map", vm_map, "size") == kernel.get("vm_map", vm_map, "rb_root.rbh_root") == 0


@pytest.mark.parametrize("count", [*range(1, 20), 31, 32, 33, 1000])
def test_trees_of_lwps(kit, count):
    world = kit.example()
    busy = replace(world.processes[0], threads="S" * count)
    _, kernel = read_back(replace(world, processes=(busy,)))
    proc = kernel.by_pid()[1]
    assert [kernel.get("lwp", each, "lwp_tid") for each in kernel.lwps(proc)] == list(range(1, count + 1))


def test_processor_time(kit):
    """A thread's own is its; what those that are no more have spent, or nobody knows who, is the process's."""
    world = kit.example()
    one = world.processes[0]
    several = replace(one, pid=50, threads="SS")
    dead = replace(one, pid=51, state="Z", threads="")
    known = replace(several, pid=52, thread_times=((1_000_000_000, 5_000_000), (300_000_000, 0)))
    _, kernel = read_back(replace(world, processes=(one, several, dead, known)))
    found = kernel.by_pid()
    for pid in (1, 50, 51, 52):
        threads = [kernel.get("lwp", lwp, "lwp_thread") for lwp in kernel.lwps(found[pid])]
        own = [
            sum(kernel.get("thread", each, name) for each in threads) for name in ("td_uticks", "td_sticks")
        ]
        usage = kernel.at("proc", found[pid], "p_ru")
        user, user_part, system, system_part = struct.unpack("<4q", kernel.bytes(usage, 32))
        own[0] += user * 10**6 + user_part
        own[1] += system * 10**6 + system_part
        assert own == [1_500_000, 20_000]
    assert not any(kernel.bytes(kernel.at("proc", found[1], "p_ru"), 32))
    assert struct.unpack("<4q", kernel.bytes(kernel.at("proc", found[52], "p_ru"), 32)) == (
        0,
        200_000,
        0,
        15_000,
    )
    times = [
        tuple(
            kernel.get("thread", kernel.get("lwp", lwp, "lwp_thread"), name)
            for name in ("td_uticks", "td_sticks")
        )
        for lwp in kernel.lwps(found[52])
    ]
    assert times == [(1_000_000, 5_000), (300_000, 0)]


def test_processors(planted, world):
    """Those that are on, numbered without gaps; the threads of processes are on the right ones."""
    _, kernel = planted
    table = kernel.symbols["CPU_prvspace"]
    places = [kernel.pointer(table + 8 * number) for number in range(256)]
    assert kernel.symbol("ncpus") == 2
    assert [bool(kva) for kva in places] == [True, True] + [False] * 254
    for number, kva in enumerate(places[:2]):
        assert kernel.get("globaldata", kva, "gd_cpuid") == number
        assert kernel.get("globaldata", kva, "gd_prvspace") == kva
        queue = kernel.at("globaldata", kva, "gd_tdallq.tqh_first")
        assert kernel.get("globaldata", kva, "gd_tdallq.tqh_last") == queue
        assert kernel.get("globaldata", kva, "gd_nchstats") == 0
        cpu = world.cpus[2 * number]
        times = kernel.symbols["cputime_percpu"] + 104 * number
        row = [
            kernel.get("kinfo_cputime", times, f"cp_{name}")
            for name in ("user", "nice", "sys", "intr", "idle")
        ]
        assert row == [cpu.user // 1000, 0, cpu.system // 1000, 0, (cpu.idle + cpu.wait) // 1000]
    somewhere = replace(world.processes[0], cpu=2)
    _, kernel = read_back(replace(world, processes=(somewhere,)))
    thread = kernel.get("lwp", kernel.lwps(kernel.by_pid()[1])[0], "lwp_thread")
    assert kernel.get("globaldata", kernel.get("thread", thread, "td_gd"), "gd_cpuid") == 1


def test_terminal(world):
    processes = tuple(replace(each, tty_group=31234) if each.tty else each for each in world.processes)
    _, kernel = read_back(replace(world, processes=processes))
    found = kernel.by_pid()
    session = kernel.get("pgrp", kernel.get("proc", found[1000], "p_pgrp"), "pg_session")
    tty = kernel.get("session", session, "s_ttyp")
    cdev = kernel.get("tty", tty, "t_dev")
    assert kernel.text("cdev", cdev, "si_name") == b"pts/3"
    assert (kernel.get("cdev", cdev, "si_umajor"), kernel.get("cdev", cdev, "si_uminor")) == (136, 3)
    assert kernel.get("cdev", cdev, "__si_u.__si_tty.__sit_tty") == tty
    assert kernel.get("tty", tty, "t_session") == session
    assert kernel.get("pgrp", kernel.get("tty", tty, "t_pgrp"), "pg_id") == 31234
    assert kernel.get("session", session, "s_leader") == found[1000]
    vnode = kernel.get("session", session, "s_ttyvp")
    assert kernel.get("vnode", vnode, "v_type") == 4
    assert kernel.get("vnode", vnode, "v_un.vu_cdev.vu_cdevinfo") == cdev
    assert kernel.pointer(kernel.symbols["tty_list"]) == tty
    first = kernel.get("pgrp", kernel.get("proc", found[1], "p_pgrp"), "pg_session")
    assert kernel.get("session", first, "s_ttyp") == 0


def test_terminal_without_a_name(kit):
    """Its numbers are known."""
    world = kit.example()
    process = replace(world.processes[0], tty=(204, 64))
    _, kernel = read_back(replace(world, processes=(process,)))
    session = kernel.get("pgrp", kernel.get("proc", kernel.by_pid()[1], "p_pgrp"), "pg_session")
    cdev = kernel.get("tty", kernel.get("session", session, "s_ttyp"), "t_dev")
    assert kernel.text("cdev", cdev, "si_name") == b""
    assert (kernel.get("cdev", cdev, "si_umajor"), kernel.get("cdev", cdev, "si_uminor")) == (204, 64)


def test_paths(planted):
    _, kernel = planted
    found = kernel.by_pid()
    table = kernel.get("proc", found[1000], "p_fd")
    mount = kernel.get("filedesc", table, "fd_ncdir.mount")
    assert kernel.path(kernel.get("filedesc", table, "fd_ncdir.ncp"), mount) == b"/home/u"
    assert kernel.get("filedesc", table, "fd_files") == kernel.get("filedesc", table, "fd_nfiles") == 0
    assert kernel.get("vnode", kernel.get("filedesc", table, "fd_cdir"), "v_type") == 2
    name = kernel.get("proc", found[1000], "p_textnch.ncp")
    assert kernel.path(name, kernel.get("proc", found[1000], "p_textnch.mount")) == b"/bin/dash"
    program = kernel.get("proc", found[1000], "p_textvp")
    assert kernel.get("vnode", program, "v_namecache.tqh_first") == name
    assert kernel.get("namecache", name, "nc_vp") == program
    assert kernel.get("proc", found[31301], "p_textvp") == program
    root = kernel.get("proc", found[1], "p_fd")
    assert kernel.path(kernel.get("filedesc", root, "fd_ncdir.ncp"), mount) == b"/"
    assert kernel.get("filedesc", root, "fd_cmask") == 0o22
    assert kernel.get("proc", found[2], "p_fd") == 0


# Where links lie (a compiler's layouts of 5.9): in struct mount, vnode and namecache.
MOUNT = {
    "next": 0,
    "prev": 8,
    "vnodes": 56,
    "last vnode": 64,
    "on": 256,
    "count": 656,
    "ncp": 712,
    "mount": 720,
}
VNODE = {"next": 128}
NAME = {"next": 16, "children": 48, "flag": 88}


def queue(kernel, head, after):
    """Follow a tail queue; every link back points at what points here, and the head's at the last."""
    found, before = [], head
    kva = kernel.pointer(head)
    while kva:
        assert kernel.pointer(kva + after + 8) == before
        found.append(kva)
        before = kva + after
        kva = kernel.pointer(before)
    assert kernel.pointer(head + 8) == before
    return found


def test_the_mount_and_its_names(planted):
    """From the list of mounts one gets to all files that have a name, and from its root to all names."""
    _, kernel = planted
    (mount,) = queue(kernel, kernel.symbols["mountlist"], MOUNT["next"])
    assert kernel.string(mount + MOUNT["on"]) == b"/"
    root = kernel.pointer(mount + MOUNT["ncp"])
    assert kernel.pointer(mount + MOUNT["mount"]) == mount
    assert kernel.pointer(kernel.symbols["rootnch"]) == root
    assert kernel.pointer(kernel.symbols["rootnch"] + 8) == mount
    vnodes = queue(kernel, mount + MOUNT["vnodes"], VNODE["next"])
    assert kernel.number(mount + MOUNT["count"], 4) == len(vnodes) > 2
    paths = {}
    rest = [(root, b"")]
    while rest:
        name, path = rest.pop()
        vnode = kernel.get("namecache", name, "nc_vp")
        assert kernel.number(name + NAME["flag"], 2) == (0 if vnode else 4)  # NCF_UNRESOLVED
        if vnode:
            paths[vnode] = path
            assert kernel.get("vnode", vnode, "v_namecache.tqh_first") == name
        children = queue(kernel, name + NAME["children"], NAME["next"])
        texts = []
        for child in children:
            assert kernel.get("namecache", child, "nc_parent") == name
            text = kernel.bytes(
                kernel.get("namecache", child, "nc_name"), kernel.get("namecache", child, "nc_nlen")
            )
            texts.append(text)
            rest.append((child, path + b"/" + text))
        assert texts == sorted(set(texts))
    assert set(paths) == set(vnodes)
    assert [paths[vnode] for vnode in vnodes] == sorted(paths.values())
    program = kernel.get("proc", kernel.by_pid()[1], "p_textvp")
    assert program in vnodes


def test_the_kernels_own_map(planted):
    memory, kernel = planted
    entries = kernel.symbols["kernel_map"]
    low, high = kernel.number(entries + 56, 8), kernel.number(entries + 64, 8)
    assert low == 0xFFFFF80040000000
    root = kernel.pointer(entries + 32)

    def walk(entry, parent):
        if not entry:
            return []
        assert kernel.pointer(entry + 16) == parent
        row = kernel.number(entry + 40, 8), kernel.number(entry + 48, 8), kernel.number(entry + 132, 4)
        return [*walk(kernel.pointer(entry), entry), row, *walk(kernel.pointer(entry + 8), entry)]

    rows = walk(root, 0)
    assert len(rows) == kernel.number(entries + 72, 4)
    assert kernel.number(entries + 80, 8) == sum(end - start for start, end, _ in rows)
    ends = [low, *(end for _, end, _ in rows)]
    assert all(before <= start < end <= high for before, (start, end, _) in zip(ends, rows, strict=False))
    inside = {1: 0, 5: 0, 19: 0}  # of KMALLOC, RESERVED, PML4
    for segment in memory.spaces[memory.kernel]:
        (where,) = [each for start, end, each in rows if start <= segment.base and segment.end <= end]
        inside[where] += 1
    assert (inside[1], inside[5]) == (1, 1)


def test_files_without_a_name(kit):
    world = kit.example()
    process = replace(world.processes[0], program=b"/bin/gone (deleted)", cwd=b"(unreachable)/x")
    _, kernel = read_back(replace(world, processes=(process,)))
    proc = kernel.by_pid()[1]
    assert kernel.get("proc", proc, "p_textvp")
    assert kernel.get("proc", proc, "p_textnch.ncp") == 0
    table = kernel.get("proc", proc, "p_fd")
    assert kernel.get("filedesc", table, "fd_cdir")
    assert kernel.get("filedesc", table, "fd_ncdir.ncp") == 0


def test_address_space(planted, world):
    memory, kernel = planted
    for pid in (1000, 31234):  # of a process of 32 bits there is a stack of 64
        process = next(each for each in world.processes if each.pid == pid)
        space = kernel.get("proc", kernel.by_pid()[pid], "p_vmspace")
        vm_map, pmap = kernel.at("vmspace", space, "vm_map"), kernel.at("vmspace", space, "vm_pmap")
        assert kernel.get("vm_map", vm_map, "size") == process.size
        assert kernel.get("vm_map", vm_map, "pmap") == pmap
        assert kernel.get("vm_map", vm_map, "rb_root.rbh_root") == 0
        root = kernel.get("pmap", pmap, "pm_pml4") - 0xFFFFFFFDC0000000 + 0x2000000
        assert memory.owners[root] == pid
        top = kernel.get("vm_map", vm_map, "max_addr")
        user = Kernel(Direct(memory, root), {})
        argv, argc, envp, envc = struct.unpack("<QI4xQI4x", user.bytes(top - 32, 32))
        for start, count, strings in ((argv, argc, process.argv), (envp, envc, process.env)):
            assert [user.string(user.pointer(start + 8 * n)) for n in range(count)] == list(strings)
            assert user.pointer(start + 8 * count) == 0


def test_numbers(planted, world):
    _, kernel = planted
    averages = struct.unpack("<3Qq", kernel.bytes(kernel.symbols["averunnable"], 32))
    assert [each / 2048 for each in averages] == [*world.load, 1.0]
    assert kernel.symbol("fscale") == 2048
    assert kernel.symbol("ccpu") == 1948
    assert kernel.symbol("hz") == 100
    assert kernel.symbol("ticks") == 12325
    assert kernel.symbol("time_second", 8) == 1_700_000_123
    assert kernel.symbol("time_uptime", 8) == 123
    assert struct.unpack("<2q", kernel.bytes(kernel.symbols["boottime"], 16)) == (1_700_000_000, 0)
    assert kernel.symbol("physmem", 8) == (9 << 30) // 4096
    assert kernel.symbol("maxproc") == 32768
    assert kernel.symbol("osreldate") == 500901
    assert kernel.symbol("tsc_frequency", 8) == 2_400_000_000
    assert kernel.string(kernel.symbols["cpu_model"]) == b"Wonder 3000"
    assert kernel.string(kernel.symbols["ostype"]) == b"DragonFly"
    assert kernel.string(kernel.symbols["osrelease"]) == b"5.9-DEVELOPMENT"
    assert kernel.string(kernel.symbols["version"]) == b"DragonFly 5.9-DEVELOPMENT sunkvm-test\n"
    assert kernel.string(kernel.symbols["hostname"]) == b"testhost"
    assert kernel.string(kernel.symbols["domainname"]) == b"example.org"
    for name in ("panicstr", "dumpthread", "allprison"):
        assert kernel.pointer(kernel.symbols[name]) == 0
    assert kernel.symbols["kernbase"] == 0xFFFFFFFF80000000


def test_memory(world):
    amounts = WorldMemory(8 << 30, 9 << 30, 1 << 30, locked=16 << 20, active=2 << 30)
    _, kernel = read_back(replace(world, memory=amounts))
    stats = kernel.symbols["vmstats"]
    names = ("v_page_size", "v_page_count", "v_free_count", "v_wire_count", "v_active_count")
    pages = [kernel.get("vmstats", stats, name) for name in names]
    assert pages == [4096, 2 << 20, 1 << 18, 1 << 12, 1 << 19]


def test_swap(planted):
    _, kernel = planted
    table = kernel.pointer(kernel.symbols["swdevt"])
    assert kernel.symbol("nswdev") == 2
    rows = [table, table + 32]
    sizes = [
        (kernel.get("swdevt", each, "sw_nblks"), kernel.get("swdevt", each, "sw_nused")) for each in rows
    ]
    assert sizes == [(524288, 262144), (4096, 0)]
    assert kernel.text("cdev", kernel.get("swdevt", rows[0], "sw_device"), "si_name") == b"sda2"
    assert kernel.get("swdevt", rows[1], "sw_device") == 0
    assert kernel.get("swdevt", rows[1], "sw_dev") == 0xFFFFFFFF
    vnode = kernel.get("swdevt", rows[1], "sw_vp")
    name = kernel.get("vnode", vnode, "v_namecache.tqh_first")
    assert kernel.path(name, kernel.get("vnode", vnode, "v_mount")) == b"/swap file"
    assert "swapblist" not in kernel.symbols


def test_kernel_file(planted):
    _, kernel = planted
    first = kernel.pointer(kernel.symbols["linker_files"])
    assert kernel.string(kernel.get("linker_file", first, "filename")) == b"kernel"
    assert kernel.get("linker_file", first, "address") == 0xFFFFFFFF80200000
    assert not kernel.get("linker_file", first, "link.tqe_next")
    assert kernel.get("linker_file", first, "link.tqe_prev") == kernel.symbols["linker_files"]


def test_messages(planted):
    _, kernel = planted
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    assert kernel.get("msgbuf", buffer, "msg_magic") == 0x063064
    text = b"<6>Linux version 6\n<11>fault of a daemon\n"
    assert (kernel.get("msgbuf", buffer, "msg_bufr"), kernel.get("msgbuf", buffer, "msg_bufx")) == (
        0,
        len(text),
    )
    assert kernel.bytes(kernel.get("msgbuf", buffer, "msg_ptr"), len(text)) == text


def test_messages_go_round(kit):
    """The indices count on; modulo the size they say where the oldest byte is."""
    lines = tuple((6, b"line %d" % number) for number in range(12000))
    _, kernel = read_back(replace(kit.example(), messages=lines))
    buffer = kernel.pointer(kernel.symbols["msgbufp"])
    size, start, end = (kernel.get("msgbuf", buffer, f"msg_{name}") for name in ("size", "bufr", "bufx"))
    whole = b"".join(b"<6>%s\n" % line for _, line in lines)
    assert end == len(whole) > size
    assert end - start == size
    data = kernel.bytes(kernel.get("msgbuf", buffer, "msg_ptr"), size)
    assert data[start % size :] + data[: start % size] == whole[-size:]


def test_unknown_is_absent():
    """A world that knows next to nothing is planted without a value of its own."""
    _, kernel = read_back(World("host", 1000.0, processes=(WorldProcess(5, 1, b"x"),)))
    for name in (
        "averunnable", "boottime", "ticks", "physmem", "ncpus", "msgbufp", "cputime_percpu", "maxproc", "tsc_frequency",
        "vmstats", "domainname", "nfiles", "swapblist", "nchstats",
    ):  # fmt: skip
        assert name not in kernel.symbols
    proc = kernel.by_pid()[5]
    for member in ("p_ucred", "p_pgrp", "p_args", "p_textvp", "p_fd", "p_pptr"):
        assert kernel.get("proc", proc, member) == 0
    thread = kernel.get("lwp", kernel.lwps(proc)[0], "lwp_thread")
    assert kernel.get("thread", thread, "td_gd") == kernel.get("thread", thread, "td_wmesg") == 0


def test_symbols_stay_in_the_second_planting(world):
    first = plant_example(world)
    less = replace(world, processes=world.processes[:3], swap=(), messages=())
    second = plant_example(less, heap=1, before=first)
    symbols = {symbol.name: int(symbol) for symbol in first.symbols}
    kernel = Kernel(Direct(second), symbols)
    assert set(kernel.by_pid()) == {0, 1, 2, 33}
    assert second.symbols == first.symbols
    assert kernel.symbol("nswdev") == 0
    assert len(second.spaces[second.kernel][0].data) == len(first.spaces[first.kernel][0].data)
    ranges = [
        (memory.spaces[memory.kernel][1].base, memory.spaces[memory.kernel][1].end)
        for memory in (first, second)
    ]
    assert ranges[0][1] <= ranges[1][0]
