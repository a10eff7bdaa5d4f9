"""A Linux kernel laid by hand: its types as BTF in its own memory, its lists, clock, messages and processors."""

from __future__ import annotations

import itertools
import struct

import pytest

import sunkvm
from sunkvm.errors import AddressError, BrokenListError, LayoutError, UnsupportedError

BASE, MEMORY = 0xFFFF_8880_0000_0000, 1 << 20
TEXT = 0xFFFF_FFFF_8100_0000
BOOT = 1_700_000_000
# name -> (bytes, {member: (offset, type)}); types are struct names, pointers (*), or numbers by their size.
STRUCTS = {
    "list_head": (16, {"next": (0, "*"), "prev": (8, "*")}),
    "kid": (4, {"val": (0, "u4")}),
    "atomic": (8, {"counter": (0, "i8")}),
    "thread_info": (16, {"flags": (0, "u8"), "cpu": (8, "u4")}),
    "task_struct": (
        256,
        {
            "thread_info": (0, "thread_info"), "__state": (16, "u4"), "flags": (20, "u4"), "tasks": (24, "list_head"),
            "mm": (40, "*"), "exit_state": (48, "i4"), "pid": (52, "i4"), "tgid": (56, "i4"), "prio": (60, "i4"),
            "real_parent": (64, "*"), "cred": (72, "*"), "signal": (80, "*"), "start_boottime": (88, "u8"),
            "comm": (96, "char16"), "thread_node": (112, "list_head"),
        },
    ),
    "cred": (16, {"uid": (0, "kid"), "gid": (4, "kid"), "euid": (8, "kid"), "egid": (12, "kid")}),
    "signal_struct": (
        72, {"nr_threads": (0, "i4"), "thread_head": (8, "list_head"), "pids": (24, "*4"), "tty": (56, "*")},
    ),
    "upid": (16, {"nr": (0, "i4"), "ns": (8, "*")}),
    "pid": (32, {"level": (0, "u4"), "numbers": (8, "upid")}),
    "mm_struct": (
        64,
        {
            "pgd": (0, "*"), "total_vm": (8, "u8"), "arg_start": (16, "u8"), "arg_end": (24, "u8"),
            "env_start": (32, "u8"), "env_end": (40, "u8"),
        },
    ),
    "tty_struct": (16, {"driver": (0, "*"), "index": (8, "i4")}),
    "tty_driver": (16, {"major": (0, "i4"), "minor_start": (4, "i4")}),
    "timekeeper": (64, {"xtime_sec": (8, "u8"), "ktime_sec": (16, "u8"), "offs_real": (40, "i8"), "offs_boot": (48, "i8")}),
    "module_memory": (16, {"base": (0, "*"), "size": (8, "u4")}),
    "module": (
        128, {"list": (8, "list_head"), "name": (24, "char56"), "mem": (80, "module_memory"), "refcnt": (96, "atomic")},
    ),
    "prb_desc_ring": (
        48,
        {
            "count_bits": (0, "u4"), "descs": (8, "*"), "infos": (16, "*"), "head_id": (24, "atomic"),
            "tail_id": (32, "atomic"),
        },
    ),
    "prb_data_ring": (32, {"size_bits": (0, "u4"), "data": (8, "*")}),
    "printk_ringbuffer": (96, {"desc_ring": (0, "prb_desc_ring"), "text_data_ring": (48, "prb_data_ring")}),
    "prb_data_blk_lpos": (16, {"begin": (0, "u8"), "next": (8, "u8")}),
    "prb_desc": (24, {"state_var": (0, "atomic"), "text_blk_lpos": (8, "prb_data_blk_lpos")}),
    "printk_info": (
        32,
        {"seq": (0, "u8"), "ts_nsec": (8, "u8"), "text_len": (16, "u2"), "facility": (18, "u1"), "level": (19, "u1")},
    ),
    "rq": (32, {"nr_running": (4, "u4"), "curr": (8, "*"), "idle": (16, "*")}),
    "tick_sched": (32, {"idle_sleeptime": (8, "i8"), "iowait_sleeptime": (24, "i8")}),
}  # fmt: skip
NUMBERS = {"u1": "B", "u2": "H", "u4": "I", "i4": "i", "u8": "Q", "i8": "q", "*": "Q"}


class Linux:
    """Memory, symbols and types of a kernel."""

    def __init__(self, btf_by_hand, kcore, model="amd64"):
        self.model = model
        self.kcore = kcore
        _, self.order, _ = kcore.MACHINES[model]
        self.btf_by_hand = btf_by_hand
        self.memory = bytearray(0x4_0000)
        self.used = 0x1_0000  # below are page tables
        self.symbols = {}

    def room(self, size, symbol=None):
        kva = BASE + self.used
        self.used += size + 15 & ~15
        if symbol:
            self.symbols[symbol] = kva
        return kva

    def put(self, kva, data):
        self.memory[kva - BASE : kva - BASE + len(data)] = data

    def number(self, kva, code, value):
        self.put(kva, struct.pack(self.order + code, value))

    def fill(self, kva, name, /, **members):
        for path, value in members.items():
            at, kind = kva, name
            for member in path.split("__") if not path.startswith("__") else [path]:
                offset, kind = STRUCTS[kind][1][member]
                at += offset
            if isinstance(value, bytes):
                self.put(at, value)
            else:
                self.number(at, NUMBERS[kind[:1] if kind.startswith("*") else kind], value)
        return kva

    def make(self, name, symbol=None, /, **members):
        return self.fill(self.room(STRUCTS[name][0], symbol), name, **members)

    def ring(self, head, *links):
        """Tie list_heads together."""
        around = [head, *links, head]
        for here, there in itertools.pairwise(around):
            self.number(here, "Q", there)
            self.number(there + 8, "Q", here)

    def types(self):
        hand = self.btf_by_hand.Hand(self.order)
        ids = {
            "u1": hand.integer("unsigned char", 1, 0), "u2": hand.integer("unsigned short", 2, 0),
            "u4": hand.integer("unsigned int", 4, 0), "i4": hand.integer("int", 4),
            "u8": hand.integer("unsigned long", 8, 0),
            "i8": hand.integer("long", 8), "*": hand.add(2, "", 0),
        }  # fmt: skip
        char = hand.integer("char", 1)
        for size in (16, 56):
            ids[f"char{size}"] = hand.add(3, "", 0, char, ids["u4"], size)
        ids["*4"] = hand.add(3, "", 0, ids["*"], ids["u4"], 4)
        for name, (size, members) in STRUCTS.items():
            rows = [(member, ids[kind], 8 * offset) for member, (offset, kind) in members.items()]
            if name == "mm_struct":  # as a kernel has it: all in one struct without a name
                rows = [("", hand.struct("", size, *rows), 0)]
            ids[name] = hand.struct(name, size, *rows)
        ids["kuid_t"] = hand.add(8, "kuid_t", ids["kid"])
        return hand.data()

    def task(
        self,
        pid,
        comm,
        *,
        symbol=None,
        state=1,
        exit_state=0,
        flags=0,
        mm=0,
        parent=0,
        started=0,
        tty=0,
        uid=0,
    ):
        cred = self.make("cred", uid__val=uid, gid__val=uid + 1, euid__val=uid + 2, egid__val=uid + 3)
        signal = self.make("signal_struct", nr_threads=1, tty=tty)
        for kind, number in ((2, pid + 100), (3, pid + 200)):
            self.number(signal + 24 + 8 * kind, "Q", self.make("pid", numbers__nr=number))
        kva = self.make(
            "task_struct", symbol, __state=state, flags=flags, mm=mm, exit_state=exit_state, pid=pid, tgid=pid,
            prio=120, real_parent=parent, cred=cred, signal=signal, start_boottime=started, comm=comm,
            thread_info__cpu=1,
        )  # fmt: skip
        self.number(kva + 0, "Q", 0)
        self.ring(signal + 8, kva + 112)
        return kva

    def pack(self, write, *, types=True, note=True, symbols=()):
        if types:
            data = self.types()
            self.put(self.room(len(data), "__start_BTF"), data)
            self.symbols["__stop_BTF"] = self.symbols["__start_BTF"] + len(data)
        notes = [self.kcore.vmcoreinfo(OSRELEASE="6.1.0-by-hand")] if note else []
        core = self.kcore.kcore(self.model, [(BASE, MEMORY, bytes(self.memory))], notes)
        names = "".join(f"{value:016x} D {name}\n" for name, value in [*self.symbols.items(), *symbols])
        return write(names.encode(), "kallsyms"), write(core, "kcore")


@pytest.fixture(params=["amd64", "powerpc64"])
def linux(request, btf_by_hand, kcore):
    return Linux(btf_by_hand, kcore, request.param)


@pytest.fixture
def full(linux):
    """A kernel with three processes."""
    mm = linux.make(
        "mm_struct", pgd=BASE, total_vm=77, arg_start=0x5000, arg_end=0x5009, env_start=0x5009, env_end=0x500D
    )
    # Page tables at the start of memory: entries 0 of four levels, then page 5.
    for table, row in ((0, 0), (1, 0), (2, 0), (3, 5)):
        struct.pack_into("<Q", linux.memory, table * 4096 + 8 * row, MEMORY + (table + 1) * 4096 + 7)
    linux.put(BASE + 0x4000, b"prog\0arg\0A=1\0")
    driver = linux.make("tty_driver", major=136, minor_start=0)
    tty = linux.make("tty_struct", driver=driver, index=4)
    first = linux.task(0, b"swapper/0", symbol="init_task", state=0, flags=0x200000)
    linux.fill(first, "task_struct", real_parent=first)
    init = linux.task(1, b"a-program-name-", mm=mm, parent=first, started=5_500_000_000, tty=tty, uid=1000)
    zombie = linux.task(9, b"gone", state=0, exit_state=0x20, parent=init)
    idle = linux.task(10, b"kworker", state=0x402, flags=0x200000, parent=first)
    linux.ring(first + 24, init + 24, zombie + 24, idle + 24)
    avenrun = linux.room(24, "avenrun")
    linux.put(avenrun, struct.pack(linux.order + "3Q", 2048, 1024, 512))
    clock = linux.room(80, "tk_core")
    linux.fill(
        clock + 8, "timekeeper", xtime_sec=BOOT + 600, ktime_sec=600, offs_real=BOOT * 10**9 + 5, offs_boot=0
    )
    names = linux.room(400, "init_uts_ns")
    for number, name in enumerate((b"Linux", b"a-node", b"6.1.0-by-hand", b"#1 by hand", b"x86_64")):
        linux.put(names + 4 + 65 * number, name)
    linux.put(linux.room(64, "linux_banner"), b"Linux version 6.1.0-by-hand (nobody)\n")
    linux.mm, linux.tasks = mm, (first, init, zombie, idle)
    return linux


def test_processes(full, write):
    with sunkvm.open(*full.pack(write)) as image:
        assert image.layouts.layout("task_struct").source == "BTF of kernel"
        zero, init, zombie, idle = image.processes()
        assert (zero.pid, zero.ppid, zero.comm, zero.state) == (0, 0, "swapper/0", "R")
        assert (zero.argv, zero.argv_missing, zero.as_kva, zero.bits) == (None, "system process", 0, None)
        assert (init.pid, init.ppid, init.pgid, init.sid) == (1, 0, 101, 201)
        assert (init.ruid, init.rgid, init.uid, init.gid) == (1000, 1001, 1002, 1003)
        assert (init.comm, init.psargs, init.state) == ("a-program-name-", "a-program-name-", "S")
        assert init.start_time == pytest.approx(BOOT + 5.5, abs=0.001)
        assert (init.threads, init.bits, init.size, init.as_kva) == (1, 64, 77 * 4096, full.mm)
        assert init.tty == (136, 4)
        if full.model == "amd64":
            assert init.argv == ("prog", "arg")
            assert init.env == ("A=1",)
            assert image.user(init).read(0x5000, 4) == b"prog"
            assert image.user(init).kvatop(0x5001) == MEMORY + 0x4001
        else:
            assert init.argv is None
            assert "page tables of this machine" in init.argv_missing
            with pytest.raises(UnsupportedError):
                image.user(init)
        assert (zombie.pid, zombie.ppid, zombie.state, zombie.argv_missing) == (9, 1, "Z", "zombie")
        assert (idle.pid, idle.state) == (10, "I")
        assert image.info.processes == 4


def test_threads(full, write):
    with sunkvm.open(*full.pack(write)) as image:
        threads = list(image.threads())
        assert [(t.tid, t.pid, t.comm, t.state, t.priority, t.cpu) for t in threads] == [
            (0, 0, "swapper/0", "R", 120, 1),
            (1, 1, "a-program-name-", "S", 120, 1),
            (9, 9, "gone", "Z", 120, 1),
            (10, 10, "kworker", "I", 120, 1),
        ]


def test_system(full, write):
    with sunkvm.open(*full.pack(write)) as image:
        load = image.load_average()
        assert (load.one, load.five, load.fifteen) == (1.0, 0.5, 0.25)
        info = image.info
        assert (info.system, info.node, info.release, info.version, info.machine) == (
            "Linux", "a-node", "6.1.0-by-hand", "#1 by hand", "x86_64",
        )  # fmt: skip
        assert (info.boot_time, info.uptime) == (BOOT, 600)
        assert (info.cpus, info.memory.physical, info.live) == (None, None, False)
        assert image.personality.banner() == "Linux version 6.1.0-by-hand (nobody)"


def test_a_clock_that_does_not_agree_with_itself(full, write):
    full.fill(full.symbols["tk_core"] + 8, "timekeeper", ktime_sec=700)
    with sunkvm.open(*full.pack(write)) as image:
        assert image.info.boot_time is None
        assert image.info.uptime is None
        assert [process.start_time for process in image.processes()] == [None] * 4


def test_without_types(full, write):
    """What needs no layout is told; what needs one says so."""
    with sunkvm.open(*full.pack(write, types=False)) as image:
        assert image.info.node == "a-node"
        assert image.info.processes is None
        assert image.load_average().one == 1.0
        for ask in (image.processes, image.threads):
            with pytest.raises(LayoutError, match="no layout of struct task_struct"):
                list(ask())
        assert list(image.messages()) == []


@pytest.mark.parametrize("damage", ["itself", "nowhere", "zero"])
def test_lists_that_break(full, write, damage):
    init, zombie = full.tasks[1:3]
    target = {"itself": init + 24, "nowhere": 0xFFFF_9990_0000_0000, "zero": 0}[damage]
    full.number(zombie + 24, "Q", target)
    with sunkvm.open(*full.pack(write)) as image:
        found = []
        with pytest.raises(BrokenListError if damage != "nowhere" else AddressError):
            found.extend(process.pid for process in image.processes())
        assert image.info.processes is None
        walk = image.processes()
        assert [next(walk).pid for _ in range(3)] == [0, 1, 9]


def test_messages(full, write):
    linux = full
    data = linux.room(256)
    descs, infos = linux.room(24 * 8), linux.room(32 * 8)
    last = 5
    texts = [
        b"lost" * 20,
        b"first message",
        b"",
        b"caf\xc3\xa9",
        b"round the end of the ring",
        b"not complete",
    ]
    position = 0
    for number, text in enumerate(texts):
        size = 8 + len(text) + 7 & ~7
        begin = position
        if number == 4:  # does not fit: it starts again at the beginning
            position = 256
            begin = 248
        place = data + 8 + position % 256
        linux.put(place, text)
        position += size
        first, behind = (1, 1) if number == 2 else (begin, position)
        if number == 2:
            position -= size
        state = {0: 3, last: 1}.get(number, 2)
        linux.fill(
            descs + 24 * (number & 7), "prb_desc", state_var__counter=(state << 62 | number) - (state >> 1 << 64),
            text_blk_lpos__begin=first, text_blk_lpos__next=behind,
        )  # fmt: skip
        linux.fill(
            infos + 32 * (number & 7), "printk_info", seq=100 + number, ts_nsec=number * 10**9, text_len=len(text),
            facility=number, level=6,
        )  # fmt: skip
    ring = linux.make(
        "printk_ringbuffer", desc_ring__count_bits=3, desc_ring__descs=descs, desc_ring__infos=infos,
        desc_ring__head_id__counter=last, desc_ring__tail_id__counter=0, text_data_ring__size_bits=8,
        text_data_ring__data=data,
    )  # fmt: skip
    linux.number(linux.room(8, "prb"), "Q", ring)
    with sunkvm.open(*linux.pack(write)) as image:
        assert [(m.text, m.sequence, m.priority, round(m.time - BOOT)) for m in image.messages()] == [
            ("first message", 101, 8 + 6, 1),
            ("", 102, 16 + 6, 2),
            ("café", 103, 24 + 6, 3),
            ("round the end of the ring", 104, 32 + 6, 4),
        ]


def test_processors(full, write):
    linux = full
    areas = [linux.room(0x200) for _ in range(2)]
    linux.number(linux.room(4, "nr_cpu_ids"), "I", 2)
    for mask, value in (("__cpu_present_mask", 3), ("__cpu_online_mask", 1)):
        linux.number(linux.room(8, mask), "Q", value)
    offsets = linux.room(16, "__per_cpu_offset")
    percpu = [("runqueues", 0x40), ("kernel_cpustat", 0x80), ("tick_cpu_sched", 0x100)]
    for number, area in enumerate(areas):
        linux.number(offsets + 8 * number, "Q", area)
        linux.fill(area + 0x40, "rq", nr_running=3 + number, curr=linux.tasks[number], idle=linux.tasks[0])
        linux.put(area + 0x80, struct.pack(linux.order + "7Q", *(10**9 * at for at in range(1, 8))))
        linux.fill(area + 0x100, "tick_sched", idle_sleeptime=50 * 10**9, iowait_sleeptime=2 * 10**9)
    nohz = linux.room(4, "tick_nohz_active")
    linux.number(nohz, "I", 1)
    linux.number(linux.room(4, "cpu_khz"), "I", 2_400_000)
    files = linux.pack(write, symbols=percpu)
    with sunkvm.open(*files) as image:
        assert [(c.id, c.state, c.queued, c.idle, c.thread, c.clock) for c in image.cpus()] == [
            (0, "on-line", 3, True, linux.tasks[0], 2_400_000_000),
            (1, "off-line", 4, False, linux.tasks[1], 2_400_000_000),
        ]
        times = image.cpu_times()
        assert (times.user, times.nice, times.system, times.interrupt, times.idle, times.hz) == (
            10**9, 2 * 10**9, 3 * 10**9, 9 * 10**9, 52 * 10**9, 10**9,
        )  # fmt: skip
        assert (image.info.cpus, image.info.cpus_online) == (2, 1)


def test_modules_and_memory(full, write):
    linux = full
    head = linux.room(16, "modules")
    first = linux.make(
        "module", name=b"ext4", mem__base=0xFFFF_FFFF_C000_0000, mem__size=4096, refcnt__counter=3
    )
    second = linux.make("module", name=b"virtio", mem__base=0xFFFF_FFFF_C100_0000, mem__size=8192)
    linux.ring(head, first + 8, second + 8)
    linux.number(linux.room(8, "_totalram_pages"), "Q", 1000)
    linux.number(linux.room(8, "vm_zone_stat"), "Q", 250)
    with sunkvm.open(*linux.pack(write)) as image:
        assert [(m.name, m.address, m.size, m.references) for m in image.modules()] == [
            ("ext4", 0xFFFF_FFFF_C000_0000, 4096, 2),
            ("virtio", 0xFFFF_FFFF_C100_0000, 8192, 0),
        ]
        memory = image.info.memory
        assert (memory.physical, memory.free) == (1000 * 4096, 250 * 4096)


def test_no_symbols_that_linux_has(linux, write):
    linux.symbols["something"] = BASE
    with sunkvm.open(*linux.pack(write, types=False)) as image:
        assert image.personality.name == "linux"
        assert list(image.processes()) == []
        assert image.load_average() is None
        assert image.cpu_times() is None
        assert list(image.cpus()) == list(image.modules()) == []
        assert image.info.node is None
        assert image.info.release == "6.1.0-by-hand"  # the note tells


def test_flipped_bytes(full, write):
    """Whatever memory and types say: a typed error or an answer, in bounded time."""
    import random

    from sunkvm.errors import SunkvmError

    names, core = full.pack(write)
    with open(core, "rb") as file:
        whole = file.read()
    first = whole.index(b"swapper/0") - 0x4000
    changes = random.Random(7)
    told = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(changes.randint(1, 30)):
            data[changes.randrange(first, len(data))] = changes.choice(
                (0, 1, 0x80, 0xFF, changes.randrange(256))
            )
        with open(core, "wb") as file:
            file.write(data)
        with sunkvm.open(names, core) as image:
            for ask in (image.processes, image.threads, image.messages, image.cpus, image.modules):
                try:
                    for number, _ in enumerate(ask()):
                        told += 1
                        assert number < 1000
                except SunkvmError:
                    pass
            image.load_average()
            image.personality.banner()
            assert image.info.live is False
    assert told > 100
