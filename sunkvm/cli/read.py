"""``sunkvm read``: memory of an image."""

from __future__ import annotations

import sys

import click

from .image import choose_space, image_command, parse_address, parse_number, space_options
from .output import complain, hex_dump, show, show_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..errors import Fault
    from ..image import Image

_CHUNK = 1 << 20


@image_command(2, "ADDRESS [COUNT]", name="read", short_help="Show memory at an address or symbol.")
@space_options
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["hex", "raw", "words", "string"]),
    default="hex",
    show_default=True,
    help="How to show it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the bytes in hex.")
def command(
    image: Image,
    address: str | None = None,
    count: str | None = None,
    *,
    physical: bool,
    pid: int | None,
    as_: str | None,
    form: str,
    as_json: bool,
) -> int:
    """Show COUNT bytes (64 without it) at ADDRESS: a number, a symbol, or a symbol and an offset (``avenrun+4``).

    Exits with 1 where memory is missing, after what there is; ``sunkvm xlate`` says how it was looked for.
    """
    if address is None:
        raise click.UsageError("what to read? Name an ADDRESS or a symbol")
    where = parse_address(image, address)
    space = choose_space(image, physical, pid, as_)
    if form == "string" and count is None:
        show(space.read_string(where).decode("utf-8", "backslashreplace"))
        return 0
    length = parse_number(count or "64", "COUNT")
    fault: Fault | None = None
    if as_json:
        data, fault = space.read_some(where, length)
        show_json({"space": space.name, "address": where, "count": len(data), "hex": data})
    else:
        done = 0
        while done < length and fault is None:
            data, fault = space.read_some(where + done, min(_CHUNK, length - done))
            _show(image, form, where + done, data)
            done += len(data)
    if fault is not None:
        sys.stdout.flush()
        complain(str(fault.error()))
        return 1
    return 0


def _show(image: Image, form: str, address: int, data: bytes) -> None:
    if form == "raw":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    elif form == "string":
        show(data.split(b"\0", 1)[0].decode("utf-8", "backslashreplace"))
    elif form == "words":
        word = image.model.word
        for at in range(0, len(data) - word + 1, word):
            value = int.from_bytes(data[at : at + word], image.model.byteorder)
            show(f"{image.model.hex(address + at)}  {image.model.hex(value)}")
    else:
        for line in hex_dump(image.model, address, data):
            show(line)
