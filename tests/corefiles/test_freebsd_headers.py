"""The first bytes of dumps of real kernels: what each of them says is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sunkvm.corefile import open_corefile
from sunkvm.corefiles import freebsd_header
from sunkvm.corefiles.elf_full import PT_DUMP_DELTA

HEADERS = sorted((Path(__file__).parents[1] / "golden" / "headers").glob("freebsd-*.hex"))
ids = [path.stem.removeprefix("freebsd-") for path in HEADERS]
every = pytest.mark.parametrize("path", HEADERS, ids=ids)


def blocks(path):
    """Yield (comment, bytes) of each part of a file."""
    comment, data = "", bytearray()
    for line in [*path.read_text().splitlines(), "# end"]:
        if line.startswith("#"):
            if data:
                yield comment, bytes(data)
                comment, data = "", bytearray()
            comment += line + "\n"
        elif line and line != "*":
            at, *numbers = line.split()
            data = data.ljust(int(at, 16), b"\0")  # an asterisk stands for lines of zeros
            data += bytes(int(number, 16) for number in numbers)


def parts(path):
    """(first bytes of the dump, size of the file, kerneldumpheader or None)."""
    found = list(blocks(path))
    size = int(re.search(r"file size (\d+)", found[0][0])[1])
    return found[0][1], size, found[1][1] if len(found) > 1 else None


def as_file(path, tmp_path):
    """A file of the right size that begins like the dump, with holes for all else."""
    head, size, _ = parts(path)
    target = tmp_path / "vmcore"
    with target.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return str(target), size


# What the dumps are: machine, version (None for full dumps), page size.
FACTS = {
    "10.4-amd64__mini": ("amd64", 2, 4096),
    "11.0-amd64__mini": ("amd64", 2, 4096),
    "12.1-amd64__mini": ("amd64", 2, 4096),
    "15.1-amd64__mini": ("amd64", 3, 4096),
    "15.1-amd64__mini-up": ("amd64", 3, 4096),
    "15.1-amd64__mini-la57": ("amd64", 3, 4096),
    "15.1-amd64__mini-5g-trap": ("amd64", 3, 4096),
    "15.1-amd64__live-and-reboot": ("amd64", 3, 4096),
    "15.1-amd64__live-and-reboot-live": ("amd64", 3, 4096),
    "15.1-arm64__mini": ("aarch64", 3, 4096),
    "15.1-arm64-16k__mini": ("aarch64", 3, 16384),
    "15.1-arm64__live-and-reboot": ("aarch64", 3, 4096),
    "15.1-arm64__live-and-reboot-live": ("aarch64", 3, 4096),
    "15.1-armv7__mini": ("arm", 2, 4096),
    "15.1-i386__mini-pae": ("i386", 2, 4096),
    "15.1-i386__mini-nopae": ("i386", 2, 4096),
    "15.1-powerpc64__mini-hpt": ("powerpc64", 2, 4096),
    "15.1-powerpc64__mini-radix": ("powerpc64", 2, 4096),
    "15.1-riscv64__mini": ("riscv64", 2, 4096),
    "15.1-riscv64__mini-sv48": ("riscv64", 2, 4096),
    "10.4-amd64__full": ("amd64", None, 4096),
    "11.0-amd64__full": ("amd64", None, 4096),
    "12.1-amd64__full": ("amd64", None, 4096),
    "15.1-amd64__full": ("amd64", None, 4096),
    "15.1-armv7__full": ("arm", None, 4096),
    "15.1-i386__full-pae": ("i386", None, 4096),
    "15.1-i386__full-nopae": ("i386", None, 4096),
    "15.1-powerpc64__full-hpt": ("powerpc64", None, 4096),
}


def test_all_are_known():
    assert set(ids) == set(FACTS)


@every
def test_dump_is_claimed(path, tmp_path):
    name = path.stem.removeprefix("freebsd-")
    machine, version, page = FACTS[name]
    core = open_corefile(as_file(path, tmp_path)[0])
    assert core.model.name == machine
    assert core.page_size == page
    if version is None:
        assert core.format == "elf_full"
        assert all(offset + size <= core.source.size for _, size, offset in core.segments)
        assert core.segments
    else:
        assert core.format == "freebsd_minidump"
        assert core.header["version"] == version
    assert core.warnings == []


@every
def test_pages_fill_the_file(path, tmp_path):
    """The sections end inside the file, and what is left for pages is a whole number of them."""
    if FACTS[path.stem.removeprefix("freebsd-")][1] is None:
        return
    file, size = as_file(path, tmp_path)
    core = open_corefile(file)
    packed = core._table + core._table_size
    if core.machine.rounded_table:
        left = size - core._pages_at
    else:  # armv7: not padded
        assert packed % core.page_size
        left = size - packed
    assert left > 0
    # What a live dump is read from ends with the header.
    assert left % core.page_size == (512 if path.stem.endswith("-live") else 0)


@every
def test_kernel_dump_header(path):
    _, size, raw = parts(path)
    if raw is None:
        return
    header = freebsd_header.parse(raw)
    assert header is not None
    assert not header["damaged"]
    version = 1 if path.stem.startswith(("freebsd-10", "freebsd-11")) else 4
    assert header["version"] == version
    assert header["blocksize"] == 512
    text = freebsd_header.text(header["versionstring"])
    assert text.startswith(f"FreeBSD {path.stem.split('-')[1]}")
    assert freebsd_header.text(header["hostname"]) == "realdump.example.test"
    if "live" not in path.stem:
        assert header["dumplength"] == size
        assert freebsd_header.text(header["panicstring"])


def header_of(name):
    return HEADERS[ids.index(name)]


def test_five_levels_are_told_by_the_direct_map(tmp_path):
    core = open_corefile(as_file(header_of("15.1-amd64__mini-la57"), tmp_path)[0])
    assert core.header["dmapbase"] == 0xFF01_0000_0000_0000
    assert core.walker.form.name == "amd64-la57"


def test_four_levels(tmp_path):
    core = open_corefile(as_file(header_of("15.1-amd64__mini"), tmp_path)[0])
    assert core.walker.form.name == "amd64"


@pytest.mark.parametrize("name, form", [("mini-pae", "i386-pae"), ("mini-nopae", "i386")])
def test_i386_is_split(name, form, tmp_path):
    core = open_corefile(as_file(header_of(f"15.1-i386__{name}"), tmp_path)[0])
    assert core.walker.form.name == form
    assert core.header["kernbase"] == 0x80_0000


def test_powerpc_kernel_was_moved(tmp_path):
    for name in ("mini-hpt", "mini-radix"):
        core = open_corefile(as_file(header_of(f"15.1-powerpc64__{name}"), tmp_path)[0])
        assert core.displacement == 0xC000_0000_0040_0000


def test_riscv_direct_map_begins_above_zero(tmp_path):
    core = open_corefile(as_file(header_of("15.1-riscv64__mini"), tmp_path)[0])
    assert core.header["dmapphys"] == 0x8000_0000


@pytest.mark.parametrize(
    "name, delta", [("amd64__full", True), ("armv7__full", True), ("i386__full-pae", False)]
)
def test_where_the_kernel_was_loaded(name, delta, tmp_path):
    core = open_corefile(as_file(header_of(f"15.1-{name}"), tmp_path)[0])
    assert bool(core.deltas) == delta
    assert any(header["p_type"] == PT_DUMP_DELTA for header in core.headers) == delta


def test_powerpc_physical_address_of_all_ones(tmp_path):
    core = open_corefile(as_file(header_of("15.1-powerpc64__full-hpt"), tmp_path)[0])
    assert core.segments == [(0, 0x2000_0000, 0x1000)]
