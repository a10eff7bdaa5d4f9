"""Memory of an emulated kernel that C callers map: one file without a name, written anew in place.

So a reader in C needs no call for what it reads: it asks only when what it has is too old.
"""

from __future__ import annotations

import mmap
import os


class SharedMemory:
    """Parts of a file without a name, each at a fixed offset; what is not written reads as zero and takes no room.

    Where such a file cannot be had (a limit on file sizes or on addresses), the parts are there all the same, as
    memory of this process alone, and ``identity`` is None.

    Attributes:
        identity: (device, inode, size) of the file.
        path: its name while this process lives.
    """

    def __init__(self, *sizes: int) -> None:
        self._owner = os.getpid()
        self._handle = -1
        self._map: mmap.mmap | None = None
        self.identity: tuple[int, int, int] | None = None
        self.path = ""
        self.offsets = [sum(sizes[:number]) for number in range(len(sizes))]
        self._sizes = sizes
        self._used = [0] * len(sizes)
        try:
            self._handle = os.memfd_create("sunkvm", os.MFD_CLOEXEC)
            os.ftruncate(self._handle, sum(sizes))
            self._map = mmap.mmap(self._handle, sum(sizes))
            status = os.fstat(self._handle)
        except (OSError, ValueError, AttributeError):
            self.close()
            return
        self.identity = status.st_dev, status.st_ino, status.st_size
        self.path = f"/proc/{self._owner}/fd/{self._handle}"

    @property
    def ours(self) -> bool:
        """Whether this process may write it: after a fork both would, each with something else."""
        return self._map is not None and self._owner == os.getpid()

    def place(self, part: int, data: bytes | bytearray, round_to: int = 1) -> bytearray | memoryview:
        """Put bytes at the start of a part, with zeros behind them; return the place, writable.

        It is a multiple of ``round_to`` bytes long and never shorter than what was put into that part before. Raises
        ValueError where there is no room.
        """
        size = max(-(-len(data) // round_to) * round_to, self._used[part])
        if size > self._sizes[part]:
            raise ValueError(f"{self._sizes[part]:#x} bytes do not hold all that was to be planted")
        used, self._used[part] = self._used[part], size
        if not self.ours or self._map is None:
            return bytearray(data) + bytes(size - len(data))
        start, end = self.offsets[part], self.offsets[part] + len(data)
        self._map[start:end] = data
        if used > len(data):  # what nobody has written yet is zero and takes no room
            self._map[end : start + used] = bytes(used - len(data))
        return memoryview(self._map)[start : start + size]

    def close(self) -> None:
        """Give it back. Closing twice is allowed; places that are still in use stay readable."""
        self.identity = None
        if self._map is not None:
            try:
                self._map.close()
            except BufferError:
                pass  # the last place that is let go frees it
            self._map = None
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
