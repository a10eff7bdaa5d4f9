"""``sunkvm swap``: swap devices and virtual swap."""

from __future__ import annotations

from .image import image_command
from .listing import ADDRESS, NUMBER, SIZE, Column, list_options, show_list
from .output import show, size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image

_COLUMNS = {
    "path": Column(),
    "size": Column(kind=SIZE),
    "used": Column(lambda swap: None if None in (swap.size, swap.free) else swap.size - swap.free, SIZE),
    "free": Column(kind=SIZE),
    "start": Column(kind=NUMBER),
    "addr": Column("kva", ADDRESS),
}


@image_command(name="swap", short_help="Show swap devices and how swap is used.")
@list_options(_COLUMNS, "path,size,used,free")
def command(image: Image, columns: str, as_json: bool, as_csv: bool) -> int:
    """List the swap devices, then say how virtual swap is used, as ``swap -l`` and ``swap -s`` do.

    JSON and CSV have the devices only. Exits with 1 where the list broke off.
    """
    code = show_list(image, "swap devices", image.swap(), _COLUMNS, columns, as_json, as_csv)
    space = image.swap_space()
    if space is not None and not (as_json or as_csv):
        used = space.allocated + space.reserved
        show(
            f"total: {size_text(space.allocated)} allocated + {size_text(space.reserved)} reserved = {size_text(used)} "
            f"used, {size_text(space.available)} available"
        )
    return code
