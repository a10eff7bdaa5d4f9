/*
 * The calls with structs of the kernel itself, for programs compiled for one release: they have other names in the library
 * for each of them, which kvm.h sees to. SUNKVM_NETBSD is the release.
 */
#include <limits.h>
#include <string.h>

#include <kvm.h>
#include <kvm_private.h>
#include <sys/file.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#include "netbsd.h"

#define PIECE ((size_t)1 << 20)

struct kinfo_proc *kvm_getprocs(kvm_t *kd, int op, int arg, int *cnt)
{
	struct kinfo_proc *procs = NULL;
	struct bsd_call call;
	int64_t count;

	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "getprocs");
	netbsd_ints(&call, (const int[]){op, arg, SUNKVM_NETBSD}, 3);
	count = bsd_make(kd, &call);
	if (count >= 0 && count <= INT32_MAX / (int64_t)sizeof *procs)
		procs = bsd_keep(kd, &kd->procs, &call, (size_t)count * sizeof *procs);
	if (procs && cnt)
		*cnt = (int)count;
	bsd_end(&call);
	return procs;
}

char **kvm_getargv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return proc ? bsd_vector(kd, 0, (uintptr_t)proc->kp_eproc.e_paddr, nchr) : NULL;
}

char **kvm_getenvv(kvm_t *kd, const struct kinfo_proc *proc, int nchr)
{
	return proc ? bsd_vector(kd, 1, (uintptr_t)proc->kp_eproc.e_paddr, nchr) : NULL;
}

ssize_t kvm_uread(kvm_t *kd, const struct proc *proc, unsigned long va, char *buf, size_t count)
{
	size_t done = 0;

	if (!bsd_good(kd) || !proc)
		return 0;
	if (count > SSIZE_MAX)
		count = SSIZE_MAX;
	do {
		size_t piece = count - done > PIECE ? PIECE : count - done;
		struct bsd_call call;
		ssize_t got;

		bsd_begin(&call, "uread");
		sk_add(&call.request, (uintptr_t)proc->p_vmspace);
		sk_add(&call.request, va + done);
		sk_add(&call.request, piece);
		got = bsd_fill(kd, &call, buf + done, piece);
		if (got < (ssize_t)piece) /* nothing, where not all of it is there */
			return got < 0 ? got : 0;
		done += (size_t)got;
	} while (done < count);
	return (ssize_t)done;
}

char *kvm_getfiles(kvm_t *kd, int op, int arg, int *cnt)
{
	size_t size = sizeof(struct file);
	char *files = NULL;
	struct bsd_call call;
	int64_t count;

	if (!bsd_good(kd))
		return NULL;
	bsd_begin(&call, "getfiles");
	netbsd_ints(&call, (const int[]){op, arg, SUNKVM_NETBSD}, 3);
	count = bsd_make(kd, &call);
	if (count > 0 && (uint64_t)count <= (INT32_MAX - sizeof(void *)) / size)
		files = bsd_keep(kd, &kd->more[NETBSD_FILELIST], &call, sizeof(void *) + (size_t)count * size);
	if (files && cnt)
		*cnt = (int)count;
	bsd_end(&call);
	return files;
}
