"""Why a kernel address cannot be read, in the words of FreeBSD's libkvm (kvm_amd64.c, kvm_minidump_amd64.c and so on)."""

from __future__ import annotations

from ..corefile import HOLE, KVA, PHYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ABSENT = {"pml4e": "bootstrap data not in dump", "pdpe": "pdpe_pa not found", "pde": "pde_pa not found"}


def reason(core: Any, kva: int) -> str | None:
    """Return the message that goes before "invalid address", None where the original has none."""
    walk = getattr(core, "walk", None)
    if walk is None:
        return None
    name = core.model.name
    if core.format == "freebsd_minidump":
        return _minidump(core, name, kva)
    if name == "amd64":
        return full_amd64(core, kva)
    if name == "i386":
        return _full_i386(core, kva)
    return None


def _minidump(core: Any, name: str, kva: int) -> str | None:
    prefix = f"_{name.removesuffix('64') if name == 'riscv64' else name}_minidump_vatop"
    header = core.header
    if name == "amd64" and header["version"] == 1:
        prefix += "_v1"
    if name == "i386" and header["paemode"]:
        prefix += "_pae"
    direct = header.get("dmapbase", 0) <= kva < header.get("dmapend", 0)
    above = kva >= header["kernbase"]
    first = name in ("aarch64", "riscv64")  # where the direct map is looked at before the page tables
    if direct and (first or not above):
        return f"{prefix}: direct map address {kva:#x} not in minidump"
    if not above or kva > core.model.mask:
        return f"{prefix}: virtual address {kva:#x} not minidumped"
    found = core.walk(KVA, kva)
    if found.pa is not None:
        pa = found.pa & ~(core.page_size - 1)
        return f"{prefix}: physical address {pa:#x} not in minidump" if _missing(core, pa) else None
    if found.why == "invalid":
        entry = "pde" if name == "aarch64" else core.walker.form.levels[found.level].name
        return f"{prefix}: {entry if entry in ('pde', 'pte') else 'pte'} not valid"
    if found.table is not None:
        return f"cannot find page table entry for {found.table}"
    return None


def _missing(core: Any, pa: int) -> bool:
    return bool(core.page(PHYS, pa >> core.page_shift) == HOLE)


def full_amd64(core: Any, kva: int, prefix: str = "_amd64_vatop: ") -> str:
    """Return the message for an address of a full dump of amd64."""
    found = core.walk(KVA, kva)
    levels = core.walker.form.levels
    if found.why == "range":
        return prefix + "pml4e not valid"
    name = levels[found.level].name
    if found.why == "invalid":
        return f"{prefix}{name} not valid"
    if found.why == "absent":
        return prefix + _ABSENT.get(name, "pte_pa not found")
    page = {30: "1GB page address", 21: "2MB page address"}.get(found.span.bit_length() - 1, "address")
    return f"{prefix}{page} not in dump"


def _full_i386(core: Any, kva: int) -> str | None:
    found = core.walk(KVA, kva)
    pae = core.walker.form.levels[-1].size == 8
    prefix = "_i386_vatop_pae: " if pae else "_i386_vatop: "
    last = found.level == len(core.walker.form.levels) - 1
    if found.why == "invalid":
        if last:
            return f"{prefix if pae else '_kvm_kvatop: '}pte not valid"
        return "_kvm_kvatop_pae: pde not valid" if pae else prefix + "pde not valid"
    if found.why == "absent":
        return prefix + ("pdpe_pa not found" if pae else "pte_pa not found")
    if found.pa is None:
        return None
    if found.span > 4096:
        return "_i386_vatop: " + ("2MB" if pae else "4MB") + " page address not in dump"
    return prefix + "address not in dump"
