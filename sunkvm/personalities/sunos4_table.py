"""The table of processes of a SunOS 4 kernel, slot by slot, as the personality and the 3KVM calls read it.

Facts: the variables ``proc``, ``procNPROC`` and ``nproc``; layouts of `sunkvm.schema.kernels.sunos4`.
"""

from __future__ import annotations

import struct

from ..errors import AddressError
from ..schema.kernels import sunos4

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..namelist import Namelist, Symbol
    from ..space import AddressSpace

SSYS, SZOMB = 2, 5
MAX_SLOTS = 1 << 20
_MAX_STAT = 6
_EXAMINED = 64


def spelled(namelist: Namelist, name: str) -> Symbol | None:
    """Return the symbol of a C name, with the underscore that compilers of a.out put in front of it or without."""
    found = namelist.find(("_" + name, name))
    return found.get("_" + name, found.get(name))


class ProcessTable:
    """Slots of ``struct proc``, and the user area that each one in use has.

    The layouts are sunkvm's own, as Sun's were never published: a table of another kernel is told from one of these by what
    it holds, and is not read.

    Attributes:
        proc, user: the layouts.
    """

    def __init__(self, kernel: AddressSpace, namelist: Namelist, emulated: bool) -> None:
        self.kernel = kernel
        model = kernel.corefile.model
        self.proc, self.user = sunos4.proc(model), sunos4.user(model)
        self._mask = model.mask
        self._word = model.word_struct()
        self._int = struct.Struct(model.order + "i")
        self._symbols = [spelled(namelist, name) for name in ("proc", "nproc", "procNPROC")]
        self._read = self.proc.reader("p_stat", "p_pid", "p_ppid", "p_uarea")
        self._back = self.user.reader("u_procp")
        self._readable: bool | None = True if emulated else None

    def _variable(self, symbol: Symbol | None, code: struct.Struct) -> int | None:
        if symbol is None:
            return None
        data, fault = self.kernel.read_some(int(symbol), code.size)
        if fault is not None:
            return None
        value: int = code.unpack(data)[0]
        return value

    def place(self) -> tuple[int, int] | None:
        """Return (address, slots), as the kernel's variables tell them now; None where they do not."""
        table, slots, end = self._symbols
        base, count = self._variable(table, self._word), self._variable(slots, self._int)
        if not base or count is None or not 0 < count <= MAX_SLOTS:
            return None
        last = self._variable(end, self._word)
        if last is not None and last - base != count * self.proc.size:
            return None  # slots of another size
        return base, count

    @property
    def known(self) -> bool:
        """Whether there is a table, and its structs are of the known layout."""
        if self._readable is None:
            self._readable = self._examine()
        return self._readable

    def _examine(self) -> bool:
        seen = 0
        try:
            for kva, raw in self._slots():
                stat, pid, ppid, area = self._read(raw)
                if not 0 < stat <= _MAX_STAT or pid < 0 or ppid < 0:
                    return False
                about = self.area(area)
                if about is not None and self._back(about)[0] not in (0, kva):
                    return False
                seen += 1
                if seen == _EXAMINED:
                    break
        except AddressError:
            pass
        return seen > 0

    def _slots(self, first: int = 0) -> Iterator[tuple[int, bytes]]:
        place = self.place()
        if place is None:
            return
        base, count = place
        size, at = self.proc.size, self.proc.offset("p_stat")
        for number in range(first, count):
            kva = base + number * size & self._mask
            raw = self.kernel.read(kva, size)
            if raw[at]:
                yield kva, raw

    def slots(self, first: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield address and bytes of each slot in use, from a number on; none where the layout is not known.

        Raises `AddressError` at the first slot that cannot be read.
        """
        return self._slots(first) if self.known else iter(())

    def number(self, kva: int) -> int:
        """Return the number of the slot at an address."""
        place = self.place()
        return 0 if place is None else (kva - place[0] & self._mask) // self.proc.size

    def area(self, kva: int) -> bytes | None:
        """Return the bytes of a user area, or None where it is not there."""
        if not kva:
            return None
        raw, fault = self.kernel.read_some(kva, self.user.size)
        return None if fault is not None else raw
