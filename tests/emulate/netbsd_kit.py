"""Readers of emulated NetBSD kernels that know nothing of the product: slow, obvious, with offsets as literals.

Those of kernel structs are a compiler's (tests/data/planted/netbsd.json), those of dumps stand in sys/sys/kcore.h and
sys/arch/*/include/kcore.h; how addresses are found in them, in lib/libkvm/kvm_*.c.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

from sunkvm import datamodel
from sunkvm.emulate.plant.netbsd import plant
from sunkvm.layouts.builtin import BuiltinTables

OFFSETS = json.loads((Path(__file__).parent.parent / "data" / "planted" / "netbsd.json").read_text())
TABLES = {
    "amd64": "netbsd10_amd64",
    "aarch64": "netbsd10_aarch64",
    "i386": "netbsd10_i386",
    "sparc": "netbsd10_sparc",
    "sparcv9": "netbsd10_sparc64",
}
MODELS = tuple(datamodel.MODELS[name] for name in TABLES)
ALL = (*MODELS, datamodel.M68K)
BIG = ("sparc", "sparcv9", "m68k")
WIDE = ("amd64", "aarch64", "sparcv9")


def layouts(model):
    if model.name not in TABLES:
        return lambda name: None
    return BuiltinTables("netbsd", model, table=TABLES[model.name]).layout


def plant_example(model, world, **more):
    return plant(world, model, layouts(model), version="sunkvm-test", **more)


class Direct:
    """Planted memory, read without any file; physical memory too."""

    def __init__(self, memory) -> None:
        self.memory = memory

    def read(self, va: int, count: int) -> bytes | None:
        return self._read(self.memory.spaces[self.memory.kernel], va, count)

    def physical(self, pa: int, count: int) -> bytes | None:
        for key, segments in self.memory.spaces.items():
            if key == self.memory.kernel:
                continue
            for segment in segments:
                if key <= pa < key + len(segment.data):
                    return bytes(segment.data[pa - key : pa - key + count])
        return None

    @staticmethod
    def _read(segments, va, count):
        for segment in segments:
            if segment.base <= va and va + count <= segment.base + len(segment.data):
                return bytes(segment.data[va - segment.base : va - segment.base + count])
        return None


class Kernel:
    """A kernel's structs, read with the offsets that a compiler gave."""

    def __init__(self, model: str, reader, symbols: dict[str, int]) -> None:
        self.model = model
        self.word = 8 if model in WIDE else 4
        self.order = "big" if model in BIG else "little"
        self.page = 8192 if model in ("sparcv9", "m68k") else 4096
        self.structs = OFFSETS.get(model, {})
        self.reader, self.symbols = reader, symbols

    def bytes(self, kva: int, count: int) -> bytes:
        data = self.reader.read(kva, count)
        assert data is not None, hex(kva)
        assert len(data) == count
        return data

    def number(self, kva: int, size: int, signed: bool = False) -> int:
        return int.from_bytes(self.bytes(kva, size), self.order, signed=signed)

    def pointer(self, kva: int) -> int:
        return self.number(kva, self.word)

    def string(self, kva: int) -> bytes:
        data = b""
        while not data.endswith(b"\0"):
            data += self.bytes(kva + len(data), 1)
        return data[:-1]

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

    def listed(self, symbol: str) -> list[int]:
        return self.chain(self.pointer(self.symbols[symbol]), "proc", "p_list.le_next")

    def by_pid(self) -> dict[int, int]:
        return {
            self.get("proc", proc, "p_pid"): proc
            for name in ("allproc", "zombproc")
            for proc in self.listed(name)
        }

    def lwps(self, proc: int) -> list[int]:
        return self.chain(self.get("proc", proc, "p_lwps.lh_first"), "lwp", "l_sibling.le_next")

    def messages(self) -> bytes:
        """The bytes of the ring, oldest first: magic, where to write, where to read, how many, and at once they."""
        where = self.pointer(self.symbols["msgbufp"])
        magic, at, _, size = (self.pointer(where + number * self.word) for number in range(4))
        assert magic == 0x063061
        data = self.bytes(where + 4 * self.word, size)
        return (data[at:] + data[:at]).replace(b"\0", b"")

    # Memory of processes: map, amap, anon, page, frame

    def user(self, proc: int, uva: int, count: int) -> bytes | None:
        space = self.get("proc", proc, "p_vmspace")
        header = self.at("vm_map", self.at("vmspace", space, "vm_map"), "header")
        data = b""
        while len(data) < count:
            va = uva + len(data)
            pa = self._frame(header, va)
            if pa is None:
                return None
            length = min(count - len(data), self.page - va % self.page)
            part = self.reader.physical(pa + va % self.page, length)
            assert part is not None, hex(pa)
            data += part
        return data

    def _frame(self, header: int, va: int) -> int | None:
        entry = self.get("vm_map_entry", header, "next")
        while entry != header:
            start, end = (self.get("vm_map_entry", entry, name) for name in ("start", "end"))
            if start <= va < end:
                aref = self.at("vm_map_entry", entry, "aref")
                slot = (va - start) // self.page + self.get("vm_aref", aref, "ar_pageoff")
                amap = self.get("vm_aref", aref, "ar_amap")
                assert slot < self.get("vm_amap", amap, "am_nslot")
                anon = self.pointer(self.get("vm_amap", amap, "am_anon") + slot * self.word)
                page = self.get("vm_anon", anon, "an_page")
                assert self.get("vm_page", page, "uanon") == anon
                return self.get("vm_page", page, "phys_addr")
            entry = self.get("vm_map_entry", entry, "next")
        return None

    def command(self, proc: int) -> tuple[list[bytes], list[bytes] | None] | None:
        """argv and env, from ps_strings; env is None where its vector is."""
        where = self.get("proc", proc, "p_psstrp")
        wide = self.word == 8 and not self.get("proc", proc, "p_flag") & 0x40000
        word = 8 if wide else 4
        raw = self.user(proc, where, 32 if wide else 16)
        if raw is None:
            return None
        order = ">" if self.order == "big" else "<"
        argv, argc, envp, envc = struct.unpack(order + ("QI4xQI4x" if wide else "4I"), raw)

        def vector(at, count):
            found = []
            for number in range(count):
                pointer = int.from_bytes(self.user(proc, at + number * word, word), self.order)
                text = b""
                while not text.endswith(b"\0"):
                    text += self.user(
                        proc, pointer + len(text), min(64, self.page - (pointer + len(text)) % self.page)
                    )
                    text = text[: text.index(b"\0") + 1] if b"\0" in text else text
                found.append(text[:-1])
            return found

        return vector(argv, argc), vector(envp, envc) if envp else None


# Cores: machine id -> (data model, byte order, ALIGN)
PORTS = {
    0x09D: ("amd64", "<", 8),
    0x086: ("i386", "<", 4),
    0x08A: ("sparc", ">", 8),
    0x09C: ("sparcv9", ">", 16),
    0x087: ("m68k", ">", 4),
    0x0B7: ("aarch64", "<", 16),
}


class CoreReader:
    """A saved core, and its machine's way from addresses to the file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (midmag,) = struct.unpack_from(">I", data)
        assert midmag & 0xFFFF == 0x8FCA
        assert midmag >> 26 == 0
        self.mid = midmag >> 16 & 0x3FF
        self.model, self.order, unit = PORTS[self.mid]
        hdr, seg, count = struct.unpack_from(self.order + "HHI", data, 4)
        assert (hdr, seg, count) == (-(-12 // unit) * unit, -(-8 // unit) * unit, 2)
        self.cpu = hdr + seg
        self.cpu_size = self._segment(hdr, 1)
        assert not self.cpu_size % unit
        at = self.cpu + self.cpu_size
        self.memory_size = self._segment(at, 2)
        self.memory = at + seg
        assert len(data) - self.memory == self.memory_size
        self.segments = []
        getattr(self, "read_" + self.model)()

    def _segment(self, at: int, wanted: int) -> int:
        (midmag,) = struct.unpack_from(">I", self.data, at)
        assert midmag & 0xFFFF == 0x8FAC
        assert midmag >> 16 & 0x3FF == 0
        assert midmag >> 26 == wanted
        return struct.unpack_from(self.order + "I", self.data, at + 4)[0]

    def words(self, at: int, code: str) -> tuple[int, ...]:
        return struct.unpack_from(self.order + code, self.data, self.cpu + at)

    def ram(self, at: int, count: int) -> None:
        flat = self.words(at, f"{2 * count}Q")
        self.segments = [(flat[number], flat[number + 1]) for number in range(0, 2 * count, 2)]
        assert sum(size for _, size in self.segments) == self.memory_size

    def physical(self, pa: int, count: int) -> bytes | None:
        at = self.memory
        for start, size in self.segments:
            if start <= pa and pa + count <= start + size:
                return self.data[at + pa - start :][:count]
            at += size
        return None

    def entry(self, pa: int, size: int) -> int:
        data = self.physical(pa, size)
        return 0 if data is None else int.from_bytes(data, "big" if self.order == ">" else "little")

    def read(self, va: int, count: int) -> bytes | None:
        parts = []
        page = 8192 if self.model in ("sparcv9", "m68k") else 4096
        while count:
            length = min(count, page - va % page)
            pa = self.translate(va)
            part = None if pa is None else self.physical(pa, length)
            if part is None or len(part) < length:
                return None
            parts.append(part)
            va += length
            count -= length
        return b"".join(parts)

    # Machines

    def read_amd64(self) -> None:
        self.root, count = self.words(0, "2Q")
        self.ram(16, count)
        self.translate = self.four_levels

    def four_levels(self, va: int) -> int | None:
        table = self.root
        for shift in (39, 30, 21, 12):
            entry = self.entry(table + (va >> shift & 511) * 8, 8)
            if not entry & 1:
                return None
            table = entry & 0x000F_FFFF_FFFF_F000
        return table + va % 4096

    def read_i386(self) -> None:
        self.root, count = self.words(0, "2I")
        assert not self.root & 0x200
        self.ram(8, count)
        self.translate = self.two_levels

    def two_levels(self, va: int) -> int | None:
        table = self.root & 0xFFFFF000
        for shift in (22, 12):
            entry = self.entry(table + (va >> shift & 1023) * 4, 4)
            if not entry & 1:
                return None
            table = entry & 0xFFFFF000
        return table + va % 4096

    def read_aarch64(self) -> None:
        tcr, self.root, count = self.words(0, "3Q")
        assert tcr & 0xC0000000 == 0x80000000
        assert tcr >> 16 & 63 == 16
        self.ram(24, count)
        assert not any(self.words(24 + 16 * count, "2Q"))  # the original reads up to a size of 0
        self.translate = self.granules

    def granules(self, va: int) -> int | None:
        if va >> 48 != 0xFFFF:
            return None
        table = self.root & (1 << 48) - 1
        for shift in (39, 30, 21, 12):
            entry = self.entry(table + (va >> shift & 511) * 8, 8)
            if entry & 3 != 3:
                return None
            table = entry & 0x0000_FFFF_FFFF_F000
        return table + va % 4096

    def read_sparc(self) -> None:
        kind, self.base, count, ram, self.nsegmap, self.segmap, npmeg, pmegs = self.words(0, "8I")
        assert (kind, self.base, ram, npmeg) == (2, 0xF0000000, 32, 0)
        assert self.segmap == 32 + 16 * count
        assert self.nsegmap == 1024
        assert pmegs == self.segmap + 16 * 1024
        self.ram(32, count)
        self.translate = self.srmmu

    def srmmu(self, va: int) -> int | None:
        if va < self.base:
            return None
        segment = ((va >> 24 & 255) - 240) * 64 + (va >> 18 & 63)
        _, pte, _, npte, _ = self.words(self.segmap + 16 * segment, "QIHBb")
        if not npte:
            return None
        entry = self.entry(pte + 4 * (va >> 12 & 63) - self.base, 4)
        return ((entry & 0xFFFFFF00) << 4) + va % 4096 if entry & 3 == 2 else None

    def read_sparcv9(self) -> None:
        kind, count, ram = self.words(0, "iiQ")
        self.nsegmap, self.root, self.base = self.words(16, "i4xQQ")
        magic, large, where, cpus = self.words(96, "4Q")
        assert (kind, self.nsegmap, self.base, magic, where, cpus) == (3, 1024, 0x1000000, 0x3AFEC01E, 160, 0)
        assert ram == 160 + 16 * large
        flat = self.words(160, f"{2 * large}Q")
        self.large = [(flat[number], flat[number + 1]) for number in range(0, 2 * large, 2)]
        self.ram(ram, count)
        self.translate = self.tte

    def tte(self, va: int) -> int | None:
        if va < self.base:
            return None
        for start, pa in self.large:
            if start <= va < start + (4 << 20):
                return pa + va - start
        table = self.root
        for shift in (33, 23):
            table = self.entry(table + (va >> shift & 1023) * 8, 8)
            if not table:
                return None
        entry = self.entry(table + (va >> 13 & 1023) * 8, 8)
        return (entry & 0x7FFFFFFE000) + va % 8192 if entry >> 63 else None

    def read_m68k(self) -> None:
        name = self.data[self.cpu : self.cpu + 16].rstrip(b"\0")
        page, self.base, shift, frame, valid = self.words(16, "5I")
        assert (name, page, shift, frame, valid) == (b"sun3", 8192, 17, 0x7FFFF, 0x80000000)
        assert self.base == 0x0E000000
        assert self.cpu_size == 3 * 8192 - 8
        self.map = self.data[self.cpu + 36 : self.cpu + 36 + 256]
        self.pmegs = self.words(8192 - 8, "4096I")
        self.segments = [(0, self.memory_size)]
        self.translate = self.pmeg

    def pmeg(self, va: int) -> int | None:
        if va < self.base or va - self.base >> 17 >= 256:
            return None
        entry = self.pmegs[self.map[va - self.base >> 17] * 16 + (va >> 13 & 15)]
        return ((entry & 0x7FFFF) << 13) + va % 8192 if entry & 0x80000000 else None


def aout_symbols(data: bytes) -> dict[str, tuple[int, int]]:
    """(type, value) of the symbols of an a.out file, by their names as they stand there."""
    midmag, text, size, _, syms, _, trsize, drsize = struct.unpack_from(">8I", data)
    assert midmag == 0x087 << 16 | 0o407
    at = 32 + text + size + trsize + drsize
    strings = data[at + syms :]
    assert int.from_bytes(strings[:4], "big") == len(strings)
    found = {}
    for place in range(at, at + syms, 12):
        strx, kind, other, desc, value = struct.unpack_from(">IBbhI", data, place)
        assert (other, desc) == (0, 0)
        name = strings[strx : strings.index(b"\0", strx)].decode()
        assert name not in found
        found[name] = kind, value
    return found
