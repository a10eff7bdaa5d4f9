"""``sunkvm triage``: many dumps at a glance."""

from __future__ import annotations

import click

from ..export.table import SUFFIXES, write_table
from ..export.triage import COLUMNS, Row, triage
from .output import complain, duration_text, show_csv, show_json, show_table, time_text
from .progress import Bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = ("corefile", "system", "release", "panic", "crash_time", "uptime", "process", "messages")


@click.command(name="triage", short_help="List many dumps, one row each.")
@click.argument("places", nargs=-1, required=True, type=click.Path(), metavar="FILE|FOLDER...")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="How many dumps at once. [default: one a processor]"
)
@click.option("--dask", metavar="ADDRESS", help="Let a Dask cluster do it: the address of its scheduler.")
@click.option("--ray", metavar="ADDRESS", help="Let a Ray cluster do it: its address, or auto.")
@click.option(
    "-o", "--columns", default=",".join(_SHOWN), show_default=True, help=f"Columns: {', '.join(COLUMNS)}."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, with everything.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the columns as CSV.")
@click.option(
    "--table", "table", type=click.Path(), help="Write everything to a file: NAME.parquet or NAME.arrow."
)
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
def command(
    places: tuple[str, ...],
    jobs: int | None,
    dask: str | None,
    ray: str | None,
    columns: str,
    as_json: bool,
    as_csv: bool,
    table: str | None,
    no_progress: bool,
) -> int:
    """List the dumps in folders and below them, one row each: system, release, panic, who panicked, when.

    Every file of a known format counts, damaged ones, too; the namelist is the one beside it. MESSAGES is a hash of the
    first messages of the kernel without their numbers: alike for the same machine and kernel. Exit code 1: some dump
    could not be read as a whole; what is wrong is on stderr, and in the column error.

    Next: sunkvm panic COREFILE.
    """
    names = [name.strip() for name in columns.split(",")]
    for name in names:
        if name not in COLUMNS:
            raise click.UsageError(f"no column {name!r}; there are: {', '.join(COLUMNS)}")
    if dask is not None and ray is not None:
        raise click.UsageError("--dask and --ray exclude one another")
    if table is not None and not table.endswith(SUFFIXES):
        raise click.UsageError(f"--table wants a name that ends in {' or '.join(SUFFIXES)}")
    rows: list[Row] = []

    def listed() -> Iterator[Row]:
        with Bar("Reading the dumps", wanted=not no_progress) as bar:
            for row in triage(places, jobs=jobs, dask=dask, ray=ray, progress=bar):
                rows.append(row)
                yield row

    if as_json:
        for row in listed():
            show_json(row, indent=None)
    elif as_csv:
        show_csv(names, ([getattr(row, name) for name in names] for row in listed()))
    else:
        header = [name.upper() for name in names]
        numbers = [name.upper() for name in names if name in ("size", "pid", "uptime", "processes")]
        show_table(header, [[_text(name, row) for name in names] for row in listed()], right=numbers)
    if table is not None:
        write_table(table, Row, rows)
    bad = [row for row in rows if row.error is not None]
    for row in bad:
        complain(row.error or "")
    return int(bool(bad))


def _text(name: str, row: Row) -> str:
    value = getattr(row, name)
    if value is None:
        return "-"
    if name == "crash_time":
        return (time_text(value) or "-").removesuffix(" UTC")
    if name == "uptime":
        return duration_text(value) or "-"
    return str(value) or "-"
