"""Which built-in table fits an image: what the kernel says of its release, else which variables it has.

Releases between those of the tables take the nearest one before them, and a warning says so: what a kernel's own types
(CTF, DWARF) say is asked first and needs no table.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..datamodel import DataModel
    from ..namelist import Namelist
    from ..space import AddressSpace

# personality -> (first __FreeBSD_version or the like, last, name, module without the data model), oldest first.
_RELEASES = {
    "freebsd": (
        (1100000, 1199999, "FreeBSD 11.0-RELEASE-p1", "freebsd11"),
        (1200000, 1299999, "FreeBSD 12.1-RELEASE", "freebsd12"),
        (1500000, 1699999, "FreeBSD 15.x", "freebsd15"),
    ),
}
# (personality, data model) -> modules that there are.
_MODELS = {
    "freebsd11": ("aarch64", "amd64", "i386"),
    "freebsd12": ("aarch64", "amd64", "i386"),
    "freebsd15": ("aarch64", "amd64"),
}
_VERSION = 256


def has_releases(personality: str) -> bool:
    """Return whether there are tables of several releases of a system."""
    return personality in _RELEASES


def choose(
    personality: str, model: DataModel, kernel: AddressSpace | None, namelist: Namelist | None
) -> tuple[str, str, str | None]:
    """Return (module, release, warning) of the table for a kernel; an empty module where there is none."""
    releases = _RELEASES[personality]
    found = number(kernel, namelist)
    if found is None:
        return "", f"(none) {personality}", f"the image does not tell which release of {personality} it is"
    row = releases[0]
    for each in releases:
        if found >= each[0]:
            row = each
    first, last, name, module = row
    if model.name not in _MODELS[module]:
        return "", f"(none) {personality}", None
    warning = None
    if not first <= found <= last:
        warning = f"no built-in table is of release {found}; that of {name} is used"
    return f"{module}_{model.name}", name, warning


def number(kernel: AddressSpace | None, namelist: Namelist | None) -> int | None:
    """Return a FreeBSD kernel's __FreeBSD_version (sys/param.h), exactly or its first digits; None where nothing tells."""
    if namelist is None:
        return None
    found = namelist.find(("osreldate", "version", "osrelease"))
    if kernel is not None:
        where = found.get("osreldate")
        if where is not None:
            data, fault = kernel.read_some(int(where), 4)
            value = int.from_bytes(data, kernel.corefile.model.byteorder)
            if fault is None and 100000 <= value < 10000000:
                return value
        texts = [
            kernel.read_some(int(found[name]), _VERSION)[0]
            for name in ("version", "osrelease")
            if name in found
        ]
        value = _release(texts)
        if value:
            return value
    # No text tells: the variables do. zombproc went with 13, dmmax before 12.1 (sys/kern/kern_proc.c, vm/swap_pager.c).
    marks = namelist.find(("allproc", "zombproc", "dmmax"))
    if "allproc" not in marks:
        return None
    if "zombproc" not in marks:
        return 1500000
    return 1100000 if "dmmax" in marks else 1200000


def _release(texts: Iterable[bytes]) -> int:
    """Return the number of "FreeBSD 12.1-RELEASE r354233" or "12.1-RELEASE", as far as it is certain; 0 for others."""
    for text in texts:
        match = re.match(rb"(?:FreeBSD )?(\d{1,2})\.(\d{1,2})[-.\s]", text)
        if match and 4 <= int(match[1]) < 40:
            return int(match[1]) * 100000 + int(match[2]) * 1000
    return 0
