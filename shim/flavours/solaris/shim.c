/* libkvm.so.1: the calls of libkvm(3LIB) over the reader in shim/core and the engine. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kvm.h>

#include "image.h"
#include "kept.h"

#ifndef FLAVOUR
#define FLAVOUR "solaris"
#endif

/* Offsets of what the library itself looks at, in the layout that the program sees. */
struct offsets {
	uint32_t size, next, pidp, as, user, flag, model, usrstack; /* of proc_t */
	uint32_t argc, argv, envp, auxv;                            /* of user_t */
	uint32_t pid_id;                                            /* of struct pid */
};

struct _kvmd {
	struct kc_view kernel; /* first, for kvm_kread */
	struct kc_view physical;
	struct kc_dir *user; /* that answered last for an address space */
	struct sk_image image;
	char *namelist; /* as kvm_namelist gave it */
	int has_kernel, debug;
	int converted;   /* proc_t comes from the engine in the caller's layout */
	uint64_t practive;
	/* SunOS 4: address, slots and size of a slot of its processes; size of a user area; end of user addresses; whether
	 * structs come from the engine in the caller's layout. */
	uint64_t table[6];
	struct offsets at;
	/* The cursor. */
	pid_t pid;
	uint64_t mark;   /* to notice a list that is looped */
	unsigned steps, limit;
	uint64_t next, as, current; /* where proc_t is converted: addresses in full width */
	char *proc;
	struct sk_kept commands; /* under the lock of the reader's pages */
};

/* How often any image has been written to: another descriptor may have the same file. */
static unsigned writes;

/* Whether this is an open descriptor; it is not looked at. */
static int is_open(const kvm_t *kd)
{
	return sk_image_is_open(&kd->image, 0);
}

/* With KVM_DEBUG every look-up is told. */

static void trace(kvm_t *kd, uint64_t space, uint64_t va)
{
	struct sk_reply reply = {0};
	uint64_t request[] = {space, va};

	if (sk_call(&kd->image.link, SK_TRACE, request, sizeof request, &reply) >= 0)
		fprintf(stderr, "%.*s", (int)reply.size, reply.size ? reply.data : "");
	sk_reply_free(&reply);
}

static ssize_t traced_read(void *ctx, uint64_t space, uint64_t va, void *buf, size_t count)
{
	kvm_t *kd = (kvm_t *)((char *)ctx - offsetof(struct _kvmd, image));
	size_t done = 0, page = (size_t)1 << kd->image.core.shift;

	while (done < count) {
		size_t piece = page - ((size_t)(va + done) & (page - 1));
		ssize_t got;

		if (piece > count - done)
			piece = count - done;
		trace(kd, space, va + done);
		got = sk_image_read(&kd->image, space, va + done, (char *)buf + done, piece);
		if (got < 0)
			return done ? (ssize_t)done : got;
		done += (size_t)got;
		if ((size_t)got < piece)
			break;
	}
	return (ssize_t)done;
}

/* Opening and closing */

static void message(const char *errstr, int debug, const char *text)
{
	if (errstr || debug)
		fprintf(stderr, "%s: %s\n", errstr ? errstr : "KVM_DEBUG", text);
}

static const struct kc_calls traced = {.read = traced_read}; /* for a reader that keeps nothing */

/* Take what the engine tells of an image it has opened, beyond what all flavours need; 0 or an errno. */
static int take(kvm_t *kd, struct sk_reader *reader)
{
	uint32_t *const at[] = {&kd->at.size, &kd->at.next, &kd->at.pidp, &kd->at.as, &kd->at.user, &kd->at.flag,
				&kd->at.model, &kd->at.usrstack, &kd->at.argc, &kd->at.argv, &kd->at.envp, &kd->at.auxv,
				&kd->at.pid_id};
	uint64_t kas;

	kd->converted = sk_number(reader) != 0;
	kd->has_kernel = sk_number(reader) != 0;
	kas = sk_number(reader);
	kd->practive = sk_number(reader);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		*at[i] = (uint32_t)sk_number(reader);
	if (kd->at.size < sizeof(void *) || kd->at.size > 1 << 20)
		return EPROTO;
	for (size_t i = 1; i < 8; i++)
		if (*at[i] > kd->at.size - sizeof(void *))
			return EPROTO;
	for (size_t i = 8; i < 12; i++) /* these count from the user area */
		if (*at[i] > kd->at.size - sizeof(void *) - kd->at.user)
			return EPROTO;
	for (size_t i = 0; i < sizeof kd->table / sizeof *kd->table; i++)
		kd->table[i] = sk_number(reader);
	if (!(kd->proc = calloc(1, kd->at.size)))
		return ENOMEM;
	kd->kernel = (struct kc_view){&kd->image.core, kas, NULL};
	kd->physical = (struct kc_view){&kd->image.core, SK_PHYSICAL, NULL};
	return 0;
}

kvm_t *kvm_open(const char *namelist, const char *corefile, const char *swapfile, int flag, const char *errstr)
{
	int debug = secure_getenv("KVM_DEBUG") != NULL, error;
	struct sk_message request;
	struct sk_reply reply = {0};
	struct sk_reader rest;
	kvm_t *kd = calloc(1, sizeof *kd);
	int64_t value;

	if (!kd) {
		message(errstr, debug, "cannot allocate space for kvm_t");
		return NULL;
	}
	kd->debug = debug;
	sk_ask_to_open(&request, FLAVOUR, namelist, corefile, swapfile, flag, 0);
	value = sk_image_open(&kd->image, &request, debug ? &traced : &sk_image_calls, debug, &reply, &rest);
	sk_reply_free(&request.bytes);
	if (value > 0 && (error = take(kd, &rest)) != 0) {
		sk_image_close(&kd->image);
		value = -error;
		reply.size = 0;
		sk_reply_put(&reply, "", 1);
	}
	if (value < 0) {
		message(errstr, debug, reply.data && *reply.data ? reply.data : "the engine does not answer");
		sk_reply_free(&reply);
		free(kd->proc);
		free(kd);
		errno = (int)-value;
		return NULL;
	}
	sk_reply_free(&reply);
	sk_image_add(&kd->image);
	kvm_setproc(kd);
	return kd;
}

int kvm_close(kvm_t *kd)
{
	if (!kd || !sk_image_is_open(&kd->image, 1)) {
		errno = EBADF;
		return -1;
	}
	sk_image_close(&kd->image);
	sk_kept_free(&kd->commands);
	free(kd->namelist);
	free(kd->proc);
	free(kd);
	return 0;
}

/* Names */

int kvm_nlist(kvm_t *kd, struct nlist list[])
{
	struct sk_message request;
	struct sk_reply reply = {0};
	struct sk_reader reader;
	int64_t value;
	size_t count = 0;

	for (; list && list[count].n_name && *list[count].n_name; count++) {
		list[count].n_value = 0;
		list[count].n_scnum = 0;
		list[count].n_type = 0;
		list[count].n_sclass = list[count].n_numaux = 0;
	}
	if (!kd || !is_open(kd)) {
		errno = EBADF;
		return -1;
	}
	sk_begin(&request);
	sk_add(&request, count);
	for (size_t i = 0; i < count; i++)
		sk_reply_put(&request.bytes, list[i].n_name, strlen(list[i].n_name) + 1);
	value = request.bytes.failed ? -ENOMEM
				     : sk_call(&kd->image.link, SK_NLIST, request.bytes.data, request.bytes.size, &reply);
	reader = (struct sk_reader){reply.data, reply.data + reply.size};
	for (size_t i = 0; value >= 0 && i < count; i++) {
		list[i].n_value = (long)sk_number(&reader);
		list[i].n_type = (unsigned short)sk_number(&reader);
		list[i].n_scnum = (short)sk_number(&reader);
	}
	sk_reply_free(&request.bytes);
	sk_reply_free(&reply);
	if (value < 0)
		errno = (int)-value;
	return value < 0 ? -1 : 0;
}

const char *kvm_namelist(kvm_t *kd)
{
	struct sk_reply reply = {0};

	if (!kd || !is_open(kd)) {
		errno = EBADF;
		return NULL;
	}
	if (!kd->namelist && sk_call(&kd->image.link, SK_NAMELIST, NULL, 0, &reply) >= 0)
		kd->namelist = strndup(reply.data ? reply.data : "", reply.size);
	sk_reply_free(&reply);
	return kd->namelist;
}

/* Reading */

ssize_t kvm_kread(kvm_t *kd, uintptr_t va, void *buf, size_t count)
{
	if (__builtin_expect(!kd || !kd->has_kernel, 0)) {
		errno = kd ? EFAULT : EBADF;
		return kd && !count ? 0 : -1;
	}
	return kc_read(&kd->kernel, va, buf, count);
}

ssize_t kvm_read(kvm_t *kd, uintptr_t va, void *buf, size_t count)
{
	return kvm_kread(kd, va, buf, count);
}

/* Return a pointer out of a struct in the caller's layout. */
static uint64_t word(const char *at)
{
	uintptr_t value;

	memcpy(&value, at, sizeof value);
	return value;
}

/* The address space of the cursor's process: physical memory before the first one. */
static uint64_t current_user(const kvm_t *kd)
{
	return kd->converted ? kd->as : word(kd->proc + kd->at.as);
}

ssize_t kvm_uread(kvm_t *kd, uintptr_t va, void *buf, size_t count)
{
	struct kc_view view;
	struct kc_dir *last;
	ssize_t got;

	if (!kd) {
		errno = EBADF;
		return -1;
	}
	/* A view of this call's own: another thread may move the cursor. */
	last = __atomic_load_n(&kd->user, __ATOMIC_ACQUIRE);
	view = (struct kc_view){&kd->image.core, current_user(kd), NULL};
	if (last && last->space == view.space)
		view.last = last;
	got = kc_read(&view, va, buf, count);
	if (view.last && view.last != last)
		__atomic_store_n(&kd->user, view.last, __ATOMIC_RELEASE);
	return got;
}

ssize_t kvm_aread(kvm_t *kd, uintptr_t va, void *buf, size_t count, struct as *as)
{
	struct kc_view view;

	if (!kd) {
		errno = EBADF;
		return -1;
	}
	view = (struct kc_view){&kd->image.core, (uintptr_t)as, NULL};
	return kc_read(&view, va, buf, count);
}

ssize_t kvm_pread(kvm_t *kd, uint64_t pa, void *buf, size_t count)
{
	if (!kd) {
		errno = EBADF;
		return -1;
	}
	return kc_read(&kd->physical, pa, buf, count);
}

/* Writing */

static ssize_t put(kvm_t *kd, uint64_t space, uint64_t va, const void *buf, size_t count)
{
	size_t done = 0;

	if (count > SSIZE_MAX)
		count = SSIZE_MAX;
	while (done < count) {
		size_t piece = count - done > 1 << 20 ? 1 << 20 : count - done;
		struct sk_message request;
		struct sk_reply reply = {0};
		int64_t value;

		sk_begin(&request);
		sk_add(&request, space);
		sk_add(&request, va + done);
		sk_reply_put(&request.bytes, (const char *)buf + done, piece);
		value = request.bytes.failed ? -ENOMEM
					     : sk_call(&kd->image.link, SK_WRITE, request.bytes.data, request.bytes.size, &reply);
		sk_reply_free(&request.bytes);
		sk_reply_free(&reply);
		if (value > (int64_t)piece)
			value = -EIO;
		if (value < 0)
			errno = (int)-value;
		if (value > 0)
			done += (size_t)value;
		if (value != (int64_t)piece)
			break;
	}
	__atomic_add_fetch(&writes, 1, __ATOMIC_RELEASE);
	kc_forget_pages(&kd->image.core);
	return done || !count ? (ssize_t)done : -1;
}

ssize_t kvm_kwrite(kvm_t *kd, uintptr_t va, const void *buf, size_t count)
{
	if (!kd || !kd->has_kernel) {
		errno = kd ? EFAULT : EBADF;
		return kd && !count ? 0 : -1;
	}
	return put(kd, kd->kernel.space, va, buf, count);
}

ssize_t kvm_write(kvm_t *kd, uintptr_t va, const void *buf, size_t count)
{
	return kvm_kwrite(kd, va, buf, count);
}

ssize_t kvm_uwrite(kvm_t *kd, uintptr_t va, const void *buf, size_t count)
{
	if (!kd) {
		errno = EBADF;
		return -1;
	}
	return put(kd, current_user(kd), va, buf, count);
}

ssize_t kvm_awrite(kvm_t *kd, uintptr_t va, const void *buf, size_t count, struct as *as)
{
	if (!kd) {
		errno = EBADF;
		return -1;
	}
	return put(kd, (uintptr_t)as, va, buf, count);
}

ssize_t kvm_pwrite(kvm_t *kd, uint64_t pa, const void *buf, size_t count)
{
	if (!kd) {
		errno = EBADF;
		return -1;
	}
	return put(kd, SK_PHYSICAL, pa, buf, count);
}

uint64_t kvm_physaddr(kvm_t *kd, struct as *as, uintptr_t va)
{
	struct sk_reply reply = {0};
	struct sk_reader reader;
	uint64_t request[] = {(uintptr_t)as, va}, found;
	int64_t value;

	if (!kd || !is_open(kd)) {
		errno = EBADF;
		return UINT64_MAX;
	}
	if (kd->debug)
		trace(kd, request[0], va);
	value = sk_call(&kd->image.link, SK_PHYSADDR, request, sizeof request, &reply);
	reader = (struct sk_reader){reply.data, reply.data + reply.size};
	found = value > 0 ? sk_number(&reader) : UINT64_MAX;
	sk_reply_free(&reply);
	return found;
}

/* Processes */

int kvm_setproc(kvm_t *kd)
{
	struct sk_reply reply = {0};
	uintptr_t head;

	if (!kd || !is_open(kd)) {
		errno = EBADF;
		return -1;
	}
	kd->pid = -1;
	kd->mark = kd->steps = 0;
	kd->limit = 2;
	if (kd->image.core.direct || kd->image.core.live.map || kd->converted) {
		if (sk_call(&kd->image.link, SK_REWIND, NULL, 0, &reply) > 0) {
			struct sk_reader reader = {reply.data, reply.data + reply.size};

			kd->next = sk_number(&reader);
		}
		sk_reply_free(&reply);
	}
	if (!kd->converted && kvm_kread(kd, (uintptr_t)kd->practive, &head, sizeof head) == sizeof head)
		memcpy(kd->proc + kd->at.next, &head, sizeof head);
	return 0;
}

/* Fetch the process at an address that the engine converts; 1, or 0 where it cannot be read. */
static int fetch(kvm_t *kd, uint64_t va)
{
	struct sk_reply reply = {0};
	uint64_t request[] = {va};
	int good = sk_call(&kd->image.link, SK_PROC, request, sizeof request, &reply) > 0 &&
		   reply.size == 3 * sizeof(uint64_t) + kd->at.size;

	if (good) {
		struct sk_reader reader = {reply.data, reply.data + reply.size};

		kd->next = sk_number(&reader);
		kd->as = sk_number(&reader);
		kd->pid = (pid_t)sk_number(&reader);
		memcpy(kd->proc, reader.at, kd->at.size);
		kd->current = va;
	}
	sk_reply_free(&reply);
	return good;
}

static proc_t *advance(kvm_t *kd)
{
	uint64_t va = kd->converted ? kd->next : word(kd->proc + kd->at.next);
	int32_t pid;

	if (!va || va == kd->mark) /* the original would go round a looped list for ever */
		return NULL;
	if (++kd->steps == kd->limit) {
		kd->mark = va;
		kd->steps = 0;
		kd->limit *= 2;
	}
	if (kd->converted)
		return fetch(kd, va) ? (proc_t *)kd->proc : NULL;
	if (kc_read_pages(&kd->kernel, va, kd->proc, kd->at.size) != (ssize_t)kd->at.size)
		return NULL;
	if (kvm_kread(kd, (uintptr_t)(word(kd->proc + kd->at.pidp) + kd->at.pid_id), &pid, sizeof pid) != sizeof pid)
		return NULL;
	kd->pid = pid;
	kc_prefetch(&kd->kernel, word(kd->proc + kd->at.next), kd->at.size);
	return (proc_t *)kd->proc;
}

proc_t *kvm_nextproc(kvm_t *kd)
{
	if (!kd || !kd->has_kernel || !is_open(kd)) {
		errno = EBADF;
		return NULL;
	}
	return advance(kd);
}

proc_t *kvm_getproc(kvm_t *kd, pid_t pid)
{
	proc_t *proc;

	if (kvm_setproc(kd) < 0 || !kd->has_kernel)
		return NULL;
	while ((proc = advance(kd)) != NULL)
		if (kd->pid == pid)
			break;
	return proc;
}

user_t *kvm_getu(kvm_t *kd, struct proc *proc)
{
	/* The original adds a constant and does not look at kd; NULL is allowed. */
	size_t offset = kd && is_open(kd) ? kd->at.user : offsetof(proc_t, p_user);

	return (user_t *)((uintptr_t)proc + offset);
}

/* Make one block of a vector and its strings, which the caller frees; NULL without memory. */
static char **make_vector(struct sk_reader *reader)
{
	uint64_t count = sk_number(reader);
	const char *at = reader->at;
	size_t bytes = 0;
	char **vector, *text;

	if (count > (uint64_t)(reader->end - reader->at)) /* two bytes at least for each */
		return NULL;
	for (uint64_t i = 0; i < count; i++)
		bytes += strlen(sk_string(reader));
	if (!(vector = malloc(((size_t)count + 1) * sizeof *vector + bytes + 1)))
		return NULL;
	text = (char *)(vector + count + 1);
	*reader = (struct sk_reader){at, reader->end};
	for (uint64_t i = 0; i < count; i++) {
		const char *string = sk_string(reader);
		size_t length = strlen(string);

		/* Each begins with a sign: whether there is a string at all. */
		vector[i] = *string == '+' ? memcpy(text, string + 1, length) : NULL;
		text += length;
	}
	vector[count] = NULL;
	return vector;
}

/* Hand out the vectors of a reply to SK_COMMAND. */
static int take_command(const struct sk_reply *reply, int64_t value, char ***arg, char ***env)
{
	struct sk_reader reader = {reply->data, reply->data + reply->size};
	char **argv = NULL, **envp = NULL;

	if (value >= 0 && ((arg && !(argv = make_vector(&reader))) || (env && !(envp = make_vector(&reader)))))
		value = -ENOMEM;
	if (value < 0) {
		free(argv);
		errno = (int)-value;
		return -1;
	}
	if (arg)
		*arg = argv;
	if (env)
		*env = envp;
	return 0;
}

/* Whether the same request gets the same answer each time, until something is written. */
static int is_still(const struct kcore *core)
{
	return !__atomic_load_n(&core->direct, __ATOMIC_RELAXED) && !core->live.map && !__atomic_load_n(&core->lost, __ATOMIC_RELAXED);
}

/* Answer as kvm_getcmd does: with what the engine said to the same request, or by asking it. */
static int ask_command(kvm_t *kd, const uint64_t *request, size_t count, char ***arg, char ***env)
{
	struct kcore *core = &kd->image.core;
	unsigned age = __atomic_load_n(&writes, __ATOMIC_ACQUIRE);
	struct sk_reply reply = {0};
	int64_t value;
	int result;

	if (is_still(core)) {
		pthread_mutex_lock(&core->lock);
		if (kd->commands.age != age) {
			sk_kept_free(&kd->commands);
			kd->commands.age = age;
		}
		reply.data = (char *)sk_kept_find(&kd->commands, request, count, &reply.size);
		result = reply.data ? take_command(&reply, 0, arg, env) : 0;
		pthread_mutex_unlock(&core->lock);
		if (reply.data)
			return result;
	}
	value = sk_call(&kd->image.link, SK_COMMAND, request, count * sizeof *request, &reply);
	result = take_command(&reply, value, arg, env);
	if (result == 0 && is_still(core)) {
		pthread_mutex_lock(&core->lock);
		if (kd->commands.age == age)
			sk_kept_add(&kd->commands, request, count, reply.data, reply.size);
		pthread_mutex_unlock(&core->lock);
	}
	sk_reply_free(&reply);
	return result;
}

int kvm_getcmd(kvm_t *kd, proc_t *proc, user_t *user, char ***arg, char ***env)
{
	const char *p = (const char *)proc, *u = (const char *)user;
	uint32_t flag, model;
	int32_t argc, aux;

	if (!kd || !is_open(kd) || !proc || !user) {
		errno = kd ? EFAULT : EBADF;
		return -1;
	}
	memcpy(&flag, p + kd->at.flag, sizeof flag);
	memcpy(&model, p + kd->at.model, sizeof model);
	memcpy(&argc, u + kd->at.argc, sizeof argc);
	memcpy(&aux, u + kd->at.auxv, sizeof aux);
	{
		uint64_t request[] = {kd->converted ? kd->current : 0,
				      kd->converted ? kd->as : word(kd->proc + kd->at.as),
				      flag,
				      model,
				      word(p + kd->at.usrstack),
				      (uint64_t)(int64_t)argc,
				      word(u + kd->at.argv),
				      word(u + kd->at.envp),
				      (uint64_t)(int64_t)aux,
				      arg != NULL,
				      env != NULL};

		return ask_command(kd, request, sizeof request / sizeof *request, arg, env);
	}
}
