"""Records: what personalities find out about a kernel, as plain frozen data. Unknown is None, never an invented value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from .frozen import dataclass


class Record:
    """What all records have in common: they show themselves as tables in notebooks."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from .display import record_html

        return record_html(self)


@dataclass(frozen=True, slots=True)
class LoadAverage(Record):
    """Numbers of runnable processes, averaged over 1, 5 and 15 minutes."""

    one: float
    five: float
    fifteen: float


@dataclass(frozen=True, slots=True)
class Process(Record):
    """A process.

    Attributes:
        kva: address of the kernel's structure (Solaris ``proc_t``).
        pid, ppid, pgid, sid: process, parent, process group and session; None where the structure was not dumped.
        uid, gid: effective user and group; ruid, rgid: real ones.
        state: one letter as ps shows it (Solaris: S sleeping, R runnable, O on a processor, Z zombie, T stopped, W waiting).
        start_time: seconds since 1970, None for processes without one.
        comm: the program's name.
        psargs: the command line as the kernel keeps it, cut to its fixed length.
        argv, env: the full vectors from the process's own memory; None where they cannot be had. For argv
            ``argv_missing`` then says why (``system process``, ``zombie``, ``not dumped``, ``not dumped: the dump holds
            kernel pages only``, ``not asked for``).
        threads: how many; None if unknown.
        bits: 32 or 64, the width of the process's own data model.
        size: bytes of reserved address space; None if unknown.
        as_kva: address of the structure that describes its address space (Solaris ``struct as``, FreeBSD ``vmspace``), 0
            for none.
        tty: (major, minor) of its controlling terminal; None without one.
        zone, zone_id: the zone (BSD: jail) it runs in; project, task: what its use of resources is charged to. None
            where the system has none, or where they were not dumped.
    """

    kva: int
    pid: int | None
    ppid: int | None
    pgid: int | None
    sid: int | None
    uid: int | None
    gid: int | None
    ruid: int | None
    rgid: int | None
    state: str | None
    start_time: float | None
    comm: str
    psargs: str
    argv: tuple[str, ...] | None
    env: tuple[str, ...] | None
    argv_missing: str | None
    threads: int | None
    bits: int | None
    size: int | None
    as_kva: int
    tty: tuple[int, int] | None = None
    zone: str | None = None
    zone_id: int | None = None
    project: int | None = None
    task: int | None = None

    @property
    def command(self) -> str:
        """The best command line there is: the full one, else what the kernel keeps, else the name."""
        if self.argv:
            return " ".join(self.argv)
        return self.psargs or self.comm


@dataclass(frozen=True, slots=True)
class Memory(Record):
    """Memory of the dumped machine in bytes; None where a symbol is missing.

    ``physical`` is what the kernel manages, ``installed`` what the machine has; ``available`` is what is not locked.
    """

    physical: int | None
    free: int | None
    available: int | None
    installed: int | None = None


@dataclass(frozen=True, slots=True)
class Message(Record):
    """A message of the kernel's message buffer.

    Attributes:
        text: without the end of the line.
        time: seconds since 1970; None where the buffer does not tell.
        priority: facility and severity as syslog codes them; None where the buffer does not tell.
        sequence: its number since boot; None likewise.
    """

    text: str
    time: float | None
    priority: int | None
    sequence: int | None


@dataclass(frozen=True, slots=True)
class Cpu(Record):
    """A processor.

    Attributes:
        kva: address of the kernel's structure (Solaris ``cpu_t``).
        id: as the system numbers it.
        state: ``on-line``, ``no-intr``, ``off-line``, ``spare``, ``faulted`` or ``powered-off``, as psrinfo(1M) says it.
        flags: the kernel's own flags (Solaris ``cpu_flags``).
        queued: threads in its run queue; None if unknown.
        thread: address of the thread on it, 0 for none; ``idle`` whether that is its idle thread.
        brand: what it calls itself; clock: Hz.
    """

    kva: int
    id: int
    state: str | None
    flags: int | None
    queued: int | None
    thread: int | None
    idle: bool | None
    brand: str | None
    clock: int | None


@dataclass(frozen=True, slots=True)
class CpuTimes(Record):
    """What processors have done with their time, in ticks of ``hz`` a second; ``hz`` is None if unknown.

    ``nice`` and ``interrupt`` are None for a system that does not tell them apart from the others.
    """

    user: int
    nice: int | None
    system: int
    interrupt: int | None
    idle: int
    hz: int | None


@dataclass(frozen=True, slots=True)
class NameCache(Record):
    """How well a cache of file names works: counters of look-ups since boot.

    ``hits`` found a file, ``negative_hits`` that there is none; ``bad_hits`` and ``false_hits`` found entries that could not
    be used; ``misses`` found nothing. ``long_hits`` and ``long_misses`` were about names too long for the cache.
    """

    hits: int
    negative_hits: int
    bad_hits: int
    false_hits: int
    misses: int
    long_hits: int
    long_misses: int


@dataclass(frozen=True, slots=True)
class Thread(Record):
    """A thread.

    Attributes:
        kva: address of the kernel's structure (Solaris ``kthread_t``).
        tid: its number inside its process (Solaris: 0 for threads without an lwp).
        pid, process, comm: number, address and name of its process; None where that was not dumped.
        state: one letter as ps shows it (Solaris: S sleeping, R runnable, O on a processor, Z zombie, T stopped, W waiting).
        priority: the dispatcher's, higher is more urgent on Solaris.
        cpu: id of the processor that it runs on or ran on last.
        wait_channel: address of what it waits for, None if it does not wait.
        wait_reason: what kind of thing that is (Solaris: ``mutex``, ``rwlock``, ``cv``, ``sema``, ``user``, ``user_pi``,
            ``shuttle``; BSD: the wait message).
        start: address of the function that a kernel thread began with; None for others.
        lwp: address of the structure of its user side, 0 for threads of the kernel's own.
        name: as its program named it; None where the system has no such names.
    """

    kva: int
    tid: int | None
    pid: int | None
    process: int | None
    comm: str | None
    state: str | None
    priority: int | None
    cpu: int | None
    wait_channel: int | None
    wait_reason: str | None
    start: int | None
    lwp: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class OpenFile(Record):
    """A file that a process has open, or holds in another way.

    Attributes:
        use: ``open``, or ``cwd`` (working directory), ``root`` (root directory) or ``text`` (program).
        fd: the descriptor's number; None for those that have none.
        type: ``regular``, ``directory``, ``block device``, ``character device``, ``link``, ``fifo``, ``door``, ``proc``,
            ``socket`` or ``port``; BSD also ``pipe``, ``kqueue``, ``shm``, ``semaphore``, ``pts``, ``process``; None if
            unknown.
        path: as the kernel remembers it; None for what has no name.
        access: ``r``, ``w`` or ``rw``; None for what was not opened.
        offset: bytes from the start of the file.
        flags: names of what else it was opened with (``append``, ``nonblock`` ...); close_on_exec: of the descriptor.
        device: (major, minor) of a device.
        kva, vnode: addresses of the kernel's structures (``struct file`` and ``struct vnode``), 0 for none.
    """

    use: str
    fd: int | None
    type: str | None
    path: str | None
    access: str | None
    offset: int | None
    flags: tuple[str, ...]
    close_on_exec: bool | None
    device: tuple[int, int] | None
    kva: int
    vnode: int


@dataclass(frozen=True, slots=True)
class MapEntry(Record):
    """One mapping of an address space.

    Attributes:
        start, size: address and bytes.
        kind: ``file``, ``anonymous``, ``heap``, ``stack``; or the driver's name, where that is all there is to say.
        protection: up to three letters of ``rwx``, ``-`` for each that is missing; None if unknown.
        shared: whether writes are seen by others; None if unknown.
        path, offset: the file and the place in it, in bytes; None for what is no file.
        driver: which part of the kernel manages it (Solaris ``segvn`` ...); None if unknown.
        kva: address of the kernel's structure (Solaris ``struct seg``).
    """

    start: int
    size: int
    kind: str | None
    protection: str | None
    shared: bool | None
    path: str | None
    offset: int | None
    driver: str | None
    kva: int


@dataclass(frozen=True, slots=True)
class SwapDevice(Record):
    """A swap device or file: its path, and bytes in all and free; ``start``: byte offset of the swap area in it."""

    path: str | None
    size: int | None
    free: int | None
    start: int | None
    kva: int


@dataclass(frozen=True, slots=True)
class SwapSpace(Record):
    """Virtual swap in bytes, as ``swap -s`` counts it: memory counts too.

    ``allocated`` holds data, ``reserved`` is promised beside that, ``available`` is left, ``total`` is all three.
    """

    total: int
    allocated: int
    reserved: int
    available: int


@dataclass(frozen=True, slots=True)
class Module(Record):
    """A part of the kernel that can be loaded.

    Attributes:
        kva: address of the kernel's structure (Solaris ``struct modctl``).
        id, name, path: path is the file's name as the kernel has it.
        loaded: whether it is in memory now.
        address, size: of its code; data_address, data_size: of its data. Bytes; None where it is not loaded.
        references: how many others need it.
    """

    kva: int
    id: int | None
    name: str | None
    path: str | None
    loaded: bool | None
    address: int | None
    size: int | None
    data_address: int | None
    data_size: int | None
    references: int | None


@dataclass(frozen=True, slots=True)
class Zone(Record):
    """A zone (BSD: a jail): its number, name, node name and root directory.

    ``state`` is the kernel's word for where it stands (``running``); ``processes`` how many run in it.
    """

    kva: int
    id: int
    name: str | None
    node: str | None
    root: str | None
    state: str | None
    processes: int | None


@dataclass(frozen=True, slots=True)
class Project(Record):
    """A project: what the use of resources is charged to, within a zone. ``processes``: how many belong to it."""

    kva: int
    id: int
    zone_id: int | None
    processes: int | None


@dataclass(frozen=True, slots=True)
class Panic(Record):
    """Why and where the kernel stopped.

    Attributes:
        message: the text of the panic.
        thread: address of the thread that panicked; cpu: id of its processor.
        registers: (name, value) in the kernel's order, as it saved them; empty where it saved none.
        uuid: the crash's own number.
    """

    message: str | None
    thread: int | None
    cpu: int | None
    registers: tuple[tuple[str, int], ...]
    uuid: str | None


@dataclass(frozen=True, slots=True)
class Step(Record):
    """One step of a look-up: what was looked at (``bucket``, ``record``, ``pfn``), where, and what stands there.

    Attributes:
        what: ``bucket`` (head of a hash chain), ``record`` (a translation) or ``pfn`` (an entry of the frame table).
        number: of the bucket or table entry; None for records.
        offset: bytes from the start of the file.
        space, address: of a record's page; frame: of a table entry.
        link: where the chain goes on, 0 at its end; None for table entries.
        data: where a record's page lies in the file.
    """

    what: str
    offset: int
    number: int | None = None
    space: int | None = None
    address: int | None = None
    frame: int | None = None
    link: int | None = None
    data: int | None = None


@dataclass(frozen=True, slots=True)
class Translation(Record):
    """How a corefile finds an address.

    Attributes:
        space: the space's name, or the kernel address of the object that describes it.
        address: what was looked up; page: its page's first address; inside: bytes from there.
        steps: what was looked at, in order; empty where the format has no such steps.
        index: the number of the page among those of the corefile; frame: its page frame.
        physical: the physical address; offset: bytes from the start of the file. None where the page is not there,
            and for offset also where the file does not hold it as it is.
        why_not: why there is no page; None where there is one.
    """

    space: str | int
    address: int
    page: int
    inside: int
    steps: tuple[Step, ...]
    index: int | None
    frame: int | None
    physical: int | None
    offset: int | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Info(Record):
    """What an image is, in one record: the files, the kernel and the crash.

    Times are seconds since 1970 (``uptime`` seconds); ``warnings`` holds one line each for what is odd about the image.
    """

    namelist: str | None
    corefile: str
    format: str
    why: str
    personality: str
    model: str
    bits: int
    byteorder: str
    page_size: int
    pages: int | None
    content: str | None
    complete: bool | None
    live: bool
    system: str | None
    node: str | None
    release: str | None
    version: str | None
    machine: str | None
    platform: str | None
    panic_string: str | None
    crash_time: int | None
    boot_time: int | None
    uptime: int | None
    uuid: str | None
    cpus: int | None
    cpus_online: int | None
    memory: Memory
    load_average: LoadAverage | None
    processes: int | None
    symbols: int
    warnings: tuple[str, ...]
