"""Cost against size: the same 300 processes in sparse dumps from 64 MiB to 1 TiB, each opened by a fresh process."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common

MIB = 1 << 20
SIZES = [64 * MIB, 1 << 30, 1 << 34, 1 << 37, 1 << 40] if not common.SMALL else [64 * MIB, 1 << 30]
PROCESSES = common.size(300, 20)
REPEATS = common.size(7, 1)
PAGE = 4096

LOOK = """
import random, sys, time
import sunkvm
begin = time.process_time()
image = sunkvm.open(sys.argv[1], sys.argv[2])
opened = time.process_time() - begin
low = next(image.symbols[name] for name in ("boot_time", "allproc", "procglob") if name in image.symbols) & -4096
count = 65536
chance = random.Random(1)
places = [low + chance.randrange(count // 8) * 8 for _ in range(2000)]
image.read(low, 8)
begin = time.process_time()
for place in places:
    image.read_some(place, 8)
reads = (time.process_time() - begin) / len(places)
begin = time.process_time()
found = sum(1 for _ in image.processes())
listed = time.process_time() - begin
begin = time.process_time()
image.warnings
counted = time.process_time() - begin
size = open("/proc/self/status").read().split("VmHWM:")[1].split()[0]
print(opened, reads, listed, counted, int(size) * 1024, found)
"""


def solaris(namelist: Path, corefile: Path, target: Path, size: int) -> None:
    """Put frames numbered 0 before those of a dump: a table of frames as long as a dump of that size has."""
    raw = corefile.read_bytes()
    old_pfn, old_map, old_data = struct.unpack_from("<3q", raw, 32)
    mask, _, pages = struct.unpack_from("<3q", raw, 1824)
    total = max(size // PAGE, pages)
    head = bytearray(raw[:old_data])
    table = -(-len(raw) // PAGE) * PAGE
    first = -(-(table + total * 8) // PAGE) * PAGE
    tail = first + (total - pages) * PAGE
    for at in range(old_map, old_map + (mask + 1) * 40, 40):
        where = struct.unpack_from("<q", head, at + 16)[0]
        if where:
            struct.pack_into("<q", head, at + 16, where - old_data + tail)
    struct.pack_into("<q", head, 32, table)
    struct.pack_into("<q", head, 48, first)
    struct.pack_into("<Q", head, 1840, total)
    with target.open("wb") as file:
        file.write(head)
        file.seek(table + (total - pages) * 8)
        file.write(raw[old_pfn : old_pfn + pages * 8])
        file.seek(tail)
        file.write(raw[old_data:])


def minidump(corefile: Path, target: Path, size: int, sizes: struct.Struct) -> None:
    """Put pages of zeros behind those of a minidump without dump_avail: a longer bitmap, and a file that is as long."""
    raw = corefile.read_bytes()
    messages, bitmap, table = sizes.unpack_from(raw, SIZES_AT)
    at = PAGE + -(-messages // PAGE) * PAGE
    bits = bytearray(raw[at : at + bitmap])
    pages = int.from_bytes(bits, "little").bit_count()
    more = max(size // PAGE - pages, 0) // 8 // PAGE * PAGE
    with target.open("wb") as file:
        file.write(raw[:SIZES_AT] + sizes.pack(messages, bitmap + more, table))
        file.write(raw[SIZES_AT + sizes.size : at])
        file.write(bits)
        file.write(b"\xff" * more)
        body = raw[at + bitmap : at + bitmap + table + pages * PAGE]
        file.write(body)
        file.truncate(file.tell() + more * 8 * PAGE)


SIZES_AT = 28  # in a header of version 2: of messages, bitmap and page-table area


def freebsd(namelist: Path, corefile: Path, target: Path, size: int) -> None:
    """Make a minidump larger."""
    minidump(corefile, target, size, struct.Struct("<3I"))


def dragonfly(namelist: Path, corefile: Path, target: Path, size: int) -> None:
    """Make a minidump larger; its header has an unused word in front of sizes of 64 bits."""
    minidump(corefile, target, size, struct.Struct("<4x3Q"))


def netbsd(namelist: Path, corefile: Path, target: Path, size: int) -> None:
    """Make the last segment of memory longer."""
    raw = bytearray(corefile.read_bytes())
    header, segment = struct.unpack_from("<2H", raw, 4)
    cpu = header + segment
    (count,) = struct.unpack_from("<Q", raw, cpu + 8)
    last = cpu + 16 + 16 * (count - 1)
    _, length = struct.unpack_from("<2Q", raw, last)
    more = max(size - len(raw), 0) // PAGE * PAGE
    struct.pack_into("<Q", raw, last + 8, length + more)
    with target.open("wb") as file:
        file.write(raw)
        file.truncate(len(raw) + more)


def human(size: int) -> str:
    """Return a size in words."""
    for unit, name in ((1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return str(size)


def measure():
    """Yield (what, value, unit, target)."""
    import walks

    for system, grow in (
        ("solaris", solaris),
        ("freebsd", freebsd),
        ("netbsd", netbsd),
        ("dragonfly", dragonfly),
    ):
        with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
            folder = Path(name)
            options = {"format": "minidump", "version": 2} if system in ("freebsd", "dragonfly") else {}
            namelist, corefile = walks.dump(system, folder, PROCESSES, **options)
            rows: list[tuple[float, ...]] = []
            for size in SIZES:
                target = folder / "huge"
                try:
                    grow(Path(namelist), Path(corefile), target, size)
                except OSError as error:
                    yield (
                        f"{system}: no file of {human(size)} can be made here: {error.strerror}",
                        0.0,
                        "",
                        "",
                    )
                    break
                rows.append(look(namelist, target))
                os.unlink(target)
                opened, reads, listed, counted, memory = rows[-1]
                what = f"{system}, {human(size)}"
                yield f"{what}: sunkvm.open, CPU time", opened * 1e3, "ms", ""
                yield "  one of 2,000 reads of 8 bytes anywhere", reads * 1e6, "us", ""
                yield "  list of all processes", listed * 1e3, "ms", ""
                yield "  is it whole? (it counts the pages of a minidump)", counted * 1e3, "ms", ""
                yield "  most memory of the whole process", memory / 1e6, "MB", "<= 100"
            for number, what in enumerate(("open", "read", "list")):
                column = [row[number] for row in rows]
                target = "" if what == "read" else "<= 2"
                yield (
                    f"{system}: {what}, the dearest size / the cheapest",
                    max(column) / min(column),
                    "x",
                    target,
                )


def look(namelist: str, corefile: Path) -> tuple[float, ...]:
    """Return (open, read, list, count, memory) of fresh processes: the best times, the most memory."""
    runs = []
    for _ in range(REPEATS):
        done = subprocess.run(
            [sys.executable, "-c", LOOK, namelist, corefile],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "SUNKVM_CACHE": ""},
        )
        runs.append([float(word) for word in done.stdout.split()])
    assert all(row[5] >= PROCESSES for row in runs), runs
    return (*(min(row[column] for row in runs) for column in range(4)), max(row[4] for row in runs))
