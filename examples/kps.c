/*
 * kps - list the processes of a kernel, as programs for the libkvm of Solaris do it.
 *
 *	cc kps.c $(pkg-config --cflags --libs sunkvm-solaris) -o kps
 *	./kps unix.0 vmcore.0
 *	./kps				the emulated kernel of this host
 */
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/cred.h>
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/user.h>

static struct nlist nl[] = {
	{"avenrun"},
	{"nproc"},
	{NULL}
};

enum { X_AVENRUN, X_NPROC };

static void print_load(kvm_t *kd)
{
	int avenrun[3];

	if (nl[X_AVENRUN].n_type == 0 ||
	    kvm_kread(kd, (uintptr_t)nl[X_AVENRUN].n_value, avenrun, sizeof avenrun) != sizeof avenrun) {
		fprintf(stderr, "kps: no load averages\n");
		return;
	}
	printf("load average: %.2f %.2f %.2f\n", (double)avenrun[0] / FSCALE, (double)avenrun[1] / FSCALE,
	       (double)avenrun[2] / FSCALE);
}

static void print_command(kvm_t *kd, proc_t *p, user_t *u)
{
	char **argv, **arg;

	if (kvm_getcmd(kd, p, u, &argv, NULL) == 0 && argv != NULL) {
		for (arg = argv; *arg != NULL; arg++)
			printf("%s%s", arg == argv ? "" : " ", *arg);
		free(argv);
	} else {
		printf("[%.*s]", MAXCOMLEN, u->u_comm);
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	char *namelist = argc > 1 ? argv[1] : NULL, *corefile = argc > 2 ? argv[2] : NULL;
	struct cred cred;
	struct pid pid;
	proc_t *p;
	kvm_t *kd;
	int count = 0;

	if ((kd = kvm_open(namelist, corefile, NULL, O_RDONLY, argv[0])) == NULL)
		return 1;
	if (kvm_nlist(kd, nl) < 0) {
		fprintf(stderr, "%s: no namelist\n", argv[0]);
		return 1;
	}
	print_load(kd);
	printf("%6s %6s %6s COMMAND\n", "PID", "PPID", "UID");
	for (kvm_setproc(kd); (p = kvm_nextproc(kd)) != NULL; count++) {
		if (kvm_kread(kd, (uintptr_t)p->p_pidp, &pid, sizeof pid) != sizeof pid)
			continue;
		if (kvm_kread(kd, (uintptr_t)p->p_cred, &cred, sizeof cred) != sizeof cred)
			cred.cr_uid = 0;
		printf("%6d %6d %6u ", (int)pid.pid_id, (int)p->p_ppid, (unsigned)cred.cr_uid);
		if (p->p_stat == SZOMB)
			puts("<defunct>");
		else
			print_command(kd, p, kvm_getu(kd, p));
	}
	printf("%d processes\n", count);
	return kvm_close(kd) == 0 && count > 0 ? 0 : 1;
}
