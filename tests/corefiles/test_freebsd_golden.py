"""Every answer that the original libraries gave about the golden FreeBSD images, from the engine."""

from __future__ import annotations

import hashlib
import re

import pytest

import sunkvm
import sunkvm.errors
from sunkvm.corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, open_corefile
from sunkvm.space import AddressSpace

MINI = (
    "amd64-v1-12",
    "amd64-v2-11",
    "amd64-v2-12",
    "amd64-v2-current",
    "amd64-v3-current",
    "i386-pae-v1",
    "i386-pae-v2",
    "i386-nopae-v1",
    "i386-nopae-v2",
    "aarch64-4k-v1",
    "aarch64-4k-v3",
    "aarch64-16k-v3",
)
FULL = (
    "amd64-full-11",
    "amd64-full-12",
    "amd64-full-current",
    "amd64-full-current-nodelta",
    "i386-pae-full",
    "i386-nopae-full",
)
READS = ("kvm_read", "kvm_read2")
CUT = re.compile(r"vmcore cut to (\d+) bytes")

every = pytest.mark.parametrize("case", MINI + FULL)
every_mini = pytest.mark.parametrize("case", MINI)


def open_case(golden, case, corefile=None):
    folder = golden.folder(case)
    return sunkvm.open(folder / "kernel", corefile or folder / "vmcore")


def right(entry):
    """What a reader should answer."""
    return entry["right"] if entry.get("original_is_wrong") else entry


def check_read(space, entry):
    """Compare one read; return what is wrong, or None."""
    args, answer = entry["args"], right(entry)
    data, fault = space.read_some(int(args["addr"], 16), args["len"])
    if answer["return"] == -1:
        return None if fault is not None else "is read, but should fail"
    if answer["return"] < args["len"]:  # a short count: the file ends there
        if len(data) != answer["return"] or fault is None:
            return f"{len(data)} bytes, not {answer['return']}"
    elif fault is not None:
        return repr(fault)
    if "hex" in answer and data.hex() != answer["hex"]:
        return f"{data.hex()}, not {answer['hex']}"
    if "sha256" in answer and hashlib.sha256(data).hexdigest() != answer["sha256"]:
        return f"{data[:32].hex()}..., not {answer['first32']}..."
    return None


@every
def test_reads(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        seen = 0
        for entry in golden_freebsd.expected(case)["entries"]:
            if entry["call"] in READS and "corefile" not in entry["args"]:
                wrong = check_read(image.kernel, entry)
                assert wrong is None, (entry, wrong)
                seen += 1
        assert seen > 40


@every
def test_reads_of_cut_files(golden_freebsd, case, tmp_path):
    for number, entry in enumerate(golden_freebsd.expected(case)["entries"]):
        cut = CUT.fullmatch(entry["args"].get("corefile", ""))
        if entry["call"] not in READS or cut is None:
            continue
        path = tmp_path / f"vmcore{number}"
        path.write_bytes((golden_freebsd.folder(case) / "vmcore").read_bytes()[: int(cut[1])])
        with open_case(golden_freebsd, case, path) as image:
            assert image.warnings
            assert check_read(image.kernel, entry) is None, entry


@every
def test_symbols(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        for entry in golden_freebsd.expected(case)["entries"]:
            if entry["call"] != "kvm_nlist2" or entry.get("original_is_wrong"):
                continue
            for name, (kind, value) in zip(entry["args"]["names"], entry["nlist"], strict=True):
                if name.lstrip("_") in ("dupsym", "foo", "bar"):
                    continue  # two symbols of one name, and symbols that are not the namelist's: for the façade
                found = image.symbols.get(name.removeprefix("_"))
                if found is None and entry["args"]["resolver"] is None:
                    found = image.symbols.get(name)
                if kind:
                    assert int(found) == int(value, 16), name
                else:
                    assert found is None or int(found) == 0, name


@every
def test_walk(golden_freebsd, case):
    """The pages that kvm_walk_pages of the newest library reports in its first pass, with place and protection."""
    path = golden_freebsd.folder(case) / "walk.cur.txt"
    if not path.exists():
        return
    core = open_corefile(str(golden_freebsd.folder(case) / "vmcore"))
    expected = []
    for line in path.read_text().splitlines():
        pa, kva, direct, prot, offset, length = (int(word, 0) for word in line.split())
        if kva:
            expected.append((kva, pa, direct, prot, offset, length))
    found = []
    for kva, pa, size, entry in core.table_mappings():
        where = core.frame(pa >> core.page_shift)
        direct = core.direct_address(pa) or 0
        offset = -1 if where == HOLE else where & ~SLOW
        found.append((kva, pa, direct, core.prot(entry), offset, size))
    if case.startswith("aarch64"):
        # The original does not subtract where the direct map begins; and so it reports addresses outside of it.
        found = [(kva, pa, pa + core.header["dmapbase"], *rest) for kva, pa, _, *rest in found]
    assert [entry for entry in found if entry[5] <= 1 << 21] == expected
    core.close()


@every
def test_leaves_are_pages(golden_freebsd, case):
    """The unit that crosses into C says the same as the pages that it is made of."""
    with open_case(golden_freebsd, case) as image:
        core = image.corefile
        spaces = [KVA, PHYS]
        if core.walker is not None and getattr(core, "_root", None):
            spaces.append(core._root)
        for space in spaces:
            indexes = set()
            for address, size in core.ranges(KVA if space != PHYS else PHYS):
                first = address >> core.page_shift
                last = (address + size - 1) >> core.page_shift
                indexes |= {first // LEAF_PAGES, last // LEAF_PAGES, last // LEAF_PAGES + 1}
            for index in sorted(indexes)[:24]:
                leaf = core.leaf(space, index)
                assert list(leaf) == [
                    core.page(space, index * LEAF_PAGES + number) for number in range(LEAF_PAGES)
                ], (space, hex(index))


@every
def test_ranges_are_what_can_be_read(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        size = image.corefile.page_size
        for space in (image.kernel, image.physical):
            end = 0
            pages = 0
            for start, count in space.ranges():
                assert start > end or not end  # ascending, and merged
                end = start + count
                assert not start % size and not count % size
                for address in {start, end - size}:
                    assert space.read_some(address, size)[1] is None
                pages += count // size
                if end < 1 << 64:
                    assert space.read_some(end, 1)[1] is not None
            assert pages


@every
def test_translate_agrees(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        for start, _ in image.ranges():
            told = image.translate(start + 5)
            assert told.why_not is None
            assert told.physical == image.kvatop(start + 5)
            assert image.physical.read(told.physical, 3) == image.read(start + 5, 3)
        assert image.translate(0x10).why_not == "kernel address 0x10 is not mapped"


@every
def test_facts(golden_freebsd, case):
    core = open_corefile(str(golden_freebsd.folder(case) / "vmcore"))
    assert core.facts["machine"] == case.split("-")[0]
    assert core.facts["pages"] > 0
    if "full" not in case:
        assert core.format == "freebsd_minidump"
        assert core.facts["dump_version"] == int(case.split("-v")[1][0])
        # Version 1 of these machines may be DragonFly's as well: the namelist tells.
        assert core.personality == ("" if core.machine.name != "arm64" and "-v1" in case else "freebsd")
        assert len(core.message_buffer()) == core.header["msgbufsize"]
    else:
        assert core.format == "elf_full"
    core.close()


@every
def test_personality(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        assert image.corefile.personality == "freebsd"


def test_exactly_one_probe_claims_each(golden_freebsd):
    from importlib import import_module

    from sunkvm.corefile import _FORMATS, Match
    from sunkvm.source import open_source

    for case in MINI + FULL:
        with open_source(golden_freebsd.folder(case) / "vmcore") as source:
            claims = []
            for module in _FORMATS.values():
                answer = import_module(f"sunkvm.corefiles.{module}").probe(source)
                if isinstance(answer, Match):
                    claims.append(answer.format)
            assert len(claims) == 1, (case, claims)


def test_process_tables_by_their_root(golden_freebsd):
    """An address space can be asked for by the physical address of its root table."""
    with open_case(golden_freebsd, "amd64-full-12") as image:
        core = image.corefile
        space = AddressSpace(core, core._root, "process")
        address = int(image.symbols["version"])
        assert space.read(address, 64) == image.read(address, 64)


@pytest.mark.parametrize("case", ["amd64-v3-current", "aarch64-4k-v3"])
def test_hole_between_ranges_is_no_other_page(golden_freebsd, case):
    """dump_avail: an address below a range, in the hole, is not the page that the original takes for it."""
    core = open_corefile(str(golden_freebsd.folder(case) / "vmcore"))
    spans = core._bitmap._spans
    for first, pages, _ in spans:
        for page in (first - 1, first + pages):
            if not any(one <= page < one + count for one, count, _ in spans):
                assert core.page(PHYS, page) == HOLE
                assert str(core.fault(PHYS, page << core.page_shift).error()).endswith("is no memory")
    core.close()


@pytest.mark.parametrize("case", ["amd64-v3-current", "amd64-full-12", "i386-pae-v2", "aarch64-16k-v3"])
def test_steps_are_what_stands_in_the_file(golden_freebsd, case):
    with open_case(golden_freebsd, case) as image:
        core = image.corefile
        raw = (golden_freebsd.folder(case) / "vmcore").read_bytes()
        seen = set()
        for start, _ in list(image.ranges())[-50:]:
            for step in image.translate(start).steps:
                size = 4 if core.model.name == "i386" and "nopae" in case else 8
                assert int.from_bytes(raw[step.offset : step.offset + size], "little") == step.link
                seen.add(step.what)
        assert seen


def test_changes(golden_freebsd, tmp_path):
    """In memory on every image; in the file where it is opened for it."""
    folder = golden_freebsd.folder("amd64-v3-current")
    with sunkvm.open(folder / "kernel", folder / "vmcore", overlay=True) as image:
        address = int(image.symbols["version"])
        image.write(address, b"changed")
        assert image.read(address, 7) == b"changed"
        assert image.physical.read(image.kvatop(address), 7) == b"changed"
        assert image.corefile.personality == "freebsd"
    with open_case(golden_freebsd, "amd64-v3-current") as image:
        with pytest.raises(sunkvm.errors.ReadOnlyError):
            image.write(address, b"changed")
        assert image.read(address, 7) != b"changed"
    copy = tmp_path / "vmcore"
    copy.write_bytes((folder / "vmcore").read_bytes())
    with sunkvm.open(folder / "kernel", copy, writable=True) as image:
        image.write(address + 1, b"CHANGED")
        assert image.read(address + 1, 7) == b"CHANGED"
    with sunkvm.open(folder / "kernel", copy) as image:
        assert image.read(address + 1, 7) == b"CHANGED"


def test_compressed_dump_is_unpacked_only_as_far_as_it_is_needed(golden_freebsd, tmp_path):
    """Kernels write a dump as one frame that does not say its size: no probe may ask what stands at its end."""
    zstandard = pytest.importorskip("zstandard")
    folder = golden_freebsd.folder("amd64-v3-current")
    plain = (folder / "vmcore").read_bytes()
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    path = tmp_path / "vmcore.zst"
    path.write_bytes(packer.compress(plain) + packer.flush())
    with sunkvm.open(folder / "kernel", path) as image:
        (piece,) = image.corefile.source._pieces
        assert piece.size < 0
        assert piece.done < len(plain) // 2
        assert image.info.system == "FreeBSD"
