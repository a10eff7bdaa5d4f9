#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 20) /* of a long read: a reply should stay small */

static struct sk_image *all;
static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t all_once = PTHREAD_ONCE_INIT;

/*
 * No lock may be held by a thread that a fork leaves behind. The engine's own handlers are registered before these, so
 * they run after them, and a thread that waits for the interpreter with one of these locks gets it first. An interpreter that
 * the program has brought may be held by whoever forks: nobody waits for that with one of these locks.
 */
static void before_fork(void)
{
	pthread_mutex_lock(&all_lock);
	for (struct sk_image *image = all; image; image = image->following) {
		pthread_mutex_lock(&image->core.lock);
		pthread_mutex_lock(&image->link.lock);
	}
}

static void after_fork(void)
{
	for (struct sk_image *image = all; image; image = image->following) {
		pthread_mutex_unlock(&image->link.lock);
		pthread_mutex_unlock(&image->core.lock);
	}
	pthread_mutex_unlock(&all_lock);
}

static void guard_forks(void)
{
	pthread_atfork(before_fork, after_fork, after_fork);
}

void sk_image_add(struct sk_image *image)
{
	pthread_once(&all_once, guard_forks);
	pthread_mutex_lock(&all_lock);
	image->following = all;
	all = image;
	pthread_mutex_unlock(&all_lock);
}

int sk_image_is_open(const struct sk_image *image, int away)
{
	struct sk_image **at;
	int found = 0;

	pthread_mutex_lock(&all_lock);
	for (at = &all; *at; at = &(*at)->following) {
		if (*at == image) {
			found = 1;
			if (away)
				*at = (*at)->following;
			break;
		}
	}
	pthread_mutex_unlock(&all_lock);
	return found;
}

struct sk_image *sk_image_latest(void)
{
	struct sk_image *image;

	pthread_mutex_lock(&all_lock);
	image = all;
	pthread_mutex_unlock(&all_lock);
	return image;
}

/* Misses of the reader. */

static int get_leaf(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES])
{
	struct sk_image *image = ctx;
	struct sk_reply reply = {.data = (char *)off, .room = SK_LEAF_PAGES * sizeof *off};
	uint64_t request[] = {space, index};
	int64_t value = sk_call(&image->link, SK_LEAF, request, sizeof request, &reply);
	int good = value >= 0 && !reply.owned && reply.size == SK_LEAF_PAGES * sizeof *off;

	sk_reply_free(&reply);
	return good ? -(value > 0) : value < 0 ? (int)-value : EIO;
}

static ssize_t get_bytes(struct sk_image *image, enum sunkvm_op op, const uint64_t request[3], void *buf, size_t count)
{
	struct sk_reply reply = {.data = buf, .room = count};
	int64_t value = sk_call(&image->link, op, request, 3 * sizeof *request, &reply);
	ssize_t got = value < 0 ? (ssize_t)value : (ssize_t)reply.size;

	if (reply.owned) /* more than was asked for */
		got = -EIO;
	sk_reply_free(&reply);
	return got;
}

static ssize_t get_page(void *ctx, uint64_t key, size_t offset, void *buf, size_t count)
{
	uint64_t request[] = {key, offset, count};

	return get_bytes(ctx, SK_PAGE, request, buf, count);
}

ssize_t sk_image_read(void *image, uint64_t space, uint64_t va, void *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		uint64_t request[] = {space, va + done, piece};
		ssize_t got = get_bytes(image, SK_READ, request, (char *)buf + done, piece);

		if (got < 0)
			return done ? (ssize_t)done : got;
		done += (size_t)got;
		if ((size_t)got < piece)
			break;
	}
	return (ssize_t)done;
}

static int renew(void *ctx, int roots, uint64_t good[2])
{
	struct sk_image *image = ctx;
	struct sk_reply reply = {0};
	struct sk_reader reader;
	uint64_t request[] = {(uint64_t)roots}, file;
	int64_t value = sk_call(&image->link, SK_RENEW, request, sizeof request, &reply);

	reader = (struct sk_reader){reply.data, reply.data + reply.size};
	file = sk_number(&reader);
	good[0] = sk_number(&reader);
	good[1] = sk_number(&reader);
	sk_reply_free(&reply);
	/* After a fork, or when a helper has died, another engine answers, which writes another file. */
	return value > 0 && file == image->shared ? 0 : ESTALE;
}

const struct kc_calls sk_image_calls = {get_leaf, get_page, sk_image_read, renew};

/* Opening and closing */

int sk_wanted(const char *variable)
{
	const char *text = secure_getenv(variable);

	return text && *text && strcmp(text, "0") != 0;
}

void sk_ask_to_open(struct sk_message *request, const char *flavour, const char *namelist, const char *corefile,
		    const char *swapfile, int flag, unsigned options)
{
	char directory[PATH_MAX];

	if (sk_wanted("SUNKVM_TRANSCODE"))
		options |= SK_TRANSCODE;
	if (getauxval(AT_SECURE) == 0)
		options |= SK_TRUSTED;
	sk_begin(request);
	sk_add(request, 8 * sizeof(long));
	sk_add(request, (uint64_t)(int64_t)flag);
	sk_add(request, options);
	sk_add_string(request, flavour);
	sk_add_string(request, getcwd(directory, sizeof directory));
	sk_add_string(request, namelist);
	sk_add_string(request, corefile);
	sk_add_string(request, swapfile);
	/* The engine's own view of the environment may be older than the program's last setenv. */
	for (char **at = environ; (options & SK_TRUSTED) && at && *at; at++)
		if (!strncmp(*at, "SUNKVM_", 7))
			sk_add_string(request, *at);
}

/* Take what the engine tells of every image; 0 or an errno. */
static int take(struct sk_image *image, struct sk_reader *reader)
{
	struct kcore *core = &image->core;
	uint64_t dev, ino, size;
	const char *path;

	core->shift = (unsigned)sk_number(reader);
	core->direct |= sk_number(reader) != 0;
	dev = sk_number(reader);
	ino = sk_number(reader);
	size = sk_number(reader);
	path = sk_string(reader);
	if (core->shift < 9 || core->shift > KC_MAX_SHIFT)
		return EPROTO;
	if (*path && size && !core->direct)
		kc_map(core, path, dev, ino, size);
	return 0;
}

/* Map the memory of a live kernel, where the engine has it in a file. */
static void share(struct sk_image *image)
{
	struct sk_reply reply = {0};
	struct sk_reader reader;
	struct kc_live live = {0};
	uint64_t dev, ino, size;

	if (sk_call(&image->link, SK_SHARE, NULL, 0, &reply) > 0) {
		reader = (struct sk_reader){reply.data, reply.data + reply.size};
		dev = sk_number(&reader);
		ino = sk_number(&reader);
		size = sk_number(&reader);
		live.space = sk_number(&reader);
		live.roots = sk_number(&reader);
		live.roots_size = sk_number(&reader);
		live.sequence = sk_number(&reader);
		image->shared = ino;
		if (kc_share(&image->core, sk_string(&reader), dev, ino, size, &live))
			image->core.direct = 0;
	}
	sk_reply_free(&reply);
}

int64_t sk_image_open(struct sk_image *image, const struct sk_message *request, const struct kc_calls *calls, int direct,
		      struct sk_reply *reply, struct sk_reader *rest)
{
	int closed[3], error = 0;
	int64_t value;

	kc_init(&image->core);
	image->core.calls = calls;
	image->core.ctx = image;
	image->core.direct = direct;
	sk_guard_stdio(closed);
	value = request->bytes.failed ? -ENOMEM : sk_open(&image->link, request->bytes.data, request->bytes.size, reply);
	if (value > 0) {
		*rest = (struct sk_reader){reply->data, reply->data + reply->size};
		error = take(image, rest);
		if (!error && image->core.direct && !direct)
			share(image);
	}
	sk_unguard_stdio(closed);
	if (value > 0 && !error)
		return value;
	if (value == 0 || error)
		reply->size = 0;
	sk_reply_put(reply, "", 1);
	if (!request->bytes.failed)
		sk_close(&image->link);
	kc_close(&image->core);
	return error ? -error : value < 0 ? value : -EIO;
}

void sk_image_close(struct sk_image *image)
{
	sk_close(&image->link);
	kc_close(&image->core);
}
