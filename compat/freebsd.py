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
import stat
import struct

from .. import datamodel
from ..corefile import HOLE, PHYS, SLOW
from ..errors import Fault, LayoutError, OpenError, SunkvmError
from ..layouts.releases import number as release_number
from ..names import is_live
from ..schema.kernels import freebsd as schema
from ..source import open_source
from .bsd import Descriptor, Errbuf, Nlist, OpenFailed, StructArray, entries, fill_errbuf, nbytes, transfer
from .bsd_nlist import N_DATA, N_EXT, AoutSymbols
from .freebsd_faults import reason
from .freebsd_open import find_machine
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
    Kernel,
    WalkError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from ..datamodel import DataModel
    from ..layout import Layout
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
_MAXPATHLEN = 1024
_BOOTFILE = "/boot/kernel/kernel"
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


class kvm_t(Descriptor):
    """A kernel descriptor. Its members are private, as in C, but for ``cnt``: how many `kvm_getprocs` found last.

    ``cnt`` is None where C would not have written it. ``dead_args`` lifts the refusal of a named library to read memory
    of processes of a dead kernel.
    """

    dead_args = False
    writable = False

    def __init__(self, program: str | None, library: str | None, model: DataModel) -> None:
        super().__init__(program)
        self.library = library
        self.model = model
        self.resolver: Resolver | None = None
        self.native = True
        self.cnt: int | None = None
        self._symbols: AoutSymbols | None = None
        self._kernel: Kernel | None = None
        self._listed = b""
        self._pids: dict[int, int] | None = None
        self._pcpu: tuple[int, int, tuple[int, ...]] | None = None
        self._zpcpu_base: int | None = None
        self._dpcpu: tuple[int, int, tuple[int, ...]] | None = None
        self._dpcpu_cpu = 0
        self._vnet: tuple[int, int, int] | None = None
        self._vnet_tried = False

    @property
    def foreign(self) -> bool:
        """Whether calls that need kernel structs are refused, as the original refuses them for other machines."""
        return self.library is not None and not self.native

    @property
    def live(self) -> bool:
        """Whether this is the kernel of the running host."""
        return self.image is not None and self.image.corefile.live

    @property
    def refuses_processes(self) -> bool:
        """Whether memory of processes is not shown: the original's libraries read it of live kernels only."""
        return self.library is not None and not self.dead_args and not self.live

    # Memory

    def read(self, kva: int, count: int) -> bytes | int:
        """Read as kvm_read2 does: all, the bytes before the end of a cut file, or -1 with the messages."""
        if count < 0:
            raise ValueError("negative count")
        if self.closed:
            raise ValueError("the kvm descriptor is closed")
        if not count:
            return b""
        kva &= _MASK64
        if self.image is None or not self.memory:
            self.soft("kvm_read: Bad address")
            return -1
        data, fault = self.image.kernel.read_some(kva, count)
        if fault is None or fault.kind == Fault.TRUNCATED:
            return data
        why = reason(self.image.corefile, fault.address)
        if why is not None:
            self.hard(why)
        self.soft(f"invalid address ({fault.address:#x})")
        return -1

    def word(self, kva: int) -> int | None:
        """Return the machine word at an address, None where it cannot be read; no message."""
        return self.integer(kva, self.image.model.word) if self.image is not None else None

    def integer(self, kva: int, size: int, signed: bool = False) -> int | None:
        """Return an integer, None where it cannot be read; no message."""
        if self.image is None:
            return None
        data, fault = self.image.kernel.read_some(kva & _MASK64, size)
        return None if fault is not None else int.from_bytes(data, self.image.model.byteorder, signed=signed)

    # Symbols

    def plain(self, names: list[str]) -> list[tuple[int, int] | None]:
        """Look names up in the symbol table, or with the caller's resolver."""
        if self.resolver is not None:
            found: list[tuple[int, int] | None] = []
            for name in names:
                value = self.resolver(name)
                found.append(None if value is None else (N_DATA | N_EXT, value))
            return found
        if self._symbols is None:
            return [None] * len(names)
        return self._symbols.lookup(names)

    def value(self, *names: str) -> list[int | None]:
        """Return the addresses of symbols, which are spelled as in C's sources, with an underscore in front."""
        return [None if found is None else found[1] for found in self.plain(list(names))]

    def nlist(self, names: list[str]) -> list[tuple[int, int] | None]:
        """Look names up as kvm_nlist2 does: then among the virtualised variables, then among those of a processor."""
        found = self.plain(names)
        if all(found) or self.foreign or self.image is None:
            return found
        noise: list[str] = []
        for prefix, ready in (("vnet_entry_", self.vnet), ("pcpu_entry_", self.dpcpu)):
            missing = [number for number, each in enumerate(found) if each is None]
            if not missing:
                break
            span = ready(noise)
            if span is None:
                continue
            start, stop, base = span
            tried = self.plain([prefix + names[number].removeprefix("_") for number in missing])
            for number, each in zip(missing, tried, strict=True):
                if each is not None and start <= each[1] < stop:
                    found[number] = each[0], each[1] + base & _MASK64
        if not all(found):
            # The original says this of every lookup that misses the plain symbols, also where one of these finds it.
            for message in noise:
                self.hard(message)
        return found

    def vnet(self, noise: list[str]) -> tuple[int, int, int] | None:
        """Return (start, stop, base) of the virtualised variables of the first jail; messages go to ``noise``."""
        if self._vnet_tried:
            return self._vnet
        names = ("___start_set_vnet", "___stop_set_vnet", "_vnet_head", "_allproc", "_dumptid", "_proc0")
        found = self.value(*names)
        start, stop, _, _, dumptid, proc0 = found
        if None in found or start is None or stop is None or dumptid is None or proc0 is None:
            self._vnet_tried = True
            return None
        base = self._vnet_base(dumptid, proc0)
        if isinstance(base, str):
            noise.append(f"_kvm_vnet_selectpid: {base}")
            return None
        self._vnet_tried = True
        self._vnet = start, stop, base
        return self._vnet

    def _vnet_base(self, dumptid: int, proc0: int) -> int | str:
        """Follow proc0 to its jail's network stack; return what is to be added, or the original's message."""
        assert self.image is not None
        from ..personalities.bsd_reader import BsdReader
        from ..personalities.freebsd_sets import vnet_base

        return "dumptid" if self.integer(dumptid, 4) is None else vnet_base(BsdReader(self.image), proc0)

    def dpcpu(self, noise: list[str]) -> tuple[int, int, int] | None:
        """Return (start, stop, base) of the variables of the selected processor."""
        if self._dpcpu is None and not self._dpcpu_init():
            return None
        assert self._dpcpu is not None
        start, stop, bases = self._dpcpu
        return (start, stop, bases[self._dpcpu_cpu]) if self._dpcpu_cpu < len(bases) else None

    def _dpcpu_init(self) -> bool:
        names = ("___start_set_pcpu", "___stop_set_pcpu", "_dpcpu_off", "_mp_maxcpus")
        start, stop, offsets, maxcpus = self.value(*names)
        if self.foreign or start is None or stop is None or offsets is None or maxcpus is None:
            return False
        bases = self._pointers(offsets, self.integer(maxcpus, 4))
        if bases is None:
            return False
        self._dpcpu = start, stop, bases
        return True

    def _pointers(self, kva: int, count: int | None) -> tuple[int, ...] | None:
        """Return an array of machine words, None where it cannot be read."""
        if count is None or not 0 <= count <= _MAX_CPUS or self.image is None:
            return None
        data, fault = self.image.kernel.read_some(kva, count * self.image.model.word)
        return None if fault is not None else self.image.model.word_struct(count).unpack(data)

    def set_dpcpu(self, cpu: int) -> int:
        """Select the processor whose variables `nlist` finds."""
        if self._dpcpu is None and not self._dpcpu_init():
            self.hard("kvm_dpcpu_setcpu: init failed")
            return -1
        assert self._dpcpu is not None
        bases = self._dpcpu[2]
        cpu &= 0xFFFF_FFFF
        if cpu >= len(bases):
            self.hard(f"_kvm_dpcpu_setcpu: CPU {cpu} too big")
            return -1
        if not bases[cpu]:
            self.hard(f"_kvm_dpcpu_setcpu: CPU {cpu} not found")
            return -1
        self._dpcpu_cpu = cpu
        return 0

    # Processors

    def pcpu(self) -> tuple[int, int, tuple[int, ...]] | None:
        """Return (maxcpu, ncpus, addresses of struct pcpu), None after a message."""
        if self._pcpu is None:
            if self.foreign:
                self.hard("kvm_nlist of non-native vmcore")
                return None
            names = ("cpuid_to_pcpu", "mp_maxcpus", "mp_ncpus")
            values = self.value(*(f"_{name}" for name in names))
            for name, value in zip(names, values, strict=True):
                if value is None:
                    self.hard(f"unable to find {name}")
                    return None
            table, *counts = (value or 0 for value in values)
            read = []
            for name, value in zip(names[1:], counts, strict=True):
                number = self.integer(value, 4, signed=True) if self.memory else None
                if number is None:
                    self.hard(f"cannot read {name}")
                    return None
                read.append(number)
            addresses = self._pointers(table, read[0])
            if addresses is None:
                self.hard("cannot read cpuid_to_pcpu array")
                return None
            self._pcpu = read[0], read[1], addresses
        return self._pcpu

    def layout(self, name: str) -> Layout | None:
        return None if self.image is None else self.image.layouts.layout(name)

    def zpcpu_base(self, layout: Layout) -> int | None:
        """Return what the addresses of counters are relative to: 0 up to 12, __pcpu on amd64 since 13."""
        if self._zpcpu_base is None:
            base: int | None = 0
            if (
                self.image is not None
                and self.image.model.name in ("amd64", "i386")
                and "pc_zpcpu_offset" in layout
            ):
                (symbol,) = self.value("___pcpu")
                base = None if symbol is None else self.word(symbol)
            self._zpcpu_base = base
        return self._zpcpu_base

    # Processes

    def kinfo(self) -> Layout:
        """Return the layout of struct kinfo_proc: the named library's, else that of the image's release."""
        assert self.image is not None
        if self.library is not None:
            return schema.kinfo_proc(self.image.model, {"11": 11, "12": 12}.get(self.library, 15))
        own = self.image.layouts.layout("kinfo_proc")
        if own is not None and {"ki_structsize", "ki_pid", "ki_tdev"} <= own.fields.keys():
            return own
        number = release_number(self.image.kernel, self.image.namelist) or 1500000
        release = 11 if number < 1200000 else 12 if number < 1400000 else 15
        return schema.kinfo_proc(self.image.model, release)

    def number(self, proc: StructView | Mapping[str, int]) -> int | None:
        """Return the pid in a kinfo_proc; of one of which only ki_paddr is known, as it was in the last list."""
        if not isinstance(proc, dict):
            return int(proc["ki_pid"])
        if self._kernel is None:
            return None
        if self._pids is None:
            layout = self._kernel.kinfo
            read = layout.reader("ki_paddr", "ki_pid")
            self._pids = dict(read(self._listed, at) for at in range(0, len(self._listed), layout.size))
        return self._pids.get(proc["ki_paddr"])

    def processes(self, op: int, arg: int) -> StructArray | None:
        self.cnt = None
        if self.foreign:
            self.hard("cannot read procs from non-native core")
            return None
        if self.image is None:
            self.hard("_nprocs: no such symbol")
            return None
        names = ["nprocs", "allproc", "zombproc", "ticks", "hz", "cpu_tick_frequency"]
        values = self.value(*(f"_{name}" for name in names), "_pidhashtbl", "_pidhash")
        optional = self.library != "11" or self.live  # there the original asks the kernel
        for name, value in zip(names, values[:6], strict=True):
            if value is None and not (name == "zombproc" and optional):
                self.hard(f"_{name}: no such symbol")
                return None
        names += ["pidhashtbl", "pidhash"]
        symbols = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        try:
            if self._kernel is None:
                self._kernel = Kernel(self.image, self.kinfo())
            raw = self._kernel.processes(symbols, op, arg)
        except (WalkError, LayoutError) as error:
            self.hard(str(error))
            early = "can't read nprocs", "can't read ticks", "can't read hz", "can't read cpu_tick_frequency"
            self.cnt = None if str(error) in early else 0
            return None
        found = StructArray(self._kernel.kinfo, raw, self.image.layouts.resolve)
        self._listed, self._pids = raw, None
        self.cnt = len(found)
        return found if self.cnt else None


# Opening


def _open(
    execfile: str | os.PathLike[str] | None,
    corefile: str | os.PathLike[str] | None,
    flags: int,
    kd: kvm_t,
    resolver: Resolver | None,
) -> None:
    """Open as the common routine of kvm.c does, with its checks in its order. Raises `OpenFailed`."""
    path = _BOOTFILE if execfile is None else os.fspath(execfile)
    if len(os.fsencode(path)) >= _MAXPATHLEN:
        raise OpenFailed("exec file name too long")
    if flags & ~os.O_RDWR:
        raise OpenFailed("bad flags arg")
    core = None if corefile is None else os.fspath(corefile)
    kd.resolver = resolver
    kd.writable = flags & os.O_ACCMODE != os.O_RDONLY
    if is_live(core):
        _open_live(kd)
        return
    assert core is not None
    try:
        handle = os.open(core, flags | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            status = os.fstat(handle)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None) or errno.EINVAL
        raise OpenFailed(f"{core}: {os.strerror(number)}") from error
    if stat.S_ISREG(status.st_mode) and status.st_size <= 0:
        raise OpenFailed(f"empty file: {os.strerror(errno.EINVAL)}")
    if stat.S_ISCHR(status.st_mode) and core == os.devnull:
        kd.memory = False  # what ps and w open on a live system: for them the original asks the kernel
        _open_live(kd)
        return
    _open_dead(kd, path, core)


def _open_live(kd: kvm_t) -> None:
    from .. import engine

    try:
        kd.image = engine.open(None, None, os="freebsd", model=kd.model)
        data = kd.image.namelist.file()
        if data is not None:
            with data as source:
                kd._symbols = AoutSymbols(source)
    except (SunkvmError, KeyError, ImportError) as error:
        raise OpenFailed(str(error)) from error


def _open_dead(kd: kvm_t, path: str, core: str) -> None:
    from .. import engine

    if kd.library is not None:
        _check(kd, path, core)
    try:
        image = engine.open(path, core)
    except SunkvmError as error:
        if kd.library is None:
            _check(kd, path, core)  # has the original's words for most of what can be wrong
        raise OpenFailed(str(getattr(error, "reason", error))) from error
    if image.corefile.personality != "freebsd":
        image.close()
        raise OpenFailed("invalid core")
    kd.image = image
    kd.native = image.model is kd.model
    if kd.resolver is None:
        with open_source(path) as source:
            kd._symbols = AoutSymbols(source)


def _check(kd: kvm_t, path: str, core: str) -> None:
    """Look at both files as the original does before it reads them. Raises `OpenFailed` with its message."""
    try:
        with open_source(path) as kernel, open_source(core) as dump:
            machine = find_machine(kernel, dump, kd.library)
            kd.native = machine.matches(kd.model)
            if kd.foreign and kd.resolver is None:
                raise OpenFailed("non-native kernel requires a symbol resolver")
            machine.check_core(dump)
    except OpenError as error:
        known = error.errno in (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ELOOP)
        text = os.strerror(error.errno) if known else error.reason
        raise OpenFailed(f"{error.path}: {text}") from error


def _descriptor(program: str | None, library: str | None, model: DataModel | str | None) -> kvm_t:
    if library not in (None, "11", "12", "cur"):
        raise ValueError(f"no library {library!r}: 11, 12, cur or None")
    if isinstance(model, str):
        model = datamodel.MODELS[model]
    return kvm_t(program, library, model or datamodel.host())


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
    kd = _descriptor(errstr, library, model)
    try:
        _open(execfile, corefile, flags, kd, None)
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
    kd = _descriptor(None, library, model)
    try:
        _open(execfile, corefile, flags, kd, resolver)
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
        number = errno.EROFS if kd.writable else errno.EBADF
        kd.soft(f"kvm_write: {os.strerror(number)}")
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
