/* Functions of NetBSD's C library. */
#include_next <stdlib.h>
#ifndef _SUNKVM_NETBSD_STDLIB_H
#define _SUNKVM_NETBSD_STDLIB_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Names of devices: NULL, as an image does not tell them. */
extern char *devname(dev_t, mode_t) __asm__("__sunkvm_netbsd_devname");
/* The number of a driver: NODEVMAJOR for the same reason. */
extern devmajor_t getdevmajor(const char *, mode_t) __asm__("__sunkvm_netbsd_getdevmajor");
/* The name that a program was started with. */
extern const char *getprogname(void) __asm__("__sunkvm_netbsd_getprogname");
extern void setprogname(const char *) __asm__("__sunkvm_netbsd_setprogname");

#ifdef __cplusplus
}
#endif

#endif
