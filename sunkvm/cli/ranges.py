"""``sunkvm ranges``: what the image has of an address space."""

from __future__ import annotations

import click

from .image import choose_space, image_command, space_options
from .output import show_json, show_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(name="ranges", short_help="List which addresses of a space are in the image.")
@space_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each range.")
def command(image: Image, physical: bool, pid: int | None, as_: str | None, as_json: bool) -> None:
    """List the runs of pages that the image has of the kernel, of a process, or of physical memory.

    Next: ``sunkvm read`` shows what is in them, ``sunkvm to-elf`` writes them to a file.
    """
    space = choose_space(image, physical, pid, as_)
    found = space.ranges()
    if as_json:
        for start, size in found:
            show_json({"start": start, "size": size}, indent=None)
        return
    model = image.model
    rows = [
        [model.hex(start), model.hex(start + size - 1), str(size // space.page_size)] for start, size in found
    ]
    show_table(["START", "END", "PAGES"], rows, right=["PAGES"])
