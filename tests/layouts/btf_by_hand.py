"""BTF, written word by word from Linux Documentation/bpf/btf.rst: an independent writer for the tests."""

from __future__ import annotations

import struct


class Hand:
    """BTF written word by word."""

    def __init__(self, order="<"):
        self.order = order
        self.types = b""
        self.strings = b"\0"
        self.count = 0

    def name(self, text):
        if not text:
            return 0
        at = len(self.strings)
        self.strings += text.encode() + b"\0"
        return at

    def add(self, kind, name, third, *more, vlen=0, flag=0):
        info = flag << 31 | kind << 24 | vlen
        words = (self.name(name), info, third, *more)
        self.types += struct.pack(f"{self.order}{len(words)}I", *(word & 0xFFFFFFFF for word in words))
        self.count += 1
        return self.count

    def integer(self, name, size, signed=1, bits=None, offset=0):
        return self.add(1, name, size, signed << 24 | offset << 16 | (8 * size if bits is None else bits))

    def struct(self, name, size, *members, kind=4, flag=0):
        """Members are (name, type, bit offset), or (name, type, bit offset, bits) with the flag."""
        words = []
        for member, type, place, *bits in members:
            words += [self.name(member), type, (bits[0] if bits else 0) << 24 | place]
        return self.add(kind, name, size, *words, vlen=len(members), flag=flag)

    def data(self):
        sizes = len(self.types), len(self.types), len(self.strings)
        header = struct.pack(f"{self.order}HBB5I", 0xEB9F, 1, 0, 24, 0, *sizes)
        return header + self.types + self.strings
