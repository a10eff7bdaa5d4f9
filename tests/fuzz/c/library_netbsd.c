#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <kvm_private.h>
#include <sys/file.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#include "library.h"

static void read_memory(kvm_t *kd, unsigned long va)
{
	static char buf[9000];
	ssize_t got = kvm_read(kd, va, buf, sizeof buf);

	answer_number(got);
	if (got > 0)
		answer(buf, (size_t)got);
	answer_number(kvm_write(kd, va, "x", 1));
}

static bool on_piece(void *cookie, const void *from, size_t size)
{
	answer(from, size);
	return --*(int *)cookie > 0;
}

static void look_at_processes(kvm_t *kd)
{
	struct kinfo_proc2 *procs;
	struct kinfo_lwp *lwps;
	struct kinfo_proc *old;
	char buf[300], *files;
	ssize_t got;
	int count = 0;

	procs = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof *procs, &count);
	if (procs && count > 0)
		answer(procs, (size_t)count * sizeof *procs);
	for (int each = 0; procs && each < count && each < 4; each++) {
		struct kinfo_proc2 copy = procs[each];
		int threads = 0;

		answer_strings(kvm_getargv2(kd, &copy, 0));
		answer_strings(kvm_getenvv2(kd, &copy, 100));
		lwps = kvm_getlwps(kd, copy.p_pid, copy.p_paddr, sizeof *lwps, &threads);
		if (lwps && threads > 0)
			answer(lwps, (size_t)threads * sizeof *lwps);
	}
	old = kvm_getprocs(kd, KERN_PROC_ALL, 0, &count);
	if (old && count > 0)
		answer(old, (size_t)count * sizeof *old);
	for (int each = 0; old && each < count && each < 4; each++) {
		struct kinfo_proc copy = old[each];

		answer_strings(kvm_getargv(kd, &copy, 0));
		if ((got = kvm_uread(kd, &copy.kp_proc, 0x400000, buf, sizeof buf)) > 0)
			answer(buf, (size_t)got);
	}
	if ((files = kvm_getfiles(kd, KERN_FILE, 0, &count)) != NULL && count > 0)
		answer(files, sizeof(void *) + (size_t)count * sizeof(struct file));
}

void look_at(const char *namelist, const char *corefile)
{
	struct nlist names[] = {{.n_name = "kernbase"}, {.n_name = "_allproc"}, {.n_name = "nosuch"}, {.n_name = NULL}};
	char errbuf[2048] = "", buf[300];
	kvm_t *kd = kvm_openfiles(namelist, corefile, NULL, O_RDONLY, errbuf);
	size_t size = sizeof buf;
	double load[3];
	int count, pieces = 100;

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
	look_at_processes(kd);
	if ((count = kvm_getloadavg(kd, load, 3)) > 0)
		answer(load, (size_t)count * sizeof *load);
	if (sysctlbyname("kern.version", buf, &size, NULL, 0) == 0)
		answer(buf, size);
	answer_string(kvm_getkernelname(kd));
	answer_number(kvm_dump_mkheader(kd, 0));
	answer_number(kvm_dump_header(kd, on_piece, &pieces, 1 << 20));
	answer_number(kvm_dump_inval(kd));
	answer_string(kvm_geterr(kd));
	answer_number(kvm_close(kd));
}
