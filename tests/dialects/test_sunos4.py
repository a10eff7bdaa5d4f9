"""Kernels of SunOS 4 with a namelist in a.out, of m68k and SPARC: every byte written here, and read by the 3KVM calls."""

from __future__ import annotations

import json
import lzma
import os
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import sunkvm
from sunkvm.errors import OpenError
from sunkvm.kvm import (
    Nlist,
    kvm_close,
    kvm_getcmd,
    kvm_getproc,
    kvm_getu,
    kvm_nextproc,
    kvm_nlist,
    kvm_open,
    kvm_physaddr,
    kvm_pread,
    kvm_read,
    kvm_setproc,
    kvm_uread,
    kvm_write,
)

from .sunos4_kernel import (
    AREAS,
    AVENRUN,
    MACHINES,
    NPROC,
    PROC,
    PROCESSES,
    SYMBOLS,
    TABLE,
    USER,
    aout,
    memory,
    sun3_core,
)

GOLDEN = Path(__file__).parent.parent / "golden" / "netbsd"


@pytest.fixture(params=["m68k", "sparc"])
def files(request, tmp_path):
    """A namelist, and memory from physical address 0 on."""
    machine, base, *_ = MACHINES[request.param]
    vmunix, core = tmp_path / "vmunix", tmp_path / "vmcore"
    vmunix.write_bytes(aout(machine, base, SYMBOLS))
    core.write_bytes(memory(request.param, base))
    return SimpleNamespace(model=request.param, machine=machine, base=base, vmunix=vmunix, core=core)


def check_processes(kd, base, size):
    assert kvm_setproc(kd) == 0
    found = []
    while (proc := kvm_nextproc(kd)) is not None:
        user = kvm_getu(kd, proc)
        command = user.u_comm.rstrip(b"\0")
        found.append((proc.p_stat, proc.p_uid, proc.p_pid, proc.p_ppid, proc.p_flag, proc.p_tsize, command))
        assert (user.u_ru.ru_stime.tv_usec, user.u_start.tv_sec) == (500, 0x29000000)
        assert kvm_getcmd(kd, proc, user) == -1  # a dump does not lead to the memory of users
        assert (
            len(proc) == size and proc.p_uarea - base - AREAS == (user.u_procp - base - TABLE) // size * USER
        )
    assert found == [tuple(values) for _, *values in PROCESSES]
    assert kvm_nextproc(kd) is None and kvm_nextproc(kd) is None
    kvm_setproc(kd)
    assert kvm_nextproc(kd).p_pid == 0
    assert kvm_getproc(kd, 99).p_stat == 5 and kvm_getproc(kd, 98) is None and kvm_getproc(kd, -1) is None
    assert kvm_nextproc(kd).p_pid == 1  # kvm_getproc did not move it


def test_memory(files):
    kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x")
    assert kd.model.name == files.model
    names = [Nlist(name) for name in ("_avenrun", "avenrun", "_nosuch", "_time", "")]
    assert kvm_nlist(kd, names) == 0
    assert [each.n_value - files.base for each in names[:2]] == [AVENRUN, AVENRUN]
    assert [each.n_type for each in names] == [7, 7, 0, 7, 0] and names[2].n_value == 0
    where = names[0].n_value
    assert kvm_read(kd, where, 12) == struct.pack(">3i", 0x180, 0x40, 0x300)  # as they lie there
    assert kvm_pread(kd, AVENRUN, 4) == struct.pack(">i", 0x180)
    assert kvm_physaddr(kd, kd.kas, where) == AVENRUN
    buffer = bytearray(8)
    assert kvm_read(kd, names[3].n_value, buffer) == 8 and buffer == struct.pack(">2i", 0x2A000000, 5)
    assert kvm_read(kd, files.base + 0xFFFE, 4) == bytes(2)  # then memory ends
    assert kvm_read(kd, files.base - 4, 4) == -1 and kvm_read(kd, 0x2000, 4) == -1
    assert kvm_uread(kd, 0x2000, 4) == -1 and kvm_write(kd, where, b"x") == -1
    check_processes(kd, files.base, MACHINES[files.model][2])
    assert kvm_close(kd) == 0


def test_other_places(files):
    """An image that begins further up, and one made of the kernel's own addresses; the namelist without an entry."""
    whole = files.core.read_bytes()
    files.vmunix.write_bytes(aout(files.machine, files.base, SYMBOLS, entry=-files.base))
    files.core.write_bytes(whole[0x4000:])
    for start in (0x4000, files.base + 0x4000):
        if start == 0x4000:
            kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x", format="raw@0x4000")
        else:
            files.core.write_bytes(whole)
            kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x", format=f"raw@{files.base:#x}")
        assert kvm_read(kd, files.base + AVENRUN, 4) == struct.pack(">i", 0x180)
        check_processes(kd, files.base, MACHINES[files.model][2])
        kvm_close(kd)


def test_writing(files):
    kd = kvm_open(files.vmunix, files.core, None, os.O_RDWR, "x")
    assert kvm_write(kd, files.base + AVENRUN, b"\x11\x22\x33\x44") == 4
    assert kvm_read(kd, files.base + AVENRUN, 4) == b"\x11\x22\x33\x44"
    kvm_close(kd)
    assert files.core.read_bytes()[AVENRUN : AVENRUN + 5] == b"\x11\x22\x33\x44\0"


def test_by_the_environment(files, monkeypatch):
    monkeypatch.setenv("SUNKVM_NAMELIST", str(files.vmunix))
    monkeypatch.setenv("SUNKVM_COREFILE", str(files.core))
    kd = kvm_open("/vmunix", None, None, os.O_RDONLY, "x")
    assert kvm_read(kd, files.base + AVENRUN, 4) == struct.pack(">i", 0x180)
    kvm_close(kd)


def test_mapped_by_a_sun3(files):
    if files.model != "m68k":
        pytest.skip("a machine of the other kind")
    files.core.write_bytes(sun3_core(files.core.read_bytes()))
    kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x")
    assert kvm_read(kd, files.base + AVENRUN, 4) == struct.pack(">i", 0x180)
    assert kvm_physaddr(kd, kd.kas, files.base + AVENRUN) == 3 << 13
    check_processes(kd, files.base, 74)
    kvm_close(kd)
    with sunkvm.open(files.vmunix, files.core) as image:
        assert (image.corefile.format, image.corefile.personality) == ("netbsd_kcore", "sunos4")
        assert [process.pid for process in image.processes()] == [0, 1, 0x01020304, 99]


def test_python_and_command_line(files):
    with sunkvm.open(files.vmunix, files.core, format="raw") as image:
        assert (image.model.name, image.corefile.personality) == (files.model, "sunos4")
        found = {process.pid: process for process in image.processes()}
        assert (found[0x01020304].comm, found[0x01020304].ruid, found[99].state) == ("xload", 217, "Z")
        load = image.load_average()
        assert (load.one, load.five, load.fifteen) == (1.5, 0.25, 3.0)
        assert image.info.processes == 4
    with pytest.raises(OpenError):
        sunkvm.open(files.vmunix, files.core)  # not asked for as a raw image
    place = ["-N", str(files.vmunix), "-M", str(files.core), "--core-format", "raw"]
    for words, expected in (
        (["nm"], "_avenrun"),
        (["info"], files.model),
        (["ps"], "xload"),
        (["read", "avenrun", "12"], "01 80"),
    ):
        command = [sys.executable, "-m", "sunkvm", words[0], *place, *words[1:]]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ})
        assert done.returncode == 0 and expected in done.stdout, done.stdout + done.stderr


def test_structs_of_others(files):
    """A table that is laid out otherwise is not read: nothing is guessed."""
    size = MACHINES[files.model][2]
    data = bytearray(files.core.read_bytes())
    for change in (
        lambda: struct.pack_into("b", data, TABLE + size + 20, 77),  # p_stat
        lambda: struct.pack_into(">I", data, AREAS + USER + 96, files.base + TABLE + 4),  # u_procp
    ):
        files.core.write_bytes(data)
        before = bytes(data)
        change()
        files.core.write_bytes(data)
        kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x")
        assert kvm_nextproc(kd) is None and kvm_getproc(kd, 1) is None
        kvm_close(kd)
        data[:] = before
    end = {**SYMBOLS, "_procNPROC": 0x8040}
    files.vmunix.write_bytes(aout(files.machine, files.base, end))
    for distance, there in ((10 * size, True), (10 * 256, False)):
        struct.pack_into(">I", data, 0x8040, files.base + TABLE + distance)
        files.core.write_bytes(data)
        kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x")
        assert (kvm_nextproc(kd) is not None) is there
        kvm_close(kd)


def test_damage(files, capsys):
    data = bytearray(files.core.read_bytes())
    for slots, table in ((0, TABLE), (-1, TABLE), (0x7FFFFFFF, TABLE), (10, 0xFF00), (10, 0x40000000 - 1)):
        struct.pack_into(">i", data, NPROC, slots)
        struct.pack_into(">I", data, PROC, files.base + table & 0xFFFFFFFF)
        files.core.write_bytes(data)
        kd = kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x")
        assert kvm_nextproc(kd) is None
        kvm_close(kd)
    files.core.write_bytes(b"")
    assert kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x") is None
    assert kvm_open(files.vmunix, "/nonexistent", None, os.O_RDONLY, "x") is None
    files.vmunix.write_bytes(files.vmunix.read_bytes()[:40])
    assert kvm_open(files.vmunix, files.core, None, os.O_RDONLY, "x") is None
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith("x: ") for line in lines)
    assert lines[1] == "x: cannot stat /nonexistent" and lines[2].endswith("is not a 32-bit kernel namelist")


@pytest.mark.parametrize("case", ["sun2", "sun3", "sun3x", "sun4", "sun4c", "sun4m"])
@pytest.mark.parametrize("namelist", ["kernel.aout", "kernel.sunos.aout"])
def test_recorded(case, namelist, tmp_path):
    """Images whose contents were checked with the original library of NetBSD."""
    folder = GOLDEN / case
    core = tmp_path / "netbsd.core"
    core.write_bytes(lzma.decompress((folder / "netbsd.core.xz").read_bytes()))
    facts = json.loads((folder / "expected.json").read_text())["facts"]
    kd = kvm_open(folder / namelist, core, None, os.O_RDONLY, "x")
    names = [Nlist("_version"), Nlist("version")]
    assert kvm_nlist(kd, names) == 0
    text = facts["marker"]["text"].encode()
    assert [kvm_read(kd, each.n_value, len(text)) for each in names] == [text] * 2
    assert names[0].n_value == int(facts["marker"]["va"], 16)
    for mapped in facts["mapped"]:
        assert kvm_physaddr(kd, kd.kas, int(mapped["va"], 16)) == int(mapped["pa"], 16)
    assert kvm_nextproc(kd) is None
    kvm_close(kd)
