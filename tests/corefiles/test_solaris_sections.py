"""Solaris dumps in several files: the section table is written here by hand from docs/formats.md."""

from __future__ import annotations

import json
import os
import struct
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm import kvm
from sunkvm.corefile import open_corefile
from sunkvm.errors import FormatError, OpenError
from sunkvm.space import AddressSpace

MODELS = ("amd64", "i386", "sparc", "sparcv9")
# A page of the bulk data whose hash bucket holds nothing that the process list needs.
BULK = {"amd64": 0xFFFFFF0000041000, "i386": 0xD0041000, "sparc": 0xE0042000, "sparcv9": 0x30000042000}


def order(model):
    return "<" if model in ("amd64", "i386") else ">"


def with_table(raw, model, names, *, count=None, version=1, offset=None, page=None):
    """Append a section table to a dump and lead there: 64 bytes before the end of the header's page."""
    page = page or (4096 if order(model) == "<" else 8192)
    data = bytearray(raw)
    slot = struct.pack(
        order(model) + "8sIIq",
        b"SUNKSECT",
        version,
        len(names) if count is None else count,
        len(raw) if offset is None else offset,
    )
    assert not any(data[page - 64 : page])
    data[page - 64 : page - 64 + len(slot)] = slot
    return bytes(data) + b"".join(name.encode().ljust(256, b"\0") for name in names)


def without_bulk(raw, model, golden):
    """Take a bulk page out of the hash: the original's chain is cut at its bucket."""
    o, wide = order(model), model in ("amd64", "sparcv9")
    start = struct.unpack_from(o + "q", raw, 40)[0]
    mask = struct.unpack_from(o + ("q" if wide else "i"), raw, 1824 if wide else 1812)[0]
    shift = 12 if o == "<" else 13
    kas = int(golden.expected(model)["facts"]["kas"], 16)
    bucket = ((kas >> 3) + (BULK[model] >> shift)) & mask
    data = bytearray(raw)
    entry = start + bucket * (40 if wide else 32)
    assert struct.unpack_from(o + "q", data, entry)[0]
    struct.pack_into(o + "q", data, entry, 0)
    return bytes(data)


@pytest.fixture(params=MODELS)
def split(request, golden_solaris, tmp_path, monkeypatch):
    """A dump without one bulk page, which names the whole dump as a section."""
    model = request.param
    raw = (golden_solaris.folder(model) / "vmcore.0").read_bytes()
    (tmp_path / "vmcore.0").write_bytes(
        with_table(without_bulk(raw, model, golden_solaris), model, ["vmcore-rest.0"])
    )
    (tmp_path / "vmcore-rest.0").write_bytes(raw)
    monkeypatch.chdir(tmp_path)
    return model


def test_sections_are_appended(split):
    with sunkvm.open(corefile="vmcore.0") as image:
        first = image.read(BULK[split], 16)
        assert image.info.pages == 2 * image.corefile.core.header["dump_npages"]
        assert image.corefile.facts["sections"] == ["vmcore-rest.0"]
        assert [process.pid for process in image.processes()][:3] == [0, 1, 100]
        assert image.kernel.kvatop(BULK[split]) is not None
        assert any(start <= BULK[split] < start + size for start, size in image.kernel.ranges())
    kd = kvm.kvm_open(None, "vmcore.0", None, os.O_RDONLY, "prog", model=sunkvm.datamodel.MODELS[split])
    assert kvm.kvm_kread(kd, BULK[split], 16) == first
    assert kvm.kvm_physaddr(kd, kd.kas, BULK[split]) != kvm.NO_ADDRESS
    kvm.kvm_close(kd)
    with sunkvm.open(corefile="vmcore-rest.0") as whole:
        assert whole.read(BULK[split], 16) == first


def test_a_missing_section(split, capsys):
    os.unlink("vmcore-rest.0")
    model = sunkvm.datamodel.MODELS[split]
    with pytest.raises(OpenError, match=r"vmcore.0: failed to locate file ./vmcore-rest.0") as caught:
        sunkvm.open(corefile="vmcore.0")
    assert caught.value.errno == 2
    assert kvm.kvm_open(None, "vmcore.0", None, os.O_RDONLY, "prog", model=model) is None
    assert capsys.readouterr().err == "prog: failed to locate file ./vmcore-rest.0\n"
    kd = kvm.kvm_open(None, "vmcore.0", None, os.O_RDONLY | kvm.KVM_NSRCH, "prog", model=model)
    assert kvm.kvm_kread(kd, BULK[split], 16) == -1
    assert kvm.kvm_nextproc(kd) is not None
    kvm.kvm_close(kd)
    with sunkvm.open(corefile="vmcore.0", partial=True) as image:
        assert any("failed to locate file ./vmcore-rest.0" in line for line in image.warnings)
        with pytest.raises(sunkvm.errors.AddressError):
            image.read(BULK[split], 16)


def descriptors():
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def raw(golden_solaris, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return (golden_solaris.folder("amd64") / "vmcore.0").read_bytes()


BAD_NAMES = ["../vmcore.1", "/etc/passwd", ".", "..", "", "a/b", "x\ny", "vmcore.0"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_are_no_plain_ones_are_refused(name, raw, tmp_path):
    (tmp_path / "vmcore.0").write_bytes(with_table(raw, "amd64", [name]))
    before = descriptors()
    with pytest.raises(FormatError) as caught:
        sunkvm.open(corefile="vmcore.0", partial=True)
    assert caught.value.offset == len(raw)
    assert descriptors() == before


@pytest.mark.parametrize(
    ("change", "offset"),
    [
        ({"count": 10_000}, 4044),
        ({"version": 2}, 4040),
        ({"offset": 1 << 40}, 4048),
        ({"offset": -1}, 4048),
        ({"count": 33}, 4044),
        ({"count": 0}, 4044),
    ],
)
def test_tables_that_cannot_be_right(change, offset, raw, tmp_path):
    (tmp_path / "vmcore.0").write_bytes(with_table(raw, "amd64", ["vmcore-a.0"], **change))
    with pytest.raises(FormatError) as caught:
        sunkvm.open(corefile="vmcore.0", partial=True)
    assert caught.value.offset == offset


def test_a_name_twice(raw, tmp_path):
    (tmp_path / "vmcore.0").write_bytes(with_table(raw, "amd64", ["vmcore-a.0", "vmcore-a.0"]))
    (tmp_path / "vmcore-a.0").write_bytes(raw)
    with pytest.raises(FormatError, match="twice"):
        sunkvm.open(corefile="vmcore.0")


def test_what_is_no_section(raw, tmp_path, golden_solaris):
    (tmp_path / "vmcore.0").write_bytes(with_table(raw, "amd64", ["vmcore-a.0"]))
    section = tmp_path / "vmcore-a.0"
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "vmcore.0").write_bytes(raw)

    def refused(words):
        before = descriptors()
        for partial in (False, True):
            with pytest.raises(OpenError, match=words):
                sunkvm.open(corefile="vmcore.0", partial=partial)
        assert descriptors() == before
        section.unlink()

    section.symlink_to(outside / "vmcore.0")
    refused("out of the folder")
    section.symlink_to("vmcore.0")
    refused("its own dump")
    section.symlink_to("vmcore-a.0")  # a loop
    with pytest.raises(OpenError):
        sunkvm.open(corefile="vmcore.0")
    section.unlink()
    section.symlink_to("nothing")
    with pytest.raises(OpenError, match=r"failed to locate file \./vmcore-a\.0"):
        sunkvm.open(corefile="vmcore.0")
    sunkvm.open(corefile="vmcore.0", partial=True).close()
    section.unlink()
    os.link("vmcore.0", section)
    refused("its own dump")
    section.write_bytes(b"no dump")
    refused("vmcore-a.0: is no kernel corefile")
    section.write_bytes((golden_solaris.folder("sparc") / "vmcore.0").read_bytes())
    refused("another dump")
    other = bytearray(raw)
    other[1800 + 8] ^= 1  # dump_pageshift: a damaged section is an error, too
    section.write_bytes(other)
    refused("vmcore-a.0: page shift")
    other = bytearray(raw)
    other[1800] ^= 1  # dump_crashtime
    section.write_bytes(other)
    refused("another dump")
    section.write_bytes(with_table(raw, "amd64", ["vmcore-b.0"]))
    refused("has sections itself")


def test_a_link_inside_the_folder_is_allowed(raw, tmp_path):
    (tmp_path / "vmcore.0").write_bytes(with_table(raw, "amd64", ["vmcore-a.0"]))
    (tmp_path / "stored").write_bytes(raw)
    (tmp_path / "vmcore-a.0").symlink_to("stored")
    with sunkvm.open(corefile="vmcore.0") as image:
        assert len(image.corefile.sections) == 1


@pytest.mark.parametrize("model", MODELS)
def test_split_snapshot(model, tmp_path, monkeypatch):
    """A snapshot in two files reads as the one in one file; without the second one the processes' memory is missing."""
    from sunkvm.cli import main

    monkeypatch.setattr(
        "sys.argv", ["sunkvm", "snapshot", "-o", str(tmp_path), "--model", model, "--split", "-n", "5"]
    )
    with pytest.raises(SystemExit) as caught:
        main()
    assert not caught.value.code
    assert sorted(os.listdir(tmp_path)) == ["unix.5", "vmcore-proc.5", "vmcore.5"]
    me = os.getpid()
    with open("/proc/self/cmdline", "rb") as file:
        argv = tuple(os.fsdecode(arg) for arg in file.read().split(b"\0")[:-1])
    with sunkvm.open(tmp_path / "unix.5", tmp_path / "vmcore.5") as image:
        assert {process.pid: process.argv for process in image.processes()}[me] == argv
        frames = [
            page
            for start, size in image.physical.ranges()
            for page in range(start, start + size, image.kernel.page_size)
        ]
        assert len(frames) == image.info.pages
    os.unlink(tmp_path / "vmcore-proc.5")
    with sunkvm.open(tmp_path / "unix.5", tmp_path / "vmcore.5", partial=True) as image:
        found = {process.pid: process for process in image.processes()}[me]
        assert found.argv is None
        assert found.argv_missing.startswith("not dumped")
        json.dumps(found.psargs)


def hash_of(raw, model):
    """Return (file offset of the hash, buckets, bytes of an entry)."""
    o, wide = order(model), model in ("amd64", "sparcv9")
    start = struct.unpack_from(o + "q", raw, 40)[0]
    mask = struct.unpack_from(o + ("q" if wide else "i"), raw, 1824 if wide else 1812)[0]
    return start, mask + 1, 40 if wide else 32


def mapped(raw, model):
    """Return the translations by bucket, as the hash has them: (space, address, offset of the page, of the record)."""
    start, buckets, size = hash_of(raw, model)
    record = struct.Struct(order(model) + ("3q2Q" if size == 40 else "3q2I"))
    found = {}
    for bucket in range(buckets):
        link = record.unpack_from(raw, start + bucket * size)[0]
        rows = found[bucket] = []
        while link:
            place = link
            _, link, data, space, va = record.unpack_from(raw, place)
            rows.append((space, va, data, place))
    return found


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_pages_in_any_of_the_files(model, data, full_solaris_kernel, tmp_path):
    """Every bucket of the hash is kept in some of the files: a page is there if any has it, from the first that has it."""
    kernel = full_solaris_kernel(model).kernel
    raw, page = kernel.pack(tmp_path / "raw").read_bytes(), kernel.page_size
    o, (start, _, size) = order(model), hash_of(raw, model)
    rows = mapped(raw, model)
    used = sorted(bucket for bucket in rows if rows[bucket])
    names = ["vmcore-a.0", "vmcore-b.0"]
    kept = [{bucket for bucket in used if data.draw(st.booleans())} for _ in range(3)]
    for number, name in enumerate(["vmcore.0", *names]):
        part = bytearray(raw)
        for bucket in set(used) - kept[number]:
            struct.pack_into(o + "q", part, start + bucket * size, 0)
            for *_, place in rows[bucket]:  # no record of a page, then
                part[place + (size - 1 if o == ">" else 24 + (size - 24) // 2)] = 1
        for bucket in kept[number]:  # so that it shows which file a page is from
            for _, _, at, _ in rows[bucket]:
                part[at] = number
        (tmp_path / name).write_bytes(with_table(part, model, names, page=page) if not number else part)
    expected = {}
    for bucket in used:
        for space, va, at, _ in rows[bucket]:
            first = next((number for number in range(3) if bucket in kept[number]), None)
            if first is not None:
                expected.setdefault((space, va), (first, raw[at + 1 : at + page]))
    with closing(open_corefile(str(tmp_path / "vmcore.0")).gather()) as core:
        for space in {space for bucket in used for space, *_ in rows[bucket]}:
            memory = AddressSpace(core, space)
            pages = sorted(va for owner, va in expected if owner == space)
            for va in {va for bucket in used for owner, va, *_ in rows[bucket] if owner == space}:
                content, fault = memory.read_some(va, page)
                if (space, va) not in expected:
                    assert fault is not None and not content
                    continue
                first, rest = expected[space, va]
                assert content[1:] == rest
                assert content[0] == first
            covered = [
                va for begin, length in core.ranges(space) for va in range(begin, begin + length, page)
            ]
            assert covered == pages


@pytest.mark.parametrize("place", [1 << 55, 0x73 << 56])
def test_pages_behind_any_end(place, raw, tmp_path):
    """A dump may say that its pages begin where no file goes: they are lost, in whichever file it is."""
    far = bytearray(raw)
    begin = struct.unpack_from("<q", raw, 48)[0]  # dump_data
    start, buckets, size = hash_of(raw, "amd64")
    struct.pack_into("<q", far, 48, place)
    for number in range(buckets):
        at = start + number * size + 16
        data = struct.unpack_from("<q", raw, at)[0]
        struct.pack_into("<q", far, at, data - begin + place if data else 0)
    for main, other in ((raw, far), (far, raw)):
        (tmp_path / "vmcore.0").write_bytes(with_table(main, "amd64", ["vmcore-a.0"]))
        (tmp_path / "vmcore-a.0").write_bytes(other)
        with closing(open_corefile("vmcore.0").gather()) as core:
            space = AddressSpace(core, next(iter(core.files[0].translated_spaces())))
            for first, length in list(space.ranges())[:4]:
                assert (space.read_some(first, length)[1] is None) == (main is raw)
