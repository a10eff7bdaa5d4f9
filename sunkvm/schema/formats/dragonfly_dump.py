"""Headers of DragonFly crash dumps that differ from FreeBSD's (sys/cpu/x86_64/include/minidump.h, sys/sys/kerneldump.h).

Minidumps of version 1 carry FreeBSD's magic and header, and the header on the dump device has the members of FreeBSD's
version 1: both stand in `freebsd_dump`.
"""

from __future__ import annotations

from ..base import char, cstruct, schema, u32, u64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

MAGIC = b"minidump DFlyBSD/"

KERNEL_DUMP_MAGIC = b"DragonFly Kern Dump\0"
TEXT_DUMP_MAGIC = b"DragonFly Text Dump\0"


@schema
def x86_64_v2(model: DataModel) -> Layout:
    """``struct minidumphdr2`` of x86_64: the sizes have 64 bits."""
    return cstruct(
        model,
        "minidumphdr2",
        char("magic", 24),
        u32("version"),
        u32("unused01"),
        *(u64(name) for name in ("msgbufsize", "bitmapsize", "ptesize", "kernbase", "dmapbase", "dmapend")),
    )
