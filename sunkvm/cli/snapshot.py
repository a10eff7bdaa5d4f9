"""``sunkvm snapshot``: a crash dump of the running host in another system's format."""

from __future__ import annotations

import os

import click

from .. import datamodel
from ..emulate import COMPRESSIONS, FORMATS, personalities, snapshot
from .output import show, show_json

# What NetBSD calls machines whose data models have other names.
_ALSO = {"sparc64": "sparcv9", "sun3": "m68k"}


@click.command(name="snapshot", short_help="Write a crash dump of this host, as another system's kernel.")
@click.option(
    "-o",
    "--output",
    "folder",
    default=".",
    show_default=True,
    type=click.Path(),
    help="The folder to write to.",
)
@click.option(
    "--os",
    "system",
    type=click.Choice(personalities()),
    default="solaris",
    show_default=True,
    help="Which system's kernel to show.",
)
@click.option(
    "--model",
    "--arch",
    "model",
    type=click.Choice(sorted([*datamodel.MODELS, *_ALSO])),
    default=None,
    help="The data model. [default: this host's]",
)
@click.option(
    "-n",
    "--number",
    type=click.IntRange(min=0),
    help="The N of unix.N, kernel.N, netbsd.N or kern.N. [default: the next free one]",
)
@click.option(
    "--split",
    is_flag=True,
    help="Solaris: put the memory of processes into a file of its own, vmcore-proc.N.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="FreeBSD and DragonFly: what the kernel has mapped, or all memory with that of processes. FreeBSD also: a dump "
    "device with the first one, before savecore. [default: minidump]",
)
@click.option(
    "--version",
    type=click.IntRange(min=1),
    help="FreeBSD and DragonFly: the version of the minidump's header. [default: what such a kernel writes]",
)
@click.option("--pae", is_flag=True, help="FreeBSD on i386: with PAE page tables.")
@click.option(
    "--compress",
    "compression",
    type=click.Choice(COMPRESSIONS),
    help="Solaris: one compressed file instead, vmdump.N (serial or parallel lzjb, or bzip2). "
    "FreeBSD: vmcore.N.gz or vmcore.N.zst. NetBSD: gzip, netbsd.N.gz and netbsd.N.core.gz. "
    "DragonFly: gzip or zstd, of both files.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    folder: str,
    system: str,
    model: str | None,
    number: int | None,
    split: bool,
    form: str | None,
    version: int | None,
    pae: bool,
    compression: str | None,
    as_json: bool,
) -> None:
    """Write a crash dump of this running Linux host as the kernel of another system would.

    Of Solaris that is unix.N and vmcore.N, of FreeBSD kernel.N, vmcore.N (or dumpdev.N) and info.N, of NetBSD netbsd.N and
    netbsd.N.core, of DragonFly kern.N and vmcore.N.
    Existing files are never overwritten. What this user may not see (memory of others' processes, say) is not in it.

    Next: sunkvm info OUTPUT N, and sunkvm ps OUTPUT N.
    """
    os.makedirs(folder, exist_ok=True)
    chosen = datamodel.MODELS[_ALSO.get(model, model)] if model else datamodel.host()
    namelist, corefile = snapshot(
        folder,
        system,
        chosen,
        number=number,
        split=split,
        compression=compression,
        format=form,
        version=version,
        pae=pae,
    )
    if as_json:
        show_json({"namelist": namelist, "corefile": corefile, "model": chosen.name})
    else:
        show(corefile if namelist is None else f"{namelist} {corefile}")
