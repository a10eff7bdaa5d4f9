"""Memory of an emulated kernel that C callers map: one file without a name, written anew in place.

So a reader in C needs no call for what it reads: it asks only when what it has is too old.
"""

from __future__ import annotations

import errno
import mmap
import os
import resource


class SharedMemory:
    """Parts of a file without a name, each at a fixed offset; what is not written reads as zero and takes no room.

    Where such a file cannot be had (a limit on file sizes), it is memory of this process alone, and ``identity`` is
    None. Raises ValueError where there are no addresses for it.

    Attributes:
        identity: (device, inode, size) of the file.
        path: its name while this process lives.
        offsets: where the parts begin.
        parts: the parts, writable.
    """

    def __init__(self, *sizes: int) -> None:
        self._owner = os.getpid()
        self._handle = -1
        self.identity: tuple[int, int, int] | None = None
        self.path = ""
        self.offsets = [sum(sizes[:number]) for number in range(len(sizes))]
        total = sum(sizes)
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

    @property
    def ours(self) -> bool:
        """Whether this process may write it: after a fork both would, each with something else."""
        return self.identity is None or self._owner == os.getpid()

    def _give_up(self) -> None:
        self.identity = None
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def close(self) -> None:
        """Give the file back. Closing twice is allowed; parts that are still in use stay readable."""
        self._give_up()
        self.parts = []
