"""Memory of NetBSD processes as the kernel keeps it: an entry of the map, its amap, an anon and a vm_page for each page.

Facts: uvm/uvm_map.h, uvm_amap.h, uvm_anon.h, uvm_page.h of NetBSD 10.99.12.
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..memory import Arena, Segment
    from .bsd import Structs

_ET_COPYONWRITE = 4
_READ_WRITE, _ALL = 3, 7
_INHERIT_COPY = 1
_PG_ANON = 0x800


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
