"""How records, layouts and lists of them look in notebooks and at prompts."""

from __future__ import annotations

import dataclasses
from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from .layout import Layout

_ADDRESSES = {"kva", "as_kva", "address", "start", "end", "thread", "data_kva", "vnode_kva"}
_MOST_ROWS = 1000


class Table(list["Any"]):
    """Records of one kind as a list that shows itself as a table: ``Table(image.processes())``.

    ``columns`` are the members to show, by default those that some record has a value for.
    """

    def __init__(self, records: Iterable[Any], columns: Sequence[str] | None = None) -> None:
        super().__init__(records)
        self._columns = columns

    @property
    def columns(self) -> list[str]:
        """The names of the columns that are shown."""
        if self._columns is not None:
            return list(self._columns)
        if not self:
            return []
        names = [field.name for field in dataclasses.fields(self[0])]
        return [name for name in names if any(getattr(record, name) is not None for record in self)]

    def __repr__(self) -> str:
        names = self.columns
        rows = [
            names,
            *([_shown(name, getattr(record, name)) for name in names] for record in self[:_MOST_ROWS]),
        ]
        widths = [max(len(row[at]) for row in rows) for at in range(len(names))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join(lines + self._rest())

    def _repr_html_(self) -> str:
        names = self.columns
        body = ([_shown(name, getattr(record, name)) for name in names] for record in self[:_MOST_ROWS])
        return _table(names, body) + "".join(f"<p>{escape(line)}</p>" for line in self._rest())

    def _rest(self) -> list[str]:
        more = len(self) - _MOST_ROWS
        return [f"and {more} more"] if more > 0 else []


def record_html(record: Any) -> str:
    """Return a record as a table of names and values, in HTML."""
    fields = [field.name for field in dataclasses.fields(record)]
    return _table(
        [type(record).__name__, ""], ([name, _shown(name, getattr(record, name))] for name in fields)
    )


def layout_html(layout: Layout) -> str:
    """Return a struct's members, with what lies between them, in HTML."""
    rows = [
        [
            f"{field.offset:#x}",
            str(field.size),
            field.name,
            field.type + (f" : {field.bits}" if field.bits else ""),
        ]
        for field in layout
    ]
    caption = f"{layout.tag} {layout.name}: {layout.size} bytes, {layout.model.name}, from {layout.source or 'a schema'}"
    return f"<p>{escape(caption)}</p>{_table(['offset', 'size', 'member', 'type'], rows)}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(name: str, value: object) -> str:
    """Return a value for people; characters that would act on a terminal are escaped."""
    if value is None:
        return "-"
    if isinstance(value, int) and not isinstance(value, bool) and name in _ADDRESSES:
        return f"{value:#x}"
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if text.isprintable() else ascii(text)[1:-1]
