"""BTF as a source of layouts: against the compiler's DWARF of the same file, and written by hand from its description."""

from __future__ import annotations

import random
import shutil
import subprocess
import time

import pytest

from sunkvm.datamodel import AMD64, I386, POWERPC64
from sunkvm.errors import FormatError, SunkvmError
from sunkvm.layouts.btf import BtfSource, is_btf
from sunkvm.layouts.dwarf import open_dwarf
from sunkvm.layouts.found import open_layouts
from sunkvm.namelist import open_namelist

SOURCE = """
#include <stdint.h>
typedef unsigned long size_type;
typedef int (*callback)(const char *, void *);
struct later;
enum colour { RED, GREEN = 7, BLUE = -3 };
typedef struct { int counter; } atomic;
union either { char bytes[12]; long number; double real; };
typedef struct inner { char c; long long wide; } inner_t;
struct sample {
    char name[17];
    int32_t number;
    struct sample *next;
    const volatile inner_t nested;
    uint64_t row[4][3];
    struct { short x, y; } point;
    union { int i; char bytes[4]; };
    enum colour colour;
    callback call;
    struct later *later;
    atomic count;
    union either either;
    _Bool flag;
    float real;
    void * restrict nothing;
    struct { struct { signed char deep; } inner; } outer;
    signed char sign;
    size_type last;
};
struct bits { unsigned low : 3, high : 7; int sign : 5; unsigned long long wide : 40; unsigned char tail : 1; int after; };
struct __attribute__((packed)) packed { char a; long b; short c; };
struct sample the_sample; struct bits the_bits; struct packed the_packed; enum colour the_colour;
int function(struct sample *s) { return s->number; }
"""


def shown(layout):
    return [
        (f.name, f.offset, f.size, f.kind, f.count, f.element_size, f.element_kind, f.bits, f.shift) for f in layout
    ]  # fmt: skip


@pytest.fixture(params=[(AMD64, "-m64"), (I386, "-m32")], ids=["amd64", "i386"])
def compiled(request, tmp_path):
    """One file compiled twice: (model, BTF of the one, DWARF of the other)."""
    gcc = shutil.which("gcc")
    if gcc is None:
        pytest.skip("no gcc")
    model, width = request.param
    (tmp_path / "sample.c").write_text(SOURCE)
    paths = {}
    for debug in ("-gbtf", "-g"):
        path = paths[debug] = tmp_path / f"sample{debug}.o"
        words = [gcc, width, debug, "-c", str(tmp_path / "sample.c"), "-o", str(path)]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode and "unrecognized" in done.stderr:
            pytest.skip("this gcc writes no BTF")
        assert done.returncode == 0, done.stderr
    with_btf, with_dwarf = (open_namelist(str(path)) for path in paths.values())
    btf = BtfSource(with_btf.section(".BTF"), model, path=with_btf.path)
    dwarf = open_dwarf(with_dwarf, model, btf)
    return model, btf, dwarf


@pytest.mark.parametrize("name", ["sample", "inner", "either", "packed", "atomic"])
def test_as_dwarf_has_it(compiled, name):
    _, btf, dwarf = compiled
    mine, theirs = btf.layout(name), dwarf.layout(name)
    assert mine.size == theirs.size
    assert shown(mine) == shown(theirs)
    assert mine.source == "BTF of kernel"


def test_names(compiled):
    _, btf, dwarf = compiled
    assert btf.names() == dwarf.names() == ["atomic", "bits", "either", "inner", "packed", "sample"]
    assert btf.layout("later") is None
    assert btf.layout("nothing") is None
    assert btf.layout("inner_t") is btf.layout("struct inner")
    assert btf.layout("union either").size == dwarf.layout("either").size
    assert btf.layout("struct either") is None
    assert btf.layout("") is None


def test_bit_fields_as_dwarf_has_them(compiled):
    _, btf, dwarf = compiled
    theirs = {f.name: (8 * f.offset + f.shift, f.bits) for f in dwarf.layout("bits") if f.bits}
    mine = {f.name: (8 * f.offset + f.shift, f.bits) for f in btf.layout("bits") if f.bits}
    assert mine == theirs


def test_enums_and_scalars(compiled):
    _, btf, dwarf = compiled
    assert btf.enums()["colour"] == dwarf.enums()["colour"] == (4, {"RED": 0, "GREEN": 7, "BLUE": -3})
    assert btf.scalars()["size_type"] == dwarf.scalars()["size_type"]
    assert btf.scalars()["int"] == (4, "int")


# By hand, from Documentation/bpf/btf.rst


@pytest.fixture(autouse=True)
def by_hand(btf_by_hand):
    global Hand
    Hand = btf_by_hand.Hand


def everything(order):
    """One type of each kind."""
    hand = Hand(order)
    integer = hand.integer("int", 4)
    byte = hand.integer("char", 1)
    pointer = hand.add(2, "", integer)
    array = hand.add(3, "", 0, byte, integer, 16)
    union = hand.struct("either", 8, ("number", integer, 0), ("text", pointer, 0), kind=5)
    enum = hand.add(6, "colour", 4, hand.name("RED"), 0, hand.name("BLUE"), 0xFFFFFFFF, vlen=2, flag=1)
    hand.add(7, "later", 0)
    later_union = hand.add(7, "later_union", 0, flag=1)
    typedef = hand.add(8, "number_t", integer)
    volatile = hand.add(9, "", typedef)
    const = hand.add(10, "", volatile)
    restrict = hand.add(11, "", pointer)
    prototype = hand.add(13, "", integer, hand.name("argument"), integer, 0, 0, vlen=2)
    hand.add(12, "function", prototype, vlen=1)
    variable = hand.add(14, "the_variable", integer, 1)
    hand.add(15, ".data", 4, variable, 0, 4, vlen=1)
    real = hand.add(16, "double", 8)
    hand.add(17, "tag", variable, 0xFFFFFFFF)
    tagged = hand.add(18, "user", integer)
    user = hand.add(2, "", tagged)
    wide = hand.add(19, "wide", 8, hand.name("BIG"), 1, 0x80000000, hand.name("ONE"), 1, 0, vlen=2)
    call = hand.add(2, "", prototype)
    nothing = hand.add(2, "", 0)
    forward = hand.add(2, "", later_union)
    inside = hand.struct("", 8, ("a", integer, 0), ("b", integer, 32))
    hand.struct(
        "sample", 128,
        ("integer", integer, 0), ("pointer", pointer, 64), ("array", array, 128), ("either", union, 256),
        ("colour", enum, 320), ("number", const, 352), ("restricted", restrict, 384), ("call", call, 448),
        ("nothing", nothing, 512), ("forward", forward, 576), ("real", real, 640), ("user", user, 704),
        ("wide", wide, 768), ("", inside, 832), ("point", inside, 896),
    )  # fmt: skip
    hand.struct("bits", 8, ("low", integer, 0, 3), ("high", integer, 3, 7), ("whole", integer, 32, 0), flag=1)
    three = hand.integer("three", 4, bits=3)
    moved = hand.integer("", 4, bits=5, offset=3)
    old = hand.add(8, "old_t", moved)
    hand.struct("old_bits", 4, ("low", three, 0), ("high", old, 0), ("byte", byte, 8))
    return hand.data()


@pytest.mark.parametrize(("order", "model"), [("<", AMD64), (">", POWERPC64)], ids=["little", "big"])
def test_every_kind(order, model):
    source = BtfSource(everything(order), model, path="btf")
    layout = source.layout("sample")
    assert layout.size == 128
    assert [(f.name, f.offset, f.size, f.kind, f.type) for f in layout] == [
        ("integer", 0, 4, "int", "int"),
        ("pointer", 8, 8, "pointer", "pointer to int"),
        ("array", 16, 16, "char[]", "char[16]"),
        ("either", 32, 8, "union", "union either"),
        ("colour", 40, 4, "int", "enum colour"),
        ("number", 44, 4, "int", "number_t"),
        ("restricted", 48, 8, "pointer", "pointer to int"),
        ("call", 56, 8, "pointer", "pointer to function"),
        ("nothing", 64, 8, "pointer", "pointer to void"),
        ("forward", 72, 8, "pointer", "pointer to union later_union"),
        ("real", 80, 8, "float", "double"),
        ("user", 88, 8, "pointer", "pointer to int"),
        ("wide", 96, 8, "int", "enum wide"),
        ("a", 104, 4, "int", "int"),
        ("b", 108, 4, "int", "int"),
        ("point", 112, 8, "struct", "struct (anonymous)"),
        ("point.a", 112, 4, "int", "int"),
        ("point.b", 116, 4, "int", "int"),
    ]
    low, high, whole = source.layout("bits")
    assert (low.bits, high.bits, whole.bits, whole.offset) == (3, 7, 0, 4)
    if order == "<":
        assert (low.shift, high.shift) == (0, 3)
    else:  # the first bit is the most significant one
        assert (8 * low.size - low.shift - low.bits, 8 * high.size - high.shift - high.bits) == (0, 3)
    low, high, byte = source.layout("old_bits")
    assert (low.bits, high.bits, byte.bits, byte.offset) == (3, 5, 0, 1)
    assert (high.shift if order == "<" else 8 * high.size - high.shift - high.bits) == 3
    assert source.enums() == {
        "colour": (4, {"RED": 0, "BLUE": -1}),
        "wide": (8, {"BIG": 1 << 63 | 1, "ONE": 1}),
    }
    assert source.names() == ["bits", "either", "old_bits", "sample"]
    assert source.layout("later") is None
    assert source.scalars()["double"] == (8, "float")


def test_order_of_the_file_is_that_of_the_kernel():
    with pytest.raises(FormatError, match="is of the other byte order"):
        BtfSource(everything(">"), AMD64, path="btf")
    assert is_btf(everything("<"))
    assert is_btf(everything(">"))
    assert not is_btf(b"\x9f\xeb\x02")


def test_given_by_the_user(write):
    source = open_layouts(write(everything("<"), "btf"), AMD64)
    assert source.layout("sample").size == 128


# Damage


@pytest.mark.parametrize("size", [0, 3, 23, 24, 25, 60, -1])
def test_cut_off(size):
    with pytest.raises(FormatError):
        BtfSource(everything("<")[:size], AMD64, path="btf")


def test_types_that_lead_back_to_themselves():
    hand = Hand()
    hand.add(8, "loop_t", 1)
    hand.struct("inside", 8, ("me", 2, 0))
    hand.struct("around", 8, ("", 3, 0))
    hand.add(3, "", 0, 4, 4, 2)
    hand.struct("rows", 8, ("row", 4, 0))
    hand.struct("typed", 8, ("x", 1, 0))
    source = BtfSource(hand.data(), AMD64, path="btf")
    assert source.layout("inside").size == 8  # its member has a tag, so it is not followed
    for name in ("around", "rows", "typed"):
        with pytest.raises(FormatError):
            source.layout(name)
    with pytest.raises(FormatError):
        source.names()


def test_a_struct_that_doubles_itself():
    """Thirty structs, each twice in the next, without names: a billion members that nobody may count."""
    hand = Hand()
    last = hand.integer("int", 4)
    for _ in range(30):
        last = hand.struct("", 4, ("", last, 0), ("", last, 0), kind=5)
    hand.struct("bomb", 4, ("", last, 0), kind=5)
    source = BtfSource(hand.data(), AMD64, path="btf")
    start = time.process_time()
    with pytest.raises(FormatError):
        source.layout("bomb")
    assert time.process_time() - start < 5


def test_unknown_kind():
    hand = Hand()
    hand.integer("int", 4)
    hand.add(20, "", 0)
    with pytest.raises(FormatError, match="type 2 is of the unknown kind 20") as caught:
        BtfSource(hand.data(), AMD64, path="btf")
    assert caught.value.offset == 24 + 16


def test_flipped_bytes():
    whole = everything("<")
    changes = random.Random(3)
    refused = answered = 0
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(changes.randint(1, 3)):
            data[changes.randrange(len(data))] = changes.randrange(256)
        try:
            source = BtfSource(bytes(data), AMD64, path="btf")
            for name in ("sample", "bits", "old_bits", "either"):
                source.layout(name)
            source.names()
            source.enums()
            source.scalars()
            answered += 1
        except SunkvmError:
            refused += 1
    assert min(refused, answered) > 50


def test_own_kernel():
    """The BTF of the kernel that runs the tests, where it has one: every struct of it."""
    try:
        with open("/sys/kernel/btf/vmlinux", "rb") as file:
            data = file.read()
    except OSError:
        pytest.skip("this kernel shows no BTF")
    from sunkvm.datamodel import MODELS, host

    model = host() if host().name in MODELS and is_btf(data) else AMD64
    start = time.process_time()
    source = BtfSource(data, model, path="/sys/kernel/btf/vmlinux")
    task = source.layout("task_struct")
    assert time.process_time() - start < 2
    assert task["comm"].size == 16
    assert {"pid", "tgid", "mm", "tasks.next"} - {f.name for f in task} <= {"tasks.next"}
    assert source.layout("list_head").size == 2 * model.word
