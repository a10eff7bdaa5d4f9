"""The DragonFly flavour's side of the engine; what all BSD flavours have in common is in `sunkvm._shim_bsd`."""

from __future__ import annotations

import os
import struct

from ._shim import DEAD_ARGS, MAX_READ
from ._shim_bsd import Bsd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._shim import Answer, OpenRequest
    from .compat.bsd import StructArray
    from .layout import Layout

_two_ints = struct.Struct("=2i").unpack_from
_three = struct.Struct("=3Q").unpack_from
_pid_and_place = struct.Struct("=q2Q").unpack_from
_count = struct.Struct("=q")
_FAILED: Answer = (-1, b"")


class DragonFly(Bsd):
    """An image opened through libkvm.so.3, with the limits of 5.9, or without any to be transcoded."""

    FACADE = "dragonfly"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        kd = self.facade.kvm_openfiles(
            request.namelist,
            request.corefile,
            request.swapfile,
            request.flag,
            errbuf,
            library=None if self.transcode else "5",
            model=self.caller,
        )
        if kd is not None:
            kd.dead_args = bool(request.options & DEAD_ARGS)
            kd.memory = kd.memory and kd.image is not None
        return kd

    def facts(self) -> tuple[int, ...]:
        kd = self.kd
        native = kd.image is None or kd.image.model.name == self.caller.name
        return native, kd.memory and kd.image is not None

    def _array(self, found: StructArray | None, target: Layout) -> Answer:
        """Give what C stores in ``*cnt``, and the structs; -1 where it stores nothing."""
        if self.kd.cnt is None:
            return _FAILED
        return len(found or b""), _count.pack(self.kd.cnt) + self.structs(found, target)

    def getprocs(self, request: bytes) -> Answer:
        from .schema.kernels.dragonfly import kinfo_proc

        return self._array(self.facade.kvm_getprocs(self.kd, *_two_ints(request)), kinfo_proc(self.caller))

    def getfiles(self, request: bytes) -> Answer:
        from .schema.kernels.dragonfly import kinfo_file

        return self._array(self.facade.kvm_getfiles(self.kd, *_two_ints(request)), kinfo_file(self.caller))

    def vector(self, request: bytes) -> Answer:
        """Take (0 for arguments or 1 for environment, most bytes, address of the process); give count and strings."""
        which, limit, kva = _three(request)
        call = self.facade.kvm_getenvv if which else self.facade.kvm_getargv
        # C has looked at the state.
        found = call(self.kd, {"kp_paddr": kva, "kp_stat": 0}, limit)
        if found is None:
            return _FAILED
        parts = [os.fsencode(text) + b"\0" for text in found]
        return len(parts), b"".join(parts)

    def uread(self, request: bytes) -> Answer:
        pid, uva, count = _pid_and_place(request)
        return self._moved(self.facade.kvm_uread(self.kd, pid, uva, min(count, MAX_READ)))

    def getswapinfo(self, request: bytes) -> Answer:
        """Give what the call prints, as streams (1 or 2) and texts up to stream 0; then the structs."""
        limit, flags = _two_ints(request)
        printed: list[tuple[int, str]] = []
        self.kd.printed = printed
        found = self.facade.kvm_getswapinfo(self.kd, limit, flags)
        lines = [struct.pack("=Q", stream) + os.fsencode(text) + b"\0" for stream, text in printed]
        head = b"".join(lines) + bytes(8)
        if isinstance(found, int):
            return found, head
        from .schema.kernels.dragonfly import kvm_swap

        return len(found) - 1, head + self.structs(found, kvm_swap(self.caller))

    NAMED = {  # noqa: RUF012
        **Bsd.NAMED,
        b"getprocs": getprocs,
        b"getfiles": getfiles,
        b"vector": vector,
        b"uread": uread,
        b"getswapinfo": getswapinfo,
    }


class DragonFlyFile(Bsd):
    """A file alone, for its symbols: nlist(3)."""

    FACADE = "dragonfly"

    def open(self, request: OpenRequest, errbuf: Any) -> Any:
        from .compat.bsd_nlist import AoutSymbols
        from .source import open_source

        kd = self.facade.kvm_t(None, "5", self.caller)
        kd.memory = False
        with open_source(request.namelist or "") as source:
            kd.symbols = AoutSymbols(source)
        return kd
