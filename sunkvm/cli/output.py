"""How results are shown: aligned tables for people, JSON and CSV for programs."""

from __future__ import annotations

import dataclasses
import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..datamodel import DataModel


def complain(message: str) -> None:
    """Write one line to stderr, as ``sunkvm: message``."""
    sys.stderr.write(f"sunkvm: {printable(message)}\n")


def printable(text: str) -> str:
    """Return text with control characters and stray bytes escaped: dumps are not trusted with the terminal."""
    if text.isprintable():
        return text
    return "".join(
        c
        if c.isprintable()
        else f"\\x{ord(c) - 0xDC00:02x}"
        if "\udc80" <= c <= "\udcff"
        else c.encode("unicode_escape").decode()
        for c in text
    )


def show(text: str = "") -> None:
    """Print one line to stdout."""
    print(text)


def show_json(value: Any, *, indent: int | None = 2) -> None:
    """Print one JSON value; with ``indent`` None on one line. Stray bytes come as lone surrogate escapes."""
    print(json.dumps(plain(value), indent=indent))


def plain(value: Any) -> Any:
    """Return records, bytes and the like as what JSON has."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value


def show_pairs(pairs: Iterable[tuple[str, str | None]]) -> None:
    """Print names and values in two columns; None is shown as a dash."""
    rows = [(name, "-" if value is None else printable(value)) for name, value in pairs]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


def show_table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()) -> None:
    """Print an aligned table; columns named in ``right`` are aligned to the right.

    On a terminal the header is in bold and lines are cut to its width; elsewhere nothing is cut.
    """
    lines = table_lines(header, rows, right)
    if sys.stdout.isatty():
        _show_on_terminal(lines)
    else:
        print("\n".join(lines))


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()) -> list[str]:
    """Return the lines of an aligned table, its header first."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max([len(name), *(len(row[at]) for row in cells)]) for at, name in enumerate(header)]
    return [
        "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width)
            for cell, name, width in zip(row, header, widths, strict=True)
        ).rstrip()
        for row in [list(header), *cells]
    ]


def _show_on_terminal(lines: list[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for number, line in enumerate(lines):
        console.print(
            Text(line, style="" if number else "bold"), no_wrap=True, overflow="ellipsis", crop=True
        )


def show_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV with a header line."""
    import csv

    writer = csv.writer(sys.stdout)
    writer.writerow(header)
    for row in rows:
        writer.writerow(
            ["" if cell is None else printable(cell) if isinstance(cell, str) else cell for cell in row]
        )


def size_text(count: int | None) -> str | None:
    """Return a number of bytes for people: 15.6 GiB."""
    if count is None:
        return None
    value = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if value < 1024 or unit == "TiB":
            return f"{int(value)} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1024
    return None


def duration_text(seconds: int | None) -> str | None:
    """Return a duration for people: 3 days, 04:05:06."""
    if seconds is None:
        return None
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, rest = divmod(seconds, 86400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return sign + (f"{days} day{'s' if days != 1 else ''}, {clock}" if days else clock)


def time_text(seconds: float | None) -> str | None:
    """Return a time in UTC for people, None for one that no calendar has."""
    if seconds is None:
        return None
    from datetime import datetime, timezone

    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return f"{seconds:.0f} seconds since 1970"


def hex_dump(model: DataModel, address: int, data: bytes) -> Iterable[str]:
    """Yield lines of 16 bytes: address in full width, hex, ASCII."""
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        halves = row[:8].hex(" "), row[8:].hex(" ")
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        yield f"{model.hex(address + at)}  {halves[0]:<23}  {halves[1]:<23}  |{text}|"
