/* memory NAMELIST COREFILE MIB PAGES ADDRESS: opens and reads with so little memory; says how that ends. */
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

int main(int argc, char **argv)
{
	static char buf[4096];
	struct rlimit limit;
	uintptr_t va;
	kvm_t *kd;

	if (argc < 6)
		return 2;
	va = (uintptr_t)strtoull(argv[5], NULL, 0);
	limit.rlim_cur = limit.rlim_max = (rlim_t)atoi(argv[3]) << 20;
	if (setrlimit(RLIMIT_AS, &limit) != 0)
		return 3;
	errno = 0;
	if (!(kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, NULL))) {
		printf("open %d\n", errno);
		return 0;
	}
	for (int i = 0; i < atoi(argv[4]); i++) {
		errno = 0;
		if (kvm_kread(kd, va + (uintptr_t)i * sizeof buf, buf, sizeof buf) != sizeof buf) {
			printf("read %d\n", errno);
			return 0;
		}
	}
	puts(kvm_close(kd) == 0 ? "ok" : "close");
	return 0;
}
