"""SunOS 4 kernels, above all as sunkvm emulates them: the table of processes, the user areas and the numbers of the system.

Facts: names of variables and members as programs for SunOS 4 use them; layouts of `sunkvm.schema.kernels.sunos4`.
"""

from __future__ import annotations

import struct
import time

from ..errors import AddressError
from ..personality import NOT_ASKED, Personality
from ..records import CpuTimes, LoadAverage, Memory, Process, SwapSpace
from .sunos4_table import SSYS, SZOMB, ProcessTable, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..image import Image
    from ..records import Info

FSCALE = 256
_STATES = {1: "S", 2: "W", 3: "R", 4: "I", 5: "Z", 6: "T"}
_PROC = (
    "p_stat",
    "p_pid",
    "p_ppid",
    "p_pgrp",
    "p_uid",
    "p_flag",
    "p_tsize",
    "p_dsize",
    "p_ssize",
    "p_as",
    "p_uarea",
)


class Sunos4Personality(Personality):
    """What a SunOS 4 kernel tells of itself."""

    name = "sunos4"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self.table = ProcessTable(image.kernel, image.symbols, image.corefile.format == "emulated")

    def _longs(self, name: str, count: int) -> tuple[int, ...] | None:
        """Return the values of an array of long, None where there is no such variable."""
        word = "q" if self.image.model.bits == 64 else "i"
        return self._unpack(name, f"{count}{word}")

    def _int(self, name: str) -> int | None:
        found = self._unpack(name, "i")
        return None if found is None else found[0]

    def _unpack(self, name: str, code: str) -> tuple[int, ...] | None:
        symbol = spelled(self.image.symbols, name)
        if symbol is None:
            return None
        numbers = struct.Struct(self.image.model.order + code)
        data, fault = self.image.kernel.read_some(int(symbol), numbers.size)
        return None if fault is not None else numbers.unpack(data)

    def load_average(self) -> LoadAverage | None:
        """Return avenrun, a ``long[3]`` in units of 1/256."""
        found = self._longs("avenrun", 3)
        return None if found is None else LoadAverage(*(each / FSCALE for each in found))

    def cpu_times(self) -> CpuTimes | None:
        """Return cp_time, a ``long[4]`` in ticks: interrupts are not counted apart."""
        found = self._longs("cp_time", 4)
        if found is None:
            return None
        user, nice, system, idle = found
        return CpuTimes(user, nice, system, None, idle, self._int("hz"))

    def swap_space(self) -> SwapSpace | None:
        found = self._unpack("anoninfo", "3I")
        if found is None:
            return None
        total, free, reserved = (each * self.image.corefile.page_size for each in found)
        used = total - free
        return SwapSpace(total, used, max(reserved - used, 0), total - max(reserved, used))

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        image = self.image
        if image.corefile.live:
            image.corefile.refresh()
        read, read_user = self.table.proc.reader(*_PROC), self.table.user.reader("u_comm", "u_start")
        vectors = getattr(image.corefile, "command", None) if command else None
        for kva, raw in self.table.slots():
            stat, pid, ppid, group, uid, flag, text, data, stack, space, user = read(raw)
            about = self.table.area(user)
            comm, start = (b"", b"") if about is None else read_user(about)
            found = vectors(pid) if vectors is not None and not flag & SSYS and stat != SZOMB else None
            argv, env = found if found is not None else (None, None)
            yield Process(
                kva=kva,
                pid=pid,
                ppid=ppid,
                pgid=group,
                sid=None,
                uid=None,
                gid=None,
                ruid=uid if uid >= 0 else None,
                rgid=None,
                state=_STATES.get(stat),
                start_time=self._time(start),
                comm=_text(comm),
                psargs="",
                argv=None
                if argv is None
                else tuple(each.decode("utf-8", "surrogateescape") for each in argv),
                env=None if env is None else tuple(each.decode("utf-8", "surrogateescape") for each in env),
                argv_missing=NOT_ASKED[2]
                if not command
                else None
                if argv is not None
                else _missing(flag, stat),
                threads=None,
                bits=None,
                size=(text + data + stack) * image.corefile.page_size,
                as_kva=space,
            )

    def _count(self) -> int | None:
        try:
            return sum(1 for _ in self.table.slots()) if self.table.known else None
        except AddressError:
            return None

    def _time(self, raw: bytes) -> float | None:
        if not raw:
            return None
        model = self.image.model
        seconds, rest = struct.unpack(model.order + ("2q" if model.bits == 64 else "2i"), raw)
        return float(seconds + rest / 1e6) if seconds else None

    def info(self) -> Info:
        core = self.image.corefile
        boot = self._longs("boottime", 2)
        until = int(time.time()) if core.live else None
        page = core.page_size

        def pages(name: str) -> int | None:
            count = self._int(name)
            return None if count is None else count * page

        return self.describe(
            boot_time=boot[0] if boot is not None else None,
            uptime=until - boot[0] if until is not None and boot is not None else None,
            cpus=self._int("ncpu"),
            cpus_online=self._int("ncpu"),
            memory=Memory(pages("physmem"), pages("freemem"), None),
            processes=self._count(),
        )


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def _missing(flag: int, stat: int) -> str:
    return "system process" if flag & SSYS else "zombie" if stat == SZOMB else "not to be seen"
