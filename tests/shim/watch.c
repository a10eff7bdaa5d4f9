/*
 * Polls a live Solaris kernel: watch POLLS WAIT_US, each time load average, free memory, ticks and all processes. Says what
 * it saw first and last, and how much memory it took. watch fork: what a child sees. watch write: into its own memory.
 */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct nlist nl[] = {{"avenrun"}, {"freemem"}, {"lbolt"}, {"nproc"}, {NULL}};

/* Of the program's own work: the machine may have much else to do. */
static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
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

/* Poll once; whether all was well. */
static int poll_once(kvm_t *kd, long *ticks, int *count)
{
	int load[3], processes, walked = 0;
	long free_memory;
	proc_t *proc;

	if (kvm_kread(kd, nl[0].n_value, load, sizeof load) != sizeof load ||
	    kvm_kread(kd, nl[1].n_value, &free_memory, sizeof free_memory) != sizeof free_memory ||
	    kvm_kread(kd, nl[2].n_value, ticks, sizeof *ticks) != sizeof *ticks)
		return 0;
	if (kvm_setproc(kd) != 0 || kvm_kread(kd, nl[3].n_value, &processes, sizeof processes) != sizeof processes)
		return 0;
	while ((proc = kvm_nextproc(kd)) != NULL) {
		/* What it points at can be read, too. */
		struct pid pid;

		if (kvm_kread(kd, (uintptr_t)proc->p_pidp, &pid, sizeof pid) != sizeof pid || !kvm_getu(kd, proc)->u_comm[0])
			return 0;
		walked++;
	}
	*count = walked;
	return walked == processes && free_memory > 0;
}

int main(int argc, char **argv)
{
	kvm_t *kd = kvm_open(NULL, NULL, NULL, argc > 1 && !strcmp(argv[1], "write") ? O_RDWR : O_RDONLY, argv[0]);
	int polls = atoi(argv[1]), wait_for = argc > 2 ? atoi(argv[2]) : 0, count = 0, worst_count = 0;
	long first, ticks, start = 0;
	double began, worst = 0, sum = 0;

	if (!kd || kvm_nlist(kd, nl) != 0 || !poll_once(kd, &first, &count))
		return 1;
	if (!strcmp(argv[1], "fork")) {
		int status;

		if (fork() == 0) {
			sleep(1);
			_exit(!(poll_once(kd, &ticks, &count) && ticks > first && kvm_getproc(kd, getpid())));
		}
		for (int i = 0; i < 20; i++, usleep(100000))
			if (!poll_once(kd, &ticks, &count))
				return 2;
		wait(&status);
		printf("%d %d\n", WEXITSTATUS(status), kvm_getproc(kd, getpid()) != NULL);
		return 0;
	}
	if (!strcmp(argv[1], "write")) {
		static char text[] = "before";
		int load;

		printf("%d ", kvm_getproc(kd, getpid()) != NULL);
		printf("%zd ", kvm_uwrite(kd, (uintptr_t)text, "after!", 6));
		printf("%s %zd ", text, kvm_kread(kd, nl[0].n_value, &load, sizeof load));
		printf("%zd\n", kvm_kwrite(kd, nl[0].n_value, &load, sizeof load));
		return 0;
	}
	for (int i = 0; i < polls; i++) {
		if (i == polls / 10)
			start = memory();
		began = now();
		if (!poll_once(kd, &ticks, &count))
			return 3;
		began = now() - began;
		sum += began;
		if (began > worst)
			worst = began;
		if (count > worst_count)
			worst_count = count;
		if (wait_for)
			usleep((useconds_t)wait_for);
	}
	printf("%ld %ld %d %.3f %.3f %ld\n", first, ticks, worst_count, sum / polls * 1e3, worst * 1e3, memory() - start);
	began = now();
	for (int i = 0; i < 200000; i++)
		kvm_kread(kd, nl[2].n_value, &ticks, sizeof ticks);
	printf("%.1f\n", (now() - began) / 200000 * 1e9);
	return kvm_close(kd);
}
