"""Readers of emulated FreeBSD kernels that know nothing of the product: slow, obvious, with offsets as literals.

Those of kernel structs are a compiler's (tests/data/planted/freebsd.json), those of dumps stand in sys/*/include/minidump.h
and in the System V ABI.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

from sunkvm import datamodel
from sunkvm.emulate.plant.freebsd import plant
from sunkvm.layouts.builtin import BuiltinTables

OFFSETS = json.loads((Path(__file__).parent.parent / "data" / "planted" / "freebsd.json").read_text())
TABLES = {"amd64": "freebsd15_amd64", "aarch64": "freebsd15_aarch64", "i386": "freebsd12_i386"}
MODELS = tuple(datamodel.MODELS[name] for name in TABLES)
PAGE = 4096


def layouts(model):
    return BuiltinTables("freebsd", model, table=TABLES[model.name]).layout


def plant_example(model, world, **more):
    return plant(world, model, layouts(model), version="sunkvm-test", **more)


class Direct:
    """Planted memory, read without any file."""

    def __init__(self, memory, space=None) -> None:
        self.segments = memory.spaces[memory.kernel if space is None else space]

    def read(self, va: int, count: int) -> bytes | None:
        for segment in self.segments:
            if segment.base <= va and va + count <= segment.base + len(segment.data):
                return bytes(segment.data[va - segment.base : va - segment.base + count])
        return None


class Kernel:
    """A kernel's structs, read with the offsets that a compiler gave."""

    def __init__(self, model: str, reader, symbols: dict[str, int]) -> None:
        self.word = 4 if model == "i386" else 8
        self.structs = OFFSETS[model]
        self.reader, self.symbols = reader, symbols

    def bytes(self, kva: int, count: int) -> bytes:
        data = self.reader.read(kva, count)
        assert data is not None, hex(kva)
        return data

    def number(self, kva: int, size: int, signed: bool = False) -> int:
        return int.from_bytes(self.bytes(kva, size), "little", signed=signed)

    def pointer(self, kva: int) -> int:
        return self.number(kva, self.word)

    def string(self, kva: int) -> bytes:
        data = b""
        while not data.endswith(b"\0"):
            data += self.bytes(kva + len(data), 1)
        return data[:-1]

    def has(self, name: str, member: str) -> bool:
        return member in self.structs[name]

    def at(self, name: str, kva: int, member: str) -> int:
        return kva + self.structs[name][member][0]

    def get(self, name: str, kva: int, member: str, signed: bool = False) -> int:
        offset, size = self.structs[name][member]
        return self.number(kva + offset, size, signed)

    def text(self, name: str, kva: int, member: str) -> bytes:
        offset, size = self.structs[name][member]
        return self.bytes(kva + offset, size).split(b"\0")[0]

    def symbol(self, name: str, size: int = 4, signed: bool = False) -> int:
        return self.number(self.symbols[name], size, signed)

    def chain(self, first: int, name: str, link: str) -> list[int]:
        found = []
        while first:
            assert first not in found
            found.append(first)
            first = self.get(name, first, link)
        return found

    def allproc(self) -> list[int]:
        return self.chain(self.pointer(self.symbols["allproc"]), "proc", "p_list.le_next")

    def hashed(self) -> list[int]:
        mask = self.pointer(self.symbols["pidhash"])
        table = self.pointer(self.symbols["pidhashtbl"])
        found = []
        for bucket in range(mask + 1):
            for proc in self.chain(self.pointer(table + bucket * self.word), "proc", "p_hash.le_next"):
                assert self.get("proc", proc, "p_pid") & mask == bucket
                found.append(proc)
        return found

    def by_pid(self) -> dict[int, int]:
        return {self.get("proc", proc, "p_pid"): proc for proc in self.hashed()}

    def argv(self, proc: int) -> list[bytes] | None:
        args = self.get("proc", proc, "p_args")
        if not args:
            return None
        data = self.bytes(self.at("pargs", args, "ar_args"), self.get("pargs", args, "ar_length"))
        assert data.endswith(b"\0")
        return data[:-1].split(b"\0")

    def groups(self, cred: int) -> list[int]:
        first = [self.get("ucred", cred, "cr_gid")] if self.has("ucred", "cr_gid") else []
        where = self.get("ucred", cred, "cr_groups")
        count = self.get("ucred", cred, "cr_ngroups")
        return first + [self.number(where + 4 * number, 4) for number in range(count)]


# magic -> offset and bytes of kernbase, offset of dumpavailsize by version
HEADERS = {
    b"amd64": (40, 8, {3: 64}),
    b"i386": (40, 4, {2: 48}),
    b"arm64": (40, 8, {2: 72, 3: 72}),
}


class MiniReader:
    """A minidump, read as its description says: header, bitmap, and page tables of its own."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        assert data[:17] == b"minidump FreeBSD/"
        self.machine = data[17:24].split(b"\0")[0]
        self.version, msgs, bits, table = struct.unpack_from("<4I", data, 24)
        at, size, ranges = HEADERS[self.machine]
        self.kernbase = int.from_bytes(data[at : at + size], "little")
        avail = struct.unpack_from("<I", data, ranges[self.version])[0] if self.version in ranges else 0
        self.pae = self.machine == b"i386" and struct.unpack_from("<I", data, 44)[0]
        assert not bits % PAGE
        assert not table % PAGE
        msgs_at = PAGE
        avail_at = msgs_at + -(-msgs // PAGE) * PAGE
        bits_at = avail_at + -(-avail // PAGE) * PAGE
        self.table_at, self.table_size = bits_at + bits, table
        pages_at = self.table_at + table
        self.messages = data[msgs_at : msgs_at + msgs]
        self.bitmap = data[bits_at : bits_at + bits]
        self.ranges = []
        if avail:
            words = struct.unpack_from(f"<{avail // 8}Q", data, avail_at)
            for number in range(0, len(words), 2):
                if not words[number + 1]:
                    break
                self.ranges.append((words[number], words[number + 1]))
        else:
            self.ranges = [(0, len(self.bitmap) * 8 * PAGE)]
        # Every page with its place in the file.
        self.pages, bit = {}, 0
        for start, end in self.ranges:
            for pa in range(start, end, PAGE):
                if self.bitmap[bit // 8] >> bit % 8 & 1:
                    self.pages[pa] = pages_at + len(self.pages) * PAGE
                bit += 1
        self.end = pages_at + len(self.pages) * PAGE

    def physical(self, pa: int, count: int) -> bytes | None:
        where = self.pages.get(pa & -PAGE)
        return None if where is None else self.data[where + pa % PAGE :][:count]

    def entry(self, number: int, size: int) -> int:
        assert (number + 1) * size <= self.table_size
        return int.from_bytes(self.data[self.table_at + number * size :][:size], "little")

    def translate(self, va: int) -> int | None:
        distance = va - self.kernbase
        if distance < 0:
            return None
        if self.machine == b"i386":
            size = 8 if self.pae else 4
            entry = self.entry(distance >> 12, size)
            return (entry & 0x000FFFFFFFFFF000) + va % PAGE if entry & 1 else None
        if self.machine == b"arm64":
            entry = self.entry(distance >> 12, 8)
            return (entry & 0x0003FFFFFFFFF000) + va % PAGE if entry & 3 == 3 else None
        if self.version == 1:
            entry = self.entry(distance >> 12, 8)
        else:
            directory = self.entry(distance >> 21, 8)
            if not directory & 1:
                return None
            table = self.physical(directory & 0x000FFFFFFFFFF000, PAGE)
            assert table is not None, "a page table is missing"
            (entry,) = struct.unpack_from("<Q", table, (va >> 12 & 511) * 8)
        return (entry & 0x000FFFFFFFFFF000) + va % PAGE if entry & 1 else None

    def read(self, va: int, count: int) -> bytes | None:
        parts = []
        while count:
            length = min(count, PAGE - va % PAGE)
            pa = self.translate(va)
            part = None if pa is None else self.physical(pa, length)
            if part is None:
                return None
            parts.append(part)
            va += length
            count -= length
        return b"".join(parts)


class FullReader:
    """A full dump, and walks of the page tables in it; ``root`` is the physical address of one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.wide = data[4] == 2
        assert data[:4] == b"\x7fELF"
        assert data[7] == 255
        kind, self.machine = struct.unpack_from("<2H", data, 16)
        assert kind == 4
        at, size = (32, 56) if self.wide else (28, 32)
        (headers,) = struct.unpack_from("<Q" if self.wide else "<I", data, at)
        count = struct.unpack_from("<H", data, 56 if self.wide else 44)[0]
        self.loads, self.delta = [], None
        for number in range(count):
            if self.wide:
                kind, _, offset, va, pa, filesz, _, align = struct.unpack_from(
                    "<2I6Q", data, headers + number * size
                )
            else:
                kind, offset, va, pa, filesz, _, _, align = struct.unpack_from(
                    "<8I", data, headers + number * size
                )
            if kind == 1:
                self.loads.append((pa, filesz, offset))
            elif kind == 0x6FB5D000:
                self.delta = va, pa, align
        assert max(offset + size for _, size, offset in self.loads) == len(data)

    def physical(self, pa: int, count: int) -> bytes | None:
        for start, size, offset in self.loads:
            if start <= pa and pa + count <= start + size:
                return self.data[offset + pa - start :][:count]
        return None

    def walk(self, root: int, va: int, levels, size: int) -> int | None:
        for number, (shift, bits) in enumerate(levels):
            raw = self.physical(root + (va >> shift & (1 << bits) - 1) * size, size)
            entry = int.from_bytes(raw or b"", "little")
            if not entry & 1:
                return None
            if entry & 0x80 and number < len(levels) - 1:
                return (entry & 0x000FFFFFFFE00000) + va % (1 << shift)
            root = entry & 0x000FFFFFFFFFF000
        return root + va % PAGE


LEVELS = {
    "amd64": (((39, 9), (30, 9), (21, 9), (12, 9)), 8),
    "i386": (((22, 10), (12, 10)), 4),
    "i386-pae": (((30, 2), (21, 9), (12, 9)), 8),
}


class Space:
    """An address space of a full dump."""

    def __init__(self, dump: FullReader, root: int, form: str) -> None:
        self.dump, self.root, self.form = dump, root, form

    def read(self, va: int, count: int) -> bytes | None:
        parts = []
        levels, size = LEVELS[self.form]
        while count:
            length = min(count, PAGE - va % PAGE)
            pa = self.dump.walk(self.root, va, levels, size)
            part = None if pa is None else self.dump.physical(pa, length)
            if part is None:
                return None
            parts.append(part)
            va += length
            count -= length
        return b"".join(parts)
