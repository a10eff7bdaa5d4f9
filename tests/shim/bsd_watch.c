/*
 * Polls a live kernel of a BSD system: bsd_watch POLLS WAIT_US, each time all processes, the arguments of this one, and the
 * load average. Says how many processes it saw at most, what a poll cost, and by how much memory and the number of open
 * files have grown. bsd_watch fork: what a child sees while its parent goes on.
 */
#include <sys/types.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#ifdef FREEBSD
#include <sys/user.h>
#endif
#ifdef DRAGONFLY
#include <sys/kinfo.h>
#endif
#include <dirent.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined FREEBSD
typedef struct kinfo_proc entry;
#define PID(e) ((e)->ki_pid)
#define COMM(e) ((e)->ki_comm)
#define LIST(kd, count) kvm_getprocs(kd, KERN_PROC_PROC, 0, count)
#define ARGS(kd, e) kvm_getargv(kd, e, 0)
#elif defined NETBSD
typedef struct kinfo_proc2 entry;
#define PID(e) ((e)->p_pid)
#define COMM(e) ((e)->p_comm)
#define LIST(kd, count) kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(struct kinfo_proc2), count)
#define ARGS(kd, e) kvm_getargv2(kd, e, 0)
#else
typedef struct kinfo_proc entry;
#define PID(e) ((e)->kp_pid)
#define COMM(e) ((e)->kp_comm)
#define LIST(kd, count) kvm_getprocs(kd, KERN_PROC_ALL, 0, count)
#define ARGS(kd, e) kvm_getargv(kd, e, 0)
#endif

static char *name;

/* Of the program's own work: the machine may have much else to do. */
static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static long memory(void)
{
	char line[256];
	long kilobytes = 0;
	FILE *file = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, file))
		if (!strncmp(line, "VmRSS:", 6))
			kilobytes = atol(line + 6);
	fclose(file);
	return kilobytes;
}

static int files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

/* Poll once; how many processes there are, or what went wrong, below 0. */
static int poll_once(kvm_t *kd)
{
	double load[3];
	int count = -1, mine = 0;
	entry *all = LIST(kd, &count);
	unsigned char *seen = calloc(1 << 22, 1);

	if (!all || count < 2 || kvm_getloadavg(kd, load, 3) != 3)
		return -1;
	for (int i = 0; i < count; i++) {
		if (PID(&all[i]) < 0 || PID(&all[i]) >= 1 << 22 || seen[PID(&all[i])]++)
			return -2; /* twice on the list */
		if (PID(&all[i]) == getpid()) {
			char **args = ARGS(kd, &all[i]);

			mine++;
			if (!args || !args[0] || strcmp(args[0], name) || strncmp(COMM(&all[i]), "bsd_watch", 9))
				return -3;
		}
	}
	free(seen);
	return mine == 1 ? count : -4;
}

static int forked(kvm_t *kd)
{
	int status, good = 0;
	pid_t child = fork();

	if (!child) {
		for (int i = 0; i < 8; i++, usleep(250000))
			if (poll_once(kd) < 0)
				_exit(10 - poll_once(kd));
		_exit(0);
	}
	for (int i = 0; i < 24; i++, usleep(100000))
		good += poll_once(kd) > 0;
	waitpid(child, &status, 0);
	printf("%d %d\n", good, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return kvm_close(kd);
}

int main(int argc, char **argv)
{
	char error[_POSIX2_LINE_MAX] = "";
	kvm_t *kd = kvm_openfiles(NULL, NULL, NULL, O_RDONLY, error);
	int polls = atoi(argv[1]), wait_for = argc > 2 ? atoi(argv[2]) : 0, most = 0, open_files = 0;
	double began, sum = 0;
	long start = 0;

	name = argv[0];
	if (!kd) {
		printf("%s\n", error);
		return 1;
	}
	if (!strcmp(argv[1], "fork"))
		return forked(kd);
	for (int i = 0; i < polls; i++) {
		int count;

		if (i == polls / 10) {
			start = memory();
			open_files = files();
		}
		began = now();
		count = poll_once(kd);
		sum += now() - began;
		if (count < 0) {
			printf("poll %d: %d %s\n", i, count, kvm_geterr(kd));
			return 3;
		}
		if (count > most)
			most = count;
		if (wait_for)
			usleep((useconds_t)wait_for);
	}
	printf("%d %.3f %ld %d\n", most, sum / polls, memory() - start, files() - open_files);
	return kvm_close(kd);
}
