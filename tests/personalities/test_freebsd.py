"""What the FreeBSD personality finds in kernels that the tests laid by hand, of several releases and machines."""

from __future__ import annotations

import itertools
import json
import struct
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import KVA
from sunkvm.errors import BrokenListError
from sunkvm.records import CpuTimes, LoadAverage

from .freebsd_kernel import PAGE, Kernel

GOLDEN = Path(__file__).parent.parent / "golden" / "freebsd"
KERNELS = [
    (11, "amd64"),
    (12, "amd64"),
    (15, "amd64"),
    (11, "i386"),
    (12, "i386"),
    (12, "aarch64"),
    (15, "aarch64"),
]
each_kernel = pytest.mark.parametrize("kernel", KERNELS, ids=lambda k: f"{k[0]}-{k[1]}", indirect=True)

BOOT = 1_600_000_000
STACK_TOP = 0xBFBFF000


@pytest.fixture
def kernel(request):
    return full_kernel(*request.param)


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


def by_pid(image):
    return {process.pid: process for process in image.processes()}


@each_kernel
def test_processes(kernel):
    image = kernel.open()
    found = by_pid(image)
    assert list(found) == [101, 100, 0, 102]
    cached, stacked = found[100], found[101]
    assert (cached.uid, cached.ruid, cached.gid, cached.rgid) == (1001, 1002, 1021, 50)
    assert (cached.pgid, cached.sid, cached.comm, cached.state) == (100, 100, "cached", "S")
    assert (stacked.ppid, stacked.state, stacked.threads, stacked.size) == (100, "R", 2, 0x100000)
    assert (stacked.zone, stacked.zone_id, cached.zone, cached.zone_id) == ("web", 7, "0", 0)
    assert found[102].state == "Z"
    assert cached.start_time == BOOT + 100.5
    assert {each.bits for each in found.values()} == {kernel.model.bits}
    assert (cached.kva, cached.as_kva) == (kernel.procs[100][0], kernel.procs[100][2])


@each_kernel
def test_arguments(kernel):
    found = by_pid(kernel.open())
    assert found[100].argv == ("cached", "--with", "three words")
    assert found[100].psargs == "cached --with three words"
    assert (found[100].env, found[100].argv_missing) == (None, None)
    assert found[101].argv == ("/bin/stacked", "-x", "")
    assert found[101].env == ("HOME=/root", "TERM=vt100")
    assert (found[0].argv, found[0].argv_missing) == (None, "system process")
    assert (found[102].argv, found[102].argv_missing) == (None, "zombie")


@each_kernel
def test_user_memory(kernel):
    image = kernel.open()
    process = by_pid(image)[101]
    assert image.user(process).read(STACK_TOP - 0x800, 12) == b"/bin/stacked"
    assert image.address_space(process.as_kva).read(STACK_TOP - 0x800, 4) == b"/bin"


@each_kernel
def test_threads(kernel):
    image = kernel.open()
    threads = list(image.threads())
    assert [each.tid for each in threads] == [101010, 101011, 101000, 100000, 101020]
    sleeping = threads[2]
    assert (sleeping.state, sleeping.cpu, sleeping.wait_channel, sleeping.wait_reason) == (
        "S",
        1,
        0x1234,
        "select",
    )
    assert (sleeping.name, sleeping.pid, sleeping.comm, sleeping.priority) == ("t0", 100, "cached", 120)
    assert (threads[0].state, threads[0].wait_reason, threads[-1].state) == ("R", None, "Z")
    assert [each.tid for each in image.threads(by_pid(image)[101])] == [101010, 101011]


@each_kernel
def test_messages(kernel):
    found = [(each.text, each.priority) for each in kernel.open().messages()]
    assert found == [("half a line", None), ("older", 6), ("newer", 118), ("plain", None)]


@each_kernel
def test_system(kernel):
    image = kernel.open()
    assert image.load_average() == LoadAverage(1.0, 0.5, 0.25)
    assert image.cpu_times() == CpuTimes(1, 21, 41, 61, 81, 127)
    assert [(each.id, each.idle) for each in image.cpus()] == [(0, True), (1, False)]
    assert [(each.size, each.free) for each in image.swap()] == [(1000 * PAGE, 900 * PAGE)]
    assert [(each.id, each.name, each.path, each.references) for each in image.modules()] == [
        (1, "kernel", "/boot/kernel", 1),
        (2, "zfs.ko", "/boot/zfs.ko", 2),
    ]
    assert [(each.id, each.name, each.node, each.root) for each in image.zones()] == [
        (0, "0", "node", "/"),
        (7, "web", "web.node", "/jails/web"),
    ]
    panic = image.panic()
    assert panic.message == "out of cheese"
    assert panic.thread == next(each.kva for each in image.threads() if each.tid == 101011)
    info = image.info
    assert (info.system, info.node, info.release) == ("FreeBSD", "node", f"{kernel.release}.1-TEST")
    assert (info.boot_time, info.uptime, info.crash_time) == (BOOT, 5000, BOOT + 5000)
    assert (info.panic_string, info.processes, info.cpus) == ("out of cheese", 4, 2)


def plant_files(k):
    """Give process 100 three descriptors, of which the second is empty, and directories."""

    def vnode(type, **more):
        return k.make("vnode", v_type=type, **more)

    device = k.make("cdev", si_name=b"null")
    null = vnode(4, v_rdev=device, v_un__vu_cdev=device)
    cwd, root, text = vnode(2), vnode(2), vnode(1)
    regular = k.make("file", f_flag=0x1 | 0x2 | 0x8, f_type=1, f_vnode=text, f_offset=77)
    device = k.make("file", f_flag=0x2, f_type=1, f_vnode=null)
    size = k.layouts.layout("filedescent").size
    base = k.offset("fdescenttbl", "fdt_ofiles")
    table = k.take(base + 3 * size)
    k.set("fdescenttbl", table, fdt_nfiles=3)
    k.set("filedescent", table + base, fde_file=device)
    k.set("filedescent", table + base + 2 * size, fde_file=regular, fde_flags=1)
    fd = k.make("filedesc", fd_files=table, fd_cdir=cwd, fd_rdir=root)
    pwd = None
    if k.layouts.layout("pwd") is not None:
        pwd = k.make("pwddesc", pd_pwd=k.number(k.make("pwd", pwd_cdir=cwd, pwd_rdir=root)))
    k.set("proc", k.procs[100][0], p_fd=fd, p_pd=pwd or 0, p_textvp=text)


@each_kernel
def test_files(kernel):
    plant_files(kernel)
    image = kernel.open()
    found = list(image.files(by_pid(image)[100]))
    assert [(each.use, each.fd, each.type, each.path, each.access) for each in found] == [
        ("cwd", None, "directory", None, None),
        ("root", None, "directory", None, None),
        ("text", None, "regular", None, None),
        ("open", 0, "character device", "/dev/null", "w"),
        ("open", 2, "regular", None, "rw"),
    ]
    assert (found[-1].offset, found[-1].flags, found[-1].close_on_exec) == (77, ("append",), True)
    assert list(image.files(by_pid(image)[102])) == []


def plant_map(k, loop=False):
    """Give process 100 four mappings: a program, its heap, something shared, a stack."""
    space = k.procs[100][2]
    header = space + k.offset("vmspace", "vm_map") + k.offset("vm_map", "header")
    vnode = k.make("vnode", v_type=1)
    program = k.make("vm_object", type=2, handle=vnode)
    shadow = k.make("vm_object", type=1, backing_object=program)
    memory = k.make("vm_object", type=1)
    rows = [
        (0x400000, 0x402000, shadow, 0x4, 5, 1, 0x1000),
        (0x800000, 0x802000, memory, 0, 3, 1, 0),
        (0x900000, 0x901000, memory, 0, 1, 0, 0),
        (STACK_TOP - 0x2000, STACK_TOP, 0, 0x1000, 3, 1, 0),
    ]
    entries = [
        k.make(
            "vm_map_entry", start=start, end=end, object=k.number(target), eflags=flags, protection=protection,
            inheritance=inheritance, offset=offset,
        )
        for start, end, target, flags, protection, inheritance, offset in rows
    ]  # fmt: skip
    if k.has("vm_map_entry", "next"):
        chain = [header, *entries, entries[1] if loop else header]
        for one, other in itertools.pairwise(chain):
            k.set("vm_map_entry", one, next=other)
        return
    # A tree: the second entry is the root; sides without a child lead to the neighbours.
    first, second, third, fourth = entries
    k.set("vm_map_entry", second, left=first, right=second if loop else fourth)
    k.set("vm_map_entry", first, left=header, right=second)
    k.set("vm_map_entry", fourth, left=third, right=header)
    k.set("vm_map_entry", third, left=second, right=fourth)
    k.set("vm_map", header - k.offset("vm_map", "header"), root=second)


@each_kernel
def test_map(kernel):
    plant_map(kernel)
    image = kernel.open()
    found = list(image.map(by_pid(image)[100]))
    assert [(each.start, each.size, each.kind, each.protection, each.shared) for each in found] == [
        (0x400000, 0x2000, "file", "r-x", False),
        (0x800000, 0x2000, "heap", "rw-", False),
        (0x900000, 0x1000, "anonymous", "r--", True),
        (STACK_TOP - 0x2000, 0x2000, "stack", "rw-", False),
    ]
    assert [each.offset for each in found] == [0x1000, None, None, None]


@each_kernel
def test_looped_map(kernel):
    plant_map(kernel, loop=True)
    image = kernel.open()
    process = by_pid(image)[100]
    with pytest.raises(BrokenListError):
        list(image.map(process))


@each_kernel
def test_looped_processes(kernel):
    first, last = kernel.procs[101][0], kernel.procs[0][0]
    kernel.set("proc", last, p_list__le_next=first)
    found = []
    with pytest.raises(BrokenListError):
        for process in kernel.open().processes():
            found.append(process.pid)
    assert found == [101, 100, 0]


@each_kernel
def test_looped_threads_and_modules(kernel):
    image = kernel.open()
    thread = next(image.threads()).kva
    kernel.set("thread", thread, td_plist__tqe_next=thread)
    image = kernel.open()
    with pytest.raises(BrokenListError):
        list(image.threads())
    assert by_pid(image)[101].state == "R"
    modules = kernel.names.known["linker_files"]
    first = image.read_word(int(modules))
    kernel.set("linker_file", first, link__tqe_next=first)
    with pytest.raises(BrokenListError):
        list(kernel.open().modules())


@each_kernel
def test_a_bare_kernel(kernel):
    """Where there is no symbol there is no answer, and no guess."""
    kernel.names.known = {
        "allproc": kernel.names.known["allproc"],
        "osreldate": kernel.names.known["osreldate"],
    }
    image = kernel.open()
    assert image.load_average() is None
    assert image.cpu_times() is None
    assert image.panic() is None
    for topic in (image.messages, image.cpus, image.swap, image.modules, image.zones, image.map):
        assert list(topic()) == []
    info = image.info
    assert (info.boot_time, info.release, info.node, info.cpus) == (None, None, None, None)
    found = by_pid(image)
    assert list(found) == [101, 100, 0]
    assert found[100].start_time is None
    kernel.names.known = {}
    assert list(kernel.open().processes()) == []


def test_message_buffer_that_is_none():
    kernel = full_kernel(12, "amd64")
    buffer = kernel.open().read_word(int(kernel.names.known["msgbufp"]))
    for members in ({"msg_magic": 1}, {"msg_magic": 0x063062, "msg_size": 0}, {"msg_size": 1 << 31}):
        kernel.set("msgbuf", buffer, **members)
        assert list(kernel.open().messages()) == []


@pytest.mark.parametrize(
    "case", sorted(path.parent.name for path in GOLDEN.glob("amd64-[fv][2u3]*/expected.json"))
)
def test_golden_processes(case, golden_freebsd):
    """The records say the same of a process as the original library's kinfo_proc."""
    folder = golden_freebsd.folder(case)
    expected = json.loads((GOLDEN / case / "expected.json").read_text())["entries"]
    with sunkvm.open(folder / "kernel", folder / "vmcore") as image:
        found = by_pid(image)
        assert image.info.panic_string == "synthetic panic"
        for entry in expected:
            if entry["call"] != "kvm_getprocs" or "procs" not in entry or entry["args"]["op"] != "PROC":
                continue
            assert [each["ki_pid"] for each in entry["procs"]] == list(found)
            for recorded in entry["procs"]:
                process = found[recorded["ki_pid"]]
                assert process.kva == recorded["ki_paddr"]
                assert process.ppid == recorded["ki_ppid"]
                assert process.uid == recorded["ki_uid"]
                assert process.ruid == recorded["ki_ruid"]
                assert process.gid == recorded["ki_groups"][0]
                assert process.pgid == recorded.get("ki_pgid", 0)
                assert process.sid == recorded.get("ki_sid", 0)
                assert process.comm.startswith(recorded["ki_comm"])
                assert process.size == recorded.get("ki_size", 0)
                # D and S, as ps tells them apart, are one to the library.
                letter = {2: "R", 3: "SD", 4: "T", 5: "Z", 6: "W", 7: "L", 0: "I"}[recorded.get("ki_stat", 0)]
                assert process.state in letter
