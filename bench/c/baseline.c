#include "baseline.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHIFT 12
#define PAGE ((uint64_t)1 << SHIFT)
#define FRAME 0x000ffffffffff000ull
#define PRESENT 1
#define LARGE 0x80

/* Of a Solaris dump header, version 10, LP64. */
#define AT_MAP 40
#define AT_DATA 48
#define AT_HASHMASK 1824

struct record {
	int64_t first, next, data;
	uint64_t as, va;
};

struct segment {
	uint64_t start, size, offset;
};

#define SEGMENTS 16

struct baseline {
	const char *map;
	uint64_t size;
	int fd;
	uint64_t (*lookup)(const struct baseline *, uint64_t va); /* the file offset of an address, 0 where there is none */
	/* Solaris */
	const struct record *records;
	int64_t map_at;
	uint64_t mask, kas;
	/* full dumps, NetBSD */
	struct segment segment[SEGMENTS];
	size_t segments;
	uint64_t root;
	/* minidumps */
	const uint64_t *bitmap, *table;
	uint32_t *rank; /* of the first page of each word of the bitmap */
	uint64_t words, entries, base, pages_at;
};

static uint64_t hash(const struct baseline *base, uint64_t as, uint64_t va)
{
	return ((as >> 3) + (va >> SHIFT)) & base->mask;
}

/* Solaris: follow the dump's own hash chain; checks what a careful reader checks. */
static uint64_t by_hash(const struct baseline *base, uint64_t va)
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
		if (record->va == (va & -PAGE) && record->as == base->kas)
			return (uint64_t)record->data + (va & (PAGE - 1));
		at = record->next;
	}
	return 0;
}

/* Full dumps: look through the segments. */
static uint64_t by_segment(const struct baseline *base, uint64_t pa)
{
	for (size_t i = 0; i < base->segments; i++)
		if (pa - base->segment[i].start < base->segment[i].size)
			return pa - base->segment[i].start + base->segment[i].offset;
	return 0;
}

static uint64_t entry_at(const struct baseline *base, uint64_t off)
{
	uint64_t entry;

	if (!off || off + 8 > base->size)
		return 0;
	memcpy(&entry, base->map + off, 8);
	return entry;
}

static uint64_t by_tree(const struct baseline *base, uint64_t va)
{
	uint64_t table = base->root;

	for (int shift = 39;; shift -= 9) {
		uint64_t entry = entry_at(base, by_segment(base, table + (va >> shift & 511) * 8));

		if (!(entry & PRESENT))
			return 0;
		if (shift == SHIFT)
			return by_segment(base, (entry & FRAME) | (va & (PAGE - 1)));
		if (entry & LARGE && shift < 39) {
			uint64_t inside = ((uint64_t)1 << shift) - 1;

			return by_segment(base, (entry & FRAME & ~inside) | (va & inside));
		}
		table = entry & FRAME;
	}
}

/* Minidumps: a bit for each page, and how many pages are before each word. */
static uint64_t by_rank(const struct baseline *base, uint64_t pa)
{
	uint64_t page = pa >> SHIFT, word, bit = (uint64_t)1 << (page & 63);

	if (page >> 6 >= base->words)
		return 0;
	word = base->bitmap[page >> 6];
	if (!(word & bit))
		return 0;
	return base->pages_at + (((uint64_t)base->rank[page >> 6] + (uint64_t)__builtin_popcountll(word & (bit - 1))) << SHIFT) +
	       (pa & (PAGE - 1));
}

static uint64_t by_directory(const struct baseline *base, uint64_t va)
{
	uint64_t index = (va - base->base) >> 21, entry;

	if (va < base->base || index >= base->entries)
		return 0;
	entry = base->table[index];
	if (!(entry & PRESENT))
		return 0;
	if (entry & LARGE)
		return by_rank(base, (entry & FRAME & ~0x1fffffull) | (va & 0x1fffff));
	entry = entry_at(base, by_rank(base, (entry & FRAME) + (va >> SHIFT & 511) * 8));
	return entry & PRESENT ? by_rank(base, (entry & FRAME) | (va & (PAGE - 1))) : 0;
}

/* DragonFly: an entry of the third level for each GiB. */
static uint64_t by_pointers(const struct baseline *base, uint64_t va)
{
	uint64_t index = va >> 30 & 0x3ffff, entry;

	if (va >> 47 != 0x1ffff || index >= base->entries)
		return 0;
	entry = base->table[index];
	for (int shift = 21; shift >= SHIFT && entry & PRESENT; shift -= 9) {
		entry = entry_at(base, by_rank(base, (entry & FRAME) + (va >> shift & 511) * 8));
		if (shift == 21 && entry & LARGE)
			return by_rank(base, (entry & FRAME & ~0x1fffffull) | (va & 0x1fffff));
	}
	return entry & PRESENT ? by_rank(base, (entry & FRAME) | (va & (PAGE - 1))) : 0;
}

static uint64_t number(const struct baseline *base, size_t at, size_t size)
{
	uint64_t value = 0;

	memcpy(&value, base->map + at, size);
	return value;
}

static void open_solaris(struct baseline *base, uint64_t kas)
{
	base->kas = kas;
	base->map_at = (int64_t)number(base, AT_MAP, 8);
	base->mask = number(base, AT_HASHMASK, 8);
	base->records = (const struct record *)(base->map + base->map_at);
	base->lookup = by_hash;
}

static void open_minidump(struct baseline *base, int dragonfly)
{
	uint64_t bits = number(base, dragonfly ? 40 : 32, dragonfly ? 8 : 4), size = number(base, dragonfly ? 48 : 36, dragonfly ? 8 : 4);
	uint32_t sum = 0;

	base->base = number(base, dragonfly ? 56 : 40, 8);
	base->bitmap = (const uint64_t *)(base->map + PAGE);
	base->words = bits / 8;
	base->table = (const uint64_t *)(base->map + PAGE + bits);
	base->entries = size / 8;
	base->pages_at = PAGE + bits + size;
	base->rank = malloc(base->words * sizeof *base->rank);
	for (uint64_t i = 0; i < base->words; i++) {
		base->rank[i] = sum;
		sum += (uint32_t)__builtin_popcountll(base->bitmap[i]);
	}
	base->lookup = dragonfly ? by_pointers : by_directory;
}

static void open_full(struct baseline *base)
{
	uint64_t at = number(base, 32, 8);

	base->segments = number(base, 56, 2);
	for (size_t i = 0; i < base->segments && i < SEGMENTS; i++, at += 56)
		base->segment[i] = (struct segment){number(base, at + 24, 8), number(base, at + 32, 8), number(base, at + 8, 8)};
	base->root = 0x400000; /* as bsd_image.py has it; libkvm takes it from the variable KPML4phys */
	base->lookup = by_tree;
}

static void open_kcore(struct baseline *base)
{
	uint64_t cpu = number(base, 4, 2) + number(base, 6, 2), data = cpu + number(base, 20, 4) + 8;

	base->root = number(base, cpu, 8);
	base->segments = number(base, cpu + 8, 8);
	for (size_t i = 0; i < base->segments && i < SEGMENTS; i++) {
		base->segment[i] = (struct segment){number(base, cpu + 16 + 16 * i, 8), number(base, cpu + 24 + 16 * i, 8), data};
		data += base->segment[i].size;
	}
	base->lookup = by_tree;
}

struct baseline *base_open(const char *path, uint64_t kas)
{
	struct baseline *base = calloc(1, sizeof *base);
	struct stat st;

	if (!base)
		return NULL;
	base->fd = open(path, O_RDONLY);
	if (base->fd < 0 || fstat(base->fd, &st) < 0)
		return NULL;
	base->size = (uint64_t)st.st_size;
	base->map = mmap(NULL, base->size, PROT_READ, MAP_SHARED, base->fd, 0);
	if (base->map == MAP_FAILED)
		return NULL;
	if (!memcmp(base->map, "minidump ", 9))
		open_minidump(base, !memcmp(base->map + 9, "DFly", 4));
	else if (!memcmp(base->map, "\177ELF", 4))
		open_full(base);
	else if (!memcmp(base->map + 2, "\x8f\xca", 2))
		open_kcore(base);
	else
		open_solaris(base, kas);
	return base;
}

void base_close(struct baseline *base)
{
	munmap((void *)base->map, base->size);
	close(base->fd);
	free(base->rank);
	free(base);
}

const char *base_page(struct baseline *base, uint64_t va)
{
	uint64_t off = base->lookup(base, va);

	return off && off + PAGE <= base->size ? base->map + off : NULL;
}

ssize_t base_map(struct baseline *base, uint64_t va, void *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t piece = PAGE - (va & (PAGE - 1));
		uint64_t off = base->lookup(base, va);

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
		size_t piece = PAGE - (va & (PAGE - 1));
		uint64_t off = base->lookup(base, va);

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
