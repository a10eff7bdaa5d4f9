"""The header that FreeBSD and DragonFly kernels write before and after a dump on its device (sys/sys/kerneldump.h)."""

from __future__ import annotations

from array import array

from ..datamodel import POWERPC64
from ..schema.formats import dragonfly_dump
from ..schema.formats import freebsd_dump as dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .paged import PagedCorefile

SIZE = 512
_MAGICS = {
    dump.KERNEL_DUMP_MAGIC: "freebsd",
    dump.TEXT_DUMP_MAGIC: "freebsd",
    dragonfly_dump.KERNEL_DUMP_MAGIC: "dragonfly",
    dragonfly_dump.TEXT_DUMP_MAGIC: "dragonfly",
    dump.CLEARED_DUMP_MAGIC: "",
}
TEXT_DUMPS = (dump.TEXT_DUMP_MAGIC, dragonfly_dump.TEXT_DUMP_MAGIC)


def parse(data: bytes) -> dict[str, Any] | None:
    """Return the members of a kerneldumpheader, or None where there is none.

    A header whose parity is wrong has the member ``damaged`` set. ``system`` is the personality: a header that was
    cleared has the same magic on both systems, so there its text about the kernel tells.
    """
    if len(data) < SIZE or not data.startswith(tuple(_MAGICS)):
        return None
    version = int.from_bytes(data[32:36], "big")
    # The header is big-endian on every machine, and its members need no padding on any.
    layout = (dump.kerneldumpheader_v1 if version < 2 else dump.kerneldumpheader_v4)(POWERPC64)
    names = tuple(layout.fields)
    header: dict[str, Any] = dict(zip(names, layout.reader(*names)(data), strict=True))
    header.setdefault("dumpkeysize", 0)
    header.setdefault("compression", 0)
    header["dumpextent"] = header.get("dumpextent") or header["dumplength"]
    parity = 0
    for word in array("I", data[:SIZE]):
        parity ^= word
    header["damaged"] = bool(parity)
    system = next(name for magic, name in _MAGICS.items() if data.startswith(magic))
    dragonfly = header["versionstring"].startswith(b"DragonFly ")
    header["system"] = system or ("dragonfly" if dragonfly else "freebsd")
    return header


def text(value: bytes) -> str:
    return value.split(b"\0", 1)[0].decode("utf-8", "replace")


def tell(core: PagedCorefile, header: dict[str, Any]) -> None:
    """Let a corefile tell what the header knows of the kernel and the crash."""
    version = text(header["versionstring"]).strip()
    words = version.split()
    core.told = {
        "system": words[0] if words else None,
        "release": words[1] if len(words) > 1 else None,
        "version": version,
        "node": text(header["hostname"]),
        "machine": text(header["architecture"]),
        "panic_string": text(header["panicstring"]),
        "crash_time": header["dumptime"] or None,
    }
    if header["damaged"]:
        core.warnings.append("the parity of the kernel dump header is wrong")
    if header["magic"].startswith(dump.CLEARED_DUMP_MAGIC):
        core.warnings.append("the dump was saved already: its header is marked as cleared")
