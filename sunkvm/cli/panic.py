"""``sunkvm panic``: why and where the kernel stopped."""

from __future__ import annotations

import click

from .image import image_command
from .output import complain, plain, show_json, show_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..records import Thread


@image_command(name="panic", short_help="Show why and where the kernel stopped: message, thread, registers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(image: Image, as_json: bool) -> int:
    """Show the panic: its message, the thread and the processor, and the registers that the kernel saved.

    Exits with 1 for a kernel that did not panic.

    Next: ``sunkvm dmesg`` for what the kernel said before, ``sunkvm to-elf`` for a debugger.
    """
    found = image.panic()
    if found is None:
        complain(f"{image.corefile.path}: this kernel did not panic")
        return 1
    thread = _thread(image, found.thread)
    if as_json:
        show_json({**plain(found), "registers": dict(found.registers), "process": thread and thread.pid})
        return 0
    lines: list[tuple[str, str | None]] = [
        ("panic", found.message),
        ("thread", image.model.hex(found.thread) if found.thread else None),
        ("process", f"{thread.pid} ({thread.comm})" if thread is not None else None),
        ("processor", None if found.cpu is None else str(found.cpu)),
        ("uuid", found.uuid),
    ]
    for name, value in found.registers:
        symbol = image.symbols.at(value) if name in ("rip", "eip", "pc") else None
        where = f"  {symbol[0].name}+{symbol[1]:#x}" if symbol else ""
        lines.append((name, image.model.hex(value) + where))
    show_pairs(lines)
    return 0


def _thread(image: Image, kva: int | None) -> Thread | None:
    from ..errors import SunkvmError

    if not kva:
        return None
    try:
        return next((thread for thread in image.threads() if thread.kva == kva), None)
    except SunkvmError:
        return None
