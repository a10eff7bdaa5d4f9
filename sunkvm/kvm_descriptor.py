"""The Solaris kernel descriptor ``kvm_t``: how an image is opened for a caller, and what `sunkvm.kvm` does with it."""

from __future__ import annotations

import os
import stat
import struct
import sys

from .corefile import HOLE, KVA, PHYS, Corefile, open_corefile
from .errors import (
    Fault,
    FormatError,
    NamelistError,
    OpenError,
    ReadOnlyError,
    SunkvmError,
    UnknownFormatError,
)
from .handles import above_stdio
from .layouts.view import StructView
from .namelist import open_namelist
from .namelists.aout import is_aout_file
from .namelists.elf import ElfNamelist
from .names import is_live, resolve
from .personalities.solaris_cmd import MODEL_ILP32, SSYS, Command, slots
from .schema.formats.solaris_dump import DUMP_MAGIC, dumphdr
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .datamodel import DataModel
    from .layouts import LayoutSource
    from .namelist import Namelist, Symbol

KVM_NSRCH = 0x10000000
"""Flag of `kvm_open`, beside os.O_RDONLY or os.O_RDWR: open what there is of a dump whose sections are not all there."""
DUMP_VERSION = 10
KERNEL = 1
"""The number of the kernel's space where no address names it, as C callers know it."""
NO_ADDRESS = (1 << 64) - 1
"""What `kvm_physaddr` returns where there is no page: C's ``-1ULL``."""
_MAXNAMELEN = 256
_KSYMS = "/dev/ksyms"
_SPACES = 4096
_AOUT_SYSTEMS = ("sunos4", "netbsd")


class OpenFailed(Exception):
    """`kvm_open` cannot succeed; ``str()`` is the original's message without prefix and newline."""


class _Nothing(Corefile):
    """A character device that is no memory device: the original opens it, and every read fails."""

    format = "none"
    page_size, page_shift = 4096, 12

    def __init__(self, path: str, model: DataModel) -> None:
        self.path, self.model, self.warnings = path, model, []

    def page(self, space: str | int, index: int) -> int:
        return HOLE

    def physical(self, space: str | int, address: int) -> int | None:
        return None


class kvm_t:
    """A kernel descriptor. Its members are private, as in C, but for ``pid``: the process the cursor stands on, or -1.

    One descriptor belongs to one thread at a time.
    """

    user_end = 0
    """Addresses below this are of the process that was looked at last, for `kvm_read` as well; nothing but in SunOS 4."""

    failure = 0
    """The system's number where it could not do the last read, else 0."""

    def __init__(self, corefile: Corefile, model: DataModel, flag: int, debug: bool) -> None:
        self.corefile = corefile
        self.model = model
        self.flag = flag
        self.debug = debug
        self.closed = False
        self.pid = -1
        self.namelist_path = _KSYMS
        self.namelist: Namelist | None = None
        self.kas: int | None = None
        self.practive = 0
        self.physical = AddressSpace(corefile, PHYS)
        self.kernel: AddressSpace | None = None
        self._spaces: dict[int, AddressSpace] = {0: self.physical}
        self._read_kernel = self._unreadable
        self._symbols: bytes | None = None  # the dump's own symbol file, where it serves as namelist
        self._temporary: str | None = None
        self._finish: Callable[[], object] | None = None  # closes and removes that file

    # Opening

    def set_namelist(self, namelist: Namelist, path: str, symbols: bytes | None = None) -> None:
        """Take a namelist: find kas and practive, once, as the original does; then rewind the process cursor."""
        from .engine import layouts_for

        self.namelist, self.namelist_path, self._symbols = namelist, path, symbols
        found = namelist.find(("kas", "practive"))
        self.practive = int(found.get("practive", 0))
        kas = int(found.get("kas", 0))
        if (
            KVA in self.corefile.serves
        ):  # of the kernels that are emulated, those without address space objects
            self.kas = KERNEL
            self.kernel = self._spaces[KERNEL] = AddressSpace(self.corefile, KVA, "kernel")
            if not self.debug:
                self._read_kernel = self.kernel.read_some
        elif kas:
            self.kas = kas
            self.kernel = self.space(kas)
            if not self.debug:
                self._read_kernel = self.kernel.read_some
        self.layouts = layouts_for(self.corefile, self.kernel, namelist)
        structs: LayoutSource = self.layouts
        if self.corefile.personality == "sunos4":
            # Its processes are no proc_t; there are none for these calls.
            from .layouts.builtin import BuiltinTables

            structs = BuiltinTables("solaris", self.model)
        proc, user, pid = (structs.layout(name) for name in ("proc", "user", "pid"))
        if proc is None or user is None or pid is None:
            raise OpenFailed(f"no layout of proc_t for {self.model.name} kernels")
        self.proc_layout, self.user_layout, self.pid_layout = proc, user, pid
        self.user_offset = proc.offset("p_user")
        self._p_next = proc.offset("p_next")
        self._next = proc.reader("p_next")
        self._pidp = proc.reader("p_pidp")
        self._p_as = proc.reader("p_as")
        self._pid_id = pid.offset("pid_id")
        self._word = self.model.word_struct()
        self._buffer = bytearray(proc.size)
        self._view = StructView(proc, self._buffer, 0, resolve=structs.resolve)
        self.setproc()

    def space(self, key: int) -> AddressSpace:
        """Return the address space of a ``struct as`` address; 0 stands for physical memory."""
        space = self._spaces.get(key)
        if space is None:
            if len(self._spaces) > _SPACES:
                self._spaces = {0: self.physical}
                if self.kernel is not None and self.kas is not None:
                    self._spaces[self.kas] = self.kernel
            space = self._spaces[key] = AddressSpace(self.corefile, key)
        return space

    # Reading and writing

    def _unreadable(self, address: int, count: int) -> tuple[bytes, Fault | None]:
        if self.closed:
            raise ValueError("the kvm descriptor is closed")
        return b"", Fault(Fault.UNMAPPED, "kernel", address)

    def read(self, space: AddressSpace | None, address: int, count: int) -> bytes:
        """Return the bytes up to the first page that is not there, as the original moves them."""
        if self.closed:
            raise ValueError("the kvm descriptor is closed")
        if count < 0:
            raise ValueError("negative count")
        if space is None or not count:
            return b""
        address &= NO_ADDRESS if space is self.physical else self.model.mask
        if self.debug:
            return self._read_traced(space, address, count)
        data, fault = space.read_some(address, count)
        self.failure = fault.errno if fault is not None and fault.kind == Fault.UNREADABLE else 0
        while fault is not None and fault.kind == Fault.TRUNCATED:
            # Where a file was cut inside a page the original counts the whole piece, though only its start was moved.
            done = len(data)
            inside = (address + done) & (space.page_size - 1)
            if not inside or not done:
                break
            data += bytes(min(space.page_size - inside, count - done))
            rest, fault = space.read_some(address + len(data), count - len(data))
            data += rest
            if not rest:
                break
        return data

    def _read_traced(self, space: AddressSpace, address: int, count: int) -> bytes:
        """Read page by page, with the original's line on stderr for each look-up (KVM_DEBUG)."""
        parts: list[bytes] = []
        self.debug = False
        try:
            while count:
                self.trace(space, address)
                piece = min(count, space.page_size - (address & (space.page_size - 1)))
                part = self.read(space, address, piece)
                parts.append(part)
                if len(part) < piece:
                    break
                address += piece
                count -= piece
        finally:
            self.debug = True
        return b"".join(parts)

    def trace(self, space: AddressSpace, address: int) -> None:
        """Write the original's trace of one look-up to stderr; silent for corefiles without a dump map."""
        line = self.trace_line(space, address)
        if line is not None:
            sys.stderr.write(line + "\n")

    def trace_line(self, space: AddressSpace, address: int) -> str | None:
        """Return the original's trace of one look-up, or None for corefiles without a dump map."""
        steps = getattr(self.corefile, "steps", None)
        if steps is None:
            return None
        key = 0 if space is self.physical else space.key
        path, found = steps(space.key, address)
        line = f"kvm_lookup({f'{key:#x}' if key else '(nil)'}, {address:x}):"
        line += "".join(f" {step:x} ->" if key else f" {step} ->" for step in path)
        if found is None:
            return line + " dump map corrupt"
        return line + (f" found: {found:x}" if found else " not found: 0")

    def transfer(
        self, space: AddressSpace | None, address: int, buf: int | bytearray | memoryview
    ) -> bytes | int:
        """Read into a buffer, or return bytes where ``buf`` is a count; -1 where not a byte was moved."""
        if isinstance(buf, int):
            data = self.read(space, address, buf)
            return data if data or not buf else -1
        target = memoryview(buf).cast("B")
        data = self.read(space, address, len(target))
        target[: len(data)] = data
        return len(data) if data or not len(target) else -1

    def write(self, space: AddressSpace | None, address: int, data: bytes | bytearray | memoryview) -> int:
        """Write up to the first page that is not there; return the number of bytes, -1 where not one was moved."""
        if self.closed:
            raise ValueError("the kvm descriptor is closed")
        raw = bytes(data)
        if not raw:
            return 0
        if space is None:
            return -1
        address &= NO_ADDRESS if space is self.physical else self.model.mask
        try:
            done, _ = space.write_some(address, raw)
        except (ReadOnlyError, OSError):
            return -1
        return done or -1

    # Processes

    def setproc(self) -> int:
        """Rewind the cursor: read practive into the cached process's p_next, and nothing else."""
        self.corefile.refresh()
        head = self.read(self.kernel, self.practive, self.model.word)
        if len(head) == self.model.word:
            self._buffer[self._p_next : self._p_next + len(head)] = head
        self.pid = -1
        self._mark, self._steps, self._limit = 0, 0, 2
        return 0

    def nextproc(self) -> StructView | None:
        """Advance the cursor; the one buffer is overwritten."""
        following = self._next(self._buffer)[0]
        if not following or following == self._mark:  # the original would go round a looped list for ever
            return None
        self._steps += 1
        if self._steps == self._limit:
            self._mark, self._steps, self._limit = following, 0, self._limit * 2
        size = len(self._buffer)
        data = self.read(self.kernel, following, size)
        self._buffer[: len(data)] = data
        if len(data) < size:
            return None
        pid = self.read(self.kernel, self._pidp(data)[0] + self._pid_id, 4)
        if len(pid) < 4:
            return None
        self.pid = struct.unpack(self.model.order + "i", pid)[0]
        return self._view

    def getproc(self, pid: int) -> StructView | None:
        """Rewind the cursor and advance it to a process."""
        self.setproc()
        while (proc := self.nextproc()) is not None:
            if self.pid == pid:
                return proc
        return None

    def getu(self, proc: StructView) -> StructView | None:
        """Return the user area of a process, which is a part of it."""
        user: StructView = proc["p_user"]
        return user

    def command_of(
        self, proc: StructView, user: StructView, want_arg: bool, want_env: bool
    ) -> tuple[list[bytes | None] | None, list[bytes | None] | None] | None:
        """Return the slots of argv and env of a process, or None where `kvm_getcmd` fails."""
        return self.command_slots(bytes(proc), bytes(user), want_arg, want_env)

    def current_space(self) -> AddressSpace | None:
        """Return the address space of the process in the buffer; physical memory before the first `kvm_nextproc`."""
        return self.space(self._p_as(self._buffer)[0])

    def command_slots(
        self, proc: bytes | bytearray, user: bytes | bytearray, want_arg: bool, want_env: bool
    ) -> tuple[list[bytes | None] | None, list[bytes | None] | None] | None:
        """Return the slots of argv and env of a process given as raw structs, or None where `kvm_getcmd` fails.

        Memory is read from the cursor's process, whatever ``proc`` is.
        """
        flag, model, top = self.proc_layout.reader("p_flag", "p_model", "p_usrstack")(proc)
        if flag & SSYS:
            return None
        argc, argv, envp, auxv = self.user_layout.reader("u_argc", "u_argv", "u_envp", "u_auxv")(user)
        foreign = self.model.bits == 64 and model == MODEL_ILP32
        word = 4 if foreign else self.model.word
        aux = bool(struct.unpack_from(self.model.order + "i", auxv)[0])
        space = self.current_space()

        def read(address: int, count: int) -> bytes | None:
            data = self.read(space, address, count)
            return data if len(data) == count else None

        return slots(
            Command(self.model.order, word, argc, argv, envp, top, foreign, aux), read, want_arg, want_env
        )

    # Names

    def nlist(self, names: Iterable[str]) -> dict[str, Symbol] | None:
        """Return the symbols of these names that there are; None where the namelist cannot be read."""
        if self.closed or self.namelist is None:
            return None
        wanted = tuple(names)
        found = self.namelist.find(wanted)
        if self.corefile.personality in _AOUT_SYSTEMS:
            # Compilers of a.out put an underscore in front of each name.
            other = {
                name: name[1:] if name.startswith("_") else "_" + name for name in wanted if name not in found
            }
            also = self.namelist.find(tuple(other.values()))
            found = {**found, **{name: also[each] for name, each in other.items() if each in also}}
        return found

    def namelist_name(self) -> str:
        """Return the path of the namelist; the dump's own symbols are written to a temporary file for this.

        The original writes that file in `kvm_open` and leaves it behind without `kvm_close`; here it is made when it is
        asked for and removed at the end in any case.
        """
        if self._symbols is not None and self._temporary is None:
            import weakref

            from .sources import spill

            if (
                spill.in_memory
            ):  # no file may be made: one without a name, that the caller finds as long as this process lives
                handle = above_stdio(os.memfd_create("kvm_namelist", os.MFD_CLOEXEC))
                os.write(handle, self._symbols)
                self._temporary = self.namelist_path = f"/proc/{os.getpid()}/fd/{handle}"
                weakref.finalize(self, os.close, handle)
                return self.namelist_path
            handle, path = spill.make_named(".libkvm.kvm_nlist_core.pid", self._symbols, f"{os.getpid()}.")
            self._temporary = self.namelist_path = path
            self._finish = weakref.finalize(self, _drop, handle, path)
        return self.namelist_path

    def close(self) -> int:
        """Close everything; return 0, or -1 for a descriptor that is closed already."""
        if self.closed:
            return -1
        self.closed = True
        self._read_kernel = self._unreadable
        self._spaces.clear()
        self.corefile.close()
        if self.namelist is not None:
            self.namelist.close()
        if self._finish is not None:
            self._finish()
        return 0


def _drop(handle: int, path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
    os.close(handle)


def open_descriptor(
    namelist: str | None,
    corefile: str | None,
    flag: int,
    model: DataModel,
    debug: bool = False,
    swapfile: str | None = None,
    system: str = "solaris",
    old: bool = False,
    format: str | None = None,
) -> kvm_t:
    """Open an image as `kvm_open` does for a caller of this data model. Raises `OpenFailed`; leaves nothing open then.

    Without a corefile it is an emulated kernel of the ``system``, solaris or sunos4, unless names or environment say else.
    With ``old`` a namelist in a.out opens whatever is dumped, of any data model, for callers who know its structs;
    ``format`` names the form of such a corefile.
    """
    partial = bool(flag & KVM_NSRCH)
    if flag & ~KVM_NSRCH not in (os.O_RDONLY, os.O_RDWR):
        raise OpenFailed(f"illegal flag {flag & 0xFFFFFFFF:#x} to kvm_open()")
    flag &= ~KVM_NSRCH
    named = resolve(system, namelist, corefile, swapfile)
    live = named.corefile is None
    if not live and is_live(namelist):
        namelist = named.namelist
    if named.corefile is None:
        core = _open_live(named.system, model)
        core.process_writes = flag == os.O_RDWR
    else:
        if old and namelist is not None and is_aout_file(namelist):
            from .kvm_sunos4 import open_dead

            return open_dead(namelist, named.corefile, flag, debug, format)
        core = _open_core(named.corefile, flag, model, partial)
    descriptor = kvm_t
    if old and core.personality == "sunos4":
        from .kvm_sunos4 import Sunos4Descriptor as descriptor
    kd = descriptor(core, model, flag, debug)
    try:
        name = (_KSYMS if namelist is None else namelist).encode("utf-8", "surrogateescape")[:_MAXNAMELEN]
        _find_namelist(kd, name.decode("utf-8", "surrogateescape"), live and is_live(namelist), live)
    except BaseException:
        kd.close()
        raise
    return kd


def _open_live(system: str, model: DataModel) -> Corefile:
    from .engine import live_corefile

    try:
        return live_corefile(system, model)
    except SunkvmError as error:
        raise OpenFailed(str(error)) from error


def _open_core(path: str, flag: int, model: DataModel, partial: bool) -> Corefile:
    """Make the original's checks in the original's order, then open the corefile."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise OpenFailed(f"cannot stat {path}") from error
    if stat.S_ISCHR(status.st_mode):
        return _Nothing(path, model)
    try:
        handle = os.open(path, flag | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise OpenFailed(f"cannot open {path}") from error
    try:
        size = dumphdr(model).size
        header = os.pread(handle, size, 0)
    except OSError:
        header = b""
    finally:
        os.close(handle)
    if len(header) < size:
        raise OpenFailed("cannot read dump header")
    magic, version, _, wordsize = struct.unpack_from(f"{model.order}4I", header)
    if magic != DUMP_MAGIC:
        raise OpenFailed(f"{path} is not a kernel core file (bad magic number {magic:x})")
    if version != DUMP_VERSION:
        raise OpenFailed(f"libkvm version ({DUMP_VERSION}) != corefile version ({version})")
    if wordsize != model.bits:
        raise OpenFailed(
            f"{path} is a {_signed(wordsize)}-bit core file - cannot examine with {model.bits}-bit libkvm"
        )
    try:
        core = open_corefile(path, writable=flag == os.O_RDWR)
    except UnknownFormatError as error:
        raise OpenFailed(f"cannot open compressed dump; decompress using savecore -f {path}") from error
    except FormatError as error:
        raise OpenFailed(f"{path} is damaged: {error.reason} (at offset {error.offset:#x})") from error
    except OpenError as error:
        raise OpenFailed(f"cannot open {path}") from error
    if flag == os.O_RDWR and not core.writable:
        core.close()
        raise OpenFailed(f"{path} is compressed and cannot be written; open it read-only, or expand it")
    try:
        return core.gather(partial=partial)
    except OpenError as error:
        core.close()
        raise OpenFailed(error.reason if error.path == path else str(error)) from error


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value


def _find_namelist(kd: kvm_t, name: str, own: bool, live: bool) -> None:
    """Take the named namelist, else the symbols inside the corefile, for any reason of failure; ``own``: these alone."""
    if own:
        symbols = kd.corefile.namelist()
        if symbols is not None:
            kd.set_namelist(ElfNamelist(name, symbols), name)
            return
    try:
        namelist = open_namelist(name)
        if namelist.bits > kd.model.bits:
            raise NamelistError(name, "is an ELFCLASS64 file")
        kd.set_namelist(namelist, name)
        return
    except OpenError as error:
        if live or isinstance(kd.corefile, _Nothing):
            raise OpenFailed(f"{name} is not a {kd.model.bits}-bit kernel namelist") from error
    prefix = "couldn't extract symbols from dump: "
    header = getattr(kd.corefile, "header", {})
    try:
        symbols = kd.corefile.namelist()
    except OpenError as error:
        stored = header.get("dump_ksyms_csize") == header.get("dump_ksyms_size")
        raise OpenFailed(
            prefix + ("kernel symbols not mapped" if stored else "kernel symbols are compressed")
        ) from error
    try:
        namelist = ElfNamelist(kd.corefile.path, symbols or b"")
    except NamelistError as error:
        raise OpenFailed(prefix + "symbols not valid") from error
    kd.set_namelist(namelist, name, symbols)
