"""What sysctl(3) tells of processes and lwps of a running NetBSD kernel, where it differs from what is read of a dead one.

Facts: kern/kern_proc.c (fill_proc2, proc_active_lwp) and kern/init_sysctl.c (fill_lwp) of NetBSD 10.99.12.
"""

from __future__ import annotations

import struct

from ..schema.kernels import netbsd as schema
from .bsd_walk import MAX_THREADS, WalkError, struct_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .netbsd_procs import Build, Kernel

L_INMEM = 0x4
_MASK32, _MASK64 = 0xFFFF_FFFF, (1 << 64) - 1

# (bits of the kernel's own flags that are the same in p_flag, [(bit, bit of p_flag) of those that are not])
_PK = 0x000E_4101  # ADVLOCK SUGID EXEC NOCLDWAIT 32 CLDSIGIGN
_PS = 0x0380_2008  # NOCLDSTOP WEXIT STOPFORK STOPEXEC STOPEXIT
_PSL = ((0x40, 0x800), (0x100, 0x40_0000), (0x200, 0x400_0000))  # TRACED CHTRACED SYSCALL
_PL = ((0x1, 0x2), (0x2, 0x10))  # CONTROLT PPWAIT
_PST = 0x20  # PROFIL
_LW = 0x280  # SINTR SYSTEM
_LPR = 0x80_0000  # DETACHED

# How active an lwp is, by its state: the most active one stands for its process.
_ACTIVITY = (0, 2, 6, 5, 4, 0, 1, 7, 3)
_LWP = (
    "l_sibling.le_next", "l_addr", "l_lid", "l_flag", "l_prflag", "l_swtime", "l_slptime", "l_priority", "l_stat",
    "l_wmesg", "l_wchan", "l_cpticks", "l_pctcpu", "l_rtime.sec", "l_rtime.frac", "l_name", "l_cpu", "l_estcpu",
)  # fmt: skip
# Where they are in a row, behind the address.
_FLAG, _STAT, _TICKS, _PERCENT, _SECONDS, _FRACTION, _CPU, _ESTIMATE = (
    _LWP.index(name) + 1
    for name in (
        "l_flag",
        "l_stat",
        "l_cpticks",
        "l_pctcpu",
        "l_rtime.sec",
        "l_rtime.frac",
        "l_cpu",
        "l_estcpu",
    )
)


class _Lwps:
    """The lwps of processes: those of the last one that was asked for.

    Attributes:
        rows: their members and addresses, in the order of the list.
        active: the one that stands for the process.
    """

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.read = struct_reader(kernel.image, "lwp", *_LWP, required=_LWP)
        self.index = struct_reader(kernel.image, "cpu_info", "ci_data.cpu_index")
        self.rows: list[tuple[Any, ...]] = []
        self.active: tuple[Any, ...] | None = None

    def forget(self) -> None:
        """Forget the process that was asked for last."""
        self.rows, self.active = [], None

    def walk(self, first: int, count: int = MAX_THREADS) -> int:
        """Read the lwps from one on; return the address of one that cannot be read, else 0."""
        self.forget()
        rows = self.rows
        seen: set[int] = set()
        kva = first
        while kva and kva not in seen and len(seen) < count:
            row = self.read(kva)
            if row is None:
                return kva
            rows.append((kva, *row))
            following = row[0]
            if not following:
                break
            seen.add(kva)
            kva = following
        if rows:
            self.active = rows[0] if len(rows) == 1 else max(rows, key=_activity)
        return 0

    def cpu(self, kva: int) -> int:
        """Return a processor's number."""
        row = self.index(kva) if kva else None
        return schema.KI_NOCPU if row is None or row[0] is None else int(row[0])

    def representative(self, pid: int, first: int) -> tuple[Any, ...] | None:
        """Return what a process shows of its most active lwp, as that of a dead kernel does."""
        if self.walk(first) or self.active is None:
            self.forget()
            self.kernel.failed(pid)
            return None
        _, _, addr, _, _, _, swtime, slptime, priority, stat, wmesg, wchan, cpticks, *_ = self.active
        text = self.kernel.text(wmesg).partition(b"\0")[0] if wchan else b""
        return 0, 0, addr, cpticks, swtime & _MASK32, slptime & _MASK32, priority & 0xFF, wchan, text, stat


def _activity(row: tuple[Any, ...]) -> tuple[int, int]:
    """Return how active an lwp is: by its state, then by the ticks that it has had."""
    stat: int = row[_STAT]
    return _ACTIVITY[stat] if 0 <= stat < len(_ACTIVITY) else 0, row[_TICKS]


def _mapped(value: int, table: tuple[tuple[int, int], ...]) -> int:
    return sum(shown for bit, shown in table if value & bit)


def kinfo_procs2(kernel: Kernel) -> Build:
    """Return what makes a struct kinfo_proc2 of a process of a running kernel."""
    from .netbsd_procs import VMSPACE, ZOMBIES

    image, lwps = kernel.image, _Lwps(kernel)
    space_of = struct_reader(image, "vmspace", *VMSPACE, "vm_rssize", required=VMSPACE)
    name_of = struct_reader(image, "emul", "e_name")
    offset = kernel.proc2_layout.offset
    flag_at, used_at, place_at, resident_at, name_at = (
        offset(name) for name in ("p_flag", "p_estcpu", "p_cpuid", "p_vm_rssize", "p_ename")
    )
    order = image.model.order
    number = struct.Struct(order + "i").pack_into
    used = struct.Struct(order + "IIIiI").pack_into  # p_estcpu p_rtime_sec p_rtime_usec p_cpticks p_pctcpu
    place = struct.Struct(order + "QQ").pack_into  # p_cpuid p_realflag
    resident = 0

    def read_space(kva: int) -> tuple[Any, ...] | None:
        nonlocal resident
        row = space_of(kva)
        if row is None:
            return None
        resident = row[5] or 0
        return row[:5]

    dead = kernel.dead_procs2(lwps.representative, read_space)

    def name(emul: int) -> bytes:
        pointer = name_of(emul) if emul else None
        text = kernel.read_some(pointer[0], 16)[0] if pointer and pointer[0] else b""
        return text.partition(b"\0")[0]

    def build(kva: int, row: tuple[Any, ...], cred: tuple[Any, ...], group: tuple[Any, ...]) -> bytes:
        nonlocal resident
        resident = 0
        zombie = row[3] in ZOMBIES
        lwps.forget()
        if zombie:  # it has no lwps and no memory to show
            row = (*row[:7], 0, 0, *row[9:35], 0, *row[36:])
        out = bytearray(dead(kva, row, cred, group))
        stflag, slflag, emul = row[36:]
        flag = L_INMEM | row[2] & _PK | (row[31] or 0) & _PS | (stflag or 0) & _PST
        flag |= (_mapped(slflag, _PSL) if slflag else 0) | (_mapped(row[6], _PL) if row[6] else 0)
        shown, cpu, estcpu, ticks, percent = flag, schema.KI_NOCPU, 0, 0, row[18]
        seconds, fraction = row[16], row[17]
        if zombie:
            cpu = seconds = fraction = 0
        active = lwps.active
        if active is not None:
            shown |= active[_FLAG] & _LW
            cpu = lwps.cpu(active[_CPU])
            for each in lwps.rows:
                estcpu += each[_ESTIMATE]
                ticks += each[_TICKS]
                percent += each[_PERCENT]
                seconds += each[_SECONDS]
                fraction += each[_FRACTION]
            seconds += fraction >> 64
        micro = ((fraction & _MASK64) >> 32) * 1000000 >> 32
        number(out, flag_at, shown)
        used(out, used_at, estcpu & _MASK32, seconds & _MASK32, micro, ticks, percent & _MASK32)
        place(out, place_at, cpu, flag)
        number(out, resident_at, resident)
        text = name(emul or 0)
        out[name_at : name_at + len(text)] = text
        return bytes(out)

    return build


def kinfo_lwps(kernel: Kernel, pid: int, first: int, count: int) -> list[bytes]:
    """Return the structs kinfo_lwp of a process of a running kernel. Raises `WalkError`."""
    lwps = _Lwps(kernel)
    bad = lwps.walk(first, count)
    if bad:
        raise WalkError("kvm_getlwps", bad)
    out = []
    for row in lwps.rows:
        (
            kva, _, addr, lid, flag, prflag, swtime, slptime, priority, stat, wmesg, wchan, cpticks, pctcpu, seconds,
            fraction, name, cpu, _,
        ) = row  # fmt: skip
        out.append(
            kernel.fill_lwp(
                0, 0, kva, addr, lid, L_INMEM | prflag & _LPR | flag & _LW, swtime & _MASK32, slptime & _MASK32,
                priority & 0xFF, priority & 0xFF, stat, kernel.text(wmesg) if wchan else b"", wchan, lwps.cpu(cpu),
                seconds & _MASK32, (fraction >> 32) * 1000000 >> 32, cpticks & _MASK32, pctcpu & _MASK32, pid & _MASK32,
                kernel.read_some(name, 19)[0].partition(b"\0")[0] if name else b"",
            )
        )  # fmt: skip
    return out
