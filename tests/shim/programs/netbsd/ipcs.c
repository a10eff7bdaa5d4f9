/* System V objects of a NetBSD kernel: ipcs -C core -N system, or ipcs -s with the names, as sysctl tells them. */
#include <sys/param.h>
#include <sys/sysctl.h>
#define _KERNEL
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/msg.h>
#undef _KERNEL

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct nlist symbols[] = {
	{ .n_name = "_sema" },
#define X_SEMA 0
	{ .n_name = "_seminfo" },
#define X_SEMINFO 1
	{ .n_name = "_msginfo" },
#define X_MSGINFO 2
	{ .n_name = "_msqs" },
#define X_MSQS 3
	{ .n_name = "_shminfo" },
#define X_SHMINFO 4
	{ .n_name = "_shmsegs" },
#define X_SHMSEGS 5
	{ .n_name = NULL },
};

static kvm_t *kd;

static void
get(unsigned long addr, void *to, size_t size, const char *what)
{
	if (kvm_read(kd, addr, to, size) != (ssize_t)size)
		errx(1, "kvm_read (%s): %s", what, kvm_geterr(kd));
}

/* An array that a variable of the kernel points at. */
static void *
array(int symbol, size_t size, const char *what)
{
	unsigned long at;
	void *all = malloc(size);

	get(symbols[symbol].n_value, &at, sizeof(at), what);
	get(at, all, size, what);
	return all;
}

/* What sysctl tells below kern.sysvipc, with the limits alone where there is no room for more. */
static void *
told(int valid, int info, size_t limits)
{
	int mib[4] = { CTL_KERN, KERN_SYSVIPC, valid, 0 }, here = 0;
	size_t size = sizeof(here), less = limits;
	char *all, *head = calloc(1, limits);

	if (sysctl(mib, 3, &here, &size, NULL, 0) != 0 || !here)
		err(1, "sysctl %d", valid);
	mib[2] = KERN_SYSVIPC_INFO;
	mib[3] = info;
	if (sysctl(mib, 4, NULL, &size, NULL, 0) != 0 || (all = malloc(size)) == NULL ||
	    sysctl(mib, 4, all, &size, NULL, 0) != 0)
		err(1, "sysctl of %d", info);
	if (sysctl(mib, 4, head, &less, NULL, 0) != 0 || less != limits || memcmp(head, all, limits) != 0)
		errx(1, "limits of %d", info);
	free(head);
	return (all);
}

static int
show_told(void)
{
	struct msg_sysctl_info *msg = told(KERN_SYSVIPC_MSG, KERN_SYSVIPC_MSG_INFO, sizeof(struct msginfo));
	struct shm_sysctl_info *shm = told(KERN_SYSVIPC_SHM, KERN_SYSVIPC_SHM_INFO, sizeof(struct shminfo));
	struct sem_sysctl_info *sem = told(KERN_SYSVIPC_SEM, KERN_SYSVIPC_SEM_INFO, sizeof(struct seminfo));

	for (int i = 0; i < msg->msginfo.msgmni; i++) {
		struct msgid_ds_sysctl *q = &msg->msgids[i];

		if (q->msg_qbytes)
			printf("q %8d %8lld %u %llu %lld\n", IXSEQ_TO_IPCID(i, q->msg_perm), (long long)q->msg_perm._key,
			    q->msg_perm.uid, (unsigned long long)q->msg_qnum, (long long)q->msg_ctime);
	}
	for (unsigned i = 0; i < shm->shminfo.shmmni; i++) {
		struct shmid_ds_sysctl *m = &shm->shmids[i];

		if (m->shm_perm.mode & SHMSEG_ALLOCATED)
			printf("m %8d %8lld %u %llu %u\n", IXSEQ_TO_IPCID(i, m->shm_perm), (long long)m->shm_perm._key,
			    m->shm_perm.uid, (unsigned long long)m->shm_segsz, m->shm_nattch);
	}
	for (int i = 0; i < sem->seminfo.semmni; i++) {
		struct semid_ds_sysctl *s = &sem->semids[i];

		if (s->sem_perm.mode & SEM_ALLOC)
			printf("s %8d %8lld %u %u\n", IXSEQ_TO_IPCID(i, s->sem_perm), (long long)s->sem_perm._key,
			    s->sem_perm.uid, s->sem_nsems);
	}
	return (0);
}

int
main(int argc, char *argv[])
{
	char errbuf[_POSIX2_LINE_MAX], *core = NULL, *namelist = NULL;
	struct semid_ds *sems;
	struct seminfo seminfo;
	struct msginfo msginfo;
	struct shminfo shminfo;
	struct shmid_ds *segs;
	kmsq_t *queues;
	int ch, sysctls = 0;

	while ((ch = getopt(argc, argv, "C:N:s")) != -1)
		if (ch == 's')
			sysctls = 1;
		else if (ch == 'C')
			core = optarg;
		else if (ch == 'N')
			namelist = optarg;
		else
			return (1);
	if (sysctls && core == NULL)
		return (show_told());
	if ((kd = kvm_openfiles(namelist, core, NULL, O_RDONLY, errbuf)) == NULL)
		errx(1, "can't open kvm: %s", errbuf);
	if (sysctls)
		return (show_told());
	switch (kvm_nlist(kd, symbols)) {
	case 0:
		break;
	case -1:
		errx(1, "%s: unable to read symbol table", namelist);
	default:
		for (int i = 0; symbols[i].n_name; i++)
			if (symbols[i].n_type == 0)
				warnx("symbol %s not found", symbols[i].n_name);
		return (1);
	}
	get(symbols[X_MSGINFO].n_value, &msginfo, sizeof(msginfo), "msginfo");
	queues = array(X_MSQS, sizeof(*queues) * (size_t)msginfo.msgmni, "msqs");
	for (int i = 0; i < msginfo.msgmni; i++)
		if (queues[i].msq_u.msg_qbytes)
			printf("q %8d %8ld %u %lu %lld\n", IXSEQ_TO_IPCID(i, queues[i].msq_u.msg_perm),
			    queues[i].msq_u.msg_perm._key, queues[i].msq_u.msg_perm.uid, queues[i].msq_u.msg_qnum,
			    (long long)queues[i].msq_u.msg_ctime);
	get(symbols[X_SHMINFO].n_value, &shminfo, sizeof(shminfo), "shminfo");
	segs = array(X_SHMSEGS, sizeof(*segs) * shminfo.shmmni, "shmsegs");
	for (unsigned i = 0; i < shminfo.shmmni; i++)
		if (segs[i].shm_perm.mode & SHMSEG_ALLOCATED)
			printf("m %8d %8ld %u %zu %u\n", IXSEQ_TO_IPCID(i, segs[i].shm_perm), segs[i].shm_perm._key,
			    segs[i].shm_perm.uid, segs[i].shm_segsz, segs[i].shm_nattch);
	get(symbols[X_SEMINFO].n_value, &seminfo, sizeof(seminfo), "seminfo");
	sems = array(X_SEMA, sizeof(*sems) * (size_t)seminfo.semmni, "sema");
	for (int i = 0; i < seminfo.semmni; i++)
		if (sems[i].sem_perm.mode & SEM_ALLOC)
			printf("s %8d %8ld %u %u\n", IXSEQ_TO_IPCID(i, sems[i].sem_perm), sems[i].sem_perm._key,
			    sems[i].sem_perm.uid, sems[i].sem_nsems);
	return (kvm_close(kd));
}
