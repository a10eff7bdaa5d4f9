"""A corefile with changes kept in memory: what is written is read back, and the file stays as it is."""

from __future__ import annotations

from ..corefile import HOLE, SLOW, Corefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..errors import Fault
    from ..namelist import Namelist
    from ..records import Translation

# Marks the keys of pages that the corefile below has as they are; its own keys of slow pages stay below this.
_PLAIN = 1 << 62


class Overlay(Corefile):
    """Another corefile, of any format, that can be written: pages are copied into memory when they are first changed.

    A change shows wherever the page is seen, by its physical address too. All reads go through `read_slow`, so that no
    reader keeps an offset to the old bytes; images without an overlay do not pay for this. A live corefile stays at the
    state that it was opened in, as far as that is a matter of `refresh`.

    Attributes:
        core: the corefile below; closed with this one.
        changed: how many pages differ from it, or once did.
    """

    writable = True

    def __init__(self, core: Corefile) -> None:
        self.core = core
        self.format = core.format
        self.path = core.path
        self.model = core.model
        self.page_size = core.page_size
        self.page_shift = core.page_shift
        self.serves = core.serves
        self.personality = core.personality
        self.kernel_symbol = core.kernel_symbol
        self.live = core.live
        self.underscored = core.underscored
        self._pages: dict[int, bytearray] = {}

    def __getattr__(self, name: str) -> Any:
        if name == "core":  # not set yet
            raise AttributeError(name)
        return getattr(self.core, name)  # what a format has beside the contract

    @property
    def kernel_space(self) -> Space | None:
        return self.core.kernel_space

    @kernel_space.setter
    def kernel_space(self, space: Space | None) -> None:
        self.core.kernel_space = space

    @property
    def lost(self) -> Any:
        return self.core.lost

    @property
    def changed(self) -> int:
        return len(self._pages)

    def attach(self, namelist: Namelist) -> None:
        self.core.attach(namelist)
        self.page_size, self.page_shift = self.core.page_size, self.core.page_shift
        self.personality = self.core.personality
        self.symbol_distance = self.core.symbol_distance

    def process_space(self, kva: int) -> Space | None:
        return self.core.process_space(kva)

    def page(self, space: Space, index: int) -> int:
        where = self.core.page(space, index)
        if where == HOLE or where & SLOW:
            return where
        return SLOW | _PLAIN | where

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        page = self._pages.get(key)
        if page is not None:
            return bytes(page[offset : offset + count])
        return self._below(key, offset, count)

    def _below(self, key: int, offset: int, count: int) -> bytes:
        if key & _PLAIN:
            where = (key ^ _PLAIN) + offset
            return self.core.plain(where, count)
        return self.core.read_slow(key, offset, count)

    def write(self, space: Space, address: int, data: bytes) -> int:
        where = self.page(space, address >> self.page_shift)
        if where == HOLE:
            return 0
        key = where ^ SLOW
        page = self._pages.get(key)
        if page is None:
            page = bytearray(self._below(key, 0, self.page_size))
        inside = address & (self.page_size - 1)
        room = min(len(data), len(page) - inside)  # of a page whose rest is lost, only what there is
        if room <= 0:
            return 0
        page[inside : inside + room] = data[:room]
        self._pages[key] = page
        return room

    def fault(self, space: Space, address: int) -> Fault:
        return self.core.fault(space, address)

    def physical(self, space: Space, address: int) -> int | None:
        return self.core.physical(space, address)

    def translate(self, space: Space, address: int) -> Translation:
        return self.core.translate(space, address)

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        return self.core.ranges(space)

    def namelist(self) -> bytes | None:
        return self.core.namelist()

    @property
    def facts(self) -> Mapping[str, object]:
        return self.core.facts

    def close(self) -> None:
        self._pages.clear()
        self.core.close()
