"""Address spaces of NetBSD: the entries of a vm_map by address (uvm/uvm_map.h, uvm/uvm_pager.h)."""

from __future__ import annotations

from ..errors import BrokenListError
from ..records import MapEntry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

_MAX_ENTRIES = 1 << 20
_ET_OBJ, _ET_SUBMAP, _ET_COPYONWRITE = 1, 2, 4
_INHERIT_SHARE = 0
# Operations of an object's pager -> what it is.
_PAGERS = {"uvm_vnodeops": "vnode", "aobj_pager": "aobj", "uvm_deviceops": "device", "ubc_pager": "ubc"}
_ENTRY = ("start", "end", "object.uvm_obj", "offset", "etype", "protection", "inheritance", "aref.ar_amap")


def addresses(reader: BsdReader, vm_map: int) -> Iterator[int]:
    """Yield the addresses of the entries of a map, in order. Raises `AddressError` after what came before."""
    header = vm_map + reader.offset("vm_map", "header")
    (kva,) = reader.members("vm_map_entry", header, "next")
    seen: set[int] = set()
    while kva and kva != header:
        if kva in seen:
            raise BrokenListError("kernel", kva, "was met before: the map runs into itself")
        if len(seen) >= _MAX_ENTRIES:
            raise BrokenListError("kernel", kva, f"belongs to a map of more than {_MAX_ENTRIES} entries")
        seen.add(kva)
        yield kva
        (kva,) = reader.members("vm_map_entry", kva, "next")


def entries(reader: BsdReader, process: Process | None) -> Iterator[MapEntry]:
    """Yield the mappings of a process, or of the kernel."""
    from .netbsd_files import path_of

    heap, stack = (0, 0), (0, 0)
    if process is None:
        vm_map = reader.pointer("kernel_map")
    else:
        if not process.as_kva:
            return
        vm_map = process.as_kva + reader.offset("vmspace", "vm_map")
        heap, stack = _places(reader, process.as_kva)
    if not vm_map:
        return
    pagers = {where: kind for name, kind in _PAGERS.items() if (where := reader.symbol(name)) is not None}
    for kva in addresses(reader, vm_map):
        start, end, target, offset, etype, protection, inheritance, amap = reader.members(
            "vm_map_entry", kva, *_ENTRY
        )
        pager, kind = None, None
        if etype & _ET_SUBMAP:
            kind = "map"
        elif etype & _ET_OBJ and target:
            (ops,) = reader.some_members("uvm_object", target, "pgops")
            pager = pagers.get(ops or 0)
            kind = {"vnode": "file", "aobj": "anonymous"}.get(pager or "", pager)
        elif amap or process is not None:
            kind = "anonymous"
        if kind == "anonymous":
            for name, (low, high) in (("stack", stack), ("heap", heap)):
                if start < high and end > low:
                    kind = name
                    break
        shared = inheritance == _INHERIT_SHARE or (pager == "vnode" and not etype & _ET_COPYONWRITE)
        yield MapEntry(
            start,
            end - start,
            kind,
            "".join(letter if protection & 1 << at else "-" for at, letter in enumerate("rwx")),
            shared,
            path_of(reader, target) if pager == "vnode" else None,  # a vnode begins with its object
            offset if pager == "vnode" else None,
            pager,
            kva,
        )


def _places(reader: BsdReader, vmspace: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where the heap and the stack of a process lie."""
    data, pages, low, high = reader.some_members(
        "vmspace", vmspace, "vm_daddr", "vm_dsize", "vm_maxsaddr", "vm_minsaddr"
    )
    heap = (data, data + pages * reader.image.corefile.page_size) if data and pages else (0, 0)
    return heap, (low, high) if low and high and low < high else (0, 0)
