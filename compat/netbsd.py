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

from .. import datamodel
from ..errors import LayoutError, SunkvmError
from ..schema.kernels import netbsd as schema
from .bsd import Errbuf, Nlist, OpenFailed, StructArray, entries, fill_errbuf, nbytes, transfer
from .bsd_walk import WalkError, struct_reader
from .netbsd_descriptor import DEAD, KVM_NO_FILES, SYSCTL, kvm_t, open_files
from .netbsd_dump import kvm_dump_header, kvm_dump_inval, kvm_dump_mkheader, kvm_dump_wrtheader
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
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ..datamodel import DataModel
    from ..layout import Layout
    from ..layouts.view import StructView
    from ..records import Process

    Buffer = bytearray | memoryview
    Path = str | os.PathLike[str]

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

_ARG_MAX = 262144


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


# Opening


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
    """Open a kernel image; return its descriptor, or None after a message on stderr that begins with ``errstr``.

    Without ``corefile`` (or with /dev/mem) this is the emulated kernel of the running host. ``flags`` is os.O_RDONLY or
    os.O_RDWR, nothing else, or `KVM_NO_FILES`: then no file is opened, and there is no memory to read. A file that is
    no core opens, and cannot be read. With ``errstr`` later hard errors go to stderr too; without, to `kvm_geterr`.
    """
    kd = _descriptor(errstr, library, model)
    try:
        open_files(execfile, corefile, swapfile, flags, kd)
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
        open_files(execfile, corefile, swapfile, flags, kd)
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
    wanted = entries(nl)
    for entry in wanted:
        entry.n_type = entry.n_other = entry.n_desc = entry.n_value = 0
    found = kd.lookup([entry.n_name or "" for entry in wanted])
    if found is None:
        return -1
    for entry, each in zip(wanted, found, strict=True):
        if each is not None:
            entry.n_type, entry.n_other, entry.n_desc, entry.n_value = each
    return found.count(None)


def kvm_read(kd: kvm_t, kva: int, buf: int | Buffer) -> bytes | int:
    """Read kernel memory.

    With a count: return bytes; with a writable buffer: fill it and return the count. -1 where any byte of it is not
    mapped or not in the dump. Only the end of a file that was cut off gives fewer bytes, without a message.
    """
    return transfer(kd.read(kva, nbytes(buf)), buf)


def kvm_write(kd: kvm_t, kva: int, buf: bytes | Buffer) -> int:
    """Write kernel memory; return the count, or -1.

    The original never changes the file of a dead kernel. Up to 9 it refuses; later it changes a private copy, which
    its own reads see. Here a descriptor that was opened with O_RDWR has such a copy, one with O_RDONLY refuses;
    ``library="6"`` always refuses, ``library="10"`` never does.
    """
    return kd.write(kva, bytes(buf))


# Processes


def _build(kd: kvm_t, call: str, op: int, arg: int, new: bool) -> list[bytes] | None:
    kd.cnt = None
    if not kd.running(call):
        return None
    values = kd.values("_nprocs", "_allproc", "_zombproc")
    kernel = None if values is None else kd.structs(call, "can't read nprocs")
    if values is None or kernel is None:
        return None
    if kernel.image.corefile.live:
        kernel.image.corefile.refresh()
    symbols = dict(zip(("nprocs", "allproc", "zombproc"), values, strict=True))
    try:
        found, trouble = kernel.processes(symbols, op, arg, new)
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
    kd.cnt = None
    if elemsize <= 0:
        kd.hard(f"kvm_getlwps: {os.strerror(errno.EINVAL)}")
        return None
    if not kd.running("kvm_getlwps"):
        return None
    kernel = kd.structs("kvm_getlwps", f"kvm_getlwps: {os.strerror(0)}")
    if kernel is None:
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
        process: Process | None = personality.process(kva)
    except SunkvmError:
        return None
    return process if process is None or pid is None or process.pid == pid else None


def _strings(kd: kvm_t, process: Process | None, what: str) -> list[bytes] | None:
    found = None if process is None else getattr(process, what)
    if not found or len(found) > _ARG_MAX:
        return None
    return [os.fsencode(text) for text in found]


def _vector(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int, what: str) -> list[str] | None:
    if not kd.ready("kvm_read"):
        return None
    process = _process(kd, kp["kp_eproc.e_paddr"])
    found = _strings(kd, process, what)
    if found is None:
        if process is not None and getattr(process, what) is None and process.argv_missing != "zombie":
            _say_missing(kd, process.kva)
        return None
    left, kept = nchr, []
    for text in found:
        whole = len(text) + 1
        kept.append(os.fsdecode(text if nchr <= 0 else text[:left]))
        left -= whole
        if nchr > 0 and left <= 0:
            break
    return kept


def _say_missing(kd: kvm_t, proc: int) -> None:
    """Report that memory of a process cannot be read, by the address of what leads to its arguments."""
    assert kd.image is not None
    try:
        row = struct_reader(kd.image, "proc", "p_psstrp", required=("p_psstrp",))(proc)
    except LayoutError:
        row = None
    if row is not None:
        kd.soft(f"invalid address ({row[0]:x})")


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
    kd.open_check()
    if (kd.live() if kd.state == SYSCTL else kd.image) is None:
        return None
    pid = kp["p_pid"]
    process = _process(kd, kp["p_paddr"], pid)
    if process is None and kd.state != DEAD:  # found by its pid alone
        listed = kvm_getproc2(kd, KERN_PROC_PID, pid)
        process = _process(kd, listed[0].p_paddr) if listed else None
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
    count = nbytes(buf)
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
    return transfer(data, buf)


def kvm_getfiles(kd: kvm_t, op: int = 0, arg: int = 0) -> FileArray | None:
    """Return all open files as an array of ``struct file``; None after an error, and without a message for none.

    ``op`` and ``arg`` are not looked at.
    """
    kd.cnt = None
    if not kd.running("kvm_getfiles"):
        return None
    values = kd.values("_nfiles", "_filehead")
    kernel = None if values is None else kd.structs("kvm_getfiles", "can't read numfiles")
    if values is None or kernel is None:
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
    if not kd.running("getloadavg"):
        return -1
    found = kd.lookup(["_averunnable", "_fscale"])
    averages, scale_symbol = found or (None, None)
    if averages is None:
        kd.hard("_averunnable: no such symbol")
        return -1
    image = kd.core_of("can't read averunnable")
    if image is None:
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
