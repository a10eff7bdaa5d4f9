"""The process list of a dead FreeBSD kernel as kvm_getprocs(3) gives it: kinfo_proc, field by field.

Facts: lib/libkvm/kvm_proc.c of FreeBSD 11.0, 12.1 and 15. What a release of the original leaves at zero stays zero here,
except ki_structsize; what it cannot read ends the list with its message.
"""

from __future__ import annotations

import struct

from ..errors import LayoutError
from .bsd_walk import (
    MAX_PROCESSES,
    MAX_THREADS,
    Filler,
    keeping,
    needed,
    signed,
    struct_reader,
)
from .bsd_walk import WalkError as WalkError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..image import Image
    from ..layout import Layout

    Entry = bytes | bytearray  # a struct kinfo_proc

(
    KERN_PROC_ALL, KERN_PROC_PID, KERN_PROC_PGRP, KERN_PROC_SESSION, KERN_PROC_TTY, KERN_PROC_UID, KERN_PROC_RUID,
    KERN_PROC_ARGS, KERN_PROC_PROC, KERN_PROC_SV_NAME, KERN_PROC_RGID, KERN_PROC_GID,
) = range(12)  # fmt: skip
KERN_PROC_INC_THREAD = 0x10

PRS_NEW, PRS_NORMAL, PRS_ZOMBIE = 0, 1, 2
SIDL, SRUN, SSLEEP, SSTOP, SZOMB, SWAIT, SLOCK = 1, 2, 3, 4, 5, 6, 7
_P_CONTROLT, _P_STOPPED = 0x2, 0xE0000
_TDS_INACTIVE, _TDS_INHIBITED = 0, 1
_TDI_SLEEPING, _TDI_LOCK = 0x2, 0x8
_KI_CTTY, _KI_SLEADER, _KI_LOCKBLOCK = 1, 2, 4
_CRED_FLAG_CAPMODE = _KI_CRF_CAPABILITY_MODE = 1
_KI_CRF_GRP_OVERFLOW = 0x8000_0000
_KI_NGROUPS = 16
_NODEV = -1
_MAXCPU_OLD, _NOCPU_OLD = 254, 255
_MAX_HASH = 1 << 24
_MASK32 = 0xFFFF_FFFF
_MICRO = 1_000_000


class Kernel:
    """What one descriptor needs to list processes: compiled readers of the kernel's structs, and the shape of kinfo_proc."""

    def __init__(self, image: Image, kinfo: Layout) -> None:
        # A dump's kinfo_proc tells neither start nor times: the original takes both from a running kernel only.
        personality: Any = image.personality
        self.boot: float | None = personality.boot_time() if image.corefile.live else None
        self.kept, image = keeping(image)
        self.image = image
        self.kinfo = kinfo
        # The releases differ in kinfo_proc by the members that they added.
        self.threads_wanted = "ki_tdev_freebsd11" in kinfo
        self.word = image.model.word
        self.order = image.model.byteorder
        self.pointer = image.model.order + ("Q" if self.word == 8 else "I")
        self.read_some = image.kernel.read_some
        self.proc = struct_reader(
            image, "proc", *_PROC, required=("p_list.le_next", "p_pid", "p_state", "p_ucred", "p_flag")
        )
        self.thread = struct_reader(image, "thread", *_THREAD, required=("td_plist.tqe_next", "td_state"))
        self.cred = struct_reader(image, "ucred", *_CRED, required=("cr_uid",))
        self.vmspace = struct_reader(image, "vmspace", *_VMSPACE)
        self.pgrp = struct_reader(image, "pgrp", "pg_id", "pg_session", "pg_jobc")
        self.session = struct_reader(image, "session", "s_sid", "s_login", "s_ttyp", "s_ttyvp", "s_leader")
        self.tty = struct_reader(image, "tty", "t_dev", "t_pgrp", "t_session")
        self.sigacts = struct_reader(image, "sigacts", "ps_sigignore", "ps_sigcatch")
        self.prison = struct_reader(image, "prison", "pr_id")
        self.sysent = struct_reader(image, "sysentvec", "sv_name")
        self.stats = struct_reader(image, "pstats", "p_start.tv_sec", "p_start.tv_usec")
        self.pid = struct_reader(image, "proc", "p_pid")
        self.leader = struct_reader(image, "pgrp", "pg_id")
        self.fill = Filler(kinfo, _FIELDS, _RAW)
        self.swtime_at = kinfo.offset("ki_swtime")
        # Seconds that a kernel of 32 bits has no room for lose their high bits there.
        self.timeval = struct.Struct(image.model.order + ("2Q" if kinfo["ki_start"].size == 16 else "2I"))
        self.seconds = (1 << 4 * kinfo["ki_start"].size) - 1
        self.put_swtime = struct.Struct(image.model.order + kinfo["ki_swtime"].format(image.model)).pack_into

    # Reading

    def _number(self, kva: int, size: int, what: str, signed: bool = False) -> int:
        data, fault = self.read_some(kva, size)
        if fault is not None:
            raise WalkError(f"can't read {what}")
        return int.from_bytes(data, self.order, signed=signed)

    def device(self, kva: int) -> int:
        """Return the number of a device as the running system tells it; the original has none for a dump."""
        layout = self.image.layouts.layout("cdev") if self.image.corefile.live else None
        if layout is None:
            return _NODEV
        # struct cdev_priv (fs/devfs/devfs_int.h): behind the cdev an entry of a list, then the number.
        data, fault = self.read_some(kva + layout.size + 2 * self.word, 4)
        return _NODEV if fault is not None else int.from_bytes(data, self.order)

    # The list

    def processes(self, symbols: dict[str, int], op: int, arg: int) -> bytes:
        """Return the array of kinfo_proc. Raises `WalkError`."""
        symbol = symbols.__getitem__
        self._number(symbol("nprocs"), 4, "nprocs")
        ticks = self._number(symbol("ticks"), 4, "ticks")
        hz = self._number(symbol("hz"), 4, "hz", signed=True)
        frequency = self._number(symbol("cpu_tick_frequency"), 8, "cpu_tick_frequency")
        kept = self.kept is not None and op & ~KERN_PROC_INC_THREAD in (KERN_PROC_ALL, KERN_PROC_PROC)
        walk = (_KeptWalk if kept else _Walk)(self, op, arg, ticks, hz, frequency)
        out: list[Entry] = []
        seen: set[int] = set()
        heads = [(symbol("allproc"), "allproc")]
        if symbols.get("zombproc"):
            heads.append((symbol("zombproc"), "zombproc"))
        for head, name in heads:
            data, fault = self.read_some(head, self.word)
            if fault is not None:
                raise WalkError(f"cannot read {name}")
            walk.follow(int.from_bytes(data, self.order), seen, out)
        if "zombproc" not in symbols and symbols.get("pidhashtbl") and symbols.get("pidhash"):
            for kva in self._hashed(symbols["pidhashtbl"], symbols["pidhash"], seen, walk.hashed):
                walk.process(kva, out)
        return b"".join(out)

    def _hashed(self, table: int, mask: int, seen: set[int], links: dict[int, int | None]) -> Iterator[int]:
        """Yield the processes of the pid hash that are on no list: where there is no zombproc, the zombies.

        ``links`` are the next ones on their chains of the processes that were listed already.
        """
        try:
            link = struct_reader(self.image, "proc", "p_hash.le_next", required=("p_hash.le_next",))
        except LayoutError:
            return
        base, _ = self.read_some(table, self.word)
        most, fault = self.read_some(mask, self.word)
        if fault is not None or len(base) < self.word:
            return
        count = int.from_bytes(most, self.order) + 1
        if count > _MAX_HASH:
            return
        heads, _ = self.read_some(int.from_bytes(base, self.order), count * self.word)
        whole = len(heads) - len(heads) % self.word
        for (kva,) in struct.iter_unpack(self.pointer, memoryview(heads)[:whole]):
            met: set[int] = set()
            while kva and kva not in met:
                met.add(kva)
                if kva not in seen:
                    seen.add(kva)
                    yield kva
                following = links.get(kva)
                if following is None:
                    row = link(kva)
                    if row is None:
                        break
                    following = row[0]
                kva = following


_PROC = (
    "p_list.le_next", "p_state", "p_ucred", "p_pid", "p_args", "p_textvp", "p_fd", "p_vmspace", "p_tracevp", "p_pd",
    "p_numthreads", "p_sigacts", "p_oppid", "p_pptr", "p_pgrp", "p_flag", "p_comm", "p_sysent", "p_rux.rux_runtime",
    "p_xexit", "p_xsig", "p_acflag", "p_lock", "p_reaper", "p_reapsubtree", "p_threads.tqh_first",
    "p_sigqueue.sq_signals", "p_swtick", "p_nice", "p_traceflag", "p_hash.le_next",
    "p_stats", "p_rux.rux_uu", "p_rux.rux_su",
)  # fmt: skip
_THREAD = (
    "td_plist.tqe_next", "td_wmesg", "td_blocked", "td_lockname", "td_sigqueue.sq_signals", "td_sigmask", "td_state",
    "td_inhibitors", "td_priority", "td_base_pri", "td_lastcpu", "td_oncpu", "td_wchan", "td_name", "td_tid",
    "td_rux.rux_runtime", "td_rux.rux_uu", "td_rux.rux_su",
)  # fmt: skip
_CRED = (
    "cr_uid", "cr_ruid", "cr_svuid", "cr_rgid", "cr_svgid", "cr_ngroups", "cr_groups", "cr_flags", "cr_prison", "cr_gid",
)  # fmt: skip
_VMSPACE = (
    "vm_map.size", "vm_pmap.pm_stats.resident_count", "vm_swrss", "vm_tsize", "vm_dsize", "vm_ssize",
)  # fmt: skip

# In the order of the values that `_Walk` packs; two names where releases differ.
_FIELDS = (
    "ki_structsize", "ki_args", "ki_paddr", "ki_tracep", "ki_textvp", "ki_fd", "ki_vmspace", "ki_wchan", "ki_pid",
    "ki_ppid", "ki_pgid", "ki_tpgid", "ki_sid", "ki_tsid", "ki_jobc", "ki_tdev_freebsd11", "ki_siglist", "ki_sigmask",
    "ki_sigignore", "ki_sigcatch", "ki_uid", "ki_ruid", "ki_svuid", "ki_rgid", "ki_svgid", "ki_ngroups", "ki_groups",
    "ki_size", "ki_rssize", "ki_swrss", "ki_tsize", "ki_dsize", "ki_ssize", "ki_xstat", "ki_acflag", "ki_swtime",
    "ki_runtime", "ki_flag", "ki_kiflag", "ki_traceflag", "ki_stat", "ki_nice", "ki_lock", "ki_oncpu_old",
    "ki_lastcpu_old", "ki_tdname", "ki_wmesg", "ki_login", "ki_lockname", "ki_comm", "ki_emul", "ki_reaper",
    "ki_reapsubtree", "ki_tdev", "ki_oncpu", "ki_lastcpu", "ki_cr_flags", "ki_jid", "ki_numthreads", "ki_tid", "ki_pri",
    "ki_pd", "ki_start", "ki_rusage",
)  # fmt: skip
_RAW = {
    "ki_siglist", "ki_sigmask", "ki_sigignore", "ki_sigcatch", "ki_groups", "ki_pri", "ki_start", "ki_rusage",
}  # fmt: skip


def _old_cpu(cpu: int) -> int:
    """Return a processor's number in the eight bits that it once had."""
    return _NOCPU_OLD if cpu == -1 else _MAXCPU_OLD if cpu > _MAXCPU_OLD else cpu & 0xFF


_NOTHING = bytes(16)
_NO_PGRP = (0, 0, 0)
_NO_SESSION: tuple[Any, ...] = (0, b"", 0, 0, 0)
_NO_CRED: tuple[Any, ...] = (0, 0, 0, 0, 0, 0, b"", 0, 0)


class _Walk:
    """One call of kvm_getprocs: its filter, and what several processes share."""

    def __init__(self, kernel: Kernel, op: int, arg: int, ticks: int, hz: int, frequency: int) -> None:
        self.kernel = kernel
        self.whole_op, self.op = op, op & ~KERN_PROC_INC_THREAD
        self.arg = arg
        wanted = kernel.threads_wanted
        self.every_thread = wanted and (bool(op & KERN_PROC_INC_THREAD) or self.op == KERN_PROC_ALL)
        self.ticks, self.hz, self.frequency = ticks, hz & _MASK32, frequency
        self.creds: dict[int, tuple[Any, ...]] = {0: _NO_CRED}
        self.pids: dict[int, int] = {}
        self.hashed: dict[int, int | None] = {}
        self.swtick: int | None = None  # of the process before, which is swapped in
        self.sigacts: dict[int, tuple[Any, ...]] = {0: (_NOTHING, _NOTHING)}
        self.pgrps: dict[int, tuple[Any, ...]] = {}
        self.sessions: dict[int, tuple[Any, ...]] = {}
        self.ttys: dict[int, tuple[int, int, int | None]] = {}
        self.prisons: dict[int, int] = {0: 0}
        self.names: dict[int, bytes] = {0: b""}
        self.texts: dict[int, bytes] = {0: b""}
        self.filler = kernel.fill
        self.size = kernel.fill.size
        self.pack = kernel.fill.pack
        self.reapers = "ki_reaper" in kernel.fill.has
        self.all_bits = _MASK32 if "ki_tdev_freebsd11" not in kernel.fill.has else (1 << 64) - 1

    def cred(self, kva: int) -> tuple[Any, ...]:
        """Return the numbers of a ucred: uid, ruid, svuid, rgid, svgid, ngroups, groups, flags, prison."""
        kernel = self.kernel
        row = kernel.cred(kva)
        if row is None:
            return _NO_CRED
        uid, ruid, svuid, rgid, svgid, count, where, flags, prison, gid = row
        shown = _KI_CRF_CAPABILITY_MODE if (flags or 0) & _CRED_FLAG_CAPMODE else 0
        groups = b""
        if gid is not None:  # the effective one stands alone since 15
            groups = gid.to_bytes(4, kernel.order)
            total = count + 1
        else:
            total = count
        if total > _KI_NGROUPS:
            total = _KI_NGROUPS
            shown |= _KI_CRF_GRP_OVERFLOW
        more = max(total, 0) * 4 - len(groups)
        if more > 0 and where:
            data, fault = kernel.read_some(where, more)
            groups += data if fault is None else b""
        return uid, ruid, svuid, rgid, svgid, total, groups.ljust(64, b"\0"), shown, prison or 0

    def pid_of(self, kva: int, name: str) -> int:
        found = self.pids.get(kva)
        if found is None:
            found = self.pids[kva] = needed(self.kernel.pid(kva), name, kva)[0]
        return found

    def text(self, kva: int) -> bytes:
        """Return the 16 bytes at a string of the kernel, whatever follows its NUL included; none that are not there."""
        found = self.texts.get(kva)
        if found is None:
            found = self.texts[kva] = self.kernel.read_some(kva, 16)[0]
        return found

    def session(self, kva: int) -> tuple[Any, ...]:
        found = self.sessions.get(kva)
        if found is None:
            found = self.sessions[kva] = needed(self.kernel.session(kva), "session", kva)
        return found

    def tty(self, kva: int) -> tuple[int, int, int | None]:
        """Return (device, process group, session) of a terminal: its number, or NODEV in a dump; 0 without a device."""
        found = self.ttys.get(kva)
        if found is None:
            kernel = self.kernel
            dev, pgrp, session = needed(kernel.tty(kva), "tty", kva)
            if dev and kernel.read_some(dev, 1)[1] is not None:
                raise WalkError(f"can't read cdev at {dev:#x}")
            group = needed(kernel.leader(pgrp), "tpgrp", pgrp)[0] if pgrp else -1
            found = self.ttys[kva] = kernel.device(dev) if dev else 0, group, session or None
        return found

    def follow(self, kva: int, seen: set[int], out: list[Entry]) -> None:
        """Append the entries of the processes of a list."""
        while kva and kva not in seen and len(seen) < MAX_PROCESSES:
            seen.add(kva)
            kva = self.process(kva, out)

    def process(self, kva: int, out: list[Entry]) -> int:
        """Append the entries of one process; return the address of the next one."""
        kernel = self.kernel
        row = kernel.proc(kva)
        if row is None:
            raise WalkError(f"can't read proc at {kva:#x}")
        (
            following, state, ucred, pid, args, textvp, fd, vmspace, tracevp, pd, count, sigacts, oppid, pptr, pgrp_kva,
            flag, comm, sysent, runtime, xexit, xsig, acflag, lock, reaper, subtree, thread, pending, swtick, nice,
            traceflag, self.hashed[kva], stats, user, system,
        ) = row  # fmt: skip
        next_kva: int = following
        self.pids[kva] = pid
        if state == PRS_NEW:
            return next_kva
        cred = self.creds.get(ucred)
        if cred is None:
            cred = self.creds[ucred] = self.cred(ucred)
        uid, ruid, svuid, rgid, svgid, ngroups, groups, cr_flags, prison = cred
        jid = self.prisons.get(prison)
        if jid is None:
            jid = self.prisons[prison] = needed(kernel.prison(prison), "prison", prison)[0]
        op, arg = self.op, self.arg
        if (
            (op == KERN_PROC_PID and pid != signed(arg, 32))
            or (op == KERN_PROC_UID and uid != arg & _MASK32)
            or (op == KERN_PROC_RUID and ruid != arg & _MASK32)
            or (op == KERN_PROC_RGID and rgid != arg & _MASK32)
            or (
                op == KERN_PROC_GID
                and groups[:4].ljust(4, b"\0") != (arg & _MASK32).to_bytes(4, kernel.order)
            )
        ):
            return next_kva
        actions = self.sigacts.get(sigacts)
        if actions is None:
            actions = self.sigacts[sigacts] = needed(kernel.sigacts(sigacts), "sigacts", sigacts)
        if oppid:
            ppid = oppid
        else:
            ppid = self.pids.get(pptr, -1) if pptr else 0
            if ppid == -1:
                ppid = self.pid_of(pptr, "pproc")
        tdev = tpgid = tsid = pgid = jobc = 0
        session, login = _NO_SESSION, b""
        if pgrp_kva:
            pgrp = self.pgrps.get(pgrp_kva)
            if pgrp is None:
                pgrp = self.pgrps[pgrp_kva] = needed(kernel.pgrp(pgrp_kva), "pgrp", pgrp_kva)
            pgid, session_kva, pg_jobc = pgrp
            jobc = -1 if pg_jobc is None else ((pg_jobc + 0x8000) & 0xFFFF) - 0x8000
            found = self.sessions.get(session_kva)
            session = self.session(session_kva) if found is None else found
            login = session[1][:18]
        sid = session[0]
        if pgrp_kva and flag & _P_CONTROLT and session[2]:
            tdev, tpgid, other = self.tty(session[2])
            if other is not None:
                session = self.session(other)
                tsid = session[0]
        else:
            tdev = _NODEV
        space = kernel.vmspace(vmspace)
        size, rssize, swrss, tsize, dsize, ssize = space if space is not None else (0, 0, 0, 0, 0, 0)
        if (
            (op == KERN_PROC_PGRP and pgid != signed(arg, 32))
            or (op == KERN_PROC_SESSION and sid != signed(arg, 32))
            or (op == KERN_PROC_TTY and (not flag & _P_CONTROLT or tdev != signed(arg, 32)))
        ):
            return next_kva
        emul = self.names.get(sysent)
        if emul is None:
            row = kernel.sysent(sysent)
            emul = self.names[sysent] = b"" if row is None else self.text(row[0])
        reaper_pid = 0
        if reaper and self.reapers:
            reaper_pid = self.pids.get(reaper, -1)
            if reaper_pid == -1:
                reaper_pid = self.pid_of(reaper, "reaper")
        lock = ((lock + 0x80) & 0xFF) - 0x80 if lock else 0
        kiflag = (_KI_CTTY if session[3] else 0) | (_KI_SLEADER if session[4] == kva else 0)
        comm = comm.partition(b"\0")[0][:18]
        times = (b"", b"") if kernel.boot is None else self.times(kernel.boot, stats, user or 0, system or 0)
        xstat = ((xexit & 0xFF) << 8 | xsig) & 0xFFFF if xexit is not None else 0
        wanted = kernel.threads_wanted
        if not thread and wanted:
            return next_kva
        zombie = state == PRS_ZOMBIE
        swtime, self.swtick = 0, None
        if zombie:
            flag = nice = traceflag = 0
        else:
            self.swtick = swtick
            swtime = self.swapped(swtick)
        seen: set[int] = set()
        while True:
            # The values of a thread; those of a zombie's are not looked at.
            following_thread = wmesg = blocked = lockname = inhibitors = wchan = tid = 0
            siglist, sigmask, wait, lock_name, name, priority = pending, _NOTHING, b"", b"", b"", bytes(4)
            oncpu = lastcpu = oncpu_old = lastcpu_old = 0
            stat = SZOMB
            flags = kiflag
            if thread and not zombie:
                (
                    following_thread, wmesg, blocked, lockname, signals, sigmask, td_state, inhibitors, level, base,
                    lastcpu, oncpu, wchan, name, tid, *own,
                ) = needed(kernel.thread(thread), "thread", thread)  # fmt: skip
                if self.every_thread and kernel.boot is not None and None not in own:
                    # What a running kernel tells of a thread is its own time.
                    runtime, user, system = own
                    times = times[0], self.spent(user, system)
                wait = self.text(wmesg)[:8]
                if blocked:
                    flags |= _KI_LOCKBLOCK
                    lock_name = self.text(lockname)[:8]
                if signals != _NOTHING:
                    both = int.from_bytes(pending, "big") | int.from_bytes(signals, "big")
                    siglist = both.to_bytes(16, "big")
                stat = _status(state, td_state, inhibitors, flag)
                priority = bytes((0, level & 0xFF, base & 0xFF, 0))
                name = name.partition(b"\0")[0][:16]
                lastcpu_old = lastcpu if 0 <= lastcpu < _MAXCPU_OLD else _old_cpu(lastcpu)
                oncpu_old = oncpu if 0 <= oncpu < _MAXCPU_OLD else _old_cpu(oncpu)
            elif not zombie:
                stat = SIDL if state != PRS_NORMAL else 0
            out.append(
                self.pack(
                    self.size, args, kva, tracevp or 0, textvp, fd, vmspace, wchan, pid, ppid, pgid, tpgid, sid,
                    tsid, jobc, tdev & _MASK32, siglist, sigmask, *actions, uid, ruid, svuid, rgid, svgid, ngroups,
                    groups, size, rssize, swrss, tsize, dsize, ssize, xstat, acflag, swtime,
                    self.microseconds(runtime), flag, flags, traceflag, stat, nice, lock, oncpu_old,
                    lastcpu_old, name, wait, login, lock_name, comm, emul, reaper_pid, subtree or 0,
                    tdev & self.all_bits, oncpu, lastcpu, cr_flags, jid,
                    count if wanted else 0, tid if wanted else 0, priority, pd or 0, *times,
                )
            )  # fmt: skip
            if not self.every_thread or not following_thread or thread in seen or len(seen) > MAX_THREADS:
                return next_kva
            seen.add(thread)
            thread = following_thread

    def times(self, boot: float, stats: int, user: int, system: int) -> tuple[bytes, bytes]:
        """Return ki_start, and the beginning of ki_rusage: user and system time."""
        pack, most = self.kernel.timeval.pack, self.kernel.seconds
        row = self.kernel.stats(stats) if stats else None
        start = b""
        if row is not None:
            seconds, micro = divmod(int(boot * _MICRO) + row[1], _MICRO)
            start = pack(seconds + row[0] & most, micro)
        return start, self.spent(user, system)

    def spent(self, user: int, system: int) -> bytes:
        """Return the beginning of ki_rusage, given microseconds."""
        pack, most = self.kernel.timeval.pack, self.kernel.seconds
        return b"".join([pack(time // _MICRO & most, time % _MICRO) for time in (user, system)])

    def swapped(self, swtick: int) -> int:
        """Return the seconds since a process was swapped in or out."""
        return (self.ticks - swtick & _MASK32) // self.hz if self.hz else 0

    def microseconds(self, runtime: int) -> int:
        """Return CPU ticks in microseconds, as the kernel's cputick2usec does without losing bits."""
        frequency = self.frequency
        if not frequency or not runtime:
            return 0
        if runtime > 18446744073709551:
            return runtime // (frequency // 1000000) if frequency >= 1000000 else 0
        if runtime > 18446744073709:
            return runtime * 1000 // (frequency // 1000) if frequency >= 1000 else 0
        return runtime * 1000000 // frequency


class _KeptWalk(_Walk):
    """A walk over all processes of a running kernel: those that have changed are made anew, for the others time goes by."""

    def follow(self, kva: int, seen: set[int], out: list[Entry]) -> None:
        kernel, times = self.kernel, (self.ticks, self.hz, self.frequency)
        kept, put, at = kernel.kept, kernel.put_swtime, kernel.swtime_at
        assert kept is not None

        def make(kva: int) -> tuple[int, tuple[Any, ...]]:
            walk = _Walk(kernel, self.whole_op, self.arg, *times)
            entries: list[Entry] = []
            following = walk.process(kva, entries)
            return following, (kva, [bytearray(each) for each in entries], walk.swtick, walk.hashed[kva])

        for found in kept.walk((self.whole_op, *times[1:]), kva, seen, make):
            process, entries, swtick, self.hashed[process] = found
            if swtick is not None:
                swtime = self.swapped(swtick)
                for entry in entries:
                    put(entry, at, swtime)
            out += entries


def _status(state: int, td_state: int, inhibitors: int, flag: int) -> int:
    """Return ki_stat of a living process and its thread."""
    if state != PRS_NORMAL:
        return SIDL
    if td_state == _TDS_INACTIVE:
        return 0
    if td_state != _TDS_INHIBITED:
        return SRUN
    if flag & _P_STOPPED:
        return SSTOP
    if inhibitors & _TDI_SLEEPING:
        return SSLEEP
    return SLOCK if inhibitors & _TDI_LOCK else SWAIT
