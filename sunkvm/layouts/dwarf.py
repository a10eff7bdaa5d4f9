"""DWARF of a namelist, or of the debug companion that it names, read with pyelftools.

Facts: DWARF 5, chapters 5.1 to 5.14 (types), 5.7.6 (members and bit-fields); GDB manual, "Debugging Information in Separate
Files" (.gnu_debuglink, build ids).
"""

from __future__ import annotations

import os
import zlib

from ..errors import OpenError, SunkvmError
from .typegraph import CType, TypeGraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from ..datamodel import DataModel
    from ..layout import Layout
    from ..namelist import Namelist
    from ..source import ByteSource
    from . import LayoutSource
    from .typegraph import Member, Ref

    T = TypeVar("T")

_INFO = (".debug_info", ".zdebug_info")
_LINK = ".gnu_debuglink"
_BUILD_ID = ".note.gnu.build-id"

_STRUCTS = {
    "DW_TAG_structure_type": "struct",
    "DW_TAG_class_type": "struct",
    "DW_TAG_union_type": "union",
    "DW_TAG_enumeration_type": "enum",
}
_INDEXED = {**_STRUCTS, "DW_TAG_typedef": "typedef", "DW_TAG_base_type": "base"}
_QUALIFIERS = {
    f"DW_TAG_{word}_type" for word in ("const", "volatile", "restrict", "atomic", "packed", "immutable")
}
_POINTERS = {f"DW_TAG_{word}_type" for word in ("pointer", "reference", "rvalue_reference", "ptr_to_member")}
# DW_ATE_*: boolean, float, signed, signed char, unsigned, unsigned char, UTF; complex numbers stay bytes.
_ENCODINGS = {2: "uint", 3: "struct", 4: "float", 5: "int", 6: "int", 7: "uint", 8: "uint", 16: "uint"}
_OP_PLUS_UCONST = 0x23
_ENDLESS = (1 << 32) - 1  # the upper bound of an array without one, as some compilers write -1
_VOID = CType("void", "void")


class _Stream:
    """A byte source as the file that pyelftools wants."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._at = 0
        self.name = source.path

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._source.size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, count: int = -1) -> bytes:
        data = self._source.read(self._at, self._source.size if count < 0 else count)
        self._at += len(data)
        return data

    def close(self) -> None:
        self._source.close()


def open_dwarf(namelist: Namelist, model: DataModel, asked: LayoutSource | None = None) -> DwarfSource | None:
    """Return the DWARF of a namelist or of its companion beside it; None where there is none.

    ``asked`` is the source whose ``progress`` is called while the index grows.
    """
    if any(name in namelist.sections for name in _INFO):
        source = namelist.file()
        return None if source is None else DwarfSource(source, model, asked=asked)
    found = _companion(namelist)
    return None if found is None else DwarfSource(found, model, asked=asked)


def debug_file(namelist: Namelist) -> str | None:
    """Return the path of the file that has the DWARF of a namelist: itself or its companion. None where there is none."""
    if any(name in namelist.sections for name in _INFO):
        return namelist.path
    found = _companion(namelist)
    if found is None:
        return None
    found.close()
    return found.path


def _companion(namelist: Namelist) -> ByteSource | None:
    """Return the debug file that belongs to a namelist: by its build id, or by the name and checksum of its link."""
    from ..namelist import open_namelist
    from ..source import open_source

    build_id = _build_id(namelist)
    link, checksum = _debug_link(namelist)
    folder, name = os.path.split(namelist.path)
    candidates = [f"{name}.debug"]
    if link:
        candidates[:0] = [link, os.path.join(".debug", link)]
    if build_id:
        text = build_id.hex()
        candidates.append(os.path.join(".build-id", text[:2], f"{text[2:]}.debug"))
    for candidate in candidates:
        path = os.path.join(folder, candidate)
        try:
            if not os.path.isfile(path) or os.path.samefile(path, namelist.path):
                continue
            other = open_namelist(path)
            if not any(section in other.sections for section in _INFO):
                continue
            theirs = _build_id(other)
            if build_id and theirs:
                if build_id == theirs:
                    return open_source(path)
                continue
            if checksum is not None and _crc(path) == checksum:
                return open_source(path)
        except (OSError, OpenError):
            continue  # what cannot be read is no companion
    return None


def _build_id(namelist: Namelist) -> bytes:
    """Return the description of the note GNU/3, empty where there is none."""
    note = namelist.section(_BUILD_ID) or b""
    order = namelist.byteorder
    if len(note) < 16 or note[12:16] != b"GNU\0" or order not in ("little", "big"):
        return b""
    size = int.from_bytes(note[4:8], "little" if order == "little" else "big")
    return note[16 : 16 + size] if size <= 64 else b""


def _debug_link(namelist: Namelist) -> tuple[str, int | None]:
    """Return (file name, checksum) of the link to a debug file."""
    link = namelist.section(_LINK) or b""
    raw, end, _ = link.partition(b"\0")
    name = os.fsdecode(raw)
    at = (len(raw) + 4) & ~3
    if not end or not name or name != os.path.basename(name) or len(link) < at + 4:
        return "", None
    return name, int.from_bytes(link[at : at + 4], "little" if namelist.byteorder == "little" else "big")


def _crc(path: str) -> int:
    checksum = 0
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum


class DwarfSource(TypeGraph):
    """The types of an ELF file's DWARF. Compilation units are indexed one by one while a name is not found.

    Takes ``source`` over and closes it. Raises `FormatError` for damage.
    """

    def __init__(self, source: ByteSource, model: DataModel, *, asked: LayoutSource | None = None) -> None:
        super().__init__(model, f"DWARF of {os.path.basename(source.path)}", source.path)
        self._asked = asked or self
        self._nodes: dict[int, CType] = {}
        self._index: dict[tuple[str, str], Any] = {}
        with source:
            self._dwarf: Any = self._guarded(lambda: self._open(source))
        self._scan = self._scanned()

    def _open(self, source: ByteSource) -> Any:
        from elftools.elf.elffile import ELFFile

        stream: Any = _Stream(source)
        file = ELFFile(stream)
        if file.elfclass != self.model.bits or file.little_endian != (self.model.byteorder == "little"):
            raise self.error(f"is not of a {self.model.name} kernel")
        self._total = sum(
            len(section.data()) for name in _INFO if (section := file.get_section_by_name(name))
        )
        return file.get_dwarf_info()

    def _guarded(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except SunkvmError:
            raise
        except Exception as error:
            # pyelftools lets through whatever its parsers meet in damaged sections.
            raise self.error(f"cannot be read ({type(error).__name__}: {error})") from error

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`. Raises `FormatError` for damage."""
        return self._guarded(lambda: super(DwarfSource, self).layout(name))

    def names(self) -> list[str]:
        """Return the tags of all structs and unions, sorted; indexes all there is."""
        return self._guarded(super().names)

    def scalars(self) -> dict[str, tuple[int, str]]:
        """Return (size, kind) of all numbers by name; see `TypeGraph.scalars`."""
        return self._guarded(super().scalars)

    def enums(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Return (size, constants) of all enums by tag."""
        return self._guarded(super().enums)

    def _scanned(self) -> Iterator[None]:
        """Index the named types of one compilation unit after the other."""
        index = self._index
        for unit in self._dwarf.iter_CUs():
            at = -1
            for die in unit.iter_DIE_children(unit.get_top_DIE()):
                if die.offset <= at:
                    raise self.error(f"the entry at {die.offset:#x} comes twice")
                at = die.offset
                keyword = _INDEXED.get(die.tag)
                if keyword is not None:
                    name = _name(die)
                    if name and (keyword, name) not in index and "DW_AT_declaration" not in die.attributes:
                        index[keyword, name] = die
            if self._asked.progress is not None:
                self._asked.progress(min(unit.cu_offset + unit.size, self._total), self._total)
            yield

    def find(self, keyword: str, name: str) -> Ref | None:
        """Return the first complete type of a name."""
        while (keyword, name) not in self._index:
            if next(self._scan, self) is self:
                return None
        return self._index[keyword, name]

    def refs(self) -> Iterator[Ref]:
        for _ in self._scan:
            pass
        return iter(list(self._index.values()))

    def node(self, ref: Ref) -> CType:
        if ref is None:
            return _VOID
        if isinstance(ref, tuple):  # the inner dimensions of an array
            return self._array(*ref)
        found = self._nodes.get(ref.offset)
        if found is None:
            found = self._nodes[ref.offset] = self._read(ref)
        return found

    def _read(self, die: Any) -> CType:
        tag, name, size = die.tag, _name(die), _number(die, "DW_AT_byte_size")
        keyword = _STRUCTS.get(tag)
        if keyword is not None:
            if "DW_AT_declaration" in die.attributes:
                return CType("forward", name, tag=keyword)
            if keyword == "enum" and not size:
                size = self.core(_type(die))[0].size
            return CType(keyword, name, size)
        if tag in _POINTERS:
            return CType("pointer", size=size or self.model.word, target=_type(die))
        if tag == "DW_TAG_typedef":
            return CType("typedef", name, target=_type(die))
        if tag == "DW_TAG_base_type":
            return CType(_ENCODINGS.get(_number(die, "DW_AT_encoding"), "uint"), name, size)
        if tag == "DW_TAG_array_type":
            return self._array(die, 0)
        if tag in _QUALIFIERS:
            return CType("qualifier", target=_type(die))
        return CType("function" if tag == "DW_TAG_subroutine_type" else "void", name or "void")

    def _array(self, die: Any, dimension: int) -> CType:
        bounds = [child for child in die.iter_children() if child.tag == "DW_TAG_subrange_type"]
        target = (die, dimension + 1) if dimension + 1 < len(bounds) else _type(die)
        if dimension >= len(bounds):
            return CType("array", target=target)
        bound = bounds[dimension]
        if "DW_AT_count" in bound.attributes:
            return CType("array", target=target, count=max(_number(bound, "DW_AT_count"), 0))
        top = _number(bound, "DW_AT_upper_bound", -1)
        return CType("array", target=target, count=0 if top < 0 or top >= _ENDLESS else top + 1)

    def members(self, ref: Ref) -> Iterable[Member]:
        return [
            (_name(child), *self._place(child))
            for child in ref.iter_children()
            if child.tag == "DW_TAG_member" and "DW_AT_external" not in child.attributes
        ]

    def _place(self, die: Any) -> tuple[int, Ref, int]:
        """Return (position in bits, type, width) of a member."""
        ref, bits = _type(die), _number(die, "DW_AT_bit_size")
        start = 8 * _number(die, "DW_AT_data_member_location")
        if "DW_AT_data_bit_offset" in die.attributes:
            return _number(die, "DW_AT_data_bit_offset"), ref, bits
        if not bits:
            return start, ref, 0
        # DWARF 2 and 3: counted from the most significant bit of the storage unit, in either byte order.
        offset = _number(die, "DW_AT_bit_offset")
        if offset >> 63:  # negative, in packed structs
            offset -= 1 << 64
        if self.model.byteorder == "little":
            unit = _number(die, "DW_AT_byte_size") or self.core(ref)[0].size
            offset = 8 * unit - offset - bits
        return start + offset, ref, bits

    def constants(self, ref: Ref) -> Iterable[tuple[str, int]]:
        return [
            (_name(child), _number(child, "DW_AT_const_value"))
            for child in ref.iter_children()
            if child.tag == "DW_TAG_enumerator"
        ]


def _name(die: Any) -> str:
    attribute = die.attributes.get("DW_AT_name")
    value = b"" if attribute is None else attribute.value
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else ""


def _type(die: Any) -> Any:
    return die.get_DIE_from_attribute("DW_AT_type") if "DW_AT_type" in die.attributes else None


def _number(die: Any, name: str, default: int = 0) -> int:
    """Return an attribute that is a number, or the expression that adds one; the default for all others."""
    attribute = die.attributes.get(name)
    if attribute is None:
        return default
    value = attribute.value
    if isinstance(value, int):
        return value
    if isinstance(value, list) and value and value[0] == _OP_PLUS_UCONST:
        return sum((byte & 127) << 7 * place for place, byte in enumerate(value[1:11]))
    return default
