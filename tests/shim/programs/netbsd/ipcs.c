/* System V objects of a NetBSD kernel: ipcs -C core -N system. */
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
	int ch;

	while ((ch = getopt(argc, argv, "C:N:")) != -1)
		if (ch == 'C')
			core = optarg;
		else if (ch == 'N')
			namelist = optarg;
		else
			return (1);
	if ((kd = kvm_openfiles(namelist, core, NULL, O_RDONLY, errbuf)) == NULL)
		errx(1, "can't open kvm: %s", errbuf);
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
