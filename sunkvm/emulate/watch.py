"""Looking at this host again and again: only what has changed is read in full.

State, times and sizes of a process are new at each look, also those of each thread where there are several: these spend
nothing that the process's own times do not tell, to a clock tick. Who it belongs to, its groups, arguments, environment,
directories and the states of threads that do not move are looked at when it has executed another program, and when they
are `DETAILS_AGE` old.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace

from . import host
from .procfs import TICK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .world import World, WorldProcess

DETAILS_AGE = 20.0
"""Seconds after which all of a process is read anew."""

# Fields of /proc/PID/stat behind the name, counted from the state: what stands for another program, or for a process
# that has come to an end.
_PARENT, _GROUP, _SESSION, _TERMINAL, _FLAGS, _USER, _SYSTEM, _NICE, _THREADS, _START = (
    1,
    2,
    3,
    4,
    6,
    11,
    12,
    16,
    17,
    19,
)
_SIZE, _RESIDENT, _STACK, _ENV_END = 20, 21, 25, 48
_FOREGROUND, _CPU = 5, 36
_PAGE = os.sysconf("SC_PAGE_SIZE")
_GOLDEN = 0.6180339887498949  # multiples of it, whole numbers taken away, lie evenly between 0 and 1
_EXECUTED = 0x40 | 0x00200000  # PF_FORKNOEXEC, PF_KTHREAD


class _Known:
    """A process as it was seen last."""

    __slots__ = ("fields", "process", "stat", "until")

    def __init__(self, process: WorldProcess, stat: bytes, until: float) -> None:
        self.process = process
        self.stat = stat
        self.fields = _split(stat)
        self.until = until


def _split(stat: bytes) -> list[bytes]:
    return stat[stat.rindex(b")") + 2 :].split()


class Watch:
    """This host, to be looked at many times. A process that has not changed is the same object each time."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def read_world(self) -> World:
        """Return the world now; see `host.read_world`."""
        return host.read_world(processes=tuple(self.processes()))

    def processes(self) -> list[WorldProcess]:
        """Return the processes that this user may see, by number."""
        now = time.monotonic()
        try:
            pids = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
        except OSError:
            pids = []
        before, known = self._known, {}
        for pid in pids:
            one = before.get(pid)
            if one is not None and now < one.until:
                stat = _stat(pid)
                if stat is None:
                    continue
                if stat == one.stat or _update(one, stat):
                    known[pid] = one
                    continue
            # Those that were met at one moment are not all read again at one moment.
            age = DETAILS_AGE if one is not None else DETAILS_AGE * (0.05 + 0.95 * (pid * _GOLDEN % 1))
            new = _read(pid, now + age)
            if new is not None:
                if one is not None and new.process == one.process:
                    new.process = one.process
                known[pid] = new
        self._known = known
        return [one.process for one in known.values()]


def _stat(pid: int) -> bytes | None:
    try:
        handle = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.read(handle, 4096) or None
    except OSError:
        return None
    finally:
        os.close(handle)


def _read(pid: int, until: float) -> _Known | None:
    """Read all of a process."""
    found = host.read_process_and_stat(pid)
    return None if found is None else _Known(*found, until)


def _update(one: _Known, stat: bytes) -> bool:
    """Take what has changed of a process; False where it must be read in full."""
    was = one.fields
    try:
        new = _split(stat)
        state = host.state_of(new[0])
        if (
            stat[: stat.rindex(b")")] != one.stat[: one.stat.rindex(b")")]
            or new[_START] != was[_START]
            or new[_STACK] != was[_STACK]
            or new[_ENV_END] != was[_ENV_END]
            or new[_THREADS] != was[_THREADS]
            or (state == "Z") != (one.process.state == "Z")  # also where only its first thread has ended
            or (int(new[_FLAGS]) ^ int(was[_FLAGS])) & _EXECUTED
        ):
            return False
        threads, times, ids = one.process.threads, one.process.thread_times, one.process.thread_ids
        if len(threads) > 1:
            # The others run as well if more time was spent than the first one tells; nobody knows without looking.
            threads, times, ids = host.read_threads(one.process.pid, state)
        elif threads:
            threads, times, ids = state, (), ()
        terminal = int(new[_TERMINAL]) & 0xFFFFFFFF
        one.process = replace(
            one.process,
            ppid=int(new[_PARENT]),
            pgid=int(new[_GROUP]),
            sid=int(new[_SESSION]),
            tty=(os.major(terminal), os.minor(terminal)) if terminal else None,
            state=state,
            threads=threads,
            size=int(new[_SIZE]) if state != "Z" else None,
            resident=int(new[_RESIDENT]) * _PAGE if state != "Z" else None,
            user_time=int(new[_USER]) * TICK,
            system_time=int(new[_SYSTEM]) * TICK,
            thread_times=times,
            thread_ids=ids,
            nice=int(new[_NICE]),
            tty_group=int(new[_FOREGROUND]) if terminal and int(new[_FOREGROUND]) > 0 else None,
            cpu=int(new[_CPU]),
        )
    except (ValueError, IndexError):
        return False
    one.stat, one.fields = stat, new
    return True
