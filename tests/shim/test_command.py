"""Command lines that a C library asks for again: the same answer, until the memory they come from is written to."""

from __future__ import annotations

import json
import shutil

import pytest

from .conftest import Replay
from .test_golden import decoded

pytestmark = pytest.mark.shim


@pytest.fixture
def replay(tools, golden_solaris, tmp_path):
    """A replay beside a copy of an image that may be written to."""
    folder = golden_solaris.folder("amd64")
    for name in ("unix.0", "vmcore.0"):
        shutil.copy(folder / name, tmp_path)
    program = Replay(tools.build("replay.c", 64))
    assert program("chdir", tmp_path) == ["0"]
    yield program
    program.close()


def command(replay, pid, arg=1, env=1):
    """Return (arguments, environment) of a process, or -1."""
    assert replay("getproc", pid) != ["-"]
    words = replay("getcmd", arg, env)
    return -1 if words.pop(0) == "-1" else (decoded(words), decoded(words))


def test_again_and_again(replay, golden_solaris):
    recorded = json.loads((golden_solaris.folder("amd64") / "expected.json").read_text())["processes"]
    assert replay("open", "unix.0", "vmcore.0", 0, "again") == ["ok", "0"]
    for _ in range(3):
        for process in recorded:
            wanted = process.get("right", process)["getcmd"]
            found = command(replay, process["pid"])
            if wanted["return"] == -1:
                assert found == -1
                continue
            assert found == (wanted["arg"], wanted["env"])
            # What is asked for is part of the question.
            assert command(replay, process["pid"], 0, 1) == (None, wanted["env"])
            assert command(replay, process["pid"], 1, 0) == (wanted["arg"], None)
    replay("close")


def test_a_write_is_seen(replay):
    assert replay("open", "unix.0", "vmcore.0", 2, "again") == ["ok", "0"]
    for _ in range(2):
        assert command(replay, 1)[0] == ["/sbin/init"]
    where = int.from_bytes(replay.read("u", 0xFFFFFD7FFFDFFF58, 8), "little")
    assert replay("write", "u", hex(where), b"/sbin/fini".hex()) == ["10", "0"]
    for _ in range(2):
        assert command(replay, 1)[0] == ["/sbin/fini"]
    replay("close")
