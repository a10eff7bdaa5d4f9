"""What a Solaris kernel tells of the system as a whole: messages, swap, modules, zones, projects, the panic.

Facts: illumos os/logsubr.c and sys/log.h (messages), sys/swap.h and vm_swap.c (swap), sys/modctl.h, sys/kobj.h, sys/zone.h,
sys/project.h, sys/panic.h.
"""

from __future__ import annotations

from ..errors import SunkvmError
from ..records import Message, Module, Panic, Project, SwapDevice, SwapSpace, Zone
from .solaris_reader import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .solaris_reader import Reader

_MAX_MESSAGES = 1 << 16
_PANICBUFSIZE = 8192
_ZONE_STATES = (
    "uninitialized", "initialized", "ready", "booting", "running", "shutting down", "empty", "down", "dying", "dead",
)  # fmt: skip


def messages(reader: Reader) -> Iterator[Message]:
    """Yield the recent messages: log_recentq, a queue of a log_ctl each, which b_cont continues with the text.

    Without it those that a dump device keeps beside the dump, if it does.
    """
    queue = reader.pointer("log_recentq")
    if not queue:
        kept = getattr(reader.image.corefile, "messages", None)
        for time, text in kept() if kept is not None else ():
            yield Message(text, time, None, None)
        return
    (first,) = reader.members("queue", queue, "q_first")
    for _, (control, text_block) in reader.chain(
        "messages", "msgb", first, "b_next", "b_rptr", "b_cont", limit=_MAX_MESSAGES
    ):
        time, number, priority = reader.some_members("log_ctl", control, "ttime", "seq_no", "pri")
        (start,) = reader.some_members("msgb", text_block, "b_rptr")
        text = reader.text(start)
        if text is not None:
            yield Message(text.lstrip("\r").rstrip("\n"), time, priority, number)


def swap(reader: Reader) -> Iterator[SwapDevice]:
    """Yield the swap devices: swapinfo, a list of si_next."""
    page = reader.image.corefile.page_size
    for kva, (path, pages, free, start) in reader.chain(
        "swap devices",
        "swapinfo",
        reader.pointer("swapinfo"),
        "si_next",
        "si_pname",
        "si_npgs",
        "si_nfpgs",
        "si_soff",
    ):
        yield SwapDevice(
            reader.text(path),
            None if pages is None else pages * page,
            None if free is None else free * page,
            start,
            kva,
        )


def swap_space(reader: Reader) -> SwapSpace | None:
    """Return virtual swap as swapctl(SC_AINFO) and ``swap -s`` compute it from k_anoninfo (illumos vm_swap.c)."""
    names = ("ani_max", "ani_free", "ani_phys_resv", "ani_mem_resv")
    most, free, disk, memory = reader.some_members("k_anoninfo", reader.symbol("k_anoninfo"), *names)
    lockable, kept = reader.number("availrmem"), reader.number("swapfs_minfree")
    if most is None or free is None or disk is None or memory is None or lockable is None or kept is None:
        return None
    spare = max(lockable - kept, 0)
    most, free, claimed = most + memory + spare, free + spare, disk + memory
    page = reader.image.corefile.page_size
    allocated = most - free
    return SwapSpace(most * page, allocated * page, (claimed - allocated) * page, (most - claimed) * page)


def modules(reader: Reader) -> Iterator[Module]:
    """Yield the modules: ``modules`` is the first of a ring of struct modctl itself, that of unix."""
    for kva, (number, name, path, loaded, references, details) in reader.chain(
        "modules",
        "modctl",
        reader.symbol("modules"),
        "mod_next",
        "mod_id",
        "mod_modname",
        "mod_filename",
        "mod_loaded",
        "mod_ref",
        "mod_mp",
        ring=True,
    ):
        text, text_size, data, data_size = reader.some_members(
            "module", details, "text", "text_size", "data", "data_size"
        )
        yield Module(
            kva,
            number,
            reader.text(name),
            reader.text(path),
            None if loaded is None else bool(loaded),
            text,
            text_size,
            data,
            data_size,
            references,
        )


_ZONE = ("zone_id", "zone_name", "zone_nodename", "zone_rootpath", "zone_status", "zone_nprocs")


def zones(reader: Reader) -> Iterator[Zone]:
    """Yield the zones: zone_active, a list_t; the global zone alone where there is no such symbol."""
    where = reader.symbol("zone_active")
    if where is None:
        try:
            kva = reader.pointer("global_zone") or reader.symbol("zone0")
        except SunkvmError:
            kva = reader.symbol("zone0")
        if kva:
            yield _zone(reader, kva)
        return
    (back,) = reader.members("list", where, "list_offset")
    head = where + reader.offset("list", "list_head")
    if back is None or not reader.image.read_word(head):
        return
    for node, _ in reader.chain("zones", "list_node", head, "list_next", ring=True):
        if node != head:
            yield _zone(reader, node - back)


def _zone(reader: Reader, kva: int) -> Zone:
    number, name, node, root, status, processes = reader.members("zone", kva, *_ZONE)
    state = None
    if status is not None:
        state = _ZONE_STATES[status] if 0 <= status < len(_ZONE_STATES) else str(status)
    return Zone(kva, number, reader.text(name), reader.text(node), reader.text(root), state, processes)


def projects(reader: Reader) -> Iterator[Project]:
    """Yield the projects: proj0p, a ring of kpj_next."""
    for kva, (number, zone, processes) in reader.chain(
        "projects",
        "kproject",
        reader.pointer("proj0p"),
        "kpj_next",
        "kpj_id",
        "kpj_zoneid",
        "kpj_nprocs",
        ring=True,
    ):
        yield Project(kva, number, zone, processes)


def panic(reader: Reader) -> Panic | None:
    """Return what panicbuf (struct panic_data) and panic_thread hold; None where the kernel did not panic."""
    try:
        thread = reader.pointer("panic_thread")
    except SunkvmError:
        thread = None
    message, registers, uuid = _panicbuf(reader)
    told = reader.image.corefile.facts.get("panic_string")
    if isinstance(told, str) and told:
        message = told
    if message is None:
        try:
            message = reader.text(reader.pointer("panicstr"))  # the format only, without its arguments
        except SunkvmError:
            message = None
    if not thread and message is None and not registers:
        return None
    (cpu,) = reader.some_members("_kthread", thread, "t_cpu")
    (cpu_id,) = reader.some_members("cpu", cpu, "cpu_id")
    return Panic(message, thread, cpu_id, registers, uuid)


def _panicbuf(reader: Reader) -> tuple[str | None, tuple[tuple[str, int], ...], str | None]:
    where = reader.symbol("panicbuf")
    if where is None:
        return None, (), None
    version, message_at, uuid = reader.some_members("panic_data", where, "pd_version", "pd_msgoff", "pd_uuid")
    if not version or message_at is None:
        return None, (), None
    first = reader.offset("panic_data", "pd_nvdata")
    size = reader.size("panic_nv")
    if not first <= message_at < _PANICBUFSIZE:
        return None, (), None
    registers = []
    for at in range(first, message_at - size + 1, size):
        name, value = reader.some_members("panic_nv", where + at, "pnv_name", "pnv_value")
        if name is None or value is None:
            break
        registers.append((plain(name), value))
    text = reader.text(where + message_at)
    return text or None, tuple(registers), None if uuid is None else plain(uuid) or None
