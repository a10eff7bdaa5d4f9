"""Kernels of SunOS 4 behind the 3KVM calls: a table of processes, user areas apart from it, names with underscores.

Facts: kvm_open(3K), kvm_read(3K), kvm_nextproc(3K), kvm_getu(3K), kvm_nlist(3K) of SunOS 4.1.3. Where an image is not what
the process itself is, its own data model counts: bytes come as they are, members as numbers.
"""

from __future__ import annotations

import os

from .corefile import KVA, Corefile, open_as, open_corefile
from .errors import AddressError, OpenError, UnknownFormatError
from .kvm_descriptor import KERNEL, OpenFailed, kvm_t
from .layouts.view import StructView
from .namelist import open_namelist
from .namelists.aout import AoutNamelist
from .personalities.sunos4_table import SSYS, ProcessTable
from .source import open_source
from .space import AddressSpace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .datamodel import DataModel
    from .layout import Layout
    from .namelist import Namelist


class Sunos4Descriptor(kvm_t):
    """A descriptor of a SunOS 4 kernel: live, or a namelist in a.out over a corefile."""

    def set_namelist(self, namelist: Namelist, path: str, symbols: bytes | None = None) -> None:
        """Take a namelist, and find the table of processes."""
        self.namelist, self.namelist_path, self._symbols = namelist, path, symbols
        core = self.corefile
        self.kas = KERNEL
        self.kernel = self._spaces[KERNEL] = AddressSpace(core, KVA, "kernel")
        if not self.debug:
            self._read_kernel = self.kernel.read_some
        self.table = ProcessTable(self.kernel, namelist, core.format == "emulated")
        self._members = self.table.proc.reader("p_pid", "p_uarea", "p_as", "p_flag")
        self._kva = self._next_slot = 0
        self._space: AddressSpace | None = None
        self.user_end = getattr(core, "table", (0,))[-1]

    def setproc(self) -> int:
        """Rewind the cursor."""
        self.corefile.refresh()
        self._next_slot, self.pid = 0, -1
        return 0

    def slot(self, first: int, pid: int = -1) -> tuple[int, bytes] | None:
        """Return address and bytes of the next slot in use from a number on, of this process if one is named."""
        try:
            for kva, raw in self.table.slots(first):
                if pid in (-1, self._members(raw)[0]):
                    return kva, raw
        except AddressError:
            pass
        return None

    def nextproc(self) -> StructView | None:
        """Advance the cursor; each process is a view of its own."""
        found = self.slot(self._next_slot)
        if found is None:
            return None
        self._next_slot = self.table.number(found[0]) + 1
        self.pid = self._members(found[1])[0]
        return self._view_of(self.table.proc, found[1])

    def getproc(self, pid: int) -> StructView | None:
        """Return a process; the cursor stays where it is."""
        self.corefile.refresh()
        found = self.slot(0, pid) if pid >= 0 else None
        return None if found is None else self._view_of(self.table.proc, found[1])

    def getu(self, proc: StructView) -> StructView | None:
        """Return a process's user area, and choose its memory for what is read of user addresses."""
        raw = self.table.area(proc["p_uarea"])
        if raw is None:
            return None
        self._space = self.space(proc["p_as"]) if proc["p_as"] and "as" in self.corefile.serves else None
        return self._view_of(self.table.user, raw)

    def command_of(
        self, proc: StructView, user: StructView, want_arg: bool, want_env: bool
    ) -> tuple[list[bytes | None] | None, list[bytes | None] | None] | None:
        """Return the arguments and environment of a process that may be seen; a dump does not lead to user memory."""
        command = getattr(self.corefile, "command", None)
        found = None if command is None or proc["p_flag"] & SSYS else command(proc["p_pid"])
        if found is None:
            return None
        arg, env = (
            None if not wanted or vector is None else list(vector)
            for vector, wanted in zip(found, (want_arg, want_env), strict=True)
        )
        return None if (want_arg and arg is None) or (want_env and env is None) else (arg, env)

    def current_space(self) -> AddressSpace | None:
        """Return the memory of the process that the last `kvm_getu` was for."""
        return self._space

    @staticmethod
    def _view_of(layout: Layout, raw: bytes) -> StructView:
        return StructView(layout, raw)


def open_dead(namelist: str, corefile: str, flag: int, debug: bool, format: str | None) -> Sunos4Descriptor:
    """Open a corefile with an a.out namelist, of any data model. Raises `OpenFailed`; leaves nothing open then.

    A file that has the form of no known dump is memory from physical address 0 on, which is what the dumps of SunOS 4
    are; ``format`` names another form.
    """
    try:
        names = open_namelist(namelist)
    except OpenError as error:
        raise OpenFailed(f"{namelist} is not a 32-bit kernel namelist") from error
    core: Corefile | None = None
    try:
        known = names.model if isinstance(names, AoutNamelist) else None
        core = _open_core(corefile, flag == os.O_RDWR, format, known)
        if flag == os.O_RDWR and not core.writable:
            raise OpenFailed(
                f"{corefile} is compressed and cannot be written; open it read-only, or expand it"
            )
        if (names.bits, names.byteorder) != (core.model.bits, core.model.byteorder):
            raise OpenFailed(f"{namelist} is not a namelist of a {core.model.name} kernel")
        core.attach(names)
        kd = Sunos4Descriptor(core, core.model, flag, debug)
        kd.set_namelist(names, namelist)
    except OpenError as error:
        names.close()
        if core is not None:
            core.close()
        raise OpenFailed(str(error)) from error
    except OpenFailed:
        names.close()
        if core is not None:
            core.close()
        raise
    return kd


def _open_core(path: str, writable: bool, format: str | None, model: DataModel | None) -> Corefile:
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        raise OpenFailed(f"cannot stat {path}") from error
    if format is None:
        try:
            return open_corefile(path, writable=writable)
        except UnknownFormatError:
            format = "raw"
    source = open_source(path, writable=writable)
    try:
        return open_as(source, format, model)
    except BaseException:
        source.close()
        raise
