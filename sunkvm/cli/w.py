"""``sunkvm w``: how long the system was up, its load, and who was on it."""

from __future__ import annotations

import time

import click

from ..errors import SunkvmError
from .image import image_command
from .listing import finish
from .output import duration_text, plain, show, show_json, show_table, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..records import Process


@image_command(name="w", short_help="Show uptime, load, and the processes with a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(image: Image, as_json: bool) -> int:
    """Show when the image was taken, how long the system had been up, its load, and the processes that have a terminal.

    Users are numbers and terminals are devices: a kernel knows no names. Exits with 1 where the list of processes broke
    off.
    """
    info = image.info
    now = time.time() if info.live else info.crash_time
    broken: list[str] = []
    found: list[Process] = []
    try:
        found.extend(process for process in image.processes() if process.tty is not None)
    except SunkvmError as error:
        broken.append(f"the process list breaks off: {error}")
    if as_json:
        show_json(
            {
                "time": now,
                "uptime": info.uptime,
                "load_average": plain(info.load_average),
                "processes": [plain(process) for process in found],
            }
        )
        return finish(broken)
    load = info.load_average
    parts = [
        (time_text(now) or "at an unknown time").removesuffix(" UTC"),
        f"up {duration_text(info.uptime) or 'for an unknown time'}",
        f"{info.processes} processes" if info.processes is not None else "",
        f"load average: {load.one:.2f}, {load.five:.2f}, {load.fifteen:.2f}"
        if load
        else "load average unknown",
    ]
    show(", ".join(part for part in parts if part))
    rows = [
        [
            _text(process.uid),
            ",".join(map(str, process.tty or ())),
            _text(process.pid),
            _text(process.state),
            (time_text(process.start_time) or "-").removesuffix(" UTC"),
            process.command,
        ]
        for process in found
    ]
    if rows:
        show_table(["UID", "TTY", "PID", "STATE", "START", "COMMAND"], rows, right=["UID", "PID"])
    return finish(broken)


def _text(value: object) -> str:
    return "-" if value is None else str(value)
