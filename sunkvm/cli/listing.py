"""Lists of records: chosen columns as a table or CSV, everything as JSON lines."""

from __future__ import annotations

import sys

import click

from ..errors import SunkvmError
from .output import complain, plain, show_csv, show_json, show_table, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from ..image import Image

# How the columns of these kinds are shown in a table; all others as text.
ADDRESS, NUMBER, SIZE, TIME, FLAG = "address", "number", "size", "time", "flag"
_RIGHT = (NUMBER, SIZE)


class Column:
    """A column: the attribute of the record that it shows (None: the column's own name) and its kind."""

    __slots__ = ("kind", "of")

    def __init__(self, of: str | Callable[[Any], object] | None = None, kind: str = "") -> None:
        self.of = of
        self.kind = kind

    def value(self, name: str, record: Any) -> Any:
        """Return what the column shows of a record, as CSV has it."""
        return self.of(record) if callable(self.of) else getattr(record, self.of or name)


def list_options(columns: Mapping[str, Column], default: str) -> Callable[..., Any]:
    """Give a command -o, --json and --csv, as ``columns``, ``as_json`` and ``as_csv``."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--csv", "as_csv", is_flag=True, help="Print the columns as CSV."),
            click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, with everything."),
            click.option(
                "-o", "--columns", default=default, show_default=True, help="Columns: " + ", ".join(columns) + "."
            ),
        ):  # fmt: skip
            function = option(function)
        return function

    return decorate


def show_list(
    image: Image,
    what: str,
    records: Iterable[Any],
    known: Mapping[str, Column],
    columns: str,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Print records; return the exit code, 1 where the list of ``what`` broke off (after what came before)."""
    names = [name.strip() for name in columns.split(",")]
    for name in names:
        if name not in known:
            raise click.UsageError(f"no column {name!r}; there are: {', '.join(known)}")
    broken: list[str] = []
    records = until_broken(records, what, broken)
    if as_json:
        for record in records:
            show_json(record, indent=None)
    elif as_csv:
        show_csv(names, ([_flat(known[name].value(name, record)) for name in names] for record in records))
    else:
        rows = [[_text(image, known[name], name, record) for name in names] for record in records]
        header = [name.upper() for name in names]
        show_table(header, rows, right=[name.upper() for name in names if known[name].kind in _RIGHT])
        if not rows and not broken:
            sys.stdout.flush()
            complain(f"the image tells of no {what}")
    return finish(broken)


def finish(broken: list[str]) -> int:
    """Complain of what went wrong after what was printed; return the exit code."""
    sys.stdout.flush()
    for line in broken:
        complain(line)
    return 1 if broken else 0


def until_broken(records: Iterable[Any], what: str, broken: list[str]) -> Iterator[Any]:
    """Yield records until their list ends or breaks off; then say so in ``broken``."""
    try:
        yield from records
    except SunkvmError as error:
        broken.append(f"the list of {what} breaks off: {error}")


def _flat(value: Any) -> object:
    return " ".join(map(str, value)) if isinstance(value, tuple) else plain(value)


def _text(image: Image, column: Column, name: str, record: Any) -> str:
    value = column.value(name, record)
    if value is None:
        return "-"
    if column.kind == ADDRESS:
        return image.model.hex(value)
    if column.kind == SIZE:
        return f"{value // 1024}K"
    if column.kind == TIME:
        return (time_text(value) or "-").removesuffix(" UTC")
    if column.kind == FLAG:
        return "yes" if value else "no"
    return str(_flat(value)) or "-"
