"""User stacks as the exec of a Solaris kernel builds them (illumos uts/common/os/exec.c)."""

from __future__ import annotations

import struct

from ...schema.kernels.solaris import AT_SUNKVM_NOENV
from ..memory import Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

AT_NULL = 0
AT_PAGESZ = 6
AT_SUN_EXECNAME = 2014


class Stack:
    """Where a process's arguments are: ``argc``, and the addresses of both vectors and of the stack's end.

    ``segments`` are its pages as far as they are known; ``auxv`` is the auxiliary vector that is on it.
    """

    __slots__ = ("argc", "argv", "auxv", "base", "envp", "segments", "top")

    def __init__(
        self,
        argc: int,
        argv: int,
        envp: int,
        top: int,
        segments: list[Segment],
        auxv: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.argc = argc
        self.argv = argv
        self.envp = envp
        self.top = top
        self.segments = segments
        self.auxv = auxv
        self.base = segments[0].base if segments else 0


def build_stack(
    order: str,
    bits: int,
    page_size: int,
    top: int,
    argv: Sequence[bytes],
    env: Sequence[bytes] | None,
    program: bytes | None = None,
) -> Stack:
    """Lay out argc, argv, envp, auxv and the strings below ``top``, which is page-aligned.

    Where the environment is not known (``env`` is None) its vector is empty, and AT_SUNKVM_NOENV in the auxiliary vector
    tells that from a process that has none: the whole stack must be there for anybody to find argv in it.
    """
    word = bits // 8
    code = "Q" if bits == 64 else "I"
    auxv = [(AT_PAGESZ, page_size)]
    if env is None:
        auxv.append((AT_SUNKVM_NOENV, 1))
        env = ()
    vectors = (len(argv) + len(env) + 3) * word
    auxiliary = (len(auxv) + 1 + (program is not None)) * 2 * word
    pool = b"".join([string + b"\0" for string in (*argv, *env, *([program] if program is not None else []))])
    used = vectors + auxiliary + len(pool) + word  # the last word stays zero
    start = (top - used) & -(2 * word)
    if start < page_size:
        raise ValueError(f"arguments of {used} bytes do not fit below {top:#x}")
    place = start + vectors + auxiliary
    pointers = []
    for string in (*argv, *env):
        pointers.append(place)
        place += len(string) + 1
    if program is not None:
        auxv.insert(0, (AT_SUN_EXECNAME, place))
    words = [len(argv), *pointers[: len(argv)], 0, *pointers[len(argv) :], 0]
    for pair in (*auxv, (AT_NULL, 0)):
        words += pair
    base = start & -page_size
    data = bytearray(top - base)
    struct.pack_into(f"{order}{len(words)}{code}", data, start - base, *words)
    at = start - base + vectors + auxiliary
    data[at : at + len(pool)] = pool
    segments = [Segment(base, data)]
    return Stack(len(argv), start + word, start + word * (len(argv) + 2), top, segments, auxv)
