"""BTF, the compact type format of Linux kernels: ``/sys/kernel/btf/vmlinux``, the section ``.BTF``, either byte order.

Facts: Linux Documentation/bpf/btf.rst, include/uapi/linux/btf.h.
"""

from __future__ import annotations

import sys
from array import array
from struct import Struct

from ..errors import FormatError
from .typegraph import CType, TypeGraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..datamodel import DataModel
    from .typegraph import Member, Ref

SECTION = ".BTF"
_MAGICS = (b"\x9f\xeb", b"\xeb\x9f")
_MAX_BODY = 128 << 20

_INT, _PTR, _ARRAY, _STRUCT, _UNION, _ENUM, _FWD, _TYPEDEF, _VOLATILE, _CONST, _RESTRICT = range(1, 12)
_FUNC, _FUNC_PROTO, _VAR, _DATASEC, _FLOAT, _DECL_TAG, _TYPE_TAG, _ENUM64 = range(12, 20)
_QUALIFIERS = frozenset((_VOLATILE, _CONST, _RESTRICT, _TYPE_TAG))
# Words behind the three of every type: once, and for each of its entries.
_FIXED = {_INT: 1, _ARRAY: 3, _VAR: 1, _DECL_TAG: 1}
_EACH = {_STRUCT: 3, _UNION: 3, _ENUM: 2, _FUNC_PROTO: 2, _DATASEC: 3, _ENUM64: 3}
_FIXED_WORDS = [3 + _FIXED.get(kind, 0) for kind in range(20)]
_EACH_WORDS = [_EACH.get(kind, 0) for kind in range(20)]
_KEYWORDS = {_STRUCT: "struct", _UNION: "union", _TYPEDEF: "typedef"}
_SIGNED, _BOOL = 1, 4
_FLAG = 1 << 31  # kind_flag of the info word
_VOID = CType("void", "void")


def is_btf(start: bytes) -> bool:
    """Tell whether data that begins so is BTF."""
    return start[:2] in _MAGICS and start[2:3] == b"\x01"


class BtfSource(TypeGraph):
    """The types of one kernel.

    Every type's place is found when the source is made, the types themselves are read when they are asked for. The BTF of
    a single module, which refers to that of its kernel, is not read. Raises `FormatError` for damage; its offset counts
    from the start of the data.
    """

    def __init__(self, data: bytes, model: DataModel, *, path: str, label: str = "kernel") -> None:
        super().__init__(model, f"BTF of {label}", path)
        if len(data) < 24:
            raise self.error("the header is cut off", len(data))
        magic, version, _, size, types, type_size, strings, string_size = Struct(
            f"{model.order}HBB5I"
        ).unpack_from(data)
        if magic != 0xEB9F:
            other = data[:2] in _MAGICS
            raise self.error("is of the other byte order" if other else f"the magic number is {magic:#x}", 0)
        if version != 1:
            raise self.error(f"version {version} is not known", 2)
        if size < 24 or types % 4 or type_size % 4:
            raise self.error("a section is not aligned", 4)
        if max(size + types + type_size, size + strings + string_size) > min(len(data), _MAX_BODY):
            raise self.error(f"holds {len(data)} bytes, and its sections reach behind them", len(data))
        self._base = size + types
        self._strings_at = size + strings
        self._strings = data[size + strings : size + strings + string_size]
        self._words = array("I", data[self._base : self._base + type_size])
        if sys.byteorder != model.byteorder:
            self._words.byteswap()
        self._starts = array("I", [0])
        self._tags: dict[str, dict[int, int]] = {keyword: {} for keyword in _KEYWORDS.values()}
        self._index()
        self._nodes: dict[int, CType] = {}

    def error(self, reason: str, offset: int = 0) -> FormatError:
        """Return the error for damage at ``offset`` of the data."""
        return FormatError(self.path, f"{self.name}: {reason}", offset=offset)

    def _index(self) -> None:
        """Find where each type starts, and which struct, union and typedef has a name first."""
        words, add, fixed, each = self._words, self._starts.append, _FIXED_WORDS, _EACH_WORDS
        first = {kind: self._tags[keyword].setdefault for kind, keyword in _KEYWORDS.items()}
        named = frozenset(first)
        at, end, number = 0, len(words) - 2, 0
        while at < end:
            add(at)
            number += 1
            info = words[at + 1]
            kind = info >> 24 & 31
            if kind in named:
                first[kind](words[at], number)
            if not 0 < kind < 20:
                raise self.error(f"type {number} is of the unknown kind {kind}", self._base + 4 * at)
            at += fixed[kind] + (info & 0xFFFF) * each[kind]
        if at != len(words):
            raise self.error(
                f"type {number} does not end where the types do", self._base + 4 * self._starts[-1]
            )

    def __len__(self) -> int:
        """How many types there are."""
        return len(self._starts) - 1

    def _string(self, offset: int) -> str:
        end = self._strings.find(b"\0", offset)
        if end < 0:
            raise self.error(f"name {offset} lies outside the strings", self._strings_at + offset)
        return self._strings[offset:end].decode("utf-8", "surrogateescape")

    def _own(self, ref: Ref) -> int:
        if not 0 < ref < len(self._starts):
            raise self.error(f"there is no type {ref}", self._base)
        place: int = self._starts[ref]
        return place

    def node(self, ref: Ref) -> CType:
        if not ref:
            return _VOID
        found = self._nodes.get(ref)
        if found is None:
            found = self._nodes[ref] = self._read(self._own(ref))
        return found

    def _read(self, at: int) -> CType:
        words = self._words
        info, third = words[at + 1], words[at + 2]
        kind = info >> 24 & 31
        name = self._string(words[at]) if words[at] else ""
        if kind in (_STRUCT, _UNION):
            return CType(_KEYWORDS[kind], name, third)
        if kind == _TYPEDEF:
            return CType("typedef", name, target=third)
        if kind in _QUALIFIERS:
            return CType("qualifier", target=third)
        if kind == _PTR:
            return CType("pointer", size=self.model.word, target=third)
        if kind == _INT:
            word = words[at + 3]
            bits = word & 0xFF
            signed = word >> 24 & _SIGNED
            return CType("int" if signed else "uint", name, third, bits=bits if bits < 8 * third else 0)
        if kind == _FLOAT:
            return CType("float", name, third)
        if kind == _ARRAY:
            return CType("array", target=words[at + 3], count=words[at + 5])
        if kind in (_ENUM, _ENUM64):
            return CType("enum", name, third)
        if kind == _FWD:
            return CType("forward", name, tag="union" if info & _FLAG else "struct")
        return CType("function" if kind in (_FUNC, _FUNC_PROTO) else "void", name)

    def members(self, ref: Ref) -> Iterable[Member]:
        at = self._own(ref)
        info = self._words[at + 1]
        rows = self._words[at + 3 : at + 3 + 3 * (info & 0xFFFF)]
        flag = info & _FLAG
        found: list[Member] = []
        for name, target, place in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
            bits = 0
            if flag:
                place, bits = place & 0xFFFFFF, place >> 24
            if not bits:
                place += self._inside(target)
            found.append((self._string(name) if name else "", place, target, bits))
        return found

    def _inside(self, ref: Ref) -> int:
        """Return where in its storage unit an old bit-field begins, which is an integer of few bits: mostly 0."""
        for _ in range(8):
            if not 0 < ref < len(self._starts):
                return 0
            at = self._starts[ref]
            kind = self._words[at + 1] >> 24 & 31
            if kind == _INT:
                return self._words[at + 3] >> 16 & 0xFF
            if kind != _TYPEDEF and kind not in _QUALIFIERS:
                return 0
            ref = self._words[at + 2]
        return 0

    def constants(self, ref: Ref) -> Iterable[tuple[str, int]]:
        at = self._own(ref)
        info = self._words[at + 1]
        wide = info >> 24 & 31 == _ENUM64
        step = 3 if wide else 2
        rows = self._words[at + 3 : at + 3 + step * (info & 0xFFFF)]
        values = (
            [low | high << 32 for low, high in zip(rows[1::3], rows[2::3], strict=True)]
            if wide
            else list(rows[1::2])
        )
        # The flag says that constants are signed; compilers that do not know it mean the same by leaving it out.
        top = 63 if wide else 31
        if info & _FLAG or not wide:
            values = [value - (value >> top << (top + 1)) for value in values]
        return [(self._string(name), value) for name, value in zip(rows[::step], values, strict=True)]

    def find(self, keyword: str, name: str) -> Ref | None:
        tags, strings = self._tags.get(keyword, {}), self._strings
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        best = 0
        at = strings.find(wanted) if len(wanted) > 1 else -1
        while at >= 0:
            # A match at the end of a longer name counts too: names may share their tails.
            number = tags.get(at, 0)
            if number and (not best or number < best):
                best = number
            at = strings.find(wanted, at + 1)
        return best or None

    def refs(self) -> Iterator[Ref]:
        return iter(range(1, len(self._starts)))
