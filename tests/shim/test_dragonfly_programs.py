"""Programs of DragonFly's kind, compiled unchanged against the flavour, on golden and hand-laid dumps; and its rules."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunkvm._config import find
from sunkvm.cli.config import command
from sunkvm.errors import UnsupportedError

from .conftest import environment, need
from .test_library import dynamic, output

pytestmark = pytest.mark.shim

HERE = Path(__file__).parent
FOLDER = HERE / "programs" / "dragonfly"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.c"))
RULES = ("negative", "strings", "arrays", "maps", "userland", "threads", "forks")
USRSTACK = 0x7FFFFFE00000


def run(program, *words, code=0, **extra):
    done = subprocess.run(
        [str(program), *map(str, words)],
        capture_output=True,
        text=True,
        errors="surrogateescape",  # processes of this host have any bytes in their arguments
        env=environment(**extra),
        timeout=120,
    )
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    return done


def names(folder):
    return ["-N", folder / "kernel", "-M", folder / "vmcore"]


@pytest.fixture
def build(dragonfly_flavour):
    return lambda program: dragonfly_flavour.build(FOLDER / f"{program}.c", 64, "-Wno-sign-compare")


@pytest.mark.parametrize("engine", ["inprocess", "helper"])
@pytest.mark.parametrize("rule", RULES)
def test_rule(dragonfly_flavour, dragonfly_kernel, engine, rule):
    words = rule, dragonfly_kernel / "kernel", dragonfly_kernel / "vmcore"
    done = run(dragonfly_flavour.build("dragonfly_rules.c"), *words, SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("cc", ["gcc", "clang"])
def test_compiles(dragonfly_flavour, program, cc):
    """Also for sources that ask for their system, and without warnings about what the headers declare."""
    if cc == "clang" and not shutil.which(cc):
        pytest.skip("no clang")
    options = ["-Wno-sign-compare", "-Wno-format", "-D__DragonFly__"]
    dragonfly_flavour.build(FOLDER / f"{program}.c", 64, *options, cc=cc)


def test_there_are_programs():
    assert PROGRAMS == ["dmesg", "mapinfo", "ps", "swapinfo", "vnodeinfo", "w"]


# On the images that the original library was asked about


def test_ps_of_the_golden_image(build, golden_dragonfly):
    """These images have no time of boot, without which the system's ps goes no further: it asks the running system."""
    entries = golden_dragonfly.expected("v2")["entries"]
    listed = next(each["procs"] for each in entries if each["call"] == "kvm_getprocs" and "procs" in each)
    pids = {proc["kp_pid"] for proc in listed}
    done = run(build("ps"), *names(golden_dragonfly.folder("v2")))
    assert done.stderr == ""
    assert {int(line.split()[0]) for line in done.stdout.splitlines()[1:]} == pids
    assert len(pids) == 20


@pytest.mark.parametrize("case", ["v2", "full"])
def test_w_of_the_golden_image(build, golden_dragonfly, case):
    entries = golden_dragonfly.expected(case)["entries"]
    load = next(each["loadavg"] for each in entries if each["call"] == "kvm_getloadavg")
    done = run(build("w"), *names(golden_dragonfly.folder(case)))
    averages = ", ".join(f"{each:.2f}" for each in load[:3])
    # Of the time of boot, which the image does not have, the running system tells.
    assert re.fullmatch(rf"up since \d+, load averages: {averages}", done.stdout.splitlines()[0])


# On a kernel laid by hand


def test_ps(build, dragonfly_kernel):
    lines = run(build("ps"), *names(dragonfly_kernel)).stdout.splitlines()
    assert lines[0].split() == [
        "PID",
        "TID",
        "PPID",
        "UID",
        "JID",
        "NLWP",
        "NI",
        "S",
        "TT",
        "WMESG",
        "RSS",
        "START",
        "COMMAND",
    ]
    rows = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert rows == {
        "0": ["1", "-1", "0", "0", "1", "-3", "S", "-", "kqread", "132", "0", "(swapper)"],
        "100": ["3", "-1", "1001", "0", "3", "-3", "S", "#C5:0x3", "kqread", "132", "100", "(cached)"],
        "101": ["1", "100", "1002", "7", "2", "-3", "S", "-", "kqread", "132", "101", "(stacked)"],
        "102": ["0", "-1", "1000", "0", "0", "-3", "Z", "-", "-", "0", "102", "(zombie)"],
        "103": ["1", "-1", "1000", "0", "1", "-3", "T", "-", "kqread", "132", "103", "(stopped)"],
    }
    threads = run(build("ps"), *names(dragonfly_kernel), "-H").stdout.splitlines()[1:]
    shown = [tuple(line.split()[:2]) for line in threads]
    assert sorted(shown) == sorted(
        [("0", "1"), *(("100", tid) for tid in "123"), ("101", "1"), ("101", "2"), ("102", "0"), ("103", "1")]
    )
    (one,) = run(build("ps"), *names(dragonfly_kernel), "-p", 103).stdout.splitlines()[1:]
    assert one.split()[0] == "103"
    told = run(build("ps"), *names(dragonfly_kernel), "-p", 100, SUNKVM_DEAD_ARGS="1").stdout
    assert told.endswith("cached --with three words\n")


def test_w(build, dragonfly_kernel):
    done = run(build("w"), *names(dragonfly_kernel))
    assert done.stdout.splitlines() == [
        "up since 1600000000, load averages: 1.00, 0.50, 0.25",
        "user     #C5:0x3    cached *",
    ]
    assert re.fullmatch(r"\d+ logins on this host\n", done.stderr)


def test_dmesg(build, dragonfly_kernel):
    assert run(build("dmesg"), *names(dragonfly_kernel)).stdout == "half a line\nolder\nplain\n"
    assert run(build("dmesg"), *names(dragonfly_kernel), "-a").stdout == "half a line\nolder\nnewer\nplain\n"


def test_the_map_of_the_kernel(build, dragonfly_kernel):
    lines = run(build("mapinfo"), *names(dragonfly_kernel)).stdout.splitlines()
    assert lines == [
        "kernel fffff80040000000-ffffffffe0000000",
        "  8000000000000000-8000000000001000 eflags=0000 prot=03 id=0",
        "unknown: 4096",
    ]


def test_maps_of_processes(build, dragonfly_kernel):
    """In the order of the addresses, as the tree has them, with what lies behind each."""
    lines = run(build("mapinfo"), *names(dragonfly_kernel), "-p").stdout.splitlines()
    at = lines.index("101:1 (stacked) 33 resident")
    starts = [0x400000, 0x600000, 0x800000, 0xA00000, 0xC00000, 0xD00000, USRSTACK - 0x100000]
    shown = lines[at + 1 : at + 8]
    assert [int(line.split("-")[0], 16) for line in shown] == starts
    assert shown[0].endswith("eflags=0004 prot=05 id=0 [type=2,off=1000]")
    assert shown[1].endswith("[type=1,off=0] [type=2,off=3000]")
    assert shown[5].endswith("prot=00 id=0")
    assert [line for line in lines if line[0] != " "] == [
        "100:3 (cached) 33 resident",
        "101:1 (stacked) 33 resident",
        "103:1 (stopped) 33 resident",
    ]


def test_vnodes_and_files(build, dragonfly_kernel):
    assert run(build("vnodeinfo"), *names(dragonfly_kernel)).stdout.splitlines() == [
        "MOUNTPOINT /dev/serno/1.s1a on / (hammer2) 0 {",
        "}",
        "MOUNTPOINT /dev/serno/1.s1d on /home (hammer2) 1 {",
        "    vnode type=VREG refs=2 aux=1 flags=00002000 VOBJBUF filename notes (6)",
        "}",
        "101 0 type=1 rw 77 /home/u/notes",
        "101 2 type=2 rw 0 -",
        "101 3 type=1 -w 0 -",
    ]


def test_swapinfo(build, dragonfly_kernel):
    lines = run(build("swapinfo"), *names(dragonfly_kernel)).stdout.splitlines()
    assert [line.split()[1:] for line in lines] == [["4000", "400"], ["2000", "20"], ["6000", "420"]]
    assert lines[0].startswith("/dev/") and lines[2].startswith("Total")


def test_what_warnx_prints_goes_to_stderr_without_a_prefix(dragonfly_flavour, dragonfly_kernel, tmp_path):
    """Swap devices that cannot be read: the original tells everybody, and so does this; the buffer stays empty."""
    source = tmp_path / "warn.c"
    source.write_text(
        """
        #include <kvm.h>
        #include <stdio.h>
        int main(int argc, char **argv)
        {
            struct kvm_swap swap[4];
            kvm_t *kd = kvm_openfiles(argv[1], argv[2], NULL, 0, NULL);
            int got = kvm_getswapinfo(kd, swap, 4, 0);
            printf("%d %s.\\n", got, kvm_geterr(kd));
            return 0;
        }
        """
    )
    kernel = (dragonfly_kernel / "kernel").read_bytes()
    (tmp_path / "kernel").write_bytes(
        kernel.replace(b"\0swdevt\0", b"\0swdevx\0").replace(b"\0ccpu\0", b"\0ccpv\0")
    )
    program = dragonfly_flavour.build(source)
    good = run(program, dragonfly_kernel / "kernel", dragonfly_kernel / "vmcore")
    assert (good.stdout, good.stderr) == ("2 .\n", "")
    # Without the symbol: -1, and not a word.
    bad = run(program, tmp_path / "kernel", dragonfly_kernel / "vmcore")
    assert (bad.stdout, bad.stderr) == ("-1 .\n", "")
    data = (dragonfly_kernel / "vmcore").read_bytes()
    entry = (1000).to_bytes(4, "little") + (100).to_bytes(4, "little")
    assert data.count(entry) == 1
    end = data.index(entry) // 4096 * 4096
    (tmp_path / "vmcore").write_bytes(data[:end])
    cut = run(program, dragonfly_kernel / "kernel", tmp_path / "vmcore")
    assert cut.stdout == "-1 .\n"
    assert re.fullmatch(r"warn-64-\d+: cannot read \w+\n", cut.stderr)


def test_the_running_system(build):
    """No names of files: the emulated kernel of this host."""
    lines = run(build("ps"), "-M", "/dev/mem").stdout.splitlines()
    assert any(line.split()[0] == "1" for line in lines[1:])
    assert run(build("w"), "-M", "/dev/mem").stdout.startswith("up since ")


# The library


def test_symbols(dragonfly_flavour):
    library = dragonfly_flavour.flavour().library
    found = {line.split()[2] for line in output("nm", "-D", "--defined-only", library).splitlines()}
    extra = {name for name in found if name.startswith(("__sunkvm_dragonfly_", "__sunkvm_bsd_"))}
    text = (Path(dragonfly_flavour.flavour().includes[0]) / "kvm.h").read_text()
    calls = set(re.findall(r"\b(kvm_\w+)\(", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
    assert found - extra == calls
    assert len(calls) == 18
    assert {f"__sunkvm_dragonfly_{name}" for name in ("sysctl", "statfs", "getutxent", "nlist")} <= extra
    # The original has no symbol versions.
    assert "Version definition" not in output("readelf", "-V", library)


def test_it_needs_the_c_library_alone(dragonfly_flavour):
    library = dragonfly_flavour.flavour().library
    assert dynamic(library, "SONAME") == ["libkvm.so.3"]
    assert set(dynamic(library, "NEEDED")) <= {"libc.so.6", "libdl.so.2", "libpthread.so.0"}
    assert not dynamic(library, "RUNPATH")


def test_pkg_config_and_sunkvm_config_agree(dragonfly_flavour, tmp_path, dragonfly_kernel):
    need(subprocess.run(["pkg-config", "--version"], capture_output=True).returncode == 0, "pkg-config")
    flavour = dragonfly_flavour.flavour()
    told = output(
        "pkg-config", "--cflags", "--libs", "sunkvm-dragonfly", PKG_CONFIG_PATH=flavour.pcdir
    ).split()
    asked = CliRunner().invoke(command, ["--dragonfly", "--cflags", "--libs"])
    assert asked.exit_code == 0, asked.output
    for number, words in enumerate((told, shlex.split(asked.output))):
        target = tmp_path / f"dmesg{number}"
        output("cc", FOLDER / "dmesg.c", *words, "-o", target)
        assert run(target, *names(dragonfly_kernel)).stdout.startswith("half a line\n")


def test_there_is_none_for_32_bit_programs(dragonfly_flavour, tmp_path):
    with pytest.raises(UnsupportedError, match="64-bit programs only"):
        find("dragonfly", 32)
    source = tmp_path / "narrow.c"
    source.write_text("#include <kvm.h>\n")
    flags = [*dragonfly_flavour.flavour().cflags, "-m32", "-fsyntax-only", str(source)]
    done = subprocess.run(["cc", *flags], capture_output=True, text=True)
    assert "DragonFly runs on x86-64 alone" in done.stderr


def test_foreign_kernels_are_refused(build, golden_freebsd):
    """A FreeBSD dump is none of DragonFly's, though its magic is the same."""
    folder = golden_freebsd.folder("amd64-v1-12")
    done = run(build("dmesg"), *names(folder), code=1)
    assert done.stderr.startswith("dmesg: ")


def test_the_program_of_the_documentation(dragonfly_flavour, dragonfly_kernel, tmp_path):
    page = (HERE.parent.parent / "docs" / "relinking.md").read_text()
    section = page[page.index("## DragonFly") :]
    (tmp_path / "list.c").write_text(re.search(r"^```c\n(.*?)^```$", section, re.M | re.S)[1])
    program = dragonfly_flavour.build(tmp_path / "list.c")
    lines = run(program, dragonfly_kernel / "kernel", dragonfly_kernel / "vmcore").stdout.splitlines()
    assert lines[0] == "DragonFly v5.9.0.1-DEVELOPMENT #0: today"
    pairs = "0/1 swapper,100/1 cached,100/2 cached,100/3 cached,101/1 stacked,101/2 stacked,102/0 zombie,103/1 stopped"
    assert sorted(lines[1:]) == pairs.split(",")


@pytest.mark.live
def test_a_snapshot_of_this_host(build, tmp_path):
    """What sunkvm writes as DragonFly would is read by DragonFly's programs: this process with its own map."""
    from sunkvm.cli import group

    done = CliRunner().invoke(group, ["snapshot", "--os", "dragonfly", "-o", str(tmp_path / "dump")])
    assert done.exit_code == 0, done.output
    folder = next(path.parent for path in tmp_path.rglob("vmcore*"))
    (core,), (kernel,) = list(folder.glob("vmcore*")), list(folder.glob("kern*"))
    options = ["-N", kernel, "-M", core]
    lines = run(build("ps"), *options).stdout.splitlines()[1:]
    assert any(line.split()[0] == str(os.getpid()) for line in lines)
    shown = run(build("mapinfo"), *options, "-p").stdout
    assert f"\n{os.getpid()}:" in shown
    assert run(build("w"), *options).stdout.startswith("up since ")


@pytest.mark.live
def test_files_and_maps_of_running_processes(build, tmp_path):
    """Without names: what this process has open, with its name, and where its own program is mapped."""
    path = tmp_path / "held open"
    with path.open("wb") as file:
        file.write(bytes(4321))
        file.flush()
        lines = run(build("vnodeinfo")).stdout.splitlines()
        assert f"{os.getpid()} {file.fileno()} type=1 -w 4321 {path}" in lines
    shown = run(build("mapinfo"), "-p").stdout
    own = shown[shown.index(f"\n{os.getpid()}:") :].split("\n")
    program = os.readlink("/proc/self/exe")
    with open("/proc/self/maps") as maps:
        first = next(line.split()[0] for line in maps if line.rstrip().endswith(program))
    start, end = (int(edge, 16) for edge in first.split("-"))
    assert any(line.startswith(f"  {start:016x}-{end:016x} ") and "[type=2," in line for line in own)
