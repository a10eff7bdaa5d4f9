/* The processes of a FreeBSD kernel: ps -M core -N kernel. */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <paths.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A table of where columns are, as ps has it. */
static const struct column {
	const char *name;
	size_t offset;
	int width;
} columns[] = {
	{"PID", offsetof(struct kinfo_proc, ki_pid), 6},
	{"PPID", offsetof(struct kinfo_proc, ki_ppid), 6},
	{"UID", offsetof(struct kinfo_proc, ki_uid), 6},
	{"JID", offsetof(struct kinfo_proc, ki_jid), 5},
	{"NTHR", offsetof(struct kinfo_proc, ki_numthreads), 5},
};

static const char states[] = "?IRSTZWL";

int main(int argc, char **argv)
{
	char errbuf[_POSIX2_LINE_MAX], *memf = NULL, *nlistf = NULL, **args;
	int ch, count = -1, what = KERN_PROC_PROC, fixed, threads = 0;
	size_t size = sizeof fixed;
	struct kinfo_proc *procs;
	fixpt_t ccpu;
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "M:N:H")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else if (ch == 'H')
			threads = 1;
		else
			return 1;
	}
	if ((kd = kvm_openfiles(nlistf, memf ? memf : _PATH_DEVNULL, NULL, O_RDONLY, errbuf)) == NULL)
		errx(1, "%s", errbuf);
	if (sysctlbyname("kern.fscale", &fixed, &size, NULL, 0) == -1 || fixed != FSCALE)
		errx(1, "kern.fscale");
	size = sizeof ccpu;
	(void)sysctlbyname("kern.ccpu", &ccpu, &size, NULL, 0);
	if (threads)
		what |= KERN_PROC_INC_THREAD;
	procs = kvm_getprocs(kd, what, 0, &count);
	if ((procs == NULL && count != 0) || count < 0)
		errx(1, "%s", kvm_geterr(kd));
	for (size_t i = 0; i < nitems(columns); i++)
		printf("%*s ", columns[i].width, columns[i].name);
	printf("%c %-8s COMMAND\n", 'S', "WCHAN");
	for (int p = 0; p < count; p++) {
		for (size_t i = 0; i < nitems(columns); i++)
			printf("%*d ", columns[i].width, *(int *)((char *)&procs[p] + columns[i].offset));
		printf("%c %-8s ", states[(int)procs[p].ki_stat], procs[p].ki_wmesg[0] ? procs[p].ki_wmesg : "-");
		if ((args = kvm_getargv(kd, &procs[p], 0)) != NULL)
			for (; *args; args++)
				printf("%s%s", *args, args[1] ? " " : "");
		else
			printf("[%s]", procs[p].ki_comm);
		if (threads)
			printf("/%d", procs[p].ki_tid);
		printf("\n");
	}
	return kvm_close(kd);
}
