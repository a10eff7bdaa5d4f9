/* A load-average and process display in the C of its time. */
#include <sys/param.h>
#include <sys/dk.h>
#include <sys/proc.h>
#include <sys/user.h>
#include <sys/vm.h>
#include <vm/page.h>
#include <nlist.h>
#include <kvm.h>
#include <stdio.h>

struct nlist nl[] = {
	{"_avenrun"},
	{"_nosuch"},
	{"kas"},
	{""},
};

main(argc, argv)
	int argc;
	char **argv;
{
	long avenrun[3];
	char **arg;
	struct proc *p;
	struct user *u;
	kvm_t *kd;

	kd = kvm_open(argv[1], argv[2], (char *)0, 0, argv[0]);
	if (kd == NULL) {
		fprintf(stderr, "%s\n", sys_errlist[1]);
		return 1;
	}
	printf("missing %d", kvm_nlist(kd, nl));
	printf(" type %d\n", nl[0].n_type & N_EXT);
	if (kvm_read(kd, nl[0].n_value, avenrun, sizeof avenrun) != sizeof avenrun)
		return 1;
	printf("%.2f %.2f %.2f\n", (double)avenrun[0] / FSCALE, (double)avenrun[1] / FSCALE, (double)avenrun[2] / FSCALE);
	while (p = kvm_nextproc(kd)) {
		if ((u = kvm_getu(kd, p)) == NULL)
			return 1;
		printf("%d %d %d %d %s", p->p_pid, p->p_uid, p->p_stat, (p->p_flag & SSYS) != 0, u->u_comm);
		if (kvm_getcmd(kd, p, u, &arg, (char ***)0) == 0)
			for (; *arg; arg++)
				printf(" <%s>", *arg);
		printf("\n");
	}
	return kvm_close(kd);
}
