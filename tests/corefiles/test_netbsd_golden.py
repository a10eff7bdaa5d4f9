"""Every read and translation that the original library recorded about the golden NetBSD images, from the engine."""

from __future__ import annotations

import gzip
import hashlib
import shutil

import pytest

import sunkvm
from sunkvm.corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, open_as, open_corefile
from sunkvm.errors import UnknownFormatError
from sunkvm.source import open_source
from sunkvm.space import AddressSpace

MACHINES = {
    "amd64": "amd64",
    "amd64-fscale": "amd64",
    "i386": "i386",
    "i386pae": "i386-pae",
    "sun4": "sun4",
    "sun4c": "sun4c",
    "sun4m": "sun4m",
    "sparc64": "sparc64",
    "sparc64old": "sparc64",
    "sun2": "sun2",
    "sun3": "sun3",
    "sun3x": "sun3x",
    "hp300": "m68030",
    "hp040": "m68040",
}
every = pytest.mark.parametrize("case", MACHINES)


def open_core(golden, case, file="netbsd.core"):
    return open_corefile(str(golden.folder(case) / file))


def right(entry):
    """What a reader should answer: the original's answer where it is not known to be wrong.

    A physical address that is no memory is an error here; the original reads nothing there, without one.
    """
    if entry.get("original_is_wrong"):
        return entry["right"]
    if "physical address" in entry.get("why", "") or "such an address becomes" in entry.get("why", ""):
        return {"return": -1}
    if "not sign-extended" in entry.get("note", ""):
        return {"return": -1}
    return entry


def check_read(space, entry):
    """Compare one read; return what is wrong, or None."""
    args, answer = entry["args"], right(entry)
    data, fault = space.read_some(int(args["addr"], 16), args["len"])
    if answer["return"] == -1:
        return None if fault is not None else "is read, but should fail"
    if fault is not None:
        return repr(fault)
    if len(data) != answer["return"]:
        return f"{len(data)} bytes, not {answer['return']}"
    if "hex" in answer and data.hex() != answer["hex"]:
        return f"{data.hex()}, not {answer['hex']}"
    if "sha256" in answer and hashlib.sha256(data).hexdigest() != answer["sha256"]:
        return f"{data[:32].hex()}..., not {answer['first32']}..."
    return None


def reads(golden, case):
    return [
        entry
        for entry in golden.expected(case)["entries"]
        if entry["call"] == "kvm_read"
        and entry["args"].get("corefile", "netbsd.core") == "netbsd.core"
        and "addr" in entry["args"]
    ]


@every
def test_machine(golden_netbsd, case):
    core = open_core(golden_netbsd, case)
    assert core.format == "netbsd_kcore"
    assert core.machine == MACHINES[case]
    assert core.warnings == []
    assert core.personality == "netbsd"
    facts = golden_netbsd.expected(case)["facts"]
    assert core.page_size == facts.get("page_size", 4096)
    if "data_offset" in facts:
        assert core.segments[0][2] == facts["data_offset"]
    ram = [(int(start, 16), int(size, 16)) for start, size in facts["ram"]]

    assert [(start, size) for start, size, _ in core.segments] == ram


@every
def test_reads(golden_netbsd, case):
    space = AddressSpace(open_core(golden_netbsd, case), KVA)
    entries = reads(golden_netbsd, case)
    for entry in entries:
        wrong = check_read(space, entry)
        assert wrong is None, (entry, wrong)
    assert len(entries) > 15


@every
def test_mapped(golden_netbsd, case):
    """All mappings that the generator made, page by page, by every way to ask."""
    core = open_core(golden_netbsd, case)
    for mapping in golden_netbsd.expected(case)["facts"].get("mapped", ()):
        va, pa, size = (int(mapping[name], 16) for name in ("va", "pa", "size"))
        for inside in range(0, size, core.page_size):
            assert core.physical(KVA, va + inside + 5) == pa + inside + 5
            index = (va + inside) >> core.page_shift
            where = core.page(KVA, index)
            assert where == core.page(PHYS, (pa + inside) >> core.page_shift)
            assert not where & SLOW
            assert core.leaf(KVA, index // LEAF_PAGES)[index % LEAF_PAGES] == where


@every
def test_kvatop(golden_netbsd, case):
    core = open_core(golden_netbsd, case)
    for entry in golden_netbsd.expected(case)["entries"]:
        if entry["call"] == "_kvm_kvatop":
            found = core.kernel_walk(int(entry["args"]["addr"], 16))
            if entry["return"] == 0:
                assert found.pa is None
            else:
                assert found.pa == int(entry["pa"], 16)
                inside = int(entry["args"]["addr"], 16) & (found.span - 1)
                assert found.span - inside == entry["return"]


@every
def test_ranges_are_what_can_be_read(golden_netbsd, case):
    core = open_core(golden_netbsd, case)
    mask = core.page_size - 1
    pages = 0
    end = -1
    for start, size in core.ranges(KVA):
        assert start > end
        assert not (start | size) & mask
        end = start + size
        pages += size >> core.page_shift
        for va in (start, end - core.page_size):
            assert core.page(KVA, va >> core.page_shift) != HOLE
        for va in (start - core.page_size, end):
            if 0 <= va < 1 << core.model.bits:
                assert core.page(KVA, va >> core.page_shift) == HOLE
    listed = {
        (int(mapping["va"], 16) + inside) >> core.page_shift
        for mapping in golden_netbsd.expected(case)["facts"].get("mapped", ())
        for inside in range(0, int(mapping["size"], 16), core.page_size)
    }
    assert pages >= len(listed)
    assert pages > 1


@every
def test_physical_memory_is_what_the_segments_hold(golden_netbsd, case):
    core = open_core(golden_netbsd, case)
    assert list(core.ranges(PHYS)) == [(start, size) for start, size, _ in core.segments]


@every
def test_compressed(golden_netbsd, case, tmp_path):
    """savecore -z: the core is read in place."""
    path = tmp_path / "netbsd.0.core.gz"
    with (golden_netbsd.folder(case) / "netbsd.core").open("rb") as plain, gzip.open(path, "wb", 1) as packed:
        shutil.copyfileobj(plain, packed)
    core = open_corefile(str(path))
    space = AddressSpace(core, KVA)
    for entry in reads(golden_netbsd, case):
        assert check_read(space, entry) is None, entry
    assert list(core.ranges(KVA)) == list(open_core(golden_netbsd, case).ranges(KVA))
    core.close()


@pytest.mark.parametrize("case", ["amd64", "amd64-fscale"])
def test_dump_device(golden_netbsd, case):
    """The same memory as it lies on the device, found by its magic or by where it was said to be."""
    folder = golden_netbsd.folder(case)
    plain = open_core(golden_netbsd, case)
    placed = open_as(open_source(str(folder / "dumpdev")), "netbsd_kcore@8192", None)
    found = open_core(golden_netbsd, case, "dumpdev")
    for core in (placed, found):
        assert core.container.offset == 8192
        assert [segment[:2] for segment in core.segments] == [segment[:2] for segment in plain.segments]
        space = AddressSpace(core, KVA)
        for entry in golden_netbsd.expected(case)["entries"]:
            if entry["call"] == "kvm_read" and entry["args"].get("when") == "after it":
                assert check_read(space, entry) is None, entry
        for entry in reads(golden_netbsd, case):
            assert check_read(space, entry) is None, entry
    for offset in (0, 512, 5242880):
        with pytest.raises(UnknownFormatError, match=f"offset {offset:#x}"):
            open_as(open_source(str(folder / "dumpdev")), f"netbsd_kcore@{offset}", None)


@every
def test_image_opens_with_every_namelist(golden_netbsd, case):
    folder = golden_netbsd.folder(case)
    for namelist in ("kernel", "kernel.aout", "kernel.sunos.aout"):
        if not (folder / namelist).exists():
            continue
        with sunkvm.open(folder / namelist, folder / "netbsd.core") as image:
            assert image.corefile.personality == "netbsd"
            for entry in reads(golden_netbsd, case):
                assert check_read(image.kernel, entry) is None, entry


def test_namelist_of_another_machine_is_refused(golden_netbsd):
    core = golden_netbsd.folder("sun3") / "netbsd.core"
    for case in ("sun4c", "amd64", "i386"):
        with pytest.raises(sunkvm.NamelistError):
            sunkvm.open(golden_netbsd.folder(case) / "kernel", core)


@every
def test_pages_are_written_in_place(golden_netbsd, case, tmp_path):
    path = tmp_path / "netbsd.core"
    shutil.copyfile(golden_netbsd.folder(case) / "netbsd.core", path)
    facts = golden_netbsd.expected(case)["facts"]
    mapping = facts.get("mapped", [{"va": facts.get("heap_2m")}])[0]
    va = int(mapping["va"], 16) + 16
    core = open_corefile(str(path), writable=True)
    space = AddressSpace(core, KVA)
    before = space.read(va - 16, 48)
    space.write(va, b"written by a test")
    assert space.read(va - 16, 48) == before[:16] + b"written by a test" + before[33:]
    core.close()
    assert AddressSpace(open_corefile(str(path)), KVA).read(va, 17) == b"written by a test"
    assert path.stat().st_size == golden_netbsd.expected(case)["files"]["netbsd.core"]["size"]


@every
def test_translate_tells_every_entry(golden_netbsd, case):
    core = open_core(golden_netbsd, case)
    for mapping in golden_netbsd.expected(case)["facts"].get("mapped", ()):
        va, pa = int(mapping["va"], 16) + 5, int(mapping["pa"], 16) + 5
        told = core.translate(KVA, va)
        assert (told.physical, told.why_not) == (pa, None)
        assert core.buffer[told.offset] == core.read_physical(pa, 1)[0]
        for step in told.steps:
            size = 8 if core.machine in ("amd64", "i386-pae", "sparc64") else 4
            assert int.from_bytes(core.buffer[step.offset :][:size], core.model.byteorder) == step.link
    told = core.translate(KVA, 0x10 if core.machine not in ("m68030", "m68040") else 0x7000_0000)
    assert told.physical is None
    assert "is not mapped" in told.why_not
