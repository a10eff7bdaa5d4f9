#include "kcore.h"

#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* On x86 a page is moved fastest by `rep movs`, short pieces by far not. */
#if (defined(__x86_64__) || defined(__i386__)) && !defined(__SANITIZE_ADDRESS__)
#define LONG_PIECE 1024
#endif

static inline void copy(void *to, const void *from, size_t count)
{
#ifdef LONG_PIECE
	if (count >= LONG_PIECE) {
		size_t words = count / sizeof words;

		count %= sizeof words;
		if (sizeof words == 8)
			__asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words)::"memory");
		else
			__asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words)::"memory");
	}
#endif
	memcpy(to, from, count);
}


/*
 * Copy what may be longer than a page. While a block is copied the next one is on its way from memory, which the processor
 * does not see to by itself where pages are read in no order; from the cache it costs little.
 */
static void copy_run(char *to, const char *from, size_t count)
{
	enum { BLOCK = 4096, LINE = 64 };

	for (; count > BLOCK; to += BLOCK, from += BLOCK, count -= BLOCK) {
		for (size_t at = BLOCK; at < 2 * BLOCK && at < count; at += LINE)
			__builtin_prefetch(from + at);
		memcpy(to, from, BLOCK);
	}
	copy(to, from, count);
}

#define LIVE_TRIES 4

#define WINDOW_SHIFT 26 /* 64 MiB */
#define WINDOW ((uint64_t)1 << WINDOW_SHIFT)
#define MAX_MAPPED ((size_t)1 << 30) /* of windows, and the largest file mapped whole, where addresses have 32 bits */

/* The leaf of all places where there is not one page. */
static const uint64_t nothing[SK_LEAF_PAGES] = {[0 ... SK_LEAF_PAGES - 1] = SK_HOLE};

void kc_init(struct kcore *core)
{
	core->fd = -1;
	pthread_mutex_init(&core->lock, NULL);
	for (int i = 0; i < KC_PAGES; i++)
		core->page_key[i] = SK_HOLE;
}

void kc_map(struct kcore *core, const char *path, uint64_t dev, uint64_t ino, uint64_t size)
{
	struct stat st;
	void *map = MAP_FAILED;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return;
	if (fstat(fd, &st) < 0 || (uint64_t)st.st_dev != dev || (uint64_t)st.st_ino != ino || !size ||
	    (S_ISREG(st.st_mode) && (uint64_t)st.st_size < size)) {
		close(fd);
		return;
	}
	core->size = size;
	if (sizeof(void *) == 8 || size <= MAX_MAPPED)
		map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (map != MAP_FAILED) {
		core->map = map;
		kg_watch(map, size, &core->lost);
		close(fd);
		return;
	}
	/* Not among the first three: a program that has closed its stderr must not write into the corefile. */
	core->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	core->windows = (size >> WINDOW_SHIFT) + 1;
	core->window = calloc(core->windows, sizeof *core->window);
	if (!core->window)
		core->windows = 0;
}

int kc_share(struct kcore *core, const char *path, uint64_t dev, uint64_t ino, uint64_t size, const struct kc_live *live)
{
	if (size >= sizeof(uint32_t) && live->sequence <= size - sizeof(uint32_t) && !(live->sequence & 3))
		kc_map(core, path, dev, ino, size);
	if (!core->map) {
		if (core->fd >= 0)
			close(core->fd);
		free(core->window);
		core->fd = -1;
		core->window = NULL;
		core->windows = 0;
		return 0;
	}
	/* Not `map`: what is read from here may be too old, which the quick path does not look for. */
	core->live = *live;
	core->live.map = core->map;
	core->live.due[0] = core->live.due[1] = 0;
	core->map = NULL;
	return 1;
}

void kc_close(struct kcore *core)
{
	const unsigned char *map = core->live.map ? core->live.map : core->map;

	if (map) {
		kg_forget(map);
		munmap((void *)map, core->size);
	}
	core->live.map = NULL;
	for (size_t i = 0; i < core->windows; i++) {
		uint64_t rest = core->size - ((uint64_t)i << WINDOW_SHIFT);

		if (core->window[i]) {
			kg_forget(core->window[i]);
			munmap(core->window[i], rest < WINDOW ? rest : WINDOW);
		}
	}
	free(core->window);
	if (core->fd >= 0)
		close(core->fd);
	for (int i = 0; i < KC_BUCKETS; i++) {
		struct kc_dir *dir = core->bucket[i], *next;

		for (; dir; dir = next) {
			next = dir->next;
			for (int number = 0; number < KC_LEAVES; number++)
				if (dir->leaf[number] != nothing)
					free((void *)dir->leaf[number]);
			free(dir);
		}
		core->bucket[i] = NULL;
	}
	free(core->pages);
	pthread_mutex_destroy(&core->lock);
	core->map = NULL;
	core->window = NULL;
	core->windows = 0;
	core->fd = -1;
	core->pages = NULL;
}

void kc_forget_pages(struct kcore *core)
{
	pthread_mutex_lock(&core->lock);
	core->forgotten++;
	for (int i = 0; i < KC_PAGES; i++)
		core->page_key[i] = SK_HOLE;
	pthread_mutex_unlock(&core->lock);
}

static struct kc_dir **bucket_of(struct kcore *core, uint64_t space, uint64_t index)
{
	return &core->bucket[(index ^ ((space >> 4) * 0x9e3779b97f4a7c15ull >> 40)) & (KC_BUCKETS - 1)];
}

/* Return the directory of a place, a new one if need be; NULL where there is no memory or there are too many. */
static struct kc_dir *directory(struct kc_view *view, uint64_t index)
{
	struct kcore *core = view->core;
	struct kc_dir **head = bucket_of(core, view->space, index), *dir = __atomic_load_n(&view->last, __ATOMIC_ACQUIRE), *made = NULL;
	struct kc_dir *first;

	if (dir && dir->index == index)
		return dir;
	first = __atomic_load_n(head, __ATOMIC_ACQUIRE);
	do {
		/* Nothing is ever taken out of a bucket, so this sees all that others have put in. */
		for (dir = first; dir; dir = dir->next)
			if (dir->index == index && dir->space == view->space)
				break;
		if (dir)
			break;
		if (!made) {
			if (__atomic_load_n(&core->dirs, __ATOMIC_RELAXED) >= KC_MAX_DIRS || !(made = calloc(1, sizeof *made)))
				return NULL;
			made->index = index;
			made->space = view->space;
		}
		made->next = first;
	} while (!__atomic_compare_exchange_n(head, &first, made, 0, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE));
	if (dir) {
		free(made);
	} else {
		dir = made;
		__atomic_add_fetch(&core->dirs, 1, __ATOMIC_RELAXED);
	}
	__atomic_store_n(&view->last, dir, __ATOMIC_RELEASE);
	return dir;
}

/* Ask for a leaf and publish it; NULL with errno. *spare gets a leaf that may not be kept, for the caller to free. */
static const uint64_t *miss(struct kc_view *view, struct kc_dir *dir, uint64_t index, uint64_t **spare)
{
	struct kcore *core = view->core;
	uint64_t *leaf = malloc(SK_LEAF_PAGES * sizeof *leaf), page = (uint64_t)1 << core->shift;
	const uint64_t *expected = NULL, *wanted = leaf;
	int used = 0, plain = core->map || core->fd >= 0 || core->live.map, answer;

	if (!leaf)
		return NULL;
	if ((answer = core->calls->leaf(core->ctx, view->space, index, leaf)) > 0) {
		free(leaf);
		errno = answer;
		return NULL;
	}
	if (answer < 0)
		dir = NULL;
	/* Checked here once, so that a hit needs no check. */
	for (int i = 0; i < SK_LEAF_PAGES; i++) {
		uint64_t off = leaf[i];

		if (off != SK_HOLE && !(off & SK_SLOW) && (!plain || off > core->size || core->size - off < page))
			leaf[i] = off = plain ? SK_HOLE : off | SK_SLOW | SK_PLAIN;
		used |= off != SK_HOLE;
	}
	if (!used) {
		free(leaf);
		wanted = nothing;
	} else if (!dir || __atomic_load_n(&core->leaves, __ATOMIC_RELAXED) >= KC_MAX_LEAVES) {
		*spare = leaf;
		return leaf;
	}
	if (!dir)
		return wanted;
	if (!__atomic_compare_exchange_n(&dir->leaf[index & (KC_LEAVES - 1)], &expected, wanted, 0, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE)) {
		/* Another thread was faster. */
		if (used)
			free(leaf);
		return expected;
	}
	if (used)
		__atomic_add_fetch(&core->leaves, 1, __ATOMIC_RELAXED);
	return wanted;
}

static const uint64_t *find(struct kc_view *view, uint64_t index, uint64_t **spare)
{
	struct kc_dir *dir = directory(view, index >> 9);
	const uint64_t *leaf = dir ? __atomic_load_n(&dir->leaf[index & (KC_LEAVES - 1)], __ATOMIC_ACQUIRE) : NULL;

	return leaf ? leaf : miss(view, dir, index, spare);
}

int kc_is_hole(struct kc_view *view, uint64_t va)
{
	struct kcore *core = view->core;
	uint64_t index = va >> core->shift >> 9;
	const uint64_t *leaf = NULL;
	struct kc_dir *dir;

	if (__atomic_load_n(&core->direct, __ATOMIC_RELAXED) || core->live.map || __atomic_load_n(&core->lost, __ATOMIC_RELAXED))
		return 0;
	dir = directory(view, index >> 9);
	if (dir)
		leaf = __atomic_load_n(&dir->leaf[index & (KC_LEAVES - 1)], __ATOMIC_ACQUIRE);
	return leaf && leaf[va >> core->shift & (SK_LEAF_PAGES - 1)] == SK_HOLE;
}

static int lost(const struct kcore *core)
{
	__atomic_signal_fence(__ATOMIC_SEQ_CST); /* a signal's handler sets it while we read */
	return __atomic_load_n(&core->lost, __ATOMIC_RELAXED);
}

/* Return where a range of the file is mapped, or NULL where it has to be read. */
static const unsigned char *window(struct kcore *core, uint64_t off, size_t count)
{
	size_t number = off >> WINDOW_SHIFT, inside = off & (WINDOW - 1), length = WINDOW;
	uint64_t start = (uint64_t)number << WINDOW_SHIFT;
	unsigned char *map, *expected = NULL;

	if (number >= core->windows || inside + count > WINDOW || lost(core))
		return NULL;
	map = __atomic_load_n(&core->window[number], __ATOMIC_ACQUIRE);
	if (map)
		return map + inside;
	if (core->size - start < length)
		length = core->size - start;
	if (__atomic_add_fetch(&core->mapped, length, __ATOMIC_RELAXED) > MAX_MAPPED)
		map = MAP_FAILED;
	else
		map = mmap(NULL, length, PROT_READ, MAP_SHARED, core->fd, (off_t)start);
	if (map == MAP_FAILED) {
		__atomic_sub_fetch(&core->mapped, length, __ATOMIC_RELAXED);
		return NULL;
	}
	kg_watch(map, length, &core->lost);
	if (!__atomic_compare_exchange_n(&core->window[number], &expected, map, 0, __ATOMIC_RELEASE, __ATOMIC_ACQUIRE)) {
		kg_forget(map);
		munmap(map, length);
		__atomic_sub_fetch(&core->mapped, length, __ATOMIC_RELAXED);
		map = expected;
	}
	return map + inside;
}

static ssize_t read_file(struct kcore *core, uint64_t off, void *buf, size_t count)
{
	const unsigned char *from = window(core, off, count);
	size_t done = 0;

	if (from) {
		copy(buf, from, count);
		if (!lost(core))
			return (ssize_t)count;
	}
	while (done < count) {
		ssize_t got = pread(core->fd, (char *)buf + done, count - done, (off_t)(off + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

/* Copy what there is from a place inside a page on; the number of bytes. */
static ssize_t part(const unsigned char *page, size_t size, size_t inside, void *buf, size_t count)
{
	size_t have = size > inside ? size - inside : 0;

	if (have > count)
		have = count;
	memcpy(buf, page + inside, have);
	return (ssize_t)have;
}

/*
 * Read inside a page that no file offset leads to, through a small cache of such pages. The lock is not held while the engine
 * is asked: it may wait there for a Python interpreter, whose owner may be about to fork and then wait for the lock.
 */
static ssize_t read_slow(struct kcore *core, uint64_t key, size_t inside, void *buf, size_t count)
{
	size_t page = (size_t)1 << core->shift;
	unsigned slot = (unsigned)((key >> core->shift ^ key >> (core->shift + 6) ^ key) & (KC_PAGES - 1)), forgotten;
	unsigned char *fresh;
	ssize_t got = -1;

	pthread_mutex_lock(&core->lock);
	if (core->page_key[slot] == key)
		got = part(core->pages + slot * page, core->page_size[slot], inside, buf, count);
	forgotten = core->forgotten;
	pthread_mutex_unlock(&core->lock);
	if (got >= 0)
		return got;
	if (!(fresh = malloc(page)))
		return core->calls->page(core->ctx, key, inside, buf, count);
	if ((got = core->calls->page(core->ctx, key, 0, fresh, page)) >= 0) {
		pthread_mutex_lock(&core->lock);
		if (!core->pages)
			core->pages = malloc(KC_PAGES * page);
		if (core->pages && core->forgotten == forgotten) { /* else it may be from before a write */
			memcpy(core->pages + slot * page, fresh, (size_t)got);
			core->page_key[slot] = key;
			core->page_size[slot] = (size_t)got;
		}
		pthread_mutex_unlock(&core->lock);
		got = part(fresh, (size_t)got, inside, buf, count);
	}
	free(fresh);
	return got;
}

static ssize_t read_direct(struct kcore *core, uint64_t space, uint64_t va, void *buf, size_t count)
{
	ssize_t got = core->calls->read(core->ctx, space, va, buf, count);

	if (got < 0)
		errno = (int)-got;
	return got > 0 ? got : -1;
}

/* See to it that what is read from a live kernel's memory is not too old. */
static void keep_up(struct kcore *core, uint64_t va, size_t count)
{
	struct kc_live *live = &core->live;
	int roots = va < live->roots + live->roots_size && (va >= live->roots || count > live->roots - va);
	uint64_t good[2] = {0, 0}, now;
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
	now = (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
	if (__builtin_expect(now < __atomic_load_n(&live->due[0], __ATOMIC_RELAXED) &&
				     (!roots || now < __atomic_load_n(&live->due[1], __ATOMIC_RELAXED)),
			     1))
		return;
	if (core->calls->renew(core->ctx, roots, good) != 0) {
		__atomic_store_n(&core->direct, 1, __ATOMIC_RELAXED); /* the memory is no longer that of our engine */
		return;
	}
	__atomic_store_n(&live->due[0], now + good[0], __ATOMIC_RELAXED);
	__atomic_store_n(&live->due[1], now + good[1], __ATOMIC_RELAXED);
}

/* Read from what is mapped at `map`, and by calls; see kc_read_pages(). */
static __attribute__((noinline)) ssize_t read_mapped(struct kc_view *view, const unsigned char *map, uint64_t va, void *buf, size_t count)
{
	struct kcore *core = view->core;
	size_t page = (size_t)1 << core->shift, done = 0;
	const uint64_t *leaf = NULL;
	uint64_t *spare = NULL, held = UINT64_MAX; /* the leaf's index; no address has this one */

	while (done < count) {
		uint64_t index = va >> core->shift >> 9;
		size_t inside = (size_t)va & (page - 1), length = page - inside;
		char *to = (char *)buf + done;
		uint64_t off;
		ssize_t got;

		if (index != held) {
			if (spare)
				free(spare);
			spare = NULL;
			leaf = find(view, index, &spare);
			held = index;
		}
		off = leaf ? leaf[va >> core->shift & (SK_LEAF_PAGES - 1)] : SK_HOLE;
		if (length > count - done)
			length = count - done;
		if (!(off & SK_SLOW) && map && !lost(core)) {
			/* Pages that follow one another in the file as well are one piece. */
			size_t number = va >> core->shift & (SK_LEAF_PAGES - 1);

			while (length < count - done && number + 1 < SK_LEAF_PAGES && leaf[number + 1] == leaf[number] + page) {
				number++;
				length += page < count - done - length ? page : count - done - length;
			}
			copy_run(to, (const char *)map + off + inside, length);
			if (lost(core))
				continue; /* what was copied is not believed */
			got = (ssize_t)length;
		} else if (!(off & SK_SLOW) && core->map) {
			got = core->calls->page(core->ctx, off | SK_PLAIN, inside, to, length); /* the engine asks the file */
		} else if (core->live.map) {
			got = read_direct(core, view->space, va, to, count - done);
			done += got > 0 ? (size_t)got : 0;
			break;
		} else if (off == SK_HOLE) {
			got = 0;
		} else if (!(off & SK_SLOW)) {
			got = read_file(core, off + inside, to, length);
		} else {
			got = read_slow(core, off ^ SK_SLOW, inside, to, length);
			if (got > 0 && (size_t)got < length && !core->exact) {
				/* A page that is cut off counts as a whole, as where it is mapped. */
				memset(to + got, 0, length - (size_t)got);
				got = (ssize_t)length;
			}
		}
		if (got < 0)
			errno = (int)-got;
		if (got > 0)
			done += (size_t)got, va += (uint64_t)got;
		if (got != (ssize_t)length)
			break;
	}
	if (spare)
		free(spare);
	return done ? (ssize_t)done : -1;
}

/*
 * Read memory that the engine writes anew in place, all of it from between two writings. Where one comes in between again
 * and again, or goes on, the engine is asked, which answers when it is done.
 */
static __attribute__((noinline)) ssize_t read_live(struct kc_view *view, uint64_t va, void *buf, size_t count)
{
	struct kcore *core = view->core;
	const uint32_t *sequence = (const uint32_t *)(core->live.map + core->live.sequence);

	if (view->space == core->live.space) {
		keep_up(core, va, count);
		for (int tries = 0; tries < LIVE_TRIES && !__atomic_load_n(&core->direct, __ATOMIC_RELAXED); tries++) {
			uint32_t before = __atomic_load_n(sequence, __ATOMIC_ACQUIRE);
			ssize_t got;

			if (before & 1)
				break;
			got = read_mapped(view, core->live.map, va, buf, count);
			__atomic_thread_fence(__ATOMIC_ACQUIRE);
			if (__atomic_load_n(sequence, __ATOMIC_RELAXED) == before)
				return got;
		}
	}
	return read_direct(core, view->space, va, buf, count);
}

ssize_t kc_read_pages(struct kc_view *view, uint64_t va, void *buf, size_t count)
{
	struct kcore *core = view->core;

	if (!count)
		return 0;
	if (count > SIZE_MAX / 2)
		count = SIZE_MAX / 2;
	if (va && count > 0 - va) /* no address lies behind the highest */
		count = (size_t)(0 - va);
	if (__atomic_load_n(&core->direct, __ATOMIC_RELAXED))
		return read_direct(core, view->space, va, buf, count);
	if (core->live.map)
		return read_live(view, va, buf, count);
	return read_mapped(view, core->map, va, buf, count);
}
