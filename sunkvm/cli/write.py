"""``sunkvm write``: change memory of an image in its file."""

from __future__ import annotations

import click

from ..errors import ReadOnlyError
from .image import choose_space, image_command, parse_address, parse_bytes, space_options
from .output import show, show_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image


@image_command(2, "ADDRESS [HEXBYTES]", name="write", short_help="Change memory in the corefile.")
@click.option("--word", metavar="N", help="Write a machine word of this value, in place of HEXBYTES.")
@click.option("--write", is_flag=True, help="Change the file. Without this nothing is written.")
@space_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    image: Image,
    address: str | None = None,
    data: str | None = None,
    *,
    word: str | None,
    write: bool,
    physical: bool,
    pid: int | None,
    as_: str | None,
    as_json: bool,
) -> int:
    """Write HEXBYTES, or a machine word, at ADDRESS: a number, a symbol, or a symbol and an offset (``avenrun+4``).

    This changes the corefile itself, and only where all of it can be written. Any command can look at changed memory
    without that: --overlay ADDRESS=HEX.
    """
    if address is None:
        raise click.UsageError("where to write? Name an ADDRESS or a symbol")
    if (data is None) == (word is None):
        raise click.UsageError("what to write? Give either HEXBYTES or --word N")
    if not write:
        raise ReadOnlyError(
            image.corefile.path,
            "nothing was written: --write changes the file itself, --overlay ADDRESS=HEX what one command sees of it",
        )
    where = parse_address(image, address)
    space = choose_space(image, physical, pid, as_)
    new = parse_bytes(data) if data is not None else _word(image, word or "")
    old = space.read(where, len(new))  # so that nothing is written where not all can be
    space.write(where, new)
    if as_json:
        show_json({"space": space.name, "address": where, "count": len(new), "old": old, "new": new})
    else:
        show(f"{image.model.hex(where)}  was {old.hex(' ')}")
        show(f"{' ' * len(image.model.hex(where))}  now {new.hex(' ')}")
    return 0


def _word(image: Image, text: str) -> bytes:
    try:
        value = int(text, 0)
        return (value & image.model.mask if value < 0 else value).to_bytes(
            image.model.word, image.model.byteorder
        )
    except (ValueError, OverflowError):
        raise click.UsageError(f"{text!r} is no number of {image.model.bits} bits") from None
