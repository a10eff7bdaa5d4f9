/* What a process display of the SunOS 4 era does: the table of processes in one read, totals, ticks, every page. */
#include <sys/types.h>
#include <sys/signal.h>
#define KERNEL
#include <sys/param.h>
#undef KERNEL
#include <kvm.h>
#include <nlist.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/dk.h>
#include <sys/proc.h>
#include <sys/user.h>
#include <sys/vm.h>
#include <unistd.h>
#include <vm/anon.h>
#include <vm/page.h>

static struct nlist nl[] = {
	{"_avenrun"}, {"_ccpu"},  {"_mpid"},   {"_nproc"},    {"_proc"}, {"_total"},
	{"_cp_time"}, {"_pages"}, {"_epages"}, {"_boottime"}, {"_hz"},   {0},
};
enum { AVENRUN, CCPU, MPID, NPROC, PROC, TOTAL, CP_TIME, PAGES, EPAGES, BOOTTIME, HERTZ };

static char mark[] = "memory of the process";

static void get(kvm_t *kd, int which, void *to, unsigned size)
{
	if (kvm_read(kd, nl[which].n_value, to, size) != (int)size) {
		printf("cannot read %s\n", nl[which].n_name);
		exit(1);
	}
}

static void system_line(kvm_t *kd)
{
	long cp[CPUSTATES];
	struct vmtotal total;
	struct timeval boot;
	unsigned long first, end;
	unsigned free_pages = 0, locked = 0;
	struct page *page;

	get(kd, CP_TIME, cp, sizeof cp);
	get(kd, TOTAL, &total, sizeof total);
	get(kd, BOOTTIME, &boot, sizeof boot);
	get(kd, PAGES, &first, sizeof first);
	get(kd, EPAGES, &end, sizeof end);
	page = malloc(end - first);
	if (kvm_read(kd, first, page, end - first) != (int)(end - first))
		exit(2);
	for (size_t i = 0; i < (end - first) / sizeof *page; i++) {
		free_pages += page[i].p_free;
		locked += page[i].p_lock;
	}
	printf("system %ld %ld %ld %ld %d %ld %lu %u %u\n", cp[CP_USER], cp[CP_NICE], cp[CP_SYS], cp[CP_IDLE], total.t_free,
	       (long)boot.tv_sec, (end - first) / sizeof *page, free_pages, locked);
	free(page);
}

static void processes(kvm_t *kd)
{
	unsigned long table;
	int slots, used = 0, walked = 0;
	struct proc *proc;

	get(kd, PROC, &table, sizeof table);
	get(kd, NPROC, &slots, sizeof slots);
	proc = malloc(slots * sizeof *proc);
	if (kvm_read(kd, table, proc, slots * sizeof *proc) != (int)(slots * sizeof *proc))
		exit(3);
	for (int i = 0; i < slots; i++)
		if (proc[i].p_stat) {
			used++;
			printf("process %d %d %d %d %d %ld %ld\n", proc[i].p_pid, proc[i].p_ppid, proc[i].p_uid, proc[i].p_stat,
			       (proc[i].p_flag & SSYS) != 0, proc[i].p_tsize + proc[i].p_dsize + proc[i].p_ssize, proc[i].p_pctcpu);
		}
	kvm_setproc(kd);
	while (kvm_nextproc(kd) != NULL)
		walked++;
	printf("processes %d %d\n", used, walked);
	free(proc);
}

static void self(kvm_t *kd)
{
	struct proc *proc = kvm_getproc(kd, getpid());
	struct user *user = proc ? kvm_getu(kd, proc) : NULL;
	char **arg, **env, buf[sizeof mark];

	if (!user || kvm_getcmd(kd, proc, user, &arg, &env) != 0)
		exit(4);
	printf("self %s %s %s", user->u_comm, arg[1], env[0]);
	printf(" %d %s", kvm_read(kd, (unsigned long)mark, buf, sizeof mark), buf);
	/* Opened for reading only; kernel memory could not be written in any case. */
	printf(" %d %d\n", kvm_write(kd, (unsigned long)mark, "M", 1), kvm_write(kd, nl[AVENRUN].n_value, "M", 1));
	free(arg);
	free(env);
}

static void layout(void)
{
#define AT(type, member) printf("layout %s %s %zu\n", #type, #member, offsetof(struct type, member))
#define SIZE(type) printf("layout %s size %zu\n", #type, sizeof(struct type))
	AT(proc, p_as), AT(proc, p_uarea), AT(proc, p_stat), AT(proc, p_nice), AT(proc, p_time), AT(proc, p_uid), AT(proc, p_pid);
	AT(proc, p_ppid), AT(proc, p_flag), AT(proc, p_pctcpu), AT(proc, p_tsize), AT(proc, p_rssize), SIZE(proc);
	AT(user, u_ru), AT(user, u_procp), AT(user, u_start), SIZE(user);
	AT(vmtotal, t_vm), AT(vmtotal, t_free), SIZE(vmtotal);
	AT(vmmeter, v_swtch), AT(vmmeter, v_pgpgin), AT(vmmeter, v_faults), AT(vmmeter, v_swpout), SIZE(vmmeter);
	AT(anoninfo, ani_resv), SIZE(anoninfo);
	AT(page, p_keepcnt), SIZE(page);
}

int main(int argc, char **argv)
{
	kvm_t *kd;

	if (argc > 1 && !strcmp(argv[1], "layout")) {
		layout();
		return 0;
	}
	if ((kd = kvm_open(NULL, NULL, NULL, O_RDONLY, "top")) == NULL)
		return 1;
	printf("missing %d\n", kvm_nlist(kd, nl));
	for (int polls = argc > 1 ? atoi(argv[1]) : 1; polls > 0; polls--) {
		system_line(kd);
		processes(kd);
		if (polls > 1)
			usleep(700000);
	}
	self(kd);
	return kvm_close(kd);
}
