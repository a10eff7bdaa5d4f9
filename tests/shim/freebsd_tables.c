/* Asks sysctl for tables of the kernel, of the running one or of one that is opened, and prints what it is told. */
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/tty.h>
#include <vm/vm_param.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *whole(const char *name, size_t *size)
{
	char *data, small;
	size_t few = 1;

	*size = 0;
	if (sysctlbyname(name, NULL, size, NULL, 0) || !(data = malloc(*size + 1))) {
		printf("%s %s\n", name, strerror(errno));
		return NULL;
	}
	if (*size > 1 && (sysctlbyname(name, &small, &few, NULL, 0) != -1 || errno != ENOMEM))
		printf("%s fits into a byte\n", name);
	if (sysctlbyname(name, data, size, NULL, 0)) {
		printf("%s %s\n", name, strerror(errno));
		return NULL;
	}
	return data;
}

static void numbers(void)
{
	static const char *names[] = {"msgmax", "msgmni", "msgmnb", "msgtql", "msgssz", "msgseg", "semmni", "semmns", "semmnu",
				      "semmsl", "semopm", "semume", "semusz", "semvmx", "semaem", "shmmax", "shmmin", "shmmni",
				      "shmseg", "shmall"};

	for (size_t i = 0; i < nitems(names); i++) {
		char name[64];
		unsigned long wide = 0;
		int narrow = 0, is_wide = !strncmp(names[i], "shm", 3);
		size_t size = is_wide ? sizeof wide : sizeof narrow;

		snprintf(name, sizeof name, "kern.ipc.%s", names[i]);
		if (sysctlbyname(name, is_wide ? (void *)&wide : &narrow, &size, NULL, 0))
			printf("%s %s\n", name, strerror(errno));
		else
			printf("%s %lu\n", names[i], is_wide ? wide : (unsigned long)narrow);
	}
}

static void objects(void)
{
	struct msqid_kernel *queues;
	struct semid_kernel *sets;
	struct shmid_kernel *pieces;
	size_t size;

	if ((queues = whole("kern.ipc.msqids", &size)) != NULL)
		for (size_t i = 0; i < size / sizeof *queues; i++)
			if (queues[i].u.msg_qbytes)
				printf("msg %d key %ld mode %o bytes %lu count %lu from %d\n",
				       (int)IXSEQ_TO_IPCID((int)i, queues[i].u.msg_perm), (long)queues[i].u.msg_perm.key,
				       queues[i].u.msg_perm.mode, queues[i].u.msg_cbytes, queues[i].u.msg_qnum, queues[i].u.msg_lspid);
	if ((sets = whole("kern.ipc.sema", &size)) != NULL)
		for (size_t i = 0; i < size / sizeof *sets; i++)
			if (sets[i].u.sem_perm.mode & SEM_ALLOC)
				printf("sem %d mode %o count %d\n", (int)IXSEQ_TO_IPCID((int)i, sets[i].u.sem_perm),
				       sets[i].u.sem_perm.mode & 0777, sets[i].u.sem_nsems);
	if ((pieces = whole("kern.ipc.shmsegs", &size)) != NULL)
		for (size_t i = 0; i < size / sizeof *pieces; i++)
			if (pieces[i].u.shm_perm.mode & SHMSEG_ALLOCATED)
				printf("shm %d mode %o bytes %zu attached %d\n", (int)IXSEQ_TO_IPCID((int)i, pieces[i].u.shm_perm),
				       pieces[i].u.shm_perm.mode & 0777, pieces[i].u.shm_segsz, (int)pieces[i].u.shm_nattch);
}

int main(int argc, char **argv)
{
	char error[_POSIX2_LINE_MAX] = "", *text;
	struct xtty *terminals;
	struct xswdev device;
	size_t size, length = 16;
	int mib[16], one = 1, most = 0;
	kvm_t *kd = NULL;

	if (argc > 2 && !(kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, error))) {
		printf("open %s\n", error);
		return 1;
	}
	numbers();
	objects();
	size = sizeof most;
	printf("maxcpus %d", sysctlbyname("kern.smp.maxcpus", &most, &size, NULL, 0));
	printf(" %d\n", most);
	if ((terminals = whole("kern.ttys", &size)) != NULL)
		for (size_t i = 0; i < size / sizeof *terminals; i++)
			printf("tty %d %s %d %d\n", terminals[i].xt_size == sizeof *terminals, devname(terminals[i].xt_dev, S_IFCHR),
			       terminals[i].xt_sid, terminals[i].xt_pgid);
	printf("swap %d", sysctlnametomib("vm.swap_info", mib, &length));
	printf(" %zu\n", length);
	for (int i = 0; size = sizeof device, mib[length] = i, !sysctl(mib, length + 1, &device, &size, NULL, 0); i++)
		printf("device %u %d %d\n", device.xsw_version, device.xsw_nblks, device.xsw_used);
	printf("end %s\n", strerror(errno));
	printf("clear %d", sysctlbyname("kern.msgbuf_clear", NULL, NULL, &one, sizeof one));
	printf(" %s\n", strerror(errno));
	if ((text = whole("kern.msgbuf", &size)) != NULL) {
		size_t nuls = 0;

		while (nuls < size && !text[nuls])
			nuls++;
		printf("messages %d %s", size && !text[size - 1], text + nuls);
	}
	if (kd)
		printf("%s.\n", kvm_geterr(kd));
	return kd ? kvm_close(kd) : 0;
}
