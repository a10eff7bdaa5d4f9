"""Readers of emulated DragonFly kernels that know nothing of the product: slow, obvious, with offsets as literals.

Those of kernel structs are a compiler's (tests/data/planted/dragonfly.json), those of minidumps stand in
sys/cpu/x86_64/include/minidump.h.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

from sunkvm import datamodel
from sunkvm.emulate.plant.dragonfly import plant
from sunkvm.layouts.builtin import BuiltinTables

from . import freebsd_kit

OFFSETS = json.loads((Path(__file__).parent.parent / "data" / "planted" / "dragonfly.json").read_text())
MODEL = datamodel.AMD64
PAGE = 4096
FRAME = 0x000FFFFFFFFFF000
Direct, FullReader = freebsd_kit.Direct, freebsd_kit.FullReader


layouts = BuiltinTables("dragonfly", MODEL, table="dragonfly5_amd64").layout


def plant_example(world, **more):
    return plant(world, MODEL, layouts, version="sunkvm-test", **more)


class Kernel(freebsd_kit.Kernel):
    """A kernel's structs, read with the offsets that a compiler gave."""

    def __init__(self, reader, symbols: dict[str, int]) -> None:
        self.word, self.structs = 8, OFFSETS
        self.reader, self.symbols = reader, symbols

    def lists(self, which: str, name: str, link: str) -> dict[int, list[int]]:
        """The lists of procglob, by number, each entry with a pointer back at what points at it."""
        found = {}
        for number in range(self.symbol("allproc_hsize")):
            head = self.symbols["procglob"] + number * 64 + OFFSETS["procglob"][f"{which}.lh_first"][0]
            found[number] = self.chain(self.pointer(head), name, f"{link}.le_next")
            for entry in found[number]:
                assert self.get(name, entry, f"{link}.le_prev") == head
                head = self.at(name, entry, f"{link}.le_next")
        return found

    def by_pid(self) -> dict[int, int]:
        found = {}
        for number, chain in self.lists("allproc", "proc", "p_list").items():
            for proc in chain:
                pid = self.get("proc", proc, "p_pid")
                assert pid & 255 == number
                assert pid not in found
                found[pid] = proc
        return found

    def lwps(self, proc: int) -> list[int]:
        """The lwps in the order of their numbers; the tree must be one, and red-black."""

        def walk(lwp: int, parent: int, red: bool) -> tuple[int, list[int]]:
            if not lwp:
                return 0, []
            assert self.get("lwp", lwp, "u.lwp_rbnode.rbe_parent") == parent
            colour = self.get("lwp", lwp, "u.lwp_rbnode.rbe_color")
            assert not (red and colour), "two red ones in a row"
            left = walk(self.get("lwp", lwp, "u.lwp_rbnode.rbe_left"), lwp, bool(colour))
            right = walk(self.get("lwp", lwp, "u.lwp_rbnode.rbe_right"), lwp, bool(colour))
            assert left[0] == right[0], "not as many black ones on either side"
            return left[0] + (not colour), [*left[1], lwp, *right[1]]

        root = self.get("proc", proc, "p_lwp_tree.rbh_root")
        assert not root or not self.get("lwp", root, "u.lwp_rbnode.rbe_color")
        return walk(root, 0, False)[1]

    def path(self, name: int, mount: int) -> bytes:
        """The path of an entry of the cache of names."""
        assert not self.get("mount", mount, "mnt_ncmounton.ncp")
        top, parts = self.get("mount", mount, "mnt_ncmountpt.ncp"), []
        while name != top:
            text = self.string(self.get("namecache", name, "nc_name"))
            assert len(text) == self.get("namecache", name, "nc_nlen")
            parts.append(text)
            name = self.get("namecache", name, "nc_parent")
        return b"/" + b"/".join(reversed(parts))


class MiniReader:
    """A minidump of either version, read as its description says."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        magic = data[:24].rstrip(b"\0")
        (self.version,) = struct.unpack_from("<I", data, 24)
        if self.version == 2:
            assert magic == b"minidump DFlyBSD/x86-64"
            unused, *numbers = struct.unpack_from("<I6Q", data, 28)
            assert not unused
        else:
            assert magic == b"minidump FreeBSD/amd64"
            numbers = list(struct.unpack_from("<3I3Q", data, 28))
        msgs, bits, self.table_size, self.kernbase, self.dmap, self.dmap_end = numbers
        assert bits % PAGE == self.table_size % PAGE == 0
        bits_at = PAGE + -(-msgs // PAGE) * PAGE
        self.table_at = bits_at + bits
        self.messages = data[PAGE : PAGE + msgs]
        self.pages = {}
        place = self.table_at + self.table_size
        for number in range(bits * 8):
            if data[bits_at + number // 8] >> number % 8 & 1:
                self.pages[number * PAGE] = place
                place += PAGE
        self.end = place

    def physical(self, pa: int, count: int) -> bytes | None:
        where = self.pages.get(pa & -PAGE)
        return None if where is None else self.data[where + pa % PAGE :][:count]

    def word(self, pa: int) -> int | None:
        data = self.physical(pa, 8)
        return None if data is None else int.from_bytes(data, "little")

    def stored(self, number: int) -> int:
        assert 0 <= (number + 1) * 8 <= self.table_size
        return int.from_bytes(self.data[self.table_at + number * 8 :][:8], "little")

    def translate(self, va: int) -> int | None:
        if self.dmap <= va < self.dmap_end:
            return va - self.dmap
        if va < self.kernbase:
            return None
        if self.version == 1:
            number = (va - self.kernbase) >> 12
            entry = self.stored(number) if (number + 1) * 8 <= self.table_size else 0
            return (entry & FRAME) + va % PAGE if entry & 1 else None
        entry = self.stored(va >> 30 & 0x3FFFF)
        for shift in (21, 12):
            if not entry & 1:
                return None
            assert not entry & 0x80
            entry = self.word((entry & FRAME) + (va >> shift & 511) * 8)
            assert entry is not None, "a page table is missing"
        return (entry & FRAME) + va % PAGE if entry & 1 else None

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
