"""Images as drgn programs: types of DWARF, types of our tables, memory that is not there."""

from __future__ import annotations

import subprocess

import pytest

import sunkvm
from sunkvm.corefile import PHYS

drgn = pytest.importorskip("drgn", reason="the extra 'drgn' is not installed")

from sunkvm.integrations.drgn import program  # noqa: E402

SOURCE = """
struct proc { struct proc *p_next; int p_pid; char p_comm[20]; };
struct { struct proc *lh_first; } allproc = { 0 };
struct proc init = { 0, 1, "init" };
struct proc swapper = { &init, 0, "swapper" };
"""


@pytest.fixture
def debug_kernel(tmp_path):
    """A kernel's symbol file with DWARF whose variables lie at an address."""

    def make(base):
        (tmp_path / "k.c").write_text(SOURCE)
        compile = ["gcc", "-g", "-c", "-mcmodel=large", "-fno-pie", "-o", tmp_path / "k.o", tmp_path / "k.c"]
        subprocess.run(compile, check=True)
        link = ["ld", "-e", "0", f"-Tdata={base:#x}", "-o", tmp_path / "kernel.debug", tmp_path / "k.o"]
        subprocess.run(link, check=True)
        subprocess.run(["objcopy", "--only-keep-debug", tmp_path / "kernel.debug"], check=True)
        return tmp_path / "kernel.debug"

    return make


def test_variables_and_types_of_dwarf(golden_freebsd, debug_kernel):
    folder = golden_freebsd.folder("amd64-v2-12")
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        base = next(start for start, length in image.kernel.ranges() if length >= 4096)
    kernel = debug_kernel(base + 0x100)
    with sunkvm.open(kernel, folder / "vmcore", overlay=True) as image:
        at = {name: int(image.symbols[name]) for name in ("allproc", "init", "swapper")}
        image.write(at["allproc"], at["swapper"].to_bytes(8, "little"))
        image.write(at["swapper"], at["init"].to_bytes(8, "little") + bytes(4) + b"swapper\0")
        image.write(at["init"], bytes(8) + (1).to_bytes(4, "little") + b"init\0")
        prog = program(image)
        first = prog["allproc"].lh_first
        assert (first.p_pid.value_(), first.p_comm.string_()) == (0, b"swapper")
        assert (first.p_next.p_pid.value_(), first.p_next.p_comm.string_()) == (1, b"init")
        assert prog.symbol(first.value_()).name == "swapper"


@pytest.mark.parametrize("case", ["amd64-v2-12", "amd64-full-11", "amd64-v3-current"])
def test_structs_without_dwarf(golden_freebsd, case):
    folder = golden_freebsd.folder(case)
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        prog = program(image)
        layout = image.layout("proc")
        struct = prog.type("struct proc")
        assert struct.size == layout.size
        for member in struct.members:
            field = layout[member.name]
            assert member.bit_offset == 8 * field.offset, member.name
            assert drgn.sizeof(member.type) == field.size, member.name


@pytest.mark.parametrize("case", ["amd64", "i386", "sparc", "sparcv9"])
def test_walk_of_a_process_list_without_dwarf(golden_solaris, case):
    folder = golden_solaris.folder(case)
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        prog = program(image)
        proc = drgn.Object(prog, "struct proc *", value=image.read_word(image.symbols["practive"]))
        seen = []
        while proc.value_():
            seen.append((proc.value_(), proc.p_pidp.pid_id.value_()))
            proc = proc.p_next
        assert seen == [(process.kva, process.pid) for process in image.processes()]


def test_bit_fields(golden_solaris):
    for case in ("amd64", "sparcv9"):
        folder = golden_solaris.folder(case)
        with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
            prog = program(image)
            process = next(image.processes())
            layout = image.layout("pid")
            raw = image.read(
                image.read_word(process.kva + image.layout("proc").offset("p_pidp")), layout.size
            )
            pid = drgn.Object(prog, "struct proc", address=process.kva).p_pidp
            for field in layout:
                if field.bits:
                    unit = int.from_bytes(raw[field.offset :][: field.size], image.model.byteorder)
                    assert pid.member_(field.name).value_() == field.extract(unit)


def test_memory(golden_freebsd):
    folder = golden_freebsd.folder("amd64-v2-12")
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        prog = program(image)
        for start, length in list(image.kernel.ranges())[:40]:
            assert prog.read(start, length) == image.read(start, length)
        for start, length in list(image.ranges(PHYS))[:40]:
            assert prog.read(start, length, physical=True) == image.physical.read(start, length)
        with pytest.raises(drgn.FaultError, match="not mapped"):
            prog.read(0x10, 1)
        assert {symbol.name for symbol in prog.symbols()} == set(image.symbols)
        allproc = image.symbols["allproc"]
        assert prog.symbol("allproc").address == int(allproc)
        assert prog["allproc"].address_ == int(allproc)
        with pytest.raises(KeyError):
            prog["nosuch"]
