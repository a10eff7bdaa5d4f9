"""Images as ELF cores: every page at every address as readelf, pyelftools, gdb and a plain walk see it."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys

import pytest
from elftools.elf.elffile import ELFFile

import sunkvm
from sunkvm.corefile import HOLE, KVA, PHYS, Corefile
from sunkvm.datamodel import AMD64
from sunkvm.errors import UnsupportedError
from sunkvm.export import elf
from sunkvm.export.elf import write_elf

SOLARIS = ("amd64", "i386", "sparc", "sparcv9")
FREEBSD = ("amd64-v2-12", "amd64-v3-current", "amd64-full-current", "i386-pae-v2", "aarch64-16k-v3")


def opened(golden_solaris, golden_freebsd, case):
    system, _, name = case.partition(":")
    if system == "solaris":
        folder = golden_solaris.folder(name)
        return sunkvm.open(folder / "unix.0", folder / "vmcore.0")
    folder = golden_freebsd.folder(name)
    return sunkvm.open(folder / "kernel", folder / "vmcore")


def loads(path):
    """Return (va, pa, offset, bytes) of the segments, as pyelftools reads them."""
    with open(path, "rb") as file:
        return [
            (segment["p_vaddr"], segment["p_paddr"], segment["p_offset"], segment["p_filesz"])
            for segment in ELFFile(file).iter_segments()
            if segment["p_type"] == "PT_LOAD"
        ]


def merged(ranges):
    found = []
    for start, length in sorted(ranges):
        if found and found[-1][0] + found[-1][1] >= start:
            end = max(found[-1][0] + found[-1][1], start + length)
            found[-1] = found[-1][0], end - found[-1][0]
        else:
            found.append((start, length))
    return found


@pytest.mark.parametrize("case", [*(f"solaris:{c}" for c in SOLARIS), *(f"freebsd:{c}" for c in FREEBSD)])
def test_every_page(golden_solaris, golden_freebsd, tmp_path, case):
    path = tmp_path / "out.elf"
    with opened(golden_solaris, golden_freebsd, case) as image:
        done = write_elf(image, path)
        segments = loads(path)
        data = path.read_bytes()
        assert done.segments == len(segments) and done.size == len(data)
        assert os.stat(path).st_mode & 0o777 == 0o600
        kernel = list(image.kernel.ranges())
        for start, length in kernel:
            covering = [s for s in segments if s[0] < start + length and start < s[0] + s[3]]
            assert sum(min(s[0] + s[3], start + length) - max(s[0], start) for s in covering) == length
        inside = [(va, size) for va, pa, _, size in segments if va != pa]
        assert merged(inside) == [r for r in merged(kernel) if r in merged(inside)]
        for va, pa, offset, size in segments:
            bytes_there = data[offset : offset + size]
            assert offset % image.corefile.page_size == 0
            if va != pa:
                assert image.kernel.read(va, size) == bytes_there
            if pa != image.model.mask:
                assert image.physical.read(pa, size) == bytes_there
        physical = [(pa, size) for _, pa, _, size in segments if pa != image.model.mask]
        # Only frames that stand where the kernel has other pages can be missing: in narrow kernels.
        assert merged(physical) == list(image.physical.ranges())


def test_readelf_agrees(golden_solaris, golden_freebsd, tmp_path):
    path = tmp_path / "out.elf"
    with opened(golden_solaris, golden_freebsd, "solaris:sparcv9") as image:
        write_elf(image, path)
    text = subprocess.run(["readelf", "-hlW", path], capture_output=True, text=True, check=True)
    assert text.stderr == ""
    assert "Sparc v9" in text.stdout and "big endian" in text.stdout and "CORE" in text.stdout
    rows = re.findall(r"LOAD +(0x\w+) (0x\w+) (0x\w+) (0x\w+)", text.stdout)
    assert [tuple(int(x, 16) for x in row) for row in rows] == [
        (offset, va, pa, size) for va, pa, offset, size in loads(path)
    ]


def test_compressed_dump_gives_the_same_file(golden_solaris, tmp_path):
    folder = golden_solaris.folder("amd64")
    for name, files in (("plain", ("unix.0", "vmcore.0")), ("packed", (None, "vmdump.0"))):
        namelist, core = (None if file is None else folder / file for file in files)
        with sunkvm.open(namelist, core) as image:
            write_elf(image, tmp_path / name)
    assert (tmp_path / "plain").read_bytes() == (tmp_path / "packed").read_bytes()


def test_virtual_only(golden_solaris, golden_freebsd, tmp_path):
    with opened(golden_solaris, golden_freebsd, "solaris:amd64") as image:
        write_elf(image, tmp_path / "out.elf", physical=False)
        segments = loads(tmp_path / "out.elf")
        assert merged((va, size) for va, _, _, size in segments) == merged(image.kernel.ranges())


def test_process(golden_solaris, golden_freebsd, tmp_path):
    with opened(golden_solaris, golden_freebsd, "solaris:amd64") as image:
        process = next(p for p in image.processes() if p.argv)
        user = image.user(process)
        write_elf(image, tmp_path / "out.elf", pids=[process.pid])
        data = (tmp_path / "out.elf").read_bytes()
        segments = loads(tmp_path / "out.elf")
        ranges = list(user.ranges())
        assert ranges
        for start, length in ranges:
            for at in range(start, start + length, 4096):
                va, _, offset, _ = next(s for s in segments if s[0] <= at < s[0] + s[3])
                assert data[offset + at - va :][:4096] == user.read(at, 4096)
        with pytest.raises(UnsupportedError, match="has no process 99999"):
            write_elf(image, tmp_path / "other", pids=[99999])
    assert os.listdir(tmp_path) == ["out.elf"]


SOURCE = """
struct point { long x; int y[2]; };
struct point origin = { 1, { 2, 3 } };
const char *name = "before";
"""


def gdb(kernel, core, *commands):
    """Return what gdb prints. Cores of kernels without a note of a processor need no registers."""
    words = [word for command in commands for word in ("-ex", command)]
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-iex", "set osabi GNU/Linux", *words, kernel, core],
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def variable(golden_solaris, tmp_path):
    """Return (kernel.debug with the variable ``origin``, out.elf of a dump where it has other values, the image)."""
    folder = golden_solaris.folder("amd64")
    base = 0xFFFFFF0000000000
    (tmp_path / "k.c").write_text(SOURCE)
    kernel = tmp_path / "kernel.debug"
    # The program's data lie where the dump has a page; their values are changed in the image only.
    subprocess.run(
        ["gcc", "-g", "-c", "-mcmodel=large", "-fno-pie", "-o", tmp_path / "k.o", tmp_path / "k.c"],
        check=True,
    )
    subprocess.run(["ld", "-e", "0", f"-Tdata={base + 0x100:#x}", "-o", kernel, tmp_path / "k.o"], check=True)
    with open(kernel, "rb") as file:
        found = {s.name: s["st_value"] for s in ELFFile(file).get_section_by_name(".symtab").iter_symbols()}
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0", overlay=True) as image:
        image.write(
            found["origin"], b"".join(n.to_bytes(size, "little") for n, size in ((77, 8), (88, 4), (99, 4)))
        )
        write_elf(image, tmp_path / "out.elf")
        return kernel, tmp_path / "out.elf", image.read(base, 2), base


def test_gdb_prints_a_global_variable_of_the_dump(variable):
    kernel, core, (first, second), base = variable
    printed = gdb(kernel, core, "print origin", f"x/2xb {base:#x}")
    assert "$1 = {x = 77, y = {88, 99}}" in printed
    assert f"0x{first:02x}\t0x{second:02x}" in printed
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-ex", "x/1xb 0x10", kernel, core], capture_output=True, text=True
    )
    assert "Cannot access" in done.stderr


def test_lldb_prints_a_global_variable_of_the_dump(variable):
    """It takes values from the kernel's file until it is told that the kernel lies where it was linked to be."""
    kernel, core, (first, second), base = variable
    commands = (
        f"target create --core {core} {kernel}",
        f"target modules load --file {kernel.name} --slide 0",
        "target variable origin",
        f"memory read -s1 -fx -c2 {base:#x}",
        "memory read -s1 -fx -c1 0x10",
    )
    words = [word for command in commands for word in ("-o", command)]
    done = subprocess.run(["lldb", "-x", "-b", *words], capture_output=True, text=True)
    printed = " ".join(done.stdout.split())
    assert "(point) origin = { x = 77 y = ([0] = 88, [1] = 99) }" in printed
    assert f"{base:#x}: 0x{first:02x} 0x{second:02x}" in printed
    assert "core file does not contain 0x10" in done.stderr


class Scattered(Corefile):
    """A corefile whose pages all stand alone."""

    format, path, model, serves = "scattered", "scattered", AMD64, frozenset({KVA})
    page_size, page_shift = 4096, 12

    def __init__(self, count):
        self.count, self.warnings = count, []
        self.buffer = b"\0" * 4096

    def page(self, space, index):
        return 0 if space == KVA and not index % 2 and index // 2 < self.count else HOLE

    def ranges(self, space):
        return ((index * 8192, 4096) for index in range(self.count))


class Bare:
    """As much of an image as is needed."""

    def __init__(self, core):
        from sunkvm.space import AddressSpace

        self.corefile, self.model, self.kernel = core, core.model, AddressSpace(core, KVA)

    def panic(self):
        return None


def test_more_segments_than_the_header_can_count(tmp_path):
    count = 66_000
    done = write_elf(Bare(Scattered(count)), tmp_path / "many")
    assert done.segments == count and done.pages == count
    text = subprocess.run(
        ["readelf", "-hW", tmp_path / "many"], capture_output=True, text=True, check=True
    ).stdout
    assert f"65535 ({count})" in text
    with open(tmp_path / "many", "rb") as file:
        assert ELFFile(file).num_segments() == count
    assert os.stat(tmp_path / "many").st_blocks * 512 < 8 << 20  # headers; zeros take no room


@pytest.mark.parametrize(("count", "extended"), [(elf.EXTENDED - 1, False), (elf.EXTENDED, True)])
def test_border_of_extended_numbering(tmp_path, count, extended):
    write_elf(Bare(Scattered(count)), tmp_path / "many")
    with open(tmp_path / "many", "rb") as file:
        raw = file.read(64)
    assert int.from_bytes(raw[56:58], "little") == (0xFFFF if extended else count)
    assert bool(int.from_bytes(raw[40:48], "little")) is extended


def test_nothing_is_overwritten(golden_solaris, golden_freebsd, tmp_path):
    (tmp_path / "out.elf").write_text("mine")
    with opened(golden_solaris, golden_freebsd, "solaris:i386") as image, pytest.raises(FileExistsError):
        write_elf(image, tmp_path / "out.elf")
    assert (tmp_path / "out.elf").read_text() == "mine"
    assert os.listdir(tmp_path) == ["out.elf"]


def test_no_room_leaves_nothing(golden_solaris, tmp_path):
    folder = golden_solaris.folder("amd64")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "from sunkvm.cli import main; main()"
    )
    words = ["to-elf", folder / "unix.0", folder / "vmcore.0", "-o", tmp_path / "out.elf"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, *map(str, words)], capture_output=True, text=True
    )
    assert done.returncode == 74
    assert done.stderr == f"sunkvm: {tmp_path / 'out.elf'}: {os.strerror(errno.EFBIG)}\n"
    assert os.listdir(tmp_path) == []


def test_progress_counts_to_the_end(golden_solaris, golden_freebsd, tmp_path):
    told = []
    with opened(golden_solaris, golden_freebsd, "freebsd:amd64-full-current") as image:
        write_elf(image, tmp_path / "out.elf", progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] and [d for d, _ in told] == sorted(d for d, _ in told)
    assert os.stat(tmp_path / "out.elf").st_blocks * 512 < os.path.getsize(tmp_path / "out.elf") / 4


def test_drgn_reads_it(golden_freebsd, tmp_path):
    drgn = pytest.importorskip("drgn", reason="drgn is not installed here")
    folder = golden_freebsd.folder("amd64-v2-12")
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        write_elf(image, tmp_path / "out.elf")
        program = drgn.Program()
        program.set_core_dump(tmp_path / "out.elf")
        for start, length in list(image.kernel.ranges())[:50]:
            assert program.read(start, length) == image.read(start, length)
        for start, length in list(image.ranges(PHYS))[:50]:
            assert program.read(start, length, physical=True) == image.physical.read(start, length)
