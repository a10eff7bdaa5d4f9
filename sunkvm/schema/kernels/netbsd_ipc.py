"""System V's objects in NetBSD kernels (sys/ipc.h, sys/msg.h, sys/sem.h, sys/shm.h), the same from 6 to 10."""

from __future__ import annotations

from ..base import cstruct, long_t, nested, ptr, s32, s64, schema, u16, u32, ulong_t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout


@schema
def ipc_perm(model: DataModel) -> Layout:
    """``struct ipc_perm``: 32 bytes LP64."""
    ids = [u32(name) for name in ("uid", "gid", "cuid", "cgid")]
    return cstruct(model, "ipc_perm", *ids, u32("mode", "mode_t"), u16("_seq"), long_t("_key", "key_t"))


@schema
def msqid_ds(model: DataModel) -> Layout:
    """``struct msqid_ds``: 104 bytes LP64."""
    return cstruct(
        model,
        "msqid_ds",
        nested("msg_perm", ipc_perm),
        *(ulong_t(name) for name in ("msg_qnum", "msg_qbytes")),
        *(s32(name, "pid_t") for name in ("msg_lspid", "msg_lrpid")),
        *(s64(name, "time_t") for name in ("msg_stime", "msg_rtime", "msg_ctime")),
        *(ptr(name, "struct __msg") for name in ("_msg_first", "_msg_last")),
        ulong_t("_msg_cbytes", "msglen_t"),
    )


@schema
def kmsq(model: DataModel) -> Layout:
    """``kmsq_t``: 128 bytes LP64."""
    return cstruct(model, "kmsq", nested("msq_u", msqid_ds), *(ptr(f"msq_cv{number}") for number in range(3)))


@schema
def semid_ds(model: DataModel) -> Layout:
    """``struct semid_ds``: 64 bytes LP64."""
    return cstruct(
        model,
        "semid_ds",
        nested("sem_perm", ipc_perm),
        u16("sem_nsems"),
        *(s64(name, "time_t") for name in ("sem_otime", "sem_ctime")),
        ptr("_sem_base", "struct __sem"),
    )


@schema
def shmid_ds(model: DataModel) -> Layout:
    """``struct shmid_ds``: 88 bytes LP64."""
    return cstruct(
        model,
        "shmid_ds",
        nested("shm_perm", ipc_perm),
        ulong_t("shm_segsz", "size_t"),
        *(s32(name, "pid_t") for name in ("shm_lpid", "shm_cpid")),
        u32("shm_nattch"),
        *(s64(name, "time_t") for name in ("shm_atime", "shm_dtime", "shm_ctime")),
        ptr("_shm_internal"),
    )
