"""What the façades of the BSDs keep of the processes of a running kernel: never anything that is not so any more."""

from __future__ import annotations

import copy
import gc
import tracemalloc
from dataclasses import replace
from importlib import import_module

import pytest

from sunkvm.compat import bsd_kept, dragonfly_procs, freebsd_procs, netbsd_procs
from sunkvm.compat.bsd_kept import Kept
from sunkvm.corefile import Writings
from sunkvm.emulate import host, watch
from sunkvm.errors import Fault

from .test_live_bsd_changes import Host

WALKS = {"freebsd": freebsd_procs._Walk, "netbsd": netbsd_procs._Walk, "dragonfly": dragonfly_procs._Walk}
THREADS = freebsd_procs.KERN_PROC_INC_THREAD
WAYS = {
    "freebsd": [("kvm_getprocs", op) for op in (0, 8, 8 | THREADS)],
    "netbsd": [("kvm_getproc2", 0), ("kvm_getprocs", 0)],
    "dragonfly": [("kvm_getprocs", op) for op in (0, 0x10)],
}


class Staged:
    """A host whose processes change at random, seen through a façade; ``kd`` keeps what it can, ``fresh`` nothing."""

    def __init__(self, system: str, world, seed: int, monkeypatch) -> None:
        self.system, self.host = system, Host(world, seed)
        self.numbers = host.read_world(processes=())
        monkeypatch.setattr(watch.Watch, "processes", lambda _: list(self.host.processes.values()))
        monkeypatch.setattr(
            host, "read_world", lambda *, processes, **_: replace(self.numbers, processes=processes)
        )
        monkeypatch.setattr(host, "messages", lambda: None)
        self.facade = import_module(f"sunkvm.compat.{system}")
        self.kd = self.facade.kvm_openfiles(None, None, None, 0)
        self.listed(self.kd)
        self.core = self.kd._kernel.image.corefile
        self.core.numbers_age = 1e9
        self.fresh = copy.copy(self.kd)
        self.fresh._kernel = None
        with monkeypatch.context() as patch:
            patch.setattr(type(self.core), "follow", lambda core: Writings(()))
            self.listed(self.fresh)
        self.made = 0
        process = WALKS[system].process

        def count(walk, *arguments):
            self.made += 1
            return process(walk, *arguments)

        monkeypatch.setattr(WALKS[system], "process", count)

    def listed(self, kd, ways=None) -> list[bytes]:
        """Return the lists of all processes that the system has: with threads, or in another struct."""
        return [bytes(getattr(self.facade, call)(kd, op, 0)) for call, op in ways or WAYS[self.system]]

    def look(self) -> None:
        self.core.processes_age = 0.0
        self.core.refresh()
        self.core.processes_age = 1e9

    def check(self, ways=None) -> int:
        """Compare what is kept with what is made anew; return how many processes were made for it."""
        self.made = 0
        kept = self.listed(self.kd, ways)
        made = self.made
        assert kept == self.listed(self.fresh, ways)
        return made


@pytest.fixture(params=WALKS)
def stage(request, kit, monkeypatch):
    stages = []

    def begin(seed=0):
        stages.append(Staged(request.param, kit.example(), seed, monkeypatch))
        return stages[-1]

    yield begin
    for staged in stages:
        staged.facade.kvm_close(staged.kd)


@pytest.mark.parametrize("seed", range(4))
def test_random_changes(stage, seed):
    staged = stage(seed)
    for step in range(40):
        for _ in range(staged.host.random.randint(0, 4)):
            staged.host.change()
        if step % 16 == 15:  # a reason to plant everything anew, at addresses that were in use before
            staged.numbers = replace(staged.numbers, max_processes=1000 + step)
        if step % 3 == 0:  # some time goes by
            staged.core.numbers_age = 0.0
            staged.core.renew(False)
            staged.core.numbers_age = 1e9
        staged.look()
        staged.check()


def test_few_are_made_anew(stage):
    """One ends, one starts, one works: they, their parent, and their neighbours in lists."""
    staged = stage()
    first = WAYS[staged.system][
        :1
    ]  # NetBSD's other struct tells how many processes have the same credentials
    for _ in range(300):
        staged.host.start()
    staged.look()
    assert staged.check(first) >= 300
    staged.look()
    assert staged.check(first) <= 1  # a zombie has no memory, which is looked for each time
    for turn in range(10):
        staged.host.start()
        del staged.host.processes[staged.host.pick()]
        busy = staged.host.processes[staged.host.next]
        staged.host.processes[busy.pid] = replace(busy, user_time=turn * 10**9 + 10**7)
        staged.look()
        assert 1 <= staged.check(first) <= 60


def held(kd) -> int:
    """Return how many objects what is kept consists of, its own tables with all that is in them."""
    left, met = [kd._kernel.kept], set()
    while left:
        each = left.pop()
        if id(each) not in met:
            met.add(id(each))
            if isinstance(each, (dict, set, list, tuple, Kept, bsd_kept._Space, bsd_kept._Read)):
                left += gc.get_referents(each)
    return len(met)


def test_looking_again_keeps_nothing_more(stage):
    """Nothing happens on the host, and whatever can be asked is asked again and again."""
    staged = stage()
    pid = max(staged.host.processes)

    def ask(times):
        for _ in range(times):
            staged.listed(staged.kd)
            if staged.system == "netbsd":
                staged.facade.kvm_getlwps(staged.kd, pid, 0)
                staged.facade.kvm_getfiles(staged.kd)
            else:
                staged.facade.kvm_getprocs(staged.kd, 1, pid)
        return held(staged.kd)

    first = ask(20)
    assert ask(60) <= first + 10


def test_what_has_gone_is_let_go(stage):
    """After a burst of processes not much more is kept than before it, and also not after long coming and going."""
    staged = stage()
    for _ in range(40):
        staged.host.start()
    staged.look()
    staged.listed(staged.kd)
    before = held(staged.kd)
    here = set(staged.host.processes)
    for _ in range(300):
        staged.host.start()
    staged.look()
    staged.listed(staged.kd)
    assert held(staged.kd) > 3 * before
    for pid in staged.host.processes.keys() - here:
        del staged.host.processes[pid]
    for _ in range(4):
        staged.look()
        staged.check()
    assert held(staged.kd) < 2 * before
    for _ in range(30):
        for _ in range(10):
            del staged.host.processes[staged.host.pick()]
            staged.host.start()
        staged.look()
        staged.listed(staged.kd)
    staged.check()
    assert held(staged.kd) < 4 * before


def test_selected_processes_are_not_mixed_up_with_all(stage):
    staged = stage()
    pids = sorted(staged.host.processes)
    call = staged.facade.kvm_getproc2 if staged.system == "netbsd" else staged.facade.kvm_getprocs
    whole = bytes(call(staged.kd, 0, 0))
    for pid in pids[:4]:
        assert len(call(staged.kd, 1, pid)) == 1
    assert bytes(call(staged.kd, 0, 0)) == whole


def test_a_look_at_the_heads_of_lists_is_seen(stage, monkeypatch):
    """Reading them brings processes up to date that were too old: also those that were kept."""
    staged = stage(7)
    changing = True

    def processes(_):
        if changing:
            staged.host.change()
        return list(staged.host.processes.values())

    monkeypatch.setattr(watch.Watch, "processes", processes)
    staged.core.processes_age = 0.0
    for _ in range(20):
        changing = True
        kept = staged.listed(staged.kd, WAYS[staged.system][:1])
        changing = False
        assert kept == staged.listed(staged.fresh, WAYS[staged.system][:1])


class Kernel:
    """An image of a kernel with a few bytes, and what is kept of it; ``processes`` are whatever lies at addresses."""

    def __init__(self) -> None:
        self.writings = Writings(((0x1000, 0x9000),))
        self.bytes: dict[int, bytes] = {}
        self.reads: list[int] = []
        self.trouble: BaseException | None = None
        self.corefile = self.kernel = self
        self.kept = Kept(self)

    def follow(self):
        return self.writings

    def read_some(self, address, count):
        self.reads.append(address)
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        found = self.bytes.get(address)
        return (b"", Fault(Fault.UNMAPPED, "kernel", address)) if found is None else (found[:count], None)

    def reader(self, read, size):
        return lambda address: self.read_some(address, size)

    def write(self, address, data):
        self.writings.note(address, address + len(data))
        self.bytes[address] = data

    def walk(self, kva, make=None):
        read = self.kept.image.kernel.read_some
        make = make or (lambda kva: (0, read(kva, 8)))
        return list(self.kept.walk("", kva, set(), make))


def test_what_cannot_be_read_is_tried_again():
    """Also if nothing was written in between; so is what lies where nobody tells of writings."""
    kernel = Kernel()
    kernel.bytes = {0x2000: bytes(8), 0x9000: bytes(8)}
    for kva, times in ((0x2000, 1), (0x3000, 3), (0x9000, 3)):
        kernel.reads.clear()
        for _ in range(3):
            kernel.walk(kva)
        assert len(kernel.reads) == times, hex(kva)


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, MemoryError])
def test_what_was_written_is_not_forgotten_after_an_interruption(trouble):
    kernel = Kernel()
    kernel.bytes = {0x2000: b"one", 0x3000: b"two"}
    for kva in (0x2000, 0x3000):
        kernel.walk(kva)
    kernel.write(0x2000, b"three")
    kernel.write(0x3000, b"four")
    kernel.trouble = trouble()
    with pytest.raises(trouble):
        kernel.walk(0x2000)
    assert kernel.walk(0x2000) == [(b"three", None)]
    assert kernel.walk(0x3000) == [(b"four", None)]


def test_a_call_in_the_middle_of_another_one():
    """As a signal's handler does it: it sees what there is, and spoils nothing."""
    kernel = Kernel()
    kernel.bytes = {0x2000: b"old", 0x3000: b"one"}
    kernel.walk(0x3000)
    read = kernel.kept.image.kernel.read_some
    within = []

    def make(kva):
        before = read(0x2000, 8)
        if not within:
            kernel.write(0x2000, b"new")
            kernel.write(0x3000, b"two")
            within.extend(kernel.walk(0x2000) + kernel.walk(0x3000))
        return 0, (before, read(0x3000, 8))

    kernel.walk(0x4000, make)
    assert within == [(b"new", None), (b"two", None)]
    assert kernel.walk(0x4000, make) == [((b"new", None), (b"two", None))]
    assert kernel.walk(0x2000) == [(b"new", None)]


def test_readers_take_no_room_when_they_are_gone():
    kernel = Kernel()
    tracemalloc.start()
    try:
        for _ in range(1000):
            kernel.kept.image.kernel.reader(lambda data, at: data, 8)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()
