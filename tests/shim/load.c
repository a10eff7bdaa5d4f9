/*
 * load NAMELIST COREFILE ADDRESS WORD threads|descriptors|opens|forks|writes COUNT [FILE]: many reads in many threads, many opens,
 * children while threads read, and writes without end, whose progress is kept in a file. Of all flavours.
 */
#ifndef SOLARIS
#include <sys/param.h>
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <kvm.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 64
#define STORM 16 /* children at once */
#define AREA 8192

#ifdef SOLARIS
#define kvm_read kvm_kread
#define kvm_write kvm_kwrite
#endif

static char **arguments;
static uintptr_t address;
static uint64_t word;
static long count;

static kvm_t *open_for(int how)
{
#ifdef SOLARIS
	kvm_t *kd = kvm_open(arguments[1], arguments[2], NULL, how, "load");
#else
	char errbuf[_POSIX2_LINE_MAX];
	kvm_t *kd = kvm_openfiles(arguments[1], arguments[2], NULL, how, errbuf);
#endif

	if (!kd)
		exit(1);
	return kd;
}

static kvm_t *open_it(void)
{
	return open_for(O_RDONLY);
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
			bad += kvm_read(kd, 4096, buffer, 8) != -1;
			break;
		case 7: {
			size_t size = sizes[i >> 4 & 3];

			bad += kvm_read(kd, address, buffer, size) != (ssize_t)size || memcmp(buffer, &word, 8);
			break;
		}
		default:
			bad += kvm_read(kd, address, &got, 8) != 8 || got != word;
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

		bad += kvm_read(kd, address, &got, 8) != 8 || got != word;
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

static int good(kvm_t *kd)
{
	uint64_t got = 0;

	return kvm_read(kd, address, &got, 8) == 8 && got == word;
}

static int busy = 1;

static void *keep_busy(void *kd)
{
	long bad = 0;

	while (__atomic_load_n(&busy, __ATOMIC_RELAXED))
		bad += !good(kd);
	return (void *)bad;
}

/* Children by the dozen, born at any moment of two threads that read from the same descriptor; every eighth opens one of its own. */
static long forks(void)
{
	kvm_t *kd = open_it();
	pthread_t thread[2];
	long bad = 0;

	for (int i = 0; i < 2; i++)
		if (pthread_create(&thread[i], NULL, keep_busy, kd))
			exit(1);
	for (long born = 0; born < count;) {
		pid_t pids[STORM];

		for (int i = 0; i < STORM; i++, born++)
			if ((pids[i] = fork()) == 0) {
				alarm(60);
				_exit(!(good(kd) && (i % 8 || ((kd = open_it()) && good(kd) && kvm_close(kd) == 0))));
			}
		for (int i = 0; i < STORM; i++) {
			int status;

			bad += pids[i] < 0 || waitpid(pids[i], &status, 0) != pids[i] || status != 0;
		}
	}
	__atomic_store_n(&busy, 0, __ATOMIC_RELAXED);
	for (int i = 0; i < 2; i++) {
		void *found;

		pthread_join(thread[i], &found);
		bad += (long)found;
	}
	return bad + (kvm_close(kd) != 0);
}

/* Turn over two pages' bytes from the beginning to the end, a few at a time, and again and again; tell how far we are. */
static long writes(const char *file)
{
	static unsigned char bytes[AREA];
	int fd = open(file, O_RDWR);
	volatile uint64_t *done = mmap(NULL, sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	kvm_t *kd = open_for(O_RDWR);
	size_t at = 0;

	if (done == MAP_FAILED || kvm_read(kd, address, bytes, AREA) != AREA)
		return 1;
	for (long i = 0;; i++) {
		size_t size = (size_t)(i * 7 % 97 + 1);

		if (size > AREA - at)
			size = AREA - at;
		for (size_t j = at; j < at + size; j++)
			bytes[j] = (unsigned char)~bytes[j];
		if (kvm_write(kd, address + at, bytes + at, size) != (ssize_t)size)
			return 1;
		*done += size;
		at = (at + size) % AREA;
	}
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
	} else if (!strcmp(argv[5], "forks")) {
		bad = forks();
	} else if (!strcmp(argv[5], "writes") && argc > 7) {
		bad = writes(argv[7]);
	}
	printf("%ld bad\n", bad);
	return bad != 0;
}
