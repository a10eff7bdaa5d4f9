"""Where layouts come from: sources, asked one after another, most trustworthy first."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..layout import Layout

__all__ = ["LayoutChain", "LayoutSource"]


class LayoutSource:
    """Something that knows struct layouts: CTF in the image, DWARF of the namelist, a built-in table.

    A source gives the same `Layout` object each time it is asked for one struct: its compiled readers are worth
    keeping. ``Layout.source`` says to people where the offsets come from.

    Attributes:
        name: what the source is, for people.
    """

    name = ""

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a struct or union, or None where this source does not know it.

        ``name`` is a tag (``proc``), a tag with its keyword (``struct proc``) or a typedef name (``proc_t``). A
        keyword excludes typedef names.
        """
        raise NotImplementedError

    def names(self) -> list[str]:
        """Return the tags of all structs and unions that `layout` knows, sorted."""
        raise NotImplementedError

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


class LayoutChain(LayoutSource):
    """Several sources as one: the first that knows a struct answers. Answers are remembered."""

    name = "chain"

    def __init__(self, sources: Iterable[LayoutSource] = ()) -> None:
        self.sources = list(sources)
        self._found: dict[str, Layout | None] = {}

    def __repr__(self) -> str:
        return f"LayoutChain({', '.join(source.name for source in self.sources)})"

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
