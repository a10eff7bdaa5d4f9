"""NetBSD cores of any machine, laid by hand with `struct` alone: an independent writer for the tests.

Memory is one bytearray a segment, the segments one after the other as they are in the file.
"""

from __future__ import annotations

import struct

# machine id, byte order, size of the core's header, size of a segment's header, alignment: as the ports have them
PORTS = {
    "i386": (0x86, "<", 12, 8, 4),
    "m68k": (0x87, ">", 12, 8, 4),
    "sparc": (0x8A, ">", 16, 8, 8),
    "mipsel": (0x8B, "<", 16, 8, 8),
    "alpha": (0x8D, "<", 16, 8, 8),
    "mips": (0x8E, ">", 16, 8, 8),
    "arm": (0x8F, "<", 16, 8, 8),
    "sun2": (0x90, ">", 12, 8, 4),
    "powerpc": (0x95, ">", 16, 8, 8),
    "sparc64": (0x9C, ">", 16, 16, 16),
    "amd64": (0x9D, "<", 16, 8, 8),
    "aarch64": (0xB7, "<", 16, 16, 16),
}


class Memory:
    """Physical memory: segments, and what is put into them."""

    def __init__(self, order, *segments):
        self.order = order
        self.segments = [(start, bytearray(size)) for start, size in segments]

    def put(self, pa, data):
        for start, block in self.segments:
            if start <= pa and pa + len(data) <= start + len(block):
                block[pa - start : pa - start + len(data)] = data
                return
        raise AssertionError(f"no memory at {pa:#x}")

    def q(self, pa, *values):
        self.put(pa, struct.pack(f"{self.order}{len(values)}Q", *values))

    def i(self, pa, *values):
        self.put(pa, struct.pack(f"{self.order}{len(values)}I", *values))

    def listed(self):
        """The list of segments as kernels write it."""
        return b"".join(struct.pack(f"{self.order}2Q", start, len(block)) for start, block in self.segments)

    def data(self):
        return b"".join(bytes(block) for _, block in self.segments)


def midmag(flag, mid, magic):
    return (flag << 26 | mid << 16 | magic).to_bytes(4, "big")


def saved(port, cpu, data, *, between=b""):
    """A core as savecore writes it."""
    mid, order, header, segment, unit = PORTS[port]
    cpu = cpu.ljust(-(-len(cpu) // unit) * unit, b"\0")
    return b"".join(
        (
            (midmag(0, mid, 0x8FCA) + struct.pack(f"{order}2HI", header, segment, 2)).ljust(header, b"\0"),
            (midmag(1, 0, 0x8FAC) + struct.pack(f"{order}I", len(cpu))).ljust(segment, b"\0"),
            cpu,
            (midmag(2, 0, 0x8FAC) + struct.pack(f"{order}I", len(data) & 0xFFFF_FFFF)).ljust(segment, b"\0"),
            between,
            data,
        )
    )


def device(port, cpu, data, block=512):
    """A dump as it lies on its device."""
    mid, order, _, _, unit = PORTS[port]
    start = -(-8 // unit) * unit
    size = -(-(start + len(cpu)) // block) * block - start
    head = midmag(1, mid, 0x8FCA) + struct.pack(f"{order}I", size)
    return head.ljust(start, b"\0") + cpu.ljust(size, b"\0") + data
