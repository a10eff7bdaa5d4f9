/* What the sources of the NetBSD flavour share. */
#ifndef SUNKVM_NETBSD_H
#define SUNKVM_NETBSD_H

#include "bsd.h"

/* In __kvm.facts: in which state the descriptor is, see enum netbsd_state; whether there is memory to read. */
enum { NETBSD_STATE, NETBSD_MEMORY };
enum netbsd_state { NETBSD_DEAD, NETBSD_FILES, NETBSD_SYSCTL };

/* In __kvm.more: what else the descriptor hands out. */
enum { NETBSD_PROC2, NETBSD_LWPS, NETBSD_FILELIST, NETBSD_NAME };

/* Whether it is the running system that is asked: nothing is open, or the kernel that shows the host. */
int netbsd_is_running(const struct __kvm *kd);

/* Give out the running system's clocks as sysctl does: of one processor, the sum of all, or of each. */
int netbsd_clocks(int cpu, void *old, size_t *oldlen);
enum { NETBSD_SUM = -1, NETBSD_EACH = -2 };

/*
 * Answer sysctl for the names below kern.sysvipc: System V's objects as the image has them, in the structs of sysctl.
 * ENOENT where it has none, or is not of this program's kind.
 */
int netbsd_ipc(struct __kvm *kd, const int *mib, unsigned int count, void *old, size_t *oldlen);

/* Add int arguments to a call. */
static inline void netbsd_ints(struct bsd_call *call, const int *numbers, size_t count)
{
	sk_reply_put(&call->request.bytes, (const char *)numbers, count * sizeof *numbers);
}

#endif
