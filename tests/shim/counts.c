/*
 * Asks sysctl what meters of the load, of processors and of memory ask for, once for each argument, and prints the numbers.
 * An argument is a letter for the kind of number (u, l, q: 32 bits, a long, 64 bits) and a name. Before that, -o NAMELIST
 * COREFILE opens a dump, -o - - the running kernel.
 */
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/vmmeter.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef NETBSD
#include <sys/sched.h>
#include <sys/swap.h>
#else
#include <osreldate.h>
#include <sys/dkstat.h>
#endif
#ifdef DRAGONFLY
#include <kinfo.h>
#endif

static void ask(char kind, const char *name)
{
	static unsigned char data[1 << 16];
	size_t step = kind == 'u' ? 4 : kind == 'l' ? sizeof(long) : 8, size = 0, few = 1, parts = 1, count = CTL_MAXNAME;
	int mib[CTL_MAXNAME];

	for (const char *at = name; *at; at++)
		parts += *at == '.';
	if (sysctlbyname(name, NULL, &size, NULL, 0) || size > sizeof data) {
		printf("%s %s\n", name, strerror(errno));
		return;
	}
	if (size > 1 && (sysctlbyname(name, data, &few, NULL, 0) != -1 || errno != ENOMEM))
		printf("%s fits into a byte\n", name);
	/* The room for one number where it is one of 64 bits or fewer. */
	if (size <= 8 && step < size)
		size = step;
	/* By numbers, as many as the name has parts: programs count them beforehand. */
	if (sysctlnametomib(name, mib, &count) || count != parts)
		printf("%s has %zu parts\n", name, count);
#ifndef NETBSD
	/* The same in the way of those that do without sysctlnametomib(). */
	{
		int way[2] = {0, 3}, same[CTL_MAXNAME];
		size_t bytes = sizeof same;

		if (sysctl(way, 2, same, &bytes, name, strlen(name)) || bytes != parts * sizeof *mib || memcmp(same, mib, bytes))
			printf("%s has other numbers\n", name);
	}
#endif
	if (sysctl(mib, (unsigned)parts, data, &size, NULL, 0) && errno != ENOMEM)
		printf("%s %s\n", name, strerror(errno));
	printf("%s", name);
	for (size_t at = 0; at + step <= size; at += step) {
		uint64_t number = 0;

		memcpy(&number, data + at, step);
		printf(" %llu", (unsigned long long)number);
	}
	printf("\n");
}

/* By number, as most programs of old do. */
static void load(void)
{
	int mib[2] = {CTL_VM, VM_LOADAVG};
	struct loadavg told;
	size_t size = sizeof told;

	if (sysctl(mib, 2, &told, &size, NULL, 0) || size != sizeof told)
		printf("load %s\n", strerror(errno));
	else
		printf("load %.3f %.3f %.3f\n", (double)told.ldavg[0] / told.fscale, (double)told.ldavg[1] / told.fscale,
		       (double)told.ldavg[2] / told.fscale);
}

#ifdef NETBSD
static void more(void)
{
	uint64_t one[CPUSTATES], all[CPUSTATES * 1024];
	int mib[3] = {CTL_KERN, KERN_CP_TIME, 0}, count = swapctl(SWAP_NSWAP, NULL, 0);
	struct swapent devices[16];
	size_t size;

	for (size = sizeof one; !sysctl(mib, 3, one, &size, NULL, 0); mib[2]++, size = sizeof one)
		printf("cpu %d %llu\n", mib[2], (unsigned long long)one[CP_IDLE]);
	size = sizeof all;
	if (!sysctl(mib, 2, all, &size, NULL, 0))
		printf("cpus %zu %d\n", size / sizeof one, mib[2]);
	printf("swap %d %d", count, swapctl(SWAP_STATS, devices, 16));
	printf(" %d %d\n", swapctl(SWAP_STATS, devices, 0), swapctl(SWAP_ON, "x", 0));
	for (int i = 0; i < count && i < 16; i++)
		printf("device %s %d %d %d %d\n", devices[i].se_path, devices[i].se_nblks, devices[i].se_inuse,
		       devices[i].se_priority, devices[i].se_dev == NODEV);
}

#ifdef SWAPS
/* The list of swap devices as the test has it. */
FILE *fopen64(const char *path, const char *mode)
{
	int fd = open(strcmp(path, "/proc/swaps") ? path : SWAPS, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? NULL : fdopen(fd, *mode == 'r' ? "r" : mode);
}
#endif
#elif defined DRAGONFLY
static void more(void)
{
	struct kinfo_cputime time;
	int cpus, hz, stathz, profhz, ccpu, files, most;
	long space;

	printf("kinfo %d", kinfo_get_cpus(&cpus) | kinfo_get_sched_hz(&hz) | kinfo_get_sched_stathz(&stathz) |
				   kinfo_get_sched_profhz(&profhz) | kinfo_get_sched_ccpu(&ccpu) | kinfo_get_openfiles(&files) |
				   kinfo_get_maxfiles(&most) | kinfo_get_vfs_bufspace(&space) | kinfo_get_sched_cputime(&time));
	printf(" %d %d %d %d %d %llu\n", cpus, hz, stathz, profhz, ccpu, (unsigned long long)time.cp_idle);
	printf("nothing %d\n", kinfo_get_sched_cputime(NULL) == EINVAL);
}
#else
static void more(void)
{
	struct clockinfo rates;
	struct {
		short few[5];
		int pages[9];
	} then; /* struct vmtotal of 11 */
	struct vmtotal now;
	size_t size = sizeof rates;
	int mib[2] = {CTL_KERN, KERN_CLOCKRATE};

	if (!sysctl(mib, 2, &rates, &size, NULL, 0))
		printf("rates %d %d %d %d\n", rates.hz, rates.tick, rates.stathz, rates.profhz);
	mib[0] = CTL_VM;
	mib[1] = VM_TOTAL;
	size = sizeof now;
	if (sysctl(mib, 2, &now, &size, NULL, 0))
		return;
	size = sizeof then;
	sysctl(mib, 2, &then, &size, NULL, 0);
	printf("total %llu %llu %zu %d %d\n", (unsigned long long)now.t_rm, (unsigned long long)now.t_free, size,
	       then.pages[2], then.pages[8]);
}
#endif

int main(int argc, char **argv)
{
	kvm_t *kd = NULL;
	int first = 1;

	if (argc > 3 && !strcmp(argv[1], "-o")) {
		kd = kvm_open(*argv[2] == '-' ? NULL : argv[2], *argv[3] == '-' ? NULL : argv[3], NULL, O_RDONLY, "counts");
		if (!kd)
			return 1;
		first = 4;
	}
	load();
	for (int i = first; i < argc; i++)
		ask(*argv[i], argv[i] + 1);
	more();
	return kd ? kvm_close(kd) : 0;
}
