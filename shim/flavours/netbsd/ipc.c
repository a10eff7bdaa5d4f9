/*
 * System V's queues, semaphores and memory for sysctl: the kernel's tables, which are the same from NetBSD 6 to 10,
 * become the structs that are the same for all programs.
 */
#include <stdlib.h>
#include <string.h>

#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/sysctl.h>

#include "netbsd.h"
#include "sysctl.h"

#define MOST (1 << 20) /* a table that says it is longer is none */

/* A queue with what waits for it. */
struct queue {
	struct msqid_ds ds;
	void *waits[3];
};

/* A table: its pointer's name, the length of what it holds, of what is given out, and of what stands before that. */
struct table {
	const char *limits, *symbol;
	size_t head, from, to;
};

enum { MSG, SEM, SHM };
static const struct table tables[] = {
	[MSG] = {"_msginfo", "_msqs", offsetof(struct msg_sysctl_info, msgids), sizeof(struct queue),
		 sizeof(struct msgid_ds_sysctl)},
	[SEM] = {"_seminfo", "_sema", offsetof(struct sem_sysctl_info, semids), sizeof(struct semid_ds),
		 sizeof(struct semid_ds_sysctl)},
	[SHM] = {"_shminfo", "_shmsegs", offsetof(struct shm_sysctl_info, shmids), sizeof(struct shmid_ds),
		 sizeof(struct shmid_ds_sysctl)},
};

static struct ipc_perm_sysctl permissions(const struct ipc_perm *from)
{
	return (struct ipc_perm_sysctl){
		._key = (uint64_t)from->_key,
		.uid = from->uid,
		.gid = from->gid,
		.cuid = from->cuid,
		.cgid = from->cgid,
		.mode = from->mode,
		._seq = (int16_t)from->_seq,
	};
}

static void widen(int which, const void *from, void *to)
{
	if (which == MSG) {
		const struct msqid_ds *queue = from;

		*(struct msgid_ds_sysctl *)to = (struct msgid_ds_sysctl){
			.msg_perm = permissions(&queue->msg_perm),
			.msg_qnum = queue->msg_qnum,
			.msg_qbytes = queue->msg_qbytes,
			._msg_cbytes = queue->_msg_cbytes,
			.msg_lspid = queue->msg_lspid,
			.msg_lrpid = queue->msg_lrpid,
			.msg_stime = queue->msg_stime,
			.msg_rtime = queue->msg_rtime,
			.msg_ctime = queue->msg_ctime,
		};
	} else if (which == SEM) {
		const struct semid_ds *set = from;

		*(struct semid_ds_sysctl *)to = (struct semid_ds_sysctl){
			.sem_perm = permissions(&set->sem_perm),
			.sem_nsems = (int16_t)set->sem_nsems,
			.sem_otime = set->sem_otime,
			.sem_ctime = set->sem_ctime,
		};
	} else {
		const struct shmid_ds *piece = from;

		*(struct shmid_ds_sysctl *)to = (struct shmid_ds_sysctl){
			.shm_perm = permissions(&piece->shm_perm),
			.shm_segsz = piece->shm_segsz,
			.shm_lpid = piece->shm_lpid,
			.shm_cpid = piece->shm_cpid,
			.shm_atime = piece->shm_atime,
			.shm_dtime = piece->shm_dtime,
			.shm_ctime = piece->shm_ctime,
			.shm_nattch = piece->shm_nattch,
		};
	}
}

/* How long a table is, and its limits into `head`; -1 where the image has none. */
static long limits(struct __kvm *kd, int which, void *head)
{
	const struct table *table = &tables[which];
	long count;

	if (!kd->native || !bsd_variable(kd, 1, table->limits, head, table->head))
		return -1;
	if (which == MSG)
		count = ((struct msginfo *)head)->msgmni;
	else if (which == SEM)
		count = ((struct seminfo *)head)->semmni;
	else
		count = ((struct shminfo *)head)->shmmni;
	return count < 0 || count > MOST ? -1 : count;
}

int netbsd_ipc(struct __kvm *kd, const int *mib, unsigned int count, void *old, size_t *oldlen)
{
	static const int asked[][2] = {
		[MSG] = {KERN_SYSVIPC_MSG, KERN_SYSVIPC_MSG_INFO},
		[SEM] = {KERN_SYSVIPC_SEM, KERN_SYSVIPC_SEM_INFO},
		[SHM] = {KERN_SYSVIPC_SHM, KERN_SYSVIPC_SHM_INFO},
	};
	union {
		struct msginfo msg;
		struct seminfo sem;
		struct shminfo shm;
	} head;
	const struct table *table;
	int which = 0, good, one = 1, info = count == 2 && mib[0] == KERN_SYSVIPC_INFO;
	struct bsd_quiet quiet;
	unsigned long kva = 0;
	char *from, *to;
	size_t size;
	long length;

	while (which <= SHM && asked[which][info] != mib[info])
		which++;
	if (which > SHM || count != (info ? 2u : 1u) || (length = limits(kd, which, &head)) < 0)
		return bsd_unknown();
	if (!info)
		return bsd_give(&one, sizeof one, old, oldlen);
	table = &tables[which];
	size = table->head + (size_t)length * table->to;
	if (!old || !oldlen)
		return bsd_give("", size, old, oldlen);
	/* A program may ask for the limits alone, or for as much as it has room for. */
	if (*oldlen >= table->head && *oldlen < size)
		length = (long)((*oldlen - table->head) / table->to);
	size = table->head + (size_t)length * table->to;
	from = malloc((size_t)length * table->from + 1);
	to = malloc(size);
	good = from && to;
	if (good && length) {
		good = bsd_variable(kd, 1, table->symbol, &kva, sizeof kva);
		bsd_quiet_begin(kd, &quiet);
		good = good && bsd_read(kd, kva, from, (size_t)length * table->from) == (ssize_t)((size_t)length * table->from);
		bsd_quiet_end(kd, &quiet);
	}
	if (good) {
		memcpy(to, &head, table->head);
		for (size_t i = 0; i < (size_t)length; i++)
			widen(which, from + i * table->from, to + table->head + i * table->to);
		good = bsd_give(to, size, old, oldlen);
	} else {
		good = bsd_unknown();
	}
	free(from);
	free(to);
	return good;
}
