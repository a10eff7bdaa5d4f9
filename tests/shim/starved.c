/* starved UNIX VMCORE ADDRESS PID: everything a caller does, once for each allocation that can fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **arguments;

/* Return how much of it went well; the last step is the whole. */
static int everything(void)
{
	static char buffer[64 * 4096];
	uintptr_t address = strtoull(arguments[3], NULL, 0);
	struct nlist nl[] = {{.n_name = "practive"}, {.n_name = "nosuch"}, {0}};
	kvm_t *kd = kvm_open(arguments[1], arguments[2], NULL, O_RDONLY, NULL);
	struct proc *proc;
	char **argv = NULL, **env = NULL;
	int done = 0, seen = 0;

	if (!kd)
		return 0;
	done += kvm_nlist(kd, nl) == 0;
	done += kvm_kread(kd, address, buffer, 8) == 8;
	done += kvm_kread(kd, address, buffer, sizeof buffer) == sizeof buffer;
	while (kvm_nextproc(kd))
		seen++;
	done += seen > 4;
	if ((proc = kvm_getproc(kd, atoi(arguments[4]))) != NULL) {
		struct user *user = kvm_getu(kd, proc);

		done += user && kvm_getcmd(kd, proc, user, &argv, &env) == 0;
		free(argv);
		free(env);
	}
	done += kvm_kread(kd, 4096, buffer, 8) == -1;
	done += kvm_close(kd) == 0;
	return done;
}

int main(int argc, char **argv)
{
	long (*starve)(long) = (long (*)(long))dlsym(RTLD_DEFAULT, "starve");
	long count, complete = 0;

	arguments = argv;
	if (argc < 5 || !starve || starve(-1) == -1 || everything() != 7)
		return 2;
	starve(1L << 30);
	if (everything() != 7)
		return 3;
	count = starve(-1);
	for (long number = 0; number < count; number++) {
		starve(number);
		complete += everything() == 7;
		starve(-1);
		if (everything() != 7) {
			printf("nothing works after allocation %ld of %ld has failed\n", number, count);
			return 1;
		}
	}
	printf("%ld allocations, %ld harmless\n", count, complete);
	return 0;
}
