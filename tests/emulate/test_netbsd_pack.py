"""NetBSD cores of planted memory: read by readers of their own, compared with headers of real dumps, and opened."""

from __future__ import annotations

import gzip
import os
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import sunkvm
from sunkvm import datamodel
from sunkvm.compat import netbsd as kvm
from sunkvm.emulate import snapshot
from sunkvm.emulate.pack.netbsd import pack
from sunkvm.errors import UnsupportedError

from .netbsd_kit import ALL, MODELS, PORTS, CoreReader, Direct, Kernel, aout_symbols, plant_example

HEADERS = Path(__file__).parent.parent / "golden" / "headers"


@pytest.fixture
def world(kit):
    return replace(kit.example(), messages=((6, b"hello"), (11, b"fault of a daemon")))


@pytest.fixture(params=ALL, ids=lambda model: model.name)
def any_model(request):
    return request.param


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def bsd(request):
    return request.param


def write(folder, world, model, **more):
    memory = plant_example(model, world)
    namelist, core = pack(memory, folder, 0, **more)
    return memory, Path(namelist), Path(core)


def test_every_page_is_found(any_model, world, tmp_path):
    """What was planted is what another reader of the format finds, page by page, and nothing beside it."""
    memory, namelist, core = write(tmp_path, world, any_model)
    assert (namelist.name, core.name) == ("netbsd.0", "netbsd.0.core")
    dump, direct = CoreReader(core.read_bytes()), Direct(memory)
    assert dump.model == any_model.name
    page = memory.page_size
    for segment in memory.spaces[memory.kernel]:
        end = segment.base + len(segment.data)
        for va in range(segment.base, end, page):
            assert dump.read(va, page) == direct.read(va, page), hex(va)
        if segment.data and any_model.name != "sparcv9":  # there the first 4 MiB are mapped at once
            assert dump.read(segment.base - page, 1) is None
            assert dump.read(end, 1) is None
    assert dump.read(0x1000, 1) is None
    assert len({start for start, _ in dump.segments}) == len(dump.segments)
    assert dump.segments == sorted(dump.segments)


def test_pages_are_not_in_order(bsd, world, tmp_path):
    """The heap is scattered over memory: who does not follow the tables finds something else."""
    memory, _, core = write(tmp_path, world, bsd)
    dump = CoreReader(core.read_bytes())
    heap = memory.spaces[memory.kernel][1]
    frames = [dump.translate(va) for va in range(heap.base, heap.base + len(heap.data), memory.page_size)]
    assert None not in frames
    assert frames != sorted(frames)
    assert len(set(frames)) == len(frames)


def test_processes(bsd, world, tmp_path):
    memory, _, core = write(tmp_path, world, bsd)
    symbols = {symbol.name: int(symbol) for symbol in memory.symbols}
    kernel = Kernel(bsd.name, CoreReader(core.read_bytes()), symbols)
    found = kernel.by_pid()
    assert set(found) == {process.pid for process in world.processes} | {0}
    for process in world.processes:
        if process.system or process.zombie:
            continue
        expected = None
        if process.argv is not None:
            expected = list(process.argv), None if process.env is None else list(process.env)
        assert kernel.command(found[process.pid]) == expected
    assert kernel.messages() == b"<6>hello\n<11>fault of a daemon\n"


# Data model -> a dump of a real kernel, and what of its first bytes the port and the machine decide.
REAL = {
    "amd64": ("netbsd-6.99.16-amd64__full", [(0, 24)]),
    "i386": ("netbsd-6.99.16-i386__full", [(0, 20)]),
    "sparc": ("netbsd-6.99.16-sparc__full", [(0, 32), (36, 44)]),
}


@pytest.mark.parametrize("name", REAL)
def test_headers_are_those_of_real_dumps(name, world, tmp_path):
    """Header, size of the CPU data and where its parts are stand as in a dump of a real kernel, byte by byte."""
    golden, same = REAL[name]
    real = bytearray(1024)
    for line in (HEADERS / f"{golden}.hex").read_text().split("\n\n")[0].splitlines():
        if not line.startswith(("#", "*")):
            at, text = int(line[:6], 16), bytes.fromhex(line[6:])
            real[at : at + len(text)] = text
    data = write(tmp_path, world, datamodel.MODELS[name])[2].read_bytes()
    for start, end in same:
        assert data[start:end] == bytes(real[start:end]), (start, end)


def test_size_of_cpu_data_fills_sectors(any_model, world, tmp_path):
    """As on the dump device, where the header of this part stands in front: of sun3 a page and the groups."""
    dump = CoreReader(write(tmp_path, world, any_model)[2].read_bytes())
    unit = PORTS[dump.mid][2]
    front = -(-8 // unit) * unit
    assert not (dump.cpu_size + front) % (8192 if any_model.name == "m68k" else 512)


def test_namelists_are_elf(bsd, world, tmp_path):
    memory, namelist, _ = write(tmp_path, world, bsd)
    listed = subprocess.run(["nm", namelist], capture_output=True, text=True, check=True).stdout
    found = {line.split()[2]: int(line.split()[0], 16) for line in listed.splitlines()}
    expected = {symbol.name: int(symbol) for symbol in memory.symbols if not symbol.name.startswith(".")}
    assert found == expected
    header = subprocess.run(["readelf", "-h", namelist], capture_output=True, text=True, check=True).stdout
    machines = {
        "amd64": "X86-64", "i386": "80386", "sparc": "Sparc", "sparcv9": "Sparc v9", "aarch64": "AArch64",
    }  # fmt: skip
    assert machines[bsd.name] in header
    assert ("big endian" in header) == (bsd.byteorder == "big")
    assert "EXEC" in header


def test_namelist_of_a_sun3_is_aout(world, tmp_path):
    memory, namelist, _ = write(tmp_path, world, datamodel.M68K)
    found = aout_symbols(namelist.read_bytes())
    named = [symbol for symbol in memory.symbols if not symbol.name.startswith(".")]
    assert {name: value for name, (_, value) in found.items()} == {
        "_" + each.name: int(each) for each in named
    }
    assert found["_averunnable"][0] == 9  # N_BSS, N_EXT
    assert found["_etext"][0] == 3  # N_ABS, N_EXT
    assert namelist.read_bytes()[:4] == b"\0\x87\x01\x07"


def test_numbers_of_a_sun3(world, tmp_path):
    """What needs no layouts is there, big-endian, with longs of four bytes and times of eight."""
    _, namelist, core = write(tmp_path, world, datamodel.M68K)
    symbols = {name[1:]: value for name, (_, value) in aout_symbols(namelist.read_bytes()).items()}
    kernel = Kernel("m68k", CoreReader(core.read_bytes()), symbols)
    assert struct.unpack(">3Ii", kernel.bytes(symbols["averunnable"], 16)) == (3072, 512, 6160, 2048)
    assert struct.unpack(">qi", kernel.bytes(symbols["boottime"], 12)) == (1_700_000_000, 0)
    assert kernel.symbol("time_second", 8) == 1_700_000_123
    assert struct.unpack(">5Q", kernel.bytes(symbols["cp_time"], 40)) == (1500, 0, 500, 0, 22100)
    assert kernel.symbol("nprocs") == len(world.processes) + 1
    assert kernel.messages() == b"<6>hello\n<11>fault of a daemon\n"
    assert kernel.string(symbols["machine"]) == b"sun3"
    assert not {"allproc", "zombproc", "proc0", "uvmexp", "cpu_infos"} & symbols.keys()
    with sunkvm.open(namelist, core) as image:
        assert image.info.load_average.five == 0.25
        assert image.info.boot_time == 1_700_000_000
        assert [message.text for message in image.messages()] == ["hello", "fault of a daemon"]
    kd = kvm.kvm_openfiles(str(namelist), str(core), None, os.O_RDONLY)
    assert kvm.kvm_getloadavg(kd, 3) == [1.5, 0.25, 3.0078125]
    assert kvm.kvm_getprocs(kd, 0, 0) is None
    assert kvm.kvm_geterr(kd) == "_allproc: no such symbol"
    kvm.kvm_close(kd)


# Opened


@pytest.mark.parametrize("compression", [None, "gzip"])
def test_the_product_reads_it(bsd, world, tmp_path, compression):
    _, namelist, core = write(tmp_path, world, bsd, compression=compression)
    if compression:
        assert (namelist.name, core.name) == ("netbsd.0.gz", "netbsd.0.core.gz")
        assert CoreReader(gzip.decompress(core.read_bytes())).model == bsd.name
        assert gzip.decompress(namelist.read_bytes())[:4] == b"\x7fELF"
    with sunkvm.open(namelist, core) as image:
        assert not image.warnings
        info = image.info
        assert (info.system, info.release, info.node) == ("NetBSD", "10.99.12", "testhost")
        assert info.crash_time == 1_700_000_123
        assert (info.boot_time, info.uptime) == (1_700_000_000, 123)
        found = {process.pid: process for process in image.processes()}
        shell = found[1000]
        assert shell.argv == ("-sh",)
        assert shell.env == ("A=1", "B=", "C=x y", "D=\udcff\udcfe")
        assert (shell.tty, shell.sid, shell.uid, shell.gid) == ((136, 3), 1000, 1000, 100)
        assert found[31236].env is None
        assert found[31234].bits == 32
        assert image.cpu_times().idle == 22100
        assert image.swap_space().total == (2 << 30) + (16 << 20)
        files = {file.use: file for file in image.files(found[1])}
        assert files["text"].path == "/usr/lib/systemd/systemd"


def test_the_facade_reads_it(bsd, world, tmp_path):
    _, namelist, core = write(tmp_path, world, bsd)
    library = "10" if bsd.name != "aarch64" else None
    kd = kvm.kvm_openfiles(str(namelist), str(core), None, os.O_RDONLY, library=library, model=bsd)
    assert kd is not None
    procs = {proc["p_pid"]: proc for proc in kvm.kvm_getproc2(kd, kvm.KERN_PROC_ALL, 0)}
    assert set(procs) == {process.pid for process in world.processes} | {0}
    assert kvm.kvm_geterr(kd) == ""  # no lwp that could not be read
    prog = procs[31234]
    assert (prog["p_nlwps"], prog["p_nrlwps"], prog["p_uid"], prog["p_tdev"]) == (3, 2, 1000, 136 << 8 | 3)
    assert prog["p_ustart_sec"] == 1_700_000_061
    assert prog["p_ustart_usec"] == 250_000
    assert [lwp["l_stat"] for lwp in kvm.kvm_getlwps(kd, 0, prog["p_paddr"])] == [4, 2, 3]
    assert kvm.kvm_getargv2(kd, prog) == ["prog", "", "a b", "\udcff"]
    old = kvm.kvm_getprocs(kd, kvm.KERN_PROC_PID, 1000)[0]
    assert kvm.kvm_getargv(kd, old) == ["-sh"]
    assert kvm.kvm_getloadavg(kd, 3) == [1.5, 0.25, 3.0078125]
    kvm.kvm_close(kd)


# Files


def test_nothing_is_overwritten(world, tmp_path):
    model = datamodel.AMD64
    (tmp_path / "netbsd.0.core").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write(tmp_path, world, model)
    assert [path.name for path in tmp_path.iterdir()] == ["netbsd.0.core"]
    assert (tmp_path / "netbsd.0.core").read_bytes() == b"mine"


def test_numbers_go_on(tmp_path):
    model = datamodel.AMD64
    assert snapshot(tmp_path, "netbsd", model, None)[1].endswith("netbsd.0.core")
    assert snapshot(tmp_path, "netbsd", model, None, compression="gzip")[1].endswith("netbsd.1.core.gz")
    (tmp_path / "netbsd.7.core.gz").touch()
    namelist, core = snapshot(tmp_path, "netbsd", datamodel.M68K, None)
    assert [Path(namelist).name, Path(core).name] == ["netbsd.8", "netbsd.8.core"]
    assert os.stat(core).st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"compression": "zstd"}, "compression 'zstd' is none of gzip"),
        ({"format": "full"}, "format 'full' is not for netbsd"),
        ({"split": True}, "dumps of netbsd cannot be split"),
        ({"version": 1}, "dumps of netbsd have but one version"),
        ({"pae": True}, "only i386 kernels of FreeBSD can have PAE"),
    ],
)
def test_refused(more, message, tmp_path):
    with pytest.raises(UnsupportedError, match=message):
        snapshot(tmp_path, "netbsd", datamodel.AMD64, **more)
    assert not list(tmp_path.iterdir())


def test_machines_there_are_not(tmp_path):
    with pytest.raises(UnsupportedError, match="no netbsd kernel of the data model alpha can be emulated"):
        snapshot(tmp_path, "netbsd", datamodel.ALPHA)


def test_this_host(any_model, tmp_path):
    namelist, core = snapshot(tmp_path, "netbsd", any_model)
    with sunkvm.open(namelist, core) as image:
        assert image.info.node == os.uname().nodename
        if any_model.name == "m68k":
            return
        me = next(process for process in image.processes() if process.pid == os.getpid())
        raw = Path("/proc/self/cmdline").read_bytes()
        assert [os.fsencode(text) for text in me.argv] == raw[:-1].split(b"\0")
        assert (me.uid, me.ppid) == (os.geteuid(), os.getppid())
        environment = Path("/proc/self/environ").read_bytes()
        assert [os.fsencode(text) for text in me.env] == environment[:-1].split(b"\0")
