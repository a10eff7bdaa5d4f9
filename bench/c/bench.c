/*
 * bench NAMELIST COREFILE BASE SIZE KAS FIRST REPEATS: time reads of one image by libkvm and by the readers of baseline.c.
 * Prints lines of test, reader and median in ns, and of test, ratio and its median. The readers take turns, so that other
 * load of the machine hits all; a ratio is that of one turn. Built for each flavour, with its kvm.h.
 */
#include <fcntl.h>
#include <kvm.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "baseline.h"

#ifdef SOLARIS
#define READ kvm_kread
#else
#define READ kvm_read
#endif

enum { LIBKVM, MAP, PREAD, COPY, READERS };

static const char *const reader_names[] = {"libkvm", "map", "pread", "memcpy"};
static char **files;
static const char *program;
static kvm_t *kd;
static struct baseline *base;
static uint64_t start, size, first, kas;
static uint64_t *places;
static const char **pages; /* where each page of the region is mapped */
static char *megabyte;
static size_t sequential_count;

#define PAGE 4096
/* Fewer for the small images of tests. */
#define SMALL (size < 64u << 20)
#define RANDOM (SMALL ? (size_t)4000 : (size_t)200000)
#define HOT (SMALL ? (size_t)20000 : (size_t)2000000)
#define MISSES (SMALL ? (size_t)100 : (size_t)2000)
#define MOST_SEQUENTIAL 256

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

/* The calls stand in loops of their own: what chooses among them must not cost. */
#define LOOP(count, va, buf, length)                                  \
	do {                                                          \
		size_t loops = (count);                               \
		switch (reader) {                                     \
		case LIBKVM:                                          \
			for (size_t i = 0; i < loops; i++)            \
				(void)READ(kd, va, buf, length);      \
			break;                                        \
		case MAP:                                             \
			for (size_t i = 0; i < loops; i++)            \
				(void)base_map(base, va, buf, length);  \
			break;                                        \
		default:                                              \
			for (size_t i = 0; i < loops; i++)            \
				(void)base_pread(base, va, buf, length); \
		}                                                     \
	} while (0)

static double hot(int reader)
{
	size_t count = reader == PREAD ? HOT / 20 : HOT;
	uint64_t value;
	double before = now();

	LOOP(count, start + 8 * (i & 511), &value, 8);
	return (now() - before) / (double)count;
}

static double random_reads(int reader)
{
	size_t count = reader == PREAD ? RANDOM / 4 : RANDOM;
	uint64_t value;
	double before = now();

	LOOP(count, places[i], &value, 8);
	return (now() - before) / (double)count;
}

/* Addresses behind the region that nothing is mapped to. */
static double misses(int reader)
{
	uint64_t value;
	double before = now();

	LOOP(MISSES, start + size + (places[i] - start) % size, &value, 8);
	return (now() - before) / (double)MISSES;
}

static ssize_t read_with(int reader, uint64_t va, void *buf, size_t count)
{
	switch (reader) {
	case LIBKVM:
		return READ(kd, va, buf, count);
	case MAP:
		return base_map(base, va, buf, count);
	}
	return base_pread(base, va, buf, count);
}

static double chase(int reader)
{
	uint64_t va = first;
	size_t count = 0;
	double before = now();

	for (; va; count++)
		if (read_with(reader, va, &va, 8) != 8)
			abort();
	return (now() - before) / (double)count;
}

static double sequential(int reader)
{
	double before = now();

	for (size_t i = 0; i < sequential_count; i++) {
		if (reader == COPY)
			for (size_t page = 0; page < 256; page++)
				memcpy(megabyte + page * PAGE, pages[i * 256 + page], PAGE);
		else if (read_with(reader, start + (i << 20), megabyte, 1 << 20) != 1 << 20)
			abort();
	}
	return (now() - before) / (double)sequential_count;
}

static void reopen(int reader)
{
	if (reader == LIBKVM) {
		if (kd)
			kvm_close(kd);
		kd = kvm_open(files[0], files[1], NULL, O_RDONLY, program);
	} else {
		if (base)
			base_close(base);
		base = base_open(files[1], kas);
	}
	if (!kd || !base)
		exit(1);
}

/* Each page once, in no order, by a reader that has just opened its files. */
static double first_touch(int reader)
{
	size_t count = size / PAGE;
	uint64_t value;
	double before;

	reopen(reader);
	before = now();
	LOOP(count, start + (i * 7919 % count) * PAGE, &value, 8);
	return (now() - before) / (double)count;
}

struct work {
	int reader;
	pthread_barrier_t *barrier;
};

static void *work(void *argument)
{
	const struct work *mine = argument;
	int reader = mine->reader;
	uint64_t value;

	pthread_barrier_wait(mine->barrier);
	LOOP(reader == PREAD ? RANDOM / 2 : 4 * RANDOM, places[i % RANDOM], &value, 8);
	pthread_barrier_wait(mine->barrier);
	return NULL;
}

static double threads(int reader, unsigned count)
{
	pthread_barrier_t barrier;
	pthread_t thread[2];
	struct work what = {reader, &barrier};
	double before;

	pthread_barrier_init(&barrier, NULL, count + 1);
	for (unsigned i = 0; i < count; i++)
		pthread_create(&thread[i], NULL, work, &what);
	pthread_barrier_wait(&barrier);
	before = now();
	pthread_barrier_wait(&barrier);
	before = now() - before;
	for (unsigned i = 0; i < count; i++)
		pthread_join(thread[i], NULL);
	pthread_barrier_destroy(&barrier);
	return before;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_value);
	return values[count / 2];
}

static void measure(const char *name, double (*run)(int), int repeats, int readers, int warm)
{
	double *times = calloc((size_t)repeats * READERS, sizeof *times), *ratio = calloc((size_t)repeats, sizeof *ratio);

	for (int reader = 0; reader < readers && warm; reader++)
		run(reader);
	for (int i = 0; i < repeats; i++)
		for (int turn = 0; turn < readers; turn++) {
			int reader = (turn + i) % readers;

			if (warm)
				run(reader); /* so that none finds the caches as another has left them */
			times[reader * repeats + i] = run(reader);
		}
	/* Ratios turn by turn: what slows a turn down slows down all. */
	for (int reader = MAP; reader < readers; reader++) {
		for (int i = 0; i < repeats; i++)
			ratio[i] = times[i] / times[reader * repeats + i];
		printf("%s libkvm/%s %.5f\n", name, reader_names[reader], median(ratio, repeats));
	}
	for (int reader = 0; reader < readers; reader++)
		printf("%s %s %.3f\n", name, reader_names[reader], median(times + reader * repeats, repeats));
	free(times);
	free(ratio);
}

/* How many times the reads of one thread two of them make in the same time. */
static void measure_threads(int repeats)
{
	double *gain = calloc((size_t)repeats, sizeof *gain);

	for (int reader = LIBKVM; reader <= MAP; reader++) {
		threads(reader, 2);
		for (int i = 0; i < repeats; i++)
			gain[i] = 2 * threads(reader, 1) / threads(reader, 2);
		printf("threads %s %.4f\n", reader_names[reader], median(gain, repeats));
		printf("threads %s-best %.4f\n", reader_names[reader], gain[repeats - 1]);
	}
	free(gain);
}

int main(int argc, char **argv)
{
	unsigned long long state = 88172645463325252ull;
	int repeats;

	if (argc != 8)
		return 2;
	program = argv[0];
	files = argv + 1;
	start = strtoull(argv[3], NULL, 0);
	size = strtoull(argv[4], NULL, 0);
	kas = strtoull(argv[5], NULL, 0);
	first = strtoull(argv[6], NULL, 0);
	repeats = atoi(argv[7]);
	sequential_count = size >> 20 < MOST_SEQUENTIAL ? size >> 20 : MOST_SEQUENTIAL;
	kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0]);
	base = base_open(argv[2], kas);
	places = malloc(RANDOM * sizeof *places);
	pages = malloc(size / PAGE * sizeof *pages);
	megabyte = malloc(1 << 20);
	if (!kd || !base || !places || !pages || !megabyte)
		return 1;
	for (size_t i = 0; i < RANDOM; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		places[i] = start + (state % size & ~7ull);
	}
	for (uint64_t at = 0; at < size; at += PAGE) { /* all leaves and all pages, for all readers */
		uint64_t one, other;

		pages[at / PAGE] = base_page(base, start + at);
		if (READ(kd, start + at, &one, 8) != 8 || base_map(base, start + at, &other, 8) != 8 || one != other ||
		    !pages[at / PAGE] || memcmp(pages[at / PAGE], &one, 8))
			return 3;
	}
	if (READ(kd, start + size, &state, 8) == 8 || base_map(base, start + size, &state, 8) == 8)
		return 4;
	measure("hot", hot, repeats, COPY, 1);
	measure("random", random_reads, repeats, COPY, 1);
	measure("chase", chase, repeats, COPY, 1);
	measure("sequential", sequential, repeats, READERS, 1);
	measure("misses", misses, repeats, PREAD, 1);
	measure_threads(repeats);
	measure("first", first_touch, repeats < 7 ? repeats : 7, COPY, 0);
	base_close(base);
	return kvm_close(kd);
}
