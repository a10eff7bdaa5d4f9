"""``sunkvm headers``: C headers for the very kernel of an image."""

from __future__ import annotations

import os
import shutil

import click

from .image import image_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(0, name="headers", short_help="Write C headers for the kernel of an image.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="The folder to write into.",
)
def command(image: Image, *, output: str) -> None:
    """Write the header tree of the Solaris flavour into DIR, with the structs of this image's release.

    They come from the image itself where it tells (CTF or DWARF), else from the built-in tables; each file says from
    which. Programs for the other width get the built-in tables.

    Next: cc -isystem DIR prog.c $(sunkvm config --cflags --libs).
    """
    from .. import datamodel
    from .._config import find
    from ..errors import UnsupportedError
    from ..export.headers import SOLARIS, Generator
    from ..layouts.builtin import BuiltinTables

    if image.corefile.personality != "solaris":
        raise UnsupportedError(f"there are no headers for {image.corefile.personality} kernels")
    os.makedirs(output, exist_ok=True)
    try:
        trees = find("solaris").includes
    except UnsupportedError:
        trees = find("solaris", 32).includes
    for tree in trees:
        for where, _, names in os.walk(tree):
            for name in names:
                if name.endswith(".h"):
                    target = os.path.join(output, os.path.relpath(where, tree), name)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    shutil.copyfile(os.path.join(where, name), target)
    sources = {64: BuiltinTables("solaris", datamodel.AMD64), 32: BuiltinTables("solaris", datamodel.I386)}
    generator = Generator(*({**sources, image.model.bits: image.layouts}[bits] for bits in (64, 32)))
    generator.add(SOLARIS)
    written = generator.write(output)
    proc = image.layout("proc")
    click.echo(f"{output}: {len(written)} structs; proc_t of {proc.size} bytes, from: {proc.source}")
