"""a.out namelists against the originals' answers, and against headers and tables written by hand from the rules."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunkvm.errors import NamelistError, OpenError, SymbolNotFoundError
from sunkvm.namelist import open_namelist
from sunkvm.namelists.aout import AoutNamelist

GOLDEN = Path(__file__).parent.parent / "golden" / "netbsd"
FILES = sorted(str(path.relative_to(GOLDEN)) for path in GOLDEN.glob("*/kernel*.aout"))


def aout(first, order, symbols, *, text=0, data=0, relocations=0, before=0, strings=None, syms=None):
    """Return an a.out file: the first word as bytes, then the rest of the header and the tables."""
    table, names = b"", bytearray(4)
    for name, n_type, other, desc, value in symbols:
        at = 0
        if name is not None:
            at = len(names)
            names += name + b"\0"
        table += struct.pack(order + "IBbhI", at, n_type, other, desc, value)
    names[:4] = struct.pack(order + "I", len(names))
    header = first + struct.pack(
        order + "7I", text, data, 64, len(table) if syms is None else syms, 0x4000, relocations, 0
    )
    return header + bytes(before) + table + (bytes(names) if strings is None else strings)


SYMBOLS = [
    (b"_main", 0x05, 0, 0, 0x4000),
    (b"_data", 0x07, 1, -2, 0x8000),
    (b"_local", 0x06, 0, 0, 0x8004),
    (b"main.c", 0x64, 0, 0, 0x4000),  # N_SO, a debugger symbol
    (b"_bss", 0x09, 0, 0, 0x9000),
    (b"_abs", 0x03, 0, 0, 77),
    (b"start", 0x05, 0, 0, 0x3F00),
    (None, 0x07, 0, 0, 0x1234),
]
M68K, I386, SPARC = bytes.fromhex("0087"), bytes.fromhex("0086"), bytes.fromhex("008a")
OMAGIC, NMAGIC, ZMAGIC, QMAGIC = (bytes.fromhex(each) for each in ("0107", "0108", "010b", "00cc"))


def test_golden_files_are_there():
    assert len(FILES) >= 10


@pytest.mark.parametrize("name", FILES)
def test_golden(name):
    folder = GOLDEN / name
    namelist = open_namelist(str(folder))
    expected = json.loads((folder.parent / "expected.json").read_text())
    looked = 0
    for entry in expected["entries"]:
        if entry["call"] != "kvm_nlist" or entry["args"].get("namelist") != folder.name:
            continue
        answer = entry.get("right", entry)["nlist"]
        for wanted, (n_type, value) in zip(entry["args"]["names"], answer, strict=True):
            symbol = namelist.literal(wanted)
            assert (0 if symbol is None else int(symbol)) == int(value, 16)
            if symbol is not None and n_type is not None:
                assert symbol.n_type == n_type
                looked += 1
    found = namelist["version"]
    assert (found.name, found.type, found.binding) == ("_version", 1, 1)
    assert namelist.find(["version", "_version"]) == {"version": found, "_version": found}
    assert looked or "sunos" in name


# Where text starts: in a NetBSD ZMAGIC file the header is part of it.
CASES = {
    "netbsd-omagic": (M68K + OMAGIC, ">", {"text": 10, "data": 6}, 16),
    "netbsd-nmagic": (SPARC + NMAGIC, ">", {"text": 10, "data": 6}, 16),
    "netbsd-zmagic": (I386 + ZMAGIC, "<", {"text": 5000, "data": 8}, 8192 + 8 - 32),
    "netbsd-zmagic-m68k": (M68K + ZMAGIC, ">", {"text": 5000, "data": 8}, 8192 + 8 - 32),
    "netbsd-qmagic": (I386 + QMAGIC, "<", {"text": 4096, "data": 8}, 4096 + 8 - 32),
    "netbsd-flags": (bytes.fromhex("8086") + OMAGIC, "<", {"text": 4}, 4),
    "relocations": (M68K + OMAGIC, ">", {"text": 10, "relocations": 8}, 18),
    "old-zmagic": (bytes.fromhex("0b010000"), "<", {"text": 4096}, 4096 + 4096 - 32),
    "old-omagic": (bytes.fromhex("07010000"), "<", {"text": 3}, 3),
    "sunos-sun2": (bytes.fromhex("0001") + OMAGIC, ">", {"text": 12}, 12),
    "sunos-sun3": (bytes.fromhex("0102") + ZMAGIC, ">", {"text": 100, "data": 8}, 100 + 8 - 32),
    "sunos-sun4": (bytes.fromhex("8103") + ZMAGIC, ">", {"text": 8192}, 8192 - 32),
    "sunos-nmagic": (bytes.fromhex("0103") + NMAGIC, ">", {"text": 64}, 64),
}


@pytest.mark.parametrize("case", CASES)
def test_headers(case, tmp_path):
    first, order, sizes, before = CASES[case]
    path = tmp_path / "kernel"
    path.write_bytes(aout(first, order, SYMBOLS, before=before, **sizes))
    namelist = open_namelist(str(path))
    assert (namelist.bits, namelist.byteorder) == (32, "little" if order == "<" else "big")
    assert set(namelist) == {"start", "_abs", "_bss", "_data", "_main", "_local"}
    data = namelist["data"]
    assert (int(data), data.n_type, data.n_other, data.n_desc) == (0x8000, 7, 1, -2)
    assert [namelist[name].type for name in ("_main", "_data", "_bss", "_abs")] == [2, 1, 1, 0]
    assert (namelist["_local"].binding, namelist["_data"].binding) == (0, 1)
    assert namelist["_abs"].section == 0xFFF1
    assert namelist.entry == 0x4000


@pytest.mark.parametrize(
    ("first", "machine"),
    [
        (M68K + OMAGIC, 4),
        (bytes.fromhex("00900107"), 4),  # M680002K
        (bytes.fromhex("012c0107"), 4),  # HP300
        (I386 + OMAGIC, 3),
        (SPARC + OMAGIC, 2),
        (bytes.fromhex("01020107"), 4),
        (bytes.fromhex("01030107"), 2),
        (bytes.fromhex("00960107"), 75),
        (bytes.fromhex("00000107"), 0),
    ],
)
def test_machines(first, machine):
    order = "<" if machine in (3, 75) else ">"
    assert AoutNamelist("kernel", aout(first, order, SYMBOLS)).machine == machine


def test_spellings():
    names = AoutNamelist("kernel", aout(SPARC + OMAGIC, ">", [*SYMBOLS, (b"__end", 3, 0, 0, 5)]))
    assert int(names["main"]) == int(names["_main"]) == 0x4000
    assert int(names["start"]) == 0x3F00
    assert int(names["_end"]) == int(names["__end"]) == 5
    with pytest.raises(SymbolNotFoundError):
        names["_start"]
    assert "end" not in names
    assert names.literal("main") is None
    assert names.literal("main.c") is None  # a debugger symbol
    assert "main.c" not in names


def test_which_of_several_counts():
    rows = [(b"_x", 6, 0, 0, 1), (b"_x", 7, 0, 0, 2), (b"_x", 7, 0, 0, 3)]
    for many in (False, True):
        names = AoutNamelist("kernel", aout(SPARC + OMAGIC, ">", rows))
        if many:
            len(names)  # makes the index
        assert int(names.find(["x"])["x"]) == 2
        assert int(names["x"]) == 2
        assert int(names.literal("_x")) == 1  # as nlist(3) has it


def test_address_to_symbol():
    names = AoutNamelist("kernel", aout(SPARC + OMAGIC, ">", SYMBOLS))
    assert [(s.name, d) for s, d in (names.at(0x4003), names.at(0x8002))] == [("_main", 3), ("_data", 2)]
    assert names.at(1) is None


def test_stripped():
    names = AoutNamelist("kernel", aout(SPARC + OMAGIC, ">", [], strings=b""))
    assert (len(names), names.find(["main"]), names.at(0)) == (0, {}, None)


@pytest.mark.parametrize(
    ("data", "reason", "offset"),
    [
        (SPARC + OMAGIC + bytes(20), "the a.out header is cut off", 24),
        (aout(SPARC + OMAGIC, ">", SYMBOLS, syms=13), "a symbol table of 13 bytes", 16),
        (aout(SPARC + OMAGIC, ">", SYMBOLS, syms=1200), "the symbol table lies outside the file", 32),
        (aout(SPARC + OMAGIC, ">", SYMBOLS, text=1 << 31), "the symbol table lies outside", 32 + (1 << 31)),
        (
            aout(SPARC + OMAGIC, ">", SYMBOLS, strings=bytes.fromhex("00000100") + b"_main\0"),
            "the table of strings has 256 bytes, the file 10 at that place",
            32 + 12 * len(SYMBOLS),
        ),
        (aout(SPARC + OMAGIC, ">", SYMBOLS, strings=bytes(4)), "has 0 bytes", 32 + 12 * len(SYMBOLS)),
    ],
)
def test_damage(data, reason, offset, tmp_path):
    path = tmp_path / "kernel"
    path.write_bytes(data)
    with pytest.raises(NamelistError, match=reason) as caught:
        open_namelist(str(path))
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    "start",
    ["0099010b", "07010100", "00870109", "0b01ffff", "009d0107", "", "0107"],
    ids=lambda s: s or "empty",
)
def test_what_is_no_aout(start, tmp_path):
    """Not in the table of machines; 64-bit ones, whose header is another; other magics."""
    path = tmp_path / "kernel"
    path.write_bytes(bytes.fromhex(start) + (bytes(64) if len(start) == 8 else b""))
    with pytest.raises(NamelistError, match=r"neither an ELF file nor an a\.out file"):
        open_namelist(str(path))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_at_random(data):
    first, order, sizes, before = CASES[data.draw(st.sampled_from(sorted(CASES)))]
    raw = bytearray(aout(first, order, SYMBOLS, before=before, **sizes))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        names = AoutNamelist("kernel", bytes(raw[: data.draw(st.integers(4, len(raw)))]))
        names.find(["main", "nosuch"])
        for name in names:
            assert names[name].name in (name, "_" + name)
        names.at(0x4001)
    except OpenError as error:
        assert error.path == "kernel"


def test_bulk():
    """Fifty thousand symbols, most of them a debugger's, are indexed in a fraction of a second."""
    import time

    rows = [(b"_symbol%d" % at, 0x07 if at % 5 == 0 else 0x84, 0, 0, at) for at in range(50000)]
    data = aout(SPARC + OMAGIC, ">", rows)
    start = time.perf_counter()
    names = AoutNamelist("kernel", data)
    assert len(names) == 10000
    assert int(names["symbol49995"]) == 49995
    assert time.perf_counter() - start < 0.5
