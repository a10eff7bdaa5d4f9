"""Which built-in table fits an image: what the kernel says of its release, else which variables it has.

Releases between those of the tables take the nearest one before them, and a warning says so: what a kernel's own types
(CTF, DWARF) say is asked first and needs no table.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..datamodel import DataModel
    from ..namelist import Namelist
    from ..space import AddressSpace

# personality -> (from which number on a table is the best there is, first and last number that it is right for, name,
# module without the data model), oldest first. Numbers are __FreeBSD_version, __NetBSD_Version__, __DragonFly_version
# (sys/param.h).
_RELEASES = {
    "freebsd": (
        (0, 1100000, 1199999, "FreeBSD 11.0-RELEASE-p1", "freebsd11"),
        (1200000, 1200000, 1299999, "FreeBSD 12.1-RELEASE", "freebsd12"),
        (1500000, 1500000, 1699999, "FreeBSD 15.x", "freebsd15"),
    ),
    "netbsd": (
        (0, 699000000, 699999999, "NetBSD 6.99.16", "netbsd6"),
        (999000000, 1099001200, 1199999999, "NetBSD 10.99.12", "netbsd10"),
    ),
    "dragonfly": ((0, 500900, 500999, "DragonFly 5.9-DEVELOPMENT", "dragonfly5"),),
}
# Module -> data models that there are tables of.
_MODELS = {
    "freebsd11": ("aarch64", "amd64", "i386"),
    "freebsd12": ("aarch64", "amd64", "i386"),
    "freebsd15": ("aarch64", "amd64"),
    "netbsd6": ("amd64", "i386", "i386pae", "sparc", "sparc64"),
    "netbsd10": ("aarch64", "amd64", "i386", "i386pae", "sparc", "sparc64"),
    "dragonfly5": ("amd64",),
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
    found = _NUMBERS[personality](kernel, namelist)
    if found is None:
        return "", f"(none) {personality}", f"the image does not tell which release of {personality} it is"
    row = releases[0]
    for each in releases:
        if found >= each[0]:
            row = each
    _, first, last, name, module = row
    machine = model.name
    if personality == "netbsd":
        machine = _netbsd_machine(machine, kernel)
    if machine not in _MODELS[module]:
        return "", f"(none) {personality}", None
    warning = None
    if not first <= found <= last:
        warning = f"no built-in table is of release {found}; that of {name} is used"
    return f"{module}_{machine}", name, warning


def _netbsd_machine(model: str, kernel: AddressSpace | None) -> str:
    """Return the name of a NetBSD port: physical addresses of an i386 kernel with PAE are longer, so are its structs."""
    if model == "i386" and kernel is not None and kernel.corefile.facts.get("machine") == "i386-pae":
        return "i386pae"
    return {"sparcv9": "sparc64"}.get(model, model)


def netbsd_number(kernel: AddressSpace | None, namelist: Namelist | None) -> int | None:
    """Return a NetBSD kernel's __NetBSD_Version__, as far as its texts tell; None where nothing tells."""
    if namelist is None:
        return None
    import re  # slow to import: not before it is needed

    found = namelist.find(("osrelease", "version", "allproc", "boottime", "timebasebin"))
    for name in ("osrelease", "version"):
        if kernel is None or name not in found:
            continue
        text, _ = kernel.read_some(int(found[name]), _VERSION)
        match = re.match(rb"(?:NetBSD )?(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d.])", text)
        if match and 1 <= int(match[1]) < 40:
            major, minor, patch = int(match[1]), int(match[2]), int(match[3] or 0)
            return major * 100000000 + minor * 1000000 + patch * 100
    # No text tells: the variables do. boottime became timebasebin in 9.99 (sys/kern/kern_tc.c).
    if "allproc" not in found:
        return None
    return 1099001200 if "timebasebin" in found and "boottime" not in found else 699001600


def dragonfly_number(kernel: AddressSpace | None, namelist: Namelist | None) -> int | None:
    """Return a DragonFly kernel's __DragonFly_version (sys/param.h), as far as it tells; None where nothing does."""
    if namelist is None:
        return None
    found = namelist.find(("osreldate", "version", "osrelease", "procglob", "allproc_hsize"))
    if kernel is not None:
        value = _reldate(kernel, found)
        if value:
            return value
        import re

        for name in ("version", "osrelease"):
            text = kernel.read_some(int(found[name]), _VERSION)[0] if name in found else b""
            match = re.match(rb"(?:DragonFly v?)?(\d)\.(\d{1,2})[-.\s]", text)
            if match:
                return int(match[1]) * 100000 + int(match[2]) * 100
    # No text tells: the lists of processes stand in an array of this name (sys/kern/kern_proc.c), as the table has it.
    return 500900 if "procglob" in found and "allproc_hsize" in found else None


def _reldate(kernel: AddressSpace, found: Mapping[str, int]) -> int:
    """Return the number in osreldate, 0 where there is none."""
    where = found.get("osreldate")
    if where is None:
        return 0
    data, fault = kernel.read_some(int(where), 4)
    value = int.from_bytes(data, kernel.corefile.model.byteorder)
    return value if fault is None and 100000 <= value < 10000000 else 0


def number(kernel: AddressSpace | None, namelist: Namelist | None) -> int | None:
    """Return a FreeBSD kernel's __FreeBSD_version (sys/param.h), exactly or its first digits; None where nothing tells."""
    if namelist is None:
        return None
    found = namelist.find(("osreldate", "version", "osrelease"))
    if kernel is not None:
        value = _reldate(kernel, found)
        if value:
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
    import re

    for text in texts:
        match = re.match(rb"(?:FreeBSD )?(\d{1,2})\.(\d{1,2})[-.\s]", text)
        if match and 4 <= int(match[1]) < 40:
            return int(match[1]) * 100000 + int(match[2]) * 1000
    return 0


_NUMBERS = {"freebsd": number, "netbsd": netbsd_number, "dragonfly": dragonfly_number}
