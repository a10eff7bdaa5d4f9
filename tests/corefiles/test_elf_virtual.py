"""ELF cores of kernel addresses: handmade ones of each width and byte order, what is no such core, and damage."""

from __future__ import annotations

import os
import random
import struct

import pytest

import sunkvm
from sunkvm.corefile import HOLE, KVA, PHYS, SLOW, formats, probe
from sunkvm.errors import (
    FormatError,
    NamelistError,
    NotDumpedError,
    NotMappedError,
    OpenError,
    ReadOnlyError,
    SunkvmError,
)
from sunkvm.sources.file import FileSource

BASE = {64: 0xFFFF_8880_0000_0000, 32: 0xC000_0000}
TEXT = {64: 0xFFFF_FFFF_8100_0000, 32: 0xF000_0000}
BANNER = b"Linux version 6.1.0 (somebody) #1\n\0"


@pytest.fixture(params=["amd64", "aarch64", "i386", "powerpc64", "powerpc", "sparcv9"])
def machine(request, kcore):
    bits, order, _ = kcore.MACHINES[request.param]
    return request.param, bits, order


def symbols(*rows, bits=64):
    return "".join(f"{value:0{bits // 4}x} {letter} {name}\n" for value, letter, name in rows).encode()


def opened(write, core, names, **how):
    return sunkvm.open(write(names, "kallsyms"), write(core, "kcore"), **how)


def pattern(size, seed=1):
    return random.Random(seed).randbytes(size)


def test_read(machine, kcore, write):
    model, bits, order = machine
    base, text = BASE[bits], TEXT[bits]
    data, code = pattern(5 * 4096), BANNER.ljust(4096, b"\0") + pattern(2 * 4096 + 100, 2)
    core = kcore.kcore(
        model,
        [(text, 0x20_0000, code), (base, 0x1000, data)],
        [kcore.vmcoreinfo(OSRELEASE="6.1.0", PAGESIZE="4096", _stext=text)],
    )
    names = symbols((text, "T", "_stext"), (text, "R", "linux_banner"), bits=bits)
    with opened(write, core, names) as image:
        assert image.corefile.format == "elf_virtual"
        assert image.model.name == model
        assert not image.corefile.live
        assert image.read(base, len(data)) == data
        assert image.read(base + 4000, 300) == data[4000:4300]
        assert image.read(text + 4000, 4300) == code[4000:8300]
        assert image.read_word(base + 8) == int.from_bytes(
            data[8 : 8 + bits // 8], "little" if order == "<" else "big"
        )
        assert image.read_string(image.symbols["linux_banner"]) == BANNER[:-1].decode()
        assert image.kvatop(base + 5) == 0x1005
        assert image.kvatop(text + 4096) == 0x20_1000
        assert image.physical.read(0x1000, 100) == data[:100]
        assert image.physical.read(0x20_0000 + 8000, 300) == code[8000:8300]
        assert list(image.ranges()) == sorted([(base, len(data)), (text, len(code))])
        assert image.personality.name == "linux"
        # The end of the text lies inside a page.
        end = text + len(code)
        found, fault = image.read_some(end - 10, 20)
        assert (found, fault.address, fault.kind) == (code[-10:], end, fault.UNMAPPED)
        with pytest.raises(NotMappedError):
            image.read(base - 1, 1)
        with pytest.raises(NotMappedError):
            image.physical.read(0x10_0000, 1)
        translation = image.translate(base + 4097)
        assert translation.physical == 0x2001
        with pytest.raises(ReadOnlyError):
            image.write(base, b"x")


def test_segment_that_begins_inside_a_page(kcore, write):
    first, second = pattern(100), pattern(50, 2)
    start = BASE[64] + 0x1010
    core = kcore.kcore(
        "amd64", [(start, 0x5010, first), (start + 100, 0x5074, second)], [kcore.vmcoreinfo(OSRELEASE="6")], align=1
    )  # fmt: skip
    with opened(write, core, symbols((start, "D", "x"))) as image:
        assert image.read(start, 150) == first + second  # two segments of one page, apart in the file
        assert image.read(start + 90, 20) == (first + second)[90:110]
        assert image.physical.read(0x5010 + 90, 20) == (first + second)[90:110]
        data, fault = image.read_some(start - 1, 5)
        assert (data, fault.address) == (b"", start - 1)
        leaf = image.corefile.leaf(KVA, start >> 21)
        assert [at for at, where in enumerate(leaf) if where != HOLE] == [1]
        assert leaf[1] & SLOW
        assert list(image.ranges()) == [(start, 150)]


def test_leaf_agrees_with_page(kcore, write):
    base = BASE[64]
    core = kcore.kcore(
        "amd64",
        [(base + 0x3000, 0x3000, pattern(20 * 4096 + 7)), (base + 0x40_0000, kcore.NOWHERE, pattern(4096))],
        [kcore.vmcoreinfo(OSRELEASE="6")],
    )
    with opened(write, core, symbols((base, "D", "x"))) as image:
        for space, index in ((KVA, base >> 21), (KVA, (base >> 21) + 2), (PHYS, 0), (KVA, 0)):
            leaf = image.corefile.leaf(space, index)
            assert list(leaf) == [image.corefile.page(space, index * 512 + at) for at in range(512)]
        assert image.kvatop(base + 0x40_0000) is None  # no one physical address
        assert image.read(base + 0x40_0000, 8) == pattern(4096)[:8]


def test_old_kernels_tell_no_physical_addresses(kcore, write):
    base = BASE[64]
    core = kcore.kcore("amd64", [(base, 0, pattern(4096)), (TEXT[64], 0, BANNER)])
    with opened(write, core, symbols((TEXT[64], "R", "linux_banner"))) as image:
        assert image.personality.name == "linux"  # the banner tells
        assert image.kvatop(base) is None
        assert list(image.ranges(PHYS)) == []
        assert image.read(base, 8) == pattern(4096)[:8]


def test_process_memory(kcore, write):
    """Page tables lead from an address of a process to physical memory, which the direct map holds."""
    base = BASE[64]
    memory = bytearray(6 * 4096)
    for table, row, entry in ((0, 0, 0x1007), (1, 0, 0x2007), (2, 2, 0x3007), (3, 5, 0x4007)):
        struct.pack_into("<Q", memory, table * 4096 + 8 * row, entry)
    memory[0x4000:0x4005] = b"hello"
    core = kcore.kcore("amd64", [(base, 1 << 20, bytes(memory))], [kcore.vmcoreinfo(OSRELEASE="6")])
    # All entries above are relative to the start of the segment.
    for table in range(4):
        at = core.index(bytes(memory)) + table * 4096
        rows = list(struct.unpack("<512Q", core[at : at + 4096]))
        rows = [row + (1 << 20) if row else 0 for row in rows]
        core = core[:at] + struct.pack("<512Q", *rows) + core[at + 4096 :]
        memory[table * 4096 : (table + 1) * 4096] = struct.pack("<512Q", *rows)
    with opened(write, core, symbols((base, "D", "x"))) as image:
        from sunkvm.space import AddressSpace

        space = AddressSpace(image.corefile, 1 << 20)
        address = 2 << 21 | 5 << 12
        assert space.read(address, 5) == b"hello"
        assert space.kvatop(address) == (1 << 20) + 0x4000
        with pytest.raises(NotMappedError):
            space.read(address + 4096, 1)
        with pytest.raises(NotMappedError):
            space.read(base, 1)


def test_pages_that_are_only_known_by_their_physical_address(kcore, write):
    base = BASE[64]
    core = kcore.kcore(
        "amd64", [(0x5000, 0x5000, b"p" * 4096), (base, 0x9000, b"v" * 4096)], [(b"CORE", 1, bytes(336))]
    )
    with opened(write, core, symbols((base, "D", "x"))) as image:
        assert image.corefile.format == "elf_virtual"
        assert list(image.ranges()) == [(base, 4096)]
        assert list(image.ranges(PHYS)) == [(0x5000, 4096), (0x9000, 4096)]
        assert image.physical.read(0x5000, 4) == b"pppp"
        with pytest.raises(NotMappedError):
            image.read(0x5000, 1)


def test_exported_core(golden_solaris, tmp_path):
    """What `sunkvm to-elf` writes opens again, with the same memory and the same processes."""
    from sunkvm.export import elf

    folder = golden_solaris.folder("amd64")
    path = tmp_path / "core.elf"
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        elf.write_elf(image, path)
        with sunkvm.open(folder / "unix.0", path) as again:
            assert again.corefile.format == "elf_virtual"
            assert list(again.ranges()) == list(image.ranges())
            for start, size in image.ranges():
                assert again.read(start, size) == image.read(start, size)
            assert again.load_average() == image.load_average()
            assert [p.pid for p in again.processes()] == [p.pid for p in image.processes()]
            assert again.personality.name == "solaris"


# Where the kernel was loaded


def test_displacement(kcore, write):
    text, offset = TEXT[64], 0x1240_0000
    core = kcore.kcore(
        "amd64",
        [(text + offset, 0x100_0000, BANNER.ljust(4096, b"\0") + b"data".ljust(4096, b"\0"))],
        [
            kcore.vmcoreinfo(
                OSRELEASE="6", KERNELOFFSET=f"{offset:x}", _stext=text + offset, mem_section=BASE[64] + 77
            )
        ],
    )
    rows = [
        (text, "T", "_stext"),
        (text, "R", "linux_banner"),
        (text + 4096, "D", "thing"),
        (0x1F0, "A", "percpu"),
    ]
    rows.append((text + 8192, "d", "mem_section"))
    with opened(write, core, symbols(*rows)) as image:
        assert image.corefile.symbol_distance == offset
        assert int(image.symbols["thing"]) == text + offset + 4096
        assert int(image.symbols["percpu"]) == 0x1F0
        assert image.read(image.symbols["thing"], 4) == b"data"
        assert {n: int(s) for n, s in image.symbols.find(("_stext", "nothing")).items()} == {
            "_stext": text + offset
        }
        symbol, distance = image.symbols.at(text + offset + 4100)
        assert (symbol.name, int(symbol), distance) == ("thing", text + offset + 4096, 4)
    moved = [(value + offset if value > 1 << 32 else value, letter, name) for value, letter, name in rows]
    with opened(write, core, symbols(*moved)) as image:  # as /proc/kallsyms has them
        assert image.corefile.symbol_distance == 0
        assert int(image.symbols["thing"]) == text + offset + 4096
    with opened(write, core, symbols(*rows), overlay=True) as image:
        assert image.read(image.symbols["thing"], 4) == b"data"
    away = [(value + 4096, letter, name) for value, letter, name in rows]
    with pytest.raises(NamelistError, match="is of another kernel"):
        opened(write, core, symbols(*away))


def test_displacement_that_only_the_banner_tells(kcore, write):
    text, offset = TEXT[64], 0x80_0000
    core = kcore.kcore(
        "amd64", [(text + offset, 0, BANNER)], [kcore.vmcoreinfo(OSRELEASE="6", KERNELOFFSET="800000")]
    )
    with opened(write, core, symbols((text, "R", "linux_banner"))) as image:
        assert image.corefile.symbol_distance == offset


def test_symbols_that_disagree(kcore, write):
    text = TEXT[64]
    core = kcore.kcore(
        "amd64",
        [(text, 1 << 20, bytes(4096))],
        [kcore.vmcoreinfo(OSRELEASE="6", _stext=text, init_uts_ns=text + 64)],
    )
    with pytest.raises(
        NamelistError, match=r"is of another kernel \(init_uts_ns at 0xffffffff81000080, in the"
    ):
        opened(write, core, symbols((text, "T", "_stext"), (text + 128, "D", "init_uts_ns")))


# What is claimed, and by whom


def test_what_is_another_ones(kcore, write):
    """Exactly one format claims a file: cores of processes none, physical ones elf_full."""
    base = BASE[64]
    info = kcore.vmcoreinfo(OSRELEASE="6")
    cases = {
        "kcore": (kcore.kcore("amd64", [(base, 0x1000, b"x" * 4096)], [info]), "elf_virtual"),
        "kcore without a note": (kcore.kcore("amd64", [(base, 0x1000, b"x" * 4096)]), "elf_virtual"),
        "note alone, low addresses": (kcore.kcore("amd64", [(0x1000, 0x2000, b"x" * 4096)], [info]), "elf_virtual"),
        "physical": (kcore.kcore("amd64", [(0, 0x1000, b"x" * 4096)]), "elf_full"),
        "physical twice": (kcore.kcore("amd64", [(0x1000, 0x1000, b"x" * 4096)]), "elf_full"),
        "qemu": (kcore.kcore("amd64", [(base, 0x1000, b"x" * 4096)], [(b"QEMU", 0, bytes(432))]), "elf_full"),
        "standalone": (kcore.kcore("amd64", [(base, 0x1000, b"x" * 4096)], osabi=255), "elf_full"),
        "process of a debugger": (
            kcore.kcore("amd64", [(0, 0, b"x" * 4096), (0x40_0000, 0, b"x" * 4096)]), None,
        ),
        "process": (kcore.kcore("amd64", [(0x40_0000, 0, b"x" * 4096)]), None),
        "process and vsyscall": (
            kcore.kcore("amd64", [(0x40_0000, 0, b"x" * 4096), (0xFFFF_FFFF_FF60_0000, 0, b"x" * 4096)]), None,
        ),
        "vsyscall alone": (
            kcore.kcore("amd64", [(0xFFFF_FFFF_FF60_0000, 0, b"x" * 4096)], [(b"CORE", 6, bytes(320))]), None,
        ),
        "program": (kcore.kcore("amd64", [(base, 0, b"x")], type=2), None),
    }  # fmt: skip
    from importlib import import_module

    from sunkvm.corefile import _FORMATS, Match

    for name, (data, wanted) in cases.items():
        with FileSource(write(data)) as source:
            claims = []
            for format, module in _FORMATS.items():
                answer = import_module(f"sunkvm.corefiles.{module}").probe(source)
                if isinstance(answer, Match):
                    claims.append(format)
                else:
                    assert answer, name
            assert claims == ([wanted] if wanted else []), name
    assert "elf_virtual" in formats()


def test_no_segment(kcore, write):
    data = kcore.kcore("amd64", [], [kcore.vmcoreinfo(OSRELEASE="6")])
    with FileSource(write(data)) as source, pytest.raises(FormatError, match="has no segment of memory"):
        probe(source)


# Damage


def test_cut_off(kcore, write):
    base = BASE[64]
    data = kcore.kcore("amd64", [(base, 1 << 20, pattern(4 * 4096))], [kcore.vmcoreinfo(OSRELEASE="6")])
    with opened(write, data[: -4096 - 100], symbols((base, "D", "x"))) as image:
        assert image.warnings == ["the file is 4196 bytes shorter than its segments; it was cut off"]
        assert image.corefile.facts["complete"] is False
        found, fault = image.read_some(base, 4 * 4096)
        assert found == pattern(4 * 4096)[: 3 * 4096 - 100]
        assert (fault.kind, fault.address) == (fault.TRUNCATED, base + len(found))
        with pytest.raises(NotDumpedError, match="behind the end of the file"):
            image.physical.read((1 << 20) + 3 * 4096, 1)


@pytest.mark.parametrize("model", ["amd64", "powerpc"])
def test_flipped_bytes(model, kcore, write):
    """Whatever the headers say: a typed error or an image, and reads that end."""
    bits = kcore.MACHINES[model][0]
    base = BASE[bits]
    whole = kcore.kcore(
        model,
        [(base, 1 << 20, pattern(8192)), (base + 0x10000, -1, pattern(100))],
        [kcore.vmcoreinfo(OSRELEASE="6", PAGESIZE="4096", KERNELOFFSET="1000", _stext=base)],
    )
    names = write(symbols((base, "T", "_stext"), (base, "R", "linux_banner"), bits=bits), "kallsyms")
    head = whole.index(b"OSRELEASE") + 60
    changes = random.Random(5)
    outcomes = {"opened": 0, "refused": 0}
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(changes.randint(1, 3)):
            data[changes.randrange(16, head)] = changes.choice(
                (0, 1, 0x7F, 0x80, 0xFF, changes.randrange(256))
            )
        try:
            with sunkvm.open(names, write(bytes(data))) as image:
                outcomes["opened"] += 1
                for address in (0, base, base + 4090, base + 0x10000):
                    image.read_some(address, 100)
                    image.physical.read_some(address & 0xFFFFFF, 100)
                    image.kvatop(address)
                list(image.ranges())
                list(image.ranges(PHYS))
        except SunkvmError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


def test_many_segments_that_overlap(kcore, write):
    """As many as the header can tell of, all over each other, in bounded time."""
    base = BASE[64]
    rows = [(base + 16 * number, number, b"") for number in range(20000)]
    data = bytearray(kcore.kcore("amd64", rows, [kcore.vmcoreinfo(OSRELEASE="6")]))
    for number in range(len(rows)):
        at = 64 + 56 * (number + 1)
        struct.pack_into("<QQ", data, at + 32, 1 << 20, 1 << 20)
    data += bytes(1 << 19)  # far too short for them
    with opened(write, bytes(data), symbols((base, "D", "x"))) as image:
        assert image.corefile.segments[-1][0] == base + (1 << 20) + 16 * 19998
        assert list(image.ranges()) == [(base, 1 << 19)]
        found, fault = image.read_some(base + (1 << 19) - 8, 100)
        assert found == bytes(8) and fault.kind == fault.TRUNCATED


# A file that changes while it is open


class Changing(FileSource):
    """A file as procfs has them: it cannot be mapped, and another one at each read."""

    def __init__(self, path):
        super().__init__(path)
        self.buffer.close()
        self.buffer = None
        self.changing = True


@pytest.fixture
def live(kcore, write, monkeypatch):
    """Open a core as one that changes; return (image, path)."""
    from sunkvm import engine

    monkeypatch.setattr(engine, "open_source", lambda path, **_: Changing(path))

    def made(core):
        path = write(core, "kcore")
        return sunkvm.open(write(symbols((BASE[64], "D", "x")), "kallsyms"), path), path

    return made


def test_running_kernel_without_its_namelist(kcore, write, monkeypatch):
    """Who forgets /proc/kallsyms is told its name; of a copy nobody knows where its list of symbols is."""
    from sunkvm import engine

    path = write(
        kcore.kcore("amd64", [(BASE[64], 1 << 20, b"a" * 8192)], [kcore.vmcoreinfo(OSRELEASE="6")]), "kcore"
    )
    with pytest.raises(NamelistError, match=r"holds no symbols; name its namelist$"):
        sunkvm.open(None, path)
    monkeypatch.setattr(engine, "open_source", lambda path, **_: Changing(path))
    what = r'-N /proc/kallsyms, in Python sunkvm\.open\("/proc/kallsyms", "/proc/kcore"\)$'
    with pytest.raises(NamelistError, match=f"holds no symbols; name its namelist: {what}") as failed:
        sunkvm.open(None, path)
    assert failed.value.path == path
    # Named as if it were its own namelist it need not be there to be known.
    with pytest.raises(OpenError, match=f"^/proc/kcore: is a corefile; name its namelist before it: {what}"):
        sunkvm.open("/proc/kcore")


def test_live(kcore, live):
    base = BASE[64]

    def core(data, *more):
        return kcore.kcore("amd64", [(base, 1 << 20, data), *more], [kcore.vmcoreinfo(OSRELEASE="6")])

    image, path = live(core(b"a" * 8192))
    with image:
        assert image.corefile.live
        assert "crash_time" not in image.corefile.facts
        assert image.read(base + 4090, 10) == b"a" * 10
        leaf = image.corefile.leaf(KVA, base >> 21)
        assert all(where == HOLE or where & SLOW for where in leaf)  # nothing to keep, for C callers neither
        with open(path, "r+b") as file:
            file.write(core(b"b" * 8192))
        assert image.read(base + 4090, 10) == b"b" * 10
        assert image.physical.read(1 << 20, 4) == b"bbbb"
        # A module is loaded: seen from the next rewind on. Another goes: what it had cannot be read any more.
        with open(path, "r+b") as file:
            file.write(core(b"c" * 8192, (base + 0x10_0000, -1, b"module" * 1000)))
        with pytest.raises(NotMappedError):
            image.read(base + 0x10_0000, 6)
        image.corefile.refresh()
        assert image.read(base + 0x10_0000, 6) == b"module"
        os.truncate(path, os.path.getsize(path) - 3000)
        data, fault = image.read_some(base + 0x10_0000, 6000)
        assert data == (b"module" * 1000)[:3000]
        assert (fault.kind, fault.detail) == (fault.UNMAPPED, "cannot be read now")
        with pytest.raises(ReadOnlyError, match="is the running kernel"):
            image.write(base, b"x")
        os.truncate(path, 0)
        image.corefile.refresh()  # what is no core any more changes nothing
        assert image.read_some(base, 4)[0] == b""
        assert next(iter(image.ranges())) == (base, 8192)


def test_reads_that_the_kernel_refuses(kcore, live, monkeypatch):
    image, _ = live(kcore.kcore("amd64", [(BASE[64], 1 << 20, b"a" * 8192)]))
    with image:

        def refuse(*_):
            raise OSError(14, "Bad address")

        monkeypatch.setattr(os, "pread", refuse)
        data, fault = image.read_some(BASE[64], 10)
        assert data == b""
        assert fault.kind == fault.UNMAPPED
        with pytest.raises(NotMappedError, match="cannot be read now"):
            image.read(BASE[64], 10)
