/* Functions of NetBSD's libutil. */
#ifndef _SUNKVM_NETBSD_UTIL_H
#define _SUNKVM_NETBSD_UTIL_H

#include <sys/types.h>
#include <sys/sysctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel that kvm_open() takes where it is given none. */
extern const char *getbootfile(void) __asm__("__sunkvm_netbsd_getbootfile");

#ifdef __cplusplus
}
#endif

#endif
