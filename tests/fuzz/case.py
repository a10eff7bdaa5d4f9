"""A case: the files that one execution opens, by name, and how a case is kept, found again and laid out."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
from hashlib import sha256
from pathlib import Path

Case = dict[str, bytes]


def pack(case: Case) -> bytes:
    """Return a case as a compressed tar archive: the same bytes for the same case."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(case.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return lzma.compress(raw.getvalue(), preset=6)


def unpack(data: bytes) -> Case:
    """Return the case in an archive."""
    case: Case = {}
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(data))) as archive:
        for entry in archive:
            file = archive.extractfile(entry)
            assert file is not None
            case[entry.name] = file.read()
    return case


def lay(case: Case, folder: Path) -> None:
    """Write the files of a case into a folder, and remove what else is there."""
    for path in folder.iterdir():
        if path.name not in case:
            path.unlink()
    for name, data in case.items():
        (folder / name).write_bytes(data)


def key(case: Case) -> str:
    """Return a short name for the contents of a case."""
    digest = sha256()
    for name, data in sorted(case.items()):
        digest.update(b"%s %d\n" % (name.encode(), len(data)))
        digest.update(data)
    return digest.hexdigest()[:12]


class Laid:
    """A case in a folder of its own, whose files are changed where they lie and set right again: no copy an execution."""

    def __init__(self, case: Case, folder: Path) -> None:
        folder.mkdir()
        lay(case, folder)
        self.folder = folder
        self._case = case
        self._files = {name: os.open(folder / name, os.O_RDWR | os.O_CLOEXEC) for name in case}
        self._sizes = {name: len(data) for name, data in case.items()}
        self._dirty: list[tuple[str, int, int]] = []  # part, from, to

    @property
    def size(self) -> int:
        """The bytes of all files, as they are now."""
        return sum(self._sizes.values())

    def part_size(self, part: str) -> int:
        return self._sizes[part]

    def read(self, part: str, at: int, count: int) -> bytes:
        return os.pread(self._files[part], count, at)

    def put(self, part: str, at: int, data: bytes) -> None:
        """Write over what is there; behind the end, directly behind it."""
        at = min(at, self._sizes[part])
        os.pwrite(self._files[part], data, at)
        end = at + len(data)
        self._sizes[part] = max(self._sizes[part], end)
        self._dirty.append((part, at, end))

    def cut(self, part: str, at: int) -> None:
        if at < self._sizes[part]:
            os.ftruncate(self._files[part], at)
            self._sizes[part] = at
            self._dirty.append((part, at, len(self._case[part])))

    def insert(self, part: str, at: int, data: bytes) -> None:
        at = min(at, self._sizes[part])
        self.put(part, at, data + self.read(part, at, self._sizes[part] - at))

    def as_case(self) -> Case:
        return {name: self.read(name, 0, size) for name, size in self._sizes.items()}

    def restore(self) -> None:
        """Make the files what they were."""
        for part, start, end in self._dirty:
            whole = self._case[part]
            if self._sizes[part] != len(whole):
                os.ftruncate(self._files[part], len(whole))
                self._sizes[part] = len(whole)
            os.pwrite(self._files[part], memoryview(whole)[start:end], start)
        self._dirty.clear()

    def close(self) -> None:
        for descriptor in self._files.values():
            os.close(descriptor)
        self._files.clear()
