"""The descriptor of FreeBSD's libkvm: its state, its files, and what its memory and symbols answer.

Facts: lib/libkvm/kvm.c, kvm_pcpu.c and kvm_vnet.c of FreeBSD 11.0, 12.1 and 15.
"""

from __future__ import annotations

import errno
import os
import stat

from .. import datamodel
from ..errors import Fault, LayoutError, OpenError, SunkvmError
from ..layouts.releases import number as release_number
from ..names import is_live
from ..schema.kernels import freebsd as schema
from ..source import open_source
from .bsd import Descriptor, OpenFailed, StructArray
from .bsd_nlist import N_DATA, N_EXT, AoutSymbols
from .bsd_open import open_live
from .freebsd_faults import reason
from .freebsd_open import find_machine
from .freebsd_procs import (
    Kernel,
    WalkError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..datamodel import DataModel
    from ..layout import Layout
    from ..layouts.view import StructView

    Resolver = Callable[[str], "int | None"]
    Buffer = bytearray | memoryview

_MAXPATHLEN = 1024
_BOOTFILE = "/boot/kernel/kernel"
_MAX_CPUS = 1 << 16
_MASK64 = (1 << 64) - 1


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
        if fault.kind == Fault.UNREADABLE:
            self.unreadable(fault)
            return data
        self.missing(fault.address)
        return -1

    def missing(self, kva: int) -> None:
        """Say why an address cannot be read."""
        assert self.image is not None
        why = reason(self.image.corefile, kva)
        if why is not None:
            self.hard(why)
        self.soft(f"invalid address ({kva:#x})")

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


def open_files(
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
        kd.image, kd._symbols = open_live("freebsd", kd.model)
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
        kd.image, kd._symbols = open_live("freebsd", kd.model)
        return
    _open_dead(kd, path, core)


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


def descriptor(program: str | None, library: str | None, model: DataModel | str | None) -> kvm_t:
    if library not in (None, "11", "12", "cur"):
        raise ValueError(f"no library {library!r}: 11, 12, cur or None")
    if isinstance(model, str):
        model = datamodel.MODELS[model]
    return kvm_t(program, library, model or datamodel.host())
