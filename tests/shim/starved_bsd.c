/* starved_bsd KERNEL VMCORE SYMBOL: everything a caller does, once for each allocation that can fail. SYMBOL is of an int. */
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/user.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **arguments;

#ifdef FREEBSD
static int count_pages(struct kvm_page *page, void *count)
{
	(void)page;
	++*(int *)count;
	return 1;
}
#endif

/* Return how much of it went well. */
static int everything(void)
{
	static char errbuf[_POSIX2_LINE_MAX], buffer[16384], long_name[3000];
	struct nlist nl[] = {{.n_name = arguments[3]}, {.n_name = long_name}, {0}};
	double averages[3];
	kvm_t *kd = kvm_openfiles(arguments[1], arguments[2], NULL, O_RDONLY, errbuf);
	int done = 0, count = 0;
	char **argv;

	if (!kd)
		return 0;
	memset(long_name, 'x', sizeof long_name - 1);
	done += kvm_nlist(kd, nl) == 1 && nl[0].n_value != 0;
	if (nl[0].n_value)
		done += kvm_read(kd, nl[0].n_value, buffer, sizeof(int)) == sizeof(int);
	done += kvm_read(kd, 16, buffer, 8) == -1 && kvm_geterr(kd)[0];
	done += kvm_write(kd, 16, buffer, sizeof buffer) == -1;
	kvm_getloadavg(kd, averages, 3);
#ifdef NETBSD
	{
		struct kinfo_proc2 *procs = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof *procs, &count);

		done += procs && count > 1;
		if (procs)
			done += (argv = kvm_getargv2(kd, &procs[count - 1], 0)) != NULL;
		if (procs)
			done += kvm_getlwps(kd, procs[0].p_pid, (unsigned long)procs[0].p_paddr, sizeof(struct kinfo_lwp), &count) != NULL;
		done += kvm_getfiles(kd, KERN_FILE, 0, &count) != NULL;
		done += (argv = (char **)kvm_getkernelname(kd)) != NULL && *(char *)argv;
	}
#else
	{
		struct kinfo_proc *procs = kvm_getprocs(kd, KERN_PROC_ALL, 0, &count);

		done += procs && count > 1;
		if (procs)
			done += (argv = kvm_getargv(kd, &procs[count - 1], 0)) != NULL;
	}
#endif
#ifdef FREEBSD
	{
		struct kvm_swap swap[4];
		void *cpu = kvm_getpcpu(kd, 0);
		int pages = 0;

		done += cpu && cpu != (void *)-1;
		if (cpu != (void *)-1)
			free(cpu);
		done += kvm_getswapinfo(kd, swap, 4, 0) >= 0;
		done += kvm_walk_pages(kd, count_pages, &pages) == 1 && pages > 0;
	}
#endif
#ifdef DRAGONFLY
	{
		char *text = kvm_readstr(kd, 0xfffff80090000000, NULL, NULL);

		done += text != NULL;
		free(text);
		done += kvm_getfiles(kd, KERN_FILE, 0, &count) != NULL;
	}
#endif
	done += kvm_close(kd) == 0;
	return done;
}

int main(int argc, char **argv)
{
	long (*starve)(long) = (long (*)(long))dlsym(RTLD_DEFAULT, "starve");
	long count, complete = 0;
	int whole;

	arguments = argv;
	if (argc < 4 || !starve || starve(-1) == -1 || (whole = everything()) < 6)
		return 2;
	starve(1L << 30);
	if (everything() != whole)
		return 3;
	count = starve(-1);
	for (long number = 0; number < count; number++) {
		starve(number);
		complete += everything() == whole;
		starve(-1);
		if (everything() != whole) {
			printf("something fails after allocation %ld of %ld has failed\n", number, count);
			return 1;
		}
	}
	printf("%ld allocations, %ld harmless\n", count, complete);
	return 0;
}
