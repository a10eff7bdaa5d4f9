"""A Solaris kernel with something of everything, laid by hand, in four data models."""

from __future__ import annotations

import pytest

import sunkvm

MODELS = ("amd64", "i386", "sparc", "sparcv9")


class Planted:
    """A kernel with two processes, and what lies where in it."""

    def __init__(self, kernel) -> None:
        self.kernel = kernel
        self.processes()
        self.threads()
        self.processors()
        self.open_files()
        self.address_space()
        self.messages()
        self.system()

    def processes(self) -> None:
        k = self.kernel
        self.global_zone = k.make(
            "zone", zone_name=k.string("global"), zone_nodename=k.string("hand"), zone_rootpath=k.string("/"),
            zone_id=0, zone_status=4, zone_nprocs=2,
        )  # fmt: skip
        self.web_zone = k.make(
            "zone", zone_name=k.string("web"), zone_nodename=k.string("web1"), zone_rootpath=k.string("/zones/web/root/"),
            zone_id=3, zone_status=5, zone_nprocs=0,
        )  # fmt: skip
        self.project = k.make("kproject", kpj_id=100, kpj_zoneid=0, kpj_nprocs=1)
        task = k.make("task", tk_tkid=77, tk_proj=self.project)
        minor, major = 9, 24
        dev = major << 32 | minor if k.bits == 64 else major << 18 | minor
        session = k.make("sess", s_sidp=k.make("pid", pid_id=1200), s_dev=dev)
        lonely = k.make("sess", s_sidp=k.make("pid", pid_id=0), s_dev=-1)
        self.sched = k.process(0, "sched", system=True, p_zone=self.global_zone, p_sessp=lonely)
        self.shell = k.process(
            1234, "ksh", next=self.sched, p_zone=self.global_zone, p_task=task, p_sessp=session, p_ppid=1
        )
        self.shell_as = int.from_bytes(
            self.read("proc", self.shell, "p_as"), "little" if k.order == "<" else "big"
        )  # fmt: skip
        self.practive = k.pointer("practive", self.shell)

    def read(self, struct, address, member) -> bytes:
        k = self.kernel
        offset, size = k.structs[struct][member]
        at = address + offset
        inside = at % k.page_size
        page = k.pages[k.kas, at - inside]
        if inside + size > k.page_size:
            return bytes(page[inside:]) + bytes(
                k.pages[k.kas, at - inside + k.page_size][: inside + size - k.page_size]
            )
        return bytes(page[inside : inside + size])

    def threads(self) -> None:
        k = self.kernel
        cv_ops = k.variable("cv_sobj_ops", k.integer(3, 4))
        self.wait = k.take(16)
        self.cpu0, self.cpu1 = (k.take(k.structs["cpu"][""]) for _ in range(2))
        self.idle = k.make("_kthread", t_state=4, t_pri=-1, t_procp=self.sched, t_cpu=self.cpu1)
        self.clock = k.make(
            "_kthread", t_state=1, t_pri=97, t_procp=self.sched, t_cpu=self.cpu0, t_startpc=self.wait
        )
        channel = k.words(0, self.wait)
        lwps = [k.take(64) for _ in range(2)]
        self.main = k.make(
            "_kthread", t_state=4, t_pri=59, t_tid=1, t_procp=self.shell, t_cpu=self.cpu0, t_lwp=lwps[0]
        )
        self.worker = k.make(
            "_kthread", t_state=1, t_pri=60, t_tid=2, t_procp=self.shell, t_cpu=self.cpu1, t_lwp=lwps[1],
            t_lwpchan=channel, t_sobj_ops=cv_ops,
        )  # fmt: skip
        self.ring("t_next", self.clock, self.idle, self.main, self.worker)
        self.ring("t_forw", self.clock, self.idle)
        self.ring("t_forw", self.main, self.worker)
        k.set("proc", self.shell, p_tlist=self.main, p_lwpcnt=2)
        k.set("proc", self.sched, p_tlist=self.clock)
        k.pointer("allthreads", self.clock, binding=0)

    def ring(self, link, *threads) -> None:
        for here, there in zip(threads, (*threads[1:], threads[0]), strict=True):
            self.kernel.set("_kthread", here, **{link: there})

    def processors(self) -> None:
        k = self.kernel
        busy = k.make("_disp", disp_nrunnable=4)
        k.set(
            "cpu", self.cpu0, cpu_id=0, cpu_flags=0x1B, cpu_next=self.cpu1, cpu_disp=busy, cpu_thread=self.main,
            cpu_idle_thread=self.clock, cpu_brandstr=k.string("Handmade"), cpu_curr_clock=2_400_000_000,
        )  # fmt: skip
        k.set(
            "cpu", self.cpu1, cpu_id=1, cpu_flags=0x2F, cpu_next=self.cpu0, cpu_disp=k.make("_disp"),
            cpu_thread=self.idle, cpu_idle_thread=self.idle,
        )  # fmt: skip
        k.pointer("cpu_list", self.cpu0)

    def vnode(self, type, path=None, rdev=0) -> int:
        k = self.kernel
        return k.make("vnode", v_type=type, v_path=k.string(path) if path else 0, v_rdev=rdev)

    def open_files(self) -> None:
        k = self.kernel
        self.program = self.vnode(1, "/usr/bin/ksh")
        rdev = 24 << 32 | 9 if k.bits == 64 else 24 << 18 | 9
        self.terminal = k.make(
            "file", f_flag=3, f_vnode=self.vnode(4, "/devices/pseudo/pts@0:9", rdev), f_offset=1 << 33
        )
        self.log = k.make("file", f_flag=2 | 8 | 0x2000, f_vnode=self.vnode(1, "/var/tmp/log"), f_offset=512)
        pipe = k.make("file", f_flag=1, f_vnode=self.vnode(6))
        self.nowhere = k.make("file", f_flag=1, f_vnode=k.next + 0x10000000)
        size = k.structs["uf_entry"][""]
        self.table = k.take(size * 8)
        for fd, file, flag in ((0, self.terminal, 0), (3, self.log, 1), (4, pipe, 0), (5, self.nowhere, 0)):
            k.set("uf_entry", self.table + fd * size, uf_file=file, uf_flag=flag)
        finfo = self.shell + k.offset("proc", "p_user") + k.offset("user", "u_finfo")
        k.set("uf_info", finfo, fi_nfiles=8, fi_list=self.table)
        k.set("proc", self.shell, p_exec=self.program)
        k.user(self.shell, u_cdir=self.vnode(2, "/export/home/hand"), u_rdir=0)

    def address_space(self) -> None:
        k = self.kernel
        self.segvn = k.symbol("segvn_ops", k.take(64))
        segkmem = k.symbol("segkmem_ops", k.take(64))
        top = 0x08047000 if k.bits == 32 else 0xFFFFFD7FFFE00000
        file = {"vp": self.program, "type": 2, "prot": 0xD, "offset": 0}
        data = [
            (0x400000, 0x3000, k.make("segvn_data", **file), self.segvn),
            (0x500000, 0x1000, k.make("segvn_data", **(file | {"prot": 0xB, "offset": 0x2000})), self.segvn),
            (0x600000, 0x8000, k.make("segvn_data", type=2, prot=0xB), self.segvn),
            (0x700000, 0x2000, k.make("segvn_data", type=1, prot=9), self.segvn),
            (top - 0x5000, 0x5000, k.make("segvn_data", type=2, prot=0xB), self.segvn),
        ]
        k.set("proc", self.shell, p_brkbase=0x601000, p_brksize=0x2000, p_stksize=0x5000, p_usrstack=top)
        self.segments = self.tree(self.shell_as, data)
        kernel = [(k.next & ~0xFFFFFF, 0x1000000, 0, segkmem)]
        self.kernel_segments = self.tree(k.kas, kernel)

    def tree(self, as_kva, data) -> list[int]:
        """Plant segments as an AVL tree of the address space; return them in order."""
        k = self.kernel
        segments = [
            k.make("seg", s_base=base, s_size=size, s_as=as_kva, s_ops=ops, s_data=of)
            for base, size, of, ops in data
        ]
        back = k.offset("seg", "s_tree")

        def balance(low: int, high: int) -> int:
            if low >= high:
                return 0
            middle = (low + high) // 2
            node = segments[middle] + back
            k.set("avl_node", node, avl_child=k.words(balance(low, middle), balance(middle + 1, high)))
            return node

        tree = as_kva + k.offset("as", "a_segtree")
        k.set(
            "avl_tree", tree, avl_root=balance(0, len(segments)), avl_offset=back, avl_numnodes=len(segments)
        )
        return segments

    def messages(self) -> None:
        k = self.kernel
        self.blocks, following = [], 0
        texts = (b"\rhand-laid kernel\n", b"NOTICE: two\nlines\n", b"last")
        for number, text in reversed(list(enumerate(texts))):
            control = k.make("log_ctl", ttime=1_399_999_000 + number, seq_no=number + 1, pri=5)
            body = k.make("msgb", b_rptr=k.string(text))
            following = k.make("msgb", b_next=following, b_rptr=control, b_cont=body)
            self.blocks.insert(0, following)
        self.queue = k.make("queue", q_first=following)
        k.pointer("log_recentq", self.queue, binding=0)

    def system(self) -> None:
        k = self.kernel
        k.variable("avenrun", b"".join(k.integer(value, 4) for value in (128, 256, 384)))
        swap2 = k.make(
            "swapinfo", si_pname=k.string("/swapfile"), si_npgs=100, si_nfpgs=100, si_soff=k.page_size
        )
        swap1 = k.make(
            "swapinfo",
            si_pname=k.string("/dev/zvol/dsk/rpool/swap"),
            si_npgs=1000,
            si_nfpgs=250,
            si_next=swap2,
        )
        self.swaps = swap1, swap2
        k.pointer("swapinfo", swap1)
        anon = k.make("k_anoninfo", ani_max=1100, ani_free=300, ani_phys_resv=900, ani_mem_resv=50)
        k.symbol("k_anoninfo", anon)
        k.pointer("availrmem", 2000)
        k.pointer("swapfs_minfree", 500)
        self.modules = [k.take(k.structs["modctl"][""]) for _ in range(3)]
        kernel_text = k.make("module", text=0x1000, text_size=0x2000, data=0x8000, data_size=0x100)
        for number, (name, loaded, details) in enumerate(
            (("unix", 1, kernel_text), ("genunix", 1, 0), ("zfs", 0, 0))
        ):
            k.set(
                "modctl", self.modules[number], mod_next=self.modules[(number + 1) % 3], mod_id=number,
                mod_modname=k.string(name), mod_filename=k.string(f"/kernel/{name}"), mod_loaded=loaded,
                mod_mp=details, mod_ref=number,
            )  # fmt: skip
        k.symbol("modules", self.modules[0])
        head = k.take(k.structs["list"][""])
        self.zone_head = head + k.offset("list", "list_head")
        link = k.offset("zone", "zone_linkage")
        nodes = [self.zone_head, self.global_zone + link, self.web_zone + link]
        k.set("list", head, list_offset=link)
        for here, there in zip(nodes, (*nodes[1:], nodes[0]), strict=True):
            k.set("list_node", here, list_next=there)
        k.symbol("zone_active", head, binding=0)
        other = k.make("kproject", kpj_id=3, kpj_zoneid=0, kpj_nprocs=0, kpj_next=self.project)
        k.set("kproject", self.project, kpj_next=other)
        k.pointer("proj0p", self.project)

    def panic(self) -> None:
        """Plant what a panic leaves."""
        k = self.kernel
        registers = b"".join(
            name.encode().ljust(16, b"\0") + k.integer(value, 8)
            for name, value in (("r0", 7), ("pc", 1 << 63))
        )
        head = k.integer(2, 4) + k.integer(48 + len(registers), 4)
        uuid = b"0b9c2e0f-9f3b-4a6e-8f55-0123456789ab".ljust(40, b"\0")
        k.variable("panicbuf", head + uuid + registers + b"BAD TRAP: by hand\0" + bytes(100))
        k.pointer("panic_thread", self.main)


@pytest.fixture(params=MODELS)
def planted(request, solaris_kernel):
    """Return a kernel with something of everything, to change before it is opened."""
    return Planted(solaris_kernel(request.param))


@pytest.fixture
def opened(tmp_path):
    """Return a function that packs a kernel and opens it; what it opens is closed at the end."""
    images = []

    def open_kernel(kernel, *, overlay=False, writable=False, **options):
        path = kernel.pack(tmp_path / f"vmcore.{len(images)}", **options)
        images.append(sunkvm.open(None, path, overlay=overlay, writable=writable))
        return images[-1]

    yield open_kernel
    for image in images:
        image.close()
