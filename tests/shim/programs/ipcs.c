/* System V objects of a FreeBSD kernel: ipcs -M core -N kernel. */
#define _KERNEL
#include <sys/param.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/msg.h>
#undef _KERNEL

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct nlist symbols[] = {
	{"sema"}, {"seminfo"}, {"msginfo"}, {"msqids"}, {"shminfo"}, {"shmsegs"}, {NULL},
};

int main(int argc, char **argv)
{
	char *memf = NULL, *nlistf = NULL;
	struct msginfo msginfo_;
	struct msqid_kernel *kxmsqids, *addr;
	kvm_t *kd;
	int ch;

	while ((ch = getopt(argc, argv, "M:N:")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			return 1;
	}
	if ((kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "ipcs")) == NULL)
		return 1;
	switch (kvm_nlist(kd, symbols)) {
	case 0:
		break;
	case -1:
		errx(1, "unable to read kernel symbol table");
	default:
		for (int i = 0; symbols[i].n_name; i++)
			if (!symbols[i].n_type)
				warnx("symbol %s not found", symbols[i].n_name);
		return 3;
	}
	if (kvm_read(kd, symbols[2].n_value, &msginfo_, sizeof msginfo_) != sizeof msginfo_ ||
	    kvm_read(kd, symbols[3].n_value, &addr, sizeof addr) != sizeof addr)
		errx(1, "%s", kvm_geterr(kd));
	kxmsqids = calloc((size_t)msginfo_.msgmni, sizeof *kxmsqids);
	if (kvm_read(kd, (unsigned long)addr, kxmsqids, sizeof *kxmsqids * (size_t)msginfo_.msgmni) < 0)
		errx(1, "%s", kvm_geterr(kd));
	for (int i = 0; i < msginfo_.msgmni; i++)
		if (kxmsqids[i].u.msg_qbytes)
			printf("q %d %ld\n", IXSEQ_TO_IPCID(i, kxmsqids[i].u.msg_perm), kxmsqids[i].u.msg_perm.key);
	return kvm_close(kd);
}
