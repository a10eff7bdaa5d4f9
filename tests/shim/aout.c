/* Shows a SunOS 4 kernel: names, bytes as they lie there, processes. In the C of its time. */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/user.h>
#include <nlist.h>
#include <kvm.h>
#include <stdio.h>

struct nlist nl[] = {
	{"_avenrun"},
	{"avenrun"},
	{"_nosuch"},
	{""},
};

main(argc, argv)
	int argc;
	char **argv;
{
	unsigned char raw[12];
	struct proc *p;
	struct user *u;
	char **arg;
	kvm_t *kd;
	int i;

	kd = kvm_open(argv[1], argv[2], (char *)0, argc > 3 ? 2 : 0, "aout");
	if (kd == NULL)
		return 1;
	i = kvm_nlist(kd, nl);
	printf("missing %d types %d %d %d\n", i, nl[0].n_type, nl[1].n_type, nl[2].n_type);
	printf("%lx %d\n", nl[0].n_value, nl[0].n_value == nl[1].n_value);
	i = kvm_read(kd, nl[0].n_value, (char *)raw, sizeof raw);
	printf("%d", i);
	for (i = 0; i < sizeof raw; i++)
		printf(" %02x", raw[i]);
	printf("\n");
	printf("%d %d\n", kvm_read(kd, 0x1000L, (char *)raw, 4), kvm_write(kd, nl[0].n_value, "\001", 1));
	while (p = kvm_nextproc(kd)) {
		int pid = p->p_pid;
		struct proc *other = kvm_getproc(kd, 99);

		if (other == NULL || other->p_pid != 99 || kvm_getproc(kd, 98) != NULL)
			return 2;
		if ((u = kvm_getu(kd, p)) == NULL)
			return 3;
		printf("%d %d %d %d %d %ld %ld %ld <%s> %d\n", p->p_stat, p->p_uid, pid, p->p_ppid, p->p_flag, p->p_tsize,
		       (long)u->u_ru.ru_stime.tv_usec, (long)u->u_start.tv_sec, u->u_comm, kvm_getcmd(kd, p, u, &arg, (char ***)0));
	}
	printf("%d\n", kvm_nextproc(kd) == NULL);
	kvm_setproc(kd);
	printf("%d\n", kvm_nextproc(kd)->p_pid);
	return kvm_close(kd);
}
