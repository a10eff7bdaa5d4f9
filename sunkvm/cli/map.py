"""``sunkvm map``: the mappings of an address space."""

from __future__ import annotations

import click

from .image import find_process, image_command, parse_number
from .listing import ADDRESS, FLAG, SIZE, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image

_COLUMNS = {
    "start": Column(kind=ADDRESS),
    "end": Column(lambda entry: entry.start + entry.size - 1, ADDRESS),
    "size": Column(kind=SIZE),
    "prot": Column("protection"),
    "shared": Column(kind=FLAG),
    "kind": Column(),
    "driver": Column(),
    "offset": Column(kind=ADDRESS),
    "addr": Column("kva", ADDRESS),
    "path": Column(),
}


@image_command(1, "[PID]", name="map", short_help="Show what is mapped in a process, or in the kernel.")
@list_options(_COLUMNS, "start,end,size,prot,kind,path")
def command(image: Image, word: str | None = None, *, columns: str, as_json: bool, as_csv: bool) -> int:
    """Show the mappings of the process PID, or of the kernel, by address. Exits with 1 where the list broke off.

    Next: ``sunkvm read --pid PID ADDRESS`` shows what is there.
    """
    process = None if word is None else find_process(image, parse_number(word, "PID"))
    if process is not None and not process.as_kva:
        raise click.UsageError(f"process {process.pid} has no address space")
    return show_list(image, "mappings", image.map(process), _COLUMNS, columns, as_json, as_csv)
