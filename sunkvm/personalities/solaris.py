"""Solaris and illumos: processes, load, identity; the other topics stand in the modules beside this one.

Facts: illumos uts/common sys/proc.h, sys/user.h, os/clock.c (avenrun), fs/proc/prsubr.c (how ps shows a process).
"""

from __future__ import annotations

import struct
import time

from ..errors import BrokenListError, Fault, SunkvmError
from ..personality import NOT_ASKED, Personality
from ..records import LoadAverage, Memory, Process
from ..schema.kernels.solaris import AT_SUNKVM_NOENV
from ..space import AddressSpace
from .solaris_cmd import MODEL_ILP32, MODEL_LP64, SSYS, Command, slots
from .solaris_reader import Reader, device

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..image import Image
    from ..records import (
        Cpu,
        CpuTimes,
        Info,
        MapEntry,
        Message,
        Module,
        OpenFile,
        Panic,
        Project,
        SwapDevice,
        SwapSpace,
        Thread,
        Zone,
    )

FSCALE = 256  # FSHIFT 8: one process in avenrun
_HP_FSCALE = 65536  # one process in hp_avenrun
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
    "p_zone",
    "p_task",
)
_USER = ("u_auxv", "u_start", "u_comm", "u_psargs", "u_argc", "u_argv", "u_envp")


class SolarisPersonality(Personality):
    """What a Solaris kernel tells of itself."""

    name = "solaris"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self._order = image.model.order
        self._pid = struct.Struct(image.model.order + "i").unpack
        self.reader = Reader(image)
        self._number = self.reader.number

    def load_average(self) -> LoadAverage | None:
        """Return avenrun, an ``int[3]`` in units of 1/256; without it hp_avenrun, a ``uint64_t[3]`` in units of 1/65536."""
        for symbol, code, scale in (("avenrun", "3i", FSCALE), ("hp_avenrun", "3Q", _HP_FSCALE)):
            where = self.reader.symbol(symbol)
            if where is None:
                continue
            numbers = struct.Struct(self._order + code)
            data, fault = self.image.kernel.read_some(where, numbers.size)
            if fault is None:
                one, five, fifteen = numbers.unpack(data)
                return LoadAverage(one / scale, five / scale, fifteen / scale)
        return None

    # Processes

    def processes(self, *, command: bool = True) -> Iterator[Process]:
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
        walk = _Walk(self, command)
        kva = image.read_word(int(practive))
        seen: set[int] = set()
        while kva and len(seen) < _MAX_PROCESSES:
            if kva in seen:
                raise BrokenListError("kernel", kva, "was met before: the process list runs into itself")
            seen.add(kva)
            raw, fault = read_some(kva, size)
            if fault is not None:
                raise fault.error()
            row = read_proc(raw)
            yield walk.process(kva, row, read_user(raw, user_at))
            kva = row[4]

    # Topics, each a module that is imported when it is asked for

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        from .solaris_threads import threads

        return threads(self.reader, process)

    def cpus(self) -> Iterator[Cpu]:
        from .solaris_threads import cpus

        return cpus(self.reader)

    def cpu_times(self) -> CpuTimes | None:
        from .solaris_threads import cpu_times

        return cpu_times(self.reader)

    def files(self, process: Process) -> Iterator[OpenFile]:
        from .solaris_files import files

        return files(self.reader, process)

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        from .solaris_map import entries

        return entries(self.reader, process)

    def messages(self) -> Iterator[Message]:
        from .solaris_system import messages

        return messages(self.reader)

    def swap(self) -> Iterator[SwapDevice]:
        from .solaris_system import swap

        return swap(self.reader)

    def swap_space(self) -> SwapSpace | None:
        from .solaris_system import swap_space

        return swap_space(self.reader)

    def modules(self) -> Iterator[Module]:
        from .solaris_system import modules

        return modules(self.reader)

    def zones(self) -> Iterator[Zone]:
        from .solaris_system import zones

        return zones(self.reader)

    def projects(self) -> Iterator[Project]:
        from .solaris_system import projects

        return projects(self.reader)

    def panic(self) -> Panic | None:
        from .solaris_system import panic

        return panic(self.reader)

    # The whole

    def info(self) -> Info:
        core = self.image.corefile
        names: dict[str, str | None] = {}
        if not core.facts.get("system"):
            fields = ("system", "node", "release", "version", "machine")
            names.update(zip(fields, self._utsname(), strict=True))
        facts: Mapping[str, Any] = core.facts
        crash = facts.get("crash_time")
        boot = self._number("boot_time", self.image.model.word, signed=True) or None
        until = crash if crash is not None else int(time.time()) if core.live else None
        page = core.page_size

        def pages(symbol: str) -> int | None:
            count = self._number(symbol)
            return None if count is None else count * page

        return self.describe(
            **names,
            boot_time=boot,
            uptime=until - boot if until is not None and boot is not None else None,
            cpus=self._number("ncpus", 4),
            cpus_online=self._number("ncpus_online", 4),
            memory=Memory(pages("physmem"), pages("freemem"), pages("availrmem"), pages("physinstalled")),
            processes=self._number("nproc", 4),
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

    def __init__(self, personality: SolarisPersonality, want_command: bool) -> None:
        image = personality.image
        self.image = image
        self.want_command = want_command
        self.read_some = image.kernel.read_some
        self.order = image.model.order
        self.pid_id = image.layout("pid").offset("pid_id")
        self.pid = personality._pid
        cred, thread, address_space = (image.layout(name) for name in ("cred", "_kthread", "as"))
        self.cred = cred.reader("cr_uid", "cr_gid", "cr_ruid", "cr_rgid")
        self.cred_size = cred.offset("cr_rgid") + 4
        self.thread = thread.reader("t_state", "t_forw")
        self.thread_size = thread.size
        # The reserved size came later; before it there was only the mapped one.
        field = address_space.get("a_resvsize") or address_space.get("a_size")
        self.size_at = field.offset if field else None
        self.time = struct.Struct(self.order + ("2q" if image.model.bits == 64 else "2i")).unpack_from
        self.aux = struct.Struct(self.order + "i").unpack_from
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.sessions: dict[int, tuple[int | None, tuple[int, int] | None]] = {0: (None, None)}
        self.reader = personality.reader
        self.zones: dict[int | None, tuple[Any, ...]] = {}
        self.tasks: dict[int | None, tuple[Any, ...]] = {}

    def session(self, sessp: int) -> tuple[int | None, tuple[int, int] | None]:
        """Return the number and the terminal of a session."""
        found = self.sessions.get(sessp)
        if found is None:
            sidp, dev = self.reader.some_members("sess", sessp, "s_sidp", "s_dev")
            found = self.number(sidp or 0), device(dev, self.image.model.bits)
            self.sessions[sessp] = found
        return found

    def zone(self, zone: int | None) -> tuple[Any, ...]:
        """Return the name and number of a zone."""
        found = self.zones.get(zone)
        if found is None:
            name, number = self.reader.some_members("zone", zone, "zone_name", "zone_id")
            found = self.zones[zone] = self.reader.text(name), number
        return found

    def task(self, task: int | None) -> tuple[Any, ...]:
        """Return the project and the number of a task."""
        found = self.tasks.get(task)
        if found is None:
            number, project = self.reader.some_members("task", task, "tk_tkid", "tk_proj")
            found = self.tasks[task] = *self.reader.some_members("kproject", project, "kpj_id"), number
        return found

    def number(self, kva: int) -> int | None:
        """Return the process or group number in the ``struct pid`` at ``kva``."""
        if not kva:
            return None
        data, fault = self.read_some(kva + self.pid_id, 4)
        return None if fault is not None else self.pid(data)[0]

    def process(self, kva: int, row: tuple[Any, ...], user: tuple[Any, ...]) -> Process:
        as_, cred, stat, ppid, _, sessp, pidp, pgidp, flag, lwps, tlist, top, model, zone, task = row
        auxv, start, comm, psargs, argc, argv, envp = user
        pid, pgid = self.number(pidp), self.number(pgidp)
        ids = self.creds.get(cred)
        if ids is None:
            data, fault = self.read_some(cred, self.cred_size) if cred else (b"", True)
            ids = self.creds[cred] = (None,) * 4 if fault is not None else self.cred(data)
        sid, tty = self.session(sessp)
        arguments, environment, missing = NOT_ASKED
        if self.want_command:
            if flag & SSYS or stat == _SZOMB:
                missing = "system process" if flag & SSYS else "zombie"
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
            tty,
            *self.zone(zone),
            *self.task(task),
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
            environment = _strings(found[1])
            if not environment and self.hides_environment(auxv):
                environment = None
            return _strings(found[0]), environment, None
        if space.read_some(argv, word)[1] is None and top - argv > 0:
            # A page of the stack is missing, but not the vectors: take the strings that are there, or none.
            return self._piecewise(space, where)
        fault = space.read_some(argv, word)[1]
        return None, None, _not_dumped(fault)

    def hides_environment(self, auxv: bytes) -> bool:
        """Return whether a process of an emulated kernel has an empty environment because its own is not known."""
        for at in range(0, len(auxv), 2 * self.image.model.word):
            (kind,) = self.aux(auxv, at)
            if kind in (0, AT_SUNKVM_NOENV):
                return bool(kind)
        return False

    def _piecewise(
        self, space: AddressSpace, where: Command
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None]:
        unpack = struct.Struct(self.order + ("Q" if where.word == 8 else "I")).unpack

        def vector(at: int, limit: int) -> tuple[str, ...] | None:
            strings: list[str] = []
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


def _not_dumped(fault: Fault | None) -> str:
    """Return why memory is missing in the words of `Process.argv_missing`."""
    if fault is not None and fault.kind == Fault.NOT_DUMPED and fault.detail:
        return fault.detail.removeprefix("was ")
    return "not dumped"


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
