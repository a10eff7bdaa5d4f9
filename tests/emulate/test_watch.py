"""Looking at the host again and again: what is read in full, and when."""

from __future__ import annotations

import os

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
        return process(pid)

    monkeypatch.setattr(host, "read_process", full)

    def look(seconds: float) -> list[int]:
        now[0] += seconds
        read.clear()
        assert len(eyes.processes()) == len(pids)
        return list(read)

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
