/* A load meter as widgets of the SunOS 4 era were: opens once, then reads the averages again and again. */
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/param.h>
#include <unistd.h>

static struct nlist nl[] = {
	{"_avenrun"},
	{0},
};

int main(int argc, char **argv)
{
	int polls = atoi(argv[2]);
	kvm_t *kd = kvm_open(argv[1][0] == '-' ? (char *)0 : argv[1], (char *)0, (char *)0, O_RDONLY, argv[0]);
	long avenrun[3];

	if (kd == 0)
		return 1;
	kvm_nlist(kd, nl);
	if (nl[0].n_type == 0)
		return 2;
	while (polls-- > 0) {
		if (kvm_read(kd, nl[0].n_value, (char *)avenrun, sizeof avenrun) != sizeof avenrun)
			return 3;
		printf("%.4f %.4f %.4f\n", (double)avenrun[0] / 256, (double)avenrun[1] / 256, (double)avenrun[2] / 256);
		fflush(stdout);
		if (polls)
			usleep(250000);
	}
	return kvm_close(kd);
}
