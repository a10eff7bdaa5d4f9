"""The only module that imports construct: turns layouts into construct Structs, for building and for parsing at leisure."""

from __future__ import annotations

import functools

import construct

from ..layout import Field, Layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..datamodel import DataModel


def _number(model: DataModel, size: int, kind: str) -> Any:
    name = f"Float{size * 8}" if kind == "float" else f"Int{size * 8}{'s' if kind == 'int' else 'u'}"
    return getattr(construct, name + model.byteorder[0])


def _subcon(field: Field, model: DataModel) -> Any:
    if field.vector:
        return construct.Array(field.count, _number(model, field.element_size, field.element_kind))
    if field.number:
        return _number(model, field.size, field.kind)
    return construct.Bytes(field.size)


@functools.lru_cache(maxsize=512)
def struct_of(layout: Layout, names: tuple[str, ...]) -> Any:
    """Return the construct Struct of the named members, ordered by offset, with padding for everything else."""
    subcons: list[Any] = []
    end = 0
    for field in sorted((layout[name] for name in names), key=lambda field: field.offset):
        if field.offset < end:
            raise ValueError(f"members of struct {layout.name} overlap at {field.name}")
        if field.offset > end:
            subcons.append(construct.Padding(field.offset - end))
        subcons.append(construct.Renamed(_subcon(field, layout.model), newname=field.name))
        end = field.offset + field.size
    if layout.size > end:
        subcons.append(construct.Padding(layout.size - end))
    return construct.Struct(*subcons)


def _fit(field: Field, value: Any) -> Any:
    if field.vector:
        if field.element_kind in ("uint", "pointer"):
            return [item & ((1 << field.element_size * 8) - 1) for item in value]
        return list(value)
    if field.number:
        return value & ((1 << field.size * 8) - 1) if field.kind in ("uint", "pointer") else value
    if len(value) > field.size:
        raise ValueError(f"{field.name}: {len(value)} bytes do not fit in {field.size}")
    return bytes(value).ljust(field.size, b"\0")


def build(layout: Layout, values: Mapping[str, Any]) -> bytes:
    """See `sunkvm.schema.base.build`."""
    plain: dict[str, Any] = {}
    units: dict[int, str] = {}
    for name, value in values.items():
        field = layout[name]
        if not field.bits:
            plain[name] = _fit(field, value)
            continue
        # Bit-fields of one storage unit are gathered under the name of the first of them.
        unit = units.setdefault(field.offset, name)
        plain[unit] = plain.get(unit, 0) | (value & ((1 << field.bits) - 1)) << field.shift
    try:
        built: bytes = struct_of(layout, tuple(sorted(plain))).build(plain)
    except construct.ConstructError as error:
        raise ValueError(f"struct {layout.name}: {error}") from error
    return built


def parse(layout: Layout, data: bytes) -> dict[str, Any]:
    """See `sunkvm.schema.base.parse`."""
    names = tuple(field.name for field in layout if "." not in field.name and not field.bits)
    try:
        container = struct_of(layout, names).parse(data)
    except construct.ConstructError as error:
        raise ValueError(f"struct {layout.name}: {error}") from error
    return {name: container[name] for name in names}
