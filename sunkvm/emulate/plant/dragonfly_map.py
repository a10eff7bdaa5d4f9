"""The map of a planted DragonFly kernel's own addresses (vm/vm_map.h, vm/vm.h of 5.9): what its parts are for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..memory import Arena
    from .bsd import BsdKernel, Structs
    from .parts import Nucleus

VM_MAPTYPE_NORMAL = 1
VM_PROT_READ_WRITE = 3
VM_SUBSYS_KMALLOC, VM_SUBSYS_RESERVED, VM_SUBSYS_PML4 = 1, 5, 19
KERNEL_MIN = 0xFFFFF80040000000  # VM_MIN_KERNEL_ADDRESS


def plant_kernel_map(kernel: BsdKernel, structs: Structs, nucleus: Nucleus, heap: Arena) -> None:
    """Plant ``kernel_map`` with the ranges that this kernel has for page tables, for objects and for itself."""
    (first, _), (_, last) = kernel.heaps
    tables = kernel.roots + 2 * kernel.roots_each * kernel.page_size
    ranges = (
        (kernel.roots, min(tables, first), VM_SUBSYS_PML4),
        (first, last, VM_SUBSYS_KMALLOC),
        (kernel.text, kernel.data_end, VM_SUBSYS_RESERVED),
    )
    low, middle, high = places = [heap.allocate(structs.size("vm_map_entry")) for _ in ranges]
    links = ((0, 0, middle), (low, high, 0), (0, 0, middle))
    for kva, (start, end, subsystem), (left, right, parent) in zip(places, ranges, links, strict=True):
        values = {
            "rb_entry.rbe_left": left,
            "rb_entry.rbe_right": right,
            "rb_entry.rbe_parent": parent,
            "rb_entry.rbe_color": int(bool(parent)),
            "ba.start": start,
            "ba.end": end,
            "maptype": VM_MAPTYPE_NORMAL,
            "protection": VM_PROT_READ_WRITE,
            "max_protection": VM_PROT_READ_WRITE,
            "id": subsystem,
        }
        heap.put(kva, structs.build("vm_map_entry", values))
    values = {
        "rb_root.rbh_root": middle,
        "min_addr": KERNEL_MIN,
        "max_addr": kernel.data_end,
        "nentries": len(ranges),
        "size": sum(end - start for start, end, _ in ranges),
        "system_map": 1,
    }
    nucleus.fill("kernel_map", structs.build("vm_map", values))
