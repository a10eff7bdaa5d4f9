"""Files that the running kernel makes up: without a size, or without a way to map them; and plain ones."""

from __future__ import annotations

import mmap
import os

import pytest

from sunkvm.errors import OpenError
from sunkvm.source import open_source
from sunkvm.sources import file


def refusing(number):
    """Return a type of maps of which none can be made."""

    class Refused(mmap.mmap):
        def __new__(cls, *_, **__):
            raise OSError(number, os.strerror(number))

    return Refused


def test_plain(write):
    with open_source(write(b"content")) as source:
        assert (source.size, source.changing) == (7, False)
        assert source.buffer is not None
        assert source.read(3, 100) == b"tent"
        assert source.read(100, 1) == b""
        assert source.identity is not None


def test_empty(write):
    with open_source(write(b"")) as source:
        assert (source.size, source.changing, source.read(0, 10)) == (0, False, b"")


def test_without_a_size():
    """Most files of procfs say that they are empty."""
    with open_source("/proc/self/maps") as source:
        assert os.stat("/proc/self/maps").st_size == 0
        assert source.size == len(source.read(0, 1 << 30)) > 100
        assert not source.changing


def test_endless_without_a_size(monkeypatch):
    monkeypatch.setattr(file, "_MAX_TEXT", 10)
    with pytest.raises(OpenError, match="gives more than 10 bytes"):
        open_source("/proc/self/maps")


@pytest.mark.parametrize("number", [13, 19])  # EACCES of sysfs, ENODEV of procfs
def test_that_cannot_be_mapped(number, write, monkeypatch):
    path = write(b"0123456789")
    monkeypatch.setattr(mmap, "mmap", refusing(number))
    with open_source(path) as source:
        assert source.buffer is None
        assert source.changing
        assert source.identity is None
        assert source.read(2, 3) == b"234"
        assert source.read(8, 10) == b"89"
        with open(path, "r+b") as other:
            other.write(b"abc")
        assert source.read(0, 4) == b"abc3"

        def fault(*_):
            raise OSError(14, "Bad address")

        monkeypatch.setattr(os, "pread", fault)
        assert source.read(0, 4) == b""


def test_no_memory_to_map_a_plain_file(write, monkeypatch):
    monkeypatch.setattr(mmap, "mmap", refusing(12))
    with pytest.raises(OpenError) as caught:
        open_source(write(b"0123456789"))
    assert caught.value.errno == 12
