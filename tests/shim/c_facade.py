"""The C library of FreeBSD behind the calls of its Python façade, so that one set of checks serves both."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from sunkvm import datamodel
from sunkvm.compat import freebsd as facade
from sunkvm.compat.bsd import StructArray
from sunkvm.compat.bsd_nlist import AoutSymbols
from sunkvm.schema.kernels.freebsd import kinfo_proc, kvm_swap
from sunkvm.source import open_source

UNWRITTEN = -77  # what the program has in *cnt before the call


class Descriptor:
    """The one descriptor that the program has open."""

    def __init__(self, native: int) -> None:
        self.native = native
        self.cnt: int | None = None


def symbols_of(kernel: str) -> list[tuple[str, int]]:
    """Return all symbols of a kernel, in its order."""
    with open_source(kernel) as source:
        symbols = AoutSymbols(source)
    found = []
    for number in range(len(symbols._symtab) // symbols._entry.size):
        start = symbols._entry.unpack_from(symbols._symtab, number * symbols._entry.size)[0]
        name = symbols._strtab[start : symbols._strtab.index(b"\0", start)].decode()
        if name:
            found.append((name, symbols.symbol(number)[1]))
    return found


class CFacade:
    """What a test of the façade finds under its name ``kvm``."""

    FACADE: Any = facade

    def __init__(self, replay: Any, scratch: Path, bits: int = 64) -> None:
        self.replay = replay
        self.scratch = scratch
        self.model = datamodel.AMD64 if bits == 64 else datamodel.I386

    def __getattr__(self, name: str) -> Any:
        return getattr(self.FACADE, name)

    def call(self, *words: object) -> list[str]:
        answer = self.replay(*words)
        sys.stderr.write(self.replay.printed)
        return answer

    def ints(self, *words: object) -> int:
        return int(self.call(*words)[0])

    # Opening

    def _open(self, errbuf: Any, *words: object) -> Descriptor | None:
        assert self.call("chdir", os.getcwd()) == ["0"]
        opened, native, message = self.call(*words)
        if errbuf is not None and message:
            errbuf.value = bytes.fromhex(message).decode()
        return Descriptor(int(native)) if opened == "ok" else None

    def kvm_open(self, execfile, corefile, swapfile, flags, errstr, **caller):
        return self._open(None, "open", execfile, corefile, flags, errstr)

    def kvm_openfiles(self, execfile, corefile, swapfile, flags, errbuf=None, **caller):
        return self._open(errbuf, "openfiles", execfile, corefile, flags, "-", int(errbuf is None))

    def kvm_open2(self, execfile, corefile, flags, errbuf=None, resolver=None, **caller):
        if resolver is not None:
            target = self.scratch / "symbols"
            target.write_text("".join(f"{name} {value:x}\n" for name, value in symbols_of("kernel")))
            self.call("symbols", target)
        return self._open(
            errbuf, "open2", execfile, corefile, flags, int(resolver is not None), int(errbuf is None)
        )

    def kvm_close(self, kd):
        return self.ints("close", None if kd is None else "kd")

    def kvm_geterr(self, kd):
        return bytes.fromhex(self.call("geterr", None if kd is None else "kd")[0]).decode()

    def kvm_native(self, kd):
        return kd.native

    # Names and memory

    def _nlist(self, verb, array):
        array = list(array)
        ends = [number for number, entry in enumerate(array) if not entry.n_name]
        result, *items = self.call(verb, *(entry.n_name for entry in array))
        for entry, item in zip(array[: ends[0] if ends else None], items, strict=True):
            entry.n_type, entry.n_other, entry.n_desc, entry.n_value = (
                int(part, 0) for part in item.split(",")
            )
        return int(result)

    def kvm_nlist(self, kd, array):
        return self._nlist("nlist", array)

    def kvm_nlist2(self, kd, array):
        return self._nlist("nlist2", array)

    def _read(self, buf, verb, address, *more):
        count = buf if isinstance(buf, int) else len(buf)
        got, data = self.call(verb, hex(address), count, *more)
        raw, moved = bytes.fromhex(data), int(got)
        assert len(raw) == count + 1
        if moved >= 0:
            assert raw[moved:] == b"\xa5" * (count + 1 - moved)
        assert raw[count:] == b"\xa5"
        if isinstance(buf, int):
            return raw[:moved] if moved >= 0 else moved
        buf[: max(moved, 0)] = raw[: max(moved, 0)]
        return moved

    def kvm_read(self, kd, address, buf):
        return self._read(buf, "read", address)

    def kvm_read2(self, kd, address, buf):
        return self._read(buf, "read2", address)

    def kvm_read_zpcpu(self, kd, base, buf, cpu):
        return self._read(buf, "zread", base, cpu)

    def kvm_write(self, kd, address, data):
        return self.ints("write", hex(address), data.decode("latin-1"))

    def kvm_walk_pages(self, kd, callback, arg=None):
        target = self.scratch / "walk"
        result = self.ints("walk", target)
        for number, line in enumerate(target.read_text().splitlines(), 1):
            words = [int(word, 0) for word in line.split()]
            if not callback(facade.KvmPage(*words), arg):
                assert self.ints("walk", target, number) == 0
                assert len(target.read_text().splitlines()) == number
                return 0
        return result

    def kvm_kerndisp(self, kd):
        return self.ints("kerndisp")

    # Processes and the system

    def kvm_getprocs(self, kd, op, arg):
        found, count, size, data = self.call("getprocs", op, arg)
        kd.cnt = None if int(count) == UNWRITTEN else int(count)
        layout = kinfo_proc(self.model, 15)
        assert int(size) == layout.size
        return StructArray(layout, bytes.fromhex(data)) if int(found) else None

    def _vector(self, verb, proc, nchr):
        answer, *texts = self.call(verb, nchr, 1 << 30 if proc is None else proc)
        return None if answer == "-" else [bytes.fromhex(text[1:]).decode() for text in texts]

    def kvm_getargv(self, kd, proc, nchr=0):
        return self._vector("argv", proc, nchr)

    def kvm_getenvv(self, kd, proc, nchr=0):
        return self._vector("envv", proc, nchr)

    def kvm_getloadavg(self, kd, nelem):
        count, *averages = self.call("loadavg", nelem)
        return [float(each) for each in averages] if int(count) >= 0 else -1

    def kvm_getswapinfo(self, kd, maxswap, flags=0):
        count, data = self.call("swapinfo", maxswap, flags)
        return StructArray(kvm_swap(self.model), bytes.fromhex(data)) if int(count) >= 0 else -1

    def kvm_getcptime(self, kd):
        result, *times = self.call("cptime")
        return [int(each) for each in times] if result == "0" else -1

    def kvm_getpcpu(self, kd, cpu):
        answer, data = self.call("pcpu", cpu, 4096)
        return {"-": None, "-1": -1}.get(answer, bytes.fromhex(data))

    def kvm_getmaxcpu(self, kd):
        return self.ints("maxcpu")

    def kvm_getncpus(self, kd):
        return self.ints("ncpus")

    def kvm_counter_u64_fetch(self, kd, base):
        return self.ints("counter", hex(base))

    def kvm_dpcpu_setcpu(self, kd, cpu):
        return self.ints("setcpu", cpu)
