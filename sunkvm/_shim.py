"""The Python side of the C flavours: answers the calls of ``shim/core/engine.h`` from the Solaris façade's objects.

A message is flat: integers of 64 bits in the byte order of the host, strings that end in NUL. The same server stands
behind `_engine.so` inside a program and behind `sunkvm._helper` in a process of its own.
"""

from __future__ import annotations

import errno
import itertools
import os
import struct
import sys

from .corefile import PHYS, SLOW
from .errors import ReadOnlyError, SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .corefile import Corefile
    from .datamodel import DataModel
    from .kvm import kvm_t
    from .layout import Layout
    from .layouts import LayoutSource

    Answer = tuple[int, Any]  # value and bytes of the reply

ABI = 1
_PLAIN = 1 << 62
_u64 = struct.Struct("=Q")
_two = struct.Struct("=2Q").unpack_from
_three = struct.Struct("=3Q").unpack_from
_MAX_READ = 1 << 26


class Server:
    """All open descriptors of one engine."""

    def __init__(self) -> None:
        self._opened: dict[int, _Solaris] = {}
        self._handles = itertools.count(1)

    def call(self, op: int, handle: int, request: bytes) -> Answer:
        """Answer one call: (value, bytes of the reply); the value is ``-errno`` where it fails."""
        try:
            if op == 1:
                return self._open(request)
            if op == 2:
                opened = self._opened.pop(handle, None)
                if opened is not None:
                    opened.close()
                return 0, b""
            return _CALLS[op](self._opened[handle], request)
        except KeyError:
            return -errno.EBADF, b""
        except (SunkvmError, OSError) as error:
            return -(error.errno or errno.EIO), b""
        except (MemoryError, RecursionError):
            return -errno.ENOMEM, b""
        except (ArithmeticError, LookupError, ValueError, struct.error):
            return -errno.EIO, b""

    def _open(self, request: bytes) -> Answer:
        bits, flag, transcode, trusted = struct.unpack_from("=Qi4x2Q", request)
        pieces = request[32:].split(b"\0")
        flavour, directory, namelist, corefile, _ = (
            os.fsdecode(piece[1:]) if piece[:1] == b"+" else None for piece in pieces[:5]
        )
        if flavour != "solaris":
            return -errno.ENOTSUP, b"the engine knows no such flavour\0"
        if not trusted:
            os.environ = {}  # type: ignore[assignment] # noqa: B003 - the program's own environment stays
        if self.chdir and directory is not None:
            try:
                os.chdir(directory)
            except OSError:
                pass
        from .kvm import OpenFailed

        try:
            opened = _Solaris(bits, namelist, corefile, flag, bool(transcode))
        except OpenFailed as error:
            cause = error.__cause__
            code = (getattr(cause, "errno", None) or errno.EINVAL) if cause is not None else errno.EINVAL
            return -code, os.fsencode(str(error)) + b"\0"
        except SunkvmError as error:
            return -(error.errno or errno.EINVAL), os.fsencode(str(error)) + b"\0"
        handle = next(self._handles)
        self._opened[handle] = opened
        return handle, opened.description()

    chdir = False
    """Whether to follow the caller's current directory: in a process of our own."""


class _Solaris:
    """One image, opened for a C caller of some width."""

    def __init__(
        self, bits: int, namelist: str | None, corefile: str | None, flag: int, transcode: bool
    ) -> None:
        from . import datamodel, kvm

        caller = datamodel.find(bits, sys.byteorder)
        model = caller
        if transcode and corefile is not None:
            model = _model_of(corefile) or caller
        self.kd: kvm_t = kvm.open_descriptor(namelist, corefile, flag, model)
        self.corefile = self.kd.corefile
        self.model = model
        self._convert: Callable[[bytes], bytes] | None = None
        self.proc, self.user = self.kd.proc_layout, self.kd.user_layout
        if transcode:
            self._prepare_conversion(caller)

    def _prepare_conversion(self, caller: DataModel) -> None:
        from .layouts.builtin import BuiltinTables

        tables = BuiltinTables("solaris", caller)
        proc, user = tables.layout("proc"), tables.layout("user")
        if proc is None or user is None or (self.model is caller and _places(proc) == _places(self.proc)):
            return  # as it is: also what conversion leaves out
        self._convert = converter(self.proc, self.kd.layouts, proc, tables)
        self.proc, self.user = proc, user

    def description(self) -> bytes:
        """Return what `take` in shim.c expects."""
        core, proc, user = self.corefile, self.proc, self.user
        identity = None if core.live else _file_behind(core)
        pid = self.kd.layouts.layout("pid")
        assert pid is not None
        numbers = [
            core.page_shift,
            core.live,
            self._convert is not None,
            self.kd.kas is not None,
            self.kd.kas or 0,
            self.kd.practive,
            *(identity or (0, 0, 0)),
            proc.size,
            *(
                proc.offset(name)
                for name in ("p_next", "p_pidp", "p_as", "p_user", "p_flag", "p_model", "p_usrstack")
            ),
            *(user.offset(name) for name in ("u_argc", "u_argv", "u_envp", "u_auxv")),
            pid.offset("pid_id"),
        ]
        path = core.path if identity else ""
        return struct.pack(f"={len(numbers)}Q", *numbers) + os.fsencode(path) + b"\0"

    def close(self) -> None:
        self.kd.close()

    def leaf(self, request: bytes) -> Answer:
        space, index = _two(request)
        return 0, self.corefile.leaf(space or PHYS, index)

    def page(self, request: bytes) -> Answer:
        key, offset, count = _three(request)
        count = min(count, self.corefile.page_size - offset)
        if key & _PLAIN:
            start = (key ^ _PLAIN) + offset
            return 0, self.corefile.buffer[start : start + count]
        return 0, self.corefile.read_slow(key & (SLOW - 1), offset, count)

    def read(self, request: bytes) -> Answer:
        space, address, count = _three(request)
        return 0, self.kd.read(self.kd.space(space), address, min(count, _MAX_READ))

    def write(self, request: bytes) -> Answer:
        space, address = _two(request)
        try:
            done, _ = self.kd.space(space).write_some(address, request[16:])
        except ReadOnlyError:
            return -errno.EBADF, b""
        return done, b""

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
        self.corefile.refresh()
        head = kd.read(kd.kernel, kd.practive, self.model.word)
        if len(head) < self.model.word:
            return 0, b""
        return 1, _u64.pack(self.model.word_struct().unpack(head)[0])

    def namelist(self, request: bytes) -> Answer:
        return 0, os.fsencode(self.kd.namelist_name())


_CALLS: dict[int, Callable[[_Solaris, bytes], Answer]] = {
    3: _Solaris.leaf,
    4: _Solaris.page,
    5: _Solaris.read,
    6: _Solaris.write,
    7: _Solaris.physaddr,
    8: _Solaris.nlist,
    9: _Solaris.trace,
    10: _Solaris.fetch,
    11: _Solaris.command,
    12: _Solaris.rewind,
    13: _Solaris.namelist,
}


def _places(layout: Layout) -> dict[str, tuple[int, int]]:
    return {field.name: (field.offset, field.size) for field in layout}


def _file_behind(core: Corefile) -> tuple[int, ...] | None:
    """Return (device, inode, size) of the file that the corefile's plain offsets point into, or None."""
    from .sources.file import FileSource

    source = getattr(core, "source", None)
    if core.buffer is not getattr(source, "buffer", None):
        return None
    while not isinstance(source, FileSource):
        source = getattr(source, "whole", None)  # of a part, whose buffer is that of the whole
        if source is None:
            return None
    return None if source.identity is None else source.identity[:3]


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


def converter(
    source: Layout, sources: LayoutSource, target: Layout, targets: LayoutSource
) -> Callable[[bytes], bytes]:
    """Return a function that turns a struct's bytes from one layout into another: member by member, by name.

    Integers are cut or extended to the target's width; what the source does not have is zero, and so are unions and
    bit-fields. Addresses stay addresses of the image.
    """
    pairs: list[
        tuple[int, str, int, str, int]
    ] = []  # offset and code of both, bits of a number to keep (0: bytes)
    _pair(source, sources, 0, target, targets, 0, pairs)
    pairs.sort()
    unpack, picks = _struct(source.model.order, [(at, code) for at, code, _, _, _ in pairs], source.size)
    order = sorted(range(len(pairs)), key=lambda number: pairs[number][2])
    pack, _ = _struct(
        target.model.order, [(pairs[number][2], pairs[number][3]) for number in order], target.size
    )
    steps = [(picks[number], pairs[number][4], pairs[number][3].islower()) for number in order]

    def convert(raw: bytes) -> bytes:
        values = unpack.unpack_from(raw)
        made = []
        for index, bits, signed in steps:
            value = values[index]
            if bits:
                value &= (1 << bits) - 1
                if signed and value >> bits - 1:
                    value -= 1 << bits
            made.append(value)
        return pack.pack(*made)

    return convert


def _struct(order: str, members: list[tuple[int, str]], size: int) -> tuple[struct.Struct, list[int]]:
    parts, end = [], 0
    for offset, code in members:
        parts.append(f"{offset - end}x{code}")
        end = offset + struct.calcsize(order + code)
    return struct.Struct(f"{order}{''.join(parts)}{size - end}x"), list(range(len(members)))


def _pair(
    source: Layout,
    sources: LayoutSource,
    source_base: int,
    target: Layout,
    targets: LayoutSource,
    target_base: int,
    pairs: list[tuple[int, str, int, str, int]],
) -> None:
    for field in target:
        name = field.name
        other = source.get(name)
        if other is None or field.bits or other.bits or "." in name or not name:
            continue
        at, to = source_base + other.offset, target_base + field.offset
        if field.number and other.number:
            if field.kind == "float" or other.kind == "float":
                continue
            codes = _code(source, other.size, other.kind), _code(target, field.size, field.kind)
            pairs.append((at, codes[0], to, codes[1], field.size * 8))
        elif field.vector and other.vector:
            for number in range(min(field.count, other.count)):
                pairs.append(
                    (
                        at + number * other.element_size,
                        _code(source, other.element_size, other.element_kind),
                        to + number * field.element_size,
                        _code(target, field.element_size, field.element_kind),
                        field.element_size * 8,
                    )
                )
        elif field.kind == other.kind == "char[]":
            count = min(field.size, other.size)
            pairs.append((at, f"{count}s", to, f"{count}s", 0))
        elif field.kind in ("struct", "array") and other.kind == field.kind:
            inner, other_inner = (
                _inner(target, targets, field.name, field.type),
                _inner(source, sources, name, other.type),
            )
            if inner is None or other_inner is None:
                continue
            for number in range(min(field.count, other.count) if field.kind == "array" else 1):
                _pair(
                    other_inner,
                    sources,
                    at + number * other.element_size,
                    inner,
                    targets,
                    to + number * field.element_size,
                    pairs,
                )


def _inner(layout: Layout, source: LayoutSource, name: str, type: str) -> Layout | None:
    return source.resolve(type) or layout.inner(name)


def _code(layout: Layout, size: int, kind: str) -> str:
    return layout.model.code(size, kind == "int")


SERVER: Server | None = None


def register(ffi: Any, lib: Any) -> None:
    """Take the calls of the embedding module; called once, when `_engine.so` has started the interpreter."""
    global SERVER
    SERVER = server = Server()
    buffer, from_buffer, put, answer = ffi.buffer, ffi.from_buffer, lib._put, server.call

    def failed(exception: Any, value: Any, traceback: Any) -> None:
        """Say nothing: the caller gets -EIO, as `def_extern` is told."""

    @ffi.def_extern(name="_py_call", error=-errno.EIO, onerror=failed)  # type: ignore[untyped-decorator]
    def call(op: int, handle: int, request: Any, size: int, reply: Any) -> int:
        value, data = answer(op, handle, buffer(request, size)[:] if size else b"")
        if data:
            put(
                reply,
                data if data.__class__ is bytes else from_buffer(data),
                len(data) * getattr(data, "itemsize", 1),
            )
        return value
