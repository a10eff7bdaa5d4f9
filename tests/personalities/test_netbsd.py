"""What the NetBSD personality finds: in the golden images, and in kernels that the tests laid by hand for each machine."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.corefile import KVA
from sunkvm.errors import (
    BrokenListError,
    LayoutError,
    NotDumpedError,
    NotMappedError,
    OpenError,
    SunkvmError,
    SwappedOutError,
)
from sunkvm.layout import Field, Layout
from sunkvm.layouts import LayoutChain, LayoutSource
from sunkvm.layouts.dwarf import open_dwarf
from sunkvm.namelist import open_namelist
from sunkvm.records import CpuTimes, LoadAverage, SwapSpace

from .netbsd_kernel import (
    BOOT,
    NOW,
    PAGE,
    PROGRAM,
    STACK,
    STACK_TOP,
    SWAP_SLOT,
    full_kernel,
    plant_messages,
    program_entry,
    stack,
    stack_entry,
)
from .test_damage import ask

GOLDEN = Path(__file__).parent.parent / "golden" / "netbsd"
KERNELS = [
    *((6, arch) for arch in ("amd64", "i386", "i386pae", "sparc", "sparc64")),
    *((10, arch) for arch in ("amd64", "i386", "i386pae", "sparc", "sparc64", "aarch64")),
]
each_kernel = pytest.mark.parametrize("kernel", KERNELS, ids=lambda k: f"{k[0]}-{k[1]}", indirect=True)


@pytest.fixture
def kernel(request):
    return full_kernel(*request.param)


def by_pid(image):
    return {process.pid: process for process in image.processes()}


# Kernels laid by hand


@each_kernel
def test_table(kernel):
    assert kernel.layouts.layout("proc").source == (
        f"built-in table NetBSD {'6.99.16' if kernel.release == 6 else '10.99.12'} {kernel.model.name}"
    )
    assert kernel.layouts.layout("vm_page")["phys_addr"].size == (
        8 if kernel.model.bits == 64 or kernel.arch == "i386pae" else 4
    )


@each_kernel
def test_processes(kernel):
    found = by_pid(kernel.open())
    assert list(found) == [101, 100, 0, 102]  # no marker; the zombie last
    stacked, swapped = found[100], found[101]
    assert (stacked.uid, stacked.ruid, stacked.gid, stacked.rgid) == (1002, 1001, 51, 50)
    assert (stacked.pgid, stacked.sid, stacked.comm, stacked.state) == (101, 100, "stacked", "S")
    assert (stacked.tty, swapped.tty) == ((5, 0x1201), None)
    assert (swapped.ppid, swapped.state, swapped.threads, swapped.size) == (100, "O", 2, 0x9000)
    assert (found[102].state, found[102].threads) == ("Z", 0)
    assert stacked.start_time == BOOT + 100.5
    assert {each.bits for each in found.values()} == {kernel.model.bits}
    assert (stacked.kva, stacked.as_kva) == (kernel.procs[100], kernel.spaces[100][0])


ARGV = ("/bin/stacked", "-x", "")
ENV = ("HOME=/root", "TERM=vt100")


@each_kernel
def test_arguments(kernel):
    found = by_pid(kernel.open())
    assert (found[100].argv, found[100].env, found[100].argv_missing) == (ARGV, ENV, None)
    assert (found[0].argv, found[0].argv_missing) == (None, "system process")
    assert (found[102].argv, found[102].argv_missing) == (None, "zombie")


@each_kernel
def test_arguments_on_the_swap_device(kernel):
    without = by_pid(kernel.open())[101]
    assert (without.argv, without.env, without.argv_missing) == (None, None, "swapped out")
    found = by_pid(kernel.open(swapfile=kernel.swap_device()))
    assert (found[101].argv, found[101].env, found[101].argv_missing) == (ARGV, ENV, None)
    cut = by_pid(kernel.open(swapfile=kernel.swap_device()[: SWAP_SLOT * PAGE + 100]))
    assert cut[101].argv is None


@each_kernel
def test_user_memory(kernel):
    image = kernel.open(swapfile=kernel.swap_device())
    for pid in (100, 101):
        space = image.user(by_pid(image)[pid])
        assert space.read(STACK, 2 * PAGE) == kernel.data
        assert space.read(PROGRAM, 23) == b"second page of the file"
        assert space.read(PROGRAM + 17 * PAGE, 27) == b"eighteenth page of the file"
        assert list(space.ranges()) == [
            (PROGRAM, PAGE),
            (PROGRAM + 17 * PAGE, PAGE),
            (STACK, 2 * PAGE),
        ]
        assert list(image.ranges(by_pid(image)[pid])) == list(space.ranges())
    resident = image.user(by_pid(image)[100])
    assert image.physical.read(resident.kvatop(STACK + PAGE), 8) == kernel.data[PAGE : PAGE + 8]


@each_kernel
def test_faults_of_user_memory(kernel):
    image = kernel.open()
    space = image.user(by_pid(image)[101])
    with pytest.raises(SwappedOutError) as caught:
        space.read(STACK + PAGE - 4, 8)
    assert caught.value.address == STACK + PAGE
    assert space.read_some(STACK + PAGE - 4, 8)[0] == kernel.data[PAGE - 4 : PAGE]
    with pytest.raises(NotMappedError):
        space.read(STACK_TOP, 1)
    with pytest.raises(NotMappedError):
        space.read(1, 1)
    with pytest.raises(NotDumpedError, match="is in no page of memory"):
        space.read(PROGRAM + PAGE, 1)
    behind = kernel.open(swapfile=b"short")
    with pytest.raises(NotDumpedError, match="behind the end of the swap file"):
        behind.user(by_pid(behind)[101]).read(STACK + PAGE, 1)


@each_kernel
def test_page_that_was_not_dumped(kernel):
    """A sparse dump has the lists, and not the pages of processes."""
    space, _, (low, high) = kernel.spaces[100]
    kernel.set("vm_anon", low, an_page=kernel.make("vm_page", phys_addr=0x7000000))
    image = kernel.open()
    with pytest.raises(NotDumpedError):
        image.address_space(space).read(STACK, 1)
    assert image.address_space(space).read(STACK + PAGE, 8) == kernel.data[PAGE : PAGE + 8]
    assert by_pid(image)[100].argv_missing == "not dumped"
    kernel.core.facts = {**kernel.core.facts, "content": "kernel pages"}
    kernel.set("vm_anon", high, an_page=kernel.make("vm_page", phys_addr=0x7001000))
    missing = by_pid(kernel.open())[100].argv_missing
    assert missing == "not dumped: the dump holds kernel pages only"
    kernel.set("vm_anon", low, an_page=0xDEAD0000)  # a structure that was not dumped
    with pytest.raises(NotDumpedError, match="cannot be found"):
        kernel.open().address_space(space).read(STACK, 1)
    missing = by_pid(kernel.open())[100]
    assert missing.argv is None
    assert missing.argv_missing is not None


@each_kernel
def test_amap_smaller_than_its_entry(kernel):
    """Slots behind am_nslot are not looked at: the original looks at one too many."""
    space, entries, anons = kernel.spaces[100]
    amap = kernel.make("vm_amap", am_nslot=4, am_anon=kernel.take(8 * kernel.model.word))
    kernel.set("vm_map_entry", entries[1], aref__ar_amap=amap)
    image = kernel.open()
    for offset in (0, PAGE):
        with pytest.raises(NotDumpedError):
            image.address_space(space).read(STACK + offset, 1)
    kernel.set("vm_map_entry", entries[1], aref__ar_amap=kernel.amap(anons, 3), aref__ar_pageoff=-9)
    with pytest.raises(NotDumpedError):
        kernel.open().address_space(space).read(STACK, 1)


def test_32_bit_process_of_a_64_bit_kernel():
    for release, arch in ((6, "amd64"), (10, "amd64"), (6, "sparc64"), (10, "aarch64")):
        k = full_kernel(release, arch)
        data, where = stack(k, [b"/bin/small"], [b"A=1"], 4)
        anons = [k.make("vm_anon", an_page=k.page(half)) for half in (data[:PAGE], data[PAGE:])]
        space = k.vmspace([stack_entry(k, anons)])
        k.set("proc", k.procs[100], p_flag=0x44000, p_vmspace=space, p_psstrp=where)
        small = by_pid(k.open())[100]
        assert (small.bits, small.argv, small.env) == (32, ("/bin/small",), ("A=1",))


@pytest.mark.parametrize(("release", "arch"), [(6, "amd64"), (6, "i386"), (6, "i386pae"), (10, "aarch64")])
def test_page_table_serves_where_the_lists_end(release, arch):
    """Pages of devices are on no list: the page table leads to them, if its root is in the pmap that is known."""
    k = full_kernel(release, arch)
    space = k.spaces[100][0]
    pmap = k.make("pmap", pm_l0table_pa=0x7F000)
    k.set("vmspace", space, vm_map__pmap=pmap)
    root = 0x7F000
    where = pmap
    if release == 6:
        where = pmap + k.offset("pmap", "pm_pdirpa")
        size = 8 if arch != "i386" else 4
        k.core.put(KVA, where, k.number(root, size))
    if arch == "i386pae":
        root = where & 0xFFFFFF
    k.core.put(root, PROGRAM + PAGE, b"by the page table")
    k.core.places["physical", (PROGRAM + PAGE & 0xFFFFFF) >> 12] = k.core.places[root, PROGRAM + PAGE >> 12]
    image = k.open()
    assert image.personality.space_key(space) == root
    assert image.address_space(space).read(PROGRAM + PAGE, 17) == b"by the page table"
    assert image.address_space(space).read(PROGRAM, 6) == b"second"


@each_kernel
def test_writing(kernel):
    from sunkvm.corefiles.overlay import Overlay
    from sunkvm.image import Image
    from sunkvm.space import AddressSpace

    core = Overlay(kernel.core)
    image = Image(core, kernel.names, AddressSpace(core, KVA, "kernel"), kernel.layouts)
    process = by_pid(image)[100]
    image.user(process).write(STACK + PAGE - 2, b"word")
    assert image.user(process).read(STACK + PAGE - 3, 6)[1:5] == b"word"


@each_kernel
def test_threads(kernel):
    image = kernel.open()
    threads = list(image.threads())
    assert [(each.pid, each.tid) for each in threads] == [(101, 1), (101, 2), (100, 1), (0, 1)]
    assert threads[2].wait_reason == "select"
    assert (threads[2].wait_channel, threads[2].state, threads[2].priority) == (0x1234, "S", 40)
    # Who does not wait keeps the message of the last wait.
    assert (threads[0].wait_reason, threads[0].wait_channel, threads[0].state) == (None, None, "O")
    assert [each.name for each in threads] == [None, "worker", None, None]
    assert {each.cpu for each in threads} == {1 if kernel.has("lwp", "l_cpu") else None}
    assert [each.tid for each in image.threads(by_pid(image)[101])] == [1, 2]


@pytest.mark.parametrize(
    ("stat", "flag", "slept", "letter"),
    [
        (1, 0, 0, "R"),
        (2, 0, 0, "R"),
        (3, 0x80, 19, "S"),
        (3, 0x80, 20, "I"),
        (3, 0, 100, "D"),
        (4, 0, 0, "T"),
        (5, 0, 0, "Z"),
        (6, 0, 0, "Z"),
        (7, 0, 0, "O"),
        (8, 0, 0, "U"),
        (9, 0, 0, None),
        (None, None, None, None),
    ],
)
def test_states(stat, flag, slept, letter):
    from sunkvm.personalities.netbsd import lwp_state

    assert lwp_state(stat, flag, slept) == letter


@each_kernel
def test_states_of_processes(kernel):
    for stat, expected in ((1, None), (3, "Z"), (4, "T"), (6, "Z")):
        kernel.set("proc", kernel.procs[101], p_stat=stat)
        found = by_pid(kernel.open()).get(101)
        assert (None if found is None else found.state) == expected


@each_kernel
def test_messages(kernel):
    found = [(each.text, each.priority) for each in kernel.open().messages()]
    assert found == [("half a line", None), ("older", 6), ("panic: out of cheese", None), ("plain", None)]


@each_kernel
@pytest.mark.parametrize("change", ["magic", "size", "place", "pointer"])
def test_broken_message_buffer(kernel, change):
    word = kernel.model.word
    where = plant_messages(kernel, b"one\ntwo\n", 64, 0, magic=0 if change == "magic" else 0x063061)
    if change == "size":
        kernel.core.put(KVA, where + 3 * word, kernel.number(1 << 30))
    if change == "place":  # beyond the end: the original begins at 0
        kernel.core.put(KVA, where + word, kernel.number(64))
    if change == "pointer":
        kernel.variable("msgbufp", 0x10)
    found = [each.text for each in kernel.open().messages()]
    assert found == (["one", "two"] if change == "place" else [])
    # Without the buffer there is what panicstr points to: sparc does not dump the page of the buffer's header.
    if change in ("magic", "size", "pointer"):
        assert kernel.open().panic().message == "out of %s"


@each_kernel
def test_system(kernel):
    image = kernel.open()
    assert image.load_average() == LoadAverage(1.0, 0.5, 0.25)
    assert image.cpu_times() == CpuTimes(1, 21, 41, 61, 81, 128)
    assert [(each.id, each.idle) for each in image.cpus()] == [(0, True), (1, False)]
    assert image.swap_space() == SwapSpace(900 * PAGE, 100 * PAGE, 0, 800 * PAGE)
    assert list(image.swap()) == []
    assert list(image.modules()) == []
    panic = image.panic()
    assert (panic.message, panic.cpu, panic.thread) == ("out of cheese", 1, 0x9999)
    info = image.info
    assert (info.system, info.node) == ("NetBSD", "node")
    assert info.release == ("6.99.16" if kernel.release == 6 else "10.99.12")
    assert info.version == f"NetBSD {info.release} (GENERIC) #0: today me@here"
    assert (info.boot_time, info.uptime, info.crash_time) == (BOOT, 7000, NOW)
    assert image.personality.boot_time() == BOOT + 0.5
    assert (info.panic_string, info.processes, info.cpus, info.cpus_online) == (
        "out of cheese",
        4,
        2,
        1,
    )
    assert (info.memory.physical, info.memory.free) == (5000 * PAGE, 1200 * PAGE)


@each_kernel
def test_system_that_tells_little(kernel):
    for name in list(kernel.names.known):
        if name not in ("allproc", "zombproc", "osrelease"):
            del kernel.names.known[name]
    image = kernel.open()
    info = image.info
    assert (info.boot_time, info.uptime, info.crash_time, info.panic_string) == (None, None, None, None)
    assert (info.load_average, info.cpus, info.node, info.memory.free) == (None, None, None, None)
    assert (image.panic(), image.cpu_times(), image.swap_space()) == (None, None, None)
    assert (list(image.cpus()), list(image.messages())) == ([], [])
    assert [each.pid for each in image.processes()] == [101, 100, 0, 102]


@each_kernel
def test_no_panic(kernel):
    kernel.variable("panicstr", 0)
    assert kernel.open().panic() is None
    assert kernel.open().info.panic_string is None


@each_kernel
def test_processors_of_an_older_kernel(kernel):
    """The variable is the table itself."""
    kernel.variable("cpu_infos", b"".join(kernel.number(cpu) for cpu in (*kernel.cpus, 0)))
    assert [each.id for each in kernel.open().cpus()] == [0, 1]


@each_kernel
def test_processors_without_a_table(kernel):
    kernel.variable("cpu_infos", 0)
    found = [each.id for each in kernel.open().cpus()]
    assert found == ([0, 1] if kernel.has("cpu_info", "ci_next") else [])


def plant_files(k):
    """Give process 100 three descriptors, of which the second is empty, and directories."""
    device = k.make("vnode", v_type=4, v_un__vu_specnode=k.make("specnode", sn_rdev=2 << 8 | 2))
    cwd, root, text = k.make("vnode", v_type=2), k.make("vnode", v_type=2), k.make("vnode", v_type=1)
    rows = []
    for flag, kind, target, offset in ((0x2, 1, device, 0), (0x3 | 0x8, 1, text, 77), (0x3, 2, 0x1234, 0)):
        data = {"f_data": target, "f_undata__fd_data": target}
        row = k.make("file", f_flag=flag, f_type=kind, f_offset=offset, f_count=1, **data)
        rows.append(k.make("fdfile", ff_file=row, ff_exclose=offset == 77))
    word = k.model.word
    base = k.offset("fdtab", "dt_ff")
    table = k.take(base + 30 * word)
    k.set("fdtab", table, dt_nfiles=30)
    for fd, row in ((0, rows[0]), (2, rows[1]), (25, rows[2])):
        k.core.put(KVA, table + base + fd * word, k.number(row))
    k.set(
        "proc", k.procs[100], p_fd=k.make("filedesc", fd_dt=table, fd_lastfile=25), p_textvp=text,
        p_cwdi=k.make("cwdinfo", cwdi_cdir=cwd, cwdi_rdir=root), p_path=k.text("/bin/stacked"),
    )  # fmt: skip
    return table + base


@each_kernel
def test_files(kernel):
    plant_files(kernel)
    image = kernel.open()
    found = list(image.files(by_pid(image)[100]))
    path = "/bin/stacked" if kernel.has("proc", "p_path") else None
    assert [(each.use, each.fd, each.type, each.path, each.access, each.device) for each in found] == [
        ("cwd", None, "directory", None, None, None),
        ("root", None, "directory", None, None, None),
        ("text", None, "regular", path, None, None),
        ("open", 0, "character device", None, "w", (2, 2)),
        ("open", 2, "regular", None, "rw", None),
        ("open", 25, "socket", None, "rw", None),
    ]
    assert (found[4].offset, found[4].flags, found[4].close_on_exec) == (77, ("append",), True)
    assert found[3].close_on_exec is False
    assert list(image.files(by_pid(image)[102])) == []


@each_kernel
def test_descriptor_table_that_is_too_long(kernel):
    base = plant_files(kernel)
    kernel.set("fdtab", base - kernel.offset("fdtab", "dt_ff"), dt_nfiles=1 << 31)
    image = kernel.open()
    files = image.files(by_pid(image)[100])
    assert next(each for each in files if each.fd == 25).type == "socket"
    with pytest.raises(NotMappedError):
        list(files)


@each_kernel
def test_map(kernel):
    shared = {
        "start": 0x2000_0000, "end": 0x2000_1000, "etype": 1, "protection": 1, "inheritance": 0,
        "object__uvm_obj": kernel.make("uvm_object", pgops=int(kernel.names.known["aobj_pager"])),
    }  # fmt: skip
    heap = {"start": PROGRAM + 20 * PAGE, "end": PROGRAM + 24 * PAGE, "protection": 3, "inheritance": 1}
    members = {"vm_daddr": PROGRAM + 20 * PAGE, "vm_dsize": 2, "vm_maxsaddr": STACK, "vm_minsaddr": STACK_TOP}
    entries = [program_entry(kernel), heap, shared, stack_entry(kernel, [0, 0])]
    space = kernel.vmspace(entries, **members)
    kernel.set("proc", kernel.procs[100], p_vmspace=space)
    image = kernel.open()
    found = list(image.map(by_pid(image)[100]))
    assert [(each.start, each.size, each.kind, each.protection, each.shared) for each in found] == [
        (PROGRAM, 20 * PAGE, "file", "r-x", False),
        (PROGRAM + 20 * PAGE, 4 * PAGE, "heap", "rw-", False),
        (0x2000_0000, PAGE, "anonymous", "r--", True),
        (STACK, 2 * PAGE, "stack", "rw-", False),
    ]
    assert (found[0].offset, found[0].driver, found[2].driver) == (PAGE, "vnode", "aobj")
    assert list(image.map(by_pid(image)[0])) == []
    vm_map = space + kernel.offset("vmspace", "vm_map")
    kernel.variable("kernel_map", vm_map)
    assert [each.start for each in kernel.open().map()] == [each.start for each in found]


# Damage


@each_kernel
def test_lists_that_run_into_themselves(kernel):
    kernel.set("proc", kernel.procs[0], p_list__le_next=kernel.procs[100])
    seen = []
    with pytest.raises(BrokenListError, match="runs into itself"):
        for each in kernel.open().processes():
            seen.append(each.pid)
    assert seen == [101, 100, 0]


@each_kernel
def test_lwps_that_run_into_themselves(kernel):
    image = kernel.open()
    first = next(image.threads(by_pid(image)[101]))
    kernel.set("lwp", first.kva, l_sibling__le_next=first.kva)
    image = kernel.open()
    assert by_pid(image)[101].state == "O"
    with pytest.raises(BrokenListError, match="list of lwps"):
        list(image.threads(by_pid(image)[101]))


@each_kernel
def test_map_that_runs_into_itself(kernel):
    space, entries, _ = kernel.spaces[100]
    kernel.set("vm_map_entry", entries[1], next=entries[0])
    image = kernel.open()
    with pytest.raises(BrokenListError, match="the map runs into itself"):
        list(image.map(by_pid(image)[100]))
    # What came before the break serves; what lies beyond it is not said to be unmapped.
    assert by_pid(image)[100].argv == ARGV
    with pytest.raises(NotDumpedError, match="runs into itself"):
        image.address_space(space).read(0x1000, 1)


@each_kernel
def test_pages_that_run_into_themselves(kernel):
    space = kernel.spaces[100][0]
    if kernel.release == 6:
        (first,) = kernel.open().personality.reader.members("uvm_object", kernel.program, "memq.tqh_first")
        kernel.set("vm_page", first, listq__queue__tqe_next=first)
    else:
        kernel.set("uvm_object", kernel.program, uo_pages__t_height=60)
    image = kernel.open()
    with pytest.raises(NotDumpedError):
        image.address_space(kernel.spaces[101][0]).read(PROGRAM + 17 * PAGE, 1)
    assert image.address_space(space).read(PROGRAM, 6) == b"second"


@each_kernel
def test_process_list_that_ends_in_nothing(kernel):
    kernel.set("proc", kernel.procs[100], p_list__le_next=0x10)
    seen = []
    with pytest.raises(NotMappedError):
        for each in kernel.open().processes():
            seen.append(each.pid)
    assert seen == [101, 100]


@each_kernel
def test_structs_that_were_not_dumped(kernel):
    """What a process points to may be missing; the process is still shown, with what is known."""
    for name in ("p_cred", "p_pgrp", "p_stats", "p_vmspace", "p_pptr", "p_lwps__lh_first"):
        kernel.set("proc", kernel.procs[100], **{name: 0x10})
    found = by_pid(kernel.open())[100]
    assert (found.uid, found.gid, found.pgid, found.sid, found.start_time) == (None, None, None, None, None)
    assert (found.ppid, found.argv, found.size, found.state, found.tty) == (None, None, None, None, None)
    assert (found.pid, found.comm) == (100, "stacked")


# Layouts that only the kernel's own types tell


class Types(LayoutSource):
    """The structs of swap devices and modules, as a kernel's own types would tell them."""

    def __init__(self, model):
        word = model.word

        def struct(name, *members):
            fields = [
                Field(member, number * word, size or word, kind)
                for number, (member, kind, size) in enumerate(members)
            ]
            return Layout(name, model, len(members) * word, fields)

        self.made = {
            "swappri": struct(
                "swappri",
                ("spi_swapdev.tqh_first", "pointer", 0),
                ("spi_swappri.le_next", "pointer", 0),
            ),
            "swapdev": struct(
                "swapdev",
                ("swd_next.tqe_next", "pointer", 0),
                ("swd_path", "pointer", 0),
                ("swd_npages", "int", 4),
                ("swd_npginuse", "int", 4),
            ),
            "module": struct(
                "module",
                ("mod_refcnt", "uint", 4),
                ("mod_info", "pointer", 0),
                ("mod_chain.tqe_next", "pointer", 0),
            ),
            "modinfo": struct("modinfo", ("mi_name", "pointer", 0)),
        }

    def layout(self, name):
        return self.made.get(name)


class Names(LayoutSource):
    """The struct of the cache of names, as a kernel's own types would tell it."""

    def __init__(self, model, link):
        word = model.word
        members = [
            Field(name, at * word, word, "pointer") for at, name in enumerate((link, "nc_dvp", "nc_vp"))
        ]
        self.made = Layout(
            "namecache",
            model,
            5 * word,
            [
                *members,
                Field("nc_nlen", 3 * word, 2, "uint"),
                Field("nc_name", 3 * word + 2, 0, "char[]", "char[0]", 0, 1, "int"),
            ],
        )

    def layout(self, name):
        return self.made if name == "namecache" else None


@each_kernel
def test_paths(kernel):
    k = kernel
    k.layouts.prepend(Names(k.model, "nc_vlist.le_next" if k.release == 6 else "nc_list.tqe_next"))

    def vnode(type, **members):
        # Of 10 a vnode is the beginning of a vnode_impl.
        where = k.make("vnode_impl" if k.release > 6 else "vnode")
        return k.set("vnode", where, v_type=type, **members)

    def cached(directory, target, *names):
        first = 0
        for name in names:
            entry = k.take(5 * k.model.word + len(name))
            words = b"".join(map(k.number, (first, directory, target)))
            k.core.put(KVA, entry, words + k.number(len(name), 2) + name)
            first = entry
        if k.release == 6:
            k.set("vnode", target, v_nclist__lh_first=first)
        else:
            k.set("vnode_impl", target, vi_nc_list__tqh_first=first)

    covered = vnode(2)
    slash = vnode(2, v_vflag=1, v_mount=k.make("mount"))
    usr = vnode(2, v_vflag=1, v_mount=k.make("mount", mnt_vnodecovered=covered))
    program, lost, loop = vnode(1), vnode(2), vnode(2)
    cached(slash, covered, b"usr")
    cached(usr, program, b"tool", b"..")  # the newest is looked at first
    cached(loop, loop, b"loop")
    plant_files(k)
    k.set("proc", k.procs[100], p_path=0, p_textvp=program)
    k.set("proc", k.procs[100], p_cwdi=k.make("cwdinfo", cwdi_cdir=usr, cwdi_rdir=slash))
    image = k.open()
    found = {each.use: each.path for each in image.files(by_pid(image)[100])}
    assert found == {"cwd": "/usr", "root": "/", "text": "/usr/tool", "open": None}
    for directory in (lost, loop):
        k.set("proc", k.procs[100], p_cwdi=k.make("cwdinfo", cwdi_cdir=directory))
        assert next(k.open().files(by_pid(image)[100])).path is None
    cached(usr, k.program, b"mapped")
    if k.release == 6:
        assert [each.path for each in k.open().map(by_pid(image)[101])] == ["/usr/mapped", None]


@each_kernel
def test_swap_devices_and_modules(kernel):
    k = kernel
    k.layouts.prepend(Types(k.model))
    devices = [
        k.make("swapdev", swd_path=k.text(path), swd_npages=pages, swd_npginuse=used)
        for path, pages, used in (("/dev/wd0b", 1000, 100), ("/swap", 50, 0))
    ]
    lists = [k.make("swappri", spi_swapdev__tqh_first=device) for device in devices]
    k.variable("swap_priority", k.list("swappri", "spi_swappri.le_next", lists))
    modules = [
        k.make("module", mod_refcnt=count, mod_info=k.make("modinfo", mi_name=k.text(name)))
        for name, count in (("ffs", 1), ("puffs", 0))
    ]
    k.variable("module_list", k.list("module", "mod_chain.tqe_next", modules))
    image = k.open()
    assert [(each.path, each.size, each.free) for each in image.swap()] == [
        ("/dev/wd0b", 1000 * PAGE, 900 * PAGE),
        ("/swap", 50 * PAGE, 50 * PAGE),
    ]
    assert [(each.name, each.references) for each in image.modules()] == [("ffs", 1), ("puffs", 0)]
    k.set("module", modules[1], mod_chain__tqe_next=modules[0])
    with pytest.raises(BrokenListError):
        list(k.open().modules())


# Golden images


@pytest.fixture(params=["amd64", "amd64-fscale"])
def golden(request, golden_netbsd):
    folder = golden_netbsd.folder(request.param)
    with sunkvm.open(folder / "kernel", folder / "netbsd.core") as image:
        yield image, golden_netbsd.expected(request.param)


def answers(expected, call, **args):
    for entry in expected["entries"]:
        if entry["call"] == call and all(entry["args"].get(key) == value for key, value in args.items()):
            yield entry


def test_golden_processes(golden):
    image, expected = golden
    entry = next(answers(expected, "kvm_getprocs", op="ALL"))
    found = list(image.processes())
    assert [each.pid for each in found] == entry["pids"]
    for process, row in zip(found, entry["procs"], strict=True):
        eproc = {name.removeprefix("kp_eproc."): value for name, value in row.items()}
        assert process.comm == row["kp_proc.p_comm"]
        assert process.kva == int(eproc["e_paddr"], 16)
        assert (process.pgid, process.sid) == (eproc["e_pgid"], eproc["e_sid"])
        assert (process.uid, process.gid) == (eproc["e_ucred.cr_uid"], eproc["e_ucred.cr_gid"])
        assert (process.ruid, process.rgid) == (eproc["e_pcred.p_ruid"], eproc["e_pcred.p_rgid"])
        assert process.threads == row.get("kp_proc.p_nlwps", 0)
        # What the original leaves undefined is in the dump.
        assert process.ppid == eproc["original_is_wrong_fields"]["kp_eproc.e_ppid"]["right"]
        dev = eproc["e_tdev"]
        assert process.tty == (None if dev == 0xFFFFFFFF else (dev >> 8, dev & 0xFF))
    entry = next(answers(expected, "kvm_getproc2", op="ALL"))
    rows = {row["p_pid"]: row for row in entry["procs"] if row["p_pid"]}
    assert set(rows) == {1, 200, 400}  # the original loses the one whose lwp is on no run queue
    for process in found:
        row = rows.get(process.pid)
        if row is None:
            continue
        if "p_uvalid" in row:  # not of zombies
            assert process.start_time == row["p_ustart_sec"]
        assert process.as_kva == int(row["p_vmspace"], 16)
        assert process.size == row["p_vm_vsize"] * 4096


def test_golden_arguments(golden):
    image, expected = golden
    found = {each.pid: each for each in image.processes()}
    looked = 0
    for call, name in (("kvm_getargv", "argv"), ("kvm_getenvv", "env")):
        for entry in answers(expected, call, nchr=0):
            answer = entry.get("right", entry)["return"]
            value = getattr(found[entry["args"]["pid"]], name)
            assert value == (None if answer is None else tuple(answer))
            looked += answer is not None
    assert looked == 2


def test_golden_lwps(golden):
    image, expected = golden
    found = {each.pid: each for each in image.processes()}
    looked = 0
    for entry in answers(expected, "kvm_getlwps"):
        pid = int(entry["args"]["process"].split()[1])
        lwps = list(image.threads(found[pid]))
        if "right" in entry:
            assert len(lwps) == entry["right"]["cnt"]
            continue
        assert len(lwps) == entry["cnt"]
        for mine, row in zip(lwps, entry["lwps"], strict=True):
            assert (mine.kva, mine.tid) == (int(row["l_laddr"], 16), row["l_lid"])
            assert (mine.priority, mine.wait_channel) == (row["l_priority"], int(row["l_wchan"], 16))
            assert mine.wait_reason == row["l_wmesg"]
            looked += 1
    assert looked == 3


def test_golden_system(golden):
    image, expected = golden
    entry = next(answers(expected, "kvm_getloadavg", nelem=3))
    load = image.load_average()
    assert [load.one, load.five, load.fifteen] == entry.get("right", entry)["loadavg"]
    info = image.info
    assert (info.system, info.release, info.version) == ("NetBSD", "6.99.16", "NetBSD 6.99.16 (SYNTH)")
    assert (info.panic_string, info.processes) == ("synthetic panic", 4)
    assert [each.text for each in image.messages()] == ["hello world"]
    assert not image.warnings


def test_golden_argument_page_on_the_swap_device(golden_netbsd, tmp_path):
    """Take the page of the stack out of memory, as the kernel does: the swap file that was opened has it."""
    folder = golden_netbsd.folder("amd64")
    swapfile = tmp_path / "drum"
    with sunkvm.open(folder / "kernel", folder / "netbsd.core") as image:
        process = next(each for each in image.processes() if each.pid == 200)
        page = image.user(process).read(0x7F7FFFFFF000, 4096)
    swapfile.write_bytes(b"x" * 4096 * 5 + page)
    for swap, argv in ((None, None), (swapfile, ("/bin/sh", "-c", "echo hello"))):
        with sunkvm.open(folder / "kernel", folder / "netbsd.core", swap, overlay=True) as image:
            reader = image.personality.reader
            space = process.as_kva
            (entry,) = reader.members(
                "vm_map_entry",
                space + reader.offset("vmspace", "vm_map") + reader.offset("vm_map", "header"),
                "next",
            )
            start, first, amap = reader.members(
                "vm_map_entry", entry, "start", "aref.ar_pageoff", "aref.ar_amap"
            )
            (anons,) = reader.members("vm_amap", amap, "am_anon")
            anon = image.read_word(anons + 8 * ((0x7F7FFFFFF000 - start >> 12) + first))
            image.write(anon + reader.offset("vm_anon", "an_page"), bytes(8))
            image.write(anon + reader.offset("vm_anon", "an_swslot"), (5).to_bytes(4, "little"))
            found = next(each for each in image.processes() if each.pid == 200)
            assert found.argv == argv
            assert found.argv_missing == (None if argv else "swapped out")


def test_swap_file_that_is_missing(golden_netbsd, tmp_path):
    folder = golden_netbsd.folder("amd64")
    with pytest.raises(OpenError, match="nosuch"):
        sunkvm.open(folder / "kernel", folder / "netbsd.core", tmp_path / "nosuch")


M68K = [
    f"{case}/{name}"
    for case in ("sun2", "sun3", "sun3x", "hp300", "hp040")
    for name in ("kernel", "kernel.aout", "kernel.sunos.aout")
    if (GOLDEN / case / name).exists()
]


@pytest.mark.parametrize("name", M68K)
def test_machines_without_a_table(name, golden_netbsd):
    """Symbols and memory are there; processes are an error that says what would help, never garbage."""
    case, _, namelist = name.partition("/")
    folder = golden_netbsd.folder(case)
    with sunkvm.open(folder / namelist, folder / "netbsd.core") as image:
        where = image.symbols["version"]
        assert image.read(where, 25) == b"The quick brown fox jumps"
        assert list(image.messages()) == []
        assert image.info.model == "m68k"
        with pytest.raises(LayoutError, match="no built-in table fits this NetBSD kernel of m68k") as caught:
            list(image.processes())
        assert caught.value.struct == "proc"
        with pytest.raises(LayoutError):
            list(image.threads())


def test_messages_without_a_table():
    """The message buffer, the load and the panic need no layout."""
    k = full_kernel(6, "sparc")
    k.layouts.sources.clear()
    k.layouts._found.clear()
    image = k.open()
    assert [each.text for each in image.messages()][1:] == ["older", "panic: out of cheese", "plain"]
    assert image.load_average() == LoadAverage(1.0, 0.5, 0.25)
    assert image.panic().message == "out of cheese"
    assert image.info.boot_time == BOOT
    with pytest.raises(LayoutError):
        list(image.processes())


# Damage at random


@pytest.mark.parametrize("how", [0.002, 0.02, 0.2, 1.0])
@pytest.mark.parametrize(
    "kernel", [(6, "amd64"), (6, "sparc"), (10, "amd64"), (10, "i386pae")], ids=str, indirect=True
)
def test_damaged_memory(kernel, how):
    """Words of kernel memory changed to other addresses or to anything: every question ends, no list is endless."""
    k = kernel
    plant_files(k)
    plant_everything_else(k)
    word, places = k.model.word, sorted((at, place) for (at, _), place in k.core.places.items() if at == KVA)
    first = min(page for space, page in k.core.places if space == KVA) << 12
    anything = (0, 1, word, k.model.mask, k.model.mask ^ 7, 0x7FFFFFFF)
    whole = bytes(k.core.bytes)
    swap = k.swap_device()
    for seed in range(12):
        chance = random.Random(seed)
        k.core.bytes[:] = whole
        for _, page in places:
            for at in range(page, page + PAGE, word):
                if chance.random() < how:
                    near = first + chance.randrange(0, len(places) * PAGE, 16)
                    value = near if chance.random() < 0.7 else chance.choice(anything)
                    k.core.bytes[at : at + word] = k.number(value)
        for symbol in k.names.known.values():
            if chance.random() < 0.5 and how < 1:
                at = k.core.places[KVA, int(symbol) >> 12] + int(symbol) % PAGE
                k.core.bytes[at : at + 16] = whole[at : at + 16]
        image = k.open(swapfile=swap)
        ask(image)
        for process in first_of(image.processes(), 3):
            try:
                first_of(image.ranges(process), 100)
            except SunkvmError as error:
                assert str(error)


def plant_everything_else(k):
    """What only the kernel's own types tell, so that it is asked for, too."""
    k.layouts.prepend(Types(k.model))
    k.variable("swap_priority", k.make("swappri", spi_swapdev__tqh_first=k.make("swapdev")))
    k.variable("module_list", k.make("module", mod_info=k.make("modinfo", mi_name=k.text("ffs"))))
    k.variable("kernel_map", k.spaces[100][0] + k.offset("vmspace", "vm_map"))


def first_of(records, count):
    found = []
    try:
        for each in records:
            found.append(each)
            if len(found) == count:
                break
    except SunkvmError:
        pass
    return found


@each_kernel
def test_missing_pages(kernel):
    """Each page of the kernel lost in turn."""
    plant_files(kernel)
    places = kernel.core.places
    for key in [key for key in places if key[0] == KVA]:
        place = places.pop(key)
        try:
            ask(kernel.open())
        finally:
            places[key] = place


def test_many_processes():
    """Two thousand processes with their arguments take a second or so, not minutes."""
    import time

    k = full_kernel(10, "amd64")
    procs = []
    for pid in range(1000, 3000):
        proc = k.make("proc")
        image = k.space.read(k.procs[100], k.layouts.layout("proc").size)
        k.core.put(KVA, proc, image)
        k.set("proc", proc, p_pid=pid)
        procs.append(proc)
    k.variable("allproc", k.list("proc", "p_list.le_next", procs))
    image = k.open()
    start = time.perf_counter()
    found = list(image.processes())
    spent = time.perf_counter() - start
    assert len(found) == 2001
    assert {each.argv for each in found[:-1]} == {ARGV}
    assert spent < 4


def test_process_in_an_elf_core(golden_netbsd, tmp_path):
    """The memory of a process goes into an ELF core with the kernel's, what is on the swap device, too."""
    from elftools.elf.elffile import ELFFile

    from sunkvm.export.elf import write_elf

    k = full_kernel(6, "amd64")
    k.core.serves = frozenset({"kernel"})
    k.core.ranges = lambda space: iter(
        sorted((page << 12, PAGE) for each, page in k.core.places if each == space)
    )
    with k.open(swapfile=k.swap_device()) as image:
        write_elf(image, tmp_path / "core", pids=[101])
    folder = golden_netbsd.folder("amd64")
    with sunkvm.open(folder / "kernel", folder / "netbsd.core") as image:
        page = image.user(next(each for each in image.processes() if each.pid == 200)).read(
            0x7F7FFFFFF000, 4096
        )
        write_elf(image, tmp_path / "golden", pids=[200])

    def load(path, va):
        with path.open("rb") as file:
            for segment in ELFFile(file).iter_segments("PT_LOAD"):
                if segment["p_vaddr"] <= va < segment["p_vaddr"] + segment["p_filesz"]:
                    file.seek(segment["p_offset"] + va - segment["p_vaddr"])
                    return file.read(PAGE)
        return None

    assert load(tmp_path / "core", STACK) == k.data[:PAGE]
    assert load(tmp_path / "core", STACK + PAGE) == k.data[PAGE:]
    assert load(tmp_path / "golden", 0x7F7FFFFFF000) == page


# Kernels that tell their own types


@pytest.fixture(scope="module")
def own_types(tmp_path_factory):
    """The debugging information of a kernel whose structs are like those of no release."""
    path = tmp_path_factory.mktemp("types") / "netbsd.o"
    source = Path(__file__).parent / "netbsd_types.c"
    subprocess.run(["gcc", "-g", "-c", "-o", path, source], check=True)
    return open_dwarf(open_namelist(str(path)), datamodel.AMD64)


def test_kernel_with_its_own_types(own_types):
    """Nothing is known of the release; where the members lie is told by the debugging information alone."""
    k = full_kernel(10, "amd64", LayoutChain([own_types]))
    plant_files(k)
    assert k.layouts.layout("proc").size != 832
    image = k.open(swapfile=k.swap_device())
    found = by_pid(image)
    assert list(found) == [101, 100, 0, 102]
    assert (found[100].argv, found[101].argv, found[101].env) == (ARGV, ARGV, ENV)
    assert (found[100].uid, found[100].rgid, found[100].tty, found[101].tty) == (1002, 50, (5, 0x1201), None)
    assert found[100].start_time == BOOT + 100.5
    assert [each.name for each in image.threads()] == [None, "worker", None, None]
    assert {each.cpu for each in image.threads()} == {1}
    assert image.cpu_times() == CpuTimes(1, 21, 41, 61, 81, 128)
    assert [each.kind for each in image.map(found[100])] == ["file", "stack"]
    assert [each.fd for each in image.files(found[100])] == [None, None, None, 0, 2, 25]
    assert image.user(found[100]).read(PROGRAM + 17 * PAGE, 10) == b"eighteenth"
    assert image.info.boot_time == BOOT
    assert image.swap_space() == SwapSpace(900 * PAGE, 100 * PAGE, 0, 800 * PAGE)
