"""``sunkvm to-elf``: an image as an ELF core that other debuggers open."""

from __future__ import annotations

import click

from ..export.elf import write_elf
from .image import image_command
from .output import show, show_json, size_text
from .progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(name="to-elf", short_help="Write the image as an ELF core for gdb, drgn and the like.")
@click.option("-o", "--output", "path", required=True, type=click.Path(), help="The file to write.")
@click.option(
    "--pid", "pids", type=int, multiple=True, help="Add the memory of this process. May be given again."
)
@click.option("--virtual-only", is_flag=True, help="Leave out pages that no address is mapped to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(image: Image, path: str, pids: tuple[int, ...], virtual_only: bool, as_json: bool) -> None:
    """Write the image as an ELF core: segments with the kernel's addresses and the physical ones.

    Open it with the kernel's own symbols: gdb KERNEL OUTPUT. What the dump does not have stays a hole. An existing file is
    never overwritten.
    """
    with Bar("Writing", wanted=True) as bar:
        done = write_elf(image, path, physical=not virtual_only, pids=pids, progress=bar)
    if as_json:
        show_json({"path": done.path, "segments": done.segments, "pages": done.pages, "size": done.size})
    else:
        show(
            f"{done.path}: {done.segments} segments, {size_text(done.pages * image.corefile.page_size)} of memory"
        )
