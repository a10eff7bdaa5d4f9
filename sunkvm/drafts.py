"""Files that appear under their names complete, or not at all, and never in place of another."""

from __future__ import annotations

import errno
import os
import secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def write_files(writers: Mapping[str, Callable[[int], None]]) -> None:
    """Write files, each by a function that gets its descriptor; they can be read by their owner only.

    Raises FileExistsError where one of the names is taken, and any other OSError as it comes, with the name of the file
    that could not be made or has no room; nothing is left behind then.
    """
    refuse_taken(writers)
    drafts = [Draft(name) for name in writers]
    try:
        for draft, writer in zip(drafts, writers.values(), strict=True):
            draft.write(writer)
        for draft in drafts:
            draft.publish()
        for draft in drafts:
            draft.discard()
        for folder in {os.path.dirname(draft.path) for draft in drafts}:
            _settle(folder or os.curdir)
    except BaseException:
        for draft in drafts:
            draft.withdraw()
            draft.discard()
        raise


def refuse_taken(names: Iterable[str]) -> None:
    """Raise FileExistsError for the first of the names that something has, be it a link to nowhere."""
    for name in names:
        if os.path.lexists(name):
            raise _taken(name)


# What only writing can fail with; the rest may come from what a writer reads.
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def _taken(name: str) -> FileExistsError:
    return FileExistsError(errno.EEXIST, "is there already, and nothing is overwritten", name)


def _settle(folder: str) -> None:
    """Have the names in a folder on the disk, where the file system can do that for folders."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(file)


class Draft:
    """A file that is written under a name of its own, beside the one it will get."""

    def __init__(self, name: str) -> None:
        folder, last = os.path.split(name)
        self.name = name
        self.path = os.path.join(folder, f".{last}.{secrets.token_hex(8)}")
        self.identity: tuple[int, int] | None = None

    def write(self, write: Callable[[int], None]) -> None:
        """Make the file, for its owner only, and let it be written."""
        try:
            file = os.open(
                self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
            try:
                status = os.fstat(file)
                self.identity = status.st_dev, status.st_ino
                write(file)
                os.fsync(file)  # a name must never come to stand for less than the whole file
            finally:
                os.close(file)
        except OSError as error:
            if error.filename == self.path or (error.filename is None and error.errno in _NO_ROOM):
                error.filename = self.name  # nobody knows the draft's
            raise

    def publish(self) -> None:
        """Give it its name, without ever replacing another file."""
        try:
            os.link(self.path, self.name)
        except FileExistsError:
            raise _taken(self.name) from None
        except OSError:
            # A file system without links: here is a moment in which another one could take the name.
            if os.path.lexists(self.name):
                raise _taken(self.name) from None
            try:
                os.rename(self.path, self.name)
            except OSError as error:
                raise OSError(error.errno, error.strerror, self.name) from error

    def withdraw(self) -> None:
        """Remove the name again, if it is this file's."""
        try:
            status = os.lstat(self.name)
            if (status.st_dev, status.st_ino) == self.identity:
                os.unlink(self.name)
        except OSError:
            pass

    def discard(self) -> None:
        """Remove the draft, if it is there."""
        try:
            os.unlink(self.path)
        except OSError:
            pass


def write_all(file: int, data: bytes | bytearray) -> None:
    """Write all of the data at the file's position."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def write_at(file: int, data: bytes | bytearray, offset: int) -> None:
    """Write all of the data at an offset."""
    view = memoryview(data)
    while view:
        count = os.pwrite(file, view, offset)
        view = view[count:]
        offset += count
