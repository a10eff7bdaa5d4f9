"""C types as debug information tells them, and how they become layouts.

CTF, DWARF and ISF say what each single type is; everything that the layouts of all sources have in common is decided
here: dotted names, storage units of bit-fields, the text of types, what is refused.
"""

from __future__ import annotations

from ..errors import FormatError
from ..layout import Field, Layout
from . import LayoutSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..datamodel import DataModel

    Ref = Any  # how a graph names a type: a number, an entry of the debug information
    Member = tuple[str, int, Ref, int]

_DEPTH = 64  # names of names, pointers to pointers, arrays of arrays, structs in structs
_MAX_MEMBERS = 1 << 16
_MAX_ALL = 1 << 20  # members of all layouts of one source: those of a large kernel are a fifth of this
_MAX_SIZE = 1 << 40

STRUCT, UNION, TYPEDEF = "struct", "union", "typedef"
_KINDS = {
    "int": "int",
    "uint": "uint",
    "float": "float",
    "pointer": "pointer",
    "enum": "int",
    "union": "union",
}


class CType:
    """One C type.

    Attributes:
        kind: int, uint, float, pointer, array, function, struct, union, enum, typedef, qualifier, void, or forward for
            a struct, union or enum (``tag``) that is named only.
        name: the tag or name; empty for what has none.
        size: bytes; not of arrays, which are ``count`` times ``target``, nor of typedefs and qualifiers.
        target: what is pointed to, aliased, qualified, or the elements' type.
        bits: of an integer that is a bit-field by itself, as CTF has it: its width.
    """

    __slots__ = ("bits", "count", "kind", "name", "size", "tag", "target")

    def __init__(
        self,
        kind: str,
        name: str = "",
        size: int = 0,
        target: Ref = None,
        count: int = 0,
        bits: int = 0,
        tag: str = "",
    ) -> None:
        self.kind = kind
        self.name = name
        self.size = size
        self.target = target
        self.count = count
        self.bits = bits
        self.tag = tag

    def __repr__(self) -> str:
        return f"CType({self.kind!r}, {self.name!r}, size={self.size})"


class TypeGraph(LayoutSource):
    """Types that refer to each other. Subclasses implement `node`, `members`, `constants`, `find` and `refs`."""

    def __init__(self, model: DataModel, name: str, path: str) -> None:
        self.model = model
        self.name = name
        self.path = path
        self._answers: dict[str, Layout | None] = {}
        self._made: dict[tuple[str, str], Layout] = {}
        self._met = self._met_in_all = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name})"

    # What a format tells

    def node(self, ref: Ref) -> CType:
        """Return the type behind a reference."""
        raise NotImplementedError

    def members(self, ref: Ref) -> Iterable[Member]:
        """Return (name, position, type, bits) of each member of a struct or union.

        The position counts bits from the struct's start, in big-endian models from the most significant bit on. ``bits``
        is the width of a bit-field, 0 where the member is none or its type tells.
        """
        raise NotImplementedError

    def constants(self, ref: Ref) -> Iterable[tuple[str, int]]:
        """Return (name, value) of each constant of an enum."""
        raise NotImplementedError

    def find(self, keyword: str, name: str) -> Ref | None:
        """Return the complete ``struct``, ``union`` or ``typedef`` of a name, or None."""
        raise NotImplementedError

    def refs(self) -> Iterator[Ref]:
        """Yield references to all types that can have a name."""
        raise NotImplementedError

    def error(self, reason: str) -> FormatError:
        """Return the error for damage."""
        return FormatError(self.path, f"{self.name}: {reason}", offset=0)

    # What follows from it

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`. Raises `FormatError` for damage.

        A struct is also found where this kernel spells it a little differently: ``kthread`` is ``struct _kthread`` or
        ``kthread_t``.
        """
        try:
            return self._answers[name]
        except KeyError:
            answer = self._answers[name] = self._look(name)
            return answer

    def _look(self, name: str) -> Layout | None:
        wanted = name.rpartition(" ")[0]
        for keyword, tag in spellings(name):
            ref = self.find(keyword, tag)
            if ref is None:
                continue
            ctype, alias, ref = self.core(ref)
            if ctype.kind in (STRUCT, UNION) and wanted in ("", ctype.kind) and (ctype.name or not wanted):
                return self._layout(ctype, ref, alias)
        return None

    def _layout(self, ctype: CType, ref: Ref, alias: str) -> Layout:
        tag = ctype.kind if ctype.name else f"typedef {ctype.kind}"
        key = tag, ctype.name or alias
        layout = self._made.get(key)
        if layout is None:
            fields: list[Field] = []
            self._met = 0
            self._flatten(ctype, ref, 0, "", fields, 0)
            layout = Layout(key[1], self.model, ctype.size, fields, source=self.name, tag=tag)
            self._made[key] = layout
        return layout

    def core(self, ref: Ref) -> tuple[CType, str, Ref]:
        """Return the type behind names and qualifiers, the last of the names, and the type's reference."""
        alias = ""
        for _ in range(_DEPTH):
            ctype = self.node(ref)
            if ctype.kind == TYPEDEF:
                alias = ctype.name
            elif ctype.kind != "qualifier":
                return ctype, alias, ref
            ref = ctype.target
        raise self.error("a type leads back to itself")

    def text(self, ref: Ref) -> str:
        """Return a type as text (``pointer to struct proc``, ``char[17]``), without qualifiers."""
        before, after = "", ""
        for _ in range(_DEPTH):
            ctype = self.node(ref)
            kind = ctype.kind
            if kind == "pointer":
                before += "pointer to "
            elif kind == "array":
                after += f"[{ctype.count}]"
            elif kind != "qualifier":
                if kind in (STRUCT, UNION, "enum"):
                    base = f"{kind} {ctype.name or '(anonymous)'}"
                elif kind == "forward":
                    base = f"{ctype.tag or STRUCT} {ctype.name}"
                elif kind in ("void", "function"):
                    base = kind
                else:
                    base = ctype.name or f"{kind}{8 * ctype.size}_t"
                return before + base + after
            ref = ctype.target
        raise self.error("a type leads back to itself")

    def _flatten(
        self, outer: CType, outer_ref: Ref, base: int, prefix: str, fields: list[Field], depth: int
    ) -> None:
        """Append the members of a struct that starts at byte ``base`` of the outermost one."""
        if depth > _DEPTH:
            raise self.error("structs are nested too deep")
        if outer.size > _MAX_SIZE:
            raise self.error(f"{outer.kind} {outer.name} has {outer.size} bytes")
        for name, position, ref, bits in self.members(outer_ref):
            self._met += 1
            self._met_in_all += 1
            if self._met > _MAX_MEMBERS:
                raise self.error(f"{outer.kind} {outer.name} has too many members")
            if self._met_in_all > _MAX_ALL:
                raise self.error("all structs together have too many members")
            ctype, alias, inner_ref = self.core(ref)
            nested = ctype.kind in (STRUCT, UNION)
            if not name:
                # An anonymous member's own members are the struct's; everything else without a name is padding.
                if nested:
                    self._contained(outer, "(anonymous)", position, ctype.size)
                    self._flatten(ctype, inner_ref, base + position // 8, prefix, fields, depth + 1)
                continue
            field = self._field(outer, name, position, ref, ctype, bits)
            field.offset += base
            field.name = prefix + name
            fields.append(field)
            if nested and not ctype.name and not alias:
                self._flatten(ctype, inner_ref, field.offset, f"{field.name}.", fields, depth + 1)

    def _contained(self, outer: CType, name: str, position: int, size: int) -> None:
        if position < 0 or position + 8 * size > 8 * outer.size:
            raise self.error(f"member {name} lies outside {outer.kind} {outer.name} of {outer.size} bytes")

    def _field(self, outer: CType, name: str, position: int, ref: Ref, ctype: CType, bits: int) -> Field:
        text = self.text(ref)
        if ctype.kind == "array":
            count, element = self._elements(ctype)
            size = count * element.size
            self._contained(outer, name, position, size)
            kind = _KINDS.get(element.kind, STRUCT)
            whole = "char[]" if element.size == 1 and kind in ("int", "uint") else "array"
            return Field(name, position // 8, size, whole, text, count, element.size, kind)
        kind = _KINDS.get(ctype.kind, STRUCT)
        bits = bits or ctype.bits
        if not bits:
            self._contained(outer, name, position, ctype.size)
            return Field(name, position // 8, ctype.size, kind, text)
        if position < 0 or position + bits > 8 * outer.size:
            raise self.error(f"member {name} lies outside {outer.kind} {outer.name} of {outer.size} bytes")
        unit = self._unit(position, bits, ctype.size, outer.size)
        if unit is None:  # a packed member of more than 8 bytes' reach: no integer holds it
            first, behind = position // 8, (position + bits + 7) // 8
            return Field(name, first, behind - first, STRUCT, f"{text}:{bits}")
        start, size = unit
        shift = position - 8 * start
        if self.model.byteorder == "big":
            shift = 8 * size - shift - bits
        return Field(name, start, size, kind, text, bits=bits, shift=shift)

    def _elements(self, ctype: CType) -> tuple[int, CType]:
        """Return the number of elements of an array over all dimensions, and their type."""
        count = 1
        for _ in range(_DEPTH):
            count *= ctype.count
            ctype = self.core(ctype.target)[0]
            if ctype.kind != "array":
                return count, ctype
        raise self.error("an array contains itself")

    def _unit(self, position: int, bits: int, size: int, limit: int) -> tuple[int, int] | None:
        """Return (offset, size) of the integer that a bit-field is read from.

        It is of the declared type and aligned as such where that fits; packed structs need others.
        """
        first = position // 8
        tries = [(size, size), (size, self.model.align(size))] if size in (1, 2, 4, 8) else []
        tries += [(other, other) for other in (1, 2, 4, 8)]
        tries += [(other, 1) for other in (1, 2, 4, 8)]
        for length, step in tries:
            start = first // step * step
            while start >= 0 and position + bits <= 8 * (start + length):
                if start + length <= limit:
                    return start, length
                start -= step
        return None

    def names(self) -> list[str]:
        """Return the tags of all structs and unions, and the names of those without a tag, sorted."""
        found: set[str] = set()
        for ref in self.refs():
            ctype = self.node(ref)
            if ctype.kind in (STRUCT, UNION):
                found.add(ctype.name)
            elif ctype.kind == TYPEDEF:
                inner, alias, _ = self.core(ref)
                if inner.kind in (STRUCT, UNION) and not inner.name:
                    found.add(alias)
        found.discard("")
        return sorted(found)

    def scalars(self) -> dict[str, tuple[int, str]]:
        """Return (size, kind) of all numbers by name, typedefs included; kind ``void`` for what has no value."""
        found: dict[str, tuple[int, str]] = {}
        for ref in self.refs():
            ctype = self.node(ref)
            if ctype.kind in (TYPEDEF, "int", "uint", "float") and ctype.name not in found:
                inner = self.core(ref)[0]
                if inner.kind in _KINDS and inner.kind != UNION and not inner.bits:
                    found[ctype.name] = inner.size, _KINDS[inner.kind]
        return found

    def enums(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Return (size, constants) of all enums by tag."""
        found: dict[str, tuple[int, dict[str, int]]] = {}
        for ref in self.refs():
            ctype = self.node(ref)
            if ctype.kind == "enum" and ctype.name and ctype.name not in found:
                found[ctype.name] = ctype.size, dict(self.constants(ref))
        return found


def spellings(name: str) -> Iterator[tuple[str, str]]:
    """Yield (keyword, name) under which a struct may be known: as it is spelled first, then near to it."""
    keyword, _, bare = name.rpartition(" ")
    keywords = (keyword,) if keyword else (STRUCT, UNION)
    if keyword not in ("", STRUCT, UNION) or not bare:
        return
    for each in keywords:
        yield each, bare
    if not keyword:
        yield TYPEDEF, bare
    for each in keywords:
        yield each, f"_{bare}"
    yield TYPEDEF, f"{bare}_t"
    for each in keywords:
        yield each, f"{bare}_s"
    if bare.startswith("_"):
        for each in keywords:
            yield each, bare[1:]
        yield TYPEDEF, f"{bare[1:]}_t"
    if bare.endswith("_t") and not keyword:
        for each in keywords:
            yield each, bare[:-2]
            yield each, f"_{bare[:-2]}"
