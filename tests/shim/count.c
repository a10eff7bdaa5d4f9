/* count UNIX VMCORE ADDRESS: operations that are counted by themselves, each in a function of its own. */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>

#define OPERATION __attribute__((noinline, noclone)) void

static char buffer[1 << 20];
static kvm_t *kd;
static uintptr_t address;
static int good = 1;

OPERATION read_hot(void)
{
	for (int i = 0; i < 1000; i++)
		good &= kvm_kread(kd, address, buffer, 8) == 8;
}

OPERATION read_pages(void)
{
	for (int round = 0; round < 10; round++)
		for (uintptr_t page = 0; page < 64; page++)
			good &= kvm_kread(kd, address + (page * 37 & 63) * 4096, buffer, 8) == 8;
}

OPERATION read_long(void)
{
	good &= kvm_kread(kd, address, buffer, 64 * 4096) == 64 * 4096;
}

OPERATION read_hole(void)
{
	for (int i = 0; i < 1000; i++)
		good &= kvm_kread(kd, 4096, buffer, 8) == -1;
}

OPERATION walk(void)
{
	for (int round = 0; round < 100; round++) {
		good &= kvm_setproc(kd) == 0;
		while (kvm_nextproc(kd))
			;
	}
}

int main(int argc, char **argv)
{
	if (argc < 4 || !(kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0])))
		return 2;
	address = strtoull(argv[3], NULL, 0);
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
