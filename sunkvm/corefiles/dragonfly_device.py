"""DragonFly dump devices: a dump between two kernel dump headers, as FreeBSD writes them, with a magic of its own.

Facts: sys/sys/kerneldump.h, sys/kern/kern_shutdown.c and sbin/savecore/savecore.c of DragonFly 5.9.
"""

from __future__ import annotations

from . import dragonfly_minidump, elf_full, freebsd_minidump
from .freebsd_device import claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..corefile import Match
    from ..source import ByteSource


def probe(source: ByteSource) -> Match | str:
    """Claim devices that end in the kernel dump header of a DragonFly kernel."""
    return claim(source, "dragonfly", (dragonfly_minidump, freebsd_minidump, elf_full))
