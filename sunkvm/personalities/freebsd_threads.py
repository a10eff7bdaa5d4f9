"""Threads and processors of FreeBSD (sys/proc.h ``struct thread``, sys/pcpu.h, kern/kern_clock.c)."""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Cpu, CpuTimes, Thread
from .bsd_reader import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bsd_reader import BsdReader

_MAX_CPUS = 1 << 16
_CPUSTATES = 5
_NOCPU = (-1, 255, 0xFFFF_FFFF)

_THREAD = (
    "td_tid", "td_state", "td_inhibitors", "td_flags", "td_priority", "td_oncpu", "td_lastcpu", "td_wchan", "td_wmesg",
    "td_name", "td_pcb",
)  # fmt: skip


def threads(reader: BsdReader, processes: Iterator[int]) -> Iterator[Thread]:
    """Yield the threads of processes, given by the addresses of their ``struct proc``: p_threads, a list of td_plist."""
    for proc in processes:
        yield from _of_process(reader, proc)


def _of_process(reader: BsdReader, proc: int) -> Iterator[Thread]:
    from .freebsd import PRS_NEW, PRS_ZOMBIE, thread_state

    first, pid, comm, flag, state = reader.members(
        "proc", proc, "p_threads.tqh_first", "p_pid", "p_comm", "p_flag", "p_state"
    )
    if state == PRS_NEW:  # it is being made: what it has need not be right yet
        return
    for kva, row in reader.chain("threads", "thread", first, "td_plist.tqe_next", *_THREAD):
        tid, td_state, inhibitors, flags, priority, on, last, channel, message, name, _ = row
        cpu = on if on not in _NOCPU else last
        yield Thread(
            kva,
            tid,
            pid,
            proc,
            plain(comm) or None,
            "Z" if state == PRS_ZOMBIE else thread_state(td_state, inhibitors, flags, flag),
            priority,
            None if cpu is None or cpu in _NOCPU else cpu,
            channel or None,
            reader.text(message) if channel or message else None,
            None,
            0,
            None if name is None else plain(name) or None,
        )


def pcpus(reader: BsdReader) -> Iterator[int]:
    """Yield the addresses of the ``struct pcpu`` of the processors there are: cpuid_to_pcpu."""
    table, count = reader.symbol("cpuid_to_pcpu"), reader.number("mp_maxcpus", 4)
    if table is None:
        return
    if count is None:
        last = reader.number("mp_maxid", 4)
        count = 0 if last is None else last + 1
    if not 0 < count <= _MAX_CPUS:
        return
    data, _ = reader.read_some(table, count * reader.word)
    for at in range(0, len(data) - reader.word + 1, reader.word):
        kva = int.from_bytes(data[at : at + reader.word], reader.byteorder)
        if kva:
            yield kva


def cpus(reader: BsdReader) -> Iterator[Cpu]:
    """Yield the processors."""
    from .bsd_system import text_at

    brand = text_at(reader, "cpu_model")
    clock = reader.number("tsc_freq", 8)
    for kva in pcpus(reader):
        number, thread, idle = reader.members("pcpu", kva, "pc_cpuid", "pc_curthread", "pc_idlethread")
        yield Cpu(
            kva,
            number,
            None,
            None,
            None,
            thread,
            thread == idle if thread and idle else None,
            brand,
            clock or None,
        )


def cpu_times(reader: BsdReader) -> CpuTimes | None:
    """Return the clocks of all processors together; None where any of them was not dumped."""
    rate = reader.number("stathz", 4) or reader.number("hz", 4) or None
    sums, found = [0] * _CPUSTATES, False
    try:
        for kva in pcpus(reader):
            (times,) = reader.members("pcpu", kva, "pc_cp_time")
            if times is None:
                return None
            sums = [one + other for one, other in zip(sums, times, strict=True)]
            found = True
    except SunkvmError:
        return None
    user, nice, system, interrupt, idle = sums
    return CpuTimes(user, nice, system, interrupt, idle, rate) if found else None
