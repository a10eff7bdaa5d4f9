"""Worlds: what a kernel knows, as plain records without the words of any operating system.

Unknown is None, never an invented value: whoever plants a world leaves out what it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A file that a process has open.

    Attributes:
        fd: the descriptor.
        kind: ``regular``, ``directory``, ``character device``, ``block device``, ``fifo``, ``link``, ``socket``, ``pipe``,
            ``epoll``, ``eventfd``, ``timerfd``, ``signalfd``, ``inotify``, ``process``, or ``other``.
        path: its name as the host tells it, None for what has none.
        access: ``r``, ``w``, ``rw``, or empty for what can be neither read nor written; None if it is not told.
        position: bytes from the start, None if it is not told.
        flags: of ``append``, ``nonblock``, ``async``, ``direct``, ``sync`` and ``dsync`` those it was opened with.
        close_on_exec: of the descriptor; None if it is not told.
        device: (major, minor) of a device.
    """

    fd: int
    kind: str
    path: bytes | None = None
    access: str | None = None
    position: int | None = None
    flags: tuple[str, ...] = ()
    close_on_exec: bool | None = None
    device: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WorldMapping:
    """A piece of a process's address space.

    Attributes:
        start, end: the first address, and the first one behind it.
        rights: three letters of ``rwx``, ``-`` for each that is missing.
        shared: whether others see what is written.
        offset, path, device, inode: the place in a file, in bytes, the file's name, the (major, minor) numbers of its file
            system, and its number there; None for memory without a file.
        name: what the host calls memory without a file (``[heap]``, ``[stack]``); None where it has no name.
    """

    start: int
    end: int
    rights: str
    shared: bool
    offset: int | None = None
    path: bytes | None = None
    name: bytes | None = None
    device: tuple[int, int] | None = None
    inode: int | None = None


@dataclass(frozen=True, slots=True)
class WorldProcess:
    """A process, or a thread of control that belongs to the kernel itself.

    Attributes:
        pid, ppid: process and parent; the parent need not be in the world.
        pgid, sid: process group and session.
        uid, gid, ruid, rgid, suid, sgid: effective, real and saved user and group.
        groups: the supplementary groups.
        comm: the program's short name, raw bytes.
        argv, env: the vectors as raw bytes; None where they may not be read, or where there are none to read.
        start: when it began, nanoseconds after the world's ``boot_time``.
        state: ``R`` running or runnable, ``S`` sleeping, ``T`` stopped, ``Z`` zombie.
        threads: the states of its living threads, the first thread first; a zombie has none.
        system: whether it is part of the kernel and has no memory of its own.
        executed: whether it runs a program of its own, and not just that of its parent.
        bits: 32 or 64, the width of its pointers.
        tty: (major, minor) numbers of its terminal; None without one.
        tty_group: the process group in the foreground of that terminal.
        nice: its nice value, -20 (most urgent) to 19.
        cpu: the number of the processor that its first thread was last on.
        size, resident: bytes of virtual memory, and of physical memory in use.
        user_time, system_time: processor time in nanoseconds, all threads together, finished ones too.
        thread_times, thread_ids: the same of each living thread, and its number, in the order of ``threads``; empty where
            nobody has looked at them one by one. See ``times`` and ``thread_id``.
        umask: its file mode creation mask.
        cwd, program: path of its working directory and of the file that it runs.
        stack_start, env_end: in its own memory, the address where its stack began, which holds the argument count,
            and the end of its environment strings; None where its memory may not be read.
        text: bytes of its program's code; None where its memory may not be read.
        table: for how many descriptors it has room.
        files: the open files, by descriptor; mappings: what it has mapped, ascending. None where they may not be seen, or
            nobody has looked.
    """

    pid: int
    ppid: int
    comm: bytes
    pgid: int | None = None
    sid: int | None = None
    uid: int | None = None
    gid: int | None = None
    ruid: int | None = None
    rgid: int | None = None
    suid: int | None = None
    sgid: int | None = None
    groups: tuple[int, ...] | None = None
    argv: tuple[bytes, ...] | None = None
    env: tuple[bytes, ...] | None = None
    start: int | None = None
    state: str = "S"
    threads: str = "S"
    system: bool = False
    executed: bool | None = None
    bits: int | None = None
    tty: tuple[int, int] | None = None
    tty_group: int | None = None
    nice: int | None = None
    cpu: int | None = None
    size: int | None = None
    resident: int | None = None
    user_time: int | None = None
    system_time: int | None = None
    thread_times: tuple[tuple[int, int], ...] = ()
    thread_ids: tuple[int, ...] = ()
    umask: int | None = None
    cwd: bytes | None = None
    program: bytes | None = None
    stack_start: int | None = None
    env_end: int | None = None
    text: int | None = None
    table: int | None = None
    files: tuple[WorldFile, ...] | None = None
    mappings: tuple[WorldMapping, ...] | None = None

    @property
    def zombie(self) -> bool:
        """Whether it has ended and waits for its parent."""
        return self.state == "Z"

    @property
    def times(self) -> tuple[tuple[int, int], ...]:
        """User and system time of each living thread, in nanoseconds; empty where it is not known.

        The only thread of a process has spent all, unless more is known.
        """
        if len(self.thread_times) == len(self.threads):
            return self.thread_times
        if len(self.threads) == 1 and self.user_time is not None and self.system_time is not None:
            return ((self.user_time, self.system_time),)
        return ()

    def thread_id(self, place: int) -> int | None:
        """Return the number of a thread, by its place in ``threads``; None where it is not known.

        The first one has the number of the process, unless more is known.
        """
        if len(self.thread_ids) == len(self.threads) > 0:
            return self.thread_ids[place]
        return None if place else self.pid

    @property
    def ended_times(self) -> tuple[int, int]:
        """User and system time that is in no thread's ``times``: that of threads that have ended, 0 where it is not known.

        Both are never negative, and together what is left of the process's whole time. A host divides the time of a process
        and that of its threads each by itself, so one of the two may be less for the process than for its threads.
        """
        if self.user_time is None or self.system_time is None:
            return 0, 0
        if len(self.threads) == 1 and not self.thread_times:  # of most processes
            return 0, 0
        times = self.times
        user = self.user_time - sum([each[0] for each in times])
        left = max(user + self.system_time - sum([each[1] for each in times]), 0)
        user = min(max(user, 0), left)
        return user, left - user


@dataclass(frozen=True, slots=True)
class WorldCpu:
    """A processor; times in nanoseconds since boot, ``clock`` in Hz.

    ``nice`` is the part of ``user`` that was spent at low priority, ``interrupt`` the part of ``system`` in interrupts.
    """

    id: int
    online: bool
    brand: str | None = None
    clock: int | None = None
    user: int | None = None
    system: int | None = None
    idle: int | None = None
    wait: int | None = None
    nice: int | None = None
    interrupt: int | None = None


@dataclass(frozen=True, slots=True)
class WorldMemory:
    """Main memory in bytes: ``physical`` is what the kernel manages, ``installed`` what the machine has.

    ``locked`` may not leave memory, ``active`` was in use of late, ``inactive`` was not; ``anonymous`` belongs to no file,
    ``file`` is what is kept of files.
    """

    physical: int | None = None
    installed: int | None = None
    free: int | None = None
    available: int | None = None
    locked: int | None = None
    active: int | None = None
    inactive: int | None = None
    anonymous: int | None = None
    file: int | None = None


@dataclass(frozen=True, slots=True)
class WorldSwap:
    """A swap device or file; bytes. ``device`` has its (major, minor) numbers, None for a file."""

    path: bytes
    size: int
    free: int
    device: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WorldCounters:
    """What was counted since boot: context switches, interrupts, forks, page faults, and bytes moved by the pager.

    ``major_faults`` waited for a disk. ``swapped_in`` and ``swapped_out`` are the part of the moved bytes that went to swap.
    ``soft_interrupts`` are those that the kernel leaves itself for later.
    ``runnable`` and ``blocked`` are numbers of threads now, ``last_pid`` is the youngest process's.
    """

    switches: int | None = None
    interrupts: int | None = None
    forks: int | None = None
    faults: int | None = None
    major_faults: int | None = None
    paged_in: int | None = None
    paged_out: int | None = None
    swapped_in: int | None = None
    swapped_out: int | None = None
    runnable: int | None = None
    blocked: int | None = None
    last_pid: int | None = None
    soft_interrupts: int | None = None


@dataclass(frozen=True, slots=True)
class WorldDisk:
    """A disk, and what it has done since the host knows it; times in nanoseconds.

    Attributes:
        name: its name as the host tells it.
        device: (major, minor) numbers.
        block_size: bytes of the smallest piece that can be read.
        reads, writes, discards, flushes: requests that have ended.
        read_bytes, written_bytes, discarded_bytes: what they moved.
        read_time, write_time, discard_time, flush_time: how long they took, all together.
        busy_time: how long there was any request under way; ``queue_time``: the same times their number.
        under_way: requests now.
    """

    name: bytes
    device: tuple[int, int]
    block_size: int | None = None
    reads: int = 0
    writes: int = 0
    discards: int = 0
    flushes: int = 0
    read_bytes: int = 0
    written_bytes: int = 0
    discarded_bytes: int = 0
    read_time: int = 0
    write_time: int = 0
    discard_time: int = 0
    flush_time: int = 0
    busy_time: int = 0
    queue_time: int = 0
    under_way: int = 0


@dataclass(frozen=True, slots=True)
class WorldInterrupt:
    """An interrupt with its number, the names of the devices that asked for it, and how often it came."""

    number: int
    name: bytes
    count: int


@dataclass(frozen=True, slots=True)
class WorldIpc:
    """An object that processes share by System V's calls.

    Attributes:
        kind: ``msg`` (a queue of messages), ``sem`` (a set of semaphores) or ``shm`` (a piece of memory).
        id, key: its number and the number that processes agree on.
        mode: permissions, and what else the host keeps with them.
        uid, gid, cuid, cgid: owner and creator.
        size: bytes of waiting messages, number of semaphores, or bytes of memory.
        count: waiting messages, or processes that have the memory attached.
        pids: of a queue who sent and who received last, of memory who made and who used it last.
        times: seconds since 1970, 0 for never: of a queue sent, received, changed; of a set used, changed; of memory
            attached, detached, changed.
    """

    kind: str
    id: int
    key: int
    mode: int
    uid: int
    gid: int
    cuid: int
    cgid: int
    size: int = 0
    count: int = 0
    pids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WorldIpcLimits:
    """What the kernel allows of System V's calls.

    Bytes of a message, of a queue and of a piece of memory, pages of all pieces together; semaphores of a set and of all
    sets, operations in one call.
    """

    message_bytes: int | None = None
    queue_bytes: int | None = None
    shared_bytes: int | None = None
    shared_pages: int | None = None
    set_semaphores: int | None = None
    semaphores: int | None = None
    operations: int | None = None


@dataclass(frozen=True, slots=True)
class World:
    """All that a kernel knows at one moment.

    Attributes:
        node: the machine's name in the network; ``domain``: its NIS domain.
        now: seconds since 1970; ``boot_time`` likewise, whole seconds; ``uptime``: seconds since boot.
        boot_id: what names this run of the kernel, a UUID.
        load: numbers of runnable processes, averaged over 1, 5 and 15 minutes.
        cpus: the processors, ascending; ``max_cpus``: how many there could ever be.
        memory, swap: as their records tell.
        max_processes: how many processes the kernel allows.
        processes: in no particular order; pids are distinct and positive.
        counters: as its record tells.
        messages: the kernel's last messages, oldest first, as (priority + 8 * facility, raw line); None where they may
            not be read.
        open_files, max_files: how many files are open, and how many may be.
        ipc, ipc_limits: as their records tell; ipc is None where nobody has looked, or where there is no such thing.
        disks, interrupts: as their records tell; None where they may not be seen, or nobody has looked.
    """

    node: str
    now: float
    boot_time: int | None = None
    domain: str | None = None
    boot_id: str | None = None
    load: tuple[float, float, float] | None = None
    cpus: tuple[WorldCpu, ...] = ()
    max_cpus: int | None = None
    memory: WorldMemory = WorldMemory()
    swap: tuple[WorldSwap, ...] = ()
    max_processes: int | None = None
    processes: tuple[WorldProcess, ...] = ()
    uptime: float | None = None
    counters: WorldCounters = WorldCounters()
    messages: tuple[tuple[int, bytes], ...] | None = None
    open_files: int | None = None
    max_files: int | None = None
    ipc: tuple[WorldIpc, ...] | None = None
    ipc_limits: WorldIpcLimits = WorldIpcLimits()
    disks: tuple[WorldDisk, ...] | None = None
    interrupts: tuple[WorldInterrupt, ...] | None = None
