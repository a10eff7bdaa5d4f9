"""The Python side of the C flavours: answers the calls of ``shim/core/engine.h``.

A message is flat: integers of 64 bits in the byte order of the host, strings that end in NUL. The same server stands
behind `_engine.so` inside a program and behind `sunkvm._helper` in a process of its own. What a flavour alone knows is
in a module of its own, ``_shim_<flavour>``.
"""

from __future__ import annotations

import errno
import itertools
import os
import struct
from _thread import RLock  # what threading has, whose import takes longer than the rest of this module

from .corefile import KVA, LEAF_PAGES, PHYS, SLOW
from .errors import FileError, SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping
    from typing import Any

    from .corefile import Corefile, Space

    Answer = tuple[int, Any]  # value and bytes of the reply
    Call = Callable[[Any, bytes], Answer]

ABI = 6
MAX_READ = 1 << 26
TRANSCODE, TRUSTED, RESOLVER, DEAD_ARGS = 1, 2, 4, 8
"""What a C caller may ask for as it opens an image: enum sunkvm_option."""

# Flavour -> module and class that open its images.
_FLAVOURS = {
    "sunos4": ("_shim_solaris", "Sunos4"),
    "solaris": ("_shim_solaris", "Solaris"),
    "freebsd": ("_shim_bsd", "FreeBSD"),
    "freebsd-nlist": ("_shim_bsd", "FreeBSDFile"),
    "netbsd": ("_shim_netbsd", "NetBSD"),
    "netbsd-nlist": ("_shim_netbsd", "NetBSDFile"),
    "dragonfly": ("_shim_dragonfly", "DragonFly"),
    "dragonfly-nlist": ("_shim_dragonfly", "DragonFlyFile"),
}

_PLAIN = 1 << 62
_UNREADABLE = SLOW - 1  # the key of a page that the system does not let us find
_two = struct.Struct("=2Q").unpack_from
_three = struct.Struct("=3Q").unpack_from
_places = struct.Struct("=5Q")
_shared = struct.Struct("=7Q")
_u64 = struct.Struct("=Q")
_KERNEL = 1


class OpenRefused(Exception):
    """An image is not opened; ``str()`` is the message for the caller, ``errno`` what goes with it."""

    def __init__(self, message: str, errno: int) -> None:
        super().__init__(message)
        self.errno = errno


class OpenRequest:
    """What a C caller opens.

    Attributes:
        bits: the width of the caller.
        flag: as it was given.
        options: `TRANSCODE`, `TRUSTED`, `RESOLVER`, `DEAD_ARGS`.
        flavour: the name of the caller's library.
        directory: the caller's current directory, None where it has none.
        namelist, corefile, swapfile: paths as they were given, None for NULL.
        environment: what the caller's environment has for us at this moment, by name.
    """

    def __init__(self, request: bytes) -> None:
        self.bits, self.flag, self.options = struct.unpack_from("=Qi4xQ", request)
        pieces = request[24:].split(b"\0")
        self.flavour, self.directory, self.namelist, self.corefile, self.swapfile = (
            os.fsdecode(piece[1:]) if piece[:1] == b"+" else None for piece in pieces[:5]
        )
        pairs = (os.fsdecode(piece[1:]).partition("=") for piece in pieces[5:] if piece[:1] == b"+")
        self.environment = {name: value for name, _, value in pairs}


class Opened:
    """One image, opened for a C caller: what all flavours have in common.

    ``corefile`` is None where a descriptor has no memory. ``CALLS`` are the calls by the numbers of enum sunkvm_op.
    """

    corefile: Corefile | None = None

    def description(self) -> bytes:
        """Return the reply to SK_OPEN: `place`, then what the flavour's first stage must know."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the image."""
        raise NotImplementedError

    def place(self) -> bytes:
        """Return what the reader in C needs: page size, whether it may keep anything, the file of plain offsets."""
        core = self.corefile
        if core is None:
            return _places.pack(12, True, 0, 0, 0) + b"\0"
        identity = None if core.live else _file_behind(core)
        numbers = _places.pack(core.page_shift, core.live, *(identity or (0, 0, 0)))
        return numbers + os.fsencode(core.path if identity else "") + b"\0"

    def leaf(self, request: bytes) -> Answer:
        space, index = _two(request)
        core = self.corefile
        if core is None:
            return -errno.EFAULT, b""
        key = self.space_of(space)
        try:
            leaf = core.leaf(key, index)
        except FileError:
            leaf = _readable_pages(core, key, index)
        return int(core.live and not core.leaf_stays(key, index)), leaf

    def space_of(self, number: int) -> Space:
        """Return the space of a number: SK_PHYSICAL, SK_KERNEL, or its own."""
        if number == _KERNEL and self.corefile is not None and KVA in self.corefile.serves:
            return KVA
        return number or PHYS

    def share(self, request: bytes) -> Answer:
        share = None if self.corefile is None else self.corefile.share()
        if share is None:
            return 0, b""
        space = share.space if isinstance(share.space, int) else _KERNEL
        return 1, _shared.pack(*share.identity, space, *share.roots, share.sequence) + os.fsencode(
            share.path
        ) + b"\0"

    def renew(self, request: bytes) -> Answer:
        share = None if self.corefile is None else self.corefile.share()
        if self.corefile is None or share is None:
            return 0, b""
        good = self.corefile.renew(bool(_u64.unpack_from(request)[0]))
        return 1, struct.pack("=3Q", share.identity[1], *(int(seconds * 1e9) for seconds in good))

    def page(self, request: bytes) -> Answer:
        core = self.corefile
        if core is None:
            return -errno.EFAULT, b""
        key, offset, count = _three(request)
        if key == _UNREADABLE:
            return -errno.EIO, b""
        count = min(count, core.page_size - offset)
        if key & _PLAIN:
            start = (key ^ _PLAIN) + offset
            return 0, core.plain(start, count)
        return 0, core.read_slow(key & (SLOW - 1), offset, count)

    def read(self, request: bytes) -> Answer:
        """Read past the reader's caches: of a live kernel, what is not in shared memory."""
        from .space import AddressSpace

        if self.corefile is None:
            return -errno.EFAULT, b""
        space, address, count = _three(request)
        found, fault = AddressSpace(self.corefile, self.space_of(space)).read_some(
            address, min(count, MAX_READ)
        )
        return 0 if found or fault is None else -fault.errno, found

    CALLS: Mapping[int, Call] = {3: leaf, 4: page, 5: read, 15: share, 16: renew}


def _readable_pages(core: Corefile, space: Space, index: int) -> array[int]:
    """Return a leaf page by page, where what leads to some of its pages cannot be read."""
    from array import array

    leaf = array("Q")
    for number in range(index * LEAF_PAGES, (index + 1) * LEAF_PAGES):
        try:
            leaf.append(core.page(space, number))
        except FileError:
            leaf.append(SLOW | _UNREADABLE)
    return leaf


def _file_behind(core: Corefile) -> tuple[int, ...] | None:
    """Return (device, inode, size) of the file that the corefile's plain offsets point into, or None."""
    from .sources.file import file_behind

    file = file_behind(core.source, core.buffer)
    return None if file is None or file.identity is None else file.identity[:3]


def _section_names(path: str) -> list[str]:
    """Return the names of the files that a Solaris dump says it goes on in."""
    from .corefile import open_corefile
    from .corefiles.solaris import SolarisHeader
    from .corefiles.solaris_sections import names

    core = open_corefile(path)
    try:
        return names(core) if isinstance(core, SolarisHeader) else []
    finally:
        core.close()


class Server:
    """All open descriptors of one engine."""

    chdir = False
    """Whether to follow the caller's current directory: in a process of our own."""

    sandbox = False
    """Whether to give up everything but the files of the first image that is opened: in a process of our own."""

    def __init__(self) -> None:
        self._opened: dict[int, Opened] = {}
        self._handles = itertools.count(1)
        # Calls of live kernels: none sees what another one has half brought up to date. No fork happens in the middle.
        self._one_at_a_time = lock = RLock()
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)

    def call(self, op: int, handle: int, request: bytes) -> Answer:
        """Answer one call: (value, bytes of the reply); the value is ``-errno`` where it fails."""
        try:
            if op == 1:
                return self._open(request)
            opened = self._opened.get(handle)
            if opened is None:
                return -errno.EBADF, b""
            if opened.corefile is not None and opened.corefile.live:
                with self._one_at_a_time:
                    return self._answer(opened, op, handle, request)
            return self._answer(opened, op, handle, request)
        except (SunkvmError, OSError) as error:
            return -(error.errno or errno.EIO), b""
        except (MemoryError, RecursionError):
            return -errno.ENOMEM, b""
        except (ArithmeticError, LookupError, ValueError, struct.error):
            return -errno.EIO, b""

    def _answer(self, opened: Opened, op: int, handle: int, request: bytes) -> Answer:
        if op == 2:
            self._opened.pop(handle, None)
            opened.close()
            return 0, b""
        return opened.CALLS[op](opened, request)

    def _confine(self, wanted: OpenRequest) -> None:
        """Leave nothing but the files of a dead kernel; the emulated one is made of what all others may not see."""
        from .names import resolve

        named = resolve(wanted.flavour, wanted.namelist, wanted.corefile, wanted.swapfile)
        if named.corefile is None:
            return
        from ._sandbox import ask_confined, confine
        from .sources import spill

        spill.in_memory = True
        os.environ["SUNKVM_CACHE"] = ""
        files = [path for path in (named.namelist, named.corefile, named.swapfile) if path is not None]
        # What the dump says about its sections is asked of a process that can read the dump alone.
        corefile, folder = named.corefile, os.path.dirname(named.corefile)
        sections = ask_confined([corefile], lambda: "\0".join(_section_names(corefile)))
        files += [os.path.join(folder, name) for name in sections.split("\0") if name and "/" not in name]
        writes = bool(wanted.flag & (os.O_WRONLY | os.O_RDWR))
        confine(files, [named.corefile] if writes else [])
        self.sandbox = False

    def _open(self, request: bytes) -> Answer:
        wanted = OpenRequest(request)
        if wanted.flavour not in _FLAVOURS:
            return -errno.ENOTSUP, b"the engine knows no such flavour\0"
        if not wanted.options & TRUSTED:
            os.environ = {}  # type: ignore[assignment] # noqa: B003 - the program's own environment stays
        _take_environment(wanted.environment)
        if self.chdir and wanted.directory is not None:
            try:
                os.chdir(wanted.directory)
            except OSError:
                pass
        if self.sandbox:
            self._confine(wanted)
        module, name = _FLAVOURS[wanted.flavour]
        try:
            flavour = __import__(f"{__package__}.{module}", fromlist=[name])
            opened: Opened = getattr(flavour, name)(wanted)
        except (OpenRefused, SunkvmError) as error:
            return -(error.errno or errno.EINVAL), os.fsencode(str(error)) + b"\0"
        try:
            described = opened.description()
        except BaseException:
            opened.close()
            raise
        handle = next(self._handles)
        self._opened[handle] = opened
        return handle, described


def _take_environment(given: Mapping[str, str]) -> None:
    """Make our variables those of the caller: Python looked at them when it started, and a program may set them later."""
    for name in [name for name in os.environ if name.startswith("SUNKVM_") and name not in given]:
        del os.environ[name]
    for name, value in given.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


SERVER: Server | None = None


def register(ffi: Any, lib: Any) -> None:
    """Take the calls of the embedding module; called once, when `_engine.so` has started the interpreter."""
    global SERVER
    SERVER = server = Server()
    buffer, from_buffer, put, answer = ffi.buffer, ffi.from_buffer, lib._put, server.call

    def failed(exception: Any, value: Any, traceback: Any) -> None:
        """Say nothing: the caller gets -EIO, as `def_extern` is told."""

    @ffi.def_extern(name="_py_call", error=-errno.EIO, onerror=failed)  # type: ignore[untyped-decorator]
    def call(op: int, handle: int, request: Any, size: int, reply: Any) -> int:
        value, data = answer(op, handle, buffer(request, size)[:] if size else b"")
        if data:
            put(
                reply,
                data if data.__class__ is bytes else from_buffer(data),
                len(data) * getattr(data, "itemsize", 1),
            )
        return value
