"""What the DragonFly personality finds in a kernel that the tests laid by hand, and in the golden images."""

from __future__ import annotations

import itertools
import lzma
from random import Random

import pytest

import sunkvm
from sunkvm.compat import dragonfly as kvm
from sunkvm.corefile import KVA
from sunkvm.errors import BrokenListError, SunkvmError
from sunkvm.records import CpuTimes, LoadAverage, NameCache

from .dragonfly_kernel import BOOT, PAGE, USRSTACK, DragonflyKernel, full_kernel


@pytest.fixture
def kernel():
    return full_kernel()


def by_pid(image):
    return {process.pid: process for process in image.processes()}


def test_processes(kernel):
    image = kernel.open()
    found = by_pid(image)
    assert list(found) == [0, 100, 101, 102, 103]
    cached, stacked = found[100], found[101]
    assert (cached.uid, cached.ruid, cached.gid, cached.rgid) == (1001, 1002, 20, 50)
    assert (cached.pgid, cached.sid, cached.comm, cached.state, cached.tty) == (
        100,
        100,
        "cached",
        "S",
        (5, 3),
    )
    assert (stacked.ppid, stacked.threads, stacked.size, stacked.tty) == (100, 2, 0x100000, None)
    assert (stacked.zone, stacked.zone_id, cached.zone_id) == (None, 7, None)
    assert (found[102].state, found[103].state) == ("Z", "T")
    assert cached.start_time == BOOT + 100.5
    assert {each.bits for each in found.values()} == {64}


def test_arguments(kernel):
    found = by_pid(kernel.open())
    assert found[100].argv == ("cached", "--with", "three words")
    assert found[100].psargs == "cached --with three words"
    assert found[101].argv == ("/bin/stacked", "-x", "")
    assert found[101].env == ("HOME=/root", "TERM=vt100")
    assert (found[0].argv, found[0].argv_missing) == (None, "system process")
    assert (found[102].argv, found[102].argv_missing) == (None, "zombie")
    assert found[103].argv_missing == "not dumped"


def test_user_memory(kernel):
    image = kernel.open()
    assert image.user(by_pid(image)[101]).read(USRSTACK - 0x800, 12) == b"/bin/stacked"


def test_all_lwps(kernel):
    """Down the left side, the right one, then up; a right side without a left one is not forgotten."""
    image = kernel.open()
    found = by_pid(image)
    assert [each.tid for each in image.threads(found[100])] == [3, 2, 1]
    assert [each.tid for each in image.threads(found[101])] == [1, 2]
    assert list(image.threads(found[102])) == []
    threads = list(image.threads())
    assert [each.tid for each in threads] == [1, 3, 2, 1, 1, 2, 1, None]
    first = threads[1]
    assert (first.pid, first.comm, first.name, first.state, first.cpu) == (100, "cached", "lwp3", "S", 1)
    assert (first.wait_channel, first.wait_reason, first.priority) == (0x4321, "kqread", 103)
    kernel_thread = threads[-1]
    assert (kernel_thread.kva, kernel_thread.name, kernel_thread.state, kernel_thread.cpu) == (
        kernel.thread,
        "idle_1",
        "R",
        1,
    )


def test_states_of_lwps():
    k = DragonflyKernel()
    proc = k.process(8, lwps=0)
    lwps = [
        k.lwp(proc, 1, stat=1, td_flags=2),  # on a run queue
        k.lwp(proc, 2, stat=1, mpflags=1),  # on that of its scheduler
        k.lwp(proc, 3, stat=1),  # on none: it sleeps
        k.lwp(proc, 4, stat=2),
        k.lwp(proc, 5, stat=3, flags=0, td_flags=0x40),
        k.lwp(proc, 6, stat=3, flags=0),
    ]
    k.tree("lwp", "u__lwp_rbnode", [(one, 0, other) for one, other in itertools.pairwise(lwps)])
    k.set("proc", proc, p_lwp_tree__rbh_root=lwps[0])
    image = k.seal().open()
    assert [each.state for each in image.threads()] == ["R", "R", "S", "T", "S", "D"]
    assert by_pid(image)[8].state == "R"


def test_files(kernel):
    image = kernel.open()
    process = by_pid(image)[101]
    found = [(each.use, each.fd, each.type, each.path, each.access) for each in image.files(process)]
    assert found == [
        ("cwd", None, "directory", "/home/u", None),
        ("root", None, "directory", "/", None),
        ("text", None, "regular", "/home/u/notes", None),
        ("open", 0, "regular", "/home/u/notes", "rw"),
        ("open", 2, "socket", None, "rw"),
        ("open", 3, "character device", "/dev/null", "w"),
    ]
    files = list(image.files(process))[3:]
    assert [each.kva for each in files] == [each for each in kernel.files if each]
    assert [each.close_on_exec for each in files] == [False, True, False]
    assert [each.device for each in files] == [None, None, (4, 9)]
    assert [each.flags for each in files] == [(), ("nonblock",), ("append",)]
    assert (files[0].offset, files[0].vnode) == (77, kernel.vnode)


def test_map(kernel):
    image = kernel.open()
    rows = list(image.map(by_pid(image)[101]))
    assert [each.kva for each in rows] == kernel.entries
    assert [each.kind for each in rows] == [
        "file", "file", "heap", "device", "uksmap", "anonymous", "stack",
    ]  # fmt: skip
    assert [each.protection for each in rows] == ["r-x", "rw-", "rw-", "rw-", "r--", "---", "rw-"]
    assert [(each.path, each.offset) for each in rows[:3]] == [
        ("/home/u/notes", 0x1000),
        ("/home/u/notes", 0x3000),
        (None, None),
    ]
    assert [each.shared for each in rows] == [False, False, False, True, True, False, False]
    assert [(each.start, each.size) for each in image.map()] == [(1 << 63, PAGE)]


def test_kernel_map_behind_a_pointer(kernel):
    kernel.variable("kernel_map", int(kernel.names["kernel_map"]))
    assert [each.start for each in kernel.open().map()] == [1 << 63]


def test_messages(kernel):
    found = [(each.text, each.priority) for each in kernel.open().messages()]
    assert found == [("half a line", None), ("older", 6), ("newer", 118), ("plain", None)]


@pytest.mark.parametrize(
    ("size", "start", "end", "shown"),
    [
        (4096, 10, 10, 0),
        (4096, 0xFFFF_FFF0, 0x10, 32),  # the counters have gone round
        (4096, 100, 100 + 3072, 3072),
        (4096, 100, 100 + 3073, 2048),  # nearly full: the part that is being overwritten is left out
        (4096, 0, 100000, 2048),
    ],
)
def test_window_of_messages(size, start, end, shown):
    k = DragonflyKernel()
    room = k.take(size)
    data = bytes(33 + number % 90 for number in range(size))
    k.core.put(KVA, room, data)
    k.variable(
        "msgbufp",
        k.make("msgbuf", msg_ptr=room, msg_magic=0x063062, msg_size=size, msg_bufx=end, msg_bufr=start),
    )
    text = "".join(each.text for each in k.open().messages()).encode()
    assert text == bytes(data[number % size] for number in range(end - shown, end))


def test_system(kernel):
    image = kernel.open()
    assert image.load_average() == LoadAverage(1.0, 0.5, 0.25)
    assert image.personality.cpu_times_each() == [
        CpuTimes(1000, 2000, 3000, 4000, 5000, 1_000_000),
        CpuTimes(1001, 2001, 3001, 4001, 5001, 1_000_000),
    ]
    assert image.cpu_times() == CpuTimes(2001, 4001, 6001, 8001, 10001, 1_000_000)
    assert image.name_cache() == NameCache(21, 41, 61, 81, 101, 121, 141)
    assert [(each.id, each.idle) for each in image.cpus()] == [(0, False), (1, True)]
    assert [(each.path, each.size, each.free) for each in image.swap()] == [
        ("/dev/da0s1b", 1000 * PAGE, 900 * PAGE),
        (None, 500 * PAGE, 495 * PAGE),
    ]
    assert [(each.id, each.name, each.references) for each in image.modules()] == [
        (1, "kernel", 1),
        (2, "hammer2.ko", 2),
    ]
    assert [(each.id, each.node) for each in image.zones()] == [(7, "web.leaf")]


def test_panic(kernel):
    panic = kernel.open().panic()
    assert (panic.message, panic.thread, panic.cpu) == ("out of cheese", kernel.thread, 1)
    assert dict(panic.registers)["rip"] == 0xFFFF_FFFF_8040_1234


def test_info(kernel):
    info = kernel.open().info
    assert (info.system, info.node, info.release) == ("DragonFly", "leaf", "5.9-DEVELOPMENT")
    assert (info.boot_time, info.uptime, info.crash_time) == (BOOT, 5000, BOOT + 5000)
    assert (info.cpus, info.processes, info.panic_string) == (2, 5, "out of cheese")
    assert (info.memory.physical, info.memory.free, info.memory.installed) == (
        900 * PAGE,
        100 * PAGE,
        1000 * PAGE,
    )


# Damage


def test_process_list_that_runs_into_itself(kernel):
    first, second = kernel.lists[4][0], kernel.procs["cached"]
    assert first == second
    kernel.set("proc", first, p_list__le_next=first)
    found = []
    with pytest.raises(BrokenListError, match="the process list runs into itself"):
        for process in kernel.open().processes():
            found.append(process.pid)
    assert found == [0, 100]


def test_tree_of_lwps_that_runs_into_itself(kernel):
    image = kernel.open()
    process = by_pid(image)[101]
    first, second = (each.lwp for each in image.threads(process))
    kernel.set("lwp", second, u__lwp_rbnode__rbe_right=first)
    with pytest.raises(BrokenListError, match="the tree of lwps runs into itself"):
        list(image.threads(process))
    assert by_pid(image)[101].state == "S"  # as far as it can be told


def test_map_that_runs_into_itself(kernel):
    image = kernel.open()
    kernel.set("vm_map_entry", kernel.entries[6], rb_entry__rbe_right=kernel.entries[3])
    found = []
    with pytest.raises(BrokenListError, match="the map runs into itself"):
        for entry in image.map(by_pid(image)[101]):
            found.append(entry.kva)
    assert found == kernel.entries


def test_names_that_run_into_themselves(kernel):
    kernel.set("namecache", kernel.directory, nc_parent=kernel.notes)
    image = kernel.open()
    assert [each.path for each in image.files(by_pid(image)[101])][:3] == [None, "/", None]


@pytest.mark.parametrize("name", ["procglob", "allproc_hsize", "averunnable", "ncpus", "swdevt", "msgbufp"])
def test_missing_symbols(kernel, name):
    del kernel.names.known[name]
    image = kernel.open()
    for rows in (image.processes, image.threads, image.cpus, image.swap, image.messages):
        list(rows())
    assert image.info.personality == "dragonfly"


def test_nothing_at_all():
    image = DragonflyKernel().open()
    image.corefile.personality = "dragonfly"
    assert list(image.processes()) == list(image.map()) == list(image.modules()) == list(image.zones()) == []
    assert (image.panic(), image.cpu_times(), image.personality.name_cache(), image.load_average()) == (
        None,
    ) * 4


# The golden images


@pytest.mark.parametrize("case", ["v2", "full"])
def test_golden(golden_dragonfly, case):
    folder = golden_dragonfly.folder(case)
    recorded = next(
        entry
        for entry in golden_dragonfly.expected(case)["entries"]
        if str(entry["args"].get("arg", "")).startswith("each pid")
    )["procs"]
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        found = by_pid(image)
        assert sorted(found) == [each["kp_pid"] for each in recorded] == list(range(10, 30))
        for each in recorded:
            process = found[each["kp_pid"]]
            assert (process.kva, process.uid, process.comm) == (
                each["kp_paddr"],
                each["kp_uid"],
                each["kp_comm"],
            )
            assert (process.pgid, process.sid, process.threads) == (
                each["kp_pgid"],
                each["kp_sid"],
                each["kp_nthreads"],
            )
            assert [thread.tid for thread in image.threads(process)] == each["lwps_right"]
            assert process.size == each["kp_vm_map_size"]
        assert sum(1 for _ in image.threads()) == 39
        assert image.load_average() == LoadAverage(1.0, 0.5, 0.25)
        info = image.info
        assert (info.processes, info.personality, info.boot_time) == (20, "dragonfly", None)
        raw = lzma.decompress((golden_dragonfly.source / case / "kinfo_proc.by_pid.bin.xz").read_bytes())
        assert len(raw) == 20 * image.layout("kinfo_proc").size


# Damage at random


def ask(image, limit=20_000):
    """Ask everything of an image; only errors of the package may come out."""

    def all_of(records):
        found = []
        try:
            for record in records:
                found.append(record)
                assert len(found) < limit
        except SunkvmError as error:
            assert str(error)
        return found

    processes = all_of(image.processes())
    for of in (image.threads, image.cpus, image.messages, image.swap, image.modules, image.zones, image.map):
        all_of(of())
    for process in processes[:6]:
        for of in (image.threads, image.files, image.map):
            all_of(of(process))
    image.panic()
    image.cpu_times()
    image.personality.name_cache()
    assert image.info.corefile


def ask_libkvm(kd):
    for op in (kvm.KERN_PROC_ALL, kvm.KERN_PROC_ALL | kvm.KERN_PROC_FLAG_LWP):
        for process in kvm.kvm_getprocs(kd, op) or ():
            kvm.kvm_getargv(kd, process)
            kvm.kvm_getenvv(kd, process, 10)
    kvm.kvm_getfiles(kd)
    kvm.kvm_getloadavg(kd, 3)
    kvm.kvm_getswapinfo(kd, 4, kvm.SWIF_DUMP_TREE)
    kvm.kvm_uread(kd, 101, USRSTACK - 0x800, 8)


@pytest.mark.parametrize("how", ["addresses", "anything"])
@pytest.mark.parametrize("seed", range(40))
def test_damaged_memory(kernel, seed, how, capsys):
    random = Random(seed)
    memory = kernel.core.bytes
    addresses = [
        number << 12 | random.randrange(0, PAGE, 16) for space, number in kernel.core.places if space == KVA
    ]
    anything = (0, 1, 8, (1 << 64) - 1, 1 << 63, 0x7FFFFFFF)
    kernel.variable("swapblist", kernel.root)
    for at in range(0, len(memory) - 7, 8):
        old = int.from_bytes(memory[at : at + 8], "little")
        if old and random.random() < 0.1:
            value = random.choice(addresses) if how == "addresses" else random.choice(anything)
            memory[at : at + 8] = value.to_bytes(8, "little")
    image = kernel.open()
    ask(image)
    kd = kvm.kvm_t(None, None, kernel.model)
    kd.image, kd.symbols = image, Symbols(kernel.names)
    ask_libkvm(kd)


class Symbols:
    """nlist(3) over the names of a kernel that stands in memory."""

    def __init__(self, names):
        self.names = names

    def lookup(self, names):
        found = [self.names.known.get(name.removeprefix("_")) for name in names]
        return [None if each is None else (7, int(each)) for each in found]
