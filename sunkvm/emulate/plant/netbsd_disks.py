"""Disks in planted NetBSD kernels: ``iostatlist`` (kern/subr_iostat.c, sys/iostat.h of 10.99.12).

What Linux does not tell stays 0: seeks, when a disk came and when it was last busy. All requests that wait count as being
under way, as Linux tells no difference.
"""

from __future__ import annotations

from ...schema import flat
from ...schema.kernels import netbsd_iostat as schema
from .bsd import SECOND
from .parts import moving_place, put_moving

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...datamodel import DataModel
    from ..memory import Arena
    from ..world import WorldDisk
    from .parts import Nucleus

IOSTAT_DISK = 0
IOSTATNAMELEN = 16
_DISKS = ".disks"  # a part of the nucleus without a symbol


class Disks:
    """The list of disks of one planting."""

    def __init__(self, model: DataModel, heap: Arena, nucleus: Nucleus, disks: Sequence[WorldDisk]) -> None:
        self._nucleus, self._heap = nucleus, heap
        self._layout = layout = schema.io_stats(model)
        size = layout.size * len(disks)
        start = moving_place(nucleus, heap, _DISKS, size, 2 * size + 8 * layout.size)
        head = nucleus.reserve("iostatlist", 2 * model.word)
        link = layout["io_link.tqe_next"].offset
        places = [start + number * layout.size for number in range(len(disks))]
        before = [head, *(kva + link for kva in places)]
        # name -> address, the next disk, and what points at this one
        self._places = {
            disk.name: (kva, after, previous)
            for disk, kva, after, previous in zip(disks, places, [*places, 0][1:], before, strict=False)
        }
        self.fill(disks)
        words: Callable[..., bytes] = model.word_struct(2).pack
        nucleus.fill("iostatlist", words(places[0] if places else 0, before[-1]))
        nucleus.put("iostat_count", len(disks).to_bytes(4, model.byteorder))

    def fill(self, disks: Sequence[WorldDisk]) -> None:
        """Write those disks anew that are in the list."""
        for disk in disks:
            place = self._places.get(disk.name)
            if place is None:
                continue
            kva, after, previous = place
            values: dict[str, object] = {
                "io_name": disk.name[: IOSTATNAMELEN - 1],
                "io_type": IOSTAT_DISK,
                "io_busy": disk.under_way,
                "io_rxfer": disk.reads,
                "io_wxfer": disk.writes,
                "io_rbytes": disk.read_bytes,
                "io_wbytes": disk.written_bytes,
                "io_link.tqe_next": after,
                "io_link.tqe_prev": previous,
            }
            for name, spent in (("io_busysum", disk.queue_time), ("io_busytime", disk.busy_time)):
                values[f"{name}.tv_sec"] = spent // SECOND
                values[f"{name}.tv_usec"] = spent % SECOND // 1000
            put_moving(self._nucleus, self._heap, kva, flat.pack(self._layout, values))
