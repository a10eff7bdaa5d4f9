/* Semaphores. Replaces the header of the C library. */
#ifndef _SUNKVM_NETBSD_SYS_SEM_H
#define _SUNKVM_NETBSD_SYS_SEM_H

#include <sys/ipc.h>
#include <sunkvm/assert.h>

struct __sem {
	unsigned short semval;
	pid_t sempid;
	unsigned short semncnt;
	unsigned short semzcnt;
};

struct semid_ds {
	struct ipc_perm sem_perm;
	unsigned short sem_nsems;
	int64_t sem_otime;
	int64_t sem_ctime;
	struct __sem *_sem_base;
};

struct sembuf {
	unsigned short sem_num;
	short sem_op;
	short sem_flg;
};

#define SEM_UNDO 010000
#define SEM_ALLOC 01000
#define SEM_DEST 02000
#define GETNCNT 3
#define GETPID 4
#define GETVAL 5
#define GETALL 6
#define GETZCNT 7
#define SETVAL 8
#define SETALL 9

struct seminfo {
	int32_t semmap;
	int32_t semmni;
	int32_t semmns;
	int32_t semmnu;
	int32_t semmsl;
	int32_t semopm;
	int32_t semume;
	int32_t semusz;
	int32_t semvmx;
	int32_t semaem;
};

struct semid_ds_sysctl {
	struct ipc_perm_sysctl sem_perm;
	int16_t sem_nsems;
	int16_t pad2;
	int32_t pad3;
	int64_t sem_otime;
	int64_t sem_ctime;
};

struct sem_sysctl_info {
	struct seminfo seminfo;
	struct semid_ds_sysctl semids[1];
};

#ifdef _KERNEL
extern struct seminfo seminfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct semid_ds, 64);
_SUNKVM_SIZE(struct semid_ds_sysctl, 56);
#endif
#endif

#endif
