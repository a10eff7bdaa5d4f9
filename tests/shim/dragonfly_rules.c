/* dragonfly_rules TEST KERNEL VMCORE: one of the rules of DragonFly's libkvm, or a situation that a program brings it into. */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/nchstats.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <netdb.h>
#include <nlist.h>
#include <paths.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utmp.h>
#include <utmpx.h>
#include <vm/vm_map.h>

#define TEXTS 0xfffff80090000000ul /* see dragonfly_dump.py */

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
	struct nlist nl[] = {{name}, {""}};

	CHECK(kvm_nlist(kd, nl) == 0 && nl[0].n_type != 0);
	return nl[0].n_value;
}

/* NULL where the original crashes, and files that are none. */
static void negative(void)
{
	struct nchstats stats = {.ncs_miss = 7};
	struct vm_map_entry entry;
	struct vm_map map;
	char buf[8] = "#######";
	size_t length = 8;
	kvm_t *kd = open_it();

	memset(&entry, 0, sizeof entry);
	memset(&map, 0, sizeof map);
	CHECK(kvm_close(NULL) == 0 && strcmp(kvm_geterr(NULL), "") == 0);
	CHECK(kvm_read(NULL, 0, buf, 8) == -1 && kvm_write(NULL, 0, buf, 8) == -1 && kvm_uread(NULL, 1, 0, buf, 8) == 0);
	CHECK(kvm_readstr(NULL, 0, NULL, NULL) == NULL && kvm_nlist(NULL, NULL) == -1);
	CHECK(!kvm_getprocs(NULL, 0, 0, NULL) && !kvm_getfiles(NULL, 0, 0, NULL) && !kvm_getargv(NULL, NULL, 0));
	CHECK(!kvm_getenvv(NULL, NULL, 0) && kvm_getloadavg(NULL, NULL, 3) == -1 && kvm_getswapinfo(NULL, NULL, 0, 0) == 0);
	CHECK(!kvm_vm_map_entry_first(NULL, NULL, NULL) && !kvm_vm_map_entry_next(NULL, NULL, NULL));
	kvm_nch_cpuagg(NULL, NULL, 4);
	kvm_nch_cpuagg(NULL, &stats, 4);
	kvm_nch_cpuagg(&stats, NULL, 1);
	CHECK(stats.ncs_miss == 7);
	kvm_nch_cpuagg(&stats, &stats, 1);
	CHECK(stats.ncs_miss == 7);
	kvm_nch_cpuagg(&stats, &stats, 0);
	CHECK(stats.ncs_miss == 0);
	CHECK(kd && kvm_nlist(kd, NULL) == 0);
	CHECK(kvm_readstr(kd, TEXTS + 0x10, buf, NULL) == NULL && errno == EINVAL && strcmp(buf, "#######") == 0);
	CHECK(strcmp(kvm_geterr(kd), "kvm_readstr: Invalid argument") == 0);
	CHECK(strcmp(kvm_readstr(kd, TEXTS + 0x10, buf, &length), "five.") == 0 && length == 6 && buf[6] == '#');
	CHECK(!kvm_vm_map_entry_first(kd, NULL, &entry) && !kvm_vm_map_entry_first(kd, &map, NULL));
	CHECK(!kvm_vm_map_entry_first(kd, &map, &entry)); /* an empty map */
	CHECK(!kvm_vm_map_entry_next(kd, NULL, &entry) && !kvm_vm_map_entry_next(kd, (struct vm_map_entry *)TEXTS, NULL));
	CHECK(kvm_getswapinfo(kd, NULL, 4, 0) == -1 && kvm_getswapinfo(kd, NULL, 0, 0) == -1);
	CHECK(kvm_getargv(kd, NULL, 0) == NULL && kvm_getprocs(kd, KERN_PROC_ALL, 0, NULL) != NULL);
	CHECK(kvm_close(kd) == 0);
	CHECK(kvm_close(kd) == -1 && errno == EINVAL); /* closed twice is noticed */
	CHECK(kvm_openfiles(kernel, "/nonexistent/file", NULL, O_RDONLY, errbuf) == NULL);
	CHECK(strcmp(errbuf, "/nonexistent/file: No such file or directory") == 0);
	CHECK(kvm_openfiles(kernel, "/nonexistent/file", NULL, O_RDONLY, NULL) == NULL);
	CHECK(kvm_openfiles(kernel, core, NULL, O_RDONLY | O_CREAT, errbuf) == NULL && !strcmp(errbuf, "bad flags arg"));
	CHECK(kvm_open(kernel, "/nonexistent/file", NULL, O_RDONLY, NULL) == NULL);
	CHECK(kvm_openfiles("/etc/passwd", "/bin/sh", NULL, O_RDONLY, errbuf) == NULL && errbuf[0]);
}

/* Strings without a buffer are the caller's; the length is told only where it is known. */
static void strings(void)
{
	kvm_t *kd = open_it();
	size_t length = 99, sum = 0;
	char *text, small[3];

	CHECK(kd);
	for (int i = 0; i < 50; i++) {
		text = kvm_readstr(kd, TEXTS + 0x200, NULL, i % 2 ? &length : NULL);
		CHECK(text && strlen(text) == 600 && (i % 2 == 0 || length == 601));
		sum += strlen(text);
		free(text);
	}
	CHECK(sum == 50 * 600);
	text = kvm_readstr(kd, TEXTS, NULL, &length);
	CHECK(text && !*text && length == 1);
	free(text);
	length = 99;
	CHECK(kvm_readstr(kd, 0x10, NULL, &length) == NULL && length == 99);
	CHECK(strcmp(kvm_geterr(kd), "invalid address (0x0)") == 0);
	length = sizeof small;
	CHECK(kvm_readstr(kd, TEXTS + 0x10, small, &length) == NULL && length == 6 && !memcmp(small, "fiv", 3));
	length = 0;
	CHECK(kvm_readstr(kd, TEXTS + 0x10, small, &length) == NULL && length == 6);
	CHECK(kvm_readstr(kd, ~0ul, NULL, NULL) == NULL); /* the last byte there is */
	CHECK(kvm_close(kd) == 0);
}

/* Who owns what the calls give: the descriptor, until the next call; programs write into it. */
static void arrays(void)
{
	kvm_t *kd = open_it(), *other;
	struct kinfo_proc *procs, *single;
	struct kinfo_file *files;
	int count = -1, one;

	CHECK(kd && kvm_geterr(kd)[0] == 0);
	procs = kvm_getprocs(kd, KERN_PROC_ALL | KERN_PROC_FLAG_LWP, 0, &count);
	CHECK(procs && count == 8);
	for (int i = 0; i < count; i++)
		procs[i].kp_spare[0] = i; /* as w(1) makes itself a list */
	one = procs[2].kp_pid;
	files = kvm_getfiles(kd, 0, 0, &count);
	CHECK(files && count == 3 && files[0].f_size == sizeof *files && procs[3].kp_spare[0] == 3);
	other = open_it();
	CHECK(other && kvm_getprocs(other, KERN_PROC_PID, one, &count) && count == 1 && procs[2].kp_pid == one);
	single = kvm_getprocs(kd, KERN_PROC_PID, one, &count); /* fails in the original: it is the second call */
	CHECK(single && count == 1 && single->kp_pid == one && single->kp_spare[0] == 0);
	CHECK(files[0].f_size == sizeof *files);
	count = 5;
	CHECK(kvm_getprocs(kd, KERN_PROC_PID, 99999, &count) == NULL && count == 0 && kvm_geterr(kd)[0] == 0);
	single = kvm_getprocs(kd, KERN_PROC_PID, 100, &count);
	CHECK(single && kvm_getargv(kd, single, 0) == NULL);
	CHECK(strcmp(kvm_geterr(kd), "cannot read user space from dead kernel") == 0);
	CHECK(kvm_getenvv(kd, single, 0) == NULL && kvm_uread(kd, 100, 0, errbuf, 4) == 0 && kvm_geterr(other)[0] == 0);
	CHECK(kvm_write(kd, TEXTS, "x", 1) == -1);
	CHECK(strcmp(kvm_geterr(kd), "kvm_write not implemented for dead kernels") == 0);
	CHECK(kvm_close(other) == 0 && kvm_close(kd) == 0);
}

/* A map's entries in order; and a tree that has gone bad, which the original never leaves. */
static void maps(void)
{
	struct vm_map_entry entry, copy, *at;
	kvm_t *kd = open_it();
	struct vm_map map;
	vm_offset_t last = 0;
	int count = 0;

	CHECK(kd && kvm_read(kd, address_of(kd, "_kernel_map"), &map, sizeof map) == sizeof map);
	at = kvm_vm_map_entry_first(kd, &map, &entry);
	CHECK(at && entry.ba.start == 1ul << 63 && kvm_vm_map_entry_next(kd, at, &entry) == NULL && kvm_geterr(kd)[0] == 0);
	/* The map of process 101, by its address. */
	CHECK(kvm_read(kd, address_of(kd, "_stacked_map"), &map, sizeof map) == sizeof map);
	for (at = kvm_vm_map_entry_first(kd, &map, &entry); at; at = kvm_vm_map_entry_next(kd, at, &entry)) {
		CHECK(entry.ba.start >= last && entry.ba.end == entry.ba.start + 0x100000);
		CHECK(kvm_read(kd, (u_long)at, &copy, sizeof copy) == sizeof copy && !memcmp(&copy, &entry, sizeof copy));
		last = entry.ba.end;
		count++;
	}
	CHECK(count == 7 && kvm_geterr(kd)[0] == 0);
	/* A tree whose left side leads to itself, and a parent that does not know its child. */
	map.rb_root.rbh_root = (struct vm_map_entry *)address_of(kd, "_looped_entry");
	CHECK(kvm_vm_map_entry_first(kd, &map, &entry) == NULL && strstr(kvm_geterr(kd), "invalid address (0x"));
	entry.rb_entry.rbe_right = NULL;
	entry.rb_entry.rbe_parent = map.rb_root.rbh_root;
	CHECK(kvm_vm_map_entry_next(kd, (struct vm_map_entry *)TEXTS, &entry) == NULL);
	entry.rb_entry.rbe_right = (struct vm_map_entry *)0x10; /* not there */
	CHECK(kvm_vm_map_entry_next(kd, (struct vm_map_entry *)TEXTS, &entry) == NULL);
	CHECK(kvm_close(kd) == 0);
}

/* The calls beside libkvm. */
/* Who is logged in, and from where, as the length of an address tells. */
static void logins(void)
{
	static const struct {
		const char *line, *address;
		size_t length;
	} known[] = {{"pts/1", "192.0.2.7", sizeof(struct sockaddr_in)}, {"pts/2", "2001:db8::1", sizeof(struct sockaddr_in6)}, {"pts/3", "", 0}};
	char path[] = "/tmp/sunkvm-logins-XXXXXX", shown[64];
	int fd = mkstemp(path), number = 0;
	struct utmpx *login;
	struct utmp host;

	CHECK(fd >= 0 && utmpname(path) == 0);
	setutxent();
	for (int i = 0; i < 3; i++) {
		memset(&host, 0, sizeof host);
		host.ut_type = USER_PROCESS;
		memcpy(host.ut_line, known[i].line, 6);
		memcpy(host.ut_id, known[i].line + 3, 2);
		if (i < 2)
			CHECK(inet_pton(i ? AF_INET6 : AF_INET, known[i].address, host.ut_addr_v6) == 1);
		CHECK(pututline(&host) != NULL);
	}
	setutxent();
	for (; (login = getutxent()) != NULL; number++) {
		CHECK(number < 3 && strcmp(login->ut_line, known[number].line) == 0);
		CHECK((size_t)login->ut_ss.ss_len == known[number].length);
		if (known[number].length) {
			CHECK(getnameinfo((struct sockaddr *)&login->ut_ss, login->ut_ss.ss_len, shown, sizeof shown, NULL, 0,
			                  NI_NUMERICHOST) == 0);
			CHECK(strcmp(shown, known[number].address) == 0);
		} else
			CHECK(login->ut_ss.ss_family == AF_UNSPEC);
	}
	endutxent();
	CHECK(number == 3 && utmpname(_PATH_UTMP) == 0 && unlink(path) == 0 && close(fd) == 0);
}

static void userland(void)
{
	char text[256], small[3];
	int mib[CTL_MAXNAME], number = 0;
	size_t size = sizeof number, length = CTL_MAXNAME;
	struct nlist nl[] = {{"_ncpus"}, {"nosuch"}, {NULL}};
	struct timeval boot;
	struct statfs told;
	struct utmpx *login;
	unsigned long pages;
	kvm_t *kd;

	/* With nothing open it is the running system that answers, though not of everything. */
	CHECK(sysctlbyname("kern.osreldate", &number, &size, NULL, 0) == 0 && number == 500901);
	CHECK(sysctlbyname("kern.nosuch", &number, &size, NULL, 0) == -1 && errno == ENOENT);
	CHECK(sysctlbyname("hw.ncpu", &number, &size, NULL, 0) == 0 && number == sysconf(_SC_NPROCESSORS_ONLN));
	size = sizeof boot;
	CHECK(sysctlbyname("kern.boottime", &boot, &size, NULL, 0) == 0 && boot.tv_sec <= time(NULL) && boot.tv_sec > 0);
	kd = open_it();
	size = sizeof number;
	CHECK(sysctlbyname("kern.osreldate", &number, &size, NULL, 0) == 0 && number == 500901);
	CHECK(sysctlbyname("hw.ncpu", &number, &size, NULL, 0) == 0 && number == 2);
	CHECK(sysctlbyname("kern.ccpu", &number, &size, NULL, 0) == 0 && number == 1948);
	CHECK(sysctlbyname("kern.fscale", &number, &size, NULL, 0) == 0 && number == FSCALE);
	CHECK(sysctlnametomib("kern.fscale", mib, &length) == 0 && length == 2);
	number = 0;
	CHECK(sysctl(mib, 2, &number, &size, NULL, 0) == 0 && number == 2048);
	size = sizeof boot;
	mib[0] = CTL_KERN;
	mib[1] = KERN_BOOTTIME;
	CHECK(sysctl(mib, 2, &boot, &size, NULL, 0) == 0 && boot.tv_sec == 1600000000 && boot.tv_usec == 0);
	size = sizeof pages;
	CHECK(sysctlbyname("hw.availpages", &pages, &size, NULL, 0) == 0 && pages == 1000);
	size = sizeof text;
	CHECK(sysctlbyname("kern.osrelease", text, &size, NULL, 0) == 0 && strcmp(text, "5.9-DEVELOPMENT") == 0);
	size = sizeof small;
	CHECK(sysctlbyname("hw.machine", small, &size, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctlbyname("hw.machine", NULL, &size, NULL, 0) == 0 && size == 7);
	size = sizeof text - 1;
	memset(text, 0, sizeof text);
	CHECK(sysctlbyname("kern.msgbuf", text, &size, NULL, 0) == 0 && size > 20 && strstr(text, "older\n"));
	CHECK(strlen(text) == size && sysctlbyname("kern.msgbuf", small, &(size_t){3}, NULL, 0) == -1 && errno == ENOMEM);
	CHECK(sysctlbyname("kern.msgbuf_clear", NULL, NULL, text, 4) == -1 && errno == EPERM);
	CHECK(sysctlbyname("hw.machine", NULL, NULL, text, 3) == -1 && errno == EPERM);
	CHECK(kvm_geterr(kd)[0] == 0);
	CHECK(nlist(kernel, nl) == 1 && nl[0].n_value == address_of(kd, "_ncpus") && nl[1].n_type == 0);
	CHECK(nlist("/nonexistent", nl) == -1);
	CHECK(kvm_close(kd) == 0);
	CHECK(strcmp(getbootfile(), "/boot/kernel/kernel") == 0 && devname(NODEV, S_IFCHR) == NULL);
	CHECK(strcmp(devname(makedev(5, 3), S_IFCHR), "#C5:0x3") == 0 && !strncmp(getprogname(), "dragonfly_rules", 15));
	setprogname("/usr/bin/other");
	CHECK(strcmp(getprogname(), "other") == 0);
	CHECK(statfs("/proc", &told) == 0 && strcmp(told.f_fstypename, "procfs") == 0);
	CHECK(strcmp(told.f_mntonname, "/proc") == 0 && told.f_bsize > 0);
	CHECK(statfs("/", &told) == 0 && strcmp(told.f_mntonname, "/") == 0 && told.f_blocks >= told.f_bavail);
	CHECK(statfs("/nonexistent", &told) == -1 && errno == ENOENT);
	setutxent();
	while ((login = getutxent()) != NULL)
		CHECK(login->ut_type <= DOWN_TIME && memchr(login->ut_line, 0, sizeof login->ut_line));
	endutxent();
	logins();
	CHECK(sizeof(struct utmpx) == 512 && sizeof(struct statfs) == 320 && sizeof(dev_t) == 4);
}

static int good(kvm_t *kd)
{
	size_t length = 8;
	char text[8];
	int number = 0;

	return kvm_read(kd, address_of(kd, "_ncpus"), &number, sizeof number) == sizeof number && number == 2 &&
	       kvm_readstr(kd, TEXTS + 0x10, text, &length) == text && strcmp(text, "five.") == 0;
}

static void *open_read_close(void *unused)
{
	for (int i = 0; i < 5; i++) {
		kvm_t *kd = kvm_openfiles(kernel, core, NULL, O_RDONLY, NULL);
		int count = 0;

		CHECK(kd);
		for (int n = 0; n < 30; n++)
			CHECK(good(kd));
		CHECK(kvm_getprocs(kd, KERN_PROC_ALL, 0, &count) && count == 5);
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
	for (int i = 0; i < 10; i++) {
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
	} tests[] = {{"negative", negative}, {"strings", strings}, {"arrays", arrays},   {"maps", maps},
		     {"userland", userland}, {"threads", threads}, {"forks", forks}};

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
