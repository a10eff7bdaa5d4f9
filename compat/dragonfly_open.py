"""How DragonFly's kvm_open goes about its files: what it checks, in which order, with its messages.

Facts: lib/libkvm/kvm.c, kvm_x86_64.c and kvm_minidump_x86_64.c of DragonFly 5.9.
"""

from __future__ import annotations

import errno
import os
import stat
import struct

from ..errors import NamelistError, OpenError, SunkvmError, UnknownFormatError
from ..names import is_live
from ..source import open_source
from .bsd import OpenFailed
from .bsd_nlist import AoutSymbols
from .bsd_open import without_namelist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..source import ByteSource

    Path = str | os.PathLike[str]

BOOTFILE = "/boot/kernel/kernel"
MEM = "/dev/mem"
NOTHING, LIVE, DEAD = range(3)
_MAXPATHLEN = 1024
_MAGIC = b"minidump"
_V1, _V2 = b"minidump FreeBSD/amd64", b"minidump DFlyBSD/x86-64"
_PAGE = 4096


def check_arguments(execfile: Path | None, corefile: Path | None, flags: int) -> tuple[str, str, int]:
    """Return the two paths and what kind of kernel they name, after the checks in their order. Raises `OpenFailed`."""
    path = BOOTFILE if execfile is None else os.fspath(execfile)
    core = MEM if corefile is None else os.fspath(corefile)
    if len(os.fsencode(path)) >= _MAXPATHLEN:
        raise OpenFailed("exec file name too long")
    if flags & ~os.O_RDWR:
        raise OpenFailed("bad flags arg")
    if is_live(core):
        return path, core, LIVE
    status = _opened(core, flags)
    if stat.S_ISCHR(status.st_mode):
        return path, core, NOTHING if core == os.devnull else LIVE
    _opened(path, os.O_RDONLY)
    if _is_vkernel(core):
        raise OpenFailed(f"{core}: {os.strerror(errno.EOPNOTSUPP)}")
    if stat.S_ISREG(status.st_mode) and status.st_size <= 0:
        raise OpenFailed(f"empty file: {os.strerror(errno.EINVAL)}")
    return path, core, DEAD


def _is_vkernel(core: str) -> bool:
    """Tell whether a path begins as that of the memory of a process: ``/proc/123/mem``."""
    parts = core.split("/")
    return (
        parts[:2] == ["", "proc"] and len(parts) > 3 and parts[2].isdecimal() and parts[3].startswith("mem")
    )


def _opened(path: str, flags: int) -> os.stat_result:
    try:
        handle = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            return os.fstat(handle)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None) or errno.EINVAL
        raise OpenFailed(f"{path}: {os.strerror(number)}") from error


def read_symbols(path: str) -> AoutSymbols | None:
    """Return a namelist's symbols, None where it is none: then `kvm_nlist` gives -1."""
    try:
        with open_source(path) as source:
            return AoutSymbols(source)
    except OpenError:
        return None


def open_image(path: str, core: str, symbols: AoutSymbols | None, limited: bool) -> Image:
    """Return the image of a crash dump; ``limited``: only of what the original reads. Raises `OpenFailed`.

    The namelist of a minidump is not looked at: one that is none is no error here. A file of no known kind is taken for
    physical memory from address 0.
    """
    from .. import engine

    if limited:
        _check_core(core)
    try:
        try:
            image = engine.open(path, core)
        except UnknownFormatError:
            image = engine.open(path, core, format="raw", model="amd64")
        except NamelistError:
            if not _is_minidump(core):
                raise
            image = without_namelist(core)
            image.corefile.personality = "dragonfly"
    except NamelistError as error:
        raise OpenFailed(_missing(symbols)) from error
    except SunkvmError as error:
        _check_core(core)  # has the original's words for most of what can be wrong
        raise OpenFailed(str(getattr(error, "reason", error))) from error
    if image.corefile.personality != "dragonfly" or (limited and image.model.name != "amd64"):
        image.close()
        raise OpenFailed("not a minidump for this platform" if _is_minidump(core) else "cannot read dumppcb")
    return image


def _missing(symbols: AoutSymbols | None) -> str:
    """Return what the original says of a full dump whose page tables the symbols do not lead to."""
    for name in ("kernbase", "dumppcb"):
        if symbols is None or symbols.lookup([f"_{name}"]) == [None]:
            return f"bad namelist - no {name}"
    return "cannot read dumppcb"


def _is_minidump(core: str) -> bool:
    with open_source(core) as source:
        return source.read(0, len(_MAGIC)) == _MAGIC


def _check_core(core: str) -> None:
    """Look at a minidump as the original does before it reads it. Raises `OpenFailed` with its message."""
    try:
        with open_source(core) as source:
            if source.read(0, len(_MAGIC)) == _MAGIC:
                _check_minidump(source)
    except OpenError as error:
        known = error.errno in (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ELOOP)
        raise OpenFailed(f"{error.path}: {os.strerror(error.errno) if known else error.reason}") from error


def _check_minidump(source: ByteSource) -> None:
    head = source.read(0, 80)
    if len(head) < 80:
        raise OpenFailed("cannot read dump header")
    magic, version = head[:24].split(b"\0", 1)[0], struct.unpack_from("<I", head, 24)[0]
    if (magic, version) == (_V1, 1):
        messages, bitmap, table = struct.unpack_from("<3I", head, 28)
    elif (magic, version) == (_V2, 2):
        messages, bitmap, table = struct.unpack_from("<3Q", head, 32)
    else:
        raise OpenFailed("not a minidump for this platform")
    if source.buffer is None:
        return
    at = _PAGE + _rounded(messages)
    if at + bitmap > source.size:
        raise OpenFailed(f"cannot read {bitmap} bytes for page bitmap")
    at += _rounded(bitmap)
    if at + table > source.size:
        raise OpenFailed(f"cannot read {table} bytes for ptemap")


def _rounded(count: int) -> int:
    return -(-count // _PAGE) * _PAGE
