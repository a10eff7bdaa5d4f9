"""CTF: what the reader makes of it is what compilers say of the same sources; damage ends in one kind of error."""

from __future__ import annotations

import json
import struct
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sunkvm
from sunkvm import kvm
from sunkvm.datamodel import AMD64, MODELS, SOLARIS_MODELS
from sunkvm.emulate.memory import Memory, Segment
from sunkvm.emulate.pack.solaris import pack
from sunkvm.errors import FormatError, LayoutError
from sunkvm.layouts import LazySource
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.layouts.ctf import CtfContainer, CtfSource
from sunkvm.layouts.dwarf import DwarfSource
from sunkvm.namelist import Symbol
from sunkvm.source import open_source

STRUCTS = Path(__file__).parent.parent / "data" / "illumos_structs"
INTEGER, FLOAT, POINTER, ARRAY, FUNCTION, STRUCT, UNION, ENUM, FORWARD, TYPEDEF = range(1, 11)
CHECKED = (
    *("struct item", "struct tight", "struct big", "struct wide", "struct list", "struct pair", "union val"),
    *("block_t", "sigset_x", "struct flexible"),
)

every_model = pytest.mark.parametrize("model", SOLARIS_MODELS, ids=lambda model: model.name)
every_version = pytest.mark.parametrize("version", [2, 3])


def read(writer, model, *, packed=False, **more):
    return CtfContainer(writer.build(packed=packed), model, path="test.ctf", **more)


def row_of(field):
    """A member as the oracle writes it: trailing defaults are left out."""
    row = [field.name, field.offset, field.size, field.kind, field.type]
    row += [field.count, field.element_size, field.element_kind, field.bits, field.shift]
    defaults = [1, field.size, field.kind, 0, 0]
    while len(row) > 5 and row[-1] == defaults[len(row) - 6]:
        row.pop()
    return row


# Compilers


@every_version
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_offsets_are_the_compilers(compiler, to_ctf, c_source, version, packed):
    model = MODELS[compiler.model]
    container = read(to_ctf(compiler.debug(c_source[1]), model.order, version), model, packed=packed)
    assert (container.version, container.compressed, container.parent_name) == (version, packed, "")
    confirmed = sum(compiler.check(c_source[0], container.layout(name), name) for name in CHECKED)
    assert confirmed > 60


@every_version
def test_ctf_says_what_dwarf_says(compiler, to_ctf, c_source, version):
    model = MODELS[compiler.model]
    path = compiler.debug(c_source[1])
    container = read(to_ctf(path, model.order, version), model)
    dwarf = DwarfSource(open_source(path), model)
    assert container.names() == dwarf.names()
    for name in dwarf.names():
        ours, theirs = container.layout(name), dwarf.layout(name)
        assert (ours.name, ours.size, ours.tag) == (theirs.name, theirs.size, theirs.tag)
        for mine, other in zip(ours, theirs, strict=True):
            if mine.bits:  # CTF writes the number behind a typedef where a bit-field's width stands
                mine.type = other.type
        assert [*ours] == [*theirs], name
    assert container.enums() == dwarf.enums() == {"color": (4, {"RED": 0, "GREEN": 5, "BLUE": -1})}


@every_version
def test_child_and_parent(compiler, to_ctf, c_source, version):
    """Types of the parent are used by the child's structs, and the child's own win."""
    model = MODELS[compiler.model]
    parent_writer = to_ctf(compiler.debug(c_source[1]), model.order, version)
    own = c_source[0] + (
        "struct module { struct item item; list_t list; struct module *self; u64 n:40; flags_t f; };"
        "struct outer { struct module m[2]; struct local { struct pair p; block_t b; } here; } *x;"
    )
    child_writer = to_ctf(compiler.debug(own), model.order, version, parent_writer, "genunix")
    parent = read(parent_writer, model, label="genunix")
    child = read(child_writer, model, label="zfs", packed=True, parent=parent)
    assert child.parent_name == "genunix"
    assert len(child) < len(parent)
    for name in ("struct module", "struct outer", "struct local"):
        compiler.check(own, child.layout(name), name)
    assert child.layout("item") is None
    source = CtfSource("test", lambda: iter([parent, child]))
    assert source.layout("item").source == "CTF of genunix"
    assert source.layout("module").source == source.layout("zfs`module").source == "CTF of zfs"
    assert source.layout("genunix`module") is source.layout("nothing") is None
    assert {"item", "module", "local", "block_t"} <= set(source.names())
    assert source.scalars()["flags_t"] == (4, "uint")
    orphan = read(child_writer, model, label="zfs")
    with pytest.raises(LayoutError, match="parent genunix is missing"):
        orphan.layout("module")


@every_model
@every_version
def test_kernel_structs_come_back_as_the_tables_have_them(model, version, oracle_ctf):
    structs, writer = oracle_ctf(model, version)
    container, tables = read(writer, model, packed=True), BuiltinTables("solaris", model)
    for name, (size, tag, rows) in structs.items():
        layout = container.layout(name)
        assert (layout.name, layout.size, layout.tag) == (name, size, tag)
        assert [row_of(field) for field in layout] == rows
        assert [*layout] == [*tables.layout(name)]
    assert set(structs) <= set(container.names())


# Names

ASKED = (
    "proc",
    "struct proc",
    "user",
    "as",
    "pid",
    "cred",
    "sess",
    "_kthread",
    "kthread",
    "auxv_t",
    "dumphdr",
    "vnode",
)


@every_model
def test_names_that_differ_between_releases(model, oracle_ctf, ctf_writer):
    _, writer = oracle_ctf(model)
    container = read(writer, model)
    for name in ASKED:
        assert container.layout(name) is not None, name
    assert container.layout("kthread") is container.layout("_kthread") is container.layout("struct kthread")
    assert container.layout("union proc") is container.layout("enum proc") is container.layout("") is None
    assert container.layout("struct auxv_t") is None

    other = ctf_writer(model.order)
    number = other.integer("int", 4, signed=True)
    untagged = other.aggregate(other.new(), STRUCT, "", 4, [("t_state", number, 0)])
    other.put(other.new(), TYPEDEF, "kthread_t", untagged)
    spec = other.aggregate(
        other.new(), STRUCT, "timespec", 8, [("tv_sec", number, 0), ("tv_nsec", number, 32)]
    )
    other.put(other.new(), TYPEDEF, "timestruc_t", other.put(other.new(), TYPEDEF, "timespec_t", spec))
    other.aggregate(other.new(), STRUCT, "cred_priv_s", 4, [("n", number, 0)])
    container = read(other, model)
    assert container.layout("_kthread").tag == "typedef struct"
    assert container.layout("timestruc").name == "timespec"
    assert container.layout("cred_priv").name == "cred_priv_s"
    assert container.names() == ["cred_priv_s", "kthread_t", "timespec"]


def test_names_may_share_their_tails(ctf_writer):
    writer = ctf_writer("<")
    number = writer.integer("int", 4, signed=True)
    writer.places["oc"] = writer.string("aproc") + 3
    writer.places["proc"] = writer.string("aproc") + 1
    writer.aggregate(writer.new(), STRUCT, "aproc", 4, [("a", number, 0)])
    writer.aggregate(writer.new(), STRUCT, "proc", 4, [("b", number, 0)])
    writer.aggregate(writer.new(), STRUCT, "proc", 4, [("c", number, 0)])
    container = read(writer, AMD64)
    assert [*container.layout("proc").fields] == ["b"]  # of several with one name the first counts
    assert [*container.layout("aproc").fields] == ["a"]
    assert container.layout("roc") is None


# What compilers do not show


def test_version_1(ctf_writer):
    writer = ctf_writer(">", 1)
    number = writer.integer("int", 4, signed=True)
    members = [(f"m{n}", number, 32 * n) for n in range(1500)]  # more than version 2 can count
    writer.aggregate(writer.new(), STRUCT, "s", 6000, members)
    layout = read(writer, MODELS["sparc"], packed=True).layout("s")
    assert [(field.name, field.offset) for field in layout] == [(f"m{n}", 4 * n) for n in range(1500)]


def test_large_structs_have_large_members(ctf_writer):
    for version, size in ((2, 70000), (3, (1 << 32) + 8)):
        writer = ctf_writer("<", version)
        number = writer.integer("long", 8, signed=True)
        char = writer.integer("char", 1, signed=True, char=True)
        if version == 2:
            fill = writer.array(char, number, size - 8)
        else:
            fill = writer.array(writer.array(char, number, 1 << 16), number, 1 << 16)
        writer.aggregate(
            writer.new(), STRUCT, "s", size, [("fill", fill, 0), ("end", number, 8 * (size - 8))]
        )
        layout = read(writer, AMD64).layout("s")
        assert (layout.size, layout.offset("end"), layout["fill"].count) == (size, size - 8, size - 8)


@every_model
def test_an_enum_is_narrow_where_the_next_member_starts_in_it(model, ctf_writer):
    """CTF has no bit-fields of enums; only the place of the next member tells."""
    writer = ctf_writer(model.order)
    number = writer.integer("unsigned int", 4, bits=29)
    kind = writer.enum(writer.new(), "kind", 4, [("A", 0)])
    writer.aggregate(writer.new(), STRUCT, "s", 8, [("k", kind, 0), ("n", number, 3), ("e", kind, 32)])
    layout = read(writer, model).layout("s")
    little = model.byteorder == "little"
    assert [(f.offset, f.size, f.bits, f.shift) for f in layout] == [
        (0, 4, 3, 0 if little else 29), (0, 4, 29, 3 if little else 0), (4, 4, 0, 0),
    ]  # fmt: skip


@every_model
def test_bit_fields_of_smaller_integers(model, ctf_writer):
    """Newer tools make the integer of a bit-field as small as its width; the value is the same."""
    writer = ctf_writer(model.order)
    members = [
        ("a", writer.integer("unsigned int", 1, bits=6), 2),
        ("b", writer.integer("unsigned int", 4, bits=24), 8),
    ]
    writer.aggregate(writer.new(), STRUCT, "s", 4, members)
    layout = read(writer, model).layout("s")
    raw = struct.pack(
        model.order + "I", 0xFFFFFF << 8 | 5 << 2 if model.byteorder == "little" else 5 << 24 | 0xFFFFFF
    )
    assert layout.reader("a", "b")(raw) == (5, 0xFFFFFF)


def test_void_functions_and_holes(ctf_writer):
    writer = ctf_writer("<")
    void = writer.integer("void", 0)
    number = writer.integer("int", 4, signed=True)
    writer.put(writer.new(), 0)
    call = writer.pointer(writer.function(number, [number, number, 0]))
    forward = writer.put(writer.new(), FORWARD, "later")
    members = [
        ("v", writer.pointer(void), 0),
        ("w", writer.pointer(0), 64),
        ("f", call, 128),
        ("l", writer.pointer(forward), 192),
    ]
    writer.aggregate(writer.new(), STRUCT, "s", 32, members)
    container = read(writer, AMD64)
    assert [field.type for field in container.layout("s")] == [
        "pointer to void",
        "pointer to void",
        "pointer to function",
        "pointer to struct later",
    ]
    assert container.layout("later") is None
    assert container.scalars() == {"int": (4, "int")}


# Damage


def small(ctf_writer, version=2):
    writer = ctf_writer("<", version)
    number = writer.integer("int", 4, signed=True)
    return writer, number


def test_loops_end(ctf_writer):
    writer, number = small(ctf_writer)
    loop = writer.new()
    writer.put(loop, TYPEDEF, "loop", loop)
    chain = writer.new()
    writer.put(chain, POINTER, "", chain)
    row = writer.new()
    writer.put(row, ARRAY, "", 0, writer.pack("HHI", row, number, 2))
    inside = writer.new()
    writer.aggregate(inside, STRUCT, "", 4, [("again", inside, 0)])
    bare = writer.new()
    writer.aggregate(bare, STRUCT, "", 4, [("", bare, 0), ("", bare, 0)])
    for name, type_ in (("a", loop), ("b", chain), ("c", row), ("d", inside), ("e", bare)):
        writer.aggregate(
            writer.new(), STRUCT, name, 8, [("m", type_, 0)] if name != "e" else [("", type_, 0)]
        )
    container = read(writer, AMD64)
    for name in ("loop", "a", "b", "c", "d", "e"):
        begun = time.process_time()
        with pytest.raises(FormatError) as caught:
            container.layout(name)
        assert caught.value.path == "test.ctf"
        assert time.process_time() - begun < 2


@pytest.mark.parametrize("depth", [6, 40])
def test_nesting_that_doubles_is_bounded(ctf_writer, depth):
    writer, _ = small(ctf_writer)
    inner = writer.aggregate(writer.new(), STRUCT, "", 0, [])
    for level in range(depth):
        names = ("", "") if level % 2 else ("a", "b")
        inner = writer.aggregate(writer.new(), STRUCT, "", 0, [(name, inner, 0) for name in names])
    writer.aggregate(writer.new(), STRUCT, "s", 0, [("x", inner, 0)])
    begun = time.process_time()
    if depth > 10:
        with pytest.raises(FormatError, match="too many members"):
            read(writer, AMD64).layout("s")
    else:
        assert read(writer, AMD64).layout("s") is not None
    assert time.process_time() - begun < 5


def test_many_structs_that_double_share_one_bound(ctf_writer):
    """Each alone is allowed; all of them together would take hours."""
    writer, number = small(ctf_writer)
    inner = writer.aggregate(writer.new(), STRUCT, "", 0, [])
    for _ in range(14):
        inner = writer.aggregate(writer.new(), STRUCT, "", 0, [("", inner, 0), ("", inner, 0)])
    for each in range(400):
        writer.aggregate(writer.new(), STRUCT, f"s{each}", 4, [("", inner, 0), ("last", number, 0)])
    container = read(writer, AMD64)
    begun = time.process_time()
    refused = 0
    for each in range(400):
        try:
            assert container.layout(f"s{each}") is not None
        except FormatError:
            refused += 1
    assert refused > 300
    assert time.process_time() - begun < 20


def test_modules_that_unpack_to_more_than_any_kernel_has(ctf_writer, monkeypatch):
    from sunkvm.layouts import found

    writer, number = small(ctf_writer)
    bodies = []
    for each in range(8):
        writer.aggregate(writer.new(), STRUCT, f"s{each}", 4, [("m", number, 0)])
        bodies.append(writer.build())

    class Modules:
        def labels(self):
            return iter([f"m{each}" for each in range(100)])

        def ctf(self, label):
            return bodies[int(label[1:]) % 8]

    class Core:
        model, path = AMD64, "test"

    monkeypatch.setattr(found, "_MAX_ALL_CTF", 3 * max(map(len, bodies)))
    finder = found._Finder(Core(), None, None)
    containers = list(finder._containers(None, Modules(), False))
    assert 1 <= len(containers) < len(bodies)


def test_members_outside_their_struct(ctf_writer):
    for member in (32, 1 << 15):
        writer, number = small(ctf_writer)
        writer.aggregate(writer.new(), STRUCT, "s", 4, [("m", number, member)])
        with pytest.raises(FormatError, match="member m lies outside struct s of 4 bytes"):
            read(writer, AMD64).layout("s")
    writer, number = small(ctf_writer)
    writer.aggregate(writer.new(), STRUCT, "s", 4, [("m", writer.array(number, number, 1 << 31), 0)])
    with pytest.raises(FormatError, match="lies outside"):
        read(writer, AMD64).layout("s")


def header(version=2, flags=0, sections=(0, 0, 0, 0, 0), order="<", parent=0):
    return struct.pack(order + "HBB", 0xCFF1, version, flags) + struct.pack(
        order + "8I", 0, parent, 0, *sections
    )


DAMAGED = {
    "empty": (b"", "header is cut off"),
    "short": (header()[:20], "header is cut off"),
    "magic": (b"\xf2\xdf" + header()[2:], "magic number is 0xdff2"),
    "byte-order": (header(order=">"), "magic number is 0xf1cf"),
    "version": (header(version=4), "version 4 is not known"),
    "version-0": (header(version=0), "version 0 is not known"),
    "order": (header(sections=(8, 4, 8, 8, 1)), "out of order"),
    "alignment": (header(sections=(0, 0, 2, 6, 1)), "not aligned"),
    "cut": (header(sections=(0, 0, 0, 16, 1)) + bytes(9), "holds 9 of 17 bytes"),
    "claim": (header(sections=(0, 0, 0, 1 << 31, 1 << 31)), "tells of"),
    "not-zlib": (header(flags=1, sections=(0, 0, 0, 0, 1)) + b"garbage", "cannot be unpacked"),
    "zlib-cut": (header(flags=1, sections=(0, 0, 0, 0, 64)) + zlib.compress(bytes(64))[:-6], "unpacks to"),
    "zlib-short": (header(flags=1, sections=(0, 0, 0, 0, 64)) + zlib.compress(bytes(60)), "unpacks to 60 of 64"),
    "zlib-bomb": (header(flags=1, sections=(0, 0, 0, 0, 64)) + zlib.compress(bytes(1 << 26)), "more than 64"),
    "kind": (header(sections=(0, 0, 0, 8, 1)) + struct.pack("<IHH", 0, 31 << 11, 0) + b"\0", "unknown kind 31"),
    "count": (header(sections=(0, 0, 0, 8, 1)) + struct.pack("<IHH", 0, 6 << 11 | 1023, 4) + b"\0", "does not end"),
    "odd": (header(sections=(0, 0, 0, 12, 1)) + bytes(13), "does not end"),
    "size": (header(sections=(0, 0, 0, 8, 1)) + struct.pack("<IHH", 0, 6 << 11, 0xFFFF) + b"\0", "does not end"),
    "size-3": (
        header(3, sections=(0, 0, 0, 12, 1)) + struct.pack("<III", 0, 6 << 26, 0xFFFFFFFF) + b"\0", "does not end"
    ),
    "parent": (header(sections=(0, 0, 0, 0, 4), parent=9) + bytes(4), "name 9 lies outside"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_told(data, words):
    with pytest.raises(FormatError, match=words) as caught:
        CtfContainer(data, AMD64, path="test.ctf")
    assert caught.value.path == "test.ctf"
    assert caught.value.offset >= 0


@pytest.fixture(scope="module")
def whole(oracle_ctf):
    """Containers to damage, and what is asked of them."""
    made = {}
    for version in (2, 3):
        structs, writer = oracle_ctf(AMD64, version)
        made[version] = writer.build(), list(structs)
    return made


def ask_everything(data, names):
    try:
        container = CtfContainer(data, AMD64, path="test.ctf")
        container.names()
        container.scalars()
        container.enums()
    except (FormatError, LayoutError):
        return
    for name in names:
        try:
            layout = container.layout(name)
        except (FormatError, LayoutError):
            continue
        for field in layout or ():
            assert 0 <= field.offset <= field.offset + field.size <= layout.size


@settings(max_examples=150, deadline=4000)
@given(
    version=st.sampled_from([2, 3]),
    flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=6),
    end=st.one_of(st.just(1.0), st.floats(0, 1)),
    packed=st.booleans(),
)
def test_any_damage_ends_in_one_kind_of_error(whole, version, flips, end, packed):
    plain, names = whole[version]
    data = bytearray(plain)
    for where, bit in flips:
        data[int(where * len(data))] ^= 1 << bit
    data = data[: int(end * len(data))]
    if packed and len(data) > 36:
        data = data[:3] + b"\1" + data[4:36] + zlib.compress(bytes(data[36:]), 1)
    ask_everything(bytes(data), names)


@settings(max_examples=100, deadline=4000)
@given(
    version=st.sampled_from([2, 3]),
    where=st.floats(0, 0.999),
    value=st.integers(0, 0xFFFFFFFF),
)
def test_any_word_may_be_wrong(whole, version, where, value):
    plain, names = whole[version]
    at = int(where * len(plain)) & ~3
    ask_everything(plain[:at] + struct.pack("<I", value) + plain[at + 4 :], names)


def test_a_damaged_source_is_a_warning_and_the_next_answers():
    def fails(asked):
        raise FormatError("x", "is damaged", offset=4)

    source = LazySource("CTF", fails)
    assert (source.layout("proc"), source.names(), source.scalars(), source.enums()) == (None, [], {}, {})
    assert source.warnings == ["x: is damaged (at offset 0x4)"]


def test_opening_is_quick(ctf_writer):
    """A kernel's container of 30,000 types; the bound is loose, the machine may be busy."""
    writer = ctf_writer("<", 3)
    number = writer.integer("int", 4, signed=True)
    for index in range(7500):
        one = writer.aggregate(
            writer.new(),
            STRUCT,
            f"struct_{index}",
            16,
            [(f"m{index % 50}_{m}", number, 32 * m) for m in range(4)],
        )
        writer.pointer(one)
        writer.put(writer.new(), TYPEDEF, f"struct_{index}_t", one)
        writer.put(writer.new(), 12, "", one)
    data = writer.build(packed=True)
    begun = time.process_time()
    container = CtfContainer(data, AMD64, path="test.ctf")
    assert container.layout("struct_7000").offset("m0_3") == 12
    assert time.process_time() - begun < 0.5
    assert len(container) > 30000


# In a dump

_MODULE = {4: (160, 164), 8: (272, 280)}  # ctfdata, ctfsize


def moved(structs):
    """A release that no table has: all of proc_t lies 64 bytes further on, and p_pidp is its first member."""
    size, tag, rows = structs["proc"]
    for row in rows:
        row[1] = 0 if row[0] == "p_pidp" else row[1] + 64
    rows.sort(key=lambda row: row[1])
    structs["proc"] = [size + 64, tag, rows]


class Rebuilt:
    """A golden image of another release: its processes moved, and two modules with CTF in its memory."""

    def __init__(self, folder, model, containers):
        self.model, self.word = model, model.word
        self.code = model.order + ("Q" if self.word == 8 else "I")
        self.structs = json.loads((STRUCTS / f"{model.name}.json").read_text())["structs"]
        with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
            self.page = image.corefile.page_size
            kas = image.kernel.key
            self.memory = Memory(model, self.page, kas, self.copy(image.kernel))
            self.before = list(image.processes())
            for process in self.before:
                if process.as_kva != kas:
                    self.memory.spaces[process.as_kva] = self.copy(image.user(process))
                    self.memory.owners[process.as_kva] = process.pid
            self.memory.symbols = [image.symbols[name] for name in image.symbols]
            self.memory.facts = {"system": "SunOS", "node": "n", "release": "5.99", "version": "v", "machine": "m",
                                 "platform": "p"}  # fmt: skip
            self.base = max(s.end for s in self.memory.spaces[kas] if s.base <= kas < s.end) + 16 * self.page
            self.data = bytearray()
            self.processes(image)
        self.modules(containers)
        self.data.extend(bytes(-len(self.data) % self.page))
        self.memory.spaces[kas].append(Segment(self.base, self.data))

    def copy(self, space):
        return [Segment(start, bytearray(space.read(start, size))) for start, size in space.ranges()]

    def offset(self, name, member):
        return next(row[1] for row in self.structs[name][2] if row[0] == member)

    def place(self, data):
        at = self.base + len(self.data)
        self.data += data + bytes(-len(data) % 64)
        return at

    def pack_word(self, value):
        return struct.pack(self.code, value)

    def processes(self, image):
        size, _, _ = self.structs["proc"]
        following, pidp = self.offset("proc", "p_next"), self.offset("proc", "p_pidp")
        step = -(-(size + 64) // 64) * 64
        for number, process in enumerate(self.before):
            old = bytearray(image.read(process.kva, size))
            last = number + 1 == len(self.before)
            old[following : following + self.word] = self.pack_word(
                0 if last else self.base + (number + 1) * step
            )
            first = old[pidp : pidp + self.word]
            old[pidp : pidp + self.word] = b"\xa5" * self.word
            assert self.place(bytes(first).ljust(64, b"\xa5") + old) == self.base + number * step
        self.poke(int(image.symbols["practive"]), self.pack_word(self.base))

    def poke(self, kva, data):
        for segment in self.memory.spaces[self.memory.kernel]:
            if segment.base <= kva < segment.end:
                segment.data[kva - segment.base : kva - segment.base + len(data)] = data

    def modules(self, containers):
        """Plant (name, CTF or None, a shift of ctfdata) as a ring of modctls; the first is the symbol `modules`."""
        size, _, _ = self.structs["modctl"]
        kvas = [self.place(bytes(size)) for _ in containers]
        for number, (name, data, shift) in enumerate(containers):
            module = bytearray(600)
            if data is not None:
                where, length = (offset + shift for offset in _MODULE[self.word])
                module[where : where + self.word] = self.pack_word(self.place(data))
                module[length : length + self.word] = self.pack_word(len(data))
            modctl = bytearray(size)
            for member, value in (
                ("mod_next", kvas[(number + 1) % len(kvas)]),
                ("mod_mp", self.place(bytes(module))),
                ("mod_modname", self.place(name.encode() + b"\0")),
            ):
                at = self.offset("modctl", member)
                modctl[at : at + self.word] = self.pack_word(value)
            at = kvas[number] - self.base
            self.data[at : at + size] = modctl
        self.listed = Symbol("modules", kvas[0], size, 1, 1, 0xFFF1)

    def write(self, folder, *, listed=True):
        folder.mkdir()
        symbols = self.memory.symbols
        self.memory.symbols = [*symbols, self.listed] if listed else symbols
        unix, vmcore = pack(self.memory, folder, 0, facts={"crash_time": 1e9, "uuid": ""})
        self.memory.symbols = symbols
        return unix, vmcore


def told(processes):
    """What the processes are, apart from where they lie."""
    return [replace(process, kva=0) for process in processes]


def child_of(parent, writer_class, name="genunix"):
    """A child container with one struct of its own, whose member is the parent's."""
    writer = writer_class(parent.order, parent.version, parent, name)
    number = writer.integer("machine_t", 4)
    writer.aggregate(writer.new(), STRUCT, "machcpu_x", 16, [("n", number, 0), ("p", 1, 64)])
    return writer


@every_model
@pytest.mark.parametrize("shift", [0, 16], ids=["usual", "moved-module"])
def test_a_release_that_no_table_knows(model, shift, oracle_ctf, ctf_writer, golden_solaris, tmp_path):
    _, writer = oracle_ctf(model, 2, moved)
    child = child_of(writer, ctf_writer).build(packed=True)
    rebuilt = Rebuilt(
        golden_solaris.folder(model.name),
        model,
        [("unix", child, shift), ("genunix", writer.build(packed=True), shift), ("bare", None, 0)],
    )
    unix, vmcore = rebuilt.write(tmp_path / "with")
    with sunkvm.open(unix, vmcore) as image:
        assert image.layout("proc").source == "CTF of genunix"
        assert image.layout("proc").size == rebuilt.structs["proc"][0] + 64
        assert told(image.processes()) == told(rebuilt.before)
        assert image.layout("machcpu_x").source == "CTF of unix"
        assert image.layout("swapinfo").source == "CTF of genunix"
        assert image.layouts.sources[0].warnings == []
        # Structs that this CTF lacks still come from the tables.
        assert image.layout("cpu_stats").source.startswith("built-in table")
        assert "machcpu_x" in image.layouts.names()
    kd = kvm.kvm_open(unix, vmcore, None, 0, None, model=model)
    pids = []
    while kvm.kvm_nextproc(kd) is not None:
        pids.append(kd.pid)
    kvm.kvm_close(kd)
    assert pids == [process.pid for process in rebuilt.before]

    unix, vmcore = rebuilt.write(tmp_path / "without", listed=False)
    with sunkvm.open(unix, vmcore) as image:
        assert image.layout("proc").source.startswith("built-in table")
        try:
            assert told(image.processes()) != told(rebuilt.before)
        except sunkvm.errors.SunkvmError:
            pass


def test_modules_without_ctf_or_with_damage_are_absent(oracle_ctf, golden_solaris, tmp_path):
    _, writer = oracle_ctf(AMD64)
    data = writer.build(packed=True)
    for name, modules in {
        "none": [("unix", None, 0), ("genunix", None, 0)],
        "damaged": [("unix", None, 0), ("genunix", data[:60] + bytes(40) + data[100:], 0)],
        "cut": [("genunix", data[:-20], 0)],
        "loop": [("unix", None, 0), ("unix", None, 0)],
    }.items():
        rebuilt = Rebuilt(golden_solaris.folder("amd64"), AMD64, modules)
        with sunkvm.open(*rebuilt.write(tmp_path / name)) as image:
            assert image.layout("proc").source.startswith("built-in table"), name
            assert bool(image.layouts.sources[0].warnings) == (name in ("damaged", "cut"))


def test_pages_of_modules_that_were_not_dumped(oracle_ctf, golden_solaris, tmp_path):
    _, writer = oracle_ctf(AMD64)
    rebuilt = Rebuilt(golden_solaris.folder("amd64"), AMD64, [("genunix", writer.build(), 0)])
    rebuilt.listed = Symbol("modules", 0xFFFFFFFFC0000000, 144, 1, 1, 0xFFF1)
    with sunkvm.open(*rebuilt.write(tmp_path / "gone")) as image:
        assert image.layout("pid").source.startswith("built-in table")
        assert not image.layouts.sources[0].warnings


# In a namelist


def with_section(unix: bytes, name: bytes, data: bytes) -> bytes:
    """Add a section to a little-endian ELF64 file, behind everything else."""
    (shoff,) = struct.unpack_from("<Q", unix, 40)
    size, count, names = struct.unpack_from("<HHH", unix, 58)
    headers = [bytearray(unix[shoff + n * size : shoff + (n + 1) * size]) for n in range(count)]
    offset, length = struct.unpack_from("<QQ", headers[names], 24)
    strings = unix[offset : offset + length] + name + b"\0"
    struct.pack_into("<QQ", headers[names], 24, len(unix), len(strings))
    headers.append(
        struct.pack("<IIQQQQIIQQ", length, 1, 0, 0, len(unix) + len(strings), len(data), 0, 0, 4, 0)
    )
    out = bytearray(unix + strings + data)
    struct.pack_into("<Q", out, 40, len(out))
    struct.pack_into("<H", out, 60, count + 1)
    return bytes(out) + b"".join(map(bytes, headers))


def test_ctf_of_the_namelist(oracle_ctf, ctf_writer, golden_solaris, tmp_path):
    folder = golden_solaris.folder("amd64")
    _, writer = oracle_ctf(AMD64)
    unix = tmp_path / "unix.0"
    unix.write_bytes(with_section((folder / "unix.0").read_bytes(), b".SUNW_ctf", writer.build(packed=True)))
    with sunkvm.open(unix, folder / "vmcore.0") as image:
        assert not image.warnings
        assert ".SUNW_ctf" in image.namelist.sections
        assert image.layout("proc").source == "CTF of the namelist"
        assert [process.pid for process in image.processes()]
    # A child's parent may be in the dump; without it, what needs the parent is not there.
    child = child_of(writer, ctf_writer)
    unix.write_bytes(with_section((folder / "unix.0").read_bytes(), b".SUNW_ctf", child.build()))
    with sunkvm.open(unix, folder / "vmcore.0") as image:
        assert image.layout("proc").source.startswith("built-in table")
        assert image.layouts.layout("machcpu_x") is None
        assert "parent genunix is missing" in image.layouts.sources[0].warnings[0]
    # An empty section, as in what NetBSD's savecore writes, holds nothing that could be damaged.
    unix.write_bytes(with_section((folder / "unix.0").read_bytes(), b".SUNW_ctf", b""))
    with sunkvm.open(unix, folder / "vmcore.0") as image:
        assert image.layout("proc").source.startswith("built-in table")
        assert not image.layouts.sources[0].warnings
    for damage in (b"\xf1\xcf\x02", b"\xf1\xcf\x09\0" + bytes(40)):
        unix.write_bytes(with_section((folder / "unix.0").read_bytes(), b".SUNW_ctf", damage))
        with sunkvm.open(unix, folder / "vmcore.0") as image:
            assert image.layout("proc").source.startswith("built-in table")
            assert image.layouts.sources[0].warnings


def test_nothing_is_looked_for_before_the_first_question(golden_solaris):
    folder = golden_solaris.folder("amd64")
    with sunkvm.open(folder / "unix.0", folder / "vmcore.0") as image:
        assert [source._make is not None for source in image.layouts.sources[:2]] == [True, True]
        assert image.namelist.sections == {}
        assert image.layout("proc").source.startswith("built-in table")
        assert [source.source for source in image.layouts.sources[:2]] == [None, None]
