"""Counters and disks of NetBSD kernels, as a C program reads them with libkvm."""

from __future__ import annotations

import pytest

from sunkvm import datamodel
from sunkvm.emulate import host
from sunkvm.emulate.pack import netbsd as packing
from sunkvm.emulate.plant.netbsd import plant
from sunkvm.emulate.world import World, WorldCounters, WorldDisk, WorldMemory
from sunkvm.layouts.builtin import BuiltinTables

from .test_netbsd_programs import WAYS, run

pytestmark = pytest.mark.shim

WORLD = World(
    "here", 1_700_000_100.5, 1_700_000_000,
    memory=WorldMemory(1 << 30),
    counters=WorldCounters(switches=(1 << 32) + 77, faults=4_000_000_000),
    disks=(
        WorldDisk(b"vda", (254, 0), 512, reads=11, writes=12, read_bytes=1 << 40, written_bytes=1 << 41,
                  busy_time=12_345_678_901),
        WorldDisk(b"sr0", (11, 0), 2048),
    ),
)  # fmt: skip
COUNTED = """\
swtch 77
faults 4000000000
disk vda 11 12 1099511627776 2199023255552 12.345678
disk sr0 0 0 0 0 0.000000
"""


@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_dump(netbsd, tmp_path, bits, engine):
    model = datamodel.MODELS["amd64" if bits == 64 else "i386"]
    table = f"netbsd10_{model.name}"
    memory = plant(WORLD, model, BuiltinTables("netbsd", model, table=table).layout, version="test")
    kernel, core = packing.pack(memory, tmp_path, 0)
    done = run(netbsd.build("programs/netbsd/iostat.c", bits), "-N", kernel, "-M", core, SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == (COUNTED, "")


@pytest.mark.live
@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_this_host(netbsd, bits, engine):
    """What is told lies between two looks at /proc."""
    before = host.read_numbers()
    done = run(netbsd.build("programs/netbsd/iostat.c", bits), SUNKVM_ENGINE=engine)
    after = host.read_numbers()
    rows = [line.split() for line in done.stdout.splitlines()]
    for name, member in (("swtch", "switches"), ("faults", "faults")):
        (found,) = [int(row[1]) for row in rows if row[0] == name]
        low, high = getattr(before.counters, member), getattr(after.counters, member)
        assert (found - low) % (1 << 32) <= high - low
    first, last = ({disk.name: disk for disk in now.disks or ()} for now in (before, after))
    told = {row[1].encode(): [int(word) for word in row[2:6]] for row in rows if row[0] == "disk"}
    for name in first.keys() & last.keys() & told.keys():
        for at, member in enumerate(("reads", "writes", "read_bytes", "written_bytes")):
            low, high = getattr(first[name], member), getattr(last[name], member)
            assert low <= told[name][at] <= high, (name, member)
    assert told.keys() >= first.keys() & last.keys()


def test_headers_of_the_structs(netbsd, tmp_path):
    """The members lie where the schema has them."""
    from sunkvm.schema.kernels import netbsd_iostat as schema

    for bits in (64, 32):
        layout = schema.io_stats(datamodel.MODELS["amd64" if bits == 64 else "i386"])
        lines = ["#define SUNKVM_NETBSD 10", "#include <sys/iostat.h>", "#include <stddef.h>"]
        lines.append(f'_Static_assert(sizeof(struct io_stats) == {layout.size}, "io_stats");')
        for field in layout:
            lines.append(
                f'_Static_assert(offsetof(struct io_stats, {field.name}) == {field.offset}, "{field.name}");'
            )
        source = tmp_path / f"structs{bits}.c"
        source.write_text("\n".join([*lines, "int main(void) { return 0; }", ""]))
        netbsd.build(source, bits)
