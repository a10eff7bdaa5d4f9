"""What sysctl of the BSD libraries tells meters and displays of load, clocks, memory and swap, against /proc."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from .conftest import WIDTHS, environment

pytestmark = [pytest.mark.shim, pytest.mark.live]
SYSTEMS = {"freebsd": "freebsd", "netbsd": "netbsd", "dragonfly": "dragonfly_flavour"}
WAYS = [(name, bits) for name in SYSTEMS for bits in WIDTHS if (name, bits) != ("dragonfly", 32)]
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")
COUNTERS = {  # names below vm.stats, and words of /proc
    "sys.v_swtch": "ctxt",
    "sys.v_intr": "intr",
    "sys.v_soft": "softirq",
    "vm.v_vm_faults": "pgfault",
    "vm.v_swappgsin": "pswpin",
    "vm.v_swappgsout": "pswpout",
    "vm.v_forks": "processes",
}
AMOUNTS = {
    "vm.v_page_count": "MemTotal",
    "vm.v_free_count": "MemFree",
    "vm.v_active_count": "Active",
    "vm.v_inactive_count": "Inactive",
    "vm.v_wire_count": "Unevictable",
}


def ask(tools, name, bits, *words, options=(), **more):
    """Run the program; return the numbers behind each name, or what stands there instead."""
    program = tools.build("counts.c", bits, f"-D{name.upper()}", *options)
    done = subprocess.run(
        [program, *map(str, words)], capture_output=True, text=True, timeout=120, env=environment(**more)
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = {}
    for line in done.stdout.splitlines():
        key, *values = line.split()
        found.setdefault(key, []).append(values)
    return found


class Proc:
    """What /proc says before, during and after a block: words of it, clocks of processors in hundredths, the load."""

    def __enter__(self):
        self.looks, self.over = [self.look()], threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        self.thread.join()
        self.looks.append(self.look())

    def watch(self):
        while not self.over.wait(0.02):  # memory comes and goes
            self.looks.append(self.look())

    def look(self):
        words, clocks = {}, {}
        for path in ("/proc/stat", "/proc/vmstat", "/proc/meminfo"):
            for line in Path(path).read_text().splitlines():
                word, *values = line.replace(":", "").split()
                if word.startswith("cpu") and word != "cpu":
                    user, nice, system, idle, wait, hard, soft, *_ = (
                        int(each) * 100 // TICK for each in values
                    )
                    clocks[int(word[3:])] = user, nice, system, hard + soft, idle + wait
                elif values and values[0].isdigit() and word != "cpu":
                    words.setdefault(word, int(values[0]))
        return words, clocks, os.getloadavg()

    def near(self, value, word, unit=1, slack=0):
        """Tell whether a value lies between what a word told, or so little beside."""
        told = [look[0].get(word, 0) // unit for look in self.looks]
        return min(told) - slack <= value <= max(told) + slack

    def clocks(self, told, scale=1):
        """Tell whether five clocks lie between the sums of all processors, or a tick of each beside."""
        ends = self.looks[0], self.looks[-1]
        sums = [[sum(column) for column in zip(*look[1].values(), strict=True)] for look in ends]
        slack = 2 * len(self.looks[0][1]) + 200  # an emulated kernel is up to a second old
        return all(
            (low - slack) * scale <= each <= (high + slack) * scale
            for each, low, high in zip(told, *sums, strict=True)
        )


def numbers(found, name):
    (values,) = found[name]
    return [int(value) for value in values]


def load_fits(found, proc):
    (told,) = found["load"]
    return all(
        min(look[2][at] for look in proc.looks) - 0.1
        <= float(each)
        <= max(look[2][at] for look in proc.looks) + 0.1
        for at, each in enumerate(told)
    )


@pytest.mark.parametrize("opened", [(), ("-o", "-", "-"), ("-o", "-", "/dev/null")])
@pytest.mark.parametrize("bits", WIDTHS)
def test_freebsd(freebsd, bits, opened):
    """Whether or not the running kernel is open, with or without its memory, the numbers are the host's."""
    counters = [f"qvm.stats.{name}" for name in COUNTERS]
    amounts = [f"uvm.stats.{name}" for name in AMOUNTS]
    rest = [
        "lkern.cp_time",
        "lkern.cp_times",
        "ukern.lastpid",
        "ukern.smp.active",
        "lvfs.bufspace",
        "qvm.swap_total",
    ]
    rest += ["uvm.stats.vm.v_page_size", "uvm.stats.vm.v_laundry_count", "uvm.stats.vm.v_cache_count"]
    rest += ["uvm.stats.vm.v_trap", "lvm.nothing", "qvm.stats.vm.v_vforks"]
    with Proc() as proc:
        found = ask(freebsd, "freebsd", bits, *opened, *counters, *amounts, *rest)
    assert load_fits(found, proc)
    for name, word in COUNTERS.items():
        assert proc.near(*numbers(found, f"vm.stats.{name}"), word)
    for name, word in AMOUNTS.items():
        assert proc.near(*numbers(found, f"vm.stats.{name}"), word, PAGE // 1024, 20_000)
    assert proc.clocks(numbers(found, "kern.cp_time"))
    each = numbers(found, "kern.cp_times")
    assert len(each) == 5 * (max(proc.looks[0][1]) + 1)
    assert proc.clocks([sum(each[clock::5]) for clock in range(5)])
    assert numbers(found, "kern.lastpid")[0] > 0
    assert numbers(found, "kern.smp.active") == [int(os.sysconf("SC_NPROCESSORS_ONLN") > 1)]
    assert proc.near(numbers(found, "vfs.bufspace")[0] // 1024, "Buffers", 1, 20_000)
    assert proc.near(numbers(found, "vm.swap_total")[0] // 1024, "SwapTotal")
    assert numbers(found, "vm.stats.vm.v_page_size") == [PAGE]
    assert numbers(found, "vm.stats.vm.v_laundry_count") == numbers(found, "vm.stats.vm.v_cache_count") == [0]
    assert numbers(found, "vm.stats.vm.v_vforks") == [0]  # all new processes are forks
    unknown = ["No", "such", "file", "or", "directory"]
    assert found["vm.stats.vm.v_trap"] == found["vm.nothing"] == [unknown]
    assert numbers(found, "rates") == [100, 10000, 100, 100]
    resident, free, size, resident_then, free_then = numbers(found, "total")
    assert proc.near(free, "MemFree", PAGE // 1024, 20_000) and size == 48
    assert abs(resident + free - proc.looks[0][0]["MemTotal"] // (PAGE // 1024)) <= 1
    assert abs(resident_then - resident) < 20_000 and abs(free_then - free) < 20_000


def test_freebsd_counters_fit_into_32_bits(freebsd):
    """Programs of 11 have room for that, and get what there is room for."""
    with Proc() as proc:
        found = ask(freebsd, "freebsd", 64, *(f"uvm.stats.{name}" for name in COUNTERS))
    for name, word in COUNTERS.items():
        (told,) = numbers(found, f"vm.stats.{name}")
        low, high = (proc.looks[at][0].get(word, 0) for at in (0, -1))
        assert (told - low) % (1 << 32) <= high - low


@pytest.mark.parametrize("opened", [(), ("-o", "-", "-")])
def test_dragonfly(dragonfly_flavour, opened):
    counters = [f"uvm.stats.{name}" for name in COUNTERS]
    amounts = [f"lvm.stats.{name}" for name in AMOUNTS]
    rest = ["lkern.cp_time", "qkern.cputime", "lvfs.bufspace", "uvm.stats.vm.v_page_size", "lvm.vmtotal"]
    rest += [
        "ukern.maxfiles",
        "uvm.vmmeter",
        "lvm.vmstats",
        "uvm.stats.vm.v_trap",
        "lkern.cp_times",
        "ujail.list",
    ]
    with Proc() as proc:
        found = ask(dragonfly_flavour, "dragonfly", 64, *opened, *counters, *amounts, *rest)
    assert load_fits(found, proc)
    for name, word in COUNTERS.items():
        (told,) = numbers(found, f"vm.stats.{name}")
        low, high = (proc.looks[at][0].get(word, 0) for at in (0, -1))
        assert (told - low) % (1 << 32) <= high - low
    for name, word in AMOUNTS.items():
        assert proc.near(*numbers(found, f"vm.stats.{name}"), word, PAGE // 1024, 20_000)
    micro = 10_000
    assert proc.clocks(numbers(found, "kern.cp_time"), micro)
    each = numbers(found, "kern.cputime")
    count = os.sysconf("SC_NPROCESSORS_ONLN")
    assert len(each) == 13 * count
    assert proc.clocks([sum(each[clock::13]) for clock in range(5)], micro)
    each = numbers(found, "kern.cp_times")
    assert len(each) == 5 * count and proc.clocks([sum(each[clock::5]) for clock in range(5)], micro)
    assert found["jail.list"] == [[]]  # there are none
    assert proc.near(numbers(found, "vfs.bufspace")[0] // 1024, "Buffers", 1, 20_000)
    assert proc.near(numbers(found, "vm.vmtotal")[13], "MemFree", PAGE // 1024, 20_000)
    assert numbers(found, "vm.vmstats")[1] == numbers(found, "vm.stats.vm.v_page_count")[0]
    meter = numbers(found, "vm.vmmeter")
    assert len(meter) == 50
    assert (meter[0] - proc.looks[0][0]["ctxt"]) % (1 << 32) <= proc.looks[-1][0]["ctxt"] - proc.looks[0][0][
        "ctxt"
    ]
    failed, cpus, *rates, ccpu, idle = numbers(found, "kinfo")
    assert (failed, cpus, rates, ccpu) == (0, count, [100, 100, 100], 1948)
    assert proc.clocks([*numbers(found, "kern.cp_time")[:4], idle], micro)
    assert found["nothing"] == [["1"]]
    most = int(Path("/proc/sys/fs/file-max").read_text())
    assert numbers(found, "kern.maxfiles") == [min(most, 0x7FFFFFFF)]


@pytest.mark.parametrize("opened", [(), ("-o", "-", "-")])
@pytest.mark.parametrize("bits", WIDTHS)
def test_netbsd(netbsd, bits, opened):
    with Proc() as proc:
        found = ask(netbsd, "netbsd", bits, *opened, "qkern.cp_time", "uhw.ncpuonline", "ukern.maxfiles")
    assert load_fits(found, proc)
    assert proc.clocks(numbers(found, "kern.cp_time"))
    assert numbers(found, "hw.ncpuonline") == [os.sysconf("SC_NPROCESSORS_ONLN")]
    most = int(Path("/proc/sys/fs/file-max").read_text())
    assert numbers(found, "kern.maxfiles") == [min(most, 0x7FFFFFFF)]
    highest = max(proc.looks[0][1])
    assert [int(number) for number, _ in found["cpu"]] == list(range(highest + 1))
    assert all(
        proc.looks[0][1][number][4] - 10 <= int(idle)
        for number, (_, idle) in enumerate(found["cpu"])
        if idle != "0"
    )
    assert numbers(found, "cpus") == [highest + 1, highest + 1]
    devices = Path("/proc/swaps").read_text().splitlines()[1:]
    assert numbers(found, "swap") == [len(devices), min(len(devices), 16), 0, -1]


def test_netbsd_swap_devices(netbsd, tmp_path):
    """Sizes in blocks, names as they are, and the one that is filled first in front of the others."""
    (tmp_path / "swaps").write_text(
        "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
        "/dev/none-such                          partition\t1048576\t\t2048\t\t-2\n"
        "/a\\040swap\\134file                      file\t\t524284\t\t0\t\t10\n"
        "/third                                  file\t\t8\t\t4\t\t-2\n"
    )
    found = ask(netbsd, "netbsd", 64, options=(f'-DSWAPS="{tmp_path / "swaps"}"',))
    assert numbers(found, "swap") == [3, 3, 0, -1]
    assert found["device"] == [
        ["/dev/none-such", "2097152", "4096", "1", "1"],
        ["/a", "swap\\file", "1048568", "0", "0", "1"],
        ["/third", "16", "8", "1", "1"],
    ]


def planted(name, bits, folder):
    """Write a dump of a kernel; return the names of its two files."""
    from importlib import import_module

    from sunkvm import datamodel
    from sunkvm.emulate.world import World, WorldCpu
    from sunkvm.layouts.builtin import BuiltinTables

    table = {
        ("freebsd", 64): "freebsd15_amd64", ("freebsd", 32): "freebsd12_i386",
        ("netbsd", 64): "netbsd10_amd64", ("netbsd", 32): "netbsd10_i386",
        ("dragonfly", 64): "dragonfly5_amd64",
    }[name, bits]  # fmt: skip
    second = 1_000_000_000
    cpus = tuple(
        WorldCpu(
            number, True, user=5 * second, system=3 * second, idle=7 * second, nice=second, interrupt=second
        )
        for number in range(2)
    )
    world = World("host", 1_700_000_000.0, boot_time=1_699_999_000, load=(0.5, 0.25, 0.125), cpus=cpus)
    model = datamodel.MODELS["amd64" if bits == 64 else "i386"]
    plant = import_module(f"sunkvm.emulate.plant.{name}").plant
    pack = import_module(f"sunkvm.emulate.pack.{name}").pack
    memory = plant(world, model, BuiltinTables(name, model, table=table).layout, version="test")
    more = {"facts": {"crash_time": 1_700_000_000}} if name == "freebsd" else {}
    return pack(memory, folder, 0, **more)


@pytest.mark.parametrize(("name", "bits"), WAYS)
def test_dead_kernels_do_not_tell_of_the_host(request, name, bits, tmp_path):
    """A dump tells what it keeps: load and, summed up, clocks; nothing else is taken from elsewhere."""
    kernel, core = planted(name, bits, tmp_path)
    asked = ["qkern.cp_time" if name == "netbsd" else "lkern.cp_time", "uvm.stats.sys.v_swtch", "qvm.vmtotal"]
    found = ask(request.getfixturevalue(SYSTEMS[name]), name, bits, "-o", kernel, core, *asked)
    assert found["load"] == [["0.500", "0.250", "0.125"]]
    unit = 1_000_000 if name == "dragonfly" else 100
    assert numbers(found, "kern.cp_time") == [2 * each * unit for each in (4, 1, 2, 1, 7)]
    unknown = ["No", "such", "file", "or", "directory"]
    assert found["vm.stats.sys.v_swtch"] == found["vm.vmtotal"] == [unknown]
    if name == "netbsd":
        assert numbers(found, "swap") == [-1] * 4 and "cpu" not in found


@pytest.mark.parametrize("bits", WIDTHS)
def test_load_of_another_machine_is_not_misread(netbsd, bits, tmp_path):
    kernel, core = planted("netbsd", 96 - bits, tmp_path)
    found = ask(netbsd, "netbsd", bits, "-o", kernel, core, SUNKVM_TRANSCODE="1")
    assert found["load"] == [["No", "such", "file", "or", "directory"]]


@pytest.mark.parametrize(("name", "bits"), [way for way in WAYS if way[0] != "netbsd"])
def test_memory_that_is_more_than_a_program_can_tell(request, name, bits):
    """The most whole pages that there are numbers for, as with the original."""
    found = ask(request.getfixturevalue(SYSTEMS[name]), name, bits, "lhw.physmem")
    (told,) = numbers(found, "hw.physmem")
    most = ((1 << bits) - 1) // PAGE
    assert told == PAGE * min(os.sysconf("SC_PHYS_PAGES"), most)
