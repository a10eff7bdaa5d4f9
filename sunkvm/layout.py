"""Layouts: where the members of a C struct lie, as flat offsets that the read path can use.

A layout is made by a schema, by a table of a release, by CTF or by DWARF; who uses it never sees which.
"""

from __future__ import annotations

import struct as _struct

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

    __slots__ = ("bits", "count", "element_kind", "element_size", "kind", "name", "offset", "shift", "size", "type")

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
        kind = self.kind
        if kind in ("int", "uint", "pointer"):
            return model.code(self.size, kind == "int")
        if kind == "float" and self.size in (4, 8):
            return "f" if self.size == 4 else "d"
        if kind == "array" and self.element_kind in ("int", "uint", "pointer"):
            return f"{self.count}{model.code(self.element_size, self.element_kind == 'int')}"
        return f"{self.size}s"

    @property
    def values(self) -> int:
        """How many values `format` unpacks to."""
        return self.count if self.kind == "array" and self.element_kind in ("int", "uint", "pointer") else 1


class Layout:
    """A struct's size and members under one data model.

    ``source`` says where the offsets come from, for ``sunkvm layout``; ``align`` is the struct's alignment where known.
    """

    __slots__ = ("_readers", "align", "fields", "model", "name", "size", "source", "tag")

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

    def __repr__(self) -> str:
        return f"Layout({self.name!r}, {self.model.name}, size={self.size}, {len(self.fields)} fields)"

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

        Integers come as int, arrays of integers as tuples, everything else as bytes; a member that this layout
        does not have comes as None. The buffer must hold the struct up to the last named member.
        """
        try:
            return self._readers[names]
        except KeyError:
            read = self._readers[names] = self._compile(names)
            return read

    def _compile(self, names: tuple[str, ...]) -> Callable[..., tuple[Any, ...]]:
        present = sorted(
            {self.fields[name].offset: self.fields[name] for name in names if name in self.fields}.values(),
            key=lambda field: field.offset,
        )
        wanted = [self.fields.get(name) for name in names]
        parts, end = [], 0
        index: dict[str, int] = {}
        flat = True
        position = 0
        for field in present:
            if field.offset < end:
                return self._each(wanted)
            parts.append(f"{field.offset - end}x{field.format(self.model)}")
            end = field.offset + field.size
            index[field.name] = position
            position += field.values
            flat = flat and field.values == 1 and not field.bits
        unpack = _struct.Struct(self.model.order + "".join(parts)).unpack_from
        if flat and [field and field.name for field in wanted] == [field.name for field in present]:
            return lambda buffer, base=0: unpack(buffer, base)
        if any(field is not None and field.name not in index for field in wanted):
            return self._each(wanted)  # two bit-fields of one storage unit

        def value(row: tuple[Any, ...], field: Field | None) -> Any:
            if field is None:
                return None
            at = index[field.name]
            if field.values > 1 or field.kind == "array":
                return row[at : at + field.values] if field.format(self.model)[-1] != "s" else row[at]
            if field.bits:
                return row[at] >> field.shift & ((1 << field.bits) - 1)
            return row[at]

        def read(buffer: Buffer, base: int = 0) -> tuple[Any, ...]:
            row = unpack(buffer, base)
            return tuple([value(row, field) for field in wanted])

        return read

    def _each(self, wanted: list[Field | None]) -> Callable[..., tuple[Any, ...]]:
        """Members that overlap (unions, bit-fields of one unit) are read one by one."""
        codes = [(field, field and _struct.Struct(self.model.order + field.format(self.model))) for field in wanted]

        def read(buffer: Buffer, base: int = 0) -> tuple[Any, ...]:
            values: list[Any] = []
            for field, code in codes:
                if field is None or code is None:
                    values.append(None)
                    continue
                row = code.unpack_from(buffer, base + field.offset)
                if field.bits:
                    values.append(row[0] >> field.shift & ((1 << field.bits) - 1))
                else:
                    values.append(row if field.values > 1 else row[0])
            return tuple(values)

        return read

    def read(self, buffer: Buffer, name: str, base: int = 0) -> Any:
        """Return one member of the struct that starts at ``base`` in ``buffer``; None where it has no such member."""
        return self.reader(name)(buffer, base)[0]

    def within(self, base: int, prefix: str) -> Iterator[Field]:
        """Yield this struct's members as members of an outer struct: moved by ``base``, named ``prefix.member``."""
        for field in self:
            moved = Field(*(getattr(field, slot) for slot in _ARGUMENTS))
            moved.offset += base
            moved.name = f"{prefix}.{field.name}"
            yield moved


_ARGUMENTS = ("name", "offset", "size", "kind", "type", "count", "element_size", "element_kind", "bits", "shift")
