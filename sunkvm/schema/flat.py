"""Structs built by one compiled `struct.Struct`: what `build` does, for those who build thousands."""

from __future__ import annotations

import functools
import struct
from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ..layout import Field, Layout

    Step = Callable[[Mapping[str, Any], list[Any]], None]


def pack(layout: Layout, values: Mapping[str, Any]) -> bytes:
    """Return the struct's bytes with these members set and everything else zero: as `build` does, but ten times as fast.

    Raises `LayoutError` for a member that the layout does not have, ValueError for a value that does not fit.
    """
    code, steps, pick, strings = _compiled(layout, tuple(values))
    if pick is not None:
        for name, size in strings:
            if len(values[name]) > size:
                break
        else:
            try:
                return code.pack(*pick(values))
            except (
                struct.error
            ):  # a number that has to be cut to the member's width, or one that does not fit
                pass
    row: list[Any] = []
    for step in steps:
        step(values, row)
    try:
        return code.pack(*row)
    except struct.error as error:
        raise ValueError(f"struct {layout.name}: {error}") from error


@functools.lru_cache(maxsize=1024)
def _compiled(
    layout: Layout, names: tuple[str, ...]
) -> tuple[
    struct.Struct, list[Step], Callable[[Mapping[str, Any]], tuple[Any, ...]] | None, list[tuple[str, int]]
]:
    """Return the code, what puts each member into its row of values, and the short way for most structs.

    That is what picks the whole row, None where a member needs more, and the byte strings in it with their sizes.
    """
    units: dict[int, list[Field]] = {}
    for field in sorted((layout[name] for name in names), key=lambda field: field.offset):
        unit = units.setdefault(field.offset, [field])
        if unit[0] is not field:
            if not (field.bits and unit[0].bits):
                raise ValueError(f"members of struct {layout.name} overlap at {field.name}")
            unit.append(field)
    parts, steps, end = [layout.model.order], [], 0
    for fields in units.values():
        field = fields[0]
        if field.offset < end:
            raise ValueError(f"members of struct {layout.name} overlap at {field.name}")
        parts.append(f"{field.offset - end}x{field.format(layout.model)}")
        end = field.offset + field.size
        steps.append(_bits(fields) if field.bits else _step(field))
    parts.append(f"{layout.size - end}x")
    order = [field for fields in units.values() for field in fields]
    plain = len(order) > 1 and not any(field.bits or field.vector for field in order)
    pick = itemgetter(*(field.name for field in order)) if plain else None
    strings = [(field.name, field.size) for field in order if not field.number]
    return struct.Struct("".join(parts)), steps, pick, strings


def _step(field: Field) -> Step:
    """Return what puts one member into the row of values to pack."""
    name, mask = field.name, (1 << field.element_size * 8) - 1
    unsigned = field.element_kind in ("uint", "pointer")
    if field.vector:
        count = field.count

        def vector(values: Mapping[str, Any], row: list[Any]) -> None:
            items = values[name]
            if len(items) != count:
                raise ValueError(f"{name}: {len(items)} elements, not {count}")
            row.extend([item & mask for item in items] if unsigned else items)

        return vector
    if field.number:
        if unsigned:
            return lambda values, row: row.append(values[name] & mask)
        return lambda values, row: row.append(values[name])
    size = field.size

    def raw(values: Mapping[str, Any], row: list[Any]) -> None:
        data = values[name]
        if len(data) > size:
            raise ValueError(f"{name}: {len(data)} bytes do not fit in {size}")
        row.append(data)

    return raw


def _bits(fields: list[Field]) -> Step:
    """Return what gathers the bit-fields of one storage unit."""
    members = [(field.name, (1 << field.bits) - 1, field.shift) for field in fields]

    def unit(values: Mapping[str, Any], row: list[Any]) -> None:
        total = 0
        for name, mask, shift in members:
            total |= (values[name] & mask) << shift
        row.append(total)

    return unit
