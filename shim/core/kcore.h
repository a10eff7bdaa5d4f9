/* Reading memory of a kernel image through a cache of translations. Knows no format, no Python and no libkvm. */
#ifndef SUNKVM_KCORE_H
#define SUNKVM_KCORE_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "engine.h"

#define KC_LEAVES 512
#define KC_BUCKETS 1024
#define KC_PAGES 64 /* slow pages kept */
#define KC_MAX_SHIFT 16 /* of a page size: no kernel has larger ones */
#define KC_MAX_LEAVES (1u << 17)
#define KC_MAX_DIRS (1u << 14)

/*
 * 512 leaves of one space (1 GiB with pages of 4 KiB). A leaf is 512 file offsets, SK_HOLE, or SK_SLOW with a key; NULL
 * where nobody has asked yet. Both are published once, never changed, and freed by kc_close.
 */
struct kc_dir {
	uint64_t index; /* page number / 512 / 512 */
	uint64_t space;
	struct kc_dir *next;
	const uint64_t *leaf[KC_LEAVES];
};

/*
 * How a miss is answered: 0 or an errno; `page` and `read` return the number of bytes, or -errno. `leaf` returns -1 for one
 * that may not be kept. `renew` brings a live kernel's memory up to date, with `roots` also what leads to processes, and
 * tells for how many nanoseconds each of the two is good.
 */
struct kc_calls {
	int (*leaf)(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES]);
	ssize_t (*page)(void *ctx, uint64_t key, size_t offset, void *buf, size_t count);
	ssize_t (*read)(void *ctx, uint64_t space, uint64_t va, void *buf, size_t count);
	int (*renew)(void *ctx, int roots, uint64_t good[2]);
};

/* The memory of a live kernel, which the engine writes anew in place: one space, and in it what leads to processes. */
struct kc_live {
	const unsigned char *map; /* NULL where there is no such memory */
	uint64_t space, roots, roots_size;
	uint64_t due[2]; /* when it must be asked for: all of it, and the roots */
	uint64_t sequence; /* where in the map a number of 32 bits is: odd while it is written, another one afterwards */
};

struct kcore {
	const unsigned char *map; /* the whole file, or NULL */
	unsigned shift;           /* of the page size */
	int lost;                 /* the file became shorter, or cannot be read: what it maps is not believed any more */
	int direct;               /* nothing may be kept: every read is a call */
	int exact;                /* a page that the end of the file cuts off ends the read there; otherwise it is filled up */
	int fd;                   /* of the file where it could not be mapped as a whole, or -1 */
	uint64_t size;            /* of the file */
	struct kc_live live;
	const struct kc_calls *calls;
	void *ctx;
	struct kc_dir *bucket[KC_BUCKETS];
	unsigned leaves, dirs;
	/* File windows, where the address space is too small for the file. */
	unsigned char **window;
	size_t windows, mapped;
	/* Pages that come through a call, while they do not change. */
	pthread_mutex_t lock;
	unsigned char *pages;
	uint64_t page_key[KC_PAGES];
	size_t page_size[KC_PAGES]; /* how much of it there is */
	unsigned forgotten;         /* how often all of them were */
};

/* One space as a reader holds it; `last` is the directory that answered last. */
struct kc_view {
	struct kcore *core;
	uint64_t space;
	struct kc_dir *last;
};

/* The caller has set shift, direct, calls and ctx. */
void kc_init(struct kcore *core);

/* Use a file for plain offsets, if it still is the one described; otherwise every page comes by calls. */
void kc_map(struct kcore *core, const char *path, uint64_t dev, uint64_t ino, uint64_t size);

/* Use a file that holds the memory of a live kernel in one space; false where it is not the one described. */
int kc_share(struct kcore *core, const char *path, uint64_t dev, uint64_t ino, uint64_t size, const struct kc_live *live);

void kc_close(struct kcore *core);

/* After a write: pages that came by calls are asked for again. */
void kc_forget_pages(struct kcore *core);

/* Whether it is known already, and for good, that there is no page at an address. */
int kc_is_hole(struct kc_view *view, uint64_t va);

/* Return the number of bytes up to the first page that is not there, or -1 where that is the first. */
ssize_t kc_read_pages(struct kc_view *view, uint64_t va, void *buf, size_t count);

/* Have memory that is known to be mapped come near: it will be read soon. */
static inline void kc_prefetch(struct kc_view *view, uint64_t va, size_t count)
{
	const struct kc_dir *dir = __atomic_load_n(&view->last, __ATOMIC_ACQUIRE);
	const struct kcore *core = view->core;
	uint64_t mask = ((uint64_t)1 << core->shift) - 1;

	for (size_t piece; core->map && dir && dir->index == va >> core->shift >> 18 && count; va += piece, count -= piece) {
		const uint64_t *leaf = __atomic_load_n(&dir->leaf[va >> core->shift >> 9 & (KC_LEAVES - 1)], __ATOMIC_ACQUIRE);
		uint64_t off = leaf ? leaf[va >> core->shift & (SK_LEAF_PAGES - 1)] : SK_HOLE;

		if (off & SK_SLOW)
			return;
		piece = (size_t)(mask + 1 - (va & mask));
		if (piece > count)
			piece = count;
		for (size_t at = 0; at < piece; at += 64)
			__builtin_prefetch(core->map + off + (va & mask) + at);
	}
}

static inline ssize_t kc_read(struct kc_view *view, uint64_t va, void *buf, size_t count)
{
	const struct kc_dir *dir = __atomic_load_n(&view->last, __ATOMIC_ACQUIRE);
	const struct kcore *core = view->core;
	unsigned shift = core->shift;

	if (__builtin_expect(dir && dir->index == va >> shift >> 18, 1)) {
		const uint64_t *leaf = __atomic_load_n(&dir->leaf[va >> shift >> 9 & (KC_LEAVES - 1)], __ATOMIC_ACQUIRE);
		uint64_t off = leaf ? leaf[va >> shift & (SK_LEAF_PAGES - 1)] : SK_HOLE;
		size_t inside = va & (((uint64_t)1 << shift) - 1);

		if (__builtin_expect(!(off & SK_SLOW) && core->map && count <= ((size_t)1 << shift) - inside, 1)) {
			const unsigned char *from = core->map + off + inside;

			/* gcc makes `rep movs` of a memcpy it knows to be short, which is slow. */
			switch (count) {
			case 8:
				__builtin_memcpy(buf, from, 8);
				break;
			case 4:
				__builtin_memcpy(buf, from, 4);
				break;
			case 2:
				__builtin_memcpy(buf, from, 2);
				break;
			case 1:
				*(unsigned char *)buf = *from;
				break;
			default:
				return kc_read_pages(view, va, buf, count);
			}
			__atomic_signal_fence(__ATOMIC_SEQ_CST); /* a signal's handler sets it while we read */
			if (__builtin_expect(!__atomic_load_n(&core->lost, __ATOMIC_RELAXED), 1))
				return (ssize_t)count;
		}
	}
	return kc_read_pages(view, va, buf, count);
}

#endif
