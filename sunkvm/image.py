"""Image: a namelist and a corefile opened together; what `sunkvm.open` returns."""

from __future__ import annotations

from .corefile import PHYS
from .errors import LayoutError
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .corefile import Corefile, Match
    from .datamodel import DataModel
    from .errors import Fault
    from .layout import Layout
    from .layouts import LayoutSource
    from .namelist import Namelist
    from .personality import Personality
    from .records import Info, LoadAverage, Process


class Image:
    """A kernel image. Use it as a context manager, or `close` it. One image belongs to one thread at a time.

    Attributes:
        corefile, namelist: the two parts; ``symbols`` is the namelist, a mapping from name to `Symbol` (an int).
        model: the data model of the dumped kernel.
        kernel: the kernel's address space; ``physical``: physical memory.
        layouts: where struct layouts come from.
        warnings: one line each for what is odd about the image.
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
    ) -> None:
        self.corefile = corefile
        self.namelist = self.symbols = namelist
        self.model: DataModel = corefile.model
        self.kernel = kernel
        self.physical = AddressSpace(corefile, PHYS)
        self.layouts = layouts
        self.match = match
        self.warnings = [*corefile.warnings, *(warnings or [])]
        self._personality: Personality | None = None

    def __repr__(self) -> str:
        return f"<Image {self.corefile.path}: {self.corefile.format}, {self.model.name}>"

    def __enter__(self) -> Image:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files. Closing twice is allowed; afterwards nothing can be read."""
        self.corefile.close()
        self.namelist.close()

    # Memory

    def read(self, kva: int, count: int) -> bytes:
        """Return exactly ``count`` bytes of kernel memory. Raises `AddressError`."""
        return self.kernel.read(kva, count)

    def read_some(self, kva: int, count: int) -> tuple[bytes, Fault | None]:
        """Return up to ``count`` bytes of kernel memory and, where it is fewer, why it stopped."""
        return self.kernel.read_some(kva, count)

    def read_word(self, kva: int) -> int:
        """Return the unsigned machine word at a kernel address."""
        return self.kernel.read_word(kva)

    def read_string(self, kva: int) -> str:
        """Return the NUL-terminated string at a kernel address, bytes that are not UTF-8 as surrogates."""
        return self.kernel.read_string(kva).decode("utf-8", "surrogateescape")

    def write(self, kva: int, data: bytes) -> None:
        """Write kernel memory into the corefile. Raises `ReadOnlyError` unless opened with ``writable=True``."""
        self.kernel.write(kva, data)

    def address_space(self, kva: int) -> AddressSpace:
        """Return the address space that the kernel object at ``kva`` describes (Solaris: a ``struct as``)."""
        return self.kernel if kva == self.kernel.key else AddressSpace(self.corefile, kva)

    def user(self, process: Process) -> AddressSpace:
        """Return the address space of a process; the kernel's for a system process."""
        return self.address_space(process.as_kva)

    def kvatop(self, kva: int) -> int | None:
        """Return the physical address behind a kernel address, or None where there is no page."""
        return self.kernel.kvatop(kva)

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

    def processes(self) -> Iterator[Process]:
        """Yield the processes in the order of the kernel's list, each read when it is asked for."""
        return self.personality.processes()

    def load_average(self) -> LoadAverage | None:
        """Return the load averages, None where the image does not have them."""
        return self.personality.load_average()

    @property
    def info(self) -> Info:
        """What the image is, in one record; made anew at each access."""
        return self.personality.info()
