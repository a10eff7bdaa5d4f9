"""The descriptor of DragonFly's libkvm: its state, its files, and what its memory and symbols answer.

Facts: lib/libkvm/kvm.c of DragonFly 5.9.
"""

from __future__ import annotations

import errno
import os
import sys

from ..errors import Fault, LayoutError
from .bsd import Descriptor
from .bsd_open import open_live
from .bsd_walk import WalkError
from .dragonfly_faults import reason, shown
from .dragonfly_open import DEAD, NOTHING, check_arguments, open_image, read_symbols
from .dragonfly_procs import Kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..datamodel import DataModel
    from .bsd_nlist import AoutSymbols

    Path = str | os.PathLike[str]

_MASK64 = (1 << 64) - 1


class kvm_t(Descriptor):
    """A kernel descriptor. Its members are private, as in C, but for ``cnt``: how many the last call found.

    ``cnt`` is -1 where C says so, after an error half way, and None where C would not have written it. ``dead_args`` lifts
    the original's refusal of dead kernels' user memory. Where there is a list ``printed``, it gets what a call would print
    for everybody, as (1 for stdout or 2 for stderr, text).
    """

    dead_args = False
    printed: list[tuple[int, str]] | None = None

    def __init__(self, program: str | None, library: str | None, model: DataModel) -> None:
        super().__init__(program)
        self.library = library
        self.model = model
        self.cnt: int | None = None
        self.memory, self.writable = True, False
        self.listed = b""
        self.symbols: AoutSymbols | None = None
        self._kernel: Kernel | None = None

    @property
    def live(self) -> bool:
        """Whether this is the kernel of the running host."""
        return self.image is not None and self.image.corefile.live

    @property
    def refuses_users(self) -> bool:
        """Whether memory of processes is refused, as the original refuses it for dead kernels."""
        if self.image is None:
            return True
        return self.library is not None and not self.dead_args and not self.image.corefile.live

    # Memory

    def read(self, kva: int, count: int) -> bytes | int:
        """Read as kvm_read does: all, the bytes before the end of a cut file, or -1 with the messages."""
        if count < 0:
            raise ValueError("negative count")
        data, fault = self.read_some(kva, count)
        return data if fault is None or fault.kind in (Fault.TRUNCATED, Fault.UNREADABLE) else -1

    def read_some(self, kva: int, count: int) -> tuple[bytes, Fault | None]:
        """Read what there is; messages say why it is less, other than at the end of a cut file."""
        if self.closed:
            raise ValueError("the kvm descriptor is closed")
        if not count:
            return b"", None
        if self.image is None or not self.memory:
            self.soft(f"kvm_read: {os.strerror(errno.EFAULT)}")
            return b"", Fault(Fault.UNMAPPED, "kernel", kva & _MASK64)
        data, fault = self.image.kernel.read_some(kva & _MASK64, count)
        if fault is not None and fault.kind == Fault.UNREADABLE:
            self.unreadable(fault)
        elif fault is not None and fault.kind != Fault.TRUNCATED:
            self.missing(fault.address)
        return data, fault

    def missing(self, kva: int) -> None:
        """Say why an address cannot be read."""
        assert self.image is not None
        core = self.image.corefile
        if core.live:
            self.soft(f"invalid address ({kva:x})")
            return
        why = reason(core, kva)
        if why is not None:
            self.hard(why)
        self.soft(f"invalid address ({shown(core, kva):#x})")

    def failed(self, error: WalkError | LayoutError) -> None:
        """Tell why a walk ended: what a read of that address says, then the error itself."""
        kva = getattr(error, "kva", None)
        if kva is not None:
            self.read_some(kva, 1)
        self.hard(str(error))

    def integer(self, kva: int, size: int, signed: bool = False) -> int | None:
        """Return an integer, None where it cannot be read; no message."""
        if self.image is None:
            return None
        data, fault = self.image.kernel.read_some(kva & _MASK64, size)
        return None if fault is not None else int.from_bytes(data, self.image.model.byteorder, signed=signed)

    def warn(self, message: str) -> None:
        """Print what the original prints with warnx(3), whether or not there is a prefix for messages."""
        if self.printed is not None:
            self.printed.append((2, message))
        else:
            sys.stderr.write(f"{self.program or 'libkvm'}: {message}\n")

    # Symbols

    def lookup(self, names: list[str]) -> list[tuple[int, int] | None] | None:
        """Look names up as nlist(3) does; None where the namelist is none."""
        return None if self.symbols is None else self.symbols.lookup(names)

    def value(self, *names: str) -> list[int | None]:
        """Return the addresses of symbols, spelled as in C's sources, with an underscore in front."""
        found = self.lookup(list(names)) or [None] * len(names)
        return [None if each is None else each[1] for each in found]

    # Structs

    def kernel(self) -> Kernel:
        """Return what lists processes. Raises `LayoutError` where the kernel's structs are not known."""
        if self._kernel is None:
            assert self.image is not None
            self._kernel = Kernel(self.image)
        return self._kernel

    def processes(self, op: int, arg: int) -> bytes | None:
        """Return the array of kinfo_proc as bytes; None after a message, with ``cnt`` as C would have it."""
        self.cnt = None
        names = ("_nprocs", "_allproc_hsize", "_procglob")
        values = self.value(*names)
        for name, value in zip(names, values, strict=True):
            if value is None or self.image is None:
                self.hard(f"{name}: no such symbol")
                return None
        nprocs, hsize, procglob = (value or 0 for value in values)
        if self.image is not None and self.image.corefile.live:
            self.image.corefile.refresh()
        try:
            kernel = self.kernel()
            kernel.number(nprocs, "nprocs")
            lists = kernel.number(hsize, "allproc_hsize")
            self.cnt = -1
            return kernel.processes(procglob, lists, op, arg)
        except (WalkError, LayoutError) as error:
            self.failed(error)
        return None


def open_files(execfile: Path | None, corefile: Path | None, flags: int, kd: kvm_t) -> None:
    """Open as the common routine of kvm.c does. Raises `OpenFailed`."""
    path, core, kind = check_arguments(execfile, corefile, flags)
    kd.writable = flags & os.O_ACCMODE != os.O_RDONLY
    kd.memory = kind != NOTHING  # what ps and w open on a live system: for them the original asks the kernel
    if kind != DEAD:
        kd.image, kd.symbols = open_live("dragonfly", kd.model)
        return
    kd.symbols = read_symbols(path)
    kd.image = open_image(path, core, kd.symbols, kd.library is not None)
