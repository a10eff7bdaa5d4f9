"""Programs of FreeBSD's kind, compiled unchanged against the flavour, on the golden dumps; and the library's rules."""

from __future__ import annotations

import gzip
import hashlib
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunkvm.cli.config import command
from sunkvm.compat import freebsd as facade

from .conftest import WIDTHS, Replay, environment, need
from .test_library import dynamic, output

pytestmark = pytest.mark.shim

HERE = Path(__file__).parent
PROGRAMS = sorted(path.stem for path in (HERE / "programs").glob("*.c"))
CASE = {64: "amd64-v3-current", 32: "i386-pae-v2"}
WAYS = [(64, "inprocess"), (64, "helper"), (32, "helper")]
RULES = ("negative", "buffers", "arrays", "without-memory", "resolving", "userland", "threads", "forks")
# What needs processes, which the 32-bit golden images do not have.
NEED_PROCESSES = {"arrays", "threads", "userland", "resolving", "buffers", "forks"}


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


@pytest.fixture
def image(golden_freebsd):
    """Return the options that name the image for a width."""

    def options(bits=64, case=None):
        folder = golden_freebsd.folder(case or CASE[bits])
        return ["-N", folder / "kernel", "-M", folder / "vmcore"]

    return options


@pytest.mark.parametrize(
    ("bits", "engine", "rule"),
    [
        (bits, engine, rule)
        for bits, engine in WAYS
        for rule in RULES
        if bits == 64 or rule not in NEED_PROCESSES
    ],
)
def test_rule(freebsd, golden_freebsd, bits, engine, rule):
    folder = golden_freebsd.folder(CASE[bits])
    words = rule, folder / "kernel", folder / "vmcore"
    done = run(freebsd.build("freebsd_rules.c", bits), *words, SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.live
@pytest.mark.parametrize(("bits", "engine"), WAYS)
def test_this_host(freebsd, bits, engine):
    done = run(freebsd.build("freebsd_rules.c", bits), "live", "-", "-", SUNKVM_ENGINE=engine)
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("cc", ["gcc", "clang"])
def test_compiles(freebsd, program, bits, cc):
    freebsd.build(f"programs/{program}.c", bits, "-Wno-format-security", "-Wno-format-nonliteral", cc=cc)


def test_dmesg(freebsd, image, golden_freebsd):
    (entry,) = [
        each for each in golden_freebsd.expected(CASE[64])["entries"] if each["call"] == "message_buffer"
    ]
    program = freebsd.build("programs/dmesg.c")
    done = subprocess.run([str(program), *map(str, image())], capture_output=True, env=environment())
    assert hashlib.sha256(done.stdout).hexdigest() == entry["oldest_first_sha256"]


def test_ps(freebsd, image, golden_freebsd):
    recorded = [
        each
        for each in golden_freebsd.expected(CASE[64])["entries"]
        if each["call"] == "kvm_getprocs" and each["args"].get("op_value") == 8 and "procs" in each
    ]
    procs = recorded[0]["procs"]
    lines = run(freebsd.build("programs/ps.c"), *image()).stdout.splitlines()
    assert lines[0].split() == ["PID", "PPID", "UID", "JID", "NTHR", "S", "WCHAN", "COMMAND"]
    assert [int(line.split()[0]) for line in lines[1:]] == [proc["ki_pid"] for proc in procs]
    for line, proc in zip(lines[1:], procs, strict=True):
        assert int(line.split()[2]) == proc["ki_uid"]
        assert line.endswith(f"[{proc['ki_comm']}]")
    threads = run(freebsd.build("programs/ps.c"), *image(), "-H").stdout.splitlines()
    assert len(threads) > len(lines)


def test_arguments_are_shown_to_those_who_ask(freebsd, image, golden_freebsd):
    """SUNKVM_DEAD_ARGS lifts the original's refusal; what is shown then is what Python shows."""
    folder = golden_freebsd.folder(CASE[64])
    kd = facade.kvm_open2(str(folder / "kernel"), str(folder / "vmcore"), 0)
    found = facade.kvm_getprocs(kd, facade.KERN_PROC_PROC, 0)
    wanted = [facade.kvm_getargv(kd, proc) for proc in found]
    shown = run(freebsd.build("programs/ps.c"), *image(), SUNKVM_DEAD_ARGS="1").stdout.splitlines()[1:]
    for line, proc, argv in zip(shown, found, wanted, strict=True):
        name = proc["ki_comm"].split(b"\0")[0].decode()
        assert line.endswith(f"[{name}]" if argv is None else " ".join(argv))
    refused = run(freebsd.build("programs/ps.c"), *image(), SUNKVM_DEAD_ARGS="0").stdout.splitlines()[1:]
    assert all(line.endswith("]") for line in refused)
    facade.kvm_close(kd)


def test_swapinfo(freebsd, image):
    lines = run(freebsd.build("programs/swapinfo.c"), *image()).stdout.splitlines()
    assert lines[0].split()[1:] == lines[1].split()[1:] == ["40000", "492"]  # 10000 and 123 pages
    assert lines[0].startswith("/dev/") and lines[1].startswith("Total")
    assert lines[2].startswith("load averages: ")


@pytest.mark.parametrize(
    ("program", "message", "code"),
    [("ktrdump", "no trace buffer in this kernel", 1), ("ipcs", "symbol sema not found", 3)],
)
def test_kernels_without(freebsd, image, program, message, code):
    source = f"programs/{program}.c"
    done = run(
        freebsd.build(source, 64, "-Wno-format-security", "-Wno-format-nonliteral", cc="gcc"),
        *image(),
        code=code,
    )
    assert message in done.stderr


@pytest.mark.parametrize("bits", WIDTHS)
def test_foreign_images_are_refused(freebsd, image, bits):
    """In the original's words, until SUNKVM_TRANSCODE asks for more."""
    other = image(bits, CASE[96 - bits])
    done = run(freebsd.build("programs/dmesg.c", bits), *other, code=1)
    assert done.stderr == "dmesg: non-native kernel requires a symbol resolver\n"


def test_foreign_structs_are_converted(freebsd, image, golden_freebsd):
    """A 32-bit ps shows the processes of an amd64 dump with SUNKVM_TRANSCODE: all but the width is the same."""
    wide = run(freebsd.build("programs/ps.c", 64), *image()).stdout
    narrow = run(freebsd.build("programs/ps.c", 32), *image(32, CASE[64]), SUNKVM_TRANSCODE="1").stdout
    assert narrow == wide
    old = run(freebsd.build("programs/ps.c", 64), *image(case="amd64-v2-11"), SUNKVM_TRANSCODE="1").stdout
    assert "[" in old


# The library


@pytest.mark.parametrize("bits", WIDTHS)
def test_symbols(freebsd, bits):
    library = freebsd.flavour(bits).library
    names = {line.split()[2] for line in output("nm", "-D", "--defined-only", library).splitlines()}
    extra = {name for name in names if name.startswith(("__sunkvm_freebsd_", "__sunkvm_bsd_"))}
    calls = set(re.findall(r"\b(_?kvm_\w+)\(", "".join(
        re.sub(r"/\*.*?\*/", "", (Path(freebsd.flavour(bits).includes[0]) / name).read_text(), flags=re.S)
        for name in ("kvm.h", "kvm_private.h")
    )))  # fmt: skip
    calls.remove("kvm_walk_pages_cb_t")
    assert names - extra == calls
    assert len(calls) == 28
    assert "__sunkvm_freebsd_sysctlbyname" in extra
    # The original has no symbol versions.
    assert "Version definition" not in output("readelf", "-V", library)


@pytest.mark.parametrize("bits", WIDTHS)
def test_it_needs_the_c_library_alone(freebsd, bits):
    library = freebsd.flavour(bits).library
    assert dynamic(library, "SONAME") == ["libkvm.so.7"]
    assert set(dynamic(library, "NEEDED")) <= {"libc.so.6", "libdl.so.2", "libpthread.so.0"}
    assert not dynamic(library, "RUNPATH")


@pytest.mark.parametrize("bits", WIDTHS)
def test_pkg_config_and_sunkvm_config_agree(freebsd, bits, tmp_path, image):
    need(subprocess.run(["pkg-config", "--version"], capture_output=True).returncode == 0, "pkg-config")
    flavour = freebsd.flavour(bits)
    name = "sunkvm-freebsd" + ("-32" if bits == 32 else "")
    told = output("pkg-config", "--cflags", "--libs", name, PKG_CONFIG_PATH=flavour.pcdir).split()
    asked = CliRunner().invoke(
        command, ["--freebsd", "--cflags", "--libs", *(["--32"] if bits == 32 else [])]
    )
    assert asked.exit_code == 0, asked.output
    for number, words in enumerate((told, shlex.split(asked.output))):
        target = tmp_path / f"dmesg{number}"
        output("cc", HERE / "programs" / "dmesg.c", *words, "-o", target)
        done = subprocess.run([target, *map(str, image())], capture_output=True, env=environment())
        assert bool(done.stdout) == (bits == 64)


def test_two_flavours_in_one_program(freebsd, tools, golden_freebsd, golden_solaris, tmp_path):
    """Each library has its own calls, and they share one engine."""
    source = tmp_path / "both.c"
    source.write_text(
        """
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdio.h>
        typedef void *opener(const char *, const char *, const char *, int, const char *);
        typedef int closer(void *);
        int main(int argc, char **argv)
        {
            void *library[2], *kd[2];
            for (int i = 0; i < 2; i++) {
                library[i] = dlopen(argv[1 + 3 * i], RTLD_NOW | RTLD_LOCAL);
                kd[i] = ((opener *)dlsym(library[i], "kvm_open"))(argv[2 + 3 * i], argv[3 + 3 * i], NULL, O_RDONLY, "both");
            }
            printf("%d %d ", kd[0] != NULL, kd[1] != NULL);
            for (int i = 0; i < 2; i++)
                printf("%d ", ((closer *)dlsym(library[i], "kvm_close"))(kd[i]));
            return 0;
        }
        """
    )
    program = tmp_path / "both"
    output("cc", source, "-o", program, "-ldl")
    first, second = golden_freebsd.folder(CASE[64]), golden_solaris.folder("amd64")
    words = [freebsd.flavour().library, first / "kernel", first / "vmcore"]
    words += [tools.flavour().library, second / "unix.0", second / "vmcore.0"]
    assert run(program, *words).stdout == "1 1 0 0 "


def test_a_cut_dump_ends_a_read_where_the_file_ends(freebsd, golden_freebsd, tmp_path):
    """Also where the file is compressed: the count tells how far it went, and nothing is filled up."""
    folder = golden_freebsd.folder("amd64-v3-current")
    entry = next(
        each
        for each in golden_freebsd.expected("amd64-v3-current")["entries"]
        if each["call"] == "kvm_read2" and each["args"].get("corefile", "").startswith("vmcore cut to")
        and 0 < each["return"] < each["args"]["len"]
    )  # fmt: skip
    count = int(entry["args"]["corefile"].split()[3])
    data = (folder / "vmcore").read_bytes()[:count]
    replay = Replay(freebsd.build("freebsd_replay.c"), SUNKVM_CACHE=str(tmp_path))
    for name, raw in (("vmcore", data), ("vmcore.gz", gzip.compress(data))):
        (tmp_path / name).write_bytes(raw)
        assert replay("openfiles", folder / "kernel", tmp_path / name, 0)[0] == "ok"
        got, moved = replay("read2", entry["args"]["addr"], entry["args"]["len"])
        assert int(got) == entry["return"]
        assert bytes.fromhex(moved)[int(got) :] == b"\xa5" * (entry["args"]["len"] + 1 - int(got))
    replay.close()


OLD = """
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
    char error[_POSIX2_LINE_MAX];
    int count;
    kvm_t *kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, error);
    struct kinfo_proc *all = kvm_getprocs(kd, KERN_PROC_PROC, 0, &count);
    for (int i = 0; i < count; i++)
        printf("%d %d %s %s %d %s\\n", all[i].ki_pid, all[i].ki_tdev == NODEV, all[i].ki_comm, all[i].ki_emul,
               all[i].ki_numthreads, devname(all[i].ki_tdev, S_IFCHR) ? "named" : "-");
    printf("%s\\n", devname(0x1234, S_IFCHR));
    return 0;
}
"""


@pytest.mark.parametrize("release", [11, 12, 15])
@pytest.mark.parametrize("case", ["amd64-v2-11", "amd64-v2-12", "amd64-v3-current"])
def test_programs_of_older_releases(freebsd, golden_freebsd, tmp_path, case, release):
    """A program of any release reads a dump of any other: the array fits all of them."""
    source = tmp_path / "old.c"
    source.write_text(OLD)
    program = freebsd.build(source, 64, f"-DSUNKVM_FREEBSD={release}")
    folder = golden_freebsd.folder(case)
    lines = run(program, folder / "kernel", folder / "vmcore").stdout.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "#C:0x1234"
    for number, line in enumerate(lines[:-1]):
        pid = number if number < 2 else 100 + number
        assert line.startswith(f"{pid} 1 command-number-{number // 10:03} FreeBSD ELF64 ")
        assert line.endswith(" -")


OWN = """
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
/* As ps has it: a column's function, which every library in the process would take for the C library's. */
char *uname(int uid, char *to) { sprintf(to, "%d", uid); return to; }
int main(int argc, char **argv)
{
    char error[_POSIX2_LINE_MAX] = "", text[32];
    kvm_t *kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, error);
    printf("%s %s\\n", uname(5, text), kd ? "open" : error);
    return kd ? kvm_close(kd) : 0;
}
"""


def test_functions_of_the_programs_own(freebsd, image, tmp_path):
    """The engine does not call them: it runs in a process of its own then, and says why where it may not."""
    source = tmp_path / "own.c"
    source.write_text(OWN)
    program = freebsd.build(source)
    _, kernel, _, core = image()
    for names in ((kernel, core), ("/boot/kernel/kernel", "/dev/null")):
        assert run(program, *names).stdout == "5 open\n"
        refused = run(program, *names, SUNKVM_ENGINE="inprocess").stdout
        assert refused.startswith("5 the engine cannot run in this process: ")
        assert refused.endswith("a function of its own that is called uname\n")
