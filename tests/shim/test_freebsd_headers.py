"""The header tree of FreeBSD: every header alone and all in random orders, in old and new C and in C++."""

from __future__ import annotations

import random
import subprocess

import pytest

from .conftest import WIDTHS
from .test_headers import COMPILERS, HOST, MODES, check, compiler, headers, narrow

pytestmark = pytest.mark.shim

# These define what others of ours redefine; all of ours are tested with them in random orders.
KERNEL = (
    "kvm.h",
    "nlist.h",
    "sys/proc.h",
    "sys/user.h",
    "sys/sysctl.h",
    "sys/msgbuf.h",
    "sys/shm.h",
    "sys/ktr.h",
)


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_each_header_alone(freebsd, family, mode, bits, tmp_path):
    flavour = freebsd.flavour(bits)
    path = tmp_path / ("one.cc" if "++" in mode else "one.c")
    command = [compiler(family, mode), f"-std={mode}", "-fsyntax-only", *narrow(mode, bits), *flavour.cflags]
    for header in headers(flavour):
        if header.startswith("sunkvm/struct/") and (family, mode) != ("gcc", "gnu17"):
            continue  # the order test has them all
        path.write_text(f"#include <{header}>\n#include <{header}>\n")
        done = subprocess.run([*command, str(path)], capture_output=True, text=True)
        assert done.returncode == 0, f"{header}: {done.stderr[:2000]}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_all_headers_in_any_order(freebsd, family, mode, bits, seed, tmp_path):
    flavour = freebsd.flavour(bits)
    names = [*headers(flavour), *HOST]
    random.Random(seed).shuffle(names)
    options = [[], ["-O2"], ["-O2", "-D_FORTIFY_SOURCE=2", "-D_FILE_OFFSET_BITS=64"]][seed]
    check(family, mode, flavour, "".join(f"#include <{name}>\n" for name in names), tmp_path, *options)


@pytest.mark.parametrize("bits", WIDTHS)
def test_pedantic(freebsd, bits, tmp_path):
    text = "".join(f"#include <{name}>\n" for name in KERNEL) + "int main(void) { return 0; }\n"
    check("gcc", "c99", freebsd.flavour(bits), text, tmp_path, "-pedantic-errors", "-Wextra")


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("family", COMPILERS)
def test_public_structs(freebsd, family, bits, tmp_path):
    """Sizes and offsets as the system's own compiler has them, in C++, which leaves the headers' assertions out."""
    from sunkvm import datamodel
    from sunkvm.schema.kernels import freebsd as schema

    model = datamodel.AMD64 if bits == 64 else datamodel.I386
    lines = [f"#include <{name}>" for name in KERNEL]
    layouts = [schema.kinfo_proc(model, 15), schema.nlist(model), schema.kvm_nlist(model)]
    for layout in (*layouts, schema.kvm_swap(model), schema.kvm_page(model)):
        lines.append(f'static_assert(sizeof(struct {layout.name}) == {layout.size}, "{layout.name}");')
        for field in layout:
            if "." not in field.name:
                where = f"__builtin_offsetof(struct {layout.name}, {field.name})"
                lines.append(f'static_assert({where} == {field.offset}, "{field.name}");')
    check(family, "c++17", freebsd.flavour(bits), "\n".join(lines) + "\n", tmp_path)


def test_figures_of_the_manual_pages(freebsd, tmp_path):
    """Figures that do not come from our own tables: those of the system's headers, as compilers laid them out."""
    for bits, size, offsets in (
        (
            64,
            1088,
            {"ki_pid": 72, "ki_siglist": 104, "ki_comm": 447, "ki_tdev": 560, "ki_rusage": 608, "ki_pd": 928},
        ),
        (
            32,
            768,
            {"ki_pid": 40, "ki_siglist": 72, "ki_comm": 367, "ki_tdev": 480, "ki_rusage": 528, "ki_pcb": 672},
        ),
    ):
        text = "#include <kvm.h>\n#include <sys/user.h>\n#include <sys/ktr.h>\n"
        text += f'_Static_assert(sizeof(struct kinfo_proc) == {size}, "");\n'
        for name, offset in offsets.items():
            text += f'_Static_assert(__builtin_offsetof(struct kinfo_proc, {name}) == {offset}, "{name}");\n'
        text += '_Static_assert(sizeof(struct kvm_swap) == 52 && sizeof(kvaddr_t) == 8, "");\n'
        text += f'_Static_assert(sizeof(struct nlist) == {24 if bits == 64 else 12}, "");\n'
        text += f'_Static_assert(sizeof(struct kvm_nlist) == {24 if bits == 64 else 16}, "");\n'
        check("gcc", "gnu17", freebsd.flavour(bits), text, tmp_path)


@pytest.mark.parametrize("release", [11, 12])
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize(("family", "mode"), [("gcc", "gnu17"), ("clang", "gnu89"), ("gcc", "c++17")])
def test_older_releases_in_any_order(freebsd, family, mode, bits, seed, release, tmp_path):
    flavour = freebsd.flavour(bits)
    names = [*headers(flavour), *HOST]
    random.Random(seed + 100).shuffle(names)
    text = "".join(f"#include <{name}>\n" for name in names)
    check(family, mode, flavour, text, tmp_path, f"-DSUNKVM_FREEBSD={release}")


def test_figures_of_older_releases(freebsd, tmp_path):
    """Figures of the systems' own headers: numbers of devices, of priorities, the structs of 11.0."""
    includes = "".join(
        f"#include <{name}>\n"
        for name in (
            "sys/param.h",
            "sys/user.h",
            "sys/tty.h",
            "sys/rtprio.h",
            "vm/vm_param.h",
            "limits.h",
            "kvm.h",
        )
    )
    common = (
        '_Static_assert(PRI_MIN_KERN == 80 && PZERO == 100 && PUSER == 120 && PRI_MIN_REALTIME == 48, "");\n'
    )
    for bits, offsets, tty in (
        (
            64,
            {"ki_tdev": 100, "ki_comm": 447, "ki_moretdname": 502, "ki_spareints": 552, "ki_oncpu": 568},
            64,
        ),
        (
            32,
            {"ki_tdev": 68, "ki_comm": 367, "ki_moretdname": 422, "ki_spareints": 472, "ki_oncpu": 488},
            None,
        ),
    ):
        text = includes + common
        text += (
            '_Static_assert(__FreeBSD_version == 1100122 && sizeof(dev_t) == 4 && ARG_MAX == 262144, "");\n'
        )
        text += f'_Static_assert(sizeof(struct kinfo_proc) == {1088 if bits == 64 else 768}, "");\n'
        text += '_Static_assert(sizeof(struct xswdev) == 20 && XSWDEV_VERSION == 1, "");\n'
        text += '_Static_assert(major(0x12345607u) == 0x56 && minor(0x12345607u) == 0x12340007, "");\n'
        for name, offset in offsets.items():
            text += f'_Static_assert(__builtin_offsetof(struct kinfo_proc, {name}) == {offset}, "{name}");\n'
        if tty is not None:
            text += f'_Static_assert(__builtin_offsetof(struct tty, t_inq) == {tty}, "");\n'
        check("gcc", "gnu17", freebsd.flavour(bits), text, tmp_path, "-DSUNKVM_FREEBSD=11")
        text = includes + common
        text += (
            '_Static_assert(__FreeBSD_version == 1201000 && sizeof(dev_t) == 8 && ARG_MAX == 524288, "");\n'
        )
        text += '_Static_assert(sizeof(((struct kinfo_proc *)0)->ki_tdev) == 8 && XSWDEV_VERSION == 2, "");\n'
        check("gcc", "gnu17", freebsd.flavour(bits), text, tmp_path, "-DSUNKVM_FREEBSD=12")
    source = tmp_path / "seven.c"
    source.write_text("#include <sys/types.h>\n")
    command = ["cc", "-fsyntax-only", "-DSUNKVM_FREEBSD=7", *freebsd.flavour(64).cflags, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "must be 11, 12 or 15" in done.stderr


def test_old_habits(freebsd, tmp_path):
    """What programs of the time do with the headers."""
    text = """
    #include <sys/cdefs.h>
    __FBSDID("$FreeBSD$");
    __RCSID("x");
    #include <sys/param.h>
    #include <sys/proc.h>
    #include <sys/queue.h>
    #include <sys/sysctl.h>
    #include <sys/time.h>
    #include <sys/user.h>
    #include <sys/tty.h>
    #include <kvm.h>
    #include <nlist.h>
    #include <paths.h>
    #include <stdlib.h>
    struct nlist nl[] = {{"_averunnable"}, {.n_name = "_ttylist"}, {"_x", 0, 0, 0, 0}, {NULL}};
    struct item { int x; STAILQ_ENTRY(item) link; };
    STAILQ_HEAD(list, item);
    int split(struct list *all, struct item *after, struct list *rest, int unused __unused)
    {
        struct item *item, *next;
        STAILQ_SPLIT_AFTER(all, after, rest, link);
        STAILQ_SWAP(all, rest, item);
        STAILQ_FOREACH_SAFE(item, all, link, next)
            item->x = 0;
        return (int)nitems(nl) + (STAILQ_LAST(all, item, link) != NULL);
    }
    struct tty *following(struct tty *tp) { return TAILQ_NEXT(tp, t_list); }
    long sizes(struct tty *tp) { return tp->t_inq.ti_nblocks * TTYINQ_DATASIZE + tp->t_outq.to_quota; }
    long when(struct kinfo_proc *ki)
    {
        return ki->ki_rusage.ru_utime.tv_sec + ki->ki_childstime.tv_usec + (ki->ki_pri.pri_level - PZERO);
    }
    long total(struct kinfo_proc *ki, struct timeval *tv)
    {
        timeradd(&ki->ki_rusage.ru_utime, &ki->ki_rusage.ru_stime, tv);
        return pgtok(ki->ki_rssize) + btoc(ki->ki_size);
    }
    unsigned long offset(void)
    {
        return __builtin_offsetof(struct kinfo_proc, ki_rusage) + __builtin_offsetof(struct rusage, ru_maxrss);
    }
    char *name(dev_t dev) { return dev == NODEV ? NULL : devname(dev, 0020000); }
    const char *boot(void) { return getbootfile(); }
    """
    check("gcc", "gnu89", freebsd.flavour(), text, tmp_path)
    check("clang", "gnu17", freebsd.flavour(), text, tmp_path)


def test_another_nlist_first_is_an_error_that_says_what_to_do(freebsd, tmp_path):
    source = tmp_path / "test.c"
    source.write_text("#define _NLIST_H 1\n#include <nlist.h>\n")
    command = ["cc", "-fsyntax-only", *freebsd.flavour().cflags, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "put the include directory of sunkvm before all others" in done.stderr
