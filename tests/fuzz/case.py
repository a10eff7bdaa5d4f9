"""A case: the files that one execution opens, by name, and how a case is kept and found again."""

from __future__ import annotations

import io
import lzma
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
