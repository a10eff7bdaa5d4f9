/* What the kernel tells by name: libkinfo. */
#ifndef _SUNKVM_DRAGONFLY_KINFO_H
#define _SUNKVM_DRAGONFLY_KINFO_H

#include <sys/types.h>
#include <sys/kinfo.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 0, or an error: -1 with errno, but of kinfo_get_sched_cputime, which tells the sum of all processors, errno itself. */
extern int kinfo_get_cpus(int *) __asm__("__sunkvm_dragonfly_kinfo_get_cpus");
extern int kinfo_get_maxfiles(int *) __asm__("__sunkvm_dragonfly_kinfo_get_maxfiles");
extern int kinfo_get_openfiles(int *) __asm__("__sunkvm_dragonfly_kinfo_get_openfiles");
extern int kinfo_get_sched_ccpu(int *) __asm__("__sunkvm_dragonfly_kinfo_get_sched_ccpu");
extern int kinfo_get_sched_cputime(struct kinfo_cputime *) __asm__("__sunkvm_dragonfly_kinfo_get_sched_cputime");
extern int kinfo_get_sched_hz(int *) __asm__("__sunkvm_dragonfly_kinfo_get_sched_hz");
extern int kinfo_get_sched_profhz(int *) __asm__("__sunkvm_dragonfly_kinfo_get_sched_profhz");
extern int kinfo_get_sched_stathz(int *) __asm__("__sunkvm_dragonfly_kinfo_get_sched_stathz");
extern int kinfo_get_vfs_bufspace(long *) __asm__("__sunkvm_dragonfly_kinfo_get_vfs_bufspace");

#ifdef __cplusplus
}
#endif

#endif
