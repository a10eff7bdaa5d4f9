"""``sunkvm threads``: the threads of an image."""

from __future__ import annotations

from .image import find_process, image_command, parse_number
from .listing import ADDRESS, NUMBER, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..image import Image
    from ..records import Thread

_COLUMNS = {
    "addr": Column("kva", ADDRESS),
    "pid": Column(kind=NUMBER),
    "tid": Column(kind=NUMBER),
    "state": Column(),
    "priority": Column(kind=NUMBER),
    "cpu": Column(kind=NUMBER),
    "wait": Column("wait_reason"),
    "channel": Column("wait_channel", ADDRESS),
    "lwp": Column(lambda thread: thread.lwp or None, ADDRESS),
    "process": Column(kind=ADDRESS),
    "start": Column(kind=ADDRESS),
    "name": Column(),
    "comm": Column(),
}


@image_command(
    None, "[PID]...", name="threads", short_help="List threads: state, priority, what they wait for."
)
@list_options(_COLUMNS, "addr,pid,tid,state,priority,cpu,wait,channel,comm")
def command(image: Image, *words: str, columns: str, as_json: bool, as_csv: bool) -> int:
    """List the threads of the processes PID, or all that the kernel has, its own among them.

    Exits with 1 where the list broke off.
    """
    pids = [parse_number(word, "PID") for word in words]

    def threads() -> Iterator[Thread]:
        for pid in pids:
            yield from image.threads(find_process(image, pid))
        if not pids:
            yield from image.threads()

    return show_list(image, "threads", threads(), _COLUMNS, columns, as_json, as_csv)
