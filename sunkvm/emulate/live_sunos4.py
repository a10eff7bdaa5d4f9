"""The running host as a live SunOS 4 kernel, for callers of their own data model.

A table of processes whose slots stay theirs for life, a user area for each, and the variables that load widgets, top, ps, w
and vmstat of the time ask for, all with a leading underscore. What the host does not tell stays zero, or has no symbol.
"""

from __future__ import annotations

import math
import struct
import time

from ..corefile import HOLE, KVA, LEAF_PAGES, PHYS, SLOW, space_name
from ..errors import Fault, UnsupportedError
from ..namelist import Symbol
from ..schema import flat
from ..schema.formats.elf import SHN_ABS, STB_GLOBAL, STT_OBJECT
from ..schema.kernels import sunos4 as schemas
from . import host, process_memory
from .live_kernel import LiveKernel, Runner
from .memory import Memory, RoomyArena, Segment
from .pack.ksyms import ksyms_image
from .plant.solaris_kernels import KERNELS
from .shared import SharedMemory
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from ..corefile import Space
    from ..datamodel import DataModel
    from ..layout import Layout
    from .world import World, WorldCounters, WorldDisk, WorldMemory, WorldProcess

HZ = 100
FSCALE = 256
NZERO = 20
DECAY = math.exp(-1 / 20)
"""What is left of a share of the processor after a second (``ccpu``)."""
SLOAD, SSYS = 1, 2
USER_END = 1 << 47

_STATES = {"S": 1, "R": 3, "Z": 5, "T": 6}
_LEAST_SLOTS, _MOST_SLOTS = 1024, 1 << 16
_NANOSECOND = 1_000_000_000
DK_NDRIVE, _WORDS = 32, 64
_PAGES_OF_ONE = 0x10  # the address space of slot n has the address of the table of spaces and n times this
_P_LOCK, _P_FREE = 0, 2  # bits of struct page
# A slow page's key is the low bits of the page's number, in the kernel, in the array of pages or in a slot's process.
_INDEX_BITS = 36
_INDEX_MASK = (1 << _INDEX_BITS) - 1
_PAGE_KEY, _PROCESS_KEY = 1 << 60, 1 << 61


class _Slot:
    """A process in the table, and its share of the processor so far."""

    __slots__ = ("at", "number", "process", "share", "shown")

    def __init__(self, number: int) -> None:
        self.number = number
        self.process: WorldProcess | None = None
        self.shown: tuple[object, ...] = ()
        self.share = 0.0
        self.at = 0.0


class LiveSunos4(LiveKernel):
    """A SunOS 4 kernel of a data model that shows this host.

    Processes beyond the size of the table, which is made once and has room for twice as many as there were, are left out.
    """

    personality = "sunos4"
    underscored = True
    serves = frozenset({KVA, "as"})

    def __init__(
        self,
        model: DataModel,
        version: str,
        read_world: Callable[[], World] | None = None,
    ) -> None:
        kernel = KERNELS.get(model.name)
        if kernel is None:
            raise UnsupportedError(f"no sunos4 kernel of the data model {model.name} can be emulated")
        layout = layouts(model)
        super().__init__(model, kernel.page_size, version, read_world or Watch().read_world)
        self._layout = layout
        high = 0xF8000000 if model.bits == 32 else 0xFFFFFFFFF8000000
        self._pages_base = 0xC0000000 if model.bits == 32 else 0xFFFFFFF000000000
        world = self._read_world()
        slots = _LEAST_SLOTS
        while slots < 2 * len(world.processes) and slots < _MOST_SLOTS:
            slots *= 2
        self._proc_size, self._user_size = layout("proc").size, layout("user").size
        size = (self._proc_size + self._user_size + _PAGES_OF_ONE) * slots
        whole = LEAF_PAGES * self.page_size
        size = -(-(size + whole) // whole) * whole
        try:
            self._shared = SharedMemory(size)
        except ValueError as error:
            raise UnsupportedError(str(error)) from error
        self._arena = arena = RoomyArena(high, self._shared.parts[0])
        self._proc = arena.allocate(self._proc_size * slots)
        self._user = arena.allocate(self._user_size * slots)
        self._nproc = arena.allocate(16)
        self.roots = self._proc, self._nproc + 16 - self._proc
        self._spaces = arena.allocate(_PAGES_OF_ONE * slots)
        self._slots: dict[tuple[int, int | None], _Slot] = {}
        self._free = list(range(slots - 1, -1, -1))
        self._by_number: dict[int, _Slot] = {}
        self._addresses: dict[str, tuple[int, int]] = {"_nproc": (self._nproc, 4)}
        self._counters: tuple[float, WorldCounters] | None = None
        self._page_counts = (0, 0, 0)
        self._slot_count = slots
        # 32-bit processes may have a stack above: their addresses would be the kernel's as well.
        self.table = self._proc, slots, self._proc_size, self._user_size, min(USER_END, self._pages_base)
        self._show_processes(world)
        self._plant(world)
        self._sealed = True
        self._symbols = [
            Symbol(name, kva, size, STT_OBJECT, STB_GLOBAL, SHN_ABS)
            for name, (kva, size) in self._addresses.items()
        ]
        self._end = self._arena.base + size
        self._shown_now()

    # The variables

    _sealed = False

    def _put(self, name: str, data: bytes) -> None:
        """Fill a variable; one that only comes up later has no symbol."""
        place = self._addresses.get(name)
        if place is None:
            if self._sealed:
                return
            place = self._addresses[name] = self._arena.allocate(len(data)), len(data)
        self._arena.put(place[0], data[: place[1]])

    def _longs(self, *values: int) -> bytes:
        most = self.model.mask >> 1
        word = "q" if self.model.bits == 64 else "i"
        return struct.pack(f"{self.model.order}{len(values)}{word}", *(min(value, most) for value in values))

    def _ints(self, *values: int) -> bytes:
        return struct.pack(f"{self.model.order}{len(values)}i", *(min(value, 0x7FFFFFFF) for value in values))

    def _words(self, *values: int) -> bytes:
        return self.model.word_struct(len(values)).pack(*values)

    def _plant(self, world: World) -> None:
        """Fill what stays as it is, then all the rest."""
        self._put("_proc", self._words(self._proc))
        self._put("_hz", self._ints(HZ))
        self._put("_fscale", self._longs(FSCALE))
        self._put("_ccpu", self._longs(int(DECAY * FSCALE)))
        self._put("_maxslp", self._ints(20))
        self._put("_hostname", world.node.encode("utf-8", "surrogateescape")[:64].ljust(65, b"\0"))
        if world.domain is not None:
            self._put("_domainname", world.domain.encode("utf-8", "surrogateescape")[:64].ljust(65, b"\0"))
        if world.boot_time is not None:
            self._put("_boottime", self._longs(world.boot_time, 0))
        if world.cpus:
            self._put("_ncpu", self._ints(sum(cpu.online for cpu in world.cpus)))
        self._show_numbers(world)

    def _show_numbers(self, now: World) -> None:
        page, memory, counters = self.page_size, now.memory, now.counters
        self._put("_time", self._longs(int(now.now), int(now.now % 1 * 1_000_000)))
        if now.load is not None:
            self._put("_avenrun", self._longs(*(int(average * FSCALE) for average in now.load)))
        known: list[Any] = [cpu for cpu in now.cpus if cpu.user is not None and cpu.idle is not None]
        if known:
            sums = [
                sum(each) * HZ // _NANOSECOND
                for each in zip(
                    *(
                        (
                            cpu.user - (cpu.nice or 0),
                            cpu.nice or 0,
                            cpu.system or 0,
                            cpu.idle + (cpu.wait or 0),
                        )
                        for cpu in known
                    ),
                    strict=True,
                )
            ]
            self._put("_cp_time", self._longs(*sums))
        for name, amount in (
            ("_physmem", memory.physical),
            ("_maxmem", memory.physical),
            ("_freemem", memory.free),
        ):
            if amount is not None:
                self._put(name, self._ints(amount // page))
        total, free = sum(area.size for area in now.swap) // page, sum(area.free for area in now.swap) // page
        self._put(
            "_anoninfo",
            flat.pack(
                self._layout("anoninfo"), {"ani_max": total, "ani_free": free, "ani_resv": total - free}
            ),
        )
        if counters.last_pid is not None:
            self._put("_mpid", self._ints(counters.last_pid))
        self._disks(now.disks)
        self._totals(memory, counters)
        self._meters(counters, time.monotonic())
        self._count_pages(memory)

    def _disks(self, disks: Sequence[WorldDisk] | None) -> None:
        """Fill the arrays of sys/dk.h (4.1.3): transfers, reads, words of 64 bytes, and ticks of being busy.

        Seeks and the speed of a disk (``dk_seek``, ``dk_bps``) are not known here, and have no symbols.
        """
        if disks is None:
            return
        shown = disks[:DK_NDRIVE]
        gap = [0] * (DK_NDRIVE - len(shown))
        mask = self.model.mask  # they are longs, and run over
        for name, values in (
            ("_dk_time", [disk.busy_time * HZ // _NANOSECOND for disk in shown]),
            ("_dk_xfer", [disk.reads + disk.writes for disk in shown]),
            ("_dk_wds", [(disk.read_bytes + disk.written_bytes) // _WORDS for disk in shown]),
            ("_dk_read", [disk.reads for disk in shown]),
        ):
            self._put(name, self._words(*(value & mask for value in values), *gap))
        busy = sum(1 << number for number, disk in enumerate(shown) if disk.under_way)
        self._put("_dk_busy", struct.pack(self.model.order + "I", busy))
        self._put("_dk_ndrive", self._ints(len(shown)))

    def _totals(self, memory: WorldMemory, counters: WorldCounters) -> None:
        page = self.page_size
        processes = [slot.process for slot in self._slots.values() if slot.process is not None]
        values = {
            "t_rq": min(counters.runnable or 0, 0x7FFF),
            "t_dw": min(counters.blocked or 0, 0x7FFF),
            "t_sl": min(sum(process.state == "S" for process in processes), 0x7FFF),
            "t_vm": min(sum(process.size or 0 for process in processes) // page, 0x7FFFFFFF),
            "t_free": min((memory.free or 0) // page, 0x7FFFFFFF),
        }
        if memory.physical is not None and memory.free is not None:
            values["t_rm"] = min((memory.physical - memory.free) // page, 0x7FFFFFFF)
        if memory.active is not None:
            values["t_arm"] = min(memory.active // page, 0x7FFFFFFF)
        self._put("_total", flat.pack(self._layout("vmtotal"), values))

    def _meters(self, counters: WorldCounters, moment: float) -> None:
        """Fill ``sum``, counted since boot, and ``rate``, a second's part of what was counted since the last look."""
        counts = self._counts(counters)
        layout = self._layout("vmmeter")
        self._put("_sum", flat.pack(layout, {name: count & 0xFFFFFFFF for name, count in counts.items()}))
        if self._counters is None:
            self._counters = moment, counters
            self._put("_rate", bytes(layout.size))
            return
        since, before = self._counters
        if moment - since < 1:
            return
        last = self._counts(before)
        rates = {
            name: min(max(int((count - last[name]) / (moment - since)), 0), 0xFFFFFFFF)
            for name, count in counts.items()
        }
        self._put("_rate", flat.pack(layout, rates))
        self._counters = moment, counters

    def _counts(self, counters: WorldCounters) -> dict[str, int]:
        page = self.page_size
        return {
            "v_swtch": counters.switches or 0,
            "v_intr": counters.interrupts or 0,
            "v_faults": counters.faults or 0,
            "v_pgin": counters.major_faults or 0,
            "v_pgpgin": (counters.paged_in or 0) // page,
            "v_pgpgout": (counters.paged_out or 0) // page,
            "v_pswpin": (counters.swapped_in or 0) // page,
            "v_pswpout": (counters.swapped_out or 0) // page,
        }

    # The array of pages: as many free, locked and other ones as there are, in this order.

    def _count_pages(self, memory: WorldMemory) -> None:
        if memory.physical is None or memory.free is None:
            return
        pages = memory.physical // self.page_size
        end = self._pages_base + pages * self._layout("page").size
        if not self._sealed and end > min(self._arena.base, self.model.mask):
            return  # there are no addresses for so many
        free = min(memory.free // self.page_size, pages)
        locked = min((memory.locked or 0) // self.page_size, pages - free)
        self._page_counts = free, locked, pages
        self._put("_pages", self._words(self._pages_base))
        self._put("_epages", self._words(end))

    def _page_structs(self, first: int, count: int) -> bytes:
        """Return structs of pages from a number on."""
        free, locked, pages = self._page_counts
        layout = self._layout("page")
        flags = (1 << _P_FREE, 1 << _P_LOCK, 0)
        if self.model.byteorder == "big":  # there the first bit-field is the highest bit
            flags = (1 << 7 - _P_FREE, 1 << 7 - _P_LOCK, 0)
        parts, start = [], first
        for bits, end in zip(flags, (free, free + locked, pages), strict=True):
            number = min(end, first + count) - start
            if number > 0:
                parts.append(flat.pack(layout, {"p_bits": bits}) * number)
                start += number
        return b"".join(parts)

    # Processes

    def _show_processes(self, world: World) -> None:
        now = time.monotonic()
        here = {(process.pid, process.start) for process in world.processes}
        for key in [key for key in self._slots if key not in here]:
            # The user area stays, so that what was pointed at a moment ago is readable; the slot is used again last.
            slot = self._slots.pop(key)
            del self._by_number[slot.number]
            self._arena.put(self._proc + slot.number * self._proc_size, bytes(self._proc_size))
            self._free.insert(0, slot.number)
        for process in sorted(world.processes, key=lambda each: (each.start or 0, each.pid)):
            key = process.pid, process.start
            known = self._slots.get(key)
            if known is None:
                if not self._free:
                    continue
                known = self._slots[key] = _Slot(self._free.pop())
                self._by_number[known.number] = known
            self._fill(known, process, world, now)
        self._arena.put(self._nproc, self._ints(self._slot_count))
        self._world = world

    def _fill(self, slot: _Slot, process: WorldProcess, world: World, now: float) -> None:
        used = (process.user_time or 0) + (process.system_time or 0)
        before, slot.process = slot.process, process
        alive = self._seconds_alive(process, world)
        if before is None:
            # Nobody has watched it until now: as if it had used the processor evenly.
            slot.share = min(used / _NANOSECOND / alive, 99.0) * (1 - DECAY**alive) if alive > 0 else 0.0
        elif now > slot.at:
            spent = (used - (before.user_time or 0) - (before.system_time or 0)) / _NANOSECOND
            left = DECAY ** (now - slot.at)
            slot.share = slot.share * left + max(spent, 0.0) / (now - slot.at) * (1 - left)
        slot.at = now
        share, seconds = int(slot.share * FSCALE), min(int(alive), 127)
        if slot.shown[1:] == (share, seconds) and slot.shown[0] is process:
            return
        slot.shown = process, share, seconds
        kva = self._proc + slot.number * self._proc_size
        area = self._user + slot.number * self._user_size
        page = self.page_size
        most = self.model.mask >> 1
        size, text, resident = (
            min((part or 0) // page, most) for part in (process.size, process.text, process.resident)
        )
        members: dict[str, Any] = {
            "p_as": 0 if process.system or process.zombie else self._spaces + slot.number * _PAGES_OF_ONE,
            "p_uarea": area,
            "p_stat": _STATES[process.state],
            "p_nice": NZERO + (process.nice or 0),
            "p_time": seconds,
            "p_uid": self._id(process.ruid),
            "p_suid": self._id(process.suid),
            "p_pgrp": process.pgid or 0,
            "p_pid": process.pid,
            "p_ppid": process.ppid,
            "p_flag": SLOAD | (SSYS if process.system else 0),
            "p_pctcpu": share,
            # All that is not code counts as data: Linux does not tell the stack's part for nothing.
            "p_tsize": min(text, size),
            "p_dsize": size - min(text, size),
            "p_rssize": resident,
        }
        self._arena.put(kva, flat.pack(self._layout("proc"), members))
        times = [self._timeval(spent or 0) for spent in (process.user_time, process.system_time)]
        usage = flat.pack(self._layout("rusage"), dict(zip(("ru_utime", "ru_stime"), times, strict=True)))
        about: dict[str, Any] = {"u_comm": process.comm[:16], "u_ru": usage, "u_procp": kva}
        if process.start is not None and world.boot_time is not None:
            about["u_start"] = self._timeval(world.boot_time * _NANOSECOND + process.start)
        self._arena.put(area, flat.pack(self._layout("user"), about))

    def _seconds_alive(self, process: WorldProcess, world: World) -> float:
        if process.start is None or world.boot_time is None:
            return 0.0
        return max(world.now - world.boot_time - process.start / _NANOSECOND, 0.0)

    def _timeval(self, nanoseconds: int) -> bytes:
        seconds, rest = divmod(nanoseconds, _NANOSECOND)
        return self._longs(seconds, rest // 1000)

    def _id(self, number: int | None) -> int:
        """Return a user's number as a signed one; -1 for one that is not known."""
        return -1 if number is None else number - (1 << 32) if number >> 31 else number

    def command(self, pid: int) -> tuple[tuple[bytes, ...] | None, tuple[bytes, ...] | None] | None:
        """Return the arguments and the environment of a process in the table, as far as they may be seen."""
        for slot in self._slots.values():
            process = slot.process
            if process is not None and process.pid == pid:
                now = host.read_process(pid)
                return (now.argv, now.env) if now is not None and now.start == process.start else None
        return None

    # Time

    def _show(self, world: World) -> None:
        with self._shared.changing:
            self._show_processes(world)
            self._show_numbers(world)

    def _show_anew(self, world: World) -> None:
        with self._shared.changing:
            self._arena.put(self._proc, bytes(self._proc_size * self._slot_count))
            for slot in self._slots.values():
                slot.shown = ()
            self._show_processes(world)
            self._plant(world)

    def _used_parts(self) -> Sequence[int]:
        return (self._arena.used,)

    # Memory

    def page(self, space: Space, index: int) -> int:
        va = index << self.page_shift
        if self._closed or index < 0:
            return HOLE
        if space == KVA:
            if self._arena.base <= va < self._end:
                return SLOW | index & _INDEX_MASK
            _, _, pages = self._page_counts
            if self._pages_base <= va < self._pages_base + pages * self._layout("page").size:
                return SLOW | _PAGE_KEY | (va - self._pages_base) >> self.page_shift
            return HOLE
        slot = self._slot_of(space)
        if slot is None or va >= self.table[4]:
            return HOLE
        # Of a running process nobody knows what it has mapped before trying.
        return SLOW | _PROCESS_KEY | slot.number << _INDEX_BITS | index

    def _slot_of(self, space: Space) -> _Slot | None:
        if not isinstance(space, int) or space < self._spaces:
            return None
        return self._by_number.get((space - self._spaces) // _PAGES_OF_ONE)

    def _read_process(self, number: int, address: int, count: int) -> bytes:
        """Return up to ``count`` bytes of a process's memory, fewer where it has nothing mapped or denies it."""
        slot = self._by_number.get(number)
        if slot is None or slot.process is None:
            return b""
        return process_memory.read_memory(slot.process.pid, address, count, slot.process.start)

    def read_slow(self, key: int, offset: int, count: int) -> bytes:
        if self._closed:
            return b""
        if key & _PROCESS_KEY:
            number, index = (key ^ _PROCESS_KEY) >> _INDEX_BITS, key & _INDEX_MASK
            return self._read_process(number, (index << self.page_shift) + offset, count)
        if key & _PAGE_KEY:
            self._renew_numbers()
            size = self._layout("page").size
            first = ((key ^ _PAGE_KEY) << self.page_shift) // size
            structs = self._page_structs(first, self.page_size // size)
            return structs[offset : offset + count].ljust(count, b"\0")
        at = ((key - (self._arena.base >> self.page_shift)) & _INDEX_MASK) * self.page_size + offset
        self._renew_before(self._arena.base + at, count)
        return bytes(self._arena.data[at : at + count])

    def _runner(self, space: Space) -> Runner | None:
        slot = self._slot_of(space)
        return None if slot is None or slot.process is None else (slot.process.pid, slot.process.start)

    def _shown_parts(self) -> Iterator[tuple[int, int, int]]:
        yield self._arena.base, self._end, 0

    def fault(self, space: Space, address: int) -> Fault:
        return Fault(Fault.UNMAPPED, space_name(space), address)

    def physical(self, space: Space, address: int) -> int | None:
        return None

    def ranges(self, space: Space) -> Iterator[tuple[int, int]]:
        if self._closed or space == PHYS:
            return
        if space == KVA:
            _, _, pages = self._page_counts
            if pages:
                yield self._pages_base, pages * self._layout("page").size
            yield self._arena.base, self._end - self._arena.base

    # The rest

    def _make_namelist(self) -> bytes:
        memory = Memory(self.model, self.page_size, 0, [Segment(self._arena.base, self._arena.data)])
        memory.symbols = self._symbols
        memory.data = self._arena.base, self._end - self._arena.base
        return ksyms_image(memory)

    def _known_facts(self) -> Mapping[str, object]:
        return {
            "system": "SunOS",
            "node": self._world.node,
            "version": self._version,
            "uuid": self._world.boot_id,
        }


def layouts(model: DataModel) -> Callable[[str], Layout]:
    """Return the layouts of the kernel's structs, by name."""

    def layout(name: str) -> Layout:
        made: Layout = getattr(schemas, name)(model)
        return made

    return layout
