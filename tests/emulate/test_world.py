"""What worlds tell of the time of threads."""

from __future__ import annotations

import pytest

from sunkvm.emulate.world import WorldProcess


def process(threads, user, system, *times):
    return WorldProcess(9, 1, b"p", threads=threads, user_time=user, system_time=system, thread_times=times)


@pytest.mark.parametrize(
    ("found", "times", "ended"),
    [
        (process("S", 7, 5), ((7, 5),), (0, 0)),  # the only one has spent all
        (process("S", 7, 5, (3, 4)), ((3, 4),), (4, 1)),  # the first of two has ended
        (process("SRS", 100, 50, (10, 1), (20, 2), (0, 0)), ((10, 1), (20, 2), (0, 0)), (70, 47)),
        (process("SS", 7, 5), (), (7, 5)),  # nobody knows whose it was
        (process("SS", 7, 5, (1, 1)), (), (7, 5)),
        (process("", 7, 5), (), (7, 5)),  # a zombie
        (process("S", None, 5), (), (0, 0)),
        # Threads went on while they were read, and their parts are divided otherwise.
        (process("SS", 10, 10, (10, 5), (1, 5)), ((10, 5), (1, 5)), (0, 0)),
        (process("SS", 10, 20, (10, 5), (2, 5)), ((10, 5), (2, 5)), (0, 8)),
        (process("SS", 20, 10, (10, 5), (2, 7)), ((10, 5), (2, 7)), (6, 0)),
    ],
)
def test_times_of_threads(found, times, ended):
    assert found.times == times
    assert found.ended_times == ended


def test_numbers_of_threads():
    two = WorldProcess(9, 1, b"p", threads="SR")
    assert [two.thread_id(place) for place in (0, 1)] == [9, None]
    known = WorldProcess(9, 1, b"p", threads="SR", thread_ids=(9, 40))
    assert [known.thread_id(place) for place in (0, 1)] == [9, 40]
    assert (
        WorldProcess(9, 1, b"p", threads="R", thread_ids=(40,)).thread_id(0) == 40
    )  # the first one has ended
    assert WorldProcess(9, 1, b"p", state="Z", threads="").thread_id(0) == 9
