/* count NAMELIST COREFILE ADDRESS PAGES: operations that are counted by themselves, each in a function of its own. */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#ifndef SOLARIS
#include <sys/param.h>
#include <sys/sysctl.h>
#endif

#ifdef SOLARIS
#define READ kvm_kread
#else
#define READ(kd, va, buf, count) kvm_read(kd, va, (char *)(buf), count)
#endif
#define OPERATION __attribute__((noinline, noclone)) void

static char buffer[1 << 20];
static kvm_t *kd;
static uintptr_t address, pages; /* as many from there on, a power of two */
static int good = 1;

OPERATION read_hot(void)
{
	for (int i = 0; i < 1000; i++)
		good &= READ(kd, address, buffer, 8) == 8;
}

OPERATION read_pages(void)
{
	for (int round = 0; round < 10; round++)
		for (uintptr_t page = 0; page < pages; page++)
			good &= READ(kd, address + (page * 37 & (pages - 1)) * 4096, buffer, 8) == 8;
}

OPERATION read_long(void)
{
	good &= READ(kd, address, buffer, pages * 4096) == (ssize_t)(pages * 4096);
}

OPERATION read_hole(void)
{
	for (int i = 0; i < 1000; i++)
		good &= READ(kd, 4096, buffer, 8) == -1;
}

#ifdef SOLARIS
OPERATION walk(void)
{
	for (int round = 0; round < 100; round++) {
		good &= kvm_setproc(kd) == 0;
		while (kvm_nextproc(kd))
			;
	}
}

#else
OPERATION walk(void)
{
	int count = 0;

	for (int round = 0; round < 10; round++)
		good &= kvm_getprocs(kd, KERN_PROC_ALL, 0, &count) != NULL && count > 0;
}
#endif

int main(int argc, char **argv)
{
	if (argc < 5 || !(kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, NULL)))
		return 2;
	address = strtoull(argv[3], NULL, 0);
	pages = strtoull(argv[4], NULL, 0);
	for (int i = 0; i < 2; i++) { /* the first time the engine is asked */
		read_hot();
		read_pages();
		read_long();
		read_hole();
		walk();
	}
	kvm_close(kd);
	return !good;
}
