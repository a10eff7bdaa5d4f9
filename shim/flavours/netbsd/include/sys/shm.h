/* Shared memory. Replaces the header of the C library. */
#ifndef _SUNKVM_NETBSD_SYS_SHM_H
#define _SUNKVM_NETBSD_SYS_SHM_H

#include <sys/ipc.h>
#include <sunkvm/assert.h>

typedef unsigned int shmatt_t;

#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_LOCK 3
#define SHM_UNLOCK 4
#define SHM_R IPC_R
#define SHM_W IPC_W

/* In the mode of a segment */
#define SHMSEG_FREE 0x0200
#define SHMSEG_REMOVED 0x0400
#define SHMSEG_ALLOCATED 0x0800
#define SHMSEG_WANTED 0x1000
#define SHMSEG_RMLINGER 0x2000
#define SHMSEG_WIRED 0x4000

struct shmid_ds {
	struct ipc_perm shm_perm;
	size_t shm_segsz;
	pid_t shm_lpid;
	pid_t shm_cpid;
	shmatt_t shm_nattch;
	int64_t shm_atime;
	int64_t shm_dtime;
	int64_t shm_ctime;
	void *_shm_internal;
};

struct shminfo {
	uint64_t shmmax;
	uint32_t shmmin;
	uint32_t shmmni;
	uint32_t shmseg;
	uint32_t shmall;
};

struct shmid_ds_sysctl {
	struct ipc_perm_sysctl shm_perm;
	uint64_t shm_segsz;
	pid_t shm_lpid;
	pid_t shm_cpid;
	int64_t shm_atime;
	int64_t shm_dtime;
	int64_t shm_ctime;
	uint32_t shm_nattch;
};

struct shm_sysctl_info {
	struct shminfo shminfo;
	struct shmid_ds_sysctl shmids[1];
};

#ifdef _KERNEL
extern struct shminfo shminfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct shmid_ds, 88);
_SUNKVM_SIZE(struct shmid_ds_sysctl, 80);
#endif
#endif

#endif
