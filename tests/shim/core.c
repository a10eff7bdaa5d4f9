/* The reader of shim/core by itself: misses are answered here. core FILE */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kcore.h"
#include "kept.h"

#define CHECK(what)                                                          \
	do {                                                                 \
		if (!(what)) {                                               \
			printf("line %d: %s (errno %d)\n", __LINE__, #what, errno); \
			exit(1);                                             \
		}                                                            \
	} while (0)

#define PAGE 4096
#define PAGES 64 /* of the file */

static int leaves, pages;

/*
 * Space 0: page n of the first 64 lies at n ^ 1 of the file. Page 100 is slow, 101 slow and cut off, 102 beyond the end,
 * 103 reaches beyond the end, 104 has a silly offset, 105 a slow page that fails. Space 16: the other way round. Elsewhere nothing.
 */
static int get_leaf(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES])
{
	(void)ctx;
	__atomic_add_fetch(&leaves, 1, __ATOMIC_RELAXED);
	if (index == 77)
		return EIO;
	for (int i = 0; i < SK_LEAF_PAGES; i++)
		off[i] = SK_HOLE;
	if (index)
		return 0;
	for (uint64_t i = 0; i < PAGES; i++)
		off[i] = (space == 16 ? PAGES - 1 - i : i ^ 1) * PAGE;
	off[100] = SK_SLOW | 5000;
	off[101] = SK_SLOW | 5001;
	off[102] = (uint64_t)PAGES * PAGE;
	off[103] = (uint64_t)PAGES * PAGE - 8;
	off[104] = (1ull << 62) - 8;
	off[105] = SK_SLOW | 5005;
	return 0;
}

static ssize_t get_page(void *ctx, uint64_t key, size_t offset, void *buf, size_t count)
{
	size_t have = key == 5001 ? 100 : PAGE;

	(void)ctx;
	__atomic_add_fetch(&pages, 1, __ATOMIC_RELAXED);
	if (key & SK_PLAIN) { /* the file could not be mapped */
		memset(buf, (int)((key & ~SK_PLAIN) / PAGE), count);
		return (ssize_t)count;
	}
	if (key == 5005)
		return -EIO;
	if (offset >= have)
		return 0;
	if (count > have - offset)
		count = have - offset;
	memset(buf, 's', count);
	return (ssize_t)count;
}

static ssize_t get_read(void *ctx, uint64_t space, uint64_t va, void *buf, size_t count)
{
	(void)ctx;
	(void)space;
	if (va >= 1000)
		return va == 2000 ? -EFAULT : 0;
	if (count > 1000 - va)
		count = (size_t)(1000 - va);
	memset(buf, 'd', count);
	return (ssize_t)count;
}

static const struct kc_calls calls = {get_leaf, get_page, get_read, NULL};
static struct kcore core;

/* A live kernel: the leaf at 0 is kept, the one behind it is not; `renewed` counts what was asked for. */
static int renewed[2], renew_answer;
static uint64_t good[2];

static int live_leaf(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES])
{
	int answer = get_leaf(ctx, space, 0, off);

	return answer ? answer : index ? -1 : 0;
}

static int live_renew(void *ctx, int roots, uint64_t until[2])
{
	(void)ctx;
	renewed[roots]++;
	until[0] = good[0];
	until[1] = good[1];
	return renew_answer;
}

static const struct kc_calls live_calls = {live_leaf, get_page, get_read, live_renew};

/* Byte at an address of space 0: page n of the file is filled with n, its first byte is 0xff. */
static unsigned char right(uint64_t va)
{
	return va % PAGE ? (unsigned char)(va / PAGE ^ 1) : 0xff;
}

static void reads(struct kc_view *view)
{
	static unsigned char buf[PAGES * PAGE + 2 * PAGE];
	static const size_t counts[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 1023, 1024, 1025, 4095, 4096, 4097, 12345};

	for (uint64_t va = 0; va < PAGES * PAGE - 20000; va += 777) {
		for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
			memset(buf, 0xa5, sizeof buf);
			CHECK(kc_read(view, va, buf, counts[i]) == (ssize_t)counts[i]);
			for (size_t at = 0; at < counts[i]; at++)
				CHECK(buf[at] == right(va + at));
			CHECK(buf[counts[i]] == 0xa5);
		}
	}
	/* Into the hole behind: short, and nothing behind that is touched. */
	memset(buf, 0xa5, sizeof buf);
	CHECK(kc_read(view, (PAGES - 1) * PAGE + 4090, buf, 100) == 6);
	CHECK(buf[5] == right((PAGES - 1) * PAGE + 4095) && buf[6] == 0xa5);
	CHECK(kc_read(view, PAGES * PAGE, buf, 1) == -1);
	CHECK(kc_read(view, 102 * PAGE, buf, 8) == -1 && kc_read(view, 103 * PAGE, buf, 8) == -1);
	CHECK(kc_read(view, 104 * PAGE, buf, 8) == -1);
	CHECK(kc_read(view, 5, buf, 0) == 0 && kc_read(view, UINT64_MAX, buf, 0) == 0);
	CHECK(kc_read(view, UINT64_MAX, buf, 8) == -1);
	CHECK(kc_read(view, 0, buf, SIZE_MAX / 4) == PAGES * PAGE || sizeof buf < PAGES * PAGE);
}

static void slow(struct kc_view *view)
{
	unsigned char buf[2 * PAGE];
	int before;

	CHECK(kc_read(view, 100 * PAGE + 7, buf, 8) == 8 && buf[7] == 's');
	before = pages;
	CHECK(kc_read(view, 100 * PAGE + 70, buf, 1) == 1 && pages == before);
	kc_forget_pages(&core);
	CHECK(kc_read(view, 100 * PAGE + 70, buf, 1) == 1 && pages == before + 1);
	CHECK(kc_read(view, 101 * PAGE + 96, buf, 8) == 8 && buf[3] == 's' && buf[4] == 0 && buf[7] == 0);
	CHECK(kc_read(view, 101 * PAGE + 100, buf, 8) == -1);
	errno = 0;
	CHECK(kc_read(view, 105 * PAGE, buf, 8) == -1 && errno == EIO);
	CHECK(kc_read(view, 100 * PAGE + 4095, buf, 3) == 3 && buf[0] == 's' && buf[2] == 's');
}

static void negative(struct kc_view *view)
{
	unsigned char buf[8];
	int before;

	CHECK(kc_read(view, 3ull << 21, buf, 8) == -1);
	before = leaves;
	for (int i = 0; i < 1000; i++)
		CHECK(kc_read(view, (3ull << 21) + (uint64_t)i * PAGE, buf, 8) == -1);
	CHECK(leaves == before + 1 || leaves == before + 2);
	errno = 0;
	CHECK(kc_read(view, 77ull << 21, buf, 8) == -1 && errno == EIO); /* a failure is not kept */
	before = leaves;
	CHECK(kc_read(view, 77ull << 21, buf, 8) == -1 && leaves == before + 1);
	/* More places than are kept. */
	for (uint64_t i = 0; i < KC_MAX_DIRS + 1000; i++)
		CHECK(kc_read(view, (1ull << 40) + (i << 30), buf, 8) == -1);
}

static void *in_thread(void *unused)
{
	struct kc_view view = {&core, 0, NULL}, other = {&core, 16, NULL};
	unsigned char buf[3000];

	(void)unused;
	for (int i = 0; i < 20000; i++) {
		uint64_t va = (uint64_t)(i * 7919) % (PAGES * PAGE - 4096);

		CHECK(kc_read(&view, va + 1, buf, 8) == 8 && (buf[0] == right(va + 1)));
		CHECK(kc_read(&other, va & -(uint64_t)PAGE, buf, 2000) == 2000);
		CHECK(buf[1] == PAGES - 1 - va / PAGE);
		if (i % 100 == 0)
			CHECK(kc_read(&view, 100 * PAGE + 5, buf, 100) == 100);
		if (i % 1000 == 0)
			CHECK(kc_read(&view, ((uint64_t)i + 2) << 21, buf, 8) == -1);
	}
	return NULL;
}

static void threads(void)
{
	pthread_t thread[4];

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&thread[i], NULL, in_thread, NULL) == 0);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
}

/* What is to come near is not asked for, and nothing is touched that is not there. */
static void prefetching(struct kc_view *view)
{
	int before = leaves;
	unsigned char byte;

	kc_prefetch(view, 55ull << 21, 100);
	CHECK(kc_read(view, 0, &byte, 1) == 1);
	before = leaves;
	kc_prefetch(view, 0, (PAGES + 10) * PAGE);
	kc_prefetch(view, 99 * PAGE, 3 * PAGE);
	kc_prefetch(view, 55ull << 21, 100);
	kc_prefetch(view, UINT64_MAX - 5, 100);
	CHECK(leaves == before);
}

static void keeping(void)
{
	struct sk_kept kept = {0};
	uint64_t request[] = {1, 2, 3};
	char *large = calloc(1, SK_KEPT_BYTES);
	size_t size = 77;
	unsigned known = 0;

	CHECK(!sk_kept_find(&kept, request, 3, &size));
	sk_kept_add(&kept, request, 3, "one", 4);
	sk_kept_add(&kept, request, 3, "two", 4); /* the first one stays */
	sk_kept_add(&kept, request, 2, NULL, 0);
	CHECK(!strcmp(sk_kept_find(&kept, request, 3, &size), "one") && size == 4);
	CHECK(sk_kept_find(&kept, request, 2, &size) && size == 0);
	request[2] = 4;
	CHECK(!sk_kept_find(&kept, request, 3, &size));
	CHECK(large);
	sk_kept_add(&kept, request, 3, large, SK_KEPT_BYTES);
	CHECK(!sk_kept_find(&kept, request, 3, &size));
	for (uint64_t i = 0; i < 20000; i++) {
		request[0] = i;
		sk_kept_add(&kept, request, 3, large, 1000);
	}
	CHECK(kept.bytes <= SK_KEPT_BYTES);
	for (uint64_t i = 0; i < 20000; i++) {
		request[0] = i;
		known += sk_kept_find(&kept, request, 3, &size) && size == 1000;
	}
	CHECK(known > 7000 && known < SK_KEPT_BYTES / 1000);
	sk_kept_free(&kept);
	CHECK(!kept.bytes && !sk_kept_find(&kept, request, 3, &size));
	sk_kept_add(&kept, request, 3, "new", 4);
	CHECK(sk_kept_find(&kept, request, 3, &size) && size == 4);
	sk_kept_free(&kept);
	free(large);
}

#define SEQUENCE ((PAGES - 2) * PAGE + 4) /* four bytes there are an even number */

static unsigned char *writable;
static int written, asked;

/* Write a page anew, slowly, as the engine does. */
static void *writes(void *arg)
{
	uint32_t *sequence = (uint32_t *)(writable + SEQUENCE);

	(void)arg;
	for (unsigned round = 1; !__atomic_load_n(&written, __ATOMIC_ACQUIRE); round++) {
		__atomic_add_fetch(sequence, 1, __ATOMIC_SEQ_CST);
		for (size_t at = 0; at < PAGE; at += PAGE / 4) {
			memset(writable + PAGE + at, (int)(round % 250), PAGE / 4);
			sched_yield();
		}
		__atomic_add_fetch(sequence, 1, __ATOMIC_SEQ_CST);
		for (int i = 0; i < 20; i++)
			sched_yield();
	}
	return NULL;
}

/* What is read is from between two writings, or what the engine says. */
static void *reads_renewed(void *arg)
{
	struct kc_view view = {&core, 0, NULL};
	unsigned char buf[900];

	(void)arg;
	for (int i = 0; i < 30000; i++) {
		CHECK(kc_read(&view, 100, buf, sizeof buf) == sizeof buf);
		for (size_t at = 1; at < sizeof buf; at++)
			CHECK(buf[at] == buf[0]);
		if (buf[0] == 'd')
			__atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* Memory that is written while it is read. */
static void renewing(int fd, const char *path, const struct stat *st)
{
	struct kc_live about = {.sequence = SEQUENCE};
	struct kc_view view = {&core, 0, NULL};
	pthread_t thread[3], writer;
	unsigned char buf[8], kept[PAGE];

	writable = mmap(NULL, (size_t)st->st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(writable != MAP_FAILED);
	memcpy(kept, writable + PAGE, PAGE);
	good[0] = good[1] = 1000000000000ull;
	renew_answer = 0;
	CHECK(kc_share(&core, path, (uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size, &about));
	CHECK(pthread_create(&writer, NULL, writes, NULL) == 0);
	for (int i = 0; i < 3; i++)
		CHECK(pthread_create(&thread[i], NULL, reads_renewed, NULL) == 0);
	for (int i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	__atomic_store_n(&written, 1, __ATOMIC_RELEASE);
	pthread_join(writer, NULL);
	CHECK(asked < 80000); /* most reads need no call */
	/* The writer has died in the middle: the engine is asked. */
	CHECK(kc_read(&view, 100, buf, 8) == 8 && buf[0] == writable[PAGE + 100]);
	writable[SEQUENCE] |= 1;
	memset(writable + PAGE, 7, PAGE);
	CHECK(kc_read(&view, 100, buf, 8) == 8 && buf[0] == 'd');
	memset(writable + SEQUENCE, PAGES - 2, 4);
	CHECK(kc_read(&view, 100, buf, 8) == 8 && buf[0] == 7);
	memcpy(writable + PAGE, kept, PAGE);
	munmap(writable, (size_t)st->st_size);
}

static void live(struct kc_view *view, const char *path, const struct stat *st)
{
	struct kc_live about = {.space = 0, .roots = 10 * PAGE, .roots_size = PAGE, .sequence = SEQUENCE};
	struct kc_live outside = {.sequence = (uint64_t)st->st_size}, crooked = {.sequence = SEQUENCE + 1};
	struct kc_view other = {&core, 16, NULL};
	unsigned char buf[PAGE];
	int before;

	CHECK(!kc_share(&core, "/nonexistent", 1, 1, 1, &about) && !core.live.map);
	CHECK(!kc_share(&core, path, (uint64_t)st->st_dev, (uint64_t)st->st_ino + 1, (uint64_t)st->st_size, &about));
	CHECK(!kc_share(&core, path, (uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size, &outside));
	CHECK(!kc_share(&core, path, (uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size, &crooked));
	CHECK(kc_share(&core, path, (uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size, &about));
	CHECK(!core.map && core.live.map);
	/* The first read asks, then none for as long as it is good; roots are asked for on their own. */
	good[0] = good[1] = 1000000000000ull;
	CHECK(kc_read(view, 5 * PAGE + 1, buf, 8) == 8 && buf[0] == right(5 * PAGE + 1));
	CHECK(renewed[0] == 1 && renewed[1] == 0);
	good[1] = 0;
	before = leaves;
	for (int i = 0; i < 1000; i++)
		CHECK(kc_read(view, 5 * PAGE + 1 + (uint64_t)i, buf, 8) == 8);
	CHECK(renewed[0] == 1 && leaves == before);
	core.live.due[1] = 0;
	CHECK(kc_read(view, 9 * PAGE + 4090, buf, 6) == 6 && renewed[1] == 0); /* ends where the roots begin */
	CHECK(kc_read(view, 9 * PAGE + 4090, buf, 7) == 7 && renewed[1] == 1);
	CHECK(kc_read(view, 10 * PAGE + 4095, buf, 1) == 1 && renewed[1] == 2 && renewed[0] == 1);
	CHECK(kc_read(view, 11 * PAGE, buf, 1) == 1 && renewed[1] == 2);
	good[0] = 0;
	core.live.due[0] = 0;
	for (int i = 0; i < 3; i++)
		CHECK(kc_read(view, PAGE, buf, 1) == 1 && renewed[0] == 2 + i);
	/* Other spaces, slow pages, holes and leaves that change are read by calls, and nothing of it is kept. */
	CHECK(kc_read(&other, 100, buf, 8) == 8 && buf[0] == 'd');
	CHECK(kc_read(view, 100 * PAGE, buf, 8) == -1);
	before = leaves;
	CHECK(kc_read(view, (1ull << 21) + 1, buf, 8) == 8 && kc_read(view, (1ull << 21) + 1, buf, 8) == 8);
	CHECK(leaves == before + 2);
	/* Another engine answers: from here on every read is a call. */
	renew_answer = ESTALE;
	CHECK(kc_read(view, 5, buf, 8) == 8 && buf[0] == 'd' && core.direct);
	before = renewed[0];
	CHECK(kc_read(view, 5, buf, 8) == 8 && buf[0] == 'd' && renewed[0] == before);
}

static void start(const char *path, const struct stat *st, uint64_t ino)
{
	memset(&core, 0, sizeof core);
	core.shift = 12;
	core.calls = &calls;
	kc_init(&core);
	kc_map(&core, path, (uint64_t)st->st_dev, ino, (uint64_t)st->st_size);
}

int main(int argc, char **argv)
{
	struct kc_view view = {&core, 0, NULL};
	struct stat st;
	int fd;

	CHECK(argc == 2);
	fd = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0);
	for (int i = 0; i < PAGES; i++) {
		unsigned char page[PAGE];

		memset(page, i, PAGE);
		page[0] = 0xff;
		CHECK(write(fd, page, PAGE) == PAGE);
	}
	CHECK(fstat(fd, &st) == 0);

	start(argv[1], &st, (uint64_t)st.st_ino);
	CHECK(core.map);
	reads(&view);
	slow(&view);
	prefetching(&view);
	negative(&view);
	threads();
	keeping();
	kc_close(&core);

	/* Windows of a file that is too large for the address space, and pread where even they do not help. */
	for (int with_windows = 1; with_windows >= 0; with_windows--) {
		view.last = NULL;
		start(argv[1], &st, (uint64_t)st.st_ino + 1);
		CHECK(!core.map && core.fd < 0); /* another file by now */
		core.size = (uint64_t)st.st_size;
		core.fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
		core.windows = with_windows;
		core.window = calloc(1, sizeof *core.window);
		reads(&view);
		CHECK((core.window[0] != NULL) == with_windows);
		slow(&view);
		threads();
		if (!with_windows)
			free(core.window), core.window = NULL;
		kc_close(&core);
	}

	/* No file at all: plain offsets come by calls too. */
	view.last = NULL;
	start("/nonexistent", &st, 1);
	{
		unsigned char buf[8];

		CHECK(kc_read(&view, 5 * PAGE + 1, buf, 8) == 8 && buf[0] == 4);
	}
	kc_close(&core);

	/* Nothing may be kept. */
	view.last = NULL;
	start("/nonexistent", &st, 1);
	core.direct = 1;
	{
		unsigned char buf[2000];
		int before = leaves;

		CHECK(kc_read(&view, 10, buf, 2000) == 990 && buf[989] == 'd');
		CHECK(kc_read(&view, 1500, buf, 8) == -1);
		errno = 0;
		CHECK(kc_read(&view, 2000, buf, 8) == -1 && errno == EFAULT);
		CHECK(leaves == before);
	}
	kc_close(&core);

	view.last = NULL;
	start("/nonexistent", &st, 1);
	core.calls = &live_calls;
	live(&view, argv[1], &st);
	kc_close(&core);

	start("/nonexistent", &st, 1);
	core.calls = &live_calls;
	renewing(fd, argv[1], &st);
	kc_close(&core);
	close(fd);
	puts("ok");
	return 0;
}
