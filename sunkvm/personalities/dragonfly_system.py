"""What a DragonFly kernel tells of the system as a whole: messages, swap, modules, jails, the panic.

Facts: sys/msgbuf.h, sbin/dmesg/dmesg.c, vm/swap_pager.h, sys/linker.h, sys/jail.h of DragonFly 5.9.
"""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Module, Panic, SwapDevice, Zone
from .bsd_reader import plain
from .bsd_system import lines
from .freebsd_system import message_of_panic, registers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..records import Message
    from .bsd_reader import BsdReader

_MAGICS = (0x063064, 0x063062)
_MAX_MESSAGES = 1 << 26
_MAX_SWAP = 1 << 10
_SW_FREED = 0x1


def message_buffer(reader: BsdReader) -> bytes | None:
    """Return the message buffer, oldest bytes first; None where there is none, or not one that is right.

    The indices count on without end; of a buffer that is nearly full, the part that is being overwritten is left out.
    """
    try:
        where = reader.pointer("msgbufp")
    except SunkvmError:
        return None
    magic, size, end, start, text = reader.some_members(
        "msgbuf", where, "msg_magic", "msg_size", "msg_bufx", "msg_bufr", "msg_ptr"
    )
    if magic not in _MAGICS or not text or not 0 < size <= _MAX_MESSAGES:
        return None
    data, fault = reader.read_some(text, size)
    if fault is not None:
        return None
    pending = end - start & 0xFFFF_FFFF
    if pending > size - 1024 and size > 2048:
        pending = size - 2048
    pending = min(pending, size)
    at = (end - pending) % size
    return (data[at:] + data[:at])[:pending]


def messages(reader: BsdReader) -> Iterator[Message]:
    """Yield the lines of the message buffer: of one that went round, the first is what is left of a line."""
    yield from lines(message_buffer(reader))


def swap(reader: BsdReader) -> Iterator[SwapDevice]:
    """Yield the swap devices in use: an array of nswdev struct swdevt, sizes in pages."""
    from .dragonfly_files import Vnode

    array, count = reader.pointer("swdevt"), reader.number("nswdev", 4, signed=True)
    if not array or count is None or not 0 < count <= _MAX_SWAP:
        return
    page, size = reader.image.corefile.page_size, reader.size("swdevt")
    for number in range(count):
        kva = array + number * size
        pages, used, vnode, dev = reader.members("swdevt", kva, "sw_nblks", "sw_nused", "sw_vp", "sw_device")
        if not pages:
            continue
        path = Vnode(reader, vnode).path if vnode else None
        (name,) = reader.some_members("cdev", dev, "si_name")
        if path is None and name is not None and plain(name):
            path = "/dev/" + plain(name)
        yield SwapDevice(path, pages * page, (pages - used) * page, None, kva)


def modules(reader: BsdReader) -> Iterator[Module]:
    """Yield the files that the kernel consists of: linker_files, the kernel itself first."""
    chain = reader.queue(
        "modules",
        "linker_file",
        reader.symbol("linker_files"),
        "link.tqe_next",
        "id",
        "filename",
        "address",
        "size",
        "refs",
    )
    for kva, (number, name, address, size, references) in chain:
        yield Module(kva, number, reader.text(name), None, True, address, size, None, None, references)


def jails(reader: BsdReader) -> Iterator[Zone]:
    """Yield the jails: allprison; the system itself is none. They have a node name and no other."""
    from .dragonfly_files import path_of

    chain = reader.queue(
        "jails",
        "prison",
        reader.symbol("allprison"),
        "pr_list.le_next",
        "pr_id",
        "pr_host",
        "pr_root.ncp",
        "pr_root.mount",
    )
    for kva, (number, node, name, mount) in chain:
        yield Zone(kva, number, None, plain(node) or None, path_of(reader, name, mount), None, None)


def panic(reader: BsdReader) -> Panic | None:
    """Return panicstr, the thread that dumped (dumpthread) and its registers (dumppcb); None where there was no panic."""
    message = message_of_panic(reader) or reader.image.corefile.facts.get("panic_string")
    thread = reader.number("dumpthread")
    if not message and not thread:
        return None
    (gd,) = reader.some_members("thread", thread, "td_gd")
    (cpu,) = reader.some_members("globaldata", gd, "gd_cpuid")
    return Panic(str(message) if message else None, thread or None, cpu, registers(reader), None)
