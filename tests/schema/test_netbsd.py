"""The public structs of NetBSD against tables written down from the headers, and against compilers' layouts."""

import pytest

from sunkvm import datamodel
from sunkvm.layouts.builtin import _layout
from sunkvm.schema.kernels import netbsd

MODELS = (
    datamodel.AMD64,
    datamodel.I386,
    datamodel.SPARC,
    datamodel.SPARCV9,
    datamodel.ARM,
    datamodel.AARCH64,
)

# Offsets as the headers' compilers have them (sys/sys/sysctl.h, 6.99.16 and 10.99.12): one struct everywhere.
PROC2 = """
p_forw 0 8 p_back 8 8 p_paddr 16 8 p_addr 24 8 p_fd 32 8 p_cwdi 40 8 p_stats 48 8 p_limit 56 8 p_vmspace 64 8
p_sigacts 72 8 p_sess 80 8 p_tsess 88 8 p_ru 96 8 p_eflag 104 4 p_exitsig 108 4 p_flag 112 4 p_pid 116 4 p_ppid 120 4
p_sid 124 4 p__pgid 128 4 p_tpgid 132 4 p_uid 136 4 p_ruid 140 4 p_gid 144 4 p_rgid 148 4 p_groups 152 64
p_ngroups 216 2 p_jobc 218 2 p_tdev 220 4 p_estcpu 224 4 p_rtime_sec 228 4 p_rtime_usec 232 4 p_cpticks 236 4
p_pctcpu 240 4 p_swtime 244 4 p_slptime 248 4 p_schedflags 252 4 p_uticks 256 8 p_sticks 264 8 p_iticks 272 8
p_tracep 280 8 p_traceflag 288 4 p_holdcnt 292 4 p_siglist 296 16 p_sigmask 312 16 p_sigignore 328 16
p_sigcatch 344 16 p_stat 360 1 p_priority 361 1 p_usrpri 362 1 p_nice 363 1 p_xstat 364 2 p_acflag 366 2
p_comm 368 24 p_wmesg 392 8 p_wchan 400 8 p_login 408 24 p_vm_rssize 432 4 p_vm_tsize 436 4 p_vm_dsize 440 4
p_vm_ssize 444 4 p_uvalid 448 8 p_ustart_sec 456 4 p_ustart_usec 460 4 p_uutime_sec 464 4 p_uutime_usec 468 4
p_ustime_sec 472 4 p_ustime_usec 476 4 p_uru_maxrss 480 8 p_uru_ixrss 488 8 p_uru_idrss 496 8 p_uru_isrss 504 8
p_uru_minflt 512 8 p_uru_majflt 520 8 p_uru_nswap 528 8 p_uru_inblock 536 8 p_uru_oublock 544 8 p_uru_msgsnd 552 8
p_uru_msgrcv 560 8 p_uru_nsignals 568 8 p_uru_nvcsw 576 8 p_uru_nivcsw 584 8 p_uctime_sec 592 4 p_uctime_usec 596 4
p_cpuid 600 8 p_realflag 608 8 p_nlwps 616 8 p_nrlwps 624 8 p_realstat 632 8 p_svuid 640 4 p_svgid 644 4
p_ename 648 16 p_vm_vsize 664 8 p_vm_msize 672 8
"""
LWP = """
l_forw 0 8 l_back 8 8 l_laddr 16 8 l_addr 24 8 l_lid 32 4 l_flag 36 4 l_swtime 40 4 l_slptime 44 4 l_schedflags 48 4
l_holdcnt 52 4 l_priority 56 1 l_usrpri 57 1 l_stat 58 1 l_pad1 59 1 l_pad2 60 4 l_wmesg 64 8 l_wchan 72 8
l_cpuid 80 8 l_rtime_sec 88 4 l_rtime_usec 92 4 l_cpticks 96 4 l_pctcpu 100 4 l_pid 104 4 l_name 108 20
"""
FILE = """
ki_fileaddr 0 8 ki_flag 8 4 ki_iflags 12 4 ki_ftype 16 4 ki_count 20 4 ki_msgcount 24 4 ki_usecount 28 4 ki_fucred 32 8
ki_fuid 40 4 ki_fgid 44 4 ki_fops 48 8 ki_foffset 56 8 ki_fdata 64 8 ki_vun 72 8 ki_vsize 80 8 ki_vtype 88 4 ki_vtag 92 4
ki_vdata 96 8 ki_pid 104 4 ki_fd 108 4 ki_ofileflags 112 4 _ki_padto64bits 116 4
"""


def table(text):
    words = text.split()
    return [(words[at], int(words[at + 1]), int(words[at + 2])) for at in range(0, len(words), 3)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize(
    ("schema", "size", "text"),
    [(netbsd.kinfo_proc2, 680, PROC2), (netbsd.kinfo_lwp, 128, LWP), (netbsd.kinfo_file, 120, FILE)],
    ids=["kinfo_proc2", "kinfo_lwp", "kinfo_file"],
)
def test_structs_that_are_the_same_everywhere(schema, size, text, model):
    layout = schema(model)
    fields = [field for field in layout if "." not in field.name]
    assert [(field.name, field.offset, field.size) for field in fields] == table(text)
    assert layout.size == size


@pytest.mark.parametrize("wide", [True, False])
def test_nlist(wide):
    layout = netbsd.nlist(datamodel.SPARCV9 if wide else datamodel.SPARC)
    expected = [0, 8, 9, 10, 16] if wide else [0, 4, 5, 6, 8]
    assert [field.offset for field in layout] == expected
    assert layout.size == (24 if wide else 12)


@pytest.mark.parametrize(("model", "size", "scale"), [(datamodel.AMD64, 24, 16), (datamodel.I386, 16, 12)])
def test_loadavg(model, size, scale):
    layout = netbsd.loadavg(model)
    assert (layout.size, layout.offset("fscale")) == (size, scale)


TABLES = [
    ("netbsd6_amd64", datamodel.AMD64, 1264),
    ("netbsd6_i386", datamodel.I386, 836),
    ("netbsd6_i386pae", datamodel.I386, 836),
    ("netbsd6_sparc", datamodel.SPARC, 840),
    ("netbsd6_sparc64", datamodel.SPARCV9, 1264),
    ("netbsd10_aarch64", datamodel.AARCH64, 1536),
    ("netbsd10_amd64", datamodel.AMD64, 1472),
    ("netbsd10_i386", datamodel.I386, 1088),
    ("netbsd10_i386pae", datamodel.I386, 1088),
    ("netbsd10_sparc", datamodel.SPARC, 1088),
    ("netbsd10_sparc64", datamodel.SPARCV9, 1472),
]


@pytest.mark.parametrize(("module", "model", "size"), TABLES, ids=[row[0] for row in TABLES])
def test_compilers_layouts(module, model, size):
    """The tables of kernel structs are what compilers made of the headers; kinfo_proc is laid around two of them."""
    structs = __import__(f"sunkvm.layouts.{module}", fromlist=["STRUCTS"]).STRUCTS

    def table(name):
        return _layout(name, structs[name], model, module)

    made = netbsd.kinfo_proc(table("proc"), table("vmspace"))
    assert made.size == size
    compared = set()
    for layout in (made, netbsd.eproc(table("vmspace")), netbsd.loadavg(model)):
        theirs = table(layout.name)
        assert layout.size == theirs.size
        for field in theirs:
            ours = layout[field.name]
            assert (ours.offset, ours.size, ours.kind) == (field.offset, field.size, field.kind), field.name
            compared.add(field.name)
    assert {
        "kp_eproc",
        "e_pcred.p_svgid",
        "e_ucred.cr_groups",
        "e_vm",
        "e_wmesg",
        "e_login",
        "e_spare",
    } <= compared
