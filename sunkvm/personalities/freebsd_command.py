"""Command line and environment of FreeBSD processes (sys/proc.h ``struct pargs``, sys/exec.h ``struct ps_strings``)."""

from __future__ import annotations

from ..errors import SunkvmError
from . import ps_strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .bsd_reader import BsdReader
    from .freebsd import FreebsdPersonality

    Strings = tuple[str, ...]

_MAX_CACHED = 1 << 18  # kern.ps_arg_cache_limit is a page at most


def command(
    personality: FreebsdPersonality,
    args: int,
    vmspace: int,
    sysent: int,
    bits: int | None,
    system: int,
    zombie: bool,
) -> tuple[str, Strings | None, Strings | None, str | None]:
    """Return (the line as the kernel keeps it, argv, env, why argv is missing).

    The kernel keeps short argument lists with the process (p_args); all others, and the environment, are in the
    process's own memory only, which is not part of a minidump.
    """
    return vectors(
        cached_arguments(personality.reader, args),
        lambda: _own(personality, vmspace, sysent, bits),
        bool(system),
        zombie,
    )


def vectors(
    cached: Strings | None,
    own: Callable[[], tuple[Strings | None, Strings | None]],
    system: bool,
    zombie: bool,
) -> tuple[str, Strings | None, Strings | None, str | None]:
    """Return what `command` does, given what the kernel keeps and what reads (argv, env) of the process's memory."""
    line = " ".join(cached) if cached is not None else ""
    if system:
        return line, cached, None, None if cached is not None else "system process"
    if zombie:
        return line, cached, None, None if cached is not None else "zombie"
    try:
        argv, env = own()
    except SunkvmError as error:
        fault = getattr(error, "why", "")
        why = fault.removeprefix("was ") if fault.startswith("was not dumped") else "not dumped"
        return line, cached, None, None if cached is not None else why
    if cached is not None:
        argv = cached  # setproctitle(3) changes these; ps shows them first
    return line, argv, env, None if argv is not None else "not dumped"


def cached_arguments(reader: BsdReader, args: int | None) -> Strings | None:
    """Return the arguments in a ``struct pargs``, None where there are none."""
    if not args:
        return None
    (length,) = reader.some_members("pargs", args, "ar_length")
    if not length or not 0 < length <= _MAX_CACHED:
        return None
    data, fault = reader.read_some(args + reader.offset("pargs", "ar_args"), length)
    if fault is not None:
        return None
    return tuple(part.decode("utf-8", "surrogateescape") for part in data.removesuffix(b"\0").split(b"\0"))


def _own(
    personality: FreebsdPersonality, vmspace: int, sysent: int, bits: int | None
) -> tuple[Strings | None, Strings | None]:
    """Read both vectors from the process's memory, through its ps_strings at the top of the stack."""
    reader, image = personality.reader, personality.image
    where, size = reader.members("sysentvec", sysent, "sv_psstrings", "sv_psstringssz")
    (top,) = reader.members("vmspace", vmspace, "vm_stacktop")
    if top and size:  # the stack's place is random since 14
        where = top - size
    if not where or not vmspace:
        return None, None
    space = image.address_space(vmspace)
    return ps_strings.read(space, where, image.model.order, (bits or image.model.bits) // 8)
