/* The trace buffer of a FreeBSD kernel: ktrdump -M core -N kernel. */
#include <sys/capsicum.h>
#include <sys/types.h>
#include <sys/ktr.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/queue.h>

#include <capsicum_helpers.h>
#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct nlist nl[] = {
	{"_ktr_version"}, {"_ktr_entries"}, {"_ktr_idx"}, {"_ktr_buf"}, {NULL},
};

int main(int argc, char **argv)
{
	char errbuf[_POSIX2_LINE_MAX], *memf = NULL, *nlistf = NULL, desc[256];
	int ch, version, entries, index;
	struct ktr_entry *buf;
	cap_rights_t rights;
	uintptr_t where;
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "M:N:")) != -1) {
		if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			return 1;
	}
	if (caph_limit_stdio() == -1)
		err(1, "cannot limit");
	cap_rights_init(&rights, CAP_FSTAT, CAP_WRITE);
	if (caph_rights_limit(1, &rights) < 0)
		err(1, "cannot limit");
	if ((kd = kvm_openfiles(nlistf, memf, NULL, O_RDONLY, errbuf)) == NULL)
		errx(1, "%s", errbuf);
	if (caph_enter() < 0)
		err(1, "cannot enter");
	if (kvm_nlist(kd, nl) != 0)
		errx(1, "no trace buffer in this kernel");
	if (kvm_read(kd, nl[0].n_value, &version, sizeof version) == -1 ||
	    kvm_read(kd, nl[1].n_value, &entries, sizeof entries) == -1 ||
	    kvm_read(kd, nl[2].n_value, &index, sizeof index) == -1 || kvm_read(kd, nl[3].n_value, &where, sizeof where) == -1)
		errx(1, "%s", kvm_geterr(kd));
	if (version != KTR_VERSION)
		errx(1, "ktr version mismatch");
	buf = calloc((size_t)entries, sizeof *buf);
	if (kvm_read(kd, where, buf, sizeof *buf * (size_t)entries) == -1)
		errx(1, "%s", kvm_geterr(kd));
	for (int i = 0; i < entries; i++) {
		if (!buf[i].ktr_desc)
			continue;
		memset(desc, 0, sizeof desc);
		if (kvm_read(kd, (uintptr_t)buf[i].ktr_desc, desc, sizeof desc - 1) == -1)
			errx(1, "%s", kvm_geterr(kd));
		printf(desc, buf[i].ktr_parms[0], buf[i].ktr_parms[1], buf[i].ktr_parms[2], buf[i].ktr_parms[3]);
		printf(" cpu %d\n", buf[i].ktr_cpu);
	}
	return kvm_close(kd);
}
