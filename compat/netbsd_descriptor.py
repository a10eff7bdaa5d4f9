"""The descriptor of NetBSD's libkvm: its state, its files, and what its memory and symbols answer.

Facts: lib/libkvm/kvm.c of NetBSD 6.99.16 and its revision 1.110.
"""

from __future__ import annotations

import errno
import os

from ..errors import Fault, LayoutError, SunkvmError
from ..names import resolve
from .bsd import Descriptor, OpenFailed
from .netbsd_faults import reason
from .netbsd_open import KERNEL, KSYMS, SymbolFile, check_arguments, check_file, open_image, read_symbols
from .netbsd_procs import Kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..datamodel import DataModel
    from ..image import Image
    from .bsd_walk import WalkError

    Path = str | os.PathLike[str]

KVM_NO_FILES = 0x8000_0000
DEAD, FILES, SYSCTL = range(3)


class kvm_t(Descriptor):
    """A kernel descriptor. Its members are private, as in C, but for ``cnt``: how many the last call found.

    ``cnt`` is None where C would not have written it. ``copies`` is whether a dead kernel that was opened for writing has
    a copy of its own that takes what is written.
    """

    def __init__(self, program: str | None, library: str | None, model: DataModel) -> None:
        super().__init__(program)
        self.library = library
        self.copies = library is None
        self.model = model
        self.state = DEAD
        self.flags = 0
        self.kernelname: str | None = None
        self.cnt: int | None = None
        self.symbols: SymbolFile | None = None
        self.files: tuple[str | None, str, str | None] = (None, "", None)
        self._kernel: Kernel | None = None
        self._written = False

    @property
    def limit(self) -> DataModel | None:
        """The data model of the only machine whose files are taken, None for all."""
        return None if self.library is None else self.model

    def open_check(self) -> None:
        if self.closed:
            raise ValueError("the kvm descriptor is closed")

    # Memory

    def address(self, kva: int) -> int:
        """Return an address as the machine's translation takes it: amd64's has 48 bits, the rest is not looked at."""
        assert self.image is not None
        model = self.image.model
        kva &= model.mask
        if model.name == "amd64":
            kva &= (1 << 48) - 1
            if kva >> 47:
                kva |= 0xFFFF << 48
        return kva

    def ready(self, call: str) -> bool:
        """Tell whether there is memory to be read; else a message says why not."""
        self.open_check()
        if self.image is not None and self.state != SYSCTL:
            return True
        if self.state == SYSCTL:
            self.hard(f"kvm_open called with KVM_NO_FILES, can't use {call}")
        else:
            self.hard("no valid dump header")
        return False

    def missing(self, kva: int) -> None:
        """Say why an address cannot be read."""
        assert self.image is not None
        if self.image.corefile.live:
            self.soft(f"kvm_read: {os.strerror(errno.EFAULT)}")
            return
        self.soft(reason(self.image.corefile, self.address(kva)) or f"invalid address ({kva:x})")
        if self.library == "10":
            self.hard(f"_kvm_kvatop({kva:x})")

    def read(self, kva: int, count: int) -> bytes | int:
        """Read as kvm_read does: all, the bytes before the end of a cut file, or -1 with a message."""
        if count < 0:
            raise ValueError("negative count")
        if not self.ready("kvm_read"):
            return -1
        if not count:
            return b""
        assert self.image is not None
        data, fault = self.image.kernel.read_some(self.address(kva), count)
        if fault is None or fault.kind == Fault.TRUNCATED:
            return data
        if fault.kind == Fault.UNREADABLE:
            self.unreadable(fault)
            return data
        self.missing(fault.address)
        return -1

    def write(self, kva: int, data: bytes) -> int:
        """Write as kvm_write does; what is changed is this descriptor's view of memory, never the file."""
        if self.state == SYSCTL:
            self.hard("kvm_open called with KVM_NO_FILES, can't use kvm_write")
            return -1
        writing = bool(self.flags & os.O_RDWR)
        if self.state == FILES:
            self.failure = errno.EPERM if writing else errno.EBADF
            self.soft(f"kvm_write: {os.strerror(self.failure)}")
            return -1
        if self.library != "10" and not (self.copies and writing):
            self.hard("kvm_write not implemented for dead kernels")
            return -1
        if self.image is None:
            self.hard("no valid dump header")
            return -1
        self.open_check()
        kva = self.address(kva)
        _, fault = self.image.kernel.read_some(kva, len(data))
        if fault is not None:
            self.missing(fault.address)
            return -1
        if not self._written:
            self._overlay(self.image)
        self.image.kernel.write(kva, data)
        return len(data)

    def _overlay(self, image: Image) -> None:
        """Put a layer over the image that takes changes."""
        from .. import engine
        from ..corefiles.overlay import Overlay
        from ..image import Image
        from ..space import AddressSpace

        core = Overlay(image.corefile)
        kernel = AddressSpace(core, image.kernel.key, "kernel")
        layouts = engine.layouts_for(core, kernel, image.namelist)
        self.image = Image(core, image.namelist, kernel, layouts, match=image.match, swapfile=image.swapfile)
        self._kernel = None
        self._written = True

    # Symbols

    def lookup(self, names: list[str]) -> list[tuple[int, int, int, int] | None] | None:
        """Look names up as nlist(3) does; None after a message where there is no namelist."""
        self.open_check()
        if self.symbols is None and self.state == SYSCTL:
            self.live()
        if self.symbols is None:
            self.soft(f"failed to open {KSYMS}" if self.state == SYSCTL else "bad namelist")
            return None
        return self.symbols.lookup(names)

    def values(self, *names: str) -> list[int] | None:
        """Return the addresses of symbols; None after a message where one is missing."""
        found = self.lookup(list(names))
        if found is None:
            self.hard(f"{names[0]}: no such symbol")
            return None
        values = []
        for name, each in zip(names, found, strict=True):
            if each is None:
                self.hard(f"{name}: no such symbol")
                return None
            values.append(each[3])
        return values

    # Kernel structs

    def live(self) -> Image | None:
        """Return the kernel of the running host for a descriptor without files; None where there is none."""
        if self.image is None:
            try:
                open_live(self)
            except OpenFailed:
                return None
        return self.image

    def running(self, call: str) -> bool:
        """Tell whether a descriptor without files has a kernel to ask; else a message of ``call`` says so."""
        if self.state != SYSCTL or self.live() is not None:
            return True
        self.hard(f"{call}: {os.strerror(errno.ENOTSUP)}")
        return False

    def core_of(self, first: str) -> Image | None:
        """Return the image; None after a message and ``first``, what the call says that cannot read its first variable."""
        self.open_check()
        if self.image is None:
            self.hard("no valid dump header")
            self.hard(first)
        return self.image

    def structs(self, call: str, first: str) -> Kernel | None:
        """Return what lists processes; None after a message, see `core_of`."""
        image = self.core_of(first)
        if image is None:
            return None
        if self._kernel is None:
            try:
                self._kernel = Kernel(image)
            except LayoutError as error:
                self.hard(f"{call}: {error}")
                return None
            self._kernel.failed = self._lwps_failed
        return self._kernel

    def _lwps_failed(self, pid: int) -> None:
        self.soft(f"kvm_getlwps() failed on process {pid}\n: {os.strerror(0)}")

    def walk_failed(self, error: WalkError, message: str) -> None:
        """Report what ended a walk: why the address cannot be read, then what it was for."""
        if error.kva is not None:
            self.missing(error.kva)
        self.hard(message)


def open_files(
    execfile: Path | None, corefile: Path | None, swapfile: Path | None, flags: int, kd: kvm_t
) -> None:
    """Open as the common routine of kvm.c does, with its checks in its order. Raises `OpenFailed`."""
    if flags & KVM_NO_FILES:
        kd.state = SYSCTL
        return
    path, core, swap = (None if name is None else os.fspath(name) for name in (execfile, corefile, swapfile))
    check_arguments(path, flags)
    kd.flags = flags
    kd.kernelname = path or KSYMS
    named = resolve("netbsd", path, core, swap)
    path, core, swap = named.namelist, named.corefile, named.swapfile
    if path is not None:
        check_file(path, os.O_RDONLY)
    if core is None:
        kd.state = FILES
        open_live(kd)
        return
    if path is None and os.path.exists(KERNEL):
        path = kd.kernelname = KERNEL
    check_file(core, flags)
    # Absolute: what opens them again must not find others when the current directory has changed.
    kd.files = path and os.path.abspath(path), os.path.abspath(core), swap and os.path.abspath(swap)
    kd.image, _ = open_image(path, core, swap, kd.limit)
    if path is not None:
        kd.symbols = read_symbols(path, kd.limit)
    elif kd.image is not None:
        kd.symbols = own_symbols(kd.image, kd.limit)


def own_symbols(image: Image, limit: DataModel | None) -> SymbolFile | None:
    """Return the symbols that an image brings itself."""
    data = image.namelist.file()
    if data is None:
        return None
    with data as source:
        try:
            return SymbolFile(source, limit)
        except SunkvmError:
            return None


def open_live(kd: kvm_t) -> None:
    from .. import engine

    try:
        kd.image = engine.open(None, None, os="netbsd", model=kd.model)
    except (SunkvmError, KeyError, ImportError) as error:
        raise OpenFailed(str(error)) from error
    kd.symbols = own_symbols(kd.image, None)
