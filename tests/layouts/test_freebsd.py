"""The tables and schemas of FreeBSD: that they say what the compilers said, and which table an image gets."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from sunkvm import datamodel
from sunkvm.layouts.builtin import BuiltinTables, _layout
from sunkvm.layouts.releases import choose
from sunkvm.schema.kernels import freebsd

STRUCTS = Path(__file__).parent.parent / "data" / "freebsd_structs"
FILES = sorted(path.stem for path in STRUCTS.iterdir())
each_table = pytest.mark.parametrize("name", FILES)


def oracle(name):
    return json.loads((STRUCTS / f"{name}.json").read_text())


def model_of(name):
    arch = name.partition("-")[2]
    return datamodel.MODELS.get(arch) or datamodel.DataModel(arch, 64, "little", 8, 183)


def tables_of(name):
    release, _, arch = name.partition("-")
    tables = BuiltinTables("freebsd", model_of(name))
    tables._module, tables._undecided = f"freebsd{release}_{arch}", None
    return tables


def row_of(field):
    """A member as the oracle writes it: trailing defaults are left out."""
    row = [field.name, field.offset, field.size, field.kind, field.type]
    row += [field.count, field.element_size, field.element_kind, field.bits, field.shift]
    defaults = [1, field.size, field.kind, 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


@each_table
def test_compilers_agree(name):
    tables, facts = tables_of(name), oracle(name)
    for struct, (size, tag, rows) in facts["structs"].items():
        layout = tables.layout(struct)
        assert (layout.name, layout.size, layout.tag) == (struct, size, tag)
        known = {row[0]: row for row in rows}
        for field in layout:
            assert row_of(field) == known[field.name]
        # Members of nested structs may be left out, where the nested struct is in the table.
        assert [row[0] for row in rows if "." not in row[0]] == [f.name for f in layout if "." not in f.name]
    for struct in set(tables.names()) - facts["structs"].keys():
        layout = tables.layout(struct)
        whole = [layout.size, layout.tag, [row_of(field) for field in layout if "." not in field.name]]
        digest = hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]
        assert digest == facts["digests"][struct], struct


@each_table
def test_nested_structs_resolve(name):
    """What is left out of the dotted names is found through the member's type."""
    tables = tables_of(name)
    for struct, member in (
        ("vmspace", "vm_map"),
        ("vmspace", "vm_pmap"),
        ("vm_map", "header"),
        ("proc", "p_rux"),
        ("proc", "p_ru"),
    ):
        field = tables.layout(struct)[member]
        assert tables.resolve(field.type).size == field.size


@each_table
@pytest.mark.parametrize(
    "struct", ["kinfo_proc", "nlist", "kvm_nlist", "kvm_swap", "kvm_page", "rusage", "timeval", "priority"]
)
def test_schema(name, struct):
    facts = oracle(name)["structs"]
    release = int(name.partition("-")[0])
    if struct not in facts or (struct == "kvm_page" and release < 15):
        pytest.skip("came with a later release, or had other names")
    schema = getattr(freebsd, struct)
    layout = schema(model_of(name), release) if struct == "kinfo_proc" else schema(model_of(name))
    size, _, rows = facts[struct]
    assert layout.size == size
    if struct == "kvm_swap" and release < 12:  # these counts had a sign
        rows = [
            [*row[:3], "uint", "u_int"] if "flags" not in row[0] and row[3] == "int" else row for row in rows
        ]
    if struct == "kinfo_proc":
        assert size == {"i386": 768}.get(layout.model.name, 1088)
    # Whether a plain char has a sign is not a matter of layout: on aarch64 it has none.
    rows = [
        [*row[:3], "int", *row[4:]] if row[4] == "char" else [*row[:7], "int"] if row[3] == "char[]" else row
        for row in rows
    ]
    assert [row_of(field) for field in layout] == rows


class Names(dict):
    def find(self, names):
        return {name: self[name] for name in names if name in self}


class Kernel:
    """A kernel's memory: bytes by address."""

    def __init__(self, memory, model=datamodel.AMD64):
        self.memory = memory
        self.corefile = SimpleNamespace(model=model)

    def read_some(self, kva, count):
        data = self.memory.get(kva, b"")[:count]
        return data, None if len(data) == count else "fault"


@pytest.mark.parametrize(
    ("symbols", "memory", "module", "warned"),
    [
        ({"osreldate": 1}, {1: (1100122).to_bytes(4, "little")}, "freebsd11_amd64", False),
        ({"osreldate": 1}, {1: (1201000).to_bytes(4, "little")}, "freebsd12_amd64", False),
        ({"osreldate": 1}, {1: (1501502).to_bytes(4, "little")}, "freebsd15_amd64", False),
        ({"osreldate": 1}, {1: (1004000).to_bytes(4, "little")}, "freebsd11_amd64", True),
        ({"osreldate": 1}, {1: (1302001).to_bytes(4, "little")}, "freebsd12_amd64", True),
        (
            {"osreldate": 1, "version": 2},
            {2: b"FreeBSD 12.1-RELEASE r354233 GENERIC\n"},
            "freebsd12_amd64",
            False,
        ),
        ({"osreldate": 1, "osrelease": 2}, {1: b"????", 2: b"15.1-STABLE\0"}, "freebsd15_amd64", False),
        ({"allproc": 1, "zombproc": 2, "dmmax": 3}, {}, "freebsd11_amd64", False),
        ({"allproc": 1, "zombproc": 2}, {}, "freebsd12_amd64", False),
        ({"allproc": 1}, {}, "freebsd15_amd64", False),
        ({"hello": 1}, {}, "", True),
    ],
)
def test_release(symbols, memory, module, warned):
    found, _, warning = choose("freebsd", datamodel.AMD64, Kernel(memory), Names(symbols))
    assert (found, warning is not None) == (module, warned)


def test_table_of_an_image():
    tables = BuiltinTables("freebsd", datamodel.AMD64, Kernel({}), Names({"allproc": 1}))
    assert tables.layout("proc").size == 1376
    assert tables.layout("proc").source == "built-in table FreeBSD 15.x amd64"
    unknown = BuiltinTables("freebsd", datamodel.AMD64, Kernel({}), Names())
    assert unknown.layout("proc") is None
    assert unknown.warnings == ["the image does not tell which release of freebsd it is"]
    assert BuiltinTables("freebsd", datamodel.SPARC, Kernel({}), Names({"allproc": 1})).layout("proc") is None


def test_bool_is_a_number():
    layout = _layout("x", "1 struct\nb 0 1 uint _Bool\n", datamodel.AMD64, "test")
    assert layout.read(b"\1", "b") == 1
