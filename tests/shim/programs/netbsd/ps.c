/* The processes of a NetBSD kernel: ps [-M core -N system -W swap] [-s], as ps finds its columns. */
#include <sys/param.h>
#include <sys/lwp.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum type { INT32, UINT32, UINT64, SHORT };

static const struct var {
	const char *name;
	size_t off;
	enum type type;
	int width;
} columns[] = {
	{ "PID", offsetof(struct kinfo_proc2, p_pid), INT32, 6 },
	{ "PPID", offsetof(struct kinfo_proc2, p_ppid), INT32, 6 },
	{ "PGID", offsetof(struct kinfo_proc2, p__pgid), INT32, 6 },
	{ "SID", offsetof(struct kinfo_proc2, p_sid), INT32, 6 },
	{ "UID", offsetof(struct kinfo_proc2, p_uid), UINT32, 6 },
	{ "GRPS", offsetof(struct kinfo_proc2, p_ngroups), SHORT, 5 },
	{ "NLWP", offsetof(struct kinfo_proc2, p_nlwps), UINT64, 5 },
};

static struct nlist psnl[] = {
	{ "_fscale", 0, 0, 0, 0 },
#define X_FSCALE 0
	{ "_ccpu", 0, 0, 0, 0 },
#define X_CCPU 1
	{ "_physmem", 0, 0, 0, 0 },
#define X_PHYSMEM 2
	{ "_maxslp", 0, 0, 0, 0 },
#define X_MAXSLP 3
	{ NULL, 0, 0, 0, 0 },
};

static kvm_t *kd;
static int fscale = FSCALE, maxslp = MAXSLP;

/* The scales of the kernel: from a dump's variables, or from the running system. */
static void
donlist(void)
{
	if (kvm_nlist(kd, psnl) == -1)
		errx(1, "%s", kvm_geterr(kd));
	if (psnl[X_FSCALE].n_value &&
	    kvm_read(kd, psnl[X_FSCALE].n_value, &fscale, sizeof(fscale)) != sizeof(fscale))
		errx(1, "fscale: %s", kvm_geterr(kd));
	if (psnl[X_MAXSLP].n_value &&
	    kvm_read(kd, psnl[X_MAXSLP].n_value, &maxslp, sizeof(maxslp)) != sizeof(maxslp))
		errx(1, "maxslp: %s", kvm_geterr(kd));
}

static void
donlist_sysctl(void)
{
	int mib[2] = { CTL_KERN, KERN_FSCALE };
	size_t size = sizeof(fscale);

	if (sysctl(mib, 2, &fscale, &size, NULL, 0) == -1)
		err(1, "kern.fscale");
	mib[0] = CTL_VM;
	mib[1] = VM_MAXSLP;
	size = sizeof(maxslp);
	if (sysctl(mib, 2, &maxslp, &size, NULL, 0) == -1 || maxslp <= 0)
		warn("vm.maxslp");
}

static void
column(const struct var *var, const struct kinfo_proc2 *ki)
{
	const char *at = (const char *)ki + var->off;

	switch (var->type) {
	case INT32:
		printf("%*d ", var->width, *(const int32_t *)at);
		break;
	case UINT32:
		printf("%*u ", var->width, *(const uint32_t *)at);
		break;
	case UINT64:
		printf("%*" PRIu64 " ", var->width, *(const uint64_t *)at);
		break;
	case SHORT:
		printf("%*d ", var->width, *(const int16_t *)at);
		break;
	}
}

static char
state(const struct kinfo_proc2 *ki, const struct kinfo_lwp *l)
{
	if (ki->p_realstat == SZOMB || ki->p_realstat == SDYING || l == NULL)
		return 'Z';
	switch (l->l_stat) {
	case LSSTOP:
		return 'T';
	case LSSLEEP:
		return l->l_flag & L_SINTR ? (l->l_slptime >= (uint32_t)maxslp ? 'I' : 'S') : 'D';
	case LSONPROC:
		return 'O';
	default:
		return 'R';
	}
}

/* An argument on one line, as ps shows it. */
static void
visible(const char *text, const char *end)
{
	for (; *text; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
	fputs(end, stdout);
}

int
main(int argc, char *argv[])
{
	char errbuf[_POSIX2_LINE_MAX], *memf = NULL, *nlistf = NULL, *swapf = NULL, **args;
	int ch, n, nlwps, lwps = 0;
	struct kinfo_proc2 *kinfo;
	struct kinfo_lwp *l;

	setprogname(argv[0]);
	while ((ch = getopt(argc, argv, "M:N:W:s")) != -1)
		switch (ch) {
		case 'M':
			memf = optarg;
			break;
		case 'N':
			nlistf = optarg;
			break;
		case 'W':
			swapf = optarg;
			break;
		case 's':
			lwps = 1;
			break;
		default:
			return (1);
		}
	if (memf == NULL) {
		kd = kvm_openfiles(NULL, NULL, NULL, (int)KVM_NO_FILES, errbuf);
		donlist_sysctl();
	} else
		kd = kvm_openfiles(nlistf, memf, swapf, O_RDONLY, errbuf);
	if (kd == NULL)
		errx(1, "%s", errbuf);
	if (memf != NULL)
		donlist();
	if ((kinfo = kvm_getproc2(kd, KERN_PROC_ALL, 0, sizeof(*kinfo), &n)) == NULL)
		errx(1, "%s", kvm_geterr(kd));
	/* Others' calls take the place of what this one has given. */
	kinfo = memcpy(calloc((size_t)n, sizeof(*kinfo)), kinfo, (size_t)n * sizeof(*kinfo));
	for (size_t i = 0; i < __arraycount(columns); i++)
		printf("%*s ", columns[i].width, columns[i].name);
	printf("S %-8s %%CPU COMMAND\n", "WCHAN");
	for (int i = 0; i < n; i++) {
		l = kvm_getlwps(kd, kinfo[i].p_pid, (unsigned long)kinfo[i].p_paddr, sizeof(*l), &nlwps);
		if (l == NULL)
			nlwps = 0;
		for (int j = 0; j < (lwps ? nlwps : 1); j++) {
			for (size_t k = 0; k < __arraycount(columns); k++)
				column(&columns[k], &kinfo[i]);
			printf("%c %-8.8s %4.1f ", state(&kinfo[i], nlwps ? &l[j] : NULL),
			    nlwps && l[j].l_wmesg[0] ? l[j].l_wmesg : "-", 100.0 * kinfo[i].p_pctcpu / fscale);
			if ((args = kvm_getargv2(kd, &kinfo[i], 0)) != NULL)
				for (; *args; args++)
					visible(*args, args[1] ? " " : "");
			else {
				putchar('(');
				visible(kinfo[i].p_comm, ")");
			}
			if (lwps)
				printf(" /%d", l[j].l_lid);
			printf("\n");
		}
	}
	free(kinfo);
	return (kvm_close(kd));
}
