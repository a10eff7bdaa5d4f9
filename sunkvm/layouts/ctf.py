"""CTF, the compact C type format of Solaris, illumos and FreeBSD kernels: versions 1, 2 and 3 in either byte order.

Facts: illumos uts/common/sys/ctf.h (version 2), FreeBSD sys/sys/ctf.h (version 3). GNU's format of the same name has another
magic number and is not read.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from struct import Struct

from ..errors import FormatError, LayoutError
from . import LayoutSource
from .typegraph import CType, TypeGraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..datamodel import DataModel
    from ..layout import Layout
    from .typegraph import Member, Ref

MAGIC = 0xCFF1
SECTION = ".SUNW_ctf"
_COMPRESSED = 1
_MAX_BODY = 32 << 20  # that of a large kernel has a quarter of this
_EXTERNAL = 1 << 31  # of a name: it stands in the object's own string table

_UNKNOWN, _INTEGER, _FLOAT, _POINTER, _ARRAY, _FUNCTION, _STRUCT, _UNION, _ENUM = range(9)
_FORWARD, _TYPEDEF, _VOLATILE, _CONST, _RESTRICT = range(9, 14)
_BARE = frozenset((_UNKNOWN, _POINTER, _FORWARD, _VOLATILE, _CONST, _RESTRICT))
_AGGREGATES = frozenset((_STRUCT, _UNION))
_SIGNED = 1
_VOID = CType("void", "void")


class _Version:
    """What differs between versions of the format: where bits lie, and how many words things take."""

    def __init__(
        self, header: int, kind: int, vlen: int, sentinel: int, large: int, child: int, words: int
    ) -> None:
        self.header = header  # bytes
        self.kind = kind  # shift of the kind in the info word
        self.vlen = vlen  # mask of the count in it
        self.sentinel = sentinel  # as a size: two more words have it
        self.large = large  # structs of that size have members of four words
        self.child = child  # bit of the ids of a container that has a parent
        self.words = words  # of a type's record without its variable part


_VERSIONS = {
    1: _Version(24, 12, 0x7FF, 0xFFFF, 1 << 64, 0x8000, 2),
    2: _Version(36, 11, 0x3FF, 0xFFFF, 1 << 13, 0x8000, 2),
    3: _Version(36, 26, 0xFFFFFF, 0xFFFFFFFF, 1 << 29, 1 << 31, 3),
}


class CtfContainer(TypeGraph):
    """The types of one object: a kernel, or one module of it.

    Every type's place is found when the container is made, the types themselves are read when they are asked for. A
    container with a ``parent_name`` refers to that parent's types; where ``parent`` is None those are missing, and structs
    that need them raise `LayoutError`. Raises `FormatError` for damage; its offset counts from the start of the unpacked
    container.

    Attributes:
        label: what the container describes (``genunix``).
        version: of the format.
        compressed: whether it was.
        parent_name: the label of the parent, or "".
    """

    def __init__(
        self,
        data: bytes,
        model: DataModel,
        *,
        path: str,
        label: str = "kernel",
        parent: CtfContainer | None = None,
    ) -> None:
        super().__init__(model, f"CTF of {label}", path)
        self.label = label
        self.parent = parent
        version, flags = self._preamble(data)
        self.version, self._form = version, _VERSIONS[version]
        self.compressed = bool(flags & _COMPRESSED)
        size = self._form.header
        if len(data) < size:
            raise self.error("the header is cut off", len(data))
        raw = Struct(f"{model.order}{(size - 4) // 4}I").unpack_from(data, 4)
        self._parent_name = 0
        labels = 0
        if version > 1:
            _, self._parent_name, labels = raw[:3]
            raw = raw[3:]
        objects, functions, types, strings, length = raw
        if not labels <= objects <= functions <= types <= strings:
            raise self.error("the sections are out of order", 4)
        if types % 4 or labels % 4 or (strings - types) % 4:
            raise self.error("a section is not aligned", 4)
        if strings + length > _MAX_BODY:
            raise self.error(f"the header tells of {strings + length} bytes", 4)
        body = self._body(data[size:], strings + length)
        self.unpacked = len(body)
        self._base = size + types
        self._strings_at = size + strings
        self._strings = body[strings : strings + length]
        self._words = array("I", body[types:strings])
        if sys.byteorder != model.byteorder:
            self._words.byteswap()
        self.parent_name = self._string(self._parent_name) if self._parent_name else ""
        self._starts: list[int] = [0]
        self._tags: dict[str, dict[int, int]] = {"struct": {}, "union": {}, "typedef": {}}
        if version == 3:
            self._index_wide()
        else:
            self._index_narrow()
        self._nodes: dict[int, CType] = {}

    def _preamble(self, data: bytes) -> tuple[int, int]:
        if len(data) < 4:
            raise self.error("the header is cut off", len(data))
        magic, version, flags = Struct(self.model.order + "HBB").unpack_from(data)
        if magic != MAGIC:
            raise self.error(f"the magic number is {magic:#x}", 0)
        if version not in _VERSIONS:
            raise self.error(f"version {version} is not known", 2)
        return version, flags

    def _body(self, data: bytes, size: int) -> bytes:
        """Return exactly ``size`` bytes of sections, however large a hostile stream would become."""
        if not self.compressed:
            if len(data) < size:
                raise self.error(f"holds {len(data)} of {size} bytes", self._form.header + len(data))
            return data
        inflate = zlib.decompressobj()
        try:
            body = inflate.decompress(data, size) if size else b""
            more = inflate.decompress(inflate.unconsumed_tail or (b"" if size else data), 1)
        except zlib.error as error:
            raise self.error(f"cannot be unpacked: {error}", self._form.header) from error
        if len(body) < size or more or not inflate.eof:
            what = "more than" if more else f"{len(body)} of"
            raise self.error(f"unpacks to {what} {size} bytes", self._form.header + len(body))
        return body

    def error(self, reason: str, offset: int = 0) -> FormatError:
        """Return the error for damage at ``offset`` of the unpacked container."""
        return FormatError(self.path, f"{self.name}: {reason}", offset=offset)

    # The index: where each type starts, and which struct, union and typedef has a name first

    def _index_narrow(self) -> None:
        words, form, add = self._words, self._form, self._starts.append
        bare, aggregates = _BARE, _AGGREGATES
        structs, unions, typedefs = (self._tags[key].setdefault for key in ("struct", "union", "typedef"))
        little = self.model.byteorder == "little"
        kind_shift, vlen_mask, sentinel, large = form.kind, form.vlen, form.sentinel, form.large
        at, end, number = 0, len(words) - 1, 0
        while at < end:
            add(at)
            number += 1
            word = words[at + 1]
            if little:
                info, size = word & 0xFFFF, word >> 16
            else:
                info, size = word >> 16, word & 0xFFFF
            kind = info >> kind_shift
            if kind == _TYPEDEF:
                typedefs(words[at], number)
                at += 2
            elif kind in bare:
                at += 2
            elif kind in aggregates:
                (structs if kind == _STRUCT else unions)(words[at], number)
                at += 2
                if size == sentinel:
                    if at >= end:
                        at = -1
                        break
                    size = words[at] << 32 | words[at + 1]
                    at += 2
                at += (info & vlen_mask) * (4 if size >= large else 2)
            elif kind > _RESTRICT:
                raise self.error(f"type {number} is of the unknown kind {kind}", self._base + 4 * at)
            elif kind == _FUNCTION:
                at += 2 + ((info & vlen_mask) + 1) // 2
            else:
                at += 4 if size == sentinel else 2
                if kind == _ARRAY:
                    at += 2
                elif kind == _ENUM:
                    at += (info & vlen_mask) * 2
                else:
                    at += 1
        self._ended(at)

    def _index_wide(self) -> None:
        words, form, add = self._words, self._form, self._starts.append
        bare, aggregates = _BARE, _AGGREGATES
        structs, unions, typedefs = (self._tags[key].setdefault for key in ("struct", "union", "typedef"))
        kind_shift, vlen_mask, sentinel, large = form.kind, form.vlen, form.sentinel, form.large
        at, end, number = 0, len(words) - 2, 0
        while at < end:
            add(at)
            number += 1
            info = words[at + 1]
            kind = info >> kind_shift
            if kind == _TYPEDEF:
                typedefs(words[at], number)
                at += 3
            elif kind in bare:
                at += 3
            elif kind in aggregates:
                (structs if kind == _STRUCT else unions)(words[at], number)
                size = words[at + 2]
                at += 3
                if size == sentinel:
                    if at > end:
                        at = -1
                        break
                    size = words[at] << 32 | words[at + 1]
                    at += 2
                at += (info & vlen_mask) * (4 if size >= large else 3)
            elif kind > _RESTRICT:
                raise self.error(f"type {number} is of the unknown kind {kind}", self._base + 4 * at)
            elif kind == _FUNCTION:
                at += 3 + (info & vlen_mask)
            else:
                at += 5 if words[at + 2] == sentinel else 3
                if kind == _ARRAY:
                    at += 3
                elif kind == _ENUM:
                    at += (info & vlen_mask) * 2
                else:
                    at += 1
        self._ended(at)

    def _ended(self, at: int) -> None:
        if at != len(self._words):
            raise self.error(
                f"type {len(self._starts) - 1} does not end where the types do",
                self._base + 4 * self._starts[-1],
            )

    def __len__(self) -> int:
        """How many types the container itself has."""
        return len(self._starts) - 1

    # Reading types

    def _string(self, offset: int) -> str:
        if offset & _EXTERNAL:
            return f"(name {offset ^ _EXTERNAL} of the object)"
        end = self._strings.find(b"\0", offset)
        if end < 0:
            if not offset and not self._strings:
                return ""
            raise self.error(f"name {offset} lies outside the strings", self._strings_at + offset)
        return self._strings[offset:end].decode("utf-8", "surrogateescape")

    def _record(self, number: int) -> tuple[int, int, int, int, int]:
        """Return (kind, vlen, size or type, word of the variable part, name) of an own type."""
        form, words, at = self._form, self._words, self._starts[number]
        if form.words == 3:
            info, size = words[at + 1], words[at + 2]
        elif self.model.byteorder == "little":
            info, size = words[at + 1] & 0xFFFF, words[at + 1] >> 16
        else:
            info, size = words[at + 1] >> 16, words[at + 1] & 0xFFFF
        kind, name = info >> form.kind, words[at]
        at += form.words
        if size == form.sentinel and kind in (_INTEGER, _FLOAT, _ARRAY, _STRUCT, _UNION, _ENUM):
            size = words[at] << 32 | words[at + 1]
            at += 2
        return kind, info & form.vlen, size, at, name

    def _own(self, ref: Ref) -> int:
        """Return an own type's number; 0 for a parent's."""
        child = self._form.child
        if self.parent_name:
            if not ref & child:
                return 0
            ref ^= child
        if not 0 < ref < len(self._starts):
            raise self.error(f"there is no type {ref}", self._base)
        number: int = ref
        return number

    def _above(self) -> CtfContainer:
        if self.parent is None:
            raise LayoutError(f"as {self.label} has it: its parent {self.parent_name} is missing")
        return self.parent

    def node(self, ref: Ref) -> CType:
        if not ref:
            return _VOID
        found = self._nodes.get(ref)
        if found is None:
            number = self._own(ref)
            found = self._nodes[ref] = self._read(number) if number else self._above().node(ref)
        return found

    def _read(self, number: int) -> CType:
        kind, _, third, at, offset = self._record(number)
        name = self._string(offset) if offset else ""
        words = self._words
        if kind in _AGGREGATES:
            return CType("struct" if kind == _STRUCT else "union", name, third)
        if kind == _TYPEDEF:
            return CType("typedef", name, target=third)
        if kind == _POINTER:
            return CType("pointer", size=self.model.word, target=third)
        if kind == _INTEGER:
            bits = words[at] & 0xFFFF
            if not bits:
                return CType("void", name)
            signed = words[at] >> 24 & _SIGNED
            return CType("int" if signed else "uint", name, third, bits=bits if bits < 8 * third else 0)
        if kind == _FLOAT:
            return CType("float", name, third)
        if kind == _ARRAY:
            if self._form.words == 3:
                return CType("array", target=words[at], count=words[at + 2])
            pair = words[at]
            contents = pair & 0xFFFF if self.model.byteorder == "little" else pair >> 16
            return CType("array", target=contents, count=words[at + 1])
        if kind == _ENUM:
            return CType("enum", name, third)
        if kind == _FORWARD:
            return CType("forward", name, tag={_UNION: "union", _ENUM: "enum"}.get(third, "struct"))
        if kind in (_VOLATILE, _CONST, _RESTRICT):
            return CType("qualifier", target=third)
        return CType("function" if kind == _FUNCTION else "void", name)

    def members(self, ref: Ref) -> Iterable[Member]:
        number = self._own(ref)
        if not number:
            return self._above().members(ref)
        kind, count, size, at, _ = self._record(number)
        words, form = self._words, self._form
        if form.words == 3:
            step = 4 if size >= form.large else 3
            rows = words[at : at + step * count]
            names, types = rows[::step], rows[1::step]
            places = _joined(rows[2::4], rows[3::4]) if step == 4 else list(rows[2::3])
        else:
            little = self.model.byteorder == "little"
            step = 4 if size >= form.large else 2
            rows = words[at : at + step * count]
            pairs, names = rows[1::step], rows[::step]
            if little:
                types = array("I", [pair & 0xFFFF for pair in pairs])
                low = [pair >> 16 for pair in pairs]
            else:
                types = array("I", [pair >> 16 for pair in pairs])
                low = [pair & 0xFFFF for pair in pairs]
            places = _joined(rows[2::4], rows[3::4]) if step == 4 else low
        found = [
            (self._string(name) if name else "", place, type, 0)
            for name, place, type in zip(names, places, types, strict=True)
        ]
        return self._narrowed(found) if kind == _STRUCT else found

    def _narrowed(self, members: list[Member]) -> list[Member]:
        """Give enum members a width where the next member starts inside them: CTF has no bit-fields of enums."""
        for index, (name, place, ref, _) in enumerate(members[:-1]):
            room = members[index + 1][1] - place
            if 0 < room <= 32:
                ctype = self.core(ref)[0]
                if ctype.kind == "enum" and room < 8 * ctype.size:
                    members[index] = name, place, ref, room
        return members

    def constants(self, ref: Ref) -> Iterable[tuple[str, int]]:
        number = self._own(ref)
        if not number:
            return self._above().constants(ref)
        _, count, _, at, _ = self._record(number)
        rows = self._words[at : at + 2 * count]
        return [
            (self._string(name), value - (value >> 31 << 32))
            for name, value in zip(rows[::2], rows[1::2], strict=True)
        ]

    def find(self, keyword: str, name: str) -> Ref | None:
        """Return the first own type of a name; a parent's types are the parent's to find."""
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        tags, strings = self._tags[keyword], self._strings
        best = 0
        at = strings.find(wanted) if len(wanted) > 1 else -1
        while at >= 0:
            # A match at the end of a longer name counts too: names may share their tails.
            number = tags.get(at, 0)
            if number and (not best or number < best):
                best = number
            at = strings.find(wanted, at + 1)
        return (best | self._form.child if self.parent_name else best) if best else None

    def refs(self) -> Iterator[Ref]:
        mark = self._form.child if self.parent_name else 0
        return (number | mark for number in range(1, len(self._starts)))


def _joined(high: array[int], low: array[int]) -> list[int]:
    return [first << 32 | second for first, second in zip(high, low, strict=True)]


class CtfSource(LayoutSource):
    """Several containers as one source: those of a kernel and its modules, made one by one while a struct is not found.

    ``zfs`spa`` is the struct ``spa`` of the module ``zfs``; without a module the first container that knows a struct
    answers. A container that needs a parent is given it by whoever makes it.
    """

    def __init__(self, name: str, containers: Callable[[], Iterator[CtfContainer]]) -> None:
        self.name = name
        self._coming = containers()
        self._have: list[CtfContainer] = []

    def __repr__(self) -> str:
        return f"CtfSource({self.name})"

    def containers(self) -> Iterator[CtfContainer]:
        """Yield the containers, those that are known already first."""
        yield from self._have
        for container in self._coming:
            self._have.append(container)
            yield container

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`. Raises `FormatError` for damage."""
        module, _, name = name.rpartition("`")
        missing: LayoutError | None = None
        for container in self.containers():
            if module and container.label != module:
                continue
            try:
                found = container.layout(name)
            except LayoutError as error:  # another container may have all of it
                missing = error
                continue
            if found is not None:
                return found
        if missing is not None:
            raise missing
        return None

    def names(self) -> list[str]:
        """Return the tags of all structs and unions of all containers, sorted."""
        return sorted({name for container in self.containers() for name in container.names()})

    def scalars(self) -> dict[str, tuple[int, str]]:
        """Return (size, kind) of the numbers of all containers by name, the first one's where several have it."""
        found: dict[str, tuple[int, str]] = {}
        for container in self.containers():
            found = {**container.scalars(), **found}
        return found

    def enums(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Return (size, constants) of the enums of all containers by tag, the first one's where several have it."""
        found: dict[str, tuple[int, dict[str, int]]] = {}
        for container in self.containers():
            found = {**container.enums(), **found}
        return found
