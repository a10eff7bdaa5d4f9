"""Linux: processes, load, identity; the other topics stand in the module beside this one.

Where structs lie in memory tells the kernel itself (BTF) or its DWARF; without either there are only the topics that
need none, and the others raise `LayoutError`.

Facts: Linux include/linux/sched.h, sched/signal.h, mm_types.h, cred.h, pid.h, tty.h, utsname.h; fs/proc/array.c (states),
fs/proc/loadavg.c, fs/proc/base.c (command lines).
"""

from __future__ import annotations

from ..errors import AddressError, BrokenListError, LayoutError, SunkvmError, UnsupportedError
from ..personality import NOT_ASKED, Personality
from ..records import LoadAverage, Memory, Process, Thread
from .bsd_reader import BsdReader, member, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..corefile import Space
    from ..image import Image
    from ..records import Cpu, CpuTimes, Info, Message, Module

_MAX_PROCESSES = 1 << 22
_MAX_ARGUMENTS = 1 << 21
_FSCALE = 1 << 11
_NAME = 65  # bytes of each string of struct new_utsname
_NAMES = ("system", "node", "release", "version", "machine")
_BEFORE_NAMES = 64  # bytes of struct uts_namespace that may stand before them
_PGID, _SID = 2, 3  # of enum pid_type, since processes have their pids in struct signal_struct
_NOLOAD = 0x402  # uninterruptible, and not counted as load
_PF_KTHREAD = 0x200000
_TIF_ADDR32 = 29
# The states by the number of their highest bit, 0 for running; EXIT_* are bits of the same kind.
_STATES = "RSDTtXZP"
_REPORTED = 0x7F

_TASK = (
    "pid", "tgid", "comm", "__state", "state", "exit_state", "flags", "mm", "real_parent", "cred", "signal",
    "start_boottime", "real_start_time", "thread_info.flags",
)  # fmt: skip
# What must be there to show processes, and which members are text; all others are numbers.
_NEEDED = {"task_struct": ("tgid", "comm", "flags", "mm", "cred", "signal", "real_parent")}
_TEXTS = frozenset(("comm", "name", "x86_model_id"))


class LinuxReader(BsdReader):
    """Reads of one Linux kernel, whose types may be as damaged as its memory: they are looked at before they are used."""

    def members(self, struct: str, kva: int, *names: str) -> tuple[Any, ...]:
        """Return members as `BsdReader` does. Raises `LayoutError` also for one that is missing or of a wrong kind."""
        if (struct, names) not in self._parts:
            layout = self.image.layout(struct)
            for name in names:
                field = member(self.image.layouts, layout, name)
                if field is None:
                    usable = name not in _NEEDED.get(struct, ())
                elif name in _TEXTS:
                    usable = field.kind == "char[]"
                else:
                    usable = field.number and field.kind != "float"
                if not usable:
                    raise LayoutError(struct, name)
        return super().members(struct, kva, *names)


class LinuxPersonality(Personality):
    """What a Linux kernel tells of itself."""

    name = "linux"

    def __init__(self, image: Image) -> None:
        super().__init__(image)
        self.reader = LinuxReader(image)

    def load_average(self) -> LoadAverage | None:
        """Return avenrun: three words in units of 1/2048."""
        where = self.reader.symbol("avenrun")
        if where is None:
            return None
        word = self.image.model.word_struct(3)
        data, fault = self.image.kernel.read_some(where, word.size)
        if fault is not None:
            return None
        one, five, fifteen = word.unpack(data)
        return LoadAverage(one / _FSCALE, five / _FSCALE, fifteen / _FSCALE)

    def names(self) -> dict[str, str]:
        """Return what uname tells, from init_uts_ns; empty where it is not there."""
        where = self.reader.symbol("init_uts_ns")
        if where is None:
            return {}
        data, _ = self.image.kernel.read_some(where, _BEFORE_NAMES + _NAME * len(_NAMES))
        start = data.find(b"Linux\0")
        if not 0 <= start <= _BEFORE_NAMES:
            return {}
        return {
            name: plain(data[start + number * _NAME : start + (number + 1) * _NAME])
            for number, name in enumerate(_NAMES)
        }

    def banner(self) -> str | None:
        """Return linux_banner, what ``/proc/version`` shows; None where it is not there."""
        text = self.reader.text(self.reader.symbol("linux_banner"))
        return text.rstrip("\n") if text and text.startswith("Linux version ") else None

    def space_key(self, kva: int) -> Space:
        """Return the root page table of a ``struct mm_struct``: a physical address."""
        if not kva:
            raise UnsupportedError("a process without an address space")
        if getattr(self.image.corefile, "walker", None) is None:
            raise UnsupportedError(
                "the page tables of this machine, or where physical memory lies, are not known"
            )
        (pgd,) = self.reader.members("mm_struct", kva, "pgd")
        found = self.image.kernel.kvatop(pgd)
        if found is None:
            raise AddressError("kernel", pgd, "is a root page table that the corefile does not have")
        return found

    # Processes

    def entries(self, head: int, struct: str, link: str, what: str, limit: int = 1 << 20) -> Iterator[int]:
        """Yield the addresses of the structs of a list_head, which are linked through their member ``link``."""
        offset = self.reader.offset(struct, link)
        seen: set[int] = {head}
        at = self.image.read_word(head)
        while at != head:
            if at in seen:
                raise BrokenListError("kernel", at, f"was met before: the list of {what} runs into itself")
            if len(seen) > limit:
                raise BrokenListError("kernel", at, f"goes on a list of {what} of more than {limit}")
            if not at:
                raise BrokenListError("kernel", head, f"begins a list of {what} that does not come back")
            seen.add(at)
            yield at - offset
            at = self.image.read_word(at)

    def _tasks(self) -> Iterator[int]:
        """Yield the addresses of the first threads of all processes: the idle one of the kernel, then its list."""
        first = self.reader.symbol("init_task")
        if first is None:
            return
        link = self.reader.offset("task_struct", "tasks")
        yield first
        yield from self.entries(first + link, "task_struct", "tasks", "processes", _MAX_PROCESSES)

    def processes(self, *, command: bool = True) -> Iterator[Process]:
        if self.image.corefile.live:
            self.image.corefile.refresh()
        boot = self.boot_time()
        creds: dict[int, tuple[Any, ...]] = {}
        for kva in self._tasks():
            yield self._process(kva, boot, creds, command)

    def _process(
        self, kva: int, boot: float | None, creds: dict[int, tuple[Any, ...]], command: bool
    ) -> Process:
        reader = self.reader
        (
            _, tgid, comm, state, old_state, exit_state, flags, mm, parent, cred, signal, started, old_started, thread_flags,
        ) = reader.members("task_struct", kva, *_TASK)  # fmt: skip
        ids = creds.get(cred)
        if ids is None:
            ids = creds[cred] = reader.some_members(
                "cred", cred, "euid.val", "egid.val", "uid.val", "gid.val"
            )
        (ppid,) = reader.some_members("task_struct", parent, "tgid")
        threads, tty = reader.some_members("signal_struct", signal, "nr_threads", "tty")
        pgid, sid = self._group(signal)
        letter = state_letter(old_state if state is None else state, exit_state)
        system = bool(flags & _PF_KTHREAD) or not tgid
        bits: int | None = None
        if not system and mm:
            bits = self.image.model.bits
            if bits == 64 and self.image.model.name == "amd64" and thread_flags is not None:
                bits = 32 if thread_flags >> _TIF_ADDR32 & 1 else 64
        name = plain(comm)
        argv, env, missing = NOT_ASKED
        if command:
            argv, env, missing = (None, None, "system process") if system else self._command(mm, letter)
        size = None
        if mm:
            (pages,) = reader.some_members("mm_struct", mm, "total_vm")
            size = None if pages is None else pages * self.image.corefile.page_size
        since = old_started if started is None else started
        return Process(
            kva, tgid, ppid, pgid, sid, ids[0], ids[1], ids[2], ids[3], letter,
            None if boot is None or since is None else boot + since / 1e9,
            name, name, argv, env, missing, threads, bits, size, 0 if system else mm, self._tty(tty),
        )  # fmt: skip

    def _group(self, signal: int) -> tuple[int | None, int | None]:
        """Return process group and session, of a kernel that has them in struct signal_struct."""
        reader = self.reader
        if not signal or not reader.has("signal_struct", "pids") or not reader.has("pid", "numbers"):
            return None, None
        pids = signal + reader.offset("signal_struct", "pids")
        found: list[int | None] = []
        for kind in (_PGID, _SID):
            pid = reader.integer(pids + kind * reader.word, reader.word)
            at = pid + reader.offset("pid", "numbers") if pid else 0
            found.append(reader.some_members("upid", at, "nr")[0])
        return found[0], found[1]

    def _tty(self, tty: int | None) -> tuple[int, int] | None:
        driver, index = self.reader.some_members("tty_struct", tty, "driver", "index")
        major, first = self.reader.some_members("tty_driver", driver, "major", "minor_start")
        return None if major is None or index is None else (major, first + index)

    def _command(
        self, mm: int, letter: str | None
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None, str | None]:
        """Return the arguments, the environment, and why there are no arguments."""
        if not mm:
            return None, None, "zombie" if letter in ("Z", "X") else "no address space"
        try:
            bounds = self.reader.members("mm_struct", mm, "arg_start", "arg_end", "env_start", "env_end")
            space = self.image.address_space(mm)
        except SunkvmError as error:
            return None, None, str(error)
        vectors: list[tuple[str, ...] | None] = []
        missing: str | None = None
        for start, end in (bounds[:2], bounds[2:]):
            vector: tuple[str, ...] | None = None
            if start and 0 < end - start <= _MAX_ARGUMENTS:
                data, fault = space.read_some(start, end - start)
                if fault is None:
                    text = data.decode("utf-8", "surrogateescape")
                    vector = tuple(text.removesuffix("\0").split("\0")) if text.strip("\0") else ()
                elif not vectors:
                    missing = "not in memory"
            elif not vectors:
                missing = "no arguments"
            vectors.append(vector)
        return vectors[0], vectors[1], missing

    def threads(self, process: Process | None = None) -> Iterator[Thread]:
        tasks = self._tasks() if process is None else iter((process.kva,))
        reader = self.reader
        names = ("pid", "tgid", "comm", "__state", "state", "exit_state", "prio", "thread_info.cpu", "cpu")
        for leader in tasks:
            signal, own = reader.members("task_struct", leader, "signal", "comm")
            head = signal + reader.offset("signal_struct", "thread_head")
            for kva in self.entries(head, "task_struct", "thread_node", "threads"):
                tid, tgid, comm, state, old, exit_state, priority, cpu, old_cpu = reader.members(
                    "task_struct", kva, *names
                )
                yield Thread(
                    kva, tid, tgid, leader, plain(own), state_letter(old if state is None else state, exit_state),
                    priority, old_cpu if cpu is None else cpu, None, None, None, kva, plain(comm),
                )  # fmt: skip

    # Topics, in a module that is imported when it is asked for

    def messages(self) -> Iterator[Message]:
        from .linux_system import messages

        return messages(self.reader, self.boot_time())

    def cpus(self) -> Iterator[Cpu]:
        from .linux_system import cpus

        return cpus(self.reader)

    def cpu_times(self) -> CpuTimes | None:
        from .linux_system import cpu_times

        return cpu_times(self.reader)

    def modules(self) -> Iterator[Module]:
        from .linux_system import modules

        return modules(self)

    def boot_time(self) -> float | None:
        """Return when the kernel started, in seconds since 1970; None where nothing tells it that agrees with itself."""
        from .linux_system import times

        found = times(self.reader)
        return None if found is None else found[0]

    def memory(self) -> Memory:
        """Return the memory that the kernel manages and what is free."""
        reader, page = self.reader, self.image.corefile.page_size
        total = reader.number("_totalram_pages")
        if total is None:
            total = reader.number("totalram_pages")
        free = reader.number("vm_zone_stat", signed=True)  # its first counter, NR_FREE_PAGES
        return Memory(
            None if total is None else total * page, None if free is None or free < 0 else free * page, None
        )

    def info(self) -> Info:
        from .linux_system import cpu_numbers, times

        names = self.names()
        time = times(self.reader)
        present = cpu_numbers(self.reader, "__cpu_present_mask")
        online = cpu_numbers(self.reader, "__cpu_online_mask")
        processes: int | None = None
        try:
            processes = sum(1 for _ in self._tasks()) or None
        except SunkvmError:
            pass  # no layouts, or a list that does not end: then nobody knows
        return self.describe(
            system=names.get("system"),
            node=names.get("node"),
            release=names.get("release"),
            version=names.get("version") or self.banner(),
            machine=names.get("machine"),
            boot_time=None if time is None else int(time[0]),
            uptime=None if time is None else int(time[1]),
            cpus=None if present is None else len(present),
            cpus_online=None if online is None else len(online),
            memory=self.memory(),
            processes=processes,
        )


def state_letter(state: int | None, exit_state: int | None) -> str | None:
    """Return a task's state as ps shows it: R, S, D, T, t (traced), X (dead), Z, P (parked), I (idle)."""
    if state is None:
        return None
    if state & _NOLOAD == _NOLOAD and not exit_state:
        return "I"
    return _STATES[((state | (exit_state or 0)) & _REPORTED).bit_length()]
