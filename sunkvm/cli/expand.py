"""``sunkvm expand``: a compressed dump or a dump device, as savecore expands it."""

from __future__ import annotations

import os
import re

import click

from ..export.savecore import expand
from .output import show, show_json
from .progress import Bar


@click.command(name="expand", short_help="Expand a vmdump or a dump device to unix.N and vmcore.N.")
@click.argument("dump", type=click.Path())
@click.option(
    "-o", "--output", "folder", type=click.Path(), help="The folder to write to. [default: that of DUMP]"
)
@click.option(
    "-n", "--number", type=click.IntRange(min=0), help="The N of unix.N. [default: that of vmdump.N, else 0]"
)
@click.option(
    "--partial", is_flag=True, help="Keep what there is of a damaged dump; what is lost reads as zeros."
)
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    dump: str, folder: str | None, number: int | None, partial: bool, no_progress: bool, as_json: bool
) -> None:
    """Write DUMP, a vmdump.N or the image of a dump device, as unix.N and vmcore.N, the same files that savecore makes.

    Existing files are never overwritten. The other commands need no expanding: they read compressed dumps as they are.
    A dump that is to be changed (sunkvm write) must be expanded.
    """
    if number is None:
        match = re.search(r"\.(\d+)$", dump)
        number = int(match[1]) if match else 0
    folder = folder or os.path.dirname(dump) or os.curdir
    os.makedirs(folder, exist_ok=True)
    with Bar("Expanding", wanted=not no_progress) as bar:
        namelist, corefile = expand(dump, folder, number, bar, partial=partial)
    if as_json:
        show_json({"namelist": namelist, "corefile": corefile})
    else:
        show(f"{namelist} {corefile}")
