"""A NetBSD kernel laid by hand into memory, by the names of the built-in tables."""

import struct

from sunkvm import datamodel
from sunkvm.corefile import KVA, PHYS
from sunkvm.layouts import LayoutChain
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.space import AddressSpace

from ..personalities import freebsd_kernel as base

VERSIONS = {6: "6.99.16", 10: "10.99.12"}
USER = {64: 0x7F7FFF000000, 32: 0xBF000000}
FRAME = 0x300000


class Memory(base.Memory):
    personality = "netbsd"
    path = "netbsd.core"


class Kernel(base.Kernel):
    """A kernel in the making; `open` gives its image."""

    def __init__(self, release, arch):
        self.release = release
        self.model = datamodel.MODELS[arch]
        self.core = Memory(self.model)
        self.names = base.Names()
        self.next = base.BASE[self.model.bits]
        self.space = AddressSpace(self.core, KVA, "kernel")
        self.layouts = LayoutChain([BuiltinTables("netbsd", self.model, self.space, self.names)])
        self.variable("version", f"NetBSD {VERSIONS[release]} (TEST) #0: today\n".encode() + b"\0")
        self.controlt = 2 if release == 6 else 1
        self.frame = FRAME

    def cred(self, uid, groups=3):
        numbers = b"".join(self.number(100 + each, 4) for each in range(16))
        return self.make(
            "kauth_cred", cr_refcnt=7, cr_uid=uid + 1, cr_euid=uid, cr_svuid=uid + 2, cr_gid=50, cr_egid=60 + uid,
            cr_svgid=51, cr_ngroups=groups, cr_groups=numbers,
        )  # fmt: skip

    def lwp(self, lid, **members):
        prev = self.take(8)
        self.core.put(KVA, prev, self.number(0xABCDE0 + lid))
        values = {
            "l_lid": lid, "l_stat": 3, "l_flag": 0x80, "l_priority": 43, "l_swtime": 12, "l_slptime": 34,
            "l_wchan": 0x1234, "l_wmesg": self.text(f"wait{lid}"), "l_runq__tqe_prev": prev, "l_cpticks": 5,
            "l_pctcpu": 6, "l_rtime__sec": 70 + lid, "l_rtime__frac": 1 << 63, "l_name": self.text(f"worker{lid}"),
        }  # fmt: skip
        return self.make("lwp", **values | members)

    def proc(self, pid, *, lwps=(), uid=1001, group=None, lflag=0, stat=2, **members):
        stats = self.make(
            "pstats", p_start__tv_sec=1600000000, p_start__tv_usec=5, p_ru__ru_utime__tv_sec=3, p_ru__ru_maxrss=99,
            p_cru__ru_utime__tv_usec=700000, p_cru__ru_stime__tv_usec=600000,
        )  # fmt: skip
        space = self.make("vmspace", vm_map__size=0x9000, vm_tsize=5, vm_dsize=6, vm_ssize=7, vm_issize=2)
        values = {
            "p_pid": pid, "p_stat": stat, "p_flag": 0x4000, "p_lflag": lflag, "p_cred": self.cred(uid),
            "p_pgrp": group or self.group(pid), "p_vmspace": space, "p_stats": stats, "p_nlwps": len(lwps),
            "p_nrlwps": len(lwps), "p_comm": f"proc{pid}".encode(), "p_nice": 20, "p_uticks": 11, "p_sticks": 22,
            "p_iticks": 33, "p_pctcpu": 44, "p_exitsig": 20, "p_xstat": 0x100, "p_xexit": 1, "p_xsig": 0,
            "p_rtime__sec": 8, "p_rtime__frac": 1 << 62, "p_traceflag": 9, "p_acflag": 2,
            "p_sigctx__ps_sigignore": self.number(0x10, 4), "p_sigpend__sp_set": self.number(0x20, 4),
            "p_lwps__lh_first": self.list("lwp", "l_sibling.le_next", list(lwps)),
        }  # fmt: skip
        return self.make("proc", **values | members)

    def group(self, pgid, *, session=None, jobc=3):
        return self.make("pgrp", pg_id=pgid, pg_jobc=jobc, pg_session=session or self.session(pgid))

    def session(self, sid, **members):
        return self.make("session", s_sid=sid, s_login=b"user%d" % sid, **members)

    def user(self, proc, at, pages, slot=0):
        """Give a process anonymous memory at an address, whose amap begins with slots of somebody else."""
        word, size = self.model.word, base.PAGE
        anons = self.take(word * (slot + len(pages)))
        other = self.make("vm_anon", an_page=self.make("vm_page", phys_addr=self.frame))
        self.core.put(PHYS, self.frame, b"not this page".ljust(size, b"!"))
        self.frame += size
        for number in range(slot):
            self.core.put(KVA, anons + word * number, self.number(other))
        for number, data in enumerate(pages):
            # The lowest bits of newer kernels tell of free lists.
            junk = 0x155 if self.release == 10 else 0
            page = self.make("vm_page", phys_addr=self.frame | junk)
            self.core.put(PHYS, self.frame, data.ljust(size, b"\0"))
            anon = self.make("vm_anon", an_page=page)
            self.core.put(KVA, anons + word * (slot + number), self.number(anon))
            self.frame += size
        amap = self.make("vm_amap", am_nslot=slot + len(pages), am_anon=anons)
        entry = self.make(
            "vm_map_entry", start=at, end=at + size * len(pages), aref__ar_amap=amap, aref__ar_pageoff=slot
        )
        space = self.value("proc", proc, "p_vmspace")
        header = space + self.offset("vmspace", "vm_map.header")
        self.set("vm_map_entry", header, next=entry, prev=entry)
        self.set("vm_map_entry", entry, next=header, prev=header)
        self.set("vmspace", space, vm_map__nentries=1)

    def value(self, struct_name, where, name):
        field = base.member(self.layouts, self.layouts.layout(struct_name), name)
        data, _ = self.space.read_some(where + field.offset, field.size)
        return int.from_bytes(data, self.model.byteorder)

    def arguments(self, proc, argv, env):
        """Lay a process's ps_strings, vectors and strings out."""
        at, word = USER[self.model.bits], self.model.word
        text, places = bytearray(64), []
        for string in (*argv, *env):
            places.append(at + len(text))
            text += string + b"\0"
        text += bytes(-len(text) % 16)
        vectors = []
        for pointers in (places[: len(argv)], places[len(argv) :]):
            vectors.append(at + len(text))
            text += b"".join(self.number(pointer) for pointer in (*pointers, 0))
        order = self.model.order
        code = f"{order}QI4xQI4x" if word == 8 else f"{order}4I"
        struct.pack_into(code, text, 0, vectors[0], len(argv), vectors[1], len(env))
        size = base.PAGE
        pages = [bytes(text[start : start + size]) for start in range(0, len(text), size)]
        self.user(proc, at, pages, slot=3)
        self.set("proc", proc, p_psstrp=at)


def full_kernel(release, arch):
    """A kernel with init, a shell of two lwps, one whose lwp is on no queue, a marker, and a zombie."""
    k = Kernel(release, arch)
    session = k.session(77)
    group = k.group(88, session=session)
    init = k.proc(1, lwps=[k.lwp(1)], group=group, lflag=k.controlt)
    other = k.group(99, session=k.session(99))
    tty = k.make("tty", t_dev=0x12300000501, t_session=session, t_pgrp=other)
    k.set("session", session, s_ttyp=tty, s_ttyvp=0x1000, s_leader=init)
    shell = k.proc(200, lwps=[k.lwp(2), k.lwp(1)], uid=1002, group=group, p_pptr=init)
    lost = k.proc(300, lwps=[k.lwp(1, l_runq__tqe_prev=0, l_name=0)], group=other, p_pptr=init)
    marker = k.make("proc", p_flag=0x8000_0000)
    zombie = k.proc(400, group=group, stat=5, p_pptr=shell, p_vmspace=0)
    k.procs = {1: init, 200: shell, 300: lost, 400: zombie}
    k.variable("allproc", k.list("proc", "p_list.le_next", [init, marker, shell, lost]))
    k.variable("zombproc", zombie)
    k.variable("nprocs", 4, 4)
    pad = bytes(4) if k.model.bits == 64 else b""
    load = struct.pack(f"{k.model.order}3I", 2048, 1024, 512) + pad + k.number(2048)
    k.variable("averunnable", load)
    k.arguments(shell, [b"/bin/sh", b"-c", b"echo hello"], [b"HOME=/root", b"TERM=vt100"])
    files = [k.make("file", f_type=each, f_count=9 + each) for each in (1, 2, 3)]
    k.variable("filehead", k.list("file", "f_list.le_next", files))
    k.variable("nfiles", 3, 4)
    k.files = files
    return k
