"""The directory for what can be made again: indexes of compressed dumps.

Everything here is a hint. What is missing, damaged or someone else's is made anew, and failing to keep it is silent.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .source import ByteSource

    Buffer = bytes | bytearray | memoryview

_MAGIC = f"sunkvm cache 1 {sys.byteorder}\n".encode().ljust(32, b"\0")
_DIGEST = 32
_HEAD = len(_MAGIC) + _DIGEST + 16  # then two words: the payload's length and its CRC-32
_SUFFIX = ".idx"
_KEPT_BYTES = 1 << 30
_AT_SECURE = 23
_SAMPLES, _SAMPLE = 32, 1024


def privileged() -> bool:
    """Tell whether the process has rights that its caller has not, so that the environment must not be believed."""
    if os.getuid() != os.geteuid() or os.getgid() != os.getegid():
        return True
    try:
        with open("/proc/self/auxv", "rb") as file:
            words = memoryview(file.read()).cast("L")
    except FileNotFoundError:
        return False
    except (OSError, TypeError):
        return True  # unreadable is what it becomes for a process that gained rights
    return any(words[at] == _AT_SECURE and words[at + 1] for at in range(0, len(words) - 1, 2))


def cache_directory() -> str | None:
    """Return the directory, which need not exist; None where nothing is to be kept.

    It is ``$SUNKVM_CACHE`` (empty: nothing is kept), or else ``$XDG_CACHE_HOME/sunkvm`` or ``~/.cache/sunkvm``.
    """
    if privileged():
        return None
    chosen = os.environ.get("SUNKVM_CACHE")
    if chosen is not None:
        return chosen or None
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return os.path.join(base, "sunkvm")
    home = os.environ.get("HOME", "")
    return os.path.join(home, ".cache", "sunkvm") if os.path.isabs(home) else None


def load(key: bytes) -> bytes | None:
    """Return what was stored under a key, or None.

    Only files of this user or of root are believed, and only where nobody else can write them or their folder.
    """
    place = _place(key)
    if place is None:
        return None
    path, digest = place
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    from stat import S_ISREG
    from zlib import crc32

    try:
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not S_ISREG(status.st_mode) or not (
                _is_ours(status) and _is_ours(os.stat(os.path.dirname(path)))
            ):
                return None
            head = file.read(_HEAD)
            length = int.from_bytes(head[-16:-8], "little")
            if head[:-16] != _MAGIC + digest or status.st_size != _HEAD + length:
                return None
            payload = file.read(length)
        if len(payload) != length or crc32(payload) != int.from_bytes(head[-8:], "little"):
            return None
        os.utime(path, follow_symlinks=False)
    except OSError:
        return None
    return payload


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & 0o022


def key_of(kind: bytes, source: ByteSource) -> bytes | None:
    """Return the key of what is made of a file; None where nothing tells the file from others, or it cannot be read.

    Beside what the system knows of the file it holds a digest of its beginning, its end and samples in between: so an
    index is not taken for that of another file, or of another state, though name, size and times agree.
    """
    from hashlib import sha256

    from .errors import FileError

    if source.identity is None:
        return None
    size = source.size
    # Of what is fetched from elsewhere only both ends.
    last = _SAMPLES if source.buffer is not None else 1
    digest = sha256(size.to_bytes(8, "little"))
    try:
        for number in range(last + 1):
            at = (size - _SAMPLE) * number // last if size > _SAMPLE else 0
            digest.update(source.read(at, _SAMPLE))
    except FileError:
        return None
    return kind + repr(source.identity).encode() + digest.digest()


def store(key: bytes, parts: Iterable[Buffer]) -> None:
    """Keep bytes under a key, if that is possible. Readers see the old file or the whole new one."""
    place = _place(key)
    if place is None:
        return
    path, digest = place
    from zlib import crc32

    folder = os.path.dirname(path)
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.stat(folder).st_uid != os.geteuid():
            return  # such as root in the home of a user
        descriptor = os.open(
            unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
    except OSError:
        return
    try:
        with open(descriptor, "wb") as file:
            file.write(bytes(_HEAD))
            length = checksum = 0
            for part in parts:
                file.write(part)
                length += memoryview(part).nbytes
                checksum = crc32(part, checksum)
            file.seek(0)
            file.write(_MAGIC + digest + length.to_bytes(8, "little") + checksum.to_bytes(8, "little"))
        os.replace(unfinished, path)
    except OSError:
        _remove(unfinished)
        return
    except BaseException:
        _remove(unfinished)
        raise
    _prune(folder)


def _place(key: bytes) -> tuple[str, bytes] | None:
    folder = cache_directory()
    if folder is None:
        return None
    from hashlib import sha256

    digest = sha256(key).digest()
    return os.path.join(folder, digest.hex() + _SUFFIX), digest


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def _prune(folder: str) -> None:
    """Remove what was not used for longest until the rest is not too much."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    found.append((status.st_mtime_ns, status.st_size, entry.path))
    except OSError:
        return
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found)[:-1]:
        if total <= _KEPT_BYTES:
            break
        _remove(path)
        total -= size
