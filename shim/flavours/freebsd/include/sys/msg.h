/* Message queues. Replaces the header of the C library. */
#ifndef _SUNKVM_FREEBSD_SYS_MSG_H
#define _SUNKVM_FREEBSD_SYS_MSG_H

#include <sys/ipc.h>
#include <time.h>
#include <sunkvm/assert.h>
#include <sys/ucred.h>

struct label;
struct msg;

typedef unsigned long msglen_t;
typedef unsigned long msgqnum_t;

#define MSG_NOERROR 010000

struct msqid_ds {
	struct ipc_perm msg_perm;
	struct msg *__msg_first;
	struct msg *__msg_last;
	msglen_t msg_cbytes;
	msgqnum_t msg_qnum;
	msglen_t msg_qbytes;
	pid_t msg_lspid;
	pid_t msg_lrpid;
	time_t msg_stime;
	time_t msg_rtime;
	time_t msg_ctime;
};

struct msqid_kernel {
	struct msqid_ds u;
	struct label *label;
	struct ucred *cred;
};

struct msginfo {
	int msgmax;
	int msgmni;
	int msgmnb;
	int msgtql;
	int msgssz;
	int msgseg;
};

#ifdef _KERNEL
extern struct msginfo msginfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct ipc_perm, 32);
_SUNKVM_SIZE(struct msqid_ds, 104);
_SUNKVM_SIZE(struct msqid_kernel, 120);
#endif
#endif

#endif
