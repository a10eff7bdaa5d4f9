"""Reading structs, strings and lists of a Solaris kernel by layout: what all topics of the personality share."""

from __future__ import annotations

from ..errors import BrokenListError, SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..image import Image

_LIMIT = 1 << 20  # entries of any one list
_TEXT = 4096  # bytes of any one string


class Reader:
    """Reads of one image.

    A member that the layout does not have is None, as is what could not be read where a method says so; the other
    methods raise `AddressError`.
    """

    def __init__(self, image: Image) -> None:
        self.image = image
        self.word = image.model.word
        self.byteorder = image.model.byteorder
        self.read_some = image.kernel.read_some
        self._compiled: dict[tuple[str, tuple[str, ...]], tuple[Callable[..., tuple[Any, ...]], int]] = {}
        self._symbols: dict[str, int | None] = {}

    # Symbols

    def symbol(self, name: str) -> int | None:
        """Return a symbol's address, None where the namelist does not have it."""
        try:
            return self._symbols[name]
        except KeyError:
            found = self.image.symbols.find((name,)).get(name)
            where = self._symbols[name] = None if found is None else int(found)
            return where

    def number(self, symbol: str, size: int | None = None, *, signed: bool = False) -> int | None:
        """Return the integer of ``size`` bytes (a word without it) at a symbol; None where it cannot be had."""
        where = self.symbol(symbol)
        return None if where is None else self.integer(where, size or self.word, signed=signed)

    def pointer(self, symbol: str) -> int | None:
        """Return the pointer at a symbol, None where there is no such symbol. Raises `AddressError`."""
        where = self.symbol(symbol)
        return None if where is None else self.image.read_word(where)

    # Memory

    def integer(self, kva: int, size: int, *, signed: bool = False) -> int | None:
        """Return the integer at an address, None where it was not dumped."""
        data, fault = self.read_some(kva, size)
        return None if fault is not None else int.from_bytes(data, self.byteorder, signed=signed)

    def text(self, kva: int | None) -> str | None:
        """Return the string at an address; None for NULL and where it was not dumped."""
        if not kva:
            return None
        try:
            raw = self.image.kernel.read_string(kva, _TEXT)
        except SunkvmError:
            return None
        return raw.decode("utf-8", "surrogateescape")

    def members(self, struct: str, kva: int, *names: str) -> tuple[Any, ...]:
        """Return members of the struct at ``kva``. Raises `AddressError`, or `LayoutError` for an unknown struct."""
        try:
            read, size = self._compiled[struct, names]
        except KeyError:
            read, size = self._compile(struct, names)
        data, fault = self.read_some(kva, size)
        if fault is not None:
            raise fault.error()
        return read(data)

    def some_members(self, struct: str, kva: int | None, *names: str) -> tuple[Any, ...]:
        """Return members like `members`, each None where there is no struct or it was not dumped."""
        if not kva:
            return (None,) * len(names)
        try:
            return self.members(struct, kva, *names)
        except SunkvmError:
            return (None,) * len(names)

    def offset(self, struct: str, member: str) -> int:
        """Return a member's offset. Raises `LayoutError`."""
        return self.image.layout(struct).offset(member)

    def size(self, struct: str) -> int:
        """Return a struct's size. Raises `LayoutError`."""
        return self.image.layout(struct).size

    def _compile(self, struct: str, names: tuple[str, ...]) -> tuple[Callable[..., tuple[Any, ...]], int]:
        layout = self.image.layout(struct)
        fields = [field for field in map(layout.get, names) if field is not None]
        # Only up to the last member that is wanted: the rest may lie in a page that was not dumped.
        size = max((field.offset + field.size for field in fields), default=0)
        compiled = self._compiled[struct, names] = (layout.reader(*names), size)
        return compiled

    # Lists

    def chain(
        self,
        what: str,
        struct: str,
        first: int | None,
        link: str,
        *names: str,
        ring: bool = False,
        limit: int = _LIMIT,
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield (address, members) of a list of structs that point to their followers with ``link``.

        It ends at NULL, or with ``ring`` where it is back at the first. Raises `AddressError` (`BrokenListError`) after
        what came before.
        """
        if not first:
            return
        self.offset(struct, link)  # a layout without the link is an error, not a list of one
        seen: set[int] = set()
        kva = first
        while kva:
            if kva in seen:
                if ring and kva == first:
                    return
                raise BrokenListError("kernel", kva, f"was met before: the list of {what} runs into itself")
            if len(seen) >= limit:
                raise BrokenListError("kernel", kva, f"goes on a list of {what} of more than {limit}")
            seen.add(kva)
            following, *row = self.members(struct, kva, link, *names)
            yield kva, tuple(row)
            last, kva = kva, following
        if ring:
            raise BrokenListError("kernel", last, f"ends the list of {what}, which should run in a circle")


def plain(raw: bytes) -> str:
    """Return a NUL-padded character array as text."""
    return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def device(dev: int | None, bits: int) -> tuple[int, int] | None:
    """Return (major, minor) of a dev_t of an LP64 or ILP32 kernel; None for NODEV (illumos sys/mkdev.h)."""
    if dev is None or dev == (1 << bits) - 1:
        return None
    return (dev >> 32, dev & 0xFFFFFFFF) if bits == 64 else (dev >> 18, dev & 0x3FFFF)
