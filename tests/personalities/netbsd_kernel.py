"""A NetBSD kernel laid by hand into memory, by the compilers' offsets: processes with their maps, amaps, anons and pages.

Pages of processes lie in physical memory or on a swap device; everything else is as in the FreeBSD kernel beside this.
"""

from __future__ import annotations

import itertools
import struct

from sunkvm import datamodel
from sunkvm.corefile import KVA, PHYS
from sunkvm.image import Image
from sunkvm.layouts import LayoutChain
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelists.table import BytesSource
from sunkvm.space import AddressSpace

from . import freebsd_kernel
from .freebsd_kernel import PAGE, Memory, Names

BOOT = 1_300_000_000
NOW = BOOT + 7000
# Of the process's own memory: two pages of stack, the lower one in memory, the higher one on the swap device.
STACK = 0xB000_0000
STACK_TOP = STACK + 2 * PAGE
PROGRAM = 0x1000_0000
PAGEOFF = 3
SWAP_SLOT = 7
BASE = {64: 0xFFFF800000010000, 32: 0xC0010000}
RELEASES = {6: "6.99.16", 10: "10.99.12"}


class NetbsdMemory(Memory):
    """Pages by (space, number), as of a core that tells the kind of machine."""

    personality = "netbsd"
    facts = None  # set for each kernel


class Kernel(freebsd_kernel.Kernel):
    """A kernel in the making; `open` gives its image."""

    def __init__(self, release: int, arch: str, layouts: LayoutChain | None = None) -> None:
        self.release = release
        self.arch = arch
        self.model = datamodel.MODELS[{"i386pae": "i386", "sparc64": "sparcv9"}.get(arch, arch)]
        self.core = NetbsdMemory(self.model)
        self.core.facts = {"machine": "i386-pae"} if arch == "i386pae" else {}
        self.names = Names()
        self.next = BASE[self.model.bits]
        self.frames = 0x200000
        self.swapped: dict[int, bytes] = {}
        self.space = AddressSpace(self.core, KVA, "kernel")
        tables = BuiltinTables("netbsd", self.model, self.space, self.names)
        self.layouts = LayoutChain([tables]) if layouts is None else layouts
        self.variable("osrelease", RELEASES[release].encode() + b"\0")

    def page(self, data: bytes, **members: object) -> int:
        """Put a page into physical memory; return the address of its vm_page."""
        pa, self.frames = self.frames, self.frames + PAGE
        self.core.put(PHYS, pa, data.ljust(PAGE, b"\0"))
        # Since 9.99 the lowest bits of phys_addr are the number of a list of free pages.
        return self.make("vm_page", phys_addr=pa | (0x2A5 if self.release > 6 else 0), **members)

    def swap_out(self, slot: int, data: bytes) -> None:
        self.swapped[slot] = data.ljust(PAGE, b"\0")

    def swap_device(self) -> bytes:
        size = max(self.swapped, default=-1) + 1
        return b"".join(self.swapped.get(slot, b"S" * PAGE) for slot in range(size))

    def amap(self, anons: list[int], first: int = 0) -> int:
        """Return an amap whose slots from ``first`` on are these anons."""
        word = self.model.word
        table = self.take((first + len(anons)) * word)
        self.core.put(KVA, table + first * word, b"".join(self.number(anon) for anon in anons))
        return self.make("vm_amap", am_nslot=first + len(anons), am_maxslot=64, am_anon=table)

    def vmspace(self, entries: list[dict[str, object]], **members: object) -> int:
        """Return a vmspace whose map has these entries, as a ring through its header."""
        kva = self.make("vmspace", **members)
        header = kva + self.offset("vmspace", "vm_map") + self.offset("vm_map", "header")
        rows = [self.make("vm_map_entry", **entry) for entry in entries]
        ring = [header, *rows, header]
        for one, other in itertools.pairwise(ring):
            self.set("vm_map_entry", one, next=other)
            self.set("vm_map_entry", other, prev=one)
        self.entries = rows
        return kva

    def open(self, swapfile: bytes | None = None) -> Image:
        source = None if swapfile is None else BytesSource(swapfile)
        return Image(self.core, self.names, self.space, self.layouts, swapfile=source)


def stack(k: Kernel, argv: list[bytes], env: list[bytes], word: int) -> tuple[bytes, int]:
    """Return the two pages of a stack, and where in it ps_strings lies; the strings lie across the border of the pages."""
    data = bytearray(2 * PAGE)
    at = PAGE - 20

    def number(value: int) -> bytes:
        return value.to_bytes(word, k.model.byteorder)

    vectors = []
    for strings in (argv, env):
        pointers = []
        for text in strings:
            data[at : at + len(text)] = text
            pointers.append(STACK + at)
            at += len(text) + 1
        at = -(-at // 16) * 16
        table = b"".join(map(number, [*pointers, 0]))
        data[at : at + len(table)] = table
        vectors.append((STACK + at, len(strings)))
        at += len(table)
    where = 2 * PAGE - 64
    block = b"".join(number(pointer) + number(count) for pointer, count in vectors)
    if word == 8:  # the counts are ints, and padded
        block = b"".join(struct.pack(f"{k.model.order}QI4x", pointer, count) for pointer, count in vectors)
    data[where : where + len(block)] = block
    return bytes(data), STACK + where


def full_kernel(release: int, arch: str, layouts: LayoutChain | None = None) -> Kernel:
    """A kernel with a process of its own, one in a terminal, one that is partly swapped out, a zombie and a marker."""
    k = Kernel(release, arch, layouts)
    word = k.model.word
    k.variable("ostype", b"NetBSD\0")
    k.variable("hostname", b"node\0")
    k.variable("machine", arch.encode() + b"\0")
    k.variable("version", b"NetBSD %s (GENERIC) #0: today\n\tme@here\n\0" % RELEASES[release].encode())
    gap = bytes(4) if k.model.bits == 64 else b""
    k.variable("averunnable", b"".join(k.number(n, 4) for n in (2048, 1024, 512)) + gap + k.number(2048))
    k.variable("nprocs", 4, 4)
    k.variable("hz", 100, 4)
    k.variable("stathz", 128, 4)
    k.variable("ncpu", 2, 4)
    k.variable("ncpuonline", 1, 4)
    k.variable("time_second" if release == 6 else "time__second", NOW, 8)
    k.variable("time_uptime" if release == 6 else "time__uptime", 7000, 8)
    if release == 6:
        k.names.add("boottime", k.make("timespec", tv_sec=BOOT, tv_nsec=500_000_000))
    else:
        k.names.add("timebasebin", k.make("bintime", sec=BOOT, frac=1 << 63))
    for name in ("uvm_vnodeops", "aobj_pager", "uvm_deviceops"):
        k.variable(name, 0)
    plant_cpus(k)
    tty = k.make("tty", t_dev=5 << 8 | 1 | 0x12 << 20)
    strings = [b"/bin/stacked", b"-x", b""], [b"HOME=/root", b"TERM=vt100"]
    data, where = stack(k, *strings, word)
    k.data = data
    k.procs, k.spaces = {}, {}
    for pid, uid, name, flag, stat in (
        (0, 0, b"system", 0x2, 2),
        (100, 1001, b"stacked", 0x4000, 2),
        (101, 1002, b"swapped", 0x4000, 2),
        (102, 1001, b"zombie", 0x4000, 5),
    ):
        session = k.make("session", s_sid=pid, s_login=b"user", s_ttyp=tty)
        group = k.make("pgrp", pg_id=pid + 1, pg_session=session)
        cred = k.make(
            "kauth_cred", cr_uid=uid, cr_euid=uid + 1, cr_svuid=uid + 2, cr_gid=50, cr_egid=51, cr_ngroups=1,
        )  # fmt: skip
        space = 0
        if pid in (100, 101):
            low = k.make("vm_anon", an_page=k.page(data[:PAGE]))
            if pid == 100:
                high = k.make("vm_anon", an_page=k.page(data[PAGE:]))
            else:
                high = k.make("vm_anon", an_swslot=SWAP_SLOT)
                k.swap_out(SWAP_SLOT, data[PAGE:])
            space = k.vmspace([program_entry(k), stack_entry(k, [low, high])], **SIZES)
            k.spaces[pid] = space, k.entries, [low, high]
        proc = k.make("proc")
        lwps = [
            k.make(
                "lwp", l_proc=proc, l_lid=number + 1, l_stat=3 if pid == 100 else 7, l_flag=0x80, l_slptime=3,
                l_priority=40 + number, l_wchan=0x1234 if pid == 100 else 0, l_wmesg=k.text("select"),
                l_name=k.text("worker") if number else 0, l_cpu=k.cpus[1],
            )
            for number in range({101: 2, 102: 0}.get(pid, 1))
        ]  # fmt: skip
        k.set(
            "proc", proc, p_pid=pid, p_stat=stat, p_cred=cred, p_comm=name, p_flag=flag, p_pgrp=group,
            p_vmspace=space, p_nlwps=len(lwps), p_psstrp=where if space else 0, p_nice=20,
            p_lflag=(2 if release == 6 else 1) if pid == 100 else 0,
            p_stats=k.make("pstats", p_start__tv_sec=BOOT + pid, p_start__tv_usec=500000),
            p_lwps__lh_first=k.list("lwp", "l_sibling.le_next", lwps),
        )  # fmt: skip
        k.procs[pid] = proc
    k.set("proc", k.procs[101], p_pptr=k.procs[100])
    k.marker = k.make("proc", p_flag=0x80000000, p_pid=77)
    living = [k.procs[101], k.marker, k.procs[100], k.procs[0]]
    k.variable("allproc", k.list("proc", "p_list.le_next", living))
    k.variable("zombproc", k.procs[102])
    plant_system(k)
    return k


SIZES = {
    "vm_map__size": 0x9000,
    "vm_daddr": PROGRAM + 4 * PAGE,
    "vm_dsize": 2,
    "vm_maxsaddr": STACK,
    "vm_minsaddr": STACK_TOP,
}


def stack_entry(k: Kernel, anons: list[int]) -> dict[str, object]:
    return {
        "start": STACK, "end": STACK_TOP, "etype": 0xC, "protection": 3, "inheritance": 1,
        "aref__ar_pageoff": PAGEOFF, "aref__ar_amap": k.amap(anons, PAGEOFF),
    }  # fmt: skip


def program_entry(k: Kernel) -> dict[str, object]:
    """The pages of a file: the second and the eighteenth are in memory; what is mapped begins at the second."""
    vnode = k.make("vnode", v_type=1)
    pages = {1: b"second page of the file", 18: b"eighteenth page of the file"}
    ops = k.names.known["uvm_vnodeops"]
    target = {"pgops": int(ops), "uo_npages": len(pages)}
    if k.release == 6:
        rows = [k.page(text, offset=number * PAGE) for number, text in pages.items()]
        target["memq__tqh_first"] = k.list("vm_page", "listq.queue.tqe_next", rows)
    else:
        word, node = k.model.word, {}
        for number, text in pages.items():
            leaf = node.setdefault(number >> 4, k.take(16 * word))
            k.core.put(KVA, leaf + number % 16 * word, k.number(k.page(text, offset=number * PAGE) | 1))
        root = k.take(16 * word)
        for number, leaf in node.items():
            k.core.put(KVA, root + number * word, k.number(leaf | 2))
        target |= {"uo_pages__t_root": root | 3, "uo_pages__t_height": 2}
    k.set("uvm_object", vnode, **target)
    k.program = vnode
    return {
        "start": PROGRAM, "end": PROGRAM + 20 * PAGE, "object__uvm_obj": vnode, "offset": PAGE, "etype": 0x5,
        "protection": 5, "inheritance": 1,
    }  # fmt: skip


def plant_cpus(k: Kernel) -> None:
    k.cpus = []
    for number in range(2):
        times = b"".join(k.number(10 * state + number, 8) for state in range(5))
        idle = 0x5000 + number
        cpu = k.make(
            "cpu_info", ci_data__cpu_index=number, ci_cpuid=4 + number, ci_data__cpu_idlelwp=idle,
            ci_curlwp=idle if number == 0 else 0x9999, ci_data__cpu_schedstate__spc_cp_time=times,
        )  # fmt: skip
        k.set("cpu_info", cpu, ci_self=cpu)
        k.cpus.append(cpu)
    k.list("cpu_info", "ci_next", k.cpus)
    table = k.take(3 * k.model.word)
    k.core.put(KVA, table, b"".join(k.number(cpu) for cpu in k.cpus))
    k.variable("cpu_infos", table)
    k.variable("cpu_info_list", k.cpus[0])


def plant_messages(k: Kernel, text: bytes, size: int, start: int, magic: int = 0x063061) -> int:
    """Lay a message buffer: text written from ``start`` on into a ring of ``size`` bytes."""
    ring = bytearray(size)
    for number, byte in enumerate(text):
        ring[(start + number) % size] = byte
    head = b"".join(k.number(each) for each in (magic, (start + len(text)) % size, 0, size))
    where = k.take(len(head) + size)
    k.core.put(KVA, where, head + bytes(ring))
    k.variable("msgbufp", where)
    return where


def plant_system(k: Kernel) -> None:
    text = b"half a line\n<6>older\npanic: out of cheese\nplain\n"
    plant_messages(k, text, 64, 40)
    at = (40 + text.index(b"panic")) % 64
    k.variable("panicstr", k.text("out of %s"))
    k.variable("panicstart", at)
    k.variable("panicend", (at + len(b"panic: out of cheese\n")) % 64)
    k.variable("paniccpu", k.cpus[1])
    k.names.add("uvmexp", k.make("uvmexp", npages=5000, free=1200, swpages=900, swpginuse=100))
