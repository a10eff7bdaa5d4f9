/* libkvm.so.1: the calls of libkvm(3LIB) over the reader in shim/core and the engine. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <kvm.h>

#include "kcore.h"
#include "link.h"

/* Offsets of what the library itself looks at, in the layout that the program sees. */
struct offsets {
	uint32_t size, next, pidp, as, user, flag, model, usrstack; /* of proc_t */
	uint32_t argc, argv, envp, auxv;                            /* of user_t */
	uint32_t pid_id;                                            /* of struct pid */
};

struct _kvmd {
	struct kc_view kernel; /* first, for kvm_kread */
	struct kc_view user, physical;
	struct kcore core;
	struct sk_link link;
	struct _kvmd *following; /* list of the open descriptors */
	char *namelist;          /* as kvm_namelist gave it */
	int has_kernel, debug;
	int converted;   /* proc_t comes from the engine in the caller's layout */
	uint64_t practive;
	struct offsets at;
	/* The cursor. */
	pid_t pid;
	uint64_t mark;   /* to notice a list that is looped */
	unsigned steps, limit;
	uint64_t next, as, current; /* where proc_t is converted: addresses in full width */
	char *proc;
};

static struct _kvmd *all;
static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t all_once = PTHREAD_ONCE_INIT;

static void lock_all(void)
{
	pthread_mutex_lock(&all_lock);
}

static void unlock_all(void)
{
	pthread_mutex_unlock(&all_lock);
}

/*
 * No lock may be held by a thread that a fork leaves behind. The engine's own handlers are registered before these, so
 * they run after them, and a thread that waits for the interpreter with one of these locks gets it first.
 */
static void before_fork(void)
{
	lock_all();
	for (struct _kvmd *kd = all; kd; kd = kd->following) {
		pthread_mutex_lock(&kd->core.lock);
		pthread_mutex_lock(&kd->link.lock);
	}
}

static void after_fork(void)
{
	for (struct _kvmd *kd = all; kd; kd = kd->following) {
		pthread_mutex_unlock(&kd->link.lock);
		pthread_mutex_unlock(&kd->core.lock);
	}
	unlock_all();
}

static void guard_forks(void)
{
	pthread_atfork(before_fork, after_fork, after_fork);
}

/* Whether this is an open descriptor; taken from the list if `away`. It is not looked at otherwise. */
static int is_open(const kvm_t *kd, int away)
{
	struct _kvmd **at;
	int found = 0;

	lock_all();
	for (at = &all; *at; at = &(*at)->following) {
		if (*at == kd) {
			found = 1;
			if (away)
				*at = (*at)->following;
			break;
		}
	}
	unlock_all();
	return found;
}

/* Misses of the reader. */

static int get_leaf(void *ctx, uint64_t space, uint64_t index, uint64_t off[SK_LEAF_PAGES])
{
	kvm_t *kd = ctx;
	struct sk_reply reply = {.data = (char *)off, .room = SK_LEAF_PAGES * sizeof *off};
	uint64_t request[] = {space, index};
	int64_t value = sk_call(&kd->link, SK_LEAF, request, sizeof request, &reply);
	int good = value >= 0 && !reply.owned && reply.size == SK_LEAF_PAGES * sizeof *off;

	sk_reply_free(&reply);
	return good ? 0 : value < 0 ? (int)-value : EIO;
}

static ssize_t get_bytes(kvm_t *kd, enum sunkvm_op op, const uint64_t request[3], void *buf, size_t count)
{
	struct sk_reply reply = {.data = buf, .room = count};
	int64_t value = sk_call(&kd->link, op, request, 3 * sizeof *request, &reply);
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

static void trace(kvm_t *kd, uint64_t space, uint64_t va)
{
	struct sk_reply reply = {0};
	uint64_t request[] = {space, va};

	if (sk_call(&kd->link, SK_TRACE, request, sizeof request, &reply) >= 0)
		fprintf(stderr, "%.*s", (int)reply.size, reply.size ? reply.data : "");
	sk_reply_free(&reply);
}

static ssize_t get_read(void *ctx, uint64_t space, uint64_t va, void *buf, size_t count)
{
	kvm_t *kd = ctx;
	size_t done = 0, page = (size_t)1 << kd->core.shift;

	if (!kd->debug) {
		/* Not all at once: a reply should stay small. */
		while (done < count) {
			size_t piece = count - done > 1 << 20 ? 1 << 20 : count - done;
			uint64_t request[] = {space, va + done, piece};
			ssize_t got = get_bytes(kd, SK_READ, request, (char *)buf + done, piece);

			if (got < 0)
				return done ? (ssize_t)done : got;
			done += (size_t)got;
			if ((size_t)got < piece)
				break;
		}
		return (ssize_t)done;
	}
	while (done < count) {
		size_t piece = page - ((size_t)(va + done) & (page - 1));
		uint64_t request[] = {space, va + done, piece < count - done ? piece : count - done};
		ssize_t got;

		trace(kd, space, va + done);
		got = get_bytes(kd, SK_READ, request, (char *)buf + done, (size_t)request[2]);
		if (got < 0)
			return done ? (ssize_t)done : got;
		done += (size_t)got;
		if ((size_t)got < request[2])
			break;
	}
	return (ssize_t)done;
}

static const struct kc_calls calls = {get_leaf, get_page, get_read};

/* Opening and closing */

static void message(const char *errstr, int debug, const char *text)
{
	if (errstr || debug)
		fprintf(stderr, "%s: %s\n", errstr ? errstr : "KVM_DEBUG", text);
}

/* Fill what is closed of the first three descriptors, so that no file of ours becomes the program's stderr. */
static void guard_stdio(int opened[3])
{
	for (int fd = 0; fd < 3; fd++) {
		opened[fd] = fcntl(fd, F_GETFD) < 0 && errno == EBADF;
		if (opened[fd] && open("/dev/null", O_RDWR | O_CLOEXEC) != fd)
			opened[fd] = 0;
	}
}

static void unguard_stdio(const int opened[3])
{
	for (int fd = 0; fd < 3; fd++)
		if (opened[fd])
			close(fd);
}

static void ask_to_open(struct sk_message *request, const char *namelist, const char *corefile, const char *swapfile,
			int flag)
{
	const char *transcode = secure_getenv("SUNKVM_TRANSCODE");
	char directory[PATH_MAX];

	sk_begin(request);
	sk_add(request, 8 * sizeof(long));
	sk_add(request, (uint64_t)(int64_t)flag);
	sk_add(request, transcode && *transcode && strcmp(transcode, "0"));
	sk_add(request, getauxval(AT_SECURE) == 0);
	sk_add_string(request, "solaris");
	sk_add_string(request, getcwd(directory, sizeof directory));
	sk_add_string(request, namelist);
	sk_add_string(request, corefile);
	sk_add_string(request, swapfile);
}

/* Take what the engine tells of an image it has opened; 0 or an errno. */
static int take(kvm_t *kd, const struct sk_reply *reply)
{
	struct sk_reader reader = {reply->data, reply->data + reply->size};
	uint32_t *const at[] = {&kd->at.size, &kd->at.next, &kd->at.pidp, &kd->at.as, &kd->at.user, &kd->at.flag,
				&kd->at.model, &kd->at.usrstack, &kd->at.argc, &kd->at.argv, &kd->at.envp, &kd->at.auxv,
				&kd->at.pid_id};
	uint64_t dev, ino, size, kas;
	const char *path;

	kd->core.shift = (unsigned)sk_number(&reader);
	kd->core.direct = sk_number(&reader) != 0 || kd->debug;
	kd->converted = sk_number(&reader) != 0;
	kd->has_kernel = sk_number(&reader) != 0;
	kas = sk_number(&reader);
	kd->practive = sk_number(&reader);
	dev = sk_number(&reader);
	ino = sk_number(&reader);
	size = sk_number(&reader);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		*at[i] = (uint32_t)sk_number(&reader);
	path = sk_string(&reader);
	if (kd->core.shift < 9 || kd->core.shift > 22 || kd->at.size < sizeof(void *) || kd->at.size > 1 << 20)
		return EPROTO;
	for (size_t i = 1; i < 8; i++)
		if (*at[i] > kd->at.size - sizeof(void *))
			return EPROTO;
	if (!(kd->proc = calloc(1, kd->at.size)))
		return ENOMEM;
	kd->core.calls = &calls;
	kd->core.ctx = kd;
	kd->kernel = (struct kc_view){&kd->core, kas, NULL};
	kd->user = kd->physical = (struct kc_view){&kd->core, SK_PHYSICAL, NULL};
	if (*path && size && !kd->core.direct)
		kc_map(&kd->core, path, dev, ino, size);
	return 0;
}

kvm_t *kvm_open(const char *namelist, const char *corefile, const char *swapfile, int flag, const char *errstr)
{
	int debug = secure_getenv("KVM_DEBUG") != NULL, closed[3], error = 0;
	struct sk_message request;
	struct sk_reply reply = {0};
	kvm_t *kd = calloc(1, sizeof *kd);
	int64_t value;

	if (!kd) {
		message(errstr, debug, "cannot allocate space for kvm_t");
		return NULL;
	}
	kd->debug = debug;
	kc_init(&kd->core);
	ask_to_open(&request, namelist, corefile, swapfile, flag);
	guard_stdio(closed);
	value = sk_open(&kd->link, request.bytes.data, request.bytes.size, &reply);
	if (value > 0)
		error = take(kd, &reply);
	unguard_stdio(closed);
	sk_reply_free(&request.bytes);
	if (value <= 0 || error) {
		sk_reply_put(&reply, "", 1);
		message(errstr, debug, value < 0 && reply.data && *reply.data ? reply.data : "the engine does not answer");
		sk_reply_free(&reply);
		sk_close(&kd->link);
		kc_close(&kd->core);
		free(kd->proc);
		free(kd);
		errno = error ? error : value < 0 ? (int)-value : EIO;
		return NULL;
	}
	sk_reply_free(&reply);
	pthread_once(&all_once, guard_forks);
	lock_all();
	kd->following = all;
	all = kd;
	unlock_all();
	kvm_setproc(kd);
	return kd;
}

int kvm_close(kvm_t *kd)
{
	if (!kd || !is_open(kd, 1)) {
		errno = EBADF;
		return -1;
	}
	sk_close(&kd->link);
	kc_close(&kd->core);
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
	if (!kd || !is_open(kd, 0)) {
		errno = EBADF;
		return -1;
	}
	sk_begin(&request);
	sk_add(&request, count);
	for (size_t i = 0; i < count; i++)
		sk_reply_put(&request.bytes, list[i].n_name, strlen(list[i].n_name) + 1);
	value = request.bytes.failed ? -ENOMEM
				     : sk_call(&kd->link, SK_NLIST, request.bytes.data, request.bytes.size, &reply);
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

	if (!kd || !is_open(kd, 0)) {
		errno = EBADF;
		return NULL;
	}
	if (!kd->namelist && sk_call(&kd->link, SK_NAMELIST, NULL, 0, &reply) >= 0)
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

/* Point the user view at the address space of the cursor's process: physical memory before the first one. */
static struct kc_view *current_user(kvm_t *kd)
{
	uint64_t space = kd->converted ? kd->as : word(kd->proc + kd->at.as);

	if (kd->user.space != space) {
		__atomic_store_n(&kd->user.last, NULL, __ATOMIC_RELEASE);
		kd->user.space = space;
	}
	return &kd->user;
}

ssize_t kvm_uread(kvm_t *kd, uintptr_t va, void *buf, size_t count)
{
	if (!kd) {
		errno = EBADF;
		return -1;
	}
	return kc_read(current_user(kd), va, buf, count);
}

ssize_t kvm_aread(kvm_t *kd, uintptr_t va, void *buf, size_t count, struct as *as)
{
	struct kc_view view;

	if (!kd) {
		errno = EBADF;
		return -1;
	}
	view = (struct kc_view){&kd->core, (uintptr_t)as, NULL};
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
					     : sk_call(&kd->link, SK_WRITE, request.bytes.data, request.bytes.size, &reply);
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
	kc_forget_pages(&kd->core);
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
	return put(kd, current_user(kd)->space, va, buf, count);
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

	if (!kd || !is_open(kd, 0)) {
		errno = EBADF;
		return UINT64_MAX;
	}
	if (kd->debug)
		trace(kd, request[0], va);
	value = sk_call(&kd->link, SK_PHYSADDR, request, sizeof request, &reply);
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

	if (!kd || !is_open(kd, 0)) {
		errno = EBADF;
		return -1;
	}
	kd->pid = -1;
	kd->mark = kd->steps = 0;
	kd->limit = 2;
	if (kd->core.direct || kd->converted) {
		if (sk_call(&kd->link, SK_REWIND, NULL, 0, &reply) > 0) {
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
	int good = sk_call(&kd->link, SK_PROC, request, sizeof request, &reply) > 0 &&
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
	return (proc_t *)kd->proc;
}

proc_t *kvm_nextproc(kvm_t *kd)
{
	if (!kd || !kd->has_kernel || !is_open(kd, 0)) {
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
	size_t offset = kd && is_open(kd, 0) ? kd->at.user : offsetof(proc_t, p_user);

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

int kvm_getcmd(kvm_t *kd, proc_t *proc, user_t *user, char ***arg, char ***env)
{
	const char *p = (const char *)proc, *u = (const char *)user;
	struct sk_reply reply = {0};
	struct sk_reader reader;
	char **argv = NULL, **envp = NULL;
	uint32_t flag, model;
	int32_t argc, aux;
	int64_t value;

	if (!kd || !is_open(kd, 0) || !proc || !user) {
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

		value = sk_call(&kd->link, SK_COMMAND, request, sizeof request, &reply);
	}
	reader = (struct sk_reader){reply.data, reply.data + reply.size};
	if (value >= 0 && ((arg && !(argv = make_vector(&reader))) || (env && !(envp = make_vector(&reader)))))
		value = -ENOMEM;
	sk_reply_free(&reply);
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
