"""Packed dumps byte by byte: literal offsets, a slow reader, and the tools of others."""

from __future__ import annotations

import errno
import os
import shutil
import struct
import subprocess
import sys
import textwrap
import tracemalloc
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile

from sunkvm.corefile import PHYS, open_corefile
from sunkvm.emulate.memory import Memory, Segment
from sunkvm.emulate.pack.ksyms import ksyms_image
from sunkvm.emulate.pack.solaris import pack
from sunkvm.emulate.world import World
from sunkvm.namelist import Symbol
from sunkvm.space import AddressSpace

FACTS = {"crash_time": 1_700_000_123, "uuid": "01234567-89ab-cdef-0123-456789abcdef"}
MACHINES = {"i386": 3, "amd64": 62, "sparc": 2, "sparcv9": 43}


@pytest.fixture
def packed(kit, model, tmp_path):
    memory = kit.plant(model)
    unix, vmcore = pack(memory, tmp_path, 0, facts=FACTS)
    return memory, unix, vmcore


def roundup(size, page):
    return (size + page - 1) // page * page


def test_header(packed, kit, model):
    memory, unix, vmcore = packed
    slow = kit.SlowDump(vmcore, model.name)
    assert (slow.magic, slow.version, slow.wordsize) == (0xDEFEC8ED, 10, model.bits)
    assert slow.flags == 0x20006  # DF_ALL | DF_LIVE | DF_COMPLETE, neither DF_VALID nor DF_COMPRESSED
    assert slow.start == 0 and slow.fm_panic == 0
    x86 = model.name in ("i386", "amd64")
    names = (slow.sysname, slow.nodename, slow.release, slow.machine_version, slow.machine, slow.platform)
    expected = (
        "SunOS",
        "testhost",
        "5.11",
        "sunkvm-test",
        "i86pc" if x86 else "sun4u",
        "i86pc" if x86 else "",
    )
    assert names == expected
    assert slow.panicstring == "" and slow.uuid == FACTS["uuid"]
    assert slow.crashtime == FACTS["crash_time"]
    page = 4096 if x86 else 8192
    assert (slow.pagesize, 1 << slow.pageshift) == (page, page)
    assert not any(slow.data[slow.header_size : page])
    # The sections, in the order and with the rounding of savecore.
    size = os.path.getsize(unix)
    assert slow.ksyms_size == slow.ksyms_csize == size
    assert slow.ksyms == page
    assert slow.pfn == slow.ksyms + roundup(size, page)
    assert slow.map == slow.pfn + roundup(slow.npages * model.word, page)
    record = 40 if model.bits == 64 else 32
    assert slow.pages_at == slow.map + roundup((slow.hashmask + 1) * record, page)
    assert len(slow.data) == slow.pages_at + slow.npages * page
    assert slow.hashmask + 1 == 1 << (slow.nvtop - 1).bit_length()
    total = sum(len(s.data) // page for segments in memory.spaces.values() for s in segments)
    assert slow.nvtop == slow.npages == total


def test_symbol_file_is_in_the_dump(packed, kit, model):
    _, unix, vmcore = packed
    slow = kit.SlowDump(vmcore, model.name)
    data = Path(unix).read_bytes()
    assert slow.data[slow.ksyms : slow.ksyms + slow.ksyms_size] == data


def test_frames_ascend_and_are_not_in_virtual_order(packed, kit, model):
    memory, _, vmcore = packed
    slow = kit.SlowDump(vmcore, model.name)
    pfns = slow.pfns()
    assert pfns == sorted(set(pfns))
    heap = memory.spaces[memory.kernel][1]
    offsets = [slow.page(memory.kernel, va) for va in range(heap.base, heap.end, slow.pagesize)]
    assert offsets != sorted(offsets)
    assert len(set(offsets)) == len(offsets)


def test_hash(packed, kit, model):
    """Every record is in the chain of its bucket, the newest first; the kernel's records come first in the table."""
    memory, _, vmcore = packed
    slow = kit.SlowDump(vmcore, model.name)
    size = 40 if model.bits == 64 else 32
    chains = {}
    spaces = []
    for number in range(slow.hashmask + 1):
        _, _, data, space, va = slow.entry(number)
        if number >= slow.nvtop:
            assert (data, space, va) == (0, 0, 0)
            continue
        assert data and (data - slow.pages_at) % slow.pagesize == 0
        chains.setdefault(((space >> 3) + (va >> slow.pageshift)) & slow.hashmask, []).append(number)
        if space not in spaces:
            spaces.append(space)
        else:
            assert spaces[-1] == space  # one address space after the other
    assert spaces[0] == memory.kernel
    for bucket in range(slow.hashmask + 1):
        expected = chains.get(bucket, [])[::-1]
        link, found = slow.entry(bucket)[0], []
        while link:
            found.append((link - slow.map) // size)
            link = slow.entry(found[-1])[1]
        assert found == expected
    assert any(len(chain) > 1 for chain in chains.values())


def test_every_byte_comes_back(packed, kit, model):
    memory, _, vmcore = packed
    slow = kit.SlowDump(vmcore, model.name)
    core = open_corefile(vmcore)
    try:
        assert core.warnings == [] and core.namelist() == ksyms_image(memory)
        for space, segments in memory.spaces.items():
            ours = AddressSpace(core, space)
            for segment in segments:
                data = bytes(segment.data)
                assert slow.read(space, segment.base, len(data)) == data
                assert ours.read(segment.base, len(data)) == data
                pa = ours.kvatop(segment.base)
                assert slow.read_physical(pa, 64) == data[:64] == AddressSpace(core, PHYS).read(pa, 64)
            assert list(ours.ranges()) == sorted((s.base, len(s.data)) for s in segments)
        assert slow.read(memory.kernel, 0, 1) is None
    finally:
        core.close()


def test_processes_are_in_the_file(packed, kit, model):
    _, unix, vmcore = packed
    with open(unix, "rb") as file:
        symbols = {s.name: s["st_value"] for s in ELFFile(file).get_section_by_name(".symtab").iter_symbols()}
    kernel = kit.Kernel(model.name, kit.SlowDump(vmcore, model.name), symbols["kas"], symbols)
    found = {kernel.pid(kernel.proc(kva, "p_pidp")): kva for kva in kernel.practive()}
    assert set(found) == {0, *(process.pid for process in kit.example().processes)}
    for process in kit.example().processes:
        if process.argv is not None and process.env is not None:
            assert kernel.command(found[process.pid]) == (list(process.argv), list(process.env))


def test_zero_pages_are_holes(tmp_path, kit, model):
    page = 4096 if model.name in ("i386", "amd64") else 8192
    top = 1 << 31
    data = bytearray(400 * page)
    data[0] = data[200 * page + 5] = 1
    memory = Memory(model, page, top, [Segment(top, data)])
    memory.symbols = [Symbol("kas", top, 1, 1, 1, 0xFFF1)]
    _, vmcore = pack(memory, tmp_path, 3, facts={})
    slow = kit.SlowDump(vmcore, model.name)
    assert len(slow.data) == slow.pages_at + 400 * page
    assert slow.read(top, top, 400 * page) == bytes(data)
    if os.statvfs(tmp_path).f_bsize <= page:
        assert os.stat(vmcore).st_blocks * 512 < 100 * page


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 16, 17, 97, 256])
def test_any_number_of_pages(pages, tmp_path, kit, model):
    """The mask of one translation is 0, that of a power of two is all its bits."""
    page = 4096 if model.name in ("i386", "amd64") else 8192
    data = b"".join(struct.pack(">Q", number + 1) * (page // 8) for number in range(pages))
    base = 1 << 28
    memory = Memory(model, page, base + 8, [Segment(base, data)])
    _, vmcore = pack(memory, tmp_path, 0, facts={})
    slow = kit.SlowDump(vmcore, model.name)
    assert slow.hashmask == (1 << (pages - 1).bit_length()) - 1
    assert slow.read(base + 8, base, len(data)) == data


def test_panicked_kernel_is_no_live_dump(kit, model, tmp_path):
    _, vmcore = pack(kit.plant(model), tmp_path, 0, facts={**FACTS, "panic_string": "oh dear " * 50})
    slow = kit.SlowDump(vmcore, model.name)
    assert slow.flags == 0x20002
    assert slow.panicstring == ("oh dear " * 50)[:199]


# The symbol file


def test_symbol_file_header(packed, model):
    _, unix, _ = packed
    data = Path(unix).read_bytes()
    wide = model.bits == 64
    assert data[:7] == b"\x7fELF" + bytes([2 if wide else 1, 1 if model.order == "<" else 2, 1])
    kind, machine = struct.unpack_from(model.order + "2H", data, 16)
    assert (kind, machine) == (2, MACHINES[model.name])
    word = model.order + ("Q" if wide else "I")
    phoff, shoff = (struct.unpack_from(word, data, at)[0] for at in ((32, 40) if wide else (28, 32)))
    assert (phoff, shoff) == ((64, 176) if wide else (52, 116))
    sizes = struct.unpack_from(model.order + "6H", data, 52 if wide else 40)
    assert sizes == ((64, 56, 2, 64, 4, 3) if wide else (52, 32, 2, 40, 4, 3))
    names_at = shoff + 4 * (64 if wide else 40)
    assert data[names_at : names_at + 28] == b"\0.symtab\0.strtab\0.shstrtab\0\0"
    first = 464 if wide else 304  # the whole header block
    entry = 24 if wide else 16
    assert data[first : first + entry] == bytes(entry)
    assert data[first + entry : first + 2 * entry] != bytes(entry)


def test_symbol_file_sections(packed):
    memory, unix, _ = packed
    with open(unix, "rb") as file:
        elf = ELFFile(file)
        assert [section.name for section in elf.iter_sections()] == ["", ".symtab", ".strtab", ".shstrtab"]
        symtab, strtab = elf.get_section(1), elf.get_section(2)
        symbols = list(symtab.iter_symbols())
        assert symtab["sh_link"] == 2 and symtab["sh_entsize"] == symtab.data_size // len(symbols)
        binds = [symbol["st_info"]["bind"] for symbol in symbols]
        assert binds == sorted(binds, key=lambda bind: bind != "STB_LOCAL")
        assert symtab["sh_info"] == binds.count("STB_LOCAL")
        assert {symbol["st_shndx"] for symbol in symbols[1:]} == {"SHN_ABS"}
        offsets = [symbol["st_name"] for symbol in symbols[1:]]
        lengths = [len(symbol.name) + 1 for symbol in symbols[1:]]
        assert offsets == [1 + sum(lengths[:number]) for number in range(len(lengths))]
        assert strtab["sh_size"] == 1 + sum(lengths)
        assert strtab["sh_offset"] + strtab["sh_size"] == os.path.getsize(unix)
        expected = [(s.name, int(s), s.size) for s in memory.symbols]
        assert [(s.name, s["st_value"], s["st_size"]) for s in symbols[1:]] == expected
        text, data = elf.iter_segments()
        assert (text["p_type"], text["p_flags"], data["p_flags"]) == ("PT_LOAD", 5, 7)
        nucleus = memory.spaces[memory.kernel][0]
        assert (data["p_vaddr"], data["p_memsz"]) == (nucleus.base, len(nucleus.data))
        for segment in (text, data):
            assert (segment["p_offset"], segment["p_filesz"], segment["p_paddr"], segment["p_align"]) == (
                0,
                0,
                0,
                0,
            )


@pytest.mark.skipif(not shutil.which("readelf"), reason="no readelf")
def test_readelf_has_nothing_to_complain_of(packed):
    done = subprocess.run(
        ["readelf", "-aW", packed[1]], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert done.returncode == 0 and done.stderr == ""
    assert "arning" not in done.stdout and "rror" not in done.stdout
    assert " utsname\n" in done.stdout


@pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb")
def test_gdb_finds_symbols(packed):
    memory, unix, _ = packed
    utsname = next(int(symbol) for symbol in memory.symbols if symbol.name == "utsname")
    done = subprocess.run(
        ["gdb", "-batch", "-nx", "-ex", "info address utsname", "-ex", "info address hp_avenrun", unix],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    if "not recognized" in done.stderr or "Architecture" in done.stderr:
        pytest.skip("this gdb does not know the architecture")
    assert f'Symbol "utsname" is at {utsname:#x}' in done.stdout
    assert 'Symbol "hp_avenrun" is at' in done.stdout


# Files


def test_files_are_for_their_owner_and_alone(packed, tmp_path):
    _, unix, vmcore = packed
    assert sorted(os.listdir(tmp_path)) == ["unix.0", "vmcore.0"]
    for path in (unix, vmcore):
        status = os.stat(path)
        assert status.st_mode & 0o7777 == 0o600 and status.st_nlink == 1


@pytest.mark.parametrize("taken", ["unix.7", "vmcore.7"])
@pytest.mark.parametrize("how", ["file", "dangling link"])
def test_nothing_is_overwritten(taken, how, kit, model, tmp_path):
    if how == "file":
        (tmp_path / taken).write_text("precious")
    else:
        (tmp_path / taken).symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        pack(kit.plant(model), tmp_path, 7, facts=FACTS)
    assert os.listdir(tmp_path) == [taken]
    if how == "file":
        assert (tmp_path / taken).read_text() == "precious"


def test_a_name_that_is_taken_at_the_last_moment(kit, model, tmp_path, monkeypatch):
    real = os.link

    def link(source, target):
        if target.endswith("vmcore.0"):
            with open(target, "w") as file:
                file.write("precious")
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(FileExistsError):
        pack(kit.plant(model), tmp_path, 0, facts=FACTS)
    assert os.listdir(tmp_path) == ["vmcore.0"]
    assert (tmp_path / "vmcore.0").read_text() == "precious"


def test_file_system_without_links(kit, model, tmp_path, monkeypatch):
    def link(source, target):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    pack(kit.plant(model), tmp_path, 0, facts=FACTS)
    assert sorted(os.listdir(tmp_path)) == ["unix.0", "vmcore.0"]
    with pytest.raises(FileExistsError):
        pack(kit.plant(model), tmp_path, 0, facts=FACTS)
    assert sorted(os.listdir(tmp_path)) == ["unix.0", "vmcore.0"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["write", "ftruncate", "link", "unlink"])
@pytest.mark.parametrize("nth", [1, 2])
def test_failure_leaves_nothing(error, call, nth, kit, model, tmp_path, monkeypatch):
    real, count = getattr(os, call), 0

    def failing(*args, **more):
        nonlocal count
        count += 1
        if count == nth:
            raise error
        return real(*args, **more)

    memory = kit.plant(model)
    monkeypatch.setattr(os, call, failing)
    harmless = (call == "unlink" and isinstance(error, OSError)) or (call, nth) == ("ftruncate", 2)
    harmless |= call == "link" and isinstance(error, OSError)  # then it renames
    if harmless:
        pack(memory, tmp_path, 0, facts=FACTS)
        monkeypatch.undo()
        assert {"unix.0", "vmcore.0"} <= set(os.listdir(tmp_path))
        return
    with pytest.raises(type(error)):
        pack(memory, tmp_path, 0, facts=FACTS)
    monkeypatch.undo()
    assert os.listdir(tmp_path) == []


def test_full_disk(tmp_path):
    """A limit on the size of files fails as a full disk does, in the middle of the pages; -B: it must not cut a .pyc."""
    script = textwrap.dedent(
        """
        import os, resource, sys
        from sunkvm import AMD64
        from sunkvm.emulate import snapshot
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        try:
            snapshot(sys.argv[1], "solaris", AMD64)
        except OSError as error:
            print(type(error).__name__, error.errno, os.listdir(sys.argv[1]), len(os.listdir("/proc/self/fd")))
        """
    )
    done = subprocess.run([sys.executable, "-B", "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert done.stdout.split()[1:3] == [str(errno.EFBIG), "[]"], done.stderr
    assert int(done.stdout.split()[3]) <= 4


def test_missing_and_unwritable_directories(kit, model, tmp_path):
    with pytest.raises(FileNotFoundError):
        pack(kit.plant(model), tmp_path / "none", 0, facts=FACTS)
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError):
        pack(kit.plant(model), tmp_path / "file", 0, facts=FACTS)


def test_pages_are_streamed(tmp_path, kit, model):
    page = 4096 if model.name in ("i386", "amd64") else 8192
    base = 1 << 30
    data = bytearray(os.urandom(page) * 4096)
    memory = Memory(model, page, base + 8, [Segment(base, data)])
    tracemalloc.start()
    pack(memory, tmp_path, 0, facts={})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(data) // 4


def test_empty_world(tmp_path, kit, model):
    _, vmcore = pack(kit.plant(model, World(node="n", now=1.0)), tmp_path, 0, facts={})
    slow = kit.SlowDump(vmcore, model.name)
    assert slow.uuid == "" and slow.crashtime == 0 and slow.nodename == "n"
