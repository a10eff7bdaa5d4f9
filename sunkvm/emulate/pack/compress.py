"""Whole files compressed as savecore leaves them: gzip, or zstd where there is something that writes it."""

from __future__ import annotations

import zlib
from importlib import import_module

from ...drafts import write_all
from ...errors import UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

SUFFIXES = {"gzip": ".gz", "zstd": ".zst"}
_GZIP = 31  # zlib's window bits of its largest window, in the form of a gzip file


def compressor(name: str) -> Callable[[int, Iterable[bytes]], None]:
    """Return ``write(file, chunks)``. Raises `UnsupportedError` where nothing can write that compression."""
    if name == "gzip":

        def gzip(file: int, chunks: Iterable[bytes]) -> None:
            _write(file, chunks, zlib.compressobj(6, zlib.DEFLATED, _GZIP))

        return gzip
    if name != "zstd":
        raise UnsupportedError(f"compression {name!r} is none of {', '.join(SUFFIXES)}")
    make = _zstd()

    def zstd(file: int, chunks: Iterable[bytes]) -> None:
        _write(file, chunks, make())

    return zstd


def _zstd() -> Callable[[], Any]:
    """Return what makes a compressor: of Python's own library since 3.14, else of the package zstandard."""
    try:
        own: Callable[[], Any] = import_module("compression.zstd").ZstdCompressor
        return own
    except ImportError:
        pass
    try:
        import zstandard
    except ImportError:
        raise UnsupportedError("nothing here writes zstd; install the package zstandard") from None
    return lambda: zstandard.ZstdCompressor().compressobj()


def _write(file: int, chunks: Iterable[bytes], engine: Any) -> None:
    for chunk in chunks:
        write_all(file, engine.compress(chunk))
    write_all(file, engine.flush())
