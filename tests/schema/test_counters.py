"""Structs of counters and disks against a compiler: typed here from the members that the systems' headers name."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from sunkvm import datamodel
from sunkvm.schema.kernels import freebsd_counters, netbsd_iostat

# The kernels' own scalars: long and pointers are words, 8-byte numbers as the machine aligns them.
SOURCE = """
#include <stdint.h>
#include <stddef.h>
typedef unsigned int u_int; typedef unsigned long u_long; typedef uint64_t *counter_u64_t;
struct bintime { long sec; uint64_t frac; };
struct timeval_ { int64_t tv_sec; int tv_usec; };
#define COUNTERS counter_u64_t v_swtch, v_trap, v_syscall, v_intr, v_soft, v_vm_faults, v_io_faults, v_cow_faults, \\
	v_cow_optim, v_zfod, v_ozfod, v_swapin, v_swapout, v_swappgsin, v_swappgsout, v_vnodein, v_vnodeout, \\
	v_vnodepgsin, v_vnodepgsout, v_intrans, v_reactivated, v_pdwakeups, v_pdpages, v_pdshortfalls, \\
	v_dfree, v_pfree, v_tfree, v_forks, v_vforks, v_rforks, v_kthreads, v_forkpages, v_vforkpages, v_rforkpages, \\
	v_kthreadpages, v_wire_count
#define PAGES u_int v_page_size, v_page_count, v_free_reserved, v_free_target, v_free_min, v_inactive_target, \\
	v_pageout_free_min, v_interrupt_free_min, v_free_severe
struct vmmeter12 { COUNTERS; PAGES; };
struct vmmeter15 { COUNTERS; counter_u64_t v_nofree_count; PAGES; };
struct nchstats { u_long ncs_goodhits, ncs_neghits, ncs_badhits, ncs_falsehits, ncs_miss, ncs_long, ncs_pass2,
	ncs_2passes; };
struct devstat {
	u_int sequence0; int allocated; u_int start_count, end_count; struct bintime busy_from;
	struct devstat *dev_links; uint32_t device_number; char device_name[16]; int unit_number;
	uint64_t bytes[4], operations[4]; struct bintime duration0, duration1, duration2, duration3;
	struct bintime busy_time, creation_time; uint32_t block_size; uint64_t tag_types[3];
	enum { A } flags; enum { B } device_type; enum { C } priority; const void *id; u_int sequence1;
};
struct io_stats {
	char io_name[16]; void *io_parent; int io_type, io_busy, io_wait;
	uint64_t io_rxfer, io_wxfer, io_seek, io_rbytes, io_wbytes;
	struct timeval_ io_attachtime, io_timestamp, io_busystamp, io_waitstamp, io_busysum, io_waitsum, io_busytime,
		io_waittime;
	struct { void *tqe_next, *tqe_prev; } io_link;
};
"""


@pytest.mark.parametrize("bits", [64, 32])
def test_as_a_compiler_has_them(bits, tmp_path):
    if shutil.which("gcc") is None:
        pytest.skip("needs gcc")
    model = datamodel.AMD64 if bits == 64 else datamodel.I386
    layouts = {
        "vmmeter12": freebsd_counters.vmmeter(model, 12),
        "vmmeter15": freebsd_counters.vmmeter(model, 15),
        "nchstats": freebsd_counters.nchstats(model),
        "devstat": freebsd_counters.devstat(model),
        "io_stats": netbsd_iostat.io_stats(model),
    }
    lines = []
    for name, layout in layouts.items():
        lines.append(f'_Static_assert(sizeof(struct {name}) == {layout.size}, "{name}");')
        for field in layout:
            where = f"offsetof(struct {name}, {field.name})"
            lines.append(f'_Static_assert({where} == {field.offset}, "{name}.{field.name}");')
    # A member that the schema leaves out would leave a gap of its own size: all of them must be there.
    assert {name: sum("." not in field.name for field in layout) for name, layout in layouts.items()} == {
        "vmmeter12": 45, "vmmeter15": 46, "nchstats": 8, "devstat": 24, "io_stats": 18,
    }  # fmt: skip
    source = tmp_path / "structs.c"
    source.write_text(SOURCE + "\n".join(lines) + "\n")
    command = ["gcc", f"-m{bits}", "-ffreestanding", "-fsyntax-only", str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:2000]
