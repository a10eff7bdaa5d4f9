"""File descriptors that stay open: never one of the first three, which a program may have closed and open again."""

from __future__ import annotations

import os


def above_stdio(handle: int) -> int:
    """Return a descriptor of the same file that is 3 or more; the one given is closed if it is another.

    Raises OSError where there are no more descriptors; the one given is closed then, too.
    """
    if handle > 2:
        return handle
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    try:
        return fcntl(handle, F_DUPFD_CLOEXEC, 3)
    finally:
        os.close(handle)
