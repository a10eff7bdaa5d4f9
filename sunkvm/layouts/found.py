"""Layouts that an image brings along: CTF and BTF in its memory, CTF, DWARF and BTF in its namelist.

Facts: illumos uts/common/sys/modctl.h, sys/kobj.h: ``modules`` is the first `struct modctl` of a circular list; each one's
`struct module` tells where the module's CTF section lies in memory, unpacked by nobody.
"""

from __future__ import annotations

from ..source import open_source
from . import LayoutSource, LazySource
from .builtin import BuiltinTables

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from ..corefile import Corefile
    from ..datamodel import DataModel
    from ..layout import Layout
    from ..namelist import Namelist
    from ..space import AddressSpace
    from .ctf import CtfContainer

_MAX_MODULES = 1 << 16
_MAX_CTF = 64 << 20
_MAX_ALL_CTF = 64 << 20  # of all modules together, unpacked; a large kernel has half of this
_SEARCHED = 1024  # bytes of a struct module
_LISTED = "modules"
_BTF = ("__start_BTF", "__stop_BTF")  # Linux include/asm-generic/vmlinux.lds.h
_MAX_BTF = 64 << 20  # that of a large kernel has a tenth of this


def sources_of(core: Corefile, kernel: AddressSpace | None, namelist: Namelist) -> list[LayoutSource]:
    """Return the sources of layouts that an image brings along, most trustworthy first.

    They look for nothing before the first question, and where there is nothing the question costs one symbol look-up.
    """
    finder = _Finder(core, kernel, namelist)
    return [
        LazySource("CTF", finder.ctf),
        LazySource("BTF", finder.btf),
        LazySource("DWARF", finder.dwarf),
    ]


def open_layouts(path: str | os.PathLike[str], model: DataModel) -> LayoutSource:
    """Open a file with layouts that a user gives: BTF by its first bytes, else ISF. Raises `OpenError`."""
    from .btf import BtfSource, is_btf
    from .isf import open_isf

    with open_source(path) as source:
        if is_btf(source.read(0, 4)):
            return BtfSource(source.read(0, min(source.size, _MAX_BTF)), model, path=source.path)
    return open_isf(path, model)


class _Finder:
    def __init__(self, core: Corefile, kernel: AddressSpace | None, namelist: Namelist) -> None:
        self.core = core
        self.kernel = kernel
        self.namelist = namelist

    def dwarf(self, asked: LayoutSource) -> LayoutSource | None:
        """Return the DWARF of the namelist, or of the companion that it names."""
        if not self.namelist.sections:
            return None
        from .dwarf import open_dwarf

        return open_dwarf(self.namelist, self.core.model, asked)

    def btf(self, asked: LayoutSource) -> LayoutSource | None:
        """Return the BTF of the namelist, else that which the kernel has in its memory for its own use."""
        from .btf import SECTION, BtfSource

        if SECTION in self.namelist.sections:
            data = self.namelist.section(SECTION)
            if data is not None:
                return BtfSource(data, self.core.model, path=self.namelist.path)
        if self.kernel is None:
            return None
        found = self.namelist.find(_BTF)
        if len(found) < len(_BTF):
            return None
        start, end = (int(found[name]) for name in _BTF)
        if not 0 < end - start <= _MAX_BTF:
            return None
        return BtfSource(self.kernel.read(start, end - start), self.core.model, path=self.core.path)

    def ctf(self, asked: LayoutSource) -> LayoutSource | None:
        """Return the CTF of the modules in memory and of the namelist."""
        first = self.namelist.find((_LISTED,)).get(_LISTED) if self.kernel is not None else None
        # The namelists that NetBSD's savecore writes have an empty one.
        has_section = self.namelist.sections.get(".SUNW_ctf", (0, 0))[1] > 0
        if first is None and not has_section:
            return None
        from .ctf import CtfSource

        modules = (
            None if first is None or self.kernel is None else _Modules(self.core, self.kernel, int(first))
        )
        return CtfSource("CTF", lambda: self._containers(asked, modules, has_section))

    def _containers(
        self, asked: LayoutSource, modules: _Modules | None, has_section: bool
    ) -> Iterator[CtfContainer]:
        from ..errors import SunkvmError

        made: dict[str, CtfContainer | None] = {}
        troubles: list[SunkvmError] = []
        seen: set[bytes] = set()
        room = _MAX_ALL_CTF

        def container(label: str, data: bytes, path: str) -> CtfContainer | None:
            nonlocal room
            from .ctf import CtfContainer

            if data in seen or room <= 0:  # the same once more, or more than any kernel has
                return None
            seen.add(data)
            try:
                one = CtfContainer(data, self.core.model, path=path, label=label)
                room -= len(data) + one.unpacked
                if one.parent_name:
                    one.parent = of_module(one.parent_name.rpartition("/")[2], label)
            except SunkvmError as error:
                troubles.append(error)
                return None
            return one

        def of_module(label: str, child: str = "") -> CtfContainer | None:
            """Return a module's container, made when it is first asked for; parents have no parents."""
            if label not in made:
                made[label] = None
                data = modules.ctf(label) if modules is not None else None
                if data is not None:
                    made[label] = container(label, data, self.core.path)
            found = made[label]
            return None if found is None or (child and found.parent_name) else found

        given: set[str] = set()
        if modules is not None:
            # Nearly all that is ever asked for is in the parent of all: so it comes first, with the module that is the
            # first of the list behind it.
            for label in modules.labels():
                one = of_module(label)
                for each in () if one is None else (one.parent, one):
                    if each is not None and each.label not in given:
                        given.add(each.label)
                        yield each
        if has_section:
            data = self.namelist.section(".SUNW_ctf")
            one = None if data is None else container("the namelist", data, self.namelist.path)
            if one is not None:
                yield one
        if troubles:
            raise troubles[0]


class _Modules:
    """The list of loaded modules, followed as far as it is asked for.

    Where the members of `struct modctl` and `struct module` lie must be known before any CTF is read: the built-in tables
    tell, for they have not moved in years. Where CTF is not where the tables say it is looked for in `struct module`.
    """

    def __init__(self, core: Corefile, kernel: AddressSpace, first: int) -> None:
        self._kernel = kernel
        self._order = core.model.byteorder
        self._word = core.model.word
        self._first = first
        self._magic = (0xCFF1).to_bytes(2, self._order)
        tables = BuiltinTables(core.personality, core.model)
        self._modctl: Layout | None = tables.layout("modctl")
        self._module: Layout | None = tables.layout("module")
        self._found: dict[str, int] = {}  # the struct module of each module by name
        self._walk = self._follow()
        self._ctfdata = self._module.offset("ctfdata") if self._module is not None else 0
        self._sure = False  # that the CTF is where the tables say
        self._tries = 8

    def _follow(self) -> Iterator[str]:
        modctl = self._modctl
        if modctl is None or self._module is None:
            return
        read = modctl.reader("mod_next", "mod_mp", "mod_modname")
        kva, seen = self._first, set[int]()
        while kva and kva not in seen and len(seen) < _MAX_MODULES:
            seen.add(kva)
            raw, fault = self._kernel.read_some(kva, modctl.size)
            if fault is not None:
                return
            kva, module, name = read(raw)
            label = self._text(name) if module and name else ""
            if label and label not in self._found:
                self._found[label] = module
                yield label

    def _text(self, kva: int) -> str:
        data, _ = self._kernel.read_some(kva, 256)
        return data.partition(b"\0")[0].decode("utf-8", "replace")

    def labels(self) -> Iterator[str]:
        """Yield the names of the modules."""
        done = 0
        while True:
            known = list(self._found)
            yield from known[done:]
            done = len(known)
            if next(self._walk, None) is None and len(self._found) == done:
                return

    def ctf(self, label: str) -> bytes | None:
        """Return the CTF section of a module; None where the module, its CTF, or a page of it is not there."""
        for _ in self.labels():
            if label in self._found:
                return self._ctf(self._found[label])
        return None

    def _ctf(self, module: int) -> bytes | None:
        raw, _ = self._kernel.read_some(module, _SEARCHED)
        word, order = self._word, self._order

        def at(offset: int) -> tuple[int, int]:
            pair = raw[offset : offset + 2 * word]
            return int.from_bytes(pair[:word], order), int.from_bytes(pair[word:], order)

        data = self._section(*at(self._ctfdata))
        if data is not None:
            self._sure = True
        elif not self._sure and self._tries:
            self._tries -= 1
            for offset in range(0, len(raw) - 2 * word + 1, word):
                data = self._section(*at(offset))
                if data is not None:
                    self._ctfdata, self._sure = offset, True
                    break
        return data

    def _section(self, kva: int, size: int) -> bytes | None:
        if not kva or not 24 <= size <= _MAX_CTF:
            return None
        head, _ = self._kernel.read_some(kva, 4)
        if head[:2] != self._magic or len(head) < 4 or head[2] not in (1, 2, 3):
            return None
        data, fault = self._kernel.read_some(kva, size)
        return None if fault is not None else data
