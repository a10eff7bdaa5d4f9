"""Answers that C programs keep: the second program needs no engine for them, and believes no other file."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import Replay, environment
from .test_load import good_place
from .test_mortal import CALLS, SOURCES

pytestmark = pytest.mark.shim

CASES = {
    "solaris": ("amd64", ("unix.0", "vmcore.0")),
    "freebsd": ("amd64-v3-current", ("kernel", "vmcore")),
    "netbsd": ("amd64", ("kernel", "netbsd.core")),
    "dragonfly": ("v2", ("kernel", "vmcore")),
}
FIXTURES = {"solaris": "tools", "dragonfly": "dragonfly_flavour"}
SETTLED = 2.3  # seconds: younger files may change without a change of their times


def settle():
    time.sleep(SETTLED)


@pytest.fixture(scope="module")
def old(request, tmp_path_factory):
    """A folder with copies of a case of each flavour, old enough to be remembered."""
    top = tmp_path_factory.mktemp("old")
    for flavour, (case, files) in CASES.items():
        (top / flavour).mkdir()
        for name in files:
            shutil.copyfile(
                request.getfixturevalue(f"golden_{flavour}").folder(case) / name, top / flavour / name
            )
    settle()
    return top


class Runner:
    """Programs of one flavour that share a folder for what is kept."""

    def __init__(self, program: Path, flavour: str, folder: Path, cache: Path, **extra: str) -> None:
        self.program, self.flavour, self.folder, self.cache = program, flavour, folder, cache
        self.extra = extra

    def calls(self):
        """Return the calls of `test_mortal` with full names of the files."""
        names = CASES[self.flavour][1]
        return [
            tuple(str(self.folder / word) if word in names else word for word in call)
            for call in CALLS[self.flavour]
        ]

    def run(self, calls):
        """Return the answers, and after which of the calls the process had an engine, None for never."""
        replay = Replay(self.program, SUNKVM_CACHE=str(self.cache), **self.extra)
        found, started = [], None
        for number, call in enumerate(calls):
            answer = replay(*call)
            # Where the Solaris library has its struct is no part of an answer.
            found.append((answer[1:] if answer[0].startswith("0x") else answer, replay.printed))
            maps = Path(f"/proc/{replay.process.pid}/maps").read_text()
            if started is None and "_engine.so" in maps:
                started = number
        replay.close()
        return found, started

    def kept(self):
        return sorted(self.cache.glob("*.memo"))


@pytest.fixture
def runner(request, tmp_path, old):
    def make(flavour, folder=None, **extra):
        tools = request.getfixturevalue(FIXTURES.get(flavour, flavour))
        cache = tmp_path / "cache"
        return Runner(tools.build(SOURCES[flavour]), flavour, folder or old / flavour, cache, **extra)

    return make


@pytest.mark.parametrize("flavour", CASES)
@pytest.mark.parametrize("engine", ["inprocess", "helper"])
def test_all_calls_answer_alike(runner, flavour, engine):
    mine = runner(flavour, SUNKVM_ENGINE=engine, SUNKVM_DEAD_ARGS="1")
    calls = mine.calls()
    without = Runner(mine.program, flavour, mine.folder, Path(), SUNKVM_ENGINE=engine, SUNKVM_DEAD_ARGS="1")
    without.cache = ""
    wanted, _ = without.run(calls)
    for _ in range(3):
        assert mine.run(calls)[0] == wanted
    assert len(mine.kept()) == 1
    assert mine.kept()[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("flavour", CASES)
def test_the_second_program_needs_no_engine(runner, flavour):
    mine = runner(flavour)
    calls = mine.calls()[:2]
    assert calls[1][0].startswith("nlist")
    found, started = mine.run(calls)
    assert started == 0
    assert mine.run(calls) == (found, None)
    # Neither do reads that have been made before; all others do, and are answered.
    read = next(call for call in mine.calls() if call[0].startswith("read"))
    closed = mine.calls()[-1]
    first, started = mine.run([*calls, read, closed])
    assert started == 2
    again, started = mine.run([*calls, read, closed])
    assert again == first


def test_words_that_were_not_asked(runner):
    mine = runner("solaris")
    opened = mine.calls()[0]
    mine.run([opened, ("nlist", "kas")])
    other, started = mine.run([opened, ("nlist", "practive")])
    assert started == 1
    assert other[1][0] != ["-1"]
    assert mine.run([opened, ("nlist", "kas"), ("nlist", "practive")])[1] is None


@pytest.fixture
def copies(old, tmp_path):
    """Copies of the Solaris case that a test may change."""
    folder = tmp_path / "copies"
    shutil.copytree(old / "solaris", folder)
    return folder


def test_other_files_of_the_same_name_and_size(runner, copies):
    settle()
    mine = runner("solaris", copies)
    calls = mine.calls()[:2]
    good, _ = mine.run(calls)
    assert mine.run(calls)[1] is None
    core = copies / "vmcore.0"
    times = core.stat()
    with core.open("r+b") as file:  # in place, and with the times set back
        file.write(b"\xff" * 4096)
    os.utime(core, ns=(times.st_atime_ns, times.st_mtime_ns))
    settle()
    bad, started = mine.run(calls[:1])
    assert started == 0
    assert bad[0] != good[0]
    without = Runner(mine.program, "solaris", copies, Path())
    without.cache = ""
    assert without.run(calls[:1])[0] == bad


def test_young_files_are_not_remembered(runner, copies):
    mine = runner("solaris", copies)
    calls = mine.calls()[:2]
    for _ in range(2):
        assert mine.run(calls)[1] == 0
    assert not mine.kept()


def test_a_debug_file_that_is_added_counts(runner, copies):
    settle()
    mine = runner("solaris", copies)
    calls = mine.calls()[:2]
    mine.run(calls)
    assert mine.run(calls)[1] is None
    (copies / "unix.0.debug").write_bytes(b"")
    settle()
    assert mine.run(calls)[1] == 0


def test_a_debug_file_that_was_still_being_written_counts(runner, copies):
    (copies / "unix.0.debug").write_bytes(b"\x7fELF")
    settle()
    mine = runner("solaris", copies)
    calls = mine.calls()[:2]
    mine.run(calls)
    assert mine.run(calls)[1] is None
    with (copies / "unix.0.debug").open("ab") as file:  # its folder does not change by this
        file.write(bytes(4096))
    settle()
    assert mine.run(calls)[1] == 0


@pytest.mark.parametrize("name", [".debug", ".build-id"])
def test_folders_of_debug_files_keep_nothing(runner, copies, name):
    (copies / name).mkdir()
    settle()
    mine = runner("solaris", copies)
    mine.run(mine.calls()[:2])
    assert not mine.kept()


def test_a_file_that_changes_while_it_is_open_is_not_remembered_as_it_was(runner, copies):
    settle()
    mine = runner("solaris", copies)
    opened, nlist = mine.calls()[:2]
    mine.run([opened, nlist])
    (path,) = mine.kept()
    whole = path.read_bytes()
    replay = Replay(mine.program, SUNKVM_CACHE=str(mine.cache))
    assert replay(*opened)
    os.utime(copies / "unix.0")
    assert replay("nlist", "practive")[0] != "-1"  # the engine is asked
    replay.close()
    assert path.read_bytes() == whole


def test_a_limit_on_the_size_of_files_ends_no_program(runner, tmp_path):
    mine = runner("solaris")
    calls = mine.calls()[:2]
    wanted, _ = mine.run(calls)
    (path,) = mine.kept()
    path.unlink()
    limited = tmp_path / "limited"
    limited.write_text(f"#!/bin/sh\nulimit -f 0\nexec '{mine.program}'\n")
    limited.chmod(0o700)
    mine.program = limited
    assert mine.run(calls)[0] == wanted
    assert not any(mine.cache.iterdir())


def test_no_descriptor_is_held(runner):
    mine = runner("solaris")
    calls = mine.calls()[:2]
    mine.run(calls)
    replay = Replay(mine.program, SUNKVM_CACHE=str(mine.cache))
    for call in calls:
        replay(*call)
    targets = [os.readlink(link) for link in Path(f"/proc/{replay.process.pid}/fd").iterdir()]
    replay.close()
    assert not [target for target in targets if target.startswith(str(mine.cache))]


def test_files_that_are_gone_when_they_are_needed(runner, copies):
    settle()
    mine = runner("solaris", copies)
    opened, nlist = mine.calls()[:2]
    read = ("read", "k", "0xffffff0000000000", 64)
    mine.run([opened, nlist])
    replay = Replay(mine.program, SUNKVM_CACHE=str(mine.cache))
    assert replay(*opened) and replay(*nlist)
    (copies / "vmcore.0").rename(copies / "elsewhere")
    assert replay(*read)[0] == "-1"
    (copies / "elsewhere").rename(copies / "vmcore.0")
    assert replay(*read)[0] == "64"  # nothing was wrong for good
    replay.close()


def test_damage_to_what_is_kept(runner):
    mine = runner("freebsd")
    calls = mine.calls()[:2]
    wanted, _ = mine.run(calls)
    (path,) = mine.kept()
    whole = path.read_bytes()
    damaged = [whole[:size] for size in (0, 1, 31, 32, 40, len(whole) // 2, len(whole) - 8)] + [
        whole + bytes(8)
    ]
    for at in (0, 16, 24, 33, 200, len(whole) // 2, len(whole) - 60, len(whole) - 1):
        damaged.append(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
    for bad in damaged:
        path.write_bytes(bad)
        found, started = mine.run(calls)
        assert found == wanted
        assert started == 0
        assert path.read_bytes() == whole  # made anew


def test_what_others_may_write_is_not_believed(runner, tmp_path):
    mine = runner("netbsd")
    calls = mine.calls()[:2]
    mine.run(calls)
    (path,) = mine.kept()
    assert mine.run(calls)[1] is None
    path.chmod(0o620)
    assert mine.run(calls)[1] == 0
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    (tmp_path / "moved").chmod(0o600)
    assert mine.run(calls)[1] == 0
    assert mine.run(calls)[1] is None  # the link was replaced
    mine.cache.chmod(0o770)
    assert mine.run(calls)[1] == 0


@pytest.mark.parametrize(
    "extra",
    [{"SUNKVM_SWAPFILE": "/dev/null"}, {"SUNKVM_SANDBOX": "1"}, {"SUNKVM_DISABLE_PLUGINS": "1"}],
    ids=lambda extra: next(iter(extra)),
)
def test_settings_that_bring_more_into_play(runner, extra):
    mine = runner("solaris", **extra)
    mine.run(mine.calls()[:2])
    assert not mine.kept()


def test_relative_names_and_writers_are_not_remembered(runner, old):
    mine = runner("solaris")
    mine.run([("chdir", old / "solaris"), *CALLS["solaris"][:2]])
    opened = mine.calls()[0]
    mine.run([(*opened[:3], os.O_RDWR, *opened[4:])])
    assert not mine.kept()


def test_many_threads_begin_without_an_engine(runner, tools):
    """Of those that need the engine at once all get it."""
    mine = runner("solaris")
    opened = mine.calls()[0]
    address, word, _ = good_place(*opened[1:3])
    mine.run([(*opened[:4], "load"), ("nlist", "kas"), ("close",)])
    (path,) = mine.kept()
    whole = path.read_bytes()
    for _ in range(6):
        path.write_bytes(whole)  # without the answers to reads
        done = subprocess.run(
            [tools.build("load.c", 64, "-DSOLARIS"), *opened[1:3], hex(address), word, "threads", "20"],
            env=environment(SUNKVM_CACHE=str(mine.cache)),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert path.stat().st_size > len(whole)


def test_the_number_of_files_is_bounded(runner):
    mine = runner("dragonfly")
    mine.cache.mkdir(mode=0o700)
    for number in range(300):
        path = mine.cache / f"{number:016x}.memo"
        path.write_bytes(b"")
        os.utime(path, (number + 10, number + 10))
    others = ["other.idx", "notes.memo", "0123.memo", f"{7:016x}.memory", f"{7:016x}.memo.old"]
    for name in others:
        (mine.cache / name).write_bytes(b"")
        os.utime(mine.cache / name, (0, 0))
    unfinished = mine.cache / f"{1:016x}.memo.4711"
    unfinished.write_bytes(b"")
    os.utime(unfinished, (0, 0))
    mine.run(mine.calls()[:2])
    assert not unfinished.exists()
    for name in others:
        assert (mine.cache / name).exists()
    assert len(mine.kept()) == 303
    for path in mine.kept():
        if path.stat().st_mtime > 1e6:
            path.unlink()  # as if it had not been asked
    mine.run(mine.calls()[:2])
    assert not (mine.cache / f"{0:016x}.memo").exists()
