"""Open files and mappings of this host's processes: of a child that has opened what there is to open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from sunkvm.emulate import host, host_files

CHILD = """
import fcntl, json, mmap, os, select, socket, sys
folder = sys.argv[1]
opened = {}
path = os.path.join(folder, "a b\\nc")
opened["regular"] = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
os.write(opened["regular"], b"x" * 8192)
os.lseek(opened["regular"], 4097, os.SEEK_SET)
opened["closing"] = os.open("/dev/null", os.O_WRONLY | os.O_CLOEXEC)
opened["directory"] = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
opened["path"] = os.open("/", os.O_PATH)
reading, writing = os.pipe2(os.O_NONBLOCK)
opened["reading"], opened["writing"] = reading, writing
fifo = os.path.join(folder, "fifo")
os.mkfifo(fifo)
opened["fifo"] = os.open(fifo, os.O_RDWR)
one, other = socket.socketpair()
opened["socket"] = one.fileno()
epoll = select.epoll()
opened["epoll"] = epoll.fileno()
opened["event"] = os.eventfd(0) if hasattr(os, "eventfd") else -1
memory = mmap.mmap(opened["regular"], 8192, mmap.MAP_SHARED, mmap.PROT_READ)
gone = os.path.join(folder, "gone")
opened["gone"] = os.open(gone, os.O_RDWR | os.O_CREAT)
os.unlink(gone)
print(json.dumps(opened), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def child(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    opened = json.loads(process.stdout.readline())
    yield host.read_process(process.pid), opened
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_files(child, tmp_path):
    process, opened = child
    files = {file.fd: file for file in host_files.read_files(process)}
    assert list(files) == sorted(files)
    assert set(opened.values()) - {-1} <= set(files)
    regular = files[opened["regular"]]
    assert (regular.kind, regular.access, regular.position) == ("regular", "rw", 4097)
    assert regular.path == os.fsencode(tmp_path / "a b\nc")
    assert regular.flags == ("append",)
    assert regular.close_on_exec  # as Python opens all
    closing = files[opened["closing"]]
    assert (closing.kind, closing.access, closing.device) == ("character device", "w", (1, 3))
    assert files[opened["directory"]].kind == "directory"
    assert files[opened["path"]].access == ""
    reading, writing = files[opened["reading"]], files[opened["writing"]]
    assert (reading.kind, reading.access, reading.flags) == ("pipe", "r", ("nonblock",))
    assert (writing.kind, writing.access, writing.path) == ("pipe", "w", None)
    assert files[opened["fifo"]].kind == "fifo"
    assert files[opened["socket"]].kind == "socket"
    assert files[opened["epoll"]].kind == "epoll"
    if opened["event"] >= 0:
        assert files[opened["event"]].kind == "eventfd"
    assert files[opened["gone"]].path == os.fsencode(tmp_path / "gone") + b" (deleted)"


def test_mappings(child, tmp_path):
    process, _ = child
    found = host_files.read_mappings(process)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(each.start < each.end for each in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    (shared,) = (each for each in found if each.path == os.fsencode(tmp_path / "a b\nc"))
    assert (shared.end - shared.start, shared.rights, shared.shared, shared.offset) == (8192, "r--", True, 0)
    assert shared.inode == (tmp_path / "a b\nc").stat().st_ino
    (stack,) = (each for each in found if each.name == b"[stack]")
    assert stack.rights.startswith("rw")
    assert stack.path is stack.offset is stack.inode is None
    assert stack.start <= process.stack_start < stack.end
    program = [each for each in found if each.path == process.program]
    assert any("x" in each.rights for each in program)


def test_who_cannot_be_seen(child):
    """Another process of the same number, one that has gone, and who may not be looked into."""
    process, _ = child
    assert host_files.read_files(replace(process, start=process.start - 1)) is None
    assert host_files.read_mappings(replace(process, start=process.start - 1)) is None
    assert host_files.read_files(replace(process, cwd=None)) is None
    assert host_files.read_files(replace(process, system=True)) is None
    assert host_files.read_files(replace(process, pid=1 << 22)) is None
    assert host_files.read_mappings(replace(process, pid=1 << 22)) is None


def test_own():
    """The handle that one looks through is not shown."""
    process = host.read_process(os.getpid())
    assert b"/proc/%d" % os.getpid() not in {file.path for file in host_files.read_files(process)}


def test_the_table_has_room(child):
    process, opened = child
    assert process.table > max(opened.values())
