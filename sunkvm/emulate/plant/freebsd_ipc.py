"""System V's queues, semaphores and memory in planted FreeBSD kernels (kern/sysv_msg.c, sysv_sem.c, sysv_shm.c of 12.1).

The kernel keeps each kind in a table whose index is in the object's number; the tables are as long as GENERIC makes them,
or as long as the host's numbers ask for. What the host limits is told as it does; what only FreeBSD has is GENERIC's.
"""

from __future__ import annotations

import struct

from ...schema import flat
from ...schema.kernels import freebsd_ipc as schema
from .bsd import clamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...datamodel import DataModel
    from ...layout import Layout
    from ..memory import Arena
    from ..world import World, WorldIpc
    from .parts import Nucleus

_PERMISSIONS = 0o777
SEM_ALLOC, SHMSEG_REMOVED, SHMSEG_ALLOCATED = 0o1000, 0x400, 0x800
LINUX_SHM_DEST = 0o1000
MSGMNI, MSGTQL, MSGSSZ, MSGSEG = 40, 40, 8, 2048
SEMMNI, SEMMNU, SEMUME, SEMVMX, SEMAEM = 50, 150, 50, 32767, 16384
SHMMIN, SHMMNI, SHMSEG = 1, 192, 128
_UNDO = 12  # struct undo


def plant_ipc(world: World, model: DataModel, nucleus: Nucleus, heap: Arena) -> None:
    """Plant the tables with their limits; nothing where the host has no such calls, or nobody has looked."""
    if world.ipc is None:
        return
    limits = world.ipc_limits
    queues = table(world, "msg", MSGMNI, schema.msqid_kernel(model), queue(limits.queue_bytes or 0), heap)
    sets = table(world, "sem", SEMMNI, schema.semid_kernel(model), semaphores, heap)
    pieces = table(world, "shm", SHMMNI, schema.shmid_kernel(model), memory, heap)
    word = model.word_struct(1).pack
    for name, (kva, _) in (("msqids", queues), ("sema", sets), ("shmsegs", pieces)):
        nucleus.put(name, word(kva), local=True)
    most = (1 << model.bits) - 1
    undo = -(-(2 * model.word + 4 + SEMUME * _UNDO) // model.word) * model.word
    ints = {
        "msginfo": (limits.message_bytes, queues[1], limits.queue_bytes, MSGTQL, MSGSSZ, MSGSEG),
        "seminfo": (
            sets[1], limits.semaphores, SEMMNU, limits.set_semaphores, limits.operations, SEMUME, undo, SEMVMX, SEMAEM,
        ),
    }  # fmt: skip
    for name, values in ints.items():
        known = [min(value or 0, 0x7FFF_FFFF) for value in values]
        nucleus.put(name, struct.pack(f"{model.order}{len(known)}i", *known))
    longs = (limits.shared_bytes, SHMMIN, pieces[1], SHMSEG, limits.shared_pages)
    known = [min(value or 0, most) for value in longs]
    nucleus.put("shminfo", model.word_struct(len(known)).pack(*known))


def table(
    world: World,
    kind: str,
    usual: int,
    layout: Layout,
    values_of: Callable[[WorldIpc], dict[str, Any]],
    heap: Arena,
    *,
    inside: str = "",
    hidden: str = "",
) -> tuple[int, int]:
    """Plant the objects of a kind; return the table's address and its length.

    As other systems have them, members are ``inside`` another (its name and a dot), and names that programs are not to use
    begin with ``hidden``.
    """
    found = [each for each in world.ipc or () if each.kind == kind]
    count = max([usual, *((each.id & 0xFFFF) + 1 for each in found)])
    kva = heap.allocate(count * layout.size)
    for each in found:
        values = {name: _fit(layout, inside + name, value) for name, value in values_of(each).items()}
        mode = values.pop("mode", 0) | each.mode & _PERMISSIONS
        values |= {
            f"{kind}_perm.{name}": value
            for name, value in {
                "cuid": each.cuid, "cgid": each.cgid, "uid": each.uid, "gid": each.gid,
                "mode": mode, f"{hidden}seq": each.id >> 16 & 0xFFFF, f"{hidden}key": each.key,
            }.items()
        }  # fmt: skip
        heap.put(
            kva + (each.id & 0xFFFF) * layout.size,
            flat.pack(layout, {inside + name: value for name, value in values.items()}),
        )
    return kva, count


def _fit(layout: Layout, name: str, value: int) -> int:
    """Keep a number within its member."""
    field = layout.get(name)
    if field is None:
        return value
    bits = field.size * 8
    return clamp(value, bits) if field.kind == "int" else min(value, (1 << bits) - 1)


def queue(limit: int) -> Callable[[WorldIpc], dict[str, Any]]:
    """Of each queue's own limit the host tells nothing: it is the one that all begin with."""

    def values(each: WorldIpc) -> dict[str, Any]:
        return {
            "msg_cbytes": each.size,
            "msg_qnum": each.count,
            "msg_qbytes": max(limit, each.size, 1),
            **dict(zip(("msg_lspid", "msg_lrpid"), each.pids, strict=False)),
            **dict(zip(("msg_stime", "msg_rtime", "msg_ctime"), each.times, strict=False)),
        }

    return values


def semaphores(each: WorldIpc) -> dict[str, Any]:
    times = dict(zip(("sem_otime", "sem_ctime"), each.times, strict=False))
    return {"mode": SEM_ALLOC, "sem_nsems": min(each.size, 0xFFFF), **times}


def memory(each: WorldIpc) -> dict[str, Any]:
    return {
        "mode": SHMSEG_ALLOCATED | (SHMSEG_REMOVED if each.mode & LINUX_SHM_DEST else 0),
        "shm_segsz": each.size,
        "shm_nattch": each.count,
        **dict(zip(("shm_cpid", "shm_lpid"), each.pids, strict=False)),
        **dict(zip(("shm_atime", "shm_dtime", "shm_ctime"), each.times, strict=False)),
    }
