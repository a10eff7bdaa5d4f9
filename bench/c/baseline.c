#include "baseline.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a dump header, version 10, LP64. */
#define AT_MAP 40
#define AT_DATA 48
#define AT_HASHMASK 1824
#define SHIFT 12

struct record {
	int64_t first, next, data;
	uint64_t as, va;
};

struct baseline {
	const char *map;
	const struct record *records;
	int64_t map_at;
	uint64_t mask, kas, size;
	int fd;
};

struct baseline *base_open(const char *path, uint64_t kas)
{
	struct baseline *base = calloc(1, sizeof *base);
	struct stat st;

	base->fd = open(path, O_RDONLY);
	if (base->fd < 0 || fstat(base->fd, &st) < 0)
		return NULL;
	base->size = (uint64_t)st.st_size;
	base->map = mmap(NULL, base->size, PROT_READ, MAP_SHARED, base->fd, 0);
	base->kas = kas;
	memcpy(&base->map_at, base->map + AT_MAP, 8);
	memcpy(&base->mask, base->map + AT_HASHMASK, 8);
	base->records = (const struct record *)(base->map + base->map_at);
	return base;
}

static uint64_t hash(const struct baseline *base, uint64_t as, uint64_t va)
{
	return ((as >> 3) + (va >> SHIFT)) & base->mask;
}

/* Return the file offset of an address, 0 where there is none; checks what a careful reader checks. */
static uint64_t lookup(const struct baseline *base, uint64_t va)
{
	uint64_t bucket = hash(base, base->kas, va), end = (uint64_t)base->map_at + (base->mask + 1) * sizeof(struct record);
	int64_t at = base->records[bucket].first;

	while (at) {
		const struct record *record;

		if (at < base->map_at || (uint64_t)at >= end || at & 7)
			return 0;
		record = (const struct record *)(base->map + at);
		if (hash(base, record->as, record->va) != bucket)
			return 0;
		if (record->va == (va & -(uint64_t)(1 << SHIFT)) && record->as == base->kas)
			return (uint64_t)record->data + (va & ((1 << SHIFT) - 1));
		at = record->next;
	}
	return 0;
}

ssize_t base_chain(struct baseline *base, uint64_t va, void *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t piece = (1 << SHIFT) - (va & ((1 << SHIFT) - 1));
		uint64_t off = lookup(base, va);

		if (!off)
			break;
		if (piece > count - done)
			piece = count - done;
		if (off + piece > base->size)
			break;
		memcpy((char *)buf + done, base->map + off, piece);
		done += piece;
		va += piece;
	}
	return done || !count ? (ssize_t)done : -1;
}

ssize_t base_pread(struct baseline *base, uint64_t va, void *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t piece = (1 << SHIFT) - (va & ((1 << SHIFT) - 1));
		uint64_t off = lookup(base, va);

		if (!off)
			break;
		if (piece > count - done)
			piece = count - done;
		if (pread(base->fd, (char *)buf + done, piece, (off_t)off) != (ssize_t)piece)
			break;
		done += piece;
		va += piece;
	}
	return done || !count ? (ssize_t)done : -1;
}
