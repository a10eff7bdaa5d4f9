/* State of the kernel by name or number. */
#ifndef _SUNKVM_DRAGONFLY_SYS_SYSCTL_H
#define _SUNKVM_DRAGONFLY_SYS_SYSCTL_H

#include <sys/types.h>
#include <sys/queue.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CTL_MAXNAME 12

#define CTL_KERN 1
#define CTL_VM 2
#define CTL_VFS 3
#define CTL_NET 4
#define CTL_DEBUG 5
#define CTL_HW 6
#define CTL_MACHDEP 7
#define CTL_USER 8

#define KERN_OSTYPE 1
#define KERN_OSRELEASE 2
#define KERN_OSREV 3
#define KERN_VERSION 4
#define KERN_MAXVNODES 5
#define KERN_MAXPROC 6
#define KERN_MAXFILES 7
#define KERN_ARGMAX 8
#define KERN_HOSTNAME 10
#define KERN_CLOCKRATE 12
#define KERN_PROC 14
#define KERN_FILE 15
#define KERN_BOOTTIME 21
#define KERN_OSRELDATE 24
#define KERN_BOOTFILE 26

#define KERN_PROC_ALL 0
#define KERN_PROC_PID 1
#define KERN_PROC_PGRP 2
#define KERN_PROC_SESSION 3
#define KERN_PROC_TTY 4
#define KERN_PROC_UID 5
#define KERN_PROC_RUID 6
#define KERN_PROC_ARGS 7
#define KERN_PROC_CWD 8
#define KERN_PROC_PATHNAME 9
#define KERN_PROC_SIGTRAMP 10
#define KERN_PROC_FLAGMASK 0x10
#define KERN_PROC_FLAG_LWP 0x10

#define HW_MACHINE 1
#define HW_MODEL 2
#define HW_NCPU 3
#define HW_BYTEORDER 4
#define HW_PHYSMEM 5
#define HW_USERMEM 6
#define HW_PAGESIZE 7
#define HW_MACHINE_ARCH 11

#define VM_METER 1
#define VM_LOADAVG 2

/*
 * They answer from the image that was opened last and is still open, and from the host where none is; what neither
 * tells fails with ENOENT. See docs/relinking.md for the names.
 */
extern int sysctl(const int *, unsigned int, void *, size_t *, const void *, size_t) __asm__("__sunkvm_dragonfly_sysctl");
extern int sysctlbyname(const char *, void *, size_t *, const void *, size_t) __asm__("__sunkvm_dragonfly_sysctlbyname");
extern int sysctlnametomib(const char *, int *, size_t *) __asm__("__sunkvm_dragonfly_sysctlnametomib");

#ifdef __cplusplus
}
#endif

#endif
