"""Programs of NetBSD's kind, compiled unchanged against the flavour, on golden and planted dumps; the library's rules."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunkvm import datamodel
from sunkvm.cli.config import command
from sunkvm.compat import netbsd as facade
from sunkvm.emulate.host import read_processes, read_world
from sunkvm.emulate.host_files import with_details
from sunkvm.emulate.memory import Segment
from sunkvm.emulate.pack import netbsd as packing
from sunkvm.emulate.plant.netbsd import plant
from sunkvm.layouts.builtin import BuiltinTables
from sunkvm.namelist import Symbol

from .conftest import WIDTHS, environment, need
from .netbsd_facade import NetbsdFacade
from .test_library import dynamic, output

pytestmark = pytest.mark.shim

HERE = Path(__file__).parent
PROGRAMS = sorted(path.stem for path in (HERE / "programs" / "netbsd").glob("*.c"))
MODELS = {64: datamodel.AMD64, 32: datamodel.I386}
WAYS = [(64, "inprocess"), (64, "helper"), (32, "helper")]
RULES = ("negative", "no-files", "buffers", "arrays", "userland", "threads", "forks", "writes", "dumps")


def run(program, *words, code=0, cwd=None, **extra):
    done = subprocess.run(
        [str(program), *map(str, words)],
        capture_output=True,
        text=True,
        errors="surrogateescape",  # processes of this host have any bytes in their arguments
        env=environment(**extra),
        timeout=120,
        cwd=cwd,
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    return done


def extras(bits, base):
    """Return what is added to a kernel: (bytes at ``base``, symbols): a profile and System V's objects, laid by hand.

    Offsets are those of sys/gmon.h, sys/ipc.h, sys/msg.h, sys/sem.h and sys/shm.h.
    """
    wide = bits == 64
    data = bytearray(0x4000)
    symbols = {}

    def put(at, name, raw):
        data[at : at + len(raw)] = raw
        if name:
            symbols[name] = base + at

    # Ticks, and two arcs from the third place: to 1, then on to 2.
    ticks = struct.pack("<8H", 11, 22, 33, 44, 55, 66, 77, 88)
    froms = struct.pack("<8H", 0, 0, 1, 0, 0, 0, 0, 0)
    arc = "<QqHH4x" if wide else "<IiHH"
    tos = b"".join(
        struct.pack(arc, *each) for each in ((2, 0, 0, 0), (0xC0DE10, 5, 2, 0), (0xC0DE20, 6, 0, 0))
    )
    for at, raw in ((0x100, ticks), (0x200, froms), (0x300, tos)):
        put(at, "", raw)
    numbers = (
        0, base + 0x100, len(ticks), base + 0x200, len(froms), base + 0x300, len(tos), 3, 0x400000, 0x400040, 0x40, 2,
    )  # fmt: skip
    put(0x400, "_gmonparam", struct.pack("<i4x6Qq4Q" if wide else "<i6Ii4I", *numbers))
    put(0x500, "profhz", struct.pack("<i", 1024))

    # mode is a number of 32 bits here, and the key a long behind the sequence.
    def perm(mode, seq, key):
        return struct.pack("<5IH2xq" if wide else "<5IH2xi", 10, 20, 30, 40, mode, seq, key)

    queue = perm(0o600, 3, 77) + (
        struct.pack("<2Q2i3q3Q", 4, 2048, 8, 9, 100, 200, 300, 0, 0, 5)
        if wide
        else struct.pack("<2I2i3q3I", 4, 2048, 8, 9, 100, 200, 300, 0, 0, 5)
    )
    waiting = bytes(24 if wide else 12)
    put(0x1000, "msginfo", struct.pack("<6i", 1, 3, 2, 2, 2, 2))
    size = len(queue) + len(waiting)
    put(0x1100, "", bytes(size) + queue + waiting + bytes(size))
    word = "<Q" if wide else "<I"
    put(0x1020, "msqs", struct.pack(word, base + 0x1100))
    segment = perm(0o600 | 0x800, 1, -5) + (
        struct.pack("<Q2iI4x3qQ", 4096, 8, 9, 2, 1, 2, 3, 0)
        if wide
        else struct.pack("<I2iI3qI", 4096, 8, 9, 2, 1, 2, 3, 0)
    )
    put(0x2000, "shminfo", struct.pack("<Q4I", 1 << 33, 1, 2, 8, 9))
    put(0x2100, "", segment + bytes(len(segment)))
    put(0x2020, "shmsegs", struct.pack(word, base + 0x2100))
    sems = perm(0o600 | 0o1000, 2, 99) + (
        struct.pack("<H6x2qQ", 6, 1, 2, 0) if wide else struct.pack("<H2x2qI", 6, 1, 2, 0)
    )
    put(0x3000, "seminfo", struct.pack("<10i", *range(1, 11)))
    put(0x3100, "", bytes(len(sems)) + sems)
    put(0x3040, "sema", struct.pack(word, base + 0x3100))
    return bytes(data), symbols


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """Return the folder with a dump of this host for a width, ``netbsd.0`` and ``netbsd.0.core``, with `extras`."""
    made = {}

    def get(bits):
        if bits not in made:
            model = MODELS[bits]
            layout = BuiltinTables("netbsd", model, table=f"netbsd10_{model.name}").layout
            world = read_world(messages_wanted=True, processes=with_details(read_processes()))
            world = replace(world, ipc=None)  # it has objects of its own
            memory = plant(world, model, layout, version="sunkvm-test")
            nucleus, heap = memory.spaces[memory.kernel]
            whole = bytes(heap.data)
            whole += bytes(-len(whole) % memory.page_size)
            data, symbols = extras(bits, heap.base + len(whole))
            memory.spaces[memory.kernel] = [nucleus, Segment(heap.base, whole + data)]
            memory.symbols += [Symbol(name, at, 0, 1, 1, 0xFFF1) for name, at in symbols.items()]
            made[bits] = tmp_path_factory.mktemp(f"netbsd-{bits}")
            packing.pack(memory, made[bits], 0)
        return made[bits]

    return get


@pytest.fixture
def image(planted):
    """Return the options that name the planted image for a width."""

    def options(bits=64, core="-M"):
        folder = planted(bits)
        return ["-N", folder / "netbsd.0", core, folder / "netbsd.0.core"]

    return options


# Rules


@pytest.mark.live
@pytest.mark.parametrize(("bits", "engine"), WAYS)
@pytest.mark.parametrize("rule", RULES)
def test_rule(netbsd, planted, bits, engine, rule):
    folder = planted(bits)
    words = rule, folder / "netbsd.0", folder / "netbsd.0.core"
    before = (folder / "netbsd.0.core").read_bytes()
    done = run(netbsd.build("netbsd_rules.c", bits), *words, SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == ("ok\n", "")
    assert (folder / "netbsd.0.core").read_bytes() == before


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "no-files"])
def test_rule_on_golden(netbsd, golden_netbsd, rule):
    """A kernel of NetBSD 6, which these programs are compiled for."""
    folder = golden_netbsd.folder("amd64")
    done = run(netbsd.build("netbsd_rules.c"), rule, folder / "kernel", folder / "netbsd.core")
    assert (done.stdout, done.stderr) == ("ok\n", "")


# Programs


@pytest.mark.parametrize("release", [6, 10])
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("cc", ["gcc", "clang"])
def test_compiles(netbsd, program, bits, cc, release):
    netbsd.build(f"programs/netbsd/{program}.c", bits, f"-DSUNKVM_NETBSD={release}", cc=cc)


def test_dmesg_on_golden(netbsd, golden_netbsd):
    folder = golden_netbsd.folder("amd64")
    program = netbsd.build("programs/netbsd/dmesg.c")
    assert run(program, "-N", folder / "kernel", "-M", folder / "netbsd.core").stdout == "hello world"


@pytest.mark.live
@pytest.mark.parametrize("bits", WIDTHS)
def test_dmesg(netbsd, image, bits):
    import sunkvm

    program = netbsd.build("programs/netbsd/dmesg.c", bits)
    printed = run(program, *image(bits)).stdout
    _, kernel, _, core = image(bits)
    # Without names it asks sysctl, of a kernel that nobody has opened.
    running = {"SUNKVM_NAMELIST": str(kernel), "SUNKVM_COREFILE": str(core)}
    assert run(program, **running).stdout == printed
    with sunkvm.open(kernel, core) as opened:
        texts = [message.text for message in opened.messages()]
    assert texts
    for text in texts[-20:]:
        assert re.sub(r"[^\x20-\x7e]", "", text) in re.sub(r"[^\x20-\x7e]", "", printed)


@pytest.mark.parametrize("bits", WIDTHS)
def test_ps(netbsd, image, bits):
    """Its lines are what the façade says of the same dump, which has the processes of this host."""
    lines = run(netbsd.build("programs/netbsd/ps.c", bits), *image(bits)).stdout.rstrip("\n").split("\n")
    assert lines[0].split()[:4] == ["PID", "PPID", "PGID", "SID"]
    _, kernel, _, core = map(str, image(bits))
    kd = facade.kvm_openfiles(kernel, core, None, 0)
    procs = facade.kvm_getproc2(kd, facade.KERN_PROC_ALL, 0)
    assert len(lines) - 1 == len(procs) > 3
    for line, proc in zip(lines[1:], procs, strict=True):
        words = line.split(None, 10)
        assert [int(word) for word in words[:7]] == [
            proc.p_pid, proc.p_ppid, proc.p__pgid, proc.p_sid, proc.p_uid, proc.p_ngroups, proc.p_nlwps
        ]  # fmt: skip
        argv = facade.kvm_getargv2(kd, proc)
        name = proc.p_comm.split(b"\0")[0].decode("utf-8", "replace")
        shown = f"({name})" if argv is None else " ".join(argv)
        assert line.endswith(re.sub(r"[\x00-\x1f\x7f]", "?", shown))
    facade.kvm_close(kd)
    more = run(netbsd.build("programs/netbsd/ps.c", bits), *image(bits), "-s").stdout.rstrip("\n").split("\n")
    assert len(more) >= len(lines)
    assert re.search(r" /\d+$", more[-1])


def test_ps_on_golden(netbsd, golden_netbsd):
    """A kernel of NetBSD 6 with a zombie, two lwps and a user stack."""
    folder = golden_netbsd.folder("amd64")
    program = netbsd.build("programs/netbsd/ps.c")
    lines = run(program, "-N", folder / "kernel", "-M", folder / "netbsd.core").stdout.splitlines()
    (entry,) = [
        each
        for each in golden_netbsd.expected("amd64")["entries"]
        if each["call"] == "kvm_getproc2"
        and (each["args"].get("op_value"), each["args"]["elemsize"]) == (0, 680)
    ]
    right = entry.get("right", {})
    assert [int(line.split()[0]) for line in lines[1:]] == (right if "pids" in right else entry)["pids"]
    vectors = {
        each["args"]["pid"]: each.get("right", each)["return"]
        for each in golden_netbsd.expected("amd64")["entries"]
        if each["call"] == "kvm_getargv" and not each["args"]["nchr"]
    }
    for line in lines[1:]:
        if vectors.get(int(line.split()[0])):
            assert line.endswith(" ".join(vectors[int(line.split()[0])]))


@pytest.mark.parametrize("bits", WIDTHS)
def test_ipcs(netbsd, image, bits):
    program = netbsd.build("programs/netbsd/ipcs.c", bits)
    for how in [], ["-s"]:
        printed = run(program, *how, *image(bits, "-C")).stdout
        assert [line.split() for line in printed.splitlines()] == [
            ["q", str(3 << 16 | 1), "77", "10", "4", "300"],
            ["m", str(1 << 16), "-5", "10", "4096", "2"],
            ["s", str(2 << 16 | 1), "99", "10", "6"],
        ]


@pytest.mark.live
@pytest.mark.parametrize("bits", WIDTHS)
def test_ipcs_of_this_host(netbsd, bits):
    """The same by sysctl as in memory, and what the host itself tells."""
    program = netbsd.build("programs/netbsd/ipcs.c", bits)
    columns = {"q": ("msg", "msqid"), "m": ("shm", "shmid"), "s": ("sem", "semid")}

    def hosts():
        for letter, (kind, name) in columns.items():
            head, *rows = (line.split() for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines())
            for row in rows:
                found = dict(zip(head, row, strict=True))
                yield [letter, found[name], found["key"], found["uid"]]

    for _ in range(10):
        before = sorted(hosts())
        shown = [run(program, *how).stdout for how in ([], ["-s"])]
        if before == sorted(hosts()):
            break
    assert [sorted(line.split()[:4] for line in text.splitlines()) for text in shown] == [before] * 2


@pytest.mark.parametrize("bits", WIDTHS)
def test_kgmon(netbsd, image, bits, tmp_path):
    """It writes to the kernel that it has open, and reads back what it wrote; the dump stays as it is."""
    program = netbsd.build("programs/netbsd/kgmon.c", bits)
    core = Path(image(bits)[3])
    before = hashlib.sha256(core.read_bytes()).digest()
    assert run(program, *image(bits)).stdout.endswith(": kernel profiling is running, 11 ticks.\n")
    assert run(program, "-h", *image(bits)).stdout.endswith(": kernel profiling is off, 11 ticks.\n")
    assert run(program, "-r", *image(bits)).stdout.endswith(": kernel profiling is running, 0 ticks.\n")
    done = run(program, "-p", *image(bits), cwd=tmp_path)
    assert (done.stdout.endswith("is running, 11 ticks.\n"), done.stderr) == (True, "")
    profile = (tmp_path / "gmon.out").read_bytes()
    head = "<2Q6i" if bits == 64 else "<2I6i"
    size = struct.calcsize(head)
    assert struct.unpack_from(head, profile)[:5] == (0x400000, 0x400040, 16 + size, 0x51879, 1024)
    assert struct.unpack_from("<8H", profile, size) == (11, 22, 33, 44, 55, 66, 77, 88)
    arc = "<2Qq" if bits == 64 else "<2Ii"
    assert list(struct.iter_unpack(arc, profile[size + 16 :])) == [
        (0x400000 + 2 * 2 * 2, 0xC0DE10, 5),
        (0x400000 + 2 * 2 * 2, 0xC0DE20, 6),
    ]
    assert hashlib.sha256(core.read_bytes()).digest() == before


@pytest.mark.live
@pytest.mark.parametrize("bits", WIDTHS)
def test_w(netbsd, bits):
    """Who is on this host, as a NetBSD kernel."""
    program = netbsd.build("programs/netbsd/w.c", bits)
    lines = run(program).stdout.splitlines()
    assert re.fullmatch(r"up \d+ days, \d+ users, load averages: \d+\.\d\d, \d+\.\d\d, \d+\.\d\d", lines[0])
    assert lines[-1].split()[2] == str(program)


@pytest.mark.live
@pytest.mark.parametrize("bits", WIDTHS)
def test_ps_on_this_host(netbsd, bits):
    program = netbsd.build("programs/netbsd/ps.c", bits)
    lines = run(program).stdout.splitlines()
    assert any(line.endswith(str(program)) for line in lines), "the program sees itself"


@pytest.mark.parametrize("bits", WIDTHS)
def test_sysctl_tells_of_the_image(netbsd, planted, bits, tmp_path):
    """Of the image while one is open; of 64-bit times a 32-bit program gets what its own struct holds."""
    source = tmp_path / "state.c"
    source.write_text(
        """
        #include <sys/param.h>
        #include <sys/sysctl.h>
        #include <sys/resource.h>
        #include <fcntl.h>
        #include <kvm.h>
        #include <stdio.h>
        #include <time.h>
        int main(int argc, char **argv)
        {
            kvm_t *kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0]);
            int boot[] = { CTL_KERN, KERN_BOOTTIME }, average[] = { CTL_VM, VM_LOADAVG }, ncpu[] = { CTL_HW, HW_NCPU };
            struct timespec when = { 0, 0 };
            struct loadavg load;
            char release[64];
            size_t size = sizeof when;
            int number = 0;

            printf("%d ", sysctl(boot, 2, &when, &size, NULL, 0));
            printf("%lld ", (long long)when.tv_sec);
            size = sizeof load;
            printf("%d ", sysctl(average, 2, &load, &size, NULL, 0));
            printf("%.4f ", (double)load.ldavg[0] / load.fscale);
            size = sizeof release;
            printf("%d ", sysctlbyname("kern.osrelease", release, &size, NULL, 0));
            size = sizeof number;
            printf("%s %d ", release, sysctl(ncpu, 2, &number, &size, NULL, 0));
            printf("%d\\n", number);
            return kvm_close(kd);
        }
        """
    )
    import sunkvm

    folder = planted(bits)
    names = str(folder / "netbsd.0"), str(folder / "netbsd.0.core")
    words = run(netbsd.build(source, bits), *names).stdout.split()
    with sunkvm.open(*names) as opened:
        boot, load, info = opened.personality.boot_time(), opened.load_average(), opened.info
        ncpu = int.from_bytes(opened.kernel.read(opened.namelist["ncpu"], 4), "little")
    assert words[:2] == ["0", str(int(boot))]
    assert (words[2], float(words[3])) == ("0", pytest.approx(load.one, abs=1e-3))
    assert words[4:] == ["0", info.release, "0", str(ncpu)]


# Widths and releases


@pytest.mark.parametrize("bits", WIDTHS)
def test_foreign_images(netbsd, image, bits):
    """They are refused in the original's words, until SUNKVM_TRANSCODE asks for more."""
    program = netbsd.build("programs/netbsd/ps.c", bits)
    other = image(96 - bits)
    done = run(program, *other, code=1)
    # amd64 takes namelists of i386, and finds out later.
    why = "fscale: no valid dump header" if bits == 64 else "bad namelist"
    assert done.stderr == f"{program.name}: {why}\n"
    if bits == 64:  # an address of 64 bits is none for a 32-bit program
        told = run(program, *other, SUNKVM_TRANSCODE="1").stdout
        assert told == run(netbsd.build("programs/netbsd/ps.c", 32), *other).stdout


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("release", [6, 10])
def test_structs_of_the_program(netbsd, planted, bits, release, tmp_path):
    """A program has the kernel structs of the release that it is compiled for, whatever the kernel is."""
    from .conftest import Replay

    folder = planted(bits)
    replay = Replay(netbsd.build("netbsd_replay.c", bits, f"-DSUNKVM_NETBSD={release}"))
    kvm = NetbsdFacade(replay, tmp_path, bits, release)
    names = str(folder / "netbsd.0"), str(folder / "netbsd.0.core"), None, 0
    kd = kvm.kvm_openfiles(*names)
    found = kvm.kvm_getprocs(kd, 0, 0)
    python = facade.kvm_openfiles(*names)
    wanted = facade.kvm_getprocs(python, 0, 0)
    assert len(found) == len(wanted) > 3
    same = (
        "kp_proc.p_pid", "kp_proc.p_nlwps", "kp_proc.p_comm", "kp_proc.p_stat", "kp_eproc.e_paddr", "kp_eproc.e_ppid",
        "kp_eproc.e_login", "kp_eproc.e_ucred.cr_uid", "kp_eproc.e_ucred.cr_groups", "kp_eproc.e_tdev", "kp_eproc.e_sid",
    )  # fmt: skip
    for mine, theirs in zip(found, wanted, strict=True):
        assert [mine[name] for name in same] == [theirs[name] for name in same]
    with_args = [proc for proc in wanted if facade.kvm_getargv(python, proc)]
    for proc in with_args[:3]:
        argv = facade.kvm_getargv(python, proc)
        assert kvm.kvm_getargv(kd, proc) == argv
        at = next(iter(_argument_places(python, proc)))
        view = {"p_pid": proc["kp_proc.p_pid"], "p_vmspace": proc["kp_proc.p_vmspace"]}
        raw = facade.kvm_uread(python, view, at, 16)
        assert raw
        assert kvm.kvm_uread(kd, view, at, 16) == raw
    files, theirs = kvm.kvm_getfiles(kd), facade.kvm_getfiles(python)
    assert files and len(files) == len(theirs)
    assert {each["f_count"] for each in files} == {each["f_count"] for each in theirs} == {1}
    assert kvm.kvm_close(kd) == 0
    replay.close()


def _argument_places(kd, proc):
    """Yield an address in a process's memory: that of its ps_strings."""
    space = kd.image.layout("proc")
    data = kd.image.kernel.read(proc["kp_eproc.e_paddr"], space.size)
    yield space.reader("p_psstrp")(data)[0]


# The library


@pytest.mark.parametrize("bits", WIDTHS)
def test_symbols(netbsd, bits):
    library = netbsd.flavour(bits).library
    lines = output("nm", "-D", "--defined-only", "--with-symbol-versions", library).splitlines()
    names = dict(line.split()[2].split("@@") for line in lines if "@@" in line)
    calls = {name for name, version in names.items() if version == "LIBKVM_6.0.0.0"}
    top = Path(netbsd.flavour(bits).includes[0])
    declared = set(re.findall(r"\b(_?kvm_\w+)\(", "".join(
        re.sub(r"/\*.*?\*/", "", (top / name).read_text(), flags=re.S) for name in ("kvm.h", "kvm_private.h")
    )))  # fmt: skip
    assert calls == declared
    assert len(calls) == 24
    own = {name for name in names if name.startswith(("__sunkvm_netbsd", "__sunkvm_bsd_"))}
    assert {names[name] for name in own} == {"SUNKVM_1.0"}
    assert names.keys() - calls == own
    versions = output("readelf", "-V", "-W", library)
    assert re.search(r"Name: NetBSD_6\.99\.18\.0.*\n.*Parent 1: LIBKVM_6\.0\.0\.0", versions)


@pytest.mark.parametrize("bits", WIDTHS)
def test_it_needs_the_c_library_alone(netbsd, bits):
    library = netbsd.flavour(bits).library
    assert dynamic(library, "SONAME") == ["libkvm.so.6"]
    assert set(dynamic(library, "NEEDED")) <= {"libc.so.6", "libdl.so.2", "libpthread.so.0"}
    assert not dynamic(library, "RUNPATH")


@pytest.mark.parametrize("bits", WIDTHS)
def test_pkg_config_and_sunkvm_config_agree(netbsd, bits, tmp_path, image):
    need(shutil.which("pkg-config"), "pkg-config")
    flavour = netbsd.flavour(bits)
    name = "sunkvm-netbsd" + ("-32" if bits == 32 else "")
    told = output("pkg-config", "--cflags", "--libs", name, PKG_CONFIG_PATH=flavour.pcdir).split()
    words = ["--netbsd", "--cflags", "--libs", *(["--32"] if bits == 32 else [])]
    asked = CliRunner().invoke(command, words)
    assert asked.exit_code == 0, asked.output
    for number, words in enumerate((told, shlex.split(asked.output))):
        target = tmp_path / f"ps{number}"
        output("cc", HERE / "programs" / "netbsd" / "ps.c", *words, "-o", target)
        assert run(target, *image(bits)).stdout.startswith("   PID")
    assert output("pkg-config", "--variable=flavour", name, PKG_CONFIG_PATH=flavour.pcdir) == "netbsd\n"
