#include "bsd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_DATA_EXT 7 /* the type of what a resolver finds */
#define PIECE ((size_t)1 << 20)
#define WRITTEN ((size_t)1 << 26) /* in one message */

/* Messages */

/* Not snprintf(): a program may look for memory by reading, and each miss has its text. */
static void put_text(struct __kvm *kd, const char *text)
{
	size_t length = strnlen(text, sizeof kd->errbuf - 1);

	memmove(kd->errbuf, text, length); /* it may be this text */
	kd->errbuf[length] = 0;
}

void bsd_report(struct __kvm *kd, int hard, const char *text)
{
	if (hard && kd->program)
		fprintf(stderr, "%s: %s\n", kd->program, text);
	else
		put_text(kd, text);
}

void bsd_vreport(struct __kvm *kd, const char *program, const char *format, va_list args)
{
	if (program) {
		fprintf(stderr, "%s: ", program);
		vfprintf(stderr, format, args);
		fputc('\n', stderr);
	} else {
		vsnprintf(kd->errbuf, sizeof kd->errbuf, format, args);
	}
}

char *bsd_geterr(struct __kvm *kd)
{
	static char nothing[1];

	nothing[0] = 0;
	return kd ? kd->errbuf : nothing;
}

int bsd_good(const struct __kvm *kd)
{
	if (!kd)
		errno = EINVAL;
	return kd != NULL;
}

/* Opening and closing */

static void refuse(const struct bsd_opening *how, const char *text)
{
	if (how->errbuf)
		snprintf(how->errbuf, BSD_LINE2_MAX, "%s", text);
	else if (how->program)
		fprintf(stderr, "%s: %s\n", how->program, text);
}

struct __kvm *bsd_open(const struct bsd_opening *how)
{
	unsigned options = (how->resolver ? SK_RESOLVER : 0) | (sk_wanted("SUNKVM_DEAD_ARGS") ? SK_DEAD_ARGS : 0);
	struct __kvm *kd = calloc(1, sizeof *kd);
	struct sk_message request;
	struct sk_reply reply = {0};
	struct sk_reader rest;
	int64_t value;

	if (!kd) {
		refuse(how, strerror(errno));
		return NULL;
	}
	kd->program = how->program;
	kd->resolver = how->resolver;
	sk_ask_to_open(&request, how->flavour, how->namelist, how->corefile, how->swapfile, how->flag, options);
	value = sk_image_open(&kd->image, &request, &sk_image_calls, 0, &reply, &rest);
	sk_reply_free(&request.bytes);
	if (value < 0) {
		refuse(how, reply.data && *reply.data ? reply.data : strerror((int)-value));
		sk_reply_free(&reply);
		free(kd);
		errno = (int)-value;
		return NULL;
	}
	kd->image.core.exact = 1;
	kd->kernel = (struct kc_view){&kd->image.core, SK_KERNEL, NULL};
	kd->native = sk_number(&rest) != 0;
	for (size_t i = 0; i < sizeof kd->facts / sizeof *kd->facts; i++)
		kd->facts[i] = sk_number(&rest);
	sk_reply_free(&reply);
	sk_image_add(&kd->image);
	return kd;
}

static pthread_mutex_t holding;
static pthread_once_t holding_once = PTHREAD_ONCE_INIT;

static void make_holding(void)
{
	pthread_mutexattr_t again;

	pthread_mutexattr_init(&again);
	pthread_mutexattr_settype(&again, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&holding, &again);
	pthread_mutexattr_destroy(&again);
}

static void begin_holding(void)
{
	make_holding();
	/* A fork does not wait for who holds, as that may wait for an interpreter: the child begins anew. */
	pthread_atfork(NULL, NULL, make_holding);
}

void bsd_hold(void)
{
	pthread_once(&holding_once, begin_holding);
	pthread_mutex_lock(&holding);
}

void bsd_release(void)
{
	pthread_mutex_unlock(&holding);
}

int bsd_close(struct __kvm *kd)
{
	int open;

	bsd_hold();
	open = kd && sk_image_is_open(&kd->image, 1);
	bsd_release();
	if (!open) {
		errno = EINVAL;
		return -1;
	}
	sk_image_close(&kd->image);
	bsd_forget_faults(kd);
	bsd_drop(&kd->procs);
	bsd_drop(&kd->args);
	for (int i = 0; i < BSD_BLOCKS; i++)
		bsd_drop(&kd->more[i]);
	free(kd);
	return 0;
}

/* Calls */

void bsd_begin(struct bsd_call *call, const char *name)
{
	static const char nothing[1];

	memset(&call->reply, 0, sizeof call->reply);
	call->answer = (struct sk_reader){nothing, nothing};
	sk_begin(&call->request);
	sk_reply_put(&call->request.bytes, name, strlen(name) + 1);
}

void bsd_end(struct bsd_call *call)
{
	sk_reply_free(&call->request.bytes);
	sk_reply_free(&call->reply);
}

/* Ask the program for a symbol and tell the engine; 0 or -errno. */
static int64_t resolve(struct __kvm *kd, const char *name)
{
	uint64_t value = 0;
	int found = kd->resolver && kd->resolver(name, &value) == 0;
	struct bsd_call call;
	int64_t answer;

	bsd_begin(&call, "resolved");
	sk_add(&call.request, (uint64_t)found);
	sk_add(&call.request, value);
	sk_reply_put(&call.request.bytes, name, strlen(name) + 1);
	answer = call.request.bytes.failed ? -ENOMEM
					   : sk_call(&kd->image.link, SK_CALL, call.request.bytes.data,
						     call.request.bytes.size, &call.reply);
	bsd_end(&call);
	return answer < 0 ? answer : 0;
}

int64_t bsd_make(struct __kvm *kd, struct bsd_call *call)
{
	char last[256] = "";
	int64_t value = -ENOMEM;
	const char *text;
	int number = 0;

	if (!call->request.bytes.failed) {
		/* A helper that has died and was started anew has forgotten what it was told, but not again and again. */
		for (int repeated = 0; repeated < 4;) {
			sk_reply_free(&call->reply);
			value = sk_call(&kd->image.link, SK_CALL, call->request.bytes.data, call->request.bytes.size,
					&call->reply);
			call->answer = (struct sk_reader){call->reply.data, call->reply.data + call->reply.size};
			if (value != -EAGAIN)
				break;
			text = sk_string(&call->answer);
			repeated = strncmp(text, last, sizeof last - 1) ? 0 : repeated + 1;
			snprintf(last, sizeof last, "%s", text);
			if ((value = resolve(kd, text)) < 0)
				break;
			value = -EIO;
		}
	}
	if (value < 0) {
		call->answer.at = call->answer.end; /* whatever lies there is no answer */
		bsd_report(kd, 1, strerror((int)-value));
		errno = (int)-value;
		return -1;
	}
	while (*(text = sk_string(&call->answer))) {
		if (*text == 'e')
			number = atoi(text + 1);
		else
			bsd_report(kd, *text == 'h', text + 1);
	}
	if (number > 0)
		errno = number;
	return value - 1;
}

int64_t bsd_simple(struct __kvm *kd, const char *name, const uint64_t *numbers, size_t count)
{
	struct bsd_call call;
	int64_t result;

	bsd_begin(&call, name);
	for (size_t i = 0; i < count; i++)
		sk_add(&call.request, numbers[i]);
	result = bsd_make(kd, &call);
	bsd_end(&call);
	return result;
}

ssize_t bsd_fill(struct __kvm *kd, struct bsd_call *call, void *buf, size_t count)
{
	int64_t result = bsd_make(kd, call);
	int number;

	if (result > 0 && ((uint64_t)result > count || (uint64_t)result > (uint64_t)(call->answer.end - call->answer.at)))
		result = -1;
	if (result > 0)
		memcpy(buf, call->answer.at, (size_t)result);
	number = errno;
	bsd_end(call);
	errno = number;
	return (ssize_t)result;
}

/* Storage */

void *bsd_room(struct __kvm *kd, struct bsd_block *block, size_t size)
{
	if (size > block->room) {
		void *at = realloc(block->at, size);

		if (!at) {
			bsd_report(kd, 1, "out of memory");
			return NULL;
		}
		block->at = at;
		block->room = size;
	}
	return block->at;
}

void bsd_drop(struct bsd_block *block)
{
	free(block->at);
	block->at = NULL;
	block->room = 0;
}

void *bsd_keep(struct __kvm *kd, struct bsd_block *block, const struct bsd_call *call, size_t size)
{
	void *at;

	if (size > (size_t)(call->answer.end - call->answer.at)) {
		bsd_report(kd, 1, strerror(EIO));
		return NULL;
	}
	if ((at = bsd_room(kd, block, size ? size : 1)) != NULL && size)
		memcpy(at, call->answer.at, size);
	return at;
}

/* Memory */

ssize_t bsd_read_rest(struct __kvm *kd, uint64_t va, void *buf, size_t count, size_t done)
{
	int hole = kc_is_hole(&kd->kernel, va + done);
	size_t before = done;

	if (hole && bsd_tell_fault(kd, va + done))
		return -1;
	if (count > SIZE_MAX / 2)
		count = SIZE_MAX / 2;
	while (done < count) {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		struct bsd_call call;
		ssize_t got;

		bsd_begin(&call, "read");
		sk_add(&call.request, va + done);
		sk_add(&call.request, piece);
		got = bsd_fill(kd, &call, (char *)buf + done, piece);
		if (got < 0) {
			if (hole && done == before)
				bsd_learn_fault(kd, va + done);
			return -1;
		}
		done += (size_t)got;
		if ((size_t)got < piece)
			break;
	}
	return (ssize_t)done;
}

static int64_t write_piece(struct __kvm *kd, uint64_t va, const void *buf, size_t count)
{
	struct bsd_call call;
	int64_t result;

	bsd_begin(&call, "write");
	sk_add(&call.request, va);
	if (count)
		sk_reply_put(&call.request.bytes, buf, count);
	result = bsd_make(kd, &call);
	bsd_end(&call);
	return result > (int64_t)count ? -1 : result;
}

/* Whether a long range can be written: what the original takes whole or not at all must not be written in part. */
static int can_write(struct __kvm *kd, uint64_t va, const char *buf, size_t count)
{
	char *scratch = malloc(PIECE);
	size_t done = 0;
	int good = scratch != NULL;

	if (!good)
		bsd_report(kd, 1, "out of memory");
	else if ((good = write_piece(kd, va, buf, 0) >= 0)) /* else it says why */
		while (good && done < count) {
			size_t piece = count - done > PIECE ? PIECE : count - done;

			good = bsd_read(kd, va + done, scratch, piece) == (ssize_t)piece;
			done += piece;
		}
	free(scratch);
	return good;
}

ssize_t bsd_write(struct __kvm *kd, uint64_t va, const void *buf, size_t count)
{
	size_t done = 0;
	int64_t got;

	if (!bsd_good(kd))
		return -1;
	if (count > WRITTEN && !can_write(kd, va, buf, count))
		return -1;
	do {
		size_t piece = count - done > WRITTEN ? WRITTEN : count - done;

		got = write_piece(kd, va + done, (const char *)buf + done, piece);
		if (got > 0)
			done += (size_t)got;
		if (got < (int64_t)piece)
			break;
	} while (done < count);
	if (done)
		kc_forget_pages(&kd->image.core);
	return done ? (ssize_t)done : (ssize_t)got;
}

/* Names */

int64_t bsd_nlist(struct __kvm *kd, int which, struct bsd_name *names, size_t count)
{
	struct bsd_call call;
	int64_t missing = 0;
	size_t asked = 0;

	for (size_t i = 0; i < count; i++) {
		names[i].type = 0;
		names[i].value = 0;
		if (kd->resolver && which == 2) {
			if (kd->resolver(names[i].name, &names[i].value) == 0)
				names[i].type = N_DATA_EXT;
			else
				names[i].value = 0;
		}
		asked += !names[i].type;
	}
	if (kd->resolver && which == 2) {
		if (!asked)
			return 0;
		/* The engine need not ask again; it may know virtualised variables of these names. */
		for (size_t i = 0; i < count; i++) {
			if (names[i].type)
				continue;
			bsd_begin(&call, "resolved");
			sk_add(&call.request, 0);
			sk_add(&call.request, 0);
			sk_reply_put(&call.request.bytes, names[i].name, strlen(names[i].name) + 1);
			missing = bsd_make(kd, &call);
			bsd_end(&call);
			if (missing < 0)
				return -1;
		}
	}
	bsd_begin(&call, "nlist");
	sk_add(&call.request, (uint64_t)which);
	sk_add(&call.request, asked);
	for (size_t i = 0; i < count; i++)
		if (!names[i].type)
			sk_reply_put(&call.request.bytes, names[i].name, strlen(names[i].name) + 1);
	missing = bsd_make(kd, &call);
	for (size_t i = 0; missing >= 0 && i < count; i++) {
		if (!names[i].type) {
			uint64_t kind = sk_number(&call.answer);

			names[i].type = (unsigned char)kind;
			names[i].other = (signed char)(kind >> 8);
			names[i].desc = (short)(kind >> 16);
			names[i].value = sk_number(&call.answer);
		}
	}
	bsd_end(&call);
	return missing;
}

int64_t bsd_look_up(struct __kvm *kd, int which, const void *list, size_t size, struct bsd_name **names, size_t *count)
{
	const char *at = list, *name;
	size_t number = 0;

	*names = NULL;
	*count = 0;
	if (!bsd_good(kd))
		return -1;
	while (at && (name = *(const char *const *)(at + number * size)) != NULL && *name)
		number++;
	if ((*names = calloc(number + 1, sizeof **names)) == NULL) {
		bsd_report(kd, 1, "out of memory");
		return -1;
	}
	for (size_t i = 0; i < number; i++)
		(*names)[i].name = *(const char *const *)(at + i * size);
	*count = number;
	return bsd_nlist(kd, which, *names, number);
}

int bsd_loadavg(struct __kvm *kd, double loads[], int count)
{
	struct bsd_call call;
	int64_t found;

	if (!bsd_good(kd))
		return -1;
	bsd_begin(&call, "getloadavg");
	sk_add(&call.request, count > 0 ? (uint64_t)count : 0);
	found = bsd_make(kd, &call);
	if (found > 0 && (found > count || (size_t)(call.answer.end - call.answer.at) < (size_t)found * sizeof *loads))
		found = count <= 0 ? 0 : -1;
	if (found > 0)
		memcpy(loads, call.answer.at, (size_t)found * sizeof *loads);
	bsd_end(&call);
	return (int)found;
}

/* Processes */

char **bsd_strings(struct __kvm *kd, struct bsd_call *call)
{
	char **vector = NULL, *text;
	int64_t count = bsd_make(kd, call);
	size_t bytes = (size_t)(call->answer.end - call->answer.at);

	/* Each string has a NUL at least. */
	if (count >= 0 && (uint64_t)count <= bytes &&
	    (vector = bsd_room(kd, &kd->args, ((size_t)count + 1) * sizeof *vector + bytes + 1)) != NULL) {
		text = (char *)(vector + count + 1);
		text[bytes] = 0;
		if (bytes)
			memcpy(text, call->answer.at, bytes);
		for (int64_t i = 0; vector && i < count; i++) {
			if (call->answer.at == call->answer.end)
				vector = NULL; /* fewer than the engine has told */
			else
				vector[i] = text;
			text += strlen(sk_string(&call->answer)) + 1;
		}
		if (vector)
			vector[count] = NULL;
	}
	bsd_end(call);
	return vector;
}

char **bsd_vector(struct __kvm *kd, int which, uint64_t proc, int limit)
{
	struct bsd_call call;

	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "vector");
	sk_add(&call.request, (uint64_t)which);
	sk_add(&call.request, limit > 0 ? (uint64_t)limit : 0);
	sk_add(&call.request, proc);
	return bsd_strings(kd, &call);
}
