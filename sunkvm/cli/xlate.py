"""``sunkvm xlate``: how an address is found in the corefile."""

from __future__ import annotations

import click

from .image import choose_space, image_command, parse_address, space_options
from .output import complain, show_json, show_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..records import Step


@image_command(1, "ADDRESS", name="xlate", short_help="Show how an address is found in the corefile.")
@space_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    image: Image,
    address: str | None = None,
    *,
    physical: bool,
    pid: int | None,
    as_: str | None,
    as_json: bool,
) -> int:
    """Show each step from ADDRESS to its page frame and its place in the file.

    In a Solaris dump the steps are the bucket of the hash over (address space, page) and the records that hang on it,
    or for a physical address the entries of the frame table that are looked at. Elsewhere they are the entries of page
    tables. Exits with 1 where there is no page; ``sunkvm ranges`` lists those that there are.
    """
    if address is None:
        raise click.UsageError("which address? Name an ADDRESS or a symbol")
    where = parse_address(image, address)
    space = choose_space(image, physical, pid, as_)
    found = image.translate(where, space)
    if as_json:
        show_json(found)
        return 0 if found.why_not is None else 1
    name = space.name if isinstance(found.space, str) else f"{space.name} ({image.model.hex(found.space)})"
    lines: list[tuple[str, str | None]] = [
        ("space", name),
        ("address", f"{image.model.hex(where)} = page {image.model.hex(found.page)} + {found.inside:#x}"),
        *(_line(image, step) for step in found.steps),
    ]
    if found.frame is not None:
        page = "" if found.index is None else f", page {found.index} of the dump"
        lines.append(("frame", f"{found.frame:#x}{page}"))
    if found.why_not is None:
        lines.append(("physical", None if found.physical is None else f"{found.physical:#x}"))
        lines.append(("file", None if found.offset is None else f"offset {found.offset:#x}"))
    show_pairs(lines)
    if found.why_not is not None:
        complain(found.why_not)
        return 1
    return 0


def _line(image: Image, step: Step) -> tuple[str, str]:
    """Return a step as name and text."""
    if step.what == "pfn":
        return "pfn", f"entry {step.number} at {step.offset:#x}: {step.frame:#x}"
    link = "" if step.link is None else f", then {step.link:#x}" if step.link else ", then the end"
    if step.what == "bucket":
        return "bucket", f"{step.number} at {step.offset:#x}{link}"
    if step.what != "record":  # an entry of a page table
        number = "" if step.number is None else f"entry {step.number} "
        return step.what, f"{number}at {step.offset:#x}: {step.link or 0:#x}"
    if step.space is None or step.address is None:
        return "record", f"at {step.offset:#x}: outside of the hash table"
    data = "" if step.data is None else f", data at {step.data:#x}"
    page = f"{image.model.hex(step.space)} {image.model.hex(step.address)}"
    return "record", f"at {step.offset:#x}: {page}{data}{link}"
