/*
 * Asks sysctl in all the ways that a program can get wrong: names and numbers that are none, too few and too many of them, no
 * room, too little, too much and at odd addresses, new values. With a number, as often at random, with a seed behind it.
 */
#include <sys/param.h>
#include <sys/sysctl.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef _SUNKVM_NETBSD_SYS_SYSCTL_H
#define NETBSD
#elif defined _SUNKVM_FREEBSD_SYS_SYSCTL_H
#define FREEBSD
#endif

#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			printf("%d: %s (errno %d)\n", __LINE__, #condition, errno); \
			failed = 1; \
		} \
	} while (0)

static int failed;

static const char *const names[] = {
	"kern.ostype", "kern.osrelease", "kern.version", "kern.maxproc", "kern.maxfiles", "kern.openfiles", "kern.argmax",
	"kern.boottime", "kern.bootfile", "kern.ccpu", "kern.fscale", "kern.pid_max", "kern.smp.maxcpus", "kern.smp.cpus",
	"kern.smp.active", "kern.msgbuf", "kern.msgbuf_clear", "kern.ttys", "kern.clockrate", "kern.cp_time", "kern.cp_times",
	"kern.cputime", "kern.lastpid", "jail.list", "vfs.bufspace", "vm.loadavg", "vm.vmtotal", "vm.vmmeter", "vm.vmstats",
	"vm.uvmexp", "vm.uvmexp2", "vm.stats.sys.v_swtch", "vm.stats.vm.v_forks", "vm.stats.vm.v_page_count",
	"vm.stats.vm.v_page_size", "vm.swap_total", "vm.swap_info", "kern.ipc.msgmax", "kern.ipc.shmsegs", "hw.machine",
	"hw.machine_arch", "hw.model", "hw.ncpu", "hw.physmem", "hw.usermem", "hw.usermem64", "hw.pagesize", "kern.nothing",
	"kern", "vm.stats", "vm.stats.vm", "", ".", "kern.", "kern.ostype.more", "kern.devstat.all", "kern.devstat.numdevs", "hw.intrcnt", "hw.intrnames", "vm.stats.vm.v_forksandmore",
};

static void rules(void)
{
	char text[64], again[64];
	int mib[CTL_MAXNAME + 8] = {0}, one[2] = {CTL_HW, HW_MACHINE}, number = 0;
	size_t size = sizeof text, whole, length = CTL_MAXNAME;

	errno = 77;
	CHECK(sysctl(one, 2, text, &size, NULL, 0) == 0 && size == strlen(text) + 1 && errno == 77);
	whole = size;
	/* As much as there is room for; NetBSD tells how much there is, the others how much came. */
	memset(again, '-', sizeof again);
	size = 3;
	CHECK(sysctl(one, 2, again, &size, NULL, 0) == -1 && errno == ENOMEM && !memcmp(again, text, 3) && again[3] == '-');
#ifdef NETBSD
	CHECK(size == whole);
#else
	CHECK(size == 3);
#endif
	size = 0;
	CHECK(sysctl(one, 2, again, &size, NULL, 0) == -1 && errno == ENOMEM && again[3] == '-');
	CHECK(sysctl(one, 2, again, NULL, NULL, 0) == -1 && errno == ENOMEM && again[3] == '-');
	CHECK(sysctl(one, 2, NULL, NULL, NULL, 0) == 0);
	size = 1;
	CHECK(sysctl(one, 2, NULL, &size, NULL, 0) == 0 && size == whole);
	size = (size_t)-1;
	CHECK(sysctl(one, 2, again + 1, &size, NULL, 0) == 0 && size == whole && !strcmp(again + 1, text));
	CHECK(sysctl(one, 2, NULL, NULL, text, 1) == -1 && errno == EPERM);
	CHECK(sysctl(one, 2, NULL, NULL, text, 0) == -1 && errno == EPERM);
	CHECK(sysctlbyname("hw.nothing", NULL, NULL, text, 1) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("hw", NULL, NULL, NULL, 0) == -1 && errno == EISDIR);
	CHECK(sysctlbyname("hw.", NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("hw.mach", NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("", NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("hw.machine.more", NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	mib[0] = CTL_HW;
	mib[1] = HW_MACHINE;
	CHECK(sysctl(mib, 0, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(sysctl(mib, CTL_MAXNAME + 1, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(sysctl(mib, (unsigned)-1, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(sysctl(mib, 3, NULL, NULL, NULL, 0) == -1 && errno == ENOTDIR);
	CHECK(sysctl(mib, CTL_MAXNAME, NULL, NULL, NULL, 0) == -1 && errno == ENOTDIR);
	mib[1] = 12345;
	CHECK(sysctl(mib, 2, NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
#ifdef NETBSD
	CHECK(sysctl(mib, 1, NULL, NULL, NULL, 0) == -1 && errno == EISDIR);
	mib[0] = CTL_KERN;
	mib[1] = KERN_CP_TIME;
	CHECK(sysctl(mib, 3, NULL, NULL, NULL, 0) == 0);
	CHECK(sysctl(mib, 3, NULL, NULL, text, 1) == -1 && errno == EPERM);
	CHECK(sysctl(mib, 4, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	mib[2] = -1;
	CHECK(sysctl(mib, 3, NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlnametomib("hw.machine", mib, &length) == 0 && length == 2 && mib[1] == HW_MACHINE);
#else
	CHECK(sysctl(mib, 1, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(sysctlnametomib("vm.stats.vm.v_forks", mib, &length) == 0 && length == 4);
	size = sizeof number;
	CHECK(sysctl(mib, 4, &number, &size, NULL, 0) == 0 && size == sizeof number && number);
	CHECK(sysctl(mib, 3, NULL, NULL, NULL, 0) == -1 && errno == EISDIR);
	CHECK(sysctl(mib, 5, NULL, NULL, NULL, 0) == -1 && errno == ENOTDIR);
	mib[3]++;
	CHECK(sysctl(mib, 4, NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
	length = 3;
	CHECK(sysctlnametomib("vm.stats.vm.v_forks", mib, &length) == -1 && errno == ENOMEM && length == 3);
	length = (size_t)-1;
	CHECK(sysctlnametomib("vm.stats.vm.v_forks", mib, &length) == 0 && length == 4);
	CHECK(sysctlnametomib("vm.stats.vm.v_forks", NULL, &length) == 0 && length == 4);
	mib[0] = 0;
	mib[1] = 3;
	size = sizeof number;
	CHECK(sysctl(mib, 2, &number, &size, "hw.machine, of which as much counts", 10) == -1 && errno == ENOMEM);
	CHECK(size == sizeof number && number == CTL_HW);
	CHECK(sysctl(mib, 2, NULL, &size, "hw.machine", 10) == 0 && size == 2 * sizeof number);
	CHECK(sysctl(mib, 2, NULL, &size, "hw.machine", 0) == -1 && errno == ENOENT);
	CHECK(sysctl(mib, 2, NULL, &size, NULL, 10) == -1 && errno == ENOENT);
	CHECK(sysctl(mib, 2, NULL, &size, names, (size_t)-1) == -1 && errno == ENOENT);
#endif
#ifdef FREEBSD
	length = CTL_MAXNAME;
	CHECK(sysctlnametomib("vm.swap_info", mib, &length) == 0 && length == 2);
	CHECK(sysctl(mib, 2, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	CHECK(sysctl(mib, 4, NULL, NULL, NULL, 0) == -1 && errno == EINVAL);
	mib[2] = 1 << 20;
	CHECK(sysctl(mib, 3, NULL, NULL, NULL, 0) == -1 && errno == ENOENT);
#endif
	(void)number;
}

static void at_random(long count, unsigned seed)
{
	srandom(seed);
	for (; count-- > 0 && !failed; ) {
		const size_t room = random() % 3 ? (size_t)(random() % 70) : (size_t)(random() % 5000), odd = (size_t)(random() % 8);
		const char *name = names[(size_t)random() % (sizeof names / sizeof *names)];
		char *block = malloc(room + odd), *old = random() % 8 ? block + odd : NULL, value[8] = "kern";
		size_t size = room, *told = random() % 8 ? &size : NULL, length = (size_t)(random() % (CTL_MAXNAME + 1));
		const void *new = random() % 16 ? NULL : value;
		unsigned numbers = (unsigned)(random() % (CTL_MAXNAME + 1));
		int *mib = malloc(numbers * sizeof *mib + 1), all[CTL_MAXNAME], result;

		if (!block || !mib)
			exit(1);
		for (unsigned i = 0; i < numbers; i++)
			mib[i] = random() % 4 ? (int)(random() % 30) : (int)random();
		if (!sysctlnametomib(name, all, &length))
			memcpy(mib, all, (length < numbers ? length : numbers) * sizeof *mib);
		errno = 0;
		if (random() % 2)
			result = sysctl(mib, numbers, old, told, new, new ? (size_t)(random() % 9) : 0);
		else
			result = sysctlbyname(name, old, told, new, new ? (size_t)(random() % 9) : 0);
		CHECK(result == 0 || (result == -1 && (errno == ENOENT || errno == ENOMEM || errno == EPERM || errno == EISDIR ||
						      errno == ENOTDIR || errno == EINVAL)));
#ifndef NETBSD
		CHECK(!old || size <= room);
#endif
		free(mib);
		free(block);
	}
}

int main(int argc, char **argv)
{
	kvm_t *kd = argc > 1 && !strcmp(argv[1], "open") ? kvm_open(NULL, NULL, NULL, O_RDONLY, "bsd_names") : NULL;
	const int first = argc > 1 && !strcmp(argv[1], "open");

	rules();
	if (argc > first + 1)
		at_random(atol(argv[first + 1]), (unsigned)atoi(argv[first + 2]));
	if (kd)
		kvm_close(kd);
	if (!failed)
		printf("ok\n");
	return failed;
}
