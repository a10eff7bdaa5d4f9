"""Why a kernel address cannot be read, in the words of NetBSD's libkvm (lib/libkvm/kvm_*.c of 6.99.16)."""

from __future__ import annotations

from ..corefile import HOLE, KVA, PHYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..mmu import Walk

_SUCCESS = "Success"  # what the C library of the recordings says where nothing has set errno


def _c_hex(value: int) -> str:
    """Return what ``%#lx`` prints: a zero has no prefix."""
    return f"{value:#x}" if value else "0"


def _amd64(core: Any, kva: int, found: Walk) -> str:
    level = 4 - max(found.level, 0)
    if found.why == "absent":
        return f"could not read {'PTE' if level == 1 else f'PT level {level} entry'}: {_SUCCESS}"
    return f"invalid translation (invalid {'PTE' if level == 1 else f'level {level} PDE'})"


def _two_levels(core: Any, kva: int, found: Walk) -> str:
    entry = "PTE" if found.level == 1 else "PDE"
    return f"could not read {entry}" if found.why == "absent" else f"invalid translation (invalid {entry})"


def _invalid_address(core: Any, kva: int, found: Walk) -> str:
    return f"invalid address ({_c_hex(kva)})"


def _sun(core: Any, kva: int, found: Walk) -> str:
    if kva < core.header["kernbase"]:
        return "not a kernel address"
    return f"page not valid (VA={_c_hex(kva)})"


def _motorola(core: Any, kva: int, found: Walk) -> str:
    walker = getattr(core.regions.at(kva), "walker", None)
    if walker is None or found.why != "invalid":
        return f"invalid address ({kva:x})"
    name = walker.form.levels[found.level].name
    if name == "ste":
        return f"invalid segment ({found.entry:x})"
    if name in ("l1", "l2"):
        return f"invalid level {name[1]} descriptor ({found.entry:x})"
    return "page not valid"


def _aarch64(core: Any, kva: int, found: Walk) -> str:
    if found.why == "range":
        return "invalid kernel virtual address"
    return "could not read pte" if found.why == "absent" else "invalid translation (invalid pte)"


def _alpha(core: Any, kva: int, found: Walk) -> str:
    if found.why == "range":
        return "invalid kernel virtual address"
    return f"invalid translation (invalid L{found.level + 1} PTE)"


_WORDS: dict[str, Callable[[Any, int, Walk], str]] = {
    "amd64": _amd64,
    "i386": _two_levels,
    "i386-pae": _two_levels,
    "m68030": _motorola,
    "m68040": _motorola,
    "sun2": _sun,
    "sun3": _sun,
    "sun3x": _sun,
    "sun4": _invalid_address,
    "sun4c": _invalid_address,
    "sun4m": _invalid_address,
    "sun4d": _invalid_address,
    "sparc64": _invalid_address,
    "aarch64": _aarch64,
    "alpha": _alpha,
}


def reason(core: Any, kva: int) -> str | None:
    """Return the soft message about an address that cannot be read, None where the original reads it.

    An address outside of all segments of memory, which the original silently takes for the end of the file, gets the
    words of the one port that checks it: "invalid address", with the physical address.
    """
    walk = getattr(core, "walk", None)
    if walk is None:
        return f"invalid address ({kva:x})"
    found = walk(KVA, kva)
    if found.pa is not None:
        missing = core.page(PHYS, found.pa >> core.page_shift) == HOLE
        return f"invalid address ({found.pa:x})" if missing else None
    return _WORDS.get(core.machine, _invalid_address)(core, kva, found)
