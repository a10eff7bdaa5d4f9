"""What a Linux kernel tells of the system as a whole: messages, processors and their time, modules, the clock.

Facts: Linux kernel/printk/printk_ringbuffer.[ch], kernel/time/timekeeping.c (getboottime64), include/linux/
timekeeper_internal.h, kernel_stat.h, module.h, fs/proc/stat.c (get_idle_time), kernel/sched/sched.h.
"""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Cpu, CpuTimes, Message, Module
from .bsd_reader import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bsd_reader import BsdReader
    from .linux import LinuxPersonality

_MAX_CPUS = 8192
_MAX_BITS = 28  # of the number of messages, and of the size of their text
_MAX_WRONG = 1 << 14  # messages that cannot be used: a damaged ring
_FINAL = 2  # state of a message that is complete; those that are being taken away have it no more
_NANOSECONDS = 1_000_000_000
# enum cpu_usage_stat.
_USER, _NICE, _SYSTEM, _SOFTIRQ, _IRQ, _IDLE, _IOWAIT = range(7)


# The clock


def times(reader: BsdReader) -> tuple[float, float] | None:
    """Return (start of the kernel in seconds since 1970, seconds since then), or None.

    ``tk_core`` holds the timekeeper behind a lock of a few bytes, of which no layout tells. What is taken for the
    timekeeper must agree with itself: its clock of the day is the one since the start, and the distance of both.
    """
    where = reader.symbol("tk_core")
    if where is None or not reader.has("timekeeper", "offs_real"):
        return None
    names = ("xtime_sec", "ktime_sec", "offs_real", "offs_boot")
    starts = [reader.offset("tk_data", "timekeeper")] if reader.has("tk_data", "timekeeper") else []
    for start in (*starts, 8, 16, 4, 64, 0):
        day, since, real, boot = reader.some_members("timekeeper", where + start, *names)
        if None in (day, since, real, boot) or boot < 0 or real <= 0:
            continue
        if day > 0 and abs(day - since - real / 1e9) <= 2:
            return (real - boot) / 1e9, since + boot / 1e9
    return None


# Processors


def cpu_numbers(reader: BsdReader, symbol: str) -> list[int] | None:
    """Return the numbers of the processors in a mask; None where there is no such mask."""
    where = reader.symbol(symbol)
    limit = reader.number("nr_cpu_ids", 4)
    if where is None or limit is None or not 0 < limit <= _MAX_CPUS:
        return None
    found: list[int] = []
    for first in range(0, limit, 8 * reader.word):
        word = reader.integer(where + first // 8, reader.word)
        if word is None:
            return None
        found += [first + bit for bit in range(min(8 * reader.word, limit - first)) if word >> bit & 1]
    return found


def _of_cpu(reader: BsdReader, symbol: str, cpu: int) -> int | None:
    """Return the address of a processor's own copy of a variable."""
    where, offsets = reader.symbol(symbol), reader.symbol("__per_cpu_offset")
    if where is None or offsets is None:
        return None
    offset = reader.integer(offsets + cpu * reader.word, reader.word)
    return None if offset is None else where + offset & reader.image.model.mask


def cpus(reader: BsdReader) -> Iterator[Cpu]:
    """Yield the processors that there are, with what their run queues say."""
    online = cpu_numbers(reader, "__cpu_online_mask") or []
    (brand,) = reader.some_members("cpuinfo_x86", reader.symbol("boot_cpu_data"), "x86_model_id")
    khz = reader.number("cpu_khz", 4)
    for number in cpu_numbers(reader, "__cpu_present_mask") or online:
        kva = _of_cpu(reader, "runqueues", number) or 0
        queued, current, idle = reader.some_members("rq", kva, "nr_running", "curr", "idle")
        yield Cpu(
            kva, number, "on-line" if number in online else "off-line", None, queued, current,
            None if current is None else current == idle,
            plain(brand).strip() or None if brand is not None else None,
            khz * 1000 if khz else None,
        )  # fmt: skip


def cpu_times(reader: BsdReader) -> CpuTimes | None:
    """Return kernel_cpustat of all processors, in nanoseconds.

    A processor that sleeps counts its idle time when it wakes up: until then it is missing.
    """
    online = cpu_numbers(reader, "__cpu_online_mask")
    if not online:
        return None
    sums = [0] * 7
    sleeps = bool(reader.number("tick_nohz_active", 4))
    for number in online:
        where = _of_cpu(reader, "kernel_cpustat", number)
        if where is None:
            return None
        row = [reader.integer(where + 8 * at, 8) for at in range(7)]
        if sleeps:
            row[_IDLE], row[_IOWAIT] = reader.some_members(
                "tick_sched", _of_cpu(reader, "tick_cpu_sched", number), "idle_sleeptime", "iowait_sleeptime"
            )
        for at, value in enumerate(row):
            if value is None:
                return None
            sums[at] += value
    return CpuTimes(
        sums[_USER],
        sums[_NICE],
        sums[_SYSTEM],
        sums[_SOFTIRQ] + sums[_IRQ],
        sums[_IDLE] + sums[_IOWAIT],
        _NANOSECONDS,
    )


# Messages


def messages(reader: BsdReader, boot: float | None) -> Iterator[Message]:
    """Yield the messages of the ring buffer that kernels have since 5.10. Raises `LayoutError` without layouts."""
    ring = reader.pointer("prb") if reader.symbol("prb") is not None else None
    if not ring:
        return
    names = ("count_bits", "descs", "infos", "head_id.counter", "tail_id.counter")
    bits, descs, infos, head, tail = reader.members(
        "printk_ringbuffer", ring, *(f"desc_ring.{name}" for name in names)
    )
    size_bits, text = reader.members(
        "printk_ringbuffer", ring, "text_data_ring.size_bits", "text_data_ring.data"
    )
    if not 0 < bits <= _MAX_BITS or not 0 < size_bits <= _MAX_BITS:
        return
    state_shift = 8 * reader.word - 2
    mask = (1 << state_shift) - 1
    head, tail = head & mask, tail & mask
    wrong = 0
    desc_size, info_size = reader.size("prb_desc"), reader.size("printk_info")
    for number in range(min((head - tail & mask) + 1, 1 << bits)):
        at = tail + number & mask
        row = at & (1 << bits) - 1
        state, begin, behind = reader.some_members(
            "prb_desc", descs + row * desc_size, "state_var.counter", "text_blk_lpos.begin", "text_blk_lpos.next"
        )  # fmt: skip
        if state is None or state & mask != at or (state >> state_shift & 3) != _FINAL:
            wrong += 1
            if wrong > _MAX_WRONG:
                return
            continue
        sequence, stamp, length, facility, level = reader.some_members(
            "printk_info", infos + row * info_size, "seq", "ts_nsec", "text_len", "facility", "level"
        )
        if sequence is None:
            continue
        line = _text(reader, text, size_bits, begin, behind, length)
        time = None if boot is None else boot + stamp / 1e9
        priority = None if level is None or facility is None else facility << 3 | level
        yield Message(line.decode("utf-8", "replace"), time, priority, sequence)


def _text(reader: BsdReader, data: int, size_bits: int, begin: int, behind: int, length: int) -> bytes:
    """Return the text of a block: it follows the block's number, and does not go on behind the end of the ring."""
    if begin & 1:  # a block without text
        return b""
    size = 1 << size_bits
    start, end = begin & size - 1, behind & size - 1
    if begin >> size_bits != behind >> size_bits and end:
        start = 0
    room = (end or size) - start - reader.word
    if room <= 0:
        return b""
    text, _ = reader.read_some(data + start + reader.word, min(room, length))
    return text


# Modules


def modules(personality: LinuxPersonality) -> Iterator[Module]:
    """Yield the loaded modules, the one that came last first."""
    reader = personality.reader
    head = reader.symbol("modules")
    if head is None:
        return
    # Where the memory of a module is described has moved: mem[] since 6.4, core_layout since 4.5.
    place = ("core_layout.base", "core_layout.size")
    if reader.has("module", "mem"):
        place = ("mem", "mem")
    elif not reader.has("module", "core_layout"):
        place = ("module_core", "core_size")
    for kva in personality.entries(head, "module", "list", "modules"):
        (name,) = reader.members("module", kva, "name")
        base = size = references = None
        try:
            if place[0] == "mem":
                first = kva + reader.offset("module", "mem")
                base, size = reader.members("module_memory", first, "base", "size")
            else:
                base, size = reader.members("module", kva, *place)
            (references,) = reader.members("module", kva, "refcnt.counter")
        except SunkvmError:
            pass
        # A module holds one reference to itself.
        yield Module(
            kva, None, plain(name), None, True, base, size, None, None,
            None if references is None else max(0, references - 1),
        )  # fmt: skip
