"""The first bytes of cores of real NetBSD kernels: what each of them says is read."""

from __future__ import annotations

import itertools
import re
import struct
from pathlib import Path

import pytest

from sunkvm.corefile import KVA, PHYS, open_corefile

HEADERS = sorted((Path(__file__).parents[1] / "golden" / "headers").glob("netbsd-*.hex"))
NAMES = [path.stem.removeprefix("netbsd-6.99.16-") for path in HEADERS]
every = pytest.mark.parametrize("path", HEADERS, ids=NAMES)

# machine, and how many segments of memory there are where all are in what is stored
FACTS = {
    "amd64__full-assert": ("amd64", 2),
    "amd64__full-highmem": ("amd64", 3),
    "amd64__full": ("amd64", 2),
    "amd64__sparse-5g": ("amd64", None),
    "amd64__sparse-reboot-up": ("amd64", None),
    "amd64__sparse": ("amd64", None),
    "evbmips-el__full": ("mips", 1),
    "i386__full-reboot-up": ("i386", 2),
    "i386__full": ("i386", 2),
    "i386__sparse-reboot": ("i386", None),
    "i386__sparse": ("i386", None),
    "i386pae__full-highmem": ("i386-pae", 3),
    "i386pae__full": ("i386-pae", 2),
    "i386pae__sparse-highmem": ("i386-pae", None),
    "sparc__full-reboot-ss20": ("sun4m", 1),
    "sparc__full": ("sun4m", 1),
}


def first_bytes(path):
    """(first bytes of the file, size of the whole file)."""
    data, size = bytearray(), 0
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            found = re.search(r"file size (\d+)", line)
            size = int(found[1]) if found else size
        elif line and line != "*":
            at, *numbers = line.split()
            data = data.ljust(int(at, 16), b"\0")  # an asterisk stands for lines of zeros
            data += bytes(int(number, 16) for number in numbers)
    return bytes(data), size


def as_file(path, tmp_path):
    """A file of the right size that begins like the core, with holes for all else.

    Where the CPU's data are longer than what is stored, the header of the memory behind them is written here.
    """
    head, size = first_bytes(path)
    order = ">" if "sparc" in path.stem else "<"
    core, segment = struct.unpack_from(f"{order}2H", head, 4)
    (count,) = struct.unpack_from(f"{order}I", head, core + 4)
    at = core + segment + count
    target = tmp_path / "netbsd.0.core"
    with target.open("wb") as file:
        file.write(head)
        if at + 8 > len(head):
            file.seek(at)
            file.write(bytes.fromhex("08008fac") + bytes(4))
        file.truncate(size)
    return str(target)


def test_all_are_known():
    assert set(NAMES) == set(FACTS)


@every
def test_core_is_claimed(path, tmp_path):
    machine, _ = FACTS[path.stem.removeprefix("netbsd-6.99.16-")]
    core = open_corefile(as_file(path, tmp_path))
    assert core.format == "netbsd_kcore"
    assert core.machine == machine
    assert core.container.saved
    assert core.page_size == 4096
    core.close()


@every
def test_memory_fills_the_file(path, tmp_path):
    """What the segments hold ends where the real file ends: the list is at its right place, in its right width."""
    name = path.stem.removeprefix("netbsd-6.99.16-")
    head, size = first_bytes(path)
    core = open_corefile(as_file(path, tmp_path))
    box = core.container
    order = core.model.order
    at = box.cpu_offset + {"amd64": 16, "i386": 8, "i386-pae": 8, "sun4m": 32, "mips": 32}[core.machine]
    count = core.header.get("nmemsegs") or core.header["nmemseg"]
    if at + 16 * count > len(head):
        # Only the beginning of the list is stored; that much must be whole pages, ascending and apart.
        assert "sparse" in name
        count = (len(head) - at) // 16
        listed = list(struct.iter_unpack(f"{order}2Q", head[at : at + 16 * count]))
        assert all(not (start | length) & 4095 and length for start, length in listed)
        assert all(one[0] + one[1] < two[0] for one, two in itertools.pairwise(listed))
        assert core.segments[: len(listed)] == [
            (start, length, offset)
            for (start, length), (_, _, offset) in zip(listed, core.segments, strict=False)
        ]
        assert box.cpu_size >= 16 * core.header["nmemsegs"]
        assert box.cpu_size % 512 == 512 - 8
        return
    assert len(core.segments) == FACTS[name][1]
    assert core.segments[0][2] == box.data_offset
    end = sum(length for _, length, _ in core.segments) + box.data_offset
    assert end == size
    assert core.warnings == []
    assert next(core.ranges(PHYS))[0] == core.segments[0][0]


def test_mips_header_is_that_until_2020(tmp_path):
    core = open_corefile(as_file(HEADERS[NAMES.index("evbmips-el__full")], tmp_path))
    assert core.model.name == "mipsel"
    assert core.header == {
        "sysmappa": 0x35A000, "sysmapsize": 0x8800, "archlevel": 3, "pg_shift": 6, "pg_frame": 0x3FFF_FFC0,
        "pg_v": 2, "nmemsegs": 1,
    }  # fmt: skip
    assert core.segments == [(0, 0x400_0000, 0x218)]
    assert core.physical(KVA, 0x8030_7B44) == 0x30_7B44
    # The first instruction of the handler of TLB misses, at address 0.
    assert core.read_physical(0, 4) == bytes.fromhex("00401a40")


def test_sun4m_segments_point_into_the_image_of_the_kernel(tmp_path):
    """Real kernels leave sg_npte 0; their tables are there all the same."""
    path = HEADERS[NAMES.index("sparc__full")]
    core = open_corefile(as_file(path, tmp_path))
    assert core.header["kernbase"] == 0xF000_0000
    assert core.segments == [(0, 0x2FE_0000, 0x4218)]
    # The entry of the first page is at 0x23d400; in this file it is a hole, so of no page.
    found = core.kernel_walk(0xF000_0000)
    assert (found.pa, found.why, found.table) == (None, "invalid", 0x23_D400)
    # The next segment has the table behind it.
    assert core.kernel_walk(0xF004_0000).table == 0x23_D500
    assert core.kernel_walk(0xF004_5000).table == 0x23_D514
