"""What a look at the host costs in work that can be counted: files opened, and bytes of shared memory that change."""

from __future__ import annotations

import os
from dataclasses import replace
from operator import ne

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import host, personalities, watch
from sunkvm.emulate.world import WorldIpc, WorldProcess

SYSTEMS = [*personalities(), "sunos4"]
MANY = 400


def process(number: int, **more) -> WorldProcess:
    name = b"p%d" % number
    return WorldProcess(
        number, 1, name, number % 7 or 1, 1, 0, 0, 0, 0, 0, 0, (), (name,), (), number * 10**9, bits=64, size=1 << 20,
        resident=1 << 16, user_time=0, system_time=0, cwd=b"/", umask=0o22, nice=0, cpu=0, program=b"/bin/sh", **more,
    )  # fmt: skip


@pytest.fixture(params=SYSTEMS)
def staged(request, monkeypatch):
    """A kernel of processes that the test changes, while all else of the host stands still."""
    numbers = host.read_world(processes=())
    there = {number: process(number) for number in range(1, MANY)}
    monkeypatch.setattr(watch.Watch, "processes", lambda self: list(there.values()))
    monkeypatch.setattr(host, "read_world", lambda *, processes, **_: replace(numbers, processes=processes))
    monkeypatch.setattr(host, "messages", lambda: None)
    with sunkvm.open(os=request.param, model=datamodel.host()) as image:
        yield image.corefile, there


def changed(core) -> int:
    """Look at the processes; return how many bytes of shared memory are others than before."""
    before = [bytes(part[:size]) for part, size in zip(core._shared.parts, core._used_parts(), strict=True)]
    core.processes_age = 0.0
    core.refresh()
    count = 0
    for old, part in zip(before, core._shared.parts, strict=True):
        new = bytes(part[: len(old)])
        for at in range(0, len(old), 256):
            one, two = old[at : at + 256], new[at : at + 256]
            if one != two:
                count += sum(map(ne, one, two))
    return count


def test_nothing_is_written_where_nothing_has_changed(staged):
    core, _ = staged
    changed(core)
    assert changed(core) <= 8  # of SunOS 4 shares of the processor, which fade


def test_one_process_that_has_used_time(staged):
    core, there = staged
    changed(core)
    there[77] = replace(there[77], user_time=10**9, resident=1 << 17)
    assert 0 < changed(core) <= 200


def test_one_that_ends_and_one_that_starts(staged):
    """Its own structs, and the pointers of those beside it in lists: not those of the others."""
    core, there = staged
    for turn in range(8):
        del there[100 + turn]
        there[MANY + turn] = process(MANY + turn)
        number = changed(core)
        assert 20 < number < 12_000, (turn, number)


@pytest.mark.live
def test_files_opened_at_a_look(monkeypatch):
    """One of each process that is as before, some of one that is new, none that has to do with all descriptors or maps."""
    opened: list[str] = []
    really = os.open

    def count(path, *arguments, **more):
        opened.append(os.fspath(path))
        return really(path, *arguments, **more)

    eyes = watch.Watch()
    eyes.processes()
    monkeypatch.setattr(os, "open", count)
    processes = eyes.processes()
    own = [path for path in opened if path == f"/proc/{os.getpid()}/stat"]
    assert 1 <= len(own) <= 2  # twice where a thread of this process has started in between
    sleeping = {each.pid for each in processes if len(each.threads) == 1 and each.state == "S"}
    first = [path for path in opened if path.startswith("/proc/") and path.split("/")[2].isdigit()]
    again = [path for path in first if int(path.split("/")[2]) in sleeping and not path.endswith("/stat")]
    # Some of them have executed another program in between, or their details were old; not half of them.
    assert len(again) < len(sleeping) / 2 + 10
    assert not any("/fd" in path or path.endswith("maps") for path in opened)


def test_what_all_processes_share_is_brought_up_to_date(monkeypatch):
    """Open files are counted anew; other objects of System V are a reason to plant all anew."""
    numbers = host.read_world(processes=())
    now = [replace(numbers, open_files=1000, ipc=())]
    monkeypatch.setattr(watch.Watch, "processes", lambda self: [process(1)])
    monkeypatch.setattr(host, "read_world", lambda *, processes, **_: replace(now[0], processes=processes))
    monkeypatch.setattr(host, "messages", lambda: None)
    with sunkvm.open(os="freebsd", model=datamodel.host()) as image:
        image.corefile.processes_age = 0.0

        def told(name):
            image.corefile.refresh()
            return image.kernel.read_int(image.symbols[name], 4)

        assert told("openfiles") == 1000
        now[0] = replace(now[0], open_files=1234)
        assert told("openfiles") == 1234
        number = image.corefile._now.number
        queue = WorldIpc("msg", 7, 3, 0o600, 0, 0, 0, 0)
        now[0] = replace(now[0], ipc=(queue,))
        assert told("openfiles") == 1234 and image.corefile._now.number != number
