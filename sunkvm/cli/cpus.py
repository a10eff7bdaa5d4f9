"""``sunkvm cpus``: the processors."""

from __future__ import annotations

from .image import image_command
from .listing import ADDRESS, FLAG, NUMBER, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image

_COLUMNS = {
    "id": Column(kind=NUMBER),
    "addr": Column("kva", ADDRESS),
    "state": Column(),
    "flags": Column(lambda cpu: None if cpu.flags is None else f"{cpu.flags:#x}"),
    "queued": Column(kind=NUMBER),
    "idle": Column(kind=FLAG),
    "thread": Column(lambda cpu: cpu.thread or None, ADDRESS),
    "mhz": Column(lambda cpu: None if cpu.clock is None else cpu.clock // 1_000_000, NUMBER),
    "brand": Column(),
}


@image_command(name="cpus", short_help="List the processors: state, run queue, thread.")
@list_options(_COLUMNS, "id,state,queued,idle,thread,mhz,brand")
def command(image: Image, columns: str, as_json: bool, as_csv: bool) -> int:
    """List the processors with what they ran and how many threads waited for them.

    Exits with 1 where the list broke off.
    """
    return show_list(image, "processors", image.cpus(), _COLUMNS, columns, as_json, as_csv)
