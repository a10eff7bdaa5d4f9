"""The engine in Python: start-up, reads of all kinds and formats, the index of symbols; reads by processor time."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common
import walks

import sunkvm
from sunkvm import kvm
from sunkvm.namelists.elf import ElfNamelist

PROCESSES = common.size(10_000, 50)
SYMBOLS = common.size(60_000, 500)
READS = common.size(100_000, 100)
BULK = 1 << 20
# How the façades of the BSDs are called, and the forms of dumps.
FACADES = ("freebsd", "netbsd", "dragonfly")
FORMS = (
    ("solaris", {}),
    ("freebsd", {"format": "full"}),
    ("freebsd", {"format": "minidump", "version": 3}),
    ("netbsd", {}),
    ("dragonfly", {"format": "minidump", "version": 2}),
)


def start_up():
    """Return (bare interpreter, with sunkvm imported) as whole processes, run in turns."""
    codes = ("pass", "import sunkvm")
    runs = [
        lambda code=code: common.timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))
        for code in codes
    ]
    return [min(times) for times in common.in_turns(runs, common.size(25, 1))]


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


def many(image):
    """Yield what it costs to read from many addresses at once, and in one piece, beside single reads and a plain copy."""
    form = image.corefile.format
    start, length = max((run for run in image.kernel.ranges() if run[1] < 1 << 40), key=lambda run: run[1])
    addresses = array("Q", (start + at * 7919 % (length - 4096) for at in range(READS)))
    together, alone = common.in_turns(
        [
            lambda: common.worked(lambda: image.read_many(addresses, 8)),
            lambda: common.worked(lambda: [image.read(address, 8) for address in addresses]),
        ],
        common.size(7, 1),
    )
    yield (
        f"{form}: image.read_many of {READS:,} addresses, each",
        common.median(together) / READS * 1e9,
        "ns",
        "<= 60",
    )
    yield "  single reads / read_many", common.median(alone) / common.median(together), "x", ""
    size = min(length, BULK)
    buffer = image.corefile.buffer
    whole = min(size, len(buffer))

    def copy():
        return memoryview(buffer)[len(buffer) - whole :].tobytes()

    ours, plain = common.in_turns(
        [lambda: common.worked(lambda: image.read(start, size)), lambda: common.worked(copy)],
        common.size(101, 1),
    )
    yield f"  image.read of {size >> 10} KiB", size / common.median(ours) / 1e9, "GB/s", ">= 5"
    yield "  a copy of as much from the map", whole / common.median(plain) / 1e9, "GB/s", ""


def single(read):
    """Return the microseconds that one of many calls takes."""

    def calls():
        for _ in range(READS):
            read()

    return common.least_work(calls) / READS * 1e6


def measure():
    """Yield (what, value, unit, target) of each measurement."""
    bare, imported = start_up()
    yield "import sunkvm, over the bare interpreter", (imported - bare) * 1e3, "ms", "<= 10"
    symbols = namelist()
    yield (
        f"index of {SYMBOLS:,} symbols",
        common.best(lambda: len(ElfNamelist("bench", symbols))) * 1e3,
        "ms",
        "<= 150",
    )
    with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
        unix, vmcore = walks.dump("solaris", Path(name), 20)
        kd = kvm.kvm_open(unix, vmcore, None, os.O_RDONLY, "bench", model=sunkvm.AMD64)
        address = kd.practive
        yield (
            "solaris: kvm_kread of 8 bytes, warm",
            single(lambda: kvm.kvm_kread(kd, address, 8)),
            "us",
            "<= 1",
        )
        kvm.kvm_close(kd)
    for system, options in FORMS:
        with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
            files = walks.dump(system, Path(name), PROCESSES, **options)
            with sunkvm.open(*files) as image:
                yield from many(image)
    for system in FACADES:
        yield f"{system}: kvm_read of 8 bytes, warm", facade_read(system), "us", "<= 1"


def facade_read(system: str) -> float:
    """Return what a read by the calls of a BSD takes, in microseconds."""
    from importlib import import_module

    facade = import_module(f"sunkvm.compat.{system}")
    with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
        files = walks.dump(system, Path(name), 20)
        kd = facade.kvm_openfiles(*files, None, os.O_RDONLY, facade.Errbuf())
        kva = nprocs(facade, kd)
        try:
            return single(lambda: facade.kvm_read(kd, kva, 8))
        finally:
            facade.kvm_close(kd)


def nprocs(facade, kd) -> int:
    """Return the address of a variable."""
    names = [facade.Nlist("_nprocs")]
    assert facade.kvm_nlist(kd, names) == 0
    return names[0].n_value
