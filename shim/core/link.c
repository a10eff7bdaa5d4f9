#include "link.h"

#include "clash.h"
#include "memo.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LITTLE ((rlim_t)512 << 20)

/* From the directory of this library to the package; the build says how deep it lies. */
#ifndef SK_PACKAGE
#define SK_PACKAGE "/../.."
#endif
#ifndef SK_HOME
#define SK_HOME "/usr"
#endif

static pthread_once_t placed = PTHREAD_ONCE_INIT, once = PTHREAD_ONCE_INIT;
static struct sk_place place;
static const struct sunkvm_engine *engine;
static char no_engine[1100]; /* why there is none in this process */
static int tried;            /* to have one there */

void sk_guard_stdio(int opened[3])
{
	for (int fd = 0; fd < 3; fd++) {
		opened[fd] = fcntl(fd, F_GETFD) < 0 && errno == EBADF;
		if (opened[fd]) {
			int got = open("/dev/null", O_RDWR | O_CLOEXEC);

			opened[fd] = got == fd;
			if (got >= 0 && got != fd) /* another thread was faster */
				close(got);
		}
	}
}

void sk_unguard_stdio(const int opened[3])
{
	for (int fd = 0; fd < 3; fd++)
		if (opened[fd])
			close(fd);
}

static void find_place(void)
{
	char self[PATH_MAX], probe[PATH_MAX + 64], *slash;
	const char *python = secure_getenv("SUNKVM_PYTHON");
	Dl_info info;

	if (!dladdr((void *)find_place, &info) || !info.dli_fname || !realpath(info.dli_fname, self) ||
	    !(slash = strrchr(self, '/')))
		return;
	*slash = 0;
	if (!sk_place_read(&place, self)) {
		snprintf(probe, sizeof probe, "%s" SK_PACKAGE "/_engine.so", self);
		if (realpath(probe, place.engine) == NULL)
			place.engine[0] = 0;
		snprintf(probe, sizeof probe, "%s" SK_PACKAGE "/..", self);
		if (!realpath(probe, place.package))
			place.package[0] = 0;
		snprintf(place.python, sizeof place.python, "%.4000s/../../../bin/python3", place.package);
		if (access(place.python, X_OK) < 0)
			snprintf(place.python, sizeof place.python, "%s", SK_HOME "/bin/python3");
	}
	if (python && *python)
		snprintf(place.python, sizeof place.python, "%s", python);
}

/* Whether the engine must have a process of its own, in which it can see nothing but the files that it reads. */
static int sandboxed(void)
{
	const char *wanted = secure_getenv("SUNKVM_SANDBOX");

	return wanted && !strcmp(wanted, "1");
}

static void load_engine(void)
{
	const char *mode = secure_getenv("SUNKVM_ENGINE"), *why = NULL, *clash;
	sk_engine_start *start;
	void *library;

	pthread_once(&placed, find_place);
	if (sizeof(void *) != 8 || sandboxed() || (mode && !strcmp(mode, "helper"))) {
		snprintf(no_engine, sizeof no_engine, "not wanted in this process");
		return;
	}
	if (!place.engine[0]) {
		snprintf(no_engine, sizeof no_engine, "this installation has no _engine.so");
		return;
	}
	tried = 1;
	if ((clash = sk_clash()) != NULL) {
		snprintf(no_engine, sizeof no_engine, "the program has a function of its own that is called %.200s", clash);
		return;
	}
	library = dlopen(place.engine, RTLD_NOW | RTLD_LOCAL);
	start = library ? (sk_engine_start *)dlsym(library, "sunkvm_engine_start") : NULL;
	if (!start) {
		const char *text = dlerror();

		snprintf(no_engine, sizeof no_engine, "%.500s", text ? text : place.engine);
		return;
	}
	engine = start(SUNKVM_ABI, &why);
	if (!engine)
		snprintf(no_engine, sizeof no_engine, "%s", why ? why : "it does not start");
}

static int fail(struct sk_reply *reply, int error, const char *first, const char *second)
{
	reply->size = 0;
	sk_reply_put(reply, first, strlen(first));
	sk_reply_put(reply, second, strlen(second));
	if (tried && !engine && second != no_engine) {
		sk_reply_put(reply, "; in this process: ", 19);
		sk_reply_put(reply, no_engine, strlen(no_engine));
	}
	sk_reply_put(reply, "", 1);
	return -error;
}

/* Make sense of a value whatever it is: an errno below zero. */
static int64_t sane(int64_t value)
{
	return value < -4095 ? -EIO : value;
}

/* Let go of a helper: what it may yet send is never taken for an answer to something else. */
static void hang_up(struct sk_link *link)
{
	if (link->fd >= 0)
		close(link->fd);
	link->fd = -1;
}

/* Whether a helper that ends without a word has probably had no memory: where addresses are limited, Python cannot say so. */
static int short_of_memory(void)
{
	struct rlimit limit;

	return (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur < LITTLE) ||
	       (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur < LITTLE);
}

/* Start a helper and open the image in it. Called with the lock held, or before anyone else knows the link. */
static int64_t open_in_helper(struct sk_link *link, struct sk_reply *reply)
{
	int64_t value;

	link->fd = sk_helper_start(&place);
	if (link->fd < 0) {
		value = link->fd;
		link->fd = -1;
		return fail(reply, (int)-value, "cannot start the engine: ", strerror((int)-value));
	}
	link->owner = getpid();
	reply->size = 0;
	value = sane(sk_helper_call(link->fd, SK_OPEN, 0, link->request, link->request_size, reply));
	if (value <= 0)
		hang_up(link);
	if (reply->failed)
		return -ENOMEM;
	if (value == -EPIPE)
		return fail(reply, short_of_memory() ? ENOMEM : EIO, "the engine does not start: ", place.python);
	if (value > 0)
		link->handle = (uint64_t)value;
	return value;
}

static char nothing[1]; /* what a reply without bytes points to: readers count from there */

/* Whether the engine is to be in this process, and can be. */
static int has_engine(void)
{
	const char *mode = secure_getenv("SUNKVM_ENGINE");

	pthread_once(&once, load_engine);
	return engine && !sandboxed() && !(mode && !strcmp(mode, "helper"));
}

/* Keep a copy of bytes; false where there is no memory. */
static int keep(char **copy, size_t *size, const void *bytes, size_t count)
{
	free(*copy);
	if (!(*copy = malloc(count ? count : 1)))
		return 0;
	if (count) /* an engine that says nothing has no data either */
		memcpy(*copy, bytes, count);
	*size = count;
	return 1;
}

static int64_t open_now(struct sk_link *link, const void *request, size_t size, struct sk_reply *reply)
{
	const char *mode = secure_getenv("SUNKVM_ENGINE");
	int64_t value;

	if (has_engine()) {
		link->engine = engine;
		value = sane(engine->call(SK_OPEN, 0, request, size, reply));
		if (value > 0)
			link->handle = (uint64_t)value;
		return reply->failed ? -ENOMEM : value;
	}
	if (mode && !strcmp(mode, "inprocess"))
		return fail(reply, ENOTSUP, "the engine cannot run in this process: ", no_engine);
	if (!keep(&link->request, &link->request_size, request, size))
		return -ENOMEM;
	value = open_in_helper(link, reply);
	if (value > 0)
		keep(&link->answer, &link->answer_size, reply->data, reply->size);
	return value;
}

int64_t sk_open(struct sk_link *link, const void *request, size_t size, struct sk_reply *reply)
{
	int64_t value;

	if (!reply->data)
		reply->data = nothing;

	memset(link, 0, sizeof *link);
	link->fd = -1;
	pthread_mutex_init(&link->lock, NULL);
	pthread_once(&placed, find_place);
	link->memo = sk_memo_open(request, size, &place);
	if (link->memo && sk_memo_find(link->memo, SK_OPEN, NULL, 0, reply) > 0 && !reply->failed &&
	    keep(&link->request, &link->request_size, request, size) &&
	    keep(&link->answer, &link->answer_size, reply->data, reply->size)) {
		link->late = 1;
		return 1;
	}
	reply->size = 0;
	value = open_now(link, request, size, reply);
	if (link->memo && (value <= 0 || !sk_memo_opened(link->memo, reply))) {
		sk_memo_close(link->memo);
		link->memo = NULL;
	}
	return value;
}

/* Whether the engine has told of the image what it told before. Another file under the old name would make nonsense of all that is kept. */
static int as_before(const struct sk_link *link, const struct sk_reply *reply)
{
	return link->answer && reply->size == link->answer_size &&
	       (!reply->size || !memcmp(reply->data, link->answer, reply->size));
}

/* Open the image in an engine after all. Nothing is locked meanwhile: of two threads the second closes its own again. */
static int open_late(struct sk_link *link)
{
	struct sk_reply reply = {.data = nothing};
	int closed[3], inside;
	int64_t value = 0;

	sk_guard_stdio(closed);
	inside = has_engine();
	if (inside) {
		value = sane(engine->call(SK_OPEN, 0, link->request, link->request_size, &reply));
		if (value > 0 && !as_before(link, &reply)) {
			engine->call(SK_CLOSE, (uint64_t)value, NULL, 0, &reply);
			value = -ESTALE;
		} else if (value == 0 || reply.failed) {
			value = -EIO;
		}
	}
	sk_reply_free(&reply);
	sk_unguard_stdio(closed);
	if (value < 0)
		return (int)value;
	pthread_mutex_lock(&link->lock);
	if (__atomic_load_n(&link->late, __ATOMIC_RELAXED)) {
		if (inside) {
			link->handle = (uint64_t)value;
			link->engine = engine;
			value = 0;
		}
		if (link->memo)
			sk_memo_check(link->memo);
		__atomic_store_n(&link->late, 0, __ATOMIC_RELEASE); /* a helper is started by the call itself */
	}
	pthread_mutex_unlock(&link->lock);
	if (value > 0)
		engine->call(SK_CLOSE, (uint64_t)value, NULL, 0, &reply);
	sk_reply_free(&reply);
	return 0;
}

/* After the helper has died, or in a child that must not talk to its parent's: the same image in a new one. */
static int reopen(struct sk_link *link)
{
	struct sk_reply reply = {.data = nothing};
	int64_t value;

	hang_up(link);
	if (link->changed)
		return -ESTALE;
	value = open_in_helper(link, &reply);
	if (value > 0 && !as_before(link, &reply))
		value = -ESTALE;
	sk_reply_free(&reply);
	if (value <= 0)
		hang_up(link);
	return value > 0 ? 0 : value < 0 ? (int)value : -EIO;
}

static int64_t ask(struct sk_link *link, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply)
{
	int64_t value = -EPIPE;
	int error;

	if (link->engine) {
		value = sane(link->engine->call(op, link->handle, request, size, reply));
		return reply->failed ? -ENOMEM : value;
	}
	pthread_mutex_lock(&link->lock);
	for (int attempt = 0; attempt < 2 && value == -EPIPE; attempt++) {
		if (link->fd < 0 || link->owner != getpid()) {
			if ((error = reopen(link)) < 0) {
				value = error;
				break;
			}
		}
		reply->size = 0;
		value = sane(sk_helper_call(link->fd, op, link->handle, request, size, reply));
		if (value == -EPIPE)
			hang_up(link);
		if (reply->failed)
			break;
	}
	pthread_mutex_unlock(&link->lock);
	if (value == -EPIPE)
		value = short_of_memory() ? -ENOMEM : -EIO;
	return reply->failed ? -ENOMEM : value;
}

int64_t sk_call(struct sk_link *link, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply)
{
	int64_t value;
	int error;

	if (!reply->data)
		reply->data = nothing;
	if (link->memo) {
		pthread_mutex_lock(&link->lock);
		value = sk_memo_find(link->memo, op, request, size, reply);
		pthread_mutex_unlock(&link->lock);
		if (value >= 0)
			return reply->failed ? -ENOMEM : value;
	}
	if (__atomic_load_n(&link->late, __ATOMIC_ACQUIRE) && (error = open_late(link)) < 0)
		return error;
	value = ask(link, op, request, size, reply);
	if (link->memo) {
		pthread_mutex_lock(&link->lock);
		sk_memo_add(link->memo, op, request, size, value, reply);
		pthread_mutex_unlock(&link->lock);
	}
	return value;
}

void sk_close(struct sk_link *link)
{
	struct sk_reply reply = {0};

	sk_memo_close(link->memo);
	if (link->engine && link->handle)
		link->engine->call(SK_CLOSE, link->handle, NULL, 0, &reply);
	else if (link->fd >= 0 && link->handle && link->owner == getpid())
		sk_helper_call(link->fd, SK_CLOSE, link->handle, NULL, 0, &reply); /* so that temporary files are gone on return */
	sk_reply_free(&reply);
	hang_up(link);
	free(link->request);
	free(link->answer);
	pthread_mutex_destroy(&link->lock);
	memset(link, 0, sizeof *link);
	link->fd = -1;
}

void sk_begin(struct sk_message *message)
{
	memset(&message->bytes, 0, sizeof message->bytes);
	message->bytes.data = message->fixed;
	message->bytes.room = sizeof message->fixed;
}

void sk_add(struct sk_message *message, uint64_t number)
{
	sk_reply_put(&message->bytes, &number, sizeof number);
}

void sk_add_string(struct sk_message *message, const char *string)
{
	sk_reply_put(&message->bytes, string ? "+" : "-", 1);
	sk_reply_put(&message->bytes, string ? string : "", string ? strlen(string) + 1 : 1);
}

uint64_t sk_number(struct sk_reader *reader)
{
	uint64_t number = 0;

	if (reader->end - reader->at < (ptrdiff_t)sizeof number) {
		reader->at = reader->end;
		return 0;
	}
	memcpy(&number, reader->at, sizeof number);
	reader->at += sizeof number;
	return number;
}

const char *sk_string(struct sk_reader *reader)
{
	const char *string = reader->at;
	const char *nul = string < reader->end ? memchr(string, 0, (size_t)(reader->end - string)) : NULL;

	if (!nul) {
		reader->at = reader->end;
		return "";
	}
	reader->at = nul + 1;
	return string;
}
