"""Make the picture of the README, docs/sunkvm.svg: two commands on a dump, with what they print.

The dump is that of a small SPARC server, written by the same code as ``sunkvm snapshot``, but from records that stand
below and not from this host. Run it by ``python docs/picture.py``.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from sunkvm import datamodel
from sunkvm.emulate.pack.solaris import pack
from sunkvm.emulate.plant.solaris import plant
from sunkvm.emulate.world import World, WorldCpu, WorldMemory, WorldProcess
from sunkvm.layouts.builtin import BuiltinTables

TARGET = Path(__file__).parent / "sunkvm.svg"
COMMANDS = (
    ("info", "unix.0", "vmcore.0"),
    ("ps", "vmcore.0", "-o", "uid,pid,ppid,state,bits,start,args"),
)
WIDTH = 92

_BOOT = 1381000000
_PROCESSES = (
    (1, 0, 0, b"init", (b"/sbin/init",), 3, 32),
    (412, 1, 0, b"nscd", (b"/usr/sbin/nscd",), 21, 32),
    (438, 1, 0, b"sshd", (b"/usr/lib/ssh/sshd",), 22, 32),
    (502, 1, 90, b"postgres", (b"postgres", b"-D", b"/var/postgres/9.2/data"), 30, 64),
    (505, 502, 90, b"postgres", (b"postgres:", b"writer", b"process"), 31, 64),
    (560, 1, 80, b"httpd", (b"/usr/apache2/2.2/bin/httpd", b"-k", b"start"), 34, 32),
    (561, 560, 80, b"httpd", (b"/usr/apache2/2.2/bin/httpd", b"-k", b"start"), 35, 32),
    (7318, 438, 100, b"bash", (b"-bash",), 86400, 32),
    (7340, 7318, 100, b"gzip", (b"gzip", b"-9", b"/export/home/mail archive.tar"), 86410, 32),
)
THEME = TerminalTheme((255, 255, 255), (36, 41, 47), [(0, 0, 0)] * 8, [(90, 90, 90)] * 8)


def write_dump(folder: str) -> None:
    """Write unix.0 and vmcore.0 of a machine that panicked."""
    model = datamodel.MODELS["sparcv9"]
    processes = tuple(
        WorldProcess(
            pid=pid, ppid=ppid, comm=comm, pgid=pid, sid=pid, uid=uid, gid=uid, ruid=uid, rgid=uid, suid=uid,
            sgid=uid, argv=argv, env=(b"PATH=/usr/bin",), start=start * 10**9, bits=bits, executed=True,
        )
        for pid, ppid, uid, comm, argv, start, bits in _PROCESSES
    )  # fmt: skip
    world = World(
        node="mars",
        now=_BOOT + 93784,
        boot_time=_BOOT,
        uptime=93784.0,
        load=(1.42, 0.87, 0.5),
        cpus=tuple(WorldCpu(number, True, "SPARC64-VII", 2_520_000_000) for number in range(4)),
        memory=WorldMemory(physical=8 << 30, installed=8 << 30, free=1300 << 20, available=6 << 30),
        max_processes=30000,
        processes=processes,
    )
    layouts = BuiltinTables("solaris", model)

    def layout(name: str):
        found = layouts.layout(name)
        assert found is not None, name
        return found

    memory = plant(world, model, layout, version="oi_151a8")
    facts = {
        "crash_time": int(world.now),
        "panic_string": "BAD TRAP: type=31 rp=2a10079d5b0 addr=18 mmu_fsr=0",
    }
    pack(memory, folder, 0, facts=facts)


def output() -> list[tuple[str, str]]:
    """Return the commands and what they print."""
    with tempfile.TemporaryDirectory() as folder:
        write_dump(folder)
        return [
            (
                f"sunkvm {' '.join(words)}",
                subprocess.run(
                    [sys.executable, "-m", "sunkvm", *words],
                    cwd=folder,
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout,
            )
            for words in COMMANDS
        ]


def picture() -> str:
    """Return the picture as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    for number, (command, printed) in enumerate(output()):
        console.print(Text("\n$ " if number else "$ ") + Text(command, style="bold"))
        console.print(Text(printed.rstrip("\n")), no_wrap=True, overflow="ellipsis")
    svg = console.export_svg(title="sunkvm", theme=THEME, unique_id="sunkvm")
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.S)  # no fonts from elsewhere


if __name__ == "__main__":
    TARGET.write_text(picture())
    sys.stdout.write(f"{TARGET}\n")
