/* The messages of a DragonFly kernel: dmesg -M core -N kernel [-a]. */
#include <sys/param.h>
#include <sys/msgbuf.h>
#include <sys/sysctl.h>
#include <err.h>
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct nlist nl[] = {
#define X_MSGBUF 0
	{"_msgbufp", 0, 0, 0, 0},
	{NULL, 0, 0, 0, 0},
};

#define KREAD(addr, var) kvm_read(kd, addr, &var, sizeof(var)) != sizeof(var)

int main(int argc, char **argv)
{
	char *memf = NULL, *nlistf = NULL, *text, *line, *end;
	unsigned int at, left, used = 0;
	struct msgbuf *bufp, cur;
	int ch, all = 0;
	kvm_t *kd;

	while ((ch = getopt(argc, argv, "aM:N:")) != -1) {
		if (ch == 'a')
			all = 1;
		else if (ch == 'M')
			memf = optarg;
		else if (ch == 'N')
			nlistf = optarg;
		else
			exit(1);
	}
	if ((kd = kvm_open(nlistf, memf, NULL, O_RDONLY, "dmesg")) == NULL)
		exit(1);
	if (kvm_nlist(kd, nl) == -1)
		errx(1, "kvm_nlist: %s", kvm_geterr(kd));
	if (nl[X_MSGBUF].n_type == 0)
		errx(1, "%s: msgbufp not found", nlistf ? nlistf : "namelist");
	if (KREAD(nl[X_MSGBUF].n_value, bufp) || KREAD((unsigned long)bufp, cur))
		errx(1, "kvm_read: %s", kvm_geterr(kd));
	if (cur.msg_magic != MSG_MAGIC && cur.msg_magic != MSG_OMAGIC)
		errx(1, "kernel message buffer has different magic number");
	left = cur.msg_bufx - cur.msg_bufr;
	at = cur.msg_bufr;
	if (left > cur.msg_size - 1024 && cur.msg_size > 2048) {
		left = cur.msg_size - 2048;
		at = cur.msg_bufx - left;
	}
	if ((text = malloc(left + 1)) == NULL)
		err(1, NULL);
	while (used < left) {
		unsigned int pos = (at + used) % cur.msg_size, part = MIN(left - used, cur.msg_size - pos);

		if (kvm_read(kd, (unsigned long)&cur.msg_ptr[pos], text + used, part) != (ssize_t)part)
			errx(1, "kvm_read: %s", kvm_geterr(kd));
		used += part;
	}
	text[left] = 0;
	for (line = text; *line; line = end) {
		int kernel = 1;

		if ((end = strchr(line, '\n')) != NULL)
			end++;
		else
			end = line + strlen(line);
		if (*line == '<') {
			long priority = strtol(line + 1, &line, 10);

			kernel = priority >> 3 == 0;
			line += *line == '>';
		}
		if (kernel || all)
			printf("%.*s", (int)(end - line), line);
	}
	return kvm_close(kd);
}
