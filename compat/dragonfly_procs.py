"""The processes and files of a dead DragonFly kernel as kvm_getprocs(3) and kvm_getfiles(3) give them, field by field.

Facts: lib/libkvm/kvm_proc.c, kvm_file.c and sys/kern/kern_kinfo.c of DragonFly 5.9. What the original cannot read ends
the list with its message.
"""

from __future__ import annotations

from ..errors import BrokenListError, SunkvmError
from ..personalities.dragonfly_lwps import LWP_LINKS, lwp_tree
from ..schema.kernels import dragonfly as schema
from .bsd_walk import MAX_PROCESSES, Filler, WalkError, keeping, signed, struct_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..image import Image

(
    KERN_PROC_ALL, KERN_PROC_PID, KERN_PROC_PGRP, KERN_PROC_SESSION, KERN_PROC_TTY, KERN_PROC_UID, KERN_PROC_RUID,
    KERN_PROC_ARGS, KERN_PROC_CWD, KERN_PROC_PATHNAME, KERN_PROC_SIGTRAMP,
) = range(11)  # fmt: skip
KERN_PROC_FLAGMASK = KERN_PROC_FLAG_LWP = 0x10
KI_CTTY, KI_SLEADER = 1, 2
NOUDEV = 0xFFFF_FFFF

_SZOMB = 4
_LSRUN, _LSSLEEP = 1, 3
_P_CONTROLT = 0x2
_TDF_RUNQ = 0x2
_LWP_MP_ONRUNQ = 0x1
_MAXLOGNAME = 33
_WMESGLEN = 8
_MAX_LISTS = 1 << 16
_MAX_FILES = 1 << 20
_MASK32, _MASK64 = 0xFFFF_FFFF, (1 << 64) - 1
_PAGE_SHIFT = 12

_PROC = (
    "p_list.le_next", "p_ucred", "p_fd", "p_sigacts", "p_flags", "p_stat", "p_pid", "p_pptr", "p_oppid", "p_vmspace",
    "p_swtime", "p_traceflag", "p_siglist", "p_start.tv_sec", "p_start.tv_usec", "p_ru", "p_cru", "p_comm", "p_nice",
    "p_pgrp", "p_xstat", "p_acflag", "p_lock", "p_nthreads", "p_lwp_tree.rbh_root",
)  # fmt: skip
_PROC_RAW = ("p_siglist", "p_ru", "p_cru", "p_comm")
_CRED = (
    "cr_uid", "cr_ngroups", "cr_groups", "cr_ruid", "cr_svuid", "cr_rgid", "cr_svgid", "cr_prison",
)  # fmt: skip
_SESSION = ("s_leader", "s_ttyvp", "s_ttyp", "s_sid", "s_login")
_VMSPACE = (
    "vm_map.size", "vm_pmap.pm_stats.resident_count", "vm_swrss", "vm_tsize", "vm_dsize", "vm_ssize",
)  # fmt: skip
_LWP = (
    "lwp_proc", "lwp_thread", "lwp_tid", "lwp_flags", "lwp_mpflags", "lwp_stat", "lwp_lock", "lwp_usdata.bsd4.priority",
    "lwp_usdata.bsd4.batch", "lwp_usdata.bsd4.estcpu", "lwp_rtprio", "lwp_cpticks", "lwp_pctcpu", "lwp_slptime", "lwp_ru",
    "lwp_siglist", "lwp_sigmask",
)  # fmt: skip
_THREAD = (
    "td_gd", "td_wmesg", "td_wchan", "td_pri", "td_flags", "td_uticks", "td_sticks", "td_iticks", "td_comm",
)  # fmt: skip

# In the order of the values that `_Walk.process` packs; those of the lwp follow.
_FIELDS = (
    "kp_paddr", "kp_flags", "kp_stat", "kp_lock", "kp_acflag", "kp_traceflag", "kp_fd", "kp_siglist", "kp_sigignore",
    "kp_sigcatch", "kp_sigflag", "kp_start.tv_sec", "kp_start.tv_usec", "kp_comm", "kp_uid", "kp_ngroups", "kp_groups",
    "kp_ruid", "kp_svuid", "kp_rgid", "kp_svgid", "kp_pid", "kp_ppid", "kp_pgid", "kp_jobc", "kp_sid", "kp_login",
    "kp_tdev", "kp_tpgid", "kp_tsid", "kp_exitstat", "kp_nthreads", "kp_nice", "kp_swtime", "kp_vm_map_size",
    "kp_vm_rssize", "kp_vm_swrss", "kp_vm_tsize", "kp_vm_dsize", "kp_vm_ssize", "kp_jailid", "kp_ru", "kp_cru",
    "kp_auxflags",
)  # fmt: skip
_RAW = (
    "kp_siglist", "kp_sigignore", "kp_sigcatch", "kp_comm", "kp_groups", "kp_login", "kp_ru", "kp_cru",
)  # fmt: skip
_LWP_FIELDS = (
    "kl_pid", "kl_tid", "kl_flags", "kl_stat", "kl_lock", "kl_tdflags", "kl_prio", "kl_tdprio", "kl_rtprio", "kl_uticks",
    "kl_sticks", "kl_iticks", "kl_cpticks", "kl_pctcpu", "kl_slptime", "kl_origcpu", "kl_estcpu", "kl_cpuid", "kl_ru",
    "kl_siglist", "kl_sigmask", "kl_wchan", "kl_wmesg", "kl_comm",
)  # fmt: skip
_LWP_RAW = ("kl_rtprio", "kl_ru", "kl_siglist", "kl_sigmask", "kl_wmesg", "kl_comm")
_FILE = ("f_type", "f_flag", "f_offset", "f_data", "f_count", "f_msgcount")
_FILE_FIELDS = ("f_size", "f_pid", "f_uid", "f_fd", "f_file", *_FILE)


def pointer(kva: int) -> str:
    """Return an address as printf's ``%p`` shows it."""
    return f"{kva:#x}" if kva else "(nil)"


class Kernel:
    """What one descriptor needs to list processes: compiled readers of the kernel's structs, writers of the public ones.

    Attributes:
        kinfo_proc, kinfo_file: the layouts of the public structs.
    """

    def __init__(self, image: Image) -> None:
        from ..personalities.bsd_reader import BsdReader

        self.reader = BsdReader(image)
        self.kept, image = keeping(image)
        self.image = image
        self.order = image.model.byteorder
        self.read_some = image.kernel.read_some
        self.kinfo_proc = schema.kinfo_proc(image.model)
        self.kinfo_file = schema.kinfo_file(image.model)
        self.proc = struct_reader(image, "proc", *_PROC, required=_PROC, raw=_PROC_RAW)
        self.cred = struct_reader(image, "ucred", *_CRED, required=_CRED, raw=("cr_groups",))
        self.pgrp = struct_reader(
            image, "pgrp", "pg_session", "pg_id", "pg_jobc", required=("pg_session", "pg_id")
        )
        self.session = struct_reader(image, "session", *_SESSION, required=_SESSION)
        self.sid = struct_reader(image, "session", "s_sid", required=("s_sid",))
        self.leader = struct_reader(image, "pgrp", "pg_id")
        self.pid = struct_reader(image, "proc", "p_pid")
        actions = ("ps_sigignore", "ps_sigcatch", "ps_flag")
        self.sigacts = struct_reader(image, "sigacts", *actions, required=actions, raw=actions[:2])
        self.tty = struct_reader(image, "tty", "t_dev", "t_pgrp", "t_session", required=("t_dev",))
        self.cdev = struct_reader(image, "cdev", "si_uminor", "si_umajor", required=("si_uminor",))
        self.vmspace = struct_reader(image, "vmspace", *_VMSPACE, required=_VMSPACE)
        self.prison = struct_reader(image, "prison", "pr_id")
        self.thread = struct_reader(image, "thread", *_THREAD, required=_THREAD, raw=("td_comm",))
        self.lwp_members = struct_reader(image, "lwp", *LWP_LINKS, *_LWP, required=(*LWP_LINKS, *_LWP))
        self.gd = struct_reader(image, "globaldata", "gd_cpuid", required=("gd_cpuid",))
        self.filedesc = struct_reader(image, "filedesc", "fd_files", "fd_nfiles", required=("fd_files",))
        self.file = struct_reader(image, "file", *_FILE, required=_FILE)
        layout = self.kinfo_proc
        kinfo_lwp = schema.kinfo_lwp(image.model)
        self.fill = Filler(layout, _FIELDS, _RAW).pack
        self.fill_lwp = Filler(kinfo_lwp, _LWP_FIELDS, _LWP_RAW).pack
        self.fill_file = Filler(self.kinfo_file, _FILE_FIELDS).pack
        self.lwp_at = layout.offset("kp_lwp")
        self.lwp_size = kinfo_lwp.size
        self.usage = layout["kp_ru"].size

    def number(self, kva: int, what: str) -> int:
        """Return the int at an address. Raises `WalkError`."""
        data, fault = self.read_some(kva, 4)
        if fault is not None:
            raise WalkError(f"can't read {what}", fault.address)
        return int.from_bytes(data, self.order, signed=True)

    def processes(self, procglob: int, hsize: int, op: int, arg: int) -> bytes:
        """Return the array of kinfo_proc. Raises `WalkError`."""
        size, head = self.reader.size("procglob"), self.reader.offset("procglob", "allproc.lh_first")
        walk = _Walk(self, op, arg)
        out: list[bytes] = []
        seen: set[int] = set()
        kept = self.kept if op & ~KERN_PROC_FLAGMASK == KERN_PROC_ALL else None

        def make(kva: int) -> tuple[int, list[bytes]]:
            entries: list[bytes] = []
            return _Walk(self, op, arg).process(kva, entries), entries

        lists = min(max(hsize, 0), _MAX_LISTS)
        heads, fault = self.read_some(procglob, lists * size)  # of a running kernel all of one moment
        for at in range(head, lists * size, size):
            if at + 8 > len(heads):
                assert fault is not None
                raise WalkError(f"can't read proclist at {procglob:#x}", max(fault.address, procglob + at))
            kva = int.from_bytes(heads[at : at + 8], self.order)
            if kept is not None:
                for entries in kept.walk(op, kva, seen, make):
                    out += entries
                continue
            while kva and kva not in seen and len(seen) < MAX_PROCESSES:
                seen.add(kva)
                kva = walk.process(kva, out)
        return b"".join(out)

    def files(self, processes: Iterable[tuple[Any, ...]]) -> bytes:
        """Return the array of kinfo_file, given (p_fd, pid, uid) of the processes. Raises `WalkError`."""
        entry = self.reader.image.layout("fdnode")
        read = entry.reader("fp")
        out: list[bytes] = []
        for fd, pid, uid in processes:
            if not fd:
                continue
            table = self.filedesc(fd)
            if table is None:
                raise WalkError("can't read fdp", fd)
            where, count = table
            if not where:
                continue
            data, fault = self.read_some(where, min(max(count, 0), _MAX_FILES) * entry.size)
            if fault is not None:
                raise WalkError("can't read fd_files", fault.address)
            for number in range(len(data) // entry.size):
                (kva,) = read(data, number * entry.size)
                if not kva:
                    continue
                row = self.file(kva)
                if row is None:
                    raise WalkError("can't read file", kva)
                out.append(self.fill_file(self.kinfo_file.size, pid, uid, number, kva, *row))
        return b"".join(out)


class _Walk:
    """One call of kvm_getprocs: its filter, and what several processes share."""

    def __init__(self, kernel: Kernel, op: int, arg: int) -> None:
        self.kernel = kernel
        self.op = op & ~KERN_PROC_FLAGMASK
        self.every = bool(op & KERN_PROC_FLAG_LWP)
        self.arg = arg & _MASK32
        self.rows: dict[tuple[str, int], tuple[Any, ...]] = {}
        self.texts: dict[int, bytes] = {0: b""}

    def shared(self, name: str, kva: int, what: str | None = None) -> tuple[Any, ...]:
        """Return members of a struct that several processes may have in common. Raises `WalkError`."""
        row = self.rows.get((name, kva))
        if row is None:
            row = self.needed(name, kva, what)
            self.rows[name, kva] = row
        return row

    def needed(self, name: str, kva: int, what: str | None = None) -> tuple[Any, ...]:
        """Return members of a struct. Raises `WalkError`."""
        row: tuple[Any, ...] | None = getattr(self.kernel, name)(kva) if kva else None
        if row is None:
            raise WalkError(f"can't read {what or name} at {pointer(kva)}", kva)
        return row

    def terminal(self, kva: int) -> tuple[int, int, int]:
        """Return (device, process group, session) of a terminal; -1 for a group or session that it has not."""
        kernel = self.kernel
        dev, pgrp, session = self.shared("tty", kva)
        minor_major = kernel.cdev(dev) if dev else None
        tdev = NOUDEV
        if minor_major is not None:
            minor, major = (value & _MASK32 for value in minor_major)
            if not major & ~0xFF and not minor & 0xFF00:
                tdev = (major << 8 | minor) & _MASK32
        group = self.shared("leader", pgrp, "tpgrp")[0] if pgrp else -1
        return tdev, group, self.shared("sid", session, "tsess")[0] if session else -1

    def text(self, kva: int) -> bytes:
        """Return the wait message at an address, cut to what a kinfo_lwp holds. Raises `WalkError`."""
        found = self.texts.get(kva)
        if found is None:
            try:
                found = self.kernel.image.kernel.read_string(kva)[:_WMESGLEN]
            except SunkvmError as error:
                raise WalkError(f"can't read wmesg {pointer(kva)}", kva) from error
            self.texts[kva] = found
        return found

    def process(self, kva: int, out: list[bytes]) -> int:
        """Append the entries of one process; return the address of the next one of its list."""
        kernel = self.kernel
        (
            following, ucred, fd, sigacts, flags, stat, pid, pptr, oppid, vmspace, swtime, traceflag, siglist, seconds,
            micro, usage, children, comm, nice, pgrp, xstat, acflag, lock, count, root,
        ) = self.needed("proc", kva)  # fmt: skip
        next_kva: int = following
        uid, ngroups, groups, ruid, svuid, rgid, svgid, prison = self.shared("cred", ucred, "ucred")
        op, arg = self.op, self.arg
        if (
            (op == KERN_PROC_PID and pid & _MASK32 != arg)
            or (op == KERN_PROC_UID and uid != arg)
            or (op == KERN_PROC_RUID and ruid != arg)
        ):
            return next_kva
        session, pgid, jobc = self.shared("pgrp", pgrp)
        parent = self.shared("pid", pptr, "pproc")[0] if pptr else -1
        ignored, caught, sigflag = self.shared("sigacts", sigacts) if sigacts else (b"", b"", 0)
        leader, ttyvp, ttyp, sid, login = self.shared("session", session)
        tdev, tpgid, tsid = NOUDEV, 0, 0
        if flags & _P_CONTROLT and ttyp:
            tdev, tpgid, tsid = self.terminal(ttyp)
        # Zombies have given it back; the original ends its list at the first of them.
        sizes = self.needed("vmspace", vmspace) if vmspace else (0,) * len(_VMSPACE)
        jail = self.shared("prison", prison)[0] if prison else 0
        if (
            (op == KERN_PROC_PGRP and pgid & _MASK32 != arg)
            or (op == KERN_PROC_SESSION and sid & _MASK32 != arg)
            or (op == KERN_PROC_TTY and (not flags & _P_CONTROLT or not ttyp or tdev != arg))
        ):
            return next_kva
        entry = kernel.fill(
            kva, flags, stat, lock, acflag, traceflag, fd, siglist, ignored, caught, sigflag, seconds, micro,
            comm.split(b"\0", 1)[0][:16], uid, ngroups, groups, ruid, svuid, rgid, svgid, pid, oppid or parent, pgid, jobc,
            sid, login[:_MAXLOGNAME], tdev, tpgid, tsid, xstat, count, signed(nice, 8), swtime, *sizes[:3],
            *(pages(size) for size in sizes[3:]), jail, usage, children,
            (KI_CTTY if ttyvp else 0) | (KI_SLEADER if leader == kva else 0),
        )  # fmt: skip
        before, behind = entry[: kernel.lwp_at], entry[kernel.lwp_at + kernel.lwp_size :]
        found = False
        try:
            for lwp, *row in lwp_tree(root, lambda at: self.needed("lwp_members", at, "lwp")):
                found = True
                out.append(before + self.lwp(lwp, row, kva, pid, stat) + behind)
                if not self.every:
                    break
        except BrokenListError as error:
            raise WalkError(f"can't read lwp at {pointer(error.address)}", error.address) from error
        if not found:
            out.append(entry)
        return next_kva

    def lwp(self, kva: int, row: list[Any], proc: int, pid: int, p_stat: int) -> bytes:
        """Return the kinfo_lwp of an lwp. Raises `WalkError`."""
        (
            owner, thread, tid, flags, mpflags, stat, lock, priority, batch, estcpu, rtprio, cpticks, pctcpu, slptime, usage,
            siglist, sigmask,
        ) = row  # fmt: skip
        if owner != proc:
            raise WalkError("lwp has wrong parent", kva)
        gd, wmesg, wchan, td_pri, td_flags, user, system, interrupt, name = self.needed("thread", thread)
        cpu = self.shared("gd", gd)[0] if gd else 0
        if stat == _LSRUN and not td_flags & _TDF_RUNQ and not mpflags & _LWP_MP_ONRUNQ:
            stat = _LSSLEEP
        return self.kernel.fill_lwp(
            pid, tid, signed(flags, 32), stat, lock, signed(td_flags, 32), priority, td_pri, rtprio, user, system, interrupt,
            cpticks, 0 if p_stat == _SZOMB else pctcpu, slptime, batch, estcpu, signed(cpu, 32), usage, siglist, sigmask,
            wchan, self.text(wmesg), name.split(b"\0", 1)[0][:16],
        )  # fmt: skip


def pages(size: int) -> int:
    """Return bytes in pages, rounded up."""
    return -(-size >> _PAGE_SHIFT)
