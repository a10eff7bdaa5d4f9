"""Counters, interrupts and disks of FreeBSD kernels, as a C program and the façade in Python read them with libkvm."""

from __future__ import annotations

import struct
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sunkvm import datamodel
from sunkvm.compat import freebsd as facade
from sunkvm.emulate import host
from sunkvm.emulate.pack.freebsd import pack
from sunkvm.emulate.plant.freebsd import plant
from sunkvm.emulate.world import World, WorldCounters, WorldCpu, WorldDisk, WorldInterrupt, WorldMemory
from sunkvm.layouts.builtin import BuiltinTables

from .test_freebsd_programs import WAYS, run

pytestmark = pytest.mark.shim

TABLES = {64: ("amd64", "freebsd15_amd64"), 32: ("i386", "freebsd12_i386")}
WORLD = World(
    "here", 1_700_000_100.5, 1_700_000_000,
    cpus=(WorldCpu(0, True), WorldCpu(1, True), WorldCpu(2, True)),
    memory=WorldMemory(1 << 30, free=1 << 29, locked=40960),
    counters=WorldCounters(
        switches=5_000_000_001, interrupts=6_000_000_002, forks=3, faults=7_000_000_004, major_faults=5,
        swapped_in=24576, swapped_out=28672, soft_interrupts=8_000_000_006, paged_in=1 << 20,
    ),
    uptime=100.5,
    disks=(
        WorldDisk(b"vda", (254, 0), 512, reads=11, writes=12, read_bytes=1 << 40, written_bytes=1 << 41,
                  busy_time=12_345_678_901),
        WorldDisk(b"sr0", (11, 0), 2048),
    ),
    interrupts=(WorldInterrupt(4, b"serial", 44), WorldInterrupt(10, b"a-very-long-name-of-a-device", 55)),
)  # fmt: skip
COUNTED = """\
v_swtch 5000000001
v_trap 0
v_syscall 0
v_intr 6000000002
v_soft 8000000006
v_vm_faults 7000000004
v_io_faults 5
v_swapin 0
v_swappgsin 6
v_swappgsout 7
v_vnodepgsin 0
v_forks 3
v_kthreadpages 0
v_wire_count 10
v_page_size 4096
v_page_count 262144
lookups 0
interrupt 44 irq4: serial{}
interrupt 55 irq10: a-very-long-
disk vda0 11 12 1099511627776 2199023255552 12.345 disk
disk sr0 0 0 0 0 0.000 other
"""


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """Return the options that name a dump of `WORLD`."""

    def make(bits, world=WORLD):
        folder = tmp_path_factory.mktemp("counters")
        name, table = TABLES[bits]
        model = datamodel.MODELS[name]
        memory = plant(world, model, BuiltinTables("freebsd", model, table=table).layout, version="test")
        kernel, core = pack(memory, folder, 0, facts={"crash_time": 1_700_000_123})
        return "-N", kernel, "-M", core

    return make


@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_dump(freebsd, dump, bits, engine):
    program = freebsd.build("programs/vmstat.c", bits)
    done = run(program, *dump(bits), SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == (COUNTED.format(" " * 7), "")


@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_dump_of_nothing_known(freebsd, dump, bits, engine):
    """The program cannot begin: there are none of these symbols but the time and what is 0 in every such kernel."""
    world = replace(
        WORLD, counters=WorldCounters(), memory=WorldMemory(), disks=None, interrupts=None, boot_time=None
    )
    done = run(freebsd.build("programs/vmstat.c", bits), *dump(bits, world), code=1, SUNKVM_ENGINE=engine)
    assert done.stdout == ""
    assert "11 symbols are missing" in done.stderr


DEVICES = """\
interrupt 44 irq4: serial{}
interrupt 55 irq10: a-very-long-
bytes 2 40
little room -1 Cannot allocate memory
disks 2
version 1
generation 1006
all 1 0
disk vda0 1099511627776 12
disk sr0 0 0
"""


@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_devices_by_sysctl(freebsd, dump, bits, engine):
    """hw.intrcnt and hw.intrnames are arrays, kern.devstat.all is a long and then each struct devstat."""
    _, kernel, _, core = dump(bits)
    done = run(freebsd.build("freebsd_devices.c", bits), kernel, core, SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == (DEVICES.format(" " * 7), "")


def test_no_devices_by_sysctl(freebsd, dump):
    program = freebsd.build("freebsd_devices.c", 64)
    _, kernel, _, core = dump(64, replace(WORLD, disks=None, interrupts=None))
    unknown = [
        f"{name}: No such file or directory" for name in ("hw.intrcnt", "hw.intrnames", "kern.devstat.all")
    ]
    assert run(program, kernel, core).stdout.splitlines() == unknown
    _, kernel, _, core = dump(64, replace(WORLD, disks=(), interrupts=()))
    lines = run(program, kernel, core).stdout.splitlines()
    assert lines[0] == "bytes 0 0" and "disks 0" in lines and lines[-1] == "all 1 0"


@pytest.mark.live
def test_devices_of_this_host(freebsd):
    """Without a descriptor the running kernel is opened for each question."""
    lines = run(freebsd.build("freebsd_devices.c", 64)).stdout.splitlines()
    now = host.read_numbers()
    known = {f"irq{each.number}:" for each in now.interrupts or ()}
    assert {line.split()[2] for line in lines if line.startswith("interrupt ")} == known
    (number,) = [int(line.split()[1]) for line in lines if line.startswith("disks ")] or [0]
    assert number == sum(line.startswith("disk ") for line in lines) >= bool(now.disks)


def counted():
    """Return what the host has counted, by the names that the program has for it."""
    now = host.read_numbers()
    counters = now.counters
    told = {
        "v_swtch": counters.switches,
        "v_intr": counters.interrupts,
        "v_soft": counters.soft_interrupts,
        "v_vm_faults": counters.faults,
        "v_io_faults": counters.major_faults,
        "v_forks": counters.forks,
        "v_swappgsin": (counters.swapped_in or 0) // 4096,
    }
    for disk in now.disks or ():
        told["reads", disk.name], told["writes", disk.name] = disk.reads, disk.writes
    for each in now.interrupts or ():
        told["interrupt", each.number] = each.count
    return {name: value or 0 for name, value in told.items()}


def between(before, found, after):
    wrong = {name: (before[name], found[name], after[name]) for name in found if name in before and name in after
             if not before[name] <= found[name] <= after[name]}  # fmt: skip
    assert not wrong


@pytest.mark.live
@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_this_host(freebsd, bits, engine):
    before = counted()
    done = run(freebsd.build("programs/vmstat.c", bits), SUNKVM_ENGINE=engine)
    after = counted()
    rows = [line.split(None, 2) for line in done.stdout.splitlines()]
    found = {row[0]: int(row[1]) for row in rows if row[0].startswith("v_") and row[0] in before}
    assert {"v_swtch", "v_intr", "v_vm_faults", "v_forks"} <= found.keys()
    mask = (1 << bits) - 1
    for row in rows:
        if row[0] == "interrupt":
            number = int(row[2].partition(":")[0].removeprefix("irq"))
            if after.get(("interrupt", number), 0) <= mask:
                found["interrupt", number] = int(row[1])
    between(before, found, after)
    names = {name for kind, name in (key for key in after if isinstance(key, tuple)) if kind == "reads"}
    shown = [row[1].encode() for row in rows if row[0] == "disk"]
    assert len(shown) >= len(names) - 1 or not names
    for row in rows:
        name = row[1].encode()
        for known in (name, name.removesuffix(b"0")):
            if row[0] == "disk" and ("reads", known) in before and ("reads", known) in after:
                reads, writes = (int(word) for word in row[2].split()[:2])
                between(before, {("reads", known): reads, ("writes", known): writes}, after)


@pytest.mark.live
def test_this_host_in_python():
    """The same with the façade: one descriptor, looks that are no older than 0.1 s."""
    if sys.maxsize < 1 << 32 or datamodel.host().name != "amd64":
        pytest.skip("needs an amd64 host")
    kd = facade.kvm_open2(None, None, 0)
    found = kd.image.namelist.find(("vm_cnt",))
    meter = facade.kvm_read(kd, int(found["vm_cnt"]), 296)
    for _ in range(3):
        before = counted()
        time_to_pass = kd.image.corefile.numbers_age
        __import__("time").sleep(time_to_pass)
        values = {
            name: facade.kvm_counter_u64_fetch(kd, struct.unpack_from("<Q", meter, 8 * number)[0])
            for name, number in (("v_swtch", 0), ("v_intr", 3), ("v_vm_faults", 5), ("v_forks", 27))
        }
        between(before, values, counted())
    facade.kvm_close(kd)


def test_headers_of_the_structs(freebsd, tmp_path):
    """The members lie where the schemas have them."""
    from sunkvm.schema.kernels import freebsd_counters as schema

    for bits, release in ((64, 15), (32, 12)):
        model = datamodel.MODELS[TABLES[bits][0]]
        lines = [
            "#define _WANT_VMMETER",
            "#include <sys/vmmeter.h>",
            "#include <sys/devicestat.h>",
            "#include <stddef.h>",
        ]
        for layout in (schema.vmmeter(model, release), schema.devstat(model)):
            lines.append(f'_Static_assert(sizeof(struct {layout.name}) == {layout.size}, "{layout.name}");')
            for field in layout:
                member = field.name.replace("duration", "duration[") + "]" * field.name.startswith("duration")
                if "." not in field.name:
                    where = f"offsetof(struct {layout.name}, {member})"
                    lines.append(f'_Static_assert({where} == {field.offset}, "{member}");')
        source = Path(tmp_path / f"structs{bits}.c")
        source.write_text("\n".join([*lines, "int main(void) { return 0; }", ""]))
        freebsd.build(source, bits)
