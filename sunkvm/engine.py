"""The one wiring point: source → corefile → namelist → layouts → image. No OS or format names in it."""

from __future__ import annotations

import os as _os

from . import datamodel
from .corefile import Corefile, Match, probe
from .errors import DataModelError, FormatError, NamelistError, OpenError, UnsupportedError
from .image import Image
from .layouts import LayoutChain
from .layouts.builtin import BuiltinTables
from .layouts.found import sources_of
from .namelist import open_namelist
from .namelists.elf import ElfNamelist
from .names import resolve
from .source import open_source
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .datamodel import DataModel
    from .namelist import Namelist
    from .source import ByteSource

DEFAULT_OS = "solaris"
_RUNNING = "/proc/kcore"
_RUNNING_PAIR = '-N /proc/kallsyms, in Python sunkvm.open("/proc/kallsyms", "/proc/kcore")'
# ELF machines whose namelists serve kernels of another number: EM_SPARC32PLUS, EM_486, EM_MIPS_RS3_LE.
_LOWEST_ADDRESS = 1 << 20  # of a kernel; symbols below are plain numbers
_ALSO = {2: (18,), 3: (6,), 8: (10,)}


def open(
    namelist: str | _os.PathLike[str] | None = None,
    corefile: str | _os.PathLike[str] | None = None,
    swapfile: str | _os.PathLike[str] | None = None,
    *,
    writable: bool = False,
    overlay: bool = False,
    os: str | None = None,
    model: DataModel | str | None = None,
    layouts: str | _os.PathLike[str] | None = None,
    format: str | None = None,
    partial: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Image:
    """Open a kernel image of any system, width and byte order.

    Without ``corefile``, or with the name of a device or kernel that only another system has (/dev/mem, /vmunix), the
    result is the emulated kernel of the running host, in the shape of the system ``os`` (by default Solaris) and in the
    data model ``model`` (by default this process's own), unless the environment names files (`sunkvm.names`). Names that
    only SunOS 4 had, and ``SUNKVM_EMULATE``, choose between ``solaris`` and ``sunos4`` for both. With a corefile, both are
    read from the file, and naming another ``os`` or ``model`` raises `OpenError` or `DataModelError`. Without ``namelist``
    the symbols inside the dump serve, as they do for a namelist that is not of this dump.

    The corefile is opened read-only unless ``writable`` is set. With ``overlay`` writes go to memory, reads see them, and
    the file stays as it is; that works on every image, also on those that cannot be written. Raises `OpenError`
    (`UnknownFormatError`, `FormatError`, `NamelistError`); nothing stays open then. ``swapfile`` is the contents of the swap
    device, where pages of processes are that a NetBSD dump does not have. ``layouts`` is an ISF or BTF file with struct
    layouts, asked before what the image itself tells. A dump that names further files (sections) is opened with them; a
    missing one is an error unless ``partial`` is set. ``progress`` is called with (done, to be done) during long work that
    is done once, such as indexing a compressed dump.

    ``format`` names the format of a corefile that says nothing of itself: ``raw`` for physical memory from address 0,
    ``raw@0x40000000`` for memory from another one. These need ``model``, unless the namelist is an a.out file, which tells
    it. ``netbsd_kcore@0x2000`` says where on a device a NetBSD core begins.
    """
    if writable and overlay:
        raise ValueError("writable and overlay exclude one another")
    wanted = datamodel.MODELS.get(model) if isinstance(model, str) else model
    if model is not None and wanted is None:
        raise UnsupportedError(f"no data model {model!r}; there are: {', '.join(datamodel.MODELS)}")
    names = [None if name is None else _os.fspath(name) for name in (namelist, corefile, swapfile)]
    named = resolve(os, names[0], names[1], names[2], DEFAULT_OS)
    namelist, corefile, swapfile = named.namelist, named.corefile, named.swapfile
    if corefile is None:
        if namelist is not None:
            if _os.fspath(namelist) == _RUNNING:
                raise OpenError(namelist, f"is a corefile; name its namelist before it: {_RUNNING_PAIR}")
            raise OpenError(namelist, "is a namelist without a corefile; name both or neither")
        core: Corefile = live_corefile(named.system, wanted or datamodel.host())
        core.process_writes = writable
        match = None
        if os is not None:
            os = named.system  # names and environment choose between the systems of one family
    else:
        told = wanted
        if wanted is None and format is not None and namelist is not None:
            told = _model_of(_os.fspath(namelist))
        core, match = _open_corefile(_os.fspath(corefile), writable, format, told, progress)
    swap: ByteSource | None = None
    try:
        _check_personality(core, os)
        swap = None if swapfile is None else open_source(_os.fspath(swapfile))
        if wanted is not None and core.model is not wanted:
            raise DataModelError(core.path, core.model, wanted)
        core.progress = progress
        core = core.gather(partial=partial)
        if overlay:
            from .corefiles.overlay import Overlay

            core = Overlay(core)
        image = _assemble(core, None if namelist is None else _os.fspath(namelist), match, layouts, os)
        image.swapfile = swap
    except BaseException:
        core.close()
        if swap is not None:
            swap.close()
        raise
    return image


def _model_of(path: str) -> DataModel | None:
    """Return the data model that a namelist tells of its kernel; None where it does not."""
    from .namelists.aout import AoutNamelist, is_aout_file

    if not is_aout_file(path):
        return None
    namelist = open_namelist(path)
    try:
        return namelist.model if isinstance(namelist, AoutNamelist) else None
    finally:
        namelist.close()


def _check_personality(core: Corefile, wanted: str | None) -> None:
    """See that a corefile is of the system that was asked for, as far as it tells."""
    if wanted is not None and core.personality and core.personality != wanted:
        raise OpenError(core.path, f"is of a {core.personality} kernel, and {wanted} was asked for")


def live_corefile(os: str, model: DataModel) -> Corefile:
    """Return the emulated kernel of the running host. Raises `UnsupportedError` for a system that has none."""
    from .emulate import live

    return live(os, model)


def _open_corefile(
    path: str,
    writable: bool,
    format: str | None,
    model: DataModel | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[Corefile, Match | None]:
    source = open_source(path, writable=writable)
    try:
        source.progress = progress
        if format is not None:
            from .corefile import open_as

            return open_as(source, format, model), None
        match = probe(source)
        return match.open(), match
    except BaseException:
        source.close()
        raise


def _assemble(
    core: Corefile,
    path: str | None,
    match: Match | None,
    given: str | _os.PathLike[str] | None,
    os: str | None,
) -> Image:
    warnings: list[str] = []
    namelist = _choose_namelist(core, path, warnings)
    core.attach(namelist)
    if core.symbol_distance:
        from .namelists.displaced import Displaced

        namelist = Displaced(namelist, core.symbol_distance, _LOWEST_ADDRESS)
    if os is not None:
        _check_personality(core, os)
        core.personality = os
    key = core.kernel_space = _kernel_key(core, namelist)
    kernel = AddressSpace(core, key, "kernel")
    layouts = layouts_for(core, kernel, namelist)
    if given is not None:
        from .layouts.found import open_layouts

        layouts.prepend(open_layouts(given, core.model))
    return Image(core, namelist, kernel, layouts, match=match, warnings=warnings)


def _kernel_key(core: Corefile, namelist: Namelist) -> int | str:
    """Return how the corefile names the kernel's address space: itself, or by the address of a symbol."""
    symbol = core.kernel_symbol
    if symbol is None:
        from .corefile import KVA

        return KVA
    found = namelist.find((symbol,)).get(symbol)
    if found is None:
        raise NamelistError(namelist.path, f"has no symbol {symbol}, so it is no namelist of this corefile")
    return int(found)


def _choose_namelist(core: Corefile, path: str | None, warnings: list[str]) -> Namelist:
    """Return the named namelist if it fits the corefile, else the dump's own with a warning."""
    own: Namelist | None = None
    trouble: OpenError | None = None
    try:
        data = core.namelist()
        own = None if data is None else ElfNamelist(core.path, data, underscored=core.underscored)
    except NamelistError as error:
        reason = f"the symbol file inside the dump: {error.reason}"
        trouble = FormatError(core.path, reason, offset=core.namelist_offset + (error.offset or 0))
    except OpenError as error:
        trouble = error
    if path is None:
        if own is not None:
            return own
        # A file that changes by itself is the memory of the Linux that runs here.
        named = f": {_RUNNING_PAIR}" if core.live else ""
        raise trouble or NamelistError(core.path, f"holds no symbols; name its namelist{named}")
    given = open_namelist(path)  # a file that was named must at least be a namelist
    why_not = _mismatch(core, given, own)
    if why_not is None:
        return given
    if own is None:
        raise NamelistError(path, f"{why_not}, and the corefile holds no symbols of its own")
    warnings.append(f"{path} {why_not}; the symbols inside the dump are used")
    given.close()
    return own


def _mismatch(core: Corefile, given: Namelist, own: Namelist | None) -> str | None:
    byteorder = given.byteorder or core.model.byteorder
    if (given.bits, byteorder) != (core.model.bits, core.model.byteorder):
        return f"is a {given.bits}-bit {byteorder}-endian namelist, and the kernel is {core.model.name}"
    if given.machine not in (0, core.model.elf_machine, *_ALSO.get(core.model.elf_machine, ())):
        return f"is a namelist of another machine (ELF number {given.machine}), and the kernel is of {core.model.name}"
    symbol = core.kernel_symbol
    if symbol is None:
        return None
    mine = given.find((symbol,)).get(symbol)
    if mine is None:
        return f"has no symbol {symbol}"
    theirs = None if own is None else own.find((symbol,)).get(symbol)
    if theirs is not None and int(mine) != int(theirs):
        return f"is of another kernel ({symbol} at {int(mine):#x}, in the dump at {int(theirs):#x})"
    return None


def layouts_for(core: Corefile, kernel: AddressSpace | None, namelist: Namelist) -> LayoutChain:
    """Return the sources of struct layouts for an image, most trustworthy first."""
    return LayoutChain(
        [
            *sources_of(core, kernel, namelist),
            BuiltinTables(core.personality or DEFAULT_OS, core.model, kernel, namelist),
        ]
    )
