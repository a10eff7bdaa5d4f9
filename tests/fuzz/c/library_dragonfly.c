#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/param.h>
#include <sys/sysctl.h>
#include <sys/user.h>

#include "library.h"

static void read_memory(kvm_t *kd, unsigned long va)
{
	static char buf[9000];
	ssize_t got = kvm_read(kd, va, buf, sizeof buf);
	char *text;

	answer_number(got);
	if (got > 0)
		answer(buf, (size_t)got);
	answer_number(kvm_write(kd, va, "x", 1));
	answer_string(text = kvm_readstr(kd, va, NULL, NULL));
	free(text);
}

void look_at(const char *namelist, const char *corefile)
{
	struct nlist names[] = {
		{.n_name = (char *)"kernbase"}, {.n_name = (char *)"_allproc"}, {.n_name = (char *)"nosuch"}, {.n_name = NULL}};
	char errbuf[2048] = "", buf[300];
	struct kvm_swap swap[8];
	kvm_t *kd = kvm_openfiles(namelist, corefile, NULL, O_RDONLY, errbuf);
	struct kinfo_proc *procs;
	struct kinfo_file *files;
	size_t size = sizeof buf;
	double load[3];
	ssize_t got;
	int count = 0;

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
	procs = kvm_getprocs(kd, KERN_PROC_ALL, 0, &count);
	if (procs && count > 0)
		answer(procs, (size_t)count * sizeof *procs);
	for (int each = 0; procs && each < count && each < 4; each++) {
		struct kinfo_proc copy = procs[each];

		answer_strings(kvm_getargv(kd, &copy, 0));
		answer_strings(kvm_getenvv(kd, &copy, 100));
		if ((got = kvm_uread(kd, copy.kp_pid, 0x400000, buf, sizeof buf)) > 0)
			answer(buf, (size_t)got);
	}
	files = kvm_getfiles(kd, KERN_FILE, 0, &count);
	if (files && count > 0)
		answer(files, (size_t)count * sizeof *files);
	if ((count = kvm_getloadavg(kd, load, 3)) > 0)
		answer(load, (size_t)count * sizeof *load);
	if ((count = kvm_getswapinfo(kd, swap, 8, 0)) >= 0)
		answer(swap, (size_t)(count + 1) * sizeof *swap);
	if (sysctlbyname("kern.version", buf, &size, NULL, 0) == 0)
		answer(buf, size);
	answer_string(kvm_geterr(kd));
	answer_number(kvm_close(kd));
}
