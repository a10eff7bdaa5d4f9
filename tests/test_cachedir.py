"""The directory of what can be made again: where it is, and that nothing in it is believed blindly."""

from __future__ import annotations

import os
import struct

import pytest

from sunkvm import cachedir

KEY = b"the key"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "deep" / "cache"
    monkeypatch.setenv("SUNKVM_CACHE", str(folder))
    return folder


def only_file(folder):
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize(
    ("environment", "expected"),
    (
        ({"SUNKVM_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"SUNKVM_CACHE": "", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, None),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/sunkvm"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/c"}, "/c/.cache/sunkvm"),
        ({"HOME": "/c"}, "/c/.cache/sunkvm"),
        ({"HOME": ""}, None),
        ({}, None),
    ),
)
def test_where(monkeypatch, environment, expected):
    for name in ("SUNKVM_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cachedir.cache_directory() == expected


@pytest.mark.parametrize("name", ("geteuid", "getegid"))
def test_nowhere_with_raised_privileges(cache, monkeypatch, name):
    cachedir.store(KEY, [b"x"])
    monkeypatch.setattr(os, name, lambda: 12345)
    assert cachedir.privileged()
    assert cachedir.cache_directory() is None
    assert cachedir.load(KEY) is None
    cachedir.store(b"other", [b"x"])
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize(("secure", "expected"), ((0, False), (1, True)))
def test_what_the_kernel_tells(monkeypatch, tmp_path, secure, expected):
    """A program can have gained capabilities without another user id: AT_SECURE, 23."""
    auxv = tmp_path / "auxv"
    auxv.write_bytes(struct.pack("@6L", 6, 4096, 23, secure, 0, 0))
    monkeypatch.setattr("builtins.open", lambda *_: auxv.open("rb"))
    assert cachedir.privileged() is expected


@pytest.mark.parametrize(("error", "expected"), ((FileNotFoundError, False), (PermissionError, True)))
def test_without_what_the_kernel_tells(monkeypatch, error, expected):
    def fail(*_):
        raise error

    monkeypatch.setattr("builtins.open", fail)
    assert cachedir.privileged() is expected


def test_store_and_load(cache):
    assert cachedir.load(KEY) is None
    cachedir.store(KEY, [b"one", memoryview(b"22222222").cast("Q"), bytearray(b"three")])
    assert cachedir.load(KEY) == b"one22222222three"
    assert cachedir.load(b"another") is None
    file = only_file(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    cachedir.store(KEY, [])
    assert cachedir.load(KEY) == b""
    assert only_file(cache) == file


def test_damaged_file_is_ignored(cache):
    cachedir.store(KEY, [bytes(range(200))])
    file = only_file(cache)
    good = file.read_bytes()
    for at in range(0, len(good), 3):
        file.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        assert cachedir.load(KEY) is None, at
    for bad in (b"", good[:40], good[:-1], good + b"x"):
        file.write_bytes(bad)
        assert cachedir.load(KEY) is None
    cachedir.store(KEY, [b"anew"])
    assert cachedir.load(KEY) == b"anew"


def test_file_of_another_key_is_ignored(cache):
    cachedir.store(KEY, [b"x"])
    file = only_file(cache)
    cachedir.store(b"other", [b"y"])
    (other,) = (each for each in cache.iterdir() if each != file)
    other.replace(file)
    assert cachedir.load(KEY) is None


@pytest.mark.parametrize("kind", ("link", "folder", "fifo"))
def test_what_is_no_file_is_ignored(cache, tmp_path, kind):
    cachedir.store(KEY, [b"x"])
    file = only_file(cache)
    elsewhere = file.rename(tmp_path / "elsewhere")
    if kind == "link":
        file.symlink_to(elsewhere)
    elif kind == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    assert cachedir.load(KEY) is None


def test_file_of_another_user_is_ignored(cache, monkeypatch):
    cachedir.store(KEY, [b"x"])
    uid = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: uid + 77)
    monkeypatch.setattr(os, "geteuid", lambda: uid + 77)
    if uid:
        assert cachedir.load(KEY) is None
    before = sorted(cache.iterdir())
    cachedir.store(b"other", [b"x"])  # the folder is another user's
    assert sorted(cache.iterdir()) == before


def test_failing_to_store_is_silent(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", "/proc/nowhere"):
        monkeypatch.setenv("SUNKVM_CACHE", str(place))
        cachedir.store(KEY, [b"x"])
        assert cachedir.load(KEY) is None


def test_full_disk_leaves_nothing(cache, monkeypatch):
    cachedir.store(KEY, [b"old"])

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        cachedir.store(KEY, [b"new"])
    assert cachedir.load(KEY) == b"old"
    only_file(cache)


def test_interrupted_store_leaves_nothing(cache):
    def parts():
        yield b"x"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cachedir.store(KEY, parts())
    assert list(cache.iterdir()) == []


def test_the_directory_does_not_grow_for_ever(cache, monkeypatch):
    monkeypatch.setattr(cachedir, "_KEPT_BYTES", 3500)
    for number in range(6):
        cachedir.store(b"%d" % number, [bytes(1000)])
        for each in cache.iterdir():
            status = each.stat()
            os.utime(each, ns=(status.st_atime_ns, status.st_mtime_ns - 1_000_000_000))
        if number >= 3:
            assert cachedir.load(b"1") is not None  # which makes it the last used
    assert [number for number in range(6) if cachedir.load(b"%d" % number) is not None] == [1, 4, 5]


@pytest.mark.parametrize("what", ("file", "folder"))
@pytest.mark.parametrize("mode", (0o020, 0o002))
def test_what_others_can_write_is_not_believed(cache, what, mode):
    cachedir.store(KEY, [b"x"])
    assert cachedir.load(KEY) == b"x"
    path = only_file(cache) if what == "file" else cache
    path.chmod(path.stat().st_mode | mode)
    assert cachedir.load(KEY) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to give files away")
def test_what_others_own_is_not_believed(cache):
    cachedir.store(KEY, [b"x"])
    os.chown(only_file(cache), 4321, 4321)
    assert cachedir.load(KEY) is None


def test_a_key_tells_files_apart_that_look_alike(tmp_path):
    """Same inode, size and times, and one byte of another content where it is looked at; nothing for what cannot be told."""
    from sunkvm.source import open_source

    path = tmp_path / "file"
    path.write_bytes(bytes(1 << 20))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns

    def key():
        with open_source(path) as source:
            return cachedir.key_of(b"kind ", source)

    first = key()
    assert first == key() and first.startswith(b"kind ")
    for at in (0, (1 << 20) - 1, (1 << 19)):
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\1")
        os.utime(path, ns=times)
        assert key() != first
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\0")
        os.utime(path, ns=times)
        assert key() == first


@pytest.mark.parametrize("lie", ("shifted", "swapped", "outside", "size"))
def test_an_index_that_lies_is_found_out(cache, golden_solaris, monkeypatch, lie):
    """Whole and with the right key and checksum, but not what the dump says: pages are found anew."""
    import sunkvm
    from sunkvm.corefiles import solaris_pages
    from sunkvm.corefiles.solaris_vmdump import CompressedDump

    monkeypatch.setattr(CompressedDump, "worth_keeping", 0)
    folder = golden_solaris.folder("amd64")
    dump = folder / "vmdump.0"

    def content():
        with sunkvm.open(folder / "unix.0", dump) as image:
            pages = [at for start, size in image.kernel.ranges() for at in range(start, start + size, 4096)]
            return {at: image.read(at, 4096) for at in pages}, image.corefile

    plain, _ = content()
    assert list(cache.iterdir())
    original = solaris_pages.DataSection.load

    def load(self, data):
        good = original(self, data)
        places = memoryview(bytearray(self._places)).cast("Q")
        for number in range(2, len(places)):
            if lie == "shifted":
                places[number] += 8 << 20
            elif lie == "outside":
                places[number] |= 0xFFFFFFFF << 20
            elif lie == "size":
                places[number] -= 1
        if lie == "swapped":
            for number in range(2, len(places) - 1, 2):
                places[number], places[number + 1] = places[number + 1], places[number]
        self._places = places
        return good

    monkeypatch.setattr(solaris_pages.DataSection, "load", load)
    found, _ = content()
    assert found == plain
    monkeypatch.setattr(solaris_pages.DataSection, "_entry", lambda self, index: self._places[index])
    try:
        assert content()[0] != plain  # so the lie was one
    except sunkvm.SunkvmError:
        pass
