"""DragonFly: processes, load, identity; the other topics stand in the modules beside this one.

Facts: DragonFly 5.9 sys/sys/proc.h, kern/kern_proc.c (allproc_scan), kern/kern_kinfo.c, bin/ps/print.c (states).
"""

from __future__ import annotations

import struct

from ..errors import AddressError, BrokenListError, UnsupportedError
from ..personality import NOT_ASKED, Personality
from ..records import LoadAverage, Memory, Process
from .bsd_reader import BsdReader, plain
from .bsd_system import text_at

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
        MapEntry,
        Message,
        Module,
        NameCache,
        OpenFile,
        Panic,
        SwapDevice,
        Thread,
        Zone,
    )

_MAX_PROCESSES = 1 << 22
_MAX_LISTS = 1 << 16
_MAX_THREADS = 256  # looked at for a process's state letter

SACTIVE, SZOMB = 2, 4
LSRUN, LSSTOP, LSSLEEP = 1, 2, 3
P_CONTROLT, P_SYSTEM = 0x2, 0x200
LWP_SINTR = 0x8
LWP_MP_ONRUNQ = 0x1
TDF_RUNQ, TDF_SINTR = 0x2, 0x40
_STATES = {1: "I", 3: "T", 4: "Z", 5: "C"}  # of a process; SACTIVE shows the state of its busiest lwp
_RANK = {state: rank for rank, state in enumerate("RDSTI")}

_PROC = (
    "p_stat", "p_ucred", "p_pid", "p_args", "p_vmspace", "p_nthreads", "p_oppid", "p_pptr", "p_pgrp", "p_flags", "p_comm",
    "p_lwp_tree.rbh_root", "p_start.tv_sec", "p_start.tv_usec", "p_list.le_next",
)  # fmt: skip


class DragonflyPersonality(Personality):
    """What a DragonFly kernel tells of itself."""

    name = "dragonfly"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self.reader = BsdReader(image)

    def load_average(self) -> LoadAverage | None:
        """Return averunnable: three numbers of 64 bits and, in the same struct, what they are multiples of."""
        reader = self.reader
        where = reader.symbol("averunnable")
        if where is None:
            return None
        if self.image.model.bits != 64:
            return None  # no release of other machines is known well enough
        data, fault = reader.read_some(where, 32)
        if fault is not None:
            return None
        one, five, fifteen, scale = struct.unpack(f"{self.image.model.order}3Qq", data)
        scale = reader.number("fscale", 4, signed=True) or scale
        return LoadAverage(one / scale, five / scale, fifteen / scale) if scale else None

    def space_key(self, kva: int) -> Space:
        """Return the root page table of a vmspace: a physical address."""
        if not kva:
            raise UnsupportedError("a process without an address space")
        (root,) = self.reader.members("vmspace", kva, "vm_pmap.pm_pml4")
        found = self.image.kernel.kvatop(root) if root else None
        if found is None:
            raise AddressError("kernel", root or kva, "is a root page table that was not dumped")
        return found

    # Processes

    def _addresses(self, walk: _Walk | None = None) -> Iterator[int]:
        """Yield the addresses of the processes, zombies among them: the lists of the array procglob, one after another.

        With a walk each process has to be read in it before the next one is asked for.
        """
        reader = self.reader
        array, count = reader.symbol("procglob"), reader.number("allproc_hsize", 4, signed=True)
        if array is None or count is None or not 0 < count <= _MAX_LISTS:
            return
        size, head = reader.size("procglob"), reader.offset("procglob", "allproc.lh_first")
        seen: set[int] = set()
        for number in range(count):
            kva = self.image.read_word(array + number * size + head)
            while kva:
                if kva in seen:
                    raise BrokenListError("kernel", kva, "was met before: the process list runs into itself")
                if len(seen) >= _MAX_PROCESSES:
                    raise BrokenListError("kernel", kva, f"goes on a list of more than {_MAX_PROCESSES}")
                seen.add(kva)
                yield kva
                if walk is None:
                    (kva,) = reader.members("proc", kva, "p_list.le_next")
                else:
                    kva = walk.following

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        if self.image.corefile.live:
            self.image.corefile.refresh()
        walk = _Walk(self, command)
        for kva in self._addresses(walk):
            yield walk.process(kva)

    def process(self, kva: int) -> Process:
        """Return the process whose ``struct proc`` lies at ``kva``. Raises `AddressError`."""
        return _Walk(self).process(kva)

    # Topics, each a module that is imported when it is asked for

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        from .dragonfly_threads import kernel_threads, threads

        if process is not None:
            yield from threads(self.reader, iter((process.kva,)))
            return
        yield from threads(self.reader, self._addresses())
        yield from kernel_threads(self.reader)

    def cpus(self) -> Iterator[Cpu]:
        from .dragonfly_threads import cpus

        return cpus(self.reader)

    def cpu_times(self) -> CpuTimes | None:
        from .dragonfly_threads import cpu_times

        return cpu_times(self.reader)

    def cpu_times_each(self) -> list[CpuTimes]:
        """Return what each processor has done with its time, in the order of their numbers; empty if unknown."""
        from .dragonfly_threads import cpu_times_each

        return cpu_times_each(self.reader)

    def name_cache(self) -> NameCache | None:
        """Return how well the cache of names works, all processors together; None where the image does not tell."""
        from .dragonfly_threads import name_cache

        return name_cache(self.reader)

    def files(self, process: Process) -> Iterator[OpenFile]:
        from .dragonfly_files import files

        return files(self.reader, process)

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        from .dragonfly_map import entries

        return entries(self.reader, process)

    def messages(self) -> Iterator[Message]:
        from .dragonfly_system import messages

        return messages(self.reader)

    def swap(self) -> Iterator[SwapDevice]:
        from .dragonfly_system import swap

        return swap(self.reader)

    def modules(self) -> Iterator[Module]:
        from .dragonfly_system import modules

        return modules(self.reader)

    def zones(self) -> Iterator[Zone]:
        from .dragonfly_system import jails

        return jails(self.reader)

    def panic(self) -> Panic | None:
        from .dragonfly_system import panic

        return panic(self.reader)

    # The whole

    def info(self) -> Info:
        from .freebsd_system import message_of_panic

        core, reader = self.image.corefile, self.reader
        (boot,) = reader.some_members("timespec", reader.symbol("boottime"), "tv_sec")
        uptime = reader.number("time_uptime", reader.word, signed=True)
        facts: Mapping[str, Any] = core.facts
        crash = facts.get("crash_time")
        if crash is None:
            crash = reader.number("time_second", reader.word, signed=True) or None
        if crash is None and boot and uptime:
            crash = boot + uptime
        if not uptime and crash is not None and boot:
            uptime = crash - boot
        managed, free = reader.some_members(
            "vmstats", reader.symbol("vmstats"), "v_page_count", "v_free_count"
        )
        installed = reader.number("physmem")

        def size(pages: int | None) -> int | None:
            return None if pages is None else pages * core.page_size

        return self.describe(
            system=text_at(reader, "ostype"),
            node=text_at(reader, "hostname"),
            release=text_at(reader, "osrelease"),
            version=" ".join((text_at(reader, "version") or "").split()),
            machine=text_at(reader, "machine"),
            panic_string=message_of_panic(reader),
            crash_time=crash,
            boot_time=boot or None,
            uptime=uptime or None,
            cpus=reader.number("ncpus", 4),
            memory=Memory(size(managed), size(free), None, size(installed)),
            processes=reader.number("nprocs", 4),
        )


class _Walk:
    """One walk over processes: what several of them share."""

    def __init__(self, personality: DragonflyPersonality, want_command: bool = True) -> None:
        from .dragonfly_lwps import lwps

        self.personality = personality
        self.lwps = lwps
        self.command = None
        if want_command:
            from .dragonfly_command import command

            self.command = command
        self.following = 0
        self.pids: dict[int, int | None] = {0: 0}
        self.reader = personality.reader
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.groups: dict[int, tuple[Any, ...]] = {0: (None, None, None)}
        self.ttys: dict[int | None, tuple[int, int] | None] = {0: None, None: None}

    def process(self, kva: int) -> Process:
        reader = self.reader
        (
            stat, ucred, pid, args, vmspace, count, oppid, pptr, pgrp, flags, comm, root, seconds, micro,
            self.following,
        ) = reader.members("proc", kva, *_PROC)  # fmt: skip
        ids = self.creds.get(ucred)
        if ids is None:
            ids = self.creds[ucred] = self.cred(ucred)
        uid, gid, ruid, rgid, jail_id = ids
        self.pids[kva] = pid
        ppid = oppid or self.pid(pptr)
        group = self.groups.get(pgrp)
        if group is None:
            group = self.groups[pgrp] = self.group(pgrp)
        pgid, sid, tty = group
        psargs, (argv, env, missing) = "", NOT_ASKED
        if self.command is not None:
            psargs, argv, env, missing = self.command(
                self.personality, args, vmspace, bool(flags & P_SYSTEM), stat == SZOMB
            )
        size = None
        if vmspace:
            (size,) = reader.some_members("vmspace", vmspace, "vm_map.size")
        return Process(
            kva,
            pid,
            ppid,
            pgid,
            sid,
            uid,
            gid,
            ruid,
            rgid,
            self.state(stat, root),
            seconds + micro / 1e6 if seconds else None,
            plain(comm),
            psargs,
            argv,
            env,
            missing,
            count,
            64,  # no DragonFly of this machine runs narrower programs
            size,
            vmspace or 0,
            self.tty(tty) if flags & P_CONTROLT else None,
            None,  # jails have no names
            jail_id,
        )

    def pid(self, kva: int) -> int | None:
        """Return the number of a process, 0 for none."""
        if kva not in self.pids:
            (self.pids[kva],) = self.reader.some_members("proc", kva, "p_pid")
        return self.pids[kva]

    def cred(self, kva: int) -> tuple[Any, ...]:
        """Return effective uid and gid, real ones, and the number of the jail."""
        reader = self.reader
        uid, groups, ruid, rgid, jail = reader.some_members(
            "ucred", kva, "cr_uid", "cr_groups", "cr_ruid", "cr_rgid", "cr_prison"
        )
        (number,) = reader.some_members("prison", jail, "pr_id")
        return uid, groups[0] if groups else None, ruid, rgid, number

    def group(self, kva: int) -> tuple[Any, ...]:
        """Return process group, session, and the address of the session's terminal."""
        reader = self.reader
        pgid, session = reader.some_members("pgrp", kva, "pg_id", "pg_session")
        return pgid, *reader.some_members("session", session, "s_sid", "s_ttyp")

    def tty(self, kva: int | None) -> tuple[int, int] | None:
        """Return (major, minor) of a terminal."""
        if kva not in self.ttys:
            (dev,) = self.reader.some_members("tty", kva, "t_dev")
            major, minor = self.reader.some_members("cdev", dev, "si_umajor", "si_uminor")
            self.ttys[kva] = None if major is None else (major, minor)
        return self.ttys[kva]

    def state(self, stat: int, root: int) -> str | None:
        if stat != SACTIVE:
            return _STATES.get(stat)
        best: str | None = None
        try:
            for number, (_, lwp_stat, flags, mpflags, thread) in enumerate(
                self.lwps(self.reader, root, "lwp_stat", "lwp_flags", "lwp_mpflags", "lwp_thread")
            ):
                (td_flags,) = self.reader.some_members("thread", thread, "td_flags")
                letter = lwp_state(lwp_stat, flags, mpflags, td_flags)
                if letter is not None and (best is None or _RANK[letter] < _RANK[best]):
                    best = letter
                if number >= _MAX_THREADS:
                    break
        except AddressError:
            pass
        return best


def lwp_state(stat: int, flags: int, mpflags: int, td_flags: int | None) -> str | None:
    """Return an lwp's state as ps shows it: R, T, S, or D for a sleep that cannot be interrupted."""
    if stat == LSRUN and td_flags is not None and not td_flags & TDF_RUNQ and not mpflags & LWP_MP_ONRUNQ:
        stat = LSSLEEP
    if stat == LSRUN:
        return "R"
    if stat == LSSTOP:
        return "T"
    if stat == LSSLEEP:
        return "S" if flags & LWP_SINTR or (td_flags or 0) & TDF_SINTR else "D"
    return None
