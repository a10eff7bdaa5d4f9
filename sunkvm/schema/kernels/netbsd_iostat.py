"""Disks in NetBSD kernels (sys/iostat.h, the same from 9 to 10.99.12)."""

from __future__ import annotations

from ..base import char, cstruct, nested, ptr, s32, s64, schema, u64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout


@schema
def timeval(model: DataModel) -> Layout:
    """``struct timeval``: 64 bits of seconds and 32 of microseconds; 16 bytes, 12 on i386 and m68k."""
    return cstruct(model, "timeval", s64("tv_sec", "time_t"), s32("tv_usec", "suseconds_t"))


@schema
def io_stats(model: DataModel) -> Layout:
    """``struct io_stats``: 224 bytes LP64, 176 on i386."""
    stamps = (
        "attachtime",
        "timestamp",
        "busystamp",
        "waitstamp",
        "busysum",
        "waitsum",
        "busytime",
        "waittime",
    )
    return cstruct(
        model,
        "io_stats",
        char("io_name", 16),
        ptr("io_parent"),
        *(s32(f"io_{name}") for name in ("type", "busy", "wait")),
        *(u64(f"io_{name}") for name in ("rxfer", "wxfer", "seek", "rbytes", "wbytes")),
        *(nested(f"io_{name}", timeval) for name in stamps),
        ptr("io_link.tqe_next", "struct io_stats"),
        ptr("io_link.tqe_prev", "struct io_stats *"),
    )
