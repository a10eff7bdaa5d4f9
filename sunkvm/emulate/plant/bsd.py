"""What the plantings of BSD kernels share: structs with nested members, stacks with ps_strings, names of terminals."""

from __future__ import annotations

import functools
import struct
from dataclasses import dataclass

from ...layout import Layout
from ...schema import flat
from ..memory import Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Protocol

    from ...datamodel import DataModel
    from ...layout import Field
    from ..memory import Arena
    from ..world import WorldCpu, WorldProcess

    class Planted(Protocol):
        """A planted process: ``world`` is how it was."""

        world: WorldProcess


NODEV = -1
SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class BsdKernel:
    """The shape of one data model's kernels of a BSD system: where things lie, and constants.

    Attributes:
        machine, processor: as uname -m and -p tell.
        release, release_number: as uname -r tells, and as a number (__FreeBSD_version and the like).
        page_size: bytes.
        image, text, data, data_end: where the kernel's fixed parts lie; ``image`` is the start of its mapping.
        image_pa: the physical address behind ``image``.
        heaps: two (address, end) for everything else; ``heaps_pa`` what is behind them in a live kernel.
        roots, roots_pa: where the root page tables of all address spaces lie, a page each.
        tops: where user stacks end, by the width of the process.
        cpus: for how many processors it was built.
        abi: the names of what runs programs, by their width (``sv_name``).
        direct, direct_end, direct_pa: the map of all physical memory, where there is one.
    """

    machine: str
    processor: str
    release: str
    release_number: int
    page_size: int
    image: int
    text: int
    data: int
    data_end: int
    image_pa: int
    heaps: tuple[tuple[int, int], tuple[int, int]]
    heaps_pa: tuple[int, int]
    roots: int
    roots_pa: int
    tops: Mapping[int, int]
    cpus: int
    abi: Mapping[int, bytes]
    direct: int = 0
    direct_end: int = 0
    direct_pa: int = 0

    @property
    def roots_each(self) -> int:
        """How many root page tables there is room for in each of two generations."""
        return min(self.heaps[0][0] - self.roots, 1 << 30) // self.page_size // 2

    def image_address(self, kva: int) -> int:
        """Return the physical address of one of the kernel's fixed parts."""
        return kva - self.image + self.image_pa

    def root_address(self, number: int) -> int:
        """Return the physical address of a root page table."""
        return self.roots_pa + number * self.page_size


class Structs:
    """Structs of one kernel, built member by member; those of nested structs have dotted names."""

    def __init__(self, layout: Callable[[str], Layout]) -> None:
        self.layout = layout
        self._made: dict[tuple[str, tuple[str, ...]], Layout] = {}
        self._members: dict[tuple[str, str], Field | None] = {}

    def size(self, name: str) -> int:
        """Return a struct's size in bytes."""
        return self.layout(name).size

    def member(self, name: str, dotted: str) -> Field | None:
        """Return a member, also one of a nested struct; None where this release has none of that name."""
        try:
            return self._members[name, dotted]
        except KeyError:
            found = self._members[name, dotted] = self._find(name, dotted)
            return found

    def _find(self, name: str, dotted: str) -> Field | None:
        layout = self.layout(name)
        found = layout.get(dotted)
        outer, _, rest = dotted.rpartition(".")
        while found is None and outer:
            field = layout.get(outer)
            if field is not None and field.type.startswith("struct "):
                inner = self.member(field.type.removeprefix("struct "), rest)
                return None if inner is None else inner.moved(field.offset, dotted)
            outer, _, more = outer.rpartition(".")
            rest = f"{more}.{rest}"
        return found

    def has(self, name: str, dotted: str) -> bool:
        """Tell whether a struct of this release has a member."""
        return self.member(name, dotted) is not None

    def offset(self, name: str, dotted: str) -> int:
        """Return a member's offset in bytes."""
        field = self.member(name, dotted)
        if field is None:
            return self.layout(name)[dotted].offset  # raises the error that says what is missing
        return field.offset

    def build(self, name: str, values: Mapping[str, Any], maybe: Mapping[str, Any] | None = None) -> bytes:
        """Return the bytes of a struct with these members set; those of ``maybe`` only where the release has them."""
        if maybe:
            values = {**values, **{each: value for each, value in maybe.items() if self.has(name, each)}}
        key = name, tuple(values)
        made = self._made.get(key)
        if made is None:
            whole = self.layout(name)
            fields = [self.member(name, each) or whole[each] for each in values]
            made = self._made[key] = Layout(name, whole.model, whole.size, fields)
        return flat.pack(made, values)

    def patch(self, arena: Arena, kva: int, name: str, values: Mapping[str, Any]) -> None:
        """Set some members of a struct where it lies; those that this release does not have are left out.

        Values are numbers, or bytes of which a member may have more.
        """
        order = self.layout(name).model.byteorder
        for each, value in values.items():
            field = self.member(name, each)
            if field is None:
                continue
            if not isinstance(value, bytes):
                mask = (1 << field.size * 8) - 1
                value = (value & mask).to_bytes(field.size, order)
            arena.put(kva + field.offset, value)


@functools.lru_cache(maxsize=8)
def structs_of(layout: Callable[[str], Layout]) -> Structs:
    """Return the structs of a kernel; the same ones again, as finding members takes longer than a planting."""
    return Structs(layout)


def clamp(value: int, bits: int) -> int:
    """Keep a number within a signed integer: more has no room in such a kernel."""
    most = (1 << bits - 1) - 1
    return max(min(value, most), -most - 1)


def shape(process: WorldProcess) -> tuple[object, ...]:
    """Return what decides which objects a process has, and what they point at."""
    return (
        process.pid, process.start, process.ppid, process.pgid, process.sid, process.tty, process.tty_group, process.uid,
        process.gid, process.ruid, process.rgid, process.suid, process.sgid, process.groups, process.zombie,
        process.system, len(process.threads), process.bits, process.comm, process.argv, process.program,
        process.cwd, process.umask, process.text, process.executed,
    )  # fmt: skip


def changes(
    planted: Mapping[int, Planted], processes: Sequence[WorldProcess]
) -> list[tuple[Any, WorldProcess]] | None:
    """Return the processes that are not as they were planted; None where only a new planting can show them.

    ``planted`` are those of the system besides process 0, which is in no world.
    """
    if len(processes) != len(planted) - 1:
        return None
    found = []
    for process in processes:
        known = planted.get(process.pid)
        if known is None:
            return None
        if known.world is not process:
            if shape(known.world) != shape(process):
                return None
            found.append((known, process))
    return found


def build_stack(
    model: DataModel,
    bits: int,
    page_size: int,
    top: int,
    argv: Sequence[bytes],
    env: Sequence[bytes] | None,
) -> Segment:
    """Lay out the count, both vectors, the strings and ``struct ps_strings`` (sys/exec.h) below ``top``.

    Where the environment is not known its vector stays NULL in ps_strings. Raises ValueError where it has no room.
    """
    word, code = bits // 8, "Q" if bits == 64 else "I"
    size = ps_strings_size(bits)
    pool = b"".join([string + b"\0" for string in (*argv, *(env or ()))])
    vectors = (len(argv) + len(env or ()) + 5) * word  # the count, two NULLs, and an auxiliary vector's end
    strings = top - size - len(pool)
    start = (strings - vectors) & -16
    if start < page_size:
        raise ValueError(f"arguments of {top - start} bytes do not fit below {top:#x}")
    pointers, place = [], strings
    for string in (*argv, *(env or ())):
        pointers.append(place)
        place += len(string) + 1
    count = len(argv)
    words = [count, *pointers[:count], 0, *pointers[count:], 0, 0, 0]
    base = start & -page_size
    data = bytearray(top - base)
    struct.pack_into(f"{model.order}{len(words)}{code}", data, start - base, *words)
    data[strings - base : strings - base + len(pool)] = pool
    envp = 0 if env is None else start + word * (count + 2)
    data[-size:] = ps_strings(model, bits, start + word, count, envp, len(env or ()))
    return Segment(base, data)


def ps_strings(model: DataModel, bits: int, argv: int, argc: int, envp: int, envc: int) -> bytes:
    """Return ``struct ps_strings``: where the vectors are, and how long."""
    code = "QI4xQI4x" if bits == 64 else "4I"
    return struct.pack(model.order + code, argv, argc, envp, envc)


def ps_strings_size(bits: int) -> int:
    """Return the bytes of ``struct ps_strings`` for programs of a width."""
    return 32 if bits == 64 else 16


def device_number(device: tuple[int, int] | None) -> int:
    """Return a dev_t of this host (makedev(3)): to the programs that ask, its numbers are those of the machine."""
    if device is None:
        return NODEV
    major, minor = device
    return (major & 0xFFF) << 8 | (major & 0xFFFF_F000) << 32 | minor & 0xFF | (minor & 0xFFFF_FF00) << 12


def terminal_name(device: tuple[int, int]) -> bytes | None:
    """Return a terminal's name in /dev; None for one that has no fixed numbers (admin-guide/devices.txt of Linux)."""
    major, minor = device
    if 136 <= major <= 143:
        return b"pts/%d" % ((major - 136) * 256 + minor)
    if major == 4:
        return b"tty%d" % minor if minor < 64 else b"ttyS%d" % (minor - 64)
    return b"console" if device == (5, 1) else None


def processor_ticks(cpu: WorldCpu, rate: int) -> list[int] | None:
    """Return user, nice, sys, intr and idle time in ticks, ``rate`` a second; waiting for a disk is being idle.

    None where the host does not tell.
    """
    if cpu.user is None or cpu.system is None or cpu.idle is None:
        return None
    nice, interrupt = cpu.nice or 0, cpu.interrupt or 0
    times = cpu.user - nice, nice, cpu.system - interrupt, interrupt, cpu.idle + (cpu.wait or 0)
    return [time * rate // SECOND for time in times]


def message_text(messages: Sequence[tuple[int, bytes]]) -> bytes:
    """Return messages as a kernel's message buffer has them: lines, the priority in front."""
    return b"".join([b"<%d>%s\n" % message for message in messages])
