"""DWARF as a source of layouts, against what the compiler itself says of the same structs."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from sunkvm.datamodel import AMD64, I386
from sunkvm.errors import SunkvmError
from sunkvm.layouts.dwarf import open_dwarf
from sunkvm.namelist import open_namelist

SOURCE = """
#include <stddef.h>
#include <stdint.h>
typedef struct inner { char c; long long wide; } inner_t;
struct sample {
    char name[17];
    int32_t number;
    struct sample *next;
    inner_t nested;
    unsigned low : 3, high : 7;
    uint64_t row[4];
    struct { short x, y; } point;
    union { int i; char bytes[4]; };
    unsigned long last;
};
struct sample the_sample;
"""
MEMBERS = ("name", "number", "next", "nested", "row", "point.x", "point.y", "i", "bytes", "last")
PRINT = SOURCE + (
    '#include <stdio.h>\nint main(void) { printf("%zu", sizeof(struct sample));'
    + "".join(f'printf(" %zu", offsetof(struct sample, {name}));' for name in MEMBERS)
    + "}\n"
)


@pytest.fixture(params=[(AMD64, "-m64"), (I386, "-m32")], ids=["amd64", "i386"])
def compiled(request, tmp_path):
    """Return (data model, debug object, size and offsets by the compiler's own word)."""
    model, width = request.param
    (tmp_path / "sample.c").write_text(SOURCE)
    (tmp_path / "print.c").write_text(PRINT)
    subprocess.run(["gcc", width, "-g", "-c", "-o", "sample.o", "sample.c"], cwd=tmp_path, check=True)
    subprocess.run(["gcc", width, "-o", "print", "print.c"], cwd=tmp_path, check=True)
    numbers = subprocess.run([tmp_path / "print"], capture_output=True, text=True, check=True).stdout.split()
    return model, tmp_path / "sample.o", [int(number) for number in numbers]


def test_offsets_are_the_compilers(compiled):
    model, path, (size, *offsets) = compiled
    source = open_dwarf(open_namelist(str(path)), model)
    layout = source.layout("struct sample")
    assert layout.size == size
    assert {name: layout[name].offset for name in MEMBERS} == dict(zip(MEMBERS, offsets, strict=True))
    assert (layout["low"].bits, layout["low"].shift, layout["high"].bits, layout["high"].shift) == (
        3,
        0,
        7,
        3,
    )
    assert source.resolve(layout["nested"].type).size == layout["nested"].size
    assert source.layout("inner_t").offset("wide") == source.layout("inner").offset("wide")
    assert source.layout("nosuch") is None
    assert {"sample", "inner"} <= set(source.names())


def test_the_companion_of_a_stripped_file(compiled, tmp_path):
    """objcopy puts the DWARF aside and leaves a link to it."""
    model, path, (size, *_) = compiled
    kernel, debug = tmp_path / "kernel", tmp_path / "kernel.debug"
    shutil.copy(path, kernel)
    for words in (
        ["--only-keep-debug", kernel, debug],
        ["--strip-debug", f"--add-gnu-debuglink={debug}", kernel],
    ):
        subprocess.run(["objcopy", *words], check=True, cwd=tmp_path)
    source = open_dwarf(open_namelist(str(kernel)), model)
    assert source.layout("sample").size == size
    debug.unlink()
    assert open_dwarf(open_namelist(str(kernel)), model) is None


def test_damage_ends_in_one_kind_of_error(compiled, tmp_path):
    model, path, _ = compiled
    raw = path.read_bytes()
    namelist = open_namelist(str(path))
    offset, size = namelist.sections[".debug_info"]
    for place in range(offset, offset + size, max(size // 40, 1)):
        for value in (0, 0xFF):
            data = bytearray(raw)
            data[place] = value
            broken = tmp_path / "broken.o"
            broken.write_bytes(data)
            try:
                source = open_dwarf(open_namelist(str(broken)), model)
                for name in source.names():
                    source.layout(name)
            except SunkvmError as error:
                assert str(broken) in str(error)
