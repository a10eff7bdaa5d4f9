"""Kernels of SunOS 4, laid by hand with `struct` alone: a.out namelists, memory, and a core of NetBSD's around it."""

from __future__ import annotations

import struct

# Where members lie, counted by hand: in SPARC's struct proc three bytes follow p_time, with alignment 2 it is one.
#          machtype, base,      sizeof proc, p_uid, p_pid, p_ppid, p_flag, p_tsize
MACHINES = {
    "m68k": (2, 0x0E000000, 74, 26, 38, 42, 46, 58),
    "sparc": (3, 0xF8000000, 76, 28, 40, 44, 48, 60),
}
AVENRUN, NPROC, PROC, TIME = 0x8000, 0x8010, 0x8020, 0x8030
TABLE, AREAS = 0xA000, 0xC000
USER = 108
PROCESSES = [  # slot, stat, uid, pid, ppid, flag, pages of text, command
    (0, 1, 0, 0, 0, 3, 0, b""),
    (1, 1, 0, 1, 0, 1, 5, b"init"),
    (4, 3, 217, 0x01020304, 1, 1, 11, b"xload"),
    (7, 5, 217, 99, 1, 1, 0, b"gone"),
]


def aout(machine, base, symbols, entry=0x4000):
    """A namelist of SunOS: OMAGIC, text and data of nothing."""
    strings, rows = b"", b""
    for name, value in symbols.items():
        rows += struct.pack(">IBbhI", 4 + len(strings), 7, 0, 0, base + value)
        strings += name.encode() + b"\0"
    header = struct.pack(">4B7I", 0, machine, 1, 7, 0, 0, 0, len(rows), base + entry, 0, 0)
    return header + rows + struct.pack(">I", 4 + len(strings)) + strings


def memory(model, base):
    """64 KiB of a kernel's memory."""
    _, _, size, uid, pid, ppid, flag, text = MACHINES[model]
    data = bytearray(0x10000)

    def put(at, code, *values):
        struct.pack_into(">" + code, data, at, *values)

    put(AVENRUN, "3i", 0x180, 0x40, 0x300)
    put(NPROC, "i", 10)
    put(PROC, "I", base + TABLE)
    put(TIME, "2i", 0x2A000000, 5)
    for slot, *values, command in PROCESSES:
        at, area = TABLE + slot * size, AREAS + slot * USER
        put(at + 16, "Ib", base + area, values[0])
        for member, value in zip((uid, pid, ppid, flag, text), values[1:], strict=True):
            put(at + member, "i", value)
        data[area : area + len(command)] = command
        put(area + 24, "4i", slot, 0, slot, 500)  # u_ru
        put(area + 96, "3I", base + at, 0x29000000, 0)  # u_procp, u_start
    return data


SYMBOLS = {"_avenrun": AVENRUN, "_nproc": NPROC, "_proc": PROC, "_time": TIME}


def sun3_core(data):
    """A saved core of NetBSD's sun3 port: memory shuffled by 8 KiB pages, as the PMEGs in it tell."""
    pages = [data[at : at + 8192] for at in range(0, len(data), 8192)]
    places = [5, 2, 7, 0, 3, 6, 1, 4]
    frames = [b""] * 8
    for page, place in zip(pages, places, strict=True):
        frames[place] = bytes(page)
    pmegs = [0] * (256 * 16)
    for page, place in enumerate(places):
        pmegs[9 * 16 + page] = 0x80000000 | place
    cpu = b"sun3".ljust(16, b"\0") + struct.pack(">2I3I", 8192, 0x0E000000, 17, 0x7FFFF, 0x80000000)
    cpu += bytes([9]) + bytes([255]) * 255
    cpu = cpu.ljust(8192 - 8, b"\0") + struct.pack(">4096I", *pmegs)
    assert len(cpu) == 3 * 8192 - 8
    head = struct.pack(">IHHI", 0x87 << 16 | 0x8FCA, 12, 8, 2)
    segment = struct.Struct(">II")
    memory = b"".join(frames)
    return (
        head
        + segment.pack(1 << 26 | 0x8FAC, len(cpu))
        + cpu
        + segment.pack(2 << 26 | 0x8FAC, len(memory))
        + memory
    )
