"""``sunkvm files``: what processes have open."""

from __future__ import annotations

from .image import find_process, image_command, parse_number
from .listing import ADDRESS, FLAG, NUMBER, Column, list_options, show_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..image import Image
    from ..records import Process


def _fd(entry: Any) -> object:
    return entry["use"] if entry["fd"] is None else entry["fd"]


def _of(name: str) -> Column:
    return Column(lambda entry: entry[name])


_COLUMNS = {
    "pid": Column(lambda entry: entry["pid"], NUMBER),
    "comm": _of("comm"),
    "fd": Column(_fd, NUMBER),
    "type": _of("type"),
    "access": _of("access"),
    "offset": Column(lambda entry: entry["offset"], NUMBER),
    "flags": _of("flags"),
    "cloexec": Column(lambda entry: entry["close_on_exec"], FLAG),
    "device": _of("device"),
    "addr": Column(lambda entry: entry["kva"], ADDRESS),
    "vnode": Column(lambda entry: entry["vnode"], ADDRESS),
    "path": _of("path"),
}


@image_command(None, "[PID]...", name="files", short_help="List the open files of processes.")
@list_options(_COLUMNS, "pid,comm,fd,type,access,offset,path")
def command(image: Image, *words: str, columns: str, as_json: bool, as_csv: bool) -> int:
    """List what the processes PID, or all, have open: working and root directory, program, descriptors.

    Paths are those that the kernel remembers. Exits with 1 where a list broke off.
    """
    pids = [parse_number(word, "PID") for word in words]
    processes = (find_process(image, pid) for pid in pids) if pids else image.processes()
    return show_list(image, "open files", _entries(image, processes), _COLUMNS, columns, as_json, as_csv)


def _entries(image: Image, processes: Iterator[Process]) -> Iterator[dict[str, object]]:
    from dataclasses import fields

    for process in processes:
        for file in image.files(process):
            values = {field.name: getattr(file, field.name) for field in fields(file)}
            yield {"pid": process.pid, "comm": process.comm, **values}
