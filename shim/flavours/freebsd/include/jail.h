/* Names of jails. */
#ifndef _SUNKVM_FREEBSD_JAIL_H
#define _SUNKVM_FREEBSD_JAIL_H

#include <sys/types.h>
#include <sys/jail.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JAIL_ERRMSGLEN 1024

/* A dump knows its jails by their numbers: the name is the number. */
extern char *jail_getname(int) __asm__("__sunkvm_freebsd_jail_getname");
extern int jail_getid(const char *) __asm__("__sunkvm_freebsd_jail_getid");

#ifdef __cplusplus
}
#endif

#endif
