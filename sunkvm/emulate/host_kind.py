"""What a file is, without asking a file server: one that does not answer would stop whoever looks at open files.

Facts: statx(2); struct statx of include/uapi/linux/stat.h.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_AT_FDCWD = -100
_DONT_SYNC, _NO_AUTOMOUNT = 0x4000, 0x800
_TYPE = 1  # of what may be asked, what is never out of date
_SIZE = 256  # of struct statx
_MODE = struct.Struct("=H")
_DEVICE = struct.Struct("=2I")
_MODE_AT, _DEVICE_AT = 28, 128
_KINDS = {
    stat.S_IFREG: "regular",
    stat.S_IFDIR: "directory",
    stat.S_IFCHR: "character device",
    stat.S_IFBLK: "block device",
    stat.S_IFIFO: "fifo",
    stat.S_IFLNK: "link",
    stat.S_IFSOCK: "socket",
}
_GONE = (errno.ENOENT, errno.ESRCH, errno.ENOTDIR)


@lru_cache(maxsize=1)
def _statx() -> Callable[..., int] | None:
    """Return the call of the C library; None where it has none."""
    try:
        import ctypes

        call: Callable[..., int] = ctypes.CDLL(None, use_errno=True).statx
    except (ImportError, OSError, AttributeError):
        return None
    return call


def kind_of(
    name: str | bytes | os.PathLike[str], directory: int | None = None
) -> tuple[str, tuple[int, int] | None] | None:
    """Return (kind, device numbers) of a file, which are a `WorldFile`'s ``kind`` and ``device``; links are followed.

    The kind is ``other`` where the system does not tell it; the result None where there is no such file.
    """
    call = _statx()
    if call is None:
        return "other", None
    import ctypes

    found = ctypes.create_string_buffer(_SIZE)
    at = _AT_FDCWD if directory is None else directory
    if call(at, os.fsencode(name), _DONT_SYNC | _NO_AUTOMOUNT, _TYPE, found):
        return None if ctypes.get_errno() in _GONE else ("other", None)
    (mode,) = _MODE.unpack_from(found, _MODE_AT)
    kind = _KINDS.get(stat.S_IFMT(mode), "other")
    if kind in ("character device", "block device"):
        major, minor = _DEVICE.unpack_from(found, _DEVICE_AT)
        return kind, (major, minor)
    return kind, None
