/* The message buffer of a NetBSD kernel: dmesg [-M core -N system], without names that of the running system. */
#include <sys/cdefs.h>
#ifndef lint
__RCSID("$NetBSD$");
#endif

#include <sys/param.h>
#include <sys/msgbuf.h>
#include <sys/sysctl.h>

#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <vis.h>

static struct nlist nl[] = {
#define X_MSGBUF 0
	{ .n_name = "_msgbufp" },
	{ .n_name = NULL },
};

#define KREAD(addr, var) kvm_read(kd, addr, &var, sizeof(var)) != sizeof(var)

int
main(int argc, char *argv[])
{
	struct kern_msgbuf cur, *bufp;
	static const int mib[2] = { CTL_KERN, KERN_MSGBUF };
	char *memf = NULL, *nlistf = NULL, *bp, shown[5];
	size_t size;
	kvm_t *kd;
	long at;
	int ch, tag = 0, fresh = 1;

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
	if (memf == NULL) {
		if (sysctl(mib, 2, NULL, &size, NULL, 0) == -1 || (bp = malloc(size)) == NULL ||
		    sysctl(mib, 2, bp, &size, NULL, 0) == -1)
			err(1, "can't get msgbuf");
		cur.msg_bufx = 0;
		cur.msg_bufs = size;
		goto show;
	}
	if ((kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "dmesg")) == NULL)
		exit(1);
	if (kvm_nlist(kd, nl) == -1)
		errx(1, "kvm_nlist: %s", kvm_geterr(kd));
	if (nl[X_MSGBUF].n_type == 0)
		errx(1, "%s: msgbufp not found", nlistf ? nlistf : "namelist");
	if (KREAD(nl[X_MSGBUF].n_value, bufp))
		errx(1, "kvm_read: %s (0x%lx)", kvm_geterr(kd), nl[X_MSGBUF].n_value);
	if (kvm_read(kd, (long)bufp, &cur, offsetof(struct kern_msgbuf, msg_bufc)) !=
	    offsetof(struct kern_msgbuf, msg_bufc))
		errx(1, "kvm_read: %s (0x%lx)", kvm_geterr(kd), (unsigned long)bufp);
	if (cur.msg_magic != MSG_MAGIC)
		errx(1, "magic number incorrect");
	if ((bp = malloc((size_t)cur.msg_bufs)) == NULL)
		err(1, NULL);
	if (kvm_read(kd, (long)&bufp->msg_bufc, bp, (size_t)cur.msg_bufs) != cur.msg_bufs)
		errx(1, "kvm_read: %s", kvm_geterr(kd));
	if (cur.msg_bufx >= cur.msg_bufs)
		cur.msg_bufx = 0;
	kvm_close(kd);
show:
	at = cur.msg_bufx;
	for (long i = 0; i < cur.msg_bufs; i++, at = (at + 1) % cur.msg_bufs) {
		ch = (unsigned char)bp[at];
		if (tag) { /* <priority> after the end of a line */
			tag = ch != '>';
			continue;
		}
		if (!ch)
			continue;
		if (fresh && ch == '<') {
			tag = 1;
			continue;
		}
		fresh = ch == '\n';
		vis(shown, ch, VIS_NOSLASH, 0);
		printf("%s", shown);
	}
	return (0);
}
