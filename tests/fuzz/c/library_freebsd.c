#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include "library.h"

static int on_page(struct kvm_page *page, void *arg)
{
	answer(page, sizeof *page);
	return ++*(int *)arg < 600;
}

static void read_memory(kvm_t *kd, unsigned long va)
{
	static char buf[9000];
	ssize_t got = kvm_read(kd, va, buf, sizeof buf);

	answer_number(got);
	if (got > 0)
		answer(buf, (size_t)got);
	answer_number(kvm_write(kd, va, "x", 1));
	if ((got = kvm_read_zpcpu(kd, va, buf, 16, 1)) > 0)
		answer(buf, (size_t)got);
}

void look_at(const char *namelist, const char *corefile)
{
	static const int ops[] = {KERN_PROC_ALL, KERN_PROC_PROC, KERN_PROC_PID};
	struct nlist names[] = {
		{.n_name = (char *)"kernbase"}, {.n_name = (char *)"_allproc"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
	char errbuf[2048] = "";
	struct kvm_swap swap[8];
	kvm_t *kd = kvm_openfiles(namelist, corefile, NULL, O_RDONLY, errbuf);
	struct kinfo_proc *procs;
	long times[5];
	double load[3];
	void *area;
	int pages = 0, count;

	answer_number(kd != NULL);
	answer_string(errbuf);
	if (!kd)
		return;
	images_opened++;
	answer_number(kvm_nlist(kd, names));
	for (int i = 0; i < 3; i++) {
		answer_number((int64_t)names[i].n_value);
		read_memory(kd, names[i].n_value);
	}
	answer_number(kvm_walk_pages(kd, on_page, &pages));
	for (int i = 0; i < 3; i++) {
		procs = kvm_getprocs(kd, ops[i], 1, &count);
		if (procs && count > 0)
			answer(procs, (size_t)count * sizeof *procs);
		for (int each = 0; procs && each < count && each < 4; each++) {
			struct kinfo_proc copy = procs[each];

			answer_strings(kvm_getargv(kd, &copy, 0));
			answer_strings(kvm_getenvv(kd, &copy, 100));
		}
	}
	if ((count = kvm_getloadavg(kd, load, 3)) > 0)
		answer(load, (size_t)count * sizeof *load);
	if (kvm_getcptime(kd, times) == 0)
		answer(times, sizeof times);
	if ((count = kvm_getswapinfo(kd, swap, 8, 0)) >= 0)
		answer(swap, (size_t)(count + 1) * sizeof *swap);
	if ((area = kvm_getpcpu(kd, 0)) != (void *)-1)
		free(area);
	answer_number((int64_t)kvm_counter_u64_fetch(kd, names[0].n_value));
	answer_number(kvm_dpcpu_setcpu(kd, 1));
	answer_number(kvm_getmaxcpu(kd));
	answer_number(kvm_getncpus(kd));
	answer_number((int64_t)kvm_kerndisp(kd));
	answer_string(kvm_geterr(kd));
	answer_number(kvm_close(kd));
}
