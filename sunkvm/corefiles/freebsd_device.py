"""FreeBSD dump devices: a dump between two headers at the end of the device, as the kernel leaves it for savecore.

Facts: sys/sys/kerneldump.h, sys/kern/kern_shutdown.c and sbin/savecore/savecore.c of FreeBSD 10 to 15.
"""

from __future__ import annotations

from ..corefile import Corefile, Match
from ..errors import FormatError
from ..schema.formats import dragonfly_dump
from ..schema.formats import freebsd_dump as dump
from ..source import unpacked
from ..sources.part import PartSource
from . import elf_full, freebsd_minidump
from .freebsd_header import SIZE, TEXT_DUMPS, parse, tell
from .paged import PagedCorefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from ..source import ByteSource

_SECTORS = (512, 4096, 1024, 2048, 8192, 16384, 32768, 65536)
_OTHERS = (dump.MAGIC, dragonfly_dump.MAGIC, b"\x7fELF")


def _find(source: ByteSource) -> tuple[dict[str, Any], int, int] | str:
    """Return (header, offset of the dump, bytes of the dump), or why there is none."""
    start_bytes = source.read(0, SIZE)
    if start_bytes.startswith(_OTHERS):
        return "a dump itself, not a device with one"  # it may end in a header nevertheless (live dumps)
    header = parse(start_bytes)
    if header is not None:  # sent over the network: the header comes first
        start = SIZE + header["dumpkeysize"]
        return header, start, min(header["dumplength"], source.size - start)
    size = source.size
    for sector in _SECTORS:
        last = size // sector * sector - sector
        if last < SIZE:
            continue
        header = parse(source.read(last, SIZE))
        if header is None:
            continue
        if header["magic"].startswith(TEXT_DUMPS):
            return "a device with a text dump, which holds no memory"
        first = last - header["dumpextent"] - max(sector, header["blocksize"]) - header["dumpkeysize"]
        twin = parse(source.read(first, SIZE)) if first >= 0 else None
        block = max(sector, header["blocksize"])
        if twin is None:
            raise FormatError(
                source.path,
                f"the header at the end tells of a dump of {header['dumpextent']:#x} bytes, "
                "and there is no header in front of it",
                offset=last,
            )
        return header, first + block + header["dumpkeysize"], header["dumplength"]
    return "no kernel dump header in the last sector, nor at the start"


def probe(source: ByteSource) -> Match | str:
    """Claim devices that end in a kernel dump header, and dumps that begin with one."""
    return claim(source, "freebsd", (freebsd_minidump, elf_full))


def claim(source: ByteSource, system: str, formats: tuple[ModuleType, ...]) -> Match | str:
    """Claim devices of a system (a personality), which hold a dump of one of the formats."""
    found = _find(source)
    if isinstance(found, str):
        return found
    header, offset, size = found
    if header["system"] != system:
        return f"a device with a dump of a {header['system']} kernel"
    if header["magic"].startswith(TEXT_DUMPS):
        return "a text dump, which holds no memory"
    if header["dumpkeysize"]:
        raise FormatError(
            source.path, "the dump is encrypted; decryptcore(8) makes a vmcore of it", offset=offset
        )
    part = unpacked(PartSource(source, offset, size))
    declined: list[str] = []
    try:
        for each in formats:
            match = each.probe(part)
            if not isinstance(match, str):
                break
            declined.append(match)
        else:
            reason = f"holds a dump of no known format: it {', '.join(declined[:-1])}, and {declined[-1]}"
            raise FormatError(source.path, reason, offset=offset)
    except BaseException:
        part.close()  # what was unpacked, with the file
        raise
    found_match = match
    where = "between kernel dump headers" if offset > SIZE else "behind a kernel dump header"
    why = f"{match.why}, {where}, version {header['version']}"
    return Match(
        f"{system}_device",
        match.model,
        match.page_size,
        why,
        lambda: _open(found_match, part, header),
    )


def _open(match: Match, part: ByteSource, header: dict[str, Any]) -> Corefile:
    try:
        return _with_header(match.open(), header)
    except BaseException:
        part.close()
        raise


def _with_header(core: Corefile, header: dict[str, Any]) -> Corefile:
    assert isinstance(core, PagedCorefile)
    tell(core, header)
    core.personality = core.personality or header["system"]
    return core
