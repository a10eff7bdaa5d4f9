"""Address spaces of DragonFly: the entries of a vm_map by address (vm/vm_map.h, vm/vm_object.h)."""

from __future__ import annotations

from ..errors import BrokenListError, SunkvmError
from ..records import MapEntry
from .dragonfly_files import Vnode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .bsd_reader import BsdReader

_MAX_ENTRIES = 1 << 20
_MAX_DEPTH = 1 << 7  # a red-black tree of so many entries is not half as deep
_MAX_BACKING = 256
_STACK, _COW = 0x2, 0x4
_SUBMAP, _UKSMAP = 3, 4
_INHERIT_SHARE = 0
_OBJECTS = {
    0: "default",
    1: "swap",
    2: "vnode",
    3: "device",
    4: "mgtdevice",
    5: "phys",
    6: "dead",
    7: "marker",
}
_ENTRY = (
    "ba.start", "ba.end", "ba.object", "ba.offset", "ba.backing_ba", "eflags", "maptype", "protection", "inheritance",
)  # fmt: skip


def addresses(reader: BsdReader, root: int) -> Iterator[int]:
    """Yield the addresses of the entries of a map in order, given the root of their tree.

    Raises `AddressError` (`BrokenListError`) after what came before.
    """
    seen: set[int] = set()
    stack: list[tuple[int, int | None]] = (
        [(root, None)] if root else []
    )  # (entry, right side if the left was walked)
    while stack:
        kva, right = stack.pop()
        if right is not None:
            yield kva
            if right:
                stack.append((right, None))
            continue
        if kva in seen:
            raise BrokenListError("kernel", kva, "was met before: the map runs into itself")
        if len(seen) >= _MAX_ENTRIES or len(stack) >= _MAX_DEPTH:
            raise BrokenListError("kernel", kva, "belongs to a map that is too large or too deep")
        seen.add(kva)
        left, right = reader.members("vm_map_entry", kva, "rb_entry.rbe_left", "rb_entry.rbe_right")
        stack.append((kva, right))
        if left:
            stack.append((left, None))


def kernel_map(reader: BsdReader) -> int | None:
    """Return the address of the kernel's map: the variable is the map itself, or a pointer to it."""
    where = reader.symbol("kernel_map")
    for kva in (where, reader.integer(where, reader.word) if where else None):
        low, high = reader.some_members("vm_map", kva, "min_addr", "max_addr")
        if low is not None and 1 << 63 <= low < high:
            return kva
    return None


def entries(reader: BsdReader, process: Process | None) -> Iterator[MapEntry]:
    """Yield the mappings of a process, or of the kernel."""
    heap = (0, 0)
    if process is None:
        vm_map = kernel_map(reader)
    else:
        if not process.as_kva:
            return
        vm_map = process.as_kva + reader.offset("vmspace", "vm_map")
        start, size = reader.some_members("vmspace", process.as_kva, "vm_daddr", "vm_dsize")
        if start and size:  # bytes, other than in the older systems
            heap = (start, start + size)
    if not vm_map:
        return
    (root,) = reader.members("vm_map", vm_map, "rb_root.rbh_root")
    for kva in addresses(reader, root):
        yield _entry(reader, kva, heap)


def _entry(reader: BsdReader, kva: int, heap: tuple[int, int]) -> MapEntry:
    start, end, target, offset, backing, flags, maptype, protection, inheritance = reader.members(
        "vm_map_entry", kva, *_ENTRY
    )
    type, handle, path = None, 0, None
    if maptype == _UKSMAP:
        type = "uksmap"
    elif maptype != _SUBMAP:
        type, handle, offset = _bottom(reader, target, offset, backing)
    if type == "vnode":
        kind, path = "file", Vnode(reader, handle).path
    elif type in (None, "swap", "default"):
        kind = "anonymous"
        if flags & _STACK:
            kind = "stack"
        elif start < heap[1] and end > heap[0]:
            kind = "heap"
    else:
        kind = type
    return MapEntry(
        start,
        end - start,
        kind,
        "".join(letter if protection & 1 << at else "-" for at, letter in enumerate("rwx")),
        inheritance == _INHERIT_SHARE or (type == "vnode" and not flags & _COW),
        path,
        offset if type == "vnode" else None,
        type,
        kva,
    )


def _bottom(reader: BsdReader, target: int, offset: int, backing: int) -> tuple[str | None, int, int]:
    """Return type and handle of the object at the end of a chain of backings, and the offset there; None for no object."""
    try:
        for _ in range(_MAX_BACKING):
            if not backing:
                break
            target, offset, backing = reader.members(
                "vm_map_backing", backing, "object", "offset", "backing_ba"
            )
        if target:
            type, handle = reader.members("vm_object", target, "type", "handle")
            return _OBJECTS.get(type, str(type)), handle or 0, offset
    except SunkvmError:
        pass
    return None, 0, offset
