/* Writing to the running kernel: what a program sees of the refusal, opened for reading and for writing. */
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

int main(void)
{
	int ways[] = {O_RDONLY, O_RDWR};

	for (int i = 0; i < 2; i++) {
		char text[_POSIX2_LINE_MAX] = "";
		kvm_t *kd = kvm_openfiles(NULL, NULL, NULL, ways[i], text);
		struct nlist names[2];
		long done;
		int number;

		memset(names, 0, sizeof names);
		names[0].n_name = "_averunnable";
		if (!kd || kvm_nlist(kd, names))
			return 1;
		errno = 0;
		done = (long)kvm_write(kd, names[0].n_value, "1234", 4);
		number = errno;
		printf("%ld|%s|%s\n", done, strerror(number), kvm_geterr(kd));
		kvm_close(kd);
	}
	return 0;
}
