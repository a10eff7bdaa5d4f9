"""The running Linux host as a world: what this user may see of it.

A process that ends while it is read, or that denies a look at itself, is left out or shown with less; it never stops
the reading. Facts: proc(5), Documentation/filesystems/proc.rst of Linux.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from dataclasses import replace
from functools import lru_cache

import psutil

from .host_devices import read_disks, read_interrupts
from .host_kind import kind_of
from .process_memory import HOST_BITS, read_memory
from .procfs import TICK, read_file
from .world import World, WorldCounters, WorldCpu, WorldMemory, WorldProcess, WorldSwap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = os.sysconf("SC_PAGE_SIZE")
_PF_FORKNOEXEC = 0x40
_PF_KTHREAD = 0x00200000
# Linux tells more kinds of sleep and of death than a world does.
_STATES = {"R": "R", "T": "T", "t": "T", "Z": "Z", "X": "Z", "x": "Z"}
_TITLE_PADDING = 8
_SLOW_AGE = (
    10  # seconds for which names and clock rates of processors are kept, and how much memory the machine has
)


def load_average() -> tuple[float, float, float] | None:
    """Return the load averages over 1, 5 and 15 minutes."""
    try:
        return os.getloadavg()
    except OSError:
        return None


def memory() -> WorldMemory:
    """Return main memory now."""
    try:
        now = psutil.virtual_memory()
    except (
        OSError,
        RuntimeError,
        ValueError,
        KeyError,
    ):  # a /proc without the usual files, as sandboxes have it
        return WorldMemory()
    more = _meminfo()
    return WorldMemory(
        now.total,
        None,
        now.free,
        now.available,
        more.get(b"Unevictable:"),
        getattr(now, "active", None),
        getattr(now, "inactive", None),
        more.get(b"AnonPages:"),
        more.get(b"Cached:"),
    )


def _meminfo() -> dict[bytes, int]:
    """Return what /proc/meminfo tells in bytes, by its words."""
    found = {}
    for line in (read_file("/proc/meminfo") or b"").splitlines():
        words = line.split()
        if len(words) == 3 and words[1].isdigit():
            found[words[0]] = int(words[1]) * 1024
    return found


def counters(stat: bytes | None = None) -> WorldCounters:
    """Return what was counted since boot; ``stat`` is /proc/stat, if it was read already."""
    found: dict[bytes, int] = {}
    for text in (_stat() if stat is None else stat, read_file("/proc/vmstat") or b""):
        for line in text.splitlines():
            words = line.split(None, 2)
            if len(words) > 1 and words[1].isdigit():
                found[words[0]] = int(words[1])
    load = (read_file("/proc/loadavg") or b"").split()

    def bytes_of(name: bytes, unit: int) -> int | None:
        return found[name] * unit if name in found else None

    return WorldCounters(
        switches=found.get(b"ctxt"),
        interrupts=found.get(b"intr"),
        forks=found.get(b"processes"),
        faults=found.get(b"pgfault"),
        major_faults=found.get(b"pgmajfault"),
        paged_in=bytes_of(b"pgpgin", 1024),
        paged_out=bytes_of(b"pgpgout", 1024),
        swapped_in=bytes_of(b"pswpin", _PAGE),
        swapped_out=bytes_of(b"pswpout", _PAGE),
        runnable=found.get(b"procs_running"),
        blocked=found.get(b"procs_blocked"),
        last_pid=int(load[4]) if len(load) > 4 else None,
        soft_interrupts=found.get(b"softirq"),
    )


def _stat() -> bytes:
    return read_file("/proc/stat") or b""


def uptime() -> float | None:
    """Return the seconds since boot."""
    text = read_file("/proc/uptime")
    try:
        return float(text.split()[0]) if text else None
    except (ValueError, IndexError):
        return None


def installed_memory() -> int | None:
    """Return the bytes of main memory that the machine has; None where the kernel does not list them."""
    try:
        blocks = sum(name[6:].isdigit() for name in os.listdir("/sys/devices/system/memory"))
    except OSError:
        return None
    return _online_memory(blocks)


@lru_cache(maxsize=1)
def _installed(moment: int) -> int | None:
    return installed_memory()


@lru_cache(maxsize=1)
def _online_memory(blocks: int) -> int | None:
    """Count the blocks of memory that are online: of which there are thousands, so not each time."""
    folder = "/sys/devices/system/memory"
    try:
        names = [name for name in os.listdir(folder) if name[6:].isdigit()]
        online = sum(read_file(f"{folder}/{name}/online") == b"1\n" for name in names)
        return online * int(read_file(f"{folder}/block_size_bytes") or b"", 16) or None
    except (OSError, ValueError):
        return None


def read_world(*, messages_wanted: bool = False, processes: tuple[WorldProcess, ...] | None = None) -> World:
    """Look at this host once. What may not be seen, or is not there, is None; nothing is changed.

    The kernel's messages, which are many, are in it only where they are wanted. ``processes`` are those that were read
    already.
    """
    from .host_ipc import read_files, read_ipc, read_limits

    if processes is None:
        processes = tuple(read_processes())
    open_files, max_files = read_files()
    now = read_numbers()
    return replace(
        now,
        boot_time=_boot_time(),
        domain=_domain(),
        boot_id=(read_file("/proc/sys/kernel/random/boot_id") or b"").decode("ascii").strip() or None,
        cpus=tuple(_about_cpus({cpu.id: cpu for cpu in now.cpus})),
        max_cpus=max(_cpu_list("possible"), default=-1) + 1 or None,
        memory=replace(now.memory, installed=_installed(int(time.monotonic() // _SLOW_AGE))),
        max_processes=_max_processes(),
        processes=processes,
        messages=messages() if messages_wanted else None,
        open_files=open_files,
        max_files=max_files,
        ipc=read_ipc(),
        ipc_limits=read_limits(),
    )


def read_numbers() -> World:
    """Look at what moves all the time, and at nothing else: clocks, load, memory, swap, processors, counters, disks."""
    stat = _stat()
    return World(
        node=os.uname().nodename,
        now=time.time(),
        load=load_average(),
        cpus=tuple(cpu_times(stat).values()),
        memory=memory(),
        swap=tuple(read_swap()),
        uptime=uptime(),
        counters=counters(stat),
        disks=read_disks(),
        interrupts=read_interrupts(stat),
    )


def _boot_time() -> int | None:
    try:
        return int(psutil.boot_time())
    except (OSError, RuntimeError, ValueError):
        return None


def _domain() -> str | None:
    name = (read_file("/proc/sys/kernel/domainname") or b"").decode("utf-8", "surrogateescape").strip()
    return name if name not in ("", "(none)") else None


def _max_processes() -> int | None:
    limits = [read_file(f"/proc/sys/kernel/{name}") for name in ("pid_max", "threads-max")]
    return min((int(limit) for limit in limits if limit and limit.strip().isdigit()), default=None)


def messages(limit: int = 1 << 20) -> tuple[tuple[int, bytes], ...] | None:
    """Return the kernel's messages, oldest first, the last ``limit`` bytes of them; None where they may not be read.

    Each is (priority + 8 * facility, line), the line as it stands in /dev/kmsg, without the fields in front of it
    (Documentation/ABI/testing/dev-kmsg of Linux).
    """
    try:
        handle = os.open("/dev/kmsg", os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    found: deque[tuple[int, bytes]] = deque()
    size = 0
    try:
        while True:
            try:
                record = os.read(handle, 8192)
            except BrokenPipeError:  # overwritten while it was read: go on with the oldest that is left
                continue
            except OSError:  # EAGAIN: no more
                break
            head, _, line = record.partition(b";")
            priority = head.partition(b",")[0]
            if not record or not priority.isdigit():
                break
            line = line.partition(b"\n")[0]  # the lines behind it are the device's properties
            found.append((int(priority), line))
            size += len(line)
            while size > limit:
                size -= len(found.popleft()[1])
    finally:
        os.close(handle)
    return tuple(found)


# Processors and swap


def _cpu_list(name: str) -> list[int]:
    """Return the numbers in a list such as "0-3,8"; empty where there is none."""
    text = (read_file(f"/sys/devices/system/cpu/{name}") or b"").decode("ascii").strip()
    numbers: list[int] = []
    for part in text.split(",") if text else []:
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers


def cpu_times(stat: bytes | None = None) -> dict[int, WorldCpu]:
    """Return what the processors have done with their time, by their numbers; of the rest nothing is looked up."""
    times: dict[int, WorldCpu] = {}
    for line in (_stat() if stat is None else stat).splitlines():
        name, *numbers = line.split()
        if not name.startswith(b"cpu"):
            break
        spent = [int(number) * TICK for number in numbers]
        if name[3:].isdigit() and len(spent) >= 7:
            user, nice, system, idle, wait, interrupts, softirq, *_ = spent
            interrupts += softirq
            number = int(name[3:])
            times[number] = WorldCpu(
                number, True, None, None, user + nice, system + interrupts, idle, wait, nice, interrupts
            )
    return times


def read_cpus() -> Iterator[WorldCpu]:
    """Yield the processors with their times now."""
    return _about_cpus(cpu_times())


def _about_cpus(times: dict[int, WorldCpu]) -> Iterator[WorldCpu]:
    """Yield all processors, also those that are off, with what is known of each beside its times."""
    about = _cpuinfo(int(time.monotonic() // _SLOW_AGE))
    online = set(_cpu_list("online") or times)
    for number in sorted(online | set(_cpu_list("present"))):
        brand, clock = about.get(number, (None, None))
        spent = times.get(number) or WorldCpu(number, False)
        yield replace(spent, online=number in online, brand=brand, clock=clock)


@lru_cache(maxsize=1)
def _cpuinfo(moment: int) -> dict[int, tuple[str | None, int | None]]:
    found: dict[int, tuple[str | None, int | None]] = {}
    number, brand, clock = None, None, None
    for line in [*(read_file("/proc/cpuinfo") or b"").decode("utf-8", "replace").splitlines(), ""]:
        key, _, value = line.partition(":")
        key, value = key.strip(), value.strip()
        if key == "processor" and value.isdigit():
            number = int(value)
        elif key == "model name":
            brand = value or None
        elif key == "cpu MHz":
            try:
                clock = int(float(value) * 1e6) or None
            except ValueError:
                clock = None
        elif not key and number is not None:
            found[number] = brand, clock
            number, brand, clock = None, None, None
    return found


def read_swap() -> Iterator[WorldSwap]:
    """Yield the swap devices and files."""
    for line in (read_file("/proc/swaps") or b"").splitlines()[1:]:
        try:
            path, _, size, used, _ = line.split()
            path = path.decode("unicode_escape").encode("latin-1")  # a blank stands as \040
            kind, device = kind_of(path) or ("", None)
            device = device if kind == "block device" else None
            yield WorldSwap(path, int(size) * 1024, (int(size) - int(used)) * 1024, device)
        except ValueError:
            continue


# Processes


def read_processes() -> Iterator[WorldProcess]:
    """Yield the processes that this user may see, in the order of their numbers."""
    seen: dict[int, WorldProcess] = {}
    try:
        names = os.listdir("/proc")
    except OSError:
        names = []
    for name in names:
        if name.isdigit():
            process = read_process(int(name))
            if process is not None:
                seen[process.pid] = process
    # A parent that ended after its child was read has left the child to another one by now.
    for pid, process in list(seen.items()):
        if process.ppid and process.ppid not in seen:
            again = read_process(pid)
            if again is None:
                del seen[pid]
            else:
                seen[pid] = again
    for pid in sorted(seen):
        yield seen[pid]


def read_process(pid: int) -> WorldProcess | None:
    """Read one process; None if there is none of this number, or none that this user may see."""
    found = read_process_and_stat(pid)
    return None if found is None else found[0]


def read_process_and_stat(pid: int) -> tuple[WorldProcess, bytes] | None:
    """Read one process, see `read_process`, with the bytes of its /proc/PID/stat."""
    try:
        # This handle stays with the process: when another one gets its number, reads through it fail.
        directory = os.open(f"/proc/{pid}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        stat = read_file("stat", directory)
        process = _process(pid, stat, directory) if stat else None
        return None if not stat or process is None else (process, stat)
    except (ValueError, IndexError):
        return None
    finally:
        os.close(directory)


def _process(pid: int, stat: bytes, directory: int) -> WorldProcess | None:
    # The name in parentheses may hold blanks and parentheses of its own.
    end = stat.rindex(b")")
    comm = stat[stat.index(b"(") + 1 : end]
    fields = stat[end + 2 :].split()
    flags, threads = int(fields[6]), int(fields[17])
    state = _STATES.get(fields[0].decode("ascii"), "S")
    system = bool(flags & _PF_KTHREAD)
    states, times, thread_ids = (
        _threads(directory, pid, state) if threads > 1 else (state.replace("Z", ""), (), ())
    )
    if state == "Z" and states:
        state = states[0]  # only its first thread has ended
    stack, env_end = int(fields[25]), int(fields[48])
    status = read_file("status", directory)
    if not status:
        return None  # it has gone in between, and nobody can tell any more whose it was
    ids = _status(status)
    argv = env = cwd = program = None
    if not system and state != "Z":
        argv = _arguments(pid, read_file("cmdline", directory), stack)
        env = _environment(read_file("environ", directory))
        cwd, program = _link("cwd", directory), _link("exe", directory)
    terminal = int(fields[4]) & 0xFFFFFFFF
    return WorldProcess(
        pid=pid,
        ppid=int(fields[1]),
        comm=comm,
        pgid=int(fields[2]),
        sid=int(fields[3]),
        uid=ids[1],
        gid=ids[4],
        ruid=ids[0],
        rgid=ids[3],
        suid=ids[2],
        sgid=ids[5],
        groups=ids[8],
        argv=argv,
        env=env,
        start=int(fields[19]) * TICK,
        state=state,
        threads=states,
        system=system,
        executed=not flags & _PF_FORKNOEXEC,
        bits=_bits(stack),
        tty=(os.major(terminal), os.minor(terminal)) if terminal else None,
        tty_group=int(fields[5]) if terminal and int(fields[5]) > 0 else None,
        nice=int(fields[16]),
        cpu=int(fields[36]),
        size=int(fields[20]) if state != "Z" else None,
        resident=int(fields[21]) * _PAGE if state != "Z" else None,
        user_time=int(fields[11]) * TICK,
        system_time=int(fields[12]) * TICK,
        thread_times=times,
        thread_ids=thread_ids,
        umask=ids[6],
        cwd=cwd,
        program=program,
        # Without the right to look into a process Linux tells 0 or 1 for its addresses.
        stack_start=stack if stack > 1 else None,
        env_end=env_end if env_end > 1 else None,
        text=_text(fields),
        table=ids[7] if not system and state != "Z" else None,
    )


def _text(fields: list[bytes]) -> int | None:
    """Return how long a program's code is, None where its addresses may not be known."""
    start, end = int(fields[23]), int(fields[24])
    return end - start if 1 < start < end else None


def _bits(stack: int) -> int | None:
    """Tell the width of a process from where its stack is; None where that may not be known."""
    if HOST_BITS == 32:
        return 32
    if stack <= 1:
        return None
    return 64 if stack >> 32 else 32


_Ids = tuple[
    "int | None",
    "int | None",
    "int | None",
    "int | None",
    "int | None",
    "int | None",
    "int | None",
    "int | None",
    "tuple[int, ...] | None",
]


def _status(status: bytes) -> _Ids:
    """Return real, effective and saved user, the same of the group, the mask, the room for descriptors and the groups."""
    uids: list[int | None] = [None] * 3
    gids: list[int | None] = [None] * 3
    umask: int | None = None
    table: int | None = None
    groups: tuple[int, ...] | None = None
    for line in status.split(b"\n", 24):
        if line.startswith(b"Uid:"):
            uids = [int(number) for number in line[4:].split()[:3]]
        elif line.startswith(b"Gid:"):
            gids = [int(number) for number in line[4:].split()[:3]]
        elif line.startswith(b"Umask:"):
            umask = int(line[6:], 8)
        elif line.startswith(b"FDSize:"):
            table = int(line[7:])
        elif line.startswith(b"Groups:"):
            groups = tuple(int(number) for number in line[7:].split())
            break
    return uids[0], uids[1], uids[2], gids[0], gids[1], gids[2], umask, table, groups


def state_of(letter: bytes) -> str:
    """Return a world's letter for a state of Linux."""
    return _STATES.get(letter.decode("ascii", "replace"), "S")


_Threads = tuple[str, tuple[tuple[int, int], ...], tuple[int, ...]]


def read_threads(pid: int, first: str) -> _Threads:
    """Return states, times and numbers of living threads, see `WorldProcess`; ``first`` is the state of the first one."""
    try:
        directory = os.open(f"/proc/{pid}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return first.replace("Z", ""), (), ()
    try:
        return _threads(directory, pid, first)
    finally:
        os.close(directory)


def _threads(directory: int, pid: int, first: str) -> _Threads:
    """Return states, times and numbers of the living threads, the first one first; what may not be seen is empty."""
    try:
        task = os.open("task", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
    except OSError:
        return first.replace("Z", ""), (), ()
    try:
        states, times, numbers, own = [], [], [], str(pid)
        # The process's own file tells of all threads together, so that of its first thread is read as well.
        for name in [own, *(each for each in os.listdir(task) if each != own)]:
            stat = read_file(f"{name}/stat", task)
            fields = stat[stat.rindex(b")") + 2 :].split(None, 13) if stat else []
            state = first if name == own else state_of(fields[0]) if fields else "Z"
            if state != "Z":
                states.append(state)
                numbers.append(int(name))
                if fields:
                    times.append((int(fields[11]) * TICK, int(fields[12]) * TICK))
        return "".join(states), tuple(times) if len(times) == len(states) else (), tuple(numbers)
    except OSError:
        return first.replace("Z", ""), (), ()
    finally:
        os.close(task)


def _link(name: str, directory: int) -> bytes | None:
    try:
        return os.fsencode(os.readlink(name, dir_fd=directory))
    except OSError:
        return None


def _arguments(pid: int, raw: bytes | None, stack: int) -> tuple[bytes, ...] | None:
    if raw is None:
        return None
    strings = split_arguments(raw)
    if strings[1:] and not strings[-1] and stack > 1:
        # Empty arguments, or the padding of a title that the process wrote over them: its stack knows how many.
        count = read_memory(pid, stack, 4)
        if len(count) == 4 and int.from_bytes(count, sys.byteorder) != len(strings):
            return strip_padding(strings)
        return strings
    if _is_title(strings):
        return strip_padding(strings)
    return strings


def split_arguments(raw: bytes) -> tuple[bytes, ...]:
    """Split the bytes of a command line, strings with a NUL behind each, into arguments."""
    if not raw:
        return ()
    return tuple((raw[:-1] if raw.endswith(b"\0") else raw).split(b"\0"))


def strip_padding(strings: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return the strings without the empty ones at their end."""
    last = len(strings)
    while last and not strings[last - 1]:
        last -= 1
    return strings[:last]


def _is_title(strings: tuple[bytes, ...]) -> bool:
    """Guess whether a process wrote one string over its arguments and cleared the rest, as setproctitle does.

    Only for processes whose memory may not be read. Someone's trailing empty arguments must survive, so it takes a first
    string with a blank in it, or more empty ones than anybody passes.
    """
    padding = len(strings) - 1
    if padding < 2 or any(strings[1:]):
        return False
    return b" " in strings[0] or padding >= _TITLE_PADDING


def _environment(raw: bytes | None) -> tuple[bytes, ...] | None:
    if raw is None:
        return None
    strings = split_arguments(raw)
    # A title may have grown over the environment and been cleared again: many empty strings are no environment.
    return strip_padding(strings) if strings[-2:] == (b"", b"") else strings
