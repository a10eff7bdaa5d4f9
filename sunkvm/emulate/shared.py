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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from ..corefile import Space


class SharedMemory:
    """Parts of a file without a name, each at a fixed offset; what is not written reads as zero and takes no room.

    Where such a file cannot be had (a limit on file sizes), it is memory of this process alone, and ``identity`` is
    None. Raises ValueError where there are no addresses for it.

    Attributes:
        identity: (device, inode, size) of the file.
        path: its name while this process lives.
        offsets: where the parts begin.
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
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
        try:
            if limit != resource.RLIM_INFINITY and total > limit:
                raise OSError(errno.EFBIG, "beyond the limit")  # trying would bring a deadly signal
            self._handle = os.memfd_create("sunkvm", os.MFD_CLOEXEC)
            os.ftruncate(self._handle, total)
            made = mmap.mmap(self._handle, total)
            status = os.fstat(self._handle)
            self.identity = status.st_dev, status.st_ino, status.st_size
            self.path = f"/proc/{self._owner}/fd/{self._handle}"
        except (OSError, ValueError, AttributeError):
            self._give_up()
        try:
            view = memoryview(made or mmap.mmap(-1, total))
        except (OSError, MemoryError) as error:
            raise ValueError(f"no room for {total:#x} bytes") from error
        self.parts = [view[start : start + size] for start, size in zip(self.offsets, sizes, strict=True)]
        self.changing = Changing(view[self.sequence : self.sequence + 4].cast("I"))

    @property
    def ours(self) -> bool:
        """Whether this process may write it: after a fork both would, each with something else."""
        return self.identity is None or self._owner == os.getpid()

    def share(self, space: Space, roots: tuple[int, int]) -> Share | None:
        """Return what C callers must know to read it as a space; None where there is no file."""
        if self.identity is None:
            return None
        return Share(self.path, self.identity, space, roots, self.sequence)

    def _give_up(self) -> None:
        self.identity = None
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def close(self) -> None:
        """Give the file back. Closing twice is allowed; parts that are still in use stay readable."""
        self._give_up()
        self.parts = []
        self.changing.number = None


class Changing:
    """Marks memory as being written, for as long as a ``with`` block lasts.

    Readers that meet an odd number, or another one than they began with, do not believe what they have read.
    """

    def __init__(self, number: memoryview) -> None:
        self.number: memoryview | None = number
        self._owner = os.getpid()
        self._depth = 0
        self._order = threading.Lock()

    def _step(self) -> None:
        number = self.number
        if (
            number is not None and self._owner == os.getpid()
        ):  # in the child of a fork it is still the parent's
            # Giving the lock back and taking it: what was written before is seen before what is written afterwards.
            self._order.acquire()
            self._order.release()
            number[0] = number[0] + 1 & 0xFFFFFFFF
            self._order.acquire()
            self._order.release()

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
