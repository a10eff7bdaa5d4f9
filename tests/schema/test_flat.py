"""The compiled way to build a struct gives the same bytes as construct."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunkvm import datamodel
from sunkvm.errors import LayoutError
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.schema import build
from sunkvm.schema.flat import pack
from sunkvm.schema.formats import elf, solaris_dump

MODELS = datamodel.SOLARIS_MODELS
STRUCTS = (
    "proc",
    "user",
    "pid",
    "cred",
    "sess",
    "_kthread",
    "cpu",
    "zone",
    "swapinfo",
    "auxv_t",
    "refstr",
    "as",
)


def value_of(draw, field, model):
    def number(size, kind, bits=0):
        if kind == "float":
            return draw(st.floats(width=size * 8, allow_nan=False))
        width = bits or size * 8
        if kind == "int" and not bits:
            return draw(st.integers(-(1 << width - 1), (1 << width - 1) - 1))
        return draw(st.integers(-(1 << width), 1 << width + 1))  # taken modulo the width

    if field.vector:
        return [number(field.element_size, field.element_kind) for _ in range(field.count)]
    if field.number:
        return number(field.size, field.kind, field.bits)
    return draw(st.binary(max_size=min(field.size, 300)))


@st.composite
def cases(draw):
    model = draw(st.sampled_from(MODELS))
    tables = BuiltinTables("solaris", model)
    schemas = [elf.ehdr, elf.phdr, elf.shdr, elf.sym, solaris_dump.dumphdr, solaris_dump.dump_map]
    layout = draw(
        st.sampled_from([schema(model) for schema in schemas] + [tables.layout(name) for name in STRUCTS])
    )
    names = draw(st.lists(st.sampled_from(list(layout.fields)), unique=True, max_size=12))
    chosen, taken = {}, []
    for name in names:
        field = layout[name]
        span = (field.offset, field.offset + field.size)
        if all(
            end <= span[0] or span[1] <= start or (bits and field.bits and (start, end) == span)
            for start, end, bits in taken
        ):
            taken.append((*span, field.bits))
            chosen[name] = value_of(draw, field, model)
    return layout, chosen


@given(cases())
def test_same_as_construct(case):
    layout, values = case
    data = pack(layout, values)
    assert len(data) == layout.size
    assert data == build(layout, values)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_refusals(model):
    tables = BuiltinTables("solaris", model)
    proc, user, auxv = (tables.layout(name) for name in ("proc", "user", "auxv_t"))
    with pytest.raises(LayoutError):
        pack(proc, {"p_nothing": 1})
    with pytest.raises(ValueError, match="18 bytes do not fit in 17"):
        pack(user, {"u_comm": b"x" * 18})
    with pytest.raises(ValueError, match="struct proc"):
        pack(proc, {"p_stat": 128})
    with pytest.raises(ValueError, match="overlap"):
        pack(auxv, {"a_un.a_val": 1, "a_un.a_ptr": 1})
    with pytest.raises(ValueError, match="overlap"):
        pack(auxv, {"a_un": b"", "a_type": 1, "a_un.a_val": 1})
    with pytest.raises(ValueError, match="elements"):
        pack(proc, {"p_acct": [1, 2]})
