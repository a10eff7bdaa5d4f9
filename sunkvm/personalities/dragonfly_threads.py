"""Threads and processors of DragonFly (sys/proc.h ``struct lwp``, sys/thread.h, sys/globaldata.h, kern/kern_clock.c)."""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Cpu, CpuTimes, NameCache, Thread
from .bsd_reader import plain
from .dragonfly_lwps import lwps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bsd_reader import BsdReader

_MAX_CPUS = 1 << 12
_MICROSECONDS = 1_000_000

_LWP = (
    "lwp_thread", "lwp_tid", "lwp_stat", "lwp_flags", "lwp_mpflags",
)  # fmt: skip
_THREAD = ("td_pri", "td_gd", "td_wchan", "td_wmesg", "td_comm", "td_flags")


def threads(reader: BsdReader, processes: Iterator[int]) -> Iterator[Thread]:
    """Yield the lwps of processes, given by the addresses of their ``struct proc``, with the threads behind them."""
    for proc in processes:
        pid, comm, stat, root = reader.members(
            "proc", proc, "p_pid", "p_comm", "p_stat", "p_lwp_tree.rbh_root"
        )
        yield from _of_process(reader, proc, pid, plain(comm) or None, stat, root)


def _of_process(
    reader: BsdReader, proc: int, pid: int, comm: str | None, p_stat: int, root: int
) -> Iterator[Thread]:
    from .dragonfly import SZOMB, lwp_state

    for kva, thread, tid, stat, flags, mpflags in lwps(reader, root, *_LWP):
        priority, gd, channel, message, name, td_flags = reader.some_members("thread", thread, *_THREAD)
        yield Thread(
            thread,
            tid,
            pid,
            proc,
            comm,
            "Z" if p_stat == SZOMB else lwp_state(stat, flags, mpflags, td_flags),
            priority,
            reader.some_members("globaldata", gd, "gd_cpuid")[0],
            channel or None,
            reader.text(message),
            None,
            kva,
            None if name is None else plain(name) or None,
        )


def kernel_threads(reader: BsdReader) -> Iterator[Thread]:
    """Yield the threads that belong to no process, processor by processor."""
    from .dragonfly import TDF_RUNQ, TDF_SINTR

    for gd in processors(reader):
        number, first = reader.members("globaldata", gd, "gd_cpuid", "gd_tdallq.tqh_first")
        chain = reader.chain("threads", "thread", first, "td_allq.tqe_next", "td_proc", *_THREAD)
        for kva, (proc, priority, _, channel, message, name, flags) in chain:
            if proc:
                continue
            state = "R" if flags & TDF_RUNQ else "S" if flags & TDF_SINTR else "D"
            yield Thread(
                kva,
                None,
                None,
                None,
                None,
                state,
                priority,
                number,
                channel or None,
                reader.text(message),
                None,
                0,
                plain(name) or None,
            )


def processors(reader: BsdReader) -> Iterator[int]:
    """Yield the addresses of the ``struct globaldata`` of the processors, which begin their private space."""
    table, count = reader.symbol("CPU_prvspace"), reader.number("ncpus", 4, signed=True)
    if table is None or count is None or not 0 < count <= _MAX_CPUS:
        return
    data, _ = reader.read_some(table, count * reader.word)
    for at in range(0, len(data) - reader.word + 1, reader.word):
        kva = int.from_bytes(data[at : at + reader.word], reader.byteorder)
        if kva:
            yield kva


def cpus(reader: BsdReader) -> Iterator[Cpu]:
    """Yield the processors."""
    from .bsd_system import text_at

    brand, clock = text_at(reader, "cpu_model"), reader.number("tsc_frequency", 8)
    for kva in processors(reader):
        number, thread = reader.members("globaldata", kva, "gd_cpuid", "gd_curthread")
        idle = kva + reader.offset("globaldata", "gd_idlethread")
        yield Cpu(
            kva,
            number,
            None,
            None,
            None,
            thread,
            thread == idle if thread else None,
            brand,
            clock or None,
        )


def cpu_times_each(reader: BsdReader) -> list[CpuTimes]:
    """Return the clocks of each processor, which count microseconds: the array cputime_percpu."""
    table, count = reader.symbol("cputime_percpu"), reader.number("ncpus", 4, signed=True)
    if table is None or count is None or not 0 < count <= _MAX_CPUS:
        return []
    try:
        size = reader.size("kinfo_cputime")
        found: list[CpuTimes] = []
        for cpu in range(count):
            user, nice, system, interrupt, idle = reader.members(
                "kinfo_cputime", table + cpu * size, "cp_user", "cp_nice", "cp_sys", "cp_intr", "cp_idle"
            )
            found.append(CpuTimes(user, nice, system, interrupt, idle, _MICROSECONDS))
        return found
    except SunkvmError:
        return []


def cpu_times(reader: BsdReader) -> CpuTimes | None:
    """Return the clocks of all processors together; None where any of them was not dumped."""
    each = cpu_times_each(reader)
    if not each:
        return None
    return CpuTimes(
        sum(times.user for times in each),
        sum(times.nice or 0 for times in each),
        sum(times.system for times in each),
        sum(times.interrupt or 0 for times in each),
        sum(times.idle for times in each),
        _MICROSECONDS,
    )


def name_cache(reader: BsdReader) -> NameCache | None:
    """Return the counters of the cache of names: each processor has a pointer to its own."""
    sums, found = [0] * 7, False
    names = ("goodhits", "neghits", "badhits", "falsehits", "miss", "longhits", "longmiss")
    try:
        for gd in processors(reader):
            (where,) = reader.members("globaldata", gd, "gd_nchstats")
            if not where:
                return None
            counts = reader.members("nchstats", where, *(f"ncs_{name}" for name in names))
            sums = [one + other for one, other in zip(sums, counts, strict=True)]
            found = True
    except SunkvmError:
        return None
    return NameCache(*sums) if found else None
