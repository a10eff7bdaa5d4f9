"""Changes kept in memory: on every kind of image, seen under every address, and never in the file."""

from __future__ import annotations

import shutil

import pytest

import sunkvm
from sunkvm import errors

MODELS = ("amd64", "i386", "sparc", "sparcv9")


@pytest.fixture
def kernel(request, solaris_kernel):
    k = solaris_kernel("amd64")
    k.pointer("practive", k.process(0, "sched", system=True))
    k.new_page()
    k.variable("canvas", bytes(range(256)) * 40)  # more than two pages
    return k


def test_write_is_read_back_and_the_file_stays(kernel, tmp_path):
    path = kernel.pack(tmp_path / "vmcore.0")
    before = path.read_bytes()
    with sunkvm.open(None, path, overlay=True) as image:
        at = image.symbols["canvas"]
        assert image.read(at + 4090, 4)  # a page that was read before it was changed
        image.write(at + 4090, b"across a border")
        assert image.read(at + 4088, 19) == b"\xf8\xf9across a border\x09\x0a"
        assert image.read(at, 16) == bytes(range(16))
        assert image.corefile.changed == 2
    assert path.read_bytes() == before
    with sunkvm.open(None, path) as image:
        assert image.read(image.symbols["canvas"], 8) == bytes(range(8))


def test_change_shows_under_every_address(kernel, tmp_path):
    page = kernel.next - kernel.next % 4096
    at = kernel.symbols[-1][1]
    kernel.shared[0xFFFFFF0000001000, 0x400000] = (kernel.kas, at)  # the same frame in a process
    assert page
    with sunkvm.open(None, kernel.pack(tmp_path / "vmcore.0"), overlay=True) as image:
        user = image.address_space(0xFFFFFF0000001000)
        pa = image.kvatop(at)
        for space, address in ((user, 0x400000), (image.physical, pa), (image.kernel, at)):
            assert space.read(address, 4) == bytes(range(4))
        for space, address, text in (
            (image.physical, pa, b"PHYS"),
            (user, 0x400000, b"user"),
            (image.kernel, at, b"kern"),
        ):
            space.write(address, text)
            assert user.read(0x400000, 4) == image.physical.read(pa, 4) == image.read(at, 4) == text


def test_faults_and_facts_are_those_below(kernel, tmp_path):
    with sunkvm.open(None, kernel.pack(tmp_path / "vmcore.0", flags=0x10002), overlay=True) as image:
        with pytest.raises(errors.NotMappedError):
            image.write(0x1000, b"x")
        with pytest.raises(errors.NotDumpedError, match="kernel pages only"):
            image.address_space(0x4000).write(0x1000, b"x")
        assert image.corefile.changed == 0
        assert image.info.content == "kernel pages"
        assert image.corefile.header["dump_flags"] == 0x10002  # what the format has beside the contract
        assert list(image.ranges())
        assert image.translate(int(image.symbols["canvas"])).steps


@pytest.mark.parametrize("name", ["vmdump.0", "vmdump.1", "vmdump.2"])
@pytest.mark.parametrize("model", MODELS)
def test_compressed_dump(model, name, golden_solaris, tmp_path):
    path = tmp_path / name
    shutil.copyfile(golden_solaris.folder(model) / name, path)
    before = path.read_bytes()
    with sunkvm.open(None, path, writable=True) as image:
        at = image.symbols["avenrun"]
        with pytest.raises(errors.ReadOnlyError, match="cannot be written"):
            image.write(at, b"\1\2\3")
        old = image.read(at - 8, 32)
    with sunkvm.open(None, path, overlay=True) as image:
        assert image.read(at - 8, 32) == old
        image.write(at, b"\1\2\3")
        assert image.read(at - 8, 32) == old[:8] + b"\1\2\3" + old[11:]
    assert path.read_bytes() == before


def test_zero_tail(golden_solaris, tmp_path):
    """Pages behind the end of the file have no place to write to, but an overlay has."""
    path = tmp_path / "vmcore.0"
    shutil.copyfile(golden_solaris.folder("amd64-zerotail") / "vmcore.0", path)
    before = path.read_bytes()
    with sunkvm.open(None, path) as image:
        start, size = list(image.ranges("physical"))[-1]
        pa = start + size - image.corefile.page_size
        assert image.translate(pa, "physical").offset >= len(before)
    for way in ("writable", "overlay"):
        with sunkvm.open(None, path, **{way: True}) as image:
            assert not any(image.physical.read(pa, 64))
            if way == "writable":
                with pytest.raises(errors.ReadOnlyError, match="left zeros out"):
                    image.physical.write(pa + 3, b"abc")
            else:
                image.physical.write(pa + 3, b"abc")
                assert image.physical.read(pa, 8) == b"\0\0\0abc\0\0"
    assert path.read_bytes() == before


def test_file_that_was_cut_inside_a_page(kernel, tmp_path):
    path = kernel.pack(tmp_path / "vmcore.0")
    with sunkvm.open(None, path) as image:
        space, va, data = max(image.corefile.records(), key=lambda record: record[2])
    whole = path.read_bytes()
    path.write_bytes(whole[: data + 100])
    with sunkvm.open(None, path, overlay=True) as image:
        kernel_space = image.address_space(space)
        done, fault = kernel_space.write_some(va + 90, b"0123456789abcdef")
        assert (done, fault.kind) == (10, "truncated")
        assert kernel_space.read_some(va + 88, 20)[0] == whole[data + 88 : data + 90] + b"0123456789"


@pytest.mark.live
def test_emulated_kernel():
    with sunkvm.open(os="solaris") as image, pytest.raises(errors.ReadOnlyError, match="cannot be written"):
        image.write(image.symbols["avenrun"], b"\0\1\0\0")
    with sunkvm.open(os="solaris", overlay=True) as image:
        image.write(image.symbols["avenrun"], b"\0\1\0\0" * 3)
        assert image.load_average().one == 1.0 or image.model.byteorder == "big"
        assert [process.pid for process in image.processes()]
        assert image.read(image.symbols["avenrun"], 12) == b"\0\1\0\0" * 3


def test_overlay_and_writable_exclude_one_another(kernel, tmp_path):
    with pytest.raises(ValueError, match="exclude"):
        sunkvm.open(None, kernel.pack(tmp_path / "vmcore.0"), overlay=True, writable=True)


@pytest.mark.parametrize("model", MODELS)
def test_writing_changes_these_bytes_and_no_others(model, solaris_kernel, tmp_path):
    k = solaris_kernel(model)
    k.variable("canvas", bytes(range(200)))
    path = k.pack(tmp_path / "vmcore.0")
    before = path.read_bytes()
    with sunkvm.open(None, path, writable=True) as image:
        at = image.symbols["canvas"] + 7
        place = image.translate(at).offset
        image.write(at, b"\xff\xfe")
        assert image.read(at, 2) == b"\xff\xfe"
    assert path.read_bytes() == before[:place] + b"\xff\xfe" + before[place + 2 :]


def test_read_only_is_the_default(kernel, tmp_path):
    image = sunkvm.open(None, kernel.pack(tmp_path / "vmcore.0"))
    with image, pytest.raises(errors.ReadOnlyError, match="read-only"):
        image.write(image.symbols["canvas"], b"x")
