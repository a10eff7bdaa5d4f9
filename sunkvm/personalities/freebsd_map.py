"""Address spaces of FreeBSD: the entries of a vm_map by address (vm/vm_map.h, vm/vm_map.c, vm/vm_object.h)."""

from __future__ import annotations

from ..errors import BrokenListError, SunkvmError
from ..records import MapEntry
from .freebsd_files import Vnode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

_MAX_ENTRIES = 1 << 20
_MAX_DEPTH = 1 << 12  # a splay tree can be deep, but not on average
_MAX_BACKING = 256
_SUB_MAP, _COW, _GROWS_DOWN = 0x2, 0x4, 0x1000
_INHERIT_SHARE = 0
_OBJECTS = {1: "swap", 2: "vnode", 3: "device", 4: "phys", 5: "dead", 6: "sg", 7: "mgtdevice"}
_ENTRY = (
    "start", "end", "object", "offset", "eflags", "protection", "inheritance",
)  # fmt: skip


def addresses(reader: BsdReader, vm_map: int) -> Iterator[int]:
    """Yield the addresses of the entries of a map, in order: a list up to 12, since then a tree with threads.

    Raises `AddressError` (`BrokenListError`) after what came before.
    """
    header = vm_map + reader.offset("vm_map", "header")
    if reader.has("vm_map_entry", "next"):
        (kva,) = reader.members("vm_map_entry", header, "next")
        seen: set[int] = set()
        while kva and kva != header:
            _check(kva, seen)
            yield kva
            (kva,) = reader.members("vm_map_entry", kva, "next")
        return
    yield from _tree(reader, vm_map, header)


def _check(kva: int, seen: set[int]) -> None:
    if kva in seen:
        raise BrokenListError("kernel", kva, "was met before: the map runs into itself")
    if len(seen) >= _MAX_ENTRIES:
        raise BrokenListError("kernel", kva, f"belongs to a map of more than {_MAX_ENTRIES} entries")
    seen.add(kva)


def _tree(reader: BsdReader, vm_map: int, header: int) -> Iterator[int]:
    """Walk the tree in order: a side that has no child points to the neighbour in that direction, an ancestor."""
    (root,) = reader.members("vm_map", vm_map, "root")
    seen: set[int] = set()
    # (entry, its ancestor on the left, on the right, whether its left side was walked)
    stack: list[tuple[int, int, int, bool]] = []
    if root and root != header:
        stack.append((root, header, header, False))
    while stack:
        kva, low, high, walked = stack.pop()
        left, right = reader.members("vm_map_entry", kva, "left", "right")
        if walked:
            yield kva
            if right and right != high and right != header:
                stack.append((right, kva, high, False))
            continue
        _check(kva, seen)
        if len(stack) >= _MAX_DEPTH:
            raise BrokenListError("kernel", kva, "is too deep in the tree of the map")
        stack.append((kva, low, high, True))
        if left and left != low and left != header:
            stack.append((left, low, kva, False))


def entries(reader: BsdReader, process: Process | None) -> Iterator[MapEntry]:
    """Yield the mappings of a process, or of the kernel."""
    heap = (0, 0)
    if process is None:
        vm_map = reader.symbol("kernel_map_store")
        if vm_map is None:
            vm_map = reader.pointer("kernel_map")
    else:
        if not process.as_kva:
            return
        vm_map = process.as_kva + reader.offset("vmspace", "vm_map")
        start, pages = reader.some_members("vmspace", process.as_kva, "vm_daddr", "vm_dsize")
        if start and pages:
            heap = (start, start + pages * reader.image.corefile.page_size)
    if not vm_map:
        return
    for kva in addresses(reader, vm_map):
        start, end, raw, offset, flags, protection, inheritance = reader.members("vm_map_entry", kva, *_ENTRY)
        target = int.from_bytes(raw, reader.byteorder) if isinstance(raw, bytes) else raw
        type, handle = (None, 0) if flags & _SUB_MAP else _bottom(reader, target)
        kind, path = None, None
        if type == "vnode":
            kind, path = "file", Vnode(reader, handle).path
        elif type in (None, "swap", "default"):
            kind = "anonymous"
            if flags & _GROWS_DOWN:
                kind = "stack"
            elif start < heap[1] and end > heap[0]:
                kind = "heap"
        else:
            kind = type
        shared = None
        if inheritance is not None:
            shared = inheritance == _INHERIT_SHARE or (type == "vnode" and not flags & _COW)
        yield MapEntry(
            start,
            end - start,
            kind,
            "".join(letter if protection & 1 << at else "-" for at, letter in enumerate("rwx")),
            shared,
            path,
            offset if type == "vnode" else None,
            type,
            kva,
        )


def _bottom(reader: BsdReader, kva: int) -> tuple[str | None, int]:
    """Return type and handle of the object that a chain of shadow objects leads to; None for no object."""
    try:
        for _ in range(_MAX_BACKING):
            if not kva:
                return None, 0
            type, handle, backing = reader.members("vm_object", kva, "type", "handle", "backing_object")
            if not backing:
                return _OBJECTS.get(type, "default" if not type else str(type)), handle or 0
            kva = backing
    except SunkvmError:
        pass
    return None, 0
