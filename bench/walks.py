"""Lists of 10,000 processes: what a process costs in C and in Python, with and without its command line."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import common

import sunkvm
from sunkvm.emulate.world import World, WorldCpu, WorldMemory, WorldProcess

PROCESSES = common.size(10_000, 20)
REPEATS = common.size(7, 1)

# What the program prints, what it is called here, the most microseconds.
CALLS = {
    "nextproc": ("kvm_nextproc", 0.5),
    "getcmd": ("kvm_nextproc, kvm_getu and kvm_getcmd", 5.5),
    "getprocs": ("kvm_getprocs", 12),
    "getargv": ("kvm_getprocs and kvm_getargv", None),
}


def world(count: int) -> World:
    """Return a world of so many processes with arguments and environments."""
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
        for number in range(1, count + 1)
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


def dump(
    system: str, folder: Path, count: int, format: str = "full", version: int | None = None
) -> tuple[str, str]:
    """Write a dump of a kernel with so many processes; return namelist and corefile."""
    from importlib import import_module

    from sunkvm.emulate import _layouts

    layouts = _layouts(system, sunkvm.AMD64)
    plant = import_module(f"sunkvm.emulate.plant.{system}").plant
    pack = import_module(f"sunkvm.emulate.pack.{system}").pack
    memory = plant(world(count), sunkvm.AMD64, layouts, version="bench")
    options: dict[str, object] = {}
    if system in ("solaris", "freebsd"):
        options["facts"] = {"crash_time": 1_700_000_000}
    if system in ("freebsd", "dragonfly"):
        options |= {"format": format, "version": version}
    return pack(memory, folder, 0, **options)


def measure():
    """Yield (what, value, unit, target)."""
    installed = {
        flavour.name: flavour for flavour in common.flavours("solaris", "freebsd", "netbsd", "dragonfly")
    }
    for system in ("solaris", "freebsd", "netbsd", "dragonfly"):
        with tempfile.TemporaryDirectory(prefix="sunkvm-bench-") as name:
            folder = Path(name)
            namelist, corefile = dump(system, folder, PROCESSES)
            if system in installed:
                yield from in_c(installed[system], folder, namelist, corefile)
            yield from in_python(system, namelist, corefile)


def in_c(flavour, folder: Path, namelist: str, corefile: str):
    """Yield what the calls of a library cost."""
    program = common.compile_c(
        folder / "walk", f"-D{flavour.name.upper()}", common.C / "walk.c", *flavour.cflags, *flavour.libs
    )
    done = subprocess.run(
        [program, namelist, corefile, str(REPEATS)],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "SUNKVM_DEAD_ARGS": "1"},
    )
    for line in done.stdout.splitlines():
        call, middle, fastest, count = line.split()
        what, target = CALLS[call]
        if not int(count):
            continue  # the library refuses, as the original does
        yield (
            f"{flavour.name}: {what}, each of {int(count):,} (fastest {float(fastest) / 1e3:.3g})",
            float(middle) / 1e3,
            "us",
            f"<= {target}" if target else "",
        )


def in_python(system: str, namelist: str, corefile: str):
    """Yield what ``image.processes()`` costs."""
    with sunkvm.open(namelist, corefile) as image:
        count = sum(1 for process in image.processes() if process.argv)
        assert count >= PROCESSES, count
        with_command = common.best(lambda: sum(1 for _ in image.processes()))
        without = common.best(lambda: sum(1 for _ in image.processes(command=False)))
    yield f"{system}: image.processes(), each", with_command / PROCESSES * 1e6, "us", "<= 40"
    yield f"{system}: image.processes(command=False), each", without / PROCESSES * 1e6, "us", "<= 15"
