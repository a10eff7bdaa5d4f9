"""NetBSD: processes, load, identity; the other topics stand in the modules beside this one.

Facts: NetBSD sys/sys/proc.h, sys/sys/lwp.h, sys/sys/session.h, kern/kern_proc.c, lib/libkvm/kvm_proc.c, bin/ps/print.c
(states).
"""

from __future__ import annotations

from ..errors import BrokenListError, LayoutError, SunkvmError
from ..personality import NOT_ASKED, Personality
from ..records import Memory, Process
from .bsd_reader import BsdReader, plain
from .bsd_system import load_average, text_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..corefile import Space
    from ..image import Image
    from ..records import (
        Cpu,
        CpuTimes,
        Info,
        LoadAverage,
        MapEntry,
        Message,
        Module,
        OpenFile,
        Panic,
        SwapDevice,
        SwapSpace,
        Thread,
    )
    from ..space import AddressSpace

_MAX_PROCESSES = 1 << 22
_MAX_LWPS = 256  # looked at for a process's state letter

SIDL, SACTIVE, SDYING, SSTOP, SZOMB, SDEAD = 1, 2, 3, 4, 5, 6
ZOMBIES = (SZOMB, SDYING, SDEAD)
PK_SYSTEM, PK_32, PK_MARKER = 0x2, 0x40000, 0x80000000
_LSIDL, _LSRUN, _LSSLEEP, _LSSTOP, _LSZOMB, _LSDEAD, _LSONPROC, _LSSUSPENDED = range(1, 9)
_LW_SINTR = 0x80
_MAXSLP = 20  # seconds after which ps calls a sleeper idle
_STATES = {
    _LSIDL: "R", _LSRUN: "R", _LSSTOP: "T", _LSZOMB: "Z", _LSDEAD: "Z", _LSONPROC: "O", _LSSUSPENDED: "U",
}  # fmt: skip
# The busiest first: a process is shown in the state of its busiest lwp.
_RANK = {state: rank for rank, state in enumerate("ORSDITUZ")}

_PROC = (
    "p_pid", "p_stat", "p_flag", "p_lflag", "p_cred", "p_pptr", "p_pgrp", "p_vmspace", "p_stats", "p_nlwps",
    "p_lwps.lh_first", "p_comm", "p_psstrp",
)  # fmt: skip
_ADVICE = (
    "no built-in table fits this NetBSD kernel of {model}, and it does not tell its own types; "
    "name a file with its layouts"
)


class NetbsdPersonality(Personality):
    """What a NetBSD kernel tells of itself."""

    name = "netbsd"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self.reader = BsdReader(image)
        self._boot: float | None = None
        self._boot_known = False

    def load_average(self) -> LoadAverage | None:
        return load_average(self.reader)

    def space_key(self, kva: int) -> Space:
        """Return the root page table of a vmspace: a physical address. Raises `LayoutError` where that is not known."""
        from .netbsd_memory import page_root

        return page_root(self.reader, kva)

    def address_space(self, kva: int) -> AddressSpace:
        """Return a process's memory, given its vmspace: what its map leads to, in memory or on the swap device."""
        from .netbsd_memory import user_space

        return user_space(self.reader, kva)

    # Processes

    def addresses(self) -> Iterator[int]:
        """Yield the addresses of the processes in the order of libkvm: allproc, then zombproc; no markers.

        Raises `LayoutError` where no layout of ``struct proc`` is known, `AddressError` after what came before.
        """
        reader = self.reader
        self.need("proc")
        seen: set[int] = set()
        for name in ("allproc", "zombproc"):
            kva = reader.pointer(name)
            while kva:
                if kva in seen:
                    raise BrokenListError("kernel", kva, "was met before: the process list runs into itself")
                if len(seen) >= _MAX_PROCESSES:
                    raise BrokenListError("kernel", kva, f"goes on a list of more than {_MAX_PROCESSES}")
                seen.add(kva)
                following, flag = reader.members("proc", kva, "p_list.le_next", "p_flag")
                if not flag & PK_MARKER:
                    yield kva
                kva = following

    def need(self, struct: str) -> None:
        """Raise a `LayoutError` with advice where no layout of a struct is known."""
        if self.image.layouts.layout(struct) is None:
            raise LayoutError(struct, advice=_ADVICE.format(model=self.image.model.name))

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        if self.image.corefile.live:
            self.image.corefile.refresh()
        walk = _Walk(self, command)
        for kva in self.addresses():
            found = walk.process(kva)
            if found is not None:
                yield found

    def process(self, kva: int) -> Process | None:
        """Return the process whose ``struct proc`` lies at ``kva``; None for one that is just being made."""
        self.need("proc")
        return _Walk(self).process(kva)

    # Topics, each a module that is imported when it is asked for

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        from .netbsd_threads import threads

        return threads(self.reader, self.addresses() if process is None else iter((process.kva,)))

    def cpus(self) -> Iterator[Cpu]:
        from .netbsd_threads import cpus

        return cpus(self.reader)

    def cpu_times(self) -> CpuTimes | None:
        from .netbsd_threads import cpu_times

        return cpu_times(self.reader)

    def files(self, process: Process) -> Iterator[OpenFile]:
        from .netbsd_files import files

        return files(self.reader, process)

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        from .netbsd_map import entries

        return entries(self.reader, process)

    def messages(self) -> Iterator[Message]:
        from .netbsd_system import messages

        return messages(self.reader)

    def swap(self) -> Iterator[SwapDevice]:
        from .netbsd_system import swap

        return swap(self.reader)

    def swap_space(self) -> SwapSpace | None:
        from .netbsd_system import swap_space

        return swap_space(self.reader)

    def modules(self) -> Iterator[Module]:
        from .netbsd_system import modules

        return modules(self.reader)

    def panic(self) -> Panic | None:
        from .netbsd_system import panic

        return panic(self.reader)

    # The whole

    def boot_time(self) -> float | None:
        """Return when the kernel started, in seconds since 1970."""
        if not self._boot_known:
            from .netbsd_system import boot_time

            self._boot_known = True
            self._boot = boot_time(self.reader)
        return self._boot

    def info(self) -> Info:
        from .netbsd_system import message_of_panic, seconds

        core, reader = self.image.corefile, self.reader
        boot = self.boot_time()
        facts: Mapping[str, Any] = core.facts
        now = facts.get("crash_time") or seconds(reader, "time_second") or None
        uptime = seconds(reader, "time_uptime") or None
        if uptime is None and now is not None and boot is not None:
            uptime = now - int(boot)
        pages, free = reader.some_members("uvmexp", reader.symbol("uvmexp"), "npages", "free")
        size = core.page_size
        version = " ".join((text_at(reader, "version") or "").split())
        release = text_at(reader, "osrelease")
        if release is None and version.startswith("NetBSD "):
            release = version.split()[1]
        return self.describe(
            system=text_at(reader, "ostype"),
            node=text_at(reader, "hostname"),
            release=release,
            version=version,
            machine=text_at(reader, "machine"),
            panic_string=message_of_panic(reader),
            crash_time=now,
            boot_time=None if boot is None else int(boot),
            uptime=uptime,
            cpus=reader.number("ncpu", 4),
            cpus_online=reader.number("ncpuonline", 4),
            memory=Memory(
                None if pages is None else pages * size, None if free is None else free * size, None
            ),
            processes=reader.number("nprocs", 4),
        )


class _Walk:
    """One walk over processes: what several of them share."""

    def __init__(self, personality: NetbsdPersonality, want_command: bool = True) -> None:
        self.personality = personality
        self.want_command = want_command
        self.reader = personality.reader
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.groups: dict[int, tuple[Any, ...]] = {0: (None, None, None)}
        self.wide_lflag = self.reader.has("proc", "p_lflag") and _size(self.reader, "proc", "p_lflag") > 1

    def process(self, kva: int) -> Process | None:
        reader = self.reader
        (
            pid, stat, flag, lflag, cred, parent, pgrp, vmspace, stats, count, lwp, comm, strings,
        ) = reader.members("proc", kva, *_PROC)  # fmt: skip
        if stat == SIDL:
            return None
        ids = self.creds.get(cred)
        if ids is None:
            ids = self.creds[cred] = self.cred(cred)
        uid, gid, ruid, rgid = ids
        group = self.groups.get(pgrp)
        if group is None:
            group = self.groups[pgrp] = self.group(pgrp)
        pgid, sid, tty = group
        zombie = stat in ZOMBIES
        bits = 32 if flag & PK_32 else self.personality.image.model.bits
        argv, env, missing = NOT_ASKED
        if self.want_command:
            argv, env, missing = self.command(vmspace, strings, bits, bool(flag & PK_SYSTEM), zombie)
        (size,) = reader.some_members("vmspace", vmspace, "vm_map.size")
        return Process(
            kva,
            pid,
            reader.some_members("proc", parent, "p_pid")[0] if parent else 0,
            pgid,
            sid,
            uid,
            gid,
            ruid,
            rgid,
            self.state(stat, lwp),
            self.start(stats),
            plain(comm),
            "",
            argv,
            env,
            missing,
            count,
            bits,
            size,
            vmspace or 0,
            # PL_CONTROLT is 2 where p_lflag is an int (up to 6), and 1 since it is a char.
            tty if lflag is not None and lflag & (2 if self.wide_lflag else 1) else None,
        )

    def cred(self, kva: int) -> tuple[Any, ...]:
        """Return effective uid and gid, and the real ones."""
        return self.reader.some_members("kauth_cred", kva, "cr_euid", "cr_egid", "cr_uid", "cr_gid")

    def group(self, kva: int) -> tuple[Any, ...]:
        """Return process group, session, and the session's terminal."""
        reader = self.reader
        pgid, session = reader.some_members("pgrp", kva, "pg_id", "pg_session")
        sid, tty = reader.some_members("session", session, "s_sid", "s_ttyp")
        (dev,) = reader.some_members("tty", tty, "t_dev")
        return pgid, sid, device(dev)

    def start(self, stats: int) -> float | None:
        """Return when the process started; processes without statistics, and those of the kernel's own, have no time."""
        seconds, micro = self.reader.some_members("pstats", stats, "p_start.tv_sec", "p_start.tv_usec")
        return seconds + micro / 1e6 if seconds and micro is not None else None

    def state(self, stat: int, lwp: int) -> str | None:
        if stat in ZOMBIES:
            return "Z"
        if stat == SSTOP:
            return "T"
        best: str | None = None
        seen: set[int] = set()
        while lwp and lwp not in seen and len(seen) < _MAX_LWPS:
            seen.add(lwp)
            lwp, l_stat, flag, slept = self.reader.some_members(
                "lwp", lwp, "l_sibling.le_next", "l_stat", "l_flag", "l_slptime"
            )
            letter = lwp_state(l_stat, flag, slept)
            if letter is not None and (best is None or _RANK[letter] < _RANK[best]):
                best = letter
        return best

    def command(
        self, vmspace: int, where: int | None, bits: int, system: bool, zombie: bool
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None]:
        """Return (argv, env, why argv is missing). They are in the process's own memory only."""
        if system or zombie:
            return None, None, "system process" if system else "zombie"
        from . import ps_strings

        if not vmspace:
            return None, None, "zombie"
        image = self.personality.image
        where = where or self.top_of_stack(bits)
        if where is None:
            return None, None, "not dumped"
        try:
            space = image.address_space(vmspace)
            argv, env = ps_strings.read(space, where, image.model.order, bits // 8)
        except SunkvmError as error:
            fault = getattr(error, "why", "")
            return None, None, fault.removeprefix("was ") if fault.startswith("was ") else "not dumped"
        return argv, env, None if argv is not None else "not dumped"

    def top_of_stack(self, bits: int) -> int | None:
        """Return where ps_strings lies in a process that does not tell: below the port's USRSTACK, if a table has it."""
        from . import ps_strings

        image = self.personality.image
        if bits != image.model.bits:
            return None
        for source in getattr(image.layouts, "sources", ()):
            top = getattr(source, "constants", {}).get("USRSTACK")
            if top is not None:
                return int(top) - ps_strings.size(bits // 8)
        return None


def _size(reader: BsdReader, struct: str, name: str) -> int:
    return reader.image.layout(struct)[name].size


def lwp_state(stat: int | None, flag: int | None, slept: int | None) -> str | None:
    """Return an lwp's state as ps shows it: R, O (runs), S, I (slept for 20 s), D (sleeps, not for signals), T, U, Z."""
    if stat == _LSSLEEP:
        if flag is not None and not flag & _LW_SINTR:
            return "D"
        return "I" if slept is not None and slept >= _MAXSLP else "S"
    return None if stat is None else _STATES.get(stat)


def device(dev: int | None) -> tuple[int, int] | None:
    """Return (major, minor) of a dev_t; None for NODEV (NetBSD sys/types.h)."""
    if dev is None or dev & 0xFFFFFFFF == 0xFFFFFFFF:
        return None
    return dev >> 8 & 0xFFF, dev >> 12 & 0xFFF00 | dev & 0xFF
