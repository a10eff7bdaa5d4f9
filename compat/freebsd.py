"""The libkvm calls of FreeBSD under their C names, with the semantics of the libraries of 11.0, 12.1 and 15.

What differs from C is only what Python has to: a read takes a count and gives ``bytes``, or takes a writable buffer and
gives a count; where C fills an array the call returns it; where C returns -1 or NULL these calls return -1 or None.

Without ``library`` an open call takes images of every machine and release, and every call answers where the image does.
With ``library="11"``, ``"12"`` or ``"cur"`` it has the limits of that release of the original, for a caller of the data
model ``model``: an image of another machine needs a resolver and refuses most calls, unknown versions of dumps are
refused, and so is user memory. ``docs/dialects.md`` lists what is corrected in either case.
"""

from __future__ import annotations

import errno
import os
import struct

from ..corefile import HOLE, PHYS, SLOW
from ..errors import Fault, SunkvmError
from ..schema.kernels import freebsd as schema
from .bsd import Errbuf, Nlist, OpenFailed, StructArray, entries, fill_errbuf, nbytes, transfer
from .freebsd_descriptor import descriptor, kvm_t, open_files
from .freebsd_procs import (
    KERN_PROC_ALL,
    KERN_PROC_GID,
    KERN_PROC_INC_THREAD,
    KERN_PROC_PGRP,
    KERN_PROC_PID,
    KERN_PROC_PROC,
    KERN_PROC_RGID,
    KERN_PROC_RUID,
    KERN_PROC_SESSION,
    KERN_PROC_TTY,
    KERN_PROC_UID,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..datamodel import DataModel
    from ..layouts.view import StructView
    from ..personalities.bsd_reader import BsdReader

    Resolver = Callable[[str], "int | None"]
    Buffer = bytearray | memoryview

__all__ = [
    "KERN_PROC_ALL",
    "KERN_PROC_GID",
    "KERN_PROC_INC_THREAD",
    "KERN_PROC_PGRP",
    "KERN_PROC_PID",
    "KERN_PROC_PROC",
    "KERN_PROC_RGID",
    "KERN_PROC_RUID",
    "KERN_PROC_SESSION",
    "KERN_PROC_TTY",
    "KERN_PROC_UID",
    "SWIF_DEV_PREFIX",
    "Errbuf",
    "KvmPage",
    "Nlist",
    "kvm_close",
    "kvm_counter_u64_fetch",
    "kvm_dpcpu_setcpu",
    "kvm_getargv",
    "kvm_getcptime",
    "kvm_getenvv",
    "kvm_geterr",
    "kvm_getfiles",
    "kvm_getloadavg",
    "kvm_getmaxcpu",
    "kvm_getncpus",
    "kvm_getpcpu",
    "kvm_getprocs",
    "kvm_getswapinfo",
    "kvm_kerndisp",
    "kvm_native",
    "kvm_nlist",
    "kvm_nlist2",
    "kvm_open",
    "kvm_open2",
    "kvm_openfiles",
    "kvm_read",
    "kvm_read2",
    "kvm_read_zpcpu",
    "kvm_t",
    "kvm_uread",
    "kvm_walk_pages",
    "kvm_write",
]

SWIF_DEV_PREFIX = 0x0002
LIBKVM_WALK_PAGES_VERSION = 2
_MAX_CPUS = 1 << 16
_CPUSTATES = 5
_MASK64 = (1 << 64) - 1
_DEAD_USER = "cannot read user space from dead kernel"


class KvmPage:
    """What the callback of `kvm_walk_pages` gets: ``struct kvm_page``, version 2.

    Attributes:
        kp_version: 2.
        kp_paddr: physical address; kp_kmap_vaddr: kernel address, 0 for a page that is told of as part of the direct
            map; kp_dmap_vaddr: its address there, 0 where there is none.
        kp_prot: 1 read, 2 write, 4 execute.
        kp_offset: bytes from the start of the file, -1 for a page that is not in it.
        kp_len: bytes.
    """

    __slots__ = (
        "kp_dmap_vaddr",
        "kp_kmap_vaddr",
        "kp_len",
        "kp_offset",
        "kp_paddr",
        "kp_prot",
        "kp_version",
    )

    def __init__(
        self, paddr: int, kmap_vaddr: int, dmap_vaddr: int, prot: int, offset: int, length: int
    ) -> None:
        self.kp_version = LIBKVM_WALK_PAGES_VERSION
        self.kp_paddr = paddr
        self.kp_kmap_vaddr = kmap_vaddr
        self.kp_dmap_vaddr = dmap_vaddr
        self.kp_prot = prot
        self.kp_offset = offset
        self.kp_len = length

    def __repr__(self) -> str:
        return f"KvmPage(paddr={self.kp_paddr:#x}, kmap_vaddr={self.kp_kmap_vaddr:#x}, len={self.kp_len:#x})"


# Opening


def kvm_open(
    execfile: str | os.PathLike[str] | None,
    corefile: str | os.PathLike[str] | None,
    swapfile: str | os.PathLike[str] | None,
    flags: int,
    errstr: str | None,
    *,
    library: str | None = None,
    model: DataModel | str | None = None,
) -> kvm_t | None:
    """Open a kernel image; return its descriptor, or None after a message on stderr that begins with ``errstr``.

    Without ``corefile`` (or with /dev/mem) this is the emulated kernel of the running host; with /dev/null there is no
    memory. ``swapfile`` is accepted and not used. ``flags`` is os.O_RDONLY, os.O_WRONLY or os.O_RDWR. With ``errstr``
    later hard errors go to stderr too; without, to `kvm_geterr`.
    """
    kd = descriptor(errstr, library, model)
    try:
        open_files(execfile, corefile, flags, kd, None)
    except OpenFailed as error:
        kd.hard(str(error))
        kd.close()
        return None
    return kd


def kvm_openfiles(
    execfile: str | os.PathLike[str] | None,
    corefile: str | os.PathLike[str] | None,
    swapfile: str | os.PathLike[str] | None,
    flags: int,
    errbuf: Errbuf | Buffer | None = None,
    *,
    library: str | None = None,
    model: DataModel | str | None = None,
) -> kvm_t | None:
    """Open a kernel image; return its descriptor, or None with the message in ``errbuf``, which success leaves alone."""
    return kvm_open2(execfile, corefile, flags, errbuf, None, library=library, model=model)


def kvm_open2(
    execfile: str | os.PathLike[str] | None,
    corefile: str | os.PathLike[str] | None,
    flags: int,
    errbuf: Errbuf | Buffer | None = None,
    resolver: Resolver | None = None,
    *,
    library: str | None = None,
    model: DataModel | str | None = None,
) -> kvm_t | None:
    """Open a kernel image as `kvm_openfiles` does, with a function that finds symbols.

    ``resolver(name)`` gets a name as it was asked for, with its underscore if it had one, and returns the address or
    None. Without one the kernel file's own symbols serve, also those of another machine's kernel.
    """
    kd = descriptor(None, library, model)
    try:
        open_files(execfile, corefile, flags, kd, resolver)
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


def kvm_native(kd: kvm_t) -> int:
    """Return 1 if the kernel has the caller's data model, else 0."""
    return int(kd.native)


# Symbols and memory


def _nlist(kd: kvm_t, nl: Iterable[Nlist]) -> int:
    wanted = entries(nl)
    missing = 0
    for entry, found in zip(wanted, kd.nlist([entry.n_name or "" for entry in wanted]), strict=True):
        entry.n_other = entry.n_desc = 0
        entry.n_type, entry.n_value = found or (0, 0)
        missing += found is None
    return missing


def kvm_nlist(kd: kvm_t, nl: Iterable[Nlist]) -> int:
    """Fill an array of `Nlist` up to the first empty name; return how many were not found, or -1."""
    if kd.foreign:
        kd.hard("kvm_nlist of non-native vmcore")
        return -1
    return _nlist(kd, nl)


def kvm_nlist2(kd: kvm_t, nl: Iterable[Nlist]) -> int:
    """Fill an array of `Nlist` as `kvm_nlist` does, for images of any machine."""
    return _nlist(kd, nl)


def kvm_read(kd: kvm_t, addr: int, buf: int | Buffer) -> bytes | int:
    """Read kernel memory.

    With a count: return bytes; with a writable buffer: fill it and return the count. -1 where any byte of it is not
    mapped or not in the dump. Only the end of a file that was cut off gives fewer bytes, without a message.
    """
    return transfer(kd.read(addr, nbytes(buf)), buf)


kvm_read2 = kvm_read


def kvm_write(kd: kvm_t, addr: int, buf: bytes | Buffer) -> int:
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


def kvm_uread(kd: kvm_t, proc: StructView, uaddr: int, buf: int | Buffer) -> bytes | int:
    """Read memory of a process, given its kinfo_proc, as old headers declare it; -1 where any of it is missing."""
    space = None
    if kd.image is not None and not kd.refuses_processes:
        process = _process(kd, proc)
        try:
            space = None if process is None or not process.as_kva else kd.image.user(process)
        except SunkvmError:  # nothing tells how this machine's processes are mapped
            pass
    if space is None:
        kd.hard(_DEAD_USER)
        return -1
    data, fault = space.read_some(uaddr, nbytes(buf))
    if fault is not None:
        kd.soft(f"invalid address ({fault.address:#x})")
        return -1
    return transfer(data, buf)


def walk(kd: kvm_t) -> Iterator[KvmPage] | None:
    """Return the pages that `kvm_walk_pages` calls back for, one by one; None where the dump has nothing to walk."""
    core: Any = None if kd.image is None else kd.image.corefile
    if core is None or core.format != "freebsd_minidump" or kd.library == "11":
        return None
    if core.machine.name == "amd64" and core.header["version"] == 1:
        return None
    return _walk(core)


def _walk(core: Any) -> Iterator[KvmPage]:
    machine = core.machine.name
    direct: Callable[[int], int | None] = core.direct_address
    shift = core.page_shift

    def offset(pa: int) -> int:
        where = core.page(PHYS, pa >> shift)
        return -1 if where == HOLE else int(where & ~SLOW) - core.source.base

    def is_memory(pa: int) -> bool:
        return offset(pa) >= 0 or core.fault(PHYS, pa).kind != Fault.UNMAPPED

    seen: list[int] = []
    for va, pa, length, entry in core.table_mappings():
        there = direct(pa)
        if machine in ("arm64", "riscv"):
            # The original leaves out that the direct map begins at dmapphys.
            there = core.header["dmapbase"] + pa
        seen.append(pa)
        yield KvmPage(pa, va, there or 0, core.prot(entry), offset(pa), length)
    if machine != "amd64":
        return
    for pa in sorted(set(seen)):
        there = direct(pa)
        if there is None:
            break
        if is_memory(pa):
            yield KvmPage(pa, 0, there, 3, offset(pa), core.page_size)


def kvm_walk_pages(kd: kvm_t, callback: Callable[[KvmPage, Any], int], arg: Any = None) -> int:
    """Call ``callback(page, arg)`` for each page that the kernel maps; return 1, or 0 when a call returned 0.

    Dumps that are no minidumps, and version 1 of amd64, have nothing to walk: 0 without a call.
    """
    pages = walk(kd)
    return int(pages is not None and all(callback(page, arg) for page in pages))


def kvm_kerndisp(kd: kvm_t) -> int:
    """Return by how many bytes the kernel was moved when it was loaded."""
    return 0 if kd.image is None else int(getattr(kd.image.corefile, "displacement", 0))


# Processes


def kvm_getprocs(kd: kvm_t, op: int, arg: int) -> StructArray | None:
    """Return the processes, or threads, that ``op`` and ``arg`` select, as an array of ``struct kinfo_proc``; else None.

    None without a message means that there are none. ``bytes()`` of the array is what C gets; its items are views. The
    array is the caller's. It has one entry a thread with `KERN_PROC_INC_THREAD` or `KERN_PROC_ALL`, else the first
    thread's; FreeBSD 11 knows one entry a process only.
    """
    return kd.processes(op, arg)


def _process(kd: kvm_t, proc: StructView) -> Any:
    """Return the record of the process that a kinfo_proc is about."""
    assert kd.image is not None
    # The image's own, which has compiled its layouts already; of a corefile that does not tell whose it is, a new one.
    personality: Any = kd.image.personality
    if personality.name != "freebsd":
        from ..personality import load

        personality = load("freebsd", kd.image)
    try:
        kva = _live_process(kd, kd.number(proc)) if kd.live else proc["ki_paddr"]
        return None if kva is None else personality.process(kva)
    except SunkvmError:
        return None


def _live_process(kd: kvm_t, pid: int | None) -> int | None:
    """Return where a process of the running system is now: what was listed may have ended, and something else lies there.

    The original asks its kernel by number too. Raises `SunkvmError`.
    """
    assert kd.image is not None
    if pid is None:
        return None
    from ..personalities.bsd_reader import BsdReader

    kd.image.corefile.refresh()
    reader, word = BsdReader(kd.image), kd.image.model.word
    found = kd.value("_pidhashtbl", "_pidhash")
    table, mask = (None if where is None else reader.integer(where, word) for where in found)
    if table is None or mask is None:
        return None
    first = reader.integer(table + (pid & mask) * word, word) or 0
    for kva, (number,) in reader.chain("processes", "proc", first, "p_hash.le_next", "p_pid"):
        if number == pid:
            return kva
    return None


def _vector(kd: kvm_t, proc: StructView, nchr: int, what: str) -> list[str] | None:
    if kd.image is None or kd.refuses_processes:
        kd.hard(_DEAD_USER)
        return None
    process = _process(kd, proc)
    found = None if process is None else getattr(process, what)
    if found is None or (kd.live and not found):
        if not kd.live:
            kd.hard(_DEAD_USER)
        return None
    if nchr <= 0:
        return list(found)
    left, kept = nchr, []
    for text in found:
        raw = os.fsencode(text)[: max(left - 1, 0)]
        if left <= 0:
            break
        kept.append(os.fsdecode(raw))
        left -= len(raw) + 1
    return kept


def kvm_getargv(kd: kvm_t, proc: StructView, nchr: int = 0) -> list[str] | None:
    """Return the arguments of a process, at most ``nchr`` bytes of them (0: all); None where the dump has none.

    The original refuses this for every dead kernel; so does this with ``library``.
    """
    return _vector(kd, proc, nchr, "argv")


def kvm_getenvv(kd: kvm_t, proc: StructView, nchr: int = 0) -> list[str] | None:
    """Return the environment of a process; see `kvm_getargv`."""
    return _vector(kd, proc, nchr, "env")


def kvm_getfiles(kd: kvm_t, op: int, arg: int) -> None:
    """Return None, as the original up to 10 always did for dead kernels; the call is gone from later releases."""
    kd.hard(f"kvm_getfiles has been broken for years: {os.strerror(errno.ENOTSUP)}")


# The system


def kvm_getloadavg(kd: kvm_t, nelem: int) -> list[float] | int:
    """Return up to three load averages, or -1.

    The libraries of 11 and 12 fail without a symbol ``fscale``, which no kernel has; this takes the scale that stands
    beside the averages.
    """
    if kd.foreign:
        kd.hard("cannot read loadavg from non-native core")
        return -1
    averages, scale_symbol = kd.value("_averunnable", "_fscale")
    if averages is None or kd.image is None:
        kd.hard("_averunnable: no such symbol")
        return -1
    model = kd.image.model
    size = 24 if model.bits == 64 else 16
    data, fault = kd.image.kernel.read_some(averages, size)
    if fault is not None:
        kd.hard("can't read averunnable")
        return -1
    numbers = struct.unpack_from(f"{model.order}3I", data)
    scale = int.from_bytes(data[size - model.word :], model.byteorder)
    if scale_symbol is not None:
        scale = kd.integer(scale_symbol, 4, signed=True) or scale
    if not scale:
        kd.hard("can't read averunnable")
        return -1
    return [number / scale for number in numbers[: max(min(nelem, 3), 0)]]


def kvm_getswapinfo(kd: kvm_t, maxswap: int, flags: int = 0) -> StructArray | int:
    """Return up to ``maxswap - 1`` swap devices and, as the last element, their sum, as ``struct kvm_swap``; or -1.

    Sizes are in pages. C returns the number of devices, one less than there are elements. The libraries of 12 and
    later always fail for want of the variable dmmax; this does without: no pages are left out of the total then.
    """
    if kd.foreign:
        kd.hard("cannot read swapinfo from non-native core")
        return -1
    if kd.image is None or kd.closed:
        return -1
    head, dmmax, renamed = kd.value("_swtailq", "_dmmax", "_nsw_cluster_max")
    if head is None:
        kd.hard("unable to find swtailq")
        return -1
    left_out: int | None = 0
    for symbol in (dmmax, renamed):
        if symbol is not None:
            left_out = kd.integer(symbol, 4, signed=True)
            break
    if left_out is None:
        kd.hard("cannot read _dmmax")
        return -1
    first = kd.word(head)
    if first is None:
        kd.hard("cannot read _swtailq")
        return -1
    if maxswap <= 0:
        return -1
    layout = schema.kvm_swap(kd.image.model)
    rows: list[bytes] = []
    used = total = 0
    pack = struct.Struct(kd.image.model.order + "32sIIi8x").pack
    from ..personalities.bsd_reader import BsdReader

    reader = BsdReader(kd.image)
    chain = reader.chain(
        "swap devices",
        "swdevt",
        first,
        "sw_list.tqe_next",
        "sw_dev",
        "sw_nblks",
        "sw_used",
        "sw_flags",
        "sw_vp",
    )
    try:
        for _, (dev, blocks, in_use, bits, vnode) in chain:
            size = blocks - left_out
            used += in_use
            total += size
            if len(rows) < maxswap - 1:
                name = _device_name(dev, flags)
                if kd.live and dev not in (0xFFFF_FFFF, _MASK64):
                    name = _live_name(reader, vnode, flags) or name
                rows.append(pack(name[:31], in_use & 0xFFFF_FFFF, size & 0xFFFF_FFFF, bits))
    except SunkvmError:
        kd.hard("cannot read swinfo")
        return -1
    rows.append(pack(b"", used & 0xFFFF_FFFF, total & 0xFFFF_FFFF, 0))
    return StructArray(layout, b"".join(rows))


def _device_name(dev: int, flags: int) -> bytes:
    """Return a device's name as devname(3) makes it up for one that it does not know: a dump has no names."""
    if dev in (0xFFFF_FFFF, _MASK64):
        return b"[NFS swap]"
    return (b"/dev/" if flags & SWIF_DEV_PREFIX else b"") + f"#C:{dev:x}".encode()


def _live_name(reader: BsdReader, vnode: int, flags: int) -> bytes | None:
    """Return a device's name on the running system, which devname(3) knows there; None where it has none."""
    from ..personalities.freebsd_files import Vnode

    path = Vnode(reader, vnode).path
    if path is None:
        return None
    return os.fsencode(path if flags & SWIF_DEV_PREFIX else path.removeprefix("/dev/"))


def kvm_getcptime(kd: kvm_t) -> list[int] | int:
    """Return the five clocks of all processors together: user, nice, sys, intr, idle, in ticks of statclock; or -1."""
    if kd.foreign:
        kd.hard("cannot read cp_time from non-native core")
        return -1
    if kd.image is None:
        return -1
    word = kd.image.model.word_struct(_CPUSTATES)
    (whole,) = kd.value("_cp_time")
    if whole is not None:
        data, fault = kd.image.kernel.read_some(whole, word.size)
        if fault is not None:
            kd.hard("cannot read cp_time array")
            return -1
        return list(word.unpack(data))
    processors = kd.pcpu()
    layout = kd.layout("pcpu")
    if processors is None or layout is None:
        return -1
    at = layout.offset("pc_cp_time")
    sums = [0] * _CPUSTATES
    for cpu in range(len(processors[2])):
        data_or = kvm_getpcpu(kd, cpu)
        if data_or is None:
            continue
        if isinstance(data_or, int):
            return -1
        sums = [one + other for one, other in zip(sums, word.unpack_from(data_or, at), strict=True)]
    return sums


def kvm_getpcpu(kd: kvm_t | None, cpu: int) -> bytes | int | None:
    """Return the ``struct pcpu`` of a processor; None where there is no such processor, -1 after an error."""
    if kd is None:
        return None
    processors = kd.pcpu()
    layout = kd.layout("pcpu")
    if processors is None or layout is None or kd.image is None or cpu < 0:
        return -1
    addresses = processors[2]
    if cpu >= len(addresses) or not addresses[cpu]:
        return None
    data, fault = kd.image.kernel.read_some(addresses[cpu], layout.size)
    if fault is not None:
        kd.hard("unable to read per-CPU data")
        return -1
    return data


def kvm_getmaxcpu(kd: kvm_t) -> int:
    """Return how many processors the kernel was built for, or -1."""
    processors = kd.pcpu()
    return -1 if processors is None else processors[0]


def kvm_getncpus(kd: kvm_t) -> int:
    """Return how many processors there are, or -1."""
    processors = kd.pcpu()
    return -1 if processors is None else processors[1]


def kvm_read_zpcpu(kd: kvm_t, base: int, buf: int | Buffer, cpu: int) -> bytes | int:
    """Read a processor's copy of memory from the zone of per-processor items, given the address of the first; or -1.

    The distance of the copies is the kernel's own: sizeof(struct pcpu) up to 11, a page since 12.
    """
    layout = kd.layout("pcpu")
    if kd.foreign or kd.image is None or layout is None:
        return -1
    stride = layout.size if "pc_cnt" in layout else max(kd.image.corefile.page_size, 4096)
    start = kd.zpcpu_base(layout)
    if start is None:
        kd.hard("unable to find __pcpu")
        return -1
    kva = start + base + stride * cpu & kd.image.model.mask
    return transfer(kd.read(kva, nbytes(buf)), buf)


def kvm_counter_u64_fetch(kd: kvm_t, base: int) -> int:
    """Return the sum of a counter over all processors; 0 where it cannot be read."""
    processors = kd.pcpu()
    if processors is None or kd.image is None:
        return 0
    total = 0
    for cpu in range(max(min(processors[1], _MAX_CPUS), 0)):
        data = kvm_read_zpcpu(kd, base, 8, cpu)
        if isinstance(data, int) or len(data) != 8:
            return 0
        total += int.from_bytes(data, kd.image.model.byteorder)
    return total & _MASK64


def kvm_dpcpu_setcpu(kd: kvm_t, cpu: int) -> int:
    """Select the processor whose dynamic per-processor variables `kvm_nlist` finds; return 0, or -1 and keep the last."""
    return kd.set_dpcpu(cpu)
