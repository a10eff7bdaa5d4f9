"""System V's queues, semaphores and memory in planted NetBSD kernels (kern/sysv_msg.c, sysv_sem.c, sysv_shm.c of 10).

As in FreeBSD's, whose rules for the tables they share: see `sunkvm.emulate.plant.freebsd_ipc`.
"""

from __future__ import annotations

import struct

from ...schema.kernels import netbsd_ipc as schema
from .freebsd_ipc import memory, queue, semaphores, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...datamodel import DataModel
    from ..memory import Arena
    from ..world import World, WorldIpc
    from .parts import Nucleus

MSGMNI, MSGTQL, MSGSSZ, MSGSEG = 40, 40, 8, 2048
SEMMAP, SEMMNI, SEMMNU, SEMUME, SEMVMX, SEMAEM = 30, 10, 30, 10, 32767, 16384
SHMMIN, SHMMNI, SHMSEG = 1, 128, 128
_UNDO = 8  # struct undo
_INT = 0x7FFF_FFFF


def plant_ipc(world: World, model: DataModel, nucleus: Nucleus, heap: Arena) -> None:
    """Plant the tables with their limits; nothing where the host has no such calls, or nobody has looked."""
    if world.ipc is None:
        return
    limits = world.ipc_limits
    usual = queue(limits.queue_bytes or 0)

    def queued(each: WorldIpc) -> dict[str, Any]:
        values = usual(each)
        values["_msg_cbytes"] = values.pop("msg_cbytes")
        return values

    queues = table(world, "msg", MSGMNI, schema.kmsq(model), queued, heap, inside="msq_u.", hidden="_")
    sets = table(world, "sem", SEMMNI, schema.semid_ds(model), semaphores, heap, hidden="_")
    pieces = table(world, "shm", SHMMNI, schema.shmid_ds(model), memory, heap, hidden="_")
    for name, (kva, _) in (("msqs", queues), ("sema", sets), ("shmsegs", pieces)):
        nucleus.put(name, model.word_struct(1).pack(kva))
    undo = -(-(2 * model.word + 4 + SEMUME * _UNDO) // model.word) * model.word
    ints = {
        "msginfo": (limits.message_bytes, queues[1], limits.queue_bytes, MSGTQL, MSGSSZ, MSGSEG),
        "seminfo": (
            SEMMAP, sets[1], limits.semaphores, SEMMNU, limits.set_semaphores, limits.operations, SEMUME, undo, SEMVMX,
            SEMAEM,
        ),
    }  # fmt: skip
    for name, values in ints.items():
        known = [min(value or 0, _INT) for value in values]
        nucleus.put(name, struct.pack(f"{model.order}{len(known)}i", *known))
    shared = min(limits.shared_bytes or 0, (1 << 64) - 1), min(limits.shared_pages or 0, _INT)
    nucleus.put("shminfo", struct.pack(f"{model.order}Q4I", shared[0], SHMMIN, pieces[1], SHMSEG, shared[1]))
