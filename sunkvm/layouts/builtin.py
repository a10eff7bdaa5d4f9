"""Tables of struct layouts that come with the package, for images that do not tell their own."""

from __future__ import annotations

from ..layout import Field, Layout
from . import LayoutSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from ..datamodel import DataModel
    from ..namelist import Namelist
    from ..space import AddressSpace

# (personality, data model) -> module of this package, release.
_TABLES = {
    ("solaris", "i386"): ("illumos_i386", "illumos 2013-10"),
    ("solaris", "amd64"): ("illumos_amd64", "illumos 2013-10"),
    ("solaris", "sparc"): ("illumos_sparc", "illumos 2013-10"),
    ("solaris", "sparcv9"): ("illumos_sparcv9", "illumos 2013-10"),
}


class BuiltinTables(LayoutSource):
    """The table of one personality and data model; it knows nothing where there is no such table.

    Where there are tables of several releases, ``kernel`` and ``namelist`` of the image tell which: they are asked at the
    first question (`sunkvm.layouts.releases`); or ``table`` is the name of a module of this package. The table's module
    is imported then, a struct's text is taken apart when the struct is first asked for.
    """

    def __init__(
        self,
        personality: str,
        model: DataModel,
        kernel: AddressSpace | None = None,
        namelist: Namelist | None = None,
        *,
        table: str = "",
    ) -> None:
        self.model = model
        if table:
            self._module, release = table, table
        else:
            self._module, release = _TABLES.get((personality, model.name), ("", f"(none) {personality}"))
        self._table: ModuleType | None = None
        self._made: dict[str, Layout] = {}
        self._undecided = None if self._module else (personality, kernel, namelist)
        self.name = f"built-in table {release} {model.name}"
        self.warnings: list[str] = []

    def __repr__(self) -> str:
        return f"BuiltinTables({self.name})"

    @property
    def table(self) -> ModuleType | None:
        """The table's module: STRUCTS, ALIASES, TYPEDEFS, CONSTANTS, SCALARS; None where there is no table."""
        if self._undecided is not None:
            self._decide(*self._undecided)
        if self._table is None and self._module:
            # importlib would take longer to import than the table.
            self._table = __import__(f"{__package__}.{self._module}", fromlist=["STRUCTS"])
        return self._table

    def _decide(self, personality: str, kernel: AddressSpace | None, namelist: Namelist | None) -> None:
        from .releases import choose, has_releases

        self._undecided = None
        if has_releases(personality):
            self._module, release, warning = choose(personality, self.model, kernel, namelist)
            self.name = f"built-in table {release} {self.model.name}"
            if warning is not None:
                self.warnings.append(warning)

    def decide(self) -> bool:
        """Choose the table; return whether there is one."""
        return self.table is not None

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`."""
        table = self.table
        if table is None:
            return None
        keyword, _, tag = name.rpartition(" ")
        if not keyword:
            keyword, _, tag = table.TYPEDEFS.get(name, name).rpartition(" ")
        tag = table.ALIASES.get(tag, tag)
        layout = self._made.get(tag)
        if layout is None:
            text = table.STRUCTS.get(tag)
            if text is None:
                return None
            layout = self._made[tag] = _layout(tag, text, self.model, self.name)
        # The tag of a struct that only a typedef names is "typedef struct".
        return layout if not keyword or layout.tag == keyword else None

    def names(self) -> list[str]:
        """Return the tags of all structs of the table, sorted; those without a tag by their typedef name."""
        return sorted(self.table.STRUCTS) if self.table else []

    def scalars(self) -> Mapping[str, tuple[int, str]]:
        """Return (size, kind) of the table's numbers by name."""
        scalars: dict[str, tuple[int, str]] = self.table.SCALARS if self.table else {}
        return scalars

    @property
    def constants(self) -> Mapping[str, int]:
        """Constants of the headers that go with the structs (``NAUXV``, ``FSCALE``, ``TS_SLEEP`` ...)."""
        constants: dict[str, int] = self.table.CONSTANTS if self.table else {}
        return constants


def _layout(name: str, text: str, model: DataModel, source: str) -> Layout:
    """Make a layout from a table's text: "size tag", then a line for each member."""
    head, *lines = text.splitlines()
    size, _, tag = head.partition(" ")
    return Layout(name, model, int(size), [_field(line) for line in lines], source=source, tag=tag)


def _field(line: str) -> Field:
    """Make a member from "name offset size kind type", where kind may be "array,22,16,struct" or "uint:24:8"."""
    name, offset, size, kind, type = line.split(" ", 4)
    kind, _, bits = kind.partition(":")
    kind, _, array = kind.partition(",")
    field = Field(name, int(offset), int(size), kind, type)
    if array:
        count, element_size, field.element_kind = array.split(",")
        field.count, field.element_size = int(count), int(element_size)
    if bits:
        width, _, shift = bits.partition(":")
        field.bits, field.shift = int(width), int(shift)
    return field
