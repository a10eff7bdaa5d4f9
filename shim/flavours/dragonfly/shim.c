/* libkvm.so.3: the calls of DragonFly's kvm(3) over the reader in shim/core and the engine. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <sys/nchstats.h>
#include <sys/proc.h>
#include <sys/user.h>
#include <vm/vm_map.h>

#include "dragonfly.h"

enum { FILES }; /* of the descriptor's further blocks */

#define PIECE ((size_t)1 << 20)
#define MAX_STRING ((size_t)1 << 24) /* of kvm_readstr(), where no NUL ends it */
#define MAX_DEPTH 128                /* a red-black tree of a million entries is not half as deep */

/* Opening and closing */

kvm_t *kvm_open(const char *execfile, const char *corefile, const char *swapfile, int flags, const char *errstr)
{
	struct bsd_opening how = {"dragonfly", execfile, corefile, swapfile, flags, errstr, NULL, NULL};

	return bsd_open(&how);
}

kvm_t *kvm_openfiles(const char *execfile, const char *corefile, const char *swapfile, int flags, char *errbuf)
{
	struct bsd_opening how = {"dragonfly", execfile, corefile, swapfile, flags, NULL, errbuf, NULL};

	return bsd_open(&how);
}

int kvm_close(kvm_t *kd)
{
	return kd ? bsd_close(kd) : 0;
}

char *kvm_geterr(kvm_t *kd)
{
	return bsd_geterr(kd);
}

/* Names */

int kvm_nlist(kvm_t *kd, struct nlist *list)
{
	struct bsd_name *names;
	size_t count;
	int64_t missing = bsd_look_up(kd, 1, list, sizeof *list, &names, &count);

	for (size_t i = 0; i < count; i++) {
		list[i].n_type = names[i].type;
		list[i].n_other = 0;
		list[i].n_desc = 0;
		list[i].n_value = (unsigned long)names[i].value;
	}
	free(names);
	return (int)missing;
}

/* Memory */

ssize_t kvm_read(kvm_t *kd, unsigned long va, void *buf, size_t count)
{
	ssize_t got = bsd_read(kd, va, buf, count);

	/* Where the file ends within a page, the original leaves zeros in the rest of what it wanted of that page. */
	if (__builtin_expect(got >= 0 && (size_t)got < count, 0)) {
		size_t page = (size_t)1 << kd->image.core.shift, rest = page - ((va + (size_t)got) & (page - 1));

		memset((char *)buf + got, 0, rest < count - (size_t)got ? rest : count - (size_t)got);
	}
	return got;
}

ssize_t kvm_write(kvm_t *kd, unsigned long va, const void *buf, size_t count)
{
	return bsd_write(kd, va, buf, count);
}

ssize_t kvm_uread(kvm_t *kd, pid_t pid, unsigned long va, char *buf, size_t count)
{
	size_t done = 0;

	if (!bsd_good(kd))
		return 0;
	if (count > SSIZE_MAX)
		count = SSIZE_MAX;
	do {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		struct bsd_call call;
		ssize_t got;

		bsd_begin(&call, "uread");
		sk_add(&call.request, (uint64_t)(int64_t)pid);
		sk_add(&call.request, va + done);
		sk_add(&call.request, piece);
		got = bsd_fill(kd, &call, buf + done, piece);
		if (got > 0)
			done += (size_t)got;
		if (got < (ssize_t)piece)
			break;
	} while (done < count);
	return (ssize_t)done;
}

/* A string that kvm_readstr() puts together: in the caller's buffer or one that grows. */
struct text {
	char *at;
	size_t room, length;
	int grows;
};

/* Add bytes: what does not fit is only counted. False where there is no memory. */
static int add_text(struct text *text, const char *from, size_t count)
{
	if (text->grows && text->length + count > text->room) {
		size_t room = text->room ? text->room : 16;
		char *at;

		while (room < text->length + count)
			room *= 2;
		if ((at = realloc(text->at, room)) == NULL)
			return 0;
		text->at = at;
		text->room = room;
	}
	if (text->length < text->room) {
		size_t left = text->room - text->length;

		memcpy(text->at + text->length, from, count < left ? count : left);
	}
	text->length += count;
	return 1;
}

static char *no_text(kvm_t *kd, struct text *text, int hard, const char *why, int number)
{
	char message[128];

	if (text->grows)
		free(text->at);
	if (why) {
		snprintf(message, sizeof message, number ? "%s: %s" : "%s", why, number ? strerror(number) : "");
		bsd_report(kd, hard, message);
	}
	if (number)
		errno = number;
	return NULL;
}

char *kvm_readstr(kvm_t *kd, unsigned long va, char *buf, size_t *lenp)
{
	struct text text = {buf, buf && lenp ? *lenp : 0, 0, buf == NULL};
	size_t page, wanted = 64;
	char piece[4096], *end;

	if (!bsd_good(kd))
		return NULL;
	if (buf && !lenp)
		return no_text(kd, &text, 0, "kvm_readstr", EINVAL);
	page = (size_t)1 << kd->image.core.shift;
	do {
		/* Never into the next page, which may not be there; more at a time as the string proves to be long. */
		size_t inside = page - (va & (page - 1)), count = wanted < inside ? wanted : inside, used;
		ssize_t got = bsd_read(kd, va, piece, count);

		if (got < 0)
			return no_text(kd, &text, 0, NULL, 0);
		end = memchr(piece, 0, (size_t)got);
		used = end ? (size_t)(end - piece) + 1 : (size_t)got;
		if (!add_text(&text, piece, used))
			return no_text(kd, &text, 1, "kvm_readstr", ENOMEM);
		if (!end && (size_t)got < count)
			return no_text(kd, &text, 1, "short read", 0);
		if (!end && text.length >= MAX_STRING)
			return no_text(kd, &text, 0, "kvm_readstr", EOVERFLOW);
		va += (size_t)got;
		wanted = wanted * 4 < sizeof piece ? wanted * 4 : sizeof piece;
	} while (!end);
	if (lenp)
		*lenp = text.length;
	return text.length <= text.room ? text.at : NULL;
}

/* Processes */

/* Add two int of the call's arguments, which the engine takes as such. */
static void add_ints(struct bsd_call *call, int first, int second)
{
	sk_reply_put(&call->request.bytes, &first, sizeof first);
	sk_reply_put(&call->request.bytes, &second, sizeof second);
}

/* Make a call that gives an array of structs, of which the block holds a copy then; *cnt is stored where C stores it. */
static void *array(kvm_t *kd, struct bsd_call *call, struct bsd_block *block, size_t size, int *cnt)
{
	int64_t count = bsd_make(kd, call);
	void *found = NULL;

	if (count >= 0) {
		int stored = (int)(int64_t)sk_number(&call->answer);

		if (count > 0 && count <= INT_MAX / (int64_t)size)
			found = bsd_keep(kd, block, call, (size_t)count * size);
		if (cnt)
			*cnt = found ? (int)count : stored < 0 || count > 0 ? -1 : 0;
	}
	bsd_end(call);
	return found;
}

struct kinfo_proc *kvm_getprocs(kvm_t *kd, int op, int arg, int *cnt)
{
	struct bsd_call call;

	if (!bsd_good(kd))
		return NULL;
	bsd_drop(&kd->procs);
	bsd_begin(&call, "getprocs");
	add_ints(&call, op, arg);
	return array(kd, &call, &kd->procs, sizeof(struct kinfo_proc), cnt);
}

/* The address by which the engine finds a process; zombies have nothing to show. */
static uint64_t address_of(const struct kinfo_proc *proc)
{
	return proc && proc->kp_stat != SZOMB ? (uint64_t)proc->kp_paddr : 0;
}

char **kvm_getargv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return bsd_vector(kd, 0, address_of(proc), nchr);
}

char **kvm_getenvv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return bsd_vector(kd, 1, address_of(proc), nchr);
}

struct kinfo_file *kvm_getfiles(kvm_t *kd, int op, int arg, int *cnt)
{
	struct bsd_call call;

	if (!bsd_good(kd))
		return NULL;
	bsd_drop(&kd->more[FILES]);
	bsd_begin(&call, "getfiles");
	add_ints(&call, op, arg);
	return array(kd, &call, &kd->more[FILES], sizeof(struct kinfo_file), cnt);
}

/* The system */

int kvm_getloadavg(kvm_t *kd, double loadavg[], int nelem)
{
	return bsd_loadavg(kd, loadavg, nelem);
}

int kvm_getswapinfo(kvm_t *kd, struct kvm_swap *swap, int maxswap, int flags)
{
	struct bsd_call call;
	int64_t count;

	if (!kd) /* the original forgets what it knows of symbols */
		return 0;
	bsd_begin(&call, "getswapinfo");
	add_ints(&call, maxswap, flags);
	count = bsd_make(kd, &call);
	/* What the call prints, whoever asked for messages: stream and text, until stream 0. */
	for (uint64_t stream; (stream = sk_number(&call.answer)) != 0;) {
		const char *line = sk_string(&call.answer);

		if (stream == 1)
			fputs(line, stdout);
		else
			fprintf(stderr, "%s: %s\n", program_invocation_short_name, line);
	}
	/* One more than it tells: the sum. */
	if (count >= maxswap || !swap ||
	    (count >= 0 && (size_t)(call.answer.end - call.answer.at) < ((size_t)count + 1) * sizeof *swap))
		count = -1;
	if (count >= 0)
		memcpy(swap, call.answer.at, ((size_t)count + 1) * sizeof *swap);
	bsd_end(&call);
	return (int)count;
}

void kvm_nch_cpuagg(struct nchstats *percpu, struct nchstats *total, int ncpu)
{
	unsigned long sums[sizeof *total / sizeof(unsigned long)] = {0}, row[sizeof sums / sizeof *sums];

	if (!percpu || !total)
		return;
	for (int cpu = 0; cpu < ncpu; cpu++) {
		memcpy(row, &percpu[cpu], sizeof row);
		for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
			sums[i] += row[i];
	}
	memcpy(total, sums, sizeof sums);
}

/* Address spaces */

/* Read an entry; NULL links and what cannot be read give 0. */
static int read_entry(kvm_t *kd, struct vm_map_entry *va, struct vm_map_entry *copy)
{
	return va && kd->native && bsd_read(kd, (uintptr_t)va, copy, sizeof *copy) == (ssize_t)sizeof *copy;
}

/* The tree is deeper than a tree can be: it has changed while it was copied, or is damaged. */
static struct vm_map_entry *no_entry(kvm_t *kd, struct vm_map_entry *va)
{
	char message[64];

	snprintf(message, sizeof message, "invalid address (%#lx)", (unsigned long)(uintptr_t)va);
	bsd_report(kd, 0, message);
	return NULL;
}

static struct vm_map_entry *leftmost(kvm_t *kd, struct vm_map_entry *va, struct vm_map_entry *copy)
{
	struct vm_map_entry entry;

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		if (!read_entry(kd, va, &entry))
			return NULL;
		if (!entry.rb_entry.rbe_left) {
			*copy = entry;
			return va;
		}
		va = entry.rb_entry.rbe_left;
	}
	return no_entry(kd, va);
}

struct vm_map_entry *kvm_vm_map_entry_first(kvm_t *kd, struct vm_map *map, struct vm_map_entry *copy)
{
	if (!bsd_good(kd) || !map || !copy)
		return NULL;
	return map->rb_root.rbh_root ? leftmost(kd, map->rb_root.rbh_root, copy) : NULL;
}

struct vm_map_entry *kvm_vm_map_entry_next(kvm_t *kd, struct vm_map_entry *va, struct vm_map_entry *copy)
{
	struct vm_map_entry entry, *above;

	if (!bsd_good(kd) || !va || !copy)
		return NULL;
	if (copy->rb_entry.rbe_right)
		return leftmost(kd, copy->rb_entry.rbe_right, copy);
	above = copy->rb_entry.rbe_parent;
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		if (!above || !read_entry(kd, above, &entry))
			return NULL;
		if (entry.rb_entry.rbe_left == va) {
			*copy = entry;
			return above;
		}
		if (entry.rb_entry.rbe_right != va)
			break;
		va = above;
		above = entry.rb_entry.rbe_parent;
	}
	return no_entry(kd, above);
}
