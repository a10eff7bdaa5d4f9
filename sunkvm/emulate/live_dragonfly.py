"""The running host as a live DragonFly kernel."""

from __future__ import annotations

from .live_bsd import LiveBsd
from .plant.dragonfly import Planting
from .plant.dragonfly_files import DragonflyLooseFiles, DragonflyLooseMaps
from .plant.dragonfly_kernels import KERNELS


class LiveDragonfly(LiveBsd):
    """The running host as a live DragonFly kernel; see `LiveBsd`."""

    personality = "dragonfly"
    kernels = KERNELS
    planting = Planting
    loose_files = DragonflyLooseFiles
    loose_maps = DragonflyLooseMaps
    file_names = ("nfiles",)
