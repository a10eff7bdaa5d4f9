"""An image as a drgn program: our memory and symbols; the types of the kernel's DWARF, else of whatever tells layouts."""

from __future__ import annotations

import re

import drgn

from ..errors import SunkvmError
from ..layouts.dwarf import debug_file
from ..schema.formats import elf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Set
    from typing import Any

    from ..image import Image
    from ..layout import Field, Layout
    from ..space import AddressSpace

_ARCHITECTURES = {
    "amd64": "X86_64",
    "i386": "I386",
    "aarch64": "AARCH64",
    "arm": "ARM",
    "riscv64": "RISCV64",
    "powerpc64": "PPC64",
}
_HALF = 1 << 63


def program(image: Image) -> drgn.Program:
    """Return a drgn program that reads an image, which must stay open as long as it is used.

    Memory is the kernel's, and physical memory; an address that the dump does not have raises `drgn.FaultError`. Types and
    variables come from the DWARF of the namelist or of its companion. Without it the types are the structs that the
    image's own layouts tell, and a variable is an array of bytes of the symbol's size: cast it.
    """
    made = drgn.Program(_platform(image))
    for start in (0, _HALF):
        made.add_memory_segment(start, _HALF - (1 if start else 0), _reader(image.kernel), False)
        made.add_memory_segment(start, _HALF - (1 if start else 0), _reader(image.physical), True)
    made.register_symbol_finder("sunkvm", _symbols(image), enable_index=0)
    path = debug_file(image.namelist)
    if path is not None:
        _load(made, image, path)
    types = _Types(made, image)
    made.register_type_finder("sunkvm", types.find, enable_index=-1)
    made.register_object_finder("sunkvm", types.find_object, enable_index=-1)
    return made


def _platform(image: Image) -> drgn.Platform:
    model = image.model
    architecture = getattr(drgn.Architecture, _ARCHITECTURES.get(model.name, ""), drgn.Architecture.UNKNOWN)
    flags = drgn.PlatformFlags(0)
    if model.bits == 64:
        flags |= drgn.PlatformFlags.IS_64_BIT
    if model.byteorder == "little":
        flags |= drgn.PlatformFlags.IS_LITTLE_ENDIAN
    return drgn.Platform(architecture, flags)


def _reader(space: AddressSpace) -> Callable[[int, int, int, bool], bytes]:
    def read(address: int, count: int, offset: int, physical: bool) -> bytes:
        data, fault = space.read_some(address, count)
        if fault is not None:
            raise drgn.FaultError(str(fault.error()), address + len(data))
        return data

    return read


def _symbols(
    image: Image,
) -> Callable[[drgn.Program, str | None, int | None, bool], list[drgn.Symbol]]:
    bindings = {0: drgn.SymbolBinding.LOCAL, 1: drgn.SymbolBinding.GLOBAL, 2: drgn.SymbolBinding.WEAK}
    kinds = {1: drgn.SymbolKind.OBJECT, 2: drgn.SymbolKind.FUNC}

    def made(symbol: Any) -> drgn.Symbol:
        return drgn.Symbol(
            symbol.name,
            int(symbol),
            symbol.size,
            bindings.get(symbol.binding, drgn.SymbolBinding.UNKNOWN),
            kinds.get(symbol.type, drgn.SymbolKind.UNKNOWN),
        )

    def find(_: drgn.Program, name: str | None, address: int | None, one: bool) -> list[drgn.Symbol]:
        if name is not None:
            found = image.symbols.find((name,)).get(name)
            if found is None or (
                address is not None and not int(found) <= address < int(found) + (found.size or 1)
            ):
                return []
            return [made(found)]
        if address is not None:
            near = image.symbols.at(address)
            return [made(near[0])] if near is not None and near[1] < (near[0].size or 1 << 63) else []
        return [made(symbol) for symbol in image.symbols.values()]

    return find


def _load(made: drgn.Program, image: Image, path: str) -> None:
    """Let drgn read a debug file itself; where the kernel was loaded elsewhere, it is told."""
    from ..source import open_source

    with open_source(path) as source:
        header, program = elf.ehdr(image.model), elf.phdr(image.model)
        at, size, count = header.reader("e_phoff", "e_phentsize", "e_phnum")(source.read(0, header.size))
        read = program.reader("p_type", "p_vaddr", "p_memsz")
        loads = []
        for number in range(count):
            kind, va, length = read(source.read(at + number * size, program.size).ljust(program.size, b"\0"))
            if kind == elf.PT_LOAD and length:
                loads.append((va, va + length))
    if not loads:
        return
    distance = getattr(image.corefile, "displacement", 0)
    module = made.extra_module("kernel", 0, create=True)
    module.address_ranges = [
        (min(start for start, _ in loads) + distance, max(end for _, end in loads) + distance)
    ]
    module.try_file(path, force=True)


class _Types:
    """The layouts of an image as drgn types, made when they are asked for."""

    def __init__(self, made: drgn.Program, image: Image) -> None:
        self.program = made
        self.image = image
        self._structs: dict[str, drgn.Type | None] = {}

    def find(
        self, _: drgn.Program, kinds: Set[drgn.TypeKind], name: str, filename: str | None
    ) -> drgn.Type | None:
        """Answer drgn's question for a type."""
        for kind, keyword in ((drgn.TypeKind.STRUCT, "struct"), (drgn.TypeKind.UNION, "union")):
            if kind in kinds:
                found = self.struct(f"{keyword} {name}")
                if found is not None and found.kind == kind:
                    return found
        if drgn.TypeKind.TYPEDEF in kinds:
            inner = self.struct(name) or self._scalar(name)
            if inner is not None:
                return self.program.typedef_type(name, inner)
        return None

    def find_object(
        self, _: drgn.Program, name: str, flags: drgn.FindObjectFlags, filename: str | None
    ) -> drgn.Object | None:
        """Answer drgn's question for a variable of which only the symbol is known."""
        found = self.image.symbols.find((name,)).get(name)
        if found is None or not flags & (drgn.FindObjectFlags.VARIABLE | drgn.FindObjectFlags.CONSTANT):
            return None
        return drgn.Object(self.program, self._bytes(found.size), address=int(found))

    def struct(self, name: str) -> drgn.Type | None:
        """Return a struct or union by its name in C, None where no layout is known."""
        if name not in self._structs:
            try:
                layout = self.image.layouts.layout(name)
            except SunkvmError:
                layout = None
            self._structs[name] = None if layout is None else self._made(layout)
        return self._structs[name]

    def _made(self, layout: Layout) -> drgn.Type:
        members = [self._member(layout, field) for field in layout if "." not in field.name]
        make = self.program.union_type if layout.tag.endswith("union") else self.program.struct_type
        tag = None if layout.tag.startswith("typedef") else layout.name
        return make(tag, layout.size, members)

    def _member(self, layout: Layout, field: Field) -> drgn.TypeMember:
        position = 8 * field.offset
        if field.bits:
            low = layout.model.byteorder == "little"
            position += field.shift if low else 8 * field.size - field.shift - field.bits
            integer = self._number(field.size, field.kind, field.type)
            return drgn.TypeMember(
                lambda: drgn.Object(self.program, integer, bit_field_size=field.bits), field.name, position
            )
        return drgn.TypeMember(lambda: self._type(layout, field), field.name, position)

    def _type(self, layout: Layout, field: Field) -> drgn.Type:
        if field.kind in ("array", "char[]"):
            element = self._element(layout, field, field.element_size, field.element_kind)
            return self.program.array_type(element, field.count if field.kind == "array" else field.size)
        return self._element(layout, field, field.size, field.kind)

    def _element(self, layout: Layout, field: Field, size: int, kind: str) -> drgn.Type:
        text = field.type.partition("[")[0].strip()
        if kind == "pointer":
            return self.program.pointer_type(self._target(text))
        if kind in ("struct", "union"):
            found = self.struct(text) if text else None
            if found is None:
                inner = layout.inner(field.name)
                found = None if inner is None else self._made(inner)
            return found if found is not None and found.size == size else self._bytes(size)
        if field.kind == "char[]":
            return self.program.int_type("char", 1, kind == "int")
        return self._number(size, kind, text)

    def _target(self, text: str) -> drgn.Type:
        """Return what a pointer points to: ``pointer to struct proc``, ``struct proc *``."""
        text = text.removeprefix("pointer to ").removesuffix("*").strip()
        text = re.sub(r"\b(const|volatile)\b", "", text).strip()
        if text.startswith("pointer to ") or text.endswith("*"):
            return self.program.pointer_type(self._target(text))
        keyword, _, tag = text.partition(" ")
        if keyword in ("struct", "union"):
            found = self.struct(text)
            make = self.program.struct_type if keyword == "struct" else self.program.union_type
            return found if found is not None else make(tag)
        return self.struct(text) or self._scalar(text) or self.program.void_type()

    def _scalar(self, name: str) -> drgn.Type | None:
        found = self.image.layouts.scalars().get(name)
        if found is None or found[1] not in ("int", "uint", "float"):
            return self.program.int_type("char", 1, True) if name == "char" else None
        return self._number(found[0], found[1], name)

    def _number(self, size: int, kind: str, name: str) -> drgn.Type:
        if kind == "float":
            return self.program.float_type(name or f"float{8 * size}_t", size)
        plain = (
            name if name and " (" not in name and not name.startswith(("struct", "union", "pointer")) else ""
        )
        return self.program.int_type(
            plain or f"{'' if kind == 'int' else 'u'}int{8 * size}_t", size, kind == "int"
        )

    def _bytes(self, size: int) -> drgn.Type:
        return self.program.array_type(self.program.int_type("unsigned char", 1, False), size)
