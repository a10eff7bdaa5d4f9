"""A FreeBSD kernel laid by hand into memory: a corefile whose pages stand in a dict, and its symbols.

Members are set by the names of the tables, whose offsets are checked elsewhere against those of compilers.
"""

from __future__ import annotations

import struct

from sunkvm import datamodel
from sunkvm.corefile import HOLE, KVA, Corefile
from sunkvm.image import Image
from sunkvm.layouts import LayoutChain
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelist import Namelist, Symbol
from sunkvm.personalities.bsd_reader import member
from sunkvm.space import AddressSpace

PAGE = 4096
BOOT = 1_600_000_000
STACK_TOP = 0xBFBFF000
OSRELDATE = {11: 1100122, 12: 1201000, 15: 1501502}
BASE = {64: 0xFFFFFE0000010000, 32: 0xC0010000}


class Names(Namelist):
    """Symbols in a dict."""

    path = "kernel"

    def __init__(self) -> None:
        self.known: dict[str, Symbol] = {}

    def add(self, name, value):
        self.known[name] = Symbol(name, value, 0, 1, 1, 1)

    def find(self, names):
        return {name: self.known[name] for name in names if name in self.known}

    def __getitem__(self, name):
        return self.known[name]

    def __iter__(self):
        return iter(self.known)

    def __len__(self):
        return len(self.known)


class Memory(Corefile):
    """Pages by (space, number); a physical address is the low 24 bits of the kernel's."""

    format = "test"
    path = "vmcore"
    personality = "freebsd"
    page_size, page_shift = PAGE, 12

    def __init__(self, model):
        self.model = model
        self.warnings = []
        self.places: dict[tuple[object, int], int] = {}
        self.bytes = bytearray()

    @property
    def buffer(self):
        return self.bytes

    def page(self, space, index):
        return self.places.get((space, index), HOLE)

    def physical(self, space, address):
        return None if self.page(space, address >> 12) == HOLE else address & 0xFFFFFF

    def put(self, space, address, data):
        while data:
            inside = address % PAGE
            at = self.places.setdefault((space, address >> 12), len(self.bytes))
            if at == len(self.bytes):
                self.bytes += bytes(PAGE)
            part = data[: PAGE - inside]
            self.bytes[at + inside : at + inside + len(part)] = part
            address, data = address + len(part), data[len(part) :]


class Kernel:
    """A kernel in the making; `open` gives its image."""

    def __init__(self, release: int, arch: str) -> None:
        self.release = release
        self.model = datamodel.MODELS[arch]
        self.core = Memory(self.model)
        self.names = Names()
        self.next = BASE[self.model.bits]
        self.space = AddressSpace(self.core, KVA, "kernel")
        self.layouts = LayoutChain([BuiltinTables("freebsd", self.model, self.space, self.names)])
        self.variable("osreldate", OSRELDATE[release], 4)

    def take(self, size):
        """Return the address of zeroed room."""
        address = self.next
        self.next += -(-size // 16) * 16
        self.core.put(KVA, address, bytes(size))
        return address

    def number(self, value, size=None):
        return (value & (1 << 8 * (size or self.model.word)) - 1).to_bytes(
            size or self.model.word, self.model.byteorder
        )

    def variable(self, name, value, size=None):
        data = value if isinstance(value, bytes) else self.number(value, size)
        where = self.take(len(data))
        self.core.put(KVA, where, data)
        self.names.add(name, where)
        return where

    def text(self, text):
        where = self.take(len(text) + 1)
        self.core.put(KVA, where, text.encode() + b"\0")
        return where

    def has(self, struct, name):
        return member(self.layouts, self.layouts.layout(struct), name) is not None

    def set(self, struct, where, **members):
        """Set members of the struct at an address; those that this release does not have are left out."""
        layout = self.layouts.layout(struct)
        for name, value in members.items():
            name = name.replace("__", ".")
            field = member(self.layouts, layout, name)
            if field is None:
                continue
            size = field.element_size if isinstance(value, int) and field.kind == "array" else field.size
            data = value if isinstance(value, bytes) else self.number(value, size)
            assert len(data) <= field.size, name
            self.core.put(KVA, where + field.offset, data)
        return where

    def make(self, struct, **members):
        return self.set(struct, self.take(self.layouts.layout(struct).size), **members)

    def list(self, struct, link, entries):
        """Chain structs by their member ``link``; return the first."""
        for one, other in zip(entries, [*entries[1:], 0], strict=False):
            self.set(struct, one, **{link.replace(".", "__"): other})
        return entries[0] if entries else 0

    def offset(self, struct, name):
        return member(self.layouts, self.layouts.layout(struct), name).offset

    def open(self):
        return Image(self.core, self.names, self.space, self.layouts)


def full_kernel(release, arch):
    """A kernel with a process of its own, one with cached arguments, one with arguments on its stack, and a zombie."""
    k = Kernel(release, arch)
    k.variable("ostype", b"FreeBSD\0")
    k.variable("osrelease", b"%d.1-TEST\0" % release)
    k.variable("version", b"FreeBSD %d.1-TEST #0: today\n    me@here:/GENERIC\n\0" % release)
    load = struct.pack("<3I", 2048, 1024, 512) + (bytes(4) if k.model.bits == 64 else b"") + k.number(2048)
    k.variable("averunnable", load)
    k.variable("nprocs", 4, 4)
    k.variable("hz", 1000, 4)
    k.variable("stathz", 127, 4)
    k.variable("time_second", BOOT + 5000)
    k.variable("time_uptime", 5000)
    k.variable("mp_ncpus", 2, 4)
    k.variable("mp_maxcpus", 4, 4)
    if release < 12:
        k.variable("boottime", k.number(BOOT) + k.number(0))
    prison0 = k.make("prison", pr_name=b"0", pr_path=b"/", pr_hostname=b"node", pr_state=1)
    k.names.add("prison0", prison0)
    jail = k.make(
        "prison", pr_id=7, pr_name=b"web", pr_path=b"/jails/web", pr_hostname=b"web.node", pr_state=1
    )
    k.variable("allprison", k.list("prison", "pr_list.tqe_next", [jail]))

    def cred(uid, prison):
        groups = k.take(64)
        k.core.put(KVA, groups, struct.pack("<3I", 20 + uid, 31, 32))
        return k.make(
            "ucred", cr_uid=uid, cr_ruid=uid + 1, cr_svuid=uid + 2, cr_rgid=50, cr_svgid=51, cr_ngroups=3,
            cr_groups=groups, cr_gid=20 + uid, cr_prison=prison,
        )  # fmt: skip

    sysent = k.make(
        "sysentvec",
        sv_name=k.text("FreeBSD ELF"),
        sv_flags=0x100 if k.model.bits == 32 else 0x200,
        sv_psstrings=STACK_TOP - 64,
        sv_psstringssz=64,
    )
    k.procs = {}
    for pid, uid, prison, name, flag in (
        (0, 0, prison0, b"kernel", 0x200),
        (100, 1001, prison0, b"cached", 0x4000),
        (101, 1002, jail, b"stacked", 0x4000),
        (102, 1001, prison0, b"zombie", 0x2000),
    ):
        group = k.make("pgrp", pg_id=pid, pg_session=k.make("session", s_sid=pid, s_login=b"user"))
        proc = k.make("proc")
        threads = [
            k.make(
                "thread", td_proc=proc, td_tid=100000 + 10 * pid + number, td_name=b"t%d" % number,
                td_state=1 if pid == 100 else 4, td_inhibitors=2 if pid == 100 else 0, td_flags=8,
                td_oncpu=-1 if pid == 100 else 1, td_lastcpu=1, td_priority=120 + number,
                td_wchan=0x1234 if pid == 100 else 0, td_wmesg=k.text("select") if pid == 100 else 0,
            )
            for number in range(2 if pid == 101 else 1)
        ]  # fmt: skip
        root = k.take(PAGE)
        space = k.make("vmspace", vm_stacktop=STACK_TOP, vm_daddr=0x800000, vm_dsize=2, vm_map__size=0x100000)
        k.set(
            "pmap", space + k.offset("vmspace", "vm_pmap"),
            pm_cr3=root & 0xFFFFFF, pm_l0=root, pm_l0_paddr=root & 0xFFFFFF, pm_pdir=root,
        )  # fmt: skip
        start = k.make("pstats", p_start__tv_sec=pid, p_start__tv_usec=500000)
        k.set(
            "proc", proc, p_pid=pid, p_state=2 if pid == 102 else 1, p_ucred=cred(uid, prison), p_comm=name,
            p_flag=flag, p_pgrp=group, p_sysent=sysent, p_vmspace=space, p_stats=start, p_numthreads=len(threads),
            p_threads__tqh_first=k.list("thread", "td_plist.tqe_next", threads),
        )  # fmt: skip
        k.procs[pid] = proc, root & 0xFFFFFF, space
    k.set("proc", k.procs[101][0], p_pptr=k.procs[100][0])
    line = b"cached\0--with\0three words\0"
    args = k.take(16 + len(line))
    k.set("pargs", args, ar_ref=1, ar_length=len(line))
    k.core.put(KVA, args + k.offset("pargs", "ar_args"), line)
    k.set("proc", k.procs[100][0], p_args=args)
    plant_stack(k, k.procs[101][1], [b"/bin/stacked", b"-x", b""], [b"HOME=/root", b"TERM=vt100"])
    living = [k.procs[pid][0] for pid in (101, 100, 0)]
    k.variable("allproc", k.list("proc", "p_list.le_next", living))
    if release < 15:
        k.variable("zombproc", k.procs[102][0])
    else:
        table = k.take(8 * k.model.word)
        k.core.put(KVA, table + 6 * k.model.word, k.number(k.procs[102][0]))
        k.core.put(KVA, table + 5 * k.model.word, k.number(k.procs[101][0]))
        k.variable("pidhashtbl", table)
        k.variable("pidhash", 7)
    plant_system(k)
    return k


def plant_stack(k, space, argv, env):
    """Lay a process's ps_strings, vectors and strings out below the top of its stack."""
    word, at = k.model.word, STACK_TOP - 0x800
    vectors = []
    for strings in (argv, env):
        pointers = []
        for text in strings:
            k.core.put(space, at, text + b"\0")
            pointers.append(at)
            at += len(text) + 1
        at = -(-at // 16) * 16
        k.core.put(space, at, b"".join(k.number(pointer) for pointer in [*pointers, 0]))
        vectors.append((at, len(strings)))
        at += word * (len(strings) + 1)
    k.core.put(
        space,
        STACK_TOP - 64,
        b"".join(k.number(where) + k.number(count) for where, count in vectors),
    )


def plant_system(k):
    text = b"half a line\n<6>older\n<118>newer\nplain\n"
    size = 64
    written = 200
    ring = bytearray(b"\0" * size)
    start = written - len(text)
    for number, byte in enumerate(text):
        ring[(start + number) % size] = byte
    room = k.take(size)
    k.core.put(KVA, room, bytes(ring))
    k.variable("msgbufp", k.make("msgbuf", msg_ptr=room, msg_magic=0x063062, msg_size=size, msg_wseq=written))
    k.variable("panicstr", k.text("out of cheese"))
    thread = 100000 + 1010 + 1
    k.variable("dumptid", thread, 4)
    swap = k.make("swdevt", sw_nblks=1000, sw_used=100)
    k.variable("swtailq", k.list("swdevt", "sw_list.tqe_next", [swap]))
    modules = [
        k.make(
            "linker_file", id=number, filename=k.text(name), pathname=k.text("/boot/" + name), refs=number,
            address=0x100000 * number, size=0x5000,
        )
        for number, name in ((1, "kernel"), (2, "zfs.ko"))
    ]  # fmt: skip
    k.variable("linker_files", k.list("linker_file", "link.tqe_next", modules))
    cpus = []
    for number in range(2):
        times = b"".join(k.number(10 * state + number) for state in range(5))
        cpus.append(
            k.make("pcpu", pc_cpuid=number, pc_cp_time=times, pc_curthread=5 + number, pc_idlethread=5)
        )
    k.variable("cpuid_to_pcpu", b"".join(k.number(each) for each in (*cpus, 0, 0)))
