"""Open files of planted and of running Solaris processes, followed from u_finfo with a compiler's offsets."""

from __future__ import annotations

import os
from dataclasses import replace
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm.emulate import live_files
from sunkvm.emulate.live_solaris import LiveSolaris
from sunkvm.emulate.pack import solaris as pack
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelists.elf import ElfNamelist
from sunkvm.space import AddressSpace

from .test_planted_files import BARE, FILES, PID

# struct file of illumos sys/file.h, by the machine word: offsets of f_flag (2 bytes), f_vnode, f_offset, f_count.
FILE = {8: (8, 16, 24, 48), 4: (8, 12, 16, 32)}
ENTRY = 64


@pytest.fixture
def world(kit):
    files = {PID: FILES, BARE: ()}
    example = kit.example()
    return replace(
        example, processes=tuple(replace(each, files=files.get(each.pid)) for each in example.processes)
    )


@pytest.fixture
def planted(kit, model, world):
    memory = kit.plant(model, world)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    return memory, kit.Kernel(model.name, kit.Direct(memory), symbols["kas"], symbols)


def by_pid(kernel):
    return {kernel.pid(kernel.proc(kva, "p_pidp")): kva for kva in kernel.practive()}


def descriptors(kernel, proc):
    """Return {descriptor: (struct file, flags)}, and how many there is room for."""
    info = proc + kernel.structs["proc"]["p_user"][0] + kernel.structs["user"]["u_finfo"][0]
    count, where = kernel.member("uf_info", info, "fi_nfiles"), kernel.member("uf_info", info, "fi_list")
    if not where:
        assert not count
        return None, 0
    rows = [where + fd * ENTRY for fd in range(count)]
    found = {
        fd: (kernel.member("uf_entry", row, "uf_file"), kernel.member("uf_entry", row, "uf_flag"))
        for fd, row in enumerate(rows)
    }
    return {fd: each for fd, each in found.items() if each[0]}, count


def check(kernel, found):
    flag_at, vnode_at, offset_at, count_at = FILE[kernel.word]
    assert sorted(found) == [file.fd for file in FILES]
    kvas = [found[file.fd][0] for file in FILES]
    assert [found[file.fd][1] for file in FILES] == [int(bool(file.close_on_exec)) for file in FILES]
    assert [kernel.number(kva + flag_at, 2) for kva in kvas] == [1, 0x83, 0x1A, 0x83, 1, 3, 1, 0, 3, 2]
    assert [kernel.number(kva + offset_at, 8) for kva in kvas] == [file.position or 0 for file in FILES]
    assert [kernel.number(kva + count_at, 4) for kva in kvas] == [1] * len(FILES)
    vnodes = [kernel.number(kva + vnode_at, kernel.word) for kva in kvas]
    assert len(set(vnodes)) == len(vnodes)
    assert [kernel.member("vnode", each, "v_type") for each in vnodes] == [4, 4, 1, 9, 6, 0, 2, 0, 3, 6]
    names = [kernel.member("vnode", each, "v_path") for each in vnodes]
    assert [kernel.string(name) if name else None for name in names] == [file.path for file in FILES]
    bits = 32 if kernel.word == 8 else 18
    devices = [kernel.member("vnode", each, "v_rdev") for each in vnodes]
    assert [devices[0], devices[1], devices[8]] == [1 << bits | 3, 136 << bits | 3, 8 << bits | 400]


def test_descriptors(planted):
    _, kernel = planted
    found = by_pid(kernel)
    files, count = descriptors(kernel, found[PID])
    assert count == FILES[-1].fd + 1
    check(kernel, files)
    assert descriptors(kernel, found[BARE])[1] == 0
    for pid in set(found) - {PID, BARE}:
        assert descriptors(kernel, found[pid]) == (None, 0)


def test_in_a_dump(planted, tmp_path):
    memory, _ = planted
    with sunkvm.open(*pack.pack(memory, tmp_path, 0, facts={"crash_time": 0, "uuid": None})) as image:
        process = next(each for each in image.processes() if each.pid == PID)
        shown = [each for each in image.files(process) if each.use == "open"]
        assert [each.fd for each in shown] == [file.fd for file in FILES]
        assert [each.path for each in shown] == [
            None if file.path is None else os.fsdecode(file.path) for file in FILES
        ]
        assert [each.access for each in shown] == ["r", "rw", "w", "rw", "r", "rw", "r", "", "rw", "w"]
        assert shown[2].flags == ("append", "sync")
        assert shown[0].device == (1, 3)


class Spaces:
    def __init__(self, core) -> None:
        self.core = core

    def read(self, space, va, count):
        data, fault = AddressSpace(self.core, space).read_some(va, count)
        return data if fault is None else None


@pytest.fixture
def running(kit, model, monkeypatch):
    example = kit.example()
    processes = tuple(
        replace(each, cwd=b"/srv", table=64) if each.pid == PID else each for each in example.processes
    )
    stage = SimpleNamespace(world=replace(example, processes=processes), files={PID: FILES}, looks=0)

    def look(process):
        stage.looks += process.pid == PID
        return stage.files.get(process.pid)

    monkeypatch.setattr(live_files, "read_files", look)
    stage.core = LiveSolaris(
        model, BuiltinTables("solaris", model).layout, "sunkvm-test", lambda: stage.world
    )
    names = ElfNamelist("ksyms", stage.core.namelist())
    symbols = {name: int(names[name]) for name in names}
    stage.kernel = kit.Kernel(model.name, Spaces(stage.core), symbols["kas"], symbols)
    yield stage
    stage.core.close()


def test_live(running):
    """The list is as long as the host's table, and is looked up when it is read."""
    kernel = running.kernel
    proc = by_pid(kernel)[PID]
    assert running.looks == 0
    files, count = descriptors(kernel, proc)
    assert (count, running.looks) == (64, 1)
    check(kernel, files)
    flag_at = FILE[kernel.word][0]
    running.files[PID] = FILES[:1]
    running.core.files._until = 0
    older = [kernel.number(kva + flag_at, 2) for kva, _ in files.values()]
    assert sorted(descriptors(kernel, proc)[0]) == [0]
    assert [kernel.number(kva + flag_at, 2) for kva, _ in files.values()] == older
    running.files = {}
    running.core.files._until = 0
    assert descriptors(kernel, proc) == ({}, 64)


def test_live_growing_table(running):
    """A longer table has another place; more descriptors than there is room for are left out."""
    kernel = running.kernel
    processes = tuple(
        replace(each, table=1 << 20) if each.pid == PID else each for each in running.world.processes
    )
    running.world = replace(running.world, processes=processes)
    running.files[PID] = (*FILES, replace(FILES[0], fd=8191), replace(FILES[0], fd=8192))
    running.core._renew_processes()
    files, count = descriptors(kernel, by_pid(kernel)[PID])
    assert count == 8192
    assert sorted(files) == [*(file.fd for file in FILES), 8191]


def test_long_tables_of_processes_that_have_gone(running):
    """Many come and go between looks while others stay: their room is used again long before there are that many."""
    before, core = running.world.processes, running.core
    one = next(each for each in before if each.pid == PID)
    many = tuple(replace(one, pid=20000 + each) for each in range(200))
    long = 8192 * ENTRY
    for number in range(40):
        gone = replace(one, pid=40000 + number, table=8192)
        running.world = replace(running.world, processes=(*before, *many, gone))
        core._renew_processes()
    assert core.files.count < 2 * len(running.world.processes)
    assert len(core.files._tables.data) < (len(many) + 2) * 64 * ENTRY + 5 * long
    files, count = descriptors(running.kernel, by_pid(running.kernel)[PID])
    assert (sorted(files), count) == ([file.fd for file in FILES], 64)


def test_own(tmp_path):
    with (tmp_path / "own").open("wb") as file:
        file.write(b"12345")
        file.flush()
        with sunkvm.open(os="solaris") as image:
            me = next(each for each in image.processes() if each.pid == os.getpid())
            shown = {each.fd: each for each in image.files(me) if each.use == "open"}
            mine = shown[file.fileno()]
            assert (mine.path, mine.access, mine.offset) == (str(tmp_path / "own"), "w", 5)
