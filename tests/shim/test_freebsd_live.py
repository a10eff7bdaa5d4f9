"""A C program of FreeBSD that opens the running host once and watches it, against /proc."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import threading
from pathlib import Path

import pytest

pytestmark = [pytest.mark.shim, pytest.mark.live]


def watch(freebsd, core, looks):
    program = freebsd.build("freebsd_live.c")
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [program, core, str(looks)],
        capture_output=True,
        text=True,
        errors="surrogateescape",  # processes of this host have any bytes in their arguments
        timeout=120,
        env={**keep, "MARK": "it-is-me"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def host():
    """Return load average, number of processes and uptime of this host."""
    processes = sum(name.isdigit() for name in os.listdir("/proc"))
    return os.getloadavg()[0], processes, float(Path("/proc/uptime").read_text().split()[0])


@contextlib.contextmanager
def watched():
    """Yield the looks at the host that are taken all the time, the last one after the block: other tests run beside."""
    looks, over = [host()], threading.Event()

    def look():
        while not over.wait(0.02):
            looks.append(host())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looks
    finally:
        over.set()
        thread.join()
        looks.append(host())


def values(rows, name):
    return [row[1] for row in rows if row[0] == name]


@pytest.mark.parametrize("core", ["", "/dev/null"])
def test_watch(freebsd, core):
    """NULL is the running host, and /dev/null the same without memory: what ps and w open."""
    with watched() as looks:
        rows = watch(freebsd, core, 3)
    loadavg, count, uptime = zip(*looks, strict=True)
    assert values(rows, "nlist") == ["0"]
    loads = [float(load) for load in values(rows, "load")]
    assert len(loads) == 3
    assert all(min(loadavg) - 0.1 < load < max(loadavg) + 0.1 for load in loads)
    idle = [int(value) for value in values(rows, "idle")]
    assert idle == sorted(idle)
    assert all(min(count) - 20 < int(shown) < max(count) + 20 for shown in values(rows, "processes"))
    mine = [row for row in rows if row[0] == "parent"]
    assert len(mine) == 3
    assert all(int(row[1]) == os.getpid() and "MARK=it-is-me" in row for row in mine)
    assert rows[-1] == ["write", "-1", "kvm_write:", "Bad", "file", "descriptor"]
    ticks = [int(row[3]) for row in rows if row[0] == "read"]
    if core:
        assert values(rows, "read") == ["-1"] * 3
        return
    assert values(rows, "read") == ["4"] * 3
    assert all(later - earlier >= 20 for earlier, later in itertools.pairwise(ticks)), ticks
    assert all(uptime[0] - 2 < tick / 100 < uptime[-1] + 2 for tick in ticks)


def tables(freebsd, bits, *words):
    program = freebsd.build("freebsd_tables.c", bits)
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [program, *words], capture_output=True, text=True, errors="surrogateescape", timeout=120, env=keep
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")


@pytest.mark.parametrize("bits", [64, 32])
def test_tables_of_a_dump(freebsd, bits, tmp_path):
    """What programs ask sysctl for on a running system comes from the image that is open."""
    from sunkvm import datamodel
    from sunkvm.emulate.pack.freebsd import pack
    from sunkvm.emulate.plant.freebsd import plant
    from sunkvm.emulate.world import World, WorldCpu, WorldIpc, WorldIpcLimits, WorldProcess, WorldSwap
    from sunkvm.layouts.builtin import BuiltinTables

    objects = (
        WorldIpc("msg", 1 << 16 | 2, -5, 0o640, 0, 0, 0, 0, 12, 2, (77, 0), (1, 0, 1)),
        WorldIpc("sem", 2 << 16 | 49, 0, 0o600, 0, 0, 0, 0, 3, 0, (), (0, 1)),
        WorldIpc("shm", 200, 0, 0o606, 0, 0, 0, 0, 8192, 1, (10, 11), (1, 0, 1)),
    )
    world = World(
        "host",
        1_700_000_000.0,
        cpus=(WorldCpu(0, True),),
        swap=(WorldSwap(b"/dev/sda2", 8 << 20, 4 << 20, (8, 2)), WorldSwap(b"/swapfile", 4 << 20, 4 << 20)),
        processes=(WorldProcess(90, 1, b"sh", 91, 90, 0, 0, 0, 0, 0, 0, (), tty=(136, 3), tty_group=91),),
        messages=((6, b"hello"), (11, b"fault of a daemon")),
        ipc=objects,
        ipc_limits=WorldIpcLimits(8192, 16384, 1 << 30, 1 << 20, 32000, 1024000000, 500),
    )
    name, table = ("amd64", "freebsd15_amd64") if bits == 64 else ("i386", "freebsd12_i386")
    model = datamodel.MODELS[name]
    memory = plant(world, model, BuiltinTables("freebsd", model, table=table).layout, version="test")
    kernel, core = pack(memory, tmp_path, 0, facts={"crash_time": 1_700_000_000})
    rows = tables(freebsd, bits, kernel, core)
    undo = 624 if bits == 64 else 612
    names = "msgmax msgmni msgmnb msgtql msgssz msgseg semmni semmns semmnu semmsl semopm semume semusz semvmx semaem"
    limits = [8192, 40, 16384, 40, 8, 2048, 50, 1024000000, 150, 32000, 500, 50, undo, 32767, 16384]
    expected = [f"{name} {limit}" for name, limit in zip(names.split(), limits, strict=True)]
    expected += ["shmmax 1073741824", "shmmin 1", "shmmni 201", "shmseg 128", "shmall 1048576"]
    expected += [
        "msg 65538 key -5 mode 640 bytes 12 count 2 from 77",
        "sem 131121 mode 600 count 3",
        "shm 200 mode 606 bytes 8192 attached 1",
        f"maxcpus 0 {1024 if bits == 64 else 32}",
        "tty 1 #C:0x8803 90 91",
        "swap 0 2",
        "device 2 2048 1024",
        "device 2 1024 0",
        "end No such file or directory",
        "clear -1 Operation not permitted",
        "messages 1 <6>hello",
        "<11>fault of a daemon",
        ".",
        "",
    ]
    assert rows == expected


@pytest.mark.parametrize("bits", [64, 32])
def test_tables_of_the_running_system(freebsd, bits):
    """With nothing open they are the running kernel's: limits, swap, processors and terminals as /proc tells them."""
    controller, terminal = os.openpty()
    child = subprocess.Popen(
        ["sleep", "600"], stdin=terminal, start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )  # fmt: skip
    try:
        rows = [row.split() for row in tables(freebsd, bits)]
        name = os.ttyname(terminal).removeprefix("/dev/")
        assert ["tty", "1", name, str(child.pid), str(child.pid)] in rows
    finally:
        child.kill()
        child.wait()
        os.close(controller)
        os.close(terminal)
    told = {row[0]: row[1:] for row in rows if row}
    for name in ("msgmax", "msgmnb"):
        if not Path(f"/proc/sys/kernel/{name}").exists():
            continue
        assert told[name] == [Path(f"/proc/sys/kernel/{name}").read_text().strip()]
    assert told["maxcpus"] == ["0", "1024" if bits == 64 else "32"]
    pages = [int(line.split()[2]) // 4 for line in Path("/proc/swaps").read_text().splitlines()[1:]]
    assert [int(row[2]) for row in rows if row and row[0] == "device"] == pages
    assert told["end"] == ["No", "such", "file", "or", "directory"]
