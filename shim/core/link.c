#include "link.h"

#include "clash.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* From the directory of this library to the package; the build says how deep it lies. */
#ifndef SK_PACKAGE
#define SK_PACKAGE "/../.."
#endif
#ifndef SK_HOME
#define SK_HOME "/usr"
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sk_place place;
static const struct sunkvm_engine *engine;
static char no_engine[1100]; /* why there is none in this process */
static int tried;            /* to have one there */

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

	find_place();
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
		return fail(reply, EIO, "the engine does not start: ", place.python);
	if (value > 0)
		link->handle = (uint64_t)value;
	return value;
}

static char nothing[1]; /* what a reply without bytes points to: readers count from there */

int64_t sk_open(struct sk_link *link, const void *request, size_t size, struct sk_reply *reply)
{
	const char *mode = secure_getenv("SUNKVM_ENGINE");
	int64_t value;

	if (!reply->data)
		reply->data = nothing;

	memset(link, 0, sizeof *link);
	link->fd = -1;
	pthread_mutex_init(&link->lock, NULL);
	pthread_once(&once, load_engine);
	if (engine && !sandboxed() && !(mode && !strcmp(mode, "helper"))) {
		link->engine = engine;
		value = sane(engine->call(SK_OPEN, 0, request, size, reply));
		if (value > 0)
			link->handle = (uint64_t)value;
		return reply->failed ? -ENOMEM : value;
	}
	if (mode && !strcmp(mode, "inprocess"))
		return fail(reply, ENOTSUP, "the engine cannot run in this process: ", no_engine);
	if (!(link->request = malloc(size)))
		return -ENOMEM;
	memcpy(link->request, request, size);
	link->request_size = size;
	value = open_in_helper(link, reply);
	if (value > 0 && (link->answer = malloc(reply->size ? reply->size : 1))) {
		if (reply->size) /* an engine that says nothing has no data either */
			memcpy(link->answer, reply->data, reply->size);
		link->answer_size = reply->size;
	}
	return value;
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
	/* Another file under the old name would make nonsense of the leaves that are kept. */
	if (value > 0 && (!link->answer || reply.size != link->answer_size ||
			  (reply.size && memcmp(reply.data, link->answer, reply.size))))
		value = -ESTALE;
	sk_reply_free(&reply);
	if (value <= 0)
		hang_up(link);
	return value > 0 ? 0 : value < 0 ? (int)value : -EIO;
}

int64_t sk_call(struct sk_link *link, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply)
{
	int64_t value = -EPIPE;
	int error;

	if (!reply->data)
		reply->data = nothing;
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
		value = -EIO;
	return reply->failed ? -ENOMEM : value;
}

void sk_close(struct sk_link *link)
{
	struct sk_reply reply = {0};

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
