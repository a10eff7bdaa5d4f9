"""The running host as a live FreeBSD kernel."""

from __future__ import annotations

from .live_bsd import LiveBsd
from .plant.freebsd import Planting
from .plant.freebsd_files import FreebsdLooseFiles, FreebsdLooseMaps
from .plant.freebsd_kernels import KERNELS


class LiveFreebsd(LiveBsd):
    """The running host as a live FreeBSD kernel of any data model; see `LiveBsd`."""

    personality = "freebsd"
    kernels = KERNELS
    planting = Planting
    os_abi = 9
    loose_files = FreebsdLooseFiles
    loose_maps = FreebsdLooseMaps
