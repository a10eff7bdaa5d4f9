"""Address spaces of planted processes: their maps, walked with a compiler's offsets."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm.emulate import live_maps
from sunkvm.emulate.pack import dragonfly as dragonfly_pack
from sunkvm.emulate.pack import freebsd as freebsd_pack
from sunkvm.emulate.pack import netbsd as netbsd_pack
from sunkvm.emulate.plant.bsd_maps import pieces, root_of, tree
from sunkvm.emulate.world import WorldMapping, WorldProcess

from .bsd_kits import KITS, plant, run

MAPPINGS = (
    WorldMapping(0x10000, 0x12000, "r--", False, 0, b"/bin/dash", None, (254, 0), 77),
    WorldMapping(0x12000, 0x15000, "r-x", False, 0x2000, b"/bin/dash", None, (254, 0), 77),
    WorldMapping(0x20000, 0x41000, "rw-", False, None, None, b"[heap]"),
    WorldMapping(0x100000, 0x200000, "rw-", True, 0x5000, b"/srv/shared file", None, (254, 0), 78),
    WorldMapping(0x200000, 0x201000, "rw-", True, 0, b"/dev/zero", None, (0, 5), 3),
    WorldMapping(0x300000, 0x301000, "---", False),
    WorldMapping(0x7F000000, 0x7F021000, "rw-", False, None, None, b"[stack]"),
)
ROWS = [
    (0x10000, 0x12000, 1, False, b"/bin/dash", 0),
    (0x12000, 0x15000, 5, False, b"/bin/dash", 0x2000),
    (0x20000, 0x41000, 3, False, None, 0),
    (0x100000, 0x200000, 3, True, b"/srv/shared file", 0x5000),
    (0x200000, 0x201000, 3, True, b"/dev/zero", 0),
    (0x300000, 0x301000, 0, False, None, 0),
]


@pytest.fixture(params=KITS, ids=lambda each: f"{each[0]}-{each[2].name}")
def planted(request, kit):
    name, _, model = request.param
    example = kit.example()
    # One of the kernel's own width, and one of the other, or of none that is known.
    pid, other = next(
        (each.pid, next(more.pid for more in example.processes if more.bits not in (each.bits, None)))
        for each in example.processes
        if each.bits == model.bits and each.argv
    )
    processes = tuple(
        replace(each, mappings=MAPPINGS) if each.pid in (pid, other) else each for each in example.processes
    )
    world = replace(example, processes=processes)
    memory, kernel = plant(request.param, world)
    return name, memory, kernel, pid, other


def in_order(kernel, kva, left="left", right="right"):
    """Return the nodes of a tree without threads, by their order."""
    if not kva:
        return []
    below = [kernel.get("vm_map_entry", kva, name) for name in (left, right)]
    return [*in_order(kernel, below[0], left, right), kva, *in_order(kernel, below[1], left, right)]


def threaded(kernel, header, first):
    """Return the nodes of FreeBSD's tree by their order, from the first one to the header, as vm_map_entry_succ does."""
    found, kva = [], first
    while kva != header:
        found.append(kva)
        after = kernel.get("vm_map_entry", kva, "right")
        start = kernel.get("vm_map_entry", kva, "start")
        if after != header:
            while True:
                left = kernel.get("vm_map_entry", after, "left")
                if left in (header, kva) or kernel.get("vm_map_entry", left, "start") <= start:
                    break
                after = left
        kva = after
        assert len(found) < 100
    return found


def entries(name, kernel, proc):
    """Return the addresses of a map's entries, by their order, and how many it says there are."""
    vmspace = kernel.get("proc", proc, "p_vmspace")
    vm_map = vmspace + kernel.structs["vmspace"]["vm_map"][0]
    count = kernel.get("vm_map", vm_map, "nentries")
    if name == "dragonfly":
        left, right = "rb_entry.rbe_left", "rb_entry.rbe_right"
        return in_order(kernel, kernel.get("vm_map", vm_map, "rb_root.rbh_root"), left, right), count
    header = kernel.at("vm_map", vm_map, "header")
    if "header.next" not in kernel.structs["vm_map"]:
        return threaded(kernel, header, kernel.get("vm_map", vm_map, "header.right")), count
    found, kva, before = [], kernel.get("vm_map", vm_map, "header.next"), header
    while kva != header:
        assert kernel.get("vm_map_entry", kva, "prev") == before
        found.append(kva)
        before, kva = kva, kernel.get("vm_map_entry", kva, "next")
        assert len(found) < 100
    assert kernel.get("vm_map", vm_map, "header.prev") == before
    if name == "freebsd":
        assert in_order(kernel, kernel.get("vm_map", vm_map, "root")) == found
    return found, count


def row(name, kernel, kva):
    """Return (start, end, rights, shared, whether it is of a file, offset)."""
    part = "ba." if name == "dragonfly" else ""
    start, end, offset = (kernel.get("vm_map_entry", kva, part + each) for each in ("start", "end", "offset"))
    target = {"freebsd": "object.vm_object", "netbsd": "object.uvm_obj", "dragonfly": "ba.object"}[name]
    return (
        start,
        end,
        kernel.get("vm_map_entry", kva, "protection"),
        kernel.get("vm_map_entry", kva, "inheritance") == 0,
        kernel.get("vm_map_entry", kva, target),
        offset,
    )


def test_entries(planted):
    name, memory, kernel, pid, _ = planted
    found, count = entries(name, kernel, kernel.by_pid()[pid])
    rows = [row(name, kernel, kva) for kva in found]
    assert [each[:4] for each in rows[:-1]] == [each[:4] for each in ROWS]
    assert [each[5] for each in rows[:-1]] == [each[5] for each in ROWS]
    assert [bool(each[4]) for each in rows[:-1]] == [each[4] is not None for each in ROWS]
    assert count == len(rows) == len(ROWS) + 1
    # The last one is the planted stack, not the host's.
    (stack,) = next(parts for key, parts in memory.spaces.items() if memory.owners.get(key) == pid)
    assert rows[-1][:4] == (stack.base, stack.end, 3, False)
    same, shared, device = rows[0][4], rows[3][4], rows[4][4]
    assert rows[1][4] == same
    if name == "netbsd":  # a vnode begins with its object
        ops = kernel.symbols["uvm_vnodeops"]
        assert [kernel.get("uvm_object", kva, "pgops") for kva in (same, shared)] == [ops, ops]
        assert kernel.get("vnode", same, "v_type") == 1
        flags = [kernel.get("vm_map_entry", kva, "etype") for kva in found[:-1]]
        assert flags == [1 | 4 | 8, 1 | 4 | 8, 4 | 8, 1, 1, 4 | 8]
        return
    assert [kernel.get("vm_object", kva, "type") for kva in (same, shared, device)] == [2, 2, 3]
    counts = [kernel.get("vm_object", kva, "ref_count") for kva in (same, shared)]
    assert counts in ([2, 1], [4, 2])  # where the process of another width is shown as well
    assert kernel.get("vnode", kernel.get("vm_object", same, "handle"), "v_type") == 1
    flags = [kernel.get("vm_map_entry", kva, "eflags") for kva in found]
    grows = 0x1000 if name == "freebsd" else 2
    assert flags == [4, 4, 0, 0, 0, 0, grows]


def test_rights_that_may_be_had(planted):
    """Private copies and memory of its own may get all rights, a file that is shared those it is known to have."""
    name, _, kernel, pid, _ = planted
    found, _ = entries(name, kernel, kernel.by_pid()[pid])
    most = [kernel.get("vm_map_entry", kva, "max_protection") for kva in found]
    rights = [kernel.get("vm_map_entry", kva, "protection") for kva in found]
    assert most == [7 if not shared else own | 5 for (_, _, own, shared, *_) in ROWS] + [7]
    assert all(own & ~may == 0 for own, may in zip(rights, most, strict=True))
    file, nothing = b"/srv/shared file", None
    told = [
        WorldMapping(0x1000, 0x2000, rights, shared, 0, path, None, path and (1, 1), 9)
        for rights, shared, path in (
            ("r--", True, file),
            ("---", True, file),
            ("-w-", True, file),
            ("r--", True, nothing),
            ("r--", False, file),
        )
    ]
    assert [pieces([each], 0x10000, None)[0].most for each in told] == [5, 5, 7, 7, 7]


def test_other_widths(planted):
    """The addresses of a process of another width may be none of such a kernel; that of the kernel's own part is empty."""
    name, _, kernel, _, other = planted
    found, count = entries(name, kernel, kernel.by_pid()[other])
    if kernel.word == 4:
        assert count == len(found) <= 1
    else:
        assert count == len(found) == len(ROWS) + 1 or name == "dragonfly"


def test_colours(planted):
    """Red have black parents, and on each way down there are as many black ones."""
    name, _, kernel, pid, _ = planted
    if name != "dragonfly":
        pytest.skip("has no such tree")
    found, _ = entries(name, kernel, kernel.by_pid()[pid])

    def get(kva, member):
        return kernel.get("vm_map_entry", kva, f"rb_entry.{member}")

    heights = set()
    for kva in found:
        if not get(kva, "rbe_left") or not get(kva, "rbe_right"):
            height, above = 0, kva
            while above:
                parent = get(above, "rbe_parent")
                assert not (get(above, "rbe_color") and parent and get(parent, "rbe_color"))
                height += not get(above, "rbe_color")
                above = parent
            heights.add(height)
    assert len(heights) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 1000])
def test_tree(count):
    rows = tree(count)
    order, ways = [], [(root_of(count), None, 0)] if count else []
    deepest = 0
    while ways:
        at, parent, depth = ways.pop()
        order.append(at)
        deepest = max(deepest, depth)
        left, right, above, _ = rows[at]
        assert above == parent
        for each, below in ((left, True), (right, False)):
            if each is not None:
                assert (each < at) == below
                ways.append((each, at, depth + 1))
    assert sorted(order) == list(range(count))
    assert deepest <= count.bit_length()


def test_pieces_that_do_not_fit():
    assert pieces(None, 1 << 32, None) is None
    assert pieces(MAPPINGS, 0x100000, None) is None
    every = pieces(MAPPINGS, 1 << 32, None)
    assert [each.stack for each in every] == [False] * 6 + [True]


def test_in_a_dump(planted, tmp_path):
    name, memory, _, pid, _ = planted
    if name == "freebsd":
        paths = freebsd_pack.pack(memory, tmp_path, 0, facts={})
    elif name == "netbsd":
        paths = netbsd_pack.pack(memory, tmp_path, 0)
    else:
        paths = dragonfly_pack.pack(memory, tmp_path, 0)
    with sunkvm.open(*paths) as image:
        process = next(each for each in image.processes() if each.pid == pid)
        shown = list(image.map(process))
        assert [(each.start, each.start + each.size) for each in shown[:-1]] == [each[:2] for each in ROWS]
        assert [each.protection for each in shown] == ["r--", "r-x", "rw-", "rw-", "rw-", "---", "rw-"]
        assert [each.shared for each in shown] == [False, False, False, True, True, False, False]
        assert [each.kind for each in shown[:4]] == ["file", "file", "anonymous", "file"]
        assert shown[-1].kind == "stack"
        if name == "dragonfly":
            assert [each.path for each in shown[:4]] == ["/bin/dash", "/bin/dash", None, "/srv/shared file"]
        assert [each.offset for each in shown[:2]] == [0, 0x2000]


# Live kernels


@pytest.fixture(params=KITS, ids=lambda each: f"{each[0]}-{each[2].name}")
def running(request, kit, monkeypatch):
    """A live kernel of a made-up world, with the mappings in ``stage.mappings`` by number."""
    name, _, model = request.param
    example = kit.example()
    pid = next(each.pid for each in example.processes if each.bits == model.bits and each.argv)
    other = next(each.pid for each in example.processes if each.bits not in (model.bits, None))
    processes = tuple(
        replace(each, stack_start=0x7F010000) if each.pid in (pid, other) else each
        for each in example.processes
    )
    stage = SimpleNamespace(
        name=name, pid=pid, other=other, mappings={pid: MAPPINGS, other: MAPPINGS}, looks=[],
        world=replace(example, processes=processes),
    )  # fmt: skip

    def look(process):
        stage.looks.append(process.pid)
        return stage.mappings.get(process.pid)

    monkeypatch.setattr(live_maps, "read_mappings", look)
    stage.core, stage.kernel = run(request.param, lambda: stage.world)
    yield stage
    stage.core.close()


def walk(stage, pid=None):
    return entries(stage.name, stage.kernel, stage.kernel.by_pid()[pid or stage.pid])


def test_live(running):
    """A process's map is looked up when somebody walks it, that of this process alone, and again when it is old."""
    kernel = running.kernel
    kernel.by_pid()
    assert running.looks == []
    found, _ = walk(running)
    assert running.looks == [running.pid]
    rows = [row(running.name, kernel, kva) for kva in found]
    assert [each[:3] for each in rows] == [(*each[:2], each[2]) for each in ROWS] + [
        (0x7F000000, 0x7F021000, 3)
    ]
    assert [bool(each[4]) for each in rows] == [each[4] is not None for each in ROWS] + [False]
    assert walk(running) == (found, len(ROWS) + 1)  # by now it tells how many there are
    assert running.looks == [running.pid]
    running.mappings[running.pid] = MAPPINGS[:4]
    assert walk(running)[0] == found
    running.core.files.maps._made.clear()
    assert len(walk(running)[0]) == 4
    assert walk(running)[1] == 4
    # What was pointed at before is still there.
    middle = [kva for kva in found if kernel.get("vm_map_entry", kva, "protection") == 5]
    assert all(kernel.reader.read(kva, 16) is not None for kva in middle)


def test_live_and_gone(running):
    """Of a process that has gone, or denies it by now, there is a map without entries, and it has an end."""
    running.mappings = {}
    process = next(each for each in running.world.processes if each.pid == running.pid)
    led_to, _ = running.core.files.maps.table(process)
    assert row(running.name, running.kernel, led_to)[:3] == (0, 0, 0)  # who was led there already
    assert walk(running) == ([], 0)


def test_live_of_another_width(running):
    """Its addresses are none of such a kernel, and it has a stack that is made up: it has no map."""
    assert walk(running, running.other) == ([], 0)
    assert running.looks == []


def test_live_places(running):
    """A process keeps its place; that of one that has gone is given to another, and there are never many more."""
    core = running.core
    before = walk(running)
    several = running.world.processes
    bits = core.model.bits
    for number in range(300):
        extra = WorldProcess(40000 + number, 1, b"x", start=number, argv=(b"x",), stack_start=64, bits=bits)
        running.world = replace(running.world, processes=(*several, extra))
        core.refresh()
    assert core.files.maps.count <= 2 * len(core._now.planting.processes) + 1
    assert walk(running)[0] == before[0]


def test_live_does_not_grow(running):
    """However often a map is looked at, there is room for what two turns have, and no more."""
    maps = running.core.files.maps
    for _ in range(50):
        maps._made.clear()
        maps._turned -= maps.age
        assert walk(running)[0]
    once = maps._bodies[0].data
    assert len(once) == len(maps._bodies[1].data) < 1 << 16


@pytest.mark.parametrize("system", ["freebsd", "netbsd", "dragonfly"])
def test_own(system):
    with sunkvm.open(os=system) as image:
        me = next(each for each in image.processes() if each.pid == os.getpid())
        shown = {each.start: each for each in image.map(me)}
        rows = [line.split(None, 5) for line in Path("/proc/self/maps").read_text().splitlines()]
        program = os.readlink("/proc/self/exe")
        mine = [line for line in rows if line[5:] and line[5].strip() == program]
        assert mine
        for line in mine:
            start, end = (int(edge, 16) for edge in line[0].split("-"))
            assert (shown[start].size, shown[start].protection) == (end - start, line[1][:3])
            assert (shown[start].kind, shown[start].offset) == ("file", int(line[2], 16))
