/* robust TEST UNIX VMCORE ADDRESS: one of the situations in which a library with an interpreter in it may go wrong. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *namelist, *corefile;
static uintptr_t address;
static unsigned char wanted[8];
static volatile int busy = 1;

#define CHECK(what)                                                          \
	do {                                                                 \
		if (!(what)) {                                               \
			printf("line %d: %s (errno %d)\n", __LINE__, #what, errno); \
			exit(1);                                             \
		}                                                            \
	} while (0)

static kvm_t *open_it(void)
{
	return kvm_open(namelist, corefile, NULL, O_RDONLY, "robust");
}

static int walk(kvm_t *kd)
{
	int count = 0;

	kvm_setproc(kd);
	while (kvm_nextproc(kd))
		count++;
	return count;
}

static int good(kvm_t *kd)
{
	unsigned char got[8];
	struct nlist nl[] = {{"kas"}, {"nosuch"}, {NULL}};

	return kvm_kread(kd, address, got, 8) == 8 && !memcmp(got, wanted, 8) && kvm_nlist(kd, nl) == 0 &&
	       nl[0].n_value != 0 && nl[1].n_value == 0;
}

static void *open_read_close(void *unused)
{
	(void)unused;
	for (int i = 0; i < 6; i++) {
		kvm_t *kd = open_it();
		int count;

		CHECK(kd != NULL);
		for (int n = 0; n < 50; n++)
			CHECK(good(kd));
		count = walk(kd);
		CHECK(count > 4);
		CHECK(kvm_close(kd) == 0);
	}
	return NULL;
}

static void *read_shared(void *kd)
{
	unsigned char buf[3 * 4096];

	for (int i = 0; i < 3000; i++)
		CHECK(kvm_kread(kd, address + (uintptr_t)(i % 200) * 4096, buf, sizeof buf) == sizeof buf);
	for (int i = 0; i < 200; i++)
		CHECK(good(kd));
	return NULL;
}

static void *keep_busy(void *kd)
{
	unsigned char buf[64];

	/* Pages all over the region, so that those of a compressed dump are unpacked again and again. */
	for (unsigned i = 0; busy; i++)
		CHECK(good(kd) && kvm_kread(kd, address + i % 256 * 4096, buf, sizeof buf) == sizeof buf);
	return NULL;
}

static void threads(void *(*run)(void *), void *argument)
{
	pthread_t thread[8];

	for (int i = 0; i < 8; i++)
		CHECK(pthread_create(&thread[i], NULL, run, argument) == 0);
	for (int i = 0; i < 8; i++)
		pthread_join(thread[i], NULL);
}

static void forks(int count, int shared)
{
	kvm_t *kd = open_it(), *other = shared ? kd : open_it();
	pthread_t thread;
	int answered = 0;

	CHECK(kd && other);
	CHECK(pthread_create(&thread, NULL, keep_busy, other) == 0);
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();
		int status;

		CHECK(pid >= 0);
		if (pid == 0) {
			alarm(20);
			/* An address that nobody has asked for yet, names, and a new descriptor. */
			_exit(!(good(kd) && walk(kd) > 4 && (i % 10 || ((kd = open_it()) && good(kd)))));
		}
		CHECK(waitpid(pid, &status, 0) == pid);
		answered += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	busy = 0;
	pthread_join(thread, NULL);
	printf("%d of %d children\n", answered, count);
	CHECK(answered == count);
	CHECK(good(kd) && kvm_close(kd) == 0 && (shared || kvm_close(other) == 0));
}

static int children;

static void on_child(int signal)
{
	(void)signal;
	children++;
}

/* A program that looks after its children must not meet one of ours. */
static void no_child(void)
{
	struct sigaction act;
	kvm_t *kd;

	memset(&act, 0, sizeof act);
	act.sa_handler = on_child;
	sigaction(SIGCHLD, &act, NULL);
	kd = open_it();
	CHECK(kd && good(kd));
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	CHECK(kvm_close(kd) == 0);
	usleep(200000);
	CHECK(waitpid(-1, NULL, WNOHANG | __WALL) == -1 && errno == ECHILD);
	CHECK(children == 0);
}

static void side_effects(void)
{
	struct sigaction before[NSIG], after;
	char *locale = strdup(setlocale(LC_ALL, NULL));
	mode_t mask = umask(022);
	sigset_t set;
	kvm_t *kd;

	for (int i = 1; i < NSIG; i++)
		sigaction(i, NULL, &before[i]);
	kd = open_it();
	CHECK(kd && good(kd));
	for (int i = 1; i < NSIG; i++)
		if (i != SIGBUS && sigaction(i, NULL, &after) == 0) /* SIGBUS is caught for files that are cut */
			CHECK(after.sa_handler == before[i].sa_handler);
	CHECK(!strcmp(locale, setlocale(LC_ALL, NULL)));
	sigprocmask(SIG_BLOCK, NULL, &set);
	for (int i = 1; i < NSIG; i++)
		CHECK(sigismember(&set, i) <= 0);
	CHECK(umask(022) == 022);
	CHECK(kvm_close(kd) == 0);
	free(locale);
	umask(mask);
}

static volatile int buses;

static void on_bus(int number)
{
	(void)number;
	buses++;
}

/* The corefile is cut while it is open: what is read then is true or not there. */
static void shrinks(void)
{
	static unsigned char before[8 << 12], after[8 << 12];
	struct sigaction act;
	kvm_t *kd, *second;
	ssize_t whole, got;

	memset(&act, 0, sizeof act);
	act.sa_handler = on_bus;
	CHECK(sigaction(SIGBUS, &act, NULL) == 0);
	kd = open_it();
	second = open_it();
	CHECK(kd && second && good(kd) && good(second));
	whole = kvm_kread(kd, address & ~(uintptr_t)4095, before, sizeof before);
	CHECK(whole >= 4096);
	CHECK(truncate(corefile, 0) == 0);
	for (int i = 0; i < 3; i++) {
		CHECK(kvm_kread(kd, address, after, 8) == -1);
		CHECK(kvm_kread(kd, address & ~(uintptr_t)4095, after, sizeof after) == -1);
		got = kvm_kread(second, address, after, 1);
		CHECK(got == -1);
	}
	walk(kd);
	CHECK(buses == 0);
	CHECK(kill(getpid(), SIGBUS) == 0 && buses == 1); /* the program's own handler still gets what is not ours */
	CHECK(kvm_close(kd) == 0 && kvm_close(second) == 0);
}

static void handles(void)
{
	static char garbage[8192];
	kvm_t *kd = open_it(), *second;

	CHECK(kd != NULL);
	CHECK(kvm_close(NULL) == -1 && errno == EBADF);
	CHECK(kvm_close((kvm_t *)garbage) == -1 && errno == EBADF);
	CHECK(kvm_close((kvm_t *)16) == -1);
	CHECK(kvm_nextproc((kvm_t *)garbage) == NULL);
	CHECK(kvm_nlist((kvm_t *)garbage, NULL) == -1);
	CHECK(kvm_kread(NULL, address, garbage, 8) == -1 && kvm_uread(NULL, 0, garbage, 8) == -1);
	CHECK(kvm_getcmd(kd, NULL, NULL, NULL, NULL) == -1);
	second = open_it();
	CHECK(second && second != kd && good(second) && good(kd));
	CHECK(kvm_close(kd) == 0);
	CHECK(kvm_close(kd) == -1);
	CHECK(good(second) && walk(second) > 4);
	CHECK(kvm_close(second) == 0);
	CHECK(open_it() != NULL);
}

static void closed_stdio(void)
{
	kvm_t *kd;
	int fd;

	for (fd = 0; fd < 3; fd++)
		close(fd);
	kd = kvm_open(namelist, corefile, NULL, O_RDWR, "robust");
	if (!kd || !good(kd))
		_exit(3);
	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			_exit(4 + fd);
	_exit(kvm_close(kd) == 0 ? 0 : 7);
}

/* Descriptors that are opened later are none of the first three either, which the program has closed meanwhile. */
static void late_files(int live)
{
	kvm_t *kd = kvm_open(live ? NULL : namelist, live ? NULL : corefile, NULL, O_RDONLY, "robust");
	struct proc *proc;
	int opened, counted = 0, fd;

	CHECK(kd != NULL);
	opened = dup(0);
	close(opened);
	for (fd = 0; fd < 3; fd++)
		close(fd);
	if (!live && !good(kd))
		_exit(3);
	while ((proc = kvm_nextproc(kd)) != NULL && counted < 40) {
		char **arg = NULL, buf[4096];
		struct user *user = kvm_getu(kd, proc);

		if (user && kvm_getcmd(kd, proc, user, &arg, NULL) == 0)
			free(arg);
		kvm_uread(kd, 0x1000, buf, sizeof buf);
		counted++;
	}
	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			_exit(4 + fd);
	_exit(counted < 4 ? 8 : kvm_close(kd) == 0 ? 0 : 7);
}

static void unload(const char *library)
{
	for (int i = 0; i < 3; i++) {
		void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
		kvm_t *(*opens)(const char *, const char *, const char *, int, const char *);
		int (*closes)(kvm_t *);
		kvm_t *kd;

		CHECK(handle != NULL);
		*(void **)&opens = dlsym(handle, "kvm_open");
		*(void **)&closes = dlsym(handle, "kvm_close");
		CHECK(opens && closes);
		CHECK((kd = opens(namelist, corefile, NULL, O_RDONLY, "robust")) != NULL);
		CHECK(closes(kd) == 0);
		CHECK(dlclose(handle) == 0);
	}
}

/* The helper dies: the next call has a new one, and nothing that was read before is lost. */
static void helper_dies(void)
{
	char command[64], line[64];
	struct timespec soon = {0, 50000000};
	kvm_t *kd = open_it();
	FILE *list;
	int killed = 0;

	CHECK(kd && good(kd));
	snprintf(command, sizeof command, "pgrep -f '[s]unkvm/_helper.py'");
	CHECK((list = popen(command, "r")) != NULL);
	while (fgets(line, sizeof line, list)) {
		char path[64], target[512];
		ssize_t length;

		/* Ours is the one that has a socket of ours at the other end; its group is that of this program. */
		snprintf(path, sizeof path, "/proc/%d/cwd", atoi(line));
		length = readlink(path, target, sizeof target - 1);
		if (length > 0 && getpgid(atoi(line)) == getpgrp()) {
			kill(atoi(line), SIGKILL);
			killed++;
		}
	}
	pclose(list);
	CHECK(killed == 1);
	nanosleep(&soon, NULL);
	CHECK(good(kd));
	CHECK(walk(kd) > 4);
	CHECK(kvm_close(kd) == 0);
}

int main(int argc, char **argv)
{
	const char *test = argv[1];

	if (argc < 5)
		return 2;
	namelist = argv[2];
	corefile = argv[3];
	address = (uintptr_t)strtoull(argv[4], NULL, 0);
	for (int i = 0; i < 8; i++) {
		char two[3] = {argv[5][2 * i], argv[5][2 * i + 1], 0};

		wanted[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	if (!strcmp(test, "threads")) {
		threads(open_read_close, NULL);
	} else if (!strcmp(test, "shared")) {
		kvm_t *kd = open_it();

		CHECK(kd != NULL);
		threads(read_shared, kd);
		CHECK(kvm_close(kd) == 0);
	} else if (!strcmp(test, "forks")) {
		forks(atoi(argv[6]), argc > 7);
	} else if (!strcmp(test, "no-child")) {
		no_child();
	} else if (!strcmp(test, "side-effects")) {
		side_effects();
	} else if (!strcmp(test, "handles")) {
		handles();
	} else if (!strcmp(test, "shrinks")) {
		shrinks();
	} else if (!strcmp(test, "closed-stdio")) {
		closed_stdio();
	} else if (!strcmp(test, "late-files")) {
		late_files(argc > 6);
	} else if (!strcmp(test, "unload")) {
		unload(argv[6]);
	} else if (!strcmp(test, "helper-dies")) {
		setpgid(0, 0);
		helper_dies();
	} else if (!strcmp(test, "plain")) {
		kvm_t *kd = open_it();

		CHECK(kd && good(kd) && walk(kd) > 4);
		CHECK(kvm_close(kd) == 0);
	} else if (!strcmp(test, "crash")) {
		kvm_t *kd;

		setpgid(0, 0);
		kd = open_it();
		CHECK(kd && good(kd));
		printf("%d\n", (int)getpid());
		fflush(stdout);
		pause();
	} else {
		return 2;
	}
	puts("ok");
	return 0;
}
