"""The header tree: every header alone and all in random orders, in old and new C and in C++, with gcc and clang."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunkvm.cli import group

from .conftest import WIDTHS, need

pytestmark = pytest.mark.shim

COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang", "clang++")}
MODES = ("gnu89", "c99", "gnu17", "c++17")
HOST = (
    "stdio.h", "stdlib.h", "string.h", "unistd.h", "signal.h", "sys/stat.h", "sys/time.h", "sys/socket.h", "sys/resource.h",
    "sys/wait.h", "errno.h", "limits.h", "pwd.h", "time.h", "sys/ioctl.h", "sys/mman.h",
)  # fmt: skip
KERNEL = (
    "kvm.h",
    "nlist.h",
    "sys/proc.h",
    "sys/user.h",
    "sys/cred.h",
    "sys/thread.h",
    "sys/vnode.h",
    "sys/utsname.h",
)


def compiler(family: str, mode: str) -> str:
    name = COMPILERS[family]["++" in mode]
    found = shutil.which(name) or shutil.which(f"{name}-14")
    need(found, name)
    return found


def narrow(mode: str, bits: int) -> list[str]:
    """Return what lets C++ do without its own library, which Debian's 32-bit compilers come without."""
    return ["-nostdinc++"] if "++" in mode and bits == 32 else []


def headers(flavour) -> list[str]:
    found = []
    for directory in flavour.includes:
        top = Path(directory)
        found += [str(path.relative_to(top)) for path in top.rglob("*.h")]
    return sorted(set(found))


def check(family, mode, flavour, text, tmp_path, *options):
    source = tmp_path / f"test.{'cc' if '++' in mode else 'c'}"
    source.write_text(text)
    command = [
        compiler(family, mode),
        f"-std={mode}",
        "-fsyntax-only",
        "-Wall",
        "-Werror=implicit-function-declaration",
    ]
    command = [word for word in command if "++" not in mode or not word.startswith("-Werror=imp")]
    options += tuple(narrow(mode, flavour.bits))
    done = subprocess.run([*command, *options, *flavour.cflags, str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:4000]
    assert "warning" not in done.stderr, done.stderr[:4000]


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_each_header_alone(tools, family, mode, bits, tmp_path):
    flavour = tools.flavour(bits)
    path = tmp_path / ("one.cc" if "++" in mode else "one.c")
    command = [
        compiler(family, mode),
        f"-std={mode}",
        "-fsyntax-only",
        *narrow(mode, bits),
        *flavour.cflags,
        str(path),
    ]
    for header in headers(flavour):
        if header.startswith("sunkvm/struct/") and (family, mode) != ("gcc", "gnu17"):
            continue  # the order test has them all
        path.write_text(f"#include <{header}>\n#include <{header}>\n")
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, f"{header}: {done.stderr[:2000]}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_all_headers_in_any_order(tools, family, mode, bits, seed, tmp_path):
    flavour = tools.flavour(bits)
    names = [*headers(flavour), *HOST]
    random.Random(seed).shuffle(names)
    options = [
        [],
        ["-D_GNU_SOURCE"],
        ["-O2", "-D_FORTIFY_SOURCE=2", "-D_FILE_OFFSET_BITS=64", "-D_GNU_SOURCE"],
    ][seed]
    check(family, mode, flavour, "".join(f"#include <{name}>\n" for name in names), tmp_path, *options)


@pytest.mark.parametrize("bits", WIDTHS)
def test_pedantic(tools, bits, tmp_path):
    text = "".join(f"#include <{name}>\n" for name in KERNEL) + "int main(void) { return 0; }\n"
    check("gcc", "c99", tools.flavour(bits), text, tmp_path, "-pedantic-errors", "-Wextra")


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("family", COMPILERS)
def test_layouts_in_cplusplus(tools, family, bits, tmp_path):
    """C++ leaves out the assertions of the headers: sizes and offsets from the tables, which a compiler made."""
    from sunkvm import datamodel
    from sunkvm.layouts.builtin import BuiltinTables

    tables = BuiltinTables("solaris", datamodel.AMD64 if bits == 64 else datamodel.I386)
    lines = [f"#include <{name}>" for name in KERNEL]
    for tag in ("proc", "user", "cred", "pid", "_kthread", "vnode"):
        layout = tables.layout(tag)
        lines.append(f'static_assert(sizeof(struct {tag}) == {layout.size}, "{tag}");')
        for field in layout:
            if not field.bits and "." not in field.name:
                lines.append(
                    f'static_assert(__builtin_offsetof(struct {tag}, {field.name}) == {field.offset}, "{field.name}");'
                )
    check(family, "c++17", tools.flavour(bits), "\n".join(lines) + "\n", tmp_path, "-Wno-invalid-offsetof")


def test_widths_that_the_original_compiler_gave(tools, tmp_path):
    """A few figures that stand in the recordings of the original library."""
    golden = Path(__file__).parent.parent / "golden" / "solaris"
    for bits, model in ((64, "amd64"), (32, "i386")):
        entries = json.loads((golden / model / "expected.json").read_text())["entries"]
        size = next(entry["sizeof_proc_t"] for entry in entries if "sizeof_proc_t" in entry)
        offset = next(entry["return"] for entry in entries if entry["call"] == "kvm_getu")
        text = f"""#include <kvm.h>
        _Static_assert(sizeof(proc_t) == {size}, "");
        _Static_assert(__builtin_offsetof(proc_t, p_user) == {offset}, "");
        _Static_assert(sizeof(struct nlist) == {24 if bits == 64 else 16}, "");
        """
        check("gcc", "gnu17", tools.flavour(bits), text, tmp_path)


def test_old_habits(tools, tmp_path):
    """What programs of the time do with the headers."""
    text = """
    #include <kvm.h>
    #include <nlist.h>
    #include <sys/utsname.h>
    static struct nlist nl[] = {{"avenrun"}, {"utsname", 0, 0, 0, 0, 0}, {0}};
    proc_t saved;
    extern int open();
    long where(p) proc_t *p; { return (long)&p->p_pid + (long)&p->p_lock + p->p_user.u_start.tv_sec; }
    int name(u) struct utsname *u; { return uname(u) + sizeof u->sysname + sizeof nl; }
    user_t *user(kd, p) kvm_t *kd; struct proc *p; { return kvm_getu(kd, p); }
    """
    check("gcc", "gnu89", tools.flavour(), text, tmp_path, "-D_SUNKVM_KR", "-Dsun", "-D__sun", "-D__SVR4")
    check(
        "clang",
        "gnu89",
        tools.flavour(),
        text,
        tmp_path,
        "-D_SUNKVM_KR",
        "-Wno-unneeded-internal-declaration",
    )


def test_another_nlist_first_is_an_error_that_says_what_to_do(tools, tmp_path):
    source = tmp_path / "test.c"
    source.write_text("#define _NLIST_H 1\n#include <nlist.h>\n")
    done = subprocess.run(
        ["cc", "-fsyntax-only", *tools.flavour().cflags, str(source)], capture_output=True, text=True
    )
    assert "put the include directory of sunkvm before all others" in done.stderr


@pytest.mark.parametrize("model", ["amd64", "i386", "sparcv9", "sparc"])
def test_headers_of_an_image(tools, golden_solaris, tmp_path, model):
    """``sunkvm headers``: the tree compiles, and programs built with it run."""
    folder = golden_solaris.folder(model)
    target = tmp_path / "tree"
    answer = CliRunner().invoke(
        group, ["-N", str(folder / "unix.0"), "-M", str(folder / "vmcore.0"), "headers", "-o", str(target)]
    )
    assert answer.exit_code == 0, answer.output
    flavour = tools.flavour(64 if model in ("amd64", "sparcv9") else 32)
    text = "".join(f"#include <{name}>\n" for name in (*KERNEL, *headers(flavour)))
    check("gcc", "gnu17", flavour, text, tmp_path, "-isystem", str(target))
    if model in ("amd64", "i386"):
        program = tmp_path / "kps"
        kps = Path(__file__).parent.parent.parent / "examples" / "kps.c"
        command = [
            "cc",
            str(kps),
            "-isystem",
            str(target),
            *flavour.cflags,
            *flavour.libs,
            "-o",
            str(program),
        ]
        assert subprocess.run(command).returncode == 0
        done = subprocess.run(
            [program, folder / "unix.0", folder / "vmcore.0"], capture_output=True, text=True
        )
        assert "/sbin/init" in done.stdout
