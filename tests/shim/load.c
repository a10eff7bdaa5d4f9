/* load UNIX VMCORE ADDRESS WORD threads|descriptors|opens COUNT: many reads in many threads, many opens. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 64

static char **arguments;
static uintptr_t address;
static uint64_t word;
static long count;

static kvm_t *open_it(void)
{
	kvm_t *kd = kvm_open(arguments[1], arguments[2], NULL, O_RDONLY, "load");

	if (!kd)
		exit(1);
	return kd;
}

/* Mixed reads: of a known word, of a page that has it, across pages, and of a hole. */
static void *reads(void *of)
{
	kvm_t *kd = of ? of : open_it();
	static const size_t sizes[] = {8, 64, 4096, 8192};
	char *buffer = malloc(8192);
	long bad = 0;

	for (long i = 0; i < count; i++) {
		uint64_t got = 0;

		switch (i & 15) {
		case 3:
			bad += kvm_kread(kd, 4096, buffer, 8) != -1;
			break;
		case 7: {
			size_t size = sizes[i >> 4 & 3];

			bad += kvm_kread(kd, address, buffer, size) != (ssize_t)size || memcmp(buffer, &word, 8);
			break;
		}
		default:
			bad += kvm_kread(kd, address, &got, 8) != 8 || got != word;
		}
	}
	free(buffer);
	if (!of)
		bad += kvm_close(kd) != 0;
	return (void *)bad;
}

static long threads(kvm_t *kd)
{
	pthread_t thread[THREADS];
	long bad = 0;

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, reads, kd))
			exit(1);
	for (int i = 0; i < THREADS; i++) {
		void *found;

		pthread_join(thread[i], &found);
		bad += (long)found;
	}
	return bad;
}

static int descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int found = 0;

	while (readdir(dir))
		found++;
	closedir(dir);
	return found;
}

static long resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (file && fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * 4;
}

/* Open and close; what the first tenth leaves is what stays. */
static long opens(void)
{
	int before = 0;
	long kib = 0, bad = 0;

	for (long i = 0; i < count; i++) {
		kvm_t *kd = open_it();
		uint64_t got = 0;

		bad += kvm_kread(kd, address, &got, 8) != 8 || got != word;
		bad += kvm_close(kd) != 0;
		if (i == count / 10) {
			before = descriptors();
			kib = resident();
		}
	}
	bad += descriptors() != before;
	bad += waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
	printf("%ld KiB more\n", resident() - kib);
	return bad;
}

int main(int argc, char **argv)
{
	long bad = 1;

	if (argc < 7)
		return 2;
	arguments = argv;
	address = strtoull(argv[3], NULL, 0);
	for (int i = 0; i < 8; i++) {
		char two[3] = {argv[4][2 * i], argv[4][2 * i + 1], 0};

		((unsigned char *)&word)[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	count = atol(argv[6]);
	if (!strcmp(argv[5], "threads")) {
		kvm_t *kd = open_it();

		bad = threads(kd);
		bad += kvm_close(kd) != 0;
	} else if (!strcmp(argv[5], "descriptors")) {
		bad = threads(NULL);
	} else if (!strcmp(argv[5], "opens")) {
		bad = opens();
	}
	printf("%ld bad\n", bad);
	return bad != 0;
}
