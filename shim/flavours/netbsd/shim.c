/* libkvm.so.6: the calls of NetBSD's kvm(3) over the reader in shim/core and the engine. Those whose structs differ from
   release to release are in procs.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kvm.h>
#include <kvm_private.h>
#include <sys/sysctl.h>

#include "netbsd.h"

/* Opening and closing */

kvm_t *kvm_open(const char *execfile, const char *corefile, const char *swapfile, int flags, const char *errstr)
{
	struct bsd_opening how = {"netbsd", execfile, corefile, swapfile, flags, errstr, NULL, NULL};

	return bsd_open(&how);
}

kvm_t *kvm_openfiles(const char *execfile, const char *corefile, const char *swapfile, int flags, char *errbuf)
{
	struct bsd_opening how = {"netbsd", execfile, corefile, swapfile, flags, NULL, errbuf, NULL};

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

void _kvm_syserr(kvm_t *kd, const char *program, const char *format, ...)
{
	char text[BSD_LINE2_MAX];
	int number = errno;
	va_list args;

	if (!bsd_good(kd))
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	_kvm_err(kd, program, "%s: %s", text, strerror(number));
}

const char *kvm_getkernelname(kvm_t *kd)
{
	struct bsd_block *block;
	struct bsd_call call;
	const char *name = ""; /* of a descriptor without files */

	if (!bsd_good(kd))
		return NULL;
	block = &kd->more[NETBSD_NAME];
	if (block->at) /* it does not change, and the caller may have kept the address */
		return block->at;
	bsd_begin(&call, "kernelname");
	if (bsd_make(kd, &call) >= 0) {
		size_t size = (size_t)(call.answer.end - call.answer.at);

		if (size && !call.answer.at[size - 1])
			name = bsd_keep(kd, block, &call, size);
	}
	bsd_end(&call);
	return name;
}

/* Names */

int kvm_nlist(kvm_t *kd, struct nlist *list)
{
	struct bsd_name *names;
	size_t count;
	int64_t missing = bsd_look_up(kd, 1, list, sizeof *list, &names, &count);

	for (size_t i = 0; i < count; i++) {
		int found = missing >= 0;

		list[i].n_type = found ? names[i].type : 0;
		list[i].n_other = found ? names[i].other : 0;
		list[i].n_desc = found ? names[i].desc : 0;
		list[i].n_value = found ? (unsigned long)names[i].value : 0;
	}
	free(names);
	return (int)missing;
}

/* Memory */

ssize_t kvm_read(kvm_t *kd, unsigned long va, void *buf, size_t count)
{
	return bsd_read(kd, va, buf, count);
}

ssize_t kvm_write(kvm_t *kd, unsigned long va, const void *buf, size_t count)
{
	ssize_t done = bsd_write(kd, va, buf, count);

	/* What was written is in a copy that the engine has: the file that the reader knows is as it was. */
	if (done > 0) {
		__atomic_store_n(&kd->image.core.direct, 1, __ATOMIC_RELAXED);
		kd->image.link.changed = 1;
	}
	return done;
}

/* Processes */

/* Keep an array of structs, each as long as the caller has it: cut, or with zeros behind. */
static void *keep_sized(struct __kvm *kd, struct bsd_block *block, const struct bsd_call *call, int64_t count, size_t have,
			size_t want)
{
	size_t both = have < want ? have : want;
	unsigned char *at;

	if ((uint64_t)count > (size_t)(call->answer.end - call->answer.at) / have || count > INT32_MAX) {
		bsd_report(kd, 1, strerror(EIO));
		return NULL;
	}
	if ((size_t)count > SIZE_MAX / 2 / want) {
		bsd_report(kd, 1, "out of memory");
		return NULL;
	}
	if ((at = bsd_room(kd, block, count ? (size_t)count * want : 1)) == NULL)
		return NULL;
	for (size_t i = 0; i < (size_t)count; i++) {
		memcpy(at + i * want, call->answer.at + i * have, both);
		memset(at + i * want + both, 0, want - both);
	}
	return at;
}

struct kinfo_proc2 *kvm_getproc2(kvm_t *kd, int op, int arg, size_t elemsize, int *cnt)
{
	struct kinfo_proc2 *procs = NULL;
	struct bsd_call call;
	int64_t count;

	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "getproc2");
	netbsd_ints(&call, (const int[]){op, arg}, 2);
	sk_add(&call.request, elemsize != 0);
	count = bsd_make(kd, &call);
	if (count >= 0 && elemsize)
		procs = keep_sized(kd, &kd->more[NETBSD_PROC2], &call, count, sizeof *procs, elemsize);
	if (procs && cnt)
		*cnt = (int)count;
	bsd_end(&call);
	return procs;
}

struct kinfo_lwp *kvm_getlwps(kvm_t *kd, int pid, unsigned long procaddr, size_t elemsize, int *cnt)
{
	struct kinfo_lwp *lwps = NULL;
	struct bsd_call call;
	int64_t count;

	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "getlwps");
	sk_add(&call.request, procaddr);
	sk_add(&call.request, elemsize != 0);
	netbsd_ints(&call, &pid, 1);
	count = bsd_make(kd, &call);
	if (count >= 0 && elemsize)
		lwps = keep_sized(kd, &kd->more[NETBSD_LWPS], &call, count, sizeof *lwps, elemsize);
	if (lwps && cnt)
		*cnt = (int)count;
	bsd_end(&call);
	return lwps;
}

static char **vector2(struct __kvm *kd, int which, const struct kinfo_proc2 *proc, int limit)
{
	struct bsd_call call;

	if (!bsd_good(kd) || !proc)
		return NULL;
	bsd_begin(&call, "vector2");
	sk_add(&call.request, proc->p_paddr);
	netbsd_ints(&call, (const int[]){which, limit, proc->p_pid}, 3);
	return bsd_strings(kd, &call);
}

char **kvm_getargv2(kvm_t *kd, const struct kinfo_proc2 *proc, int nchr)
{
	return vector2(kd, 0, proc, nchr);
}

char **kvm_getenvv2(kvm_t *kd, const struct kinfo_proc2 *proc, int nchr)
{
	return vector2(kd, 1, proc, nchr);
}

/* The system */

int kvm_getloadavg(kvm_t *kd, double loadavg[], int nelem)
{
	return bsd_loadavg(kd, loadavg, nelem);
}

/* Dumps on their device */

int kvm_dump_mkheader(kvm_t *kd, off_t dump_off)
{
	uint64_t offset = (uint64_t)(int64_t)dump_off;
	int64_t size;

	if (!bsd_good(kd))
		return -1;
	size = bsd_simple(kd, "mkheader", &offset, 1);
	if (size > 0)
		kd->facts[NETBSD_MEMORY] = kd->image.link.changed = 1; /* the engine reads it, from what it has made now */
	return (int)size;
}

int kvm_dump_header(kvm_t *kd, bool (*write_buf)(void *, const void *, size_t), void *cookie, int dumpsize)
{
	static const char *const what[] = {"kvm_dump_header", "clear_gap"};
	struct bsd_call call;
	int64_t pieces;
	int total = 0;

	if (!bsd_good(kd))
		return -1;
	bsd_begin(&call, "dump_header");
	netbsd_ints(&call, &dumpsize, 1);
	pieces = bsd_make(kd, &call);
	if (pieces < 0)
		total = -1;
	while (pieces-- > 0) {
		uint64_t gap = sk_number(&call.answer), size = sk_number(&call.answer);

		if (gap > 1 || size > (size_t)(call.answer.end - call.answer.at)) {
			bsd_report(kd, 1, strerror(EIO));
			total = -1;
			break;
		}
		errno = 0;
		if (!write_buf(cookie, call.answer.at, (size_t)size)) {
			_kvm_syserr(kd, kd->program, "%s", what[gap]);
			total = -1;
			break;
		}
		call.answer.at += size;
		total += (int)size;
	}
	bsd_end(&call);
	return total;
}

static bool write_file(void *file, const void *from, size_t size)
{
	return fwrite(from, 1, size, file) == size;
}

int kvm_dump_wrtheader(kvm_t *kd, FILE *fp, int dumpsize)
{
	return kvm_dump_header(kd, write_file, fp, dumpsize);
}

int kvm_dump_inval(kvm_t *kd)
{
	return bsd_good(kd) ? (int)bsd_simple(kd, "dump_inval", NULL, 0) : -1;
}
