"""Arguments and environment that a BSD process keeps in its own memory: ``struct ps_strings`` of sys/exec.h."""

from __future__ import annotations

import struct

from ..errors import SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..space import AddressSpace

    Strings = tuple[str, ...]

_MAX_COUNT = 1 << 16
_MAX_TEXT = 1 << 18  # ARG_MAX


def size(word: int) -> int:
    """Return the bytes of a ps_strings of a process whose pointers have ``word`` bytes."""
    return 32 if word == 8 else 16


def read(space: AddressSpace, where: int, order: str, word: int) -> tuple[Strings | None, Strings | None]:
    """Return (argv, env) of a process, given where its ps_strings lies; each None where it is not all there.

    ``order`` is the byte-order character of `struct`, ``word`` the bytes of the process's pointers. Raises
    `AddressError` where the ps_strings itself cannot be read.
    """
    letter = "Q" if word == 8 else "I"
    # char **ps_argvstr; int ps_nargvstr; char **ps_envstr; int ps_nenvstr;
    form = order + ("QI4xQI4x" if word == 8 else "4I")
    argv, argc, envp, envc = struct.unpack(form, space.read(where, size(word)))
    code = order + letter
    return _vector(space, argv, argc, code, word), _vector(space, envp, envc, code, word)


def _vector(space: AddressSpace, at: int, count: int, code: str, word: int) -> Strings | None:
    if not at or not 0 <= count <= _MAX_COUNT:
        return None
    data, fault = space.read_some(at, count * word)
    if fault is not None:
        return None
    left, found = _MAX_TEXT, []
    held, base, page = (
        b"",
        0,
        space.page_size,
    )  # strings lie close together: the rest of a page is read at once
    for (pointer,) in struct.iter_unpack(code, data):
        if not pointer or left <= 0:
            break
        inside = pointer - base
        if not 0 <= inside < len(held):
            held, _ = space.read_some(pointer, page - (pointer & (page - 1)))
            base, inside = pointer, 0
        end = held.find(b"\0", inside, inside + left)
        if end >= 0:
            text = held[inside:end]
        else:
            try:
                text = space.read_string(pointer, left)
            except SunkvmError:
                return None
        left -= len(text) + 1
        found.append(text.decode("utf-8", "surrogateescape"))
    return tuple(found)
