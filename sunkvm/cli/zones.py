"""``sunkvm zones``: the zones."""

from __future__ import annotations

from .image import image_command
from .listing import ADDRESS, NUMBER, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image

_COLUMNS = {
    "id": Column(kind=NUMBER),
    "addr": Column("kva", ADDRESS),
    "name": Column(),
    "node": Column(),
    "state": Column(),
    "processes": Column(kind=NUMBER),
    "root": Column(),
}


@image_command(name="zones", short_help="List the zones, or jails.")
@list_options(_COLUMNS, "id,name,state,processes,node,root")
def command(image: Image, columns: str, as_json: bool, as_csv: bool) -> int:
    """List the zones of Solaris, or the jails of a BSD, that are up. Exits with 1 where the list broke off."""
    return show_list(image, "zones", image.zones(), _COLUMNS, columns, as_json, as_csv)
