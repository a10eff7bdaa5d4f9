"""The NetBSD flavour's side of the engine: answers the calls of ``shim/flavours/netbsd``; see `sunkvm._shim_bsd`."""

from __future__ import annotations

import os
import struct

from ._shim import MAX_READ
from ._shim_bsd import _FAILED, Bsd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._shim import Answer, OpenRequest
    from .compat.bsd import StructArray
    from .layout import Layout
    from .layouts import LayoutSource

RELEASES = (6, 10)
"""The releases whose structs a program can be compiled for: SUNKVM_NETBSD."""

_three = struct.Struct("=3Q").unpack_from


def _placed_alike(one: Layout, other: Layout | None) -> bool:
    """Tell whether the members that two layouts of a struct share are at the same places."""
    if other is None:
        return True
    pairs = ((field, one.get(field.name)) for field in other)
    return all(own is None or (own.offset, own.size) == (field.offset, field.size) for field, own in pairs)


class NetBSD(Bsd):
    """An image opened through libkvm.so.6, with the limits of 6.99.16, or without any to be transcoded.

    What is written goes to a copy, as in later releases, where the program has opened the image for writing.
    """

    FACADE = "netbsd"
    ADDRESS = "kp_eproc.e_paddr"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        kd = self.facade.kvm_openfiles(
            request.namelist,
            request.corefile,
            request.swapfile,
            request.flag,
            errbuf,
            library=None if self.transcode else "6",
            model=self.caller,
        )
        if kd is not None:
            kd.copies = True
        return kd

    def facts(self) -> tuple[int, ...]:
        kd = self.kd
        native = kd.image is None or kd.image.model is self.caller
        return native, kd.state, kd.image is not None

    def kernelname(self, request: bytes) -> Answer:
        name = self.facade.kvm_getkernelname(self.kd)
        return _FAILED if name is None else (0, os.fsencode(name) + b"\0")

    # Processes

    def _tables(self, release: int) -> LayoutSource:
        from .layouts.builtin import BuiltinTables

        return BuiltinTables("netbsd", self.caller, table=f"netbsd{release}_{self.caller.name}")

    def _kernel_structs(self, found: StructArray, name: str, release: int) -> bytes:
        """Return kernel structs as the program was compiled for them: of its release and width."""
        tables = self._tables(release)
        target: Layout | None = tables.layout(name)
        parts = ("proc", "vmspace") if name == "kinfo_proc" else (name,)
        if target is None or (
            found.layout.size == target.size
            and found.layout.model is self.caller
            and all(_placed_alike(self.kd.image.layout(part), tables.layout(part)) for part in parts)
        ):
            return found.raw
        return self.structs(found, target, tables)

    def getprocs(self, request: bytes) -> Answer:
        """Take (op, arg, release of the program)."""
        op, arg, release = struct.unpack_from("=3i", request)
        found = self.facade.kvm_getprocs(self.kd, op, arg)
        if found is None:
            return _FAILED
        return len(found), self._kernel_structs(found, "kinfo_proc", release)

    def getproc2(self, request: bytes) -> Answer:
        """Take (op, arg, whether an element has any size); give whole structs."""
        op, arg, sized = struct.unpack_from("=2iQ", request)
        found = self.facade.kvm_getproc2(self.kd, op, arg, *(() if sized else (0,)))
        if found is None:
            return _FAILED
        from .schema.kernels.netbsd import kinfo_proc2

        return len(found), self.structs(found, kinfo_proc2(self.caller))

    def getlwps(self, request: bytes) -> Answer:
        """Take (address of the process, whether an element has any size, pid); give whole structs."""
        kva, sized, pid = struct.unpack_from("=2Qi", request)
        found = self.facade.kvm_getlwps(self.kd, pid, kva, *(() if sized else (0,)))
        if found is None:
            return _FAILED
        from .schema.kernels.netbsd import kinfo_lwp

        return len(found), self.structs(found, kinfo_lwp(self.caller))

    def vector2(self, request: bytes) -> Answer:
        """Take (address of the process, 0 for arguments or 1 for environment, most bytes, pid)."""
        kva, which, limit, pid = struct.unpack_from("=Q3i", request)
        call = self.facade.kvm_getenvv2 if which else self.facade.kvm_getargv2
        return self._strings(call(self.kd, {"p_paddr": kva, "p_pid": pid}, limit))

    def uread(self, request: bytes) -> Answer:
        """Take (address of the process's vmspace, address, count)."""
        space, uva, count = _three(request)
        return self._moved(self.facade.kvm_uread(self.kd, {"p_vmspace": space}, uva, min(count, MAX_READ)))

    def getfiles(self, request: bytes) -> Answer:
        """Take (op, arg, release of the program); give the address of the first, then the structs."""
        op, arg, release = struct.unpack_from("=3i", request)
        found = self.facade.kvm_getfiles(self.kd, op, arg)
        if found is None:
            return _FAILED
        head = self.caller.word_struct(1).pack(found.head & self.caller.mask)
        return len(found), head + self._kernel_structs(found, "file", release)

    def boottime(self, request: bytes) -> Answer:
        """Give the seconds and nanoseconds at which the kernel was started; fails where the image does not tell."""
        when = None if self.kd.image is None else self.kd.image.personality.boot_time()
        return _FAILED if when is None else (0, struct.pack("=2q", int(when), int(when % 1 * 1e9)))

    def usage(self, request: bytes) -> Answer:
        """Take the address of the figures about memory; give struct uvmexp of the newest release known."""
        (kva,) = struct.unpack_from("=Q", request)
        image, tables = self.kd.image, self._tables(RELEASES[-1])
        layout, target = image.layout("uvmexp"), tables.layout("uvmexp")
        if target is None:
            return _FAILED
        from .layouts.convert import converter

        return 1, converter(layout, image.layouts, target, tables)(image.read(kva, layout.size))

    # Dumps on their device

    def mkheader(self, request: bytes) -> Answer:
        return self.facade.kvm_dump_mkheader(self.kd, *struct.unpack_from("=q", request)), b""

    def dump_header(self, request: bytes) -> Answer:
        """Take the size of memory; give (whether it is a gap, length) and bytes of each piece of the header."""
        from .compat.netbsd_dump import header_pieces

        pieces = header_pieces(self.kd, *struct.unpack_from("=i", request))
        if pieces is None:
            return _FAILED
        return len(pieces), b"".join(
            struct.pack("=2Q", what == "clear_gap", len(data)) + data for what, data in pieces
        )

    def dump_inval(self, request: bytes) -> Answer:
        return self.facade.kvm_dump_inval(self.kd), b""

    NAMED = {  # noqa: RUF012
        **Bsd.NAMED,
        b"kernelname": kernelname,
        b"getprocs": getprocs,
        b"getproc2": getproc2,
        b"getlwps": getlwps,
        b"vector2": vector2,
        b"uread": uread,
        b"getfiles": getfiles,
        b"boottime": boottime,
        b"usage": usage,
        b"mkheader": mkheader,
        b"dump_header": dump_header,
        b"dump_inval": dump_inval,
    }


class NetBSDFile(Bsd):
    """A file alone, for its symbols: nlist(3)."""

    FACADE = "netbsd"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        from .compat.netbsd_open import SymbolFile
        from .source import open_source

        kd = self.facade.kvm_t(None, "6", self.caller)
        with open_source(request.namelist or "") as source:
            kd.symbols = SymbolFile(source, self.caller)
        return kd
