"""What a NetBSD kernel tells of the system as a whole: messages, swap, modules, the time, the panic.

Facts: sys/msgbuf.h and kern/subr_log.c, uvm/uvm_extern.h, uvm/uvm_swap.c, sys/module.h, kern/kern_tc.c, kern/subr_prf.c,
sbin/savecore.
"""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Module, Panic, SwapDevice, SwapSpace
from .bsd_system import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Message
    from .bsd_reader import BsdReader

_MSG_MAGIC = 0x063061
_MAX_MESSAGES = 1 << 26


def _ring(reader: BsdReader) -> tuple[int, bytes] | None:
    """Return (where the next byte goes, the bytes) of the message buffer; None where there is none that is right.

    Magic, that place, where syslogd reads and the size are longs, the bytes follow: no layout is needed.
    """
    try:
        where = reader.pointer("msgbufp")
        if not where:
            return None
        word = reader.image.model.word_struct(4)
        magic, at, _, size = word.unpack(reader.image.read(where, word.size))
    except SunkvmError:
        return None
    if magic != _MSG_MAGIC or not 0 < size <= _MAX_MESSAGES:
        return None
    data, fault = reader.read_some(where + word.size, size)
    return None if fault is not None else (at if at < size else 0, data)


def message_buffer(reader: BsdReader) -> bytes | None:
    """Return the message buffer, oldest bytes first; None where there is none, or not one that is right."""
    ring = _ring(reader)
    return None if ring is None else ring[1][ring[0] :] + ring[1][: ring[0]]


def messages(reader: BsdReader) -> Iterator[Message]:
    """Yield the lines of the message buffer: of one that went round, the first is what is left of a line."""
    yield from lines(message_buffer(reader))


def seconds(reader: BsdReader, symbol: str) -> int | None:
    """Return a time_t; its variable has an underscore more since 10 where it takes two reads. 8 bytes since 6."""
    found = reader.number(symbol, 8, signed=True)
    return found if found is not None else reader.number(symbol.replace("_", "__", 1), 8, signed=True)


def boot_time(reader: BsdReader) -> float | None:
    """Return when the kernel started: boottime, since 9.99 timebasebin, else the time less that since the start."""
    second, nano = reader.some_members("timespec", reader.symbol("boottime"), "tv_sec", "tv_nsec")
    if second:
        return float(second) + (nano or 0) / 1e9
    second, fraction = reader.some_members("bintime", reader.symbol("timebasebin"), "sec", "frac")
    if second:
        return float(second) + (fraction or 0) / 2**64
    now, up = seconds(reader, "time_second"), seconds(reader, "time_uptime")
    return float(now - up) if now and up and now > up else None


def message_of_panic(reader: BsdReader) -> str | None:
    """Return the text of the panic, None where the kernel did not panic.

    As savecore has it: what the message buffer holds from panicstart to panicend, here without the ``panic: `` in front;
    else what panicstr points to, which up to 5 is the format only.
    """
    try:
        format = reader.text(reader.pointer("panicstr"))
    except SunkvmError:
        return None
    if not format:
        return None
    start, end = (reader.number(name) for name in ("panicstart", "panicend"))
    ring = _ring(reader)
    if ring is not None and start is not None and end is not None and start != end:
        data = ring[1]
        if start < len(data) and end <= len(data):
            piece = data[start:end] if start < end else data[start:] + data[:end]
            text = piece.replace(b"\0", b"").decode("utf-8", "replace").strip().removeprefix("panic: ")
            if text:
                return text
    return format


def panic(reader: BsdReader) -> Panic | None:
    """Return why the kernel stopped, and where, as far as paniccpu tells; None where there was no panic."""
    message = message_of_panic(reader) or reader.image.corefile.facts.get("panic_string")
    if not message:
        return None
    try:
        cpu = reader.pointer("paniccpu")
    except SunkvmError:
        cpu = None
    number, thread = reader.some_members("cpu_info", cpu, "ci_data.cpu_index", "ci_curlwp")
    return Panic(str(message), thread or None, number, (), None)


def swap(reader: BsdReader) -> Iterator[SwapDevice]:
    """Yield the swap devices: swap_priority, a list of lists of ``struct swapdev``.

    These structs are in no built-in table: the kernel's own types tell them, where they are there.
    """
    if not reader.has("swappri", "spi_swappri.le_next") or not reader.has("swapdev", "swd_next.tqe_next"):
        return
    page = reader.image.corefile.page_size
    lists = reader.queue(
        "swap priorities",
        "swappri",
        reader.symbol("swap_priority"),
        "spi_swappri.le_next",
        "spi_swapdev.tqh_first",
    )
    for _, (first,) in lists:
        chain = reader.chain(
            "swap devices",
            "swapdev",
            first,
            "swd_next.tqe_next",
            "swd_path",
            "swd_npages",
            "swd_npginuse",
        )
        for kva, (path, pages, used) in chain:
            yield SwapDevice(
                reader.text(path),
                None if pages is None else pages * page,
                None if pages is None or used is None else (pages - used) * page,
                None,
                kva,
            )


def swap_space(reader: BsdReader) -> SwapSpace | None:
    """Return how swap is used as a whole: uvmexp counts it in pages. Nothing is promised beforehand."""
    total, used = reader.some_members("uvmexp", reader.symbol("uvmexp"), "swpages", "swpginuse")
    if total is None or used is None:
        return None
    page = reader.image.corefile.page_size
    return SwapSpace(total * page, used * page, 0, (total - used) * page)


def modules(reader: BsdReader) -> Iterator[Module]:
    """Yield the modules: module_list. The struct is in no built-in table: the kernel's own types tell it."""
    if not reader.has("module", "mod_chain.tqe_next"):
        return
    chain = reader.queue(
        "modules",
        "module",
        reader.symbol("module_list"),
        "mod_chain.tqe_next",
        "mod_info",
        "mod_refcnt",
        "mod_kobj",
    )
    for number, (kva, (info, references, code)) in enumerate(chain):
        (name,) = reader.some_members("modinfo", info, "mi_name")
        address, size = reader.some_members("kobj", code, "ko_text_address", "ko_text_size")
        yield Module(kva, number, reader.text(name), None, True, address, size, None, None, references)
