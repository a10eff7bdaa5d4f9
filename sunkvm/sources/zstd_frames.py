"""Frames of zstd and parts of them, and a decoder that goes through one block by block; `zstd` puts the content together."""

from __future__ import annotations

from . import zstd_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..source import ByteSource

MAGIC = b"\x28\xb5\x2f\xfd"
UNKNOWN = -2
BLOCK = 1 << 17
"""The most content of a block."""
BLOCKS = 8
"""How many are decoded at a time."""
MAX_WINDOW = 8 << 20
"""Of frames in whose middle decoding can begin."""
_SUPPORTED = 1 << 27  # what decoders are asked to support without being told otherwise
_RECENT = 32


class Piece:
    """A frame or a part of one, which can be decoded from its beginning.

    Attributes:
        place: where it begins in the file; ``first``: its first block.
        start: where it begins in the content; ``size``: how much of the content it is, -1 if not known.
        end: the place behind it; -1 if it was cut off, `UNKNOWN` as long as nobody looked.
        tail: bytes behind the last block of the frame.
        form: the byte that says how large the window is; -1 if there is none.
        last, window: the distances and, packed, the content that the first block may refer to; nothing for whole frames.
        continued: whether the next piece is of the same frame.
        done: up to where the content was decoded into the temporary file.
        block: the place of the first block that was not stepped over yet, in search of the end.
    """

    __slots__ = (
        "block", "continued", "done", "end", "first", "form", "last", "place", "reader", "size", "start", "tail", "window",
    )  # fmt: skip

    def __init__(
        self, place: int, end: int, start: int, size: int, first: int = 0, tail: int = 0, form: int = -1
    ) -> None:
        self.place = place
        self.first = self.block = first
        self.end = end
        self.start = self.done = start
        self.size = size
        self.tail = tail
        self.form = form
        self.last: tuple[int, int, int] = (0, 0, 0)
        self.window = b""
        self.continued = False
        self.reader: Reader | None = None

    def window_size(self) -> int:
        """Return how much content before it a block may refer to; 0 where that is all."""
        if self.form < 0:
            return 0
        base = 1 << 10 + (self.form >> 3)
        return base + (base >> 3) * (self.form & 7)

    def step(self, raw: bytes, total: int) -> None:
        """Step over a block, given its three bytes of header, or fewer where a file of ``total`` bytes ends."""
        if len(raw) == 3:
            block = raw[0] | raw[1] << 8 | raw[2] << 16
            self.block += 3 + (1 if block >> 1 & 3 == zstd_blocks.RLE else block >> 3)
            if block & 1:
                self.end = self.block + self.tail
        if len(raw) < 3 or self.block > total:
            self.end = -1
            self.size = -1  # it was cut off, so it is shorter than it says


class Reader:
    """A decoder on its way through a frame, block by block, so that it is known what content a block begins at.

    Attributes:
        place, position: where it is in the file and in the content.
        ended: whether the last block is behind it; ``cut``: whether the file ends in front of that.
        recent: (place, size) of the last compressed blocks; ``tree``: whether one may have brought a table for literals.
        wanted: the position from which on a place for the index is looked for; nothing is kept for one long before.
    """

    def __init__(self, packed: ByteSource, piece: Piece, library: Any) -> None:
        self._packed = packed
        self.place = piece.first
        self.position = piece.start
        self.ended = self.cut = False
        self.recent: list[tuple[int, int]] = []
        self.tree = bool(piece.last[0])
        self.wanted = 0
        self.window = piece.window_size()
        self._tail: list[bytes] = []  # of the content, where the window is small enough to be kept
        self._held = 0
        options: dict[str, Any] = {"max_window_size": _SUPPORTED}
        if piece.last[0]:
            if library.frame_content_size(piece.window) > MAX_WINDOW:
                raise library.ZstdError("the window is too long")
            window = library.ZstdDecompressor().decompress(piece.window)
            head = MAGIC + bytes((0, piece.form))
            made = zstd_blocks.dictionary(piece.last, window)
            options["dict_data"] = library.ZstdCompressionDict(made, dict_type=library.DICT_TYPE_FULLDICT)
            self._hold(window)
        else:
            head = packed.read(piece.place, (piece.first or piece.place + 18) - piece.place)
        self._decoder = library.ZstdDecompressor(**options).decompressobj(write_size=BLOCK * BLOCKS)
        self._decoder.decompress(head)

    def next(self, count: int, piece: Piece) -> bytes:
        """Decode up to ``count`` blocks; return their content. Raises ZstdError."""
        packed, total = self._packed, self._packed.size
        at = self.place
        while count and not self.ended and (at < piece.end or piece.end < 0):
            head = packed.read(at, 4)
            number = int.from_bytes(head[:3], "little")
            kind = number >> 1 & 3
            size = 1 if kind == zstd_blocks.RLE else number >> 3
            if len(head) < 3 or at + 3 + size > total:
                self.cut = self.ended = True
                break
            if kind == zstd_blocks.COMPRESSED:
                self.recent.append((at + 3, size))
                self.tree = self.tree or head[3] & 3 == zstd_blocks.COMPRESSED
            at += 3 + size
            count -= 1
            if number & 1:
                self.ended = True
                at += piece.tail
        if at == self.place:
            return b""
        data: bytes = self._decoder.decompress(packed.read(self.place, at - self.place))
        self.place = at
        self.position += len(data)
        if len(self.recent) > 2 * _RECENT:
            del self.recent[:-_RECENT]
        if 0 < self.window <= MAX_WINDOW and self.position >= self.wanted - self.window:
            self._hold(data)
        else:
            self._tail, self._held = [], 0
        return data

    def _hold(self, data: bytes) -> None:
        self._tail.append(data)
        self._held += len(data)
        while self._held - len(self._tail[0]) >= self.window:
            self._held -= len(self._tail.pop(0))

    def before(self) -> bytes:
        """Return the content that the next block may refer to, or what is known of it, and forget it."""
        tail, self._tail, self._held = self._tail, [], 0
        tail[0] = tail[0][max(0, sum(map(len, tail)) - self.window) :]
        return b"".join(tail)

    def following(self) -> Iterator[tuple[int, bytes]]:
        """Yield (kind, content) of the next blocks of the frame."""
        at = self.place
        for _ in range(BLOCKS):
            number = int.from_bytes(self._packed.read(at, 3), "little")
            kind = number >> 1 & 3
            size = 1 if kind == zstd_blocks.RLE else number >> 3
            yield kind, self._packed.read(at + 3, size)
            if number & 1:
                return
            at += 3 + size

    def distances(self, limit: int) -> tuple[int, int, int] | None:
        """Return the last three distances that were used, if not more than so many sequences have to be read for them."""
        blocks: list[bytes] = []
        for number in (1, 2, 4, 8, 16, 32):
            for place, size in self.recent[-number : len(self.recent) - len(blocks)][::-1]:
                blocks.insert(0, self._packed.read(place, size))
                limit -= zstd_blocks.count(blocks[0])
            if limit < 0 or len(blocks) < min(number, len(self.recent)):
                return None
            found = zstd_blocks.distances(blocks)
            if found is not None or number >= len(self.recent):
                return found
        return None
