"""Why a kernel address cannot be read, in the words of DragonFly's libkvm (kvm_minidump_x86_64.c, kvm_x86_64.c)."""

from __future__ import annotations

from ..corefile import HOLE, KVA, PHYS
from .freebsd_faults import full_amd64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PREFIX = "_kvm_vatop: "
_INVALID = {1: "pd not valid", 2: "pt not valid"}
_ABSENT = {2: "no phys page for pd", 3: "no phys page for pt"}
_PAGE_MASK = 4095


def is_minidump(core: Any) -> bool:
    """Tell whether a corefile is a minidump of either version."""
    return core.format in ("dragonfly_minidump", "freebsd_minidump")


def shown(core: Any, kva: int) -> int:
    """Return the address that a message has for ``kva``: of minidumps that of its page."""
    return kva & ~_PAGE_MASK if is_minidump(core) else kva


def reason(core: Any, kva: int) -> str | None:
    """Return the message that goes before "invalid address", None where the original has none."""
    if is_minidump(core):
        return _PREFIX + _minidump(core, kva & ~_PAGE_MASK)
    return full_amd64(core, kva, _PREFIX) if getattr(core, "walker", None) is not None else None


def _minidump(core: Any, kva: int) -> str:
    header = core.header
    if kva < header["kernbase"]:
        if header.get("dmapbase", 0) <= kva < header.get("dmapend", 0):
            return f"direct map address {kva:#x} not in minidump"
        return f"virtual address {kva:#x} not minidumped"
    found = core.walk(KVA, kva)
    if found.pa is not None and core.page(PHYS, found.pa >> core.page_shift) == HOLE:
        return f"physical address {found.pa & ~_PAGE_MASK:#x} not in minidump"
    if header["version"] == 2 and found.why == "absent":
        return _ABSENT.get(found.level, "pd not valid")
    return _INVALID.get(found.level, "pte not valid") if header["version"] == 2 else "pte not valid"
