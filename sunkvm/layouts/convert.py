"""Structs from one layout into another: how a C caller gets a struct of a foreign image in the layout of its own headers."""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..layout import Field, Layout
    from . import LayoutSource


def converter(
    source: Layout, sources: LayoutSource, target: Layout, targets: LayoutSource
) -> Callable[[bytes], bytes]:
    """Return a function that turns a struct's bytes from one layout into another: member by member, by name.

    Integers are cut or extended to the target's width; what the source does not have is zero, and so are unions and
    bit-fields. Addresses stay addresses of the image.
    """
    pairs: list[
        tuple[int, str, int, str, int]
    ] = []  # offset and code of both, bits of a number to keep (0: bytes)
    _pair(source, sources, 0, target, targets, 0, pairs)
    pairs.sort()
    unpack, picks = _struct(source.model.order, [(at, code) for at, code, _, _, _ in pairs], source.size)
    order = sorted(range(len(pairs)), key=lambda number: pairs[number][2])
    pack, _ = _struct(
        target.model.order, [(pairs[number][2], pairs[number][3]) for number in order], target.size
    )
    steps = [(picks[number], pairs[number][4], pairs[number][3].islower()) for number in order]

    def convert(raw: bytes) -> bytes:
        values = unpack.unpack_from(raw)
        made = []
        for index, bits, signed in steps:
            value = values[index]
            if bits:
                value &= (1 << bits) - 1
                if signed and value >> bits - 1:
                    value -= 1 << bits
            made.append(value)
        return pack.pack(*made)

    return convert


def _struct(order: str, members: list[tuple[int, str]], size: int) -> tuple[struct.Struct, list[int]]:
    parts, end = [], 0
    for offset, code in members:
        parts.append(f"{offset - end}x{code}")
        end = offset + struct.calcsize(order + code)
    return struct.Struct(f"{order}{''.join(parts)}{size - end}x"), list(range(len(members)))


def _pair(
    source: Layout,
    sources: LayoutSource,
    source_base: int,
    target: Layout,
    targets: LayoutSource,
    target_base: int,
    pairs: list[tuple[int, str, int, str, int]],
) -> None:
    for field in target:
        name = field.name
        other = source.get(name)
        if other is None or field.bits or other.bits or "." in name or not name:
            continue
        at, to = source_base + other.offset, target_base + field.offset
        if field.number and other.number:
            if field.kind == "float" or other.kind == "float":
                continue
            codes = _code(source, other.size, other.kind), _code(target, field.size, field.kind)
            pairs.append((at, codes[0], to, codes[1], field.size * 8))
        elif field.vector and other.vector:
            for number in range(min(field.count, other.count)):
                pairs.append(
                    (
                        at + number * other.element_size,
                        _code(source, other.element_size, other.element_kind),
                        to + number * field.element_size,
                        _code(target, field.element_size, field.element_kind),
                        field.element_size * 8,
                    )
                )
        elif field.kind == other.kind == "char[]":
            count = min(field.size, other.size)
            pairs.append((at, f"{count}s", to, f"{count}s", 0))
        elif field.kind in ("struct", "array") and other.kind == field.kind:
            inner, other_inner = (
                _inner(target, targets, field),
                _inner(source, sources, other),
            )
            if inner is None or other_inner is None:
                continue
            for number in range(min(field.count, other.count) if field.kind == "array" else 1):
                _pair(
                    other_inner,
                    sources,
                    at + number * other.element_size,
                    inner,
                    targets,
                    to + number * field.element_size,
                    pairs,
                )


def _inner(layout: Layout, source: LayoutSource, field: Field) -> Layout | None:
    """Return the layout of a struct in a struct.

    A table's struct of the tag may be that of another release, where the kernel's own types do not tell it.
    """
    found = source.resolve(field.type)
    size = field.element_size if field.kind == "array" else field.size
    return found if found is not None and found.size == size else layout.inner(field.name) or found


def _code(layout: Layout, size: int, kind: str) -> str:
    return layout.model.code(size, kind == "int")
