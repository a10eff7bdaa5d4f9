"""DragonFly minidumps of version 2: FreeBSD's form, with a page-table area that covers the whole address space.

Version 1 has FreeBSD's magic, header and form; it is read as `freebsd_minidump`, and the kernel's symbols tell whose it is.

Facts: sys/platform/pc64/x86_64/minidump_machdep.c and lib/libkvm/kvm_minidump_x86_64.c of DragonFly 5.9.
"""

from __future__ import annotations

from ..datamodel import AMD64
from ..schema.formats import dragonfly_dump as dump
from .freebsd_machines import TABLE, Machine, Region, direct_map
from .freebsd_minidump import Minidump, claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..corefile import Match
    from ..mmu import PagingForm
    from ..source import ByteSource

    Header = dict[str, Any]


class _X86_64(Machine):
    name = "x86-64"
    models = (AMD64,)
    headers = ((2, dump.x86_64_v2),)

    def form(self, header: Header) -> str:
        return "amd64"

    def entries(self, header: Header) -> tuple[PagingForm | str, int]:
        return "amd64", 1

    def first_entry(self, header: Header) -> int:
        # One entry a GiB of all 48 bits, however high the kernel begins.
        kernbase: int = header["kernbase"]
        return kernbase >> 30 & 0x3FFFF

    def regions(self, header: Header, table: int) -> list[Region]:
        base = header["kernbase"]
        return [Region(base, min(base + table, 1 << 64), TABLE), direct_map(header)]


_MACHINES: dict[bytes, Machine] = {b"x86-64": _X86_64()}


class DragonflyMinidump(Minidump):
    """A minidump of version 2; see `Minidump`."""

    format = "dragonfly_minidump"
    personality = "dragonfly"


def probe(source: ByteSource) -> Match | str:
    """Claim files that begin with the header of a DragonFly minidump of version 2."""
    return claim(source, dump.MAGIC, _MACHINES, DragonflyMinidump)
