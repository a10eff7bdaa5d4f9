"""Mutation that knows where the numbers of a file are: header members, table entries, pointers in memory, checksums."""

from __future__ import annotations

import random
import struct
import zlib

from case import Case, Laid

_CACHE_HEAD = 32 + 32 + 16  # of an index file: its magic, the digest of its key, then length and CRC-32
_SOLARIS = (0xDEFEC8ED).to_bytes(4, "little"), (0xDEFEC8ED).to_bytes(4, "big")
_DEVICES = b"FreeBSD Kernel Dump", b"DragonFly Kern Dump", b"FreeBSD Text Dump", b"Cleared Kernel Dump"
_MAX_EDITS = 6
_MAX_SIZE = 6 << 20

Field = tuple[int, int, str]  # offset, bytes, byte order
Edit = tuple  # ("put", part, offset, data), ("cut", part, size), ("insert", part, offset, data)


class Chance:
    """Choices drawn at random."""

    def __init__(self, seed: object) -> None:
        self._random = random.Random(repr(seed))

    def pick(self, count: int) -> int:
        return self._random.randrange(count) if count > 1 else 0


class Given:
    """Choices read from bytes, for a fuzzer that invents those; the first of each kind where they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def pick(self, count: int) -> int:
        if count <= 1:
            return 0
        size = (count - 1).bit_length() + 7 >> 3
        raw = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(raw, "little") % count


def fields(data: bytes) -> list[Field]:
    """Return where a file has numbers that lead somewhere, as far as its first bytes tell."""
    found: list[Field] = []

    def words(start: int, end: int, orders: str = "<>", sizes: tuple[int, ...] = (4, 8)) -> None:
        for order in orders:
            for size in sizes:
                found.extend((at, size, order) for at in range(start, min(end, len(data) - size + 1), size))

    if data[:4] == b"\x7fELF" and len(data) >= 64:
        order, wide = "<" if data[5] == 1 else ">", data[4] == 2
        words(16, 24, order, (2,))
        words(24, 48 if wide else 40, order, (8,) if wide else (4,))
        words(48, 64 if wide else 52, order, (2,))
        try:
            place, sections = struct.unpack_from(order + ("2Q" if wide else "2I"), data, 32 if wide else 28)
            size, count, ssize, scount = struct.unpack_from(order + "4H", data, 54 if wide else 42)
        except struct.error:
            return found
        for start, many in ((place, size * min(count, 24)), (sections, ssize * min(scount, 40))):
            words(start, start + many, order, (4, 8) if wide else (4,))
            if start == sections and many:  # what the sections hold begins with headers too
                for number in range(min(scount, 40)):
                    at = sections + number * ssize + (24 if wide else 16)
                    if at + 8 <= len(data):
                        (inside,) = struct.unpack_from(order + ("Q" if wide else "I"), data, at)
                        words(inside, inside + 64, order, (1, 2, 4))
    for place in sorted({0, len(data) - 65536, 65536, len(data) - 131072}):
        if place >= 0 and data[place : place + 4] in _SOLARIS:
            order = "<" if data[place : place + 4] == _SOLARIS[0] else ">"
            words(place, place + 16, order, (4,))
            words(place + 16, place + 56, order, (8,))
            words(place + 1800, place + 1960, order)
            wide = struct.unpack_from(order + "I", data, place + 12)[0] == 64
            for start in struct.unpack_from(order + "5q", data, place + 16):
                if 0 < start < len(data):
                    words(start, start + 256, order, (8,) if wide else (4, 8))
    if data[:9] == b"minidump ":
        words(24, 128, "<>" if data[64:72] == b"FreeBSD/" else "<")
    for magic in _DEVICES:
        at = data.find(magic)
        while at >= 0 and len(found) < 4000:
            words(at + 32, at + 72, ">")
            words(at + 496, at + 512, ">", (1, 2, 4))
            at = data.find(magic, at + 512)
    at = data.find(b"SUNKSECT")
    if at >= 0:
        words(at + 8, at + 24)
    for start in (0, 0x2000):
        if len(data) > start + 8 and (
            data[start + 2 : start + 4] in (b"\x8f\xca", b"\xca\x8f")
            or data[start : start + 2] == b"\xca\x8f"
        ):
            words(start, start + 400)
    if not found:
        words(0, 160, sizes=(1, 2, 4, 8))
    return found


class Seed:
    """A case to begin with, and what is known of its files."""

    def __init__(self, name: str, case: Case) -> None:
        self.name = name
        self.case = case
        self.parts = sorted(part for part in case if case[part] and part != "which")
        self.fields = {part: fields(case[part]) for part in self.parts}
        self.full = {part: _full(case[part]) for part in self.parts}
        self.sealed = {part: _seals(case[part]) for part in self.parts}


def _seals(data: bytes) -> list[int]:
    """Return where a file has checksums: the offsets of dump headers; a negative one for an index file."""
    if data[:13] == b"sunkvm cache ":
        return [-1]
    found = []
    for magic in _DEVICES:
        at = data.find(magic)
        while at >= 0:
            found.append(at)
            at = data.find(magic, at + 512)
    return found


def _full(data: bytes) -> list[int]:
    """Return the offsets of the blocks of 64 bytes that are not all zero."""
    if len(data) < 1 << 16:
        return list(range(0, len(data), 64))
    zeros = bytes(4096)
    found = []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        if page != zeros:
            found += [start + at for at in range(0, len(page), 64) if page[at : at + 64] != zeros[:64]]
    return found


def edits(seed: Seed, chance: Chance | Given) -> list[Edit]:
    """Return a few changes to a case."""
    made: list[Edit] = []
    count = 1
    while count < _MAX_EDITS and chance.pick(3):
        count += 1
    for _ in range(count):
        part = seed.parts[chance.pick(len(seed.parts))]
        made.append(_edit(seed, part, chance))
    return made


def _edit(seed: Seed, part: str, chance: Chance | Given) -> Edit:
    data, full = seed.case[part], seed.full[part]
    kind = chance.pick(20)
    if kind < 9 and seed.fields[part]:
        at, size, order = seed.fields[part][chance.pick(len(seed.fields[part]))]
        return "put", part, at, _number(seed, part, at, size, order, chance)
    at = full[chance.pick(len(full))] if full else 0
    if kind < 15:
        size, order = (8, 4, 8, 4, 2, 1)[chance.pick(6)], "<>"[chance.pick(2)]
        at += chance.pick(64 // size) * size
        if len(data) < at + size:
            return "cut", part, at
        if chance.pick(2) and full:  # a pointer from elsewhere: lists that loop, tables that lead into others
            other = full[chance.pick(len(full))] + chance.pick(64 // size) * size
            return "put", part, at, data[other : other + size]
        return "put", part, at, _number(seed, part, at, size, order, chance)
    if kind == 15:
        return "put", part, at + chance.pick(64), bytes([chance.pick(256)])
    if kind == 16:
        return "cut", part, (chance.pick(len(data) + 1), at, 4 * chance.pick(64))[chance.pick(3)]
    length = 1 << 2 + chance.pick(12)
    if kind == 17:
        return "put", part, at, bytes([(0, 255)[chance.pick(2)]]) * min(length, len(data) - at)
    other = full[chance.pick(len(full))] if full else 0
    if kind == 18:
        return "put", part, at, data[other : other + min(length, len(data) - at)]
    return "insert", part, at, data[other : other + length]


def _number(seed: Seed, part: str, at: int, size: int, order: str, chance: Chance | Given) -> bytes:
    data = seed.case[part]
    bits = 8 * size
    name = "little" if order == "<" else "big"
    own = int.from_bytes(data[at : at + size], name)
    edges = (
        0,
        1,
        2,
        3,
        (1 << bits) - 1,
        (1 << bits) - 2,
        1 << bits - 1,
        (1 << bits - 1) - 1,
        1 << bits - 2,
        1 << bits // 2,
    )
    kind = chance.pick(9)
    if kind < 3:
        value = edges[chance.pick(len(edges))]
    elif kind == 3:
        value = len(data) + (0, -1, 1, -8, -4096, -512)[chance.pick(6)]
    elif kind == 4:
        value = own + (1, -1, 8, -8, 4096, -4096, 2, 0x1000000)[chance.pick(8)]
    elif kind == 5:
        value = own << 1 + chance.pick(bits) if chance.pick(2) else own >> 1 + chance.pick(8)
    elif kind == 6:
        value = own ^ 1 << chance.pick(bits)
    elif kind == 7:
        others = [field for field in seed.fields[part] if field[1] == size and field[2] == order]
        place = others[chance.pick(len(others))][0] if others else at
        value = int.from_bytes(data[place : place + size], name)
    else:
        value = (at, at & -4096, 1 << chance.pick(bits), chance.pick(1 << min(bits, 32)))[chance.pick(4)]
    return (value & (1 << bits) - 1).to_bytes(size, name)


def apply(case: Case, changes: list[Edit]) -> Case:
    """Return a case with changes made, and the checksums made right."""
    changed = dict(case)
    for what, part, at, *rest in changes:
        data = bytearray(changed[part])
        if what == "put":
            data[at : at + len(rest[0])] = rest[0]
        elif what == "cut":
            del data[at:]
        elif len(data) < _MAX_SIZE:
            data[at:at] = rest[0]
        changed[part] = bytes(data)
    for part in {change[1] for change in changes}:
        data = changed[part]
        for at in _seals(data):
            data = _resealed(data, at)
        changed[part] = data
    return changed


def change(laid: Laid, seed: Seed, changes: list[Edit]) -> None:
    """Make changes to a case where it lies, and make the checksums right."""
    moved = set()
    for what, part, at, *rest in changes:
        if what == "put":
            laid.put(part, at, rest[0])
        elif what == "cut":
            laid.cut(part, at)
        elif laid.part_size(part) < _MAX_SIZE:
            laid.insert(part, at, rest[0])
            moved.add(part)
    for part in {change[1] for change in changes}:
        if not seed.sealed[part]:
            continue
        if part in moved or seed.sealed[part] == [-1]:
            data = laid.read(part, 0, laid.part_size(part))
            for at in _seals(data):
                laid.put(part, 0, _resealed(data, at))
            continue
        for at in seed.sealed[part]:
            data = laid.read(part, at, 512)
            if data.startswith(_DEVICES):
                laid.put(part, at, _resealed(data, 0))


def _resealed(data: bytes, at: int) -> bytes:
    if at < 0:
        if len(data) < _CACHE_HEAD:
            return data
        payload = data[_CACHE_HEAD:]
        return data[: _CACHE_HEAD - 16] + struct.pack("<2Q", len(payload), zlib.crc32(payload)) + payload
    if at + 512 > len(data):
        return data
    parity = 0
    for word in struct.unpack_from(">127I", data, at):
        parity ^= word
    return data[: at + 508] + struct.pack(">I", parity) + data[at + 512 :]
