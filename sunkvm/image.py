"""Image: a namelist and a corefile opened together; what `sunkvm.open` returns."""

from __future__ import annotations

from .corefile import KVA, PHYS
from .errors import LayoutError
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from .corefile import Corefile, Match, Space
    from .datamodel import DataModel
    from .errors import Fault
    from .layout import Layout
    from .layouts import LayoutSource
    from .namelist import Namelist
    from .personality import Personality
    from .records import (
        Cpu,
        CpuTimes,
        Info,
        LoadAverage,
        MapEntry,
        Message,
        Module,
        NameCache,
        OpenFile,
        Panic,
        Process,
        Project,
        SwapDevice,
        SwapSpace,
        Thread,
        Translation,
        Zone,
    )
    from .source import ByteSource


class Image:
    """A kernel image. Use it as a context manager, or `close` it. One image belongs to one thread at a time.

    Attributes:
        corefile, namelist: the two parts; ``symbols`` is the namelist, a mapping from name to `Symbol` (an int).
        model: the data model of the dumped kernel.
        kernel: the kernel's address space; ``physical``: physical memory.
        layouts: where struct layouts come from.
        swapfile: the bytes of the swap device that were opened with the image; None without.
    """

    def __init__(
        self,
        corefile: Corefile,
        namelist: Namelist,
        kernel: AddressSpace,
        layouts: LayoutSource,
        *,
        match: Match | None = None,
        warnings: list[str] | None = None,
        swapfile: ByteSource | None = None,
    ) -> None:
        self.corefile = corefile
        self.swapfile = swapfile
        self.namelist = self.symbols = namelist
        self.model: DataModel = corefile.model
        self.kernel = kernel
        self.physical = AddressSpace(corefile, PHYS)
        self.layouts = layouts
        self.match = match
        self._warnings = warnings or []
        self._personality: Personality | None = None

    def __repr__(self) -> str:
        return f"<Image {self.corefile.path}: {self.corefile.format}, {self.model.name}>"

    @property
    def warnings(self) -> list[str]:
        """One line each for what is odd about the image; looking for them may take counting its pages."""
        return [*self.corefile.warnings, *self._warnings]

    def __enter__(self) -> Image:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. Closing twice is allowed; afterwards nothing can be read."""
        self.corefile.close()
        self.corefile.closed = True
        self.namelist.close()
        if self.swapfile is not None:
            self.swapfile.close()

    # Memory

    def read(self, kva: int, count: int) -> bytes:
        """Return exactly ``count`` bytes of kernel memory. Raises `AddressError`."""
        return self.kernel.read(kva, count)

    def read_some(self, kva: int, count: int) -> tuple[bytes, Fault | None]:
        """Return up to ``count`` bytes of kernel memory and, where it is fewer, why it stopped."""
        return self.kernel.read_some(kva, count)

    def read_many(self, kvas: Sequence[int], size: int) -> tuple[bytes, list[int]]:
        """Return ``size`` bytes from each of many kernel addresses, and the positions of those that cannot be read.

        See `AddressSpace.read_many`.
        """
        return self.kernel.read_many(kvas, size)

    def read_word(self, kva: int) -> int:
        """Return the unsigned machine word at a kernel address."""
        return self.kernel.read_word(kva)

    def read_string(self, kva: int) -> str:
        """Return the NUL-terminated string at a kernel address, bytes that are not UTF-8 as surrogates."""
        return self.kernel.read_string(kva).decode("utf-8", "surrogateescape")

    def write(self, kva: int, data: bytes) -> None:
        """Write kernel memory: into the corefile where opened with ``writable=True``, into memory with ``overlay=True``.

        Raises `ReadOnlyError` without either, and for corefiles that cannot be written.
        """
        self.kernel.write(kva, data)

    def address_space(self, kva: int) -> AddressSpace:
        """Return the address space that the kernel object at ``kva`` describes (Solaris ``as``, FreeBSD ``vmspace``)."""
        if kva == self.kernel.key:
            return self.kernel
        if self.corefile.kernel_symbol is not None:  # the format itself names spaces by their object
            return AddressSpace(self.corefile, kva)
        return self.personality.address_space(kva)

    def user(self, process: Process) -> AddressSpace:
        """Return the address space of a process; the kernel's for a system process."""
        return self.address_space(process.as_kva)

    def kvatop(self, kva: int) -> int | None:
        """Return the physical address behind a kernel address, or None where there is no page."""
        return self.kernel.kvatop(kva)

    def ranges(self, space: AddressSpace | Process | Space | None = None) -> Iterator[tuple[int, int]]:
        """Yield (first address, bytes) of what the image has of a space, ascending and merged.

        ``space`` is an address space, a process, ``"physical"`` or the kernel address of an address space object;
        the kernel's without it.
        """
        return self._space(space).ranges()

    def translate(self, address: int, space: AddressSpace | Process | Space | None = None) -> Translation:
        """Return how the corefile finds an address, step by step; spaces as for `ranges`."""
        found = self._space(space)
        return found.corefile.translate(found.key, address)

    def _space(self, space: AddressSpace | Process | Space | None) -> AddressSpace:
        if space is None:
            return self.kernel
        if isinstance(space, AddressSpace):
            return space
        if isinstance(space, int):
            return self.address_space(space)
        if isinstance(space, str):
            spaces = {PHYS: self.physical, KVA: self.kernel}
            if space not in spaces:
                raise ValueError(f"no space {space!r}; by name there are: {', '.join(spaces)}")
            return spaces[space]
        return self.user(space)

    # Knowledge

    def layout(self, name: str) -> Layout:
        """Return the layout of a struct of this kernel (``proc``, ``struct proc`` or ``proc_t``). Raises `LayoutError`."""
        layout = self.layouts.layout(name)
        if layout is None:
            raise LayoutError(name)
        return layout

    @property
    def personality(self) -> Personality:
        """The operating system's knowledge of this image."""
        if self._personality is None:
            from .personality import load

            self._personality = load(self.corefile.personality, self)
        return self._personality

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        """Yield the processes in the order of the kernel's list, each read when it is asked for.

        Without ``command`` the memory of the processes is not looked at, which takes most of the time: argv and env are
        None, and ``argv_missing`` is ``not asked for``.
        """
        # Personalities of other packages need not know the choice while nobody makes it.
        return self.personality.processes() if command else self.personality.processes(command=False)

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        """Yield the threads of a process, or all that the kernel has."""
        return self.personality.threads(process)

    def files(self, process: Process) -> Iterator[OpenFile]:
        """Yield what a process has open: its directories and program, then its descriptors, ascending."""
        return self.personality.files(process)

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        """Yield the mappings of a process, or of the kernel, by address."""
        return self.personality.map(process)

    def messages(self) -> Iterator[Message]:
        """Yield the kernel's messages, oldest first."""
        return self.personality.messages()

    def cpus(self) -> Iterator[Cpu]:
        """Yield the processors in the order of the kernel's list."""
        return self.personality.cpus()

    def cpu_times(self) -> CpuTimes | None:
        """Return what all processors together have done with their time, None where the image does not tell."""
        return self.personality.cpu_times()

    def name_cache(self) -> NameCache | None:
        """Return how well the cache of file names works, None where the image does not tell."""
        return self.personality.name_cache()

    def swap(self) -> Iterator[SwapDevice]:
        """Yield the swap devices and files."""
        return self.personality.swap()

    def swap_space(self) -> SwapSpace | None:
        """Return how virtual swap is used, None where the image does not tell."""
        return self.personality.swap_space()

    def modules(self) -> Iterator[Module]:
        """Yield the modules of the kernel in the order of its list."""
        return self.personality.modules()

    def zones(self) -> Iterator[Zone]:
        """Yield the zones, or jails."""
        return self.personality.zones()

    def projects(self) -> Iterator[Project]:
        """Yield the projects."""
        return self.personality.projects()

    def panic(self) -> Panic | None:
        """Return why and where the kernel stopped; None for one that did not."""
        return self.personality.panic()

    def load_average(self) -> LoadAverage | None:
        """Return the load averages, None where the image does not have them."""
        return self.personality.load_average()

    @property
    def info(self) -> Info:
        """What the image is, in one record; made anew at each access."""
        return self.personality.info()
