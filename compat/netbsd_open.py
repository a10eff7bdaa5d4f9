"""How NetBSD's kvm_open goes about its files: what it checks, in which order, and which namelists it can read.

Facts: lib/libkvm/kvm.c and lib/libc/gen/nlist.c of NetBSD 6.99.16.
"""

from __future__ import annotations

import errno
import os

from ..errors import NamelistError, OpenError, SunkvmError
from ..source import open_source
from .bsd import OpenFailed
from .bsd_nlist import NetbsdSymbols
from .bsd_open import without_namelist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..corefile import Corefile
    from ..datamodel import DataModel
    from ..image import Image
    from ..namelists.aout import AoutNamelist
    from ..source import ByteSource

    Found = tuple[int, int, int, int]

KERNEL = "/netbsd"
KSYMS = "/dev/ksyms"
_MAXPATHLEN = 1024

# The ELF machines that the libc of a port takes besides its own; ports whose libc reads a.out files too.
_ALSO = {"amd64": (3,), "i386": (6,), "sparc": (18,), "sparcv9": (2, 18, 11)}
_AOUT = ("arm", "i386", "m68k", "powerpc", "sparc", "sparcv9")


class SymbolFile:
    """A namelist as nlist(3) sees it: an a.out or an ELF file.

    ``model`` is the data model whose libc reads it, None for one that reads all. Raises `NamelistError` for a file that
    is neither, or has no table of symbols.
    """

    def __init__(self, source: ByteSource, model: DataModel | None) -> None:
        self._aout: AoutNamelist | None = None
        if model is None or model.name in _AOUT:
            from ..namelists.aout import AoutNamelist

            try:
                self._aout = AoutNamelist(source.path, source)
                return
            except NamelistError:
                pass
        self._elf = NetbsdSymbols(source)
        if not self._elf.has_table:
            raise NamelistError(source.path, "has no table of symbols")
        if model is not None and self._elf.machine not in (model.elf_machine, *_ALSO.get(model.name, ())):
            raise NamelistError(source.path, f"is of another machine ({self._elf.machine})")

    def lookup(self, names: Sequence[str]) -> list[Found | None]:
        """Return (n_type, n_other, n_desc, n_value) for each name, None for those that there are not.

        Names in a.out files are compared as they stand; those in ELF files by the rule of `NetbsdSymbols`.
        """
        if self._aout is None:
            return [None if each is None else (each[0], 0, 0, each[1]) for each in self._elf.lookup(names)]
        found: list[Found | None] = []
        for name in names:
            symbol = self._aout.literal(name)
            found.append(
                None
                if symbol is None
                else (symbol.n_type, symbol.n_other, symbol.n_desc, int(symbol) & 0xFFFF_FFFF)
            )
        return found


def check_arguments(execfile: str | None, flags: int) -> None:
    """See to the name and the flags, in this order. Raises `OpenFailed`."""
    if execfile is not None and len(os.fsencode(execfile)) >= _MAXPATHLEN:
        raise OpenFailed("exec file name too long")
    if flags & ~os.O_RDWR:
        raise OpenFailed("bad flags arg")


def check_file(path: str, flags: int) -> None:
    """Open a file as the original does, and close it. Raises `OpenFailed`."""
    try:
        os.close(os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK))
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None) or errno.EINVAL
        raise OpenFailed(f"{path}: {os.strerror(number)}") from error


def read_symbols(path: str, model: DataModel | None) -> SymbolFile | None:
    """Return a namelist's symbols, None where nlist(3) would say "bad namelist"."""
    try:
        with open_source(path) as source:
            return SymbolFile(source, model)
    except OpenError:
        return None


def open_image(
    path: str | None, core: str, swapfile: str | None, model: DataModel | None, offset: int | None = None
) -> tuple[Image | None, str]:
    """Return the image, or None and why there is none: the original opens such files too, and fails later.

    A core on its dump device is only taken with the ``offset`` where it begins. ``model`` is that of the only machine
    whose cores are taken, None for all.
    """
    from .. import engine

    form = None if offset is None else f"netbsd_kcore@{offset:#x}"
    try:
        try:
            image = engine.open(path, core, format=form)
        except NamelistError:
            image = without_namelist(core, form)
    except SunkvmError as error:
        return None, str(error)
    why = _unfit(image.corefile, model, offset)
    if why:
        image.close()
        return None, why
    image.swapfile = _open_swap(swapfile)
    return image, ""


def _open_swap(path: str | None) -> ByteSource | None:
    """Open a swap file. Of a dead kernel the original never does, so none that there is not is an error."""
    if path is None:
        return None
    try:
        return open_source(path)
    except OpenError:
        return None


def _unfit(core: Corefile, model: DataModel | None, offset: int | None) -> str:
    if core.personality != "netbsd":
        return f"{core.path} is no NetBSD core"
    if model is not None and core.model is not model:
        return f"{core.path} is a core of another machine ({core.model.name})"
    box = getattr(core, "container", None)
    if box is not None and offset is None and (box.offset or not box.saved):
        return f"{core.path} is a dump on its device, at offset {box.offset:#x}"
    return ""
