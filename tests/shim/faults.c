/* faults KERNEL CORE PREFIX|- < ADDRESSES: read eight bytes from each, twice; print what came, and what is said about it. */
#include <fcntl.h>
#include <kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	char errbuf[2048], line[64];
	uint64_t word;
	kvm_t *kd;

	if (argc != 4)
		return 2;
	if (argv[3][0] == '-')
		kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, errbuf);
	else
		kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[3]);
	if (!kd)
		return 3;
	while (fgets(line, sizeof line, stdin)) {
		unsigned long va = strtoul(line, NULL, 16);

		for (int again = 0; again < 2; again++) {
			long got = (long)kvm_read(kd, va, (char *)&word, 8);

			printf("%ld %s\n", got, got == 8 ? "" : kvm_geterr(kd));
		}
		fputs(".\n", stderr);
	}
	return kvm_close(kd);
}
