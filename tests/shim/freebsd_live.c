/* Watches the running host: opens once, looks as often as told, and prints what it sees. */
#include <sys/types.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char error[_POSIX2_LINE_MAX] = "";
	struct nlist names[] = { { .n_name = "_ticks" }, { .n_name = "_hz" }, { .n_name = NULL } };
	kvm_t *kd = kvm_openfiles(NULL, *argv[1] ? argv[1] : NULL, NULL, O_RDONLY, error);

	if (!kd) {
		printf("open %s\n", error);
		return 1;
	}
	printf("nlist %d\n", kvm_nlist(kd, names));
	for (int look = argc > 2 ? atoi(argv[2]) : 1; look > 0; look--) {
		double load[3];
		long times[5];
		int count = -1, ticks = 0;
		struct kinfo_proc *all;

		printf("read %zd", kvm_read(kd, names[0].n_value, &ticks, sizeof ticks));
		printf(" ticks %d\n", ticks);
		if (kvm_getloadavg(kd, load, 3) == 3)
			printf("load %.2f\n", load[0]);
		if (!kvm_getcptime(kd, times))
			printf("idle %ld\n", times[4]);
		all = kvm_getprocs(kd, KERN_PROC_PROC, 0, &count);
		printf("processes %d\n", count);
		for (int i = 0; all && i < count; i++)
			if (all[i].ki_pid == getpid()) {
				char **vector = kvm_getargv(kd, &all[i], 0);

				printf("parent %d argument %s", all[i].ki_ppid, vector && vector[0] ? vector[1] : "?");
				vector = kvm_getenvv(kd, &all[i], 0);
				for (; vector && *vector; vector++)
					printf(" %s", *vector);
				printf("\n");
			}
		usleep(300000);
	}
	printf("write %zd", kvm_write(kd, names[0].n_value, error, 1));
	printf(" %s\n", kvm_geterr(kd));
	return kvm_close(kd);
}
