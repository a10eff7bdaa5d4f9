"""The libkvm calls of DragonFly under their C names, with the semantics of the library of 5.9.

What differs from C is only what Python has to: a read takes a count and gives ``bytes``, or takes a writable buffer and
gives a count; where C fills an array the call returns it; where C returns -1 or NULL these calls return -1 or None.

Without ``library`` every call answers where the image does. With ``library="5"`` an open call has the limits of the
original, for a caller of amd64: user memory of dead kernels is refused, and so are images of other machines.
``docs/dialects.md`` lists what is corrected in either case.
"""

from __future__ import annotations

import errno
import os
import struct

from .. import datamodel
from ..errors import Fault, LayoutError, SunkvmError
from ..schema.kernels import dragonfly as schema
from .bsd import Errbuf, Nlist, OpenFailed, StructArray, entries, fill_errbuf, nbytes, transfer
from .bsd_walk import WalkError
from .dragonfly_descriptor import kvm_t, open_files
from .dragonfly_procs import (
    KERN_PROC_ALL,
    KERN_PROC_ARGS,
    KERN_PROC_CWD,
    KERN_PROC_FLAG_LWP,
    KERN_PROC_FLAGMASK,
    KERN_PROC_PATHNAME,
    KERN_PROC_PGRP,
    KERN_PROC_PID,
    KERN_PROC_RUID,
    KERN_PROC_SESSION,
    KERN_PROC_SIGTRAMP,
    KERN_PROC_TTY,
    KERN_PROC_UID,
)
from .dragonfly_swap import SWIF_DEV_PREFIX, SWIF_DUMP_TREE, swap_info

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ..datamodel import DataModel
    from ..layouts.view import StructView
    from ..records import Process

    Buffer = bytearray | memoryview
    Path = str | os.PathLike[str]

__all__ = [
    "KERN_PROC_ALL",
    "KERN_PROC_ARGS",
    "KERN_PROC_CWD",
    "KERN_PROC_FLAGMASK",
    "KERN_PROC_FLAG_LWP",
    "KERN_PROC_PATHNAME",
    "KERN_PROC_PGRP",
    "KERN_PROC_PID",
    "KERN_PROC_RUID",
    "KERN_PROC_SESSION",
    "KERN_PROC_SIGTRAMP",
    "KERN_PROC_TTY",
    "KERN_PROC_UID",
    "SWIF_DEV_PREFIX",
    "SWIF_DUMP_TREE",
    "VRS_KEY",
    "VRS_SYM",
    "Errbuf",
    "Nlist",
    "kvm_close",
    "kvm_getargv",
    "kvm_getenvv",
    "kvm_geterr",
    "kvm_getfiles",
    "kvm_getloadavg",
    "kvm_getprocs",
    "kvm_getswapinfo",
    "kvm_nch_cpuagg",
    "kvm_nlist",
    "kvm_open",
    "kvm_openfiles",
    "kvm_read",
    "kvm_readstr",
    "kvm_t",
    "kvm_uread",
    "kvm_vm_map_entry_first",
    "kvm_vm_map_entry_next",
    "kvm_write",
]

VRS_SYM, VRS_KEY = "_version", "VERSION"
_DEAD_USER = "cannot read user space from dead kernel"
_SZOMB = 4
_MASK64 = (1 << 64) - 1
_MAX_STRING = 1 << 24
_MAX_DEPTH = 1 << 7  # a red-black tree of a million entries is not half as deep
_NCHSTATS = struct.Struct("<8Q")


# Opening


def _descriptor(program: str | None, library: str | None, model: DataModel | str | None) -> kvm_t:
    if library not in (None, "5"):
        raise ValueError(f"no library {library!r}: 5 or None")
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

    Without ``corefile`` (or with a character device) this is the emulated kernel of the running host; with /dev/null
    it has no memory: processes, symbols, load and swap are there, as the original asks the kernel for them. ``swapfile``
    is accepted and not used. ``flags`` is os.O_RDONLY, os.O_WRONLY or os.O_RDWR. With ``errstr`` later hard errors go to
    stderr too; without, to `kvm_geterr`.
    """
    kd = _descriptor(errstr, library, model)
    try:
        open_files(execfile, corefile, flags, kd)
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
    """Open a kernel image; return its descriptor, or None with the message in ``errbuf``, which success leaves alone."""
    kd = _descriptor(None, library, model)
    try:
        open_files(execfile, corefile, flags, kd)
    except OpenFailed as error:
        fill_errbuf(errbuf, str(error))
        kd.close()
        return None
    return kd


def kvm_close(kd: kvm_t | None) -> int:
    """Close a descriptor; return 0, also for None."""
    if kd is not None:
        kd.close()
    return 0


def kvm_geterr(kd: kvm_t | None) -> str:
    """Return the last message that went to the buffer; an empty string if there was none, and for None."""
    return "" if kd is None else kd.message


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
            entry.n_type, entry.n_value = each
    return found.count(None)


def kvm_read(kd: kvm_t, kva: int, buf: int | Buffer) -> bytes | int:
    """Read kernel memory.

    With a count: return bytes; with a writable buffer: fill it and return the count. -1 where any byte of it is not
    mapped or not in the dump. Only the end of a file that was cut off gives fewer bytes, without a message.
    """
    return transfer(kd.read(kva, nbytes(buf)), buf)


def kvm_readstr(kd: kvm_t, kva: int, buf: int | Buffer | None = None) -> tuple[bytes | None, int | None]:
    """Read the string at a kernel address; return (string, needed), ``needed`` bytes with the NUL.

    Without ``buf`` the string has any length. With one, or its size, the string is None where it does not fit; of a
    buffer as much is filled as it holds, with the NUL if there is room. (None, None) after a message where the string
    runs into memory that is not there, into the end of a cut file (``short read``), or has no end within 16 MiB; what
    came before is in the buffer then. C's NULL with ``*lenp`` unchanged is (None, None), with it changed (None, needed).
    """
    target = None if buf is None or isinstance(buf, int) else memoryview(buf).cast("B")
    room = None if buf is None else nbytes(buf)
    page = 4096 if kd.image is None else kd.image.corefile.page_size
    parts: list[bytes] = []
    length = 0
    while True:
        data, fault = kd.read_some(kva, page - kva % page)
        end = data.find(b"\0")
        if end >= 0:
            data = data[: end + 1]
        if target is not None and length < len(target):
            part = data[: len(target) - length]
            target[length : length + len(part)] = part
        if room is None or length < room:
            parts.append(data)
        length += len(data)
        if end >= 0:
            break
        if fault is not None:
            if fault.kind == Fault.TRUNCATED:
                kd.hard("short read")
            return None, None
        if length >= _MAX_STRING:
            kd.soft(f"kvm_readstr: {os.strerror(errno.EOVERFLOW)}")
            return None, None
        kva = kva + len(data) & _MASK64
    if room is not None and length > room:
        return None, length
    return b"".join(parts)[:-1], length


def kvm_write(kd: kvm_t, kva: int, buf: bytes | Buffer) -> int:
    """Write kernel memory: -1. The original cannot write dead kernels, and the emulated live one is read-only.

    `sunkvm.open` can write dead kernels, with ``overlay=True``.
    """
    if kd.live:
        # What the original gets from write(2): nothing was opened for writing, or nothing here can be written.
        kd.failure = errno.EROFS if kd.writable else errno.EBADF
        kd.soft(f"kvm_write: {os.strerror(kd.failure)}")
    else:
        kd.hard("kvm_write not implemented for dead kernels")
    return -1


# Processes


def kvm_getprocs(kd: kvm_t, op: int, arg: int = 0) -> StructArray | None:
    """Return the processes that ``op`` and ``arg`` select, as an array of ``struct kinfo_proc``; None where there are none.

    With `KERN_PROC_FLAG_LWP` in ``op`` there is an entry an lwp, otherwise one a process, with its first lwp in it. None
    with ``kd.cnt`` 0 means that there are none; after an error ``cnt`` is -1, or None where it was found at once. The
    array is the caller's.
    """
    raw = kd.processes(op, arg)
    if raw is None or kd.image is None:
        return None
    kd.listed = raw
    found = StructArray(kd.kernel().kinfo_proc, raw, kd.image.layouts.resolve)
    kd.cnt = len(found)
    return found if kd.cnt else None


def _process(kd: kvm_t, kva: int | None) -> Process | None:
    """Return the record of the process whose struct proc lies at an address."""
    assert kd.image is not None
    personality: Any = kd.image.personality
    try:
        process: Process | None = None if kva is None else personality.process(kva)
    except SunkvmError:
        return None
    return process


def _of_record(kd: kvm_t, kp: StructView | Mapping[str, Any]) -> Process | None:
    """Return the record of the process that a kinfo_proc is about."""
    if kp["kp_stat"] == _SZOMB:
        return None
    if not kd.live:
        return _process(kd, kp["kp_paddr"])
    from . import dragonfly_live

    return _process(kd, dragonfly_live.process(kd, dragonfly_live.number(kd, kp)))


def _of_number(kd: kvm_t, pid: int) -> Process | None:
    """Return the record of the process that has a number."""
    assert kd.image is not None
    if kd.live:
        from . import dragonfly_live

        return _process(kd, dragonfly_live.process(kd, pid))
    return next((process for process in kd.image.processes() if process.pid == pid), None)


def _vector(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int, what: str) -> list[str] | None:
    if kd.refuses_users:
        kd.hard(_DEAD_USER)
        return None
    process = _of_record(kd, kp)
    found = None if process is None else getattr(process, what)
    if not found:
        return None
    left, kept = nchr, []
    for text in found:
        raw = os.fsencode(text)
        kept.append(os.fsdecode(raw if nchr <= 0 else raw[:left]))
        left -= len(raw) + 1
        if nchr > 0 and left <= 0:
            break
    return kept


def kvm_getargv(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the arguments of a process, given its kinfo_proc, at most ``nchr`` bytes of them (0: all), NULs counted.

    None where there are none, or the dump has them not. The original refuses this for every dead kernel; so does this
    with ``library``.
    """
    return _vector(kd, kp, nchr, "argv")


def kvm_getenvv(kd: kvm_t, kp: StructView | Mapping[str, Any], nchr: int = 0) -> list[str] | None:
    """Return the environment of a process; see `kvm_getargv`."""
    return _vector(kd, kp, nchr, "env")


def kvm_uread(kd: kvm_t, pid: int, uva: int, buf: int | Buffer) -> bytes | int:
    """Read memory of a process; fewer bytes after a message where it is not all there, none of a process that is not."""
    if kd.refuses_users:
        kd.hard(_DEAD_USER)
        return transfer(b"", buf)
    assert kd.image is not None
    data = b""
    try:
        process = _of_number(kd, pid)
        if process is None:
            kd.hard(f"cannot open /proc/{pid}/mem")
        else:
            data, fault = kd.image.user(process).read_some(uva, nbytes(buf))
            if fault is not None and kd.live and not data and fault.kind == Fault.NOT_DUMPED:
                kd.hard(f"cannot open /proc/{pid}/mem")  # this host does not let this user look into it
            elif fault is not None:
                kd.hard(f"invalid address ({fault.address:x}) in /proc/{pid}/mem")
    except SunkvmError:
        kd.hard(f"cannot open /proc/{pid}/mem")
    return transfer(data, buf)


def kvm_getfiles(kd: kvm_t, op: int = 0, arg: int = 0) -> StructArray | None:
    """Return the open files of all processes as an array of ``struct kinfo_file``; None for none, and after an error.

    ``op`` and ``arg`` are ignored, as in the original.
    """
    raw = kd.processes(KERN_PROC_ALL, 0)
    kd.cnt = None
    if not raw or kd.image is None:
        return None
    (nfiles,) = kd.value("_nfiles")
    if nfiles is None:
        kd.hard("_nfiles: no such symbol")
        return None
    kernel = kd.kernel()
    read = kernel.kinfo_proc.reader("kp_fd", "kp_pid", "kp_uid")
    rows = (read(raw, at) for at in range(0, len(raw), kernel.kinfo_proc.size))
    try:
        kernel.number(nfiles, "nfiles")
        found = StructArray(kernel.kinfo_file, kernel.files(rows))
    except WalkError as error:
        kd.failed(error)
        return None
    if not len(found):
        return None
    kd.cnt = len(found)
    return found


# The system


def kvm_getloadavg(kd: kvm_t, nelem: int) -> list[float] | int:
    """Return up to three load averages, or -1."""
    names = ("_averunnable", "_fscale")
    values = kd.value(*names)
    for name, value in zip(names, values, strict=True):
        if value is None or kd.image is None:
            kd.hard(f"{name}: no such symbol")
            return -1
    averages, scale_at = (value or 0 for value in values)
    data: bytes | int
    if kd.image is not None and not kd.memory:
        data = kd.image.kernel.read_some(averages, 32)[0]  # the original asks the kernel for it
    else:
        data = kd.read(averages, 32)
    narrow = kd.image is None or kd.image.model.bits != 64  # whose struct is another one
    if isinstance(data, int) or len(data) < 32 or narrow:
        kd.hard("can't read averunnable")
        return -1
    *numbers, scale = struct.unpack("<3Qq", data)
    scale = kd.integer(scale_at, 4, signed=True) or scale
    if not scale:
        kd.hard("can't read averunnable")
        return -1
    return [number / scale for number in numbers[: max(min(nelem, 3), 0)]]


def kvm_getswapinfo(kd: kvm_t | None, maxswap: int, flags: int = 0) -> StructArray | int:
    """Return up to ``maxswap - 1`` swap devices and, as the last element, their sum, as ``struct kvm_swap``; or -1.

    Sizes are in pages. C returns the number of devices, one less than there are elements. `SWIF_DUMP_TREE` prints the
    tree of free space to stdout. The original always fails for kernels that have no variable dmmax; this does without:
    no pages are left out of the total then. Without a descriptor C forgets what it has cached: 0.
    """
    return 0 if kd is None else swap_info(kd, maxswap, flags)


def kvm_nch_cpuagg(
    percpu: bytes | Buffer | StructArray | Sequence[int] | None, ncpu: int | None = None
) -> StructArray | None:
    """Return the sum of ``ncpu`` elements of ``struct nchstats`` as an array of one; None for None, as C does nothing.

    ``percpu`` is the array as bytes, or its 64-bit counters one after another; all of them without ``ncpu``.
    """
    if percpu is None:
        return None
    if isinstance(percpu, (bytes, bytearray, memoryview, StructArray)):
        raw = bytes(percpu)
    else:
        raw = struct.pack(f"<{len(percpu)}Q", *percpu)
    count = len(raw) // _NCHSTATS.size if ncpu is None else ncpu
    if count * _NCHSTATS.size > len(raw):
        raise ValueError(f"{len(raw)} bytes are no {count} struct nchstats")
    sums = [0] * 8
    for row in _NCHSTATS.iter_unpack(raw[: max(count, 0) * _NCHSTATS.size]):
        sums = [one + other & _MASK64 for one, other in zip(sums, row, strict=True)]
    return StructArray(schema.nchstats(datamodel.AMD64), _NCHSTATS.pack(*sums))


# Address spaces


def _entry(kd: kvm_t, kva: int) -> StructView | None:
    """Read the vm_map_entry at an address."""
    from ..layouts.view import StructView

    if kd.image is None:
        return None
    try:
        layout = kd.image.layout("vm_map_entry")
    except LayoutError:
        return None
    data = kd.read(kva, layout.size)
    if isinstance(data, int) or len(data) < layout.size:
        return None
    return StructView(layout, data, 0, kd.image.layouts.resolve)


def _links(kd: kvm_t, copy: StructView | bytes | Buffer) -> tuple[int, int, int]:
    """Return (left, right, parent) of the copy of an entry."""
    assert kd.image is not None
    layout = kd.image.layout("vm_map_entry")
    names = (f"rb_entry.rbe_{side}" for side in ("left", "right", "parent"))
    left, right, parent = layout.reader(*names)(bytes(copy))
    return left, right, parent


def _leftmost(kd: kvm_t, kva: int) -> tuple[int, StructView] | None:
    for _ in range(_MAX_DEPTH):
        copy = _entry(kd, kva)
        if copy is None:
            return None
        left = _links(kd, copy)[0]
        if not left:
            return kva, copy
        kva = left
    kd.soft(f"invalid address ({kva:#x})")
    return None


def kvm_vm_map_entry_first(kd: kvm_t, vm_map: StructView | bytes | Buffer) -> tuple[int, StructView] | None:
    """Return (kernel address, copy) of the first entry of a map, given a copy of its struct vm_map; None without one."""
    layout = None if kd.image is None else kd.image.layouts.layout("vm_map")
    if layout is None:
        return None
    (root,) = layout.reader("rb_root.rbh_root")(bytes(vm_map))
    return _leftmost(kd, root) if root else None


def kvm_vm_map_entry_next(
    kd: kvm_t, kva: int, copy: StructView | bytes | Buffer
) -> tuple[int, StructView] | None:
    """Return (kernel address, copy) of the entry behind the one at ``kva``, given its copy; None behind the last."""
    if kd.image is None:
        return None
    _, right, parent = _links(kd, copy)
    if right:
        return _leftmost(kd, right)
    for _ in range(_MAX_DEPTH):
        if not parent:
            return None
        above = _entry(kd, parent)
        if above is None:
            return None
        left, right, further = _links(kd, above)
        if kva == left:
            return parent, above
        if kva != right:
            break  # the tree has changed, or is damaged
        kva, parent = parent, further
    kd.soft(f"invalid address ({parent:#x})")
    return None
