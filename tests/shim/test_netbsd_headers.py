"""The header tree of NetBSD: every header alone and all in random orders, in old and new C and in C++, of both releases."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path

import pytest

from .conftest import WIDTHS
from .test_headers import COMPILERS, HOST, MODES, check, compiler, headers, narrow

pytestmark = pytest.mark.shim

RELEASES = (6, 10)
KERNEL = (
    "kvm.h",
    "nlist.h",
    "sys/proc.h",
    "sys/user.h",
    "sys/sysctl.h",
    "sys/msgbuf.h",
    "sys/shm.h",
    "sys/gmon.h",
    "uvm/uvm_extern.h",
)


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_each_header_alone(netbsd, family, mode, bits, tmp_path):
    flavour = netbsd.flavour(bits)
    path = tmp_path / ("one.cc" if "++" in mode else "one.c")
    command = [compiler(family, mode), f"-std={mode}", "-fsyntax-only", *narrow(mode, bits), *flavour.cflags]
    for number, header in enumerate(headers(flavour)):
        if header.startswith("sunkvm/struct/") and (family, mode) != ("gcc", "gnu17"):
            continue  # the order test has them all
        path.write_text(f"#include <{header}>\n#include <{header}>\n")
        for release in RELEASES if header.startswith("sunkvm/struct/") else (RELEASES[number % 2],):
            words = [*command, f"-DSUNKVM_NETBSD={release}", str(path)]
            done = subprocess.run(words, capture_output=True, text=True)
            assert done.returncode == 0, f"{header}: {done.stderr[:2000]}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_all_headers_in_any_order(netbsd, family, mode, bits, release, seed, tmp_path):
    flavour = netbsd.flavour(bits)
    names = [*headers(flavour), *HOST, "utmp.h", "wchar.h"]
    random.Random(seed).shuffle(names)
    options = [
        ["-D__NetBSD__"],
        ["-O2"],
        ["-O2", "-D_FORTIFY_SOURCE=2", "-D_FILE_OFFSET_BITS=64"],
    ][seed]
    text = f"#define SUNKVM_NETBSD {release}\n" + "".join(f"#include <{name}>\n" for name in names)
    check(family, mode, flavour, text, tmp_path, *options)


@pytest.mark.parametrize("bits", WIDTHS)
def test_pedantic(netbsd, bits, tmp_path):
    text = "".join(f"#include <{name}>\n" for name in KERNEL) + "int main(void) { return 0; }\n"
    check("gcc", "c99", netbsd.flavour(bits), text, tmp_path, "-pedantic-errors", "-Wextra")


def assertions(layout, keyword="struct"):
    """Return what a compiler must find of a struct."""
    name = f"{keyword} {layout.name}"
    yield f'static_assert(sizeof({name}) == {layout.size}, "{name}");'
    for field in layout:
        if "." not in field.name and field.name and not field.bits and field.size:
            where = f"__builtin_offsetof({name}, {field.name})"
            yield f'static_assert({where} == {field.offset}, "{name}.{field.name}");'


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("family", COMPILERS)
def test_public_structs(netbsd, family, bits, release, tmp_path):
    """Sizes and offsets as the system's own compiler has them, in C++, which leaves the headers' assertions out."""
    from sunkvm import datamodel
    from sunkvm.layouts.builtin import BuiltinTables
    from sunkvm.schema.kernels import netbsd as schema

    model = datamodel.AMD64 if bits == 64 else datamodel.I386
    tables = BuiltinTables("netbsd", model, table=f"netbsd{release}_{model.name}")
    lines = [f"#define SUNKVM_NETBSD {release}", *(f"#include <{name}>" for name in KERNEL)]
    for layout in (
        schema.kinfo_proc2(model),
        schema.kinfo_lwp(model),
        schema.kinfo_file(model),
        schema.nlist(model),
        schema.kinfo_proc(tables.layout("proc"), tables.layout("vmspace")),
        *(tables.layout(name) for name in ("proc", "lwp", "eproc", "vmspace", "kern_msgbuf", "loadavg")),
    ):
        lines += assertions(layout)
    check(family, "c++17", netbsd.flavour(bits), "\n".join(lines) + "\n", tmp_path)


def test_figures_of_the_system(netbsd, tmp_path):
    """Figures that do not come from our own tables: those of the system's headers, as compilers laid them out."""
    figures = {
        (6, 64): (1264, 656, {"e_ppid": 496, "e_tdev": 508, "e_tsess": 520, "e_login": 560, "e_sid": 576}),
        (6, 32): (836, 432, {"e_ppid": 324, "e_tdev": 336, "e_tsess": 344, "e_login": 372, "e_sid": 388}),
        (10, 64): (1472, 832, {"e_ppid": 472, "e_tdev": 484, "e_tsess": 496, "e_login": 536, "e_sid": 552}),
        (10, 32): (1088, 640, {}),
    }
    for (release, bits), (size, proc, offsets) in figures.items():
        text = f"#define SUNKVM_NETBSD {release}\n#include <kvm.h>\n#include <sys/sysctl.h>\n#include <sys/msg.h>\n"
        text += "#include <sys/sem.h>\n#include <sys/shm.h>\n"
        for struct, count in (("kinfo_proc", size), ("proc", proc), ("kinfo_proc2", 680), ("kinfo_lwp", 128)):
            text += f'_Static_assert(sizeof(struct {struct}) == {count}, "{struct}");\n'
        text += f'_Static_assert(sizeof(struct uvmexp_sysctl) == {616 if release == 6 else 712}, "");\n'
        text += '_Static_assert(sizeof(struct kinfo_drivers) == 32 && sizeof(struct vmtotal) == 48, "");\n'
        text += '_Static_assert(__builtin_offsetof(struct kinfo_proc2, p_vm_vsize) == 664, "");\n'
        text += '_Static_assert(__builtin_offsetof(struct kinfo_lwp, l_name) == 108, "");\n'
        text += '_Static_assert(__builtin_offsetof(struct uvmexp_sysctl, ncolors) == 608, "");\n'
        text += f'_Static_assert(sizeof(struct nlist) == {24 if bits == 64 else 12}, "");\n'
        # Of System V's objects: 4 ids, mode, sequence and a long key.
        text += '_Static_assert(__builtin_offsetof(struct ipc_perm, _key) == 24, "");\n'
        text += f'_Static_assert(sizeof(struct ipc_perm) == {24 + bits // 8}, "");\n'
        for name, offset in offsets.items():
            text += f'_Static_assert(__builtin_offsetof(struct eproc, {name}) == {offset}, "{name}");\n'
        check("gcc", "gnu17", netbsd.flavour(bits), text, tmp_path)


def test_old_habits(netbsd, tmp_path):
    """What programs of the time do with the headers."""
    text = """
    #include <sys/cdefs.h>
    #ifndef lint
    __COPYRIGHT("(c) nobody");
    #endif
    #ifndef lint
    #if 0
    static char sccsid[] = "x";
    #else
    __RCSID("$NetBSD$");
    #endif
    #endif
    #include <sys/param.h>
    #include <sys/user.h>
    #include <sys/lwp.h>
    #include <sys/proc.h>
    #include <sys/queue.h>
    #include <sys/resource.h>
    #include <sys/sched.h>
    #include <sys/sysctl.h>
    #include <sys/time.h>
    #include <sys/stat.h>
    #define _KERNEL
    #include <sys/sem.h>
    #include <sys/shm.h>
    #include <sys/msg.h>
    #undef _KERNEL
    #include <err.h>
    #include <kvm.h>
    #include <nlist.h>
    #include <paths.h>
    #include <stddef.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <tzfile.h>
    #include <util.h>
    #include <utmpx.h>
    struct nlist nl[] = {{"_averunnable", 0, 0, 0, 0}, {.n_name = "_ttylist"}, {"_x"}, {NULL}};
    typedef struct varent { SIMPLEQ_ENTRY(varent) next; int width; } VARENT;
    SIMPLEQ_HEAD(varlist, varent);
    struct varlist list = SIMPLEQ_HEAD_INITIALIZER(list);
    int widths(int unused __unused)
    {
        VARENT *vent;
        int sum = (int)__arraycount(nl);
        SIMPLEQ_FOREACH(vent, &list, next)
            sum += vent->width;
        return sum + !SIMPLEQ_EMPTY(&list);
    }
    struct var { const char *name; size_t off; } vars[] = {
        {"pid", offsetof(struct kinfo_proc2, p_pid)},
        {"wchan", offsetof(struct kinfo_lwp, l_wmesg)},
    };
    struct tty *tty(void) { return NULL; }
    const char *who(struct utmpx *ut) { return ut->ut_ss.ss_len ? ut->ut_host : ut->ut_name; }
    long since(struct utmpx *ut) { return (long)ut->ut_tv.tv_sec / SECSPERDAY + TM_YEAR_BASE; }
    int id(int i, struct semid_ds *ds) { return IXSEQ_TO_IPCID(i, ds->sem_perm); }
    int key(kmsq_t *q) { return (int)q->msq_u.msg_perm._key; }
    int nice_of(struct kinfo_proc2 *ki) { return ki->p_nice - NZERO + (ki->p_flag & P_SYSTEM); }
    int leads(struct kinfo_proc2 *ki) { return (ki->p_eflag & EPROC_SLEADER) != 0; }
    unsigned long where(struct kinfo_proc *ki) { return (unsigned long)ki->kp_eproc.e_paddr + ki->kp_proc.p_pid; }
    unsigned long pcb(struct lwp *l) { return (unsigned long)l->l_addr + offsetof(struct lwp, l_addr); }
    char *name(uint32_t dev) { return dev == (uint32_t)NODEV ? NULL : devname(dev, S_IFCHR); }
    int more(struct kinfo_proc2 *a, struct kinfo_lwp *b) { return proc_compare(a, b, a, b); }
    int print(uint64_t n) { return printf("%" PRIu64 "\\n", n); }
    dev_t any(void) { return (dev_t)KERN_PROC_TTY_NODEV; }
    """
    check("gcc", "gnu89", netbsd.flavour(), text, tmp_path)
    check("clang", "gnu17", netbsd.flavour(), text, tmp_path)
    check("gcc", "gnu17", netbsd.flavour(), "#define SUNKVM_NETBSD 10\n" + text, tmp_path)


def test_other_releases_have_no_structs(netbsd, tmp_path):
    source = tmp_path / "test.c"
    source.write_text("#define SUNKVM_NETBSD 7\n#include <kvm.h>\n")
    command = ["cc", "-fsyntax-only", *netbsd.flavour().cflags, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "SUNKVM_NETBSD must be 6 or 10" in done.stderr


def test_device_numbers(netbsd, tmp_path):
    """Twelve bits of major number in the middle of minor's twenty."""
    text = """
    #include <sys/types.h>
    _Static_assert(major(0x12345678) == 0x456 && minor(0x12345678) == 0x12378, "");
    _Static_assert(makedev(0x456, 0x12378) == 0x12345678, "");
    """
    check("gcc", "gnu17", netbsd.flavour(), text, tmp_path)


def test_another_nlist_first_is_an_error_that_says_what_to_do(netbsd, tmp_path):
    source = tmp_path / "test.c"
    source.write_text("#define _NLIST_H 1\n#include <nlist.h>\n")
    command = ["cc", "-fsyntax-only", *netbsd.flavour().cflags, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "put the include directory of sunkvm before all others" in done.stderr


def test_constants(netbsd, tmp_path):
    """What the headers and the tables of the releases both have must be the same."""
    from sunkvm import datamodel
    from sunkvm.layouts.builtin import BuiltinTables

    top = Path(netbsd.flavour().includes[0])
    defined = {
        name for path in top.rglob("*.h") for name in re.findall(r"^#define (\w+) ", path.read_text(), re.M)
    }
    for release in RELEASES:
        known = BuiltinTables("netbsd", datamodel.AMD64, table=f"netbsd{release}_amd64").constants
        both = sorted(defined & known.keys() - {"NGROUPS", "EINVAL", "ENOMEM", "ENXIO", "ESRCH"})
        assert len(both) > 90, json.dumps(both)
        text = f"#define SUNKVM_NETBSD {release}\n"
        text += "".join(f"#include <{name}>\n" for name in (*KERNEL, "sys/file.h", "sys/lwp.h"))
        for name in both:
            value = known[name]
            same = f"(unsigned long long)({name}) == {value}ull || (unsigned int)({name}) == {value}ull"
            text += f'_Static_assert({same}, "{name}");\n'
        check("gcc", "gnu17", netbsd.flavour(), text, tmp_path)
