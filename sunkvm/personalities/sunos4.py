"""SunOS 4 kernels as sunkvm emulates them: the table of processes, the user areas and the numbers of the system.

Facts: names of variables and members as programs for SunOS 4 use them; layouts of `sunkvm.schema.kernels.sunos4`.
"""

from __future__ import annotations

import struct
import time

from ..personality import Personality
from ..records import CpuTimes, Info, LoadAverage, Memory, Process, SwapSpace
from ..schema.kernels import sunos4

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FSCALE = 256
SSYS = 2
_STATES = {1: "S", 2: "W", 3: "R", 4: "I", 5: "Z", 6: "T"}
_MAX_SLOTS = 1 << 20
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

    @property
    def _ours(self) -> bool:
        """Whether the kernel's structs are as sunkvm lays them out: those of real kernels are not known."""
        return self.image.corefile.format == "emulated"

    def _longs(self, name: str, count: int) -> tuple[int, ...] | None:
        """Return the values of an array of long, None where there is no such variable."""
        word = "q" if self.image.model.bits == 64 else "i"
        return self._unpack(name, f"{count}{word}")

    def _int(self, name: str) -> int | None:
        found = self._unpack(name, "i")
        return None if found is None else found[0]

    def _unpack(self, name: str, code: str) -> tuple[int, ...] | None:
        spelled = ("_" + name, name)
        found = self.image.symbols.find(spelled)
        symbol = next((found[each] for each in spelled if each in found), None)
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
        return CpuTimes(user, nice, system, 0, idle, self._int("hz"))

    def swap_space(self) -> SwapSpace | None:
        found = self._unpack("anoninfo", "3I")
        if found is None:
            return None
        total, free, reserved = (each * self.image.corefile.page_size for each in found)
        used = total - free
        return SwapSpace(total, used, max(reserved - used, 0), total - max(reserved, used))

    def processes(self) -> Iterator[Process]:
        image = self.image
        if image.corefile.live:
            image.corefile.refresh()
        table, slots = self._longs("proc", 1), self._int("nproc")
        if table is None or slots is None or not self._ours:
            return
        model = image.model
        layout, area = sunos4.proc(model), sunos4.user(model)
        read, read_user = layout.reader(*_PROC), area.reader("u_comm", "u_start")
        base, size = table[0] & model.mask, layout.size
        command = getattr(image.corefile, "command", None)
        for number in range(min(max(slots, 0), _MAX_SLOTS)):
            raw = image.kernel.read(base + number * size, size)
            stat, pid, ppid, group, uid, flag, text, data, stack, space, user = read(raw)
            if not stat:
                continue
            about, fault = image.kernel.read_some(user, area.size)
            comm, start = (b"", b"") if fault is not None else read_user(about)
            found = command(pid) if command is not None and not flag & SSYS and stat != 5 else None
            argv, env = found if found is not None else (None, None)
            yield Process(
                kva=base + number * size,
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
                argv_missing=None if argv is not None else _missing(flag, stat),
                threads=None,
                bits=None,
                size=(text + data + stack) * image.corefile.page_size,
                as_kva=space,
            )

    def _time(self, raw: bytes) -> float | None:
        if not raw:
            return None
        model = self.image.model
        seconds, rest = struct.unpack(model.order + ("2q" if model.bits == 64 else "2i"), raw)
        return float(seconds + rest / 1e6) if seconds else None

    def info(self) -> Info:
        image, core = self.image, self.image.corefile
        facts: dict[str, Any] = dict(core.facts)
        boot = self._longs("boottime", 2)
        until = int(time.time()) if core.live else None
        page = core.page_size

        def pages(name: str) -> int | None:
            count = self._int(name)
            return None if count is None else count * page

        return Info(
            namelist=image.namelist.path,
            corefile=core.path,
            format=core.format,
            why=image.match.why if image.match else "",
            personality=self.name,
            model=image.model.name,
            bits=image.model.bits,
            byteorder=image.model.byteorder,
            page_size=page,
            pages=facts.get("pages"),
            content=facts.get("content"),
            complete=facts.get("complete"),
            live=core.live,
            system=facts.get("system"),
            node=facts.get("node"),
            release=facts.get("release"),
            version=facts.get("version"),
            machine=facts.get("machine"),
            platform=facts.get("platform"),
            panic_string=None,
            crash_time=None,
            boot_time=boot[0] if boot is not None else None,
            uptime=until - boot[0] if until is not None and boot is not None else None,
            uuid=facts.get("uuid"),
            cpus=self._int("ncpu"),
            cpus_online=self._int("ncpu"),
            memory=Memory(pages("physmem"), pages("freemem"), None),
            load_average=self.load_average(),
            processes=sum(1 for _ in self._used_slots()) if self._ours else None,
            symbols=len(image.symbols),
            warnings=tuple(image.warnings),
        )

    def _used_slots(self) -> Iterator[int]:
        table, slots = self._longs("proc", 1), self._int("nproc")
        if table is None or slots is None or not self._ours:
            return
        layout = sunos4.proc(self.image.model)
        at = layout.offset("p_stat")
        base = table[0] & self.image.model.mask
        for number in range(min(max(slots, 0), _MAX_SLOTS)):
            if self.image.kernel.read(base + number * layout.size + at, 1) != b"\0":
                yield number


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def _missing(flag: int, stat: int) -> str:
    return "system process" if flag & SSYS else "zombie" if stat == 5 else "not to be seen"
