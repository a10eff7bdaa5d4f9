"""Many addresses at once: what comes out is what comes out one by one."""

from __future__ import annotations

import random
from array import array

import pytest

from sunkvm import lanes, mmus
from sunkvm.mmu import INVALID, NOWHERE

ALONE = {"arm", "i386-pae-roots"}  # large pages among the small ones


def one(form, entry):
    """Decode an entry of the last level: the first kind that fits counts."""
    for mask, value, frame, span in form.levels[-1].kinds:
        if entry & mask == value:
            return NOWHERE if span == INVALID else (entry & frame) << form.frame_shift >> form.frame_drop
    return NOWHERE


def entries_of(form, chance, count):
    """Return entries of all kinds and of none, all bits of which are set now and then."""
    here = form.levels[-1]
    top = (1 << 8 * here.size) - 1
    out = []
    for _ in range(count):
        entry = chance.choice((0, top, chance.randrange(top + 1), chance.randrange(top + 1)))
        mask, value, _, _ = chance.choice(here.kinds)
        if chance.random() < 0.7:
            entry = entry & ~mask & top | value
        out.append(entry)
    return array("Q" if here.size == 8 else "I", out)


@pytest.mark.parametrize("name", sorted(set(mmus.forms()) - ALONE))
@pytest.mark.parametrize("count", [1, 2, 64, 511, 512])
def test_decode(name, count):
    form = mmus.find(name)
    chance = random.Random(f"{name}{count}")
    for _ in range(20):
        entries = entries_of(form, chance, count)
        found = lanes.decode(
            entries, form.levels[-1].kinds, form.frame_shift - form.frame_drop, form.page_shift
        )
        assert found is not None
        assert found.tolist() == [one(form, entry) for entry in entries]


def test_decode_leaves_large_pages_alone():
    form = mmus.find("arm")
    assert lanes.decode(array("I", [2] * 256), form.levels[-1].kinds, 0, 12) is None
    assert lanes.decode(array("Q"), ((1, 1, ~4095 & (1 << 52) - 1, 12),), 0, 12) is None
    assert lanes.decode(array("Q", bytes(8 * 513)), ((1, 1, 0, 12),), 0, 12) is None


def some_frames(chance, count, low, high):
    frames = [chance.randrange(low, high) << 12 for _ in range(count)]
    for _ in range(chance.randrange(4)):
        frames[chance.randrange(count)] = NOWHERE
    return frames


@pytest.mark.parametrize("count", [1, 100, 512])
def test_moved(count):
    chance = random.Random(count)
    low, last = 0x100, 0x7FFFF
    seen = set()
    for _ in range(200):
        frames = some_frames(chance, count, low, last + 1)
        if chance.random() < 0.5:
            wrong = chance.choice((low - 1, last + 1, 0, 1 << 51))
            frames[chance.randrange(count)] = wrong << 12
        if chance.random() < 0.2:
            frames[chance.randrange(count)] |= 8
        distance = chance.choice((0, 7, 1 << 40, -5, -low << 12))
        real = [pa for pa in frames if pa != NOWHERE]
        good = all(low << 12 <= pa <= last << 12 and not pa & 4095 for pa in real)
        found = lanes.moved(array("Q", frames), low << 12, last << 12, distance, 4096)
        assert (found is not None) == good
        if found is not None:
            assert found.tolist() == [pa if pa == NOWHERE else pa + distance for pa in frames]
        seen.add(good)
    assert seen == {True, False}


def slow_runs(frames):
    found = []
    for at, pa in enumerate(frames):
        if found:
            begin, first, pages = found[-1]
            if first < 0 <= -1 + (pa == NOWHERE) or (first >= 0 and pa == first + (pages << 12)):
                found[-1] = begin, first, pages + 1
                continue
        found.append((at, -1 if pa == NOWHERE else pa, 1))
    return found


@pytest.mark.parametrize("count", [1, 2, 511, 512])
def test_runs(count):
    chance = random.Random(count)
    kept = 0
    for _ in range(200):
        frames = []
        while len(frames) < count:
            length = chance.choice((1, 3, 64, 200))
            first = chance.choice((NOWHERE, 0, chance.randrange(1 << 36) << 12))
            frames += [first if first == NOWHERE else first + (page << 12) for page in range(length)]
        frames = frames[:count]
        wanted = slow_runs(frames)
        found = lanes.runs(array("Q", frames), 12)
        assert found == (wanted if len(wanted) <= 48 else None)
        kept += found is not None
    assert kept


def test_runs_refuse_what_is_no_address():
    assert lanes.runs(array("Q", [1 << 62]), 12) is None
    assert lanes.runs(array("Q", [1 << 63]), 12) is None
    assert lanes.runs(array("Q", range(0, 512 * 8192, 8192)), 12) is None
    assert lanes.runs(array("Q"), 12) is None
