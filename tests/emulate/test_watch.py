"""Looking at the host again and again: what is read in full, and when."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from sunkvm.emulate import host, watch

from .test_live_work import process

STAT = "S 1 1 1 0 -1 64 0 0 0 0 0 0 0 0 20 0 1 0 5 4096 1 18446744073709551615" + " 0" * 27


@pytest.fixture
def clock(monkeypatch):
    """A host of 400 processes that do nothing, and the time; returns how many were read in full in so many seconds."""
    pids = range(2, 402)
    now, read = [0.0], []
    eyes = watch.Watch()
    monkeypatch.setattr(os, "listdir", lambda path: [*map(str, pids), "self"])
    monkeypatch.setattr(watch, "_stat", lambda pid: f"{pid} (p) {STAT}".encode())
    monkeypatch.setattr(watch.time, "monotonic", lambda: now[0])

    def full(pid):
        read.append(pid)
        return process(pid), watch._stat(pid)

    monkeypatch.setattr(host, "read_process_and_stat", full)

    def look(seconds: float) -> list[int]:
        now[0] += seconds
        read.clear()
        assert len(eyes.processes()) == len(pids)
        return list(read)

    look.eyes = eyes
    return look


def test_details_are_read_again_in_turn(clock):
    """All of them once in `DETAILS_AGE`, and never many at one look: also of those that were met at one moment."""
    assert len(clock(0)) == 400
    for _ in range(3):
        turns = [clock(watch.DETAILS_AGE / 20) for _ in range(20)]
        assert max(map(len, turns)) <= 30
        assert sorted(pid for turn in turns for pid in turn) == list(range(2, 402))


def test_nothing_is_read_in_full_while_details_are_young(clock):
    clock(0)
    turns = [clock(watch.DETAILS_AGE / 10) for _ in range(10)]
    assert sum(map(len, turns)) == 400
    assert clock(0) == []


def test_only_threads_of_processes_with_several_are_looked_at(monkeypatch):
    """Of one with a single thread no other file is opened; times of the others are new whenever the process's are."""
    spent, looked = [0], []
    now = {2: 1, 3: 3}
    monkeypatch.setattr(os, "listdir", lambda path: ["2", "3"])
    monkeypatch.setattr(
        watch,
        "_stat",
        lambda pid: (
            f"{pid} (p) S 1 1 1 0 -1 64 0 0 0 0 {spent[0]} 0 0 0 20 0 {now[pid]} 0 5 4096 1 1".encode()
            + b" 0" * 27
        ),
    )
    monkeypatch.setattr(
        host,
        "read_process_and_stat",
        lambda pid: (replace(process(pid), threads="S" * now[pid]), watch._stat(pid)),
    )

    def read_threads(pid, first):
        looked.append(pid)
        return "SSR", ((1, 0), (2, 0), (spent[0], 5)), (3, 7, 9)

    monkeypatch.setattr(host, "read_threads", read_threads)
    eyes = watch.Watch()
    eyes.processes()
    for each in (1, 1, 2):
        spent[0] = each
        one, three = eyes.processes()
        assert one.user_time == three.user_time == each * host.TICK
        assert (one.threads, one.thread_times, one.thread_ids) == ("S", (), ())
        assert (three.threads, three.thread_times) == ("SSR", ((1, 0), (2, 0), (each, 5)))
        assert three.thread_ids == (3, 7, 9)
    assert looked == [3, 3]  # at the second look nothing had changed


@pytest.mark.live
def test_files_that_are_opened_for_threads(monkeypatch):
    opened = []
    script = (
        "import threading, time\n"
        "for _ in range(3): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
        "print(flush=True); time.sleep(600)"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    try:
        child.stdout.readline()
        really = os.open
        monkeypatch.setattr(
            os, "open", lambda path, *rest, **more: opened.append(path) or really(path, *rest, **more)
        )
        states, times, ids = host.read_threads(child.pid, "S")
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    assert len(states) == len(times) == len(ids) == 4 and ids[0] == child.pid
    tids = opened[2:]
    assert opened[:3] == [f"/proc/{child.pid}", "task", f"{child.pid}/stat"]
    assert tids == [f"{tid}/stat" for tid in ids] and len({*tids}) == 4


def test_what_has_not_changed_is_the_same_object(clock):
    """Also where it was read again in full: so nothing is written for it."""
    eyes = clock.eyes
    clock(0)
    before = {id(process) for process in eyes.processes()}
    assert len(clock(2 * watch.DETAILS_AGE)) == 400
    assert {id(process) for process in eyes.processes()} == before
