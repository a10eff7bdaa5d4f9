"""The C library of DragonFly behind the calls of its Python façade, so that one set of checks serves both."""

from __future__ import annotations

import os

from sunkvm.compat import dragonfly as facade
from sunkvm.compat.bsd import StructArray
from sunkvm.schema.kernels import dragonfly as schema

from .c_facade import UNWRITTEN, CFacade, Descriptor

UNCHANGED = 0xABCDEF  # what the program has in *lenp where it gives no buffer


class DragonflyFacade(CFacade):
    """What a test of the façade finds under its name ``kvm``."""

    FACADE = facade

    # Opening

    def _open(self, errbuf, *words):
        assert self.call("chdir", os.getcwd()) == ["0"]
        opened, message = self.call(*words)
        if errbuf is not None and message:
            errbuf.value = bytes.fromhex(message).decode()
        return Descriptor(1) if opened == "ok" else None

    # Memory

    def kvm_readstr(self, kd, address, buf=None):
        size = None if buf is None else buf if isinstance(buf, int) else len(buf)
        found, lenp, data = self.call("readstr", hex(address), size)
        raw, needed = bytes.fromhex(data), int(lenp)
        if size is None:
            assert len(raw) == needed or not int(found)
            return (raw[:-1] if int(found) else None), (None if needed == UNCHANGED else needed)
        if not isinstance(buf, int):
            buf[:] = raw
        if not int(found) and needed == size:
            return None, None
        return (raw[: needed - 1] if int(found) else None), needed

    def kvm_uread(self, kd, pid, uva, buf):
        return self._read(buf, "uread", uva, pid)

    def kvm_write(self, kd, address, data):
        return self.ints("write", hex(address), data.hex())

    # Processes and the system

    def _array(self, kd, layout, *words):
        found, count, size, data = self.call(*words)
        kd.cnt = None if int(count) == UNWRITTEN else int(count)
        assert int(size) == layout.size
        return StructArray(layout, bytes.fromhex(data)) if int(found) else None

    def kvm_getprocs(self, kd, op, arg=0):
        return self._array(kd, schema.kinfo_proc(self.model), "getprocs", op, arg)

    def kvm_getfiles(self, kd, op=0, arg=0):
        return self._array(kd, schema.kinfo_file(self.model), "getfiles", op, arg)

    def _vector(self, verb, proc, nchr):
        answer, *texts = self.call(verb, nchr, proc["kp_pid"])
        return None if answer == "-" else [bytes.fromhex(text[1:]).decode() for text in texts]

    def kvm_getswapinfo(self, kd, maxswap, flags=0):
        count, data = self.call("swapinfo", maxswap, flags)
        return StructArray(schema.kvm_swap(self.model), bytes.fromhex(data)) if int(count) >= 0 else -1

    def kvm_nch_cpuagg(self, percpu, ncpu=None):
        (data,) = self.call("cpuagg", ncpu, *percpu)
        return StructArray(schema.nchstats(self.model), bytes.fromhex(data))
