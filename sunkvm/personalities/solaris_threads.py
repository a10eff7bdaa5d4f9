"""Threads and processors of Solaris (illumos sys/thread.h, sys/cpuvar.h, sys/disp.h, sys/sobject.h)."""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Cpu, CpuTimes, Thread
from .solaris_reader import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..records import Process
    from .solaris_reader import Reader

# t_state, the busiest first: a process is shown in the state of its busiest thread.
THREAD_STATES = {4: "O", 2: "R", 1: "S", 0x20: "W", 0x10: "T", 8: "Z"}
_SYNC_OBJECTS = {1: "mutex", 2: "rwlock", 3: "cv", 4: "sema", 5: "user", 6: "user_pi", 7: "shuttle"}
_NANOSECONDS = 1_000_000_000
CPU_READY, CPU_ENABLE, CPU_OFFLINE, CPU_POWEROFF, CPU_SPARE, CPU_FAULTED = 2, 0x10, 0x20, 0x40, 0x100, 0x200

_THREAD = (
    "t_tid",
    "t_procp",
    "t_state",
    "t_pri",
    "t_cpu",
    "t_lwpchan",
    "t_sobj_ops",
    "t_startpc",
    "t_lwp",
    "t_name",
)


def threads(reader: Reader, process: Process | None) -> Iterator[Thread]:
    """Yield the threads of a process (p_tlist, a ring of t_forw), or all (allthreads, a ring of t_next)."""
    walk = _Threads(reader)
    if process is not None:
        (first,) = reader.members("proc", process.kva, "p_tlist")
        chain = reader.chain("threads", "_kthread", first, "t_forw", *_THREAD, ring=True)
    else:
        first = reader.pointer("allthreads")
        if first is None:
            yield from _by_process(reader, walk)
            return
        chain = reader.chain("threads", "_kthread", first, "t_next", *_THREAD, ring=True)
    for kva, row in chain:
        yield walk.thread(kva, row)


def _by_process(reader: Reader, walk: _Threads) -> Iterator[Thread]:
    """Yield the threads of each process, for kernels that do not have all in one list."""
    practive = reader.pointer("practive")
    for _, (first,) in reader.chain("processes", "proc", practive, "p_next", "p_tlist"):
        for kva, row in reader.chain("threads", "_kthread", first, "t_forw", *_THREAD, ring=True):
            yield walk.thread(kva, row)


class _Threads:
    """What the threads of one walk share: their processes and processors."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.processes: dict[int, tuple[int | None, str | None]] = {0: (None, None)}
        self.cpus: dict[int, int | None] = {0: None}

    def thread(self, kva: int, row: tuple[Any, ...]) -> Thread:
        tid, proc, state, priority, cpu, channel, sync, start, lwp, name = row
        pid, comm = self.process(proc or 0)
        wait = self.channel(channel)
        return Thread(
            kva,
            tid,
            pid,
            proc or None,
            comm,
            THREAD_STATES.get(state),
            priority,
            self.cpu(cpu or 0),
            wait,
            self.reason(sync) if wait is not None else None,
            start or None,
            lwp,
            self.reader.text(name),
        )

    def process(self, proc: int) -> tuple[int | None, str | None]:
        if proc not in self.processes:
            reader = self.reader
            pidp, user = reader.some_members("proc", proc, "p_pidp", "p_user")
            (pid,) = reader.some_members("pid", pidp, "pid_id")
            comm = None
            if user is not None:
                comm = plain(reader.image.layout("user").read(user, "u_comm") or b"") or None
            self.processes[proc] = pid, comm
        return self.processes[proc]

    def cpu(self, cpu: int) -> int | None:
        if cpu not in self.cpus:
            (self.cpus[cpu],) = self.reader.some_members("cpu", cpu, "cpu_id")
        return self.cpus[cpu]

    def channel(self, raw: bytes | None) -> int | None:
        """Return t_wchan, or what a user-level lock has in its place, from t_lwpchan: two words."""
        if raw is None:
            return None
        word, order = self.reader.word, self.reader.byteorder
        found = int.from_bytes(raw[word : 2 * word], order) or int.from_bytes(raw[:word], order)
        return found or None

    def reason(self, sync: int | None) -> str | None:
        """Return what kind of object t_sobj_ops belongs to; its type stands first."""
        kind = self.reader.integer(sync, 4, signed=True) if sync else None
        return None if kind is None else _SYNC_OBJECTS.get(kind)


def cpu_state(flags: int | None) -> str | None:
    """Return the state that psrinfo(1M) shows for cpu_flags (illumos os/cpu.c, cpu_get_state)."""
    if flags is None:
        return None
    if flags & CPU_POWEROFF:
        return "powered-off"
    if flags & CPU_FAULTED:
        return "faulted"
    if flags & CPU_SPARE:
        return "spare"
    if flags & (CPU_READY | CPU_OFFLINE) != CPU_READY:
        return "off-line"
    return "on-line" if flags & CPU_ENABLE else "no-intr"


def cpu_times(reader: Reader) -> CpuTimes | None:
    """Return the clocks of all processors together: cpu_acct; None where any of them is not there.

    Waiting counts as idling, and interrupts belong to what they interrupted; nice processes are not told apart. A kernel
    counts in units of its machine's clock, which a dump does not tell, an emulated one nanoseconds (illumos sys/cpuvar.h,
    os/msacct.c).
    """
    user = system = idle = 0
    try:
        for _, (times,) in reader.chain(
            "processors", "cpu", reader.pointer("cpu_list"), "cpu_next", "cpu_acct", ring=True
        ):
            if times is None:
                return None
            user, system, idle = user + times[0], system + times[1], idle + times[2]
    except SunkvmError:
        return None
    if not user + system + idle:
        return None
    return CpuTimes(user, None, system, None, idle, _NANOSECONDS if reader.image.corefile.live else None)


def cpus(reader: Reader) -> Iterator[Cpu]:
    """Yield the processors: cpu_list, a ring of cpu_next."""
    chain = reader.chain(
        "processors",
        "cpu",
        reader.pointer("cpu_list"),
        "cpu_next",
        "cpu_id",
        "cpu_flags",
        "cpu_disp",
        "cpu_thread",
        "cpu_idle_thread",
        "cpu_brandstr",
        "cpu_curr_clock",
        "cpu_type_info",
        ring=True,
    )
    for kva, (id, flags, disp, thread, idle, brand, clock, info) in chain:
        (queued,) = reader.some_members("_disp", disp, "disp_nrunnable")
        if not clock and info is not None:
            layout = reader.image.layouts.layout("processor_info_t")
            clock = layout.read(info, "pi_clock") * 1_000_000 if layout is not None else None
        yield Cpu(
            kva,
            id,
            cpu_state(flags),
            flags,
            queued,
            thread,
            thread == idle if thread and idle else None,
            reader.text(brand),
            clock or None,
        )
