"""How Solaris dumps find an address, what they have of a space, and what they say of what they have not."""

from __future__ import annotations

from itertools import pairwise

import pytest

import sunkvm
from sunkvm import errors
from sunkvm.corefile import PHYS

KERNEL, ALL, CURPROC = 0x10002, 0x20002, 0x40002
MODELS = ("amd64", "i386", "sparc", "sparcv9")


class Case:
    """A kernel with two processes; the one has a page at 0x400000, the other one at 0x800000."""

    def __init__(self, k):
        self.kernel = k
        self.one, self.other = k.make("as"), k.make("as")
        sched = k.process(0, "sched", system=True)
        stack = k.structs["user"][""]
        assert stack
        last = k.process(2, "two", next=sched, space=self.other)
        first = k.process(1, "one", next=last, space=self.one)
        k.user(first, u_argc=1, u_argv=0x400100, u_envp=0x400110)
        k.user(last, u_argc=1, u_argv=0x800100, u_envp=0x800110)
        k.pointer("practive", first)
        k.write(0x400000, b"one" * 100, self.one)
        k.write(0x800000, b"two" * 100, self.other)


@pytest.fixture(params=MODELS)
def case(request, solaris_kernel):
    return Case(solaris_kernel(request.param))


def kinds(image, space, address):
    with pytest.raises(errors.AddressError) as caught:
        image.address_space(space).read(address, 4)
    return type(caught.value), str(caught.value)


def test_dump_of_all_pages(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0", flags=ALL)) as image:
        assert image.address_space(case.one).read(0x400000, 3) == b"one"
        kind, text = kinds(image, case.one, 0x800000)
        assert kind is errors.NotMappedError
        assert text.endswith("is not mapped")
        with pytest.raises(errors.NotDumpedError, match=r"was not dumped$"):
            image.physical.read(0, 1)


def test_dump_of_kernel_pages(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0", flags=KERNEL, only={k.kas})) as image:
        for space, address in ((case.one, 0x400000), (case.other, 0x1000)):
            kind, text = kinds(image, space, address)
            assert kind is errors.NotDumpedError
            assert text.endswith("was not dumped: the dump holds kernel pages only")
        kind, text = kinds(image, k.kas, 0x1000)
        assert kind is errors.NotMappedError
        with pytest.raises(errors.NotDumpedError, match="kernel pages only"):
            image.physical.read(0, 1)
        missing = [process.argv_missing for process in image.processes()]
        assert missing == ["not dumped: the dump holds kernel pages only"] * 2 + ["system process"]


def test_dump_of_the_current_process(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0", flags=CURPROC, only={k.kas, case.one})) as image:
        assert image.address_space(case.one).read(0x400000, 3) == b"one"
        assert kinds(image, case.one, 0x800000)[0] is errors.NotMappedError
        kind, text = kinds(image, case.other, 0x800000)
        assert kind is errors.NotDumpedError
        assert text.endswith("the dump holds kernel pages and those of one process only")
        missing = {process.pid: process.argv_missing for process in image.processes()}
        assert missing[2] == "not dumped: the dump holds kernel pages and those of one process only"


def test_ranges(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0")) as image:
        one = next(process for process in image.processes() if process.pid == 1)
        assert list(image.ranges(case.one)) == [(0x400000, k.page_size)]
        assert list(image.ranges(image.user(one))) == list(image.ranges(one)) == [(0x400000, k.page_size)]
        mine = {va for space, va in k.pages if space == k.kas}
        found = {va for start, size in image.ranges() for va in range(start, start + size, k.page_size)}
        assert found == mine
        assert sum(size for _, size in image.ranges(PHYS)) == len(k.pages) * k.page_size
        assert list(image.ranges(0x1234)) == []


def test_translation_of_a_kernel_address(case, tmp_path):
    k = case.kernel
    path = k.pack(tmp_path / "vmcore.0")
    raw = path.read_bytes()
    with sunkvm.open(None, path) as image:
        for space, va in k.pages:
            address = va + 0x123
            found = image.translate(address, space)
            assert (found.space, found.address, found.page, found.inside) == (space, address, va, 0x123)
            bucket, *records = found.steps
            assert bucket.what == "bucket"
            assert bucket.link == records[0].offset
            # Each record says where the next one is, and the last one is ours.
            for here, there in pairwise(records):
                assert here.link == there.offset
            assert (records[-1].space, records[-1].address) == (space, va)
            assert records[-1].data + 0x123 == found.offset
            assert raw[found.offset - 0x123 :][: k.page_size] == bytes(k.pages[space, va])
            assert found.physical == found.frame * k.page_size + 0x123
            assert found.why_not is None


def test_translation_of_a_physical_address(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0")) as image:
        kernel = image.translate(k.kas)
        found = image.translate(kernel.physical, "physical")
        assert (found.offset, found.frame, found.index) == (kernel.offset, kernel.frame, kernel.index)
        assert {step.what for step in found.steps} == {"pfn"}
        assert found.steps[-1].frame == found.frame
        assert found.steps[-1].number == found.index


def test_translation_of_what_is_not_there(case, tmp_path):
    k = case.kernel
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0", flags=KERNEL, only={k.kas})) as image:
        for space in (case.one, PHYS):
            found = image.translate(0x1000, space)
            assert (found.offset, found.physical, found.index) == (None, None, None)
            assert "kernel pages only" in found.why_not
            assert found.steps


def test_translation_over_a_corrupt_link(case, tmp_path):
    k = case.kernel
    path = k.pack(tmp_path / "vmcore.0")
    with sunkvm.open(None, path) as image:
        bucket = image.translate(k.kas).steps[0]
    with path.open("r+b") as file:
        file.seek(bucket.offset)
        file.write(k.integer(path.stat().st_size + 8, 8))
    with sunkvm.open(None, path) as image:
        found = image.translate(k.kas)
        assert [step.what for step in found.steps] == ["bucket", "record"]
        assert found.steps[1].space is None
        assert "corrupt" in found.why_not


@pytest.mark.parametrize("name", ["vmcore.0", "vmdump.0", "vmdump.1", "vmdump.2"])
@pytest.mark.parametrize("model", MODELS)
def test_same_answer_in_every_form(model, name, golden_solaris):
    folder = golden_solaris.folder(model)
    with sunkvm.open(None, folder / "vmcore.0") as plain, sunkvm.open(None, folder / name) as image:
        at = int(plain.symbols["practive"])
        expected, found = plain.translate(at), image.translate(at)
        assert (found.index, found.frame, found.physical) == (
            expected.index,
            expected.frame,
            expected.physical,
        )
        assert list(image.ranges()) == list(plain.ranges())
