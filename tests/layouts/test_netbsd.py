"""The tables of NetBSD: that they say what the compilers said, and which table an image gets."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from sunkvm import datamodel
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.layouts.releases import choose, netbsd_number
from sunkvm.personalities.bsd_reader import member

STRUCTS = Path(__file__).parent.parent / "data" / "netbsd_structs"
FILES = sorted(path.stem for path in STRUCTS.iterdir())
MODELS = {"i386pae": "i386", "sparc64": "sparcv9"}
each_table = pytest.mark.parametrize("name", FILES)


def oracle(name):
    return json.loads((STRUCTS / f"{name}.json").read_text())


def tables_of(name):
    release, _, arch = name.partition("-")
    tables = BuiltinTables("netbsd", datamodel.MODELS[MODELS.get(arch, arch)])
    tables._module, tables._undecided = f"netbsd{release}_{arch}", None
    return tables


def row_of(field):
    """A member as the oracle writes it: trailing defaults are left out."""
    row = [field.name, field.offset, field.size, field.kind, field.type]
    row += [field.count, field.element_size, field.element_kind, field.bits, field.shift]
    defaults = [1, field.size, field.kind, 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


def test_all_there():
    assert len(FILES) == 11


@each_table
def test_compilers_agree(name):
    tables, facts = tables_of(name), oracle(name)
    for struct, (size, tag, rows) in facts["structs"].items():
        layout = tables.layout(struct)
        assert (layout.name, layout.size, layout.tag) == (struct, size, tag)
        known = {row[0]: [*row[:4], row[4].replace("<anonymous>", "{anonymous}"), *row[5:]] for row in rows}
        for field in layout:
            assert row_of(field) == known[field.name]
        assert [row[0] for row in rows if "." not in row[0]] == [f.name for f in layout if "." not in f.name]


@each_table
def test_members(name):
    """Members that the personality and libkvm read, also those inside nested structs, which the tables tell apart."""
    tables, facts = tables_of(name), oracle(name)
    assert {"proc", "lwp", "vmspace", "vm_page", "cpu_info"} <= set(facts["members"])
    for struct, (size, members) in facts["members"].items():
        layout = tables.layout(struct)
        assert layout.size == size
        for wanted, place in members.items():
            found = member(tables, layout, wanted)
            assert found is not None, (struct, wanted)
            assert [found.offset, found.size] == place, (struct, wanted)


# Rows of the sheet of the process walk, written down by hand: struct.member, then offset:size of each table.
COLUMNS = (
    *("6-amd64", "6-i386", "6-sparc", "6-sparc64"),
    *("10-amd64", "10-i386", "10-sparc", "10-sparc64", "10-aarch64"),
)
SHEET = """
    proc.p_pid 212:4 120:4 120:4 212:4 168:4 96:4 96:4 168:4 168:4
    proc.p_lflag 200:4 108:4 108:4 200:4 163:1 91:1 91:1 163:1 163:1
    proc.p_pgrp 600:8 400:4 400:4 600:8 688:8 496:4 508:4 688:8 688:8
    proc.p_psstrp 608:8 404:4 404:4 608:8 696:8 500:4 512:4 696:8 696:8
    lwp.l_sibling.le_next 456:8 292:4 284:4 440:8 432:8 284:4 276:4 424:8 552:8
    lwp.l_wmesg 288:8 204:4 196:4 272:8 264:8 192:4 184:4 256:8 368:8
    tty.t_dev 416:8 220:8 224:8 416:8 368:8 196:8 200:8 368:8 368:8
    vm_map_entry.start 56:8 28:4 28:4 56:8 24:8 12:4 12:4 24:8 24:8
    vm_map_entry.aref.ar_amap 120:8 72:4 72:4 120:8 120:8 72:4 72:4 120:8 120:8
    vm_page.phys_addr 88:8 52:4 56:4 88:8 24:8 16:4 16:4 24:8 24:8
    pstats.p_start 432:16 256:12 296:16 432:16 432:16 256:12 296:16 432:16 432:16
    kauth_cred.cr_euid 68:4 68:4 68:4 68:4 68:4 68:4 68:4 68:4 132:4
"""


@pytest.mark.parametrize("row", SHEET.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_sheet(row):
    name, *places = row.split()
    struct, _, wanted = name.partition(".")
    for table, place in zip(COLUMNS, places, strict=True):
        tables = tables_of(table)
        found = member(tables, tables.layout(struct), wanted)
        assert f"{found.offset}:{found.size}" == place, table


def test_pae_has_longer_physical_addresses():
    for release in (6, 10):
        sizes = [
            tables_of(f"{release}-{arch}").layout("vm_page")["phys_addr"].size for arch in ("i386", "i386pae")
        ]
        assert sizes == [4, 8]


class Names(dict):
    def find(self, names):
        return {name: self[name] for name in names if name in self}


class Kernel:
    """A kernel's memory: bytes by address."""

    def __init__(self, memory, **facts):
        self.memory = memory
        self.corefile = SimpleNamespace(model=datamodel.AMD64, facts=facts)

    def read_some(self, kva, count):
        data = self.memory.get(kva, b"")[:count]
        return data, None if len(data) == count else "fault"


@pytest.mark.parametrize(
    ("symbols", "memory", "number"),
    [
        ({"osrelease": 1}, {1: b"6.99.16\0"}, 699001600),
        ({"osrelease": 1}, {1: b"10.0_STABLE\0"}, 1000000000),
        ({"version": 1}, {1: b"NetBSD 10.99.12 (GENERIC) #0: today"}, 1099001200),
        ({"version": 1}, {1: b"NetBSD 6.1.5 (GENERIC)\n"}, 601000500),
        ({"version": 1, "osrelease": 2}, {1: b"NetBSD 9.99.81 (X)", 2: b"?"}, 999008100),
        ({"version": 1, "allproc": 2, "boottime": 3}, {1: b"Linux 10.0"}, 699001600),
        ({"allproc": 2, "timebasebin": 3}, {}, 1099001200),
        ({"timebasebin": 3}, {}, None),
    ],
)
def test_release(symbols, memory, number):
    assert netbsd_number(Kernel(memory), Names(symbols)) == number


@pytest.mark.parametrize(
    ("release", "model", "facts", "module", "warned"),
    [
        (b"6.99.16", "amd64", {}, "netbsd6_amd64", False),
        (b"6.1", "amd64", {}, "netbsd6_amd64", True),
        (b"8.0", "sparc", {}, "netbsd6_sparc", True),
        (b"10.0", "amd64", {}, "netbsd10_amd64", True),
        (b"10.99.12", "aarch64", {}, "netbsd10_aarch64", False),
        (b"11.0", "sparcv9", {}, "netbsd10_sparc64", False),
        (b"10.99.12", "i386", {"machine": "i386-pae"}, "netbsd10_i386pae", False),
        (b"6.99.16", "i386", {"machine": "i386"}, "netbsd6_i386", False),
        (b"6.99.16", "aarch64", {}, "", False),
        (b"6.99.16", "mips64", {}, "", False),
    ],
)
def test_choice(release, model, facts, module, warned):
    kernel = Kernel({1: release + b"\0"}, **facts)
    found, _, warning = choose("netbsd", datamodel.MODELS[model], kernel, Names({"osrelease": 1}))
    assert (found, warning is not None) == (module, warned)
