/* Functions of NetBSD's libutil. */
#ifndef _SUNKVM_NETBSD_UTIL_H
#define _SUNKVM_NETBSD_UTIL_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kinfo_proc2;
struct kinfo_lwp;

/* The kernel that kvm_open() takes where it is given none. */
extern const char *getbootfile(void) __asm__("__sunkvm_netbsd_getbootfile");
/* Whether the second of two processes of a terminal is more to the point. */
extern int proc_compare(const struct kinfo_proc2 *, const struct kinfo_lwp *, const struct kinfo_proc2 *,
			const struct kinfo_lwp *) __asm__("__sunkvm_netbsd_proc_compare");

#ifdef __cplusplus
}
#endif

#endif
