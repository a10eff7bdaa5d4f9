"""Layouts: what compiled readers make of every kind of member."""

import struct

import pytest

from sunkvm.datamodel import AMD64, I386, MODELS, SPARC, SPARCV9
from sunkvm.errors import LayoutError
from sunkvm.layout import Field, Layout


def pid(model):
    """The head of struct pid (sys/proc.h) as compilers lay it out: bit-fields from the low or from the high end."""
    little = model.byteorder == "little"
    places = {
        "pid_prinactive": (1, 0),
        "pid_pgorphaned": (1, 1),
        "pid_padding": (6, 2),
        "pid_prslot": (24, 8),
    }
    fields = [
        Field(name, 0, 4, "uint", "unsigned int", bits=bits, shift=low if little else 32 - low - bits)
        for name, (bits, low) in places.items()
    ]
    return Layout("pid", model, 8, [*fields, Field("pid_id", 4, 4, "int", "pid_t")])


@pytest.mark.parametrize("model", [I386, AMD64], ids=lambda model: model.name)
def test_bit_fields_start_at_the_low_end_of_little_endian_units(model):
    word = 0xABCDEF02
    data = struct.pack("<Ii", word, -7)
    layout = pid(model)
    assert layout.read(data, "pid_prslot") == word >> 8 == 0xABCDEF
    assert layout.reader("pid_prslot", "pid_id", "pid_pgorphaned", "pid_prinactive")(data) == (
        0xABCDEF,
        -7,
        1,
        0,
    )


@pytest.mark.parametrize("model", [SPARC, SPARCV9], ids=lambda model: model.name)
def test_bit_fields_start_at_the_high_end_of_big_endian_units(model):
    word = 0x40ABCDEF
    data = struct.pack(">Ii", word, -7)
    layout = pid(model)
    assert layout.read(data, "pid_prslot") == word & 0xFFFFFF == 0xABCDEF
    assert layout.reader("pid_prslot", "pid_id", "pid_pgorphaned", "pid_prinactive")(data) == (
        0xABCDEF,
        -7,
        1,
        0,
    )


def test_bit_fields_of_type_int_have_a_sign():
    fields = [Field("low", 0, 4, "int", bits=3), Field("high", 0, 4, "int", bits=4, shift=3)]
    layout = Layout("signs", AMD64, 4, fields)
    assert layout.reader("low", "high")(struct.pack("<I", 0b0111_110)) == (-2, 7)
    assert layout.read(struct.pack("<I", 0b011), "low") == 3


def layout_of_everything(model=AMD64):
    return Layout(
        "everything",
        model,
        64,
        [
            Field("signed", 0, 2, "int"),
            Field("unsigned", 2, 2, "uint"),
            Field("pair", 4, 8, "array", "int[2]", 2, 4, "int"),
            Field("single", 12, 4, "array", "gid_t[1]", 1, 4, "uint"),
            Field("u", 16, 8, "union", "union (anonymous)"),
            Field("u.whole", 16, 8, "uint"),
            Field("u.half", 16, 4, "uint"),
            Field("u.middle", 18, 4, "uint"),
            Field("text", 24, 5, "char[]", "char[5]", 5, 1, "int"),
            Field("inner", 32, 8, "struct", "struct (anonymous)"),
            Field("inner.a", 32, 4, "int"),
            Field("inner.b", 36, 4, "int"),
            Field("ratio", 40, 8, "float", "double"),
            Field("ratios", 48, 8, "array", "float[2]", 2, 4, "float"),
            Field("three", 56, 6, "array", "struct x[2]", 2, 3, "struct"),
        ],
    )


DATA = (
    struct.pack("<hHiiI", -2, 65534, -3, 4, 0xFFFFFFFF)
    + bytes(range(0x10, 0x18))
    + b"ab\0cd\xee\xee\xee"
    + struct.pack("<iid2f", -5, 6, 0.5, 1.5, -2.5)
    + b"abcdef\xee\xee"
)


def test_kinds():
    layout = layout_of_everything()
    expected = {
        "signed": -2,
        "unsigned": 65534,
        "pair": (-3, 4),
        "single": (0xFFFFFFFF,),
        "u": bytes(range(0x10, 0x18)),
        "u.whole": 0x1716151413121110,
        "u.half": 0x13121110,
        "u.middle": 0x15141312,
        "text": b"ab\0cd",
        "inner": DATA[32:40],
        "inner.a": -5,
        "inner.b": 6,
        "ratio": 0.5,
        "ratios": (1.5, -2.5),
        "three": b"abcdef",
    }
    assert len(DATA) == layout.size
    assert {name: layout.read(DATA, name) for name in layout.fields} == expected
    # All at once, which makes members overlap; backwards; and not at the start of the buffer.
    names = list(expected)
    assert layout.reader(*names)(DATA) == tuple(expected.values())
    assert layout.reader(*reversed(names))(DATA) == tuple(reversed(expected.values()))
    assert layout.reader(*names)(b"\xff" * 11 + DATA, 11) == tuple(expected.values())


def test_readers_keep_the_order_of_the_names():
    layout = layout_of_everything()
    assert layout.reader("signed", "unsigned")(DATA) == (-2, 65534)
    assert layout.reader("unsigned", "signed")(DATA) == (65534, -2)
    assert layout.reader("inner.b", "pair", "signed", "signed")(DATA) == (6, (-3, 4), -2, -2)
    assert layout.reader()(DATA) == ()


def test_overlapping_members_are_read_each_for_itself():
    layout = layout_of_everything()
    assert layout.reader("u.whole", "u.half")(DATA) == (0x1716151413121110, 0x13121110)
    assert layout.reader("u.half", "u.middle", "nothing")(DATA) == (0x13121110, 0x15141312, None)
    assert layout.reader("u", "single", "u.middle")(DATA) == (DATA[16:24], (0xFFFFFFFF,), 0x15141312)


def test_missing_members_are_none():
    layout = layout_of_everything()
    assert layout.reader("nothing")(DATA) == (None,)
    assert layout.reader("nothing", "unsigned", "signed")(DATA) == (None, 65534, -2)
    assert layout.reader("signed", "nothing", "unsigned")(DATA) == (-2, None, 65534)
    assert layout.reader("pair", "nothing")(DATA) == ((-3, 4), None)
    assert layout.read(DATA, "nothing") is None
    assert layout.get("nothing") is None
    assert "nothing" not in layout


def test_missing_members_by_item_raise():
    with pytest.raises(LayoutError) as caught:
        layout_of_everything()["nothing"]
    assert (caught.value.struct, caught.value.member) == ("everything", "nothing")
    with pytest.raises(LayoutError, match="struct everything has no member nothing"):
        layout_of_everything().offset("nothing")


def test_a_reader_is_compiled_once():
    layout = layout_of_everything()
    assert layout.reader("signed", "pair") is layout.reader("signed", "pair")


def test_a_short_buffer_is_an_error():
    with pytest.raises(struct.error):
        layout_of_everything().read(DATA[:7], "pair")


def test_odd_numbers_stay_bytes():
    """A long double has 12 or 16 bytes, and no `struct` character."""
    layout = Layout("odd", I386, 15, [Field("q", 0, 12, "float", "long double"), Field("t", 12, 3, "int")])
    assert layout.reader("q", "t")(bytes(range(15))) == (bytes(range(12)), b"\x0c\x0d\x0e")


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_byte_order(model):
    layout = Layout("x", model, 8, [Field("a", 0, 4, "uint"), Field("b", 4, 4, "array", "", 2, 2, "uint")])
    values = struct.pack(model.order + "IHH", 0xDEFEC8ED, 0x1234, 0x5678)
    assert layout.reader("a", "b")(values) == (0xDEFEC8ED, (0x1234, 0x5678))


def test_inner_reverses_within():
    inner = Layout("inner", AMD64, 8, [Field("a", 0, 4, "int"), Field("b", 4, 4, "int")])
    layout = layout_of_everything()
    assert list(inner.within(32, "inner")) == [layout["inner.a"], layout["inner.b"]]
    again = layout.inner("inner")
    assert list(again) == list(inner)
    assert (again.name, again.size, again.tag) == ("everything.inner", 8, "struct")
    assert layout.inner("inner") is again
    assert layout.inner("u").tag == "union"
    assert layout.inner("u").reader("middle", "whole")(DATA, 16) == (0x15141312, 0x1716151413121110)


def test_inner_is_none_where_members_are_not_told():
    assert layout_of_everything().inner("three") is None
    assert layout_of_everything().inner("signed") is None
    with pytest.raises(LayoutError):
        layout_of_everything().inner("nothing")


def test_fields_compare_by_value():
    assert Field("a", 0, 4, "int") == Field("a", 0, 4, "int")
    assert len({Field("a", 0, 4, "int"), Field("a", 0, 4, "int"), Field("a", 4, 4, "int")}) == 2
    assert Field("a", 0, 4, "int") != "a"
