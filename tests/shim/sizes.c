/* sizes KERNEL VMCORE: reads and writes of more than a message holds, of an engine that has it all: see bigger.py. */
#include <sys/param.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef NETBSD
#include <kvm_private.h>
#include <sys/proc.h>
#else
#include <sys/user.h>
#endif

#define CHECK(what)                                                                          \
	do {                                                                                 \
		if (!(what)) {                                                               \
			printf("line %d: %s (%s)\n", __LINE__, #what, kd ? kvm_geterr(kd) : ""); \
			exit(1);                                                             \
		}                                                                            \
	} while (0)

#define MUCH ((size_t)280 << 20)
#define SOME ((size_t)70 << 20)

static int right(const char *buf, uint64_t va, size_t count)
{
	for (size_t at = 0; at + 8 <= count; at += 8) {
		uint64_t found;

		memcpy(&found, buf + at, 8);
		if (found != va + at)
			return 0;
	}
	return 1;
}

int main(int argc, char **argv)
{
	static char errbuf[_POSIX2_LINE_MAX];
	kvm_t *kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDWR, errbuf);
	uint64_t va = 0x1000;
	char *buf = malloc(MUCH);

	CHECK(argc == 3 && buf);
#ifdef NETBSD
	struct proc proc;

	memset(&proc, 0, sizeof proc);
	CHECK(kd != NULL);
	CHECK(kvm_write(kd, va, buf, MUCH) == (ssize_t)MUCH);
	CHECK(kvm_read(kd, va, buf, SOME) == (ssize_t)SOME && right(buf, va, SOME));
#else
	struct kinfo_proc proc;

	memset(&proc, 0, sizeof proc);
	if (!kd)
		kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, errbuf);
	CHECK(kd != NULL);
	CHECK(kvm_read(kd, va, buf, SOME) == (ssize_t)SOME && right(buf, va, SOME));
	memset(buf, 0, SOME);
	CHECK(kvm_read_zpcpu(kd, va, buf, SOME, 0) == (ssize_t)SOME && right(buf, va, SOME));
	CHECK(kvm_write(kd, va, buf, MUCH) == -1);
#endif
	memset(buf, 0, SOME);
	CHECK(kvm_uread(kd, &proc, va, buf, SOME) == (ssize_t)SOME && right(buf, va, SOME));
	CHECK(kvm_close(kd) == 0);
	puts("ok");
	return 0;
}
