"""A DragonFly kernel laid by hand into memory; see `freebsd_kernel`, whose tools it uses."""

from __future__ import annotations

import struct

from sunkvm import datamodel
from sunkvm.corefile import KVA
from sunkvm.layouts import LayoutChain
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.space import AddressSpace

from .freebsd_kernel import PAGE, Kernel, Memory, Names

BOOT = 1_600_000_000
USRSTACK = 0x7FFFFFE00000
LISTS = 8


class DragonflyKernel(Kernel):
    """A kernel in the making; `open` gives its image."""

    def __init__(self) -> None:
        self.release = 5
        self.model = datamodel.AMD64
        self.core = Memory(self.model)
        self.core.personality = "dragonfly"
        self.names = Names()
        self.next = 0xFFFF_F800_8000_0000
        self.space = AddressSpace(self.core, KVA, "kernel")
        self.layouts = LayoutChain([BuiltinTables("dragonfly", self.model, self.space, self.names)])
        self.variable("osreldate", 500901, 4)
        self.lists: list[list[int]] = [[] for _ in range(LISTS)]
        self.gds = [self.make("globaldata", gd_cpuid=number) for number in range(2)]

    def tree(self, struct, link, nodes):
        """Link (address, left, right) triples, the first being the root; return it."""
        for kva, left, right in nodes:
            self.set(struct, kva, **{f"{link}__rbe_left": left, f"{link}__rbe_right": right})
            for child in (left, right):
                if child:
                    self.set(struct, child, **{f"{link}__rbe_parent": kva})
        return nodes[0][0]

    def cred(self, uid, jail=0):
        groups = struct.pack("<16I", 20, 21, *[0] * 14)
        return self.make(
            "ucred", cr_uid=uid, cr_ngroups=2, cr_groups=groups, cr_ruid=uid + 1, cr_svuid=uid + 2, cr_rgid=50,
            cr_svgid=51, cr_prison=jail,
        )  # fmt: skip

    def lwp(self, proc, tid, *, stat=3, flags=8, wmesg="kqread", td_flags=0, cpu=1, mpflags=0):
        thread = self.make(
            "thread", td_gd=self.gds[cpu], td_pri=100 + tid, td_wmesg=self.text(wmesg) if wmesg else 0,
            td_wchan=0x4321 if wmesg else 0, td_comm=b"lwp%d" % tid, td_flags=td_flags, td_proc=proc,
            td_uticks=1000 * tid, td_sticks=2000 * tid, td_iticks=3,
        )  # fmt: skip
        lwp = self.make(
            "lwp", lwp_proc=proc, lwp_tid=tid, lwp_stat=stat, lwp_flags=flags, lwp_mpflags=mpflags, lwp_thread=thread,
            lwp_pctcpu=7, lwp_slptime=8, lwp_cpticks=9, lwp_lock=1,
        )  # fmt: skip
        self.set("thread", thread, td_lwp=lwp)
        return lwp

    def process(self, pid, *, uid=1000, comm=b"prog", stat=2, flags=0x4000, lwps=1, list=None, **members):
        """Add a process with so many lwps: 1, then 2 on its right, then 3 on its left."""
        session = self.make("session", s_sid=pid, s_login=b"user", s_ttyp=members.pop("tty", 0))
        group = self.make("pgrp", pg_id=pid, pg_session=session, pg_jobc=2)
        vmspace = self.make(
            "vmspace", vm_map__size=0x100000, vm_map__max_addr=USRSTACK, vm_tsize=8192, vm_dsize=12288, vm_ssize=4096,
            vm_daddr=0x800000,
        )  # fmt: skip
        self.set("pmap", vmspace + self.offset("vmspace", "vm_pmap"), pm_stats__resident_count=33)
        vmspace = members.pop("p_vmspace", vmspace)
        proc = self.make(
            "proc", p_pid=pid, p_stat=stat, p_ucred=members.pop("cred", None) or self.cred(uid), p_comm=comm,
            p_flags=flags, p_pgrp=group, p_vmspace=vmspace, p_nthreads=lwps, p_start__tv_sec=BOOT + pid,
            p_start__tv_usec=500000, p_nice=-3 & 0xFF, p_sigacts=self.make("sigacts"), **members,
        )  # fmt: skip
        self.set("session", session, s_leader=proc)
        if lwps:
            made = [self.lwp(proc, number + 1) for number in range(lwps)] + [0, 0]
            self.set("proc", proc, p_lwp_tree__rbh_root=made[0])
            self.tree("lwp", "u__lwp_rbnode", [(made[0], made[2], made[1])])
        self.lists[pid % LISTS if list is None else list].append(proc)
        return proc

    def root_of(self, proc, root):
        """Give a process a page table: ``root`` is any page of the kernel; return its physical address."""
        vmspace = int.from_bytes(self.space.read(proc + self.offset("proc", "p_vmspace"), 8), "little")
        self.set("vmspace", vmspace, vm_pmap__pm_pml4=root)
        self.set("pmap", vmspace + self.offset("vmspace", "vm_pmap"), pm_pml4=root)
        return root & 0xFFFFFF

    def seal(self):
        """Write the lists of processes."""
        size = self.layouts.layout("procglob").size
        array = self.take(LISTS * size)
        for number, entries in enumerate(self.lists):
            self.set(
                "procglob",
                array + number * size,
                allproc__lh_first=self.list("proc", "p_list.le_next", entries),
            )
        self.names.add("procglob", array)
        self.variable("allproc_hsize", LISTS, 4)
        self.variable("nprocs", sum(map(len, self.lists)), 4)
        return self


def plant_stack(k, space, argv, env):
    """Lay a process's ps_strings, vectors and strings out below the top of its address space."""
    at, vectors = USRSTACK - 0x800, []
    for strings in (argv, env):
        pointers = []
        for text in strings:
            k.core.put(space, at, text + b"\0")
            pointers.append(at)
            at += len(text) + 1
        at = -(-at // 16) * 16
        k.core.put(space, at, b"".join(k.number(pointer) for pointer in [*pointers, 0]))
        vectors.append((at, len(strings)))
        at += 8 * (len(strings) + 1)
    k.core.put(space, USRSTACK - 32, b"".join(k.number(where) + k.number(count) for where, count in vectors))


def full_kernel():
    """A kernel with something of everything."""
    k = DragonflyKernel()
    k.variable("ostype", b"DragonFly\0")
    k.variable("osrelease", b"5.9-DEVELOPMENT\0")
    k.variable("version", b"DragonFly v5.9.0.1-DEVELOPMENT #0: today\n\0")
    k.variable("hostname", b"leaf\0")
    k.variable("averunnable", struct.pack("<3Qq", 2048, 1024, 512, 2048))
    k.variable("fscale", 2048, 4)
    k.variable("ncpus", 2, 4)
    k.variable("time_uptime", 5000)
    k.variable("time_second", BOOT + 5000)
    k.variable("boottime", struct.pack("<2q", BOOT, 5))
    k.variable("physmem", 1000)
    k.names.add("vmstats", k.make("vmstats", v_page_count=900, v_free_count=100))
    plant_processes(k)
    plant_system(k)
    return k.seal()


def plant_processes(k):
    jail = k.make("prison", pr_id=7, pr_host=b"web.leaf")
    k.variable("allprison", jail)
    dev = k.make("cdev", si_umajor=5, si_uminor=3, si_name=b"ttyv3")
    tty = k.make("tty", t_dev=dev)
    k.process(0, uid=0, comm=b"swapper", flags=0x200)
    cached = k.process(100, uid=1001, comm=b"cached", flags=0x4002, tty=tty, lwps=3)
    line = b"cached\0--with\0three words\0"
    args = k.take(8 + len(line))
    k.set("pargs", args, ar_ref=1, ar_length=len(line))
    k.core.put(KVA, args + k.offset("pargs", "ar_args"), line)
    k.set("proc", cached, p_args=args)
    group = int.from_bytes(k.space.read(cached + k.offset("proc", "p_pgrp"), 8), "little")
    k.set("tty", tty, t_pgrp=group, t_session=int.from_bytes(k.space.read(group + 24, 8), "little"))
    stacked = k.process(101, comm=b"stacked", cred=k.cred(1002, jail), lwps=2, p_pptr=cached)
    k.root = k.root_of(stacked, k.take(PAGE))
    plant_stack(k, k.root, [b"/bin/stacked", b"-x", b""], [b"HOME=/root", b"TERM=vt100"])
    k.process(102, comm=b"zombie", stat=4, lwps=0, p_vmspace=0)
    k.process(103, comm=b"stopped", stat=3)
    k.procs = {"cached": cached, "stacked": stacked}
    plant_names(k)
    plant_files(k, stacked)
    plant_map(k, stacked)


def plant_names(k):
    """Names: / and, mounted on /home, a file system with the file u/notes."""

    def name(text, parent=0):
        where = k.text(text) if text else 0
        return k.make("namecache", nc_name=where, nc_nlen=len(text), nc_parent=parent)

    k.root_name, outer = name(""), k.make("mount")
    home = name("home", k.root_name)
    top, inner = name(""), k.make("mount")
    k.set("mount", outer, mnt_ncmountpt__ncp=k.root_name, mnt_ncmountpt__mount=outer)
    k.set(
        "mount", inner, mnt_ncmountpt__ncp=top, mnt_ncmountpt__mount=inner, mnt_ncmounton__ncp=home,
        mnt_ncmounton__mount=outer,
    )  # fmt: skip
    k.directory = name("u", top)
    k.notes = name("notes", k.directory)
    k.outer, k.inner = outer, inner


def plant_files(k, proc):
    root = k.make("vnode", v_type=2, v_mount=k.outer, v_namecache__tqh_first=k.root_name)
    cwd = k.make("vnode", v_type=2, v_mount=k.inner, v_namecache__tqh_first=k.directory)
    k.vnode = k.make("vnode", v_type=1, v_mount=k.inner, v_namecache__tqh_first=k.notes)
    cdev = k.make("cdev", si_umajor=4, si_uminor=9, si_name=b"null")
    device = k.make("vnode", v_type=4, v_un__vu_cdev__vu_cdevinfo=cdev)
    files = [
        k.make("file", f_type=1, f_flag=3, f_offset=77, f_data=k.vnode, f_count=2, f_msgcount=1,
               f_nchandle__ncp=k.notes, f_nchandle__mount=k.inner),
        0,
        k.make("file", f_type=2, f_flag=7, f_data=0x5150, f_count=1),
        k.make("file", f_type=1, f_flag=0x0A, f_data=device, f_count=1),
    ]  # fmt: skip
    size = k.layouts.layout("fdnode").size
    table = k.take(size * len(files))
    for number, file in enumerate(files):
        k.set("fdnode", table + number * size, fp=file, fileflags=number == 2)
    fd = k.make(
        "filedesc", fd_files=table, fd_nfiles=len(files), fd_cdir=cwd, fd_rdir=root, fd_ncdir__ncp=k.directory,
        fd_ncdir__mount=k.inner, fd_nrdir__ncp=k.root_name, fd_nrdir__mount=k.outer,
    )  # fmt: skip
    k.set("proc", proc, p_fd=fd, p_textvp=k.vnode, p_textnch__ncp=k.notes, p_textnch__mount=k.inner)
    k.files = files
    k.variable("nfiles", 3, 4)


def plant_map(k, proc):
    """Seven entries in a tree of three levels; return their addresses in order."""
    vnode_object = k.make("vm_object", type=2, handle=k.vnode)
    bottom = k.make("vm_map_backing", object=vnode_object, offset=0x3000)
    swapped = k.make("vm_object", type=1)
    device = k.make("vm_object", type=3)
    rows = [
        {"ba__object": vnode_object, "ba__offset": 0x1000, "eflags": 4, "protection": 5, "inheritance": 1},
        {"ba__object": swapped, "ba__backing_ba": bottom, "eflags": 4, "protection": 3, "inheritance": 1},
        {"ba__object": swapped, "protection": 3, "inheritance": 1},
        {"ba__object": device, "protection": 3, "inheritance": 0},
        {"maptype": 4, "ba__object": 0x1234, "protection": 1, "inheritance": 0},
        {"protection": 0, "inheritance": 2},
        {"eflags": 2, "ba__object": swapped, "protection": 3, "inheritance": 1},
    ]
    starts = [0x400000, 0x600000, 0x800000, 0xA00000, 0xC00000, 0xD00000, USRSTACK - 0x100000]
    k.entries = [
        k.make("vm_map_entry", **({"maptype": 1} | row), ba__start=start, ba__end=start + 0x100000)
        for row, start in zip(rows, starts, strict=True)
    ]
    e = k.entries
    root = k.tree("vm_map_entry", "rb_entry", [(e[3], e[1], e[5]), (e[1], e[0], e[2]), (e[5], e[4], e[6])])
    vmspace = int.from_bytes(k.space.read(proc + k.offset("proc", "p_vmspace"), 8), "little")
    k.map = vmspace + k.offset("vmspace", "vm_map")
    k.set("vm_map", k.map, rb_root__rbh_root=root, nentries=7)
    kernel_entry = k.make(
        "vm_map_entry", maptype=1, protection=3, ba__start=1 << 63, ba__end=(1 << 63) + PAGE
    )
    k.names.add(
        "kernel_map",
        k.make(
            "vm_map",
            min_addr=0xFFFF_F800_4000_0000,
            max_addr=0xFFFF_FFFF_E000_0000,
            rb_root__rbh_root=kernel_entry,
        ),
    )


def plant_system(k):
    text = b"half a line\n<6>older\n<118>newer\nplain\n"
    size, end = 64, 200
    ring = bytearray(size)
    for number, byte in enumerate(text):
        ring[(end - len(text) + number) % size] = byte
    room = k.take(size)
    k.core.put(KVA, room, bytes(ring))
    k.msgbuf = k.make(
        "msgbuf", msg_ptr=room, msg_magic=0x063064, msg_size=size, msg_bufx=end, msg_bufr=end - len(text)
    )
    k.variable("msgbufp", k.msgbuf)
    k.variable("panicstr", k.text("out of cheese"))
    k.thread = k.make("thread", td_gd=k.gds[1], td_comm=b"idle_1", td_flags=2)
    k.set("globaldata", k.gds[1], gd_tdallq__tqh_first=k.thread)
    k.variable("dumpthread", k.thread)
    k.names.add("dumppcb", k.make("pcb", pcb_rip=0xFFFF_FFFF_8040_1234, pcb_rsp=0x77))
    for number, gd in enumerate(k.gds):
        idle = gd + k.offset("globaldata", "gd_idlethread")
        counts = struct.pack("<8Q", *(10 * at + number for at in range(1, 9)))
        where = k.take(64)
        k.core.put(KVA, where, counts)
        k.set("globaldata", gd, gd_curthread=idle if number else k.thread, gd_nchstats=where)
    k.variable("CPU_prvspace", b"".join(k.number(gd) for gd in (*k.gds, 0)))
    times = [
        struct.pack("<5Q", *(1000 * at + cpu for at in range(1, 6))).ljust(104, b"\0") for cpu in range(2)
    ]
    k.variable("cputime_percpu", b"".join(times))
    dev = k.make("cdev", si_name=b"da0s1b", si_umajor=4, si_uminor=2)
    array = k.take(3 * 32)
    k.set("swdevt", array, sw_nblks=1000, sw_nused=100, sw_device=dev, sw_dev=0x402, sw_flags=1)
    k.set("swdevt", array + 64, sw_nblks=500, sw_nused=5, sw_dev=0x403)
    k.variable("swdevt", array)
    k.variable("nswdev", 3, 4)
    modules = [
        k.make(
            "linker_file",
            id=number,
            filename=k.text(name),
            refs=number,
            address=0x100000 * number,
            size=0x5000,
        )
        for number, name in ((1, "kernel"), (2, "hammer2.ko"))
    ]
    k.variable("linker_files", k.list("linker_file", "link.tqe_next", modules))
