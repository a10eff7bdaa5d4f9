"""Command line and environment of FreeBSD processes (sys/proc.h ``struct pargs``, sys/exec.h ``struct ps_strings``)."""

from __future__ import annotations

import struct

from ..errors import SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..space import AddressSpace
    from .freebsd import FreebsdPersonality

    Strings = tuple[str, ...]

_MAX_CACHED = 1 << 18  # kern.ps_arg_cache_limit is a page at most
_MAX_COUNT = 1 << 16
_MAX_TEXT = 1 << 18  # ARG_MAX


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
    cached = _cached(personality, args)
    line = " ".join(cached) if cached is not None else ""
    if system:
        return line, cached, None, None if cached is not None else "system process"
    if zombie:
        return line, cached, None, None if cached is not None else "zombie"
    try:
        argv, env = _own(personality, vmspace, sysent, bits)
    except SunkvmError as error:
        fault = getattr(error, "why", "")
        why = fault.removeprefix("was ") if fault.startswith("was not dumped") else "not dumped"
        return line, cached, None, None if cached is not None else why
    if cached is not None:
        argv = cached  # setproctitle(3) changes these; ps shows them first
    return line, argv, env, None if argv is not None else "not dumped"


def _cached(personality: FreebsdPersonality, args: int) -> Strings | None:
    if not args:
        return None
    reader = personality.reader
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
    word = (bits or image.model.bits) // 8
    letter = "Q" if word == 8 else "I"
    # char **ps_argvstr; u_int ps_nargvstr; char **ps_envstr; u_int ps_nenvstr;
    layout = struct.Struct(image.model.order + (f"{letter}I4x{letter}I4x" if word == 8 else "4I"))
    argv, argc, envp, envc = layout.unpack(space.read(where, layout.size))
    return _vector(space, argv, argc, image.model.order + letter, word), _vector(
        space, envp, envc, image.model.order + letter, word
    )


def _vector(space: AddressSpace, at: int, count: int, code: str, word: int) -> Strings | None:
    if not at or not 0 <= count <= _MAX_COUNT:
        return None
    data, fault = space.read_some(at, count * word)
    if fault is not None:
        return None
    left, found = _MAX_TEXT, []
    for (pointer,) in struct.iter_unpack(code, data):
        if not pointer or left <= 0:
            break
        try:
            text = space.read_string(pointer, left)
        except SunkvmError:
            return None
        left -= len(text) + 1
        found.append(text.decode("utf-8", "surrogateescape"))
    return tuple(found)
