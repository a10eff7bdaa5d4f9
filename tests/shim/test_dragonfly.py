"""libkvm.so.3 against the answers that the original DragonFly library gave, and against its Python façade."""

from __future__ import annotations

import os

import pytest

from sunkvm.compat import dragonfly as facade

from ..dialects import test_dragonfly_golden as golden
from .dragonfly_dump import STRINGS
from .dragonfly_facade import DragonflyFacade

pytestmark = pytest.mark.shim


@pytest.fixture
def use(dragonfly_replays, monkeypatch, tmp_path):
    """Return what puts the C library in the façade's place."""

    def put(engine="", **extra):
        found = DragonflyFacade(dragonfly_replays(64, engine, **extra), tmp_path)
        monkeypatch.setattr(golden, "kvm", found)
        return found

    return put


def entries():
    """Return all entries for the engine in the program; by the helper fewer of the reads."""
    for number, each in enumerate(golden.params()):
        case, entry = each.values
        yield pytest.param(case, entry, "", id=each.id)
        if entry["call"] != "kvm_read" or not number % 8:
            yield pytest.param(case, entry, "helper", id=f"{each.id}-helper")


@pytest.mark.parametrize(("case", "entry", "engine"), list(entries()))
def test_entry(case, entry, engine, use, golden_dragonfly, monkeypatch, capsys):
    use(engine)
    folder = golden.prepare(golden_dragonfly, case)
    monkeypatch.chdir(folder)
    golden.check(case, entry, folder, golden_dragonfly, capsys)


@pytest.mark.parametrize("engine", ["", "helper"])
@pytest.mark.parametrize("name", STRINGS)
def test_strings(name, engine, use, dragonfly_kernel, monkeypatch):
    """Every size of buffer around the string's own, and none: what C gives is what Python gives."""
    monkeypatch.chdir(dragonfly_kernel)
    python = facade.kvm_openfiles("kernel", "vmcore", None, 0, library="5", model="amd64")
    c = use(engine)
    kd = c.kvm_openfiles("kernel", "vmcore", None, 0)
    where = golden.number(hex(STRINGS[name][0]))
    length = len(STRINGS[name][1]) + 1 if STRINGS[name][1] is not None else 70
    assert c.kvm_readstr(kd, where) == facade.kvm_readstr(python, where)
    assert c.kvm_geterr(kd) == facade.kvm_geterr(python)
    for size in {0, 1, 2, 8, length - 1, length, length + 1, length + 100}:
        ours, theirs = bytearray(b"#" * size), bytearray(b"#" * size)
        told = facade.kvm_readstr(python, where, theirs)
        assert c.kvm_readstr(kd, where, ours) == told
        assert ours == theirs
        if STRINGS[name][1] is not None:
            assert told == (STRINGS[name][1] if size >= length else None, length)
    facade.kvm_close(python)


@pytest.mark.parametrize("engine", ["", "helper"])
def test_strings_of_a_cut_dump(engine, use, dragonfly_kernel, tmp_path, capsys):
    """The original never comes back from there."""
    where, text = STRINGS["last page"]
    data = (dragonfly_kernel / "vmcore").read_bytes()
    assert data.count(text) == 1
    end = data.index(text) + 5
    (tmp_path / "vmcore").write_bytes(data[:end])
    c = use(engine)
    kd = c.kvm_open(dragonfly_kernel / "kernel", tmp_path / "vmcore", None, 0, "prog")
    assert c.kvm_read(kd, where, 5) == text[:5]
    buffer = bytearray(b"#" * 8)
    capsys.readouterr()
    assert c.kvm_readstr(kd, where, buffer) == (None, None)
    assert buffer == text[:5] + b"###"
    assert capsys.readouterr().err == "prog: short read\n"
    # A read has a short count; the rest of what it wanted of that page is zero, as in the original.
    got, data = c.call("read", hex(where), 7)
    assert (int(got), bytes.fromhex(data)) == (5, text[:5] + b"\0\0\xa5")


def test_everything_else_is_what_python_gives(use, dragonfly_kernel, monkeypatch):
    monkeypatch.chdir(dragonfly_kernel)
    python = facade.kvm_openfiles("kernel", "vmcore", None, 0, library="5", model="amd64")
    c = use()
    kd = c.kvm_openfiles("kernel", "vmcore", None, 0)
    for op in (0, facade.KERN_PROC_FLAG_LWP):
        ours, theirs = c.kvm_getprocs(kd, op), facade.kvm_getprocs(python, op)
        assert kd.cnt == python.cnt == len(theirs) and bytes(ours) == bytes(theirs)
    ours, theirs = c.kvm_getfiles(kd), facade.kvm_getfiles(python)
    assert len(theirs) == 3 and bytes(ours) == bytes(theirs)
    assert c.kvm_getloadavg(kd, 3) == facade.kvm_getloadavg(python, 3) == [1.0, 0.5, 0.25]
    # Only the library for C has the limits of 5.9 here, but the names are those of devname(3) in both.
    for flags in (0, facade.SWIF_DEV_PREFIX):
        ours, theirs = c.kvm_getswapinfo(kd, 8, flags), facade.kvm_getswapinfo(python, 8, flags)
        assert bytes(ours) == bytes(theirs) and len(theirs) == 3
    facade.kvm_close(python)


def test_the_tree_of_free_swap_goes_to_stdout(dragonfly_flavour, dragonfly_kernel, use, capsys):
    """By the program's own stdio, in the order of its own output."""
    c = use()
    kd = c.kvm_openfiles(str(dragonfly_kernel / "kernel"), str(dragonfly_kernel / "vmcore"), None, 0)
    c.replay.process.stdin.write("swapinfo\t8\t1\n")
    c.replay.process.stdin.flush()
    while c.replay.process.stderr.readline() != ".\n":
        pass
    first = c.replay.process.stdout.readline()
    assert first == "radix tree: 60/64/64 blocks, 1K wired\n"
    assert c.replay.process.stdout.readline().startswith("(0x000000,64) Bitmap fffffffffffffff0 big=")
    assert c.replay.process.stdout.readline() == "final availability: 60\n"
    assert c.replay.process.stdout.readline().startswith("2\t")
    assert kd is not None


def test_dead_args(dragonfly_replays, dragonfly_kernel, monkeypatch, tmp_path):
    """SUNKVM_DEAD_ARGS lifts the original's refusal."""
    monkeypatch.chdir(dragonfly_kernel)
    for value, wanted in (("1", ["cached", "--with", "three words"]), ("0", None)):
        c = DragonflyFacade(dragonfly_replays(64, "", SUNKVM_DEAD_ARGS=value), tmp_path)
        kd = c.kvm_openfiles("kernel", "vmcore", None, os.O_RDONLY)
        (process,) = c.kvm_getprocs(kd, facade.KERN_PROC_PID, 100)
        assert c.kvm_getargv(kd, process) == wanted
        refusal = "" if wanted else "cannot read user space from dead kernel"
        assert c.kvm_geterr(kd) == refusal
        assert c.kvm_getargv(kd, process, 9) == (wanted and ["cached", "--"])
