/* Lists the processes of the running host again and again, once a line of input; prints what that took in milliseconds of
 * processor time, and what reading /proc/PID/stat of all of them took. */
#include <sys/types.h>
#include <dirent.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#ifndef SOLARIS
#include <sys/param.h>
#include <sys/sysctl.h>
#endif

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void plain(void)
{
	static char text[4096], path[300];
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	while ((entry = readdir(folder)))
		if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') {
			int file;

			snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
			if ((file = open(path, O_RDONLY)) < 0)
				continue;
			if (read(file, text, sizeof text) < 0)
				text[0] = 0;
			close(file);
		}
	closedir(folder);
}

static int all(kvm_t *kd)
{
	int count = 0;

#if defined SOLARIS
	struct proc *proc;

	for (kvm_setproc(kd); (proc = kvm_nextproc(kd)); count++)
		kvm_getu(kd, proc);
#elif defined NETBSD
	kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(struct kinfo_proc2), &count);
#elif defined FREEBSD
	kvm_getprocs(kd, KERN_PROC_PROC, 0, &count);
#else
	kvm_getprocs(kd, KERN_PROC_ALL, 0, &count);
#endif
	return count;
}

int main(int argc, char **argv)
{
	char line[64];
#ifdef SOLARIS
	kvm_t *kd = kvm_open(NULL, NULL, NULL, O_RDONLY, argv[0]);
#else
	char error[_POSIX2_LINE_MAX];
	kvm_t *kd = kvm_openfiles(NULL, NULL, NULL, O_RDONLY, error);
#endif

	if (!kd)
		return 1;
	printf("open\n");
	for (int polls = atoi(argv[1]); polls-- > 0 && fflush(stdout) == 0 && fgets(line, sizeof line, stdin);) {
		double began, middle;

		usleep(510000); /* so that the list is too old */
		began = now();
		if (all(kd) < 2)
			return 2;
		middle = now();
		plain();
		printf("%.3f %.3f\n", middle - began, now() - middle);
	}
	return kvm_close(kd);
}
