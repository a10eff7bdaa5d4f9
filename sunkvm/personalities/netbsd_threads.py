"""Lwps and processors of NetBSD (sys/lwp.h, sys/cpu.h, sys/cpu_data.h, sys/sched.h, kern/kern_cpu.c)."""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Cpu, CpuTimes, Thread
from .bsd_reader import plain
from .bsd_system import text_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bsd_reader import BsdReader

_MAX_CPUS = 1 << 16
_CPUSTATES = 5
_LWP = (
    "l_lid", "l_stat", "l_flag", "l_slptime", "l_priority", "l_cpu", "l_wchan", "l_wmesg", "l_name",
)  # fmt: skip


def threads(reader: BsdReader, processes: Iterator[int]) -> Iterator[Thread]:
    """Yield the lwps of processes, given by the addresses of their ``struct proc``: p_lwps, newest first."""
    from .netbsd import ZOMBIES, lwp_state

    numbers: dict[int, int | None] = {0: None}
    for proc in processes:
        first, pid, comm, stat = reader.members("proc", proc, "p_lwps.lh_first", "p_pid", "p_comm", "p_stat")
        for kva, row in reader.chain("lwps", "lwp", first, "l_sibling.le_next", *_LWP):
            lid, state, flag, slept, priority, cpu, channel, message, name = row
            if cpu not in numbers:
                numbers[cpu] = _number(reader, cpu)
            yield Thread(
                kva,
                lid,
                pid,
                proc,
                plain(comm) or None,
                "Z" if stat in ZOMBIES else lwp_state(state, flag, slept),
                priority,
                numbers[cpu],
                channel or None,
                # An lwp that no longer waits keeps the message of its last wait.
                reader.text(message) if channel else None,
                None,
                0,
                reader.text(name) or None,
            )


def _number(reader: BsdReader, cpu: int) -> int | None:
    index, other = reader.some_members("cpu_info", cpu, "ci_data.cpu_index", "ci_cpuid")
    found: int | None = index if index is not None else other
    return found


def cpu_infos(reader: BsdReader) -> Iterator[int]:
    """Yield the addresses of the ``struct cpu_info`` of the processors there are, by their numbers.

    cpu_infos is a table of pointers that ends with NULL, up to 5 the table itself and since then a pointer to it. On
    kernels without it x86 and sparc64 have a list.
    """
    count = reader.number("ncpu", 4)
    limit = count if count is not None and 0 < count <= _MAX_CPUS else _MAX_CPUS
    for table in (_pointer(reader, "cpu_infos"), reader.symbol("cpu_infos")):
        kva = reader.integer(table, reader.word) if table else None
        if not table or not kva or not _is_first(reader, kva):
            continue
        found = 0
        while kva and found < limit:
            yield kva
            found += 1
            kva = reader.integer(table + found * reader.word, reader.word)
        return
    if not reader.has("cpu_info", "ci_next"):
        return
    first = _pointer(reader, "cpu_info_list") or _pointer(reader, "cpus")
    for kva, _ in reader.chain("processors", "cpu_info", first, "ci_next", limit=_MAX_CPUS):
        yield kva


def _is_first(reader: BsdReader, kva: int) -> bool:
    """Tell whether a struct cpu_info can lie at an address: it points to itself, and has the first number."""
    index, itself = reader.some_members("cpu_info", kva, "ci_data.cpu_index", "ci_self")
    return index == 0 and itself in (None, kva)


def _pointer(reader: BsdReader, symbol: str) -> int | None:
    try:
        return reader.pointer(symbol)
    except SunkvmError:
        return None


def cpus(reader: BsdReader) -> Iterator[Cpu]:
    """Yield the processors."""
    brand = text_at(reader, "cpu_model")
    for kva in cpu_infos(reader):
        index, number, thread, idle = reader.members(
            "cpu_info", kva, "ci_data.cpu_index", "ci_cpuid", "ci_curlwp", "ci_data.cpu_idlelwp"
        )
        yield Cpu(
            kva,
            number if index is None else index,
            None,
            None,
            None,
            thread,
            thread == idle if thread and idle else None,
            brand,
            None,
        )


def cpu_times(reader: BsdReader) -> CpuTimes | None:
    """Return the clocks of all processors together; None where any of them was not dumped."""
    rate = reader.number("stathz", 4) or reader.number("hz", 4) or None
    sums, found = [0] * _CPUSTATES, False
    try:
        for kva in cpu_infos(reader):
            (times,) = reader.members("cpu_info", kva, "ci_data.cpu_schedstate.spc_cp_time")
            if times is None or len(times) != _CPUSTATES:
                return None
            sums = [one + other for one, other in zip(sums, times, strict=True)]
            found = True
    except SunkvmError:
        return None
    user, nice, system, interrupt, idle = sums
    return CpuTimes(user, nice, system, interrupt, idle, rate) if found else None
