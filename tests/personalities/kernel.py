"""A Solaris kernel laid by hand into memory and packed as a vmcore: shares nothing with the reader but the facts.

Offsets are those of compilers (tests/data/illumos_structs), or written out here for the structs that stand there not.
The file is packed from the description of the format: header, symbols, frame table, hash of translations, pages.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "illumos_structs"

# name: (bits, byte order, page size, kas, address of the first thing planted)
MODELS = {
    "i386": (32, "<", 4096, 0xFEC10040, 0xD4000000),
    "amd64": (64, "<", 4096, 0xFFFFFFFFFBC30A40, 0xFFFFFF01CA000000),
    "sparc": (32, ">", 4096, 0xF0210040, 0xF5000000),
    "sparcv9": (64, ">", 8192, 0x1836040, 0x30001000000),
}

# Members that the tests set: (offset, size) for LP64 and ILP32; the sizes of the structs at the end. sys/cpuvar.h,
# sys/disp.h, sys/file.h, sys/zone.h, sys/list.h, sys/task.h, sys/project.h, sys/kobj.h of illumos 2013-10. Where i386
# and sparc differ (8-byte members), the alignment is worked out by hand.
EXTRA = {
    64: {
        "_disp": {"disp_nrunnable": (36, 4), "": 56},
        "file": {"f_flag": (8, 2), "f_vnode": (16, 8), "f_offset": (24, 8), "": 56},
        "list": {"list_offset": (8, 8), "list_head": (16, 16), "": 32},
        "list_node": {"list_next": (0, 8), "list_prev": (8, 8), "": 16},
        "zone": {
            "zone_name": (0, 8),
            "zone_nodename": (8, 8),
            "zone_linkage": (40, 16),
            "zone_id": (56, 4),
            "zone_rootpath": (136, 8),
            "zone_status": (148, 4),
            "zone_nprocs": (664, 8),
            "": 688,
        },
        "task": {"tk_tkid": (0, 4), "tk_proj": (8, 8), "": 160},
        "kproject": {
            "kpj_id": (0, 4),
            "kpj_zoneid": (4, 4),
            "kpj_next": (40, 8),
            "kpj_nprocs": (200, 8),
            "": 216,
        },
        "module": {
            "text_size": (128, 8),
            "data_size": (136, 8),
            "text": (144, 8),
            "data": (152, 8),
            "": 376,
        },
    },
    32: {
        "_disp": {"disp_nrunnable": (20, 4), "": 40},
        "file": {"f_flag": (8, 2), "f_vnode": (12, 4), "f_offset": (16, 8), "": 40},
        "list": {"list_offset": (4, 4), "list_head": (8, 8), "": 16},
        "list_node": {"list_next": (0, 4), "list_prev": (4, 4), "": 8},
        "module": {"text_size": (84, 4), "data_size": (88, 4), "text": (92, 4), "data": (96, 4), "": 212},
        "task": {"tk_tkid": (0, 4), "tk_proj": (8, 4), "": 120},
        "kproject": {
            "kpj_id": (0, 4),
            "kpj_zoneid": (4, 4),
            "kpj_next": (28, 4),
            "kpj_nprocs": (168, 8),
            "": 184,
        },
        "zone": {
            "zone_name": (0, 4),
            "zone_nodename": (4, 4),
            "zone_linkage": (24, 8),
            "zone_id": (32, 4),
            "zone_rootpath": (92, 4),
            "zone_status": (100, 4),
            "": 480,
        },
    },
}
_CPU = {"cpu_id": (0, 4), "cpu_flags": (8, 2)}
_CPU_LP64 = {"cpu_thread": (24, 8), "cpu_idle_thread": (32, 8), "cpu_next": (88, 8), "cpu_disp": (208, 8)}
_CPU_ILP32 = {"cpu_thread": (16, 4), "cpu_idle_thread": (20, 4), "cpu_next": (48, 4), "cpu_disp": (108, 4)}
OWN = {
    "amd64": {
        "cpu": _CPU
        | _CPU_LP64
        | {"cpu_brandstr": (1464, 8), "cpu_curr_clock": (1496, 8), "cpu_acct": (1296, 24), "": 2152}
    },
    "sparcv9": {
        "cpu": _CPU
        | _CPU_LP64
        | {"cpu_brandstr": (1464, 8), "cpu_curr_clock": (1496, 8), "cpu_acct": (1296, 24), "": 3640}
    },
    "i386": {
        "cpu": _CPU
        | _CPU_ILP32
        | {"cpu_brandstr": (1256, 4), "cpu_curr_clock": (1272, 8), "cpu_acct": (1092, 24), "": 1776},
        "zone": EXTRA[32]["zone"] | {"zone_nprocs": (440, 8)},
    },
    "sparc": {
        "cpu": _CPU
        | _CPU_ILP32
        | {"cpu_brandstr": (1260, 4), "cpu_curr_clock": (1280, 8), "cpu_acct": (1096, 24), "": 2688},
        "zone": EXTRA[32]["zone"] | {"zone_nprocs": (456, 8)},
    },
}


class Kernel:
    """Memory of one kernel: kernel space and address spaces of processes, and its symbols."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.bits, self.order, self.page_size, self.kas, self.next = MODELS[model]
        self.word = self.bits // 8
        compiled = json.loads((DATA / f"{model}.json").read_text())["structs"]
        self.structs = {
            name: {member: (offset, size) for member, offset, size, *_ in members} | {"": total}
            for name, (total, _, members) in compiled.items()
        }
        for name, members in (EXTRA[self.bits] | OWN[model]).items():
            self.structs.setdefault(name, members)
        self.pages: dict[tuple[int, int], bytearray] = {}  # (address space, page address) -> bytes
        self.symbols: list[tuple[str, int, int, int]] = [
            ("kas", self.kas, 1, 1)
        ]  # name, value, type, binding
        self.shared: dict[tuple[int, int], tuple[int, int]] = {}  # pages that are another page too
        self.write(self.kas, bytes(self.structs["as"][""]))

    # Memory

    def write(self, address: int, data: bytes, space: int | None = None) -> None:
        space = self.kas if space is None else space
        while data:
            inside = address % self.page_size
            page = self.pages.setdefault((space, address - inside), bytearray(self.page_size))
            part = data[: self.page_size - inside]
            page[inside : inside + len(part)] = part
            address, data = address + len(part), data[len(part) :]

    def take(self, size: int) -> int:
        """Return the address of room for so many bytes, none of it used before."""
        address = self.next
        self.next += -(-size // 16) * 16
        self.write(address, bytes(size))
        return address

    def new_page(self) -> int:
        """Go on at the start of a page."""
        self.next = -(-self.next // self.page_size) * self.page_size
        return self.next

    def integer(self, value: int, size: int) -> bytes:
        return (value & ((1 << 8 * size) - 1)).to_bytes(size, "little" if self.order == "<" else "big")

    def words(self, *values: int) -> bytes:
        return b"".join(self.integer(value, self.word) for value in values)

    def string(self, text: str | bytes, at: int | None = None) -> int:
        raw = (text.encode() if isinstance(text, str) else text) + b"\0"
        address = self.take(len(raw)) if at is None else at
        self.write(address, raw)
        return address

    def offset(self, name: str, member: str) -> int:
        return self.structs[name][member][0]

    def set(self, name: str, address: int, **members: int | bytes) -> int:
        for member, value in members.items():
            offset, size = self.structs[name][member]
            self.write(address + offset, value if isinstance(value, bytes) else self.integer(value, size))
        return address

    def make(self, name: str, **members: int | bytes) -> int:
        return self.set(name, self.take(self.structs[name][""]), **members)

    def symbol(self, name: str, value: int, type: int = 1, binding: int = 1) -> int:
        self.symbols.append((name, value, type, binding))
        return value

    def variable(self, name: str, data: bytes, binding: int = 1) -> int:
        address = self.take(len(data))
        self.write(address, data)
        return self.symbol(name, address, binding=binding)

    def pointer(self, name: str, value: int, binding: int = 1) -> int:
        return self.variable(name, self.words(value), binding)

    def lose(self, address: int, space: int | None = None) -> None:
        """Forget the page that an address is in."""
        self.pages.pop((self.kas if space is None else space, address - address % self.page_size))

    # Processes

    def process(
        self, pid: int, comm: str, *, next: int = 0, system: bool = False, space: int | None = None, **members
    ):
        """Plant a process; return its proc_t."""
        pidp = self.make("pid", pid_id=pid)
        cred = self.make("cred", cr_uid=500, cr_gid=10, cr_ruid=501, cr_rgid=11)
        as_kva = self.kas if system else self.make("as") if space is None else space
        model = 0x200000 if self.bits == 64 else 0x100000
        top = (
            0x08047000
            if self.bits == 32
            else 0xFFFFFD7FFFE00000
            if self.model == "amd64"
            else 0xFFFFFFFF7FFF0000
        )
        proc = self.make(
            "proc",
            **{
                "p_as": as_kva,
                "p_cred": cred,
                "p_pidp": pidp,
                "p_pgidp": pidp,
                "p_stat": 2,
                "p_flag": int(system),
                "p_next": next,
                "p_model": model,
                "p_usrstack": top,
                "p_lwpcnt": 1,
            }
            | members,
        )
        self.user(proc, u_comm=comm.encode(), u_psargs=f"{comm} -x".encode())
        return proc

    def user(self, proc: int, **members: int | bytes) -> None:
        self.set("user", proc + self.offset("proc", "p_user"), **members)

    # Packing

    def ksyms(self) -> bytes:
        """The symbol table as /dev/ksyms gives it: ELF, all symbols absolute."""
        names, symbols = b"\0", []
        ordered = sorted(self.symbols, key=lambda symbol: symbol[3])
        entries = [(0, 0, 0, 0, 0, 0)]
        for name, value, type, binding in ordered:
            entries.append((len(names), value, 0, binding << 4 | type, 0, 0xFFF1))
            names += name.encode() + b"\0"
        wide = self.bits == 64
        for name, value, size, info, other, section in entries:
            if wide:
                symbols.append(struct.pack(f"{self.order}IBBHQQ", name, info, other, section, value, size))
            else:
                symbols.append(struct.pack(f"{self.order}IIIBBH", name, value, size, info, other, section))
        table = b"".join(symbols)
        head, entry, header_size = (64, 24, 64) if wide else (52, 16, 40)
        shstrtab = b"\0.symtab\0.strtab\0.shstrtab\0\0"
        start = -(-(head + 4 * header_size + len(shstrtab)) // 8) * 8
        locals_ = 1 + sum(1 for symbol in ordered if symbol[3] == 0)
        machine = {"i386": 3, "amd64": 62, "sparc": 2, "sparcv9": 43}[self.model]
        ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if self.order == "<" else 2, 1]) + bytes(9)
        header = ident + struct.pack(
            self.order + ("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"),
            2, machine, 1, 0, 0, head, 0, head, 0, 0, header_size, 4, 3,
        )  # fmt: skip
        section = struct.Struct(self.order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII"))
        sections = [
            bytes(header_size),
            section.pack(1, 2, 0, 0, start, len(table), 2, locals_, 8, entry),
            section.pack(9, 3, 0, 0, start + len(table), len(names), 0, 0, 1, 0),
            section.pack(17, 3, 0, 0, head + 4 * header_size, len(shstrtab), 0, 0, 1, 0),
        ]
        return (header + b"".join(sections) + shstrtab).ljust(start, b"\0") + table + names

    def pack(
        self, path: Path, *, flags: int = 0x20002, only: set[int] | None = None, panic: str = ""
    ) -> Path:
        """Write the vmcore; ``only`` the pages of these address spaces."""
        size, word, order = self.page_size, self.word, self.order
        keys = [key for key in sorted(self.pages) if only is None or key[0] in only]
        frames = {key: 0x100 + 3 * number for number, key in enumerate(keys)}
        translations = [(space, va, frames[space, va]) for space, va in keys]
        translations += [(*key, frames[other]) for key, other in self.shared.items() if other in frames]
        data = [bytes(self.pages[key]) for key in keys]
        mask = (1 << max(len(translations) - 1, 0).bit_length()) - 1
        record = 40 if self.bits == 64 else 32

        def up(count: int) -> int:
            return -(-count // size) * size

        ksyms = self.ksyms()
        at_ksyms = size
        at_pfn = at_ksyms + up(len(ksyms))
        at_map = at_pfn + up(len(keys) * word)
        at_data = at_map + up((mask + 1) * record)
        first = [0] * (mask + 1)
        records = [(0, 0, 0, 0)] * (mask + 1)
        number_of = {frames[key]: number for number, key in enumerate(keys)}
        shift = size.bit_length() - 1
        for number, (space, va, frame) in enumerate(translations):
            bucket = ((space >> 3) + (va >> shift)) & mask
            records[number] = (first[bucket], at_data + number_of[frame] * size, space, va)
            first[bucket] = at_map + number * record
        entry = struct.Struct(f"{order}3q2{'Q' if self.bits == 64 else 'I'}")
        table = b"".join(entry.pack(first[number], *records[number]) for number in range(mask + 1))
        header = bytearray(self.structs["dumphdr"][""])

        def put(member: str, value: int | bytes) -> None:
            offset, length = self.structs["dumphdr"][member]
            header[offset : offset + length] = (
                value.ljust(length, b"\0") if isinstance(value, bytes) else self.integer(value, length)
            )

        names = (b"SunOS", b"hand", b"5.11", b"planted", b"i86pc")
        for member, value in {
            "dump_magic": 0xDEFEC8ED,
            "dump_version": 10,
            "dump_flags": flags,
            "dump_wordsize": self.bits,
            "dump_ksyms": at_ksyms,
            "dump_pfn": at_pfn,
            "dump_map": at_map,
            "dump_data": at_data,
            "dump_utsname": b"".join(name.ljust(257, b"\0") for name in names),
            "dump_panicstring": panic.encode(),
            "dump_crashtime": 1_400_000_000,
            "dump_pageshift": shift,
            "dump_pagesize": size,
            "dump_hashmask": mask,
            "dump_nvtop": len(translations),
            "dump_npages": len(keys),
            "dump_ksyms_size": len(ksyms),
            "dump_ksyms_csize": len(ksyms),
        }.items():
            put(member, value)
        pfns = b"".join(self.integer(frames[key], word) for key in keys)
        sections = [
            (0, bytes(header)),
            (at_ksyms, ksyms),
            (at_pfn, pfns),
            (at_map, table),
            (at_data, b"".join(data)),
        ]
        with path.open("wb") as file:
            for offset, content in sections:
                file.seek(offset)
                file.write(content)
        return path


class FullKernel:
    """A kernel with two processes, and what lies where in it."""

    def __init__(self, model: str) -> None:
        self.kernel = Kernel(model)
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

    def panic(self, saved: tuple[tuple[str, int], ...] = (("r0", 7), ("pc", 1 << 63))) -> None:
        """Plant what a panic leaves, with these registers."""
        k = self.kernel
        registers = b"".join(name.encode().ljust(16, b"\0") + k.integer(value, 8) for name, value in saved)
        head = k.integer(2, 4) + k.integer(48 + len(registers), 4)
        uuid = b"0b9c2e0f-9f3b-4a6e-8f55-0123456789ab".ljust(40, b"\0")
        k.variable("panicbuf", head + uuid + registers + b"BAD TRAP: by hand\0" + bytes(100))
        k.pointer("panic_thread", self.main)
