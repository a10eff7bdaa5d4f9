"""The pure-Python engine: start-up, reads, symbols, process lists, huge sparse dumps."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path

import sunkvm
from sunkvm import kvm
from sunkvm.emulate.pack.solaris import pack
from sunkvm.emulate.plant.solaris import plant
from sunkvm.emulate.world import World, WorldCpu, WorldMemory, WorldProcess
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelists.elf import ElfNamelist

PROCESSES = 10_000
SYMBOLS = 60_000
PAGES = 1 << 24  # 64 GiB


def best(function, repeat=5):
    """Return the shortest time of some runs in seconds."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def start_up():
    """Return (bare interpreter, with sunkvm imported) as whole processes, run in turns."""
    codes = ("pass", "import sunkvm")
    times = {code: [] for code in codes}
    for _ in range(25):
        for code in codes:
            times[code].append(best(lambda: subprocess.run([sys.executable, "-c", code], check=True), 1))  # noqa: B023
    return tuple(min(times[code]) for code in codes)


def big_world():
    """Return a world of many processes with arguments and environments."""
    processes = [
        WorldProcess(
            pid=number,
            ppid=1 if number > 1 else 0,
            comm=b"worker",
            pgid=number,
            sid=1,
            uid=number % 7,
            gid=1,
            ruid=number % 7,
            rgid=1,
            argv=(b"/usr/bin/worker", b"--id", b"%d" % number, b"--flag"),
            env=(b"PATH=/usr/bin:/bin", b"HOME=/root"),
            start=number * 10**9,
            threads="SS",
            bits=64,
        )
        for number in range(1, PROCESSES + 1)
    ]
    return World(
        node="bench",
        now=1.7e9,
        boot_time=1_690_000_000,
        load=(0.5, 1.0, 2.0),
        cpus=(WorldCpu(0, True),),
        memory=WorldMemory(1 << 34, 1 << 34, 1 << 30, 1 << 32),
        processes=tuple(processes),
    )


def namelist():
    """Return the bytes of an ELF file with many symbols."""
    names = [b"symbol_name_%d" % number for number in range(SYMBOLS)]
    strtab = b"\0" + b"\0".join(names) + b"\0"
    rows, offset = [bytes(24)], 1
    for number, name in enumerate(names):
        rows.append(struct.pack("<IBBHQQ", offset, 0x11, 0, 0xFFF1, 0xFFFFFFFF80000000 + number * 16, 8))
        offset += len(name) + 1
    symtab = b"".join(rows)
    sections = [(0, 0, 0, 0), (2, 64, len(symtab), 2), (3, 64 + len(symtab), len(strtab), 0)]
    headers = b"".join(
        struct.pack("<IIQQQQIIQQ", 0, kind, 0, 0, at, size, link, 1, 8, 24)
        for kind, at, size, link in sections
    )
    end = 64 + len(symtab) + len(strtab)
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    return (
        ident
        + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, end, 0, 64, 0, 0, 64, 3, 0)
        + symtab
        + strtab
        + headers
    )


def make_huge(vmcore, huge):
    """Blow a dump up to 64 GiB, sparse: its true pages come last, after frames numbered 0."""
    raw = vmcore.read_bytes()
    old_pfn, old_map, old_data = struct.unpack_from("<3q", raw, 32)
    mask, _, pages = struct.unpack_from("<3q", raw, 1824)
    head = bytearray(raw[:old_data])
    table = -(-len(raw) // 4096) * 4096
    first = table + PAGES * 8
    tail = first + (PAGES - pages) * 4096
    for at in range(old_map, old_map + (mask + 1) * 40, 40):
        where = struct.unpack_from("<q", head, at + 16)[0]
        if where:
            struct.pack_into("<q", head, at + 16, where - old_data + tail)
    struct.pack_into("<q", head, 32, table)
    struct.pack_into("<q", head, 48, first)
    struct.pack_into("<Q", head, 1840, PAGES)
    with huge.open("wb") as file:
        file.write(head)
        file.seek(first - pages * 8)
        file.write(raw[old_pfn : old_pfn + pages * 8])
        file.seek(tail)
        file.write(raw[old_data:])


def open_huge(path):
    """Return (seconds, bytes of memory) that a fresh process needs to open a dump."""
    # VmHWM, since ru_maxrss remembers what this process was before it became another program.
    code = (
        "import sys, time, sunkvm; started = time.perf_counter()\n"
        "image = sunkvm.open(corefile=sys.argv[1])\n"
        "size = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
        "print(time.perf_counter() - started, int(size) * 1024)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, path], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(5)
    ]
    return min(float(seconds) for seconds, _ in runs), max(int(size) for _, size in runs)


def many(unix, vmcore):
    """Measure reads from many addresses at once: with numpy, beside single reads, and large reads beside slices."""
    with sunkvm.open(unix, vmcore) as image:
        start, length = max(image.kernel.ranges(), key=lambda found: found[1])
        addresses = array("Q", (start + at * 7919 % (length - 4096) for at in range(100_000)))
        together = best(lambda: image.read_many(addresses, 8))
        alone = best(lambda: [image.read(address, 8) for address in addresses])
        yield "read_many of 100,000 addresses, each", together * 1e4, "ns", "<= 60"
        yield "  single reads / read_many", alone / together, "x", ""
        size = min(length, 1 << 20)
        bulk = best(lambda: image.read(start, size))
        yield f"read of {size >> 10} KiB", size / bulk / 1e9, "GB/s", ">= 5"


def measure():
    """Yield (what, value, unit, target) of each measurement."""
    bare, imported = start_up()
    yield "import sunkvm, over the bare interpreter", (imported - bare) * 1e3, "ms", "< 10"
    symbols = namelist()
    index = best(lambda: len(ElfNamelist("bench", symbols)))
    yield f"index of {SYMBOLS} symbols", index * 1e3, "ms", "<= 150"
    folder = Path(tempfile.mkdtemp(prefix="sunkvm-bench-"))
    try:
        layout = BuiltinTables("solaris", sunkvm.AMD64).layout
        memory = plant(big_world(), sunkvm.AMD64, layout, version="bench")
        unix, vmcore = pack(memory, folder, 0, facts={"crash_time": 1_700_000_000})
        kd = kvm.kvm_open(unix, vmcore, None, os.O_RDONLY, "bench", model=sunkvm.AMD64)
        address = kd.practive

        def reads():
            for _ in range(100_000):
                kvm.kvm_kread(kd, address, 8)

        yield "kvm_kread of 8 bytes, warm", best(reads) * 10, "us", "<= 1.2"
        kvm.kvm_close(kd)
        yield from many(unix, vmcore)

        def listing():
            with sunkvm.open(unix, vmcore) as image:
                assert sum(1 for _ in image.processes()) == PROCESSES + 1

        yield f"open and list {PROCESSES} processes with argv and env", best(listing), "s", "<= 0.4"
        huge = folder / "huge"
        make_huge(Path(vmcore), huge)
        seconds, size = open_huge(str(huge))
        yield "open a sparse vmcore of 64 GiB", seconds * 1e3, "ms", "<= 50"
        yield "  memory of the whole process then", size / 1e6, "MB", "< 60"
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    for what, value, unit, target in measure():
        print(f"{what:<55} {value:10.3f} {unit:<3} (target {target})")
