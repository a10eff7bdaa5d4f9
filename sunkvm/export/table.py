"""Rows of records as Arrow or Parquet files, for programs that read tables."""

from __future__ import annotations

import dataclasses
import os

from ..drafts import write_files
from ..errors import UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

SUFFIXES = (".parquet", ".arrow")
"""What a file's name can end in: Parquet, or the Arrow file format (Feather, version 2)."""


def write_table(path: str | os.PathLike[str], kind: type[Any], rows: Iterable[Any]) -> None:
    """Write records of one dataclass, whose members are text and integers, as a table.

    The name says the format (`SUFFIXES`). The file appears complete or not at all and replaces none. Raises ValueError
    for another name, `UnsupportedError` where pyarrow is not installed, FileExistsError, and other OSError.
    """
    name = os.fspath(path)
    suffix = os.path.splitext(name)[1]
    if suffix not in SUFFIXES:
        raise ValueError(f"{name}: a table's name ends in {' or '.join(SUFFIXES)}")
    try:
        import pyarrow
    except ImportError as error:
        raise UnsupportedError("tables for programs need pyarrow: pip install 'sunkvm[arrow]'") from error
    types = {
        field.name: pyarrow.int64() if "int" in str(field.type) else pyarrow.string()
        for field in dataclasses.fields(kind)
    }
    table = pyarrow.Table.from_pylist(
        [{name: _clean(getattr(row, name)) for name in types} for row in rows],
        pyarrow.schema(list(types.items())),
    )

    def write(file: int) -> None:
        with os.fdopen(os.dup(file), "wb") as out:
            if suffix == ".parquet":
                from pyarrow import parquet

                parquet.write_table(table, out)
                return
            with pyarrow.ipc.new_file(out, table.schema) as writer:
                writer.write_table(table)

    write_files({name: write})


def _clean(value: object) -> object:
    """Return text without the surrogates that stand for stray bytes: tables hold UTF-8."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
