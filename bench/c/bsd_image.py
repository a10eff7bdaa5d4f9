"""Large amd64 dumps of BSD kernels for the benchmarks, laid by hand: one physical memory as minidump, full dump, kcore.

Kernel memory lies in runs of 64 pages that are strewn over twice as much physical memory, and is mapped by page tables of
four levels with pages of 4 KiB.
"""

from __future__ import annotations

import random
import struct
import sys
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from kernel_file import namelist

PAGE = 4096
RUN = 64
BASE = 0xFFFFFE0000000000
KERNEL = 0xFFFFFFFF80200000  # the kernel's image: a page of 2 MiB
DIRECT = 0xFFFFF80000000000
KERNEL_PA, ROOT_PA, DATA_PA = 0x200000, 0x400000, 0x1000000
NODES = 10000
PRESENT, LARGE = 3, 0x80
ROOT_AT, NAME_AT = 0x100, 0x200  # in the kernel's image: where the page tables begin, and the system's name
FORMATS = {"freebsd": ("minidump", "full"), "netbsd": ("kcore",), "dragonfly": ("minidump",)}
_SYSTEMS = {"freebsd": b"FreeBSD", "netbsd": b"NetBSD", "dragonfly": b"DragonFly"}


class Machine:
    """Physical memory: which frame each page of the kernel's memory has, and what lies in those that are not zeros.

    Attributes:
        pages: of the kernel's memory from `BASE` on.
        frames: the physical address of each.
        content: bytes by physical address.
        end: of physical memory.
        chase: the address of the first node of a list.
    """

    def __init__(self, system: str, pages: int) -> None:
        chance = random.Random(1)
        self.system, self.pages = system, pages
        runs = -(-pages // RUN)
        slots = chance.sample(range(2 * runs), runs)
        self.frames = [DATA_PA + (slots[page // RUN] * RUN + page % RUN) * PAGE for page in range(pages)]
        self.end = DATA_PA + -(-2 * runs * RUN // 512) * 512 * PAGE
        self.content: dict[int, bytes] = {
            KERNEL_PA + ROOT_AT: struct.pack("<Q", ROOT_PA),
            KERNEL_PA + NAME_AT: _SYSTEMS[system] + b"\0",
        }
        self.tables = self._map()
        nodes = [
            BASE + page * PAGE + 8 * chance.randrange(512)
            for page in chance.sample(range(pages // 2, pages), min(NODES, pages // 4))
        ]
        for node, after in zip(nodes, [*nodes[1:], 0], strict=True):
            self.content[self.physical(node)] = struct.pack("<Q", after)
        self.chase = nodes[0]

    def _map(self) -> int:
        """Make the page tables; return the physical address behind them."""
        root, pointers, kernel_pointers, directory, kernel_directory = range(
            ROOT_PA, ROOT_PA + 5 * PAGE, PAGE
        )
        self.directory, self.kernel_directory = directory, kernel_directory
        free = ROOT_PA + 5 * PAGE

        def entry(table: int, va: int, shift: int, target: int, flags: int = PRESENT) -> None:
            self.content[table + (va >> shift & 511) * 8] = struct.pack("<Q", target | flags)

        entry(root, BASE, 39, pointers)
        entry(root, KERNEL, 39, kernel_pointers)
        entry(pointers, BASE, 30, directory)
        entry(kernel_pointers, KERNEL, 30, kernel_directory)
        entry(kernel_directory, KERNEL, 21, KERNEL_PA, PRESENT | LARGE)
        for first in range(0, self.pages, 512):
            frames = self.frames[first : first + 512]
            entry(directory, BASE + first * PAGE, 21, free)
            self.content[free] = array("Q", [pa | PRESENT for pa in frames]).tobytes().ljust(PAGE, b"\0")
            free += PAGE
        return free

    def physical(self, va: int) -> int:
        return self.frames[(va - BASE) // PAGE] + va % PAGE

    def used(self) -> list[int]:
        """Return the frames that a minidump has, ascending."""
        low = [*range(KERNEL_PA, KERNEL_PA + (LARGE << 14), PAGE), *range(ROOT_PA, self.tables, PAGE)]
        return low + sorted(self.frames)

    def directory_page(self, pa: int) -> bytes:
        """Return a page directory."""
        page = bytearray(PAGE)
        for at in range(0, PAGE, 8):
            page[at : at + 8] = self.content.get(pa + at, bytes(8))
        return bytes(page)


def make(
    folder: Path, system: str, format: str, pages: int = 1 << 18, symbols: int = 15000
) -> tuple[Path, Path, int]:
    """Write a kernel and its dump; return both paths and the address of the first node of a list."""
    machine = Machine(system, pages)
    kernel, corefile = folder / f"{system}-kernel", folder / f"{system}-{format}"
    kernel.write_bytes(namelist({"KPML4phys": KERNEL + ROOT_AT, "ostype": KERNEL + NAME_AT}, symbols, KERNEL))
    with open(corefile, "wb") as file:
        place, end = _WRITERS[format](file, machine)
        for pa, data in machine.content.items():
            file.seek(place(pa))
            file.write(data)
        file.truncate(end)
    return kernel, corefile, machine.chase


def _minidump(file, machine):
    """Write the head of a minidump of version 2, as FreeBSD 12 has it: a page directory for each GiB of the kernel."""
    used = machine.used()
    bitmap = bytearray(-(-machine.end // PAGE // 8 // PAGE) * PAGE)
    for pa in used:
        bitmap[pa // PAGE // 8] |= 1 << pa // PAGE % 8
    addresses = struct.pack("<3Q", BASE, DIRECT, DIRECT)
    table = PAGE + len(bitmap)
    file.seek(PAGE)
    file.write(bitmap)
    if machine.system == "dragonfly":
        # Version 2: an entry for each GiB of all 48 bits.
        size = 1 << 21
        sizes = struct.pack("<2I3Q", 2, 0, 0, len(bitmap), size)
        name = b"minidump DFlyBSD/x86-64"
        for va, directory in ((BASE, machine.directory), (KERNEL, machine.kernel_directory)):
            file.seek(table + (va >> 30 & 0x3FFFF) * 8)
            file.write(struct.pack("<Q", directory | PRESENT))
    else:
        size = ((1 << 64) - BASE >> 30) * PAGE
        sizes = struct.pack("<4I", 2, 0, len(bitmap), size)
        name = b"minidump FreeBSD/amd64"
        for va, directory in ((BASE, machine.directory), (KERNEL, machine.kernel_directory)):
            file.seek(table + (va - BASE >> 30) * PAGE)
            file.write(machine.directory_page(directory))
    file.seek(0)
    file.write(name.ljust(24, b"\0") + sizes + addresses)
    start = table + size
    rank = {pa: number for number, pa in enumerate(used)}
    return (lambda pa: start + rank[pa & -PAGE] * PAGE + pa % PAGE), start + len(used) * PAGE


def _full(file, machine):
    """Write the headers of an ELF core of all physical memory."""
    start, offset = KERNEL_PA, PAGE
    count = machine.end - start
    ident = b"\x7fELF\x02\x01\x01\xff".ljust(16, b"\0")
    file.write(ident + struct.pack("<HHIQQQIHHHHHH", 4, 62, 0, 0, 64, 0, 0, 64, 56, 1, 64, 0, 0))
    file.write(struct.pack("<2I6Q", 1, 4, offset, start, start, count, count, PAGE))
    return (lambda pa: pa - start + offset), offset + count


def _kcore(file, machine):
    """Write the headers of a NetBSD core as savecore leaves it: two segments of memory."""
    border = DATA_PA
    parts = [(KERNEL_PA, border - KERNEL_PA), (border, machine.end - border)]
    cpu = struct.pack("<2Q", ROOT_PA, len(parts)) + b"".join(struct.pack("<2Q", *part) for part in parts)
    cpu = cpu.ljust(512, b"\0")
    count = sum(size for _, size in parts)
    magics = [(flag << 26 | mid << 16 | magic).to_bytes(4, "big") for flag, mid, magic in
              ((0, 0x9D, 0x8FCA), (1, 0, 0x8FAC), (2, 0, 0x8FAC))]  # fmt: skip
    head = (magics[0] + struct.pack("<2HI", 16, 8, 2)).ljust(16, b"\0")
    head += magics[1] + struct.pack("<I", len(cpu)) + cpu + magics[2] + struct.pack("<I", count & 0xFFFFFFFF)
    file.write(head)
    start = len(head)
    return (lambda pa: pa - KERNEL_PA + start), start + count


_WRITERS = {"minidump": _minidump, "full": _full, "kcore": _kcore}
