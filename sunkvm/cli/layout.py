"""``sunkvm layout``: the structs of an image's kernel."""

from __future__ import annotations

import click

from .image import image_command
from .output import show, show_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..layout import Field


@image_command(
    2,
    "[STRUCT [MEMBER]]",
    name="layout",
    short_help="Show a struct: members, offsets, source.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(image: Image, struct: str | None = None, member: str | None = None, *, as_json: bool) -> None:
    """Show STRUCT (``proc``, ``struct proc`` or ``proc_t``) or one MEMBER of it; without STRUCT, list all names."""
    if struct is None:
        names = image.layouts.names()
        if as_json:
            show_json(names)
        else:
            for name in names:
                show(name)
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
        return
    if member:
        show(f"{layout.name}.{_line(fields[0])}")
        return
    show(f"{layout.tag} {layout.name} {{")
    for field in fields:
        show(f"    {_line(field)}")
    show(f"}};  /* {layout.size} bytes, {len(fields)} members, {layout.model.name}; from {layout.source} */")


def _line(field: Field) -> str:
    bits = f":{field.bits}" if field.bits else ""
    return f"{field.name + bits + ';':<28} /* {field.offset:5} {field.size:5}  {field.type} */"


def _plain(field: Field) -> dict[str, object]:
    return {
        slot: getattr(field, slot)
        for slot in ("name", "offset", "size", "kind", "type", "count", "bits", "shift")
    }
