"""Memory on its way into a file: pages out of order, runs of zeros that stay holes."""

from __future__ import annotations

import os
from math import gcd

from ...drafts import write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Chunk = bytes | bytearray | memoryview | int  # bytes, or how many zeros

_GAP_EVERY, _GAP = 96, 5  # frames that belong to something else


def write_chunks(file: int, chunks: Iterable[Chunk]) -> None:
    """Write chunks; zeros stay holes of the file."""
    at = 0
    for chunk in chunks:
        if isinstance(chunk, int):
            at += chunk
            continue
        if any(chunk):
            os.lseek(file, at, os.SEEK_SET)
            write_all(file, chunk if isinstance(chunk, bytearray) else bytes(chunk))
        at += len(chunk)
    os.ftruncate(file, at)


def filled(chunks: Iterable[Chunk]) -> Iterator[bytes]:
    """Yield chunks with their zeros, for what has no holes."""
    zeros = bytes(1 << 16)
    for chunk in chunks:
        if not isinstance(chunk, int):
            yield bytes(chunk)
            continue
        while chunk > 0:
            yield zeros[: min(chunk, len(zeros))]
            chunk -= len(zeros)


def memory_chunks(
    frames: Mapping[int, bytes | bytearray | memoryview], ranges: Iterable[tuple[int, int]], page: int
) -> Iterator[Chunk]:
    """Yield what lies in ranges (first, end) of physical memory, one after the other; ``frames`` has pages by address."""
    for start, end in ranges:
        place = start
        for pa in sorted(pa for pa in frames if start <= pa < end):
            if pa > place:
                yield pa - place
            yield bytes(frames[pa]).ljust(page, b"\0")
            place = pa + page
        if end > place:
            yield end - place


def scattered(first: int, count: int, page: int) -> tuple[Iterator[int], int]:
    """Return frames from an address on, and the first one behind them.

    They come out of order, as in a machine that has been up for a while, and always the same.
    """
    stride = max(int(count * 0.618), 1)
    while count and gcd(stride, count) != 1:
        stride += 1
    places = (number * stride % count for number in range(count))
    end = first + (count + count // _GAP_EVERY * _GAP) * page
    return (first + (place + place // _GAP_EVERY * _GAP) * page for place in places), end


def pages(
    base: int, data: bytes | bytearray | memoryview, page: int = 4096
) -> Iterator[tuple[int, memoryview]]:
    """Yield (address, bytes) of each page of a segment."""
    view = memoryview(data)
    for at in range(0, len(data), page):
        yield base + at, view[at : at + page]
