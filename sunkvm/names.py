"""Which files a caller means: names of old devices and kernels, and no name at all, stand for the running host.

They lead to the files that ``SUNKVM_NAMELIST``, ``SUNKVM_COREFILE`` and ``SUNKVM_SWAPFILE`` name, and without these to the
emulated kernel of the caller's system. A file that is really there is never replaced by another.
"""

from __future__ import annotations

import os

from .cachedir import privileged

_DEVICES = frozenset({"/dev/mem", "/dev/kmem", "/dev/allkmem", "/dev/ksyms", "/dev/drum"})
_KERNELS = frozenset(
    {
        "/vmunix",
        "/unix",
        "/netbsd",
        "/onetbsd",
        "/kernel",
        "/kernel/unix",
        "/kernel/genunix",
        "/kernel/amd64/unix",
        "/kernel/amd64/genunix",
        "/kernel/sparcv9/unix",
        "/kernel/sparcv9/genunix",
        "/stand/unix",
        "/boot/kernel",
        "/boot/kernel/kernel",
    }
)
_SWAP = "/dev/swap"
_SUNOS4 = frozenset({"/vmunix", "/dev/drum"})
_FAMILY = ("solaris", "sunos4")
_ELF = b"\x7fELF"
_AOUT = (0o407, 0o410, 0o413, 0o314)


class Named:
    """What names stand for.

    Attributes:
        namelist, corefile, swapfile: files; None where there is none to be opened. Without a ``corefile`` it is the
            emulated kernel.
        system: whose kernel is to be emulated then.
    """

    __slots__ = ("corefile", "namelist", "swapfile", "system")

    def __init__(self, namelist: str | None, corefile: str | None, swapfile: str | None, system: str) -> None:
        self.namelist = namelist
        self.corefile = corefile
        self.swapfile = swapfile
        self.system = system


def is_live(name: str | None) -> bool:
    """Tell whether a name stands for the running kernel: no name, a memory device, or a kernel that is not there.

    So does the swap device of the old systems, where this host has nothing of that name.
    """
    if name is None or name in _DEVICES:
        return True
    if name == _SWAP:
        return not os.path.lexists(name)
    usual = name in _KERNELS or (name.startswith("/platform/") and name.endswith("/unix"))
    return usual and not _is_kernel(name)


def _is_kernel(path: str) -> bool:
    """Tell whether a file is there and begins as kernels do: ELF, or a.out of either byte order."""
    if not os.path.isfile(path):
        return False
    try:
        with open(path, "rb", buffering=0) as file:
            start = file.read(4)
    except OSError:
        return True  # whatever it is, it is somebody's
    magics = (int.from_bytes(start[2:], "big"), int.from_bytes(start[:2], "little"))
    return start == _ELF or any(magic in _AOUT for magic in magics)


def resolve(
    system: str | None,
    namelist: str | None,
    corefile: str | None,
    swapfile: str | None,
    default: str = "solaris",
) -> Named:
    """Return what the names of a call stand for.

    ``system`` is that of the caller: the name of a C flavour or a façade, or what was asked for; None where all are
    welcome, and it is ``default`` then. ``SUNKVM_EMULATE`` chooses another one: any where all are welcome, between solaris
    and sunos4 for callers of these. The names that only SunOS 4 had choose sunos4. Nothing is read from the environment
    where the process has rights that its caller has not.
    """
    environment = {} if privileged() else os.environ
    chosen = environment.get("SUNKVM_EMULATE")
    shown = system or default
    if chosen and (system is None or (system in _FAMILY and chosen in _FAMILY)):
        shown = chosen
    elif shown == "solaris" and not _SUNOS4.isdisjoint((namelist, corefile, swapfile)):
        shown = "sunos4"
    live = is_live(corefile)
    if live:
        corefile = environment.get("SUNKVM_COREFILE") or None
    if is_live(namelist):
        # The symbols of a Solaris dump are those inside it; a dump of a BSD has none.
        replace = corefile is not None and (live or system not in (None, *_FAMILY))
        namelist = (environment.get("SUNKVM_NAMELIST") or None) if replace else None
    if is_live(swapfile):
        swapfile = (environment.get("SUNKVM_SWAPFILE") or None) if live and corefile is not None else None
    return Named(namelist, corefile, swapfile, shown)
