"""Where layouts come from: sources, asked one after another, most trustworthy first."""

from __future__ import annotations

from ..errors import SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    from ..layout import Layout

    Progress = Callable[[int, int], None]
    T = TypeVar("T")

__all__ = ["LayoutChain", "LayoutSource", "LazySource"]


class LayoutSource:
    """Something that knows struct layouts: CTF in the image, DWARF of the namelist, a built-in table.

    A source gives the same `Layout` object each time it is asked for one struct: its compiled readers are worth
    keeping. ``Layout.source`` says to people where the offsets come from.

    Attributes:
        name: what the source is, for people.
        progress: called with (done, total) while a source reads for seconds; None for silence.
        warnings: one line each for what went wrong while it was asked.
    """

    name = ""
    progress: Progress | None = None
    warnings: list[str] | tuple[str, ...] = ()

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct or union, or None where this source does not know it.

        ``name`` is a tag (``proc``), a tag with its keyword (``struct proc``) or a typedef name (``proc_t``). A
        keyword excludes typedef names.
        """
        raise NotImplementedError

    def told(self) -> list[str]:
        """Return the warnings so far."""
        return list(self.warnings)

    def decide(self) -> bool:
        """Find out where the layouts come from, without asking for one; return whether there are any."""
        return True

    def names(self) -> list[str]:
        """Return the tags of all structs and unions that `layout` knows, sorted."""
        raise NotImplementedError

    def scalars(self) -> Mapping[str, tuple[int, str]]:
        """Return (size, kind) of the numbers that the source knows by name: ``pid_t``, ``unsigned int``."""
        return {}

    def enums(self) -> Mapping[str, tuple[int, dict[str, int]]]:
        """Return (size, constants) of the enums that the source knows by tag."""
        return {}

    def resolve(self, type_text: str) -> Layout | None:
        """Return the layout of the struct that a member of this type holds, or whose elements it holds.

        ``type_text`` is `Field.type`: ``struct user``, ``kmutex_t``, ``auxv_t[22]``. None for everything that is no
        struct, pointers to structs among them, and for structs without a tag, whose members stand in the outer
        struct under dotted names (`Layout.inner`).
        """
        text = type_text.partition("[")[0].strip()
        while text.startswith(("const ", "volatile ")):
            text = text.partition(" ")[2].lstrip()
        if text.startswith("pointer to ") or text.endswith("*") or "(" in text:
            return None
        return self.layout(text)


class LazySource(LayoutSource):
    """A source that is made at the first question, and in which damage is no more than a warning.

    ``make`` returns the source, or None where there is nothing to make one from. What it, or the source, raises as a
    `SunkvmError` is told in ``warnings``, and the next source of the chain is asked.
    """

    def __init__(self, name: str, make: Callable[[LayoutSource], LayoutSource | None]) -> None:
        self.name = name
        self.warnings: list[str] = []
        self._make: Callable[[LayoutSource], LayoutSource | None] | None = make
        self._source: LayoutSource | None = None

    def __repr__(self) -> str:
        return f"LazySource({self.name})"

    @property
    def source(self) -> LayoutSource | None:
        """The source behind this one, made now if it was not yet; None where there is none."""
        if self._make is not None:
            make, self._make = self._make, None
            try:
                self._source = make(self)
            except SunkvmError as error:
                self._warn(error)
        return self._source

    def decide(self) -> bool:
        """Make the source; return whether there is one."""
        return self.source is not None

    def _warn(self, error: SunkvmError) -> None:
        text = str(error)
        if text not in self.warnings and len(self.warnings) < 100:
            self.warnings.append(text)

    def _ask(self, ask: Callable[[LayoutSource], T], nothing: T) -> T:
        source = self.source
        if source is None:
            return nothing
        try:
            return ask(source)
        except SunkvmError as error:
            self._warn(error)
            return nothing

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct; see `LayoutSource.layout`."""
        return self._ask(lambda source: source.layout(name), None)

    def names(self) -> list[str]:
        """Return the tags that the source knows; none where it is damaged."""
        return self._ask(lambda source: source.names(), [])

    def scalars(self) -> Mapping[str, tuple[int, str]]:
        """Return the source's numbers."""
        nothing: Mapping[str, tuple[int, str]] = {}
        return self._ask(lambda source: source.scalars(), nothing)

    def enums(self) -> Mapping[str, tuple[int, dict[str, int]]]:
        """Return the source's enums."""
        nothing: Mapping[str, tuple[int, dict[str, int]]] = {}
        return self._ask(lambda source: source.enums(), nothing)


class LayoutChain(LayoutSource):
    """Several sources as one: the first that knows a struct answers. Answers are remembered."""

    name = "chain"

    def __init__(self, sources: Iterable[LayoutSource] = ()) -> None:
        self.sources = list(sources)
        self._found: dict[str, Layout | None] = {}

    def __repr__(self) -> str:
        return f"LayoutChain({', '.join(source.name for source in self.sources)})"

    def told(self) -> list[str]:
        """Return the warnings of all sources, as far as they were asked."""
        return [warning for source in self.sources for warning in source.told()]

    def decide(self) -> bool:
        """Find the first source that has anything to say, so that `told` has what it warns of."""
        return any(source.decide() for source in self.sources)

    def prepend(self, source: LayoutSource) -> None:
        """Ask ``source`` before all others from now on; layouts that were given out before stay as they are."""
        self.sources.insert(0, source)
        self._found.clear()

    def layout(self, name: str) -> Layout | None:
        """Return the first source's layout of a struct; see `LayoutSource.layout`."""
        try:
            return self._found[name]
        except KeyError:
            found = None
            for source in self.sources:
                found = source.layout(name)
                if found is not None:
                    break
            self._found[name] = found
            return found

    def names(self) -> list[str]:
        """Return the tags that any source knows, sorted."""
        return sorted({name for source in self.sources for name in source.names()})

    def scalars(self) -> dict[str, tuple[int, str]]:
        """Return the numbers that any source knows, the first source's where several do."""
        return _merged([source.scalars() for source in self.sources])

    def enums(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Return the enums that any source knows, the first source's where several do."""
        return _merged([source.enums() for source in self.sources])


def _merged(answers: list[Mapping[str, T]]) -> dict[str, T]:
    merged: dict[str, T] = {}
    for answer in reversed(answers):
        merged.update(answer)
    return merged
