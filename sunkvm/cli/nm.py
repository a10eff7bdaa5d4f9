"""``sunkvm nm``: the symbols of an image."""

from __future__ import annotations

import fnmatch

import click

from .image import image_command, parse_number
from .output import complain, show, show_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..namelist import Symbol

_LETTERS = {0: "?", 1: "D", 2: "T", 3: "S", 4: "F"}


@image_command(None, "[PATTERN]...", name="nm", short_help="List symbols, or find what lies at an address.")
@click.option("-n", "--numeric", is_flag=True, help="Sort by address, not by name.")
@click.option(
    "-a", "--at", "address", metavar="ADDRESS", help="Show the symbol that this address belongs to."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each symbol.")
def command(image: Image, *patterns: str, numeric: bool, address: str | None, as_json: bool) -> int:
    """List symbols: address, type, name. PATTERNs are names or shell patterns (``nm unix.0 vmcore.0 'proc_*'``).

    The type is T for functions, D for data, ? for untyped symbols; in lower case for local ones. The part of the kernel
    that a symbol is of follows in brackets, where the namelist tells. Exits with 1 where nothing matches.

    Next: ``sunkvm read`` shows the memory at a symbol.
    """
    if address is not None:
        found = image.symbols.at(parse_number(address, "ADDRESS"))
        if found is None:
            complain(f"no symbol at or below {address}")
            return 1
        symbol, distance = found
        if as_json:
            show_json({**_plain(symbol), "offset": distance}, indent=None)
        else:
            show(f"{symbol.name}+{distance:#x}" if distance else symbol.name)
        return 0
    if patterns and not any(set(pattern) & set("*?[") for pattern in patterns):
        symbols = list(image.symbols.find(patterns).values())
    else:
        names = [
            name
            for name in image.symbols
            if not patterns or any(fnmatch.fnmatchcase(name, p) for p in patterns)
        ]
        symbols = [image.symbols[name] for name in names]
    symbols.sort(key=(lambda symbol: (int(symbol), symbol.name)) if numeric else (lambda symbol: symbol.name))
    for symbol in symbols:
        if as_json:
            show_json(_plain(symbol), indent=None)
        else:
            letter = _LETTERS.get(symbol.type, "?")
            show(
                f"{image.model.hex(int(symbol))} {letter if symbol.binding else letter.lower()} {symbol.name}"
                + (f"  [{symbol.module}]" if symbol.module else "")
            )
    missing = [
        name for name in patterns if not set(name) & set("*?[") and name not in {s.name for s in symbols}
    ]
    for name in missing:
        complain(f"no symbol {name!r}")
    return 1 if missing or (patterns and not symbols) else 0


def _plain(symbol: Symbol) -> dict[str, object]:
    return {
        "name": symbol.name,
        "value": int(symbol),
        "size": symbol.size,
        "type": symbol.type,
        "binding": symbol.binding,
        "section": symbol.section,
        **({"module": symbol.module} if symbol.module else {}),
    }
