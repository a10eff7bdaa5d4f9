"""Namelists: symbols by name and by address; the contract and the way to open one."""

from __future__ import annotations

from .errors import NamelistError, SymbolNotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .source import ByteSource


class Symbol(int):
    """A symbol: its value (a kernel address) as an int, with what the namelist tells beside.

    Attributes:
        name: as spelled in the namelist.
        size: bytes, 0 if unknown.
        type: the ELF type (0 none, 1 object, 2 function, 3 section, 4 file).
        binding: the ELF binding (0 local, 1 global, 2 weak).
        section: the section number; 0xfff1 (absolute) for all symbols of a ksyms image.
        module: the part of the kernel that it is of, where the namelist tells; empty for the kernel itself.
    """

    name: str
    size: int
    type: int
    binding: int
    section: int
    module: str = ""

    def __new__(cls, name: str, value: int, size: int, type: int, binding: int, section: int) -> Symbol:
        self = super().__new__(cls, value)
        self.name = name
        self.size = size
        self.type = type
        self.binding = binding
        self.section = section
        return self

    @property
    def value(self) -> int:
        """The plain int."""
        return int(self)

    def __repr__(self) -> str:
        return f"<Symbol {self.name} = {int(self):#x}>"


class Namelist:
    """Symbols of a kernel, a read-only mapping from name to `Symbol`.

    Where a name occurs more than once, a global counts before a local; of its like, the last in an ELF file and the first
    in an a.out file, as their readers have it.

    Attributes:
        path: the file, for messages.
        bits, byteorder, machine: of the file, which need not be those of the corefile. Text tells no byte order ("")
            and no machine (0).
    """

    path: str = ""
    bits: int = 0
    byteorder: str = "little"
    machine: int = 0

    def find(self, names: Iterable[str]) -> dict[str, Symbol]:
        """Look a few names up, without an index of all symbols; absent names are absent from the result."""
        raise NotImplementedError

    def at(self, address: int) -> tuple[Symbol, int] | None:
        """Return the symbol that an address belongs to and the distance from its start; None below the first symbol."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Symbol:
        """Return a symbol; raise `SymbolNotFoundError`, which is also a KeyError."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def get(self, name: str) -> Symbol | None:
        """Return a symbol, or None."""
        try:
            return self[name]
        except SymbolNotFoundError:
            return None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def keys(self) -> list[str]:
        """Return the names, each once."""
        return list(self)

    def values(self) -> Iterator[Symbol]:
        """Yield the symbols, one a name."""
        return (self[name] for name in self)

    def items(self) -> Iterator[tuple[str, Symbol]]:
        """Yield (name, symbol), one a name."""
        return ((name, self[name]) for name in self)

    def file(self) -> ByteSource | None:
        """Open the file again and return its bytes; None for formats that have no file. The caller closes it."""
        return None

    @property
    def sections(self) -> Mapping[str, tuple[int, int]]:
        """Where the file's other sections lie, as (offset, size) by name; empty for formats that have none."""
        return {}

    def section(self, name: str) -> bytes | None:
        """Return the bytes of a section as they are stored, None where there is none of that name."""
        return None

    def close(self) -> None:
        """Forget the file. Closing twice is allowed."""


def open_namelist(path: str) -> Namelist:
    """Open a namelist by its content. Raises `NamelistError`, or `OpenError` where the file cannot be read at all."""
    from .source import open_source

    with open_source(path) as source:
        start = source.read(0, 4)
        if start == b"\x7fELF":
            from .namelists.elf import ElfNamelist

            return ElfNamelist(path, source)
        from .namelists.aout import AoutNamelist, is_aout

        if is_aout(start):
            return AoutNamelist(path, source)
        from .namelists.kallsyms import Kallsyms, is_kallsyms

        if is_kallsyms(source.read(0, 32)):
            return Kallsyms(path, source)
        raise NamelistError(path, "is neither an ELF file nor an a.out file nor a list of symbols", offset=0)
