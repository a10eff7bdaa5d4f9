"""Address spaces of Solaris: their segments by address (illumos vm/as.h, vm/seg.h, vm/seg_vn.h, sys/avl.h)."""

from __future__ import annotations

from ..errors import BrokenListError, LayoutError
from ..records import MapEntry
from .solaris_files import Vnode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Process
    from .solaris_reader import Reader

_MAX_SEGMENTS = 1 << 20
_MAX_DEPTH = 64  # an AVL tree of 2**44 nodes is not deeper
_MAP_SHARED = 1
_OPS = "_ops"


def segments(reader: Reader, as_kva: int) -> Iterator[int]:
    """Yield the addresses of the ``struct seg`` of an address space, in order: an in-order walk of a_segtree.

    Raises `AddressError` (`BrokenListError`) after what came before, `LayoutError` where the kernel has no such tree.
    """
    tree = as_kva + reader.offset("as", "a_segtree")
    node, back = reader.members("avl_tree", tree, "avl_root", "avl_offset")
    if node is None or back is None:
        raise LayoutError("avl_tree", "avl_root")
    seen: set[int] = set()
    path: list[tuple[int, int]] = []  # (node, its right child) of the nodes whose left side is being walked
    while node or path:
        while node:
            if node in seen or len(path) >= _MAX_DEPTH:
                raise BrokenListError(
                    "kernel", node - back, "was met before: the tree of segments runs into itself"
                )
            if len(seen) >= _MAX_SEGMENTS:
                raise BrokenListError(
                    "kernel", node - back, f"belongs to a tree of more than {_MAX_SEGMENTS} segments"
                )
            seen.add(node)
            (children,) = reader.members("avl_node", node, "avl_child")
            path.append((node, children[1]))
            node = children[0]
        here, node = path.pop()
        yield here - back


def entries(reader: Reader, process: Process | None) -> Iterator[MapEntry]:
    """Yield the mappings of a process, or of the kernel."""
    if process is None:
        key = reader.image.kernel.key
        as_kva, special = key if isinstance(key, int) else 0, _Special()
    else:
        as_kva, special = process.as_kva, _Special.of(reader, process)
    if not as_kva:
        return
    drivers: dict[int, str | None] = {}
    for kva in segments(reader, as_kva):
        start, size, ops, data = reader.members("seg", kva, "s_base", "s_size", "s_ops", "s_data")
        if ops not in drivers:
            drivers[ops] = _driver(reader, ops)
        yield _entry(reader, kva, start, size, drivers[ops], data, special)


class _Special:
    """Where a process's heap and stack lie: (start, end), empty where unknown."""

    __slots__ = ("heap", "stack")

    def __init__(self, heap: tuple[int, int] = (0, 0), stack: tuple[int, int] = (0, 0)) -> None:
        self.heap = heap
        self.stack = stack

    @classmethod
    def of(cls, reader: Reader, process: Process) -> _Special:
        base, size, top, stack = reader.some_members(
            "proc", process.kva, "p_brkbase", "p_brksize", "p_usrstack", "p_stksize"
        )
        heap = (base, base + size) if base and size else (0, 0)
        return cls(heap, (top - stack, top) if top and stack else (0, 0))

    def kind(self, start: int, size: int) -> str | None:
        for name, (low, high) in (("heap", self.heap), ("stack", self.stack)):
            if start < high and start + size > low:
                return name
        return None


def _driver(reader: Reader, ops: int | None) -> str | None:
    """Return the segment driver's name: that of its operations' symbol without ``_ops``."""
    if not ops:
        return None
    # The usual ones first: an index of all symbols by address takes its time.
    for name in ("segvn", "segkmem", "segkp", "segkpm", "segmap", "segdev", "segspt_shm", "segspt", "segnf"):
        if reader.symbol(name + _OPS) == ops:
            return name
    found = reader.image.symbols.at(ops)
    if found is None or found[1] or not found[0].name.endswith(_OPS):
        return None
    return found[0].name.removesuffix(_OPS)


def _entry(
    reader: Reader, kva: int, start: int, size: int, driver: str | None, data: int, special: _Special
) -> MapEntry:
    if driver != "segvn":
        return MapEntry(start, size, driver, None, None, None, None, driver, kva)
    prot, shared, offset, vp = reader.some_members("segvn_data", data, "prot", "type", "offset", "vp")
    path, kind = None, None
    if vp:
        path, kind = Vnode(reader, vp).path, "file"
    elif vp is not None:
        kind, offset = special.kind(start, size) or "anonymous", None
    return MapEntry(
        start,
        size,
        kind,
        None if prot is None else protection(prot),
        None if shared is None else shared == _MAP_SHARED,
        path,
        offset,
        driver,
        kva,
    )


def protection(bits: int) -> str:
    """Return PROT_READ, PROT_WRITE and PROT_EXEC as ``rwx``."""
    return "".join(letter if bits & 1 << at else "-" for at, letter in enumerate("rwx"))
