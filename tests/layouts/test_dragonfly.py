"""The table and the schemas of DragonFly: that they say what the compiler said, and which kernels get the table."""

import hashlib
import json
from pathlib import Path

import pytest

from sunkvm import datamodel
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.layouts.releases import choose
from sunkvm.schema.kernels import dragonfly as schema

FACTS = json.loads(
    (Path(__file__).parent.parent / "data" / "dragonfly_structs" / "5-x86_64.json").read_text()
)


def tables():
    found = BuiltinTables("dragonfly", datamodel.AMD64)
    found._module, found._undecided = "dragonfly5_amd64", None
    return found


def row_of(field):
    """A member as the oracle writes it: trailing defaults are left out."""
    row = [field.name, field.offset, field.size, field.kind, field.type]
    row += [field.count, field.element_size, field.element_kind, field.bits, field.shift]
    defaults = [1, field.size, field.kind, 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


def test_the_compiler_agrees():
    table = tables()
    for struct, (size, tag, rows) in FACTS["structs"].items():
        layout = table.layout(struct)
        assert (layout.name, layout.size, layout.tag) == (struct, size, tag)
        known = {row[0]: row for row in rows}
        for field in layout:
            assert row_of(field) == known[field.name]
        assert [row[0] for row in rows if "." not in row[0]] == [f.name for f in layout if "." not in f.name]
    others = set(table.names()) - FACTS["structs"].keys()
    assert len(others) > 35
    for struct in others:
        layout = table.layout(struct)
        whole = [layout.size, layout.tag, [row_of(field) for field in layout if "." not in field.name]]
        digest = hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:16]
        assert digest == FACTS["digests"][struct], struct


@pytest.mark.parametrize(
    ("struct", "member", "offset"),
    [
        ("proc", "p_list.le_next", 0),
        ("proc", "p_lwp_tree.rbh_root", 1064),
        ("lwp", "u.lwp_rbnode.rbe_right", 24),
        ("procglob", "allproc.lh_first", 32),
        ("vmspace", "vm_map.size", 80),
        ("vmspace", "vm_pmap.pm_stats.resident_count", 408),
        ("vm_map", "rb_root.rbh_root", 32),
        ("vm_map_entry", "rb_entry.rbe_parent", 16),
        ("vm_map_entry", "ba.start", 40),
        ("globaldata", "gd_cpuid", 72),
        ("file", "f_nchandle.ncp", 88),
    ],
)
def test_members_of_nested_structs(struct, member, offset):
    """They are there, or are found through the type of the outer member."""
    from sunkvm.personalities.bsd_reader import member as find

    table = tables()
    assert find(table, table.layout(struct), member).offset == offset


@pytest.mark.parametrize(
    "struct", ["kinfo_proc", "kinfo_lwp", "kinfo_file", "kvm_swap", "nchstats", "nlist", "rtprio"]
)
def test_schema(struct):
    size, _, rows = FACTS["structs"][struct]
    layout = getattr(schema, struct)(datamodel.AMD64)
    assert layout.size == size
    # The bits of a sigset_t, which has no tag, are told in the outer struct by the compiler only.
    assert [row_of(field) for field in layout if "." not in field.name] == [
        row for row in rows if "." not in row[0]
    ]


class Names(dict):
    def find(self, names):
        return {name: self[name] for name in names if name in self}


class Kernel:
    """A kernel's memory: bytes by address."""

    class corefile:
        model = datamodel.AMD64

    def __init__(self, memory):
        self.memory = memory

    def read_some(self, kva, count):
        data = self.memory.get(kva, b"")[:count]
        return data, None if len(data) == count else "fault"


@pytest.mark.parametrize(
    ("symbols", "memory", "module", "warned"),
    [
        ({"osreldate": 1}, {1: (500901).to_bytes(4, "little")}, "dragonfly5_amd64", False),
        ({"osreldate": 1}, {1: (600200).to_bytes(4, "little")}, "dragonfly5_amd64", True),
        ({"osreldate": 1}, {1: (400800).to_bytes(4, "little")}, "dragonfly5_amd64", True),
        ({"version": 2}, {2: b"DragonFly v5.9.0.12.gdead-DEVELOPMENT #1: Mon"}, "dragonfly5_amd64", False),
        ({"osrelease": 2}, {2: b"6.4-RELEASE\0"}, "dragonfly5_amd64", True),
        ({"procglob": 1, "allproc_hsize": 2}, {}, "dragonfly5_amd64", False),
        ({"allproc": 1}, {}, "", True),
    ],
)
def test_release(symbols, memory, module, warned):
    found, _, warning = choose("dragonfly", datamodel.AMD64, Kernel(memory), Names(symbols))
    assert (found, warning is not None) == (module, warned)


def test_table_of_an_image(golden_dragonfly):
    import sunkvm

    folder = golden_dragonfly.folder("v2")
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        assert image.layout("proc").size == 1312
        assert image.layout("proc").source == "built-in table DragonFly 5.9-DEVELOPMENT amd64"
        assert not image.warnings
    assert BuiltinTables("dragonfly", datamodel.I386, Kernel({}), Names(procglob=1)).layout("proc") is None
