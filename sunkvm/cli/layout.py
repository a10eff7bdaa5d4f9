"""``sunkvm layout``: the structs of an image's kernel."""

from __future__ import annotations

import json
import sys

import click

from .image import image_command
from .output import printable, show, show_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..image import Image
    from ..layout import Field, Layout

_CACHELINE = 64


@image_command(
    2,
    "[STRUCT [MEMBER]]",
    name="layout",
    short_help="Show a struct: members, offsets, source.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--to-isf",
    "isf_file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write all structs, enums and symbols to a new FILE in Volatility's format.",
)
def command(
    image: Image,
    struct: str | None = None,
    member: str | None = None,
    *,
    as_json: bool,
    isf_file: str | None,
) -> None:
    """Show STRUCT or one MEMBER of it; without STRUCT, list all names.

    A struct is named as ``proc``, ``struct proc`` or ``proc_t``; ``zfs`spa`` is the struct spa of the module zfs.

    What ``--to-isf`` writes, ``--layouts`` takes: of this image, or of one that tells no layouts.
    """
    _show_progress(image)
    if isf_file is not None:
        _export(image, isf_file)
        return
    if struct is None:
        _list(image, as_json)
        return
    layout = image.layout(struct)
    fields = [layout[member]] if member else list(layout)
    if as_json:
        show_json(
            {
                "name": layout.name,
                "tag": layout.tag,
                "model": layout.model.name,
                "size": layout.size,
                "source": layout.source,
                "fields": [_plain(field) for field in fields],
            }
        )
    elif member:
        show(f"{printable(layout.name)}.{_line(fields[0])}")
    else:
        for line in _declaration(layout):
            show(printable(line))


def _list(image: Image, as_json: bool) -> None:
    names = image.layouts.names()
    if as_json:
        show_json(names)
        return
    for name in names:
        show(printable(name))


def _export(image: Image, path: str) -> None:
    from ..export.isf import isf

    data = isf(image)
    with open(path, "x", encoding="ascii") as file:
        json.dump(data, file, indent=1, sort_keys=True)
        file.write("\n")
    show(
        f"{path}: {len(data['user_types'])} structs, {len(data['enums'])} enums, {len(data['symbols'])} symbols"
    )


def _show_progress(image: Image) -> None:
    """Let sources that take seconds tell so on a terminal."""
    if not sys.stderr.isatty():
        return

    def progress(done: int, total: int) -> None:
        sys.stderr.write("\r\x1b[K" if done >= total else f"\rreading types: {done * 100 // max(total, 1)} %")
        sys.stderr.flush()

    for source in getattr(image.layouts, "sources", ()):
        source.progress = progress


def _line(field: Field) -> str:
    bits = f":{field.bits}" if field.bits else ""
    return printable(f"{field.name + bits + ';':<28} /* {field.offset:5} {field.size:5}  {field.type} */")


def _plain(field: Field) -> dict[str, object]:
    return {
        slot: getattr(field, slot)
        for slot in ("name", "offset", "size", "kind", "type", "count", "bits", "shift")
    }


# A struct as pahole prints it


def _declaration(layout: Layout) -> Iterator[str]:
    """Yield a C declaration with offset and size of each member, and what lies between them."""
    tag = layout.tag.removeprefix("typedef ")
    alias = layout.name if tag != layout.tag else ""
    yield f"typedef {tag} {{" if alias else f"{tag} {layout.name} {{"
    top = [field for field in layout if "." not in field.name]
    holes: list[int] = []
    line, end = 0, 0
    for field in top:
        start, behind = _extent(layout, field)
        if tag == "struct":
            if start > end:
                holes.append(start - end)
                yield from ("", f"        /* XXX {_amount(start - end)} hole */", "")
            if (crossed := start // (8 * _CACHELINE)) > line:
                line = crossed
                past = start // 8 - line * _CACHELINE
                where = f"was {past} bytes ago" if past else f"({line * _CACHELINE} bytes)"
                yield f"        /* --- cacheline {line} boundary {where} --- */"
        end = max(end, behind)
        yield from _member(layout, field, 1)
    lines = -(-layout.size // _CACHELINE)
    yield ""
    yield f"        /* size: {layout.size}, cachelines: {lines}, members: {len(top)} */"
    if tag == "struct" and holes:
        yield f"        /* holes: {len(holes)}, sum of holes: {_amount(sum(holes))} */"
    if tag == "struct" and 8 * layout.size > end:
        yield f"        /* padding: {_amount(8 * layout.size - end)} */"
    yield f"        /* {layout.model.name}; from {layout.source} */"
    yield f"}} {alias};" if alias else "};"


def _extent(layout: Layout, field: Field) -> tuple[int, int]:
    """Return the bits that a member takes, counted from the start of the struct."""
    start = 8 * field.offset
    if not field.bits:
        return start, start + 8 * field.size
    little = layout.model.byteorder == "little"
    start += field.shift if little else 8 * field.size - field.shift - field.bits
    return start, start + field.bits


def _amount(bits: int) -> str:
    return f"{bits} bits" if bits % 8 else f"{bits // 8} byte{'s' if bits != 8 else ''}"


def _member(layout: Layout, field: Field, depth: int, base: int = 0) -> Iterator[str]:
    name = field.name.rpartition(".")[2]
    offset = base + field.offset
    indent = "        " * depth
    inner = layout.inner(field.name)
    if inner is not None:
        yield f"{indent}{inner.tag} {{"
        for each in inner:
            if "." not in each.name:
                yield from _member(inner, each, depth + 1, offset)
        text = f"{indent}}} {name};"
    else:
        text = indent + _in_c(field.type, name + (f":{field.bits}" if field.bits else ""))
    if field.bits:
        where = f"{offset:5}: {_extent(layout, field)[0] - 8 * field.offset:2} {field.size:2}"
    else:
        where = f"{offset:5} {field.size:5}"
    yield f"{text:<60} /* {where} */"


def _in_c(type: str, name: str) -> str:
    """Return the C declaration of a member, given its type as text."""
    base, *dimensions = type.split("[")
    stars = base.count("pointer to ")
    base = base.rpartition("pointer to ")[2]
    after = "".join(f"[{dimension}" for dimension in dimensions)
    if base == "function":
        return f"void ({'*' * stars}{name}{after})();"
    base = base.replace(" (anonymous)", " {…}")
    return f"{base + (' ' + '*' * stars if stars else ''):<26} {name}{after};"
