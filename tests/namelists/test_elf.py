"""The bulk symbol index against pyelftools and against the obvious rules of nlist."""

from __future__ import annotations

import io
import struct
import subprocess

import pytest
from elftools.elf.elffile import ELFFile
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm.errors import NamelistError, OpenError, SymbolNotFoundError
from sunkvm.namelist import open_namelist
from sunkvm.namelists.elf import ElfNamelist

MODELS = ("amd64", "i386", "sparc", "sparcv9")

SOURCE = """
int global_data = 1;
static int local_data = 2;
int common_tail_x, tail_x;
int _underscore;
static int twice(void) { return local_data; }
int function(void) { return twice() + global_data; }
__attribute__((weak)) int weak_function(void) { return 3; }
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Return object files made by the system's compiler and linker, which shares the tails of names."""
    folder = tmp_path_factory.mktemp("elf")
    (folder / "a.c").write_text(SOURCE)
    (folder / "b.c").write_text("static int local_data = 5; int *use(void) { return &local_data; }")
    for name in ("a", "b"):
        subprocess.run(["gcc", "-c", "-fPIC", "-O1", "-o", f"{name}.o", f"{name}.c"], cwd=folder, check=True)
    subprocess.run(["gcc", "-shared", "-O2", "-o", "lib.so", "a.o", "b.o", "-Wl,-O2"], cwd=folder, check=True)
    return [folder / "a.o", folder / "lib.so"]


def reference(data):
    """Return {name: (value, size, type, binding)}, the last of each name, as pyelftools has them."""
    file = ELFFile(io.BytesIO(data))
    types = {"STT_NOTYPE": 0, "STT_OBJECT": 1, "STT_FUNC": 2, "STT_SECTION": 3, "STT_FILE": 4, "STT_TLS": 6}
    found = {}
    for section in file.iter_sections():
        if section["sh_type"] != "SHT_SYMTAB":
            continue
        strings = file.get_section(section["sh_link"])
        for number in range(section.num_symbols()):
            symbol = section.get_symbol(number)
            name = strings.get_string(symbol["st_name"])
            if name:
                bind = {"STB_LOCAL": 0, "STB_GLOBAL": 1, "STB_WEAK": 2}[symbol["st_info"]["bind"]]
                found[name] = (symbol["st_value"], symbol["st_size"], types[symbol["st_info"]["type"]], bind)
        break
    return found


def mine(namelist):
    return {name: (int(s), s.size, s.type, s.binding) for name, s in namelist.items()}


@pytest.mark.parametrize("model", MODELS)
def test_golden_namelists(model, golden_solaris):
    path = golden_solaris.folder(model) / "unix.0"
    namelist = open_namelist(str(path))
    expected = reference(path.read_bytes())
    assert mine(namelist) == expected
    assert len(namelist) == len(expected)
    for name in expected:
        # A fresh namelist each time: the search must not need the index.
        alone = open_namelist(str(path)).find((name, "no such symbol"))
        assert {key: int(value) for key, value in alone.items()} == {name: expected[name][0]}


def test_linker_made_namelists(compiled):
    for path in compiled:
        namelist = open_namelist(str(path))
        expected = reference(path.read_bytes())
        assert mine(namelist) == expected
        fresh = open_namelist(str(path))
        assert {name: int(s) for name, s in fresh.find(expected).items()} == {
            k: v[0] for k, v in expected.items()
        }


def test_address_to_symbol(golden_solaris):
    namelist = open_namelist(str(golden_solaris.folder("amd64") / "unix.0"))
    symbol, distance = namelist.at(int(namelist["practive"]) + 3)
    assert (symbol.name, distance) == ("practive", 3)
    assert namelist.at(0) is None
    assert namelist.at(2**64 - 1)[0].name == "practive" or namelist.at(2**64 - 1)[1] > 0


def test_missing_symbol(golden_solaris):
    namelist = open_namelist(str(golden_solaris.folder("amd64") / "unix.0"))
    with pytest.raises(SymbolNotFoundError) as caught:
        namelist["nosuch"]
    assert isinstance(caught.value, KeyError)
    assert "nosuch" in str(caught.value)
    assert namelist.get("nosuch") is None
    assert "nosuch" not in namelist
    assert "practive" in namelist


def test_stripped_file_has_no_symbols(golden_solaris):
    namelist = open_namelist(str(golden_solaris.folder("amd64-damaged") / "unix.nosymtab"))
    assert len(namelist) == 0
    assert namelist.find(["kas"]) == {}
    assert namelist.at(5) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF", b"#!/bin/sh\n", b"\x7fELF\x09\x01" + bytes(80), b"\x7fELF\x02\x01" + bytes(10)],
)
def test_what_is_no_namelist(content, tmp_path):
    path = tmp_path / "unix"
    path.write_bytes(content)
    with pytest.raises(NamelistError) as caught:
        open_namelist(str(path))
    assert caught.value.path == str(path)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_namelists(data, golden_solaris):
    raw = bytearray((golden_solaris.folder(data.draw(st.sampled_from(MODELS))) / "unix.0").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    size = data.draw(st.integers(0, len(raw)))
    try:
        namelist = ElfNamelist("unix", bytes(raw[: max(size, 8)]))
        namelist.find(["kas", "practive"])
        for name in namelist:
            assert namelist[name].name == name
        namelist.at(1 << 40)
    except OpenError as error:
        assert error.path == "unix"


def ksyms(bits, order, rows):
    """Return what NetBSD's savecore writes of a kernel: symbols by address, no text, a .bss of impossible size."""
    strings, table = bytearray(1), b""
    for name, value, info in [("", 0, 0), *rows]:
        at = len(strings) if name else 0
        strings += name.encode() + b"\0" if name else b""
        fields = (at, info, 0, 4, value, 0) if bits == 64 else (at, value, 0, info, 0, 4)
        table += struct.pack(order + ("IBBHQQ" if bits == 64 else "IIIBBH"), *fields)
    code, start = ("IIQQQQIIQQ", 64) if bits == 64 else ("IIIIIIIIII", 52)
    top = (1 << bits) - 1
    count = len(rows) + 1
    sections = [
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 2, 0, 0, start + 4 * 64, len(table), 2, count, 0, len(table) // count),
        (1, 3, 0, 0, start + 4 * 64 + len(table), len(strings), 0, 0, 0, 0),
        (1, 8, 0, 0, 0, top, 0, 0, 0, 0),
    ]
    ident = b"\x7fELF" + bytes((bits // 32, 1 if order == "<" else 2, 1)) + bytes(9)
    header = struct.pack(
        order + ("HHIQQQIHHHHHH" if bits == 64 else "HHIIIIIHHHHHH"),
        *(2, 62 if bits == 64 else 2, 1, 0, 0, start, 0, start, 0, 0, 64, 4, 2),
    )
    body = b"".join(struct.pack(order + code, *row).ljust(64, b"\0") for row in sections)
    return ident + header + body + table + bytes(strings)


@pytest.mark.parametrize(("bits", "order"), [(64, "<"), (32, ">")])
def test_locals_among_globals(bits, order, tmp_path):
    """A local symbol that stands behind a global one of its name does not hide it."""
    rows = [
        *[("text", 0x1000, 0x02), ("hz", 0x2000, 0x11), ("nprocs", 0x2008, 0x11), ("hz", 0x3000, 0x01)],
        *[("only", 0x3008, 0x01), ("only", 0x3010, 0x01), ("twice", 0x4000, 0x11), ("twice", 0x4008, 0x11)],
    ]
    path = tmp_path / "netbsd.0"
    path.write_bytes(ksyms(bits, order, rows))
    expected = {"text": 0x1000, "hz": 0x2000, "nprocs": 0x2008, "only": 0x3010, "twice": 0x4008}
    names = open_namelist(str(path))
    assert {name: int(symbol) for name, symbol in names.find(expected).items()} == expected
    assert {name: int(symbol) for name, symbol in names.items()} == expected
    assert names.at(0x3005)[0].name == "hz"
