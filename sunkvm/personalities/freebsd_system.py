"""What a FreeBSD kernel tells of the system as a whole: messages, swap, modules, jails, the time, the panic.

Facts: sys/msgbuf.h and kern/subr_msgbuf.c, vm/swap_pager.h, sys/linker.h, sys/jail.h, kern/kern_tc.c.
"""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Module, Panic, SwapDevice, Zone
from .bsd_reader import plain
from .bsd_system import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Message
    from .bsd_reader import BsdReader

_MSG_MAGIC = 0x063062
_MAX_MESSAGES = 1 << 26
_MAX_THREADS = 1 << 20
_MAX_DOMAINS = 256  # the kernels of today have room for 8
_PRISON_STATES = {0: "invalid", 1: "alive", 2: "dying"}


def message_buffer(reader: BsdReader) -> bytes | None:
    """Return the message buffer, oldest bytes first; None where there is none, or not one that is right."""
    try:
        where = reader.pointer("msgbufp")
    except SunkvmError:
        return None
    text, magic, size, written = reader.some_members(
        "msgbuf", where, "msg_ptr", "msg_magic", "msg_size", "msg_wseq"
    )
    if magic != _MSG_MAGIC or not text or not 0 < size <= _MAX_MESSAGES:
        return None
    data, fault = reader.read_some(text, size)
    if fault is not None:
        return None
    at = written % size
    return data[at:] + data[:at]


def messages(reader: BsdReader) -> Iterator[Message]:
    """Yield the lines of the message buffer: of one that went round, the first is what is left of a line."""
    yield from lines(message_buffer(reader))


def swap(reader: BsdReader) -> Iterator[SwapDevice]:
    """Yield the swap devices: swtailq, a list of struct swdevt."""
    from .freebsd_files import Vnode

    page = reader.image.corefile.page_size
    chain = reader.queue(
        "swap devices", "swdevt", reader.symbol("swtailq"), "sw_list.tqe_next", "sw_nblks", "sw_used", "sw_vp"
    )
    for kva, (pages, used, vnode) in chain:
        yield SwapDevice(
            Vnode(reader, vnode).path if vnode else None,
            None if pages is None else pages * page,
            None if pages is None or used is None else (pages - used) * page,
            None,
            kva,
        )


def modules(reader: BsdReader) -> Iterator[Module]:
    """Yield the files that the kernel consists of: linker_files, the kernel itself first."""
    chain = reader.queue(
        "modules",
        "linker_file",
        reader.symbol("linker_files"),
        "link.tqe_next",
        "id",
        "filename",
        "pathname",
        "address",
        "size",
        "refs",
    )
    for kva, (number, name, path, address, size, references) in chain:
        yield Module(
            kva,
            number,
            reader.text(name),
            reader.text(path),
            True,
            address,
            size,
            None,
            None,
            references,
        )


def jails(reader: BsdReader) -> Iterator[Zone]:
    """Yield the jails: prison0, that of the system, and those of allprison."""
    first = reader.symbol("prison0")
    if first is not None:
        yield _jail(reader, first)
    for kva, _ in reader.queue("jails", "prison", reader.symbol("allprison"), "pr_list.tqe_next"):
        if kva != first:
            yield _jail(reader, kva)


def _jail(reader: BsdReader, kva: int) -> Zone:
    number, name, node, root, state = reader.members(
        "prison", kva, "pr_id", "pr_name", "pr_hostname", "pr_path", "pr_state"
    )
    return Zone(
        kva,
        number,
        plain(name),
        plain(node) or None,
        plain(root) or None,
        None if state is None else _PRISON_STATES.get(state, str(state)),
        None,
    )


def boot_time(reader: BsdReader) -> float | None:
    """Return when the kernel started: boottime up to 11, since 12 th_boottime of the timehands in use."""
    where = reader.symbol("boottime")
    if where is not None:
        seconds, micro = reader.some_members("timeval", where, "tv_sec", "tv_usec")
        if seconds:
            return float(seconds) + (micro or 0) / 1e6
    where = reader.symbol("boottimebin")
    if where is None:
        try:
            current = reader.pointer("timehands")
        except SunkvmError:
            current = None
        if current and reader.has("timehands", "th_boottime"):
            where = current + reader.offset("timehands", "th_boottime")
    seconds, fraction = reader.some_members("bintime", where, "sec", "frac")
    if seconds:
        return float(seconds) + (fraction or 0) / 2**64
    now = reader.number("time_second", reader.word, signed=True)
    up = reader.number("time_uptime", reader.word, signed=True)
    return float(now - up) if now and up else None


def message_of_panic(reader: BsdReader) -> str | None:
    """Return the text of the panic, None where the kernel did not panic."""
    try:
        return reader.text(reader.pointer("panicstr")) or None
    except SunkvmError:
        return None


def panic(reader: BsdReader, processes: Iterator[int]) -> Panic | None:
    """Return panicstr, the thread that dumped (dumptid) and its registers (dumppcb); None where there was no panic."""
    message = message_of_panic(reader) or reader.image.corefile.facts.get("panic_string")
    tid = reader.number("dumptid", 4, signed=True)
    if not message and not tid:
        return None
    thread, cpu = _thread(reader, tid, processes) if tid else (None, None)
    return Panic(str(message) if message else None, thread, cpu, registers(reader), None)


def _thread(reader: BsdReader, tid: int, processes: Iterator[int]) -> tuple[int | None, int | None]:
    """Return the address of a thread, and the processor that it was on."""
    looked = 0
    try:
        for proc in processes:
            (first,) = reader.members("proc", proc, "p_threads.tqh_first")
            for kva, (number, on) in reader.chain(
                "threads", "thread", first, "td_plist.tqe_next", "td_tid", "td_oncpu"
            ):
                looked += 1
                if number == tid:
                    return kva, on if on is not None and 0 <= on < 1 << 16 and on != 255 else None
                if looked > _MAX_THREADS:
                    return None, None
    except SunkvmError:
        pass
    return None, None


def registers(reader: BsdReader) -> tuple[tuple[str, int], ...]:
    """Return the registers of dumppcb; empty where no source of layouts knows ``struct pcb``."""
    where = reader.symbol("dumppcb")
    layout = reader.image.layouts.layout("pcb")
    if where is None or layout is None:
        return ()
    names = [
        field.name
        for field in layout
        if "." not in field.name and field.number and field.size == reader.word and not field.bits
    ]
    values = reader.some_members("pcb", where, *names)
    return tuple(
        (name.removeprefix("pcb_"), value & reader.image.model.mask)
        for name, value in zip(names, values, strict=True)
        if value is not None
    )


def free_pages(reader: BsdReader) -> int | None:
    """Return how many pages are free; None where the layouts at hand do not tell.

    Since 12 each memory domain counts its own (``vm_dom``, vm/vm_pagequeue.h), before it was one number in ``vm_cnt``
    (sys/vmmeter.h), of which there is no table: only a kernel with types of its own tells that.
    """
    domains, count = reader.symbol("vm_dom"), reader.number("vm_ndomains", 4)
    if domains is None:
        (free,) = reader.some_members("vmmeter", reader.symbol("vm_cnt"), "v_free_count")
        return None if free is None else int(free)
    if count is None or not 0 < count <= _MAX_DOMAINS or not reader.has("vm_domain", "vmd_free_count"):
        return None
    found, size = 0, reader.size("vm_domain")
    for number in range(count):
        who, free = reader.some_members("vm_domain", domains + number * size, "vmd_domain", "vmd_free_count")
        # The number of a domain tells whether the layout fits; a first one alone stands where it stands in any release.
        if free is None or (count > 1 and who != number):
            return None
        found += free
    return found
