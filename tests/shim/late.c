/* Opens the running kernel, then says where another one is, as a program does that reads its own options late. */
#include <fcntl.h>
#include <kvm.h>
#include <nlist.h>
#include <stdio.h>
#include <stdlib.h>

static long find(void)
{
	struct nlist nl[] = {{.n_name = "bulkdata"}, {0}};
	kvm_t *kd = kvm_open(NULL, NULL, NULL, O_RDONLY, "late");
	long value;

	if (!kd)
		return -1;
	value = kvm_nlist(kd, nl) < 0 ? -1 : nl[0].n_value;
	kvm_close(kd);
	return value;
}

int main(int argc, char **argv)
{
	(void)argc;
	printf("%#lx\n", find());
	setenv("SUNKVM_COREFILE", argv[1], 1);
	printf("%#lx\n", find());
	unsetenv("SUNKVM_COREFILE");
	printf("%#lx\n", find());
	return 0;
}
