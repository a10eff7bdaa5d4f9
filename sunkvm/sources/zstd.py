"""Files in zstd format (RFC 8878), read in place: each frame only as far as it is needed, and from places inside of frames.

Kernels write a whole dump as one frame. What was decoded goes into a temporary file (`Spill`): memory stays small, and
nothing is decoded twice. On its way through a frame the decoder notes places where it could begin again, each with the
content in front of it (`zstd_blocks`). This index is kept in the cache directory: who opens the file later does not decode
what lies in front of what he wants. Where the file is made of many frames, each of those is such a place.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right

from .. import cachedir
from ..errors import FileError, ReadOnlyError
from ..source import ByteSource
from . import zstd_blocks
from .spill import Spill
from .zstd_frames import BLOCKS, MAGIC, MAX_WINDOW, UNKNOWN, Piece, Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any

_SKIPPABLE = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f
_SEEKABLE = 0x8F92_EAB1
_LEAST = 8  # bytes of a frame, be it one to be skipped
_MAX_DECODERS = 4
_END = 1 << 63
_SPAN = 128 << 20  # between two places of the index; half of that where a place is found easily
_EASY, _HARD = 512, 1 << 16  # sequences that are read to find a place
_RETRY = 16 << 20
_MAX_WINDOWS = 48 << 20  # packed, in memory and in the index
_KEEP_FROM = 32 << 20  # an index of less content is quicker made than kept
_WORDS = 11  # of the index for each piece


def is_zstd(start: bytes) -> bool:
    """Tell whether a file begins with a frame."""
    return start[:4] == MAGIC or (start[1:4] == _SKIPPABLE and start[0] & 0xF0 == 0x50)


class _Stale(Exception):
    """An index that was kept does not fit the file."""


class ZstdSource(ByteSource):
    """The content of a zstd file. Where it is damaged or cut off, it ends; ``trouble`` says so then."""

    def __init__(self, packed: ByteSource) -> None:
        self._packed = packed
        self.path = packed.path
        self.identity = packed.identity
        self._key = cachedir.key_of(b"zstd 2 ", packed)
        self._spill = Spill(packed.path)
        self._forget()
        self._read_seek_table()
        if not self._complete:
            self._load()

    def _forget(self) -> None:
        """Begin anew, without anything that was kept."""
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self._complete = False
        self._active: list[Piece] = []
        self._here: Piece | None = None  # where something was read last
        self._next = 0
        self._span = _SPAN
        self._kept = False  # whether any piece was taken from a kept index
        self._stored = 0  # how far the kept index goes
        self.trouble = None

    # Where the frames are

    def _read_seek_table(self) -> None:
        """Take the list of frames that the seekable form of the format has at the end of the file, if it can be right."""
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
        pieces = []
        for at in range(0, len(table), entry):
            stored, size = struct.unpack_from("<2I", table, at)
            if stored < _LEAST:
                return
            pieces.append((place, place + stored, start, size))
            place += stored
            start += size
        if place + length + 8 == packed.size:
            for place, end, start, size in pieces:
                if size:
                    piece = self._read_header(place, packed.read(place, 18), start)
                    piece.end, piece.size = end, size
                    self._append(piece)
            self._complete = True

    def _append(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self._starts.append(piece.start)

    def _add_frame(self) -> bool:
        """Find the next frame; tell whether there is one whose beginning in the content is known."""
        if self._complete:
            return False
        start = 0
        if self._pieces:
            if self._pieces[-1].size < 0:
                self._decode(len(self._pieces) - 1, _END, keep=False)
            last = self._pieces[-1]
            self._find_end(last)
            if last.size < 0:  # it was cut off, as is only known now
                self._decode(len(self._pieces) - 1, _END, keep=False)
                last = self._pieces[-1]
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
            self._append(self._read_header(place, head, start))
            return True

    @staticmethod
    def _read_header(place: int, head: bytes, start: int) -> Piece:
        """Return the frame whose header stands at a place; where it ends is found out when it matters."""
        if len(head) < 6:
            return Piece(place, UNKNOWN, start, -1)
        flags = head[4]
        single, form = flags >> 5 & 1, flags >> 6
        at = 5 + (not single) + (0, 1, 2, 4)[flags & 3]
        width = (1 if single else 0, 2, 4, 8)[form]
        size = int.from_bytes(head[at : at + width], "little") + (256 if form == 1 else 0) if width else -1
        return Piece(
            place,
            UNKNOWN,
            start,
            size,
            place + at + width,
            4 if flags & 4 else 0,
            -1 if single or flags & 3 else head[5],
        )

    def _find_end(self, piece: Piece) -> None:
        """Step over the rest of a frame, which takes a look at each block of it."""
        packed = self._packed
        while piece.end == UNKNOWN:
            piece.step(packed.read(piece.block, 3), packed.size)

    def _stop(self, place: int, reason: str) -> None:
        if self.trouble is None:
            self.trouble = (place, reason)

    # Content

    def _decode(self, number: int, until: int, keep: bool = True) -> None:
        """Decode a piece, at least up to ``until`` in the content if it goes so far; its frame may come in more pieces then.

        Without ``keep`` the content is only passed by, to find out how much there is.
        """
        from .libzstd import load

        piece = self._pieces[number]
        if keep and (piece.done >= until or 0 <= piece.size <= piece.done - piece.start):
            return
        library = load()
        reader = piece.reader
        try:
            if reader is None or (keep and reader.position > piece.done):
                reader = self._begin(piece, library)
            while True:
                missing = until - reader.position
                data = reader.next(min(BLOCKS, (missing >> 17) + 1), piece)
                if keep and reader.position > piece.done:
                    known = piece.done - (reader.position - len(data))
                    self._spill.write(piece.done, data[known:] if known else data)
                    piece.done = reader.position
                if self.progress is not None:
                    self.progress(reader.place, self._packed.size)
                if reader.ended or 0 <= piece.end <= reader.place:
                    self._end(piece, reader)
                    return
                if reader.position >= reader.wanted and self._divide(number, reader, library):
                    number = self._thin_out(number + 1)
                    piece = self._pieces[number]
                if reader.position >= until:
                    return
        except library.ZstdError as error:
            if self._kept:
                raise _Stale from error
            place, position = (
                (piece.first, piece.start) if reader is None else (reader.place, reader.position)
            )
            self._stop(place, f"is damaged: {error}")
            self._drop(piece)
            piece.size = position - piece.start
        except FileError:  # the decoder may be half way through a block: it begins anew next time
            self._drop(piece)
            raise

    def _begin(self, piece: Piece, library: Any) -> Reader:
        """Return a new decoder for a piece."""
        self._drop(piece)
        reader = piece.reader = Reader(self._packed, piece, library)
        reader.wanted = _END if piece.continued else piece.start + (self._span >> 1)
        self._active.append(piece)
        if len(self._active) > _MAX_DECODERS:
            self._drop(self._active[0])
        return reader

    def _drop(self, piece: Piece) -> None:
        if piece.reader is not None:
            piece.reader = None
            self._active.remove(piece)

    def _divide(self, number: int, reader: Reader, library: Any) -> bool:
        """Make a piece of its own of what comes next, if the decoder can begin here; tell whether that is so."""
        piece = self._pieces[number]
        if not 0 < reader.window <= MAX_WINDOW or not zstd_blocks.stands_alone(
            reader.following(), not reader.tree
        ):
            return False
        hard = reader.position - piece.start >= self._span
        last = reader.distances(_HARD if hard else _EASY)
        if last is None:
            if hard:
                reader.wanted = reader.position + _RETRY
            return False
        window = reader.before()
        if len(window) < min(reader.window, reader.position - piece.start) or max(last) > len(window):
            return False
        size = -1 if piece.size < 0 else piece.start + piece.size - reader.position
        other = Piece(reader.place, piece.end, reader.position, size, reader.place, piece.tail, piece.form)
        other.block = max(piece.block, reader.place)
        other.last = last
        # Quickly rather than small: this is what the index costs.
        other.window = library.ZstdCompressor(level=-5).compress(window)
        piece.size = reader.position - piece.start
        piece.end = reader.place
        piece.continued = True
        other.reader, piece.reader = reader, None
        reader.wanted = other.start + (self._span >> 1)
        self._active[self._active.index(piece)] = other
        self._pieces.insert(number + 1, other)
        self._starts.insert(number + 1, other.start)
        return True

    def _thin_out(self, number: int) -> int:
        """Join pieces where their windows need too much memory; return the new number of one."""
        if sum(len(piece.window) for piece in self._pieces) <= _MAX_WINDOWS:
            return number
        self._span *= 2
        kept = self._pieces[:1]
        current = self._pieces[number]
        joined = True
        for piece in self._pieces[1:]:
            before = kept[-1]
            joined = not joined
            if joined or not piece.last[0] or piece is current or piece.reader is not None:
                kept.append(piece)
                continue
            if before.done == piece.start:
                before.done = piece.done
            before.size, before.end, before.continued = (
                piece.start + piece.size - before.start,
                piece.end,
                piece.continued,
            )
        self._pieces = kept
        self._starts = [piece.start for piece in kept]
        return kept.index(current)

    def _end(self, piece: Piece, reader: Reader) -> None:
        """Note that a piece has no more content than was decoded."""
        self._drop(piece)
        size = reader.position - piece.start
        if reader.cut:
            if self._kept:
                raise _Stale
            piece.end = -1
            self._stop(reader.place, "was cut off")
        elif piece.end == UNKNOWN:
            piece.end = reader.place
        if 0 <= piece.size != size and not reader.cut:
            if self._kept:
                raise _Stale
            self._stop(reader.place, "is damaged: a frame has less content than it says")
        piece.size = size if piece.size < 0 or reader.cut else min(size, piece.size)
        if not piece.continued:
            self._store()

    def read(self, offset: int, count: int) -> bytes:
        if offset < 0 or count < 0:
            raise ValueError("negative offset or count")
        here = self._here
        if here is not None and here.start <= offset and offset + count <= here.done:
            return self._spill.read(offset, count)
        try:
            return self._read(offset, offset + count)
        except _Stale:
            self._begin_anew()
            return self._read(offset, offset + count)

    def _begin_anew(self) -> None:
        self._forget()
        self._spill.close()
        self._spill = Spill(self.path)

    def _read(self, offset: int, end: int) -> bytes:
        parts: list[bytes] = []
        number = self._piece_at(offset) if offset < end else None
        while number is not None:
            piece = self._here = self._pieces[number]
            self._decode(number, end)
            until = min(end, piece.done)
            if piece.size >= 0:
                until = min(until, piece.start + piece.size)
            if until > offset:
                parts.append(self._spill.read(offset, until - offset))
                offset = until
            if offset >= end or piece.size < 0 or offset < piece.start + piece.size:
                break
            number = self._piece_at(offset)
        return b"".join(parts)

    def _piece_at(self, offset: int) -> int | None:
        """Return the number of the piece that an offset of the content lies in."""
        while True:
            number = bisect_right(self._starts, offset) - 1
            if number >= 0:
                piece = self._pieces[number]
                if piece.size < 0 and piece.done <= offset:
                    self._decode(number, offset + 1)
                    continue
                if offset < (piece.done if piece.size < 0 else piece.start + piece.size):
                    return number
                if number + 1 < len(self._pieces):
                    return None  # of a list of frames that is wrong
            if not self._add_frame():
                return None

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of bytes of the content; it takes decoding where the frames do not say it."""
        try:
            return self._find_size()
        except _Stale:
            self._begin_anew()
            return self._find_size()

    def _find_size(self) -> int:
        while self._add_frame():
            pass
        if not self._pieces:
            return 0
        if self._pieces[-1].size < 0:
            self._decode(len(self._pieces) - 1, _END, keep=False)
        last = self._pieces[-1]
        return last.start + last.size

    def expand(self) -> mmap | bytes:
        try:
            size = self._decode_all()
        except _Stale:
            self._begin_anew()
            size = self._decode_all()
        return self._spill.map(size)

    def _decode_all(self) -> int:
        number = 0
        while number < len(self._pieces) or self._add_frame():
            self._decode(number, _END)
            number += 1
        return self.size

    def write(self, offset: int, data: bytes) -> int:
        raise ReadOnlyError(self.path, "is compressed; an overlay keeps changes in memory")

    def close(self) -> None:
        if self._pieces:
            self._store()
        for piece in self._pieces:
            piece.reader = None
        self._active.clear()
        self._spill.close()
        self._packed.close()

    # The kept index

    def _store(self) -> None:
        """Keep what is known of the pieces, if that is much more than what was kept."""
        last = self._pieces[-1]
        known = last.start + max(last.size, 0)
        if self._key is None or self.trouble is not None or known < self._stored + _KEEP_FROM:
            return
        whole = last.size >= 0 and last.end >= 0
        words = array("q", (len(self._pieces), self._complete))
        for piece in self._pieces:
            end = piece.end if piece.continued or piece is not last or whole else UNKNOWN
            words.extend((piece.place, end, piece.start, piece.size, piece.first, piece.tail, piece.form))
            words.extend((*piece.last, len(piece.window)))
        cachedir.store(self._key, [words.tobytes(), *(piece.window for piece in self._pieces)])
        self._stored = known

    def _load(self) -> None:
        data = None if self._key is None else cachedir.load(self._key)
        if data is None or len(data) < 16:
            return
        words = array("q")
        words.frombytes(data[:16])
        count, complete = words
        if not 0 < count <= (len(data) - 16) // (8 * _WORDS):
            return
        words.frombytes(data[16 : 16 + count * 8 * _WORDS])
        at = 16 + count * 8 * _WORDS
        pieces: list[Piece] = []
        expected = 0
        for first in range(2, len(words), _WORDS):
            place, end, start, size, block, tail, form, *last, length = words[first : first + _WORDS]
            final = first + _WORDS >= len(words)
            fits = start == expected and 0 <= place <= block and place < (end if end >= 0 else block + 1)
            fits = fits and max(place, block, end) <= self._packed.size and 0 <= length <= len(data) - at
            fits = fits and tail in (0, 4) and -1 <= form <= 255 and (final or (size >= 0 and end >= 0))
            if (
                not fits
                or min(last) < 0
                or max(last) >> 32
                or (last[0] and form < 0)
                or bool(last[0]) != bool(length)
            ):
                return
            piece = Piece(place, end, start, size, block, tail, form)
            piece.last = (last[0], last[1], last[2])
            piece.window = data[at : at + length]
            if last[0] and (not pieces or piece.window_size() > MAX_WINDOW):
                return
            if last[0]:
                pieces[-1].continued = True
            pieces.append(piece)
            at += length
            expected = start + size
        if at != len(data):
            return
        for piece in pieces:
            self._append(piece)
        self._complete = bool(complete)
        self._kept = True
        self._stored = pieces[-1].start + max(pieces[-1].size, 0)
