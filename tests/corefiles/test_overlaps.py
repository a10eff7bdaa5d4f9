"""Segments of memory that overlap, against an obvious model; and that many of them take little time."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from sunkvm.corefiles import elf_virtual, physical

SEGMENTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(range(0, 10_000, 100))), max_size=12
)


def bytes_of(segments):
    """{address: place in the file}; the first segment of a list counts."""
    places = {}
    for start, count, offset in segments:
        for number in range(count):
            places.setdefault(start + number, offset + number)
    return places


@given(SEGMENTS)
def test_the_first_counts(segments):
    kept = physical._disjoint(segments)
    assert bytes_of(kept) == bytes_of(segments)
    assert all(one[0] + one[1] <= other[0] for one, other in itertools.pairwise(kept))
    assert all(count > 0 for _, count, _ in kept)


@given(SEGMENTS)
def test_the_one_that_begins_first_counts(segments):
    kept = elf_virtual._disjoint(segments)
    assert set(bytes_of(kept)) == set(bytes_of(segments))
    assert all(one[0] + one[1] <= other[0] for one, other in itertools.pairwise(kept))


def test_many_that_overlap():
    """Each begins inside of the one before, and ends behind it: once this took time by the square of their number."""
    started = time.process_time()
    count = 65_000
    kept = physical._disjoint([(number * 8, 100_000, number) for number in reversed(range(count))])
    assert sum(size for _, size, _ in kept) == 8 * (count - 1) + 100_000
    nested = physical._disjoint([(number, 10 * count - 2 * number, 0) for number in reversed(range(count))])
    assert len(nested) == 2 * count - 1
    assert time.process_time() - started < 10
