"""Solaris and illumos: processes, load, identity.

Facts: illumos uts/common sys/proc.h, sys/user.h, os/clock.c (avenrun), fs/proc/prsubr.c (how ps shows a process).
"""

from __future__ import annotations

import struct
import time

from ..errors import Fault, SunkvmError
from ..personality import Personality
from ..records import Info, LoadAverage, Memory, Process
from ..space import AddressSpace
from .solaris_cmd import MODEL_ILP32, MODEL_LP64, SSYS, Command, slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..image import Image

FSCALE = 256  # FSHIFT 8: one process in avenrun
_MAX_PROCESSES = 1 << 22
_MAX_THREADS = 256  # looked at for a process's state letter
# p_stat, where no thread tells more: SRUN (2) says no more than that the process lives.
_SZOMB = 3
_PROC_STATES = {1: "S", 3: "Z", 4: "T", 5: "I", 6: "O", 7: "W"}
# t_state, the busiest first: a process is shown in the state of its busiest thread.
_THREAD_STATES = {4: "O", 2: "R", 1: "S", 0x20: "W", 0x10: "T", 8: "Z"}
_RANK = {state: rank for rank, state in enumerate(_THREAD_STATES)}

_PROC = (
    "p_as",
    "p_cred",
    "p_stat",
    "p_ppid",
    "p_next",
    "p_sessp",
    "p_pidp",
    "p_pgidp",
    "p_flag",
    "p_lwpcnt",
    "p_tlist",
    "p_usrstack",
    "p_model",
)
_USER = ("u_auxv", "u_start", "u_comm", "u_psargs", "u_argc", "u_argv", "u_envp")


class SolarisPersonality(Personality):
    """What a Solaris kernel tells of itself."""

    name = "solaris"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self._order = image.model.order
        self._pid = struct.Struct(image.model.order + "i").unpack

    # Numbers behind symbols

    def _number(self, symbol: str, size: int, *, signed: bool = False) -> int | None:
        """Return the integer of ``size`` bytes at a symbol, None where the symbol or its page is missing."""
        where = self.image.symbols.find((symbol,)).get(symbol)
        if where is None:
            return None
        data, fault = self.image.kernel.read_some(int(where), size)
        return None if fault is not None else int.from_bytes(data, self.image.model.byteorder, signed=signed)

    def _word(self, symbol: str) -> int | None:
        return self._number(symbol, self.image.model.word)

    def load_average(self) -> LoadAverage | None:
        """Return avenrun, an ``int[3]`` in units of 1/256."""
        where = self.image.symbols.find(("avenrun",)).get("avenrun")
        if where is None:
            return None
        data, fault = self.image.kernel.read_some(int(where), 12)
        if fault is not None:
            return None
        one, five, fifteen = struct.unpack(self._order + "3i", data)
        return LoadAverage(one / FSCALE, five / FSCALE, fifteen / FSCALE)

    # Processes

    def processes(self) -> Iterator[Process]:
        image = self.image
        if image.corefile.live:
            image.corefile.refresh()
        practive = image.symbols.find(("practive",)).get("practive")
        if practive is None:
            return
        proc, user = image.layout("proc"), image.layout("user")
        read_proc = proc.reader(*_PROC)
        read_user = user.reader(*_USER)
        size, user_at = proc.size, proc.offset("p_user")
        read_some = image.kernel.read_some
        walk = _Walk(self)
        kva = image.read_word(int(practive))
        seen: set[int] = set()
        while kva and len(seen) < _MAX_PROCESSES:
            if kva in seen:
                raise Fault(
                    Fault.UNMAPPED, "kernel", kva, "was met before: the process list runs into itself"
                ).error()
            seen.add(kva)
            raw, fault = read_some(kva, size)
            if fault is not None:
                raise fault.error()
            row = read_proc(raw)
            yield walk.process(kva, row, read_user(raw, user_at))
            kva = row[4]

    # The whole

    def info(self) -> Info:
        image, core = self.image, self.image.corefile
        facts: dict[str, Any] = dict(core.facts)
        names = ("system", "node", "release", "version", "machine")
        if not facts.get("system"):
            facts.update(zip(names, self._utsname(), strict=True))
        crash = facts.get("crash_time")
        boot = self._number("boot_time", image.model.word, signed=True) or None
        until = crash if crash is not None else int(time.time()) if core.live else None
        page = image.model.word and core.page_size

        def pages(symbol: str) -> int | None:
            count = self._word(symbol)
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
            page_size=core.page_size,
            pages=facts.get("pages"),
            content=facts.get("content"),
            complete=facts.get("complete"),
            live=core.live,
            system=facts.get("system") or None,
            node=facts.get("node") or None,
            release=facts.get("release") or None,
            version=facts.get("version") or None,
            machine=facts.get("machine") or None,
            platform=facts.get("platform") or None,
            panic_string=facts.get("panic_string") or None,
            crash_time=crash,
            boot_time=boot,
            uptime=until - boot if until is not None and boot is not None else None,
            uuid=facts.get("uuid") or None,
            cpus=self._number("ncpus", 4),
            cpus_online=self._number("ncpus_online", 4),
            memory=Memory(pages("physmem"), pages("freemem"), pages("availrmem")),
            load_average=self.load_average(),
            processes=self._number("nproc", 4),
            symbols=len(image.symbols),
            warnings=tuple(image.warnings),
        )

    def _utsname(self) -> list[str | None]:
        where = self.image.symbols.find(("utsname",)).get("utsname")
        if where is None:
            return [None] * 5
        data, fault = self.image.kernel.read_some(int(where), 5 * 257)
        if fault is not None:
            return [None] * 5
        return [
            data[at : at + 257].split(b"\0", 1)[0].decode("utf-8", "replace") for at in range(0, 5 * 257, 257)
        ]


class _Walk:
    """One walk over the process list: the readers it needs, and what several processes share."""

    def __init__(self, personality: SolarisPersonality) -> None:
        image = personality.image
        self.image = image
        self.read_some = image.kernel.read_some
        self.order = image.model.order
        self.pid_id = image.layout("pid").offset("pid_id")
        self.pid = personality._pid
        cred, sess, thread, address_space = (
            image.layout(name) for name in ("cred", "sess", "_kthread", "as")
        )
        self.cred = cred.reader("cr_uid", "cr_gid", "cr_ruid", "cr_rgid")
        self.cred_size = cred.offset("cr_rgid") + 4
        self.sidp = sess.offset("s_sidp")
        self.thread = thread.reader("t_state", "t_forw")
        self.thread_size = thread.size
        # The reserved size came later; before it there was only the mapped one.
        field = address_space.get("a_resvsize") or address_space.get("a_size")
        self.size_at = field.offset if field else None
        self.time = struct.Struct(self.order + ("2q" if image.model.bits == 64 else "2i")).unpack_from
        self.aux = struct.Struct(self.order + "i").unpack_from
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.sessions: dict[int, int | None] = {}

    def number(self, kva: int) -> int | None:
        """Return the process or group number in the ``struct pid`` at ``kva``."""
        if not kva:
            return None
        data, fault = self.read_some(kva + self.pid_id, 4)
        return None if fault is not None else self.pid(data)[0]

    def process(self, kva: int, row: tuple[Any, ...], user: tuple[Any, ...]) -> Process:
        as_, cred, stat, ppid, _, sessp, pidp, pgidp, flag, lwps, tlist, top, model = row
        auxv, start, comm, psargs, argc, argv, envp = user
        pid, pgid = self.number(pidp), self.number(pgidp)
        ids = self.creds.get(cred)
        if ids is None:
            data, fault = self.read_some(cred, self.cred_size) if cred else (b"", True)
            ids = self.creds[cred] = (None,) * 4 if fault is not None else self.cred(data)
        sid = self.sessions.get(sessp)
        if sid is None and sessp:
            data, fault = self.read_some(sessp + self.sidp, self.image.model.word)
            sid = None if fault is not None else self.number(int.from_bytes(data, self.image.model.byteorder))
            self.sessions[sessp] = sid
        arguments = environment = missing = None
        if flag & SSYS:
            missing = "system process"
        elif stat == _SZOMB:
            missing = "zombie"
        else:
            arguments, environment, missing = self.command(as_, top, model, auxv, argc, argv, envp)
        seconds, nanoseconds = self.time(start)
        bits = {MODEL_ILP32: 32, MODEL_LP64: 64}.get(model)
        return Process(
            kva,
            pid,
            ppid,
            pgid,
            sid,
            ids[0],
            ids[1],
            ids[2],
            ids[3],
            self.state(stat, tlist),
            seconds + nanoseconds / 1e9 if seconds else None,
            _text(comm),
            _text(psargs),
            arguments,
            environment,
            missing,
            lwps if lwps is not None and lwps >= 0 else None,
            bits,
            self.reserved(as_, flag),
            as_,
        )

    def state(self, stat: int, tlist: int) -> str | None:
        if stat == _SZOMB:
            return "Z"
        best: int | None = None
        thread = tlist
        for _ in range(_MAX_THREADS):
            if not thread:
                break
            data, fault = self.read_some(thread, self.thread_size)
            if fault is not None:
                break
            state, thread = self.thread(data)
            if state in _RANK and (best is None or _RANK[state] < _RANK[best]):
                best = state
            if thread == tlist:
                break
        return _PROC_STATES.get(stat) if best is None else _THREAD_STATES[best]

    def reserved(self, as_: int, flag: int) -> int | None:
        if not as_ or self.size_at is None:
            return None
        if flag & SSYS:
            return 0
        data, fault = self.read_some(as_ + self.size_at, self.image.model.word)
        return None if fault is not None else int.from_bytes(data, self.image.model.byteorder)

    def command(
        self, as_: int, top: int, model: int, auxv: bytes, argc: int, argv: int, envp: int
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None]:
        """Return (argv, env, why not) of a user process."""
        if not argv:
            return None, None, "none"
        wide = self.image.model.bits == 64
        foreign = wide and model == MODEL_ILP32
        space = AddressSpace(self.image.corefile, as_, None) if as_ else None
        if space is None:
            return None, None, "no address space"

        def read(address: int, count: int) -> bytes | None:
            data, fault = space.read_some(address, count)
            return data if fault is None else None

        word = 4 if foreign or not wide else 8
        where = Command(self.order, word, argc, argv, envp, top, foreign, bool(self.aux(auxv)[0]))
        found = slots(where, read, True, True)
        if found is not None:
            return _strings(found[0]), _strings(found[1]), None
        if space.read_some(argv, word)[1] is None and top - argv > 0:
            # A page of the stack is missing, but not the vectors: take the strings that are there, or none.
            return self._piecewise(space, where)
        return None, None, "not dumped"

    def _piecewise(
        self, space: AddressSpace, where: Command
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None]:
        unpack = struct.Struct(self.order + ("Q" if where.word == 8 else "I")).unpack

        def vector(at: int, limit: int) -> tuple[str, ...] | None:
            strings = []
            for _ in range(max(limit, 0)):
                data, fault = space.read_some(at, where.word)
                if fault is not None:
                    return None
                pointer = unpack(data)[0]
                if not pointer:
                    break
                try:
                    strings.append(space.read_string(pointer).decode("utf-8", "surrogateescape"))
                except SunkvmError:
                    return None
                at += where.word
            return tuple(strings)

        arguments = vector(where.argv, min(where.argc, 1 << 16))
        environment = vector(where.envp, 1 << 16) if where.envp else None
        return arguments, environment, None if arguments is not None else "not dumped"


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def _strings(vector: list[bytes | None] | None) -> tuple[str, ...] | None:
    """Return a vector up to the first NULL entry, as a caller of the process's own libc sees it."""
    if vector is None:
        return None
    strings = []
    for entry in vector:
        if entry is None:
            break
        strings.append(entry.decode("utf-8", "surrogateescape"))
    return tuple(strings)
