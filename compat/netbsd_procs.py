"""The processes of a dead NetBSD kernel as kvm_getprocs, kvm_getproc2 and kvm_getlwps give them, field by field.

Facts: lib/libkvm/kvm_proc.c of NetBSD 6.99.16 and later (revisions 1.89 and 1.90), sys/sys/proc.h. What the original
leaves at zero stays zero here; what it leaves undefined has the value that the dump tells.
"""

from __future__ import annotations

from ..errors import LayoutError
from ..schema.kernels import netbsd as schema
from .bsd_walk import MAX_PROCESSES, MAX_THREADS, Filler, WalkError, keeping, needed, signed, struct_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..image import Image
    from ..layout import Layout
    from .bsd_kept import Kept

    Reader = Callable[[int], tuple[Any, ...] | None]
    Build = Callable[[int, tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]], bytes]
    Row = tuple[
        int, tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]
    ]  # address, members, credentials, group

(
    KERN_PROC_ALL, KERN_PROC_PID, KERN_PROC_PGRP, KERN_PROC_SESSION, KERN_PROC_TTY, KERN_PROC_UID, KERN_PROC_RUID,
    KERN_PROC_GID, KERN_PROC_RGID,
) = range(9)  # fmt: skip
KERN_PROC_TTY_NODEV = -1
KERN_PROC_TTY_REVOKE = -2

SIDL, SACTIVE, SDYING, SSTOP, SZOMB, SDEAD = 1, 2, 3, 4, 5, 6
ZOMBIES = (SZOMB, SDYING, SDEAD)
_PK_MARKER = 0x8000_0000
_PS_COREDUMP, _WCOREFLAG = 0x2000_0000, 0x80
_KI_NGROUPS = 16
_NODEV = 0xFFFF_FFFF
_MASK32, _MASK64 = 0xFFFF_FFFF, (1 << 64) - 1
_MAX_FILES = 1 << 22

_PROC = (
    "p_list.le_next", "p_pid", "p_flag", "p_stat", "p_cred", "p_pgrp", "p_lflag", "p_lwps.lh_first", "p_vmspace",
    "p_pptr", "p_fd", "p_cwdi", "p_stats", "p_limit", "p_sigacts", "p_exitsig", "p_rtime.sec", "p_rtime.frac",
    "p_pctcpu", "p_uticks", "p_sticks", "p_iticks", "p_tracep", "p_traceflag", "p_sigpend.sp_set",
    "p_sigctx.ps_sigignore", "p_sigctx.ps_sigcatch", "p_nice", "p_xstat", "p_xexit", "p_xsig", "p_sflag", "p_acflag",
    "p_comm", "p_nlwps", "p_nrlwps", "p_stflag", "p_slflag", "p_emul",
)  # fmt: skip
_PROC_RAW = ("p_sigpend.sp_set", "p_sigctx.ps_sigignore", "p_sigctx.ps_sigcatch")
_CRED = (
    "cr_uid", "cr_euid", "cr_svuid", "cr_gid", "cr_egid", "cr_svgid", "cr_ngroups", "cr_groups",
)  # fmt: skip
_LWP = (
    "l_sibling.le_next", "l_runq.tqe_next", "l_runq.tqe_prev", "l_addr", "l_lid", "l_flag", "l_swtime", "l_slptime",
    "l_priority", "l_stat", "l_wmesg", "l_wchan", "l_cpticks", "l_pctcpu", "l_rtime.sec", "l_rtime.frac", "l_name",
)  # fmt: skip
VMSPACE = ("vm_map.size", "vm_tsize", "vm_dsize", "vm_ssize", "vm_issize")
_USAGE = (
    "maxrss", "ixrss", "idrss", "isrss", "minflt", "majflt", "nswap", "inblock", "oublock", "msgsnd", "msgrcv",
    "nsignals", "nvcsw", "nivcsw",
)  # fmt: skip
_PSTATS = (
    "p_start.tv_sec", "p_start.tv_usec", "p_ru.ru_utime.tv_sec", "p_ru.ru_utime.tv_usec", "p_ru.ru_stime.tv_sec",
    "p_ru.ru_stime.tv_usec", *(f"p_ru.ru_{name}" for name in _USAGE), "p_cru.ru_utime.tv_sec",
    "p_cru.ru_utime.tv_usec", "p_cru.ru_stime.tv_sec", "p_cru.ru_stime.tv_usec",
)  # fmt: skip

# In the order of the values that `Kernel.proc2` packs.
_PROC2 = (
    "p_forw", "p_back", "p_paddr", "p_addr", "p_fd", "p_cwdi", "p_stats", "p_limit", "p_vmspace", "p_sigacts",
    "p_sess", "p_tsess", "p_eflag", "p_exitsig", "p_flag", "p_pid", "p_ppid", "p_sid", "p__pgid", "p_tpgid", "p_uid",
    "p_ruid", "p_gid", "p_rgid", "p_groups", "p_ngroups", "p_jobc", "p_tdev", "p_rtime_sec", "p_rtime_usec",
    "p_cpticks", "p_pctcpu", "p_swtime", "p_slptime", "p_uticks", "p_sticks", "p_iticks", "p_tracep", "p_traceflag",
    "p_siglist", "p_sigignore", "p_sigcatch", "p_stat", "p_priority", "p_usrpri", "p_nice", "p_xstat", "p_acflag",
    "p_comm", "p_wmesg", "p_wchan", "p_login", "p_vm_tsize", "p_vm_dsize", "p_vm_ssize", "p_uvalid", "p_ustart_sec",
    "p_ustart_usec", "p_uutime_sec", "p_uutime_usec", "p_ustime_sec", "p_ustime_usec",
    *(f"p_uru_{name}" for name in _USAGE), "p_uctime_sec", "p_uctime_usec", "p_realflag", "p_nlwps", "p_nrlwps",
    "p_realstat", "p_svuid", "p_svgid", "p_vm_vsize", "p_vm_msize",
)  # fmt: skip
# Longs and ints of the kernel in unsigned members, and the other way round.
_PROC2_TURNED = (
    "p_cpticks", "p_stat", "p_ustart_usec", "p_uutime_usec", "p_ustime_usec", *(f"p_uru_{name}" for name in _USAGE),
    "p_realflag", "p_nlwps", "p_nrlwps", "p_realstat",
)  # fmt: skip
_PROC2_RAW = ("p_groups", "p_siglist", "p_sigignore", "p_sigcatch")
_EPROC = (
    "e_paddr", "e_sess", "e_pcred.p_ruid", "e_pcred.p_svuid", "e_pcred.p_rgid", "e_pcred.p_svgid", "e_pcred.p_refcnt",
    "e_ucred.cr_ref", "e_ucred.cr_uid", "e_ucred.cr_gid", "e_ucred.cr_ngroups", "e_ucred.cr_groups", "e_vm", "e_ppid",
    "e_pgid", "e_jobc", "e_tdev", "e_tpgid", "e_tsess", "e_wmesg", "e_flag", "e_login", "e_sid",
)  # fmt: skip
_EPROC_RAW = ("e_ucred.cr_groups", "e_vm")
_KLWP = (
    "l_forw", "l_back", "l_laddr", "l_addr", "l_lid", "l_flag", "l_swtime", "l_slptime", "l_priority", "l_usrpri",
    "l_stat", "l_wmesg", "l_wchan", "l_cpuid", "l_rtime_sec", "l_rtime_usec", "l_cpticks", "l_pctcpu", "l_pid",
    "l_name",
)  # fmt: skip

_NO_LWP: tuple[Any, ...] = (0,) * 8 + (b"", 0)
"""For a process without lwps: forw, back, addr, cpticks, swtime, slptime, priority, wchan, text of wmesg, stat."""
_NO_STATS: tuple[int, ...] = (0,) * len(_USAGE)
_OPTIONAL = {"p_xstat", "p_xexit", "p_xsig", "p_sflag", "p_stflag", "p_slflag", "p_emul"}


class Kernel:
    """What one descriptor needs to list processes: compiled readers of the kernel's structs, writers of the public ones.

    Attributes:
        kinfo_proc: the layout of this kernel's struct kinfo_proc.
        failed: called with a process's pid whose lwps cannot be read.
    """

    def __init__(self, image: Image) -> None:
        self._builds: dict[bool, Build] = {}
        self.kept, image = keeping(image)
        self.image = image
        model = image.model
        self.order = model.byteorder
        self.word = model.word
        self.page_size = image.corefile.page_size
        self.read_some = image.kernel.read_some
        self.failed: Callable[[int], None] = lambda pid: None

        def reader(name: str, *names: str, raw: tuple[str, ...] = ()) -> Reader:
            required = tuple(each for each in names if each not in _OPTIONAL)
            return struct_reader(image, name, *names, required=required, raw=raw)

        self.proc = reader("proc", *_PROC, raw=_PROC_RAW)
        self.cred = reader("kauth_cred", *_CRED, raw=("cr_groups",))
        self.references = reader("kauth_cred", "cr_refcnt")
        self.pgrp = reader("pgrp", "pg_session", "pg_id", "pg_jobc")
        self.session = reader("session", "s_ttyp", "s_ttyvp", "s_leader", "s_sid", "s_login")
        self.tty = reader("tty", "t_dev", "t_session", "t_pgrp")
        self.lwp = reader("lwp", *_LWP)
        self.vmspace = reader("vmspace", *VMSPACE)
        self.pstats = reader("pstats", *_PSTATS)
        self.leader = reader("pgrp", "pg_id")
        self.pid = reader("proc", "p_pid")
        self._texts: dict[int, bytes] = {}
        self.pointer: Callable[[int], tuple[int] | None] = image.kernel.reader(
            model.word_struct(1).unpack_from,
            model.word,
        )
        # The flag moved when p_lflag became a char.
        flags = image.layout("proc").get("p_lflag")
        self.controlt = 1 if flags is not None and flags.size == 1 else 2
        self.proc2_layout = schema.kinfo_proc2(model)
        self.lwp_layout = schema.kinfo_lwp(model)
        self.fill2 = Filler(self.proc2_layout, _PROC2, _PROC2_RAW, _PROC2_TURNED).pack
        self.fill_lwp = Filler(self.lwp_layout, _KLWP).pack
        self._kinfo_proc: Layout | None = None

    @property
    def kinfo_proc(self) -> Layout:
        if self._kinfo_proc is None:
            own = self.image.layouts.layout("kinfo_proc")
            if own is None or "kp_eproc.e_pcred.p_ruid" not in own:
                own = schema.kinfo_proc(self.image.layout("proc"), self.image.layout("vmspace"))
            self._kinfo_proc = own
        return self._kinfo_proc

    # Reading

    def number(self, kva: int, size: int, message: str) -> int:
        """Return a signed integer of the kernel. Raises `WalkError` with a message."""
        data, fault = self.read_some(kva, size)
        if fault is not None:
            raise WalkError(message, kva)
        return int.from_bytes(data, self.order, signed=True)

    def word_at(self, kva: int, message: str) -> int:
        row = self.pointer(kva)
        if row is None:
            raise WalkError(message, kva)
        return row[0]

    # Processes

    def processes(self, symbols: dict[str, int], op: int, arg: int, new: bool) -> tuple[list[bytes], str]:
        """Return the selected processes, each a struct kinfo_proc2 if ``new``, else a struct kinfo_proc.

        With them comes the message of what ended the zombies' list. Raises `WalkError` for what ends the call.
        """
        if self.kept is not None:
            return self._running(self.kept, symbols, op, arg, new), ""
        build, walk = self._build(new), _Walk(self, op, arg)
        out: list[bytes] = []
        self.number(symbols["nprocs"], 4, "can't read nprocs")
        for row in walk.run(self.word_at(symbols["allproc"], "cannot read allproc")):
            out.append(build(*row))
        first = self.word_at(symbols["zombproc"], "cannot read zombproc")
        living = len(out)
        try:
            for row in walk.run(first):
                out.append(build(*row))
        except WalkError as error:
            del out[living:]
            return out, str(error)
        return out, ""

    def _running(self, kept: Kept, symbols: dict[str, int], op: int, arg: int, new: bool) -> list[bytes]:
        """Return processes as sysctl(3) lists them: zombies first, and none that is being made."""
        living = self.word_at(symbols["allproc"], "cannot read allproc")  # this may bring all up to date
        heads = self.word_at(symbols["zombproc"], "cannot read zombproc"), living
        build = self._build(new)
        if op != KERN_PROC_ALL:
            walk = _Walk(self, op, arg)
            return [build(*row) for kva in heads for row in walk.run(kva) if row[1][3] != SIDL]

        def make(kva: int) -> tuple[int, bytes]:
            following, row = _Walk(self, op, arg).process(kva)
            return following, b"" if row is None or row[1][3] == SIDL else build(*row)

        seen: set[int] = set()
        return [each for kva in heads for each in kept.walk(new, kva, seen, make) if each]

    def _build(self, new: bool) -> Build:
        if new not in self._builds:
            self._builds[new] = self.kinfo_procs2() if new else self.kinfo_procs()
        return self._builds[new]

    def kinfo_procs(self) -> Build:
        """Return what makes a struct kinfo_proc of a process."""
        layout = self.kinfo_proc
        inner = layout.inner("kp_eproc") or schema.eproc(self.image.layout("vmspace"))
        fill = Filler(inner, _EPROC, _EPROC_RAW).pack
        size = self.image.layout("proc").size
        space = self.image.layout("vmspace").size
        gap = bytes(layout.offset("kp_eproc") - size)
        tail = bytes(layout.size - size - len(gap) - inner.size)
        read = self.read_some

        def build(kva: int, row: tuple[Any, ...], cred: tuple[Any, ...], group: tuple[Any, ...]) -> bytes:
            proc, fault = read(kva, size)
            if fault is not None:
                raise WalkError(f"can't read proc at {kva:#x}", kva)
            ruid, euid, svuid, rgid, egid, svgid, count, groups = cred
            (refs,) = _credentials(self.references(row[4]), row[4], kva)
            sess, pgid, jobc, login, sid, tdev, tsess, tpgid, flags, ppid = group
            vm, fault = read(row[8], space) if row[8] else (b"", None)
            lwp = self.representative(row[1], row[7]) if row[7] and row[34] > 0 else None
            wmesg = b"" if lwp is None else lwp[8]
            eproc = fill(
                kva, sess, ruid, svuid, rgid, svgid, signed(refs, 32), refs, euid, egid, count, groups,
                vm if len(vm) == space else bytes(space), ppid, pgid, jobc, tdev, tpgid, tsess, wmesg, flags, login,
                sid,
            )  # fmt: skip
            return b"".join((proc, gap, eproc, tail))

        return build

    def kinfo_procs2(self) -> Build:
        """Return what makes a struct kinfo_proc2 of a process."""
        if self.image.corefile.live:
            from .netbsd_live import kinfo_procs2

            return kinfo_procs2(self)
        return self.dead_procs2(self.representative)

    def dead_procs2(
        self,
        representative: Callable[[int, int], tuple[Any, ...] | None],
        read_space: Reader | None = None,
    ) -> Build:
        """Return what `kinfo_procs2` does of a dead kernel.

        ``representative`` gives what a process shows of its lwps, ``read_space`` the members of its vmspace.
        """
        fill, page_size = self.fill2, self.page_size
        read_space, read_stats = read_space or self.vmspace, self.pstats

        def build(kva: int, row: tuple[Any, ...], cred: tuple[Any, ...], group: tuple[Any, ...]) -> bytes:
            (
                _, pid, flag, stat, _, _, _, first, vmspace, _, fd, cwdi, stats, limit, sigacts, exitsig, rsec, rfrac,
                pctcpu, uticks, sticks, iticks, tracep, traceflag, pending, ignored, caught, nice, xstat, xexit, xsig,
                sflag, acflag, comm, nlwps, nrlwps, _, _, _,
            ) = row  # fmt: skip
            ruid, euid, svuid, rgid, egid, svgid, count, groups = cred
            sess, pgid, jobc, login, sid, tdev, tsess, tpgid, flags, ppid = group
            lwp = representative(pid, first) if first and nlwps > 0 else None
            forw, back, addr, cpticks, swtime, slptime, priority, wchan, wmesg, lstat = lwp or _NO_LWP
            space = read_space(vmspace) if vmspace else None
            vsize = msize = tsize = dsize = ssize = 0
            if space is not None:
                size, tsize, dsize, ssize, issize = space
                vsize = size // page_size
                msize = vsize - issize + ssize
            usage = read_stats(stats) if stats and stat not in ZOMBIES else None
            if usage is None:
                valid, numbers, cus, cuu = 0, _NO_STATS, 0, 0
                start = startu = user = useru = sys = sysu = 0
            else:
                valid = 1
                start, startu, user, useru, sys, sysu = usage[:6]
                numbers = usage[6:-4]
                cus, cuu, css, csu = usage[-4:]
                cus += css
                cuu += csu
            if xstat is None:
                core = _WCOREFLAG if sflag & _PS_COREDUMP else 0
                xstat = (xexit << 8 | xsig | core) & 0xFFFF
            return fill(
                forw, back, kva, addr, fd, cwdi, stats, limit, vmspace, sigacts, sess, tsess, flags, exitsig, flag, pid,
                ppid, sid, pgid, tpgid, euid, ruid, egid, rgid, groups, count, jobc, tdev, rsec & _MASK32,
                (rfrac >> 32) * 1000000 >> 32, cpticks, pctcpu, swtime, slptime, uticks, sticks, iticks, tracep,
                traceflag, pending, ignored, caught, lstat & 0xFF if lwp else stat & 0xFF, priority, priority, nice,
                xstat, acflag, comm.partition(b"\0")[0], wmesg, wchan, login, tsize, dsize, ssize, valid,
                start & _MASK32, startu, user & _MASK32, useru, sys & _MASK32, sysu, *numbers, cus & _MASK32,
                cuu & _MASK32, flag, nlwps, nrlwps, stat, svuid, svgid, vsize, msize,
            )  # fmt: skip

        return build

    def representative(self, pid: int, first: int) -> tuple[Any, ...] | None:
        """Return what a process shows of its first lwp, in the order of `_NO_LWP`; None where that cannot be read."""
        found = self.lwp(first)
        if found is None:
            self.failed(pid)
            return None
        (
            _, forw, prev, addr, _, _, swtime, slptime, priority, stat, wmesg, wchan, cpticks, _, _, _, _,
        ) = found  # fmt: skip
        back = self.pointer(prev) if prev else None
        text = self._texts.get(wmesg)
        if text is None:
            text = self._texts[wmesg] = self.text(wmesg).partition(b"\0")[0]
        return (
            forw,
            back[0] if back else 0,
            addr,
            cpticks,
            swtime,
            slptime,
            priority & 0xFF,
            wchan,
            text,
            stat,
        )

    def text(self, kva: int) -> bytes:
        """Return the eight bytes at a string of the kernel, whatever follows its NUL included; none for no string."""
        return self.read_some(kva, schema.WMESGLEN)[0] if kva else b""

    def begin(self) -> None:
        """Forget what is remembered of the call before: memory may have changed."""
        self._texts = {}

    # Lwps

    def lwps(self, kva: int) -> list[bytes]:
        """Return the structs kinfo_lwp of the process at an address. Raises `WalkError`."""
        row = self.proc(kva)
        if row is None:
            raise WalkError("kvm_getlwps", kva)
        pid, first, count = row[1], row[7], row[34]
        if self.image.corefile.live:
            from .netbsd_live import kinfo_lwps

            return kinfo_lwps(self, pid, first, count)
        out: list[bytes] = []
        seen: set[int] = set()
        at = first
        while at and at not in seen and len(out) < min(count, MAX_THREADS):
            seen.add(at)
            found = self.lwp(at)
            if found is None:
                raise WalkError("kvm_getlwps", at)
            (
                following, forw, prev, addr, lid, flag, swtime, slptime, priority, stat, wmesg, wchan, cpticks, pctcpu,
                rsec, rfrac, name_kva,
            ) = found  # fmt: skip
            back = self.pointer(prev) if prev else None
            name = self.read_some(name_kva, 19)[0].partition(b"\0")[0] if name_kva else b""
            out.append(
                self.fill_lwp(
                    forw, 0 if back is None else back[0], at, addr, lid, signed(flag, 32), swtime & _MASK32,
                    slptime & _MASK32, priority & 0xFF, priority & 0xFF, signed(stat, 8),
                    self.text(wmesg), wchan, schema.KI_NOCPU,
                    rsec & _MASK32, (rfrac >> 32) * 1000000 >> 32, cpticks & _MASK32, (pctcpu or 0) & _MASK32,
                    pid & _MASK32, name,
                )
            )  # fmt: skip
            at = following
        return out

    # Files

    def files(self, nfiles: int, filehead: int) -> tuple[int, Layout, bytes]:
        """Return (address of the first, layout, bytes) of all open files. Raises `WalkError`."""
        layout = self.image.layout("file")
        count = self.number(nfiles, 4, "can't read numfiles")
        head = self.word_at(filehead, "can't read filehead")
        link = layout.reader("f_list.le_next")
        if "f_list.le_next" not in layout:
            raise LayoutError("file", "f_list.le_next")
        out: list[bytes] = []
        seen: set[int] = set()
        kva = head
        while kva and kva not in seen and len(out) <= min(max(count, 0), _MAX_FILES):
            seen.add(kva)
            data, fault = self.read_some(kva, layout.size)
            if fault is not None:
                raise WalkError("can't read kfp", kva)
            out.append(data)
            kva = link(data)[0]
        if len(out) != count:
            raise WalkError("inconsistent nfiles")
        return head, layout, b"".join(out)


class _Walk:
    """One call of kvm_getprocs: its filter, and what several processes share."""

    def __init__(self, kernel: Kernel, op: int, arg: int) -> None:
        self.kernel = kernel
        self.op = op
        self.arg = signed(arg, 32)
        self.wanted = self.arg & _MASK32
        self.seen: set[int] = set()
        self.pids: dict[int, int] = {0: 0}
        self.creds: dict[int, tuple[Any, ...]] = {}
        self.pgrps: dict[int, tuple[Any, ...]] = {}
        self.sessions: dict[int, tuple[Any, ...]] = {}
        self.ttys: dict[int, tuple[int, int, int]] = {}
        kernel.begin()

    def run(self, kva: int) -> Iterator[Row]:
        """Yield the selected processes of a list.

        What is wrong ends it with `WalkError`, in the original's order of reading.
        """
        seen = self.seen
        while kva and kva not in seen and len(seen) < MAX_PROCESSES:
            seen.add(kva)
            kva, row = self.process(kva)
            if row is not None:
                yield row

    def process(self, at: int) -> tuple[int, Row | None]:
        """Return the address of the next process of a list, and this one's row; None for one that is not selected."""
        kernel, op, arg, pids = self.kernel, self.op, self.arg, self.pids
        controlt = kernel.controlt
        row = needed(kernel.proc(at), "proc", at)
        following, pid, flag, _, cred_kva, pgrp_kva, lflag = row[:7]
        if flag & _PK_MARKER:
            return following, None  # a place holder of whoever walked the list
        pids[at] = pid
        cred = self.creds.get(cred_kva)
        if cred is None:
            cred = self.creds[cred_kva] = self.cred(cred_kva, at)
        wanted = self.wanted
        if (
            (op == KERN_PROC_PID and pid != arg)
            or (op == KERN_PROC_UID and cred[1] != wanted)
            or (op == KERN_PROC_RUID and cred[0] != wanted)
            or (op == KERN_PROC_GID and cred[4] != wanted)
            or (op == KERN_PROC_RGID and cred[3] != wanted)
        ):
            return following, None
        pgrp = self.pgrps.get(pgrp_kva)
        if pgrp is None:
            pgrp = self.pgrps[pgrp_kva] = needed(kernel.pgrp(pgrp_kva), "pgrp", pgrp_kva)
        sess_kva, pgid, jobc = pgrp
        session = self.sessions.get(sess_kva)
        if session is None:
            session = self.sessions[sess_kva] = needed(kernel.session(sess_kva), "session", sess_kva)
        tty_kva, ttyvp, leader, sid, login = session
        if lflag & controlt and tty_kva:
            tdev, tsess, tpgid = self.tty(tty_kva)
        else:
            tdev, tsess, tpgid = _NODEV, 0, -1
        if (
            (op == KERN_PROC_PGRP and pgid != arg)
            or (op == KERN_PROC_SESSION and sid != arg)
            # NODEV is no device to compare with: the argument has 64 bits, the device of a process 32.
            or (op == KERN_PROC_TTY and (not lflag & controlt or tdev != arg))
        ):
            return following, None
        flags = (schema.EPROC_CTTY if ttyvp else 0) | (schema.EPROC_SLEADER if leader == at else 0)
        parent = row[9]
        ppid = pids.get(parent)
        if ppid is None:
            found = kernel.pid(parent)
            ppid = pids[parent] = 0 if found is None else found[0]
        jobc = ((jobc + 0x8000) & 0xFFFF) - 0x8000
        login = login.partition(b"\0")[0]
        return following, (at, row, cred, (sess_kva, pgid, jobc, login, sid, tdev, tsess, tpgid, flags, ppid))

    def cred(self, kva: int, proc: int) -> tuple[Any, ...]:
        """Return ruid, euid, svuid, rgid, egid, svgid, groups and their array, cut to sixteen."""
        ruid, euid, svuid, rgid, egid, svgid, count, groups = _credentials(self.kernel.cred(kva), kva, proc)
        count = min(count, _KI_NGROUPS)
        return ruid, euid, svuid, rgid, egid, svgid, count, (groups or b"")[: 4 * count]

    def tty(self, kva: int) -> tuple[int, int, int]:
        """Return (device, session, process group) of a terminal."""
        found = self.ttys.get(kva)
        if found is None:
            kernel = self.kernel
            dev, session, pgrp = needed(kernel.tty(kva), "tty", kva)
            group = needed(kernel.leader(pgrp), "tpgrp", pgrp)[0] if pgrp else -1
            found = self.ttys[kva] = dev & _MASK32, session, group
        return found


def _credentials(row: tuple[Any, ...] | None, kva: int, proc: int) -> tuple[Any, ...]:
    """Return what was read of a process's credentials. Raises `WalkError` where it could not be."""
    if row is None:
        raise WalkError(f"can't read proc credentials at {proc:#x}", kva)
    return row
