"""What all processes of this host share: open files, and System V's queues, semaphores and memory (proc(5), sysvipc(7))."""

from __future__ import annotations

from .procfs import read_file
from .world import WorldIpc, WorldIpcLimits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMITS = {
    "message_bytes": "msgmax",
    "queue_bytes": "msgmnb",
    "shared_bytes": "shmmax",
    "shared_pages": "shmall",
}
_SEMAPHORES = (
    "set_semaphores",
    "semaphores",
    "operations",
)  # as /proc/sys/kernel/sem tells them, then the number of sets


def read_files() -> tuple[int | None, int | None]:
    """Return how many files are open, and how many may be."""
    numbers = (read_file("/proc/sys/fs/file-nr") or b"").split()
    if len(numbers) != 3 or not all(number.isdigit() for number in numbers):
        return None, None
    return int(numbers[0]), int(numbers[2])


def read_limits() -> WorldIpcLimits:
    """Return what this host allows."""
    found: dict[str, int] = {}
    for name, file in _LIMITS.items():
        text = (read_file(f"/proc/sys/kernel/{file}") or b"").strip()
        if text.isdigit():
            found[name] = int(text)
    numbers = (read_file("/proc/sys/kernel/sem") or b"").split()
    if len(numbers) == 4 and all(number.isdigit() for number in numbers):
        found |= dict(zip(_SEMAPHORES, map(int, numbers), strict=False))
    return WorldIpcLimits(**found)


def read_ipc() -> tuple[WorldIpc, ...] | None:
    """Return what there is in this process's namespace; None on a host without such calls."""
    tables = {kind: read_file(f"/proc/sysvipc/{kind}") for kind in ("msg", "sem", "shm")}
    if all(table is None for table in tables.values()):
        return None
    return tuple(each for kind, table in tables.items() for each in _objects(kind, table or b""))


def _objects(kind: str, table: bytes) -> Iterator[WorldIpc]:
    """Yield the objects of one table: its first line names the columns."""
    names, *lines = table.splitlines() or [b""]
    columns = [name.decode("ascii", "replace") for name in names.split()]
    for line in lines:
        try:
            row = dict(zip(columns, map(int, line.split()), strict=True))
            number = row["msqid" if kind == "msg" else f"{kind}id"]
            row["perms"] = int(str(row["perms"]), 8)
            more = {
                "msg": lambda row=row: {
                    "size": row["cbytes"], "count": row["qnum"], "pids": (row["lspid"], row["lrpid"]),
                    "times": (row["stime"], row["rtime"], row["ctime"]),
                },
                "sem": lambda row=row: {"size": row["nsems"], "times": (row["otime"], row["ctime"])},
                "shm": lambda row=row: {
                    "size": row["size"], "count": row["nattch"], "pids": (row["cpid"], row["lpid"]),
                    "times": (row["atime"], row["dtime"], row["ctime"]),
                },
            }[kind]()  # fmt: skip
            yield WorldIpc(
                kind, number, row["key"], row["perms"], row["uid"], row["gid"], row["cuid"], row["cgid"], **more
            )  # fmt: skip
        except (KeyError, ValueError):
            continue
