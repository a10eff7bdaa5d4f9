"""``sunkvm gdbserver``: an image for gdb, over the network of this machine."""

from __future__ import annotations

import sys

import click

from .image import image_command
from .output import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(name="gdbserver", short_help="Show the image to gdb over a port of this machine.")
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), default=0, help="The port. [default: a free one]"
)
@click.option("--once", is_flag=True, help="End when the debugger leaves.")
def command(image: Image, port: int, once: bool) -> None:
    """Serve gdb's remote protocol on 127.0.0.1: memory, symbols, and a thread for each process.

    In gdb: target remote :PORT. Choose a thread to see the memory of its process. Everybody on this machine can connect.
    """
    from ..integrations.gdbserver import Server

    server = Server(image, port)
    try:
        show(f"listening on 127.0.0.1:{server.port}; in gdb: target remote :{server.port}")
        sys.stdout.flush()
        server.serve(once=once)
    finally:
        server.close()
