/* Who is logged in and what they do: w. For the running system. */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <err.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tzfile.h>
#include <unistd.h>
#include <util.h>
#include <utmpx.h>

int
main(int argc, char *argv[])
{
	char errbuf[_POSIX2_LINE_MAX], **args;
	int mib[2] = { CTL_KERN, KERN_BOOTTIME }, nentries, nlwps, users = 0;
	struct kinfo_proc2 *kp, *best = NULL;
	struct kinfo_lwp *l, bestlwp;
	struct timespec boottime;
	size_t size = sizeof(boottime);
	struct utmpx *utmp;
	double avenrun[3];
	kvm_t *kd;

	(void)argc;
	setprogname(argv[0]);
	if ((kd = kvm_openfiles(NULL, NULL, NULL, KVM_NO_FILES, errbuf)) == NULL)
		errx(1, "%s", errbuf);
	setutxent();
	while ((utmp = getutxent()) != NULL)
		if (utmp->ut_type == USER_PROCESS)
			users++;
	endutxent();
	if (sysctl(mib, 2, &boottime, &size, NULL, 0) == -1)
		err(1, "kern.boottime");
	if (kvm_getloadavg(kd, avenrun, 3) != 3)
		errx(1, "load: %s", kvm_geterr(kd));
	printf("up %lld days, %d users, load averages: %.2f, %.2f, %.2f\n",
	    (long long)((time(NULL) - boottime.tv_sec) / SECSPERDAY), users, avenrun[0], avenrun[1], avenrun[2]);
	if ((kp = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(*kp), &nentries)) == NULL)
		errx(1, "%s", kvm_geterr(kd));
	kp = memcpy(malloc((size_t)nentries * sizeof(*kp)), kp, (size_t)nentries * sizeof(*kp));
	/* The most interesting of all processes of this user. */
	memset(&bestlwp, 0, sizeof(bestlwp));
	for (int i = 0; i < nentries; i++) {
		if (kp[i].p_uid != getuid() || kp[i].p_stat == SZOMB)
			continue;
		if ((l = kvm_getlwps(kd, kp[i].p_pid, kp[i].p_paddr, sizeof(*l), &nlwps)) == NULL || nlwps == 0)
			continue;
		if (best == NULL || proc_compare(best, &bestlwp, &kp[i], l)) {
			best = &kp[i];
			bestlwp = *l;
		}
	}
	if (best == NULL)
		errx(1, "nobody is here");
	printf("%d ", best->p_pid);
	if ((args = kvm_getargv2(kd, best, MAXPATHLEN)) != NULL)
		for (; *args; args++)
			printf("%s ", *args);
	else
		printf("(%s)", best->p_comm);
	printf("\n");
	/* And its own line. */
	for (int i = 0; i < nentries; i++)
		if (kp[i].p_pid == getpid()) {
			args = kvm_getargv2(kd, &kp[i], 0);
			printf("me %u %s\n", kp[i].p_uid, args ? args[0] : "-");
		}
	free(kp);
	return (kvm_close(kd));
}
