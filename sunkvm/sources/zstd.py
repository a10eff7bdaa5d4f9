"""Files in zstd format (RFC 8878), read in place: frame by frame, each only as far as it is needed.

A frame can only be decoded from its beginning, and kernels write a whole dump as one. So what was decoded goes into a
temporary file (`Spill`): memory stays small, nothing is decoded twice, and the whole never costs more than unpacking it.
Where the file is made of many frames, those in front of the wanted one are left alone.
"""

from __future__ import annotations

import struct

from ..errors import ReadOnlyError
from ..source import ByteSource
from .spill import Spill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any

MAGIC = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f
_SEEKABLE = 0x8F92_EAB1
_PIECE = 1 << 18
_MAX_DECODERS = 4
_UNKNOWN = -2
_WINDOW = 1 << 27  # what decoders are asked to support without being told otherwise


def is_zstd(start: bytes) -> bool:
    """Tell whether a file begins with a frame."""
    return start[:4] == MAGIC or (start[1:4] == _SKIPPABLE and start[0] & 0xF0 == 0x50)


class _Frame:
    """One frame: its place in the file and in the content (``size`` -1 if not known).

    Attributes:
        end: the place behind it; -1 if it was cut off, `_UNKNOWN` as long as nobody looked.
        block: the place of the first block that was not stepped over yet.
        tail: bytes behind the last block.
    """

    __slots__ = ("block", "decoded", "end", "place", "reader", "size", "start", "tail")

    def __init__(self, place: int, end: int, start: int, size: int, block: int = 0, tail: int = 0) -> None:
        self.place = place
        self.block = block
        self.tail = tail
        self.end = end
        self.start = start
        self.size = size
        self.decoded = 0
        self.reader: Any = None

    def step(self, raw: bytes, total: int) -> None:
        """Step over a block, given its three bytes of header, or fewer where a file of ``total`` bytes ends."""
        if len(raw) == 3:
            block = raw[0] | raw[1] << 8 | raw[2] << 16
            self.block += 3 + (1 if block >> 1 & 3 == 1 else block >> 3)
            if block & 1:
                self.end = self.block + self.tail
        if len(raw) < 3 or self.block > total:
            self.end = -1
            self.size = -1  # it was cut off, so it is shorter than it says


class _Input:
    """The compressed bytes of a frame as a file that can only be read."""

    def __init__(self, source: ByteSource, frame: _Frame) -> None:
        self._source = source
        self._frame = frame
        self.place = frame.place

    def read(self, count: int = -1) -> bytes:
        source, frame, place = self._source, self._frame, self.place
        limit = frame.end if frame.end >= 0 else source.size
        data = source.read(place, min(count, limit - place))
        while frame.end == _UNKNOWN and frame.block < place + len(data):
            at = frame.block - place
            raw = data[at : at + 3]
            frame.step(raw if len(raw) == 3 else source.read(frame.block, 3), source.size)
            if frame.end >= 0:
                data = data[: max(0, frame.end - place)]
        self.place += len(data)
        return data


class ZstdSource(ByteSource):
    """The content of a zstd file. Where it is damaged or cut off, it ends; ``trouble`` says so then."""

    def __init__(self, packed: ByteSource) -> None:
        self._packed = packed
        self.path = packed.path
        self.identity = packed.identity
        self._spill = Spill(packed.path)
        self._frames: list[_Frame] = []
        self._complete = False
        self._active: list[_Frame] = []
        self._next = 0
        self._read_seek_table()

    # Where the frames are

    def _read_seek_table(self) -> None:
        """Take the list of frames that the seekable form of the format has at the end of the file."""
        packed = self._packed
        tail = packed.read(max(0, packed.size - 9), 9)
        if len(tail) < 9:
            return
        count, descriptor, magic = struct.unpack("<IBI", tail)
        entry = 12 if descriptor & 0x80 else 8
        length = count * entry + 9
        if magic != _SEEKABLE or length + 8 > packed.size:
            return
        table = packed.read(packed.size - length, length - 9)
        place = start = 0
        frames = []
        for at in range(0, len(table), entry):
            stored, size = struct.unpack_from("<2I", table, at)
            frames.append(_Frame(place, place + stored, start, size))
            place += stored
            start += size
        if place + length + 8 == packed.size:
            self._frames = [frame for frame in frames if frame.size]
            self._complete = True

    def _add_frame(self) -> bool:
        """Find the next frame; tell whether there is one whose beginning in the content is known."""
        if self._complete:
            return False
        start = 0
        if self._frames:
            last = self._frames[-1]
            self._find_end(last)
            if last.size < 0:
                self._decode(last, 1 << 63)
            if last.end < 0 or last.size < 0:
                self._complete = True
                return False
            start = last.start + last.size
            self._next = last.end
        packed = self._packed
        while True:
            place = self._next
            head = packed.read(place, 18)
            if len(head) >= 8 and head[1:4] == _SKIPPABLE and head[0] & 0xF0 == 0x50:
                self._next = place + 8 + int.from_bytes(head[4:8], "little")
                continue
            if head[:4] != MAGIC or len(head) < 6:
                if head.strip(b"\0"):
                    self._stop(place, "is followed by what is no zstd frame")
                self._complete = True
                return False
            self._frames.append(self._read_header(place, head, start))
            return True

    @staticmethod
    def _read_header(place: int, head: bytes, start: int) -> _Frame:
        """Return the frame whose header stands at a place; where it ends is found out when it matters."""
        flags = head[4]
        single, form = flags >> 5 & 1, flags >> 6
        at = 5 + (not single) + (0, 1, 2, 4)[flags & 3]
        width = (1 if single else 0, 2, 4, 8)[form]
        size = int.from_bytes(head[at : at + width], "little") + (256 if form == 1 else 0) if width else -1
        return _Frame(place, _UNKNOWN, start, size, place + at + width, 4 if flags & 4 else 0)

    def _find_end(self, frame: _Frame) -> None:
        """Step over the rest of a frame, which takes a look at each block of it."""
        packed = self._packed
        while frame.end == _UNKNOWN:
            frame.step(packed.read(frame.block, 3), packed.size)

    def _stop(self, place: int, reason: str) -> None:
        if self.trouble is None:
            self.trouble = (place, reason)

    # Content

    def _decode(self, frame: _Frame, until: int) -> None:
        """Decode a frame into the spill, at least ``until`` bytes of it if it has so many."""
        if frame.decoded >= until or 0 <= frame.size <= frame.decoded:
            return
        import zstandard

        position = frame.decoded
        if frame.reader is None:
            position = 0
            source = _Input(self._packed, frame)
            reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
                source,  # type: ignore[arg-type]
                read_size=_PIECE,
                read_across_frames=False,
                closefd=False,
            )
            frame.reader = (reader, source)
            self._active.append(frame)
            if len(self._active) > _MAX_DECODERS:
                self._active.pop(0).reader = None
        reader, source = frame.reader
        total = self._packed.size
        try:
            while position < until:
                data = reader.read(_PIECE)
                if not data:
                    self._end(frame, position, source.place)
                    break
                if position + len(data) > frame.decoded:
                    self._spill.write(frame.start + position, data)
                    frame.decoded = position + len(data)
                position += len(data)
                if self.progress is not None:
                    self.progress(source.place, total)
        except zstandard.ZstdError as error:
            self._stop(source.place, f"is damaged: {error}")
            self._end(frame, position, source.place)

    def _end(self, frame: _Frame, position: int, place: int) -> None:
        """Note that a frame has no more content than ``position`` bytes."""
        self._find_end(frame)
        if frame.end < 0:
            self._stop(place, "was cut off")
        elif 0 <= frame.size != position:
            self._stop(place, "is damaged: a frame has less content than it says")
        frame.size = min(frame.size, position) if frame.size >= 0 and frame.end >= 0 else position
        frame.decoded = max(frame.decoded, position)
        if frame.reader is not None:
            frame.reader = None
            self._active.remove(frame)

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        parts: list[bytes] = []
        number = self._frame_at(offset)
        while count and number is not None:
            frame = self._frames[number]
            inside = offset - frame.start
            wanted = min(count, frame.size - inside) if frame.size >= 0 else count
            self._decode(frame, inside + wanted)
            length = min(wanted, frame.decoded - inside)
            if length > 0:
                parts.append(self._spill.read(offset, length))
                offset += length
                count -= length
            if count and (length < wanted and self.trouble is not None):
                break
            if count:
                following = number + 1
                if following >= len(self._frames) and not self._add_frame():
                    break
                number = following
        return b"".join(parts)

    def _frame_at(self, offset: int) -> int | None:
        """Return the number of the frame that an offset of the content lies in."""
        low, high = 0, len(self._frames)
        while low < high:
            middle = (low + high) >> 1
            if self._frames[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        number = low - 1
        while True:
            if number >= 0:
                frame = self._frames[number]
                if frame.size < 0:
                    self._decode(frame, offset - frame.start + 1)
                    if frame.decoded > offset - frame.start:
                        return number
                if offset < frame.start + frame.size:
                    return number
            if number + 1 < len(self._frames):
                number += 1
                continue
            if not self._add_frame():
                return None
            number = len(self._frames) - 1

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of bytes of the content; it takes decoding where the frames do not say it."""
        while self._add_frame():
            pass
        if not self._frames:
            return 0
        last = self._frames[-1]
        if last.size < 0:
            self._decode(last, 1 << 63)
        return last.start + last.size

    def expand(self) -> mmap | bytes:
        size = self.size
        for frame in self._frames:
            self._decode(frame, 1 << 63)
        return self._spill.map(size)

    def write(self, offset: int, data: bytes) -> int:
        raise ReadOnlyError(self.path, "is compressed; an overlay keeps changes in memory")

    def close(self) -> None:
        for frame in self._frames:
            frame.reader = None
        self._active.clear()
        self._spill.close()
        self._packed.close()
