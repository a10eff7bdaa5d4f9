/* shared_bsd KERNEL VMCORE SYMBOL: threads that read from one descriptor at once, beginning with what nobody has asked for. */
#include <sys/param.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <nlist.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 8
#define ROUNDS 400

static kvm_t *kd;
static unsigned long address;
static int expected;

static void *reads(void *number)
{
	char buffer[4096];
	unsigned long page = address & ~4095ul;
	long bad = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int got = 0;

		if ((i + (long)number) % 3)
			bad += kvm_read(kd, address, &got, sizeof got) != sizeof got || got != expected;
		else
			bad += kvm_read(kd, page, buffer, sizeof buffer) != sizeof buffer ||
			       memcmp(buffer + (address & 4095), &expected, sizeof expected);
	}
	return (void *)bad;
}

int main(int argc, char **argv)
{
	static char errbuf[_POSIX2_LINE_MAX];
	struct nlist nl[] = {{.n_name = argv[3]}, {0}};
	pthread_t thread[THREADS];
	long bad = 0;
	kvm_t *first;

	if (argc < 4 || !(first = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, errbuf)) || kvm_nlist(first, nl) != 0)
		return 2;
	address = nl[0].n_value;
	if (kvm_read(first, address, &expected, sizeof expected) != sizeof expected || kvm_close(first) != 0)
		return 3;
	if (!(kd = kvm_openfiles(argv[1], argv[2], NULL, O_RDONLY, errbuf)))
		return 4;
	for (long i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, reads, (void *)i))
			return 5;
	for (int i = 0; i < THREADS; i++) {
		void *found;

		pthread_join(thread[i], &found);
		bad += (long)found;
	}
	printf("%ld bad\n", bad);
	return kvm_close(kd) != 0;
}
