"""The running host as a live NetBSD kernel."""

from __future__ import annotations

from .live_bsd import LiveBsd
from .plant.netbsd import planting
from .plant.netbsd_files import NetbsdLooseFiles
from .plant.netbsd_kernels import KERNELS
from .plant.netbsd_spaces import NetbsdLooseMaps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..corefile import Space


class LiveNetbsd(LiveBsd):
    """The running host as a live NetBSD kernel of any data model; see `LiveBsd`.

    Of m68k (a sun3) it has what needs no layouts: numbers, texts and messages.
    """

    personality = "netbsd"
    kernels = KERNELS
    planting: Callable[..., Any] = staticmethod(planting)
    loose_files = NetbsdLooseFiles
    loose_maps = NetbsdLooseMaps
    file_names = ("nfiles", "filehead")

    def process_space(self, kva: int) -> Space | None:
        for generation in self._generations:
            planting: Any = None if generation is None else generation.planting
            if planting is not None and kva in planting.spaces:
                return int(planting.spaces[kva])
        return None

    def _top(self, generation: Any, space: int) -> int:
        return int(generation.planting.top(generation.planting.worlds[space]))
