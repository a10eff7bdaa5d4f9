"""Rules of the FreeBSD façade that no recording shows: descriptors, buffers, lookups, and what Python answers beyond C."""

from __future__ import annotations

import os

import pytest

from sunkvm import datamodel
from sunkvm.compat import bsd
from sunkvm.compat import freebsd as kvm
from sunkvm.compat.bsd_nlist import AoutSymbols
from sunkvm.errors import NamelistError
from sunkvm.source import open_source

from ..personalities.freebsd_kernel import Kernel, full_kernel
from .elf import elf_file


def descriptor(kernel, library=None, model=None, program=None):
    """Open a kernel that stands in memory: what an open call does, without files."""
    model = model or kernel.model
    kd = kvm.kvm_t(program, library, model)
    kd.image = kernel.open()
    kd.native = kernel.model is model
    kd.resolver = lambda name: kernel.names.known.get(name.removeprefix("_"))
    for name in ("ticks", "cpu_tick_frequency"):
        if name not in kernel.names.known:
            kernel.variable(name, 1000, 8)
    return kd


@pytest.fixture(params=[(11, "amd64"), (12, "amd64"), (15, "amd64"), (12, "i386"), (12, "aarch64")])
def kernel(request):
    return full_kernel(*request.param)


def test_errbuf():
    errbuf = bsd.Errbuf()
    assert kvm.kvm_openfiles("kernel", "/nonexistent", None, 0, errbuf) is None
    assert str(errbuf) == "/nonexistent: No such file or directory"
    small = bytearray(b"x" * 10)
    assert kvm.kvm_open2("kernel", "/nonexistent", 0, small) is None
    assert bytes(small) == b"/nonexist\0"
    assert kvm.kvm_open2("kernel", "/nonexistent", 0, None) is None
    assert kvm.kvm_open2("kernel", "/nonexistent", 0, bytearray()) is None


def test_no_errstr_prints_nothing(capsys):
    assert kvm.kvm_open("kernel", "/nonexistent", None, 0, None) is None
    assert capsys.readouterr().err == ""
    assert kvm.kvm_open("kernel", "/nonexistent", None, 0, "ps") is None
    assert capsys.readouterr().err == "ps: /nonexistent: No such file or directory\n"


def test_odd_files(tmp_path):
    errbuf = bsd.Errbuf()
    for corefile, execfile in ((tmp_path, "x"), ("/dev/zero", "/nonexistent"), ("a\0b", "x")):
        assert kvm.kvm_open2(execfile, corefile, os.O_RDONLY, errbuf) is None
        assert errbuf
    with pytest.raises(ValueError, match="no library '9'"):
        kvm.kvm_open2("x", "y", 0, library="9")


def test_null_descriptor():
    assert kvm.kvm_close(None) == -1
    assert kvm.kvm_geterr(None) == ""
    assert kvm.kvm_getpcpu(None, 0) is None


def test_without_memory():
    """/dev/null as corefile opens, without looking at the execfile; ps and w do so on a live system."""
    errbuf = bsd.Errbuf("old")
    kd = kvm.kvm_openfiles("/nonexistent", "/dev/null", None, 0, errbuf)
    assert kd is not None
    assert str(errbuf) == "old"
    assert kvm.kvm_read(kd, 0x1000, 8) == -1
    # What the original asks the running system for, it has without memory too.
    assert kvm.kvm_nlist(kd, [kvm.Nlist("_version")]) == 0
    processes = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, os.getpid())
    assert {process["ki_pid"] for process in processes} == {os.getpid()}
    assert kvm.kvm_getargv(kd, processes[0])
    assert len(kvm.kvm_getloadavg(kd, 3)) == 3
    assert len(kvm.kvm_getswapinfo(kd, 4)) >= 1
    assert len(kvm.kvm_getcptime(kd)) == 5
    assert kvm.kvm_getpcpu(kd, 0) == -1
    assert kvm.kvm_geterr(kd) == "cannot read mp_maxcpus"
    assert kvm.kvm_getmaxcpu(kd) == -1
    assert kvm.kvm_counter_u64_fetch(kd, 0) == 0
    assert kvm.kvm_walk_pages(kd, lambda page, arg: 1) == 0
    assert kvm.kvm_kerndisp(kd) == 0
    assert kvm.kvm_close(kd) == 0
    with pytest.raises(ValueError, match="closed"):
        kvm.kvm_read(kd, 0x1000, 8)


def test_hard_and_soft_errors(kernel, capsys):
    kd = descriptor(kernel, program="prog")
    assert kvm.kvm_write(kd, 0, b"x") == -1
    assert capsys.readouterr().err == "prog: kvm_write not implemented for dead kernels\n"
    assert kvm.kvm_geterr(kd) == ""
    assert kvm.kvm_read(kd, 0x10, 4) == -1
    assert kvm.kvm_geterr(kd) == "invalid address (0x10)"
    kd = descriptor(kernel)
    assert kvm.kvm_write(kd, 0, b"x") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write not implemented for dead kernels"
    where = int(kernel.names.known["ostype"])
    assert kvm.kvm_read(kd, where, 7) == b"FreeBSD"
    assert kvm.kvm_geterr(kd) == "kvm_write not implemented for dead kernels"  # success changes nothing
    kd.soft("x" * 5000)
    assert len(kvm.kvm_geterr(kd)) == bsd.LINE2_MAX - 1


def test_reads(kernel):
    kd = descriptor(kernel)
    where = int(kernel.names.known["ostype"])
    buffer = bytearray(9)
    assert kvm.kvm_read2(kd, where, memoryview(buffer)[1:8]) == 7
    assert bytes(buffer) == b"\0FreeBSD\0"
    assert kvm.kvm_read(kd, where, 0) == b""
    assert kvm.kvm_read(kd, 0, 0) == b""
    assert kvm.kvm_read(kd, 0x10, buffer) == -1
    with pytest.raises(ValueError, match="negative"):
        kvm.kvm_read(kd, where, -1)


def pids(kd, op, arg=0):
    found = kvm.kvm_getprocs(kd, op, arg)
    assert kd.cnt == (0 if found is None else len(found))
    return [] if found is None else [proc.ki_pid for proc in found]


def test_predicates(kernel):
    kd = descriptor(kernel)
    one, threads = [101, 100, 0, 102], [101, 101, 100, 0, 102]
    old = kernel.release < 12
    assert pids(kd, kvm.KERN_PROC_PROC) == one
    assert pids(kd, kvm.KERN_PROC_ALL) == (one if old else threads)
    assert pids(kd, kvm.KERN_PROC_PROC | kvm.KERN_PROC_INC_THREAD) == (one if old else threads)
    assert pids(kd, kvm.KERN_PROC_PID, 101) == [101]
    assert pids(kd, kvm.KERN_PROC_PID | kvm.KERN_PROC_INC_THREAD, 101) == ([101] if old else [101, 101])
    assert pids(kd, kvm.KERN_PROC_PID, 99) == []
    assert kvm.kvm_geterr(kd) == ""
    assert pids(kd, kvm.KERN_PROC_PGRP, 100) == [100]
    assert pids(kd, kvm.KERN_PROC_SESSION, 102) == [102]
    assert pids(kd, kvm.KERN_PROC_UID, 1001) == [100, 102]
    assert pids(kd, kvm.KERN_PROC_RUID, 1003) == [101]
    assert pids(kd, kvm.KERN_PROC_RGID, 50) == one
    assert pids(kd, kvm.KERN_PROC_GID, 1021) == [100, 102]
    assert pids(kd, kvm.KERN_PROC_TTY, -1) == []  # none has a controlling terminal
    assert pids(kd, 9) == one


def test_kinfo_proc(kernel):
    kd = descriptor(kernel)
    found = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)
    size = 768 if kernel.model.name == "i386" else 1088
    assert len(bytes(found)) == 4 * size
    assert {proc.ki_structsize for proc in found} == {size}
    stacked, cached, _, zombie = found
    assert (stacked.ki_ppid, stacked.ki_jid, stacked.ki_stat) == (100, 7, 2)
    assert (cached.ki_stat, cached.ki_wmesg[:6], cached.ki_tdname[:2]) == (3, b"select", b"t0")
    assert (zombie.ki_stat, zombie.ki_tid, zombie.ki_numthreads) == (5, 0, 0 if kernel.release < 12 else 1)
    assert found[-1].ki_pid == 102
    with pytest.raises(IndexError):
        found[4]
    assert cached.ki_groups[0] == 1021
    assert cached.ki_ngroups == (4 if kernel.release == 15 else 3)
    # An array is the caller's: the next call does not touch it.
    before = bytes(found)
    kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 100)
    assert bytes(found) == before


def test_processes_that_cannot_be_read(kernel):
    kd = descriptor(kernel)
    first = kernel.procs[101][0]
    kernel.set("proc", first, p_pptr=0x1000, p_oppid=0)
    assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (0, "can't read pproc at 0x1000")
    for name, message in (
        ("nprocs", "can't read nprocs"),
        ("hz", "can't read hz"),
    ):
        saved = kernel.names.known[name]
        kernel.names.add(name, 0x1000)
        assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, message)
        del kernel.names.known[name]
        assert kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, f"_{name}: no such symbol")
        kernel.names.known[name] = saved


def test_a_looped_list_ends(kernel):
    kernel.set("proc", kernel.procs[0][0], p_list__le_next=kernel.procs[101][0])
    thread = kernel.open().personality
    first = next(thread.threads()).kva
    kernel.set("thread", first, td_plist__tqe_next=first)
    kd = descriptor(kernel)
    assert pids(kd, kvm.KERN_PROC_ALL)[0] == 101
    assert set(pids(kd, kvm.KERN_PROC_ALL)) == {0, 100, 101, 102}


def test_arguments_of_a_dead_kernel(kernel):
    kd = descriptor(kernel)
    found = {proc.ki_pid: proc for proc in kvm.kvm_getprocs(kd, kvm.KERN_PROC_PROC, 0)}
    assert kvm.kvm_getargv(kd, found[100], 0) == ["cached", "--with", "three words"]
    assert kvm.kvm_getargv(kd, found[101]) == ["/bin/stacked", "-x", ""]
    assert kvm.kvm_getargv(kd, found[101], 14) == ["/bin/stacked", ""]
    assert kvm.kvm_getenvv(kd, found[101]) == ["HOME=/root", "TERM=vt100"]
    assert kvm.kvm_getenvv(kd, found[100]) is None
    assert kvm.kvm_geterr(kd) == "cannot read user space from dead kernel"
    assert kvm.kvm_uread(kd, found[101], 0xBFBFE800, 12) == b"/bin/stacked"
    assert kvm.kvm_uread(kd, found[101], 0x1000, 12) == -1
    limited = descriptor(kernel, library="cur")
    assert kvm.kvm_getargv(limited, found[100], 0) is None
    assert kvm.kvm_uread(limited, found[101], 0xBFBFE800, 12) == -1


def test_a_library_refuses_foreign_kernels(kernel):
    other = datamodel.SPARCV9
    kd = descriptor(kernel, library="cur", model=other)
    assert kvm.kvm_native(kd) == 0
    for call, answer, message in (
        (lambda: kvm.kvm_getprocs(kd, 0, 0), None, "cannot read procs from non-native core"),
        (lambda: kvm.kvm_getloadavg(kd, 3), -1, "cannot read loadavg from non-native core"),
        (lambda: kvm.kvm_getswapinfo(kd, 3), -1, "cannot read swapinfo from non-native core"),
        (lambda: kvm.kvm_getcptime(kd), -1, "cannot read cp_time from non-native core"),
        (lambda: kvm.kvm_nlist(kd, []), -1, "kvm_nlist of non-native vmcore"),
        (lambda: kvm.kvm_getmaxcpu(kd), -1, "kvm_nlist of non-native vmcore"),
        (lambda: kvm.kvm_dpcpu_setcpu(kd, 0), -1, "kvm_dpcpu_setcpu: init failed"),
    ):
        assert call() == answer
        assert kvm.kvm_geterr(kd) == message
    free = descriptor(kernel, model=other)
    assert kvm.kvm_native(free) == 0
    assert kvm.kvm_getloadavg(free, 2) == [1.0, 0.5]
    assert len(kvm.kvm_getprocs(free, kvm.KERN_PROC_PROC, 0)) == 4


def test_system(kernel):
    kd = descriptor(kernel)
    assert kvm.kvm_getloadavg(kd, 5) == [1.0, 0.5, 0.25]
    assert kvm.kvm_getloadavg(kd, 0) == []
    kernel.variable("fscale", 1024, 4)
    assert kvm.kvm_getloadavg(kd, 1) == [2.0]
    assert kvm.kvm_getcptime(kd) == [1, 21, 41, 61, 81]
    kernel.variable("cp_time", b"".join(kernel.number(each) for each in (5, 4, 3, 2, 1)))
    assert kvm.kvm_getcptime(kd) == [5, 4, 3, 2, 1]
    assert (kvm.kvm_getmaxcpu(kd), kvm.kvm_getncpus(kd)) == (4, 2)
    assert len(kvm.kvm_getpcpu(kd, 1)) == kernel.layouts.layout("pcpu").size
    assert (kvm.kvm_getpcpu(kd, 2), kvm.kvm_getpcpu(kd, 99), kvm.kvm_getpcpu(kd, -1)) == (None, None, -1)
    devices = kvm.kvm_getswapinfo(kd, 3, kvm.SWIF_DEV_PREFIX)
    assert [(each.ksw_total, each.ksw_used) for each in devices] == [(1000, 100)] * 2
    assert devices[0].ksw_devname.startswith(b"/dev/#C:0\0")
    kernel.variable("dmmax", 32, 4)
    assert [each.ksw_total for each in kvm.kvm_getswapinfo(kd, 1)] == [968]
    assert kvm.kvm_getfiles(kd, 0, 0) is None
    assert kvm.kvm_geterr(kd).startswith("kvm_getfiles has been broken for years: ")


def test_swap_without_a_device(kernel):
    kd = descriptor(kernel)
    first = kd.image.read_word(int(kernel.names.known["swtailq"]))
    kernel.set("swdevt", first, sw_dev=-1)
    assert kvm.kvm_getswapinfo(kd, 2)[0].ksw_devname.startswith(b"[NFS swap]\0")
    kernel.set("swdevt", first, sw_list__tqe_next=first)
    assert kvm.kvm_getswapinfo(kd, 2) == -1
    assert kvm.kvm_geterr(kd) == "cannot read swinfo"


def test_nlist_of_an_elf_file(tmp_path):
    """Types as a.out has them, a leading underscore that may be there or not, and names that occur twice."""
    path = tmp_path / "kernel"
    symbols = [
        ("twice", 0x10, 0, 1),
        ("text", 0x20, 1, 1),
        ("data", 0x30, 1, 2),
        ("bss", 0x40, 1, 3),
        ("other", 0x50, 0, 4),
        ("absolute", 0x60, 1, 0xFFF1),
        ("common", 0x70, 1, 0xFFF2),
        ("undefined", 0, 1, 0),
        ("_twice", 0x80, 0, 1),
        ("twice", 0x90, 2, 2),
        ("last", 0xA0, 1, 1),
    ]
    for bits, order in ((64, "<"), (32, "<"), (64, ">"), (32, ">")):
        path.write_bytes(elf_file(symbols, bits, order))
        with open_source(path) as source:
            table = AoutSymbols(source)
        assert table.lookup(
            ["text", "_data", "bss", "other", "absolute", "common", "undefined", "_nothing"]
        ) == [
            (5, 0x20),
            (7, 0x30),
            (9, 0x40),
            (0, 0x50),
            (3, 0x60),
            (1, 0x70),
            (1, 0),
            None,
        ]
        assert table.lookup(["twice"]) == [(4, 0x10)]  # the first ends the search
        assert table.lookup(["twice", "last"]) == [(7, 0x90), (5, 0xA0)]  # the last before its end
        assert table.lookup(["_twice", "missing"]) == [(7, 0x90), None]
        assert table.lookup([""]) == [None]
    path.write_bytes(b"\x7fELF")
    with open_source(path) as source, pytest.raises(NamelistError):
        AoutSymbols(source)


def test_lookup_order():
    kernel = Kernel(12, "amd64")
    kd = descriptor(kernel)
    array = [kvm.Nlist("_nothing"), kvm.Nlist("osreldate"), kvm.Nlist(None), kvm.Nlist("osreldate")]
    array[0].n_type = 5
    assert kvm.kvm_nlist(kd, array) == 1
    assert (array[0].n_type, array[1].n_type, array[3].n_type) == (0, 7, 0)
    assert kvm.kvm_nlist2(kd, []) == 0
