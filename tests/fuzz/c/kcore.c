/* The reader, with misses answered by lies: offsets, keys and counts of any kind. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kcore.h"
#include "stub.h"

static int get_leaf(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES])
{
	uint8_t kind = a_byte();
	uint64_t at = a_number();

	(void)ctx;
	(void)space;
	(void)index;
	for (uint64_t i = 0; i < SK_LEAF_PAGES; i++)
		off[i] = kind & 1 ? at + i * 4096 : SK_HOLE;
	for (int i = kind & 30; i > 0; i--) {
		uint64_t offset = an_offset();

		off[a_byte()] = offset;
	}
	return kind < 240 ? 0 : kind < 250 ? -1 : EIO;
}

/* No more than was asked for: image.c sees to that. */
static ssize_t give(void *buf, size_t count)
{
	uint8_t kind = a_byte();

	if (kind > 250)
		return -EIO;
	if (kind > 200 && count)
		count = a_byte() % count;
	memset(buf, kind, count);
	return (ssize_t)count;
}

static ssize_t get_page(void *ctx, uint64_t key, size_t offset, void *buf, size_t count)
{
	(void)ctx;
	(void)key;
	(void)offset;
	return give(buf, count);
}

static ssize_t get_read(void *ctx, uint64_t space, uint64_t va, void *buf, size_t count)
{
	(void)ctx;
	(void)space;
	(void)va;
	return give(buf, count);
}

static int renew(void *ctx, int roots, uint64_t good[2])
{
	(void)ctx;
	(void)roots;
	good[0] = a_number();
	good[1] = a_number();
	return a_byte() > 200 ? ESTALE : 0;
}

static const struct kc_calls calls = {get_leaf, get_page, get_read, renew};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct kcore core;
	uint8_t kind;

	input = (struct input){data, data + size};
	the_file();
	memset(&core, 0, sizeof core);
	kind = a_byte();
	core.shift = 9 + a_byte() % (KC_MAX_SHIFT - 8);
	core.exact = kind & 1;
	core.direct = (kind & 6) == 6;
	core.calls = &calls;
	kc_init(&core);
	if (kind & 8) {
		struct kc_live live = {.space = a_byte() & 1};

		live.roots = a_number();
		live.roots_size = a_number();
		kc_share(&core, file_path, file_dev, file_ino, FILE_PAGES * 4096, &live);
	} else if (!(kind & 16)) {
		kc_map(&core, file_path, file_dev, file_ino, FILE_PAGES * 4096);
	}
	struct kc_view view[2] = {{&core, 0, NULL}, {&core, 1, NULL}};

	for (int i = 0; i < 64 && input.at < input.end; i++) {
		uint64_t va = a_number();
		size_t count = (size_t)a_number() % 20000;
		unsigned char *buf = malloc(count ? count : 1);
		ssize_t got = kc_read(&view[i & 1], va, buf, count);

		if (got < -1 || got > (ssize_t)count)
			abort();
		free(buf);
		if (a_byte() > 250)
			kc_forget_pages(&core);
	}
	kc_close(&core);
	return 0;
}
