"""The header tree of DragonFly: every header alone and all in random orders, in old and new C and in C++."""

from __future__ import annotations

import json
import random
import subprocess

import pytest

from .test_headers import COMPILERS, HOST, MODES, check, compiler, headers

pytestmark = pytest.mark.shim

KERNEL = (
    "kvm.h",
    "nlist.h",
    "sys/user.h",
    "sys/sysctl.h",
    "sys/msgbuf.h",
    "sys/mount.h",
    "sys/vnode.h",
    "sys/file.h",
    "sys/filedesc.h",
    "sys/nchstats.h",
    "sys/lockf.h",
    "sys/buf.h",
    "vfs/ufs/inode.h",
    "utmpx.h",
    "vm/vm_map.h",
)
# As the system's own compiler laid them out, from its headers.
PUBLIC = {
    "kinfo_proc": (992, {"kp_paddr": 0, "kp_stat": 12, "kp_fd": 32, "kp_start": 96, "kp_comm": 112, "kp_uid": 132,
                         "kp_groups": 140, "kp_pid": 220, "kp_login": 240, "kp_tdev": 280, "kp_vm_map_size": 312,
                         "kp_ru": 368, "kp_cru": 512, "kp_auxflags": 656, "kp_lwp": 664, "kp_ktaddr": 976,
                         "kp_spare": 984}),
    "kinfo_lwp": (312, {"kl_pid": 0, "kl_tid": 4, "kl_stat": 12, "kl_rtprio": 36, "kl_uticks": 40, "kl_pctcpu": 72,
                        "kl_ru": 96, "kl_siglist": 240, "kl_wchan": 272, "kl_wmesg": 280, "kl_comm": 289}),
    "kinfo_file": (72, {"f_size": 0, "f_pid": 8, "f_fd": 16, "f_file": 24, "f_type": 32, "f_count": 36, "f_offset": 48,
                        "f_data": 56, "f_flag": 64}),
    "kvm_swap": (84, {"ksw_devname": 0, "ksw_used": 64, "ksw_total": 68, "ksw_flags": 72}),
    "nlist": (24, {"n_name": 0, "n_type": 8, "n_other": 9, "n_desc": 10, "n_value": 16}),
    "nchstats": (64, {"ncs_goodhits": 0, "ncs_unused": 56}),
    "vm_map": (288, {"rb_root": 32, "min_addr": 56, "max_addr": 64, "pmap": 224}),
    "vm_map_entry": (136, {"rb_entry": 0, "ba": 40, "eflags": 120, "id": 132}),
    "proc": (1312, {"p_ucred": 16, "p_pid": 92, "p_vmspace": 368, "p_comm": 920, "p_pgrp": 944, "p_lwp_tree": 1064}),
    "lwp": (608, {"lwp_proc": 48, "lwp_tid": 72, "lwp_ru": 136, "lwp_thread": 424}),
    "msgbuf": (32, {"msg_magic": 0, "msg_bufx": 8, "msg_bufr": 12, "msg_ptr": 16}),
    "file": (128, {"f_type": 18, "f_flag": 20, "f_offset": 56, "f_data": 64, "f_count": 80, "f_nchandle": 88}),
    "lockf_range": (48, {"lf_type": 0, "lf_start": 8, "lf_owner": 24, "lf_link": 32}),
    # By the members' order; the system's headers of that year were not at hand.
    "bio": (136, {"bio_track": 32, "bio_buf": 64, "bio_offset": 80, "bio_flags": 100, "bio_caller_info3": 120}),
    "buf": (1352, {"b_rbhash": 32, "b_freelist": 64, "b_vp": 88, "b_bio_array": 96, "b_flags": 912, "b_qindex": 916,
                   "b_cpumask": 928, "b_lock": 960, "b_bufsize": 996, "b_data": 1016, "b_refs": 1044, "b_xio": 1048,
                   "b_dep": 1344}),
    "inode": (128, {"i_vnode": 8, "i_number": 40, "i_dquot": 64, "i_lockf": 88}),
    "vnode_index": (448, {"active_rover": 16, "inactive_list": 392, "spin": 408, "deac_rover": 416}),
    "statfs": (320, {"f_bsize": 8, "f_fsid": 64, "f_flags": 80, "f_fstypename": 104, "f_mntonname": 120,
                     "f_mntfromname": 218}),
}  # fmt: skip


@pytest.fixture
def flavour(dragonfly_flavour):
    return dragonfly_flavour.flavour()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_each_header_alone(flavour, family, mode, tmp_path):
    path = tmp_path / ("one.cc" if "++" in mode else "one.c")
    command = [compiler(family, mode), f"-std={mode}", "-fsyntax-only", *flavour.cflags]
    for header in headers(flavour):
        if header.startswith("sunkvm/struct/") and (family, mode) != ("gcc", "gnu17"):
            continue  # the order test has them all
        path.write_text(f"#include <{header}>\n#include <{header}>\n")
        done = subprocess.run([*command, str(path)], capture_output=True, text=True)
        assert done.returncode == 0, f"{header}: {done.stderr[:2000]}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", COMPILERS)
def test_all_headers_in_any_order(flavour, family, mode, seed, tmp_path):
    names = [*headers(flavour), *HOST]
    random.Random(seed).shuffle(names)
    options = [[], ["-O2"], ["-O2", "-D_FORTIFY_SOURCE=2", "-D_FILE_OFFSET_BITS=64", "-D__DragonFly__"]][seed]
    check(family, mode, flavour, "".join(f"#include <{name}>\n" for name in names), tmp_path, *options)


def test_pedantic(flavour, tmp_path):
    text = "".join(f"#include <{name}>\n" for name in KERNEL) + "int main(void) { return 0; }\n"
    check("gcc", "c99", flavour, text, tmp_path, "-pedantic-errors", "-Wextra")


@pytest.mark.parametrize("family", COMPILERS)
def test_public_structs(flavour, family, tmp_path):
    """In C++, which leaves the headers' own assertions out."""
    lines = [f"#include <{name}>" for name in KERNEL]
    for name, (size, offsets) in PUBLIC.items():
        lines.append(f'static_assert(sizeof(struct {name}) == {size}, "{name}");')
        for member, offset in offsets.items():
            where = f"__builtin_offsetof(struct {name}, {member})"
            lines.append(f'static_assert({where} == {offset}, "{name}.{member}");')
    check(family, "c++17", flavour, "\n".join(lines) + "\n", tmp_path)


def test_old_habits(flavour, tmp_path):
    """What programs of the time do with the headers; sys/user.h comes first in many of them."""
    text = """
    #include <sys/user.h>
    #include <sys/param.h>
    #include <sys/queue.h>
    #include <sys/sysctl.h>
    #include <sys/vnode.h>
    #include <sys/mount.h>
    #include <sys/namecache.h>
    #include <sys/buf.h>
    #include <sys/stat.h>
    #include <vm/vm_map.h>
    #include <vfs/ufs/quota.h>
    #include <vfs/ufs/inode.h>
    #include <kvm.h>
    #include <nlist.h>
    #include <paths.h>
    #include <stdlib.h>
    #include <utmpx.h>
    struct nlist nl[] = {{"_averunnable"}, {.n_name = "_mountlist"}, {"_x", 0, 0, 0, 0}, {NULL}};
    struct mount *following(struct mount *mp) { return TAILQ_NEXT(mp, mnt_list); }
    struct namecache *first(struct vnode *vp) { return TAILQ_FIRST(&vp->v_namecache); }
    struct lwp *left(struct lwp *lwp) { return lwp->lwp_rbnode.rbe_left; }
    struct buf *root(struct vnode *vp) { return vp->v_rbclean_tree.rbh_root; }
    long long where(struct buf *bp) { return bp->b_loffset + bp->b_bio2.bio_offset + (bp->b_dep.lh_first != NULL); }
    struct buf *right(struct buf *bp) { return bp->b_rbnode.rbe_right; }
    struct lockf *locks(struct vnode *vp) { struct inode *ip = vp->v_data; return &ip->i_lockf; }
    struct lockf_range *next(struct lockf_range *item) { return TAILQ_NEXT(item, lf_link); }
    int posix(struct lockf_range *item) { return item->lf_flags & F_POSIX; }
    struct vnode *active(struct vnode_index *index) { return TAILQ_FIRST(&index->active_list); }
    vm_offset_t used[VM_SUBSYS_LIMIT];
    vm_offset_t size(vm_map_entry_t entry) { return used[entry->id] += entry->ba.end - entry->ba.start; }
    int held(struct vnode *vp) { return vp->v_lock.lk_lockholder != LK_NOTHREAD; }
    int major_of(struct vnode *vp) { return vp->v_umajor; }
    int first_word(struct mount *mp) { return mp->mnt_stat.f_fsid.val[0]; }
    const char *text(const struct kinfo_proc *kp) { return kp->kp_lwp.kl_wmesg[0] ? kp->kp_lwp.kl_wmesg : kp->kp_comm; }
    int runs(const struct kinfo_proc *kp) { return kp->kp_stat == SACTIVE && kp->kp_lwp.kl_stat == LSRUN; }
    char *name(dev_t dev) { return dev == NODEV ? NULL : devname(dev, S_IFCHR); }
    int procfs(const char *path) { struct statfs sb; return statfs(path, &sb) == 0 && sb.f_fstypename[0] == 'p'; }
    const char *who(struct utmpx *ut) { return ut->ut_type == USER_PROCESS ? ut->ut_name : NULL; }
    long many(void) { return NELEM(nl) + UPAGES + PAGE_SIZE; }
    """
    check("gcc", "gnu89", flavour, text, tmp_path)
    check("clang", "gnu17", flavour, text, tmp_path)


def test_another_nlist_first_is_an_error_that_says_what_to_do(flavour, tmp_path):
    source = tmp_path / "test.c"
    source.write_text("#define _NLIST_H 1\n#include <nlist.h>\n")
    command = ["cc", "-fsyntax-only", *flavour.cflags, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "put the include directory of sunkvm before all others" in done.stderr


def test_struct_headers_say_what_the_table_says(flavour, tmp_path):
    """Every member of every struct of the table that a header has is where the table has it."""
    from sunkvm import datamodel
    from sunkvm.export.headers import DRAGONFLY, tag_of
    from sunkvm.layouts.builtin import BuiltinTables

    tables = BuiltinTables("dragonfly", datamodel.AMD64, table="dragonfly5_amd64")
    lines, members = [], 0
    for name in DRAGONFLY:
        layout = tables.layout(name)
        if layout is None:
            continue
        lines.append(f"#include <sunkvm/struct/{name}.h>")
        lines.append(f'_Static_assert(sizeof(struct {tag_of(name)}) == {layout.size}, "{name}");')
        for field in layout:
            if "." in field.name or field.bits or not field.size or field.name.startswith("si_"):
                continue
            where = f"__builtin_offsetof(struct {tag_of(name)}, {field.name})"
            lines.append(f"_Static_assert({where} == {field.offset}, {json.dumps(field.name)});")
            members += 1
    assert members > 900
    check("gcc", "gnu17", flavour, "\n".join(lines) + "\n", tmp_path)
