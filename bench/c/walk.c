/*
 * walk NAMELIST COREFILE REPEATS: time process walks by libkvm. Prints lines of what, ns for each process, processes.
 * The first walk of each kind, which fills the caches, does not count.
 */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef SOLARIS
#include <sys/proc.h>
#include <sys/user.h>
#else
#include <sys/param.h>
#include <sys/sysctl.h>
#ifndef NETBSD
#include <sys/user.h>
#endif
#endif

static kvm_t *kd;

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void measure(const char *what, int (*run)(void), int repeats)
{
	double *times = calloc((size_t)repeats, sizeof *times);
	int count = run();

	for (int i = 0; i < repeats; i++) {
		double before = now();

		if (run() != count)
			exit(3);
		times[i] = (now() - before) / count;
	}
	qsort(times, (size_t)repeats, sizeof *times, by_value);
	printf("%s %.2f %.2f %d\n", what, times[repeats / 2], times[0], count);
	free(times);
}

#ifdef SOLARIS
static int next(void)
{
	int count = 0;

	for (kvm_setproc(kd); kvm_nextproc(kd);)
		count++;
	return count;
}

static int command(void)
{
	struct proc *proc;
	int count = 0;

	for (kvm_setproc(kd); (proc = kvm_nextproc(kd)) != NULL;) {
		struct user *user = kvm_getu(kd, proc);
		char **argv = NULL;

		if (user && kvm_getcmd(kd, proc, user, &argv, NULL) == 0) {
			free(argv);
			count++;
		}
	}
	return count;
}
#elif defined(NETBSD)
static int getprocs(void)
{
	int count = 0;

	return kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(struct kinfo_proc2), &count) ? count : 0;
}

static int arguments(void)
{
	int count = 0, found = 0;
	struct kinfo_proc2 *proc = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof *proc, &count);

	for (int i = 0; proc && i < count; i++)
		found += kvm_getargv2(kd, proc + i, 0) != NULL;
	return found;
}
#else
#ifdef DRAGONFLY
#define ALL KERN_PROC_ALL
#else
#define ALL KERN_PROC_PROC
#endif
static int getprocs(void)
{
	int count = 0;

	return kvm_getprocs(kd, ALL, 0, &count) ? count : 0;
}

static int arguments(void)
{
	int count = 0, found = 0;
	struct kinfo_proc *proc = kvm_getprocs(kd, ALL, 0, &count);

	for (int i = 0; proc && i < count; i++)
		found += kvm_getargv(kd, proc + i, 0) != NULL;
	return found;
}
#endif

int main(int argc, char **argv)
{
	int repeats;

	if (argc != 4 || !(kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0])))
		return 1;
	repeats = atoi(argv[3]);
#ifdef SOLARIS
	measure("nextproc", next, repeats);
	measure("getcmd", command, repeats);
#else
	measure("getprocs", getprocs, repeats);
	measure("getargv", arguments, repeats);
#endif
	return kvm_close(kd);
}
