"""Memory that C callers map: whoever writes it says so, so that nobody believes what is half written."""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
import subprocess
import time

import pytest

from sunkvm import datamodel
from sunkvm.corefile import KVA
from sunkvm.emulate import live, personalities
from sunkvm.emulate.shared import Changing, SharedMemory

SYSTEMS = [*personalities(), "sunos4"]


def digest(path, end):
    """Return what tells whether anything in a file with holes has changed."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        at = 0
        while at < end:
            try:
                at = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                break
            hole = min(os.lseek(file.fileno(), at, os.SEEK_HOLE), end)
            while at < hole:
                data = os.pread(file.fileno(), min(hole - at, 1 << 20), at)
                if data.strip(b"\0"):
                    found.update(struct.pack("Q", at) + data)
                at += len(data)
    return found.digest()


@pytest.mark.live
@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_is_written_unmarked(system, monkeypatch):
    with_marks = []

    class Watched(Changing):
        def __enter__(self):
            super().__enter__()
            if self._depth == 1 and before:
                assert number() % 2 == 1
                assert digest(share.path, share.sequence) == before[-1], "written before it was marked"

        def __exit__(self, *failure):
            if self._depth == 1 and before:
                after = digest(share.path, share.sequence)
                with_marks.append(after != before[-1])
                before.append(after)
            super().__exit__(*failure)

    def number():
        with open(share.path, "rb") as file:
            return struct.unpack("=I", os.pread(file.fileno(), 4, share.sequence))[0]

    before = []
    monkeypatch.setattr("sunkvm.emulate.shared.Changing", Watched)
    core = live(system, datamodel.host())
    try:
        share = core.share()
        core.numbers_age = core.processes_age = 0.0
        before.append(digest(share.path, share.sequence))
        begun = number()
        assert begun % 2 == 0
        for _ in range(3):
            process = subprocess.Popen(["sleep", "60"])
            try:
                core.renew(True)
            finally:
                process.kill()
                process.wait()
            core.renew(False)
            core.refresh()
            assert digest(share.path, share.sequence) == before[-1], "written when nothing was marked"
            time.sleep(0.02)
        assert any(with_marks)
        assert number() > begun and number() % 2 == 0
    finally:
        core.close()


def test_marks_may_be_nested_and_end_with_an_error():
    memory = SharedMemory(mmap.PAGESIZE)
    share = memory.share(KVA, (0, 0))
    with open(share.path, "rb") as file:

        def number():
            return struct.unpack("=I", os.pread(file.fileno(), 4, share.sequence))[0]

        assert number() == 0
        with memory.changing:
            assert number() == 1
            with memory.changing:
                assert number() == 1
            assert number() == 1
        assert number() == 2
        with pytest.raises(KeyError), memory.changing:
            raise KeyError
        assert number() == 4
        pid = os.fork()
        if not pid:  # what the parent's callers read is the parent's
            with memory.changing:
                os._exit(number() != 4)
        assert os.waitpid(pid, 0)[1] == 0
        memory.close()
        with memory.changing:
            assert number() == 4
