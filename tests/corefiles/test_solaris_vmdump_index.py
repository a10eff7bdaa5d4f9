"""The indexes of compressed dumps in the cache directory: used when they fit, made anew when not."""

from __future__ import annotations

import os

import pytest

from sunkvm.corefile import PHYS, open_corefile
from sunkvm.corefiles.solaris_pages import DataSection
from sunkvm.corefiles.solaris_vmdump import CompressedDump
from sunkvm.corefiles.solaris_vtop import Translations
from sunkvm.space import AddressSpace

SPACE, BASE = 0xC0001000, 0xB0000000
LEVELS = range(3)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(CompressedDump, "worth_keeping", 0)
    folder = tmp_path / "cache"
    monkeypatch.setenv("SUNKVM_CACHE", str(folder))
    return folder


@pytest.fixture
def builds(monkeypatch):
    """What was built, in order."""
    built = []
    for kind in (DataSection, Translations):
        build = kind.build

        def counted(self, progress=None, build=build, kind=kind):
            built.append(kind.__name__)
            build(self, progress)

        monkeypatch.setattr(kind, "build", counted)
    return built


def encoded(dump, level):
    runs = [(0, 13), (13, 13), (26, len(dump.pages) - 26)]
    data = [dump.serial, lambda: dump.lzjb_streams(runs), lambda: dump.bzip2_streams(runs)][level]()
    return dump.vmdump(data, streams=2 if level else 0, level=level)


def check(path, dump):
    core = open_corefile(path)
    try:
        for number, (frame, page) in enumerate(dump.pages):
            assert AddressSpace(core, PHYS).read(frame * dump.page, dump.page) == page
            assert AddressSpace(core, SPACE).read(BASE + number * dump.page, dump.page) == page
        return core.pages().ranges
    finally:
        core.close()


BOTH = ["DataSection", "Translations"]


@pytest.mark.parametrize("level", LEVELS)
def test_used_again(handmade, write, builds, level):
    dump = handmade("sparcv9")
    path = write(encoded(dump, level))
    ranges = check(path, dump)
    assert sorted(builds) == BOTH
    assert check(path, dump) == ranges
    assert sorted(builds) == BOTH


@pytest.mark.parametrize("level", LEVELS)
def test_damages_are_remembered(handmade, write, builds, level):
    dump = handmade()
    data = encoded(dump, level)
    path = write(data[: len(data) - 65536][: -len(data) // 3])
    told = []
    for _ in range(2):
        core = open_corefile(path)
        section = core.pages()
        told.append([(each.offset, each.reason, each.pages) for each in section.damages])
        faults = [core.fault(PHYS, frame << 12) for frame, _ in dump.pages]
        told[-1] += [(each.kind, each.detail, each.offset) for each in faults]
        core.close()
    assert told[0] == told[1]
    assert builds == ["DataSection"]


def test_another_file_under_the_name(handmade, write, builds):
    dump, other = handmade(), handmade(count=30)
    path = write(encoded(dump, 0))
    check(path, dump)
    os.unlink(path)
    check(write(encoded(other, 0)), other)
    assert sorted(builds) == sorted(BOTH * 2)


def test_changed_file(handmade, write, builds):
    dump = handmade()
    path = write(encoded(dump, 0))
    check(path, dump)
    status = os.stat(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    check(path, dump)
    assert sorted(builds) == sorted(BOTH * 2)


@pytest.mark.parametrize("level", LEVELS)
def test_damaged_index(handmade, write, builds, cache, level):
    dump = handmade()
    path = write(encoded(dump, level))
    check(path, dump)
    for file in cache.iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    check(path, dump)
    assert sorted(builds) == sorted(BOTH * 2)
    check(path, dump)
    assert sorted(builds) == sorted(BOTH * 2)


@pytest.mark.parametrize("level", LEVELS)
def test_index_that_lies(handmade, write, level):
    """Even an index with a good checksum does no harm beyond wrong pages: whatever it says, nothing hangs or crashes."""
    import random

    dump = handmade()
    path = write(encoded(dump, level))
    core = open_corefile(path)
    good = b"".join(bytes(part) for part in core.pages().dump())
    hashes = b"".join(bytes(part) for part in core.translations().dump())
    rng = random.Random(level)
    assert (
        not core.pages().load(b"") and not core.pages().load(good[:-8]) and not core.pages().load(good[:-1])
    )
    assert not core.pages().load(good + bytes(8)) and not core.translations().load(hashes[:-1])
    for _ in range(300):
        bent = bytearray(good)
        for _ in range(rng.randrange(1, 5)):
            bent[rng.randrange(len(bent))] ^= 1 << rng.randrange(8)
        core.pages().load(bytes(bent))
        bent = bytearray(hashes)
        bent[rng.randrange(len(bent))] ^= 1 << rng.randrange(6)
        core.translations().load(bytes(bent))
        for number, (frame, _) in enumerate(dump.pages):
            AddressSpace(core, PHYS).read_some(frame << 12, 4096)
            AddressSpace(core, SPACE).read_some(BASE + number * 4096, 100)
    core.close()


def test_small_dumps_are_not_kept(handmade, write, cache, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("SUNKVM_CACHE", str(cache))
    dump = handmade()
    check(write(encoded(dump, 0)), dump)
    assert not cache.exists()


def test_without_a_cache(handmade, write, builds, monkeypatch):
    monkeypatch.setenv("SUNKVM_CACHE", "")
    dump = handmade()
    path = write(encoded(dump, 0))
    check(path, dump)
    check(path, dump)
    assert sorted(builds) == sorted(BOTH * 2)
