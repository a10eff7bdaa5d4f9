"""The traps that an implementer of libkvm and of its dumps falls into, one test (or a few) each."""

from __future__ import annotations

import os
import struct

import pytest

import sunkvm
from sunkvm import datamodel, kvm
from sunkvm.layout import Field, Layout
from sunkvm.layouts import LayoutSource
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.schema.formats.solaris_dump import dumphdr

MODELS = ("amd64", "i386", "sparc", "sparcv9")
ORDER = {"amd64": "<", "i386": "<", "sparc": ">", "sparcv9": ">"}
SIZES = {"amd64": 1912, "i386": 1876, "sparc": 1880, "sparcv9": 1912}
SHIFT = {"amd64": 12, "i386": 12, "sparc": 13, "sparcv9": 13}


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    monkeypatch.setenv("SUNKVM_CACHE", "")
    monkeypatch.delenv("KVM_DEBUG", raising=False)


@pytest.fixture
def folder(golden_solaris, monkeypatch):
    """Return a function that goes to the folder of a case."""

    def enter(case):
        found = golden_solaris.folder(case)
        monkeypatch.chdir(found)
        return found

    return enter


def open_kd(namelist="unix.0", corefile="vmcore.0", *, model="amd64", flag=os.O_RDONLY):
    kd = kvm.kvm_open(namelist, corefile, None, flag, "trap", model=datamodel.MODELS[model])
    assert kd is not None
    return kd


@pytest.mark.parametrize("model", MODELS)
def test_trap_01_size_of_dumphdr_moves_dumpdatahdr(model, folder):
    """i386 has 1876 bytes, sparc 1880: the data header follows the terminal header immediately."""
    assert dumphdr(datamodel.MODELS[model]).size == SIZES[model]
    raw = (folder(model) / "vmdump.1").read_bytes()
    tail = len(raw) - 65536
    magic, version = struct.unpack_from(ORDER[model] + "II", raw, tail + SIZES[model])
    assert (magic, version) == (0x64686472, 1)
    with sunkvm.open(None, "vmdump.1") as image:
        assert image.info.format == "solaris_vmdump"
        assert image.corefile.data_header["dump_clevel"] == 1


@pytest.mark.parametrize("model", MODELS)
def test_trap_02_entries_of_dump_map_have_two_roles(model, folder):
    """Entry i is bucket i and record i; links are offsets in the file; the hash takes as >> 3."""
    folder(model)
    with sunkvm.open("unix.0", "vmcore.0") as image:
        core = image.corefile
        mask, start = core.header["dump_hashmask"], core.header["dump_map"]
        size = 32 if image.model.bits == 32 else 40
        heads, records = set(), set()
        for space, va, data in core.records():
            found = image.translate(va, space)
            bucket, *chain = found.steps
            assert bucket.number == ((space >> 3) + (va >> SHIFT[model])) & mask
            assert bucket.offset == start + bucket.number * size
            assert all((step.offset - start) % size == 0 for step in chain)
            # Of two translations of one page the newer one counts.
            assert found.offset == data or any(step.data == found.offset for step in chain)
            heads.add(bucket.offset)
            records.update(step.offset for step in chain)
        assert heads & records  # entries in both roles


@pytest.mark.parametrize("model", MODELS)
def test_trap_03_address_space_null_is_physical(model, folder):
    folder(model)
    kd = open_kd(model=model)
    pa = kvm.kvm_physaddr(kd, kd.kas, kd.practive)
    expected = kvm.kvm_kread(kd, kd.practive, 16)
    assert kvm.kvm_aread(kd, pa, 16, 0) == kvm.kvm_pread(kd, pa, 16) == expected
    assert kvm.kvm_physaddr(kd, 0, pa) == pa
    assert kvm.kvm_uread(kd, pa, 16) == expected  # before the first kvm_nextproc
    assert kvm.kvm_nextproc(kd) is not None
    assert kvm.kvm_uread(kd, pa, 16) != expected
    kvm.kvm_close(kd)


def test_trap_03_kas_missing_from_the_namelist(folder, golden_solaris):
    """The original opens such an image and takes kernel addresses for physical ones; here nothing is misread."""
    golden_solaris.folder("amd64")
    folder("amd64-damaged")
    kd = open_kd("unix.nokas", "../amd64/vmcore.0")
    assert kd.kas is None
    assert kvm.kvm_kread(kd, 0x43B000, 20) == -1
    assert kvm.kvm_pread(kd, 0x43B000, 20) == b"orphan physical page"
    kvm.kvm_close(kd)
    with sunkvm.open("unix.nokas", "../amd64/vmcore.0") as image:
        assert any("has no symbol kas" in warning for warning in image.warnings)
        assert list(image.processes())


@pytest.mark.parametrize("model", MODELS)
def test_trap_04_short_counts_at_holes(model, folder):
    folder(model)
    with sunkvm.open("unix.0", "vmcore.0") as image:
        start, size = next(image.ranges())
    kd = open_kd(model=model)
    end = start + size
    data = kvm.kvm_kread(kd, end - 8, 100)
    assert isinstance(data, bytes)
    assert len(data) == 8
    assert kvm.kvm_kread(kd, end, 100) == -1
    assert kvm.kvm_kread(kd, end, 0) == b""
    buffer = bytearray(b"\xa5" * 100)
    assert kvm.kvm_kread(kd, end - 8, buffer) == 8
    assert buffer[8:] == b"\xa5" * 92
    assert kvm.kvm_kread(kd, end, bytearray()) == 0
    kvm.kvm_close(kd)


def test_trap_05_trailing_zero_pages_are_absent(folder):
    """savecore never extends the file; the original says -1 of pages that kvm_physaddr knows."""
    path = folder("amd64-zerotail") / "vmcore.0"
    with sunkvm.open("unix.0", "vmcore.0") as image:
        start, size = list(image.ranges("physical"))[-1]
        last = start + size - 4096
        assert image.translate(last, "physical").offset >= path.stat().st_size
        assert any("shorter" in warning for warning in image.warnings)
    kd = open_kd()
    assert kvm.kvm_physaddr(kd, 0, last) == last
    assert kvm.kvm_pread(kd, last, 4096) == bytes(4096)
    assert kvm.kvm_pread(kd, last + 4096, 1) == -1
    kvm.kvm_close(kd)


@pytest.mark.parametrize("model", MODELS)
def test_trap_06_vmdump_has_raw_translations_where_vmcore_has_the_hash(model, folder):
    """DF_COMPRESSED tells; the original reads garbage from a vmdump."""
    place = folder(model)
    for name, compressed in (("vmcore.0", 0), ("vmdump.0", 8)):
        raw = (place / name).read_bytes()
        assert struct.unpack_from(ORDER[model] + "I", raw, 8)[0] & 8 == compressed
    with sunkvm.open(None, "vmcore.0") as plain, sunkvm.open(None, "vmdump.0") as image:
        assert image.symbols["practive"] == plain.symbols["practive"]
        assert [process.pid for process in image.processes()] == [
            process.pid for process in plain.processes()
        ]
        for start, size in plain.ranges():
            assert image.read(start, size) == plain.read(start, size)


def same_pages(plain, image):
    ranges = list(plain.ranges("physical"))
    assert list(image.ranges("physical")) == ranges
    for start, size in ranges:
        assert image.physical.read(start, size) == plain.physical.read(start, size)


@pytest.mark.parametrize("name", ["vmdump.0", "vmdump.1", "vmdump.2"])
@pytest.mark.parametrize("model", MODELS)
def test_trap_07_stream_pagenum_is_an_index(model, name, folder):
    """The streams of vmdump.1 and vmdump.2 interleave, and their page numbers index the pfn table."""
    folder(model)
    with sunkvm.open(None, "vmcore.0") as plain, sunkvm.open(None, name) as image:
        same_pages(plain, image)


@pytest.mark.parametrize("model", MODELS)
def test_trap_07_serial_dump_that_announces_streams(model, folder, tmp_path):
    raw = bytearray((folder(model) / "vmdump.0").read_bytes())
    struct.pack_into(ORDER[model] + "H", raw, len(raw) - 65536 + SIZES[model] + 24, 3)  # dump_nstreams
    path = tmp_path / "vmdump.0"
    path.write_bytes(raw)
    with sunkvm.open(None, "vmcore.0") as plain, sunkvm.open(None, path) as image:
        assert image.corefile.data_header["dump_nstreams"] == 3
        same_pages(plain, image)


@pytest.mark.parametrize("model", MODELS)
def test_trap_08_nlist(model, folder, solaris_kernel, tmp_path):
    """All symbols are absolute (-15); the last of a name wins, so a global does; misses are not counted."""
    k = solaris_kernel(model)
    k.pointer("practive", 0)
    k.symbol("twice", k.kas + 0x800, binding=1)
    k.symbol("twice", k.kas + 0x400, binding=0)
    k.symbol("local", k.kas + 1, binding=0)
    k.symbol("local", k.kas + 2, binding=0)
    k.pack(tmp_path / "vmcore.0")
    (tmp_path / "unix.0").write_bytes(k.ksyms())
    kd = open_kd(tmp_path / "unix.0", tmp_path / "vmcore.0", model=model)
    array = [kvm.Nlist(name) for name in ("twice", "no_such_symbol", "local", "kas")]
    assert kvm.kvm_nlist(kd, array) == 0
    twice, missing, local, kas = array
    assert (twice.n_value, local.n_value, kas.n_value) == (k.kas + 0x800, k.kas + 2, k.kas)
    assert {entry.n_scnum for entry in (twice, local, kas)} == {-15}
    assert (missing.n_value, missing.n_type, missing.n_scnum) == (0, 0, 0)
    assert kvm.kvm_nlist(kd, [kvm.Nlist("no_such_symbol")]) == 0
    kvm.kvm_close(kd)


def test_trap_09_getu_points_into_the_callers_proc(folder):
    folder("amd64")
    kd = open_kd()
    proc = kvm.kvm_getproc(kd, 100)
    saved = proc.copy()
    assert kvm.kvm_getproc(kd, 101) is not None  # the descriptor's buffer is another process now
    assert bytes(kvm.kvm_getu(kd, saved).u_comm).startswith(b"prog\0")
    assert bytes(kvm.kvm_getu(kd, proc).u_comm).startswith(b"ilp32prog\0")
    kvm.kvm_close(kd)


def test_trap_09_getcmd_reads_the_cursors_process(folder):
    folder("amd64")
    kd = open_kd()
    saved = kvm.kvm_getproc(kd, 100).copy()
    user = kvm.kvm_getu(kd, saved)
    arg, _ = kvm.kvm_getcmd(kd, saved, user)
    assert arg[0] == "prog"
    assert kvm.kvm_getproc(kd, 104) is not None
    answer = kvm.kvm_getcmd(kd, saved, user)
    assert answer == -1 or answer[0] != arg
    kvm.kvm_close(kd)


class Moved(LayoutSource):
    """The table's layouts with every member of proc_t 48 bytes further on."""

    name = "moved"

    def __init__(self, model):
        self.tables = BuiltinTables("solaris", model)

    def layout(self, name):
        if name != "proc":
            return None
        whole = self.tables.layout("proc")
        fields = [
            Field(f.name, f.offset + 48, f.size, f.kind, f.type, f.count, f.element_size) for f in whole
        ]
        return Layout("proc", whole.model, whole.size + 48, fields, source="moved")


@pytest.mark.parametrize("model", MODELS)
def test_trap_10_size_of_proc_t_belongs_to_the_kernel(model, solaris_kernel, tmp_path):
    k = solaris_kernel(model)
    k.structs["proc"] = {
        name: (offset + 48, size) if name else offset
        for name, (offset, size) in ((n, v if n else (v, 0)) for n, v in k.structs["proc"].items())
    }
    k.structs["proc"][""] += 48
    last = k.process(0, "sched", system=True)
    k.pointer("practive", k.process(7, "moved", next=last))
    with sunkvm.open(None, k.pack(tmp_path / "vmcore.0")) as image:
        image.layouts.prepend(Moved(image.model))
        assert image.layout("proc").size == k.structs["proc"][""]
        assert [(process.pid, process.comm, process.psargs) for process in image.processes()] == [
            (7, "moved", "moved -x"),
            (0, "sched", "sched -x"),
        ]


def test_trap_11_sparc_is_abi_arithmetic(folder):
    """There is no 32-bit sparc kernel of this release: the table says so, and it is neither i386's nor wrong."""
    sparc = BuiltinTables("solaris", datamodel.SPARC)
    assert "sparc" in sparc.layout("proc").source
    assert (
        "no kernel" in " ".join(sparc.table.__doc__.split()).lower() or "abi" in sparc.table.__doc__.lower()
    )
    i386 = BuiltinTables("solaris", datamodel.I386)
    assert sparc.layout("cpu").offset("cpu_curr_clock") % 8 == 0
    assert [
        field.name
        for field in sparc.layout("proc")
        if field.size == 8 and field.kind in ("int", "uint") and field.offset % 8
    ] == []
    assert sparc.layout("proc").size != i386.layout("proc").size
    folder("sparc")
    with sunkvm.open("unix.0", "vmcore.0") as image:
        assert [process.pid for process in image.processes()]


@pytest.mark.parametrize("model", MODELS)
def test_trap_12_psargs_is_joined_and_cut(model, solaris_kernel, tmp_path):
    k = solaris_kernel(model)
    true = ["tool", "two words", "", "y" * 100]
    space = k.make("as")
    proc = k.process(42, "tool", space=space)
    top = 0x08047000 if k.bits == 32 else 0x7FFFF000 + 0x2000
    k.set("proc", proc, p_usrstack=top)
    base = top - 0x200
    strings, pointers = b"", []
    for text in true:
        pointers.append(base + (len(true) + 4) * k.word + len(strings))
        strings += text.encode() + b"\0"
    k.write(base, k.words(len(true), *pointers, 0, 0) + bytes(k.word) + strings, space)
    k.user(
        proc,
        u_argc=len(true),
        u_argv=base + k.word,
        u_envp=base + (len(true) + 2) * k.word,
        u_psargs=" ".join(true).encode()[:79].ljust(80, b"\0"),
    )
    k.pointer("practive", proc)
    path = k.pack(tmp_path / "vmcore.0")
    with sunkvm.open(None, path) as image:
        (process,) = image.processes()
        assert process.psargs == "tool two words  " + "y" * 63
        assert len(process.psargs) == 79
        assert list(process.argv) == true
    kd = open_kd(None, path, model=model)
    proc = kvm.kvm_nextproc(kd)
    assert kvm.kvm_getcmd(kd, proc, kvm.kvm_getu(kd, proc))[0] == true
    kvm.kvm_close(kd)
