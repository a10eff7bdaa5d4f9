"""Corefiles: the contract that every dump format fulfils, and the registry that finds the right one."""

from __future__ import annotations

from array import array

from . import plugins
from .errors import Fault, FileError, ReadOnlyError, UnknownFormatError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from mmap import mmap
    from typing import Any

    from .datamodel import DataModel
    from .namelist import Namelist
    from .records import Translation
    from .source import ByteSource

    Space = str | int  # PHYS, KVA, or the kernel address of an address space object (Solaris struct as)

PHYS = "physical"
KVA = "kernel"

LEAF_PAGES = 512
HOLE = (1 << 64) - 1
"""Instead of a file offset: the corefile does not have the page."""
SLOW = 1 << 63
"""Bit of an offset: the page must be asked for with `Corefile.read_slow`, the other bits are its key."""
LINE_SHIFT = 8
"""Binary logarithm of the bytes of a line, the unit in which a live kernel tells where its memory was written."""
_MOST_LINES = 1 << 16


class Match:
    """What a probe found: ``format``, ``model`` and ``page_size`` as far as known, and ``why`` it is sure."""

    __slots__ = ("format", "model", "open", "page_size", "why")

    def __init__(
        self,
        format: str,
        model: DataModel | None,
        page_size: int,
        why: str,
        open: Callable[[], Corefile],
    ) -> None:
        self.format = format
        self.model = model
        self.page_size = page_size
        self.why = why
        self.open = open


class Share:
    """Where C callers can map the memory of a live kernel, and read it without asking.

    Attributes:
        path, identity: a file, and its (device, inode, size).
        space: the space whose leaves (`Corefile.leaf`) hold offsets into that file.
        roots: (address, bytes) of what leads to processes.
        sequence: where in the file a number of 32 bits is that is odd while memory is written, and another one afterwards.
    """

    __slots__ = ("identity", "path", "roots", "sequence", "space")

    def __init__(
        self,
        path: str,
        identity: tuple[int, int, int],
        space: Space,
        roots: tuple[int, int],
        sequence: int,
    ) -> None:
        self.path = path
        self.identity = identity
        self.space = space
        self.sequence = sequence
        self.roots = roots


class Writings:
    """Where a live kernel's memory was written since somebody last asked (`take`).

    Attributes:
        ranges: (first address, end) of what of the kernel's memory this is known of.
    """

    __slots__ = ("_lines", "ranges")

    def __init__(self, ranges: tuple[tuple[int, int], ...]) -> None:
        self.ranges = ranges
        self._lines: set[int] | None = None

    def cover(self, first: int, end: int) -> bool:
        """Tell whether writings between two addresses are known."""
        return any(low <= first and end <= high for low, high in self.ranges)

    def note(self, first: int, end: int) -> None:
        """Note that what lies between two addresses is not what it was."""
        if self._lines is not None:
            self._lines.update(range(first >> LINE_SHIFT, (end - 1 >> LINE_SHIFT) + 1))
            if len(self._lines) > _MOST_LINES:
                self._lines = None

    def note_all(self) -> None:
        """Note that nothing may be what it was."""
        self._lines = None

    def take(self) -> set[int] | None:
        """Return the lines, by address divided by their size, that were written since the call before; None for all."""
        lines, self._lines = self._lines, set()
        return lines


class Corefile:
    """Memory of a kernel, as one dump format holds it.

    A format serves one or more spaces: `PHYS` (physical addresses), `KVA` (kernel virtual addresses) or single address
    spaces, named by the kernel address of the object that describes them. In each, pages are numbered by address
    divided by the page size.

    Attributes:
        format: the registered name of the format.
        path: the file, for messages.
        model: the dumped kernel's data model.
        page_size, page_shift: bytes, and its binary logarithm.
        serves: which of ``PHYS``, ``KVA`` and ``"as"`` the format answers itself.
        buffer: what offsets from `page` point into; slicing it gives bytes.
        namelist_offset: where in the file the stored symbol file begins.
        personality: the name of the operating system, where the format tells.
        symbol_distance: what `attach` found that must be added to the addresses of the namelist: how far away the kernel was
            loaded.
        kernel_symbol: the symbol whose address names the kernel's address space; None where the format serves `KVA`.
        kernel_space: which space is the kernel's, where whoever opened the corefile has told it; only for messages.
        progress: called with (done, to be done) during long work that is done once, such as indexing a compressed dump.
        live: whether contents change by themselves (the emulated kernel).
        process_writes: whether memory of running processes may be written: of a live kernel that was opened for that.
        underscored: whether names in its own symbols have the ``_`` in front that compilers of a.out put there; they are
            found without it, too.
        source: the file; None where there is none.
        closed: whether the image was closed, and nothing can be read any more.
        warnings: one line each for what is odd about the file but does not stop reading.
    """

    format: str = ""
    path: str = ""
    model: DataModel
    page_size: int
    page_shift: int
    serves: frozenset[str] = frozenset()
    buffer: mmap | bytes = b""
    namelist_offset: int = 0
    personality: str = ""
    symbol_distance: int = 0
    kernel_symbol: str | None = None
    kernel_space: Space | None = None
    live: bool = False
    source: ByteSource | None = None
    writable: bool = False
    process_writes: bool = False
    underscored: bool = False
    closed: bool = False
    progress: Callable[[int, int], None] | None = None
    warnings: list[str]

    def page(self, space: Space, index: int) -> int:
        """Return where page ``index`` of a space lies: an offset into ``buffer``, a key with `SLOW`, or `HOLE`.

        A plain offset is followed by a whole page of bytes in ``buffer``.
        """
        raise NotImplementedError

    def leaf(self, space: Space, index: int) -> array[int]:
        """Return `page` for the 512 pages from ``index * 512``: the unit that crosses into C."""
        first = index * LEAF_PAGES
        return array("Q", [self.page(space, first + number) for number in range(LEAF_PAGES)])

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        """Return up to ``count`` bytes from ``offset`` inside a page that `page` marked `SLOW` (``key`` without the mark).

        Fewer bytes mean that the rest of the page is lost.
        """
        raise NotImplementedError

    @property
    def lost(self) -> Any:
        """True when the file was cut, or cannot be read any more, since it was opened; see `ByteSource.lost`."""
        return False if self.source is None else self.source.lost

    def plain(self, where: int, count: int) -> bytes:
        """Return bytes from an offset in ``buffer``; fewer where the file ends, be it since a moment ago."""
        data = self.buffer[where : where + count]
        if self.lost and self.source is not None:
            return self.source.reread(where, count)
        return data

    def write(self, space: Space, address: int, data: bytes) -> int:
        """Write within one page; return the number of bytes written, 0 where there is no page. Raise `ReadOnlyError`."""
        raise ReadOnlyError(
            self.path, f"cannot be written: it is {self.format}; an overlay keeps changes in memory"
        )

    def fault(self, space: Space, address: int) -> Fault:
        """Say why there is no page at an address of a space."""
        return Fault(Fault.UNMAPPED, space_name(space), address)

    def physical(self, space: Space, address: int) -> int | None:
        """Return the physical address behind an address, or None where there is no page."""
        raise NotImplementedError

    def translate(self, space: Space, address: int) -> Translation:
        """Return how an address is found, step by step where the format has steps to show."""
        from .records import Translation

        inside = address & (self.page_size - 1)
        where = self.page(space, address >> self.page_shift)
        return Translation(
            space,
            address,
            address - inside,
            inside,
            (),
            None,
            None,
            self.physical(space, address),
            None if where & SLOW else where + inside,  # HOLE has the bit too
            str(self.fault(space, address).error()) if where == HOLE else None,
        )

    def process_space(self, kva: int) -> Space | None:
        """Return which space is the memory that a kernel object describes, where the corefile itself shows it.

        None where what the kernel keeps leads there.
        """
        return None

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        """Yield (first address, bytes) of what the corefile has of a space, ascending and merged."""
        raise NotImplementedError

    def gather(self, *, partial: bool = False) -> Corefile:
        """Return the dump with the files that it names appended, itself where it names none.

        A file that is missing raises `OpenError`, unless ``partial`` is set: then what there is is opened, with a warning.
        """
        return self

    def attach(self, namelist: Namelist) -> None:
        """Learn from the kernel's symbols what the file does not tell: where its page tables are, where it was loaded.

        Called once, before anything is read from a space other than `PHYS`. Raises `NamelistError` where the symbols
        are not of this kernel.
        """

    def namelist(self) -> bytes | None:
        """Return the symbol file stored inside the dump, unpacked; None where the format has none."""
        return None

    @property
    def facts(self) -> Mapping[str, object]:
        """What the header tells of the kernel and the crash, by our names; absent where it does not tell.

        Keys in use: system, node, release, version, machine, platform (str); panic_string, uuid (str); crash_time (seconds
        since 1970); flags (int); content (str); complete (bool); pages (int); dump_version (int);
        compression (str); saved (bool: whether a dump device was emptied already).
        """
        return {}

    def refresh(self) -> None:
        """Show a new state of the kernel, if the corefile is live: called when a caller rewinds its process list.

        What is not old yet stays as it is.
        """

    def share(self) -> Share | None:
        """Return where C callers find the memory of a live kernel; None where they have to ask for each read."""
        return None

    def follow(self) -> Writings:
        """Return what is told from now on where a live kernel's memory is written."""
        return Writings(())

    def leaf_stays(self, space: Space, index: int) -> bool:
        """Tell whether a live kernel's leaf will be the same for ever, so that C callers may keep it."""
        return False

    def renew(self, roots: bool) -> tuple[float, float]:
        """Bring shared memory up to date for reads from now on, with ``roots`` also what leads to processes.

        Return the seconds until each of the two is old: all memory, and the roots.
        """
        return 1e9, 1e9

    def close(self) -> None:
        """Close the file. Closing twice is allowed."""


def space_name(space: Space) -> str:
    """Return a space's name for messages."""
    return space if isinstance(space, str) else f"address space {space:#x}"


# The module has ``probe(source) -> Match | str``: what it found, or in a few words why the file is not of its format.
# Probes exclude one another, so their order carries no meaning but time: those that look at the beginning of the file only
# come before those that look at its end or size, for which a file compressed in one piece has to be unpacked.
_FORMATS = {
    "solaris": "solaris",
    "freebsd_minidump": "freebsd_minidump",
    "dragonfly_minidump": "dragonfly_minidump",
    "elf_full": "elf_full",
    "elf_virtual": "elf_virtual",
    "netbsd_kcore": "netbsd_kcore",
    "solaris_vmdump": "solaris_vmdump",
    "solaris_device": "solaris_device",
    "freebsd_device": "freebsd_device",
    "dragonfly_device": "dragonfly_device",
}


def formats() -> list[str]:
    """Return the names of the corefile formats, in alphabetical order."""
    return sorted(_FORMATS)


def probe(source: ByteSource) -> Match:
    """Find the format of a corefile: one of the table, or of other packages (entry points ``sunkvm.corefiles``).

    Raises `UnknownFormatError` where no format claims it, `FormatError` where one does and finds it damaged.
    """
    from importlib import import_module

    declined: dict[str, str] = {}
    unreadable: FileError | None = None
    for name, module in _FORMATS.items():
        try:
            answer = import_module(f".corefiles.{module}", __package__).probe(source)
        except FileError as error:  # what one format looks at says nothing about another
            unreadable = unreadable or error
            continue
        if isinstance(answer, Match):
            return answer
        declined[name] = str(answer)
    for name, foreign in plugins.load("sunkvm.corefiles"):
        answer = foreign.probe(source)
        if isinstance(answer, Match):
            return answer
        declined[name] = str(answer)
    if unreadable is not None:
        raise unreadable
    start = source.read(0, 8).hex(" ") or "nothing"
    reason = f"is no kernel corefile that sunkvm knows ({start} at offset 0x0)"
    raise UnknownFormatError(source.path, reason, declined)


def open_as(source: ByteSource, format: str, model: DataModel | None) -> Corefile:
    """Open a corefile of a named format, which for raw images is the only way. Raises `OpenError`."""
    from .corefiles import raw

    if raw.is_raw(format):
        return raw.open_raw(source, format, model)
    if format.startswith("netbsd_kcore@"):
        from .corefiles.netbsd_kcore import open_placed

        return open_placed(source, format)
    if format not in _FORMATS:
        raise UnknownFormatError(source.path, f"{format} is no format that sunkvm knows")
    match = probe(source)
    if match.format != format:
        raise UnknownFormatError(source.path, f"is {match.format}, and {format} was asked for")
    return match.open()


def open_corefile(path: str, *, writable: bool = False) -> Corefile:
    """Open a corefile of any known format by its content. Raises `OpenError`; leaves nothing open then.

    What only the kernel's symbols tell is not known until `Corefile.attach`.
    """
    from .source import open_source

    source = open_source(path, writable=writable)
    try:
        return probe(source).open()
    except BaseException:
        source.close()
        raise
