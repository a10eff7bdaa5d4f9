"""Rules of the DragonFly façade that no recording shows, and each fault of the original that is not copied."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from sunkvm.compat import bsd
from sunkvm.compat import dragonfly as kvm
from sunkvm.corefile import KVA

from ..personalities.dragonfly_kernel import BOOT, PAGE, USRSTACK, DragonflyKernel, full_kernel


class Symbols:
    """nlist(3) over the names of a kernel that stands in memory."""

    def __init__(self, names):
        self.names = names

    def lookup(self, names):
        found = [self.names.known.get(name.removeprefix("_")) for name in names]
        return [None if each is None else (7, int(each)) for each in found]


def descriptor(kernel, library=None, program=None):
    """Open a kernel that stands in memory: what an open call does, without files."""
    kd = kvm.kvm_t(program, library, kernel.model)
    kd.image = kernel.open()
    kd.symbols = Symbols(kernel.names)
    return kd


@pytest.fixture
def kernel():
    return full_kernel()


@pytest.fixture
def kd(kernel):
    return descriptor(kernel)


def pids(found):
    return [] if found is None else [each.kp_pid for each in found]


# Strings


def strings():
    """A kernel with a page, two pages in a row and nothing behind them."""
    k = DragonflyKernel()
    base = 0xFFFF_F800_9000_0000
    k.core.put(KVA, base, bytes(2 * PAGE))
    return k, base


@pytest.mark.parametrize("length", [1, 15, 16, 17, 100, 4095])
def test_string_across_pages(length):
    k, base = strings()
    text = bytes(97 + number % 26 for number in range(length))
    for start in (base, base + PAGE - 1, base + PAGE - length, base + 2 * PAGE - length - 1):
        k.core.put(KVA, start, text + b"\0")
        kd = descriptor(k)
        assert kvm.kvm_readstr(kd, start) == (text, length + 1)
        assert kvm.kvm_readstr(kd, start, length + 1) == (text, length + 1)
        assert kvm.kvm_readstr(kd, start, length) == (None, length + 1)
        buffer = bytearray(b"#" * (length + 5))
        assert kvm.kvm_readstr(kd, start, buffer) == (text, length + 1)
        assert buffer == text + b"\0####"
        assert kvm.kvm_geterr(kd) == ""


def test_empty_string():
    k, base = strings()
    kd = descriptor(k)
    assert kvm.kvm_readstr(kd, base) == (b"", 1)
    buffer = bytearray(b"##")
    assert kvm.kvm_readstr(kd, base, buffer) == (b"", 1)
    assert buffer == b"\0#"
    assert kvm.kvm_readstr(kd, base, 0) == (None, 1)  # no room even for the NUL
    assert kvm.kvm_readstr(kd, base, bytearray()) == (None, 1)


def test_string_that_runs_into_a_hole(capsys):
    k, base = strings()
    k.core.put(KVA, base + 2 * PAGE - 6, b"no end")
    kd = descriptor(k)
    buffer = bytearray(b"#" * 10)
    assert kvm.kvm_readstr(kd, base + 2 * PAGE - 6, buffer) == (None, None)
    assert buffer == b"no end####"  # what came before the hole
    assert kvm.kvm_geterr(kd) == f"invalid address ({base + 2 * PAGE:#x})"
    assert kvm.kvm_readstr(kd, 0x10) == (None, None)


def test_string_without_an_end(monkeypatch):
    """The original reads on as long as there is memory."""
    monkeypatch.setattr(kvm, "_MAX_STRING", PAGE)
    k, base = strings()
    k.core.put(KVA, base, b"x" * (2 * PAGE))
    kd = descriptor(k)
    assert kvm.kvm_readstr(kd, base) == (None, None)
    assert kvm.kvm_geterr(kd) == "kvm_readstr: " + os.strerror(75)


def test_string_at_the_end_of_a_cut_file(freebsd, dragonfly, write, capsys):
    """The original never comes back from there."""
    memory = freebsd.Memory()
    memory.put(0x5000, b"y" * PAGE)
    memory.q(0x1000, 0x5000 | 0x83)
    data = dragonfly.minidump(2, memory, dragonfly.top_table({dragonfly.KERNBASE: 0x1000 | 3}))
    kernel = write(freebsd.namelist("amd64", {"procglob": 8}), "kernel")
    cut = write(data[:-100])
    kd = kvm.kvm_open(kernel, cut, None, 0, "prog")
    capsys.readouterr()
    buffer = bytearray(b"#" * 4)
    assert kvm.kvm_readstr(kd, dragonfly.DMAP + 0x5FF0, buffer) == (None, None)
    assert capsys.readouterr().err == "prog: short read\n"
    assert kvm.kvm_readstr(kd, dragonfly.DMAP + 0x5F98, buffer) == (None, None)
    assert buffer == b"yyyy"
    assert capsys.readouterr().err == "prog: short read\n"
    assert kvm.kvm_read(kd, dragonfly.DMAP + 0x5F00, 256) == b"y" * 156  # as kvm_read has it: a short count
    assert capsys.readouterr().err == ""


# Processes


def many(count):
    k = DragonflyKernel()
    for number in range(count):
        k.process(100 + number, uid=1000 + number % 3, comm=b"p%d" % number, lwps=number % 4)
    return k.seal()


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 16, 17, 33, 65])
def test_any_number_of_processes(count):
    """The original damages its list each time it grows: at 8, 16, 32 ..."""
    kd = descriptor(many(count))
    found = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)
    assert kd.cnt == count
    assert sorted(pids(found)) == list(range(100, 100 + count))
    for each in found or ():
        assert each.kp_comm.split(b"\0")[0] == b"p%d" % (each.kp_pid - 100)
    every = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL | kvm.KERN_PROC_FLAG_LWP)
    assert kd.cnt == sum(
        max(number % 4, 1) for number in range(count)
    )  # one without lwps is shown nevertheless
    rows = {}
    for each in every or ():
        rows.setdefault(each.kp_pid, []).append(each["kp_lwp"]["kl_tid"])
    for pid, tids in rows.items():
        assert sorted(tids) == ([0], [1], [1, 2], [1, 2, 3])[(pid - 100) % 4]


def test_second_call(kd):
    """The second call on a descriptor fails in the original, and so does kvm_getfiles after kvm_getprocs."""
    first = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)
    second = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)
    assert bytes(first) == bytes(second)
    assert kvm.kvm_getfiles(kd) is not None


@pytest.mark.parametrize(
    ("op", "arg", "expected"),
    [
        (kvm.KERN_PROC_PID, 101, [101]),
        (kvm.KERN_PROC_PID, -1, []),
        (kvm.KERN_PROC_PGRP, 100, [100]),
        (kvm.KERN_PROC_SESSION, 101, [101]),  # the original shows all
        (kvm.KERN_PROC_TTY, 5 << 8 | 3, [100]),
        (kvm.KERN_PROC_TTY, 0xFFFFFFFF, []),  # a process without a terminal is not one on NOUDEV
        (kvm.KERN_PROC_UID, 1000, [102, 103]),
        (kvm.KERN_PROC_RUID, 1003, [101]),
        (kvm.KERN_PROC_UID | kvm.KERN_PROC_FLAG_LWP, 1001, [100, 100, 100]),
        (kvm.KERN_PROC_ARGS, 1, [0, 100, 101, 102, 103]),
    ],
)
def test_filters(kd, op, arg, expected):
    assert pids(kvm.kvm_getprocs(kd, op, arg)) == expected
    assert kd.cnt == len(expected)
    assert kvm.kvm_geterr(kd) == ""


def test_fields(kernel, kd):
    found = {each.kp_pid: each for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)}
    one, two, zombie = found[100], found[101], found[102]
    assert (one.kp_paddr, one.kp_stat, one.kp_flags, one.kp_jobc) == (kernel.procs["cached"], 2, 0x4002, 2)
    assert (one.kp_uid, one.kp_ruid, one.kp_svuid, one.kp_rgid, one.kp_svgid) == (1001, 1002, 1003, 50, 51)
    assert (one.kp_ngroups, one.kp_groups[:3], one.kp_nice, one.kp_ppid, two.kp_ppid) == (
        2,
        (20, 21, 0),
        -3,
        -1,
        100,
    )
    assert (one.kp_tdev, one.kp_tpgid, one.kp_tsid) == (5 << 8 | 3, 100, 100)
    assert (two.kp_tdev, two.kp_tpgid, two.kp_jailid, one.kp_jailid) == (0xFFFFFFFF, 0, 7, 0)
    assert (one.kp_vm_tsize, one.kp_vm_dsize, one.kp_vm_ssize, one.kp_vm_rssize) == (2, 3, 1, 33)
    assert one["kp_start"]["tv_sec"] == BOOT + 100
    assert one.kp_auxflags == 2  # KI_SLEADER: the original compares with its own copy
    # A zombie has no address space and no lwps; the original ends its list there.
    assert (zombie.kp_stat, zombie.kp_vm_map_size, zombie["kp_lwp"]["kl_tid"]) == (4, 0, 0)
    lwp = one["kp_lwp"]
    assert (lwp["kl_pid"], lwp["kl_tid"], lwp["kl_stat"], lwp["kl_cpuid"], lwp["kl_tdprio"]) == (
        100,
        3,
        3,
        1,
        103,
    )
    assert (lwp["kl_uticks"], lwp["kl_sticks"], lwp["kl_iticks"], lwp["kl_cpticks"]) == (3000, 6000, 3, 9)
    assert (lwp["kl_pctcpu"], lwp["kl_slptime"], lwp["kl_wchan"], lwp["kl_lock"]) == (7, 8, 0x4321, 1)
    assert (lwp["kl_wmesg"], lwp["kl_comm"][:5]) == (b"kqread\0\0\0", b"lwp3\0")


def test_large_sizes_and_long_messages():
    """The original's sizes go through 32 bits; a wait message has eight characters at most."""
    k = DragonflyKernel()
    proc = k.process(1, lwps=0)
    vmspace = int.from_bytes(k.space.read(proc + k.offset("proc", "p_vmspace"), 8), "little")
    k.set("vmspace", vmspace, vm_dsize=5 << 32)
    k.set("proc", proc, p_lwp_tree__rbh_root=k.lwp(proc, 1, wmesg="a very long reason"))
    found = kvm.kvm_getprocs(descriptor(k.seal()), kvm.KERN_PROC_ALL)[0]
    assert found.kp_vm_dsize == 5 << 20
    assert found["kp_lwp"]["kl_wmesg"] == b"a very l\0"


def test_devices_that_have_no_number():
    k = DragonflyKernel()
    rows = [
        (5, 3, 0x503),
        (0x100, 3, 0xFFFFFFFF),
        (5, 0x100, 0xFFFFFFFF),
        (5, 0x10003, 0x10503),
        (-1, 0, 0xFFFFFFFF),
    ]
    for number, (major, minor, _) in enumerate(rows):
        tty = k.make("tty", t_dev=k.make("cdev", si_umajor=major, si_uminor=minor))
        k.process(number, flags=2, tty=tty)
    found = kvm.kvm_getprocs(descriptor(k.seal()), kvm.KERN_PROC_ALL)
    assert [(each.kp_tdev, each.kp_tpgid, each.kp_tsid) for each in found] == [
        (tdev, -1, -1) for *_, tdev in rows
    ]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("p_ucred", "can't read ucred at 0x10"),
        ("p_pgrp", "can't read pgrp at 0x10"),
        ("p_pptr", "can't read pproc at 0x10"),
        ("p_sigacts", "can't read sigacts at 0x10"),
        ("p_vmspace", "can't read vmspace at 0x10"),
        ("p_list__le_next", "can't read proc at 0x10"),
        ("p_lwp_tree__rbh_root", "can't read lwp at 0x10"),
    ],
)
def test_what_cannot_be_read_ends_the_list(kernel, kd, member, message):
    kernel.set("proc", kernel.procs["stacked"], **{member: 0x10})
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (-1, message)


def test_a_walk_that_fails_says_why_the_read_did(freebsd, dragonfly, write, capsys):
    """With a prefix all goes to stderr, the reason of the read first; the buffer keeps what is soft."""
    memory = freebsd.Memory()
    memory.put(0x5000, struct.pack("<2I", 1, 1).ljust(64) + bytes(32) + struct.pack("<Q", 0x1230))
    core = write(dragonfly.minidump(2, memory, bytes(8 << 18)))
    where = dragonfly.DMAP + 0x5000
    symbols = {"nprocs": where, "allproc_hsize": where + 4, "procglob": where + 64, "nfiles": where}
    kd = kvm.kvm_open(write(freebsd.namelist("amd64", symbols), "kernel"), core, None, 0, "prog")
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
    assert kd.cnt == -1
    assert capsys.readouterr().err == (
        "prog: _kvm_vatop: virtual address 0x1000 not minidumped\nprog: can't read proc at 0x1230\n"
    )
    assert kvm.kvm_geterr(kd) == "invalid address (0x1000)"


def test_lwps_that_cannot_be_read(kernel, kd):
    lwp = next(kd.image.threads(next(each for each in kd.image.processes() if each.pid == 101))).lwp
    for members, message in (
        ({"lwp_thread": 0}, "can't read thread at (nil)"),
        ({"lwp_proc": 0x10}, "lwp has wrong parent"),
    ):
        kernel.set("lwp", lwp, **members)
        assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 101) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (-1, message)


@pytest.mark.parametrize("name", ["nprocs", "allproc_hsize", "procglob"])
def test_missing_symbols(kernel, kd, name, capsys):
    del kernel.names.known[name]
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, f"_{name}: no such symbol")


@pytest.mark.parametrize(
    ("name", "message", "cnt"),
    [
        ("nprocs", "can't read nprocs", None),
        ("allproc_hsize", "can't read allproc_hsize", None),
        ("procglob", "can't read proclist at 0x10", -1),
    ],
)
def test_variables_that_cannot_be_read(kernel, kd, name, message, cnt):
    kernel.names.add(name, 0x10)
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (cnt, message)


def test_lists_that_run_into_themselves(kernel, kd):
    kernel.set("proc", kernel.procs["cached"], p_list__le_next=kernel.procs["cached"])
    found = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)
    assert len(set(pids(found))) == len(found)
    lwp = next(kd.image.threads(next(each for each in kd.image.processes() if each.pid == 0))).lwp
    kernel.set("lwp", lwp, u__lwp_rbnode__rbe_right=lwp)
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 0) is not None
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID | kvm.KERN_PROC_FLAG_LWP, 0) is None
    assert kvm.kvm_geterr(kd) == f"can't read lwp at {lwp:#x}"


# User memory


def test_arguments(kernel):
    kd = descriptor(kernel)
    found = {each.kp_pid: each for each in kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)}
    assert kvm.kvm_getargv(kd, found[100]) == ["cached", "--with", "three words"]
    assert kvm.kvm_getargv(kd, found[101]) == ["/bin/stacked", "-x", ""]
    assert kvm.kvm_getargv(kd, found[101], 14) == ["/bin/stacked", "-"]
    assert kvm.kvm_getargv(kd, found[101], 13) == ["/bin/stacked"]
    assert kvm.kvm_getenvv(kd, found[101]) == ["HOME=/root", "TERM=vt100"]
    assert kvm.kvm_getargv(kd, found[0]) is None
    assert kvm.kvm_getargv(kd, found[102]) is None
    assert kvm.kvm_getargv(kd, {"kp_paddr": kernel.procs["stacked"], "kp_stat": 4}) is None
    assert kvm.kvm_geterr(kd) == ""


def test_user_memory(kernel):
    kd = descriptor(kernel)
    assert kvm.kvm_uread(kd, 101, USRSTACK - 0x800, 12) == b"/bin/stacked"
    buffer = bytearray(4)
    assert kvm.kvm_uread(kd, 101, USRSTACK - 0x800, buffer) == 4
    assert buffer == b"/bin"
    assert kvm.kvm_uread(kd, 101, 0x5000, 4) == b""
    assert kvm.kvm_geterr(kd) == "invalid address (5000) in /proc/101/mem"
    assert kvm.kvm_uread(kd, 999, 0x5000, buffer) == 0
    assert kvm.kvm_geterr(kd) == "cannot open /proc/999/mem"


def test_the_original_refuses_user_memory(kernel):
    kd = descriptor(kernel, library="5")
    process = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 100)[0]
    for answer in (
        lambda: kvm.kvm_getargv(kd, process) is None,
        lambda: kvm.kvm_getenvv(kd, process) is None,
        lambda: kvm.kvm_uread(kd, 100, 0, 8) == b"",
    ):
        kd.message = ""
        assert answer()
        assert kvm.kvm_geterr(kd) == "cannot read user space from dead kernel"


# Files, maps


def test_files(kernel, kd):
    found = kvm.kvm_getfiles(kd, 1, 2)
    assert kd.cnt == len(found) == 3
    assert [each.f_file for each in found] == [each for each in kernel.files if each]
    assert [(each.f_pid, each.f_uid, each.f_fd, each.f_type) for each in found] == [
        (101, 1002, 0, 1),
        (101, 1002, 2, 2),
        (101, 1002, 3, 1),
    ]
    one = found[0]
    assert (one.f_size, one.f_flag, one.f_count, one.f_msgcount, one.f_offset, one.f_data) == (
        72, 3, 2, 1, 77, kernel.vnode,
    )  # fmt: skip
    assert len(bytes(found)) == 3 * 72


def test_files_that_cannot_be_had(kernel, kd):
    fd = kd.image.personality.reader.members("proc", kernel.procs["stacked"], "p_fd")[0]
    kernel.set("fdnode", kd.image.personality.reader.members("filedesc", fd, "fd_files")[0], fp=0x10)
    assert kvm.kvm_getfiles(kd) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, "can't read file")
    kernel.set("filedesc", fd, fd_files=0x10)
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "can't read fd_files"
    kernel.set("proc", kernel.procs["stacked"], p_fd=0x10)
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "can't read fdp"
    kernel.set("proc", kernel.procs["stacked"], p_fd=0)
    kd.message = ""
    assert kvm.kvm_getfiles(kd) is None  # no files is no error
    assert kvm.kvm_geterr(kd) == ""
    del kernel.names.known["nfiles"]
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "_nfiles: no such symbol"


def walk_map(kd, vm_map):
    found = []
    at = kvm.kvm_vm_map_entry_first(kd, vm_map)
    while at is not None and len(found) < 100:
        found.append(at)
        at = kvm.kvm_vm_map_entry_next(kd, *at)
    return found


def test_map(kernel, kd):
    found = walk_map(kd, kvm.kvm_read(kd, kernel.map, 288))
    assert [kva for kva, _ in found] == kernel.entries
    assert [copy["ba.start"] for _, copy in found][:3] == [0x400000, 0x600000, 0x800000]
    assert [len(bytes(copy)) for _, copy in found] == [136] * 7
    assert kvm.kvm_geterr(kd) == ""  # behind the last entry the original reads at address 0
    assert kvm.kvm_vm_map_entry_next(kd, found[2][0], bytes(found[2][1]))[0] == kernel.entries[3]
    assert kvm.kvm_vm_map_entry_first(kd, bytes(288)) is None


def test_damaged_map(kernel, kd):
    entries = kernel.entries
    kernel.set("vm_map_entry", entries[0], rb_entry__rbe_left=entries[1])  # down the left side for ever
    assert walk_map(kd, kvm.kvm_read(kd, kernel.map, 288)) == []
    assert kvm.kvm_geterr(kd).startswith("invalid address")
    kernel.set("vm_map_entry", entries[0], rb_entry__rbe_left=0)
    kernel.set("vm_map_entry", entries[2], rb_entry__rbe_parent=entries[6])  # which has no such child
    assert [kva for kva, _ in walk_map(kd, kvm.kvm_read(kd, kernel.map, 288))] == entries[:3]
    kernel.set("vm_map_entry", entries[2], rb_entry__rbe_parent=0x10)
    assert [kva for kva, _ in walk_map(kd, kvm.kvm_read(kd, kernel.map, 288))] == entries[:3]
    assert kvm.kvm_geterr(kd) == "invalid address (0x10)"


# The system


def test_load_average(kernel, kd):
    assert kvm.kvm_getloadavg(kd, 3) == [1.0, 0.5, 0.25]
    assert kvm.kvm_getloadavg(kd, 9) == [1.0, 0.5, 0.25]
    assert kvm.kvm_getloadavg(kd, 0) == kvm.kvm_getloadavg(kd, -1) == []
    kernel.variable("fscale", 1024, 4)  # counts more than the one in the struct
    assert kvm.kvm_getloadavg(kd, 1) == [2.0]
    del kernel.names.known["fscale"]
    assert kvm.kvm_getloadavg(kd, 3) == -1
    assert kvm.kvm_geterr(kd) == "_fscale: no such symbol"
    kernel.names.add("fscale", 8)
    kernel.names.add("averunnable", 0x10)
    assert kvm.kvm_getloadavg(kd, 3) == -1
    assert kvm.kvm_geterr(kd) == "can't read averunnable"


def swap_rows(found):
    return [
        (each.ksw_devname.split(b"\0")[0], each.ksw_used, each.ksw_total, each.ksw_flags) for each in found
    ]


def test_swap(kernel, kd):
    found = kvm.kvm_getswapinfo(kd, 8)
    assert swap_rows(found) == [(b"da0s1b", 100, 1000, 1), (b"#C:403", 5, 500, 0), (b"", 105, 1500, 0)]
    assert len(bytes(found)) == 3 * 84
    assert swap_rows(kvm.kvm_getswapinfo(kd, 2, kvm.SWIF_DEV_PREFIX)) == [
        (b"/dev/da0s1b", 100, 1000, 1),
        (b"", 105, 1500, 0),
    ]
    assert kvm.kvm_getswapinfo(kd, 0) == kvm.kvm_getswapinfo(kd, -1) == -1
    assert kvm.kvm_getswapinfo(None, 4) == 0
    kernel.variable("dmmax", 32, 4)
    assert swap_rows(kvm.kvm_getswapinfo(kd, 1)) == [(b"", 105, 1500 - 64, 0)]
    # The original asks devname(3) of the running system, which knows nothing of the dump's.
    assert swap_rows(kvm.kvm_getswapinfo(descriptor(kernel, library="5"), 8))[0][0] == b"#C:402"
    del kernel.names.known["nswdev"]
    assert kvm.kvm_getswapinfo(kd, 8) == -1
    assert kvm.kvm_geterr(kd) == ""


def test_swap_that_cannot_be_read(kernel, kd, capsys):
    kernel.variable("swdevt", 0x10)
    assert kvm.kvm_getswapinfo(kd, 8) == -1
    assert capsys.readouterr().err == "libkvm: cannot read swinfo\n"


def test_tree_of_swap(kernel, kd, capsys):
    """A root over 2048 blocks: 32 leaves, of which the first is free, the second half free, the third the end."""
    kvm.kvm_getswapinfo(kd, 8, kvm.SWIF_DUMP_TREE)
    assert capsys.readouterr().out == ""  # without the variable nobody knows
    root = kernel.take(16 * 40)
    nodes = [(96, 64), ((1 << 64) - 1, 64), (0xFFFFFFFF, 32), (0, (1 << 64) - 1)]
    kernel.core.put(KVA, root, b"".join(struct.pack("<2Q", *node) for node in nodes))
    blist = kernel.take(48)
    kernel.core.put(KVA, blist, struct.pack("<qqqqQq", 128, 2048, 32, 96, root, 4))
    kernel.variable("swapblist", blist)
    kvm.kvm_getswapinfo(kd, 8, kvm.SWIF_DUMP_TREE)
    assert capsys.readouterr().out == (
        "radix tree: 96/128/2048 blocks, 1K wired\n"
        "(0x000000,2048) Submap avail=96 big=64 {\n"
        "    (0x000000,64) Bitmap ffffffffffffffff big=64\n"
        "    (0x000040,64) Bitmap 00000000ffffffff big=32\n"
        "    (0x000080,64) Terminator\n"
        "}\n"
        "final availability: 96\n"
    )
    kernel.core.put(KVA, root, struct.pack("<2Q", 0, 0))
    kvm.kvm_getswapinfo(kd, 8, kvm.SWIF_DUMP_TREE)
    assert capsys.readouterr().out.splitlines()[1] == "(0x000000,2048) Submap ALL-ALLOCATED (big=0)"


def test_name_cache(kd):
    raw = struct.pack("<16Q", *range(16))
    (total,) = kvm.kvm_nch_cpuagg(raw)
    assert [total[name] for name in total] == [8, 10, 12, 14, 16, 18, 20, 22]
    assert bytes(kvm.kvm_nch_cpuagg(raw, 1)) == raw[:64]
    assert bytes(kvm.kvm_nch_cpuagg(raw, 0)) == bytes(64)
    assert bytes(kvm.kvm_nch_cpuagg(bytearray(struct.pack("<16Q", *[1 << 63] * 16)))) == bytes(
        64
    )  # as C adds
    assert kvm.kvm_nch_cpuagg(None) is None
    with pytest.raises(ValueError, match="are no 3 struct nchstats"):
        kvm.kvm_nch_cpuagg(raw, 3)


# Opening, symbols, messages


def test_errors_before_anything_is_read(tmp_path, capsys):
    errbuf = bsd.Errbuf()
    assert kvm.kvm_openfiles("kernel", "/nonexistent", None, 0, errbuf) is None
    assert str(errbuf) == "/nonexistent: No such file or directory"
    small = bytearray(b"x" * 10)
    assert kvm.kvm_openfiles("kernel", "/nonexistent", None, 0, small) is None
    assert bytes(small) == b"/nonexist\0"
    assert kvm.kvm_open("kernel", "/nonexistent", None, 0, None) is None
    assert capsys.readouterr().err == ""
    core = tmp_path / "core"
    core.write_bytes(b"")
    assert kvm.kvm_openfiles("/nonexistent", core, None, 0, errbuf) is None
    assert str(errbuf) == "/nonexistent: No such file or directory"  # before the size of the core counts
    assert kvm.kvm_openfiles("x", "a\0b", None, 0, errbuf) is None
    with pytest.raises(ValueError, match="no library '6'"):
        kvm.kvm_openfiles("x", "y", None, 0, library="6")


def test_virtual_kernels(tmp_path):
    """The memory of a process of this host is no kernel of DragonFly."""
    kernel = tmp_path / "kernel"
    kernel.write_bytes(b"x")
    errbuf = bsd.Errbuf()
    assert kvm.kvm_openfiles(kernel, f"/proc/{os.getpid()}/mem", None, 0, errbuf) is None
    assert str(errbuf) == f"/proc/{os.getpid()}/mem: Operation not supported"


def test_namelist_that_is_none(dragonfly, freebsd, write):
    """Of a minidump it is looked at later, by kvm_nlist; page tables of a full dump cannot be found without it."""
    memory = freebsd.Memory()
    memory.put(0x5000, b"there")
    text = write(b"no namelist", "kernel")
    for version, base in ((2, dragonfly.KERNBASE), (1, dragonfly.TEXT)):
        core = write(dragonfly.minidump(version, memory, bytes(8 << 18), kernbase=base), "core")
        kd = kvm.kvm_openfiles(text, core, None, 0)
        assert kvm.kvm_read(kd, dragonfly.DMAP + 0x5000, 5) == b"there"
        assert kvm.kvm_nlist(kd, [kvm.Nlist("_nprocs")]) == -1
        assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
        assert kvm.kvm_geterr(kd) == "_nprocs: no such symbol"
        assert kvm.kvm_close(kd) == 0
    full = write(freebsd.core("amd64", [(0, bytes(8192))]), "core")
    errbuf = bsd.Errbuf()
    for symbols, message in (
        (None, "bad namelist - no kernbase"),
        ({"dumppcb": 8}, "bad namelist - no kernbase"),
        ({"kernbase": 1 << 63}, "bad namelist - no dumppcb"),
        ({"kernbase": 1 << 63, "dumppcb": 1 << 63 | 4096}, "cannot read dumppcb"),
    ):
        kernel = text if symbols is None else write(freebsd.namelist("amd64", symbols), "kernel2")
        for core in (full, write(b"physical memory".ljust(8192, b"."), "raw")):
            assert kvm.kvm_openfiles(kernel, core, None, 0, errbuf) is None
            assert str(errbuf) == message


def test_raw_memory(golden_dragonfly, write):
    """A file that begins with nothing known is physical memory from address 0."""
    folder = golden_dragonfly.folder("full")
    data = (folder / "vmcore").read_bytes()[4096:]
    kd = kvm.kvm_openfiles(folder / "kernel", write(data), None, 0)
    whole = kvm.kvm_openfiles(folder / "kernel", folder / "vmcore", None, 0)
    assert bytes(kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL)) == bytes(kvm.kvm_getprocs(whole, kvm.KERN_PROC_ALL))


@pytest.mark.parametrize("library", [None, "5"])
@pytest.mark.parametrize(
    ("version", "size", "message"),
    [
        (2, 40, "cannot read dump header"),
        (2, 8192 + 100, "cannot read 4096 bytes for page bitmap"),
        (2, 12288 + 100, "cannot read 2097152 bytes for ptemap"),
        (1, 8192 + 100, "cannot read 4096 bytes for page bitmap"),
        (3, 1 << 30, "not a minidump for this platform"),
    ],
)
def test_damaged_minidumps(freebsd, dragonfly, write, library, version, size, message):
    memory = freebsd.Memory()
    memory.put(0x5000, b"there")
    data = bytearray(dragonfly.minidump(2 if version == 3 else version, memory, bytes(8 << 18)))
    data[24] = version
    kernel = write(freebsd.namelist("amd64", {"procglob": 8}), "kernel")
    errbuf = bsd.Errbuf()
    core = write(bytes(data[:size]), "core")
    assert kvm.kvm_openfiles(kernel, core, None, 0, errbuf, library=library, model="amd64") is None
    assert str(errbuf) == message


def test_kernels_of_others(golden_freebsd):
    errbuf = bsd.Errbuf()
    for case, message in (
        ("amd64-v2-12", "not a minidump for this platform"),
        ("amd64-v1-12", "not a minidump for this platform"),
        ("amd64-full-12", "cannot read dumppcb"),
    ):
        folder = golden_freebsd.folder(case)
        assert kvm.kvm_openfiles(folder / "kernel", folder / "vmcore", None, 0, errbuf) is None
        assert str(errbuf) == message


def test_other_machines(freebsd, write, capsys):
    """i386 has memory and symbols; what needs structs that nothing tells is refused with a message, not guessed."""
    memory = freebsd.Memory()
    memory.put(0x7000, struct.pack("<8I", 5, 0, 5, 0, 5, 0, 5, 0))
    core = write(
        freebsd.minidump("i386", 1, memory, struct.pack("<I", 0x7003), [0xC0000000, 0], bitmap_word=4)
    )
    names = ("nprocs", "allproc_hsize", "procglob", "averunnable", "fscale", "nfiles", "swdevt", "nswdev")
    kernel = write(freebsd.namelist("i386", dict.fromkeys(names, 0xC0000000)), "kernel")
    errbuf = bsd.Errbuf()
    assert kvm.kvm_openfiles(kernel, core, None, 0, errbuf, library="5", model="amd64") is None
    assert str(errbuf) == "not a minidump for this platform"
    kd = kvm.kvm_open(kernel, core, None, 0, "prog")
    assert kvm.kvm_read(kd, 0xC0000000, 4) == b"\5\0\0\0"
    assert kvm.kvm_nlist(kd, [kvm.Nlist("_nprocs")]) == 0
    assert capsys.readouterr().err == ""
    assert kvm.kvm_read(kd, 0xBFFFF123, 4) == -1
    assert capsys.readouterr().err == "prog: _kvm_vatop: virtual address 0xbffff000 not minidumped\n"
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL) is None
    assert "layout" in capsys.readouterr().err
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_getloadavg(kd, 3) == kvm.kvm_getswapinfo(kd, 3) == -1
    assert kvm.kvm_vm_map_entry_first(kd, bytes(288)) is None
    assert kd.image.info.load_average is None


def test_messages_of_addresses(freebsd, dragonfly, write, capsys):
    memory = freebsd.Memory()
    memory.put(0x5000, b"there")
    memory.q(0x1000, 0x2000 | 3, 0, 0xA000 | 3)
    memory.q(0x2000, 0x5000 | 3, 0, 0xB000 | 3)
    table = {dragonfly.KERNBASE: 0x1003, dragonfly.KERNBASE + (1 << 30): 0xC003}
    core = write(dragonfly.minidump(2, memory, dragonfly.top_table(table)))
    kernel = write(freebsd.namelist("amd64", {"procglob": 8}), "kernel")
    kd = kvm.kvm_open(kernel, core, None, 0, "prog")
    base = dragonfly.KERNBASE
    for kva, message in (
        (base + 0x1003, "pte not valid"),
        (base + 0x2003, "physical address 0xb000 not in minidump"),
        (base + (1 << 21), "pt not valid"),
        (base + (2 << 21), "no phys page for pt"),
        (base + (1 << 30), "no phys page for pd"),
        (base + (2 << 30), "pd not valid"),
        (base - 0x1FFD, f"virtual address {base - 0x2000:#x} not minidumped"),
        (dragonfly.DMAP + 0x7003, f"direct map address {dragonfly.DMAP + 0x7000:#x} not in minidump"),
    ):
        assert kvm.kvm_read(kd, kva, 4) == -1
        assert capsys.readouterr().err == f"prog: _kvm_vatop: {message}\n"
        assert kvm.kvm_geterr(kd) == f"invalid address ({kva & ~4095:#x})"
    assert kvm.kvm_write(kd, base, b"x") == -1
    assert capsys.readouterr().err == "prog: kvm_write not implemented for dead kernels\n"


def test_symbols(tmp_path, dragonfly, freebsd, write):
    memory = freebsd.Memory()
    memory.put(0x5000, b"there")
    core = write(dragonfly.minidump(2, memory, bytes(8 << 18)), "core")
    kd = kvm.kvm_openfiles(
        write(freebsd.namelist("amd64", {"procglob": 8, "_under": 16}), "kernel"), core, None, 0
    )
    array = [kvm.Nlist(name) for name in ("_procglob", "_under", "under", "nothing", "", "procglob")]
    assert kvm.kvm_nlist(kd, array) == 2
    assert [each.n_value for each in array] == [8, 16, 0, 0, 0, 0]


def test_no_descriptor():
    assert kvm.kvm_close(None) == 0
    assert kvm.kvm_geterr(None) == ""


def test_without_memory():
    """With /dev/null the original asks the running kernel, as far as it can without its memory."""
    kd = kvm.kvm_openfiles("/nonexistent", "/dev/null", None, 0, model="amd64")
    entry = kvm.Nlist("_version")
    assert kvm.kvm_nlist(kd, [entry]) == 0
    assert kvm.kvm_read(kd, entry.n_value, 8) == -1
    assert kvm.kvm_geterr(kd) == "kvm_read: Bad address"
    assert kvm.kvm_readstr(kd, entry.n_value) == (None, None)
    assert len(kvm.kvm_getswapinfo(kd, 64)) == len(Path("/proc/swaps").read_text().splitlines())
    assert len(kvm.kvm_getloadavg(kd, 3)) == 3
    me = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())[0]
    assert me["kp_ppid"] == os.getppid()
    assert kvm.kvm_getargv(kd, me)
    assert kvm.kvm_getargv(kd, {"kp_stat": 2, "kp_paddr": 8}) is None
    assert kvm.kvm_close(kd) == 0
    with pytest.raises(ValueError, match="closed"):
        kvm.kvm_read(kd, 0x1000, 8)
