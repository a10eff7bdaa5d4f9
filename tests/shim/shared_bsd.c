/*
 * shared_bsd KERNEL VMCORE SYMBOL: threads that read from one descriptor at once, beginning with what nobody has asked for; then
 * threads that open, read and close descriptors of their own, beside others that ask sysctl, which takes whichever is open.
 */
#include <sys/param.h>
#include <sys/types.h>
#include <unistd.h>
#include <sys/sysctl.h>
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

static char *const *files;
static int closing = 2; /* threads that still open and close */

static void *opens(void *number)
{
	char errbuf[_POSIX2_LINE_MAX];
	long bad = 0;

	for (int i = 0; i < 8; i++) {
		kvm_t *own = kvm_openfiles(files[1], files[2], NULL, O_RDONLY, errbuf);
		int got = 0;

		if (!own) {
			fprintf(stderr, "%s\n", errbuf);
			bad++;
			continue;
		}
		for (int j = 0; j < 10; j++)
			bad += kvm_read(own, address, &got, sizeof got) != sizeof got || got != expected;
		bad += kvm_close(own) != 0;
	}
	__atomic_sub_fetch(&closing, 1, __ATOMIC_RELEASE);
	(void)number;
	return (void *)bad;
}

static void *asks(void *number)
{
	(void)number;
	while (__atomic_load_n(&closing, __ATOMIC_ACQUIRE)) {
		char text[512];
		size_t size = sizeof text;

		sysctlbyname("kern.ostype", text, &size, NULL, 0);
		usleep(2000);
	}
	return NULL;
}

static long together(void)
{
	static void *(*const what[])(void *) = {opens, asks, opens, asks};
	pthread_t thread[4];
	long bad = 0;

	for (long i = 0; i < 4; i++)
		if (pthread_create(&thread[i], NULL, what[i], (void *)i))
			return 1;
	for (int i = 0; i < 4; i++) {
		void *found;

		pthread_join(thread[i], &found);
		bad += (long)found;
	}
	return bad;
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
	if (kvm_close(kd) != 0)
		return 6;
	files = argv;
	if (argc > 4)
		bad += together();
	printf("%ld bad\n", bad);
	return 0;
}
