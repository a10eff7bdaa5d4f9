/* The swap space of a DragonFly kernel: pstat -s -M core -N kernel. */
#include <sys/param.h>
#include <sys/time.h>
#include <sys/stat.h>
#include <sys/blist.h>
#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *memf = NULL, *nlistf = NULL;
	struct kvm_swap kswap[16];
	int ch, i, n;
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "M:N:")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			exit(1);
	}
	if ((kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "pstat")) == NULL)
		exit(1);
	n = kvm_getswapinfo(kd, kswap, NELEM(kswap), SWIF_DEV_PREFIX);
	if (n < 0)
		errx(1, "kvm_getswapinfo: %s", kvm_geterr(kd));
	for (i = 0; i <= n; i++)
		printf("%-16s %8u %8u\n", i < n ? kswap[i].ksw_devname : "Total", pgtok(kswap[i].ksw_total),
		       pgtok(kswap[i].ksw_used));
	return kvm_close(kd);
}
