"""Memory of NetBSD processes as the kernel keeps it: an entry of the map, its amap, an anon and a vm_page for each page.

Facts: uvm/uvm_map.h, uvm_amap.h, uvm_anon.h, uvm_page.h of NetBSD 10.99.12.
"""

from __future__ import annotations

import struct

from .bsd_files import LooseFiles
from .bsd_maps import BsdMaps, Piece
from .netbsd_files import NetbsdFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..memory import Arena, Segment
    from .bsd import Structs
    from .parts import Nucleus

VREG, VCHR = 1, 4
_ET_OBJ, _ET_COPYONWRITE, _ET_NEEDSCOPY = 1, 4, 8
_INHERIT_SHARE = 0
_READ_WRITE, _ALL = 3, 7
_INHERIT_COPY = 1
_PG_ANON = 0x800


class NetbsdSpaces(NetbsdFiles, BsdMaps):
    """The part of a planting that is about address spaces: lists of entries, whose objects are files' vnodes."""

    nucleus: Nucleus

    fixed = ("first", "last")

    def leads(self, table: int, count: int) -> dict[str, int]:
        places = self.fixed_places(table)
        return {
            "vm_map.header.next": places["first"],
            "vm_map.header.prev": places["last"],
            "vm_map.nentries": count,
        }

    def plant_map(
        self, vmspace: int, found: Sequence[Piece], table: int = 0, stack: int = 0
    ) -> dict[str, Any]:
        """Plant the entries of a process's map; return the members of its vmspace that lead to them.

        ``stack`` is the address of the entry of a planted stack.
        """
        structs = self.structs
        header = vmspace + structs.offset("vmspace", "vm_map.header")
        kvas = [
            stack if piece.planted else kva
            for kva, piece in zip(self.places_of(len(found), table), found, strict=True)
        ]
        ring = [header, *kvas, header]
        for number, (kva, piece) in enumerate(zip(kvas, found, strict=True)):
            links = {"prev": ring[number], "next": ring[number + 2]}
            if piece.planted:
                structs.patch(self.heap, kva, "vm_map_entry", links)
                continue
            etype = _ET_COPYONWRITE | _ET_NEEDSCOPY if not piece.shared else 0
            values = {
                **links,
                "start": piece.start,
                "end": piece.end,
                "offset": piece.offset,
                "protection": piece.rights,
                "max_protection": piece.most,
                "inheritance": _INHERIT_SHARE if piece.shared else _INHERIT_COPY,
            }
            if piece.path is not None:
                etype |= _ET_OBJ
                values["object.uvm_obj"] = self.object_of(piece)
            self.heap.put(kva, structs.build("vm_map_entry", {**values, "etype": etype}))
        return {
            "vm_map.header.next": ring[1],
            "vm_map.header.prev": ring[-2],
            "vm_map.nentries": len(kvas),
        }

    def object_of(self, piece: Piece) -> int:
        """Return the address of the object that a piece is mapped from: a vnode begins with its own."""
        assert piece.path is not None
        vnode = self.vnode_of((VREG, piece.path))
        self.mapped.add(vnode)
        return vnode

    def plant_objects(self) -> None:
        """Vnodes are objects themselves: nothing is left to plant."""

    def object_operations(self) -> int:
        known = self.nucleus.symbols.get("uvm_vnodeops")
        if known is not None:
            return int(known)
        return self.nucleus.reserve("uvm_vnodeops", self.structs.layout("vnode").model.word * 4)


class NetbsdLooseMaps(LooseFiles, NetbsdSpaces):
    """Maps in memory of their own.

    Attributes:
        operations: the address of the table of operations.
    """

    operations = 0

    def place_files(self) -> None:
        NetbsdFiles.place_files(self)

    def object_operations(self) -> int:
        return self.operations


def plant_stack(
    heap: Arena, structs: Structs, segment: Segment, first_pa: int, header: int, page_size: int
) -> int:
    """Plant what leads from a map with this one entry to a segment's pages, side by side from ``first_pa``.

    ``header`` is the address of the map's header. Return the address of the entry.
    """
    model = structs.layout("vm_map_entry").model
    count = len(segment.data) // page_size
    size = {name: -(-structs.size(name) // 8) * 8 for name in ("vm_anon", "vm_page")}
    anons, pages = (heap.allocate(count * size[name]) for name in ("vm_anon", "vm_page"))
    for number in range(count):
        anon, page = anons + number * size["vm_anon"], pages + number * size["vm_page"]
        heap.put(anon, structs.build("vm_anon", {"an_ref": 1, "an_page": page}))
        values = {"flags": _PG_ANON, "phys_addr": first_pa + number * page_size, "uanon": anon}
        heap.put(page, structs.build("vm_page", values))
    slots, back, table = (heap.allocate(count * each) for each in (4, 4, model.word))
    ints = struct.pack(f"{model.order}{count}i", *range(count))
    heap.put(slots, ints)
    heap.put(back, ints)
    heap.put(table, model.word_struct(count).pack(*(anons + at * size["vm_anon"] for at in range(count))))
    amap = heap.allocate(structs.size("vm_amap"))
    heap.put(
        amap,
        structs.build(
            "vm_amap",
            {
                "am_ref": 1,
                "am_maxslot": count,
                "am_nslot": count,
                "am_nused": count,
                "am_slots": slots,
                "am_bckptr": back,
                "am_anon": table,
            },
        ),
    )
    entry = heap.allocate(structs.size("vm_map_entry"))
    heap.put(
        entry,
        structs.build(
            "vm_map_entry",
            {
                "prev": header,
                "next": header,
                "start": segment.base,
                "end": segment.end,
                "etype": _ET_COPYONWRITE,
                "protection": _READ_WRITE,
                "max_protection": _ALL,
                "inheritance": _INHERIT_COPY,
                "aref.ar_amap": amap,
            },
        ),
    )
    return entry
