"""An image's structs and symbols in Volatility's intermediate symbol format (ISF).

Facts: volatility3 schemas/schema-6.2.0.json.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..image import Image
    from ..layout import Field, Layout

    Descriptor = dict[str, Any]

FORMAT = "6.2.0"
_STRUCTS = ("struct", "union")


def isf(image: Image) -> dict[str, Any]:
    """Return all structs, enums and symbols that an image knows, as the object of an ISF file."""
    from .. import __version__

    table = _Table(image)
    for name in image.layouts.names():
        layout = image.layouts.layout(name)
        if layout is not None:
            table.add(layout)
    return {
        "metadata": {"format": FORMAT, "producer": {"name": "sunkvm", "version": __version__}},
        "base_types": table.base,
        "user_types": table.user,
        "enums": table.enums,
        "symbols": {name: {"address": int(symbol)} for name, symbol in image.symbols.items()},
    }


class _Table:
    def __init__(self, image: Image) -> None:
        self.layouts = image.layouts
        self.model = image.model
        self.scalars: Mapping[str, tuple[int, str]] = image.layouts.scalars()
        self.base: dict[str, Any] = {}
        self.user: dict[str, Any] = {}
        self.enums: dict[str, Any] = {}
        for name, (size, constants) in image.layouts.enums().items():
            base = self._number(f"int{8 * size}_t", size, "int")["name"]
            self.enums[name] = {"size": size, "base": base, "constants": constants}
        self._number("pointer", self.model.word, "pointer")
        self.void = self._number("void", 0, "void")

    def add(self, layout: Layout, name: str = "") -> str:
        """Enter a struct under its own or another name; return the name."""
        name = name or layout.name
        if name in self.user:
            return name
        kind = "union" if layout.tag.endswith("union") else "struct"
        fields: dict[str, Any] = {}
        self.user[name] = {"kind": kind, "size": layout.size, "fields": fields}
        for field in layout:
            if "." not in field.name:
                inner = layout.inner(field.name)
                described = self._field(name, field, inner)
                fields[field.name] = {"offset": field.offset, "type": described}
        return name

    def _number(self, name: str, size: int, kind: str) -> Descriptor:
        """Return a base type, entered under its name, or with its size where the name has another one."""
        for spelling in (name, f"{name}:{size}:{kind}"):
            entry = {
                "size": size,
                "signed": kind in ("int", "float"),
                "kind": {"float": "float", "void": "void"}.get(kind, "int"),
                "endian": self.model.byteorder,
            }
            if self.base.setdefault(spelling, entry) == entry:
                name = spelling
                break
        return {"kind": "base", "name": name}

    def _struct(self, kind: str, name: str, size: int = 0) -> Descriptor:
        """Return a reference to a struct; one that nobody describes has a size only."""
        if name not in self.user:
            layout = self.layouts.layout(f"{kind} {name}")
            if layout is not None:
                self.add(layout, name)
            else:
                self.user[name] = {"kind": kind, "size": size, "fields": {}}
        return {"kind": kind, "name": name}

    def _field(self, outer: str, field: Field, inner: Layout | None) -> Descriptor:
        base, *dimensions = field.type.split("[")
        array = field.kind in ("array", "char[]")
        kind, size = (field.element_kind, field.element_size) if array else (field.kind, field.size)
        if kind in _STRUCTS and (inner is not None or "(anonymous)" in base):
            name = f"{outer}.{field.name}"
            described = (
                self._struct(kind, name, size)
                if inner is None
                else {"kind": kind, "name": self.add(inner, name)}
            )
        elif kind == "pointer":
            described = self._pointer(base)
        elif kind in _STRUCTS:
            described = self._nested(base, kind, size)
        elif base.startswith("enum ") and base[5:] in self.enums:
            described = {"kind": "enum", "name": base[5:]}
        else:
            described = self._number(base.replace("(anonymous)", f"{8 * size}"), size, kind)
        if field.bits:
            return {
                "kind": "bitfield",
                "bit_position": field.shift,
                "bit_length": field.bits,
                "type": described,
            }
        if not array:
            return described
        counts = [int(digits) for text in dimensions if (digits := text.rstrip("]")).isdigit()]
        product = 1
        for each in counts:
            product *= each
        for each in reversed(counts) if product == field.count and counts else [field.count]:
            described = {"kind": "array", "count": each, "subtype": described}
        return described

    def _nested(self, text: str, kind: str, size: int) -> Descriptor:
        layout = self.layouts.resolve(text)
        if layout is not None and layout.size == size:
            return {"kind": "union" if layout.tag.endswith("union") else "struct", "name": self.add(layout)}
        return self._struct(kind, text.removeprefix(f"{kind} "), size)

    def _pointer(self, text: str) -> Descriptor:
        """Return the type of a pointer, whose text may be a name for one."""
        if not text.startswith("pointer to "):
            return {"kind": "pointer", "subtype": self.void}
        return {"kind": "pointer", "subtype": self._target(text.removeprefix("pointer to "))}

    def _target(self, text: str) -> Descriptor:
        if text.startswith("pointer to "):
            return self._pointer(text)
        if text == "function":
            return {"kind": "function"}
        kind, _, name = text.rpartition(" ")
        if kind in _STRUCTS and name != "(anonymous)":
            return self._struct(kind, name)
        if kind == "enum" and name in self.enums:
            return {"kind": "enum", "name": name}
        layout = self.layouts.resolve(text)
        if layout is not None:
            return {"kind": "union" if layout.tag.endswith("union") else "struct", "name": self.add(layout)}
        size, scalar = self.scalars.get(text, (0, "void"))
        if scalar == "pointer":
            return {"kind": "pointer", "subtype": self.void}
        return self._number(text, size, scalar) if size else self.void
