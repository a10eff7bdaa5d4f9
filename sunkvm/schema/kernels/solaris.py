"""Structs that SunOS, Solaris and illumos have made public: what a C program, a signal handler or a STREAMS module sees.

Kernel structs that change between releases (proc, user, as ...) have no schema: the image, or a table of a release
in `sunkvm.layouts`, tells their layouts.
"""

from __future__ import annotations

from ..base import (
    array,
    char,
    cstruct,
    long_t,
    nested,
    ptr,
    s8,
    s16,
    s32,
    schema,
    u16,
    u32,
    u64,
    ulong_t,
    union,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout


AT_SUNKVM_NOENV = 0x534B564D
"""Type of an auxiliary vector's entry (``SKVM``, value 1) that no system makes: the environment of this process is not
known, and its empty vector says nothing. Only emulated kernels have it."""


@schema
def nlist(model: DataModel) -> Layout:
    """``struct nlist`` (head/nlist.h): the System V Release 4 order, value before section and type."""
    return cstruct(
        model,
        "nlist",
        ptr("n_name", "char"),
        long_t("n_value"),
        s16("n_scnum"),
        u16("n_type", "unsigned short"),
        s8("n_sclass"),
        s8("n_numaux"),
    )


@schema
def auxv(model: DataModel) -> Layout:
    """``auxv_t`` (sys/auxv.h): one entry of the auxiliary vector, on the user's stack and in ``u_auxv``."""
    return cstruct(
        model,
        "auxv_t",
        s32("a_type"),
        union("a_un", long_t("a_val"), ptr("a_ptr"), ptr("a_fcn", "function")),
    )


@schema
def timespec(model: DataModel) -> Layout:
    """``struct timespec`` (sys/time_impl.h), also known as ``timestruc_t``."""
    return cstruct(model, "timespec", long_t("tv_sec", "time_t"), long_t("tv_nsec"))


@schema
def timeval(model: DataModel) -> Layout:
    """``struct timeval`` (sys/time.h)."""
    return cstruct(model, "timeval", long_t("tv_sec", "time_t"), long_t("tv_usec", "suseconds_t"))


@schema
def log_ctl(model: DataModel) -> Layout:
    """``struct log_ctl`` (sys/strlog.h): heads every message of the log driver; 24 bytes everywhere."""
    return cstruct(
        model,
        "log_ctl",
        s16("mid"),
        s16("sid"),
        s8("level"),
        s16("flags"),
        s32("ltime", "clock32_t"),
        s32("ttime", "time32_t"),
        s32("seq_no"),
        s32("pri"),
    )


@schema
def panic_nv(model: DataModel) -> Layout:
    """``panic_nv_t`` (sys/panic.h): a register's name and value at the time of a panic."""
    return cstruct(model, "panic_nv", char("pnv_name", 16), u64("pnv_value"))


@schema
def panic_data(model: DataModel) -> Layout:
    """``panic_data_t`` (sys/panic.h, version 2): heads ``panicbuf``; pd_nvdata goes on up to pd_msgoff."""
    return cstruct(
        model,
        "panic_data",
        u32("pd_version"),
        u32("pd_msgoff"),
        char("pd_uuid", 37),
        array(nested("pd_nvdata", panic_nv), 1),
    )


@schema
def sigaltstack(model: DataModel) -> Layout:
    """``stack_t`` (sys/signal.h)."""
    return cstruct(model, "sigaltstack", ptr("ss_sp"), ulong_t("ss_size", "size_t"), s32("ss_flags"))
