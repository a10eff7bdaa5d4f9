"""Layouts that a user gives in a file: Volatility's intermediate symbol format (ISF), as `sunkvm layout --to-isf` writes it.

Facts: volatility3 schemas/schema-6.2.0.json; dwarf2json for the names of types without a tag (``unnamed_...``).
"""

from __future__ import annotations

import os

from ..errors import FormatError, OpenError, SunkvmError
from .typegraph import CType, TypeGraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from ..datamodel import DataModel
    from ..layout import Layout
    from .typegraph import Member, Ref

    T = TypeVar("T")

_MAX_SIZE = 128 << 20
_PARTS = ("base_types", "user_types", "enums", "symbols")


def open_isf(path: str | os.PathLike[str], model: DataModel) -> IsfSource:
    """Read an ISF file, plain or packed with gzip, bzip2 or xz. Raises `OpenError`, or `FormatError` for damage."""
    import json

    path = os.fspath(path)
    try:
        with open(path, "rb") as file:
            text = _unpacked(file)
        data = json.loads(text)
    except OSError as error:
        if error.errno is None:  # of a decompressor
            raise FormatError(path, f"cannot be unpacked: {error}", offset=0) from error
        raise OpenError(path, os.strerror(error.errno), errno=error.errno) from error
    except Exception as error:
        # Each decompressor has errors of its own; the rest are those of text and JSON.
        raise FormatError(path, f"is no ISF file: {error}", offset=getattr(error, "pos", 0)) from error
    return IsfSource(data, model, path=path)


def _unpacked(file: Any) -> bytes:
    """Return the plain text of a file, however it is packed; refuse what becomes too large."""
    magic = file.read(6)
    file.seek(0)
    unpack: Any
    if magic[:2] == b"\x1f\x8b":
        from gzip import open as unpack
    elif magic == b"\xfd7zXZ\0":
        from lzma import open as unpack
    elif magic[:3] == b"BZh":
        from bz2 import open as unpack
    else:
        return _bounded(file)
    with unpack(file) as plain:
        return _bounded(plain)


def _bounded(file: Any) -> bytes:
    text: bytes = file.read(_MAX_SIZE + 1)
    if len(text) > _MAX_SIZE:
        raise ValueError(f"it is larger than {_MAX_SIZE} bytes")
    return text


class IsfSource(TypeGraph):
    """The types of one ISF file, given as what JSON makes of it."""

    def __init__(self, data: Any, model: DataModel, *, path: str) -> None:
        super().__init__(model, f"ISF file {os.path.basename(path)}", path)
        if not isinstance(data, dict) or not all(isinstance(data.get(part), dict) for part in _PARTS):
            raise self.error(f"has not all of {', '.join(_PARTS)}")
        self._base, self._user, self._enums = (data[part] for part in _PARTS[:3])
        self._guarded(self._check)

    def _check(self) -> None:
        for name, base in self._base.items():
            if base["size"] > 1 and base["endian"] != self.model.byteorder:
                raise self.error(f"base type {name} is {base['endian']}-endian, not {self.model.byteorder}")
        pointer = self._base.get("pointer")
        if pointer is not None and pointer["size"] != self.model.word:
            raise self.error(f"pointers have {pointer['size']} bytes, not {self.model.word}")

    def _guarded(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except SunkvmError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self.error(f"is damaged ({type(error).__name__}: {error})") from error

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`. Raises `FormatError` for damage."""
        return self._guarded(lambda: super(IsfSource, self).layout(name))

    def names(self) -> list[str]:
        """Return the tags of all structs and unions, sorted."""
        return self._guarded(super().names)

    def scalars(self) -> dict[str, tuple[int, str]]:
        """Return (size, kind) of all numbers by name; see `TypeGraph.scalars`."""
        return self._guarded(super().scalars)

    def enums(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Return (size, constants) of all enums by tag."""
        return self._guarded(super().enums)

    def node(self, ref: Ref) -> CType:
        kind = ref["kind"]
        if kind in ("struct", "union", "class"):
            name = ref["name"]
            user = self._user.get(name)
            if user is None:
                return CType("forward", name, tag="union" if kind == "union" else "struct")
            untagged = name.startswith("unnamed_") or "." in name
            return CType(
                "union" if user["kind"] == "union" else "struct", "" if untagged else name, _size(user)
            )
        if kind == "base":
            return self._number(ref["name"])
        if kind == "pointer":
            return CType("pointer", size=self.model.word, target=ref["subtype"])
        if kind == "array":
            return CType("array", target=ref["subtype"], count=max(int(ref["count"]), 0))
        if kind == "enum":
            name = ref["name"]
            enum = self._enums.get(name)
            return CType("forward", name, tag="enum") if enum is None else CType("enum", name, _size(enum))
        if kind == "bitfield":
            return CType("qualifier", target=ref["type"])
        if kind == "function":
            return CType("function")
        raise self.error(f"type of the unknown kind {kind!r}")

    def _number(self, name: str) -> CType:
        base = self._base[name]
        kind = base["kind"]
        if kind == "void":
            return CType("void", name)
        if kind == "float":
            return CType("float", name, _size(base))
        return CType("int" if base["signed"] else "uint", name, _size(base))

    def members(self, ref: Ref) -> Iterable[Member]:
        found: list[Member] = []
        for name, field in self._user[ref["name"]]["fields"].items():
            position, inner, bits = 8 * int(field["offset"]), field["type"], 0
            if inner["kind"] == "bitfield":
                bits, shift = int(inner["bit_length"]), int(inner["bit_position"])
                if self.model.byteorder == "big":
                    shift = 8 * self.core(inner)[0].size - shift - bits
                position += shift
            found.append(("" if field.get("anonymous") else name, position, inner, bits))
        return sorted(found, key=lambda member: member[1])

    def constants(self, ref: Ref) -> Iterable[tuple[str, int]]:
        return [(name, int(value)) for name, value in self._enums[ref["name"]]["constants"].items()]

    def find(self, keyword: str, name: str) -> Ref | None:
        """Return a user type; ISF has no names for types, and its user types without a tag go by one."""
        user = self._user.get(name)
        if user is None or keyword not in ("struct", "union"):
            return None
        return {"kind": keyword, "name": name} if (user["kind"] == "union") == (keyword == "union") else None

    def refs(self) -> Iterator[Ref]:
        for name, user in self._user.items():
            yield {"kind": user["kind"], "name": name}
        for name in self._enums:
            yield {"kind": "enum", "name": name}
        for name in self._base:
            if name not in ("pointer", "void"):
                yield {"kind": "base", "name": name}


def _size(entry: Any) -> int:
    size = entry["size"]
    if not isinstance(size, int) or size < 0:
        raise ValueError(f"size {size!r}")
    return size
