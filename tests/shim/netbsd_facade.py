"""The C library of NetBSD behind the calls of its Python façade, so that one set of checks serves both."""

from __future__ import annotations

import os

from sunkvm.compat import netbsd as facade
from sunkvm.compat.bsd import StructArray
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.schema.kernels import netbsd as schema

from .c_facade import UNWRITTEN, CFacade, Descriptor


class NetbsdFacade(CFacade):
    """What a test of the façade finds under its name ``kvm``. ``release`` is what the program is compiled for."""

    FACADE = facade

    def __init__(self, replay, scratch, bits=64, release=6):
        super().__init__(replay, scratch, bits)
        self.tables = BuiltinTables("netbsd", self.model, table=f"netbsd{release}_{self.model.name}")
        self.kinfo_proc = schema.kinfo_proc(self.tables.layout("proc"), self.tables.layout("vmspace"))

    # Opening

    def _open(self, errbuf, *words):
        assert self.call("chdir", os.getcwd()) == ["0"]
        opened, message = self.call(*words)
        if errbuf is not None and message:
            errbuf.value = bytes.fromhex(message).decode()
        return Descriptor(1) if opened == "ok" else None

    def kvm_open(self, execfile, corefile, swapfile, flags, errstr, **caller):
        return self._open(None, "open", execfile, corefile, swapfile, flags, errstr)

    def kvm_openfiles(self, execfile, corefile, swapfile, flags, errbuf=None, **caller):
        words = execfile, corefile, swapfile, flags, "-", int(errbuf is None)
        return self._open(errbuf, "openfiles", *words)

    def kvm_getkernelname(self, kd):
        (name,) = self.call("kernelname")
        return None if name == "-" else name

    # Memory

    def kvm_write(self, kd, address, data):
        return self.ints("write", hex(address), data.hex())

    def kvm_uread(self, kd, proc, uva, count):
        return self._read(count, "uread", uva, proc["p_pid"])

    # Processes and the system

    def _array(self, kd, layout, answer, front=0):
        found, count, size, data = answer
        kd.cnt = None if int(count) == UNWRITTEN else int(count)
        if not int(found):
            return None
        raw = bytes.fromhex(data)
        assert len(raw) == front + kd.cnt * int(size)
        if front:
            head = int.from_bytes(raw[:front], self.model.byteorder)
            return facade.FileArray(layout, raw[front:], self.tables.resolve, head)
        if int(size) != layout.size:  # of another size than in the headers
            whole = min(int(size), layout.size)
            parts = [raw[at : at + whole] for at in range(0, len(raw), int(size))]
            for at in range(0, len(raw), int(size)):
                assert not any(raw[at + layout.size : at + int(size)])
            raw = b"".join(part.ljust(layout.size, b"\0") for part in parts)
        return StructArray(layout, raw, self.tables.resolve)

    def kvm_getprocs(self, kd, op, arg):
        return self._array(kd, self.kinfo_proc, self.call("getprocs", op, arg))

    def kvm_getproc2(self, kd, op, arg, elemsize=680):
        return self._array(kd, schema.kinfo_proc2(self.model), self.call("getproc2", op, arg, elemsize))

    def kvm_getlwps(self, kd, pid, procaddr, elemsize=128):
        answer = self.call("getlwps", pid, hex(procaddr), elemsize)
        return self._array(kd, schema.kinfo_lwp(self.model), answer)

    def kvm_getfiles(self, kd, op=0, arg=0):
        return self._array(kd, self.tables.layout("file"), self.call("files", op, arg), self.model.word)

    def kvm_getargv(self, kd, proc, nchr=0):
        return self._vector("argv", proc["kp_proc.p_pid"], nchr)

    def kvm_getenvv(self, kd, proc, nchr=0):
        return self._vector("envv", proc["kp_proc.p_pid"], nchr)

    def kvm_getargv2(self, kd, proc, nchr=0):
        return self._vector("argv2", proc["p_pid"], nchr)

    def kvm_getenvv2(self, kd, proc, nchr=0):
        return self._vector("envv2", proc["p_pid"], nchr)

    # Dumps on their device

    def kvm_dump_mkheader(self, kd, offset):
        return self.ints("mkheader", offset)

    def kvm_dump_wrtheader(self, kd, file, size):
        target = self.scratch / "header"
        result = self.ints("wrtheader", size, target)
        file.write(target.read_bytes())
        return result

    def kvm_dump_inval(self, kd):
        return self.ints("inval")
