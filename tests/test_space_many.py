"""Reading from many addresses at once gives what single reads give, with numpy and without."""

from __future__ import annotations

import random
import sys
from array import array

import pytest

import sunkvm

numpy = pytest.importorskip("numpy", reason="numpy is not installed")
CASES = [("solaris", case) for case in ("amd64", "i386", "sparc", "sparcv9", "amd64-zerotail")]
CASES += [("freebsd", case) for case in ("amd64-v2-12", "amd64-full-current", "aarch64-16k-v3")]


@pytest.fixture(params=CASES, ids=["-".join(case) for case in CASES])
def image(request, golden_solaris, golden_freebsd):
    system, case = request.param
    golden = golden_solaris if system == "solaris" else golden_freebsd
    names = ("unix.0", "vmcore.0") if system == "solaris" else ("kernel", "vmcore")
    folder = golden.folder(case)
    with sunkvm.open(folder / names[0], folder / names[1]) as image:
        yield image


def addresses_of(image, count, seed):
    """Return addresses inside, around and far from what the image has."""
    chance = random.Random(seed)
    ranges = list(image.kernel.ranges())
    found = []
    for _ in range(count):
        start, length = chance.choice(ranges)
        found.append(start + chance.randrange(-16, length + 16) & image.model.mask)
    return found


@pytest.mark.parametrize("size", [1, 4, 8, 24, 4096])
def test_same_as_single_reads(image, size):
    kvas = addresses_of(image, 400, size)
    data, missing = image.read_many(kvas, size)
    assert len(data) == size * len(kvas)
    for number, kva in enumerate(kvas):
        part, fault = image.read_some(kva, size)
        assert (number in missing) == (fault is not None)
        assert data[number * size : (number + 1) * size] == (part if fault is None else bytes(size))
    assert missing == sorted(missing)


def test_kinds_of_addresses(image):
    kvas = addresses_of(image, 200, 7)
    expected = image.read_many(kvas, 8)
    assert image.read_many(array("Q", kvas), 8) == expected
    assert image.read_many(numpy.array(kvas, dtype=numpy.uint64), 8) == expected
    assert image.read_many(tuple(kvas), 8) == expected


def test_without_numpy(image, monkeypatch):
    kvas = addresses_of(image, 200, 9)
    expected = image.read_many(kvas, 8)
    monkeypatch.setitem(sys.modules, "sunkvm.gather", None)
    image.kernel._gatherer = None
    assert image.read_many(kvas, 8) == expected


def test_edges(image):
    assert image.read_many([], 8) == (b"", [])
    with pytest.raises(ValueError, match="positive"):
        image.read_many([0], 0)
    far = [0, image.model.mask, 1 << 70, -1] * 20
    data, missing = image.read_many(far, 8)
    assert missing == list(range(len(far))) and not any(data)


def test_overlay_is_seen(golden_solaris):
    folder = golden_solaris.folder("amd64")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0", overlay=True) as image:
        at = int(image.symbols["avenrun"])
        image.write(at, b"\1\2\3\4")
        data, missing = image.read_many([at] * 100, 4)
        assert data == b"\1\2\3\4" * 100 and missing == []


def test_the_file_can_be_closed_afterwards(golden_solaris):
    folder = golden_solaris.folder("amd64")
    image = sunkvm.open(folder / "unix.0", folder / "vmcore.0")
    image.read_many([int(image.symbols["avenrun"])] * 100, 4)
    image.close()
    with pytest.raises(ValueError, match="closed"):
        image.read_many([0] * 100, 4)
