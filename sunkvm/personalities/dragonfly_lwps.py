"""The lwps of a DragonFly process: a red-black tree (sys/proc.h ``p_lwp_tree``, ``lwp_rbnode``)."""

from __future__ import annotations

from ..errors import BrokenListError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .bsd_reader import BsdReader

_MAX_LWPS = 1 << 20

LWP_LINKS = "u.lwp_rbnode.rbe_left", "u.lwp_rbnode.rbe_right"


def lwps(reader: BsdReader, root: int, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield (address, members) of the lwps of a process, given the root of their tree; see `lwp_tree`."""
    return lwp_tree(root, lambda kva: reader.members("lwp", kva, *LWP_LINKS, *names))


def lwp_tree(root: int, read: Callable[[int], tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield (address, members) of a tree of lwps; ``read`` gives the `LWP_LINKS` of an address and then the members.

    The order is that of libkvm, which is the one it has in mind: down the left side, then right, then up; a node
    without a left side comes before its right one. Raises `AddressError` (`BrokenListError`) after what came before.
    """
    seen: set[int] = set()
    # (address, its members if its left side was walked)
    stack: list[tuple[int, tuple[Any, ...] | None]] = [(root, None)] if root else []
    while stack:
        kva, row = stack.pop()
        if row is not None:
            yield kva, *row
            continue
        if kva in seen:
            raise BrokenListError("kernel", kva, "was met before: the tree of lwps runs into itself")
        if len(seen) >= _MAX_LWPS:
            raise BrokenListError("kernel", kva, f"belongs to a tree of more than {_MAX_LWPS} lwps")
        seen.add(kva)
        left, right, *rest = read(kva)
        if left:
            stack.append((kva, tuple(rest)))
            if right:
                stack.append((right, None))
            stack.append((left, None))
        else:
            if right:
                stack.append((right, None))
            yield kva, *rest
