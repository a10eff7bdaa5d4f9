"""The Python façade where Python differs from C, and where the original does harm."""

from __future__ import annotations

import os
import struct

import pytest

import sunkvm
from sunkvm import kvm


@pytest.fixture
def amd64(golden_solaris, monkeypatch):
    folder = golden_solaris.folder("amd64")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("KVM_DEBUG", raising=False)
    return folder


@pytest.fixture
def kd(amd64):
    kd = kvm.kvm_open("unix.0", "vmcore.0", None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    yield kd
    kvm.kvm_close(kd)


def test_the_twenty_calls_are_there():
    names = [
        "open",
        "close",
        "nlist",
        "namelist",
        "getu",
        "getcmd",
        "getproc",
        "nextproc",
        "setproc",
        "physaddr",
    ]
    names += [space + verb for space in ("", "k", "u", "a", "p") for verb in ("read", "write")]
    assert len(names) == 20
    for name in names:
        assert callable(getattr(kvm, f"kvm_{name}"))
        assert getattr(kvm, f"kvm_{name}").__doc__


def test_one_buffer_per_descriptor(kd):
    first = kvm.kvm_nextproc(kd)
    kept = first.copy()
    assert bytes(kept) == bytes(first)
    second = kvm.kvm_nextproc(kd)
    assert second is first
    assert bytes(kept) != bytes(second)
    assert len(bytes(second)) == 3896
    assert kvm.kvm_getu(kd, second).u_comm.startswith(b"init\0")
    assert kvm.kvm_getu(kd, kept).u_comm.startswith(b"sched\0")


def test_a_failed_descriptor_says_nothing_without_errstr(amd64, capsys):
    assert kvm.kvm_open("unix.0", "nothing", None, os.O_RDONLY, None) is None
    assert capsys.readouterr() == ("", "")
    assert kvm.kvm_open("unix.0", "nothing", None, os.O_RDONLY, "") is None
    assert capsys.readouterr().err == ": cannot stat nothing\n"


def test_the_hosts_data_model_is_the_default(golden_solaris, monkeypatch, capsys):
    monkeypatch.chdir(golden_solaris.folder("i386"))
    assert kvm.kvm_open("unix.0", "vmcore.0", None, os.O_RDONLY, "prog") is None
    expected = "prog: vmcore.0 is a 32-bit core file - cannot examine with 64-bit libkvm\n"
    assert capsys.readouterr().err == expected
    kd = kvm.kvm_open("unix.0", "vmcore.0", None, os.O_RDONLY, "prog", model=sunkvm.I386)
    assert kvm.kvm_nextproc(kd) is not None
    kvm.kvm_close(kd)


def test_closed_descriptor(kd):
    assert kvm.kvm_close(kd) == 0
    assert kvm.kvm_close(kd) == -1
    for call in (
        lambda: kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8),
        lambda: kvm.kvm_pread(kd, 0, 8),
        lambda: kvm.kvm_kwrite(kd, 0xFFFFFF0000000000, b"x"),
        lambda: kvm.kvm_physaddr(kd, 0, 0),
    ):
        with pytest.raises(ValueError, match="closed"):
            call()
    assert kvm.kvm_nlist(kd, [kvm.Nlist("kas")]) == -1


def test_nlist_stops_at_an_empty_name(kd):
    for end in (None, ""):
        array = [kvm.Nlist("kas"), kvm.Nlist(end), kvm.Nlist("practive")]
        assert kvm.kvm_nlist(kd, array) == 0
        assert array[0].n_value
        assert not array[2].n_value


def test_negative_counts_are_refused(kd):
    with pytest.raises(ValueError, match="negative"):
        kvm.kvm_kread(kd, 0xFFFFFF0000000000, -1)


def test_reading_into_views(kd):
    buffer = bytearray(16)
    assert kvm.kvm_kread(kd, 0xFFFFFF0000000000, memoryview(buffer)[4:12]) == 8
    assert bytes(buffer[4:12]).hex() == "0000000000eb83b5"
    assert buffer[:4] == buffer[12:] == bytearray(4)


def test_a_looped_process_list_ends(amd64, tmp_path):
    """The original would walk it for ever."""
    raw = bytearray((amd64 / "vmcore.0").read_bytes())
    with sunkvm.open("unix.0", "vmcore.0") as image:
        kvas = [process.kva for process in image.processes()]
        where = image.corefile.page(image.kernel.key, (kvas[5] + 112) >> 12) + ((kvas[5] + 112) & 4095)
        assert struct.unpack_from("<Q", raw, where)[0] == kvas[6]
    struct.pack_into("<Q", raw, where, kvas[2])
    path = tmp_path / "vmcore.0"
    path.write_bytes(raw)
    kd = kvm.kvm_open("unix.0", path, None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    seen = []
    while kvm.kvm_nextproc(kd) is not None:
        seen.append(kd.pid)
        assert len(seen) < 100
    assert seen[:6] == [0, 1, 100, 101, 107, 102]
    assert kvm.kvm_getproc(kd, 4242) is None
    kvm.kvm_close(kd)
    with sunkvm.open("unix.0", path) as image:
        walk = image.processes()
        assert [next(walk).pid for _ in range(6)] == [0, 1, 100, 101, 107, 102]
        with pytest.raises(sunkvm.AddressError, match="runs into itself"):
            next(walk)


def test_writes_go_to_the_bytes_asked_for_and_need_o_rdwr(amd64, tmp_path):
    before = (amd64 / "vmcore.0").read_bytes()
    path = tmp_path / "vmcore.0"
    path.write_bytes(before)
    path.chmod(0o600)
    kd = kvm.kvm_open("unix.0", path, None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    for call in (kvm.kvm_write, kvm.kvm_kwrite):
        assert call(kd, 0xFFFFFF0000000000, b"AB") == -1
    assert kvm.kvm_kwrite(kd, 0xFFFFFF0000000000, b"") == 0
    kvm.kvm_close(kd)
    assert path.read_bytes() == before
    kd = kvm.kvm_open("unix.0", path, None, os.O_RDWR, "prog", model=sunkvm.AMD64)
    kvm.kvm_getproc(kd, 1)
    assert kvm.kvm_uwrite(kd, 0xFFFFFD7FFFDFF000, b"user") == 4
    assert kvm.kvm_uread(kd, 0xFFFFFD7FFFDFF000, 4) == b"user"
    assert kvm.kvm_awrite(kd, 0xFFFFFD7FFFDFF004, b"as", kd._p_as(kd._buffer)[0]) == 2
    assert kvm.kvm_pwrite(kd, 0x43B000, b"ORPHAN") == 6
    assert kvm.kvm_pread(kd, 0x43B000, 15) == b"ORPHAN physical"
    kvm.kvm_close(kd)
    after = path.read_bytes()
    assert len(after) == len(before)
    assert sum(a != b for a, b in zip(after, before, strict=True)) == 12


def test_a_fifo_or_device_as_core_does_not_hang(amd64, tmp_path, capsys):
    os.mkfifo(tmp_path / "fifo")
    assert kvm.kvm_open("unix.0", tmp_path / "fifo", None, os.O_RDONLY, "prog") is None
    assert "cannot read dump header" in capsys.readouterr().err
    kd = kvm.kvm_open("unix.0", "/dev/null", None, os.O_RDONLY, "prog")
    assert kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8) == -1
    assert kvm.kvm_nextproc(kd) is None
    kvm.kvm_close(kd)


def test_damage_is_refused_with_a_message(amd64, tmp_path, capsys):
    raw = bytearray((amd64 / "vmcore.0").read_bytes())
    struct.pack_into("<q", raw, 40, 1 << 40)  # dump_map; the original would touch memory that is not there
    path = tmp_path / "vmcore.0"
    path.write_bytes(raw)
    assert kvm.kvm_open("unix.0", path, None, os.O_RDONLY, "prog", model=sunkvm.AMD64) is None
    assert "dump_map" in capsys.readouterr().err


def test_long_namelist_names_are_cut_as_in_the_original(amd64):
    kd = kvm.kvm_open("x" * 300, "vmcore.0", None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    assert kvm.kvm_nlist(kd, [kvm.Nlist("kas")]) == 0  # the dump's own symbols
    kvm.kvm_close(kd)


def test_the_temporary_namelist_is_removed_without_close(amd64):
    kd = kvm.kvm_open(None, "vmcore.0", None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    name = kvm.kvm_namelist(kd)
    assert os.path.exists(name)  # noqa: PTH110
    del kd
    assert not os.path.exists(name)  # noqa: PTH110


def test_a_compressed_dump_cannot_be_opened_for_writing(amd64, capsys):
    assert kvm.kvm_open("unix.0", "vmdump.0", None, os.O_RDWR, "prog", model=sunkvm.AMD64) is None
    assert capsys.readouterr().err == (
        "prog: vmdump.0 is compressed and cannot be written; open it read-only, or expand it\n"
    )
    kd = kvm.kvm_open("unix.0", "vmdump.0", None, os.O_RDONLY, "prog", model=sunkvm.AMD64)
    assert kvm.kvm_kread(kd, 0xFFFFFF0000000000, 8).hex() == "0000000000eb83b5"
    assert kvm.kvm_kwrite(kd, 0xFFFFFF0000000000, b"x") == -1
    kvm.kvm_close(kd)
