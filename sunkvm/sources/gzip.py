"""Files in gzip format (RFC 1952), read in place: an index of places where decoding can start.

A place is the beginning of a deflate block with the 32 KiB in front of it. The index grows as the file is read, is kept in
the cache directory, and is thinned out where it would need too much memory. Where zlib cannot be reached for that, the
content is unpacked into a temporary file, as far as it is needed.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_right
from itertools import pairwise

from .. import cachedir
from ..errors import ReadOnlyError
from ..source import ByteSource
from .spill import Spill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any

    from .libz import Inflater

MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 18
_CACHED_CHUNKS = 192
_PASS = 16  # chunks that are passed by at a time
_INPUT = 1 << 17
_SPAN = 1 << 20
_MAX_WINDOWS = 32 << 20
_WINDOW = 32768
_MAX_WINDOW = 2 * _WINDOW  # packed
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_KEEP_FROM = 32 << 20  # an index of less content is quicker made than kept
_EXTRA, _NAME, _COMMENT, _CRC = 4, 8, 16, 2


class _Point:
    """Where decoding can start: offsets in content and file, bits of the byte before, and the packed window."""

    __slots__ = ("bits", "place", "start", "window")

    def __init__(self, start: int, place: int, bits: int, window: bytes) -> None:
        self.start = start
        self.place = place
        self.bits = bits
        self.window = window


class _Stream:
    """A decoder on its way through the file.

    Attributes:
        position: how much of the content is behind it.
        place: the offset in the file of the first byte that it was not given yet.
    """

    def __init__(self, owner: GzipSource, point: _Point) -> None:
        self._owner = owner
        self.position = point.start
        self.place = point.place
        self.ended = False
        self._crc: int | None = 0 if not point.window and not point.bits else None
        self._count = 0
        self._inflater: Inflater | None = None
        if point.window or point.bits:
            before = owner.packed.read(point.place - 1, 1) if point.bits else b"\0"
            window = _unpack(point.window)
            self._inflater = owner.inflater(point.bits, before[0], window)

    def _begin(self) -> bool:
        """Step over the header of the next member; tell whether there is one."""
        packed = self._owner.packed
        end = _header_end(packed, self.place)
        if end is None:
            rest = packed.read(self.place, 4096)
            if rest.strip(b"\0"):
                self._owner.stop(self.place, "is followed by what is no gzip member")
            return False
        if end < 0:
            self._owner.stop(self.place, "was cut off")
            return False
        self.place = end
        self._crc, self._count = 0, 0
        self._inflater = self._owner.inflater(0, 0, b"")
        return True

    def fill(self, out: Any, start: int, end: int) -> int:
        """Decode until ``out`` is full from start to end, or the content is at its end; return how far it got."""
        import ctypes

        from .libz import StreamError

        owner, packed = self._owner, self._owner.packed
        address = ctypes.addressof(out)
        view = memoryview(out)
        while start < end and not self.ended:
            if self._inflater is None and not self._begin():
                self.ended = True
                break
            inflater = self._inflater
            assert inflater is not None
            starved = False
            if not inflater.left:
                data = packed.read(self.place, _INPUT)
                self.place += len(data)
                inflater.give(data)
                starved = not data
            # Blocks only matter from where the next place is wanted.
            before = owner.wanted - self.position
            count = end - start if before <= 0 else min(end - start, before)
            try:
                now = start + inflater.inflate(address + start, count, before <= 0)
            except StreamError as error:
                owner.stop(self.place - inflater.left, f"is damaged: {error}")
                self.ended = True
                break
            if now > start:
                if self._crc is not None:
                    self._crc = zlib.crc32(view[start:now], self._crc)
                self._count += now - start
                self.position += now - start
                start = now
            elif starved and not inflater.ended:
                owner.stop(self.place, "was cut off")
                self.ended = True
                break
            if inflater.boundary is not None:
                owner.offer(self.position, self.place - inflater.left, inflater.boundary, inflater)
            if inflater.ended:
                self._finish(inflater)
        return start

    def _finish(self, inflater: Inflater) -> None:
        """Take the trailer of a member."""
        self.place -= inflater.left
        inflater.close()
        self._inflater = None
        trailer = self._owner.packed.read(self.place, 8)
        if len(trailer) < 8:
            self._owner.stop(self.place, "was cut off")
            self.ended = True
            return
        checksum, _ = struct.unpack("<2I", trailer)
        if self._crc is not None and self._crc != checksum:
            self._owner.stop(self.place, "is damaged: the checksum of the content does not match")
        self.place += 8

    def close(self) -> None:
        if self._inflater is not None:
            self._inflater.close()
            self._inflater = None


def _pack(window: bytes) -> bytes:
    """Compress a window, by zstd where that can be: it is four times faster."""
    try:
        from .libzstd import load

        return load().ZstdCompressor(level=1).compress(window)  # type: ignore[no-any-return]
    except ImportError:
        return zlib.compress(window, 1)


def _unpack(packed: bytes) -> bytes:
    """Return the window that `_pack` made this of. Raises ValueError or zlib.error where it is none."""
    if packed[:4] != _ZSTD_MAGIC:
        return zlib.decompressobj().decompress(packed, _WINDOW)
    from .libzstd import load

    try:
        library = load()
    except ImportError as error:
        raise ValueError(str(error)) from error
    try:
        if library.frame_content_size(packed) > _WINDOW:
            raise ValueError("too long for a window")
        return library.ZstdDecompressor().decompress(packed)  # type: ignore[no-any-return]
    except library.ZstdError as error:
        raise ValueError(str(error)) from error


def _header_end(packed: ByteSource, place: int) -> int | None:
    """Return where a member's header ends, None where there is none, -1 where it is cut off."""
    head = packed.read(place, 10)
    if head[:3] != MAGIC:
        return None
    if len(head) < 10:
        return -1
    flags, at = head[3], place + 10
    if flags & _EXTRA:
        raw = packed.read(at, 2)
        if len(raw) < 2:
            return -1
        at += 2 + int.from_bytes(raw, "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            text = packed.read(at, _INPUT)
            end = text.find(b"\0")
            if end < 0:
                return -1
            at += end + 1
    if flags & _CRC:
        at += 2
    return at if at <= packed.size else -1


class GzipSource(ByteSource):
    """The content of a gzip file. Where it is damaged or cut off, it ends; ``trouble`` says so then."""

    def __init__(self, packed: ByteSource) -> None:
        from . import libz

        self.packed = packed
        self.path = packed.path
        self.identity = packed.identity
        self._library = libz.load()
        self._size: int | None = None
        self._points: list[_Point] = [_Point(0, 0, 0, b"")]
        self._starts = array("Q", [0])
        self._span = _SPAN
        self._windows = 0
        self._kept = 0  # how far the index in the cache directory goes
        self._chunks: dict[int, bytes] = {}
        self._stream: _Stream | None = None
        self._buffer: Any = None
        self._spill: Spill | None = None
        self._expanded: Spill | None = None
        self._done = self._place = 0
        self._key = cachedir.key_of(b"gzip 3 ", packed)
        if self._library is not None:
            self._load()

    def inflater(self, bits: int, value: int, window: bytes) -> Inflater:
        """Return a new decoder."""
        from .libz import Inflater

        assert self._library is not None
        return Inflater(self._library, bits, value, window)

    def stop(self, place: int, reason: str) -> None:
        """Note what is wrong with the file."""
        if self.trouble is None:
            self.trouble = (place, reason)

    # The index

    def offer(self, position: int, place: int, bits: int, inflater: Inflater) -> None:
        """Take the place between two blocks into the index if it is far enough from the last one."""
        if position < self.wanted:
            return
        window = _pack(inflater.window())
        self._points.append(_Point(position, place, bits, window))
        self._starts.append(position)
        self._windows += len(window)
        if self._windows > _MAX_WINDOWS:
            self._span *= 2
            self._points = self._points[::2]
            self._starts = array("Q", [point.start for point in self._points])
            self._windows = sum(len(point.window) for point in self._points)

    @property
    def wanted(self) -> int:
        """From where in the content on the next place is wanted."""
        return self._starts[-1] + self._span

    def _load(self) -> None:
        data = None if self._key is None else cachedir.load(self._key)
        if data is None:
            return
        try:
            size, span, count = struct.unpack_from("=3Q", data)
            numbers = array("Q")
            numbers.frombytes(data[24 : 24 + count * 32])
            at = 24 + count * 32
            points = []
            for number in range(0, len(numbers), 4):
                start, place, bits, length = numbers[number : number + 4]
                points.append(_Point(start, place, bits, data[at : at + length]))
                at += length
            if not points or len(points) != count or at != len(data) or not self._fits(points, span):
                return
        except (struct.error, ValueError):
            return
        self._points, self._span = points, span
        self._starts = array("Q", [point.start for point in points])
        self._windows = sum(len(point.window) for point in points)
        self._size = None if size == (1 << 64) - 1 else size
        self._kept = self._starts[-1]

    def _fits(self, points: list[_Point], span: int) -> bool:
        """Tell whether the places of an index can be places of this file."""
        if points[0].start or points[0].place or points[0].bits or points[0].window or not span:
            return False
        for before, point in pairwise(points):
            if point.start <= before.start or not before.place < point.place <= self.packed.size:
                return False
            if point.bits > 7 or len(point.window) > _MAX_WINDOW:
                return False
        return True

    def forget(self) -> None:
        """Drop an index that was kept and does not fit the file after all."""
        self._points, self._starts = [_Point(0, 0, 0, b"")], array("Q", [0])
        self._windows = self._kept = 0
        self._size = None

    def _store(self) -> None:
        if self._key is None or self._starts[-1] < self._kept + _KEEP_FROM or self.trouble is not None:
            return
        size = (1 << 64) - 1 if self._size is None else self._size
        numbers = array("Q")
        for point in self._points:
            numbers.extend((point.start, point.place, point.bits, len(point.window)))
        head = struct.pack("=3Q", size, self._span, len(self._points))
        cachedir.store(self._key, [head, numbers.tobytes(), *(point.window for point in self._points)])
        self._kept = self._starts[-1]

    # Content

    def _chunk(self, number: int) -> bytes:
        """Return a chunk of the content; a shorter one where it ends, nothing behind."""
        found = self._chunks.pop(number, None)
        if found is not None:
            self._chunks[number] = found  # it is the last to be forgotten now
            return found
        first = number * _CHUNK
        if self._size is not None and first >= self._size:
            return b""
        return self._decode(number)

    def _decode(self, number: int, keep: bool = True) -> bytes:
        """Decode up to the end of a chunk, from the nearest place in front of it, and return it.

        Without ``keep`` what is decoded is only passed by, and nothing is returned.
        """
        first = number * _CHUNK
        point = self._points[bisect_right(self._starts, first) - 1]
        stream = self._stream
        if stream is None or stream.ended or stream.position > first or stream.position < point.start:
            if stream is not None:
                stream.close()
            try:
                stream = self._stream = _Stream(self, point)
            except (zlib.error, ValueError, IndexError):  # of an index that somebody kept
                self._stream = None
                self.forget()
                stream = self._stream = _Stream(self, self._points[0])
        out = self._buffer
        if out is None:
            import ctypes

            out = self._buffer = ctypes.create_string_buffer(_CHUNK)
        data = b""
        more = True
        while more and stream.position <= first:
            inside = stream.position % _CHUNK
            current = stream.position // _CHUNK
            end = stream.fill(out, inside, _CHUNK)
            if self.progress is not None:
                self.progress(stream.place, self.packed.size)
            more = not stream.ended
            if not more:
                self._size = stream.position
                self._store()
            if inside or not keep:
                continue  # only the end of this chunk is known
            data = bytes(memoryview(out)[:end])
            if len(self._chunks) >= _CACHED_CHUNKS:
                del self._chunks[next(iter(self._chunks))]
            self._chunks[current] = data
            if current == number:
                return data
        return data if stream.position > first else b""

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        if self._library is None:
            return self._read_spilled(offset, count)
        number, inside = divmod(offset, _CHUNK)
        if inside + count <= _CHUNK:
            return self._chunk(number)[inside : inside + count]
        parts = []
        while count > 0:
            data = self._chunk(number)[inside : inside + count]
            if not data:
                break
            parts.append(data)
            count -= len(data)
            inside += len(data)
            if inside < _CHUNK:
                break
            number, inside = number + 1, 0
        return b"".join(parts)

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of bytes of the content; it takes reading the file once, unless an index is kept."""
        if self._library is None:
            self._unpack(1 << 63)
        while True:
            if self._size is not None:
                return self._size
            position = self._stream.position if self._stream is not None and not self._stream.ended else 0
            self._decode(max(position, self._starts[-1]) // _CHUNK + _PASS, keep=False)

    def expand(self) -> mmap | bytes:
        if self._library is None:
            self._unpack(1 << 63)
            assert self._spill is not None and self._size is not None
            return self._spill.map(self._size)
        if self._expanded is None:
            self._expanded = Spill(self.path)
            position = 0
            while data := self._chunk(position // _CHUNK):
                self._expanded.write(position, data)
                position += len(data)
                if len(data) < _CHUNK:
                    break
        return self._expanded.map(self.size)

    # Without access to the library: decode forward into a temporary file

    def _unpack(self, until: int) -> None:
        if self._size is not None or (self._spill is not None and self._done >= until):
            return
        if self._spill is None:
            self._spill = Spill(self.path)
            self._plain = zlib.decompressobj(31)
        while self._done < until:
            tail = self._plain.unconsumed_tail
            if self._plain.eof:
                rest = self._plain.unused_data
                self._place -= len(rest)
                self._plain = zlib.decompressobj(31)
                if self.packed.read(self._place, 3) != MAGIC:
                    self._size = self._done
                    return
                tail = b""
            if not tail:
                tail = self.packed.read(self._place, _INPUT)
                self._place += len(tail)
            try:
                data = self._plain.decompress(tail, _CHUNK)
            except zlib.error as error:
                self.stop(self._place, f"is damaged: {error}")
                self._size = self._done
                return
            if not tail and not data:
                self.stop(self._place, "was cut off")
                self._size = self._done
                return
            self._spill.write(self._done, data)
            self._done += len(data)
            if self.progress is not None:
                self.progress(self._place, self.packed.size)

    def _read_spilled(self, offset: int, count: int) -> bytes:
        self._unpack(offset + count)
        assert self._spill is not None
        return self._spill.read(offset, max(0, min(count, self._done - offset)))

    def write(self, offset: int, data: bytes) -> int:
        raise ReadOnlyError(self.path, "is compressed; an overlay keeps changes in memory")

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
            self._store()
        for spill in (self._spill, self._expanded):
            if spill is not None:
                spill.close()
        self._chunks.clear()
        self.packed.close()
