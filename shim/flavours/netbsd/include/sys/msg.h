/* Message queues. Replaces the header of the C library. */
#ifndef _SUNKVM_NETBSD_SYS_MSG_H
#define _SUNKVM_NETBSD_SYS_MSG_H

#include <sys/ipc.h>
#include <sunkvm/assert.h>

#define MSG_NOERROR 010000

typedef unsigned long msgqnum_t;
typedef size_t msglen_t;

struct __msg {
	struct __msg *msg_next;
	long msg_type;
	unsigned short msg_ts;
	short msg_spot;
};

struct msqid_ds {
	struct ipc_perm msg_perm;
	msgqnum_t msg_qnum;
	msglen_t msg_qbytes;
	pid_t msg_lspid;
	pid_t msg_lrpid;
	int64_t msg_stime;
	int64_t msg_rtime;
	int64_t msg_ctime;
	struct __msg *_msg_first;
	struct __msg *_msg_last;
	msglen_t _msg_cbytes;
};

struct msginfo {
	int32_t msgmax;
	int32_t msgmni;
	int32_t msgmnb;
	int32_t msgtql;
	int32_t msgssz;
	int32_t msgseg;
};

struct msgid_ds_sysctl {
	struct ipc_perm_sysctl msg_perm;
	uint64_t msg_qnum;
	uint64_t msg_qbytes;
	uint64_t _msg_cbytes;
	pid_t msg_lspid;
	pid_t msg_lrpid;
	int64_t msg_stime;
	int64_t msg_rtime;
	int64_t msg_ctime;
	int32_t pad;
};

struct msg_sysctl_info {
	struct msginfo msginfo;
	struct msgid_ds_sysctl msgids[1];
};

#ifdef _KERNEL
#define MSG_LOCKED 01000

/* A queue with what waits for it. */
typedef struct kmsq {
	struct msqid_ds msq_u;
	void *msq_cv[3];
} kmsq_t;

extern struct msginfo msginfo;
#endif

#ifndef __cplusplus
#ifdef _LP64
_SUNKVM_SIZE(struct ipc_perm, 32);
_SUNKVM_SIZE(struct msqid_ds, 104);
_SUNKVM_SIZE(struct msgid_ds_sysctl, 96);
#endif
#endif

#endif
