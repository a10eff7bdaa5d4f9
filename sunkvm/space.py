"""Address spaces: reading and writing memory by address. The corefile answers where a page lies; no file I/O here."""

from __future__ import annotations

from mmap import mmap

from .corefile import HOLE, PHYS, SLOW, space_name
from .errors import Fault, FileCutError, FileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeVar

    from .corefile import Corefile, Space
    from .gather import Gatherer

    T = TypeVar("T")

_CACHED_PAGES = 1 << 20
_MANY = 64  # addresses from which on numpy is worth its import


class AddressSpace:
    """One space of an image: physical memory, the kernel's, or a process's.

    Addresses wrap nowhere: what reaches above the highest address of the data model is not mapped.

    Attributes:
        key: how the corefile names the space.
        name: the space's name in messages.
        page_size: bytes.
    """

    __slots__ = (
        "_buffer",
        "_gatherer",
        "_lost",
        "_mask",
        "_pages",
        "_shift",
        "_slow",
        "_top",
        "corefile",
        "key",
        "name",
        "page_size",
    )

    def __init__(self, corefile: Corefile, key: Space, name: str | None = None) -> None:
        self.corefile = corefile
        self.key = key
        self.name = name or space_name(key)
        self.page_size = corefile.page_size
        self._shift = corefile.page_shift
        self._mask = corefile.page_size - 1
        self._buffer = corefile.buffer
        self._lost = corefile.lost
        self._top = 1 << 64 if key == PHYS else 1 << corefile.model.bits
        self._pages: dict[int, int] = {}
        self._slow: dict[int, int] = {}  # of those that have to be made, which is another way to read them
        self._gatherer: Gatherer | None = None

    def __repr__(self) -> str:
        return f"<AddressSpace {self.name} of {self.corefile.path}>"

    def read_some(self, address: int, count: int) -> tuple[bytes, Fault | None]:
        """Return up to ``count`` bytes from ``address`` and, where it is fewer, why it stopped.

        The fault's address is the first byte that could not be read.
        """
        inside = address & self._mask
        if inside + count <= self.page_size and count > 0:
            where = self._pages.get(address >> self._shift)
            if where is not None:
                where += inside
                data = self._buffer[where : where + count]
                if not self._lost:
                    return data, None
        return self._read_pages(address, count)

    def _read_pages(self, address: int, count: int) -> tuple[bytes, Fault | None]:
        if count < 0:
            raise ValueError("negative count")
        if self.corefile.closed:
            raise ValueError("the image is closed")
        parts: list[bytes] = []
        try:
            return self._read_into(parts, address, count)
        except FileError as error:
            data = b"".join(parts)
            address += len(data)
            if isinstance(error, FileCutError):
                return data, self._cut(address)
            return data, Fault.of_file(self.name, address, error)

    def _read_into(self, parts: list[bytes], address: int, count: int) -> tuple[bytes, Fault | None]:
        left = count
        while left:
            inside = address & self._mask
            length = min(left, self.page_size - inside)
            index = address >> self._shift
            where = self._pages.get(index)
            if where is None:
                where = self._slow.get(index)
            if where is None:
                where = self.corefile.page(self.key, index) if 0 <= address < self._top else HOLE
                if where == HOLE:
                    return b"".join(parts), self._fault(address)
                pages = self._slow if where & SLOW else self._pages
                if not where & SLOW or not self.corefile.live:
                    if len(pages) >= _CACHED_PAGES:
                        pages.clear()
                    pages[index] = where
            if where & SLOW:
                part = self.corefile.read_slow(where ^ SLOW, inside, length)
                parts.append(part)
                if len(part) < length:
                    return b"".join(parts), self._fault(address + len(part))
                address += length
                left -= length
                continue
            where += inside
            part = self._buffer[where : where + length]
            if self._lost:
                part = self.corefile.plain(where, length)
                if len(part) < length:
                    parts.append(part)
                    return b"".join(parts), self._cut(address + len(part))
            parts.append(part)
            address += length
            left -= length
        return b"".join(parts), None

    def _cut(self, address: int) -> Fault:
        reason = (
            "lies in a part of the file that was cut off, or cannot be read any more, since it was opened"
        )
        return Fault(Fault.TRUNCATED, self.name, address, reason)

    def _fault(self, address: int) -> Fault:
        if not 0 <= address < self._top:
            return Fault(Fault.UNMAPPED, self.name, address, "lies outside the address space")
        fault = self.corefile.fault(self.key, address)
        if self._lost and fault.kind != Fault.CORRUPT:  # what says where pages are may itself be gone
            return self._cut(address)
        fault.space = self.name
        return fault

    def read(self, address: int, count: int) -> bytes:
        """Return exactly ``count`` bytes from ``address``. Raises `AddressError`, or `FormatError` for damage."""
        data, fault = self.read_some(address, count)
        if fault is not None:
            raise fault.error()
        return data

    def read_many(self, addresses: Sequence[int], size: int) -> tuple[bytes, list[int]]:
        """Return ``size`` bytes from each address, one after another, and the positions of the addresses without.

        Where any of an address's bytes cannot be read all of them are zeros, and its position (0 for the first address) is
        in the list, ascending. With numpy, and the addresses as its array or an ``array("Q")``, this costs a tenth of single
        reads.
        """
        if size <= 0:
            raise ValueError("size must be positive")
        left: Iterable[int] = range(len(addresses))
        data = bytearray(len(addresses) * size)
        found = self._gather(addresses, size) if len(addresses) >= _MANY else None
        if found is not None:
            data, left = found
        missing: list[int] = []
        for number in left:
            part, fault = self.read_some(int(addresses[number]), size)
            if fault is not None:
                missing.append(number)
                part = bytes(size)
            data[number * size : (number + 1) * size] = part
        return bytes(data), missing

    def _gather(self, addresses: Sequence[int], size: int) -> tuple[bytearray, list[int]] | None:
        if self.corefile.closed:
            raise ValueError("the image is closed")
        # Of a live kernel what a leaf tells would be read without being brought up to date.
        if size > self.page_size or not isinstance(self._buffer, (bytes, mmap)) or self.corefile.live:
            return None
        if self._gatherer is None:
            try:
                from .gather import Gatherer
            except ImportError:
                return None
            self._gatherer = Gatherer(self.corefile, self.key)
        try:
            found = self._gatherer.gather(addresses, size)
        except OverflowError:  # an address that no machine has
            return None
        return None if self._lost else found

    def reader(self, read: Callable[[Any, int], T], size: int) -> Callable[[int], T | None]:
        """Return ``read(buffer, offset)`` as a function of an address, for those who read thousands of structs.

        The function gives None where any of the ``size`` bytes at the address cannot be read.
        """
        pages, buffer, shift, mask = self._pages, self._buffer, self._shift, self._mask
        lost = self._lost
        read_pages, page = self._read_pages, self.page_size
        last = page - size
        sliced = not isinstance(buffer, (bytes, mmap))  # a file that is somewhere else

        def at(address: int) -> T | None:
            inside = address & mask
            if inside <= last:
                where = pages.get(address >> shift)
                if where is not None:
                    where += inside
                    found = read(buffer[where : where + size], 0) if sliced else read(buffer, where)
                    if not lost:
                        return found
            elif inside <= last + page:
                index = address >> shift
                where, second = pages.get(index), pages.get(index + 1)
                if where is not None and second is not None:
                    data = buffer[where + inside : where + page] + buffer[second : second + inside - last]
                    if not lost:
                        return read(data, 0)
            data, fault = read_pages(address, size)
            return None if fault is not None else read(data, 0)

        return at

    def read_string(self, address: int, limit: int = 65536) -> bytes:
        """Return the NUL-terminated string at ``address``, without the NUL; at most ``limit`` bytes of it."""
        parts: list[bytes] = []
        while limit > 0:
            length = min(limit, self.page_size - (address & self._mask))
            data, fault = self.read_some(address, length)
            end = data.find(b"\0")
            if end >= 0:
                parts.append(data[:end])
                break
            if fault is not None:
                raise fault.error()
            parts.append(data)
            address += length
            limit -= length
        return b"".join(parts)

    def read_word(self, address: int) -> int:
        """Return the unsigned machine word at ``address``."""
        model = self.corefile.model
        return int.from_bytes(self.read(address, model.word), model.byteorder)

    def read_int(self, address: int, size: int, *, signed: bool = False) -> int:
        """Return the integer of ``size`` bytes at ``address``."""
        return int.from_bytes(self.read(address, size), self.corefile.model.byteorder, signed=signed)

    def write_some(self, address: int, data: bytes) -> tuple[int, Fault | None]:
        """Write up to all of ``data``; return how many bytes and, where it is fewer, why it stopped.

        Raises `ReadOnlyError` where the image is not open for writing.
        """
        done = 0
        while done < len(data):
            at = address + done
            length = min(len(data) - done, self.page_size - (at & self._mask))
            part = data[done : done + length]
            try:
                written = self.corefile.write(self.key, at, part) if 0 <= at < self._top else 0
            except FileError as error:
                return done, Fault.of_file(self.name, at, error)
            done += written
            if written < length:
                return done, self._fault(address + done)
        return done, None

    def write(self, address: int, data: bytes) -> None:
        """Write all of ``data`` to ``address``. Raises `AddressError` after what could be written, or `ReadOnlyError`."""
        _, fault = self.write_some(address, data)
        if fault is not None:
            raise fault.error()

    def kvatop(self, address: int) -> int | None:
        """Return the physical address behind an address, or None where there is no page."""
        return self.corefile.physical(self.key, address) if 0 <= address < self._top else None

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Yield (first address, bytes) of what the corefile has of this space, ascending and merged."""
        return self.corefile.ranges(self.key)
