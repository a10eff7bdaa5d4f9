/* Swap devices and load of a FreeBSD kernel: swapinfo -M core -N kernel. */
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/tty.h>
#include <vm/vm_param.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct kvm_swap swap[8];
	char *memf = NULL, *nlistf = NULL;
	double load[3];
	long cp_time[CPUSTATES];
	kvm_t *kd;
	int ch, n;

	while ((ch = getopt(argc, argv, "M:N:")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			return 1;
	}
	if ((kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "swapinfo")) == NULL)
		return 1;
	n = kvm_getswapinfo(kd, swap, nitems(swap), SWIF_DEV_PREFIX);
	if (n < 0)
		errx(1, "%s", kvm_geterr(kd));
	for (int i = 0; i <= n; i++)
		printf("%-20s %10lld %10lld\n", i < n ? swap[i].ksw_devname : "Total",
		       (long long)swap[i].ksw_total * getpagesize() / 1024, (long long)swap[i].ksw_used * getpagesize() / 1024);
	if (kvm_getloadavg(kd, load, nitems(load)) == 3)
		printf("load averages: %.2f %.2f %.2f\n", load[0], load[1], load[2]);
	if (kvm_getcptime(kd, cp_time) == 0)
		printf("user %ld idle %ld\n", cp_time[CP_USER], cp_time[CP_IDLE]);
	return kvm_close(kd);
}
