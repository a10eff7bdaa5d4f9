"""Which files belong together, by the names that each system's savecore gives them.

Solaris: ``unix.N`` and ``vmcore.N``, or ``vmdump.N``; FreeBSD: ``vmcore.N``, often packed; DragonFly: ``kern.N`` and
``vmcore.N``; NetBSD: ``netbsd.N`` and ``netbsd.N.core``; our snapshots: ``kernel.N`` and ``vmcore.N`` for the BSDs.
"""

from __future__ import annotations

import os
import re

_NAME = re.compile(r"(?P<stem>[a-z]+)(?P<number>\.\d+)?(?P<core>\.core)?(?P<packed>\.gz|\.zst)?")
_CORES = ("vmcore", "vmdump")
_NAMELISTS = ("unix", "kernel", "kern")
_PACKED = ("", ".gz", ".zst")

CORE, NAMELIST = "corefile", "namelist"


def kind_of(name: str) -> tuple[str, int] | None:
    """Return what a file is by its name, `CORE` or `NAMELIST`, and its number; None where the name does not tell."""
    match = _NAME.fullmatch(os.path.basename(name))
    kind = match and _kind(match)
    if not match or not kind or not match["number"]:
        return None
    return kind, int(match["number"][1:])


def _kind(match: re.Match[str]) -> str | None:
    if match["core"] or match["stem"] in _CORES:
        return CORE
    return NAMELIST if match["stem"] in (*_NAMELISTS, "netbsd") else None


def partner_of(path: str) -> str | None:
    """Return the file that belongs to a corefile or namelist and stands beside it; None where there is none.

    Files without a number belong together, too: ``kernel`` and ``vmcore``.
    """
    folder, name = os.path.split(path)
    match = _NAME.fullmatch(name)
    kind = match and _kind(match)
    if not match or not kind:
        return None
    stem, number = match["stem"], match["number"] or ""
    if match["core"]:
        stems = [f"{stem}{number}"]
    elif stem == "netbsd":
        stems = [f"{stem}{number}.core"]
    else:
        stems = [f"{other}{number}" for other in (_NAMELISTS if kind == CORE else _CORES)]
    for found in (os.path.join(folder, other + packed) for other in stems for packed in _PACKED):
        if os.path.isfile(found):
            return found
    return None


def cores_in(folder: str) -> dict[int, list[str]]:
    """Return the corefiles of a folder by their numbers, those first that need no unpacking."""
    found: dict[int, list[str]] = {}
    for name in os.listdir(folder):
        kind = kind_of(name)
        if kind is not None and kind[0] == CORE:
            found.setdefault(kind[1], []).append(os.path.join(folder, name))
    for paths in found.values():
        paths.sort(key=lambda path: (os.path.basename(path).startswith("vmdump"), path))
    return found
