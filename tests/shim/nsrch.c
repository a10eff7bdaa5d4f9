/* nsrch corefile address [partial]: reads a word of a dump in several files; prints what kvm_kread gave. */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	kvm_t *kd = kvm_open(NULL, argv[1], NULL, argc > 3 ? O_RDONLY | KVM_NSRCH : O_RDONLY, "nsrch");
	unsigned char word[4] = {0};

	if (kd == NULL)
		return 1;
	printf("%zd ", kvm_kread(kd, (uintptr_t)strtoull(argv[2], NULL, 0), word, sizeof word));
	printf("%02x%02x%02x%02x\n", word[0], word[1], word[2], word[3]);
	return kvm_close(kd);
}
