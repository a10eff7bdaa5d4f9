"""FreeBSD dumps of planted memory: read by readers of their own, compared with headers of real dumps, and opened."""

from __future__ import annotations

import gzip
import os
import struct
import subprocess
import time
from array import array
from dataclasses import replace
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.emulate import snapshot
from sunkvm.emulate.pack.freebsd import pack
from sunkvm.emulate.world import WorldMemory
from sunkvm.errors import UnsupportedError

from .freebsd_kit import LEVELS, PAGE, Direct, FullReader, Kernel, MiniReader, Space, plant_example

HEADERS = Path(__file__).parent.parent / "golden" / "headers"
MINIDUMPS = [
    ("amd64", 1, False),
    ("amd64", 2, False),
    ("amd64", 3, False),
    ("i386", 1, False),
    ("i386", 1, True),
    ("i386", 2, False),
    ("i386", 2, True),
    ("aarch64", 1, False),
    ("aarch64", 2, False),
    ("aarch64", 3, False),
]
FULL = [("amd64", False), ("i386", False), ("i386", True)]
FACTS = {"crash_time": 1_700_000_123}


def ident(value):
    return "-".join(str(each) for each in value if each is not False).replace("True", "pae")


@pytest.fixture
def world(kit):
    return replace(kit.example(), messages=((6, b"hello"), (11, b"fault of a daemon")))


@pytest.fixture
def utc(monkeypatch):
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def write(folder, world, name, **more):
    model = datamodel.MODELS[name]
    memory = plant_example(model, world, pae=more.get("pae", False))
    return memory, *pack(memory, folder, 0, facts=FACTS, **more)


@pytest.mark.parametrize(("name", "free"), [("i386", 5 << 20), ("amd64", None)])
def test_free_memory(tmp_path, world, name, free):
    """A dump of 12 tells how much memory was free; nobody knows where 15 keeps that."""
    memory = WorldMemory(physical=8 << 20, free=5 << 20)
    _, kernel, core = write(tmp_path, replace(world, memory=memory), name)
    with sunkvm.open(kernel, core) as image:
        assert (image.info.memory.physical, image.info.memory.free) == (8 << 20, free)


@pytest.mark.parametrize(("name", "version", "pae"), MINIDUMPS, ids=map(ident, MINIDUMPS))
def test_minidump(name, version, pae, world, tmp_path):
    memory, kernel, core = write(tmp_path, world, name, version=version, pae=pae)
    assert [Path(path).name for path in (kernel, core)] == ["kernel.0", "vmcore.0"]
    data = Path(core).read_bytes()
    dump = MiniReader(data)
    assert dump.version == version
    direct = Direct(memory)
    for segment in memory.spaces[memory.kernel]:
        for va in range(segment.base, segment.base + len(segment.data), PAGE):
            assert dump.read(va, PAGE) == direct.read(va, PAGE), hex(va)
        assert dump.read(segment.base - 1, 1) is None
        assert dump.read(segment.base + len(segment.data), 1) is None
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    found = Kernel(name, dump, symbols)
    assert set(found.by_pid()) == {process.pid for process in world.processes} | {0}
    buffer = found.pointer(symbols["msgbufp"])
    assert dump.messages == found.bytes(
        found.get("msgbuf", buffer, "msg_ptr"), found.get("msgbuf", buffer, "msg_size")
    )
    # What processes have of their own is not in a minidump: the frames of their stacks are absent.
    stacks = [
        bytes(part.data) for key, parts in memory.spaces.items() if key != memory.kernel for part in parts
    ]
    there = {data[at : at + PAGE] for at in dump.pages.values()}
    assert len(stacks) == 6
    assert not any(stack[-PAGE:] in there for stack in stacks)


@pytest.mark.parametrize(("name", "version", "pae"), MINIDUMPS, ids=map(ident, MINIDUMPS))
def test_end_of_minidump(name, version, pae, world, tmp_path):
    """A dump of a running kernel ends with the header that stands on a dump device."""
    *_, core = write(tmp_path, world, name, version=version, pae=pae)
    data = Path(core).read_bytes()
    end = data[MiniReader(data).end :]
    assert len(end) == 512
    assert end.startswith(b"FreeBSD Kernel Dump\0")
    assert end[20:32].rstrip(b"\0").decode() == name
    assert struct.unpack_from(">2I2Q", end, 32) == (
        4,
        {"aarch64": 1}.get(name, 2),
        len(data) - 512,
        FACTS["crash_time"],
    )
    assert end[64:128].rstrip(b"\0") == b"testhost"
    parity = 0
    for word in array("I", end):
        parity ^= word
    assert parity == 0


@pytest.mark.parametrize(("name", "more"), [
    ("amd64", {}), ("amd64", {"compression": "gzip"}), ("i386", {"format": "full"}), ("aarch64", {"version": 2}),
])  # fmt: skip
def test_text_about_the_dump(name, more, world, tmp_path, utc):
    """info.N in savecore's words (sbin/savecore/savecore.c), line by line."""
    _, _, core = write(tmp_path, world, name, **more)
    about = (tmp_path / "info.0").read_text()
    data = Path(core).read_bytes()
    if more.get("compression"):
        data = gzip.decompress(data)
    full = more.get("format") == "full"
    lines = about.splitlines()
    assert about.endswith("\n")
    assert lines[:5] == [
        f"Dump header from device: {Path(core).name}",
        f"  Architecture: {name}",
        f"  Architecture Version: {1 if name == 'aarch64' else 2}",
        f"  Dump Length: {len(data) - (0 if full else 512)}",
        "  Blocksize: 512",
    ]
    assert lines[5:9] == [
        "  Compression: none",
        "  Dumptime: " + ("Tue Nov 14 22:15:23 2023" if name == "i386" else "2023-11-14 22:15:23 +0000"),
        "  Hostname: testhost",
        "  Magic: FreeBSD Kernel Dump",
    ]
    assert lines[9].startswith("  Version String: FreeBSD 1")
    assert lines[10] == "  Panic String: "
    if not full:
        assert lines[11] == f"  Dump Parity: {struct.unpack('<I', data[-4:])[0]}"
    assert lines[12:] == ["  Bounds: 0", "  Dump Status: good"]
    assert (tmp_path / "info.0").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["amd64", "i386", "aarch64"])
def test_device(name, world, tmp_path):
    """A dump device: savecore finds the last sector's header, and by it the first one and the dump."""
    _, kernel, core = write(tmp_path, world, name, format="device")
    assert sorted(os.listdir(tmp_path)) == ["dumpdev.0", "kernel.0"]
    data = Path(core).read_bytes()
    last = len(data) - 512
    length, extent = (int.from_bytes(data[last + at : last + at + 8], "big") for at in (40, 496))
    first = last - extent - 512
    assert data[first : first + 512] == data[last:]
    assert length == extent
    assert first >= 65536
    assert not any(data[:first])
    other = tmp_path / "mini"
    other.mkdir()
    _, _, mini = write(other, world, name)
    assert data[first + 512 : last] == Path(mini).read_bytes()[:-512]
    with sunkvm.open(kernel, core) as image:
        assert image.match.format == "freebsd_device"
        assert image.info.node == "testhost"
        assert {each.pid for each in image.processes()} == {each.pid for each in world.processes} | {0}
    with pytest.raises(UnsupportedError, match="cannot be compressed"):
        write(tmp_path, world, name, format="device", compression="gzip")


@pytest.mark.parametrize(
    ("name", "golden"),
    [("amd64", "freebsd-15.1-amd64__mini"), ("aarch64", "freebsd-15.1-arm64__mini")],
)
def test_header_is_that_of_a_real_dump(name, golden, world, tmp_path):
    """What the release and the machine decide is as in a dump of a real kernel."""
    *_, core = write(tmp_path, world, name)
    lines = (HEADERS / f"{golden}.hex").read_text().split("\n\n")[0].splitlines()
    real = bytearray(256)
    for line in lines:
        if not line.startswith(("#", "*")):
            at, text = int(line[:6], 16), bytes.fromhex(line[6:])
            real[at : at + len(text)] = text
    ours = Path(core).read_bytes()[:256]
    same = slice(0, 28), slice(40, 256)  # between them: sizes of message buffer, bitmap and tables
    assert [ours[part] for part in same] == [bytes(real[part]) for part in same]


@pytest.mark.parametrize(("name", "pae"), FULL, ids=map(ident, FULL))
def test_full_dump(name, pae, world, tmp_path):
    memory, _, core = write(tmp_path, world, name, format="full", pae=pae)
    dump = FullReader(Path(core).read_bytes())
    assert dump.machine == {"amd64": 62, "i386": 3}[name]
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    if name == "amd64":
        va, pa, align = dump.delta
        assert (va, pa, align) == (0xFFFFFFFF80000000, 0x200000, 0x200000)
        where = symbols["KPML4phys"] - va + pa - align
        root = int.from_bytes(dump.physical(where, 8), "little")
    else:
        assert dump.delta is None
        where = symbols["IdlePDPT" if pae else "IdlePTD"]  # loaded where it was linked
        root = int.from_bytes(dump.physical(where, 4), "little")
    assert root == memory.kernel
    form = "i386-pae" if pae else name
    kernel = Space(dump, root, form)
    direct = Direct(memory)
    for segment in memory.spaces[memory.kernel]:
        for va in range(segment.base, segment.base + len(segment.data), PAGE):
            assert kernel.read(va, PAGE) == direct.read(va, PAGE), hex(va)
    for key, parts in memory.spaces.items():
        if key == memory.kernel:
            continue
        user = Space(dump, key, form)
        for part in parts:
            assert user.read(part.base, len(part.data)) == bytes(part.data)
            assert user.read(part.base - 1, 1) is None
        if name == "amd64":  # with the kernel in its upper half
            assert user.read(symbols["proc0"], 64) == direct.read(symbols["proc0"], 64)
    if name == "amd64":
        # The direct map, through large pages.
        assert kernel.read(0xFFFFF80000000000 + where, 8) == root.to_bytes(8, "little")


@pytest.mark.parametrize("name", ["amd64", "i386", "aarch64"])
def test_kernel_file(name, world, tmp_path):
    """readelf reads the symbols where they are, in sections of their kind."""
    memory, kernel, _ = write(tmp_path, world, name)
    shown = subprocess.run(["readelf", "-sW", kernel], capture_output=True, text=True, check=True)
    assert not shown.stderr
    rows = [line.split() for line in shown.stdout.splitlines() if line.strip()[:1].isdigit() and ":" in line]
    found = {row[7]: (int(row[1], 16), row[4], row[6]) for row in rows if len(row) == 8}
    expected = {s.name: int(s) for s in memory.symbols if not s.name.startswith(".")}
    assert {symbol: row[0] for symbol, row in found.items()} == expected
    assert found["allproc"][1:] == ("GLOBAL", "2")
    assert found["swtailq"][1:] == ("LOCAL", "2")
    assert found["kernbase"][2] == "ABS"
    header = subprocess.run(["readelf", "-hSW", kernel], capture_output=True, text=True, check=True)
    assert "FreeBSD" in header.stdout
    assert "EXEC (Executable file)" in header.stdout


OPENED = [(name, pae, form) for name, pae in FULL for form in ("minidump", "full")]
OPENED.append(("aarch64", False, "minidump"))


@pytest.mark.parametrize(("name", "pae", "form"), OPENED, ids=map(ident, OPENED))
def test_what_is_read_is_what_was_known(name, pae, form, world, tmp_path):
    _, kernel, core = write(tmp_path, world, name, pae=pae, format=form)
    with sunkvm.open(kernel, core) as image:
        assert not image.warnings
        found = {process.pid: process for process in image.processes()}
        assert set(found) == {process.pid for process in world.processes} | {0}
        for process in world.processes:
            record = found[process.pid]
            assert (record.ppid, record.pgid, record.sid) == (process.ppid, process.pgid, process.sid)
            assert (record.uid, record.gid, record.ruid, record.rgid) == (
                process.uid,
                process.gid,
                process.ruid,
                process.rgid,
            )
            assert record.start_time == world.boot_time + process.start / 1e9
        assert found[31234].state == "R"
        assert found[31300].state == "T"
        assert found[31235].state == "Z"
        assert [os.fsencode(text) for text in found[31234].argv] == [b"prog", b"", b"a b", b"\xff"]
        environment = ("A=1", "B=", "C=x y", os.fsdecode(b"D=\xff\xfe"))
        # With PAE the layouts that there are do not tell where a process's page tables begin.
        assert found[1000].env == (environment if form == "full" and not pae else None)
        assert found[31236].env is None
        load = image.load_average()
        assert (load.one, load.five, load.fifteen) == (1.5, 0.25, 3.0078125)
        assert [message.text for message in image.messages()] == ["hello", "fault of a daemon"]
        assert [(device.path, device.size, device.free) for device in image.swap()] == [
            ("/dev/sda2", 2 << 30, 1 << 30),
            (None, 16 << 20, 16 << 20),
        ]
        assert len(list(image.cpus())) == 2
        times = image.cpu_times()
        assert (times.user, times.system, times.idle, times.hz) == (1500, 500, 22100, 100)
        info = image.info
        assert (info.system, info.node, info.boot_time) == ("FreeBSD", "testhost", world.boot_time)
        assert info.memory.physical == 8 << 30


@pytest.mark.parametrize(("compression", "suffix"), [("gzip", ".gz"), ("zstd", ".zst")])
@pytest.mark.parametrize("form", ["minidump", "full"])
def test_compressed(form, compression, suffix, world, tmp_path):
    if compression == "zstd":
        zstandard = pytest.importorskip("zstandard")
    plain = tmp_path / "plain"
    plain.mkdir()
    *_, core = write(plain, world, "amd64", format=form)
    _, kernel, packed = write(tmp_path, world, "amd64", format=form, compression=compression)
    assert packed == f"{tmp_path}/vmcore.0{suffix}"
    raw = Path(packed).read_bytes()
    if compression == "gzip":
        content = gzip.decompress(raw)
    else:
        content = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    assert content == Path(core).read_bytes()
    with sunkvm.open(kernel, packed) as image:
        assert {process.pid for process in image.processes()} == {0, *(each.pid for each in world.processes)}


def test_zstd_without_an_encoder(world, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    with pytest.raises(UnsupportedError, match="install the package zstandard"):
        write(tmp_path, world, "amd64", compression="zstd")
    assert not os.listdir(tmp_path)


def test_files_are_sparse_and_private(world, tmp_path):
    _, kernel, core = write(tmp_path, world, "amd64")
    status = os.stat(core)
    assert status.st_size > 8 << 20  # a page of directories for every GiB of the kernel's addresses
    assert status.st_blocks * 512 < 2 << 20
    assert [os.stat(path).st_mode & 0o777 for path in (kernel, core)] == [0o600, 0o600]


def test_nothing_is_overwritten(world, tmp_path):
    (tmp_path / "vmcore.0").write_text("mine")
    with pytest.raises(FileExistsError):
        write(tmp_path, world, "amd64")
    assert os.listdir(tmp_path) == ["vmcore.0"]
    assert (tmp_path / "vmcore.0").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("amd64", {"version": 4}, "no version 4; there are 1, 2, 3"),
        ("i386", {"version": 3}, "no version 3; there are 1, 2"),
        ("amd64", {"version": 2, "format": "full"}, "full dumps have no versions"),
        ("aarch64", {"format": "full"}, "no FreeBSD writes full dumps of arm64"),
        ("amd64", {"format": "split"}, "format 'split' is none of minidump, full"),
        ("amd64", {"compression": "lzjb"}, "compression 'lzjb' is none of gzip, zstd"),
        ("amd64", {"split": True}, "cannot be split"),
        ("amd64", {"pae": True}, "only i386"),
        ("sparcv9", {}, "no freebsd kernel of the data model sparcv9"),
    ],
)
def test_refusals(name, more, message, tmp_path):
    with pytest.raises(UnsupportedError, match=message):
        snapshot(tmp_path, "freebsd", datamodel.MODELS[name], **more)
    assert not os.listdir(tmp_path)


def test_snapshot_of_this_host(tmp_path):
    (tmp_path / "vmcore.6.gz").touch()
    kernel, core = snapshot(tmp_path, "freebsd", datamodel.AMD64, None, format="full")
    assert (Path(kernel).name, Path(core).name) == ("kernel.7", "vmcore.7")
    with sunkvm.open(kernel, core) as image:
        me = next(process for process in image.processes() if process.pid == os.getpid())
        raw = Path("/proc/self/cmdline").read_bytes()
        assert [os.fsencode(text) for text in me.argv] == raw[:-1].split(b"\0")
        assert me.uid == os.geteuid()
        assert me.ppid == os.getppid()
        environment = Path("/proc/self/environ").read_bytes()
        assert [os.fsencode(text) for text in me.env] == environment[:-1].split(b"\0")
        assert image.info.node == os.uname().nodename


def test_levels_are_those_of_the_product():
    """The walker of these tests has its own idea of page tables; it must cover all forms that are written."""
    from sunkvm.emulate.pack.page_tables import FORMS

    assert set(LEVELS) == set(FORMS) - {"aarch64", "sparc64"}
