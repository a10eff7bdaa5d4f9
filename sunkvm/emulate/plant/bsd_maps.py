"""Address spaces of planted BSD processes: the entries of their maps, as the host has mapped them.

Facts: vm/vm_map.h, vm/vm_object.h of FreeBSD 12.1 and 15 and of DragonFly 5.9, uvm/uvm_map.h of NetBSD 10.99.12;
vm/vm_mmap.c and uvm/uvm_mmap.c of these: what the rights of a mapping may become.
"""

from __future__ import annotations

from dataclasses import dataclass

from .bsd_files import VREG, BsdFiles
from .parts import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..memory import Segment
    from ..world import WorldMapping, WorldProcess

_RIGHTS = {"r": 1, "w": 2, "x": 4}
_ALL = 7
INHERIT_SHARE, INHERIT_COPY = 0, 1
OBJT_VNODE, OBJT_DEVICE = 2, 3
RED = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry of a map: an address space from ``start`` to ``end``; ``planted`` where its pages are planted, too."""

    start: int
    end: int
    rights: int
    shared: bool
    path: bytes | None = None
    offset: int = 0
    stack: bool = False
    planted: bool = False

    @property
    def most(self) -> int:
        """What the rights may become, as mmap of these systems tells by what is mapped, and how.

        Memory of its own and private copies may have all rights. What is shared with a file is not written where the
        file was not opened for that: of this it is only known that it was, where it may be written now.
        """
        alone = not self.shared or self.path is None
        return _ALL if alone else self.rights | _RIGHTS["r"] | _RIGHTS["x"]

    @property
    def device(self) -> bool:
        """Whether it is mapped from a device, and not from a file."""
        return (
            self.path is not None
            and self.path.startswith(b"/dev/")
            and not self.path.startswith(b"/dev/shm/")
        )


def pieces(mappings: Sequence[WorldMapping] | None, top: int, stack: Segment | None) -> list[Piece] | None:
    """Return the entries of a map, ascending; None where the host's are not known, or are none of such a kernel.

    Addresses end at ``top``. A planted ``stack`` stands for the host's own one, and for what lies where it does.
    """
    if mappings is None or any(each.end > top for each in mappings if each.name != b"[stack]"):
        return None
    found = []
    for each in mappings:
        own = each.name == b"[stack]"
        if stack is not None and (own or (each.start < stack.end and each.end > stack.base)):
            continue
        if each.end > top:
            continue
        rights = sum(_RIGHTS.get(letter, 0) for letter in each.rights)
        found.append(Piece(each.start, each.end, rights, each.shared, each.path, each.offset or 0, own))
    if stack is not None:
        found.append(Piece(stack.base, stack.end, 3, False, stack=True, planted=True))
    return sorted(found, key=lambda piece: piece.start)


def tree(count: int) -> list[tuple[int | None, int | None, int | None, bool]]:
    """Return (left, right, parent, whether it is in the lowest row) of a balanced tree of so many, by their order."""
    found: list[tuple[int | None, int | None, int | None, bool]] = [(None, None, None, False)] * count
    lowest = count.bit_length() - 1
    below: list[tuple[int, int, int | None, int]] = [(0, count, None, 0)] if count else []
    while below:
        first, end, parent, depth = below.pop()
        middle = (first + end - 1) // 2
        left = (first + middle - 1) // 2 if first < middle else None
        right = (middle + end) // 2 if middle + 1 < end else None
        found[middle] = left, right, parent, depth == lowest
        if left is not None:
            below.append((first, middle, middle, depth + 1))
        if right is not None:
            below.append((middle + 1, end, middle, depth + 1))
    return found


def root_of(count: int) -> int:
    """Return which of so many is the root of their tree."""
    return (count - 1) // 2


class BsdMaps(BsdFiles):
    """The part of a planting that is about the address spaces of processes.

    Attributes:
        fixed: which entries have a place of their own in a live kernel, to which the vmspace leads: ``first``, ``last``,
            ``root``.
    """

    objects: Shared
    fixed: tuple[str, ...] = ()

    def fixed_places(self, table: int) -> dict[str, int]:
        """Return where the fixed entries lie, given the first one's address."""
        size = self.structs.size("vm_map_entry")
        return {name: table + number * size for number, name in enumerate(self.fixed)}

    def places_of(self, count: int, table: int) -> list[int]:
        """Return addresses for so many entries; with ``table`` some are those of the fixed ones.

        Raises ValueError where there are fewer entries than fixed ones.
        """
        size = self.structs.size("vm_map_entry")
        first = self.heap.allocate(count * size) if count else 0
        kvas = [first + number * size for number in range(count)]
        if table:
            at = {"first": 0, "last": count - 1, "root": root_of(count)}
            wanted = {at[name]: kva for name, kva in self.fixed_places(table).items()}
            if len(wanted) < len(self.fixed) or count < len(self.fixed):
                raise ValueError(f"{count} entries are too few")
            for number, kva in wanted.items():
                kvas[number] = kva
        return kvas

    def leads(self, table: int, count: int) -> dict[str, int]:
        """Return the members of a vmspace that lead to the fixed entries of a map with so many."""
        raise NotImplementedError

    def place_maps(self) -> None:
        self.objects = Shared(self.heap, self.structs.size("vm_object"))

    def object_of(self, piece: Piece) -> int:
        """Return the address of the object that a piece is mapped from; 0 for memory without one."""
        return 0 if piece.path is None else self.objects.place((piece.device, piece.path))

    def plant_objects(self) -> None:
        """Build the objects that were placed; their vnodes are placed with them."""
        for (device, path), kva in self.objects.used():
            values: dict[str, Any] = {
                "type": OBJT_DEVICE if device else OBJT_VNODE,
                "ref_count": self.objects.counts[device, path],
                "handle": 0 if device else self.vnode_of((VREG, path)),
            }
            self.fill(kva, "vm_object", values)

    def members_of(self, piece: Piece) -> dict[str, Any]:
        """Return the members of an entry that the systems have in common."""
        return {
            "protection": piece.rights,
            "max_protection": piece.most,
            "inheritance": INHERIT_SHARE if piece.shared else INHERIT_COPY,
        }

    def map_of(self, world: WorldProcess, top: int, bits: int, stack: Segment | None) -> list[Piece] | None:
        """Return the entries of a process's map; None where they are not known."""
        return pieces(world.mappings, top, stack) if world.bits == bits else None
