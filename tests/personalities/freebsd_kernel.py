"""A FreeBSD kernel laid by hand into memory: a corefile whose pages stand in a dict, and its symbols.

Members are set by the names of the tables, whose offsets are checked elsewhere against those of compilers.
"""

from __future__ import annotations

from sunkvm import datamodel
from sunkvm.corefile import HOLE, KVA, Corefile
from sunkvm.image import Image
from sunkvm.layouts import LayoutChain
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelist import Namelist, Symbol
from sunkvm.personalities.bsd_reader import member
from sunkvm.space import AddressSpace

PAGE = 4096
OSRELDATE = {11: 1100122, 12: 1201000, 15: 1501502}
BASE = {64: 0xFFFFFE0000010000, 32: 0xC0010000}


class Names(Namelist):
    """Symbols in a dict."""

    path = "kernel"

    def __init__(self) -> None:
        self.known: dict[str, Symbol] = {}

    def add(self, name, value):
        self.known[name] = Symbol(name, value, 0, 1, 1, 1)

    def find(self, names):
        return {name: self.known[name] for name in names if name in self.known}

    def __getitem__(self, name):
        return self.known[name]

    def __iter__(self):
        return iter(self.known)

    def __len__(self):
        return len(self.known)


class Memory(Corefile):
    """Pages by (space, number); a physical address is the low 24 bits of the kernel's."""

    format = "test"
    path = "vmcore"
    personality = "freebsd"
    page_size, page_shift = PAGE, 12

    def __init__(self, model):
        self.model = model
        self.warnings = []
        self.places: dict[tuple[object, int], int] = {}
        self.bytes = bytearray()

    @property
    def buffer(self):
        return self.bytes

    def page(self, space, index):
        return self.places.get((space, index), HOLE)

    def physical(self, space, address):
        return None if self.page(space, address >> 12) == HOLE else address & 0xFFFFFF

    def put(self, space, address, data):
        while data:
            inside = address % PAGE
            at = self.places.setdefault((space, address >> 12), len(self.bytes))
            if at == len(self.bytes):
                self.bytes += bytes(PAGE)
            part = data[: PAGE - inside]
            self.bytes[at + inside : at + inside + len(part)] = part
            address, data = address + len(part), data[len(part) :]


class Kernel:
    """A kernel in the making; `open` gives its image."""

    def __init__(self, release: int, arch: str) -> None:
        self.release = release
        self.model = datamodel.MODELS[arch]
        self.core = Memory(self.model)
        self.names = Names()
        self.next = BASE[self.model.bits]
        self.space = AddressSpace(self.core, KVA, "kernel")
        self.layouts = LayoutChain([BuiltinTables("freebsd", self.model, self.space, self.names)])
        self.variable("osreldate", OSRELDATE[release], 4)

    def take(self, size):
        """Return the address of zeroed room."""
        address = self.next
        self.next += -(-size // 16) * 16
        self.core.put(KVA, address, bytes(size))
        return address

    def number(self, value, size=None):
        return (value & (1 << 8 * (size or self.model.word)) - 1).to_bytes(
            size or self.model.word, self.model.byteorder
        )

    def variable(self, name, value, size=None):
        data = value if isinstance(value, bytes) else self.number(value, size)
        where = self.take(len(data))
        self.core.put(KVA, where, data)
        self.names.add(name, where)
        return where

    def text(self, text):
        where = self.take(len(text) + 1)
        self.core.put(KVA, where, text.encode() + b"\0")
        return where

    def has(self, struct, name):
        return member(self.layouts, self.layouts.layout(struct), name) is not None

    def set(self, struct, where, **members):
        """Set members of the struct at an address; those that this release does not have are left out."""
        layout = self.layouts.layout(struct)
        for name, value in members.items():
            name = name.replace("__", ".")
            field = member(self.layouts, layout, name)
            if field is None:
                continue
            size = field.element_size if isinstance(value, int) and field.kind == "array" else field.size
            data = value if isinstance(value, bytes) else self.number(value, size)
            assert len(data) <= field.size, name
            self.core.put(KVA, where + field.offset, data)
        return where

    def make(self, struct, **members):
        return self.set(struct, self.take(self.layouts.layout(struct).size), **members)

    def list(self, struct, link, entries):
        """Chain structs by their member ``link``; return the first."""
        for one, other in zip(entries, [*entries[1:], 0], strict=False):
            self.set(struct, one, **{link.replace(".", "__"): other})
        return entries[0] if entries else 0

    def offset(self, struct, name):
        return member(self.layouts, self.layouts.layout(struct), name).offset

    def open(self):
        return Image(self.core, self.names, self.space, self.layouts)
