"""System V's objects in FreeBSD kernels (sys/ipc.h, sys/msg.h, sys/sem.h, sys/shm.h), the same from 8 to 15."""

from __future__ import annotations

from ..base import cstruct, long_t, nested, ptr, s32, schema, u16, u32, ulong_t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...datamodel import DataModel
    from ...layout import Layout


@schema
def ipc_perm(model: DataModel) -> Layout:
    """``struct ipc_perm``: 32 bytes LP64, 24 ILP32."""
    ids = [u32(name) for name in ("cuid", "cgid", "uid", "gid")]
    return cstruct(model, "ipc_perm", *ids, u16("mode"), u16("seq"), long_t("key", "key_t"))


@schema
def msqid_kernel(model: DataModel) -> Layout:
    """``struct msqid_kernel``, with the members of its ``u``: 120 bytes LP64."""
    return cstruct(
        model,
        "msqid_kernel",
        nested("msg_perm", ipc_perm),
        *(ptr(name, "struct msg") for name in ("__msg_first", "__msg_last")),
        *(ulong_t(name) for name in ("msg_cbytes", "msg_qnum", "msg_qbytes")),
        *(s32(name, "pid_t") for name in ("msg_lspid", "msg_lrpid")),
        *(long_t(name, "time_t") for name in ("msg_stime", "msg_rtime", "msg_ctime")),
        *(ptr(name) for name in ("label", "cred")),
    )


@schema
def semid_kernel(model: DataModel) -> Layout:
    """``struct semid_kernel``: 80 bytes LP64."""
    return cstruct(
        model,
        "semid_kernel",
        nested("sem_perm", ipc_perm),
        ptr("__sem_base", "struct sem"),
        u16("sem_nsems"),
        *(long_t(name, "time_t") for name in ("sem_otime", "sem_ctime")),
        *(ptr(name) for name in ("label", "cred")),
    )


@schema
def shmid_kernel(model: DataModel) -> Layout:
    """``struct shmid_kernel``: 104 bytes LP64."""
    return cstruct(
        model,
        "shmid_kernel",
        nested("shm_perm", ipc_perm),
        ulong_t("shm_segsz", "size_t"),
        *(s32(name, "pid_t") for name in ("shm_lpid", "shm_cpid")),
        s32("shm_nattch"),
        *(long_t(name, "time_t") for name in ("shm_atime", "shm_dtime", "shm_ctime")),
        *(ptr(name) for name in ("object", "label", "cred")),
    )
