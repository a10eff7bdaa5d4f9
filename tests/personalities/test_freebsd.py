"""What the FreeBSD personality finds in kernels that the tests laid by hand, of several releases and machines."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

import sunkvm
from sunkvm.corefile import KVA
from sunkvm.errors import BrokenListError
from sunkvm.layout import Field, Layout
from sunkvm.layouts import LayoutChain, LayoutSource
from sunkvm.records import CpuTimes, LoadAverage

from .freebsd_kernel import BOOT, PAGE, STACK_TOP, Kernel, full_kernel

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


@pytest.fixture
def kernel(request):
    return full_kernel(*request.param)


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


# Of struct vm_domain of 12.1, as a compiler laid it: its size, vmd_domain and vmd_free_count.
DOMAINS = {"amd64": (1664, 688, 704), "i386": (1152, 404, 448), "aarch64": (1920, 816, 896)}


def lay_domains(k, numbers, size, number_at, free_at):
    """Give a kernel memory domains with these numbers, which have 100 free pages, 101 ..."""
    where = k.take(size * len(numbers))
    k.names.add("vm_dom", where)
    k.variable("vm_ndomains", len(numbers), 4)
    for index, number in enumerate(numbers):
        k.core.put(KVA, where + size * index + number_at, k.number(number, 4))
        k.core.put(KVA, where + size * index + free_at, k.number(100 + index, 4))


@pytest.mark.parametrize("arch", DOMAINS)
@pytest.mark.parametrize(
    ("numbers", "free"),
    [
        ((0,), 100),
        ((0, 1, 2), 303),
        # Domains of another size do not have their numbers here.
        ((0, 0), None),
        ((0, 7, 2), None),
        ((), None),
    ],
)
def test_free_memory(arch, numbers, free):
    k = Kernel(12, arch)
    lay_domains(k, numbers, *DOMAINS[arch])
    assert k.open().info.memory.free == (None if free is None else free * PAGE)


def test_free_memory_that_nobody_can_tell():
    """Neither 15, of which no layout is known, nor a number of domains that is none, nor one that was not dumped."""
    k = Kernel(15, "amd64")
    lay_domains(k, (0,), *DOMAINS["amd64"])
    assert k.open().info.memory.free is None
    k = Kernel(12, "amd64")
    k.names.add("vm_dom", 0xFFFF800000000000)
    assert k.open().info.memory.free is None
    k.variable("vm_ndomains", 1, 4)
    assert k.open().info.memory.free is None
    k.variable("vm_ndomains", 0xFFFFFFFF, 4)
    assert k.open().info.memory.free is None


class OwnTypes(LayoutSource):
    """What a kernel's own types tell of one struct."""

    name = "own"

    def __init__(self, layout):
        self._layout = layout

    def layout(self, name):
        return self._layout if name == self._layout.name else None


def test_free_memory_by_the_kernels_own_types():
    k = Kernel(15, "amd64")
    fields = [Field("vmd_domain", 752, 4, "uint", "u_int"), Field("vmd_free_count", 768, 4, "uint", "u_int")]
    k.layouts = LayoutChain([OwnTypes(Layout("vm_domain", k.model, 2048, fields)), k.layouts])
    lay_domains(k, (0, 1), 2048, 752, 768)
    assert k.open().info.memory.free == 201 * PAGE
    k = Kernel(11, "amd64")
    k.variable("vm_cnt", bytes(128) + k.number(77, 4))
    assert k.open().info.memory.free is None
    fields = [Field("v_free_count", 128, 4, "uint", "u_int")]
    k.layouts = LayoutChain([OwnTypes(Layout("vmmeter", k.model, 204, fields)), k.layouts])
    assert k.open().info.memory.free == 77 * PAGE


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


class Namecache(LayoutSource):
    """The struct of the cache of names, as a kernel's own types would tell it; the older and the newer spelling."""

    def __init__(self, model, target):
        word = model.word
        self.made = Layout(
            "namecache",
            model,
            3 * word,
            [
                Field("nc_dvp", 0, word, "pointer", "pointer to struct vnode"),
                Field(target, word, word, "pointer", "pointer to struct vnode"),
                Field("nc_nlen", 2 * word, 1, "uint", "u_char"),
                Field("nc_name", 2 * word + 1, 0, "char[]", "char[0]", 0, 1, "int"),
            ],
        )

    def layout(self, name):
        return self.made if name == "namecache" else None


@pytest.mark.parametrize("target", ["nc_vp", "n_un.nu_vp"])
@each_kernel
def test_paths(kernel, target):
    k = kernel
    k.layouts.prepend(Namecache(k.model, target))

    def cached(name, directory, vnode):
        entry = k.take(3 * k.model.word + len(name))
        k.core.put(KVA, entry, k.number(directory) + k.number(vnode) + bytes((len(name),)) + name)
        k.set("vnode", vnode, v_cache_dst__tqh_first=entry)

    covered = k.make("vnode", v_type=2)
    slash = k.make("vnode", v_type=2, v_vflag=1, v_mount=k.make("mount"))
    usr = k.make("vnode", v_type=2, v_vflag=1, v_mount=k.make("mount", mnt_vnodecovered=covered))
    program, lost = k.make("vnode", v_type=1), k.make("vnode", v_type=2)
    cached(b"usr", slash, covered)
    cached(b"tool", usr, program)
    table = k.make("filedesc", fd_cdir=usr, fd_rdir=slash, fd_jdir=lost)
    holder = 0
    if k.layouts.layout("pwd") is not None:
        pwd = k.make("pwd", pwd_cdir=usr, pwd_rdir=slash, pwd_jdir=lost)
        holder = k.make("pwddesc", pd_pwd=k.number(pwd))
    k.set("proc", k.procs[100][0], p_fd=table, p_pd=holder, p_textvp=program)
    image = k.open()
    found = {each.use: each.path for each in image.files(by_pid(image)[100])}
    assert found == {"cwd": "/usr", "root": "/", "jail": None, "text": "/usr/tool"}
    cached(b"loop", lost, lost)
    assert {each.path for each in image.files(by_pid(image)[100]) if each.use == "jail"} == {None}


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


class Renamed(LayoutSource):
    """``struct pmap`` with other names for its root page table: one that is NULL, then the one that is not."""

    def __init__(self, layout, null, root):
        old = layout["pm_pdir"]
        word = old.size
        fields = [Field(root, old.offset, word, "pointer", old.type)]
        if null:
            fields.append(Field(null, layout["pm_active"].offset, word, "pointer", old.type))
        self.made = Layout("pmap", layout.model, layout.size, fields)

    def layout(self, name):
        return self.made if name == "pmap" else None


@pytest.mark.parametrize("kernel", [(12, "i386")], ids=["12-i386"], indirect=True)
@pytest.mark.parametrize(
    ("null", "root"),
    [
        ("pm_pdpt_pae", "pm_pdir_nopae"),  # i386 since 13, whose kernels know both forms
        ("pm_pdir_nopae", "pm_pdpt_pae"),
        (None, "pm_pt1"),  # armv7
    ],
)
def test_arguments_by_any_name_of_the_root(kernel, null, root):
    kernel.layouts.prepend(Renamed(kernel.layouts.layout("pmap"), null, root))
    found = by_pid(kernel.open())
    assert found[101].argv == ("/bin/stacked", "-x", "")
    assert found[101].env == ("HOME=/root", "TERM=vt100")


@each_kernel
def test_process_that_is_being_made(kernel):
    """One whose p_state is PRS_NEW is not shown, and neither are its threads."""
    kernel.set("proc", kernel.procs[101][0], p_state=0)
    image = kernel.open()
    assert list(by_pid(image)) == [100, 0, 102]
    assert [each.tid for each in image.threads()] == [101000, 100000, 101020]


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
def test_sets(kernel):
    """Variables with a copy for each network stack or processor."""
    k = kernel
    for kind, start in (("vnet", 0x80310000), ("pcpu", 0x80300000)):
        k.names.add(f"__start_set_{kind}", start)
        k.names.add(f"__stop_set_{kind}", start + 0x1000)
        k.names.add(f"{kind}_entry_inside", start + 0x20)
        k.names.add(f"{kind}_entry_outside", start + 0x1000)
    magic = 0x5E4A6F28 if k.release == 15 else 0x3E0D8F29
    vnet = k.make("vnet", vnet_magic_n=magic, vnet_data_base=0x1000000)
    k.set("prison", k.names.known["prison0"], pr_vnet=vnet)
    k.variable("dpcpu_off", b"".join(k.number(each) for each in (0x2000000, 0x3000000, 0, 0)))
    image = k.open()
    known = image.personality
    assert known.vnet_variable("inside") == 0x81310020
    assert known.vnet_variable("outside") is None
    jail = next(each.kva for each in image.zones() if each.id == 7)
    assert known.vnet_variable("inside", jail) is None  # it has no stack of its own
    assert [known.dpcpu_variable("inside", cpu) for cpu in (0, 1, 2, 9)] == [
        0x82300020,
        0x83300020,
        None,
        None,
    ]
    assert known.dpcpu_variable("outside", 0) is None
    k.set("vnet", vnet, vnet_magic_n=1)
    assert k.open().personality.vnet_variable("inside") is None


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
