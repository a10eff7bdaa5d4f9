/*
 * freebsd KERNEL VMCORE SYMBOL BYTES: time reads of a region that lies in one piece in the file, by libkvm and by readers
 * of their own: pread of the page table and of the data, as the original does, and a map. Prints name, reader, ns.
 */
#include <fcntl.h>
#include <kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define RANDOM 500000
#define REPEATS 9
#define MIB ((size_t)1 << 20)

static kvm_t *kd;
static kvaddr_t start;
static int64_t where = -1;
static size_t size;
static int fd;
static const char *map;

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static int find(struct kvm_page *page, void *unused)
{
	(void)unused;
	if (page->kp_kmap_vaddr != start)
		return 1;
	where = page->kp_offset;
	return 0;
}

static ssize_t read_with(int reader, size_t at, void *buf, size_t count)
{
	static char table[4096];

	if (reader == 0)
		return kvm_read2(kd, start + at, buf, count);
	if (reader == 1) {
		memcpy(buf, map + where + at, count);
		return (ssize_t)count;
	}
	return pread(fd, table, sizeof table, 0) < 0 ? -1 : pread(fd, buf, count, (off_t)(where + (int64_t)at));
}

int main(int argc, char **argv)
{
	static const char *const readers[] = {"libkvm", "map", "pread"};
	struct kvm_nlist nl[] = {{argv[3], 0, 0}, {NULL, 0, 0}};
	char *buf = malloc(MIB);
	double best[2][3] = {{1e18, 1e18, 1e18}, {1e18, 1e18, 1e18}};

	if (argc < 5 || !(kd = kvm_open(argv[1], argv[2], NULL, O_RDONLY, argv[0])) || kvm_nlist2(kd, nl) != 0)
		return 1;
	start = nl[0].n_value;
	size = strtoul(argv[4], NULL, 0);
	kvm_walk_pages(kd, find, NULL);
	fd = open(argv[2], O_RDONLY);
	map = mmap(NULL, (size_t)lseek(fd, 0, SEEK_END), PROT_READ, MAP_SHARED, fd, 0);
	if (where < 0 || map == MAP_FAILED)
		return 1;
	for (int reader = 0; reader < 3; reader++) /* all must read the same */
		for (size_t at = 0; at < size; at += 4096)
			if (read_with(reader, at, buf, 8) != 8 || memcmp(buf, map + where + at, 8))
				return 1;
	for (int repeat = 0; repeat < REPEATS; repeat++) {
		for (int reader = 0; reader < 3; reader++) {
			unsigned long long x = 1, word, sum = 0;
			double begin = now();

			for (int i = 0; i < RANDOM; i++) {
				x = x * 6364136223846793005ull + 1442695040888963407ull;
				read_with(reader, (size_t)(x >> 30) % (size / 8) * 8, &word, 8);
				sum += word;
			}
			begin = (now() - begin) / RANDOM;
			if (begin < best[0][reader] && sum)
				best[0][reader] = begin;
			begin = now();
			for (size_t at = 0; at < size; at += MIB)
				read_with(reader, at, buf, MIB);
			begin = (now() - begin) / (double)(size / MIB);
			if (begin < best[1][reader])
				best[1][reader] = begin;
		}
	}
	for (int reader = 0; reader < 3; reader++)
		printf("random %s %.1f\nsequential %s %.1f\n", readers[reader], best[0][reader], readers[reader], best[1][reader]);
	return kvm_close(kd);
}
