"""``sunkvm modules``: the modules of the kernel."""

from __future__ import annotations

import click

from .image import image_command
from .listing import ADDRESS, FLAG, NUMBER, SIZE, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image

_COLUMNS = {
    "id": Column(kind=NUMBER),
    "addr": Column("kva", ADDRESS),
    "text": Column("address", ADDRESS),
    "size": Column(kind=SIZE),
    "data": Column("data_address", ADDRESS),
    "datasize": Column("data_size", SIZE),
    "loaded": Column(kind=FLAG),
    "refs": Column("references", NUMBER),
    "name": Column(),
    "path": Column(),
}


@image_command(name="modules", short_help="List the modules of the kernel: place, size, file.")
@click.option("-a", "--all", "every", is_flag=True, help="Also those that are not loaded.")
@list_options(_COLUMNS, "id,text,size,refs,name,path")
def command(image: Image, every: bool, columns: str, as_json: bool, as_csv: bool) -> int:
    """List the loaded modules in the order of the kernel's list. Exits with 1 where the list broke off."""
    found = (module for module in image.modules() if every or module.loaded is not False)
    return show_list(image, "modules", found, _COLUMNS, columns, as_json, as_csv)
