"""Reading structs of a BSD kernel by layout: as the Solaris reader, with members of nested structs by dotted names."""

from __future__ import annotations

from ..errors import LayoutError, SunkvmError
from ..layout import Field, Layout
from .solaris_reader import Reader, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..image import Image
    from ..layouts import LayoutSource

__all__ = ["BsdReader", "member", "part", "plain"]


def member(layouts: LayoutSource, layout: Layout, name: str) -> Field | None:
    """Return a member by its dotted name, wherever the source of layouts describes the nested structs; None for none."""
    found = layout.get(name)
    if found is not None:
        return found
    # The longest outer name that the struct itself has; the rest belongs to the type of that member.
    outer, _, rest = name.rpartition(".")
    while outer:
        field = layout.get(outer)
        if field is not None:
            inner = layouts.resolve(field.type)
            found = None if inner is None else member(layouts, inner, rest)
            return None if found is None else found.moved(field.offset, name)
        outer, _, more = outer.rpartition(".")
        rest = f"{more}.{rest}"
    return None


def part(layouts: LayoutSource, struct: str, names: tuple[str, ...]) -> tuple[Layout, int, int]:
    """Return (layout, first byte, bytes) of the part of a struct that holds these members; absent ones are left out.

    The layout's offsets count from that first byte. Raises `LayoutError` for an unknown struct.
    """
    layout = layouts.layout(struct)
    if layout is None:
        raise LayoutError(struct)
    fields = [field for name in names if (field := member(layouts, layout, name)) is not None]
    low = min((field.offset for field in fields), default=0)
    size = max((field.offset + field.size for field in fields), default=low) - low
    moved = [field.moved(-low) for field in fields]
    return Layout(struct, layout.model, size, moved, source=layout.source), low, size


class BsdReader(Reader):
    """Reads of one image of a BSD; see `Reader`. Of a struct only the bytes between the wanted members are read."""

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self._parts: dict[
            tuple[str, tuple[str, ...]], tuple[Callable[[int], tuple[Any, ...] | None], int, int]
        ] = {}
        self._offsets: dict[tuple[str, str], int] = {}

    def members(self, struct: str, kva: int, *names: str) -> tuple[Any, ...]:
        try:
            read, low, size = self._parts[struct, names]
        except KeyError:
            layout, low, size = part(self.image.layouts, struct, names)
            read = self.image.kernel.reader(layout.reader(*names), size)
            self._parts[struct, names] = read, low, size
        row = read(kva + low)
        while row is None:
            _, fault = self.read_some(kva + low, size)
            if fault is not None:
                raise fault.error()
            row = read(kva + low)  # of a live kernel it may have come meanwhile
        return row

    def some_members(self, struct: str, kva: int | None, *names: str) -> tuple[Any, ...]:
        known = self._parts.get((struct, names))
        if known is None:
            return super().some_members(struct, kva, *names)
        read, low, _ = known
        try:
            return (read(kva + low) if kva else None) or (None,) * len(names)
        except SunkvmError:
            return (None,) * len(names)

    def offset(self, struct: str, member_name: str) -> int:
        found = self._offsets.get((struct, member_name))
        if found is None:
            found = self._offsets[struct, member_name] = self._offset(struct, member_name)
        return found

    def _offset(self, struct: str, member_name: str) -> int:
        layout = self.image.layout(struct)
        field = member(self.image.layouts, layout, member_name)
        if field is None:
            raise LayoutError(struct, member_name)
        return field.offset

    def has(self, struct: str, member_name: str) -> bool:
        """Tell whether a struct is known and has a member."""
        layout = self.image.layouts.layout(struct)
        return layout is not None and member(self.image.layouts, layout, member_name) is not None

    def queue(
        self,
        what: str,
        struct: str,
        head: int | None,
        link: str,
        *names: str,
        limit: int = 1 << 20,
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield `chain` of a BSD list, given the address of its head, which begins with the pointer to the first entry."""
        if not head:
            return
        yield from self.chain(what, struct, self.image.read_word(head), link, *names, limit=limit)
