"""DragonFly dumps of planted memory: read by readers of their own, and opened."""

from __future__ import annotations

import gzip
import json
import os
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.compat import dragonfly as kvm
from sunkvm.emulate import snapshot
from sunkvm.emulate.pack.dragonfly import pack
from sunkvm.errors import UnsupportedError

from .dragonfly_kit import PAGE, Direct, FullReader, Kernel, MiniReader, plant_example
from .freebsd_kit import Space

GOLDEN = Path(__file__).parent.parent / "golden" / "dragonfly"
FORMS = {"v2": {}, "v1": {"version": 1}, "full": {"format": "full"}}
FORMATS = {"v2": "dragonfly_minidump", "v1": "freebsd_minidump", "full": "elf_full"}


@pytest.fixture
def world(kit):
    return replace(kit.example(), messages=((6, b"hello"), (11, b"fault of a daemon")))


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


def write(folder, world, form="v2", **more):
    memory = plant_example(world)
    return memory, *pack(memory, folder, 0, **FORMS[form], **more)


@pytest.mark.parametrize("version", [1, 2])
def test_minidump(version, world, tmp_path):
    memory, kernel, core = write(tmp_path, world, f"v{version}")
    assert [Path(path).name for path in (kernel, core)] == ["kern.0", "vmcore.0"]
    data = Path(core).read_bytes()
    dump = MiniReader(data)
    assert dump.version == version
    assert dump.end == len(data)  # savecore takes the headers away that stand around a dump
    direct = Direct(memory)
    for segment in memory.spaces[memory.kernel]:
        for va in range(segment.base, segment.base + len(segment.data), PAGE):
            assert dump.read(va, PAGE) == direct.read(va, PAGE), hex(va)
        assert dump.read(segment.base - 1, 1) is None
        assert dump.read(segment.base + len(segment.data), 1) is None
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    found = Kernel(dump, symbols)
    assert set(found.by_pid()) == {process.pid for process in world.processes} | {0}
    buffer = found.pointer(symbols["msgbufp"])
    assert dump.messages == found.bytes(
        found.get("msgbuf", buffer, "msg_ptr"), found.get("msgbuf", buffer, "msg_size")
    )
    # The direct map leads to the same bytes.
    pa = dump.translate(symbols["proc0"])
    assert dump.read(0xFFFFB80000000000 + pa, 64) == direct.read(symbols["proc0"], 64)
    # What processes have of their own is not in a minidump; their root page tables are, which the kernel has mapped.
    stacks = [
        bytes(part.data) for key, parts in memory.spaces.items() if key != memory.kernel for part in parts
    ]
    there = {data[at : at + PAGE] for at in dump.pages.values()}
    assert len(stacks) == 6
    assert not any(stack[-PAGE:] in there for stack in stacks)
    assert set(memory.owners) <= set(dump.pages)


def test_header_is_that_of_the_other_writer(world, tmp_path):
    """Besides sizes the header is the one in a dump by an independent writer, checked by the original library."""
    ours = Path(write(tmp_path, world)[2]).read_bytes()[:4096]
    import lzma

    with lzma.open(GOLDEN / "v2" / "vmcore.xz") as file:
        other = file.read(4096)
    same = slice(0, 32), slice(56, 4096)  # between them: sizes of message buffer, bitmap and table
    assert [ours[part] for part in same] == [other[part] for part in same]
    assert struct.unpack_from("<Q", ours, 48) == struct.unpack_from("<Q", other, 48) == (2 << 20,)


def test_only_the_kernel_is_in_the_table(world, tmp_path):
    dump = MiniReader(Path(write(tmp_path, world)[2]).read_bytes())
    filled = [number for number in range(1 << 18) if dump.stored(number)]
    # The roots, the heap, the image, each in a GiB of its own.
    assert filled == [0x3FFF7, 0x3FFF8, 0x3FFFE]
    for number in filled:
        assert dump.stored(number) & 0xFFF == 0x63


def test_full_dump(world, tmp_path):
    memory, _, core = write(tmp_path, world, "full")
    dump = FullReader(Path(core).read_bytes())
    assert (dump.machine, dump.delta) == (62, None)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    # The original's way in: the control block of the thread that dumped, behind its address less kernbase.
    root = int.from_bytes(dump.physical(symbols["dumppcb"] - symbols["kernbase"] + 64, 8), "little")
    assert root == memory.kernel
    kernel, direct = Space(dump, root, "amd64"), Direct(memory)
    for segment in memory.spaces[memory.kernel]:
        for va in range(segment.base, segment.base + len(segment.data), PAGE):
            assert kernel.read(va, PAGE) == direct.read(va, PAGE), hex(va)
    for key, parts in memory.spaces.items():
        if key == memory.kernel:
            continue
        user = Space(dump, key, "amd64")
        for part in parts:
            assert user.read(part.base, len(part.data)) == bytes(part.data)
            assert user.read(part.base - 1, 1) is None
        assert user.read(symbols["proc0"], 64) == direct.read(symbols["proc0"], 64)
    pa = symbols["proc0"] - symbols["kernbase"]
    assert kernel.read(0xFFFFB80000000000 + pa, 64) == direct.read(symbols["proc0"], 64)


def test_kernel_file(world, tmp_path):
    """readelf reads the symbols where they are, locals among them: without them there is no list of processes."""
    memory, kernel, _ = write(tmp_path, world)
    shown = subprocess.run(["readelf", "-sW", kernel], capture_output=True, text=True, check=True)
    assert not shown.stderr
    rows = [line.split() for line in shown.stdout.splitlines() if line.strip()[:1].isdigit() and ":" in line]
    found = {row[7]: (int(row[1], 16), row[4], row[6]) for row in rows if len(row) == 8}
    assert {symbol: row[0] for symbol, row in found.items()} == {
        s.name: int(s) for s in memory.symbols if not s.name.startswith(".")
    }
    assert found["nprocs"][1:] == ("GLOBAL", "2")
    assert found["procglob"][1:] == ("LOCAL", "2")
    assert found["kernbase"][2] == "ABS"


def test_what_is_read_is_what_was_known(form, world, tmp_path):
    _, kernel, core = write(tmp_path, world, form)
    with sunkvm.open(kernel, core) as image:
        assert not image.warnings
        assert (image.info.format, image.info.personality) == (FORMATS[form], "dragonfly")
        found = {process.pid: process for process in image.processes()}
        assert set(found) == {process.pid for process in world.processes} | {0}
        for process in world.processes:
            record = found[process.pid]
            for name in ("ppid", "pgid", "sid", "uid", "gid", "ruid", "rgid", "tty"):
                assert getattr(record, name) == getattr(process, name), name
            assert record.start_time == world.boot_time + process.start / 1e9
            assert record.size == (
                0 if process.zombie else process.size or 0
            )  # a zombie keeps an emptied one
            assert record.threads == len(process.threads)
        assert [found[pid].state for pid in (1, 31234, 31300, 31235)] == ["S", "R", "T", "Z"]
        assert [os.fsencode(text) for text in found[31234].argv] == [b"prog", b"", b"a b", b"\xff"]
        environment = ("A=1", "B=", "C=x y", os.fsdecode(b"D=\xff\xfe"))
        assert found[1000].env == (environment if form == "full" else None)
        assert found[31236].env is None
        load = image.load_average()
        assert (load.one, load.five, load.fifteen) == (1.5, 0.25, 3.0078125)
        assert [message.text for message in image.messages()] == ["hello", "fault of a daemon"]
        assert [(device.path, device.size, device.free) for device in image.swap()] == [
            ("/dev/sda2", 2 << 30, 1 << 30),
            ("/swap file", 16 << 20, 16 << 20),
        ]
        assert [(cpu.id, cpu.brand, cpu.clock) for cpu in image.cpus()] == [
            (0, "Wonder 3000", 2_400_000_000),
            (1, "Wonder 3000", 2_400_000_000),
        ]
        times = image.cpu_times()
        assert (times.user, times.system, times.idle, times.hz) == (15_000_000, 5_000_000, 221_000_000, 10**6)
        held = {(each.use, each.path) for each in image.personality.files(found[1000])}
        assert held == {("cwd", "/home/u"), ("text", "/bin/dash")}
        info = image.info
        assert (info.system, info.node, info.boot_time) == ("DragonFly", "testhost", world.boot_time)
        assert (info.memory.physical, info.memory.installed) == (8 << 30, 9 << 30)
        assert (info.crash_time, info.panic_string, info.cpus) == (1_700_000_123, None, 2)
        assert image.personality.panic() is None


def test_calls(form, world, tmp_path):
    """The calls of libkvm on a snapshot."""
    _, kernel, core = write(tmp_path, world, form)
    kd = kvm.kvm_open(kernel, core, None, os.O_RDONLY, None)
    try:
        array = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL, 0)
        assert {each["kp_pid"] for each in array} == {0, *(each.pid for each in world.processes)}
        every = kvm.kvm_getprocs(kd, kvm.KERN_PROC_ALL | kvm.KERN_PROC_FLAG_LWP, 0)
        rows = [each["kp_lwp"] for each in every if each["kp_pid"] == 31234]
        assert sorted((row["kl_tid"], row["kl_stat"]) for row in rows) == [(1, 3), (2, 1), (3, 2)]
        shell = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 1000)[0]
        assert (shell["kp_tdev"], shell["kp_auxflags"], shell["kp_jailid"]) == (0x8803, 3, 0)
        assert (shell["kp_vm_map_size"], shell["kp_nthreads"]) == (5 << 20, 1)
        assert list(shell["kp_groups"])[:3] == [100, 100, 24]
        assert len(kvm.kvm_getprocs(kd, kvm.KERN_PROC_TTY, 0x8803)) == 2
        assert kvm.kvm_getloadavg(kd, 3) == [1.5, 0.25, 3.0078125]
        assert kvm.kvm_getargv(kd, shell) == ["-sh"]
        rows = kvm.kvm_getswapinfo(kd, 8)
        assert [(row["ksw_used"], row["ksw_total"]) for row in rows] == [
            (262144, 524288),
            (0, 4096),
            (262144, 528384),
        ]
        entry = kvm.Nlist("_version")
        assert kvm.kvm_nlist(kd, [entry]) == 0
        assert kvm.kvm_readstr(kd, entry.n_value)[0] == b"DragonFly 5.9-DEVELOPMENT sunkvm-test\n"
        assert kvm.kvm_geterr(kd) == ""
        assert kvm.kvm_getfiles(kd) is None
        assert kvm.kvm_geterr(kd) == "_nfiles: no such symbol"
    finally:
        kvm.kvm_close(kd)


@pytest.mark.parametrize(("compression", "suffix"), [("gzip", ".gz"), ("zstd", ".zst")])
def test_compressed(form, compression, suffix, world, tmp_path):
    if compression == "zstd":
        zstandard = pytest.importorskip("zstandard")
    plain = tmp_path / "plain"
    plain.mkdir()
    _, *files = write(plain, world, form)
    _, *packed = write(tmp_path, world, form, compression=compression)
    assert packed == [f"{tmp_path}/kern.0{suffix}", f"{tmp_path}/vmcore.0{suffix}"]
    for path, other in zip(files, packed, strict=True):
        raw = Path(other).read_bytes()
        if compression == "gzip":
            content = gzip.decompress(raw)
        else:
            content = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
        assert content == Path(path).read_bytes()
    with sunkvm.open(*packed) as image:
        assert {process.pid for process in image.processes()} == {0, *(each.pid for each in world.processes)}


def test_files_are_sparse_and_private(form, world, tmp_path):
    _, kernel, core = write(tmp_path, world, form)
    status = os.stat(core)
    assert status.st_size > 2 << 20
    assert status.st_blocks * 512 < 1 << 20
    assert [os.stat(path).st_mode & 0o777 for path in (kernel, core)] == [0o600, 0o600]


@pytest.mark.parametrize("taken", ["kern.0", "vmcore.0"])
def test_nothing_is_overwritten(taken, world, tmp_path):
    (tmp_path / taken).write_text("mine")
    with pytest.raises(FileExistsError):
        write(tmp_path, world)
    assert os.listdir(tmp_path) == [taken]
    assert (tmp_path / taken).read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("amd64", {"version": 3}, "no version 3; there are 1, 2"),
        ("amd64", {"version": 2, "format": "full"}, "full dumps have no versions"),
        ("amd64", {"format": "split"}, "format 'split' is none of minidump, full"),
        ("amd64", {"compression": "lzjb"}, "compression 'lzjb' is none of gzip, zstd"),
        ("amd64", {"split": True}, "cannot be split"),
        ("amd64", {"pae": True}, "only i386"),
        ("i386", {}, "no dragonfly kernel of the data model i386"),
    ],
)
def test_refusals(name, more, message, tmp_path):
    with pytest.raises(UnsupportedError, match=message):
        snapshot(tmp_path, "dragonfly", datamodel.MODELS[name], **more)
    assert not os.listdir(tmp_path)


def test_snapshot_of_this_host(tmp_path):
    (tmp_path / "kern.6.gz").touch()
    handle = os.open("/dev/null", os.O_WRONLY)
    kernel, core = snapshot(tmp_path, "dragonfly", datamodel.AMD64, None, format="full")
    os.close(handle)
    assert (Path(kernel).name, Path(core).name) == ("kern.7", "vmcore.7")
    with sunkvm.open(kernel, core) as image:
        me = next(process for process in image.processes() if process.pid == os.getpid())
        raw = Path("/proc/self/cmdline").read_bytes()
        assert [os.fsencode(text) for text in me.argv] == raw[:-1].split(b"\0")
        assert (me.uid, me.ppid) == (os.geteuid(), os.getppid())
        environment = Path("/proc/self/environ").read_bytes()
        assert [os.fsencode(text) for text in me.env] == environment[:-1].split(b"\0")
        assert image.info.node == os.uname().nodename
        found = list(image.personality.files(me))
        held = {each.use: each.path for each in found if each.use != "open"}
        assert held == {"cwd": os.getcwd(), "text": os.readlink("/proc/self/exe")}
        null = next(each for each in found if each.fd == handle)
        assert (null.path, null.access, null.device, null.close_on_exec) == ("/dev/null", "w", (1, 3), True)


def test_golden_files_are_there():
    """The header that the test above compares with is one that the original library has read."""
    assert json.loads((GOLDEN / "v2" / "expected.json").read_text())["case"]
