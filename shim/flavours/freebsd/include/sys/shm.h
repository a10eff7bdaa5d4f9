/* Shared memory. Replaces the header of the C library. */
#ifndef _SUNKVM_FREEBSD_SYS_SHM_H
#define _SUNKVM_FREEBSD_SYS_SHM_H

#include <sys/ipc.h>
#include <time.h>
#include <sunkvm/assert.h>
#include <sys/ucred.h>

struct label;
struct vm_object;

typedef unsigned int shmatt_t;

#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_R IPC_R
#define SHM_W IPC_W

/* In the mode of a segment */
#define SHMSEG_FREE 0x0200
#define SHMSEG_REMOVED 0x0400
#define SHMSEG_ALLOCATED 0x0800

struct shmid_ds {
	struct ipc_perm shm_perm;
	size_t shm_segsz;
	pid_t shm_lpid;
	pid_t shm_cpid;
	shmatt_t shm_nattch;
	time_t shm_atime;
	time_t shm_dtime;
	time_t shm_ctime;
};

struct shmid_kernel {
	struct shmid_ds u;
	struct vm_object *object;
	struct label *label;
	struct ucred *cred;
};

struct shminfo {
	unsigned long shmmax;
	unsigned long shmmin;
	unsigned long shmmni;
	unsigned long shmseg;
	unsigned long shmall;
};

struct shm_info {
	int used_ids;
	unsigned long shm_tot;
	unsigned long shm_rss;
	unsigned long shm_swp;
	unsigned long swap_attempts;
	unsigned long swap_successes;
};

#ifdef _KERNEL
extern struct shminfo shminfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct shmid_ds, 80);
_SUNKVM_SIZE(struct shmid_kernel, 104);
#endif
#endif

#endif
