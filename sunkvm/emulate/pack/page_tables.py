"""Page tables as a kernel writes them, made page by page while addresses are mapped."""

from __future__ import annotations

import struct
from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 4096


@dataclass(frozen=True, slots=True)
class TableForm:
    """How one machine writes its tables.

    Attributes:
        levels: (shift, bits) from the root to the pages.
        entry: bytes of an entry.
        table: bits of an entry that leads to another table; ``table_root`` of those in the root, where they differ.
        kernel, user: bits of the last entries, of the kernel's pages and of those of processes.
        user_table: bits that tables of processes have besides.
        large: (level, bits) of entries that map as much as a whole table would; None where nothing needs them.
        page: bytes of a table.
    """

    levels: tuple[tuple[int, int], ...]
    entry: int
    table: int
    kernel: int
    user: int
    user_table: int = 0
    table_root: int | None = None
    large: tuple[int, int] | None = None
    page: int = PAGE


_NX = 1 << 63
FORMS = {
    # P RW A D, G NX for the kernel, U for processes; a large entry has PS (Intel SDM volume 3, 4.5).
    "amd64": TableForm(
        ((39, 9), (30, 9), (21, 9), (12, 9)), 8, 0x63, _NX | 0x163, _NX | 0x67, 0x4, None, (2, _NX | 0x1E3)
    ),
    "i386": TableForm(((22, 10), (12, 10)), 4, 0x63, 0x163, 0x67, 0x4),
    "i386-pae": TableForm(((30, 2), (21, 9), (12, 9)), 8, 0x63, _NX | 0x163, _NX | 0x67, 0x4, 0x1),
    # Valid table or page, AF, inner shareable; UXN and PXN; AP[1] and nG for processes (ARM ARM D8.3).
    "aarch64": TableForm(
        ((39, 9), (30, 9), (21, 9), (12, 9)),
        8,
        0x3,
        1 << 54 | 1 << 53 | 0x703,
        1 << 54 | 1 << 53 | 0xF43,
    ),
    # NetBSD's own tables: plain addresses, then TTE data: V, CP, CV, P, W (sparc64/include/pte.h).
    "sparc64": TableForm(((33, 10), (23, 10), (13, 10)), 8, 0, 1 << 63 | 0x36, 1 << 63 | 0x32, page=8192),
}


class PageTables:
    """Trees of page tables. ``pages`` has the bytes of every table by its physical address; the roots are given.

    ``allocate`` gives the physical address of a fresh page for a table.
    """

    def __init__(self, form: TableForm, order: str, allocate: Callable[[], int]) -> None:
        self.form = form
        self.pages: dict[int, bytearray] = {}
        self._allocate = allocate
        self._entry = struct.Struct(order + ("Q" if form.entry == 8 else "I"))
        self._frame = (1 << 48) - PAGE

    def root(self, pa: int) -> None:
        """Make an empty root."""
        self.pages[pa] = bytearray(self.form.page)

    def map(self, root: int, va: int, pa: int, *, user: bool = False) -> None:
        """Map one page, making the tables on the way."""
        form, table = self.form, root
        for number, (shift, bits) in enumerate(form.levels[:-1]):
            at = (va >> shift & (1 << bits) - 1) * form.entry
            entry = self._entry.unpack_from(self.pages[table], at)[0]
            if not entry:
                fresh = self._allocate()
                self.pages[fresh] = bytearray(self.form.page)
                flags = form.table if number or form.table_root is None else form.table_root
                flags |= form.user_table if user and (number or form.table_root is None) else 0
                entry = fresh | flags
                self._entry.pack_into(self.pages[table], at, entry)
            table = entry & self._frame
        shift, bits = form.levels[-1]
        at = (va >> shift & (1 << bits) - 1) * form.entry
        self._entry.pack_into(self.pages[table], at, pa | (form.user if user else form.kernel))

    def map_large(self, root: int, va: int, pa: int) -> None:
        """Map as much as one table of the last level does, by a single entry."""
        form, table = self.form, root
        assert form.large is not None
        level, flags = form.large
        for shift, bits in form.levels[:level]:
            at = (va >> shift & (1 << bits) - 1) * form.entry
            entry = self._entry.unpack_from(self.pages[table], at)[0]
            if not entry:
                fresh = self._allocate()
                self.pages[fresh] = bytearray(self.form.page)
                entry = fresh | form.table
                self._entry.pack_into(self.pages[table], at, entry)
            table = entry & self._frame
        shift, bits = form.levels[level]
        self._entry.pack_into(self.pages[table], (va >> shift & (1 << bits) - 1) * form.entry, pa | flags)

    def find(self, root: int, va: int, level: int) -> int | None:
        """Return the physical address of the table of a level that an address leads to; None where there is none."""
        table = root
        for shift, bits in self.form.levels[:level]:
            at = (va >> shift & (1 << bits) - 1) * self.form.entry
            entry = self._entry.unpack_from(self.pages[table], at)[0]
            if not entry:
                return None
            table = entry & self._frame
        return table
