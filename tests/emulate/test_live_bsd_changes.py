"""Plantings of BSD kernels that are brought up to date where they lie: byte by byte what a fresh planting shows.

Nothing here knows a struct. Two plantings are the same if every word is, or leads to the same object at another address.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import replace

import pytest

from sunkvm.emulate.memory import ReusedArena
from sunkvm.emulate.plant import bsd_planting, dragonfly, freebsd, netbsd
from sunkvm.emulate.world import WorldProcess

from . import dragonfly_kit, freebsd_kit, netbsd_kit

KINDS = {
    f"freebsd-{model.name}": (freebsd.Planting, model, freebsd_kit.layouts(model))
    for model in freebsd_kit.MODELS
}
KINDS["dragonfly"] = dragonfly.Planting, dragonfly_kit.MODEL, dragonfly_kit.layouts
KINDS |= {
    f"netbsd-{model.name}": (netbsd.Planting, model, netbsd_kit.layouts(model)) for model in netbsd_kit.MODELS
}
ROOM = 4 << 20


@pytest.fixture(params=KINDS)
def make(request):
    kind, model, layout = KINDS[request.param]

    def make(world, **more):
        return kind(world, model, layout, version="test", stacks=False, **more)

    return make


def settle(planting, room=ROOM):
    """Do what a live kernel does with a fresh planting."""
    data = bytearray(room)
    segment = planting.memory.spaces[planting.memory.kernel][1]
    data[: len(segment.data)] = segment.data
    segment.data = data
    planting.heap.settle(data)
    return planting


@pytest.fixture
def pieces(monkeypatch):
    """Where every object of a planting lies, as it is told to those who allocate it."""
    found = {}
    allocate = ReusedArena.allocate

    def note(self, size, align=16):
        kva = allocate(self, size, align)
        found.setdefault(id(self), []).append((kva, size))
        return kva

    monkeypatch.setattr(ReusedArena, "allocate", note)
    return found


class Twins:
    """A planting that was brought up to date, and a fresh one of the same world."""

    def __init__(self, old, new, pieces) -> None:
        self.old, self.new = old, new
        self.pieces = sorted(pieces[id(new.heap)])
        self.starts = [kva for kva, _ in self.pieces]
        self.word, self.order = old.model.word, old.model.byteorder
        self.twin, self.back, self.waiting = {}, {}, []
        page, roots = old.kernel.page_size, 2 * old.kernel.roots_each
        self.tables = [
            (first, first + roots * page, page) for first in (old.kernel.roots, old.kernel.roots_pa)
        ]

    def compare(self) -> int:
        """Compare all; return how many objects there are."""
        new = bytes(self.new.nucleus.arena.data)
        self.words(bytes(self.old.nucleus.arena.data), new, "the fixed part")
        count = 0
        while self.waiting:
            old, new, size = self.waiting.pop()
            at, where = old - self.old.heap.base, new - self.new.heap.base
            first, second = (
                bytes(self.old.heap.data[at : at + size]),
                bytes(self.new.heap.data[where : where + size]),
            )
            self.words(first, second, f"{old:#x}, {new:#x}, {size} bytes")
            count += 1
        return count

    def words(self, first: bytes, second: bytes, where: str) -> None:
        assert len(first) == len(second)
        for at in range(0, len(first), self.word):
            one, two = (int.from_bytes(each[at : at + self.word], self.order) for each in (first, second))
            if one != two:
                assert self.pair(one, two), f"{where}: at {at} {one:#x} and {two:#x}"
            elif self.starts[0] <= two < self.starts[-1]:
                raise AssertionError(f"{where}: at {at} a pointer into the other's memory")

    def pair(self, one: int, two: int) -> bool:
        """Tell whether two different words mean the same."""
        for low, end, page in self.tables:
            if low <= one < end and low <= two < end:
                return self.same(("table", one // page), ("table", two // page)) and one % page == two % page
        number = bisect_right(self.starts, two) - 1
        if number < 0:
            return False
        start, size = self.pieces[number]
        if not start <= two <= start + size or not self.old.heap.base <= one < self.old.heap.base + ROOM:
            return False
        known = start in self.back
        if not known:
            self.waiting.append((one - two + start, start, size))
        return self.same(one - two + start, start)

    def same(self, one, two) -> bool:
        return self.twin.setdefault(one, two) == two and self.back.setdefault(two, one) == one


class Host:
    """A world whose processes change at random."""

    def __init__(self, world, seed: int) -> None:
        self.random, self.world = random.Random(seed), world
        self.processes = {each.pid: each for each in world.processes}
        self.now, self.next = 100, 100

    def pick(self) -> int:
        return self.random.choice(sorted(self.processes.keys() - {1, 2}))

    def change(self) -> None:
        pick, processes = self.random, self.processes
        if len(processes) < 6 or pick.random() < 0.3:
            return self.start()
        pid = self.pick()
        each = processes[pid]
        what = pick.randrange(10)
        if what <= 2:
            del processes[pid]
        elif what == 3:
            processes[pid] = replace(
                each,
                state="Z",
                threads="",
                thread_times=(),
                thread_ids=(),
                argv=None,
                cwd=None,
                umask=None,
                program=None,
            )
        elif what == 4 and not each.zombie:
            count = pick.randint(1, 5)
            processes[pid] = replace(
                each,
                threads="".join(pick.choices("RST", k=count)),
                thread_times=self.times(count),
                thread_ids=self.ids(pid, count),
            )
        elif what == 5 and not each.zombie:
            name = b"x" * pick.randint(1, 15)
            processes[pid] = replace(
                each, comm=name, argv=(name, b"y" * pick.randint(0, 90)), program=b"/bin/" + name
            )
        elif what == 6:
            processes[pid] = replace(each, ppid=pick.choice([1, self.pick()]))
        elif what == 7:
            processes[pid] = replace(
                each, uid=pick.randint(0, 3), groups=tuple(range(pick.randint(0, 20))), cwd=b"/tmp/a b"
            )
        elif what == 8:
            tty = pick.choice([None, (136, 3), (136, 4), (4, 1), (77, 1)])
            processes[pid] = replace(each, sid=pid, pgid=pid, tty=tty, tty_group=pid if tty else None)
        else:
            processes[pid] = replace(
                each, user_time=pick.randrange(10**12), system_time=pick.randrange(10**12), nice=pick.randint(-20, 19),
                size=pick.randrange(1 << 31), resident=pick.randrange(1 << 30), cpu=pick.randint(0, 2),
                thread_times=self.times(len(each.threads)), thread_ids=self.ids(pid, len(each.threads)),
            )  # fmt: skip
        return None

    def times(self, count: int) -> tuple[tuple[int, int], ...]:
        """Return times of so many threads, or none: not even those of a process with several are always known."""
        pick = self.random
        return (
            ()
            if pick.random() < 0.3
            else tuple((pick.randrange(10**11), pick.randrange(10**11)) for _ in range(count))
        )

    def ids(self, pid: int, count: int) -> tuple[int, ...]:
        pick = self.random
        return (
            ()
            if pick.random() < 0.3
            else (pid, *pick.sample(range(pid + 1, pid + 99), k=count))[pick.randint(0, 1) :][:count]
        )

    def start(self) -> None:
        pick, parent = self.random, self.processes[self.pick()]
        self.next += pick.randint(1, 9)
        self.now += pick.randint(0, 1)
        self.processes[self.next] = WorldProcess(
            self.next, parent.pid, b"new", parent.pgid, parent.sid, parent.uid, parent.gid, parent.ruid, parent.rgid,
            parent.suid, parent.sgid, parent.groups, (b"new", b"z" * pick.randint(0, 300)), (), self.now * 10**9,
            bits=64, tty=parent.tty, cwd=pick.choice([b"/", b"/home/u", b"/srv/x/y"]), umask=pick.choice([None, 0o77]),
            program=pick.choice([None, b"/bin/dash", b"/usr/bin/new", b"/gone (deleted)"]), user_time=0, system_time=0,
        )  # fmt: skip

    def look(self):
        return replace(self.world, processes=tuple(self.processes.values()))


@pytest.mark.parametrize("seed", range(3))
def test_random_changes_are_as_planted_afresh(make, kit, pieces, seed):
    host = Host(kit.example(), seed)
    old = settle(make(host.look()))
    for step in range(15):
        for _ in range(host.random.randint(1, 6)):
            host.change()
        world = host.look()
        assert old.update(world.processes)
        new = make(world, heap=1)
        assert Twins(old, new, pieces).compare() > len(world.processes) * 3, step
        assert {each.pid for each in old.worlds.values()} >= {each.pid for each in new.worlds.values()}
        for each in new.worlds.values():
            assert [one for one in old.worlds.values() if one is each] == [each]
        del pieces[id(new.heap)]


def test_what_has_gone_stays_readable_until_looked_at_twice_more(make, kit):
    world = kit.example()
    planting = settle(make(world))
    gone = next(each for each in planting.processes if each.world.pid == 31236)
    before = {kva: bytes(planting.heap.data[kva - planting.heap.base :][:size]) for kva, size in gone.parts}
    assert len(before) >= 2

    def unchanged():
        return all(
            bytes(planting.heap.data[kva - planting.heap.base :][: len(data)]) == data
            for kva, data in before.items()
        )

    for number in range(2):
        fresh = tuple(
            WorldProcess(50000 + 100 * number + each, 1, b"n", start=10**12, argv=(b"n",))
            for each in range(30)
        )
        assert planting.update((*[each for each in world.processes if each.pid != 31236], *fresh))
        assert unchanged()
    assert planting.update(world.processes[:2])
    assert planting.update(world.processes)
    assert not unchanged()


def test_ten_thousand_looks_take_no_more_room(make, kit):
    world = kit.example()
    planting = settle(make(world))

    def look(numbers):
        for number in numbers:
            extra = WorldProcess(
                40000 + number % 100, 1, b"x", number + 2, number + 2, 0, 0, 0, 0, number, 0, start=number,
                argv=(b"x", b"y" * (number % 50)), cwd=b"/%d" % number, program=b"/bin/%d" % number, tty=(136, number),
            )  # fmt: skip
            assert planting.update((*world.processes, extra))

    look(range(1000))
    used, known = planting.heap._used, len(planting.filled)
    sizes = [len(each.places) for each in planting.shared()]
    look(range(1000, 10000 if planting.model.name == "amd64" else 3000))
    # Names differ in length, so a piece of a length that was never needed at once may come up later.
    assert planting.heap._used - used < 4096
    assert abs(len(planting.filled) - known) < 8
    assert [len(each.places) for each in planting.shared()] == sizes
    assert len(planting.graves) < 40
    assert len(planting.worlds) < len(world.processes) + 4


def test_numbers_of_page_tables_rest_and_are_used_again(make, kit, monkeypatch):
    """Nothing is kept for those that nobody has had yet, and no two processes ever have the same one."""
    monkeypatch.setattr(bsd_planting, "_RESTING", 20)
    host = Host(kit.example(), 1)
    planting = settle(make(host.look()))
    assert not planting.numbers
    most = len(planting.processes)
    for _ in range(60):
        for _ in range(3):
            del host.processes[host.pick()]
            host.start()
        assert planting.update(host.look().processes)
        taken = [each.number for each in planting.processes]
        assert len({*taken, *planting.numbers}) == len(taken) + len(planting.numbers)
        assert planting.fresh_number <= most + 20 + 5 * 3


def test_a_full_heap_is_told(make, kit):
    """Then the planting says so, and what it has shown is still there."""
    world = kit.example()
    planting = make(world)
    size = len(planting.memory.spaces[planting.memory.kernel][1].data)
    settle(planting, size)
    proc = next(each.proc for each in planting.processes if each.world.pid == 1000)
    before = bytes(planting.heap.data[proc - planting.heap.base :][:64])
    many = tuple(
        WorldProcess(60000 + each, 1, b"n", start=10**12, argv=(b"n" * 5000,)) for each in range(100)
    )
    assert not planting.update((*world.processes, *many))
    assert bytes(planting.heap.data[proc - planting.heap.base :][:64]) == before
