"""Memory of an emulated kernel that C callers map: one file without a name, written anew in place.

So a reader in C needs no call for what it reads: it asks only when what it has is too old. A number in the same file
tells it whether memory was written while it was read: odd while somebody writes, another one afterwards.
"""

from __future__ import annotations

import errno
import mmap
import os
import resource
import threading

from ..corefile import Share
from ..handles import above_stdio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from ..corefile import Space

_MAP_FIXED = 0x10  # the same on all machines whose kernels are emulated (asm-generic/mman-common.h of Linux)


class SharedMemory:
    """Parts of a file without a name, each at a fixed offset; what is not written reads as zero and takes no room.

    Where such a file cannot be had (a limit on file sizes), it is memory of this process alone, and ``identity`` is
    None. Raises ValueError where there are no addresses for it.

    Attributes:
        identity: (device, inode, size) of the file.
        path: its name while this process lives.
        offsets: where the parts begin.
        map: all of it in one piece, at the same address for ever.
        parts: the parts, writable. Whoever writes them does it inside ``with changing:``, which may be nested.
        sequence: where in the file the number of its writings is, in the first four bytes of a page.
    """

    def __init__(self, *sizes: int) -> None:
        self._owner = os.getpid()
        self._handle = -1
        self.identity: tuple[int, int, int] | None = None
        self.path = ""
        self.offsets = [sum(sizes[:number]) for number in range(len(sizes))]
        self.sequence = sum(sizes)
        total = self.sequence + mmap.PAGESIZE
        made: mmap.mmap | None = None
        try:
            self._handle = _file(total)
            made = mmap.mmap(self._handle, total)
            self._identify()
        except (OSError, ValueError, AttributeError):
            self._give_up()
        try:
            self.map = made or mmap.mmap(-1, total, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        except (OSError, MemoryError) as error:
            raise ValueError(f"no room for {total:#x} bytes") from error
        view = memoryview(self.map)
        self.parts = [view[start : start + size] for start, size in zip(self.offsets, sizes, strict=True)]
        self.changing = Changing(view[self.sequence : self.sequence + 4].cast("I"))

    def _identify(self) -> None:
        status = os.fstat(self._handle)
        self.identity = status.st_dev, status.st_ino, status.st_size
        self.path = f"/proc/{self._owner}/fd/{self._handle}"

    @property
    def ours(self) -> bool:
        """Whether this process made it, or has left its parent's."""
        return self._owner == os.getpid()

    def leave_parent(self, used: Sequence[int]) -> bool:
        """After a fork go on with a copy at the same addresses, and tell so: what is the parent's stays the parent's.

        ``used`` are the bytes of each part that are copied; behind them there are zeros. The parent may have written since
        the fork, so all of it must be written anew.
        """
        if self.ours:
            return False
        self._owner = os.getpid()
        if self.identity is not None:
            import ctypes

            saved = [bytes(part[:size]) for part, size in zip(self.parts, used, strict=True)]
            self._give_up()
            try:
                self._handle = _file(len(self.map))
                self._identify()
                flags = mmap.MAP_SHARED | _MAP_FIXED
            except OSError:
                self._give_up()
                flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_FIXED
            place = ctypes.c_char.from_buffer(self.map)
            remap = ctypes.CDLL(None, use_errno=True).mmap
            remap.restype = ctypes.c_void_p
            remap.argtypes = (
                ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long,
            )  # fmt: skip
            access = mmap.PROT_READ | mmap.PROT_WRITE
            at = ctypes.addressof(place)
            if remap(at, len(self.map), access, flags, self._handle, 0) != at:
                raise OSError(ctypes.get_errno(), "cannot leave the memory of a parent process")
            for part, data in zip(self.parts, saved, strict=True):
                part[: len(data)] = data
        assert self.changing.number is not None
        self.changing = Changing(self.changing.number)
        return True

    def share(self, space: Space, roots: tuple[int, int]) -> Share | None:
        """Return what C callers must know to read it as a space; None where there is no file."""
        if self.identity is None:
            return None
        return Share(self.path, self.identity, space, roots, self.sequence)

    def _give_up(self) -> None:
        """Close the file, if the handle is still that: a child may have closed all and opened others."""
        before, self.identity = self.identity, None
        if self._handle >= 0:
            try:
                status = os.fstat(self._handle)
                if before in (None, (status.st_dev, status.st_ino, status.st_size)):
                    os.close(self._handle)
            except OSError:
                pass
            self._handle = -1

    def close(self) -> None:
        """Give the file back. Closing twice is allowed; parts that are still in use stay readable."""
        self._give_up()
        self.parts = []
        self.changing.number = None


def _file(size: int) -> int:
    """Return a new file without a name. Raises OSError where there is none to be had."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if limit != resource.RLIM_INFINITY and size > limit:
        raise OSError(errno.EFBIG, "beyond the limit")  # trying would bring a deadly signal
    handle = above_stdio(os.memfd_create("sunkvm", os.MFD_CLOEXEC))
    try:
        os.ftruncate(handle, size)
    except OSError:
        os.close(handle)
        raise
    return handle


def _barrier() -> None:
    """Let what was written before be seen before what is written afterwards.

    A lock that is given back and then taken does this on every machine. Taken first and then given back it would not:
    what stands on either side of it may move into it. No one else has this lock, so a signal's handler may come between.
    """
    order = threading.Lock()
    order.acquire()
    order.release()
    order.acquire()


class Changing:
    """Marks memory as being written, for as long as a ``with`` block lasts.

    Readers that meet an odd number, or another one than they began with, do not believe what they have read.
    """

    def __init__(self, number: memoryview) -> None:
        self.number: memoryview | None = number
        self._owner = os.getpid()
        self._depth = 0

    def _step(self) -> None:
        number = self.number
        if (
            number is not None and self._owner == os.getpid()
        ):  # in the child of a fork it is still the parent's
            _barrier()
            number[0] = number[0] + 1 & 0xFFFFFFFF
            _barrier()

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._step()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._step()
