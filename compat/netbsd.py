"""The libkvm calls of NetBSD under their C names, with the semantics of the library of 6.99.16.

What differs from C is only what Python has to: a read takes a count and gives ``bytes``, or takes a writable buffer and
gives a count; where C fills an array the call returns it; where C returns -1 or NULL these calls return -1 or None.

Without ``library`` an open call takes cores of every machine, and namelists of every kind. With ``library="6"`` or
``"10"`` it has the limits of the original, for a caller of the data model ``model``: the core of another machine has no
valid header, the namelist of another machine is a bad one, and `kvm_write` is that of the release.
``docs/dialects.md`` lists what is corrected in either case.
"""

from __future__ import annotations

import errno
import os
import struct

from .. import datamodel
from ..corefile import HOLE, KVA, SLOW
from ..errors import Fault, LayoutError, SunkvmError
from ..schema.kernels import netbsd as schema
from .bsd import Descriptor, Errbuf, Nlist, OpenFailed, StructArray, fill_errbuf
from .bsd_walk import WalkError
from .netbsd_faults import reason
from .netbsd_open import KERNEL, KSYMS, MEM, SymbolFile, check_arguments, check_file, open_image, read_symbols
from .netbsd_procs import (
    KERN_PROC_ALL,
    KERN_PROC_GID,
    KERN_PROC_PGRP,
    KERN_PROC_PID,
    KERN_PROC_RGID,
    KERN_PROC_RUID,
    KERN_PROC_SESSION,
    KERN_PROC_TTY,
    KERN_PROC_TTY_NODEV,
    KERN_PROC_TTY_REVOKE,
    KERN_PROC_UID,
    Kernel,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, BinaryIO

    from ..datamodel import DataModel
    from ..image import Image
    from ..layout import Layout
    from ..layouts.view import StructView
    from ..records import Process

    Buffer = bytearray | memoryview
    Path = str | os.PathLike[str]
    WriteBuf = Callable[[Any, bytes], bool]

__all__ = [
    "KERN_PROC_ALL",
    "KERN_PROC_GID",
    "KERN_PROC_PGRP",
    "KERN_PROC_PID",
    "KERN_PROC_RGID",
    "KERN_PROC_RUID",
    "KERN_PROC_SESSION",
    "KERN_PROC_TTY",
    "KERN_PROC_TTY_NODEV",
    "KERN_PROC_TTY_REVOKE",
    "KERN_PROC_UID",
    "KVM_NO_FILES",
    "Errbuf",
    "FileArray",
    "Nlist",
    "kvm_close",
    "kvm_dump_header",
    "kvm_dump_inval",
    "kvm_dump_mkheader",
    "kvm_dump_wrtheader",
    "kvm_getargv",
    "kvm_getargv2",
    "kvm_getenvv",
    "kvm_getenvv2",
    "kvm_geterr",
    "kvm_getfiles",
    "kvm_getkernelname",
    "kvm_getloadavg",
    "kvm_getlwps",
    "kvm_getproc2",
    "kvm_getprocs",
    "kvm_nlist",
    "kvm_open",
    "kvm_openfiles",
    "kvm_read",
    "kvm_t",
    "kvm_uread",
    "kvm_write",
]

KVM_NO_FILES = 0x8000_0000
DEAD, FILES, SYSCTL = range(3)
_ARG_MAX = 262144
_MASK64 = (1 << 64) - 1


class FileArray(StructArray):
    """What `kvm_getfiles` gives: an array of ``struct file``. ``bytes()`` is what C gets, the list's head in front.

    Attributes:
        head: the kernel address of the first file.
    """

    __slots__ = ("head",)

    def __init__(self, layout: Layout, raw: bytes, resolve: Any, head: int) -> None:
        super().__init__(layout, raw, resolve)
        self.head = head

    def __bytes__(self) -> bytes:
        return self.layout.model.word_struct(1).pack(self.head) + self.raw


class kvm_t(Descriptor):
    """A kernel descriptor. Its members are private, as in C, but for ``cnt``: how many the last call found.

    ``cnt`` is None where C would not have written it.
    """

    def __init__(self, program: str | None, library: str | None, model: DataModel) -> None:
        super().__init__(program)
        self.library = library
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
        self.missing(fault.address)
        return -1

    def write(self, kva: int, data: bytes) -> int:
        """Write as kvm_write does; what is changed is this descriptor's view of memory, never the file."""
        if self.state == SYSCTL:
            self.hard("kvm_open called with KVM_NO_FILES, can't use kvm_write")
            return -1
        allowed = self.library == "10" or (self.library is None and self.flags & os.O_RDWR)
        if self.image is None and allowed:
            self.hard("no valid dump header")
            return -1
        if self.image is None or not allowed or self.image.corefile.live:
            self.hard("kvm_write not implemented for dead kernels")
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
                _open_live(self)
            except OpenFailed:
                return None
        return self.image

    def structs(self, call: str) -> Kernel | None:
        """Return what lists processes; None after a message."""
        self.cnt = None
        self.open_check()
        image = self.live() if self.state == SYSCTL else self.image
        if image is None:
            if self.state == SYSCTL:
                self.hard(f"{call}: {os.strerror(errno.ENOTSUP)}")
            else:
                self.hard("no valid dump header")
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


# Opening


def _open(execfile: Path | None, corefile: Path | None, swapfile: Path | None, flags: int, kd: kvm_t) -> None:
    """Open as the common routine of kvm.c does, with its checks in its order. Raises `OpenFailed`."""
    if flags & KVM_NO_FILES:
        kd.state = SYSCTL
        return
    path = None if execfile is None else os.fspath(execfile)
    core = MEM if corefile is None else os.fspath(corefile)
    swap = None if swapfile is None else os.fspath(swapfile)
    check_arguments(path, flags)
    kd.flags = flags
    kd.kernelname = path or KSYMS
    if path is not None:
        check_file(path, os.O_RDONLY)
    elif core != MEM and os.path.exists(KERNEL):
        path = kd.kernelname = KERNEL
    if core == MEM:
        kd.state = FILES
        _open_live(kd)
        return
    check_file(core, flags)
    kd.files = path, core, swap
    kd.image, _ = open_image(path, core, swap, kd.limit)
    if path is not None:
        kd.symbols = read_symbols(path, kd.limit)
    elif kd.image is not None:
        kd.symbols = _own_symbols(kd.image, kd.limit)


def _own_symbols(image: Image, limit: DataModel | None) -> SymbolFile | None:
    """Return the symbols that an image brings itself."""
    data = image.namelist.file()
    if data is None:
        return None
    with data as source:
        try:
            return SymbolFile(source, limit)
        except SunkvmError:
            return None


def _open_live(kd: kvm_t) -> None:
    from .. import engine

    try:
        kd.image = engine.open(None, None, os="netbsd", model=kd.model)
    except (SunkvmError, KeyError, ImportError) as error:
        raise OpenFailed(str(error)) from error
    kd.symbols = _own_symbols(kd.image, None)


def _descriptor(program: str | None, library: str | None, model: DataModel | str | None) -> kvm_t:
    if library not in (None, "6", "10"):
        raise ValueError(f"no library {library!r}: 6, 10 or None")
    if isinstance(model, str):
        model = datamodel.MODELS[model]
    return kvm_t(program, library, model or datamodel.host())


def kvm_open(
    execfile: Path | None,
    corefile: Path | None,
    swapfile: Path | None,
    flags: int,
    errstr: str | None,
    *,
    library: str | None = None,
    model: DataModel | str | None = None,
) -> kvm_t | None:
    """Open a kernel image; return its descriptor, or None after a message on stderr with the prefix ``errstr: ``.

    Without ``corefile`` (or with /dev/mem) this is the emulated kernel of the running host. ``flags`` is os.O_RDONLY or
    os.O_RDWR, nothing else, or `KVM_NO_FILES`: then no file is opened, and there is no memory to read. A file that is
    no core opens, and cannot be read. With ``errstr`` later hard errors go to stderr too; without, to `kvm_geterr`.
    """
    kd = _descriptor(errstr, library, model)
    try:
        _open(execfile, corefile, swapfile, flags, kd)
    except OpenFailed as error:
        kd.hard(str(error))
        kd.close()
        return None
    return kd


def kvm_openfiles(
    execfile: Path | None,
    corefile: Path | None,
    swapfile: Path | None,
    flags: int,
    errbuf: Errbuf | Buffer | None = None,
    *,
    library: str | None = None,
    model: DataModel | str | None = None,
) -> kvm_t | None:
    """Open a kernel image as `kvm_open` does; return its descriptor, or None with the message in ``errbuf``."""
    kd = _descriptor(None, library, model)
    try:
        _open(execfile, corefile, swapfile, flags, kd)
    except OpenFailed as error:
        fill_errbuf(errbuf, str(error))
        kd.close()
        return None
    return kd


def kvm_close(kd: kvm_t | None) -> int:
    """Close a descriptor; return 0, or -1 for None."""
    if kd is None:
        return -1
    kd.close()
    return 0


def kvm_geterr(kd: kvm_t | None) -> str:
    """Return the last message that went to the buffer; an empty string if there was none, and for None."""
    return "" if kd is None else kd.message


def kvm_getkernelname(kd: kvm_t) -> str | None:
    """Return the path of the namelist, or /dev/ksyms; None for a descriptor without files."""
    return kd.kernelname


# Symbols and memory


def kvm_nlist(kd: kvm_t, nl: Iterable[Nlist]) -> int:
    """Fill an array of `Nlist` up to the first empty name; return how many were not found, or -1 for a bad namelist."""
    entries = []
    for entry in nl:
        if not entry.n_name:
            break
        entry.n_type = entry.n_other = entry.n_desc = entry.n_value = 0
        entries.append(entry)
    found = kd.lookup([entry.n_name or "" for entry in entries])
    if found is None:
        return -1
    for entry, each in zip(entries, found, strict=True):
        if each is not None:
            entry.n_type, entry.n_other, entry.n_desc, entry.n_value = each
    return found.count(None)


def _transfer(data: bytes | int, buf: int | Buffer) -> bytes | int:
    if isinstance(buf, int) or isinstance(data, int):
        return data
    memoryview(buf).cast("B")[: len(data)] = data
    return len(data)


def _count(buf: int | Buffer) -> int:
    return buf if isinstance(buf, int) else memoryview(buf).nbytes


def kvm_read(kd: kvm_t, kva: int, buf: int | Buffer) -> bytes | int:
    """Read kernel memory.

    With a count: return bytes; with a writable buffer: fill it and return the count. -1 where any byte of it is not
    mapped or not in the dump. Only the end of a file that was cut off gives fewer bytes, without a message.
    """
    return _transfer(kd.read(kva, _count(buf)), buf)


def kvm_write(kd: kvm_t, kva: int, buf: bytes | Buffer) -> int:
    """Write kernel memory; return the count, or -1.

    The original never changes the file of a dead kernel. Up to 9 it refuses; later it changes a private copy, which
    its own reads see. Here a descriptor that was opened with O_RDWR has such a copy, one with O_RDONLY refuses;
    ``library="6"`` always refuses, ``library="10"`` never does.
    """
    return kd.write(kva, bytes(buf))


# Processes


def _build(kd: kvm_t, call: str, op: int, arg: int, new: bool) -> list[bytes] | None:
    kernel = kd.structs("kvm_getprocs" if kd.state != SYSCTL else call)
    if kernel is None:
        return None
    values = kd.values("_nprocs", "_allproc", "_zombproc")
    if values is None:
        return None
    symbols = dict(zip(("nprocs", "allproc", "zombproc"), values, strict=True))
    try:
        build = kernel.kinfo_procs2() if new else kernel.kinfo_procs()
        found, trouble = kernel.processes(symbols, op, arg, build)
    except WalkError as error:
        kd.walk_failed(error, str(error))
        return None
    if trouble:
        kd.hard(trouble)
    return found


def _array(kd: kvm_t, layout: Layout, found: list[bytes], size: int) -> StructArray:
    """Return an array whose elements have the caller's size: cut, or with zeros behind."""
    assert kd.image is not None
    kd.cnt = len(found)
    if size == layout.size:
        return StructArray(layout, b"".join(found), kd.image.layouts.resolve)
    from ..layout import Layout

    fields = [field for field in layout if field.offset + field.size <= size]
    cut = Layout(layout.name, layout.model, size, fields, align=layout.align, source=layout.source)
    raw = b"".join(each[:size].ljust(size, b"\0") for each in found)
    return StructArray(cut, raw, kd.image.layouts.resolve)


def kvm_getprocs(kd: kvm_t, op: int, arg: int) -> StructArray | None:
    """Return the processes that ``op`` and ``arg`` select as an array of ``struct kinfo_proc``; None after an error.

    An empty array means that there are none. ``bytes()`` of the array is what C gets; its items are views. The array is
    the caller's. The struct holds the kernel's own struct proc, so it is another one for each release and machine.
    """
    found = _build(kd, "kvm_getprocs", op, arg, False)
    if found is None or kd._kernel is None:
        return None
    return _array(kd, kd._kernel.kinfo_proc, found, kd._kernel.kinfo_proc.size)


def kvm_getproc2(kd: kvm_t, op: int, arg: int, elemsize: int = 680) -> StructArray | None:
    """Return the processes that ``op`` and ``arg`` select as an array of ``struct kinfo_proc2``; None after an error.

    Each element has ``elemsize`` bytes, as the caller's header declares the struct.
    """
    if elemsize <= 0:
        kd.cnt = None
        kd.hard(f"kvm_getproc2: {os.strerror(errno.EINVAL)}")
        return None
    found = _build(kd, "kvm_getproc2", op, arg, True)
    if found is None or kd._kernel is None:
        return None
    return _array(kd, kd._kernel.proc2_layout, found, elemsize)


def kvm_getlwps(kd: kvm_t, pid: int, procaddr: int, elemsize: int = 128) -> StructArray | None:
    """Return the lwps of a process as an array of ``struct kinfo_lwp``; None after an error.

    A dead kernel's process is named by its address, a live one's by its pid.
    """
    kernel = kd.structs("kvm_getlwps")
    if kernel is None:
        return None
    if elemsize <= 0:
        kd.hard(f"kvm_getlwps: {os.strerror(errno.EINVAL)}")
        return None
    if kd.state != DEAD:
        found = _build(kd, "kvm_getlwps", KERN_PROC_PID, pid, True)
        if not found:
            kd.cnt = None
            if found is not None:
                kd.soft(f"kvm_getlwps: {os.strerror(errno.ESRCH)}")
            return None
        (procaddr,) = kernel.proc2_layout.reader("p_paddr")(found[0])
    try:
        lwps = kernel.lwps(procaddr)
    except WalkError as error:
        kd.walk_failed(error, f"{error}: {os.strerror(0)}")
        return None
    return _array(kd, kernel.lwp_layout, lwps, elemsize)


def _process(kd: kvm_t, kva: int, pid: int | None = None) -> Process | None:
    """Return the record of the process at an address, that must have a pid where one is given."""
    assert kd.image is not None
    personality: Any = kd.image.personality
    try:
        process: Process = personality.process(kva)
    except SunkvmError:
        return None
    return process if pid is None or process.pid == pid else None


def _strings(kd: kvm_t, process: Process | None, what: str) -> list[bytes] | None:
    found = None if process is None else getattr(process, what)
    if not found or len(found) > _ARG_MAX:
        return None
    return [os.fsencode(text) for text in found]


def _vector(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int, what: str) -> list[str] | None:
    if not kd.ready("kvm_read"):
        return None
    found = _strings(kd, _process(kd, kp["kp_eproc.e_paddr"]), what)
    if found is None:
        return None
    left, kept = nchr, []
    for text in found:
        whole = len(text) + 1
        kept.append(os.fsdecode(text if nchr <= 0 else text[:left]))
        left -= whole
        if nchr > 0 and left <= 0:
            break
    return kept


def kvm_getargv(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the arguments of a process, given its kinfo_proc; None where there are none or the dump has them not.

    ``nchr`` is how many bytes of them are wanted, NULs counted, 0 for all: the last string is cut.
    """
    return _vector(kd, kp, nchr, "argv")


def kvm_getenvv(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the environment of a process; see `kvm_getargv`."""
    return _vector(kd, kp, nchr, "env")


def _vector2(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int, what: str) -> list[str] | None:
    if nchr > _ARG_MAX:
        return None
    kernel = kd.structs("kvm_getargv2")
    if kernel is None:
        return None
    pid = kp["p_pid"]
    if kd.state == DEAD:
        process = _process(kd, kp["p_paddr"], pid)
    else:
        found = _build(kd, "kvm_getargv2", KERN_PROC_PID, pid, True)
        kva = kernel.proc2_layout.reader("p_paddr")(found[0])[0] if found else 0
        process = _process(kd, kva) if kva else None
    strings = _strings(kd, process, what)
    if strings is None:
        return None
    size = nchr if nchr > 0 else _ARG_MAX
    block = b"".join(text + b"\0" for text in strings)
    if len(block) >= size:
        block = block[: size - 1] + b"\0"  # the buffer's last byte is always a NUL
    return [os.fsdecode(text) for text in block.split(b"\0")[:-1]]


def kvm_getargv2(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the arguments of a process, given its kinfo_proc2; at most ``nchr`` bytes of them, the last one a NUL.

    The original asks the running system, also about a process of a dead kernel; this asks the kernel that is open.
    """
    return _vector2(kd, kp, nchr, "argv")


def kvm_getenvv2(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the environment of a process; see `kvm_getargv2`."""
    return _vector2(kd, kp, nchr, "env")


def kvm_uread(kd: kvm_t, proc: StructView | Mapping[str, Any], uva: int, buf: int | Buffer) -> bytes | int:
    """Read memory of a process, given its struct proc (``kp_proc``); nothing where any byte of it is missing."""
    count = _count(buf)
    data, bad = b"", uva
    if kd.ready("kvm_read") and count:
        assert kd.image is not None
        try:
            data, fault = kd.image.address_space(proc["p_vmspace"]).read_some(uva, count)
            if fault is not None:
                data, bad = b"", fault.address
        except SunkvmError:
            pass
        if not data:
            kd.soft(f"invalid address ({bad:x})")
    return _transfer(data, buf)


def kvm_getfiles(kd: kvm_t, op: int = 0, arg: int = 0) -> FileArray | None:
    """Return all open files as an array of ``struct file``; None after an error, and without a message for none.

    ``op`` and ``arg`` are not looked at.
    """
    kernel = kd.structs("kvm_getfiles")
    if kernel is None:
        return None
    values = kd.values("_nfiles", "_filehead")
    if values is None:
        return None
    try:
        head, layout, raw = kernel.files(*values)
    except (WalkError, LayoutError) as error:
        if isinstance(error, WalkError):
            kd.walk_failed(error, str(error))
        else:
            kd.hard(str(error))
        return None
    if not raw:
        return None
    assert kd.image is not None
    kd.cnt = len(raw) // layout.size
    return FileArray(layout, raw, kd.image.layouts.resolve, head)


def kvm_getloadavg(kd: kvm_t, nelem: int) -> list[float] | int:
    """Return up to three load averages, or -1.

    The original fails without a symbol ``fscale``, which not every kernel has; this takes the scale that stands beside
    the averages then.
    """
    kd.open_check()
    image = kd.live() if kd.state == SYSCTL else kd.image
    if image is None:
        kd.hard("no valid dump header" if kd.state == DEAD else f"getloadavg: {os.strerror(errno.ENOTSUP)}")
        return -1
    found = kd.lookup(["_averunnable", "_fscale"])
    averages, scale_symbol = found or (None, None)
    if averages is None:
        kd.hard("_averunnable: no such symbol")
        return -1
    model = image.model
    layout = schema.loadavg(model)
    data, fault = image.kernel.read_some(averages[3], layout.size)
    if fault is not None:
        kd.missing(fault.address)
        kd.hard("can't read averunnable")
        return -1
    numbers, scale = layout.reader("ldavg", "fscale")(data)
    if scale_symbol is not None:
        raw, fault = image.kernel.read_some(scale_symbol[3], 4)
        if fault is None:
            scale = int.from_bytes(raw, model.byteorder, signed=True) or scale
    if scale <= 0:
        kd.hard("can't read averunnable")
        return -1
    return [number / scale for number in numbers[: max(min(nelem, 3), 0)]]


# Dump devices


def _container(kd: kvm_t) -> Any:
    return None if kd.image is None else getattr(kd.image.corefile, "container", None)


def kvm_dump_mkheader(kd: kvm_t, dump_off: int) -> int:
    """Find the dump at an offset of the dump device that is open; return how many bytes stand in front of its memory.

    Then its memory can be read. 0 where there is no dump, -1 after an error.
    """
    kd.open_check()
    if kd.image is not None and kd.state == DEAD:
        kd.hard("already has a dump header")
        return -1
    if kd.state != DEAD:
        kd.hard("don't use on live kernel")
        return -1
    from ..corefiles.netbsd_kcore import Container, read_container
    from ..errors import FormatError
    from ..source import open_source

    path, core, swap = kd.files
    with open_source(core) as source:
        head = source.read(dump_off, 8) if dump_off >= 0 else b""
        if len(head) < 8:
            kd.hard(f"Pread: {os.strerror(0)}")
            kd.soft(
                f"read {kd.model.mask:x} bytes at offset {dump_off & _MASK64:x} for cpu_hdr instead of requested 8"
            )
            return -1
        try:
            box = read_container(source, dump_off)
        except FormatError:
            box = "damaged"
            if int.from_bytes(head[:4], "big") & 0xFFFF == 0x8FCA:
                return _damaged(kd, head)
    if not isinstance(box, Container) or box.saved or (kd.limit is not None and box.model is not kd.limit):
        kd.soft("invalid magic in cpu_hdr")
        return 0
    image, why = open_image(path, core, swap, kd.limit, dump_off)
    if image is None:
        kd.hard(why)
        return -1
    kd.image = image
    if kd.symbols is None and path is None:
        kd.symbols = _own_symbols(image, kd.limit)
    return int(box.data_offset - box.offset)


def _damaged(kd: kvm_t, head: bytes) -> int:
    """Report a header whose machine is not known, or whose CPU data are not all there."""
    from ..corefiles.netbsd_machines import PORTS

    port = PORTS.get(int.from_bytes(head[:4], "big") >> 16 & 0x3FF)
    if port is None:
        kd.soft("invalid magic in cpu_hdr")
        return 0
    size = int.from_bytes(head[4:], port.models[0].byteorder)
    kd.hard(f"size {kd.model.mask} != cpu_hdr.csize {size}")
    return -1


def kvm_dump_header(kd: kvm_t, write_buf: WriteBuf, cookie: Any, dumpsize: int) -> int:
    """Write the header of a saved core, by ``write_buf(cookie, bytes)``, which tells whether it could; return its length.

    ``dumpsize`` is the size of memory in bytes, of which 32 bits are stored. -1 after an error.
    """
    box = _container(kd)
    if box is None:
        kd.hard("no valid dump header(s)")
        return -1
    assert kd.image is not None
    align, order = box.port.align, box.model.order
    core: Any = kd.image.corefile
    cpu = core.source.read(box.cpu_offset, box.cpu_size)

    def segment(flag: int, size: int) -> bytes:
        return (flag << 26 | 0x8FAC).to_bytes(4, "big") + struct.pack(f"{order}I", size & 0xFFFF_FFFF)

    header, seghdr = align(12), align(8)
    first = (box.mid << 16 | 0x8FCA).to_bytes(4, "big") + struct.pack(f"{order}2HI", header, seghdr, 2)
    size = align(len(cpu))
    pieces = (
        (first, header - 12),
        (segment(1, size), seghdr - 8),
        (cpu, size - len(cpu)),
        (segment(2, dumpsize), seghdr - 8),
    )
    for data, gap in pieces:
        if not _put(kd, write_buf, cookie, data, "kvm_dump_header"):
            return -1
        for start in range(0, gap, 1024):
            if not _put(kd, write_buf, cookie, bytes(min(gap - start, 1024)), "clear_gap"):
                return -1
    return sum(len(data) + gap for data, gap in pieces)


def _put(kd: kvm_t, write_buf: WriteBuf, cookie: Any, data: bytes, what: str) -> bool:
    number = 0
    try:
        if write_buf(cookie, data):
            return True
    except OSError as error:
        number = error.errno or 0
    kd.hard(f"{what}: {os.strerror(number)}")
    return False


def kvm_dump_wrtheader(kd: kvm_t, fp: BinaryIO, dumpsize: int) -> int:
    """Write the header of a saved core to a binary file; return its length, or -1. See `kvm_dump_header`."""

    def write(file: BinaryIO, data: bytes) -> bool:
        return file.write(data) == len(data)

    return kvm_dump_header(kd, write, fp, dumpsize)


def kvm_dump_inval(kd: kvm_t) -> int:
    """Clear the kernel's variable dumpmag in the file, which must be open for writing; return 0, or -1.

    savecore does so when it has saved a dump. The original wipes the 512 bytes around the variable too.
    """
    kd.open_check()
    if kd.state != DEAD:
        kd.hard("clearing dump on live kernel")
        return -1
    found = kd.lookup(["_dumpmag"])
    if found is None:
        return -1
    if found[0] is None:
        kd.hard("_dumpmag: no such symbol")
        return -1
    if not kd.ready("kvm_read"):
        return -1
    assert kd.image is not None
    core: Any = kd.image.corefile
    core = getattr(core, "core", core)  # below what was written
    kva = kd.address(found[0][3])
    where = core.page(KVA, kva >> core.page_shift)
    if where == HOLE:
        kd.missing(kva)
        return -1
    offset = (where & ~SLOW) - core.source.base + (kva & core.page_size - 1)
    try:
        _clear(core.path, kd.flags, offset, 4)
    except OSError as error:
        kd.soft(f"cannot invalidate dump - pwrite: {os.strerror(error.errno or 0)}")
        return -1
    return 0


def _clear(path: str, flags: int, offset: int, count: int) -> None:
    """Write zeros into a file that was opened with ``flags``."""
    if not flags & os.O_RDWR:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.pwrite(handle, bytes(count), offset)
    finally:
        os.close(handle)
