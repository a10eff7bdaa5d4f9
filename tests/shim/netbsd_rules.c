/* netbsd_rules TEST KERNEL CORE [PID]: one of the rules of NetBSD's libkvm, or a situation that a program brings it into. */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
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
#include <util.h>
#include <utmpx.h>
#include <uvm/uvm_extern.h>

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

static unsigned long address_of(kvm_t *kd, const char *name)
{
	struct nlist nl[] = {{name, 0, 0, 0, 0}, {NULL, 0, 0, 0, 0}};

	CHECK(kvm_nlist(kd, nl) == 0 && nl[0].n_type != 0);
	return nl[0].n_value;
}

static void negative(void)
{
	const char *missing = "/nonexistent/file";
	char long_name[1025], text[64];
	struct nlist nl[] = {{"_nprocs"}, {NULL}};
	int number = 0, count = 7;
	kvm_t *kd;

	errno = 0;
	CHECK(kvm_close(NULL) == -1 && errno == EINVAL);
	CHECK(strcmp(kvm_geterr(NULL), "") == 0);
	CHECK(kvm_openfiles(kernel, missing, NULL, O_RDONLY, errbuf) == NULL);
	CHECK(strcmp(errbuf, "/nonexistent/file: No such file or directory") == 0);
	CHECK(kvm_openfiles(missing, core, NULL, O_RDONLY, errbuf) == NULL);
	CHECK(kvm_openfiles(kernel, missing, NULL, O_RDONLY, NULL) == NULL);
	CHECK(kvm_open(kernel, missing, NULL, O_RDONLY, NULL) == NULL);
	/* O_WRONLY is refused, and the flags are looked at before the files are. */
	CHECK(kvm_openfiles(missing, missing, NULL, O_WRONLY, errbuf) == NULL && !strcmp(errbuf, "bad flags arg"));
	CHECK(kvm_openfiles(kernel, core, NULL, O_RDONLY | O_CREAT, errbuf) == NULL && !strcmp(errbuf, "bad flags arg"));
	memset(long_name, 'x', 1024);
	long_name[1024] = 0;
	CHECK(kvm_openfiles(long_name, core, NULL, O_WRONLY, errbuf) == NULL);
	CHECK(strcmp(errbuf, "exec file name too long") == 0);
	/* What is no core opens, and is found out by the first read. */
	errbuf[0] = 0;
	CHECK((kd = kvm_openfiles(kernel, kernel, NULL, O_RDONLY, errbuf)) != NULL && errbuf[0] == 0);
	CHECK(kvm_geterr(kd)[0] == 0 && kvm_nlist(kd, nl) == 0 && kvm_geterr(kd)[0] == 0);
	CHECK(kvm_read(kd, nl[0].n_value, &number, sizeof number) == -1);
	CHECK(strcmp(kvm_geterr(kd), "no valid dump header") == 0);
	CHECK(kvm_getprocs(kd, KERN_PROC_ALL, 0, &count) == NULL && count == 7);
	CHECK(kvm_dump_header(kd, NULL, NULL, 0) == -1 && !strcmp(kvm_geterr(kd), "no valid dump header(s)"));
	CHECK(kvm_close(kd) == 0);
	/* What is no namelist opens too. */
	CHECK((kd = kvm_openfiles("/etc/passwd", core, NULL, O_RDONLY, errbuf)) != NULL);
	nl[0].n_value = 5;
	CHECK(kvm_nlist(kd, nl) == -1 && !strcmp(kvm_geterr(kd), "bad namelist") && nl[0].n_value == 0);
	CHECK(kvm_getloadavg(kd, (double[3]){0}, 3) == -1 && kvm_close(kd) == 0);
	/* No descriptor where one is needed: an error, no crash. */
	CHECK(kvm_read(NULL, 0, text, 8) == -1 && kvm_nlist(NULL, NULL) == -1 && kvm_write(NULL, 0, text, 1) == -1);
	CHECK(kvm_getprocs(NULL, 0, 0, NULL) == NULL && kvm_getproc2(NULL, 0, 0, 680, NULL) == NULL);
	CHECK(kvm_getlwps(NULL, 0, 0, 128, NULL) == NULL && kvm_getfiles(NULL, 0, 0, NULL) == NULL);
	CHECK(kvm_getloadavg(NULL, NULL, 3) == -1 && kvm_getkernelname(NULL) == NULL);
	CHECK(kvm_getargv(NULL, NULL, 0) == NULL && kvm_getargv2(NULL, NULL, 0) == NULL);
	CHECK(kvm_dump_mkheader(NULL, 0) == -1 && kvm_dump_inval(NULL) == -1 && kvm_uread(NULL, NULL, 0, text, 1) == 0);
}

/* Without files: no memory, but what the running system tells. */
static void no_files(void)
{
	struct nlist nl[] = {{"_nprocs"}, {NULL}};
	struct kinfo_proc2 *procs;
	int number = 0, count = -1, seen = 0;
	kvm_t *kd;

	/* All else is ignored: names, other flags. */
	CHECK((kd = kvm_openfiles("/nonexistent", "/nonexistent", NULL, (int)KVM_NO_FILES | O_WRONLY, errbuf)) != NULL);
	CHECK(kvm_read(kd, 0x1000, &number, 4) == -1);
	CHECK(strcmp(kvm_geterr(kd), "kvm_open called with KVM_NO_FILES, can't use kvm_read") == 0);
	CHECK(kvm_write(kd, 0x1000, &number, 4) == -1);
	CHECK(strcmp(kvm_geterr(kd), "kvm_open called with KVM_NO_FILES, can't use kvm_write") == 0);
	CHECK(strcmp(kvm_getkernelname(kd), "") == 0);
	CHECK(kvm_nlist(kd, nl) == 0 && nl[0].n_value != 0);
	CHECK((procs = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof *procs, &count)) != NULL && count > 0);
	for (int i = 0; i < count; i++)
		if (procs[i].p_pid == getpid()) {
			char **argv;

			seen++;
			CHECK(procs[i].p_ppid == getppid() && procs[i].p_uid == geteuid() && procs[i].p_gid == getegid());
			CHECK((argv = kvm_getargv2(kd, &procs[i], 0)) != NULL);
			CHECK(strstr(argv[0], "netbsd_rules") && strcmp(argv[1], "no-files") == 0);
			CHECK((argv = kvm_getargv2(kd, &procs[i], 4)) != NULL && strlen(argv[0]) == 3 && argv[1] == NULL);
			CHECK(kvm_getargv2(kd, &procs[i], ARG_MAX + 1) == NULL);
		}
	CHECK(seen == 1);
	CHECK((procs = kvm_getproc2(kd, KERN_PROC_PID, getpid(), sizeof *procs, &count)) && count == 1);
	CHECK(kvm_getlwps(kd, getpid(), 0, sizeof(struct kinfo_lwp), &count) && count == 1);
	count = 9;
	CHECK(kvm_getlwps(kd, 1 << 30, 0, sizeof(struct kinfo_lwp), &count) == NULL && count == 9);
	CHECK(strcmp(kvm_geterr(kd), "kvm_getlwps: No such process") == 0);
	CHECK(kvm_getloadavg(kd, (double[3]){0}, 3) == 3);
	CHECK(kvm_dump_mkheader(kd, 0) == -1 && !strcmp(kvm_geterr(kd), "don't use on live kernel"));
	CHECK(kvm_dump_inval(kd) == -1 && !strcmp(kvm_geterr(kd), "clearing dump on live kernel"));
	CHECK(kvm_close(kd) == 0);
}

static void buffers(void)
{
	kvm_t *kd = open_it(), *other;
	char before[sizeof errbuf];
	int number;

	CHECK(kd && errbuf[0] == 0 && kvm_geterr(kd)[0] == 0);
	CHECK(kvm_write(kd, address_of(kd, "_nprocs"), "x", 1) == -1);
	CHECK(strcmp(kvm_geterr(kd), "kvm_write not implemented for dead kernels") == 0);
	_kvm_err(kd, NULL, "%s %d", "a text of ours", 7);
	CHECK(strcmp(kvm_geterr(kd), "a text of ours 7") == 0);
	CHECK(kvm_read(kd, address_of(kd, "_nprocs"), &number, sizeof number) == sizeof number);
	CHECK(strcmp(kvm_geterr(kd), "a text of ours 7") == 0); /* success changes nothing */
	errno = ENOENT;
	_kvm_syserr(kd, NULL, "%s", "file");
	CHECK(strcmp(kvm_geterr(kd), "file: No such file or directory") == 0);
	other = open_it();
	CHECK(other && kvm_geterr(other)[0] == 0);
	CHECK(kvm_read(kd, 0x10, &number, sizeof number) == -1 && kvm_geterr(other)[0] == 0);
	memset(before, 'x', sizeof before - 1);
	before[sizeof before - 1] = 0;
	_kvm_err(kd, NULL, "%s%s", before, before);
	CHECK(strlen(kvm_geterr(kd)) == sizeof errbuf - 1);
	CHECK(strcmp(kvm_getkernelname(kd), kernel) == 0 && kvm_getkernelname(kd) == kvm_getkernelname(kd));
	CHECK(kvm_close(other) == 0 && kvm_close(kd) == 0);
	CHECK(kvm_close(kd) == -1 && errno == EINVAL); /* closed twice is noticed */
	/* With a name hard errors are printed and not kept, soft ones kept and not printed. */
	CHECK((kd = kvm_open(kernel, core, NULL, O_RDONLY, "prog")) != NULL);
	CHECK(freopen("/dev/null", "w", stderr) != NULL);
	CHECK(kvm_write(kd, 0, "x", 1) == -1 && kvm_geterr(kd)[0] == 0);
	CHECK(kvm_read(kd, 0x10, &number, sizeof number) == -1 && kvm_geterr(kd)[0] != 0);
	CHECK(kvm_close(kd) == 0);
}

/* Who owns what is given out: the descriptor, one block for each kind. */
static void arrays(void)
{
	kvm_t *kd = open_it();
	int count = -1, lwps = -1, files = -1;
	struct kinfo_proc2 *procs = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof *procs, &count), *small;
	struct kinfo_proc *old;
	struct kinfo_lwp *lwp;
	unsigned char *wide;
	size_t size = 100, more = sizeof *procs + 40;
	char **argv, **argv2;

	CHECK(procs && count > 2);
	/* What one call gives stays while others are made. */
	CHECK((old = kvm_getprocs(kd, KERN_PROC_ALL, 0, &lwps)) != NULL && lwps == count);
	for (int i = 0; i < count; i++) {
		CHECK(old[i].kp_proc.p_pid == procs[i].p_pid);
		CHECK((unsigned long)old[i].kp_eproc.e_paddr == (unsigned long)procs[i].p_paddr);
		lwp = kvm_getlwps(kd, 0, (unsigned long)procs[i].p_paddr, sizeof *lwp, &lwps);
		CHECK(lwp != NULL && lwps >= 0 && (uint64_t)lwps == procs[i].p_nlwps);
		argv2 = kvm_getargv2(kd, &procs[i], 0);
		if (argv2 && (argv2 = memcpy(malloc(sizeof *argv2), argv2, sizeof *argv2)) != NULL) {
			char *first = strdup(argv2[0]);

			CHECK((argv = kvm_getargv(kd, &old[i], 0)) != NULL && strcmp(argv[0], first) == 0);
			free(first);
		}
		free(argv2);
		CHECK(procs[i].p_realstat == (uint64_t)old[i].kp_proc.p_stat);
	}
	/* An element is as long as the caller has it: cut, or with zeros behind. */
	procs = memcpy(malloc((size_t)count * sizeof *procs), procs, (size_t)count * sizeof *procs);
	CHECK((small = kvm_getproc2(kd, KERN_PROC_ALL, 0, size, &lwps)) != NULL && lwps == count);
	for (int i = 0; i < count; i++)
		CHECK(memcmp((char *)small + (size_t)i * size, &procs[i], size) == 0);
	CHECK((wide = (unsigned char *)kvm_getproc2(kd, KERN_PROC_ALL, 0, more, &lwps)) != NULL && lwps == count);
	for (int i = 0; i < count; i++) {
		CHECK(memcmp(wide + (size_t)i * more, &procs[i], sizeof *procs) == 0);
		for (size_t at = sizeof *procs; at < more; at++)
			CHECK(wide[(size_t)i * more + at] == 0);
	}
	lwps = 55;
	CHECK(kvm_getproc2(kd, KERN_PROC_ALL, 0, 0, &lwps) == NULL && lwps == 55);
	CHECK(strcmp(kvm_geterr(kd), "kvm_getproc2: Invalid argument") == 0);
	CHECK(kvm_getproc2(kd, KERN_PROC_ALL, 0, SIZE_MAX / 3, &lwps) == NULL && lwps == 55);
	CHECK(strcmp(kvm_geterr(kd), "out of memory") == 0);
	CHECK(kvm_getlwps(kd, 0, 0x10, sizeof *lwp, &lwps) == NULL && lwps == 55 && kvm_geterr(kd)[0]);
	/* None is no error: a pointer, and a count of zero. */
	CHECK(kvm_getprocs(kd, KERN_PROC_PID, 99999, &lwps) != NULL && lwps == 0);
	lwps = 55;
	CHECK(kvm_getproc2(kd, KERN_PROC_PID, 99999, sizeof *procs, &lwps) != NULL && lwps == 0);
	CHECK(kvm_getprocs(kd, KERN_PROC_ALL, 0, NULL) != NULL);
	/* Of old: the number of files, after the head of their list. */
	if (kvm_getfiles(kd, 0, 0, &files) != NULL)
		CHECK(files > 0);
	else
		CHECK(files == -1);
	free(procs);
	CHECK(kvm_close(kd) == 0);
}

/* Figures about memory: of the running kernel where nothing is open, of the image where it has them. */
static void memory_figures(void)
{
	int mib[2] = {CTL_VM, VM_UVMEXP}, number, page = getpagesize();
	int shared[4] = {CTL_KERN, KERN_SYSVIPC, KERN_SYSVIPC_INFO, KERN_SYSVIPC_MSG_INFO};
	struct {
		struct uvmexp figures;
		char after[64];
	} room;
	struct uvmexp figures;
	struct uvmexp_sysctl wide;
	struct loadavg load;
	size_t size = sizeof figures;
	uint64_t all, usable;
	char text[128];
	kvm_t *kd;

	CHECK(sysctl(mib, 2, &figures, &size, NULL, 0) == 0 && size == sizeof figures);
	CHECK(figures.pagesize == page && figures.pagemask == page - 1 && 1 << figures.pageshift == page);
	CHECK(figures.npages > 0 && figures.free > 0 && figures.free < figures.npages && figures.forks > 0);
	size = sizeof figures - 8;
	CHECK(sysctl(mib, 2, &figures, &size, NULL, 0) == -1 && errno == ENOMEM);
	size = sizeof room;
	memset(&room, 'x', sizeof room);
	CHECK(sysctl(mib, 2, &room, &size, NULL, 0) == 0 && size >= sizeof figures && size < sizeof room);
	CHECK(room.figures.npages == figures.npages && room.after[sizeof room.after - 1] == 'x');
	CHECK(sysctl(mib, 2, &room, NULL, NULL, 0) == -1 && errno == ENOMEM); /* no room is told */
	mib[1] = VM_UVMEXP2;
	CHECK(sysctl(mib, 2, &room, NULL, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctl(shared, 4, &room, NULL, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctl(shared, 4, NULL, NULL, NULL, 0) == 0 && room.after[sizeof room.after - 1] == 'x');
	size = sizeof wide;
	CHECK(sysctl(mib, 2, &wide, &size, NULL, 0) == 0 && size == sizeof wide);
	CHECK(wide.npages == figures.npages && wide.pagesize == page && wide.swtch > 0 && wide.forks >= figures.forks);
	size = sizeof all;
	CHECK(sysctlbyname("hw.physmem64", &all, &size, NULL, 0) == 0 && size == 8 && all == (uint64_t)figures.npages * (unsigned)page);
	CHECK(sysctlbyname("hw.usermem64", &usable, &size, NULL, 0) == 0 && size == 8 && usable > 0 && usable <= all);
	size = sizeof number;
	CHECK(sysctlbyname("hw.physmem", &number, &size, NULL, 0) == 0 && (unsigned)number == (all > UINT_MAX ? UINT_MAX : all));
	CHECK(sysctlbyname("hw.usermem", &number, &size, NULL, 0) == 0 && number != 0 && size == sizeof number);
	size = sizeof load;
	CHECK(sysctlbyname("vm.loadavg", &load, &size, NULL, 0) == 0 && load.fscale == FSCALE);
	size = sizeof text;
	CHECK(sysctlbyname("hw.model", text, &size, NULL, 0) == 0 ? size == strlen(text) + 1 : errno == ENOENT);
	/* An image has its own, or none. */
	CHECK((kd = open_it()) != NULL);
	size = sizeof wide;
	wide.npages = -1;
	if (sysctl(mib, 2, &wide, &size, NULL, 0) == 0) {
		CHECK(size == sizeof wide && wide.npages > 0);
	} else {
		CHECK(errno == ENOENT && wide.npages == -1);
		CHECK(sysctlbyname("hw.usermem64", &usable, &size, NULL, 0) == -1 && errno == ENOENT);
	}
	CHECK(kvm_geterr(kd)[0] == 0 && kvm_close(kd) == 0);
}

/* The calls beside libkvm. */
static void userland(void)
{
	struct nlist nl[] = {{"_nprocs", 0, 0, 0, 0}, {"nosuch", 3, 3, 3, 3}, {NULL, 0, 0, 0, 0}};
	int mib[CTL_MAXNAME] = {CTL_KERN, KERN_FSCALE}, number = 0;
	struct kinfo_lwp runs = {.l_stat = LSRUN}, sleeps = {.l_stat = LSSLEEP, .l_slptime = 5};
	struct kinfo_proc2 first = {.p_pid = 1, .p_realstat = SACTIVE}, second = {.p_pid = 2, .p_realstat = SACTIVE};
	size_t size = sizeof number, length = CTL_MAXNAME;
	char text[256], small[3];
	struct utmpx *ut;
	char *ring, *name;
	struct stat null;
	kvm_t *kd;

	memory_figures();
	CHECK(sysctl(mib, 2, &number, &size, NULL, 0) == 0 && number == 2048 && size == sizeof number);
	CHECK(sysctlbyname("kern.ccpu", &number, &size, NULL, 0) == 0 && number == 1948);
	CHECK(sysctlbyname("hw.ncpu", &number, &size, NULL, 0) == 0 && number == sysconf(_SC_NPROCESSORS_ONLN));
	size = sizeof text;
	CHECK(sysctlbyname("kern.osrelease", text, &size, NULL, 0) == 0 && !strncmp(text, "10.", 3) && size == strlen(text) + 1);
	CHECK((kd = open_it()) != NULL);
	size = sizeof text;
	CHECK(sysctlbyname("hw.machine_arch", text, &size, NULL, 0) == 0);
	CHECK(strcmp(text, sizeof(long) == 8 ? "x86_64" : "i386") == 0 && size == strlen(text) + 1);
	size = sizeof small;
	CHECK(sysctlbyname("hw.machine", small, &size, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctlbyname("hw.machine", NULL, &size, NULL, 0) == 0 && size == strlen(sizeof(long) == 8 ? "amd64" : "i386") + 1);
	CHECK(sysctlnametomib("kern.boottime", mib, &length) == 0 && length == 2 && mib[1] == KERN_BOOTTIME);
	CHECK(sysctlbyname("kern.nosuch", NULL, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("kern.msgbuf", NULL, &size, NULL, 0) == 0 && size > sizeof small);
	CHECK((ring = asysctlbyname("kern.msgbuf", &length)) != NULL && length == size);
	free(ring);
	length = sizeof small;
	CHECK(sysctlbyname("kern.msgbuf", small, &length, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(asysctlbyname("kern.nosuch", &length) == NULL && length == 0);
	length = CTL_MAXNAME;
	CHECK(sysctlbyname("hw.machine", NULL, NULL, text, 3) == -1 && errno == EPERM);
	CHECK(kvm_geterr(kd)[0] == 0);
	CHECK(nlist(kernel, nl) == 1 && nl[0].n_value == address_of(kd, "_nprocs") && nl[1].n_type == 0);
	CHECK(nlist("/nonexistent", nl) == -1 && nlist("/etc/passwd", nl) == -1);
	CHECK(kvm_close(kd) == 0);
	CHECK(strcmp(getbootfile(), "/netbsd") == 0 && strcmp(getbootfile(), _PATH_UNIX) == 0);
	CHECK(devname(makedev(5, 1), S_IFCHR) == NULL && getdevmajor("pts", S_IFCHR) == NODEVMAJOR);
	/* The numbers of devices are this host's where the kernel is. */
	CHECK((kd = kvm_openfiles(NULL, NULL, NULL, KVM_NO_FILES, NULL)) != NULL && stat("/dev/null", &null) == 0);
	CHECK((name = devname(null.st_rdev, S_IFCHR)) != NULL && strcmp(name, "null") == 0);
	CHECK(devname(null.st_rdev, S_IFBLK) == NULL && devname(makedev(4000, 4000), S_IFCHR) == NULL);
	CHECK(kvm_close(kd) == 0);
	CHECK(strncmp(getprogname(), "netbsd_rules", 12) == 0);
	setprogname("/usr/bin/other");
	CHECK(strcmp(getprogname(), "other") == 0);
	/* What runs before what sleeps, the newer before the older. */
	CHECK(proc_compare(&first, &sleeps, &second, &runs) == 1 && proc_compare(&first, &runs, &second, &sleeps) == 0);
	CHECK(proc_compare(&first, &runs, &second, &runs) == 1 && proc_compare(&second, &runs, &first, &runs) == 0);
	first.p_realstat = SZOMB;
	CHECK(proc_compare(&first, &sleeps, &second, &sleeps) == 1 && proc_compare(&second, &sleeps, &first, &sleeps) == 0);
	setutxent();
	for (int i = 0; i < 1000 && (ut = getutxent()) != NULL; i++)
		CHECK(ut->ut_ss.ss_len == 0);
	endutxent();
}

static int good(kvm_t *kd)
{
	static int wanted;
	int number = 0, nothing;

	if (kvm_read(kd, address_of(kd, "_nprocs"), &number, sizeof number) != sizeof number)
		return 0;
	if (!wanted)
		wanted = number;
	return number == wanted && kvm_read(kd, 0x10, &nothing, 4) == -1;
}

static void *open_read_close(void *unused)
{
	for (int i = 0; i < 5; i++) {
		kvm_t *kd = kvm_openfiles(kernel, core, NULL, O_RDONLY, NULL);
		int count = 0;

		CHECK(kd);
		for (int n = 0; n < 30; n++)
			CHECK(good(kd));
		CHECK(kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(struct kinfo_proc2), &count) && count > 2);
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
		CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	busy = 0;
	pthread_join(thread, NULL);
	CHECK(kvm_close(kd) == 0 && kvm_close(other) == 0);
}

/* What is written is seen by the descriptor that wrote it alone, and the file stays as it is. */
static void writes(void)
{
	unsigned long at, inside;
	kvm_t *kd = kvm_openfiles(kernel, core, NULL, O_RDWR, errbuf), *other = open_it();
	int before = 0, now = 0, value = 0x12345678;
	char around[64], again[64];

	CHECK(kd && other);
	at = address_of(kd, "_nprocs");
	CHECK(kvm_read(kd, at, &before, sizeof before) == sizeof before && before != value);
	inside = at & 63;
	CHECK(kvm_read(kd, at - inside, around, sizeof around) == sizeof around);
	CHECK(kvm_write(kd, at, &value, sizeof value) == sizeof value);
	CHECK(kvm_read(kd, at, &now, sizeof now) == sizeof now && now == value);
	CHECK(kvm_read(kd, at - inside, again, sizeof again) == sizeof again);
	memcpy(around + inside, &value, sizeof value);
	CHECK(memcmp(again, around, sizeof again) == 0);
	CHECK(kvm_read(other, at, &now, sizeof now) == sizeof now && now == before);
	CHECK(kvm_write(other, at, &value, sizeof value) == -1);
	CHECK(kvm_write(kd, 0x10, &value, sizeof value) == -1);
	CHECK(kvm_read(kd, at, &now, sizeof now) == sizeof now && now == value);
	CHECK(kvm_close(kd) == 0 && (kd = open_it()) != NULL);
	CHECK(kvm_read(kd, at, &now, sizeof now) == sizeof now && now == before);
	CHECK(kvm_close(kd) == 0 && kvm_close(other) == 0);
}

static bool count_down(void *left, const void *from, size_t size)
{
	CHECK(from && size);
	errno = ENOSPC;
	return (*(int *)left)-- > 0;
}

/* The header of a core, written by whoever is told to, who may fail. */
static void dumps(void)
{
	kvm_t *kd = open_it();
	int left = 1000, whole;

	CHECK(kvm_dump_mkheader(kd, 0) == -1 && !strcmp(kvm_geterr(kd), "already has a dump header"));
	CHECK((whole = kvm_dump_header(kd, count_down, &left, 4096)) > 0 && left < 1000);
	for (int last = 1000 - left; last--;) {
		left = last;
		CHECK(kvm_dump_header(kd, count_down, &left, 4096) == -1);
		CHECK(!strcmp(kvm_geterr(kd), "kvm_dump_header: No space left on device") ||
		      !strcmp(kvm_geterr(kd), "clear_gap: No space left on device"));
	}
	left = 1000;
	CHECK(kvm_dump_header(kd, count_down, &left, -1) == whole);
	CHECK(kvm_dump_inval(kd) == -1 && kvm_geterr(kd)[0]);
	CHECK(kvm_close(kd) == 0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} tests[] = {{"negative", negative}, {"no-files", no_files}, {"buffers", buffers}, {"arrays", arrays},
		     {"userland", userland}, {"threads", threads},   {"forks", forks},     {"writes", writes},
		     {"dumps", dumps}};

	if (argc < 4)
		return 2;
	kernel = argv[2];
	core = argv[3];
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (!strcmp(tests[i].name, argv[1])) {
			tests[i].run();
			puts("ok");
			return 0;
		}
	return 2;
}
