"""Processes of the running system for DragonFly's calls: found by number, as the original asks its kernel for them."""

from __future__ import annotations

from ..errors import SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..layouts.view import StructView
    from .dragonfly_descriptor import kvm_t


def number(kd: kvm_t, kp: StructView | Mapping[str, Any]) -> int | None:
    """Return the pid in a kinfo_proc; of one of which only kp_paddr is known, as it was in the last list."""
    if not isinstance(kp, dict):
        return int(kp["kp_pid"])
    if not kd.listed:
        return None
    layout = kd.kernel().kinfo_proc
    read = layout.reader("kp_paddr", "kp_pid")
    rows = (read(kd.listed, at) for at in range(0, len(kd.listed), layout.size))
    return next((pid for kva, pid in rows if kva == kp["kp_paddr"]), None)


def process(kd: kvm_t, pid: int | None) -> int | None:
    """Return where a process is now: what was listed may have ended, and something else lies there; None without one."""
    from ..personalities.bsd_reader import BsdReader

    assert kd.image is not None
    kd.image.corefile.refresh()
    array, count_at = kd.value("_procglob", "_allproc_hsize")
    count = None if count_at is None else kd.integer(count_at, 4)
    if pid is None or array is None or not count:
        return None
    reader = BsdReader(kd.image)
    try:
        # The count is a power of two: see ALLPROC_HASH in kern/kern_proc.c.
        at = (
            array
            + (pid & count - 1) * reader.size("procglob")
            + reader.offset("procglob", "allproc.lh_first")
        )
        first = reader.integer(at, reader.word) or 0
        for kva, (found,) in reader.chain("processes", "proc", first, "p_list.le_next", "p_pid"):
            if found == pid:
                return int(kva)
    except SunkvmError:
        pass
    return None
