"""Schemas against what compilers make of the systems' own headers (tests/data/illumos_structs)."""

import json
import random
from pathlib import Path

import pytest

from sunkvm.datamodel import MODELS, SOLARIS_MODELS
from sunkvm.errors import LayoutError
from sunkvm.schema import base, build, cstruct, parse
from sunkvm.schema.formats import solaris_dump
from sunkvm.schema.kernels import solaris

STRUCTS = Path(__file__).parent.parent / "data" / "illumos_structs"

SCHEMAS = {
    "utsname": solaris_dump.utsname,
    "dumphdr": solaris_dump.dumphdr,
    "dump_map": solaris_dump.dump_map,
    "mem_vtop": solaris_dump.mem_vtop,
    "dumpdatahdr": solaris_dump.dumpdatahdr,
    "dumpstreamhdr": solaris_dump.dumpstreamhdr,
    "log_dump": solaris_dump.log_dump,
    "erpt_dump": solaris_dump.erpt_dump,
    "summary_dump": solaris_dump.summary_dump,
    "nlist": solaris.nlist,
    "auxv_t": solaris.auxv,
    "timespec": solaris.timespec,
    "timeval": solaris.timeval,
    "log_ctl": solaris.log_ctl,
    "panic_nv": solaris.panic_nv,
    "panic_data": solaris.panic_data,
    "sigaltstack": solaris.sigaltstack,
}
ALL = {**SCHEMAS, "dumphdr_v9": solaris_dump.dumphdr_v9}

# Alignment of each struct, from the widths of its members: the ABIs differ in 8-byte members and in words.
ALIGNMENT = {
    "utsname": (1, 1, 1, 1),
    "dumphdr": (4, 8, 8, 8),
    "dumphdr_v9": (4, 8, 8, 8),
    "dump_map": (4, 8, 8, 8),
    "mem_vtop": (4, 8, 4, 8),
    "dumpdatahdr": (4, 8, 8, 8),
    "dumpstreamhdr": (4, 8, 4, 8),
    "log_dump": (4, 4, 4, 4),
    "erpt_dump": (4, 8, 8, 8),
    "summary_dump": (4, 4, 4, 4),
    "nlist": (4, 8, 4, 8),
    "auxv_t": (4, 8, 4, 8),
    "timespec": (4, 8, 4, 8),
    "timeval": (4, 8, 4, 8),
    "log_ctl": (4, 4, 4, 4),
    "panic_nv": (4, 8, 8, 8),
    "panic_data": (4, 8, 8, 8),
    "sigaltstack": (4, 8, 4, 8),
}

every_model = pytest.mark.parametrize("model", SOLARIS_MODELS, ids=lambda model: model.name)
every_schema = pytest.mark.parametrize("name", ALL)


def oracle(model):
    return json.loads((STRUCTS / f"{model.name}.json").read_text())["structs"]


def test_every_schema_of_these_modules_is_checked():
    made = {
        id(value)
        for module in (solaris_dump, solaris)
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert made == {id(schema) for schema in ALL.values()}


@every_model
@pytest.mark.parametrize("name", SCHEMAS)
def test_compilers_agree(model, name):
    size, _, rows = oracle(model)[name]
    layout = SCHEMAS[name](model)
    assert layout.size == size
    assert [field.name for field in layout if "." not in field.name] == [
        row[0] for row in rows if "." not in row[0]
    ]
    for member, offset, length, kind, _, *array in rows:
        field = layout[member]
        assert (field.name, field.offset, field.size, field.kind) == (member, offset, length, kind)
        if array:
            assert [field.count, field.element_size, field.element_kind] == array


@every_model
def test_nested_members_lie_where_the_inner_struct_has_them(model):
    outer, inner = solaris_dump.dumphdr(model), oracle(model)["utsname"][2]
    start = {row[0]: row[1] for row in oracle(model)["dumphdr"][2]}["dump_utsname"]
    for name, offset, size, *_ in inner:
        assert (outer[f"dump_utsname.{name}"].offset, outer[f"dump_utsname.{name}"].size) == (
            start + offset,
            size,
        )


@every_model
@every_schema
def test_alignment(model, name):
    """A struct inside a struct, after one character, shows what it is aligned to."""
    align = dict(zip(("i386", "amd64", "sparc", "sparcv9"), ALIGNMENT[name], strict=True))[model.name]
    outer = cstruct(model, "outer", base.s8("c"), base.nested("x", ALL[name]), base.s8("d"))
    size = ALL[name](model).size
    assert (outer["x"].offset, outer["d"].offset) == (align, align + size)
    assert outer.align == align
    assert outer.size == 2 * align + size


@every_model
def test_version_9_is_version_10_without_its_tail(model):
    old, new = solaris_dump.dumphdr_v9(model), solaris_dump.dumphdr(model)
    assert old.size == {32: 1832, 64: 1864}[model.bits]
    assert [*old] == [field for field in new if field.name not in ("dump_fm_panic", "dump_uuid")]


def random_bytes(name, size):
    return random.Random(name).randbytes(size)


@every_model
@every_schema
def test_derived_reader_and_construct_agree(model, name):
    layout = ALL[name](model)
    data = random_bytes(name, layout.size)
    parsed = parse(layout, data)
    assert set(parsed) == {field.name for field in layout if "." not in field.name}
    read = layout.reader(*parsed)(data)
    for (member, by_construct), by_reader in zip(parsed.items(), read, strict=True):
        assert by_reader == (tuple(by_construct) if layout[member].vector else by_construct), member
        assert layout.read(b"\x55" * 3 + data, member, 3) == by_reader


@every_model
@every_schema
def test_build_reverses_parse_but_for_padding(model, name):
    layout = ALL[name](model)
    data = random_bytes(name, layout.size)
    covered = bytearray(layout.size)
    for field in layout:
        covered[field.offset : field.offset + field.size] = b"\xff" * field.size
    built = build(layout, parse(layout, data))
    assert built == bytes(byte & mask for byte, mask in zip(data, covered, strict=True))


@every_model
def test_dotted_members_are_built_in_their_place(model):
    header = build(solaris_dump.dumphdr(model), {"dump_utsname.nodename": b"beech", "dump_npages": 3})
    assert header[56 + 257 : 56 + 257 + 6] == b"beech\0"
    assert header.strip(b"\0").startswith(b"beech")
    entry = build(solaris.auxv(model), {"a_type": 2008, "a_un.a_ptr": model.mask})
    assert solaris.auxv(model).reader("a_type", "a_un.a_val")(entry) == (2008, -1)


@every_model
def test_build_takes_unsigned_members_modulo_their_width(model):
    layout = solaris_dump.mem_vtop(model)
    built = build(layout, {"m_as": -1, "m_va": (1 << 64) + 0x2000, "m_pfn": -2})
    assert layout.reader("m_as", "m_va", "m_pfn")(built) == (model.mask, 0x2000, model.mask - 1)


@every_model
@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (solaris.log_ctl, {"mid": 0x8000}),
        (solaris.log_ctl, {"pri": -(1 << 31) - 1}),
        (solaris_dump.dumphdr, {"dump_start": 1 << 63}),
        (solaris_dump.dumphdr, {"dump_uuid": bytes(38)}),
        (solaris_dump.dumphdr, {"dump_utsname": bytes(1286)}),
        (solaris.log_ctl, {"seq_no": "7"}),
        (solaris.auxv, {"a_type": 1, "a_un.a_val": 1, "a_un.a_ptr": 1}),
    ],
    ids=["short", "int", "offset", "text", "struct", "type", "union-twice"],
)
def test_build_refuses_what_does_not_fit(model, schema, values):
    with pytest.raises(ValueError, match=next(iter(values)).split(".")[-1].replace("a_type", "a_")):
        build(schema(model), values)


def test_build_refuses_unknown_members():
    with pytest.raises(LayoutError, match="struct log_ctl has no member nothing"):
        build(solaris.log_ctl(MODELS["amd64"]), {"nothing": 1})


@every_model
def test_short_texts_are_padded(model):
    layout = solaris_dump.utsname(model)
    built = build(layout, {"machine": b"sun4u"})
    assert layout.read(built, "machine") == b"sun4u".ljust(257, b"\0")


@every_model
def test_parse_refuses_a_cut_struct(model):
    layout = solaris_dump.dump_map(model)
    with pytest.raises(ValueError, match="dump_map"):
        parse(layout, bytes(layout.size - 1))


@every_model
def test_a_schema_is_made_once(model):
    assert solaris.nlist(model) is solaris.nlist(model)


@every_model
def test_arrays_and_unions_of_everything(model):
    layout = cstruct(
        model,
        "x",
        base.array(base.u16("halves"), 3),
        base.array(base.long_t("one"), 1),
        base.union("u", base.u8("small"), base.array(base.u32("words"), 3), base.u64("big")),
        base.array(base.nested("entries", solaris.auxv), 2),
        base.char("tail", 3),
    )
    data = random_bytes("x", layout.size)
    halves, one = (data[:6], data[8 : 8 + model.word])
    order = model.byteorder
    assert layout.read(data, "halves") == tuple(int.from_bytes(halves[i : i + 2], order) for i in (0, 2, 4))
    assert layout.read(data, "one") == (int.from_bytes(one, order, signed=True),)
    start = 8 + model.word
    if model.align8 == 8:
        start = 16
    assert layout.offset("u") == layout.offset("u.small") == layout.offset("u.big") == start
    assert layout["u"].size == (12 if model.align8 == 4 else 16)
    assert layout.read(data, "u.big") == int.from_bytes(data[start : start + 8], order)
    assert layout["entries"].size == 2 * solaris.auxv(model).size
    assert parse(layout, data)["tail"] == data[layout.offset("tail") :][:3]
