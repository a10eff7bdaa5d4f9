/* Who is logged in and does what: w -M core -N kernel. Logins are those of the host, processes those of the kernel. */
#include <sys/param.h>
#include <sys/time.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/socket.h>
#include <sys/tty.h>
#include <machine/cpu.h>
#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <paths.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utmpx.h>

/* The spare words of a record are w's own: a list of the processes of a terminal. */
#define SET_NEXT(kp, next) memcpy((kp)->kp_spare, &(next), sizeof(next))

static struct kinfo_proc *next_of(const struct kinfo_proc *kp)
{
	struct kinfo_proc *next;

	memcpy(&next, kp->kp_spare, sizeof(next));
	return next;
}

int main(int argc, char **argv)
{
	char errbuf[_POSIX2_LINE_MAX], *memf = NULL, *nlistf = NULL;
	struct kinfo_proc *kp, *list = NULL, *foreground;
	int ch, count, logins = 0, mib[2] = {CTL_KERN, KERN_BOOTTIME};
	struct timeval boottime;
	size_t size = sizeof(boottime);
	struct utmpx *ut;
	double load[3];
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "M:N:")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			exit(1);
	}
	if ((kd = kvm_openfiles(nlistf, memf ? memf : _PATH_DEVNULL, NULL, O_RDONLY, errbuf)) == NULL)
		errx(1, "%s", errbuf);
	setutxent();
	while ((ut = getutxent()) != NULL)
		logins += ut->ut_type == USER_PROCESS && ut->ut_user[0] && ut->ut_tv.tv_sec > 0 && ut->ut_ss.ss_family <= AF_MAX;
	endutxent();
	if (sysctl(mib, 2, &boottime, &size, NULL, 0) != -1 && boottime.tv_sec > 0)
		printf("up since %ld, ", (long)boottime.tv_sec);
	if (kvm_getloadavg(kd, load, NELEM(load)) != 3)
		errx(1, "%s", kvm_geterr(kd));
	printf("load averages: %.2f, %.2f, %.2f\n", load[0], load[1], load[2]);
	if ((kp = kvm_getprocs(kd, KERN_PROC_ALL, 0, &count)) == NULL)
		errx(1, "%s", kvm_geterr(kd));
	for (int i = 0; i < count; i++, kp++) {
		if (kp->kp_stat == SIDL || kp->kp_stat == SZOMB || kp->kp_tdev == NODEV)
			continue;
		SET_NEXT(kp, list);
		list = kp;
	}
	for (kp = list; kp != NULL; kp = next_of(kp)) {
		foreground = kp->kp_pgid == kp->kp_tpgid ? kp : NULL;
		printf("%-8s %-10s %s%s\n", kp->kp_login, devname(kp->kp_tdev, S_IFCHR), kp->kp_comm, foreground ? " *" : "");
	}
	fprintf(stderr, "%d logins on this host\n", logins);
	return kvm_close(kd);
}
