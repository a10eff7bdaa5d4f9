"""``sunkvm info``: what an image is."""

from __future__ import annotations

import click

from .image import image_command
from .output import duration_text, show_json, show_pairs, size_text, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..image import Image
    from ..records import Info


@image_command(name="info", short_help="Show what an image is: kernel, crash, machine.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(image: Image, as_json: bool) -> None:
    """Show what an image is: the kernel, the crash, the machine. With -v also how its format was recognised.

    Next: ``sunkvm ps`` lists the processes, ``sunkvm dmesg`` the messages, and ``sunkvm panic`` says why the kernel stopped.
    """
    info = image.info
    if as_json:
        show_json(info)
        return
    name = " ".join(text for text in (info.system, info.release) if text)
    version = info.version or ""
    if version.startswith(name):  # BSD kernels begin their version with it
        name = ""
    kernel = " ".join(text for text in (name, version, info.machine) if text)
    load = info.load_average
    memory = info.memory
    lines: list[tuple[str, str | None]] = [
        ("corefile", info.corefile),
        (
            "namelist",
            f"{_namelist(info)} ({info.symbols} symbols)",
        ),
        ("format", f"{info.format}, {info.bits}-bit {info.byteorder}-endian ({info.model})"),
    ]
    if click.get_current_context().obj["verbose"]:
        lines.append(("recognised by", info.why or "it is the emulated kernel"))
    if info.pages is not None:
        lines.append(("pages", f"{info.pages} of {info.page_size} bytes"))
    if info.content is not None:
        lines.append(("content", info.content + ("" if info.complete else ", not complete")))
    lines += [
        ("kernel", kernel or None),
        ("node", info.node),
    ]
    if info.platform:
        lines.append(("platform", info.platform))
    if not info.live:
        lines += [("panic", info.panic_string), ("dumped at", time_text(info.crash_time))]
        if info.uuid:
            lines.append(("uuid", info.uuid))
    lines += [
        ("booted at", time_text(info.boot_time)),
        ("uptime", duration_text(info.uptime)),
        ("processors", _processors(info)),
        ("memory", _memory(memory.physical, memory.free)),
        ("load average", None if load is None else f"{load.one:.2f} {load.five:.2f} {load.fifteen:.2f}"),
        ("processes", None if info.processes is None else str(info.processes)),
    ]
    show_pairs(lines)


def _namelist(info: Info) -> str | None:
    if info.namelist == info.corefile:
        return "its own" if info.live else "inside the dump"
    return info.namelist


def _processors(info: Info) -> str | None:
    if info.cpus is None:
        return None
    return f"{info.cpus}" + (f" ({info.cpus_online} online)" if info.cpus_online is not None else "")


def _memory(physical: int | None, free: int | None) -> str | None:
    if physical is None:
        return None
    return f"{size_text(physical)}" + (f" ({size_text(free)} free)" if free is not None else "")
