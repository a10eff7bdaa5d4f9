/* The message buffer of a FreeBSD kernel: dmesg -M core -N kernel. */
#include <sys/cdefs.h>
__FBSDID("$FreeBSD$");

#include <sys/types.h>
#include <sys/msgbuf.h>
#include <sys/sysctl.h>

#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct nlist nl[] = {
#define X_MSGBUF 0
	{ "_msgbufp", 0, 0, 0, 0 },
	{ NULL, 0, 0, 0, 0 },
};

#define KREAD(addr, var) kvm_read(kd, addr, &var, sizeof(var)) != sizeof(var)

int
main(int argc, char *argv[])
{
	struct msgbuf *bufp, cur;
	char *bp, *memf = NULL, *nlistf = NULL;
	unsigned int start;
	kvm_t *kd;
	int ch;

	while ((ch = getopt(argc, argv, "M:N:")) != -1)
		switch (ch) {
		case 'M':
			memf = optarg;
			break;
		case 'N':
			nlistf = optarg;
			break;
		default:
			return (1);
		}
	kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "dmesg");
	if (kd == NULL)
		exit(1);
	if (kvm_nlist(kd, nl) == -1)
		errx(1, "kvm_nlist: %s", kvm_geterr(kd));
	if (nl[X_MSGBUF].n_type == 0)
		errx(1, "%s: msgbufp not found", nlistf ? nlistf : "namelist");
	if (KREAD(nl[X_MSGBUF].n_value, bufp) || KREAD((long)bufp, cur))
		errx(1, "kvm_read: %s", kvm_geterr(kd));
	if (cur.msg_magic != MSG_MAGIC)
		errx(1, "kernel message buffer has different magic number");
	bp = malloc(cur.msg_size);
	start = MSGBUF_SEQ_TO_POS(&cur, cur.msg_wseq);
	if (kvm_read(kd, (long)&cur.msg_ptr[start], bp, cur.msg_size - start) != (ssize_t)(cur.msg_size - start))
		errx(1, "kvm_read: %s", kvm_geterr(kd));
	if (start && kvm_read(kd, (long)cur.msg_ptr, bp + cur.msg_size - start, start) != (ssize_t)start)
		errx(1, "kvm_read: %s", kvm_geterr(kd));
	fwrite(bp, 1, cur.msg_size, stdout);
	kvm_close(kd);
	return (0);
}
