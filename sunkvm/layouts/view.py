"""A struct in a buffer, with its members as attributes."""

from __future__ import annotations

from ..errors import LayoutError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..layout import Buffer, Field, Layout

    Resolve = Callable[[str], Layout | None]

_SHOWN = 6


class StructView:
    """A C struct that starts at ``base`` bytes into ``buffer``: ``view.p_stat`` or ``view["p_stat"]``.

    Members are read from the buffer at each access, so a view follows a buffer that is overwritten. The view keeps
    the buffer but does not lock it; `copy` gives a view that no longer changes. Views cannot be written to.

    * Integers, pointers and bit-fields are int, floating-point members float.
    * Arrays of numbers are tuples; those of several dimensions are flat, in the order of memory.
    * Character arrays are the raw bytes of the whole member, NULs and what follows them included.
    * Structs and unions are views that share the buffer, arrays of them lists of views. ``resolve`` finds their
      layouts by type text (`LayoutSource.resolve`); where it finds none of that size they are raw bytes.

    ``view["p_user.u_comm"]`` reaches into nested structs. ``bytes(view)`` is the raw struct, ``len(view)`` its size in
    bytes, iteration yields the names of its members. A name that is no member raises `LayoutError` as an item,
    AttributeError as an attribute. Apart from ``copy``, no attribute hides a member; `layout_of` is a function for
    that reason.
    """

    __slots__ = ("__base", "__buffer", "__layout", "__resolve")

    def __init__(self, layout: Layout, buffer: Buffer, base: int = 0, resolve: Resolve | None = None) -> None:
        if base < 0 or base + layout.size > len(buffer):
            raise ValueError(f"{len(buffer)} bytes do not hold struct {layout.name} at offset {base}")
        self.__layout = layout
        self.__buffer = buffer
        self.__base = base
        self.__resolve = resolve

    def __getitem__(self, name: str) -> Any:
        field = self.__layout.fields.get(name)
        if field is None:
            outer, _, inner = name.rpartition(".")
            if not outer:
                raise LayoutError(self.__layout.name, name)
            view = self[outer]
            if not isinstance(view, StructView):
                raise LayoutError(self.__layout.name, name)
            return view[inner]
        kind = field.element_kind if field.kind == "array" else field.kind
        if kind == "struct" or kind == "union":
            return self.__nested(field)
        if kind == "char[]" and field.kind == "array":
            return self.__elements(field)
        return self.__layout.reader(name)(self.__buffer, self.__base)[0]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_StructView__"):
            raise AttributeError(name)  # asked by copy and pickle of a view that has not been set up
        try:
            return self[name]
        except LayoutError as error:
            raise AttributeError(str(error), name=name, obj=self) from error

    def __nested(self, field: Field) -> Any:
        layout = self.__layout.inner(field.name)
        if layout is None and self.__resolve is not None:
            layout = self.__resolve(field.type)
        start = self.__base + field.offset
        if layout is None or layout.size != field.element_size:
            return self.__elements(field) if field.kind == "array" else self.__raw(start, field.size)
        if field.kind != "array":
            return StructView(layout, self.__buffer, start, self.__resolve)
        return [
            StructView(layout, self.__buffer, start + index * field.element_size, self.__resolve)
            for index in range(field.count)
        ]

    def __elements(self, field: Field) -> tuple[bytes, ...]:
        start, size = self.__base + field.offset, field.element_size
        return tuple([self.__raw(start + index * size, size) for index in range(field.count)])

    def __raw(self, start: int, size: int) -> bytes:
        return bytes(memoryview(self.__buffer)[start : start + size])

    def __bytes__(self) -> bytes:
        return self.__raw(self.__base, self.__layout.size)

    def __len__(self) -> int:
        return self.__layout.size

    def __contains__(self, name: object) -> bool:
        return name in self.__layout

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in self.__layout if "." not in field.name)

    def __dir__(self) -> list[str]:
        return sorted({*self, "copy"})

    def __repr__(self) -> str:
        shown = [name for name in self if self.__layout[name].kind not in ("array", "struct", "union")]
        parts = [f"{name}={_text(self.__layout[name], self[name])}" for name in shown[:_SHOWN]]
        rest = sum(1 for _ in self) - len(parts)
        if rest:
            parts.append(f"+{rest}")
        return f"<{self.__layout.tag} {self.__layout.name}: {' '.join(parts)}>"

    def copy(self) -> StructView:
        """Return a view over a copy of this struct's bytes, which nobody changes."""
        return StructView(self.__layout, bytes(self), 0, self.__resolve)


def layout_of(view: StructView) -> Layout:
    """Return the layout of a view."""
    layout: Layout = view._StructView__layout
    return layout


def _text(field: Field, value: Any) -> str:
    if field.kind == "pointer":
        return f"{value:#x}"
    return repr(value.partition(b"\0")[0]) if field.kind == "char[]" else repr(value)
