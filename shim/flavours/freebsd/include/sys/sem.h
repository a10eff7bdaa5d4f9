/* Semaphores. Replaces the header of the C library. */
#ifndef _SUNKVM_FREEBSD_SYS_SEM_H
#define _SUNKVM_FREEBSD_SYS_SEM_H

#include <sys/ipc.h>
#include <time.h>
#include <sunkvm/assert.h>
#include <sys/ucred.h>

struct label;

struct sem {
	unsigned short semval;
	pid_t sempid;
	unsigned short semncnt;
	unsigned short semzcnt;
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

struct semid_ds {
	struct ipc_perm sem_perm;
	struct sem *__sem_base;
	unsigned short sem_nsems;
	time_t sem_otime;
	time_t sem_ctime;
};

struct semid_kernel {
	struct semid_ds u;
	struct label *label;
	struct ucred *cred;
};

struct seminfo {
	int semmni;
	int semmns;
	int semmnu;
	int semmsl;
	int semopm;
	int semume;
	int semusz;
	int semvmx;
	int semaem;
};

#ifdef _KERNEL
extern struct seminfo seminfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct semid_ds, 64);
_SUNKVM_SIZE(struct semid_kernel, 80);
#endif
#endif

#endif
