"""Open files of planted and of running processes, followed from the process with a compiler's offsets."""

from __future__ import annotations

import os
from dataclasses import replace
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm.compat import dragonfly, netbsd
from sunkvm.corefile import HOLE, KVA, SLOW
from sunkvm.emulate import live_files
from sunkvm.emulate.pack import dragonfly as dragonfly_pack
from sunkvm.emulate.pack import freebsd as freebsd_pack
from sunkvm.emulate.pack import netbsd as netbsd_pack
from sunkvm.emulate.world import WorldFile, WorldProcess

from .bsd_kits import KITS, plant, run

FILES = (
    WorldFile(0, "character device", b"/dev/null", "r", 0, (), False, (1, 3)),
    WorldFile(1, "character device", b"/dev/pts/3", "rw", 0, ("nonblock",), False, (136, 3)),
    WorldFile(2, "regular", b"/var/log/some thing", "w", 5_000_000_000, ("append", "sync"), False),
    WorldFile(4, "socket", None, "rw", 0, ("nonblock",), True),
    WorldFile(5, "pipe", None, "r", 0, (), True),
    WorldFile(6, "epoll", None, "rw", 0, (), True),
    WorldFile(7, "directory", b"/srv/\xff", "r", 12, (), True),
    WorldFile(8, "other", None, "", None, (), None),
    WorldFile(21, "block device", b"/dev/sdz", "rw", 4096, ("direct",), False, (8, 400)),
    WorldFile(22, "fifo", b"/run/fifo", "w", 0, (), False),
)
PID, BARE = 31234, 1000  # one with all of these, and one without any
# f_type of socket, pipe, epoll, other, fifo
TYPES = {"freebsd": (2, 3, 5, 0, 4), "netbsd": (2, 3, 4, 5, 1), "dragonfly": (2, 3, 5, 0, 4)}
DIRECT = {"freebsd": 0x10000, "netbsd": 0x80000, "dragonfly": 0x10000}


@pytest.fixture(params=KITS, ids=lambda each: f"{each[0]}-{each[2].name}")
def bsd(request):
    return request.param


@pytest.fixture
def world(kit):
    example = kit.example()
    files = {PID: FILES, BARE: ()}
    return replace(
        example,
        processes=tuple(replace(each, files=files.get(each.pid)) for each in example.processes),
    )


@pytest.fixture
def planted(bsd, world):
    name, _, model = bsd
    memory, kernel = plant(bsd, world)
    return name, model, memory, kernel


def descriptors(name, kernel, proc):
    """Return {descriptor: (struct file, close on exec)} of a process; None without a table."""
    table = kernel.get("proc", proc, "p_fd")
    if not table:
        return None
    assert kernel.get("filedesc", table, "fd_refcnt") == 1
    found, word = {}, kernel.word
    if name == "freebsd":
        where = kernel.get("filedesc", table, "fd_files")
        if not where:
            return None
        count, size = kernel.get("fdescenttbl", where, "fdt_nfiles"), kernel.structs["filedescent"][""]
        first = kernel.at("fdescenttbl", where, "fdt_ofiles")
        rows = [first + number * size for number in range(count)]
        for fd, row in enumerate(rows):
            found[fd] = (
                kernel.get("filedescent", row, "fde_file"),
                kernel.get("filedescent", row, "fde_flags"),
            )
    elif name == "netbsd":
        where = kernel.get("filedesc", table, "fd_dt")
        first = kernel.at("fdtab", where, "dt_ff")
        for fd in range(kernel.get("fdtab", where, "dt_nfiles")):
            row = kernel.pointer(first + fd * word)
            if row:
                assert kernel.get("fdfile", row, "ff_allocated") == 1
                found[fd] = kernel.get("fdfile", row, "ff_file"), kernel.get("fdfile", row, "ff_exclose")
        assert kernel.get("filedesc", table, "fd_lastfile", signed=True) == max(found, default=-1)
    else:
        where = kernel.get("filedesc", table, "fd_files")
        if not where:
            return None
        size = kernel.structs["fdnode"][""]
        for fd in range(kernel.get("filedesc", table, "fd_nfiles")):
            row = where + fd * size
            found[fd] = kernel.get("fdnode", row, "fp"), kernel.get("fdnode", row, "fileflags")
    found = {fd: each for fd, each in found.items() if each[0]}
    free = kernel.get("filedesc", table, "fd_freefile")
    assert free == next(fd for fd in range(1 << 16) if fd not in found)
    return found


def vnode_member(name):
    return {"freebsd": "f_vnode", "netbsd": "f_undata.fd_vp", "dragonfly": "f_data"}[name]


def test_descriptors(planted):
    name, _, _, kernel = planted
    found = kernel.by_pid()
    files = descriptors(name, kernel, found[PID])
    assert sorted(files) == [file.fd for file in FILES]
    assert [files[file.fd][1] for file in FILES] == [int(bool(file.close_on_exec)) for file in FILES]
    flags = [kernel.get("file", files[file.fd][0], "f_flag") for file in FILES]
    assert flags == [1, 0x7, 0x8A, 0x7, 1, 3, 1, 0, 3 | DIRECT[name], 2]
    offsets = [kernel.get("file", files[file.fd][0], "f_offset") for file in FILES]
    assert offsets == [file.position or 0 for file in FILES]
    socket, pipe, epoll, other, fifo = TYPES[name]
    types = [kernel.get("file", files[file.fd][0], "f_type") for file in FILES]
    assert types == [1, 1, 1, socket, pipe, epoll, 1, other, 1, fifo]
    assert all(kernel.get("file", file, "f_count") == 1 for file, _ in files.values())
    vnodes = [kernel.get("file", files[file.fd][0], vnode_member(name)) for file in FILES]
    assert [bool(vnode) for vnode in vnodes] == [
        True,
        True,
        True,
        False,
        False,
        False,
        True,
        False,
        True,
        True,
    ]
    kinds = [kernel.get("vnode", vnode, "v_type") for vnode in vnodes if vnode]
    assert kinds == [4, 4, 1, 2, 3, 7]
    if "v_state" in kernel.structs["vnode"]:  # what is open is in use
        assert [kernel.get("vnode", vnode, "v_state") for vnode in vnodes if vnode] == [1] * len(kinds)
    else:
        assert name == "netbsd" or kernel.word == 4


def test_unknown_and_empty(planted):
    """Who is known to have nothing open has an empty table; of whom nothing is known has none."""
    name, _, _, kernel = planted
    found = kernel.by_pid()
    assert descriptors(name, kernel, found[BARE]) == {}
    for pid in set(found) - {PID, BARE}:
        assert descriptors(name, kernel, found[pid]) is None


def test_list_of_all(planted):
    name, _, _, kernel = planted
    if name == "freebsd":
        pytest.skip("its kernels have none")
    assert kernel.symbol("nfiles") == len(FILES)
    if name == "dragonfly":
        return
    every = kernel.chain(kernel.pointer(kernel.symbols["filehead"]), "file", "f_list.le_next")
    files = descriptors(name, kernel, kernel.by_pid()[PID])
    assert sorted(every) == sorted(file for file, _ in files.values())
    before = kernel.symbols["filehead"]
    for file in every:
        assert kernel.get("file", file, "f_list.le_prev") == before
        before = kernel.at("file", file, "f_list.le_next")


def test_nobody_looked(bsd, kit):
    name, kit_, model = bsd
    memory = (
        kit_.plant_example(kit.example()) if name == "dragonfly" else kit_.plant_example(model, kit.example())
    )
    assert not {"nfiles", "filehead"} & {symbol.name for symbol in memory.symbols}


def test_in_a_dump(planted, tmp_path):
    """The same through a dump and the personality, with the names that there are."""
    name, _, memory, kernel = planted
    if name == "freebsd":
        paths = freebsd_pack.pack(memory, tmp_path, 0, facts={})
    elif name == "netbsd":
        paths = netbsd_pack.pack(memory, tmp_path, 0)
    else:
        paths = dragonfly_pack.pack(memory, tmp_path, 0)
    with sunkvm.open(*paths) as image:
        process = next(each for each in image.processes() if each.pid == PID)
        shown = [each for each in image.files(process) if each.use == "open"]
        assert [each.fd for each in shown] == [file.fd for file in FILES]
        assert [each.access for each in shown] == ["r", "rw", "w", "rw", "r", "rw", "r", "", "rw", "w"]
        assert [each.offset for each in shown] == [file.position or 0 for file in FILES]
        types = [each.type for each in shown]
        assert types[:5] == ["character device", "character device", "regular", "socket", "pipe"]
        assert types[6] == "directory"
        assert [each.close_on_exec for each in shown] == [bool(file.close_on_exec) for file in FILES]
        names = [each.path for each in shown]
        if name == "freebsd":
            assert names[:2] == ["/dev/null", "/dev/pts/3"]
        elif name == "dragonfly":
            assert names[:3] == ["/dev/null", "/dev/pts/3", "/var/log/some thing"]
            assert names[6] == "/srv/\udcff"
        else:
            assert [each.device for each in shown][:2] == [(1, 3), (136, 3)]
        assert [each.kva for each in shown] == [
            file for _, (file, _) in sorted(descriptors(name, kernel, kernel.by_pid()[PID]).items())
        ]


# Live kernels


@pytest.fixture
def running(bsd, kit, monkeypatch):
    """A live kernel of a made-up world: ``stage.world`` are its processes, ``stage.files`` their files by number."""
    example = kit.example()
    processes = tuple(replace(each, cwd=b"/srv") if each.pid == PID else each for each in example.processes)
    stage = SimpleNamespace(
        world=replace(example, processes=processes), files={PID: FILES, BARE: ()}, looks=0
    )

    def look(process):
        stage.looks += process.pid == PID
        return stage.files.get(process.pid)

    monkeypatch.setattr(live_files, "read_files", look)
    stage.core, stage.kernel = run(bsd, lambda: stage.world)
    stage.name = bsd[0]
    yield stage
    stage.core.close()


def seen(stage, pid=PID):
    return descriptors(stage.name, stage.kernel, stage.kernel.by_pid()[pid])


def nothing(stage):
    """Tell whether a process has a table that leads to no descriptors."""
    table = stage.kernel.get("proc", stage.kernel.by_pid()[PID], "p_fd")
    return stage.kernel.get("filedesc", table, "fd_dt" if stage.name == "netbsd" else "fd_files") == 0


def test_live(running):
    """Nothing is looked at before somebody asks, and not again before the time has come."""
    kernel = running.kernel
    proc = kernel.by_pid()[PID]
    assert running.looks == 0
    assert kernel.get("proc", proc, "p_fd")
    assert running.looks == 0
    found = seen(running)
    assert running.looks == 1
    assert sorted(found) == [file.fd for file in FILES]
    assert seen(running, BARE) == {}
    types = [kernel.get("file", found[file.fd][0], "f_type") for file in FILES]
    assert types == [1, 1, 1, TYPES[running.name][0], *TYPES[running.name][1:3], 1, TYPES[running.name][3], 1,
                     TYPES[running.name][4]]  # fmt: skip
    assert running.looks == 1
    running.files[PID] = FILES[:2]
    assert sorted(seen(running)) == [file.fd for file in FILES]
    older = [kernel.get("file", file, "f_flag") for file, _ in found.values()]
    running.core.files._until = 0
    assert sorted(seen(running)) == [0, 1]
    assert running.looks == 2
    # What was pointed at before is still there, and the same.
    assert [kernel.get("file", file, "f_flag") for file, _ in found.values()] == older
    if running.name == "netbsd":
        every = kernel.chain(kernel.pointer(kernel.symbols["filehead"]), "file", "f_list.le_next")
        assert len(every) == kernel.symbol("nfiles") == 2
    if running.name == "dragonfly":
        assert kernel.symbol("nfiles") == 2


def test_live_without_the_right(running):
    """Who may not be looked into has no table, or, where that turned out too late, one that tells nothing."""
    hidden = [each for each in running.world.processes if each.cwd is None and not each.system]
    found = running.kernel.by_pid()
    for each in hidden:
        assert descriptors(running.name, running.kernel, found[each.pid]) is None
    running.files = {}
    assert nothing(running)


def test_live_places(running):
    """A process keeps its table; that of one that has gone is given to another, and there are never many more."""
    kernel, core = running.kernel, running.core
    before = kernel.get("proc", kernel.by_pid()[PID], "p_fd")
    several = running.world.processes
    for number in range(300):
        extra = WorldProcess(40000 + number, 1, b"x", start=number, argv=(b"x",), cwd=b"/")
        running.world = replace(running.world, processes=(*several, extra))
        core.refresh()
        assert kernel.get("proc", kernel.by_pid()[extra.pid], "p_fd")
    assert kernel.get("proc", kernel.by_pid()[PID], "p_fd") == before
    assert core.files.count <= 2 * len(core._now.planting.processes) + 1
    assert sorted(seen(running)) == [file.fd for file in FILES]


def test_live_does_not_grow(running):
    """However often files are looked at, there is room for two looks, and no more."""
    files, sizes = running.core.files, []
    for _ in range(50):
        files._until = 0
        assert seen(running)
        sizes.append([len(body.data) for body in files._bodies])
    assert sizes[2] == sizes[-1]


def test_live_without_room(running):
    """More files than there is room for: those of some processes are not shown, and nothing else happens."""
    files = running.core.files
    base, end = files._halves[0]
    files._halves = [(base, base + 4096), (base + 4096, base + 8192)]
    running.files = {PID: FILES * 100, BARE: ()}
    assert nothing(running)
    assert (
        running.core.read_slow(running.core.page(KVA, (end - 4096) >> running.core.page_shift), 0, 8) == b""
    )


def test_live_leaves(running):
    """C callers ask for each page of files, as nobody knows what is there before it is read."""
    core = running.core
    index = core.files.base >> core.page_shift
    leaf = core.leaf(KVA, index // 512)
    assert leaf[index % 512] == core.page(KVA, index)
    assert leaf[index % 512] & SLOW
    assert not core.leaf_stays(KVA, index // 512)
    assert core.page(KVA, core.files.maps.end >> core.page_shift) == HOLE
    if core.share() is not None:
        assert core.physical(KVA, core.files.base) is None


def test_own_files_of_dragonfly(tmp_path):
    path = tmp_path / "a b"
    with path.open("wb") as file:
        file.write(b"12345")
        file.flush()
        kd = dragonfly.kvm_open(None, None, None, os.O_RDONLY, None)
        try:
            every = dragonfly.kvm_getfiles(kd)
            assert kd.cnt == len(every)
            own = {each.f_fd: each for each in every if each.f_pid == os.getpid()}
            mine = own[file.fileno()]
            assert (mine.f_size, mine.f_type, mine.f_flag, mine.f_offset) == (72, 1, 2, 5)
            assert mine.f_uid == os.getuid()
            me = next(each for each in kd.image.processes() if each.pid == os.getpid())
            shown = next(each for each in kd.image.files(me) if each.fd == file.fileno())
            assert (shown.path, shown.kva) == (str(path), mine.f_file)
        finally:
            dragonfly.kvm_close(kd)


def test_own_files_of_netbsd(tmp_path):
    with (tmp_path / "file").open("wb") as file:
        place = 100_000 + os.getpid()  # where nobody else's file stands
        file.write(bytes(place))
        file.flush()
        kd = netbsd.kvm_open(None, None, None, os.O_RDONLY, None)
        try:
            every = netbsd.kvm_getfiles(kd)
            assert netbsd.kvm_geterr(kd) == ""
            assert kd.cnt == len(every)
            me = next(each for each in kd.image.processes() if each.pid == os.getpid())
            shown = next(each for each in kd.image.files(me) if each.fd == file.fileno())
            assert (shown.type, shown.access, shown.offset) == ("regular", "w", place)
            offsets = [each.f_offset for each in every]
            assert offsets.count(place) == 1
        finally:
            netbsd.kvm_close(kd)
