"""Dumps expanded as the original savecore does it: the same bytes, the same holes, and never half a file."""

from __future__ import annotations

import errno
import hashlib
import os
import struct
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import PHYS, open_corefile
from sunkvm.errors import FormatError, OpenError, UnsupportedError
from sunkvm.export import savecore
from sunkvm.export.savecore import expand
from sunkvm.space import AddressSpace

CASES = ("amd64", "i386", "sparc", "sparcv9", "amd64-zerotail")
SPACE, BASE = 0xC0001000, 0xB0000000


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "crash"
    path.mkdir()
    return path


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.mark.parametrize("level", range(3))
@pytest.mark.parametrize("case", CASES)
def test_same_files_as_the_original_savecore(golden_solaris, folder, case, level):
    source = golden_solaris.folder(case)
    expected = golden_solaris.expected(case)
    recorded = {each["file"]: each["savecore"] for each in expected.get("vmdump") or expected["savecore"]}
    wanted = recorded[f"vmdump.{level}"]
    unix, vmcore = expand(source / f"vmdump.{level}", folder, 5)
    assert (unix, vmcore) == (str(folder / "unix.5"), str(folder / "vmcore.5"))
    assert os.path.getsize(vmcore) == wanted["vmcore_size"]
    assert sha256(vmcore) == wanted["vmcore_sha256"]
    assert Path(unix).read_bytes() == (source / "unix.0").read_bytes()
    assert sorted(os.listdir(folder)) == ["unix.5", "vmcore.5"]
    assert {os.stat(path).st_mode & 0o777 for path in (unix, vmcore)} == {0o600}


@pytest.mark.parametrize("level", range(3))
def test_what_it_writes_reads_the_same(golden_solaris, folder, level):
    source = golden_solaris.folder("sparcv9")
    unix, vmcore = expand(source / f"vmdump.{level}", folder, 0)
    with sunkvm.open(unix, vmcore) as one, sunkvm.open(corefile=source / f"vmdump.{level}") as other:
        assert list(one.processes()) == list(other.processes())


@pytest.mark.parametrize("abi", ("i386", "amd64", "sparc", "sparcv9"))
def test_device(handmade, write, folder, abi):
    """dump_start stays what it was on the device."""
    dump = handmade(abi, count=90)
    dump.translations += [(SPACE, BASE, 0x99999), (SPACE, BASE + 4 * dump.page, dump.pages[7][0])]
    unix, vmcore = expand(write(dump.device(dump.serial())), folder, 3)
    assert Path(unix).read_bytes() == dump.symbols
    core = open_corefile(vmcore)
    assert core.format == "solaris"
    assert core.header["dump_start"] == 65536
    assert core.header["dump_flags"] == 2 | 0x10000
    assert core.header["dump_hashmask"] == 127
    space = AddressSpace(core, PHYS)
    for frame, page in dump.pages:
        assert space.read(frame * dump.page, dump.page) == page
    assert AddressSpace(core, SPACE).read(BASE, dump.page) == dump.pages[0][1]
    assert AddressSpace(core, SPACE).read(BASE + 4 * dump.page, 9) == dump.pages[7][1][:9]
    assert len(list(core.records())) == 91
    core.close()


def written(monkeypatch):
    """Record where pages are written."""
    calls = []
    write = savecore.write_at

    def recorded(file, data, offset):
        calls.append((offset, len(data)))
        write(file, data, offset)

    monkeypatch.setattr(savecore, "write_at", recorded)
    return calls


def test_holes(handmade, write, folder, monkeypatch):
    """Pages are gathered up to the next 128 KiB; a zero page is left out where a gather would begin with it."""
    dump = handmade(count=0)
    full, empty = b"x" * 4096, bytes(4096)
    pattern = "..x..x" + "." * 94 + "x..." + "." * 60
    dump.pages = [(256 + at, full if kind == "x" else empty) for at, kind in enumerate(pattern)]
    calls = written(monkeypatch)
    _, vmcore = expand(write(dump.vmdump(dump.serial())), folder, 0)
    data = open_corefile(vmcore).header["dump_data"]
    pages = [
        ((offset - data) // 4096, size // 4096) for offset, size in calls if offset >= data and size >= 4096
    ]
    boundary = (131072 - data % 131072) // 4096
    following = [boundary + 32 * number for number in range(9)]
    second = next(edge for edge in following if edge > 100)
    assert pages == [(2, boundary - 2), (100, second - 100)]
    assert os.path.getsize(vmcore) == data + second * 4096


def test_gathers_do_not_go_over_the_end_of_a_run(handmade, write, folder, monkeypatch):
    """Each stream gathers for itself, so what follows the last page of its run is not written with it."""
    dump = handmade(count=0)
    dump.pages = [(256 + at, b"x" * 4096 if at in (0, 10) else bytes(4096)) for at in range(30)]
    calls = written(monkeypatch)
    for number, data in enumerate((dump.lzjb_streams([(0, 5), (5, 10), (15, 15)]), dump.serial())):
        calls.clear()
        _, vmcore = expand(write(dump.vmdump(data)), folder, number)
        start = open_corefile(vmcore).header["dump_data"]
        boundary = (131072 - start % 131072) // 4096
        pages = [((offset - start) // 4096, size // 4096) for offset, size in calls if offset >= start]
        if number == 0:
            assert pages == [(0, 5), (10, 5)]
        else:
            assert pages[0] == (0, min(boundary, 30))


def test_all_pages_zero(handmade, write, folder):
    dump = handmade(count=0)
    dump.pages = [(256 + at, bytes(4096)) for at in range(50)]
    _, vmcore = expand(write(dump.vmdump(dump.serial())), folder, 0)
    core = open_corefile(vmcore)
    assert os.path.getsize(vmcore) <= core.header["dump_data"]


def test_no_pages_and_no_translations(handmade, write, folder):
    dump = handmade(count=0)
    _, vmcore = expand(write(dump.vmdump(b"")), folder, 0)
    core = open_corefile(vmcore)
    assert core.header["dump_hashmask"] == 0
    assert list(core.ranges(PHYS)) == []


def test_compressed_symbols(handmade, write, folder):
    """The kernel stopped compressing them long ago; the core keeps them as they are."""
    dump = handmade(symbols=b"\x02a\xfc\x01bcdefg")
    dump.members["ksyms_size"] = 73
    unix, vmcore = expand(write(dump.vmdump(dump.serial())), folder, 0)
    assert Path(unix).read_bytes() == b"a" * 67 + b"bcdefg"
    assert Path(vmcore).read_bytes()[4096 : 4096 + len(dump.symbols)] == dump.symbols


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", ("unix.0", "vmcore.0"))
@pytest.mark.parametrize("kind", ("file", "dangling link", "folder"))
def test_overwrites_nothing(golden_solaris, folder, taken, kind):
    if kind == "file":
        (folder / taken).write_text("mine")
    elif kind == "folder":
        (folder / taken).mkdir()
    else:
        (folder / taken).symlink_to("nowhere")
    with pytest.raises(FileExistsError) as caught:
        expand(golden_solaris.folder("amd64") / "vmdump.0", folder, 0)
    assert caught.value.filename == str(folder / taken)
    assert os.listdir(folder) == [taken]


def test_name_taken_meanwhile(golden_solaris, folder, monkeypatch):
    """Somebody else's vmcore appears while ours is being written: theirs stays, ours goes, with its unix."""
    header = savecore._Expansion.header

    def slow(self):
        (folder / "vmcore.0").write_text("theirs")
        return header(self)

    monkeypatch.setattr(savecore._Expansion, "header", slow)
    with pytest.raises(FileExistsError):
        expand(golden_solaris.folder("amd64") / "vmdump.0", folder, 0)
    assert os.listdir(folder) == ["vmcore.0"]
    assert (folder / "vmcore.0").read_text() == "theirs"


def test_file_system_without_links(golden_solaris, folder, monkeypatch):
    def no_links(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    expand(golden_solaris.folder("amd64") / "vmdump.0", folder, 0)
    assert sorted(os.listdir(folder)) == ["unix.0", "vmcore.0"]


def test_full_disk_leaves_nothing(golden_solaris, folder, monkeypatch):
    pwrite, calls = os.pwrite, []

    def full(file, data, offset):
        calls.append(offset)
        if len(calls) > 9:
            raise OSError(errno.ENOSPC, "No space left on device")
        return pwrite(file, data, offset)

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OSError, match="No space left"):
        expand(golden_solaris.folder("amd64") / "vmdump.0", folder, 0)
    assert os.listdir(folder) == []


def test_short_writes(golden_solaris, folder, monkeypatch):
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, offset: pwrite(file, data[:1000], offset))
    _, vmcore = expand(golden_solaris.folder("amd64") / "vmdump.1", folder, 0)
    assert sha256(vmcore) == golden_solaris.expected("amd64")["vmdump"][1]["savecore"]["vmcore_sha256"]


def test_interrupted(golden_solaris, folder):
    def interrupt(done, total):
        if total == 275:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expand(golden_solaris.folder("amd64") / "vmdump.0", folder, 0, interrupt)
    assert os.listdir(folder) == []


@pytest.mark.parametrize("level", range(3))
def test_progress(golden_solaris, folder, level):
    calls = []
    expand(
        golden_solaris.folder("amd64") / f"vmdump.{level}",
        folder,
        0,
        lambda done, total: calls.append((done, total)),
    )
    assert calls[-1] == (275, 275)
    assert all(0 <= done <= total for done, total in calls)


def test_finished_dump_needs_no_expanding(golden_solaris, folder):
    with pytest.raises(UnsupportedError, match="nothing to expand"):
        expand(golden_solaris.folder("amd64") / "vmcore.0", folder, 0)
    assert os.listdir(folder) == []


def test_no_dump(folder, write):
    with pytest.raises(OpenError):
        expand(write(b"hello"), folder, 0)
    with pytest.raises(OpenError) as caught:
        expand(folder / "absent", folder, 0)
    assert caught.value.errno == errno.ENOENT


def test_folder_that_is_not_there(golden_solaris, tmp_path):
    with pytest.raises(FileNotFoundError):
        expand(golden_solaris.folder("amd64") / "vmdump.0", tmp_path / "absent", 0)


@pytest.mark.parametrize("level", range(3))
def test_damaged(handmade, write, folder, level):
    """Refused, unless what can be had is asked for."""
    dump = handmade(count=80)
    runs = [(0, 40), (40, 40)]
    data = [dump.serial, lambda: dump.lzjb_streams(runs), lambda: dump.bzip2_streams(runs)][level]()
    file = dump.vmdump(data, streams=2, level=level, tail=False)
    (start,) = struct.unpack_from("<q", file, 48)
    path = write(file[: start + len(data) // 2])
    with pytest.raises(FormatError, match=r"of 80 pages are lost") as caught:
        expand(path, folder, 0)
    assert caught.value.offset >= start
    assert os.listdir(folder) == []
    _, vmcore = expand(path, folder, 0, partial=True)
    core, packed = open_corefile(vmcore), open_corefile(path)
    right = lost = 0
    for frame, page in dump.pages:
        there = AddressSpace(packed, PHYS).read_some(frame << 12, 4096)[1] is None
        right += there
        lost += not there
        data, _ = AddressSpace(core, PHYS).read_some(frame << 12, 4096)
        assert data == page if there else not any(data)
    assert right and lost


def test_page_that_does_not_decode(handmade, write, folder):
    dump = handmade()
    records = dump.record(b"\x00startpag\x01\x03\xff") + dump.serial(range(1, 40))
    path = write(dump.vmdump(records))
    with pytest.raises(FormatError, match="bad data in page 0 of 40"):
        expand(path, folder, 0)
    assert os.listdir(folder) == []
    _, vmcore = expand(path, folder, 0, partial=True)
    assert AddressSpace(open_corefile(vmcore), PHYS).read(dump.pages[0][0] << 12, 12) == b"startpag\0\0\0\0"


def test_damaged_symbols(handmade, write, folder):
    dump = handmade(symbols=b"\x01\x00\x09 never")
    dump.members["ksyms_size"] = 70
    path = write(dump.vmdump(dump.serial()))
    with pytest.raises(FormatError, match="symbol table is damaged"):
        expand(path, folder, 0)
    assert os.listdir(folder) == []
    unix, _ = expand(path, folder, 0, partial=True)
    assert Path(unix).read_bytes() == bytes(70)
    dump.members["ksyms_size"] = 1 << 40
    with pytest.raises(FormatError, match="symbol table of"):
        expand(write(dump.vmdump(dump.serial())), folder, 1)
