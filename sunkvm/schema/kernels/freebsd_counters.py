"""What FreeBSD kernels count for vmstat and iostat (sys/vmmeter.h, sys/devicestat.h, sys/namei.h)."""

from __future__ import annotations

from ..base import array, char, cstruct, long_t, nested, ptr, s32, schema, u32, u64, ulong_t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout

# Each is the address of a counter(9): a place of 8 bytes for each processor.
_COUNTERS = """
    v_swtch v_trap v_syscall v_intr v_soft
    v_vm_faults v_io_faults v_cow_faults v_cow_optim v_zfod v_ozfod v_swapin v_swapout v_swappgsin v_swappgsout
    v_vnodein v_vnodeout v_vnodepgsin v_vnodepgsout v_intrans v_reactivated v_pdwakeups v_pdpages v_pdshortfalls
    v_dfree v_pfree v_tfree
    v_forks v_vforks v_rforks v_kthreads v_forkpages v_vforkpages v_rforkpages v_kthreadpages
    v_wire_count
"""
_PAGES = """
    v_page_size v_page_count v_free_reserved v_free_target v_free_min v_inactive_target v_pageout_free_min
    v_interrupt_free_min v_free_severe
"""


def counters(release: int) -> tuple[str, ...]:
    """Return the members of ``struct vmmeter`` that are counters, in their order; 15 has one more than 12."""
    return (*_COUNTERS.split(), *(["v_nofree_count"] if release >= 15 else []))


def vmmeter(model: DataModel, release: int) -> Layout:
    """Return ``struct vmmeter`` of FreeBSD 12.1 (328 bytes LP64, 180 ILP32) or 15 (336, 184)."""
    return _vmmeter_15(model) if release >= 15 else _vmmeter_12(model)


@schema
def _vmmeter_12(model: DataModel) -> Layout:
    return _vmmeter(model, 12)


@schema
def _vmmeter_15(model: DataModel) -> Layout:
    return _vmmeter(model, 15)


def _vmmeter(model: DataModel, release: int) -> Layout:
    return cstruct(
        model,
        "vmmeter",
        *(ptr(name, "uint64_t") for name in counters(release)),
        *(u32(name, "u_int") for name in _PAGES.split()),
    )


@schema
def nchstats(model: DataModel) -> Layout:
    """``struct nchstats``: 64 bytes LP64, 32 ILP32."""
    names = ("goodhits", "neghits", "badhits", "falsehits", "miss", "long", "pass2", "2passes")
    return cstruct(model, "nchstats", *(ulong_t(f"ncs_{name}", "u_long") for name in names))


@schema
def bintime(model: DataModel) -> Layout:
    """``struct bintime``: seconds, and 64 bits behind the point; 16 bytes LP64, 12 on i386."""
    return cstruct(model, "bintime", long_t("sec", "time_t"), u64("frac"))


@schema
def devstat(model: DataModel) -> Layout:
    """``struct devstat``, version 6 (5.x to 15): 288 bytes LP64, 240 on i386.

    Its arrays are of transfers without data, reads, writes and deletions.
    """
    return cstruct(
        model,
        "devstat",
        u32("sequence0", "u_int"),
        s32("allocated"),
        *(u32(name, "u_int") for name in ("start_count", "end_count")),
        nested("busy_from", bintime),
        ptr("dev_links", "struct devstat"),
        u32("device_number"),
        char("device_name", 16),
        s32("unit_number"),
        *(array(u64(name), 4) for name in ("bytes", "operations")),
        *(nested(f"duration{number}", bintime) for number in range(4)),
        *(nested(name, bintime) for name in ("busy_time", "creation_time")),
        u32("block_size"),
        array(u64("tag_types"), 3),
        *(u32(name, "enum") for name in ("flags", "device_type", "priority")),
        ptr("id"),
        u32("sequence1", "u_int"),
    )
