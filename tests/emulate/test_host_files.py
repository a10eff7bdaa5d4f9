"""Open files and mappings of this host's processes: of a child that has opened what there is to open."""

from __future__ import annotations

import json
import os
import select
import stat
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from sunkvm.emulate import host, host_files, host_kind

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


def test_no_file_server_is_asked(child, monkeypatch):
    """What asks a file server, and waits for one that is dead, is not called."""
    process, opened = child

    def refuse(*_, **__):
        raise AssertionError("a file server may be asked")

    flags = []
    real = host_kind._statx()

    def statx(directory, name, how, what, found):
        flags.append((how & 0x6000, what))
        return real(directory, name, how, what, found)

    monkeypatch.setattr(host_kind, "_statx", lambda: statx)
    with monkeypatch.context() as patch:  # whatever runs the tests asks for files, too
        patch.setattr(os, "stat", refuse)
        found = host_files.read_files(process)
    assert len(found) >= len(opened) - 1
    assert set(flags) == {(0x4000, 1)}  # AT_STATX_DONT_SYNC, STATX_TYPE


def test_kinds_where_the_system_does_not_tell_them(child, monkeypatch):
    process, opened = child
    monkeypatch.setattr(host_kind, "_statx", lambda: None)
    files = {file.fd: file for file in host_files.read_files(process)}
    assert {files[opened[name]].kind for name in ("regular", "directory", "socket", "fifo")} == {"other"}
    assert files[opened["reading"]].kind == "pipe"
    assert files[opened["closing"]].device is None


@pytest.mark.parametrize("name", [".", "/", "/dev/null", "/dev/zero", "/proc/self/exe", "/dev"])
def test_kinds_are_those_of_stat(name):
    kind, device = host_kind.kind_of(name)
    status = os.stat(name)
    known = {
        stat.S_IFREG: "regular",
        stat.S_IFDIR: "directory",
        stat.S_IFCHR: "character device",
        stat.S_IFBLK: "block device",
        stat.S_IFIFO: "fifo",
        stat.S_IFSOCK: "socket",
    }
    assert kind == known[stat.S_IFMT(status.st_mode)]
    special = kind in ("character device", "block device")
    assert device == ((os.major(status.st_rdev), os.minor(status.st_rdev)) if special else None)


def test_the_kind_of_nothing(tmp_path):
    assert host_kind.kind_of(tmp_path / "nothing") is None
    folder = os.open(tmp_path, os.O_RDONLY)
    (tmp_path / "file").touch()
    assert host_kind.kind_of("file", folder) == ("regular", None)
    os.close(folder)


def test_many_watched_files_cost_nothing(tmp_path):
    """Of a descriptor that watches others the host tells one line for each: only the first ones are read."""
    epoll = select.epoll()
    pipes = [os.pipe() for _ in range(50)]
    for reading, _ in pipes:
        epoll.register(reading)
    own = os.open(f"/proc/{os.getpid()}", os.O_RDONLY)
    try:
        start = host_files._read_start(f"fdinfo/{epoll.fileno()}", own)
        assert len(start) <= 256
        files = {file.fd: file for file in host_files.read_files(host.read_process(os.getpid()))}
        assert (files[epoll.fileno()].kind, files[epoll.fileno()].access) == ("epoll", "rw")
    finally:
        os.close(own)
        epoll.close()
        for pair in pipes:
            for each in pair:
                os.close(each)
