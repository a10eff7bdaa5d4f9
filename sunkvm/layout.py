"""Layouts: where the members of a C struct lie, as flat offsets that the read path can use.

A layout is made by a schema, by a table of a release, by CTF or by DWARF; who uses it never sees which.
"""

from __future__ import annotations

import struct as _struct
from _operator import itemgetter

from .errors import LayoutError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from .datamodel import DataModel

    Buffer = Any  # whatever struct.unpack_from takes


class Field:
    """One member of a struct.

    Attributes:
        name: the member's name; members of nested structs have dotted names (``p_user.u_comm``).
        offset: bytes from the start of the struct.
        size: bytes; for a bit-field the size of its storage unit.
        kind: ``int``, ``uint``, ``pointer``, ``float``, ``char[]``, ``struct``, ``union`` or ``array``.
        type: the C type as text, for people.
        count, element_size, element_kind: of arrays; 1, ``size`` and ``kind`` elsewhere.
        bits, shift: of bit-fields: width, and distance of its lowest bit from that of the storage unit.
    """

    __slots__ = (
        "bits",
        "count",
        "element_kind",
        "element_size",
        "kind",
        "name",
        "offset",
        "shift",
        "size",
        "type",
    )

    def __init__(
        self,
        name: str,
        offset: int,
        size: int,
        kind: str,
        type: str = "",
        count: int = 1,
        element_size: int = 0,
        element_kind: str = "",
        bits: int = 0,
        shift: int = 0,
    ) -> None:
        self.name = name
        self.offset = offset
        self.size = size
        self.kind = kind
        self.type = type
        self.count = count
        self.element_size = element_size or size
        self.element_kind = element_kind or kind
        self.bits = bits
        self.shift = shift

    def moved(self, distance: int, name: str | None = None) -> Field:
        """Return the same member ``distance`` bytes further on, under another name if one is given."""
        moved = Field(*(getattr(self, slot) for slot in _ARGUMENTS))
        moved.offset += distance
        if name is not None:
            moved.name = name
        return moved

    def __repr__(self) -> str:
        return f"Field({self.name!r}, offset={self.offset}, size={self.size}, kind={self.kind!r})"

    def _key(self) -> tuple[object, ...]:
        return tuple(getattr(self, slot) for slot in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def format(self, model: DataModel) -> str:
        """Return the `struct` format of this member, without byte order."""
        if self.vector:
            return f"{self.count}{_code(model, self.element_size, self.element_kind)}"
        return _code(model, self.size, self.kind) if self.number else f"{self.size}s"

    @property
    def number(self) -> bool:
        """Whether this is read as one int or float; a ``long double`` is not, it stays bytes."""
        return _is_number(self.size, self.kind)

    @property
    def vector(self) -> bool:
        """Whether this is an array of numbers, which is read as a tuple, also where it has one element only."""
        return self.kind == "array" and _is_number(self.element_size, self.element_kind)

    @property
    def values(self) -> int:
        """How many values `format` unpacks to."""
        return self.count if self.vector else 1

    def extract(self, unit: int) -> int:
        """Return the value of this bit-field, given that of its storage unit; ``int`` bit-fields have a sign."""
        value = unit >> self.shift & ((1 << self.bits) - 1)
        if self.kind == "int" and value >> self.bits - 1:
            value -= 1 << self.bits
        return value


def _is_number(size: int, kind: str) -> bool:
    return size in ((4, 8) if kind == "float" else (1, 2, 4, 8)) and kind in (
        "int",
        "uint",
        "pointer",
        "float",
    )


def _code(model: DataModel, size: int, kind: str) -> str:
    """Return the `struct` character of a number."""
    if kind == "float":
        return "f" if size == 4 else "d"
    return model.code(size, kind == "int")


class Layout:
    """A struct's size and members under one data model.

    ``source`` says where the offsets come from, for ``sunkvm layout``; ``align`` is the struct's alignment where known.
    """

    __slots__ = ("_inner", "_readers", "align", "fields", "model", "name", "size", "source", "tag")

    def __init__(
        self,
        name: str,
        model: DataModel,
        size: int,
        fields: Iterable[Field],
        *,
        align: int = 0,
        source: str = "",
        tag: str = "struct",
    ) -> None:
        self.name = name
        self.model = model
        self.size = size
        self.fields: dict[str, Field] = {field.name: field for field in fields}
        self.align = align
        self.source = source
        self.tag = tag
        self._readers: dict[tuple[str, ...], Callable[..., tuple[Any, ...]]] = {}
        self._inner: dict[str, Layout | None] = {}

    def __repr__(self) -> str:
        return f"Layout({self.name!r}, {self.model.name}, size={self.size}, {len(self.fields)} fields)"

    def _repr_html_(self) -> str:
        from .display import layout_html

        return layout_html(self)

    def __getitem__(self, name: str) -> Field:
        """Return a member; raise `LayoutError` where the struct has none of that name."""
        try:
            return self.fields[name]
        except KeyError:
            raise LayoutError(self.name, name) from None

    def get(self, name: str) -> Field | None:
        """Return a member, or None: absence is how releases are told apart."""
        return self.fields.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def offset(self, name: str) -> int:
        """Return a member's offset in bytes."""
        return self[name].offset

    def reader(self, *names: str) -> Callable[..., tuple[Any, ...]]:
        """Return a compiled ``read(buffer, base=0)`` that gives the named members as one tuple.

        Numbers come as int or float, arrays of numbers as tuples, everything else as bytes; a member that this
        layout does not have comes as None. The buffer must hold the struct up to the last named member.
        """
        try:
            return self._readers[names]
        except KeyError:
            read = self._readers[names] = self._compile(names)
            return read

    def _compile(self, names: tuple[str, ...]) -> Callable[..., tuple[Any, ...]]:
        wanted = [self.fields.get(name) for name in names]
        present = sorted(
            {field.offset: field for field in wanted if field is not None}.values(),
            key=lambda field: field.offset,
        )
        parts, end, position = [], 0, 0
        index: dict[str, int] = {}
        for field in present:
            if field.offset < end:
                return self._each(wanted)
            parts.append(f"{field.offset - end}x{field.format(self.model)}")
            end = field.offset + field.size
            index[field.name] = position
            position += field.values
        if any(field is not None and field.name not in index for field in wanted):
            return self._each(wanted)  # members that start at one place
        unpack = _struct.Struct(self.model.order + "".join(parts)).unpack_from
        if not any(field.vector or field.bits for field in present):
            # Every value is a number or bytes as it stands; those that are missing come from behind the last.
            order = [position if field is None else index[field.name] for field in wanted]
            if order == list(range(position)):
                return lambda buffer, base=0: unpack(buffer, base)
            if len(order) > 1:
                pick = itemgetter(*order)
                if position not in order:
                    return lambda buffer, base=0: pick(unpack(buffer, base))
                return lambda buffer, base=0: pick((*unpack(buffer, base), None))

        def value(row: tuple[Any, ...], field: Field | None) -> Any:
            if field is None:
                return None
            at = index[field.name]
            if field.vector:
                return row[at : at + field.count]
            return field.extract(row[at]) if field.bits else row[at]

        def read(buffer: Buffer, base: int = 0) -> tuple[Any, ...]:
            row = unpack(buffer, base)
            return tuple([value(row, field) for field in wanted])

        return read

    def _each(self, wanted: list[Field | None]) -> Callable[..., tuple[Any, ...]]:
        """Members that overlap (unions, bit-fields of one unit) are read one by one."""
        order = self.model.order
        codes = [
            None if field is None else (field, _struct.Struct(order + field.format(self.model)))
            for field in wanted
        ]

        def read(buffer: Buffer, base: int = 0) -> tuple[Any, ...]:
            values: list[Any] = []
            for each in codes:
                if each is None:
                    values.append(None)
                    continue
                field, code = each
                row = code.unpack_from(buffer, base + field.offset)
                if field.vector:
                    values.append(row)
                else:
                    values.append(field.extract(row[0]) if field.bits else row[0])
            return tuple(values)

        return read

    def read(self, buffer: Buffer, name: str, base: int = 0) -> Any:
        """Return one member of the struct that starts at ``base`` in ``buffer``; None where it has no such member."""
        return self.reader(name)(buffer, base)[0]

    def within(self, base: int, prefix: str) -> Iterator[Field]:
        """Yield this struct's members as members of an outer struct: moved by ``base``, named ``prefix.member``."""
        for field in self:
            yield field.moved(base, f"{prefix}.{field.name}")

    def inner(self, name: str) -> Layout | None:
        """Return the layout of a struct or union member whose own members stand here under dotted names.

        This is how structs without a tag are reached: the reverse of `within`. None where there are no such names.
        """
        try:
            return self._inner[name]
        except KeyError:
            layout = self._inner[name] = self._cut(self[name], name + ".")
            return layout

    def _cut(self, outer: Field, prefix: str) -> Layout | None:
        fields = []
        for field in self:
            if field.name.startswith(prefix):
                fields.append(field.moved(-outer.offset, field.name[len(prefix) :]))
        if not fields:
            return None
        return Layout(
            f"{self.name}.{outer.name}", self.model, outer.size, fields, source=self.source, tag=outer.kind
        )


_ARGUMENTS = (
    "name",
    "offset",
    "size",
    "kind",
    "type",
    "count",
    "element_size",
    "element_kind",
    "bits",
    "shift",
)
