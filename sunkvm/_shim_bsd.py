"""The BSD flavours' side of the engine: answers the calls of ``shim/flavours/bsd`` from the façades of `sunkvm.compat`.

All calls are one operation, SK_CALL: the name of the call, then what it needs. The reply's value is the call's result
plus one, so that 0 is the -1 or NULL of C; its bytes are the messages (``h`` hard or ``s`` soft, text, NUL; ``e`` and a
number: what errno is to be), an empty one that ends them, and the answer. Where the program finds symbols itself,
-EAGAIN asks it for one: the name in the reply is to be sent with the call "resolved", then the first call is made once
more.
"""

from __future__ import annotations

import errno
import itertools
import os
import struct
import sys

from ._shim import DEAD_ARGS, MAX_READ, RESOLVER, TRANSCODE, Opened, OpenRefused
from .errors import FileError, SunkvmError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from ._shim import Answer, OpenRequest
    from .compat.bsd import StructArray
    from .datamodel import DataModel
    from .layout import Layout
    from .layouts import LayoutSource

    Named = Callable[[Any, bytes], Answer]

_u64 = struct.Struct("=Q")
_PAIR = struct.Struct("=2Q")
_two = struct.Struct("=2Q").unpack_from
_three = struct.Struct("=3Q").unpack_from
_FAILED: Answer = (-1, b"")


def _messages(sink: list[tuple[bool, str]]) -> bytes:
    return b"".join((b"h" if hard else b"s") + os.fsencode(text) + b"\0" for hard, text in sink)


class Unresolved(Exception):
    """The program has not been asked for this symbol yet."""


class Resolver:
    """A resolver whose answers come from the program, one call later."""

    def __init__(self) -> None:
        self.known: dict[str, int | None] = {}

    def __call__(self, name: str) -> int | None:
        try:
            return self.known[name]
        except KeyError:
            raise Unresolved(name) from None


class Bsd(Opened):
    """One image, opened for a C caller of a BSD: what the flavours have in common.

    A flavour names its façade module, opens its descriptor and adds calls of its own to ``NAMED``.
    """

    FACADE = ""
    ADDRESS = ""
    """The member of a process's struct that has its address."""

    def __init__(self, request: OpenRequest) -> None:
        from . import datamodel

        self.facade: Any = __import__(f"{__package__}.compat.{self.FACADE}", fromlist=["kvm_t"])
        self.caller: DataModel = datamodel.find(request.bits, sys.byteorder)
        self.transcode = bool(request.options & TRANSCODE)
        self.resolver = Resolver() if request.options & RESOLVER else None
        errbuf = self.facade.Errbuf()
        kd = self.open(request, errbuf)
        if kd is None:
            raise OpenRefused(str(errbuf), errno.EINVAL)
        self.kd: Any = kd
        self.kd.sink = []
        self.corefile = kd.image.corefile if kd.memory and kd.image is not None else None

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        """Open the façade's descriptor; None with the message in ``errbuf``."""
        raise NotImplementedError

    def facts(self) -> tuple[int, ...]:
        """Return what the first stage must know beyond what all need: numbers of 64 bits."""
        return ()

    def description(self) -> bytes:
        facts = self.facts()
        return self.place() + struct.pack(f"={len(facts)}Q", *facts)

    def close(self) -> None:
        self.facade.kvm_close(self.kd)

    def call(self, request: bytes) -> Answer:
        """Make the call that a request names."""
        name, _, rest = request.partition(b"\0")
        sink: list[tuple[bool, str]] = []
        self.kd.sink, self.kd.failure = sink, 0
        try:
            result, data = self.NAMED[name](self, rest)
        except Unresolved as missing:
            return -errno.EAGAIN, os.fsencode(str(missing)) + b"\0"
        except SunkvmError as error:
            sink.append((True, str(error)))
            result, data = _FAILED
            if isinstance(error, FileError):
                self.kd.failure = error.errno
        number = b"e%d\0" % self.kd.failure if self.kd.failure else b""
        return result + 1, b"".join((_messages(sink), number, b"\0", data))

    # Memory and symbols

    def resolved(self, request: bytes) -> Answer:
        """Take (whether there is such a symbol, its value, name) from the program."""
        assert self.resolver is not None
        found, value = _two(request)
        self.resolver.known[os.fsdecode(request[16:].rstrip(b"\0"))] = value if found else None
        return 0, b""

    def read(self, request: bytes) -> Answer:
        address, count = _two(request)
        return self._moved(self.facade.kvm_read(self.kd, address, min(count, MAX_READ)))

    def _moved(self, data: bytes | int) -> Answer:
        return _FAILED if isinstance(data, int) else (len(data), data)

    def fault(self, request: bytes) -> Answer:
        """Take an address that `read` has refused; give first and last of those with the same messages, and these.

        The messages are as in every reply, with numbers that depend on the address marked, see `compat.bsd_faults`; none
        where they must be asked for each time.
        """
        from .compat.bsd_faults import alike, template

        kd = self.kd
        (kva,) = _u64.unpack_from(request)
        core = self.corefile
        if core is None or core.live or not hasattr(core, "alike"):
            return _FAILED
        if kd.image.corefile is not core or kd.address(kva) != kva:
            return _FAILED

        def say(address: int) -> bytes:
            said: list[tuple[bool, str]] = []
            kd.sink = said
            kd.missing(address)
            return _messages(said)

        page = core.page_size
        low, last = alike(core, kva)
        made = template(say, kva, low, last, page)
        if made is None:
            low, last = kva & -page, kva | page - 1
            made = template(say, kva, low, last, page)
        kd.sink = []
        return 0, _PAIR.pack(low, last) + (made or b"")

    def write(self, request: bytes) -> Answer:
        return int(self.facade.kvm_write(self.kd, _u64.unpack_from(request)[0], request[8:])), b""

    def nlist(self, request: bytes) -> Answer:
        """Take (which call, count, names); give (type with other and desc above it, value) of each."""
        which, count = _two(request)
        names = [os.fsdecode(name) for name in request[16:].split(b"\0")[:count]]
        entries = [self.facade.Nlist(name) for name in names]
        call = self.facade.kvm_nlist2 if which == 2 else self.facade.kvm_nlist
        missing = call(self.kd, entries)
        numbers: list[int] = []
        for entry in entries:
            kind = entry.n_type & 0xFF | (entry.n_other & 0xFF) << 8 | (entry.n_desc & 0xFFFF) << 16
            numbers += (kind, entry.n_value)
        return missing, struct.pack(f"={len(numbers)}Q", *numbers)

    # Processes and the system

    def structs(
        self, found: StructArray | None, target: Layout, targets: LayoutSource | None = None
    ) -> bytes:
        """Return an array of structs in the caller's layout; ``targets`` knows the structs in it that have names."""
        if found is None:
            return b""
        if found.layout is target:
            return found.raw
        from .layouts.builtin import BuiltinTables
        from .layouts.convert import converter

        none = BuiltinTables("", self.caller)  # public structs have their inner structs with them
        size = found.layout.size
        convert = converter(found.layout, self.kd.image.layouts, target, targets or none)
        return b"".join(convert(found.raw[at : at + size]) for at in range(0, len(found.raw), size))

    def vector(self, request: bytes) -> Answer:
        """Take (0 for arguments or 1 for environment, most bytes, address of the process); give count and strings."""
        which, limit, kva = _three(request)
        call = self.facade.kvm_getenvv if which else self.facade.kvm_getargv
        return self._strings(call(self.kd, {self.ADDRESS: kva}, limit))

    def _strings(self, found: list[str] | None) -> Answer:
        if found is None:
            return _FAILED
        parts = [os.fsencode(text) + b"\0" for text in found]
        return len(parts), b"".join(parts)

    def getloadavg(self, request: bytes) -> Answer:
        found = self.facade.kvm_getloadavg(self.kd, _u64.unpack_from(request)[0])
        return _FAILED if isinstance(found, int) else (len(found), struct.pack(f"={len(found)}d", *found))

    NAMED: Mapping[bytes, Named] = {
        b"resolved": resolved,
        b"read": read,
        b"fault": fault,
        b"write": write,
        b"nlist": nlist,
        b"vector": vector,
        b"getloadavg": getloadavg,
    }
    CALLS = {**Opened.CALLS, 14: call}  # noqa: RUF012


class FreeBSD(Bsd):
    """An image opened through libkvm.so.7, with the limits of the current release, or without any to be transcoded."""

    FACADE = "freebsd"
    ADDRESS = "ki_paddr"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        self._walks: dict[int, Iterator[Any]] = {}
        self._walk_ids = itertools.count(1)
        kd = self.facade.kvm_open2(
            request.namelist,
            request.corefile,
            request.flag,
            errbuf,
            self.resolver,
            library=None if self.transcode else "cur",
            model=self.caller,
        )
        if kd is not None:
            kd.dead_args = bool(request.options & DEAD_ARGS)
        return kd

    def facts(self) -> tuple[int, ...]:
        kd = self.kd
        displacement = self.facade.kvm_kerndisp(kd) & (1 << 64) - 1
        return self.facade.kvm_native(kd), kd.memory and kd.image is not None, displacement

    def getprocs(self, request: bytes) -> Answer:
        op, arg = struct.unpack_from("=2i", request)
        found = self.facade.kvm_getprocs(self.kd, op, arg)
        if self.kd.cnt is None:
            return _FAILED
        from .schema.kernels.freebsd import kinfo_proc

        return self.kd.cnt, self.structs(found, kinfo_proc(self.caller, 15))

    def uread(self, request: bytes) -> Answer:
        kva, uva, count = _three(request)
        return self._moved(self.facade.kvm_uread(self.kd, {"ki_paddr": kva}, uva, min(count, MAX_READ)))

    def getfiles(self, request: bytes) -> Answer:
        self.facade.kvm_getfiles(self.kd, *struct.unpack_from("=2i", request))
        return _FAILED

    def getswapinfo(self, request: bytes) -> Answer:
        limit, flags = struct.unpack_from("=2i", request)
        found = self.facade.kvm_getswapinfo(self.kd, limit, flags)
        if isinstance(found, int):
            return found, b""
        from .schema.kernels.freebsd import kvm_swap

        return len(found) - 1, self.structs(found, kvm_swap(self.caller))

    def getcptime(self, request: bytes) -> Answer:
        found = self.facade.kvm_getcptime(self.kd)
        return _FAILED if isinstance(found, int) else (0, struct.pack(f"={len(found)}Q", *found))

    def getpcpu(self, request: bytes) -> Answer:
        found = self.facade.kvm_getpcpu(self.kd, *struct.unpack_from("=i", request))
        return (0, b"") if found is None else self._moved(found)

    def getmaxcpu(self, request: bytes) -> Answer:
        return self.facade.kvm_getmaxcpu(self.kd), b""

    def getncpus(self, request: bytes) -> Answer:
        return self.facade.kvm_getncpus(self.kd), b""

    def read_zpcpu(self, request: bytes) -> Answer:
        base, count, cpu = struct.unpack_from("=2Qi", request)
        return self._moved(self.facade.kvm_read_zpcpu(self.kd, base, min(count, MAX_READ), cpu))

    def counter(self, request: bytes) -> Answer:
        return 0, _u64.pack(self.facade.kvm_counter_u64_fetch(self.kd, _u64.unpack_from(request)[0]))

    def setcpu(self, request: bytes) -> Answer:
        return self.facade.kvm_dpcpu_setcpu(self.kd, _u64.unpack_from(request)[0]), b""

    def walk(self, request: bytes) -> Answer:
        """Take (walk, pages had, most pages); give the walk and pages. Walk 0 begins one; no pages wanted end it."""
        number, done, most = _three(request)
        if not most:
            self._walks.pop(number, None)
            return 0, b""
        pages = self._walks.get(number)
        if pages is None:
            # Also where the helper process that walked so far is gone.
            walked = self.facade.walk(self.kd)
            if walked is None:
                return _FAILED
            number, pages = next(self._walk_ids), itertools.islice(walked, done, None)
            self._walks[number] = pages
        pack = struct.Struct("=4Q2q").pack
        rows = [
            pack(
                page.kp_paddr,
                page.kp_kmap_vaddr,
                page.kp_dmap_vaddr,
                page.kp_prot,
                page.kp_offset,
                page.kp_len,
            )
            for page in itertools.islice(pages, most)
        ]
        if len(rows) < most:
            del self._walks[number]
        return len(rows), _u64.pack(number) + b"".join(rows)

    NAMED = {  # noqa: RUF012
        **Bsd.NAMED,
        b"getprocs": getprocs,
        b"uread": uread,
        b"getfiles": getfiles,
        b"getswapinfo": getswapinfo,
        b"getcptime": getcptime,
        b"getpcpu": getpcpu,
        b"getmaxcpu": getmaxcpu,
        b"getncpus": getncpus,
        b"read_zpcpu": read_zpcpu,
        b"counter": counter,
        b"setcpu": setcpu,
        b"walk": walk,
    }


class FreeBSDFile(Bsd):
    """A file alone, for its symbols: nlist(3)."""

    FACADE = "freebsd"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        from .compat.bsd_nlist import AoutSymbols
        from .source import open_source

        kd = self.facade.kvm_t(None, "cur", self.caller)
        with open_source(request.namelist or "") as source:
            kd._symbols = AoutSymbols(source)
        return kd
