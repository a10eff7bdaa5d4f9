"""Where this installation keeps the C flavours: libraries, headers, pkg-config files."""

from __future__ import annotations

import os

from .errors import UnsupportedError

FLAVOURS = ("solaris", "freebsd", "netbsd", "dragonfly")
_SONAMES = {
    "solaris": "libkvm.so.1",
    "freebsd": "libkvm.so.7",
    "netbsd": "libkvm.so.6",
    "dragonfly": "libkvm.so.3",
}
# A struct that has a header in every installation of the flavour, and the macros that its programs need.
_STRUCTS = {"solaris": "proc", "freebsd": "kinfo_proc", "netbsd": "kinfo_proc2", "dragonfly": "kinfo_proc"}
_MACROS = dict.fromkeys(FLAVOURS, "-D_GNU_SOURCE") | {"solaris": "-D_KMEMUSER"}


class Flavour:
    """One flavour for one width, as it is installed.

    Attributes:
        name: one of `FLAVOURS`.
        bits: of the programs that it is for.
        library: the path of the shared library.
        includes: the directories that come before all others, in this order.
        pcdir: the directory of the pkg-config files, "" where there is none (an editable install).
    """

    def __init__(self, name: str, bits: int, library: str, includes: list[str], pcdir: str) -> None:
        self.name = name
        self.bits = bits
        self.library = library
        self.includes = includes
        self.pcdir = pcdir

    @property
    def cflags(self) -> list[str]:
        """The compiler's options."""
        flags = []
        if self.bits == 32:
            flags.append("-m32")
            # Where gcc-multilib is not installed, only the 64-bit programs' directory has asm/.
            flags += [
                part
                for name in ("x86_64-linux-gnu",)
                if os.path.isdir(f"/usr/include/{name}/asm")
                for part in ("-idirafter", f"/usr/include/{name}")
            ]
        for directory in self.includes:
            flags += ["-isystem", directory]
        return [*flags, _MACROS[self.name]]

    @property
    def libs(self) -> list[str]:
        """The linker's options."""
        directory = os.path.dirname(self.library)
        return [*(["-m32"] if self.bits == 32 else []), f"-L{directory}", f"-Wl,-rpath,{directory}", "-lkvm"]


def find(name: str = "solaris", bits: int = 64, sunos4: bool = False) -> Flavour:
    """Return an installed flavour. Raises `UnsupportedError` where this installation was built without it.

    With ``sunos4`` it is the library of SunOS 4, and its headers come before those of Solaris.
    """
    if name not in FLAVOURS:
        raise UnsupportedError(f"there is no flavour {name}; there is: {', '.join(FLAVOURS)}")
    base = f"flavours/{name}"
    if sunos4 and name != "solaris":
        raise UnsupportedError("SunOS 4 belongs to the flavour solaris")
    if name == "dragonfly" and bits == 32:
        raise UnsupportedError("DragonFly has 64-bit programs only")
    place = f"{base}{'/sunos4' if sunos4 else ''}{'/32' if bits == 32 else ''}"
    library = _file(f"{place}/{'libkvm.so.0' if sunos4 else _SONAMES[name]}")
    if library is None:
        why = " for 32-bit programs" if bits == 32 else ""
        raise UnsupportedError(
            f"this sunkvm was built without the C flavour {name}{why}; see docs/relinking.md"
        )
    includes = [
        _directory(f"{base}/include/kvm.h", 1),
        _directory(f"{base}/include/sunkvm/struct/{_STRUCTS[name]}.h", 3),
    ]
    if name != "solaris":
        includes.append(_directory("flavours/bsd/include/vis.h", 1))
    if sunos4:
        includes.insert(0, _directory(f"{base}/sunos4/include/kvm.h", 1))
    pc = _file(f"{base}/pkgconfig/sunkvm-{name}.pc")
    where = os.path.dirname(pc) if pc else ""
    if os.path.basename(where) != "pkgconfig":
        where = ""
    return Flavour(name, bits, library, list(dict.fromkeys(filter(None, includes))), where)


def _file(path: str) -> str | None:
    """Return where an installed file lies; in an editable install that is the source or the build directory."""
    from importlib.resources import files

    found = str(files(__package__ or "sunkvm").joinpath(*path.split("/")))
    return found if os.path.isfile(found) else None


def _directory(path: str, up: int) -> str:
    found = _file(path)
    for _ in range(up):
        found = os.path.dirname(found or "")
    return found or ""
