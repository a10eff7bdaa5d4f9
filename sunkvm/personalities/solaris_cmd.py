"""Command lines of Solaris processes from their own stacks, as ``kvm_getcmd`` finds them (illumos kvm_getcmd.c).

The stack, from low to high: argc, argv, 0, envp, 0, aux vector, strings, zeros, p_usrstack (illumos os/exec.c).
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Slots = list[bytes | None]
    Read = Callable[[int, int], bytes | None]

MODEL_ILP32 = 0x100000
MODEL_LP64 = 0x200000
SSYS = 1
_LIMIT = 64 << 20  # a stack image above this is damage: NCARGS is 2 MiB


class Command:
    """Where a process's vectors lie.

    Attributes:
        order: byte-order character of `struct`.
        word: bytes of the process's own pointers.
        argc, argv, envp: u_argc, u_argv and u_envp.
        top: p_usrstack.
        foreign: the process is ILP32 under an LP64 kernel; ``aux``: it then has an aux vector (u_auxv[0].a_type).
    """

    __slots__ = ("argc", "argv", "aux", "envp", "foreign", "order", "top", "word")

    def __init__(
        self,
        order: str,
        word: int,
        argc: int,
        argv: int,
        envp: int,
        top: int,
        foreign: bool = False,
        aux: bool = False,
    ) -> None:
        self.order = order
        self.word = word
        self.argc = argc
        self.argv = argv
        self.envp = envp
        self.top = top
        self.foreign = foreign
        self.aux = aux


def slots(
    where: Command, read: Read, want_arg: bool, want_env: bool
) -> tuple[Slots | None, Slots | None] | None:
    """Return (argument slots, environment slots), or None where the original fails.

    Slots are the entries of the vectors without the closing NULL; None is an entry that the process set to NULL, which
    ends the vector for callers that stop there. ``read(address, count)`` gives all bytes or None. A vector that was not
    asked for comes as None.
    """
    if not where.argv or not where.envp:
        return None
    if not want_arg and not want_env:
        return None, None
    argc, word = where.argc, where.word
    if argc < 0:
        return None
    start = where.envp if not want_arg and not where.foreign else where.argv
    size = where.top - start
    if size <= 0 or size > _LIMIT:
        return None
    stack = read(start, size)
    if stack is None:
        return None
    if where.foreign:
        low = _pool(where, stack)
        if low is None:
            return None
    else:
        low = 0
    arg: Slots | None = None
    env: Slots | None = None
    unpack = struct.Struct(where.order + ("Q" if word == 8 else "I")).unpack_from

    def string(pointer: int, base: int, image: bytes, low: int) -> bytes | None:
        at = pointer - base
        if not low <= at < len(image):
            return None
        end = image.find(b"\0", at)
        return image[at : end if end >= 0 else len(image)]

    if want_arg:
        if argc * word > len(stack):
            return None
        arg = []
        for number in range(argc):
            pointer = unpack(stack, number * word)[0]
            arg.append(None if not pointer else string(pointer, where.argv, stack, low) or b"")
    if want_env:
        base, image = start, stack
        if not start <= where.envp <= where.top:
            # The process moved its environment out of the stack above argv: the original would read beside it.
            return None
        # "The next string" starts from the last argument, as the kernel built the string pool.
        cursor: int | None = None
        last = where.argv + (argc - 1) * word
        if last >= base:
            cursor = unpack(image, last - base)[0] if last - base + word <= len(image) else None
        else:
            raw = read(last, word)
            cursor = None if raw is None else unpack(raw)[0]
        if cursor is not None and not low <= cursor - base < len(image):
            cursor = None
        env = []
        at = where.envp - base
        while at + word <= len(image):
            pointer = unpack(image, at)[0]
            if not pointer:
                break
            text = string(pointer, base, image, low)
            if text is not None:
                cursor = pointer
            elif cursor is None:
                text = b""
            else:
                here = cursor - base
                end = image.find(b"\0", here)
                follow = end + 1 if end >= 0 else len(image)
                if follow < len(image):
                    cursor = base + follow
                    text = string(cursor, base, image, low)
                else:
                    cursor, text = None, b""
            env.append(text)
            at += word
    return arg, env


def _pool(where: Command, stack: bytes) -> int | None:
    """Return where the strings of an ILP32 stack image begin, or None where its vectors run off the end."""
    unpack = struct.Struct(where.order + "I").unpack_from
    words = len(stack) // 4
    at = 1 + where.argc
    while at < words and unpack(stack, at * 4)[0]:
        at += 1
    if at >= words:
        return None
    at += 1
    if where.aux:
        while at + 1 < words and unpack(stack, at * 4)[0]:
            at += 2
        if at + 1 >= words:
            return None
        at += 2
    return at * 4
