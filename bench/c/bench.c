/*
 * bench UNIX VMCORE BASE SIZE KAS FIRST REPEATS: time reads of one image by libkvm and by the readers of baseline.c.
 * Prints lines of name, reader and median in ns; the readers take turns, so that other load of the machine hits all.
 */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "baseline.h"

enum { SUNKVM, CHAIN, PREAD, READERS };

static const char *const reader_names[] = {"libkvm", "chain", "pread"};
static kvm_t *kd;
static struct baseline *base;
static uint64_t start, size, first;
static uint64_t *places;
static char *megabyte;

#define RANDOM 200000
#define HOT 2000000
#define SEQUENTIAL 256

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static ssize_t read_with(int reader, uint64_t va, void *buf, size_t count)
{
	switch (reader) {
	case SUNKVM:
		return kvm_kread(kd, va, buf, count);
	case CHAIN:
		return base_chain(base, va, buf, count);
	}
	return base_pread(base, va, buf, count);
}

#define LOOP(call)                                                                                    \
	switch (reader) {                                                                              \
	case SUNKVM:                                                                                   \
		for (size_t i = 0; i < count; i++) {                                                   \
			(void)(kvm_kread(kd, call));                                                   \
		}                                                                                      \
		break;                                                                                 \
	case CHAIN:                                                                                    \
		for (size_t i = 0; i < count; i++) {                                                   \
			(void)(base_chain(base, call));                                                \
		}                                                                                      \
		break;                                                                                 \
	case PREAD:                                                                                    \
		for (size_t i = 0; i < count; i++) {                                                   \
			(void)(base_pread(base, call));                                                \
		}                                                                                      \
		break;                                                                                 \
	}

#define COMMA ,

static double hot(int reader)
{
	size_t count = reader == PREAD ? HOT / 20 : HOT;
	uint64_t value;
	double before = now();

	LOOP(start + 8 * (i & 511) COMMA & value COMMA 8)
	return (now() - before) / (double)count;
}

static double random_reads(int reader)
{
	size_t count = reader == PREAD ? RANDOM / 4 : RANDOM;
	uint64_t value;
	double before = now();

	LOOP(places[i] COMMA & value COMMA 8)
	return (now() - before) / (double)count;
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

	for (size_t i = 0; i < SEQUENTIAL; i++)
		if (read_with(reader, start + (i << 20), megabyte, 1 << 20) != 1 << 20)
			abort();
	return (now() - before) / SEQUENTIAL;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void measure(const char *name, double (*run)(int), int repeats)
{
	double *times = calloc((size_t)repeats * READERS, sizeof *times);

	for (int reader = 0; reader < READERS; reader++)
		run(reader);
	for (int i = 0; i < repeats; i++)
		for (int turn = 0; turn < READERS; turn++) {
			int reader = (turn + i) % READERS;

			run(reader); /* so that none finds the caches as another has left them */
			times[reader * repeats + i] = run(reader);
		}
	/* Ratios turn by turn: what slows a turn down slows down both. */
	for (int reader = CHAIN; reader < READERS; reader++) {
		double *ratio = calloc((size_t)repeats, sizeof *ratio);

		for (int i = 0; i < repeats; i++)
			ratio[i] = reader == CHAIN ? times[i] / times[reader * repeats + i] : times[reader * repeats + i] / times[i];
		qsort(ratio, (size_t)repeats, sizeof *ratio, by_value);
		printf("%s %s %.4f\n", name, reader == CHAIN ? "libkvm/chain" : "pread/libkvm", ratio[repeats / 2]);
		free(ratio);
	}
	for (int reader = 0; reader < READERS; reader++) {
		double *mine = times + reader * repeats;

		qsort(mine, (size_t)repeats, sizeof *mine, by_value);
		printf("%s %s %.3f\n", name, reader_names[reader], mine[repeats / 2]);
	}
	free(times);
}

int main(int argc, char **argv)
{
	unsigned long long state = 88172645463325252ull;
	double *times;
	size_t count = 0;
	int repeats;

	if (argc != 8)
		return 2;
	start = strtoull(argv[3], NULL, 0);
	size = strtoull(argv[4], NULL, 0);
	first = strtoull(argv[6], NULL, 0);
	repeats = atoi(argv[7]);
	kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0]);
	base = base_open(argv[2], strtoull(argv[5], NULL, 0));
	places = malloc(RANDOM * sizeof *places);
	megabyte = malloc(1 << 20);
	times = calloc((size_t)repeats, sizeof *times);
	if (!times || !kd || !base || !places || !megabyte)
		return 1;
	for (size_t i = 0; i < RANDOM; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		places[i] = start + (state % size & ~7ull);
	}
	for (uint64_t at = 0; at < size; at += 4096) { /* all leaves and all pages, for all readers */
		uint64_t one, other;

		if (kvm_kread(kd, start + at, &one, 8) != 8 || base_chain(base, start + at, &other, 8) != 8 || one != other)
			return 1;
	}
	measure("hot", hot, repeats);
	measure("random", random_reads, repeats);
	measure("chase", chase, repeats);
	measure("sequential", sequential, repeats);
	for (int i = 0; i < repeats; i++) {
		double before = now();

		for (kvm_setproc(kd), count = 0; kvm_nextproc(kd); count++)
			;
		times[i] = (now() - before) / (double)count;
	}
	qsort(times, (size_t)repeats, sizeof *times, by_value);
	printf("nextproc libkvm %.3f\nprocesses libkvm %zu\n", times[repeats / 2], count);
	return kvm_close(kd);
}
