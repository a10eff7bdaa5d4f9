"""The C-shaped notation: ``cstruct(model, "dump_map", offset_t("dm_first"), ptr("dm_as"))``.

A schema is a function of a `DataModel` that returns a `Layout`; the data model computes the padding. The construct
package, which is slow to import, is only reached through `build` and `parse`.
"""

from __future__ import annotations

from ..layout import Field, Layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ..datamodel import DataModel

    Member = Callable[[DataModel], tuple[Field, int, Layout | None]]


def schema(function: Callable[[DataModel], Layout]) -> Callable[[DataModel], Layout]:
    """Memoise a schema: one layout a data model."""
    made: dict[DataModel, Layout] = {}

    def layout(model: DataModel) -> Layout:
        found = made.get(model)
        if found is None:
            found = made[model] = function(model)
        return found

    # Not functools.update_wrapper: functools takes longer to import than all of this package's leaves.
    layout.__name__, layout.__doc__, layout.__module__ = (
        function.__name__,
        function.__doc__,
        function.__module__,
    )
    return layout


def _scalar(name: str, size: int, kind: str, type: str) -> Member:
    """Make a member of ``size`` bytes; size 0 stands for a machine word."""

    def member(model: DataModel) -> tuple[Field, int, Layout | None]:
        width = size or model.word
        return Field(name, 0, width, kind, type), model.align(width), None

    return member


def u8(name: str, type: str = "uint8_t") -> Member:
    """An unsigned 8-bit integer."""
    return _scalar(name, 1, "uint", type)


def u16(name: str, type: str = "uint16_t") -> Member:
    """An unsigned 16-bit integer."""
    return _scalar(name, 2, "uint", type)


def u32(name: str, type: str = "uint32_t") -> Member:
    """An unsigned 32-bit integer."""
    return _scalar(name, 4, "uint", type)


def u64(name: str, type: str = "uint64_t") -> Member:
    """An unsigned 64-bit integer."""
    return _scalar(name, 8, "uint", type)


def s8(name: str, type: str = "char") -> Member:
    """A signed 8-bit integer; a lone ``char`` of the Solaris ABIs."""
    return _scalar(name, 1, "int", type)


def s16(name: str, type: str = "short") -> Member:
    """A signed 16-bit integer."""
    return _scalar(name, 2, "int", type)


def s32(name: str, type: str = "int") -> Member:
    """A signed 32-bit integer."""
    return _scalar(name, 4, "int", type)


def s64(name: str, type: str = "int64_t") -> Member:
    """A signed 64-bit integer."""
    return _scalar(name, 8, "int", type)


def offset_t(name: str) -> Member:
    """A file offset: signed, 64 bits under every data model."""
    return _scalar(name, 8, "int", "offset_t")


def long_t(name: str, type: str = "long") -> Member:
    """A signed machine word (``long``, ``time_t``)."""
    return _scalar(name, 0, "int", type)


def ulong_t(name: str, type: str = "ulong_t") -> Member:
    """An unsigned machine word (``ulong_t``, ``size_t``, ``pgcnt_t``, ``pfn_t``, ``uintptr_t``)."""
    return _scalar(name, 0, "uint", type)


def ptr(name: str, to: str = "void") -> Member:
    """A pointer."""
    return _scalar(name, 0, "pointer", f"pointer to {to}")


def char(name: str, count: int) -> Member:
    """An array of characters, read and built as bytes."""
    return lambda model: (Field(name, 0, count, "char[]", f"char[{count}]", count, 1, "int"), 1, None)


def array(member: Member, count: int) -> Member:
    """Make an array of ``count`` elements of a scalar or struct member."""

    def arrayed(model: DataModel) -> tuple[Field, int, Layout | None]:
        one, align, _ = member(model)
        type = f"{one.type}[{count}]"
        return Field(one.name, 0, one.size * count, "array", type, count, one.size, one.kind), align, None

    return arrayed


def nested(name: str, inner: Callable[[DataModel], Layout]) -> Member:
    """A struct inside the struct; its members are reached by dotted names."""

    def member(model: DataModel) -> tuple[Field, int, Layout | None]:
        layout = inner(model)
        return Field(name, 0, layout.size, "struct", f"struct {layout.name}"), layout.align, layout

    return member


def union(name: str, *members: Member) -> Member:
    """A union without a tag inside the struct; its members are reached by dotted names."""

    def member(model: DataModel) -> tuple[Field, int, Layout | None]:
        fields: list[Field] = []
        size, widest = 0, 1
        for made in members:
            field, align, inner = made(model)
            fields.append(field)
            if inner is not None:
                fields.extend(inner.within(0, field.name))
            size = max(size, field.size)
            widest = max(widest, align)
        layout = Layout(name, model, -(-size // widest) * widest, fields, align=widest, tag="union")
        return Field(name, 0, layout.size, "union", "union (anonymous)"), widest, layout

    return member


def cstruct(model: DataModel, name: str, *members: Member, source: str = "schema") -> Layout:
    """Lay out the members as this model's C compiler would, tail padding included."""
    fields: list[Field] = []
    end, widest = 0, 1
    for member in members:
        field, align, inner = member(model)
        field.offset = end = -(-end // align) * align
        fields.append(field)
        if inner is not None:
            fields.extend(inner.within(field.offset, field.name))
        end += field.size
        widest = max(widest, align)
    return Layout(name, model, -(-end // widest) * widest, fields, align=widest, source=source)


def build(layout: Layout, values: Mapping[str, Any]) -> bytes:
    """Return the struct's bytes with these members set and everything else zero.

    Integers of pointers and ``uint`` members are taken modulo their width; ``bytes`` are padded with NULs and must fit.
    Raises `LayoutError` for a member that the layout does not have, ValueError for a value that does not fit.
    """
    from . import _construct

    return _construct.build(layout, values)


def parse(layout: Layout, data: bytes) -> dict[str, Any]:
    """Return all members of the struct, by construct: for tests and for reading at leisure, never on a hot path.

    Nested structs and unions come as bytes, bit-fields not at all. Raises ValueError for data that is too short.
    """
    from . import _construct

    return _construct.parse(layout, data)
