/* The processes of a DragonFly kernel: ps [-H] [-t tty] -M core -N kernel. */
#include <sys/user.h>
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
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

#define KP(member) offsetof(struct kinfo_proc, member)
#define LWP(member) (offsetof(struct kinfo_proc, kp_lwp) + offsetof(struct kinfo_lwp, member))

/* Where the columns are, as ps has them in a table. */
static const struct column {
	const char *name;
	size_t offset;
	int width;
} columns[] = {
	{"PID", KP(kp_pid), 6},	  {"TID", LWP(kl_tid), 4},	{"PPID", KP(kp_ppid), 6}, {"UID", KP(kp_uid), 6},
	{"JID", KP(kp_jailid), 4}, {"NLWP", KP(kp_nthreads), 5}, {"NI", KP(kp_nice), 4},
};

static char state(const struct kinfo_proc *kp)
{
	if (kp->kp_stat == SZOMB)
		return 'Z';
	if (kp->kp_stat == SSTOP)
		return 'T';
	switch (kp->kp_lwp.kl_stat) {
	case LSRUN:
		return 'R';
	case LSSLEEP:
		return kp->kp_lwp.kl_flags & LWP_SINTR ? (kp->kp_lwp.kl_slptime >= MAXSLP ? 'I' : 'S') : 'D';
	case LSSTOP:
		return 'T';
	}
	return '?';
}

int main(int argc, char **argv)
{
	char errbuf[_POSIX2_LINE_MAX], *memf = NULL, *nlistf = NULL, **args, *tty;
	int ch, count = -1, what = KERN_PROC_ALL, arg = 0, fscale;
	struct timeval boottime;
	size_t size = sizeof(fscale);
	struct kinfo_proc *kp;
	fixpt_t ccpu;
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "HM:N:p:")) != -1) {
		switch (ch) {
		case 'H':
			what |= KERN_PROC_FLAG_LWP;
			break;
		case 'M':
			memf = optarg;
			break;
		case 'N':
			nlistf = optarg;
			break;
		case 'p':
			what |= KERN_PROC_PID;
			arg = atoi(optarg);
			break;
		default:
			exit(1);
		}
	}
	kd = kvm_openfiles(nlistf, memf ? memf : _PATH_DEVNULL, NULL, O_RDONLY, errbuf);
	if (kd == NULL)
		errx(1, "%s", errbuf);
	if (sysctlbyname("kern.fscale", &fscale, &size, NULL, 0) == -1)
		err(1, "kern.fscale");
	size = sizeof(ccpu);
	if (sysctlbyname("kern.ccpu", &ccpu, &size, NULL, 0) == -1)
		warn("kern.ccpu");
	size = sizeof(boottime);
	if (sysctlbyname("kern.boottime", &boottime, &size, NULL, 0) == -1)
		err(1, "kern.boottime");
	kp = kvm_getprocs(kd, what, arg, &count);
	if (count < 0)
		errx(1, "%s", kvm_geterr(kd));
	for (size_t i = 0; i < NELEM(columns); i++)
		printf("%*s ", columns[i].width, columns[i].name);
	printf("S %-8s %-8s %6s %6s COMMAND\n", "TT", "WMESG", "RSS", "START");
	for (int p = 0; p < count; p++, kp++) {
		for (size_t i = 0; i < NELEM(columns); i++)
			printf("%*d ", columns[i].width, *(int *)((char *)kp + columns[i].offset));
		tty = kp->kp_tdev == NODEV ? NULL : devname(kp->kp_tdev, S_IFCHR);
		printf("%c %-8s %-8.8s %6ld %6ld ", state(kp), tty ? tty : "-",
		       kp->kp_lwp.kl_wmesg[0] ? kp->kp_lwp.kl_wmesg : "-", (long)pgtok(kp->kp_vm_rssize),
		       kp->kp_start.tv_sec ? (long)(kp->kp_start.tv_sec - boottime.tv_sec) : -1L);
		if ((args = kvm_getargv(kd, kp, 0)) != NULL)
			for (; *args; args++)
				printf("%s%s", *args, args[1] ? " " : "");
		else
			printf("(%s)", kp->kp_comm);
		printf("\n");
	}
	return kvm_close(kd);
}
