"""FreeBSD: processes, load, identity; the other topics stand in the modules beside this one.

Facts: FreeBSD sys/sys/proc.h, sys/ucred.h, sys/user.h, kern/kern_proc.c (fill_kinfo_proc), bin/ps/print.c (states).
"""

from __future__ import annotations

from ..errors import AddressError, BrokenListError, UnsupportedError
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
        Thread,
        Zone,
    )

_MAX_PROCESSES = 1 << 22
_MAX_HASH = 1 << 24
_MAX_THREADS = 256  # looked at for a process's state letter

PRS_NEW, PRS_NORMAL, PRS_ZOMBIE = 0, 1, 2
P_SYSTEM, P_STOPPED = 0x200, 0xE0000
TDS_INACTIVE, TDS_INHIBITED = 0, 1
TDI_SLEEPING, TDI_LOCK = 0x2, 0x8
TDF_SINTR = 0x8
SV_ILP32, SV_LP64 = 0x100, 0x200
# What a pmap calls its root page table, by machine and release (sys/*/include/pmap.h). i386 kernels since 13 have members
# for both forms; those of the one that is not in use are NULL.
_ROOTS = (
    "pm_pml4", "pm_pmltop", "pm_pdpt", "pm_pdir", "pm_pdpt_pae", "pm_pdir_nopae", "pm_l0", "pm_top", "pm_pt1",
)  # fmt: skip
# The busiest first: a process is shown in the state of its busiest thread.
_RANK = {state: rank for rank, state in enumerate("RLDSWTZI")}

_PROC = (
    "p_list.le_next", "p_state", "p_ucred", "p_pid", "p_args", "p_vmspace", "p_numthreads", "p_oppid", "p_pptr", "p_pgrp",
    "p_flag", "p_comm", "p_sysent", "p_threads.tqh_first", "p_stats",
)  # fmt: skip


class FreebsdPersonality(Personality):
    """What a FreeBSD kernel tells of itself."""

    name = "freebsd"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self.reader = BsdReader(image)
        self._boot: float | None = None
        self._boot_known = False

    def load_average(self) -> LoadAverage | None:
        return load_average(self.reader)

    def space_key(self, kva: int) -> Space:
        """Return the root page table of a vmspace: a physical address."""
        reader, core = self.reader, self.image.corefile
        if not kva:
            raise UnsupportedError("a process without an address space")
        pmap = kva + reader.offset("vmspace", "vm_pmap")
        for value in reader.members("pmap", pmap, "pm_cr3", "pm_l0_paddr"):
            if value:
                return int(value)
        for pointer in reader.members("pmap", pmap, *_ROOTS):
            if pointer:
                found = self.image.kernel.kvatop(pointer)
                if found is None:
                    raise AddressError("kernel", pointer, "is a root page table that was not dumped")
                return found
        raise UnsupportedError(f"no root page table is known of a pmap of {core.model.name}")

    # Processes

    def _addresses(self) -> Iterator[int]:
        """Yield the addresses of the processes: allproc, then the zombies of zombproc, or those on the pid hash."""
        reader = self.reader
        seen: set[int] = set()
        allproc = reader.symbol("allproc")
        if allproc is None:
            return
        zombproc = reader.symbol("zombproc")
        for head in (allproc, zombproc):
            if head is None:
                continue
            kva = self.image.read_word(head)
            while kva:
                if kva in seen:
                    raise BrokenListError("kernel", kva, "was met before: the process list runs into itself")
                if len(seen) >= _MAX_PROCESSES:
                    raise BrokenListError("kernel", kva, f"goes on a list of more than {_MAX_PROCESSES}")
                seen.add(kva)
                yield kva
                (kva,) = reader.members("proc", kva, "p_list.le_next")
        if zombproc is None:
            # Since 13 a zombie is on no list; only the table of all pids leads to it.
            yield from self._hashed(seen)

    def _hashed(self, seen: set[int]) -> Iterator[int]:
        reader, word = self.reader, self.image.model.word
        table, mask = reader.symbol("pidhashtbl"), reader.number("pidhash")
        if table is None or mask is None or mask >= _MAX_HASH or not reader.has("proc", "p_hash.le_next"):
            return
        base = reader.integer(table, word)
        if not base:
            return
        heads, _ = self.image.kernel.read_some(base, (mask + 1) * word)
        for at in range(0, len(heads) - word + 1, word):
            kva = int.from_bytes(heads[at : at + word], self.image.model.byteorder)
            chain: set[int] = set()
            while kva and kva not in chain:
                chain.add(kva)
                if kva not in seen:
                    seen.add(kva)
                    yield kva
                (kva,) = reader.some_members("proc", kva, "p_hash.le_next")
                kva = kva or 0

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        if self.image.corefile.live:
            self.image.corefile.refresh()
        walk = _Walk(self, command)
        for kva in self._addresses():
            found = walk.process(kva)
            if found is not None:
                yield found

    def process(self, kva: int) -> Process | None:
        """Return the process whose ``struct proc`` lies at ``kva``; None for one that is just being made."""
        return _Walk(self).process(kva)

    # Topics, each a module that is imported when it is asked for

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        from .freebsd_threads import threads

        addresses = self._addresses() if process is None else iter((process.kva,))
        return threads(self.reader, addresses)

    def cpus(self) -> Iterator[Cpu]:
        from .freebsd_threads import cpus

        return cpus(self.reader)

    def cpu_times(self) -> CpuTimes | None:
        from .freebsd_threads import cpu_times

        return cpu_times(self.reader)

    def files(self, process: Process) -> Iterator[OpenFile]:
        from .freebsd_files import files

        return files(self.reader, process)

    def map(self, process: Process | None = None) -> Iterator[MapEntry]:
        from .freebsd_map import entries

        return entries(self.reader, process)

    def messages(self) -> Iterator[Message]:
        from .freebsd_system import messages

        return messages(self.reader)

    def swap(self) -> Iterator[SwapDevice]:
        from .freebsd_system import swap

        return swap(self.reader)

    def modules(self) -> Iterator[Module]:
        from .freebsd_system import modules

        return modules(self.reader)

    def zones(self) -> Iterator[Zone]:
        from .freebsd_system import jails

        return jails(self.reader)

    def panic(self) -> Panic | None:
        from .freebsd_system import panic

        return panic(self.reader, self._addresses())

    def vnet_variable(self, name: str, jail: int | None = None) -> int | None:
        """Return the address of a network stack's copy of a variable (``ipforwarding`` for V_ipforwarding), or None.

        The stack is that of the jail whose ``struct prison`` lies at ``jail``, by default that of the system.
        """
        from .freebsd_sets import vnet_variable

        return vnet_variable(self.reader, name, jail)

    def dpcpu_variable(self, name: str, cpu: int) -> int | None:
        """Return the address of a processor's copy of a dynamic per-processor variable, or None."""
        from .freebsd_sets import dpcpu_variable

        return dpcpu_variable(self.reader, name, cpu)

    # The whole

    def boot_time(self) -> float | None:
        """Return when the kernel started, in seconds since 1970."""
        if not self._boot_known:
            from .freebsd_system import boot_time

            self._boot_known = True
            self._boot = boot_time(self.reader)
        return self._boot

    def info(self) -> Info:
        from .freebsd_system import free_pages, message_of_panic

        core, reader = self.image.corefile, self.reader
        boot = self.boot_time()
        uptime = reader.number("time_uptime", reader.word, signed=True)
        facts: Mapping[str, Any] = core.facts
        crash = facts.get("crash_time")
        if crash is None:
            crash = reader.number("time_second", reader.word, signed=True) or None
        if crash is None and boot is not None and uptime:
            crash = int(boot) + uptime
        if not uptime and crash is not None and boot is not None:
            uptime = crash - int(boot)
        node: str | None = None
        (hostname,) = reader.some_members("prison", reader.symbol("prison0"), "pr_hostname")
        if hostname is not None:
            node = plain(hostname)

        def in_bytes(pages: int | None) -> int | None:
            return None if pages is None else pages * core.page_size

        return self.describe(
            system=text_at(reader, "ostype"),
            node=node,
            release=text_at(reader, "osrelease"),
            version=" ".join((text_at(reader, "version") or "").split()),
            machine=text_at(reader, "machine"),
            panic_string=message_of_panic(reader),
            crash_time=crash,
            boot_time=None if boot is None else int(boot),
            uptime=uptime or None,
            cpus=reader.number("mp_ncpus", 4),
            memory=Memory(
                in_bytes(reader.number("physmem")),
                in_bytes(free_pages(reader)),
                None,
                in_bytes(reader.number("realmem")),
            ),
            processes=reader.number("nprocs", 4),
        )


class _Walk:
    """One walk over processes: what several of them share."""

    def __init__(self, personality: FreebsdPersonality, want_command: bool = True) -> None:
        self.personality = personality
        self.want_command = want_command
        self.reader = personality.reader
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.groups: dict[int, tuple[Any, ...]] = {0: (None, None, None)}
        self.sysents: dict[int, int | None] = {0: None}
        self.jails: dict[int, tuple[Any, ...]] = {0: (None, None)}

    def process(self, kva: int) -> Process | None:
        reader = self.reader
        (
            _, state, ucred, pid, args, vmspace, count, oppid, pptr, pgrp, flag, comm, sysent, thread, stats,
        ) = reader.members("proc", kva, *_PROC)  # fmt: skip
        if state == PRS_NEW:
            return None
        ids = self.creds.get(ucred)
        if ids is None:
            ids = self.creds[ucred] = self.cred(ucred)
        uid, gid, ruid, rgid, jail, jail_id = ids
        ppid = oppid or (reader.some_members("proc", pptr, "p_pid")[0] if pptr else 0)
        group = self.groups.get(pgrp)
        if group is None:
            group = self.groups[pgrp] = self.group(pgrp)
        pgid, sid, tty = group
        bits = self.bits(sysent)
        psargs, (argv, env, missing) = "", NOT_ASKED
        if self.want_command:
            from .freebsd_command import command

            psargs, argv, env, missing = command(
                self.personality, args, vmspace, sysent, bits, flag & P_SYSTEM, state == PRS_ZOMBIE
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
            self.state(state, thread, flag),
            self.start(stats),
            plain(comm),
            psargs,
            argv,
            env,
            missing,
            count,
            bits,
            size,
            vmspace or 0,
            tty,
            jail,
            jail_id,
        )

    def cred(self, kva: int) -> tuple[Any, ...]:
        """Return effective uid and gid, real ones, and name and number of the jail."""
        reader = self.reader
        uid, ruid, rgid, gid, groups, jail = reader.some_members(
            "ucred", kva, "cr_uid", "cr_ruid", "cr_rgid", "cr_gid", "cr_groups", "cr_prison"
        )
        if gid is None and groups:  # up to 14 the effective one is the first of the list
            gid = reader.integer(groups, 4)
        found = self.jails.get(jail or 0)
        if found is None:
            name, number = reader.some_members("prison", jail, "pr_name", "pr_id")
            found = self.jails[jail] = None if name is None else plain(name), number
        return uid, gid, ruid, rgid, *found

    def group(self, kva: int) -> tuple[Any, ...]:
        """Return process group, session, and the session's terminal."""
        reader = self.reader
        pgid, session = reader.some_members("pgrp", kva, "pg_id", "pg_session")
        sid, tty = reader.some_members("session", session, "s_sid", "s_ttyp")
        return pgid, sid, self.terminal(tty)

    def terminal(self, kva: int | None) -> tuple[int, int] | None:
        """Return (major, minor) of a terminal of this host; those of a dump were made up when they were asked for."""
        reader, image = self.reader, self.reader.image
        if not kva or not image.corefile.live:
            return None
        (device,) = reader.some_members("tty", kva, "t_dev")
        layout = image.layouts.layout("cdev")
        if not device or layout is None:
            return None
        # struct cdev_priv (fs/devfs/devfs_int.h): behind the cdev an entry of a list, then the number.
        number = reader.integer(device + layout.size + 2 * reader.word, 4)
        return None if number is None else (number >> 8 & 0xFFF, number & 0xFF | number >> 12 & 0xFFF00)

    def bits(self, sysent: int) -> int | None:
        if sysent not in self.sysents:
            (flags,) = self.reader.some_members("sysentvec", sysent, "sv_flags")
            found = None
            if flags is not None:
                found = 32 if flags & SV_ILP32 else 64 if flags & SV_LP64 else None
            self.sysents[sysent] = found
        return self.sysents[sysent]

    def start(self, stats: int) -> float | None:
        """Return when the process started: p_start counts from the start of the kernel."""
        boot = self.personality.boot_time()
        if boot is None:
            return None
        seconds, micro = self.reader.some_members("pstats", stats, "p_start.tv_sec", "p_start.tv_usec")
        return None if seconds is None or micro is None else boot + seconds + micro / 1e6

    def state(self, state: int, thread: int, flag: int) -> str | None:
        if state == PRS_ZOMBIE:
            return "Z"
        if state != PRS_NORMAL:
            return None
        best: str | None = None
        seen: set[int] = set()
        while thread and thread not in seen and len(seen) < _MAX_THREADS:
            seen.add(thread)
            thread, td_state, inhibitors, flags = self.reader.some_members(
                "thread", thread, "td_plist.tqe_next", "td_state", "td_inhibitors", "td_flags"
            )
            letter = thread_state(td_state, inhibitors, flags, flag)
            if letter is not None and (best is None or _RANK[letter] < _RANK[best]):
                best = letter
        return best


def thread_state(td_state: int | None, inhibitors: int | None, flags: int | None, p_flag: int) -> str | None:
    """Return a thread's state as ps shows it: R, S, D (cannot be interrupted), T, W (interrupt), L (lock), I (none yet)."""
    if td_state is None or inhibitors is None:
        return None
    if td_state == TDS_INACTIVE:
        return "I"
    if td_state != TDS_INHIBITED:
        return "R"
    if p_flag & P_STOPPED:
        return "T"
    if inhibitors & TDI_SLEEPING:
        return "S" if flags is None or flags & TDF_SINTR else "D"
    return "L" if inhibitors & TDI_LOCK else "W"
