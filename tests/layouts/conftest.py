"""What the tests of layout sources share: C sources, compilers, and a writer of CTF that knows nothing of the reader.

The writer follows the format's description (illumos sys/ctf.h for versions 1 and 2, FreeBSD sys/ctf.h for version 3) and
takes its types from DWARF as pyelftools shows it, or from compiler output for kernel structs (tests/data/illumos_structs).
"""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile

STRUCTS = Path(__file__).parent.parent / "data" / "illumos_structs"

C_SOURCE = r"""
typedef unsigned int uint_t;
typedef unsigned char uchar_t;
typedef unsigned long long u64;
typedef uint_t flags_t;
enum color { RED, GREEN = 5, BLUE = -1 };
typedef struct { int w[3]; } sigset_x;
struct fwd;
typedef struct pair { short a; long b; } pair_t;
union val { int i; void *p; double d; };
typedef union { char bytes[16]; u64 words[2]; } block_t;
struct list { struct list *next, *prev; struct item *owner; };
struct item {
    uchar_t c; char name[17]; const volatile uint_t cv; flags_t flags;
    uint_t f1:1, f2:6, :3, f3:20; u64 g1:33, g2:7; int s1:5; unsigned short h1:9; uchar_t h2:3;
    struct fwd *next; const char *const *argv; int (*fn)(int, ...); void *v; volatile struct list link;
    struct { int x; union { long y; struct { char z[2]; } in; } u; } nest;
    union { int am; struct { short lo, hi; }; };
    sigset_x set; pair_t p[4]; union val v2; enum color col; struct { int q; } arr[3]; block_t blocks[2][3];
    int m[3][5]; double d; float fl; int (*fns[6])(void); signed char sc:3; _Bool yes; pair_t *pairs[2]; long tail;
};
struct __attribute__((packed)) tight { char a; uint_t b:31; u64 c:20; short d; long e; };
struct big { char fill[9000]; long behind; uint_t bit:3; struct list last; };
struct wide { long one; struct item items[2]; };
typedef struct list list_t;
struct flexible { int count; long data[]; };
"""
UNITS = "struct item *a; struct tight *b; struct big *c; struct wide *d; list_t *e; struct flexible *f; block_t *g;"
CLANGS = ("clang", "clang-14", "clang-15", "clang-16", "clang-17", "clang-18", "clang-19")

# model -> what clang calls it; what gcc calls it
TARGETS = {
    "amd64": ("x86_64-linux-gnu", ["-m64"]),
    "i386": ("i386-linux-gnu", ["-m32"]),
    "sparc": ("sparc-linux-gnu", None),
    "sparcv9": ("sparcv9-linux-gnu", None),
}


class Compiler:
    """A C compiler for the data model of a test, by its DWARF and by its word on offsets."""

    def __init__(self, model: str, scratch: Path) -> None:
        self.model = model
        self.scratch = scratch
        target, gcc = TARGETS[model]
        clang = next((name for name in CLANGS if shutil.which(name)), None)
        if clang:
            # Strings in line, so that no relocations are needed that readers do not know for each processor.
            self.command = [
                clang,
                f"--target={target}",
                "-fintegrated-as",
                "-mllvm",
                "-dwarf-inlined-strings=Enable",
            ]
        elif gcc is not None and shutil.which("gcc"):
            self.command = ["gcc", *gcc]
        else:
            pytest.skip(f"no compiler for {model}")

    def compile(self, source: str, *options: str) -> bytes:
        path = self.scratch / "unit.o"
        done = subprocess.run(
            [*self.command, *options, "-w", "-x", "c", "-c", "-", "-o", path],
            input=source,
            text=True,
            capture_output=True,
        )
        assert not done.returncode, done.stderr[:2000]
        return path.read_bytes()

    def debug(self, source: str, version: int = 4) -> Path:
        """Compile with DWARF; relocations that only concern addresses are dropped."""
        data = bytearray(self.compile(source, "-g", f"-gdwarf-{version}"))
        if "clang" in self.command[0]:
            wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
            shoff = struct.unpack_from(order + ("Q" if wide else "I"), data, 40 if wide else 32)[0]
            size, count = struct.unpack_from(order + "HH", data, 58 if wide else 46)
            for number in range(count):
                at = shoff + number * size + 4
                if struct.unpack_from(order + "I", data, at)[0] in (4, 9):
                    struct.pack_into(order + "I", data, at, 0)
        path = self.scratch / f"debug-{version}.o"
        path.write_bytes(data)
        return path

    def check(self, source: str, layout, type_name: str) -> int:
        """Have the compiler confirm every member of a layout; return how many it confirmed."""
        lines = [source, f'typedef {type_name} T; _Static_assert(sizeof(T) == {layout.size}, "size");']
        bits = []
        for number, field in enumerate(layout):
            if field.bits:
                lines.append(f"T bit_{number} = {{ .{field.name} = -1 }};")
                bits.append((number, field))
                continue
            where = f"__builtin_offsetof(T, {field.name}) == {field.offset}"
            lines.append(f'_Static_assert({where}, "{field.name} lies elsewhere");')
            if not field.type.endswith("[0]"):
                lines.append(
                    f'_Static_assert(sizeof(((T *)0)->{field.name}) == {field.size}, "{field.name}");'
                )
        elf = ELFFile(io.BytesIO(self.compile("\n".join(lines), "-fno-common")))
        symbols = {symbol.name: symbol for symbol in elf.get_section_by_name(".symtab").iter_symbols()}
        order = "little" if elf.little_endian else "big"
        for number, field in bits:
            symbol = symbols[f"bit_{number}"]
            section = elf.get_section(symbol["st_shndx"])
            at = symbol["st_value"] - section["sh_addr"]
            value = section.data()[at : at + layout.size]
            unit = int.from_bytes(value[field.offset : field.offset + field.size], order)
            assert unit == ((1 << field.bits) - 1) << field.shift, field
            assert not any(value[: field.offset]) and not any(value[field.offset + field.size :])
            assert field.extract(unit) == (-1 if field.kind == "int" else (1 << field.bits) - 1)
        return len(layout.fields)


@pytest.fixture(params=TARGETS)
def compiler(request, tmp_path):
    return Compiler(request.param, tmp_path)


# The writer

INTEGER, FLOAT, POINTER, ARRAY, FUNCTION, STRUCT, UNION, ENUM, FORWARD, TYPEDEF, VOLATILE, CONST, RESTRICT = (
    range(1, 14)
)


class CtfWriter:
    """One container. Types get their numbers from `new`, in any order, and are told later what they are."""

    def __init__(
        self, order: str, version: int = 2, parent: CtfWriter | None = None, parent_name: str = ""
    ) -> None:
        self.order, self.version, self.parent, self.parent_name = order, version, parent, parent_name
        self.records: list[bytes] = []
        self.strings, self.places = bytearray(b"\0"), {"": 0}
        self.names: dict[tuple[str, str], int] = {} if parent is None else dict(parent.names)
        self.child = {1: 1 << 15, 2: 1 << 15, 3: 1 << 31}[version] if parent is not None else 0

    def string(self, name: str) -> int:
        if name not in self.places:
            self.places[name] = len(self.strings)
            self.strings += name.encode() + b"\0"
        return self.places[name]

    def pack(self, codes: str, *values: int) -> bytes:
        return struct.pack(self.order + codes, *values)

    def new(self) -> int:
        self.records.append(b"")
        return len(self.records) | self.child

    def put(
        self, number: int, kind: int, name: str = "", third: int = 0, more: bytes = b"", vlen: int = 0
    ) -> int:
        """Write a type; ``third`` is its size or the type it refers to."""
        sized = kind in (INTEGER, FLOAT, ARRAY, STRUCT, UNION, ENUM)
        if self.version == 3:
            info = kind << 26 | 1 << 25 | vlen
            small = third if not sized or third < 0xFFFFFFFF else 0xFFFFFFFF
            head = self.pack("III", self.string(name), info, small)
            large = small == 0xFFFFFFFF
        else:
            info = kind << 11 | 1 << 10 | vlen if self.version == 2 else kind << 12 | 1 << 11 | vlen
            small = third if not sized or third < 0xFFFF else 0xFFFF
            head = self.pack("IHH", self.string(name), info, small)
            large = sized and small == 0xFFFF
        if sized and large:
            head += self.pack("II", third >> 32, third & 0xFFFFFFFF)
        self.records[(number & ~self.child) - 1] = head + more
        return number

    def integer(self, name, size, *, signed=False, char=False, boolean=False, bits=None):
        bits = 8 * size if bits is None else bits
        flags = signed | char << 1 | boolean << 2
        return self.put(self.new(), INTEGER, name, size, self.pack("I", flags << 24 | bits))

    def floating(self, name, size):
        encoding = {4: 1, 8: 2}.get(size, 6)
        return self.put(self.new(), FLOAT, name, size, self.pack("I", encoding << 24 | 8 * size))

    def pointer(self, target):
        return self.put(self.new(), POINTER, "", target)

    def array(self, contents, index, count):
        codes = "III" if self.version == 3 else "HHI"
        return self.put(self.new(), ARRAY, "", 0, self.pack(codes, contents, index, count))

    def function(self, returns, arguments=(), *, number=None):
        arguments = list(arguments)
        count = len(arguments)
        if self.version < 3 and count % 2:
            arguments.append(0)
        more = self.pack(f"{len(arguments)}{'I' if self.version == 3 else 'H'}", *arguments)
        return self.put(self.new() if number is None else number, FUNCTION, "", returns, more, count)

    def aggregate(self, number, kind, name, size, members):
        """Write a struct or union; members are (name, type, position in bits)."""
        threshold = {1: None, 2: 8192, 3: 1 << 29}[self.version]
        more = b""
        for member, type_, position in members:
            where = self.string(member)
            if threshold is None or size < threshold:
                more += self.pack("III" if self.version == 3 else "IHH", where, type_, position)
            elif self.version == 3:
                more += self.pack("IIII", where, type_, position >> 32, position & 0xFFFFFFFF)
            else:
                more += self.pack("IHHII", where, type_, 0, position >> 32, position & 0xFFFFFFFF)
        return self.put(number, kind, name, size, more, len(members))

    def enum(self, number, name, size, constants):
        more = b"".join(self.pack("Ii", self.string(key), value) for key, value in constants)
        return self.put(number, ENUM, name, size, more, len(constants))

    def build(self, *, packed: bool = False) -> bytes:
        types = b"".join(self.records)
        parent = self.string(self.parent_name)
        label = self.pack("II", self.string("test"), len(self.records) | self.child)
        odd = self.pack("HHH", 0, 0, 0)  # as if there were objects, so that no section starts at 0
        body = label + odd + bytes(2) + types + bytes(self.strings)
        after = len(label) + len(odd) + 2
        offsets = [len(label), after, after, after + len(types), len(self.strings)]
        head = self.pack("HBB", 0xCFF1, self.version, 1 if packed else 0)
        head += self.pack("5I", *offsets) if self.version == 1 else self.pack("8I", 0, parent, 0, *offsets)
        if not packed:
            return head + body
        # As the tools write it: flushed before the strings.
        deflate = zlib.compressobj(9)
        cut = after + len(types)
        packed_body = deflate.compress(body[:cut]) + deflate.flush(zlib.Z_FULL_FLUSH)
        return head + packed_body + deflate.compress(body[cut:]) + deflate.flush()


# DWARF to CTF, as ctfconvert does it

_AGGREGATES = {"DW_TAG_structure_type": STRUCT, "DW_TAG_union_type": UNION}
_SIMPLE = {"DW_TAG_const_type": CONST, "DW_TAG_volatile_type": VOLATILE, "DW_TAG_restrict_type": RESTRICT}


class FromDwarf:
    def __init__(self, path: Path, writer: CtfWriter) -> None:
        elf = ELFFile(io.BytesIO(path.read_bytes()))
        self.writer, self.little = writer, elf.little_endian
        self.done: dict[int, int] = {}
        self.index = writer.names.get(("", "long")) or writer.integer("long", elf.elfclass // 8, signed=True)
        writer.names["", "long"] = self.index
        dwarf = elf.get_dwarf_info(relocate_dwarf_sections=elf.header["e_machine"] in ("EM_X86_64", "EM_386"))
        for unit in dwarf.iter_CUs():
            for die in unit.get_top_DIE().iter_children():
                if die.tag in (*_AGGREGATES, "DW_TAG_typedef", "DW_TAG_enumeration_type"):
                    self.type(die)

    @staticmethod
    def attribute(die, name, default=0):
        found = die.attributes.get(f"DW_AT_{name}")
        return default if found is None else found.value

    def name(self, die):
        return self.attribute(die, "name", b"").decode()

    def target(self, die):
        return self.type(die.get_DIE_from_attribute("DW_AT_type")) if "DW_AT_type" in die.attributes else 0

    def type(self, die):
        """Return the number of a type, written at first mention; a parent's types of a name are taken as they are."""
        if die.offset in self.done:
            return self.done[die.offset]
        name, tag = self.name(die), die.tag
        key = (tag, name)
        if name and key in self.writer.names and "DW_AT_declaration" not in die.attributes:
            number = self.writer.names[key]
        else:
            number = self.write(die, name, tag)
            if name and "DW_AT_declaration" not in die.attributes:
                self.writer.names[key] = number
        self.done[die.offset] = number
        return number

    def write(self, die, name, tag):
        writer, size = self.writer, self.attribute(die, "byte_size")
        if tag == "DW_TAG_base_type":
            return self.base(die, name, size)
        if tag == "DW_TAG_array_type":
            counts = [
                self.attribute(child, "count", self.attribute(child, "upper_bound", -1) + 1)
                for child in die.iter_children()
            ]
            number = self.target(die)
            for count in reversed(counts):
                number = writer.array(number, self.index, 0 if count >= 1 << 32 else count)
            return number
        number = self.done[die.offset] = writer.new()
        if tag in _AGGREGATES:
            if "DW_AT_declaration" in die.attributes:
                return writer.put(number, FORWARD, name, 0)
            members = [self.member(child) for child in die.iter_children() if child.tag == "DW_TAG_member"]
            return writer.aggregate(number, _AGGREGATES[tag], name, size, members)
        if tag == "DW_TAG_enumeration_type":
            pairs = [
                (self.name(child), self.attribute(child, "const_value")) for child in die.iter_children()
            ]
            return writer.enum(number, name, size, pairs)
        if tag == "DW_TAG_subroutine_type":
            arguments = [
                self.target(child) if child.tag == "DW_TAG_formal_parameter" else 0
                for child in die.iter_children()
            ]
            return writer.function(self.target(die), arguments, number=number)
        kind = {"DW_TAG_pointer_type": POINTER, "DW_TAG_typedef": TYPEDEF, **_SIMPLE}[tag]
        return writer.put(number, kind, name, self.target(die))

    def base(self, die, name, size, bits=None):
        encoding = self.attribute(die, "encoding")
        if encoding == 4:
            return self.writer.floating(name, size)
        return self.writer.integer(
            name, size, signed=encoding in (5, 6), char=encoding in (6, 8), boolean=encoding == 2, bits=bits
        )

    def member(self, die):
        position = 8 * self.attribute(die, "data_member_location")
        bits = self.attribute(die, "bit_size")
        if not bits:
            return self.name(die), self.target(die), position
        base = die.get_DIE_from_attribute("DW_AT_type")
        while base.tag == "DW_TAG_typedef":
            base = base.get_DIE_from_attribute("DW_AT_type")
        size = self.attribute(base, "byte_size")
        if "DW_AT_data_bit_offset" in die.attributes:
            position = self.attribute(die, "data_bit_offset")
        else:
            high = self.attribute(die, "bit_offset")
            high -= (high >> 63) << 64
            unit = self.attribute(die, "byte_size", size)
            position += 8 * unit - high - bits if self.little else high
        return self.name(die), self.base(base, self.name(base), size, bits), position


@pytest.fixture(scope="session")
def c_source():
    """Structs of all kinds; the second text makes compilers describe them all."""
    return C_SOURCE, C_SOURCE + UNITS


@pytest.fixture(scope="session")
def ctf_writer():
    """The class that writes CTF containers."""
    return CtfWriter


@pytest.fixture
def to_ctf():
    """Return a function: DWARF of a file -> a writer with its types."""

    def convert(path, order, version=2, parent=None, parent_name=""):
        writer = CtfWriter(order, version, parent, parent_name)
        FromDwarf(path, writer)
        return writer

    return convert


# Kernel structs to CTF


class FromOracle:
    """Writes the structs of tests/data/illumos_structs, with all types as their text tells."""

    def __init__(self, structs: dict, writer: CtfWriter, little: bool) -> None:
        self.structs, self.writer, self.little = structs, writer, little
        self.made: dict[object, int] = {}
        self.numbers: dict[str, tuple[int, str]] = {}
        self.sizes: dict[str, int] = {}
        for _, _, rows in structs.values():
            for row in rows:
                size, kind = (row + [1, row[2], row[3]][len(row) - 5 :])[6:8]
                text = row[4].partition("[")[0]
                if kind in ("struct", "union"):
                    self.sizes[text] = size
                elif len(row) < 9:
                    self.numbers.setdefault(text, (size, kind))
        self.index = self.scalar("long", writer_word(structs), "int")
        for name, (_, tag, _) in structs.items():
            self.typedef(name, 0) if tag.startswith("typedef") else self.tagged(tag, name)

    def once(self, key, make):
        if key not in self.made:
            make()
        return self.made[key]

    def scalar(self, name, size, kind, bits=None):
        def make():
            made = (
                self.writer.floating(name, size)
                if kind == "float"
                else self.writer.integer(name, size, signed=kind == "int", char=name == "char", bits=bits)
            )
            self.made["scalar", name, size, kind, bits] = made

        return self.once(("scalar", name, size, kind, bits), make)

    def tagged(self, tag, name, size=0):
        """Return a struct; one that is in no table has no members, or is only named."""

        size = self.sizes.get(f"{tag} {name}", size)

        def make():
            number = self.made[tag, name] = self.writer.new()
            if name in self.structs:
                self.fill(number, tag, name, self.structs[name])
            elif size:
                self.writer.aggregate(number, UNION if tag == "union" else STRUCT, name, size, [])
            else:
                self.writer.put(number, FORWARD, name, 0)

        return self.once((tag, name), make)

    def fill(self, number, tag, name, whole, prefix=""):
        size, _, rows = whole
        members = []
        for row in rows:
            inner = row[0][len(prefix) :]
            if row[0].startswith(prefix) and "." not in inner:
                base = 0 if not prefix else self.base
                members.append((inner, *self.member(rows, row, base)))
        self.writer.aggregate(number, UNION if tag.endswith("union") else STRUCT, name, size, members)

    def member(self, rows, row, base):
        defaults = [1, row[2], row[3], 0, 0]
        name, offset, size, kind, text, _, esize, ekind, bits, shift = row + defaults[len(row) - 5 :]
        position = 8 * (offset - base)
        if bits:
            position += shift if self.little else 8 * size - shift - bits
            return self.scalar_type(text, size, kind, bits), position
        if kind in ("array", "char[]"):
            return self.array(text, esize, ekind), position
        nested = [other for other in rows if other[0].startswith(f"{name}.")]
        if nested and "(anonymous)" in text:
            number = self.writer.new()
            outer, self.base = getattr(self, "base", 0), offset
            self.fill(number, kind, "", (size, kind, rows), f"{name}.")
            self.base = outer
            return number, position
        return self.type(text, kind, size), position

    def array(self, text, esize, ekind):
        base, *dimensions = text.split("[")
        number = self.type(base, ekind, esize)
        for dimension in reversed(dimensions):
            number = self.writer.array(number, self.index, int(dimension.rstrip("]")))
        return number

    def type(self, text, kind, size):
        if text.startswith("pointer to "):
            return self.writer.pointer(self.target(text.removeprefix("pointer to ")))
        word, _, tag = text.rpartition(" ")
        if word in ("struct", "union"):
            if tag != "(anonymous)":
                return self.tagged(word, tag, size)
            return self.writer.aggregate(
                self.writer.new(), UNION if word == "union" else STRUCT, "", size, []
            )
        if word == "enum":
            return self.writer.enum(
                self.writer.new(), "" if tag == "(anonymous)" else tag, size, [("ONE", 1)]
            )
        if kind in ("struct", "union"):
            return self.typedef(text, size, kind)
        return self.scalar_type(text, size, kind)

    def scalar_type(self, text, size, kind, bits=None):
        plain = re.fullmatch(
            r"(unsigned |signed )?(char|short|int|long|long long|float|double|long double)", text
        )
        if plain:
            return self.scalar(text, size, kind, bits)

        def make():
            number = self.made["typedef", text, bits] = self.writer.new()
            target = (
                self.writer.pointer(self.scalar("char", 1, "int"))
                if kind == "pointer"
                else self.scalar(f"{kind}_{size}", size, kind, bits)
            )
            self.writer.put(number, TYPEDEF, text, target)

        return self.once(("typedef", text, bits), make)

    def typedef(self, name, size, kind="struct"):
        size = self.sizes.get(name, size)

        def make():
            number = self.made["typedef", name, None] = self.writer.new()
            inner = self.writer.new()
            if name in self.structs:
                self.fill(inner, self.structs[name][1], "", self.structs[name])
            else:
                self.writer.aggregate(inner, UNION if kind == "union" else STRUCT, "", size, [])
            self.writer.put(number, TYPEDEF, name, inner)

        return self.once(("typedef", name, None), make)

    def target(self, text):
        if text == "function":
            return self.writer.function(0)
        if text == "void":
            return 0
        word = text.rpartition(" ")[0]
        if text.startswith("pointer to ") or word in ("struct", "union"):
            return self.type(text, "", 0)
        if text in self.sizes or (text in self.structs and self.structs[text][1].startswith("typedef")):
            return self.typedef(text, 0)
        size, kind = self.numbers.get(text, (0, ""))
        if size:
            return self.scalar_type(text, size, kind)
        if text in ("char", "unsigned char", "int", "unsigned int", "long", "unsigned long", "short"):
            return self.scalar(text, {"c": 1, "i": 4, "l": 8, "s": 2}[text.split()[-1][0]], "int")

        def make():
            self.made["target", text] = self.writer.put(self.writer.new(), TYPEDEF, text, 0)

        return self.once(("target", text), make)


def writer_word(structs) -> int:
    return 8 if structs["dump_map"][0] == 40 else 4


@pytest.fixture(scope="session")
def oracle_ctf():
    """Return a function: a model's kernel structs, changed by the caller's function -> (structs, a writer with them)."""

    def convert(model, version=2, change=None):
        structs = json.loads((STRUCTS / f"{model.name}.json").read_text())["structs"]
        if change is not None:
            change(structs)
        writer = CtfWriter(model.order, version)
        FromOracle(structs, writer, model.byteorder == "little")
        return structs, writer

    return convert
