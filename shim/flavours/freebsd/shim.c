/* libkvm.so.7: the calls of FreeBSD's kvm(3) over the reader in shim/core and the engine. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <kvm_private.h>
#include <sys/user.h>

#include "freebsd.h"

#define CPUSTATES 5
#define PIECE ((size_t)1 << 20)
#define WALKED 512 /* pages that are fetched at a time */

/* Opening and closing */

kvm_t *kvm_open(const char *execfile, const char *corefile, const char *swapfile, int flags, const char *errstr)
{
	struct bsd_opening how = {"freebsd", execfile, corefile, swapfile, flags, errstr, NULL, NULL};

	return bsd_open(&how);
}

kvm_t *kvm_openfiles(const char *execfile, const char *corefile, const char *swapfile, int flags, char *errbuf)
{
	struct bsd_opening how = {"freebsd", execfile, corefile, swapfile, flags, NULL, errbuf, NULL};

	return bsd_open(&how);
}

kvm_t *kvm_open2(const char *execfile, const char *corefile, int flags, char *errbuf,
		 int (*resolver)(const char *, kvaddr_t *))
{
	struct bsd_opening how = {"freebsd", execfile, corefile, NULL, flags, NULL, errbuf, resolver};

	return bsd_open(&how);
}

int kvm_close(kvm_t *kd)
{
	return bsd_close(kd);
}

char *kvm_geterr(kvm_t *kd)
{
	return bsd_geterr(kd);
}

void _kvm_err(kvm_t *kd, const char *program, const char *format, ...)
{
	va_list args;

	if (!bsd_good(kd))
		return;
	va_start(args, format);
	bsd_vreport(kd, program, format, args);
	va_end(args);
}

int kvm_native(kvm_t *kd)
{
	return bsd_good(kd) ? kd->native : -1;
}

kssize_t kvm_kerndisp(kvm_t *kd)
{
	return bsd_good(kd) ? (kssize_t)kd->facts[FREEBSD_DISPLACEMENT] : 0;
}

/* Names */

int kvm_nlist2(kvm_t *kd, struct kvm_nlist *list)
{
	struct bsd_name *names;
	size_t count;
	int64_t missing = bsd_look_up(kd, 2, list, sizeof *list, &names, &count);

	for (size_t i = 0; missing >= 0 && i < count; i++) {
		list[i].n_type = names[i].type;
		list[i].n_value = names[i].value;
	}
	free(names);
	return (int)missing;
}

int kvm_nlist(kvm_t *kd, struct nlist *list)
{
	struct bsd_name *names;
	size_t count;
	int64_t missing = bsd_look_up(kd, 1, list, sizeof *list, &names, &count);

	for (size_t i = 0; missing >= 0 && i < count; i++) {
		list[i].n_type = names[i].type;
		list[i].n_other = 0;
		list[i].n_desc = 0;
		list[i].n_value = (unsigned long)names[i].value;
	}
	free(names);
	return (int)missing;
}

/* Memory */

ssize_t kvm_read2(kvm_t *kd, kvaddr_t va, void *buf, size_t count)
{
	return bsd_read(kd, va, buf, count);
}

ssize_t kvm_read(kvm_t *kd, unsigned long va, void *buf, size_t count)
{
	return bsd_read(kd, va, buf, count);
}

ssize_t kvm_write(kvm_t *kd, unsigned long va, const void *buf, size_t count)
{
	return bsd_write(kd, va, buf, count);
}

ssize_t kvm_uread(kvm_t *kd, const struct kinfo_proc *proc, unsigned long va, char *buf, size_t count)
{
	size_t done = 0;
	ssize_t got;

	if (!bsd_good(kd) || !proc)
		return -1;
	if (count > SSIZE_MAX)
		count = SSIZE_MAX;
	do {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		struct bsd_call call;

		bsd_begin(&call, "uread");
		sk_add(&call.request, (uintptr_t)proc->ki_paddr);
		sk_add(&call.request, va + done);
		sk_add(&call.request, piece);
		if ((got = bsd_fill(kd, &call, buf + done, piece)) < 0)
			return -1;
		done += (size_t)got;
	} while (got && done < count);
	return (ssize_t)done;
}

int kvm_walk_pages(kvm_t *kd, kvm_walk_pages_cb_t *callback, void *closure)
{
	uint64_t walk = 0, done = 0;
	int64_t got;
	int go_on = 1;

	if (!bsd_good(kd))
		return 0;
	do {
		struct bsd_call call;

		bsd_begin(&call, "walk");
		sk_add(&call.request, walk);
		sk_add(&call.request, done);
		sk_add(&call.request, WALKED);
		got = bsd_make(kd, &call);
		if (got < 0 || got > WALKED || (size_t)(call.answer.end - call.answer.at) < 8 + 48 * (size_t)got) {
			bsd_end(&call);
			return 0;
		}
		walk = sk_number(&call.answer);
		for (int64_t i = 0; i < got && go_on; i++, done++) {
			struct kvm_page page = {.kp_version = LIBKVM_WALK_PAGES_VERSION};

			page.kp_paddr = sk_number(&call.answer);
			page.kp_kmap_vaddr = sk_number(&call.answer);
			page.kp_dmap_vaddr = sk_number(&call.answer);
			page.kp_prot = (vm_prot_t)sk_number(&call.answer);
			page.kp_offset = (off_t)sk_number(&call.answer);
			page.kp_len = (size_t)sk_number(&call.answer);
			go_on = callback(&page, closure);
		}
		bsd_end(&call);
	} while (go_on && got == WALKED);
	if (!go_on && got == WALKED) {
		uint64_t end[] = {walk, 0, 0};

		bsd_simple(kd, "walk", end, 3);
	}
	return go_on != 0;
}

/* Processes */

/* Add two int of the call's arguments, which the engine takes as such. */
static void add_ints(struct bsd_call *call, int first, int second)
{
	sk_reply_put(&call->request.bytes, &first, sizeof first);
	sk_reply_put(&call->request.bytes, &second, sizeof second);
}

struct kinfo_proc *kvm_getprocs(kvm_t *kd, int op, int arg, int *cnt)
{
	struct kinfo_proc *procs = NULL;
	struct bsd_call call;
	int64_t count;

	if (!bsd_good(kd))
		return NULL;
	bsd_drop(&kd->procs);
	bsd_begin(&call, "getprocs");
	add_ints(&call, op, arg);
	count = bsd_make(kd, &call);
	if (count > 0 && count <= INT32_MAX / (int64_t)sizeof *procs)
		procs = bsd_keep(kd, &kd->procs, &call, (size_t)count * sizeof *procs);
	if (count >= 0 && cnt)
		*cnt = procs ? (int)count : 0;
	bsd_end(&call);
	return procs;
}

char **kvm_getargv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return bsd_vector(kd, 0, proc ? (uintptr_t)proc->ki_paddr : 0, nchr);
}

char **kvm_getenvv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return bsd_vector(kd, 1, proc ? (uintptr_t)proc->ki_paddr : 0, nchr);
}

char *kvm_getfiles(kvm_t *kd, int op, int arg, int *cnt)
{
	struct bsd_call call;

	(void)cnt;
	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "getfiles");
	add_ints(&call, op, arg);
	bsd_make(kd, &call);
	bsd_end(&call);
	return NULL;
}

/* The system */

int kvm_getloadavg(kvm_t *kd, double loadavg[], int nelem)
{
	int found = bsd_loadavg(kd, loadavg, nelem);

	return nelem < 0 ? -1 : found;
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
	/* One more than it tells: the sum. */
	if (count >= maxswap || (size_t)(call.answer.end - call.answer.at) < ((size_t)count + 1) * sizeof *swap)
		count = -1;
	if (count >= 0)
		memcpy(swap, call.answer.at, ((size_t)count + 1) * sizeof *swap);
	bsd_end(&call);
	return (int)count;
}

int kvm_getcptime(kvm_t *kd, long *cp_time)
{
	struct bsd_call call;
	int64_t result;

	if (!kd) /* as above */
		return 0;
	bsd_begin(&call, "getcptime");
	result = bsd_make(kd, &call);
	for (int i = 0; result >= 0 && i < CPUSTATES; i++)
		cp_time[i] = (long)sk_number(&call.answer);
	bsd_end(&call);
	return (int)result;
}

void *kvm_getpcpu(kvm_t *kd, int cpu)
{
	struct bsd_call call;
	void *copy = NULL;
	int64_t size;

	if (!kd) /* as above */
		return NULL;
	bsd_begin(&call, "getpcpu");
	add_ints(&call, cpu, 0);
	size = bsd_make(kd, &call);
	if (size > (int64_t)(call.answer.end - call.answer.at))
		size = -1;
	if (size > 0 && (copy = malloc((size_t)size)) != NULL)
		memcpy(copy, call.answer.at, (size_t)size);
	else if (size > 0) {
		bsd_report(kd, 1, "out of memory");
		size = -1;
	}
	bsd_end(&call);
	return size < 0 ? (void *)-1 : copy;
}

int kvm_getmaxcpu(kvm_t *kd)
{
	return bsd_good(kd) ? (int)bsd_simple(kd, "getmaxcpu", NULL, 0) : -1;
}

int kvm_getncpus(kvm_t *kd)
{
	return bsd_good(kd) ? (int)bsd_simple(kd, "getncpus", NULL, 0) : -1;
}

ssize_t kvm_read_zpcpu(kvm_t *kd, unsigned long base, void *buf, size_t count, int cpu)
{
	size_t done = 0;
	ssize_t got;

	if (!bsd_good(kd))
		return -1;
	if (count > SSIZE_MAX)
		count = SSIZE_MAX;
	do {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		struct bsd_call call;

		bsd_begin(&call, "read_zpcpu");
		sk_add(&call.request, base + done);
		sk_add(&call.request, piece);
		add_ints(&call, cpu, 0);
		if ((got = bsd_fill(kd, &call, (char *)buf + done, piece)) < 0)
			return -1;
		done += (size_t)got;
	} while (got && done < count);
	return (ssize_t)done;
}

uint64_t kvm_counter_u64_fetch(kvm_t *kd, unsigned long base)
{
	struct bsd_call call;
	uint64_t sum = 0;

	if (!bsd_good(kd))
		return 0;
	bsd_begin(&call, "counter");
	sk_add(&call.request, base);
	if (bsd_make(kd, &call) >= 0)
		sum = sk_number(&call.answer);
	bsd_end(&call);
	return sum;
}

int kvm_dpcpu_setcpu(kvm_t *kd, unsigned int cpu)
{
	uint64_t number = cpu;
	int result;

	if (!bsd_good(kd))
		return -1;
	result = (int)bsd_simple(kd, "setcpu", &number, 1);
	if (result == 0 && cpu) /* engines begin with the first */
		kd->image.link.changed = 1;
	return result;
}
