/*
 * bad_device NAMELIST COREFILE [ADDRESS COUNT] ...: reads, and says for each what came of it: count, errno, a sum of the bytes that
 * were moved, message. With "write" for COUNT eight bytes are written.
 */
#ifndef SOLARIS
#include <sys/param.h>
#endif
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char buf[1 << 20];

int main(int argc, char **argv)
{
	const char *message = "";
	kvm_t *kd;
#ifdef SOLARIS
	kd = kvm_open(argv[1], argv[2], NULL, argc > 4 && !strcmp(argv[4], "write") ? O_RDWR : O_RDONLY, "bad_device");
#else
	static char errbuf[_POSIX2_LINE_MAX];

	kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, errbuf);
	if (!kd)
		fprintf(stderr, "%s\n", errbuf);
#endif
	if (!kd)
		return 1;
	for (int i = 3; i + 1 < argc; i += 2) {
		unsigned long va = strtoul(argv[i], NULL, 0);
		uint32_t sum = 2166136261u;
		ssize_t got;

		errno = 0;
		if (strcmp(argv[i + 1], "write") == 0)
			got = kvm_write(kd, va, "8 bytes.", 8);
		else
			got = kvm_read(kd, va, buf, strtoul(argv[i + 1], NULL, 0));
		for (ssize_t at = 0; at < got; at++)
			sum = (sum ^ buf[at]) * 16777619u;
#ifndef SOLARIS
		message = kvm_geterr(kd);
#endif
		printf("%zd %d %08x %s\n", got, got < 0 || got != strtol(argv[i + 1], NULL, 0) ? errno : 0, sum, message);
	}
	return kvm_close(kd) != 0;
}
