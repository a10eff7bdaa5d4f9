"""The data section of an unexpanded Solaris dump: where each page lies compressed, found in one pass, and its bytes.

The section is a sequence of records, each a 32-bit word (tag in the upper 12 bits, size in the lower 20) and that many
bytes (illumos sys/dumphdr.h, uts/common/os/dumpsubr.c). Tag 0 is one page of lzjb; other tags are pieces of as many
streams, which are lzjb or bzip2. What a record is, is decided record by record: a serial dump may announce streams.
"""

from __future__ import annotations

import struct
from array import array

from ..corefile import SLOW
from ..errors import FileError, FormatError
from ..schema.formats import solaris_dump as dump
from ..source import unpacker
from .lzjb import decompress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from mmap import mmap
    from typing import Any

    from ..datamodel import DataModel
    from .bzip2 import Bzip2Stream

    Progress = Callable[[int, int], None]

MISSING = 0

_WORDS = {order: struct.Struct(f"{order}I") for order in "<>"}
_SIZE_BITS = 20
_SIZE = (1 << _SIZE_BITS) - 1
_BZIP2 = 1 << 63  # then the stream's tag and the offset in its plain text; else the file offset and the size
_TAG_SHIFT = 51
_TEXT = (1 << _TAG_SHIFT) - 1
_CACHE_BYTES = 16 << 20
_TICK = 16 << 20  # bytes between two calls of the progress callback
_MAX_PAGES = 1 << 31


class Cache:
    """Decoded bytes by key; the least recently used go when there are more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._entries: dict[Any, bytes] = {}

    def get(self, key: Any) -> bytes | None:
        """Return an entry, which becomes the most recently used; None where there is none."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._entries[key] = entry
        return entry

    def put(self, key: Any, entry: bytes) -> None:
        """Add an entry. The newest one stays, however large."""
        self._entries[key] = entry
        self._held += len(entry)
        while self._held > self._limit and len(self._entries) > 1:
            self._held -= len(self._entries.pop(next(iter(self._entries))))


class Damage:
    """A place where the data section cannot be followed further; ``pages`` are the first lost one and how many, if known."""

    __slots__ = ("offset", "pages", "reason")

    def __init__(self, offset: int, reason: str, pages: tuple[int, int] = (0, 0)) -> None:
        self.offset = offset
        self.reason = reason
        self.pages = pages


class _LzjbStream:
    """Where a parallel lzjb stream stands: the page that comes next, and how many of its range are still to come."""

    __slots__ = ("broken", "left", "next")

    def __init__(self) -> None:
        self.next = self.left = 0
        self.broken = False


class StaleIndex(Exception):
    """An index that was kept says something about a page that is not so in the file."""


class DataSection:
    """The pages of a dump, by their number in the pfn table.

    `build` finds them; until then, `ready` is false and only the constructor's arguments are known.

    Attributes:
        damages: what the pass could not follow.
        ranges: (first page, count) of the runs that the streams are made of, in the order of the file.
    """

    def __init__(
        self, path: str, buffer: mmap | bytes, start: int, pages: int, page_size: int, model: DataModel
    ) -> None:
        self._path = path
        self._buffer = buffer
        self._start = start
        self._pages = pages
        self._page_size = page_size
        self._limit = min(page_size, _SIZE)
        self._word: Callable[[Any, int], tuple[Any, ...]] = _WORDS[model.order].unpack_from
        self._order = model.order
        header = dump.dumpstreamhdr(model)
        self._header_size = header.size
        self._header = header.reader("stream_magic", "stream_pagenum", "stream_npages")
        self._places: Any = None
        self._kept = False  # whether that comes from the cache directory
        self._bzip2: dict[int, Bzip2Stream] = {}
        self._cache = Cache(_CACHE_BYTES)
        self._blocks = Cache(_CACHE_BYTES)  # of bzip2, each some 100 kB of which few pages may be wanted
        self._after = start
        self.damages: list[Damage] = []
        self.ranges: list[tuple[int, int]] = []

    def move(self, buffer: Any) -> None:
        """Read from another copy of the file from now on, which may be one that can only be sliced."""
        self._buffer = buffer
        self._word = unpacker(_WORDS[self._order], buffer)
        for stream in self._bzip2.values():
            stream.move(buffer)
        self._cache, self._blocks = Cache(_CACHE_BYTES), Cache(_CACHE_BYTES)

    def forget(self) -> None:
        """Drop what `build` or `load` found."""
        self._places = None
        self._kept = False
        self._cache, self._blocks = Cache(_CACHE_BYTES), Cache(_CACHE_BYTES)

    def _entry(self, index: int) -> int:
        """Return where a page is; of an index that was kept, after a look at the record itself. Raises `StaleIndex`."""
        place: int = self._places[index]
        if not self._kept or place == MISSING or place & _BZIP2:
            return place
        offset, size = place >> _SIZE_BITS, place & _SIZE
        if offset < self._start + 4 or not 0 < size <= self._limit or offset + size > len(self._buffer):
            raise StaleIndex
        if self._word(self._buffer, offset - 4)[0] & _SIZE != size:
            raise StaleIndex
        if index and not (
            self.ranges or self._bzip2
        ):  # nothing but pages: each begins where the one before ends
            before: int = self._places[index - 1]
            if (before >> _SIZE_BITS) + (before & _SIZE) + 4 != offset:
                raise StaleIndex
        return place

    @property
    def ready(self) -> bool:
        """Whether it is known where the pages are."""
        return self._places is not None

    @property
    def has_bzip2(self) -> bool:
        """Whether there are bzip2 streams, which take long to index."""
        return bool(self._bzip2)

    def build(self, progress: Progress | None = None) -> None:
        """Find all pages. Raises `FormatError` where the dump claims more pages than can be held."""
        self.damages, self.ranges, self._bzip2 = [], [], {}
        try:
            if self._pages > _MAX_PAGES:
                raise MemoryError
            places = memoryview(bytearray(8 * self._pages)).cast("Q")
        except MemoryError:
            raise FormatError(self._path, f"{self._pages} pages are too many", offset=self._start) from None
        serial = array("Q")
        try:
            streams = self._records(places, serial, progress)
        except FileError as error:
            self._lose(error.offset, error.reason)
            streams = bool(self.ranges)
        done, total = 0, sum(stream.size for stream in self._bzip2.values())
        for tag, stream in self._bzip2.items():
            for decoded in self._index_bzip2(places, tag, stream):
                if progress is not None:
                    progress(done + decoded, total)
            done += stream.size
            if progress is not None:
                progress(done, total)
        # What comes outside of streams fills up what they leave: the pages in front in a serial dump.
        first = sum(count for _, count in self.ranges) if streams else 0
        count = max(0, min(len(serial), self._pages - first))
        places[first : first + count] = memoryview(serial)[:count]
        self._places = places

    def _records(self, places: Any, serial: array[int], progress: Progress | None) -> bool:
        """Walk over the records; add the places of those outside of streams, tell whether there are streams."""
        buffer, pages, word = self._buffer, self._pages, self._word
        limit = self._limit
        end = len(buffer)
        append = serial.append
        streams: dict[int, _LzjbStream] = {}
        position = self._start
        total = end - position
        while True:
            # Most dumps are nothing but pages, so pages have this loop for themselves.
            stop = min(end - limit - 4, position + _TICK)
            while position < stop:
                (size,) = word(buffer, position)
                if not 0 < size <= limit:
                    break
                append(position + 4 << _SIZE_BITS | size)
                position += size + 4
            if progress is not None:
                progress(position - self._start, total)
            in_streams = bool(streams or self._bzip2)
            if len(serial) >= pages and not in_streams:
                break  # old dumps have no end mark
            if end - position < 4:
                self._lose(position, "the data section is cut off")
                break
            (size,) = word(buffer, position)
            tag, size = size >> _SIZE_BITS, size & _SIZE
            if not size and not tag:
                break
            if end - position - 4 < size:
                self._lose(position, "the data section is cut off")
                break
            if tag:
                if not 0 < size <= dump.CBUF_SIZE:
                    self._lose(position, f"a block of {size} bytes in stream {tag}")
                    break
                self._piece(places, streams, tag, position + 4, size)
            else:
                if size > limit:
                    self._lose(position, f"a page of {size} bytes, compressed")
                    break
                if len(serial) >= pages:
                    self._lose(position, f"more than {pages} pages")
                    break
                append(position + 4 << _SIZE_BITS | size)
            position += size + 4
        self._after = position
        if progress is not None and not self._bzip2:
            progress(total, total)
        for tag, stream in streams.items():
            if stream.left and not stream.broken:
                self._lose(position, f"stream {tag} ends early", (stream.next, stream.left))
        return bool(streams or self._bzip2)

    def _lose(self, offset: int, reason: str, pages: tuple[int, int] = (0, 0)) -> None:
        self.damages.append(Damage(offset, reason, pages))

    def _piece(
        self, places: Any, streams: dict[int, _LzjbStream], tag: int, position: int, size: int
    ) -> None:
        """Take one block of a stream."""
        if tag in self._bzip2:
            self._bzip2[tag].add(position, size)
            return
        stream = streams.get(tag)
        if stream is None:
            if self._buffer[position : position + 3] == b"BZh":
                from .bzip2 import Bzip2Stream

                self._bzip2[tag] = Bzip2Stream(self._buffer)
                self._bzip2[tag].add(position, size)
                return
            stream = streams[tag] = _LzjbStream()
        if not stream.broken:
            self._lzjb_block(places, stream, tag, position, position + size)

    def _lzjb_block(self, places: Any, stream: _LzjbStream, tag: int, position: int, end: int) -> None:
        """Take one block of an lzjb stream: stream headers and pages, none of which goes over the block's end."""
        buffer, limit, word = self._buffer, self._limit, self._word
        page, left = stream.next, stream.left
        reason = ""
        while position < end:
            if not left:
                run = self._run(buffer[position : min(position + self._header_size, end)])
                if run is None:
                    reason = f"no stream header in stream {tag}"
                    break
                page, left = run
                position += self._header_size
                continue
            if end - position < 4:
                reason = f"half a page in stream {tag}"
                break
            size = word(buffer, position)[0] & _SIZE
            if not 0 < size <= limit or position + 4 + size > end:
                reason = f"a page of {size} bytes, compressed, in stream {tag}"
                break
            places[page] = position + 4 << _SIZE_BITS | size
            page += 1
            left -= 1
            position += size + 4
        stream.next, stream.left = page, left
        if reason:
            stream.broken = True
            self._lose(position, reason, (page, left))

    def _run(self, header: bytes) -> tuple[int, int] | None:
        """Read a stream header and note its run of pages; None where it is none."""
        if len(header) < self._header_size:
            return None
        magic, first, count = self._header(header)
        if magic != dump.STREAM_MAGIC or first + count > self._pages:
            return None
        if count:
            self.ranges.append((first, count))
        return first, count

    def _index_bzip2(self, places: Any, tag: int, stream: Bzip2Stream) -> Iterator[int]:
        """Decode a bzip2 stream once, for the sizes of its blocks and the stream headers in its text; yield the progress."""
        page_size, header_size = self._page_size, self._header_size
        runs: list[tuple[int, int, int]] = []  # first page, count, where in the text
        wanted, head, reason = 0, b"", ""
        most = self._pages * (page_size + header_size)  # that is one header a page
        for start, text in stream.decode_all():
            end = start + len(text)
            while not reason and wanted + len(head) < end:
                head += text[wanted + len(head) - start : wanted + header_size - start]
                if len(head) < header_size:
                    break
                run = self._run(head)
                if run is None:
                    reason = f"no stream header in stream {tag}"
                    break
                runs.append((*run, wanted + header_size))
                wanted, head = wanted + header_size + run[1] * page_size, b""
            if end > most:
                reason = f"more pages in stream {tag} than in the dump"
            if reason:
                break
            yield stream.done
        decoded = stream.text_size
        lost = (0, 0)
        for first, count, where in runs:
            whole = min(count, max(0, (min(decoded, wanted) - where) // page_size))
            base = _BZIP2 | tag << _TAG_SHIFT | where
            places[first : first + whole] = array("Q", range(base, base + whole * page_size, page_size))
            if whole < count:
                lost = first + whole, count - whole
        if not reason and stream.broken:
            reason = f"bzip2 stream {tag} is damaged"
        elif not reason and (decoded < wanted or head):
            reason = f"stream {tag} ends early"
        if reason:
            self._lose(stream.broken_at, reason, lost)

    def place(self, index: int) -> int:
        """Return where page ``index`` is: an offset in the buffer if it is stored as it is, `SLOW`, or -1 if it is lost."""
        place = self._entry(index)
        if place == MISSING:
            return -1
        if place & _SIZE == self._page_size and not place & _BZIP2:
            offset = place >> _SIZE_BITS
            if offset + self._page_size <= len(self._buffer):
                return offset
        return SLOW

    def page(self, index: int) -> bytes:
        """Return a page; fewer bytes where the rest of it is lost."""
        found = self._cache.get(index)
        if found is not None:
            return found
        place = self._entry(index)
        if place == MISSING:
            if self._kept and not self.damages:
                raise StaleIndex
            return b""
        if place & _BZIP2:
            stream = self._bzip2.get(place >> _TAG_SHIFT & 0xFFF)
            found = b"" if stream is None else stream.read(place & _TEXT, self._page_size, self._blocks)
        else:
            offset = place >> _SIZE_BITS
            found = self._unpack(self._buffer[offset : offset + (place & _SIZE)])
        self._cache.put(index, found)
        return found

    def _unpack(self, packed: bytes) -> bytes:
        """Return a page of lzjb; nothing where it would be more than a page, which shows damage (lzjb has no checksum)."""
        size = self._page_size
        if len(packed) >= size:
            return packed[:size]
        found = decompress(packed, size + 1)
        return b"" if len(found) > size else found

    def damage(self, index: int) -> Damage:
        """Say why page ``index`` cannot be read, or not to its end."""
        place: int = self._places[index]
        if place & _BZIP2:
            stream = self._bzip2.get(place >> _TAG_SHIFT & 0xFFF)
            offset = self._start if stream is None else stream.file_offset(place & _TEXT)
            return Damage(offset, "the compressed page is damaged")
        if place != MISSING:
            return Damage(place >> _SIZE_BITS, "the compressed page is damaged")
        for damage in self.damages:
            first, count = damage.pages
            if first <= index < first + count:
                return damage
        if self.damages:
            return self.damages[0]
        return Damage(self._after, f"the data section ends before page {index}")

    def lost(self) -> int:
        """Return how many pages were not found."""
        return self._places.tolist().count(MISSING)  # type: ignore[no-any-return]

    def dump(self) -> list[Any]:
        """Return what `build` found as buffers, for `load`."""
        text = "\n".join(damage.reason for damage in self.damages).encode()
        text += b"\n" * (-len(text) % 8)
        meta = [self._pages, self._after, len(self.ranges), len(self.damages), len(text), len(self._bzip2)]
        numbers = [number for run in self.ranges for number in run]
        for damage in self.damages:
            numbers += [damage.offset, *damage.pages]
        parts: list[Any] = [array("Q", meta), array("Q", numbers), text, self._places]
        for tag, stream in self._bzip2.items():
            parts.append(array("Q", [tag, *stream.counts]))
            parts += stream.dump()
        return parts

    def load(self, data: bytes) -> bool:
        """Take what `dump` gave; tell whether it fits."""
        try:
            words = memoryview(data).cast("Q")
            pages, after, runs, damages, text_size, streams = words[:6]
            if pages != self._pages:
                return False
            at = 6 + 2 * runs + 3 * damages
            numbers = words[6:at].tolist()
            reasons = data[8 * at : 8 * at + text_size].decode().split("\n")
            at += text_size // 8
            places = words[at : at + pages]
            at += pages
            found: dict[int, Bzip2Stream] = {}
            for _ in range(streams):
                from .bzip2 import Bzip2Stream

                tag, *counts = words[at : at + 1 + Bzip2Stream.COUNTS]
                stream = found[tag] = Bzip2Stream(self._buffer)
                at += 1 + Bzip2Stream.COUNTS
                at += stream.load(words[at:], counts)
        except (ValueError, TypeError, OverflowError):
            return False
        if at != len(words) or len(places) != pages:
            return False
        self.ranges = [(numbers[at], numbers[at + 1]) for at in range(0, 2 * runs, 2)]
        self.damages = [
            Damage(numbers[at], reason, (numbers[at + 1], numbers[at + 2]))
            for at, reason in zip(range(2 * runs, len(numbers), 3), reasons, strict=False)
        ]
        self._after = after
        self._bzip2 = found
        self._places = places
        self._kept = True
        return True

    def close(self) -> None:
        """Let go of the file. Nothing can be read afterwards."""
        self._buffer = b""
        self._bzip2 = {}
        self._cache, self._blocks = Cache(0), Cache(0)
