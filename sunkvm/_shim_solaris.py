"""The Solaris flavour's side of the engine: answers its calls from the objects of the Solaris façade."""

from __future__ import annotations

import errno
import os
import struct
import sys

from ._shim import MAX_READ, TRANSCODE, Opened, OpenRefused
from .errors import Fault, ReadOnlyError, SunkvmError
from .layouts.convert import converter
from .names import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._shim import Answer, OpenRequest
    from .datamodel import DataModel
    from .kvm_descriptor import kvm_t
    from .kvm_sunos4 import Sunos4Descriptor
    from .layout import Layout

_u64 = struct.Struct("=Q")
_two = struct.Struct("=2Q").unpack_from
_three = struct.Struct("=3Q").unpack_from


class Solaris(Opened):
    """One image, opened for a C caller of some width."""

    SYSTEM = "solaris"

    def __init__(self, request: OpenRequest) -> None:
        from . import datamodel, kvm_descriptor

        caller = datamodel.find(request.bits, sys.byteorder)
        transcode = bool(request.options & TRANSCODE)
        model = caller
        names = request.namelist, request.corefile, request.swapfile
        corefile = resolve(self.SYSTEM, *names).corefile if transcode else None
        if corefile is not None:
            model = _model_of(corefile) or caller
        try:
            self.kd: kvm_t = kvm_descriptor.open_descriptor(
                *names[:2],
                request.flag,
                model,
                swapfile=names[2],
                system=self.SYSTEM,
                old=corefile is not None,
            )
        except kvm_descriptor.OpenFailed as error:
            cause = error.__cause__
            code = getattr(cause, "errno", None) or errno.EINVAL
            raise OpenRefused(str(error), code) from error
        self.corefile = self.kd.corefile
        self.model = model
        self._convert: Callable[[bytes], bytes] | None = None
        if self.corefile.personality in ("sunos4", "netbsd") and not self.corefile.live:
            self._take_old(caller)
            return
        self.proc, self.user, self.pid = self.kd.proc_layout, self.kd.user_layout, self.kd.pid_layout
        if transcode:
            self._prepare_conversion(caller)

    def _take_old(self, caller: DataModel) -> None:
        """Of a kernel older than Solaris there is memory and symbols; its processes are no ``proc_t``."""
        from .layouts.builtin import BuiltinTables

        tables = BuiltinTables("solaris", caller)
        proc, user, pid = (tables.layout(name) for name in ("proc", "user", "pid"))
        assert proc is not None and user is not None and pid is not None
        self.model = self.kd.model
        self.proc, self.user, self.pid = proc, user, pid

    def _prepare_conversion(self, caller: DataModel) -> None:
        from .layouts.builtin import BuiltinTables

        tables = BuiltinTables("solaris", caller)
        proc, user = tables.layout("proc"), tables.layout("user")
        if proc is None or user is None or (self.model is caller and _places(proc) == _places(self.proc)):
            return  # as it is: also what conversion leaves out
        self._convert = converter(self.proc, self.kd.layouts, proc, tables)
        self.proc, self.user = proc, user

    def description(self) -> bytes:
        """Return what `take` in image.c and in shim.c expect."""
        proc, user = self.proc, self.user
        pid = self.pid
        numbers = [
            self._convert is not None,
            self.kd.kas is not None,
            self.kd.kas or 0,
            self.kd.practive,
            proc.size,
            *(
                proc.offset(name)
                for name in ("p_next", "p_pidp", "p_as", "p_user", "p_flag", "p_model", "p_usrstack")
            ),
            *(user.offset(name) for name in ("u_argc", "u_argv", "u_envp", "u_auxv")),
            pid.offset("pid_id"),
        ]
        return self.place() + struct.pack(f"={len(numbers)}Q", *numbers)

    def close(self) -> None:
        self.kd.close()

    def read(self, request: bytes) -> Answer:
        space, address, count = _three(request)
        found = self.kd.read(self.kd.space(space), address, min(count, MAX_READ))
        return 0 if found else -self.kd.failure, found

    def write(self, request: bytes) -> Answer:
        space, address = _two(request)
        try:
            done, fault = self.kd.space(space).write_some(address, request[16:])
        except ReadOnlyError:
            return -errno.EBADF, b""
        failed = not done and fault is not None and fault.kind == Fault.UNREADABLE
        return -fault.errno if fault is not None and failed else done, b""

    def physaddr(self, request: bytes) -> Answer:
        space, address = _two(request)
        found = self.kd.space(space).kvatop(address)
        return (0, b"") if found is None else (1, _u64.pack(found))

    def nlist(self, request: bytes) -> Answer:
        names = [os.fsdecode(name) for name in request[8:].split(b"\0")[: _u64.unpack_from(request)[0]]]
        found = self.kd.nlist(names)
        if found is None:
            return -errno.EINVAL, b""
        numbers: list[int] = []
        for name in names:
            symbol = found.pop(name, None)  # of two entries with one name only the first is filled
            numbers += (0, 0, 0) if symbol is None else (int(symbol), symbol.type, symbol.section)
        return 0, struct.pack(f"={len(numbers)}Q", *numbers)

    def trace(self, request: bytes) -> Answer:
        space, address = _two(request)
        line = self.kd.trace_line(self.kd.space(space), address)
        return 0, b"" if line is None else (line + "\n").encode()

    def fetch(self, request: bytes) -> Answer:
        kd, assert_convert = self.kd, self._convert
        assert assert_convert is not None and kd.kernel is not None
        raw = kd.read(kd.kernel, _u64.unpack_from(request)[0], kd.proc_layout.size)
        if len(raw) < kd.proc_layout.size:
            return 0, b""
        following, pidp, space = kd.proc_layout.reader("p_next", "p_pidp", "p_as")(raw)
        pid = kd.layouts.layout("pid")
        assert pid is not None
        number = kd.read(kd.kernel, pidp + pid.offset("pid_id"), 4)
        if len(number) < 4:
            return 0, b""
        process = int.from_bytes(number, "little" if self.model.order == "<" else "big")
        return 1, struct.pack("=3Q", following, space, process) + assert_convert(raw)

    def command(self, request: bytes) -> Answer:
        from .personalities.solaris_cmd import MODEL_ILP32, SSYS, Command, slots

        kd = self.kd
        current, space_key, flag, model, top, argc, argv, envp, aux, want_arg, want_env = struct.unpack(
            "=5Qi4x2Qi4x2Q", request
        )
        if self._convert is not None:
            # The caller's structs may be too narrow for the addresses: the image's own are asked.
            raw = kd.read(kd.kernel, current, kd.proc_layout.size)
            if not current or len(raw) < kd.proc_layout.size:
                return -errno.ESRCH, b""
            flag, model, top = kd.proc_layout.reader("p_flag", "p_model", "p_usrstack")(raw)
            argc, argv, envp, auxv = kd.user_layout.reader("u_argc", "u_argv", "u_envp", "u_auxv")(
                raw, kd.user_offset
            )
            aux = struct.unpack_from(self.model.order + "i", auxv)[0]
        if flag & SSYS:
            return -errno.ESRCH, b""
        foreign = self.model.bits == 64 and model == MODEL_ILP32
        where = Command(
            self.model.order, 4 if foreign else self.model.word, argc, argv, envp, top, foreign, bool(aux)
        )
        space = kd.space(space_key)

        def read(address: int, count: int) -> bytes | None:
            data = kd.read(space, address, count)
            return data if len(data) == count else None

        found = slots(where, read, bool(want_arg), bool(want_env))
        if found is None:
            return -errno.EFAULT, b""
        parts: list[bytes] = []
        for vector in found:
            if vector is not None:
                parts.append(_u64.pack(len(vector)))
                parts += (b"-\0" if text is None else b"+" + text + b"\0" for text in vector)
        return 0, b"".join(parts)

    def rewind(self, request: bytes) -> Answer:
        kd = self.kd
        kd.corefile.refresh()
        head = kd.read(kd.kernel, kd.practive, self.model.word)
        if len(head) < self.model.word:
            return 0, b""
        return 1, _u64.pack(self.model.word_struct().unpack(head)[0])

    def namelist(self, request: bytes) -> Answer:
        return 0, os.fsencode(self.kd.namelist_name())

    CALLS = {  # noqa: RUF012
        **Opened.CALLS,
        5: read,
        6: write,
        7: physaddr,
        8: nlist,
        9: trace,
        10: fetch,
        11: command,
        12: rewind,
        13: namelist,
    }


class Sunos4(Solaris):
    """One image, opened for a program for SunOS 4: of an emulated kernel of that system, or of a later one."""

    SYSTEM = "sunos4"

    def _take_old(self, caller: DataModel) -> None:
        from .kvm_sunos4 import Sunos4Descriptor
        from .layouts import LayoutSource
        from .schema.kernels import sunos4

        super()._take_old(caller)
        assert isinstance(self.kd, Sunos4Descriptor)
        self.old = self.kd
        table, none = self.kd.table, LayoutSource()
        none.layout = lambda name: None  # type: ignore[method-assign] # inner structs are known by their members
        self._proc = converter(table.proc, none, sunos4.proc(caller), none)
        self._user = converter(table.user, none, sunos4.user(caller), none)
        place = (table.place() if table.known else None) or (1, 0)
        self._table = *place, sunos4.proc(caller).size, sunos4.user(caller).size, 0, 1

    old: Sunos4Descriptor | None = None

    def description(self) -> bytes:
        table: tuple[int, ...] = getattr(self.corefile, "table", ()) if self.old is None else self._table
        return super().description() + struct.pack(f"={len(table)}Q", *table)

    def fetch(self, request: bytes) -> Answer:
        if self.old is None:
            return super().fetch(request)
        first, pid, area = _three(request)
        if area:
            raw = self.old.table.area(area)
            return (0, b"") if raw is None else (1, self._user(raw))
        found = self.old.slot(first, struct.unpack("=q", _u64.pack(pid))[0])
        if found is None:
            return 0, b""
        return self.old.table.number(found[0]) + 1, self._proc(found[1])

    def command(self, request: bytes) -> Answer:
        known = getattr(self.corefile, "command", None)
        if self.old is not None:
            return -errno.ESRCH, b""
        if known is None:
            return super().command(request)
        pid, want_arg, want_env = _three(request)
        found = known(pid)
        if found is None:
            return -errno.ESRCH, b""
        parts: list[bytes] = []
        for vector, wanted in zip(found, (want_arg, want_env), strict=True):
            if wanted:
                if vector is None:
                    return -errno.EACCES, b""
                parts.append(_u64.pack(len(vector)))
                parts += (b"+" + text + b"\0" for text in vector)
        return 0, b"".join(parts)

    CALLS = {**Solaris.CALLS, 10: fetch, 11: command}  # noqa: RUF012


def _places(layout: Layout) -> dict[str, tuple[int, int]]:
    return {field.name: (field.offset, field.size) for field in layout}


def _model_of(path: str) -> DataModel | None:
    """Return the data model of a corefile, or None where it is no good: opening it will say why."""
    from .corefile import open_corefile

    try:
        corefile = open_corefile(path)
    except SunkvmError:
        return None
    try:
        return corefile.model
    finally:
        corefile.close()
