"""``sunkvm dmesg``: the kernel's messages."""

from __future__ import annotations

import click

from .image import image_command
from .listing import finish, until_broken
from .output import complain, printable, show, show_csv, show_json, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(name="dmesg", short_help="Show the kernel's messages.")
@click.option("-t", "--notime", is_flag=True, help="Only the texts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each message.")
@click.option("--csv", "as_csv", is_flag=True, help="Print time, priority, sequence and text as CSV.")
def command(image: Image, notime: bool, as_json: bool, as_csv: bool) -> int:
    """Show the messages of the kernel's message buffer, oldest first, with their times in UTC.

    Exits with 1 where the list of messages broke off.
    """
    broken: list[str] = []
    messages = until_broken(image.messages(), "messages", broken)
    if as_csv:
        names = ("time", "priority", "sequence", "text")
        show_csv(names, ([getattr(message, name) for name in names] for message in messages))
        return finish(broken)
    shown = False
    for message in messages:
        shown = True
        if as_json:
            show_json(message, indent=None)
            continue
        when = "" if notime else (time_text(message.time) or "").removesuffix(" UTC")
        for line in message.text.splitlines() or [""]:
            show(f"{when}  {printable(line)}" if when else printable(line))
    if not (shown or as_json or broken):
        complain("the image tells of no messages")
    return finish(broken)
