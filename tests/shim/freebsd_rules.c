/* freebsd_rules TEST KERNEL VMCORE: one of the rules of FreeBSD's libkvm, or a situation that a program brings it into. */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <dlfcn.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <kvm_private.h>
#include <limits.h>
#include <nlist.h>
#include <paths.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *kernel, *core;
static char errbuf[_POSIX2_LINE_MAX];
static volatile int busy = 1;

#define CHECK(what)                                                                                     \
	do {                                                                                            \
		if (!(what)) {                                                                          \
			printf("line %d: %s (errno %d, errbuf %s)\n", __LINE__, #what, errno, errbuf); \
			exit(1);                                                                        \
		}                                                                                       \
	} while (0)

static kvm_t *open_it(void)
{
	errbuf[0] = 0;
	return kvm_openfiles(kernel, core, NULL, O_RDONLY, errbuf);
}

static kvaddr_t address_of(kvm_t *kd, const char *name)
{
	struct kvm_nlist nl[] = {{name, 0, 0}, {"", 0, 0}};

	CHECK(kvm_nlist2(kd, nl) == 0 && nl[0].n_type != 0);
	return nl[0].n_value;
}

/* NULL for a descriptor, and files that are none: what the system's own tests of the library ask. */
static void negative(void)
{
	const char *missing = "/nonexistent/file", *text = kernel;

	errno = 0;
	CHECK(kvm_close(NULL) == -1 && errno == EINVAL);
	CHECK(strcmp(kvm_geterr(NULL), "") == 0);
	errbuf[0] = 0;
	CHECK(kvm_open2(kernel, missing, O_RDONLY, errbuf, NULL) == NULL && errbuf[0]);
	CHECK(strcmp(errbuf, "/nonexistent/file: No such file or directory") == 0);
	CHECK(kvm_open2(kernel, missing, O_RDONLY, NULL, NULL) == NULL);
	errbuf[0] = 0;
	CHECK(kvm_open(kernel, missing, NULL, O_RDONLY, NULL) == NULL);
	CHECK(kvm_open2(missing, _PATH_DEVZERO, O_RDONLY, errbuf, NULL) == NULL && errbuf[0]);
	errbuf[0] = 0;
	CHECK(kvm_open2(kernel, text, O_RDONLY, errbuf, NULL) == NULL && errbuf[0]); /* a kernel is no core */
	errbuf[0] = 0;
	CHECK(kvm_open2("/etc/passwd", "/bin/sh", O_RDONLY, errbuf, NULL) == NULL && errbuf[0]);
	errbuf[0] = 0;
	CHECK(kvm_openfiles(kernel, core, NULL, O_RDONLY | O_CREAT, errbuf) == NULL);
	CHECK(strcmp(errbuf, "bad flags arg") == 0);
	/* No descriptor where one is needed: an error, no crash. */
	CHECK(kvm_read2(NULL, 0, errbuf, 8) == -1 && kvm_nlist(NULL, NULL) == -1 && kvm_native(NULL) == -1);
	CHECK(kvm_getprocs(NULL, 0, 0, NULL) == NULL && kvm_getloadavg(NULL, NULL, 3) == -1);
	CHECK(kvm_getswapinfo(NULL, NULL, 0, 0) == 0 && kvm_getcptime(NULL, NULL) == 0 && !kvm_getpcpu(NULL, 0));
	CHECK(kvm_getargv(NULL, NULL, 0) == NULL && kvm_walk_pages(NULL, NULL, NULL) == 0);
}

static void buffers(void)
{
	kvm_t *kd = open_it(), *other;
	char before[sizeof errbuf];
	int number;

	CHECK(kd && errbuf[0] == 0 && kvm_geterr(kd)[0] == 0);
	CHECK(kvm_write(kd, 0, &number, 0) == -1 && kvm_geterr(kd)[0]);
	_kvm_err(kd, NULL, "%s %d", "a text of ours", 7);
	CHECK(strcmp(kvm_geterr(kd), "a text of ours 7") == 0);
	CHECK(kvm_read(kd, (unsigned long)address_of(kd, "_mp_maxcpus"), &number, sizeof number) == sizeof number);
	CHECK(strcmp(kvm_geterr(kd), "a text of ours 7") == 0); /* success changes nothing */
	other = open_it();
	CHECK(other && kvm_geterr(other)[0] == 0);
	CHECK(kvm_read2(kd, 0x10, &number, sizeof number) == -1);
	CHECK(strcmp(kvm_geterr(kd), "invalid address (0x10)") == 0 && kvm_geterr(other)[0] == 0);
	memset(before, 'x', 3000 < sizeof before ? 3000 : sizeof before - 1);
	before[sizeof before - 1] = 0;
	_kvm_err(kd, NULL, "%s%s", before, before);
	CHECK(strlen(kvm_geterr(kd)) == sizeof errbuf - 1);
	CHECK(kvm_close(other) == 0 && kvm_close(kd) == 0);
	CHECK(kvm_close(kd) == -1 && errno == EINVAL); /* closed twice is noticed */
}

/* Who owns what kvm_getprocs() gives: the descriptor, until the next call; programs write into it. */
static void arrays(void)
{
	kvm_t *kd = open_it();
	int count = -1, one = -1;
	struct kinfo_proc *procs = kvm_getprocs(kd, KERN_PROC_PROC, 0, &count), *single;

	CHECK(procs && count > 3);
	for (int i = 0; i < count; i++) {
		CHECK(procs[i].ki_structsize == KINFO_PROC_SIZE);
		procs[i].ki_udata = i ? &procs[i - 1] : NULL; /* as w(1) makes itself a list */
	}
	one = procs[2].ki_pid;
	single = kvm_getprocs(kd, KERN_PROC_PID, one, &count);
	CHECK(single && count == 1 && single->ki_pid == one && single->ki_udata == NULL);
	count = 5;
	CHECK(kvm_getprocs(kd, KERN_PROC_PID, 99999, &count) == NULL && count == 0 && kvm_geterr(kd)[0] == 0);
	single = kvm_getprocs(kd, KERN_PROC_ALL, 0, NULL);
	CHECK(single && kvm_getargv(kd, single, 0) == NULL);
	CHECK(strcmp(kvm_geterr(kd), "cannot read user space from dead kernel") == 0);
	CHECK(kvm_uread(kd, NULL, 0, errbuf, 4) == -1);
	CHECK(kvm_getfiles(kd, 0, 0, &count) == NULL);
	CHECK(kvm_close(kd) == 0);
}

static void without_memory(void)
{
	kvm_t *kd = kvm_openfiles("/nonexistent", "/dev/null", NULL, O_RDONLY, errbuf);
	struct nlist nl[] = {{"_no_such_symbol"}, {NULL}};
	int ncpu = 0;
	size_t size = sizeof ncpu;

	CHECK(kd && kvm_read(kd, 0x1000, &ncpu, 4) == -1 && kvm_nlist(kd, nl) == 1);
	/* State of the system is then that of the host. */
	CHECK(sysctlbyname("hw.ncpu", &ncpu, &size, NULL, 0) == 0 && ncpu == sysconf(_SC_NPROCESSORS_ONLN));
	CHECK(kvm_close(kd) == 0);
}

static int asked;

static int resolver(const char *name, kvaddr_t *value)
{
	asked++;
	*value = 0x1234;
	return strcmp(name, "_here") != 0;
}

static void resolving(void)
{
	kvm_t *kd = kvm_open2(kernel, core, O_RDONLY, errbuf, resolver);
	struct kvm_nlist nl[] = {{"_here", 0, 0}, {"there", 9, 9}, {NULL, 0, 0}};
	struct nlist old[] = {{"_here"}, {NULL}};
	int count = 7;

	CHECK(kd && kvm_native(kd));
	CHECK(kvm_nlist2(kd, nl) == 1 && nl[0].n_type == 7 && nl[0].n_value == 0x1234);
	CHECK(nl[1].n_type == 0 && nl[1].n_value == 0 && asked >= 2);
	asked = 0;
	CHECK(kvm_nlist2(kd, nl) == 1 && asked == 2); /* once an entry */
	CHECK(kvm_nlist(kd, old) == 0 && old[0].n_value == 0x1234 && old[0].n_type == 7);
	CHECK(kvm_getprocs(kd, KERN_PROC_ALL, 0, &count) == NULL && count == 7);
	CHECK(strcmp(kvm_geterr(kd), "_nprocs: no such symbol") == 0);
	CHECK(kvm_close(kd) == 0);
}

/* The calls beside libkvm. */
static void userland(void)
{
	char text[256], small[3];
	int mib[CTL_MAXNAME], number = 0, wanted = 0;
	size_t size = sizeof number, length = CTL_MAXNAME;
	struct nlist nl[] = {{"_mp_maxcpus"}, {"nosuch"}, {NULL}};
	kvm_t *kd;

	/* With nothing open it is the running system that answers, though not of everything. */
	CHECK(sysctlbyname("kern.smp.maxcpus", &number, &size, NULL, 0) == 0 && number >= 32);
	CHECK(sysctlbyname("kern.pid_max", &wanted, &size, NULL, 0) == 0 && wanted >= 301);
	kd = open_it();
	/* Of what the image is silent about, the running system tells what display programs cannot do without. */
	CHECK(sysctlbyname("kern.pid_max", &number, &size, NULL, 0) == 0 && number == wanted);
	CHECK(sysctlbyname("kern.ccpu", &number, &size, NULL, 0) == 0 && number == 1948);
	CHECK(sysctlbyname("kern.maxfiles", &number, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("kern.smp.maxcpus", &number, &size, NULL, 0) == 0);
	CHECK(kvm_read2(kd, address_of(kd, "_mp_maxcpus"), &wanted, sizeof wanted) == sizeof wanted);
	CHECK(number == wanted && number > 0 && size == sizeof number);
	CHECK(sysctlnametomib("kern.smp.maxcpus", mib, &length) == 0 && length == 3);
	number = 0;
	CHECK(sysctl(mib, 3, &number, &size, NULL, 0) == 0 && number == wanted);
	size = sizeof text;
	CHECK(sysctlbyname("hw.machine", text, &size, NULL, 0) == 0 && size == strlen(text) + 1);
	size = sizeof small;
	CHECK(sysctlbyname("hw.machine", small, &size, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctlbyname("hw.machine", NULL, &size, NULL, 0) == 0 && size == strlen(text) + 1);
	CHECK(sysctlbyname("kern.ipc.msgmax", NULL, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("kern.ipc.shmsegs", NULL, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("kern.nosuch", NULL, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("kern.msgbuf", NULL, &size, NULL, 0) == 0 && size > 1024);
	CHECK(sysctlbyname("hw.machine", NULL, NULL, text, 3) == -1 && errno == EPERM);
	CHECK(kvm_geterr(kd)[0] == 0);
	CHECK(nlist(kernel, nl) == 1 && nl[0].n_value == address_of(kd, "_mp_maxcpus") && nl[1].n_type == 0);
	CHECK(nlist("/nonexistent", nl) == -1);
	CHECK(kvm_close(kd) == 0);
	CHECK(strcmp(getbootfile(), "/boot/kernel/kernel") == 0 && devname(NODEV, S_IFCHR) == NULL);
	CHECK(strcmp(devname(0x1f, S_IFCHR), "#C:0x1f") == 0 && !strncmp(getprogname(), "freebsd_rules", 13));
	setprogname("/usr/bin/other");
	CHECK(strcmp(getprogname(), "other") == 0);
}

/* The running system: no names of files. What the system's own tests of the library ask of it, and a little more. */
static void live(void)
{
	struct nlist nl[] = {{"_mp_maxcpus"}, {NULL}};
	int number = -1, wanted = -2, count = -1, seen = 0;
	size_t size = sizeof wanted;
	struct kinfo_proc *procs;
	char **argv, before[sizeof errbuf];
	double load[3];
	kvm_t *kd = kvm_open2(NULL, NULL, O_RDONLY, errbuf, NULL);

	CHECK(kd && errbuf[0] == 0 && kvm_native(kd) == 1);
	CHECK(kvm_write(kd, 0, NULL, 0) == -1 && kvm_geterr(kd)[0]);
	snprintf(before, sizeof before, "%s", kvm_geterr(kd));
	CHECK(kvm_nlist(kd, nl) == 0 && kvm_read(kd, nl[0].n_value, &number, sizeof number) == sizeof number);
	CHECK(sysctlbyname("kern.smp.maxcpus", &wanted, &size, NULL, 0) == 0 && number == wanted);
	CHECK(strcmp(kvm_geterr(kd), before) == 0);
	CHECK((procs = kvm_getprocs(kd, KERN_PROC_PROC, 0, &count)) != NULL && count > 0);
	for (int i = 0; i < count; i++) {
		if (procs[i].ki_pid != getpid())
			continue;
		seen++;
		CHECK(procs[i].ki_ppid == getppid() && procs[i].ki_uid == geteuid());
		argv = kvm_getargv(kd, &procs[i], 0);
		CHECK(argv && argv[0] && strstr(argv[0], "freebsd_rules") && strcmp(argv[1], "live") == 0);
	}
	CHECK(seen == 1 && kvm_getloadavg(kd, load, 3) == 3 && kvm_close(kd) == 0);
}

static int good(kvm_t *kd)
{
	static int wanted;
	int number = 0, count = 0;

	if (kvm_read2(kd, address_of(kd, "_mp_ncpus"), &number, sizeof number) != sizeof number)
		return 0;
	if (!wanted)
		wanted = number;
	return number == wanted && kvm_getncpus(kd) == number && kvm_read2(kd, 0x10, &count, 4) == -1;
}

static void *open_read_close(void *unused)
{
	for (int i = 0; i < 5; i++) {
		kvm_t *kd = kvm_openfiles(kernel, core, NULL, O_RDONLY, NULL);
		int count = 0;

		CHECK(kd);
		for (int n = 0; n < 30; n++)
			CHECK(good(kd));
		CHECK(kvm_getprocs(kd, KERN_PROC_PROC, 0, &count) && count > 3);
		CHECK(kvm_close(kd) == 0);
	}
	return unused;
}

static void threads(void)
{
	pthread_t thread[6];

	for (int i = 0; i < 6; i++)
		CHECK(pthread_create(&thread[i], NULL, open_read_close, NULL) == 0);
	for (int i = 0; i < 6; i++)
		pthread_join(thread[i], NULL);
}

static void *keep_busy(void *kd)
{
	while (busy)
		CHECK(good(kd));
	return NULL;
}

static void forks(void)
{
	kvm_t *kd = open_it(), *other = open_it();
	pthread_t thread;

	CHECK(kd && other && pthread_create(&thread, NULL, keep_busy, other) == 0);
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();
		int status;

		CHECK(pid >= 0);
		if (pid == 0) {
			alarm(30);
			_exit(!(good(kd) && (i % 5 || ((kd = open_it()) && good(kd)))));
		}
		CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	}
	busy = 0;
	pthread_join(thread, NULL);
	CHECK(kvm_close(kd) == 0 && kvm_close(other) == 0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} tests[] = {{"negative", negative},   {"buffers", buffers},     {"arrays", arrays},   {"without-memory", without_memory},
		     {"resolving", resolving}, {"userland", userland}, {"live", live}, {"threads", threads}, {"forks", forks}};

	if (argc < 4)
		errx(2, "usage");
	kernel = argv[2];
	core = argv[3];
	for (size_t i = 0; i < nitems(tests); i++) {
		if (!strcmp(argv[1], tests[i].name)) {
			tests[i].run();
			printf("ok\n");
			return 0;
		}
	}
	errx(2, "no test %s", argv[1]);
}
