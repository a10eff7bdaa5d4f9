"""Command line and environment of DragonFly processes (sys/proc.h ``struct pargs``, sys/exec.h ``struct ps_strings``)."""

from __future__ import annotations

from . import ps_strings
from .freebsd_command import cached_arguments, vectors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .dragonfly import DragonflyPersonality

    Strings = tuple[str, ...]

_USRSTACK = (
    0x7FFF_FFE0_0000  # sys/platform/pc64/include/vmparam.h: the last 2 MiB below 2^47 are never mapped
)


def command(
    personality: DragonflyPersonality, args: int, vmspace: int, system: bool, zombie: bool
) -> tuple[str, Strings | None, Strings | None, str | None]:
    """Return (the line as the kernel keeps it, argv, env, why argv is missing); see `freebsd_command.command`."""
    return vectors(
        cached_arguments(personality.reader, args), lambda: _own(personality, vmspace), system, zombie
    )


def _own(personality: DragonflyPersonality, vmspace: int) -> tuple[Strings | None, Strings | None]:
    """Read both vectors from the process's memory, through the ps_strings at the end of its address space."""
    if not vmspace:
        return None, None
    (end,) = personality.reader.members("vmspace", vmspace, "vm_map.max_addr")
    if not 0 < (end or 0) <= 1 << 47:
        end = _USRSTACK
    space = personality.image.address_space(vmspace)
    return ps_strings.read(space, end - ps_strings.size(8), personality.image.model.order, 8)
