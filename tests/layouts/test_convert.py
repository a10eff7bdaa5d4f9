"""Structs from one layout into another: structs in them whose tag a table knows otherwise."""

import struct

from sunkvm import datamodel
from sunkvm.layout import Field, Layout
from sunkvm.layouts.convert import converter

MODEL = datamodel.AMD64


def layout(name, size, *fields):
    return Layout(name, MODEL, size, fields)


class Table:
    """A source that knows structs by their tags."""

    def __init__(self, *layouts):
        self.layouts = {each.name: each for each in layouts}

    def layout(self, name):
        return self.layouts.get(name)

    def resolve(self, type):
        return self.layouts.get(type.removeprefix("struct "))


def whole(space, pid):
    """Return a struct with a space of ``space`` bytes in it, and a pid in an inner struct behind."""
    return layout(
        "whole",
        8 + space + 8,
        Field("head", 0, 8, "uint", type="u_long"),
        Field("inner", 8, space + 8, "struct", type="struct inner"),
        Field("inner.space", 8, space, "struct", type="struct space"),
        Field("inner.pid", 8 + space + pid, 4, "int", type="int"),
    )


def test_a_struct_of_another_size_does_not_tell_the_members():
    stale = layout(
        "inner",
        24,
        Field("space", 0, 16, "struct", type="struct space"),
        Field("pid", 16, 4, "int", type="int"),
    )
    space = layout("space", 24, Field("size", 16, 8, "uint", type="u_long"))
    theirs = Table(stale, space)
    ours = Table(stale, layout("space", 16, Field("size", 8, 8, "uint", type="u_long")))
    raw = struct.pack("<QQQQi4x", 1, 0, 0, 0x5555, 77)
    convert = converter(whole(24, 0), theirs, whole(16, 0), ours)
    assert convert(raw) == struct.pack("<QQQi4x", 1, 0, 0x5555, 77)


def test_a_struct_of_the_same_size_does():
    inner = layout("inner", 24, Field("pid", 20, 4, "int", type="int"))
    source = layout("whole", 32, Field("inner", 8, 24, "struct", type="struct inner"))
    convert = converter(source, Table(inner), whole(16, 0), Table())
    assert convert(struct.pack("<28xi", 77)) == struct.pack("<24xi4x", 77)


def test_structs_of_the_same_size_are_not_taken_for_the_same():
    """A kernel that tells its own types may have members of a program's struct at other places of as many bytes."""
    from types import SimpleNamespace

    from sunkvm._shim_netbsd import NetBSD
    from sunkvm.compat.bsd import StructArray
    from sunkvm.layouts.builtin import BuiltinTables

    table = BuiltinTables("netbsd", MODEL, table="netbsd6_amd64").layout("file")
    own = layout(
        "file",
        table.size,
        Field("f_count", 48, 4, "uint", type="u_int"),
        Field("f_flag", 52, 4, "int", type="int"),
    )
    opened = NetBSD.__new__(NetBSD)
    opened.caller = MODEL
    for kernel, at in ((own, 48), (table, table.offset("f_count"))):
        known = Table(kernel)
        opened.kd = SimpleNamespace(image=SimpleNamespace(layout=known.layout, layouts=known))
        raw = bytes(at) + struct.pack("<I", 5) + bytes(table.size - at - 4)
        made = opened._kernel_structs(StructArray(kernel, raw, known.resolve), "file", 6)
        assert made == struct.pack(f"<{table.offset('f_count')}xI", 5).ljust(table.size, b"\0")
