"""``sunkvm dmesg``: the kernel's messages."""

from __future__ import annotations

import click

from ..errors import SunkvmError
from .image import image_command
from .listing import finish
from .output import printable, show, show_json, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(name="dmesg", short_help="Show the kernel's messages.")
@click.option("-t", "--notime", is_flag=True, help="Only the texts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each message.")
def command(image: Image, notime: bool, as_json: bool) -> int:
    """Show the messages of the kernel's message buffer, oldest first, with their times in UTC.

    Exits with 1 where the list of messages broke off.
    """
    broken: list[str] = []
    try:
        for message in image.messages():
            if as_json:
                show_json(message, indent=None)
                continue
            when = "" if notime else (time_text(message.time) or "").removesuffix(" UTC")
            for line in message.text.splitlines() or [""]:
                show(f"{when}  {printable(line)}" if when else printable(line))
    except SunkvmError as error:
        broken.append(f"the list of messages breaks off: {error}")
    return finish(broken)
