"""The rules of the NetBSD façade: opening, errors, names, process lists, dump devices."""

import io
import os
import random
import struct

import pytest

from sunkvm import datamodel
from sunkvm.compat import bsd
from sunkvm.compat import netbsd as kvm
from sunkvm.compat.bsd_nlist import AoutSymbols, NetbsdSymbols
from sunkvm.compat.netbsd_open import SymbolFile
from sunkvm.errors import NamelistError
from sunkvm.source import open_source

from .elf import elf_file
from .netbsd_kernel import USER, Kernel, full_kernel

SIZES = {
    (6, "amd64"): 1264,
    (6, "i386"): 836,
    (6, "sparc"): 840,
    (6, "sparcv9"): 1264,
    (10, "amd64"): 1472,
    (10, "i386"): 1088,
    (10, "sparc"): 1088,
    (10, "aarch64"): 1536,
}


class Names:
    """Stands for the namelist of a kernel in memory, with the libraries' rule for underscores."""

    def __init__(self, known):
        self.known = known

    def lookup(self, names):
        found = [self.known.get(name.removeprefix("_")) for name in names]
        return [None if each is None else (7, 0, 0, int(each)) for each in found]


def descriptor(kernel, library=None, program=None, flags=0):
    """Open a kernel that stands in memory: what an open call does, without files."""
    kd = kvm.kvm_t(program, library, kernel.model)
    kd.image = kernel.open()
    kd.symbols = Names(kernel.names.known)
    kd.flags = flags
    return kd


@pytest.fixture(params=SIZES, ids=lambda each: f"{each[0]}-{each[1]}")
def kernel(request):
    return full_kernel(*request.param)


@pytest.fixture
def one():
    return full_kernel(6, "amd64")


# Opening


@pytest.fixture
def files(tmp_path):
    """A namelist, and a core that is none."""
    (tmp_path / "kernel").write_bytes(elf_file([("version", 0x1000, 1, 2)], 64, "<"))
    (tmp_path / "text").write_text("no core")
    return tmp_path / "kernel", tmp_path / "text"


@pytest.mark.parametrize(
    ("execfile", "flags", "message"),
    [
        ("x" * 1024, os.O_RDONLY, "exec file name too long"),
        ("x" * 1024, os.O_WRONLY, "exec file name too long"),  # looked at first
        ("/nonexistent", os.O_WRONLY, "bad flags arg"),
        ("/nonexistent", os.O_APPEND, "bad flags arg"),
        ("/nonexistent", os.O_RDWR, "/nonexistent: No such file or directory"),
        ("x" * 1023, os.O_RDONLY, "x" * 1023 + ": File name too long"),
        ("a\0b", os.O_RDONLY, "a\0b: Invalid argument"),
    ],
)
def test_refused(execfile, flags, message, capsys):
    errbuf = bsd.Errbuf("old")
    assert kvm.kvm_openfiles(execfile, "/nonexistent-core", None, flags, errbuf) is None
    assert str(errbuf) == message
    assert capsys.readouterr().err == ""
    assert kvm.kvm_open(execfile, "/nonexistent-core", None, flags, "ps") is None
    assert capsys.readouterr().err == f"ps: {message}\n"
    # Without a prefix the message goes to the buffer of a descriptor that nobody gets.
    assert kvm.kvm_open(execfile, "/nonexistent-core", None, flags, None) is None
    assert capsys.readouterr().err == ""


def test_small_error_buffers(files):
    namelist, _ = files
    small = bytearray(b"x" * 10)
    assert kvm.kvm_openfiles(namelist, "/nonexistent", None, 0, small) is None
    assert bytes(small) == b"/nonexist\0"
    assert kvm.kvm_openfiles(namelist, "/nonexistent", None, 0, bytearray()) is None
    assert kvm.kvm_openfiles(namelist, "/nonexistent", None, 0, None) is None


def test_a_file_that_is_no_core_opens(files, tmp_path):
    """Reads fail later; symbols are found."""
    namelist, text = files
    for core in (text, namelist, tmp_path, "/dev/null"):
        errbuf = bsd.Errbuf("old")
        kd = kvm.kvm_openfiles(namelist, core, None, os.O_RDONLY, errbuf)
        assert kd is not None
        assert str(errbuf) == "old"  # success does not empty it
        assert kvm.kvm_geterr(kd) == ""
        assert kvm.kvm_getkernelname(kd) == str(namelist)
        assert kvm.kvm_read(kd, 0x1000, 0) == -1
        assert kvm.kvm_geterr(kd) == "no valid dump header"
        array = [kvm.Nlist("_version"), kvm.Nlist("nothing")]
        assert kvm.kvm_nlist(kd, array) == 1
        assert (array[0].n_type, array[0].n_value, array[1].n_type) == (7, 0x1000, 0)
        for call in (kvm.kvm_getprocs, kvm.kvm_getproc2):
            assert call(kd, kvm.KERN_PROC_ALL, 0) is None
            assert kd.cnt is None
            assert kvm.kvm_geterr(kd) == "_nprocs: no such symbol"
        assert kvm.kvm_getlwps(kd, 1, 0x1000) is None
        assert kvm.kvm_geterr(kd) == "kvm_getlwps: Success"
        assert kvm.kvm_getloadavg(kd, 3) == -1
        assert kvm.kvm_geterr(kd) == "_averunnable: no such symbol"
        assert kvm.kvm_getfiles(kd) is None
        assert kvm.kvm_geterr(kd) == "_nfiles: no such symbol"
        kd.symbols = Names(
            dict.fromkeys(("nprocs", "allproc", "zombproc", "averunnable", "nfiles", "filehead"), 1)
        )
        assert kvm.kvm_getprocs(kd, 0, 0) is None
        assert kvm.kvm_geterr(kd) == "can't read nprocs"
        assert kvm.kvm_getloadavg(kd, 3) == -1
        assert kvm.kvm_geterr(kd) == "can't read averunnable"
        assert kvm.kvm_getfiles(kd) is None
        assert kvm.kvm_geterr(kd) == "can't read numfiles"
        assert kvm.kvm_dump_header(kd, lambda cookie, data: True, None, 0) == -1
        assert kvm.kvm_geterr(kd) == "no valid dump header(s)"
        assert kvm.kvm_close(kd) == 0
        with pytest.raises(ValueError, match="closed"):
            kvm.kvm_read(kd, 0x1000, 1)


def test_a_file_that_is_no_namelist_opens(files):
    _, text = files
    kd = kvm.kvm_openfiles(text, text, None, 0)
    assert kvm.kvm_nlist(kd, [kvm.Nlist("version")]) == -1
    assert kvm.kvm_geterr(kd) == "bad namelist"


def test_without_files(capsys):
    """KVM_NO_FILES looks at nothing else."""
    kd = kvm.kvm_openfiles("/nonexistent", "x" * 4000, None, kvm.KVM_NO_FILES | os.O_WRONLY, bsd.Errbuf())
    assert kd is not None
    assert kvm.kvm_getkernelname(kd) is None
    assert kvm.kvm_read(kd, 0x1000, 8) == -1
    assert kvm.kvm_geterr(kd) == "kvm_open called with KVM_NO_FILES, can't use kvm_read"
    assert kvm.kvm_write(kd, 0x1000, b"x") == -1
    assert kvm.kvm_geterr(kd) == "kvm_open called with KVM_NO_FILES, can't use kvm_write"
    assert kvm.kvm_dump_mkheader(kd, 0) == -1
    assert kvm.kvm_geterr(kd) == "don't use on live kernel"
    assert kvm.kvm_dump_inval(kd) == -1
    assert kvm.kvm_geterr(kd) == "clearing dump on live kernel"
    assert kvm.kvm_close(kd) == 0


def test_null_descriptor():
    assert kvm.kvm_close(None) == -1
    assert kvm.kvm_geterr(None) == ""
    with pytest.raises(ValueError, match="no library '7'"):
        kvm.kvm_openfiles("x", "y", None, 0, library="7")


def test_hard_and_soft_errors(one, capsys):
    """With a prefix hard errors are printed instead of stored, soft ones only stored."""
    kd = descriptor(one, program="prog")
    assert kvm.kvm_write(kd, 0x1000, b"x") == -1
    assert capsys.readouterr().err == "prog: kvm_write not implemented for dead kernels\n"
    assert kvm.kvm_geterr(kd) == ""
    assert kvm.kvm_read(kd, 0x10, 4) == -1
    assert kvm.kvm_geterr(kd) == "invalid address (10)"
    one.names.known.pop("nprocs")
    assert kvm.kvm_getprocs(kd, 0, 0) is None
    assert capsys.readouterr().err == "prog: _nprocs: no such symbol\n"
    assert kvm.kvm_geterr(kd) == "invalid address (10)"
    kd.symbols = None
    assert kvm.kvm_nlist(kd, [kvm.Nlist("version")]) == -1
    assert kvm.kvm_geterr(kd) == "bad namelist"
    assert capsys.readouterr().err == ""


# Memory


def test_reads(kernel):
    kd = descriptor(kernel)
    where = int(kernel.names.known["version"])
    buffer = bytearray(8)
    assert kvm.kvm_read(kd, where, memoryview(buffer)[1:7]) == 6
    assert bytes(buffer) == b"\0NetBSD\0"
    assert kvm.kvm_read(kd, where, 6) == b"NetBSD"
    assert kvm.kvm_read(kd, 0x10, 0) == b""
    assert kvm.kvm_read(kd, 0x10, buffer) == -1
    with pytest.raises(ValueError, match="negative"):
        kvm.kvm_read(kd, where, -1)


def test_addresses_of_amd64_have_48_bits(one):
    kd = descriptor(one)
    where = int(one.names.known["version"])
    assert kvm.kvm_read(kd, where & (1 << 48) - 1, 6) == b"NetBSD"
    assert kvm.kvm_read(kd, where ^ 1 << 60, 6) == b"NetBSD"


def test_writes(one):
    """As releases since 2022 for those who open for writing: a private copy. The file is never changed."""
    where = int(one.names.known["version"])
    before = bytes(one.core.bytes)
    kd = descriptor(one)
    assert kvm.kvm_write(kd, where, b"xx") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write not implemented for dead kernels"
    kd = descriptor(one, flags=os.O_RDWR)
    assert kvm.kvm_write(kd, where + 3, b"PDP") == 3
    assert kvm.kvm_write(kd, where, b"n") == 1
    assert kvm.kvm_read(kd, where, 6) == b"netPDP"
    assert kvm.kvm_write(kd, 0x10, b"n") == -1
    assert kvm.kvm_geterr(kd) == "invalid address (10)"
    assert bytes(one.core.bytes) == before
    # Process lists see what was written.
    assert kvm.kvm_write(kd, one.procs[1] + one.offset("proc", "p_comm"), b"edited\0") == 7
    (proc,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 1)
    assert proc.p_comm.rstrip(b"\0") == b"edited"
    old = descriptor(one, library="6", flags=os.O_RDWR)
    assert kvm.kvm_write(old, where, b"n") == -1
    new = descriptor(one, library="10")
    assert kvm.kvm_write(new, where, b"n") == 1
    assert kvm.kvm_read(new, where, 2) == b"ne"
    assert kvm.kvm_write(new, 0x10, b"n") == -1
    assert kvm.kvm_geterr(new) == "_kvm_kvatop(10)"


def test_a_live_kernel(one):
    """What changes by itself is read anew for each list, and not written."""
    refreshed = []
    one.core.live = True
    one.core.refresh = lambda: refreshed.append(1)
    kd = descriptor(one)
    kd.state = 1
    where = int(one.names.known["version"])
    one.set("proc", one.procs[300], p_stat=1)
    assert [proc.p_pid for proc in kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)] == [400, 1, 200]
    assert len(kvm.kvm_getlwps(kd, 200, 0)) == 2
    assert len(refreshed) == 2
    assert kvm.kvm_getlwps(kd, 999, one.procs[200]) is None  # by pid, not by address
    assert kvm.kvm_geterr(kd) == "kvm_getlwps: No such process"
    assert kvm.kvm_read(kd, 0x10, 4) == -1
    assert kvm.kvm_geterr(kd) == "kvm_read: Bad address"
    assert kvm.kvm_write(kd, where, b"x") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write: Bad file descriptor"
    kd.flags = os.O_RDWR
    assert kvm.kvm_write(kd, where, b"x") == -1
    assert kvm.kvm_geterr(kd) == "kvm_write: Operation not permitted"
    assert kvm.kvm_dump_mkheader(kd, 0) == -1
    assert kvm.kvm_geterr(kd) == "don't use on live kernel"


# Names


@pytest.mark.parametrize(("bits", "order"), [(64, "<"), (32, "<"), (64, ">"), (32, ">")])
def test_nlist_of_an_elf_file(tmp_path, bits, order):
    """Types as ELF has them, one underscore dropped, a symbol for the first of several names only."""
    path = tmp_path / "kernel"
    symbols = [
        ("twice", 0x10, 0, 1),
        ("code", 0x20, 1, 1, 2),
        ("notype", 0x30, 1, 2, 0),
        ("local", 0x40, 0, 3, 0),
        ("common", 0x50, 2, 0xFFF2, 5),
        ("file.c", 0x60, 0, 0xFFF1, 4),
        ("section", 0x70, 0, 1, 3),
        ("undefined", 0, 1, 0),
        ("_under", 0x80, 1, 1),
        ("twice", 0x90, 1, 2),
        ("last", 0xA0, 1, 0xFFF1),
    ]
    path.write_bytes(elf_file(symbols, bits, order))
    with open_source(str(path)) as source:
        table = SymbolFile(source, None)
    names = ["code", "_notype", "local", "common", "file.c", "section", "undefined", "nothing"]
    kinds = [None if found is None else (found[0], found[3]) for found in table.lookup(names)]
    assert kinds == [(5, 0x20), (1, 0x30), (0, 0x40), (7, 0x50), (0x1E, 0x60), (0, 0x70), (7, 0), None]
    values = [None if found is None else found[3] for found in table.lookup(["__under", "_under", "under"])]
    assert values == [0x80, None, None]
    values = [None if found is None else found[3] for found in table.lookup(["last", "_last"])]
    assert values == [0xA0, None]
    # The original counts symbols, so that the second "twice" would make it miss "last".
    assert [found[3] for found in table.lookup(["twice", "last"])] == [0x90, 0xA0]
    assert [found[3] for found in table.lookup(["twice"])] == [0x10]


def test_the_last_symbol_table_counts(tmp_path):
    data = bytearray(elf_file([("first", 0x10, 1, 1), ("second", 0x20, 1, 1)], 64, "<"))
    (rows,) = struct.unpack_from("<Q", data, 40)
    note = rows + 4 * 64
    (where,) = struct.unpack_from("<Q", data, rows + 5 * 64 + 24)
    # The section of notes becomes a table of the first symbol only.
    struct.pack_into("<II16xQQI", data, note, 0, 2, where, 48, 6)
    path = tmp_path / "kernel"
    path.write_bytes(bytes(data))
    with open_source(str(path)) as source:
        assert NetbsdSymbols(source).lookup(["first", "second"]) == [(7, 0x10), (7, 0x20)]
        assert AoutSymbols(source).lookup(["second"]) == [None]


def test_namelists_of_other_machines(tmp_path):
    """A library reads those of its own port; a.out files only some ports'."""
    path = tmp_path / "kernel"
    path.write_bytes(elf_file([("version", 0x10, 1, 1)], 64, "<"))
    with open_source(str(path)) as source:
        assert SymbolFile(source, datamodel.AMD64).lookup(["version"]) == [(5 + 2, 0, 0, 0x10)]
        with pytest.raises(NamelistError, match="another machine"):
            SymbolFile(source, datamodel.SPARC)
    text = b"\0" * 8
    table = struct.pack(">IBbhI", 4, 7, -1, 2, 0xF0001234)
    words = (len(text), 0, 0, len(table), 0, 0, 0)
    path.write_bytes(
        struct.pack(">8I", 0x008A0107, *words) + text + table + struct.pack(">I", 13) + b"_version\0"
    )
    with open_source(str(path)) as source:
        for model in (None, datamodel.SPARC, datamodel.SPARCV9):
            assert SymbolFile(source, model).lookup(["version", "_version", "_version"]) == [
                None,
                (7, -1, 2, 0xF0001234),
                (7, -1, 2, 0xF0001234),
            ]
        with pytest.raises(NamelistError):
            SymbolFile(source, datamodel.AMD64)


def test_nlist_ends_at_an_empty_name(one):
    kd = descriptor(one)
    array = [kvm.Nlist("version"), kvm.Nlist("nothing"), kvm.Nlist(""), kvm.Nlist("version")]
    for entry in array:
        entry.n_type = entry.n_value = 9
    assert kvm.kvm_nlist(kd, array) == 1
    assert [entry.n_type for entry in array] == [7, 0, 9, 9]
    assert array[1].n_value == 0
    assert kvm.kvm_nlist(kd, []) == 0


# Processes


def pids(kd, op, arg=0):
    found = kvm.kvm_getprocs(kd, op, arg)
    assert kd.cnt == len(found)
    listed = [proc["kp_proc.p_pid"] for proc in found]
    assert [proc.p_pid for proc in kvm.kvm_getproc2(kd, op, arg)] == listed
    assert kd.cnt == len(listed)
    return listed


def test_predicates(kernel):
    kd = descriptor(kernel)
    everyone = [1, 200, 300, 400]
    assert pids(kd, kvm.KERN_PROC_ALL) == everyone
    assert pids(kd, kvm.KERN_PROC_PID, 200) == [200]
    assert pids(kd, kvm.KERN_PROC_PID, 999) == []
    assert pids(kd, kvm.KERN_PROC_PGRP, 88) == [1, 200, 400]
    assert pids(kd, kvm.KERN_PROC_TTY, 0x501) == [1]  # the device's low 32 bits
    assert pids(kd, kvm.KERN_PROC_TTY, kvm.KERN_PROC_TTY_NODEV) == []
    assert pids(kd, kvm.KERN_PROC_UID, 1001) == [1, 300, 400]
    assert pids(kd, kvm.KERN_PROC_RUID, 1003) == [200]
    # These the original does not filter by.
    assert pids(kd, kvm.KERN_PROC_SESSION, 99) == [300]
    assert pids(kd, kvm.KERN_PROC_GID, 1062) == [200]
    assert pids(kd, kvm.KERN_PROC_RGID, 50) == everyone
    assert pids(kd, kvm.KERN_PROC_RGID, 51) == []
    assert pids(kd, 17, 5) == everyone
    assert kvm.kvm_geterr(kd) == ""


def test_kinfo_proc(kernel):
    kd = descriptor(kernel)
    found = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)
    size = SIZES[kernel.release, kernel.model.name]
    assert found.layout.size == size
    assert len(bytes(found)) == 4 * size
    init, shell, lost, zombie = found
    proc = kernel.layouts.layout("proc").size
    assert bytes(found)[:proc] == kernel.space.read(kernel.procs[1], proc)
    where = found.layout.offset("kp_eproc.e_vm")
    space = kernel.value("proc", kernel.procs[1], "p_vmspace")
    length = kernel.layouts.layout("vmspace").size
    assert bytes(found)[where : where + length] == kernel.space.read(space, length)
    eproc = init.kp_eproc
    assert (eproc.e_paddr, eproc.e_ppid, eproc.e_pgid, eproc.e_sid) == (kernel.procs[1], 0, 88, 77)
    assert (eproc.e_jobc, eproc.e_tdev, eproc.e_tpgid, eproc.e_flag) == (3, 0x501, 99, 3)
    assert eproc.e_tsess == eproc.e_sess
    assert (eproc.e_login[:7], eproc.e_wmesg) == (b"user77\0", b"wait1\0\0\0")
    pcred, ucred = eproc["e_pcred"], eproc["e_ucred"]
    assert (pcred.p_ruid, pcred.p_svuid, pcred.p_rgid, pcred.p_svgid, pcred.p_refcnt) == (
        1002,
        1003,
        50,
        51,
        7,
    )
    assert (ucred.cr_ref, ucred.cr_uid, ucred.cr_gid, ucred.cr_ngroups) == (7, 1001, 1061, 3)
    assert ucred.cr_groups == (100, 101, 102) + (0,) * 13
    # What the original leaves as it was: parents, and those of processes without a terminal.
    assert [each.kp_eproc.e_ppid for each in found] == [0, 1, 1, 200]
    for other in (shell, lost, zombie):
        assert (other.kp_eproc.e_tdev, other.kp_eproc.e_tpgid, other.kp_eproc.e_tsess) == (0xFFFFFFFF, -1, 0)
    assert shell.kp_eproc.e_flag == 1  # its session has a terminal, and another leader
    assert lost.kp_eproc.e_flag == 0
    assert lost.kp_eproc.e_wmesg.rstrip(b"\0") == b"wait1"
    assert zombie.kp_eproc.e_wmesg == bytes(8)
    assert bytes(zombie.kp_eproc.e_vm) == bytes(length)


def test_kinfo_proc2(kernel):
    kd = descriptor(kernel)
    init, shell, lost, zombie = kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)
    numbers = {
        "p_back": 0xABCDE1, "p_paddr": kernel.procs[1], "p_pid": 1, "p_ppid": 0, "p__pgid": 88, "p_sid": 77,
        "p_tpgid": 99, "p_tdev": 0x501, "p_eflag": 3, "p_exitsig": 20, "p_flag": 0x4000, "p_realflag": 0x4000,
        "p_uid": 1001, "p_ruid": 1002, "p_svuid": 1003, "p_gid": 1061, "p_rgid": 50, "p_svgid": 51,
        "p_ngroups": 3, "p_jobc": 3, "p_rtime_sec": 8, "p_rtime_usec": 250000, "p_cpticks": 5, "p_pctcpu": 44,
        "p_swtime": 12, "p_slptime": 34, "p_uticks": 11, "p_sticks": 22, "p_iticks": 33, "p_traceflag": 9,
        "p_stat": 3, "p_priority": 43, "p_usrpri": 43, "p_nice": 20, "p_xstat": 0x100, "p_acflag": 2,
        "p_wchan": 0x1234, "p_vm_tsize": 5, "p_vm_dsize": 6, "p_vm_ssize": 7, "p_vm_vsize": 9, "p_vm_msize": 14,
        "p_uvalid": 1, "p_ustart_sec": 1600000000, "p_ustart_usec": 5, "p_uutime_sec": 3, "p_uru_maxrss": 99,
        "p_uctime_usec": 1300000, "p_nlwps": 1, "p_nrlwps": 1, "p_realstat": 2,
    }  # fmt: skip
    assert {name: init[name] for name in numbers} == numbers
    # What the original leaves at zero.
    zero = "p_ru", "p_estcpu", "p_cpuid", "p_vm_rssize", "p_schedflags", "p_holdcnt"
    assert {init[name] for name in zero} == {0}
    assert (init.p_ename, bytes(init.p_sigmask)) == (bytes(16), bytes(16))
    assert (init.p_comm.rstrip(b"\0"), init.p_wmesg.rstrip(b"\0")) == (b"proc1", b"wait1")
    assert init.p_login.rstrip(b"\0") == b"user77"
    assert (init.p_sigignore["__bits"][0], init.p_siglist["__bits"][0]) == (0x10, 0x20)
    assert init.p_groups == (100, 101, 102) + (0,) * 13
    # The newest lwp comes first in the kernel's list.
    assert (shell.p_nlwps, shell.p_wmesg.rstrip(b"\0"), shell.p_back) == (2, b"wait2", 0xABCDE2)
    assert (lost.p_back, lost.p_wmesg.rstrip(b"\0"), lost.p_uvalid) == (0, b"wait1", 1)
    # A zombie shows nothing of another process's lwp, and its own state.
    assert (zombie.p_stat, zombie.p_realstat, zombie.p_uvalid, zombie.p_nlwps) == (5, 5, 0, 0)
    assert {zombie[name] for name in ("p_back", "p_wchan", "p_priority", "p_swtime", "p_vm_vsize")} == {0}
    assert (zombie.p_wmesg, zombie.p_tpgid, zombie.p_ppid) == (bytes(8), -1, 200)


def test_exit_status(kernel):
    if kernel.release == 6:
        kernel.set("proc", kernel.procs[400], p_xstat=0x8B)
        wanted = 0x8B
    else:
        kernel.set("proc", kernel.procs[400], p_xexit=3, p_xsig=11, p_sflag=0x2000_0000)
        wanted = 0x38B
    kd = descriptor(kernel)
    assert kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 400)[0].p_xstat == wanted


def test_more_groups_than_fit(one):
    one.set("proc", one.procs[200], p_cred=one.cred(5, groups=24))
    kd = descriptor(one)
    (shell,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 200)
    assert (shell.p_ngroups, shell.p_groups) == (16, tuple(range(100, 116)))


@pytest.mark.parametrize("size", [1, 120, 361, 679, 680, 900])
def test_elements_of_the_callers_size(kernel, size):
    kd = descriptor(kernel)
    whole = kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)
    found = kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0, size)
    assert kd.cnt == len(found) == 4
    raw = bytes(whole)
    pieces = [raw[at : at + 680][:size].ljust(size, b"\0") for at in range(0, len(raw), 680)]
    assert bytes(found) == b"".join(pieces)
    if size >= 120:
        assert [proc.p_pid for proc in found] == [1, 200, 300, 400]
    assert ("p_pid" in found[0]) == (size >= 120)
    assert ("p_stat" in found[0]) == (size >= 361)
    lwps = kvm.kvm_getlwps(kd, 200, kernel.procs[200], size)
    assert len(bytes(lwps)) == 2 * size


def test_elements_without_a_size(one):
    kd = descriptor(one)
    for call, arguments in (
        (kvm.kvm_getproc2, (0, 0, 0)),
        (kvm.kvm_getproc2, (0, 0, -1)),
        (kvm.kvm_getlwps, (0, one.procs[1], 0)),
    ):
        assert call(kd, *arguments) is None
        assert kd.cnt is None
        assert kvm.kvm_geterr(kd).endswith(": Invalid argument")


def test_arrays_are_the_callers(one):
    kd = descriptor(one)
    found = kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)
    before = bytes(found)
    kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 1)
    assert bytes(found) == before
    assert found[-1].p_pid == 400
    with pytest.raises(IndexError):
        found[4]


def test_lwps(kernel):
    kd = descriptor(kernel)
    two, first = kvm.kvm_getlwps(kd, 999, kernel.procs[200])  # the pid is not looked at
    assert kd.cnt == 2
    assert (two.l_lid, first.l_lid) == (2, 1)
    numbers = {
        "l_back": 0xABCDE2, "l_flag": 0x80, "l_swtime": 12, "l_slptime": 34, "l_priority": 43, "l_usrpri": 43,
        "l_stat": 3, "l_wchan": 0x1234, "l_cpuid": (1 << 64) - 1, "l_schedflags": 0, "l_holdcnt": 0,
        # what the original leaves as it was
        "l_rtime_sec": 72, "l_rtime_usec": 500000, "l_cpticks": 5, "l_pctcpu": 6, "l_pid": 200,
    }  # fmt: skip
    assert {name: two[name] for name in numbers} == numbers
    assert (two.l_wmesg[:6], two.l_name.rstrip(b"\0")) == (b"wait2\0", b"worker2")
    # An lwp on no queue: the original fails.
    (lost,) = kvm.kvm_getlwps(kd, 0, kernel.procs[300])
    assert (lost.l_back, lost.l_name) == (0, bytes(20))
    assert len(kvm.kvm_getlwps(kd, 0, kernel.procs[400])) == 0
    assert kd.cnt == 0
    assert kvm.kvm_getlwps(kd, 1, 0x1000) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, "kvm_getlwps: Success")


def test_lwps_that_are_fewer_or_more_than_told(one):
    kd = descriptor(one)
    one.set("proc", one.procs[200], p_nlwps=5)
    assert len(kvm.kvm_getlwps(kd, 0, one.procs[200])) == 2
    one.set("proc", one.procs[200], p_nlwps=1)
    assert [lwp.l_lid for lwp in kvm.kvm_getlwps(kd, 0, one.procs[200])] == [2]
    first = one.value("proc", one.procs[200], "p_lwps.lh_first")
    one.set("lwp", first, l_sibling__le_next=first)
    one.set("proc", one.procs[200], p_nlwps=0x7FFFFFFF)
    assert [lwp.l_lid for lwp in kvm.kvm_getlwps(kd, 0, one.procs[200])] == [2]
    one.set("proc", one.procs[200], p_nlwps=-1)
    assert len(kvm.kvm_getlwps(kd, 0, one.procs[200])) == 0


@pytest.mark.parametrize(
    ("struct_name", "member", "message"),
    [
        ("proc", "p_list__le_next", "can't read proc at 0x1000"),
        ("proc", "p_cred", "can't read proc credentials at {proc:#x}"),
        ("proc", "p_pgrp", "can't read pgrp at 0x1000"),
        ("pgrp", "pg_session", "can't read session at 0x1000"),
        ("session", "s_ttyp", "can't read tty at 0x1000"),
        ("tty", "t_pgrp", "can't read tpgrp at 0x1000"),
    ],
)
def test_what_cannot_be_read_ends_the_call(kernel, struct_name, member, message):
    kd = descriptor(kernel)
    proc = kernel.procs[1]
    where = {"proc": proc, "pgrp": kernel.value("proc", proc, "p_pgrp")}
    where["session"] = kernel.value("pgrp", where["pgrp"], "pg_session")
    where["tty"] = kernel.value("session", where["session"], "s_ttyp")
    kernel.set(struct_name, where[struct_name], **{member: 0x1000})
    for call in (kvm.kvm_getprocs, kvm.kvm_getproc2):
        assert call(kd, kvm.KERN_PROC_ALL, 0) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, message.format(proc=proc))


def test_an_unreadable_lwp_or_vmspace_is_left_out(kernel):
    kernel.set(
        "proc", kernel.procs[200], p_lwps__lh_first=0x1000, p_vmspace=0x1000, p_stats=0x1000, p_pptr=0x1000
    )
    kd = descriptor(kernel)
    (shell,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 200)
    assert (shell.p_stat, shell.p_vm_vsize, shell.p_uvalid, shell.p_ppid) == (2, 0, 0, 0)
    assert kvm.kvm_geterr(kd) == "kvm_getlwps() failed on process 200\n: Success"
    (old,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 200)
    assert old.kp_eproc.e_wmesg == bytes(8)


def test_unreadable_zombies_are_none(one):
    one.set("proc", one.procs[400], p_cred=0x1000)
    kd = descriptor(one)
    assert [proc.p_pid for proc in kvm.kvm_getproc2(kd, 0, 0)] == [1, 200, 300]
    assert kvm.kvm_geterr(kd) == f"can't read proc credentials at {one.procs[400]:#x}"


def test_missing_symbols_and_variables(one):
    for name, message in (
        ("nprocs", "can't read nprocs"),
        ("allproc", "cannot read allproc"),
        ("zombproc", "cannot read zombproc"),
    ):
        kd = descriptor(one)
        saved = one.names.known[name]
        one.names.add(name, 0x1000)
        assert kvm.kvm_getprocs(kd, 0, 0) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, message)
        del one.names.known[name]
        assert kvm.kvm_getproc2(kd, 0, 0) is None
        assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, f"_{name}: no such symbol")
        one.names.known[name] = saved


def test_a_looped_list_ends(kernel):
    """And the number of processes that the kernel tells limits nothing."""
    kernel.set("proc", kernel.procs[300], p_list__le_next=kernel.procs[1])
    kernel.variable("nprocs", 2, 4)
    kd = descriptor(kernel)
    assert pids(kd, kvm.KERN_PROC_ALL) == [1, 200, 300, 400]


@pytest.mark.parametrize("seed", range(12))
def test_damage_raises_nothing(seed):
    """Bytes and pointers of the kernel are overwritten at random: every call ends, with an answer or a message."""
    rng = random.Random(seed)
    k = full_kernel(*rng.choice(list(SIZES)))
    memory = k.core.bytes
    for _ in range(rng.choice((1, 5, 40))):
        at = rng.randrange(len(memory)) & ~7
        kind = rng.randrange(3)
        if kind == 0:
            memory[at] = rng.randrange(256)
        elif kind == 1:
            memory[at : at + 8] = rng.choice((b"\xff" * 8, b"\x80" + bytes(7), bytes(7) + b"\x80", bytes(8)))
        else:
            memory[at : at + k.model.word] = k.number(rng.choice(list(k.procs.values())))
    kd = descriptor(k)
    for proc in kvm.kvm_getprocs(kd, 0, 0) or ():
        kvm.kvm_getargv(kd, proc)
        kvm.kvm_getlwps(kd, 0, proc.kp_eproc.e_paddr)
        kvm.kvm_uread(kd, proc.kp_proc, USER[k.model.bits], 10)
    for proc in kvm.kvm_getproc2(kd, 0, 0) or ():
        kvm.kvm_getenvv2(kd, proc, 5)
    kvm.kvm_getfiles(kd)
    kvm.kvm_getloadavg(kd, 3)


def test_a_process_that_is_just_being_made(one):
    one.set("proc", one.procs[200], p_stat=1)
    kd = descriptor(one)
    (shell,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, 200)  # the dead walk leaves out none
    assert shell.p_realstat == 1
    assert kvm.kvm_getargv2(kd, shell) is None


# Arguments


@pytest.mark.parametrize(
    ("nchr", "argv"),
    [
        (0, ["/bin/sh", "-c", "echo hello"]),
        (-1, ["/bin/sh", "-c", "echo hello"]),
        (100, ["/bin/sh", "-c", "echo hello"]),
        (22, ["/bin/sh", "-c", "echo hello"]),
        (21, ["/bin/sh", "-c", "echo hell" + "o"]),
        (12, ["/bin/sh", "-c", "e"]),
        (11, ["/bin/sh", "-c"]),
        (8, ["/bin/sh"]),
        (1, ["/"]),
    ],
)
def test_arguments(kernel, nchr, argv):
    """Through the amap, whose first slots are somebody else's, with the page's address as what it is."""
    kd = descriptor(kernel)
    (shell,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 200)
    assert kvm.kvm_getargv(kd, shell, nchr) == argv


def test_no_arguments(kernel):
    kd = descriptor(kernel)
    found = {proc["kp_proc.p_pid"]: proc for proc in kvm.kvm_getprocs(kd, 0, 0)}
    assert kvm.kvm_getenvv(kd, found[200]) == ["HOME=/root", "TERM=vt100"]
    assert kvm.kvm_getargv(kd, found[1]) is None
    assert kvm.kvm_getargv(kd, found[400]) is None  # a zombie
    two = {proc.p_pid: proc for proc in kvm.kvm_getproc2(kd, 0, 0)}
    assert kvm.kvm_getargv2(kd, two[1]) is None
    assert kvm.kvm_getargv2(kd, two[400]) is None


@pytest.mark.parametrize(
    ("nchr", "argv"),
    [
        (0, ["/bin/sh", "-c", "echo hello"]),
        (22, ["/bin/sh", "-c", "echo hello"]),
        (21, ["/bin/sh", "-c", "echo hell"]),  # the last byte of the buffer is a NUL
        (12, ["/bin/sh", "-c", ""]),
        (11, ["/bin/sh", "-c"]),
        (262144, ["/bin/sh", "-c", "echo hello"]),
        (262145, None),
    ],
)
def test_arguments_by_kinfo_proc2(kernel, nchr, argv):
    """The dead process's own, not those of whoever has the pid on this system."""
    kernel.set("proc", kernel.procs[200], p_pid=os.getpid())
    kd = descriptor(kernel)
    (shell,) = kvm.kvm_getproc2(kd, kvm.KERN_PROC_PID, os.getpid())
    assert kvm.kvm_getargv2(kd, shell, nchr) == argv
    assert kvm.kvm_getenvv2(kd, shell) == ["HOME=/root", "TERM=vt100"]


def test_arguments_that_were_not_dumped(kernel):
    """As in the sparse dumps that x86 kernels make by default."""
    kernel.set("proc", kernel.procs[1], p_psstrp=0x7000)
    kd = descriptor(kernel)
    init, *_, zombie = kvm.kvm_getprocs(kd, 0, 0)
    assert kvm.kvm_getargv(kd, zombie) is None
    assert kvm.kvm_geterr(kd) == ""
    for call in (kvm.kvm_getargv, kvm.kvm_getenvv):
        assert call(kd, init) is None
        assert kvm.kvm_geterr(kd) == "invalid address (7000)"
        kd.soft("")


def test_memory_of_processes(kernel):
    kd = descriptor(kernel)
    (shell,) = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 200)
    where = USER[kernel.model.bits] + 64
    assert kvm.kvm_uread(kd, shell.kp_proc, where, 7) == b"/bin/sh"
    buffer = bytearray(4)
    assert kvm.kvm_uread(kd, shell.kp_proc, where, buffer) == 4
    assert bytes(buffer) == b"/bin"
    assert kvm.kvm_uread(kd, shell.kp_proc, 0x2000, 4) == b""
    assert kvm.kvm_geterr(kd) == "invalid address (2000)"
    assert kvm.kvm_uread(kd, shell.kp_proc, 0x2000, buffer) == 0


# The system


def test_files(kernel):
    kd = descriptor(kernel)
    found = kvm.kvm_getfiles(kd, 5, 6)
    assert kd.cnt == 3
    word, size = kernel.model.word, kernel.layouts.layout("file").size
    assert (size, found.head) == (96 if word == 8 else 64, kernel.files[0])
    raw = bytes(found)
    assert raw[:word] == kernel.number(kernel.files[0])
    assert raw[word:] == b"".join(kernel.space.read(each, size) for each in kernel.files)
    assert [(each.f_type, each.f_count) for each in found] == [(1, 10), (2, 11), (3, 12)]
    kernel.variable("nfiles", 4, 4)
    assert kvm.kvm_getfiles(kd) is None
    assert (kd.cnt, kvm.kvm_geterr(kd)) == (None, "inconsistent nfiles")
    kernel.set("file", kernel.files[2], f_list__le_next=0x1000)
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "can't read kfp"
    # A list that is longer than told: the original follows a kernel pointer.
    kernel.set("file", kernel.files[2], f_list__le_next=kernel.make("file"))
    kernel.variable("nfiles", 1, 4)
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "inconsistent nfiles"
    kernel.set("file", kernel.files[2], f_list__le_next=kernel.files[0])
    assert kvm.kvm_getfiles(kd) is None
    kernel.variable("nfiles", 0, 4)
    kernel.variable("filehead", 0)
    kd.soft("before")
    assert kvm.kvm_getfiles(kd) is None
    assert kvm.kvm_geterr(kd) == "before"
    for name, message in (("nfiles", "can't read numfiles"), ("filehead", "can't read filehead")):
        saved = kernel.names.known[name]
        kernel.names.add(name, 0x1000)
        assert kvm.kvm_getfiles(kd) is None
        assert kvm.kvm_geterr(kd) == message
        kernel.names.known[name] = saved


def test_load_average(kernel):
    kd = descriptor(kernel)
    assert kvm.kvm_getloadavg(kd, 5) == [1.0, 0.5, 0.25]
    assert kvm.kvm_getloadavg(kd, 1) == [1.0]
    assert kvm.kvm_getloadavg(kd, 0) == []
    kernel.variable("fscale", 1024, 4)
    assert kvm.kvm_getloadavg(kd, 2) == [2.0, 1.0]
    kernel.names.add("fscale", 0x1000)
    assert kvm.kvm_getloadavg(kd, 2) == [1.0, 0.5]
    kernel.names.add("averunnable", 0x1000)
    assert kvm.kvm_getloadavg(kd, 2) == -1
    assert kvm.kvm_geterr(kd) == "can't read averunnable"
    del kernel.names.known["averunnable"]
    assert kvm.kvm_getloadavg(kd, 2) == -1
    assert kvm.kvm_geterr(kd) == "_averunnable: no such symbol"


# Cores and dump devices

CORES = (
    "amd64", "i386", "i386pae", "sparc64", "sparc64old", "sun2", "sun3", "sun3x", "sun4", "sun4c", "sun4m", "hp300",
    "hp040",
)  # fmt: skip


@pytest.mark.parametrize("case", CORES)
def test_the_header_of_a_saved_core_is_written_as_it_was(golden_netbsd, case):
    folder = golden_netbsd.folder(case)
    kd = kvm.kvm_openfiles(folder / "kernel", folder / "netbsd.core", None, os.O_RDONLY)
    box = kd.image.corefile.container
    data = (folder / "netbsd.core").read_bytes()[: box.data_offset]
    out = io.BytesIO()
    assert kvm.kvm_dump_wrtheader(kd, out, box.data_size) == len(data)
    assert out.getvalue() == data
    # dumpsize is an int: 32 bits of it are stored
    again = io.BytesIO()
    kvm.kvm_dump_wrtheader(kd, again, box.data_size + (5 << 32))
    assert again.getvalue() == data


@pytest.mark.parametrize(("library", "model"), [("6", "i386"), ("6", "sparcv9"), ("10", "aarch64")])
def test_a_library_reads_cores_of_its_machine(golden_netbsd, library, model):
    folder = golden_netbsd.folder("amd64")
    kd = kvm.kvm_openfiles(folder / "kernel", folder / "netbsd.core", None, 0, library=library, model=model)
    assert kvm.kvm_read(kd, 0xFFFFFFFF80210070, 4) == -1
    assert kvm.kvm_geterr(kd) == "no valid dump header"
    assert kvm.kvm_nlist(kd, [kvm.Nlist("version")]) == -1
    assert kvm.kvm_geterr(kd) == "bad namelist"


def test_a_bad_namelist_does_not_hinder_reads(golden_netbsd):
    folder = golden_netbsd.folder("amd64")
    kd = kvm.kvm_openfiles(folder / "netbsd.core", folder / "netbsd.core", None, 0)
    assert kvm.kvm_read(kd, 0xFFFFFFFF80210070, 6) == b"NetBSD"
    assert kvm.kvm_getprocs(kd, 0, 0) is None
    assert kvm.kvm_geterr(kd) == "_nprocs: no such symbol"


def test_a_core_that_was_cut_off(golden_netbsd, tmp_path):
    """A short count up to the end of the file; a header that is cut off is none."""
    folder = golden_netbsd.folder("i386")
    data = (folder / "netbsd.core").read_bytes()
    core = tmp_path / "core"
    kernel = folder / "kernel"
    whole = kvm.kvm_openfiles(kernel, folder / "netbsd.core", None, 0)
    start, size = 0xD0000000, 0x400000
    offset = kvm.kvm_openfiles(kernel, folder / "netbsd.core", None, 0).image.translate(start).offset
    core.write_bytes(data[: offset + 5000])
    kd = kvm.kvm_openfiles(kernel, core, None, 0)
    assert kvm.kvm_read(kd, start, size) == kvm.kvm_read(whole, start, 5000)
    assert kvm.kvm_read(kd, start + 4096, 10) == kvm.kvm_read(whole, start + 4096, 10)
    core.write_bytes(data[:40])
    kd = kvm.kvm_openfiles(kernel, core, None, 0)
    assert kvm.kvm_read(kd, start, 4) == -1
    assert kvm.kvm_geterr(kd) == "no valid dump header"


def test_writing_does_not_change_the_core(golden_netbsd, tmp_path):
    folder = golden_netbsd.folder("amd64")
    core = tmp_path / "core"
    core.write_bytes((folder / "netbsd.core").read_bytes())
    before = core.read_bytes()
    kd = kvm.kvm_openfiles(folder / "kernel", core, None, os.O_RDWR)
    assert kvm.kvm_write(kd, 0xFFFFFFFF80210070, b"netbsd") == 6
    assert kvm.kvm_read(kd, 0xFFFFFFFF80210070, 6) == b"netbsd"
    pa = kd.image.kvatop(0xFFFFFFFF80210070)
    assert kvm.kvm_read(kd, 0xFFFF900040000000 + pa, 6) == b"netbsd"  # the same frame, mapped elsewhere too
    assert kvm.kvm_read(kd, 0x10, 6) == -1
    assert kvm.kvm_geterr(kd) == "invalid translation (invalid level 4 PDE)"
    kvm.kvm_close(kd)
    assert core.read_bytes() == before


@pytest.fixture
def device(golden_netbsd, tmp_path):
    folder = golden_netbsd.folder("amd64")
    path = tmp_path / "dumpdev"
    path.write_bytes((folder / "dumpdev").read_bytes())
    return folder / "kernel", path


def test_a_dump_device(device, capsys):
    """Nothing can be read before its dump is found; everything after."""
    namelist, path = device
    kd = kvm.kvm_open(namelist, path, None, os.O_RDONLY, "savecore")
    assert kvm.kvm_getprocs(kd, 0, 0) is None
    assert kvm.kvm_dump_mkheader(kd, path.stat().st_size - 4) == -1
    assert capsys.readouterr().err.splitlines() == [
        "savecore: no valid dump header",
        "savecore: can't read nprocs",
        "savecore: Pread: Success",
    ]
    at = path.stat().st_size - 4
    assert (
        kvm.kvm_geterr(kd)
        == f"read ffffffffffffffff bytes at offset {at:x} for cpu_hdr instead of requested 8"
    )
    assert kvm.kvm_dump_mkheader(kd, -512) == -1
    assert kvm.kvm_dump_mkheader(kd, 8192) == 512
    assert len(kvm.kvm_getprocs(kd, 0, 0)) == 4
    capsys.readouterr()
    assert kvm.kvm_dump_mkheader(kd, 8192) == -1
    assert capsys.readouterr().err == "savecore: already has a dump header\n"


def test_a_sparse_dump_on_its_device(device):
    """Each page is a segment of memory: what the CPU says fills several blocks, and memory begins behind them."""
    namelist, path = device
    data = path.read_bytes()
    (size,) = struct.unpack_from("<I", data, 8196)
    root, count = struct.unpack_from("<2Q", data, 8200)
    pages = []
    for number in range(count):
        start, length = struct.unpack_from("<2Q", data, 8216 + 16 * number)
        pages += [(at, 0x1000) for at in range(start, start + min(length, 0x80000), 0x1000)]
    cpu = struct.pack("<2Q", root, len(pages)) + b"".join(struct.pack("<2Q", *page) for page in pages)
    header = -(-(8 + len(cpu)) // 512) * 512
    assert header > 4096
    memory = data[8200 + size :]
    kept, at = [], 0
    for number in range(count):
        _, length = struct.unpack_from("<2Q", data, 8216 + 16 * number)
        kept.append(memory[at : at + min(length, 0x80000)])
        at += length
    path.write_bytes(
        bytes(1536)
        + data[8192:8196]
        + struct.pack("<I", header - 8)
        + cpu.ljust(header - 8, b"\0")
        + b"".join(kept)
    )
    kd = kvm.kvm_openfiles(namelist, path, None, os.O_RDONLY)
    assert kvm.kvm_dump_mkheader(kd, 1536) == header
    whole = path.with_name("whole")
    whole.write_bytes(data)
    other = kvm.kvm_openfiles(namelist, whole, None, os.O_RDONLY)
    assert kvm.kvm_dump_mkheader(other, 8192) == 512
    found = [kvm.Nlist("_version"), kvm.Nlist("_dumpmag")]
    assert kvm.kvm_nlist(kd, found) == 0
    for symbol in found:
        assert kvm.kvm_read(kd, symbol.n_value, 16) == kvm.kvm_read(other, symbol.n_value, 16) != -1
    out = io.BytesIO()
    assert kvm.kvm_dump_wrtheader(kd, out, 0x10000) == len(out.getvalue()) == header + 24


def test_damaged_headers_on_a_device(device):
    namelist, path = device
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, 8196, len(data))
    path.write_bytes(bytes(data))
    kd = kvm.kvm_openfiles(namelist, path, None, 0)
    assert kvm.kvm_dump_mkheader(kd, 8192) == -1
    assert kvm.kvm_geterr(kd) == f"size {(1 << 64) - 1} != cpu_hdr.csize {len(data)}"
    struct.pack_into(">I", data, 8192, 1 << 26 | 0x3FF << 16 | 0x8FCA)
    path.write_bytes(bytes(data))
    kd = kvm.kvm_openfiles(namelist, path, None, 0)
    assert kvm.kvm_dump_mkheader(kd, 8192) == 0
    assert kvm.kvm_geterr(kd) == "invalid magic in cpu_hdr"
    other = kvm.kvm_openfiles(namelist, path, None, 0, library="6", model="i386")
    assert kvm.kvm_dump_mkheader(other, 8192) == 0


def test_a_header_that_cannot_be_written(device):
    namelist, path = device
    kd = kvm.kvm_openfiles(namelist, path, None, 0)
    kvm.kvm_dump_mkheader(kd, 8192)
    pieces = []

    def write(cookie, data):
        assert cookie == "mine"
        pieces.append(data)
        return len(pieces) < 2

    assert kvm.kvm_dump_header(kd, write, "mine", 4096) == -1
    assert [len(piece) for piece in pieces] == [12, 4]
    assert kvm.kvm_geterr(kd) == "clear_gap: Success"
    with open("/dev/full", "wb", buffering=0) as full:
        assert kvm.kvm_dump_wrtheader(kd, full, 4096) == -1
    assert kvm.kvm_geterr(kd) == "kvm_dump_header: No space left on device"


def test_a_dump_is_marked_as_saved(device):
    namelist, path = device
    before = path.read_bytes()
    kd = kvm.kvm_openfiles(namelist, path, None, os.O_RDONLY)
    assert kvm.kvm_dump_inval(kd) == -1
    assert kvm.kvm_geterr(kd) == "no valid dump header"
    kvm.kvm_dump_mkheader(kd, 8192)
    assert kvm.kvm_dump_inval(kd) == -1
    assert kvm.kvm_geterr(kd) == "cannot invalidate dump - pwrite: Bad file descriptor"
    assert path.read_bytes() == before
    kd = kvm.kvm_openfiles(namelist, path, None, os.O_RDWR)
    kvm.kvm_dump_mkheader(kd, 8192)
    array = [kvm.Nlist("dumpmag")]
    kvm.kvm_nlist(kd, array)
    assert kvm.kvm_write(kd, array[0].n_value + 4, b"private") == 7
    assert kvm.kvm_dump_inval(kd) == 0
    after = path.read_bytes()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 4
    kd.symbols = Names({})
    assert kvm.kvm_dump_inval(kd) == -1
    assert kvm.kvm_geterr(kd) == "_dumpmag: no such symbol"
    kd.symbols = None
    assert kvm.kvm_dump_inval(kd) == -1
    assert kvm.kvm_geterr(kd) == "bad namelist"


def test_pages_on_the_swap_device(tmp_path):
    """The swapfile that was opened with the core is where pages without a frame are looked for."""
    swap = tmp_path / "swap"
    swap.write_bytes(bytes(3 * 4096) + b"swapped out".ljust(4096, b"\0"))
    k = Kernel(6, "amd64")
    proc = k.proc(5)
    at = USER[64]
    k.user(proc, at, [b"x"])
    space = k.value("proc", proc, "p_vmspace")
    header = space + k.offset("vmspace", "vm_map.header")
    entry = k.value("vm_map_entry", header, "next")
    amap = k.value("vm_map_entry", entry, "aref.ar_amap")
    anon = k.value("vm_amap", amap, "am_anon")
    anon = int.from_bytes(k.space.read(anon, 8), "little")
    k.set("vm_anon", anon, an_page=0, an_swslot=3)
    kd = descriptor(k)
    view = {"p_vmspace": space}
    assert kvm.kvm_uread(kd, view, at, 11) == b""
    kd = descriptor(k)
    kd.image.swapfile = open_source(str(swap))
    assert kvm.kvm_uread(kd, view, at, 11) == b"swapped out"
    kvm.kvm_close(kd)


@pytest.mark.parametrize("swapfile", ["/nosuch", "/dev/null", "/", None])
def test_swap_files_that_are_none(swapfile, golden_netbsd):
    """Of a dead kernel the original opens no swap file: programs give it whatever they have."""
    folder = golden_netbsd.folder("amd64")
    kd = kvm.kvm_openfiles(folder / "kernel", folder / "netbsd.core", swapfile, 0, kvm.Errbuf())
    assert kvm.kvm_read(kd, 0xFFFFFFFF80210070, 6) == b"NetBSD"
    found = kvm.kvm_getprocs(kd, 0, 0)
    assert kvm.kvm_getargv(kd, found[1]) == ["/bin/sh", "-c", "echo hello"]
    assert kvm.kvm_close(kd) == 0


def test_swap_file_of_a_core(golden_netbsd, tmp_path):
    """The swap file that was named is the one that is read, also where the core has no namelist of its own."""
    folder = golden_netbsd.folder("amd64")
    (tmp_path / "drum").write_bytes(b"swapped" + bytes(4089))
    for namelist in (folder / "kernel", folder / "netbsd.core"):
        kd = kvm.kvm_openfiles(namelist, folder / "netbsd.core", tmp_path / "drum", 0, kvm.Errbuf())
        assert kd.image.swapfile.read(0, 7) == b"swapped"
        assert kvm.kvm_close(kd) == 0
